"""Figures of how many targets: counts by chapter and kind, and how specific they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import invalid
from policylab.plots._target_parts import grid, heading, need, plan_name, single, texts
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
    labels = [f"{plan_name(chapter.plan, names)}  {heading(chapter.title)}" for chapter in chapters]
    axes.set_yticks(range(len(chapters)), labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel(text("count"))
    axes.grid(axis="y", visible=False)
    if len(chapters):
        axes.legend(loc="lower right")
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
    looks = {"dated": ("#0072B2", ""), "bounded": ("#E69F00", "//")}
    for shift, (name, (color, hatch)) in zip((-0.2, 0.2), looks.items(), strict=True):
        panels[1].bar(
            places + shift, table[name], width=0.38, color=color, hatch=hatch, edgecolor="white", label=text(name)
        )
    panels[1].set_ylim(0, 1)
    panels[1].set_ylabel(text("share"))
    panels[1].legend(loc="upper right")
    for axes in panels[:2]:
        axes.set_xticks(places, [plan_name(plan, names).replace(" ", "\n") for plan in plans], fontsize=8)
        axes.grid(axis="x", visible=False)
    return panels[:2]
