"""Rows of tables of indicators: each with a name, a unit, values and whether they bind, below the head of its table.

A row comes as a line with tabs between its cells (from DOCX, HTML, PDF or a paste), or flattened, with spaces between
its name and its values. A cell that is no number says nothing, and does not lose its row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from policylab.numbers._scan import is_called
from policylab.numbers._units import scaled_unit
from policylab.resources._word_patterns import HAN
from policylab.targets._lexing import pattern
from policylab.targets._review_and_aims import Clock, Setting
from policylab.targets._statements import Statement
from policylab.targets._table_cells import (
    CELL,
    DUE,
    EMPTY,
    HEAD_NOT_UNDERSTOOD,
    IN_WORDS,
    INDEX,
    NATURE,
    NOTE_MARKS,
    RATE_NAME,
    ROW_NUMBER,
    VALUE,
    Cell,
    Told,
    fits,
    full_name,
    in_points,
    is_index,
    is_value,
    number_in,
    read_value,
    with_totals,
)
from policylab.targets._table_columns import (
    POINTS,
    UNIT_BRACKETED,
    YEAR,
    bracketed_unit,
    read_column,
    with_brackets,
    without_unit,
    year_of,
)
from policylab.targets._table_heads import (
    TableHead,
    below_row_of_names,
    ended,
    named,
    read_flat_head,
    read_head,
    with_unit_line,
    with_unit_row,
)
from policylab.targets._tense import Tense

LONGEST_ROW = 400  # characters of a row
LONGEST_FLAT = 160  # characters of a row or a head without tabs
LONGEST_LABEL = 48  # characters of a name
SHORT_LINE = 14  # characters of a line that may name a group of rows
NATURE_LAST = re.compile(rf"(?:{NATURE.pattern})\s*$")
ROW_NUMBERED = re.compile(
    rf"\s*[(（]?[0-9]{{1,2}}(?:[)）.、．]?\s*(?=[{HAN}])(?!周?岁|级以|小时|分钟)|(?:[)）.、．]\s*|\s+)(?=[A-Z0-9]))|\s*[①-⑳]\s*"
    r"|\s*[(（][一二三四五六七八九十]{1,3}[)）]\s*|\s*[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])\s*"
)
UNIT_LAST = re.compile(rf"(?<=[^\s|｜])[\s|｜]*{UNIT_BRACKETED.pattern}{NOTE_MARKS}[\s|｜]*$")
PER_LAST = re.compile(r"1/[0-9]+[十百千万]+人?口?$")
NUMBERED_TEXT = re.compile(rf"[{HAN}]\D{{0,2}}[0-9]|[0-9][^,]{{0,4}}[{HAN}]")
OF_WHOLE = re.compile(r"^(?:其中 ?[:：]?|[#＃—]+)\s*")
ONWARDS = re.compile(r"起|长期|持续|以后")  # of a term that does not end
DRAWN = re.compile(r"[│┃║]|[┌├└┏┣┗╔╠╚╟][^\w│┃║]*")  # strokes between cells, or a line between rows
TABLE_NAME = re.compile(r"附?表|专栏|附件|.*表$")
SPACED_DIGITS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
COUNTING = re.compile(r"[0-9]|[一二两三四五六七八九十半][番倍成]|翻番|倍增")
SEVERAL_BARE = re.compile(r"(?:[0-9][0-9,]*(?:\.[0-9]+)?[\s|｜]+){2,}[0-9][0-9,]*(?:\.[0-9]+)?[\s|｜]*")  # three numbers and more without a unit
DATED_REMARK = re.compile(r"[(（](?P<year>(?:19|20)[0-9]{2})年?(?:[底末]|数据|数)?[)）]")
LETTER = re.compile(f"[{HAN}A-Za-z]")
NAMED = re.compile(f"[{HAN}A-Za-z].*[{HAN}A-Za-z]")
NOTED_UNIT = re.compile(f"(?<=[{HAN}])[0-9](?P<unit>[{HAN}]{{1,4}})$")  # 拥有量1件, whose 1 is a note
NAME_MARKS = re.compile(f"(?:{NOTE_MARKS}|(?<=[{HAN}])[0-9])$")  # with the number of a note
NOTE = re.compile(r"\s*(?:注|说明|备注)[0-9一二三]{0,2}\s*[:：]")
ROW = re.compile(
    rf"^(?P<label>.*?[{HAN}A-Za-z)）%‰】\]]{NOTE_MARKS})[\s|｜]*"
    rf"(?P<values>(?:{VALUE.pattern})(?:[\s|｜]+(?:{VALUE.pattern})|(?=[〔\[【年累])(?:{VALUE.pattern}))*)[\s|｜]*$"
)
# a flattened row whose nature stands before its values: 4金融市场交易总额 万亿元 预期性2800左右-
NATURE_WITHIN = re.compile(r"^[0-9]{0,3}[.、 ]?(?P<label>[^,，。;；]{2,60}?)[\s|｜]*(?P<word>约束性|预期性)(?!指标)")
NATURE_TOLD = re.compile(r"[0-9]{1,3}[.、 ]?[^,，。;；]{0,48}(?:约束性|预期性)(?!指标)[^,，。;；]{0,30}$")


class Parts(NamedTuple):
    """A row taken apart: name, unit and nature, and the cells that hold its values."""

    text: str
    label: str  # what stands in the cell of its name
    name: str  # the label without numbers, units and notes
    unit: str
    nature: str | None
    cells: list[Cell]
    begin: int = 0  # where its first cell begins
    year: int | None = None  # of a table whose rows are years
    due: int | None = None
    short: bool = False  # it ends before the columns of values do


class Time(NamedTuple):
    """Whether a cell tells what was, its year, and what gives the year: column, cell, row, term, caption, heading, period."""

    tense: Tense
    year: int | None
    year_from: str | None
    given: str = ""


class RowStep(NamedTuple):
    """What decided one statement of a row: its cell with its column, the row, and of what time the cell tells."""

    statement: Statement
    cell: Cell
    parts: Parts
    time: Time


class Row(NamedTuple):
    """What a line of a table says: its statements, each with what decided it, and what holds for its cells of text."""

    steps: tuple[RowStep, ...] | None  # None where the line is no row
    told: tuple[Told, ...] = ()  # cells beside the values that hold text
    name: str = ""  # where the head tells which cell it is
    due: int | None = None  # the year by which its task is due
    missed: tuple[Told, ...] = ()  # what it holds that was not read

    @property
    def statements(self) -> list[Statement]:
        return [step.statement for step in self.steps or ()]


NO_ROW, SAYS_NOTHING = Row(None), Row(())  # of what is no row; of a head, a note, a line of units


def read_line(text: str, head: TableHead, setting: Setting, *, planned: bool = False) -> tuple[Row, TableHead]:
    """What a line says below the head of a table, and the head that stands above the next line.

    >>> row, head = read_line("指标\\t单位\\t2025年\\t2030年", TableHead(), Setting())
    >>> row, head = read_line("渔港\\t座\\t3\\t8", head, Setting())
    >>> [(one.kind, one.indicator, f"{one.value:f}", one.unit, one.year) for one in row.statements]
    [('baseline', '渔港', '3', '座', 2025), ('target', '渔港', '8', '座', 2030)]
    """
    above, head = head, replace(head, names=()) if head.names else head
    if head.columns and NOTE.match(text):
        return SAYS_NOTHING, head
    if (lined := with_unit_line(head, text.strip("| \t"))) is not None:
        return SAYS_NOTHING, lined
    written, text = text, tabbed(text)
    cells = split_cells(text) if "\t" in text or above.names else []
    words = [cell.text for cell in cells]
    if above.names and (united := with_unit_row(words, above, setting, planned=planned)) is not None:
        return SAYS_NOTHING, united
    if "\t" in text:
        if len(text) > LONGEST_ROW:
            return NO_ROW, head
        taken = read_head(words, above, setting, planned=planned)
        if taken is not None:
            return SAYS_NOTHING, named(taken, words, above)
        head = below_row_of_names(words, above) or (replace(head, open=False) if head.open else head)
        row = read_row(text, cells, head, setting, whole=text is not written)
        unit = row.steps[0].parts.unit if row.steps else ""
        return row, named(replace(head, of_row=unit) if head.of_row != unit else head, words, above)
    if head.columns and 0 < len(text) <= SHORT_LINE and not re.search(r"[0-9,;。,，；:]", text):
        return NO_ROW, head  # the name of a group of rows
    if len(text) > LONGEST_FLAT or not text or text[-1] in "。;:,":
        return NO_ROW, ended(head)
    head = replace(head, open=False) if head.open else head
    if text[-1] not in "性束期】])〕）0123456789%‰上下右内—-/| *①②③④⑤":
        taken = read_flat_head(text, head)
        if taken is None:
            return NO_ROW, head
        head = taken
    return read_flat_row(text, head, setting)


def tabbed(text: str) -> str:
    """A line with tabs between its cells, also where it is one of a table in Markdown, or of one that is drawn with strokes.

    >>> tabbed("├──┼──┤│渔港│3座│")
    '       \\t渔港\\t3座\\t'
    """
    if text[:1] in "│┃║┌├└┏┣┗╔╠╚╟":
        text = DRAWN.sub(lambda found: "|" if found.group() in "│┃║" else " " * len(found.group()), text)
    return text.replace("|", "\t") if text.count("|") > 1 and "\t" not in text else text


def split_cells(text: str) -> list[Cell]:
    """The cells of a line; one that is empty and last is none.

    >>> [tuple(cell[:2]) for cell in split_cells("渔港\\t\\t3\\t")]
    [(0, '渔港'), (3, ''), (4, '3')]
    """
    cells, start = [], 0
    for cell in text.split("\t"):
        cells.append(Cell(start, cell))
        start += len(cell) + 1
    return cells if cells[-1].text else cells[:-1]


def read_row(text: str, cells: list[Cell], head: TableHead, setting: Setting, *, whole: bool = False) -> Row:
    """What the cells of a row say below a head; `whole` says that no empty cell was lost at its end."""
    text = SPACED_DIGITS.sub(lambda found: found.group().replace(" ", ","), text) if SPACED_DIGITS.search(text) else text
    cells = placed([Cell(start, text[start : start + len(cell)]) for start, cell, _ in cells], head)
    stands = _stands(cells, head, whole)
    above = head if stands else replace(head, columns=())  # what tells the cells of the row
    due = _term(cells, above)
    no_row = Row(None, name=_name_below(cells, above), due=due)
    first = _first_value(cells, above)
    if first is None or any(len(cell.text) > LONGEST_LABEL and "。" in cell.text for cell in cells):
        merged = head.columns and len({cell.text for cell in cells if cell.text.strip()}) <= 1
        return no_row._replace(steps=()) if merged else no_row
    label, unit, nature = _described(cells, first, above)
    label = with_brackets(label)
    name, unit = _name(label), unit or bracketed_unit(label) or (head.of_row if OF_WHOLE.match(label) else "")
    units = [number.quantity.unit.name for cell in cells[first:] if (number := number_in(cell.text.strip()))]
    alike = len(units) > 1 and units[0] and len(set(units)) == 1  # 3座, 5座
    known = bool(unit or nature or due or head.values() or alike)  # a unit above the table alone does not say what its columns are
    if not known or not (head.by_year and name or LETTER.search(name)) or len(name) > LONGEST_LABEL or "。" in name:
        return no_row
    held = _aligned(cells, first, above) if stands else _in_order(cells, first, head)
    undated = head.by_year and read_column(name).year is None  # 合计
    if held is None or undated or not unit and is_called(name, len(name)):  # 咨询电话, 12345
        return Row((), missed=(Told(cells[0].start, text[cells[0].start :].strip("\t ")),))
    short = stands and any(column.role == "value" for column in head.columns[len(cells) :])
    parts = Parts(text, label, name, unit, nature, held, cells[0].start, due=due, short=short)
    dated = head.by_year or _all_named(head) and not pattern("column_dated").sub("", name).strip("值")
    if dated and (year := read_column(name).year):
        return read_parts(parts._replace(name="", year=year), head, setting)._replace(name=no_row.name, due=due)
    row = read_parts(parts, head, setting)
    told = (*row.told, *_told_beside(cells, parts, above))
    return row._replace(told=told, name=no_row.name, due=due) if row.steps or told or head.columns else no_row


def placed(cells: list[Cell], head: TableHead) -> list[Cell]:
    """The cells of a row as its head stands, whichever of the two lost its empty first cells; the name of a row is none of them."""
    columns = head.columns
    while columns and len(cells) > len(columns) and columns[0].role and not cells[0].text.strip():
        cells = cells[1:]  # which its head lost
    missing = len(columns) - len(cells)
    begin = next((place for place, column in enumerate(columns) if column.role == "value"), len(columns))
    names = [place for place in range(begin) if columns[place].role == "label"]
    filled = next((place for place, cell in enumerate(cells) if cell.text.strip()), 0)
    missing = min(missing, names[-1] - filled) if names else missing
    if missing <= 0 or len(cells) < 2:
        return cells

    def fitting(shift: int) -> tuple[int, int]:
        return sum(fits(columns[place + shift], cell.text.strip()) for place, cell in enumerate(cells)), -shift

    return [Cell(cells[0].start, "")] * max(range(missing + 1), key=fitting) + cells


def _term(cells: list[Cell], head: TableHead) -> int | None:
    """The year by which a task is due: of the column that says so, or of the one cell that is a date."""
    columns = {place for place, column in enumerate(head.columns) if column.role == "due" and not head.by_year}
    named = [cell.text.strip() for place, cell in enumerate(cells) if (place in columns if columns else DUE.fullmatch(cell.text.strip()))]
    years = [int(found["year"]) for cell in named for found in YEAR.finditer(cell)]
    return max(years) if years and len(named) == 1 and not ONWARDS.search(named[0]) else None


def _name_below(cells: list[Cell], head: TableHead) -> str:
    """The name of a row where its head tells which cell it is; "" where none does, or it is too long."""
    if not any(column.role == "label" for column in head.columns):
        return ""
    name = _name(_described(cells, len(cells), head)[0])
    return name if LETTER.search(name) and len(name) <= LONGEST_LABEL and "。" not in name else ""


def _first_value(cells: list[Cell], head: TableHead) -> int | None:
    """Which cell is the first that holds a value, of those below a column of values where there are such."""
    holding = [place for place in range(len(cells)) if _holds_value(cells, place, head)]
    below = [place for place in holding if place < len(head.columns) and head.columns[place].role == "value"]
    return next(iter(below if len(head.columns) >= len(cells) and below else holding), None)


def _holds_value(cells: list[Cell], place: int, head: TableHead) -> bool:
    role, cell = head.role(place), cells[place].text.strip()
    if role in ("unit", "number", "label", "due"):
        return False
    number = is_value(cell) or YEAR.fullmatch(cell) or role == "value" and (COUNTING.search(cell) or IN_WORDS.fullmatch(cell))
    return bool(number) and (role == "value" or not is_index(cells, place))


def _stands(cells: list[Cell], head: TableHead, whole: bool) -> bool:
    """Whether a row stands as its head does, so that the place of a cell tells its column.

    Not where a number stands below a unit, or 约束性 below a year: a cell is lost, or one too many.
    """
    if not head.values():
        return True
    if len(cells) < len(head.columns) and whole or any(is_value(cell.text) for cell in cells[len(head.columns) :]):
        return False
    pairs = [(cell.text.strip(), column.role) for cell, column in zip(cells, head.columns)]
    lost = any(role in ("unit", "nature") and is_value(word) and not scaled_unit(word) for word, role in pairs)
    return not lost and not any(role == "value" and NATURE.fullmatch(word) for word, role in pairs)


def _aligned(cells: list[Cell], first: int, head: TableHead) -> list[Cell]:
    """The cells of values of a row that stands as its head does, each with its column."""
    if not head.values():
        return [cell for cell in cells[first:] if not (NATURE.fullmatch(cell.text.strip()) or DUE.fullmatch(cell.text.strip()))]
    return [
        cell._replace(column=column)
        for place, (cell, column) in enumerate(zip(cells, head.columns))
        if column.role == "value" or column.role == "" and place >= first
    ]


def _in_order(cells: list[Cell], first: int, head: TableHead) -> list[Cell] | None:
    """The cells of values of any other row, each with its column by their order; None where they are more or fewer than the columns."""
    values = head.values()
    behind = [cell for cell in cells[first:] if is_value(cell.text) or EMPTY.fullmatch(cell.text.strip())]
    for held in ([cell for cell in behind if cell.text.strip()], behind):
        if len(held) == len(values):
            return [cell._replace(column=column) for cell, column in zip(held, values)]
    return None


def _all_named(head: TableHead) -> bool:
    """Whether each column of values has a measure of its own, so that the name of a row may be a year."""
    return bool(head.values()) and all(column.name for column in head.values())


def _described(cells: list[Cell], first: int, head: TableHead) -> tuple[str, str, str | None]:
    """What stands in the cell of a row's name, its unit and its nature."""
    unit = nature = label = ""
    labels = [place for place, column in enumerate(head.columns) if column.role == "label"]
    for place, cell in enumerate(cells):
        word, role = cell.text.strip(), head.role(place)
        if EMPTY.fullmatch(word):
            continue
        if role == "number":
            label = label if INDEX.fullmatch(word) or is_value(word) else word  # 合计
            continue
        if bound := NATURE.fullmatch(word):
            nature = bound["word"]
        elif role == "unit" or place < first and scaled_unit(word):
            unit = word if scaled_unit(word) else unit
        elif place in labels or not labels and place < first and not INDEX.fullmatch(word) and role != "other":
            label = label + word if pattern("name_of_part").fullmatch(_name(word)) and label != word else word
    return label, unit, nature or None


