"""What figures share: axes of the page's width, texts and glosses, notes, intervals, heat maps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns
from policylab.plots._labels import clip, plan_labels, tick_plans, width, wrap
from policylab.plots._theme import check_lang, page_width
from policylab.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GREY, LIGHT = "#777777", "#d9d9d9"
LUMA = (0.299, 0.587, 0.114)  # lightness of red, green and blue
TALLEST = 9.0  # inches of a figure, so that it stands on a page with its caption
FEW = 6  # plans that are told apart by marks; more stand in a heat map
MANY = 60  # plans of a heat map
_NARROW = 12.5  # points of a column, below which three digits touch those of the next


def axes_of(ax: Axes | None, height: float, *, width: float | None = None) -> Axes:
    """The axes given, or new ones as wide as the page (or `width` inches, if that is less), of a height in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    size = min(width or page_width(), page_width()), min(height, TALLEST)
    return plt.subplots(figsize=size, layout="constrained")[1]


def grid(panels: int, least: float, height: float, *, edge: float = 0.0, most: int = 4, sharey: bool = False) -> np.ndarray:
    """New axes, one a panel, in rows of as many as are at least `least` inches wide; `height` is a panel's.

    `edge` is the height that the whole needs besides. Rows are lower where they would not fit on a page.
    """
    import matplotlib.pyplot as plt

    columns = max(1, min(most, panels, int(page_width() / least)))
    rows = math.ceil(panels / columns)
    width = page_width() if columns > 1 or least > page_width() / 2 else least
    size = width, min(height * rows + edge, TALLEST)
    found = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False, sharey=sharey)[1].ravel()
    for spare in found[panels:]:
        spare.remove()
    return found


def room(least: float, height: float, *, edge: float = 0.0, most: int = 4) -> int:
    """How many panels of `grid` have room on a page."""
    return max(1, min(most, int(page_width() / least))) * int((TALLEST - edge) / height)


def first_in_row(panel: Axes) -> bool:
    """Whether a panel of a grid stands at the left."""
    place = panel.get_subplotspec()
    return place is None or place.is_first_col()


def gloss(term: str, lang: str = "zh") -> str:
    """The term, with its English gloss behind it where lang is "en" and there is one.

    >>> gloss("区块链", "en")
    '区块链 blockchain'
    """
    known = load_toml("glossary.toml")["terms"].get(term) if lang == "en" else None
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


def foot(ax: Axes, notes: Sequence[str], lang: str) -> None:
    """Notes under the figure, in lines of its width, where they cover nothing."""
    figure = ax.figure
    joined = ("；" if lang == "zh" else "; ").join(note for note in notes if note)
    columns = int(figure.get_figwidth() * 72 / 7)
    figure.supxlabel("\n".join(wrap(joined, columns, 9)), fontsize=6.5, color="#444444", x=0.01, ha="left")


def left_out(shown: int, every: int, lang: str) -> str:
    """The note that a figure has not every row of its table; empty where it has."""
    return texts(lang)("left_out", n=every - shown) if shown < every else ""


def draw_interval(ax: Axes, x: float, y: float, low: float, high: float, color: str) -> None:
    """A horizontal interval; an arrow where one bound is missing or beyond the axis, nothing where both are missing."""
    if not np.isfinite(low) and not np.isfinite(high):
        return
    left, right = ax.get_xlim()
    ends = (max(low, left) if np.isfinite(low) else left, min(high, right) if np.isfinite(high) else right)
    ax.hlines(y, *ends, color=color, linewidth=1.0, zorder=2)
    for end, bound, marker in ((ends[0], low, "<"), (ends[1], high, ">")):
        if not np.isfinite(bound) or bound != end:
            ax.plot(end, y, marker=marker, markersize=3.5, color=color, clip_on=False, linestyle="none", zorder=2)


def heat_map(
    ax: Axes,
    values: np.ndarray,
    *,
    written: np.ndarray | None = None,
    shades: str = "Blues",
    top: float | None = None,
    title: str = "",
    size: float = 6.5,
) -> None:
    """Cells shaded by their values on a scale from 0, each with its text; a missing value is a white cell.

    The middles of the cells, where their rows and columns are named, are those of `middles`.
    """
    import seaborn

    values = np.asarray(values, dtype=float)
    top = top or (float(np.nanmax(values)) if np.isfinite(values).any() else 0.0) or 1.0
    bar = {"label": title, "orientation": "horizontal", "location": "bottom", "fraction": 0.025, "pad": 0.01, "aspect": 50}
    seaborn.heatmap(
        values, vmin=0, vmax=top, cmap=shades, linewidths=0.8, linecolor="white", cbar=bool(title), cbar_kws=bar,
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    # seaborn's own texts turn white on shades on which black is read better
    lightness = ax.collections[0].to_rgba(np.nan_to_num(values))[..., :3] @ LUMA
    for (row, column), text in np.ndenumerate(written) if written is not None else ():
        if text:
            dark = np.isfinite(values[row, column]) and lightness[row, column] < 0.46
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=size, color="white" if dark else "black")
    ax.grid(False)
    ax.tick_params(length=0)


