"""Catalogues as tables, CSV or Parquet: a column of paths or of texts, and what else is known of each document."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policylab.batch._documents import ROW_ID, Document, Failure
from policylab.errors import CatalogueError, PolicylabError, unknown

# how columns are commonly called; the first that a table has is taken
IDS = ("id", "document", "plan", "doc_id", "编号")
PATHS = ("path", "file", "filename", "路径", "文件")
TEXTS = ("text", "content", "body", "全文", "正文")
OTHERS = {
    "title": ("title", "标题", "名称"), "group": ("group", "组"), "period_start": ("period_start",),
    "period_end": ("period_end",), "encoding": ("encoding",), "layout": ("layout",), "sha256": ("sha256",),
}  # fmt: skip
ROWS_AT_A_TIME = 256
_LONGEST_FIELD = 2**31 - 1


@dataclass(frozen=True)
class ColumnNames:
    """The columns that a reader named; None is the first one with a common name."""

    id_column: str | None = None
    path_column: str | None = None
    text_column: str | None = None
    group_column: str | None = None


def csv_rows(path: Path, columns: ColumnNames) -> Iterator[Document | Failure]:
    """The documents of a CSV or TSV file, row by row."""
    rows = _csv_cells(path)
    header = next(rows, None)
    if not header:
        raise CatalogueError(f"The catalogue {path} is empty. Its first line must name the columns.")
    found = _find_columns(path, [_mend(cell).strip() for cell in header], columns)

    def documents() -> Iterator[Document | Failure]:
        for row, cells in enumerate((cells for cells in rows if cells), start=1):
            if len(cells) != len(header):
                reason = f"The row has {len(cells)} cells, the header has {len(header)}. Put quotes around commas."
                yield Failure(row, None, None, "catalogue", reason)
                continue
            yield _document(path, row, {name: cells[place] or None for name, place in found.items()})

    return documents()


def count_csv(path: Path, columns: ColumnNames) -> int:
    """How many documents a CSV file names."""
    return max(0, sum(1 for cells in _csv_cells(path) if cells) - 1)


def parquet_rows(path: Path, columns: ColumnNames) -> Iterator[Document | Failure]:
    """The documents of a Parquet file, some hundreds at a time."""
    file = _open_parquet(path)
    names = file.schema_arrow.names
    found = _find_columns(path, names, columns)
    wanted = [names[place] for place in found.values()]

    def documents() -> Iterator[Document | Failure]:
        row = 0
        with file:
            for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted, use_threads=False):
                for record in batch.to_pylist():
                    row += 1
                    yield _document(path, row, {name: record[names[place]] for name, place in found.items()})

    return documents()


def count_parquet(path: Path, columns: ColumnNames) -> int:
    """How many documents a Parquet file names."""
    with _open_parquet(path) as file:
        return file.metadata.num_rows


def _open_parquet(path: Path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise CatalogueError(f"The catalogue {path} is no Parquet file: {error}.") from None


def _csv_cells(path: Path) -> Iterator[list[str]]:
    with _long_fields(), path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            yield from csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        except csv.Error as error:
            raise CatalogueError(f"The catalogue {path} is no CSV table: {error}.") from None


@contextlib.contextmanager
def _long_fields() -> Iterator[None]:
    """Texts in cells are longer than the 131 072 characters that the csv module takes."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _mend(cell: str) -> str:
    """A cell of another encoding than UTF-8; Chinese ones never use the bytes of commas and quotes."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        from policylab.text._decoding import decode

        return decode(cell.encode("utf-8", "surrogateescape"), name="the cell")[0]
    return cell


def _find_columns(path: Path, names: list[str], columns: ColumnNames) -> dict[str, int]:
    """Where each field stands; the names that a reader gave must be there."""
    found = {}
    for field, given, common in (
        ("id", columns.id_column, IDS), ("path", columns.path_column, PATHS), ("text", columns.text_column, TEXTS),
        ("group", columns.group_column, OTHERS["group"]),
    ):  # fmt: skip
        if given is not None and given not in names:
            raise CatalogueError(f"{path}: {unknown('column', given, names)}")
        name = given or next((name for name in common if name in names), None)
        if name is not None:
            found[field] = names.index(name)
    if "path" in found and "text" in found:
        if (columns.path_column is None) == (columns.text_column is None):
            raise CatalogueError(
                f"{path} has columns of paths and of texts. Say which with `path_column` or `text_column` "
                "(--path-column, --text-column)."
            )
        del found["path" if columns.path_column is None else "text"]
    if "path" not in found and "text" not in found:
        shown = ", ".join(names[:12])
        raise CatalogueError(
            f"{path} has no column of paths or texts (it has: {shown}). Call it path or text, or name it with "
            "`path_column` or `text_column` (--path-column, --text-column)."
        )
    for field, common in OTHERS.items():
        name = next((name for name in common if name in names), None)
        if field not in found and name is not None:
            found[field] = names.index(name)
    return found


def _document(path: Path, row: int, cells: dict[str, object]) -> Document | Failure:
    """The document of a row, or what is wrong with the row."""
    name = source = None
    try:
        cells = {key: _mend(value) if isinstance(value, str) else value for key, value in cells.items()}
        name = None if cells.get("id") is None else str(cells["id"]).strip() or None
        source = None if cells.get("path") is None else str(cells["path"]).strip() or None
        text = cells.get("text")
        if "path" in cells and source is None:
            raise PolicylabError("The row names no file.")
        if "text" in cells and (not isinstance(text, str) or not text.strip()):
            raise PolicylabError("The row has no text.")
        if "id" in cells and name is None:
            raise PolicylabError("The row has no id.")
        return Document(
            name or source or ROW_ID.format(row=row),
            text=text,
            path=None if source is None else str(path.parent / source),
            title=_string(cells.get("title")),
            group=_string(cells.get("group")),
            period_start=_year("period_start", cells.get("period_start")),
            period_end=_year("period_end", cells.get("period_end")),
            encoding=_string(cells.get("encoding")),
            paged=_string(cells.get("layout")) == "paged",
            sha256=_string(cells.get("sha256")),
            name=source,
        )
    except PolicylabError as error:
        return Failure(row, name, source, "catalogue", str(error))


def _string(value: object) -> str | None:
    return None if value is None or str(value).strip() == "" else str(value).strip()


def _year(name: str, value: object) -> int | None:
    text = _string(value)
    if text is None or text == "nan":
        return None
    try:
        year = float(text)
    except ValueError:
        year = 0.0
    if not 1900 <= year <= 2200 or year != int(year):
        raise PolicylabError(f"`{name}` must be a year, got {text!r}.")
    return int(year)
