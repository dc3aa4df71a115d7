"""Figures of targets: their paths over the years, where they stand, and how specific the plans are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.checks import check_columns
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import narrow, plan_styles
from policylab.resources import load_toml
from policylab.resources._statement_words import GROWTH, KINDS, left_in_tables
from policylab.resources._translation import english

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


_SERIES = ("series", "name", "place", "plan", "kind", "comparator", "value", "value_high", "unit", "measure", "year", "ambiguous")
SHARES = {
    "dated": {"color": "#111111", "marker": "o"},
    "bounded": {"color": "#0072B2", "marker": "s"},
    "firm": {"color": "#D55E00", "marker": "^"},
}
ARROWS = {"ge": 1, "gt": 1, "le": -1, "lt": -1}
FEW, TICKS, CLEAR = 6, 4, 0.27  # values of a panel that are all written; years on its axis, and of the span between them
_CHAPTERS = 36  # rows of a page
WIDE, CLOSE = 0.12, 0.3  # of the years and of the values: how far marks of one year are moved apart, that are how near


def _hide_overlaid(panels: np.ndarray) -> None:
    """Move a value that stands on a mark or a later value, or leave it out, once it is known where the figure has them."""
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

    for axes in panels:
        marks = [axes.transData.transform(line.get_xydata()[0]) for line in axes.lines if line.get_marker() != "None"]
        kept = [Bbox.from_bounds(x - 4, y - 4, 8, 8) for x, y in marks]
        for said in reversed([text for text in axes.texts if isinstance(text, Annotation) and text.get_text()]):
            for place, side in ((said.xyann, said.get_ha()), ((0, 11), "center"), ((0, -12), "center"), ((-7, 9), "right")):
                said.xyann = place
                said.set_ha(side)
                box = said.get_window_extent()
                if not any(box.overlaps(other) for other in kept):
                    kept.append(box)
                    break
            else:
                said.set_visible(False)


@draw.drawn(then=_hide_overlaid)
def target_paths(
    series: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
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
    lang, names
        As in `keyword_trends`.
    most : int
        At most how many panels: those of the most plans and values.
    """
    text = say.Texts(lang, "targets")
    check_columns(series, _SERIES, name="series", maker="policylab.targets.target_series")
    rows = series[series["year"].notna() & ~series["ambiguous"].astype(bool)]
    sizes = rows.groupby("series").agg(plans=("plan", "nunique"), size=("value", "size"), years=("year", "nunique"))
    sizes = sizes[(sizes["plans"] > 1) | (sizes["years"] > 1)].reset_index()
    chosen = sizes.sort_values(["plans", "size", "series"], ascending=[False, False, True])["series"].tolist()
    chosen = chosen[: min(most, draw.room(2.1, 1.75, edge=0.9, most=3))]
    panels = draw.panels_of(ax, max(1, len(chosen)), "a series", 2.1, 1.75, edge=0.6, most=3)
    if not chosen:
        _nothing(panels[0], text)
        return panels
    rows = rows[rows["series"].isin(chosen)]
    order = list(dict.fromkeys(series["plan"].sort_values()))
    order = [plan for plan in (names or order) if plan in set(rows["plan"])] or order
    order += [plan for plan in dict.fromkeys(rows["plan"]) if plan not in order]
    styles = plan_styles(order)
    for axes, one in zip(panels, chosen, strict=True):
        _path(axes, rows[rows["series"].eq(one)], styles, text, many_places=rows["place"].nunique() > 1)
    _path_legend(panels[0], rows, styles, text, names)
    text.foot(panels[0], text("path"), text.left_out(len(chosen), len(sizes)))
    return panels


def _path(axes: Axes, rows: pd.DataFrame, styles: dict, text: say.Texts, *, many_places: bool) -> None:
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
        said = _mark(axes, row, x, styles[row.plan], text.lang)
        if (len(rows) <= FEW or row.Index in newest) and (row.year, said) not in written:
            written.add((row.year, said))
            axes.annotate(
                said, (x, row.number), textcoords="offset points", va="center", fontsize=6.5, path_effects=draw.halo(),
                **_beside(row, shift < 0, row.number >= beside["number"].max()),
            )  # fmt: skip
    _path_axes(axes, rows, text, many_places=many_places)


def _beside(row, left: bool, top: bool) -> dict:
    """Where the value of a mark is written: behind it; of one that has another behind it, above or below."""
    if not left:
        return {"xytext": (7, -9), "ha": "left"}
    if top and ARROWS.get(row.comparator) == 1:
        return {"xytext": (-7, -9), "ha": "right"}
    return {"xytext": (0, 11 if top else -12), "ha": "center"}


