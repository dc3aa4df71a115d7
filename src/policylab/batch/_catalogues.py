"""What a run reads: catalogues (TOML, CSV, Parquet) or any iterable, one document at a time."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from policylab.checks import check_str
from policylab.corpus._catalogue import catalogue_tables, catalogue_text, read_entry
from policylab.corpus._plan import is_plan
from policylab.errors import CatalogueError, PolicylabError, invalid, unknown
from policylab.files import sha256_bytes, sha256_file
from policylab.numbers._calendar import PLAN_YEARS, check_year
from policylab.resources import CATALOGUE, load_toml
from policylab.study._table_files import long_fields

ROW_ID = "document-{row:06d}"
KINDS = (".toml", ".csv", ".tsv", ".parquet")
ROWS_AT_A_TIME = 256


@dataclass(frozen=True, slots=True)
class Document:
    """A document to work on: its text, or the file that has it.

    Attributes
    ----------
    id : str
        What the ids of its sections, paragraphs and statements begin with.
    text : str or None
        The text as decoded; None where `path` names a file.
    path : str or None
        The file: a text in any Chinese encoding, HTML, PDF or DOCX.
    title, group : str or None
        `group` is what words are compared by: a year, a province, a kind of plan.
    period_start, period_end : int or None
        Years of the plan.
    encoding : str or None
        Of a text file; None to find out.
    paged : bool
        Whether page breaks cut paragraphs in two.
    sha256 : str or None
        Of the file, where the catalogue states it.
    name : str or None
        How the catalogue writes the path.
    """

    id: str
    text: str | None = None
    path: str | None = None
    title: str | None = None
    group: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    encoding: str | None = None
    paged: bool = False
    sha256: str | None = None
    name: str | None = None

    @property
    def source(self) -> str | None:
        """The path as the catalogue writes it, which does not depend on where the catalogue lies."""
        return self.name if self.name is not None else self.path

    def weight(self) -> int:
        """About how many bytes it holds; 0 for a file that is not there."""
        if self.text is not None:
            return 3 * len(self.text)
        try:
            return os.stat(self.path).st_size
        except (OSError, ValueError):
            return 0

    def digest(self) -> str:
        """The sha256 of its bytes; empty for a file that cannot be read."""
        if self.text is not None:
            return sha256_bytes(self.text.encode("utf-8", "surrogatepass"))
        return sha256_file(self.path) or ""

    def described(self) -> str:
        """All that its results depend on but its bytes, as one line."""
        fields = (self.id, self.source, self.title, self.group, self.period_start, self.period_end, self.encoding,
                  self.paged, self.sha256)  # fmt: skip
        return json.dumps(fields, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be worked on: its place in the input (from 1), its name, and the reason."""

    row: int
    document: str | None
    source: str | None
    step: str
    reason: str


Entries = Iterator[Document | Failure]


def read_documents(
    source: object, *, id_column: str | None = None, path_column: str | None = None, text_column: str | None = None,
    group_column: str | None = None,
) -> Iterator[Document]:  # fmt: skip
    """Go through the documents of a catalogue one by one, as `run_batch` takes it; entries that are none are left out.

    >>> from policylab.batch import read_documents
    >>> [document.id for document in read_documents([("a", "一、总体要求"), ("b", "到2025年建成基站7万个。")])]
    ['a', 'b']

    A CSV or Parquet may have its own names for the columns id, path, text and group:

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "plans.csv")
    ...     _ = path.write_text("名称,正文,省\\n甲,建设渔港。,广东\\n", encoding="utf-8")
    ...     [(one.id, one.group) for one in read_documents(path, id_column="名称", text_column="正文", group_column="省")]
    [('甲', '广东')]
    """
    columns = dict(id_column=id_column, path_column=path_column, text_column=text_column, group_column=group_column)
    return (entry for entry in open_catalogue(source, columns)[0] if isinstance(entry, Document))


