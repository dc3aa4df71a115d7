"""Doubt: why a reader should look at a row first."""

import pytest

import policylab
from policylab.resources import load_toml
from policylab.targets import _doubt
from policylab.targets._doubt import opinion


def doubts(text, **years):
    ledger = policylab.extract_targets(text, **years)
    return [None if value is None or value != value else value for value in ledger["doubt"]]


# A plan's period or a command tells as much as a heading does: of the rows that only they tell, 98 in 100 of the annotated
# sentences have the right kind. Before, each of them was in doubt whatever told it.
@pytest.mark.parametrize(
    "text", ["建成渔港18座。", "新增就业500人。", "完成投资3亿元。", "建成学校5所。", "累计接入企业300家。"]
)
def test_a_kind_that_nothing_tells_is_in_doubt(text):
    assert doubts(text) == ["kind by default"]


# a year is past or to come beside the year in which a document speaks, and of this document it is not known
@pytest.mark.parametrize(
    "text",
    [
        "2023年,渔业产值增长7%。", "2024年全县建成渔港18座。", "2022年,渔民人均收入3.2万元。",
        "从加工看,2021年水产品加工企业占比38%。", "2023年,深海养殖占全县渔业产值的16%。",
        "2023年渔业产值达30亿元。", "2022年,水产品加工率达到38%。",
    ],
)  # fmt: skip
def test_a_year_alone_tells_no_kind(text):
    assert doubts(text) == ["kind by default"]
    assert "kind by default" not in doubts(text, period_start=2021, period_end=2025)
    assert set(policylab.extract_targets(text, period_start=2026, period_end=2030)["kind"]) == {"baseline"}
    assert doubts(text.replace("20", "到20")) != ["kind by default"]


@pytest.mark.parametrize("text", ["其中,水产品占比4.9%。", "同时,渔业占比9%。", "发展中国家占比16%。", "发展中经济体渔业产值30亿元。"])
def test_what_is_no_command_tells_no_kind(text):
    assert doubts(text) == ["kind by default"]


def test_what_only_begins_like_a_command():
    names = [policylab.extract_targets(text)["indicator"].item() for text in ("发展中国家占比16%。", "建设中小学5所。")]
    assert names == ["发展中国家占比", "中小学"]


@pytest.mark.parametrize(
    "text", ["建成渔港18座。", "新增就业500人。", "完成投资3亿元。", "建成学校5所。", "渔业产值达到80亿元。"]
)
def test_the_period_of_a_plan_tells_the_kind(text):
    assert "kind by default" not in doubts(text, period_end=2030)


@pytest.mark.parametrize(
    "text",
    ["新建学校3所。", "改造管网40公里。", "城镇化率提高到60%。", "培育龙头企业15家。", "渔业产值达到80亿元。", "渔民收入年均增长6%。"],
)
def test_a_command_or_a_change_to_a_level_tells_the_kind(text):
    assert "kind by default" not in doubts(text)


@pytest.mark.parametrize(
    "text", ["码头面积不小于10公顷。", "开放时间不少于330天。", "缴纳金额不超过12000元。", "绿地面积不少于5公顷。", "作业时间不超过8小时。"]
)
def test_a_bound_alone_may_be_a_rule_in_a_plan_as_well(text):
    assert doubts(text, period_end=2030) == ["kind by default"]


@pytest.mark.parametrize(
    "text",
    [
        "2026年工作安排\n新建学校3所。", "2025年工作回顾\n新建学校3所。", "到2030年,新建学校30所。", "力争新建学校3所。",
        "我们将新建学校3所。", "已新建学校3所。",
    ],
)  # fmt: skip
def test_a_kind_that_something_tells_is_not(text):
    assert "kind by default" not in doubts(text, period_end=2030)


@pytest.mark.parametrize("text", ["到2030年,达到30%。", "力争超过6000吨。", "到2030年,增长6%。"])
def test_a_number_without_an_indicator_is_in_doubt(text):
    assert doubts(text, period_end=2030) == ["no indicator"]


def test_a_row_below_no_head_that_is_understood():
    assert doubts("主要指标\n森林覆盖率(%)\t42.5\t45\t约束性", period_end=2030) == ["table head not understood"] * 2


def test_the_second_opinion_is_arithmetic_on_weights_that_are_a_text():
    data = load_toml("second_opinion.toml")
    assert len(data["weights"]) > 100
    assert all(abs(weight) < 5 for weight in data["weights"].values())
    assert 0.3 < data["least"] < 0.98
    name, weight = max(data["weights"].items(), key=lambda item: item[1])
    assert weight > 0 and opinion((name,)) > opinion(()) and opinion(("no such feature",)) == opinion(())


def test_what_is_in_doubt_is_named_by_one_of_the_reasons(corpus):
    ledger = policylab.extract_targets(corpus)
    assert set(ledger["doubt"].dropna()) <= {
        "table head not understood", "number in pieces", "no indicator", "kind by default", "year by default", "second opinion differs",
        "second opinion unsure",
    }  # fmt: skip
    assert ledger["doubt"].notna().mean() <= 0.25


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1995年,全国原油产量达到L 45亿吨。", ["number in pieces"]),
        ("1995年,煤炭产量比1990年增加1. 5亿吨。", ["number in pieces"]),
        ("板管比上升到4 0%。", ["number in pieces", "number in pieces"]),
        ("能源生产总量达到1 1·72亿吨。", ["number in pieces", "number in pieces"]),
        ("五年学成回国的共1 1,000人。", ["number in pieces"]),
        # digit groups, names and list numbers are no pieces
        ("建成5G 基站12 000个。", [None]),
        ("到2030年,投资1 200亿元。", [None]),
    ],
)
def test_a_number_that_may_be_read_in_part_is_in_doubt(text, expected):
    assert doubts(text, period_end=2030) == expected


def test_how_many_rows_are_in_doubt_decides_no_link(corpus, monkeypatch):
    """Lineage goes by `second opinion differs`, whose bound is not fitted: only that and the rules' own reasons are fixed."""
    weights, intercept, least = _doubt._opinion()
    assert _doubt.DIFFERS < least
    before = policylab.extract_targets(corpus)
    monkeypatch.setattr(_doubt, "_opinion", lambda: (weights, intercept, 0.99))
    after = policylab.extract_targets(corpus)
    assert after["doubt"].notna().sum() > before["doubt"].notna().sum()
    links = [policylab.target_lineage(ledger, corpus).drop(columns="doubt") for ledger in (before, after)]
    assert links[0].equals(links[1])
