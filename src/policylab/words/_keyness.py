"""Keyness: which terms set a plan apart from others, or from an outside reference, by how much, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from policylab import stats
from policylab.checks import as_list, check_columns, check_known
from policylab.corpus import Corpus, load_corpus
from policylab.corpus._plan import is_plan
from policylab.errors import PolicylabError, invalid, listed, unknown
from policylab.words._counts import WordCounts, count_words, ranked, sums_by, takes_counts
from policylab.words._rate_ratios import check_bounds, effects, enough
from policylab.words._segmenter import Segmenter
from policylab.words._trends import deviation_of_proportions
from policylab.words._word_lists import column_of, first_sheet, is_sheet

OF_TARGET = "interval of the target alone: a list has no sections"
NOT_LISTED = "not in the list"
# weight of the prior of log_odds_z, in words: far less than any plan has, so that it holds back rare words and no others
PRIOR_TOKENS = 500
_OUTSIDE = -1  # the number of all plans from elsewhere
TARGETS = "the id of a plan, several, or None for every plan"
REFERENCES = "ids of plans, plans, a corpus, or a list of words with their counts"
LIST_FORM = "It needs term and count, and total if it has not every word of its text."
CORPUS = "another corpus"
_SHOWN = 5  # plans that a reference is named by


@takes_counts
def keyness(
    corpus,
    *,
    target: str | Iterable[str] | None = None,
    reference: str | Path | Iterable | pd.DataFrame | None = None,
    terms: str | Path | Iterable[str] | None = None,
    by: str = "plan",
    min_count: int | None = None,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare each term's rate in a target plan with its rate in a reference.

    Parameters
    ----------
    corpus : Corpus, list of Plan, or WordCounts
    target : str, list of str, or None
        Id of the target plan. Several are each compared in turn; None is every plan.
    reference : None, str, path, list of str, Corpus, list of Plan, or DataFrame
        None is all other plans of the corpus; an id, or several, are these plans; "prose" is the corpus's references
        (`corpus.references`): what ordinary government prose looks like. From outside: another corpus, plans, or the
        path of a `corpus.toml` or of its folder (a `pathlib.Path`); a frequency list, as a DataFrame or a spreadsheet
        (XLSX, CSV), with the columns term, count, and total (the words of its text in all) where the list has not every word.
    terms : list of str, path, or None
        Terms to compare, counted as `keyword_trends` counts them. None is every word but stop words and those for the
        place itself (本市, 我市, 办: ``resources/self_words.txt``).
    by : str
        ``"plan"``, or a variable of the plans such as ``"province"``: then target, others and ids are its groups
        (`policylab.corpus.plan_groups`), and the clusters are the plans and, finer, their sections of the second level.
    min_count, adjust, segmenter, level
        As in `term_changes`; p is adjusted for the number of all terms of all targets.

    Returns
    -------
    DataFrame
        One row a term and target, by target, then falling g2, then term: term, target, reference ("others", "prose",
        ids, or what came from outside), count, reference_count, per_10k, reference_per_10k, g2 (signed: negative where the reference has the
        higher rate), log_ratio, low, high (over the sections of the second level), low_fine, high_fine (over what
        stands under each heading directly), p (of equal rates, the larger of the two kinds of clusters), p_adjusted,
        log_odds_z, dispersion (in the target), note. Intervals are missing, and the note is "descriptive only", where
        a side has fewer than 10 clusters; a bound is missing on the side where the term does not occur. log_ratio and
        its bounds are missing where half an occurrence in place of none turns the sign of the difference. Against a
        frequency list, which has no sections, the bounds are those of the target's rate over that of the list as it
        stands, p is missing, and the note says so; of a word that a list lacks which has not every word nothing is known.

    Raises
    ------
    PolicylabError
        If a plan is unknown, if there is nothing to compare with, or if a parameter is out of its range.

    Notes
    -----
    G² (Dunning 1993) takes words as drawn one by one, which they are not: it orders the table, as it does in other
    programs, and no p is made of it. The interval of the log ratio (Hardie 2014) and p are those of
    `policylab.stats.ratio_interval` and never contradict each other. `log_odds_z` (Monroe, Colaresi and Quinn 2008)
    has an informative Dirichlet prior: the rates of target and reference together, with the weight of 500
    words (`policylab.stats.log_odds_z` takes others); ``table.attrs["prior"]`` names it. Plans of different kinds differ in their words because they differ in
    their subjects: keyness says what a plan is about, not what changed.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.keyness(corpus, target="new-infrastructure-2021")
    >>> "5G" in list(table["term"].head(10))
    True
    >>> asked = policylab.keyness(corpus, target="smart-city-2021", terms=["区块链", "云计算"], adjust="holm", level=0.9)
    >>> asked["p_adjusted"].round(3).tolist()
    [0.048, 0.009]
    """
    level = check_bounds(level, min_count)
    words: WordCounts = corpus.grouped(by)
    targets = _targets(target, list(words.plans))
    against = read_reference(words, reference)
    if against.frequencies is not None:
        frames = [_against_list(words, one, against, terms, min_count, level) for one in targets]
    else:
        labels, pools = _pools(words, against.outside, terms)
        least = 0 if terms is not None else min_count
        if least != 0:
            # by column few of many terms are quickly taken
            totals, pools = _Totals(*pools[0], len(words.plans)), [(stats.Clusters(one.counts.tocsc(), one.sizes), plan_of) for one, plan_of in pools]
        frames = []
        for one in targets:
            rest = [plan for plan in against.own if plan != words.plans.index(one)] + ([_OUTSIDE] if against.outside else [])
            if not rest:
                raise PolicylabError(
                    f"The plan {one!r} has nothing to be compared with. Give a corpus of more than one plan, or "
                    'reference="prose".'
                )
            number = words.plans.index(one)
            chosen = None if least == 0 else totals.frequent(number, rest, least, level)
            parted = [_parted(pool, number, rest, chosen) for pool in pools]
            names = labels if chosen is None else [labels[column] for column in chosen]
            frames.append(_compare(*parted, names, level))
    for one, frame in zip(targets, frames, strict=True):
        frame.insert(1, "target", one)
        frame.insert(2, "reference", against.called(one))
    table = pd.concat(frames, ignore_index=True)
    table.insert(table.columns.get_loc("p") + 1, "p_adjusted", stats.adjust_p(table["p"].to_numpy(), adjust))
    table.attrs["prior"] = f"rates of target and reference together, {PRIOR_TOKENS} words"
    return table


