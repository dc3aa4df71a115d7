"""Local alignment of many pairs of short strings at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

# In tenths of a matched character. Opening a gap costs two characters, and each further one a tenth, so that a
# clause put in or taken out does not break a sentence that was kept on both sides of it.
MATCH, MISMATCH, OPEN, EXTEND = 10, -10, -20, -1
_CELLS = 64_000  # of one antidiagonal of a batch: what is worked on stays in the processor's own memory
_NUMBERS, _TOGETHER = 8_191, 200  # of two neighbours, and pairs of strings: what is looked up stays there, too
_LOW = -30_000  # of 16 bits, in which scores of strings of up to 3,000 characters fit


def local_scores(pairs: Sequence[tuple[str, str]], *, least: float = 0) -> np.ndarray:
    """Scores (tenths of a character) and places of the best local alignment of each pair, shape (n_pairs, 5).

    The columns are score, first, last, other_first, other_last; places are found for scores of at least `least`, since
    they cost as much again, and a lower score may be told too low. The recurrence is that of Smith and Waterman (1981)
    with the affine gaps of Gotoh (1982), computed along antidiagonals for all pairs of a batch together, 16 bits a cell,
    as SIMD aligners do (Rognes, 2011).

    >>> local_scores([("推进智慧港口建设", "加快智慧港口建设")])[0].tolist()
    [60, 2, 8, 2, 8]
    """
    # sentences that many plans have come many times
    alone = {pair: i for i, pair in enumerate(dict.fromkeys(pairs))}
    if len(alone) < len(pairs):
        return local_scores(list(alone), least=least)[[alone[pair] for pair in pairs]]
    codes, start, length = _encoded(pairs)
    whole = start
    if least >= 2 * MATCH:
        start, length = _trimmed(codes, start, length)
    result = np.zeros((len(pairs), 5), dtype=np.int64)
    same = np.array([a == b for a, b in pairs], dtype=bool)
    result[same] = length[same, :1] * [MATCH, 0, 1, 0, 1]
    order = np.flatnonzero(~same)
    for batch in _batches(order, length):
        bar = np.full(len(batch), max(least, 1))
        result[batch[:, None], [0, 2, 4]] = _batch(codes, start[batch], length[batch], bar)
    order = order[result[order, 0] >= max(least, 1)]
    ends = result[order][:, [2, 4]]
    runs = _unbroken(codes, start[order] + ends, result[order, 0])
    result[order[:, None], [1, 3]] = ends - runs[:, None]
    # else it begins where the alignment of what lies before its end, read backwards, reaches the same score
    broken = order[runs == 0]
    length[order] = ends
    for batch in _batches(broken, length):
        last = start[batch] + length[batch] - 1
        found = _batch(codes, last, length[batch], result[batch, 0], backwards=True)
        result[batch[:, None], [1, 3]] = length[batch] - found[:, 1:]
    result[order, 1:] += np.repeat(start[order] - whole[order], 2, axis=1)
    return result


def _trimmed(codes: np.ndarray, start: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the part of each string begins, and its length, that an alignment of two matches at least lies in.

    It begins and ends with two characters that are neighbours in the other string, too: one alone is not worth the
    mismatch or the gap beside it. They are looked up by a number that a few others have as well, for which a part may
    be longer than it need be.
    """
    number = (codes[:-1] * 131 + codes[1:]) % _NUMBERS
    start, length = start.copy(), length.copy()
    for first in range(0, len(start), _TOGETHER):
        begin, size = start[first : first + _TOGETHER], length[first : first + _TOGETHER]
        each = np.arange(len(begin))
        spots = [_places(begin[:, side], size[:, side] - 1) for side in (0, 1)]
        keys = [pair * _NUMBERS + number[place] for pair, place in spots]
        for side in (0, 1):
            known = np.zeros(len(begin) * _NUMBERS, dtype=bool)
            known[keys[1 - side]] = True
            shared = np.flatnonzero(known[keys[side]])
            pair, place = spots[side]
            low, high = (np.searchsorted(pair[shared], each, end) for end in ("left", "right"))
            some = high > low
            size[:, side] = 0
            begin[some, side] = place[shared[low[some]]]
            size[some, side] = place[shared[high[some] - 1]] + 2 - begin[some, side]
            # what is cut off here does not count on the other side
            keys[side] = keys[side][(place >= begin[pair, side]) & (place < (begin + size)[pair, side] - 1)]
    return start, length


