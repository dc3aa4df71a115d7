"""Sheets that people fill in: text stays text, and the same cells give the same bytes."""

from __future__ import annotations

import datetime
import io

import openpyxl

from policylab.text._workbooks import add_sheet, without_times, workbook_bytes

ROWS = [["id", "sentence"], ["a", "=1+1"], ["b", "#N/A"], ["c", "-3%的增速"], ["d", None], ["e", 5]]


def made(year: int = 2021) -> bytes:
    book = openpyxl.Workbook()
    book.properties.created = datetime.datetime(year, 1, 1)
    book.remove(book.active)
    add_sheet(book, "records", ROWS, widths=(None, 90))
    return workbook_bytes(book)


def test_what_looks_like_a_formula_or_an_error_is_text():
    sheet = openpyxl.load_workbook(io.BytesIO(made()))["records"]
    assert [[cell.value for cell in row] for row in sheet] == ROWS
    assert [sheet[f"B{row}"].data_type for row in (2, 3, 4, 6)] == ["s", "s", "s", "n"]
    assert [sheet[f"B{row}"].quotePrefix for row in (1, 2, 3, 4)] == [False, True, True, True]


def test_columns_with_a_width_are_wrapped_from_their_heads_on_and_the_heads_stay():
    sheet = openpyxl.load_workbook(io.BytesIO(made()))["records"]
    assert sheet.freeze_panes == "A2" and sheet.column_dimensions["B"].width == 90
    assert [bool(sheet[place].alignment.wrap_text) for place in ("A2", "B1", "B2")] == [False, True, True]
    book = openpyxl.Workbook()
    sheet = add_sheet(book, "word", [["what to do"], ["key"], ["item", "option"], ["W1", "数据"]], widths=(8, 22), freeze="B4")
    assert [bool(sheet[place].alignment.wrap_text) for place in ("A1", "A2", "A3", "B4")] == [False, False, True, True]


def test_the_same_cells_give_the_same_bytes_whenever_they_are_written():
    first = made()
    assert made(year=2022) == first == without_times(first)
