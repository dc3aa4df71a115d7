"""Whether the segmentation makes the finding: each claim again under other ways of cutting the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid, unknown
from policylab.words._change import split_in_time
from policylab.words._contrast import Side, contrast, make_side
from policylab.words._index import index_words
from policylab.words._segmenter import Segmenter, segmenter_for
from policylab.words._terms import check_terms, count_strings, term_matrix

RAW = "raw string"


def sensitivity(
    corpus,
    terms: str | Iterable[str],
    *,
    target: str | None = None,
    since: int | None = None,
    segmentations: Mapping[str, Segmenter] | None = None,
) -> pd.DataFrame:
    """Repeat a claim about each term under several segmentations and as a raw string.

    Parameters
    ----------
    corpus : Corpus or list of Plan
    terms : str or list of str
    target : str or None
        The claim is keyness: the rate in this plan against that in all others. None is a claim about time: later
        plans against earlier ones, as in `emerging_terms`.
    since : int or None
        As in `emerging_terms`; only without `target`.
    segmentations : dict of str to Segmenter, or None
        None is the study's own segmenter, the same without its dictionary, and the same without jieba's hidden
        Markov model.

    Returns
    -------
    DataFrame
        One row a term under a segmentation, by term (in the order asked) and segmentation: term, segmentation, count,
        reference_count, log_ratio, rank (1 is the highest log ratio), sign_flips (whether the sign of the term's log
        ratio is not the same under all), rank_shift (largest less smallest rank of the term) and robust (the term
        has a log ratio under all, no sign flips, and the rank moves by at most a quarter of the terms). The last segmentation
        is "raw string": occurrences whatever they are part of, a 10 000 characters.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = sensitivity(corpus, ["区块链", "电子商务"])
    >>> table.drop_duplicates("term")[["term", "robust"]]
         term  robust
    0     区块链    True
    4    电子商务    True
    """
    terms = check_terms(terms)
    if segmentations is None:
        segmentations = other_segmentations(segmenter_for(corpus))
    if not isinstance(segmentations, Mapping) or not all(isinstance(s, Segmenter) for s in segmentations.values()):
        raise invalid("segmentations", segmentations, "a dict of names to policylab.words.Segmenter")
    first, second = _sides(as_plans(corpus), target, since)
    frames = []
    for name, segmenter in segmentations.items():
        words = index_words(corpus, segmenter=segmenter)
        counts = sparse.csr_array(words.by_section(term_matrix(words, terms)))
        sides = [make_side(words, counts, side, pooled=target is not None) for side in (first, second)]
        frames.append(_one(terms, name, *sides))
    raw = sparse.csr_array(words.by_section(count_strings(words, terms)))
    lengths = words.by_section(words.frame["text"].str.len().to_numpy())
    sides = [
        Side(
            plans=tuple(words.plans[plan] for plan in side),
            counts=tuple(raw[words.sections_of(plan)] for plan in side),
            tokens=tuple(lengths[words.sections_of(plan)] for plan in side),
            pooled=target is not None,
        )
        for side in (first, second)
    ]
    frames.append(_one(terms, RAW, *sides))
    table = pd.concat(frames, ignore_index=True)
    flags = pd.DataFrame([_flags(term, part, len(terms)) for term, part in table.groupby("term", sort=False)])
    table = table.merge(flags, on="term", how="left", sort=False)
    order = {term: number for number, term in enumerate(terms)}
    return table.sort_values("term", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def other_segmentations(segmenter: Segmenter) -> dict[str, Segmenter]:
    """The segmenter itself, without its dictionary, and without the hidden Markov model."""
    entries = [entry.line() for entry in segmenter.dictionary]
    common = {"engine": segmenter.engine, "stopwords": segmenter.stopwords, "min_length": segmenter.min_length}
    return {
        "dictionary": segmenter,
        "no dictionary": _kept(Segmenter, dictionary=(), hmm=segmenter.hmm, **common),
        "no HMM": _kept(Segmenter, dictionary=tuple(entries), hmm=False, **common),
    }


_KNOWN: dict[str, Segmenter] = {}


def _kept(make, **settings) -> Segmenter:
    """One segmenter a fingerprint, so that a second table does not cut the texts again."""
    segmenter = make(**settings)
    return _KNOWN.setdefault(segmenter.fingerprint, segmenter)


def _sides(plans: list, target: str | None, since: int | None) -> tuple[list[int], list[int]]:
    if target is None:
        earlier, later, _ = split_in_time(plans, since)
        return later, earlier
    ids = [plan.id for plan in plans]
    if target not in ids:
        raise unknown("plan", target, ids)
    others = [number for number, plan in enumerate(ids) if plan != target]
    if not others:
        raise PolicylabError(f"The plan {target!r} has nothing to be compared with. Give a corpus of more than one.")
    return [ids.index(target)], others


def _one(terms: list[str], name: str, first: Side, second: Side) -> pd.DataFrame:
    present = first.total + second.total > 0
    effect = np.where(present, contrast(first, second), np.nan)
    return pd.DataFrame(
        {
            "term": terms,
            "segmentation": name,
            "count": first.total,
            "reference_count": second.total,
            "log_ratio": effect,
            "rank": pd.Series(-effect).round(9).rank(method="min").to_numpy(),
        }
    )


def _flags(term: str, part: pd.DataFrame, n_terms: int) -> dict[str, object]:
    signs = np.sign(part["log_ratio"].round(9))
    flips = bool(signs.dropna().nunique() > 1)
    shift = part["rank"].max() - part["rank"].min()
    everywhere = bool(part["log_ratio"].notna().all())
    return {
        "term": term,
        "sign_flips": flips,
        "rank_shift": shift,
        "robust": everywhere and not flips and bool(shift <= max(n_terms / 4, 1)),
    }
