"""Make a run the published one: its tables, figures and notebooks take the place of those before."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.study._datapackage import published_files, write_description
from policylab.study._diff import read_run, study_of
from policylab.study._files import (
    ensure_writable,
    full_disk_told,
    only_run,
    remove_leftovers,
    sha256_file,
    written_beside,
)
from policylab.study._findings import TABLE
from policylab.study._notebooks import find_notebooks
from policylab.study._places import PACKAGE, Study
from policylab.study._provenance import sources
from policylab.study._state import key_of


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
    folder = Path(run)
    read_run(folder)
    study = study_of(folder)
    if not study.own and PACKAGE in study.derived.parents:
        raise PolicylabError(
            "The tables of an installed policylab cannot be published anew. Work in a checkout, or make a study of "
            "your own with `policylab new`."
        )
    with only_run(folder):
        contents = _contents(folder, study)
        for place in (study.derived, study.figures, study.notebooks):
            ensure_writable(place, hint="It holds what is published.")
            remove_leftovers(place)
        outdated = _published(study) - contents.keys()
        new = {path: content for path, content in contents.items() if _bytes(path) != content}
        with full_disk_told(study.derived, hint="Nothing was published. Make room and publish again."):
            _write_together(new)
        for path in outdated:
            path.unlink()
        hint = "All is published but the description of the tables. Make room and publish again."
        with full_disk_told(study.derived.parent, hint=hint):
            described = write_description(study)
    return sorted({*outdated, *new, *described})


def _write_together(contents: dict[Path, bytes]) -> None:
    """Write all files beside their places before the first is moved there: a full disk changes none of them."""
    with contextlib.ExitStack() as written:
        for path, content in contents.items():
            written.enter_context(written_beside(path)).write_bytes(content)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _published(study: Study) -> set[Path]:
    """The files of the last publication."""
    found = {path for path in published_files(study) if path.is_file()}
    found.update(study.derived.glob("*.csv"))
    return found.union(*(study.figures.glob(f"*.{kind}") for kind in ("svg", "png")))


def _contents(folder: Path, study: Study) -> dict[Path, bytes]:
    """What publishing writes, by path; checks the whole run before anything is written."""
    entries = read_run(folder)["notebooks"]
    given_sources = sources(study)
    contents: dict[Path, bytes] = {}
    findings = False
    for book in find_notebooks(study.notebooks):
        entry = entries.get(book.name, {})
        if entry.get("status") != "ok":
            raise PolicylabError(
                f"The run in {folder} is not whole: {book.name} was not run to its end. Run all with `policylab run`."
            )
        if entry["key"] != key_of(study, folder, book, {}, given_sources):
            raise PolicylabError(
                f"The run in {folder} is not of the study as it is now: {book.name} had other cells, parameters, "
                "sources, resources or versions. Run again with `policylab run`."
            )
        for name, digest in entry["files"].items():
            path = folder / name
            if sha256_file(path) != digest:
                raise PolicylabError(f"The file {path} was changed after the run. Run again with `policylab run`.")
            if name.startswith(f"tables/{TABLE}/"):
                findings = True
            elif name.startswith(("tables/", "files/")):
                contents[study.derived / path.name] = path.read_bytes()
            elif name.startswith("figures/"):
                contents[study.figures / path.name] = path.read_bytes()
            elif name.startswith("notebooks/"):
                contents[book.path] = _without_injected(path)
    if findings:
        contents[study.derived / f"{TABLE}.csv"] = (folder / "tables" / f"{TABLE}.csv").read_bytes()
    return contents


def _without_injected(path: Path) -> bytes:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = [
        cell for cell in content["cells"] if "injected-parameters" not in cell["metadata"].get("tags", [])
    ]
    count = 0
    for cell in content["cells"]:
        if cell["cell_type"] == "code" and cell["execution_count"] is not None:
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = count
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
