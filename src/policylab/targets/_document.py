"""A document's statements: its paragraphs read in order, each in the span of time in which it stands, and among its neighbours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from policylab.numbers import read_quantities
from policylab.targets._cells_in_lines import LOST, with_rows
from policylab.targets._document_years import clock_of, titled_plan
from policylab.targets._lexing import LONGEST_SENTENCE, cues_in, lex_years, pattern, sentence_starts
from policylab.targets._named_years import MAY_LEAD, lead_year, note_deadline
from policylab.targets._review_and_aims import (
    AIMS,
    BODY,
    NUMBER_LEVELS,
    OPENS,
    REVIEW,
    Setting,
    Span,
    Spans,
    heading_core,
)
from policylab.targets._statements import Statement
from policylab.targets._table_cells import TextStep, Told, as_points, noted_in_points, read_cell, row_cells, unread
from policylab.targets._table_heads import TableHead, captioned, read_flat_head
from policylab.targets._table_rows import NOTE, TABLE_NAME, RowStep, read_line, tabbed
from policylab.text._heading_numbers import LEGAL, legal_mark, read_marker

LIST, BELOW, LABELLED = "list", "list below a heading", "labelled"  # what opens terms that are no section of their own
LONGEST_LABEL = 12  # characters of a line that is a label
LONGEST_ITEM = 80  # characters of a heading that may be an item of a list
ARTICLE = re.compile(rf"(?:^|[。;)])\s*{legal_mark('article')}(?![第款例])")
PART_OF_LAW = re.compile(rf"\s*{legal_mark(*LEGAL)}")
NAMES = frozenset({"body", "heading"})  # roles of lines that may name a table
LONGEST_TABLE_NAME = 40
DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")  # of a list of documents
BARE = re.compile(r"(?<=\t) *[0-9][0-9.,]* *(?:\t|$)")  # a cell that is a number
RULED = 0.2  # how many 应当 and 不得 a sentence a document has that sets rules (plans have 0.01)
PREAMBLE = 200  # characters of a part's first paragraph within which a sentence may still open a span for the whole part
PARAGRAPHS_AROUND = 2  # paragraphs with statements before and behind that are asked where one's own tells nothing
READ = frozenset({"body", "heading", "table"})
STARTS = OPENS | MAY_LEAD  # what a sentence that opens a span begins with
# where one may turn: behind the end of another, and what closes with that
TURN, OTHER_TURN = (re.compile(rf"{end}[”’」』》)。!?\n]*\s*[{re.escape(''.join(sorted(STARTS)))}]") for end in ("。", r"[!?\n]"))


class Found(NamedTuple):
    """A statement in its document, and what decided it; `offset` is where its paragraph or its cell begins."""

    section: str
    offset: int
    text: str
    statement: Statement | None  # none of a number that was met and gives none
    how: TextStep | RowStep | Told | None = None  # of a cell whose numbers were not read the cell alone

    @property
    def place(self) -> int:
        """Where its number stands in the document."""
        if self.statement is not None:
            return self.offset + self.statement.start
        return self.offset + (self.how.step.span[0] if isinstance(self.how, TextStep) else 0)


def read_document(sections: Sequence, paragraphs: Sequence, *, period_start: int | None, period_end: int | None) -> list[Found]:
    """The statements of an outline of a plan for these years, from first to last."""
    return [item for item in trace(sections, paragraphs, period_start=period_start, period_end=period_end) if item.statement is not None]


def trace(
    sections: Sequence, paragraphs: Sequence, *, period_start: int | None, period_end: int | None, year: int | None = None
) -> list[Found]:
    """Read the paragraphs of an outline from first to last: the statements, and numbers that were met and give none.

    `year` is that in which the document speaks, where its text need not tell.
    """
    levels = {section.section: section.level for section in sections}
    spans, head = Spans.begin(clock_of(paragraphs, period_start, period_end, year)), TableHead()
    planned = titled_plan(paragraph.text for paragraph in paragraphs)
    opened: set[str] = set()
    found: list[Found] = []
    line: tuple[int, ...] = ()  # which of them the line at hand says, or the one before it
    behind = 0  # where the last paragraph ends
    ruled = _sets_rules(paragraphs)
    article, terms = ruled, ""  # whether what is read sets rules, as an article of a law does, or terms
    for paragraph in with_rows(paragraphs):
        text, section, start = paragraph.text, paragraph.section, paragraph.start
        if paragraph.role == LOST:
            found.append(Found(section, start, text, None, Told(0, text)))
            continue
        level = levels.get(section, 0)
        article, terms = ruled or _in_article(paragraph, article), _in_terms(paragraph, terms)
        if (due := note_deadline(text, agencies=paragraph.role == "agencies")) is not None:
            for place in line:
                found[place] = _due(found[place], due)
        elif start > behind and paragraph.role != "agencies":
            line = ()
        behind = start + len(text)
        spans, head, whole = _open(paragraph, level, spans, head)
        if NOTE.match(text) and noted_in_points(text):
            found = _in_points(found)
        if whole:
            continue
        row, head = read_line(text, head, Setting(spans.current, spans.clock), planned=planned)
        text = tabbed(text)
        tabular = paragraph.role == "table" or text is not paragraph.text
        if row.steps is not None:
            found += [Found(section, start, text, step.statement, step) for step in row.steps]
            found += [Found(section, start + cell.start, cell.text, None, cell) for cell in row.missed]
            if not row.told:
                continue
        setting, spans = _setting(spans, paragraph, level, first=section not in opened, rules=article or bool(terms))
        if paragraph.role == "body":
            opened.add(section)
        numeric = row.steps is not None or tabular and BARE.search(text) is not None and DAY.search(text) is None
        # a paragraph is read as a cell that has it all
        for cell in row.told if row.steps is not None else row_cells(text, row.name, row.due) if tabular else [Told(0, text)]:
            said = _of_cell(cell, setting, start, head if row.steps is not None else None)
            line += () if tabular else tuple(range(len(found), len(found) + len(said)))
            found += [Found(section, start + cell.start, cell.text, item.statement, item) for item in said]
            if numeric and unread(cell, [item.statement for item in said if item.statement is not None]):
                found.append(Found(section, start + cell.start, cell.text, None, cell))
    return settled(sorted(found, key=lambda item: item.place))


def _open(paragraph, level: int, spans: Spans, head: TableHead) -> tuple[Spans, TableHead, bool]:
    """The spans of time and the head of a table once a paragraph opens or names one; and whether that is all that it does."""
    text, role = paragraph.text, paragraph.role
    if role == "heading" and text.count("|") < 2:  # no row that begins as one: 一、东市 | 2.5 |
        spans = spans.heading(text, level, paragraph.start)
        head = replace(head, year=None) if head.year is not None else head  # of a caption above it
    elif role == "title":
        spans = spans.title(text)
    name = text.rstrip("| ")
    if role == "caption" or role in NAMES and len(name) <= LONGEST_TABLE_NAME and TABLE_NAME.match(name):
        head = captioned(head, name)
    below = spans.below_line(text, level, paragraph.start) if role in ("caption", "body") else None
    below = None if below is not None and read_flat_head(text, head) else below  # 指标 2025年目标 2030年目标
    unread = role not in READ and not (role == "notice" and read_quantities(text))  # a notice may set what the plan behind it tells apart
    return below or spans, head, unread or below is not None and not read_quantities(text)


def _of_cell(cell: Told, setting: Setting, start: int, head: TableHead | None) -> list[TextStep]:
    """What a cell or a paragraph says; beside the values of a row (below `head`), a year before the plan's is one that was."""
    said = read_cell(cell, setting._replace(turns=()) if cell.start else setting)
    return said if cell.kind else [_placed(item, setting, start, head) for item in said]


