"""The files that the cells of a notebook open by themselves, heard of for the session begun last: a result rests on them."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE
from policylab.study._notebooks import PACKAGE


class OpenedFiles:
    """Notes each file that this process opens to read it, but for the machinery and the run's own.

    What a cell opens by itself, such as a table of one's own or a module beside the notebook, is in no catalogue. A hook
    cannot be taken away again, so there is one, which hears for the session begun last.
    """

    def __init__(self) -> None:
        self._note: Callable[[Path], None] | None = None
        self._busy = False
        self._installed = False

    def begin(self, note: Callable[[Path], None], *, out: Path, study: Path) -> None:
        """Tell of each from now on with `note`; those of the run, in `out`, do not count. `study` has the catalogue."""
        places = {sys.prefix, sys.base_prefix, str(PACKAGE), "/proc", "/sys", "/dev", "/etc", "/usr/share"}
        if RUN_VARIABLE in os.environ:  # the kernel's own folder, with its settings
            places.add(os.path.dirname(os.environ["IPYTHONDIR"]))
        self._machinery = _folders(*places, *sysconfig.get_paths().values())
        self._study = _folders(study)
        self._results = _folders(out)
        self._note = note
        if not self._installed:
            self._installed = True
            sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple) -> None:
        if event != "open" or self._busy or self._note is None:
            return
        path, mode, flags = arguments
        writes = set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR)
        if writes or not isinstance(path, (str, bytes)):
            return
        self._busy = True
        try:
            full = os.path.realpath(os.fsdecode(path))
            if self._counts(full) and os.path.isfile(full):
                self._note(Path(full))
        except (OSError, ValueError, PolicylabError):
            pass  # no file, or a full disk, of which the next result tells
        finally:
            self._busy = False

    def _counts(self, path: str) -> bool:
        if path.startswith((*self._machinery, *self._results)):
            return False
        shown = path.removeprefix(self._study[0])
        return not any(part.startswith(".") or part == "__pycache__" for part in shown.split(os.sep))  # caches, settings


def _folders(*places: str | Path) -> tuple[str, ...]:
    return tuple(os.path.realpath(place).rstrip(os.sep) + os.sep for place in places if place)


opened_files = OpenedFiles()
