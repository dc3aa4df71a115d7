"""Figures of the plans: how each is built, a few measures of all side by side, and the mix of their instruments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from policylab.checks import check_columns, check_kind
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import inches_of, narrow, page_width, plan_styles
from policylab.resources._translation import english

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


_COLUMNS = ("plan", "level", "number", "title", "start", "end")
_MEASURED = ("measure", "plan", "value", "low", "high")
_FIRST = 2.6  # width of the column of the first level, which holds titles; the others have 1
_GAP = 0.7
_WRITTEN = 5  # plans of a page that have room for titles
_MOST = 24  # plans; rows of a panel of profiles
_SIZE = 6.0  # points
_LEADING = 1.3
_DARK, _LIGHT = 0.82, 0.18
# greys: colours are the plans'; hatches tell them apart in a bad copy
_FILLS = (("#4d4d4d", ""), ("#9a9a9a", "//"), ("#dcdcdc", ".."), ("#ffffff", "xx"), ("#787878", "\\\\"))
_BARS = 0.8  # of the place of a plan
_MIXED = 30  # plans whose instruments a page has room for
_FRONT = {"facecolor": "white", "edgecolor": "#999999", "hatch": "////", "lw": 0.8}


def _write_titles(ax: Axes) -> None:
    """Write the title of each box into it, over as many lines as fit; a box too small for one line has none."""
    points = 72 / ax.figure.dpi
    for box in ax.patches:
        extent, title = box.get_window_extent(), box.get_label()[1:]
        width, height = extent.width * points - 6, extent.height * points - 2
        rows, columns = int(height // (_SIZE * _LEADING)), int(width // _SIZE)
        if title and rows >= 1 and columns >= 4:
            ax.text(
                box.get_x() + 3 / points * box.get_width() / extent.width, box.get_y() + box.get_height() / 2,
                say.in_lines(title, columns, rows), color="white", fontsize=_SIZE, va="center", ha="left",
            )  # fmt: skip


@draw.drawn(then=_write_titles)
def outlines(
    sections: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """The outlines of the plans side by side: a column a plan, read from the top, on one scale of characters.

    Within a plan the levels of headings stand from left (first level, darkest) to right; the height of a section is
    its length, so that one sees at a glance how long each plan is, how deep it goes, and what it gives room to. The
    titles of the first level are written where they fit.

    Parameters
    ----------
    sections : DataFrame
        ``corpus.sections``: plan, level, number, title, start, end (characters of the clean text). The plans stand in
        its order.
    names : mapping of str to str, optional
        What to call each plan, such as ``corpus.names()``; a plan without a name is called by its id.
    ax : Axes, optional
        Made as large as the plans need if missing.
    lang : {"zh", "en"}
        Language of the axes and the legend; titles stay Chinese.

    Raises
    ------
    PolicylabError
        If `sections` has no row, or lacks a column.

    Notes
    -----
    The form is the icicle plot of Kruskal and Landwehr (1983).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> ax = policylab.plots.outlines(corpus.sections, names=corpus.names())
    >>> ax.get_ylabel()
    '在全文中的位置（千字）'
    """
    import matplotlib
    from matplotlib.patches import Patch

    draw.check_table(sections, _COLUMNS, name="sections", maker="policylab.load_corpus")
    every = sections["plan"].unique().tolist()
    plans = every[:_MOST]
    shown = sections[sections["plan"].isin(plans)]
    depth, longest = int(shown["level"].max()), float(shown["end"].max()) / 1000
    text = say.Texts(lang)
    many = len(plans) > (2 if narrow() else _WRITTEN)
    ax = draw.axes_of(ax, 5.6, width=1.8 * len(plans) + 0.8)
    first_width = 1.0 if many else _FIRST
    # one hue, from dark to light, so that the levels keep their order in grey print
    colors = [matplotlib.colormaps["Blues"](_DARK - (_DARK - _LIGHT) / max(depth - 1, 1) * level) for level in range(depth)]
    columns, whole = _columns(shown, plans, first_width)
    for plan, (left, right) in columns.items():
        own = shown[shown["plan"] == plan].sort_values(["start", "level"])
        _outline(ax, own, left, right, first_width, colors, None if many else lang)
    middles = [(left + right) / 2 for left, right in columns.values()]
    ax.set_xlim(-_GAP / 2, whole - _GAP / 2)
    ax.set_ylim(longest * 1.01, 0)
    if many:
        narrowest = min((after - before for before, after in pairwise(middles)), default=whole)
        inches = 0.85 * inches_of(ax) * narrowest / whole
        say.tick_plans(ax, middles, plans, names, inches=inches, fontsize=_SIZE, stack=say.two_lines)
    else:
        called = say.plan_labels(plans, names, columns=13, rows=5, stack=say.two_lines)
        ax.set_xticks(middles, [called[plan] for plan in plans], fontsize=6.5)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(text("outline_position"))
    ax.grid(False)
    ax.spines[["top", "right", "bottom"]].set_visible(False)
    patches = [Patch(facecolor=color, label=text("outline_level", level=i)) for i, color in enumerate(colors, 1)]
    draw.legend_above(ax, [*patches, Patch(**_FRONT, label=text("outline_front"))])
    text.foot(ax, text.left_out(len(plans), len(every)))
    return ax


def _columns(sections: pd.DataFrame, plans: Collection[str], first_width: float) -> tuple[dict[str, tuple[float, float]], float]:
    """Where the column of each plan begins and ends, as wide as its levels are deep, and how wide they all are."""
    deepest = sections.groupby("plan")["level"].max().clip(lower=1).to_dict()
    least = 0.75 * (_GAP + sum(first_width + deepest[plan] - 1 for plan in plans) / len(plans))  # the name of a flat plan needs room, too
    columns, left = {}, 0.0
    for plan in plans:
        right = left + first_width + deepest[plan] - 1
        columns[plan] = left, right
        left = max(right + _GAP, left + least)
    return columns, left


def _outline(
    ax: Axes, sections: pd.DataFrame, left: float, right: float, first_width: float, colors: list, lang: str | None
) -> None:
    """The sections of one plan as boxes; those of the first level know their titles in a language, for `_write_titles`."""
    from matplotlib.patches import Rectangle

    for section in sections.itertuples():
        top, height = section.start / 1000, (section.end - section.start) / 1000
        if section.level == 0:
            first = sections.loc[sections["level"] == 1, "start"].min() / 1000
            front = height if sections["level"].max() == 0 else first - top
            ax.add_patch(Rectangle((left, top), right - left, front, **_FRONT))
            ax.add_patch(Rectangle((left, top), right - left, height, fill=False, edgecolor="#777777", lw=0.8, zorder=3))
            continue
        x, width = (left, first_width) if section.level == 1 else (left + first_width + section.level - 2, 1)
        style = {"facecolor": colors[section.level - 1], "edgecolor": "white", "lw": 1.0 if section.level <= 2 else 0.5}
        box = ax.add_patch(Rectangle((x, top), width, height, **style))
        if section.level == 1 and lang:
            heading = "".join(part for part in (section.number, section.title) if isinstance(part, str))
            title = section.title if isinstance(section.title, str) else ""
            translated = english(title, lang)
            box.set_label("_" + (translated if translated != title else say.punctuated(heading, lang)))  # _: for no legend


@draw.drawn
def plan_profiles(
    profiles: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: np.ndarray | None = None,
    lang: str = "zh",
) -> np.ndarray:
    """Draw one panel a measure with a point for each plan, its interval where there is one, and a dash where nothing is known.

    Parameters
    ----------
    profiles : DataFrame
        One row a measure and plan: measure (its title with the unit), plan, value, low, high; a missing value is a
        dash. Measures and plans are drawn in the order in which they come.
    names : mapping or None
        What to show for each plan's id.
    ax : array of Axes or None
        One axes a measure; None makes a figure.
    lang : {"zh", "en"}
        Language of the note; all other texts come with the table.

    Examples
    --------
    >>> import pandas as pd
    >>> from policylab import plots
    >>> table = pd.DataFrame(
    ...     {"measure": "每万字目标数(个)", "plan": ["a", "b"], "value": [12.0, 6.7], "low": None, "high": None}
    ... )
    >>> plots.plan_profiles(table)[0].get_xlabel()
    '每万字目标数(个)'
    """
    check_columns(profiles, _MEASURED, name="profiles", maker="policylab.study.plan_measures")
    # a measure that is known of no plan has no panel
    measures = list(dict.fromkeys(profiles.loc[profiles["value"].notna(), "measure"]))
    if not measures:
        raise draw.NothingToDraw("`profiles` has no value to draw.")
    every = list(dict.fromkeys(profiles["plan"]))
    plans = every[:_MOST]
    few, styles = len(plans) <= draw.FEW, plan_styles(plans)
    height = 0.7 + (0.24 if few else 0.15) * len(plans)
    panels = draw.panels_of(ax, len(measures), "a measure", 1.9 if few else 1.4, height, most=3 if few else 5)
    called = say.plan_labels(plans, names, columns=14, rows=1)
    values, lows, highs = (draw.cells(profiles, "measure", "plan", name, measures, plans) for name in ("value", "low", "high"))
    for panel, measure, value, low, high in zip(panels, measures, values, lows, highs, strict=True):
        for place, plan in enumerate(plans):
            style = styles[plan] if few else {"color": draw.DARK, "marker": "o"}
            if np.isfinite(value[place]):
                draw.mark(panel, value[place], place, style, bounds=(low[place], high[place]), wide=1.4)
            else:
                draw.write_beside(panel, "—", (0, place), 3, color=draw.GREY, fontsize=8)
        named = ax is not None or draw.first_in_row(panel)
        draw.name_rows(panel, [called[plan] if named else "" for plan in plans], grid=True, fontsize=7 if few else 6)
        panel.set_xlim(0, 1.1 * float(np.nanmax([*value, *high, 0.0])) or 1)
        place = panel.get_subplotspec()
        wide = (page_width() - 1.1) / (place.get_gridspec().ncols if place else 3)  # beside the names
        panel.set_xlabel(say.in_lines(measure, int(0.95 * wide * 72 / 7), 4), fontsize=7)
    text = say.Texts(lang)
    notes = text("interval_profiles") if profiles["low"].notna().any() else "", text("unknown") if np.isnan(values).any() else ""
    text.foot(panels[0], *notes, text.left_out(len(plans), len(every)))
    return panels


@draw.drawn
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
    ax, lang, names
        As in `keyword_trends`.
    coders : str or None
        What to call the coders in the note.

    Raises
    ------
    PolicylabError
        If there is nothing to draw.
    """
    text = say.Texts(lang, "coding")
    needed = ("plan", "level", "code", "label_zh", "label_en", "share", "low_fine", "high_fine", "coded")
    check_columns(shares, needed, name="shares", maker="policylab.coding.code_shares")
    rows = shares[shares["level"].eq("type") & shares["share"].notna()]
    if rows.empty:
        raise draw.NothingToDraw("`shares` has no type to draw. Give a scheme groups, and code sentences with it.")
    plans, types = list(dict.fromkeys(rows["plan"])), list(dict.fromkeys(rows["code"]))
    check_kind("coders", coders, str | None, "a str")
    told = _agreed(agreement, text, coders or text("coders"))
    sizes = rows.groupby("plan")["coded"].first().astype(int)
    if len(plans) > draw.FEW or narrow():
        shown, called = plans[:_MIXED], say.plan_labels(plans, names, columns=12, rows=1)
        axes = draw.axes_of(ax, 1.6 + 0.24 * len(shown))
        shares = 100 * draw.cells(rows, "plan", "code", "share", shown, types)
        named = [f"{called[plan]} (n={sizes[plan]})" for plan in shown]
        draw.heat_map(axes, shares, named, written=draw.numerals(shares), shades="Greys", top=100, title=text("share"))
        wide = int(0.62 * page_width() * 72 / 7 / len(types)) - 1
        labels = dict(zip(rows["code"], rows[f"label_{lang}"], strict=True))
        axes.set_xticks(draw.middles(len(types)), [say.in_lines(labels[code], wide, 3) for code in types])
        text.foot(axes, text("many"), *told, text.left_out(len(shown), len(plans)))
        return axes
    axes = draw.axes_of(ax, 3.1)
    width = _BARS / len(types)
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
    called = say.plan_labels(plans, names, columns=max(4, int(0.85 * page_width() / len(plans) * 72 / 7)), stack=say.two_lines)
    axes.set_xticks(range(len(plans)), [f"{called[plan]}\n{text('size', n=sizes[plan])}" for plan in plans])
    axes.set_ylabel(text("share"))
    axes.set_ylim(0, min(118, 1.22 * float(np.nanmax([*100 * rows["high_fine"], *100 * rows["share"]]))))
    axes.set_xlim(-0.6, len(plans) - 0.4)
    axes.grid(axis="x", visible=False)
    draw.legend_above(axes)
    text.foot(axes, text("interval", level=round(100 * draw.level_of(shares))), *told)
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