def _placed(said: TextStep, setting: Setting, start: int, head: TableHead | None) -> TextStep:
    """What a cell that no column dates says, by where it stands."""
    one = said.statement
    if one is None:
        return said
    if one.year_from == "context" and _inside(setting, said.told.start + one.start, one, start):
        one = replace(one, year_from="sentence")
    if head is not None and one.kind == "target" and one.year is not None and head.before(one.year, setting.clock):
        one = replace(one, kind="baseline")
    return said if one is said.statement else said._replace(statement=one)


def _due(item: Found, year: int) -> Found:
    """What a line says, with the year of the note that closes it, unless its sentence has one: (完成时限:2023年12月底前)."""
    one = item.statement
    if one is None or one.kind not in ("target", "coverage") or one.year_from == "sentence":
        return item
    return item._replace(statement=replace(one, year=year, year_from="context"))


def _in_points(found: list[Found]) -> list[Found]:
    """The rows of the table that a note closes, with their bracketed changes in points."""
    rows = list(itertools.takewhile(lambda item: isinstance(item.how, RowStep | Told), reversed(found)))[::-1]
    noted = [item if item.statement is None else item._replace(statement=as_points(item.statement, item.text)) for item in rows]
    return found[: len(found) - len(rows)] + noted


def _sets_rules(paragraphs: Sequence) -> bool:
    """Whether a document of some length says mostly what is to be done and what must not be: a law, measures, rules."""
    texts = [paragraph.text for paragraph in paragraphs if paragraph.role == "body"]
    bound = sum(text.count("应当") + text.count("不得") for text in texts)
    return bound >= 5 and bound >= RULED * sum(text.count("。") + text.count(";") for text in texts)


