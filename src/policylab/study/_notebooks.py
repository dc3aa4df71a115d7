"""A notebook before it runs: its parameters, what it reads and writes, and its place in the order."""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policylab.errors import PolicylabError, choice, invalid, unknown
from policylab.study._findings import LANGUAGES, TABLE

# The runner sets these for every notebook that has them.
RESERVED = {"out": "--out", "corpus_file": "--corpus"}
# In a list of bare words, these are what is left of a list in Python or JSON that is broken.
_LIST_MARKS = frozenset("[]{}\"'")


@dataclass(frozen=True)
class Notebook:
    """A notebook file: parameters with their defaults, declared inputs and outputs, figures, and its sources."""

    name: str
    path: Path
    defaults: dict[str, object]
    inputs: frozenset[str]
    outputs: frozenset[str]
    figures: frozenset[str]
    sources: tuple[tuple[str, str], ...]


def find_notebooks(folder: Path, only: Iterable[str] | None = None) -> list[Notebook]:
    """The notebooks of a folder in the order of their names, or only those named."""
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if not path.stem.endswith(".failed")}
    if not paths:
        raise PolicylabError(f"There are no notebooks in {folder}.")
    names = list(paths)
    if only is not None:
        names = [name.removesuffix(".ipynb") for name in ([only] if isinstance(only, str) else only)]
        for name in names:
            if name not in paths:
                raise unknown("notebook", name, paths)
    return [read_notebook(paths[name]) for name in sorted(set(names))]


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's cells without loading the notebook machinery."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = [(cell["cell_type"], _joined(cell["source"]), _tags(cell)) for cell in content["cells"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PolicylabError(f"The notebook {path} cannot be read: {type(error).__name__}: {error}.") from None
    code = [(source, tags) for kind, source, tags in cells if kind == "code"]
    parameter_cell = next((source for source, tags in code if "parameters" in tags), "")
    declared = content.get("metadata", {}).get("policylab", {})
    trees = [tree for source, _ in code if (tree := _parsed(source)) is not None]
    return Notebook(
        name=path.stem,
        path=path,
        defaults=_defaults(parameter_cell, path),
        inputs=frozenset(declared.get("inputs") or _named_calls(trees, {"read"})),
        outputs=frozenset(declared.get("outputs") or _outputs(trees)),
        figures=frozenset(_named_calls(trees, {"figure"})),
        sources=tuple((kind, source) for kind, source, _ in cells),
    )


def in_order(notebooks: list[Notebook]) -> list[tuple[Notebook, frozenset[str]]]:
    """Each notebook with the names of those that must run before it; an order that holds in a line too."""
    writer: dict[str, str] = {}
    for book in notebooks:
        for table in sorted(book.outputs - {TABLE}):
            if writer.setdefault(table, book.name) != book.name:
                raise PolicylabError(
                    f"The notebooks {writer[table]} and {book.name} both write the table {table!r}. Rename one of them."
                )
    before = {
        book.name: frozenset(
            other.name for other in notebooks if other.name != book.name and book.inputs & other.outputs
        )
        for book in notebooks
    }
    ordered: list[Notebook] = []
    waiting = sorted(notebooks, key=lambda book: book.name)
    while waiting:
        done = {book.name for book in ordered}
        ready = next((book for book in waiting if before[book.name] <= done), None)
        if ready is None:
            names = ", ".join(book.name for book in waiting)
            raise PolicylabError(f"The notebooks {names} wait for one another's tables. Let one of them not read.")
        ordered.append(ready)
        waiting.remove(ready)
    return [(book, before[book.name]) for book in ordered]


def given_parameters(notebooks: list[Notebook], parameters: dict[str, object] | None) -> dict[str, dict]:
    """For each notebook those of the given parameters that it has, as values of the right kind.

    Raises
    ------
    PolicylabError
        When no notebook has a parameter, or its value is of another kind than the default.
    """
    given: dict[str, dict] = {book.name: {} for book in notebooks}
    for name, value in (parameters or {}).items():
        if name in RESERVED:
            raise PolicylabError(f"The parameter {name!r} is set by the run itself: use {RESERVED[name]}.")
        owners = [book for book in notebooks if name in book.defaults]
        if not owners:
            known = sorted({key for book in notebooks for key in book.defaults} - set(RESERVED))
            where = notebooks[0].name if len(notebooks) == 1 else f"any of {len(notebooks)} notebooks"
            near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
            tail = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"Known: {', '.join(known) or 'none'}."
            raise PolicylabError(f"There is no parameter {name!r} in {where}. {tail}")
        for book in owners:
            fitted = _fitted(name, value, book.defaults[name])
            if name == "lang" and book.defaults[name] in LANGUAGES and fitted not in LANGUAGES:
                raise choice(name, fitted, LANGUAGES)
            if name.endswith("_file") and isinstance(fitted, str) and not Path(fitted).is_file():
                raise invalid(name, fitted, "the path of a file that is there")
            given[book.name][name] = fitted
    return given


