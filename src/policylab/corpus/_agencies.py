"""Responsible agencies: who leads, who supports and who is responsible, by the notes of a plan."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policylab.resources import load_toml

if TYPE_CHECKING:
    from policylab.corpus._outline import Section



@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in a note of responsibilities.

    `start` and `end` are the offsets of the name as written (`agency`); `canonical` is the name that the agency goes
    by after the reform of 2018; a `generic` party (各区人民政府, 市有关部门) is no single agency. `group` counts the
    groups that commas separate within a role, from 1; `alias` is the second name that stands in brackets.
    """

    plan: str
    section: str
    agency: str
    canonical: str
    role: str
    generic: bool
    start: int
    end: int
    group: int = 1
    alias: str | None = None
    due: str | None = None


def agencies(text: str, sections: Sequence[Section]) -> list[Agency]:
    """Parse every note of responsibilities in a text.

    The table of canonical names is that of Tianjin. In a text that names another place more often, every agency keeps
    the name that is written.

    Parameters
    ----------
    text : str
        The clean text that `sections` are the outline of.
    sections : sequence of Section
        From `outline(text)`; each agency is given to the section that its note stands in.

    Returns
    -------
    list of Agency
        In the order of the text.

    Examples
    --------
    >>> from policylab.corpus._outline import outline
    >>> text = "一、任务\\n(一)智慧旅游。推进建设。(牵头单位:市旅游局;配合单位:市公安局,相关区县人民政府)"
    >>> [(a.section, a.agency, a.canonical, a.role, a.generic) for a in agencies(text, outline(text)[0])]
    [('/1.1', '市旅游局', '市文化和旅游局', 'lead', False), ('/1.1', '市公安局', '市公安局', 'support', False), \
('/1.1', '相关区县人民政府', '相关区县人民政府', 'support', True)]
    """
    canonical = canonical_agency if is_of_place(text) else str
    starts = [section.start for section in sections]
    by_id = {section.section: section for section in sections}
    found = []
    for note in find_notes(text):
        here = sections[max(0, bisect_right(starts, note.start) - 1)] if sections else None
        while here is not None and here.end <= note.start and here.parent in by_id:
            here = by_id[here.parent]
        for span in note.spans:
            for start, end, alias in read_names(text, span.start, span.end, span.free):
                name = text[start:end]
                found.append(
                    Agency(
                        here.plan if here else "", here.section if here else "", name, canonical(name),
                        span.role, is_generic(name), start, end, span.group, alias,
                    )  # fmt: skip
                )
    return found


