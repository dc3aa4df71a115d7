"""Plans of what is given as a corpus, the section of a level that a section stands in, and the types of a table's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, invalid

if TYPE_CHECKING:
    import pandas as pd

_HINT = "Load one with `policylab.load_corpus()`."


def as_plans(corpus: object) -> list:
    """Plans of a corpus, or of a list of plans, in its order; one plan stands for itself.

    Raises
    ------
    PolicylabError
        If it is neither, if there is no plan, or if a plan is there twice.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> [plan.id for plan in as_plans(corpus["smart-city-2015"])]
    ['smart-city-2015']
    """
    if _is_plan(corpus):
        return [corpus]
    if isinstance(corpus, (str, bytes)) or not isinstance(corpus, Iterable):
        raise invalid("corpus", corpus, "a corpus, a plan, or a list of plans", hint=_HINT)
    plans = list(corpus)
    for plan in plans:
        if not _is_plan(plan):
            raise invalid("corpus", plan, "a corpus, a plan, or a list of plans", hint=_HINT)
    if not plans:
        raise PolicylabError('The corpus has no plan. Add one to its corpus.toml, with role = "plan".')
    ids = [plan.id for plan in plans]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise PolicylabError(f"The plan {twice[0]!r} is given twice. A plan is not compared with itself.")
    return plans


def sections_above(sections: pd.DataFrame, *, level: int) -> Mapping[str, str]:
    """The section of a level that each section stands in, or is; itself if its own level is nearer to the root.

    Parameters
    ----------
    sections : DataFrame
        As `corpus.sections`: section, level, parent.
    level : int
        1 gives the chapter of each section.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"section": ["p", "p/1", "p/1/2"], "level": [0, 1, 2], "parent": [None, "p", "p/1"]}
    >>> sections_above(pd.DataFrame(rows), level=1)
    {'p': 'p', 'p/1': 'p/1', 'p/1/2': 'p/1'}
    """
    parents = dict(zip(sections["section"], sections["parent"], strict=True))
    levels = dict(zip(sections["section"], sections["level"], strict=True))
    above = {}
    for section in parents:
        top = section
        while levels[top] > level and parents.get(top) in levels:
            top = parents[top]
        above[section] = top
    return above


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
            values = frame[name].astype(dtype)
            frame[name] = values.where(values.notna(), None) if dtype == "object" else values
    return frame


def _is_plan(value: object) -> bool:
    return hasattr(value, "text") and hasattr(value, "paragraphs") and hasattr(value, "id")
