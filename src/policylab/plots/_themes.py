"""Figures of declared themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.plots._labels import tick_plans, two_lines
from policylab.plots._word_parts import need, texts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["theme_heatmap"]


def theme_heatmap(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Axes:
    """Draw the weight of each theme in each plan, with its interval in the cell.

    Parameters
    ----------
    table : DataFrame
        From `policylab.words.theme_weights`, by plan.
    ax : Axes or None
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    level : float

    Returns
    -------
    Axes
    """
    text = texts(lang)
    need(table, ("theme", "theme_zh", "theme_en", "plan", "per_10k", "low", "high"), "policylab.words.theme_weights")
    import matplotlib.pyplot as plt
    import seaborn

    plans = list(dict.fromkeys(table["plan"]))
    themes = list(dict.fromkeys(table["theme"]))
    shown = dict(zip(table["theme"], table[f"theme_{lang}"], strict=True))
    cells = table.set_index(["theme", "plan"])
    values = cells["per_10k"].unstack().reindex(index=themes, columns=plans).to_numpy(dtype=float)
    notes = np.empty(values.shape, dtype=object)
    for row, theme in enumerate(themes):
        for column, plan in enumerate(plans):
            cell = cells.loc[(theme, plan)] if (theme, plan) in cells.index else None
            notes[row, column] = "" if cell is None else _cell(cell["per_10k"], cell["low"], cell["high"])
    if ax is None:
        _, ax = plt.subplots(figsize=(2.4 + 1.7 * len(plans), 1.2 + 0.52 * len(themes)), layout="constrained")
    seaborn.heatmap(
        values, ax=ax, annot=notes, fmt="", cmap="Blues", vmin=0, linewidths=0.6, linecolor="white",
        annot_kws={"fontsize": 8}, cbar_kws={"label": text("theme_cell", level=round(level * 100))},
    )  # fmt: skip
    tick_plans(ax, np.arange(len(plans)) + 0.5, plans, names, inches=1.25, stack=two_lines)
    ax.set_yticks(np.arange(len(themes)) + 0.5, [shown[theme] for theme in themes], rotation=0)
    ax.tick_params(length=0)
    return ax


def _cell(rate: float, low: float, high: float) -> str:
    if not np.isfinite(rate):
        return ""
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"{rate:.0f}"
    return f"{rate:.0f}\n({low:.0f}–{high:.0f})"
