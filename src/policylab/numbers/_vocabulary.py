"""The words with which numbers are told and read, as compiled patterns, built once on first use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policylab.resources import load_lines, load_toml

Pattern = re.Pattern[str]


def alternatives(words: str | Iterable[str]) -> str:
    """A pattern for any of the words, longest first."""
    return _tree(dict.fromkeys(words.split() if isinstance(words, str) else words, ""))


def reversed_alternatives(words: str, guards: Mapping[str, str]) -> str:
    """A pattern for any of the words in reversed text, where the character before is none of its guards."""
    return _tree({word[::-1]: f"(?![{guards[word]}])" if word in guards else "" for word in words.split()})


def _tree(words: dict[str, str]) -> str:
    """A pattern for any of the words, longest first, each with what must follow it; no character is looked at for each word again.

    >>> _tree({"力争": "", "力": "(?![量])", "争取": ""})
    '(?:争取|力(?:争|(?![量])))'
    """
    branches = []
    for first in sorted({word[0] for word in words if word}):
        branches.append(re.escape(first) + _tree({word[1:]: guard for word, guard in words.items() if word[:1] == first}))
    if "" in words:
        branches.append(words[""])
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@functools.cache
def pattern(name: str) -> Pattern:
    """A pattern of `number_words.toml`; a search from before a text begins with the text."""
    return re.compile(load_toml("number_words.toml")["patterns"][name])


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of the same file."""
    return frozenset(load_toml("number_words.toml")["sets"][name].split())


def starting(firsts: Iterable[str], pattern: str) -> Pattern:
    """A pattern that begins with one of these characters: at any other place one look tells that it does not match."""
    return re.compile(f"(?=[{re.escape(''.join(sorted(set(firsts))))}])(?:{pattern})")


@dataclass(frozen=True, slots=True)
class Suffix:
    """A pattern that must end at a place, with one of `ends`: it is matched on the reversed text, which needs no search."""

    pattern: Pattern
    ends: frozenset[str]

    def match(self, text: str, end: int | None = None, floor: int = 0) -> re.Match[str] | None:
        """Match the words that end at `end`, or with the text, and begin at `floor` or later."""
        if end is None:
            end = len(text)
        if end <= floor or text[end - 1] not in self.ends:
            return None
        return self.pattern.match(text[floor if floor > end - 24 else end - 24 : end][::-1])

    def length(self, text: str, end: int | None = None, floor: int = 0) -> int:
        """How many characters before `end` belong to these words."""
        match = self.match(text, end, floor)
        return match.end() if match else 0


def suffix(pattern: str, words: str, marks: str = "") -> Suffix:
    """A suffix whose reversed text begins with one of these words, or with one of the marks."""
    return Suffix(re.compile(pattern), frozenset(marks).union(word[-1] for word in words.split()))


def listed(words: str, before: str = "", marks: str = "", guards: Mapping[str, str] | None = None) -> Suffix:
    """A suffix that is one of these words (`guards` as above), behind which the pattern `before`, reversed, may stand."""
    return suffix(f"{before}(?:{reversed_alternatives(words, guards or {})})", words, marks)


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