def literal(text: str) -> object:
    """A value typed on a command line: a Python literal, `true`, `false` or `null`, or else the text itself."""
    words = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _fitted(name: str, value: object, default: object) -> object:
    typed = isinstance(value, TypedText)
    read = literal(value) if typed else value
    if isinstance(default, str) and typed and read is not None:
        return str(value)  # a year or a code typed for a text stays the text
    if isinstance(default, (list, tuple)) and typed and read is not None and not isinstance(read, (list, tuple)):
        return _listed(name, value)
    expected = _kind(default)
    if default is None or read is None or _kind(read) == expected:
        return read
    if expected == "a number" and isinstance(default, float) and isinstance(read, int) and not isinstance(read, bool):
        return read
    raise invalid(name, read, f"{expected} like {default!r}")


def _listed(name: str, text: str) -> list[str]:
    """A list typed as words between commas, also in brackets without quotes: some shells take the quotes away."""
    bare = text.strip()
    inner = bare[1:-1] if bare[:1] + bare[-1:] == "[]" else bare
    if set(inner) & _LIST_MARKS:
        raise invalid(name, text, "a list", hint=f'Write words between commas: `-p {name} "数据要素,区块链"`.')
    return [part.strip() for part in inner.replace("，", ",").split(",") if part.strip()]


class TypedText(str):
    """Text typed on a command line, which becomes a value of the kind that the notebook's default has."""


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


def _defaults(source: str, path: Path) -> dict[str, object]:
    defaults = {}
    for statement in _parsed(source).body if _parsed(source) else []:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        if isinstance(target, ast.Name) and getattr(statement, "value", None) is not None:
            try:
                defaults[target.id] = ast.literal_eval(statement.value)
            except ValueError:
                raise PolicylabError(
                    f"The parameters cell of {path.name} gives {target.id!r} a value that is no plain literal, "
                    f"in line {statement.lineno}. Write `name = literal  # help`."
                ) from None
    return defaults


def _outputs(trees: list[ast.Module]) -> set[str]:
    outputs = _named_calls(trees, {"table"})
    if _calls(trees, {"finding", "findings"}):
        outputs.add(TABLE)
    return outputs


def _named_calls(trees: list[ast.Module], methods: set[str]) -> set[str]:
    """First arguments of calls like ``run.table("plans", …)``, where they are plain text or run through some."""
    names: set[object] = set()
    for tree in trees:
        for argument in (call.args[0] for call in _calls([tree], methods) if call.args):
            if isinstance(argument, ast.Constant):
                names.add(argument.value)
            elif isinstance(argument, ast.Name):
                names.update(_looped(argument.id, tree))
    return {name for name in names if isinstance(name, str)}


def _looped(name: str, tree: ast.Module) -> Iterator[object]:
    """The plain values of a loop's variable: of `name` in ``for name, find in (("rising", f), ("falling", g)):``."""
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
        several = isinstance(loop.target, ast.Tuple)
        targets = loop.target.elts if several else [loop.target]
        places = [place for place, target in enumerate(targets) if isinstance(target, ast.Name) and target.id == name]
        for item in loop.iter.elts if places and isinstance(loop.iter, (ast.List, ast.Tuple)) else []:
            value = item.elts[places[0]] if several and isinstance(item, (ast.List, ast.Tuple)) else item
            if isinstance(value, ast.Constant):
                yield value.value


def _calls(trees: list[ast.Module], methods: set[str]) -> list[ast.Call]:
    return [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "run"
        and node.func.attr in methods
    ]


def _parsed(source: str) -> ast.Module | None:
    # Magics and shell lines are no Python; they neither read nor write our tables.
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: dict) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])