def open_catalogue(source: object, columns: dict[str, str | None]) -> tuple[Entries, int | None, str]:
    """Open a catalogue or an iterable: its entries, how many there are if that is known, and the catalogue's name.

    An error where a file is missing, of another kind, or without documents.
    """
    if not isinstance(source, str | os.PathLike):
        if not isinstance(source, Iterable) or isinstance(source, bytes | dict):
            raise invalid("source", source, "the path of a catalogue (TOML, CSV, Parquet), or an iterable of documents")
        return _of_iterable(source), len(source) if hasattr(source, "__len__") else None, ""
    path = Path(source)
    if path.is_dir():
        path = path / CATALOGUE
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise CatalogueError(f"The catalogue {path} must be a file {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if not path.is_file():
        raise CatalogueError(f"There is no catalogue {path}. Check the path.")
    if kind == ".toml":
        sources = _read_toml(path)
        return _of_toml(path, sources), len(sources), path.name
    entries, number = (parquet_rows if kind == ".parquet" else csv_rows)(path, columns)
    return entries, number, path.name


def _of_iterable(source: Iterable) -> Entries:
    for row, item in enumerate(source, start=1):
        try:
            yield as_document(item, row)
        except PolicylabError as error:
            yield Failure(row, None, None, "catalogue", str(error))


def _read_toml(path: Path) -> list:
    sources = catalogue_tables(catalogue_text(path), path).get("source", [])
    if not isinstance(sources, list) or not sources:
        raise CatalogueError(f"The catalogue {path} names no source. It needs one [[source]] for each document.")
    # witnesses and references stand beside the plans, and are no documents to compare
    return [raw for raw in sources if not isinstance(raw, dict) or raw.get("role", "plan") == "plan"]


def _of_toml(path: Path, sources: list) -> Entries:
    # one bad entry must not keep the others from being read, as it would with `read_catalogue`
    for row, raw in enumerate(sources, start=1):
        try:
            entry = read_entry(path, row, raw)
        except CatalogueError as error:
            name, file = (raw.get(key) if isinstance(raw, dict) else None for key in ("id", "file"))
            yield Failure(row, _text(name), _text(file), "catalogue", str(error))
            continue
        yield Document(
            entry.id, path=str(path.parent / entry.file), title=entry.title, group=None,
            period_start=entry.period_start, period_end=entry.period_end, encoding=entry.encoding,
            paged=entry.layout == "paged", sha256=entry.sha256, name=entry.file,
        )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


@dataclass(frozen=True)
class Batch:
    """Documents with their places in the input, and the entries among them that are no documents."""

    number: int
    rows: tuple[int, ...]
    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]

    def __len__(self) -> int:
        return len(self.documents) + len(self.failures)

    def only(self, place: int) -> Batch:
        return replace(self, rows=(self.rows[place],), documents=(self.documents[place],), failures=())

    def without(self, places: dict[int, str]) -> Batch:
        """The batch without some documents, each of which becomes a failure of the worker, with its reason."""
        kept = [place for place in range(len(self.documents)) if place not in places]
        lost = [
            Failure(self.rows[place], self.documents[place].id, self.documents[place].source, "worker", reason)
            for place, reason in places.items()
        ]
        failures = sorted([*self.failures, *lost], key=lambda failure: failure.row)
        rows, documents = (tuple(values[place] for place in kept) for values in (self.rows, self.documents))
        return replace(self, rows=rows, documents=documents, failures=tuple(failures))


def as_document(item: object, row: int) -> Document:
    """A document of an item: a Document, Plan, text, path, pair of id and text, or dict of such fields."""
    if isinstance(item, Document):
        return item
    if isinstance(item, str):
        return Document(ROW_ID.format(row=row), text=item)
    if isinstance(item, os.PathLike):
        return Document(Path(item).stem, path=os.fspath(item))
    if isinstance(item, tuple) and len(item) == 2 and all(isinstance(part, str) for part in item):
        return Document(item[0], text=item[1])
    if isinstance(item, dict):
        return _from_dict(item, row)
    if is_plan(item):
        return Document(
            item.id, text=item.raw, title=item.title, period_start=item.period_start, period_end=item.period_end,
            paged=item.paged, name=item.source,
        )  # fmt: skip
    raise invalid("document", item, "a Document, a Plan, a str, a path, a pair (id, text), or a dict with these")


def _from_dict(item: dict, row: int) -> Document:
    unknown = sorted(set(item) - set(Document.__slots__))
    if unknown:
        raise invalid("document", item, f"a dict with the fields of a Document, which has no {unknown[0]!r}")
    fields = {key: value for key, value in item.items() if value is not None}
    if ("text" in fields) == ("path" in fields):
        raise PolicylabError("A document needs either a text or a path.")
    fields.setdefault("id", str(fields["path"]) if "path" in fields else ROW_ID.format(row=row))
    for key in ("id", "text", "title", "group", "encoding", "sha256", "name"):
        check_str(key, fields.get(key, ""))
    for key in ("period_start", "period_end"):
        if key in fields:
            check_year(key, fields[key])
    if "path" in fields:
        fields["path"] = os.fspath(fields["path"])
    return Document(**fields)


