"""What a reader has put right by hand, kept in the study and tied to the words that she read; headings, agencies and readings
as she has corrected them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from policylab.checks import check_columns
from policylab.corpus._headings import Line, Section, read_lines, section_at
from policylab.corpus._outline import Paragraph, build
from policylab.corpus._responsibility_notes import Agency, is_generic
from policylab.errors import CatalogueError, SourceError, unknown
from policylab.numbers._calendar import PLAN_YEARS
from policylab.numbers._numerals import cell_number
from policylab.resources._statement_words import ANSWERS, GROWTH, KINDS, REVISIONS
from policylab.text import read_spreadsheet
from policylab.text._heading_numbers import read_marker
from policylab.text._layout import Hint

FILES = ("corrections.csv", "corrections.xlsx")
COLUMNS = ("plan", "start", "end", "quote", "indicator", "what", "field", "value", "who", "when", "why")  # of the ledger
OTHER = ("other_plan", "other_start", "other_end", "other_quote")  # the second statement of a link
ALL = (*COLUMNS, "table", *OTHER)
OPTIONAL = frozenset({"indicator", "field", "value", "when", "why", "table", *OTHER})
WHAT = ("change", "drop", "add")
TEXTS, NUMBERS, YEARS = ("indicator", "unit", "modality"), ("value", "value_high"), ("year", "base_year")
CHOICES = {
    "kind": KINDS,
    "comparator": ("ge", "gt", "le", "lt", "eq", "range", "approx"),
    "measure": ("level", *GROWTH, "multiple", "rank"),
}
FIELDS = (*TEXTS, *NUMBERS, *YEARS, *CHOICES)
LEDGER, HEADINGS, AGENCIES, LINKS, REPAIRS = "targets", "sections", "agencies", "target_lineage", "repairs"
FIELDS_OF = {
    LEDGER: FIELDS, HEADINGS: ("level", "title"), AGENCIES: ("role", "canonical"), LINKS: ("change",), REPAIRS: ("reading",),
}  # fmt: skip
_CHOICES = CHOICES | {"role": ("lead", "support", "responsible"), "change": tuple(dict.fromkeys((*REVISIONS, *ANSWERS)))}
_DEEPEST = 9
Outline = tuple[list[Section], list[Paragraph]]


@dataclass(frozen=True, slots=True)
class Correction:
    """One judgement of a reader on a row of a table: dropped, a field of it changed, or a field of a new one.

    `quote` is what stood at ``plan.text[start:end]`` when it was read (``plan.raw`` for a repair): the correction holds
    for that place and no other. `indicator`, if there is one, tells statements apart that share their number. `other`
    is the place of the second statement of a link: plan, start, end, quote.
    """

    row: int
    plan: str
    start: int
    end: int
    quote: str
    indicator: str | None
    what: str
    field: str | None
    value: str | int | Decimal | None
    who: str
    when: str | None
    why: str | None
    table: str = LEDGER
    other: tuple[str, int, int, str] | None = None

    def fits(self, text: str) -> bool:
        """Whether the plan still has the quote at this place."""
        return text[self.start : self.end] == self.quote


def corrections_file(folder: Path) -> Path | None:
    """The file of corrections that a study has, or None; of two of them nobody could say which holds."""
    there = [folder / name for name in FILES if (folder / name).is_file()]
    if len(there) > 1:
        raise CatalogueError(f"{folder} has both {FILES[0]} and {FILES[1]}. Keep one of them.")
    return there[0] if there else None


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read the corrections of a study from CSV (UTF-8) or a workbook's first sheet.

    A statement is added by one row a field, all at one place. `table` says what is corrected: targets (the ledger, also
    where it is empty), sections, agencies, repairs or target_lineage; a link of that last one has its second statement in
    other_plan, other_start, other_end and other_quote.
    """
    try:
        table = next(iter(read_spreadsheet(path).values()))
    except SourceError as error:
        raise CatalogueError(str(error)) from None
    needed = [name for name in COLUMNS if name not in OPTIONAL]
    check_columns(table, needed, name=str(path), hint=f"Its columns are {', '.join(COLUMNS)}.", error=CatalogueError)
    for name in table:
        if name not in ALL:
            raise CatalogueError(f"{path}: {unknown('column', name, ALL)}")
    table = table.reindex(columns=list(ALL), fill_value="")
    rows = enumerate(table.itertuples(index=False), start=2)
    return tuple(_correction(path, number, *cells) for number, cells in rows if any(map(str.strip, cells)))