def _in_article(paragraph, article: bool) -> bool:
    """Whether a paragraph belongs to an article of a law: to the last one before it, until another document begins."""
    text = paragraph.text
    if "条" in text and ARTICLE.search(text):
        return True
    return article and (paragraph.role not in ("title", "heading") or PART_OF_LAW.match(text) is not None)


def _in_terms(paragraph, terms: str) -> str:
    """Whether a paragraph says what must be met, as its section does (申报条件) or the list that it belongs to (应具备以下条件:…), or nothing."""
    text, role = paragraph.text, paragraph.role
    if not terms and len(text) > LONGEST_ITEM and "\t" not in text and text[-1] not in "：:":
        return ""
    label, cell, _ = text.partition("\t")
    core, depth = heading_core(label) if cell or len(text) <= LONGEST_ITEM else ("", None)
    if core and (cell or role in ("heading", "copy") or depth is None) and pattern("terms_heading").fullmatch(core):
        return paragraph.section if role == "heading" and depth is not None else LABELLED
    if text[-1:] in ("：", ":") and pattern("lists_terms").search(text, max(0, len(text) - 20)):
        return terms if terms not in ("", LIST, BELOW) else BELOW if role == "heading" else LIST
    if not terms:
        return ""
    item = read_marker(text) is not None and (role != "heading" or (depth or 0) >= NUMBER_LEVELS["arabic"])
    if terms == LABELLED:
        another = len(text) <= LONGEST_LABEL and text[-1:] not in "。;；:：,，、)）"
        return terms if item or role not in ("title", "heading", "table") and not another else ""
    if terms in (LIST, BELOW):
        return (BELOW if role == "heading" else LIST) if item or terms == BELOW and role == "body" else ""
    return terms if paragraph.role not in ("title", "heading") or paragraph.section.startswith(f"{terms}.") else ""


def _setting(spans: Spans, paragraph, level: int, *, first: bool, rules: bool) -> tuple[Setting, Spans]:
    """The span of a paragraph, with those that its sentences open; and what is open behind it."""
    text, start = paragraph.text, paragraph.start
    aim = _aim(spans, text, start, level)
    step = aim is not None and text.startswith("第")  # 第二步,到2025年…, perhaps behind what the first step is told apart into
    if aim and step and spans.current.tense:
        aim = aim._replace(level=spans.current.level)
    if aim and not text.lstrip().startswith("—") and (step or (first and level > 0) or text.rstrip().endswith((":", ":"))):
        spans = spans.keep(aim)
    span, turns = aim or spans.current, []
    marked = read_marker(text)  # 一、“十四五”时期,…: a paragraph that is a section, and opens no more than itself
    for place in sentence_starts(text) if len(text) > LONGEST_SENTENCE or _turns(text) else (0,):
        begin = marked.end if marked and place == 0 else place
        if text[begin : begin + 1] not in STARTS:
            continue
        holds = begin == 0 or place > 0 and first and place <= PREAMBLE and not spans.current.tense and not read_quantities(text[:place])
        opened, goes_on = spans.lead(text[begin : begin + 80], level, start + begin)
        if opened is not None and goes_on and holds:
            spans = spans.keep(opened)
        if opened is None and place:
            opened = _aim(spans, text[place : place + 80], start + place, level)
        if opened is not None and not (aim is not None and place == 0):
            turns.append((place, opened))
    if "五”" in text and spans.current.back and spans.current.year is None:
        turns = _with_period(turns, spans, text, start, level)
    return Setting(span, spans.clock, tuple(turns), rules), spans


