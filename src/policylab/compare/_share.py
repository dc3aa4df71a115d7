"""The share of a plan that was taken over from earlier ones, carried on by later ones, or is shared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policylab.compare._alignment import edits
from policylab.compare._reuse import as_plans
from policylab.compare._sentences import mask, sentences
from policylab.corpus import plan_order
from policylab.errors import invalid

COLUMNS = ("plan", "side", "other", "characters", "shared", "share", "low", "high", "sections", "note")
_SIDES = {"taken_over": 1, "carried_on": -1, "shared": 0}  # and the order in time of the plan and the other one
_FEW = 10  # sections, below which an interval would say more than the data do


def reuse_share(
    reuse: pd.DataFrame, corpus, *, formulas: bool = False, n_boot: int = 1000, level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Share of each plan that it has in common with earlier plans, with later ones, and with plans of unknown order.

    Characters in common are counted, punctuation aside, each once however many plans it comes from. The interval is a
    percentile bootstrap (Efron, 1979) over sections, since sentences of one section are taken over together.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`.
    corpus : Corpus or iterable of Plan
        The plans that `reuse` was made from.
    formulas : bool, default False
        Whether formulas count.
    n_boot : int, default 1000
        Bootstrap samples.
    level : float, default 0.95
        Of the interval, between 0 and 1.
    random_state : int, default 0

    Returns
    -------
    DataFrame
        One row a plan, side and other plan: plan, side (``taken_over`` from earlier plans, ``carried_on`` by later
        ones, ``shared`` with plans of which it is not known whether they are earlier), other (a plan, or ``all``), characters (of the plan), shared (of them in common), share (0 to 1), low,
        high, sections, note (``descriptive only``, without an interval, below ten sections; ``none found``: a bootstrap
        of nothing has no interval; ``no text``: the share of an empty plan is missing).

    Raises
    ------
    PolicylabError
        If a parameter is wrong.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> from policylab.compare import text_reuse
    >>> corpus = load_corpus()
    >>> table = reuse_share(text_reuse(corpus), corpus, n_boot=100)
    >>> row = table[(table["plan"] == "smart-city-2021") & (table["other"] == "new-infrastructure-2021")].iloc[0]
    >>> bool(row["low"] < row["share"] < row["high"])
    True
    """
    if isinstance(n_boot, bool) or not isinstance(n_boot, int) or n_boot < 1:
        raise invalid("n_boot", n_boot, "an int of at least 1")
    if not 0 < level < 1:
        raise invalid("level", level, "a number between 0 and 1")
    plans = as_plans(corpus)
    used = reuse if formulas else reuse[~reuse["formula"]]
    common = {p.id: [] for p in plans}
    for row in used.itertuples():
        ours, theirs = _in_common(row)
        for plan, other, places in ((row.later, row.earlier, theirs), (row.earlier, row.later, ours)):
            if plan in common:
                common[plan].append((other, places))
    rows = []
    for plan in plans:
        letters = [(s.section, place) for s in sentences(plan) for place, _ in s.spans]
        for side, order in _SIDES.items():
            others = [p.id for p in plans if p is not plan and plan_order(plan, p) == order]
            for other in [*others, "all"] if others else []:
                wanted = others if other == "all" else [other]
                shared = {x for name, places in common[plan.id] if name in wanted for x in places}
                rows.append((plan.id, side, other, *_share(letters, shared, n_boot, level, random_state)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["note"] = frame["note"].astype(object).where(frame["note"].notna(), None)
    return frame


def _in_common(row) -> tuple[set[int], set[int]]:
    """Places in both plans' texts of the characters that a match has in common."""
    ours, theirs = mask(row.earlier_text), mask(row.later_text)
    here: set[int] = set()
    there: set[int] = set()
    for tag, a, b, c, d in edits(ours.letters, theirs.letters):
        if tag == "equal":
            here.update(row.earlier_start + ours.spans[i][0] for i in range(a, b))
            there.update(row.later_start + theirs.spans[i][0] for i in range(c, d))
    return here, there


def _share(letters: list[tuple[str, int]], shared: set[int], n_boot: int, level: float, seed: int) -> tuple:
    if not letters:
        return 0, 0, np.nan, np.nan, np.nan, 0, "no text"
    names = {section: i for i, section in enumerate(dict.fromkeys(section for section, _ in letters))}
    counts = np.zeros((len(names), 2))
    for section, place in letters:
        counts[names[section]] += (place in shared, 1)
    total = counts.sum(axis=0)
    low = high = np.nan
    if len(names) >= _FEW and total[0]:
        drawn = np.random.default_rng(seed).integers(0, len(names), size=(n_boot, len(names)))
        sums = counts[drawn].sum(axis=1)
        low, high = np.quantile(sums[:, 0] / sums[:, 1], [(1 - level) / 2, (1 + level) / 2])
    note = "descriptive only" if len(names) < _FEW else None if total[0] else "none found"
    return int(total[1]), int(total[0]), total[0] / total[1], low, high, len(names), note
