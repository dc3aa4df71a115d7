"""The ledger: every numeric statement of plans as one table, traceable to the source, with a reader's corrections put in."""

from __future__ import annotations

import contextlib
import functools
import gc
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from policylab.checks import check_flag, check_text
from policylab.corpus import Corpus, Plan, as_plans
from policylab.corpus._corpus import corrections_of
from policylab.errors import PolicylabError, invalid
from policylab.numbers._calendar import check_year
from policylab.targets._corrected_ledger import apply_corrections
from policylab.targets._document import Found, read_document, trace
from policylab.targets._table_cells import Told

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "statement", "plan", "section", "kind", "indicator", "comparator", "value", "value_high", "unit", "measure",
    "base_year", "year", "year_from", "modality", "doubt", "sentence", "start", "end", "raw_start", "raw_end", "page",
)  # fmt: skip
ALWAYS_EXACT = ("value", "value_high")  # exact numbers, also where a table has none
SHOWN = 5  # cells that are named of those that were not read
INTEGERS = ("base_year", "year", "start", "end", "raw_start", "raw_end", "page")


def extract_targets(
    source: Corpus | Plan | list[Plan] | str,
    *,
    period_end: int | None = None,
    period_start: int | None = None,
    plan: str = "text",
    corrected: bool = True,
) -> pd.DataFrame:
    """Extract every numeric statement of plans: targets, baselines, instruments, structure, coverage.

    Parameters
    ----------
    source : Corpus, Plan, list of Plan, or str
        Plans, one plan, or any text, which is cleaned and outlined first.
    period_end : int or None
        Last year of the plan's period: the year of a target for which the text names none. A plan of a corpus
        brings its own.
    period_start : int or None
        First year of the period: years before it belong to baselines.
    plan : str
        The id of a text that is given as a str; the ids of its statements begin with it.
    corrected : bool
        Put in the corrections that the study of a corpus has (`corrections.csv`); one that no longer fits its place
        is not applied, and a warning says so.

    Returns
    -------
    DataFrame
        One row a statement, in the order of the text:

        - statement, plan, section: ids
        - kind: target, baseline, instrument, structure or coverage
        - indicator: the noun phrase that is quantified
        - comparator: ge, gt, le, lt, eq, range or approx
        - value, value_high: `decimal.Decimal`, magnitudes multiplied out; value_high only for a range
        - unit: as the text has it, without magnitude; missing where it has none
        - measure: level, increase, decrease, annual_growth, multiple or rank
        - base_year, year: the year that a change is measured from, and the one it is to hold for
        - year_from: what gives the year: sentence (the statement's own names it), context (an earlier sentence, a
          heading or the head of a column does), or period (nothing does, it is the last year of the plan's period);
          missing where there is no year
        - modality: 力争, 确保, 预计, 约束性, 预期性 and the like, missing where there is none; 原定 is a target that the
          plan itself replaces (森林覆盖率目标由40%调整为38%: 40)
        - doubt: why a reader should look at the row first: ``number in pieces`` (a lone digit or letter beside the
          number may be a part of it, as in a poor scan), ``no indicator``, ``kind by default`` (no word, heading,
          form or period tells past from future), ``year by default`` (only the period gives the year, and the second
          opinion expects an error), ``table head not understood``, ``second opinion differs`` (a small fitted
          model of how statements are read gives the row less than 0.7 to be right), ``second opinion unsure`` (more
          than that, and less than what rows without doubt have); missing where nothing is in doubt
        - sentence: the sentence of the statement
        - start, end, raw_start, raw_end: where the number stands with its comparator, magnitude and unit, in the
          clean text and in the source as decoded (code points)
        - page: page of the source on which it stands, missing where the source has no pages
        - corrected_by: who changed or added the statement by hand, missing where nobody did

    Raises
    ------
    PolicylabError
        If `source` is no corpus, plan or str, or a year is no year.

    Notes
    -----
    Rules and word lists, no model: a scan finds the numerals, neighbours tell statements from dates, names and
    numbering, a unit table reads the unit, and the noun phrase before or behind the number is its indicator. What
    cannot be read exactly (几十, 数百) is left out; of tables, `unread_cells` says what that is. What a table says again
    is a record of its own, as it is in the text.

    Examples
    --------
    >>> import policylab
    >>> ledger = policylab.extract_targets("到2025年,建成5G基站7万个,关键工序数控化率超过60%。", period_end=2025)
    >>> ledger[["indicator", "comparator", "value", "unit", "year"]]
          indicator comparator  value unit  year
    0        5G基站         eq  70000    个  2025
    1  关键工序数控化率         gt     60    %  2025
    """
    check_flag("corrected", corrected)
    check_year("period_end", period_end)
    check_year("period_start", period_start)
    with without_collector():
        plans = plans_to_read(source, plan=plan)
        ledger = ledger_frame(row for item in plans for row in target_rows(item, period_start, period_end))
    corrections = corrections_of(plans) if corrected else ()
    if not corrections:
        return ledger
    ledger, unfit = apply_corrections(ledger, corrections, {item.id: item for item in plans})
    for sentence in unfit:
        warnings.warn(sentence, stacklevel=2)
    return ledger


