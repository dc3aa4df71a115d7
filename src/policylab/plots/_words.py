"""Figures of words: the rates of terms, a word cloud, declared themes, and contrasts with their effects and intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policylab.checks import as_list, check_columns, check_known, check_seed
from policylab.errors import PolicylabError
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import font_path, inches_of, narrow, page_width, plan_styles
from policylab.resources._translation import joined

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_TERMS = 12  # panels of terms, of small multiples
_ROWS = 40  # rows of a heat map
_COMPARISONS = 24  # rows of the placebo
_EFFECT = ("count", "reference_count", "earlier_count", "g2", "log_ratio", "low", "high", "low_fine", "high_fine")


@draw.drawn
def keyword_trends(
    table: pd.DataFrame,
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    pairs: Iterable[tuple[str, str]] = (),
    level: float | None = None,
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
    level : float or None
        Level of the intervals, for the note under the figure; None is the one that the table was made for, and 0.95 where it
        does not know it, as after it was read from a file.

    Returns
    -------
    array of Axes
        The panels of the terms, at most twelve, or the heat map.
    """
    text = say.Texts(lang)
    draw.check_table(table, ("term", "plan", "count", "per_10k", "low", "high"), maker="policylab.keyword_trends")
    every = list(dict.fromkeys(table["term"]))
    plans = list(dict.fromkeys(table["plan"]))
    if len(plans) > draw.FEW:
        return _rates(table, every, plans, ax, text, names)
    terms = every[: min(_TERMS, draw.room(1.7, 1.6, edge=0.5))]
    panels = draw.panels_of(ax, len(terms), "a term", 1.7, 1.6, edge=0.5)
    styles = plan_styles(plans)
    pairs = as_list("pairs", pairs, "a list of pairs of ids")
    joined = [[plans.index(one), plans.index(other)] for one, other in pairs if {one, other} <= set(plans)]
    called = say.plan_labels(plans, names, columns=14, rows=1)
    for axes, term in zip(panels, terms, strict=True):
        rows = table[table["term"] == term].set_index("plan").reindex(plans)
        _rate(axes, rows, styles, joined)
        axes.set_title(say.gloss(term, lang).replace(" ", "\n", 1))
        if draw.first_in_row(axes):
            axes.set_ylabel(text("per_10k"))
    draw.legend_above(panels[0], draw.plan_keys(styles, called))
    bounded = np.isfinite(table[["low", "high"]].to_numpy(dtype=float)).any()
    hollow = "robust" in table and not table["robust"].fillna(True).all()
    text.foot(
        panels[0], text("interval", level=round(draw.level_of(table, level) * 100)) if bounded else text("no_interval"), text("absent"),
        text("joined") if joined else "", text("hollow") if hollow else "", _lengths(table, called, text), text.left_out(len(terms), len(every)),
    )  # fmt: skip
    return panels


def _lengths(table: pd.DataFrame, called: Mapping[str, str], text: say.Texts) -> str:
    """How many words of each plan the rates are of, where the table tells."""
    if "tokens" not in table:
        return ""
    words = table.dropna(subset="tokens").drop_duplicates("plan").set_index("plan")["tokens"]
    parts = [f"{name} {int(words[plan])}" for plan, name in called.items() if plan in words]
    return text("lengths", lengths=joined(parts, text.lang)) if parts else ""


