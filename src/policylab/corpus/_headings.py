"""Headings: which lines of a document carry one, in which scheme, and where the text behind it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policylab.text._lines import (
    FINAL,
    WEAK,
    Hint,
    Marker,
    front_roles,
    is_annex,
    is_annex_title,
    line_role,
    read_marker,
    tail_roles,
)

_OWN_LINE = 60  # a heading on its own line is no longer than this
_RUN_IN = 40  # the sentence that is a heading is no longer than this
_RUN_IN_SERIES = 60  # nor than this, when the item before it has one
_LEAD = 30  # a lead sentence is no longer than this
_OPENERS, _CLOSERS = "(（“‘《〈[【「『", ")）”’》〉]】」』"
_STOPS = re.compile(f"[{re.escape(_OPENERS + _CLOSERS)}。]")
_MILESTONE = re.compile(r"(?:到|至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年(?:底|末|前|初)?(?:[-—至到]+\d{4}年)?")
_ATTACHMENTS = re.compile(r"附\s?件\s?[:：]\s?1[.．、]")
_OPENING_DATE = re.compile(r"(?:到|至|自|从|截至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年|(?:答|问)[:：]")


@dataclass(slots=True)
class Line:
    """A line that is not empty, as far as it has been read."""

    start: int
    text: str
    role: str = "body"
    marker: Marker | None = None  # set on headings and items only
    scheme: str | None = None
    title: str | None = None
    body: int = 0  # where the text behind the heading begins; 0 when all of the line is text
    note: int | None = None  # where the trailing note of agencies begins
    note_up: bool = False  # the note is about the whole enumeration


def read_lines(text: str, hints: Sequence[Hint] = ()) -> list[Line]:
    """Read the lines of a text that are not empty, each with its role and its heading.

    >>> [(line.scheme, line.title) for line in read_lines("一、总体要求\\n(一)指导思想。以人为本。\\n——2025年建成。")]
    [('han', '总体要求'), ('han_bracket', '指导思想'), ('dash', '2025年')]
    """
    lines = _split(text)
    _mark_headings(lines)
    _mark_annexes(lines)
    _mark_frame(lines)
    _mark_leads(lines)
    return lines


def _split(text: str) -> list[Line]:
    """The lines that are not empty, without white space at their ends."""
    lines, offset = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(offset + raw.index(stripped[0]), stripped))
        offset += len(raw) + 1
    return lines


def _mark_headings(lines: list[Line]) -> None:
    """Find the numbered headings and items, line by line."""
    run_in: dict[str, bool] = {}  # scheme → whether its last item had a heading that runs in
    listed: dict[str, int] = {}  # scheme → value of the last item of a list inside a sentence
    articles = 0
    for line in lines:
        role = line_role(line.text)
        if role is not None:
            line.role = role
            continue
        marker = read_marker(line.text)
        if marker is None:
            if _ATTACHMENTS.match(line.text):
                listed["arabic"] = 1
            continue
        if marker.loose:
            if marker.scheme != "article" or marker.value != articles + 1:
                continue
        if marker.scheme == "article":
            articles = marker.value or articles
        if _is_listed(line.text, marker, listed):
            continue
        line.marker, line.scheme = marker, marker.scheme
        _read_title(line, run_in.get(marker.scheme, False))
        run_in[marker.scheme] = line.title is not None and 0 < line.body < len(line.text)


def _mark_annexes(lines: list[Line]) -> None:
    """Find the lines 附件1, 附表 that begin a part of their own, and the title below each.

    Before the first heading such a line hands the document itself on; and where the chapters go on behind it, it only
    names the table that stands there.
    """
    first = next((index for index, line in enumerate(lines) if line.scheme is not None), len(lines))
    for index in range(first + 1, len(lines) - 1):
        line = lines[index]
        if line.scheme is not None or not is_annex(line.text) or _goes_on(lines, index):
            continue
        line.role, line.scheme, line.body = "body", "annex", len(line.text)
        line.marker = Marker("annex", line.text, None, len(line.text))
        below = lines[index + 1]
        if below.scheme is None and is_annex_title(below.text):
            line.title, below.role = below.text, "heading"


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether the chapters before a line go on behind it."""
    before = [line.marker for line in lines[:index] if line.marker is not None and line.marker.value is not None]
    if not before:
        return False
    chapters = [marker.value for marker in before if marker.scheme == before[0].scheme]
    behind = (line.marker for line in lines[index:] if line.marker and line.marker.scheme == before[0].scheme)
    following = next(behind, None)
    return following is not None and following.value == chapters[-1] + 1 != 1


def _is_listed(text: str, marker: Marker, listed: dict[str, int]) -> bool:
    """Whether a numbered line is part of a list inside a sentence: it ends with a semicolon, or closes such a list."""
    if marker.scheme in WEAK or marker.value is None:
        return False
    if text[-1] in ";；":
        listed[marker.scheme] = marker.value
        return True
    goes_on = listed.pop(marker.scheme, None) == marker.value - 1
    if goes_on and text[-1] not in FINAL:  # a list of attachments, whose entries end with nothing
        listed[marker.scheme] = marker.value
    return goes_on


