"""Tables of indicators: the rows of a head with years, each with a name, a unit, values and whether they bind.

A row comes as a line with tabs between its cells (from DOCX, HTML, PDF or a paste), or flattened, with spaces between
its name and its values. The head says what a column is: a year, a growth rate, a total, another unit. A cell that is no
number says nothing, and does not lose its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from policylab.numbers import years_in
from policylab.numbers._units import scaled_unit
from policylab.targets._lexing import pattern
from policylab.targets._statements import Statement
from policylab.targets._table_cells import (
    CELL,
    DUE,
    EMPTY,
    IN_WORDS,
    INDEX,
    NATURE,
    NOTE_MARKS,
    POINTS,
    RATE_NAME,
    VALUE,
    YEAR,
    Column,
    Told,
    bracketed_unit,
    first_value,
    fits,
    full_name,
    in_points,
    is_index,
    is_value,
    is_year,
    merged,
    read_column,
    read_value,
    with_totals,
    without_unit,
    year_of,
)
from policylab.targets._time_spans import Span

LONGEST_ROW = 400  # characters of a row
HEAD = 160  # characters of a head
LONGEST_LABEL = 48  # characters of a name
SHORT_LINE = 14  # characters of a line that may name a group of rows
NATURE_LAST = re.compile(rf"(?:{NATURE.pattern})\s*$")
ROW_NUMBERED = re.compile(
    r"\s*[(（]?[0-9]{1,2}(?:[)）.、．]?\s*(?=[\u4e00-\u9fff])|(?:[)）.、．]\s*|\s+)(?=[A-Z0-9]))|\s*[①-⑳]\s*"
    r"|\s*[(（][一二三四五六七八九十]{1,3}[)）]\s*"
)
INDEX_CELL = re.compile(INDEX.pattern + r"\t\s*")
CAPTION_UNIT = re.compile(r"(?:计量)?单位 ?[:：] ?(?P<unit>[^\s,，;；、()（）。:：]{1,12})(?P<more>(?: ?[,，、;；] ?[^\s,，;；、()（）。:：]{1,8})*)")
UNIT_LINE = re.compile(rf"\s*[(（]?{CAPTION_UNIT.pattern}[)）]?\s*")
PER_LAST = re.compile(r"1/[0-9]+[十百千万]+人?口?$")
NUMBERED_TEXT = re.compile(r"[\u4e00-\u9fff]\D{0,2}[0-9]|[0-9][^,]{0,4}[\u4e00-\u9fff]")
OF_WHOLE = re.compile(r"^(?:其中 ?[:：]?|[#＃—]+)\s*")
ONWARDS = re.compile(r"起|长期|持续|以后")  # of a term that does not end
TASK = re.compile(r"任务|工程|事项|举措|措施|工作|内容|项目")
GROUP = re.compile(r"类|领域|方面|板块")
TABLE_NAME = re.compile(r"附?表|专栏|附件|.*表$")
CAPTION_AIM = re.compile(r"目标|规划|预期|计划|预计|任务|分解|安排")
SPACED_DIGITS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
COUNTING = re.compile(r"[0-9]|[一二两三四五六七八九十半][番倍成]|翻番|倍增")
DATED_REMARK = re.compile(r"[(（](?P<year>(?:19|20)[0-9]{2})年?(?:[底末]|数据|数)?[)）]")
NAMED = re.compile(r"[\u4e00-\u9fffA-Za-z].*[\u4e00-\u9fffA-Za-z]")
NOTED_UNIT = re.compile(r"(?<=[\u4e00-\u9fff])[0-9](?P<unit>[\u4e00-\u9fff]{1,4})$")  # 拥有量1件, whose 1 is a note
NAME_MARKS = re.compile(rf"(?:{NOTE_MARKS}|(?<=[\u4e00-\u9fff])[0-9])$")  # with the number of a note
NOTE = re.compile(r"\s*(?:注|说明|备注)[0-9一二三]{0,2}\s*[:：]")
ROW = re.compile(
    rf"^(?P<label>.*?[\u4e00-\u9fffA-Za-z)）%‰】\]])[\s|｜]*"
    rf"(?P<values>(?:{VALUE.pattern})(?:[\s|｜]+(?:{VALUE.pattern})|(?=[〔\[【年累])(?:{VALUE.pattern}))*)[\s|｜]*$"
)
# a flattened row whose nature stands before its values: 4金融市场交易总额 万亿元 预期性2800左右-
NATURE_WITHIN = re.compile(r"^[0-9]{0,3}[.、 ]?(?P<label>[^,，。;；]{2,60}?)[\s|｜]*(?P<word>约束性|预期性)(?!指标)")
NATURE_TOLD = re.compile(r"[0-9]{1,3}[.、 ]?[^,，。;；]{0,48}(?:约束性|预期性)(?!指标)[^,，。;；]{0,30}$")
# where a head ends in a line that has lost its tabs, and perhaps its spaces: 指标2020年2025年 属性
FLAT_HEADS = re.compile(r"[\s|｜]+|(?<![比较0-9])(?=(?:19|20)[0-9]{2}(?![0-9]))|(?<=.)(?=年均|(?<!/)(?<!五年)累计|单位|属性)")


@dataclass
class TableReader:
    """Reads tables line by line; it remembers the columns and the unit of the table until it ends."""

    period_start: int | None
    period_end: int | None
    now: int | None = None  # the year in which the document speaks
    planned: bool = False  # it is a plan by its title
    span: Span = Span()  # in which the table stands
    columns: list[Column] = field(default_factory=list)
    unit: str = ""
    year: int | None = None  # of the caption
    said: list[Told] = field(default_factory=list)  # cells of the last row that hold text
    due: int | None = None  # the year by which the task of the last row is due
    name: str = ""  # of the last row, where the head tells which cell it is
    _aimed: bool = False  # the caption speaks of aims
    _mixed: bool = False  # several units stand above the table, and which holds for a row is not known
    _by_year: bool = False  # each row is a year
    _series: bool = False  # the columns are years that have been
    _guessed: bool = False  # nothing but its years tells what a column looks at
    _open: bool = False  # the line before was a head, to which a second one may belong

    def caption(self, text: str) -> None:
        """A caption ends the table before it, and may give the year and the unit of the one that follows."""
        named = years_in(text)
        if named or self.columns:
            self.year = named[-1].year if named else None
            self._aimed = CAPTION_AIM.search(text) is not None
        self.columns, self._open = [], False
        found = CAPTION_UNIT.search(text)
        self._share((found and _shared(found)) or "", found is not None)

    def _share(self, unit: str, named: bool) -> None:
        self.unit, self._mixed = unit, named and not unit

    def read(self, text: str) -> list[Statement] | None:
        """The statements of a row, none for a head, or None where the line is no row of a table."""
        self.said, self.due, self.name = [], None, ""
        if self.columns and NOTE.match(text):
            return []
        line = UNIT_LINE.fullmatch(text) if len(text) < 40 else None
        if line and (shared := _shared(line)) is not None:
            self._share(shared, True)
            return []
        if "\t" not in text and text.count("|") > 1:
            text = text.replace("|", "\t")  # a table in Markdown
        if "\t" in text:
            return self._tabbed(text) if len(text) <= LONGEST_ROW else None
        opened, self._open = self._open, False
        if self.columns and 0 < len(text) <= SHORT_LINE and not re.search(r"[0-9,;。,，；:]", text):
            self._open = opened
            return None  # the name of a group of rows
        if len(text) > HEAD or not text or text[-1] in "。;:,":
            self.year = None if self.columns else self.year  # it was that of the table which ends here
            self.columns, self.unit, self._mixed = [], "", False
            return None
        if text[-1] not in "性束期】])〕）0123456789%‰上下右内—-/| *①②③④⑤" and not self._take_flat_head(text):
            return None
        return self._flat(text)

    def _tabbed(self, text: str) -> list[Statement] | None:
        cells = [(found.start(), found.group()) for found in re.finditer(r"[^\t]*(?:\t|$)", text) if found.group() or found.start() < len(text)]
        cells = [(start, cell.rstrip("\t")) for start, cell in cells]
        if self._take_head([cell for _, cell in cells]):
            return []
        self._open = False
        text = SPACED_DIGITS.sub(lambda found: found.group().replace(" ", ","), text) if SPACED_DIGITS.search(text) else text
        cells = self._placed([(start, text[start : start + len(cell)]) for start, cell in cells])
        self.due = self._term(cells)
        values = [column for column in self.columns if column.role == "value"]
        holding = [place for place in range(len(cells)) if self._holds_value(cells, place)]
        below = [place for place in holding if place < len(self.columns) and self.columns[place].role == "value"]
        first = next(iter(below if len(self.columns) >= len(cells) and below else holding), None)
        if any(column.role == "label" for column in self.columns):
            name = self._described(cells, len(cells))[0]
            self.name = name if len(name) <= LONGEST_LABEL and "。" not in name else ""
        if first is None or any(len(cell) > LONGEST_LABEL and "。" in cell for _, cell in cells):
            return [] if self.columns and len({cell for _, cell in cells if cell.strip()}) <= 1 else None
        aligned = self._aligned(cells, first)
        label, unit, nature = self._described(cells, first)
        known = bool(unit or nature or values or self.due)  # a unit above the table alone does not say what its columns are
        if not known or not label or len(label) > LONGEST_LABEL or "。" in label:
            return None
        if self._by_year and (row_year := YEAR.search(label)):
            return self._row(text, "", unit, nature, aligned, cells[0][0], int(row_year["year"]))
        statements = self._row(text, label, unit, nature, aligned, cells[0][0])
        taken = {start for start, _, _ in aligned}
        for place, (start, cell) in enumerate(cells):
            beside = start not in taken and (self._column_of(place, "other") or self._column_of(place, "note"))
            told, value = NUMBERED_TEXT.search(cell), is_value(cell) and not CELL.match(cell.strip())["change"]
            if beside and (told or value):
                name = "" if told and value and self._column_of(place, "note") else label
                self.said.append(Told(start, cell, name, "" if value else unit, year=self.due, year_from="sentence"))
        return statements if statements or self.said or self.columns else None

    def _term(self, cells: list[tuple[int, str]]) -> int | None:
        """The year by which a task is due: of the column that says so, or of the one cell that is a date."""
        columns = {place for place, column in enumerate(self.columns) if column.role == "due" and not self._by_year}
        named = [cell.strip() for place, (_, cell) in enumerate(cells) if (place in columns if columns else DUE.fullmatch(cell.strip()))]
        years = [int(found["year"]) for cell in named for found in YEAR.finditer(cell)]
        return max(years) if years and len(named) == 1 and not ONWARDS.search(named[0]) else None

    def _take_head(self, cells: list[str]) -> bool:
        """Whether the cells are the head of a table, or its second row; if so, they are the columns from here on."""
        if any(len(cell) > 30 for cell in cells) or not any(cell.strip() for cell in cells):
            return False
        if any(is_value(cell) and not is_year(cell) or NATURE.fullmatch(cell.strip()) for cell in cells):
            return False
        columns = [read_column(cell) if cell.strip() else Column("") for cell in cells]
        says = [
            column for column in columns
            if column.role == "due" or column.role == "value" and (column.year or column.measure or column.unit or column.past is not None)
        ]  # fmt: skip
        if self._open and self.columns:
            # 2020年 and 2025年 below a merged 目标值; a name below 指标 begins the rows
            if any(column.role == "other" and upper.role in ("label", "number") for column, upper in zip(columns, self.columns)):
                return False
            if any(upper.role == "due" and DUE.fullmatch(cell.strip()) for cell, upper in zip(cells, self.columns)):
                return False
            if says:
                self.columns = merged(self.columns, columns)
            return bool(says)
        begin = next((place for place, column in enumerate(columns) if column.role == "value"), 0)
        tasks = [place for place in range(begin) if columns[place].role == "other" and TASK.search(cells[place])]
        if tasks and not any(column.role == "label" and not GROUP.search(cell) for column, cell in zip(columns, cells)):
            columns[tasks[-1]] = Column("label")  # 任务, 目标, 完成时限
        named = any(column.role in ("label", "number", "unit", "nature") for column in columns) or any(map(pattern("table_head").search, cells))
        if (place := first_value(columns)) and not any(column.role == "label" for column in columns):
            # 产品, 2020年, 2025年; 排名, 国别, 出口额, 增速
            named, columns[place - 1], says = True, Column("label"), columns[place:]
        if not named or not says and not any(column.role == "nature" for column in columns):
            return False
        for place, column in enumerate(columns[1:], 1):
            if column.measure and not column.name and columns[place - 1].name and column.year == columns[place - 1].year:
                columns[place] = replace(column, name=columns[place - 1].name)  # 出口额, 增速
        self.columns, self._open = columns, True
        self._by_year = pattern("rows_of_years").fullmatch(cells[0].strip()) is not None
        self._look(columns)
        return True

    def _look(self, columns: list[Column]) -> None:
        """Whether columns of years tell of what has been, where neither the period nor a word in the head does."""
        years = [column.year for column in columns if column.year]
        aims = any(column.role == "nature" or column.past is False and column.year for column in columns)
        known = self.period_end is not None or self.period_start is not None or self.now is not None
        backwards = years != sorted(years)
        captioned = self.year is not None and not self._aimed and bool(years) and max(years) <= self.year
        self._series = not known and not aims and (backwards or captioned or self.span.back)
        several = len(set(years)) > 2 and not known and not aims
        self._guessed = several and not (self._series or self.span.ahead or self._aimed)
        planned = self.planned or any(column.past is False for column in columns)
        if self._guessed and not planned and all(year + 1 in years for year in set(years) - {max(years)}):
            self._series = True

    def _placed(self, cells: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The cells of a row as its head stands, whichever of the two lost its empty first cells."""
        while self.columns and len(cells) > len(self.columns) and not cells[0][1].strip():
            cells = cells[1:]  # which its head lost
        missing = len(self.columns) - len(cells)
        if missing <= 0 or len(cells) < 2:
            return cells

        def fitting(shift: int) -> tuple[int, int]:
            return sum(fits(self.columns[place + shift], cell.strip()) for place, (_, cell) in enumerate(cells)), -shift

        return [(cells[0][0], "")] * max(range(missing + 1), key=fitting) + cells

    def _aligned(self, cells: list[tuple[int, str]], first: int) -> list[tuple[int, str, Column | None]]:
        """The cells of values, each with its column; by place, or where the head is shorter by their order."""
        if len(self.columns) >= len(cells) and (not self.columns or self._column_of(first, "value")):
            return [
                (start, cell, self.columns[place])
                for place, (start, cell) in enumerate(cells)
                if self.columns[place].role == "value" or self.columns[place].role == "" and place >= first
            ]
        values = [column for column in self.columns if column.role == "value"]
        held = [(start, cell) for start, cell in cells[first:] if not (NATURE.fullmatch(cell.strip()) or DUE.fullmatch(cell.strip()))]
        if len(values) <= len(held):
            return [(start, cell, values[place] if place < len(values) else None) for place, (start, cell) in enumerate(held)]
        return [(start, cell, None) for start, cell in held]

    def _holds_value(self, cells: list[tuple[int, str]], place: int) -> bool:
        role = self.columns[place].role if place < len(self.columns) else ""
        cell = cells[place][1].strip()
        if role in ("unit", "number", "label", "due"):
            return False
        number = is_value(cell) or YEAR.fullmatch(cell) or role == "value" and (COUNTING.search(cell) or IN_WORDS.fullmatch(cell))
        return bool(number) and (role == "value" or not is_index(cells, place))

    def _column_of(self, place: int, role: str) -> bool:
        return place < len(self.columns) and self.columns[place].role in (role, "")

    def _described(self, cells: list[tuple[int, str]], first: int) -> tuple[str, str, str | None]:
        """Name, unit and nature of a row."""
        unit = nature = name = ""
        labels = [place for place, column in enumerate(self.columns) if column.role == "label"]
        for place, (_, cell) in enumerate(cells):
            word = cell.strip()
            role = self.columns[place].role if place < len(self.columns) else ""
            if role == "number" or EMPTY.fullmatch(word):
                continue
            if bound := NATURE.fullmatch(word):
                nature = bound["word"]
            elif role == "unit" or place < first and scaled_unit(word):
                unit = word if scaled_unit(word) else unit
            elif place in labels or not labels and place < first and not INDEX.fullmatch(word) and role != "other":
                name = word
        return _name(name), unit or bracketed_unit(name), nature or None

    def _take_flat_head(self, text: str) -> bool:
        if not pattern("table_head").search(text) or len(text) > 60 or re.search(r"[,;。]|达到|提高", text):
            return False
        columns = [read_column(token) for token in FLAT_HEADS.split(text.strip()) if token]
        values = [column for column in columns if column.role == "value" and (column.year or column.measure or column.past is not None)]
        if not any(column.year for column in values):
            return False
        self.columns = values
        return True

    def _flat(self, text: str) -> list[Statement] | None:
        nature = NATURE_LAST.search(text)
        row = ROW.match(text[: nature.start()].rstrip(" |｜") if nature else text)
        if nature is None and NATURE_TOLD.match(text):
            # what stands on another line, or has no number, gives nothing
            nature = NATURE_WITHIN.match(text)
            rest = nature and text[nature.end() :]
            if nature is None or VALUE.sub("", rest).strip(" |｜\t"):
                return []
            return self._flat_row(text, nature["label"], nature, nature.end(), rest) or []
        if row is None:
            return [] if self._take_flat_head(text) else None
        return self._flat_row(text, row["label"], nature, row.start("values"), row["values"])

    def _flat_row(self, text: str, label: str, nature: re.Match[str] | None, offset: int, values: str) -> list[Statement] | None:
        if pattern("table_head").search(label) and YEAR.search(label):
            self._take_flat_head(label)
        unit, apart = _flat_unit(label)
        name = _flat_name(label)
        cells = [(offset + cell.start(), cell.group()) for cell in VALUE.finditer(values)]
        columns = [column for column in self.columns if column.role == "value"]
        fits = len(columns) == len(cells)
        # a name and one number is a row only where something else says so
        if not NAMED.search(name) or not (nature or apart or (fits and len(cells) > 1)) or "。" in name or "," in name:
            return None
        if not any(any(sign.isdigit() for sign in cell) for _, cell in cells):
            return None
        aligned = [(start, cell, columns[place] if fits else None) for place, (start, cell) in enumerate(cells)]
        return self._row(text, name, unit, nature["word"] if nature else None, aligned, 0)

    def _row(
        self, text: str, name: str, unit: str, nature: str | None, cells: list[tuple[int, str, Column | None]], begin: int,
        row_year: int | None = None,
    ) -> list[Statement]:
        numbered = ROW_NUMBERED.match(text, begin) or INDEX_CELL.match(text, begin)
        first = min((start for start, _, _ in cells), default=begin)
        sentence = (numbered.end() if numbered and numbered.end() <= first else begin, len(text.rstrip()))
        if len(cells) > 2 and all(column is None for _, _, column in cells):
            # what a third column without a head tells is not known, unless it says so itself
            cells = [cell for place, cell in enumerate(cells) if place < 2 or re.match(r"\D{0,2}(?:年均|累计|增|下降|提高)", cell[1])]
        filled = [place for place, (_, cell, _) in enumerate(cells) if any(sign.isdigit() for sign in cell)]
        statements, own = [], unit or ("" if RATE_NAME.search(name) else self.unit)
        for place, (start, cell, column) in enumerate(cells):
            statement = read_value(text, start, start + len(cell), name, own, column)
            if statement is None and (column is None or not COUNTING.search(cell)):
                continue
            first = place == 0 and len(cells) > 1 and filled[-1:] != [place]
            past, year, year_from = self._time(cells, place, row_year, first)
            kind, modality = ("baseline", None) if past else ("target", nature)
            doubt = "kind by default" if self._guessed else None
            if statement is None:
                given = column.unit or ("%" if column.rate and not own else own)
                self.said.append(Told(start, cell, full_name(name, column), given, kind, year, year_from, modality, doubt))
                continue
            if past and (remark := DATED_REMARK.search(cell)):
                year = int(remark["year"])
            if self._mixed and not statement.unit:
                doubt = "table head not understood"
            statements.append(replace(
                statement, kind=kind, year=year, modality=modality, sentence=sentence, year_from=year_from, doubt=doubt
            ))  # fmt: skip
        return with_totals(in_points(statements, text), cells)

    def _time(
        self, cells: list[tuple[int, str, Column | None]], place: int, row_year: int | None, first: bool
    ) -> tuple[bool, int | None, str | None]:
        """Whether a cell tells what was, its year, and what gives it."""
        if row_year:
            return self.before(row_year, not (self._aimed or self.span.ahead)), row_year, "context"
        column, year = cells[place][2], year_of(cells, place)
        past = self._looks_back(column, year, first)
        if column is not None and column.year is None and column.measure in POINTS and year is not None:
            dated = next((other for other in range(place - 1, -1, -1) if cells[other][2] is not None and cells[other][2].year), None)
            past = past if dated is None else self._looks_back(cells[dated][2], year, dated == 0)  # 2023年, 较上年增长
        if year is not None:
            return past, year, "context"
        if not past and self.due is not None:
            return False, self.due, "sentence"
        if column is not None and self.year is not None and column.past is not True:
            return self.before(self.year, not self._aimed), self.year, "context"
        if column is not None and column.past is None and self.span.back:
            return True, self.span.year, None if self.span.year is None else "context"
        if past:
            return True, None, None
        if self.span.ahead and self.span.year is not None:
            return False, self.span.year, "context"
        return False, self.period_end, None if self.period_end is None else "period"

    def before(self, year: int, default: bool) -> bool:
        """Whether a year lies before what the document speaks of."""
        begins = self.period_start if self.period_start is not None else self.now
        if begins is not None:
            return year < begins
        if year < min((column.year for column in self.columns if column.year), default=year):
            return True
        return default and (self.period_end is None or year < self.period_end)

    def _looks_back(self, column: Column | None, year: int | None, first: bool) -> bool:
        """Whether a column tells what was; `first` says that it is the first of several."""
        if self._series or column is None:
            return self._series or first
        if column.past is not None and (column.year is None or not column.past):
            return column.past
        if year is not None and self.period_start is not None:
            return year < self.period_start
        if column.year is None:
            return False
        if self.now is not None and self.period_end is None:
            return year < self.now
        years = {other.year for other in self.columns if other.role == "value" and other.year}
        earliest = year == min(years) if len(years) > 1 else first
        return (earliest or column.past is True) and (self.period_end is None or year < self.period_end)


