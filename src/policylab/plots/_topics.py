"""Figures of themes. Topics that do not survive `topic_stability` are grey in every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.errors import choice
from policylab.plots._labels import pair, plan_labels, tick_plans, two_lines
from policylab.plots._theme import LANGS, plan_styles
from policylab.resources import load_toml

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["topic_changes", "topic_chapters", "topic_map", "topic_prevalence", "topic_stream", "topic_terms"]

# Wong's colours (2011) and three more, since there may be more topics than plans
PALETTE = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#7A4B00", "#5D3A9B", "#B8B000",
)  # fmt: skip
GREY, LIGHT = "#8a8a8a", "#d0d0d0"


def topic_terms(terms: pd.DataFrame, topics: pd.DataFrame, *, n: int = 8, ax: Axes | None = None,
                lang: str = "zh") -> Axes:
    """Each topic as a row of its top terms, the shade showing their weight.

    Parameters
    ----------
    terms : DataFrame
        ``TopicModel.terms()``: topic, rank, term, weight.
    topics : DataFrame
        ``TopicModel.topics_``; with the column ``survives`` other topics are grey.
    n : int
        Terms for each topic.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    shown = terms[terms["rank"] <= n]
    table = shown.pivot(index="topic", columns="rank", values="weight").reindex(topics["topic"])
    ax = _axes(ax, lang, (1.25 * n + 2.2, 0.5 * len(topics) + 1.1))
    heaviest = 100 * shown["weight"].max()
    # the shades stop half way to black, so that black terms can be read on all of them
    image = ax.imshow(100 * table.to_numpy(), cmap="Greys", vmin=0, vmax=1.9 * heaviest, aspect="auto")
    alive = _alive(topics)
    row = {topic: i for i, topic in enumerate(topics["topic"])}
    for cell in shown.itertuples():
        ax.text(cell.rank - 1, row[cell.topic], cell.term, ha="center", va="center", fontsize=9,
                color="black" if alive[cell.topic] else GREY)
    ax.grid(False)
    ax.set_xticks(range(n), range(1, n + 1))
    ax.set_xlabel(_text("rank", lang))
    _name_rows(ax, topics, lang)
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.02, pad=0.01, boundaries=np.linspace(0, heaviest, 64))
    bar.locator = _ticks(4)
    bar.update_ticks()
    bar.set_label(_text("weight", lang))
    return ax


def topic_prevalence(prevalence: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
                     ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of each topic in each plan, with its interval.

    Parameters
    ----------
    prevalence : DataFrame
        ``TopicModel.prevalence_``: topic, plan, share, low, high.
    topics : DataFrame
        ``TopicModel.topics_``.
    plan_names : dict of str to str, optional
        Names of the plans in the legend.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    plans = list(dict.fromkeys(prevalence["plan"]))
    styles, alive = plan_styles(plans), _alive(topics)
    called = plan_labels(plans, plan_names, columns=14, rows=2)
    ax = _axes(ax, lang, (8, 0.62 * len(topics) + 1.2))
    row = {topic: i for i, topic in enumerate(topics["topic"])}
    gap = 0.72 / len(plans)
    for i, plan in enumerate(plans):
        style = styles[plan]
        for place in prevalence[prevalence["plan"] == plan].itertuples():
            color = style["color"] if alive[place.topic] else GREY
            y = row[place.topic] + (i - (len(plans) - 1) / 2) * gap
            ax.plot([100 * place.low, 100 * place.high], [y, y], color=color, linewidth=1.4, solid_capstyle="butt")
            ax.plot(100 * place.share, y, style["marker"], color=color, markersize=5.5, markeredgecolor="white",
                    markeredgewidth=0.4)
        ax.plot([], [], style["marker"], color=style["color"], linestyle="-", label=called[plan])
    for edge in range(1, len(topics)):
        ax.axhline(edge - 0.5, color="#e4e4e4", linewidth=0.8)
    ax.grid(axis="y", visible=False)
    ax.set_ylim(len(topics) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_xlabel(_text("share_interval", lang))
    _name_rows(ax, topics, lang)
    _legend(ax, title=_text("plan", lang))
    return ax


def topic_stream(prevalence: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
                 ax: Axes | None = None, lang: str = "zh") -> Axes:
    """The plans as stacked bars in their order in time, with bands that lead from one to the next.

    The bands join what is measured; between two plans there is no measurement. Parameters as in `topic_prevalence`.
    """
    plans = list(dict.fromkeys(prevalence["plan"]))
    shares = 100 * prevalence.pivot(index="topic", columns="plan", values="share").reindex(topics["topic"])[plans]
    ax = _axes(ax, lang, (1.5 * len(plans) + 3.2, 5.2))
    colors, alive = _topic_colors(topics), _alive(topics)
    hatches = dict(zip(topics["topic"], ("", "///", "...", "xx", "\\\\\\", "", "ooo", "---"), strict=False))
    half, base = 0.22, np.zeros(len(plans))
    for topic in reversed(list(topics["topic"])):
        height = shares.loc[topic].to_numpy()
        for i in range(len(plans) - 1):
            ax.fill_between([i + half, i + 1 - half], [base[i], base[i + 1]],
                            [base[i] + height[i], base[i + 1] + height[i + 1]], color=colors[topic], alpha=0.22,
                            linewidth=0)
        ax.bar(range(len(plans)), height, 2 * half, bottom=base, color=colors[topic], edgecolor="white", linewidth=0.6,
               hatch=hatches.get(topic, "") if alive[topic] else "", label=_topic(topics, topic, lang))
        for i in range(len(plans)):
            if height[i] >= 3:
                ax.text(i, base[i] + height[i] / 2, f"{topic}", ha="center", va="center", fontsize=8,
                        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85})
        base = base + height
    ax.grid(False)
    ax.set_ylim(0, 100)
    tick_plans(ax, range(len(plans)), plans, plan_names, inches=1.15,
               stack=two_lines if lang == "en" else lambda name: name.replace(" ", "\n", 1))
    ax.set_xlabel(_text("plan", lang))
    ax.set_ylabel(_text("share", lang))
    handles, names = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], names[::-1], loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False,
              title=_text("topic", lang),
              title_fontsize="medium")
    _note_fading(ax, topics, lang)
    return ax


