"""What text reuse finds, judged by hand, against exhaustive alignment, and on bad input."""

import csv
import datetime
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from policylab.compare import _reuse, text_reuse
from policylab.compare._alignment import (
    EXTEND,
    MATCH,
    MISMATCH,
    OPEN,
    in_common,
    local_scores,
)
from policylab.compare._formulas import Formulas
from policylab.compare._grams import GramIndex, bigrams, score_bounds
from policylab.compare._masked_sentences import sentences
from policylab.compare._reuse import align_pairs, reuse_by_length
from policylab.corpus import Plan
from policylab.errors import PolicylabError
from policylab.resources import data_path
from policylab.text import clean_text


def plan(text, id="a", start=2015, end=2017, title="计划"):
    return Plan(clean_text(text), id=id, title=title, period_start=start, period_end=end)


def pair(earlier, later):
    return [plan(earlier), plan(later, "b", 2020, 2022)]


def test_pairs_judged_by_hand():
    with data_path("gold/reuse.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    assert len(pairs) == 30 and sum(bool(row["trap"]) for row in pairs) == 15
    right = 0
    for row in pairs:
        table = text_reuse(pair(row["earlier"], row["later"]), formulas=False)
        taken = len(table) > 0
        changed = bool(table["figures_changed"].any())
        right += taken == (row["taken_over"] == "true") and (not taken or changed == (row["figures_changed"] == "true"))
    assert right >= 27


@pytest.mark.parametrize(
    ("earlier", "later", "kind", "changed"),
    [
        ("到2017年,全市建成智慧社区试点100个。", "到2020年,全市建成智慧社区试点300个。", "verbatim", True),
        ("网络零售额突破1万亿元,保持较快增长势头。", "网络零售额突破10000亿元,保持较快增长势头。", "verbatim", False),
        ("鼓励社会资本参与智慧社区运营。", "鼓励社会资本参与智慧社区运营,探索政府购买服务机制,形成可持续模式。", "extended", False),
        ("全面推进乡村振兴,带动农户户均增收300多元。", "全面推进乡村振兴,带动农户户均增收500多元。", "verbatim", True),
        ("全面推进乡村振兴,带动农户户均增收300多元。", "全面推进乡村振兴,带动农户户均增收三百多元。", "verbatim", False),
        ("全面推进乡村振兴,项目总投资1亿多元。", "全面推进乡村振兴,项目总投资1.5亿多元。", "verbatim", True),
        ("全面推进技能提升行动,培训人员一万五。", "全面推进技能提升行动,培训人员两万三。", "verbatim", True),
        ("全面推进技能提升行动,培训人员一万五。", "全面推进技能提升行动,培训人员1.5万。", "verbatim", False),
        ("推动智慧停车系统建设,引导社会车位错时共享。", "推动智慧停车系统建设,鼓励社会车位错时共享。", "reworded", False),
    ],
)
def test_kind_is_told_apart_from_figures(earlier, later, kind, changed):
    row = text_reuse(pair(earlier, later)).iloc[0]
    assert (row["kind"], bool(row["figures_changed"])) == (kind, changed)


def test_offsets_are_those_of_the_texts(corpus, reuse):
    for row in reuse.itertuples():
        assert corpus[row.earlier].text[row.earlier_start : row.earlier_end] == row.earlier_text
        assert corpus[row.later].text[row.later_start : row.later_end] == row.later_text


def test_no_character_of_a_later_plan_is_reported_twice(reuse):
    for _, rows in reuse.groupby(["earlier", "later"]):
        spans = sorted(zip(rows["later_start"], rows["later_end"], strict=True))
        assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


def test_known_passages_of_the_four_plans(reuse):
    row = reuse[reuse["earlier_text"].str.startswith("制造业重点领域企业数字化研发设计工具普及率")].iloc[0]
    assert (row["figures_earlier"], row["figures_later"], row["figures_changed"]) == ("80%; 55%", "90%; 60%", True)
    row = reuse[reuse["later_text"].str.startswith("发挥市场在资源配置中的决定性作用")].iloc[0]
    assert row["formula"]


def test_the_filter_loses_nothing_that_exhaustive_alignment_finds(corpus):
    names = [p.title for p in corpus]
    split = [sentences(corpus[id], names) for id in ("digital-economy-2019", "new-infrastructure-2021")]
    texts = [sentence for own in split for sentence in own]
    every = [
        (i, j, 3)
        for i, ours in enumerate(split[0])
        for j, theirs in enumerate(split[1], len(split[0]))
        if (Counter(ours.letters) & Counter(theirs.letters)).total() >= 12
    ]
    pairs = GramIndex([[s.letters for s in own] for own in split]).candidates(0, min_length=12, least=90)
    key = lambda m: (m.ours.start, m.theirs.start, m.aligned)
    all_found, found = (
        {key(match) for chain in align_pairs(texts, np.array(chosen), 12).values() for match in chain.matches(12)}
        for chosen in (every, pairs)
    )
    assert all_found and len(all_found - found) <= 0.01 * len(all_found)


def slow_score(a, b):
    """Smith and Waterman with Gotoh's gaps, cell by cell."""
    low = -(10**6)
    h = np.zeros((len(a) + 1, len(b) + 1), int)
    e, f = np.full(h.shape, low), np.full(h.shape, low)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            e[i, j] = max(h[i, j - 1] + OPEN, e[i, j - 1] + EXTEND)
            f[i, j] = max(h[i - 1, j] + OPEN, f[i - 1, j] + EXTEND)
            step = MATCH if a[i - 1] == b[j - 1] else MISMATCH
            h[i, j] = max(0, h[i - 1, j - 1] + step, e[i, j], f[i, j])
    return h.max()


def test_alignment_agrees_with_a_plain_implementation():
    rng = np.random.default_rng(0)
    pairs = [
        tuple("".join(rng.choice(list("智慧城市建设"), size=rng.integers(0, 40))) for _ in range(2)) for _ in range(60)
    ]
    scores = local_scores(pairs)
    assert scores[:, 0].tolist() == [slow_score(a, b) for a, b in pairs]
    for (a, b), (score, first, last, other_first, other_last) in zip(pairs, scores.tolist(), strict=True):
        assert slow_score(a[first:last], b[other_first:other_last]) == score


def test_no_score_exceeds_its_bound():
    rng = np.random.default_rng(1)
    pairs = [
        tuple("".join(rng.choice(list("智慧城市"), size=rng.integers(0, 30))) for _ in range(2)) for _ in range(200)
    ]
    signs = bigrams([string for pair in pairs for string in pair])
    bounds = score_bounds(signs[::2], signs[1::2])
    assert (np.array([slow_score(a, b) for a, b in pairs]) <= bounds).all()


def test_a_string_compared_with_many_has_in_common_what_it_has_with_each():
    others = [f"推进第{i}批智慧港口建设" * (i % 3) for i in range(20)]
    ours = ["加快智慧港口建设", "智慧农业"]
    together = in_common([ours[0]] * 20 + [ours[1]] * 20, others * 2)
    assert together.tolist() == [in_common([one], [other])[0] for one in ours for other in others]


def test_candidates_do_not_hang_on_the_order_in_which_plans_are_asked():
    plans = [[f"推进智慧港口建设第{i}项", f"发展智慧农业{'一二三四五六七八'[i]}处示范区"] for i in range(8)]
    ask = lambda order: {i: GramIndex.candidates(index, i, min_length=8).tolist() for i in order}
    index = GramIndex(plans)
    assert ask(range(8)) == ask([7, 3, 0, 5, 6, 1, 2, 4]) and len(ask([0])[0]) == 14


@pytest.mark.parametrize("least", [20, 50, 80])
def test_what_reaches_the_least_score_is_found_as_without_one(least):
    rng = np.random.default_rng(2)
    drawn = lambda letters, most: "".join(rng.choice(list(letters), size=rng.integers(0, most)))
    # around what the two may have in common each has words of its own, which are left out before they are aligned
    pairs = [
        tuple(drawn(own, 20) + drawn("智慧城", 50) + drawn(own, 20) for own in ("推进加快智", "完善发展慧")) for _ in range(300)
    ]
    scores, some = local_scores(pairs), local_scores(pairs, least=least)
    reach = scores[:, 0] >= least
    assert reach.any() and (some[reach] == scores[reach]).all() and (some[~reach, 0] < least).all()


def test_frequent_ngrams_are_left_out(monkeypatch):
    ours = ["智慧城市建设" + chr(0x4E00 + i) for i in range(30)]

    def found(*plans, most):
        monkeypatch.setattr("policylab.compare._grams.MAX_POSTINGS", most)
        return len(GramIndex(plans).candidates(0, min_length=4))

    assert found(ours, ours, most=64) == 900
    assert found(ours, ours, most=29) == 30  # only what is its own
    # in more than four times as many sentences of all plans
    assert found(ours, ours, ours, ours, most=30) == 2700
    assert found(ours, ours, ours, ours, ours, most=30) == 120


@pytest.mark.parametrize(
    ("plans", "authorities", "stands"),
    [
        (3, "天天天", [False, False, True]),  # all of three
        (4, "甲乙丙丁", [False, False, False, True]),
        (8, "甲乙丙丁戊己庚辛", [False] * 3 + [True] * 5),  # half of eight
        (8, "甲" * 8, [False] * 7 + [True]),  # what one authority carries on from year to year is no formula
        (8, "甲甲甲甲乙乙乙乙", [False] * 4 + [True] * 4),  # four of one authority do not do, a fifth is another's
        (8, [None] * 8, [False] * 3 + [True] * 5),  # unknown: each for itself
    ],
)
def test_a_formula_stands_in_half_of_the_plans_and_of_the_authorities(plans, authorities, stands):
    for number, expected in enumerate(stands, start=1):
        index = GramIndex([["加快推进重点任务落地"] if i < number else ["发展"] for i in range(plans)])
        assert bool(Formulas(index, list(authorities))._common) is expected


def test_one_pass_finds_what_a_pass_for_each_length_finds(corpus):
    for length, table in reuse_by_length(corpus, [16, 8, 12]).items():
        pd.testing.assert_frame_equal(table, text_reuse(corpus, min_length=length))


def test_only_the_pairs_that_are_named_are_compared():
    text = "推进城市供水管网智能化改造,实现漏损在线监测。"
    plans = [plan(text), plan(text, "b", 2018, 2019), plan(text, "c", 2020, 2022)]
    table = text_reuse(plans, pairs=[("c", "a")])
    assert table[["earlier", "later"]].values.tolist() == [["a", "c"]]
    assert len(text_reuse(plans, pairs=[])) == 0
    with pytest.raises(PolicylabError, match="There is no plan 'd'"):
        text_reuse(plans, pairs=[("a", "d")])
    with pytest.raises(PolicylabError, match="`pairs` must be a list of pairs of ids of plans"):
        text_reuse(plans, pairs=["ab"])


def test_progress_is_told_until_all_plans_were_compared(corpus, monkeypatch):
    monkeypatch.setattr(_reuse, "_AT_ONCE", 200)
    heard = []
    table = text_reuse(corpus, progress=heard.append)
    assert [event["plans"] for event in heard] == sorted({event["plans"] for event in heard})
    assert len(heard) > 1 and heard[-1]["plans"] == heard[-1]["total"] == len(corpus)
    pd.testing.assert_frame_equal(table, text_reuse(corpus))
    alone = []
    text_reuse(corpus.select(corpus.ids[:1]), progress=alone.append)
    assert [(event["plans"], event["total"]) for event in alone] == [(1, 1)]


def test_plans_of_one_period_are_listed_in_both_directions():
    text = "推进城市供水管网智能化改造,实现漏损在线监测。"
    table = text_reuse([plan(text), plan(text, "b")])
    assert table[["earlier", "later", "direction"]].values.tolist() == [["b", "a", "both"], ["a", "b", "both"]]
    undated = text_reuse([plan(text), plan(text, "b", None, None)])
    assert set(undated["direction"]) == {"both"}
    assert set(text_reuse(pair(text, text))["direction"]) == {"dated"}


def test_the_day_of_issue_tells_where_the_periods_begin_together():
    text = "推进城市供水管网智能化改造,实现漏损在线监测。"
    long, short = plan(text, "a", 2021, 2025), plan(text, "b", 2021, 2030)
    assert set(text_reuse([long, short])["direction"]) == {"both"}  # an end of 2030 does not make it the later one
    long.issued, short.issued = datetime.date(2021, 12, 28), datetime.date(2021, 2, 1)
    for order in ([long, short], [short, long]):
        assert text_reuse(order)[["earlier", "later", "direction"]].values.tolist() == [["b", "a", "dated"]]
    short.period_start = short.period_end = None
    assert text_reuse([long, short])["direction"].tolist() == ["dated"]


def test_a_plan_alone_took_over_nothing(corpus):
    table = text_reuse(corpus.select(["smart-city-2015"]))
    assert len(table) == 0 and "earlier_text" in table


def test_a_plan_is_not_compared_with_itself():
    with pytest.raises(PolicylabError, match="'a' is given twice"):
        text_reuse([plan("推进建设。"), plan("推进建设。")])


def test_an_empty_plan_shares_nothing():
    table = text_reuse(pair("", "推进城市供水管网智能化改造,实现漏损在线监测。"))
    assert len(table) == 0 and table["matched"].dtype == "int64"


@pytest.mark.parametrize("value", [3, "12", 12.5, True])
def test_min_length_is_checked(corpus, value):
    with pytest.raises(PolicylabError, match="`min_length` must be an int of at least 4"):
        text_reuse(corpus, min_length=value)


def test_a_text_is_no_corpus():
    with pytest.raises(PolicylabError, match="`corpus` must be a corpus, a plan, or a list of plans"):
        text_reuse("推进建设")


def test_overlong_sentences_are_cut(corpus):
    text = "".join(chr(0x4E00 + i % 900) for i in range(1500))
    table = text_reuse(pair(text, text))
    assert table["matched"].sum() == 1500


def test_repeats_are_the_same(corpus, reuse):
    pd.testing.assert_frame_equal(reuse, text_reuse(corpus))
