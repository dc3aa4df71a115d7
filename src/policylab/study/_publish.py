"""Make a run the published one, all or none: tables, figures and notebooks, with their description."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

from policylab.checks import check_path
from policylab.errors import PolicylabError, listed
from policylab.files import (
    ensure_writable,
    only_run,
    only_writer,
    read_json,
    write_bytes,
    write_json,
)
from policylab.study._describe import CODEBOOK_FILE, PACKAGE_FILE, describe
from policylab.study._inputs import Inputs, changed_since, differing, spoilt
from policylab.study._notebooks import FINDINGS, PACKAGE, PUT_IN, Study, find_notebooks, read_run, study_of

_STAGE = ".policylab-publish"
_JOURNAL = "journal.json"  # what is to be removed, by its folder; it is written last


def publish_run(run: str | Path) -> list[Path]:
    """Make a run the published one.

    It must be a whole run, of the notebooks, sources, resources and versions as they are now, with the default
    parameters, so that whoever runs the study next gets what is published. A published notebook is the run's
    without the cell of parameters that papermill put in. Tables (CSV) and figures (SVG, PNG) that no notebook writes
    any more are removed, and so is every other file of the last publication. ``datapackage.json`` and ``CODEBOOK.md``
    are written anew beside the folder of tables.

    Parameters
    ----------
    run : path
        Folder of the run.

    Returns
    -------
    list of Path
        The files that were written, because they were new or differed, and those that were removed.

    Raises
    ------
    PolicylabError
        When the run is not whole, not of the present state, or was changed by hand; nothing is written then.
    """
    check_path("run", run)
    folder = Path(run)
    study = study_of(folder)
    if not study.own and PACKAGE in study.derived.parents:
        raise PolicylabError(
            "The tables of an installed policylab cannot be published anew. Work in a checkout, or make a study of "
            "your own with `policylab new`."
        )
    finish_publication(study)
    with only_run(folder):
        contents = _contents(folder, study)
        for place in (study.derived, study.figures, study.notebooks):
            ensure_writable(place, hint="It holds what is published.")
        with only_writer(study.derived.parent):
            changed = _stage(study, contents, _published(study) - contents.keys())
            _carry_out(study)
    return changed


def finish_publication(study: Study) -> None:
    """Bring a publication to its end that was stopped half-way; one that had not begun to move files is undone.

    Files are made ready beside the study first, each in a folder named like its own, and a journal says that all are
    there. From then on they are moved, by this call if need be, so that no reader is left with tables of two runs.
    """
    stage = study.derived.parent / _STAGE
    if not stage.is_dir() or stage.is_symlink():
        return
    with only_writer(stage.parent):
        if (stage / _JOURNAL).is_file():
            _carry_out(study)
        else:
            shutil.rmtree(stage, ignore_errors=True)


def _stage(study: Study, contents: dict[Path, bytes], outdated: set[Path]) -> list[Path]:
    """Make ready what is to be moved, and write the journal last; give the files that will change."""
    stage, places = study.derived.parent / _STAGE, _places(study)
    shutil.rmtree(stage, ignore_errors=True)
    try:
        kept = [path for path in study.derived.iterdir() if path.is_file() and path not in outdated]
        tables = {path.name: path.read_bytes() for path in kept}
        tables |= {path.name: content for path, content in contents.items() if path.parent == study.derived}
        contents = contents | {path: text.encode("utf-8") for path, text in describe(study, tables).items()}
        new = {path: content for path, content in contents.items() if not path.is_file() or path.read_bytes() != content}
        for path, content in new.items():
            write_bytes(stage / places.get(path.parent, "") / path.name, content)
        removed = {name: sorted(path.name for path in outdated if path.parent == folder) for folder, name in places.items()}
        write_json(stage / _JOURNAL, removed)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    return sorted({*outdated, *new})


def _carry_out(study: Study) -> None:
    """Move what is made ready; what is moved already is not there any more, and a stranger's file has no other place."""
    root = study.derived.parent
    stage = root / _STAGE
    removed = read_json(stage / _JOURNAL)
    moves = {stage / name: root / name for name in (PACKAGE_FILE, CODEBOOK_FILE) if (stage / name).is_file()}
    for folder, name in _places(study).items():
        moves |= {staged: folder / staged.name for staged in sorted((stage / name).glob("*"))}
        for outdated in removed.get(name, []):
            (folder / Path(outdated).name).unlink(missing_ok=True)
    for staged, target in moves.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.replace(staged, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            write_bytes(target, staged.read_bytes())  # a folder of the study on another disk
    (stage / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)


def _places(study: Study) -> dict[Path, str]:
    """The folders that a publication changes, with the names that they have where it is made ready."""
    return {study.derived: "derived", study.figures: "figures", study.notebooks: "notebooks"}


def _published(study: Study) -> set[Path]:
    """The files of the last publication: those that the Data Package lists, tables and figures."""
    listed = read_json(study.derived.parent / PACKAGE_FILE).get("resources", [])
    found = {path for resource in listed if (path := study.derived / Path(resource["path"]).name).is_file()}
    return found.union(study.derived.glob("*.csv"), *(study.figures.glob(f"*.{kind}") for kind in ("svg", "png")))


def _contents(folder: Path, study: Study) -> dict[Path, bytes]:
    """What publishing writes, by path; checks the whole run before anything is written."""
    books, entries = find_notebooks(study.notebooks), read_run(folder)["notebooks"]
    contents: dict[Path, bytes] = {}

    def put(path: Path, content: bytes) -> None:
        if contents.setdefault(path, content) != content:
            raise PolicylabError(f"The run in {folder} has two files that would be published as {path}. Rename one of them.")

    for book in books:
        entry = entries.get(book.name, {})
        if entry.get("status") != "ok":
            raise PolicylabError(
                f"The run in {folder} is not whole: {book.name} was not run to its end. Run all with `policylab run`."
            )
        for name in spoilt(folder, entry["files"]):
            raise PolicylabError(f"The file {folder / name} was changed after the run. Run again with `policylab run`.")
    for book in books:
        entry, inputs = entries[book.name], Inputs.read(study, folder, book, {})
        changed = differing(entry.get("inputs", {}), inputs.parts) + changed_since(study, folder, book.name, entry)
        if changed:
            raise PolicylabError(
                f"The run in {folder} is not of the study as it is now: {book.name} ran on another state of "
                f"{listed(changed, 5)}. Run again with `policylab run`."
            )
        for name in entry["files"]:
            path = folder / name
            if name.startswith(f"tables/{FINDINGS}/"):
                put(study.derived / f"{FINDINGS}.csv", (folder / "tables" / f"{FINDINGS}.csv").read_bytes())
            elif name.startswith(("tables/", "files/")):
                put(study.derived / path.name, path.read_bytes())
            elif name.startswith("figures/"):
                put(study.figures / path.name, path.read_bytes())
            elif name.startswith("notebooks/"):
                put(book.path, _without_injected(path))
    return contents


def _without_injected(path: Path) -> bytes:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = [cell for cell in content["cells"] if PUT_IN not in cell["metadata"].get("tags", [])]
    count = 0
    for cell in content["cells"]:
        if cell["cell_type"] == "code" and cell["execution_count"] is not None:
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = count
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
