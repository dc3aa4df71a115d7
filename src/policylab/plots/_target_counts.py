"""Figures of how many targets: counts by chapter and kind, and how specific they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import invalid
from policylab.plots._labels import at_spaces, plan_labels, tick_plans
from policylab.plots._target_parts import grid, heading, need, nothing, single, texts
from policylab.plots._theme import plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["target_counts", "target_specificity"]

KINDS = ("target", "baseline", "instrument", "structure", "coverage")


def target_counts(
    counts: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
) -> Axes:
    """Draw how many statements each chapter of each plan has, by kind, as stacked bars.

    Parameters
    ----------
    counts : DataFrame
        From `policylab.targets.target_counts`.
    ax : Axes or None
    lang : {"zh", "en"}
    names : mapping or None
        What to show for each plan's id.

    Returns
    -------
    Axes
    """
    text = texts(lang)
    need(counts, ("plan", "section", "title", "kind", "count"), "policylab.targets.target_counts")
    chapters = counts[["plan", "section", "title"]].drop_duplicates("section").itertuples(index=False)
    chapters = list(chapters)
    axes = ax if ax is not None else single(8, 1.2 + 0.32 * max(3, len(chapters)))
    left = np.zeros(len(chapters))
    styles = plan_styles(KINDS)
    table = counts.set_index(["section", "kind"])["count"].to_dict()
    for kind in KINDS:
        width = np.array([table.get((chapter.section, kind), 0) for chapter in chapters], dtype=float)
        if width.sum():
            style = styles[kind]
            axes.barh(
                range(len(chapters)), width, left=left, color=style["color"], hatch=style["hatch"], edgecolor="white",
                label=text(kind),
            )  # fmt: skip
            left += width
    called = plan_labels(counts["plan"], names, columns=13, rows=1)
    labels = [f"{called[chapter.plan]}  {heading(chapter.title)}" for chapter in chapters]
    axes.set_yticks(range(len(chapters)), labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel(text("count"))
    axes.grid(axis="y", visible=False)
    if left.any():
        _legend(axes, left)
    else:
        nothing(axes, lang)
    return axes


def target_specificity(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
) -> np.ndarray:
    """Draw how specific each plan is: targets per 10 000 characters, and the shares with a year and with a bound.

    Parameters
    ----------
    table : DataFrame
        From `policylab.targets.target_specificity`.
    ax : array of two Axes, or None
    lang : {"zh", "en"}
    names : mapping or None
        What to show for each plan's id.

    Returns
    -------
    array of two Axes
    """
    text = texts(lang)
    need(table, ("plan", "targets_per_10k", "dated", "bounded"), "policylab.targets.target_specificity")
    panels = np.atleast_1d(ax if ax is not None else grid(2, 2)).ravel()
    if len(panels) < 2:
        raise invalid("ax", len(panels), "None or two axes")
    plans = list(table["plan"])
    styles = plan_styles(plans)
    places = np.arange(len(plans))
    for place, plan, rate in zip(places, plans, table["targets_per_10k"], strict=True):
        panels[0].bar(place, rate, color=styles[plan]["color"], hatch=styles[plan]["hatch"], edgecolor="white")
        panels[0].annotate(
            f"{rate:.1f}", (place, rate), textcoords="offset points", xytext=(0, 2), ha="center", fontsize=8
        )
    panels[0].set_ylabel(text("per_10k_characters"))
    panels[0].margins(y=0.1)
    # greys, as colours are the plans' on the left
    looks = {"dated": ("#555555", ""), "bounded": ("#b5b5b5", "//")}
    for shift, (name, (color, hatch)) in zip((-0.2, 0.2), looks.items(), strict=True):
        panels[1].bar(
            places + shift, table[name], width=0.38, color=color, hatch=hatch, edgecolor="white", label=text(name)
        )
    panels[1].set_ylim(0, 1)
    panels[1].set_ylabel(text("share"))
    panels[1].legend(loc="upper right")
    for axes in panels[:2]:
        tick_plans(axes, places, plans, names, inches=2.7 / len(plans), fontsize=8, stack=at_spaces)
        # a plan without targets has no bar, but its place
        axes.set_xlim(-0.6, len(plans) - 0.4)
        axes.grid(axis="x", visible=False)
    return panels[:2]


def _legend(axes: Axes, widths: np.ndarray) -> None:
    """The legend at the lower right, or beside the bars if one of them would run into it."""
    legend = axes.legend(loc="lower right")
    axes.figure.draw_without_rendering()
    box = legend.get_window_extent()
    for place, width in enumerate(widths):
        x, y = axes.transData.transform((width, place + 0.4))
        top = axes.transData.transform((0, place - 0.4))[1]
        if x > box.x0 and y < box.y1 and top > box.y0:
            legend.remove()
            axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
            return
