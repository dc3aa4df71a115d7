"""Checks of arguments and tables: what a function takes, and the one sentence that refuses what it does not take."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Hashable, Iterable, Mapping
from numbers import Integral, Real
from types import UnionType
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, invalid, listed, unknown

if TYPE_CHECKING:
    import numpy as np


def check_choice(name: str, value: object, choices: Iterable[str]) -> None:
    """Check a parameter that takes one of a few words.

    >>> check_choice("lang", "fr", ("zh", "en"))
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `lang` must be one of 'en', 'zh', got 'fr'.
    """
    choices = sorted(choices)
    if not _among(value, choices):
        raise invalid(name, value, "one of " + ", ".join(map(repr, choices)))


def check_known(kind: str, value: object, known: Iterable[str]) -> None:
    """Check a name that must be one of those there are.

    >>> check_known("plan", "city-2012", ["city-2015"])
    Traceback (most recent call last):
    policylab.errors.PolicylabError: There is no plan 'city-2012'. Did you mean 'city-2015'?
    """
    if not _among(value, known):
        raise unknown(kind, value, known)


def check_choices(name: str, value: object, known: Iterable[str], what: str) -> list:
    """Check a parameter that takes several of a few words, and give them as a list; `what` says what holds them.

    >>> check_choices("kinds", ("target", "aim"), ("target", "baseline"), "a tuple of kinds")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `kinds` must be a tuple of kinds: baseline, target, got ['target', 'aim'].
    """
    known = sorted(known)
    expected = f"{what}: {', '.join(known)}"
    chosen = as_list(name, value, expected)
    if not chosen or not all(_among(one, known) for one in chosen):
        raise invalid(name, chosen, expected)
    return chosen


def check_flag(name: str, value: object) -> None:
    """Check a parameter that says yes or no; a table, which is neither, has no truth value.

    >>> check_flag("pooled", "no")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `pooled` must be True or False, got 'no'.
    """
    if not _among(value, (True, False)):
        raise invalid(name, value, "True or False")


def check_str(name: str, value: object) -> None:
    """Check a parameter that takes a text or a name.

    >>> check_str("by", 3)
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `by` must be a str, got 3.
    """
    if not isinstance(value, str):
        raise invalid(name, value, "a str")


def check_kind(name: str, value: object, kind: type | UnionType, expected: str, *, hint: str = "") -> None:
    """Check a parameter that takes what a class makes, such as a mapping or a fitted model.

    >>> check_kind("names", 3, dict, "a dict of ids to names")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `names` must be a dict of ids to names, got 3.
    """
    if not isinstance(value, kind):
        raise invalid(name, value, expected, hint=hint)


def check_has(name: str, value: object, attribute: str, expected: str) -> None:
    """Check a parameter that takes whatever has an attribute, such as a plan or what tells of one.

    >>> check_has("plan", 3, "issued", "a Plan")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `plan` must be a Plan, got 3.
    """
    if not hasattr(value, attribute):
        raise invalid(name, value, expected)


def check_row(name: str, row: object, columns: Iterable[str], maker: str) -> None:
    """Check a parameter that takes a row of a table, or a dict like one.

    >>> check_row("row", {}, ["plan"], "policylab.text_reuse")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `row` must be a row of `policylab.text_reuse` with plan, got {}.
    """
    if not hasattr(row, "keys") or not set(columns) <= set(row.keys()):
        raise invalid(name, row, f"a row of `{maker}` with {', '.join(columns)}")


def check_names(names: object) -> None:
    """Check what things are called, by their ids, where that is said.

    >>> check_names(["规划"])
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `names` must be a dict of ids to names, got ['规划'].
    """
    if names is not None:
        check_kind("names", names, Mapping, "a dict of ids to names")


def check_path(name: str, value: object) -> None:
    """Check a parameter that takes the path of a file.

    >>> check_path("path", None)
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `path` must be the path of a file, got None.
    """
    if not isinstance(value, str | os.PathLike) or isinstance(os.fspath(value), bytes):
        raise invalid(name, value, "the path of a file")


def _among(value: object, known: Iterable[str]) -> bool:
    """Whether a value is one of some names; a table, whose comparison is a table, is none."""
    return isinstance(value, Hashable) and value in set(known)


def as_list(name: str, value: object, expected: str) -> list:
    """A parameter that takes several things, as a list; a str is one thing, and no list of its characters.

    >>> as_list("lengths", (8, 16), "a list of lengths")
    [8, 16]
    >>> as_list("lengths", 8, "a list of lengths")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `lengths` must be a list of lengths, got 8.
    """
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise invalid(name, value, expected)
    return list(value)


def split_list(text: str) -> list[str]:
    """The words of a list that is typed, between commas of any kind.

    >>> split_list("区块链,5G，算力、渔港")
    ['区块链', '5G', '算力', '渔港']
    """
    return [part.strip() for part in re.split("[,，、;；\n]", text) if part.strip()]


def as_numbers(name: str, value: object) -> np.ndarray:
    """A parameter that takes numbers, as an array of floats.

    >>> as_numbers("p", "low")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `p` must be a number or an array of numbers, got 'low'.
    """
    import numpy as np

    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise invalid(name, value, "a number or an array of numbers") from None


# the name or the address of a file; a text that ends with an address (原文链接:https://…html) is none
_FILE = re.compile(r"(?:[a-z]+://)?(?:(?!://).)+\.(?:txt|html?|pdf|docx|md)")


def check_text(name: str, value: object) -> None:
    """Check a text: a str that is not the name of a file.

    >>> check_text("source", "plan.pdf")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `source` must be a text, and this is the name of a file, got 'plan.pdf'. Read it with `policylab.corpus.read_plan`.
    """
    check_str(name, value)
    if _FILE.fullmatch(value):
        raise invalid(name, value, "a text, and this is the name of a file", hint="Read it with `policylab.corpus.read_plan`.")


def is_int(value: object) -> bool:
    """Whether a value is a whole number, such as 3 or `numpy.int64(3)`; True is no number.

    >>> [is_int(value) for value in (3, 3.0, True)]
    [True, False, False]
    """
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """Whether a value is a finite number; True is none.

    >>> [is_number(value) for value in (3, 0.5, float("nan"), True, "3")]
    [True, True, False, False, False]
    """
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def check_int(name: str, value: object, least: int, most: int | None = None, *, what: str = "", more: str = "") -> None:
    """Check a parameter that takes whole numbers; `what` says of what, and `more` what else it takes: ", or None" takes None.

    >>> check_int("window", 0, 1)
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `window` must be an int of at least 1, got 0.
    >>> check_int("year", "2025", 1900, 2200, what="a year (an int)")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `year` must be a year (an int) from 1900 to 2200, got '2025'.
    """
    if value is None and more.startswith(", or None"):
        return
    if not is_int(value) or value < least or (most is not None and value > most):
        span = f"{what or 'an int'} of at least {least}" if most is None else f"{what or 'a whole number'} from {least} to {most}"
        raise invalid(name, value, span + more)


def check_jobs(name: str, value: object, what: str) -> None:
    """Check how many processes or threads (`what`) work at once: an int, below 0 counted from the cores, or None.

    >>> check_jobs("n_jobs", 0, "thread")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `n_jobs` must be an int: 1, 2, ..., or -1 for one thread a core, got 0.
    """
    if value is not None and (not is_int(value) or value == 0):
        raise invalid(name, value, f"an int: 1, 2, ..., or -1 for one {what} a core")


def check_seed(value: object) -> int:
    """The `random_state` of a function as an int, if it is one of at least 0; numpy has whole numbers that networkx does not take.

    >>> check_seed(-1)
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `random_state` must be an int of at least 0, got -1. The same seed is the same result.
    """
    if not is_int(value) or value < 0:
        raise invalid("random_state", value, "an int of at least 0", hint="The same seed is the same result.")
    return int(value)


# what is said of a range, by which of its ends belong to it
_RANGES = {"both": "from {} to {}", "left": "from {} to below {}", "right": "above {}, at most {}", "neither": "above {} and below {}"}


def check_number(
    name: str, value: object, low: float, high: float, *, closed: str = "both", what: str = "a number", more: str = ""
) -> None:
    """Check a parameter that takes numbers of a range, of whose ends both, the left, the right or neither belong to it.

    >>> check_number("share", 1.5, 0, 1, closed="right")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `share` must be a number above 0, at most 1, got 1.5.
    """
    inside = is_number(value) and low <= value <= high
    if not inside or (value == low and closed in ("right", "neither")) or (value == high and closed in ("left", "neither")):
        raise invalid(name, value, f"{what} {_RANGES[closed].format(low, high)}{more}")


def check_columns(
    table: object, columns: Iterable[str], *, name: str = "table", maker: str = "", hint: str = "", error: type = PolicylabError
) -> None:
    """Check that a table has the columns that are needed; say which it lacks and has, and which function makes it.

    `name` is that of a parameter, or says which file it is; `hint` what to do, where no function makes the table.

    >>> import pandas as pd
    >>> check_columns(pd.DataFrame({"term": []}), ("term", "plan"), name="trends", maker="policylab.keyword_trends")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `trends` lacks the column plan; it has term. Make it with `policylab.keyword_trends`.
    """
    hint = hint or (f"Make it with `{maker}`." if maker else "")
    if not hasattr(table, "itertuples"):
        raise invalid(name, table, "a DataFrame", hint=hint)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        shown, columns = f"`{name}`" if name.isidentifier() else name, "columns" if len(missing) > 1 else "column"
        raise error(f"{shown} lacks the {columns} {', '.join(missing)}; it has {listed(table.columns, 12) or 'no column'}. {hint}".rstrip())
