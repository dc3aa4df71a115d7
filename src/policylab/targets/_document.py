"""A document's statements: its paragraphs read in order, with what their sections say about years and time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policylab.targets._kinds import Setting
from policylab.targets._lexicon import lexicon
from policylab.targets._rows import Found, row_cells, without_repeats
from policylab.targets._statements import read_paragraph
from policylab.targets._tables import TableReader
from policylab.targets._years import lead_year

READ = frozenset({"body", "heading", "table", "title"})


@dataclass(frozen=True, slots=True)
class _Section:
    parent: str | None
    title: str


def read_document(
    sections: Sequence, paragraphs: Sequence, *, period_start: int | None, period_end: int | None
) -> list[Found]:
    """Read the paragraphs of an outline, from first to last; what a table repeats of the text is left out.

    Parameters
    ----------
    sections, paragraphs : sequence
        The records of `policylab.corpus.outline`.
    period_start, period_end : int or None
        The years of the plan.
    """
    found = list(_read(sections, paragraphs, period_start, period_end))
    return without_repeats(found) if any(item.tabular for item in found) else found


def _read(
    sections: Sequence, paragraphs: Sequence, period_start: int | None, period_end: int | None
) -> Iterator[Found]:
    tree = {section.section: _Section(section.parent, section.title or "") for section in sections}
    background: dict[str, bool] = {}
    leads: dict[str, tuple[int, tuple[int, int]]] = {}
    header: tuple[int, int] | None = None
    opened: set[str] = set()
    table = TableReader(period_start, period_end)
    for paragraph in paragraphs:
        if paragraph.role not in READ or paragraph.role == "title":
            continue
        text = paragraph.text
        section = paragraph.section
        tabular = paragraph.role == "table"
        if section not in background:
            background[section] = _looks_back(section, tree)
        rows = table.read(text)
        if rows is not None:
            header = header if rows else (paragraph.start, paragraph.end)
            for row in rows:
                yield Found(section, paragraph.start, text, row, header if table.columns else None, tabular)
            continue
        own = _lead_of(paragraph)
        # only what stands first in a section, or introduces what follows it, says its year for the rest
        head = section in tree and tree[section].parent is not None and section not in opened
        if own is not None and not text.lstrip().startswith("—") and (head or text.rstrip().endswith((":", ":"))):
            leads[section] = own
        if paragraph.role == "body":
            opened.add(section)
        lead, place = own or _lead(section, tree, leads)
        setting = Setting(lead, background[section], period_start, period_end)
        for first, cell in row_cells(text) if tabular else [(0, text)]:
            start = paragraph.start + first
            for statement in read_paragraph(cell, setting):
                if statement.year_from == "context" and _inside(place, start, statement.sentence):
                    statement.year_from = "sentence"
                yield Found(section, start, cell, statement, place if statement.year == lead else None, tabular)


def _inside(place: tuple[int, int] | None, offset: int, sentence: tuple[int, int]) -> bool:
    """Whether what gives a year stands in the sentence itself."""
    return place is not None and offset + sentence[0] <= place[0] and place[1] <= offset + sentence[1]


def _lead_of(paragraph) -> tuple[int, tuple[int, int]] | None:
    """The year that heads a paragraph, and where it stands in the document."""
    found = lead_year(paragraph.text)
    return None if found is None else (found.year, (paragraph.start + found.start, paragraph.start + found.end))


def _lead(
    section: str | None, tree: dict[str, _Section], leads: dict[str, tuple[int, tuple[int, int]]]
) -> tuple[int | None, tuple[int, int] | None]:
    """The year that the section, or one above it, opens with, and where."""
    while section is not None:
        if section in leads:
            return leads[section]
        section = tree[section].parent if section in tree else None
    return None, None


def _looks_back(section: str | None, tree: dict[str, _Section]) -> bool:
    """Whether a section, or the one that it belongs to, tells of the time before the plan."""
    words = lexicon()
    while section is not None and section in tree:
        title = tree[section].title
        if words.ahead.search(title) and not words.background.search(title[-6:]):
            return False
        if words.background.search(title) and len(title) <= 40:
            return True
        section = tree[section].parent
    return False