def _told_beside(cells: list[Cell], parts: Parts, head: TableHead) -> list[Told]:
    """The cells beside the values of a row that say something with a number: 新建泊位5个."""
    taken, found = {cell.start for cell in parts.cells}, []
    for place, (start, cell, _) in enumerate(cells):
        if start in taken or place >= len(head.columns) or head.role(place) not in ("other", "note", ""):
            continue
        told, value = NUMBERED_TEXT.search(cell), is_value(cell) and not CELL.match(cell.strip())["change"]
        if told or value:
            name = "" if told and value and head.role(place) != "other" else parts.name
            found.append(Told(start, cell, name, "" if value else parts.unit, year=parts.due, year_from="sentence"))
    return found


def read_flat_row(text: str, head: TableHead, setting: Setting) -> tuple[Row, TableHead]:
    """What a line without tabs says, and the head that stands above the next line, as it may be a head itself."""
    nature = NATURE_LAST.search(text)
    row = ROW.match(text[: nature.start()].rstrip(" |｜") if nature else text)
    if nature is None and NATURE_TOLD.match(text):
        # what stands on another line, or has no number, gives nothing
        nature = NATURE_WITHIN.match(text)
        rest = nature and text[nature.end() :]
        if nature is None or VALUE.sub("", rest).strip(" |｜\t"):
            return SAYS_NOTHING, head
        unread = Row((), missed=(Told(0, text),)) if any(sign.isdigit() for sign in rest) else SAYS_NOTHING
        label, offset, values, otherwise = nature["label"], nature.end(), rest, unread
    elif row is None:
        taken = read_flat_head(text, head)
        return (NO_ROW, head) if taken is None else (SAYS_NOTHING, taken)
    else:
        label, offset, values = row["label"], row.start("values"), row["values"]
        otherwise = Row((), missed=(Told(0, text),)) if SEVERAL_BARE.fullmatch(values) and NAMED.search(label) else NO_ROW
    if pattern("table_head").search(label) and YEAR.search(label):
        head = read_flat_head(label, head) or head
    cells = [Cell(offset + cell.start(), cell.group()) for cell in VALUE.finditer(values)]
    parts = _flat_parts(text, label, nature and nature["word"], cells, head)
    return (otherwise if parts is None else read_parts(parts, head, setting)), head


