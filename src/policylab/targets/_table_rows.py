"""Tables of indicators: the rows of a head with years, each with a name, a unit, values and whether they bind.

A row comes as a line with tabs between its cells (from DOCX, HTML, PDF or a paste), or flattened, with spaces between
its name and its values. The head says what a column is: a year, a growth rate, a total, another unit. A cell that is no
number says nothing, and does not lose its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from policylab.numbers import years_in
from policylab.numbers._numerals import shift
from policylab.numbers._quantities import quantity_at
from policylab.numbers._units import scaled_unit
from policylab.targets._statements import Statement
from policylab.targets._text_cells import Told
from policylab.targets._time_spans import Span

LONGEST = 400  # characters of a row
HEAD = 160  # characters of a head
NAME = 48  # characters of a name
SHORT = 14  # characters of a line that may name a group of rows

NATURE = re.compile(r"[\[【(（〔]?(?P<word>约束性|预期性|约束|预期|指导性)(?:指标)?[\]】)）〕]?")
NATURE_LAST = re.compile(rf"(?:{NATURE.pattern})\s*$")
NUMBERED = re.compile(
    r"\s*[(（]?[0-9]{1,2}(?:[)）.、．]?\s*(?=[\u4e00-\u9fff])|(?:[)）.、．]\s*|\s+)(?=[A-Z0-9]))|\s*[①-⑳]\s*"
    r"|\s*[(（][一二三四五六七八九十]{1,3}[)）]\s*"
)
INDEX = re.compile(r"\s*[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．]?\s*")
INDEX_CELL = re.compile(INDEX.pattern + r"\t\s*")
BRACKETED = re.compile(r"[(（【\[](?P<unit>[^()（）\[\]【】]{1,14})[)）】\]]")
CAPTION_UNIT = re.compile(r"(?:计量)?单位 ?[:：] ?(?P<unit>[^\s,，;；、()（）。:：]{1,12})(?P<more>(?: ?[,，、;；] ?[^\s,，;；、()（）。:：]{1,8})*)")
UNIT_LINE = re.compile(rf"\s*[(（]?{CAPTION_UNIT.pattern}[)）]?\s*")
PER_LAST = re.compile(r"1/[0-9]+[十百千万]+人?口?$")
MARKS = r"[*＊#※†‡^①-⑳]{0,3}"
NUMBERED_TEXT = re.compile(r"[\u4e00-\u9fff]\D{0,2}[0-9]|[0-9][^,]{0,4}[\u4e00-\u9fff]")
OF_WHOLE = re.compile(r"^(?:其中 ?[:：]?|[#＃—]+)\s*")
DUE = re.compile(
    r"(?:到|截至)?(?:20[0-9]{2}年?[-—–~～至到]{1,2}20[0-9]{2}年?|20[0-9]{2}年)(?:[底末]|[0-9]{1,2}月(?:[底末]|[0-9]{1,2}日)?)?(?:之?前)?(?:完成)?"
)
ONWARDS = re.compile(r"起|长期|持续|以后")  # of a term that does not end
TASK = re.compile(r"任务|工程|事项|举措|措施|工作|内容|项目")
GROUP = re.compile(r"类|领域|方面|板块")
TABLE_NAME = re.compile(r"附?表|专栏|附件|.*表$")
CAPTION_AIM = re.compile(r"目标|规划|预期|计划|预计|任务|分解|安排")
SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
IN_WORDS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{1,10}(?:点[零一二三四五六七八九]+)?")
COUNTING = re.compile(r"[0-9]|[一二两三四五六七八九十半][番倍成]|翻番|倍增")
DATED_REMARK = re.compile(r"[(（](?P<year>(?:19|20)[0-9]{2})年?(?:[底末]|数据|数)?[)）]")
ROUNDED = Decimal("0.15")  # of a change, by which one that is worked out from rounded levels may differ
REMARK_NUMBER = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]")
NAMED = re.compile(r"[\u4e00-\u9fffA-Za-z].*[\u4e00-\u9fffA-Za-z]")
NOTED_UNIT = re.compile(r"(?<=[\u4e00-\u9fff])[0-9](?P<unit>[\u4e00-\u9fff]{1,4})$")  # 拥有量1件, whose 1 is a note
NAME_MARKS = re.compile(rf"(?:{MARKS}|(?<=[\u4e00-\u9fff])[0-9])$")  # with the number of a note
NOTE = re.compile(r"\s*(?:注|说明|备注)[0-9一二三]{0,2}\s*[:：]")
EMPTY = re.compile(r"[-—–－/\\／*＊\s.…]*")

_BOUNDS = {
    "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "＞": "gt", "＜": "lt", "﹥": "gt", "﹤": "lt", ">=": "ge", "<=": "le",
    "超过": "gt", "达到": "eq", "不低于": "ge", "不少于": "ge", "不超过": "le", "不高于": "le", "大于": "gt", "小于": "lt",
    "高于": "gt", "低于": "lt", "约": "approx",
}  # fmt: skip
_BOUND = "|".join(map(re.escape, sorted(_BOUNDS, key=len, reverse=True)))
_CHANGE = r"(?:年均|累计|五年)*(?:增长|增加|提高|上升|下降|降低|减少)?"
CELL = re.compile(
    rf"(?P<open>[\[【〔(（]?) ?(?P<change>{_CHANGE}) ?(?P<bound>{_BOUND})? ?(?:(?P<minus>[-−－])(?=[0-9])|(?P<plus>[+＋])(?=[0-9]))?(?P<number>[0-9]|{IN_WORDS.pattern}$)"
)
TAIL = re.compile(rf"(?P<more> ?[+＋])?\.? ?{MARKS} ?[\]】〕)）]?{MARKS}\s*(?P<remark>[、,，;；(（。].*)?$")
_VALUE = (
    rf"[\[【〔(（]?{_CHANGE} ?(?:{_BOUND}|累计|年均)? ?[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[-—~～至][0-9][0-9.,]*)?"
    rf" ?(?:%|‰|[万亿]|个百分点)?(?:以上|以下|以内|左右|及以上)?{MARKS}[\]】〕)）]?|—{{1,2}}|-{{1,2}}|/"
)
VALUE = re.compile(_VALUE)
ROW = re.compile(
    rf"^(?P<label>.*?[\u4e00-\u9fffA-Za-z)）%‰】\]])[\s|｜]*"
    rf"(?P<values>(?:{_VALUE})(?:[\s|｜]+(?:{_VALUE})|(?=[〔\[【年累])(?:{_VALUE}))*)[\s|｜]*$"
)
# a flattened row whose nature stands before its values: 4金融市场交易总额 万亿元 预期性2800左右-
NATURE_WITHIN = re.compile(r"^[0-9]{0,3}[.、 ]?(?P<label>[^,，。;；]{2,60}?)[\s|｜]*(?P<word>约束性|预期性)(?!指标)")
NATURE_TOLD = re.compile(r"[0-9]{1,3}[.、 ]?[^,，。;；]{0,48}(?:约束性|预期性)(?!指标)[^,，。;；]{0,30}$")
YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])")
# where a head ends in a line that has lost its tabs, and perhaps its spaces: 指标2020年2025年 属性
FLAT_HEADS = re.compile(r"[\s|｜]+|(?<![比较0-9])(?=(?:19|20)[0-9]{2}(?![0-9]))|(?<=.)(?=年均|(?<!/)(?<!五年)累计|单位|属性)")
HEADER = re.compile(r"指标|单位|属性|序号|项目|类别|类型|名称|年份|内容")
OF_YEARS = re.compile(r"年份|年度|时间|年")
ROLES = (
    ("number", re.compile(r"\s*(?:序号|编号|排名|位次|名次|No\.?)\s*")),
    ("unit", re.compile(r"\s*(?:计量)?单位\s*")),
    ("nature", re.compile(r"\s*(?:指标)?(?:属性|性质|类型)\s*")),
    ("other", re.compile(r"(?:建设|工作|主要|实施|任务).{0,4}内容.{0,6}|建设规模.{0,3}")),
    ("note", re.compile(r".*(?:备注|说明|来源|依据).*")),
    ("due", re.compile(r".*(?:时限|期限|年限|限期|工期|周期|进度|时间).*")),
    ("label", re.compile(r".{0,4}(?:指标|名称|项目|内容)(?:名称|内容)?\s*|类别|领域|分类|类型|方面")),
    ("other", re.compile(r".*(?:责任|牵头|配合|部门|主体|地点|措施|任务).*")),
)  # fmt: skip
PAST = re.compile(r"实现情况|进展|达成|基期|现状|基准|基数|实际|完成|实绩|现有|已")
AIM = re.compile(r"目标|规划|预期|计划|预计|末|到")
OF_TIME = re.compile(rf"(?:19|20)[0-9]{{2}}年?(?:度|[底末])?|“?十[一二三四五六七]五”?(?:时期|期间|期?末)?|{PAST.pattern}|{AIM.pattern}")
COUNTED = re.compile(r"数量|规模|数值|总数|数$|量$|[投融]资|面积|值$|额$|率$|比重$|占比$|人口$|收入$|产量|里程$")
GROWTH = re.compile(
    r"(?P<annual>年均)|(?P<total>累计)|(?P<rise>增长|增幅|增速|涨幅)|(?P<more>增加|提高|增减|新增)|(?P<fall>下降|降低|降幅|减少)"
)
GROWTH_WORDS = re.compile(rf"{re.sub(r'[?]P<[a-z]+>', '?:', GROWTH.pattern)}|同比|比上年|较上年|[0-9一二三四五六七八九十]+年|[率%()/\[\]【】]")
OWN_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")
CHANGE = re.compile(r"(?:(?P<fall>下降|降低|减少|降幅|减排|压减|削减|减量)|(?P<rise>增长|提高|增加|增速|增幅))[率量]?$")
RATE_NAME = re.compile(r"(?:率|比重|占比|比例|程度)$")


@dataclass(frozen=True, slots=True)
class Column:
    """What the head says of a column: its role and, for values, year, measure, unit and whether it looks back."""

    role: str  # value, label, unit, nature, number, due (the term of a task), other
    year: int | None = None
    measure: str = ""  # increase, decrease, annual_growth, total (累计), either (年均/累计), or "" where the row tells
    unit: str = ""
    past: bool | None = None
    name: str = ""  # a measure of its own: 投资(亿元)
    rate: bool = False  # a growth rate, which is no number of the row's unit


def read_column(head: str) -> Column:
    """What the head of a column says.

    >>> read_column("2025年目标").year, read_column("年均增长(%)").measure, read_column("属性").role
    (2025, 'annual_growth', 'nature')
    >>> read_column("“十四五”末").year, read_column("基期").past, read_column("投资(亿元)").unit
    (2025, True, '亿元')
    """
    text = re.sub(r"\s+", "", head)
    dated = years_in(text)
    years = [span.year for span in dated] or [int(found["year"]) for found in YEAR.finditer(text)]
    unit = _bracketed(text) or (text if scaled_unit(text) and (len(text) > 1 or text in "%‰") else "")
    bare = BRACKETED.sub(lambda found: "" if scaled_unit(found["unit"]) else found.group(), text)
    growth = {name for found in GROWTH.finditer(bare) for name, word in found.groupdict().items() if word}
    if not years and not growth and not unit:
        for role, words in ROLES:
            if words.fullmatch(bare):
                return Column(role)
    if years or growth or PAST.search(bare) or AIM.search(bare) or unit or COUNTED.search(bare):
        past = True if PAST.search(bare) and not AIM.search(bare) else False if re.search("目标|规划|预期", bare) else None
        rest = OF_TIME.sub("", bare)
        if growth:
            rest = GROWTH_WORDS.sub("", rest)  # 货物出口 of 货物出口增速
            own = rest if OWN_NAME.fullmatch(rest) else ""
        else:
            measured = len(rest) > 1 and COUNTED.search(rest)
            own = "" if bare == unit else rest if measured else "" if years or rest != bare else bare
        rate = bool(growth & {"annual", "rise", "fall"}) and not {"annual", "total"} <= growth
        return Column("value", years[-1] if years else None, _growth_measure(growth), unit, past, own, rate)
    return Column("other" if len(bare) > 1 else "label")


def _growth_measure(growth: set[str]) -> str:
    if {"annual", "total"} <= growth:
        return "either"
    if "fall" in growth and "rise" not in growth:
        return "decrease"
    if "annual" in growth:
        return "annual_growth"
    return "total" if "total" in growth else "increase" if growth else ""


class TableReader:
    """Reads tables line by line; it remembers the columns and the unit of the table until it ends."""

    def __init__(self, period_start: int | None, period_end: int | None, *, now: int | None = None, planned: bool = False) -> None:
        self.period_start = period_start
        self.period_end = period_end
        self.now = now  # the year in which the document speaks
        self.planned = planned  # it is a plan by its title
        self.span = Span()  # in which the table stands
        self.columns: list[Column] = []
        self.unit = ""
        self.year: int | None = None  # of the caption
        self.said: list[Told] = []  # cells of the last row that hold text
        self.due: int | None = None  # the year by which the task of the last row is due
        self.name = ""  # of the last row, where the head tells which cell it is
        self._aimed = False  # the caption speaks of aims
        self._mixed = False  # several units stand above the table, and which holds for a row is not known
        self._by_year = False  # each row is a year
        self._series = False  # the columns are years that have been
        self._guessed = False  # nothing but its years tells what a column looks at
        self._open = False  # the line before was a head, to which a second one may belong

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
            return self._tabbed(text) if len(text) <= LONGEST else None
        opened, self._open = self._open, False
        if self.columns and 0 < len(text) <= SHORT and not re.search(r"[0-9,;。,，；:]", text):
            self._open = opened
            return None  # the name of a group of rows
        if len(text) > HEAD or not text or text[-1] in "。;:,":
            self.year = None if self.columns else self.year  # it was that of the table which ends here
            self.columns, self.unit, self._mixed = [], "", False
            return None
        if text[-1] not in "性束期】])〕）0123456789%‰上下右内—-/| *①②③④⑤" and not self._flat_head(text):
            return None
        return self._flat(text)

    def _tabbed(self, text: str) -> list[Statement] | None:
        cells = [(found.start(), found.group()) for found in re.finditer(r"[^\t]*(?:\t|$)", text) if found.group() or found.start() < len(text)]
        cells = [(start, cell.rstrip("\t")) for start, cell in cells]
        if self._head([cell for _, cell in cells]):
            return []
        self._open = False
        text = SPACED.sub(lambda found: found.group().replace(" ", ","), text) if SPACED.search(text) else text
        cells = self._placed([(start, text[start : start + len(cell)]) for start, cell in cells])
        self.due = self._term(cells)
        values = [column for column in self.columns if column.role == "value"]
        holding = [place for place in range(len(cells)) if self._holds_value(cells, place)]
        below = [place for place in holding if place < len(self.columns) and self.columns[place].role == "value"]
        first = next(iter(below if len(self.columns) >= len(cells) and below else holding), None)
        if any(column.role == "label" for column in self.columns):
            name = self._described(cells, len(cells))[0]
            self.name = name if len(name) <= NAME and "。" not in name else ""
        if first is None or any(len(cell) > NAME and "。" in cell for _, cell in cells):
            return [] if self.columns and len({cell for _, cell in cells if cell.strip()}) <= 1 else None
        aligned = self._aligned(cells, first)
        label, unit, nature = self._described(cells, first)
        known = bool(unit or nature or values or self.due)  # a unit above the table alone does not say what its columns are
        if not known or not label or len(label) > NAME or "。" in label:
            return None
        if self._by_year and (row_year := YEAR.search(label)):
            return self._row(text, "", unit, nature, aligned, cells[0][0], int(row_year["year"]))
        statements = self._row(text, label, unit, nature, aligned, cells[0][0])
        taken = {start for start, _, _ in aligned}
        for place, (start, cell) in enumerate(cells):
            beside = start not in taken and (self._column_of(place, "other") or self._column_of(place, "note"))
            told, value = NUMBERED_TEXT.search(cell), _is_value(cell) and not CELL.match(cell.strip())["change"]
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

    def _head(self, cells: list[str]) -> bool:
        """Whether the cells are the head of a table, or its second row; if so, they are the columns from here on."""
        if any(len(cell) > 30 for cell in cells) or not any(cell.strip() for cell in cells):
            return False
        if any(_is_value(cell) and not _is_year(cell) or NATURE.fullmatch(cell.strip()) for cell in cells):
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
                self.columns = _merged(self.columns, columns)
            return bool(says)
        begin = next((place for place, column in enumerate(columns) if column.role == "value"), 0)
        tasks = [place for place in range(begin) if columns[place].role == "other" and TASK.search(cells[place])]
        if tasks and not any(column.role == "label" and not GROUP.search(cell) for column, cell in zip(columns, cells)):
            columns[tasks[-1]] = Column("label")  # 任务, 目标, 完成时限
        named = any(column.role in ("label", "number", "unit", "nature") for column in columns) or any(map(HEADER.search, cells))
        if (place := _first_value(columns)) and not any(column.role == "label" for column in columns):
            # 产品, 2020年, 2025年; 排名, 国别, 出口额, 增速
            named, columns[place - 1], says = True, Column("label"), columns[place:]
        if not named or not says and not any(column.role == "nature" for column in columns):
            return False
        for place, column in enumerate(columns[1:], 1):
            if column.measure and not column.name and columns[place - 1].name and column.year == columns[place - 1].year:
                columns[place] = replace(column, name=columns[place - 1].name)  # 出口额, 增速
        self.columns, self._open = columns, True
        self._by_year = OF_YEARS.fullmatch(cells[0].strip()) is not None
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
            return sum(_fits(self.columns[place + shift], cell.strip()) for place, (_, cell) in enumerate(cells)), -shift

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
        number = _is_value(cell) or YEAR.fullmatch(cell) or role == "value" and (COUNTING.search(cell) or IN_WORDS.fullmatch(cell))
        return bool(number) and (role == "value" or not _is_index(cells, place))

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
        return _name(name), unit or _bracketed(name), nature or None

    def _flat_head(self, text: str) -> bool:
        if not HEADER.search(text) or len(text) > 60 or re.search(r"[,;。]|达到|提高", text):
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
            return [] if self._flat_head(text) else None
        return self._flat_row(text, row["label"], nature, row.start("values"), row["values"])

    def _flat_row(self, text: str, label: str, nature: re.Match[str] | None, offset: int, values: str) -> list[Statement] | None:
        if HEADER.search(label) and YEAR.search(label):
            self._flat_head(label)
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
        numbered = NUMBERED.match(text, begin) or INDEX_CELL.match(text, begin)
        first = min((start for start, _, _ in cells), default=begin)
        sentence = (numbered.end() if numbered and numbered.end() <= first else begin, len(text.rstrip()))
        if len(cells) > 2 and all(column is None for _, _, column in cells):
            # what a third column without a head tells is not known, unless it says so itself
            cells = [cell for place, cell in enumerate(cells) if place < 2 or re.match(r"\D{0,2}(?:年均|累计|增|下降|提高)", cell[1])]
        filled = [place for place, (_, cell, _) in enumerate(cells) if any(sign.isdigit() for sign in cell)]
        statements = []
        for place, (start, cell, column) in enumerate(cells):
            own = unit or self._shared_unit(name)
            statement = _cell(text, start, start + len(cell), name, own, column)
            if statement is None and (column is None or not COUNTING.search(cell)):
                continue
            first = place == 0 and len(cells) > 1 and filled[-1:] != [place]
            past, year, year_from = self._time(cells, place, row_year, first)
            kind, modality = ("baseline", None) if past else ("target", nature)
            doubt = "kind by default" if self._guessed else None
            if statement is None:
                given = column.unit or ("%" if column.rate and not own else own)
                self.said.append(Told(start, cell, name + _own_name(column), given, kind, year, year_from, modality, doubt))
                continue
            statement.kind, statement.sentence, statement.modality = kind, sentence, modality
            statement.year, statement.year_from, statement.doubt = year, year_from, doubt
            if past and (remark := DATED_REMARK.search(cell)):
                statement.year = int(remark["year"])
            if self._mixed and not statement.unit:
                statement.doubt = "table head not understood"
            statements.append(statement)
        _in_points(statements, text)
        _total_or_rate(statements, cells)
        return statements

    def _time(
        self, cells: list[tuple[int, str, Column | None]], place: int, row_year: int | None, first: bool
    ) -> tuple[bool, int | None, str | None]:
        """Whether a cell tells what was, its year, and what gives it."""
        if row_year:
            return self.before(row_year, not (self._aimed or self.span.ahead)), row_year, "context"
        column, year = cells[place][2], _year_of(cells, place)
        past = self._looks_back(column, year, first)
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

    def _shared_unit(self, name: str) -> str:
        return "" if RATE_NAME.search(name) else self.unit

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


def _first_value(columns: list[Column]) -> int:
    """Where columns of values begin, two or more or one with its unit, with no other between them; or 0."""
    place = next((place for place, column in enumerate(columns) if column.role == "value"), 0)
    last = max((place for place, column in enumerate(columns) if column.role == "value"), default=0)
    between = columns[place : last + 1]
    apart = all(column.role == "value" and (column.year or column.measure or column.name) for column in between)
    return place if apart and (len(between) > 1 or between and between[0].unit) else 0


def _year_of(cells: list[tuple[int, str, Column | None]], place: int) -> int | None:
    """The year of a column; a column of growth has that of the last dated one before it, or of the latest."""
    column = cells[place][2]
    if column is None or column.year or not column.measure:
        return None if column is None else column.year
    before = [other.year for _, _, other in cells[:place] if other is not None and other.year]
    years = [other.year for _, _, other in cells if other is not None and other.year]
    return before[-1] if before else max(years, default=None)


def _in_points(statements: list[Statement], text: str) -> None:
    """A cumulative change of a share is in points where the difference of its levels is that change: 56 → 80 is [24]."""
    levels = [item.value for item in statements if item.measure == "level" and item.unit == "%"]
    if len(levels) != 2:
        return
    for item in statements:
        bracketed = text[max(0, item.start - 1) : item.start] in ("[", "【", "〔", "(", "（")
        if bracketed and item.unit == "%" and item.measure in ("increase", "decrease") and abs(levels[1] - levels[0]) == item.value:
            item.unit = "个百分点"


def _total_or_rate(statements: list[Statement], cells: list[tuple[int, str, Column | None]]) -> None:
    """A total below a head of growth is in the row's unit, or a rate, as the levels beside it show; else it is doubtful."""
    rates = [(start, start + len(cell)) for start, cell, column in cells if column is not None and column.rate]
    levels = [item.value for item in statements if item.measure == "level"]
    for item in statements:
        if item.measure not in ("increase", "decrease") or item.unit in ("%", "个百分点", "") or len(levels) != 2:
            continue
        if not levels[0] or not any(start <= item.start < end for start, end in rates):
            continue
        change = abs(levels[1] - levels[0])
        cell = next(cell[item.start - start :] for start, cell, _ in cells if start <= item.start < start + len(cell))
        written = quantity_at(cell, 0)
        if written is not None and abs(change - item.value) > item.value * ROUNDED:
            rate = abs(change / levels[0] * 100 - written.value) <= max(written.value * ROUNDED, 1)
            item.value, item.unit = (written.value, "%") if rate else (item.value, item.unit)
            item.doubt = item.doubt if rate else "table head not understood"


