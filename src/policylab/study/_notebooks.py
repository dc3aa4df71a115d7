"""A notebook before it runs: its parameters, what it reads and writes, and its place in the order."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policylab.errors import PolicylabError, unknown

FINDINGS = "findings"
Cells = tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Notebook:
    """A notebook file: parameters with their defaults, what it reads and writes as far as its cells show, its cells.

    `inputs` and `outputs` are names of tables. They decide what runs first; what a notebook does with its session while
    it runs decides what is true (`policylab.study.run_notebooks`).
    """

    name: str
    path: Path
    defaults: dict[str, object]
    inputs: frozenset[str]
    outputs: frozenset[str]
    figures: frozenset[str]
    cells: Cells

    def cells_now(self) -> Cells | None:
        """The cells as they are in the file now, each with its kind and tags; None where it cannot be read."""
        try:
            return _cells(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


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
        cells = _cells(content)
        declared = content.get("metadata", {}).get("policylab", {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PolicylabError(f"The notebook {path} cannot be read: {type(error).__name__}: {error}.") from None
    code = [(source, tags) for kind, source, tags in cells if kind == "code"]
    trees = [tree for source, _ in code if (tree := _parsed(source)) is not None]
    calls = list(_session_calls(trees))
    parameter_cell = next((source for source, tags in code if "parameters" in tags), "")
    outputs = set(_named(calls, "table")) | ({FINDINGS} if {"finding", "findings"} & {name for name, _ in calls} else set())
    return Notebook(
        name=path.stem,
        path=path,
        defaults=_defaults(parameter_cell, path),
        inputs=frozenset(declared.get("inputs") or _named(calls, "read")),
        outputs=frozenset(declared.get("outputs") or outputs),
        figures=frozenset(_named(calls, "figure")),
        cells=cells,
    )


def in_order(notebooks: list[Notebook]) -> list[tuple[Notebook, frozenset[str]]]:
    """Each notebook with the names of those that must run before it; an order that holds in a line too."""
    writer: dict[str, str] = {}
    for book in notebooks:
        for table in sorted(book.outputs - {FINDINGS}):
            if writer.setdefault(table, book.name) != book.name:
                raise written_twice(writer[table], book.name, table)
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


def prose(cell: Mapping, lang: str) -> str:
    """The text of a Markdown cell in a language: what its metadata have under ``zh`` or ``en``, else its source.

    >>> prose({"source": ["# The ", "plans"], "metadata": {"zh": "# 规划"}}, "zh")
    '# 规划'
    """
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    told = cell.get("metadata", {}).get(lang)
    return told if isinstance(told, str) else source


def written_twice(first: str, second: str, table: str) -> PolicylabError:
    """The error for two notebooks that write one table."""
    return PolicylabError(f"The notebooks {first} and {second} both write the table {table!r}. Rename one of them.")


def _cells(content: dict) -> Cells:
    return tuple(
        (
            cell["cell_type"],
            cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"]),
            tuple(cell.get("metadata", {}).get("tags", [])),
        )
        for cell in content["cells"]
    )


def _defaults(source: str, path: Path) -> dict[str, object]:
    defaults = {}
    tree = _parsed(source)
    for statement in tree.body if tree else []:
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


def _session_calls(trees: list[ast.Module]) -> Iterator[tuple[str, set[str]]]:
    """The calls of a session's methods, each with the names that it is given, whatever the session is called."""
    sessions = {"run"}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and _is_session(node.value, sessions):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            sessions |= {target.id for target in targets if isinstance(target, ast.Name)}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_session(node.func.value, sessions):
                yield node.func.attr, set(_names_given(node.args[0], tree)) if node.args else set()


def _is_session(node: ast.AST | None, sessions: set[str]) -> bool:
    """Whether an expression is what `study.begin` gives, or a name that stands for it."""
    if isinstance(node, ast.Name):
        return node.id in sessions
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", None)) == "begin"


def _named(calls: list[tuple[str, set[str]]], method: str) -> set[str]:
    return {name for called, names in calls if called == method for name in names}


def _names_given(argument: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The plain text that an argument is, or the texts that a loop gives it: ``for name, find in (("rising", f), …)``."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    if not isinstance(argument, ast.Name):
        return
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
        several = isinstance(loop.target, ast.Tuple)
        targets = loop.target.elts if several else [loop.target]
        places = [n for n, target in enumerate(targets) if isinstance(target, ast.Name) and target.id == argument.id]
        for item in loop.iter.elts if places and isinstance(loop.iter, (ast.List, ast.Tuple)) else []:
            value = item.elts[places[0]] if several and isinstance(item, (ast.List, ast.Tuple)) else item
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def _parsed(source: str) -> ast.Module | None:
    # Magics and shell lines are no Python; they neither read nor write our tables.
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return None
