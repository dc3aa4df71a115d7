"""Responsible agencies: who leads, who supports and who is responsible, by the notes of a plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policylab.corpus._names import canonical_agency, is_generic, is_of_place, read_names
from policylab.corpus._notes import find_notes

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
