"""The text of a Word document (DOCX): paragraphs and tables in the order of the document, with their numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policylab.corpus._numbering import Numbering
from policylab.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# taken out by a reviser, read aloud above the line, or a second form of what stands there already
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}instrText", _FALLBACK})
_LARGEST = 300_000_000  # bytes of unpacked XML
_CONTENTS = re.compile(r"\t\s*\d{1,4}\s*\Z")


@dataclass
class _Counts:
    """What the document holds that its plain text does not show."""

    numbers: int = 0
    revisions: int = 0
    hidden: int = 0
    notes: int = 0
    boxes: int = 0


def extract_docx(data: bytes, *, name: str) -> tuple[str, list[str]]:
    """Take the text out of a Word document: one paragraph a line, a table's row a line with tabs between its cells.

    Automatic numbers (一、 (一) 1.) are written out, since the file holds only the rule that makes them. Revisions
    count as accepted; readings above characters, headers and footers are left out.

    Parameters
    ----------
    data : bytes
    name : str
        What to call the file in errors.

    Returns
    -------
    text : str
    warnings : list of str

    Raises
    ------
    SourceError
        If the file is damaged, or python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise SourceError(
            f"{name} is a Word document; reading it takes python-docx. Install it with `pip install python-docx`."
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist() if item.filename.endswith(".xml")) > _LARGEST:
                raise SourceError(f"{name} unpacks to over {_LARGEST // 10**6} MB of text, which is no plan.")
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering(document)
        counts = _Counts()
        lines = [line for line in _blocks(document.element.body, numbering, counts) if line.strip()]
    except SourceError:
        raise
    except Exception as error:  # a damaged package shows in errors of every kind
        raise SourceError(
            f"{name} is a damaged Word document ({type(error).__name__}: {error}). Open it in Word and save it anew."
        ) from None
    return "\n".join(lines), _report(counts, numbering)


def _report(counts: _Counts, numbering: Numbering) -> list[str]:
    warnings = []
    if counts.numbers:
        warnings.append(f"{counts.numbers} automatic numbers of paragraphs were written out")
    if numbering.odd_formats:
        warnings.append(f"numbers in the format {', '.join(sorted(numbering.odd_formats))} were written as 1, 2, 3")
    if counts.revisions:
        warnings.append(f"{counts.revisions} tracked revisions were taken as accepted")
    if counts.hidden:
        warnings.append(f"{counts.hidden} runs of hidden text were left out")
    if counts.notes:
        warnings.append(f"{counts.notes} footnotes or endnotes were left out")
    if counts.boxes:
        warnings.append(f"the text of {counts.boxes} text boxes stands behind the paragraph that holds them")
    return warnings


def _blocks(parent: _Element, numbering: Numbering, counts: _Counts) -> Iterator[str]:
    """Paragraphs and rows, in the order of the document."""
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, numbering, counts)
        elif element.tag == f"{W}tbl":
            yield from _table(element, numbering, counts)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _blocks(element, numbering, counts)


def _table(table: _Element, numbering: Numbering, counts: _Counts) -> Iterator[str]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue  # of a table within a cell: it is part of that cell
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
        if len(cells) == 1:
            # a frame around text, not a table
            yield from _blocks(cells[0], numbering, counts)
        else:
            texts = (" ".join(_blocks(cell, numbering, counts)) for cell in cells)
            yield "\t".join(" ".join(text.split()) for text in texts)


def _paragraph(paragraph: _Element, numbering: Numbering, counts: _Counts) -> Iterator[str]:
    parts: list[str] = []
    boxes: list[_Element] = []
    _collect(paragraph, parts, boxes, counts)
    text = "".join(parts)
    if text.strip():
        number = numbering.next(paragraph)
        if number:
            counts.numbers += 1
            text = number + text.lstrip()
    if not _CONTENTS.search(text):
        # a tab parts the cells of a table; in a paragraph it is an indent, but for the page number in a contents
        text = text.replace("\t", " ")
    yield from text.split("\n")
    for box in boxes:
        counts.boxes += 1
        yield from _blocks(box, numbering, counts)


def _collect(element: _Element, parts: list[str], boxes: list[_Element], counts: _Counts) -> None:
    for child in element:
        tag = child.tag
        if tag in _UNSEEN:
            counts.revisions += tag in (f"{W}del", f"{W}moveFrom")
        elif tag in (f"{W}t", f"{_MATH}t"):
            parts.append(child.text or "")
        elif tag == f"{W}tab":
            parts.append("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n" if child.get(f"{W}type") in (None, "textWrapping") else "")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            counts.notes += 1
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag == f"{W}r" and _hidden(child):
            counts.hidden += 1
        elif tag not in (f"{W}pPr", f"{W}rPr"):
            counts.revisions += tag in (f"{W}ins", f"{W}moveTo")
            _collect(child, parts, boxes, counts)


def _hidden(run: _Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")