def _shared(named: re.Match[str]) -> str | None:
    """The unit above a table; of several (亿元、%) the one that is no rate, or "" where it is not known which; None if none."""
    units = [unit for unit in re.split(r"[,，、;；\s]+", named["unit"] + named["more"]) if scaled_unit(unit)]
    measured = [unit for unit in units if unit not in ("%", "％", "‰")]
    return None if not units else measured[0] if len(measured) == 1 else units[0] if len(units) == 1 else ""


def _unnumbered(label: str) -> str:
    numbered = ROW_NUMBERED.match(label)
    return label[numbered.end() :] if numbered else label


def _name(label: str) -> str:
    """The name in a cell, without its number, its unit and the marks of notes."""
    label = _unnumbered(label)
    label = without_unit(OF_WHOLE.sub("", label.strip()))
    return NAME_MARKS.sub("", re.sub(r"\s+", "", label)).strip(".、:：")


def _flat_unit(label: str) -> tuple[str, bool]:
    """The unit in the label of a flattened row, in brackets or as its last word; and whether there is one."""
    if unit := bracketed_unit(label):
        return unit, True
    if rate := PER_LAST.search(label):
        return rate.group(), True
    parts = [part for part in re.split(r"[|｜\s]+", label) if part]
    if len(parts) > 1 and scaled_unit(parts[-1]):
        return parts[-1], True
    if (noted := NOTED_UNIT.search(label)) and scaled_unit(noted["unit"]):
        return noted["unit"], True
    if parts and parts[-1][-1] in "%‰" and len(parts[-1]) > 1:
        return parts[-1][-1], True
    return "", False


def _flat_name(label: str) -> str:
    label = _unnumbered(label)
    label = without_unit(PER_LAST.sub("", without_unit(label)), NOTED_UNIT)
    parts = [part for part in re.split(r"[|｜]|\s+", label.strip()) if part and not scaled_unit(part)]
    parts = [part for part in parts if not part.strip(".、").isdigit()]
    return NAME_MARKS.sub("", parts[-1].rstrip("%‰")) if parts else ""