def _correction(path: Path, number: int, *cells: str) -> Correction:
    row = {name: str(cell) if name.endswith("quote") else str(cell).strip() for name, cell in zip(ALL, cells, strict=True)}
    where = f"{path}, row {number}"
    for name in ("plan", "quote", "who"):
        if not row[name]:
            raise CatalogueError(f"{where}: `{name}` is empty.")
    start, end = _place(row, "", where)
    table = row["table"] or LEDGER
    if table not in FIELDS_OF:
        raise CatalogueError(f"{where}: {unknown('table', table, FIELDS_OF)}")
    what = ("change",) if table == REPAIRS else WHAT
    if row["what"] not in what:
        raise CatalogueError(f"{where}: `what` must be {'one of ' if len(what) > 1 else ''}{', '.join(what)}, got {row['what']!r}.")
    field = row["field"] or None
    if (field is None) != (row["what"] == "drop"):
        raise CatalogueError(f"{where}: a drop has no `field`, and a change or an addition needs one.")
    if field is not None and field not in FIELDS_OF[table]:
        raise CatalogueError(f"{where}: {unknown('field', field, FIELDS_OF[table])}")
    if any(row[name] for name in OTHER) != (table == LINKS):
        raise CatalogueError(f"{where}: a link between targets, and nothing else, has a second place: {', '.join(OTHER)}.")
    other = (row["other_plan"], *_place(row, "other_", where), row["other_quote"]) if table == LINKS else None
    return Correction(
        number, row["plan"], start, end, row["quote"], row["indicator"] or None, row["what"], field,
        None if field is None else read_value(field, row["value"], where=where), row["who"], row["when"] or None, row["why"] or None,
        table, other,
    )  # fmt: skip


def _place(row: dict[str, str], of: str, where: str) -> tuple[int, int]:
    start, end = (row[f"{of}{name}"].removesuffix(".0") for name in ("start", "end"))  # as a spreadsheet may write them
    if not (start.isdecimal() and end.isdecimal()) or int(start) >= int(end):
        raise CatalogueError(f"{where}: `{of}start` and `{of}end` must be offsets of the plan's text, got {start!r} and {end!r}.")
    return int(start), int(end)


def read_value(field: str, value: str, *, where: str) -> str | int | Decimal | None:
    """What a field is to be; empty is missing, where something of the ledger can be missing."""
    if value == "":
        if field in (*_CHOICES, "value", "level", "title", "canonical", "reading"):
            raise CatalogueError(f"{where}: `{field}` cannot be empty.")
        return None
    if field in _CHOICES:
        if value not in _CHOICES[field]:
            raise CatalogueError(f"{where}: `{field}` must be one of {', '.join(_CHOICES[field])}, got {value!r}.")
        return value
    if field == "level" or field in YEARS:
        known, what = (PLAN_YEARS, "a year") if field in YEARS else (range(1, _DEEPEST + 1), f"a number from 1 to {_DEEPEST}")
        whole = value.removesuffix(".0").removesuffix("年")
        if not whole.isdecimal() or int(whole) not in known:
            raise CatalogueError(f"{where}: `{field}` must be {what}, got {value!r}.")
        return int(whole)
    if field in NUMBERS:
        number = cell_number(value)
        if number is None:
            raise CatalogueError(f"{where}: `{field}` must be a number in digits, got {value!r}.")
        return number
    return value


def accepted_readings(corrections: Iterable[Correction], raw: str) -> tuple[dict[tuple[int, int], str], list[str]]:
    """The readings of damaged runs by their places in the source, and a sentence for each whose run is gone."""
    fit, unfit = {}, []
    for one in corrections:
        if one.table == REPAIRS and not one.fits(raw):
            unfit.append(refused(one, misplaced(one, raw) or f"{one.quote!r} no longer stands at {one.start} in the source of {one.plan}"))
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
    return "" if one.fits(text) else misplaced(one, text) or f"{one.quote!r} no longer stands at {one.start} in {one.plan}"


