"""Sentences of a plan, masked: what counts in aligning, with the way back to the text."""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from policylab.corpus import as_plans
from policylab.corpus._plan_order import in_time, named_pairs
from policylab.numbers import Quantity, read_quantities, years_in
from policylab.numbers._units import counted_alike, sort_of_unit
from policylab.resources import load_toml
from policylab.resources._word_patterns import alternatives
from policylab.text._heading_numbers import read_marker

# One sign stands for each figure, so that two sentences that differ only in their figures align as the same.
MASKS = {"quantity": "\ue000", "year": "\ue001", "period": "\ue002", "name": "\ue003", "count": "\ue000"}
FIGURES = frozenset({"quantity", "year"})  # what says something; a plan's name, its period and 两条 do not

LONGEST = 240  # masked characters of a sentence; what runs on longer is cut at a clause
_END = re.compile(r"[。!?！？;；\n]+")
_CLAUSE = frozenset(",，:：。;；!?！？\n")
_LIST = frozenset("、")
_SIGNS = frozenset("%+")
ROLES = ("heading", "body")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: its kind, span, and what it says (value in the canonical unit of its dimension)."""

    kind: str
    start: int
    end: int
    text: str
    value: tuple

    @property
    def telling(self) -> bool:
        """Whether a change of this figure is a change of what the text commits to."""
        return self.kind in FIGURES

    def measures(self, other: Figure) -> bool:
        """Whether another figure may be of the same thing: 5% and 3家 are not, 300座 and 300台 may be."""
        if self.kind not in ("quantity", "count") or other.kind not in ("quantity", "count"):
            return self.kind == other.kind
        one, two = sort_of_unit(self.value[2]), sort_of_unit(other.value[2])
        return one == two or not (one and two)

    def says(self, other: Figure) -> bool:
        """Whether another figure says the same: 1.5亿元 and 15000万元, 5000个 and 5000家."""
        if self.value == other.value or not {self.kind, other.kind} <= {"quantity", "count"}:
            return self.value == other.value
        return self.value[:2] == other.value[:2] and counted_alike(self.value[2], other.value[2])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its significant characters, and where each stands.

    `letters` has one character for each letter, digit or figure; `places[i]` is where it begins in the text;
    `breaks[i]` is 2 where a clause begins before it, 1 where an item of a list does, else 0 (one entry more than
    letters).
    """

    plan: str
    section: str
    start: int
    end: int
    letters: str
    places: array
    breaks: bytes
    figures: tuple[tuple[int, Figure], ...] = field(default=())

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the letters from `first` to before `last` stand in the text."""
        end = next((f.end for i, f in self.figures if i == last - 1), self.places[last - 1] + 1)
        return self.places[first], end


def find_figures(text: str, names: Iterable[str] = ()) -> list[Figure]:
    """Figures of a text, in order, none overlapping: quantities, years, plan periods, names of the plans compared.

    A small count in a Chinese numeral (两条, 五次) is masked, but says nothing that could change: its kind is ``"count"``.
    `names` are those of plans, with which a text speaks of itself.

    >>> [(f.kind, f.text) for f in find_figures("到2023年,累计建成5G基站5万个以上,占比超过80%")]
    [('year', '2023年'), ('quantity', '5万个'), ('quantity', '80%')]
    """
    found = [_figure("name", text, m.start(), m.end(), ("name",)) for m in _name_pattern(tuple(names)).finditer(text)]
    for span in years_in(text):
        kind = "period" if span.form == "period" else "year"
        end = span.end + (text[span.end : span.end + 1] in ("底", "末", "初"))
        found.append(_figure(kind, text, span.start, end, (kind, span.first, span.year)))
    for item in read_quantities(text):
        found.append(_figure("count" if _is_count(item) else "quantity", text, item.number, item.stop, item.amount))
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _is_count(item: Quantity) -> bool:
    """Whether a number only enumerates: 两条, 三级, 五次, 十项."""
    small = item.form == "chinese" and item.value <= 10 and item.high is None and not item.explicit
    return small and item.unit.counts


def _figure(kind: str, text: str, start: int, end: int, value: tuple) -> Figure:
    return Figure(kind, start, end, text[start:end], value)


@functools.lru_cache(maxsize=64)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern:
    kinds = "|".join(load_toml("reuse.toml")["self_reference"]["kinds"])
    own = alternatives(filter(None, names)) if any(names) else ""
    return re.compile((f"《?(?:{own})》?|" if own else "") + f"本(?:{kinds})|《(?:{kinds})》")


def in_order(corpus) -> list:
    """The plans of a corpus, or of an iterable of plans, in one order, however they are given."""
    return sorted(as_plans(corpus), key=in_time)


def wanted_pairs(plans: list, pairs: Iterable[tuple[str, str]] | None) -> np.ndarray:
    """Which plan is compared with which: an array of bool, n × n; None is all with all."""
    if pairs is None:
        return np.ones((len(plans), len(plans)), dtype=bool)
    place = {plan.id: i for i, plan in enumerate(plans)}
    wanted = np.zeros((len(plans), len(plans)), dtype=bool)
    for one, other in named_pairs(pairs, place):
        wanted[place[one], place[other]] = wanted[place[other], place[one]] = True
    return wanted


def sentences(plan, names: Iterable[str] = ()) -> list[Sentence]:
    """Sentences of a plan's headings and body, in order; `names` are those of the plans compared, which are masked."""
    text = plan.text
    rows = plan.paragraphs
    names = tuple(name for name in names if name in text)
    found: list[Sentence] = []
    for role, section, start, end in zip(rows["role"], rows["section"], rows["start"], rows["end"], strict=True):
        if role in ROLES:
            marker = read_marker(text[start:end])
            found += _split(text, int(start) + (marker.end if marker else 0), int(end), plan.id, section, names)
    return found


