"""What a notebook holds while it runs: its parameters, and the way to write and read tables."""

from __future__ import annotations

import contextlib
import html
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, choice, invalid, unknown
from policylab.study._csv import cell_text, check_name, read_frame, table_text
from policylab.study._files import ensure_writable, sha256_bytes, sha256_file, write_json, write_text, written_beside
from policylab.study._findings import COLUMNS, TABLE
from policylab.study._places import find_study
from policylab.study._record import record_path, table_bytes

if TYPE_CHECKING:
    import pandas as pd

LANGUAGES = ("en", "zh")
# Where results go says nothing about them; unshown, a published notebook and a run of it stay the same.
_NOT_SHOWN = frozenset({"out"})


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
        When `lang` is unknown, or `out` cannot be written.

    Examples
    --------
    >>> run = begin("02-keywords", lang="zh", parameters={"terms": ["区块链", "5G"]})
    >>> run.finding("5G", claim_zh="“5G”逐期上升。", claim_en="“5G” rises.", value=3.2, verdict="supported")
    >>> run.findings().loc[0, "claim"]
    '“5G”逐期上升。'
    """
    if not isinstance(notebook, str) or not notebook:
        raise invalid("notebook", notebook, "the notebook's name, like '02-keywords'")
    if lang not in LANGUAGES:
        raise choice("lang", lang, LANGUAGES)
    folder = None
    if out is not None:
        folder = ensure_writable(Path(out), hint="Set `out` to another folder, or to None.")
    parameters = dict(parameters or {})
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

    Made by `begin`. Every file is written beside its place and then moved there, so that a run that is
    stopped leaves no half of one. What was written and read is kept in ``provenance/<notebook>.json``.

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
        self._findings: dict[str, dict] = {}
        self._record: dict[str, dict[str, str]] = {"tables": {}, "figures": {}, "files": {}, "read": {}}
        self._note()

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
        if self.out is not None:
            self._record["tables"][name] = write_text(self.out / "tables" / f"{name}.csv", text)
            self._note()
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
        figure = _figure_of(figure)
        if self.out is None:
            return
        from policylab import plots

        for path in plots.save(figure, self.out / "figures" / name):
            self._record["figures"][path.name] = sha256_file(path)
        self._note()

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
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
        if self.out is None:
            with tempfile.TemporaryDirectory() as nowhere:
                yield Path(nowhere) / name
            return
        target = self.out / "files" / name
        with written_beside(target) as beside:
            yield beside
        self._record["files"][name] = sha256_file(target)
        self._note()

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
        if not isinstance(finding, str) or not finding.strip():
            raise invalid("finding", finding, "an id like 'rise-5g'")
        if finding in self._findings:
            raise PolicylabError(f"The finding {finding!r} is stated twice in {self.notebook}. Give each its own id.")
        claim = claim_zh if self.lang == "zh" else claim_en
        values = {"value": value, "low": low, "high": high}
        for name, number in values.items():
            try:
                cell_text(number)
            except PolicylabError:
                raise invalid(name, number, "a number or None") from None
        self._findings[finding] = {
            "finding": finding, "notebook": self.notebook, "claim": claim, **values, "verdict": verdict or None,
        }  # fmt: skip

    def findings(self) -> pd.DataFrame:
        """The findings stated so far, sorted by id; written to ``tables/findings/<notebook>.csv``.

        Returns
        -------
        DataFrame
            Columns finding, notebook, claim, value, low, high, verdict.
        """
        import pandas as pd

        rows = [self._findings[finding] for finding in sorted(self._findings)]
        frame = pd.DataFrame(rows, columns=COLUMNS)
        if self.out is not None:
            path = self.out / "tables" / TABLE / f"{self.notebook}.csv"
            self._record["tables"][f"{TABLE}/{self.notebook}"] = write_text(path, table_text(frame))
            self._note()
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
        self._record["read"][name] = sha256_bytes(content)
        self._note()
        return read_frame(content, decimals=decimals)

    @property
    def tables(self) -> Path | None:
        """Folder of the tables that this run writes, or None."""
        return None if self.out is None else self.out / "tables"

    def _note(self) -> None:
        if self.out is not None:
            write_json(record_path(self.out, self.notebook), {"notebook": self.notebook, **self._record})


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


def _figure_of(figure):
    parts = figure.flat if hasattr(figure, "flat") else figure if isinstance(figure, (list, tuple)) else [figure]
    # axes, a seaborn grid, and a figure itself all have it
    owners = {id(owner): owner for owner in (getattr(part, "figure", None) for part in parts)}
    owner = next(iter(owners.values()), None)
    if len(owners) != 1 or not hasattr(owner, "savefig"):
        raise invalid("figure", figure, "a matplotlib figure, or axes of one")
    return owner
