"""Where a study lives: its catalogue, its notebooks, what it publishes; and paths between them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.resources import CATALOGUE, data_path

PACKAGE = Path(__file__).parents[1]
_NOT_OF_A_RUN = (CATALOGUE, ".git", "pyproject.toml", "data")


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


def check_apart(out: Path, study: Study) -> None:
    """Refuse to let a run write over what is published, or into what looks like a study, a repository or a project."""
    kept = {place.resolve() for place in (study.derived, study.figures, study.notebooks)}
    places = {(out / name).resolve() for name in ("tables", "figures", "notebooks")} | {out.resolve()}
    if kept & places:
        raise PolicylabError(
            f"The folder {out.resolve()} holds the study itself, which a run would write over. Choose another folder "
            "for its results, such as runs/latest."
        )
    if out.resolve() in (Path.home(), Path(out.resolve().anchor)):
        raise PolicylabError(
            f"The folder {out.resolve()} holds everything else, among which a run's files would stand. Choose a folder of "
            "its own for its results, such as runs/latest."
        )
    marks = [name for name in _NOT_OF_A_RUN if (out / name).exists()]
    if not any((out / name).exists() for name in ("run.json", "provenance")) and any(out.glob("notebooks/*.ipynb")):
        marks.append("notebooks")
    if marks:
        raise PolicylabError(
            f"The folder {out.resolve()} has {marks[0]}, as a study or a repository has: a run could write over what is "
            "there. Choose another folder for its results, such as runs/latest."
        )


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
