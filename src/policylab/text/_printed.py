"""Glyphs of a printed page to its lines, and lines that stand in columns to the rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from policylab.text._raised import raised

_LEADER = ".·…"
_WORD_GAP, _WIDE_GAP = 0.2, 1.6  # ems between the words of a line, and between the cells of a row without rulings
_NUMBER = re.compile(r"[<>≥≤＜＞~±+\-−–〔(（]{0,3}\d[\d.,，%％〔〕()（）/~～—–-]*[\u4e00-\u9fff%]{0,3}|—+")
_STRIP = 0.5  # ems that are empty between two columns
_ROW_STEP = 4.0  # ems from a row to the next one, at most
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
    role: str = ""  # "table" for a row, "row" for one without rulings, "note" for a footnote
    above: bool = False  # a row that may go on one of the page before
    below: bool = False  # a row that may go on on the next page


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Lines of glyphs that follow each other at one height; a raised or lowered one belongs to its neighbours."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    lines, at = [], 0
    while at < len(runs):
        rows = _aligned(runs[at:])
        lines += rows or [_line(runs[at])]
        at += len(rows) or 1
    return lines


def _aligned(runs: list[list[Glyph]]) -> list[Line]:
    """The rows of a table without rulings that the runs begin with; empty where they begin with none.

    Runs that follow each other down the page, each with a wide gap in it, are rows if the same empty strips part their
    words, and there are numbers in a column: at least two where there are three columns, at least three where there are
    two. Text that is set wide has gaps as well, but no such column.
    """
    chunks: list[list[list[Glyph]]] = []
    for run in runs:
        parts = _chunks(run)
        below = not chunks or 0 < chunks[-1][0][0].y - run[0].y <= _ROW_STEP * run[0].size
        if len(parts) < 2 or not below or _is_leader(run):
            break
        if chunks and len(_strips([*chunks, parts])) < min(2, len(_strips(chunks))):
            break
        chunks.append(parts)
    columns = _strips(chunks)
    filled = sum(len(parts) > 1 for parts in chunks)
    if len(columns) < 2 or filled < (2 if len(columns) > 2 else 3):
        return []
    rows = [[""] * len(columns) for _ in chunks]
    for cells, parts in zip(rows, chunks):
        for part in parts:
            place = max(index for index, (left, _) in enumerate(columns) if part[0].x >= left - 0.1)
            cells[place] += (" " if cells[place] else "") + _line(part).text
    numbers = max(sum(bool(_NUMBER.fullmatch(cells[place])) for cells in rows) for place in range(1, len(columns)))
    if 2 * numbers < len(rows) or any("。" in cell for cells in rows for cell in cells):
        return []
    lines = [_line(run) for run in runs[: len(rows)]]
    for line, cells in zip(lines, rows):
        line.text, line.role = "\t".join(cells).rstrip("\t"), "row"
    return lines


def _chunks(run: list[Glyph]) -> list[list[Glyph]]:
    """The parts of a run between its wide gaps."""
    parts = [[run[0]]]
    for before, glyph in zip(run, run[1:]):
        if glyph.x - before.end >= _WIDE_GAP * max(before.size, glyph.size):
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _is_leader(run: list[Glyph]) -> bool:
    """Whether dots lead from a title to its page, as in a table of contents."""
    return sum(glyph.char in _LEADER for glyph in run) > 3


def _strips(rows: list[list[list[Glyph]]]) -> list[tuple[float, float]]:
    """The columns of some rows, as they are parted by what is empty in all of them."""
    spans = sorted((part[0].x, max(glyph.end for glyph in part)) for parts in rows for part in parts)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left <= columns[-1][1] + _STRIP * rows[0][0][0].size:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


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
