"""The outlines side by side: what is drawn is what the table says."""

from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from policylab import plots
from policylab.errors import PolicylabError
from policylab.resources._line_width import wrap

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture
def sections():
    rows = [
        ("a/0", "plan-a", 0, None, None, 0, 2000),
        ("a/1", "plan-a", 1, "一、", "总体要求", 200, 1200),
        ("a/1.1", "plan-a", 2, "(一)", "指导思想", 300, 1200),
        ("a/2", "plan-a", 1, "二、", "任务", 1200, 2000),
        ("b/0", "plan-b", 0, None, None, 0, 1000),
        ("b/1", "plan-b", 1, "一、", "目标", 100, 130),
        ("b/2", "plan-b", 1, "二、", "保障措施", 130, 1000),
    ]
    return pd.DataFrame(rows, columns=["section", "plan", "level", "number", "title", "start", "end"])


def boxes(ax) -> list[tuple[float, float, float]]:
    """Filled rectangles of the sections: x, top, height."""
    found = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_fill() and not p.get_hatch()]
    return sorted((round(p.get_x(), 3), round(p.get_y(), 3), round(p.get_height(), 3)) for p in found)


def test_each_section_is_as_high_as_it_is_long_and_levels_stand_side_by_side(sections):
    ax = plots.outlines(sections)
    # plan-a: first level at 0, second at 2.6; its width is 3.6, and plan-b begins 0.7 behind it
    assert boxes(ax) == [
        (0.0, 0.2, 1.0), (0.0, 1.2, 0.8), (2.6, 0.3, 0.9), (4.3, 0.1, 0.03), (4.3, 0.13, 0.87),
    ]  # fmt: skip


def test_the_text_before_the_first_heading_is_hatched(sections):
    fronts = [p for p in plots.outlines(sections).patches if p.get_hatch()]
    assert [(round(p.get_y(), 3), round(p.get_height(), 3)) for p in fronts] == [(0.0, 0.2), (0.0, 0.1)]


def test_plans_read_from_the_top_on_one_scale(sections):
    bottom, top = plots.outlines(sections).get_ylim()
    assert top == 0
    assert bottom >= 2.0


def test_titles_stand_where_they_fit(sections):
    written = {text.get_text() for text in plots.outlines(sections).texts}
    assert written == {"一、总体要求", "二、任务", "二、保障措施"}  # 30 characters are too little height for 一、目标


def test_titles_do_not_leave_their_boxes(corpus):
    ax = plots.outlines(corpus.sections, names=corpus.plans.set_index("plan")["title"].to_dict())
    ax.figure.draw_without_rendering()
    frames = [p.get_window_extent() for p in ax.patches if p.get_width() > 2]
    for text in ax.texts:
        inner = text.get_window_extent()
        assert any(
            box.x0 <= inner.x0 and inner.x1 <= box.x1 and box.y0 <= inner.y0 and inner.y1 <= box.y1 for box in frames
        ), text.get_text()


def test_deeper_levels_are_lighter_so_that_grey_print_keeps_them_apart(corpus):
    ax = plots.outlines(corpus.sections)
    handles = ax.figure.legends[0].get_patches()[:4]
    lightness = [sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(p.get_facecolor()))) for p in handles]
    steps = [b - a for a, b in zip(lightness, lightness[1:])]
    assert min(steps) > 0.1


@pytest.mark.parametrize(
    ("lang", "axis", "legend"),
    [
        ("zh", "在全文中的位置（千字）", ["1级标题", "2级标题", "首个标题之前的文字"]),
        ("en", "Position in the text (thousand characters)", ["Level 1", "Level 2", "Text before the first heading"]),
    ],
)
def test_axes_and_legend_in_both_languages(sections, lang, axis, legend):
    ax = plots.outlines(sections, lang=lang)
    assert ax.get_ylabel() == axis
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == legend


def test_plans_stand_in_the_order_of_their_sections_by_name_or_id(sections, corpus):
    ax = plots.outlines(sections, names={"plan-c": "丙", "plan-b": "乙", "plan-a": "甲"})
    assert [text.get_text() for text in ax.get_xticklabels()] == ["甲", "乙"]
    ax = plots.outlines(sections.iloc[::-1], names={"plan-b": "乙"})
    assert [text.get_text() for text in ax.get_xticklabels()] == ["乙", "plan-a"]
    ax = plots.outlines(sections[sections["plan"] == "plan-b"])
    assert [text.get_text() for text in ax.get_xticklabels()] == ["plan-b"]
    ax = plots.outlines(corpus.sections, names=corpus.plans.set_index("plan")["title"].to_dict())
    names = [text.get_text() for text in ax.get_xticklabels()]
    assert [name.replace("\n", "") for name in names] == corpus.plans["title"].tolist()
    assert names[1].splitlines()[-1] == "(2019—2023年)"


def test_it_draws_on_axes_that_are_given_and_leaves_the_table_alone(sections):
    before = sections.copy()
    plots.set_theme()
    _, ax = plt.subplots()
    assert plots.outlines(sections, ax=ax) is ax
    pd.testing.assert_frame_equal(sections, before)


def test_a_plan_without_headings_is_a_hatched_box(sections):
    bare = sections[sections["level"] == 0]
    ax = plots.outlines(bare)
    assert boxes(ax) == []
    assert [round(p.get_height(), 3) for p in ax.patches if p.get_hatch()] == [2.0, 1.0]


def test_no_sections_and_no_table(sections):
    with pytest.raises(plots.NothingToDraw, match="The table is empty. Give a table from `policylab.load_corpus`"):
        plots.outlines(sections[:0])
    with pytest.raises(PolicylabError, match="`sections` lacks the columns number, title, start, end; it has .* Make it with"):
        plots.outlines(sections[["plan", "level"]])


def test_the_files_are_the_same_each_time(sections, tmp_path):
    first, second = (plots.save(plots.outlines(sections), tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(
    ("text", "columns", "rows", "lines"),
    [
        ("总体要求", 6, 1, ["总体要求"]),
        ("加快产业数字化转型升级,催生新动能", 6, 3, ["加快产业数字", "化转型升级,", "催生新动能"]),
        ("推进基础设施建设、扩大覆盖", 8, 2, ["推进基础设施建", "设、扩大覆盖"]),
        ("建设智慧城市“十四五”", 7, 2, ["建设智慧城市", "“十四五”"]),
        ("加快产业数字化转型升级", 6, 1, ["加快产业数…"]),
    ],
)
def test_lines_break_as_chinese_lines_do(text, columns, rows, lines):
    assert wrap(text, columns, rows) == lines
