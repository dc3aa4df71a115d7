"""The text of a Word document (DOCX): paragraphs and tables in the order of the document, with their numbers."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections import ChainMap, Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import docx
from docx.oxml import parse_xml
from lxml import etree

from policylab.errors import SourceError, invalid
from policylab.numbers import write_number
from policylab.resources import load_toml
from policylab.text._layout import Hint, Piece, are_alike, compose, is_white, of_pictures, piece_of, span, table_pieces
from policylab.text._note_marks import raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULA = frozenset(f"{_MATH}{part}" for part in ("num", "den", "sup", "d", "rad"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
# read aloud above the line, or a second form of what stands there already
_UNSEEN = frozenset({f"{W}rt", f"{W}instrText", _FALLBACK})
# revisions: what counts as not there, by which state of the document is asked for
_GONE = {
    "accepted": frozenset({f"{W}del", f"{W}moveFrom"}), "original": frozenset({f"{W}ins", f"{W}moveTo"}),
}  # fmt: skip
_REVISED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}ins", f"{W}moveTo"})
_LARGEST_XML, _LARGEST = 48_000_000, 400_000_000  # bytes, unpacked; XML takes some twenty times its size in memory
_CONTENTS = re.compile(r"\t\s*\d{1,4}\s*\Z")
_HEADING_STYLE = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_RGB = re.compile("[0-9A-Fa-f]{6}")
_TINY = 4  # half points
_LOOKS = frozenset("color sz strike dstrike vanish vertAlign position".split())  # of a style, which its runs have from it
_OFF = ("0", "false", "off")  # of a property that is there and says no
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPE = re.compile(rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def extract_docx(data: bytes, *, name: str, revisions: str) -> tuple[str, tuple[Hint, ...], list[str]]:
    """Take the text out of a Word document: one paragraph a line, a table's row a line with tabs between its cells.

    Automatic numbers (一、 (一) 1.) are written out, since the file holds only the rule that makes them. Raised numbers
    stay raised, footnotes stand behind the paragraph that they belong to; what is struck out or hidden, readings above
    characters, headers and footers are left out. Beside the text: headings by their styles (bold paragraphs as level 7),
    notes, and rows of tables; and what a reader must know.
    """
    if revisions not in _GONE:
        raise invalid("revisions", revisions, "'accepted' or 'original'")
    try:
        reader = _Reader(docx.Document(io.BytesIO(_as_plain(data, name))), revisions)
        text, hints = compose([piece for piece in reader.pieces() if piece.text.strip()])
    except SourceError:
        raise
    except Exception as error:  # a damaged package shows in errors of every kind
        raise SourceError(
            f"{name} is a damaged Word document ({type(error).__name__}: {error}). Open it in Word and save it anew."
        ) from None
    return text, hints, _report(reader, revisions)


def _as_plain(data: bytes, name: str) -> bytes:
    """The bytes of a document; of one with macros, of a template, or of the strict form of the standard as those of a plain one.

    It is refused by the sizes that the archive states, before anything is unpacked; it unpacks to no more than these.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = [(item.filename, item.file_size) for item in archive.infolist()]
        whole, xml = sum(size for _, size in sizes), sum(size for file, size in sizes if file.endswith((".xml", ".rels")))
        if xml > _LARGEST_XML or whole > _LARGEST:
            raise SourceError(
                f"{name} unpacks to {whole // 10**6} MB, {xml // 10**6} MB of them text, which is no plan. Save its text alone as "
                "DOCX or TXT."
            )
        if not (_OTHER_TYPE.search(archive.read("[Content_Types].xml")) or _STRICT.search(archive.read("_rels/.rels"))):
            return data
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as plain:
            for file in archive.namelist():
                part = archive.read(file)
                if file.endswith((".xml", ".rels")):
                    part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", _OTHER_TYPE.sub(_PLAIN_TYPE, part))
                plain.writestr(file, part)
    return made.getvalue()


_SAID = {
    "numbers": "{} automatic numbers of paragraphs were written out",
    "odd_formats": "numbers of these formats were written as 1, 2, 3: {}",
    "revisions": "{} tracked revisions were taken as {state}",
    "hidden": "{} runs of hidden text were left out",
    "struck": "{} runs that are struck out were left out",
    "pale": "{} runs that are white or too small to be read were left out",
    "notes": "{} footnotes or endnotes stand behind the paragraphs that they belong to",
    "nested": "{} tables stand within the cell of another one, and are read as that cell's text",
    "chunks": "{} other files are set into the document and are not read",
    "boxes": "the text of {} text boxes stands behind the paragraph that holds them",
}


