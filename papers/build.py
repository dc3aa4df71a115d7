"""Build the working paper: `python papers/build.py`, or `make paper`.

The paper types no result. Typst reads the published tables of `data/derived/`, and figures are drawn of them in English,
as wide as they are printed; what does not stand in the tables (the parameters of the notebooks, defaults of the library,
the score of the ledger against the gold set) is read here from where it is defined, and handed over as JSON and CSV.
Everything is put together in a folder of its own, so that another run's tables can be set in the same text:

    python papers/build.py --data runs/latest/tables --out draft.pdf
"""

from __future__ import annotations

import argparse
import functools
import inspect
import json
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MANUSCRIPT = ("paper.typ", "tables.typ", "lib.typ", "references.bib")


def build(*, data: Path, figures: Path | None = None, root: Path = ROOT) -> bytes:
    """The paper as PDF, the same bytes for the same tables and figures.

    Parameters
    ----------
    data : Path
        Folder of the tables, as `data/derived/`.
    figures : Path, optional
        Folder of figures (SVG); without it they are drawn of the tables.
    root : Path
        The checkout, for the notebooks, the catalogue and the gold set.

    Returns
    -------
    bytes

    Raises
    ------
    FileNotFoundError
        If there are no tables.
    typst.TypstError
        If a table, a column, a finding or a figure that the paper speaks of is not there.
    """
    import typst

    from policylab.plots import font_path

    if not (data / "findings.csv").is_file():
        raise FileNotFoundError(f"There are no published tables in {data}. Make them with `policylab run`.")
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        for name in MANUSCRIPT:
            _copy(HERE / name, stage / "papers" / name)
        for table in sorted(data.glob("*.csv")):
            _copy(table, stage / "data" / table.name)
        if figures is None:
            _draw(data, stage / "figures", names=_names(root, "short_title"))
        for figure in sorted(figures.glob("*.svg")) if figures else ():
            _copy(figure, stage / "figures" / figure.name)
        gold = root / "data" / "gold"
        for name in ("statements.csv", "real.csv", "real-passages.csv"):
            _copy(gold / name, stage / "gold" / name)
        _score(data / "targets.csv", gold / "statements.csv", stage / "gold" / "evaluation.csv")
        settings = json.dumps(_settings(root), ensure_ascii=False, indent=1)
        (stage / "papers" / "settings.json").write_text(settings, encoding="utf-8")
        # only the fonts named here: what a computer happens to have must not change a line
        return typst.compile(
            str(stage / "papers" / "paper.typ"), root=str(stage), font_paths=[str(font_path().parent)],
            ignore_system_fonts=True,
        )  # fmt: skip


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _draw(data: Path, folder: Path, *, names: dict[str, str]) -> None:
    """The figures of the paper in English, for one column of a page."""
    import pandas as pd

    from policylab import plots
    from policylab.study._table_files import read_frame

    def table(name: str) -> pd.DataFrame:
        return read_frame((data / f"{name}.csv").read_bytes())

    plots.set_theme("en", width="single")
    folder.mkdir()
    drawn = {
        "outlines": plots.outlines(table("sections"), names=names, lang="en"),
        "term-change": plots.term_change(table("emerging_terms"), table("declining_terms"), names=names, lang="en"),
        "topic-changes": plots.topic_changes(table("topic_changes"), table("topics"), names=names, lang="en"),
    }
    for name, axes in drawn.items():
        plots.save(axes, folder / name, formats=("svg",))


def _names(root: Path, column: str) -> dict[str, str]:
    """What the catalogue calls each source, in one language."""
    catalogue = tomllib.loads((root / "data" / "corpus.toml").read_text(encoding="utf-8"))
    return {source["id"]: source[column] for source in catalogue["source"]}


def _score(ledger: Path, gold: Path, target: Path) -> None:
    """The ledger's score against the gold set, as a table beside it."""
    import pandas as pd

    from policylab.study import table_text
    from policylab.targets import evaluate

    def read(path: Path) -> pd.DataFrame:
        return pd.read_csv(path, dtype=str, keep_default_na=False)

    score = evaluate(read(ledger), read(gold), texts=_texts())
    target.write_text(table_text(score), encoding="utf-8", newline="\n")


@functools.cache
def _texts() -> dict[str, str]:
    import policylab

    return {plan.id: plan.text for plan in policylab.load_corpus()}


def _settings(root: Path) -> dict[str, object]:
    """Names of the plans, parameters of the notebooks, defaults of the library, and English glosses."""
    import policylab
    from policylab.compare import reuse_share
    from policylab.resources import load_toml
    from policylab.stats import AGREEMENT, ALPHA, MIN_CLUSTERS
    from policylab.study._notebooks import find_notebooks
    from policylab.words import emerging_terms
    from policylab.words._word_claims import PLACEBO

    books = find_notebooks(root / "notebooks")
    levels = {_default(function, "level") for function in (emerging_terms, policylab.keyness, reuse_share)}
    if len(levels) != 1:
        raise ValueError(f"The paper speaks of one level of all intervals; the library has {sorted(levels)}.")
    return {
        "names": _names(root, "short_title"),
        "names_zh": _names(root, "short_title_zh"),
        "parameters": {book.name: book.defaults for book in books},
        "defaults": {
            "level": levels.pop(),
            "alpha": ALPHA,
            "placebo": PLACEBO,
            "agreement": AGREEMENT,
            "min_clusters": MIN_CLUSTERS,
        },
        "glosses": load_toml("glossary.toml")["terms"],
        "indicators": load_toml("glossary.toml")["indicators"],
    }


def _default(function: object, name: str) -> object:
    return inspect.signature(function).parameters[name].default


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the working paper as PDF.")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "derived", help="folder of the tables")
    parser.add_argument("--figures", type=Path, help="folder of figures; drawn of the tables without it")
    parser.add_argument("--out", type=Path, default=HERE / "policylab.pdf", help="the PDF to write")
    options = parser.parse_args(arguments)
    try:
        content = build(data=options.data, figures=options.figures)
    except ModuleNotFoundError as error:
        if error.name != "typst":
            raise
        print('Typst is missing. Install it with `pip install "policylab[paper]"`.', file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    beside = options.out.with_name(f".{options.out.name}.part")
    beside.write_bytes(content)
    beside.replace(options.out)
    print(f"Wrote {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
