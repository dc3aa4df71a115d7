"""The published tables as a Data Package, and the codebook made from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from policylab.corpus._catalogue import read_catalogue
from policylab.study._codebook import Codebook, Column, read_codebook
from policylab.study._csv import parse_table
from policylab.study._files import read_json, sha256_bytes
from policylab.study._notebooks import find_notebooks
from policylab.study._places import Study

PACKAGE_FILE = "datapackage.json"
CODEBOOK_FILE = "CODEBOOK.md"
_PROFILE = "https://datapackage.org/profiles/2.0"
_TYPES = {"decimal": "number"}
_CODE = re.compile(r"(`[^`]*`)")


def describe(study: Study) -> dict[Path, str]:
    """The Data Package and the codebook of what is published, as text by path; they lie beside ``derived``."""
    package = data_package(study)
    folder = study.derived.parent
    return {
        folder / PACKAGE_FILE: json.dumps(package, ensure_ascii=False, indent=1) + "\n",
        folder / CODEBOOK_FILE: codebook_text(package),
    }


def data_package(study: Study) -> dict:
    """The Data Package of the published tables (https://datapackage.org, version 2)."""
    codebook = read_codebook(study.corpus.parent, own=study.own)
    catalogue = read_catalogue(study.corpus)
    folder = study.derived.parent
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
    paths = sorted(path for path in study.derived.glob("*") if path.is_file() and not path.name.startswith("."))
    names = {path.stem for path in paths if path.suffix == ".csv"}
    writers = _writers(study, names)
    package["resources"] = [
        _table_resource(path, folder, codebook, names, writers) if path.suffix == ".csv" else _file_resource(path, folder)
        for path in paths
    ]
    return package


def published_files(study: Study) -> set[Path]:
    """What the Data Package that is there lists: the files of the last publication."""
    listed = read_json(study.derived.parent / PACKAGE_FILE).get("resources", [])
    return {study.derived / Path(resource["path"]).name for resource in listed}


def codebook_text(package: dict) -> str:
    """The codebook as Markdown, from a Data Package alone."""
    lines = [f"# Codebook · 变量说明: {_cell(package['title'])}", ""]
    lines += [
        f"Made from `{PACKAGE_FILE}` by `policylab publish`; do not edit it. The tables are CSV: UTF-8, LF, one line",
        "of names. An empty cell is a missing value. Offsets count code points. 由程序生成，请勿手改；表为 UTF-8 编码的 CSV，",
        "空单元格为缺失值，位置以码位计。",
        "",
        "A cell may begin with =, +, - or @, for it holds what the source has, and nothing is put before it. A spreadsheet",
        "may take such a cell of a CSV file for a formula: open `tables.xlsx` of a run, where none is one, or import the",
        "CSV as text. 单元格照录原文，可能以 =、+、-、@ 开头；请打开 `tables.xlsx`，或将 CSV 按文本导入。",
        "",
        "| table · 表 | one row is · 每行为 | rows · 行数 | notebook · 笔记本 |",
        "|---|---|---|---|",
    ]
    tables = [resource for resource in package["resources"] if resource.get("type") == "table"]
    for resource in tables:
        row = " · ".join(resource[key] for key in ("row", "row_zh") if key in resource)
        books = ", ".join(f"`{name}`" for name in resource.get("notebooks", []))
        lines.append(f"| [`{resource['name']}`](#{resource['name']}) | {_cell(row)} | {resource['rows']} | {books} |")
    for resource in tables:
        lines += ["", f"## {resource['name']}", ""]
        title = " · ".join(resource[key] for key in ("title", "title_zh") if key in resource)
        key = resource["schema"].get("primaryKey") or next(iter(resource["schema"].get("uniqueKeys", [])), [])
        about = [title] if title else []
        about.append(f"`{resource['path']}`")
        if key:
            about.append("key · 主键: " + ", ".join(f"`{name}`" for name in key))
        lines += [". ".join(about) + ".", "", "| column · 列 | type · 类型 | description · 说明 |", "|---|---|---|"]
        lines += [_markdown_row(column) for column in resource["schema"]["fields"]]
    return "\n".join(lines) + "\n"


def _writers(study: Study, tables: set[str]) -> dict[str, list[str]]:
    """The notebooks that write each table."""
    books = find_notebooks(study.notebooks) if any(study.notebooks.glob("*.ipynb")) else []
    writers = {table: [book.name for book in books if table in book.outputs] for table in tables}
    for table in (table for table, found in writers.items() if not found):
        # written in a loop over names: `for name in ("a", "b"): run.table(name, …)`
        named = re.compile(rf"([\"']){re.escape(table)}\1")
        writers[table] = [
            book.name
            for book in books
            if any(kind == "code" and ".table(" in source and named.search(source) for kind, source, _ in book.cells)
        ]
    return writers


def _table_resource(
    path: Path, folder: Path, codebook: Codebook, names: set[str], writers: dict[str, list[str]]
) -> dict:
    content = path.read_bytes()
    header, rows = parse_table(content)
    table = codebook.table(path.stem, header, rows)
    resource: dict = {"name": path.stem, "type": "table", "path": path.relative_to(folder).as_posix()}
    if table.title:
        resource |= {"title": table.title[0], "title_zh": table.title[1]}
    if table.row:
        resource |= {"description": f"One row is {table.row[0]}.", "row": table.row[0], "row_zh": table.row[1]}
    if writers[path.stem]:
        resource["notebooks"] = writers[path.stem]
    resource |= {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    resource |= {"bytes": len(content), "hash": f"sha256:{sha256_bytes(content)}", "rows": len(rows)}
    schema: dict = {"$schema": f"{_PROFILE}/tableschema.json"}
    schema["fields"] = [_field(column, codebook, unique=table.key == (column.name,)) for column in table.columns]
    schema["missingValues"] = [""]
    if table.key:
        columns = {column.name: column for column in table.columns}
        if any(columns[name].missing for name in table.key):
            schema["uniqueKeys"] = [list(table.key)]  # a primary key has no missing values
        else:
            schema["primaryKey"] = list(table.key)
    foreign = [_foreign_key(column, table.name) for column in table.columns if _target(column)[0] in names]
    if foreign:
        schema["foreignKeys"] = foreign
    return resource | {"schema": schema}


def _file_resource(path: Path, folder: Path) -> dict:
    content = path.read_bytes()
    return {
        "name": path.name.lower(), "path": path.relative_to(folder).as_posix(),
        "format": path.suffix.lstrip(".").lower(), "bytes": len(content), "hash": f"sha256:{sha256_bytes(content)}",
    }  # fmt: skip


def _field(column: Column, codebook: Codebook, *, unique: bool) -> dict:
    made: dict = {"name": column.name, "type": _TYPES.get(column.type, column.type)}
    if column.type == "decimal":
        made["exact"] = True
    for number, key in enumerate(("description", "description_zh")):
        if column.about:
            made[key] = column.about[number]
    if column.unit:
        made |= dict(zip(("unit", "unit_zh"), codebook.units[column.unit], strict=True))
    if column.missing:
        made |= {"missing": column.missing[0], "missing_zh": column.missing[1]}
    constraints: dict = {"required": True} if column.about and not column.missing else {}
    if unique:
        constraints["unique"] = True
    for key in ("minimum", "maximum", "pattern"):
        if getattr(column, key) is not None:
            constraints[key] = getattr(column, key)
    if column.values:
        constraints["enum"] = list(column.values)
        made["categories"] = [
            {"value": value, "label": label, "label_zh": label_zh} for value, (label, label_zh) in column.values.items()
        ]
    return made | ({"constraints": constraints} if constraints else {})


def _target(column: Column) -> tuple[str, str]:
    table, _, name = (column.to or "").partition(".")
    return table, name


def _foreign_key(column: Column, table: str) -> dict:
    resource, name = _target(column)
    reference = {"fields": [name]} if resource == table else {"resource": resource, "fields": [name]}
    return {"fields": [column.name], "reference": reference}


def _markdown_row(column: dict) -> str:
    kind = column["type"] + (" (exact)" if column.get("exact") else "")
    unit = " · ".join(column[key] for key in ("unit", "unit_zh") if key in column)
    about = [" ".join(column[key] for key in ("description", "description_zh") if key in column)]
    if column.get("categories"):
        about.append("; ".join(f"`{c['value']}` {c['label']} · {c['label_zh']}" for c in column["categories"]) + ".")
    if "missing" in column:
        about.append(f"Empty · 空: {column['missing']} {column['missing_zh']}")
    return f"| `{column['name']}` | {_cell(kind + (', ' + unit if unit else ''))} | {_cell(' '.join(about))} |"


def _cell(text: str) -> str:
    """Text in a Markdown table: no pipe, no line, and no HTML, which code has none of."""
    text = " ".join(text.split()).replace("|", "\\|")
    return "".join(part if _CODE.fullmatch(part) else part.replace("<", "&lt;") for part in _CODE.split(text))
