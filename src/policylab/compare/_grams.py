"""One index of all sentences of a corpus: which of them share enough to be aligned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from scipy import sparse

from policylab.compare._alignment import MATCH, in_common, ranks

SIZE = 4  # characters of an n-gram
MAX_POSTINGS = 64  # an n-gram in more sentences of one plan than this says nothing about where a text comes from
_IN_ALL = 4  # and one in so many times more sentences of all plans is a formula: no bound for one to four plans
RUN = 2 * SIZE  # characters of a run that is looked up in other documents
_SIGNS = 1_110_013  # a prime, below the number of characters


class GramIndex:
    """The character n-grams of the sentences of all plans, indexed once (Smith, Cordell and Mullen, 2015).

    `plans` has the letters of each sentence of each plan; sentences are numbered through all plans. N-grams in more
    than `MAX_POSTINGS` sentences of a plan are left out for this plan, and those in more than four times as many
    sentences of all plans for all, so that pairs, and time, grow with the length of the texts and not with its square.

    >>> index = GramIndex([["推进智慧港口建设", "发展智慧农业"], ["加快智慧港口建设"]])
    >>> index.candidates(0, min_length=8).tolist()
    [[0, 2, 3]]
    """

    def __init__(self, plans: Sequence[Sequence[str]]) -> None:
        self.strings = [string for plan in plans for string in plan]
        self.first = np.cumsum([0, *map(len, plans)])  # number of the first sentence of each plan
        self.plan_of = np.repeat(np.arange(len(plans)), np.diff(self.first))
        self._text = "".join(self.strings)
        lengths = np.array([len(string) for string in self.strings], dtype=np.int64)
        self._sentence_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self._gram_at = self._numbered()
        self._bigrams = bigrams(self.strings)
        self._matrix = self._incidence()
        self._later: tuple[int, sparse.csr_array | None] = (0, None)

    def _numbered(self) -> np.ndarray:
        """The number of the n-gram that begins at each place; -1 for one that stands nowhere else, or in no sentence."""
        codes = ranks(self._text)
        key = gram_keys(codes, SIZE, int(codes.max(initial=0)) + 1)
        n = len(key)
        key[self._sentence_of[:n] != self._sentence_of[len(codes) - n :]] = -1
        # most stand in one place only; to sort the others by number is several times faster than to sort all by place
        known = frequent(key, 1)
        if not len(known):
            return np.full(n, -1, dtype=np.int32)
        number = np.searchsorted(known, key).astype(np.int32)
        number[known[np.minimum(number, len(known) - 1)] != key] = -1
        return number

    def _incidence(self) -> sparse.csr_array:
        """Sentences × n-grams, without those that are too frequent, or stand in one plan alone."""
        most = MAX_POSTINGS
        width = int(self._gram_at.max(initial=-1)) + 1
        places = np.flatnonzero(self._gram_at >= 0)
        cells = distinct(self._sentence_of[places] * np.int64(width) + self._gram_at[places])
        row, gram = np.divmod(cells, max(width, 1))
        of_plan = self.plan_of[row] * width + gram
        often = frequent(of_plan, most)
        if len(often):
            kept = ~np.isin(of_plan, often)
            row, gram = row[kept], gram[kept]
        total = np.bincount(gram, minlength=width)
        low, high = np.full(width, len(self.first)), np.full(width, -1)
        high[gram] = self.plan_of[row]  # the last one: rows are sorted
        low[gram[::-1]] = self.plan_of[row[::-1]]
        useful = (total <= _IN_ALL * most) & (high > low)
        kept = useful[gram]
        number = np.cumsum(useful) - 1
        ones = np.ones(int(kept.sum()), dtype=np.int32)
        shape = (len(self.strings), int(useful.sum()))
        return sparse.csr_array((ones, (row[kept], number[gram[kept]])), shape=shape)

    def candidates(self, plan: int, *, min_length: int, others: np.ndarray | None = None, least: int = 0) -> np.ndarray:
        """Pairs of a sentence of a plan and one of a later plan that share n-grams, and can reach a score of `least`.

        Both sentences and the number of n-grams that they share, shape (n, 3), sorted. `others` marks the plans that
        this one is compared with. A match of 12 characters with a break or two still shares three n-grams of four.
        """
        first, last = self.first[plan], self.first[plan + 1]
        others = np.ones(len(self.first) - 1, dtype=bool) if others is None else others
        theirs = last + np.flatnonzero(others[self.plan_of[last:]])
        if len(theirs) < len(self.plan_of) // 4:  # of plans of one place, the others need not be gone through
            shared = (self._matrix[first:last] @ self._matrix[theirs].T).tocoo()
            column = theirs[shared.col]
            chosen = shared.data >= needed(min_length)
        else:
            before, turned = self._from(last)
            shared = (self._matrix[first:last] @ turned).tocoo()
            column = shared.col + before
            chosen = (shared.data >= needed(min_length)) & (column >= last) & others[self.plan_of[column]]
        rows, columns, counts = shared.row[chosen] + first, column[chosen], shared.data[chosen]
        if least:
            signs, strings = self._bigrams, self.strings
            bounds = score_bounds([signs[i] for i in rows.tolist()], [signs[i] for i in columns.tolist()])
            rows, columns, counts = (values[bounds >= least] for values in (rows, columns, counts))
            common = in_common([strings[i] for i in rows.tolist()], [strings[i] for i in columns.tolist()])
            rows, columns, counts = (values[common >= min_length] for values in (rows, columns, counts))
        order = np.lexsort((columns, rows))
        return np.stack([rows, columns, counts], axis=1)[order].astype(np.int64)

    def _from(self, first: int) -> tuple[int, sparse.csr_array]:
        """N-grams × sentences, without most of those before one of them, and the number of its first sentence."""
        before, turned = self._later
        left = len(self.plan_of) - first
        if turned is None or first < before or left < 0.75 * turned.shape[1]:
            self._later = first, self._matrix[first:].T.tocsr()
        return self._later

    def runs(self, kinds: Sequence[np.ndarray], least: Sequence[int]) -> set[str]:
        """Runs of eight letters that stand in many plans, and in plans of many kinds.

        `kinds` has, for each way to count, the kind of each plan (its own number, its authority), `least` in how many
        of them a run must stand.
        """
        one, other = self._gram_at[:-SIZE], self._gram_at[SIZE:]
        places = np.flatnonzero((one >= 0) & (other >= 0))
        # both n-grams lie within one sentence each; the run does, where it is the same one
        places = places[self._sentence_of[places] == self._sentence_of[places + SIZE]]
        if not len(places):
            return set()
        width = int(self._gram_at.max()) + 1
        key = one[places] * np.int64(width) + other[places]
        # what stands in fewer places than plans are asked for need not be looked at further
        known = frequent(key, max(least) - 1)
        chosen = np.isin(key, known)
        places, run = places[chosen], np.searchsorted(known, key[chosen])
        many = np.ones(len(known), dtype=bool)
        plan = self.plan_of[self._sentence_of[places]]
        for kind, number in zip(kinds, least, strict=True):
            size = int(kind.max()) + 1
            many &= np.bincount(distinct(run * size + kind[plan]) // size, minlength=len(known)) >= number
        starts = places[many[run]].tolist()
        return {self._text[start : start + 2 * SIZE] for start in starts}


def score_bounds(ours: Sequence[str], theirs: Sequence[str]) -> np.ndarray:
    """A score that no local alignment of two strings exceeds, from their bigrams (as `bigrams` gives them).

    An alignment is made of runs of matched characters, between which stand a mismatch or a gap, which cost one match
    at least. So k runs of lengths l score at most the sum of l - 1 (their bigrams, which stand in both strings in one
    order), and one more.

    >>> score_bounds(*[bigrams(["推进智慧港口建设", "加快智慧港口建设"])[i : i + 1] for i in (0, 1)]).tolist()
    [60]
    """
    return MATCH * (in_common(ours, theirs).astype(np.int64) + 1)


def bigrams(strings: Sequence[str]) -> list[str]:
    """Strings of which each character stands for two neighbours of the string given (in all of them the same)."""
    codes = np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    # Unicode has room for a million of them; two that have one sign make a bound higher than it need be
    signs = np.zeros_like(codes)
    signs[:-1] = ((codes[:-1] << 21) | codes[1:]) % _SIGNS
    signs += np.where(signs >= 0xD800, 0x800, 0)  # surrogates are no characters
    text = signs.astype(np.uint32).tobytes().decode("utf-32-le")
    ends = np.cumsum([len(string) for string in strings]).tolist()
    return [text[end - len(string) : max(end - 1, 0)] for string, end in zip(strings, ends, strict=True)]


def gram_keys(codes: np.ndarray, size: int, signs: int) -> np.ndarray:
    """A number for each run of `size` characters, the same for the same run; there are so many signs of a character."""
    n = max(0, len(codes) - size + 1)
    return reduce(lambda key, shift: key * signs + codes[shift : shift + n], range(size), np.zeros(n, np.int64))


def distinct(values: np.ndarray) -> np.ndarray:
    """The values without repetitions, sorted; faster here than the hashes of `numpy.unique`. None is below 0."""
    return frequent(values, 0)


def frequent(values: np.ndarray, times: int) -> np.ndarray:
    """The values from 0 on that are there more than so many times, sorted, each once."""
    values = np.sort(values)
    values = values[times:][values[times:] == values[: max(len(values) - times, 0)]] if times else values
    return values[np.diff(values, prepend=-1) != 0]


def needed(min_length: int) -> int:
    """How many n-grams the sentences of a match share at least."""
    return max(1, min(3, min_length // SIZE))
