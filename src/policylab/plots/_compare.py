"""Figures of continuity: what was taken over, by whom tasks are done, and what is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.errors import PolicylabError, choice, invalid
from policylab.plots._labels import pair, plan_labels, tick_plans
from policylab.plots._parts import axes_of
from policylab.plots._theme import plan_styles
from policylab.resources import load_toml

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_GREY, _LIGHT = "#555555", "#d9d9d9"
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
_ARROWS = {"taken_over": "←", "carried_on": "→", "shared": "↔"}
_WIDEST, _TALLEST = 10.5, 10.0  # inches of a figure of many plans, which still fit on a page
_LINES = {"verbatim": "-", "extended": "--", "shortened": "-.", "reworded": ":"}


def reuse_alluvial(reuse: pd.DataFrame, plans: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
                   ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """Passages that were taken over, as ribbons from their place in one plan to their place in another.

    It shows where in the plans a passage stands, of up to six plans; `reuse_matrix` shows more of them.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`; formulas are left out. Where it is not known which of two plans is the earlier, a passage is
        drawn once, in grey.
    plans : DataFrame
        ``corpus.plans``: plan and characters, in the order of time.
    plan_names : dict of str to str, optional
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    order = list(plans["plan"])
    first = reuse["earlier"].map(order.index) < reuse["later"].map(order.index)
    shown = reuse[~reuse["formula"] & (first | (reuse["direction"] != "both"))]
    known = shown["direction"] != "both"
    length = dict(zip(order, plans["characters"].astype(float), strict=True))
    styles = plan_styles(order)
    step = min(2.6, _WIDEST / len(order))
    ax = axes_of(ax, lang, (step * len(order) + 1, 7.2))
    half = 0.045
    for x, plan in enumerate(order):
        ax.add_patch(Rectangle((x - half, 0), 2 * half, 100, facecolor=styles[plan]["color"], alpha=0.35,
                               edgecolor=_GREY, hatch=styles[plan]["hatch"], linewidth=0.8, zorder=3))  # fmt: skip
    for row in shown.itertuples():
        left, right = sorted((order.index(row.earlier), order.index(row.later)))
        forward = order.index(row.earlier) == left
        spans = [(100 * row.earlier_start / length[row.earlier], 100 * row.earlier_end / length[row.earlier]),
                 (100 * row.later_start / length[row.later], 100 * row.later_end / length[row.later])]  # fmt: skip
        (y0, y1), (z0, z1) = spans if forward else spans[::-1]
        a, b = left + half, right - half
        middle = (a + b) / 2
        points = [(a, y0), (middle, y0), (middle, z0), (b, z0), (b, z1), (middle, z1), (middle, y1), (a, y1), (a, y0)]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        color = styles[row.earlier]["color"] if row.direction != "both" else _GREY
        ax.add_patch(PathPatch(Path(points, codes), facecolor=color, alpha=0.75, edgecolor=color,
                               linestyle=_LINES[row.kind], linewidth=1.1, zorder=2))  # fmt: skip
        if row.figures_changed:
            ax.plot([a, b], [(y0 + y1) / 2, (z0 + z1) / 2], linestyle="none", marker="D", markersize=6,
                    markerfacecolor="white", markeredgecolor="black", zorder=5)  # fmt: skip
    ax.set_xlim(-0.4, len(order) - 0.6)
    ax.set_ylim(101, -1)
    ax.grid(False)
    tick_plans(ax, range(len(order)), order, plan_names, inches=step - 0.6)
    ax.set_ylabel(_text("position", lang))
    handles = [Line2D([], [], color=_GREY, linestyle=style, label=_text(kind, lang)) for kind, style in _LINES.items()
               if (shown["kind"] == kind).any()]  # fmt: skip
    if shown["figures_changed"].any():
        handles.append(Line2D([], [], linestyle="none", marker="D", markerfacecolor="white", markeredgecolor="black",
                              label=_text("figures_changed", lang)))  # fmt: skip
    if not known.all():
        handles.append(Line2D([], [], color=_GREY, linewidth=6, alpha=0.75, label=_text("undated", lang)))
    if handles:
        ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=len(handles), frameon=False)
    return ax


def reuse_matrix(reuse: pd.DataFrame, plans: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
                 ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """How much each plan has in common with each other one: a row the later plan, a column the earlier.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`; formulas are left out. Where it is not known which of two plans is the earlier, both cells
        are drawn, in grey.
    plans : DataFrame
        ``corpus.plans``: plan and characters, in the order of time.
    plan_names : dict of str to str, optional
    ax : Axes, optional
    lang : {"zh", "en"}

    Notes
    -----
    A cell is the characters in common, in a thousand of the plan in its row; written in the cell with up to 15 plans.
    """
    from matplotlib.colors import LogNorm
    from matplotlib.patches import Patch

    order = list(plans["plan"])
    length = dict(zip(order, plans["characters"].astype(float), strict=True))
    used = reuse[~reuse["formula"].astype(bool)]
    n, step = len(order), min(0.55, (_WIDEST - 3) / len(order))
    table = np.zeros((2, n, n))
    for (earlier, later, direction), matched in used.groupby(["earlier", "later", "direction"])["matched"].sum().items():
        table[int(direction == "both"), order.index(later), order.index(earlier)] += 1000 * matched / length[later]
    ax = axes_of(ax, lang, (step * n + 3, step * n + 2.2))
    top = max(1.0, table.max())
    shades = LogNorm(vmin=0.2, vmax=top)
    for cells, shade in zip(table, ("Blues", "Greys"), strict=True):
        ax.imshow(np.ma.masked_equal(cells, 0), cmap=shade, norm=shades, aspect="equal")
    if n <= 15:
        for row, column in np.argwhere(table.sum(axis=0) > 0).tolist():
            value = table[:, row, column].sum()
            dark = shades(max(value, 0.2)) > 0.6
            ax.text(column, row, f"{value:.0f}" if value >= 1 else f"{value:.1f}", ha="center", va="center", fontsize=7,
                    color="white" if dark else "black")  # fmt: skip
    small = min(9.0, 72 * step / 1.15)
    called = plan_labels(order, plan_names, columns=14, rows=1)
    ax.set_yticks(range(n), [called[plan] for plan in order], fontsize=small)
    ax.set_xticks(range(n), [called[plan] for plan in order], fontsize=small, rotation=90)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xticks(np.arange(-0.5, n), minor=True)
    ax.set_yticks(np.arange(-0.5, n), minor=True)
    ax.grid(visible=False)
    ax.grid(which="minor", color=_LIGHT, linewidth=0.5)
    ax.tick_params(which="minor", length=0)
    ax.set_xlabel(_text("matrix", lang))
    handles = [Patch(facecolor="#6baed6", label=_text("taken_over", lang))] if table[0].any() else []
    if table[1].any():
        handles.append(Patch(facecolor="#969696", label=_text("shared", lang)))
    if handles:
        ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.08 if n > 8 else -0.14), frameon=False)
    return ax


def reuse_shares(shares: pd.DataFrame, *, side: str = "taken_over", n: int = 24,
                 plan_names: Mapping[str, str] | None = None, ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """Share of each plan that it has in common with others, with its interval, and what unrelated text gives.

    Parameters
    ----------
    shares : DataFrame
        From `reuse_share`.
    side : {"taken_over", "carried_on", "shared"}
    n : int, default 24
        Rows drawn. With more, the plans of the largest shares, each with all other plans together, and then with those
        of which it has most; the title says how many are left out.
    plan_names : dict of str to str, optional
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    if side not in _ARROWS:
        raise choice("side", side, _ARROWS)
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise invalid("n", n, "an int of at least 1")
    known = shares[(shares["side"] == side) & shares["share"].notna()].reset_index(drop=True)
    if not len(known):
        raise PolicylabError(f"There is no share to draw: no plan has another on the side {side!r}.")
    rows = _largest(known, n)
    from matplotlib.lines import Line2D

    styles = plan_styles(dict.fromkeys(shares["plan"]))
    ax = axes_of(ax, lang, (8, min(0.5 * len(rows), _TALLEST) + 1.4))
    called = plan_labels(dict.fromkeys(shares["plan"]), plan_names, columns=14, rows=1)
    names, seen = [], None
    for y, row in enumerate(rows.itertuples()):
        every = row.other == "all"
        style = {"color": "black", "marker": "o"} if every else styles[row.other]
        if not np.isnan(row.low):
            ax.plot([100 * row.low, 100 * row.high], [y, y], color=style["color"], linewidth=2.4 if every else 1.4)
        ax.plot(100 * row.share, y, linestyle="none", marker=style["marker"], markersize=8, markeredgewidth=1.6,
                markerfacecolor=style["color"] if every else "white", markeredgecolor=style["color"])  # fmt: skip
        if not np.isnan(row.chance):
            ax.plot([100 * row.chance] * 2, [y - 0.32, y + 0.32], color=_GREY, linewidth=1.6, linestyle=(0, (1.5, 1)))
        if seen is not None and row.plan != seen:
            ax.axhline(y - 0.5, color=_LIGHT, linewidth=1)
        seen = row.plan
        other = _text("all", lang) if every else called[row.other]
        cut = not every and any(called[plan] != _name(plan, plan_names) for plan in (row.plan, row.other))
        names.append(pair(called[row.plan], other, _ARROWS[side], shortened=cut))
    ax.set_yticks(range(len(rows)), names, fontsize=None if len(rows) <= 16 else 8)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_xlim(left=min(0, ax.get_xlim()[0]))
    if not (rows[["share", "high"]] > 0).any(axis=None):
        # around a single 0 the axis would run from -0.04 to 0.04
        ax.set_xlim(-0.05, 1)
    ax.set_xlabel(_text("share", lang) + "\n" + _text("interval", lang))
    title = _text(side, lang)
    if len(rows) < len(known):
        title += "\n" + _text("largest", lang).format(shown=len(rows), all=len(known))
    ax.set_title(title)
    if rows["chance"].notna().any():
        handle = Line2D([], [], color=_GREY, linewidth=1.6, linestyle=(0, (1.5, 1)), label=_text("chance", lang))
        ax.legend(handles=[handle], loc="lower right")
    return ax


