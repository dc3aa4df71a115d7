"""What a notebook's results depend on, read before it runs and again when it has ended."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import json
import platform
import re
import subprocess
from pathlib import Path

import policylab
from policylab.corpus._catalogue import read_catalogue
from policylab.errors import PolicylabError, SourceError
from policylab.study._files import PACKAGE, Study, from_notebooks, relative, sha256_bytes, sha256_file
from policylab.study._notebooks import RESERVED, Notebook

_NOT_CODE = {"__pycache__", "cli", "data", "notebooks"}
# Made of what the notebooks wrote, and read by none of them
_FOR_READERS = tuple(
    f"study/{name}" for name in ("page/", "template/", "_page", "_comparison", "_publish", "_new")
) + ("resources/codebook.toml", "resources/page_")


@dataclasses.dataclass(frozen=True)
class Inputs:
    """All that goes into the results of one notebook. What is not in here cannot be reused.

    Attributes
    ----------
    parameters : dict of str to object
        Every parameter with its value.
    files : dict of str to str or None
        sha256 of every file that the catalogue or a parameter names, and of the coders' sheets where the notebook has a
        parameter `scheme`, by its path from the catalogue's folder or the notebook's; None where it cannot be read.
    parts : dict of str to str or None
        Each input by a name that a reader knows, with its hash or value: cells with their kinds and tags, parameters, the
        catalogue as it is read, files, policylab's own files, versions, font, and settings of the figures if there are any.
    """

    parameters: dict[str, object]
    files: dict[str, str | None]
    parts: dict[str, str | None]

    @classmethod
    def read(cls, study: Study, out: Path, book: Notebook, given: dict[str, object], *, figures: str = "") -> Inputs:
        """Read everything as it is now."""
        values = {**book.defaults, **injected(study, out, book, given)}
        said, files = _catalogue_parts(study)
        for name, path in files_of(out, book, given).items():
            files[f"{name} {path}"] = sha256_file(from_notebooks(out, path))
        if "scheme" in values:  # the notebook reads what coders gave
            from policylab.coding._codings import sheet_files

            files |= {relative(path, study.corpus.parent): sha256_file(path) for path in sheet_files(study.corpus.parent)}
        code = {name: digest for name, digest in code_hashes().items() if not name.startswith(_FOR_READERS)}
        parts = {
            "the notebook's cells": _hash(book.cells_now()),
            **{f"parameter {name}": _text(value) for name, value in values.items()},
            **said,
            **files,
            "policylab's code": _hash(code),
            **{f"package {name}" if name != "python" else "Python": text for name, text in versions().items()},
            "the font": sha256_file(font) if (font := _font()) else None,
            **({"the figures' settings": figures} if figures else {}),
        }
        return cls(values, files, parts)

    @property
    def key(self) -> str:
        """The hash of all of them."""
        return _hash(self.parts)


def differing(before: dict[str, str | None], after: dict[str, str | None]) -> list[str]:
    """Names of the inputs that are not the same."""
    absent = object()
    return [name for name in {**before, **after} if before.get(name, absent) != after.get(name, absent)]


def check_sources(study: Study) -> dict[str, dict[str, str]]:
    """The catalogue's files with their sha256, by id.

    Raises
    ------
    CatalogueError, SourceError
        When the catalogue is no catalogue, or a file is missing or changed.
    """
    found = {}
    for entry in read_catalogue(study.corpus).entries:
        path = study.corpus.parent / entry.file
        digest = sha256_file(path)
        if digest is None:
            raise SourceError(
                f"The source {entry.id!r} is missing: {path} cannot be read. Put it there, or mend `file` in "
                f"{study.corpus}."
            )
        if entry.sha256 not in (None, digest):
            raise SourceError(
                f"The source {entry.id!r} has changed: {path} has not the sha256 that {study.corpus} states. "
                "Restore the file, or correct the entry if the change is meant."
            )
        found[entry.id] = {"file": entry.file, "sha256": digest}
    return found


def injected(study: Study, out: Path, book: Notebook, given: dict[str, object]) -> dict[str, object]:
    """The parameters that papermill writes into a notebook.

    A kernel works in the run's folder of notebooks, as JupyterLab does when one is opened there: with paths
    relative to it, a run gives the same notebooks wherever it is, and may be moved.
    """
    values = dict(given) | files_of(out, book, given)
    if study.own:
        values["corpus_file"] = relative(study.corpus, out / "notebooks")
    if "out" in book.defaults:
        values["out"] = ".."
    return values


def files_of(out: Path, book: Notebook, given: dict[str, object]) -> dict[str, str]:
    """The parameters that name a file (``themes_file``), as paths from where the kernel works.

    A path that was given starts where the reader stands, one in the notebook's own cell at the notebook.
    """
    paths = {name: book.path.parent / value for name, value in book.defaults.items() if _names_file(name, value)}
    paths |= {name: Path(value) for name, value in given.items() if _names_file(name, value)}
    return {name: relative(path, out / "notebooks") for name, path in paths.items() if given.get(name, path) is not None}


def code_hashes() -> dict[str, str | None]:
    """The sha256 of policylab's own files, resources too, by their path in the package, as they are now."""
    paths = [
        path
        for path in PACKAGE.rglob("*")
        if path.suffix != ".pyc" and not _NOT_CODE & set(path.relative_to(PACKAGE).parts) and path.is_file()
    ]
    return {path.relative_to(PACKAGE).as_posix(): sha256_file(path) for path in sorted(paths)}


