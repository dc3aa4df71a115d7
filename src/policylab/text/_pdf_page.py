"""What PDFium says of a page of a PDF: its glyphs, rulings, pictures, grounds and links, and which glyphs none of these lets a
reader see.
"""

from __future__ import annotations

import ctypes
import functools
import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as pdfium

from policylab.text._layout import are_alike, is_white

LEADERS = ".·…"
THIN = 2.5  # points: a filled area this thin is a line
_PICTURE = 0.05  # of a page's area: a smaller picture is an ornament
_DEEPEST = 4  # forms within forms
_INVISIBLE = (3, 7)  # modes in which text is neither filled nor stroked
_CLEAR, _SOLID = 13, 128  # of 255: what covers less cannot be seen; a ground that covers less lets others shine through
_UNKNOWN = (-255, -255, -255)  # a colour that is like no ground's
_TINY = 1.5  # points: smaller type cannot be read
_CORNERS = 6  # segments of a rectangle, at most
_CLIP = 60  # segments of the path that text is clipped to, at most
_SMALL = 2.0  # points: type that may be too small to be seen
_OVERPRINT = 0.15  # ems: a glyph nearer than this to the same glyph is printed twice, to look bold
_OVERLAP = 0.4  # of its width: likewise
_CELL = 8.0  # times the least distance
_MOST_REMARKS = 2000  # and links
_ASLANT = 0.36  # rise of a line, against its length, from which it is no level one: 20°


class Glyph(NamedTuple):
    char: str
    x: float
    y: float
    end: float
    size: float  # of the box that it fills
    type: float = 0.0  # of its type, which compares from font to font


