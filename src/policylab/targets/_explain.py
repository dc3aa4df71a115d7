"""Explanation: the stages that a sentence or a table went through, shown as a table; the stages themselves begin in `_statements`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from policylab.checks import check_text
from policylab.errors import invalid
from policylab.numbers import Quantity
from policylab.numbers._calendar import check_year
from policylab.targets._assigned_heads import Reading, candidates, clause_of
from policylab.targets._document import Found, trace
from policylab.targets._doubt import opinion, weighed
from policylab.targets._lexing import Lexed
from policylab.targets._named_years import Year, roles
from policylab.targets._statements import Statement
from policylab.targets._table_cells import TextStep, Told, given_unit, number_in
from policylab.targets._table_columns import Column
from policylab.targets._table_rows import RowStep

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._outline import Paragraph

LEAST_FELT = 0.5  # of the weight of a feature that is shown
Stage = tuple[str, str]  # its name, and what it reads


def explain(
    sentence: str, *, heading: str = "", period_end: int | None = None, period_start: int | None = None, year: int | None = None
) -> pd.DataFrame:
    """Show how a sentence or a table is read, stage by stage.

    Parameters
    ----------
    sentence : str
        A sentence, a paragraph, or a row of a table that needs no head; or several lines, which are read as a text of
        their own is: paragraphs, captions, and tables with their heads.
    heading : str
        The heading that it stands under, if it opens a span of time (2025年工作回顾).
    period_end, period_start : int or None
        The years of the plan.
    year : int or None
        The year in which the document speaks.

    Returns
    -------
    DataFrame
        One row a stage of a number, in the order of the text:

        - number: the number as it stands in the sentence, or what says that a whole is meant (全覆盖, 所有)
        - stage: what is read, and what tells it. Of a sentence: lex (value, unit, comparator, form), cues (words of its
          sentence that tell of time, aims or rules, and of which class they are), years (that its sentence names, and
          how: aim, base, state, …), candidates (the noun phrases that may be the indicator, each with the rules that
          propose it, in the order in which they are asked; the first one is taken) or group (the heads among which 分别
          or a list hands the numbers out, and the rule that finds them), assign
          (the indicator, and what gives it), tense (past or ahead, and what tells it), kind (and the rule that tells
          it), measure, year (and what gives it), features (those of the reading that weigh most with the second
          opinion, and how much), doubt (and how likely the row is right by the second opinion). Of a row of a table:
          lex, column (what the head says of it), assign (the indicator, and the cell that names it), unit (and what
          gives it: cell, column, row, or what stands above the table), kind (and what tells it: the year or the words
          of its column, the order of the columns, a series of past years, the caption, the heading), measure, year (and
          what gives it: column, cell, row, the term of a task, caption, heading, period), modality, doubt. A cell that
          holds text is read as a sentence; one whose numbers were not read has the stage lex alone.
        - reads: what it finds

    Raises
    ------
    PolicylabError
        If `sentence` or `heading` is no str, `sentence` is the name of a file, or a year is no year.

    Examples
    --------
    >>> from policylab.targets import explain
    >>> table = explain("建成渔港18座。", heading="2025年工作回顾", year=2026)
    >>> for row in table[~table["stage"].isin(["features", "doubt"])].itertuples(index=False):
    ...     print(*row, sep=" | ")
    18座 | lex | 18 座, eq, arabic
    18座 | candidates | 渔港 (before)
    18座 | assign | 渔港 (before)
    18座 | tense | past (span)
    18座 | kind | baseline (tense)
    18座 | measure | level
    18座 | year | 2025 (context)

    >>> table = explain("指标\\t单位\\t2025年\\t2030年\\t属性\\n1.渔港\\t座\\t3\\t≥8\\t约束性", period_start=2026, period_end=2030)
    >>> for row in table[table["number"].eq("≥8")].itertuples(index=False):
    ...     print(*row, sep=" | ")
    ≥8 | lex | 8 (no unit), ge, arabic
    ≥8 | column | value, 2030
    ≥8 | assign | 渔港 (1.渔港)
    ≥8 | unit | 座 (row)
    ≥8 | kind | target (year)
    ≥8 | measure | level
    ≥8 | year | 2030 (context, column)
    ≥8 | modality | 约束性
    ≥8 | doubt | none
    """
    import pandas as pd

    from policylab.text import clean_text

    check_text("sentence", sentence)
    if not isinstance(heading, str):
        raise invalid("heading", heading, "a str, \"\" for none")
    for name, value in (("period_start", period_start), ("period_end", period_end), ("year", year)):
        if value is not None:
            check_year(name, value)
    sections, paragraphs = _outlined(clean_text(sentence).text, heading)
    found = trace(sections, paragraphs, period_start=period_start, period_end=period_end, year=year)
    rows = []
    for number, items in itertools.groupby(found, key=_number):
        first, *more = items
        rows += [(number[-1], *stage) for stage in (*_met(first), *_decided(first), *(stage for item in more for stage in _decided(item)))]
    return pd.DataFrame(rows, columns=["number", "stage", "reads"])


def _outlined(text: str, heading: str) -> tuple[list, list[Paragraph]]:
    """The outline of a text below a heading; what is one line is no title and no heading, whatever it looks like."""
    from policylab.corpus import outline
    from policylab.corpus._outline import Paragraph

    text = text.strip("\n")
    if "\n" in text:
        sections, paragraphs = outline(text)
    else:
        sections, paragraphs = [], [Paragraph("", "", "", "table" if "\t" in text else "body", text, 0, len(text))]
    if not heading:
        return sections, paragraphs
    below = len(heading) + 1
    return sections, [Paragraph("", "", "", "heading", heading, 0, below - 1), *(one._replace(start=one.start + below, end=one.end + below) for one in paragraphs)]


def _number(item: Found) -> tuple[int, int, str]:
    """Where a number stands in the document, and as what: what one number says twice is shown together."""
    if item.statement is not None:
        start, end = item.statement.start, item.statement.end
    else:
        start, end = item.how.step.span if isinstance(item.how, TextStep) else (0, len(item.text))
    return item.offset + start, item.offset + end, item.text[start:end]


def _met(item: Found) -> list[Stage]:
    """What stands there, before anything is decided."""
    how = item.how
    if isinstance(how, Told):
        return [("lex", "not read")]
    if isinstance(how, RowStep):
        quantity = number_in(how.cell.text.strip()).quantity
        return [("lex", _lexed(quantity, item.statement.comparator)), ("column", _column(how.cell.column))]
    reading, lexed, sentence = how.step.reading, how.lexed, how.lexed.sentence(how.step.span[0])
    if reading is None:
        return _cues(lexed, *sentence) + _years(lexed, roles(lexed.text, lexed.years_between(*sentence)))
    lex = ("lex", _lexed(lexed.quantities[reading.at.index]))
    return [lex, *_cues(lexed, *sentence), *_years(lexed, reading.at.sentence.years)]


def _lexed(quantity: Quantity, comparator: str = "") -> str:
    high = f" to {quantity.high:f}" if quantity.high is not None else ""
    return f"{quantity.value:f}{high} {quantity.unit.name or '(no unit)'}, {comparator or quantity.comparator}, {quantity.form}"


def _cues(lexed: Lexed, start: int, end: int) -> list[Stage]:
    classes: dict[tuple[int, int], list[str]] = {}
    for name in lexed.cues:
        for span in lexed.between(name, start, end):
            classes.setdefault(span, []).append(name)
    said = "; ".join(f"{lexed.text[slice(*span)]} ({', '.join(sorted(classes[span]))})" for span in sorted(classes))
    return [("cues", said)] if said else []


def _years(lexed: Lexed, years: Iterable[Year]) -> list[Stage]:
    said = "; ".join(f"{lexed.text[year.start : year.end]} ({year.year}, {year.role})" for year in years)
    return [("years", said)] if said else []


def _column(column: Column | None) -> str:
    """What the head says of a column: value, 2030, annual_growth, %, from 2025, ahead."""
    if column is None:
        return "no head"
    looks = "" if column.past is None else "past" if column.past else "ahead"
    base = f"from {column.base}" if column.base else ""
    return ", ".join(str(told) for told in (column.role or "empty", column.name, column.year, column.measure, base, column.unit, looks) if told)


def _decided(item: Found) -> list[Stage]:
    """What one statement is, and what decided it."""
    if isinstance(item.how, Told):
        return []
    if isinstance(item.how, RowStep):
        return _of_row(item.statement, item.how)
    head = _head(item.how.step.reading) if item.how.step.reading is not None else []
    return head if item.statement is None else head + _of_sentence(item.statement, item.how)


def _of_row(statement: Statement, how: RowStep) -> list[Stage]:
    parts, time = how.parts, how.time
    named = [parts.label] if parts.name else []
    if statement.indicator != parts.name:
        named.append("column")  # 渔港投资 of 渔港 below 投资(亿元)
    dated = ", ".join(dict.fromkeys((statement.year_from or "", time.given)))
    _, given = given_unit(number_in(how.cell.text.strip()), how.cell.column, parts.unit)
    if given == "row" and not parts.unit:
        given = "above the table" if statement.unit else "nothing gives one"
    return [
        ("assign", f"{statement.indicator} ({', '.join(named)})"),
        ("unit", f"{statement.unit or 'none'} ({given})"),
        ("kind", f"{statement.kind} ({time.tense.why})"),
        ("measure", statement.measure),
        ("year", f"{statement.year} ({dated})" if statement.year else "none (nothing gives one)"),
        *([("modality", statement.modality)] if statement.modality else []),
        ("doubt", statement.doubt or "none"),
    ]


def _of_sentence(statement: Statement, how: TextStep) -> list[Stage]:
    verdict, told = how.step.verdict, how.told
    named = told.name and statement.indicator == told.name
    stages = [("assign", f"{statement.indicator or '(none)'} ({'row' if named else _given_by(how.step.reading)})")]
    if not told.kind:
        stages.append(("tense", f"{'past' if verdict.tense.past else 'ahead'} ({verdict.tense.why})"))
    kind = verdict.rule
    if statement.kind != how.statement.kind:
        kind = "neighbours"
    elif statement.kind != verdict.kind or told.kind:
        kind = "column" if told.kind == statement.kind else "year" if not told.kind else "start"
    stages.append(("kind", f"{statement.kind} ({kind})"))
    stages.append(("measure", statement.measure))
    stages.append(("year", f"{statement.year or 'none'} ({statement.year_from or 'nothing gives one'})"))
    return stages + _doubted(statement)


def _head(reading: Reading) -> list[Stage]:
    """What may be the indicator, and which rules propose it; or the heads of the group that hands the number out."""
    if reading.group is not None:
        heads = ", ".join(filter(None, reading.group.heads)) or "parts of a whole that the text does not name"
        return [("group", f"{heads} ({reading.group.rule})")]
    rules: dict[str, list[str]] = {}
    for head, _ in candidates(reading.at, *clause_of(reading.at, reading.at.index)):
        if head.indicator:
            rules.setdefault(head.indicator, []).extend(filter(None, [head.beside or head.rule]))
    return [("candidates", "; ".join(f"{name} ({', '.join(by) or 'no rule'})" for name, by in rules.items()) or "none")]


def _given_by(reading: Reading | None) -> str:
    if reading is None:
        return "whole"
    head = reading.head
    return "group" if reading.group is not None else head.beside or head.rule or head.side


def _doubted(statement: Statement) -> list[Stage]:
    """The features by which the second opinion judges a statement, and why a reader should look at it."""
    if not statement.features:
        return [("doubt", statement.doubt or "none")]
    felt = [(name, weight) for name, weight in weighed(statement.features) if abs(weight) >= LEAST_FELT]
    likely = f"right with {opinion(statement.features):.2f} by the second opinion"
    return [
        ("features", "; ".join(f"{name} {weight:+.2f}" for name, weight in felt)),
        ("doubt", f"{statement.doubt or 'none'}; {likely}"),
    ]
