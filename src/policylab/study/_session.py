"""What a notebook does while it runs: writes and reads tables, figures and findings, and opens files, which are noted (its kernel: `_execute`)."""

from __future__ import annotations

import contextlib
import html
import json
import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from policylab.checks import check_choice, check_kind
from policylab.corpus._catalogue import check_no_device
from policylab.errors import PolicylabError, invalid, unknown
from policylab.files import (
    RUN_VARIABLE,
    ensure_writable,
    folder_beside,
    sha256_bytes,
    sha256_file,
    write_json,
    write_text,
)
from policylab.resources._translation import LANGUAGES, chinese, glossed
from policylab.study._describe import read_codebook
from policylab.study._notebooks import (
    FINDINGS,
    PACKAGE,
    PUT_IN_HEAD,
    Study,
    check_apart,
    find_study,
    record_path,
    relative,
)
from policylab.study._parameters import FIGURES_VARIABLE, check_put_in, check_values
from policylab.study._table_files import FINDING_COLUMNS, cell_text, check_name, read_frame, table_bytes, table_text
from policylab.text._workbooks import without_times

# The kinds of what a notebook writes: each has its folder in the run, but for `folders`, which stand there themselves.
WRITTEN = ("tables", "figures", "files", "folders")
_NOTED = (*WRITTEN, "read", "wanted", "opened", "claims")
_TAKEN = frozenset({*WRITTEN, "notebooks", "html", "provenance"})
_NO_FILE_NAME = frozenset('/\\:*?"<>|') | {chr(code) for code in range(32)}
LAB_VARIABLE = "JPY_SESSION_NAME"  # Jupyter's server sets it for a kernel that a person opened
_TELLING = 10  # of joblib's levels: every tenth of the tasks or so, with what time remains


def begin(
    notebook: str,
    *,
    out: str | Path | None = None,
    lang: str = "zh",
    parameters: dict | None = None,
) -> Session:
    """Begin a notebook: show its parameters, set the theme of its figures, and say where results go.

    Parameters
    ----------
    notebook : str
        Name of the notebook, without ``.ipynb``.
    out : path, optional
        Folder for tables, figures and findings; without it nothing is written.
    lang : {"zh", "en"}
        Language of figures and claims.
    parameters : dict, optional
        The notebook's parameters as they are now; shown as a table where there is a notebook to show it in.

    Returns
    -------
    Session

    Raises
    ------
    PolicylabError
        When `lang` is unknown, `notebook` is no file's name, a parameter is not what it may be, papermill put in one
        that the notebook does not have, or `out` cannot be written, or holds what is published.

    Examples
    --------
    >>> run = begin("02-keywords", lang="zh", parameters={"terms": ["区块链", "5G"]})
    >>> run.finding("5G", claim_zh="“5G”逐期上升。", claim_en="“5G” rises.", value=3.2, verdict="supported")
    >>> run.findings().loc[0, "claim"]
    '“5G”逐期上升。'
    """
    if not isinstance(notebook, str) or notebook in {"", ".", ".."} or set(notebook) & _NO_FILE_NAME:
        raise invalid("notebook", notebook, "the name of the notebook's file without its ending, like '02-keywords'")
    check_no_device(notebook, where="`notebook`")
    check_choice("lang", lang, LANGUAGES)
    check_kind("parameters", parameters, dict | None, "a dict of names to values")
    parameters = dict(parameters or {})
    check_put_in(_executed(), {*parameters, "out", "lang"}, notebook=notebook)
    check_values(parameters)
    folder = None
    if out is not None:
        if not isinstance(out, (str, Path)) or not str(out).strip():
            raise invalid("out", out, "a folder, or None to write nothing")
        check_apart(Path(out), find_study(parameters.get("corpus_file")))
        folder = ensure_writable(Path(out), hint="Set `out` to another folder, or to None.")
    from policylab import plots

    plots.set_theme(lang, width=_figure_settings().get("width", "double"))
    pd.set_option("display.html.use_mathjax", False)  # JupyterLab would take US$5亿与$7亿 in a table for a formula
    session = Session(notebook, out=folder, lang=lang, parameters=parameters)
    show_parameters(parameters)
    _show_progress()
    return session


def load(corpus_file: str | Path | None = None):
    """Load the plans of a catalogue, or those that come with policylab: `policylab.load_corpus`.

    Examples
    --------
    >>> load().ids[0]
    'smart-city-2015'
    """
    from policylab import load_corpus

    return load_corpus(corpus_file)


