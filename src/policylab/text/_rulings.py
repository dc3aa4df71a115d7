"""Ruled tables of a printed page: from the lines of the rulings to rows of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_THIN = 2.5  # points: what is thinner is a line, not an area
_NEAR = 3.0  # points by which two rulings of one edge may lie apart
_SHORTEST = 8.0  # points of a ruling
_MOST = 4000  # lines of a page; a drawing has more


class Box(NamedTuple):
    """A rectangle in points, with the origin at the foot of the page."""

    left: float
    bottom: float
    right: float
    top: float


class Table(NamedTuple):
    """A ruled table: its rulings across and down, and its cells as (row, column, rows, columns), read by rows.

    A row that goes on from the page before, or onto the next one, has no ruling there.
    """

    box: Box
    rows: list[float]  # from the top
    columns: list[float]
    cells: list[list[tuple[int, int, int, int]]]
    open_above: bool
    open_below: bool
    ruled: bool = True

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; None outside."""
        if not (self.columns[0] <= x <= self.columns[-1] and self.rows[-1] <= y <= self.rows[0]):
            return None
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        column = bisect_right(self.columns, x) - 1
        return min(row, len(self.rows) - 2), min(column, len(self.columns) - 2)


def find_tables(areas: Sequence[Box]) -> list[Table]:
    """Tables of at least two columns and two rows, from the drawn areas of a page.

    An area that is no line counts with its four edges, as cells are often drawn as boxes.
    """
    across: list[Box] = []
    down: list[Box] = []
    for box in areas[:_MOST]:
        width, height = box.right - box.left, box.top - box.bottom
        if height <= _THIN and width >= _SHORTEST:
            across.append(box)
        elif width <= _THIN and height >= _SHORTEST:
            down.append(box)
        elif width >= _SHORTEST and height >= _SHORTEST:
            across += [box._replace(bottom=box.top), box._replace(top=box.bottom)]
            down += [box._replace(left=box.right), box._replace(right=box.left)]
    tables = (_table(*group) for group in _connected(across, down))
    return [table for table in tables if table is not None]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR and other.bottom <= one.top + _NEAR
    )  # fmt: skip


def _connected(across: list[Box], down: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Groups of rulings that hang together."""
    groups: list[tuple[list[Box], list[Box], Box]] = []
    for box in sorted([*across, *down], key=lambda box: (-box.top, box.left)):
        is_across = box.right - box.left >= box.top - box.bottom
        mine: tuple[list[Box], list[Box]] = ([box], []) if is_across else ([], [box])
        hull, kept = box, []
        for group in groups:
            if _touch(group[2], box):
                mine[0].extend(group[0])
                mine[1].extend(group[1])
                other = group[2]
                hull = Box(
                    min(hull.left, other.left), min(hull.bottom, other.bottom), max(hull.right, other.right),
                    max(hull.top, other.top),
                )  # fmt: skip
            else:
                kept.append(group)
        groups = [*kept, (*mine, hull)]
    return [(lines, columns) for lines, columns, _ in groups]


def _edges(values: list[float]) -> list[float]:
    """Places of rulings, those of one edge taken together."""
    edges: list[list[float]] = []
    for value in sorted(values):
        if edges and value - edges[-1][-1] <= _NEAR:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(group) / len(group) for group in edges]


def _table(across: list[Box], down: list[Box]) -> Table | None:
    columns = _edges([(box.left + box.right) / 2 for box in down])
    rows = _edges([(box.bottom + box.top) / 2 for box in across])[::-1]
    if len(columns) < 3 or not rows:
        return None
    above, below = sorted(box.top for box in down)[-3], sorted(box.bottom for box in down)[2]
    open_above, open_below = above > rows[0] + _SHORTEST, below < rows[-1] - _SHORTEST
    rows = [above] * open_above + rows + [below] * open_below
    if len(rows) < 3 or len(columns) * len(rows) > _MOST:
        return None

    def parted(x: float, low: float, high: float) -> bool:
        middle = (low + high) / 2
        return any(abs((b.left + b.right) / 2 - x) <= _NEAR and b.bottom <= middle <= b.top for b in down)

    def ruled(y: float, left: float, right: float) -> bool:
        middle = (left + right) / 2
        return any(abs((b.bottom + b.top) / 2 - y) <= _NEAR and b.left <= middle <= b.right for b in across)

    taken: set[tuple[int, int]] = set()
    cells: list[list[tuple[int, int, int, int]]] = []
    for row in range(len(rows) - 1):
        cells.append([])
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            wide, high = 1, 1
            while column + wide < len(columns) - 1 and not parted(columns[column + wide], rows[row + 1], rows[row]):
                wide += 1
            while row + high < len(rows) - 1 and not ruled(rows[row + high], columns[column], columns[column + 1]):
                high += 1
            taken |= {(row + i, column + k) for i in range(high) for k in range(wide)}
            cells[-1].append((row, column, high, wide))
    if max(map(len, cells)) < 2:
        return None  # a frame around text
    return Table(Box(columns[0], rows[-1], columns[-1], rows[0]), rows, columns, cells, open_above, open_below)
