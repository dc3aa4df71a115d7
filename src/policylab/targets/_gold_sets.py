"""Gold sets: sentences that stand alone, read one by one; and statements of real documents, kept as places and values.

The text of those documents is not part of the project. A record says in which document (by the SHA-256 of its file),
where in its decoded text, and what: whoever has the same file can check the score.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from policylab.errors import PolicylabError, SourceError, check_columns
from policylab.targets._document import read_document
from policylab.targets._evaluation import COMPARED, RECORD, Record, decimal, evaluate, f1_interval, match, right
from policylab.targets._ledger import extract_targets
from policylab.targets._text_cells import Found

if TYPE_CHECKING:
    from policylab.text import CleanText

PASSAGES = ("sha256", "document", "start", "end", "period_start", "period_end", "split")
PLACES = (
    "sha256", "start", "end", "indicator", "value", "value_high", "unit", "comparator", "measure", "base_year", "year",
    "kind",
)  # fmt: skip
HALVES = {"城": "城镇", "乡": "农村"}  # the names of 城乡, of which a place has only one sign each
ALONE = ("sentence_id", "sentence", "period_end", "quote")
SCORES = (("value_unit", ("unit",)), ("record", RECORD), *((name, (name,)) for name in COMPARED))


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document: what was found and what was annotated in it, with doubts and features of what was found."""

    split: str
    document: str
    found: list[Record]
    wanted: list[Record]
    doubt: list[str | None]
    features: list[tuple[str, ...]]


def evaluate_documents(
    places: pd.DataFrame, passages: pd.DataFrame, folder: str | os.PathLike, *, random_state: int = 0
) -> pd.DataFrame:
    """Score the extractor on passages of documents that a reader has in a folder.

    Parameters
    ----------
    places : DataFrame
        Annotated statements as in ``data/gold/real.csv``: the SHA-256 of the document's file, where the number stands
        in its decoded text (start, end: code points), where the runs of its indicator stand (``12-15;20-24``), and the
        fields of `evaluate`.
    passages : DataFrame
        As in ``data/gold/real-passages.csv``: sha256, document (a name), start and end in its decoded text,
        period_start, period_end, split (``dev`` or ``heldout``).
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
        with few documents they are narrower than they should be. The score ``without doubt`` is the share of the rows
        without doubt that are right as a whole; its `predicted` is how many there are.

    Raises
    ------
    PolicylabError
        If a column is missing or none of the documents is in the folder.
    """
    read = read_places(places, passages, folder)
    rows = []
    splits = sorted({item.split for item in read})
    for split in [*splits, "all"] if len(splits) > 1 else splits:
        chosen = [item for item in read if split in (item.split, "all")]
        table = _counts(chosen)
        documents = len({item.document for item in chosen})
        for name in table["score"].unique():
            part = table[table["score"].eq(name)].groupby("document", sort=True)[["correct", "predicted", "gold"]].sum()
            correct, size = part["correct"].to_numpy(), part["predicted"].to_numpy() + part["gold"].to_numpy()
            low, high = f1_interval(correct, size, random_state=random_state)
            total = part.sum()
            rows.append((split, name, _f1(*total), low, high, *(int(count) for count in total), documents))
    columns = ["split", "score", "f1", "low", "high", "correct", "predicted", "gold", "documents"]
    return pd.DataFrame(rows, columns=columns)


def read_places(places: pd.DataFrame, passages: pd.DataFrame, folder: str | os.PathLike) -> list[Passage]:
    """The passages whose documents are in the folder, read and annotated."""
    check_columns(passages, PASSAGES, name="passages")
    check_columns(places, PLACES, name="places")
    files = _files(Path(folder), set(passages["sha256"]))
    if not files:
        names = ", ".join(sorted(set(passages["document"]))[:5])
        raise PolicylabError(
            f"None of the annotated documents is in {folder} ({names}, …). They are known by the SHA-256 of the file."
        )
    read: list[Passage] = []
    for (document, sha256), rows in passages.groupby(["document", "sha256"], sort=True):
        if sha256 not in files:
            continue
        raw, found, features, doubt = _read(files[sha256], rows.iloc[0], document)
        wanted = [_wanted(row, document, raw) for row in places[places["sha256"].eq(sha256)].itertuples()]
        for passage in rows.itertuples():
            start, end = int(passage.start), int(passage.end)
            inside = [place for place, item in enumerate(found) if start <= item.start < end]
            read.append(Passage(
                passage.split, document, [found[place] for place in inside],
                [item for item in wanted if start <= item.start < end],
                [doubt[place] for place in inside], [features[place] for place in inside],
            ))  # fmt: skip
    return read


def _read(path: Path, row: pd.Series, document: str) -> tuple[str, list[Record], list[tuple[str, ...]], list[str | None]]:
    from policylab.corpus import outline
    from policylab.text import clean_text, read_source

    raw = read_source(path).text
    clean = clean_text(raw)
    sections, paragraphs = outline(clean.text, plan_id=document)
    years = {name: int(row[name]) if row[name] else None for name in ("period_start", "period_end")}
    items = read_document(sections, paragraphs, **years)
    return raw, [_found(item, document, clean) for item in items], [item.statement.features for item in items], [
        item.statement.doubt for item in items
    ]  # fmt: skip


