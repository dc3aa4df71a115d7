"""Lexing: the numbers, the marks, the sentences and the cues of a paragraph, found once and then asked for by place.

A cue is a word that tells something wherever it stands: 力争 that something is planned, 截至 how it stood. All cues of all
classes are found in one scan; the later stages ask where the next or the last one of a class stands.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from policylab.numbers import Quantity, read_quantities
from policylab.numbers._vocabulary import alternatives, expanded
from policylab.resources import load_toml

MARK = re.compile(r"[,;。!?:\n]")  # marks that part clauses
SENTENCE_END = re.compile(r"[。!?\n]")
BLANK = re.compile(r"\s*")
REACH = 90  # characters that a noun phrase may be away from its number
LONGEST = 1000  # characters of a sentence; longer ones are cut
PLAIN = re.compile(r"(?:\(\?<[^)]*\))*(?P<plain>[^(\[\\?.|]+)")  # what a cue begins with, behind what must not stand before it

Span = tuple[int, int]


class Lexed(NamedTuple):
    """A paragraph as the later stages see it."""

    text: str
    quantities: tuple[Quantity, ...]
    marks: tuple[int, ...]  # where the marks stand that part clauses
    ends: tuple[int, ...]  # where the sentences end
    cues: dict[str, list[Span]]  # where the cues of each class stand, in order

    def sentence(self, place: int) -> Span:
        """Where the sentence begins and ends in which a place stands, without white space before it."""
        index = bisect_right(self.ends, place)
        start = self.ends[index - 1] if index else 0
        end = self.ends[index] if index < len(self.ends) else len(self.text)
        while start < end and self.text[start] in " \n\t":
            start += 1
        return start, end

    def clause(self, place: int) -> int:
        """Where the clause begins that a place stands in: behind the last mark before it."""
        index = bisect_left(self.marks, place)
        return self.marks[index - 1] + 1 if index else 0

    def clause_end(self, place: int) -> int:
        """Where the next mark stands, at a place or behind it; or the end of the text."""
        index = bisect_left(self.marks, place)
        return self.marks[index] if index < len(self.marks) else len(self.text)

    def between(self, cue: str, start: int, end: int) -> list[Span]:
        """The cues of a class that stand between two places."""
        if not (found := self.cues.get(cue)):
            return []
        return [span for span in found[bisect_left(found, (start,)) : bisect_left(found, (end,))] if span[1] <= end]

    def has(self, cue: str, start: int, end: int) -> bool:
        """Whether a cue of a class stands between two places."""
        return cue in self.cues and bool(self.between(cue, start, end))


def lex(text: str, quantities: Sequence[Quantity] | None = None) -> Lexed:
    """Lex a paragraph, whose numbers may be known.

    >>> lexed = lex("目前有3家,力争到2030年新建5家。计划投资2亿元。")
    >>> [lexed.text[item.start : item.end] for item in lexed.quantities], lexed.ends
    (['3家', '5家', '2亿元'], (19, 27))
    >>> lexed.cues["planned"], lexed.has("planned", 0, 4), lexed.clause(17), lexed.sentence(20)
    ([(6, 8), (8, 14), (19, 21)], False, 6, (19, 27))
    """
    marks = tuple(mark.start() for mark in MARK.finditer(text))
    return Lexed(text, tuple(read_quantities(text) if quantities is None else quantities), marks, tuple(sentence_ends(text)), cues_in(text))


def cues_in(text: str) -> dict[str, list[Span]]:
    """Where the cues of each class stand in a text; of one class the longest at a place.

    >>> cues_in("未来产业有望增长")  # no turn to the future: 未来|产业
    {'modality': [(4, 6)]}
    """
    search, told = _scan()
    cues: dict[str, list[Span]] = {}
    place = 0
    while found := search(text, place):
        place = found.start()
        for name, length, guarded in told[found.group()]:
            match = guarded.match(text, place) if guarded is not None else None
            if match is not None or guarded is None:
                cues.setdefault(name, []).append((place, match.end() if match else place + length))
        place += 1
    return cues


def cue_patterns() -> dict[str, dict[str, str]]:
    """The cues of each class as patterns, with what may not stand behind them, and the word that each begins with."""
    data, cues = load_toml("target_words.toml"), {}
    for name, listed in data["cues"].items():
        guards = data["cues_not_before"].get(name)
        guard = f"(?!{'|'.join(guards.split())})" if guards else ""
        cues[name] = {cue + guard: PLAIN.match(cue)["plain"] for cue in expanded(listed).split()}
    return cues


@functools.cache
def _scan() -> tuple[Callable[[str, int], re.Match[str] | None], dict[str, list[tuple[str, int, re.Pattern[str] | None]]]]:
    """The search for the next word that a cue begins with; and for each such word the classes that it may be of.

    With each class stands how long the cue is, or the pattern that tells where more is asked than the word.
    """
    told: dict[str, list[tuple[str, int, re.Pattern[str] | None]]] = {}
    cues = cue_patterns()
    words = {plain for each in cues.values() for plain in each.values()}
    for word in words:
        for name, each in cues.items():
            begun = sorted((cue for cue in each if word.startswith(each[cue])), key=lambda cue: (-len(each[cue]), cue))
            plain = bool(begun) and begun[0] == each[begun[0]]
            if begun:
                told.setdefault(word, []).append((name, len(begun[0]), None if plain else re.compile("|".join(begun))))
    return re.compile(alternatives(words)).search, told


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a paragraph end; very long ones are cut at a comma, or else anywhere.

    >>> sentence_ends("建成5个。新建3个。")
    [5, 10]
    """
    found = [mark.end() for mark in SENTENCE_END.finditer(text)]
    if text and found[-1:] != [len(text)]:
        found.append(len(text))
    if len(text) <= LONGEST:
        return found
    ends = [0]
    for end in found:
        while end - ends[-1] > LONGEST:
            cut = max(text.rfind(mark, ends[-1], ends[-1] + LONGEST) for mark in ";,")
            ends.append(cut + 1 if cut > ends[-1] else ends[-1] + LONGEST)
        if end > ends[-1]:
            ends.append(end)
    return ends[1:]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a paragraph begin, without white space before them."""
    places = [0, *sentence_ends(text)[:-1]] if text else []
    return [BLANK.match(text, place).end() for place in places]
