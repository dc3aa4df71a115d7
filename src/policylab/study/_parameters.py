"""The parameters of notebooks: what each may be, from ``parameters.toml``, and values that are typed or put in."""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, choice, invalid
from policylab.resources import load_toml

if TYPE_CHECKING:
    from policylab.study._notebooks import Notebook

# The runner sets these for every notebook that has them.
RESERVED = {"out": "--out", "corpus_file": "--corpus"}
LANGUAGES = ("en", "zh")
PUT_IN = "# Parameters"  # how papermill's own cell begins
# In a list of bare words, these are what is left of a list in Python or JSON that is broken.
_LIST_MARKS = frozenset("[]{}\"'")
_LONGEST = 1000  # characters of one text
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
_SEED = ("seed", "seeds", "random_state")


class TypedText(str):
    """Text typed on a command line, which becomes a value of the kind that the notebook's default has."""


def given_parameters(notebooks: list[Notebook], parameters: dict[str, object] | None) -> dict[str, dict]:
    """For each notebook those of the given parameters that it has, as values of the right kind.

    Raises
    ------
    PolicylabError
        When no notebook has a parameter, or its value is of another kind than the default, or out of its range.
    """
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
    from policylab.plots._theme import check_saving, check_width

    settings: dict[str, object] = {}
    if dpi is not None:
        settings["dpi"] = check_saving((), dpi)[1]
    if formats is not None:
        settings["formats"] = check_saving(["svg", *([formats] if isinstance(formats, str) else formats)], None)[0]
    if width is not None:
        settings["width"] = check_width(width)
    return settings


def check_values(parameters: Mapping[str, object]) -> None:
    """Check values by name, as a notebook has them when it begins.

    Raises
    ------
    PolicylabError
        When one is not what ``parameters.toml`` says of its name.
    """
    declared = load_toml("parameters.toml")
    for name, value in parameters.items():
        if name in declared and name not in RESERVED:
            _check(name, value, declared[name])


def check_put_in(executed: Iterable[str], known: Iterable[str], *, notebook: str) -> None:
    """Refuse a parameter that papermill put in, and that the notebook does not have: it would run on its defaults.

    Parameters
    ----------
    executed : iterable of str
        The sources of the cells that were run before, the first the notebook's own parameters.
    known : iterable of str
        Names that the notebook handed over.

    Raises
    ------
    PolicylabError
    """
    names = set(known)
    for source in executed:
        if not source.lstrip().startswith(PUT_IN):
            names |= _assigned(source)
            continue
        for name in sorted(_assigned(source) - names):
            raise _unknown(name, names, notebook)


def seeds(parameters: Mapping[str, object]) -> dict[str, object]:
    """Those parameters that are seeds."""
    return {name: value for name, value in parameters.items() if name in _SEED or name.endswith(tuple("_" + s for s in _SEED))}


def literal(text: str) -> object:
    """A value typed on a command line: a Python literal, `true`, `false` or `null`, or else the text itself."""
    words = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _unknown(name: str, known: Iterable[str], where: str) -> PolicylabError:
    known = sorted(set(known) - set(RESERVED))
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
    tail = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"Known: {', '.join(known) or 'none'}."
    return PolicylabError(f"There is no parameter {name!r} in {where}. {tail}")


def _assigned(source: str) -> set[str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return set()
    targets = [
        target
        for statement in body
        for target in (statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)])
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _fitted(name: str, value: object, default: object) -> object:
    typed = isinstance(value, TypedText)
    read = literal(value) if typed else value
    if isinstance(default, str) and typed and read is not None:
        read = str(value)  # a year or a code typed for a text stays the text
    elif isinstance(default, (list, tuple)) and typed and read is not None and not isinstance(read, (list, tuple)):
        read = _listed(name, value)
    declared = load_toml("parameters.toml").get(name)
    if declared is not None:
        if declared["type"] in {"text", "file"} and typed and read is not None:
            read = str(value)
        _check(name, read, declared)
        return read
    if name.endswith("_file") and (default is None or isinstance(default, str)):
        _check(name, read, {"type": "file", "none": default is None})
        return read
    expected = _kind(default)
    whole_for_number = isinstance(default, float) and isinstance(read, int) and not isinstance(read, bool)
    if default is not None and _kind(read) != expected and not whole_for_number:
        raise invalid(name, read, f"{expected} like {default!r}")
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
        if value not in declared["values"]:
            raise choice(name, value, declared["values"])
    elif kind in {"integer", "number"}:
        types = (int,) if kind == "integer" else (int, float)
        span = f"from {low} to {high}{or_none}"
        if isinstance(value, bool) or not isinstance(value, types) or not low <= value <= high:
            raise invalid(name, value, f"a whole number {span}" if kind == "integer" else f"a number {span}")
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
    elif not _is_text(value):
        raise invalid(name, value, f"a text of 1 to {_LONGEST} characters{or_none}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST and not _CONTROL.search(value)


def _listed(name: str, text: str) -> list[str]:
    """A list typed as words between commas, also in brackets without quotes: some shells take the quotes away."""
    bare = text.strip()
    inner = bare[1:-1] if bare[:1] + bare[-1:] == "[]" else bare
    if set(inner) & _LIST_MARKS:
        raise invalid(name, text, "a list", hint=f'Write words between commas: `-p {name} "数据要素,区块链"`.')
    return [part.strip() for part in inner.replace("，", ",").split(",") if part.strip()]


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a whole number"
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f"a {type(value).__name__}"
