"""``tables.xlsx``: the tables of a run as sheets of one workbook, with the codebook; the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from policylab.resources import load_toml
from policylab.study._codebook import Codebook, Column, Table, exact_number
from policylab.study._csv import parse_table

WORKBOOK = "tables.xlsx"
CODEBOOK_SHEET = "codebook"
_WIDEST, _NARROWEST = 60, 8
_LONGEST_CELL = 32_767  # Excel's limits
_MOST_ROWS = 1_048_575
_CUT = "… [cut; in full in the CSV file · 此处截断，全文见 CSV]"
_EPOCH = datetime.datetime(1980, 1, 1)  # the earliest that a zip file can hold
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PROPERTIES = "docProps/core.xml"
# What begins so, a spreadsheet may take for a formula or an error
_MARKS = ("=", "+", "-", "@", "#")
# What XML cannot hold, and what Excel would read as such a character
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


def workbook_bytes(tables: Path, codebook: Codebook, *, lang: str = "en") -> bytes:
    """The CSV files of a folder as a workbook: first the codebook, then a sheet a table, in the order of names.

    In Chinese the head of a column has its short Chinese name above its own.
    """
    from openpyxl import Workbook

    contents = {path.stem: parse_table(path.read_bytes()) for path in sorted(tables.glob("*.csv"))}
    described = {name: codebook.table(name, *content) for name, content in contents.items()}
    sheets = _sheet_names(list(contents))
    workbook = Workbook(write_only=True)
    texts = load_toml("page_labels.toml")
    shown = {key: texts[key]["en"] for key in ("table", "column", "rows")}
    header = [shown["table"], shown["column"], "名称", "type", "unit", "description", "说明", shown["rows"]]
    text_columns = [Column(name, "string") for name in header[:-1]] + [Column(header[-1], "integer")]
    rows = [row for name, table in described.items() for row in _codebook_rows(table, contents[name][1], codebook)]
    _write_sheet(workbook.create_sheet(CODEBOOK_SHEET), text_columns, rows)
    for name, (_, rows) in contents.items():
        _write_sheet(workbook.create_sheet(sheets[name]), list(described[name].columns), rows, labelled=lang == "zh")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return without_times(buffer.getvalue())


def _sheet_names(names: list[str]) -> dict[str, str]:
    """Excel takes 31 characters, and no two names that differ in case alone."""
    given: dict[str, str] = {}
    taken = {CODEBOOK_SHEET}
    for name in names:
        short, number = name[:31], 1
        while short.lower() in taken:
            number += 1
            short = f"{name[: 30 - len(str(number))]}~{number}"
        taken.add(short.lower())
        given[name] = short
    return given


def _codebook_rows(table: Table, rows: list[list[str]], codebook: Codebook) -> Iterator[list[str]]:
    title = table.title or ("", "")
    row = table.row or ("", "")
    en = f"{title[0]} (one row is {row[0]})" if row[0] else title[0]
    zh = f"{title[1]}（每行为{row[1]}）" if row[1] else title[1]
    yield [table.name, "", "", "", "", en, zh, str(len(rows))]
    for column in table.columns:
        unit = " · ".join(codebook.units[column.unit]) if column.unit else ""
        yield [table.name, column.name, column.label or "", column.type, unit, _told(column, 0), _told(column, 1), ""]


def _told(column: Column, lang: int) -> str:
    parts = [column.about[lang]] if column.about else []
    if column.values:
        parts.append("; ".join(f"{value}: {pair[lang]}" for value, pair in column.values.items()) + ".")
    if column.missing:
        parts.append(("Empty: ", "空：")[lang] + column.missing[lang])
    return " ".join(parts)


def _write_sheet(sheet, columns: list[Column], rows: list[list[str]], *, labelled: bool = False) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head, fill = Font(bold=True), PatternFill("solid", fgColor="E8EAED")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{min(len(rows), _MOST_ROWS) + 1}"
    heads = [f"{column.label}\n{column.name}" if labelled and column.label else column.name for column in columns]
    widths = [
        min(_WIDEST, max([_NARROWEST, *(_width(line) + 3 for line in heads[number].split("\n")), *(_width(row[number]) for row in rows)]))
        for number in range(len(columns))
    ]
    for number, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(number + 1)].width = width + 2
    if labelled:
        sheet.row_dimensions[1].height = 32
    named = []
    for text in heads:
        cell = WriteOnlyCell(sheet, value=text)
        cell.font, cell.fill = head, fill
        cell.alignment = Alignment(wrap_text=labelled, vertical="top" if labelled else None)
        named.append(cell)
    sheet.append(named)

    def text_cell(text: str):
        text = _written(text)
        if not text.startswith(_MARKS):
            return text
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # no formula and no error value,
        cell.quotePrefix = True  # also after a reader's edit
        return cell

    for row in rows[:_MOST_ROWS]:
        values = [_typed(column.type, text) for column, text in zip(columns, row, strict=True)]
        sheet.append(
            [text_cell(text) if value is None and text else value for value, text in zip(values, row, strict=True)]
        )


def _typed(kind: str, text: str) -> int | float | bool | datetime.date | None:
    """A cell's value where it is no text; None where it is, or where a number would lose digits."""
    if not text or kind == "string":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    if kind == "date":
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return None
    return exact_number(text)


def _written(text: str) -> str:
    text = _UNWRITABLE.sub(lambda match: f"_x005F{match[0]}" if match[0][0] == "_" else f"_x{ord(match[0]):04X}_", text)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT


def _width(text: str) -> int:
    """Width of the first line in columns of a terminal, where a Han character takes two."""
    line = text[:200].split("\n", 1)[0]
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def without_times(content: bytes) -> bytes:
    """The same workbook without its times, which are all that differs from one writing to the next."""
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
