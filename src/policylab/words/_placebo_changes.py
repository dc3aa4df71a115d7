"""The placebo of a change: what comparisons find that are none in time, such as those of other plans or of other halves."""

from __future__ import annotations

import contextlib

import numpy as np
import pandas as pd

from policylab import stats
from policylab.corpus import matched_pairs
from policylab.errors import PolicylabError
from policylab.words._compared_plans import MATCHED, Comparison, controls, halves, other_pairs
from policylab.words._counts import WordCounts, takes_counts
from policylab.words._rate_ratios import check_bounds, log_limits, sureness
from policylab.words._segmenter import Segmenter


@takes_counts
def placebo_changes(
    corpus, *, min_count: int | None = None, segmenter: Segmenter | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Count the words that a comparison in time finds, and those that comparisons which are none find as well.

    Parameters are those of `term_changes`.

    Returns
    -------
    DataFrame
        One row a comparison, matched pairs first, then other pairs of plans, the halves in time, and all other halves
        of the same sizes: comparison ("matched pair", "unrelated pair", "pooled halves", "placebo halves"), earlier,
        later (ids; of a control, what stands for it), terms (that could be found), found (p below 1 - level), share,
        adjusted (p_adjusted, for the terms of the comparison, below 1 - level).

    Examples
    --------
    >>> import policylab
    >>> table = placebo_changes(policylab.load_corpus(), level=0.9)
    >>> table[["comparison", "terms", "found"]].head(2).values.tolist()
    [['matched pair', 316, 24], ['unrelated pair', 266, 13]]
    """
    level = check_bounds(level, min_count)
    words: WordCounts = corpus
    _, counts = words.columns(None)
    comparisons = [Comparison((one,), (other,), MATCHED) for one, other in matched_pairs(words.sources, words.pairs)]
    comparisons += controls(words, comparisons[0]) if comparisons else other_pairs(words, set())
    if len(words.plans) > 2:
        with contextlib.suppress(PolicylabError):  # where nobody can say which plans are the earlier ones
            in_time = halves(words, None)
            comparisons += [in_time, *controls(words, in_time)]
    rows = []
    for comparison in comparisons:
        *_, effect = comparison.measure(words, counts, min_count or 0, level, below=1 - level)  # only those are counted that are sure
        known = effect["p"][~np.isnan(effect["p"])]
        found, adjusted = (int((p < 1 - level).sum()) for p in (known, stats.adjust_p(known, "bh")))
        sides = "; ".join(comparison.earlier), "; ".join(comparison.later)
        rows.append((comparison.kind, *sides, len(known), found, found / len(known) if len(known) else np.nan, adjusted))
    columns = ["comparison", "earlier", "later", "terms", "found", "share", "adjusted"]
    return pd.DataFrame(rows, columns=columns)


def placebo_share(words: WordCounts, comparison: Comparison, counts, effect: dict[str, np.ndarray], level: float) -> np.ndarray:
    """Share of the controls of a comparison that find a difference as sure, a term each; missing without a control."""
    observed, as_sure = sureness(effect["low"], effect["high"]), []
    for control in controls(words, comparison):
        before, after = control.sides(words, counts)
        if before.note or after.note:
            continue
        as_sure.append(sureness(*log_limits(after, before, level)) >= observed)
    if not as_sure:
        return np.full(len(observed), np.nan)
    return np.where(np.isfinite(observed), np.mean(as_sure, axis=0), np.nan)
