"""Tables whose cells stand one a line, as a page leaves them that was pasted without its markup: their rows are put together.

The cells end in `|` (类别| above 指标| above 2025年|), or nothing but the order of the lines tells what they are (指标 above
2025年 above 渔港 above 3). Numbers whose columns nobody knows are told as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from policylab.numbers._units import scaled_unit
from policylab.targets._lexing import pattern
from policylab.targets._review_and_aims import Setting
from policylab.targets._table_cells import EMPTY, INDEX, fits, is_value, is_year
from policylab.targets._table_columns import Column, read_column
from policylab.targets._table_heads import LONGEST_HEAD_CELL, UNIT_LINE, TableHead, read_head

LONGEST_CELL = 48  # characters of a line that may be a cell
FEWEST_NUMBERS = 4  # lines of numbers, or of cells that end in |, below which nothing is a table
WIDEST = 30  # cells of a row
NEAR = 7  # lines of a row, and of the group above it, before its first number
DATED = re.compile(r"(?:19|20)[0-9]{2}")
PROSE = re.compile(r"[。;；?!]|[,，].*[,，]")
NUMBER_ALONE = re.compile(r"\s*[≥≤><〔\[(（]?\s*[-+]?[0-9][0-9,]*(?:\.[0-9]+)?\s*[%‰]?\s*[〕\])）]?[\s|]*")
LOST = "lost"  # the role of numbers whose columns nobody knows
HEAD_ROLES = ("number", "unit", "nature")
WHOLE_TABLE = 12  # strokes of a line that may be a whole table
ONE_CELL = re.compile(r"[^|]*\|[\s|]*|\|[^|]*")
PIPED = re.compile(r"[^|]*\|[\s|]*")  # one cell, perhaps with empty ones behind it


def with_rows(paragraphs: Sequence) -> list:
    """The paragraphs of an outline, with one for each row of a table whose cells stand one a line; places stay as they are."""
    found: list = []
    if not any("|" in one.text for one in paragraphs) and sum(map(_is_number, paragraphs)) < FEWEST_NUMBERS:
        return list(paragraphs)
    for cells, run in groupby(paragraphs, _may_be_cell):
        run = list(run)
        found += _rows(run) if cells and _of_table(run) else run
    return found


def _of_table(run: list) -> bool:
    """Whether lines hold so many numbers, or so many cells with a stroke, that they are a table's."""
    return sum(map(_is_number, run)) >= FEWEST_NUMBERS or _stroked(run)


def _is_number(paragraph) -> bool:
    return len(paragraph.text) <= LONGEST_CELL and NUMBER_ALONE.fullmatch(paragraph.text) is not None


def _stroked(lines: list) -> bool:
    """Whether cells stand each with a stroke on a line of its own, or a whole table on one line."""
    piped = [line.text for line in lines if "|" in line.text]
    return sum(ONE_CELL.fullmatch(text) is not None for text in piped) >= FEWEST_NUMBERS or any(text.count("|") >= WHOLE_TABLE for text in piped)


def _may_be_cell(paragraph) -> bool:
    text = paragraph.text
    if "|" in text:
        return "\t" not in text and not text.startswith("||")
    return len(text) <= LONGEST_CELL and "\t" not in text and PROSE.search(text) is None


def _rows(run: list) -> Iterator:
    """The rows in lines that may be cells: those of lines with strokes, and those of the others."""
    groups, stroked = [list(lines) for _, lines in groupby(run, lambda paragraph: "|" in paragraph.text)], _stroked(run)
    for before, lines in pairwise(groups):
        led = sum(line.text.startswith("|") and ONE_CELL.fullmatch(line.text) is not None for line in lines)
        if "|" not in before[-1].text and led >= FEWEST_NUMBERS and led > len(lines) / 2 and not UNIT_LINE.fullmatch(before[-1].text):
            lines.insert(0, before.pop())  # the first cell of all has no stroke before it
    for lines in filter(None, groups):
        if "|" not in lines[-1].text:
            yield from _by_order(lines)
            continue
        while lines and UNIT_LINE.fullmatch(lines[0].text.rstrip("| ")):
            yield lines.pop(0)
        yield from _by_width(lines) if stroked and lines else lines


