"""Errors that say what was wrong, where, and what to do.

Every error that policylab raises on purpose is a `PolicylabError`; it is a `ValueError` too, so that
scripts may catch it as usual. The functions here build every message, so that all of them read alike.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from numbers import Integral


class PolicylabError(ValueError):
    """Bad input: the message names the value, what was expected, and the way out."""


class SourceError(PolicylabError):
    """A source that is missing, changed, or no text."""


class CatalogueError(PolicylabError):
    """A catalogue (`corpus.toml`) that cannot be read as one."""


def invalid(name: str, value: object, expected: str, *, hint: str = "") -> PolicylabError:
    """Build the error for a value that is not what a parameter takes.

    >>> str(invalid("n_topics", "ten", "an int of at least 2"))
    "`n_topics` must be an int of at least 2, got 'ten'."
    """
    shown = repr(value)
    if len(shown) > 80:
        shown = shown[:77] + "..."
    return PolicylabError(f"`{name}` must be {expected}, got {shown}." + (f" {hint}" if hint else ""))


def unknown(kind: str, value: object, known: Iterable[str], *, where: str = "") -> PolicylabError:
    """Build the error for a name that does not exist (" in a notebook"); it lists the nearest names, or all of a few.

    >>> str(unknown("plan", "smart-city-2012", ["smart-city-2015", "digital-economy-2019"]))
    "There is no plan 'smart-city-2012'. Did you mean 'smart-city-2015'?"
    >>> str(unknown("lang", "fr", ["en", "zh"]))
    "There is no lang 'fr'. Known: en, zh."
    """
    known = sorted(known)
    near = difflib.get_close_matches(str(value), known, n=3, cutoff=0.6)
    if near:
        tail = "Did you mean " + " or ".join(repr(name) for name in near) + "?"
    elif known:
        tail = f"Known: {listed(known, 20)}."
    else:
        tail = "There are none."
    return PolicylabError(f"There is no {kind} {value!r}{where}. {tail}")


def listed(things: Iterable[object], most: int = 10) -> str:
    """The first of some things, and how many more there are.

    >>> listed(range(5), 2)
    '0, 1 and 3 more'
    """
    shown = list(map(str, things))
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def check_choice(name: str, value: object, choices: Iterable[str]) -> None:
    """Check a parameter that takes one of a few words.

    >>> check_choice("lang", "fr", ("zh", "en"))
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `lang` must be one of 'en', 'zh', got 'fr'.
    """
    choices = sorted(choices)
    if value not in choices:
        raise invalid(name, value, "one of " + ", ".join(map(repr, choices)))


def check_known(kind: str, value: object, known: Iterable[str]) -> None:
    """Check a name that must be one of those there are.

    >>> check_known("plan", "city-2012", ["city-2015"])
    Traceback (most recent call last):
    policylab.errors.PolicylabError: There is no plan 'city-2012'. Did you mean 'city-2015'?
    """
    if value not in known:
        raise unknown(kind, value, known)


def check_int(name: str, value: object, least: int, *, more: str = "") -> None:
    """Check a parameter that takes whole numbers; `more` says what else it takes, and True is no number.

    >>> check_int("window", 0, 1)
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `window` must be an int of at least 1, got 0.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise invalid(name, value, f"an int of at least {least}{more}")


def check_columns(table: object, columns: Iterable[str], *, name: str = "table", maker: str = "") -> None:
    """Check that a table has the columns that are needed; say which it lacks, and which function makes it.

    >>> import pandas as pd
    >>> check_columns(pd.DataFrame({"term": []}), ("term", "plan"), name="trends", maker="policylab.keyword_trends")
    Traceback (most recent call last):
    policylab.errors.PolicylabError: `trends` lacks the columns plan. Make it with `policylab.keyword_trends`.
    """
    if not hasattr(table, "columns"):
        raise invalid(name, table, "a DataFrame", hint=f"Make it with `{maker}`." if maker else "")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise PolicylabError(
            f"`{name}` lacks the columns {', '.join(missing)}." + (f" Make it with `{maker}`." if maker else "")
        )
