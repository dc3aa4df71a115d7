"""Figures of words: trends, keyness, ranks, change, and a word cloud sized by keyness."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, choice, invalid, unknown
from policylab.plots._theme import LANGS, font_path, plan_styles
from policylab.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["keyness", "keyword_trends", "rank_slope", "term_change", "word_cloud"]

GREY = "#777777"


def keyword_trends(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    columns: int = 4,
    level: float = 0.95,
) -> np.ndarray:
    """Draw small multiples: one panel a term, its rate plan by plan with intervals.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyword_trends`. Terms that a column `robust` calls False are hollow.
    ax : array of Axes or None
        One axes a term; None makes a figure.
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    columns : int
        Panels in a row, for a new figure.
    level : float
        Level of the intervals, for the note under the figure.

    Returns
    -------
    array of Axes
        The panels of the terms.
    """
    text = _texts(lang)
    _need(table, ("term", "plan", "count", "per_10k", "low", "high"), "policylab.keyword_trends")
    import matplotlib.pyplot as plt

    terms = list(dict.fromkeys(table["term"]))
    plans = list(dict.fromkeys(table["plan"]))
    panels = ax if ax is not None else _grid(plt, len(terms), columns)
    panels = np.atleast_1d(panels).ravel()
    if len(panels) < len(terms):
        raise invalid("ax", len(panels), f"None or {len(terms)} axes, one a term")
    styles = plan_styles(plans)
    x = np.arange(len(plans))
    for axes, term in zip(panels, terms, strict=False):
        rows = table[table["term"] == term].set_index("plan").reindex(plans)
        rate, low, high = (rows[name].to_numpy(dtype=float) for name in ("per_10k", "low", "high"))
        present = rows["count"].to_numpy(dtype=float) > 0
        robust = bool(rows["robust"].fillna(True).all()) if "robust" in rows else True
        axes.plot(x, rate, color=GREY, linewidth=1, zorder=1)
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
        axes.set_title(_shown(term, lang))
        axes.set_xlim(-0.5, len(plans) - 0.5)
        # a little room below 0, so that no marker is cut
        top = axes.get_ylim()[1]
        axes.set_ylim(-0.05 * top, top)
        axes.set_xticks(x, [_name(plan, names).replace(" ", "\n") for plan in plans], fontsize=7)
        axes.grid(axis="x", visible=False)
    for place, axes in enumerate(panels[: len(terms)]):
        if place % columns == 0:
            axes.set_ylabel(text("per_10k"))
    note = [text("interval", level=round(level * 100)), text("absent")]
    if "robust" in table and not table["robust"].fillna(True).all():
        note.append(text("hollow"))
    _foot(panels[0], note, lang)
    return panels[: len(terms)]


def keyness(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    target: str | None = None,
    n_labels: int = 12,
    level: float = 0.95,
) -> Axes:
    """Draw effect against evidence: each term's log ratio with its interval, and its G².

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyness`. Terms that a column `robust` calls False are hollow.
    ax : Axes or None
    lang : {"zh", "en"}
    target : str or None
        The target to draw; None where the table has one only.
    n_labels : int
        Terms named, and drawn with their interval, on either side: those with the largest G².
    level : float

    Returns
    -------
    Axes
    """
    text = _texts(lang)
    _need(table, ("term", "target", "g2", "log_ratio", "low", "high"), "policylab.keyness")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    targets = list(dict.fromkeys(table["target"]))
    if target is None and len(targets) > 1:
        raise PolicylabError(f"The table has several targets: {', '.join(targets)}. Name one: `target={targets[0]!r}`.")
    if target is not None and target not in targets:
        raise unknown("target", target, targets)
    rows = table[table["target"] == (target or targets[0])].dropna(subset=["log_ratio"])
    if ax is None:
        _, ax = plt.subplots(figsize=(9, 6.2), layout="constrained")
    evidence = np.maximum(rows["g2"].abs().to_numpy(dtype=float), 1e-2)
    effect = rows["log_ratio"].to_numpy(dtype=float)
    robust = rows["robust"].fillna(True).to_numpy(dtype=bool) if "robust" in rows else np.ones(len(rows), dtype=bool)
    ax.set_yscale("log")
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.scatter(effect, evidence, s=8, color="#bbbbbb", linewidths=0, zorder=1)
    order = np.argsort(-evidence, kind="stable")
    named = [n for sign in (1, -1) for n in [n for n in order if np.sign(rows["g2"].iat[n]) == sign][:n_labels]]
    color = {1: plan_styles("ab")["a"], -1: plan_styles("abcdef")["f"]}
    reach = float(np.abs(effect).max()) * 1.15 + 0.5
    ax.set_xlim(-reach, reach)
    for n in named:
        style = color[int(np.sign(rows["g2"].iat[n])) or 1]
        _interval(ax, effect[n], evidence[n], rows["low"].iat[n], rows["high"].iat[n], style["color"])
        ax.plot(
            effect[n], evidence[n], marker=style["marker"], markersize=6.5, color=style["color"],
            markerfacecolor=style["color"] if robust[n] else "white", linestyle="none", zorder=3,
        )  # fmt: skip
    least = max(1.0, float(evidence[named].min()) * 0.5) if named else 0.01
    ax.set_ylim(bottom=least, top=float(evidence.max()) * 1.6)
    ax.set_xlabel(f"{text('reference_side')}    {text('log_ratio')}    {text('target_side')}")
    ax.set_ylabel(text("g2"))
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    _place_labels(ax, [(effect[n], evidence[n], _shown(rows["term"].iat[n], lang)) for n in named])
    note = [text("interval_h", level=round(level * 100))]
    if not robust.all():
        note.append(text("hollow"))
    _foot(ax, note, lang)
    return ax


def term_change(
    emerging: pd.DataFrame, declining: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", n: int = 15,
    level: float = 0.95,
) -> Axes:  # fmt: skip
    """Draw the terms that rose and those that fell most surely, with the interval of the log ratio.

    Parameters
    ----------
    emerging, declining : DataFrame
        From `policylab.words.emerging_terms` and `declining_terms`. Terms that a column `robust` calls False are
        hollow.
    ax : Axes or None
    lang : {"zh", "en"}
    n : int
        Terms on either side: the first of each table.
    level : float

    Returns
    -------
    Axes
    """
    text = _texts(lang)
    needed = ("term", "log_ratio", "low", "high")
    _need(emerging, needed, "policylab.words.emerging_terms")
    _need(declining, needed, "policylab.words.declining_terms")
    import matplotlib.pyplot as plt

    parts = [(emerging.head(n), plan_styles("ab")["a"]), (declining.head(n).iloc[::-1], plan_styles("abcdef")["f"])]
    size = sum(len(part) for part, _ in parts)
    if not size:
        raise PolicylabError("Neither table has a term to draw. Lower `min_count`.")
    if ax is None:
        _, ax = plt.subplots(figsize=(8, 1.2 + 0.27 * size), layout="constrained")
    reach = max(float(part[["log_ratio", "low", "high"]].abs().max().max()) for part, _ in parts if len(part)) + 0.6
    ax.set_xlim(-reach, reach)
    ax.axvline(0, color=GREY, linewidth=0.8)
    labels, hollow, place = [], False, 0
    for part, style in parts:
        for row in part.itertuples():
            robust = bool(getattr(row, "robust", True))
            hollow |= not robust
            _interval(ax, row.log_ratio, place, row.low, row.high, style["color"])
            ax.plot(
                row.log_ratio, place, marker=style["marker"], color=style["color"], markersize=6.5, zorder=3,
                markerfacecolor=style["color"] if robust else "white", linestyle="none",
            )  # fmt: skip
            labels.append(_shown(row.term, lang))
            place += 1
    ax.set_yticks(range(size), labels)
    ax.set_ylim(size - 0.4, -0.6)
    ax.set_xlabel(f"{text('earlier_side')}    {text('log_ratio')}    {text('later_side')}")
    _foot(ax, [text("interval_h", level=round(level * 100))] + [text("hollow")] * hollow, lang)
    return ax


def rank_slope(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    highlight: int = 6,
) -> Axes:  # fmt: skip
    """Draw how the ranks of the terms change from plan to plan.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyword_trends`. A plan without a term has no point for it.
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
    text = _texts(lang)
    _need(table, ("term", "plan", "count", "per_10k"), "policylab.keyword_trends")
    import matplotlib.pyplot as plt

    plans = list(dict.fromkeys(table["plan"]))
    terms = list(dict.fromkeys(table["term"]))
    rates = table[table["count"] > 0].pivot(index="term", columns="plan", values="per_10k")
    rates = rates.reindex(index=[term for term in terms if term in rates.index], columns=plans)
    ranks = (-rates).round(9).rank(method="first")
    if ax is None:
        _, ax = plt.subplots(figsize=(1.6 + (1.9 if lang == "zh" else 2.6) * len(plans), 1.6 + 0.28 * len(ranks)), layout="constrained")
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
                _shown(term, lang), (place, values[place]), xytext=(shift, 0), textcoords="offset points",
                ha=side, va="center", fontsize=8, color=color, zorder=4,
                bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4},
            )  # fmt: skip
    ax.set_xticks(range(len(plans)), [_two_lines(_name(plan, names)) for plan in plans])
    ax.set_xlim(-0.75, len(plans) - 0.25)
    ax.set_ylim(len(ranks) + 0.7, 0.3)
    ax.set_yticks(range(1, len(ranks) + 1))
    ax.set_ylabel(text("rank"))
    ax.grid(axis="y", visible=False)
    _foot(ax, [text("no_point")], lang)
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
    text = _texts(lang)
    _need(table, ("term", "target", "g2"), "policylab.keyness")
    try:
        from wordcloud import WordCloud
    except ImportError as error:
        raise PolicylabError("A word cloud needs the package wordcloud. Install it: `pip install wordcloud`.") from error
    import matplotlib.pyplot as plt

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
    if ax is None:
        _, ax = plt.subplots(figsize=(9, 5.6), layout="constrained")
    ax.imshow(cloud.to_array(), interpolation="bilinear")
    ax.set_axis_off()
    _foot(ax, [text("cloud")], lang)
    return ax


def gloss(term: str, lang: str = "zh") -> str:
    """The term, with its English gloss behind it where lang is "en" and there is one.

    >>> gloss("区块链", "en")
    '区块链 blockchain'
    """
    known = load_toml("glosses.toml")["glosses"].get(term) if lang == "en" else None
    return f"{term} {known}" if known else term


def _shown(term: str, lang: str) -> str:
    # a dollar sign would start a formula, whose font has no Chinese
    return gloss(term, lang).replace("$", r"\$")


def _texts(lang: str):
    if lang not in LANGS:
        raise choice("lang", lang, LANGS)
    labels = load_toml("word_labels.toml")
    return lambda key, **values: labels[key][lang].format(**values)


def _need(table: pd.DataFrame, columns: tuple[str, ...], maker: str) -> None:
    missing = [column for column in columns if column not in getattr(table, "columns", ())]
    if missing:
        raise PolicylabError(f"The table lacks {', '.join(missing)}. Give a table from `{maker}`.")
    if len(table) == 0 and maker in ("policylab.keyword_trends", "policylab.keyness"):
        raise PolicylabError(f"The table is empty. Give a table from `{maker}` with at least one row.")


def _name(plan: str, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(plan, plan)


def _two_lines(name: str) -> str:
    """A name with its last word, such as the years, on a line of its own."""
    head, space, tail = name.rpartition(" ")
    return f"{head}\n{tail}" if space else name


def _grid(plt, n: int, columns: int) -> np.ndarray:
    columns = min(columns, n)
    rows = math.ceil(n / columns)
    _, panels = plt.subplots(
        rows, columns, figsize=(3.1 * columns, 0.7 + 2.5 * rows), layout="constrained", squeeze=False
    )
    for spare in panels.ravel()[n:]:
        spare.set_axis_off()
    return panels


def _interval(ax: Axes, x: float, y: float, low: float, high: float, color: str) -> None:
    """A horizontal interval; an arrow where one bound is missing, nothing where both are."""
    if not np.isfinite(low) and not np.isfinite(high):
        return
    left, right = ax.get_xlim()
    ends = (low if np.isfinite(low) else left, high if np.isfinite(high) else right)
    ax.hlines(y, *ends, color=color, linewidth=1.2, alpha=0.55, zorder=2)
    for end, bound, marker in ((ends[0], low, "<"), (ends[1], high, ">")):
        if not np.isfinite(bound):
            ax.plot(end, y, marker=marker, markersize=5, color=color, clip_on=False, linestyle="none", zorder=2)


def _foot(ax: Axes, notes: list[str], lang: str) -> None:
    """Notes under the figure, where they cover nothing."""
    figure = ax.figure
    joined = (";" if lang == "zh" else "; ").join(notes)
    figure.supxlabel(joined, fontsize=8, color="#444444", x=0.01, ha="left")


def _place_labels(ax: Axes, labels: list[tuple[float, float, str]]) -> None:
    """Write labels beside their points, each at the first place of a few that no other label takes."""
    from matplotlib.transforms import Bbox

    figure = ax.figure
    renderer = figure.canvas.get_renderer()
    # the layout moves the axes, so it must be done before boxes are compared
    figure.draw_without_rendering()
    frame = ax.get_window_extent(renderer)
    points = [ax.transData.transform((x, y)) for x, y, _ in labels]
    taken = [Bbox.from_bounds(x - 5, y - 5, 10, 10) for x, y in points]
    for x, y, word in labels:
        side = 1 if x >= 0 else -1
        best = None
        for dx, dy in _OFFSETS:
            text = ax.annotate(
                word, (x, y), xytext=(side * dx, dy), textcoords="offset points", fontsize=8.5, zorder=5,
                ha="center" if dx == 0 else "left" if side * dx > 0 else "right", va="center",
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in taken):
                if max(abs(dx), abs(dy)) > 12:
                    ax.annotate(
                        "", (x, y), xytext=(side * dx, dy), textcoords="offset points", zorder=1,
                        arrowprops={"arrowstyle": "-", "color": "#aaaaaa", "linewidth": 0.6},
                    )  # fmt: skip
                best = box
                break
            text.remove()
        if best is not None:
            taken.append(best)


_OFFSETS = [
    (dx, dy)
    for reach in (9, 16, 24, 34, 46, 60, 76)
    for dx, dy in ((0, reach), (0, -reach), (8, reach), (8, -reach), (-8, reach), (-8, -reach))
]
