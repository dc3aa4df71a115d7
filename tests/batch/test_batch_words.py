"""Counts that are added up over shards: by hand, and against the analyses of a few plans."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab.batch import keyness_from_sums, read_table, run_batch, trends_from_sums, vocabulary
from policylab.batch._sums import group_sums

SEGMENTER = policylab.Segmenter(engine="rjieba", dictionary=())


@pytest.fixture
def plans_out(corpus, tmp_path):
    """The four plans, each a group of its own, in shards of two."""
    documents = [{"id": plan.id, "text": plan.raw, "paged": plan.paged, "group": plan.id} for plan in corpus]
    run_batch(documents, tmp_path, steps="words", batch_documents=2)
    return tmp_path


def test_counts_of_two_shards_by_hand(tmp_path):
    texts = ["数据,安全\n数据", "安全", "数据数据数据"]
    documents = [{"id": str(n), "text": text, "group": "甲"} for n, text in enumerate(texts)]
    run_batch(documents, tmp_path, steps="words", segmenter=SEGMENTER, batch_documents=2)
    first, second = read_table(tmp_path, "word_counts")
    assert first.drop(columns=["group", "kept"]).values.tolist() == [
        # count, documents, paragraphs, count², count · tokens: documents of 3 and of 1 words
        ["安全", 2, 2, 2, 1 + 1, 1 * 3 + 1 * 1],
        ["数据", 2, 1, 2, 4, 2 * 3],
    ]
    assert second.drop(columns=["group", "kept"]).values.tolist() == [["数据", 3, 1, 1, 9, 9]]
    table = vocabulary(tmp_path, min_documents=1)
    assert table.values.tolist() == [["安全", 2, 2, 2], ["数据", 5, 2, 3]]
    assert vocabulary(tmp_path, max_terms=1, min_documents=1)["term"].tolist() == ["数据"]
    assert vocabulary(tmp_path, min_documents=2, max_share=0.5).empty


def test_sums_do_not_depend_on_the_shards(texts, tmp_path):
    for size in (1, 5, 24):
        run_batch(texts, tmp_path / str(size), steps="words", batch_documents=size)
    tables = [vocabulary(tmp_path / str(size), stopwords=True) for size in (1, 5, 24)]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_frame_equal(tables[0], tables[2])


def test_trends_have_the_counts_of_keyword_trends(corpus, plans_out):
    terms = ["区块链", "5g", "智慧城市", "火星移民"]
    table = trends_from_sums(plans_out, terms)
    few = policylab.keyword_trends(corpus, terms, segmenter=policylab.Segmenter(engine="rjieba"))
    few = few.set_index(["term", "plan"]).sort_index()
    many = table.rename(columns={"group": "plan"}).set_index(["term", "plan"]).sort_index()
    for column in ("count", "per_10k", "paragraphs", "tokens"):
        np.testing.assert_allclose(many[column].astype(float), few[column].astype(float))
    assert table["term"].tolist() == np.repeat(terms, 4).tolist()
    assert set(table.loc[table["term"] == "火星移民", "note"]) == {"never occurs as one word; descriptive only"}
    assert table["low"].isna().all()


def test_keyness_has_the_measures_of_the_library(corpus, plans_out):
    segmenter = policylab.Segmenter(engine="rjieba")
    few = policylab.keyness(corpus, target="smart-city-2015", min_count=5, segmenter=segmenter)
    many = keyness_from_sums(plans_out, target="smart-city-2015")
    assert many["term"].tolist() == few["term"].tolist()
    for column in ("count", "reference_count", "g2", "log_ratio", "log_odds_z"):
        np.testing.assert_allclose(many[column], few[column], err_msg=column)


def test_the_interval_covers_what_a_bootstrap_over_documents_covers(tmp_path):
    rng = np.random.default_rng(0)
    sizes, counts = rng.integers(20, 60, 80), []
    documents = []
    for number, size in enumerate(sizes):
        counts.append(min(size, rng.poisson(rng.choice([0.5, 6.0]))))
        text = "\n".join(["数据"] * counts[-1] + ["安全"] * (size - counts[-1]))
        documents.append({"id": str(number), "text": text, "group": "甲"})
    run_batch(documents, tmp_path, steps="words", segmenter=SEGMENTER, batch_documents=30)
    row = trends_from_sums(tmp_path, "数据").iloc[0]
    counts = np.array(counts)
    draws = rng.integers(0, 80, (4000, 80))
    rates = np.log(counts[draws].sum(axis=1) / sizes[draws].sum(axis=1) * 1e4)
    assert row["per_10k"] == pytest.approx(counts.sum() / sizes.sum() * 1e4)
    assert np.log(row["high"] / row["low"]) / 2 == pytest.approx(1.99 * rates.std(), rel=0.05)


def test_a_term_that_a_group_lacks_has_the_poisson_limit(tmp_path):
    documents = [{"id": str(n), "text": "数据\n安全", "group": "甲" if n < 6 else "乙"} for n in range(12)]
    documents += [{"id": "x", "text": "网络", "group": "乙"}]
    run_batch(documents, tmp_path, steps="words", segmenter=SEGMENTER)
    table = trends_from_sums(tmp_path, ["网络", "数据"]).set_index(["term", "group"])
    # -ln(0.025) occurrences in 12 words
    assert table.loc[("网络", "甲"), ["count", "low"]].tolist() == [0, 0]
    assert table.loc[("网络", "甲"), "high"] == pytest.approx(-np.log(0.025) / 12 * 1e4)
    # the same rate in all documents has no variance
    assert table.loc[("数据", "甲"), ["low", "high"]].tolist() == pytest.approx([5000, 5000])


def test_documents_without_a_group_are_a_group_that_comes_first(tmp_path):
    run_batch([("a", "数据"), {"id": "b", "text": "数据", "group": "乙"}], tmp_path, steps="words", segmenter=SEGMENTER)
    _, groups = group_sums(tmp_path, ["数据"])
    assert list(groups) == [None, "乙"]
    with pytest.raises(ValueError, match="There is no group '丙'. Known: 乙."):
        keyness_from_sums(tmp_path, target="丙")


def test_the_reference_must_be_another_group(tmp_path):
    run_batch([("a", "数据")], tmp_path, steps="words")
    with pytest.raises(ValueError, match="The group None has nothing to be compared with"):
        keyness_from_sums(tmp_path, target=None)
