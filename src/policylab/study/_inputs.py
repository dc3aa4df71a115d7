"""What goes into a notebook's result: all that it depends on, by the names that a reader knows, each with its hash.

What is not among it cannot be reused. The tables and files that a notebook read while it ran (`OpenedFiles` of
``_session`` notes them) are told by its entry in ``run.json``; whether all of it is as it was then says whether its result is up to date.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.metadata
import platform
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import policylab
from policylab.corpus._catalogue import read_catalogue
from policylab.errors import PolicylabError, SourceError
from policylab.files import canonical_json, hash_of, sha256_bytes, sha256_file
from policylab.study._notebooks import PACKAGE, Notebook, Study, from_notebooks, relative
from policylab.study._parameters import RESERVED
from policylab.study._table_files import table_bytes

_NOT_CODE = {"__pycache__", "cli", "data", "notebooks"}
# Read by no notebook, but made of what the notebooks wrote, or a study to begin with
_FOR_READERS = (
    "study/page/codebook.md", "study/page/page.", "study/template/", "study/_comparison", "study/_new_study",
    "study/_publish", "resources/page_notebooks.toml",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Inputs:
    """All that goes into the results of one notebook."""

    # what papermill writes into the notebook; with the defaults, these are its `parameters`
    injected: dict[str, object]
    parameters: dict[str, object]
    # sha256 of every file that the catalogue or a parameter names, and of the coders' sheets where the notebook has a
    # parameter `scheme`, by its path from the run's notebooks; None where it cannot be read
    files: dict[str, str | None]
    parts: dict[str, str | None]  # each input by a name that a reader knows, with its hash or value

    @classmethod
    def read(cls, study: Study, out: Path, book: Notebook, given: dict[str, object], *, figures: str = "") -> Inputs:
        from policylab.plots._figure_style import font_path

        named = files_of(out, book, given)
        # A kernel works in the run's folder of notebooks, as JupyterLab does when one is opened there: with paths
        # relative to it, a run gives the same notebooks wherever it is, and may be moved.
        injected = {**given, **named}
        if study.own:
            injected["corpus_file"] = relative(study.corpus, out / "notebooks")
        if "out" in book.defaults:
            injected["out"] = ".."
        values = {**book.defaults, **injected}
        root = study.corpus.parent
        said, held = _catalogue_parts(study)
        if "scheme" in values:  # the notebook reads what coders gave
            from policylab.coding._codings import sheet_files

            held |= {relative(path, root): sha256_file(path) for path in sheet_files(root)}
        files = {relative(root / path, out / "notebooks"): digest for path, digest in held.items()}
        files |= {path: sha256_file(from_notebooks(out, path)) for path in named.values()}
        code = {name: digest for name, digest in code_hashes().items() if not name.startswith(_FOR_READERS)}
        parts = {
            "the notebook's cells": hash_of(book.cells_now()),
            **{f"parameter {name}": canonical_json(value) for name, value in values.items()},
            **said,
            **held,
            **{f"{name} {path}": files[path] for name, path in named.items()},
            "policylab's code": hash_of(code),
            **{f"package {name}" if name != "python" else "Python": text for name, text in versions().items()},
            "the font": sha256_file(font_path()),
            **({"the figures' settings": figures} if figures else {}),
        }
        return cls(injected, values, files, parts)


def up_to_date(study: Study, out: Path, book: Notebook, entry: dict, inputs: Inputs) -> bool:
    """Whether a notebook's results are there, whole, and from all that they depend on as it is now, by its entry."""
    same = entry.get("status") == "ok" and entry.get("inputs") == inputs.parts
    return same and not spoilt(out, entry["files"]) and not changed_since(study, out, book.name, entry)


def spoilt(out: Path, files: Mapping[str, str]) -> list[str]:
    """The files of a run that are not as it wrote them."""
    return [path for path, digest in files.items() if sha256_file(out / path) != digest]