def _fits(column: Column, cell: str) -> int:
    """How well a cell fits below a head."""
    value = _is_value(cell) or YEAR.fullmatch(cell) is not None
    if column.role == "nature":
        return 2 if NATURE.fullmatch(cell) else -1
    if column.role == "unit":
        return 1 if scaled_unit(cell) else -1
    if column.role == "number":
        return 1 if INDEX.fullmatch(cell) else -1
    if column.role == "value":
        return int(value or EMPTY.fullmatch(cell) is not None)
    return -int(value) if column.role == "label" else 0


def _merged(above: list[Column], below: list[Column]) -> list[Column]:
    """One head of two rows; a cell that is empty below stands for both rows."""
    if len(below) < len(above):
        # empty cells are left out: what stands below belongs to the columns of values, in order
        values = [column for column in below if column.role == "value"]
        divided = [place for place, column in enumerate(above) if column.role == "value" and (column.year is None or not values[0].year)]
        place = divided[0] if divided else len(above)
        last = max(divided, default=place) + 1
        while last < len(above) and above[last].role == "":
            last += 1
        slots = above[place:last] if last - place == len(values) else above[place : place + 1] * len(values)
        return [*above[:place], *map(_joined, _filled(slots), values), *above[last:]]
    columns = []
    for place, column in enumerate(below):
        upper = above[place] if place < len(above) else Column("")
        if column.role == "value" and upper.role in ("value", ""):
            column = _joined(_filled(above[: place + 1])[-1] if upper.role == "" else upper, column)
        elif column.role != "value" and upper.role:
            column = upper
        columns.append(column)
    return columns