def unread_cells(source: Corpus | Plan | str) -> list[str]:
    """What tables hold that the ledger has not: a sentence for each plan with cells whose numbers were not read.

    Parameters
    ----------
    source : Corpus, Plan or str
        As for `extract_targets`.

    Returns
    -------
    list of str
        The plan, how many cells there are, and the first of them, each with the name of its row.

    Raises
    ------
    PolicylabError
        If the source is of the wrong kind.

    Examples
    --------
    >>> from policylab.targets import unread_cells
    >>> unread_cells("指标\\t单位\\t2025年\\t2030年\\n用水总量\\t亿立方米\\t30.8\\t45/50\\n")
    ['text: Cells of tables whose numbers were not read: 1. Look them up: 用水总量: 45/50']
    """
    told = []
    for item in plans_to_read(source):
        read = trace(*item.outline, period_start=item.period_start, period_end=item.period_end)
        missed = [one.how.shown() for one in read if isinstance(one.how, Told)]
        if missed:
            more = "; …" if len(missed) > SHOWN else ""
            told.append(f"{item.id}: Cells of tables whose numbers were not read: {len(missed)}. Look them up: {'; '.join(missed[:SHOWN])}{more}")
    return told


def target_rows(plan: Plan, period_start: int | None = None, period_end: int | None = None) -> list[tuple]:
    """The rows of a plan's ledger in the order of `COLUMNS`, for those who need no frame of each plan."""
    start, end = ((own if own is not None else given) for own, given in ((plan.period_start, period_start), (plan.period_end, period_end)))
    found = read_document(*plan.outline, period_start=start, period_end=end)
    return [_row(plan, number, item) for number, item in enumerate(found, start=1)]


def ledger_frame(rows: Iterable[tuple]) -> pd.DataFrame:
    """A ledger from rows in the order of its columns, corrected by nobody; empty with the right columns where there are none."""
    import numpy as np
    import pandas as pd

    rows, names = list(rows), _names()
    values = np.empty((len(names), len(rows)), dtype=object)  # one block of all, which pandas need not look into
    for place, column in enumerate(zip(*rows, strict=True)):
        values[place] = column
    frame = pd.DataFrame(values.T, columns=names, dtype=object, copy=False)
    for place, name in enumerate(names):
        if name in INTEGERS:
            frame.isetitem(place, _integers(values[place]))
    return frame


