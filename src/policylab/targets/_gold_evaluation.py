"""Evaluation: a ledger against annotated statements, sentences that stand alone, and statements of real documents.

The text of those documents is not part of the project. A record says in which document (by the SHA-256 of its file),
where in its decoded text, and what: whoever has the same file can check the score.
"""

from __future__ import annotations

import math
import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.checks import check_columns, check_kind
from policylab.errors import PolicylabError, SourceError, invalid
from policylab.files import sha256_file
from policylab.frames import is_missing
from policylab.resources._statement_words import KINDS
from policylab.stats import Clusters, accuracy_interval
from policylab.targets._document import read_document
from policylab.targets._ledger import extract_targets
from policylab.targets._statements import Statement

RECORD = ("unit", "comparator", "kind", "year", "indicator")
NEEDED = (
    "plan", "sentence", "quote", "indicator", "value", "value_high", "unit", "comparator", "measure", "base_year",
    "year", "kind",
)  # fmt: skip
COMPARED = ("unit", "comparator", "measure", "kind", "year", "base_year", "indicator")
FIELDS = (*COMPARED, "indicator_exact")
SCORES = {"value_unit": ("unit",), "record": RECORD, **{name: (name,) for name in FIELDS}}  # what must be right for each
ALIKE = 0.7  # character F1 from which two wordings of an indicator, of which one contains the other, are of one thing
NOISE = re.compile(r"[“”\"‘’'\s的()（）]")
PASSAGES = ("sha256", "document", "start", "end", "period_start", "period_end", "split")
PLACES = (
    "sha256", "start", "end", "indicator", "value", "value_high", "unit", "comparator", "measure", "base_year", "year",
    "kind",
)  # fmt: skip
HALVES = {"城": "城镇", "乡": "农村"}  # the names of 城乡, of which a place has only one sign each
ALONE = ("sentence_id", "sentence", "period_end", "quote")


@dataclass(slots=True)
class Record:
    """A statement, found or annotated, as it is compared."""

    plan: str  # or document
    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    fields: dict[str, str]
    doubt: str | None = None
    features: tuple[str, ...] = ()


def evaluate(predicted: pd.DataFrame, gold: pd.DataFrame, *, texts: Mapping[str, str]) -> pd.DataFrame:
    """Score a ledger against annotated statements.

    A predicted record and an annotated one match if they are of the same plan, the predicted number stands inside
    the annotated quote, and the values are equal (`value_high`, too). Matching is one to one; where several could
    match, those with more equal fields and the more alike indicators come first.

    Parameters
    ----------
    predicted : DataFrame
        A ledger from `extract_targets`.
    gold : DataFrame
        Annotated statements: plan, sentence, quote, indicator, value, value_high, unit, comparator, measure,
        base_year, year, kind; empty cells are "" or missing.
    texts : mapping of str to str
        The clean text of each plan, in which sentence and quote are looked up.

    Returns
    -------
    DataFrame
        One row a scope and a score. `scope` is ``all`` (everything but coverage, which is scored apart), or a kind;
        `score` is one of

        - value_unit: value and unit are right
        - record: value, unit, comparator, kind, year and indicator are right
        - unit, comparator, measure, kind, year, base_year, indicator: value and this field are right
        - indicator_exact: as indicator, but only if the strings are the same without quotes, brackets, spaces and 的

        with precision, recall, f1, low, high, correct, predicted, gold. `low` and `high` bound F1 in 95 %
        (`policylab.stats.accuracy_interval`, over plans), and are missing below ten plans with a statement. An indicator is right if it is the same (as above), or
        if one contains the other and the F1 of their characters is at least 0.7.

    Raises
    ------
    PolicylabError
        If a column is missing, or a sentence or quote does not occur in the text of its plan.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> from policylab.targets import evaluate
    >>> text = "建成5G基站7万个。"
    >>> gold = pd.DataFrame([{"plan": "text", "sentence": text, "quote": "5G基站7万个", "indicator": "5G基站",
    ...     "value": "70000", "value_high": "", "unit": "个", "comparator": "eq", "measure": "level",
    ...     "base_year": "", "year": "2025", "kind": "target"}])
    >>> ledger = policylab.extract_targets(text, period_end=2025)
    >>> scores = evaluate(ledger, gold, texts={"text": text})
    >>> whole = scores[scores["scope"].eq("all") & scores["score"].eq("record")]
    >>> whole[["precision", "recall", "f1"]].values.tolist()
    [[1.0, 1.0, 1.0]]
    """
    found = _predicted(predicted)
    wanted = locate(gold, texts)
    pairs = match(found, wanted)
    rows = [row for scope in ("all", *KINDS) for row in _scores(scope, found, wanted, pairs)]
    columns = ["scope", "score", "precision", "recall", "f1", "low", "high", "correct", "predicted", "gold"]
    return pd.DataFrame(rows, columns=columns)


