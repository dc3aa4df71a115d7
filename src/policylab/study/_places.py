"""Where a study lives: its catalogue, notebooks, and published tables and figures."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.resources import data_path

CATALOGUE = "corpus.toml"
RUN_FILE = "run.json"
RUN_FORMAT = 1
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
    catalogue = packaged if corpus is None else _catalogue(Path(corpus))
    own = catalogue.resolve() != packaged.resolve()
    root = catalogue.parent
    if own:
        derived, figures = root / "derived", root / "figures"
    else:
        derived, figures = root / "derived", root.parent / "figures"
    if notebooks is not None:
        folder = Path(notebooks)
        if not folder.is_dir():
            raise PolicylabError(f"There is no folder of notebooks {folder}.")
    elif own and (root / "notebooks").is_dir():
        folder = root / "notebooks"
    else:
        folder = packaged_notebooks()
    return Study(catalogue, folder, derived, figures, own)


def check_apart(out: Path, study: Study) -> None:
    """Refuse to let a run write over what is published, or into a study, a repository or a project.

    Raises
    ------
    PolicylabError
        When the tables, figures or notebooks of a run in `out` would be those of the study, or `out` looks like the
        folder of another one.
    """
    kept = {place.resolve() for place in (study.derived, study.figures, study.notebooks)}
    places = {(out / name).resolve() for name in ("tables", "figures", "notebooks")} | {out.resolve()}
    if kept & places:
        raise PolicylabError(
            f"The folder {out.resolve()} holds the study itself, which a run would write over. Choose another folder "
            "for its results, such as runs/latest."
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


def packaged_notebooks() -> Path:
    """The folder of the notebooks that come with policylab: in the wheel, or in the checkout."""
    inside = PACKAGE / "notebooks"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "notebooks"


def _catalogue(path: Path) -> Path:
    if path.is_dir():
        if not (path / CATALOGUE).is_file():
            raise PolicylabError(
                f"The folder {path} has no {CATALOGUE}. Make a study with `policylab new`, or name a catalogue."
            )
        return path / CATALOGUE
    if not path.is_file():
        raise PolicylabError(f"There is no catalogue {path}. Name a {CATALOGUE}, or a folder that has one.")
    return path