class Box(NamedTuple):
    """A rectangle in points, with the origin at the foot of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True, eq=False)  # a line is itself, though another one says the same
class Line:
    """A printed line: its text, where it starts and ends, its height on the page, and its sizes, in points."""

    text: str
    x: float
    end: float
    y: float
    size: float
    type: float = 0.0
    role: str = ""  # "table" for a row, "row" for one without rulings, "note" for a footnote, "link" in a list of links
    above: bool = False  # a row that may go on one of the page before
    below: bool = False  # a row that may go on on the next page
    full: tuple[bool, ...] = ()  # of a row: which cells are filled to their right edge


@dataclass
class Page:
    """A page as it was read, without the glyphs that its lines were made of."""

    links: list[Box] = field(default_factory=list)  # what leads to other pages of the web
    strikeouts: list[Box] = field(default_factory=list)  # where a reader's remarks strike something out
    pictures: list[Box] = field(default_factory=list)  # those that are no ornaments
    overprinted: int = 0  # glyphs that stand where the same one stands
    unseen: str = ""  # text that cannot be seen and was left out
    doubted: str = ""  # and what seems so, but was kept
    turned: dict[int, str] = field(default_factory=dict)  # what is printed sideways, by the quarter turns of its lines, or aslant (0)
    lines: list[Line] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # heads of tables that cannot be read
    struck: list[str] = field(default_factory=list)  # text that a line goes through


class _Ground(NamedTuple):
    order: int
    box: Box
    colour: tuple[int, int, int] | None  # None for a picture, or whatever has no one colour


class _Text(NamedTuple):
    """A text that may not be seen: in which colour, what drawn before it, and within what."""

    order: int
    colour: tuple[int, int, int] | None  # None: in no colour at all
    frame: Box | None


@dataclass
class _Drawings:
    """The rulings, pictures and grounds of a page, and its doubtful texts by the address of their objects."""

    page: Box
    areas: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)  # those that are no ornaments
    grounds: list[_Ground] = field(default_factory=list)
    texts: dict[int, _Text] = field(default_factory=dict)

    def hides(self, glyph: Glyph, item: object) -> bool:
        """Whether a glyph of an object cannot be seen: it stands outside of the page, is too small, or has no colour of its own.

        Text in no colour above a picture is what OCR read in a scan.
        """
        if glyph.size < _TINY and glyph.type < _TINY or _is_outside(self.page, glyph):
            return True
        text = self.texts.get(_address(item)) if self.texts else None
        if text is None:
            return False
        if text.frame is not None and _is_outside(text.frame, glyph):
            return True
        x, y = (glyph.x + glyph.end) / 2, glyph.y + 0.3 * glyph.size
        if text.colour is None:
            return not any(ground.colour is None and _holds(ground.box, x, y) for ground in self.grounds)
        below = [one.colour for one in self.grounds if one.order < text.order and _holds(one.box, x, y)]
        ground = below[-1] if below else (255, 255, 255)
        return ground is not None and are_alike(ground, text.colour)


def read_page(page) -> tuple[Page, list[Glyph], list[Box]]:
    """A page of a PDF that has no lines yet, the glyphs on it that a reader sees, and the areas that are drawn there."""
    drawn = _drawings(page)
    textpage = page.get_textpage()
    glyphs, overprinted, unseen, turned = _glyphs(textpage, drawn)
    textpage.close()
    said = "".join(unseen.values())
    found = Page(*_remarks(page), drawn.pictures, overprinted, turned=turned)
    if 2 * len(unseen) > len(glyphs):  # then something that is not known lets a reader see them
        found.doubted = said
    else:
        found.unseen = said
        glyphs = [glyph for index, glyph in enumerate(glyphs) if index not in unseen]
    return found, glyphs, drawn.areas


def turn_page(page, turns: int) -> None:
    """Turn what is printed on a page, and its sides, by quarters to the right; the page shows it when it is loaded again."""
    left, foot, right, head = page.get_bbox()
    for _ in range(turns % 4):
        pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(0, -1, 1, 0, -foot, right), None)
        left, foot, right, head = 0, 0, head - foot, right - left
    page.set_mediabox(left, foot, right, head)
    page.set_cropbox(left, foot, right, head)


def _drawings(page) -> _Drawings:
    """What is drawn on a page, in the order in which it is."""
    found, frames = _Drawings(Box(*page.get_bbox())), {}
    width, height = page.get_size()
    colours = set()  # of grounds

    @functools.cache
    def around(form) -> tuple:
        """The matrices of the forms that something stands in, the inner ones first."""
        return () if form is None else (form.get_matrix(), *around(form.container))

    for order, one in enumerate(page.get_objects(max_depth=_DEEPEST)):
        item, kind, within = one.raw, one.type, around(one.container)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            colour, frame = _colour_of_text(item), _clip(one, within, found.page, frames)
            if colour is None or is_white(colour) or colour in colours or frame is not None:
                found.texts[_address(item)] = _Text(order, colour, frame)
            continue
        box = _on_page(Box(*one.get_bounds()), within)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            filled, stroked = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(item, filled, stroked)
            thin = min(box.right - box.left, box.top - box.bottom) <= THIN
            if stroked.value or thin:
                found.areas.append(box)
            if filled.value and not thin:
                colour = _colour_of_ground(item)
                colours.add(colour)
                found.grounds.append(_Ground(order, box, colour))
            continue
        found.grounds.append(_Ground(order, box, None))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            area = min(box.right - box.left, width) * min(box.top - box.bottom, height)
            if area > _PICTURE * width * height:
                found.pictures.append(box)
    return found


def _colour_of_text(item) -> tuple[int, int, int] | None:
    """The colour that a text has; None where it is drawn in none."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    if mode in _INVISIBLE:
        return None
    filled = _fill(item) if mode == pdfium.FPDF_TEXTRENDERMODE_FILL else None
    if filled is None:
        return _UNKNOWN
    return filled[:3] if filled[3] >= _CLEAR else None


def _colour_of_ground(path) -> tuple[int, int, int] | None:
    """The colour of an area that covers all of its box."""
    filled = _fill(path)
    whole = filled is not None and filled[3] >= _SOLID and pdfium.FPDFPath_CountSegments(path) <= _CORNERS
    return filled[:3] if whole else None


def _fill(item) -> tuple[int, ...] | None:
    """Red, green, blue, and how much of the ground they cover."""
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(item, *parts)
    return tuple(part.value for part in parts) if known else None


