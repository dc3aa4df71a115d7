"""Glyphs of a printed page to its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from policylab.text._raised import raised

_LEADER = ".·…"
_WORD_GAP = 0.2  # ems between the words of a line
_RAISED, _RISE = 0.87, 0.12  # size and height of a raised number, against its line's


class Glyph(NamedTuple):
    char: str
    x: float
    y: float
    end: float
    size: float  # of the box that it fills
    type: float = 0.0  # of its type, which compares from font to font


@dataclass(slots=True)
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


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Lines of glyphs that follow each other at one height; a raised or lowered one belongs to its neighbours."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [_line(run) for run in runs]


def _goes_on(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    size = max(last.size, glyph.size)
    level = abs(glyph.y - last.y) <= 0.2 * size or (
        abs(glyph.y - last.y) <= 0.6 * size and min(last.size, glyph.size) <= _RAISED * size
    )
    return level and glyph.x >= last.end - 0.6 * size


def _line(run: list[Glyph]) -> Line:
    # a Latin font of the same size has another height
    of = [glyph for glyph in run if "\u3400" <= glyph.char <= "\u9fff"] or run
    size, type_size = usual(glyph.size for glyph in of), usual(glyph.type for glyph in of)
    base = next(glyph.y for glyph in run if round(glyph.size, 1) == size)
    parts: list[str] = []
    up: list[str] = []
    before: Glyph | None = None
    for glyph in run:
        risen = glyph.size <= _RAISED * size and glyph.y >= base + _RISE * size
        if up and not risen:
            parts.append(raised("".join(up)))
            up = []
        if before is not None and not risen:
            parts.append(_gap(before, glyph, size))
        (up if risen else parts).append(glyph.char)
        before = glyph
    if up:
        parts.append(raised("".join(up)))
    return Line("".join(parts).strip(), run[0].x, max(glyph.end for glyph in run), base, size, type_size)


def usual(sizes: Iterable[float]) -> float:
    """The most frequent of some sizes, to a tenth of a point."""
    counts = Counter(round(size, 1) for size in sizes)
    return max(counts, key=lambda one: (counts[one], one), default=0.0)


def _gap(before: Glyph, glyph: Glyph, size: float) -> str:
    """What the space between two glyphs stands for."""
    gap = glyph.x - before.end
    if before.char in _LEADER and glyph.char in _LEADER:
        return ""
    words = before.char.isascii() and glyph.char.isascii()
    return " " if gap >= (_WORD_GAP if words else 0.7) * size else ""
