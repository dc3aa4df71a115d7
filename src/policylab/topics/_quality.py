"""Quality of topics: coherence, exclusivity, and terms that are both frequent and exclusive."""

from __future__ import annotations

import numpy as np
from scipy import sparse


def rank_terms(scores: np.ndarray, vocabulary: np.ndarray) -> np.ndarray:
    """Indices of the terms of each topic, best first, ties by the term; shape (n_topics, n_terms)."""
    place = np.argsort(np.argsort(vocabulary.astype(str), kind="stable"), kind="stable")
    return np.array([np.lexsort((place, -row)) for row in scores]).reshape(scores.shape)


def npmi(top: np.ndarray, counts: sparse.csr_matrix) -> np.ndarray:
    """Coherence of each topic: mean normalized pointwise mutual information of its top terms; shape (n_topics,).

    ``top`` holds term indices, shape (n_topics, n_top). Two terms go together where they stand in one document.
    A pair that never does has -1, a pair that always does has 1 (Bouma 2009; Röder, Both & Hinneburg 2015).
    """
    present = (counts > 0).astype(np.float64).tocsc()
    documents = counts.shape[0]
    result = []
    for terms in top:
        block = present[:, terms]
        joint = (block.T @ block).toarray() / documents
        alone = np.diag(joint)
        upper = np.triu_indices(len(terms), k=1)
        together, apart = joint[upper], np.outer(alone, alone)[upper]
        values = np.full(len(together), -1.0)
        some = (together > 0) & (together < 1)
        values[some] = np.log(together[some] / apart[some]) / -np.log(together[some])
        values[together == 1] = 1.0
        result.append(values.mean())
    return np.array(result)


def exclusivity(top: np.ndarray, topic_term: np.ndarray) -> np.ndarray:
    """Exclusivity of each topic: mean over its top terms of the topic's part in the term; shape (n_topics,).

    1 means that no other topic uses these terms; with K topics that are all alike it is 1 / K
    (Bischof & Airoldi 2012).
    """
    part = _parts(topic_term)
    return np.array([part[k, terms].mean() for k, terms in enumerate(top)])


def frex(topic_term: np.ndarray, *, weight: float = 0.5) -> np.ndarray:
    """FREX: harmonic mean of the ranks of a term by exclusivity and by frequency; shape (n_topics, n_terms).

    Ranks are empirical distribution functions within a topic, from above 0 to 1; ``weight`` is that of exclusivity
    (Bischof & Airoldi 2012).
    """
    part = _parts(topic_term)
    return np.array([
        1 / (weight / _ecdf(exclusive) + (1 - weight) / _ecdf(frequent))
        for exclusive, frequent in zip(part, topic_term, strict=True)
    ])


def _parts(topic_term: np.ndarray) -> np.ndarray:
    total = topic_term.sum(axis=0)
    return topic_term / np.where(total > 0, total, 1)


def _ecdf(values: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(values), values, side="right") / len(values)
