"""What the layout of a file says of its lines, and how lines, rows of tables and pictures come out of a file of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policylab.errors import listed
from policylab.numbers._numerals import cell_number
from policylab.text._line_roles import is_prose, line_role, pattern

_PALE, _ALIKE = 235, 12  # of 255: the least of the three colours of white; by which like colours differ, at most
BOLD = 7  # the level of a line that is bold, and no more
_BOLD_HEADING = 60  # characters; a longer bold line is text
_MOST_SPANNED = 200  # rows or columns: more is no table
DAY_ALONE = re.compile(r"[\s\[(（]*(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?: \d{2}:\d{2})?[\])）\s]*|[\W_]*")  # beside a link
A_LIST = 3  # links one below the other
_MOST_CELLS = 50_000  # of a table, merged ones counted in each place; what says that it has more is taken as unmerged


class Hint(NamedTuple):
    """What a file's own layout says of a line: that it is a heading (of a level from 1), or a note.

    `start` is the offset of the line's first character.
    """

    start: int
    kind: str
    level: int = 0


class Piece(NamedTuple):
    """A line that was taken out of a file, with what the file's layout says of it."""

    text: str
    kind: str = ""
    level: int = 0


def piece_of(text: str, level: int, bold: bool) -> Piece:
    """A line, which is a heading if the layout has a level for it, or shows all of it in bold and it is short."""
    level = level or BOLD * (bold and len(text.strip()) <= _BOLD_HEADING)
    return Piece(text, "heading" if level else "", level)


def span(said: str) -> int:
    """How many rows or columns a merged cell fills, as a file says it; 1 where that can be none."""
    said = said.strip()
    return min(int(said), _MOST_SPANNED) if said.isdigit() and int(said) else 1


def compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Hint, ...]]:
    """One text of the pieces, a line each, and the hints at their places.

    >>> compose([Piece("总则", "heading", 1), Piece("为了发展。")])
    ('总则\\n为了发展。', (Hint(start=0, kind='heading', level=1),))
    """
    hints, at = [], 0
    for piece in pieces:
        if piece.kind:
            hints.append(Hint(at, piece.kind, piece.level))
        at += len(piece.text) + 1
    return "\n".join(piece.text for piece in pieces), tuple(hints)


def table_pieces(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[Piece]:
    """The rows of a table, whose cells come with the number of rows and columns that they fill, as lines with tabs between them.

    A merged cell stands in each of its places; the rows of a head of several are one, the words of a column one behind
    the other; a cell as wide as the table stands once.

    >>> head = [[("指标", 2, 1), ("目标值", 1, 2)], [("2025年", 1, 1), ("2030年", 1, 1)]]
    >>> [piece.text for piece in table_pieces([*head, [("基站(万个)", 1, 1), ("3.5", 1, 1), ("5", 1, 1)]])]
    ['指标\\t目标值2025年\\t目标值2030年', '基站(万个)\\t3.5\\t5']
    """
    grid = _expanded(rows)
    width = max(map(len, grid), default=0)
    begin = 0
    while begin < len(rows) and len(rows[begin]) == 1 and rows[begin][0][2] >= width > 1:
        begin += 1  # a title that is as wide as the table
    pieces = [Piece(rows[index][0][0]) for index in range(begin)]
    head = 1
    if len(grid) - begin > 2 and any(columns > 1 for _, _, columns in rows[begin]):
        head = max(1 if any(map(_is_value, grid[begin + 1])) else 2, *(height for _, height, _ in rows[begin]))
    if head > 1:
        joined = ["".join(dict.fromkeys(row[at] for row in grid[begin : begin + head] if at < len(row))) for at in range(width)]
        grid = [*grid[:begin], joined, *grid[begin + head :]]
    for row in grid[begin:]:
        cells = row[:1] if len(row) == width > 1 and len(set(row)) == 1 else row
        pieces.append(Piece("\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t"), "table"))
    return [piece for piece in pieces if piece.text.strip()]


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, and no year of a head."""
    number = cell_number(cell.strip(" ≥≤><%‰"))
    return number is not None and not 1900 <= number < 2100


def _expanded(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """The table's cells, one at each place."""
    if sum(min(height, len(rows)) * columns for row in rows for _, height, columns in row) > _MOST_CELLS:
        rows = [[(text, 1, 1) for text, _, _ in row] for row in rows]
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}  # column → the cell that reaches down into it, and for how many rows yet
    for row in rows:
        line: list[str] = []
        onward: dict[int, tuple[str, int]] = {}
        cells = iter(row)
        while cell := (*above[len(line)], 1) if len(line) in above else next(cells, None):
            text, left, columns = cell
            for _ in range(columns):
                if left > 1:
                    onward[len(line)] = (text, left - 1)
                line.append(text)
        above = onward
        grid.append(line)
    return grid


def is_white(colour: tuple[int, int, int]) -> bool:
    """Whether nobody sees a colour on white."""
    return min(colour) >= _PALE


def are_alike(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether nobody sees a colour on the other one."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other))


def of_pictures(places: Iterable[tuple[str, str]]) -> list[str]:
    """What is said of pictures, which are not read: each with the line above it, and where it stands.

    >>> of_pictures([("专栏1 重点工程", " (page 7)"), ("各区抓好落实。", "")])[0]
    "1 tables or figures are pictures and are not read: '专栏1 重点工程' (page 7)"
    """
    found = list(dict.fromkeys(places))
    captions = [f"{above[:40]!r}{where}" for above, where in found if _is_caption(above)]
    others = [f"{above[-20:]!r}{where}" for above, where in found if not _is_caption(above)]
    said = []
    if captions:
        said.append(f"{len(captions)} tables or figures are pictures and are not read: {listed(captions)}")
    if others:
        said.append(f"{len(others)} pictures are not read, and tables among them are missing: behind {listed(others)}")
    return said


def _is_caption(line: str) -> bool:
    return bool(line) and line_role(line) == "caption" or len(line) <= 40 and bool(pattern("captioned").search(line)) and not is_prose(line)
