import numpy as np
import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.words import Segmenter, keyword_trends, token_counts

SECTIONS = [
    ["建设智慧城市。", "大数据管理中心负责大数据平台。"],
    ["推广5G网络和5g应用。"],
    ["发展智慧交通。"],
    ["提升能力。"],
    ["保障安全。"],
]


def test_counts_by_hand(make_plan):
    plan = make_plan("a", SECTIONS)
    table = keyword_trends(plan, ["智慧", "大数据", "5g", "5G网络"]).set_index("term")
    # 智慧 stands only inside 智慧城市 and 智慧交通; 大数据 once inside the name of an office and once alone
    assert table.loc["智慧", ["count", "raw_count"]].tolist() == [0, 2]
    assert table.loc["大数据", ["count", "raw_count", "paragraphs"]].tolist() == [1, 2, 1]
    assert table.loc["5g", ["count", "raw_count"]].tolist() == [2, 2]
    assert table.loc["5G网络", ["count", "raw_count"]].tolist() == [1, 1]
    tokens = token_counts(plan)["tokens"].item()
    assert table.loc["5g", "per_10k"] == pytest.approx(2 / tokens * 1e4)
    assert table["tokens"].unique().tolist() == [tokens]


def test_a_term_that_the_segmenter_cuts_is_counted_all_the_same(make_plan):
    plan = make_plan("a", [["打造数字孪生城市。", "建设数字孪生平台,用数字孪生治理。"]])
    segmenter = Segmenter(dictionary=())
    assert len(segmenter.tokens("数字孪生")) > 1
    assert keyword_trends(plan, ["数字孪生"], segmenter=segmenter)["count"].item() == 3


def test_synonyms_count_where_they_are_asked_for(make_plan):
    plan = make_plan("a", [["推进第五代移动通信(5G)建设,发展第五代移动通信。"]])
    assert keyword_trends(plan, "5G")["count"].item() == 1
    assert keyword_trends(plan, "5G", segmenter=Segmenter(synonyms=True))["count"].item() == 2


def test_a_term_that_never_occurs_has_zero_and_neighbours(corpus):
    table = keyword_trends(corpus, ["工业物联网"])
    assert table["count"].tolist() == [0, 0, 0, 0]
    assert table["note"].unique().tolist() == ["never occurs"]
    assert "物联网" in table["nearest"].iat[0].split("、")
    assert table["first_plan"].isna().all()


def test_first_and_last_plan(corpus):
    table = keyword_trends(corpus, ["区块链", "数字孪生", "云计算"]).drop_duplicates("term").set_index("term")
    assert table.loc["区块链", "first_plan"] == "digital-economy-2019"
    # both plans that begin in 2021 have it, and nobody can say which of them is the later one
    assert pd.isna(table.loc["区块链", "last_plan"])
    assert table.loc["数字孪生", "first_plan"] == "smart-city-2021"
    assert table.loc["云计算", "first_plan"] == "smart-city-2015"


def test_first_and_last_plan_do_not_hang_on_the_order_given(corpus):
    turned = keyword_trends(list(corpus)[::-1], ["区块链"])
    assert turned["first_plan"].unique().tolist() == ["digital-economy-2019"]
    assert turned["last_plan"].isna().all()


def test_counts_on_the_four_plans_agree_with_the_raw_text(corpus):
    table = keyword_trends(corpus, ["区块链"])
    for row in table.itertuples():
        paragraphs = corpus[row.plan].paragraphs
        body = "\n".join(paragraphs.loc[paragraphs["role"] == "body", "text"])
        assert row.raw_count == body.count("区块链")
        assert row.raw_count == table.loc[row.Index, "count"]


def test_intervals_hold_the_rate_and_stay_when_another_plan_joins(corpus):
    table = keyword_trends(corpus, ["大数据", "5G"])
    seen = table[table["count"] > 0]
    assert ((seen["low"] < seen["per_10k"]) & (seen["per_10k"] < seen["high"])).all()
    assert ((seen["low_fine"] < seen["per_10k"]) & (seen["per_10k"] < seen["high_fine"])).all()
    alone = keyword_trends(corpus["smart-city-2021"], ["大数据", "5G"])
    together = table[table["plan"] == "smart-city-2021"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone[["low", "high"]], together[["low", "high"]])


