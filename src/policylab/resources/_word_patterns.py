"""Patterns made of word lists: any of the words, the longest first; words that must end at a place, read backwards; and what a Han character is."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from policylab.resources import load_toml

Pattern = re.Pattern[str]
# a Han character, between the brackets of a pattern: of all blocks, as names of people and places need the rare ones, and with the
# forms for compatibility. The patterns of the TOML files, in which it stands for a common word, say \u4e00-\u9fff.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HAN_SIGN, HAN_RUN = re.compile(f"[{HAN}]"), re.compile(f"[{HAN}]+")
BRACKETED = "[(（][^()（）]*[)）]"  # brackets of either width, with what stands in them


def alternatives(words: str | Iterable[str], not_before: Mapping[str, str] | None = None) -> str:
    """A pattern for any of the words, longest first, where the character behind is none of those that it must not stand before.

    >>> alternatives(["商", "会同"], {"商": "业务"})
    '(?:会同|商(?![业务]))'
    """
    return _tree({word: _guard(word, not_before) for word in (words.split() if isinstance(words, str) else words)})


def reversed_alternatives(words: str, guards: Mapping[str, str]) -> str:
    """A pattern for any of the words in reversed text, where the character before is none of its guards."""
    return _tree({word[::-1]: _guard(word, guards) for word in words.split()})


def _guard(word: str, guards: Mapping[str, str] | None) -> str:
    return f"(?![{guards[word]}])" if guards and word in guards else ""


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


def expanded(text: str, table: Mapping[str, object]) -> str:
    """A pattern with its parts put in: 〈names.public〉 stands for what a table has there, a pattern or any of some words, and
    〈|site〉 for any of some patterns. What must not stand behind a word, the table has under `not_before`.

    >>> expanded("由〈verbs〉的〈due〉", {"verbs": {"lead": ["牵头"], "support": ["配合"]}, "due": "〈|when〉完成", "when": ["年底", "[上下]半年"]})
    '由(?:(?:牵头|配合))的(?:年底|[上下]半年)完成'
    """

    def part(found: re.Match[str]) -> str:
        value = functools.reduce(operator.getitem, found["place"].split("."), table)
        if isinstance(value, str):
            return expanded(value, table)
        words = chain.from_iterable(value.values()) if isinstance(value, Mapping) else value
        return f"(?:{'|'.join(words) if found['any'] else alternatives(words, table.get('not_before'))})"

    return re.sub("〈(?P<any>[|]?)(?P<place>[a-z_.]+)〉", part, text)


@functools.cache
def resource_pattern(file: str, name: str) -> Pattern:
    """A pattern that a resource has in its table `patterns`, with its parts put in."""
    table = load_toml(file)
    return re.compile(expanded(table["patterns"][name], table))


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
