"""Figures of topics. Those that do not survive `topic_stability` are grey, and in brackets, in every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.errors import check_choice
from policylab.plots._labels import clip, plan_labels, punctuated, wrap
from policylab.plots._parts import (
    FEW,
    MANY,
    TALLEST,
    axes_of,
    cells,
    dots,
    foot,
    gloss,
    heat_map,
    left_out,
    legend_above,
    middles,
    plan_map,
)
from policylab.plots._theme import drawn, page_width, plan_styles
from policylab.resources import english, load_toml

if TYPE_CHECKING:
    from matplotlib.axes import Axes


GREY, BAND = "#767676", "#eeeeee"
# what a topic comes to: colour, mark, and whether it is filled
MARKS = {"survives": ("#0072B2", "o", True), "borderline": ("#D55E00", "s", False), "not told from chance": (GREY, "D", False)}
_CHAPTERS = 34  # rows of a page


@drawn
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
    ax = axes_of(ax, 0.26 * len(topics) + 1.5)
    ax.axvspan(-1, threshold, color=BAND, zorder=0)
    ax.axvline(threshold, color="black", linestyle="--", linewidth=1)
    for verdict, (color, marker, filled) in MARKS.items():
        part = topics[topics["verdict"] == verdict]
        if part.empty:
            continue
        y = [list(topics["topic"]).index(topic) for topic in part["topic"]]
        ax.errorbar(part["agreement"], y, xerr=part["margin"], fmt=marker, color=color, capsize=2.5,
                    markerfacecolor=color if filled else "white", linewidth=1.2, label=_text(verdict, lang))  # fmt: skip
    ax.plot(same, np.full(len(same), bottom), "|", color="#9a9a9a", markersize=10)
    ax.axhline(bottom - 0.5, color=GREY, linewidth=0.8)
    least = min(0, float((topics["agreement"] - topics["margin"]).min()), float(same.min()) if len(same) else 0)
    ax.set_xlim(least - 0.04, 1.02)
    ax.set_ylim(bottom + 0.6, -0.9)
    ax.text(threshold - 0.01, -0.45, _text("reached", lang), ha="right", va="center", fontsize=7, color="#444444")
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_text("agreement", lang))
    _name_rows(ax, topics, lang, note=False)
    foot(ax, [_text("margin", lang), "" if all(_alive(topics).values()) else _text("fading", lang)], lang)
    ax.set_yticks(range(bottom + 1), [*(label.get_text() for label in ax.get_yticklabels()),
                                      _text("shuffled", lang, texts=shuffled["text"].nunique(), topics=len(same))])  # fmt: skip
    legend_above(ax)
    return ax


@drawn
def topic_numbers(numbers: pd.DataFrame, agreement: pd.DataFrame, *, threshold: float, ax: Axes | None = None,
                  lang: str = "zh") -> Axes:  # fmt: skip
    """The topics of each number of topics, beside those of shuffled texts; below, how many survive.

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
    ax = axes_of(ax, 3.4)
    ax.axhspan(-2, threshold, color=BAND, zorder=0)
    ax.axhline(threshold, color="black", linestyle="--", linewidth=1)
    ax.plot(shuffled["n_topics"].map(place) + 0.14, shuffled["agreement"], "_", color="#9a9a9a", markersize=9,
            label=_text("shuffled_topics", lang))  # fmt: skip
    ax.plot(own["n_topics"].map(place) - 0.14, own["agreement"], "o", color=MARKS["survives"][0], markeredgecolor="white",
            markeredgewidth=0.5, label=_text("own_topics", lang))  # fmt: skip
    labels = [
        _text("recommended" if row.recommended else "counts", lang, n=row.n_topics, surviving=row.surviving)
        for row in numbers.itertuples()
    ]
    if page_width() < 5:
        labels = [label.replace(" (", "\n(").replace("（", "\n（") for label in labels]
    ax.set_xticks(range(len(place)), labels, fontsize=7 if page_width() > 5 else 6)
    ax.set_xlim(-0.6, len(place) - 0.4)
    ax.set_ylim(min(0.0, float(agreement["agreement"].min())) - 0.03, 1.03)
    ax.grid(axis="x", visible=False)
    ax.set_xlabel(_text("n_topics", lang))
    ax.set_ylabel(_text("agreement", lang))
    legend_above(ax)
    return ax


