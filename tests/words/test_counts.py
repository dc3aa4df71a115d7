"""Counts that are made once and passed on: what an analysis is asked for arrives, from a corpus as from its counts."""

import pandas as pd
import pytest

from policylab import Corpus, Segmenter, words
from policylab.errors import PolicylabError

OTHER = Segmenter(dictionary=(), hmm=False)
TERMS, SHORT = ["区块链", "云计算", "数字孪生"], {"themes": {"theme": [{"id": "chain", "terms": ["区块链", "云计算", "数字孪生"]}]}}
ANALYSES = {
    words.token_counts: {},
    words.keyword_trends: {"terms": TERMS},
    words.keyness: {"target": "smart-city-2021"},
    words.term_changes: {},
    words.emerging_terms: {"n": None},
    words.declining_terms: {"n": None},
    words.placebo_changes: {},
    words.theme_weights: SHORT,
    words.theme_coverage: SHORT,
    words.theme_terms: {},
    words.concordance: {"term": "孪生"},
    words.collocates: {"term": "区块链"},
    words.cooccurrence: {"n_terms": 30},
    words.multiverse: {"terms": ["数字孪生", "云计算"]},
    words.suggest_terms: {},
}
WITH_LEVEL = [
    words.keyword_trends, words.keyness, words.term_changes, words.emerging_terms, words.declining_terms, words.placebo_changes,
    words.theme_weights, words.theme_coverage, words.multiverse,
]  # fmt: skip


@pytest.fixture(scope="module")
def counts(corpus):
    return words.count_words(corpus)


@pytest.fixture(scope="module")
def recounted(corpus):
    return words.count_words(corpus, segmenter=OTHER)


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.__name__)
def test_a_segmenter_arrives(counts, recounted, analysis):
    settings = ANALYSES[analysis]
    table = analysis(counts, segmenter=OTHER, **settings)
    assert table.attrs["segmenter"] == OTHER.fingerprint
    pd.testing.assert_frame_equal(table, analysis(recounted, **settings))
    assert not table.equals(analysis(counts, **settings))


@pytest.mark.parametrize("analysis", WITH_LEVEL, ids=lambda analysis: analysis.__name__)
def test_a_level_arrives(counts, analysis):
    sure, unsure = (analysis(counts, level=level, **ANALYSES[analysis]) for level in (0.95, 0.8))
    assert (sure.attrs["level"], unsure.attrs["level"]) == (0.95, 0.8)
    if "low" in sure:
        widths = [(table["high"] - table["low"]).dropna() for table in (sure, unsure)]
        assert len(widths[0]) and widths[1].mean() < widths[0].mean()
    else:
        assert unsure["found"].sum() > sure["found"].sum()


@pytest.mark.parametrize("analysis", [words.term_changes, words.emerging_terms, words.declining_terms])
def test_what_a_change_is_asked_for_arrives(counts, analysis):
    settings = ANALYSES[analysis]
    frequent = analysis(counts, min_count=30, **settings)
    assert (frequent["count"] + frequent["earlier_count"]).min() >= 30 > analysis(counts, min_count=5, **settings)["count"].min()
    bare = analysis(counts, adjust="none", **settings)
    assert bare["p_adjusted"].equals(bare["p"].rename("p_adjusted"))
    halves = analysis(counts, pooled=True, since=2021, terms=["5G"]) if analysis is words.term_changes else analysis(counts, pooled=True, since=2021)
    assert set(halves["earlier"]) == {"smart-city-2015; digital-economy-2019"} and set(halves["comparison"]) == {"pooled halves"}


def test_the_least_count_is_the_one_asked_for(counts):
    assert words.collocates(counts, "区块链", min_count=1)["count"].min() == 1
    assert words.collocates(counts, "区块链", min_count=4)["count"].min() == 4
    assert words.suggest_terms(counts, min_count=12, n=None)["count"].min() >= 12
    few, many = (words.placebo_changes(counts, min_count=number)["terms"].sum() for number in (30, 10))
    assert few < many


def test_counts_that_are_cut_again_stay_what_they_were(corpus):
    counts = words.count_words(corpus, cluster_level=1)
    other = words.count_words(counts, segmenter=OTHER)
    assert (other.cluster_level, other.references, other.sources) == (1, counts.references, counts.sources)
    assert other.segmenter is OTHER and other.spans != counts.spans
    assert words.count_words(other, segmenter=Segmenter(dictionary=(), hmm=False)) is other
    # without its references, "prose" could not be asked for
    assert len(words.keyness(counts, target="smart-city-2021", reference="prose", terms=TERMS, segmenter=OTHER)) == 3


def test_groups_are_cut_again():
    texts = {"a": "建设智慧城市。", "b": "推广智慧城市和数字孪生。", "c": "建设渔港。"}
    corpus = Corpus.from_texts(texts, variables={id: {"place": place} for id, place in zip("abc", "甲乙甲", strict=True)})
    groups, other = (words.count_words(corpus, segmenter=segmenter).grouped("place") for segmenter in (None, OTHER))
    again = words.count_words(groups, segmenter=OTHER)
    assert again.plans == ("甲", "乙") and again.spans == other.spans != groups.spans
    pd.testing.assert_frame_equal(words.keyword_trends(groups, "孪生", segmenter=OTHER), words.keyword_trends(other, "孪生"))


def test_counts_have_one_level_of_clusters(counts):
    assert words.count_words(counts, cluster_level=2) is counts
    with pytest.raises(PolicylabError, match="The counts have sections of level 2 as clusters. Count the plans themselves"):
        words.count_words(counts, cluster_level=3)
    with pytest.raises(PolicylabError, match="`segmenter` must be a policylab.words.Segmenter or None, got 'jieba'."):
        words.count_words(counts, segmenter="jieba")
