"""Catalogues of many documents, read one entry at a time: TOML, CSV, Parquet, or any iterable."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policylab.batch._columns import ColumnNames
from policylab.batch._documents import Document, Failure, as_document
from policylab.errors import CatalogueError, PolicylabError, invalid

KINDS = (".toml", ".csv", ".tsv", ".parquet")


@dataclass(frozen=True)
class Entries:
    """A catalogue that is open: its entries in order, and how many there are, if that is known."""

    items: Iterator[Document | Failure]
    number: int | None
    name: str


def read_documents(source: object, **columns: str | None) -> Iterator[Document]:
    """Go through the documents of a catalogue one by one; entries that are none are left out.

    Parameters
    ----------
    source : path or iterable
        As for `run_batch`.
    **columns
        `id_column`, `path_column`, `text_column` and `group_column`, as for `run_batch`.

    Examples
    --------
    >>> from policylab.batch import read_documents
    >>> [document.id for document in read_documents([("a", "一、总体要求"), ("b", "到2025年建成基站7万个。")])]
    ['a', 'b']
    """
    return (entry for entry in open_catalogue(source, ColumnNames(**columns)).items if isinstance(entry, Document))


def open_catalogue(source: object, columns: ColumnNames) -> Entries:
    """Open a catalogue or an iterable.

    Raises
    ------
    CatalogueError
        If the file is missing, of another kind, or has no column to read documents from.
    """
    if isinstance(source, str | os.PathLike):
        return _open_file(Path(source), columns)
    if not isinstance(source, Iterable) or isinstance(source, bytes | dict):
        raise invalid("source", source, "the path of a catalogue (TOML, CSV, Parquet), or an iterable of documents")
    number = len(source) if hasattr(source, "__len__") else None
    return Entries(_of_iterable(source), number, "")


def _open_file(path: Path, columns: ColumnNames) -> Entries:
    if path.is_dir():
        path = path / "corpus.toml"
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise CatalogueError(f"The catalogue {path} must be a file {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if not path.is_file():
        raise CatalogueError(f"There is no catalogue {path}. Check the path.")
    if kind == ".toml":
        sources = _read_toml(path)
        return Entries(_of_toml(path, sources), len(sources), path.name)
    if kind == ".parquet":
        from policylab.batch._columns import count_parquet, parquet_rows

        return Entries(parquet_rows(path, columns), count_parquet(path, columns), path.name)
    from policylab.batch._columns import count_csv, csv_rows

    return Entries(csv_rows(path, columns), count_csv(path, columns), path.name)


def _of_iterable(source: Iterable) -> Iterator[Document | Failure]:
    for row, item in enumerate(source, start=1):
        try:
            yield as_document(item, row)
        except PolicylabError as error:
            yield Failure(row, None, None, "catalogue", str(error))


def _read_toml(path: Path) -> list:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise CatalogueError(f"The catalogue {path} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue {path} is not valid TOML: {error}. Mend that line.") from None
    except OSError as error:
        raise CatalogueError(f"The catalogue {path} cannot be read: {error.strerror}.") from None
    sources = data.get("source", [])
    if not isinstance(sources, list) or not sources:
        raise CatalogueError(f"The catalogue {path} names no source. It needs one [[source]] for each document.")
    # witnesses and references stand beside the plans, and are no documents to compare
    return [raw for raw in sources if not isinstance(raw, dict) or raw.get("role", "plan") == "plan"]


def _of_toml(path: Path, sources: list) -> Iterator[Document | Failure]:
    # one bad entry must not keep the others from being read, as it would with `read_catalogue`
    from policylab.corpus._catalogue import read_entry

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
