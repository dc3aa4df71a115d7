"""Text reuse: which passages of an earlier plan a later one took over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

import numpy as np
import pandas as pd

from policylab.checks import as_list, check_flag, check_has, check_int
from policylab.compare._alignment import MATCH, in_common, local_scores
from policylab.compare._figure_changes import compare_figures
from policylab.compare._formulas import Formulas
from policylab.compare._grams import GramIndex, needed
from policylab.compare._masked_sentences import Sentence, in_order, sentences, wanted_pairs
from policylab.corpus import plan_authority, plan_order
from policylab.corpus._collation import common_runs
from policylab.corpus._plan import section_paths
from policylab.errors import invalid
from policylab.frames import sorted_by, typed_frame

COLUMNS = (
    "reuse", "earlier", "later", "earlier_section", "later_section", "earlier_start", "earlier_end", "later_start",
    "later_end", "earlier_text", "later_text", "kind", "level", "score", "matched", "formula", "figures_changed",
    "figures_earlier", "figures_later", "direction",
)  # fmt: skip
_COST = 0.75  # of a match that may go into edits: 12 characters with 3 edits
_DENSE = 0.4  # of the shorter text shown that both must have in common
_KEPT = 0.8  # of a text that must stand in the other one, for that to be an extension or a part of it
_ROUNDS = 4  # matches looked for in one pair of sentences, for clauses that changed places
_BRACKETS = ("“”", "《》", "()", "（）", '""')
_BLOCKED = ("\ue010", "\ue011")
_AT_ONCE = 60_000  # pairs of sentences aligned together


@dataclass(frozen=True, slots=True)
class Match:
    """An aligned passage of two sentences: spans of letters, as aligned and as shown."""

    ours: Sentence
    theirs: Sentence
    aligned: tuple[int, int, int, int]
    shown: tuple[int, int, int, int]
    matched: int
    score: int
    level: str

    def reaches(self, min_length: int) -> bool:
        """Whether it is long enough, and dense enough in what is shown of it."""
        enough = self.score >= _COST * min_length * MATCH and self.matched >= min_length
        return enough and self.matched >= _DENSE * self.shorter

    @property
    def alike(self) -> float:
        """Characters in common, as a share of both texts shown."""
        first, last, other_first, other_last = self.shown
        return 2 * self.matched / (last - first + other_last - other_first)

    def blocks(self) -> list[tuple[int, int, int]]:
        """What both have in common: first letters and lengths."""
        return runs_in_common(self.ours, self.theirs, self.aligned)

    def changes(self) -> list[tuple]:
        """The figures of both, side by side, as `compare_figures` gives them."""
        return compare_figures(self.ours, self.theirs, self.aligned)

    def common(self) -> list[int]:
        """Places in the text of `theirs` of the letters in common."""
        return [self.theirs.places[k + i] for _, k, length in self.blocks() for i in range(length)]

    @property
    def shorter(self) -> int:
        """Letters of the shorter of the two texts shown."""
        first, last, other_first, other_last = self.shown
        return min(last - first, other_last - other_first)


def text_reuse(
    corpus, *, min_length: int = 12, formulas: bool = True, pairs: Iterable[tuple[str, str]] | None = None,
    progress: Callable[[dict], None] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Find the passages that a plan took over from an earlier one, with their changes.

    Sentences are compared without punctuation, and with their figures, years and the plans' names masked. Pairs that
    share character n-grams are found by an inverted index (Smith, Cordell and Mullen, 2015, Computational methods for
    uncovering reprinted texts), aligned locally with affine gaps (Smith and Waterman, 1981; Gotoh, 1982), and
    compared by edit distance (Levenshtein, 1966). Afterwards the figures are compared.

    Parameters
    ----------
    corpus : Corpus or iterable of Plan
        Of a single plan nothing is found. What is earlier is told by `policylab.corpus.plan_order` (the day of issue,
        periods that do not overlap, the catalogue's own word). Where that does not tell either, each match is listed
        in both directions, and `direction` says ``"both"``: the texts are alike, and which of them is the source is
        not known.
    min_length : int, default 12
        Characters (punctuation aside; a figure counts as one) that a match has in common at least.
    formulas : bool, default True
        Whether to list formulas, too: what stands under 指导思想, set phrases (``reuse.toml``), and what half of the
        plans and their authorities, or other government prose, have. They are marked either way.
    pairs : iterable of (str, str), optional
        The plans to be compared with each other, in any order; None is all with all. In a panel it names those that
        can have been a source, such as the plans of one place, and leaves out the others.
    progress : callable, optional
        Called now and then with a dict: plans (of which all later ones were compared with each), total, seconds.

    Returns
    -------
    DataFrame
        One row a match: reuse (id), earlier, later (plans), earlier_section, later_section, earlier_start,
        earlier_end, later_start, later_end (code points in the plans' texts), earlier_text, later_text, kind
        (verbatim but for figures and punctuation, reworded, extended, shortened), level (sentence, clause), score
        (characters in common, as a share of both texts, 0 to 1), matched (characters in common), formula,
        figures_changed, figures_earlier, figures_later (joined by ``; ``; missing if there is none), direction
        (dated, both). No character of the later plan is in two matches with the same earlier plan: the best stays.

    Raises
    ------
    PolicylabError
        If a plan is given twice, or a parameter is wrong.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> corpus = load_corpus().select(["digital-economy-2019", "smart-city-2021"])
    >>> table = text_reuse(corpus, formulas=False)
    >>> row = table[table["later_text"].str.startswith("释放数据")].iloc[0]
    >>> row["earlier_text"], row["direction"]
    ('充分释放数据商用、民用、政用价值', 'dated')
    >>> told = []
    >>> len(text_reuse(corpus, min_length=16, progress=told.append)), told[-1]["plans"]
    (7, 2)
    """
    check_flag("formulas", formulas)
    found = reuse_by_length(corpus, [min_length], pairs=pairs, progress=progress)
    frame = found[min_length]
    return frame if formulas else _numbered(frame[~frame["formula"]])


