"""Lexing: the word lists as compiled patterns, and what of a paragraph is found once: numbers, years, marks, sentences, cues.

A cue is a word that tells something wherever it stands: 力争 that something is planned, 截至 how it stood. All cues of all
classes are found in one scan; the later stages ask where the next or the last one of a class stands.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from policylab.numbers import Quantity, YearSpan, parse_number, read_quantities
from policylab.numbers._calendar import find_years
from policylab.numbers._vocabulary import Vocabulary
from policylab.resources import _word_patterns, load_toml
from policylab.resources._word_patterns import alternatives, listed, starting, suffix
from policylab.text._line_roles import sentence_spans

MARK = re.compile(r"[,;。!?:\n](?!(?<=[0-9],)(?<![0-9]{4},)[0-9]{3}(?![0-9])|(?<=[0-9]:)[0-9](?![0-9%]))")  # marks that part clauses; what stands within 1,000 and 1:1 parts none
BLANK = re.compile(r"\s*")
REACH = 90  # characters that a noun phrase may be away from its number
LONGEST_SENTENCE = 1000  # characters of a sentence; longer ones are cut
RELATIVE_YEAR = re.compile(
    r"(?P<word>今年|去冬今春|本年度?|去年|上年(?<!原则上年)|明年|来年|前年)(?!级)|(?<![0-9第近前过每个])(?P<later>[0-9]{1,2}|[一二三四五六七八九十两])年[之以]?后(?=[,,]|[^,。;]{0,4}[达实形建])"
)
MAY_BE_RELATIVE = re.compile("[今本去上明来前]年|年[之以]?后|冬今春")  # found in a tenth of the time
SHIFT = {"今年": 0, "去冬今春": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "明年": 1, "来年": 1, "前年": -2}
PLAIN = re.compile(r"(?:\(\?<[^)]*\))*(?P<plain>[^(\[\\?.|]+)")  # what a cue begins with, behind what must not stand before it

Span = tuple[int, int]


def expanded(text: str) -> str:
    """A pattern with its parts put in: 〈whole〉 stands for what `target_patterns.toml` has under this name."""
    return _word_patterns.expanded(text, load_toml("target_patterns.toml")["parts"])


@functools.cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `target_patterns.toml` or `target_times.toml`; a search from before a text begins with the text."""
    times = load_toml("target_times.toml")["patterns"]
    return re.compile(expanded(times[name] if name in times else load_toml("target_patterns.toml")["patterns"][name]))


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of `target_patterns.toml`."""
    return frozenset(load_toml("target_patterns.toml")["sets"][name].split())


class Lexicon(Vocabulary):
    """The words with which numbers are read, and patterns made from `target_words.toml`."""

    def __init__(self) -> None:
        super().__init__()
        data = load_toml("target_words.toml")
        verbs = self.verbs = self.verbs | data["verbs"]
        self.guards = self.guards | data["verbs_not_after"]
        kinds, metrics, singles = data["kinds"], data["metrics"], data["lead_single"]
        measures, bracket = f"{metrics['rate']} {metrics['level']}", r"(?:\)[^()]{0,16}\()?"
        guard, single = alternatives(verbs["lead_not_before"], data["lead_before"]), _guarded(singles)
        longer = _guarded({word: after for word, after in singles.items() if len(word) > 1})  # 先后|建成; 每年|获支持企业 may begin with a noun
        verb = f"(?:{alternatives(verbs['lead'])})|(?:{alternatives(verbs['lead_noun'])})(?!{guard})"
        lead, leads = f"(?:{alternatives(verbs['lead_adverb'])})+(?={verb}|{longer})|{verb}", self.words("lead", "lead_noun", "lead_adverb")
        # a bound with a noun between it and the number
        self.bound = re.compile(
            f"(?:{alternatives([word for word in self.codes if word[0] in '不最至' and len(word) > 1])})"
            f"(?!{alternatives(data['bounds']['not_before'])})(?<!最[低高](?=[^,;。0-9]{{0,6}}(?:标准|限额)))"
        )
        # verbs whose object stands behind the number
        built = "build", "adverb", "attain"
        self.built = suffix("|".join(map(self.backwards, built)), self.words(*built))
        # verbs between an indicator and its number; nouns of action at the end of an indicator
        level, annual = self.backwards("level", guarded=False), self.backwards("annual")
        self.tail = suffix(
            f"(?:(?:{level})?(?:{self.backwards('raise', 'lower')})|{annual}|{self.backwards('attain')}|{self.backwards('adverb')}| )+",
            self.words("level", "raise", "lower", "annual", "attain", "adverb"), " ",
        )  # fmt: skip
        self.noun_action = listed(verbs["tail"])
        # verbs and adverbs at the head of a clause, a verb at the head of a phrase, and a phrase of adverbs alone: 高水平建成3所
        self.lead = starting(_firsts(leads, singles), f"(?:(?:{lead}|{single})(?:了|好)?)+")
        self.verb = starting(_firsts(leads), lead)
        self.adverbs = starting(_firsts(verbs["lead_adverb"]), f"(?:{alternatives(verbs['lead_adverb'])})+")
        self.annual = re.compile(f"(?<![上去今明当本全半同0-9一二三四五六七八九十])(?:{alternatives(verbs['annual'])})|(?<![十0-9])[两二三四五六七八九十0-9]年平均")
        self.lower = re.compile(alternatives(verbs["lower"]))
        self.stop = starting(
            _firsts(verbs["stop"], data["stop_single"]), f"(?:{alternatives(verbs['stop'])})(?!{guard})|{_guarded(data['stop_single'])}"
        )
        self.relative = re.compile(f"{single}|{alternatives(verbs['relative'])}")
        # an indicator that ends in the name of a rate, of a measure; the ending that several indicators share: …排放总量
        self.rate = listed(metrics["rate"], bracket, ")")
        self.measured = listed(measures, bracket, ")", data["metrics_not_after"])
        self.linked = re.compile(f"(?:{alternatives(metrics['linked'])}|{alternatives(measures)})*(?:{alternatives(measures)})$")
        # a verb with its subject before it: 滨海新区建成…; what is done with the things counted, at the end of a noun phrase
        self.objective = re.compile(f"(?:{alternatives(verbs['object'])})(?!{guard})")
        self.trailing = re.compile(f"(?:{alternatives(verbs['trailing'])})$")
        # groups of people that an age describes
        self.groups = re.compile(f"(?:及|或)?的?(?P<group>{alternatives(metrics['groups'])})")
        self.construct = re.compile(f"(?:{alternatives(kinds['construct'])})(?!的)")
        self.capacity = listed(kinds["capacity"], bracket, ")")
        self.stock = listed(kinds["stock"], "的?", "的")
        # one word for two things: 城乡
        self.pairs = {word: both.split() for word, both in metrics["pairs"].items()}


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the resources, compiled."""
    return Lexicon()


