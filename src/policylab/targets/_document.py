"""A document's statements: its paragraphs read in order, each in the span of time in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policylab.numbers import read_quantities
from policylab.targets._neighbours import settled
from policylab.targets._sentences import sentence_starts
from policylab.targets._statements import Statement
from policylab.targets._table_rows import TABLE_NAME, TableReader
from policylab.targets._tense import Setting
from policylab.targets._text_cells import Found, Told, read_cell, row_cells, unread
from policylab.targets._time_spans import AIMS, BACK, BODY, Span, Spans, document_clock, stated_period
from policylab.targets._years import lead_year, note_deadline

ARTICLE = re.compile(r"(?:^|[。;)])\s*第[一二三四五六七八九十百零]{1,6}条(?![第款例])")
PARTS = re.compile(r"\s*第[一二三四五六七八九十百零0-9]+[编章节条]")
NAMES = frozenset({"body", "heading"})  # roles of lines that may name a table
LONGEST_NAME = 40
BARE = re.compile(r"(?<=\t)[0-9][0-9.,]*(?:\t|$)")  # a cell that is a number
READ = frozenset({"body", "heading", "table"})


def read_document(
    sections: Sequence, paragraphs: Sequence, *, period_start: int | None, period_end: int | None, missed: list[str] | None = None
) -> list[Found]:
    """Read the paragraphs of an outline, from first to last.

    Parameters
    ----------
    sections, paragraphs : sequence
        The records of `policylab.corpus.outline`.
    period_start, period_end : int or None
        The years of the plan.
    missed : list, optional
        Takes the cells of tables whose numbers were not read, each with the name of its row.
    """
    found = _read(sections, paragraphs, period_start, period_end, [] if missed is None else missed)
    return settled(sorted(found, key=lambda item: item.offset + item.statement.start))


def _read(
    sections: Sequence, paragraphs: Sequence, period_start: int | None, period_end: int | None, missed: list[str]
) -> Iterator[Found]:
    levels = {section.section: section.level for section in sections}
    spans = Spans(document_clock((paragraph.text for paragraph in paragraphs), period_start, period_end))
    stated = stated_period(paragraph.text for paragraph in paragraphs)
    if stated and period_start is None and period_end in (None, stated[1]):
        table = TableReader(stated[0], stated[1], now=spans.clock.year, planned=True)
    else:
        table = TableReader(period_start, period_end, now=spans.clock.year)
    opened: set[str] = set()
    line: list[Statement] = []  # what the line at hand says, or the one before it
    behind = 0  # where the last paragraph ends
    article = False  # whether what is read is an article of a law, which sets rules
    for paragraph in paragraphs:
        text, section, start = paragraph.text, paragraph.section, paragraph.start
        level = levels.get(section, 0)
        article = _in_article(paragraph, article)
        if year := note_deadline(text, agencies=paragraph.role == "agencies"):
            _close(line, year)
        elif start > behind and paragraph.role != "agencies":
            line = []
        behind = start + len(text)
        if paragraph.role == "heading":
            spans.heading(text, level, start)
        elif paragraph.role == "title":
            spans.title(text)
        if paragraph.role == "caption" or paragraph.role in NAMES and len(text) <= LONGEST_NAME and TABLE_NAME.match(text):
            table.caption(text)
        if paragraph.role in ("caption", "body") and spans.line(text, level, start) and not read_quantities(text):
            continue
        if paragraph.role not in READ:
            continue
        tabular = paragraph.role == "table"
        table.span = spans.current
        rows = table.read(text)
        if rows is not None:
            for row in rows:
                if not table.columns and row.doubt is None:
                    row.doubt = "table head not understood"
                yield Found(section, start, text, row, tabular)
            if not table.said:
                continue
        cells = table.said if rows is not None else row_cells(text, table.name) if tabular else [Told(0, text)]
        setting = _setting(spans, paragraph, level, first=section not in opened, rules=article)
        if paragraph.role == "body":
            opened.add(section)
        for cell in cells:
            first = cell.start
            said = read_cell(cell, setting if not first else Setting(setting.span, setting.clock, (), article))
            if (rows is not None or tabular and BARE.search(text)) and unread(cell, said):
                missed.append((f"{cell.name}: " if cell.name else "") + " | ".join(cell.text.split("\t")).strip())
            for statement in said:
                if statement.year_from == "context" and not cell.kind and _inside(setting, first + statement.start, statement, start):
                    statement.year_from = "sentence"
                if table.due is not None and not cell.kind and statement.year_from != "sentence" and statement.kind in ("target", "coverage"):
                    statement.year, statement.year_from = table.due, "sentence"
                if rows is not None and not cell.kind and statement.kind == "target" and table.before(statement.year or 9999, False):
                    statement.kind = "baseline"
                if not tabular:
                    line.append(statement)
                yield Found(section, start + first, cell.text, statement, tabular)


def _close(line: list[Statement], year: int) -> None:
    """Give what a line says the year of the note that closes it, unless its sentence has one: (完成时限:2023年12月底前)."""
    for statement in line:
        if statement.kind in ("target", "coverage") and statement.year_from != "sentence":
            statement.year, statement.year_from = year, "context"


def _in_article(paragraph, article: bool) -> bool:
    """Whether a paragraph belongs to an article of a law: to the last one before it, until another document begins."""
    text = paragraph.text
    if "条" in text and ARTICLE.search(text):
        return True
    return article and (paragraph.role not in ("title", "heading") or PARTS.match(text) is not None)


def _setting(spans: Spans, paragraph, level: int, *, first: bool, rules: bool) -> Setting:
    """The span of a paragraph, and those that its sentences open."""
    text, start = paragraph.text, paragraph.start
    aim = _aim(spans, text, start, level)
    if aim and not text.lstrip().startswith("—") and ((first and level > 0) or text.rstrip().endswith((":", ":"))):
        spans.keep(aim)
    span, turns = aim or spans.current, []
    for place in sentence_starts(text) if "。" in text[:-1] else (0,):
        opened = spans.lead(text[place : place + 80], level, start + place, keep=place == 0)
        if opened is None and place:
            opened = _aim(spans, text[place : place + 80], start + place, level)
        if opened is not None and not (aim is not None and place == 0):
            turns.append((place, opened))
    return Setting(span, spans.clock, tuple(turns), rules)


def _aim(spans: Spans, text: str, start: int, level: int) -> Span | None:
    """The year that heads a paragraph or a sentence of aims, and holds for what follows in its paragraph: 到2025年,…."""
    lead = lead_year(text)
    if lead is None or (spans.current.tense in BACK and spans.current.year is not None and lead.year <= spans.current.year):
        return None
    tense = spans.current.tense if spans.current.tense not in BACK else ""
    return Span(tense or AIMS, lead.year, level + BODY, (start + lead.start, start + lead.end))


def _inside(setting: Setting, place: int, statement, offset: int) -> bool:
    """Whether what gives a year stands in the sentence itself."""
    given = setting.at(place).place
    start, end = statement.sentence
    return given is not None and offset + start <= given[0] and given[1] <= offset + end
