import matplotlib
import pandas as pd
import pytest

matplotlib.use("Agg")

import policylab
from policylab import plots
from policylab.errors import PolicylabError
from policylab.targets import target_counts, target_specificity


@pytest.fixture(scope="module")
def ledger(corpus):
    return policylab.extract_targets(corpus)


@pytest.fixture(autouse=True)
def theme():
    import matplotlib.pyplot as plt

    plots.set_theme()
    yield
    plt.close("all")


def words(axes):
    return [text.get_text() for text in axes.texts]


def test_a_timeline_writes_each_value_with_its_comparator(ledger):
    panels = plots.target_timeline(ledger, families={"5G基站": "5G基站"})
    assert len(panels) == 1
    assert sorted(words(panels[0])) == ["3.3万", "7万", "≥5万"]
    assert panels[0].get_ylabel() == "数值（个）"


def test_a_timeline_in_english_has_english_axes(ledger):
    (panel,) = plots.target_timeline(ledger, families={"5G基站": "5G base stations"}, lang="en")
    assert panel.get_xlabel() == "Year"
    assert sorted(words(panel)) == ["33k", "70k", "≥50k"]


def test_baselines_are_hollow_and_targets_filled():
    table = policylab.extract_targets("截至2020年,学校达到90所。到2025年,学校达到120所。", period_end=2025)
    (panel,) = plots.target_timeline(table, families={"学校": "学校"})
    faces = {line.get_ydata()[0]: line.get_markerfacecolor() for line in panel.lines}
    assert faces[90.0] == "white"
    assert faces[120.0] != "white"


def test_lineages_are_one_line_a_link(ledger):
    links = policylab.target_lineage(ledger)
    axes = plots.target_lineages(links, most=3)
    kept = list(dict.fromkeys(links.loc[links["from_value"].notna() & links["to_value"].notna(), "lineage"]))[:3]
    both = links["from_value"].notna() & links["to_value"].notna()
    assert len(axes.lines) == (links["lineage"].isin(kept) & both & ~links["change"].isin(["reached", "missed"])).sum()


def test_lineages_run_from_plan_to_plan_with_values_and_years():
    plans = (("5G基站达到5万个。", 2023), ("5G基站达到7万个。", 2025))
    tables = [policylab.extract_targets(text, period_end=end, plan=f"p{end}") for text, end in plans]
    axes = plots.target_lineages(policylab.target_lineage(pd.concat(tables)), names={"p2023": "first"})
    assert [label.get_text() for label in axes.get_xticklabels()] == ["first", "p2025"]
    assert words(axes) == ["5万 (2023)", "7万 (2025)"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["5G基站（个）"]


def test_a_value_that_a_plan_repeats_is_one_point():
    table = policylab.extract_targets("学校达到120所。到2025年,学校达到120所。", period_end=2025)
    (panel,) = plots.target_timeline(table, families={"学校": "学校"})
    assert len(panel.lines) == 1


def test_counts_add_up_to_the_ledger(ledger, corpus):
    counts = target_counts(ledger, corpus.sections)
    assert counts["count"].sum() == len(ledger)
    axes = plots.target_counts(counts, lang="en")
    assert sum(bar.get_width() for bar in axes.patches) == len(ledger)
    assert next(text.get_text() for text in axes.get_legend().get_texts()) == "target"


def test_specificity_has_a_bar_a_plan(ledger, corpus):
    table = target_specificity(ledger, corpus.plans)
    rates, shares = plots.target_specificity(table)
    heights = [bar.get_height() for bar in rates.patches]
    assert heights == pytest.approx(table["targets_per_10k"].tolist())
    assert shares.get_ylim() == (0, 1)


def test_an_empty_ledger_says_that_there_is_nothing():
    (panel,) = plots.target_timeline(policylab.extract_targets(""))
    assert words(panel) == ["没有可画的数值"]


def test_a_table_of_another_kind_is_an_error(ledger):
    with pytest.raises(PolicylabError, match="Make it with `policylab.target_lineage`"):
        plots.target_lineages(ledger)
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        plots.target_timeline(ledger, lang="de")


def test_without_data_there_is_a_sentence_and_no_grid():
    import pandas as pd

    counts = pd.DataFrame({"plan": ["a"], "section": ["a/1"], "title": ["总则"], "kind": ["target"], "count": [0]})
    ax = plots.target_counts(counts)
    assert [text.get_text() for text in ax.texts] == ["没有可画的数值"]
    assert not ax.axison


def test_the_legend_stands_beside_bars_that_it_would_cover():
    import pandas as pd

    plots.set_theme()
    counts = pd.DataFrame(
        {"plan": "a", "section": ["a/1", "a/2", "a/3"], "title": "章", "kind": "target", "count": [1, 2, 30]}
    )
    ax = plots.target_counts(counts)
    ax.figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1


def test_a_plan_without_targets_keeps_its_place():
    import pandas as pd

    table = pd.DataFrame(
        {"plan": ["a", "b"], "targets_per_10k": [3.0, 0.0], "dated": [0.5, None], "bounded": [0.2, None]}
    )
    left, right = plots.target_specificity(table)
    assert left.get_xlim() == right.get_xlim()
