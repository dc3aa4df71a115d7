"""Traditional to simplified characters, for texts that are traditional."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable

from policylab.corpus._aligned import AlignedText, Edit
from policylab.resources import load_lines, load_toml

_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in _BLOCKS)
_HAN_RUN = re.compile(f"[{_HAN}]+")
# A simplified text may hold a traditional name or two; a text with more of them than this is traditional.
_TRADITIONAL_SHARE = 0.05


@functools.cache
def standard_characters() -> frozenset[str]:
    """The 8 105 characters of 通用规范汉字表 (2013)."""
    return frozenset("".join(load_lines("standard_characters.txt")))


@functools.cache
def _nonstandard() -> re.Pattern[str]:
    # one class of all that are not: a search for it alone runs in C, without a step of the matcher for each character;
    # beyond U+FFFF single characters would slow it down, so that those few are looked up when they are found
    standard = standard_characters()
    codes = itertools.chain.from_iterable(range(first, last + 1) for first, last in _BLOCKS)
    return re.compile(f"[{_ranges(code for code in codes if code > 0xFFFF or chr(code) not in standard)}]")


def _ranges(codes: Iterable[int]) -> str:
    """Rising code points as the ranges of a character class."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


@functools.cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def nonstandard(text: str) -> list[tuple[int, str]]:
    """Offsets and characters of the Han characters of `text` that are not in 通用规范汉字表.

    >>> nonstandard("数据〇數")
    [(3, '數')]
    """
    found = ((m.start(), m.group()) for m in _nonstandard().finditer(text))
    return [(at, char) for at, char in found if char <= "\uffff" or char not in standard_characters()]


def script_of(text: str) -> str | None:
    """``"traditional"``, ``"simplified"``, or None where there is no Han character.

    >>> script_of("數據要素"), script_of("成效显著"), script_of("5G")
    ('traditional', 'simplified', None)
    """
    total = sum(map(len, _HAN_RUN.findall(text)))
    if not total:
        return None
    return "traditional" if len(nonstandard(text)) > _TRADITIONAL_SHARE * total else "simplified"


def simplify(aligned: AlignedText, script: str | None = None) -> AlignedText:
    """Convert a traditional text with OpenCC's ``t2s`` and the exceptions of ``script.toml``.

    A text that is simplified already passes through unchanged: converting it again would turn 显著 into 显着. The
    script is looked for where it is not given.

    >>> simplify(AlignedText("昇騰、著力、顯著")).text
    '昇腾、着力、显著'
    """
    if (script or script_of(aligned.text)) != "traditional":
        return aligned
    text = aligned.text
    # line by line, so that one line whose length changes does not blur the offsets of the others
    converted = [_converter().convert(line) for line in text.split("\n")]
    edits: list[Edit] = []
    at = 0
    for old, new in zip(text.split("\n"), converted, strict=True):
        if len(old) == len(new):
            edits.append(Edit(at, at + len(old), new))  # of one length, and so aligned character by character
        else:
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
    exceptions, pattern = _exceptions()
    return aligned.edit(Edit(m.start(), m.end(), exceptions[m.group()]) for m in pattern.finditer(before))


@functools.cache
def _exceptions() -> tuple[dict[str, str], re.Pattern[str]]:
    exceptions = load_toml("script.toml")["exceptions"]
    return exceptions, re.compile("|".join(sorted(map(re.escape, exceptions), key=len, reverse=True)))