def reuse_by_length(
    corpus, lengths: Iterable[int], *, pairs: Iterable[tuple[str, str]] | None = None,
    progress: Callable[[dict], None] | None = None,
) -> dict[int, pd.DataFrame]:  # fmt: skip
    """What `text_reuse` finds with each of several least lengths, from one pass over the texts; `pairs`, `progress`
    and errors are as for `text_reuse`.

    >>> from policylab import load_corpus
    >>> corpus = load_corpus().select(["digital-economy-2019", "smart-city-2021"])
    >>> {length: len(table) for length, table in reuse_by_length(corpus, [12, 16]).items()}
    {12: 15, 16: 7}
    """
    begun = time.perf_counter()
    plans = in_order(corpus)
    lengths = as_list("lengths", lengths, "a list of lengths, with at least one")
    for value in lengths:
        check_int("min_length", value, 4)
    if not lengths:
        raise invalid("lengths", lengths, "a list of lengths, with at least one")
    if progress is not None:
        check_has("progress", progress, "__call__", "a function, or None")
    wanted = wanted_pairs(plans, pairs)
    split = split_plans(plans)
    index = GramIndex([[s.letters for s in own] for own in split])
    references = [plan.text for plan in getattr(corpus, "references", ())]
    known = Formulas(index, [plan_authority(plan) for plan in plans], references, section_paths(plans))
    rows: dict[int, list[tuple]] = {length: [] for length in lengths}

    def hear(done: int) -> None:
        if progress is not None:
            progress({"plans": done, "total": len(plans), "seconds": time.perf_counter() - begun})

    for (one, other), chains in find_chains(index, split, lengths, wanted, hear=hear):
        for length in lengths:
            matches = [match for chain in chains for match in chain.matches(length)]
            rows[length] += _rows(matches, plans[one], plans[other], known)
    return {length: _finished(made, [plan.id for plan in plans]) for length, made in rows.items()}


def split_plans(plans: list) -> list[list[Sentence]]:
    """The sentences of each plan, with the titles of all masked."""
    names = [plan.title for plan in plans]
    return [sentences(plan, names) for plan in plans]


@dataclass(slots=True)
class Chain:
    """The matches of a pair of sentences, each found beside the ones before it, and how many n-grams they share."""

    shared: int
    found: list[Match]

    def matches(self, min_length: int) -> list[Match]:
        """Those that a search for matches of this length comes to."""
        if self.shared < needed(min_length):
            return []
        return list(takewhile(lambda match: match.reaches(min_length), self.found))


