"""Figures of contrasts: keyness and change, each term with its effect and its interval, and the placebo beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, unknown
from policylab.plots._parts import GREY, axes_of, draw_interval, foot, gloss, need, texts
from policylab.plots._theme import plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


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
    text = texts(lang)
    need(table, ("term", "target", "g2", "log_ratio", "low", "high"), "policylab.keyness")
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    targets = list(dict.fromkeys(table["target"]))
    if target is None and len(targets) > 1:
        raise PolicylabError(f"The table has several targets: {', '.join(targets)}. Name one: `target={targets[0]!r}`.")
    if target is not None and target not in targets:
        raise unknown("target", target, targets)
    rows = table[table["target"] == (target or targets[0])].dropna(subset=["log_ratio"])
    ax = axes_of(ax, lang, (9, 6.2))
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
        draw_interval(ax, effect[n], evidence[n], rows["low"].iat[n], rows["high"].iat[n], style["color"])
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
    _place_labels(ax, [(effect[n], evidence[n], gloss(rows["term"].iat[n], lang)) for n in named])
    note = [text("interval_h", level=round(level * 100))]
    if not robust.all():
        note.append(text("hollow"))
    foot(ax, note, lang)
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
    text = texts(lang)
    needed = ("term", "log_ratio", "low", "high")
    need(emerging, needed, "policylab.words.emerging_terms")
    need(declining, needed, "policylab.words.declining_terms")
    parts = [(emerging.head(n), plan_styles("ab")["a"]), (declining.head(n).iloc[::-1], plan_styles("abcdef")["f"])]
    size = sum(len(part) for part, _ in parts)
    if not size:
        raise PolicylabError("Neither table has a term to draw. Lower `min_count`.")
    ax = axes_of(ax, lang, (8, 1.2 + 0.27 * size))
    reach = max(float(part[["log_ratio", "low", "high"]].abs().max().max()) for part, _ in parts if len(part)) + 0.6
    ax.set_xlim(-reach, reach)
    ax.axvline(0, color=GREY, linewidth=0.8)
    labels, hollow, place = [], False, 0
    for part, style in parts:
        for row in part.itertuples():
            robust = bool(getattr(row, "robust", True))
            hollow |= not robust
            draw_interval(ax, row.log_ratio, place, row.low, row.high, style["color"])
            if hasattr(row, "low_fine") and np.isfinite([row.low_fine, row.high_fine]).any():
                ends = np.nan_to_num([row.low_fine, row.high_fine], nan=row.log_ratio)
                ax.hlines(place, *ends, color=style["color"], linewidth=4, alpha=0.25, zorder=1)
            ax.plot(
                row.log_ratio, place, marker=style["marker"], color=style["color"], markersize=6.5, zorder=3,
                markerfacecolor=style["color"] if robust else "white", linestyle="none",
            )  # fmt: skip
            labels.append(gloss(row.term, lang))
            place += 1
    ax.set_yticks(range(size), labels)
    ax.set_ylim(size - 0.4, -0.6)
    ax.set_xlabel(f"{text('earlier_side')}    {text('log_ratio')}    {text('later_side')}")
    foot(ax, [text("interval_both", level=round(level * 100))] + [text("hollow")] * hollow, lang)
    return ax


def placebo_changes(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Axes:  # fmt: skip
    """Draw how many words a comparison in time finds beside comparisons that are none.

    Parameters
    ----------
    table : DataFrame
        From `policylab.words.placebo_changes`.
    ax : Axes or None
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    level : float
        Level of the tests: the line stands where chance alone would be.

    Returns
    -------
    Axes
    """
    text = texts(lang)
    need(table, ("comparison", "earlier", "later", "terms", "found", "share"), "policylab.words.placebo_changes")
    rows = table.dropna(subset=["share"])
    if rows.empty:
        raise PolicylabError("No comparison has clusters enough, so there is nothing to draw.")
    ax = axes_of(ax, lang, (8.5, 1.4 + 0.42 * len(rows)))
    observed = rows["comparison"].isin(("matched pair", "named pair", "pooled halves")).to_numpy()
    for place, (row, in_time) in enumerate(zip(rows.itertuples(), observed, strict=True)):
        ax.barh(place, 100 * row.share, color="#0b3c5d" if in_time else "#c8c8c8", height=0.68, zorder=2)
        ax.annotate(
            f"{row.found}/{row.terms}", (100 * row.share, place), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=8, color="black" if in_time else "#555555", zorder=3,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    sides = [[" + ".join((names or {}).get(plan, plan) for plan in side.split("; ")) for side in (row.earlier, row.later)]
             for row in rows.itertuples()]  # fmt: skip
    parted = ["→" if in_time else "|" for in_time in observed]
    several = ["\n" if row.comparison in ("pooled halves", "placebo halves") else " " for row in rows.itertuples()]
    labels = [f"{one}{gap}{mark} {other}" for (one, other), gap, mark in zip(sides, several, parted, strict=True)]
    ax.set_yticks(range(len(rows)), labels, fontsize=9)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.axvline(100 * (1 - level), color="#b3261e", linewidth=1, linestyle="--", zorder=1)
    ax.set_xlim(0, max(100 * rows["share"].max() * 1.18, 120 * (1 - level)))
    ax.set_xlabel(text("found_share"))
    ax.grid(axis="y", visible=False)
    foot(ax, [text("placebo", level=round(100 * (1 - level)))], lang)
    return ax


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