def _mark(axes: Axes, row, x: float, style: dict, lang: str) -> str:
    """Draw a value with its bound or range, and give it in words."""
    color, high = style["color"], draw.number(row.value_high)
    if np.isfinite(high):
        axes.plot([x, x], [row.number, high], color=color, linewidth=2, zorder=2)
    draw.mark(axes, x, row.number, style, hollow=row.kind == "baseline", zorder=3, clip_on=False)
    if row.comparator in ARROWS:
        axes.annotate(
            "", (x, row.number), xytext=(0, 12 * ARROWS[row.comparator]), textcoords="offset points", zorder=2,
            arrowprops={"arrowstyle": "<-", "color": color, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 2, "mutation_scale": 7},
            annotation_clip=False,
        )  # fmt: skip
    return ("≈" if row.comparator == "approx" else "") + _amount(row.number, high, lang)


def _path_axes(axes: Axes, rows: pd.DataFrame, text: say.Texts, *, many_places: bool) -> None:
    lang = text.lang
    unit = next((unit for unit in rows["unit"] if isinstance(unit, str)), None)
    title, place, measure = english(str(rows["name"].iloc[0]), lang), rows["place"].iloc[0], rows["measure"].iloc[0]
    if many_places and isinstance(place, str):
        title = text("of_place", place=place, title=title)
    if measure in (*GROWTH, "multiple"):
        title = text("measured", title=title, measure=text(measure))
    axes.set_title(say.in_lines(title, 15, 2), fontsize=7.5)
    axes.yaxis.set_major_formatter(lambda value, _: _short(value, lang))
    axes.set_ylabel(text("value", unit=english(unit, lang)) if unit and english(unit, lang) else text("value_plain"))
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
    ticks: list[int] = []
    for year in years[:: -(-len(years) // TICKS)]:
        if not ticks or year - ticks[-1] >= CLEAR * span:
            ticks.append(year)
    axes.set_xticks(ticks, [str(year) for year in ticks])


def _path_legend(axes: Axes, rows: pd.DataFrame, styles: dict, text: say.Texts, names: Mapping[str, str] | None) -> None:
    from matplotlib.path import Path

    called = say.plan_labels(styles, names, columns=14, rows=1)
    up, down = (
        Path([(0, -end), (0, end), (-0.5, 0.4 * end), (0, end), (0.5, 0.4 * end)], [1, 2, 1, 2, 2]) for end in (1, -1)
    )
    bounds = set(rows["comparator"].map(ARROWS))
    handles = [
        *draw.plan_keys(styles, called),
        draw.key(text("target"), marker="o", color="#555555"),
        draw.key(text("baseline"), marker="o", markerfacecolor="white", color="#555555"),
        *[draw.key(text("at_least"), marker=up, fillstyle="none", color="#555555")] * (1 in bounds),
        *[draw.key(text("at_most"), marker=down, fillstyle="none", color="#555555")] * (-1 in bounds),
    ]
    draw.legend_above(axes, handles)


@draw.drawn
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
        From `policylab.targets.target_counts`. Of more than 36 chapters a bar is a whole plan.
    ax, lang, names
        As in `keyword_trends`.
    """
    text = say.Texts(lang, "targets")
    check_columns(counts, ("plan", "section", "title", "kind", "count"), name="counts", maker="policylab.targets.target_counts")
    chapters = list(counts[["plan", "section", "title"]].drop_duplicates("section").itertuples(index=False))
    whole = len(chapters) > _CHAPTERS
    plans = list(dict.fromkeys(counts["plan"]))
    rows = plans[:_CHAPTERS] if whole else [chapter.section for chapter in chapters]
    table = counts.groupby(["plan" if whole else "section", "kind"])["count"].sum().to_dict()
    axes = draw.axes_of(ax, 1.2 + 0.2 * max(3, len(rows)))
    left = np.zeros(len(rows))
    styles = plan_styles(KINDS)
    for kind in KINDS:
        lengths = np.array([table.get((row, kind), 0) for row in rows], dtype=float)
        if lengths.sum():
            style = styles[kind]
            axes.barh(range(len(rows)), lengths, left=left, color=style["color"], hatch=style["hatch"], edgecolor="white",
                      label=text(kind))  # fmt: skip
            left += lengths
    called = say.plan_labels(plans, names, columns=10 if narrow() else 14, rows=1)
    labels = [called[plan] for plan in rows] if whole else _chapter_labels(chapters, called, lang)
    draw.name_rows(axes, labels, edge=0.6, fontsize=6.5)
    if not left.any():
        _nothing(axes, text)
        return axes
    if not whole:
        for place, (one, two) in enumerate(zip(chapters, chapters[1:], strict=False)):
            if one.plan != two.plan:
                axes.axhline(place + 0.5, color="#888888", linewidth=0.7)
    axes.set_xlabel(text("count"))
    axes.xaxis.get_major_locator().set_params(integer=True)
    draw.legend_above(axes)
    text.foot(axes, text("whole_plans") if whole else "", text.left_out(len(rows), len(plans)) if whole else "")
    return axes


def _chapter_labels(chapters: list, called: dict[str, str], lang: str) -> list[str]:
    """The chapters' titles, with the plan before the first of each."""
    labels, seen, wide = [], None, 6 if narrow() else 15
    for chapter in chapters:
        title = say.heading(chapter.title, lang, wide)
        labels.append(f"{called[chapter.plan]}  {title}".rstrip() if chapter.plan != seen else title)
        seen = chapter.plan
    return labels


@draw.drawn
def target_specificity(
    table: pd.DataFrame,
    *,
    counts: pd.DataFrame | None = None,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
) -> np.ndarray:
    """Draw how specific each plan is: targets per 10 000 characters, and the shares dated, bounded and firm.

    Parameters
    ----------
    table : DataFrame
        From `policylab.targets.target_specificity`. A plan without targets has no shares, and a dash in their place.
    counts : DataFrame or None
        From `policylab.targets.target_counts` of the whole ledger: the note then says if targets in tables are left out.
    ax : array of two Axes, or None
    lang, names
        As in `keyword_trends`.
    """
    text = say.Texts(lang, "targets")
    check_columns(table, ("plan", "targets", "targets_per_10k", *SHARES), name="table", maker="policylab.targets.target_specificity")
    every, table = table, table.head(_CHAPTERS)
    plans = list(table["plan"])
    height = 1.1 + (0.34 if len(plans) <= draw.FEW else 0.22) * len(plans)
    panels = draw.panels_of(ax, 2, "for rates and one for shares", 1.7, height, most=2, sharey=True)
    rates, shares = panels
    values = table["targets_per_10k"].to_numpy(dtype=float)
    bars = rates.barh(range(len(plans)), np.nan_to_num(values), color="#7a7a7a", height=0.62)
    said = zip(values, table["targets"], strict=True)
    said = ["—" if np.isnan(rate) else f"{rate:.1f} (n = {int(count)})" for rate, count in said]
    rates.bar_label(bars, said, padding=3, fontsize=6.5)
    wide = 9 if narrow() else 24
    rates.set_xlim(0, (1.9 if narrow() else 1.45) * (np.nanmax(values) if np.isfinite(values).any() else 0) or 1)
    rates.set_xlabel(say.in_lines(text("per_10k_characters"), wide, 3))
    for place, (name, style) in enumerate(SHARES.items()):
        own = 100 * table[name].to_numpy(dtype=float)
        draw.mark(shares, own, np.arange(len(plans)) + 0.2 * (place - 1), style, markersize=4.5, label=text(name))
    bare = np.flatnonzero(table[list(SHARES)].isna().all(axis=1))
    for place in bare:
        shares.text(50, place, "—", ha="center", va="center", fontsize=7)
    shares.set_xlim(-6, 106)  # whole marks at both ends
    shares.set_xlabel(say.in_lines(text("share"), wide, 3))
    stack = None if lang == "zh" else say.two_lines
    called = say.plan_labels(plans, names, columns=8 if narrow() else 12, rows=2 if len(plans) <= draw.FEW else 1, stack=stack)
    for axes in panels:
        draw.name_rows(axes, [called[plan] for plan in plans], edge=0.55, grid=axes is shares)
        axes.tick_params(axis="y", labelleft=draw.first_in_row(axes))
    draw.legend_above(shares)
    whole = not any(left_in_tables(table, counts).values())
    text.foot(rates, text("no_sample" if whole else "no_sample_without_tables"), text("no_targets") if len(bare) else "", text.left_out(len(plans), len(every)))
    return panels


def _nothing(axes: Axes, text: say.Texts) -> None:
    """Say that there is nothing to draw, without axes that would look like data."""
    draw.without_axes(axes)
    axes.text(0.5, 0.5, text("nothing"), ha="center", va="center", transform=axes.transAxes)


def said_value(row, lang: str) -> str:
    """A value of a table with its bound and unit, in the language of the figure: ≥ 30, 超过600平方公里."""
    sign, unit = load_toml("target_labels.toml")["signs"].get(row.comparator, ""), getattr(row, "unit", None)
    said = _amount(draw.number(row.value), draw.number(getattr(row, "value_high", None)), lang)
    return f"{sign} {said} {english(unit, lang) if isinstance(unit, str) else ''}".strip()


def _amount(low: float, high: float, lang: str) -> str:
    """A value, or a range of values, as a reader of the language writes it: 5万–6万, 50k–60k."""
    return f"{_short(low, lang)}–{_short(high, lang)}" if np.isfinite(high) else _short(low, lang)


def _short(number: float, lang: str) -> str:
    chinese = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
    for size, name in chinese if lang == "zh" else ((1e12, "T"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:g}{name}"
    return f"{number:g}"
