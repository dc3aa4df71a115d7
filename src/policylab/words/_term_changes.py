"""What changed in the words: earlier plans against later ones, term by term, and the placebo that stands beside each comparison.

The placebo is what comparisons find that are none in time, such as those of other plans or of other halves.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policylab import stats
from policylab.checks import check_flag, check_int
from policylab.corpus import check_pairs, matched_pairs
from policylab.corpus._plan_order import named_pairs, split_in_time
from policylab.errors import PolicylabError
from policylab.words._counts import WordCounts, ranked, takes_counts
from policylab.words._rate_ratios import check_bounds, effects, enough, log_limits, sureness
from policylab.words._segmenter import Segmenter

MATCHED, NAMED, POOLED = "matched pair", "named pair", "pooled halves"
UNRELATED, SPLIT = "unrelated pair", "placebo halves"
# controls beyond which no more are tried: a share of two hundred is told to within three hundredths
_MOST = 200


@dataclass(frozen=True)
class Comparison:
    """Earlier plans and later ones, and what kind of comparison they make."""

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    kind: str

    def sides(self, words: WordCounts, counts, *, fine: bool = False) -> tuple[stats.Clusters, stats.Clusters]:
        """Clusters of the earlier and of the later plans, of which each counts the same."""
        return tuple(words.clusters(side, counts, fine=fine, equal=True) for side in (self.earlier, self.later))

    def measure(
        self, words: WordCounts, counts, least: int | None, level: float, *, below: float = 1.0
    ) -> tuple[np.ndarray, stats.Clusters, stats.Clusters, dict[str, np.ndarray]]:
        """The terms, by their numbers, that occur `least` times (None keeps all, 0 those that could be a finding), the clusters
        of both sides, and how far they differ (see `effects`).
        """
        before, after = self.sides(words, counts)
        chosen = np.arange(counts.shape[1])
        if least is not None:
            words_before, words_after = before.sizes.sum(), after.sizes.sum()
            chosen = enough(before.total + after.total, words_before / (words_before + words_after), least, level)
            before, after, counts = before.take(chosen), after.take(chosen), counts[:, chosen]
        fine = self.sides(words, counts, fine=True)
        return chosen, before, after, effects((after, before), fine[::-1], level, below=below)


def comparisons(words: WordCounts, pairs, pooled: bool, since: int | None) -> list[Comparison]:
    """The comparisons that are asked for, the earlier plan or plans first."""
    check_flag("pooled", pooled)
    if pooled:
        return [halves(words, since)]
    if since is not None:
        raise PolicylabError("`since` parts all plans into two halves, which only `pooled=True` compares.")
    matched = matched_pairs(words.sources, words.pairs)
    if pairs is None:
        if not matched:
            raise PolicylabError(
                "No two of these plans are of one kind and one authority, one earlier, so that a change could be told "
                "from a difference of subjects. Name the pairs, `pairs=[(earlier, later)]` or `pairs` under [study] in "
                "corpus.toml, or ask for `pooled=True`, which compares kinds of plans as well as times."
            )
        return [Comparison((one,), (other,), MATCHED) for one, other in matched]
    chosen = named_pairs(pairs, words.plans)
    if not chosen:
        raise PolicylabError("`pairs` has no pair. Name at least one, or leave it out.")
    check_pairs(words.sources, chosen)
    return [Comparison((one,), (other,), MATCHED if (one, other) in matched else NAMED) for one, other in chosen]


def halves(words: WordCounts, since: int | None) -> Comparison:
    """All earlier plans against all later ones."""
    earlier, later = split_in_time(words.sources, since)
    return Comparison(tuple(earlier), tuple(later), POOLED)


def controls(words: WordCounts, comparison: Comparison) -> list[Comparison]:
    """What stands beside a comparison as its placebo: other pairs of plans, or other halves of the same sizes."""
    if comparison.kind != POOLED:
        pairs = {*matched_pairs(words.sources, words.pairs), (comparison.earlier[0], comparison.later[0])}
        return other_pairs(words, pairs)
    known, found = {frozenset(comparison.earlier), frozenset(comparison.later)}, []
    for half in itertools.combinations(words.plans, len(comparison.earlier)):
        if len(found) == _MOST:
            break
        if frozenset(half) not in known:
            rest = tuple(plan for plan in words.plans if plan not in half)
            known |= {frozenset(half), frozenset(rest)}
            found.append(Comparison(half, rest, SPLIT))
    return found


def other_pairs(words: WordCounts, pairs: set[tuple[str, str]]) -> list[Comparison]:
    """Pairs of plans that are none of these, either way round."""
    others = [pair for pair in itertools.combinations(words.plans, 2) if not {pair, pair[::-1]} & pairs]
    return [Comparison((one,), (other,), UNRELATED) for one, other in others[:: max(1, -(-len(others) // _MOST))]]


@takes_counts
def term_changes(
    corpus,
    terms: str | Iterable[str] | None = None,
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
    pooled: bool = False,
    since: int | None = None,
    min_count: int | None = None,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare the rates of terms in an earlier plan with those in a later plan of the same kind.

    Parameters
    ----------
    corpus : Corpus, list of Plan, or WordCounts
    terms : str, list of str, or None
        Counted as `keyword_trends` counts them. None is every word but stop words that has `min_count`.
    pairs : list of (earlier id, later id), or None
        None are the matched pairs: those that the catalogue names, or plans of the same subject and authority, one
        earlier (`policylab.corpus.matched_pairs`).
    pooled : bool, default False
        Whether all later plans together are compared with all earlier ones instead. Such halves hold plans of
        different kinds, so that a difference may be one of subjects as well as of times: it is not called a trend.
    since : int or None
        Only with `pooled`: plans issued in this year or after it are the later ones; where the day of issue is
        unknown, those whose period starts then. None parts off as few later plans as are known to come after all
        others (`policylab.corpus.plan_stages`).
    min_count : int or None
        Least number of occurrences on both sides together, for ``terms=None``. None is the least with which a term
        that stands all on one side could be told from chance (`policylab.stats.least_count`).
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of all terms in all comparisons.
    segmenter : Segmenter or None
    level : float

    Returns
    -------
    DataFrame
        One row a term in a comparison, in the order asked, else by p and term: term, earlier and later (ids),
        comparison ("matched pair", "named pair", "pooled halves"), earlier_count, count, earlier_per_10k, per_10k,
        log_ratio, low, high (over the sections of the second level), low_fine, high_fine (over what stands under each
        heading directly), p (the larger of the two kinds of clusters), p_adjusted, placebo (how often a comparison
        that is not this one, of other plans or of other halves, has a difference as sure: with a bound as far from
        0), earlier_raw_count, raw_count (of the bare string), note ("descriptive only" where a side has fewer than
        10 clusters).

    Raises
    ------
    PolicylabError
        If there is no matched pair, and neither pairs nor halves are asked for, if halves are, and it is not known
        which plans are the earlier ones, if a pair has the later plan first, or if a parameter is out of its range.

    Notes
    -----
    Where a side lacks the term, half an occurrence stands for it in the log ratio (Hardie 2014), the bound on that
    side is missing, and the other one is the exact conditional limit (`policylab.stats.ratio_interval`). Where half an
    occurrence in a side of few words is a higher rate than that of the other side, no effect can be stated. A finding
    is about these plans' sections, not about all policy.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = term_changes(corpus, ["区块链", "云计算"])
    >>> table[["term", "earlier", "later"]].values.tolist()[0]
    ['区块链', 'smart-city-2015', 'smart-city-2021']
    >>> (table["log_ratio"] > 0).tolist()
    [True, False]
    """
    level = check_bounds(level, min_count)
    words: WordCounts = corpus
    asked = comparisons(words, pairs, pooled, since)
    labels, counts = words.columns(terms)
    least = None if terms is not None else min_count or 0
    frames = [_compare(words, comparison, labels, counts, least, level) for comparison in asked]
    table = pd.concat(frames, ignore_index=True)
    table.insert(table.columns.get_loc("p") + 1, "p_adjusted", stats.adjust_p(table["p"].to_numpy(), adjust))
    if terms is None:
        table = ranked(table, "p", "term", rising=True).reset_index(drop=True)
    return _with_raw(table, words)


