"""Figures of themes: what they draw, in both languages."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from policylab import plots
from policylab.errors import PolicylabError

PLANS = ["early", "late"]
NAMES = {"early": "早期规划", "late": "后期规划"}


@pytest.fixture(autouse=True)
def _theme():
    with plt.rc_context():
        plots.set_theme()
        yield
        plt.close("all")


@pytest.fixture
def topics():
    return pd.DataFrame({
        "topic": [1, 2, 3], "label": ["教育", "医疗", "安全"], "label_en": ["Education", "Health", "Security"],
        "survival": [1.0, 0.9, 0.5], "survives": [True, True, False],
    })  # fmt: skip


@pytest.fixture
def prevalence():
    return pd.DataFrame({
        "topic": [1, 1, 2, 2, 3, 3], "plan": PLANS * 3, "share": [0.5, 0.2, 0.3, 0.3, 0.2, 0.5],
        "low": [0.4, 0.1, 0.2, np.nan, 0.1, 0.4], "high": [0.6, 0.3, 0.4, np.nan, 0.3, 0.6],
    })  # fmt: skip


def texts(ax):
    return [text.get_text() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_terms_are_written_and_what_fades_is_grey(topics):
    terms = pd.DataFrame({"topic": [1, 1, 2, 2, 3, 3], "rank": [1, 2] * 3, "weight": [0.3, 0.2] * 3,
                          "term": ["学校", "教师", "医院", "医生", "密码", "漏洞"]})  # fmt: skip
    ax = plots.topic_terms(terms, topics, n=2)
    assert texts(ax) == ["学校", "教师", "医院", "医生", "密码", "漏洞"]
    colors = {text.get_text(): text.get_color() for text in ax.texts}
    assert colors["学校"] == "black" and colors["密码"] != "black"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1 教育", "2 医疗", "3 安全"]
    assert "0.8" in ax.get_title(loc="right")


def test_prevalence_is_in_per_cent_with_its_interval(prevalence, topics):
    ax = plots.topic_prevalence(prevalence, topics, plan_names=NAMES)
    lines = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    assert any(np.allclose(line, [40, 60]) for line in lines)
    points = [float(line.get_xdata()[0]) for line in ax.lines if len(line.get_xdata()) == 1]
    assert points == pytest.approx([50, 30, 20, 20, 30, 50])
    assert legend(ax) == ["早期规划", "后期规划"]
    assert "%" in ax.get_xlabel()


def test_bars_of_a_plan_add_up_to_a_hundred(prevalence, topics):
    ax = plots.topic_stream(prevalence, topics, lang="en")
    tops = {}
    for bar in ax.patches:
        middle = round(bar.get_x() + bar.get_width() / 2)
        tops[middle] = tops.get(middle, 0) + bar.get_height()
    assert tops == pytest.approx({0: 100, 1: 100})
    assert legend(ax) == ["1 Education", "2 Health", "3 Security"]


def test_sure_changes_are_filled(topics):
    change = pd.DataFrame({"topic": [1, 2, 3], "plan_from": "early", "plan_to": "late", "difference": [-0.3, 0.0, 0.3],
                           "low": [-0.5, -0.2, 0.1], "high": [-0.1, 0.2, 0.5]})  # fmt: skip
    ax = plots.topic_changes(change, topics, plan_names=NAMES)
    marks = [line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    assert [line.get_markerfacecolor() == "white" for line in marks] == [False, True, False]
    assert legend(ax) == ["早期规划 → 后期规划"]


def test_the_recommended_number_is_marked():
    table = pd.DataFrame({"n_topics": [4, 6], "stability": [0.5, 0.6], "stability_low": [0.4, 0.5],
                          "stability_high": [0.6, 0.7], "surviving": [3, 6], "npmi": [0.2, 0.3],
                          "exclusivity": [0.7, 0.6], "held_out": [0.1, 0.2], "recommended": [False, True]})  # fmt: skip
    axes = plots.topic_numbers(table, lang="en")
    assert len(axes) == 4
    for ax in axes:
        assert any(np.allclose(line.get_xdata(), [6, 6]) for line in ax.lines)
    with pytest.raises(PolicylabError, match="`axes` must be four Axes, got 1"):
        plots.topic_numbers(table, axes=[axes[0]])


def test_survival_shows_every_condition(topics):
    relatives = pd.DataFrame({"topic": [1, 2, 3] * 2, "segmentation": ["dictionary"] * 3 + ["mine"] * 3, "n_topics": 3,
                              "survival": [1, 0.9, 0.4, 1, 0.9, 0.6]})  # fmt: skip
    ax = plots.topic_survival(topics, relatives)
    assert [bar.get_width() for bar in ax.patches] == [1.0, 0.9, 0.5]
    assert texts(ax) == ["1.00", "0.90", "0.50"]
    assert legend(ax) == ["有词典分词，3 个主题", "mine，3 个主题", "全部运行"]


def test_the_map_has_a_point_a_paragraph_and_a_number_a_topic(topics):
    places = pd.DataFrame({"plan": PLANS * 6, "topic": [1, 2, 3] * 4, "x": range(12), "y": range(12)})
    ax = plots.topic_map(places, topics, plan_names=NAMES)
    assert sum(len(points.get_offsets()) for points in ax.collections) == 12
    assert texts(ax) == ["1", "2", "3"]
    assert legend(ax) == ["早期规划", "后期规划"]


def test_chapters_of_one_plan(topics):
    table = pd.DataFrame({"topic": [1, 2, 3] * 2, "plan": "late", "section": ["late/1"] * 3 + ["late/2"] * 3,
                          "title": ["总体要求"] * 3 + ["保障措施"] * 3,
                          "share_of_chapter": [0.9, 0.1, 0, 0.2, 0.2, 0.6]})  # fmt: skip
    ax = plots.topic_chapters(table, topics, plan="late")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["总体要求", "保障措施"]
    assert texts(ax) == ["90", "10", "20", "20", "60"]
    with pytest.raises(PolicylabError, match="`plan` must be one of 'late', got 'early'"):
        plots.topic_chapters(table, topics, plan="early")


def test_a_figure_can_be_drawn_into_given_axes(prevalence, topics):
    _, ax = plt.subplots()
    assert plots.topic_prevalence(prevalence, topics, ax=ax) is ax


def test_every_text_is_there_in_both_languages():
    from policylab.resources import load_toml

    for key, text in load_toml("topic_labels.toml")["figure"].items():
        assert set(text) == {"zh", "en"} and all(text.values()), key


def test_an_unknown_language_is_refused(prevalence, topics):
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        plots.topic_prevalence(prevalence, topics, lang="fr")


def test_figures_are_written_without_missing_glyphs(tmp_path, prevalence, topics):
    for lang in ("zh", "en"):
        ax = plots.topic_stream(prevalence, topics, lang=lang)
        files = plots.save(ax, tmp_path / lang)
        assert [file.suffix for file in files] == [".svg", ".png"]
