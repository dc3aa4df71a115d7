import networkx
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from policylab.corpus import write_gexf
from policylab.errors import PolicylabError
from policylab.words import (
    collocates,
    concordance,
    cooccurrence,
    cooccurrence_network,
    network_nodes,
    show_concordance,
    suggest_terms,
)


def test_a_concordance_leads_back_to_the_text(corpus):
    table = concordance(corpus, "区块链", window=10)
    assert len(table) == 33
    for row in table.itertuples():
        text = corpus[row.plan].text
        assert text[row.start : row.end] == row.keyword == "区块链"
        assert text[: row.start].endswith(row.left) and text[row.end :].startswith(row.right)
    assert table["path"].str.contains("区块链").any()


def test_a_concordance_is_sorted_by_what_follows_or_by_what_stands_before(make_plan):
    plan = make_plan("a", [["甲类平台乙。", "丙类平台甲。"]])
    assert concordance(plan, "平台", sort="right")["right"].tolist() == ["乙。", "甲。"]
    by_left = concordance(plan, "平台", sort="left")["left"].str[::-1].tolist()
    assert by_left == sorted(by_left)


def test_whole_words_or_the_bare_string(make_plan):
    plan = make_plan("a", [["建设智慧城市。", "汇聚智慧。"]])
    assert len(concordance(plan, "智慧")) == 1
    assert len(concordance(plan, "智慧", whole_words=False)) == 2


def test_a_concordance_shows_itself_in_either_language(make_plan):
    plan = make_plan("a", [["推进<5G>网络建设。"]])
    table = concordance(plan, "5G", window=4)
    assert repr(show_concordance(table)) == "推进<【5G】>网络建  a"
    shown = show_concordance(table, lang="en", names={"a": "Plan A"})._repr_html_()
    assert "<th" in shown and ">section<" in shown and "Plan A" in shown and "&lt;" in shown
    assert repr(show_concordance(concordance(plan, "元宇宙"))) == "没有出现"


def test_cooccurrence_by_hand(make_plan):
    paragraphs = ["区块链平台。", "区块链平台。", "区块链治理。", "平台。", "治理。", "安全。"]
    plan = make_plan("a", [[text] for text in paragraphs])
    table = cooccurrence(plan, terms=["区块链", "平台"], min_paragraphs=1)
    row = table.iloc[0]
    assert row[["paragraphs", "term_paragraphs", "other_paragraphs", "n_paragraphs"]].tolist() == [2, 3, 3, 6]
    assert row["expected"] == pytest.approx(1.5)
    assert row["npmi"] == pytest.approx(np.log(2 * 6 / (3 * 3)) / -np.log(2 / 6))
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / 6))
    expected = stats.chi2_contingency([[2, 1], [1, 2]], correction=False, lambda_="log-likelihood")
    assert row["g2"] == pytest.approx(expected.statistic, abs=1e-9)


def test_a_network_has_communities_centralities_and_a_steady_file(corpus, tmp_path):
    graph = cooccurrence_network(cooccurrence(corpus, n_terms=80))
    nodes = network_nodes(graph)
    assert nodes["community"].is_monotonic_increasing
    assert nodes["degree"].tolist() == [graph.degree(term) for term in nodes["term"]]
    first = write_gexf(graph, tmp_path / "network.gexf").read_bytes()
    assert b"lastmodifieddate" not in first
    assert set(networkx.read_gexf(tmp_path / "network.gexf").nodes) == set(graph.nodes)
    again = cooccurrence_network(cooccurrence(corpus, n_terms=80))
    assert write_gexf(again, tmp_path / "again.gexf").read_bytes() == first


