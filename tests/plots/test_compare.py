"""The figures of continuity: what they draw, and that every character has a glyph."""

import re

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import compare, plots
from policylab.corpus import Plan, clean_text
from policylab.errors import PolicylabError


@pytest.fixture(autouse=True)
def theme():
    plots.set_theme("zh")
    yield
    plt.close("all")


def test_every_passage_is_a_ribbon_in_the_panel_of_its_pair(corpus, reuse, tmp_path):
    panels = plots.reuse_alluvial(reuse, corpus.plans)
    # a passage of two plans of unknown order is listed both ways, and drawn once
    once = (reuse["direction"] == "dated") | (reuse["earlier"] == "new-infrastructure-2021")
    drawn = reuse[~reuse["formula"] & once]
    assert len(panels) == len(drawn[["earlier", "later"]].drop_duplicates())
    assert sum(len(ax.patches) - 2 for ax in panels) == len(drawn)
    assert "先后不明" in [text.get_text() for text in panels[0].figure.legends[0].get_texts()]
    plots.save(panels, tmp_path / "reuse")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_shares_have_a_row_each(corpus, reuse, lang, tmp_path):
    shares = compare.reuse_share(reuse, corpus, control=compare.reuse_control(corpus))
    ax = plots.reuse_shares(shares, lang=lang)
    known = shares[shares["side"] == "taken_over"]
    # the plan that has one earlier plan only has one row: all earlier ones are that one
    alone = (known.groupby("plan")["other"].nunique() == 2).sum()
    assert len(ax.get_yticklabels()) == len(known) - alone and alone == 1
    plots.save(ax, tmp_path / "shares")
    with pytest.raises(PolicylabError, match="`side` must be one of"):
        plots.reuse_shares(shares, side="both")


def test_agencies_have_a_mark_a_plan_with_its_interval_and_n(corpus, tmp_path):
    tasks = compare.responsibility(corpus.agencies, corpus.sections, paragraphs=corpus.paragraphs)
    ax = plots.agency_shares(tasks, n=5)
    named = [label.get_text() for label in ax.get_yticklabels()]
    assert {"市工业和信息化局", "市发展改革委"} <= set(named) and len(named) == 5
    row = tasks[(tasks["plan"] == "smart-city-2021") & (tasks["agency"] == "市委网信办")].iloc[0]
    assert (row["tasks"], row["all_tasks"]) == (5, 5)
    assert np.isnan(row["low"])  # five tasks are too few for an interval
    ends = [line.get_segments()[0][:, 0].tolist() for line in ax.collections if hasattr(line, "get_segments")]
    drawn = tasks[tasks["agency"].isin(named) & tasks["low"].notna()]
    assert set(drawn["plan"]) == {"smart-city-2015", "digital-economy-2019"}
    for bounds in (100 * drawn[["low", "high"]]).to_numpy().tolist():
        assert any(end == pytest.approx(bounds) for end in ends)
    assert "smart-city-2021 (5项任务)" in [text.get_text() for text in ax.figure.legends[0].get_texts()]
    plots.save(ax, tmp_path / "agencies")


def test_grid_shows_a_mark_for_each_plan(corpus, tmp_path):
    ledger = policylab.extract_targets(corpus)
    ax = plots.stated_grid(compare.stated(ledger, corpus), n=12)
    assert len(ax.lines) == 12 * len(corpus)
    assert ax.figure.get_supxlabel().startswith("至少见于两份规划的指标：")
    plots.save(ax, tmp_path / "grid")


