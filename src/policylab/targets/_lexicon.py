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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns made from `target_words.toml` and `target_names.txt`."""

    before: Pattern  # a comparator that ends at the number
    after: Pattern  # a comparator that begins after the unit
    codes: dict[str, str]  # comparator as written → code
    names: dict[str, Pattern]  # fixed expressions by their first character
    tail: Pattern  # verbs between an indicator and its number
    attained: Pattern  # a verb of attainment directly before the number
    changed: Pattern  # a verb of change directly before the number
    annual: Pattern
    lower: Pattern
    built: Pattern  # a verb directly before the number whose object follows it
    lead: Pattern  # verbs and adverbs at the head of a clause
    noun_action: Pattern  # nouns of action at the end of an indicator
    stop: Pattern
    relative: Pattern
    rate: Pattern  # an indicator that ends in the name of a rate
    measured: Pattern  # an indicator that ends in the name of a measure
    background: Pattern
    ahead: Pattern
    past: Pattern
    instrument: Pattern
    select: Pattern
    construct: Pattern
    capacity: Pattern
    stock: Pattern
    modality: Pattern
    full: Pattern
    all: Pattern


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the resources, compiled."""
    data = load_toml("target_words.toml")
    verbs, kinds, metrics, coverage = data["verbs"], data["kinds"], data["metrics"], data["coverage"]
    comparators = data["comparators"]
    codes = {word: code for side in ("before", "after") for code, words in comparators[side].items() for word in words.split()}
    raised, lowered, level = (alternatives(verbs[key]) for key in ("raise", "lower", "level"))
    attain, adverb, build = (alternatives(verbs[key]) for key in ("attain", "adverb", "build"))
    change = f"(?:{raised}|{lowered})"
    before = _before(comparators)
    guard = alternatives(verbs["lead_not_before"])
    return Lexicon(
        before=before,
        after=re.compile(rf" ?(?:{alternatives(' '.join(comparators['after'].values()))})"),
        codes=codes,
        names=_names(),
        tail=re.compile(rf"(?:{change}(?:{level})?|{attain}|{adverb}|{alternatives(verbs['annual'])})+$"),
        attained=re.compile(rf"(?:{attain}|{change}(?:{level}))(?:了|约|近)?$"),
        changed=re.compile(rf"(?P<verb>{change})(?P<level>{level})?(?:了|超过|约|近)?$"),
        annual=re.compile(alternatives(verbs["annual"])),
        lower=re.compile(lowered),
        built=re.compile(rf"(?:{build}|{adverb}|{attain})$"),
        lead=re.compile(rf"(?:(?:{alternatives(verbs['lead'])}|{build}|{adverb})(?!{guard}))+"),
        noun_action=re.compile(rf"(?:{alternatives(verbs['tail'])})$"),
        stop=re.compile(alternatives(verbs["stop"])),
        relative=re.compile(alternatives(verbs["relative"])),
        rate=re.compile(rf"(?:{alternatives(metrics['rate'])})(?:\([^()]{{0,20}}\))?$"),
        measured=re.compile(rf"(?:{alternatives(metrics['rate'] + ' ' + metrics['level'])})(?:\([^()]{{0,20}}\))?$"),
        background=re.compile(alternatives(kinds["background"])),
        ahead=re.compile(alternatives(kinds["ahead"])),
        past=re.compile(alternatives(kinds["past"])),
        instrument=re.compile(alternatives(kinds["instrument"])),
        select=re.compile(alternatives(kinds["select"])),
        construct=re.compile(alternatives(kinds["construct"])),
        capacity=re.compile(rf"(?:{alternatives(kinds['capacity'])})$"),
        stock=re.compile(rf"(?:{alternatives(kinds['stock'])})(?:的)?$"),
        modality=re.compile(alternatives(data["modality"]["words"])),
        full=re.compile(alternatives(coverage["full"])),
        all=re.compile(alternatives(coverage["all"])),
    )


def _before(comparators: dict) -> Pattern:
    words = " ".join(comparators["before"].values()).split()
    guards = comparators["not_after"]
    parts = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        guard = f"(?<![{guards[word]}])" if word in guards else ""
        parts.append(guard + re.escape(word))
    return re.compile(rf"(?P<word>{'|'.join(parts)})(?:了|到|至)? ?$")


def _names() -> dict[str, Pattern]:
    by_first: dict[str, list[str]] = {}
    for line in load_lines("target_names.txt"):
        for first in _first_characters(line):
            by_first.setdefault(first, []).append(line)
    return {first: re.compile("|".join(lines)) for first, lines in by_first.items()}


def _first_characters(pattern: str) -> str:
    if pattern.startswith("["):
        return pattern[1 : pattern.index("]")]
    optional = pattern[0] + pattern[2] if pattern[1:2] == "?" and pattern[2] != "[" else ""
    return optional or pattern[0]
