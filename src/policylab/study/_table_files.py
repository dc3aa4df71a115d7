"""Tables as files, the same bytes for the same table: as CSV, written and read, and as a three-line table for Word.

A session writes them (`Session.table`), ``codebook.toml`` says which there are and what is in them (`_describe`).
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import check_choice, check_columns
from policylab.corpus._catalogue import check_no_device
from policylab.errors import PolicylabError, invalid
from policylab.files import write_bytes
from policylab.frames import is_missing
from policylab.resources import load_toml
from policylab.study._notebooks import FINDINGS
from policylab.text._workbooks import without_times

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_LONGEST_NAME = 100
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|-?inf")
_LONGEST_FIELD = 2**31 - 1  # characters
_MOST_DIGITS = 18  # of any whole number that 64 bits hold
_MUST_QUOTE = re.compile(r'[",\r\n]')
FINDING_COLUMNS = ["finding", "notebook", "claim", "value", "low", "high", "verdict"]
_FONTS = {"zh": "宋体", "en": "Times New Roman"}
_SIZE = 9  # points: 小五, which Chinese journals set tables in
_THICK, _THIN = 12, 6  # eighths of a point
_MOST_COLUMNS = 63  # Word's limit
_TRUTH = {"zh": ("否", "是"), "en": ("no", "yes")}
NO_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # what XML cannot hold


def check_name(name: object) -> str:
    """Check the name of a table or figure, which becomes a file name on every system."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise invalid(
            "name", name, f"at most {_LONGEST_NAME} lower-case letters and digits joined by - or _, like 'keyword_trends'"
        )
    check_no_device(name, where="`name`")
    return name


