"""How figures are drawn: panels of the page's width, rows, marks, heat maps, legends."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policylab.checks import check_choice, check_columns, check_int, check_names, check_number
from policylab.errors import PolicylabError, invalid
from policylab.plots._figure_style import (
    figure_of,
    inches_of,
    look,
    mend_texts,
    narrow,
    page_width,
    plan_styles,
    write_in_font,
)
from policylab.plots._labels import clip, in_lines, plan_labels, tick_plans
from policylab.resources._line_width import text_width
from policylab.resources._translation import LANGUAGES

if TYPE_CHECKING:
    import matplotlib.figure
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

GREY, PALE, LIGHT, DARK = "#777777", "#9a9a9a", "#d9d9d9", "#0b3c5d"
LUMA = (0.299, 0.587, 0.114)  # lightness of red, green and blue
TALLEST = 9.0  # inches of a figure, so that it stands on a page with its caption
FEW = 6  # plans that are told apart by marks; more stand in a heat map
MANY = 60  # plans of a heat map
SCALE = {"location": "bottom", "fraction": 0.025, "pad": 0.01, "aspect": 50}  # of shades, below a heat map
_NARROW = 12.5  # points of a column, below which three digits touch those of the next


class NothingToDraw(PolicylabError):
    """A table of the right kind that has nothing which a figure could show."""


def drawn(function: Callable | None = None, *, then: Callable | None = None) -> Callable:
    """Have a function draw within policylab's look, whatever is set outside, and check first what many of them take.

    Once all that it made has found its place, `then` is done with that, such as texts that must know how large a box is.
    """
    if function is None:
        return functools.partial(drawn, then=then)

    @functools.wraps(function)
    def inside(*args, **kwargs):
        import matplotlib

        check_choice("lang", kwargs.get("lang", "zh"), LANGUAGES)
        check_names(kwargs.get("names"))
        if kwargs.get("level") is not None:
            check_number("level", kwargs["level"], 0, 1, closed="neither")
        for name in {"n", "most"} & kwargs.keys():
            check_int(name, kwargs[name], 1)
        with matplotlib.rc_context(look()):
            for ax in np.ravel(kwargs.get("ax")):
                if hasattr(ax, "xaxis"):
                    write_in_font(ax)
            made = function(*args, **kwargs)
            # ticks are made when a figure is first drawn, and take the font that is set then
            figure = figure_of(made)
            mend_texts(figure)
            _lay_out(figure)
            if _wrap_wide(figure):
                _lay_out(figure)
            if then is not None:
                then(made)
                mend_texts(figure)
        return made

    return inside


def check_table(table: object, columns: Sequence[str], *, name: str = "table", maker: str) -> None:
    """Check that there is a table with the columns that a figure draws, and a row in it."""
    check_columns(table, columns, name=name, maker=maker)
    if not len(table):
        raise NothingToDraw(f"The table is empty. Give a table from `{maker}` with at least one row.")


def level_of(table: pd.DataFrame, level: float | None = None) -> float:
    """The level of a table's intervals: the one that is named, else the one that the table was made for, else 0.95."""
    return table.attrs.get("level", 0.95) if level is None else level


def _lay_out(figure: matplotlib.figure.Figure) -> None:
    """Have a figure make its ticks and find their places, which costs less than to draw it."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.execute(figure)
    else:
        figure.draw_without_rendering()


def _wrap_wide(figure: matplotlib.figure.Figure) -> bool:
    """Break titles and labels of axes that leave the figure into lines that do not; whether there were any."""
    from matplotlib.text import Text

    found, renderer = False, figure.canvas.get_renderer()
    for ax in figure.axes:
        for text in filter(Text.get_text, (ax.title, ax.xaxis.label)):
            box, edge = text.get_window_extent(renderer), ax.figure.bbox
            if box.x0 < edge.x0 or box.x1 > edge.x1:
                middle = (box.x0 + box.x1) / 2
                room = 2 * min(middle - edge.x0, edge.x1 - middle) * 72 / figure.dpi
                columns = max(4, int(room / text.get_fontsize()) - 1)
                text.set_text("\n".join(in_lines(line, columns, 4) for line in text.get_text().split("\n")))
                text.set_linespacing(1.35)
                found = True
    return found


def axes_of(ax: Axes | None, height: float, *, width: float | None = None) -> Axes:
    """The axes given, or new ones as wide as the page (or `width` inches, if that is less), of a height in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    size = min(width or page_width(), page_width()), min(height, TALLEST)
    return plt.subplots(figsize=size, layout="constrained")[1]


