"""Co-occurrence: which terms share paragraphs more often than their frequencies would have them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid, unknown
from policylab.stats import adjust_p, g2_p_value, signed_g2
from policylab.words._index import WordIndex, index_words
from policylab.words._segmenter import Segmenter, segmenter_for
from policylab.words._terms import check_terms, term_matrix


def cooccurrence(
    corpus,
    *,
    terms: Iterable[str] | None = None,
    plan: str | None = None,
    n_terms: int = 80,
    min_paragraphs: int = 3,
    adjust: str = "bh",
    segmenter: Segmenter | None = None,
) -> pd.DataFrame:
    """Score each pair of terms by how often they stand in one paragraph.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    terms : list of str or None
        None is the `n_terms` words of at least two characters, without stop words, that most paragraphs have.
    plan : str or None
        Only this plan; None is all together.
    n_terms : int
    min_paragraphs : int
        Least number of paragraphs with both terms.
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of pairs.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row a pair, by falling npmi, then term and other: term, other, paragraphs (with both), term_paragraphs,
        other_paragraphs, n_paragraphs (all), expected (paragraphs with both, if the terms kept no company), npmi
        (from -1, never together, through 0, to 1, always together), log_dice, g2 (signed), p_adjusted.

    Raises
    ------
    PolicylabError
        If a term is empty or repeated, a plan unknown, or a parameter out of its range.

    Notes
    -----
    Normalized pointwise mutual information: Bouma (2009); logDice: Rychlý (2008); G²: Dunning (1993), over
    paragraphs.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = cooccurrence(corpus, terms=["数字孪生", "城市大脑", "电子商务", "5G"], min_paragraphs=1)
    >>> table.columns[:3].tolist()
    ['term', 'other', 'paragraphs']
    """
    for name, value in (("n_terms", n_terms), ("min_paragraphs", min_paragraphs)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise invalid(name, value, "an int of at least 1")
    plans = as_plans(corpus)
    if plan is not None:
        ids = [one.id for one in plans]
        if plan not in ids:
            raise unknown("plan", plan, ids)
        plans = [plans[ids.index(plan)]]
    words = index_words(plans, segmenter=segmenter or segmenter_for(corpus))
    presence, labels = _presence(words, terms, n_terms)
    n = presence.shape[0]
    alone = np.asarray(presence.sum(axis=0)).ravel()
    together = sparse.coo_array(sparse.triu(presence.T @ presence, k=1))
    keep = together.data >= min_paragraphs
    rows, columns, both = together.coords[0][keep], together.coords[1][keep], together.data[keep]
    a, b = alone[rows], alone[columns]
    pmi = np.log(both * n / (a * b)) if len(both) else np.zeros(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # two terms that share every paragraph of the text always keep company: the limit is 1
        npmi = np.where(both == n, 1.0, pmi / -np.log(both / n))
    g2 = signed_g2(both, b - both, a, n - a) if len(both) else np.zeros(0)
    frame = pd.DataFrame(
        {
            "term": [labels[row] for row in rows],
            "other": [labels[column] for column in columns],
            "paragraphs": both,
            "term_paragraphs": a,
            "other_paragraphs": b,
            "n_paragraphs": n,
            "expected": a * b / n,
            "npmi": npmi,
            "log_dice": 14 + np.log2(2 * both / (a + b)),
            "g2": g2,
            "p_adjusted": adjust_p(g2_p_value(g2), adjust),
        }
    )
    key = frame.assign(key=-frame["npmi"].round(9)).sort_values(["key", "term", "other"], kind="stable").index
    return frame.loc[key].reset_index(drop=True)


def _presence(words: WordIndex, terms: Iterable[str] | None, n_terms: int) -> tuple[sparse.csr_array, list[str]]:
    """Whether each paragraph has each term, shape (n_paragraphs, n_terms)."""
    if terms is not None:
        labels = check_terms(terms)
        if len(labels) < 2:
            raise PolicylabError("`terms` must have at least two terms to co-occur. Give more, or None.")
        counts = term_matrix(words, labels)
    else:
        long = np.array([len(form) > 1 for form in words.vocabulary], dtype=bool)
        frequency = np.asarray((words.matrix > 0).sum(axis=0)).ravel()
        # the vocabulary is sorted, so a stable sort breaks ties by term
        ranked = np.argsort(-np.where(words.kept & long, frequency, 0), kind="stable")
        chosen = np.sort(ranked[: min(n_terms, int((words.kept & long).sum()))])
        labels = list(words.vocabulary[chosen])
        counts = words.matrix[:, chosen]
    return (sparse.csr_array(counts) > 0).astype(np.int64), labels
