"""The text layer of a PDF: running heads out, lines joined to paragraphs."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from policylab.errors import SourceError

_PAGE_NUMBER = re.compile(r"[\s\W_]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，共]\s*共?\s*\d{1,4}\s*页?)?[\s\W_]*")
_DIGITS = re.compile(r"\d+")
_EDGE = 3  # lines at the top and at the foot of a page among which heads and numbers are looked for
_DRIFT = 4.0  # points by which a running head may move from page to page


@dataclass(slots=True)
class _Line:
    """A printed line: its text, where it starts and ends, its height on the page, and its type size, in points."""

    text: str
    x: float
    end: float
    y: float
    size: float


class _Defects(logging.Handler):
    """What pypdf logs while it reads on over damage."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def extract_pdf(data: bytes, *, name: str) -> tuple[str, tuple[tuple[int, int], ...], list[str]]:
    """Take the text out of a PDF with pypdf, page by page.

    A line continues the paragraph of the line before it when that line is full and the new one is not indented.
    Lines at the edge of at least three pages (two, in a short document) that say the same at the same height are
    running heads; numbers there that count the pages are page numbers.

    Parameters
    ----------
    data : bytes
    name : str
        What to call the file in errors.

    Returns
    -------
    text : str
        One paragraph a line.
    pages : tuple of (int, int)
        Where each page's text starts and ends; a paragraph may go on from one page to the next.
    warnings : list of str
        Pages without text, and what was taken out.

    Raises
    ------
    SourceError
        If the file is damaged, locked, or a scan without text, or pypdf is not installed.
    """
    printed, defects = _read(data, name)
    empty = [number for number, lines in enumerate(printed, 1) if not lines]
    if len(empty) == len(printed):
        raise SourceError(
            f"{name} is a PDF without a text layer, such as a scan. Run OCR on it, for instance with "
            "`ocrmypdf -l chi_sim`, and give the result."
        )
    warnings = []
    if defects:
        example = defects[0] if len(defects[0]) <= 80 else defects[0][:79] + "…"
        warnings.append(f"{len(defects)} defects in the PDF, text may be missing: {example}")
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (", ..." if len(empty) > 10 else "")
        warnings.append(f"{len(empty)} of {len(printed)} pages have no text (pictures or scans?): {shown}")
    warnings += _take_out_heads(printed)
    text, pages = _join(printed)
    return text, pages, warnings


def _read(data: bytes, name: str) -> tuple[list[list[_Line]], list[str]]:
    try:
        import pypdf
    except ImportError:
        raise SourceError(f"{name} is a PDF; reading it takes pypdf. Install it with `pip install pypdf`.") from None
    defects = _Defects()
    logger = logging.getLogger("pypdf")
    handed_on = logger.propagate
    logger.addHandler(defects)
    logger.propagate = False  # what it says goes into the warnings, not onto the screen
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name} is locked with a password. Save a copy without one.")
        pages = [_lines(page) for page in reader.pages]
    except SourceError:
        raise
    except pypdf.errors.DependencyError:
        raise SourceError(
            f"{name} is encrypted; reading it takes `pip install cryptography`, or save a copy without encryption."
        ) from None
    except Exception as error:  # pypdf meets broken files with errors of every kind
        raise SourceError(f"{name} is a damaged PDF ({type(error).__name__}: {error}). Print it to PDF anew.") from None
    finally:
        logger.removeHandler(defects)
        logger.propagate = handed_on
    if not pages:
        raise SourceError(f"{name} is a PDF without pages. Get an undamaged copy.")
    return pages, defects.messages


def _lines(page) -> list[_Line]:
    """The lines of a page in reading order, with their places."""
    lines: list[_Line] = []
    parts: list[str] = []
    first: tuple[float, float, float] | None = None
    last_x = last_size = 0.0
    last_text = ""

    def close() -> None:
        nonlocal first
        text = "".join(parts).strip()
        if text and first is not None:
            x, y, size = first
            # where the last piece begins is known, where it ends is not: its width is that of its characters
            end = max(last_x + _width(last_text) * last_size, x + _width(text) * size)
            lines.append(_Line(text, x, end, y, size))
        parts.clear()
        first = None

    def visit(text: str, matrix, text_matrix, font, size) -> None:
        nonlocal first, last_x, last_size, last_text
        x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
        y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        scale = math.hypot(text_matrix[2], text_matrix[3]) * math.hypot(matrix[2], matrix[3])
        for number, piece in enumerate(text.split("\n")):
            if number:
                close()
            if piece.strip():
                if first is None:
                    first = (x, y, size * scale)
                last_x, last_size, last_text = x, size * scale, piece.rstrip()
            if piece:
                parts.append(piece)

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _width(text: str) -> float:
    """Width of a text in ems: a Chinese character has one, a Latin letter about a half.

    Spaces count for nothing, since pypdf puts them where typesetting moved two characters apart.
    """
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text if not char.isspace())