def _rate(axes: Axes, rows: pd.DataFrame, styles: dict, joined: list[list[int]]) -> None:
    """One term: a mark a plan with its interval, a cross where it does not occur."""
    rate, low, high = (rows[name].to_numpy(dtype=float) for name in ("per_10k", "low", "high"))
    present = rows["count"].to_numpy(dtype=float) > 0
    robust = bool(rows["robust"].fillna(True).all()) if "robust" in rows else True
    for ends in joined:
        axes.plot(ends, rate[ends], color=draw.GREY, linewidth=0.9, zorder=1)
    for place, plan in enumerate(rows.index):
        style, size = (styles[plan], 5) if present[place] else ({"marker": "x", "color": draw.GREY}, 4.5)
        draw.mark(axes, place, rate[place], style, hollow=not robust and present[place], bounds=(low[place], high[place]),
                  upright=True, wide=1.4, markersize=size, zorder=3)  # fmt: skip
    axes.set_xticks([])
    axes.set_xlim(-0.5, len(rows) - 0.5)
    # a little room below 0, so that no marker is cut
    top = axes.get_ylim()[1] if np.nanmax([*rate, *high, 0.0]) > 0 else 1.0
    axes.set_ylim(-0.05 * top, top)
    axes.grid(axis="x", visible=False)


def _rates(table, every: list[str], plans: list[str], ax, text: say.Texts, names) -> np.ndarray:
    """The rates of the terms in many plans, as shades; a cross is a plan without the term."""
    terms, shown = every[:_ROWS], plans[: draw.MANY]
    ax = None if ax is None else np.ravel(ax)[0]
    rates = draw.cells(table, "term", "plan", "per_10k", terms, shown)
    written = np.where(rates == 0, "×", draw.numerals(rates))
    called = [say.gloss(term, text.lang) for term in terms]
    ax = draw.plan_map(ax, rates, called, shown, names, written=written, title=text("per_10k"))
    text.foot(ax, text("many"), text.left_out(len(terms) + len(shown), len(every) + len(plans)))
    return np.array([ax])


