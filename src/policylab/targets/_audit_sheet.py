"""Audit: a sheet on which a reader checks the extractor, its score, and the corrections of a study: those it makes, those that no longer fit."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.checks import check_columns, check_int, check_kind, check_path, check_seed
from policylab.corpus import as_plans
from policylab.corpus._corpus import as_corpus, corrections_of
from policylab.corpus._reader_corrections import COLUMNS, FIELDS, LEDGER, LINKS, read_value, refused
from policylab.errors import PolicylabError, SourceError, invalid
from policylab.files import write_bytes
from policylab.frames import is_missing
from policylab.numbers import parse_number
from policylab.stats import Clusters, accuracy_interval, wilson_interval
from policylab.targets._corrected_ledger import apply_corrections
from policylab.targets._ledger import extract_targets
from policylab.targets._lineage import unfit_links
from policylab.targets._table_verification import unlisted_statements
from policylab.text import read_spreadsheet
from policylab.text._line_roles import sentence_spans
from policylab.text._workbooks import add_sheet, new_workbook, workbook_bytes

if TYPE_CHECKING:
    from policylab.corpus import Corpus, Plan

RECORDS, SENTENCES, KEY = "records", "sentences", "key"
JUDGED = ("is_statement", "value", "unit", "indicator", "kind", "year")
COUNTABLE = re.compile(r"[0-9]|[二两三四五六七八九十百千万亿半][个家项条座所类级大种倍成番]|全覆盖|所有|全部")
DOUBTED = 0.5  # share of the records that is drawn from those in doubt
NO = frozenset({"n", "no", "0", "false", "否", "不是"})


def audit_sheet(
    ledger: pd.DataFrame, texts: Mapping[str, str], path: str | os.PathLike, *, n: int = 100, random_state: int = 0
) -> Path:
    """Write a blind, stratified sheet to check the extractor by hand.

    The sheet ``records`` shows sentences with one number marked 【】, half of them from the rows in
    doubt and half from the others, in each by plan and kind in proportion, at least one of each; the reader writes what the number says without seeing what the extractor read. The sheet
    ``sentences`` shows sentences with a numeral or a universal word; the reader writes how many numeric statements
    each has. What the extractor read is on a hidden sheet, which `score_audit` compares.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    texts : mapping of str to str
        The clean text of each plan.
    path : path
        The xlsx file to write.
    n : int
        How many records, and how many sentences, at least 2.
    random_state : int
        Seed of the sample.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    PolicylabError
        If `n` is no such number or the ledger is empty.
    """
    check_int("n", n, 2)
    check_path("path", path)
    if not isinstance(texts, Mapping) or not texts:
        raise invalid("texts", texts, "a mapping of ids to the texts of plans")
    check_columns(ledger, ("statement", "plan", "start"), name="ledger", maker="policylab.extract_targets")
    if ledger.empty:
        raise PolicylabError("The ledger is empty: there is nothing to audit.")
    generator = np.random.default_rng(check_seed(random_state))
    records = _draw_records(ledger, n, generator)
    sentences = _draw_sentences(ledger, texts, n, generator)
    path = Path(path)
    _write(path, records, sentences, texts)
    return path


def score_audit(path: str | os.PathLike, *, corpus: Corpus | Plan | list[Plan] | None = None) -> pd.DataFrame:
    """Score a sheet that a reader has filled in.

    Parameters
    ----------
    path : path
        The xlsx file that `audit_sheet` wrote, filled in. Rows without an answer are left out.
    corpus : Corpus, Plan, or list of Plan, optional
        The study that the sheet was drawn from: if it has corrections, the scores with them stand below.

    Returns
    -------
    DataFrame
        One row a score: score, value, low, high, n. ``precision`` is the share of records that are statements with
        this value and unit; ``unit``, ``kind``, ``indicator`` and ``year`` are shares of the records whose value is
        right; ``whole`` is the share of records of which all of this is right, ``whole, no doubt`` that of the rows
        without doubt. Each record counts for as many rows of the ledger as it was drawn for, and the intervals are
        those of Wilson (1927) for the effective number of records (Kish, 1965): they say what a random draw from this
        ledger leaves open about it, and nothing of other plans, whose rows stand or fall together. ``recall`` is the
        share of the statements of the sampled sentences that the extractor has, weighted by stratum, with its interval
        over sentences (`policylab.stats.accuracy_interval`; missing below ten sentences). Recall counts statements,
        and takes those that the extractor has for right; multiply by precision for a strict one.
        With a corpus that has corrections there is a column corrections, ``before`` and ``after``: a row that was put
        right counts once as it is now, and the other rows that it was drawn for as they were. What was corrected
        beyond the sheet does not count.

    Raises
    ------
    PolicylabError
        If the file is no audit sheet or nothing is filled in.
    """
    check_path("path", path)
    path = Path(path)
    sheets = read_spreadsheet(path)
    if not {RECORDS, SENTENCES, KEY} <= sheets.keys():
        raise SourceError(f"{path.name} is no audit sheet. Make one with `audit_sheet`.")
    records, sentences = _judged_records(sheets), _counted_sentences(sheets)
    if not records and not sentences:
        raise PolicylabError(f"Nothing is filled in in {path.name}.")
    before = _scores(records, sentences)
    if corpus is None or not corrections_of(corpus):
        return before
    drawn, now = (extract_targets(corpus, corrected=corrected) for corrected in (False, True))
    after = _scores(_records_now(records, drawn, now), _sentences_now(sentences, drawn, now, corpus))
    return pd.concat([before.assign(corrections="before"), after.assign(corrections="after")], ignore_index=True)


def disputed_sheet(verified: pd.DataFrame, ledger: pd.DataFrame) -> bytes:
    """A workbook of the statements on which a table and the ledger differ, whichever is right.

    It has the ledger's sheet ``targets``, with what the table says beside it: cells that a reader changes there, and a
    no in ``is_statement``, are corrections to `corrections_of_sheet`.
    """
    book = new_workbook()
    disputes = verified[verified["verdict"].ne("found") & verified["statement"].notna()]
    lacking = unlisted_statements(verified, ledger)
    said = [*disputes[["statement", "claimed", "verdict", "why"]].itertuples(index=False, name=None)]
    said += [(name, None, "not in the table", None) for name in lacking["statement"]]
    known = ledger.set_index("statement")
    columns = ("plan", "sentence", *FIELDS)
    rows: list[tuple] = [("claimed", "verdict", "why", "is_statement", "statement", *columns)]
    for name, *claim in said:
        rows.append((*map(cell_of, claim), "", name, *(cell_of(known.at[name, column]) for column in columns)))
    add_sheet(book, LEDGER, rows, widths=(None, None, 40, None, None, None, 60))
    return workbook_bytes(book)


def _draw_records(ledger: pd.DataFrame, n: int, generator: np.random.Generator) -> pd.DataFrame:
    """Rows drawn from the strata of doubt, in each by plan and kind, with what one of them stands for."""
    doubt = ledger["doubt"].notna() if "doubt" in ledger else pd.Series(False, index=ledger.index)
    strata = {name: ledger[mask] for name, mask in (("in doubt", doubt), ("no doubt", ~doubt)) if mask.any()}
    drawn = []
    for name, rows in strata.items():
        share = DOUBTED if len(strata) > 1 and name == "in doubt" else 1 - DOUBTED * (len(strata) > 1)
        wanted, chosen = max(1, round(n * share)), []
        for _, group in rows.groupby(["plan", "kind"], sort=True):
            size = min(len(group), max(1, round(wanted * len(group) / len(rows))))
            picked = group if len(ledger) <= n else group.loc[generator.choice(group.index.to_numpy(), size=size, replace=False)]
            chosen.append(picked.assign(stratum=name, weight=len(group) / len(picked)))
        drawn.append(pd.concat(chosen))
    return pd.concat(drawn).sort_index()


def _draw_sentences(
    ledger: pd.DataFrame, texts: Mapping[str, str], n: int, generator: np.random.Generator
) -> pd.DataFrame:
    rows = []
    for plan, text in sorted(texts.items()):
        starts = np.sort(ledger.loc[ledger["plan"].eq(plan), "start"].to_numpy(dtype=int))
        for first, last in sentence_spans(text):
            found = int(np.searchsorted(starts, last) - np.searchsorted(starts, first))
            if found or COUNTABLE.search(text, first, last):
                rows.append((plan, text[first:last].strip(), found, "with" if found else "without"))
    table = pd.DataFrame(rows, columns=["plan", "sentence", "found", "stratum"])
    parts = []
    for name, group in table.groupby("stratum", sort=True):
        size = min(len(group), max(1, n // 2))
        drawn = group.loc[np.sort(generator.choice(group.index.to_numpy(), size=size, replace=False))]
        parts.append(drawn.assign(stratum=name, weight=len(group) / size))
    return pd.concat(parts).sort_index().reset_index(drop=True)


def _write(path: Path, records: pd.DataFrame, sentences: pd.DataFrame, texts: Mapping[str, str]) -> None:
    book = new_workbook()
    rows: list[tuple] = [("id", "plan", "sentence", *JUDGED)]
    others: list[tuple] = [("id", "plan", "sentence", "statements")]
    key: list[tuple] = [("id", "value", "unit", "indicator", "kind", "year", "found", "stratum", "weight")]
    for row in records.itertuples(index=False):
        rows.append((row.statement, row.plan, _marked(row, texts[row.plan])))
        key.append((row.statement, *_truth(row).values(), "", row.stratum, str(row.weight)))
    for number, row in enumerate(sentences.itertuples(index=False), start=1):
        others.append((f"s{number:04d}", row.plan, row.sentence))
        key.append((f"s{number:04d}", "", "", "", "", "", str(row.found), row.stratum, str(row.weight)))
    add_sheet(book, RECORDS, rows, widths=(None, None, 90))
    add_sheet(book, SENTENCES, others, widths=(None, None, 90))
    add_sheet(book, KEY, key, widths=()).sheet_state = "veryHidden"
    write_bytes(path, workbook_bytes(book))


def _marked(row: tuple, text: str) -> str:
    """The sentence with the number marked."""
    before = text.rfind("\n", 0, row.start) + 1
    place = text.rfind(row.sentence, before, row.end + len(row.sentence))
    at = row.start - place if place >= 0 and place <= row.start else row.sentence.find(text[row.start : row.end])
    return row.sentence[:at] + "【" + text[row.start : row.end] + "】" + row.sentence[at + row.end - row.start :]


def _truth(row: tuple) -> dict[str, str]:
    """What the ledger says, as the key has it."""
    value = "-".join(filter(None, map(cell_of, (row.value, row.value_high))))
    return {"value": value} | {name: cell_of(getattr(row, name)) for name in ("unit", "indicator", "kind", "year")}


def _scores(records: list[dict], sentences: list[dict]) -> pd.DataFrame:
    rows = [*_score_records(records), *_score_sentences(sentences)]
    return pd.DataFrame(rows, columns=["score", "value", "low", "high", "n"])


def _score_records(records: list[dict]) -> list[tuple]:
    if not records:
        return []
    table = pd.DataFrame(records)
    valued = table[table["value"]]
    scores = [_share(name, part, name) for name, part in (
        ("precision", table), ("unit", valued), ("kind", valued), ("indicator", valued), ("year", valued), ("whole", table),
    ) if len(part)]  # fmt: skip
    sure = table[table["stratum"].eq("no doubt")]
    if len(sure) and len(sure) < len(table):
        scores.append(_share("whole, no doubt", sure, "whole"))
    return scores


def _judged_records(sheets: Mapping[str, pd.DataFrame]) -> list[dict]:
    """The records that a reader answered, each with what of it the answers confirm."""
    known = sheets[KEY].set_index("id")
    rows = []
    for row in sheets[RECORDS].itertuples(index=False):
        if row.is_statement.strip() or row.value.strip():
            truth = known.loc[row.id]
            rows.append(_judged(row, truth) | {"stratum": truth["stratum"], "weight": float(truth["weight"] or 1)})
    return rows


def _judged(row: tuple, truth: Mapping[str, str]) -> dict:
    value = row.is_statement.strip().lower() not in NO and _same_value(row.value, truth["value"])
    right = {name: value and getattr(row, name).strip() == truth[name] for name in ("unit", "kind", "indicator", "year")}
    return {"id": row.id, "answer": row, "value": value, "precision": right["unit"], "whole": all(right.values()), **right}


def _records_now(records: list[dict], drawn: pd.DataFrame, now: pd.DataFrame) -> list[dict]:
    """The judged records as the corrected ledger has them; the rows that one was drawn for beside it stay as they were."""
    known = {row.statement: row for row in now.itertuples(index=False)}
    was = set(drawn["statement"])
    rows = []
    for record in records:
        one = record["answer"].id
        if one not in was or one in known and pd.isna(known[one].corrected_by):
            rows.append(record)
            continue
        rows += [record | {"weight": record["weight"] - 1}] * (record["weight"] > 1)
        rows += [record | _judged(record["answer"], _truth(known[one])) | {"weight": 1.0}] if one in known else []
    return rows


def _share(name: str, table: pd.DataFrame, column: str) -> tuple:
    """A share of records, each weighted by what it stands for, with a Wilson interval of the effective number of them."""
    weight = table["weight"]
    share = float((table[column] * weight).sum() / weight.sum())
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    return (name, share, *wilson_interval(share * effective, effective), table["id"].nunique())


def _counted_sentences(sheets: Mapping[str, pd.DataFrame]) -> list[dict]:
    """The sentences in which a reader counted statements, each with how many of them the ledger has."""
    known = sheets[KEY].set_index("id")
    rows = []
    for row in sheets[SENTENCES].itertuples(index=False):
        if row.statements.strip():
            truth, total = known.loc[row.id], parse_number(row.statements.strip())
            if total is None or total < 0 or total != int(total):
                raise PolicylabError(
                    f"Sentence {row.id} of the audit sheet has {row.statements.strip()!r} statements. Give a whole number, or nothing."
                )
            rows.append({
                "id": row.id, "plan": row.plan, "sentence": row.sentence, "has": int(truth["found"]), "total": int(total),
                "weight": float(truth["weight"]), "stratum": truth["stratum"],
            })  # fmt: skip
    return rows


def _sentences_now(sentences: list[dict], drawn: pd.DataFrame, now: pd.DataFrame, corpus: Corpus) -> list[dict]:
    """The counted sentences with what the corrected ledger has in them; one that a plan says twice stays as it was."""
    rows, texts = [], {plan.id: plan.text for plan in as_plans(corpus)}
    for row in sentences:
        text = texts.get(row["plan"], "")
        start = text.find(row["sentence"])
        more = 0
        if start >= 0 and text.find(row["sentence"], start + 1) < 0:
            inside = [
                ledger["plan"].eq(row["plan"]) & ledger["start"].between(start, start + len(row["sentence"]) - 1)
                for ledger in (drawn, now)
            ]
            more = int(inside[1].sum() - inside[0].sum())
        rows += [row | {"weight": row["weight"] - 1}] * (row["weight"] > 1) + [row | {"has": row["has"] + more, "weight": 1.0}] if more else [row]
    return rows


def _score_sentences(sentences: list[dict]) -> list[tuple]:
    table = pd.DataFrame(sentences)
    if table.empty or not (table["total"] * table["weight"]).sum():
        return []
    # what was corrected in a sentence stands for itself, and the sentence as it was for the others: one cluster
    table["found"] = table[["has", "total"]].min(axis=1) * table["weight"]
    each = table.groupby("id", sort=False).agg(total=("total", "first"), weight=("weight", "sum"), found=("found", "sum"))
    recall, low, high = recall_interval(
        (each["found"] / each["weight"]).to_numpy(), each["total"].to_numpy(), each["weight"].to_numpy()
    )
    return [("recall", recall, low, high, int(each["total"].sum()))]


def recall_interval(found: np.ndarray, total: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """Recall and its bounds, by sentences: how many statements of each were found, of how many, and what it stands for."""
    # one without a statement has next to no size, but says what another like it would weigh that has one
    missed = Clusters(total - found, np.maximum(total, 1e-9), weight / (weight @ total))
    (low,), (high,) = accuracy_interval(missed)
    return 1 - float(missed.rate[0]), float(low), float(high)


def _same_value(answer: str, truth: str) -> bool:
    one = [parse_number(part) for part in re.split(r"[-—~至]", answer.strip().rstrip("%‰")) if part]
    two = [parse_number(part) for part in truth.split("-") if part]
    return bool(one) and one == two


def unfit_corrections(corpus: Corpus | Plan | list[Plan]) -> list[str]:
    """A sentence for each correction of a study that no longer fits, and so is not applied."""
    corpus = as_corpus(corpus)
    known = {source.id for source in corpus.sources}
    lost = [one for one in corpus.corrections if one.table not in (LEDGER, LINKS) and one.plan not in known]
    ledger, unfit = apply_corrections(extract_targets(corpus, corrected=False), corpus.corrections, {plan.id: plan for plan in corpus})
    return [
        *(refused(one, f"the study has no source {one.plan!r}") for one in lost),
        *(sentence for source in corpus.sources for sentence in source.unfit_corrections()),
        *unfit,
        *unfit_links(ledger, corpus),
    ]


def corrections_of_sheet(sheet: Mapping[str, pd.DataFrame], corpus: Corpus | Plan | list[Plan], *, who: str, when: str, why: str = "") -> pd.DataFrame:
    """Turn a filled-in audit sheet, or the ledger's sheet of `tables.xlsx` with changed cells, into corrections.

    Parameters
    ----------
    sheet : mapping of str to DataFrame
        The sheets of the workbook, all cells as text: ``records`` of an audit sheet, or ``targets``.
    corpus : Corpus, Plan, or list of Plan
        The study that it was made of.
    who, when, why : str
        Whose judgement it is, the day, and the reason.

    Returns
    -------
    DataFrame
        Rows of the form of ``corrections.csv``: plan, start, end, quote, indicator, what, field, value, who, when, why.

    Raises
    ------
    SourceError
        If the workbook has neither sheet, or a statement in it that the study's ledger has not.
    """
    texts = {plan.id: plan.text for plan in as_plans(corpus)}
    ledger = extract_targets(corpus, corrected=False).set_index("statement")
    check_kind("sheet", sheet, Mapping, "a mapping of the workbook's sheets, by name")
    if "records" in sheet:
        rows, name = sheet["records"], "id"
    elif "targets" in sheet:
        rows, name = sheet["targets"], "statement"
    else:
        raise SourceError("The workbook has neither a sheet `records` (an audit sheet) nor `targets` (tables.xlsx).")
    found: list[dict[str, object]] = []
    for row in rows.to_dict("records"):
        if not row.get(name):
            continue
        if row[name] not in ledger.index:
            raise SourceError(f"The ledger has no statement {row[name]!r}: the sheet was made of another state of the study.")
        known = ledger.loc[row[name]]
        place = {
            "plan": known["plan"], "start": known["start"], "end": known["end"],
            "quote": texts[known["plan"]][known["start"] : known["end"]], "indicator": known["indicator"],
        }  # fmt: skip
        said = {"who": who, "when": when, "why": why}
        if str(row.get("is_statement", "")).strip().lower() in NO:
            found.append({**place, "what": "drop", "field": "", "value": "", **said})
            continue
        fields = FIELDS if name == "statement" else JUDGED[1:]
        for field in (field for field in fields if field in row):
            written = str(row[field]).strip()
            # a cell of an audit sheet that is left empty says nothing
            if written == cell_of(known[field]) or (name == "id" and not written):
                continue
            read_value(field, written, where=f"{row[name]}, {field}")  # refused before anything is written
            found.append({**place, "what": "change", "field": field, "value": written, **said})
    return pd.DataFrame(found, columns=list(COLUMNS))


def cell_of(value: object) -> str:
    """A cell of the ledger as a sheet shows it."""
    if is_missing(value):
        return ""
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
