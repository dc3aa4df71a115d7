"""The word lists of the extractor as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from policylab.numbers._vocabulary import (
    Suffix,
    Vocabulary,
    alternatives,
    listed,
    reversed_alternatives,
    starting,
    suffix,
    vocabulary,
)
from policylab.resources import load_toml

Pattern = re.Pattern[str]


@functools.cache
def pattern(name: str) -> Pattern:
    """A pattern of `target_patterns.toml`."""
    return re.compile(load_toml("target_patterns.toml")[name])


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of `target_patterns.toml`."""
    return frozenset(load_toml("target_patterns.toml")["sets"][name].split())


@dataclass(frozen=True, slots=True)
class Lexicon(Vocabulary):
    """The words with which numbers are read, and patterns made from `target_words.toml`."""

    tail: Suffix  # verbs between an indicator and its number
    noun_action: Suffix  # nouns of action at the end of an indicator
    lead: Pattern  # verbs and adverbs at the head of a clause
    verb: Pattern  # a verb at the head of a phrase
    adverbs: Pattern  # a phrase of adverbs alone: 高水平建成3所
    annual: Pattern
    lower: Pattern
    stop: Pattern
    relative: Pattern
    rate: Suffix  # an indicator that ends in the name of a rate
    measured: Suffix  # an indicator that ends in the name of a measure
    objective: Pattern  # a verb with its subject before it: 滨海新区建成…
    trailing: Pattern  # what is done with the things counted, at the end of a noun phrase
    groups: Pattern  # groups of people that an age describes
    linked: Pattern  # the ending that several indicators share: …排放总量
    construct: Pattern
    capacity: Suffix
    stock: Suffix
    pairs: dict[str, list[str]]  # one word for two things: 城乡


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the resources, compiled."""
    data = load_toml("target_words.toml")
    verbs, kinds, metrics, numbers = data["verbs"], data["kinds"], data["metrics"], vocabulary()
    guards, singles = data["verbs_not_after"], data["lead_single"]
    changes, measures = f"{verbs['raise']} {verbs['lower']}", f"{metrics['rate']} {metrics['level']}"
    change, level = reversed_alternatives(changes, guards), reversed_alternatives(verbs["level"], {})
    attain = reversed_alternatives(verbs["attain"], guards)
    adverb = reversed_alternatives(verbs["adverb"], guards)
    annual = reversed_alternatives(verbs["annual"], {})
    guard = alternatives(verbs["lead_not_before"])
    single = _guarded(singles)
    verb = f"(?:{alternatives(verbs['lead'])})|(?:{alternatives(verbs['lead_noun'])})(?!{guard})"
    lead = f"(?:{alternatives(verbs['lead_adverb'])})+(?={verb})|{verb}"
    leads = f"{verbs['lead']} {verbs['lead_noun']} {verbs['lead_adverb']}"
    measured, bracket = reversed_alternatives(measures, data["metrics_not_after"]), r"(?:\)[^()]{0,16}\()?"
    return Lexicon(
        *(getattr(numbers, field.name) for field in fields(numbers)),
        tail=suffix(
            f"(?:(?:{level})?(?:{change})|{annual}|{attain}|{adverb}| )+",
            f"{verbs['level']} {changes} {verbs['annual']} {verbs['attain']} {verbs['adverb']}", " ",
        ),
        noun_action=listed(verbs["tail"]),
        lead=starting(_firsts(leads, singles), f"(?:(?:{lead}|{single})(?:了|好)?)+"),
        verb=starting(_firsts(leads), lead),
        adverbs=starting(_firsts(verbs["lead_adverb"]), f"(?:{alternatives(verbs['lead_adverb'])})+"),
        annual=re.compile(f"(?<![上去同0-9一二三四五六七八九十])(?:{alternatives(verbs['annual'])})"),
        lower=re.compile(alternatives(verbs["lower"])),
        stop=starting(
            _firsts(verbs["stop"], data["stop_single"]), f"(?:{alternatives(verbs['stop'])})(?!{guard})|{_guarded(data['stop_single'])}"
        ),
        relative=re.compile(f"{single}|{alternatives(verbs['relative'])}"),
        rate=listed(metrics["rate"], bracket, ")"),
        measured=suffix(f"{bracket}(?:{measured})", measures, ")"),
        objective=re.compile(f"(?:{alternatives(verbs['object'])})(?!{guard})"),
        trailing=re.compile(f"(?:{alternatives(verbs['trailing'])})$"),
        groups=re.compile(f"(?:及|或)?的?(?P<group>{alternatives(metrics['groups'])})"),
        linked=re.compile(f"(?:{alternatives(metrics['linked'])}|{alternatives(measures)})*(?:{alternatives(measures)})$"),
        construct=re.compile(alternatives(kinds["construct"])),
        capacity=listed(kinds["capacity"], bracket, ")"),
        stock=listed(kinds["stock"], "的?", "的"),
        pairs={word: both.split() for word, both in metrics["pairs"].items()},
    )


def _firsts(words: str, guarded: Iterable[str] = ()) -> set[str]:
    """What words begin with, and those that are patterns, some of which ask what stands before them."""
    return {word[0] for word in words.split()} | {word.partition(")")[2][0] if word.startswith("(?<") else word[0] for word in guarded}


def _guarded(words: dict[str, str]) -> str:
    return "|".join(word + (f"(?![{after}])" if after else "") for word, after in words.items())
