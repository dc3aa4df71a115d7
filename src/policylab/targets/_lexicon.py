"""The word lists of the extractor as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from policylab.numbers._vocabulary import Suffix, alternatives, reversed_alternatives, vocabulary
from policylab.resources import load_toml

Pattern = re.Pattern[str]
EXISTING = "(?<![用造合托对在将按升活把于及])现有"  # 现有学校12所, but not 利用现有气源


@functools.cache
def pattern(name: str) -> Pattern:
    """A pattern of `target_patterns.toml`."""
    return re.compile(load_toml("target_patterns.toml")[name])


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of `target_patterns.toml`."""
    return frozenset(load_toml("target_patterns.toml")["sets"][name].split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns made from `target_words.toml`, beside those with which numbers are read."""

    before: Suffix  # a comparator that ends at the number
    after: Pattern  # a comparator that begins after the unit
    bound: Pattern  # a bound with a noun between it and the number
    codes: dict[str, str]  # comparator as written → code
    tail: Suffix  # verbs between an indicator and its number
    attained: Suffix  # a verb of attainment directly before the number
    changed: Suffix  # a verb of change directly before the number
    built: Suffix  # a verb directly before the number whose object follows it
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
    verbs, kinds, metrics, numbers = data["verbs"], data["kinds"], data["metrics"], vocabulary()
    guards = data["verbs_not_after"]
    change = reversed_alternatives(f"{verbs['raise']} {verbs['lower']}", guards)
    level = reversed_alternatives(verbs["level"], {})
    attain = reversed_alternatives(verbs["attain"], guards)
    adverb = reversed_alternatives(verbs["adverb"], guards)
    annual = reversed_alternatives(verbs["annual"], {})
    guard = alternatives(verbs["lead_not_before"])
    single = _guarded(data["lead_single"])
    verb = f"(?:{alternatives(verbs['lead'])})|(?:{alternatives(verbs['lead_noun'])})(?!{guard})"
    lead = f"(?:{alternatives(verbs['lead_adverb'])})+(?={verb})|{verb}"
    rate, measured = reversed_alternatives(metrics["rate"], {}), reversed_alternatives(f"{metrics['rate']} {metrics['level']}", data["metrics_not_after"])
    bracket = r"(?:\)[^()]{0,16}\()?"
    return Lexicon(
        before=numbers.before,
        after=numbers.after,
        bound=numbers.bound,
        codes=numbers.codes,
        tail=Suffix(re.compile(f"(?:(?:{level})?(?:{change})|{annual}|{attain}|{adverb}| )+")),
        attained=numbers.attained,
        changed=numbers.changed,
        built=numbers.built,
        noun_action=Suffix(re.compile(reversed_alternatives(verbs["tail"], {}))),
        lead=re.compile(f"(?:(?:{lead}|{single})(?:了|好)?)+"),
        verb=re.compile(lead),
        adverbs=re.compile(f"(?:{alternatives(verbs['lead_adverb'])})+"),
        annual=re.compile(f"(?<![上去同0-9一二三四五六七八九十])(?:{alternatives(verbs['annual'])})"),
        lower=re.compile(alternatives(verbs["lower"])),
        stop=re.compile(f"(?:{alternatives(verbs['stop'])})(?!{guard})|{_guarded(data['stop_single'])}"),
        relative=re.compile(f"{_guarded(data['lead_single'])}|{alternatives(verbs['relative'])}"),
        rate=Suffix(re.compile(f"{bracket}(?:{rate})")),
        measured=Suffix(re.compile(f"{bracket}(?:{measured})")),
        past=re.compile(f"{alternatives(kinds['past'] + ' ' + kinds['standing'])}|{EXISTING}"),
        standing=re.compile(f"{alternatives(kinds['standing'])}|{EXISTING}"),
        instrument=re.compile(f"(?:{alternatives(kinds['instrument'])})(?!性|率)"),
        instrument_after=re.compile(f"[^,;。、]{{0,5}}?(?:{alternatives(kinds['instrument_after'])})"),
        objective=re.compile(f"(?:{alternatives(verbs['object'])})(?!{guard})"),
        trailing=re.compile(f"(?:{alternatives(verbs['trailing'])})$"),
        groups=re.compile(f"(?:及|或)?的?(?P<group>{alternatives(metrics['groups'])})"),
        linked=re.compile(
            f"(?:{alternatives(metrics['linked'])}|{alternatives(metrics['rate'] + ' ' + metrics['level'])})*(?:{alternatives(metrics['rate'] + ' ' + metrics['level'])})$"
        ),
        construct=re.compile(alternatives(kinds["construct"])),
        capacity=Suffix(re.compile(f"{bracket}(?:{reversed_alternatives(kinds['capacity'], {})})")),
        stock=Suffix(re.compile(f"的?(?:{reversed_alternatives(kinds['stock'], {})})")),
        modality=re.compile(alternatives(data["modality"]["words"])),
        pairs={word: both.split() for word, both in metrics["pairs"].items()},
    )


def _guarded(words: dict[str, str]) -> str:
    return "|".join(word + (f"(?![{after}])" if after else "") for word, after in words.items())

