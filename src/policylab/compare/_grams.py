"""One index of all sentences of a corpus: which of them share enough to be aligned, and what stands in many plans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from policylab.compare._alignment import bigrams, score_bounds

SIZE = 4  # characters of an n-gram
MAX_POSTINGS = 64  # an n-gram in more sentences of one plan than this says nothing about where a text comes from
_IN_ALL = 4  # and one in so many times more sentences of all plans is a formula: no bound for one to four plans


class GramIndex:
    """The character n-grams of the sentences of all plans, indexed once (Smith, Cordell and Mullen, 2015).

    Parameters
    ----------
    plans : sequence of sequence of str
        The letters of each sentence of each plan. Sentences are numbered through all plans.
    max_postings : int
        N-grams in more sentences of a plan are left out for this plan, and those in more than four times as many
        sentences of all plans for all, so that pairs, and time, grow with the length of the texts and not with its
        square.

    Examples
    --------
    >>> index = GramIndex([["推进智慧港口建设", "发展智慧农业"], ["加快智慧港口建设"]])
    >>> index.candidates(0, min_length=8).tolist()
    [[0, 2, 3]]
    """

    def __init__(self, plans: Sequence[Sequence[str]], *, max_postings: int = MAX_POSTINGS) -> None:
        self.strings = [string for plan in plans for string in plan]
        self.first = np.cumsum([0, *map(len, plans)])  # number of the first sentence of each plan
        self.plan_of = np.repeat(np.arange(len(plans)), np.diff(self.first))
        self._text = "".join(self.strings)
        lengths = np.array([len(string) for string in self.strings], dtype=np.int64)
        self._sentence_of = np.repeat(np.arange(len(lengths)), lengths)
        self._places, self._grams = self._numbered()
        self._bigrams = bigrams(self.strings)
        self._matrix = self._incidence(max_postings)
        self._turned = self._matrix.T.tocsr()

    def _numbered(self) -> tuple[np.ndarray, np.ndarray]:
        """Places in the text at which an n-gram begins, and its number."""
        codes = np.frombuffer(self._text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        alphabet, codes = np.unique(codes, return_inverse=True)
        n = max(0, len(codes) - SIZE + 1)
        key = np.zeros(n, dtype=np.int64)
        for shift in range(SIZE):
            key = key * len(alphabet) + codes[shift : shift + n]
        places = np.flatnonzero(self._sentence_of[:n] == self._sentence_of[SIZE - 1 : SIZE - 1 + n])
        return places, np.unique(key[places], return_inverse=True)[1]

    def _incidence(self, most: int) -> sparse.csr_array:
        """Sentences × n-grams, without those that are too frequent, or stand in one plan alone."""
        width = int(self._grams.max(initial=-1)) + 1
        row, gram = np.divmod(_distinct(self._sentence_of[self._places] * width + self._grams), max(width, 1))
        _, cell, count = np.unique(self.plan_of[row] * width + gram, return_inverse=True, return_counts=True)
        row, gram, first = (values[count[cell] <= most] for values in (row, gram, self.plan_of[row]))
        total = np.bincount(gram, minlength=width)
        low, high = np.full(width, len(self.first)), np.full(width, -1)
        np.minimum.at(low, gram, first)
        np.maximum.at(high, gram, first)
        useful = (total <= _IN_ALL * most) & (high > low)
        kept = useful[gram]
        number = np.cumsum(useful) - 1
        ones = np.ones(int(kept.sum()), dtype=np.int32)
        shape = (len(self.strings), int(useful.sum()))
        return sparse.csr_array((ones, (row[kept], number[gram[kept]])), shape=shape)

    def candidates(self, plan: int, *, min_length: int, others: np.ndarray | None = None, least: int = 0) -> np.ndarray:
        """Pairs of a sentence of a plan and one of a later plan that share n-grams, and can reach a score.

        A match of 12 characters with a break or two still shares three n-grams of four.

        Parameters
        ----------
        plan : int
        min_length : int
            Of a match.
        others : array of bool, optional
            Whether each plan is compared with this one.
        least : int, default 0
            Score that a pair must be able to reach.

        Returns
        -------
        ndarray of shape (n, 3)
            Both sentences, and the number of n-grams that they share; sorted.
        """
        first, last = self.first[plan], self.first[plan + 1]
        shared = (self._matrix[first:last] @ self._turned).tocoo()
        chosen = (shared.data >= needed(min_length)) & (shared.col >= last)
        if others is not None:
            chosen &= others[self.plan_of[shared.col]]
        rows, columns, counts = shared.row[chosen] + first, shared.col[chosen], shared.data[chosen]
        if least:
            signs = self._bigrams
            bounds = score_bounds([signs[i] for i in rows.tolist()], [signs[i] for i in columns.tolist()])
            rows, columns, counts = (values[bounds >= least] for values in (rows, columns, counts))
        order = np.lexsort((columns, rows))
        return np.stack([rows, columns, counts], axis=1)[order].astype(np.int64)

    def runs(self, kinds: Sequence[np.ndarray], least: Sequence[int]) -> set[str]:
        """Runs of eight letters that stand in many plans, and in plans of many kinds.

        Parameters
        ----------
        kinds : sequence of array of int
            For each way to count: the kind of each plan (its own number, its authority).
        least : sequence of int
            And in how many kinds a run must stand.
        """
        if len(self._places) < SIZE + 1:
            return set()
        whole = np.flatnonzero(self._places[SIZE:] - self._places[:-SIZE] == SIZE)
        width = int(self._grams.max()) + 1
        _, place, run = np.unique(
            self._grams[whole] * width + self._grams[whole + SIZE], return_index=True, return_inverse=True
        )
        many = np.ones(len(place), dtype=bool)
        plan = self.plan_of[self._sentence_of[self._places[whole]]]
        for kind, number in zip(kinds, least, strict=True):
            size = int(kind.max()) + 1
            many &= np.bincount(_distinct(run * size + kind[plan]) // size, minlength=len(place)) >= number
        starts = self._places[whole[place[many]]]
        return {self._text[start : start + 2 * SIZE] for start in starts.tolist()}


def _distinct(values: np.ndarray) -> np.ndarray:
    """The values without repetitions, sorted; faster here than the hashes of `numpy.unique`."""
    values = np.sort(values)
    return values[np.diff(values, prepend=-1) != 0]


def needed(min_length: int) -> int:
    """How many n-grams the sentences of a match share at least."""
    return max(1, min(3, min_length // SIZE))