def _flat_parts(text: str, label: str, nature: str | None, cells: list[Cell], head: TableHead) -> Parts | None:
    """A flattened row taken apart; a name and one number is a row only where something else says so."""
    unit, name, columns = _flat_unit(label), _flat_name(label), head.values()
    fit = len(columns) == len(cells)
    if not NAMED.search(name) or not (nature or unit or (fit and len(cells) > 1)) or "。" in name or "," in name:
        return None
    if not any(any(sign.isdigit() for sign in cell.text) for cell in cells):
        return None
    if fit:
        cells = [cell._replace(column=column) for cell, column in zip(cells, columns)]
    return Parts(text, label, name, unit, nature, cells)


def read_parts(parts: Parts, head: TableHead, setting: Setting) -> Row:
    """What the cells of values of a row say: a statement each, or where one holds text what holds for it."""
    sentence, missed = _sentence(parts), ()
    if len(parts.cells) > 2 and all(cell.column is None for cell in parts.cells):
        # what a third column without a head tells is not known, unless it says so itself
        own = [cell for cell in parts.cells[2:] if re.match(r"\D{0,2}(?:年均|累计|增|下降|提高)", cell.text)]
        missed = tuple(Told(cell.start, cell.text, parts.name) for cell in parts.cells[2:] if cell not in own and is_value(cell.text))
        parts = parts._replace(cells=[*parts.cells[:2], *own])
    unit = parts.unit or ("" if RATE_NAME.search(parts.name) else head.unit)
    statements, decided, told = [], [], []
    for place, (start, text, column) in enumerate(parts.cells):
        statement = read_value(parts.text, start, start + len(text), parts.name, unit, column)
        if statement is None and (column is None or not COUNTING.search(text)):
            continue
        time = time_of(parts, place, head, setting)
        kind, modality = ("baseline", None) if time.tense.past else ("target", parts.nature)
        doubt = "kind by default" if head.guessed else None
        if statement is None:
            given = column.unit or ("%" if column.rate and not unit else unit)
            told.append(Told(start, text, full_name(parts.name, column), given, kind, time.year, time.year_from, modality, doubt))
            continue
        if time.tense.past and (remark := DATED_REMARK.search(text)):
            time = time._replace(year=int(remark["year"]), year_from=time.year_from or "context", given="cell")
        if head.mixed and not statement.unit:
            doubt = HEAD_NOT_UNDERSTOOD
        decided.append((parts.cells[place], parts, time))
        statements.append(replace(
            statement, kind=kind, year=time.year, modality=modality, sentence=sentence, year_from=time.year_from, doubt=doubt
        ))  # fmt: skip
    statements = with_totals(in_points(statements, parts.text), parts.cells)
    if parts.short or head.alike or not head.columns or head.values() and not any(cell.column for cell in parts.cells):
        statements = [item if item.doubt else replace(item, doubt=HEAD_NOT_UNDERSTOOD) for item in statements]
    return Row(tuple(RowStep(item, *step) for item, step in zip(statements, decided)), tuple(told), missed=missed)