def _clip(one, within: tuple, page: Box, frames: dict[int, Box | None]) -> Box | None:
    """The frame on a page that an object is cut to; None where all of it stands within."""
    path = pdfium.FPDFPageObj_GetClipPath(one.raw)
    count = pdfium.FPDFClipPath_CountPaths(path)
    if count <= 0:
        return None
    # a path is kept once for all texts that are cut to it, and the paths before it are the same for all of them
    key = _address(pdfium.FPDFClipPath_GetPathSegment(path, count - 1, 0))
    if key not in frames:
        frame = _frame(path, count)
        frames[key] = None if frame is None or _contains(_on_page(frame, within), page) else frame
    frame = frames[key]
    return None if frame is None or _contains(frame, Box(*one.get_bounds())) else _on_page(frame, within)


def _frame(path, count: int) -> Box | None:
    """What lies within all paths of a clip, by the boxes around them; None where none is short enough to look at."""
    x, y, frame = ctypes.c_float(), ctypes.c_float(), None
    for index in range(count):
        segments, xs, ys = pdfium.FPDFClipPath_CountPathSegments(path, index), [], []
        if segments > _CLIP:
            continue
        for place in range(segments):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, index, place), x, y)
            xs.append(x.value)
            ys.append(y.value)
        box = Box(min(xs, default=0.0), min(ys, default=0.0), max(xs, default=0.0), max(ys, default=0.0))
        frame = box if frame is None else Box(*map(max, frame[:2], box[:2]), *map(min, frame[2:], box[2:]))
    return frame


def _on_page(box: Box, within: tuple) -> Box:
    """Where an object stands on its page; within a form, its own place is one on the form."""
    for matrix in within:
        box = Box(*matrix.on_rect(*box))
    return box


def _address(item) -> int:
    return ctypes.addressof(item.contents) if item else 0


def _contains(box: Box, other: Box) -> bool:
    return box.left <= other.left and box.bottom <= other.bottom and box.right >= other.right and box.top >= other.top


def _is_outside(box: Box, glyph: Glyph) -> bool:
    """Whether nothing of a glyph stands within a box."""
    return glyph.x >= box.right or glyph.end <= box.left or glyph.y >= box.top or glyph.y + 0.7 * glyph.size <= box.bottom


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _turns(matrix) -> int | None:
    """By how many quarters to the left a line is turned; 0 for one that is aslant, None for a level one."""
    a, b = matrix.a, matrix.b
    if a > 0 and abs(b) <= _ASLANT * a or not (a or b):
        return None
    if min(abs(a), abs(b)) > _ASLANT * max(abs(a), abs(b)):
        return 0
    return 2 if abs(a) > abs(b) else 1 if b > 0 else 3


def _glyphs(textpage, drawn: _Drawings) -> tuple[list[Glyph], int, dict[int, str], dict[int, str]]:
    """The glyphs of the level lines of a page in the order in which they are printed, each once; how many were printed again;
    which of them cannot be seen, by their places among the glyphs; and what stands in other lines.
    """
    glyphs: list[Glyph] = []
    overprinted, unseen, turned = 0, {}, defaultdict(str)
    there: dict[tuple[str, float, int, int], list[tuple[float, float]]] = defaultdict(list)  # by character and cell
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    before, place, begun = Glyph("", 0.0, 0.0, 0.0, 0.1), None, 0
    left, foot, right, head = drawn.page
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) or code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
        char, size = chr(code), max(box.top - box.bottom, 0.1)
        if char.isspace() or char < " ":
            continue
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        if (turns := _turns(matrix)) is not None:
            turned[turns] += char
            continue
        here = (x.value, y.value, box.right)
        if here == place and _address(pdfium.FPDFText_GetTextObject(textpage, index)) == _address(pdfium.FPDFText_GetTextObject(textpage, index - 1)):
            overprinted += begun == len(glyphs)
            glyphs[begun:] = _side_by_side(glyphs[begun:], char)
            if begun in unseen:
                unseen[len(glyphs) - 1] = char
            continue
        font_size = pdfium.FPDFText_GetFontSize(textpage, index)
        glyph = Glyph(char, x.value, y.value, max(box.right, x.value), size, font_size * math.hypot(matrix.c, matrix.d))
        if abs(glyph.y - before.y) > size:  # a new line; or a glyph with a text of its own, whose place PDFium gets wrong
            glyph = _placed(glyph, matrix, font_size, before)
        before, place, begun = glyph, here if (glyph.x, glyph.y) == here[:2] else None, len(glyphs)
        doubtful = drawn.texts or glyph.size < _SMALL or not (left < glyph.x < right and foot < glyph.y < head)
        if doubtful and drawn.hides(glyph, pdfium.FPDFText_GetTextObject(textpage, index)):
            unseen[len(glyphs)] = char
            glyphs.append(glyph)
            continue
        step = max(_OVERPRINT * glyph.size, _OVERLAP * (glyph.end - glyph.x))
        # cells some times the least distance, so that one holds a bounded number of glyphs, and one is mostly enough
        cell = math.ldexp(_CELL, math.frexp(step)[1])
        columns = range(int((glyph.x - step) / cell), int((glyph.x + step) / cell) + 1)
        rows = range(int((glyph.y - step) / cell), int((glyph.y + step) / cell) + 1)
        near = [there.get((char, cell, i, k), ()) for i in columns for k in rows]
        if any(abs(glyph.x - a) < step and abs(glyph.y - b) < step for spot in near for a, b in spot):
            overprinted += 1
            continue
        there[char, cell, int(glyph.x / cell), int(glyph.y / cell)].append((glyph.x, glyph.y))
        glyphs.append(glyph)
    return glyphs, overprinted, unseen, dict(turned)


