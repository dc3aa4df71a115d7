"""Corrections: what a scholar has put right by hand, kept in the study and tied to the words that she read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from policylab.errors import CatalogueError, SourceError, unknown
from policylab.text import read_spreadsheet

FILES = ("corrections.csv", "corrections.xlsx")
COLUMNS = ("plan", "start", "end", "quote", "indicator", "what", "field", "value", "who", "when", "why")  # of the ledger
OTHER = ("other_plan", "other_start", "other_end", "other_quote")  # the second statement of a link
ALL = (*COLUMNS, "table", *OTHER)
OPTIONAL = frozenset({"indicator", "field", "value", "when", "why", "table", *OTHER})
WHAT = ("change", "drop", "add")
TEXTS, NUMBERS, YEARS = ("indicator", "unit", "modality"), ("value", "value_high"), ("year", "base_year")
CHOICES = {
    "kind": ("target", "baseline", "instrument", "structure", "coverage"),
    "comparator": ("ge", "gt", "le", "lt", "eq", "range", "approx"),
    "measure": ("level", "increase", "decrease", "annual_growth", "multiple", "rank"),
}
FIELDS = (*TEXTS, *NUMBERS, *YEARS, *CHOICES)
LEDGER, HEADINGS, AGENCIES, LINKS, REPAIRS = "targets", "sections", "agencies", "target_lineage", "repairs"
FIELDS_OF = {
    LEDGER: FIELDS, HEADINGS: ("level", "title"), AGENCIES: ("role", "canonical"), LINKS: ("change",), REPAIRS: ("reading",),
}  # fmt: skip
REVISIONS = (
    "raised", "lowered", "kept", "faster", "slower", "same pace", "postponed", "redefined", "continued", "stated alike",
    "stated differently", "cannot be said",
)  # fmt: skip
ANSWERS = ("reached", "missed", "on the way", "cannot be said")
_CHOICES = CHOICES | {"role": ("lead", "support", "responsible"), "change": tuple(dict.fromkeys((*REVISIONS, *ANSWERS)))}
_DEEPEST = 9


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
    """The file of corrections that a study has, or None.

    Raises
    ------
    CatalogueError
        If it has two of them, as nobody could say which holds.
    """
    there = [folder / name for name in FILES if (folder / name).is_file()]
    if len(there) > 1:
        raise CatalogueError(f"{folder} has both {FILES[0]} and {FILES[1]}. Keep one of them.")
    return there[0] if there else None


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read the corrections of a study from CSV (UTF-8) or a workbook's first sheet.

    Parameters
    ----------
    path : path
        With the columns plan, start, end, quote, what (change, drop, add), who, and where needed indicator, field,
        value, when, why. A statement is added by one row a field, all at one place. `table` says what is corrected:
        targets (the ledger, also where it is empty), sections, agencies, repairs or target_lineage; a link of that
        last one has its second statement in other_plan, other_start, other_end and other_quote.

    Raises
    ------
    CatalogueError
        If the file cannot be read, or a row says what cannot be; the message names the row.
    """
    try:
        table = next(iter(read_spreadsheet(path).values()))
    except SourceError as error:
        raise CatalogueError(str(error)) from None
    for name in COLUMNS:
        if name not in table and name not in OPTIONAL:
            raise CatalogueError(f"{path} lacks the column {name}. Its columns are {', '.join(COLUMNS)}.")
    for name in table:
        if name not in ALL:
            raise CatalogueError(f"{path}: {unknown('column', name, ALL)}")
    table = table.reindex(columns=list(ALL), fill_value="")
    return tuple(_correction(path, number, *cells) for number, cells in enumerate(table.itertuples(index=False), start=2))


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
    if field == "level":
        level = value.removesuffix(".0")
        if not level.isdecimal() or not 1 <= int(level) <= _DEEPEST:
            raise CatalogueError(f"{where}: `level` must be a number from 1 to {_DEEPEST}, got {value!r}.")
        return int(level)
    if field in YEARS:
        year = value.removesuffix(".0").removesuffix("年")
        if not year.isdecimal() or not 1900 <= int(year) <= 2200:
            raise CatalogueError(f"{where}: `{field}` must be a year, got {value!r}.")
        return int(year)
    if field in NUMBERS:
        try:
            number = Decimal(value.replace(",", ""))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise CatalogueError(f"{where}: `{field}` must be a number in digits, got {value!r}.")
        return number
    return value