def csv_rows(path: Path, columns: dict[str, str | None]) -> tuple[Entries, int]:
    """The documents of a CSV file, and how many rows it has."""
    rows = _csv_cells(path)
    header = next(rows, None)
    if not header:
        raise CatalogueError(f"The catalogue {path} is empty. Its first line must name the columns.")
    found = _find_columns(path, [_mend(cell).strip() for cell in header], columns)

    def documents() -> Entries:
        for row, cells in enumerate((cells for cells in rows if cells), start=1):
            if len(cells) != len(header):
                reason = f"The row has {len(cells)} cells, the header has {len(header)}. Put quotes around commas."
                yield Failure(row, None, None, "catalogue", reason)
                continue
            yield _document(path, row, {name: cells[place] for name, place in found.items()})

    return documents(), sum(1 for cells in _csv_cells(path) if cells) - 1


def parquet_rows(path: Path, columns: dict[str, str | None]) -> tuple[Entries, int]:
    """The documents of a Parquet file, some hundreds at a time, and how many rows it has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise CatalogueError(f"The catalogue {path} is no Parquet file: {error}.") from None
    names = file.schema_arrow.names
    found = _find_columns(path, names, columns)
    wanted = [names[place] for place in found.values()]

    def documents() -> Entries:
        row = 0
        with file:
            for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted, use_threads=False):
                for record in batch.to_pylist():
                    row += 1
                    yield _document(path, row, {name: record[names[place]] for name, place in found.items()})

    return documents(), file.metadata.num_rows


def _csv_cells(path: Path) -> Iterator[list[str]]:
    with long_fields(), path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            yield from csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        except csv.Error as error:
            raise CatalogueError(f"The catalogue {path} is no CSV table: {error}.") from None


def _mend(cell: str) -> str:
    """A cell of another encoding than UTF-8; Chinese ones never use the bytes of commas and quotes."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        from policylab.text._decoding import decode

        return decode(cell.encode("utf-8", "surrogateescape"), name="the cell")[0]
    return cell


def _find_columns(path: Path, names: list[str], columns: dict[str, str | None]) -> dict[str, int]:
    """Where each field stands; the names that a reader gave must be there."""
    found = {}
    for field, common in load_toml("catalogue_columns.toml").items():
        given = columns.get(f"{field}_column")
        if given is not None and given not in names:
            raise CatalogueError(f"{path}: {unknown('column', given, names)}")
        name = given or next((name for name in common if name in names), None)
        if name is not None:
            found[field] = names.index(name)
    if "path" in found and "text" in found:
        by_path, by_text = (columns.get(name) is not None for name in ("path_column", "text_column"))
        if by_path == by_text:
            raise CatalogueError(
                f"{path} has columns of paths and of texts. Say which with `path_column` or `text_column` "
                "(--path-column, --text-column)."
            )
        del found["text" if by_path else "path"]
    if "path" not in found and "text" not in found:
        shown = ", ".join(names[:12])
        raise CatalogueError(
            f"{path} has no column of paths or texts (it has: {shown}). Call it path or text, or name it with "
            "`path_column` or `text_column` (--path-column, --text-column)."
        )
    return found


def _document(path: Path, row: int, cells: dict[str, object]) -> Document | Failure:
    """The document of a row, or what is wrong with the row."""
    name = source = None
    try:
        cells = {key: _mend(value) if isinstance(value, str) else value for key, value in cells.items()}
        said = {key: _string(value) for key, value in cells.items() if key != "text"}
        name, source, text = said.get("id"), said.get("path"), cells.get("text")
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
            name=source,
            paged=said.get("layout") == "paged",
            **{key: said.get(key) for key in ("title", "group", "encoding", "sha256")},
            **{key: _year(key, said.get(key)) for key in ("period_start", "period_end")},
        )
    except PolicylabError as error:
        return Failure(row, name, source, "catalogue", str(error))


def _string(value: object) -> str | None:
    return None if value is None or str(value).strip() == "" else str(value).strip()


def _year(name: str, text: str | None) -> int | None:
    if text is None or text == "nan":
        return None
    try:
        year = float(text)
    except ValueError:
        year = 0.0
    if not year.is_integer() or int(year) not in PLAN_YEARS:
        raise PolicylabError(f"`{name}` must be a year, got {text!r}.")
    return int(year)