def _report(reader: _Reader, revisions: str) -> list[str]:
    found = {**reader.counts, "odd_formats": ", ".join(sorted(reader.numbering.odd_formats))}
    state = "accepted" if revisions == "accepted" else "not made"
    warnings = [said.format(found[key], state=state) for key, said in _SAID.items() if found.get(key)]
    if reader.doubted:
        warnings.append(f"{len(reader.doubted)} pieces that the page may not show were kept, the first {reader.doubted[0][:30]!r}")
    return warnings + of_pictures((above, "") for above in reader.pictures)


class _Reader:
    """Walks through a document; what is deleted, hidden or struck out does not come along."""

    def __init__(self, document, revisions: str) -> None:
        self.body = document.element.body
        self.styles = _styles(document)
        self.numbering = Numbering(document, self.styles)
        self.counts: Counter = Counter()  # of what the plain text does not show
        self.doubted: list[str] = []
        self.pictures: list[str] = []  # the line above each
        self.gone = _GONE[revisions]
        self.deleted_mark = "del" if revisions == "accepted" else "ins"
        self.notes = _notes(document)
        self.ground = document.element.find(f"{W}background") is not None
        self.carried = ""  # text of a paragraph whose end was deleted: it goes on in the next one
        self.last = ""

    def pieces(self) -> Iterator[Piece]:
        """The lines of the document."""
        for piece in self._blocks(self.body):
            self.last = piece.text or self.last
            yield piece
        yield Piece(self.carried)

    def _blocks(self, parent: etree._Element) -> Iterator[Piece]:
        """Paragraphs and rows, in the order of the document."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self.counts["nested"] += parent.tag == f"{W}tc"
                yield from self._table(element)
            elif element.tag == f"{W}altChunk":
                self.counts["chunks"] += 1
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml") or (
                element.tag in _REVISED and element.tag not in self.gone
            ):
                yield from self._blocks(element)

    def _table(self, table: etree._Element) -> Iterator[Piece]:
        rows: list[list[tuple[str, int, int]]] = []
        running: dict[int, tuple[int, int]] = {}  # column → the cell (row, place) that is merged downwards
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table within a cell: it is part of that cell
            if row.find(f"{W}trPr/{W}{self.deleted_mark}") is not None:
                continue
            cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            if len(cells) == 1 and not rows and _span(cells[0]) == 1:
                # a frame around text, not a table
                yield from self._blocks(cells[0])
                continue
            properties = row.find(f"{W}trPr")
            column = span(before) if (before := _value(properties, "gridBefore", "0")) != "0" else 0
            line: list[tuple[str, int, int]] = [("", 1, column)] if column else []  # the row begins further on
            for cell in cells:
                width = _span(cell)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                text = " ".join((" ".join(piece.text for piece in self._blocks(cell)) + self.carried).split())
                self.carried = ""  # no paragraph goes on in another cell
                if merge is not None and merge.get(f"{W}val") != "restart" and column in running:
                    above, place = running[column]
                    held = rows[above][place]
                    rows[above][place] = (held[0], held[1] + 1, held[2])
                else:
                    running[column] = (len(rows), len(line))
                    line.append((text, 1, width))
                column += width
            rows.append(line)
        yield from table_pieces(rows)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Piece]:
        line = _Line()
        self._collect(paragraph, line)
        text = self.carried + "".join(line.parts)
        self.carried = ""
        end = _marks(paragraph.find(f"{W}pPr/{W}rPr"))  # of the mark that ends the paragraph
        if self.deleted_mark in end or end.get("vanish", "0") not in _OFF:
            self.carried = text
            return
        if text.strip():
            number = self.numbering.next(paragraph)
            if number:
                self.counts["numbers"] += 1
                # between "1.1" or "1." and a text that begins with a digit, Word shows a gap
                text = text.lstrip()
                text = number + (" " if number[-1].isalnum() or number[-1] in ".．" and text[0].isdigit() else "") + text
        if not _CONTENTS.search(text):
            # a tab parts the cells of a table; in a paragraph it is an indent, but for the page number in a contents
            text = text.replace("\t", " ")
        level = self._level(paragraph)
        whole = piece_of(text, level, line.bold == {True})
        yield from (whole._replace(text=part) for part in text.split("\n"))
        self.last = text.strip() or self.last
        self.pictures += [self.last] * line.pictures
        yield from (Piece(note, "note") for note in line.notes)
        for box in line.boxes:
            yield from self._blocks(box)
        self.counts.update(notes=len(line.notes), boxes=len(line.boxes))

    def _level(self, paragraph: etree._Element) -> int:
        """Level of a heading, by the paragraph's own outline level or its style; 0 for text."""
        properties = paragraph.find(f"{W}pPr")
        own = _outline_level(properties)
        return self.styles.get(_value(properties, "pStyle", None), {}).get("level", 0) if own is None else own

    def _collect(self, element: etree._Element, line: _Line) -> None:
        for child in element:
            tag = child.tag
            if tag in _UNSEEN:
                continue
            if tag in _REVISED:
                self.counts["revisions"] += 1
                if tag in self.gone:
                    continue
            if tag in (f"{W}t", f"{W}delText", f"{_MATH}t"):
                line.add(child.text or "")
            elif tag == f"{W}sym":
                line.add(_symbols(chr(int(child.get(f"{W}char"), 16)), child.get(f"{W}font")))
            elif tag in _FORMULA:
                self._formula(child, line)
            elif tag in _SIGNS:
                line.add(_SIGNS[tag])
            elif tag in (f"{W}br", f"{W}cr"):
                line.add("\n" if child.get(f"{W}type") in (None, "textWrapping") else "")
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                line.notes += self.notes.get((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id")), [])
            elif tag == f"{W}txbxContent":
                line.boxes.append(child)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                line.pictures += next(child.iter(f"{W}txbxContent"), None) is None
                self._collect(child, line)
            elif tag == f"{W}r":
                self._run(child, line)
            elif tag not in (f"{W}pPr", f"{W}rPr"):
                self._collect(child, line)

    def _formula(self, part: etree._Element, line: _Line) -> None:
        """A part of a formula, on the line: 1/2, 10⁴, (a+b)/c."""
        begin, kind = len(line.parts), part.tag.removeprefix(_MATH)
        self._collect(part, line)
        text = "".join(line.parts[begin:])
        whole = text if text.replace(".", "").isalnum() else f"({text})"
        power = raised(text)
        power = f"^{whole}" if power == text or power[0] == "⁽" else power
        written = {"num": whole, "den": f"/{whole}", "sup": power, "d": f"({text})", "rad": f"√{whole}"}
        line.parts[begin:] = [written[kind]]

    def _run(self, run: etree._Element, line: _Line) -> None:
        properties = run.find(f"{W}rPr")
        marks = _marks(properties)
        looks = self._looks(run, marks)
        on = {name for name, value in looks.items() if value not in _OFF}
        if "vanish" in on:
            self.counts["hidden"] += 1
        elif "strike" in on or "dstrike" in on:
            self.counts["struck"] += 1
        elif self._is_unseen(run, looks):
            self.counts["pale"] += 1
        else:
            begin, line.in_bold = len(line.parts), "b" in on
            self._collect(run, line)
            line.in_bold = False
            if "rFonts" in marks:
                fonts = properties.find(f"{W}rFonts")
                line.parts[begin:] = [_symbols(text, fonts.get(f"{W}ascii")) for text in line.parts[begin:]]
            # a position is in half points above the line, without a smaller type
            if looks.get("vertAlign") == "superscript" or (looks.get("position") or "").isdigit() and looks["position"] != "0":
                line.parts[begin:] = [raised("".join(line.parts[begin:]))]

    def _looks(self, run: etree._Element, marks: dict[str, str | None]) -> dict[str, str | None]:
        """What a run looks like by its own properties, its style's, and its paragraph's."""
        paragraph = next(run.iterancestors(f"{W}p"), None)  # shapes stand within a run
        properties = paragraph.find(f"{W}pPr") if paragraph is not None else None
        return self.styles.get(_value(properties, "pStyle", None), {}) | self.styles.get(marks.get("rStyle", ""), {}) | marks

    def _is_unseen(self, run: etree._Element, marks: dict[str, str | None]) -> bool:
        """Whether a run is white on white, or in type that nobody can read; what may stand on another ground is noted."""
        tiny = (marks.get("sz") or "").isdigit() and int(marks["sz"]) <= _TINY
        text = "".join(part.text or "" for part in run.iter(f"{W}t")).strip()
        if tiny or not text or not _is_pale(marks.get("color") or ""):
            return tiny and bool(text)
        around = [run, *run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl")]
        shades = (one.find(f"{W}{part}/{W}shd") for one in around for part in ("rPr", "pPr", "tcPr", "tblPr"))
        shown = any(shade is not None and _is_dark(shade) for shade in shades) or "highlight" in marks
        if shown or next(run.iterancestors(f"{W}txbxContent"), None) is not None:
            return False
        doubted = self.ground or any(one.find(f"{W}tblPr/{W}tblStyle") is not None for one in around)
        self.doubted += [text] * doubted
        return not doubted


@dataclass
class _Line:
    """A paragraph in the making."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: int = 0
    bold: set[bool] = field(default_factory=set)  # of its parts: whether they are
    in_bold: bool = False

    def add(self, text: str) -> None:
        self.parts.append(text)
        if text.strip():
            self.bold.add(self.in_bold)


def _symbols(text: str, font: str | None) -> str:
    """The signs that the font Symbol shows for a text; those of other fonts of signs are not known."""
    if font != "Symbol":
        return text
    return "".join(_symbol_font().get(ord(sign) & 0xFF, sign) if "\uf000" <= sign <= "\uf0ff" else sign for sign in text)


@functools.cache
def _symbol_font() -> dict[int, str]:
    runs = load_toml("script.toml")["symbol_font"]
    return {code: sign for first, signs in runs.items() for code, sign in enumerate(signs, int(first, 16))}


def _is_pale(colour: str) -> bool:
    """Whether a colour of Word, such as ``FEFEFE`` or ``auto``, is one that nobody sees on white."""
    return bool(_RGB.fullmatch(colour)) and is_white(tuple(bytes.fromhex(colour)))


def _is_dark(shade: etree._Element) -> bool:
    """Whether a shade is another colour than white."""
    fill, pattern = shade.get(f"{W}fill", "auto"), shade.get(f"{W}val", "clear")
    return pattern not in ("clear", "nil") or bool(_RGB.fullmatch(fill)) and not are_alike(tuple(bytes.fromhex(fill)), (255, 255, 255))


def _span(cell: etree._Element) -> int:
    return span(_value(cell.find(f"{W}tcPr"), "gridSpan", "1"))


def _outline_level(properties: etree._Element | None) -> int | None:
    """Level of a heading by a paragraph's or a style's outline level: 0 for text, None where it says nothing."""
    said = _value(properties, "outlineLvl", "")
    return (int(said) + 1) % 10 if said.isdigit() else None


def _styles(document) -> dict[str | None, dict]:
    """What the styles say of their paragraphs and runs, by their ids: the level of a heading, the list that numbers it, colour
    and size of type; by None the style of a paragraph that names none. A title is no heading of a section.
    """
    own: dict[str | None, dict] = {}
    bases: dict[str | None, str] = {}
    for style in document.styles.element.iterchildren(f"{W}style"):
        identity = style.get(f"{W}styleId")
        named = _HEADING_STYLE.fullmatch(_value(style, "name", "").strip())
        level = int(named[1]) if named else _outline_level(style.find(f"{W}pPr"))
        runs, listed = style.find(f"{W}rPr"), style.find(f"{W}pPr/{W}numPr")
        looks = {name: value or "1" for name, value in _marks(runs).items() if name in _LOOKS}
        looks |= {name: _value(listed, name, None) for name in ("numId", "ilvl")}
        if looks["numId"]:
            looks |= {"ilvl": looks["ilvl"] or "", "listed": identity}  # its base has no say then
        own[identity] = {name: value for name, value in (looks | {"level": level or None}).items() if value is not None}
        bases[identity] = _value(style, "basedOn", "")
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1":
            own[None], bases[None] = {}, identity
    found = {}
    for style in own:
        line = [style]
        while (base := bases[line[-1]]) in own and base not in line:
            line.append(base)
        found[style] = dict(ChainMap(*map(own.get, line)))
    return found


def _notes(document) -> dict[tuple[str, str], list[str]]:
    """The paragraphs of each footnote and endnote, by its kind and id."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind in ("footnote", "endnote"):
        for part in _parts(document, f"{kind}s"):
            for note in parse_xml(part.blob).iter(f"{W}{kind}"):
                if note.get(f"{W}type") in (None, "normal"):
                    texts = ("".join(part.text or "" for part in p.iter(f"{W}t")).strip() for p in note.iter(f"{W}p"))
                    found[kind, note.get(f"{W}id")] = [text for text in texts if text]
    return found


def _parts(document, kind: str) -> list:
    """The parts of a document of one kind, such as its footnotes."""
    relations = document.part.rels.values()
    return [one.target_part for one in relations if one.reltype.endswith(f"/{kind}") and not one.is_external]


_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting",
})  # fmt: skip
_DIGITS = dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), "〇一二三四五六七八九")
_DIGITS["decimalFullWidth"] = "０１２３４５６７８９"
_SILENT = frozenset({"none", "bullet"})


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    style: str | None
    arabic: bool  # whether the numbers of the levels above are written in digits, too