class Session:
    """A notebook's way to write its tables, figures and findings, and to read those of other notebooks.

    Made by `begin`.

    Attributes
    ----------
    notebook : str
    out : Path or None
    lang : {"zh", "en"}
    parameters : dict
    """

    def __init__(self, notebook: str, *, out: Path | None, lang: str, parameters: dict) -> None:
        check_kind("out", out, Path | None, "a folder (a Path), or None")
        self.notebook = notebook
        self.out = out
        self.lang = lang
        self.parameters = parameters
        self._findings: dict[str, dict] = {}
        self._record: dict = {"notebook": notebook, **{kind: {} for kind in _NOTED}}
        self._note("read", {})
        if out is not None:
            OpenedFiles(self._note_opened, out=self.out, study=self._study().corpus.parent)

    def __repr__(self) -> str:
        return f"Session({self.notebook!r}, out={str(self.out) if self.out else None!r}, lang={self.lang!r})"

    def table(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Write a table to ``tables/<name>.csv`` in its order, without an index that has no name, and give it back as
        it was. What it holds is described in ``codebook.toml``.

        UTF-8, LF, floats with six significant digits, decimals in full, missing empty. A name, as all that a session
        takes, is of lower-case letters, digits, - and _.
        """
        check_name(name)
        if name == FINDINGS:
            raise PolicylabError("The table 'findings' is written by `run.findings()`.")
        self._write_table(name, table_text(frame))
        return frame

    def figure(self, name: str, figure) -> None:
        """Write a figure, or what is drawn in one, to ``figures/<name>.svg`` and ``.png``, or as the run has it.

        The bytes are the same each time.
        """
        from policylab import plots

        check_name(name)
        # Drawn also where nothing is kept: a layout settles with the drawing, and the notebook shows the figure after it.
        with self._written("figures") as beside:
            settings = _figure_settings()
            plots.save(figure, beside / name, formats=settings.get("formats", ("svg", "png")), dpi=settings.get("dpi"))

    @contextlib.contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw a figure; where its table has nothing to draw, say so in the language of the run, and go on.

        >>> from policylab import plots
        >>> run = begin("02-keywords", lang="en")
        >>> with run.drawing():
        ...     plots.cooccurrence({})
        No network has an edge. Lower `min_npmi` or `min_g2` in `cooccurrence_network`.
        """
        from policylab.plots import NothingToDraw

        try:
            yield
        except NothingToDraw as why:
            print(self.told(str(why)))

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a path to write another kind of file to, such as ``"network.gexf"``; it becomes ``files/<name>``.

        >>> run = begin("02-keywords")
        >>> with run.file("note.txt") as path:
        ...     _ = path.write_text("关键词", encoding="utf-8")
        """
        stem, dot, ending = str(name).partition(".")
        check_name(stem)
        if not dot or not ending.isalnum():
            raise invalid("name", name, "a file's name with its ending, like 'network.gexf'")
        with self._written("files") as beside:
            yield beside / name
            if self.out is not None and not (beside / name).is_file():
                raise PolicylabError(f"The file {name!r} was not written. Write it to the path that the block gives.")

    @contextlib.contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """Give a folder to write files to that belong together, such as sheets for raters; it becomes ``<name>/``.

        It is not published. Workbooks lose the times of their making, so that a run gives the same bytes again.

        >>> run = begin("03-themes")
        >>> with run.folder("sheets") as folder:
        ...     _ = (folder / "note.txt").write_text("关键词", encoding="utf-8")
        """
        check_name(name)
        if name in _TAKEN:
            raise PolicylabError(f"The folder {name!r} of a run has a use already. Give this one another name.")
        with self._written("folders") as beside:
            (beside / name).mkdir()
            yield beside / name
            for path in beside.rglob("*.xlsx"):
                path.write_bytes(without_times(path.read_bytes()))

    def finding(
        self,
        finding: str,
        *,
        claim_zh: str,
        claim_en: str,
        value: object = None,
        low: object = None,
        high: object = None,
        verdict: str = "",
    ) -> None:
        """State a finding: a claim, the value it rests on, and its interval.

        Parameters
        ----------
        finding : str
            Its id, once in a notebook; ids of one series share the part before the last ``-``.
        claim_zh, claim_en : str
            The claim in both languages, made from computed values. Chinese names in the English one get the English of
            the glossary behind them.
        value, low, high : number, optional
            The value and its interval.
        verdict : str
            What it comes to, in a word: ``"supported"``, ``"descriptive only"``, …
        """
        if not isinstance(finding, str) or not finding.strip():
            raise invalid("finding", finding, "an id like 'rise-5g'")
        if finding in self._findings:
            raise PolicylabError(f"The finding {finding!r} is stated twice in {self.notebook}. Give each its own id.")
        values = {"value": value, "low": low, "high": high}
        for name, number in values.items():
            try:
                cell_text(number)
            except PolicylabError:
                raise invalid(name, number, "a number or None") from None
        claim_en = glossed(str(claim_en))
        self._findings[finding] = {
            "finding": finding, "notebook": self.notebook, "claim": claim_zh if self.lang == "zh" else claim_en,
            "in both languages": [claim_en, str(claim_zh)], **values, "verdict": verdict or None,
        }  # fmt: skip

    def findings(self) -> pd.DataFrame:
        """The findings stated so far, sorted by id; written to ``tables/findings/<notebook>.csv``.

        Columns finding, notebook, claim, value, low, high, verdict.
        """
        rows = [self._findings[name] for name in sorted(self._findings)]
        frame = pd.DataFrame(rows, columns=FINDING_COLUMNS)
        self._write_table(f"{FINDINGS}/{self.notebook}", table_text(frame))
        self._note("claims", {row["finding"]: row["in both languages"] for row in rows})
        return frame

    def read(self, name: str) -> pd.DataFrame:
        """Read another notebook's table, of this run, else the published one; an empty cell is missing.

        A column is of the type that all its cells have; codes that begin with 0, such as 0012, are text.

        Parameters
        ----------
        name : str
            Name of the table; ``"findings"`` gives those of all other notebooks.

        Raises
        ------
        PolicylabError
            When neither this run nor the published tables have it.
        """
        check_name(name)
        derived = self._study().derived
        content = table_bytes(name, tables=self.tables, derived=derived, notebook=self.notebook)
        if content is None:
            self._note("wanted", {name: None})
            known = {path.stem for folder in (self.tables, derived) if folder for path in folder.glob("*.csv")}
            raise PolicylabError(
                f"{unknown('table', name, known)} It is written by another notebook: run all with `policylab run`."
            )
        self._note("read", {name: sha256_bytes(content)})
        return read_frame(content)

    @property
    def tables(self) -> Path | None:
        """Folder of the tables that this run writes, or None."""
        return None if self.out is None else self.out / "tables"

    def say(self, zh: str, en: str) -> None:
        """Print a sentence in the language of the run, in the place of what cannot be shown."""
        print(zh if self.lang == "zh" else en)

    def told(self, text: object) -> object:
        """What the library says in English, such as an error or the reason of a link, in the language of the run.

        >>> begin("04-targets").told("both for 2025: ≥ 30, then ≥ 50; which plan is the earlier one is not known")
        '同为2025年：≥ 30，后为≥ 50；两份规划孰先孰后不详'
        """
        if self.lang != "zh" or not isinstance(text, str):
            return text
        parts = [(part, chinese(part)) for part in text.split("; ")]  # a reason is a list of short ones
        return "；".join(said for _, said in parts) if all(part != said for part, said in parts) else chinese(text)

    def show_claims(self) -> None:
        """Show the findings stated so far as a list in a notebook, each with its verdict in words; all of it as text."""
        said = read_codebook().values(FINDINGS, "verdict")
        items, lines = "", []
        for row in self.findings().itertuples():
            verdict = f"({said.get(row.verdict, (row.verdict,) * 2)[self.lang == 'zh']})" if row.verdict else ""
            items += f"<li>{html.escape(row.claim)} <i>{html.escape(verdict)}</i></li>\n"
            lines.append(f"- {row.claim} {verdict}".rstrip())
        _display(f'<ul class="tex2jax_ignore mathjax_ignore">\n{items}</ul>', "\n".join(lines))

    def _study(self) -> Study:
        return find_study(self.parameters.get("corpus_file"))

    def _note(self, kind: str, entries: dict) -> None:
        """Put on record what was written, read or opened, with the sha256 of each.

        The record is written anew with each entry, so that it is true whenever the notebook is stopped.
        """
        self._record[kind] |= entries
        if self.out is not None:
            write_json(record_path(self.out, self.notebook), self._record)

    def _note_opened(self, path: Path) -> None:
        """Enter a file that was opened to be read, with what it held then; by its path from the run's notebooks."""
        name = relative(path, self.out / "notebooks")
        if name not in self._record["opened"]:
            self._note("opened", {name: sha256_file(path)})

    def _write_table(self, name: str, text: str) -> None:
        if self.out is not None:
            self._note("tables", {name: write_text(self.out / "tables" / f"{name}.csv", text)})

    @contextlib.contextmanager
    def _written(self, kind: str) -> Iterator[Path]:
        """A temporary folder, of which each file is moved to its place whole and put on record when the block ends well."""
        if self.out is None:
            with tempfile.TemporaryDirectory() as beside:
                yield Path(beside)
            return
        place, digests = self.out if kind == "folders" else self.out / kind, {}
        with folder_beside(self.out / kind) as beside:
            yield beside
            for path in sorted(beside.rglob("*")):
                target = place / path.relative_to(beside)
                if path.is_file():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    os.replace(path, target)
                    digests[target.relative_to(place).as_posix()] = sha256_file(target)
        self._note(kind, digests)


class OpenedFiles:
    """Notes each file that the cells of a notebook open by themselves to read it: its result rests on them, too.

    Such a file, a table of one's own or a module beside the notebook, is in no catalogue. Those of the machinery and the
    run's own, in `out`, do not count; `study` has the catalogue.
    """

    heard: OpenedFiles | None = None  # of the session begun last: a hook cannot be taken away again, so there is one

    def __init__(self, note: Callable[[Path], None], *, out: Path, study: Path) -> None:
        places = {sys.prefix, sys.base_prefix, str(PACKAGE), "/proc", "/sys", "/dev", "/etc", "/usr/share"}
        if RUN_VARIABLE in os.environ:  # the kernel's own folder, with its settings
            places.add(os.path.dirname(os.environ["IPYTHONDIR"]))
        self._not_counted = tuple(map(_folder, filter(None, [*places, *sysconfig.get_paths().values(), out])))
        self._study = _folder(study)
        self._note = note
        self._busy = False
        if OpenedFiles.heard is None:
            sys.addaudithook(lambda event, arguments: event == "open" and OpenedFiles.heard._hear(*arguments))
        OpenedFiles.heard = self

    def _hear(self, path: object, mode: str | None, flags: int | None) -> None:
        writes = set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR)
        if self._busy or writes or not isinstance(path, (str, bytes)):
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
        hidden = (part.startswith(".") or part == "__pycache__" for part in path.removeprefix(self._study).split(os.sep))
        return not path.startswith(self._not_counted) and not any(hidden)  # caches, settings


