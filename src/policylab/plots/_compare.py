"""Figures of continuity: what was taken over, by whom tasks are done, and what is stated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.checks import check_choice, check_columns
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import narrow, page_width, plan_styles
from policylab.plots._targets import said_value
from policylab.resources._translation import english
from policylab.resources._word_patterns import BRACKETED

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_GREY = "#555555"
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
_LEGIBLE = 5.5  # points of a number in a cell
_STEP = 0.094  # inches of a cell, below which the names of plans would be too small
_ARROWS = {"taken_over": "←", "carried_on": "→", "shared": "↔"}
_PAIRS = 6  # pairs of plans that a figure of ribbons has room for
# passages of the same words and of others, where the order of the plans is known, and where it is not
_RIBBONS = {"verbatim": draw.DARK, "reworded": "#7db4d8"}
_UNDATED = {"verbatim": "#5f5f5f", "reworded": draw.PALE}
_NOTE = re.compile(BRACKETED)


@draw.drawn
def reuse_alluvial(reuse: pd.DataFrame, plans: pd.DataFrame, *, names: Mapping[str, str] | None = None,
                   ax: np.ndarray | None = None, lang: str = "zh") -> np.ndarray:  # fmt: skip
    """Passages that two plans have in common, as ribbons from their place in one to their place in the other.

    A panel a pair of plans, the earlier one at the left; of more than six pairs, those that have most in common. Ribbons
    of the same words (figures aside) are dark, of other words light; `reuse_matrix` shows more plans.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`; formulas are left out. Where it is not known which of two plans is the earlier, a passage is
        drawn once, in grey.
    plans : DataFrame
        ``corpus.plans``: plan and characters, in the order of time.
    names : dict of str to str, optional
    ax : array of Axes, optional
        One axes a pair.
    lang : {"zh", "en"}
    """
    from matplotlib.patches import Patch

    _check_reuse(reuse, plans, "kind", "figures_changed", "earlier_start", "earlier_end", "later_start", "later_end")
    text, order = say.Texts(lang, "compare"), list(plans["plan"])
    first = reuse["earlier"].map(order.index) < reuse["later"].map(order.index)
    shown = reuse[~reuse["formula"].astype(bool) & (first | (reuse["direction"] != "both"))]
    length = dict(zip(order, plans["characters"].astype(float), strict=True))
    matched = shown.groupby(["earlier", "later"])["matched"].sum().sort_values(ascending=False, kind="stable")
    kept = list(matched.index[:_PAIRS])
    pairs = sorted(kept, key=lambda ends: (order.index(ends[0]), order.index(ends[1]))) or [tuple(order[:2])]
    panels = draw.panels_of(ax, len(pairs), "a pair of plans", 2.2, 2.7, edge=0.5, most=3)
    changed = False
    for axes, (earlier, later) in zip(panels, pairs, strict=True):
        rows = shown[(shown["earlier"] == earlier) & (shown["later"] == later)]
        _ribbons(axes, rows, length)
        if axes is panels[0]:
            axes.set_ylabel(text("position"))
        changed |= bool(rows["figures_changed"].any())
        say.tick_plans(axes, [0, 1], [earlier, later], names, inches=1.0, fontsize=6.5,
                   stack=None if lang == "zh" else say.two_lines)  # fmt: skip
    handles = [Patch(color=color, label=text(kind)) for kind, color in _RIBBONS.items()]
    if (shown["direction"] == "both").any():
        handles.append(Patch(facecolor="white", edgecolor=_UNDATED["reworded"], linestyle="--", label=text("undated")))
    if changed:
        handles.append(draw.key(text("figures_changed"), marker="D", markerfacecolor="white", markeredgecolor="black"))
    draw.legend_above(panels[0], handles)
    left = len(matched) - len(kept)
    text.foot(panels[0], text("more_pairs", n=left) if left else "")
    return panels


def _check_reuse(reuse: pd.DataFrame, plans: pd.DataFrame, *columns: str) -> None:
    """Check the tables of a figure of passages; plans that have none in common are drawn, too."""
    needed = ("earlier", "later", "direction", "formula", "matched", *columns)
    check_columns(reuse, needed, name="reuse", maker="policylab.text_reuse")
    draw.check_table(plans, ("plan", "characters"), name="plans", maker="policylab.load_corpus")


def _ribbons(axes: Axes, rows: pd.DataFrame, length: dict[str, float]) -> None:
    """The passages of a pair of plans, between two bars that are the plans from beginning to end."""
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    half = 0.05
    for x in (0, 1):
        axes.add_patch(Rectangle((x - half, 0), 2 * half, 100, facecolor="#eeeeee", edgecolor=_GREY, linewidth=0.8, zorder=3))
    for row in rows.itertuples():
        y0, y1 = (100 * place / length[row.earlier] for place in (row.earlier_start, row.earlier_end))
        z0, z1 = (100 * place / length[row.later] for place in (row.later_start, row.later_end))
        a, b, middle = half, 1 - half, 0.5
        points = [(a, y0), (middle, y0), (middle, z0), (b, z0), (b, z1), (middle, z1), (middle, y1), (a, y1), (a, y0)]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        undated, same = row.direction == "both", row.kind == "verbatim"
        color = (_UNDATED if undated else _RIBBONS)["verbatim" if same else "reworded"]
        dashed = (0, (4, 1.5)) if undated else "-"  # told apart in grey, too
        fill = "white" if undated and not same else color
        axes.add_patch(PathPatch(Path(points, codes), facecolor=fill, edgecolor=color, linewidth=0.9, linestyle=dashed, zorder=2))
        if row.figures_changed:
            axes.plot([a, b], [(y0 + y1) / 2, (z0 + z1) / 2], linestyle="none", marker="D", markersize=4,
                      markerfacecolor="white", markeredgecolor="black", zorder=5)  # fmt: skip
    axes.set_xlim(-0.35, 1.35)
    axes.set_ylim(101, -1)
    axes.grid(False)


@draw.drawn
def reuse_matrix(reuse: pd.DataFrame, plans: pd.DataFrame, *, names: Mapping[str, str] | None = None,
                 ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """How much each plan has in common with each other one: a row the later plan, a column the earlier.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`; formulas are left out. Where it is not known which of two plans is the earlier, both cells
        are drawn, in grey.
    plans : DataFrame
        ``corpus.plans``: plan and characters, in the order of time. Of more than 30 plans (20 in one column
        of a page), those that have most in common.
    names, ax, lang
        As in `reuse_alluvial`.

    Notes
    -----
    A cell is the characters in common, in a thousand of the plan in its row; written in the cell where there is room for
    it, else told by a scale.
    """
    from matplotlib.patches import Patch

    _check_reuse(reuse, plans)
    text, used = say.Texts(lang, "compare"), reuse[~reuse["formula"].astype(bool)]
    every = list(plans["plan"])
    weight = used.groupby("later")["matched"].sum().add(used.groupby("earlier")["matched"].sum(), fill_value=0)
    most = min(30, int((page_width() - 1.6) / _STEP))
    kept = sorted(every, key=lambda plan: -weight.get(plan, 0))[:most]
    order = [plan for plan in every if plan in kept]
    used = used[used["earlier"].isin(order) & used["later"].isin(order)]
    length = dict(zip(plans["plan"], plans["characters"].astype(float), strict=True))
    n = len(order)
    step = min(0.5, (page_width() - 1.6) / n)
    table = np.zeros((2, n, n))
    for (earlier, later, direction), matched in used.groupby(["earlier", "later", "direction"])["matched"].sum().items():
        table[int(direction == "both"), order.index(later), order.index(earlier)] += 1000 * matched / length[later]
    ax = draw.axes_of(ax, step * n + 2.6, width=step * n + 2.4)
    _shade_pairs(ax, table, min(7.0, 26 * step))
    small = min(7.0, 72 * step / 1.22)
    called = say.plan_labels(order, names, columns=11, rows=1)
    ax.set_yticks(range(n), [called[plan] for plan in order], fontsize=small)
    ax.set_xticks(range(n), [called[plan] for plan in order], fontsize=small, rotation=90)
    ax.xaxis.tick_top()
    ax.tick_params(which="both", length=0)
    ax.set_xticks(np.arange(-0.5, n), minor=True)
    ax.set_yticks(np.arange(-0.5, n), minor=True)
    ax.grid(visible=False)
    ax.grid(which="minor", color=draw.LIGHT, linewidth=0.5)
    handles = [Patch(facecolor="#6baed6", label=text("taken_over"))] if table[0].any() else []
    if table[1].any():
        handles.append(Patch(facecolor="#969696", edgecolor="white", hatch="///", label=text("shared")))
    draw.legend_above(ax, handles)
    text.foot(ax, text("matrix"), text.left_out(n, len(every)))
    return ax


def _shade_pairs(ax: Axes, table: np.ndarray, size: float) -> None:
    """Cells in blue, and in hatched grey those of plans of unknown order; with their numbers, where these can be read."""
    from matplotlib.colors import LogNorm
    from matplotlib.patches import Rectangle

    shades = LogNorm(vmin=0.2, vmax=max(1.0, table.max()))
    images = [ax.imshow(np.ma.masked_equal(part, 0), cmap=shade, norm=shades, aspect="auto")
              for part, shade in zip(table, ("Blues", "Greys"), strict=True)]  # fmt: skip
    for row, column in np.argwhere(table[1] > 0).tolist():  # told apart in grey, too
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, hatch="///", edgecolor="white", linewidth=0))
    if size < _LEGIBLE:
        scale = images[0 if table[0].any() else 1]
        ax.figure.colorbar(scale, ax=ax, **draw.SCALE, format="%g")
        return
    for row, column in np.argwhere(table.sum(axis=0) > 0).tolist():
        value = table[:, row, column].sum()
        shade = images[int(not table[0, row, column])].to_rgba(max(value, 0.2))
        paper = None if table[0, row, column] else {**_PAPER, "facecolor": shade}
        ax.text(column, row, f"{value:.0f}" if value >= 1 else f"{value:.1f}", ha="center", va="center", fontsize=size,
                color=draw.ink(shade), bbox=paper)  # fmt: skip


@draw.drawn
def reuse_shares(shares: pd.DataFrame, *, side: str = "taken_over", n: int = 24, level: float | None = None,
                 names: Mapping[str, str] | None = None, ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """Share of each plan that it has in common with others, with its interval, and what unrelated text gives.

    Parameters
    ----------
    shares : DataFrame
        From `reuse_share`.
    side : {"taken_over", "carried_on", "shared"}
    n : int, default 24
        Rows drawn. With more, the plans of the largest shares, each with all other plans together, and then with those
        of which it has most; the note says how many are left out.
    level : float or None
        Level of the intervals, for the note, as in `keyword_trends`.
    names, ax, lang
        As in `reuse_alluvial`.
    """
    text = say.Texts(lang, "compare")
    needed = ("plan", "other", "side", "share", "low", "high", "chance")
    check_columns(shares, needed, name="shares", maker="policylab.compare.reuse_share")
    check_choice("side", side, _ARROWS)
    known = shares[(shares["side"] == side) & shares["share"].notna()]
    # with one other plan, all the others are that one: it would stand there twice
    others = known.groupby("plan")["other"].transform("nunique")
    known = known[(known["other"] != "all") | (others != 2)].reset_index(drop=True)
    if not len(known):
        raise draw.NothingToDraw(f"There is no share to draw: no plan has another on the side {side!r}.")
    rows = _largest(known, n)
    styles = plan_styles(dict.fromkeys(shares["plan"]))
    ax = draw.axes_of(ax, 0.26 * len(rows) + 1.3)
    called = say.plan_labels(dict.fromkeys(shares["plan"]), names, columns=11 if narrow() else 14, rows=1)
    labels, seen = [], None
    for y, row in enumerate(rows.itertuples()):
        every = row.other == "all"
        style = {"color": "black", "marker": "o"} if every else styles[row.other]
        bounds, wide = (100 * row.low, 100 * row.high), 2 if every else 1.2
        draw.mark(ax, 100 * row.share, y, style, hollow=not every, bounds=bounds, wide=wide, markeredgewidth=1.2)
        if not np.isnan(row.chance):
            ax.vlines(100 * row.chance, y - 0.3, y + 0.3, color=_GREY, linewidth=1.2, linestyle=(0, (1.5, 1)))
        if seen is not None and row.plan != seen:
            ax.axhline(y - 0.5, color=draw.LIGHT, linewidth=0.8)
        seen = row.plan
        other = text(f"all_{side}") if every else called[row.other]
        labels.append(f"{called[row.plan]} {_ARROWS[side]} {other}")
    draw.name_rows(ax, labels, fontsize=6.5)
    top = 100 * float(np.nanmax(rows[["share", "high"]].to_numpy(dtype=float)))
    ax.set_xlim(-0.03 * (top or 1), 1.06 * top or 1)
    ax.set_xlabel(text("share"))
    ax.set_title(text(side))
    notes = text("interval", level=round(100 * draw.level_of(shares, level))), text.left_out(len(rows), len(known))
    text.foot(ax, *notes, text("chance") if rows["chance"].notna().any() else "")
    return ax


def _largest(rows: pd.DataFrame, n: int) -> pd.DataFrame:
    """At most `n` rows: those of the largest shares, of all other plans first; in the order of the table."""
    if len(rows) <= n:
        return rows
    order = rows.assign(whole=rows["other"] == "all").sort_values(["whole", "share"], ascending=False, kind="stable")
    whole = order[order["whole"]].head(n)
    single = order[~order["whole"] & order["plan"].isin(whole["plan"]) & (order["share"] > 0)].head(n - len(whole))
    return rows.loc[sorted([*whole.index, *single.index])].reset_index(drop=True)


@draw.drawn
def agency_shares(tasks: pd.DataFrame, *, n: int = 8, names: Mapping[str, str] | None = None,
                  ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """Share of each plan's tasks in which an agency is named, with its interval; of more than six plans, a heat map.

    Parameters
    ----------
    tasks : DataFrame
        From `responsibility`.
    n : int, default 8
        Agencies drawn: those with the largest share on average that are named in two plans at least.
    names, ax, lang
        As in `reuse_alluvial`.
    """
    text = say.Texts(lang, "compare")
    needed = ("plan", "agency", "tasks", "all_tasks", "share", "low", "high")
    check_columns(tasks, needed, name="tasks", maker="policylab.compare.responsibility")
    every = list(dict.fromkeys(tasks["plan"]))
    order = every[:draw.MANY]
    named = tasks[tasks["tasks"] > 0]
    table = 100 * named.set_index(["agency", "plan"])["share"].unstack("plan").reindex(columns=order)
    table = table[table.notna().sum(axis=1) >= min(2, len(order))]
    if table.empty:
        raise draw.NothingToDraw("No agency is named in two plans, so there is nothing to compare.")
    top = list(table.mean(axis=1, skipna=True).sort_values(ascending=False, kind="stable").index[:n])
    hits = draw.cells(named, "agency", "plan", "tasks", top, order)
    totals = {plan: int(count) for plan, count in tasks.groupby("plan")["all_tasks"].max().items()}
    called = say.plan_labels(order, names, columns=14, rows=1)
    many = len(order) > draw.FEW
    share = table.loc[top].to_numpy(dtype=float)
    agencies = [english(agency, lang) for agency in top]
    if many:
        labels = {plan: f"{say.clip(called[plan], 8)} ({totals[plan]})" for plan in order}
        rows = [say.in_lines(agency, 30, 2) for agency in agencies]
        ax = draw.plan_map(ax, share, rows, order, labels, written=draw.numerals(hits), title=text("tasks_share"))
    else:
        low, high = (100 * draw.cells(named, "agency", "plan", bound, top, order) for bound in ("low", "high"))
        labels = [f"{called[plan]} ({text('tasks_counted', n=totals[plan])})" for plan in order]
        rows = [say.in_lines(agency, 11 if narrow() else 30, 2) for agency in agencies]
        ax = draw.dots(ax, share, low, high, rows, labels, title=text("tasks_share"))
        ax.set_xlim(0, 102)
    note = text("counts_in_cells" if many else "tasks_interval", level=95)
    text.foot(ax, note, text.left_out(len(top) + len(order), tasks["agency"].nunique() + len(every)))
    return ax


@draw.drawn
def stated_grid(stated: pd.DataFrame, *, n: int = 24, names: Mapping[str, str] | None = None,
                ax: Axes | None = None, lang: str = "zh") -> Axes:  # fmt: skip
    """For each indicator and plan: stated with its value, named without a number, or not found.

    Parameters
    ----------
    stated : DataFrame
        From the function `stated`.
    n : int, default 24
        Indicators drawn: of those that are found in two plans, where there are any, the ones found in most.
    names, ax, lang
        As in `reuse_alluvial`.
    """
    text = say.Texts(lang, "compare")
    draw.check_table(stated, ("plan", "indicator", "status", "written"), name="stated", maker="policylab.compare.stated")
    order = list(dict.fromkeys(stated["plan"]))
    found = stated[stated["status"] != "not found"].groupby("indicator", sort=False)["plan"].nunique()
    place = {name: i for i, name in enumerate(dict.fromkeys(stated["indicator"]))}
    several = [name for name in place if found.get(name, 0) > 1]
    rows = sorted(several or place, key=lambda name: (-found.get(name, 0), place[name]))[:n]
    written = len(order) <= 4 and not narrow()  # of more plans there are marks only
    ax = draw.axes_of(ax, 0.24 * len(rows) + (1.0 if written else 1.9))
    marks = {
        "stated": {"marker": "s", "markerfacecolor": "#0072B2", "markeredgecolor": "#0072B2"},
        "reached": {"marker": "s", "markerfacecolor": "white", "markeredgecolor": "#0072B2", "markeredgewidth": 1.2},
        "named": {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "#D55E00", "markeredgewidth": 1.2},
        "not found": {"marker": "_", "markerfacecolor": _GREY, "markeredgecolor": "#aaaaaa"},
    }
    shown: set[str] = set()
    for row in stated[stated["indicator"].isin(rows)].itertuples():
        x, y = order.index(row.plan), rows.index(row.indicator)
        status = "reached" if row.status == "stated" and getattr(row, "kind", "") == "baseline" else row.status
        shown.add(status)
        ax.plot(x - 0.4 * written, y, linestyle="none", **marks[status])
        if row.status == "stated" and written:
            # as the plan writes it, without a remark in brackets; in English made of its parts
            own = lang == "zh" or not np.isfinite(draw.number(getattr(row, "value", None)))
            said = _NOTE.sub("", row.written) or row.written if own else said_value(row, lang)
            ax.text(x - 0.33, y, say.clip(said, 9), va="center", fontsize=6.5, bbox=_PAPER)
    draw.name_rows(ax, [say.clip(english(name, lang), 10 if narrow() else 20) for name in rows], grid=True)
    ax.set_xlim(-0.5, len(order) - 0.5)
    say.tick_plans(ax, range(len(order)), order, names, inches=0.66 * page_width() / len(order), fontsize=7, stack=say.two_lines)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(axis="x", visible=False)
    draw.legend_above(ax, [draw.key(text(key), **mark) for key, mark in marks.items() if key in shown or key != "reached"])
    text.foot(ax, text("in_two" if several else "first_rows", shown=len(rows), all=len(place)))
    return ax
