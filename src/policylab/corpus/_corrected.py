"""Headings, agencies and readings as a reader has corrected them, each at the place that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from policylab.corpus._correction_file import REPAIRS, Correction
from policylab.corpus._headings import Line, Section
from policylab.corpus._outline import Paragraph, build, marked_lines
from policylab.corpus._responsibility_notes import Agency, canonical_agency, is_generic, is_of_place
from policylab.text._lines import Hint, read_marker

Outline = tuple[list[Section], list[Paragraph]]


def accepted_readings(corrections: Iterable[Correction], raw: str) -> tuple[dict[tuple[int, int], str], list[str]]:
    """The readings of damaged runs by their places in the source, and a sentence for each whose run is gone."""
    fit, unfit = {}, []
    for one in corrections:
        if one.table == REPAIRS and not one.fits(raw):
            unfit.append(refused(one, f"{one.quote!r} no longer stands at {one.start} in the source of {one.plan}"))
        elif one.table == REPAIRS and any(start < one.end and one.start < end for start, end in fit):
            unfit.append(refused(one, "another reading of the same run stands above it"))
        elif one.table == REPAIRS:
            fit[one.start, one.end] = str(one.value)
    return fit, unfit


def refused(one: Correction, why: str) -> str:
    """What is said of a correction that is not applied."""
    return f"Row {one.row} of the corrections: {why}."


def misfit(one: Correction, text: str) -> str:
    """Why a correction cannot be applied to a clean text; nothing if it can."""
    return "" if one.fits(text) else f"{one.quote!r} no longer stands at {one.start} in {one.plan}"


def corrected_outline(
    text: str, corrections: Sequence[Correction], *, plan_id: str, hints: Sequence[Hint]
) -> tuple[Outline, dict[int, str], list[str]]:
    """The outline of a text with headings dropped, added, or put on another level.

    Parameters
    ----------
    text : str
        The clean text.
    corrections : sequence of Correction
        Those of its headings.
    plan_id, hints
        As `outline` takes them.

    Returns
    -------
    outline : tuple of list of Section and list of Paragraph
    who : dict of int to str
        By the start of a heading who changed or added it.
    unfit : list of str
        A sentence for each correction that was not applied.
    """
    lines = marked_lines(text, hints)
    starts = {line.start: line for line in lines}
    marked = {line.start for line in lines if line.scheme is not None}
    usual = _usual_schemes(build(text, lines, plan_id)[0], lines)
    fit, unfit = [], []
    for one in corrections:
        why = misfit(one, text) or _unmarked(one, starts.get(one.start), marked)
        if why:
            unfit.append(refused(one, why))
            continue
        fit.append(one)
        (marked.discard if one.what == "drop" else marked.add)(one.start)
    while True:
        outline = build(text, marked_lines(text, hints, _editor(fit, usual)), plan_id)
        level = {section.start: section.level for section in outline[0][1:]}
        odd = next((one for one in fit if one.field == "level" and level.get(one.start, one.value) != one.value), None)
        if odd is None:
            return outline, {one.start: one.who for one in fit if one.what != "drop"}, unfit
        fit.remove(odd)
        why = f"a heading of level {odd.value} cannot stand at {odd.start} in {odd.plan}, as it would be one of level {level[odd.start]}"
        unfit.append(refused(odd, why))


def _unmarked(one: Correction, line: Line | None, marked: set[int]) -> str:
    """Why a heading cannot be corrected where the quote stands; nothing if it can."""
    if one.what == "add":
        if line is None or one.end > line.start + len(line.text):
            return f"{one.quote!r} does not open a line of {one.plan}, as a heading does"
        return f"{one.quote!r} is a heading already" if one.start in marked else ""
    return "" if one.start in marked else f"no heading of {one.plan} begins at {one.start}"


def _usual_schemes(sections: list[Section], lines: list[Line]) -> dict[int, str]:
    """The scheme that most headings of each level have, before anything is corrected."""
    schemes = {line.start: line.scheme for line in lines if line.scheme is not None}
    counts: dict[int, Counter] = {}
    for section in sections[1:]:
        counts.setdefault(section.level, Counter())[schemes[section.start]] += 1
    return {level: found.most_common(1)[0][0] for level, found in counts.items()}


def _editor(corrections: Sequence[Correction], usual: dict[int, str]) -> Callable[[list[Line]], None]:
    def edit(lines: list[Line]) -> None:
        by_start = {line.start: line for line in lines}
        for one in corrections:
            line = by_start.get(one.start)
            if line is None:
                continue
            if one.what == "drop":
                line.scheme = line.marker = line.title = None
                line.body, line.role = 0, "body"
            elif one.field == "title":
                line.title = str(one.value)
            else:
                if one.what == "add":
                    _make_heading(line, one.end - one.start)
                line.scheme = usual.get(int(one.value), f"level {one.value}")

    return edit


def _make_heading(line: Line, length: int) -> None:
    line.marker, line.role = read_marker(line.text), "body"
    start = line.marker.end if line.marker and line.marker.end < length else 0
    line.title = line.text[start:length].strip(" 。:：") or None
    line.body = length
    while line.body < len(line.text) and line.text[line.body] in " \u3000。:：":
        line.body += 1


def corrected_agencies(
    found: list[Agency], corrections: Sequence[Correction], text: str, sections: Sequence[Section]
) -> tuple[list[Agency], dict[int, str], list[str]]:
    """Agencies with some dropped, added, or given another role or canonical name; who did it by start, and what did not fit."""
    by_place = {(one.start, one.end): one for one in found}
    who, unfit = {}, []
    canonical = canonical_agency if is_of_place(text) else str
    for one in corrections:
        place = (one.start, one.end)
        why = misfit(one, text)
        if not why and one.what == "add" and place not in by_place:
            if one.field != "role":
                why = "an agency that is added needs a row for its role first"
            else:
                here = [section for section in sections if section.start <= one.start < max(section.end, section.start + 1)]
                section = here[-1].section if here else sections[0].section
                by_place[place] = Agency(one.plan, section, one.quote, canonical(one.quote), str(one.value), is_generic(one.quote), *place)
        elif not why and place not in by_place:
            why = f"no agency of {one.plan} stands at {one.start}"
        elif not why and one.what == "drop":
            del by_place[place]
            who.pop(one.start, None)
        elif not why:
            by_place[place] = replace(by_place[place], **{one.field: one.value})
        if why:
            unfit.append(refused(one, why))
        elif one.what != "drop":
            who[one.start] = one.who
    return sorted(by_place.values(), key=lambda one: (one.start, one.end)), who, unfit
