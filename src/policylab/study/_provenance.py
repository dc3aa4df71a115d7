"""Where a run comes from: what its results depend on, and what is worth knowing of the machine."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import platform
import re
import subprocess
from pathlib import Path

import policylab
from policylab.corpus._catalogue import read_catalogue
from policylab.errors import SourceError
from policylab.study._files import sha256_file
from policylab.study._notebooks import Notebook
from policylab.study._places import PACKAGE, Study

_SEED = re.compile(r"(^|_)(seed|seeds|random_state)$")
_NOT_CODE = {"__pycache__", "cli", "data", "notebooks"}
# Made of what the notebooks wrote, and read by none of them
_FOR_READERS = tuple(
    f"study/{name}" for name in (
        "page/", "_page", "_presentation", "_ledger_view", "_markup", "_workbook", "_codebook", "_datapackage"
    )
) + ("resources/codebook.toml", "resources/page_")  # fmt: skip


def sources(study: Study) -> dict[str, dict[str, str]]:
    """The catalogue's files, its word lists too, with their sha256, by id.

    Raises
    ------
    CatalogueError, SourceError
        When the catalogue is no catalogue, or a file is missing or changed.
    """
    catalogue = read_catalogue(study.corpus)
    found = {}
    for entry in catalogue.entries:
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
    for path in (catalogue.dictionary, catalogue.stopwords):
        if path is not None:
            found[path.name] = {"file": path.name, "sha256": sha256_file(path) or ""}
    return found


@functools.cache
def code_hashes() -> dict[str, str]:
    """The sha256 of policylab's own files, resources too, by their path in the package."""
    paths = [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and not _NOT_CODE & set(path.relative_to(PACKAGE).parts) and path.suffix != ".pyc"
    ]
    return {path.relative_to(PACKAGE).as_posix(): sha256_file(path) for path in sorted(paths)}


def resource_hashes() -> dict[str, str]:
    """The sha256 of the word lists and other resources, by name."""
    prefix = "resources/"
    return {
        name.removeprefix(prefix): digest
        for name, digest in code_hashes().items()
        if name.startswith(prefix) and not name.endswith(".py")
    }


@functools.cache
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


def seeds(parameters: dict[str, object]) -> dict[str, object]:
    """Those parameters that are seeds."""
    return {name: value for name, value in parameters.items() if _SEED.search(name)}


def fingerprint(notebook: Notebook, parameters: dict[str, object], given_sources: dict) -> str:
    """What a notebook's results depend on, but for the tables it reads, as one hash."""
    parts = {
        "cells": notebook.sources,
        "parameters": parameters,
        "sources": {name: entry["sha256"] for name, entry in given_sources.items()},
        "code": {name: digest for name, digest in code_hashes().items() if not name.startswith(_FOR_READERS)},
        "versions": versions(),
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=repr)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
