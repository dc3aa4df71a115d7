"""The tables of a page of a PDF: by their rulings, or by the strips that are empty in all lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from policylab.resources._word_patterns import HAN
from policylab.text._heading_numbers import read_marker
from policylab.text._line_roles import runs
from policylab.text._pdf_page import LEADERS, THIN, Box, Glyph

_NEAR = 3.0  # points by which two rulings of one edge may lie apart
_SHORTEST = 8.0  # points of a ruling
_MOST = 4000  # lines of a page; a drawing has more
_NUMBER = re.compile(rf"[<>≥≤＜＞~±+\-−–〔(（]{{0,3}}\d[\d.,，%％〔〕()（）/~～—–-]*[{HAN}%]{{0,3}}|—+")
_HEAD = re.compile(r"序号|.{0,8}(?:单位|部门|任务|名称|内容|项目|指标|时限|时间|目标|措施|类别|备注|分工|领域|方向)")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}-\d{1,2}")
_NAME = re.compile(rf"[{HAN}]{{1,2}}\s?[{HAN}]{{1,2}}")
_COUNT = re.compile(r"\d{1,3}")
_STRIP = 0.6  # ems that are empty between two columns, in every line
_WORDS = 1.5  # ems between two Latin words, at least
_LEVEL = 0.3  # ems by which glyphs of one line may stand apart in height
_STEP = 4.0  # ems from a line to the next one of a table, at most
_LONGEST_CELL = 120  # characters; a column of text has more
_ACROSS = 100.0  # points across
_RULES = 3  # rulings across a table has, at least: above, below and within
_WIDER = 1.12  # by which the step from row to row is wider than that from line to line
_MOST_COLUMNS = 30  # columns of a table
_COLUMN = 6  # lines of two columns of running text, at least
_LONGEST = 300  # lines of a table on one page
_TRIED = 12  # steps that may part the rows
_FILLED = 0.6  # of the rows have at most one empty cell
_ALL = 0.8  # of the rows have none, where each line is a row


class Table(NamedTuple):
    """A ruled table: its rulings across and down, and its cells as (row, column, rows, columns), read by rows.

    A row that goes on from the page before, or onto the next one, has no ruling there.
    """

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
    rulings: list[Box] = []
    for box in areas[:_MOST]:
        short, long = sorted((box.right - box.left, box.top - box.bottom))
        if short <= THIN and long >= _SHORTEST:
            rulings.append(box)
        elif short >= _SHORTEST:
            rulings += [box._replace(bottom=box.top), box._replace(top=box.bottom)]
            rulings += [box._replace(left=box.right), box._replace(right=box.left)]
    tables = map(_ruled_table, _connected(rulings))
    return [table for table in tables if table is not None]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR and other.bottom <= one.top + _NEAR
    )  # fmt: skip


def _connected(rulings: list[Box]) -> list[list[Box]]:
    """Rulings that touch each other, or the box around those that do."""
    groups: list[tuple[list[Box], Box]] = []
    for box in sorted(rulings, key=lambda box: (-box.top, box.left)):
        mine, hull, kept = [box], box, []
        for group, around in groups:
            if _touch(around, box):
                mine += group
                hull = Box(*map(min, hull[:2], around[:2]), *map(max, hull[2:], around[2:]))
            else:
                kept.append((group, around))
        groups = [*kept, (mine, hull)]
    return [group for group, _ in groups]


def _edges(values: list[float]) -> list[float]:
    """Places of rulings, those of one edge taken together."""
    return [sum(group) / len(group) for group in runs(sorted(values), lambda group, value: value - group[-1] <= _NEAR)]


def _ruled_table(rulings: list[Box]) -> Table | None:
    across = [box for box in rulings if box.right - box.left >= box.top - box.bottom]
    down = [box for box in rulings if box.right - box.left < box.top - box.bottom]
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
    return Table(rows, columns, cells, open_above, open_below)


class _Part(NamedTuple):
    """What stands between two wide gaps of a line."""

    left: float
    right: float
    text: str


class _Row(NamedTuple):
    """A line over the whole width of the page."""

    y: float
    size: float  # of its glyphs' boxes
    type: float
    parts: list[_Part]


def find_unruled(glyphs: Sequence[Glyph], areas: Sequence[Box]) -> tuple[list[Table], list[str], list[Box]]:
    """Tables without rulings down, the heads of what looks like one and cannot be read, and left columns of running text.

    Lines below each other are a table if strips between their words are empty in all of them. Rulings across part its
    rows, or else the wider steps between lines; where all steps are alike, each line must be a row of its own, or a
    column must count the rows. Two columns are one only with rulings, or where one of them holds numbers.
    """
    tables, lost, text = [], [], []
    rules = _rules(areas)
    for lines in _regions(_lines(glyphs), rules):
        columns = _columns(lines)
        if len(columns) > _MOST_COLUMNS:
            continue
        inside = [y for y in rules if lines[-1].y < y < lines[0].y]
        rows = _rows(lines, columns, inside)
        whole = len(rows)
        while len(rows) > 1 and sum(map(bool, _cells(rows[-1], columns))) < 2:
            rows.pop()  # a heading below the table, or the number of the page
        grid = [_cells(row, columns) for row in rows]
        if _is_table(grid, _is_framed(lines, rules), whole == len(lines) > 3):
            tables.append(_table(rows, columns))
        elif len(columns) > 2 < whole and any(map(_HEAD.fullmatch, grid[0])) and not any("。" in cell for row in grid for cell in row):
            lost.append(" ".join(part.text for part in lines[0].parts))
        elif len(columns) == 2 and len(lines) >= _COLUMN and sum(len(part.text) for line in lines for part in line.parts) > 16 * len(lines):
            (left, edge), (right, _) = columns
            text.append(Box(left, lines[-1].y - 1, (edge + right) / 2, lines[0].y + 1))
    return tables, lost, text


def _is_framed(lines: list[_Row], rules: list[float]) -> bool:
    """Whether rulings stand above, below and within some lines."""
    top, foot, near = lines[0].y, lines[-1].y, 2.5 * lines[0].size
    within = any(foot < y < top for y in rules)
    return within and any(top < y < top + near for y in rules) and any(foot - near < y < foot for y in rules)


def _rules(areas: Sequence[Box]) -> list[float]:
    """Heights of the rulings across of a table: at least three have one place and width, others stand within these."""

    def goes_on(run: list[Box], box: Box) -> bool:  # drawn cell by cell
        return abs(run[0].bottom - box.bottom) <= THIN and box.left <= max(one.right for one in run) + THIN

    thin = [box for box in areas[:_MOST] if box.top - box.bottom <= THIN]
    pieces = runs(sorted(thin, key=lambda one: (round(one.bottom), one.left)), goes_on)
    across = (run[0]._replace(right=max(one.right for one in run)) for run in pieces)
    wide = [box for box in across if box.right - box.left >= _ACROSS]
    groups: dict[tuple[int, int], list[Box]] = {}
    for box in wide:
        groups.setdefault((round(box.left / 4), round(box.right / 4)), []).append(box)
    whole = [group[0] for group in groups.values() if len(group) >= _RULES]
    return sorted(box.bottom for box in wide if any(one.left - 4 <= box.left and box.right <= one.right + 4 for one in whole))


def _lines(glyphs: Sequence[Glyph]) -> list[_Row]:
    """The lines of a page from the top, each with its parts."""
    down = sorted(glyphs, key=lambda one: (-one.y, one.x))
    return [
        _Row(
            line[0].y, max(one.size for one in line), max(one.type or one.size for one in line),
            _parts(sorted(line, key=lambda one: one.x)),
        )
        for line in runs(down, lambda line, glyph: line[0].y - glyph.y <= _LEVEL * max(glyph.size, 1.0))
    ]  # fmt: skip


def _parts(line: list[Glyph]) -> list[_Part]:
    parts: list[_Part] = []
    for glyph in line:
        left, right = _ink(glyph)
        words = glyph.char.isascii() and parts and parts[-1].text[-1].isalpha() and parts[-1].text[-1].isascii()
        if parts and left - parts[-1].right < (_WORDS if words else _STRIP) * (glyph.type or glyph.size):
            parts[-1] = _Part(parts[-1].left, max(parts[-1].right, right), parts[-1].text + glyph.char)
        else:
            parts.append(_Part(left, right, glyph.char))
    return parts


def _ink(glyph: Glyph) -> tuple[float, float]:
    """Where a glyph is printed: a full-width mark fills half its place, and the other half may hang over the edge of a cell."""
    middle = (glyph.x + glyph.end) / 2
    return (middle if glyph.char in "（《“【〔「" else glyph.x), (middle if glyph.char in "、，。；：）》”】〕」" else glyph.end)


def _regions(lines: list[_Row], rules: list[float]) -> list[list[_Row]]:
    """Runs of lines that leave the same strips empty, each from a line with several parts on."""
    regions: list[list[_Row]] = []
    columns: list[tuple[float, float]] = []
    edges = (rules[0], rules[-1]) if rules else ()
    for line in lines:
        leads = sum(sign in LEADERS for part in line.parts for sign in part.text) > 3  # a row of contents
        last = regions[-1][-1] if regions and regions[-1] else None
        joined = _merged([*columns, *((part.left, part.right) for part in line.parts)], line.type)
        follows = last is not None and last.y - line.y <= _STEP * line.size
        follows = follows and not any(line.y < edge < last.y for edge in edges)
        if follows and not leads and len(joined) >= max(2, len(columns) - (len(columns) > 3)):
            regions[-1].append(line)
            columns = joined
        elif len(line.parts) > 1 and not leads:
            regions.append([line])
            columns = _merged([(part.left, part.right) for part in line.parts], line.type)
        else:
            regions.append([])
            columns = []
    return [region for region in regions if 1 < len(region) <= _LONGEST]


def _merged(spans: list[tuple[float, float]], em: float) -> list[tuple[float, float]]:
    """Spans as they are parted by what is empty in all of them."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if columns and left <= columns[-1][1] + (_STRIP - 0.1) * em:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _columns(lines: list[_Row]) -> list[tuple[float, float]]:
    return _merged([(part.left, part.right) for line in lines for part in line.parts], min(line.type for line in lines))


