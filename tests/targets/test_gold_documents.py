"""Gold as places: passages of documents that a reader has, by the hash of the file."""

import hashlib

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.targets import evaluate_documents

TEXT = "某县政府工作报告\r\n一、2025年工作回顾\r\n建成渔港18座，渔业产值达到63.5亿元。\r\n二、2026年工作安排\r\n新建渔港3座。\r\n"


def record(number, indicator, **fields):
    start, noun = TEXT.index(number), TEXT.index(indicator)
    given = {
        "sha256": hashlib.sha256(TEXT.encode("gb18030")).hexdigest(), "start": start, "end": start + len(number), "indicator": f"{noun}-{noun + len(indicator)}",
        "value_high": "", "comparator": "eq", "measure": "level", "base_year": "",
    }  # fmt: skip
    return {name: str(value) for name, value in {**given, **fields}.items()}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "any name.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "other.txt").write_text("另一份文件。", encoding="utf-8")
    return tmp_path


@pytest.fixture
def passages(folder):
    digest = hashlib.sha256((folder / "any name.txt").read_bytes()).hexdigest()
    row = {"document": "county", "sha256": digest, "period_start": "", "period_end": "2026",
           "start": "0", "end": str(TEXT.index("新建")), "split": "dev"}  # fmt: skip
    return pd.DataFrame([row])


@pytest.fixture
def places():
    return pd.DataFrame([
        record("18座", "渔港", value="18", unit="座", year="2025", kind="baseline"),
        record("63.5亿元", "渔业产值", value="6350000000", unit="元", year="2024", kind="baseline"),
    ])  # fmt: skip


def test_only_what_stands_in_the_passages_is_scored(folder, passages, places):
    table = evaluate_documents(places, passages, folder).set_index("score")
    assert table.loc["value_unit", ["correct", "predicted", "gold"]].tolist() == [2, 2, 2]
    assert table.loc["year", ["correct", "predicted", "gold", "f1"]].tolist() == [1, 2, 2, 0.5]
    assert table.loc["record", ["f1", "documents"]].tolist() == [0.5, 1]
    assert table[["low", "high"]].isna().all(axis=None)  # of one document nobody can say how far it holds


def test_documents_that_are_not_there_are_named(tmp_path, passages, places):
    with pytest.raises(PolicylabError, match=r"None of the annotated documents .*county"):
        (tmp_path / "empty").mkdir()
        evaluate_documents(places, passages, tmp_path / "empty")


def test_a_table_without_a_column_says_which(folder, passages, places):
    with pytest.raises(PolicylabError, match="lacks the column split; it has "):
        evaluate_documents(places, passages.drop(columns="split"), folder)


def test_a_place_of_half_a_word_and_an_old_sign_are_read_as_the_ledger_writes_them(tmp_path):
    text = "2025年工作回顾\n建成渔港18個。城乡居民人均收入分别达5万元和3万元。\n"
    (tmp_path / "text").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    shared = {"sha256": digest, "value_high": "", "comparator": "eq", "measure": "level", "base_year": "", "year": "2025", "kind": "baseline"}

    def of(number, runs, **fields):
        start = text.index(number)
        places = ";".join(f"{text.index(run)}-{text.index(run) + len(run)}" for run in runs)
        return shared | {"start": str(start), "end": str(start + len(number)), "indicator": places} | fields

    places = pd.DataFrame([
        of("18個", ["渔港"], value="18", unit="個"),
        of("5万元", ["城", "居民人均收入"], value="50000", unit="元", comparator="eq"),
        of("3万元", ["乡", "居民人均收入"], value="30000", unit="元", comparator="eq"),
    ])  # fmt: skip
    row = {"document": "town", "sha256": digest, "period_start": "", "period_end": "2026", "start": "0", "end": str(len(text)), "split": "dev"}
    table = evaluate_documents(places, pd.DataFrame([row]), tmp_path).set_index("score")
    assert table.loc[["value_unit", "record"], "correct"].tolist() == [3, 3]
