import matplotlib
import pandas as pd
import pytest

matplotlib.use("Agg")

import policylab
from policylab import plots
from policylab.errors import PolicylabError
from policylab.targets import target_counts, target_series, target_specificity


@pytest.fixture(autouse=True)
def theme():
    import matplotlib.pyplot as plt

    plots.set_theme()
    yield
    plt.close("all")


def words(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def arrows(axes):
    """Where bounds are drawn, and whether they point up or down."""
    found = [text for text in axes.texts if not text.get_text() and text.arrow_patch is not None]
    return {tuple(text.xy): "up" if text.xyann[1] > 0 else "down" for text in found}


def path(text, **given):
    (panel,) = plots.target_paths(target_series(policylab.extract_targets(text, period_end=2025)), **given)
    return panel


def test_a_path_has_years_below_and_one_unit(ledger, corpus):
    panels = plots.target_paths(target_series(ledger, corpus), names={"smart-city-2021": "甲"})
    panel = next(axes for axes in panels if axes.get_title() == "5G基站")
    assert sorted(words(panel)) == ["3.3万", "5万", "7万"]
    assert [tick.get_text() for tick in panel.get_xticklabels()] == ["2021", "2023", "2025"]
    assert panel.get_ylabel() == "数值（个）"
    assert arrows(panel) == {(2023, 50000): "up"}


def test_a_path_in_english_has_english_axes(ledger, corpus):
    panels = plots.target_paths(target_series(ledger, corpus), lang="en", most=1)
    assert panels[0].get_ylabel().startswith("Value")
    assert sorted(words(panels[0])) == ["33k", "50k", "70k"]


def test_baselines_are_hollow_and_targets_filled():
    panel = path("截至2020年,幼儿园达到90所。到2025年,幼儿园达到120所。")
    faces = {
        line.get_ydata()[0]: line.get_markerfacecolor()
        for line in panel.lines
        if line.get_marker() not in (None, "None")
    }
    assert faces[90.0] == "white"
    assert faces[120.0] != "white"


def test_a_ceiling_points_down_and_a_range_is_a_bar():
    panel = path("2020年,城镇登记失业率4.2%。到2025年,城镇登记失业率控制在5%以内。")
    assert arrows(panel) == {(2025, 5): "down"}
    panel = path("2020年,示范基地1个。到2025年,建成示范基地3至5个。到2023年,建成示范基地2个。")
    assert [3.0, 5.0] in [list(line.get_ydata()) for line in panel.lines]


def test_the_line_of_many_values_for_one_year_is_that_of_the_baselines():
    """A report each year: what was set for a year, and what came of it."""
    rows = [
        (f"r{year}", kind, value, year)
        for year, values in ((2020, (5, 6)), (2021, (6, 7)))
        for kind, value in zip(("target", "baseline"), values, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["plan", "kind", "value", "year"]).assign(
        series="S001",
        name="幼儿园",
        place="甲市",
        comparator="eq",
        value_high=None,
        unit="所",
        measure="level",
        ambiguous=False,
    )
    (panel,) = plots.target_paths(table)
    line = next(line for line in panel.lines if len(line.get_xdata()) == 2)
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([2020, 2021], [6.0, 7.0])


def test_two_units_of_one_series_are_drawn_in_one():
    plans = [("a", "2020年,粮食产量达到1285万吨。"), ("b", "2025年,粮食产量达到732.5亿斤。")]
    ledger = pd.concat([policylab.extract_targets(text, period_end=2025, plan=plan) for plan, text in plans])
    (panel,) = plots.target_paths(target_series(ledger))
    assert panel.get_ylabel() == "数值（吨）"
    assert sorted(words(panel)) == ["1285万", "3662.5万"]


def test_a_value_that_a_plan_repeats_is_one_point():
    panel = path("到2025年,幼儿园达到120所。全市幼儿园达到120所。截至2020年,幼儿园90所。")
    assert sum(line.get_marker() not in (None, "None") for line in panel.lines) == 2


def test_a_statement_without_a_year_has_no_place_on_the_axis():
    series = target_series(policylab.extract_targets("建成幼儿园10所。截至2020年,建成幼儿园5所。"))
    assert words(plots.target_paths(series)[0]) == ["没有可画的数值"]


def test_counts_add_up_to_the_ledger(ledger, corpus):
    counts = target_counts(ledger, corpus.sections)
    assert counts["mentions"].sum() == len(ledger)
    assert counts["count"].sum() == len(ledger) - 5  # five targets of one plan are said twice
    axes = plots.target_counts(counts, lang="en")
    assert sum(bar.get_width() for bar in axes.patches) == len(ledger) - 5
    assert next(text.get_text() for text in axes.figure.legends[0].get_texts()) == "target"


def test_specificity_has_a_bar_a_plan(ledger, corpus):
    table = target_specificity(ledger, corpus.plans)
    rates, shares = plots.target_specificity(table)
    lengths = [bar.get_width() for bar in rates.patches]
    assert lengths == pytest.approx(table["targets_per_10k"].tolist())
    said = [text.get_text() for text in rates.texts]
    assert said[0] == f"{table['targets_per_10k'][0]:.1f} (n = {table['targets'][0]})"
    points = next(line.get_xdata() for line in shares.lines)
    assert list(points) == pytest.approx((100 * table["dated"]).tolist())


def test_an_empty_ledger_says_that_there_is_nothing():
    (panel,) = plots.target_paths(target_series(policylab.extract_targets("")))
    assert words(panel) == ["没有可画的数值"]


def test_a_table_of_another_kind_is_an_error(ledger):
    with pytest.raises(PolicylabError, match="Make it with `policylab.targets.target_series`"):
        plots.target_paths(ledger)
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        plots.target_paths(ledger, lang="de")


def test_without_data_there_is_a_sentence_and_no_grid():
    import pandas as pd

    counts = pd.DataFrame({"plan": ["a"], "section": ["a/1"], "title": ["总则"], "kind": ["target"], "count": [0]})
    ax = plots.target_counts(counts)
    assert [text.get_text() for text in ax.texts] == ["没有可画的数值"]
    assert not ax.axison


def test_a_plan_without_targets_keeps_its_place():
    import pandas as pd

    table = pd.DataFrame(
        {
            "plan": ["a", "b"],
            "targets": [3, 0],
            "targets_per_10k": [3.0, 0.0],
            "dated": [0.5, None],
            "bounded": [0.2, None],
            "firm": [0.1, None],
        }
    )
    left, right = plots.target_specificity(table)
    assert left.get_ylim() == right.get_ylim()
    assert [text.get_text() for text in left.texts] == ["3.0 (n = 3)", "0.0 (n = 0)"]  # none is a number
    assert [text.get_text() for text in right.texts] == ["—"]  # shares of none are missing
