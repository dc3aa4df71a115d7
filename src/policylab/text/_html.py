"""The main text of a web page, one heading or paragraph a line, and what its styles let no reader see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import lxml.html
import trafilatura
from lxml.etree import _Element

from policylab.errors import SourceError
from policylab.text._layout import (
    A_LIST,
    DAY_ALONE,
    Hint,
    Piece,
    are_alike,
    compose,
    is_white,
    of_pictures,
    piece_of,
    span,
    table_pieces,
)
from policylab.text._note_marks import lowered, raised

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select summary table tbody td tfoot th thead "
    "tr ul".split()
)
_UNSEEN = frozenset("script style noscript template head svg math iframe object textarea button select".split())
_LISTS = frozenset({"table", "ul", "ol", "dl", "nav"})
_STRUCK = frozenset({"del", "s", "strike"})
_PICTURE = "▣"  # stands for a picture until it is known whether it is amid the text
_HUGE_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\d{3,}[\"']?", re.IGNORECASE)  # trafilatura makes each cell
_MARK = re.compile(r"\s*[\[(（【〔]?\d{1,3}[\])）】〕]?\s*")
_NOTE_MARK = re.compile("⁽[^⁾]*⁾⁻?")
_CELL = 500  # characters; a cell with more holds a part of the page, not a value
_INNER = 200  # elements within one that is white or tiny, which are looked at
_SELECTOR = re.compile(r"(?:[\w*-]*)([.#][\w-]+)")
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|r?em|%|vw|vh)?")
_POINTS = {"px": 1.0, None: 1.0, "pt": 1.3, "em": 16.0, "rem": 16.0, "%": 0.16, "vw": 10.0, "vh": 10.0}  # pixels, about
_TINY, _AWAY = 2.0, -500.0  # pixels: type that cannot be read, and how far off nothing can be seen
_WORDS = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245)}
_NO_GROUND = frozenset({"", "none", "transparent", "inherit", "initial", "unset"})
_STRIKES, _CLIPS = "line-through", r"rect\((?:[01]?(?:px)?[, ]*){4}\)|inset\((?:50|100)%\)"
# what is declared where nothing is seen, or all is struck out
_GONE = {name: re.compile(value) for name, value in {
    "display": "^none$", "visibility": "^hidden$|^collapse$", "text-decoration": _STRIKES, "text-decoration-line": _STRIKES,
    "filter": r"opacity\s*[=(]\s*0\)?(?![.\d])", "clip": _CLIPS, "clip-path": _CLIPS, "transform": r"scale\(0\)",
    "color": r"^(?:transparent|(?:rgb|hsl)a\(.*[,/]\s*0?\.?0*%?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0)$",
}.items()}  # fmt: skip
# a script may show what these hide, such as the leaves of a register
_TURNED = frozenset({"display", "visibility", "opacity", "height", "max-height", "position"})
_SAME = 8  # characters; a shorter line may stand within another one by chance


def extract_html(markup: str, *, name: str) -> tuple[str, tuple[Hint, ...], list[str]]:
    """Take the main text out of a page.

    trafilatura finds where the main text begins and ends. All that a reader sees between these two is kept, since
    trafilatura itself drops what is said twice (a list of agencies, a title) and some headings, to suit the web at
    large. Raised numbers stay raised; what is struck out or hidden is no text. Beside the text: headings (h1 to h6, and
    bold lines as level 7) and rows of tables; and what trafilatura would have dropped, or was left out.

    >>> body = "".join(f"<p>　　{n}.建设智慧城市,推进数字经济发展。</p>" for n in (1, 2))
    >>> extract_html(f"<html><body><h1>某市规划</h1>{body}</body></html>", name="plan.html")[0].splitlines()[-1]
    '2.建设智慧城市,推进数字经济发展。'
    """
    # lxml refuses a str that names an encoding, and the text is decoded already; it takes no zero characters either
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", markup).replace("\0", "")
    try:
        page = lxml.html.document_fromstring(markup, parser=lxml.html.HTMLParser(huge_tree=True))
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceError(f"{name} holds no text that a reader of the page sees ({error}).") from None
    counts = _Counts(_Styles(page))
    seen = [(piece, block) for piece, block in _visible(page, counts) if piece.text]
    if not seen:
        raise SourceError(
            f"{name} holds no text that a reader of the page sees. Was it saved before its scripts had loaded the text?"
        )
    try:
        document = trafilatura.bare_extraction(
            _HUGE_SPAN.sub(r'\1span="1"', markup), favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except RecursionError:  # pages nest thousands deep; what a reader sees was taken out already
        document = None
    body = document.body if document is not None else None
    found = [] if body is None else [_bare(line) for line in _lines(body)]
    pieces, warnings = _main_text(seen, [line for line in found if line])
    pieces, pictures = _without_pictures(pieces)
    if counts.struck:
        warnings.append(f"{counts.struck} pieces that are struck out or hidden were left out")
    whole = _bare("".join(piece.text for piece in pieces)) if counts.doubted else ""
    counts.doubted = [text for text in counts.doubted if _bare(text) in whole]
    if counts.doubted:
        warnings.append(f"{len(counts.doubted)} pieces that the page may not show were kept, the first {counts.doubted[0][:30]!r}")
    if counts.links:
        warnings.append(f"{len(counts.links)} lines of lists of links were taken for the site's, the first {counts.links[0][:30]!r}")
    text, hints = compose(pieces)
    return text, hints, warnings + pictures


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return "".join(text.split())


def _lines(body: _Element) -> Iterator[str]:
    """Headings, paragraphs and rows of trafilatura's tree."""
    parts: list[str] = []
    for event, element, text in _walk(body, frozenset()):  # its <head> is a heading
        if event == "text":
            parts.append(text)
        elif element.tag in ("p", "head", "item", "row", "lb", "list", "table", "quote", "code", "body"):
            yield "".join(parts)
            parts = []


