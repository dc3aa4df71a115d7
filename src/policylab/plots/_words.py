"""Figures of words: trends, ranks, a word cloud sized by keyness, and the weights of declared themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, invalid, unknown
from policylab.plots._labels import at_spaces, tick_plans, two_lines
from policylab.plots._parts import GREY, axes_of, foot, gloss, grid, need, texts
from policylab.plots._theme import font_path, plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def keyword_trends(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    pairs: Iterable[tuple[str, str]] = (),
    columns: int = 4,
    level: float = 0.95,
) -> np.ndarray:
    """Draw small multiples: one panel a term, its rate plan by plan with intervals.

    A line says that what it joins can be compared in time, and is drawn between plans of one kind only.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyword_trends`. Terms that a column `robust` calls False are hollow.
    ax : array of Axes or None
        One axes a term; None makes a figure.
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    pairs : iterable of (str, str)
        Ids of the plans that a line joins: one kind, earlier and later, as `policylab.corpus.matched_pairs` gives them.
    columns : int
        Panels in a row, for a new figure.
    level : float
        Level of the intervals, for the note under the figure.

    Returns
    -------
    array of Axes
        The panels of the terms.
    """
    text = texts(lang)
    need(table, ("term", "plan", "count", "per_10k", "low", "high"), "policylab.keyword_trends")

    terms = list(dict.fromkeys(table["term"]))
    plans = list(dict.fromkeys(table["plan"]))
    panels = ax if ax is not None else grid(len(terms), columns, (3.1, 2.5), edge=(0, 0.7))
    panels = np.atleast_1d(panels).ravel()
    if len(panels) < len(terms):
        raise invalid("ax", len(panels), f"None or {len(terms)} axes, one a term")
    styles = plan_styles(plans)
    joined = [[plans.index(one), plans.index(other)] for one, other in pairs if {one, other} <= set(plans)]
    x = np.arange(len(plans))
    for axes, term in zip(panels, terms, strict=False):
        rows = table[table["term"] == term].set_index("plan").reindex(plans)
        rate, low, high = (rows[name].to_numpy(dtype=float) for name in ("per_10k", "low", "high"))
        present = rows["count"].to_numpy(dtype=float) > 0
        robust = bool(rows["robust"].fillna(True).all()) if "robust" in rows else True
        for ends in joined:
            axes.plot(ends, rate[ends], color=GREY, linewidth=1, zorder=1)
        for place, plan in enumerate(plans):
            color = styles[plan]["color"]
            if np.isfinite(low[place]) and np.isfinite(high[place]):
                axes.vlines(place, low[place], high[place], color=color if present[place] else GREY, linewidth=1.6)
            if not present[place]:
                axes.plot(place, rate[place], marker="x", color=GREY, markersize=6, linestyle="none", zorder=3)
                continue
            face = color if robust else "white"
            axes.plot(
                place, rate[place], marker=styles[plan]["marker"], color=color, markerfacecolor=face,
                markersize=7, linestyle="none", zorder=3,
            )  # fmt: skip
        axes.set_title(gloss(term, lang))
        axes.set_xlim(-0.5, len(plans) - 0.5)
        # a little room below 0, so that no marker is cut
        top = axes.get_ylim()[1] if np.nanmax([*rate, *high, 0.0]) > 0 else 1.0
        axes.set_ylim(-0.05 * top, top)
        tick_plans(axes, x, plans, names, inches=2.6 / len(plans), fontsize=7, stack=at_spaces)
        axes.grid(axis="x", visible=False)
    for place, axes in enumerate(panels[: len(terms)]):
        if place % columns == 0:
            axes.set_ylabel(text("per_10k"))
    note = [text("interval", level=round(level * 100)), text("absent")]
    if joined:
        note.append(text("joined"))
    if "robust" in table and not table["robust"].fillna(True).all():
        note.append(text("hollow"))
    foot(panels[0], note, lang)
    return panels[: len(terms)]


def rank_slope(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    highlight: int = 6,
) -> Axes:  # fmt: skip
    """Draw how the ranks of the terms change from plan to plan of one kind.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyword_trends`, with rows of plans that can be compared in time only, such as those of a matched
        pair. A plan without a term has no point for it.
    ax : Axes or None
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    highlight : int
        Terms in colour: those whose ranks move most.

    Returns
    -------
    Axes
    """
    text = texts(lang)
    need(table, ("term", "plan", "count", "per_10k"), "policylab.keyword_trends")
    import matplotlib.pyplot as plt

    plans = list(dict.fromkeys(table["plan"]))
    terms = list(dict.fromkeys(table["term"]))
    rates = table[table["count"] > 0].pivot(index="term", columns="plan", values="per_10k")
    rates = rates.reindex(index=[term for term in terms if term in rates.index], columns=plans)
    ranks = (-rates).round(9).rank(method="first")
    if ax is None:
        # English glosses need more room between the plans
        size = 1.6 + (1.9 if lang == "zh" else 2.6) * len(plans), 1.6 + 0.28 * len(ranks)
        _, ax = plt.subplots(figsize=size, layout="constrained")
    moves = (ranks.max(axis=1) - ranks.min(axis=1)).sort_values(ascending=False, kind="stable")
    styles = plan_styles(moves.index[:highlight])
    for term in ranks.index:
        style = styles.get(term, {"color": "#9a9a9a", "marker": ".", "linestyle": "-"})
        values = ranks.loc[term].to_numpy(dtype=float)
        ax.plot(
            range(len(plans)), values, color=style["color"], marker=style["marker"], markersize=6,
            linestyle=style["linestyle"], linewidth=2 if term in styles else 1, zorder=3 if term in styles else 2,
        )  # fmt: skip
        seen = np.flatnonzero(np.isfinite(values))
        color = "black" if term in styles else "#555555"
        ends = [(seen[-1], 9, "left")] + [(seen[0], -9, "right")] * (len(seen) > 1)
        for place, shift, side in ends:
            ax.annotate(
                gloss(term, lang), (place, values[place]), xytext=(shift, 0), textcoords="offset points",
                ha=side, va="center", fontsize=8, color=color, zorder=4,
                bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4},
            )  # fmt: skip
    tick_plans(ax, range(len(plans)), plans, names, inches=1.4, stack=two_lines)
    ax.set_xlim(-0.75, len(plans) - 0.25)
    ax.set_ylim(len(ranks) + 0.7, 0.3)
    ax.set_yticks(range(1, len(ranks) + 1))
    ax.set_ylabel(text("rank"))
    ax.grid(axis="y", visible=False)
    foot(ax, [text("no_point")], lang)
    return ax


def word_cloud(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", target: str | None = None, n: int = 60,
    random_state: int = 0,
) -> Axes:  # fmt: skip
    """Draw a word cloud of a plan: a word is larger the higher its keyness, not its count.

    Words whose adjusted p is below 0.05 are dark, the others grey.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyness`; only terms with a positive G² are drawn.
    ax : Axes or None
    lang : {"zh", "en"}
    target : str or None
        The target to draw; None where the table has one only.
    n : int
        Most words to draw.
    random_state : int
        Seed of the layout.

    Returns
    -------
    Axes

    Raises
    ------
    PolicylabError
        If the package wordcloud is missing, or no term has a positive G².
    """
    text = texts(lang)
    need(table, ("term", "target", "g2"), "policylab.keyness")
    try:
        from wordcloud import WordCloud
    except ImportError as error:
        raise PolicylabError("A word cloud needs wordcloud. Install it: `pip install wordcloud`.") from error

    targets = list(dict.fromkeys(table["target"]))
    if target is None and len(targets) > 1:
        raise PolicylabError(f"The table has several targets: {', '.join(targets)}. Name one: `target={targets[0]!r}`.")
    if target is not None and target not in targets:
        raise unknown("target", target, targets)
    rows = table[(table["target"] == (target or targets[0])) & (table["g2"] > 0)].head(n)
    if rows.empty:
        raise PolicylabError("No term has a positive G², so there is nothing to draw. Lower `min_count`.")
    sizes = {gloss(row.term, lang): float(row.g2) for row in rows.itertuples()}
    sure = {gloss(row.term, lang) for row in rows.itertuples() if getattr(row, "p_adjusted", 0.0) < 0.05}
    cloud = WordCloud(
        font_path=str(font_path()), width=1200, height=720, background_color="white", prefer_horizontal=1.0,
        random_state=random_state, max_words=n, relative_scaling=0.5, min_font_size=14, max_font_size=130, margin=6,
        color_func=lambda word, **_: "#0b3c5d" if word in sure else "#7d7d7d",
    ).generate_from_frequencies(sizes)  # fmt: skip
    ax = axes_of(ax, lang, (9, 5.6))
    ax.imshow(cloud.to_array(), interpolation="bilinear")
    ax.set_axis_off()
    foot(ax, [text("cloud")], lang)
    return ax


def theme_heatmap(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Axes:
    """Draw the weight of each theme in each plan, lists made equally long, with its interval in the cell.

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
    import seaborn

    plans = list(dict.fromkeys(table["plan"]))
    themes = list(dict.fromkeys(table["theme"]))
    shown = dict(zip(table["theme"], table[f"theme_{lang}"], strict=True))
    cells = table.set_index(["theme", "plan"])
    values = cells["even_per_10k"].unstack().reindex(index=themes, columns=plans).to_numpy(dtype=float)
    notes = np.empty(values.shape, dtype=object)
    for row, theme in enumerate(themes):
        for column, plan in enumerate(plans):
            cell = cells.loc[(theme, plan)] if (theme, plan) in cells.index else None
            notes[row, column] = "" if cell is None else _cell(cell["even_per_10k"], cell["even_low"], cell["even_high"])
    ax = axes_of(ax, lang, (2.4 + 1.7 * len(plans), 1.2 + 0.52 * len(themes)))
    seaborn.heatmap(
        values, ax=ax, annot=notes, fmt="", cmap="Blues", vmin=0, linewidths=0.6, linecolor="white",
        annot_kws={"fontsize": 8}, cbar_kws={"label": text("theme_cell", level=round(level * 100))},
    )  # fmt: skip
    tick_plans(ax, np.arange(len(plans)) + 0.5, plans, names, inches=1.25, stack=two_lines)
    ax.set_yticks(np.arange(len(themes)) + 0.5, [shown[theme] for theme in themes], rotation=0)
    ax.tick_params(length=0)
    return ax


def _cell(rate: float, low: float, high: float) -> str:
    if not np.isfinite(rate):
        return ""
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"{rate:.0f}"
    return f"{rate:.0f}\n({low:.0f}–{high:.0f})"
