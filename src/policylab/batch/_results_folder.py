"""The folder of a run: a dataset of Parquet files a table, and a record of each shard that vouches for them by hash."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from policylab.batch._catalogues import Batch, Failure
from policylab.checks import check_known, check_path
from policylab.corpus._plan import AGENCIES, PARAGRAPHS, REPAIRS, SECTIONS
from policylab.errors import PolicylabError
from policylab.files import hash_of, read_json, sha256_bytes, sha256_file, write_bytes, write_json, write_text
from policylab.study._table_files import rows_text

if TYPE_CHECKING:
    import pandas as pd

_TEXT, _INT, _LONG, _FLAG = pa.string(), pa.int32(), pa.int64(), pa.bool_()
# up to 28 digits before the point, exactly, and 10 behind it (a third is rounded there, see `stored`)
DECIMAL = pa.decimal128(38, 10)
_TYPES = {
    "row": _LONG, "period_start": _INT, "period_end": _INT, "characters": _INT, "repairs": _INT,
    "level": _INT, "start": _INT, "end": _INT, "raw_start": _INT, "raw_end": _INT, "page": _INT,
    "likelihood": pa.float64(), "generic": _FLAG,
    "kept": _FLAG, "base_year": _INT, "year": _INT, "value": DECIMAL, "value_high": DECIMAL,
    "tokens": pa.list_(_TEXT), "warnings": pa.list_(_TEXT), "count": _INT, "paragraphs": _INT,
}  # fmt: skip
_COLUMNS = {
    "plans": "plan row title group period_start period_end source sha256 encoding script characters repairs warnings".split(),
    "texts": ("plan", "text"), "repairs": REPAIRS, "sections": SECTIONS, "paragraphs": PARAGRAPHS, "agencies": AGENCIES,
    # those of the ledger, without the extractor, which a batch of other steps does not need
    "targets": "statement plan section kind indicator comparator value value_high unit measure base_year year year_from modality doubt "
               "sentence start end raw_start raw_end page".split(),
    "tokens": ("plan", "group", "paragraph", "section", "tokens"), "counts": ("plan", "group", "term", "kept", "count", "paragraphs"),
}  # fmt: skip
SCHEMAS = {
    table: pa.schema([(name, _TYPES.get(name, _TEXT)) for name in columns])
    for table, columns in _COLUMNS.items()
}
# the tables that each step writes; `plans` is written always
STEPS = {
    "clean": ("texts", "repairs"),
    "outline": ("sections", "paragraphs", "agencies"),
    "targets": ("targets",),
    "words": ("tokens", "counts"),
}


@dataclass(frozen=True)
class Task:
    """What is to be done with every document of a run.

    `segmenter` is pickled, so that each process unpacks it once. `key` stands for all that the results depend on but
    the documents and the steps; `made_with` is the part of it that the worker's own must equal.
    """

    steps: tuple[str, ...]
    max_characters: int
    segmenter: bytes
    key: str
    made_with: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """What came of a batch: its tables as Parquet, with the number of rows of each, and what failed."""

    number: int
    key: str
    steps: tuple[str, ...]
    parts: dict[str, tuple[bytes, int]]
    documents: int
    failures: tuple[Failure, ...]


def batch_key(batch: Batch, task: Task, digests: Sequence[str] | None = None) -> str:
    """What a shard is made from, as one hash: the documents' bytes and entries, policylab, word lists, settings.

    A shard whose record has the same key need not be made again.
    """
    if digests is None:
        digests = [document.digest() for document in batch.documents]
    key = hashlib.sha256(task.key.encode())
    for row, document, digest in zip(batch.rows, batch.documents, digests, strict=True):
        key.update(f"\n{row} {digest} {document.described()}".encode("utf-8", "surrogatepass"))
    for failure in batch.failures:
        if failure.step != "worker":
            key.update(f"\n{failure}".encode("utf-8", "surrogatepass"))
    return key.hexdigest()


class ShardWriter:
    """The tables of a shard, written a hundred documents at a time; the same bytes for the same rows."""

    def __init__(self, names: Iterable[str]) -> None:
        names = set(names)
        self._rows: dict[str, list[tuple]] = {name: [] for name in SCHEMAS if name in names}
        self._sinks = {name: io.BytesIO() for name in self._rows}
        self._written = dict.fromkeys(self._rows, 0)
        # every option that could change the bytes is fixed
        self._writers = {
            name: pq.ParquetWriter(
                sink, SCHEMAS[name], version="2.6", data_page_version="1.0", compression="zstd", compression_level=3,
                use_dictionary=True, write_statistics=True, store_schema=True,
            )
            for name, sink in self._sinks.items()
        }  # fmt: skip

    def add(self, name: str, rows: list[tuple]) -> None:
        self._rows[name] += rows

    def rows(self, name: str) -> list[tuple]:
        return self._rows[name]

    def write(self, name: str, table: pa.Table) -> None:
        if len(table):
            self._writers[name].write_table(table)
            self._written[name] += len(table)

    def flush(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                arrays = [
                    pa.array(values, type=field.type)
                    for values, field in zip(zip(*rows, strict=True), SCHEMAS[name], strict=True)
                ]
                self.write(name, pa.Table.from_arrays(arrays, schema=SCHEMAS[name]))
                self._rows[name] = []

    def parts(self) -> dict[str, tuple[bytes, int]]:
        for writer in self._writers.values():
            writer.close()
        return {name: (sink.getvalue(), self._written[name]) for name, sink in self._sinks.items()}


def count_terms(tokens: list[tuple], keeps: Callable[[str], bool]) -> pa.Table:
    """The table `counts` from rows of `tokens`: one row a word in a document, by document and word.

    >>> rows = [("p", "甲", "p/p1", "p", ["数据", "安全", "数据"]), ("p", "甲", "p/p2", "p", ["数据"])]
    >>> [tuple(row.values()) for row in count_terms(rows, lambda word: True).to_pylist()]
    [('p', '甲', '安全', True, 1, 1), ('p', '甲', '数据', True, 3, 2)]
    """
    documents = {pair: number for number, pair in enumerate(dict.fromkeys((plan, group) for plan, group, *_ in tokens))}
    lengths = np.array([len(forms) for *_, forms in tokens], dtype=np.int64)
    each = pa.table({
        "document": np.repeat(np.array([documents[plan, group] for plan, group, *_ in tokens], dtype=np.int64), lengths),
        "paragraph": np.repeat(np.arange(len(tokens)), lengths),
        "term": pa.array(chain.from_iterable(forms for *_, forms in tokens), _TEXT),
    })  # fmt: skip
    counted = each.group_by(["document", "term"], use_threads=False)
    counted = counted.aggregate([([], "count_all"), ("paragraph", "count_distinct")]).sort_by(
        [("document", "ascending"), ("term", "ascending")]
    )
    kept = {term: keeps(term) for term in pc.unique(counted["term"]).to_pylist()}
    columns = [
        *(pc.take(pa.array([pair[side] for pair in documents], _TEXT), counted["document"]) for side in (0, 1)),
        counted["term"],
        pa.array([kept[term] for term in counted["term"].to_pylist()], _FLAG),
        counted["count_all"], counted["paragraph_count_distinct"],
    ]  # fmt: skip
    return pa.Table.from_arrays(columns, names=SCHEMAS["counts"].names).cast(SCHEMAS["counts"])


RECORDS = "shards"
FAILURES = "failures.csv"
_STEP_ORDER = ("catalogue", "worker", "read", "clean", "outline", "targets", "words")


def part_name(number: int) -> str:
    """The file name of a shard; in the order of names the shards are in the order of the input."""
    return f"part-{number:06d}.parquet"


def part_paths(out: str | os.PathLike, name: str) -> list[Path]:
    """The shards of a table, in input order, also those whose file is lost; an error where there is no such table, or the run did not write it."""
    check_path("out", out)
    check_known("table", name, SCHEMAS)
    shards, numbers = Shards(Path(out)), _numbers(Path(out, name))
    if not numbers:
        step = next((step for step, tables in STEPS.items() if name in tables), "clean")
        raise PolicylabError(
            f"There is no table {name} in {out}. Make it with `policylab batch CATALOGUE {out} --steps {step}`."
        )
    # a file that is not there is lost, but where the shard's record says that it never had this table
    last = max(numbers | _numbers(Path(out, RECORDS)))
    held = (number for number in range(last + 1) if number in numbers or name in shards.record(number).get("tables", (name,)))
    return [Path(out, name, part_name(number)) for number in held]


def _numbers(folder: Path) -> set[int]:
    """The numbers of the shards that have a file in a folder."""
    return {int(path.stem.removeprefix("part-")) for path in folder.glob("part-*.*")}


def read_parts(out: str | os.PathLike, name: str, columns: Iterable[str] | None) -> Iterator[pa.Table]:
    """The shards of a table as Arrow tables, one in memory at a time, each held against its record."""
    paths, shards = part_paths(out, name), Shards(Path(out))
    columns = None if columns is None else list(columns)
    for column in columns or ():
        check_known("column", column, SCHEMAS[name].names)
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        part = shards.record(int(path.stem.removeprefix("part-"))).get("tables", {}).get(name, {})
        if sha256_bytes(content) != part.get("sha256"):
            raise PolicylabError(
                f"{path} is damaged: it is not the file that the run wrote. Run `policylab batch` with the same "
                "catalogue and folder again, which makes it anew."
            )
        yield pq.read_table(pa.BufferReader(content), columns=columns, use_threads=False)


def read_table(
    out: str | os.PathLike, name: str, *, columns: Iterable[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Read a table of a batch run, one shard at a time, in the order of the input.

    Parameters
    ----------
    out : path
        The folder that `run_batch` wrote.
    name : str
        plans, texts, repairs, sections, paragraphs, agencies, targets, tokens or counts.
    columns : list of str or None
        Only these columns; None is all.

    Yields
    ------
    DataFrame
        With whole numbers as Int64, values as `decimal.Decimal`, what is missing as None.

    Raises
    ------
    PolicylabError
        If there is no such table or column, or a file is damaged.

    Examples
    --------
    >>> import tempfile
    >>> from policylab.batch import read_table, run_batch
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch([("a", "到2025年,建成5G基站7万个。")], out, steps="targets")
    ...     [frame] = read_table(out, "targets", columns=["plan", "indicator", "value", "unit"])
    >>> frame
      plan indicator  value unit
    0    a    5G基站  70000    个
    """
    for table in read_parts(out, name, columns):
        yield to_frame(table)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame like those of the analyses."""
    import pandas as pd

    data = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        values = column.to_pylist()
        if pa.types.is_integer(field.type):
            data[field.name] = pd.array(values, dtype="Int64")
        elif field.type == DECIMAL:
            data[field.name] = pd.Series([_in_full(value) for value in values], dtype=object)
        else:
            data[field.name] = pd.Series(values, dtype=bool if field.type == _FLAG else object)
    return pd.DataFrame(data)


def _in_full(value: Decimal | None) -> Decimal | None:
    """The number without the zeros that the column's scale put behind the point."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short


