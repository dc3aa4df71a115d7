"""Plans beside each other on a few measures."""

import matplotlib

matplotlib.use("agg")
import pandas as pd
import pytest

from policylab import plots
from policylab.errors import PolicylabError


@pytest.fixture
def profiles():
    return pd.DataFrame(
        {
            "measure": ["每万字目标数(个)"] * 3 + ["取自以往规划的文字(%)"] * 3,
            "plan": ["a", "b", "c"] * 2,
            "value": [12.0, 3.8, 47.9, None, 2.9, 1.2],
            "low": [None, None, None, None, 0.7, 0.0],
            "high": [None, None, None, None, 6.1, 2.6],
        }
    )


def test_one_panel_a_measure_and_a_dash_for_a_missing_value(profiles):
    plots.set_theme("zh")
    axes = plots.plan_profiles(profiles, names={"a": "甲", "b": "乙", "c": "丙"})
    assert [ax.get_xlabel() for ax in axes] == ["每万字目标数(个)", "取自以往规划的文字(%)"]
    assert [len(ax.lines) for ax in axes] == [3, 2]  # the first plan has nothing to take over
    assert [len(ax.collections) for ax in axes] == [0, 2]  # intervals only where the table has them
    assert [label.get_text() for label in axes[0].get_yticklabels()] == ["甲", "乙", "丙"]
    assert [[text.get_text() for text in ax.texts] for ax in axes] == [[], ["—"]]
    assert axes[0].figure.get_supxlabel() == "横线：95% 区间（以章节为单位）；—：无从得知"


def test_a_measure_that_is_known_of_no_plan_has_no_panel(profiles):
    axes = plots.plan_profiles(profiles.assign(value=profiles["value"].where(profiles["low"].isna())))
    assert [ax.get_xlabel() for ax in axes] == ["每万字目标数(个)"]


def test_a_table_without_a_value_is_refused(profiles):
    for table in (profiles[:0], profiles.assign(value=None)):
        with pytest.raises(PolicylabError, match="has no value to draw"):
            plots.plan_profiles(table)
    with pytest.raises(PolicylabError, match="lacks the column low"):
        plots.plan_profiles(profiles.drop(columns="low"))
