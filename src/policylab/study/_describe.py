"""What tables hold, told to their readers, from ``codebook.toml``, a study's own on top of policylab's.

As `datapackage.json` and `CODEBOOK.md` beside the published tables, and as the first sheet of a run's workbook.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from policylab.corpus._catalogue import read_catalogue
from policylab.errors import CatalogueError, unknown
from policylab.files import sha256_bytes
from policylab.resources import load_toml, read_toml, resource_path
from policylab.resources._line_width import text_width
from policylab.study._notebooks import Study, find_notebooks
from policylab.study._table_files import NO_XML, exact_date, exact_number, parse_table, type_of
from policylab.text._workbooks import text_cell, workbook_bytes

FILE = "codebook.toml"
TYPES = ("string", "integer", "number", "decimal", "boolean", "date")
# What a study may say of its Data Package; all else is made from the tables and the catalogue.
ABOUT = ("contributors", "description", "homepage", "id", "keywords", "licenses", "version")
PACKAGE_FILE = "datapackage.json"
CODEBOOK_FILE = "CODEBOOK.md"
_PROFILE = "https://datapackage.org/profiles/2.0"
_TYPES = {"decimal": "number"}
_CODE = re.compile(r"(`[^`]*`)")
WORKBOOK = "tables.xlsx"
CODEBOOK_SHEET = "codebook"
_WIDEST, _NARROWEST = 60, 8
_LONGEST_CELL = 32_767  # Excel's limits
_MOST_ROWS = 1_048_575
_CUT = "… [cut; in full in the CSV file · 此处截断，全文见 CSV]"
_UNWRITABLE = re.compile(rf"{NO_XML}|_x[0-9A-Fa-f]{{4}}_")  # and what Excel would read as such a character

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
    """A table: its title, what a row is, the columns that name a row, and its columns in their order.

    What is in the key and none of the columns is there in some studies only.
    """

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
        found = [entry for entry in self.findings if f"{finding}-".startswith(entry["series"] + "-")]
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
        key = tuple(name for name in known.key if name in header)
        if not set(known.key) & described.keys() <= set(key):
            key = ()
        return Table(name, tuple(columns), known.title, known.row, key)


def read_codebook(folder: Path | None = None, *, own: bool = False) -> Codebook:
    """Read the codebook that comes with policylab, and on top of it that of a study's folder, if it has one.

    The licence and the contributors of the study that comes with policylab are not those of an `own` study. The error
    of a codebook that is no TOML, or describes a column without a type or a licence without a name, is a
    `CatalogueError`.
    """
    if folder is None or not (folder / FILE).is_file():
        return _codebook([load_toml(FILE)], own=own)
    parts = [load_toml(FILE), read_toml(folder / FILE, "codebook", raises=CatalogueError)]
    try:
        return _codebook(parts, own=own)
    except (AttributeError, KeyError, TypeError) as error:
        raise CatalogueError(
            f"The codebook {folder / FILE} has something in another form than it must have ({type(error).__name__}: "
            f"{error}). Compare it with {resource_path(FILE)}, which has one of each kind."
        ) from None


def _codebook(parts: list[dict], *, own: bool) -> Codebook:
    merged: dict[str, dict] = {"unit": {}, "label": {}, "field": {}, "table": {}, "question": {}}
    for part in parts:
        for kind, known in merged.items():
            known.update(part.get(kind, {}))
    findings = [entry for part in parts for entry in part.get("finding", []) if entry["series"]]
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
        number = values["type"] in ("integer", "number", "decimal")  # a text inherits no bounds of numbers
        bounds = ("minimum", "maximum", "pattern") if number else ("pattern",)
        columns.append(
            Column(
                column, values["type"], _pair(values.get("about")), _pair(values.get("missing")),
                unit=values.get("unit"), to=values.get("to"),
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


def describe(study: Study, tables: Mapping[str, bytes] | None = None) -> dict[Path, str]:
    """The Data Package and the codebook of what is published, as text by path; they lie beside ``derived``."""
    package = data_package(study, tables)
    folder = study.derived.parent
    return {
        folder / PACKAGE_FILE: json.dumps(package, ensure_ascii=False, indent=1) + "\n",
        folder / CODEBOOK_FILE: codebook_text(package),
    }


def data_package(study: Study, tables: Mapping[str, bytes] | None = None) -> dict:
    """The Data Package of the published tables (https://datapackage.org, version 2), or of other files by name."""
    codebook = read_codebook(study.corpus.parent, own=study.own)
    catalogue = read_catalogue(study.corpus)
    package: dict = {"$schema": f"{_PROFILE}/datapackage.json", "name": "policylab" if not study.own else "study"}
    package["title"] = catalogue.title or "A study of plans"
    if catalogue.title_zh:
        package["title_zh"] = catalogue.title_zh
    package["description"] = "Tables made by the notebooks of the study with policylab. Offsets are code points."
    package |= codebook.package
    package["sources"] = [
        {"title": entry.title, "path": entry.file} | ({"hash": f"sha256:{entry.sha256}"} if entry.sha256 else {})
        for entry in catalogue.entries
        if not entry.file.startswith("..")
    ]
    if tables is None:
        tables = {path.name: path.read_bytes() for path in study.derived.glob("*") if path.is_file()}
    named = {name.removesuffix(".csv") for name in tables if name.endswith(".csv")}
    books = find_notebooks(study.notebooks) if any(study.notebooks.glob("*.ipynb")) else []
    writers = {table: [book.name for book in books if table in book.outputs] for table in named}
    package["resources"] = [
        _resource(f"{study.derived.name}/{name}", tables[name], codebook, writers)
        for name in sorted(tables)
        if not name.startswith(".")
    ]
    return package


def codebook_text(package: dict) -> str:
    """The codebook as Markdown, from a Data Package alone."""
    from jinja2 import Template

    source = (Path(__file__).parent / "page" / "codebook.md").read_text(encoding="utf-8")
    template = Template(source, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return template.render(
        title=package["title"],
        tables=[resource for resource in package["resources"] if resource.get("type") == "table"],
        both=lambda of, key: " · ".join(of[name] for name in (key, f"{key}_zh") if name in of),
        code=lambda names: ", ".join(f"`{name}`" for name in names),
        cell=_cell,
    )


def _resource(path: str, content: bytes, codebook: Codebook, writers: dict[str, list[str]]) -> dict:
    file = PurePosixPath(path)
    held = {"bytes": len(content), "hash": f"sha256:{sha256_bytes(content)}"}
    if file.suffix != ".csv":
        return {"name": file.name.lower(), "path": path, "format": file.suffix.lstrip(".").lower(), **held}
    header, rows = parse_table(content)
    table = codebook.table(file.stem, header, rows)
    resource: dict = {"name": file.stem, "type": "table", "path": path, **_both("title", table.title)}
    if table.row:
        resource |= {"description": f"One row is {table.row[0]}.", "row": table.row[0], "row_zh": table.row[1]}
    if writers[file.stem]:
        resource["notebooks"] = writers[file.stem]
    resource |= {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", **held, "rows": len(rows)}
    schema: dict = {"$schema": f"{_PROFILE}/tableschema.json"}
    schema["fields"] = [_field(column, codebook, unique=table.key == (column.name,)) for column in table.columns]
    schema["missingValues"] = [""]
    if table.key:
        columns = {column.name: column for column in table.columns}
        if any(columns[name].missing for name in table.key):
            schema["uniqueKeys"] = [list(table.key)]  # a primary key has no missing values
        else:
            schema["primaryKey"] = list(table.key)
    foreign = [_foreign_key(column, table.name) for column in table.columns if (column.to or "").partition(".")[0] in writers]
    if foreign:
        schema["foreignKeys"] = foreign
    return resource | {"schema": schema}


def _field(column: Column, codebook: Codebook, *, unique: bool) -> dict:
    made: dict = {"name": column.name, "type": _TYPES.get(column.type, column.type)}
    if column.type == "decimal":
        made["exact"] = True
    made |= _both("description", column.about) | _both("unit", codebook.units.get(column.unit)) | _both("missing", column.missing)
    constraints: dict = {"required": True} if column.about and not column.missing else {}
    if unique:
        constraints["unique"] = True
    constraints |= column.bounds
    if column.values:
        constraints["enum"] = list(column.values)
        made["categories"] = [{"value": value, **_both("label", label)} for value, label in column.values.items()]
    return made | ({"constraints": constraints} if constraints else {})


def _both(key: str, said: Pair | None) -> dict[str, str]:
    """What is said in English and in Chinese under a key, if anything is."""
    return {key: said[0], f"{key}_zh": said[1]} if said else {}


def _foreign_key(column: Column, table: str) -> dict:
    resource, _, name = column.to.partition(".")
    reference = {"fields": [name]} if resource == table else {"resource": resource, "fields": [name]}
    return {"fields": [column.name], "reference": reference}


def _cell(text: str) -> str:
    """Text in a Markdown table: no pipe, no line, and no HTML, which code has none of."""
    text = " ".join(text.split()).replace("|", "\\|")
    return "".join(part if _CODE.fullmatch(part) else part.replace("<", "&lt;") for part in _CODE.split(text))


def tables_workbook(tables: Path, codebook: Codebook, *, lang: str = "en") -> bytes:
    """The CSV files of a folder as a workbook: first the codebook, then a sheet a table, in the order of names.

    In Chinese the head of a column has its short Chinese name above its own.
    """
    from openpyxl import Workbook

    contents = {path.stem: parse_table(path.read_bytes()) for path in sorted(tables.glob("*.csv"))}
    described = {name: codebook.table(name, *content) for name, content in contents.items()}
    sheets = _sheet_names(list(contents))
    workbook = Workbook(write_only=True)
    texts = load_toml("page_labels.toml")
    shown = {key: texts[key]["en"] for key in ("table", "column", "rows")}
    header = [shown["table"], shown["column"], "名称", "type", "unit", "description", "说明", shown["rows"]]
    text_columns = [Column(name, "string") for name in header[:-1]] + [Column(header[-1], "integer")]
    rows = [row for name, table in described.items() for row in _codebook_rows(table, contents[name][1], codebook)]
    _write_sheet(workbook.create_sheet(CODEBOOK_SHEET), text_columns, rows)
    for name, (_, rows) in contents.items():
        _write_sheet(workbook.create_sheet(sheets[name]), list(described[name].columns), rows, labelled=lang == "zh")
    return workbook_bytes(workbook)


def _sheet_names(names: list[str]) -> dict[str, str]:
    """Excel takes 31 characters, and no two names that differ in case alone."""
    given: dict[str, str] = {}
    taken = {CODEBOOK_SHEET, "history"}  # Excel keeps the name for itself
    for name in names:
        short, number = name[:31], 1
        while short.lower() in taken:
            number += 1
            short = f"{name[: 30 - len(str(number))]}~{number}"
        taken.add(short.lower())
        given[name] = short
    return given


def _codebook_rows(table: Table, rows: list[list[str]], codebook: Codebook) -> Iterator[list[str]]:
    title = table.title or ("", "")
    row = table.row or ("", "")
    en = f"{title[0]} (one row is {row[0]})" if row[0] else title[0]
    zh = f"{title[1]}（每行为{row[1]}）" if row[1] else title[1]
    yield [table.name, "", "", "", "", en, zh, str(len(rows))]
    for column in table.columns:
        unit = " · ".join(codebook.units[column.unit]) if column.unit else ""
        yield [table.name, column.name, column.label or "", column.type, unit, _told(column, 0), _told(column, 1), ""]


def _told(column: Column, lang: int) -> str:
    parts = [column.about[lang]] if column.about else []
    if column.values:
        parts.append("; ".join(f"{value}: {pair[lang]}" for value, pair in column.values.items()) + ".")
    if column.missing:
        parts.append(("Empty: ", "空：")[lang] + column.missing[lang])
    return " ".join(parts)


def _write_sheet(sheet, columns: list[Column], rows: list[list[str]], *, labelled: bool = False) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head, fill = Font(bold=True), PatternFill("solid", fgColor="E8EAED")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{min(len(rows), _MOST_ROWS) + 1}"
    heads = [f"{column.label}\n{column.name}" if labelled and column.label else column.name for column in columns]
    widths = [
        min(_WIDEST, max([_NARROWEST, *(_width(line) + 3 for line in heads[number].split("\n")), *(_width(row[number]) for row in rows)]))
        for number in range(len(columns))
    ]
    for number, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(number + 1)].width = width + 2
    if labelled:
        sheet.row_dimensions[1].height = 32
    named = []
    for text in heads:
        cell = WriteOnlyCell(sheet, value=text)
        cell.font, cell.fill = head, fill
        cell.alignment = Alignment(wrap_text=labelled, vertical="top" if labelled else None)
        named.append(cell)
    sheet.append(named)

    for row in rows[:_MOST_ROWS]:
        values = [_typed(column.type, text) for column, text in zip(columns, row, strict=True)]
        texts = [text_cell(sheet, _written(text)) if text else None for text in row]
        sheet.append([text if value is None else value for value, text in zip(values, texts, strict=True)])


def _typed(kind: str, text: str) -> int | float | bool | datetime.date | None:
    """A cell's value where it is no text; None where it is, or where a number would lose digits."""
    if not text or kind == "string":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    if kind == "date":
        return exact_date(text)
    return exact_number(text)


def _written(text: str) -> str:
    text = _UNWRITABLE.sub(lambda match: f"_x005F{match[0]}" if match[0][0] == "_" else f"_x{ord(match[0]):04X}_", text)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT


def _width(text: str) -> int:
    """Width of the first line."""
    return text_width(text[:200].split("\n", 1)[0])