def mismatches(predicted: pd.DataFrame, gold: pd.DataFrame, *, texts: Mapping[str, str]) -> pd.DataFrame:
    """What a ledger missed, added, or read differently: plan, what (missed, added, or a field), gold, predicted, at."""
    found = _predicted(predicted)
    wanted = locate(gold, texts)
    pairs = match(found, wanted)
    rows = []
    for one, other in pairs:
        for name in RECORD + ("measure", "base_year"):
            if not right(found[one], wanted[other], name):
                rows.append((wanted[other].plan, wanted[other].start, name, _show(wanted[other]), _show(found[one])))
    hit, met = {one for one, _ in pairs}, {other for _, other in pairs}
    rows += [(item.plan, item.start, "added", "", _show(item)) for i, item in enumerate(found) if i not in hit]
    rows += [(item.plan, item.start, "missed", _show(item), "") for i, item in enumerate(wanted) if i not in met]
    table = pd.DataFrame(rows, columns=["plan", "at", "what", "gold", "predicted"])
    return table.sort_values(["plan", "at", "what"], kind="stable").reset_index(drop=True)


def locate(gold: pd.DataFrame, texts: Mapping[str, str]) -> list[Record]:
    """Find each annotated quote in the text of its plan; repeated sentences are taken in their order."""
    check_columns(gold, NEEDED, name="gold")
    check_kind("texts", texts, Mapping, "a mapping of ids to the texts of plans")
    records: list[Record] = []
    compact: dict[str, tuple[str, list[int]]] = {}
    reached: dict[str, int] = {}
    last: dict[str, str] = {}
    for row in gold.astype(object).fillna("").itertuples(index=False):
        if row.plan not in texts:
            raise invalid("texts", sorted(texts), f"a mapping with the text of {row.plan!r}")
        if row.plan not in compact:
            compact[row.plan] = _compact(texts[row.plan])
        text, places = compact[row.plan]
        sentence, quote = _compact(row.sentence)[0], _compact(row.quote)[0]
        if last.get(row.plan) != sentence:
            place = text.find(sentence, reached.get(row.plan, 0))
            place = place if place >= 0 else text.find(sentence)
            if place < 0:
                raise PolicylabError(f"The annotated sentence {row.sentence[:30]!r} is not in the text of {row.plan}.")
            reached[row.plan], last[row.plan] = place, sentence
        place = text.find(quote, reached[row.plan])
        if place < 0 or not quote:
            raise PolicylabError(f"The annotated quote {row.quote!r} is not in the text of {row.plan}.")
        fields = {name: str(getattr(row, name)).removesuffix(".0") for name in COMPARED}
        start, end = places[place], places[place + len(quote) - 1] + 1
        records.append(Record(row.plan, start, end, decimal(row.value), decimal(row.value_high), fields))
    return records


def _compact(text: str) -> tuple[str, list[int]]:
    """A text without white space and with one form of quotation marks, and where each of its characters stood."""
    kept = [index for index, character in enumerate(text) if not character.isspace()]
    return "".join('"' if text[index] in "“”" else text[index] for index in kept), kept


def match(found: list[Record], wanted: list[Record]) -> list[tuple[int, int]]:
    """Pairs of predicted and annotated records, one to one, best first."""
    by_plan: dict[str, list[tuple[int, int]]] = {}
    for index, item in enumerate(found):
        by_plan.setdefault(item.plan, []).append((item.start, index))
    for places in by_plan.values():
        places.sort()
    longest = max((item.end - item.start for item in found), default=0)
    scored = []
    for other, item in enumerate(wanted):
        places = by_plan.get(item.plan, [])
        for _, one in places[bisect_left(places, (item.start - longest,)) : bisect_left(places, (item.end,))]:
            mine = found[one]
            if item.start < mine.end and _equal(mine, item):
                alike = sum(right(mine, item, name) for name in FIELDS)
                near = similarity(mine.fields["indicator"], item.fields["indicator"])
                scored.append((-alike, -near, abs(mine.end - item.end), other, one))
    pairs, used, met = [], set(), set()
    for *_, other, one in sorted(scored):
        if one not in used and other not in met:
            used.add(one)
            met.add(other)
            pairs.append((one, other))
    return sorted(pairs)


