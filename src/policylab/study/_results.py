"""What a notebook writes: tables, figures and other files, each of them whole or not there, and all on record."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policylab.errors import invalid
from policylab.study._files import (
    folder_beside,
    full_disk_told,
    sha256_bytes,
    sha256_file,
    write_bytes,
    write_text,
    written_beside,
)
from policylab.study._office import without_times
from policylab.study._record import Record

_ROOM = "Make room, or choose another folder for the results."


class Results:
    """The files of one notebook in the folder of a run; without a folder nothing is kept.

    Every file is written beside its place and then moved there, so that a run that is stopped leaves no half of one.
    """

    def __init__(self, out: Path | None, notebook: str) -> None:
        self._out = out
        with self._writing():
            self._record = Record(out, notebook)

    def write_table(self, name: str, text: str) -> None:
        """Write CSV text to ``tables/<name>.csv``."""
        if self._out is not None:
            with self._writing():
                self._record.note("tables", {name: write_text(self._out / "tables" / f"{name}.csv", text)})

    def note_claims(self, claims: dict[str, list[str]]) -> None:
        """Put on record what the findings claim, in English and in Chinese."""
        with self._writing():
            self._record.state(claims)

    def write_figure(self, name: str, figure) -> None:
        """Write a figure to ``figures/<name>.svg`` and ``.png``."""
        from policylab import plots

        if self._out is None:
            # Drawn all the same: a layout settles with the drawing, and the notebook shows the figure after it.
            with tempfile.TemporaryDirectory() as nowhere:
                plots.save(figure, Path(nowhere) / name)
            return
        with self._writing():
            paths = plots.save(figure, self._out / "figures" / name)
            self._record.note("figures", {path.name: sha256_file(path) for path in paths})

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a path to write to; what is there when the block ends becomes ``files/<name>``."""
        if self._out is None:
            with tempfile.TemporaryDirectory() as nowhere:
                yield Path(nowhere) / name
            return
        target = self._out / "files" / name
        with self._writing():
            with written_beside(target) as beside:
                yield beside
            self._record.note("files", {name: sha256_file(target)})

    @contextlib.contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """Give a folder to write to; the files that are in it when the block ends go to ``<name>/``."""
        if self._out is None:
            with tempfile.TemporaryDirectory() as nowhere:
                yield Path(nowhere)
            return
        target = self._out / name
        with self._writing(), folder_beside(target) as beside:
            yield beside
            digests = {}
            for path in sorted(path for path in beside.rglob("*") if path.is_file()):
                place = path.relative_to(beside)
                content = path.read_bytes()
                if path.suffix == ".xlsx":
                    content = without_times(content)
                digests[f"{name}/{place.as_posix()}"] = write_bytes(target / place, content)
            self._record.note("folders", digests)

    def note_read(self, name: str, content: bytes) -> None:
        """Keep on record that a table was read."""
        with self._writing():
            self._record.note("read", {name: sha256_bytes(content)})

    def _writing(self) -> contextlib.AbstractContextManager[None]:
        if self._out is None:
            return contextlib.nullcontext()
        return full_disk_told(self._out.resolve(), hint=_ROOM)


def figure_of(figure):
    """The one matplotlib figure that something is, or is drawn in."""
    parts = figure.flat if hasattr(figure, "flat") else figure if isinstance(figure, (list, tuple)) else [figure]
    # axes, a seaborn grid, and a figure itself all have it
    owners = {id(owner): owner for owner in (getattr(part, "figure", None) for part in parts)}
    owner = next(iter(owners.values()), None)
    if len(owners) != 1 or not hasattr(owner, "savefig"):
        raise invalid("figure", figure, "a matplotlib figure, or axes of one")
    return owner