def _pools(words: WordCounts, outside: WordCounts | None, terms) -> tuple[list[str], list[tuple[stats.Clusters, np.ndarray]]]:
    """The terms, and the clusters of all plans, coarse and fine, with the numbers of their plans; of those from elsewhere one number."""
    labels, counts = words.columns(terms)
    if outside is None:
        return labels, [words.every_cluster(counts, fine=fine) for fine in (False, True)]
    if terms is None:
        labels = sorted({*labels, *outside.columns(None)[0]})
    pools = []
    for fine in (False, True):
        (one, plan_of), (other, _) = (
            part.every_cluster(part.find(labels) if terms is not None else part.matrix_of(labels), fine=fine) for part in (words, outside)
        )
        stack = sparse.vstack if sparse.issparse(one.counts) else np.vstack
        joined = stack([one.counts, other.counts])
        pools.append((
            stats.Clusters(joined.tocsr() if sparse.issparse(joined) else joined, np.concatenate([one.sizes, other.sizes])),
            np.concatenate([plan_of, np.full(other.n, _OUTSIDE)]),
        ))  # fmt: skip
    return labels, pools


def _against_list(words, target, against, terms, min_count, level) -> pd.DataFrame:
    """Each term's rate in a target against that in a list, which has no sections: its rate is taken as it stands."""
    labels, counts = words.columns(terms)
    if terms is None:
        labels = sorted({*labels, *(form for form in against.frequencies if words.segmenter.keeps(form))} - words.self_words)
        counts = words.matrix_of(labels)
    first, fine = (words.clusters(target, counts, fine=fine) for fine in (False, True))
    nothing = 0.0 if against.whole else np.nan  # a word that is not in the list
    b, n_a, n_b = np.array([against.frequencies.get(words.segmenter.fold(label), nothing) for label in labels]), first.sizes.sum(), against.total
    if terms is None:
        share = n_a / (n_a + n_b)
        least = [min_count or stats.least_count(side, level=level) for side in (share, 1 - share)]
        chosen = np.flatnonzero(~np.isnan(b) & ((first.total >= least[0]) | (first.total + b >= least[1])))
        labels, b = [labels[number] for number in chosen], b[chosen]
        first, fine = first.take(chosen), fine.take(chosen)
    a = first.total
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = stats.log_ratio(a, b, n_a, n_b)
        bounds = [np.log2(limit / (b / n_b)) for side in (first, fine) for limit in stats.rate_interval(side, level=level)]
        low, high, low_fine, high_fine = (np.where(np.isfinite(bound) & np.isfinite(effect), bound, np.nan) for bound in bounds)
        effect = np.where(np.isnan(b), np.nan, effect)
    found = {"log_ratio": effect, "low": low, "high": high, "low_fine": low_fine, "high_fine": high_fine, "p": np.full(len(a), np.nan)}
    notes = [first.note or (NOT_LISTED if np.isnan(count) else OF_TARGET) for count in b]
    return _table(labels, first, b, n_b, found, fine, notes)


