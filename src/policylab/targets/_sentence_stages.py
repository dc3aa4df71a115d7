"""Explain: the stages through which one sentence goes, from its numbers to the rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylab.errors import invalid
from policylab.numbers import Quantity
from policylab.targets._assigned_heads import Reading
from policylab.targets._doubt import opinion, weighed
from policylab.targets._head_nouns import candidates
from policylab.targets._lexing import Lexed, lex
from policylab.targets._statements import Statement, Step, read_lexed
from policylab.targets._time_spans import Clock, Setting, Span, heading_span

if TYPE_CHECKING:
    import pandas as pd

LEAST_FELT = 0.5  # of the weight of a feature that is shown
Stage = tuple[str, str]  # its name, and what it reads
Row = tuple[str, str, str]  # the number, a stage of it, and what that reads


def explain(
    sentence: str, *, heading: str = "", period_end: int | None = None, period_start: int | None = None, year: int | None = None
) -> pd.DataFrame:
    """Show how a sentence is read, stage by stage.

    Parameters
    ----------
    sentence : str
        A sentence, or a paragraph.
    heading : str
        The heading that it stands under, if it opens a span of time (2025年工作回顾).
    period_end, period_start : int or None
        The years of the plan.
    year : int or None
        The year in which the document speaks.

    Returns
    -------
    DataFrame
        One row a stage of a number, in the order of the reading:

        - number: the number as it stands in the sentence, or what says that a whole is meant (全覆盖, 所有)
        - stage: lex (value, unit, comparator, form), cues (words of its sentence that tell of time, aims or rules, and
          of which class they are), candidates (what each rule takes for the indicator, the first one is taken) or group
          (the heads among which 分别 or a list hands the numbers out, and the rule that finds them), assign
          (the indicator, and what gives it), tense (past or ahead, and what tells it), kind (and the rule that tells
          it), measure, year (and what gives it), features (those of the reading that weigh most with the second
          opinion, and how much), doubt (and how likely the row is right by the second opinion)
        - reads: what it finds

    Raises
    ------
    PolicylabError
        If `sentence` is no str.

    Examples
    --------
    >>> from policylab.targets import explain
    >>> table = explain("建成渔港18座。", heading="2025年工作回顾", year=2026)
    >>> for row in table[~table["stage"].isin(["features", "doubt"])].itertuples(index=False):
    ...     print(*row, sep=" | ")
    18座 | lex | 18 座, eq, arabic
    18座 | candidates | before: 渔港
    18座 | assign | 渔港 (before)
    18座 | tense | past (span)
    18座 | kind | baseline (tense)
    18座 | measure | level
    18座 | year | 2025 (context)
    """
    import pandas as pd

    from policylab.text import clean_text

    if not isinstance(sentence, str):
        raise invalid("sentence", sentence, "a str")
    clock = Clock(year, period_start, period_end)
    opened = heading_span(heading, clock) if heading else None
    span = Span(opened[0], opened[1], 1.0, (-1, -1) if opened[1] else None) if opened else Span()
    rows = _of_paragraph(clean_text(sentence).text, Setting(span, clock))
    return pd.DataFrame(rows, columns=["number", "stage", "reads"])


def _of_paragraph(text: str, setting: Setting) -> list[Row]:
    """What the stages make of the numbers of a paragraph, and of what it says of a whole."""
    lexed = lex(text)
    told: dict[tuple[int, int], list[Row]] = {}
    for quantity in lexed.quantities:
        told[quantity.start, quantity.end] = [("lex", _lexed(quantity)), *_cues(lexed, quantity.start)]
    for step in read_lexed(lexed, setting):
        told.setdefault(step.span, _cues(lexed, step.span[0])).extend(_told(step))
    return [(text[slice(*place)], stage, reads) for place in sorted(told) for stage, reads in told[place]]


def _lexed(quantity: Quantity) -> str:
    high = f" to {quantity.high:f}" if quantity.high is not None else ""
    return f"{quantity.value:f}{high} {quantity.unit.name or '(no unit)'}, {quantity.comparator}, {quantity.form}"


def _cues(lexed: Lexed, place: int) -> list[Stage]:
    classes: dict[tuple[int, int], list[str]] = {}
    for name in lexed.cues:
        for span in lexed.between(name, *lexed.sentence(place)):
            classes.setdefault(span, []).append(name)
    said = "; ".join(f"{lexed.text[slice(*span)]} ({', '.join(sorted(classes[span]))})" for span in sorted(classes))
    return [("cues", said)] if said else []


def _told(step: Step) -> list[Stage]:
    told = _head(step.reading) if step.reading is not None else []
    if step.statement is None:
        return told
    statement, verdict = step.statement, step.verdict
    told.append(("assign", f"{statement.indicator or '(none)'} ({_given_by(step.reading)})"))
    told.append(("tense", f"{'past' if verdict.tense.past else 'ahead'} ({verdict.tense.why})"))
    told.append(("kind", f"{statement.kind} ({verdict.rule})"))
    told.append(("measure", statement.measure))
    told.append(("year", f"{statement.year or 'none'} ({statement.year_from or 'nothing gives one'})"))
    return told + _doubted(statement)


def _head(reading: Reading) -> list[Stage]:
    """What may be the indicator: what each rule proposes, or the heads of the group that hands the number out."""
    if reading.group is not None:
        heads = ", ".join(filter(None, reading.group.heads)) or "parts of a whole that the text does not name"
        return [("group", f"{heads} ({reading.group.rule})")]
    if reading.around is None:
        return []
    return [("candidates", "; ".join(f"{head.rule}: {head.indicator}" for head in candidates(reading.around)) or "none")]


def _given_by(reading: Reading | None) -> str:
    if reading is None:
        return "whole"
    return "group" if reading.group is not None else reading.head.rule or reading.head.side


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
