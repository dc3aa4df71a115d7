"""Tables that people fill in: the sheets of a workbook, or a CSV file, every cell as text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import SourceError
from policylab.text._sources import read_source

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".xlsx", ".csv")


def read_spreadsheet(path: str | Path) -> dict[str, pd.DataFrame]:
    """Read a workbook (XLSX), or a CSV file in UTF-8 or GB18030, as it was written.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict of str to DataFrame
        The sheets by their names, in their order, the one table of a CSV file by that of the file; every cell is text as
        it stands, an empty one "". Heads that have two lines, as those of ``tables.xlsx`` in
        Chinese, go by the second.

    Raises
    ------
    SourceError
        If there is no such file, or it is neither.
    """
    import pandas as pd

    path = Path(path)
    if not path.is_file():
        raise SourceError(f"There is no file {path}. Name a table, XLSX or CSV.")
    try:
        if path.suffix.lower() == ".xlsx":
            sheets = pd.read_excel(path, sheet_name=None, dtype=str, keep_default_na=False)
        elif path.suffix.lower() == ".csv":
            sheets = {path.stem: pd.read_csv(io.StringIO(read_source(path).text), dtype=str, keep_default_na=False)}
        else:
            raise SourceError(f"{path.name} is neither XLSX nor CSV. Save it as one of them.")
    except SourceError:
        raise
    except Exception as error:  # the readers of pandas raise many kinds
        raise SourceError(
            f"{path.name} cannot be read as a table: {' '.join(str(error).split())}. Save it as XLSX or CSV (UTF-8)."
        ) from error
    return {name: table.rename(columns=column_name) for name, table in sheets.items()}


def column_name(head: object) -> str:
    """The name of a column in its head: the last line, as the first is the label in Chinese.

    >>> column_name("指标\\nindicator"), column_name(" 指标 ")
    ('indicator', '指标')
    """
    return (str(head).strip().splitlines() or [""])[-1].strip()