@functools.cache
def _names() -> pd.Index:
    import pandas as pd

    return pd.Index((*COLUMNS, "corrected_by"))


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Hold off the collector of cycles while many small values are made, none of which is in one: it would look at them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _integers(values: Sequence[int | None]) -> pd.arrays.IntegerArray:
    """Whole numbers, or missing ones, as pandas has them; made so, without a look at what they are."""
    import numpy as np
    import pandas as pd

    whole, missing = [0 if value is None else value for value in values], [value is None for value in values]
    return pd.arrays.IntegerArray(np.array(whole, dtype="int64"), np.array(missing, dtype=bool))


def as_floats(table: pd.DataFrame) -> pd.DataFrame:
    """A table with a float beside each exact number, for `describe()`, regressions and `to_stata`.

    Parameters
    ----------
    table : DataFrame
        A ledger, or any other table with columns of `decimal.Decimal`.

    Returns
    -------
    DataFrame
        A copy. Behind each column of exact numbers stands one with `_float` at the end of its name, float64 and missing
        where there is no number; the exact ones are text, all digits written out. A float has some 16 digits, which is
        why the ledger has none. A column of texts that is empty throughout becomes one of missing numbers: Stata takes
        no other.

    Raises
    ------
    PolicylabError
        If it is no DataFrame, or has a column of such a name already.

    Notes
    -----
    Stata takes Chinese text from format 118 on: ``as_floats(ledger).to_stata("ledger.dta", version=118,
    write_index=False, convert_strl=["sentence"])``. It calls the column `end` `_end`, and pandas says so.

    Examples
    --------
    >>> import policylab
    >>> ledger = policylab.extract_targets("到2025年,建成5G基站7万个,关键工序数控化率超过60.5%。", period_end=2025)
    >>> table = as_floats(ledger)
    >>> table["value_float"].describe()[["count", "max"]].tolist(), table["value"].tolist()
    ([2.0, 70000.0], ['70000', '60.5'])
    """
    if not hasattr(table, "columns"):
        raise invalid("table", table, "a DataFrame, such as the ledger of `policylab.extract_targets`")
    out = table.copy()
    for name in table.columns:
        exact = [value if isinstance(value, Decimal) else None for value in table[name]]
        if table[name].isna().all() and table[name].dtype == object:
            out[name] = out[name].astype(float)
        if name not in ALWAYS_EXACT and not any(value is not None for value in exact):
            continue
        if f"{name}_float" in table.columns:
            raise PolicylabError(f"The table has a column {name}_float already. Rename it, or take it out.")
        if any(value is not None for value in exact):
            out[name] = [value if number is None else format(number, "f") for number, value in zip(exact, out[name])]
        floats = [float("nan") if number is None else float(number) for number in exact]
        out.insert(out.columns.get_loc(name) + 1, f"{name}_float", floats)
    return out


def _row(plan: Plan, number: int, item: Found) -> tuple:
    statement = item.statement
    start, end = item.offset + statement.start, item.offset + statement.end
    raw_start, raw_end = plan.raw_span(start, end)
    sentence = item.text[statement.sentence[0] : statement.sentence[1]]
    return (
        f"{plan.id}/t{number:04d}", plan.id, item.section, statement.kind, statement.indicator or None,
        statement.comparator, statement.value, statement.value_high, statement.unit or None, statement.measure,
        statement.base_year, statement.year, statement.year_from, statement.modality, statement.doubt, sentence, start, end, raw_start, raw_end,
        plan.page_of(start),
    )  # fmt: skip


def plans_to_read(source: object, name: str = "source", *, plan: str = "text") -> Iterable[Plan]:
    """The plans of a source; a text is one of its own, which has this id, and its lines alone tell what its headings are."""
    if isinstance(source, str):
        from policylab.text import clean_text

        check_text(name, source)
        return [Plan(replace(clean_text(source), hints=()), id=plan, title=plan)]
    expected, hint = "a Corpus, a Plan or a str, or a list of plans", "Read a file with `policylab.read_source`."
    return source if isinstance(source, Corpus) else as_plans(source, name=name, expected=expected, hint=hint)