def similarity(first: str, second: str) -> float:
    """F1 of the characters of two indicators, without quotes, brackets, spaces and 的.

    >>> similarity("5G基站", "5G基站"), round(similarity("全市用户", "用户"), 2)
    (1.0, 0.67)
    """
    one, two = NOISE.sub("", first), NOISE.sub("", second)
    if not one or not two:
        return float(one == two)
    shared = sum((Counter(one) & Counter(two)).values())
    return 2 * shared / (len(one) + len(two))


def same_indicator(first: str, second: str) -> bool:
    """Whether two indicators name the same thing by the rule of `evaluate`.

    It says whether what was read is what is written, and so takes no word for another; `one_indicator` of
    ``compare/_stated_indicators.py`` says whether two plans mean the same thing, which they may word otherwise.
    """
    one, two = NOISE.sub("", first), NOISE.sub("", second)
    if one == two:
        return True
    return bool(one and two and (one in two or two in one) and similarity(one, two) >= ALIKE)


def f1_interval(hits: Counter[str], sizes: Counter[str]) -> tuple[float, float]:
    """Bounds of F1 over plans or documents, by what is right and by what is predicted and annotated together."""
    correct, size = (np.array([counts[plan] for plan in sorted(sizes)]) for counts in (hits, sizes))
    low, high = accuracy_interval(Clusters(size - 2 * correct, size))
    return float(low[0]), float(high[0])


def _scores(scope: str, found: list[Record], wanted: list[Record], pairs: list[tuple[int, int]]) -> list[tuple]:
    """A row a score; with ten plans or more, its F1 has bounds."""

    def inside(item: Record) -> bool:
        return _counted(item) if scope == "all" else item.fields["kind"] == scope

    predicted, gold = ([item for item in items if inside(item)] for items in (found, wanted))
    within = [(found[one], wanted[other]) for one, other in pairs if inside(wanted[other]) and inside(found[one])]
    return [(scope, name, *_scored(within, fields, predicted, gold)) for name, fields in SCORES.items()]


def _scored(pairs: Iterable[tuple[Record, Record]], fields: tuple[str, ...], predicted: list[Record], gold: list[Record]) -> tuple:
    """Precision, recall and F1 with its bounds, and how many are right in all of these fields, predicted and annotated."""
    hits = Counter(item.plan for mine, item in pairs if all(right(mine, item, field) for field in fields))
    correct, sizes = hits.total(), Counter(item.plan for item in (*predicted, *gold))
    shares = _share(correct, len(predicted)), _share(correct, len(gold)), _share(2 * correct, sizes.total())
    return *shares, *f1_interval(hits, sizes), correct, len(predicted), len(gold)


def right(mine: Record, item: Record, name: str) -> bool:
    if name == "indicator":
        return same_indicator(mine.fields["indicator"], item.fields["indicator"])
    if name == "indicator_exact":
        return NOISE.sub("", mine.fields["indicator"]) == NOISE.sub("", item.fields["indicator"])
    return mine.fields[name] == item.fields[name]


def _equal(mine: Record, item: Record) -> bool:
    return _same(mine.value, item.value) and _same(mine.high, item.high)


def _same(one: Decimal | None, two: Decimal | None) -> bool:
    if one is None or two is None:
        return one is two
    if one == two:
        return True
    # a third has no end: compare it to the places that the annotation has
    longest = max(-int(one.as_tuple().exponent), -int(two.as_tuple().exponent))
    return longest > 12 and abs(one - two) <= Decimal("0.0001") * abs(two)


def _predicted(ledger: pd.DataFrame) -> list[Record]:
    check_columns(ledger, (*COMPARED, "plan", "start", "end", "value", "value_high"), name="predicted", maker="policylab.extract_targets")
    return [record_of(row, row.plan, int(row.start), int(row.end)) for row in ledger.itertuples(index=False)]


def record_of(one: Statement | tuple, plan: str, start: int, end: int) -> Record:
    """A statement as it was read, or its row of a ledger, as a record at this place."""
    fields = {name: "" if is_missing(value := getattr(one, name)) else str(value) for name in COMPARED}
    return Record(
        plan, start, end, decimal(one.value), decimal(one.value_high), fields, getattr(one, "doubt", None), getattr(one, "features", ())
    )  # fmt: skip