def middles(n: int) -> np.ndarray:
    """Where the middles of the rows or columns of a heat map are."""
    return np.arange(n) + 0.5


def plan_map(
    ax: Axes | None, values: np.ndarray, rows: Sequence[str], plans: Sequence[str], names: Mapping[str, str] | None, *,
    written: np.ndarray, title: str, grey: Sequence[bool] = (),
) -> Axes:  # fmt: skip
    """A heat map of rows by plans, each cell with its number; where columns would be too narrow for that, a row a plan.

    `plans` are at most `MANY`; rows that are `grey` have grey names.
    """
    inches = 0.7 * page_width() / len(plans)
    across = 72 * inches < _NARROW and len(plans) > len(rows)
    ax = axes_of(ax, 2.2 + min(0.16, 6.8 / len(plans)) * len(plans) if across else 1.8 + 0.22 * len(rows))
    heat_map(ax, values.T if across else values, written=written.T if across else written, title=title, size=6)
    if across:
        called = plan_labels(plans, names, columns=14 if page_width() > 5 else 10, rows=1)
        ax.set_yticks(middles(len(plans)), [called[plan] for plan in plans], fontsize=6)
        points = 0.6 * 72 * page_width() / len(rows)  # of a column: two lines, or one
        below = ["\n".join(wrap(row, 14, 2)) if points > 18 else clip(row.replace("\n", " "), 18) for row in rows]
        ax.set_xticks(middles(len(rows)), below, fontsize=6.5, rotation=90)
    else:
        tick_plans(ax, middles(len(plans)), plans, names, inches=inches, fontsize=6.5)
        ax.set_yticks(middles(len(rows)), rows)
    for tick, pale in zip((ax.xaxis if across else ax.yaxis).get_ticklabels(), grey, strict=False):
        tick.set_color(GREY if pale else "black")
    return ax


def cells(table: pd.DataFrame, row: str, column: str, value: str, rows: Sequence, columns: Sequence) -> np.ndarray:
    """The values of a long table as an array of rows by columns; missing where the table has none."""
    found: Mapping = table.set_index([row, column])[value].to_dict()
    return np.array([[number(found.get((one, two))) for two in columns] for one in rows], dtype=float)


def number(value: object) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def dots(
    ax: Axes, values: np.ndarray, low: np.ndarray, high: np.ndarray, styles: Sequence[dict], *,
    grey: Sequence[bool] = (), hollow: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Marks with their intervals: a row for each of the values, in it a mark a column, side by side; rows may be grey."""
    rows, columns = values.shape
    gap = 0.72 / columns
    for (row, column), value in np.ndenumerate(values):
        if not np.isfinite(value):
            continue
        style = styles[column]
        color = "#9a9a9a" if len(grey) and grey[row] else style["color"]
        y = row + (column - (columns - 1) / 2) * gap
        if np.isfinite(low[row, column]) and np.isfinite(high[row, column]):
            ax.hlines(y, low[row, column], high[row, column], color=color, linewidth=1.2)
        face = "white" if hollow is not None and hollow[row, column] else color
        ax.plot(value, y, style["marker"], color=color, markersize=4, markerfacecolor=face)
    for edge in range(1, rows):
        ax.axhline(edge - 0.5, color=LIGHT, linewidth=0.6)
    ax.grid(axis="y", visible=False)
    ax.set_ylim(rows - 0.5, -0.5)


def legend_above(ax: Axes, handles: Sequence | None = None) -> None:
    """The legend above the axes, where it takes no width from them, in as many columns as fit."""
    handles = list(handles) if handles is not None else ax.get_legend_handles_labels()[0]
    widest = max((width(line) for handle in handles for line in str(handle.get_label()).split("\n")), default=1)
    columns = max(1, min(6, len(handles), int(ax.figure.get_figwidth() * 72 / (3.7 * widest + 38))))
    if handles:
        ax.figure.legend(handles=handles, loc="outside upper center", ncols=columns)