def _sentence(parts: Parts) -> tuple[int, int]:
    """Where a row stands in its line, without its number."""
    numbered = ROW_NUMBERED.match(parts.text, parts.begin) or ROW_NUMBER.match(parts.text, parts.begin)
    first = min((cell.start for cell in parts.cells), default=parts.begin)
    return numbered.end() if numbered and numbered.end() <= first else parts.begin, len(parts.text.rstrip())


def time_of(parts: Parts, place: int, head: TableHead, setting: Setting) -> Time:
    """Of what time a cell of a row tells: that of its row or its column, of the row's term, the caption, the heading, the period."""
    clock, span, column = setting.clock, setting.span, parts.cells[place].column
    if parts.year:
        return Time(Tense(head.before(parts.year, clock, not (head.aims or span.ahead)), "row"), parts.year, "context", "row")
    year = year_of([cell.column for cell in parts.cells], place)
    tense = _tense_of(parts.cells, place, year, head, clock)
    if year is not None:
        return Time(tense, year, "context", "column")
    if not tense.past and parts.due is not None:
        return Time(tense, parts.due, "sentence", "term")
    if column is not None and head.year is not None and column.past is not True:
        return Time(Tense(head.before(head.year, clock, not head.aims), "caption"), head.year, "context", "caption")
    if column is not None and column.past is None and span.back:
        return Time(Tense(True, "heading"), span.year, None if span.year is None else "context", "heading")
    if tense.past:
        return Time(tense, None, None)
    if span.ahead and span.year is not None:
        return Time(tense, span.year, "context", "heading")
    return Time(tense, clock.period_end, None if clock.period_end is None else "period", "period")


