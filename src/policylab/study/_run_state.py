"""What a run's folder holds of each notebook, and all that a result depends on: what is up to date, and what is not."""

from __future__ import annotations

import dataclasses
import datetime
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import tempfile
from pathlib import Path

import policylab
from policylab.corpus._catalogue import read_catalogue
from policylab.errors import PolicylabError, SourceError, listed
from policylab.files import hash_of, read_json, sha256_bytes, sha256_file, write_json
from policylab.study._notebooks import (
    PACKAGE,
    RESERVED,
    Notebook,
    Study,
    find_study,
    from_notebooks,
    record_path,
    relative,
    seeds,
    written_twice,
)
from policylab.study._table_files import table_bytes

RUN_FILE = "run.json"
RUN_FORMAT = 1
_NOT_CODE = {"__pycache__", "cli", "data", "notebooks"}
# Read by no notebook, but made of what the notebooks wrote, or a study to begin with
_FOR_READERS = (
    "study/page/codebook.md", "study/page/page.", "study/template/", "study/_comparison", "study/_new_study",
    "study/_publish", "resources/page_notebooks.toml",
)  # fmt: skip


class RunState:
    """What a run's folder holds of each notebook, kept in ``run.json``: what is up to date, under way, done.

    `entries` has, by notebook, status, seconds, message, parameters, seeds, files with their sha256, the tables and
    files it read with theirs, its inputs by name, and their key.
    """

    def __init__(self, study: Study, out: Path, given: dict[str, dict], sources: dict, *, figures: str = "") -> None:
        self.study = study
        self.out = out
        self._given = given
        self._sources = sources
        self._figures = figures
        self.entries: dict[str, dict] = run_record(out).get("notebooks", {})
        self._before: dict[str, Inputs] = {}
        self._start = _now()
        self._git = git_commit(study.notebooks) if "site-packages" not in study.notebooks.parts else None

    def inputs(self, book: Notebook) -> Inputs:
        return Inputs.read(self.study, self.out, book, self._given[book.name], figures=self._figures)

    def unchanged(self, book: Notebook) -> bool:
        """Whether a notebook's results are there, whole, and from all that they depend on as it is now."""
        entry = self.entries.get(book.name, {})
        if entry.get("status") != "ok" or entry.get("key") != self.inputs(book).key:
            return False
        if any(sha256_file(self.out / path) != digest for path, digest in entry["files"].items()):
            return False
        return not self.changed_since(book.name)

    def begin(self, book: Notebook) -> Inputs:
        """A notebook starts: until it ends, what is there of it is neither the old nor the new."""
        inputs = self._before[book.name] = self.inputs(book)
        self.entries[book.name] = {"status": "running", "files": self.entries.get(book.name, {}).get("files", {})}
        self.write()
        record_path(self.out, book.name).unlink(missing_ok=True)
        return inputs

    def end(self, book: Notebook, event: dict) -> None:
        before = self._before.pop(book.name)
        old_files = self.entries[book.name]["files"]
        entry = {
            "status": "failed" if event["message"] else "ok",
            "seconds": event["seconds"],
            "message": event["message"],
            "parameters": before.parameters,
            "seeds": seeds(before.parameters),
        }
        record = read_json(record_path(self.out, book.name))
        if not event["message"]:
            files = self._files(book.name, record)
            opened = self._opened(record, before)
            changed = self._changed_under_way(book, record, before)
            entry |= {"files": files, "read": record.get("read", {}), "opened": opened}
            entry |= {"inputs": before.parts, "key": None if changed else before.key}
            twice = self._written_twice(book.name, files)
            if changed:
                message = f"is of neither state: {listed(changed, 3)} changed while it ran. Run it again."
                entry |= {"status": "changed", "message": message}
            elif twice:
                entry |= {"status": "failed", "message": twice, "key": None}
            self._remove_outdated(book.name, old_files, files)
        else:
            entry |= {"files": old_files, "wanted": sorted(record.get("wanted", {}))}
        self.entries[book.name] = entry
        self.write()

    def changed_since(self, name: str) -> list[str]:
        """The tables and files that are not any more as a notebook read them."""
        entry = self.entries[name]
        changed = [path for path, digest in entry.get("opened", {}).items() if self._digest(path) != digest]
        for table, digest in entry.get("read", {}).items():
            content = self._table(table, name)
            if content is None or sha256_bytes(content) != digest:
                changed.append(table)
        return sorted(changed)

    def could_go_on(self, name: str) -> bool:
        """Whether a notebook that failed for want of a table would find it now."""
        wanted = self.entries[name].get("wanted", [])
        return bool(wanted) and all(self._table(table, name) is not None for table in wanted)

    def find_outdated(self) -> dict[str, list[str]]:
        """The notebooks that ended before something changed that they read, with that; noted in ``run.json``."""
        found = {}
        for name, entry in sorted(self.entries.items()):
            entry.pop("outdated", None)
            changed = self.changed_since(name) if entry["status"] == "ok" else []
            if changed:
                entry["outdated"] = found[name] = changed
        return found

    def skip(self, name: str) -> None:
        files = self.entries.get(name, {}).get("files", {})
        self.entries[name] = {"status": "skipped", "files": files}

    def tables(self, name: str) -> list[str]:
        """Names of the tables that a notebook wrote; its findings are ``findings/<notebook>``."""
        paths = [path for path in self.entries[name]["files"] if path.startswith("tables/")]
        return [path.removeprefix("tables/").removesuffix(".csv") for path in paths]

    def write(self, *, ended: bool = False) -> None:
        study = self.study
        write_json(
            self.out / RUN_FILE,
            {
                "format": RUN_FORMAT,
                "policylab": policylab.__version__,
                "start": self._start,
                "end": _now() if ended else None,
                "catalogue": {
                    "file": relative(study.corpus, self.out) if study.own else None,
                    "sha256": sha256_file(study.corpus),
                },
                "sources": self._sources,
                "resources": resource_hashes(),
                "git": self._git,
                "platform": platform.platform(),
                "processor": platform.machine(),
                "cores": os.cpu_count(),
                "versions": versions(),
                "notebooks": dict(sorted(self.entries.items())),
            },
        )

    def _table(self, table: str, reader: str) -> bytes | None:
        return table_bytes(table, tables=self.out / "tables", derived=self.study.derived, notebook=reader)

    def _digest(self, path: str) -> str | None:
        return sha256_file(from_notebooks(self.out, path))

    def _opened(self, record: dict, before: Inputs) -> dict[str, str | None]:
        """What a notebook opened that is not in its key: its cells name it, nothing else does."""
        declared = {*before.files, relative(self.study.corpus, self.out / "notebooks")}
        opened = record.get("opened", {}).items()
        return {path: digest for path, digest in opened if path not in declared and not self._was_temporary(path)}

    def _was_temporary(self, path: str) -> bool:
        """Whether a file that was read was one that the notebook made for itself, and is gone."""
        place = from_notebooks(self.out, path)
        return not place.exists() and place.is_relative_to(Path(tempfile.gettempdir()).resolve())

    def _changed_under_way(self, book: Notebook, record: dict, before: Inputs) -> list[str]:
        changed = differing(before.parts, self.inputs(book).parts)
        for path, digest in record.get("opened", {}).items():
            expected = before.files.get(path, digest)
            if not self._was_temporary(path) and not digest == expected == self._digest(path):
                changed.append(path)
        return sorted(set(changed))

    def _files(self, name: str, record: dict) -> dict[str, str]:
        files = {f"tables/{table}.csv": digest for table, digest in record.get("tables", {}).items()}
        # not the `folders`: people work in them, and a sheet that is filled in is no reason to write it anew
        for kind in ("figures", "files"):
            files |= {f"{kind}/{written}": digest for written, digest in record.get(kind, {}).items()}
        for path in (f"notebooks/{name}.ipynb", f"html/{name}.html"):
            files[path] = sha256_file(self.out / path)
        return dict(sorted(files.items()))

    def _written_twice(self, name: str, files: dict) -> str:
        """What the cells did not show before they ran: two notebooks of this run write one file."""
        for other in self._given.keys() - {name}:
            entry = self.entries.get(other, {})
            both = sorted(files.keys() & entry.get("files", {}).keys()) if entry.get("status") == "ok" else []
            if both:
                return str(written_twice(other, name, both[0]))
        return ""

    def _remove_outdated(self, name: str, old: dict, new: dict) -> None:
        """Remove what an earlier run of this notebook wrote and this one does not write any more."""
        others = {path for other, entry in self.entries.items() if other != name for path in entry.get("files", {})}
        for path in old.keys() - new.keys() - others:
            (self.out / path).unlink(missing_ok=True)


