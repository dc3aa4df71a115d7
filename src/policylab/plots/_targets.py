"""Figures of targets: their paths over the years, where they stand, and how specific the plans are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import check_columns, invalid
from policylab.plots._labels import at_spaces, plan_labels, tick_plans
from policylab.plots._parts import axes_of, grid, texts
from policylab.plots._theme import plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


KINDS = ("target", "baseline", "instrument", "structure", "coverage")
SHARES = {
    "dated": ("#555555", ""),
    "bounded": ("#909090", "//"),
    "firm": ("#c8c8c8", ".."),
}  # greys: colours are the plans'
CHANGES = ("increase", "decrease", "annual_growth", "multiple")
ARROWS = {"ge": 1, "gt": 1, "le": -1, "lt": -1}
FEW, TICKS = 6, 4  # values of a panel that are all written; years on its axis
WIDE, CLOSE = 0.12, 0.3  # of the years and of the values: how far marks of one year are moved apart, that are how near


def target_paths(
    series: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    columns: int = 3,
    most: int = 9,
) -> np.ndarray:
    """Draw what the plans say of an indicator for each year: one panel a series, and one unit a panel.

    Targets are filled, baselines hollow; an arrow up is a lower bound (不低于), one down an upper bound (以内), a bar a
    range. The line joins what is said for one year after another, whatever plan says it: it is a path, and no change of
    will.

    Parameters
    ----------
    series : DataFrame
        From `policylab.targets.target_series`. Drawn are series with values for two years or of two plans.
    ax : array of Axes or None
        One axes a series; None makes a figure.
    lang : {"zh", "en"}
    names : mapping or None
        What to show for each plan's id.
    columns, most : int
        Panels in a row, and at most how many panels: those of the most plans and values.

    Returns
    -------
    array of Axes
    """
    text = texts(lang, "target_labels.toml")
    needed = (
        "series",
        "name",
        "place",
        "plan",
        "kind",
        "comparator",
        "value",
        "value_high",
        "unit",
        "measure",
        "year",
        "ambiguous",
    )
    check_columns(series, needed, name="series", maker="policylab.targets.target_series")
    rows = series[series["year"].notna() & ~series["ambiguous"].astype(bool)]
    sizes = rows.groupby("series").agg(plans=("plan", "nunique"), size=("value", "size"), years=("year", "nunique"))
    sizes = sizes[(sizes["plans"] > 1) | (sizes["years"] > 1)].reset_index()
    chosen = sizes.sort_values(["plans", "size", "series"], ascending=[False, False, True])["series"].tolist()[:most]
    panels = np.atleast_1d(ax if ax is not None else grid(max(1, len(chosen)), columns, (3.6, 2.9))).ravel()
    if len(panels) < len(chosen):
        raise invalid("ax", len(panels), f"None or {len(chosen)} axes, one a series")
    if not chosen:
        _nothing(panels[0], lang)
        return panels[:1]
    rows = rows[rows["series"].isin(chosen)]
    order = list(dict.fromkeys(series["plan"].sort_values()))
    order = [plan for plan in (names or order) if plan in set(rows["plan"])] or order
    order += [plan for plan in dict.fromkeys(rows["plan"]) if plan not in order]
    styles = plan_styles(order)
    for axes, one in zip(panels, chosen, strict=False):
        _path(axes, rows[rows["series"].eq(one)], styles, lang, many_places=rows["place"].nunique() > 1)
    _path_legend(panels[0].figure, order, styles, text, names)
    return panels[: len(chosen)]


def _path(axes: Axes, rows: pd.DataFrame, styles: dict, lang: str, *, many_places: bool) -> None:
    """One series: the line from year to year, its marks with their bounds, and the values in words."""
    rows = rows.assign(number=rows["value"].astype(float), year=rows["year"].astype(int))
    rows = rows.sort_values(["year", "number"], ignore_index=True)
    single = rows.drop_duplicates(["year", "number"])
    if single["year"].duplicated().any():  # targets and what became of them: the way is that of the baselines
        single = single[single["kind"].eq("baseline")]
    if not single["year"].duplicated().any():
        axes.plot(single["year"], single["number"], color="#bbbbbb", linewidth=1, zorder=1)
    plans = [plan for plan in styles if plan in set(rows["plan"])]
    newest = {rows.index[rows["kind"].eq(kind)].max() for kind in ("target", "baseline")}
    years = np.unique(rows["year"])
    wide = min(WIDE * max(1, np.ptp(years)), 0.3 * np.diff(years).min(initial=1))
    close = CLOSE * rows["number"].abs().max()
    written: set[tuple[int, str]] = set()
    for row in rows.itertuples():
        beside = rows[rows["year"].eq(row.year) & (rows["number"] - row.number).abs().le(close)]
        abreast = [plan for plan in plans if plan in set(beside["plan"])]
        shift = wide * (abreast.index(row.plan) - (len(abreast) - 1) / 2)
        x = row.year + shift
        said = _mark(axes, row, x, styles[row.plan], lang)
        if (len(rows) <= FEW or row.Index in newest) and (row.year, said) not in written:
            written.add((row.year, said))
            axes.annotate(
                said, (x, row.number), textcoords="offset points", va="center", fontsize=8,
                **_beside(row, shift < 0, row.number >= beside["number"].max()),
            )  # fmt: skip
    _path_axes(axes, rows, lang, many_places=many_places)


def _beside(row, left: bool, top: bool) -> dict:
    """Where the value of a mark is written: behind it; of one that has another behind it, above or below."""
    if not left:
        return {"xytext": (7, -9), "ha": "left"}
    if top and ARROWS.get(row.comparator) == 1:
        return {"xytext": (-7, -9), "ha": "right"}
    return {"xytext": (0, 11 if top else -12), "ha": "center"}


def _mark(axes: Axes, row, x: float, style: dict, lang: str) -> str:
    """Draw a value with its bound or range, and give it in words."""
    color, high = style["color"], row.value_high
    ranged = high is not None and high == high
    if ranged:
        axes.plot([x, x], [row.number, float(high)], color=color, linewidth=2, zorder=2)
    axes.plot(
        x, row.number, marker=style["marker"], color=color, linestyle="none", markersize=7, zorder=3, clip_on=False,
        markerfacecolor="white" if row.kind == "baseline" else color,
    )  # fmt: skip
    if row.comparator in ARROWS:
        axes.annotate(
            "", (x, row.number), xytext=(0, 16 * ARROWS[row.comparator]), textcoords="offset points", zorder=2,
            arrowprops={"arrowstyle": "<-", "color": color, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 3},
            annotation_clip=False,
        )  # fmt: skip
    about = "≈" if row.comparator == "approx" else ""
    return about + _short(row.value, lang) + (f"–{_short(high, lang)}" if ranged else "")


def _path_axes(axes: Axes, rows: pd.DataFrame, lang: str, *, many_places: bool) -> None:
    text = texts(lang, "target_labels.toml")
    unit = next((unit for unit in rows["unit"] if isinstance(unit, str)), None)
    title, place, measure = str(rows["name"].iloc[0]), rows["place"].iloc[0], rows["measure"].iloc[0]
    if many_places and isinstance(place, str):
        title = f"{place}：{title}" if lang == "zh" else f"{place}: {title}"
    if measure in CHANGES:
        title += f"（{text(measure)}）" if lang == "zh" else f" ({text(measure)})"
    axes.set_title(_wrapped(title, 22), fontsize=9)
    axes.yaxis.set_major_formatter(lambda value, _: _short(value, lang))
    axes.set_ylabel(text("value", unit=unit) if unit else text("value_plain"))
    axes.set_xlabel(text("year"))
    numbers = [*rows["number"], *rows["value_high"].dropna().astype(float)]
    if min(numbers) >= 0:
        axes.set_ylim(0, 1.35 * max(numbers) or 1)  # from zero, so that heights can be compared as ratios
    else:
        axes.margins(y=0.3)
    if all(number == int(number) for number in numbers):
        axes.yaxis.get_major_locator().set_params(integer=True)
    years = sorted(set(rows["year"]))
    span = max(1, years[-1] - years[0])
    axes.set_xlim(years[0] - 0.35 * span, years[-1] + 0.5 * span)
    step = -(-len(years) // TICKS)
    axes.set_xticks(years[::step], [str(year) for year in years[::step]])


def _path_legend(figure, plans: list[str], styles: dict, text, names: Mapping[str, str] | None) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.path import Path

    called = plan_labels(plans, names, columns=14, rows=2)
    up, down = (
        Path([(0, -end), (0, end), (-0.5, 0.4 * end), (0, end), (0.5, 0.4 * end)], [1, 2, 1, 2, 2]) for end in (1, -1)
    )
    grey = {"linestyle": "none", "color": "#555555", "markersize": 7}
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=styles[plan]["marker"],
            color=styles[plan]["color"],
            markersize=7,
            label=called[plan],
        )
        for plan in plans
    ]
    handles += [
        Line2D([], [], marker="o", label=text("target"), **grey),
        Line2D([], [], marker="o", markerfacecolor="white", label=text("baseline"), **grey),
        Line2D([], [], marker=up, fillstyle="none", label=text("at_least"), **grey),
        Line2D([], [], marker=down, fillstyle="none", label=text("at_most"), **grey),
    ]
    columns = max(1, min(4, int(figure.get_figwidth() / 2.6)))
    figure.legend(handles=handles, loc="outside lower center", ncols=columns, fontsize=8)


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
    text = texts(lang, "target_labels.toml")
    check_columns(counts, ("plan", "section", "title", "kind", "count"), name="counts", maker="policylab.targets.target_counts")
    chapters = counts[["plan", "section", "title"]].drop_duplicates("section").itertuples(index=False)
    chapters = list(chapters)
    axes = axes_of(ax, lang, (8, 1.2 + 0.32 * max(3, len(chapters))))
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
    labels = [f"{called[chapter.plan]}  {_heading(chapter.title)}" for chapter in chapters]
    axes.set_yticks(range(len(chapters)), labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel(text("count"))
    axes.grid(axis="y", visible=False)
    if left.any():
        _legend(axes, left)
    else:
        _nothing(axes, lang)
    return axes


def target_specificity(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
) -> np.ndarray:
    """Draw how specific each plan is: targets per 10 000 characters, and the shares dated, bounded and firm.

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
    text = texts(lang, "target_labels.toml")
    check_columns(table, ("plan", "targets_per_10k", *SHARES), name="table", maker="policylab.targets.target_specificity")
    panels = np.atleast_1d(ax if ax is not None else grid(2, 2, (3.6, 2.9))).ravel()
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
    for place, (name, (color, hatch)) in enumerate(SHARES.items()):
        panels[1].bar(
            places + 0.27 * (place - 1),
            table[name],
            width=0.26,
            color=color,
            hatch=hatch,
            edgecolor="white",
            label=text(name),
        )
    panels[1].set_ylim(0, 1.3)
    panels[1].set_yticks(np.arange(0, 1.01, 0.2))
    panels[1].set_ylabel(text("share"))
    panels[1].legend(loc="upper center", ncols=3, fontsize=8, columnspacing=0.8, handlelength=1.2, handletextpad=0.4)
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


def _nothing(axes: Axes, lang: str) -> None:
    """Say that there is nothing to draw, without axes that would look like data."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, texts(lang, "target_labels.toml")("nothing"), ha="center", va="center", transform=axes.transAxes)


def _wrapped(title: str, width: int = 16) -> str:
    """A long indicator on two lines."""
    return title if len(title) <= width else title[: (len(title) + 1) // 2] + "\n" + title[(len(title) + 1) // 2 :]


def _heading(title: object) -> str:
    return title if isinstance(title, str) else ""


def _short(value: object, lang: str) -> str:
    """A value as a reader of the language writes it: 5万, 50k."""
    number = float(value)
    chinese = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
    for size, name in chinese if lang == "zh" else ((1e12, "T"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:g}{name}"
    return f"{number:g}"