def changed_since(study: Study, out: Path, name: str, entry: dict) -> list[str]:
    """The tables and files that are not any more as a notebook read them, by its entry."""
    opened, read = entry.get("opened", {}), entry.get("read", {})
    changed = [path for path, digest in opened.items() if sha256_file(from_notebooks(out, path)) != digest]
    for table, digest in read.items():
        content = table_bytes(table, tables=out / "tables", derived=study.derived, notebook=name)
        if content is None or sha256_bytes(content) != digest:
            changed.append(table)
    return sorted(changed)


def differing(before: dict[str, str | None], after: dict[str, str | None]) -> list[str]:
    return [name for name in {**before, **after} if before.get(name, ...) != after.get(name, ...)]


def check_sources(study: Study) -> dict[str, dict[str, str]]:
    """The catalogue's files with their sha256, by id; an error where one is missing or changed."""
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


def files_of(out: Path, book: Notebook, given: dict[str, object]) -> dict[str, str]:
    """The parameters that name a file (``themes_file``), as paths from where the kernel works.

    A path that was given starts where the reader stands, one in the notebook's own cell at the notebook.
    """
    paths = {name: book.path.parent / value for name, value in book.defaults.items() if _names_file(name, value)}
    paths |= {name: Path(value) for name, value in given.items() if _names_file(name, value)}
    return {name: relative(path, out / "notebooks") for name, path in paths.items() if given.get(name, path) is not None}


def _catalogue_parts(study: Study) -> tuple[dict[str, str], dict[str, str | None]]:
    """What the catalogue says, as it is read, and the files that it names, with their hashes."""
    try:
        catalogue = read_catalogue(study.corpus)
    except PolicylabError as error:  # spoilt while a notebook ran
        return {"corpus.toml": str(error)}, {}
    root, said = study.corpus.parent, dataclasses.asdict(catalogue)
    entries = said.pop("entries")
    del said["path"]
    # dictionary, stop words and what else it names beside its sources
    lists = {name: value for name, value in said.items() if isinstance(value, Path)}
    said |= {name: relative(path, root) for name, path in lists.items()} | {"order": [entry["id"] for entry in entries]}
    parts = {"[study] of corpus.toml": hash_of(said)}
    parts |= {f"source {entry['id']} of corpus.toml": hash_of(entry) for entry in entries}
    files = {entry["file"]: sha256_file(root / entry["file"]) for entry in entries}
    return parts, files | {relative(path, root): sha256_file(path) for path in lists.values()}


def _names_file(name: str, value: object) -> bool:
    return name.endswith("_file") and name not in RESERVED and isinstance(value, str) and bool(value)


def code_hashes() -> dict[str, str | None]:
    """The sha256 of policylab's own files, resources too, by their path in the package, as they are now."""
    names = [path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*")) if path.is_file()]
    return {name.as_posix(): sha256_file(PACKAGE / name) for name in names if not _NOT_CODE.intersection(name.parts)}


def resource_hashes() -> dict[str, str | None]:
    prefix = "resources/"
    return {
        name.removeprefix(prefix): digest
        for name, digest in code_hashes().items()
        if name.startswith(prefix) and not name.endswith((".py", ".pyi"))
    }


def versions() -> dict[str, str]:
    """The version of Python, of policylab, and of the libraries that it and its notebooks need, as far as they are there."""
    found = {"python": platform.python_version(), "policylab": policylab.__version__}
    for requirement in importlib.metadata.requires("policylab") or []:
        _, extra, name = requirement.partition("extra ==")
        if not extra or "lab" in name:
            library = re.match(r"[A-Za-z0-9._-]+", requirement).group()
            with contextlib.suppress(importlib.metadata.PackageNotFoundError):
                found[library] = importlib.metadata.version(library)
    return dict(sorted(found.items()))


def git_commit(folder: Path) -> dict[str, object] | None:
    """The commit of the checkout that `folder` is in, and whether files differ from it; None outside of one."""
    command = ["git", "-C", str(folder), "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return None
    commit, dirty, _ = said.partition("-")
    return {"commit": commit, "changed_files": bool(dirty)} if commit else None
