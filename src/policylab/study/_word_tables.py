"""Tables for Word: three lines, as journals print them."""

from __future__ import annotations

import io
import os
import re
from decimal import Decimal
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import choice, invalid
from policylab.study._codebook import read_codebook
from policylab.study._csv import cell_text
from policylab.study._files import write_bytes
from policylab.study._workbook import without_times

if TYPE_CHECKING:
    import pandas as pd

_FONTS = {"zh": "宋体", "en": "Times New Roman"}
_SIZE = 9  # points: 小五, which Chinese journals set tables in
_THICK, _THIN = 12, 6  # eighths of a point
_MOST_COLUMNS = 63  # Word's limit
_TRUTH = {"zh": ("否", "是"), "en": ("no", "yes")}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


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
    >>> document = word_table(trends[["plan", "count", "per_10k"]], caption="表1 “区块链”的频次")
    >>> document[:2]
    b'PK'
    """
    if not hasattr(frame, "columns"):
        raise invalid("frame", frame, "a DataFrame")
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    if lang not in _FONTS:
        raise choice("lang", lang, _FONTS)
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

    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _set_font(document.styles["Normal"], lang)
    if caption:
        line = document.add_paragraph()
        line.alignment, line.paragraph_format.keep_with_next = ALIGN.CENTER, True
        line.add_run(_written(caption)).bold = True
    labels = read_codebook().labels if lang == "zh" else {}
    rows = [[labels.get(str(name), str(name)) if lang == "zh" else str(name).replace("_", " ") for name in frame.columns]]
    columns = [frame.iloc[:, number].tolist() for number in range(frame.shape[1])]
    rows += [[_shown(value, lang) for value in row] for row in zip(*columns, strict=True)]
    right = [any(map(_is_number, column)) and all(_is_number(v) or not cell_text(v) for v in column) for column in columns]
    table = document.add_table(rows=len(rows), cols=len(columns))
    table.alignment, table.autofit = 1, True
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text, numeric in zip(row.cells, cells, right, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = ALIGN.RIGHT if numeric else ALIGN.LEFT
            paragraph.paragraph_format.space_after = 0
            paragraph.add_run(_written(text))
            lines = {"top": _THICK} if number == 0 else {}
            lines |= {"bottom": _THIN if number == 0 < len(rows) - 1 else _THICK} if number in (0, len(rows) - 1) else {}
            _set_lines(cell, lines)
    _repeat_head(table.rows[0])
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


def _shown(value: object, lang: str) -> str:
    """A cell as it is printed."""
    if type(value).__name__ in ("bool", "bool_"):
        return _TRUTH[lang][bool(value)]
    if isinstance(value, Real) and not isinstance(value, (Integral, Decimal)):
        text = cell_text(value)
        if not text or "inf" in text:
            return text.replace("inf", "∞").replace("-", "−")
        number = float(value)
        places = max(0, 2 - (Decimal(f"{number:.2e}").adjusted() if number else 2))
        text = f"{number:.{places}f}"
        return text.replace("-", "−")
    text = cell_text(value)
    return text.replace("-", "−") if _is_number(value) else text


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, Decimal)) and type(value).__name__ not in ("bool", "bool_") and cell_text(value) != ""


def _set_font(style, lang: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = _FONTS["en"], Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[lang])


def _set_lines(cell, lines: dict[str, int]) -> None:
    """Rules above and below a cell, in eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if not lines:
        return
    borders = OxmlElement("w:tcBorders")
    for side, size in lines.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _repeat_head(row) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _written(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
