"""Text reuse: which passages of an earlier plan a later one took over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from policylab.compare._alignment import MATCH, edits, local_scores
from policylab.compare._changes import compare_figures
from policylab.compare._filter import MAX_POSTINGS, candidates
from policylab.compare._formulas import Formulas
from policylab.compare._sentences import Sentence, sentences
from policylab.corpus import plan_order
from policylab.errors import PolicylabError, invalid

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

    @property
    def shorter(self) -> int:
        """Letters of the shorter of the two texts shown."""
        first, last, other_first, other_last = self.shown
        return min(last - first, other_last - other_first)


def text_reuse(
    corpus, *, min_length: int = 12, formulas: bool = True, max_postings: int = MAX_POSTINGS, exhaustive: bool = False
) -> pd.DataFrame:
    """Find the passages that a plan took over from an earlier one, with their changes.

    Sentences are compared without punctuation, and with their figures, years and the plans' names masked. Pairs that
    share character n-grams are found by an inverted index (Smith, Cordell and Mullen, 2015, Computational methods for
    uncovering reprinted texts), aligned locally with affine gaps (Smith and Waterman, 1981; Gotoh, 1982), and
    compared by edit distance (Levenshtein, 1966). Afterwards the figures are compared.

    Parameters
    ----------
    corpus : Corpus or iterable of Plan
        Of a single plan nothing is found. What is earlier is told by `policylab.corpus.plan_order`. Where it cannot
        tell, each match is listed in both directions, and `direction` says ``"both"``: the texts are alike, and which
        of them is the source is not known.
    min_length : int, default 12
        Characters (punctuation aside; a figure counts as one) that a match has in common at least.
    formulas : bool, default True
        Whether to list formulas, too: what stands under 指导思想, set phrases (``reuse.toml``), and what every plan,
        or other government prose, has. They are marked either way.
    max_postings : int, default 64
        N-grams in more sentences of one plan than this are not used to find pairs.
    exhaustive : bool, default False
        Align all pairs of sentences: slow, to check the filter.

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
    """
    plans = as_plans(corpus)
    if isinstance(min_length, bool) or not isinstance(min_length, int) or min_length < 4:
        raise invalid("min_length", min_length, "an int of at least 4")
    if isinstance(max_postings, bool) or not isinstance(max_postings, int) or max_postings < 1:
        raise invalid("max_postings", max_postings, "an int of at least 1")
    names = [plan.title for plan in plans]
    split = {plan.id: sentences(plan, names) for plan in plans}
    known = Formulas(list(split.values()), [p.text for p in getattr(corpus, "references", ())], _paths(plans))
    rows = []
    for one, other in combinations(plans, 2):
        found = find_matches(
            split[one.id], split[other.id], min_length=min_length, max_postings=max_postings, exhaustive=exhaustive
        )
        order = plan_order(one, other)
        if order > 0:
            one, other = other, one
            found = [_turned(match) for match in found]
        direction = "dated" if order else "both"
        kept = _best(found, later=1)
        rows += [_row(match, one, other, direction, known) for match in kept]
        if direction == "both":
            turned = [_turned(match) for match in found]
            rows += [_row(match, other, one, direction, known) for match in _best(turned, later=1)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if not formulas:
        frame = frame[~frame["formula"].astype(bool)]
    return _finished(frame, [plan.id for plan in plans])


def as_plans(corpus) -> list:
    """The plans of a corpus, or of an iterable of plans, by their periods and ids."""
    try:
        plans = list(corpus)
    except TypeError:
        raise invalid("corpus", corpus, "a Corpus, or a list of plans") from None
    for plan in plans:
        if not hasattr(plan, "paragraphs") or not hasattr(plan, "text"):
            hint = "Load one with `policylab.load_corpus()`."
            raise invalid("corpus", plan, "a Corpus, or a list of plans", hint=hint)
    ids = [plan.id for plan in plans]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise PolicylabError(f"The plan {twice[0]!r} is given twice. A plan is not compared with itself.")
    far = 9999
    return sorted(plans, key=lambda p: (p.period_start or far, p.period_end or far, p.id))


def find_matches(
    ours: Sequence[Sentence], theirs: Sequence[Sentence], *, min_length: int, max_postings: int = MAX_POSTINGS,
    exhaustive: bool = False,
) -> list[Match]:  # fmt: skip
    """All matches of two lists of sentences, also overlapping ones, by place."""
    a, b = [s.letters for s in ours], [s.letters for s in theirs]
    if exhaustive:
        pairs = _plausible(a, b, min_length)
    else:
        pairs = candidates(a, b, min_length=min_length, max_postings=max_postings)
    found: list[Match] = []
    left, right = dict(enumerate(a)), dict(enumerate(b))
    todo = [(int(i), int(j), left[i], right[j]) for i, j in pairs]
    for _ in range(_ROUNDS):
        again = []
        least = _COST * min_length * MATCH
        results = local_scores([(x, y) for _, _, x, y in todo], least=least)
        for (i, j, x, y), (score, *spans) in zip(todo, results.tolist(), strict=True):
            if score < least:
                continue
            match = _match(ours[i], theirs[j], tuple(spans), score)
            if match.matched >= min_length and match.matched >= _DENSE * match.shorter:
                found.append(match)
                first, last, other_first, other_last = spans
                again.append((i, j, _blocked(x, first, last, 0), _blocked(y, other_first, other_last, 1)))
        todo = again
    found.sort(key=lambda m: (m.ours.start, m.aligned[0], m.theirs.start, m.aligned[2]))
    return found


def _plausible(a: list[str], b: list[str], min_length: int) -> np.ndarray:
    """All pairs that have `min_length` characters in common in any order: no match is elsewhere."""
    signs = {sign: i for i, sign in enumerate(sorted(set("".join(a)) | set("".join(b))))}
    bags = []
    for strings in (a, b):
        bag = np.zeros((len(strings), len(signs)), dtype=np.int16)
        for row, string in enumerate(strings):
            np.add.at(bag[row], [signs[sign] for sign in string], 1)
        bags.append(bag)
    found = []
    for row in range(len(a)):
        shared = np.minimum(bags[0][row], bags[1]).sum(axis=1)
        found += [(row, column) for column in np.flatnonzero(shared >= min_length)]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _blocked(letters: str, first: int, last: int, side: int) -> str:
    return letters[:first] + _BLOCKED[side] * (last - first) + letters[last:]


def _match(ours: Sentence, theirs: Sentence, spans: tuple[int, int, int, int], score: int) -> Match:
    first, last, other_first, other_last = spans
    codes = edits(ours.letters[first:last], theirs.letters[other_first:other_last])
    matched = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
    ours_share, theirs_share = matched / len(ours.letters), matched / len(theirs.letters)
    low, high = sorted((ours_share, theirs_share))
    if low >= 1 / 2 or high >= _KEPT and low >= 1 / 3:
        shown = (0, len(ours.letters), 0, len(theirs.letters))
        return Match(ours, theirs, spans, shown, matched, score, "sentence")
    shown = (*_snapped(ours, first, last), *_snapped(theirs, other_first, other_last))
    return Match(ours, theirs, spans, shown, matched, score, "clause")


def _snapped(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The span, widened to whole clauses; where that adds more than it has, only to whole items of a list."""
    breaks = sentence.breaks
    for strength in (2, 1):
        begin = max(i for i in range(first + 1) if breaks[i] >= strength)
        end = min(i for i in range(last, len(breaks)) if breaks[i] >= strength)
        if end - begin <= 2 * (last - first):
            break
    return begin, end


