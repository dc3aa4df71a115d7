"""A gazette's issue, split into its documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policylab.text._line_roles import filled_lines, is_document_number, is_notice_title, is_title, line_role, pattern

_CONTENTS_ENTRY = re.compile(r"(?P<title>.{4,160}?)(?:(?:[.·…]{3,}|\t|\s{2,})\s{0,4}[(（]?\d{1,4}[)）]?|\s?[(（]\d{1,4}[)）])")
_COLUMN = re.compile(r"【(?P<name>[^【】]{1,20})】")
_NAMED = re.compile(r"《([^《》]{4,80})》")


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an issue: `kind` is plan, interpretation, document, chronicle or front (cover and contents)."""

    title: str
    kind: str
    start: int
    end: int


def split_gazette(text: str, *, plan_title: str = "") -> list[Document]:
    """Split the clean text of a gazette's issue into its documents, at most one of them of the kind ``"plan"``.

    The contents page says which documents there are; each begins where its title stands once more, alone on its
    line. Without contents, a document begins at the title above a document number. The plan is the one with the title
    `plan_title`; without that, the one that an interpretation in the same issue is about, or else the only document that
    calls itself a plan.

    >>> issue = "公报\\n目录\\n关于印发某市规划的通知\\t(2)\\n《某市规划》政策解读\\t(9)\\n" + (
    ...     "关于印发某市规划的通知\\n各区:\\n某市规划\\n一、总则\\n《某市规划》政策解读\\n一、背景")
    >>> [(document.kind, document.title) for document in split_gazette(issue)]
    [('front', '公报'), ('plan', '关于印发某市规划的通知'), ('interpretation', '《某市规划》政策解读')]
    """
    lines = filled_lines(text)
    heads = _from_contents(lines) or _from_numbers(lines)
    starts = [lines[index][0] for index, _, _ in heads]
    if not lines:
        return []
    titles = [title for _, title, _ in heads]
    kinds = _kinds([(title, column) for _, title, column in heads], plan_title)
    if not heads or heads[0][0] > 0:
        starts, titles, kinds = [lines[0][0], *starts], [lines[0][1], *titles], ["front", *kinds]
    ends = (len(text[:end].rstrip()) for end in (*starts[1:], len(text)))
    return [Document(*one) for one in zip(titles, kinds, starts, ends)]


def _bare(title: str) -> str:
    """A title without the white space that its line breaks leave."""
    return "".join(title.split())


def _from_contents(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Documents by the contents page, as (index of the line, title, column); empty without such a page."""
    opener = next((i for i, (_, line) in enumerate(lines) if line_role(line) == "contents"), None)
    if opener is None:
        return []
    entries: list[tuple[str, str]] = []
    column, last = "", opener
    for index in range(opener, min(len(lines), opener + 400)):
        line = lines[index][1]
        heading = _COLUMN.fullmatch(line)
        entry = _CONTENTS_ENTRY.fullmatch(line) if len(line) <= 240 else None
        if heading:
            column, last = heading["name"], index
        elif entry:
            if any(character.isalnum() for character in entry["title"]):
                entries.append((entry["title"].strip(), column))
            last = index
        elif index - last > 3:
            break
    backward = range(len(lines) - 1, last, -1)  # of a title that stands twice, the first place counts
    places = {_bare(lines[index][1]): index for index in backward if len(lines[index][1]) <= 200}
    heads, reached = [], last
    for title, column in entries:
        index = places.get(_bare(title), -1)
        if index > reached:
            reached = index
            heads.append((_with_column_head(lines, index, column, last), title, column))
    return heads


def _with_column_head(lines: Sequence[tuple[int, str]], index: int, column: str, last: int) -> int:
    """Index of the first line of a document: its title, or the ornamented name of its column above it."""
    first = index
    while first - 1 > last and line_role(lines[first - 1][1]) == "boilerplate":
        first -= 1
    return first if column and any(column in lines[i][1] for i in range(first, index)) else index


def _from_numbers(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Documents by their numbers: the title is the line, or are the lines, above 津政办发〔2021〕52号."""
    heads = []
    for index, (_, line) in enumerate(lines):
        above = lines[index - 1][1] if index else ""
        if is_document_number(line) and (is_notice_title(above) or is_title(above)):
            heads.append((index - 1, above, ""))
        explains = len(line) <= 80 and pattern("explains").search(line[-6:]) and _NAMED.search(line)
        if explains or len(line) <= 30 and pattern("chronicle").search(line[-4:]):
            heads.append((index, line, ""))
    return sorted(heads)


def _kinds(titles: Sequence[tuple[str, str]], plan_title: str) -> list[str]:
    """Kind of each document, by its title and its column."""
    kinds = []
    for title, column in titles:
        if pattern("explains").search(column) or (pattern("explains").search(title[-6:]) and not is_notice_title(title)):
            kinds.append("interpretation")
        elif pattern("chronicle").search(column) or pattern("chronicle").search(title):
            kinds.append("chronicle")
        else:
            kinds.append("document")
    interpreted = [name for (title, _), kind in zip(titles, kinds) if kind == "interpretation" for name in _NAMED.findall(title)]
    wanted = [plan_title] if plan_title else interpreted
    plans = [i for i, kind in enumerate(kinds) if kind == "document" and any(_bare(name) in _bare(titles[i][0]) for name in wanted)]
    if not wanted:
        own = [re.sub(r"的(?:通知|函|决定|公告)$", "", _bare(title)) for title, _ in titles]
        plans = [i for i, kind in enumerate(kinds) if kind == "document" and pattern("calls_itself_plan").search(own[i])]
        plans = plans if len(plans) == 1 else []
    if plans:
        kinds[plans[0]] = "plan"
    return kinds
