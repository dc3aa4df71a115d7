"""Matching: which topic of one model is which topic of another."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist


def term_overlap(top: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Average Jaccard overlap of ranked top terms (Greene, O'Callaghan & Cunningham 2014).

    The mean over depths 1, 2, ..., n_top of the Jaccard index of the two lists cut at that depth, so that agreement
    at the head of a list counts for more than at its tail.

    Parameters
    ----------
    top, other : ndarray of int, shapes (n_topics, n_top) and (n_others, n_top)
        Terms as numbers that mean the same in both, best first.

    Returns
    -------
    ndarray of shape (n_topics, n_others)

    Examples
    --------
    >>> term_overlap(np.array([[1, 2, 3]]), np.array([[1, 3, 2], [7, 8, 9]])).round(3)
    array([[0.778, 0.   ]])
    """
    depth = top.shape[1]
    # the depth from which a term of one list is in both: the later of its two places
    same = top[:, None, :, None] == other[None, :, None, :]
    later = np.maximum(np.arange(depth)[:, None], np.arange(depth)[None, :])
    total = np.zeros(same.shape[:2])
    for cut in range(1, depth + 1):
        shared = (same & (later < cut)).sum(axis=(2, 3))
        total += shared / (2 * cut - shared)
    return total / depth


def document_overlap(shares: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Weighted Jaccard overlap (Ružička) of topics as sets of documents.

    The sum over documents of the smaller of two shares, by that of the larger one; 1 if two topics have the same
    share of every document, 0 if they have no document in common. Documents that are NaN in either are left out.

    Parameters
    ----------
    shares, other : ndarray of shapes (n_documents, n_topics) and (n_documents, n_others)

    Returns
    -------
    ndarray of shape (n_topics, n_others)

    Examples
    --------
    >>> shares = np.array([[1.0, 0.0], [0.5, 0.5], [np.nan, np.nan]])
    >>> document_overlap(shares, np.array([[1.0], [1.0], [1.0]])).round(3)
    array([[0.75],
           [0.25]])
    """
    both = ~(np.isnan(shares[:, 0]) | np.isnan(other[:, 0]))
    left, right = shares[both].T, other[both].T
    distance = cdist(left, right, "cityblock")
    mass = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :]
    # min + max is the sum of two numbers, max - min their distance
    return np.divide(mass - distance, mass + distance, out=np.zeros_like(mass), where=mass > 0)


def match_topics(overlap: np.ndarray) -> np.ndarray:
    """Pair topics one to one so that the sum of their overlaps is largest (Kuhn 1955; SciPy's solver).

    Parameters
    ----------
    overlap : ndarray of shape (n_topics, n_others)

    Returns
    -------
    ndarray of int, shape (n_topics,)
        The partner of each topic, -1 for none (where the other model has fewer topics).

    Examples
    --------
    >>> match_topics(np.array([[0.9, 0.8], [0.7, 0.1], [0.0, 0.2]]))
    array([ 1,  0, -1])
    """
    partner = np.full(len(overlap), -1)
    rows, columns = linear_sum_assignment(-np.round(overlap, 10))
    partner[rows] = columns
    return partner
