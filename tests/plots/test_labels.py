"""What figures call a plan."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest

from policylab import plots
from policylab.plots._labels import plan_labels, tick_plans, two_lines
from policylab.resources._line_width import clip, text_width, wrap

LONG = "关于健全职工基本医疗保险门诊共济保障制度的实施办法"
SHORT = {"a": "智慧城市 2021—2025", "b": "新型基础设施 2021—2023"}


@pytest.fixture
def ax():
    plots.set_theme()
    yield plt.subplots()[1]
    plt.close("all")


def test_short_titles_stay_as_the_analyst_wrote_them():
    assert plan_labels("ab", SHORT, columns=14) == SHORT
    assert plan_labels("ab", SHORT, columns=6, stack=two_lines)["b"] == "新型基础设施\n2021—2023"
    assert plan_labels(["a", "c"], SHORT)["c"] == "c"


def test_a_long_title_is_wrapped_at_a_width_and_cut_after_the_last_line():
    assert plan_labels(["x"], {"x": LONG}, columns=9)["x"] == "关于健全职工基本医\n疗保险门诊共济保障\n制度的实施办法"
    assert plan_labels(["x"], {"x": LONG}, columns=9, rows=2)["x"] == "关于健全职工基本医\n疗保险门诊共济保…"
    assert plan_labels(["x"], {"x": LONG}, columns=9, rows=1)["x"] == "关于健全职工基本…"


def test_plans_with_the_same_beginning_stay_distinct():
    names = {"plan-1": LONG + "（一）", "plan-2": LONG + "（二）", "other": "垃圾分类"}
    assert list(plan_labels(names, names, columns=6, rows=2).values()) == [
        "关于健全职…\nplan-1", "关于健全职…\nplan-2", "垃圾分类",
    ]  # fmt: skip
    assert len(set(plan_labels(names, names, columns=10, rows=1).values())) == 3
    assert list(plan_labels(["p", "q"], {"p": "某", "q": "某"}).values()) == ["某\np", "某\nq"]


def test_lines_do_not_begin_with_a_closing_mark_and_words_stay_whole():
    assert wrap("天津市智慧城市，规划", 7, 3) == ["天津市智慧城", "市，规划"]
    assert wrap("Digital economy plan of the city", 8, 3) == ["Digital economy", "plan of the city"]
    assert wrap("实施方案（2021—2030年）", 8, 3) == ["实施方案", "（2021—2030年）"]
    assert clip("某市 2021", 10) == "某市 2021"
    assert text_width("某市 2021") == 9


def test_a_name_has_its_period_on_a_line_of_its_own_and_lines_of_about_one_length():
    assert two_lines("Smart city 2021–2025") == "Smart city\n2021–2025"
    assert two_lines("智慧城市规划（2021 — 2025年）") == "智慧城市规划\n（2021 — 2025年）" and two_lines("计划") == "计划"
    called = plan_labels(["a"], {"a": "新型基础设施 2021—2023"}, columns=5, stack=two_lines)
    assert called["a"] == "新型基础\n设施\n2021—2023"
    # a period one letter over is better than one that is broken
    assert plan_labels(["a"], {"a": "智慧城市 2015—2017"}, columns=4, stack=two_lines)["a"] == "智慧城市\n2015—2017"


def test_a_word_that_is_too_long_is_broken_behind_its_hyphen():
    assert wrap("Beijing-Tianjin-Hebei", 10, 3) == ["Beijing-Tianjin-", "Hebei"]
    assert wrap("Kostenvoranschlag", 6, 3) == ["Kostenvorans", "chlag"]


def test_labels_stand_upright_where_there_is_no_room(ax):
    plans = [f"plan-{number}" for number in range(12)]
    names = dict.fromkeys(plans, LONG)
    tick_plans(ax, range(12), plans, names, inches=0.25, fontsize=7)
    labels = ax.get_xticklabels()
    assert {label.get_rotation() for label in labels} == {90}
    assert len({label.get_text() for label in labels}) == 12


def test_labels_lie_flat_where_there_is_room(ax):
    tick_plans(ax, range(2), "ab", {"a": LONG, "b": "垃圾分类"}, inches=1.2)
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {0}
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        "关于健全职工基本医\n疗保险门诊共济保障\n制度的实施办法", "垃圾分类",
    ]  # fmt: skip


def test_plans_of_one_long_title_are_told_apart_by_the_ends_of_their_ids():
    ids = ["hailar-report-2012", "hailar-report-2013"]
    names = dict.fromkeys(ids, "某某市某某区人民政府工作报告")
    assert list(plan_labels(ids, names, columns=4, rows=3).values()) == [
        "某某市某\n某区人…\n…t-2012", "某某市某\n某区人…\n…t-2013",
    ]  # fmt: skip