def _largest(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """At most `n` rows: those of the largest shares, of all other plans first; in the order of the table."""
    if len(rows) <= n:
        return rows
    order = rows.assign(whole=rows["other"] == "all").sort_values(["whole", "share"], ascending=False, kind="stable")
    whole = order[order["whole"]].head(n)
    single = order[~order["whole"] & order["plan"].isin(whole["plan"]) & (order["share"] > 0)].head(n - len(whole))
    return rows.loc[sorted([*whole.index, *single.index])].reset_index(drop=True)


def agency_slopes(tasks: pd.DataFrame, *, n: int = 8, plan_names: Mapping[str, str] | None = None,
                  pairs: Iterable[tuple[str, str]] = (), ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """Share of each plan's tasks in which an agency is named, plan by plan; bars where there is one plan.

    Parameters
    ----------
    tasks : DataFrame
        From `responsibility`.
    n : int, default 8
        Agencies drawn: those with the largest share in any plan that are named in two plans at least.
    plan_names : dict of str to str, optional
    pairs : iterable of (str, str)
        Ids of the plans that a line joins: one kind, earlier and later, as `policylab.corpus.matched_pairs` gives them.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise invalid("n", n, "an int of at least 1")
    order = list(dict.fromkeys(tasks["plan"]))
    table = 100 * tasks[tasks["tasks"] > 0].set_index(["agency", "plan"])["share"].unstack("plan")
    table = table.reindex(columns=order)
    table = table[table.notna().sum(axis=1) >= min(2, len(order))]
    top = table.mean(axis=1, skipna=True).sort_values(ascending=False, kind="stable").index[:n]
    shown = table.loc[top]
    if len(order) == 1:
        ax = _agency_bars(shown[order[0]].sort_values(ascending=False, kind="stable"), ax, lang)
        ax.set_title(plan_labels(order, plan_names, columns=24, rows=2)[order[0]])
        return ax
    styles = plan_styles(shown.index)
    joined = [[order.index(one), order.index(other)] for one, other in pairs if {one, other} <= set(order)]
    step = min(2.4, _WIDEST / len(order))
    ax = axes_of(ax, lang, (step * len(order) + 2.6, 6))
    last = {agency: values[values.last_valid_index()] for agency, values in shown.iterrows()}
    for agency in sorted(last, key=lambda name: (-last[name], name)):  # the legend in the order of the right edge
        style = styles[agency]
        ax.plot(range(len(order)), shown.loc[agency], color=style["color"], linestyle="none", marker=style["marker"],
                markersize=7, label=agency)  # fmt: skip
        for ends in joined:
            ax.plot(ends, shown.loc[agency].iloc[ends], color=style["color"], linestyle=style["linestyle"], linewidth=1.6)
    if last:
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, handlelength=3.2)
    totals = tasks.groupby("plan")["all_tasks"].max()
    upright = step < 1.2
    called = plan_labels(order, plan_names, columns=12 if upright else int(6.5 * step), rows=1 if upright else 3)
    ax.set_xticks(range(len(order)), [
        f"{called[plan]}\n{_text('tasks_counted', lang).format(n=int(totals[plan]))}" for plan in order
    ], rotation=90 if upright else 0, fontsize=8 if upright else None)  # fmt: skip
    ax.set_xlim(-0.3, len(order) - 0.7)
    ax.set_ylim(0, max(104.0, 4 + float(np.nanmax(shown.to_numpy())) if shown.size else 104))
    ax.set_ylabel(_text("tasks_share", lang))
    ax.grid(axis="x", visible=False)
    return ax


def _agency_bars(shares: pd.Series, ax: Axes | None, lang: str) -> Axes:
    ax = axes_of(ax, lang, (7, 0.4 * len(shares) + 1.2))
    ax.barh(range(len(shares)), shares, color=_GREY, height=0.6)
    ax.set_yticks(range(len(shares)), list(shares.index))
    ax.set_ylim(len(shares) - 0.5, -0.5)
    ax.set_xlim(0, 104)
    ax.set_xlabel(_text("tasks_share", lang))
    ax.grid(axis="y", visible=False)
    return ax


def stated_grid(stated: pd.DataFrame, *, n: int = 30, plan_names: Mapping[str, str] | None = None,
                ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """For each indicator and plan: stated with its value, named without a number, or not found.

    Parameters
    ----------
    stated : DataFrame
        From the function `stated`.
    n : int, default 30
        Indicators drawn: those that are found in most plans, then in the order of the table.
    plan_names : dict of str to str, optional
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    from matplotlib.lines import Line2D

    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise invalid("n", n, "an int of at least 1")
    order = list(dict.fromkeys(stated["plan"]))
    found = stated[stated["status"] != "not found"].groupby("indicator", sort=False)["plan"].nunique()
    place = {name: i for i, name in enumerate(dict.fromkeys(stated["indicator"]))}
    rows = sorted(place, key=lambda name: (-found.get(name, 0), place[name]))[:n]
    written = len(order) <= 6  # of more plans there are marks only
    step = 1.9 if written else min(0.9, (_WIDEST - 3) / len(order))
    ax = axes_of(ax, lang, (step * len(order) + 4.2, 0.36 * len(rows) + (1.4 if written else 2.6)))
    marks = {
        "stated": {"marker": "s", "markerfacecolor": "#0072B2", "markeredgecolor": "#0072B2"},
        "named": {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "#D55E00", "markeredgewidth": 1.6},
        "not found": {"marker": "_", "markerfacecolor": _GREY, "markeredgecolor": "#aaaaaa"},
    }
    for row in stated[stated["indicator"].isin(rows)].itertuples():
        x, y = order.index(row.plan), rows.index(row.indicator)
        ax.plot(x - 0.26 * written, y, linestyle="none", markersize=8, **marks[row.status])
        if row.status == "stated" and written:
            text = row.written if len(row.written) <= 12 else row.written[:11] + "…"
            ax.text(x - 0.16, y, text, va="center", fontsize=8, bbox=_PAPER)
    ax.set_yticks(range(len(rows)), [name if len(name) <= 22 else name[:21] + "…" for name in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(-0.5, len(order) - 0.5)
    tick_plans(ax, range(len(order)), order, plan_names, inches=step - 0.2)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(axis="x", visible=False)
    handles = [
        Line2D([], [], linestyle="none", markersize=8, label=_text(key, lang), **mark) for key, mark in marks.items()
    ]
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=3 if step * len(order) > 4 else 1, frameon=False)
    return ax


def _text(key: str, lang: str) -> str:
    return load_toml("compare.toml")["labels"][key][lang]


def _name(plan: str, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(plan, plan)