def decimal(value: object) -> Decimal | None:
    if is_missing(value) or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise invalid("value", value, "a decimal number") from error


def _show(item: Record) -> str:
    fields = item.fields
    high = f"–{item.high}" if item.high is not None else ""
    years = f"{fields['base_year']}>{fields['year']}"
    shown = (fields["kind"], fields["indicator"], fields["comparator"], f"{item.value}{high}", fields["unit"])
    return " ".join((*shown, fields["measure"], years))


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document: what was found and what was annotated in it."""

    split: str
    document: str
    found: list[Record]
    wanted: list[Record]

    def pairs(self) -> list[tuple[Record, Record]]:
        """What was found with what was annotated, coverage left out."""
        pairs = [(self.found[one], self.wanted[other]) for one, other in match(self.found, self.wanted)]
        return [pair for pair in pairs if all(map(_counted, pair))]


def evaluate_documents(
    places: pd.DataFrame, passages: pd.DataFrame, folder: str | os.PathLike
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

    Returns
    -------
    DataFrame
        One row a split (and ``all``) and a score, as from `evaluate`: split, score, f1, low, high, correct, predicted,
        gold, documents. A whole document is read, and what it gives inside the passages is scored. `low` and `high`
        bound F1 in 95 % (`policylab.stats.accuracy_interval`, over documents), and are missing below ten with a statement. The score ``without doubt`` is the share of the rows
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
        documents = sorted({item.document for item in chosen})
        pairs = [pair for item in chosen for pair in item.pairs()]
        found = [one for item in chosen for one in item.found if _counted(one)]
        wanted = [one for item in chosen for one in item.wanted if _counted(one)]
        sure = [one for one in found if one.doubt is None]
        scored = {name: (pairs, SCORES[name], found, wanted) for name in ("value_unit", "record", *COMPARED)}
        scored["without doubt"] = [(mine, item) for mine, item in pairs if mine.doubt is None], RECORD, sure, sure
        for name, told in scored.items():
            _, _, *score = _scored(*told)
            rows.append((split, name, *score, len(documents)))
    return pd.DataFrame(rows, columns=["split", "score", "f1", "low", "high", "correct", "predicted", "gold", "documents"])


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
        raw, found = _read(files[sha256], rows.iloc[0], document)
        wanted = [_wanted(row, document, raw) for row in places[places["sha256"].eq(sha256)].itertuples()]
        for passage in rows.itertuples():
            inside = range(int(passage.start), int(passage.end))
            within = ([item for item in records if item.start in inside] for records in (found, wanted))
            read.append(Passage(passage.split, document, *within))
    return read


def _read(path: Path, row: pd.Series, document: str) -> tuple[str, list[Record]]:
    """A document as decoded, and what is found in it, at its places there."""
    from policylab.corpus import outline
    from policylab.text import clean_text, read_source

    raw = read_source(path).text
    clean = clean_text(raw)
    sections, paragraphs = outline(clean.text, plan_id=document)
    years = {name: int(row[name]) if row[name] else None for name in ("period_start", "period_end")}
    items = [(item.offset, item.statement) for item in read_document(sections, paragraphs, **years)]
    return raw, [record_of(one, document, *clean.raw_span(offset + one.start, offset + one.end)) for offset, one in items]


def _files(folder: Path, wanted: set[str]) -> dict[str, Path]:
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and (digest := sha256_file(path)) in wanted:
            found.setdefault(digest, path)
    return found


def _wanted(row: tuple, document: str, raw: str) -> Record:
    from policylab.text import clean_text

    fields = {name: str(getattr(row, name)) for name in COMPARED}
    runs = [tuple(map(int, run.split("-"))) for run in fields["indicator"].split(";") if run]
    named = "".join(HALVES.get(run := raw[start:end], run) for start, end in runs)
    for name, written in (("indicator", named), ("unit", fields["unit"])):
        fields[name] = clean_text(written).text.replace("\n", "")  # as the extractor reads it: 個 is 个
    return Record(document, int(row.start), int(row.end), decimal(row.value), decimal(row.value_high), fields)


def _counted(item: Record) -> bool:
    return item.fields["kind"] != "coverage"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


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
    >>> from policylab.targets._gold_evaluation import evaluate_sentences
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