def find_chains(
    index: GramIndex, split: list[list[Sentence]], lengths: list[int], wanted: np.ndarray, *,
    hear: Callable[[int], None] = lambda done: None,
) -> Iterator[tuple[tuple[int, int], list[Chain]]]:
    """The chains of each pair of plans that have any, by the numbers of both."""
    together = [sentence for own in split for sentence in own]
    least = int(_COST * min(lengths) * MATCH)
    waiting: list[np.ndarray] = []
    for number in range(len(split)):
        others = wanted[number]
        if others[number + 1 :].any():
            waiting.append(index.candidates(number, min_length=min(lengths), others=others, least=least))
        if sum(map(len, waiting)) >= _AT_ONCE or number == len(split) - 1:
            pairs = np.concatenate(waiting) if waiting else np.zeros((0, 3), dtype=np.int64)
            order = np.lexsort((pairs[:, 1], pairs[:, 0], index.plan_of[pairs[:, 1]], index.plan_of[pairs[:, 0]]))
            pairs, waiting = pairs[order], []
            made = align_pairs(together, pairs, min(lengths))
            plans = index.plan_of[pairs[list(made), :2]].tolist()
            for key, chains in groupby(zip(plans, made.values(), strict=True), key=lambda one: one[0]):
                yield tuple(key), [chain for _, chain in chains]
            hear(number + 1)


def align_pairs(texts: Sequence[Sentence], pairs: np.ndarray, min_length: int) -> dict[int, Chain]:
    """Align pairs of sentences, and what is left of them, until nothing is found; pairs as from `GramIndex.candidates`.

    The chains of those that have a match, in order, by the number of the pair.
    """
    found: dict[int, list[Match]] = {}
    least = int(_COST * min_length * MATCH)
    numbers = range(len(pairs))
    both = [(texts[i], texts[j]) for i, j in pairs[:, :2].tolist()]
    strings = [(ours.letters, theirs.letters) for ours, theirs in both]
    for _ in range(_ROUNDS):
        results = local_scores(strings, least=least)
        again: list[tuple[int, str, str]] = []
        # no more is matched than the shorter of the two spans has characters
        extent = np.minimum(results[:, 2] - results[:, 1], results[:, 4] - results[:, 3])
        chosen = np.flatnonzero((results[:, 0] >= least) & (extent >= min_length))
        for place, (score, *spans) in zip(chosen.tolist(), results[chosen].tolist(), strict=True):
            number, (x, y) = numbers[place], strings[place]
            match = _match(*both[number], tuple(spans), score, min_length)
            if match is not None:
                found.setdefault(number, []).append(match)
                # of a sentence that was taken over as a whole nothing is left that could be a match
                if min(len(x) - spans[1] + spans[0], len(y) - spans[3] + spans[2]) >= min_length:
                    again.append((number, _blocked(x, *spans[:2], 0), _blocked(y, *spans[2:], 1)))
        common = in_common([x for _, x, _ in again], [y for *_, y in again])
        left = [one for one, length in zip(again, common.tolist(), strict=True) if length >= min_length]
        numbers, strings = [number for number, _, _ in left], [(x, y) for _, x, y in left]
    return {number: Chain(int(pairs[number, 2]), matches) for number, matches in found.items()}


def _blocked(letters: str, first: int, last: int, side: int) -> str:
    return letters[:first] + _BLOCKED[side] * (last - first) + letters[last:]


def runs_in_common(ours: Sentence, theirs: Sentence, spans: tuple[int, int, int, int]) -> list[tuple[int, int, int]]:
    """What the aligned spans of two sentences have in common: first letters and lengths."""
    first, last, other_first, other_last = spans
    found = common_runs(ours.letters[first:last], theirs.letters[other_first:other_last])
    return [(first + i, other_first + k, length) for i, k, length in found]


def _match(
    ours: Sentence, theirs: Sentence, spans: tuple[int, int, int, int], score: int, min_length: int
) -> Match | None:
    """The match of an alignment; None if it is too short, or thin."""
    first, last, other_first, other_last = spans
    matched = sum(length for *_, length in runs_in_common(ours, theirs, spans))
    if matched < min_length:
        return None
    ours_share, theirs_share = matched / len(ours.letters), matched / len(theirs.letters)
    low, high = sorted((ours_share, theirs_share))
    if low >= 1 / 2 or high >= _KEPT and low >= 1 / 3:
        shown = (0, len(ours.letters), 0, len(theirs.letters))
        level = "sentence"
    else:
        shown, level = (*_snapped(ours, first, last), *_snapped(theirs, other_first, other_last)), "clause"
    match = Match(ours, theirs, spans, shown, matched, score, level)
    return match if match.reaches(min_length) else None