@pytest.fixture(scope="module")
def many():
    """Thirty short plans of one series, each of which carries on sentences of the one before it."""
    kept = [
        "推进城市供水管网智能化改造，实现漏损在线监测。", "鼓励社会资本参与充电设施运营，探索分时租赁。",
        "完善乡镇卫生院远程会诊系统，方便群众就近就医。", "引导骨干企业牵头组建创新联合体，攻克共性难题。",
        "优化公交线路布局，推广定制班车和夜间专线。", "整治老旧厂房消防隐患，落实网格化巡查责任。",
        "发展冷链物流和产地仓，畅通农产品出村渠道。", "保护历史街区风貌，培育手工艺人传习工坊。",
        "开展水库除险加固，提升山洪灾害预警能力。", "建立人才住房轮候制度，简化申请审核流程。",
    ]  # fmt: skip
    texts = [
        f"一、任务\n{kept[i % 10]}{kept[(i + 1) % 10]}到{2000 + i}年，建成基站{i + 3}万个。\n"
        + "\n".join(f"（{n}）任务。建设{i}号平台。（责任单位：市教委、市发展改革委）" for n in "一二三")
        for i in range(30)
    ]
    return [
        Plan(clean_text(text), id=f"plan-{i:02d}", title=f"某市第{i}号规划", period_start=2000 + i, period_end=2000 + i)
        for i, text in enumerate(texts)
    ]


@pytest.fixture(scope="module", params=[7, 30])
def many_tables(many, request):
    """So many of them, and what the analyses say of them."""
    plans = many[: request.param]
    reuse = compare.text_reuse(plans, formulas=False)
    frames = {name: pd.concat([getattr(plan, name) for plan in plans]) for name in ("agencies", "sections")}
    ledger = pd.concat([policylab.extract_targets(plan) for plan in plans], ignore_index=True)
    return plans, reuse, compare.reuse_share(reuse, plans), compare.responsibility(**frames), compare.stated(ledger, plans)


def test_figures_of_many_plans_fit_on_a_page(many_tables, tmp_path):
    plans, reuse, shares, agencies, stated = many_tables
    lang = "zh" if len(plans) > 7 else "en"
    names = {plan.id: plan.title for plan in plans}
    table = pd.DataFrame({"plan": [plan.id for plan in plans], "characters": [len(plan.text) for plan in plans]})
    drawn = {
        "matrix": plots.reuse_matrix(reuse, table, names=names, lang=lang),
        "ribbons": plots.reuse_alluvial(reuse, table, names=names, lang=lang),
        "shares": plots.reuse_shares(shares, names=names, lang=lang),
        "agencies": plots.agency_shares(agencies, names=names, lang=lang),
        "stated": plots.stated_grid(stated, names=names, lang=lang),
    }
    for name, ax in drawn.items():
        width, height = (ax if hasattr(ax, "figure") else ax[0]).figure.get_size_inches()
        assert width <= 7.2 and height <= 9, name
        plots.save(ax, tmp_path / name, formats=["svg"] if lang == "zh" else ["png"])


def test_a_cell_of_the_matrix_is_what_the_row_has_in_common_with_the_column(many):
    plans = many[:7]
    reuse = compare.text_reuse(plans, formulas=False)
    table = pd.DataFrame({"plan": [plan.id for plan in plans], "characters": [len(plan.text) for plan in plans]})
    ax = plots.reuse_matrix(reuse, table)
    cells = ax.images[0].get_array().filled(0)
    rows = reuse[(reuse["later"] == "plan-03") & (reuse["earlier"] == "plan-02")]
    assert cells[3, 2] == pytest.approx(1000 * rows["matched"].sum() / table["characters"][3])
    assert cells[3, 2] > 0 and not cells[2, 3]  # nothing is taken over from a later plan
    ax = plots.reuse_matrix(reuse.assign(direction="both"), table)
    unknown = ax.images[1].get_array().filled(0)  # hatched, to be told apart in grey
    hatched = {tuple(patch.get_xy()) for patch in ax.patches if patch.get_hatch()}
    assert hatched == {(column - 0.5, row - 0.5) for row, column in zip(*unknown.nonzero(), strict=True)} != set()


def test_of_many_shares_the_largest_are_drawn_and_the_note_says_so(many):
    plans = many[:12]
    shares = compare.reuse_share(compare.text_reuse(plans, formulas=False), plans)
    ax = plots.reuse_shares(shares, n=14, lang="en")
    note = ax.figure.get_supxlabel()
    assert len(ax.get_yticklabels()) <= 14 and re.search(r"and \d+ more in the table", note)
    with pytest.raises(PolicylabError, match="`n` must be an int of at least 1"):
        plots.reuse_shares(shares, n=0)


def test_lang_is_checked(corpus, reuse):
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        plots.reuse_alluvial(reuse, corpus.plans, lang="fr")