def test_where_a_term_is_missing_the_other_plans_say_how_it_crowds(make_plan):
    plain = make_plan("plain", [["平台建设管理。"] for _ in range(12)])
    crowded = make_plan("crowded", [["区块链。" * 6 + "平台。"]] + [["平台建设管理。"] for _ in range(11)])
    spread = make_plan("spread", [["区块链平台管理。"] for _ in range(6)] + [["平台建设管理。"] for _ in range(6)])
    high = {}
    for other in (crowded, spread):
        row = keyword_trends([plain, other], ["区块链"]).set_index("plan").loc["plain"]
        assert (row["count"], row["low"]) == (0, 0)
        high[other.id] = row["high"]
    # one by one, the limit is Poisson's; six at a time, it is higher
    assert high["spread"] == pytest.approx(-np.log(0.025) / 36 * 1e4, rel=0.1)
    assert high["crowded"] > 4 * high["spread"]


@pytest.mark.parametrize(
    ("asked", "term"),
    [("區塊鏈", "区块链"), ("５Ｇ", "5G"), (" 5g ", "5G"), ("互聯網", "互联网"), ("ＮＢ-IoT", "NB-IoT"), ("數據", "数据")],
)
def test_a_query_is_folded_as_the_text_is(make_plan, asked, term):
    plan = make_plan("a", [["区块链和5G。"], ["互联网与NB-IoT。"], ["数据。"]])
    one, other = keyword_trends(plan, [asked]), keyword_trends(plan, [term])
    assert one["count"].item() == other["count"].item() == one["raw_count"].item() == 1
    assert one["term"].item() == asked.strip()
    with pytest.raises(PolicylabError, match="`terms` repeats"):
        keyword_trends(plan, [asked, term] if asked.strip() != term else [asked, asked])


def test_a_plan_with_few_sections_is_descriptive_only(make_plan):
    plan = make_plan("a", [["建设智慧城市。", "发展大数据。"]])
    table = keyword_trends(plan, ["智慧城市"])
    assert table["note"].item() == "descriptive only"
    assert np.isnan(table["low"].item()) and np.isnan(table["high"].item())
    assert np.isnan(table["dispersion"].item())
    assert table["count"].item() == 1


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([], "`terms` must be a list with at least one term, such as ['区块链', '5G'], got []."),
        (["5G", " "], "`terms` has an empty term: number 2 is ' '. Take it out."),
        (["5G", "区块链", "5g"], "`terms` repeats '5G' (as '5g', number 3). Take one of them out."),
        (["5G", 5], "`terms` must be a list of str, got 5."),
    ],
)
def test_bad_terms_are_named(corpus, terms, message):
    with pytest.raises(PolicylabError) as error:
        keyword_trends(corpus, terms)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"level": 95}, "`level` must be a number from 0.5 to below 1, such as 0.95, got 95."),
        ({"segmenter": "jieba"}, "`segmenter` must be a policylab.words.Segmenter or None, got 'jieba'."),
    ],
)
def test_bad_settings_are_named(corpus, settings, message):
    with pytest.raises(PolicylabError) as error:
        keyword_trends(corpus, ["5G"], **settings)
    assert str(error.value) == message


def test_text_is_no_corpus():
    with pytest.raises(PolicylabError, match="`corpus` must be a corpus, a plan, or a list of plans"):
        policylab.keyword_trends("智慧城市", ["智慧"])


@pytest.mark.parametrize(
    ("term", "count", "note"),
    [
        ("C++", 2, None), ("C#", 1, None), ("(AI)", 1, None), ("“云计算”", 1, None), ("5G-A", 1, None), ("5G", 1, None),
        ("数字", 0, "occurs only within other words"), ("区块", 0, "occurs only within other words"), ("C", 3, None), ("F#", 0, "never occurs"), ("元宇宙", 0, "never occurs"),
    ],
)  # fmt: skip
def test_a_term_may_begin_and_end_with_signs_and_what_it_only_stands_within_is_told(make_plan, term, count, note):
    plan = make_plan("a", [["学习C++和C#,推进人工智能(AI)。", "发展数字经济,建设“云计算”、5G网络和5G-A,应用区块链,用c++。"]])
    table = keyword_trends(plan, [term])
    notes = (table["note"].item() or "").removesuffix("descriptive only").removesuffix("; ") or None
    assert (table["count"].item(), notes) == (count, note)