def _snapped(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The span, widened to whole clauses; where that adds more than it has, only to whole items of a list."""
    breaks = sentence.breaks
    for strength in (2, 1):
        begin = next(i for i in range(first, -1, -1) if breaks[i] >= strength)
        end = next(i for i in range(last, len(breaks)) if breaks[i] >= strength)
        if end - begin <= 2 * (last - first):
            break
    return begin, end


def turned(match: Match) -> Match:
    """The match, seen from the other plan."""
    turn = lambda spans: (*spans[2:], *spans[:2])
    return replace(match, ours=match.theirs, theirs=match.ours, aligned=turn(match.aligned), shown=turn(match.shown))


def best_matches(matches: Iterable[Match]) -> list[Match]:
    """The matches of which no two share a character of the later plan, best first."""
    order = sorted(matches, key=lambda m: (-m.score, m.theirs.start, m.shown[2], m.ours.start, m.shown[0]))
    taken: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for match in order:
        first, last = match.shown[2:]
        spans = taken.setdefault(match.theirs.start, [])
        if all(last <= a or b <= first for a, b in spans):
            spans.append((first, last))
            kept.append(match)
    return kept


def _rows(matches: list[Match], one, other, known: Formulas) -> list[tuple]:
    """The rows of two plans; both ways, where it is not known which is the earlier one."""
    matches.sort(key=lambda m: (m.ours.start, m.aligned[0], m.theirs.start, m.aligned[2]))
    order = plan_order(one, other)
    if order > 0:
        one, other = other, one
        matches = [turned(match) for match in matches]
    direction = "dated" if order else "both"
    rows = [_row(match, one, other, direction, known) for match in best_matches(matches)]
    if direction == "both":
        rows += [_row(match, other, one, direction, known) for match in best_matches(map(turned, matches))]
    return rows


def _row(match: Match, earlier, later, direction: str, known: Formulas) -> tuple:
    ours, theirs, (a, b, c, d) = match.ours, match.theirs, match.shown
    start, end = _closed(earlier.text, *ours.span(a, b))
    other_start, other_end = _closed(later.text, *theirs.span(c, d))
    changes = match.changes()
    changed = any(change != "kept" for change, _, _ in changes)
    return (
        None, earlier.id, later.id, ours.section, theirs.section, start, end, other_start, other_end,
        earlier.text[start:end], later.text[other_start:other_end],
        _kind(ours.letters[a:b], theirs.letters[c:d], match.matched), match.level, match.alike, match.matched,
        known.holds(match, changes), changed, _shown(ours, a, b), _shown(theirs, c, d), direction,
    )  # fmt: skip


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quotation mark or bracket that closes, or opens, one within it."""
    for left, right in _BRACKETS:
        inside = text[start:end]
        missing = inside.count(left) % 2 if left == right else inside.count(left) - inside.count(right)
        if missing > 0 and text[end : end + 1] == right:
            end += 1
        elif missing and start and text[start - 1] == left:
            start -= 1
    return start, end


def _kind(x: str, y: str, matched: int) -> str:
    if x == y:
        return "verbatim"
    kept, covered = matched / len(x), matched / len(y)
    if kept >= _KEPT > covered:
        return "extended"
    if covered >= _KEPT > kept:
        return "shortened"
    return "reworded"


def _shown(sentence: Sentence, first: int, last: int) -> str | None:
    figures = [f.text for i, f in sentence.figures if first <= i < last and f.telling]
    return "; ".join(figures) or None


def _finished(rows: list[tuple], ids: list[str]) -> pd.DataFrame:
    """The frame, sorted, with ids and exact types."""
    texts = ("figures_earlier", "figures_later", "earlier_section", "later_section")
    whole = [name for name in COLUMNS if name.endswith(("_start", "_end")) or name == "matched"]
    types = {"bool": ("formula", "figures_changed"), "int64": whole, "float": ["score"], "object": texts}
    frame = typed_frame(rows, COLUMNS, types)
    by = ["later", "earlier", "later_start", "later_end", "earlier_start"]
    return _numbered(sorted_by(frame, by, ids, placed=by[:2]))


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.reset_index(drop=True)
    frame["reuse"] = [f"r{i:04d}" for i in range(1, len(frame) + 1)]
    return frame
