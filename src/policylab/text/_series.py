"""Web pages taken down as text: headings whose line breaks were lost, and what stands there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from policylab.text._lines import LEGAL, read_marker

_NUMERAL = "[〇零一二三四五六七八九十百]{1,5}"
_MARK = re.compile(rf"第(?:{_NUMERAL}|\d{{1,3}})[编篇章节条]|(?<![第、\d〇零一二三四五六七八九十百]){_NUMERAL}、|[(（]{_NUMERAL}[)）]"
                   r"|(?<![\d.．])\d{1,2}[.．](?=\s?[\u4e00-\u9fff])")
_ORDER = ("part", "chapter", "division", "han", "article", "han_bracket", "arabic")  # the coarser ones first
_ENDS = "。！？!?\n"
_CLOSING = "”’\"）)》】]"
_ABOUT = re.compile(r"[、和至及或的,，第]|规定|所列|所称|所述")
_LONGEST_NOTE = 200  # characters of a note behind a sentence
_MISSED = 3  # by which a number may go on, as one before it may be lost
_TITLE = 40  # characters of a title between two numbers, at most
_LONG_LINE = 80  # characters of a line in which headings are amid the text
_GRAM = 12  # characters; a shorter line may stand within another one by chance
_TWICE = 0.2  # share of a text that says again what stands before; above it the document stands there twice
_LEAST = 3  # headings amid lines, or lines said again; fewer may be an enumeration, or chance


class _Mark(NamedTuple):
    start: int
    end: int
    scheme: str
    value: int


def lost_breaks(text: str) -> list[int]:
    """Where line breaks were lost before the headings of a text that runs together.

    A number is a heading's if it counts on from the last of its kind, or begins anew with 1, and stands behind the end
    of a sentence; or if a short run of characters parts it from such a number of another kind: 第一章总则第一条.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of int
        Offsets of the first characters of headings that stand within a line; empty where fewer than three do.

    Examples
    --------
    >>> text = "第一章总则第一条为促进发展,制定本办法。第二条本办法适用于本市。第二章管理第三条" + "市人民政府加强领导,统筹规划。" * 4
    >>> [text[at : at + 3] for at in lost_breaks(text)]
    ['第一条', '第二条', '第二章', '第三条']
    """
    marks = _marks(text)
    last: dict[str, int] = {}
    found: list[int] = []
    before: _Mark | None = None  # the heading before
    behind_end = 0
    for index, mark in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        ended = _is_ended(text, mark)
        behind = mark.value - last.get(mark.scheme, 0)
        counts = mark.value == 1 or behind == 1 or mark.scheme in LEGAL and ended and 1 < behind <= _MISSED
        if not counts or _in_contents(text, mark, following):
            continue
        within = _is_under(text, before, mark) or _is_above(text, mark, following, last)
        if not (ended or within or _is_first(text, marks, index)):
            continue
        if mark.scheme in LEGAL and mark.value != 1 and _ABOUT.match(text, mark.end):
            continue
        last[mark.scheme] = mark.value
        before = mark
        if not _begins_line(text, mark.start):
            found.append(mark.start)
            behind_end += ended
    return found if behind_end and len(found) >= _LEAST else []


def _marks(text: str) -> list[_Mark]:
    """The numbers of headings at the start of lines, and amid those that are long; 第一条 amid all."""
    found, at = [], 0
    for line in text.split("\n"):
        matches = list(_MARK.finditer(line))
        if "。" not in line and sum(match.group()[0] == "第" for match in matches) > 2:
            matches = matches[-1:]  # those before it are entries of a table of contents
        for match in matches:
            amid = line[: match.start()].strip()
            if amid and len(line) < _LONG_LINE and match.group()[0] != "第":
                break
            marker = read_marker(match.group() + "总")  # a number is one before a text only
            if marker is not None and marker.value is not None and marker.scheme in _ORDER:
                found.append(_Mark(at + match.start(), at + match.end(), marker.scheme, marker.value))
        at += len(line) + 1
    return found


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _is_ended(text: str, mark: _Mark) -> bool:
    """Whether a sentence, or the line before, ends where a number stands."""
    left = text[max(0, mark.start - 8) : mark.start].rstrip(" ")
    if not left or left[-1] in _ENDS:
        return True
    bare = left.rstrip(_CLOSING)
    if bare == left:
        return False
    if bare[-1:] in _ENDS or mark.scheme in ("part", "chapter"):
        return True
    opening = max(text.rfind(sign, max(0, mark.start - _LONGEST_NOTE), mark.start) for sign in "(（")
    return opening > 0 and left[-1] in ")）" and text[opening - 1] in _ENDS  # a note behind a sentence


def _is_title(text: str, start: int, end: int) -> bool:
    return 1 < end - start <= _TITLE and not any(char in text[start:end] for char in "。;；:：!！?？")


def _is_under(text: str, before: _Mark | None, mark: _Mark) -> bool:
    """Whether only a title stands between the heading before and a number of a finer kind."""
    return (
        before is not None
        and _ORDER.index(before.scheme) < _ORDER.index(mark.scheme)
        and _is_title(text, before.end, mark.start)
    )


def _is_above(text: str, mark: _Mark, following: _Mark | None, last: dict[str, int]) -> bool:
    """Whether only a title stands between a number and one of a finer kind that counts on."""
    return (
        following is not None
        and _ORDER.index(mark.scheme) < _ORDER.index(following.scheme)
        and following.value in (1, last.get(following.scheme, 0) + 1)
        and _is_title(text, mark.end, following.start)
    )


def _is_first(text: str, marks: list[_Mark], index: int) -> bool:
    """Whether a number 1 has a 2 of its kind behind the end of a sentence, so that a title may run into it."""
    mark = marks[index]
    second = next((other for other in marks[index + 1 :] if other.scheme == mark.scheme), None)
    whole = mark.scheme not in ("han_bracket", "arabic") or text[mark.start - 1 : mark.start] in (":", "：")
    return mark.value == 1 and whole and second is not None and second.value == 2 and _is_ended(text, second)


def _in_contents(text: str, mark: _Mark, following: _Mark | None) -> bool:
    """Whether the next number of the same or a coarser kind follows so soon that this is an entry of a table of contents."""
    parts = ("part", "chapter", "division")
    return (
        following is not None
        and mark.scheme in parts
        and following.scheme in parts
        and parts.index(following.scheme) <= parts.index(mark.scheme)
        and _is_title(text, mark.end, following.start)
        and "\n" not in text[mark.end : following.start]
    )


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
    if repeated_share(text) < _TWICE:
        return []
    lines: list[tuple[int, int, int]] = []  # where a line stands in the text, and from where to where without white space
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        begin = lines[-1][2] if lines else 0
        lines.append((match.start(), begin, begin + len("".join(match.group().split()))))
    whole = "".join(text.split())
    # a short line is known by what stands behind it, or before
    spans = {at: [(a, a + _GRAM)] if b - a >= _GRAM else [(a, a + _GRAM), (b - _GRAM, b)] for at, a, b in lines}
    first = _first_places(whole, (whole[a:b] for around in spans.values() for a, b in around if a >= 0))
    found = [(at, a, b) for at, a, b in lines if any(i >= 0 and first[whole[i:k]] < i for i, k in spans[at])]
    again = [(at, b - a) for at, a, b in found if b - a < _GRAM or whole.find(whole[a:b], first[whole[a : a + _GRAM]], a) >= 0]
    return [at for at, _ in again] if sum(length >= _GRAM for _, length in again) >= _LEAST else []


def _first_places(whole: str, grams: Iterable[str]) -> dict[str, int]:
    """Where runs of characters stand in a text for the first time; its length for one that it does not have."""
    first = dict.fromkeys(grams, len(whole))
    for at in range(len(whole) - _GRAM, -1, -1):
        if (gram := whole[at : at + _GRAM]) in first:
            first[gram] = at
    return first


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
    whole = "".join(text.split())
    places = _first_places(whole, (bare[:_GRAM] for line in long if len(bare := "".join(line.split())) >= _GRAM))
    runs: list[list[tuple[int, int, bool]]] = [[]]  # of lines: where they begin, their lengths, and whether they are sentences
    last, passed = -1, 0  # where the line before stands for the first time; characters of other lines since then
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        bare = "".join(match.group().split())
        if match.start() not in again:
            passed += len(bare)
            continue
        first = whole.find(bare, places[bare[:_GRAM]]) if len(bare) >= _GRAM else last + 1
        if first <= last or passed > _TITLE:
            runs.append([])
        runs[-1].append((match.start(), len(bare), "。" in bare))
        last, passed = first, 0
    long = [run for run in runs if sum(length for _, length, _ in run) >= _TWICE * len(whole)]
    return [at for run in long if 2 * sum(length * ended for _, length, ended in run) > sum(length for _, length, _ in run) for at, *_ in run]