@functools.lru_cache(maxsize=10_000)  # what is in common is looked at by several tables
def mask(text: str) -> Sentence | None:
    """A passage as one sentence, with its figures masked; None if it has no letters.

    >>> mask("到2023年,建成5个平台").letters == "到\ue001建成\ue000平台"
    True
    """
    return _masked(text, 0, len(text), "", "", find_figures(text))


def _split(text: str, start: int, end: int, plan: str, section: str, names: tuple[str, ...]) -> list[Sentence]:
    figures = [
        Figure(f.kind, f.start + start, f.end + start, f.text, f.value) for f in find_figures(text[start:end], names)
    ]
    ends = [start, *(match.end() for match in _END.finditer(text, start, end)), end]
    whole = (_masked(text, first, last, plan, section, figures) for first, last in pairwise(ends))
    return [part for sentence in filter(None, whole) for part in _parts(sentence)]


def _masked(text: str, start: int, end: int, plan: str, section: str, figures: list[Figure]) -> Sentence | None:
    letters, places, breaks, inside = [], array("I"), bytearray(), []
    pending, at = 2, start
    k = bisect_left([f.start for f in figures], start)
    while at < end:
        figure = figures[k] if k < len(figures) and figures[k].start < end else None
        for place, char in enumerate(text[at : figure.start if figure else end], at):
            letter, strength = _SIGN_OF[char]
            if letter:
                letters.append(letter)
                places.append(place)
                breaks.append(pending)
                pending = 0
            elif strength > pending or text[place : place + 2] == "——":
                pending = strength or 2
        at = end
        if figure:
            inside.append((len(letters), figure))
            letters.append(MASKS[figure.kind])
            places.append(figure.start)
            breaks.append(pending)
            pending, at, k = 0, figure.end, k + 1
    if not letters:
        return None
    return Sentence(plan, section, start, end, "".join(letters), places, bytes(breaks) + b"\2", tuple(inside))


def _parts(whole: Sentence) -> list[Sentence]:
    """The sentence, from its first letter to its last; in several parts where it is overlong."""
    return [
        Sentence(
            whole.plan, whole.section, *whole.span(first, last), whole.letters[first:last], whole.places[first:last],
            b"\2" + whole.breaks[first + 1 : last] + b"\2",
            tuple((i - first, f) for i, f in whole.figures if first <= i < last),
        )
        for first, last in pairwise([*_cuts(whole.breaks[:-1]), len(whole.letters)])
    ]  # fmt: skip


class _Signs(dict):
    """For each character of a text its letter, or none and how strong a break it is."""

    def __missing__(self, char: str) -> tuple[str, int]:
        letter = char.isalnum() or char in _SIGNS
        upper = char.upper() if len(char.upper()) == 1 else char
        self[char] = (upper, 0) if letter else ("", 2 if char in _CLAUSE else char in _LIST)
        return self[char]


_SIGN_OF = _Signs()


def letters_of(text: str) -> str:
    """What counts of a text that has no figures to mask: its letters, as those of sentences are written."""
    return "".join(_SIGN_OF[char][0] for char in text)


def _cuts(breaks: bytes) -> list[int]:
    """Where an overlong sentence is cut: at the last clause, else the last item, else anywhere."""
    cuts = [0]
    while len(breaks) - cuts[-1] > LONGEST:
        window = range(cuts[-1] + LONGEST, cuts[-1] + LONGEST // 2, -1)
        cuts.append(next((i for strength in (2, 1, 0) for i in window if breaks[i] >= strength), window[0]))
    return cuts