def _filled(columns: list[Column]) -> list[Column]:
    """Columns of which the empty ones say what the one before says: a merged cell."""
    filled: list[Column] = []
    for column in columns:
        filled.append(filled[-1] if column.role == "" and filled and filled[-1].role == "value" else column)
    return filled


def _joined(above: Column, below: Column) -> Column:
    return replace(
        below, year=below.year or above.year, unit=below.unit or above.unit, measure=below.measure or above.measure,
        rate=below.rate or above.rate, past=below.past if below.past is not None else above.past,
    )  # fmt: skip


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, with its bound, its unit and marks of notes, and perhaps a remark behind it."""
    head = CELL.match(cell.strip())
    if head is None or not head["number"].isascii() or DUE.fullmatch(cell.strip()):
        return False
    quantity = quantity_at(cell.strip(), head.start("number"), minus=head["minus"] is not None)
    return quantity is not None and TAIL.match(cell.strip(), quantity.end) is not None


def _is_year(cell: str) -> bool:
    return YEAR.match(cell.strip()) is not None and (bool(years_in(cell)) or YEAR.fullmatch(cell.strip()) is not None)


def _is_index(cells: list[tuple[int, str]], place: int) -> bool:
    """Whether a cell is the number of the row: nothing but numbers or groups stands before a name."""
    if not INDEX.fullmatch(cells[place][1]) or place > 1:
        return False
    behind = [cell.strip() for _, cell in cells[place + 1 : place + 2]]
    return bool(behind) and re.match(r"[\u4e00-\u9fffA-Za-z“《0-9]{2}", behind[0]) is not None and not _is_value(behind[0])


def _cell(text: str, start: int, end: int, name: str, unit: str, column: Column | None) -> Statement | None:
    """The statement of one cell, or None where it holds no number."""
    begin, end = start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    head = CELL.match(text, begin, end)
    if head is None or column is None and not head["number"].isascii() or DUE.fullmatch(text, begin, end):
        return None
    quantity = quantity_at(text[:end], head.start("number"), minus=head["minus"] is not None)
    tail = quantity and TAIL.match(text[:end], quantity.end)
    if not tail or quantity.form == "fraction" and "/" in text[quantity.number : quantity.end] or REMARK_NUMBER.search(tail["remark"] or ""):
        return None
    comparator = _BOUNDS.get(head["bound"] or "", "ge" if tail["more"] else quantity.comparator)
    comparator = "range" if quantity.high is not None else comparator
    value, high, own = quantity.value, quantity.high, quantity.unit_name
    measure = _cell_measure(name, head, column)
    if not own:
        given = ("" if column is None or column.rate and head["open"] else column.unit) or ("%" if _is_growth(column, head) else unit)
        found = scaled_unit(given)
        power, own = (found[0], found[1].name if found[1] else "") if found else (0, given)
        if power and not quantity.power:
            value = shift(format(value, "f"), power)
            high = None if high is None else shift(format(high, "f"), power)
        if head["plus"] and own == "%" and RATE_NAME.search(name):
            own = "个百分点"
    if head["open"] and head["minus"] and measure == "decrease":
        value = abs(value)
    place = head.start("bound") if head["bound"] else (head.start("minus") if head["minus"] else quantity.number)
    return Statement(
        place, quantity.end, "target", name + _own_name(column), comparator, Decimal(value), high, own, measure, None, None, None,
        (0, len(text)),
    )  # fmt: skip


def _own_name(column: Column | None) -> str:
    return column.name if column is not None and not re.search(r"数量|数值", column.name) else ""


def _is_growth(column: Column | None, head: re.Match[str]) -> bool:
    """Whether a number is a rate of growth, which is no number of the row's unit."""
    return column is not None and column.rate and not head["open"]