class _Totals:
    """Occurrences of each term and words of each plan, from its clusters; those of all plans from elsewhere come first."""

    def __init__(self, clusters: stats.Clusters, plan_of: np.ndarray, plans: int) -> None:
        self.counts, self.sizes = (sums_by(part, plan_of - _OUTSIDE, plans + 1) for part in (clusters.counts, clusters.sizes))
        self.all, self.n_all = np.asarray(self.counts.sum(axis=0)).ravel(), self.sizes.sum()

    def frequent(self, target: int, rest: list[int], least: int | None, level: float) -> np.ndarray:
        """Numbers of the terms of which a plan and the rest have enough: the sums of all, less those of the others."""
        others = np.setdiff1d(np.arange(len(self.sizes)), np.array([target, *rest]) - _OUTSIDE)
        both = self.all - np.asarray(self.counts[others].sum(axis=0)).ravel()
        return enough(both, self.sizes[target - _OUTSIDE] / (self.n_all - self.sizes[others].sum()), least, level)


def _parted(
    pool: tuple[stats.Clusters, np.ndarray], target: int, rest: list[int], chosen: np.ndarray | None
) -> tuple[stats.Clusters, stats.Clusters]:
    """The clusters of a plan, and those of others (numbers of plans), with the chosen terms only."""
    clusters, plan_of = pool
    if chosen is not None:
        clusters = stats.Clusters(clusters.counts[:, chosen].tocsr(), clusters.sizes, clusters.weights)
    first, second = clusters.of(plan_of == target), clusters.of(np.isin(plan_of, rest))
    if sparse.issparse(first.counts):  # those of the others are many, and stay as they are
        first = stats.Clusters(first.counts.toarray(), first.sizes)
    return first, second


def _compare(coarse, fine, labels, level) -> pd.DataFrame:
    first, second = coarse
    found = effects(coarse, fine, level)
    return _table(labels, first, second.total, second.sizes.sum(), found, fine[0], first.note or second.note)


def _table(labels, first: stats.Clusters, b, n_b, found: dict[str, np.ndarray], fine: stats.Clusters, note) -> pd.DataFrame:
    """The rows of one target, in their order; of the reference it has the counts and the length."""
    a, n_a = first.total, first.sizes.sum()
    # a term that neither side has (only asked-for terms can be that) has neither odds nor a ratio
    present = a + b > 0
    share = (a + b)[present] / (n_a + n_b)
    odds = np.full(len(a), np.nan)
    odds[present] = stats.log_odds_z(a[present], b[present], n_a, n_b, prior=share * PRIOR_TOKENS, prior_total=PRIOR_TOKENS)
    # a text without words has no rates
    per_10k = [count / size * 1e4 if size else np.full(len(count), np.nan) for count, size in ((a, n_a), (b, n_b))]
    frame = pd.DataFrame(
        {
            "term": pd.Series(labels, dtype="str"),
            "count": a.astype(np.int64),
            "reference_count": b.astype(np.int64) if not np.isnan(b).any() else pd.array(b, dtype="Int64"),
            "per_10k": per_10k[0],
            "reference_per_10k": per_10k[1],
            "g2": stats.signed_g2(a, b, n_a, n_b),
            **found,
            "log_odds_z": odds,
            "dispersion": deviation_of_proportions(fine),
            "note": note,
        }
    )
    return ranked(frame, "g2", "term")


def _targets(target: str | Iterable[str] | None, known: list[str]) -> list[str]:
    chosen = known if target is None else [target] if isinstance(target, str) else as_list("target", target, TARGETS)
    if not chosen:
        raise invalid("target", target, TARGETS)
    for one in chosen:
        check_known("plan", one, known)
    return chosen