def _folder(place: str | Path) -> str:
    return os.path.realpath(place).rstrip(os.sep) + os.sep


def _figure_settings() -> dict:
    """How the run that this kernel is of wants its figures (`run_notebooks`)."""
    return json.loads(os.environ.get(FIGURES_VARIABLE) or "{}")


def _executed() -> list[str]:
    """The cells that this kernel ran, in their order; none where there is no notebook."""
    if "IPython" not in sys.modules:
        return []
    from IPython import get_ipython

    shell = get_ipython()
    return [] if shell is None else [source for source in shell.user_ns.get("In", []) if source]


def _show_progress() -> None:
    """Let loops of joblib say how far they are, where a person waits for them in JupyterLab.

    A cell that papermill runs keeps the same output each time, so it says nothing.
    """
    executed = any(source.lstrip().startswith(PUT_IN_HEAD) for source in _executed())
    if LAB_VARIABLE in os.environ and RUN_VARIABLE not in os.environ and not executed:
        import joblib

        joblib.parallel_config(verbose=_TELLING)


def show_parameters(parameters: dict) -> None:
    """Show parameters as a table in a notebook; elsewhere show nothing."""
    # where results go says nothing about them; unshown, a published notebook and a run of it stay the same
    shown = [(str(name), repr(value)) for name, value in parameters.items() if name != "out"]
    width = max((len(name) for name, _ in shown), default=0)
    head = "<tr><th>parameter</th><th>value</th></tr>"
    rows = "".join(
        f'<tr><td style="text-align:left">{html.escape(name)}</td>'
        f'<td style="text-align:left"><code>{html.escape(value)}</code></td></tr>'
        for name, value in shown
    )
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    _display(table, "\n".join(f"{name:<{width}}  {value}" for name, value in shown))


def _display(markup: str, text: str) -> None:
    """Show HTML in a notebook, or the text where it cannot; elsewhere show nothing."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return
    if get_ipython() is not None:
        display({"text/plain": text, "text/html": markup}, raw=True)
