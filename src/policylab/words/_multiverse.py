"""The multiverse of a claim: the same comparison under other ways of cutting, counting and testing that are as good."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from policylab.checks import check_choice, check_columns, check_known
from policylab.corpus import matched_pairs
from policylab.corpus._plan_order import named_pairs
from policylab.errors import PolicylabError
from policylab.stats import adjust_p, check_level, least_count, ratio_p_value
from policylab.words._counts import WordCounts, check_terms, takes_counts
from policylab.words._rate_ratios import contrast, log_limits
from policylab.words._segmenter import ENGINES, Segmenter

RAW, OWN = "raw string", "these terms"
FAMILIES = ("terms", "all")
PAIR = ("earlier", "later")


@takes_counts
def multiverse(
    corpus,
    terms: str | Iterable[str],
    *,
    pair: tuple[str, str] | list[tuple[str, str]] | None = None,
    target: str | None = None,
    families: str = "terms",
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Repeat a claim about each term under every combination of choices that could as well have been made.

    Parameters
    ----------
    corpus : Corpus, list of Plan, or WordCounts
    terms : str or list of str
    pair : (earlier id, later id), a list of such pairs, or None
        The claim is a change between these plans; None is the first matched pair.
    target : str or None
        The claim is keyness instead: the rate in this plan against that in all others.
    families : {"terms", "all"}
        What p is adjusted for, in all pairs together: these terms only, or also all words, with and without stop words,
        from the least count that could be a finding, 5 or 10 on. The second takes longer.
    segmenter : Segmenter or None
        That of the first combination.
    level : float

    Returns
    -------
    DataFrame
        One row a term under a combination, by term (in the order asked); the first is cut as the counts are, the others
        differ in the dictionary, the hidden Markov model or the engine: term, segmentation ("dictionary", "no
        dictionary", "no HMM": without jieba's hidden Markov model; "raw string": occurrences whatever they are part
        of, a 10 000 characters), engine, clusters ("coarse": sections of the second level; "fine"), family (what p is
        adjusted for), count, reference_count (the earlier plan's, or that of the other plans), log_ratio, low, high,
        p_adjusted, same_sign (as under the first combination, which is the one that the other tables have) and found
        (same sign, and p_adjusted below 1 - level). Of a list of pairs it is one table after the other, with earlier
        and later (ids) as its last columns.

    Notes
    -----
    A multiverse analysis (Steegen, Tuerlinckx, Gelman and Vanpaemel 2016): what hangs on an arbitrary choice is no
    finding. `agreement` sums it up.

    Examples
    --------
    >>> import policylab
    >>> table = multiverse(policylab.load_corpus(), ["云计算"])
    >>> bool(table["same_sign"].all())
    True
    >>> of_plan = multiverse(policylab.load_corpus(), ["云计算"], target="smart-city-2015")  # against all other plans
    >>> agreement(of_plan)[["term", "combinations", "found"]].values.tolist()
    [['云计算', 14, 1.0]]
    """
    level = check_level(level)
    check_choice("families", families, FAMILIES)
    terms = check_terms(terms)
    words: WordCounts = corpus
    several = target is None and isinstance(pair, list) and not all(isinstance(plan, str) for plan in pair)
    pairs = named_pairs(pair, words.plans, name="pair") if several else []
    sides = [([later], [earlier]) for earlier, later in pairs] or [_sides(words, pair, target)]
    frames = []
    for (name, engine), segmenter in segmentations(words.segmenter).items():
        other = words.cut_by(segmenter)
        counts = other.find(terms)
        for fine in (False, True):
            compared = [[other.clusters(side, counts, fine=fine) for side in both] for both in sides]
            all_words = [_all_words(other, both, fine, level) for both in sides] if families == "all" else []
            for family in (OWN, *(all_words[0] if all_words else ())):
                known = np.concatenate([each[family] for each in all_words]) if family != OWN else None
                frames.append(_variant(terms, compared, known, level, name, engine, fine, family))
    raw, lengths = words.find_strings(terms), words.frame["text"].str.len().to_numpy()
    for fine in (False, True):
        compared = [[words.clusters(side, raw, fine=fine, sizes=lengths) for side in both] for both in sides]
        frames.append(_variant(terms, compared, None, level, RAW, "any", fine, OWN))
    table = pd.concat(frames, ignore_index=True)
    order = {term: number for number, term in enumerate(terms)}
    places = table["term"].map(order) + len(order) * table["pair"]
    table = table.iloc[np.argsort(places, kind="stable")].reset_index(drop=True)
    signs = np.sign(table["log_ratio"].round(9))
    table["same_sign"] = signs == signs.groupby([table["pair"], table["term"]]).transform("first")
    table["found"] = table["same_sign"] & (table["p_adjusted"] < 1 - level)
    if several:
        table[list(PAIR)] = [pairs[number] for number in table["pair"]]
    return table.drop(columns="pair")


