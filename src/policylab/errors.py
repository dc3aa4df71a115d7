"""Errors that say what was wrong, where, and what to do.

Every error that policylab raises on purpose is a `PolicylabError`; it is a `ValueError` too, so that
scripts may catch it as usual. The functions here build every message, so that all of them read alike.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


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
    return PolicylabError(f"`{name}` must be {expected}, got {shown(value)}." + (f" {hint}" if hint else ""))


def shown(value: object) -> str:
    """A value as an error shows it: on one line, of 80 characters at most.

    >>> shown("x" * 200)[-5:]
    'xx...'
    """
    line = _on_one_line(value)
    return line if len(line) <= 80 else line[:77] + "..."


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
    return PolicylabError(f"There is no {kind} {_on_one_line(value)}{where}. {tail}")


def _on_one_line(value: object) -> str:
    return repr(value) if isinstance(value, str) else " ".join(repr(value).split())


def listed(things: Iterable[object], most: int = 10) -> str:
    """The first of some things, and how many more there are.

    >>> listed(range(5), 2)
    '0, 1 and 3 more'
    """
    shown = list(map(str, things))
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")