def topic_changes(change: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
                  ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Differences of the topics' shares between two plans, with joint intervals; filled where sure, hollow where not.

    Parameters
    ----------
    change : DataFrame
        `prevalence_change`: topic, plan_from, plan_to, difference, low, high.
    topics, plan_names, ax, lang
        As in `topic_prevalence`.
    """
    pairs = list(dict.fromkeys(zip(change["plan_from"], change["plan_to"], strict=True)))
    styles, alive = plan_styles([" → ".join(ends) for ends in pairs]), _alive(topics)
    ax = _axes(ax, lang, (8, 0.55 * len(topics) + 1.2))
    row = {topic: i for i, topic in enumerate(topics["topic"])}
    gap = 0.72 / len(pairs)
    ax.axvline(0, color="black", linewidth=0.9)
    called = plan_labels([plan for ends in pairs for plan in ends], plan_names, columns=14, rows=1)
    for i, ends in enumerate(pairs):
        style = styles[" → ".join(ends)]
        part = change[(change["plan_from"] == ends[0]) & (change["plan_to"] == ends[1])]
        for place in part.itertuples():
            color = style["color"] if alive[place.topic] else GREY
            y = row[place.topic] + (i - (len(pairs) - 1) / 2) * gap
            sure = place.low > 0 or place.high < 0
            ax.plot([100 * place.low, 100 * place.high], [y, y], color=color, linewidth=1.4)
            ax.plot(100 * place.difference, y, style["marker"], markersize=6, color=color,
                    markerfacecolor=color if sure else "white")
        cut = any(called[plan] != (plan_names or {}).get(plan, plan) for plan in ends)
        ax.plot([], [], style["marker"], color=style["color"], linestyle="-",
                label=pair(*(called[plan] for plan in ends), "→", shortened=cut))
    for edge in range(1, len(topics)):
        ax.axhline(edge - 0.5, color="#e4e4e4", linewidth=0.8)
    ax.grid(axis="y", visible=False)
    ax.set_ylim(len(topics) - 0.5, -0.5)
    ax.set_xlabel(_text("difference", lang))
    _name_rows(ax, topics, lang)
    _legend(ax)
    return ax


def topic_map(places: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
              ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Every paragraph as a point, coloured by its largest topic, shaped by its plan.

    Parameters
    ----------
    places : DataFrame
        `map_documents`: plan, topic, x, y.
    topics, plan_names, ax, lang
        As in `topic_prevalence`.
    """
    plans = list(dict.fromkeys(places["plan"]))
    styles, colors = plan_styles(plans), _topic_colors(topics)
    called = plan_labels(plans, plan_names, columns=14, rows=2)
    ax = _axes(ax, lang, (8.6, 6.2))
    for plan in plans:
        part = places[places["plan"] == plan]
        ax.scatter(part["x"], part["y"], c=[colors[topic] for topic in part["topic"]], marker=styles[plan]["marker"],
                   s=30, edgecolor="white", linewidth=0.4)
    for topic, part in places.groupby("topic"):
        anchor = _densest(part)
        ax.text(anchor["x"], anchor["y"], str(topic), ha="center", va="center", fontsize=10,
                bbox={"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": colors[topic],
                      "linewidth": 1.4})
    shapes = [ax.plot([], [], styles[plan]["marker"], linestyle="", color="#444444", label=called[plan])[0]
              for plan in plans]
    fills = [ax.plot([], [], "o", color=colors[topic], linestyle="", label=_topic(topics, topic, lang))[0]
             for topic in topics["topic"]]
    first = ax.legend(handles=fills, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False,
                      title=_text("topic", lang), title_fontsize="medium")
    ax.add_artist(first)
    # the axes clip what is added to them, and the legend stands beside them
    first.set_clip_on(False)
    ax.legend(handles=shapes, loc="lower left", bbox_to_anchor=(1.01, 0), frameon=False,
              title=_text("plan", lang), title_fontsize="medium")
    ax.set_xlabel(_text("map_x", lang))
    ax.set_ylabel(_text("map_y", lang))
    return ax


def topic_chapters(table: pd.DataFrame, topics: pd.DataFrame, *, plan: str, ax: Axes | None = None,
                   lang: str = "zh") -> Axes:
    """Share of each topic in each chapter of one plan.

    Parameters
    ----------
    table : DataFrame
        `topics.topic_chapters`: topic, plan, section, title, share_of_chapter.
    topics : DataFrame
        ``TopicModel.topics_``.
    plan : str
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    here = table[table["plan"] == plan]
    if here.empty:
        raise choice("plan", plan, set(table["plan"]))
    titles = here.drop_duplicates("section")[["section", "title"]]
    wide = 100 * here.pivot(index="section", columns="topic", values="share_of_chapter").loc[titles["section"]]
    ax = _axes(ax, lang, (1.0 * len(topics) + 3.4, 0.42 * len(titles) + 1.8))
    ax.imshow(wide.to_numpy(), cmap="Greys", vmin=0, vmax=110, aspect="auto")
    for (i, j), value in np.ndenumerate(wide.to_numpy()):
        if value >= 0.5:
            ax.text(j, i, f"{value:.0f}", ha="center", va="center", fontsize=8,
                    color="white" if value > 60 else "black")
    ax.grid(False)
    names = [title if isinstance(title, str) and title else "—" for title in titles["title"]]
    ax.set_yticks(range(len(names)), [name if len(name) <= 22 else name[:21] + "…" for name in names])
    ax.set_xticks(range(len(topics)), [_topic(topics, topic, lang) for topic in topics["topic"]], rotation=35,
                  ha="right")
    for tick, topic in zip(ax.get_xticklabels(), topics["topic"], strict=True):
        tick.set_color("black" if _alive(topics)[topic] else GREY)
    ax.set_title(_text("share_of_chapter", lang), loc="left")
    ax.set_xlabel(_text("topic", lang))
    ax.set_ylabel(_text("chapter", lang))
    return ax


def _check(lang: str) -> None:
    if lang not in LANGS:
        raise choice("lang", lang, LANGS)


def _axes(ax: Axes | None, lang: str, size: tuple[float, float]) -> Axes:
    _check(lang)
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=size, layout="constrained")[1] if ax is None else ax


def _text(key: str, lang: str, **values: object) -> str:
    return load_toml("topic_labels.toml")["figure"][key][lang].format(**values)


def _ticks(number: int = 6, *, integer: bool = False):
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(number, integer=integer)


def _alive(topics: pd.DataFrame) -> dict[int, bool]:
    """Whether each topic survives; without a test of stability all are shown as they are."""
    survives = topics["survives"] if "survives" in topics else pd.Series(True, index=topics.index)
    return dict(zip(topics["topic"], survives.astype(bool), strict=True))


def _topic(topics: pd.DataFrame, topic: int, lang: str) -> str:
    row = topics.loc[topics["topic"] == topic].iloc[0]
    return f"{topic} {row['label_en' if lang == 'en' else 'label']}"


def _topic_colors(topics: pd.DataFrame) -> dict[int, str]:
    """A colour for each topic that survives, light grey for the others."""
    alive = [topic for topic, yes in _alive(topics).items() if yes]
    colors = {topic: PALETTE[i % len(PALETTE)] for i, topic in enumerate(alive)}
    return {topic: colors.get(topic, LIGHT) for topic in topics["topic"]}


def _densest(part: pd.DataFrame, neighbours: int = 6) -> pd.Series:
    """The point with the nearest neighbours: a label at the mean could stand in the gap between two clouds."""
    place = part[["x", "y"]].to_numpy()
    distance = np.sort(((place[:, None] - place[None]) ** 2).sum(axis=2), axis=1)
    return part.iloc[distance[:, : neighbours + 1].mean(axis=1).round(6).argmin()]


def _name_rows(ax: Axes, topics: pd.DataFrame, lang: str) -> None:
    alive = _alive(topics)
    ax.set_yticks(range(len(topics)), [_topic(topics, topic, lang) for topic in topics["topic"]])
    for tick, topic in zip(ax.get_yticklabels(), topics["topic"], strict=True):
        tick.set_color("black" if alive[topic] else GREY)
    ax.set_ylabel(_text("topic", lang))
    _note_fading(ax, topics, lang)


def _note_fading(ax: Axes, topics: pd.DataFrame, lang: str) -> None:
    if not all(_alive(topics).values()):
        ax.set_title(_text("fading", lang), loc="right", fontsize=9, color=GREY)


def _legend(ax: Axes, title: str | None = None) -> None:
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, title=title, title_fontsize="medium")
