"""Fit the second opinion of the ledger: a logistic model of when a statement says what its sentence says.

    python benchmarks/second_opinion.py [--documents DIR] [--flag 0.22]

It is fitted to the annotated sets of ``data/gold`` (and, with --documents, to the passages of real documents of its
development half, of which DIR has copies), each weighted to count the same, documents three times as much as
sentences that were written for the purpose, and the four plans twice as much as other documents. A row whose name is
only longer or shorter than the annotated one (`named_alike`) counts as right here: two readers differ in as many, and a
model that is to foresee that, too, foresees the errors of kind, year and thing less well on documents it has not seen.
The weights are written to ``src/policylab/resources/second_opinion.toml``: the same bytes from the same sets. What is
printed is measured on folds (each sentence or document is judged by a model that has not seen it), in two measures: the
whole record by the rule of `policylab evaluate`, and with names that are alike.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import policylab
from policylab.resources import data_path
from policylab.targets._document import read_document
from policylab.targets._gold_evaluation import (
    ENOUGH,
    NOISE,
    RECORD,
    Record,
    locate,
    match,
    read_places,
    record_of,
    right,
    similarity,
)
from policylab.text import clean_text

OUT = Path(policylab.__file__).parent / "resources" / "second_opinion.toml"
STRENGTH = 0.3  # inverse of the regularization
REAL = ("real", "reports")
MORE = {"plans": 6, "gazette": 3, "real": 3, "reports": 3}  # how much more a set of documents counts than one of sentences written for it
RARE = 8  # a feature of fewer statements gets no weight


def statements(name: str, text: str, period_start: int | None, period_end: int | None) -> tuple[list, str]:
    """The statements of a text as records, and the clean text."""
    clean = clean_text(text)
    sections, paragraphs = policylab.corpus.outline(clean.text, plan_id=name)
    records = []
    for item in read_document(sections, paragraphs, period_start=period_start, period_end=period_end):
        one = item.statement
        if one.kind == "coverage" or not one.features:
            continue
        records.append(record_of(one, name, item.offset + one.start, item.offset + one.end))
    return records, clean.text


def judged(records: list, wanted: list) -> np.ndarray:
    """Whether each record is right as a whole, and whether it is but for a name that is longer or shorter."""
    pairs, found = dict(match(records, wanted)), []
    for place, item in enumerate(records):
        wrong = [field for field in RECORD if place not in pairs or not right(item, wanted[pairs[place]], field)]
        found.append((not wrong, not wrong or wrong == ["indicator"] and named_alike(item, wanted[pairs[place]])))
    return np.array(found, dtype=bool).reshape(-1, 2)


def named_alike(item: Record, other: Record) -> bool:
    """Whether one name holds the other, or most of their characters are the same: 企业 and 新增企业."""
    one, two = (NOISE.sub("", record.fields["indicator"]) for record in (item, other))
    return bool(one and two) and (one in two or two in one or similarity(one, two) >= ENOUGH)


def sets() -> list[tuple[str, str, list, np.ndarray]]:
    """The annotated sets: name, group, records and whether right, of each sentence or plan."""
    found = []
    plans = pd.read_csv(data_path("gold/statements.csv"), dtype=str).fillna("")
    for plan in policylab.load_corpus():
        records, text = statements(plan.id, plan.raw, plan.period_start, plan.period_end)
        wanted = locate(plans[plans["plan"].eq(plan.id)], {plan.id: text})
        found.append(("plans", plan.id, records, judged(records, wanted)))
    for name in ("forms", "fresh", "fresh-2"):
        gold = pd.read_csv(data_path(f"gold/{name}.csv"), dtype=str).fillna("")
        for sentence, rows in gold.groupby("sentence_id", sort=True):
            first = rows.iloc[0]
            end = int(first["period_end"]) if first["period_end"] else None
            records, text = statements(sentence, first["sentence"], None, end)
            rows = rows[rows["quote"].ne("")].assign(plan=sentence)
            rows = rows.assign(**{column: [clean_text(value).text for value in rows[column]] for column in ("sentence", "quote")})
            if records:
                found.append((name, sentence, records, judged(records, locate(rows, {sentence: text}))))
    return found + documents("gazette", data_path("raw"))


def documents(name: str, folder: Path) -> list[tuple[str, str, list, np.ndarray]]:
    """The annotated passages of documents, of real ones only the development half."""
    places = pd.read_csv(data_path(f"gold/{name}.csv"), dtype=str).fillna("")
    passages = pd.read_csv(data_path(f"gold/{name}-passages.csv"), dtype=str).fillna("")
    read = read_places(places, passages[passages["split"].ne("heldout")], folder)
    return [(name, item.document, item.found, judged(item.found, item.wanted)) for item in read]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=Path, metavar="DIR")
    parser.add_argument("--flag", type=float, default=0.22, help="share of the rows that is to be in doubt on real documents")
    arguments = parser.parse_args()
    found = sets()
    if arguments.documents:
        found += [item for name in REAL for item in documents(name, arguments.documents)]
    rows = [(name, group, one.features, one.doubt, *ok) for name, group, records, good in found
            for one, ok in zip(records, good, strict=True) if one.features]  # fmt: skip
    table = pd.DataFrame(rows, columns=["set", "group", "features", "doubt", "whole", "right"])
    vectors = DictVectorizer(sort=True)
    matrix = vectors.fit_transform([dict.fromkeys(one, 1.0) for one in table["features"]])
    keep = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= RARE)
    matrix, names = sparse.csr_matrix(matrix[:, keep]), vectors.get_feature_names_out()[keep]
    whole, target = (table[name].to_numpy(dtype=bool) for name in ("whole", "right"))
    weight = (1 / table.groupby("set")["set"].transform("size")).to_numpy()
    weight = weight * table["set"].map(MORE).fillna(1).to_numpy()
    weight /= weight.mean()
    chance = np.zeros(len(table))
    for train, test in GroupKFold(10).split(matrix, target, table["group"]):
        chance[test] = fit(matrix[train], target[train], weight[train]).predict_proba(matrix[test])[:, 1]
    rules = table["doubt"].isin(["no indicator", "kind by default", "table head not understood"]).to_numpy()
    real = table["set"].isin(REAL).to_numpy() if arguments.documents else np.ones(len(table), dtype=bool)
    open_ = chance[real & ~rules]
    share = max(arguments.flag - rules[real].mean(), 0.0) * real.sum() / max(len(open_), 1)
    least = float(np.quantile(open_, share))
    print(f"{len(table)} statements, {len(names)} features; least {least:.3f}")
    for name in [*dict.fromkeys(table["set"])]:
        part = table["set"].eq(name).to_numpy()
        doubt = rules | (chance < least)
        sure = part & ~doubt
        told = "  ".join(
            f"{measure} {good[part].mean():.3f}, without doubt {good[sure].mean():.3f}, in doubt {good[part & doubt].mean():.3f}"
            for measure, good in (("whole", whole), ("alike", target))
        )
        print(f"  {name:10s} in doubt {doubt[part].mean():.3f}  {told}")
    model = fit(matrix, target, weight)
    lines = [f"intercept = {model.intercept_[0]:.3f}", f"least = {least:.3f}", "", "[weights]"]
    lines += [f'"{name}" = {value:.3f}' for name, value in zip(names, model.coef_[0], strict=True) if abs(value) >= 0.0005]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"written to {OUT.name}")


def fit(matrix: sparse.csr_matrix, target: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """A logistic model with small weights."""
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(matrix, target, sample_weight=weight)


if __name__ == "__main__":
    main()
