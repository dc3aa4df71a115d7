"""Notes of responsibilities: where they stand in a text, and which runs of names in them have which role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policylab.corpus._names import BLANK, agency_words, is_name, read_names, split_run

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
