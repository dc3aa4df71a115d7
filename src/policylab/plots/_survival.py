"""Figures of how topics fare: over numbers of topics, and over the runs of `topic_stability`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.errors import invalid
from policylab.plots._theme import plan_styles
from policylab.plots._topics import GREY, LIGHT, _alive, _axes, _check, _legend, _name_rows, _text, _ticks
from policylab.resources import load_toml

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["topic_numbers", "topic_survival"]

SURVIVES = 0.8


def topic_numbers(table: pd.DataFrame, *, method: str = "nmf", axes: np.ndarray | None = None,
                  lang: str = "zh") -> np.ndarray:
    """The numbers of topics side by side: stability, surviving topics, coherence and exclusivity, fit.

    Parameters
    ----------
    table : DataFrame
        ``choose_n_topics(...).table``.
    method : {"nmf", "lda"}
        What ``held_out`` is.
    axes : ndarray of four Axes, optional
    lang : {"zh", "en"}

    Returns
    -------
    ndarray of Axes, shape (4,)
    """
    _check(lang)
    import matplotlib.pyplot as plt

    if axes is None:
        _, axes = plt.subplots(2, 2, figsize=(9, 6), layout="constrained", sharex=True)
    axes = np.asarray(axes, dtype=object).ravel()
    if len(axes) != 4:
        raise invalid("axes", len(axes), "four Axes")
    x, best = table["n_topics"], table.loc[table["recommended"], "n_topics"]
    axes[0].fill_between(x, table["stability_low"], table["stability_high"], color=LIGHT, alpha=0.7, linewidth=0)
    axes[0].plot(x, table["stability"], "o-", color="#0072B2")
    axes[0].set_ylabel(_text("stability", lang))
    axes[0].set_ylim(0, 1)
    axes[1].plot(x, x, "--", color=GREY, label=_text("all_survive", lang))
    axes[1].plot(x, table["surviving"], "s-", color="#D55E00", label=_text("surviving", lang))
    axes[1].set_ylabel(_text("surviving", lang))
    axes[1].set_ylim(bottom=0)
    axes[2].plot(x, table["exclusivity"], "^--", color="#E69F00", label=_text("exclusivity", lang))
    axes[2].plot(x, table["npmi"], "D-", color="#009E73", label=_text("npmi", lang))
    axes[2].set_ylim(0, 1)
    axes[2].set_ylabel(_text("npmi", lang) + "\n" + _text("exclusivity", lang))
    axes[3].plot(x, table["held_out"], "v-", color="black")
    axes[3].set_ylabel(_text(f"held_out_{method}", lang))
    for ax in axes:
        for number in best:
            ax.axvline(number, color="black", linewidth=1, linestyle=":", label=_text("recommended", lang))
        ax.xaxis.set_major_locator(_ticks(integer=True))
    for ax in axes[2:]:
        ax.set_xlabel(_text("n_topics", lang))
    axes[1].legend(frameon=False, loc="upper left")
    axes[2].legend(frameon=False, loc="best")
    return axes


def topic_survival(topics: pd.DataFrame, relatives: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """In what share of the runs each topic survives: in all runs, and under each condition.

    Parameters
    ----------
    topics : DataFrame
        ``TopicStability.topics``: topic, label, survival, survives.
    relatives : DataFrame
        ``TopicStability.relatives``: topic, segmentation, n_topics, survival.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    conditions = list(relatives[["segmentation", "n_topics"]].drop_duplicates().itertuples(index=False, name=None))
    styles, alive = plan_styles([f"{name}/{n}" for name, n in conditions]), _alive(topics)
    ax = _axes(ax, lang, (8.4, 0.5 * len(topics) + 1.2))
    row = {topic: i for i, topic in enumerate(topics["topic"])}
    values = topics["survival"].to_numpy()
    colors = ["#555555" if alive[topic] else LIGHT for topic in topics["topic"]]
    ax.barh(range(len(topics)), values, height=0.62, color=colors, alpha=0.55, label=_text("all_runs", lang))
    for place, value in enumerate(values):
        ax.text(1.085, place, f"{value:.2f}", va="center", ha="right", fontsize=9)
    gap = 0.52 / len(conditions)
    for i, (name, n) in enumerate(conditions):
        style = styles[f"{name}/{n}"]
        part = relatives[(relatives["segmentation"] == name) & (relatives["n_topics"] == n)]
        y = [row[topic] + (i - (len(conditions) - 1) / 2) * gap for topic in part["topic"]]
        ax.plot(part["survival"], y, style["marker"], linestyle="", color=style["color"], markersize=5,
                markeredgecolor="white", markeredgewidth=0.4,
                label=_text("condition", lang, segmentation=_segmentation(name, lang), n=n))
    ax.axvline(SURVIVES, color="black", linestyle="--", linewidth=1)
    ax.set_xlim(0, 1.1)
    ax.set_xticks(np.arange(0, 1.01, 0.2))
    ax.set_ylim(len(topics) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_text("survival", lang))
    _name_rows(ax, topics, lang)
    _legend(ax)
    return ax


def _segmentation(name: str, lang: str) -> str:
    """The segmentations of policylab by their names, others as they are called."""
    names = load_toml("topic_labels.toml")["figure"]
    return names.get(f"segmentation_{name}", {}).get(lang, name)
