"""Sheets for people, and their scores."""

import json

import numpy as np
import openpyxl
import pytest

from policylab.errors import PolicylabError
from policylab.stats import Clusters, accuracy_interval
from policylab.topics import TopicModel, score_intrusion, write_intrusion


@pytest.fixture
def sheets(tmp_path, model):
    return write_intrusion(model, tmp_path / "sheets", items=2, random_state=1)


def fill(path, target, answer):
    """A copy of a sheet with answers; `answer` gets the item."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows(min_row=4):
        row[-1].value = answer(row[0].value)
    book.save(target)
    return target


def test_five_words_are_of_the_topic_and_one_is_not(sheets, model):
    key = json.loads(sheets["key"].read_text(encoding="utf-8"))["word"]
    top = dict(zip(model.topics_["topic"], model.topics_["top_terms"].str.split("、"), strict=True))
    rows = list(openpyxl.load_workbook(sheets["word"]).active.iter_rows(min_row=4, values_only=True))
    assert len(rows) == 16
    for item, *words, answer in rows:
        solution = key[item]
        assert answer is None
        own = set(top[solution["topic"]])
        assert [i for i, word in enumerate(words, start=1) if word not in own] == [solution["answer"]]
        assert any(words[solution["answer"] - 1] in terms for topic, terms in top.items() if topic != solution["topic"])


def test_the_intruding_topic_is_small_in_the_paragraph(sheets):
    key = json.loads(sheets["key"].read_text(encoding="utf-8"))["topic"]
    for solution in key.values():
        shares = solution["log_shares"]
        assert shares[solution["answer"] - 1] == min(shares)


def test_the_sheets_do_not_hold_the_answers(sheets):
    for task in ("word", "topic"):
        sheet = openpyxl.load_workbook(sheets[task]).active
        assert all(row[-1] is None for row in sheet.iter_rows(min_row=4, values_only=True))
        assert len(sheet["B2"].value) == 64


def test_all_right_is_a_precision_of_one(tmp_path, sheets):
    key = json.loads(sheets["key"].read_text(encoding="utf-8"))
    filled = [
        fill(sheets[task], tmp_path / f"{rater}-{task}.xlsx", lambda item, task=task: key[task][item]["answer"])
        for rater in "ab" for task in ("word", "topic")
    ]  # fmt: skip
    score = score_intrusion(filled, sheets["key"])
    assert score.summary["precision"].tolist() == [1, 1]
    assert score.summary["alpha"].tolist() == [1, 1]
    assert score.summary.set_index("task").loc["topic", "log_odds"] == 0
    assert score.summary["raters"].tolist() == [2, 2] and score.summary["answers"].tolist() == [32, 32]


def test_precision_counts_what_was_answered(tmp_path, sheets):
    key = json.loads(sheets["key"].read_text(encoding="utf-8"))["word"]
    right = fill(sheets["word"], tmp_path / "a.xlsx", lambda item: key[item]["answer"])
    # the other rater is wrong everywhere, and left the first item out
    wrong = fill(sheets["word"], tmp_path / "b.xlsx",
                 lambda item: None if item == "W01" else str(key[item]["answer"] % 6 + 1))
    score = score_intrusion([right, wrong], sheets["key"])
    assert score.summary.loc[0, "precision"] == pytest.approx(16 / 31)
    assert score.summary.loc[0, "alpha"] < 0
    first = score.items[score.items["item"] == "W01"]
    assert first["answers"].item() == 1 and first["precision"].item() == 1
    assert score.topics["answers"].sum() == 31
    # each item is one cluster: raters that agree on an easy one are not two who found out alone
    low, high = accuracy_interval(Clusters(np.array([0] + [1] * 15), np.array([1] + [2] * 15)))
    assert score.summary.loc[0, ["low", "high"]].tolist() == pytest.approx([low[0], high[0]])
    assert score.topics["low"].isna().all()  # two items a topic
    assert score.summary["log_odds"].isna().all()


def test_a_sheet_of_another_key_is_refused(tmp_path, sheets, model):
    other = write_intrusion(model, tmp_path / "other", items=2, random_state=2)
    with pytest.raises(PolicylabError, match="belongs to another key"):
        score_intrusion([sheets["word"]], other["key"])


def test_an_answer_that_is_no_option_is_named(tmp_path, sheets):
    filled = fill(sheets["word"], tmp_path / "a.xlsx", lambda item: 9 if item == "W03" else 1)
    with pytest.raises(PolicylabError, match="Item W03 in .* has the answer 9; expected 1 to 6"):
        score_intrusion([filled], sheets["key"])


def test_wrong_input(tmp_path, corpus, model, sheets):
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        write_intrusion(model, tmp_path, lang="fr")
    with pytest.raises(PolicylabError, match="The topic task shows four topics, and the model has 3"):
        write_intrusion(TopicModel(3).fit(corpus), tmp_path)
    with pytest.raises(PolicylabError, match="There is no sheet to score"):
        score_intrusion([], sheets["key"])


def test_the_same_seed_gives_the_same_key(tmp_path, model, sheets):
    again = write_intrusion(model, tmp_path / "again", items=2, random_state=1)
    assert again["key"].read_bytes() == sheets["key"].read_bytes()
