"""Local alignment of many pairs of short strings at once, and the exact edits within what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein

# In tenths of a matched character. Opening a gap costs two characters, and each further one a tenth, so that a
# clause put in or taken out does not break a sentence that was kept on both sides of it.
MATCH, MISMATCH, OPEN, EXTEND = 10, -10, -20, -1
_CELLS = 6_000_000  # of one step of a batch; keeps the arrays within some hundred megabytes


def local_scores(pairs: Sequence[tuple[str, str]], *, least: float = 0) -> np.ndarray:
    """Scores and places of the best local alignment of each pair.

    The recurrence is that of Smith and Waterman (1981) with the affine gaps of Gotoh (1982), computed along
    antidiagonals for all pairs of a batch together.

    Parameters
    ----------
    pairs : sequence of (str, str)
    least : float, default 0
        Places are found for scores of at least this, since they cost as much again; they are 0 for the others.

    Returns
    -------
    ndarray of shape (n, 5)
        Score in tenths of a character, and the spans first, last, other_first, other_last.

    Examples
    --------
    >>> local_scores([("推进智慧港口建设", "加快智慧港口建设")])[0].tolist()
    [60, 2, 8, 2, 8]
    """
    result = np.zeros((len(pairs), 5), dtype=np.int64)
    order = sorted(range(len(pairs)), key=lambda i: (len(pairs[i][0]), len(pairs[i][1])))
    if least > 0:
        for batch in _batches(order, pairs):
            result[batch] = _batch([pairs[i] for i in batch], places=False)
        order = [i for i in order if result[i, 0] >= least]
    for batch in _batches(order, pairs):
        result[batch] = _batch([pairs[i] for i in batch], places=True)
    return result


def _batches(order: list[int], pairs: Sequence[tuple[str, str]]) -> Iterator[list[int]]:
    """Runs of pairs of like length; one of them is as wide as its longest member."""
    batch: list[int] = []
    rows = columns = shortest = 0
    for i in order:
        a, b = len(pairs[i][0]), len(pairs[i][1])
        wide_rows, wide_columns = max(rows, a), max(columns, b)
        if batch and ((len(batch) + 1) * (wide_rows + 1) > _CELLS // 16 or a > 1.3 * shortest + 8):
            yield batch
            batch, wide_rows, wide_columns = [], a, b
        if not batch:
            shortest = a
        batch.append(i)
        rows, columns = wide_rows, wide_columns
    if batch:
        yield batch


def _codes(strings: list[str], width: int, fill: int) -> np.ndarray:
    table = np.full((len(strings), width), fill, dtype=np.int32)
    for i, string in enumerate(strings):
        table[i, : len(string)] = np.frombuffer(string.encode("utf-32-le"), dtype=np.int32)
    return table


def _batch(pairs: list[tuple[str, str]], *, places: bool) -> np.ndarray:
    """Scores, and where asked places, of a batch: one antidiagonal of all its matrices after the other."""
    n, rows, columns = len(pairs), max(len(a) for a, _ in pairs), max(len(b) for _, b in pairs)
    if not rows or not columns:
        return np.zeros((n, 5), dtype=np.int64)
    a, b = _codes([a for a, _ in pairs], rows, -1), _codes([b for _, b in pairs], columns, -2)[:, ::-1]
    shape, width = (n, rows + 1), columns + 1
    zeros, low = np.zeros(shape, np.int32), np.full(shape, -1_000_000, np.int32)
    # H: best alignment ending here; E: ending in a gap on the left; F: in a gap above; s*: where each began
    h1, h2, e, f = zeros, zeros, low, low
    s1 = s2 = se = sf = zeros
    best, best_end, best_start = np.zeros(n, np.int32), np.zeros(n, np.int64), np.zeros(n, np.int64)
    who = np.arange(n)
    for d in range(2, rows + columns + 1):
        first, last = max(1, d - columns), min(rows, d - 1)
        here, above = slice(first, last + 1), slice(first - 1, last)
        gap_e, gap_f = h1[:, here] + OPEN, h1[:, above] + OPEN
        keep_e, keep_f = e[:, here] + EXTEND, f[:, above] + EXTEND
        new_e, new_f = np.maximum(gap_e, keep_e), np.maximum(gap_f, keep_f)
        same = a[:, first - 1 : last] == b[:, columns - d + first : columns - d + last + 1]
        step = h2[:, above] + np.where(same, np.int32(MATCH), np.int32(MISMATCH))
        h = np.maximum(np.maximum(step, 0), np.maximum(new_e, new_f))
        if places:
            index = np.arange(first, last + 1)
            origin = ((index - 1) * width + (d - index - 1)).astype(np.int32)
            new_se = np.where(gap_e >= keep_e, s1[:, here], se[:, here])
            new_sf = np.where(gap_f >= keep_f, s1[:, above], sf[:, above])
            start = np.where(h2[:, above] > 0, s2[:, above], origin)
            start = np.where(new_e > step, new_se, start)
            start = np.where(new_f > np.maximum(step, new_e), new_sf, start)
            top = h.argmax(axis=1)
            value = h[who, top]
            better = value > best
            best = np.where(better, value, best)
            best_end = np.where(better, (top + first) * width + (d - top - first), best_end)
            best_start = np.where(better, start[who, top], best_start)
            s2, s1 = s1, _placed(zeros, here, start)
            se, sf = _placed(zeros, here, new_se), _placed(zeros, here, new_sf)
        else:
            best = np.maximum(best, h.max(axis=1))
        h2, h1 = h1, _placed(zeros, here, h)
        e, f = _placed(low, here, new_e), _placed(low, here, new_f)
    return np.stack([best, best_start // width, best_end // width, best_start % width, best_end % width], axis=1)


def _placed(empty: np.ndarray, here: slice, values: np.ndarray) -> np.ndarray:
    """An antidiagonal with its values in place; what is outside of it is as at the edge of the matrix."""
    line = empty.copy()
    line[:, here] = values
    return line


def edits(ours: str, theirs: str) -> list[tuple[str, int, int, int, int]]:
    """Edits from one string to another (Levenshtein, 1966): tag (equal, replace, insert, delete) and spans.

    A single character that happens to be the same between two edits is taken into them, as a reader would.

    Examples
    --------
    >>> edits("推进智慧港口建设", "推进智慧口岸建设")
    [('equal', 0, 4, 0, 4), ('replace', 4, 6, 4, 6), ('equal', 6, 8, 6, 8)]
    """
    joined: list[list] = []
    codes = [(c.tag, c.src_start, c.src_end, c.dest_start, c.dest_end) for c in Levenshtein.opcodes(ours, theirs)]
    for i, (tag, a, b, c, d) in enumerate(codes):
        chance = tag == "equal" and b - a == 1 and 0 < i < len(codes) - 1
        if joined and (chance or tag != "equal") and joined[-1][0] != "equal":
            joined[-1][2], joined[-1][4] = b, d
        else:
            joined.append([tag, a, b, c, d])
    return [(_tag(*code), *code[1:]) for code in joined]


def _tag(tag: str, a: int, b: int, c: int, d: int) -> str:
    if tag == "equal":
        return tag
    return "insert" if a == b else "delete" if c == d else "replace"
