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
        "agreement": [0.9, 0.85, 0.4], "margin": [0.05, 0.05, 0.1], "survives": [True, True, False],
        "verdict": ["survives", "survives", "not told from chance"],
    })  # fmt: skip


@pytest.fixture
def agreement():
    return pd.DataFrame({"text": [0, 0, 0, 1, 1, 1, 2, 2], "n_topics": [3, 3, 3, 3, 3, 3, 5, 5],
                         "topic": [1, 2, 3, 1, 2, 3, 1, 2],
                         "agreement": [0.9, 0.85, 0.4, 0.2, 0.3, 0.6, 0.7, 0.1]})  # fmt: skip


@pytest.fixture
def prevalence():
    return pd.DataFrame({
        "topic": [1, 1, 2, 2, 3, 3], "plan": PLANS * 3, "share": [0.5, 0.2, 0.3, 0.3, 0.2, 0.5],
        "low": [0.4, 0.1, 0.2, np.nan, 0.1, 0.4], "high": [0.6, 0.3, 0.4, np.nan, 0.3, 0.6],
    })  # fmt: skip


def texts(ax):
    return [text.get_text() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.figure.legends[0].get_texts()]


def test_terms_are_written_and_what_fades_is_grey(topics):
    terms = pd.DataFrame({"topic": [1, 1, 2, 2, 3, 3], "rank": [1, 2] * 3, "weight": [0.3, 0.2] * 3,
                          "term": ["学校", "教师", "医院", "医生", "密码", "漏洞"]})  # fmt: skip
    ax = plots.topic_terms(terms, topics, n=2)
    assert texts(ax) == ["学校", "教师", "医院", "医生", "密码", "漏洞"]
    colors = {text.get_text(): text.get_color() for text in ax.texts}
    assert colors["学校"] == "black" and colors["密码"] != "black"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1 教育", "2 医疗", "（3 安全）"]
    assert ax.get_title(loc="right") == "括号、灰色：没有保留"


def test_prevalence_is_in_per_cent_with_its_interval(prevalence, topics):
    ax = plots.topic_prevalence(prevalence, topics, names=NAMES)
    lines = [segment[:, 0] for line in ax.collections for segment in line.get_segments()]
    assert any(np.allclose(line, [40, 60]) for line in lines)
    points = [float(line.get_xdata()[0]) for line in ax.lines if len(line.get_xdata()) == 1]
    assert points == pytest.approx([50, 20, 30, 30, 20, 50])
    assert legend(ax) == ["早期规划", "后期规划"]
    assert "%" in ax.get_xlabel()


def test_sure_changes_are_filled(topics):
    change = pd.DataFrame({"topic": [1, 2, 3], "plan_from": "early", "plan_to": "late", "difference": [-0.3, 0.0, 0.3],
                           "low": [-0.5, -0.2, 0.1], "high": [-0.1, 0.2, 0.5]})  # fmt: skip
    ax = plots.topic_changes(change, topics, names=NAMES)
    marks = [line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1]
    assert [line.get_markerfacecolor() == "white" for line in marks] == [False, True, False]
    assert legend(ax) == ["早期规划 → 后期规划"]


def test_every_number_of_topics_stands_beside_its_shuffled_texts(agreement):
    numbers = pd.DataFrame({"n_topics": [3, 5], "surviving": [2, 4], "recommended": [False, True]})
    ax = plots.topic_numbers(numbers, agreement, threshold=0.65, lang="en")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["3\nsurviving: 2", "5 (recommended)\nsurviving: 4"]
    by_label = {line.get_label(): list(line.get_ydata()) for line in ax.lines}
    assert by_label["topics of the plans"] == [0.9, 0.85, 0.4]
    assert by_label["topics of shuffled texts"] == [0.2, 0.3, 0.6, 0.7, 0.1]
    assert any(np.allclose(line.get_ydata(), [0.65, 0.65]) for line in ax.lines if len(line.get_ydata()) == 2)


def test_survival_is_read_against_the_shuffled_texts(topics, agreement):
    ax = plots.topic_survival(topics, agreement, threshold=0.65)
    marks = {container.get_label(): list(container.lines[0].get_xdata()) for container in ax.containers}
    assert marks == {"保留": [0.9, 0.85], "不出偶然": [0.4]}
    # topics of shuffled texts with the same number of topics; the threshold is that of all numbers
    ticks = [line for line in ax.lines if line.get_marker() == "|" and len(line.get_xdata()) == 3]
    assert list(ticks[0].get_xdata()) == [0.2, 0.3, 0.6]
    assert any(np.allclose(line.get_xdata(), [0.65, 0.65]) for line in ax.lines)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "1 教育", "2 医疗", "（3 安全）", "2 份打乱词语的文本\n的 3 个主题"]  # fmt: skip


def test_only_topics_that_do_not_survive_are_grey(topics, agreement):
    faded = topics.assign(verdict=["not told from chance", "survives", "survives"], survives=[False, True, True])
    colors = [tick.get_color() for tick in plots.topic_survival(faded, agreement, threshold=0.65).get_yticklabels()]
    assert colors[0] != colors[1] and len(set(colors[1:])) == 1  # the label of the shuffled texts is as the others


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


def test_figures_are_written_without_missing_glyphs(tmp_path, agreement, topics):
    for lang in ("zh", "en"):
        ax = plots.topic_survival(topics, agreement, threshold=0.65, lang=lang)
        files = plots.save(ax, tmp_path / lang)
        assert [file.suffix for file in files] == [".svg", ".png"]