def _cells(row: list[_Row], columns: list[tuple[float, float]]) -> list[str]:
    return ["".join(part.text for line in row for part in line.parts if left <= part.left <= right) for left, right in columns]


def _rows(lines: list[_Row], columns: list[tuple[float, float]], rules: list[float]) -> list[list[_Row]]:
    """The lines as rows: between rulings, where there are several, or else by the segmentation that fills most rows."""
    if len(rules) > 1:
        return runs(lines, lambda row, line: bisect_left(rules, row[0].y) == bisect_left(rules, line.y))
    if _counted(lines, columns):
        return runs(lines, lambda row, line: not _cells([line], columns)[0])
    steps = sorted(a.y - b.y for a, b in zip(lines, lines[1:]))
    wider = [(a + b) / 2 for a, b in zip(steps, steps[1:]) if b > _WIDER * a]

    def parted(least: float) -> list[list[_Row]]:
        return runs(lines, lambda row, line: row[-1].y - line.y < least and not any(line.y < y < row[-1].y for y in rules))

    tried = map(parted, [*wider[: -_TRIED - 1 : -1], 0.0])
    return max(tried, key=lambda rows: sum(all(_cells(row, columns)) for row in rows))


def _counted(lines: list[_Row], columns: list[tuple[float, float]]) -> bool:
    """Whether the first column counts the rows, each number in the first line of its row."""
    begun = [cells for cells in (_cells([line], columns) for line in lines) if cells[0]]
    numbers = [int(cells[0]) for cells in begun if _COUNT.fullmatch(cells[0])]
    others = len(begun) - len(numbers)
    level = all(sum(map(bool, cells)) >= len(columns) - 1 for cells in begun)
    return len(numbers) > 1 and others <= 1 and level and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_table(grid: list[list[str]], ruled: bool, by_lines: bool) -> bool:
    """Whether rows are those of a table, beyond doubt."""
    wide = len(grid[0])
    cells = [cell for row in grid for cell in row if cell]
    named = any(map(_HEAD.fullmatch, grid[0])) and not any(_DAY.fullmatch(cell) or read_marker(cell) for cell in grid[0])
    if len(grid) < (2 if named and wide > 2 else 3) or max(map(len, cells)) > _LONGEST_CELL:
        return False
    days = max(sum(bool(_DAY.fullmatch(row[place])) for row in grid) for place in range(wide))
    if not named and (2 * days >= len(grid) or all(map(_NAME.fullmatch, cells))):
        return False  # a list of links with their days, or of names
    numbers = max(sum(bool(_NUMBER.fullmatch(row[place])) for row in grid) for place in range(1, wide))
    filled = sum(sum(map(bool, row)) >= max(2, wide - 1) for row in grid)
    sentences = sum("。" in cell for cell in cells)
    if ruled or 2 * numbers >= len(grid) and not sentences:
        return filled >= _FILLED * len(grid)
    headed = named and all(grid[0])
    if len(grid) < 3 or 5 * sentences > len(cells) or wide < 3 and not headed:
        return False
    if by_lines:  # nothing parts the rows from their own lines
        return sum(map(all, grid)) >= _ALL * len(grid)
    return (headed or all(grid[0])) and filled >= _FILLED * len(grid)


