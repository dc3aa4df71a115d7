"""Corrections: what a scholar has put right by hand, kept in the study and tied to the words that she read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from policylab.errors import CatalogueError, SourceError, unknown
from policylab.text import read_spreadsheet

FILES = ("corrections.csv", "corrections.xlsx")
COLUMNS = ("plan", "start", "end", "quote", "indicator", "what", "field", "value", "who", "when", "why")
OPTIONAL = frozenset({"indicator", "field", "value", "when", "why"})
WHAT = ("change", "drop", "add")
TEXTS, NUMBERS, YEARS = ("indicator", "unit", "modality"), ("value", "value_high"), ("year", "base_year")
CHOICES = {
    "kind": ("target", "baseline", "instrument", "structure", "coverage"),
    "comparator": ("ge", "gt", "le", "lt", "eq", "range", "approx"),
    "measure": ("level", "increase", "decrease", "annual_growth", "multiple", "rank"),
}
FIELDS = (*TEXTS, *NUMBERS, *YEARS, *CHOICES)


@dataclass(frozen=True, slots=True)
class Correction:
    """One judgement of a reader on the ledger: a statement dropped, a field of it changed, or a field of one added.

    `quote` is what stood at ``plan.text[start:end]`` when it was read: the correction holds for that place and no other.
    `indicator`, if there is one, tells statements apart that share their number.
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
        value, when, why. A statement is added by one row a field, all at one place.

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
        if name not in COLUMNS:
            raise CatalogueError(f"{path}: {unknown('column', name, COLUMNS)}")
    table = table.reindex(columns=list(COLUMNS), fill_value="")
    return tuple(_correction(path, number, *cells) for number, cells in enumerate(table.itertuples(index=False), start=2))


def _correction(path: Path, number: int, *cells: str) -> Correction:
    row = {name: str(cell).strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    row["quote"] = str(cells[COLUMNS.index("quote")])
    where = f"{path}, row {number}"
    for name in ("plan", "quote", "who"):
        if not row[name]:
            raise CatalogueError(f"{where}: `{name}` is empty.")
    places = [row["start"], row["end"]]
    if not all(place.isdecimal() for place in places) or int(places[0]) >= int(places[1]):
        raise CatalogueError(f"{where}: `start` and `end` must be offsets of the plan's text, got {places[0]!r} and {places[1]!r}.")
    if row["what"] not in WHAT:
        raise CatalogueError(f"{where}: `what` must be one of {', '.join(WHAT)}, got {row['what']!r}.")
    field = row["field"] or None
    if (field is None) != (row["what"] == "drop"):
        raise CatalogueError(f"{where}: a drop has no `field`, and a change or an addition needs one.")
    if field is not None and field not in FIELDS:
        raise CatalogueError(f"{where}: {unknown('field', field, FIELDS)}")
    return Correction(
        number, row["plan"], int(places[0]), int(places[1]), row["quote"], row["indicator"] or None, row["what"], field,
        None if field is None else read_value(field, row["value"], where=where), row["who"], row["when"] or None, row["why"] or None,
    )  # fmt: skip


def read_value(field: str, value: str, *, where: str) -> str | int | Decimal | None:
    """What a field of the ledger is to be; empty is missing."""
    if value == "":
        if field in (*CHOICES, "value"):
            raise CatalogueError(f"{where}: `{field}` cannot be empty.")
        return None
    if field in CHOICES:
        if value not in CHOICES[field]:
            raise CatalogueError(f"{where}: `{field}` must be one of {', '.join(CHOICES[field])}, got {value!r}.")
        return value
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
