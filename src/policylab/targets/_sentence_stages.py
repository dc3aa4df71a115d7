"""Explain: the stages through which one sentence goes, from its numbers to the rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylab.errors import invalid
from policylab.numbers import Quantity
from policylab.targets._doubt import opinion
from policylab.targets._head_nouns import candidates
from policylab.targets._lexing import Lexed, lex
from policylab.targets._statements import Step, read_paragraph
from policylab.targets._time_spans import Clock, Setting, Span, heading_span

if TYPE_CHECKING:
    import pandas as pd


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

        - number: the number as it stands in the sentence
        - stage: lex (value, unit, comparator, form), cues (words of its sentence that tell of time, aims or rules, and
          of which class they are), candidates (what each rule takes for the indicator, the first one is taken), assign
          (the indicator), kind (and the rule that tells it), tense (past or ahead, and what tells
          it), measure, year (and what gives it), doubt (and how likely the row is right by the second opinion)
        - reads: what it finds

    Raises
    ------
    PolicylabError
        If `sentence` is no str.

    Examples
    --------
    >>> from policylab.targets import explain
    >>> table = explain("建成渔港18座。", heading="2025年工作回顾", year=2026)
    >>> for row in table[table["stage"].ne("doubt")].itertuples(index=False):
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
    text = clean_text(sentence).text
    clock = Clock(year, period_start, period_end)
    opened = heading_span(heading, clock) if heading else None
    span = Span(opened[0], opened[1], 1.0, (-1, -1) if opened[1] else None) if opened else Span()
    steps: list[Step] = []
    read_paragraph(text, Setting(span, clock), steps)
    of_number: dict[int, list[Step]] = {}
    for step in steps:
        of_number.setdefault(step.reading.quantity.number, []).append(step)
    rows = []
    lexed = lex(text)
    for quantity in lexed.quantities:
        number = text[quantity.start : quantity.end]
        rows.append((number, "lex", _lexed(quantity)))
        if cues := _cues(lexed, quantity.start):
            rows.append((number, "cues", cues))
        for step in of_number.get(quantity.number, []):
            rows += [(number, stage, reads) for stage, reads in _told(step)]
    return pd.DataFrame(rows, columns=["number", "stage", "reads"])


def _lexed(quantity: Quantity) -> str:
    high = f" to {quantity.high:f}" if quantity.high is not None else ""
    return f"{quantity.value:f}{high} {quantity.unit.name or '(no unit)'}, {quantity.comparator}, {quantity.form}"


def _cues(lexed: Lexed, place: int) -> str:
    classes: dict[tuple[int, int], list[str]] = {}
    for name in lexed.cues:
        for span in lexed.between(name, *lexed.sentence(place)):
            classes.setdefault(span, []).append(name)
    return "; ".join(f"{lexed.text[slice(*span)]} ({', '.join(sorted(classes[span]))})" for span in sorted(classes))


def _told(step: Step) -> list[tuple[str, str]]:
    statement, verdict, told = step.statement, step.verdict, []
    if step.reading.around is not None:
        proposed = "; ".join(f"{head.rule}: {head.indicator}" for head in candidates(step.reading.around))
        told.append(("candidates", proposed or "none"))
    told.append(("assign", f"{statement.indicator or '(none)'} ({step.reading.head.rule or step.reading.head.side})"))
    told.append(("tense", f"{'past' if verdict.tense.past else 'ahead'} ({verdict.tense.why})"))
    told.append(("kind", f"{statement.kind} ({verdict.rule})"))
    told.append(("measure", statement.measure))
    told.append(("year", f"{statement.year or 'none'} ({statement.year_from or 'nothing gives one'})"))
    likely = f"right with {opinion(statement.features):.2f} by the second opinion"
    told.append(("doubt", f"{statement.doubt or 'none'}; {likely}"))
    return told