def _cell_measure(name: str, head: re.Match[str], column: Column | None) -> str:
    change = CHANGE.search(name)
    of_name = "level" if change is None else ("decrease" if change["fall"] else "increase")
    annual = "年均" in name or "年均" in head["change"]
    if head["change"]:
        falls = re.search("下降|降低|减少", head["change"])
        return "decrease" if falls else "annual_growth" if annual else "increase"
    if head["plus"] and of_name == "level":
        return "increase"
    if head["open"] and head["minus"] and of_name == "level":
        return "decrease"
    if column is not None and column.measure:
        if head["open"]:
            return "decrease" if "decrease" in (of_name, column.measure) else "increase"
        if column.measure == "either":
            return "annual_growth" if of_name == "increase" else of_name
        if column.measure == "total":
            return "decrease" if of_name == "decrease" else "increase"
        return column.measure
    if head["open"]:
        return "decrease" if of_name == "decrease" else "increase"
    return "annual_growth" if annual and of_name == "increase" else of_name


def _shared(named: re.Match[str]) -> str | None:
    """The unit above a table; of several (亿元、%) the one that is no rate, or "" where it is not known which; None if none."""
    units = [unit for unit in re.split(r"[,，、;；\s]+", named["unit"] + named["more"]) if scaled_unit(unit)]
    measured = [unit for unit in units if unit not in ("%", "％", "‰")]
    return None if not units else measured[0] if len(measured) == 1 else units[0] if len(units) == 1 else ""


