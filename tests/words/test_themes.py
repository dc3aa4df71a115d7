import pytest

from policylab.errors import PolicylabError
from policylab.words import read_themes, theme_coverage, theme_terms, theme_weights

OWN = {
    "theme": [
        {"id": "net", "zh": "网络", "terms": ["互联网", "5G"]},
        {"id": "industry", "zh": "产业", "terms": ["工业互联网", "制造业"]},
    ]
}


def test_a_place_counts_for_the_longest_term(make_plan):
    plan = make_plan("a", [["发展工业互联网。", "互联网和5G。"], ["制造业。", "保障安全。"]])
    table = theme_weights(plan, themes=OWN).set_index("theme")
    assert table["count"].to_dict() == {"net": 2, "industry": 2}
    assert table["share"].to_dict() == {"net": 0.5, "industry": 0.5}
    assert table.loc["net", "paragraphs"] == 1 and table.loc["industry", "paragraphs"] == 2
    assert table.loc["net", "theme_en"] == "net"


def test_signs_at_the_ends_of_a_term_are_part_of_no_word(make_plan):
    own = {"theme": [{"id": "code", "terms": ["C++", "(AI)"]}, {"id": "net", "terms": ["5G+", "5G"]}]}
    plan = make_plan("a", [["学习C++,推进人工智能(AI)。", "发展5G+工业,建设5G网络,以C为先。"]])
    found = theme_terms(plan, themes=own)
    assert dict(zip(found["term"], found["count"], strict=True)) == {"C++": 1, "(AI)": 1, "5G+": 1, "5G": 1}


def test_a_longer_list_is_cut_to_the_length_of_the_shortest(make_plan):
    own = {"theme": [{"id": "short", "terms": ["5G"]}, {"id": "long", "terms": ["区块链", "云计算", "物联网"]}]}
    plan = make_plan("a", [["5G和5G。"], ["区块链、区块链、云计算。"], ["物联网和5G。"]])
    table = theme_weights(plan, themes=own).set_index("theme")
    tokens = table["tokens"].iat[0]
    assert table["count"].to_dict() == {"short": 3, "long": 4}
    assert table["terms"].to_dict() == {"short": 1, "long": 3}
    assert table["even_per_10k"].tolist() == pytest.approx([3 / tokens * 1e4, 4 / 3 / tokens * 1e4])
    # without 区块链, the two terms that are left have two mentions; without 5G there is nothing
    assert table["least_per_10k"].tolist() == pytest.approx([0, 2 / 2 / tokens * 1e4])


def test_coverage_by_hand(make_plan):
    plan = make_plan("a", [["发展工业互联网。", "互联网和5G。"], ["制造业。", "保障安全。"]])
    row = theme_coverage(plan, themes=OWN).iloc[0]
    assert row[["paragraphs", "uncovered"]].tolist() == [4, 1]
    assert row["uncovered_share"] == 0.25
    # 发展 工业互联网 | 互联网 和 5G | 制造业 | 保障 安全
    assert row["mention_tokens"] == 4 and row["mention_share"] == 0.5


def test_chapters_add_up_to_the_plan(corpus):
    by_plan = theme_weights(corpus).groupby(["theme", "plan"])["count"].sum()
    by_chapter = theme_weights(corpus, by="chapter").groupby(["theme", "plan"])["count"].sum()
    assert by_plan.equals(by_chapter)


def test_terms_add_up_to_the_theme(corpus):
    weights = theme_weights(corpus).set_index(["theme", "plan"])["count"]
    carried = theme_terms(corpus).groupby(["theme", "plan"])["count"].sum()
    assert weights[weights > 0].sort_index().equals(carried.sort_index())
    assert theme_terms(corpus).groupby(["theme", "plan"])["share"].sum().round(9).eq(1).all()


def test_the_themes_that_come_along_have_sources_and_share_no_term():
    themes = read_themes()
    assert len(themes) >= 10
    terms = [term for theme in themes for term in theme.terms]
    assert sorted(terms) == sorted(set(terms))
    assert all(theme.source for theme in themes)


@pytest.mark.parametrize(
    ("themes", "message"),
    [
        (
            {"theme": []},
            "`themes` has no theme. A theme of a TOML file is [[theme]], then on lines of their own id = \"data\", zh = \"数据要素\""
            " and terms = [\"数据要素\", \"算力\"]; a spreadsheet has the columns theme and term, one term a row.",
        ),
        ({"theme": [{"id": "a"}]}, "`themes`, theme 'a': it has no terms. Give it terms = [...]."),
        ({"theme": [{"terms": ["5G"]}]}, "`themes`, theme 1: it has no id. Give it one, such as id = \"data\"."),
        (
            {"theme": [{"id": "a", "terms": ["5G", "5g"]}]},
            "`themes`, theme 'a': `terms` repeats '5G' (as '5g', number 2). Take one of them out.",
        ),
        (
            {"theme": [{"id": "a", "terms": ["5G"]}, {"id": "a", "terms": ["4G"]}]},
            "`themes` has the id 'a' twice. Rename one of them.",
        ),
    ],
)
def test_broken_themes_are_named(themes, message):
    with pytest.raises(PolicylabError) as error:
        read_themes(themes)
    assert str(error.value) == message


def test_a_study_may_bring_its_own_file(make_plan, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[theme]]\nid = "chain"\nzh = "链"\nterms = ["区块链"]\n', encoding="utf-8")
    assert theme_weights(make_plan("a", [["区块链。"]]), themes=path)["count"].item() == 1
    path.write_text("[[theme]\n", encoding="utf-8")
    with pytest.raises(PolicylabError, match="The file of themes own.toml is not valid TOML"):
        read_themes(path)