def _places(start: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each place of some stretches, one behind the other, the number of its stretch, and the place."""
    size = np.maximum(size, 0)
    first = np.cumsum(size) - size
    stretch = np.repeat(np.arange(len(size)), size)
    return stretch, np.arange(len(stretch)) + (start - first)[stretch]


def _unbroken(codes: np.ndarray, end: np.ndarray, score: np.ndarray) -> np.ndarray:
    """How many characters before the ends are the same, if they have the score by themselves, and 0 if they have not.

    No alignment with this score that ends there is shorter.
    """
    run = np.where(score % MATCH, 0, score // MATCH)
    stretch, ours = _places(end[:, 0] - run, run)
    differs = codes[ours] != codes[ours + (end[:, 1] - end[:, 0])[stretch]]
    run[stretch[differs]] = 0
    return run


def in_common(ours: Sequence[str], theirs: Sequence[str]) -> np.ndarray:
    """How many characters the strings of each pair have in common, in order: no alignment matches more.

    >>> in_common(["推进智慧港口建设"], ["加快智慧港口建设"]).tolist()
    [6]
    """
    if not len(ours):
        return np.zeros(0, dtype=np.int32)
    compare = {"scorer": LCSseq.similarity, "dtype": np.int32}
    cuts = [0, *(i for i in range(1, len(ours)) if ours[i] is not ours[i - 1]), len(ours)]
    if len(ours) < 8 * len(cuts):
        return process.cpdist(ours, theirs, **compare)
    # a string that is compared with many, one after the other, is made ready once
    each = (process.cdist([ours[i]], theirs[i:k], **compare)[0] for i, k in pairwise(cuts))
    return np.concatenate(list(each))


def ranks(text: str) -> np.ndarray:
    """The characters of a text, numbered in their order, from 0 on without gaps."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    used = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    used[codes] = True
    return (np.cumsum(used) - 1)[codes]


def _encoded(pairs: Sequence[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The characters of all strings as small numbers, from 2 on, and for both strings of each pair where it begins
    there, and its length, shape (n_pairs, 2) each."""
    starts: dict[str, int] = {}
    end = 2
    for pair in pairs:
        for string in pair:
            if string not in starts:
                starts[string] = end
                end += len(string)
    codes = ranks("".join(starts))
    start = np.array([(starts[a], starts[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    length = np.array([(len(a), len(b)) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return np.concatenate([np.arange(2), codes + 2]).astype(np.int32), start, length


def _batches(order: np.ndarray, length: np.ndarray) -> Iterator[np.ndarray]:
    """Runs of pairs of like lengths; a batch is as wide as its longest members."""
    lengths = length[order]
    # by steps of rows first, and of columns within them, so that little is computed beside the strings
    order = order[np.lexsort((lengths[:, 1], lengths[:, 0] // 16))]
    first = rows = narrowest = 0
    for k, (a, b) in enumerate(length[order].tolist()):
        if k > first and ((k - first + 1) * (max(rows, a) + 1) > _CELLS or a // 16 != rows // 16 or b > 2 * narrowest + 32):
            yield order[first:k]
            first, rows = k, 0
        if k == first:
            narrowest = b
        rows = max(rows, a)
    if len(order):
        yield order[first:]


def _batch(
    codes: np.ndarray, start: np.ndarray, length: np.ndarray, least: np.ndarray, *, backwards: bool = False
) -> np.ndarray:
    """Scores, and where those of at least `least` are reached first, of all matrices one antidiagonal at once.

    On antidiagonal d all scores are kept with d times the cost of extending a gap added, so that a gap which goes on
    keeps its number.
    """
    n, (rows, columns) = len(length), length.max(axis=0).tolist()
    if not rows or not columns:
        return np.zeros((n, 3), dtype=np.int64)
    fits = max(MATCH * min(rows, columns) - EXTEND * (rows + columns), int(codes.max())) < -_LOW
    kind = np.int16 if fits else np.int32
    # a column a string, in which a row is a character; what fills up the strings, 0 and 1, is equal to nothing
    a, b = (
        codes[np.where(place < length[:, side], start[:, side] + (-place if backwards else place), side)].astype(kind)
        for side, place in ((0, np.arange(rows)[:, None]), (1, np.arange(columns)[::-1, None]))
    )
    shape = (rows + 1, n)
    # H: best alignment ending here; E: ending in a gap on the left; F: in a gap above. Row and column 0 are the edge of
    # the matrix, at which a local alignment scores nothing
    h2, h1, h = (np.full(shape, -EXTEND * d, kind) for d in (0, 1, 2))
    e, f = (np.full(shape, _LOW, kind) for _ in range(2))
    best, ends = np.zeros(n, kind), np.zeros((n, 2), np.int64)
    bar = np.minimum(np.ceil(least) - 1, np.iinfo(kind).max).astype(kind)
    match, differs, opened = kind(MATCH - 2 * EXTEND), kind(MATCH - MISMATCH), kind(OPEN - EXTEND)
    for d in range(2, rows + columns + 1):
        nothing = kind(-EXTEND * d)
        first, last = max(1, d - columns), min(rows, d - 1)
        here, above = slice(first, last + 1), slice(first - 1, last)
        step = a[first - 1 : last] ^ b[columns - d + first : columns - d + last + 1]
        np.minimum(step, kind(1), out=step)
        step *= differs
        np.subtract(h2[above], step, out=step)
        step += match
        gap = h1[first - 1 : last + 1] + opened
        np.maximum(gap[1:], e[here], out=e[here])
        f[here] = np.maximum(gap[:-1], f[above])
        h[0] = nothing
        h[last + 1 : last + 2] = nothing
        line = h[here]
        np.maximum(step, nothing, out=line)
        np.maximum(line, e[here], out=line)
        np.maximum(line, f[here], out=line)
        top = line.max(axis=0) - nothing
        np.maximum(best, top, out=best)
        better = np.flatnonzero(top > bar)
        if len(better):
            row = line[:, better].argmax(axis=0) + first
            ends[better, 0], ends[better, 1] = row, d - row
            bar[better] = top[better]
        h2, h1, h = h1, h, h2
    return np.column_stack([best, ends])
