"""Local alignment of many pairs of short strings at once, and the exact edits within what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Levenshtein

# In tenths of a matched character. Opening a gap costs two characters, and each further one a tenth, so that a
# clause put in or taken out does not break a sentence that was kept on both sides of it.
MATCH, MISMATCH, OPEN, EXTEND = 10, -10, -20, -1
_CELLS = 24_000  # of one antidiagonal of a batch: what is worked on stays in the processor's own memory
_LOW = -30_000  # of 16 bits, in which scores of strings of up to 3,000 characters fit


def local_scores(pairs: Sequence[tuple[str, str]], *, least: float = 0) -> np.ndarray:
    """Scores (tenths of a character) and places of the best local alignment of each pair, shape (n_pairs, 5).

    The columns are score, first, last, other_first, other_last; places are found for scores of at least `least`, since
    they cost as much again. The recurrence is that of Smith and Waterman (1981) with the affine gaps of Gotoh (1982),
    computed along antidiagonals for all pairs of a batch together, 16 bits a cell, as SIMD aligners do (Rognes, 2011).

    >>> local_scores([("推进智慧港口建设", "加快智慧港口建设")])[0].tolist()
    [60, 2, 8, 2, 8]
    """
    # sentences that many plans have come many times
    alone = {pair: i for i, pair in enumerate(dict.fromkeys(pairs))}
    if len(alone) < len(pairs):
        return local_scores(list(alone), least=least)[[alone[pair] for pair in pairs]]
    result = np.zeros((len(pairs), 5), dtype=np.int64)
    same = np.array([a == b for a, b in pairs], dtype=bool)
    lengths = np.array([len(a) for a, _ in pairs], dtype=np.int64)[same]
    result[same] = np.stack([MATCH * lengths, 0 * lengths, lengths, 0 * lengths, lengths], axis=1)
    order = np.flatnonzero(~same)
    if least > 0:
        for batch in _batches(order, pairs):
            result[batch] = _batch([pairs[i] for i in batch], places=False)
        order = order[result[order, 0] >= least]
    for batch in _batches(order, pairs):
        result[batch] = _batch([pairs[i] for i in batch], places=True)
    return result


def score_bounds(ours: Sequence[str], theirs: Sequence[str]) -> np.ndarray:
    """A score that no local alignment of two strings exceeds, from their bigrams (as `bigrams` gives them).

    An alignment is made of runs of matched characters, between which stand a mismatch or a gap, which cost one match
    at least. So k runs of lengths l score at most the sum of l - 1 (their bigrams, which stand in both strings in one
    order), and one more.

    >>> score_bounds(*[bigrams(["推进智慧港口建设", "加快智慧港口建设"])[i : i + 1] for i in (0, 1)]).tolist()
    [60]
    """
    return MATCH * (in_common(ours, theirs).astype(np.int64) + 1)


def in_common(ours: Sequence[str], theirs: Sequence[str]) -> np.ndarray:
    """How many characters the strings of each pair have in common, in order: no alignment matches more.

    >>> in_common(["推进智慧港口建设"], ["加快智慧港口建设"]).tolist()
    [6]
    """
    if not len(ours):
        return np.zeros(0, dtype=np.int32)
    return process.cpdist(ours, theirs, scorer=LCSseq.similarity, dtype=np.int32)


def bigrams(strings: Sequence[str]) -> list[str]:
    """Strings of which each character stands for two neighbours of the string given (in all of them the same)."""
    codes = np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    pairs = (codes[:-1] << 21) | codes[1:]
    # Unicode has room for a million of them; beyond that two may have one sign, and a bound is higher than it need be
    signs = np.unique(pairs, return_inverse=True)[1] % 0x10_F000
    signs += np.where(signs >= 0xD800, 0x800, 0)  # surrogates are no characters
    text = signs.astype(np.uint32).tobytes().decode("utf-32-le")
    ends = np.cumsum([len(string) for string in strings]).tolist()
    return [text[end - len(string) : max(end - 1, 0)] for string, end in zip(strings, ends, strict=True)]


def _batches(order: Sequence[int], pairs: Sequence[tuple[str, str]]) -> Iterator[list[int]]:
    """Runs of pairs of like lengths; a batch is as wide as its longest members."""
    lengths = np.array([(len(pairs[i][0]), len(pairs[i][1])) for i in order], dtype=np.int64).reshape(-1, 2)
    # by steps of rows first, and of columns within them, so that little is computed beside the strings
    by = np.lexsort((lengths[:, 1], lengths[:, 0] // 16))
    batch: list[int] = []
    rows = narrowest = 0
    for k in by.tolist():
        a, b = lengths[k].tolist()
        if batch and ((len(batch) + 1) * (max(rows, a) + 1) > _CELLS or a // 16 != rows // 16 or b > 2 * narrowest + 32):
            yield batch
            batch, rows = [], 0
        if not batch:
            narrowest = b
        batch.append(int(order[k]))
        rows = max(rows, a)
    if batch:
        yield batch


def _codes(strings: list[str], height: int, fill: int) -> np.ndarray:
    """A column a string, in which a row is a character."""
    table = np.full((len(strings), height), fill, dtype=np.int32)
    for i, string in enumerate(strings):
        table[i, : len(string)] = np.frombuffer(string.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    return np.ascontiguousarray(table.T)


def _batch(pairs: list[tuple[str, str]], *, places: bool) -> np.ndarray:
    """Scores, and where asked places, of a batch: one antidiagonal of all its matrices after the other."""
    n, rows, columns = len(pairs), max(len(a) for a, _ in pairs), max(len(b) for _, b in pairs)
    if not rows or not columns:
        return np.zeros((n, 5), dtype=np.int64)
    a = _codes([a for a, _ in pairs], rows, -1)
    b = np.ascontiguousarray(_codes([b for _, b in pairs], columns, -2)[::-1])
    kind = np.int16 if MATCH * min(rows, columns) < -_LOW else np.int32
    shape, width = (rows + 1, n), columns + 1
    # H: best alignment ending here; E: ending in a gap on the left; F: in a gap above; s*: where each began
    h2, h1, h = (np.zeros(shape, kind) for _ in range(3))
    e, f = (np.full(shape, _LOW, kind) for _ in range(2))
    starts = [np.zeros(shape, np.int32) for _ in range(5 if places else 0)]
    best, best_end, best_start = np.zeros(n, kind), np.zeros(n, np.int64), np.zeros(n, np.int64)
    step_of, least = (kind(MATCH - MISMATCH), kind(MISMATCH)), kind(0)
    for d in range(2, rows + columns + 1):
        first, last = max(1, d - columns), min(rows, d - 1)
        here, above = slice(first, last + 1), slice(first - 1, last)
        gap_e, gap_f = h1[here] + kind(OPEN), h1[above] + kind(OPEN)
        keep_e, keep_f = e[here] + kind(EXTEND), f[above] + kind(EXTEND)
        new_e, new_f = np.maximum(gap_e, keep_e), np.maximum(gap_f, keep_f)
        step = (a[first - 1 : last] == b[columns - d + first : columns - d + last + 1]) * step_of[0]
        step += h2[above]
        step += step_of[1]
        # what is outside of the antidiagonal is as at the edge of the matrix
        h[: first] = 0
        h[last + 1 :] = 0
        line = h[here]
        np.maximum(step, least, out=line)
        np.maximum(line, new_e, out=line)
        np.maximum(line, new_f, out=line)
        top = line.max(axis=0)
        if places:
            s2, s1, s, se, sf = starts
            new_se = np.where(gap_e >= keep_e, s1[here], se[here])
            new_sf = np.where(gap_f >= keep_f, s1[above], sf[above])
            index = np.arange(first, last + 1, dtype=np.int32)[:, None]
            start = np.where(h2[above] > 0, s2[above], (index - 1) * width + (d - index - 1))
            start = np.where(new_e > step, new_se, start)
            s[here] = np.where(new_f > np.maximum(step, new_e), new_sf, start)
            better = np.flatnonzero(top > best)
            row = line[:, better].argmax(axis=0)
            best_end[better] = (row + first) * width + (d - row - first)
            best_start[better] = s[here][row, better]
            starts = [s1, s, s2, _placed(se, here, new_se, 0), _placed(sf, here, new_sf, 0)]
        np.maximum(best, top, out=best)
        h2, h1, h = h1, h, h2
        e, f = _placed(e, here, new_e, _LOW), _placed(f, here, new_f, _LOW)
    return np.stack([best, best_start // width, best_end // width, best_start % width, best_end % width], axis=1)


def _placed(table: np.ndarray, here: slice, values: np.ndarray, outside: int) -> np.ndarray:
    """An antidiagonal with its values in place, and what is outside of it."""
    table[: here.start] = outside
    table[here.stop :] = outside
    table[here] = values
    return table


def edits(ours: str, theirs: str) -> list[tuple[str, int, int, int, int]]:
    """Edits from one string to another (Levenshtein, 1966): tag (equal, replace, insert, delete) and spans.

    A single character that happens to be the same between two edits is taken into them, as a reader would.

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
