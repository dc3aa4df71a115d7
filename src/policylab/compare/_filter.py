"""The filter: pairs of sentences that share enough character n-grams to be worth aligning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

SIZE = 4  # characters of an n-gram
MAX_POSTINGS = 64  # an n-gram in more sentences of one plan than this says nothing about where a text comes from
_ROWS = 2_000  # sentences compared at a time, so that memory does not grow with the plan


def candidates(
    ours: Sequence[str], theirs: Sequence[str], *, min_length: int, max_postings: int = MAX_POSTINGS
) -> np.ndarray:
    """Pairs of strings that share n-grams, by the inverted index of Smith, Cordell and Mullen (2015).

    A match of 12 characters with a break or two still shares three n-grams of four. N-grams that stand in more than
    `max_postings` strings of either side are left out, so that the pairs, and the time, grow with the length of the
    texts and not with its square.

    Returns
    -------
    ndarray of shape (n, 2)
        Indices into `ours` and `theirs`, sorted.

    Examples
    --------
    >>> candidates(["推进智慧港口建设", "发展智慧农业"], ["加快智慧港口建设"], min_length=8).tolist()
    [[0, 0]]
    """
    known: dict[str, int] = {}
    left, right = _incidence(ours, known), _incidence(theirs, known)
    left.resize(left.shape[0], len(known))
    used = _frequency(left) * _frequency(right)
    useful = (used > 0) & (_frequency(left) <= max_postings) & (_frequency(right) <= max_postings)
    left, right = left[:, useful], right[:, useful].T.tocsr()
    needed = max(1, min(3, min_length // SIZE))
    found = []
    for first in range(0, left.shape[0], _ROWS):
        shared = (left[first : first + _ROWS] @ right).tocoo()
        enough = shared.data >= needed
        found.append(np.stack([shared.row[enough] + first, shared.col[enough]], axis=1))
    pairs = np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].astype(np.int64)


def _incidence(strings: Sequence[str], known: dict[str, int]) -> sparse.csr_matrix:
    rows, columns = [], []
    for row, string in enumerate(strings):
        # in the order of the text: the numbers must not depend on the hash seed
        for gram in dict.fromkeys(string[i : i + SIZE] for i in range(len(string) - SIZE + 1)):
            rows.append(row)
            columns.append(known.setdefault(gram, len(known)))
    ones = np.ones(len(rows), dtype=np.int32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(len(strings), len(known)))


def _frequency(incidence: sparse.csr_matrix) -> np.ndarray:
    return np.bincount(incidence.indices, minlength=incidence.shape[1])
