"""Parameters of a run: what a user gives them, for which notebooks, each made of the right kind and checked."""

from __future__ import annotations

import ast
import contextlib
import json
import math
import pkgutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from policylab.checks import as_list, check_choice, check_int, check_kind, check_number, split_list
from policylab.corpus._catalogue import CONTROL
from policylab.errors import PolicylabError, invalid, unknown
from policylab.resources import load_toml
from policylab.study._notebooks import PUT_IN_HEAD, Notebook, assignments

# The runner sets these for every notebook that has them.
RESERVED = {"out": "--out", "corpus_file": "--corpus"}
FIGURES_VARIABLE = "POLICYLAB_FIGURES"  # tells kernels how their figures are drawn and written
# In a list of bare words, these are what is left of a list in Python or JSON that is broken.
_LIST_MARKS = frozenset("[]{}\"'")
_LONGEST = 1000  # characters of one text
_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", list: "a list", tuple: "a list"}
_SEED = ("_seed", "_seeds", "_random_state")


class TypedText(str):
    """Text typed on a command line, which becomes a value of the kind that the notebook's default has."""


def given_parameters(notebooks: list[Notebook], parameters: dict[str, object] | None) -> dict[str, dict]:
    """For each notebook those of the given parameters that it has, as values of the right kind, each checked."""
    check_kind("parameters", parameters, Mapping | None, "a dict of names to values")
    given: dict[str, dict] = {book.name: {} for book in notebooks}
    for name, value in (parameters or {}).items():
        if name in RESERVED:
            raise PolicylabError(f"The parameter {name!r} is set by the run itself: use {RESERVED[name]}.")
        owners = [book for book in notebooks if name in book.defaults]
        if not owners:
            known = {key for book in notebooks for key in book.defaults}
            raise _unknown(name, known, notebooks[0].name if len(notebooks) == 1 else f"any of {len(notebooks)} notebooks")
        for book in owners:
            given[book.name][name] = _fitted(name, value, book.defaults[name])
    return given


def figure_settings(
    dpi: float | None = None, formats: Iterable[str] | None = None, width: str | None = None
) -> dict[str, object]:
    """How a run draws and writes its figures, as far as that is not as always; SVG is always among the formats.

    >>> figure_settings(dpi=300, formats=["pdf"])
    {'dpi': 300.0, 'formats': ['svg', 'pdf']}
    """
    from policylab.plots._figure_style import WIDTHS, check_saving

    settings: dict[str, object] = {}
    if dpi is not None:
        settings["dpi"] = check_saving((), dpi)[1]
    if formats is not None:
        formats = [formats] if isinstance(formats, str) else as_list("formats", formats, "names of formats")
        settings["formats"] = check_saving(["svg", *formats], None)[0]
    if width is not None:
        check_choice("width", width, WIDTHS)
        settings["width"] = width
    return settings


def check_values(parameters: Mapping[str, object]) -> None:
    """Check values by name, as a notebook has them when it begins, against what ``parameters.toml`` says of them."""
    declared = load_toml("parameters.toml")
    for name, value in parameters.items():
        if name in declared and name not in RESERVED:
            _check(name, value, declared[name])


def check_put_in(executed: Iterable[str], known: Iterable[str], *, notebook: str) -> None:
    """Refuse a parameter that papermill put in, and that the notebook does not have: it would run on its defaults.

    `executed` are the sources of the cells that were run before, `known` the names that the notebook handed over.
    """
    names = set(known)
    for source in executed:
        assigned = {name for name, _ in assignments(source)}
        if not source.lstrip().startswith(PUT_IN_HEAD):
            names |= assigned
        elif assigned - names:
            raise _unknown(min(assigned - names), names, notebook)


def seeds(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if f"_{name}".endswith(_SEED)}


def literal(text: str) -> object:
    """A value typed on a command line: a Python literal, JSON, `true`, `false` or `null`, or else the text itself."""
    words = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    for read in (ast.literal_eval, json.loads):
        with contextlib.suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return read(text)
    return text


def _unknown(name: str, known: Iterable[str], where: str) -> PolicylabError:
    return unknown("parameter", name, set(known) - set(RESERVED), where=f" in {where}")


def _fitted(name: str, value: object, default: object) -> object:
    declared = load_toml("parameters.toml").get(name)
    if declared is None and name.endswith("_file") and (default is None or isinstance(default, str)):
        declared = {"type": "file", "none": default is None}
    read = value
    if isinstance(value, TypedText):
        read = literal(value)
        if read is not None and (isinstance(default, str) or (declared or {}).get("type") in {"text", "file"}):
            read = str(value)  # a year or a code typed for a text stays the text
        elif read is not None and isinstance(default, (list, tuple)) and not isinstance(read, (list, tuple)):
            read = _listed(name, value)
    if declared is not None:
        _check(name, read, declared)
        return read
    whole_for_number = isinstance(default, float) and type(read) is int
    if default is not None and _kind(read) != _kind(default) and not whole_for_number:
        raise invalid(name, read, f"{_kind(default)} like {default!r}")
    if isinstance(read, float) and not math.isfinite(read):
        raise invalid(name, read, "a finite number")
    return read


def _check(name: str, value: object, declared: Mapping) -> None:
    kind, none = declared["type"], declared.get("none", False)
    or_none = ", or None" if none else ""
    if value is None and none:
        return
    low, high = declared.get("minimum"), declared.get("maximum")
    if kind == "choice":
        check_choice(name, value, declared["values"])
    elif kind == "integer":
        check_int(name, value, low, high, more=or_none)
    elif kind == "number":
        check_number(name, value, low, high, more=or_none)
    elif kind == "texts":
        if not isinstance(value, (list, tuple)) or not all(map(_is_text, value)) or not low <= len(value) <= high:
            raise invalid(
                name, value, f"a list of {low} to {high} texts, none of them empty{or_none}",
                hint=f'On the command line: `-p {name} "数据要素,区块链"`.',
            )  # fmt: skip
    elif kind == "pairs":
        pairs = value if isinstance(value, (list, tuple)) else []
        whole = all(isinstance(pair, (list, tuple)) and len(pair) == 2 and all(map(_is_text, pair)) for pair in pairs)
        if not whole or not low <= len(pairs) <= high:
            raise invalid(name, value, f'a list of pairs like [["plan-2016", "plan-2021"]]{or_none}')
    elif kind == "file":
        try:
            found = _is_text(value) and Path(value).is_file()
        except (OSError, ValueError):
            found = False
        if not found:
            raise invalid(name, value, f"the path of a file that is there{or_none}")
        if "reader" in declared:
            pkgutil.resolve_name(declared["reader"])(value)
    elif not _is_text(value):
        raise invalid(name, value, f"a text of 1 to {_LONGEST} characters{or_none}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST and not CONTROL.search(value)


def _listed(name: str, text: str) -> list[str]:
    """A list typed as words between commas, also in brackets without quotes: some shells take the quotes away."""
    bare = text.strip()
    inner = bare[1:-1] if bare[:1] + bare[-1:] == "[]" else bare
    if set(inner) & _LIST_MARKS:
        raise invalid(name, text, "a list", hint=f'Write words between commas: `-p {name} "数据要素,区块链"`.')
    return split_list(inner)


def _kind(value: object) -> str:
    return _KINDS.get(type(value), f"a {type(value).__name__}")
