"""Collation: where two printings of one text differ, punctuation and spacing aside; and the edits from one string to another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from rapidfuzz.distance import Levenshtein

from policylab.checks import check_int
from policylab.corpus._outline import outline
from policylab.errors import invalid
from policylab.frames import typed_frame
from policylab.numbers import Quantity, read_quantities

if TYPE_CHECKING:
    from policylab.corpus._plan import Plan

COLUMNS = (
    "plan", "witness", "kind", "start", "end", "text", "witness_start", "witness_end", "witness_text",
    "before", "after", "section", "figures_changed",
)  # fmt: skip
_ROLES = frozenset({"heading", "body", "agencies", "notice"})
_SHINGLE = 16  # characters of a passage that stands once in either text, by which the two are aligned
_MOVED = 4  # a passage of this many characters that is gone here and stands there has moved,
_MOVED_NEAR, _NEAR = 2, 20  # and so has a word that stands this many characters on
_LARGEST = 400_000_000  # cells of a comparison; passages beyond it have nothing in common worth aligning
_KINDS = {"insert": "insertion", "delete": "deletion", "replace": "substitution"}
_COUNTS = re.compile(r"[^\W_]|[%+=<>×‰℃~#&]|(?<=\d)[.:/](?=\d)")  # letters, digits, signs, and marks as in 3.3 or 4:00


@dataclass(frozen=True, slots=True)
class _Reading:
    """A difference, as runs of the significant characters of both texts."""

    kind: str
    first: int
    last: int
    other_first: int
    other_last: int


def collate(plan: Plan | str, witness: Plan | str, *, context: int = 12) -> pd.DataFrame:
    """Collate two printings of one text, and list the readings in which they differ.

    Punctuation and white space do not count, nor do captions, tables and what a website or a printer adds. The texts
    are aligned by passages that stand once in either (patience diff, Bram Cohen), and between these by the edit
    distance of their characters (Levenshtein, 1966).

    Parameters
    ----------
    plan, witness : Plan or str
        The text that the study uses, and another printing of it.
    context : int, default 12
        Characters of `plan` to show on either side of a reading.

    Returns
    -------
    pandas.DataFrame
        One row a reading, by place: plan, witness (ids), kind (insertion: only the witness has it; deletion: the
        witness lacks it; substitution; transposition: the witness has it elsewhere), start, end, text (in `plan`),
        witness_start, witness_end, witness_text, before, after (context in `plan`), section, figures_changed
        (whether a number differs, 3.3万 from 33万, but not 20家 from 二十家, or other digits do). Offsets are code points;
        the text of a reading that one side lacks is missing.

    Raises
    ------
    PolicylabError
        If `plan` or `witness` is neither a document nor a str, or `context` is no int of at least 0.

    Examples
    --------
    >>> table = collate("一、目标\\n建设智慧城市,基站总数达到7万个。", "一、目标\\n建设智惠城市、基站数达到 9 万个。")
    >>> table[["kind", "text", "witness_text", "figures_changed"]].values.tolist()
    [['substitution', '慧', '惠', False], ['deletion', '总', None, False], ['substitution', '7', '9', True]]
    >>> collate("建设智慧渔港。", "建设智惠渔港。", context=1)[["before", "text", "after"]].values.tolist()
    [['智', '慧', '渔']]
    """
    check_int("context", context, 0)
    text, name = _document("plan", plan)
    other, other_name = _document("witness", witness)
    _, paragraphs = outline(text, plan_id=name)
    places, letters = _significant(text, paragraphs)
    other_places, other_letters = _significant(other, outline(other)[1])
    section_of = [(paragraph.start, paragraph.section) for paragraph in paragraphs]
    numbers, other_numbers = read_quantities(text), read_quantities(other)
    rows = []
    for reading in _transposed(_readings(letters, other_letters), letters, other_letters):
        start, end = _span(places, reading.first, reading.last, text)
        other_start, other_end = _span(other_places, reading.other_first, reading.other_last, other)
        ours, theirs = letters[reading.first : reading.last], other_letters[reading.other_first : reading.other_last]
        at = max(0, bisect_left(section_of, (start + 1, "")) - 1)
        before, behind = max(0, start - context), min(end + context, len(text))
        rows.append(
            (
                name, other_name, reading.kind, start, end, text[start:end] or None, other_start, other_end,
                other[other_start:other_end] or None, _shown(text[before:start]),
                _shown(text[end:behind]), section_of[at][1] if section_of else None,
                _figures(numbers, start, end, ours) != _figures(other_numbers, other_start, other_end, theirs),
            )  # fmt: skip
        )
    rows.sort(key=lambda row: (row[3], row[6]))
    offsets, texts = ("start", "end", "witness_start", "witness_end"), ("text", "witness_text", "section")
    return typed_frame(rows, COLUMNS, {"int64": offsets, "bool": ["figures_changed"], "object": texts})


def _document(name: str, value: Plan | str) -> tuple[str, str]:
    if isinstance(value, str):
        return value, name
    text = getattr(value, "text", None)
    if not isinstance(text, str):
        raise invalid(name, value, "a plan or a str", hint='Take one of a corpus: `corpus["smart-city-2021"]`.')
    return text, str(getattr(value, "id", name))


def _significant(text: str, paragraphs) -> tuple[list[int], str]:
    """Offsets and characters that count: letters, digits and mathematical signs of the running text."""
    read = (paragraph for paragraph in paragraphs if paragraph.role in _ROLES)
    places = [match.start() for paragraph in read for match in _COUNTS.finditer(text, paragraph.start, paragraph.end)]
    return places, "".join(map(text.__getitem__, places))


def _readings(ours: str, theirs: str) -> list[_Reading]:
    """All differences, in order; what stands between two of them is longer than one character."""
    return [
        _Reading(_KINDS[tag], first + a, first + b, other_first + c, other_first + d)
        for first, last, other_first, other_last in _gaps(ours, theirs)
        for tag, a, b, c, d in _edits_of_gap(ours[first:last], theirs[other_first:other_last])
        if tag != "equal"
    ]


def _edits_of_gap(ours: str, theirs: str) -> list[tuple[str, int, int, int, int]]:
    """The edits; one for all of it where that is too much to be compared."""
    if len(ours) * len(theirs) > _LARGEST:
        return [("replace", 0, len(ours), 0, len(theirs))]
    return edits(ours, theirs)


def edits(ours: str, theirs: str) -> list[tuple[str, int, int, int, int]]:
    """Edits from one string to another (Levenshtein, 1966): tag (equal, replace, insert, delete) and spans.

    A single character that happens to be the same between two edits is taken into them, as a reader would.

    >>> edits("推进智慧港口建设", "推进智慧口岸建设")
    [('equal', 0, 4, 0, 4), ('replace', 4, 6, 4, 6), ('equal', 6, 8, 6, 8)]
    """
    codes = Levenshtein.opcodes(ours, theirs).as_list()
    joined: list[list] = []
    for i, (tag, a, b, c, d) in enumerate(codes):
        chance = tag == "equal" and b - a == 1 and 0 < i < len(codes) - 1
        if joined and (chance or tag != "equal") and joined[-1][0] != "equal":
            joined[-1][2], joined[-1][4] = b, d
        else:
            joined.append([tag, a, b, c, d])
    return [
        (tag if tag == "equal" else "insert" if a == b else "delete" if c == d else "replace", a, b, c, d)
        for tag, a, b, c, d in joined
    ]


def common_runs(ours: str, theirs: str) -> list[tuple[int, int, int]]:
    """What two strings have in common, by their `edits`: where each run begins in both, and its length."""
    return [(a, c, b - a) for tag, a, b, c, _ in edits(ours, theirs) if tag == "equal"]


def _gaps(ours: str, theirs: str) -> Iterator[tuple[int, int, int, int]]:
    """Runs between the anchors of the alignment."""
    at, other_at = 0, 0
    for first, other_first in _anchors(ours, theirs):
        if first < at or other_first < other_at:
            continue
        if first > at or other_first > other_at:
            yield at, first, other_at, other_first
        at, other_at = first + _SHINGLE, other_first + _SHINGLE
        while at < len(ours) and other_at < len(theirs) and ours[at] == theirs[other_at]:
            at, other_at = at + 1, other_at + 1
    yield at, len(ours), other_at, len(theirs)


def _anchors(ours: str, theirs: str) -> list[tuple[int, int]]:
    """Passages that stand once in either text, in the longest order that both share."""
    mine, other = _once(ours), _once(theirs)
    pairs = [(place, other[shingle]) for shingle, place in mine.items() if shingle in other]
    pairs.sort()
    tails: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(chain[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            chain.append(index)
        else:
            tails[at], chain[at] = place, index
    anchors, index = [], chain[-1] if chain else -1
    while index >= 0:
        anchors.append(pairs[index])
        index = before[index]
    return anchors[::-1]


def _once(text: str) -> dict[str, int]:
    shingles = [text[index : index + _SHINGLE] for index in range(len(text) - _SHINGLE + 1)]
    times = Counter(shingles)
    return {shingle: place for place, shingle in enumerate(shingles) if times[shingle] == 1}


def _transposed(readings: list[_Reading], ours: str, theirs: str) -> Iterator[_Reading]:
    """Pair what the witness lacks in one place and has in another."""
    lost: dict[str, list[_Reading]] = {}
    for reading in readings:
        if reading.kind == "deletion" and reading.last - reading.first >= _MOVED_NEAR:
            lost.setdefault(ours[reading.first : reading.last], []).append(reading)
    moved = set()
    for reading in readings:
        if reading.kind != "insertion":
            continue
        for origin in lost.get(theirs[reading.other_first : reading.other_last], ()):
            far = abs(origin.first - reading.first) > _NEAR
            if id(origin) in moved or far and origin.last - origin.first < _MOVED:
                continue
            moved |= {id(reading), id(origin)}
            yield _Reading("transposition", origin.first, origin.last, reading.other_first, reading.other_last)
            break
    yield from (reading for reading in readings if id(reading) not in moved)


def _span(places: list[int], first: int, last: int, text: str) -> tuple[int, int]:
    """Offsets in the text of a run of significant characters; an empty run lies behind the one before it."""
    if first < last:
        return places[first], places[last - 1] + 1
    at = places[first - 1] + 1 if first else (places[0] if places else len(text))
    return at, at


def _figures(numbers: list[Quantity], start: int, end: int, letters: str) -> list[tuple] | str:
    """The numbers that a reading stands in, whatever counts them (60个, 60家); where it stands in none, its digits."""
    here = [item for item in numbers if item.number < end and start < item.stop]
    told = [(*item.amount[:2], not item.unit.counts and item.amount[2]) for item in here]
    return told or "".join(filter(str.isdigit, letters))


def _shown(context: str) -> str:
    return " ".join(context.split())
