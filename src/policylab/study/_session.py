"""What a notebook holds while it runs: its parameters, and the way to write and read tables."""

from __future__ import annotations

import html
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, choice, invalid, unknown
from policylab.study._csv import check_name, read_frame, table_text
from policylab.study._files import ensure_writable
from policylab.study._findings import COLUMNS, LANGUAGES, TABLE, Findings
from policylab.study._places import check_apart, find_study
from policylab.study._record import WRITTEN, table_bytes
from policylab.study._results import Results, figure_of

if TYPE_CHECKING:
    import pandas as pd

# Where results go says nothing about them; unshown, a published notebook and a run of it stay the same.
_NOT_SHOWN = frozenset({"out"})
_NO_FILE_NAME = frozenset('/\\:*?"<>|') | {chr(code) for code in range(32)}


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
        When `lang` is unknown, `notebook` is no file's name, `out` cannot be written, or holds what is published.

    Examples
    --------
    >>> run = begin("02-keywords", lang="zh", parameters={"terms": ["区块链", "5G"]})
    >>> run.finding("5G", claim_zh="“5G”逐期上升。", claim_en="“5G” rises.", value=3.2, verdict="supported")
    >>> run.findings().loc[0, "claim"]
    '“5G”逐期上升。'
    """
    if not isinstance(notebook, str) or notebook in {"", ".", ".."} or set(notebook) & _NO_FILE_NAME:
        raise invalid("notebook", notebook, "the name of the notebook's file without its ending, like '02-keywords'")
    if lang not in LANGUAGES:
        raise choice("lang", lang, LANGUAGES)
    parameters = dict(parameters or {})
    folder = None
    if out is not None:
        if not isinstance(out, (str, Path)) or not str(out).strip():
            raise invalid("out", out, "a folder, or None to write nothing")
        check_apart(Path(out), find_study(parameters.get("corpus_file")))
        folder = ensure_writable(Path(out), hint="Set `out` to another folder, or to None.")
    from policylab import plots

    plots.set_theme(lang)
    session = Session(notebook, out=folder, lang=lang, parameters=parameters)
    show_parameters(parameters)
    return session


def load(corpus_file: str | Path | None = None):
    """Load the plans of a catalogue, or those that come with policylab: `policylab.load_corpus`.

    Examples
    --------
    >>> load().ids[0]
    'smart-city-2015'
    """
    from policylab import load_corpus

    return load_corpus() if corpus_file is None else load_corpus(corpus_file)


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
        self.notebook = notebook
        self.out = out
        self.lang = lang
        self.parameters = parameters
        self._findings = Findings(notebook, lang)
        self._results = Results(out, notebook)

    def __repr__(self) -> str:
        return f"Session({self.notebook!r}, out={str(self.out) if self.out else None!r}, lang={self.lang!r})"

    def table(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Write a table to ``tables/<name>.csv`` and give it back as it was.

        UTF-8, LF, floats with six significant digits, decimals in full, missing empty.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, - and _.
        frame : DataFrame
            Written in its order; an index without a name is left out.

        Returns
        -------
        DataFrame
            `frame` itself.
        """
        check_name(name)
        if name == TABLE:
            raise PolicylabError("The table 'findings' is written by `run.findings()`.")
        text = table_text(frame)
        self._results.write_table(name, text)
        return frame

    def figure(self, name: str, figure) -> None:
        """Write a figure to ``figures/<name>.svg`` and ``.png``, the same bytes each time.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, - and _.
        figure : Figure, Axes, or sequence of Axes
            A matplotlib figure, or what is drawn in one.
        """
        check_name(name)
        self._results.write_figure(name, figure_of(figure))

    def file(self, name: str) -> AbstractContextManager[Path]:
        """Give a path to write another kind of file to, such as a network for Gephi; it becomes ``files/<name>``.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, - and _, with an ending: ``"network.gexf"``.

        Examples
        --------
        >>> run = begin("02-keywords")
        >>> with run.file("note.txt") as path:
        ...     _ = path.write_text("关键词", encoding="utf-8")
        """
        stem, dot, ending = str(name).partition(".")
        check_name(stem)
        if not dot or not ending.isalnum():
            raise invalid("name", name, "a file's name with its ending, like 'network.gexf'")
        return self._results.file(name)

    def folder(self, name: str) -> AbstractContextManager[Path]:
        """Give a folder to write files to that belong together, such as sheets for raters; it becomes ``<name>/``.

        It is not published. Workbooks lose the times of their making, so that a run gives the same bytes again.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, - and _.

        Examples
        --------
        >>> run = begin("03-themes")
        >>> with run.folder("sheets") as folder:
        ...     _ = (folder / "note.txt").write_text("关键词", encoding="utf-8")
        """
        check_name(name)
        if name in {*WRITTEN, "notebooks", "html", "provenance"}:
            raise PolicylabError(f"The folder {name!r} of a run has a use already. Give this one another name.")
        return self._results.folder(name)

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
            The claim in both languages, made from computed values.
        value, low, high : number, optional
            The value and its interval.
        verdict : str
            What it comes to, in a word: ``"supported"``, ``"descriptive only"``, …
        """
        self._findings.state(
            finding, claim_zh=claim_zh, claim_en=claim_en, value=value, low=low, high=high, verdict=verdict
        )

    def findings(self) -> pd.DataFrame:
        """The findings stated so far, sorted by id; written to ``tables/findings/<notebook>.csv``.

        Returns
        -------
        DataFrame
            Columns finding, notebook, claim, value, low, high, verdict.
        """
        import pandas as pd

        frame = pd.DataFrame(self._findings.rows(), columns=COLUMNS)
        self._results.write_table(f"{TABLE}/{self.notebook}", table_text(frame))
        self._results.note_claims(self._findings.claims())
        return frame

    def read(self, name: str, *, decimals: Iterable[str] = ()) -> pd.DataFrame:
        """Read another notebook's table: of this run, else the published one.

        Parameters
        ----------
        name : str
            Name of the table; ``"findings"`` gives those of all other notebooks.
        decimals : iterable of str
            Columns to read as `decimal.Decimal`, digit for digit.

        Returns
        -------
        DataFrame
            Empty cells are missing.

        Raises
        ------
        PolicylabError
            When neither this run nor the published tables have it.
        """
        check_name(name)
        derived = find_study(self.parameters.get("corpus_file")).derived
        content = table_bytes(name, tables=self.tables, derived=derived, notebook=self.notebook)
        if content is None:
            known = {path.stem for folder in (self.tables, derived) if folder for path in folder.glob("*.csv")}
            raise PolicylabError(
                f"{unknown('table', name, known)} It is written by another notebook: run all with `policylab run`."
            )
        self._results.note_read(name, content)
        return read_frame(content, decimals=decimals)

    @property
    def tables(self) -> Path | None:
        """Folder of the tables that this run writes, or None."""
        return None if self.out is None else self.out / "tables"


def show_parameters(parameters: dict) -> None:
    """Show parameters as a table in a notebook; elsewhere show nothing."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return
    if get_ipython() is None:
        return
    shown = [(str(name), repr(value)) for name, value in parameters.items() if name not in _NOT_SHOWN]
    width = max((len(name) for name, _ in shown), default=0)
    head = "<tr><th>parameter</th><th>value</th></tr>"
    rows = "".join(
        f'<tr><td style="text-align:left">{html.escape(name)}</td>'
        f'<td style="text-align:left"><code>{html.escape(value)}</code></td></tr>'
        for name, value in shown
    )
    display(
        {
            "text/plain": "\n".join(f"{name:<{width}}  {value}" for name, value in shown),
            "text/html": f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>",
        },
        raw=True,
    )