def _bracketed(text: str) -> str:
    for found in reversed(list(BRACKETED.finditer(text))):
        if scaled_unit(found["unit"]):
            return found["unit"].strip()
    return ""


def _name(label: str) -> str:
    """The name in a cell, without its number, its unit and the marks of notes."""
    if numbered := NUMBERED.match(label):
        label = label[numbered.end() :]
    label = BRACKETED.sub(lambda found: "" if scaled_unit(found["unit"]) else found.group(), OF_WHOLE.sub("", label.strip()))
    return NAME_MARKS.sub("", re.sub(r"\s+", "", label)).strip(".、:：")


def _flat_unit(label: str) -> tuple[str, bool]:
    """The unit in the label of a flattened row, in brackets or as its last word; and whether there is one."""
    if unit := _bracketed(label):
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
    if numbered := NUMBERED.match(label):
        label = label[numbered.end() :]
    label = BRACKETED.sub(lambda found: "" if scaled_unit(found["unit"]) else found.group(), label)
    label = NOTED_UNIT.sub(lambda found: "" if scaled_unit(found["unit"]) else found.group(), PER_LAST.sub("", label))
    parts = [part for part in re.split(r"[|｜]|\s+", label.strip()) if part and not scaled_unit(part)]
    parts = [part for part in parts if not part.strip(".、").isdigit()]
    return NAME_MARKS.sub("", parts[-1].rstrip("%‰")) if parts else ""
