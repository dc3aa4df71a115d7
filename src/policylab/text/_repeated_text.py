"""Text that a file holds more than once: how much of it, and the lines that say what stands before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

TWICE = 0.2  # share of a text that says again what stands before; above it the document may stand there twice
_GRAM = 12  # characters; a shorter line may stand within another one by chance
_LEAST = 3  # lines said again; fewer may be chance
_AMID = 40  # characters of other lines within a copy, at most
_FILLED = re.compile(r"[^\n]*\S[^\n]*")


class _Line(NamedTuple):
    at: int  # where it begins in the text,
    start: int  # and from where to where it goes in the text without white space
    end: int


def repeated_share(text: str) -> float:
    """Share of a text that says again, word for word, what stands in it before: sentences of at least 15 characters.

    >>> repeated_share("推进智慧城市建设,打造数字经济新高地。" * 2)
    0.5
    """
    counts = Counter(part for part in re.split(r"[。；;\n]", text) if len(part) >= 15)
    return sum(len(part) * (n - 1) for part, n in counts.items()) / max(1, sum(len(part) * n for part, n in counts.items()))


def said_before(text: str) -> list[int]:
    """Where the lines begin that say word for word what stands before them, in a text that holds a document twice.

    Some pages are taken down element by element, the text of a part once in the whole and once by itself.

    >>> parts = ["推进智慧城市建设,打造数字经济新高地。", "到2025年建成5G基站7万个以上。", "各区人民政府加强组织领导,抓好落实。"]
    >>> said_before("\\n".join(["".join(parts), *parts]))
    [56, 76, 95]
    """
    if repeated_share(text) < TWICE:
        return []
    whole, lines = "".join(text.split()), _lines(text)
    # a short line is known by what stands behind it, or before
    spans = {at: [(a, a + _GRAM)] if b - a >= _GRAM else [(a, a + _GRAM), (b - _GRAM, b)] for at, a, b in lines}
    first = _first_places(whole, (whole[a:b] for around in spans.values() for a, b in around if a >= 0))
    found = [(at, a, b) for at, a, b in lines if any(i >= 0 and first[whole[i:k]] < i for i, k in spans[at])]
    again = [(at, b - a) for at, a, b in found if b - a < _GRAM or whole.find(whole[a:b], first[whole[a : a + _GRAM]], a) >= 0]
    return [at for at, _ in again] if sum(length >= _GRAM for _, length in again) >= _LEAST else []


def second_copy(text: str) -> list[int]:
    """Where the lines begin of the second and further copies of a text that was pasted, or stands on a page, twice.

    A copy is a run of lines that say in the same order what stands before them, most of them whole sentences, and a fifth
    of the text at least; lines that are repeated here and there are the document's own.

    >>> lines = ["推进智慧城市建设,打造数字经济新高地。", "到2025年建成5G基站7万个以上。", "各区人民政府加强组织领导,抓好落实。"]
    >>> second_copy("\\n".join([*lines, "打印版", *lines])), second_copy("\\n".join(lines[:1] * 6))
    ([62, 82, 101], [])
    """
    long = [line for line in text.split("\n") if len(line) >= _GRAM]
    again = set(said_before(text)) if len(long) - len(set(long)) >= _LEAST else ()
    if not again:
        return []
    whole, lines = "".join(text.split()), _lines(text)
    places = _first_places(whole, (whole[a : a + _GRAM] for _, a, b in lines if b - a >= _GRAM))
    copies: list[list[_Line]] = [[]]
    last, passed = -1, 0  # where the line before stands for the first time; characters of other lines since then
    for line in lines:
        length = line.end - line.start
        if line.at not in again:
            passed += length
            continue
        first = whole.find(whole[line.start : line.end], places[whole[line.start : line.start + _GRAM]]) if length >= _GRAM else last + 1
        if first <= last or passed > _AMID:
            copies.append([])
        copies[-1].append(line)
        last, passed = first, 0
    return [line.at for copy in copies if _is_copy(copy, whole) for line in copy]


def _is_copy(lines: list[_Line], whole: str) -> bool:
    """Whether lines that were said before are so much of a text, and most of them sentences, that they are a copy of it."""
    said, ended = (sum(line.end - line.start for line in part) for part in (lines, [one for one in lines if "。" in whole[one.start : one.end]]))
    return said >= TWICE * len(whole) and 2 * ended > said


def _lines(text: str) -> list[_Line]:
    """The lines of a text that are not empty."""
    lines: list[_Line] = []
    for match in _FILLED.finditer(text):
        start = lines[-1].end if lines else 0
        lines.append(_Line(match.start(), start, start + len("".join(match.group().split()))))
    return lines


def _first_places(whole: str, grams: Iterable[str]) -> dict[str, int]:
    """Where runs of characters stand in a text for the first time; its length for one that it does not have."""
    first = dict.fromkeys(grams, len(whole))
    for at in range(len(whole) - _GRAM, -1, -1):
        if (gram := whole[at : at + _GRAM]) in first:
            first[gram] = at
    return first