def cell_text(value: object) -> str:
    """One value as the text of a CSV cell.

    Floats keep six significant digits (all digits before the point), decimals all of theirs, without exponent.

    Examples
    --------
    >>> [cell_text(v) for v in (0.1234567, 1234567.8, 120.0, Decimal("1E+3"), float("nan"), None, True)]
    ['0.123457', '1234568', '120', '1000', '', '', 'true']
    """
    if isinstance(value, str):
        return value
    if not hasattr(value, "__len__") and is_missing(value):
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if type(value).__name__ in {"bool", "bool_"}:
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return _float_text(float(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(cell_text(part) for part in value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise PolicylabError(f"A table cell holds a {type(value).__name__}, which has no one way to be written in CSV.")


def _float_text(value: float) -> str:
    if math.isinf(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e5:
        return f"{value:.0f}"
    return repr(float(f"{value:.6g}"))


def table_text(frame: pd.DataFrame) -> str:
    """A frame as CSV text: one header line, LF, missing is empty; a named index becomes columns."""
    frame = _with_index(frame)
    columns = [str(column) for column in frame.columns]
    if len(set(columns)) < len(columns):
        raise PolicylabError(f"A table has two columns of one name: {', '.join(columns)}.")
    return rows_text(columns, frame.itertuples(index=False, name=None))


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with a named index among its columns."""
    check_columns(frame, (), name="frame")
    return frame.reset_index() if any(name is not None for name in frame.index.names) else frame


def rows_text(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    return "".join(map(_line, [columns, *([cell_text(value) for value in row] for row in rows)]))


def _line(cells: list[str]) -> str:
    if len(cells) == 1 and not cells[0]:
        return '""\n'  # an empty line would not be read as a row
    return ",".join('"' + c.replace('"', '""') + '"' if _MUST_QUOTE.search(c) else c for c in cells) + "\n"


def parse_table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of CSV bytes, every cell as text."""
    with long_fields():
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row]
    return (rows[0], rows[1:]) if rows else ([], [])


@contextlib.contextmanager
def long_fields() -> Iterator[None]:
    """Let a cell hold a whole text, which may be longer than the 131 072 characters that the csv module takes."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def records(content: bytes) -> list[dict[str, str]]:
    header, rows = parse_table(content)
    return [dict(zip(header, row, strict=True)) for row in rows]


def type_of(cells) -> str:
    """The narrowest type that all cells have which are not empty; text where there is none, and for codes such as 0012."""
    cells = {cell for cell in cells if cell}
    if not cells:
        return "string"
    if cells <= {"true", "false"}:
        return "boolean"
    for name, form in (("integer", _INTEGER), ("number", _NUMBER)):
        if all(form.fullmatch(cell) for cell in cells):
            return name
    return "date" if all(len(cell) == 10 and exact_date(cell) for cell in cells) else "string"


def exact_date(text: str) -> datetime.date | None:
    """The day that a text is in the form 2021-12-28, or None."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def exact_decimal(text: str) -> Decimal | None:
    """The finite number that a text is, or None."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def exact_number(text: str) -> int | float | None:
    """The number that a spreadsheet can hold with all its digits, or None.

    >>> exact_number("70000"), exact_number("0.25"), exact_number("1234567890123456"), exact_number("inf")
    (70000, 0.25, None, None)
    """
    number = exact_decimal(text)
    if number is None or len(number.normalize().as_tuple().digits) > 15:
        return None
    whole = number == number.to_integral_value() and abs(number) < 10**15
    return int(number) if whole else float(number)


def read_frame(content: bytes) -> pd.DataFrame:
    """CSV bytes as a frame: empty is missing, whole numbers stay whole and codes text."""
    import pandas as pd

    header, rows = parse_table(content)
    kinds = {}
    for name, cells in zip(header, zip(*rows)):
        kind = type_of(cells)
        if kind == "string" and any(cells):
            kinds[name] = str
        elif kind == "integer" and "" in cells and max(map(len, cells)) <= _MOST_DIGITS:
            kinds[name] = "Int64"  # years and counts beside missing ones
    return pd.read_csv(
        io.BytesIO(content),
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values=[""],
        float_precision="round_trip",
        dtype=kinds,
    )


def table_content(folder: Path, name: str, *, of: Callable[[str], bool] = lambda notebook: True) -> bytes | None:
    """The CSV bytes of a table in a folder, or None; of the findings those `of` some notebooks, by their names.

    A run keeps its findings in one file a notebook (``findings/02-keywords.csv``), so that notebooks that run side by side
    never write one file; here they are joined, as the published ones are (``findings.csv``), by notebook and finding.
    """
    path = folder / f"{name}.csv"
    if name != FINDINGS:
        return path.read_bytes() if path.is_file() else None
    parts = sorted((folder / FINDINGS).glob("*.csv")) or [path]
    rows = [row for part in parts if part.is_file() for row in records(part.read_bytes()) if of(row["notebook"])]
    if not rows:
        return None
    rows.sort(key=lambda row: (row["notebook"], row["finding"]))
    return rows_text(FINDING_COLUMNS, ([row.get(column, "") for column in FINDING_COLUMNS] for row in rows)).encode("utf-8")


def table_bytes(name: str, *, tables: Path | None, derived: Path, notebook: str) -> bytes | None:
    """The CSV bytes that a notebook gets when it reads a table: of the run, else the published ones."""
    found = (table_content(folder, name, of=lambda other: other != notebook) for folder in (tables, derived) if folder)
    return next((content for content in found if content is not None), None)


def word_table(
    frame: pd.DataFrame, path: str | os.PathLike | None = None, *, caption: str = "", lang: str = "zh"
) -> bytes | Path:
    """A table as a three-line table (三线表) in a Word document.

    Parameters
    ----------
    frame : DataFrame
        Any table; take the rows and columns that are to be printed: ``frame[["plan", "per_10k"]].head(10)``.
    path : path of a .docx file, optional
        Where to write it.
    caption : str
        What stands above the table.
    lang : {"zh", "en"}
        Columns that the codebook knows have their short Chinese name, or their own in English; others stay as they are.

    Returns
    -------
    bytes or Path
        The document, or the path where one is given; the same bytes for the same table.

    Raises
    ------
    PolicylabError
        If the frame is none, has no column or more than 63, or the path does not end in .docx.

    Notes
    -----
    Numbers stand to the right and, but for exact ones, with three significant digits, and all digits before the
    point; a missing value is an empty cell. The head is repeated on each page.

    Examples
    --------
    >>> import policylab
    >>> from policylab.study import word_table
    >>> trends = policylab.keyword_trends(policylab.load_corpus(), ["区块链"])
    >>> document = word_table(trends[["plan", "count", "per_10k"]], caption="Table 1. Blockchain", lang="en")
    >>> document[:2]
    b'PK'
    """
    frame = _with_index(frame)
    check_choice("lang", lang, _FONTS)
    if not 1 <= frame.shape[1] <= _MOST_COLUMNS:
        raise invalid("frame", f"{frame.shape[1]} columns", f"a DataFrame of 1 to {_MOST_COLUMNS} columns", hint="Take the columns to print.")
    if path is not None and Path(path).suffix.lower() != ".docx":
        raise invalid("path", str(path), "the path of a .docx file, or None")
    content = _document(frame, caption, lang)
    if path is None:
        return content
    write_bytes(Path(path), content)
    return Path(path)


def _document(frame: pd.DataFrame, caption: str, lang: str) -> bytes:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONTS["en"], Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[lang])
    if caption:
        line = document.add_paragraph()
        line.alignment, line.paragraph_format.keep_with_next = ALIGN.CENTER, True
        line.add_run(_in_xml(caption)).bold = True
    labels = load_toml("codebook.toml")["label"] if lang == "zh" else {}
    rows = [[labels.get(str(name), str(name)) if lang == "zh" else str(name).replace("_", " ") for name in frame.columns]]
    columns = [frame.iloc[:, number].tolist() for number in range(frame.shape[1])]
    rows += [[_shown(value, lang) for value in row] for row in zip(*columns, strict=True)]
    right = [any(map(_is_number, column)) and all(_is_number(v) or not cell_text(v) for v in column) for column in columns]
    table = document.add_table(rows=len(rows), cols=len(columns))
    table.alignment, table.autofit = 1, True
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        lines = {"top": _THICK} if number == 0 else {}
        lines |= {"bottom": _THIN if number == 0 < len(rows) - 1 else _THICK} if number in (0, len(rows) - 1) else {}
        borders = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in lines.items())
        for cell, text, numeric in zip(row.cells, cells, right, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = ALIGN.RIGHT if numeric else ALIGN.LEFT
            paragraph.paragraph_format.space_after = 0
            paragraph.add_run(_in_xml(text))
            if borders:
                cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{borders}</w:tcBorders>"))
    # the head is repeated on each page
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader {nsdecls("w")} w:val="true"/>'))
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


def _shown(value: object, lang: str) -> str:
    if type(value).__name__ in ("bool", "bool_"):
        return _TRUTH[lang][bool(value)]
    text = cell_text(value)
    if isinstance(value, Real) and not isinstance(value, (Integral, Decimal)) and math.isfinite(value):
        text = significant(float(value), 3)
    return text.replace("inf", "∞").replace("-", "−") if _is_number(value) else text


def significant(value: float, digits: int) -> str:
    """With so many digits that count, all that stand before the point, and no exponent.

    >>> significant(0.03124, 2), significant(12.34, 2), significant(140.7, 3), significant(9.996, 3), significant(0.0, 2)
    ('0.031', '12', '141', '10.0', '0')
    """
    places = digits - 1 - Decimal(f"{value:.{digits - 1}e}").adjusted() if value else 0
    return f"{value:.{max(0, places)}f}"


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, Decimal)) and type(value).__name__ not in ("bool", "bool_") and cell_text(value) != ""


def _in_xml(text: str) -> str:
    return re.sub(NO_XML, "\N{REPLACEMENT CHARACTER}", text)