def _read_title(line: Line, series: bool) -> None:
    """Read the heading of an item: the whole line, or the text up to its first full stop, or none."""
    marker, text = line.marker, line.text
    start, weak = marker.end, marker.scheme in WEAK
    rest = len(text) - start
    stop = _first_stop(text, start, _RUN_IN_SERIES)
    if rest == 0:
        line.body = len(text)
    elif marker.scheme == "article":
        short = rest <= _RUN_IN and stop is None and text[-1] not in ",，、;；:："
        _set_title(line, start, len(text) if short else start, len(text) if short else start)
    elif stop is not None:
        behind = stop + 1
        whole = behind >= len(text)
        if stop - start <= (_RUN_IN_SERIES if series else _RUN_IN) and not (weak and whole):
            _set_title(line, start, stop, behind)
        else:
            _set_milestone(line)
    elif not weak and rest <= _OWN_LINE and text[-1] not in ",，、;；。":
        _set_title(line, start, len(text) - (text[-1] in ":："), len(text))
    else:
        _set_milestone(line)


def _set_title(line: Line, start: int, end: int, body: int) -> None:
    """Note the title and where the text behind it begins."""
    line.title = line.text[start:end].strip() or None
    while body < len(line.text) and line.text[body].isspace():
        body += 1
    line.body = body


def _set_milestone(line: Line) -> None:
    """An item without a heading sentence is text from its first character; the year it opens with is its title."""
    match = _MILESTONE.match(line.text, line.marker.end)
    line.title = match.group() if match else None
    line.body = 0


def _first_stop(text: str, start: int, limit: int) -> int | None:
    """Offset of the first full stop outside of brackets and quotes, no further than `limit` characters on."""
    depth = 0
    for match in _STOPS.finditer(text, start, start + limit + 1):
        character = match[0]
        if character == "。":
            if depth == 0:
                return match.start()
        elif character in _OPENERS:
            depth += 1
        else:
            depth = max(0, depth - 1)
    return None


def _mark_frame(lines: list[Line]) -> None:
    """Give the lines before the first heading, and those after the last text, their roles."""
    contents = _contents_end(lines)
    for line in lines[:contents]:
        line.marker = line.scheme = line.title = None
        line.body = 0
    first = next((i for i, line in enumerate(lines) if line.scheme is not None), len(lines))
    for line, role in zip(lines[:first], front_roles([line.text for line in lines[:first]])):
        line.role = line.role if line.role == "contents" else role
    headings = [index for index, line in enumerate(lines) if line.scheme is not None]
    ends = [index for index in headings if lines[index].scheme == "annex"] + [len(lines)]
    for end in ends:
        last = max((index for index in headings if index < end), default=len(lines))
        behind = [line for line in lines[last + 1 : end] if line.role != "heading"]
        for line, role in zip(behind, tail_roles([line.text for line in behind])):
            line.role = role or line.role


def _contents_end(lines: list[Line]) -> int:
    """Index behind a contents page: its headings stand in the text once more, in the same words."""
    opener = next((i for i, line in enumerate(lines) if line.role == "contents"), None)
    if opener is None:
        return 0
    titles = {}
    for index, line in enumerate(lines):
        if line.scheme is not None and line.title is not None:
            titles.setdefault((line.marker.number, re.sub(r"[\s.·…\d]+$", "", line.title)), []).append(index)
    twice = {places[0] for places in titles.values() if len(places) > 1 and places[0] > opener}
    end = opener
    for index in range(opener, len(lines)):
        if index in twice or lines[index].role == "contents":
            lines[index].role = "contents"
            end = index + 1
        elif lines[index].scheme is not None:
            break
    return end


def _mark_leads(lines: list[Line]) -> None:
    """Find lead sentences: headings without a number, where sibling paragraphs of a section have one too."""
    index = 0
    while index < len(lines):
        if lines[index].scheme is None or lines[index].scheme in WEAK or lines[index].scheme == "article":
            index += 1
            continue
        group = []
        behind = index + 1
        while behind < len(lines) and lines[behind].scheme is None:
            if lines[behind].role == "body":
                group.append(lines[behind])
            behind += 1
        _mark_group(group)
        index = behind


def _mark_group(group: list[Line]) -> None:
    """Mark the lead sentences of the paragraphs under one heading: two or more, and at least half of them.

    A paragraph without one between two that have one goes on the former; what stands before the first introduces
    them, and what stands behind the last closes the section.
    """
    stops = [_lead_stop(line.text) for line in group]
    found = [index for index, stop in enumerate(stops) if stop is not None]
    if len(found) < 2 or 2 * len(found) < len(group):
        return
    for index in found:
        line = group[index]
        line.scheme = "lead"
        _set_title(line, 0, stops[index], stops[index] + 1)


def _lead_stop(text: str) -> int | None:
    """Offset of the full stop that ends a lead sentence, when the paragraph begins with one."""
    stop = _first_stop(text, 0, _LEAD)
    if stop is None or stop < 4 or _OPENING_DATE.match(text) or len(text) - stop - 1 <= stop:
        return None
    return stop