def _turns(text: str) -> bool:
    """Whether a sentence may open a span in the midst of a text; most sentences end with 。, which is found faster alone."""
    return TURN.search(text) is not None or ("!" in text or "?" in text or "\n" in text) and OTHER_TURN.search(text) is not None


def _with_period(turns: list[tuple[int, Span]], spans: Spans, text: str, start: int, level: int) -> list[tuple[int, Span]]:
    """Where a paragraph that looks back turns, with the period that it names in its midst: 市委高度重视,“十三五”期间,…."""
    periods = [found for found in lex_years(text) if found.form == "period" and found.tail in ("期间", "时期") and spans.clock.before(found.year)]
    told = [(found.start, Span(spans.current.tense, found.year, level + BODY, (start + found.start, start + found.end))) for found in periods]
    return sorted([*turns, *told], key=lambda turn: turn[0])


def _aim(spans: Spans, text: str, start: int, level: int) -> Span | None:
    """The year that heads a paragraph or a sentence of aims, and holds for what follows in its paragraph: 到2025年,…."""
    lead, current = lead_year(text), spans.current
    if lead is None or (current.back and current.year is not None and lead.year <= current.year):
        return None
    if spans.clock.period_start is not None and spans.clock.before(lead.year):
        tense = current.tense if current.back else REVIEW  # 到2015年,…, in a plan that begins with 2016
    else:
        tense = AIMS if current.back else current.tense or AIMS
    return Span(tense, lead.year, level + BODY, (start + lead.start, start + lead.end))


def _inside(setting: Setting, place: int, statement, offset: int) -> bool:
    """Whether what gives a year stands in the sentence itself."""
    given = setting.at(place).place
    start, end = statement.sentence
    return given is not None and offset + start <= given[0] and given[1] <= offset + end


def settled(found: Sequence[Found]) -> list[Found]:
    """The statements of a document; a target by default among such as tell of the past is a baseline.

    A passage without its heading is told in one tense. The row keeps its doubt: it is still a guess.
    """
    if not any(_by_default(item) for item in found):
        return list(found)
    paragraphs = [list(items) for _, items in itertools.groupby(found, key=lambda item: item.offset)]
    votes = [_votes(items) for items in paragraphs]
    result: list[Found] = []
    for place, items in enumerate(paragraphs):
        near = votes[place]
        for reach in range(1, PARAGRAPHS_AROUND + 1):
            if any(near[:2]):
                break
            around = votes[max(0, place - reach) : place + reach + 1]
            near = (sum(vote[0] for vote in around), sum(vote[1] for vote in around), set().union(*(vote[2] for vote in around)))
        past = near[0] > near[1]
        result += [_as_baseline(item, near[2]) if past and _by_default(item) else item for item in items]
    return result


def _by_default(item: Found) -> bool:
    if item.statement is None:
        return False
    features = item.statement.features
    return item.statement.kind == "target" and "rule tense" in features and "tense default" in features and not _bounded(item)


def _votes(items: list[Found]) -> tuple[int, int, set[int]]:
    """How many words and statements tell of the past and of what is to come, and the years of the past ones."""
    text = items[0].text
    past = sum(1 for _ in pattern("perfect").finditer(text))
    cues = cues_in(text)
    ahead = sum(len(cues.get(name, ())) for name in ("intends", "planned"))
    years: set[int] = set()
    for item in items:
        one = item.statement
        if one is None:
            continue
        ahead += _bounded(item)
        if not one.features or "tense default" in one.features or "rule tense" not in one.features:
            continue
        if one.kind == "baseline":
            past += 1
            years |= {one.year} if one.year is not None else set()
        else:
            ahead += 1
    return past, ahead, years


def _bounded(item: Found) -> bool:
    """Whether a bound stands behind a number: 25%以上, 6.5%左右 are said of what is to come."""
    one = item.statement
    return item.text.endswith(("以上", "以内", "以下", "左右"), one.start, one.end) and one.kind == "target"


def _as_baseline(item: Found, years: set[int]) -> Found:
    one = item.statement
    year, year_from = (next(iter(years)), "context") if len(years) == 1 else (None, None)
    if one.year_from == "sentence":
        year, year_from = one.year, one.year_from
    one = replace(one, kind="baseline", year=year, year_from=year_from, doubt=one.doubt or "kind by default")
    return item._replace(statement=one)