def test_an_edge_of_a_network_is_beyond_chance_by_both_measures():
    edges = pd.DataFrame({
        "term": ["平台", "平台", "数据"], "other": ["数据", "网络", "网络"], "npmi": [0.25, 0.2499, 0.9], "g2": [6.63, 50.0, 6.62],
        "paragraphs": 3, "term_paragraphs": 4, "other_paragraphs": 5, "n_paragraphs": 60, "expected": 0.3, "log_dice": 12.0,
    })  # fmt: skip
    assert set(cooccurrence_network(edges).edges) == {("平台", "数据")}
    assert set(cooccurrence_network(edges, min_npmi=0.2, min_g2=6).edges) == {("平台", "数据"), ("平台", "网络"), ("数据", "网络")}


def test_collocates_by_hand(make_plan):
    plans = [
        make_plan("a", [["推动区块链平台。", "推动区块链平台。", "推动区块链平台。", "管理安全。"]]),
        make_plan("b", [["推动区块链治理。"]]),
    ]
    table = collocates(plans, "区块链", window=1).set_index("collocate")
    assert table.index.tolist() == ["平台", "推动"]
    row = table.loc["平台"]
    assert row[["count", "window_tokens", "rest_count", "other_count"]].tolist() == [3, 6, 0, 0]
    assert table.loc["推动", "other_count"] == 1
    # 3 of the 6 words near the term here, none of the 2 near it there
    assert row["distinctive_log_ratio"] == pytest.approx(np.log2((3 / 6) / (0.5 / 2)))


def test_the_words_of_the_term_itself_are_none_of_the_rest_of_the_plan(make_plan):
    plan = make_plan("a", [["全面发展社会发展事业。", "完善教育、医疗、交通。", "保障社会发展安全。"]])
    row = collocates(plan, "社会发展", window=2, min_count=1).set_index("collocate").loc["发展"]
    # 全面 发展 [社会 发展] 事业 | 完善 教育 医疗 交通 | 保障 [社会 发展] 安全: the rest is the second paragraph
    assert row[["count", "window_tokens", "rest_count"]].tolist() == [1, 5, 0]
    assert row["log_ratio"] == pytest.approx(np.log2((1 / 5) / (0.5 / 4)))


def test_a_query_of_another_script_finds_the_same_places(make_plan):
    plan = make_plan("a", [["建设区块链平台。"], ["区块链治理和5G。"]])
    for asked, term in (("區塊鏈", "区块链"), ("５ｇ", "5G")):
        for whole_words in (True, False):
            found = concordance(plan, asked, whole_words=whole_words)
            assert found["keyword"].tolist() == concordance(plan, term)["keyword"].tolist() != []


def test_collocates_of_a_term_that_never_occurs_are_none(corpus):
    assert collocates(corpus, "元宇宙").empty


def test_suggested_terms_hold_together_and_are_cut(make_plan):
    before = ["推进", "实施", "落实", "打造", "发展", "建设", "提升", "加强", "完善", "扩大"]
    after = ["工程", "计划", "平台", "项目", "政策", "体系", "机制", "服务", "品牌", "行动"]
    texts = [f"{first}海河英才{last}。" for first, last in zip(before, after, strict=True)]
    table = suggest_terms(make_plan("a", [[text] for text in texts]))
    row = table.set_index("term").loc["海河英才"]
    assert row["count"] == 10 and row["segmented"] == "海河|英才"
    assert row["left_entropy"] == pytest.approx(np.log2(10))
    assert "河英" not in set(table["term"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: concordance(c, ""), "`terms` has an empty term: number 1 is ''. Take it out."),
        (lambda c: concordance(c, "5G", window=0), "`window` must be an int of at least 1 (characters), got 0."),
        (lambda c: concordance(c, "5G", sort="up"), "`sort` must be one of 'left', 'position', 'right', got 'up'."),
        (
            lambda c: cooccurrence(c, terms="5G"),
            "`terms` must have at least two terms to co-occur. Give more, or None.",
        ),
        (lambda c: write_gexf(None, "a.txt"), "`path` must be a file name that ends in .gexf, got 'a.txt'."),
    ],
)
def test_bad_input_is_named(corpus, call, message):
    with pytest.raises(PolicylabError) as error:
        call(corpus)
    assert str(error.value) == message