def panels_of(
    ax: np.ndarray | None, panels: int, what: str, least: float, height: float, *, edge: float = 0.0, most: int = 4,
    sharey: bool = False,
) -> np.ndarray:  # fmt: skip
    """The axes given, if they are enough, or new ones, in rows of as many as are at least `least` inches wide.

    `height` is a panel's, `edge` what the whole needs besides. Rows are lower where they would not fit on a page.
    """
    if ax is not None:
        found = np.atleast_1d(ax).ravel()
        if len(found) < panels:
            raise invalid("ax", len(found), f"None or {panels} axes, one {what}")
        return found[:panels]
    import matplotlib.pyplot as plt

    columns = max(1, min(most, panels, int(page_width() / least)))
    rows = math.ceil(panels / columns)
    width = page_width() if columns > 1 or least > page_width() / 2 else least
    size = width, min(height * rows + edge, TALLEST)
    found = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False, sharey=sharey)[1].ravel()
    for spare in found[panels:]:
        spare.remove()
    return found[:panels]


def room(least: float, height: float, *, edge: float = 0.0, most: int = 4) -> int:
    """How many panels of `panels_of` have room on a page."""
    return max(1, min(most, int(page_width() / least))) * int((TALLEST - edge) / height)


def without_axes(ax: Axes) -> None:
    """Leave out axes and ticks, where a picture has no scale."""
    ax.set_axis_off()
    ax.set_xticks([])
    ax.set_yticks([])


def first_in_row(panel: Axes) -> bool:
    """Whether a panel stands at the left of its figure."""
    place = panel.get_subplotspec()
    return place is None or place.is_first_col()


def name_rows(ax: Axes, labels: Sequence[str], *, edge: float = 0.5, grid: bool = False, **style: object) -> None:
    """A row a label, the first at the top, with so much beside the middles of the first and the last."""
    ax.set_yticks(range(len(labels)), labels, **style)
    ax.set_ylim(len(labels) - 1 + edge, -edge)
    if not grid:
        ax.grid(axis="y", visible=False)


def mark(
    ax: Axes, x: object, y: object, style: Mapping, *, color: str = "", hollow: bool = False,
    bounds: Sequence[float] = (), upright: bool = False, wide: float = 1.2, **more: object,
) -> None:  # fmt: skip
    """The mark of a style at a place, or at several, in its colour or another one, filled or hollow.

    A line so `wide` leads from bound to bound, where it has both.
    """
    color = color or style["color"]
    face = "white" if hollow else color
    if len(bounds) and np.isfinite(bounds).all():
        (ax.vlines if upright else ax.hlines)(x if upright else y, *bounds, color=color, linewidth=wide)
    ax.plot(x, y, linestyle="none", marker=style["marker"], color=color, markerfacecolor=face, **more)


def write_beside(ax: Axes, text: str, place: tuple[float, float], points: float, **style: object) -> None:
    """A small text so many points at the right of a place."""
    ax.annotate(text, place, xytext=(points, 0), textcoords="offset points", va="center", **{"fontsize": 6.5, **style})


def halo() -> list:
    """Effects of a text that can be read over a line, too."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.5, foreground="white")]


def heat_map(
    ax: Axes,
    values: np.ndarray,
    rows: Sequence[str],
    *,
    written: np.ndarray | None = None,
    shades: str = "Blues",
    top: float | None = None,
    title: str = "",
    size: float = 6.5,
    **style: object,
) -> None:
    """Cells shaded by their values on a scale from 0, each with its text; a missing value is a white cell.

    The names of the rows have a `style`; the middles of the columns, where these are named, are those of `middles`.
    """
    import seaborn

    values = np.asarray(values, dtype=float)
    top = top or (float(np.nanmax(values)) if np.isfinite(values).any() else 0.0) or 1.0
    bar = {"label": title, "orientation": "horizontal", **SCALE}
    seaborn.heatmap(
        values, vmin=0, vmax=top, cmap=shades, linewidths=0.8, linecolor="white", cbar=bool(title), cbar_kws=bar,
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    shaded = ax.collections[0].to_rgba(np.nan_to_num(values))
    for (row, column), text in np.ndenumerate(written) if written is not None else ():
        if text:
            color = ink(shaded[row, column]) if np.isfinite(values[row, column]) else "black"
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=size, color=color)
    ax.set_yticks(middles(len(rows)), rows, **style)
    ax.grid(False)
    ax.tick_params(length=0)


def ink(shade: Sequence[float]) -> str:
    """The colour in which a text is read on a shade; seaborn's own turns white on shades on which black is read better."""
    return "white" if np.dot(shade[:3], LUMA) < 0.46 else "black"