_LONGEST_NOTE = 1500  # characters; a bracket that is longer has lost its other half
_UNCLOSED = 3  # brackets that never close: how many of a line's last ones are looked at
_CLAUSE = 160  # how far 由 may stand before 牵头
_BRACKET = re.compile(r"[()（）\n]")
_LINE_START = re.compile(r"[\s。;；]")
_CLAUSE_END = re.compile(r"[。;；:：,，\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of names with one role; `free` names stand in a sentence, and must look like names."""

    start: int
    end: int
    role: str
    group: int = 1
    free: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note: where it stands with its brackets, and its runs of names."""

    start: int
    end: int
    spans: tuple[Span, ...]


def trailing_note(line: str) -> int | None:
    """Offset at which the note of agencies at the end of a paragraph begins; None when there is none.

    >>> "推进联网。(责任单位:市教委)"[trailing_note("推进联网。(责任单位:市教委)"):]
    '(责任单位:市教委)'
    """
    end, start = len(line.rstrip(BLANK)), None
    for note in reversed([note for note in find_notes(line) if not note.spans[0].free]):
        if not note.start < end <= note.end:
            break
        start = note.start
        end = len(line[:start].rstrip(" \t\u3000"))
    return start


def find_notes(text: str) -> list[Note]:
    """All notes, in order, none inside another."""
    notes = []
    reached = 0
    for note in sorted(_candidates(text), key=lambda one: (one.start, -one.end)):
        if note.start >= reached:
            notes.append(note)
            reached = note.end
    return notes


def _candidates(text: str) -> Iterator[Note]:
    """Brackets that are notes, labels that stand without brackets, and sentences with 由…牵头."""
    words = agency_words()
    for start, end, inner_end in _brackets(text):
        if inner_end - start <= _LONGEST_NOTE:
            spans = _bracket_spans(text, start + 1, inner_end)
            if spans:
                yield Note(start, end, spans)
    # a label ends with a colon: most lines have none
    for match in words.label.finditer(text) if ":" in text or "：" in text else ():
        if match.start() and not _LINE_START.match(text[match.start() - 1]):
            continue
        stop = text.find("\n", match.end())
        stop = min(len(text) if stop < 0 else stop, match.start() + _LONGEST_NOTE)
        spans = _label_spans(text, match.start(), stop)
        if spans:
            yield Note(match.start(), stop, spans)
    place = text.find("牵头")
    while place >= 0:
        note = _sentence(text, place)
        if note is not None:
            yield note
        place = text.find("牵头", place + 2)


def _brackets(text: str) -> Iterator[tuple[int, int, int]]:
    """Brackets as (start, end, end of what is inside); one that never closes ends with its line."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match.group() in "(（":
            opened.append(match.start())
        elif match.group() in ")）":
            if opened:
                yield opened.pop(), match.end(), match.start()
        else:
            for start in opened[-_UNCLOSED:]:
                yield start, match.start(), match.start()
            opened = []
    for start in opened[-_UNCLOSED:]:
        yield start, len(text), len(text)


def _bracket_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Runs of names in a bracket, when it is a note: it begins with a label, or ends with a verb behind names."""
    words = agency_words()
    while start < end and text[start].isspace():
        start += 1
    if words.label.match(text, start, end):
        return _label_spans(text, start, end)
    tail = text[max(start, end - 30) : end]
    # most brackets are no notes, which the last characters show before the pattern is tried at every place
    if words.verb_ends.isdisjoint(tail[-5:]) or words.verb.search(tail) is None:
        return ()
    spans = _verb_spans(text, start, end)
    first = next(iter(read_names(text, spans[0].start, spans[0].end, False)), None) if spans else None
    return tuple(spans) if first is not None and is_name(text[first[0] : first[1]]) else ()


def _label_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Runs of names behind labels."""
    words = agency_words()
    labels = list(words.label.finditer(text, start, end))
    spans = []
    for index, match in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        for group, (first, last) in enumerate(split_run(text, match.end(), stop, ",，;；。"), 1):
            spans.append(Span(first, last, words.labels[match.group(1)], group))
    return tuple(spans)


def _verb_spans(text: str, start: int, end: int) -> list[Span]:
    """Runs of names before verbs; a group without a verb takes that of the group after it."""
    words = agency_words()
    spans: list[Span] = []
    role = None
    for first, last in reversed(split_run(text, start, end, ",，;；。")):
        verb = words.verb.search(text[max(first, last - 30) : last])
        if verb is not None:
            role = words.verbs[verb.group(1)]
            last = max(first, last - 30) + verb.start()
        if role is not None and first < last:
            spans.append(Span(first, last, role))
    spans.reverse()
    counts: dict[str, int] = {}
    for index, span in enumerate(spans):
        counts[span.role] = counts.get(span.role, 0) + 1
        spans[index] = Span(span.start, span.end, span.role, counts[span.role])
    return spans


def _sentence(text: str, place: int) -> Note | None:
    """The note in a sentence such as 由…牵头,会同…, by the place of 牵头."""
    words = agency_words()
    start = text.rfind("由", max(0, place - _CLAUSE), place)
    if start < 0 or _CLAUSE_END.search(text, start, place):
        return None
    spans = [Span(start + 1, place, "lead", free=True)]
    end = place + 2
    joined = words.joined.match(text, end)
    if joined is not None:
        stop = _CLAUSE_END.search(text, joined.end(), joined.end() + 2 * _CLAUSE)
        end = stop.start() if stop else min(len(text), joined.end() + 2 * _CLAUSE)
        spans.append(Span(joined.end(), end, "support", free=True))
    if next(iter(read_names(text, start + 1, place, True)), None) is None:
        return None
    return Note(start, end, tuple(spans))


_LONGEST_NAME = 40
_NAMED_OFTEN = 3  # a text that is a place's own says its name again and again
_LONGEST_TOKEN = 200  # a run without 、 that is longer is no list of names
BLANK = " \t\u3000。;；,，、"


class Words:
    """The table `agencies.toml`, ready for use."""

    def __init__(self) -> None:
        table = load_toml("agencies.toml")
        self.labels = {word: role for role, words in table["labels"].items() for word in words}
        self.verbs = {word: role for role, words in table["verbs"].items() for word in words}
        manner = _longest_first(table["phrases"]["manner"])
        self.label = re.compile(rf"({_longest_first(self.labels)})\s?[:：]")
        self.verb = re.compile(rf"(?:{manner}){{0,2}}({_longest_first(self.verbs)})[\s。;；]{{0,3}}$")
        self.verb_ends = frozenset(word[-1] for word in self.verbs)
        self.joined = re.compile(rf"(?:负责|组织)?[,，]?并?(?:{_longest_first(table['phrases']['with'])})")
        self.after = re.compile(_longest_first(table["phrases"]["after"]))
        self.endings = tuple(table["names"]["endings"])
        self.generic_words = tuple(table["names"]["generic_words"])
        self.generic_names = frozenset(table["names"]["generic_names"])
        self.place = table["place"]["name"]
        self.other_place = re.compile(rf"([\u4e00-\u9fff][^\W{''.join(table['place']['no_name_ends_in'])}])(?:市(?![场民政级区域容值])|省|自治区)")
        self.no_place = {*table["phrases"]["with"], *table["phrases"]["after"]}
        self.canonical = {
            name: agency["name"]
            for agency in table["agency"]
            for name in (agency["name"], agency["full"], *agency.get("also", ()), *agency.get("former", ()))
        }


@functools.cache
def agency_words() -> Words:
    return Words()


def _longest_first(words: Iterable[str]) -> str:
    """The words as alternatives of a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def canonical_agency(name: str) -> str:
    """Name that an agency of Tianjin goes by after the reform of 2018; a name not in the table stays as it is.

    >>> canonical_agency("市工业和信息化委"), canonical_agency("天津港集团")
    ('市工业和信息化局', '天津港集团')
    """
    table = agency_words().canonical
    return table.get(name) or table.get(name.removeprefix("天津"), name)


def is_of_place(text: str) -> bool:
    """Whether the table of names, which is one city's, may be used for a text: it speaks most of no other place.

    >>> is_of_place("全市推进智慧城市建设。"), is_of_place("成都市推进建设,学习天津市。" * 3 + "成都市")
    (True, False)
    """
    words = agency_words()
    names = Counter(match[1] for match in words.other_place.finditer(text) if match[1] not in words.no_place)
    others = (count for name, count in names.items() if name != words.place and count >= _NAMED_OFTEN)
    return text.count(words.place) >= max(others, default=0)


def is_generic(name: str) -> bool:
    """Whether a party is no single agency."""
    words = agency_words()
    return name in words.generic_names or any(word in name for word in words.generic_words)


def read_names(text: str, start: int, end: int, free: bool) -> Iterator[tuple[int, int, str | None]]:
    """Names in a run, as (start, end, alias)."""
    for first, last in split_run(text, start, end, "、"):
        yield from _token(text, first, last, free)


def _token(text: str, start: int, end: int, free: bool) -> Iterator[tuple[int, int, str | None]]:
    """Names in what stands between two 、: mostly one; 等 and 和, 及 between two whole names divide it."""
    while start < end and (text[start] in BLANK or text[start] in "由和及与"):
        start += 1
    while start < end and text[end - 1] in BLANK:
        end -= 1
    if end - start > _LONGEST_TOKEN:
        return
    token = text[start:end]
    if token in agency_words().canonical:
        yield start, end, None
        return
    for index, character in enumerate(token):
        if character not in "等和及与" or not index:
            continue
        left, right = token[:index], token[index + 1 :].lstrip("及和与")
        if character == "等" and (not right or is_name(left)):
            yield from _token(text, start, start + index, free)
            offset = end - len(right)
            for first, last, alias in _token(text, offset, end, True) if right else ():
                if is_generic(text[first:last]):
                    yield first, last, alias
            return
        if character != "等" and is_name(left) and is_name(right, prefix=free):
            yield start, start + index, None
            yield from _token(text, end - len(right), end, free)
            return
    if free:
        end = start + _name_length(token)
    name_end, alias = _alias(text, start, end)
    if start < name_end <= start + _LONGEST_NAME:
        yield start, name_end, alias


def _alias(text: str, start: int, end: int) -> tuple[int, str | None]:
    """End of a name without its alias, and the alias: a name in brackets behind the name."""
    if end - start > 3 and text[end - 1] in ")）":
        opening = max(text.rfind("(", start, end), text.rfind("（", start, end))
        inner = text[opening + 1 : end - 1] if opening > start else ""
        if inner.endswith(agency_words().endings):
            return opening, inner
    return end, None


def is_name(name: str, *, prefix: bool = False) -> bool:
    """Whether a run of characters looks like the name of an agency; with `prefix`, whether it begins with one."""
    if prefix:
        return _name_length(name) > 0
    name, words = name.rstrip(")）"), agency_words()
    return 2 <= len(name) <= _LONGEST_NAME and (name.endswith(words.endings) or name in words.canonical)


def _name_length(token: str) -> int:
    """Length of the name that a run in a sentence begins with: all of it, or what stands before a verb."""
    if is_name(token):
        return len(token)
    for index in range(min(len(token), _LONGEST_NAME), 1, -1):
        if is_name(token[:index]) and agency_words().after.match(token, index):
            return index
    return 0


def split_run(text: str, start: int, end: int, separators: str) -> list[tuple[int, int]]:
    """Split a run at separators outside of brackets; where brackets do not match, at all of them."""
    run = text[start:end]
    balanced = sum(map(run.count, "(（")) == sum(map(run.count, ")）"))
    parts, depth, first = [], 0, start
    for index in range(start, end):
        character = text[index]
        if balanced and character in "(（":
            depth += 1
        elif balanced and character in ")）":
            depth = max(0, depth - 1)
        elif depth == 0 and character in separators:
            parts.append((first, index))
            first = index + 1
    parts.append((first, end))
    return [(first, last) for first, last in parts if text[first:last].strip(BLANK)]
