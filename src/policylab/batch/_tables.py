"""The tables of a batch run: their columns, and the same bytes of Parquet for the same rows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from policylab.errors import PolicylabError, unknown

if TYPE_CHECKING:
    import pandas as pd

_TEXT, _INT, _LONG, _FLAG = pa.string(), pa.int32(), pa.int64(), pa.bool_()
# exact, as floats would not be: up to 28 digits before the point and 10 behind it
DECIMAL = pa.decimal128(38, 10)
_TYPES = {
    "row": _LONG, "period_start": _INT, "period_end": _INT, "characters": _INT, "repairs": _INT,
    "level": _INT, "start": _INT, "end": _INT, "raw_start": _INT, "raw_end": _INT, "page": _INT, "likelihood": pa.float64(), "generic": _FLAG,
    "kept": _FLAG, "base_year": _INT, "year": _INT, "value": DECIMAL, "value_high": DECIMAL,
    "tokens": pa.list_(_TEXT), "warnings": pa.list_(_TEXT), "count": _LONG, "documents": _LONG, "paragraphs": _LONG,
    "count_squared": _LONG, "count_tokens": _LONG, "n_tokens": _LONG, "tokens_squared": _LONG,
}  # fmt: skip
_COLUMNS = {
    "plans": "plan row title group period_start period_end source sha256 encoding script characters repairs "
    "warnings",
    "texts": "plan text",
    "repairs": "plan origin raw reading raw_start raw_end start end likelihood",
    "sections": "section plan level number title parent path start end",
    "paragraphs": "paragraph plan section role text start end page",
    "agencies": "plan section agency canonical role generic start end due",
    "targets": "statement plan section kind indicator comparator value value_high unit measure base_year year "
    "year_from modality doubt sentence start end raw_start raw_end",
    "tokens": "plan group paragraph section tokens",
    "word_counts": "group term kept count documents paragraphs count_squared count_tokens",
    "word_totals": "group documents paragraphs n_tokens tokens_squared",
}
SCHEMAS = {
    table: pa.schema([(name, _TYPES.get(name, _TEXT)) for name in columns.split()])
    for table, columns in _COLUMNS.items()
}
# the tables that each step writes; `plans` is written always
STEPS = {
    "clean": ("texts", "repairs"),
    "outline": ("sections", "paragraphs", "agencies"),
    "targets": ("targets",),
    "words": ("tokens", "word_counts", "word_totals"),
}


def make_table(name: str, rows: list[tuple]) -> pa.Table:
    """An Arrow table from rows in the order of its columns."""
    schema = SCHEMAS[name]
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def parquet_bytes(table: pa.Table) -> bytes:
    """A table as one Parquet file; every option that could change the bytes is fixed."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, version="2.6", data_page_version="1.0", compression="zstd", compression_level=3,
        use_dictionary=True, write_statistics=True, row_group_size=1 << 26, store_schema=True,
    )  # fmt: skip
    return sink.getvalue().to_pybytes()


def part_name(number: int) -> str:
    """The file name of a shard; in the order of names the shards are in the order of the input."""
    return f"part-{number:06d}.parquet"


def part_paths(out: str | os.PathLike, name: str) -> list[Path]:
    """The shards of a table, in input order.

    Raises
    ------
    PolicylabError
        If there is no such table, or the run did not write it.
    """
    if name not in SCHEMAS:
        raise unknown("table", name, SCHEMAS)
    paths = sorted(Path(out, name).glob("part-*.parquet"))
    if not paths:
        step = next((step for step, tables in STEPS.items() if name in tables), "clean")
        raise PolicylabError(
            f"There is no table {name} in {out}. Make it with `policylab batch CATALOGUE {out} --steps {step}`."
        )
    return paths


def read_parts(out: str | os.PathLike, name: str, columns: Iterable[str] | None = None) -> Iterator[pa.Table]:
    """The shards of a table as Arrow tables, one in memory at a time."""
    columns = None if columns is None else list(columns)
    for column in columns or ():
        if column not in SCHEMAS.get(name, pa.schema([])).names:
            raise unknown("column", column, SCHEMAS[name].names)
    for path in part_paths(out, name):
        yield pq.read_table(path, columns=columns, use_threads=False, partitioning=None)


def read_table(
    out: str | os.PathLike, name: str, *, columns: Iterable[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Read a table of a batch run, one shard at a time, in the order of the input.

    Parameters
    ----------
    out : path
        The folder that `run_batch` wrote.
    name : str
        plans, texts, repairs, sections, paragraphs, agencies, targets, tokens, word_counts or word_totals.
    columns : list of str or None
        Only these columns; None is all.

    Yields
    ------
    DataFrame
        With whole numbers as Int64, values as `decimal.Decimal`, what is missing as None.

    Raises
    ------
    PolicylabError
        If there is no such table or column.

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
