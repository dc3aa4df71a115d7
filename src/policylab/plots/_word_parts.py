"""What the figures of words share: their texts, glosses, notes and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns, choice
from policylab.plots._theme import LANGS
from policylab.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


GREY = "#777777"


def gloss(term: str, lang: str = "zh") -> str:
    """The term, with its English gloss behind it where lang is "en" and there is one.

    >>> gloss("区块链", "en")
    '区块链 blockchain'
    """
    known = load_toml("glosses.toml")["glosses"].get(term) if lang == "en" else None
    return f"{term} {known}" if known else term


def texts(lang: str):
    if lang not in LANGS:
        raise choice("lang", lang, LANGS)
    labels = load_toml("word_labels.toml")
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