def agreement(table: pd.DataFrame) -> pd.DataFrame:
    """Sum a table of `multiverse` up, term by term, and pair by pair where it names them.

    Returns
    -------
    DataFrame
        One row a term of a pair: earlier and later, where the table has both, term, combinations, same_sign (share with
        the sign of the first), found (share that find it), robust (whether no combination turns the sign or leaves it
        unknown).
    """
    check_columns(table, ("term", "same_sign", "found"), maker="policylab.words.multiverse")
    named = [*PAIR, "term"] if set(PAIR) <= set(table.columns) else ["term"]
    grouped = table.groupby(named, sort=False)
    frame = grouped.agg(combinations=("term", "size"), same_sign=("same_sign", "mean"), found=("found", "mean"))
    return frame.reset_index().assign(robust=lambda rows: rows["same_sign"] == 1)


@functools.lru_cache(maxsize=8)
def segmentations(segmenter: Segmenter) -> dict[tuple[str, str], Segmenter]:
    """The segmenter itself, without its dictionary, and without the hidden Markov model; each with both engines."""
    entries, synonyms = tuple(entry.line() for entry in segmenter.dictionary), {}
    for variant, canonical in segmenter.synonyms.items():
        synonyms.setdefault(canonical, []).append(variant)
    made = {}
    for engine in (segmenter.engine, *(name for name in ENGINES if name != segmenter.engine)):
        common = {
            "engine": engine, "stopwords": segmenter.stopwords, "extend": False, "min_length": segmenter.min_length,
            "synonyms": synonyms, "pos": segmenter.pos,
        }  # fmt: skip
        made["dictionary", engine] = Segmenter(dictionary=entries, hmm=segmenter.hmm, **common)
        made["no dictionary", engine] = Segmenter(dictionary=(), hmm=segmenter.hmm, **common)
        made["no HMM", engine] = Segmenter(dictionary=entries, hmm=False, **common)
    made["dictionary", segmenter.engine] = segmenter
    return made


def _sides(words: WordCounts, pair, target: str | None) -> tuple[list[str], list[str]]:
    if target is not None:
        check_known("plan", target, words.plans)
        others = [plan for plan in words.plans if plan != target]
        if not others:
            raise PolicylabError(f"The plan {target!r} has nothing to be compared with. Give a corpus of more plans.")
        return [target], others
    if pair is None:
        pairs = matched_pairs(words.sources, words.pairs)
        if not pairs:
            raise PolicylabError("No two of these plans are of one kind. Name the `pair`, or a `target`.")
        pair = pairs[0]
    earlier, later = named_pairs([pair], words.plans, name="pair")[0]
    return [later], [earlier]


def _all_words(words: WordCounts, sides, fine: bool, level: float) -> dict[str, np.ndarray]:
    """p of every word of each family of words that p could be adjusted for."""
    first, second = (words.clusters(side, words.matrix, fine=fine) for side in sides)
    share = first.sizes.sum() / (first.sizes.sum() + second.sizes.sum())
    totals = first.total + second.total
    rule = least_count(max(share, 1 - share), level=level)
    frequent = np.flatnonzero(totals >= min(5, rule))
    p = np.full(len(totals), np.nan)
    p[frequent] = ratio_p_value(first.take(frequent), second.take(frequent))
    families = {}
    for (least, named), stopped in itertools.product(((rule, "the least count"), (5, "5"), (10, "10")), (True, False)):
        family = p[(totals >= least) & (words.telling if stopped else True)]
        families[f"all words from {named}{'' if stopped else ', stop words too'}"] = family[~np.isnan(family)]
    return families


def _variant(terms, compared, family, level, name, engine, fine: bool, label: str) -> pd.DataFrame:
    """The terms in each comparison under one combination; p is adjusted for all of them, or for these families of words."""
    p = np.concatenate([ratio_p_value(first, second) for first, second in compared])
    if family is None:
        adjusted = adjust_p(p, "bh")
    else:
        # each term among all words, of which it may be one itself: then it counts twice, which makes it no surer
        adjusted = np.array([adjust_p(np.append(family, one), "bh")[-1] for one in p])
    frames = []
    for number, (first, second) in enumerate(compared):
        low, high = log_limits(first, second, level)
        frames.append(
            pd.DataFrame(
                {
                    "term": terms,
                    "segmentation": name,
                    "engine": engine,
                    "clusters": "fine" if fine else "coarse",
                    "family": label,
                    "count": first.total.astype(np.int64),
                    "reference_count": second.total.astype(np.int64),
                    "log_ratio": contrast(first, second),
                    "low": low,
                    "high": high,
                    "p_adjusted": adjusted[number * len(terms) : (number + 1) * len(terms)],
                    "pair": number,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