@takes_counts
def emerging_terms(
    corpus, *, n: int | None = 30, pairs=None, pooled: bool = False, since: int | None = None,
    min_count: int | None = None, adjust: str = "bh", segmenter: Segmenter | None = None, level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Find the words whose rate is higher in the later plan of a pair than in the earlier one.

    Parameters, errors, columns and method are those of `term_changes` without terms; `n` is how many rows to keep, by
    the bound of the interval nearest 0, then by the effect and the term; None is all.

    Examples
    --------
    >>> import policylab
    >>> table = emerging_terms(policylab.load_corpus(), n=None)
    >>> bool((table["log_ratio"] > 0).all())
    True
    """
    asked = dict(pairs=pairs, pooled=pooled, since=since, min_count=min_count, adjust=adjust, level=level)
    return _changing(1, n, corpus, **asked)


@takes_counts
def declining_terms(
    corpus, *, n: int | None = 30, pairs=None, pooled: bool = False, since: int | None = None,
    min_count: int | None = None, adjust: str = "bh", segmenter: Segmenter | None = None, level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Find the words whose rate is lower in the later plan of a pair than in the earlier one; see `emerging_terms`.

    Examples
    --------
    >>> import policylab
    >>> table = declining_terms(policylab.load_corpus(), n=None)
    >>> bool((table["log_ratio"] < 0).all())
    True
    """
    asked = dict(pairs=pairs, pooled=pooled, since=since, min_count=min_count, adjust=adjust, level=level)
    return _changing(-1, n, corpus, **asked)


def _compare(
    words: WordCounts, comparison: Comparison, labels: list[str], counts, min_count: int | None, level: float
) -> pd.DataFrame:
    """One comparison, term by term. `min_count` None keeps all terms, 0 those that could be a finding."""
    chosen, before, after, effect = comparison.measure(words, counts, min_count, level)
    frame = {
        "term": pd.Series([labels[number] for number in chosen], dtype="str"),
        "earlier": "; ".join(comparison.earlier),
        "later": "; ".join(comparison.later),
        "comparison": comparison.kind,
        "earlier_count": before.total.astype(np.int64),
        "count": after.total.astype(np.int64),
        "earlier_per_10k": before.rate * 1e4,
        "per_10k": after.rate * 1e4,
        **effect,
        "placebo": placebo_share(words, comparison, counts[:, chosen], effect, level),
        "note": before.note or after.note,
    }
    return pd.DataFrame(frame)


def _with_raw(table: pd.DataFrame, words: WordCounts) -> pd.DataFrame:
    """The table with how often the bare strings stand on both sides, before its note."""
    place = {term: column for column, term in enumerate(dict.fromkeys(table["term"]))}
    raw, number = words.by_plan(words.find_strings(list(place))), {plan: row for row, plan in enumerate(words.plans)}
    for name, side in (("earlier_raw_count", "earlier"), ("raw_count", "later")):
        pairs = zip(table["term"], table[side], strict=True)
        counts = [raw[[number[plan] for plan in plans.split("; ")], place[term]].sum() for term, plans in pairs]
        table[name] = np.array(counts, dtype=np.int64)
    return table[[*table.columns.drop("note"), "note"]]


def _changing(sign: int, n: int | None, words: WordCounts, **settings: object) -> pd.DataFrame:
    check_int("n", n, 1, more=", or None")
    table = term_changes(words, **settings)
    table = table[np.sign(table["log_ratio"].round(9)) == sign]
    nearest = (table["low"] if sign > 0 else -table["high"]).round(9)
    key = table.assign(nearest=-nearest.fillna(-np.inf), effect=-table["log_ratio"].abs().round(9))
    order = key.sort_values(["nearest", "effect", "term"], kind="stable").index[:n]
    return table.loc[order].reset_index(drop=True)


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
    compared = [Comparison((one,), (other,), MATCHED) for one, other in matched_pairs(words.sources, words.pairs)]
    compared += controls(words, compared[0]) if compared else other_pairs(words, set())
    if len(words.plans) > 2:
        with contextlib.suppress(PolicylabError):  # where nobody can say which plans are the earlier ones
            in_time = halves(words, None)
            compared += [in_time, *controls(words, in_time)]
    rows = []
    for comparison in compared:
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
