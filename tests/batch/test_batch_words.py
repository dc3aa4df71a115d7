"""Counts that are added up over shards: by hand, and as the analyses of words take them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import words
from policylab.batch import _document_counts, read_counts, read_table, run_batch
from policylab.errors import PolicylabError
from policylab.stats import rate_interval

SEGMENTER = policylab.Segmenter(engine="rjieba", dictionary=())


@pytest.fixture
def plans_out(corpus, tmp_path):
    """The four plans, each a group of its own, in shards of two."""
    documents = [{"id": plan.id, "text": plan.raw, "paged": plan.paged, "group": plan.id} for plan in corpus]
    run_batch(documents, tmp_path, steps="words", batch_documents=2)
    return tmp_path


def test_counts_of_two_shards_by_hand(tmp_path):
    texts = ["数据,安全\n数据", "安全", "数据数据数据"]
    documents = [{"id": str(n), "text": text, "group": "甲" if n else None} for n, text in enumerate(texts)]
    run_batch(documents, tmp_path, steps="words", segmenter=SEGMENTER, batch_documents=2)
    first, second = read_table(tmp_path, "counts")
    assert first.drop(columns="kept").values.tolist() == [
        ["0", None, "安全", 1, 1], ["0", None, "数据", 2, 2], ["1", "甲", "安全", 1, 1],
    ]  # fmt: skip
    assert second.drop(columns="kept").values.tolist() == [["2", "甲", "数据", 3, 1]]
    counts = read_counts(tmp_path)
    assert counts.vocabulary.tolist() == ["安全", "数据"]
    assert counts.matrix.toarray().tolist() == [[1, 2], [1, 0], [0, 3]]
    assert counts.documents.values.tolist() == [["", 1, 3], ["甲", 2, 4]]
    # a word of one document is left out, its tokens are not
    assert read_counts(tmp_path, groups=["甲"], min_documents=2).documents["tokens"].tolist() == [4]
    assert read_counts(tmp_path, min_documents=2).vocabulary.tolist() == ["安全", "数据"]
    with pytest.raises(PolicylabError, match="There is no group '丙'. Known: 甲"):
        read_counts(tmp_path, groups=["丙"])


def test_counts_do_not_depend_on_the_shards(texts, tmp_path):
    made = []
    for size in (1, 5, 24):
        run_batch(texts, tmp_path / str(size), steps="words", batch_documents=size)
        made.append(read_counts(tmp_path / str(size)))
    for other in made[1:]:
        assert other.vocabulary.tolist() == made[0].vocabulary.tolist()
        assert (other.matrix != made[0].matrix).nnz == 0
        pd.testing.assert_frame_equal(other.frame, made[0].frame)


def test_trends_have_the_counts_of_keyword_trends(corpus, plans_out):
    terms = ["区块链", "5g", "智慧城市", "火星移民"]
    many = policylab.keyword_trends(read_counts(plans_out), terms).set_index(["term", "plan"]).sort_index()
    few = policylab.keyword_trends(words.count_words(corpus, segmenter=policylab.Segmenter(engine="rjieba")), terms)
    few = few.set_index(["term", "plan"]).sort_index()
    for column in ("count", "per_10k", "tokens"):
        np.testing.assert_allclose(many[column].astype(float), few[column].astype(float))
    # each group has one document, from which no interval follows
    assert many["low"].isna().all()


def test_keyness_has_the_measures_of_the_library(corpus, plans_out):
    counts = read_counts(plans_out)
    many = policylab.keyness(counts, target="smart-city-2015", min_count=5)
    few = policylab.keyness(words.count_words(corpus, segmenter=policylab.Segmenter(engine="rjieba")), target="smart-city-2015", min_count=5)
    assert many["term"].tolist() == few["term"].tolist()
    for column in ("count", "reference_count", "g2", "log_ratio", "log_odds_z"):
        np.testing.assert_allclose(many[column], few[column], err_msg=column)


def test_the_interval_is_that_of_documents_and_of_clusters_of_documents(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    sizes = rng.integers(20, 60, 120)
    counts = np.minimum(sizes, rng.poisson(rng.choice([0.5, 6.0], 120)))
    documents = [
        {"id": str(n), "text": "\n".join(["数据"] * count + ["安全"] * (size - count)), "group": "甲"}
        for n, (size, count) in enumerate(zip(sizes.tolist(), counts.tolist(), strict=True))
    ]
    run_batch(documents, tmp_path, steps="words", segmenter=SEGMENTER, batch_documents=30)
    made = read_counts(tmp_path, segmenter=SEGMENTER)
    row = policylab.keyword_trends(made, "数据").iloc[0]
    low, high = rate_interval(made.clusters("甲", made.find(["数据"])))
    assert (row["low"], row["high"]) == pytest.approx((1e4 * low[0], 1e4 * high[0]))
    assert row["clusters"] <= 120 and len(made.frame) == 120
    monkeypatch.setattr(_document_counts, "MAX_CLUSTERS", 40)
    fewer = read_counts(tmp_path, segmenter=SEGMENTER)
    assert len(fewer.frame) <= 40 and fewer.matrix.sum() == made.matrix.sum()
    other = policylab.keyword_trends(fewer, "数据").iloc[0]
    assert other["per_10k"] == pytest.approx(row["per_10k"])
    assert 0.6 < (other["high"] - other["low"]) / (row["high"] - row["low"]) < 1.6


def test_counts_without_words_and_places_say_so(tmp_path):
    run_batch(["。"], tmp_path / "none", steps="words")
    with pytest.raises(PolicylabError, match="No document in .* has a word"):
        read_counts(tmp_path / "none")
    run_batch(["数据"], tmp_path / "one", steps="words")
    with pytest.raises(PolicylabError, match="no text to look places up in"):
        policylab.concordance(read_counts(tmp_path / "one"), "数据")
    with pytest.raises(PolicylabError, match="no text to look places up in, or to cut again"):
        words.count_words(read_counts(tmp_path / "one"), segmenter=SEGMENTER)
    with pytest.raises(PolicylabError, match="`segmenter` must be a policylab.words.Segmenter or None, got 'jieba'"):
        read_counts(tmp_path / "one", segmenter="jieba")
    for analysis in (words.theme_weights, words.theme_coverage, words.theme_terms, words.suggest_terms):
        with pytest.raises(PolicylabError, match="no text to look places up in"):
            analysis(read_counts(tmp_path / "one"))
    with pytest.raises(PolicylabError, match="There is no table counts in .* --steps words"):
        read_counts(tmp_path)


def test_a_change_between_groups_is_that_between_plans(corpus, plans_out):
    counts, pair = read_counts(plans_out), [("smart-city-2015", "smart-city-2021")]
    many = policylab.words.term_changes(counts, ["云计算", "5g"], pairs=pair)
    few = policylab.words.term_changes(words.count_words(corpus, segmenter=policylab.Segmenter(engine="rjieba")), ["云计算", "5g"], pairs=pair)
    columns = ["earlier_count", "count", "earlier_per_10k", "per_10k", "log_ratio"]
    np.testing.assert_allclose(many[columns].astype(float), few[columns].astype(float))
    assert many["note"].unique().tolist() == ["descriptive only"]  # a document a group
    # nobody says of groups which is the earlier one
    for analysis in (policylab.words.term_changes, policylab.emerging_terms):
        with pytest.raises(PolicylabError, match="No two of these plans are of one kind"):
            analysis(counts)
    with pytest.raises(PolicylabError, match="has neither `issued` nor `period_start`"):
        policylab.words.term_changes(counts, pooled=True, since=2020)
