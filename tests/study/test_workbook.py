"""tables.xlsx: numbers are numbers, text is text, and the same tables give the same bytes."""

from __future__ import annotations

import datetime
import io
import time
import types
import zipfile

import openpyxl
import pytest

import policylab
from policylab.study._describe import Codebook, Column, Table, read_codebook, tables_workbook

LEDGER = Table(
    "targets",
    (
        Column("statement", "string", ("Id.", "标识。")),
        Column("value", "decimal", ("Value.", "数值。"), missing=("None.", "无。"), unit="metres", label="数值"),
        Column("issued", "date", ("Day.", "日期。")),
        Column("found", "boolean", ("Found.", "是否找到。")),
    ),
    title=("Ledger", "台账"),
    row=("a statement", "一条陈述"),
    key=("statement",),
)
CODEBOOK = Codebook({"targets": LEDGER}, {"metres": ("metres", "米")}, {}, (), labels={"year": "年份"})


@pytest.fixture
def tables(tmp_path):
    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}.csv").write_text(text, "utf-8", newline="\n")

    write.folder = tmp_path
    return write


def read(tables) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(tables_workbook(tables.folder, CODEBOOK)))


def test_cells_have_the_types_that_the_codebook_says(tables):
    tables("targets", "statement,value,issued,found\na/t0001,300000000000,2021-12-28,true\na/t0002,,2019-05-27,false\n")
    sheet = read(tables)["targets"]
    assert list(sheet.values) == [
        ("statement", "value", "issued", "found"),
        ("a/t0001", 300_000_000_000, datetime.datetime(2021, 12, 28), True),
        ("a/t0002", None, datetime.datetime(2019, 5, 27), False),
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_a_number_of_more_digits_than_excel_holds_is_kept_as_text(tables):
    tables("targets", "statement,value,issued,found\na,0.12345678901234567,2021-12-28,true\n")
    cell = read(tables)["targets"]["B2"]
    assert (cell.value, cell.data_type) == ("0.12345678901234567", "s")


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(0)", "+86", "-", "@SUM(A1)", "#N/A"])
def test_text_that_looks_like_a_formula_is_text(tables, text):
    tables("notes", f"note\n{text}\n一\n")
    cell = read(tables)["notes"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_table_that_nothing_describes_has_the_types_of_its_values(tables):
    tables("rates", "year,rate,id,code\n2021,0.5,007a,0012\n")
    assert list(read(tables)["rates"].values)[1] == (2021, 0.5, "007a", "0012")


def test_long_text_and_control_characters_do_no_harm(tables):
    tables("texts", "text\n" + "字" * 40_000 + "\n损\x01坏_x0041_\n")
    rows = list(read(tables)["texts"].values)
    assert len(rows[1][0]) == 32_767
    assert rows[1][0].endswith("全文见 CSV]")
    # as Excel writes what XML cannot hold, and what reads like it
    assert rows[2][0] == "损_x0001_坏_x005F_x0041_"


def test_columns_are_as_wide_as_their_text_up_to_a_bound(tables):
    tables("targets", f"statement,value,issued,found\n{'智慧城市' * 5},1,2021-12-28,true\n")
    tables("texts", "text\n" + "字" * 500 + "\n")
    book = read(tables)
    assert book["targets"].column_dimensions["A"].width == 42
    assert book["texts"].column_dimensions["A"].width == 62


def test_the_codebook_is_the_first_sheet(tables):
    tables("targets", "statement,value,issued,found\na,1,2021-12-28,true\n")
    book = read(tables)
    assert book.sheetnames == ["codebook", "targets"]
    rows = list(book["codebook"].values)
    assert rows[0] == ("table", "column", "名称", "type", "unit", "description", "说明", "rows")
    assert rows[1] == ("targets", None, None, None, None, "Ledger (one row is a statement)", "台账（每行为一条陈述）", 1)
    assert rows[3] == ("targets", "value", "数值", "decimal", "metres · 米", "Value. Empty: None.", "数值。 空：无。", None)


def test_names_that_excel_cannot_tell_apart_are_told_apart(tables):
    long = "a" * 40
    tables(long, "x\n1\n")
    tables(f"{long}b", "x\n2\n")
    tables("codebook", "x\n3\n")
    tables("history", "x\n4\n")  # a name that Excel keeps for itself
    book = read(tables)
    assert book.sheetnames == ["codebook", "a" * 31, "a" * 29 + "~2", "codebook~2", "history~2"]
    assert book["codebook~2"]["A2"].value == 3


class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2033, 5, 18, tzinfo=tz)


def test_the_same_tables_give_the_same_bytes_at_any_time(tables, monkeypatch):
    tables("targets", "statement,value,issued,found\na,1,2021-12-28,true\n")
    first = tables_workbook(tables.folder, CODEBOOK)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    clock = types.SimpleNamespace(datetime=Later, timezone=datetime.timezone, UTC=datetime.UTC)
    monkeypatch.setattr("openpyxl.writer.excel.datetime", clock)
    assert tables_workbook(tables.folder, CODEBOOK) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_without_tables_gives_a_workbook_with_an_empty_codebook(tables):
    assert read(tables).sheetnames == ["codebook"]


def test_in_chinese_a_head_has_its_chinese_name_above_its_own_and_is_read_by_its_own(tables):
    tables("targets", "statement,value,issued,found\na,1,2021-12-28,true\n")
    tables("years", "year,mine\n2021,x\n")
    content = tables_workbook(tables.folder, CODEBOOK, lang="zh")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert next(book["targets"].values) == ("statement", "数值\nvalue", "issued", "found")
    assert next(book["years"].values) == ("年份\nyear", "mine")
    assert book["years"]["A1"].alignment.wrap_text
    path = tables.folder / "tables.xlsx"
    path.write_bytes(content)
    sheets = policylab.text.read_spreadsheet(path)
    assert list(sheets["targets"].columns) == ["statement", "value", "issued", "found"]
    assert sheets["years"].to_dict("records") == [{"year": "2021", "mine": "x"}]


def test_every_column_of_the_codebook_has_a_short_chinese_name_and_no_table_has_one_twice():
    for table in read_codebook().tables.values():
        names = [column.label for column in table.columns]
        assert all(name and len(name) <= 12 for name in names), table.name
        assert len(set(names)) == len(names), table.name
