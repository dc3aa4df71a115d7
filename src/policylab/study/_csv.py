"""Tables as CSV: the same bytes for the same table, on every system."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING

from policylab.corpus._catalogue import check_no_device
from policylab.errors import PolicylabError, invalid

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_LONGEST_NAME = 100
_MUST_QUOTE = re.compile(r'[",\r\n]')


def check_name(name: object) -> str:
    """Check the name of a table or figure, which becomes a file name on every system."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise invalid("name", name, "lower-case letters and digits joined by - or _, like 'keyword_trends'")
    if len(name) > _LONGEST_NAME:
        raise invalid("name", name, f"a name of at most {_LONGEST_NAME} characters")
    check_no_device(name, where="`name`")
    return name


def cell_text(value: object) -> str:
    """One value as the text of a CSV cell.

    Floats keep six significant digits (all digits before the point), decimals all of theirs, without exponent.

    Examples
    --------
    >>> [cell_text(v) for v in (0.1234567, 1234567.8, 120.0, Decimal("1E+3"), float("nan"), None, True)]
    ['0.123457', '1234568', '120', '1000', '', '', 'true']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return "" if value.is_nan() else f"{value:f}"
    if type(value).__name__ in {"bool", "bool_"}:
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return _float_text(float(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(cell_text(part) for part in value)
    if type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise PolicylabError(f"A table cell holds a {type(value).__name__}, which has no one way to be written in CSV.")


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e5:
        return f"{value:.0f}"
    return repr(float(f"{value:.6g}"))


def table_text(frame: pd.DataFrame) -> str:
    """A frame as CSV text: one header line, LF, missing is empty; a named index becomes columns."""
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns = [str(column) for column in frame.columns]
    if len(set(columns)) < len(columns):
        raise PolicylabError(f"A table has two columns of one name: {', '.join(columns)}.")
    series = [frame.iloc[:, position].tolist() for position in range(len(columns))]
    return rows_text(columns, zip(*series, strict=True))


def rows_text(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows of values as CSV text."""
    lines = [_line(columns)]
    lines += [_line([cell_text(value) for value in row]) for row in rows]
    return "".join(lines)


def _line(cells: list[str]) -> str:
    if len(cells) == 1 and not cells[0]:
        return '""\n'  # an empty line would not be read as a row
    return ",".join('"' + c.replace('"', '""') + '"' if _MUST_QUOTE.search(c) else c for c in cells) + "\n"


def parse_table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of CSV bytes, every cell as text."""
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row]
    return (rows[0], rows[1:]) if rows else ([], [])


def read_frame(content: bytes, *, decimals: Iterable[str] = ()) -> pd.DataFrame:
    """CSV bytes as a frame: empty is missing, whole numbers stay whole, `decimals` are read exactly."""
    import pandas as pd

    decimals = list(decimals)
    frame = pd.read_csv(
        io.BytesIO(content),
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values=[""],
        float_precision="round_trip",
        dtype=dict.fromkeys(decimals, "str"),
    )
    for column in frame.columns:
        if column in decimals:
            frame[column] = [None if pd.isna(text) else Decimal(text) for text in frame[column]]
            frame[column] = frame[column].astype(object)
        elif frame[column].dtype == "float64" and frame[column].isna().any():
            present = frame[column].dropna()
            if len(present) and (present % 1 == 0).all():  # years and counts beside missing ones
                frame[column] = frame[column].astype("Int64")
    return frame
