"""English names of Chinese things, and sentences in Chinese that are written in English where they arise."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import TypeVar

from policylab.resources import load_toml
from policylab.resources._word_patterns import HAN

LANGUAGES = ("en", "zh")
MESSAGES = "messages_zh.toml"
_ENDS = re.compile(r"(?<=[.?!;:])\s+")
_SENTENCES = re.compile(r"[.?!]\s")
# a Chinese name in an English sentence, with what may be brackets within it, and the quotation mark behind it
_CHINESE = re.compile(rf"(?<![A-Za-z0-9])([A-Za-z0-9]*[{HAN}](?:[^\s,;:.()“”]|\([^\s()]*\))*)(”?)")
_TOLD = r":\ (.*?)"  # what a pattern ends in behind a colon
_NAME = r"(?:'[^']*'|[^\s,()\[\]{}']+)"
_NAMES = re.compile(rf"(?!\S+\.toml, ){_NAME}(?:, {_NAME})+")  # but for a place in a catalogue: corpus.toml, city-2021
Told = TypeVar("Told")
_VERBS = {"are": "is", "were": "was", "have": "has", "do": "does"}
# what a sentence counts once, with the adjectives before it, what it is of, and its verb
_COUNTED = (
    "agencie answer boxe bracket caption cell character column correction document figure file finding footnote heading indicator item"
    " keyword line link mark name note notice number occurrence page paragraph passage piece place plan point question reading remark"
    " revision row run section sentence sheet source statement table target task term theme time title topic word"
)
_VERB = r"(?P<{}>are|were|have|do|change|differ|stand|rise|fall|agree|remain|survive)\b"
_ONE_OF = re.compile(
    r"(?<![\w.,/+–—−-])1(?:(?P<adjectives>(?: (?:damaged|pinyin|body|numeric|automatic|tracked|filled-in|text|other)){0,2})"
    rf" (?P<noun>{'|'.join(_COUNTED.split())})s\b(?P<or> or [a-z]+s\b)?"
    rf"(?:(?P<of>(?: of [^,;:.()]{{1,80}}?)?(?: in common)?(?: that)?) {_VERB.format('verb')})?|(?P<them> of them)? {_VERB.format('alone')})"
)


@functools.cache
def _glossary() -> dict[str, str]:
    return {name: text for part in load_toml("glossary.toml").values() for name, text in part.items()}


def english(text: str, lang: str = "en") -> str:
    """A title, heading, indicator, agency or unit in a language: in English as the glossary has it, else as it is.

    >>> english("平方公里"), english("平方公里", "zh"), english("未译")
    ('km²', '平方公里', '未译')
    """
    return _glossary().get(text, text) if lang == "en" else text


def joined(names: Iterable[str], lang: str = "en") -> str:
    """Names in a row, as a language has them.

    >>> joined(["绿地率", "5G基站"], "zh"), joined(["绿地率", "5G基站"])
    ('绿地率、5G基站', '绿地率, 5G基站')
    """
    return {"zh": "、", "en": ", "}[lang].join(names)


def in_singular(sentence: str) -> str:
    """An English sentence in which what is counted once stands in the singular.

    >>> in_singular("1 lines of a notice were left out; 1 damaged runs; 21 lines (1 times), 0.1 pages")
    '1 line of a notice was left out; 1 damaged run; 21 lines (1 time), 0.1 pages'
    """
    return _ONE_OF.sub(_singular, sentence)


def _singular(found: re.Match) -> str:
    if found["alone"]:
        return f"1{found['them'] or ''} {_VERBS.get(found['alone'], found['alone'] + 's')}"
    noun = re.sub("ie$", "y", found["noun"].removesuffix("e") if found["noun"] == "boxe" else found["noun"])
    verb = found["verb"] and f" {_VERBS.get(found['verb'], found['verb'] + 's')}"
    other = (found["or"] or "").removesuffix("s")
    return f"1{found['adjectives']} {noun}{other}{found['of'] or ''}{verb or ''}"


def glossed(sentence: str) -> str:
    """An English sentence with the English behind each Chinese name or term in it that the glossary has.

    >>> glossed("“云计算” falls; raised: 5G基站, 未译的指标 (关键工序数控化率).")
    '“云计算” (cloud computing) falls; raised: 5G基站 (5G base stations), 未译的指标 (关键工序数控化率: numerical control of key processes).'
    """
    return _CHINESE.sub(_with_english, sentence)


def _with_english(found: re.Match) -> str:
    name, quote = found[1], found[2]
    told = english(name)
    if told == name:
        return found[0]
    bracketed = found.string[: found.start()].endswith("(")
    return f"{name}{quote}: {told}" if bracketed else f"{name}{quote} ({told})"


def sentence_patterns(told: Iterable[tuple[str, Told]]) -> list[tuple[re.Pattern[str], Told]]:
    """English sentences, with ``{}`` for what differs, as patterns, those first that say most by themselves.

    What is told of each stays beside it.
    """
    said_most = sorted(told, key=lambda one: -len(one[0].replace("{}", "")))
    return [(sentence_pattern(sentence), about) for sentence, about in said_most]


def sentence_pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, sentence.split("{}"))), re.DOTALL)


def chinese(text: str) -> str:
    """A sentence, or several, in Chinese; what the catalogue does not have stays as it is.

    >>> chinese("There is no plan 'city-2012'. Known: city-2015.")
    "没有名为 'city-2012' 的规划。可用：city-2015。"
    """
    stripped = text.strip()
    if not re.search("[A-Za-z]", stripped):
        return text
    before, _, after = text.partition(stripped)
    return before + _told(stripped) + after


def _told(text: str) -> str:
    one = _whole(text)
    if one is not None:
        return one
    for cut in reversed(list(_ENDS.finditer(text))):  # the longest beginning that is known, then the rest
        first = _whole(text[: cut.start()])
        if first is not None:
            rest = _told(text[cut.end() :])
            return f"{first}{' ' if rest[:1].isascii() else ''}{rest}"
    one = _whole(text, several=True)
    if one is not None:
        return one
    cut = _ENDS.search(text)  # or the first sentence as it is
    return text if cut is None else f"{text[: cut.end()]}{_told(text[cut.end() :])}"


def _whole(text: str, *, several: bool = False) -> str | None:
    """A text that is one entry of the catalogue, with what differs in its place; that may be `several` sentences.

    What an entry ends in behind a colon may always be several: an error that another one tells. Names in a row are one, too.
    """
    if _NAMES.fullmatch(text):
        return joined(text.split(", "), "zh")
    for pattern, said in _messages():
        found = pattern.fullmatch(text)
        parts = found.groups() if found else ()
        told = bool(parts) and pattern.pattern.endswith(_TOLD)
        if found and (several or not any(_SENTENCES.search(part) for part in parts[: len(parts) - told])):
            return said.format(*(_told(part) if several or (told and part is parts[-1]) else _whole(part) or part for part in parts))
    return None


@functools.cache
def _messages() -> list[tuple[re.Pattern[str], str]]:
    return sentence_patterns(load_toml(MESSAGES)["messages"].items())
