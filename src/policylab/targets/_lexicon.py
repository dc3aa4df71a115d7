"""The word lists of the extractor as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from policylab.resources import load_lines, load_toml

Pattern = re.Pattern[str]


def alternatives(words: str | list[str]) -> str:
    """A pattern for any of the words, longest first."""
    listed = words.split() if isinstance(words, str) else words
    return "|".join(re.escape(word) for word in sorted(set(listed), key=lambda word: (-len(word), word)))


@functools.cache
def pattern(name: str) -> Pattern:
    """A pattern of `target_patterns.toml`."""
    return re.compile(load_toml("target_patterns.toml")[name])


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of `target_patterns.toml`."""
    return frozenset(load_toml("target_patterns.toml")["sets"][name].split())


@dataclass(frozen=True, slots=True)
class Suffix:
    """A pattern that must end at a place: it is matched on the reversed text, which needs no search."""

    pattern: Pattern

    def match(self, text: str, end: int, floor: int) -> re.Match[str] | None:
        """Match the words that end at `end` and begin at `floor` or later."""
        return self.pattern.match(text[max(floor, end - 24) : end][::-1])

    def length(self, text: str, end: int, floor: int) -> int:
        """How many characters before `end` belong to these words."""
        match = self.match(text, end, floor)
        return match.end() if match else 0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns made from `target_words.toml` and `target_names.txt`."""

    before: Suffix  # a comparator that ends at the number
    after: Pattern  # a comparator that begins after the unit
    bound: Pattern  # a bound with a noun between it and the number
    codes: dict[str, str]  # comparator as written → code
    names: dict[str, Pattern]  # fixed expressions by their first character
    tail: Suffix  # verbs between an indicator and its number
    attained: Suffix  # a verb of attainment directly before the number
    changed: Suffix  # a verb of change directly before the number
    built: Suffix  # a verb directly before the number whose object follows it
    noun_action: Suffix  # nouns of action at the end of an indicator
    lead: Pattern  # verbs and adverbs at the head of a clause
    verb: Pattern  # a verb at the head of a phrase
    annual: Pattern
    lower: Pattern
    stop: Pattern
    relative: Pattern
    rate: Suffix  # an indicator that ends in the name of a rate
    measured: Suffix  # an indicator that ends in the name of a measure
    past: Pattern
    standing: Pattern  # words that tell of what stands even among aims and tasks
    instrument: Pattern
    instrument_after: Pattern
    objective: Pattern  # a verb with its subject before it: 滨海新区建成…
    trailing: Pattern  # what is done with the things counted, at the end of a noun phrase
    groups: Pattern  # groups of people that an age describes
    linked: Pattern  # the ending that several indicators share: …排放总量
    construct: Pattern
    capacity: Suffix
    stock: Suffix
    modality: Pattern
    pairs: dict[str, list[str]]  # one word for two things: 城乡


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the resources, compiled."""
    data = load_toml("target_words.toml")
    verbs, kinds, metrics, comparators = data["verbs"], data["kinds"], data["metrics"], data["comparators"]
    sides = [*comparators["before"].items(), *comparators["after"].items()]
    codes = {word: code for code, listed in sides for word in listed.split()}
    guards = data["verbs_not_after"]
    change = _reversed(f"{verbs['raise']} {verbs['lower']}", guards)
    level = _reversed(verbs["level"], {})
    attain = _reversed(verbs["attain"], guards)
    adverb = _reversed(verbs["adverb"], guards)
    build = _reversed(verbs["build"], guards)
    annual = _reversed(verbs["annual"], {})
    guard = alternatives(verbs["lead_not_before"])
    single = _guarded(data["lead_single"])
    verb = f"(?:{alternatives(verbs['lead'])})|(?:{alternatives(verbs['lead_noun'])})(?!{guard})"
    lead = f"(?:{alternatives(verbs['lead_adverb'])})+(?={verb})|{verb}"
    rate, measured = _reversed(metrics["rate"], {}), _reversed(f"{metrics['rate']} {metrics['level']}", data["metrics_not_after"])
    bracket = r"(?:\)[^()]{0,16}\()?"
    front = _reversed(" ".join(comparators["before"].values()), comparators["not_after"])
    return Lexicon(
        before=Suffix(re.compile(f" ?(?:[了到至有])?(?P<word>{front})")),
        after=re.compile(rf" ?(?:{alternatives(' '.join(comparators['after'].values()))})"),
        bound=re.compile(
            f"(?:{alternatives([word for word in codes if word[0] in '不最至' and len(word) > 1])})"
            f"(?!{alternatives(comparators['bound_not_before'])})(?<!最[低高](?=[^,;。0-9]{{0,6}}(?:标准|限额)))"
        ),
        codes=codes,
        names=_names(),
        tail=Suffix(re.compile(f"(?:(?:{level})?(?:{change})|{annual}|{attain}|{adverb}| )+")),
        attained=Suffix(re.compile(f"(?:了|约|近)?(?:{attain}|(?:{level})(?:{change}))")),
        changed=Suffix(re.compile(f"(?:了|约|近)?(?P<level>{level})?(?P<verb>{change})")),
        built=Suffix(re.compile(f"{build}|{adverb}|{attain}")),
        noun_action=Suffix(re.compile(_reversed(verbs["tail"], {}))),
        lead=re.compile(f"(?:(?:{lead}|{single})(?:了|好)?)+"),
        verb=re.compile(lead),
        annual=re.compile(f"(?<![上去同0-9])(?:{alternatives(verbs['annual'])})"),
        lower=re.compile(alternatives(verbs["lower"])),
        stop=re.compile(f"(?:{alternatives(verbs['stop'])})(?!{guard})|{_guarded(data['stop_single'])}"),
        relative=re.compile(f"{_guarded(data['lead_single'])}|{alternatives(verbs['relative'])}"),
        rate=Suffix(re.compile(f"{bracket}(?:{rate})")),
        measured=Suffix(re.compile(f"{bracket}(?:{measured})")),
        past=re.compile(alternatives(f"{kinds['past']} {kinds['standing']}")),
        standing=re.compile(alternatives(kinds["standing"])),
        instrument=re.compile(f"(?:{alternatives(kinds['instrument'])})(?!性|率)"),
        instrument_after=re.compile(f"[^,;。、]{{0,5}}?(?:{alternatives(kinds['instrument_after'])})"),
        objective=re.compile(f"(?:{alternatives(verbs['object'])})(?!{guard})"),
        trailing=re.compile(f"(?:{alternatives(verbs['trailing'])})$"),
        groups=re.compile(f"(?:及|或)?的?(?P<group>{alternatives(metrics['groups'])})"),
        linked=re.compile(
            f"(?:{alternatives(metrics['linked'])})*(?:{alternatives(metrics['rate'] + ' ' + metrics['level'])})$"
        ),
        construct=re.compile(alternatives(kinds["construct"])),
        capacity=Suffix(re.compile(f"{bracket}(?:{_reversed(kinds['capacity'], {})})")),
        stock=Suffix(re.compile(f"的?(?:{_reversed(kinds['stock'], {})})")),
        modality=re.compile(alternatives(data["modality"]["words"])),
        pairs={word: both.split() for word, both in metrics["pairs"].items()},
    )


def _reversed(words: str, guards: dict[str, str]) -> str:
    parts = []
    for word in sorted(set(words.split()), key=lambda word: (-len(word), word)):
        guard = f"(?![{guards[word]}])" if word in guards else ""
        parts.append(re.escape(word[::-1]) + guard)
    return "|".join(parts)


def _guarded(words: dict[str, str]) -> str:
    return "|".join(word + (f"(?![{after}])" if after else "") for word, after in words.items())


def _names() -> dict[str, Pattern]:
    by_first: dict[str, list[str]] = {}
    for line in load_lines("target_names.txt"):
        for first in _first_characters(line):
            by_first.setdefault(first, []).append(line)
    return {first: re.compile("|".join(lines)) for first, lines in by_first.items()}


def _first_characters(pattern: str) -> str:
    if pattern.startswith("["):
        return pattern[1 : pattern.index("]")]
    return pattern[0]