class Numbering:
    """The numbered lists of a document, counted on from paragraph to paragraph."""

    def __init__(self, document, styles: dict[str | None, dict]) -> None:
        self.odd_formats: set[str] = set()
        self._levels: dict[str, dict[int, _Level]] = {}  # abstract list → level → rule
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # list → abstract list, levels that start anew
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for part in _parts(document, "numbering")[:1]:
            self._read(part.element)
        self._styles = styles

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId")] = {
                int(level.get(f"{W}ilvl")): _Level(
                    int(_value(level, "start", "1")),
                    # Word writes newer formats inside an alternative, which says "custom" to older programs
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _value(level, "pStyle", None),
                    level.find(f"{W}isLgl") is not None and _value(level, "isLgl", "1") not in _OFF,
                )
                for level in abstract.iter(f"{W}lvl")
            }
        for listed in root.iter(f"{W}num"):
            starts = {int(one.get(f"{W}ilvl")): _value(one, "startOverride", None) for one in listed.iter(f"{W}lvlOverride")}
            anew = {depth: int(start) for depth, start in starts.items() if start is not None}
            self._lists[listed.get(f"{W}numId")] = (_value(listed, "abstractNumId", ""), anew)

    def next(self, paragraph: etree._Element) -> str:
        """The number that Word prints before the paragraph; "" for none. Call it once for each, in order."""
        list_id, depth = self._place(paragraph)
        if list_id is None or list_id not in self._lists:
            return ""
        abstract, anew = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        if (level := levels.get(depth)) is None:
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
            return self._write(counts.get(at, rule.start), "decimal" if level.arabic else rule.format)

        return re.sub(r"%(\d)", shown, level.text)

    def _place(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = self._styles.get(_value(properties, "pStyle", None), {})
        list_id, depth = _value(own, "numId", None), _value(own, "ilvl", None)
        if list_id is None:
            list_id = style.get("numId")
            depth = depth or style.get("ilvl") or self._depth_of_style(list_id, style.get("listed"))
        return (None, 0) if list_id in (None, "0") else (list_id, int(depth or 0))

    def _depth_of_style(self, list_id: str | None, style: str | None) -> int | None:
        levels = self._levels.get(self._lists.get(list_id or "", ("", {}))[0], {})
        return next((depth for depth, level in levels.items() if style and level.style == style), None)

    def _write(self, value: int, format: str) -> str:
        if format in _CHINESE:
            return write_number(value) if 0 < value < 10_000 else str(value)
        if format in _DIGITS:
            return "".join(_DIGITS[format][int(digit)] for digit in str(value))
        if format in ("upperLetter", "lowerLetter") and 0 < value <= 26:
            return chr((65 if format == "upperLetter" else 97) + value - 1)
        if format.startswith("decimalEnclosedCircle") and 0 < value <= 20:
            return chr(0x2460 + value - 1)
        if format == "decimalZero":
            return f"{value:02d}"
        if format != "decimal":
            self.odd_formats.add(format)
        return str(value)


def _marks(properties: etree._Element | None) -> dict[str, str | None]:
    """The properties of a run or a style by name; one without a value is on."""
    return {} if properties is None else {mark.tag.removeprefix(W): mark.get(f"{W}val") for mark in properties.iterchildren(f"{W}*")}


def _value(element: etree._Element | None, name: str, default: str | None) -> str | None:
    found = None if element is None else element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val", default)
