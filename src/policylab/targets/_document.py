"""A document's statements: its paragraphs read in order, each in the span of time in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policylab.numbers import read_quantities
from policylab.targets._neighbours import settled
from policylab.targets._sentences import sentence_starts
from policylab.targets._statements import read_paragraph
from policylab.targets._table_rows import TableReader
from policylab.targets._tense import Setting
from policylab.targets._text_cells import Found, row_cells, without_repeats
from policylab.targets._time_spans import AIMS, BACK, BODY, Span, Spans, document_clock
from policylab.targets._years import lead_year

ARTICLE = re.compile(r"(?:^|[。;)])\s*第[一二三四五六七八九十百零]{1,6}条(?![第款例])")
PARTS = re.compile(r"\s*第[一二三四五六七八九十百零0-9]+[编章节条]")
RULED = 0.2  # how many 应当 and 不得 a sentence a document has that sets rules (plans have 0.01)
READ = frozenset({"body", "heading", "table"})


def read_document(
    sections: Sequence, paragraphs: Sequence, *, period_start: int | None, period_end: int | None
) -> list[Found]:
    """Read the paragraphs of an outline, from first to last; what a table repeats of the text is left out.

    Parameters
    ----------
    sections, paragraphs : sequence
        The records of `policylab.corpus.outline`.
    period_start, period_end : int or None
        The years of the plan.
    """
    found = settled(sorted(_read(sections, paragraphs, period_start, period_end), key=lambda item: item.offset + item.statement.start))
    return without_repeats(found) if any(item.tabular for item in found) else found


def _read(
    sections: Sequence, paragraphs: Sequence, period_start: int | None, period_end: int | None
) -> Iterator[Found]:
    levels = {section.section: section.level for section in sections}
    spans = Spans(document_clock((paragraph.text for paragraph in paragraphs), period_start, period_end))
    table = TableReader(period_start, period_end)
    opened: set[str] = set()
    ruled = _sets_rules(paragraphs)
    article = ruled  # whether what is read sets rules, as an article of a law does
    for paragraph in paragraphs:
        text, section, start = paragraph.text, paragraph.section, paragraph.start
        level = levels.get(section, 0)
        article = ruled or _in_article(paragraph, article)
        if paragraph.role == "heading":
            spans.heading(text, level, start)
        elif paragraph.role == "title":
            spans.title(text)
        if paragraph.role == "caption":
            table.caption(text)
        if paragraph.role in ("caption", "body") and spans.line(text, level, start) and not read_quantities(text):
            continue
        if paragraph.role not in READ:
            continue
        tabular = paragraph.role == "table"
        rows = table.read(text)
        if rows is not None:
            for row in rows:
                if not table.columns and row.doubt is None:
                    row.doubt = "table head not understood"
                yield Found(section, start, text, row, tabular)
            if not table.said:
                continue
        cells = table.said if rows is not None else row_cells(text) if tabular else [(0, text)]
        setting = _setting(spans, paragraph, level, first=section not in opened, rules=article)
        if paragraph.role == "body":
            opened.add(section)
        for first, cell in cells:
            for statement in read_paragraph(cell, setting if not first else Setting(setting.span, setting.clock, (), article)):
                if statement.year_from == "context" and _inside(setting, first + statement.start, statement, start):
                    statement.year_from = "sentence"
                yield Found(section, start + first, cell, statement, tabular)


def _sets_rules(paragraphs: Sequence) -> bool:
    """Whether a document of some length says mostly what is to be done and what must not be: a law, measures, rules."""
    texts = [paragraph.text for paragraph in paragraphs if paragraph.role == "body"]
    bound, ends = (sum(text.count(one) + text.count(other) for text in texts) for one, other in (("应当", "不得"), ("。", ";")))
    return bound >= 5 and bound >= RULED * ends


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
