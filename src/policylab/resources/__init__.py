"""Word lists, units, repairs and name tables: files beside this module that a scholar may read and edit.

`load_toml(name)` and `load_lines(name)` read one of them (cached); `data_path(name)` finds the files of the
study that comes with policylab, in the installed package or in a checkout.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from policylab.errors import PolicylabError, unknown

HERE = Path(__file__).parent
CATALOGUE = "corpus.toml"


def resource_path(name: str) -> Path:
    """Path of a resource file, e.g. ``resource_path("units.toml")``."""
    path = HERE / name
    if not path.is_file():
        names = [p.name for p in HERE.iterdir() if p.suffix in {".toml", ".txt"}]
        raise unknown("resource", name, names)
    return path


@functools.cache
def load_toml(name: str) -> dict:
    """Read a TOML resource; the dict is shared, so do not change it."""
    return read_toml(resource_path(name), "resource")


def read_toml(path: str | Path, what: str, *, hint: str = "Mend that line.", raises: type = PolicylabError) -> dict:
    """Read a TOML file, which an error names by `what` it is: "scheme"."""
    path = Path(path)
    try:
        return parse_toml(path.read_text(encoding="utf-8-sig"), f"{what} {path.name}", hint=hint, raises=raises)
    except OSError as error:
        raise raises(f"The {what} {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise raises(f"The {what} {path.name} is not valid TOML: {error}. {hint}") from None


def parse_toml(text: str, what: str, *, hint: str = "Mend that line.", raises: type) -> dict:
    """The tables of a TOML text, which an error names by `what` it is."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also of a number with thousands of digits
        why = "its brackets stand too deep in one another" if isinstance(error, RecursionError) else str(error)
        raise raises(f"The {what} is not valid TOML: {why}. {hint}") from None


@functools.cache
def load_lines(name: str) -> tuple[str, ...]:
    """Read a text resource: one entry a line, without blank lines and ``#`` comments."""
    return tuple(read_lines(resource_path(name)))


def read_lines(path: Path) -> list[str]:
    """Entries of a text file in the form of the resources: one a line, ``#`` starts a comment line."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def data_path(name: str = "") -> Path:
    """Path in the data folder that comes with policylab: in the wheel, or in the checkout.

    >>> data_path("corpus.toml").name
    'corpus.toml'
    """
    for root in (HERE.parent / "data", HERE.parents[2] / "data"):
        if (root / CATALOGUE).is_file():
            return root / name
    raise PolicylabError("The data that come with policylab are not there. Install policylab again.")
