"""The words with which numbers are told and read, as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re

from policylab.resources import load_lines, load_toml
from policylab.resources._word_patterns import alternatives, listed, reversed_alternatives, suffix

Pattern = re.Pattern[str]


@functools.cache
def pattern(name: str) -> Pattern:
    """A pattern of `number_words.toml`; a search from before a text begins with the text."""
    return re.compile(load_toml("number_words.toml")["patterns"][name])


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of the same file."""
    return frozenset(load_toml("number_words.toml")["sets"][name].split())


class Vocabulary:
    """Patterns made from `number_words.toml` and `number_names.txt`."""

    def __init__(self) -> None:
        data = load_toml("number_words.toml")
        comparators, self.verbs, self.guards = data["comparators"], data["verbs"], data["verbs_not_after"]
        sides = [*comparators["before"].items(), *comparators["after"].items()]
        bounds = " ".join(comparators["before"].values())
        front = reversed_alternatives(bounds, comparators["not_after"])
        change, level, attain = self.backwards("raise", "lower"), self.backwards("level", guarded=False), self.backwards("attain")
        some, marks = "(?:了|约|近)?", "了约近"
        # comparator as written → code
        self.codes = {word: code for code, listed in sides for word in listed.split()}
        # a comparator that ends at the number, and one that begins after the unit
        self.before = suffix(f" ?(?:[了到至有])?(?P<word>{front})", bounds, " 了到至有")
        self.after = re.compile(rf" ?(?:{alternatives(' '.join(comparators['after'].values()))})")
        # fixed expressions by their first character
        self.names = _names()
        # verbs directly before the number: of attainment, of change, those whose object is a round number (培育百家企业)
        self.attained = suffix(f"{some}(?:{attain}|(?:{level})(?:{change}))", self.words("attain", "level"), marks)
        self.changed = suffix(f"{some}(?P<level>{level})?(?P<verb>{change})", self.words("level", "raise", "lower"), marks)
        self.gathered = listed(" ".join(word_set("gathered")))
        # the name of something that is measured in time: 时限, 周期
        self.timed = listed(" ".join(word_set("timed")))

    def words(self, *names: str) -> str:
        """The verbs of some lists."""
        return " ".join(self.verbs[name] for name in names)

    def backwards(self, *names: str, guarded: bool = True) -> str:
        """A pattern for any verb of some lists in reversed text, if `guarded` where it is not the end of another word."""
        return reversed_alternatives(self.words(*names), self.guards if guarded else {})


@functools.cache
def vocabulary() -> Vocabulary:
    """The words of the resources, compiled."""
    return Vocabulary()


def _names() -> dict[str, Pattern]:
    by_first: dict[str, list[str]] = {}
    for line in load_lines("number_names.txt"):
        for first in line[1 : line.index("]")] if line.startswith("[") else line[0]:
            by_first.setdefault(first, []).append(line)
    return {first: re.compile("|".join(lines)) for first, lines in by_first.items()}