def _side_by_side(glyphs: list[Glyph], char: str) -> list[Glyph]:
    """One more character of a glyph that stands for several (—— or ffi in one), and the ones before it; none of one that is not kept."""
    letters = [*glyphs, *(one._replace(char=char) for one in glyphs[-1:])]
    width = (glyphs[-1].end - glyphs[0].x) / len(letters) if glyphs else 0.0
    return [one._replace(x=letters[0].x + number * width, end=letters[0].x + (number + 1) * width) for number, one in enumerate(letters)]


def _placed(glyph: Glyph, matrix, font_size: float, before: Glyph) -> Glyph:
    """A glyph at its place: PDFium leaves the page's scale out of the place of one that says its text itself (ActualText).

    Its matrix has the place; the glyphs of a text with several start at one place, and stand side by side.
    """
    width, size = math.hypot(matrix.a, matrix.b), glyph.type
    aside = abs((glyph.x - matrix.e) * matrix.b - (glyph.y - matrix.f) * matrix.a)
    if not width or not size or aside <= 1.5 * size * width:
        return glyph  # it stands on the line of its matrix
    x = before.end if abs(before.y - matrix.f) < 0.1 and 0 < before.end - matrix.e < 20 * size else matrix.e
    em = 1.0 if unicodedata.east_asian_width(glyph.char) in "WFA" else 0.5
    return Glyph(glyph.char, x, matrix.f, x + em * font_size * width, size, size)


def _remarks(page) -> tuple[list[Box], list[Box]]:
    """Where the links of a page stand that lead elsewhere, not to another place of the document, as contents do; and where a
    reader's remarks strike something out.
    """
    links, strikeouts, box = [], [], pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_REMARKS)):
        remark = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(remark)
        action = pdfium.FPDFLink_GetAction(pdfium.FPDFAnnot_GetLink(remark)) if kind == pdfium.FPDF_ANNOT_LINK else None
        away = bool(action) and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI
        if (away or kind == pdfium.FPDF_ANNOT_STRIKEOUT) and pdfium.FPDFAnnot_GetRect(remark, box):
            (links if away else strikeouts).append(Box(box.left, box.bottom, box.right, box.top))
        pdfium.FPDFPage_CloseAnnot(remark)
    return links, strikeouts


def covers(boxes: list[Box], one: Glyph | Line) -> bool:
    """Whether what is printed stands within some boxes, for the most part."""
    y = one.y + 0.3 * one.size
    level = [box for box in boxes if box.bottom <= y <= box.top]
    inside = sum(max(0.0, min(box.right, one.end) - max(box.left, one.x)) for box in level)
    return bool(level) and inside >= 0.8 * (one.end - one.x)
