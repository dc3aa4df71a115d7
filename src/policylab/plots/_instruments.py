"""The mix of instruments, plan by plan, in greys that print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, check_columns
from policylab.plots import _parts as parts
from policylab.plots._theme import page_width

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# greys: colours are the plans'; hatches tell them apart in a bad copy
_FILLS = (("#4d4d4d", ""), ("#9a9a9a", "//"), ("#dcdcdc", ".."), ("#ffffff", "xx"), ("#787878", "\\\\"))
_ROOM = 0.8  # of the place of a plan
_PLANS = 30  # rows of a page


@parts.drawn
def instrument_mix(
    shares: pd.DataFrame,
    *,
    agreement: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    coders: str | None = None,
) -> Axes:
    """Draw the share of each type of instrument in each plan, with intervals and the number of sentences.

    Parameters
    ----------
    shares : DataFrame
        From `policylab.coding.code_shares`; the rows of the level ``type``, drawn with their finer intervals.
    agreement : DataFrame, optional
        From `policylab.coding.coder_agreement`: the note under the figure then says how far the coders agree.
    ax : Axes or None
    lang, names
        As in `keyword_trends`.
    coders : str or None
        What to call the coders in the note.

    Raises
    ------
    PolicylabError
        If there is nothing to draw.
    """
    text = parts.Texts(lang, "coding")
    needed = ("plan", "level", "code", "label_zh", "label_en", "share", "low_fine", "high_fine", "coded")
    check_columns(shares, needed, name="shares", maker="policylab.coding.code_shares")
    rows = shares[shares["level"].eq("type") & shares["share"].notna()]
    if rows.empty:
        raise PolicylabError("`shares` has no type to draw. Give a scheme groups, and code sentences with it.")
    plans, types = list(dict.fromkeys(rows["plan"])), list(dict.fromkeys(rows["code"]))
    told = _agreed(agreement, text, coders or text("coders"))
    if len(plans) > parts.FEW or page_width() < 5:
        return _mix_map(rows, plans, types, ax, text, names, text("many"), *told)
    axes = parts.axes_of(ax, 3.1)
    width = _ROOM / len(types)
    for number, code in enumerate(types):
        part = rows[rows["code"].eq(code)].set_index("plan")
        places = np.array([plans.index(plan) for plan in part.index]) + (number - (len(types) - 1) / 2) * width
        color, hatch = _FILLS[number % len(_FILLS)]
        values = 100 * part["share"].to_numpy()
        axes.bar(places, values, width * 0.92, color=color, hatch=hatch, edgecolor="black", linewidth=0.7, label=part[f"label_{lang}"].iloc[0])
        for place, value, low, high in zip(places, values, 100 * part["low_fine"], 100 * part["high_fine"], strict=True):
            top = high if np.isfinite(high) else value
            if np.isfinite(low) and np.isfinite(high):
                axes.errorbar(place, value, [[value - low], [high - value]], color="black", linewidth=0.8, capsize=2)
            axes.annotate(f"{value:.0f}", (place, top), textcoords="offset points", xytext=(0, 2), ha="center", fontsize=6.5)
    sizes = rows.groupby("plan")["coded"].first()
    called = parts.plan_labels(plans, names, columns=max(4, int(0.85 * page_width() / len(plans) * 72 / 7)), stack=parts.two_lines)
    axes.set_xticks(range(len(plans)), [f"{called[plan]}\n{text('size', n=int(sizes[plan]))}" for plan in plans])
    axes.set_ylabel(text("share"))
    axes.set_ylim(0, min(118, 1.22 * float(np.nanmax([*100 * rows["high_fine"], *100 * rows["share"]]))))
    axes.set_xlim(-0.6, len(plans) - 0.4)
    axes.grid(axis="x", visible=False)
    parts.legend_above(axes)
    text.foot(axes, text("interval"), *told)
    return axes


def _mix_map(rows, plans: list[str], types: list[str], ax: Axes | None, text: parts.Texts, names, *notes: str) -> Axes:
    """The shares of many plans as shades, a row a plan."""
    shown = plans[:_PLANS]
    axes = parts.axes_of(ax, 1.6 + 0.24 * len(shown))
    shares = 100 * parts.cells(rows, "plan", "code", "share", shown, types)
    parts.heat_map(axes, shares, written=parts.numerals(shares), shades="Greys", top=100, title=text("share"))
    wide = int(0.62 * page_width() * 72 / 7 / len(types)) - 1
    said = dict(zip(rows["code"], rows[f"label_{text.lang}"], strict=True))
    axes.set_xticks(parts.middles(len(types)), ["\n".join(parts.wrap(said[code], wide, 3)) for code in types])
    sizes, called = rows.groupby("plan")["coded"].first(), parts.plan_labels(plans, names, columns=12, rows=1)
    axes.set_yticks(parts.middles(len(shown)), [f"{called[plan]} (n={int(sizes[plan])})" for plan in shown])
    text.foot(axes, *notes, text.left_out(len(shown), len(plans)))
    return axes


def _agreed(agreement: pd.DataFrame | None, text, coders: str) -> list[str]:
    """How far the coders agree on types, in words."""
    if agreement is None:
        return []
    check_columns(agreement, ("level", "alpha", "low", "high"), name="agreement", maker="policylab.coding.coder_agreement")
    rows = agreement[agreement["level"].eq("types") & agreement["alpha"].notna()]
    if rows.empty:
        return []
    row = rows.iloc[0]
    key = "agreement_bare" if np.isnan(row["low"]) else "agreement"
    return [text(key, coders=coders, alpha=f"{row['alpha']:.2f}", low=f"{row['low']:.2f}", high=f"{row['high']:.2f}")]