def _turned(match: Match) -> Match:
    turn = lambda spans: (*spans[2:], *spans[:2])
    return Match(
        match.theirs, match.ours, turn(match.aligned), turn(match.shown), match.matched, match.score, match.level
    )


def _best(matches: Iterable[Match], later: int) -> list[Match]:
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


def _row(match: Match, earlier, later, direction: str, known: Formulas) -> tuple:
    ours, theirs, (a, b, c, d) = match.ours, match.theirs, match.shown
    x, y = ours.letters[a:b], theirs.letters[c:d]
    start, end = ours.spans[a][0], ours.spans[b - 1][1]
    other_start, other_end = theirs.spans[c][0], theirs.spans[d - 1][1]
    first, last, other_first, other_last = match.aligned
    codes = edits(ours.letters[first:last], theirs.letters[other_first:other_last])
    blocks = [(first + i, other_first + k, j - i) for tag, i, j, k, _ in codes if tag == "equal"]
    changes = compare_figures(ours, theirs, match.aligned)
    measured = any(one and other and one.kind == "quantity" for _, one, other in changes)
    start, end = _closed(earlier.text, start, end)
    other_start, other_end = _closed(later.text, other_start, other_end)
    return (
        None, earlier.id, later.id, ours.section, theirs.section, start, end, other_start, other_end,
        earlier.text[start:end], later.text[other_start:other_end], _kind(x, y, match.matched), match.level,
        2 * match.matched / (len(x) + len(y)), match.matched, known.holds(ours, theirs, blocks, measured),
        any(change != "kept" for change, _, _ in changes), _shown(ours, a, b), _shown(theirs, c, d), direction,
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


def _paths(plans: Iterable) -> dict[str, str]:
    paths: dict[str, str] = {}
    for plan in plans:
        paths |= dict(zip(plan.sections["section"], plan.sections["path"], strict=True))
    return paths


def _finished(frame: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """The frame, sorted, with ids and exact types."""
    place = {id: i for i, id in enumerate(ids)}
    key = frame[["earlier", "later"]].apply(lambda column: column.map(place))
    key[["s", "e", "t"]] = frame[["later_start", "later_end", "earlier_start"]]
    frame = frame.loc[key.sort_values(["later", "earlier", "s", "e", "t"]).index].reset_index(drop=True)
    frame["reuse"] = [f"r{i:04d}" for i in range(1, len(frame) + 1)]
    for column in ("formula", "figures_changed"):
        frame[column] = frame[column].astype(bool)
    for column in frame.columns[frame.columns.str.endswith(("_start", "_end"))].union(["matched"]):
        frame[column] = frame[column].astype("int64")
    frame["score"] = frame["score"].astype(float)
    for column in ("figures_earlier", "figures_later", "earlier_section", "later_section"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame
