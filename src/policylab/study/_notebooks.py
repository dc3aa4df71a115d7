"""A study, its notebooks and the folders of its runs: where they are, what each notebook reads and writes, which runs when."""

from __future__ import annotations

import ast
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from policylab.checks import as_list, check_known, check_path
from policylab.errors import PolicylabError
from policylab.files import read_json
from policylab.resources import CATALOGUE, data_path

PACKAGE = Path(__file__).parents[1]
_NOT_OF_A_RUN = (CATALOGUE, ".git", "pyproject.toml", "data")
FINDINGS = "findings"
Cells = tuple[tuple[str, str, tuple[str, ...]], ...]
PUT_IN = "injected-parameters"  # the tag of papermill's own cell, which begins so:
PUT_IN_HEAD = "# Parameters"
RUN_FILE = "run.json"
RUN_FORMAT = 1


@dataclass(frozen=True)
class Study:
    """The places of one study.

    Attributes
    ----------
    corpus : Path
        The catalogue.
    notebooks, derived, figures : Path
        Folders of the notebooks, the published tables and the published figures; they may be absent.
    own : bool
        False for the study that comes with policylab.
    """

    corpus: Path
    notebooks: Path
    derived: Path
    figures: Path
    own: bool


def find_study(corpus: str | Path | None = None, *, notebooks: str | Path | None = None) -> Study:
    """Find the places of a study from its catalogue.

    Parameters
    ----------
    corpus : path, optional
        A `corpus.toml`, or a folder that has one. Without it, the study that comes with policylab.
    notebooks : path, optional
        A folder of notebooks; else those beside the catalogue, else those that come with policylab.

    Returns
    -------
    Study

    Raises
    ------
    PolicylabError
        When there is no such catalogue or no such folder.

    Examples
    --------
    >>> find_study().corpus.name, find_study().own
    ('corpus.toml', False)
    """
    for name, path in (("corpus", corpus), ("notebooks", notebooks)):
        if path is not None:
            check_path(name, path)
    packaged = data_path(CATALOGUE)
    catalogue = packaged if corpus is None else Path(corpus)
    if catalogue.is_dir():
        catalogue = catalogue / CATALOGUE
    if not catalogue.is_file():
        raise PolicylabError(f"There is no catalogue {catalogue}. Name a {CATALOGUE}, or a folder that has one.")
    own = catalogue.resolve() != packaged.resolve()
    root = catalogue.parent
    folder = root / "notebooks" if notebooks is None else Path(notebooks)
    if notebooks is None and not (own and folder.is_dir()):
        folder = packaged_notebooks()
    if not folder.is_dir():
        raise PolicylabError(f"There is no folder of notebooks {folder}.")
    return Study(catalogue, folder, root / "derived", (root if own else root.parent) / "figures", own)


def run_record(folder: Path) -> dict:
    """What ``run.json`` says of the run in a folder; nothing is made of one that another version made."""
    content = read_json(folder / RUN_FILE)
    if content and content.get("format") != RUN_FORMAT:
        raise PolicylabError(
            f"The folder {folder} holds a run of policylab {content.get('policylab', 'of an unknown version')}, which "
            "keeps runs in another form. Move it away, or run into another folder with --out."
        )
    return content


def read_run(run: str | Path) -> dict:
    """The ``run.json`` of a run's folder."""
    folder = Path(run)
    content = run_record(folder)
    if not content:
        why = f"its {RUN_FILE} cannot be read" if (folder / RUN_FILE).exists() else f"it has no {RUN_FILE}"
        raise PolicylabError(f"The folder {folder} holds no run: {why}. Make one with `policylab run`.")
    if not {"catalogue", "notebooks"} <= content.keys():
        raise PolicylabError(f"The {RUN_FILE} in {folder} is not one of a run. Make one with `policylab run`.")
    return content


def study_of(run: str | Path) -> Study:
    catalogue = read_run(run)["catalogue"]["file"]
    return find_study(None if catalogue is None else os.path.normpath(Path(run) / catalogue))


def check_apart(out: Path, study: Study) -> None:
    """Refuse to let a run write over what is published, or into what looks like a study, a repository or a project."""
    filed = {place.resolve() for place in (study.derived, study.figures, study.corpus.parent / "raw")}
    places = {(out / name).resolve() for name in ("tables", "figures", "notebooks")} | {out.resolve()}
    marks = [name for name in _NOT_OF_A_RUN if (out / name).exists()]
    if not any((out / name).exists() for name in ("run.json", "provenance")):
        marks += [name for name in ("notebooks", "index.html", "tables.xlsx") if (out / name).exists()]
        marks += [name for name in ("tables", "figures") if any((out / name).glob("*"))]
    if places & {*filed, study.notebooks.resolve()} or filed.intersection(out.resolve().parents):
        why = "holds the study itself, which a run would write over"
    elif out.resolve() in (Path.home(), Path(out.resolve().anchor)):
        why = "holds everything else, among which a run's files would stand"
    elif marks:
        why = f"has {marks[0]}, as a study or a repository has: a run could write over what is there"
    else:
        return
    raise PolicylabError(f"The folder {out.resolve()} {why}. Choose another folder for its results, such as runs/latest.")


def relative(path: Path, start: Path) -> str:
    """A path from a folder, with slashes; the whole path on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), start.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def from_notebooks(out: Path, path: str) -> Path:
    """The file that a path names where a run's kernels work, also before that folder is made."""
    return Path(os.path.normpath((out / "notebooks").resolve() / path))


