"""The plans beside each other on a few measures, each on its own scale."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns
from policylab.plots._labels import plan_labels
from policylab.plots._parts import grid
from policylab.plots._theme import check_lang, plan_styles

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("measure", "plan", "value", "low", "high")


def plan_profiles(
    profiles: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    columns: int = 3,
) -> np.ndarray:
    """Draw one panel a measure with a point for each plan, and its interval where there is one.

    Parameters
    ----------
    profiles : DataFrame
        One row a measure and plan: measure (its title with the unit), plan, value, low, high; a missing value is a
        gap. Measures and plans are drawn in the order in which they come.
    names : mapping or None
        What to show for each plan's id.
    ax : array of Axes or None
        One axes a measure; None makes a figure.
    lang : {"zh", "en"}
        Checked only: all texts come with the table.
    columns : int
        Panels in a row.

    Returns
    -------
    array of Axes

    Raises
    ------
    PolicylabError
        If the table is empty or lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> from policylab import plots
    >>> table = pd.DataFrame(
    ...     {"measure": "每万字目标数(个)", "plan": ["a", "b"], "value": [12.0, 6.7], "low": None, "high": None}
    ... )
    >>> plots.plan_profiles(table)[0].get_xlabel()
    '每万字目标数(个)'
    """
    check_lang(lang)
    check_columns(profiles, _NEEDED, name="profiles", maker="policylab.study.plan_measures")
    if profiles.empty:
        raise PolicylabError("`profiles` has no row to draw.")
    measures = list(dict.fromkeys(profiles["measure"]))
    plans = list(dict.fromkeys(profiles["plan"]))
    styles = plan_styles(plans)
    panels = ax if ax is not None else grid(len(measures), columns, (3.2, 0.45 * len(plans) + 1.0), edge=(1.4, 0))
    panels = np.atleast_1d(panels).ravel()
    called = plan_labels(plans, names, columns=14, rows=2)
    places = {plan: place for place, plan in enumerate(plans)}
    for panel, measure in zip(panels, measures, strict=False):
        for row in profiles[profiles["measure"] == measure].itertuples():
            if math.isnan(_number(row.value)):
                continue
            style = styles[row.plan]
            if not math.isnan(_number(row.low)):
                panel.hlines(places[row.plan], _number(row.low), _number(row.high), color=style["color"], lw=2)
            panel.plot(_number(row.value), places[row.plan], style["marker"], color=style["color"], ms=7)
        panel.set_yticks(range(len(plans)), [called[plan] for plan in plans])
        panel.set_ylim(len(plans) - 0.5, -0.5)
        panel.margins(x=0.1)
        panel.set_xlim(left=0)
        drawn = profiles.loc[profiles["measure"] == measure, ["value", "high"]].to_numpy().ravel()
        if not any(_number(value) > 0 for value in drawn):
            # around a single 0 the axis would run from -0.04 to 0.04
            panel.set_xlim(0, 1)
        panel.set_xlabel(measure)
    for panel in panels[len(measures) :]:
        panel.set_visible(False)
    for place, panel in enumerate(panels[: len(measures)]):
        if ax is None and place % min(columns, len(measures)):
            panel.set_yticklabels([])
    return panels


def _number(value: object) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