def _tense_of(cells: list[Cell], place: int, year: int | None, head: TableHead, clock: Clock) -> Tense:
    """Whether a cell tells what was by its column; a change does by the column that leads to it: 2023年, 较上年增长."""
    filled = [number for number, cell in enumerate(cells) if any(sign.isdigit() for sign in cell.text)]
    column, first = cells[place].column, place == 0 and len(cells) > 1 and filled[-1:] != [place]
    if column is not None and column.year is None and column.measure in POINTS and year is not None:
        for before in range(place - 1, -1, -1):
            if (dated := cells[before].column) is not None and dated.year:
                return head.tense(dated, year, clock, first=before == 0)
    return head.tense(column, year, clock, first=first)


def _unnumbered(label: str) -> str:
    numbered = ROW_NUMBERED.match(label)
    return label[numbered.end() :] if numbered else label


def _name(label: str) -> str:
    """The name in a cell, without its number, its unit and the marks of notes."""
    label = _unnumbered(label)
    label = without_unit(OF_WHOLE.sub("", label.strip()))
    return NAME_MARKS.sub("", re.sub(r"\s+", "", label)).strip(".、:：")


def _flat_unit(label: str) -> str:
    """The unit in the label of a flattened row, in brackets at its end or as its last word; or ""."""
    if (last := UNIT_LAST.search(label)) and (unit := bracketed_unit(last.group())):
        return unit
    if rate := PER_LAST.search(label):
        return rate.group()
    _, *words = re.split(r"[|｜\s]+", label.strip("|｜ \t"))
    if words and scaled_unit(words[-1]):
        return words[-1]
    if (noted := NOTED_UNIT.search(label)) and scaled_unit(noted["unit"]):
        return noted["unit"]
    return label[-1] if label[-1:] in ("%", "‰") else ""


def _flat_name(label: str) -> str:
    label = _unnumbered(label)
    label = without_unit(PER_LAST.sub("", without_unit(label)), NOTED_UNIT)
    parts = [part for part in re.split(r"[|｜]|\s+", label.strip()) if part and not scaled_unit(part)]
    parts = [part for part in parts if not part.strip(".、").isdigit()]
    return NAME_MARKS.sub("", parts[-1].rstrip("%‰")) if parts else ""