@drawn
def topic_terms(
    terms: pd.DataFrame, topics: pd.DataFrame, *, n: int = 8, ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Each topic as a row of its top terms, the shade showing their weight; what does not survive is grey on white.

    Parameters
    ----------
    terms : DataFrame
        ``TopicModel.terms()``: topic, rank, term, weight.
    topics : DataFrame
        ``TopicModel.topics_``; with the column ``survives`` other topics are grey.
    n : int
        Terms for each topic; in one column of a page, at most five, and three with their glosses.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    most = n if page_width() > 5 else min(n, 5 if lang == "zh" else 3)
    shown, alive = terms[terms["rank"] <= most], _alive(topics)
    rows = list(topics["topic"])
    weights = 100 * cells(shown, "topic", "rank", "weight", rows, range(1, most + 1))
    ax = axes_of(ax, (0.3 if lang == "zh" else 0.46) * len(topics) + 1.1)
    weights[[not alive[topic] for topic in rows]] = np.nan  # grey words on a shade cannot be read
    shaded = bool(np.isfinite(weights).any())
    heaviest = float(np.nanmax(weights)) if shaded else 1.0
    # the shades stop half way to black, so that black terms can be read on all of them
    heat_map(ax, weights, shades="Greys", top=1.9 * heaviest)
    for cell in shown.itertuples():
        said = gloss(cell.term, lang).removeprefix(f"{cell.term} ")
        said = cell.term if said == cell.term else "\n".join([cell.term, *wrap(said, 8, 2)])
        ax.text(cell.rank - 0.5, rows.index(cell.topic) + 0.5, said, ha="center",
                va="center", fontsize=7 if lang == "zh" else 5.5, color="black" if alive[cell.topic] else GREY)  # fmt: skip
    ax.set_xticks(middles(most), range(1, most + 1))
    ax.set_xlabel(_text("rank", lang))
    _name_rows(ax, topics, lang, places=middles(len(topics)))
    foot(ax, [_text("darkest", lang, weight=f"{heaviest:.1f}") if shaded else "", left_out(most, n, lang)], lang)
    return ax


@drawn
def topic_prevalence(
    prevalence: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Share of each topic in each plan, with its interval; of more than six plans, a heat map.

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
    if len(plans) > FEW:
        return _prevalence_map(prevalence, topics, plans, plan_names, ax, lang)
    styles, alive = plan_styles(plans), _alive(topics)
    called = plan_labels(plans, plan_names, columns=14, rows=2)
    ax = axes_of(ax, min(0.16 + 0.11 * len(plans), 0.75) * len(topics) + 1.3)
    ids = list(topics["topic"])
    share, low, high = (100 * cells(prevalence, "topic", "plan", name, ids, plans) for name in ("share", "low", "high"))
    dots(ax, share, low, high, [styles[plan] for plan in plans], grey=[not alive[topic] for topic in ids])
    for plan in plans:
        ax.plot([], [], styles[plan]["marker"], color=styles[plan]["color"], linestyle="-", markersize=4, label=called[plan])
    ax.set_xlim(left=0)
    ax.set_xlabel(_text("share_interval", lang))
    _name_rows(ax, topics, lang)
    legend_above(ax)
    return ax


def _prevalence_map(prevalence, topics, plans: list[str], names, ax, lang: str) -> Axes:
    every, plans = plans, plans[:MANY]
    shares = 100 * cells(prevalence, "topic", "plan", "share", list(topics["topic"]), plans)
    written = np.array([["" if not np.isfinite(share) else f"{share:.0f}" for share in row] for row in shares])
    alive = _alive(topics)
    called, grey = [_topic(topics, topic, lang) for topic in topics["topic"]], [not alive[topic] for topic in topics["topic"]]
    ax = plan_map(ax, shares, called, plans, names, written=written, title=_text("share_many", lang), grey=grey)
    foot(ax, [_text("fading", lang) if any(grey) else "", left_out(len(plans), len(every), lang)], lang)
    return ax


@drawn
def topic_changes(
    change: pd.DataFrame, topics: pd.DataFrame, *, plan_names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Differences of the topics' shares between two plans, with joint intervals; filled where sure, hollow where not.

    Parameters
    ----------
    change : DataFrame
        `prevalence_change`: topic, plan_from, plan_to, difference, low, high. Of more than six pairs, those of the
        largest difference.
    topics, plan_names, ax, lang
        As in `topic_prevalence`.
    """
    every = list(dict.fromkeys(zip(change["plan_from"], change["plan_to"], strict=True)))
    largest = change.groupby(["plan_from", "plan_to"])["difference"].agg(lambda part: part.abs().max()).to_dict()
    kept = sorted(every, key=lambda ends: -largest[ends])[:FEW]
    pairs = [ends for ends in every if ends in kept]
    styles, alive = plan_styles([" → ".join(ends) for ends in pairs]), _alive(topics)
    ax = axes_of(ax, min(0.24 + 0.1 * (len(pairs) - 1), 0.75) * len(topics) + 1.2)
    ids = list(topics["topic"])
    ax.axvline(0, color="black", linewidth=0.9)
    called = plan_labels([plan for ends in pairs for plan in ends], plan_names, columns=14, rows=1)
    ends = change["plan_from"] + " → " + change["plan_to"]
    parts = [
        100 * cells(change.assign(ends=ends), "topic", "ends", name, ids, list(styles))
        for name in ("difference", "low", "high")
    ]
    dots(ax, *parts, list(styles.values()), grey=[not alive[topic] for topic in ids], hollow=(parts[1] <= 0) & (parts[2] >= 0))
    for one, style in zip(pairs, styles.values(), strict=True):
        label = " → ".join(called[plan] for plan in one)
        ax.plot([], [], style["marker"], color=style["color"], linestyle="-", markersize=4, label=label)
    ax.set_xlabel(_text("difference", lang))
    _name_rows(ax, topics, lang)
    legend_above(ax)
    foot(ax, [_text("sure", lang), left_out(len(pairs), len(every), lang)], lang)
    return ax


@drawn
def topic_chapters(
    table: pd.DataFrame, topics: pd.DataFrame, *, plan: str, plan_names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Share of each topic in each chapter of one plan, of its 34 first ones.

    Parameters
    ----------
    table : DataFrame
        `topics.topic_chapters`: topic, plan, section, title, share_of_chapter.
    topics : DataFrame
        ``TopicModel.topics_``.
    plan : str
    plan_names : dict of str to str, optional
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    check_choice("plan", plan, set(table["plan"]))
    here = table[table["plan"] == plan]
    every = here.drop_duplicates("section")[["section", "title"]]
    titles = every.head(_CHAPTERS)
    shares = 100 * cells(here, "section", "topic", "share_of_chapter", list(titles["section"]), list(topics["topic"]))
    written = np.array([[f"{share:.0f}" if share >= 0.5 else "" for share in row] for row in shares])
    ax = axes_of(ax, min(0.2 * len(titles) + 1.9, TALLEST))
    heat_map(ax, shares, written=written, shades="Greys", top=110, size=6.5)
    wide = 22 if page_width() > 5 else 10
    ax.set_yticks(middles(len(titles)), [_chapter(title, lang, wide) for title in titles["title"]])
    ax.set_xticks(middles(len(topics)), [_topic(topics, topic, lang) for topic in topics["topic"]], rotation=40, ha="right",
                  rotation_mode="anchor")  # fmt: skip
    for tick, topic in zip(ax.get_xticklabels(), topics["topic"], strict=True):
        tick.set_color("black" if _alive(topics)[topic] else GREY)
    called = plan_labels([plan], plan_names, columns=28, rows=1)[plan]
    ax.set_title(_text("share_of_chapter", lang, plan=called))
    fading = "" if all(_alive(topics).values()) else _text("fading", lang)
    foot(ax, [fading, left_out(len(titles), len(every), lang)], lang)
    return ax


def _chapter(title: object, lang: str, wide: int) -> str:
    if not isinstance(title, str) or not title:
        return _text("untitled", lang)
    return clip(punctuated(english(title, lang), lang), wide)


def _text(key: str, lang: str, **values: object) -> str:
    return load_toml("topic_labels.toml")["figure"][key][lang].format(**values)


def _alive(topics: pd.DataFrame) -> dict[int, bool]:
    """Whether each topic survives; without a test of stability all are shown as they are."""
    survives = topics["survives"] if "survives" in topics else pd.Series(True, index=topics.index)
    return dict(zip(topics["topic"], survives.astype(bool), strict=True))


def _topic(topics: pd.DataFrame, topic: int, lang: str) -> str:
    row = topics.loc[topics["topic"] == topic].iloc[0]
    said = f"{topic} {row['label_en' if lang == 'en' else 'label']}"
    return said if _alive(topics)[topic] else f"（{said}）" if lang == "zh" else f"({said})"


def _name_rows(ax: Axes, topics: pd.DataFrame, lang: str, *, places: np.ndarray | None = None, note: bool = True) -> None:
    alive = _alive(topics)
    ax.set_yticks(range(len(topics)) if places is None else places, [_topic(topics, topic, lang) for topic in topics["topic"]])
    for tick, topic in zip(ax.get_yticklabels(), topics["topic"], strict=True):
        tick.set_color("black" if alive[topic] else GREY)
    if note and not all(alive.values()):
        ax.set_title(_text("fading", lang), loc="right", fontsize=7, color="#555555")

