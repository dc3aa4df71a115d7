"""What a run's folder holds of each notebook, kept in ``run.json``: what is up to date, under way, done."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path

import policylab
from policylab.errors import PolicylabError
from policylab.study._files import read_json, sha256_bytes, sha256_file, write_json
from policylab.study._notebooks import RESERVED, Notebook
from policylab.study._places import Study
from policylab.study._provenance import fingerprint, git_commit, resource_hashes, seeds, versions
from policylab.study._record import record_path, table_bytes

RUN_FILE = "run.json"
RUN_FORMAT = 1


class RunState:
    """The state of one run in one folder.

    Attributes
    ----------
    study : Study
    out : Path
    entries : dict of str to dict
        By notebook: status, seconds, message, parameters, seeds, files with their sha256, the tables it read with
        theirs, and the key of all that its results depend on.
    """

    def __init__(self, study: Study, out: Path, given: dict[str, dict], given_sources: dict) -> None:
        self.study = study
        self.out = out
        self._given = given
        self._sources = given_sources
        self.entries: dict[str, dict] = _previous(out)
        self._start = _now()
        self._git = git_commit(study.notebooks) if "site-packages" not in study.notebooks.parts else None

    def injected(self, book: Notebook) -> dict[str, object]:
        """The parameters that papermill writes into a notebook."""
        return injected(self.study, self.out, book, self._given[book.name])

    def unchanged(self, book: Notebook) -> bool:
        """Whether a notebook's results are there, whole, and from all that they depend on as it is now."""
        entry = self.entries.get(book.name, {})
        if entry.get("status") != "ok" or entry.get("key") != self._key(book):
            return False
        if any(sha256_file(self.out / path) != digest for path, digest in entry["files"].items()):
            return False
        return not self._changed_since(book.name)

    def begin(self, book: Notebook) -> None:
        """A notebook starts: until it ends, what is there of it is neither the old nor the new."""
        self.entries[book.name] = {"status": "running", "files": self.entries.get(book.name, {}).get("files", {})}
        self.write()
        record_path(self.out, book.name).unlink(missing_ok=True)

    def end(self, book: Notebook, event: dict) -> None:
        """A notebook ended, well or not."""
        parameters = {**book.defaults, **self.injected(book)}
        old_files = self.entries[book.name]["files"]
        entry = {
            "status": "ok" if event["kind"] == "ok" else "failed",
            "seconds": event["seconds"],
            "message": event["message"],
            "parameters": parameters,
            "seeds": seeds(parameters),
        }
        if event["kind"] == "ok":
            record = read_json(record_path(self.out, book.name))
            entry |= {"files": self._files(book.name, record), "read": record.get("read", {}), "key": self._key(book)}
            self._remove_outdated(book.name, old_files, entry["files"])
        else:
            entry |= {"kind": event["kind"], "files": old_files}
        self.entries[book.name] = entry
        self.write()

    def find_outdated(self) -> dict[str, list[str]]:
        """The notebooks that ended before a table changed that they read, with those tables; noted in ``run.json``."""
        found = {}
        for name, entry in sorted(self.entries.items()):
            entry.pop("outdated", None)
            changed = self._changed_since(name) if entry["status"] == "ok" else []
            if changed:
                entry["outdated"] = found[name] = changed
        return found

    def skip(self, name: str) -> None:
        """A notebook could not run, for one that it reads failed."""
        files = self.entries.get(name, {}).get("files", {})
        self.entries[name] = {"status": "skipped", "files": files}

    def tables(self, name: str) -> list[str]:
        """Names of the tables that a notebook wrote; its findings are ``findings/<notebook>``."""
        paths = [path for path in self.entries[name]["files"] if path.startswith("tables/")]
        return [path.removeprefix("tables/").removesuffix(".csv") for path in paths]

    def write(self, *, ended: bool = False) -> None:
        """Write ``run.json``."""
        study = self.study
        write_json(
            self.out / RUN_FILE,
            {
                "format": RUN_FORMAT,
                "policylab": policylab.__version__,
                "start": self._start,
                "end": _now() if ended else None,
                "catalogue": {
                    "file": _relative(study.corpus, self.out) if study.own else None,
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

    def _key(self, book: Notebook) -> str:
        return key_of(self.study, self.out, book, self._given[book.name], self._sources)

    def _changed_since(self, name: str) -> list[str]:
        """The tables that are not any more as a notebook read them."""
        changed = []
        for table, digest in sorted(self.entries[name].get("read", {}).items()):
            content = table_bytes(table, tables=self.out / "tables", derived=self.study.derived, notebook=name)
            if content is None or sha256_bytes(content) != digest:
                changed.append(table)
        return sorted(changed)

    def _files(self, name: str, record: dict) -> dict[str, str]:
        files = {f"tables/{table}.csv": digest for table, digest in record.get("tables", {}).items()}
        # not the `folders`: people work in them, and a sheet that is filled in is no reason to write it anew
        for kind in ("figures", "files"):
            files |= {f"{kind}/{written}": digest for written, digest in record.get(kind, {}).items()}
        for path in (f"notebooks/{name}.ipynb", f"html/{name}.html"):
            files[path] = sha256_file(self.out / path)
        return dict(sorted(files.items()))

    def _remove_outdated(self, name: str, old: dict, new: dict) -> None:
        """Remove what an earlier run of this notebook wrote and this one does not write any more."""
        others = {path for other, entry in self.entries.items() if other != name for path in entry.get("files", {})}
        for path in old.keys() - new.keys() - others:
            (self.out / path).unlink(missing_ok=True)


def _previous(out: Path) -> dict[str, dict]:
    """What an earlier run left of each notebook; nothing is written over that another version made."""
    content = read_json(out / RUN_FILE)
    if content and content.get("format") != RUN_FORMAT:
        raise PolicylabError(
            f"The folder {out} holds a run of policylab {content.get('policylab', 'of an unknown version')}, which "
            "keeps runs in another form. Move it away, or choose another folder with --out."
        )
    return content.get("notebooks", {})


def injected(study: Study, out: Path, book: Notebook, given: dict[str, object]) -> dict[str, object]:
    """The parameters that papermill writes into a notebook.

    A kernel works in the run's folder of notebooks, as JupyterLab does when one is opened there: with paths
    relative to it, a run gives the same notebooks wherever it is, and may be moved.
    """
    values = dict(given) | _files_of(out, book, given)
    if study.own:
        values["corpus_file"] = _relative(study.corpus, out / "notebooks")
    if "out" in book.defaults:
        values["out"] = ".."
    return values


def key_of(study: Study, out: Path, book: Notebook, given: dict[str, object], given_sources: dict) -> str:
    """The fingerprint of what a notebook's results depend on in a run."""
    values = {**book.defaults, **injected(study, out, book, given)}
    # a file that a parameter names may change under its name
    digests = {f"sha256 of {name}": sha256_file(out / "notebooks" / path) for name, path in _files_of(out, book, given).items()}
    return fingerprint(book, values | digests, given_sources)


def _files_of(out: Path, book: Notebook, given: dict[str, object]) -> dict[str, str]:
    """The parameters that name a file (``themes_file``), as paths from where the kernel works.

    A path that was given starts where the reader stands, one in the notebook's own cell at the notebook.
    """
    paths = {name: book.path.parent / value for name, value in book.defaults.items() if _names_file(name, value)}
    paths |= {name: Path(value) for name, value in given.items() if _names_file(name, value)}
    return {name: _relative(path, out / "notebooks") for name, path in paths.items() if given.get(name, path) is not None}


def _names_file(name: str, value: object) -> bool:
    return name.endswith("_file") and name not in RESERVED and isinstance(value, str) and bool(value)


def _relative(path: Path, start: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), start.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