def _take_out_heads(pages: list[list[_Line]]) -> list[str]:
    """Take running heads and page numbers out of the pages; say which."""
    ranked = [sorted(lines, key=lambda line: -line.y) for lines in pages]
    heads: dict[str, list[tuple[int, _Line]]] = defaultdict(list)
    numbers: dict[int, list[tuple[int, _Line]]] = defaultdict(list)
    for index, lines in enumerate(ranked):
        for line in {id(line): line for line in (*lines[:_EDGE], *lines[-_EDGE:])}.values():
            # a head may hold the page's number, which is all that changes in it
            heads[_DIGITS.sub("#", "".join(line.text.split()))].append((index, line))
            number = _PAGE_NUMBER.fullmatch(line.text)
            if number:
                numbers[int(number[1]) - index].append((index, line))
    # every page's number is as far from its place in the file; two pages suffice, if the numbers stand alone
    groups = [group for same in numbers.values() for group in _same_height(same)]
    counted = max(groups, key=lambda spots: (len({i for i, _ in spots}), -spots[0][0]), default=[])
    if len({index for index, _ in counted}) < 2:
        counted = []
    known = {id(line) for _, line in counted}
    # in a short document, left and right pages with heads of their own show each of them twice only
    needed = 2 if len(pages) <= 5 else 3
    repeated = [group for same in heads.values() for group in _same_height(same)]
    repeated = [group for group in repeated if len({index for index, _ in group}) >= needed]
    candidates = known | {id(line) for group in repeated for _, line in group}
    leading = _leading(pages)
    out = set(known)
    for lines in ranked:
        for inward in (lines, lines[::-1]):
            out |= _set_apart(inward, candidates, leading)
    found = [("page numbers", counted)] if counted else []
    for group in repeated:
        taken = [(index, line) for index, line in group if id(line) in out - known]
        if taken:
            found.append((f"the running head {taken[0][1].text!r}", taken))
    for lines in pages:
        lines[:] = [line for line in lines if id(line) not in out]
    return [f"taken out: {what}, on {len({index for index, _ in spots})} pages" for what, spots in found]


def _set_apart(inward: list[_Line], candidates: set[int], leading: float) -> set[int]:
    """The candidates at the edge of a page that a gap or another size of type parts from its text."""
    edge = 0
    while edge < len(inward) and id(inward[edge]) in candidates:
        edge += 1
    while 0 < edge < len(inward):
        head, text = inward[edge - 1], inward[edge]
        gap = abs(head.y - text.y)
        if gap > 1.2 * leading * text.size or (gap > 2 and abs(head.size - text.size) > 0.1 * text.size):
            break
        edge -= 1
    return {id(line) for line in inward[:edge]}


def _same_height(spots: list[tuple[int, _Line]]) -> list[list[tuple[int, _Line]]]:
    """Group lines of the same wording by their height on the page."""
    groups: list[list[tuple[int, _Line]]] = []
    for spot in sorted(spots, key=lambda spot: (spot[1].y, spot[0])):
        if groups and spot[1].y - groups[-1][0][1].y <= _DRIFT:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


def _join(pages: list[list[_Line]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join printed lines to paragraphs, also from one page to the next."""
    common = _columns([line for lines in pages for line in lines])
    leading = _leading(pages)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    before: tuple[_Line, float] | None = None  # the line before, and the right edge of its column
    for lines in pages:
        start = at
        # pages are bound left and right by turns, so each has margins of its own; a short one shows too little
        columns = _columns(lines) if len(lines) >= 8 else common
        for line in lines:
            left, right = _column(columns, line)
            glue = _glue(before, line, left, leading)
            piece = glue + line.text
            text.append(piece)
            at += len(piece)
            before = line, right
        spans.append((start, at))
    # a page begins with its own text, not with the line end of the page before it
    whole = "".join(text)
    pages_of_text = tuple((s + (whole[s : s + 1] == "\n" and e > s), e) for s, e in spans)
    return whole, pages_of_text


def _leading(pages: list[list[_Line]]) -> float:
    """The usual distance from line to line, in ems; infinite where there is none."""
    steps = [(a.y - b.y) / a.size for lines in pages for a, b in zip(lines, lines[1:]) if a.y > b.y and a.size > 0]
    return sorted(steps)[len(steps) // 2] if steps else math.inf


def _glue(before: tuple[_Line, float] | None, line: _Line, left: float, leading: float) -> str:
    if before is None:
        return ""
    last, right = before
    size = max(line.size, 1.0)
    full = last.end >= right - 4.0 * max(last.size, 1.0)  # an unbreakable word may have gone to the next line
    indented = line.x > left + 0.8 * size
    resized = abs(last.size - line.size) > 0.15 * size
    spaced = last.y - line.y > 1.3 * leading * size
    if not full or indented or resized or spaced:
        return "\n"
    a, b = last.text[-1:], line.text[:1]
    return " " if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() else ""


def _columns(lines: list[_Line]) -> list[tuple[float, float]]:
    """Left and right edges of the columns of text, from the places where most lines start and end."""
    if not lines:
        return [(0.0, 0.0)]
    starts = Counter(round(line.x) for line in lines)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    enough = max(2, len(lines) // 8)
    edges: list[int] = []
    for x in sorted(x for x in starts if sum(starts[x + d] for d in (-1, 0, 1)) >= enough) or [min(starts)]:
        if not edges or x - edges[-1] > 10 * size:
            edges.append(x)
    columns = []
    for i, left in enumerate(edges):
        limit = edges[i + 1] if i + 1 < len(edges) else math.inf
        ends = sorted(line.end for line in lines if left - size <= line.x < limit - size)
        # the longest line may be a table's or a heading's in large type
        columns.append((float(left), ends[int(0.9 * (len(ends) - 1))] if ends else float(left)))
    return columns


def _column(columns: list[tuple[float, float]], line: _Line) -> tuple[float, float]:
    fitting = [column for column in columns if column[0] <= line.x + line.size]
    return fitting[-1] if fitting else columns[0]
