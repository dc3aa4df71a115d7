"""The outline of a document: its headings of all schemes and levels, and each paragraph in its section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policylab.corpus._agencies import trailing_note
from policylab.corpus._markers import WEAK, Marker, read_marker
from policylab.corpus._paragraphs import front_roles, line_role, tail_roles

_OWN_LINE = 60  # a heading on its own line is no longer than this
_RUN_IN = 40  # the sentence that is a heading is no longer than this
_RUN_IN_SERIES = 60  # nor than this, when the item before it has one
_LEAD = 30  # a lead sentence is no longer than this
_OPENERS, _CLOSERS = "(（“‘《〈[【「『", ")）”’》〉]】」』"
_MILESTONE = re.compile(r"(?:到|至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年(?:底|末|前|初)?(?:[-—至到]+\d{4}年)?")
_OPENING_DATE = re.compile(r"(?:到|至|自|从|截至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年|(?:答|问)[::]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; level 0 is the whole document, with the text before the first heading."""

    section: str
    plan: str
    level: int
    number: str | None
    title: str | None
    parent: str | None
    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the heading that runs into it, or the note of agencies at its end."""

    paragraph: str
    plan: str
    section: str
    role: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Line:
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


@dataclass(slots=True)
class _Open:
    """A section that is being built."""

    key: tuple[int, ...]
    scheme: str
    number: str | None
    title: str | None
    start: int
    end: int
    children: int = 0
    path: list[str] = field(default_factory=list)


def outline(text: str, *, plan_id: str = "") -> tuple[list[Section], list[Paragraph]]:
    """Build the outline of a document from its clean text.

    Parameters
    ----------
    text : str
        The clean text, one paragraph a line.
    plan_id : str
        What the ids of sections and paragraphs begin with.

    Returns
    -------
    sections : list of Section
        In the order of the text; the first is the document itself (level 0). A section's id is its place
        (``"plan/4.1.2"``), whatever its number says.
    paragraphs : list of Paragraph
        Every line that is not empty, in order; a run-in heading and a note of agencies at the end are paragraphs of
        their own. Roles: title, notice, boilerplate, caption, contents, table, heading, body, agencies.

    Examples
    --------
    >>> sections, paragraphs = outline("一、总体要求\\n(一)指导思想。以人为本。\\n二、任务\\n1.智慧医疗。推进联网。(责任单位:市教委)")
    >>> [(s.section, s.number, s.title) for s in sections[1:]]
    [('/1', '一、', '总体要求'), ('/1.1', '(一)', '指导思想'), ('/2', '二、', '任务'), ('/2.1', '1.', '智慧医疗')]
    >>> [(p.role, p.text) for p in paragraphs[-3:]]
    [('heading', '1.智慧医疗。'), ('body', '推进联网。'), ('agencies', '(责任单位:市教委)')]
    """
    lines = _split(text)
    _mark_headings(lines)
    _mark_frame(lines)
    _mark_leads(lines)
    _mark_notes(lines)
    return _build(text, lines, plan_id)


def _split(text: str) -> list[_Line]:
    """The lines that are not empty, without white space at their ends."""
    lines, offset = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(_Line(offset + raw.index(stripped[0]), stripped))
        offset += len(raw) + 1
    return lines


def _mark_headings(lines: list[_Line]) -> None:
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


def _is_listed(text: str, marker: Marker, listed: dict[str, int]) -> bool:
    """Whether a numbered line is part of a list inside a sentence: it ends with a semicolon, or closes such a list."""
    if marker.scheme in WEAK or marker.value is None:
        return False
    if text[-1] in ";；":
        listed[marker.scheme] = marker.value
        return True
    closes = listed.pop(marker.scheme, None) == marker.value - 1
    return closes


def _read_title(line: _Line, series: bool) -> None:
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


def _set_title(line: _Line, start: int, end: int, body: int) -> None:
    """Note the title and where the text behind it begins."""
    line.title = line.text[start:end].strip() or None
    while body < len(line.text) and line.text[body].isspace():
        body += 1
    line.body = body


def _set_milestone(line: _Line) -> None:
    """An item without a heading sentence is text from its first character; the year it opens with is its title."""
    match = _MILESTONE.match(line.text, line.marker.end)
    line.title = match.group() if match else None
    line.body = 0


def _first_stop(text: str, start: int, limit: int) -> int | None:
    """Offset of the first full stop outside of brackets and quotes, no further than `limit` characters on."""
    depth, first = 0, None
    for index in range(start, min(len(text), start + limit + 1)):
        character = text[index]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
        elif character == "。":
            if depth == 0:
                return index
            first = index if first is None else first
    return None


def _mark_frame(lines: list[_Line]) -> None:
    """Give the lines before the first heading, and those after the last text, their roles."""
    contents = _contents_end(lines)
    for line in lines[:contents]:
        line.marker = line.scheme = line.title = None
        line.body = 0
    first = next((i for i, line in enumerate(lines) if line.scheme is not None), len(lines))
    for line, role in zip(lines[:first], front_roles([line.text for line in lines[:first]])):
        line.role = role
    last = max((index for index, line in enumerate(lines) if line.scheme is not None), default=len(lines))
    behind = lines[last + 1 :]
    for line, role in zip(behind, tail_roles([line.text for line in behind])):
        line.role = role or line.role


def _contents_end(lines: list[_Line]) -> int:
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


def _mark_leads(lines: list[_Line]) -> None:
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


def _mark_group(group: list[_Line]) -> None:
    """Mark the lead sentences of the paragraphs under one heading: an unbroken run of two or more, most of them."""
    stops = [_lead_stop(line.text) for line in group]
    found = [index for index, stop in enumerate(stops) if stop is not None]
    if len(found) < 2 or found[-1] - found[0] + 1 != len(found) or 2 * len(found) < len(group):
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


def _mark_notes(lines: list[_Line]) -> None:
    """Find the notes of agencies; one behind the last of several items, and no other, is about all of them."""
    run: list[_Line] = []
    for line in lines:
        if line.role == "body" and line.body < len(line.text):
            line.note = trailing_note(line.text)
            if line.note is not None and line.note < line.body:
                line.note = None
        if line.scheme not in WEAK or (run and run[0].scheme != line.scheme):
            _lift_note(run)
            run = []
        if line.scheme in WEAK:
            run.append(line)
    _lift_note(run)


def _lift_note(run: list[_Line]) -> None:
    """Lift the note at the end of an enumeration to the heading above it."""
    if len(run) > 1 and run[-1].note is not None and all(line.note is None for line in run[:-1]):
        run[-1].note_up = True


def _build(text: str, lines: list[_Line], plan_id: str) -> tuple[list[Section], list[Paragraph]]:
    """Nest the headings, and put each paragraph into its section."""
    root = _Open((), "root", None, None, 0, len(text))
    opened, stack, order = [root], [root], ["root"]
    paragraphs: list[Paragraph] = []

    def add(owner: _Open, role: str, start: int, end: int) -> None:
        while start < end and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        identity = f"{plan_id}/p{len(paragraphs) + 1:04d}"
        paragraphs.append(Paragraph(identity, plan_id, _identity(plan_id, owner), role, text[start:end], start, end))
        for above in stack[: stack.index(owner) + 1]:
            above.end = max(above.end, end)

    follows = _follow_ups(lines)
    last = max((index for index, line in enumerate(lines) if line.scheme is not None), default=-1)
    for index, line in enumerate(lines):
        end = line.start + len(line.text)
        if line.scheme is not None:
            _enter(stack, order, line)
            opened.append(stack[-1])
            body = line.start + line.body
            add(stack[-1], "heading", line.start, body)
            note = end if line.note is None else line.start + line.note
            add(stack[-1], "body", body, note)
            add(stack[-2] if line.note_up else stack[-1], "agencies", note, end)
            continue
        if line.role in ("notice", "boilerplate", "title", "contents"):
            owner = stack[-1] if index < last else root
        else:
            while stack[-1].scheme in WEAK and index not in follows:
                stack.pop()
            owner = stack[-1]
        note = end if line.note is None else line.start + line.note
        add(owner, line.role, line.start, note)
        add(owner, "agencies", note, end)
    return [_section(plan_id, one) for one in opened], paragraphs


def _follow_ups(lines: list[_Line]) -> set[int]:
    """Indices of the paragraphs that go on an item of an enumeration: those between two items, and those behind the
    last one when an item before it goes on as well; any other paragraph behind an enumeration belongs above it."""
    weak: set[int] = set()
    pending: list[int] = []
    scheme, habit = None, False
    for index, line in enumerate(lines):
        if line.scheme is None:
            if scheme is not None and line.role in ("body", "table", "caption"):
                pending.append(index)
            continue
        if scheme is not None and line.scheme == scheme and pending:
            weak.update(pending)
            habit = True
        elif habit:
            weak.update(pending)
        pending = []
        if line.scheme != scheme:
            habit = False
        scheme = line.scheme if line.scheme in WEAK else None
    if habit:
        weak.update(pending)
    return weak


def _enter(stack: list[_Open], order: list[str], line: _Line) -> None:
    """Open a section: below the headings of coarser schemes, in the order in which the document first nests them."""
    scheme = line.scheme
    if scheme not in WEAK:
        while stack[-1].scheme in WEAK:
            stack.pop()
    if scheme not in order:
        while scheme not in WEAK and _coarser(scheme, stack[-1].scheme):
            stack.pop()
        order.insert(order.index(stack[-1].scheme) + 1, scheme)
    while order.index(stack[-1].scheme) >= order.index(scheme):
        stack.pop()
    parent = stack[-1]
    parent.children += 1
    number = line.marker.number if line.marker else None
    label = line.title or number
    child = _Open((*parent.key, parent.children), scheme, number, line.title, line.start, line.start)
    child.path = [*parent.path, label]
    stack.append(child)


def _coarser(scheme: str, other: str) -> bool:
    """Whether a scheme must stand above another one: part, chapter, division and article have a fixed order."""
    legal = ("part", "chapter", "division", "article")
    if scheme not in legal:
        return False
    return other not in legal and other != "root" or (other in legal and legal.index(scheme) < legal.index(other))


def _identity(plan_id: str, one: _Open) -> str:
    """Id of a section: its place in the document."""
    return f"{plan_id}/" + (".".join(map(str, one.key)) or "0")


def _section(plan_id: str, one: _Open) -> Section:
    """The finished section."""
    parent = None
    if one.key:
        parent = f"{plan_id}/" + (".".join(map(str, one.key[:-1])) or "0")
    return Section(
        _identity(plan_id, one), plan_id, len(one.key), one.number, one.title, parent, " / ".join(one.path), one.start, one.end
    )