def numerals(values: np.ndarray, least: float = -np.inf) -> np.ndarray:
    """What a heat map writes in its cells: whole numbers, nothing where a value is missing or below the least."""
    return np.array([[f"{value:.0f}" if np.isfinite(value) and value >= least else "" for value in row] for row in values])


def middles(n: int) -> np.ndarray:
    """Where the middles of the columns of a heat map are."""
    return np.arange(n) + 0.5


def plan_map(
    ax: Axes | None, values: np.ndarray, rows: Sequence[str], plans: Sequence[str], names: Mapping[str, str] | None, *,
    title: str, written: np.ndarray | None = None, grey: Sequence[bool] = (),
) -> Axes:  # fmt: skip
    """A heat map of rows by plans, each cell with its number; where columns would be too narrow for that, a row a plan.

    `plans` are at most `MANY`; rows that are `grey` have grey names.
    """
    inches, written = 0.7 * page_width() / len(plans), numerals(values) if written is None else written
    across = 72 * inches < _NARROW and len(plans) > len(rows)
    ax = axes_of(ax, 2.2 + min(0.16, 6.8 / len(plans)) * len(plans) if across else 1.8 + 0.22 * len(rows))
    if across:
        called = plan_labels(plans, names, columns=10 if narrow() else 14, rows=1)
        heat_map(ax, values.T, [called[plan] for plan in plans], written=written.T, title=title, size=6, fontsize=6)
        points = 0.6 * 72 * page_width() / len(rows)  # of a column: two lines, or one
        below = [in_lines(row, 14, 2) if points > 18 else clip(row.replace("\n", " "), 18) for row in rows]
        ax.set_xticks(middles(len(rows)), below, fontsize=6.5, rotation=90)
    else:
        heat_map(ax, values, rows, written=written, title=title, size=6)
        tick_plans(ax, middles(len(plans)), plans, names, inches=inches, fontsize=6.5)
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
    ax: Axes | None, values: np.ndarray, low: np.ndarray, high: np.ndarray, names: Sequence[str], labels: Sequence[str], *,
    title: str, grey: Sequence[bool] = (), hollow: np.ndarray | None = None,
) -> Axes:  # fmt: skip
    """Marks with their intervals: a row for each of the values, in it a mark a column, side by side; rows may be grey.

    `names` are those of the rows, `labels` those of the columns, for the legend, and `title` is what is measured.
    """
    (rows, columns), styles = values.shape, list(plan_styles(map(str, range(len(labels)))).values())
    ax, gap = axes_of(ax, min(0.16 + 0.11 * columns, 0.75) * rows + 1.3), 0.72 / columns
    for (row, column), value in np.ndenumerate(values):
        if not np.isfinite(value):
            continue
        style = styles[column]
        color = PALE if len(grey) and grey[row] else style["color"]
        y, bounds = row + (column - (columns - 1) / 2) * gap, (low[row, column], high[row, column])
        mark(ax, value, y, style, color=color, hollow=hollow is not None and hollow[row, column], bounds=bounds, markersize=4)
    for edge in range(1, rows):
        ax.axhline(edge - 0.5, color=LIGHT, linewidth=0.6)
    name_rows(ax, names)
    ax.set_xlabel(title)
    for style, label in zip(styles, labels, strict=True):
        ax.plot([], [], style["marker"], color=style["color"], linestyle="-", markersize=4, label=label)
    legend_above(ax)
    return ax


def key(label: str, **style: object) -> Line2D:
    """What a legend shows of a mark, without a line."""
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="none", label=label, **style)


def plan_keys(styles: Mapping[str, Mapping], called: Mapping[str, str]) -> list[Line2D]:
    """What a legend shows of the plans that have styles."""
    return [key(called[plan], marker=style["marker"], color=style["color"]) for plan, style in styles.items()]


def legend_above(ax: Axes, handles: Sequence | None = None) -> None:
    """The legend above the axes, where it takes no width from them, in as many columns as fit."""
    handles = list(handles) if handles is not None else ax.get_legend_handles_labels()[0]
    widest = max((text_width(line) for handle in handles for line in str(handle.get_label()).split("\n")), default=1)
    columns = max(1, min(6, len(handles), int(inches_of(ax) * 72 / (3.7 * widest + 38))))
    if handles:
        ax.figure.legend(handles=handles, loc="outside upper center", ncols=columns)