def resource_hashes() -> dict[str, str | None]:
    """The sha256 of the word lists and other resources, by name."""
    prefix = "resources/"
    return {
        name.removeprefix(prefix): digest
        for name, digest in code_hashes().items()
        if name.startswith(prefix) and not name.endswith((".py", ".pyi"))
    }


def versions() -> dict[str, str]:
    """Versions of Python and of what policylab is built on."""
    found = {"python": platform.python_version(), "policylab": policylab.__version__}
    for requirement in importlib.metadata.requires("policylab") or []:
        name = re.match(r"[A-Za-z0-9._-]+", requirement).group()
        if "extra ==" in requirement and "lab" not in requirement.partition("extra ==")[2]:
            continue
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def git_commit(folder: Path) -> dict[str, object] | None:
    """The commit of the checkout that `folder` is in, and whether files differ from it; None outside of one."""

    def git(*words: str) -> str | None:
        command = ["git", "-C", str(folder), *words]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    commit = git("rev-parse", "HEAD")
    if not commit:
        return None
    return {"commit": commit, "changed_files": bool(git("status", "--porcelain", "--untracked-files=no"))}


def _catalogue_parts(study: Study) -> tuple[dict[str, str], dict[str, str | None]]:
    """What the catalogue says, as it is read, and the files that it names, with their hashes."""
    try:
        catalogue = read_catalogue(study.corpus)
    except PolicylabError as error:  # spoilt while a notebook ran
        return {"corpus.toml": str(error)}, {}
    root, said = study.corpus.parent, {field.name: getattr(catalogue, field.name) for field in dataclasses.fields(catalogue)}
    del said["path"], said["entries"]
    # dictionary, stop words and what else it names beside its sources
    lists = {name: value for name, value in said.items() if isinstance(value, Path)}
    said |= {name: relative(path, root) for name, path in lists.items()} | {"order": [e.id for e in catalogue.entries]}
    parts = {"[study] of corpus.toml": _hash(said)}
    parts |= {f"source {entry.id} of corpus.toml": _hash(dataclasses.asdict(entry)) for entry in catalogue.entries}
    files = {entry.file: sha256_file(root / entry.file) for entry in catalogue.entries}
    return parts, files | {relative(path, root): sha256_file(path) for path in lists.values()}


def _names_file(name: str, value: object) -> bool:
    return name.endswith("_file") and name not in RESERVED and isinstance(value, str) and bool(value)


def _font() -> Path | None:
    spec = importlib.util.find_spec("zhplot")  # not imported, which would set what matplotlib draws with
    folders = list(spec.submodule_search_locations or []) if spec else []
    return next((path for folder in folders for path in sorted(Path(folder).rglob("NotoSansSC*.ttf"))), None)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=repr)


def _hash(parts: object) -> str:
    return sha256_bytes(_text(parts).encode("utf-8"))