def record_path(out: Path, notebook: str) -> Path:
    return out / "provenance" / f"{notebook}.json"


def packaged_notebooks() -> Path:
    inside = PACKAGE / "notebooks"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "notebooks"


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
    long: bool = False  # is begun before others: what takes longest must not come last

    def cells_now(self) -> Cells | None:
        """The cells as they are in the file now, each with its kind and tags; None where it cannot be read."""
        try:
            return _cells(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def find_notebooks(folder: Path, only: Iterable[str] | None = None) -> list[Notebook]:
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if not path.stem.endswith(".failed")}
    if not paths:
        raise PolicylabError(f"There are no notebooks in {folder}.")
    names = list(paths)
    if only is not None:
        only = [only] if isinstance(only, str) else as_list("only", only, "names of notebooks")
        names = [name.removesuffix(".ipynb") for name in only]
        for name in names:
            check_known("notebook", name, paths)
    return [read_notebook(paths[name]) for name in sorted(set(names))]


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's cells without loading the notebook machinery."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = _cells(content)
        declared = dict(content.get("metadata", {}).get("policylab", {}))
        inputs, outputs = (frozenset(declared.get(kind, ())) for kind in ("inputs", "outputs"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PolicylabError(f"The notebook {path} cannot be read: {type(error).__name__}: {error}.") from None
    code = [(source, tags) for kind, source, tags in cells if kind == "code"]
    calls = _calls(source for source, _ in code)
    parameter_cell = next((source for source, tags in code if "parameters" in tags), "")
    findings = {FINDINGS} if {"finding", "findings"} & calls.keys() else set()
    return Notebook(
        name=path.stem,
        path=path,
        defaults=_defaults(parameter_cell, path),
        inputs=inputs or frozenset(calls["read"]),
        outputs=outputs or frozenset(calls["table"] | findings),
        figures=frozenset(calls["figure"]),
        cells=cells,
        long=declared.get("long") is True,
    )


def in_order(notebooks: list[Notebook]) -> list[tuple[Notebook, frozenset[str]]]:
    """Each notebook with the names of those that must run before it; an order that holds in a line too."""
    writer: dict[str, str] = {}
    for book in notebooks:
        for table in sorted(book.outputs - {FINDINGS}):
            if writer.setdefault(table, book.name) != book.name:
                raise written_twice(writer[table], book.name, table)
    books = {book.name: book for book in notebooks}
    before = {
        name: frozenset(other.name for other in notebooks if other.name != name and book.inputs & other.outputs)
        for name, book in books.items()
    }
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError as error:
        names = ", ".join(sorted(set(error.args[1])))
        raise PolicylabError(f"The notebooks {names} wait for one another's tables. Let one of them not read.") from None
    ordered: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda name: (not books[name].long, name))
        ordered.append(ready.pop(0))
        sorter.done(ordered[-1])
    return [(books[name], before[name]) for name in ordered]


def prose(cell: Mapping, lang: str) -> str:
    """The text of a Markdown cell in a language: what its metadata have under ``zh`` or ``en``, else its source.

    >>> prose({"source": ["# The ", "plans"], "metadata": {"zh": "# 规划"}}, "zh")
    '# 规划'
    """
    told = cell.get("metadata", {}).get(lang)
    return told if isinstance(told, str) else source_of(cell)


def source_of(cell: Mapping) -> str:
    """The source of a cell, which a file has as one text or as lines."""
    return "".join(cell["source"])


def drawn_figures(cell: Mapping) -> set[str]:
    """The names of the figures that a code cell draws, as far as its source shows them.

    >>> sorted(drawn_figures({"source": "for name, side in (('a', 1), ('b', 2)):\\n    run.figure(name, draw(side))"}))
    ['a', 'b']
    """
    return _calls([source_of(cell)])["figure"]


def written_twice(first: str, second: str, table: str) -> PolicylabError:
    return PolicylabError(f"The notebooks {first} and {second} both write the table {table!r}. Rename one of them.")


def _cells(content: dict) -> Cells:
    told = [(cell, cell.get("metadata", {}).get("tags", [])) for cell in content["cells"]]
    return tuple((cell["cell_type"], source_of(cell), tuple(tags)) for cell, tags in told)


def _defaults(source: str, path: Path) -> dict[str, object]:
    defaults = {}
    for name, statement in assignments(source):
        if getattr(statement, "value", None) is not None:
            try:
                defaults[name] = ast.literal_eval(statement.value)
            except (ValueError, TypeError):  # no literal, or one that is no value: {[]: 1}
                raise PolicylabError(
                    f"The parameters cell of {path.name} gives {name!r} a value that is no plain literal, "
                    f"in line {statement.lineno}. Write `name = literal  # help`."
                ) from None
    return defaults


def assignments(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """The names that the statements of a cell give values to."""
    for statement in _parsed(source).body:
        for target in statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]:
            if isinstance(target, ast.Name):
                yield target.id, statement


def _calls(sources: Iterable[str]) -> defaultdict[str, set[str]]:
    """The methods that cells call, each with the names that it is given; a session may have any name."""
    calls = defaultdict(set)
    for tree in map(_parsed, sources):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                calls[node.func.attr].update(*(_names_given(first, tree) for first in node.args[:1]))
    return calls


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


def _parsed(source: str) -> ast.Module:
    """A cell's syntax, as far as it is Python: magics and shell lines neither read nor write our tables."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return ast.parse("")