def misplaced(one: Correction, text: str) -> str:
    """Which offset of a correction is wrong, where its quote still stands at the other one; nothing where it is gone."""
    length = len(one.quote)
    if text.startswith(one.quote, one.start):
        return f"{one.quote!r} stands at {one.start}, but ends at {one.start + length}, and `end` is {one.end}"
    if one.end >= length and text.startswith(one.quote, one.end - length):
        return f"{one.quote!r} ends at {one.end}, but stands at {one.end - length}, and `start` is {one.start}"
    return ""


def corrected_outline(
    text: str, corrections: Sequence[Correction], *, plan_id: str, hints: Sequence[Hint]
) -> tuple[Outline, dict[int, str], list[str]]:
    """The outline of a text with headings dropped, added, or put on another level; who changed or added one, by its start; and
    a sentence for each correction that was not applied.
    """
    lines = read_lines(text, hints)
    starts = {line.start: line for line in lines}
    schemes = {line.start: line.scheme for line in lines if line.scheme is not None}
    counts: dict[int, Counter] = {}
    for section in build(text, lines, plan_id)[0][1:]:
        counts.setdefault(section.level, Counter())[schemes[section.start]] += 1
    usual = {level: found.most_common(1)[0][0] for level, found in counts.items()}  # before anything is corrected
    marked, fit, unfit = set(schemes), [], []
    for one in corrections:
        why = misfit(one, text) or _unmarked(one, starts.get(one.start), marked)
        if why:
            unfit.append(refused(one, why))
            continue
        fit.append(one)
        (marked.discard if one.what == "drop" else marked.add)(one.start)
    while True:
        lines = read_lines(text, hints)
        _edit(lines, fit, usual)
        outline = build(text, lines, plan_id)
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


def _edit(lines: list[Line], corrections: Sequence[Correction], usual: dict[int, str]) -> None:
    """Drop, add and change headings as a reader has corrected them."""
    by_start = {line.start: line for line in lines}
    for one in corrections:
        line = by_start[one.start]
        if one.what == "drop":
            line.unmark()
            line.role = "body"
        elif one.field == "title":
            line.title = str(one.value)
        else:
            if one.what == "add":
                _make_heading(line, one.end - one.start)
            line.scheme = usual.get(int(one.value), f"level {one.value}")


def _make_heading(line: Line, length: int) -> None:
    line.marker, line.role = read_marker(line.text), "body"
    start = line.marker.end if line.marker and line.marker.end < length else 0
    line.title = line.text[start:length].strip(" 。:：") or None
    line.body = len(line.text) - len(line.text[length:].lstrip(" \u3000。:："))


def corrected_agencies(
    found: list[Agency], corrections: Sequence[Correction], text: str, sections: Sequence[Section], canonical: Callable[[str], str]
) -> tuple[list[Agency], dict[int, str], list[str]]:
    """Agencies with some dropped, added, or given another role or canonical name; who did it by start, and what did not fit."""
    by_place = {(one.start, one.end): one for one in found}
    who, unfit = {}, []
    for one in corrections:
        place, why = (one.start, one.end), misfit(one, text)
        if place not in by_place and one.what != "add":
            why = why or f"no agency of {one.plan} stands at {one.start}"
        elif place not in by_place and one.field != "role":
            why = why or "an agency that is added needs a row for its role first"
        if why:
            unfit.append(refused(one, why))
        elif one.what == "drop":
            del by_place[place]
            who.pop(one.start, None)
        else:
            if place not in by_place:
                section = section_at(sections, one.start).section
                by_place[place] = Agency(one.plan, section, one.quote, canonical(one.quote), "", is_generic(one.quote), *place)
            by_place[place] = replace(by_place[place], **{one.field: one.value})
            who[one.start] = one.who
    return sorted(by_place.values(), key=lambda one: (one.start, one.end)), who, unfit