def _by_width(lines: list) -> Iterator:
    """Rows of as many cells each, which strokes part; where no width fits, the lines as they are, and single numbers lost."""
    text = _text(lines, " ")
    pieces = text.split("|")
    begins = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    pieces = pieces if pieces[-1].strip() else pieces[:-1]
    ends = set(accumulate(line.text.count("|") for line in lines)) if PIPED.fullmatch(lines[0].text) else set(range(len(pieces)))
    width = next((width for width in range(3, min(WIDEST, len(pieces) // 2) + 1) if _divides(width, pieces, ends)), None)
    if width is None:
        yield from _begun(lines)
        return
    places = [*range(0, len(pieces), width), len(pieces)]
    rows = [_row(lines[0], text[begins[place] : begins[behind] - 1], begins[place]) for place, behind in pairwise(places)]
    narrow = _is_narrow([[cell.strip() for cell in row.text.strip("| ").split("|")] for row in rows])
    for row in filter(lambda row: row.text, rows):
        lost = narrow and row.role == "table" and any(is_value(cell.strip()) for cell in row.text.split("|"))
        yield row._replace(role=LOST) if lost else row


def _row(first, text: str, place: int):
    """A row, or a title that reaches over all columns, with what stands at a place of the lines that begin with the first."""
    lead = len(text) - len(text.lstrip("| "))
    text, start = text.strip("| "), first.start + place + lead
    if "|" not in text:
        return first._replace(role="body", text=text, start=start, end=start + len(text))
    return first._replace(role="table", text=text + " |", start=start, end=start + len(text))


def _begun(lines: list) -> Iterator:
    """Lines of rows of which the first cell stands on a line of its own; a number alone on one is lost."""
    place = 0
    while place < len(lines):
        begins = PIPED.fullmatch(lines[place].text) and place + 1 < len(lines) and ONE_CELL.fullmatch(lines[place + 1].text) is None
        if begins:
            text = _text(lines[place : place + 2], " ")
            yield _row(lines[place], text, 0)
        else:
            one = ONE_CELL.fullmatch(lines[place].text)
            alone = one and NUMBER_ALONE.fullmatch(lines[place].text.strip("| "))
            yield lines[place]._replace(role=LOST) if alone else _row(lines[place], lines[place].text, 0) if one else lines[place]
        place += 2 if begins else 1


def _is_narrow(rows: list[list[str]]) -> bool:
    """Whether a head has fewer columns than a row has cells: one of its own reached over several, and nobody knows which."""
    head, widest = TableHead(), 0
    for cells in rows:
        if any(is_value(cell) and not is_year(cell) for cell in cells):
            widest = max(widest, len(cells))
        else:
            head = read_head(cells, head, Setting()) or head
    return 0 < len(head.columns) < widest


def _divides(width: int, cells: list[str], ends: set[int]) -> bool:
    """Whether rows of so many cells end where lines may, and each begins with a name, or with its number and a name."""
    if not set(range(width, len(cells), width)) <= ends:
        return False
    rows = [[cell.strip() for cell in cells[place : place + width] if cell.strip()] for place in range(0, len(cells), width)]
    rows = [row for row in rows if row]
    if rows and pattern("role_number").fullmatch(rows[0][0]):
        rows = [row[1:] if INDEX.fullmatch(row[0]) else row for row in rows]
    return all(row and not NUMBER_ALONE.fullmatch(row[0]) for row in rows) and sum(any(map(is_value, row[1:])) for row in rows) > 1


def _by_order(lines: list) -> Iterator:
    """Rows below a head whose columns tell which cell is what; numbers that belong to none are lost."""
    texts, place, head = [line.text.strip() for line in lines], 0, None
    pending: list = []
    while place < len(lines):
        taken, above = _row_at(texts, place, head.columns) if head else 0, None
        if not taken and (above := _head_at(texts, place)):
            taken, head = above.lines, above
        if not taken:
            pending.append(lines[place])
            place += 1
            continue
        yield from _left_over(pending)
        pending = []
        row = _joined(lines[place : place + taken])
        yield row._replace(text="\t".join(above.cells)) if above else row
        place += taken
    yield from _left_over(pending)


def _left_over(lines: list) -> Iterator:
    """Lines that belong to no row: several numbers together have lost their columns, and what stands before them names them."""
    held: list = []
    for line in lines:
        if held and NUMBER_ALONE.fullmatch(held[-1].text) and not NUMBER_ALONE.fullmatch(line.text):
            yield from _told(held)
            held = []
        held.append(line)
    yield from _told(held)


def _told(held: list) -> Iterator:
    names = next((place for place, line in enumerate(held) if NUMBER_ALONE.fullmatch(line.text)), len(held))
    if len(held) - names < 2:
        yield from held
        return
    yield from held[: max(0, names - 2)]
    yield _joined(held[max(0, names - 2) :])._replace(role=LOST)


def _text(lines: list, between: str) -> str:
    """The text of several lines, each sign of which stands as far from its beginning as before."""
    first, text = lines[0], lines[0].text
    for line in lines[1:]:
        text += between.ljust(line.start - first.start - len(text)) + line.text
    return text


def _joined(lines: list):
    """One row of several lines, each of which is a cell."""
    return lines[0]._replace(role="table", text=_text(lines, "\t"), end=lines[-1].end)


class Head(NamedTuple):
    """A head in lines: how many they are, and its cells and columns, once a name above several years stands with each of them."""

    lines: int
    cells: list[str]
    columns: tuple[Column, ...]


def _head_at(texts: list[str], place: int) -> Head | None:
    """The head that begins here, where two rows follow that have a cell for each of its columns."""
    width = 0
    while place + width < len(texts) and width < WIDEST and _may_head(texts[place + width]):
        width += 1
    behind = place + width
    first = next((number for number in range(behind, min(behind + NEAR, len(texts))) if NUMBER_ALONE.fullmatch(texts[number])), None)
    cells = "\t".join(texts[place:behind])
    known = DATED.search(cells) or pattern("table_head").search(cells) or pattern("role_place").fullmatch(texts[place])
    if width < 2 or first is None or not known:
        return None
    widths = [taken for taken in range(width, max(1, first - place - NEAR), -1) if not is_year(texts[place + taken])]
    for grouped in (False, True):
        for taken in widths:
            lines = _with_units(texts[place : place + taken])
            for cells in _with_groups(lines) if grouped else [lines]:
                columns = _columns(cells)
                if columns and _has_rows(texts, place + taken, columns):
                    return Head(taken, cells, columns)
    return None


def _columns(cells: list[str]) -> tuple[Column, ...]:
    """The columns of a head that names what its rows are and has values; none where it is no such head."""
    if not any(read_column(cell).role == "value" for cell in cells) and pattern("role_place").fullmatch(cells[0]) is None:
        return ()
    head = read_head(cells, TableHead(), Setting())
    return () if head is None or not head.values() or head.columns[0].role == "value" else head.columns


def _has_rows(texts: list[str], place: int, columns: Sequence[Column]) -> bool:
    """Whether two rows follow, each perhaps behind the name of a group."""
    for _ in range(2):
        taken = _row_at(texts, place, columns)
        if not taken and place + 1 < len(texts) and _may_head(texts[place]):
            place += 1
            taken = _row_at(texts, place, columns)
        if not taken:
            return False
        place += taken
    return True


def _with_units(lines: list[str]) -> list[str]:
    """The cells that lines of a head are: a unit in brackets belongs to the line before it."""
    cells: list[str] = []
    for line in lines:
        if cells and line[0] in "(（" and scaled_unit(line.strip("()（）")):
            cells[-1] += line
        else:
            cells.append(line)
    return cells


def _with_groups(cells: list[str]) -> Iterator[list[str]]:
    """The same with a cell that names several years behind it standing with each of them."""
    for place in range(1, len(cells) - 2):
        dated = next((end for end in range(place + 1, len(cells)) if not is_year(cells[end])), len(cells))
        if dated - place > 2 and not is_year(cells[place]) and read_column(cells[place]).role in ("value", "other"):
            yield [*cells[:place], *(cells[place] + cell for cell in cells[place + 1 : dated]), *cells[dated:]]


@lru_cache(4096)
def _may_head(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEAD_CELL and (is_year(text) or not is_value(text) and not EMPTY.fullmatch(text))


def _row_at(texts: list[str], place: int, columns: Sequence[Column]) -> int:
    """How many lines are a row that has a cell for each column, or for each but that of its group; 0 where they are none.

    A number behind them is the one of the next row, or the row has more cells than its head.
    """
    labels = [number for number, column in enumerate(columns) if column.role == "label"]
    for left_out in [-1, *labels[:-1]]:
        own = [column for number, column in enumerate(columns) if number != left_out]
        row, behind = texts[place : place + len(own)], texts[place + len(own) : place + len(own) + 1]
        if len(row) < len(own) or not all(map(_fits, row, own)) or not any(map(is_value, row)):
            continue
        if not behind or NUMBER_ALONE.fullmatch(behind[0]) is None or own[0].role == "number" and INDEX.fullmatch(behind[0]):
            return len(own)
    return 0


def _fits(text: str, column: Column) -> bool:
    if column.role == "value":
        return is_value(text) and "年" not in text or bool(text) and EMPTY.fullmatch(text) is not None
    if column.role in HEAD_ROLES:
        return fits(column, text) > 0
    if not _may_head(text) or is_year(text) or text[0] in "(（" or column.role == "label" and scaled_unit(text):
        return False
    return not any(pattern(f"role_{role}").fullmatch(text) for role in HEAD_ROLES)