@dataclass(frozen=True, eq=False)
class Reference:
    """What a target is compared with: plans of the counts (by number), plans from elsewhere, or a list of frequencies.

    `plans` are the names of the plans, each with whether it is one of the counts, but where all but the target are meant.
    `whole` says that the list has every word of its text, so that one which is not in it occurs never; else nothing is
    known of such a word.
    """

    name: str
    own: tuple[int, ...] = ()
    plans: tuple[tuple[str, bool], ...] = ()
    outside: WordCounts | None = None
    frequencies: dict[str, float] | None = None
    total: float = 0.0
    whole: bool = True

    def called(self, target: str) -> str:
        """What the table says the reference was: a target is not compared with itself."""
        names = [name for name, own in self.plans if not (own and name == target)]
        if self.name != CORPUS:
            return ", ".join(names) or self.name
        return f"{len(names)} plan{'s' * (len(names) > 1)} of {CORPUS}: {listed(names, _SHOWN)}"


def read_reference(words: WordCounts, reference: object) -> Reference:
    """The reference that `keyness` is asked for."""
    if reference is None:
        return Reference("others", tuple(range(len(words.plans))))
    if isinstance(reference, pd.DataFrame) or is_sheet(reference):
        return _frequency_list(words, reference)
    if isinstance(reference, str) and reference == "prose":
        if not words.references:
            raise PolicylabError(
                'The corpus has no references, which reference="prose" needs. Name one in its corpus.toml, with '
                'role = "reference".'
            )
        return Reference("prose", outside=_counted(words, list(words.references)))
    if isinstance(reference, Path):
        reference = load_corpus(reference)
    if isinstance(reference, WordCounts):
        reference = list(reference.sources)
    if isinstance(reference, str) or is_plan(reference):
        reference = [reference]
    number = {plan: place for place, plan in enumerate(words.plans)}
    own, outside, names = [], [], []
    for one in as_list("reference", reference, REFERENCES):
        if isinstance(one, str) and one not in number:
            raise unknown("plan", one, number)
        if not isinstance(one, str) and not is_plan(one):
            raise invalid("reference", one, REFERENCES)
        name = one if isinstance(one, str) else one.id
        same = isinstance(one, str) or (name in number and getattr(words.sources[number[name]], "text", "") == getattr(one, "text", None))
        own += [number[name]] if same else []
        outside += [] if same else [one]
        names.append((name, same))
    if not names:
        raise PolicylabError("`reference` has no plan. Name at least one, or leave it out for all other plans.")
    return Reference(
        CORPUS if isinstance(reference, Corpus) and outside else "plans", tuple(own), tuple(names),
        outside=_counted(words, outside) if outside else None,
    )  # fmt: skip


def _counted(words: WordCounts, plans: list) -> WordCounts:
    return count_words(plans, segmenter=words.segmenter, cluster_level=words.cluster_level)


def _frequency_list(words: WordCounts, source: pd.DataFrame | str | Path) -> Reference:
    """A list of words with their counts: columns term, count and, where it is not their sum, total."""
    given = isinstance(source, pd.DataFrame)
    table = source if given else first_sheet(source, "reference")
    where = "The frequency list" + ("" if given else f" {Path(source).name}")
    first = {column_of(column): column for column in reversed(table.columns)}
    names = {first[name]: name for name in ("term", "count", "total") if name in first}
    check_columns(table.rename(columns=names), ("term", "count"), name=where, hint=LIST_FORM)
    table = table[list(names)].rename(columns=names)
    counts = pd.to_numeric(table["count"], errors="coerce")
    odd = table["count"][~(counts >= 0) | ~np.isfinite(counts)]
    if len(odd):
        raise PolicylabError(f"{where}, row {list(table.index).index(odd.index[0]) + 2}: the count must be a number of at least 0, got {str(odd.iloc[0])!r}.")
    frequencies: dict[str, float] = {}
    for term, count in zip(table["term"], counts, strict=True):
        if isinstance(term, str) and term.strip():
            form = words.segmenter.fold(term)
            frequencies[form] = frequencies.get(form, 0.0) + float(count)
    total = listed = sum(frequencies.values())
    if not listed:
        raise PolicylabError(f"{where} has no word that occurs.")
    if "total" in table:
        totals = pd.to_numeric(table["total"], errors="coerce").dropna().unique()
        if len(totals) != 1 or not totals[0] >= listed:
            raise PolicylabError(f"{where}: `total` must be one number, of at least the sum of the counts, {listed:g}.")
        total = float(totals[0])
    name = f"{where.removeprefix('The ')}: {len(frequencies)} words, {total:,.10g} in all"
    return Reference(name, frequencies=frequencies, total=total, whole=total == listed)
