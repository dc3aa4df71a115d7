"""The outline of a document: its headings of all schemes and levels, and each paragraph in its section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from policylab.checks import as_list, check_str
from policylab.corpus._headings import Line, Section, read_lines
from policylab.corpus._responsibility_notes import is_label, is_list_of_names, trailing_note
from policylab.text._heading_numbers import LEGAL, WEAK
from policylab.text._layout import Hint

_FRAME = frozenset({"notice", "boilerplate", "title", "contents", "copy"})


class Paragraph(NamedTuple):
    """A paragraph, or the heading that runs into it, or the note of agencies at its end."""

    paragraph: str
    plan: str
    section: str
    role: str
    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class _Open:
    """A section whose end is not yet known."""

    section: Section
    scheme: str
    end: int
    children: int = 0


def outline(
    text: str, *, plan_id: str = "", hints: Sequence[Hint] = ()
) -> tuple[list[Section], list[Paragraph]]:
    """Build the outline of a document from its clean text.

    Parameters
    ----------
    text : str
        The clean text, one paragraph a line.
    plan_id : str
        What the ids of sections and paragraphs begin with.
    hints : sequence of Hint
        Lines that the file's layout says are headings or notes, as `CleanText.hints` has them.

    Returns
    -------
    sections : list of Section
        In the order of the text; the first is the document itself (level 0). A section's id is its place
        (``"plan/4.1.2"``), whatever its number says.
    paragraphs : list of Paragraph
        Every line that is not empty, in order; a run-in heading and a note of agencies at the end are paragraphs of
        their own. Roles: title, notice, boilerplate, caption, contents, table, heading, body, agencies,
        note, and copy (what the file says a second time).

    Notes
    -----
    A line 附件1 or 附表 that stands alone behind the text begins a part of level 1, whose title is the line below; the
    headings of an annex are nested in it.

    Examples
    --------
    >>> sections, paragraphs = outline("一、总体要求\\n(一)指导思想。以人为本。\\n二、任务\\n1.智慧医疗。推进联网。(责任单位:市教委)")
    >>> [(s.section, s.number, s.title) for s in sections[1:]]
    [('/1', '一、', '总体要求'), ('/1.1', '(一)', '指导思想'), ('/2', '二、', '任务'), ('/2.1', '1.', '智慧医疗')]
    >>> [(p.role, p.text) for p in paragraphs[-3:]]
    [('heading', '1.智慧医疗。'), ('body', '推进联网。'), ('agencies', '(责任单位:市教委)')]
    """
    check_str("text", text)
    hints = as_list("hints", hints, "a list of hints, as `CleanText.hints` has them")
    return build(text, read_lines(text, hints), plan_id)


def _mark_notes(lines: list[Line]) -> None:
    """Find the notes of agencies; one behind the last of several items, and no other, is about all of them."""
    labelled = False  # whether a label stands above that has its names on lines of their own
    for line in lines:
        labelled = line.scheme is None and line.role == "body" and (is_label(line.text) or labelled and is_list_of_names(line.text))
        if labelled:
            line.note = 0
        elif line.role == "body" and line.body < len(line.text):
            line.note = trailing_note(line.text)
            if line.note is not None and line.note < line.body:
                line.note = None
    for scheme, run in groupby(lines, lambda line: line.scheme):
        *others, last = run
        if scheme in WEAK and others and last.note is not None and all(line.note is None for line in others):
            last.note_up = True


def build(text: str, lines: list[Line], plan_id: str) -> tuple[list[Section], list[Paragraph]]:
    """Find the notes of agencies, nest the headings, and put each paragraph into its section."""
    _mark_notes(lines)
    root = _Open(Section(f"{plan_id}/0", plan_id, 0, None, None, None, "", 0, len(text)), "root", len(text))
    opened, stack, order = [root], [root], ["root"]
    paragraphs: list[Paragraph] = []

    def add(owner: _Open, role: str, start: int, end: int) -> None:
        while start < end and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        identity = f"{plan_id}/p{len(paragraphs) + 1:04d}"
        paragraphs.append(Paragraph(identity, plan_id, owner.section.section, role, text[start:end], start, end))
        for above in stack[1 : stack.index(owner) + 1]:  # the root ends with the text
            above.end = end

    follows = _follow_ups(lines)
    open_ends = _before_headings(lines)
    for index, line in enumerate(lines):
        start, role, end = line.start, line.role, line.start + len(line.text)
        note = end if line.note is None else line.start + line.note
        if line.scheme is not None:
            _enter(stack, order, line, plan_id)
            opened.append(stack[-1])
            start, role = line.start + line.body, "body"
            add(stack[-1], "heading", line.start, start)
        elif role not in _FRAME:
            while stack[-1].scheme in WEAK and index not in follows:
                stack.pop()
        owner = root if line.scheme is None and role in _FRAME and index not in open_ends else stack[-1]
        add(owner, role, start, note)
        add(stack[-2] if line.note_up else owner, "agencies", note, end)
    return [one.section._replace(end=one.end) for one in opened], paragraphs


def _before_headings(lines: list[Line]) -> set[int]:
    """Indices of the lines of the frame that stand between two headings; behind a part's last one they close it."""
    found, following = set(), None
    for index in range(len(lines) - 1, -1, -1):
        if following not in (None, "annex"):
            found.add(index)
        following = lines[index].scheme or following
    return found


def _follow_ups(lines: list[Line]) -> set[int]:
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
        habit = habit or line.scheme == scheme and bool(pending)
        if habit:
            weak.update(pending)
        pending, habit = [], habit and line.scheme == scheme
        scheme = line.scheme if line.scheme in WEAK else None
    if habit:
        weak.update(pending)
    return weak


def _enter(stack: list[_Open], order: list[str], line: Line, plan_id: str) -> None:
    """Open a section: below the headings of coarser schemes, in the order in which the document first nests them."""
    scheme = line.scheme
    if scheme not in WEAK:
        while stack[-1].scheme in WEAK:
            stack.pop()
    if scheme == "annex" and scheme not in order:
        order.insert(1, scheme)  # a part of its own, beside the chapters
    if scheme not in order:
        while scheme not in WEAK and _coarser(scheme, stack[-1].scheme):
            stack.pop()
        order.insert(order.index(stack[-1].scheme) + 1, scheme)
    while order.index(stack[-1].scheme) >= order.index(scheme):
        stack.pop()
    stack[-1].children += 1
    parent, count = stack[-1].section, stack[-1].children
    number = line.marker.number if line.marker else None
    label = line.title or number
    place = f"{parent.section}.{count}" if parent.level else f"{plan_id}/{count}"  # in the document
    path = f"{parent.path} / {label}" if parent.level else label
    section = Section(place, plan_id, parent.level + 1, number, line.title, parent.section, path, line.start, line.start)
    stack.append(_Open(section, scheme, line.start))


def _coarser(scheme: str, other: str) -> bool:
    """Whether a scheme must stand above another one: part, chapter, division and article have a fixed order, as have levels."""
    if scheme.startswith("level") and other.startswith("level"):
        return scheme < other
    if scheme not in LEGAL or other in ("root", "annex"):
        return False
    return other not in LEGAL or LEGAL.index(scheme) < LEGAL.index(other)
