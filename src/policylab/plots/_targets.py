"""Figures of targets: timelines, and lineages as slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import invalid
from policylab.plots._labels import at_spaces, plan_labels, tick_plans
from policylab.plots._target_parts import grid, missing, need, nothing, short, single, texts, wrapped
from policylab.plots._theme import plan_styles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["target_lineages", "target_timeline"]

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "range": "–", "eq": ""}
LINKS = ("raised", "lowered", "kept", "extended", "redefined")
STYLES = {
    "raised": ("#009E73", "-"), "lowered": ("#D55E00", "--"), "kept": ("#555555", "-"),
    "extended": ("#E69F00", "-."), "redefined": ("#0072B2", ":"),
}  # fmt: skip


def target_timeline(
    ledger: pd.DataFrame,
    *,
    families: Mapping[str, str] | None = None,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    columns: int = 3,
    most: int = 9,
) -> np.ndarray:
    """Draw values by year, one panel an indicator, targets filled and baselines hollow, with their comparators.

    Parameters
    ----------
    ledger : DataFrame
        From `policylab.extract_targets`; only targets and baselines with a year are drawn.
    families : mapping of str to str, or None
        Indicator → the family whose panel it is drawn in; None makes a family of each indicator and unit.
    ax : array of Axes or None
        One axes a family; None makes a figure.
    lang : {"zh", "en"}
    names : mapping or None
        What to show for each plan's id.
    columns, most : int
        Panels in a row, and at most how many panels (the families with the most values).

    Returns
    -------
    array of Axes
    """
    text = texts(lang)
    need(ledger, ("plan", "kind", "indicator", "comparator", "value", "unit", "year"), "policylab.extract_targets")
    rows = ledger[ledger["kind"].isin(["target", "baseline"]) & ledger["year"].notna() & ledger["indicator"].notna()]
    unit = rows["unit"].fillna("")
    if families is None:
        rows = rows.assign(family=[f"{name}|{one}" for name, one in zip(rows["indicator"], unit, strict=True)])
    else:
        rows = rows.assign(family=[families.get(name) for name in rows["indicator"]]).dropna(subset="family")
    sizes = rows["family"].value_counts().rename_axis("family").reset_index(name="size")
    chosen = sizes.sort_values(["size", "family"], ascending=[False, True])["family"].tolist()[:most]
    panels = ax if ax is not None else grid(max(1, len(chosen)), columns)
    panels = np.atleast_1d(panels).ravel()
    if len(panels) < len(chosen):
        raise invalid("ax", len(panels), f"None or {len(chosen)} axes, one a family")
    if not chosen:
        nothing(panels[0], lang)
    styles = plan_styles(ledger["plan"])
    drawn: dict[str, object] = {}
    written: set[tuple] = set()
    for axes, family in zip(panels, chosen, strict=False):
        same = ["plan", "kind", "year", "value"]
        for row in rows[rows["family"].eq(family)].drop_duplicates(same).itertuples(index=False):
            style = styles[row.plan]
            hollow = row.kind == "baseline"
            value = float(row.value)
            handle = axes.plot(
                int(row.year), value, marker=style["marker"], color=style["color"], linestyle="none", markersize=7,
                markerfacecolor="white" if hollow else style["color"], clip_on=False,
            )[0]  # fmt: skip
            if not hollow:
                drawn.setdefault(row.plan, handle)
            # a number that is there twice is written once
            if (family, row.year, row.value) not in written:
                written.add((family, row.year, row.value))
                axes.annotate(
                    SIGNS.get(row.comparator, "") + short(row.value, lang), (int(row.year), value),
                    textcoords="offset points", xytext=(7, 0), va="center", fontsize=8,
                )  # fmt: skip
        numbers = rows.loc[rows["family"].eq(family), "value"].astype(float).tolist()
        units = sorted(set(rows.loc[rows["family"].eq(family), "unit"].dropna()))
        axes.set_title(wrapped(family.split("|")[0], 20), fontsize=9)
        axes.yaxis.set_major_formatter(lambda value, _: short(value, lang))
        axes.set_ylabel(text("value", unit=("、" if lang == "zh" else ", ").join(units)) if units else text("value_plain"))
        axes.set_xlabel(text("year"))
        axes.margins(x=0.3, y=0.3)
        if min(numbers) >= 0:
            # from zero, so that the heights of two panels can be compared as ratios
            axes.set_ylim(0, 1.3 * max(numbers) or 1)
        if all(number == int(number) for number in numbers):
            axes.yaxis.get_major_locator().set_params(integer=True)
        years = sorted({int(year) for year in rows.loc[rows["family"].eq(family), "year"]})
        axes.set_xticks(years, [str(year) for year in years])
    if drawn:
        order = [plan for plan in dict.fromkeys(ledger["plan"]) if plan in drawn]
        called = plan_labels(order, names, columns=14, rows=2)
        figure = panels[0].figure
        figure.legend(
            [drawn[plan] for plan in order], [called[plan] for plan in order], loc="lower center",
            ncols=max(1, min(4, len(order), int(figure.get_figwidth() / 2.6))), bbox_to_anchor=(0.5, -0.08),
        )  # fmt: skip
    return panels[: max(1, len(chosen))]


def target_lineages(
    links: pd.DataFrame,
    *,
    plans: Sequence[str] | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    most: int = 16,
) -> Axes:
    """Draw lineages as slopes from plan to plan, one row an indicator, each value as a share of the row's largest.

    Parameters
    ----------
    links : DataFrame
        From `policylab.target_lineage`; rows with one side are left out.
    plans : sequence of str, or None
        The ids of the plans in the order of the x axis; None takes them as they come in `links`.
    ax : Axes or None
    lang : {"zh", "en"}
    names : mapping or None
        What to show for each plan's id.
    most : int
        At most how many lineages.

    Returns
    -------
    Axes
    """
    text = texts(lang)
    need(
        links, ("lineage", "change", "from_plan", "to_plan", "from_value", "to_value", "from_year", "to_year"),
        "policylab.target_lineage",
    )  # fmt: skip
    rows = links[links["change"].isin(LINKS) & links["from_value"].notna() & links["to_value"].notna()]
    kept = list(dict.fromkeys(rows["lineage"]))[:most]
    rows = rows[rows["lineage"].isin(kept)]
    order = plans if plans is not None else links[["from_plan", "to_plan"]].stack().unique()
    used = [plan for plan in dict.fromkeys(order) if plan in {*rows["from_plan"], *rows["to_plan"]}]
    column = {plan: place for place, plan in enumerate(used)}
    axes = ax if ax is not None else single(9, 1.4 + 0.55 * max(2, len(kept)))
    shown: dict[str, object] = {}
    for place, lineage in enumerate(kept):
        group = rows[rows["lineage"].eq(lineage)]
        top = max(float(value) for value in [*group["from_value"], *group["to_value"]]) or 1.0
        base = len(kept) - 1 - place
        points: dict[tuple[int, float], str] = {}
        for row in group.itertuples(index=False):
            color, line = STYLES[row.change]
            ends = []
            for plan, value, year in (
                (row.from_plan, row.from_value, row.from_year), (row.to_plan, row.to_value, row.to_year)
            ):  # fmt: skip
                ends.append((column[plan], base + 0.5 * float(value) / top))
                points[ends[-1]] = short(value, lang) + ("" if missing(year) else f" ({int(year)})")
            handle = axes.plot(*zip(*ends, strict=True), color=color, linestyle=line, marker="o", markersize=4)[0]
            shown.setdefault(row.change, handle)
        for (x, y), written in points.items():
            # of two values of one plan the lower is written below its point
            lower = any(other == x and height > y for other, height in points)
            axes.annotate(
                written, (x, y), textcoords="offset points", xytext=(0, -4 if lower else 4), ha="center",
                va="top" if lower else "bottom", fontsize=7,
            )  # fmt: skip
    last = rows.drop_duplicates("lineage", keep="last").set_index("lineage")
    units = last["unit"].dropna().to_dict() if "unit" in last else {}
    unit = "（{}）" if lang == "zh" else " ({})"
    titles = [wrapped(last.at[name, "to_indicator"]) + (unit.format(units[name]) if name in units else "") for name in kept]
    heights = [len(kept) - 1 - place + 0.25 for place in range(len(kept))]
    axes.set_yticks(heights, titles, fontsize=8)
    tick_plans(axes, range(len(used)), used, names, inches=1.1, fontsize=8, stack=at_spaces)
    axes.set_xlabel(text("plan"))
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)
    if shown:
        axes.set_ylim(-0.3, len(kept))
        changes = [change for change in LINKS if change in shown]
        labels = [text(change) for change in changes]
        axes.legend([shown[change] for change in changes], labels, loc="upper left", bbox_to_anchor=(1, 1))
    else:
        nothing(axes, lang)
    return axes
