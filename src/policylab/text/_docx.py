"""The text of a Word document (DOCX): paragraphs and tables in the order of the document, with their numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policylab.errors import SourceError
from policylab.numbers import write_number

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


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting",
})  # fmt: skip
_DIGITWISE = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"})
_SILENT = frozenset({"none", "bullet"})


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None


class Numbering:
    """The numbered lists of a document, counted on from paragraph to paragraph."""

    def __init__(self, document) -> None:
        self.odd_formats: set[str] = set()
        self._levels: dict[str, dict[int, _Level]] = {}  # abstract list → level → rule
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # list → abstract list, levels that start anew
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        root = self._root(document)
        if root is not None:
            self._read(root)
        self._styles = {style.style_id: style.element for style in document.styles}
        default = document.styles.element.find(f"{W}style[@{W}type='paragraph'][@{W}default='1']")
        self._default = default.get(f"{W}styleId") if default is not None else None

    @staticmethod
    def _root(document) -> _Element | None:
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                return relation.target_part.element
        return None

    def _read(self, root: _Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                levels[int(level.get(f"{W}ilvl"))] = _Level(
                    int(_value(level, "start", "1")),
                    # Word writes newer formats inside an alternative, which says "custom" to older programs
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _value(level, "pStyle", None),
                )
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for listed in root.iter(f"{W}num"):
            anew = {}
            for override in listed.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride", None)
                if start is not None:
                    anew[int(override.get(f"{W}ilvl"))] = int(start)
            self._lists[listed.get(f"{W}numId")] = (_value(listed, "abstractNumId", ""), anew)

    def next(self, paragraph: _Element) -> str:
        """The number that Word prints before the paragraph; "" for none. Call it once for each, in order."""
        list_id, depth = self._place(paragraph)
        if list_id is None or list_id not in self._lists:
            return ""
        abstract, anew = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if depth in anew and (list_id, depth) not in self._begun:
            counts[depth] = anew[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._begun.add((list_id, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format in _SILENT:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            rule = levels.get(at, level)
            return self._write(counts.get(at, rule.start), rule.format)

        return re.sub(r"%(\d)", shown, level.text)

    def _place(self, paragraph: _Element) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = _value(properties, "pStyle", self._default) if properties is not None else self._default
        list_id = _value(own, "numId", None) if own is not None else None
        depth = _value(own, "ilvl", None) if own is not None else None
        seen: set[str] = set()
        while list_id is None and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                list_id = _value(found, "numId", None)
                if depth is None:
                    depth = _value(found, "ilvl", None) or self._depth_of_style(list_id, style)
            style = _value(element, "basedOn", None)
        return (None, 0) if list_id in (None, "0") else (list_id, int(depth or 0))

    def _depth_of_style(self, list_id: str | None, style: str) -> str | None:
        abstract, _ = self._lists.get(list_id or "", ("", {}))
        for depth, level in self._levels.get(abstract, {}).items():
            if level.style == style:
                return str(depth)
        return None

    def _write(self, value: int, format: str) -> str:
        if format in _CHINESE:
            return write_number(value) if 0 < value < 10_000 else str(value)
        if format in _DIGITWISE:
            return "".join(_DIGITS[int(digit)] for digit in str(value))
        if format in ("upperLetter", "lowerLetter") and 0 < value <= 26:
            return chr((65 if format == "upperLetter" else 97) + value - 1)
        if format.startswith("decimalEnclosedCircle") and 0 < value <= 20:
            return chr(0x2460 + value - 1)
        if format == "decimalFullWidth":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
        if format == "decimalZero":
            return f"{value:02d}"
        if format != "decimal":
            self.odd_formats.add(format)
        return str(value)


def _value(element: _Element, name: str, default: str | None) -> str | None:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val", default)