def _table(rows: list[list[_Row]], columns: list[tuple[float, float]]) -> Table:
    """The table, with edges in the middle of what is empty."""
    down = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in zip(columns, columns[1:])), columns[-1][1] + 1]
    # the middle of a glyph stands at 0.3 of its height above its line
    tops = [max(line.y + 0.6 * line.size for line in row) for row in rows]
    feet = [min(line.y for line in row) for row in rows]
    across = [tops[0] + 1, *(min((foot + top) / 2, foot + 0.2) for foot, top in zip(feet, tops[1:])), feet[-1] - 1]
    cells = [[(row, column, 1, 1) for column in range(len(columns))] for row in range(len(rows))]
    return Table(across, down, cells, False, False, False)


def join_rows(pages: list[list]) -> None:
    """Make the rows of tables whole that a page break cut in two, cell by cell; pages of lines, as `_pdf` has them."""
    filled = [lines for lines in pages if lines]
    heads: set[str] = set()  # a head may stand on each page anew
    for lines, following in zip(filled, filled[1:]):
        heads |= {line.text for before, line in zip([None, *lines], lines) if line.role and not (before and before.role)}
        last, place = lines[-1], int(following[0].text in heads and len(following) > 1)
        first = following[place]
        if not (last.role and first.role):
            continue
        # empty cells at the end of a row are not written
        pairs = list(zip_longest(last.text.split("\t"), first.text.split("\t"), fillvalue=""))
        if all(pairs[0]):  # both have a number or name of their own: they are two rows
            continue
        cut = [full for full, (_, rest) in zip((*last.full, *[False] * len(pairs)), pairs) if rest]
        if last.below and first.above or cut and all(cut) and len(cut) < len(pairs):
            last.text, last.below, last.full = "\t".join(a + b for a, b in pairs), first.below, first.full
            del following[place]