class Shards:
    """The shards of one folder, each with the steps that were done on it and the hash of what it was made from."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.damaged: list[str] = []

    def missing_steps(self, batch: Batch, task: Task) -> tuple[str, ...]:
        """The steps that are still to be done on a batch."""
        record = self.record(batch.number)
        # the documents are read again for the comparison only where there is something to compare with
        if not record or record["key"] != batch_key(batch, task):
            return task.steps
        file = part_name(batch.number)
        broken = [name for name, part in record["tables"].items() if sha256_file(self.out / name / file) != part["sha256"]]
        if broken:
            self.damaged += [f"{name}/{file}" for name in broken]
            return tuple(step for step in STEPS if step in {*task.steps, *record["steps"]})
        return tuple(step for step in task.steps if step not in record["steps"])

    def failed(self, number: int) -> int:
        return len({failure["row"] for failure in self.record(number)["failures"]})

    def write(self, result: Result) -> int:
        """Write the tables of a shard, and its record last; give the number of its documents that failed."""
        path = self._path(result.number)
        before = self.record(result.number)
        if before and before["key"] != result.key:
            before = {}
        # from here to the end there is no record that could vouch for a mixture of old and new tables
        path.unlink(missing_ok=True)
        for name in SCHEMAS:
            part = self.out / name / part_name(result.number)
            if name in result.parts:
                write_bytes(part, result.parts[name][0])
            elif name not in before.get("tables", {}):
                part.unlink(missing_ok=True)
        record = _merged(before, result)
        write_json(path, {"sha256": hash_of(record), **record})
        return self.failed(result.number)

    def finish(self, number: int, about: dict) -> list[Failure]:
        """Take out what an earlier, longer run left behind, and write `failures.csv` and `batch.json`."""
        for folder, suffix in [(self.out / name, "parquet") for name in SCHEMAS] + [(self.out / RECORDS, "json")]:
            for path in sorted(folder.glob(f"part-*.{suffix}")):
                if int(path.stem.removeprefix("part-")) >= number:
                    path.unlink()
        tables: dict[str, dict] = {}
        hashes: dict[str, list[str]] = {}
        failures = []
        for shard in range(number):
            record = self.record(shard)
            failures += [Failure(**failure) for failure in record["failures"]]
            for name, part in record["tables"].items():
                table = tables.setdefault(name, {"rows": 0, "bytes": 0})
                table["rows"] += part["rows"]
                table["bytes"] += part["bytes"]
                hashes.setdefault(name, []).append(part["sha256"])
        for name, table in tables.items():
            table["sha256_of_parts"] = hash_of(hashes[name])
        write_text(
            self.out / FAILURES,
            rows_text(["row", "document", "source", "step", "reason"], [tuple(asdict(f).values()) for f in failures]),
        )
        write_json(self.out / "batch.json", {**about, "tables": {n: tables[n] for n in SCHEMAS if n in tables}})
        return failures

    def record(self, number: int) -> dict:
        """What is known of a shard; empty where there is no record, or a damaged one."""
        record = read_json(self._path(number))
        check = record.pop("sha256", None)
        return record if {"key", "steps", "tables", "failures"} <= set(record) and check == hash_of(record) else {}

    def _path(self, number: int) -> Path:
        return self.out / RECORDS / part_name(number).replace(".parquet", ".json")


def _merged(before: dict, result: Result) -> dict:
    """The record of a shard: what this run did, and what an earlier one had done on the same documents."""
    steps = {*before.get("steps", ()), *result.steps}
    made = {
        name: {"rows": rows, "bytes": len(content), "sha256": sha256_bytes(content)}
        for name, (content, rows) in result.parts.items()
    }
    tables = {**before.get("tables", {}), **made}
    # of one document, the steps that both runs took failed in the same way
    failures = {(f["row"], f["step"], f["reason"]): f for f in [*before.get("failures", ()), *map(_plain, result.failures)]}
    return {
        "key": result.key,
        "documents": result.documents,
        "steps": [step for step in STEPS if step in steps],
        "tables": {name: tables[name] for name in SCHEMAS if name in tables},
        "failures": [failures[key] for key in sorted(failures, key=lambda k: (k[0], _STEP_ORDER.index(k[1]), k[2]))],
    }


def _plain(failure: Failure) -> dict:
    """A failure as JSON can hold it, whatever stood in the catalogue."""
    values = asdict(failure)
    return {key: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for key, v in values.items()}