def _files(folder: Path, wanted: set[str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in wanted:
            found.setdefault(digest, path)
    return found


def _found(item: Found, document: str, clean: CleanText) -> Record:
    one = item.statement
    fields = {name: "" if (value := getattr(one, name)) is None else str(value) for name in COMPARED}
    start, end = clean.raw_span(item.offset + one.start, item.offset + one.end)
    return Record(document, start, end, decimal(one.value), decimal(one.value_high), fields)


def _wanted(row: tuple, document: str, raw: str) -> Record:
    from policylab.text import clean_text

    fields = {name: str(getattr(row, name)) for name in COMPARED}
    runs = [tuple(map(int, run.split("-"))) for run in fields["indicator"].split(";") if run]
    named = "".join(HALVES.get(run := raw[start:end], run) for start, end in runs)
    for name, written in (("indicator", named), ("unit", fields["unit"])):
        fields[name] = clean_text(written).text.replace("\n", "")  # as the extractor reads it: 個 is 个
    return Record(document, int(row.start), int(row.end), decimal(row.value), decimal(row.value_high), fields)


def _counts(chosen: list[Passage]) -> pd.DataFrame:
    rows = []
    for item in chosen:
        found, wanted = item.found, item.wanted
        pairs = [(one, other) for one, other in match(found, wanted) if _counted(wanted[other]) and _counted(found[one])]
        predicted, gold = sum(map(_counted, found)), sum(map(_counted, wanted))
        for name, fields in SCORES:
            correct = sum(all(right(found[one], wanted[other], field) for field in fields) for one, other in pairs)
            rows.append((item.document, name, correct, predicted, gold))
        whole = [one for one, other in pairs if all(right(found[one], wanted[other], field) for field in RECORD)]
        sure = [one for one in range(len(found)) if _counted(found[one]) and item.doubt[one] is None]
        rows.append((item.document, "without doubt", len(set(whole) & set(sure)), len(sure), len(sure)))
    return pd.DataFrame(rows, columns=["document", "score", "correct", "predicted", "gold"])


def _counted(item: Record) -> bool:
    return item.fields["kind"] != "coverage"


def _f1(correct: float, predicted: float, gold: float) -> float:
    return 2 * correct / (predicted + gold) if predicted + gold else float("nan")


def evaluate_sentences(gold: pd.DataFrame) -> pd.DataFrame:
    """Score the extractor on annotated sentences, each read as a text of its own.

    Parameters
    ----------
    gold : DataFrame
        One row a record, as in ``data/gold/forms.csv``: sentence_id, sentence, period_end (year or empty), and the
        fields of `evaluate`. A sentence without a statement has one row with an empty quote.

    Returns
    -------
    DataFrame
        As from `evaluate`, and a row with the scope ``no statement``: in `gold` how many sentences have none, in
        `predicted` how many statements were made up in them.

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from policylab.targets._gold_sets import evaluate_sentences
    >>> row = {"sentence_id": "s1", "sentence": "建成5G基站7万个。", "period_end": "2025", "quote": "5G基站7万个",
    ...        "indicator": "5G基站", "value": "70000", "value_high": "", "unit": "个", "comparator": "eq",
    ...        "measure": "level", "base_year": "", "year": "2025", "kind": "target"}
    >>> table = evaluate_sentences(pd.DataFrame([row]))
    >>> table.loc[table["score"].eq("record") & table["scope"].eq("all"), "f1"].tolist()
    [1.0]
    """
    check_columns(gold, ALONE, name="gold")
    from policylab.text import clean_text

    ledgers, texts = [], {}
    for name, rows in gold.groupby("sentence_id", sort=True):
        sentence, end = rows.iloc[0]["sentence"], rows.iloc[0]["period_end"]
        texts[name] = clean_text(sentence).text
        ledgers.append(extract_targets(sentence, period_end=int(end) if end else None, plan=name))
    ledger = pd.concat([table for table in ledgers if len(table)] or ledgers[:1], ignore_index=True)
    annotated = gold[gold["quote"].ne("")].rename(columns={"sentence_id": "plan"})
    annotated = annotated.assign(
        sentence=[clean_text(text).text for text in annotated["sentence"]],
        quote=[clean_text(text).text for text in annotated["quote"]],
    )
    scores = evaluate(ledger, annotated, texts=texts)
    empty = set(gold.loc[gold["quote"].eq(""), "sentence_id"])
    made_up = int(ledger["plan"].isin(empty).sum())
    extra = {"scope": "no statement", "score": "value_unit", "correct": 0, "predicted": made_up, "gold": len(empty)}
    return pd.concat([scores, pd.DataFrame([extra])], ignore_index=True)
