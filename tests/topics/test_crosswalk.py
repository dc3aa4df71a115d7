"""Which topic speaks of what."""

import pytest

from policylab.errors import PolicylabError
from policylab.topics import topic_chapters, topic_themes


def test_a_theme_is_found_in_its_topic(small):
    table = topic_themes(small, {"学校": ["教师"], "医院": ["患者", "医保"]})
    best = table[table["best"]].set_index("theme")
    tops = small.topics_.set_index("topic")["top_terms"]
    assert "教师" in tops[best.loc["学校", "topic"]] and "患者" in tops[best.loc["医院", "topic"]]
    # three topics; the texts of a theme are one topic's alone
    assert best.loc["医院", "share_of_theme"] == pytest.approx(1, abs=0.02)
    share = small.document_topic_[:, best.loc["医院", "topic"] - 1].mean()
    assert best.loc["医院", "lift"] == pytest.approx(1 / share, rel=0.05)


def test_a_term_within_a_longer_one_of_another_theme_does_not_count(model):
    centres = {"数据": ["大数据中心"], "设施": ["数据中心"]}
    texts = model.documents_["text"].str
    both, short = texts.contains("大数据中心"), texts.replace("大数据中心", "").str.contains("数据中心")
    found = topic_themes(model, centres).groupby("theme")["paragraphs"].first()
    assert found["数据"] == (both & model._known()).sum() > 0
    assert found["设施"] == (short & model._known()).sum() < (texts.contains("数据中心") & model._known()).sum()


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
    security = model.topics_.loc[model.topics_["top_terms"].str.startswith("网络安全、"), "topic"].item()
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
