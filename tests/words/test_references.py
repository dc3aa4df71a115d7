"""Keyness against what is not in the corpus: frequency lists and other corpora."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.stats import Clusters, rate_interval, signed_g2
from policylab.words import count_words, keyness
from policylab.words._keyness import NOT_LISTED, OF_TARGET

# ten chapters of three words each: 建设 渔港 平台, the fifth and later without 渔港
SECTIONS = [["建设渔港平台。"]] * 4 + [["建设码头平台。"]] * 6
LIST = pd.DataFrame({"term": ["渔港", "码头", "平台", "建设", "钢铁"], "count": [10, 20, 300, 400, 270]})


@pytest.fixture
def plan(make_plan):
    return make_plan("sea", SECTIONS, 2020)


def test_a_frequency_list_by_hand(plan):
    table = keyness([plan], reference=LIST, terms=["渔港", "平台", "钢铁"]).set_index("term")
    row = table.loc["渔港"]
    assert row[["count", "reference_count", "per_10k", "reference_per_10k"]].tolist() == [4, 10, 4 / 30 * 1e4, 100]
    assert row["g2"] == pytest.approx(signed_g2(np.array([4]), np.array([10]), 30, 1000)[0])
    assert row["log_ratio"] == pytest.approx(np.log2((4 / 30) / (10 / 1000)))
    # the bounds of the plan's rate over the rate of the list, which is taken as it stands
    low, high = rate_interval(Clusters(np.array([1] * 4 + [0] * 6), np.full(10, 3)))
    assert row[["low", "high"]].tolist() == pytest.approx([np.log2(low[0] / 0.01), np.log2(high[0] / 0.01)])
    assert row[["p", "p_adjusted"]].isna().all() and row["note"] == OF_TARGET
    assert row["reference"] == "frequency list: 5 words, 1,000 in all"
    lacking = table.loc["钢铁"]
    assert lacking["log_ratio"] == pytest.approx(np.log2((0.5 / 30) / 0.27)) and pd.isna(lacking["low"]) and lacking["g2"] < 0


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
@pytest.mark.parametrize("head", [["term", "count"], ["词", "词频"]])
def test_a_list_may_be_a_spreadsheet(plan, tmp_path, name, head):
    path = tmp_path / name
    table = LIST.set_axis(head, axis=1)
    table.to_excel(path, index=False) if name.endswith("xlsx") else table.to_csv(path, index=False)
    read, given = keyness([plan], reference=path, min_count=1), keyness([plan], reference=LIST, min_count=1)
    assert read["reference"].unique().tolist() == [f"frequency list {name}: 5 words, 1,000 in all"]
    pd.testing.assert_frame_equal(read.drop(columns="reference"), given.drop(columns="reference"))
    assert set(read["term"]) == {"渔港", "码头", "平台", "建设", "钢铁"}


def test_what_a_list_lacks_is_none_where_it_is_whole_and_else_unknown(plan):
    part = LIST[LIST["term"] != "渔港"]
    whole = keyness([plan], reference=part, terms=["渔港"]).iloc[0]
    assert (whole["reference_count"], whole["note"]) == (0, OF_TARGET) and whole["log_ratio"] > 0
    cut = part.assign(total=5000)
    unknown = keyness([plan], reference=cut, terms=["渔港", "平台"]).set_index("term").loc["渔港"]
    assert unknown[["reference_count", "g2", "log_ratio", "low", "log_odds_z"]].isna().all() and unknown["note"] == NOT_LISTED
    assert unknown["reference"] == "frequency list: 4 words, 5,000 in all"
    assert "渔港" not in set(keyness([plan], reference=cut, min_count=1)["term"])


def test_writings_of_one_word_are_one_word_of_a_list(plan):
    split = pd.DataFrame({"word": ["漁港", " 渔港 ", "平台", None], "freq": [3, 4, 93, 5]})
    row = keyness([plan], reference=split, terms=["渔港"]).iloc[0]
    assert (row["reference_count"], row["reference"]) == (7, "frequency list: 2 words, 100 in all")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (LIST.drop(columns="count"), "The frequency list lacks the column count; it has term. It needs term and count"),
        (LIST.rename(columns={"term": "what"}), "The frequency list lacks the column term; it has what, count"),
        (LIST.assign(count=["1", "2", "viel", "4", "5"]), "row 4: the count must be a number of at least 0, got 'viel'"),
        (LIST.assign(count=[1, 2, -3, 4, 5]), "row 4: the count must be a number of at least 0, got '-3'"),
        (LIST.assign(count=0), "The frequency list has no word that occurs"),
        (LIST.assign(total=999), "`total` must be one number, of at least the sum of the counts, 1000"),
        (LIST.assign(total=[1000, 1001, 1002, 1003, 1004]), "`total` must be one number"),
    ],
)
def test_each_fault_of_a_list_is_one_sentence(plan, table, said):
    with pytest.raises(PolicylabError) as error:
        keyness([plan], reference=table)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_another_corpus_counts_as_if_its_plans_stood_in_the_own_one(plan, make_plan):
    others = [make_plan("north", [["建设钢铁。"]] * 11, 2020), make_plan("south", [["平台平台。"]] * 3, 2020)]
    apart = keyness([plan], reference=others, min_count=1)
    together = keyness([plan, *others], target="sea", min_count=1)
    assert apart["reference"].unique().tolist() == ["north, south"]
    pd.testing.assert_frame_equal(apart.drop(columns=["reference", "p_adjusted"]), together.drop(columns=["reference", "p_adjusted"]))


def test_a_plan_of_another_corpus_with_the_same_id_is_not_taken_for_the_own_one():
    mine = policylab.Corpus.from_texts({"a": "建设渔港。", "b": "建设码头。"})
    other = policylab.Corpus.from_texts({"a": "推广钢铁。推广钢铁。", "c": "推广平台。"})
    table = keyness(mine, target="a", reference=other, min_count=1).set_index("term")
    assert table.loc["钢铁", ["count", "reference_count"]].tolist() == [0, 2] and "码头" not in table.index
    assert table["reference"].unique().tolist() == ["2 plans of another corpus: a, c"]
    # the own corpus, given again, is the others
    again = keyness(mine, target="a", reference=mine, min_count=1)
    others = keyness(mine, target="a", min_count=1)
    pd.testing.assert_frame_equal(again.drop(columns="reference"), others.drop(columns="reference"))
    assert again["reference"].unique().tolist() == ["b"]  # no plan is compared with itself


def test_words_for_the_place_itself_are_no_keys_but_may_be_asked_for(make_plan):
    one = make_plan("one", [["本市建设渔港。", "我市办渔港,全市推广。"]], 2015)
    two = make_plan("two", [["全省各区建设码头。", "全国局部推广。"]], 2021)
    words = count_words([one, two])
    assert {"本市", "我市", "全市", "全省"} <= set(words.vocabulary)
    assert not {"本市", "我市", "全市", "全省", "办"} & set(keyness(words, min_count=1)["term"])
    assert {"渔港", "码头", "全国"} <= set(keyness(words, min_count=1)["term"])
    assert keyness(words, target="one", terms=["我市"])["count"].tolist() == [1]


def test_the_command_takes_a_list_a_folder_and_groups(tmp_path, cli):
    for name, text in (("mine", "一、任务\n" + "建设渔港。渔港用5G。" * 20), ("theirs", "一、任务\n" + "建设码头。" * 20)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text, "utf-8")
        (tmp_path / name / "corpus.toml").write_text(
            '[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲市规划"\nvariables = { province = "广东" }\n', "utf-8"
        )
    LIST.to_csv(tmp_path / "list.csv", index=False)

    def rows(*words):
        code, out, error = cli("keyness", "--corpus", tmp_path / "mine", "--format", "csv", *words)
        assert (code, error) == (0, ""), error
        return {row["term"]: row for row in csv.DictReader(io.StringIO(out))}

    assert rows("--reference", tmp_path / "list.csv")["渔港"]["reference"] == "frequency list list.csv: 5 words, 1,000 in all"
    assert rows("--reference", tmp_path / "theirs")["渔港"]["reference"] == "1 plan of another corpus: a"
    assert rows("--reference", tmp_path / "list.csv", "--by", "province")["渔港"]["target"] == "广东"
