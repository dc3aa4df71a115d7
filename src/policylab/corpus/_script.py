"""Traditional to simplified characters, for texts that are traditional."""

from __future__ import annotations

import functools
import re

from policylab.corpus._aligned import AlignedText, Edit
from policylab.resources import load_lines, load_toml

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_RUN = re.compile(f"[{_HAN}]+")
# A simplified text may hold a traditional name or two; a text with more of them than this is traditional.
_TRADITIONAL_SHARE = 0.05


@functools.cache
def standard_characters() -> frozenset[str]:
    """The 8 105 characters of 通用规范汉字表 (2013)."""
    return frozenset("".join(load_lines("standard_characters.txt")))


@functools.cache
def _nonstandard() -> re.Pattern[str]:
    # one class of all of them, as it is looked up in C, where a set would be asked for each character of a text
    return re.compile(f"(?=[{_HAN}])[^{''.join(sorted(standard_characters()))}]")


@functools.cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def nonstandard(text: str) -> list[tuple[int, str]]:
    """Offsets and characters of the Han characters of `text` that are not in 通用规范汉字表.

    >>> nonstandard("数据〇數")
    [(3, '數')]
    """
    return [(m.start(), m.group()) for m in _nonstandard().finditer(text)]


def script_of(text: str) -> str | None:
    """``"traditional"``, ``"simplified"``, or None where there is no Han character.

    >>> script_of("數據要素"), script_of("成效显著"), script_of("5G")
    ('traditional', 'simplified', None)
    """
    total = sum(map(len, _HAN_RUN.findall(text)))
    if not total:
        return None
    return "traditional" if len(nonstandard(text)) > _TRADITIONAL_SHARE * total else "simplified"


def simplify(aligned: AlignedText) -> AlignedText:
    """Convert a traditional text with OpenCC's ``t2s`` and the exceptions of ``script.toml``.

    A text that is simplified already passes through unchanged: converting it again would turn 显著 into 显着.

    >>> simplify(AlignedText("昇騰、著力、顯著")).text
    '昇腾、着力、显著'
    """
    if script_of(aligned.text) != "traditional":
        return aligned
    text = aligned.text
    # line by line, so that one line whose length changes does not blur the offsets of the others
    converted = [_converter().convert(line) for line in text.split("\n")]
    edits: list[Edit] = []
    at = 0
    for old, new in zip(text.split("\n"), converted, strict=True):
        if len(old) == len(new):
            edits += [Edit(at + i, at + i + 1, b) for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        elif old != new:
            edits += _by_character(old, at)
        at += len(old) + 1
    return _except(aligned.edit(edits), text)


def _by_character(line: str, at: int) -> list[Edit]:
    singles = ((i, char, _converter().convert(char)) for i, char in enumerate(line))
    return [Edit(at + i, at + i + 1, new) for i, char, new in singles if new != char]


def _except(aligned: AlignedText, before: str) -> AlignedText:
    """Words that ``t2s`` gets wrong; same length throughout, so offsets in `before` hold in the converted text."""
    if len(before) != len(aligned):
        return aligned
    exceptions = load_toml("script.toml")["exceptions"]
    pattern = re.compile("|".join(sorted(map(re.escape, exceptions), key=len, reverse=True)))
    return aligned.edit(Edit(m.start(), m.end(), exceptions[m.group()]) for m in pattern.finditer(before))