def _firsts(words: str, guarded: Iterable[str] = ()) -> set[str]:
    """What words begin with, and those that are patterns, some of which ask what stands before them."""
    return {word[0] for word in words.split()} | {word.partition(")")[2][0] if word.startswith("(?<") else word[0] for word in guarded}


def _guarded(words: dict[str, str]) -> str:
    return "|".join(word + (f"(?![{after}])" if after else "") for word, after in words.items())


@dataclass(frozen=True, slots=True)
class Lexed:
    """A paragraph as the later stages see it."""

    text: str
    quantities: tuple[Quantity, ...]
    years: tuple[YearSpan, ...]  # and spans of years and periods; of 今年 and 三年后, the form is "relative" and the year the distance
    marks: tuple[int, ...]  # where the marks stand that part clauses
    ends: tuple[int, ...]  # where the sentences end
    cues: Mapping[str, tuple[Span, ...]]  # where the cues of each class stand, in order

    def sentence(self, place: int) -> Span:
        """Where the sentence begins and ends in which a place stands, without white space before it."""
        index = bisect_right(self.ends, place)
        start = self.ends[index - 1] if index else 0
        end = self.ends[index] if index < len(self.ends) else len(self.text)
        while start < end and self.text[start] in " \n\t":
            start += 1
        return start, end

    def clause(self, place: int, floor: int = 0) -> int:
        """Where the clause begins that a place stands in: behind the last mark before it, or at `floor`."""
        index = bisect_left(self.marks, place)
        return max(self.marks[index - 1] + 1 if index else 0, floor)

    def opening(self, place: int, floor: int) -> str:
        """What the clause says up to a place."""
        return self.text[self.clause(place, floor) : place]

    def clause_end(self, place: int) -> int:
        """Where the next mark stands, at a place or behind it; or the end of the text."""
        index = bisect_left(self.marks, place)
        return self.marks[index] if index < len(self.marks) else len(self.text)

    def between(self, cue: str, start: int, end: int) -> list[Span]:
        """The cues of a class that stand between two places."""
        if not (found := self.cues.get(cue)):
            return []
        return [span for span in found[bisect_left(found, (start,)) : bisect_left(found, (end,))] if span[1] <= end]

    def years_between(self, start: int, end: int) -> list[YearSpan]:
        """The years that are named between two places."""
        found = self.years
        return [span for span in found[bisect_left(found, (start,)) : bisect_left(found, (end,))] if span.end <= end] if found else []

    def has(self, cue: str, start: int, end: int) -> bool:
        """Whether a cue of a class stands between two places."""
        return cue in self.cues and bool(self.between(cue, start, end))