@dataclass
class _Counts:
    """What a page holds and its text does not show."""

    styles: _Styles
    struck: int = 0
    doubted: list[str] = field(default_factory=list)  # what may be seen or not
    links: list[str] = field(default_factory=list)


def _visible(page: _Element, counts: _Counts, *, cell: bool = False) -> Iterator[tuple[Piece, _Element | None]]:
    """All lines that a reader of the page sees, or of the `cell` of a table, in order, each with the block that it stands in."""
    line = _Line(counts.styles)
    for event, element, text in _walk(page, counts=counts, tables=not cell):
        if event == "text":
            lines = text.splitlines() if "\n" in text.strip() and counts.styles.keeps_lines(element) else [text]
            for number, part in enumerate(lines):
                if number:
                    yield line.close()
                line.add(part, element)
        elif event == "table":
            yield line.close()
            for piece in _rows(element, counts):
                yield piece, element
        elif element.tag == "img" and not cell:
            if event == "start" and not _is_icon(element):
                yield line.close()
                yield Piece(_PICTURE, "picture"), _block(element)
        elif element.tag in _BLOCKS:
            yield line.close()
            line.embolden(event, element)
        else:
            line.mark(event, element)
    yield line.close()


class _Line:
    """A line in the making: its text, whether all of it is bold, and the block in which it begins."""

    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.bold = 0
        self._new()

    def _new(self) -> None:
        self.parts: list[str] = []
        self.raised: int | None = None  # which part raised text begins with
        self.inside: _Element | None = None
        self.all_bold = True

    def add(self, text: str, element: _Element) -> None:
        self.parts.append(text)
        if text.strip():
            self.inside = element if self.inside is None else self.inside
            self.all_bold = self.all_bold and self.bold > 0

    def embolden(self, event: str, element: _Element) -> None:
        if element.tag in ("b", "strong") or self.styles.of(element).get("font-weight") in ("bold", "700"):
            self.bold += 1 if event == "start" else -1

    def mark(self, event: str, element: _Element) -> None:
        """A start or an end of bold or raised text."""
        self.embolden(event, element)
        mark = element.tag == "a" and element.get("href", "").startswith("#") and _MARK.fullmatch("".join(element.itertext()))
        height = self.styles.of(element).get("vertical-align", "")
        if element.tag == "sup" or height == "super" or (_pixels(height) or 0) > 0 or mark:
            if event == "start":
                self.raised = len(self.parts) if self.raised is None else self.raised
            elif self.raised is not None:
                self.parts[self.raised :] = [raised("".join(self.parts[self.raised :]))]
                self.raised = None

    def close(self) -> tuple[Piece, _Element | None]:
        text, block = _tidy("".join(self.parts)), _block(self.inside)
        level = int(block.tag[1]) if _is_heading(block) else 0
        piece = piece_of(text, level, self.all_bold and self.inside is not None)
        self._new()
        return piece, block


