"""Rates of the analyst's terms, plan by plan, and how evenly they are spread."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.corpus import plan_order
from policylab.errors import PolicylabError
from policylab.stats import Clusters, check_level, rate_interval
from policylab.words._counts import WordCounts, check_terms, takes_counts
from policylab.words._segmenter import Segmenter

NEVER, WITHIN = "never occurs", "occurs only within other words"


@takes_counts
def keyword_trends(
    corpus, terms: str | Path | Iterable[str], *, by: str = "plan", segmenter: Segmenter | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Rate of each term in each plan, with an interval that respects the plan's sections.

    An occurrence is counted where both ends of the term are ends of words, so that a term which the segmenter cuts
    in two is counted all the same, and 智慧 is not counted inside the word 智慧城市.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or WordCounts
    terms : str, path, or list of str
        Case, width and script make no difference: 區塊鏈 finds 区块链, ５ｇ finds 5G. A path is that of a file of terms
        (`policylab.words.read_terms`).
    by : str
        ``"plan"``, or a variable of the plans such as ``"province"`` or ``"year"`` (`policylab.corpus.plan_groups`).
    segmenter : Segmenter or None
        By which the words are cut; None is the default one. `Segmenter(synonyms=True)` counts 第五代移动通信 as 5G.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        One row a term in a plan, by term (in the order asked) and plan (in the order of the corpus): term, plan,
        count, per_10k (a 10 000 words of the body), low and high (of per_10k, over the sections of the second level),
        low_fine and high_fine (over what stands under each heading directly), paragraphs and clusters (that have the
        term), dispersion (Gries' DP, normalized, over the finer sections), raw_count (of the bare string, whatever it
        is part of), tokens (of the plan's body), first_plan and last_plan (with the term; missing where nobody can
        say which of the plans that have it is the first or the last), note and nearest.
        `note` is "descriptive only" where a plan has fewer than 10 sections of the second level, which leaves low and
        high missing, and "never occurs", or "occurs only within other words", where no plan has the term: then nothing says how
        it would crowd, there is no interval, and `nearest` names words like it.

    Raises
    ------
    PolicylabError
        If a term is empty or repeated, or a parameter is out of its range.

    Notes
    -----
    Intervals: `policylab.stats.rate_interval`; where a plan lacks a term, the other plans say how many occurrences
    come at a time. Dispersion: Gries (2008), Lijffijt and Gries (2012).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.keyword_trends(corpus, ["區塊鏈", "4G"])
    >>> table.loc[table["count"] > 0, ["term", "plan"]].drop_duplicates("term")
      term                  plan
    1  區塊鏈  digital-economy-2019
    4   4G       smart-city-2015
    >>> [policylab.keyword_trends(corpus, "区块链", level=level)["high"].round(1).iloc[-1].item() for level in (0.95, 0.8)]
    [60.5, 47.5]
    """
    level = check_level(level)
    terms = check_terms(terms)
    words: WordCounts = corpus.grouped(by)
    counts = words.find(terms)
    totals = words.by_plan(counts)
    (coarse, low, high), (fine, low_fine, high_fine) = (_limits(words, counts, fine, level) for fine in (False, True))
    order = np.array([[plan_order(one, other) for other in words.sources] for one in words.sources])
    tokens = np.broadcast_to(words.plan_tokens[:, None], totals.shape)
    with np.errstate(invalid="ignore"):  # a plan without words has no rates
        rates = totals / tokens * 1e4
    found = {
        "count": totals,
        "per_10k": rates,
        "low": low,
        "high": high,
        "low_fine": low_fine,
        "high_fine": high_fine,
        "paragraphs": words.by_plan((counts > 0).astype(np.int64)),
        "clusters": np.array([clusters.clusters_with for clusters in coarse]),
        "dispersion": np.array([deviation_of_proportions(clusters) for clusters in fine]),
        "raw_count": words.by_plan(words.find_strings(terms)),
        "tokens": tokens,
    }
    about = []
    for column, term in enumerate(terms):
        where = np.flatnonzero(totals[:, column])
        first, last = (_foremost(words.plans, order * sign, where) for sign in (1, -1))
        near = None if len(where) else "、".join(words.nearest(term)) or None
        absent = None if len(where) else WITHIN if found["raw_count"][:, column].any() else NEVER
        notes = ["; ".join(filter(None, (absent, clusters.note))) or None for clusters in coarse]
        about += [(term, plan, first, last, note, near) for plan, note in zip(words.plans, notes, strict=True)]
    table = pd.DataFrame(about, columns=["term", "plan", "first_plan", "last_plan", "note", "nearest"])
    for place, (name, values) in enumerate(found.items(), start=2):
        table.insert(place, name, values.T.ravel())
    return table if by == "plan" else named_by(table.drop(columns=["first_plan", "last_plan"]), by)


def named_by(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The table of groups with the variable's name at the head of the column plan."""
    if by in table.columns:
        raise PolicylabError(f"The table has a column {by!r} already. Give the variable another name.")
    return table.rename(columns={"plan": by})


def _foremost(plans, order: np.ndarray, where: np.ndarray) -> str | None:
    """The plan that is known to come before all the others; None where nobody can say."""
    first = np.flatnonzero((order[np.ix_(where, where)] < 0).sum(axis=1) == len(where) - 1)
    return plans[where[first[0]]] if len(first) else None


def _limits(words, counts: np.ndarray, fine: bool, level: float) -> tuple[list[Clusters], np.ndarray, np.ndarray]:
    """Clusters of each plan, and the bounds of each term's rate a 10 000 words, plans first."""
    plans, bounds = [words.clusters(plan, counts, fine=fine) for plan in words.plans], []
    for number, clusters in enumerate(plans):
        others = plans[:number] + plans[number + 1 :]
        bounds.append(rate_interval(clusters, level=level, elsewhere=Clusters.join(others) if others else None))
    # a plan without a term, beside others without it, has nothing to say how much it could have had
    low, high = np.where(counts.sum(axis=0) == 0, np.nan, 1e4 * np.array(bounds)).swapaxes(0, 1)
    return plans, low, high


def deviation_of_proportions(clusters: Clusters) -> np.ndarray:
    """Gries' DP of each thing, normalized: 0 is spread as the words are, 1 is all in the smallest section.

    DP is half the sum over sections of |share of the term - share of the words| (Gries 2008), divided by its largest
    value, 1 - the smallest share of words (Lijffijt and Gries 2012); missing for a term that does not occur, and with
    fewer than two sections.
    """
    if clusters.n < 2:
        return np.full(clusters.counts.shape[1], np.nan)
    share = clusters.sizes / clusters.sizes.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.where(clusters.total > 0, clusters.counts / clusters.total, np.nan)
    return np.abs(observed - share[:, None]).sum(axis=0) / 2 / (1 - share.min())