@draw.drawn
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

    Raises
    ------
    NothingToDraw
        If no term sets the plan apart surely.
    """
    from wordcloud import WordCloud

    text = say.Texts(lang)
    draw.check_table(table, ("term", "target", "g2", "p_adjusted"), maker="policylab.keyness")
    target = _one_target(table, target)
    rows = table[(table["target"] == target) & (table["g2"] > 0) & (table["p_adjusted"] < level)].head(n)
    if rows.empty:
        raise draw.NothingToDraw(f"No term sets {target} apart with an adjusted p below {level}: a cloud would be of chance.")
    sizes = {say.gloss(row.term, lang): float(row.g2) for row in rows.itertuples()}
    cloud = WordCloud(
        font_path=str(font_path()), width=1440, height=860, background_color="white", prefer_horizontal=1.0,
        random_state=check_seed(random_state), max_words=n, relative_scaling=0.5, min_font_size=20, max_font_size=150, margin=6,
        color_func=lambda *_, **__: draw.DARK,
    ).generate_from_frequencies(sizes)  # fmt: skip
    ax = draw.axes_of(ax, page_width() * 0.62)
    ax.imshow(cloud.to_array(), interpolation="bilinear")
    draw.without_axes(ax)
    text.foot(ax, text("cloud", level=level))
    return ax


def _one_target(table: pd.DataFrame, target: str | None) -> str:
    """The target of a keyness table that is meant, or its only one."""
    targets = list(dict.fromkeys(table["target"]))
    if target is None and len(targets) > 1:
        raise PolicylabError(f"The table has several targets: {', '.join(targets)}. Name one: `target={targets[0]!r}`.")
    if target is None:
        return targets[0]
    check_known("target", target, targets)
    return target


@draw.drawn
def theme_heatmap(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    level: float | None = None,
) -> Axes:  # fmt: skip
    """Draw the weight of each theme in each plan, lists made equally long; of up to six plans with its interval.

    Parameters
    ----------
    table : DataFrame
        From `policylab.words.theme_weights`, by plan.
    ax, lang, names, level
        As in `keyword_trends`.
    """
    text = say.Texts(lang)
    needed = ("theme", "theme_zh", "theme_en", "plan", "even_per_10k", "even_low", "even_high")
    draw.check_table(table, needed, maker="policylab.words.theme_weights")
    every_plan, every = (list(dict.fromkeys(table[name])) for name in ("plan", "theme"))
    plans, themes = every_plan[: draw.MANY], every[:_ROWS]
    shown = dict(zip(table["theme"], table[f"theme_{lang}"], strict=True))
    called, few = [shown[theme] for theme in themes], len(plans) <= draw.FEW
    rate, low, high = (draw.cells(table, "theme", "plan", name, themes, plans) for name in needed[-3:])
    bounded = np.isfinite(low) & np.isfinite(high)
    key = "theme_cell_many" if not few else "theme_cell" if np.isfinite(low).any() else "theme_cell_bare"
    title = text(key, level=round(draw.level_of(table, level) * 100))
    if few:
        ax = draw.axes_of(ax, 1.5 + 0.36 * len(themes), width=1.9 + 1.3 * len(plans))
        written = draw.numerals(rate).astype(object)
        for cell in np.argwhere(bounded & np.isfinite(rate)):
            written[*cell] += f"\n({low[*cell]:.0f}–{high[*cell]:.0f})"
        draw.heat_map(ax, rate, called, written=written, title=title)
        inches = (inches_of(ax) - (1.6 if lang == "zh" else 2.0)) / len(plans)
        say.tick_plans(ax, draw.middles(len(plans)), plans, names, inches=inches, fontsize=7, stack=say.two_lines)
    else:
        ax = draw.plan_map(ax, rate, called, plans, names, title=title)
    called = say.plan_labels(plans, names, columns=14, rows=1) if few else {}
    text.foot(
        ax, text("over_sections") if few and bounded.any() else "", _lengths(table, called, text),
        text.left_out(len(themes) + len(plans), len(every) + len(every_plan)),
    )  # fmt: skip
    return ax


@draw.drawn
def keyness(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", target: str | None = None,
    names: Mapping[str, str] | None = None, n: int = 12, level: float | None = None,
) -> Axes:  # fmt: skip
    """Draw the terms that set a plan apart from the others: the log ratio with its interval, and the counts.

    Parameters
    ----------
    table : DataFrame
        From `policylab.keyness`. Terms whose interval holds 0 are grey; those that a column `robust` calls False are
        hollow.
    target : str or None
        The target to draw; None where the table has one only.
    n : int
        Terms on either side: those with the largest G².
    ax, lang, names, level
        As in `keyword_trends`.
    """
    draw.check_table(table, ("term", "target", "count", "g2", "log_ratio", "low", "high"), maker="policylab.keyness")
    target = _one_target(table, target)
    every = _with_floats(table[table["target"] == target].dropna(subset=["log_ratio"]))
    if every.empty:
        raise draw.NothingToDraw(f"No term of {target} can be compared. Lower `min_count`.")
    order = every.iloc[np.argsort(-every["g2"].abs().to_numpy(dtype=float), kind="stable")]
    sides = [order[order["g2"] > 0].head(n), order[order["g2"] < 0].head(n).iloc[::-1]]
    if not sum(map(len, sides)):
        raise draw.NothingToDraw(f"No term sets {target} apart: all have the same rate in what it is compared with.")
    text, called = say.Texts(lang), dict(names or {})
    reference = every["reference"].iloc[0] if "reference" in every else None
    others = text("other_plans") if reference in (None, "others", "rest") else called.get(reference, reference)
    ends, counts = (others, called.get(target, target)), ("reference_count", "count")
    return _effects(sides, len(every), ax, text, draw.level_of(table, level), ends, counts, text("order_g2"))


@draw.drawn
def term_change(
    emerging: pd.DataFrame, declining: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", n: int = 15,
    names: Mapping[str, str] | None = None, level: float | None = None,
) -> Axes:  # fmt: skip
    """Draw the terms that rose and those that fell most surely, with the interval of the log ratio.

    Parameters
    ----------
    emerging, declining : DataFrame
        From `policylab.words.emerging_terms` and `declining_terms`. Of several pairs of plans, the one with the most
        terms whose interval does not hold 0. Terms whose interval holds 0 are grey; those that a column `robust` calls
        False are hollow.
    n : int
        Terms on either side: the first of each table.
    ax, lang, names, level
        As in `keyword_trends`.
    """
    for table, maker in ((emerging, "emerging_terms"), (declining, "declining_terms")):
        check_columns(table, ("term", "count", "log_ratio", "low", "high"), maker=f"policylab.words.{maker}")
    every = len(emerging) + len(declining)
    emerging, declining = _of_one_pair(*map(_with_floats, (emerging, declining)))
    sides = [emerging.head(n), declining.head(n).iloc[::-1]]
    if not sum(map(len, sides)):
        raise draw.NothingToDraw("Neither table has a term to draw. Lower `min_count`.")
    first = next(part for part in (emerging, declining) if len(part))
    text, called = say.Texts(lang), dict(names or {})
    earlier, later = (
        " + ".join(called.get(plan, plan) for plan in str(first[side].iloc[0]).split("; ")) if side in first else text(side)
        for side in ("earlier", "later")
    )
    return _effects(sides, every, ax, text, draw.level_of(first, level), (earlier, later), ("earlier_count", "count"))


def _with_floats(table: pd.DataFrame) -> pd.DataFrame:
    """A table of effects whose numbers are floats: what pandas has besides for a missing number cannot be compared."""
    return table.assign(**{name: table[name].where(table[name].notna(), np.nan).astype(float) for name in _EFFECT if name in table})


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
    sides: list[pd.DataFrame], every: int, ax: Axes | None, text: say.Texts, level: float, ends: tuple[str, str],
    counts: tuple[str, str], order: str = "",
) -> Axes:  # fmt: skip
    """A row a term: its effect, its interval over coarse sections as a line, over fine ones as a band, and its counts.

    The note under the figure says in what `order` the terms stand, and how many of `every` one are left out.
    """
    styles = plan_styles("abcdef")
    rows = [(row, styles[name]) for part, name in zip(sides, "af", strict=True) for row in part.itertuples()]
    ax = draw.axes_of(ax, 1.3 + 0.2 * len(rows))
    reach = max(abs(float(row.log_ratio)) for row, _ in rows) + 2.5
    ax.set_xlim(-reach, reach)
    ax.axvline(0, color=draw.GREY, linewidth=0.8)
    hollow, fine = False, False
    for place, (row, style) in enumerate(rows):
        robust = bool(getattr(row, "robust", True))
        hollow |= not robust
        color = style["color"] if row.low > 0 or row.high < 0 else draw.PALE
        band = [getattr(row, name, np.nan) for name in ("low_fine", "high_fine")]
        if np.isfinite(band).any():
            fine = True
            ax.hlines(place, *_on_axis(band, reach), color="#e3e3e3", linewidth=5, zorder=1)
        _interval(ax, place, [row.low, row.high], reach, color)
        draw.mark(ax, row.log_ratio, place, style, color=color, hollow=not robust, zorder=3)
        told = [getattr(row, name, None) for name in counts]
        if all(count is not None and np.isfinite(count) for count in told):
            _count(ax, place, f"{told[0]:.0f} : {told[1]:.0f}", 6, "#444444")
    draw.name_rows(ax, [say.gloss(row.term, text.lang) for row, _ in rows], edge=0.6)
    columns = page_width() * 72 / 8 / (1 if narrow() else 2) - 8
    left, right = (text("more_in", name=say.clip(end, columns)) for end in ends)
    facing = f"← {left}\n{right} →" if narrow() else f"{left} ←        → {right}"
    ax.set_xlabel(f"{facing}\n{text('log_ratio')}")
    bounded = fine or any(np.isfinite([row.low, row.high]).any() for row, _ in rows)
    lines = [text("interval_both" if fine else "interval_h", level=round(level * 100)), text("grey")]
    told = [*(lines if bounded else [text("no_interval")]), text("counted")]
    text.foot(ax, *told, text("hollow") if hollow else "", order, text.left_out(len(rows), every))
    return ax


def _on_axis(bounds: Sequence[float], reach: float) -> np.ndarray:
    """The bounds of an interval on an axis that reaches equally far to both sides: its end where there is none."""
    return np.where(np.isfinite(bounds), np.clip(bounds, -reach, reach), [-reach, reach])


def _interval(ax: Axes, place: int, bounds: Sequence[float], reach: float, color: str) -> None:
    """A line from bound to bound; an arrow where one is missing or beyond the axis, nothing where both are missing."""
    if not np.isfinite(bounds).any():
        return
    ends = _on_axis(bounds, reach)
    ax.hlines(place, *ends, color=color, linewidth=1.0, zorder=2)
    for end, bound, marker in zip(ends, bounds, "<>", strict=True):
        if bound != end:
            ax.plot(end, place, marker=marker, markersize=3.5, color=color, clip_on=False, linestyle="none", zorder=2)


def _count(ax: Axes, place: int, said: str, points: int, color: str) -> None:
    """A count at the end of a row, beside the axes."""
    draw.write_beside(ax, said, (1, place), points, xycoords=("axes fraction", "data"), color=color)


@draw.drawn
def placebo_changes(
    table: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", names: Mapping[str, str] | None = None,
    level: float | None = None,
) -> Axes:  # fmt: skip
    """Draw how many words a comparison in time finds beside comparisons that are none.

    Parameters
    ----------
    table : DataFrame
        From `policylab.words.placebo_changes`. Of more than 24 comparisons those in time, and of the others those that
        find most.
    level : float or None
        Level of the tests, as in `keyword_trends`: the line stands where chance alone would be.
    ax, lang, names
        As in `keyword_trends`.
    """
    text = say.Texts(lang)
    check_columns(table, ("comparison", "earlier", "later", "terms", "found", "share"), maker="policylab.words.placebo_changes")
    every = table.dropna(subset=["share"])
    if every.empty:
        raise draw.NothingToDraw("No comparison has clusters enough, so there is nothing to draw.")
    in_time = every["comparison"].isin(("matched pair", "named pair", "pooled halves"))
    strongest = every.assign(in_time=in_time).sort_values(["in_time", "share"], ascending=False, kind="stable")
    rows = every.loc[sorted(strongest.head(_COMPARISONS).index)]
    ax = draw.axes_of(ax, 1.1 + 0.3 * len(rows))
    chance = 100 * (1 - draw.level_of(table, level))
    for place, (row, observed) in enumerate(zip(rows.itertuples(), in_time[rows.index], strict=True)):
        ax.barh(place, 100 * row.share, color=draw.DARK if observed else "#c8c8c8", height=0.66, zorder=2)
        _count(ax, place, f"{row.found}/{row.terms}", 3, "black" if observed else "#555555")
    labels = [_sides(row, "→" if in_time[row.Index] else "|", names) for row in rows.itertuples()]
    draw.name_rows(ax, labels, edge=0.6, fontsize=6.5)
    ax.axvline(chance, color="#b3261e", linewidth=1, linestyle="--", zorder=3)
    ax.set_xlim(0, max(100 * rows["share"].max() * 1.25, 1.2 * chance))
    ax.set_xlabel(text("found_share"))
    text.foot(ax, text("placebo", level=round(chance)), text.left_out(len(rows), len(every)))
    return ax


def _sides(row, mark: str, names: Mapping[str, str] | None) -> str:
    """The two sides of a comparison; of more than two plans on a side, how many more."""
    sides = []
    for side in (row.earlier, row.later):
        plans = [(names or {}).get(plan, plan) for plan in side.split("; ")]
        named = 1 if narrow() and len(plans) > 2 else 2
        more = f" + {len(plans) - named}" if len(plans) > named else ""
        wide = 14 if not narrow() else 10 if len(plans) != 2 else 6
        sides.append(" + ".join(say.clip(plan, wide) for plan in plans[:named]) + more)
    gap = "\n" if narrow() or "+" in "".join(sides) else " "
    return f"{sides[0]}{gap}{mark} {sides[1]}"