def _rows(table: _Element, counts: _Counts) -> list[Piece]:
    """The rows of a table, merged cells repeated, the rows of its head in one."""
    cells = []
    for row in table.iter("tr"):
        if any(_is_unseen(part, counts) for part in (row, row.getparent()) if part is not table):
            counts.struck += bool("".join(row.itertext()).strip())
            continue
        cells.append([])
        for cell in row.iterchildren("td", "th"):
            text = " ".join(piece.text for piece, _ in _visible(cell, counts, cell=True))
            cells[-1].append((_tidy(text), span(cell.get("rowspan", "")), span(cell.get("colspan", ""))))
    return table_pieces(cells)


def _is_icon(image: _Element) -> bool:
    """Whether a picture is an ornament of the page: small, or one that no text stands around."""
    sizes = [image.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdigit() and int(size) < 100 for size in sizes) or "src" not in image.attrib


def _without_pictures(pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
    """The lines that are text, and what is said of the pictures between them."""
    above, places = "", []
    for piece in pieces:
        if piece.kind != "picture":
            above = piece.text
        elif above:
            places.append((above, ""))
    return [piece for piece in pieces if piece.kind != "picture"], of_pictures(places)


def _block(element: _Element | None) -> _Element | None:
    """The block that an element stands in, such as the paragraph around a bold word."""
    while element is not None and element.tag not in _BLOCKS:
        element = element.getparent()
    return element


def _together(block: _Element | None, other: _Element | None) -> bool:
    """Whether two blocks stand side by side in one and the same element, as the paragraphs of a text do."""
    return block is not None and other is not None and block.getparent() is other.getparent()


def _is_heading(block: _Element | None) -> bool:
    return block is not None and block.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def _is_table(element: _Element) -> bool:
    """Whether a table holds values, and is not the layout of the page."""
    if next(element.iterdescendants("table"), None) is not None:
        return False
    rows = [list(row.iterchildren("td", "th")) for row in element.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return False
    return all(len(_tidy("".join(cell.itertext()))) <= _CELL for row in rows for cell in row)


def _links(element: _Element) -> list[str]:
    """The texts of a list or table that holds nothing but links to other pages, three and more, and their days."""
    texts: list[str] = []
    if next(element.iterdescendants(*_LISTS), None) is not None:
        return texts  # of lists within lists, the inner ones are looked at
    for event, inner, text in _walk(element):
        if event != "text" or not text.strip() or DAY_ALONE.fullmatch(text):
            continue
        while inner is not element and inner.tag != "a":
            inner = inner.getparent()
        if inner.tag != "a" or inner.get("href", "#").startswith("#"):
            return []
        texts.append(_tidy(text))
    return texts if len(texts) >= A_LIST else []


def _is_unseen(element: _Element, counts: _Counts) -> bool:
    """Whether an element is struck out or hidden; where that is not known, it is noted."""
    unseen = element.tag in _STRUCK or counts.styles.hides(element, block=element.tag in _BLOCKS)
    if unseen is None and (text := _tidy("".join(element.itertext()))):
        counts.doubted.append(text)
    return bool(unseen)


def _walk(
    root: _Element, unseen: frozenset[str] = _UNSEEN, *, counts: _Counts | None = None, tables: bool = False
) -> Iterator[tuple[str, _Element, str]]:
    """Texts with the element around them, and starts and ends of the elements that a reader sees.

    With `tables`, a table of values is one event. No recursion: pages nest hundreds deep.
    """
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            yield "end", element, ""
        elif isinstance(element.tag, str) and element.tag not in unseen:
            if counts is not None and tables and element.tag in _LISTS and (links := _links(element)):
                counts.links += links
            elif counts is not None and _is_unseen(element, counts):
                counts.struck += bool("".join(element.itertext()).strip())
            elif tables and element.tag == "table" and _is_table(element):
                yield "table", element, ""
            else:
                yield "start", element, ""
                if element.text:
                    yield "text", element, element.text
                stack.append((element, True))
                stack += [(child, False) for child in reversed(element)]
                continue
        if element.tail and element is not root:
            yield "text", element.getparent(), element.tail


def _main_text(seen: list[tuple[Piece, _Element | None]], found: list[str]) -> tuple[list[Piece], list[str]]:
    """The lines from the first to the last that was found, and what a reader must know of them."""
    pieces, blocks = [piece for piece, _ in seen], [block for _, block in seen]
    bare = [lowered(_bare(piece.text)) for piece in pieces]
    # a mark may be written in another way than trafilatura has it, so that it is what stands around it that is looked for
    unmarked = (max(_NOTE_MARK.split(_bare(piece.text)), key=len) for piece in pieces)
    hits = _hits([lowered(part) if len(part) >= _SAME else line for part, line in zip(unmarked, bare, strict=True)], found)
    if not hits:
        return pieces, ["the main text was not found: this is all text of the page, with its menus"]
    # of a table of which one row was found all are, also those in which a merged cell is repeated
    tables = {blocks[i] for i in hits if pieces[i].kind == "table"}
    kept = set(hits)
    hits = [i for i in range(len(pieces)) if i in kept or pieces[i].kind == "table" and blocks[i] in tables]
    first, last = hits[0], hits[-1]
    # a title or a heading before the first paragraph, a date behind the last one
    while first > 0 and (_together(blocks[first - 1], blocks[first]) or _is_heading(blocks[first - 1])):
        first -= 1
    while last + 1 < len(pieces) and _together(blocks[last + 1], blocks[last]):
        last += 1
    kept = set(hits)
    amid = [i for i in range(first, last + 1) if i not in kept]
    warnings = []
    if sum(len(bare[i]) for i in amid) > sum(len(bare[i]) for i in hits):
        # scattered pieces have no first and last line between which all belongs together
        lines = [pieces[i] for i in hits]
        warnings.append(f"the main text was found in pieces; {len(amid)} lines between them were left out")
    else:
        lines = pieces[first : last + 1]
        doubtful = [i for i in amid if not pieces[i].kind]
        if doubtful:
            example = pieces[doubtful[0]].text
            example = example if len(example) <= 30 else example[:29] + "…"
            warnings.append(
                f"{len(doubtful)} lines may be no part of the main text, but were kept, the first {example!r}"
            )
    share = sum(len(_bare(piece.text)) for piece in lines) / max(1, sum(map(len, bare)))
    if share < 0.5:
        warnings.append(f"only {share:.0%} of the page's text was taken for its main text")
    return lines, warnings


def _hits(bare: list[str], found: list[str]) -> list[int]:
    """Indexes of the lines that were found."""
    whole, joined = set(found), "\n".join(found)
    hits, at = [], 0
    for i, line in enumerate(bare):
        if line in whole:
            hits.append(i)
        elif len(line) >= _SAME:
            # trafilatura joins some lines; not much further on, so that the search stays short
            place = joined.find(line, at, at + len(line) + 20_000)
            if place >= 0:
                hits.append(i)
                at = place
    # a title that a menu or a footer repeats is not where the text begins or ends
    while len(hits) > 1 and hits[1] > hits[0] + 1 and bare[hits[0]] in {bare[i] for i in hits[1:]}:
        del hits[0]
    while len(hits) > 1 and hits[-2] < hits[-1] - 1 and bare[hits[-1]] in {bare[i] for i in hits[:-1]}:
        del hits[-1]
    return hits


class _Styles:
    """What the styles of a page let no reader see: hidden, struck out, or in the colour of its ground.

    They are the rules that the page has in itself for classes and ids; other style sheets are not at hand.
    """

    def __init__(self, page: _Element) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        self._elsewhere = any("stylesheet" in (link.get("rel") or "").lower() for link in page.iter("link"))
        self._grounds: dict[_Element, tuple[tuple[int, int, int] | None, bool]] = {}
        for sheet in page.iter("style"):
            for selectors, declared in _rules_of(sheet.text or ""):
                for selector in selectors.split(","):
                    last = _SELECTOR.fullmatch((selector.split() or [""])[-1])
                    if last is not None:
                        self._rules.setdefault(last[1], {}).update(_declared(declared))

    def of(self, element: _Element) -> dict[str, str]:
        """What is declared for an element itself, by property."""
        if not element.attrib:
            return {}
        found: dict[str, str] = {}
        for name, mark in (("class", "."), ("id", "#")):
            for one in (element.get(name) or "").split() if self._rules else ():
                found.update(self._rules.get(mark + one, {}))
        for name, attribute in (("color", "color"), ("background-color", "bgcolor"), ("background-image", "background")):
            if element.get(attribute):
                found[name] = element.get(attribute).strip().lower()
        found.update(_declared(element.get("style") or ""))
        return found

    def keeps_lines(self, element: _Element) -> bool:
        """Whether the page shows the line breaks within a text."""
        around = (element, *element.iterancestors())
        return any(one.tag == "pre" or self.of(one).get("white-space", "").startswith("pre") for one in around)

    def hides(self, element: _Element, *, block: bool) -> bool | None:
        """Whether no reader sees an element; None where its ground, or what is within it, has a style that is not at hand."""
        if element.tag in ("html", "body"):
            return False  # a page that hides all of itself is shown by its script, once it has loaded
        if "hidden" in element.attrib:
            return True
        declared = self.of(element)
        if not declared:
            return False
        if block:
            inline = _declared(element.get("style") or "")
            declared = {name: value for name, value in declared.items() if name not in _TURNED or name in inline}
        if _is_gone(declared):
            return True
        size = _pixels(declared.get("font-size"))
        if size is not None and 0 <= size < _TINY:
            return self._unless_within(element, "font-size")
        colour = _colour(declared.get("color"))
        if colour is not None and is_white(colour):
            ground, elsewhere = self._ground(element)
            if ground is None or are_alike(ground, colour):
                within = self._unless_within(element, "color", "background-color", "background", "background-image")
                return None if within is True and ground is None and elsewhere else within
        return False

    def _ground(self, element: _Element) -> tuple[tuple[int, int, int] | None, bool]:
        """The colour of the ground below an element, black for a picture's, None where none is declared; and whether a style
        sheet that is not at hand may give it one.
        """
        line = []
        while element is not None and element not in self._grounds:
            line.append(element)
            element = element.getparent()
        found = self._grounds[element] if element is not None else (None, False)
        for element in reversed(line):
            declared = self.of(element)
            values = (declared.get(name, "") for name in ("background-image", "background-color", "background"))
            value = next((value for value in values if value not in _NO_GROUND), None)
            named = self._elsewhere and any("." + name not in self._rules for name in (element.get("class") or "").split())
            found = (_colour(value) or (0, 0, 0), False) if value else (found[0], found[1] or named)
            self._grounds[element] = found
        return found

    def _unless_within(self, element: _Element, *names: str) -> bool | None:
        """True unless elements within one declare another value: False, or None if a style sheet elsewhere may."""
        inner = [one for one in islice(element.iterdescendants(), _INNER + 1) if isinstance(one.tag, str)]
        if any(name in declared for one in inner for declared in (self.of(one),) for name in names):
            return False
        return None if len(inner) > _INNER or self._elsewhere and any(one.get("class") for one in inner) else True


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet, but for those of print: selectors, and what is declared."""
    first, *rest = sheet.split("/*")
    text = first + "".join(part.partition("*/")[2] for part in rest)
    around: list[str] = []  # the heads of blocks, such as @media print, that a rule stands in
    for part in text.split("}"):
        *heads, declared = part.split("{")
        if heads:
            around += heads[:-1]
            if not any("print" in head for head in around):
                yield heads[-1], declared
        elif around:
            around.pop()


def _declared(text: str) -> dict[str, str]:
    found = {}
    for one in text.lower().split(";") if text else ():
        name, _, value = one.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    return found


def _is_gone(declared: dict[str, str]) -> bool:
    """Whether declarations strike out or hide all that is in an element."""
    if any(name in declared and pattern.search(declared[name]) for name, pattern in _GONE.items()):
        return True
    opacity = _LENGTH.fullmatch(declared.get("opacity", ""))
    if opacity and float(opacity[1]) < 0.05:
        return True
    cut = any("hidden" in declared.get(name, "") or "clip" in declared.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if cut and any(_pixels(declared.get(name)) in (0.0, 1.0, 1.3) for name in ("height", "max-height")):
        return True
    apart = declared.get("position") in ("absolute", "fixed")
    sides = ("text-indent", "margin-left", "margin-top", *(("left", "top", "right", "bottom") if apart else ()))
    return any((_pixels(declared.get(name)) or 0.0) <= _AWAY for name in sides)


def _pixels(value: str | None) -> float | None:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def _colour(value: str | None) -> tuple[int, int, int] | None:
    """A colour of CSS, also where it stands first in a `background`; None for one that is not read."""
    value = (value or "").strip()
    if match := re.match(r"#(?:([0-9a-f]{6})(?:[0-9a-f]{2})?|([0-9a-f]{3})[0-9a-f]?)\b", value):
        return tuple(bytes.fromhex(match[1] or "".join(2 * digit for digit in match[2])))
    if match := re.match(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})", value):
        return tuple(min(255, int(part)) for part in match.groups())
    return _WORDS.get(value.split(" ")[0])
