"""The word lists of the extractor as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from policylab.numbers._vocabulary import Vocabulary, alternatives, listed, pattern, starting, suffix, word_set
from policylab.resources import load_toml

__all__ = ["Lexicon", "lexicon", "pattern", "word_set"]


class Lexicon(Vocabulary):
    """The words with which numbers are read, and patterns made from `target_words.toml`."""

    def __init__(self) -> None:
        super().__init__()
        data = load_toml("target_words.toml")
        verbs, kinds, metrics, singles = self.verbs, data["kinds"], data["metrics"], data["lead_single"]
        measures, bracket = f"{metrics['rate']} {metrics['level']}", r"(?:\)[^()]{0,16}\()?"
        guard, single = alternatives(verbs["lead_not_before"]), _guarded(singles)
        verb = f"(?:{alternatives(verbs['lead'])})|(?:{alternatives(verbs['lead_noun'])})(?!{guard})"
        lead, leads = f"(?:{alternatives(verbs['lead_adverb'])})+(?={verb})|{verb}", self.words("lead", "lead_noun", "lead_adverb")
        # verbs between an indicator and its number; nouns of action at the end of an indicator
        level, annual = (self.backwards(name, guarded=False) for name in ("level", "annual"))
        self.tail = suffix(
            f"(?:(?:{level})?(?:{self.backwards('raise', 'lower')})|{annual}|{self.backwards('attain')}|{self.backwards('adverb')}| )+",
            self.words("level", "raise", "lower", "annual", "attain", "adverb"), " ",
        )  # fmt: skip
        self.noun_action = listed(verbs["tail"])
        # verbs and adverbs at the head of a clause, a verb at the head of a phrase, and a phrase of adverbs alone: 高水平建成3所
        self.lead = starting(_firsts(leads, singles), f"(?:(?:{lead}|{single})(?:了|好)?)+")
        self.verb = starting(_firsts(leads), lead)
        self.adverbs = starting(_firsts(verbs["lead_adverb"]), f"(?:{alternatives(verbs['lead_adverb'])})+")
        self.annual = re.compile(f"(?<![上去同0-9一二三四五六七八九十])(?:{alternatives(verbs['annual'])})")
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
        self.construct = re.compile(alternatives(kinds["construct"]))
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
