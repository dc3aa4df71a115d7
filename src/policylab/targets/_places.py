"""Gold on real documents: annotated statements that are kept as places and values, and scored on a reader's own copies.

The text of the documents is not part of the project. A record says in which document (by the SHA-256 of its file),
where in its decoded text, and what: whoever has the same file can check the score.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.errors import PolicylabError, SourceError
from policylab.targets._evaluation import COMPARED, RECORD, Record, decimal, match, right
from policylab.targets._ledger import extract_targets

PASSAGES = ("passage", "document", "sha256", "period_start", "period_end", "start", "end", "split")
PLACES = (
    "passage", "start", "end", "indicator", "value", "value_high", "unit", "comparator", "measure", "base_year", "year",
    "kind",
)  # fmt: skip
SCORES = (("value_unit", ("unit",)), ("record", RECORD), *((name, (name,)) for name in COMPARED))
DRAWS = 2000


def evaluate_documents(
    places: pd.DataFrame, passages: pd.DataFrame, folder: str | os.PathLike, *, random_state: int = 0
) -> pd.DataFrame:
    """Score the extractor on passages of documents that a reader has in a folder.

    Parameters
    ----------
    places : DataFrame
        Annotated statements as in ``data/gold/real.csv``: the id of the passage, where the number stands in the
        decoded text of the document (start, end: code points), where the runs of its indicator stand (``12-15;20-24``),
        and the fields of `evaluate`.
    passages : DataFrame
        As in ``data/gold/real-passages.csv``: passage, document, sha256 of its file, period_start, period_end, start
        and end in its decoded text, split (``dev`` or ``heldout``).
    folder : path
        Where the documents are, under any name. One that is not there is left out, and named in the errors if none is.
    random_state : int
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        One row a split (and ``all``) and a score, as from `evaluate`: split, score, f1, low, high, correct, predicted,
        gold, documents. A whole document is read, and what it gives inside the passages is scored. `low` and `high`
        bound F1 in 95 % of 2,000 samples of the documents, drawn with replacement (percentile bootstrap; Efron 1979):
        with few documents they are narrower than they should be. `record` also counts, as ``no doubt`` in `score`,
        the share of the rows without doubt that are right as a whole.

    Raises
    ------
    PolicylabError
        If a column is missing or none of the documents is in the folder.
    """
    from policylab.stats import draw_clusters

    read = read_places(places, passages, folder)
    rows = []
    splits = sorted({item[0] for item in read.values()})
    for split in [*splits, "all"] if len(splits) > 1 else splits:
        chosen = [item for item in read.values() if split in (item[0], "all")]
        table = _counts(chosen)
        documents = len({item[1] for item in chosen})
        draws = draw_clusters("documents", documents, n_boot=DRAWS, random_state=random_state)
        for name, _ in (*SCORES, ("no_doubt", ())):
            part = table[table["score"].eq(name)].groupby("document", sort=True)[["correct", "predicted", "gold"]].sum()
            correct, size = part["correct"].to_numpy(), part["predicted"].to_numpy() + part["gold"].to_numpy()
            with np.errstate(invalid="ignore"):
                low, high = np.nanquantile(2 * (draws @ correct) / (draws @ size), [0.025, 0.975])
            total = part.sum()
            rows.append((
                split, name, _f1(*total), float(low), float(high), *(int(count) for count in total), documents,
            ))  # fmt: skip
    columns = ["split", "score", "f1", "low", "high", "correct", "predicted", "gold", "documents"]
    return pd.DataFrame(rows, columns=columns)


def read_places(places: pd.DataFrame, passages: pd.DataFrame, folder: str | os.PathLike) -> dict[str, tuple]:
    """Each passage whose document is in the folder: its split, document, what was found there, what was annotated, doubt."""
    _need(passages, PASSAGES, "passages")
    _need(places, PLACES, "places")
    files = _files(Path(folder), set(passages["sha256"]))
    if not files:
        names = ", ".join(sorted(set(passages["document"]))[:5])
        raise PolicylabError(
            f"None of the annotated documents is in {folder} ({names}, …). They are known by the SHA-256 of the file."
        )
    read: dict[str, tuple] = {}
    for (sha256, document), rows in passages.groupby(["sha256", "document"], sort=True):
        if sha256 not in files:
            continue
        raw, ledger = _read(files[sha256], rows.iloc[0])
        for passage in rows.itertuples():
            start, end = int(passage.start), int(passage.end)
            inside = ledger[ledger["raw_start"].ge(start) & ledger["raw_start"].lt(end)]
            found = [_found(row, document) for row in inside.itertuples()]
            wanted = [_wanted(row, document, raw) for row in places[places["passage"].eq(passage.passage)].itertuples()]
            doubt = [value is not None and value == value for value in inside["doubt"]] if "doubt" in inside else []
            read[passage.passage] = (passage.split, document, found, wanted, doubt or [False] * len(found))
    return read


def _read(path: Path, row: pd.Series) -> tuple[str, pd.DataFrame]:
    from policylab.text import read_source

    raw = read_source(path).text
    years = {name: int(row[name]) for name in ("period_start", "period_end") if row[name]}
    return raw, extract_targets(raw, **years)


def _files(folder: Path, wanted: set[str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in wanted:
            found.setdefault(digest, path)
    return found


def _found(row: tuple, document: str) -> Record:
    fields = {name: "" if (value := getattr(row, name)) is None or pd.isna(value) else str(value) for name in COMPARED}
    return Record(document, int(row.raw_start), int(row.raw_end), decimal(row.value), decimal(row.value_high), fields)


def _wanted(row: tuple, document: str, raw: str) -> Record:
    from policylab.text import clean_text

    fields = {name: str(getattr(row, name)) for name in COMPARED}
    runs = [tuple(map(int, run.split("-"))) for run in fields["indicator"].split(";") if run]
    fields["indicator"] = clean_text("".join(raw[start:end] for start, end in runs)).text.replace("\n", "")
    return Record(document, int(row.start), int(row.end), decimal(row.value), decimal(row.value_high), fields)


def _counts(chosen: list[tuple]) -> pd.DataFrame:
    rows = []
    for _, document, found, wanted, doubt in chosen:
        pairs = [(one, other) for one, other in match(found, wanted) if _counted(wanted[other]) and _counted(found[one])]
        predicted, gold = sum(map(_counted, found)), sum(map(_counted, wanted))
        for name, fields in SCORES:
            correct = sum(all(right(found[one], wanted[other], field) for field in fields) for one, other in pairs)
            rows.append((document, name, correct, predicted, gold))
        sure = [one for one, other in pairs if not doubt[one] and all(right(found[one], wanted[other], field) for field in RECORD)]
        undoubted = sum(_counted(item) and not unsure for item, unsure in zip(found, doubt, strict=True))
        rows.append((document, "no_doubt", len(sure), undoubted, undoubted))
    return pd.DataFrame(rows, columns=["document", "score", "correct", "predicted", "gold"])


def _counted(item: Record) -> bool:
    return item.fields["kind"] != "coverage"


def _f1(correct: float, predicted: float, gold: float) -> float:
    return 2 * correct / (predicted + gold) if predicted + gold else float("nan")


def _need(table: pd.DataFrame, columns: tuple[str, ...], what: str) -> None:
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise PolicylabError(f"The table of {what} lacks the columns {', '.join(missing)}.")