def run_record(folder: Path) -> dict:
    """What ``run.json`` says of the run in a folder; nothing is made of one that another version made."""
    content = read_json(folder / RUN_FILE)
    if content and content.get("format") != RUN_FORMAT:
        raise PolicylabError(
            f"The folder {folder} holds a run of policylab {content.get('policylab', 'of an unknown version')}, which "
            "keeps runs in another form. Move it away, or run into another folder with --out."
        )
    return content


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


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


@dataclasses.dataclass(frozen=True)
class Inputs:
    """All that goes into the results of one notebook. What is not in here cannot be reused."""

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
            **{f"parameter {name}": _text(value) for name, value in values.items()},
            **said,
            **held,
            **{f"{name} {path}": files[path] for name, path in named.items()},
            "policylab's code": hash_of(code),
            **{f"package {name}" if name != "python" else "Python": text for name, text in versions().items()},
            "the font": sha256_file(font_path()),
            **({"the figures' settings": figures} if figures else {}),
        }
        return cls(injected, values, files, parts)

    @property
    def key(self) -> str:
        return hash_of(self.parts)


def differing(before: dict[str, str | None], after: dict[str, str | None]) -> list[str]:
    absent = object()
    return [name for name in {**before, **after} if before.get(name, absent) != after.get(name, absent)]


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


def code_hashes() -> dict[str, str | None]:
    """The sha256 of policylab's own files, resources too, by their path in the package, as they are now."""
    paths = [
        path
        for path in PACKAGE.rglob("*")
        if path.suffix != ".pyc" and not _NOT_CODE & set(path.relative_to(PACKAGE).parts) and path.is_file()
    ]
    return {path.relative_to(PACKAGE).as_posix(): sha256_file(path) for path in sorted(paths)}


def resource_hashes() -> dict[str, str | None]:
    prefix = "resources/"
    return {
        name.removeprefix(prefix): digest
        for name, digest in code_hashes().items()
        if name.startswith(prefix) and not name.endswith((".py", ".pyi"))
    }


def versions() -> dict[str, str]:
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
    parts = {"[study] of corpus.toml": hash_of(said)}
    parts |= {f"source {entry.id} of corpus.toml": hash_of(dataclasses.asdict(entry)) for entry in catalogue.entries}
    files = {entry.file: sha256_file(root / entry.file) for entry in catalogue.entries}
    return parts, files | {relative(path, root): sha256_file(path) for path in lists.values()}


def _names_file(name: str, value: object) -> bool:
    return name.endswith("_file") and name not in RESERVED and isinstance(value, str) and bool(value)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=repr)
