"""What figures share: axes, their texts, glosses, notes and intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns
from policylab.plots._theme import check_lang
from policylab.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GREY = "#777777"


def axes_of(ax: Axes | None, lang: str, size: tuple[float, float]) -> Axes:
    """The axes given, or new ones of a size in inches."""
    check_lang(lang)
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=size, layout="constrained")[1]


def grid(panels: int, columns: int, size: tuple[float, float], *, edge: tuple[float, float] = (0, 0)) -> np.ndarray:
    """New axes, one a panel, in rows; `size` is a panel's, and `edge` what the whole needs besides, in inches."""
    import matplotlib.pyplot as plt

    columns = min(columns, panels)
    rows = math.ceil(panels / columns)
    whole = (size[0] * columns + edge[0], size[1] * rows + edge[1])
    found = plt.subplots(rows, columns, figsize=whole, layout="constrained", squeeze=False)[1].ravel()
    for spare in found[panels:]:
        spare.set_axis_off()
    return found


def gloss(term: str, lang: str = "zh") -> str:
    """The term, with its English gloss behind it where lang is "en" and there is one.

    >>> gloss("区块链", "en")
    '区块链 blockchain'
    """
    known = load_toml("glosses.toml")["glosses"].get(term) if lang == "en" else None
    return f"{term} {known}" if known else term


def texts(lang: str, file: str = "word_labels.toml"):
    """The texts of a file of labels in one language, by their keys; values fill their ``{fields}``."""
    check_lang(lang)
    labels = load_toml(file)
    return lambda key, **values: labels[key][lang].format(**values)


def need(table: pd.DataFrame, columns: tuple[str, ...], maker: str) -> None:
    check_columns(table, columns, maker=maker)
    if len(table) == 0 and maker in ("policylab.keyword_trends", "policylab.keyness"):
        raise PolicylabError(f"The table is empty. Give a table from `{maker}` with at least one row.")


def foot(ax: Axes, notes: list[str], lang: str) -> None:
    """Notes under the figure, where they cover nothing."""
    figure = ax.figure
    joined = ("；" if lang == "zh" else "; ").join(notes)
    figure.supxlabel(joined, fontsize=8, color="#444444", x=0.01, ha="left")


def draw_interval(ax: Axes, x: float, y: float, low: float, high: float, color: str) -> None:
    """A horizontal interval; an arrow where one bound is missing, nothing where both are."""
    if not np.isfinite(low) and not np.isfinite(high):
        return
    left, right = ax.get_xlim()
    ends = (low if np.isfinite(low) else left, high if np.isfinite(high) else right)
    ax.hlines(y, *ends, color=color, linewidth=1.2, alpha=0.55, zorder=2)
    for end, bound, marker in ((ends[0], low, "<"), (ends[1], high, ">")):
        if not np.isfinite(bound):
            ax.plot(end, y, marker=marker, markersize=5, color=color, clip_on=False, linestyle="none", zorder=2)
