"""DataFrames whose columns have one type each, with or without rows; and what is missing in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd

Cells = TypeVar("Cells", "pd.DataFrame", "pd.Series")


def typed_frame(rows: Iterable, columns: Iterable[str], types: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """A table of rows whose columns have the types that they are named under, with or without rows; an object is None
    where it is missing.

    >>> frame = typed_frame([("a", 2021.0, "x"), ("b", None, None)], ["plan", "year", "note"], {"Int64": ["year"], "object": ["note"]})
    >>> frame["year"].tolist(), frame["note"].tolist()
    ([2021, <NA>], ['x', None])
    """
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    for dtype, names in types.items():
        for name in names:
            frame[name] = as_objects(frame[name]) if dtype == "object" else frame[name].astype(dtype)
    return frame


def as_objects(cells: Cells) -> Cells:
    """A column or a table of Python's own objects, None where one is missing.

    >>> import pandas as pd
    >>> as_objects(pd.Series([2021, None], dtype="Int64")).tolist()
    [2021, None]
    """
    return cells.astype(object).where(cells.notna(), None)


def sorted_by(table: pd.DataFrame, columns: list[str], order: Iterable, *, placed: Iterable[str] = ("plan",), **how: object) -> pd.DataFrame:
    """A table by some columns, of which those that are `placed` follow an order, such as that of the plans in time.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"plan": ["a", "b", "b"], "start": [1, 9, 2]})
    >>> sorted_by(table, ["plan", "start"], ["b", "a"]).values.tolist()
    [['b', 2], ['b', 9], ['a', 1]]
    """
    place = {name: number for number, name in enumerate(order)}
    return table.sort_values(columns, key=lambda column: column.map(place) if column.name in placed else column, kind="stable", **how)


def is_missing(value: object) -> bool:
    """Whether a cell has nothing in it: None, or what pandas and floats have for it.

    >>> import pandas as pd
    >>> [is_missing(value) for value in (None, float("nan"), pd.NA, pd.NaT, "", 0)]
    [True, True, True, True, False, False]
    """
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value
