"""The plans beside each other on a few measures, each on its own scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns
from policylab.plots._labels import plan_labels, wrap
from policylab.plots._parts import FEW, GREY, first_in_row, foot, grid, left_out, number, texts
from policylab.plots._theme import drawn, page_width, plan_styles

if TYPE_CHECKING:
    import pandas as pd

_PLANS = 24  # rows of a panel
_NEEDED = ("measure", "plan", "value", "low", "high")


@drawn
def plan_profiles(
    profiles: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: np.ndarray | None = None,
    lang: str = "zh",
) -> np.ndarray:
    """Draw one panel a measure with a point for each plan, its interval where there is one, and a dash where nothing is known.

    Parameters
    ----------
    profiles : DataFrame
        One row a measure and plan: measure (its title with the unit), plan, value, low, high; a missing value is a
        dash. Measures and plans are drawn in the order in which they come.
    names : mapping or None
        What to show for each plan's id.
    ax : array of Axes or None
        One axes a measure; None makes a figure.
    lang : {"zh", "en"}
        Language of the note; all other texts come with the table.

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
    check_columns(profiles, _NEEDED, name="profiles", maker="policylab.study.plan_measures")
    if profiles.empty:
        raise PolicylabError("`profiles` has no row to draw.")
    # a measure that is known of no plan has no panel
    measures = list(dict.fromkeys(profiles.loc[profiles["value"].notna(), "measure"]))
    every = list(dict.fromkeys(profiles["plan"]))
    plans = every[:_PLANS]
    styles = plan_styles(plans)
    least = 1.9 if len(plans) <= FEW else 1.4
    height = 0.7 + (0.24 if len(plans) <= FEW else 0.15) * len(plans)
    panels = np.atleast_1d(ax if ax is not None else grid(len(measures), least, height, most=3 if len(plans) <= FEW else 5)).ravel()
    called = plan_labels(plans, names, columns=14, rows=1)
    for panel, measure in zip(panels, measures, strict=False):
        rows = profiles[(profiles["measure"] == measure) & profiles["plan"].isin(plans)].set_index("plan").reindex(plans)
        value, low, high = (rows[name].map(number).to_numpy(dtype=float)[:, None] for name in ("value", "low", "high"))
        for place, plan in enumerate(plans):
            style = styles[plan] if len(plans) <= FEW else {"color": "#0b3c5d", "marker": "o"}
            if np.isfinite(low[place, 0]):
                panel.hlines(place, low[place, 0], high[place, 0], color=style["color"], lw=1.4)
            if np.isfinite(value[place, 0]):
                panel.plot(value[place, 0], place, style["marker"], color=style["color"])
            else:
                panel.annotate("—", (0, place), xytext=(3, 0), textcoords="offset points", va="center", color=GREY)
        panel.set_yticks(range(len(plans)), [called[plan] for plan in plans] if ax is not None or first_in_row(panel) else [],
                         fontsize=7 if len(plans) <= FEW else 6)  # fmt: skip
        panel.set_ylim(len(plans) - 0.5, -0.5)
        top = float(np.nanmax([*value.ravel(), *high.ravel(), 0.0]))
        panel.set_xlim(0, 1.1 * top or 1)
        place = panel.get_subplotspec()
        wide = (page_width() - 1.1) / (place.get_gridspec().ncols if place else 3)  # beside the names
        panel.set_xlabel("\n".join(wrap(measure, int(0.95 * wide * 72 / 7), 4)), fontsize=7)
    text, gaps = texts(lang), len(measures) * len(plans) > profiles[profiles["plan"].isin(plans)]["value"].notna().sum()
    notes = [text("interval_profiles") if profiles["low"].notna().any() else "", text("unknown") if gaps else ""]
    foot(panels[0], [*notes, left_out(len(plans), len(every), lang)], lang)
    return panels[: len(measures)]
