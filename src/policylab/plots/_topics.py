"""Figures of topics. Those that do not survive `topic_stability` are grey in every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.errors import choice
from policylab.plots._labels import pair, plan_labels
from policylab.plots._parts import axes_of
from policylab.plots._theme import plan_styles
from policylab.resources import load_toml

if TYPE_CHECKING:
    from matplotlib.axes import Axes


GREY, BAND = "#8a8a8a", "#eeeeee"
# what a topic comes to: colour, and whether its mark is filled
MARKS = {"survives": ("#0072B2", True), "borderline": ("#D55E00", False), "not told from chance": (GREY, False)}


def topic_survival(topics: pd.DataFrame, agreement: pd.DataFrame, *, threshold: float, ax: Axes | None = None,
                   lang: str = "zh") -> Axes:  # fmt: skip
    """Agreement of each topic over the runs, beside what topics of shuffled texts reach.

    Parameters
    ----------
    topics : DataFrame
        ``TopicStability.topics``: topic, label, agreement, margin, verdict.
    agreement : DataFrame
        ``TopicStability.agreement``: text, n_topics, topic, agreement.
    threshold : float
        ``TopicStability.threshold``.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    shuffled = agreement[agreement["text"] > 0]
    same = shuffled.loc[shuffled["n_topics"] == len(topics), "agreement"]
    bottom = len(topics)
    ax = axes_of(ax, lang, (8.4, 0.44 * len(topics) + 1.9))
    ax.axvspan(-1, threshold, color=BAND, zorder=0)
    ax.axvline(threshold, color="black", linestyle="--", linewidth=1)
    for verdict, (color, filled) in MARKS.items():
        part = topics[topics["verdict"] == verdict]
        y = [list(topics["topic"]).index(topic) for topic in part["topic"]]
        ax.errorbar(part["agreement"], y, xerr=part["margin"], fmt="o", color=color, markersize=7, capsize=3,
                    markerfacecolor=color if filled else "white", linewidth=1.3, label=_text(verdict, lang))
    ax.plot(same, np.full(len(same), bottom), "|", color="#444444", markersize=15, alpha=0.5)
    ax.axhline(bottom - 0.5, color=GREY, linewidth=0.8)
    least = min(0, float((topics["agreement"] - topics["margin"]).min()), float(same.min()))
    ax.set_xlim(least - 0.04, 1)
    ax.set_ylim(bottom + 0.5, -0.9)
    ax.text(threshold - 0.01, -0.5, _text("reached", lang), ha="right", va="center", fontsize=9, color="#444444")
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_text("agreement", lang))
    _name_rows(ax, topics, lang, note=False)
    ax.set_yticks(range(bottom + 1), [*(label.get_text() for label in ax.get_yticklabels()),
                                      _text("shuffled", lang, texts=shuffled["text"].nunique(), topics=len(same))])
    _legend(ax)
    return ax


def topic_numbers(numbers: pd.DataFrame, agreement: pd.DataFrame, *, threshold: float, ax: Axes | None = None,
                  lang: str = "zh") -> Axes:  # fmt: skip
    """The topics of each number of topics, beside those of shuffled texts; above, how many survive.

    Parameters
    ----------
    numbers : DataFrame
        ``TopicStability.numbers``: n_topics, surviving, recommended.
    agreement : DataFrame
        ``TopicStability.agreement``.
    threshold : float
        ``TopicStability.threshold``.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    own, shuffled = agreement[agreement["text"] == 0], agreement[agreement["text"] > 0]
    place = {number: i for i, number in enumerate(numbers["n_topics"])}
    ax = axes_of(ax, lang, (8.4, 4.6))
    ax.axhspan(-1, threshold, color=BAND, zorder=0)
    ax.axhline(threshold, color="black", linestyle="--", linewidth=1)
    ax.plot(shuffled["n_topics"].map(place) + 0.14, shuffled["agreement"], "_", color="#444444", markersize=13, alpha=0.35,
            label=_text("shuffled_topics", lang))
    ax.plot(own["n_topics"].map(place) - 0.14, own["agreement"], "o", color=MARKS["survives"][0], markersize=6, alpha=0.85,
            label=_text("own_topics", lang))
    for row in numbers.itertuples():
        ax.text(place[row.n_topics], 1.03, f"{row.surviving}", ha="center", va="bottom", fontsize=10,
                bbox={"boxstyle": "round,pad=0.25", "facecolor": "white",
                      "edgecolor": "black" if row.recommended else "none"})
    ax.set_title(_text("counts", lang), loc="left", fontsize=10, pad=22)
    ax.set_xticks(range(len(place)), list(place))
    ax.set_xlim(-0.6, len(place) - 0.4)
    ax.set_ylim(min(-0.05, agreement["agreement"].min() - 0.05), 1)
    ax.grid(axis="x", visible=False)
    ax.set_xlabel(_text("n_topics", lang))
    ax.set_ylabel(_text("agreement", lang))
    _legend(ax)
    return ax


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
    ax = axes_of(ax, lang, (1.25 * n + 2.2, 0.5 * len(topics) + 1.1))
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
    bar.ax.locator_params(nbins=4)
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
    ax = axes_of(ax, lang, (8, 0.62 * len(topics) + 1.2))
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
    ax = axes_of(ax, lang, (8, 0.55 * len(topics) + 1.2))
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
    ax = axes_of(ax, lang, (1.0 * len(topics) + 3.4, 0.42 * len(titles) + 1.8))
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


def _text(key: str, lang: str, **values: object) -> str:
    return load_toml("topic_labels.toml")["figure"][key][lang].format(**values)


def _alive(topics: pd.DataFrame) -> dict[int, bool]:
    """Whether each topic survives; without a test of stability all are shown as they are."""
    survives = topics["survives"] if "survives" in topics else pd.Series(True, index=topics.index)
    return dict(zip(topics["topic"], survives.astype(bool), strict=True))


def _topic(topics: pd.DataFrame, topic: int, lang: str) -> str:
    row = topics.loc[topics["topic"] == topic].iloc[0]
    return f"{topic} {row['label_en' if lang == 'en' else 'label']}"


def _name_rows(ax: Axes, topics: pd.DataFrame, lang: str, *, note: bool = True) -> None:
    alive = _alive(topics)
    ax.set_yticks(range(len(topics)), [_topic(topics, topic, lang) for topic in topics["topic"]])
    for tick, topic in zip(ax.get_yticklabels(), topics["topic"], strict=True):
        tick.set_color("black" if alive[topic] else GREY)
    ax.set_ylabel(_text("topic", lang))
    if note and not all(alive.values()):
        ax.set_title(_text("fading", lang), loc="right", fontsize=9, color=GREY)


def _legend(ax: Axes, title: str | None = None) -> None:
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, title=title, title_fontsize="medium")
