"""Figures of contrasts: keyness and change, each term with its effect and its interval, and the placebo beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError
from policylab.plots._labels import clip
from policylab.plots._parts import GREY, axes_of, draw_interval, foot, gloss, left_out, need, texts
from policylab.plots._theme import drawn, page_width, plan_styles
from policylab.plots._words import one_target

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_COMPARISONS = 24  # rows of the placebo


@drawn
def keyness(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    target: str | None = None,
    names: Mapping[str, str] | None = None,
    n: int = 12,
    level: float = 0.95,
) -> Axes:
    """Draw the terms that set a plan apart from the others: the log ratio with its interval, and the counts.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyness`. Terms whose interval holds 0 are grey; those that a column `robust` calls False are
        hollow.
    ax : Axes or None
    lang : {"zh", "en"}
    target : str or None
        The target to draw; None where the table has one only.
    names : dict or None
        What to show for each plan's id.
    n : int
        Terms on either side: those with the largest G².
    level : float

    Returns
    -------
    Axes
    """
    need(table, ("term", "target", "g2", "log_ratio", "low", "high"), "policylab.keyness")
    target = one_target(table, target)
    every = table[table["target"] == target].dropna(subset=["log_ratio"])
    if every.empty:
        raise PolicylabError(f"No term of {target} can be compared. Lower `min_count`.")
    order = every.iloc[np.argsort(-every["g2"].abs().to_numpy(dtype=float), kind="stable")]
    sides = [order[order["g2"] > 0].head(n), order[order["g2"] < 0].head(n).iloc[::-1]]
    text, called = texts(lang), dict(names or {})
    reference = every["reference"].iloc[0] if "reference" in every else None
    others = [text("other_plans") if reference in (None, "others", "rest") else called.get(reference, reference)]
    return _effects(
        sides, ax, lang, level, (others[0], called.get(target, target)), counts=("reference_count", "count"),
        note=[text("order_g2"), left_out(sum(map(len, sides)), len(every), lang)],
    )  # fmt: skip


@drawn
def term_change(
    emerging: pd.DataFrame, declining: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", n: int = 15,
    names: Mapping[str, str] | None = None, level: float = 0.95,
) -> Axes:  # fmt: skip
    """Draw the terms that rose and those that fell most surely, with the interval of the log ratio.

    Parameters
    ----------
    emerging, declining : DataFrame
        From `policylab.words.emerging_terms` and `declining_terms`. Of several pairs of plans, the one with the most
        terms whose interval does not hold 0. Terms whose interval holds 0 are grey; those that a column `robust` calls
        False are hollow.
    ax : Axes or None
    lang : {"zh", "en"}
    n : int
        Terms on either side: the first of each table.
    names : dict or None
        What to show for each plan's id.
    level : float

    Returns
    -------
    Axes
    """
    needed = ("term", "log_ratio", "low", "high")
    need(emerging, needed, "policylab.words.emerging_terms")
    need(declining, needed, "policylab.words.declining_terms")
    every = len(emerging) + len(declining)
    emerging, declining = _of_one_pair(emerging, declining)
    sides = [emerging.head(n), declining.head(n).iloc[::-1]]
    if not sum(map(len, sides)):
        raise PolicylabError("Neither table has a term to draw. Lower `min_count`.")
    first = next(part for part in (emerging, declining) if len(part))
    text, called = texts(lang), dict(names or {})
    ends = [
        " + ".join(called.get(plan, plan) for plan in str(first[side].iloc[0]).split("; ")) if side in first else text(side)
        for side in ("earlier", "later")
    ]
    return _effects(
        sides, ax, lang, level, (ends[0], ends[1]), counts=("earlier_count", "count"),
        note=[left_out(sum(map(len, sides)), every, lang)],
    )  # fmt: skip


def _of_one_pair(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of the pair of plans that has the most sure ones: the ends of the axis are those of one pair."""
    sure: dict[tuple, int] = {}
    for row in (row for table in tables if {"earlier", "later"} <= set(table) for row in table.itertuples()):
        sure[row.earlier, row.later] = sure.get((row.earlier, row.later), 0) + (row.low > 0 or row.high < 0)
    if len(sure) < 2:
        return list(tables)
    earlier, later = max(sure, key=sure.get)
    return [table[(table["earlier"] == earlier) & (table["later"] == later)] for table in tables]


def _effects(
    sides: list[pd.DataFrame], ax: Axes | None, lang: str, level: float, ends: tuple[str, str], *,
    counts: tuple[str, str], note: list[str],
) -> Axes:  # fmt: skip
    """A row a term: its effect, its interval over coarse sections as a line, over fine ones as a band, and its counts."""
    text = texts(lang)
    size = sum(map(len, sides))
    ax = axes_of(ax, 1.3 + 0.2 * size)
    values = np.concatenate([part[["log_ratio"]].to_numpy(dtype=float).ravel() for part in sides])
    reach = float(np.abs(values).max()) + 2.5
    ax.set_xlim(-reach, reach)
    ax.axvline(0, color=GREY, linewidth=0.8)
    labels, hollow, fine = [], False, False
    for place, (row, style) in enumerate(_styled(sides)):
        robust = bool(getattr(row, "robust", True))
        hollow |= not robust
        color = style["color"] if row.low > 0 or row.high < 0 else "#9a9a9a"
        ends_fine = [getattr(row, name, np.nan) for name in ("low_fine", "high_fine")]
        if np.isfinite(ends_fine).any():
            fine = True
            band = [reach * sign if not np.isfinite(end) else min(max(end, -reach), reach) for sign, end in zip((-1, 1), ends_fine)]
            ax.hlines(place, *band, color="#e3e3e3", linewidth=5, zorder=1)
        draw_interval(ax, row.log_ratio, place, row.low, row.high, color)
        ax.plot(
            row.log_ratio, place, marker=style["marker"], color=color, zorder=3, linestyle="none",
            markerfacecolor=color if robust else "white",
        )  # fmt: skip
        told = [getattr(row, name, None) for name in counts]
        if all(count is not None and np.isfinite(count) for count in told):
            ax.annotate(
                f"{told[0]:.0f} : {told[1]:.0f}", (1, place), xycoords=("axes fraction", "data"), xytext=(6, 0),
                textcoords="offset points", va="center", fontsize=6.5, color="#444444",
            )  # fmt: skip
        labels.append(gloss(row.term, lang))
    ax.set_yticks(range(size), labels)
    ax.set_ylim(size - 0.4, -0.6)
    ax.grid(axis="y", visible=False)
    narrow = page_width() < 5
    columns = page_width() * 72 / 8 / (1 if narrow else 2) - 8
    left, right = (text("more_in", name=clip(end, columns)) for end in ends)
    facing = f"← {left}\n{right} →" if narrow else f"{left} ←        → {right}"
    ax.set_xlabel(f"{facing}\n{text('log_ratio')}")
    bounded = fine or any(np.isfinite(part[["low", "high"]].to_numpy(dtype=float)).any() for part in sides)
    lines = [text("interval_both" if fine else "interval_h", level=round(level * 100)), text("grey")]
    told = [*(lines if bounded else [text("no_interval")]), text("counted")]
    foot(ax, [*told, text("hollow") if hollow else "", *note], lang)
    return ax


def _styled(sides: list[pd.DataFrame]) -> Iterator[tuple]:
    styles = plan_styles("abcdef")
    for part, style in zip(sides, (styles["a"], styles["f"]), strict=True):
        for row in part.itertuples():
            yield row, style


@drawn
def placebo_changes(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Axes:  # fmt: skip
    """Draw how many words a comparison in time finds beside comparisons that are none.

    Parameters
    ----------
    table : DataFrame
        From `policylab.words.placebo_changes`. Of more than 24 comparisons those in time, and of the others those that
        find most.
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
    every = table.dropna(subset=["share"])
    if every.empty:
        raise PolicylabError("No comparison has clusters enough, so there is nothing to draw.")
    in_time = every["comparison"].isin(("matched pair", "named pair", "pooled halves"))
    strongest = every.assign(in_time=in_time).sort_values(["in_time", "share"], ascending=False, kind="stable")
    rows = every.loc[sorted(strongest.head(_COMPARISONS).index)]
    ax = axes_of(ax, 1.1 + 0.3 * len(rows))
    chance = 100 * (1 - level)
    top = max(100 * rows["share"].max() * 1.25, 1.2 * chance)
    for place, (row, observed) in enumerate(zip(rows.itertuples(), in_time[rows.index], strict=True)):
        ax.barh(place, 100 * row.share, color="#0b3c5d" if observed else "#c8c8c8", height=0.66, zorder=2)
        ax.annotate(
            f"{row.found}/{row.terms}", (1, place), xycoords=("axes fraction", "data"), xytext=(3, 0),
            textcoords="offset points", va="center", fontsize=6.5, color="black" if observed else "#555555",
        )  # fmt: skip
    labels = [_sides(row, "→" if in_time[row.Index] else "|", names) for row in rows.itertuples()]
    ax.set_yticks(range(len(rows)), labels, fontsize=6.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.axvline(chance, color="#b3261e", linewidth=1, linestyle="--", zorder=3)
    ax.set_xlim(0, top)
    ax.set_xlabel(text("found_share"))
    ax.grid(axis="y", visible=False)
    foot(ax, [text("placebo", level=round(chance)), left_out(len(rows), len(every), lang)], lang)
    return ax


def _sides(row, mark: str, names: Mapping[str, str] | None) -> str:
    """The two sides of a comparison; of more than two plans on a side, how many more."""
    sides, narrow = [], page_width() < 5
    for side in (row.earlier, row.later):
        plans = [(names or {}).get(plan, plan) for plan in side.split("; ")]
        named = 1 if narrow and len(plans) > 2 else 2
        more = f" + {len(plans) - named}" if len(plans) > named else ""
        wide = 14 if not narrow else 10 if len(plans) != 2 else 6
        sides.append(" + ".join(clip(plan, wide) for plan in plans[:named]) + more)
    gap = "\n" if narrow or "+" in "".join(sides) else " "
    return f"{sides[0]}{gap}{mark} {sides[1]}"
