"""The codebook: what each table and column holds, from ``codebook.toml``, a study's own on top of policylab's."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from policylab.errors import CatalogueError, unknown
from policylab.resources import load_toml, read_toml

FILE = "codebook.toml"
TYPES = ("string", "integer", "number", "decimal", "boolean", "date")
# What a study may say of its Data Package; all else is made from the tables and the catalogue.
ABOUT = ("contributors", "description", "homepage", "id", "keywords", "licenses", "version")
_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?|-?inf")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Column:
    """A column: its type, its short Chinese name, and in both languages what it is and what an empty cell means."""

    name: str
    type: str
    about: Pair | None = None
    missing: Pair | None = None
    unit: str | None = None
    bounds: dict[str, float | str] = field(default_factory=dict)  # minimum, maximum, pattern
    values: dict[str, Pair] = field(default_factory=dict)
    to: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Table:
    """A table: its title, what a row is, the columns that name a row, and its columns in their order."""

    name: str
    columns: tuple[Column, ...]
    title: Pair | None = None
    row: Pair | None = None
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """All tables that are described, the units, what the findings answer and rest on, and what the Data Package says of itself."""

    tables: dict[str, Table]
    units: dict[str, Pair]
    questions: dict[str, Pair]
    findings: tuple[dict, ...]
    package: dict[str, object] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def basis(self, finding: str) -> dict:
        """What a finding rests on, answers and measures, by the longest series that it is of."""
        found = [
            entry
            for entry in self.findings
            if finding == entry["series"] or finding.startswith(entry["series"] + "-")
        ]
        return max(found, key=lambda entry: len(entry["series"]), default={})

    def values(self, table: str, column: str) -> dict[str, Pair]:
        return next((known.values for known in self.tables[table].columns if known.name == column), {})

    def table(self, name: str, header: list[str], rows: list[list[str]]) -> Table:
        """The description of a table as it is: columns that nothing describes get the type of their values."""
        known = self.tables.get(name, Table(name, ()))
        described = {column.name: column for column in known.columns}
        columns = [
            described.get(column) or Column(column, type_of(row[number] for row in rows), label=self.labels.get(column))
            for number, column in enumerate(header)
        ]
        key = known.key if set(known.key) <= set(header) else ()
        return Table(name, tuple(columns), known.title, known.row, key)


def read_codebook(folder: Path | None = None, *, own: bool = False) -> Codebook:
    """Read the codebook that comes with policylab, and on top of it that of a study's folder, if it has one.

    The licence and the contributors of the study that comes with policylab are not those of an `own` study. The error
    of a codebook that is no TOML, or describes a column without a type or a licence without a name, is a
    `CatalogueError`.
    """
    parts = [load_toml(FILE)]
    path = None if folder is None else folder / FILE
    if path is not None and path.is_file():
        parts.append(read_toml(path, "codebook", raises=CatalogueError))
    merged: dict[str, dict] = {"unit": {}, "label": {}, "field": {}, "table": {}, "question": {}}
    for part in parts:
        for kind, known in merged.items():
            known.update(part.get(kind, {}))
    findings = [entry for part in parts for entry in part.get("finding", [])]
    units = {name: _pair(unit["about"]) for name, unit in merged["unit"].items()}
    questions = {name: _pair(question["asked"]) for name, question in merged["question"].items()}
    tables = {name: _table(name, merged) for name in sorted(merged["table"])}
    package: dict[str, object] = {}
    for part in parts[1:] if own else parts:
        package |= part.get("package", {})
    for name, label in merged["label"].items():
        if not isinstance(label, str):
            raise CatalogueError(f"The codebook's [label] calls the column {name!r} {label!r}. Write a text.")
    return Codebook(tables, units, questions, tuple(findings), _checked(package), merged["label"])


def type_of(cells) -> str:
    """The narrowest type that all cells have which are not empty; text where there is none."""
    cells = {cell for cell in cells if cell}
    if not cells:
        return "string"
    if cells <= {"true", "false"}:
        return "boolean"
    for name, form in (("integer", _INTEGER), ("number", _NUMBER)):
        if all(form.fullmatch(cell) for cell in cells):
            return name
    return "date" if all(len(cell) == 10 and exact_date(cell) for cell in cells) else "string"


def exact_date(text: str) -> datetime.date | None:
    """The day that a text is in the form 2021-12-28, or None."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def exact_decimal(text: str) -> Decimal | None:
    """The finite number that a text is, or None."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def exact_number(text: str) -> int | float | None:
    """The number that a spreadsheet can hold with all its digits, or None.

    >>> exact_number("70000"), exact_number("0.25"), exact_number("1234567890123456"), exact_number("inf")
    (70000, 0.25, None, None)
    """
    number = exact_decimal(text)
    if number is None or len(number.normalize().as_tuple().digits) > 15:
        return None
    whole = number == number.to_integral_value() and abs(number) < 10**15
    return int(number) if whole else float(number)


def _table(name: str, merged: dict[str, dict]) -> Table:
    entry = merged["table"][name]
    own = entry.get("field", {})
    like = merged["table"].get(entry.get("like"), {}).get("field", {})
    columns = []
    for column in entry.get("columns", []):
        values = {**merged["field"].get(column, {}), **like.get(column, {}), **own.get(column, {})}
        if values.get("type") not in TYPES:
            raise CatalogueError(
                f"The codebook says of the column {column!r} of {name!r} no type. Add to "
                f"[table.{name}.field.{column}] or [field.{column}] a line `type = …` with one of {', '.join(TYPES)}."
            )
        if values.get("unit") not in {None, *merged["unit"]}:
            mistake = unknown("unit", values["unit"], merged["unit"])
            raise CatalogueError(f"The column {column!r} of {name!r}: {mistake}")
        known = {key: values[key] for key in ("type", "unit", "to") if key in values}
        number = values["type"] in ("integer", "number", "decimal")  # a text inherits no bounds of numbers
        bounds = ("minimum", "maximum", "pattern") if number else ("pattern",)
        columns.append(
            Column(
                column, about=_pair(values.get("about")), missing=_pair(values.get("missing")), **known,
                bounds={key: values[key] for key in bounds if key in values},
                values={value: _pair(about) for value, about in values.get("values", {}).items()},
                label=values.get("label") or merged["label"].get(column),
            )
        )  # fmt: skip
    key = tuple(entry.get("key", ()))
    return Table(name, tuple(columns), _pair(entry.get("title")), _pair(entry.get("row")), key)


def _checked(package: dict[str, object]) -> dict[str, object]:
    for key in package:
        if key not in ABOUT:
            raise CatalogueError(f"The codebook's [package]: {unknown('property', key, ABOUT)}")
    for key, names in (("licenses", ("name", "path")), ("contributors", ("title",))):
        entries = package.get(key, [{names[0]: ""}])
        if not isinstance(entries, list) or not all(isinstance(e, dict) and set(names) & e.keys() for e in entries):
            raise CatalogueError(
                f"The codebook's [package] has {entries!r} as {key}. Write a list of tables, each with a "
                f"{' or a '.join(names)}: {key} = [{{ {names[0]} = \"…\" }}]."
            )
    return package


def _pair(value: object) -> Pair | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(text, str) for text in value):
        raise CatalogueError(f"The codebook has {value!r} where two texts belong: [English, Chinese].")
    return value[0], value[1]
