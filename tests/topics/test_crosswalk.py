"""Which topic speaks of what."""

import numpy as np
import pytest

from policylab.errors import PolicylabError
from policylab.topics import TooLittleText, TopicModel, map_documents, topic_chapters, topic_themes


def test_a_theme_is_found_in_its_topic(small):
    table = topic_themes(small, {"学校": ["教师"], "医院": ["患者", "医保"]})
    best = table[table["best"]].set_index("theme")
    tops = small.topics_.set_index("topic")["top_terms"]
    assert "教师" in tops[best.loc["学校", "topic"]] and "患者" in tops[best.loc["医院", "topic"]]
    # three topics; the texts of a theme are one topic's alone
    assert best.loc["医院", "share_of_theme"] == pytest.approx(1, abs=0.02)
    share = small.document_topic_[:, best.loc["医院", "topic"] - 1].mean()
    assert best.loc["医院", "lift"] == pytest.approx(1 / share, rel=0.05)


def test_a_theme_that_nobody_speaks_of_is_missing_not_zero(small):
    table = topic_themes(small, {"港口": ["集装箱"]})
    assert table["paragraphs"].eq(0).all()
    assert table["share_of_theme"].isna().all() and not table["best"].any()


def test_chapters_carry_their_titles_and_share_out_each_topic(model, corpus):
    table = topic_chapters(model)
    titles = corpus.sections.set_index("section")["title"]
    with_title = table.dropna(subset=["title"])
    assert (with_title["section"].map(titles) == with_title["title"]).all()
    assert table.groupby("topic")["share_of_topic"].sum().to_numpy() == pytest.approx(1)
    assert table.groupby("section")["share_of_chapter"].sum().to_numpy() == pytest.approx(1)
    share = model.topics_.set_index("topic")["label"]
    security = share[share == "网络安全"].index[0]
    top = table[table["topic"] == security].nlargest(3, "lift")
    assert (top["lift"] > 1).all()


def test_a_table_of_paragraphs_has_no_chapters(small):
    with pytest.raises(PolicylabError, match="`level` needs headings, and a table of paragraphs has none"):
        topic_chapters(small)


def test_wrong_themes(small):
    with pytest.raises(PolicylabError, match="`themes` must be a dict of theme to terms"):
        topic_themes(small, {})
    with pytest.raises(PolicylabError, match="at least one term for each theme"):
        topic_themes(small, {"空": []})


def test_the_map_is_the_same_each_time_and_keeps_neighbours(model):
    one, two = map_documents(model), map_documents(model)
    assert one.equals(two)
    place = one[["x", "y"]].to_numpy()
    distance = ((place[:, None] - place[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    topic = one["topic"].to_numpy()
    sure = (one["share"] > 0.6).to_numpy()
    assert (topic[distance.argmin(axis=1)] == topic)[sure].mean() > 0.8


def test_a_small_corpus_has_a_map_with_fewer_neighbours_or_none(table, segmenter):
    few = TopicModel(2, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    assert len(few.documents_) < 90 and len(map_documents(few)) == len(few.documents_)
    few.document_topic_[9:] = np.nan
    with pytest.raises(TooLittleText, match="A map needs at least 10 documents, and the model has 9"):
        map_documents(few)


def test_perplexity_is_checked(model):
    with pytest.raises(PolicylabError, match="`perplexity` must be a number from 1 to"):
        map_documents(model, perplexity=500)
