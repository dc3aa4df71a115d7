"""Workbooks for people to fill in or to look through: what is text stays text, and the same cells give the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_EPOCH = datetime.datetime(1980, 1, 1)  # the earliest that a zip file can hold
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PROPERTIES = "docProps/core.xml"
# What begins so, a spreadsheet may take for a formula or an error
_MARKS = ("=", "+", "-", "@", "#")


def new_workbook() -> Workbook:
    """A workbook without a sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def add_sheet(
    book: Workbook, title: str, rows: Iterable[Sequence[object]], *, widths: Sequence[float | None], freeze: str = "A2"
):
    """A sheet at the end of a workbook; what is above and left of the cell `freeze` stays where it is.

    Columns that have a width are wrapped in it, from the heads on, which are in the last row above that cell.
    """
    from openpyxl.styles import Alignment
    from openpyxl.utils import coordinate_to_tuple, get_column_letter

    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([text_cell(sheet, value) if isinstance(value, str) else value for value in row])
    sheet.freeze_panes = freeze
    heads = coordinate_to_tuple(freeze)[0] - 1
    for number, width in enumerate(widths, start=1):
        if width is not None:
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = width
            for cell in sheet[letter][heads - 1 :]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    return sheet


def take_only(sheet, column: int, first: int, last: int, **rule: str) -> None:
    """Have the cells of a column, from the `first` row to the `last`, take only what a rule of a spreadsheet allows, or nothing."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter, validation = get_column_letter(column), DataValidation(allow_blank=True, **rule)
    validation.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(validation)


def text_cell(sheet, text: str):
    """What stands for a text in a row of a sheet, so that a spreadsheet takes it for no formula and no error."""
    from openpyxl.cell import WriteOnlyCell

    if not text.startswith(_MARKS):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True  # also after a reader's edit
    return cell


def workbook_bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return without_times(buffer.getvalue())


def without_times(content: bytes) -> bytes:
    """The same workbook or document without its times, which are all that differs from one writing to the next."""
    stamp = _EPOCH.isoformat() + "Z"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", part)
            entry = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return buffer.getvalue()