def lex(text: str, quantities: Sequence[Quantity] | None = None) -> Lexed:
    """Lex a paragraph, whose numbers may be known.

    >>> lexed = lex("目前有3家,力争到2030年新建5家。计划投资2亿元。")
    >>> [lexed.text[item.start : item.end] for item in lexed.quantities], lexed.ends
    (['3家', '5家', '2亿元'], (19, 27))
    >>> [(year.start, year.year) for year in lexed.years]
    [(9, 2030)]
    >>> lexed.cues["planned"], lexed.has("planned", 0, 4), lexed.clause(17), lexed.sentence(20)
    (((6, 8), (8, 14)), False, 6, (19, 27))
    """
    marks = tuple([mark.start() for mark in MARK.finditer(text)])
    cues = MappingProxyType({name: tuple(found) for name, found in cues_in(text).items()})
    quantities = tuple(read_quantities(text) if quantities is None else quantities)
    return Lexed(text, quantities, tuple(lex_years(text)), marks, tuple(sentence_ends(text)), cues)


def lex_years(text: str, start: int = 0, end: int | None = None) -> list[YearSpan]:
    """The years that a stretch of text names, in order, those that it names by their distance too; the name of a plan (“十四五”规划) is none.

    >>> [(year.year, year.form) for year in lex_years("“十四五”规划实施以来,去年和2026年")]
    [(-1, 'relative'), (2026, 'year')]
    """
    end = len(text) if end is None else end
    if text.find("年", start, end) < 0 and text.find("五", start, end) < 0 and text.find("今春", start, end) < 0:
        return []
    found = [
        span
        for span in find_years(text, start, end)
        if span.form != "period" or span.tail or text.startswith("以来", span.end) or pattern("plan_met").match(text, span.end)
    ]
    relative = MAY_BE_RELATIVE.search(text, start, end) and [
        YearSpan(*match.span(), int(parse_number(match["later"]) or 0) if match["later"] else SHIFT[match["word"]], form="relative")
        for match in RELATIVE_YEAR.finditer(text, start, end)
    ]
    return sorted(found + relative, key=lambda span: span.start) if relative else found


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
    for name, words in data["cues"].items():
        guards = data["cues_not_before"].get(name)
        guard = f"(?!{'|'.join(guards.split())})" if guards else ""
        cues[name] = {cue + guard: PLAIN.match(cue)["plain"] for cue in expanded(words).split()}
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

    >>> sentence_ends("“建成5个。”新建3个。")
    [7, 12]
    """
    found = [end for _, end in sentence_spans(text)]
    if text and found[-1:] != [len(text)]:
        found.append(len(text))
    if len(text) <= LONGEST_SENTENCE:
        return found
    ends = [0]
    for end in found:
        while end - ends[-1] > LONGEST_SENTENCE:
            cut = max(text.rfind(mark, ends[-1], ends[-1] + LONGEST_SENTENCE) for mark in ";,")
            ends.append(cut + 1 if cut > ends[-1] else ends[-1] + LONGEST_SENTENCE)
        if end > ends[-1]:
            ends.append(end)
    return ends[1:]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a paragraph begin, without white space before them."""
    places = [0, *sentence_ends(text)[:-1]] if text else []
    return [BLANK.match(text, place).end() for place in places]
