"""Figures of words: the rates of terms, a word cloud sized by keyness, and the weights of declared themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, invalid, unknown
from policylab.plots._labels import plan_labels, tick_plans, two_lines
from policylab.plots._parts import (
    FEW,
    GREY,
    MANY,
    axes_of,
    cells,
    first_in_row,
    foot,
    gloss,
    grid,
    heat_map,
    left_out,
    legend_above,
    middles,
    need,
    plan_map,
    room,
    texts,
)
from policylab.plots._theme import drawn, font_path, page_width, plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_TERMS = 12  # panels of terms, of small multiples
_ROWS = 40  # rows of a heat map


@drawn
def keyword_trends(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    pairs: Iterable[tuple[str, str]] = (),
    level: float = 0.95,
) -> np.ndarray:
    """Draw the rate of each term in each plan, with its interval: a panel a term; of more than six plans, a heat map.

    A line says that what it joins can be compared in time, and is drawn between plans of one kind only.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyword_trends`. Terms that a column `robust` calls False are hollow.
    ax : array of Axes or None
        One axes a term (of a heat map one); None makes a figure.
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    pairs : iterable of (str, str)
        Ids of the plans that a line joins: one kind, earlier and later, as `policylab.corpus.matched_pairs` gives them.
    level : float
        Level of the intervals, for the note under the figure.

    Returns
    -------
    array of Axes
        The panels of the terms, at most twelve, or the heat map.
    """
    text = texts(lang)
    need(table, ("term", "plan", "count", "per_10k", "low", "high"), "policylab.keyword_trends")
    every = list(dict.fromkeys(table["term"]))
    plans = list(dict.fromkeys(table["plan"]))
    if len(plans) > FEW:
        return _rates(table, every, plans, ax, lang, names)
    terms = every[: min(_TERMS, room(1.7, 1.6, edge=0.5))]
    panels = np.atleast_1d(ax if ax is not None else grid(len(terms), 1.7, 1.6, edge=0.5)).ravel()
    if len(panels) < len(terms):
        raise invalid("ax", len(panels), f"None or {len(terms)} axes, one a term")
    styles = plan_styles(plans)
    joined = [[plans.index(one), plans.index(other)] for one, other in pairs if {one, other} <= set(plans)]
    called = plan_labels(plans, names, columns=14, rows=1)
    for axes, term in zip(panels, terms, strict=False):
        rows = table[table["term"] == term].set_index("plan").reindex(plans)
        _rate(axes, rows, styles, joined)
        axes.set_title(gloss(term, lang).replace(" ", "\n", 1))
        if first_in_row(axes):
            axes.set_ylabel(text("per_10k"))
    from matplotlib.lines import Line2D

    legend_above(panels[0], [
        Line2D([], [], linestyle="none", marker=style["marker"], color=style["color"], label=called[plan])
        for plan, style in styles.items()
    ])  # fmt: skip
    bounded = np.isfinite(table[["low", "high"]].to_numpy(dtype=float)).any()
    note = [text("interval", level=round(level * 100)) if bounded else text("no_interval"), text("absent"), text("joined") if joined else ""]
    if "robust" in table and not table["robust"].fillna(True).all():
        note.append(text("hollow"))
    foot(panels[0], [*note, left_out(len(terms), len(every), lang)], lang)
    return panels[: len(terms)]


def _rate(axes: Axes, rows: pd.DataFrame, styles: dict, joined: list[list[int]]) -> None:
    """One term: a mark a plan with its interval, a cross where it does not occur."""
    rate, low, high = (rows[name].to_numpy(dtype=float) for name in ("per_10k", "low", "high"))
    present = rows["count"].to_numpy(dtype=float) > 0
    robust = bool(rows["robust"].fillna(True).all()) if "robust" in rows else True
    for ends in joined:
        axes.plot(ends, rate[ends], color=GREY, linewidth=0.9, zorder=1)
    for place, plan in enumerate(rows.index):
        color = styles[plan]["color"]
        if np.isfinite(low[place]) and np.isfinite(high[place]):
            axes.vlines(place, low[place], high[place], color=color if present[place] else GREY, linewidth=1.4)
        if not present[place]:
            axes.plot(place, rate[place], marker="x", color=GREY, markersize=4.5, linestyle="none", zorder=3)
            continue
        axes.plot(
            place, rate[place], marker=styles[plan]["marker"], color=color, markerfacecolor=color if robust else "white",
            linestyle="none", zorder=3,
        )  # fmt: skip
    axes.set_xticks([])
    axes.set_xlim(-0.5, len(rows) - 0.5)
    # a little room below 0, so that no marker is cut
    top = axes.get_ylim()[1] if np.nanmax([*rate, *high, 0.0]) > 0 else 1.0
    axes.set_ylim(-0.05 * top, top)
    axes.grid(axis="x", visible=False)


def _rates(table, every: list[str], plans: list[str], ax, lang: str, names) -> np.ndarray:
    """The rates of the terms in many plans, as shades; a cross is a plan without the term."""
    text = texts(lang)
    terms = every[:_ROWS]
    ax = ax if ax is None or hasattr(ax, "figure") else np.atleast_1d(ax).ravel()[0]
    every_plan, plans = plans, plans[:MANY]
    rates = cells(table, "term", "plan", "per_10k", terms, plans)
    written = np.array([["" if not np.isfinite(rate) else "×" if rate == 0 else f"{rate:.0f}" for rate in row] for row in rates])
    ax = plan_map(ax, rates, [gloss(term, lang) for term in terms], plans, names, written=written, title=text("per_10k"))
    foot(ax, [text("many"), left_out(len(terms) + len(plans), len(every) + len(every_plan), lang)], lang)
    return np.array([ax])


@drawn
def word_cloud(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", target: str | None = None, n: int = 60,
    level: float = 0.05, random_state: int = 0,
) -> Axes:  # fmt: skip
    """Draw a word cloud of what sets a plan apart surely: a word is larger the higher its keyness, not its count.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyness`; only terms with a positive G² and an adjusted p below `level` are drawn.
    ax : Axes or None
    lang : {"zh", "en"}
    target : str or None
        The target to draw; None where the table has one only.
    n : int
        Most words to draw.
    level : float
    random_state : int
        Seed of the layout.

    Returns
    -------
    Axes

    Raises
    ------
    PolicylabError
        If the package wordcloud is missing, or no term sets the plan apart surely.
    """
    text = texts(lang)
    need(table, ("term", "target", "g2", "p_adjusted"), "policylab.keyness")
    try:
        from wordcloud import WordCloud
    except ImportError as error:
        raise PolicylabError("A word cloud needs wordcloud. Install it: `pip install wordcloud`.") from error

    target = one_target(table, target)
    rows = table[(table["target"] == target) & (table["g2"] > 0) & (table["p_adjusted"] < level)].head(n)
    if rows.empty:
        raise PolicylabError(f"No term sets {target} apart with an adjusted p below {level}: a cloud would be of chance.")
    sizes = {gloss(row.term, lang): float(row.g2) for row in rows.itertuples()}
    cloud = WordCloud(
        font_path=str(font_path()), width=1440, height=860, background_color="white", prefer_horizontal=1.0,
        random_state=random_state, max_words=n, relative_scaling=0.5, min_font_size=20, max_font_size=150, margin=6,
        color_func=lambda *_, **__: "#0b3c5d",
    ).generate_from_frequencies(sizes)  # fmt: skip
    ax = axes_of(ax, page_width() * 0.62)
    ax.imshow(cloud.to_array(), interpolation="bilinear")
    ax.set_axis_off()
    ax.set_xticks([])
    ax.set_yticks([])
    foot(ax, [text("cloud", level=level)], lang)
    return ax


def one_target(table: pd.DataFrame, target: str | None) -> str:
    """The target of a keyness table that is meant, or its only one."""
    targets = list(dict.fromkeys(table["target"]))
    if target is None and len(targets) > 1:
        raise PolicylabError(f"The table has several targets: {', '.join(targets)}. Name one: `target={targets[0]!r}`.")
    if target is not None and target not in targets:
        raise unknown("target", target, targets)
    return target or targets[0]


@drawn
def theme_heatmap(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Axes:
    """Draw the weight of each theme in each plan, lists made equally long; of up to six plans with its interval.

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
    need(table, ("theme", "theme_zh", "theme_en", "plan", "even_per_10k", "even_low", "even_high"), "policylab.words.theme_weights")
    every_plan, every = (list(dict.fromkeys(table[name])) for name in ("plan", "theme"))
    plans = every_plan[:MANY]
    themes = every[:_ROWS]
    shown = dict(zip(table["theme"], table[f"theme_{lang}"], strict=True))
    few = len(plans) <= FEW
    rate, low, high = (cells(table, "theme", "plan", name, themes, plans) for name in ("even_per_10k", "even_low", "even_high"))
    written = np.array([
        [_cell(*(part[row, column] for part in (rate, low, high)), interval=few) for column in range(len(plans))]
        for row in range(len(themes))
    ])  # fmt: skip
    called, key = [shown[theme] for theme in themes], "theme_cell_many" if not few else "theme_cell" if np.isfinite(low).any() else "theme_cell_bare"
    title = text(key, level=round(level * 100))
    if few:
        ax = axes_of(ax, 1.5 + 0.36 * len(themes), width=1.9 + 1.3 * len(plans))
        heat_map(ax, rate, written=written, title=title)
        inches = (ax.figure.get_figwidth() - (1.6 if lang == "zh" else 2.0)) / len(plans)
        tick_plans(ax, middles(len(plans)), plans, names, inches=inches, fontsize=7, stack=two_lines)
        ax.set_yticks(middles(len(themes)), called)
    else:
        ax = plan_map(ax, rate, called, plans, names, written=written, title=title)
    foot(ax, [left_out(len(themes) + len(plans), len(every) + len(every_plan), lang)], lang)
    return ax


def _cell(rate: float, low: float, high: float, *, interval: bool) -> str:
    if not np.isfinite(rate):
        return ""
    if not interval or not (np.isfinite(low) and np.isfinite(high)):
        return f"{rate:.0f}"
    return f"{rate:.0f}\n({low:.0f}–{high:.0f})"
