"""Figures of topics. Those that do not survive `topic_stability` are grey, and in brackets, in every one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policylab.checks import check_choice, check_columns
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text


GREY, BAND = "#767676", "#eeeeee"
# what a topic comes to: colour, mark, and whether it is filled
MARKS = {"survives": ("#0072B2", "o", True), "borderline": ("#D55E00", "s", False), "not told from chance": (GREY, "D", False)}
_AGREEMENT = ("text", "n_topics", "agreement")  # columns that are drawn
_CHAPTERS = 34  # rows of a page


@draw.drawn
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
    draw.check_table(topics, ("topic", "agreement", "margin", "verdict"), name="topics", maker="policylab.topic_stability")
    check_columns(agreement, _AGREEMENT, name="agreement", maker="policylab.topic_stability")
    text, shuffled = say.Texts(lang, "topics"), agreement[agreement["text"] > 0]
    shown = _Topics(topics, text)
    same = shuffled.loc[shuffled["n_topics"] == len(topics), "agreement"]
    bottom = len(topics)
    ax = draw.axes_of(ax, 0.26 * len(topics) + 1.5)
    ax.axvspan(-1, threshold, color=BAND, zorder=0)
    ax.axvline(threshold, color="black", linestyle="--", linewidth=1)
    for verdict, (color, marker, filled) in MARKS.items():
        part = topics[topics["verdict"] == verdict]
        if part.empty:
            continue
        y = [shown.ids.index(topic) for topic in part["topic"]]
        ax.errorbar(part["agreement"], y, xerr=part["margin"], fmt=marker, color=color, capsize=2.5,
                    markerfacecolor=color if filled else "white", linewidth=1.2, label=text(verdict))  # fmt: skip
    ax.plot(same, np.full(len(same), bottom), "|", color=draw.PALE, markersize=10)
    ax.axhline(bottom - 0.5, color=GREY, linewidth=0.8)
    least = min(0, float((topics["agreement"] - topics["margin"]).min()), float(same.min()) if len(same) else 0)
    ax.set_xlim(least - 0.04, 1.02)
    ax.text(threshold - 0.01, -0.45, text("reached"), ha="right", va="center", fontsize=7, color="#444444")
    ax.set_xlabel(text("agreement"))
    draw.name_rows(ax, [*shown.names, text("shuffled", texts=shuffled["text"].nunique(), topics=len(same))])
    ax.set_ylim(bottom + 0.6, -0.9)
    *named, last = ax.get_yticklabels()
    shown.fade(named)
    last.set_color("black")
    text.foot(ax, text("margin"), shown.fading)
    draw.legend_above(ax)
    return ax


@draw.drawn
def topic_numbers(numbers: pd.DataFrame, agreement: pd.DataFrame, *, threshold: float, ax: Axes | None = None,
                  lang: str = "zh") -> Axes:  # fmt: skip
    """The topics of each number of topics, beside those of shuffled texts; below, how many survive.

    Parameters
    ----------
    numbers : DataFrame
        ``TopicStability.numbers``: n_topics, surviving, recommended.
    agreement, threshold, ax, lang
        As in `topic_survival`.
    """
    check_columns(numbers, ("n_topics", "surviving", "recommended"), name="numbers", maker="policylab.topic_stability")
    check_columns(agreement, _AGREEMENT, name="agreement", maker="policylab.topic_stability")
    text = say.Texts(lang, "topics")
    own, shuffled = agreement[agreement["text"] == 0], agreement[agreement["text"] > 0]
    place = {number: i for i, number in enumerate(numbers["n_topics"])}
    ax = draw.axes_of(ax, 3.4)
    ax.axhspan(-2, threshold, color=BAND, zorder=0)
    ax.axhline(threshold, color="black", linestyle="--", linewidth=1)
    ax.plot(shuffled["n_topics"].map(place) + 0.14, shuffled["agreement"], "_", color=draw.PALE, markersize=9,
            label=text("shuffled_topics"))  # fmt: skip
    ax.plot(own["n_topics"].map(place) - 0.14, own["agreement"], "o", color=MARKS["survives"][0], markeredgecolor="white",
            markeredgewidth=0.5, label=text("own_topics"))  # fmt: skip
    labels = [
        text("recommended" if row.recommended else "counts", n=row.n_topics, surviving=row.surviving)
        for row in numbers.itertuples()
    ]
    if narrow():
        labels = [label.replace(" (", "\n(").replace("（", "\n（") for label in labels]
    ax.set_xticks(range(len(place)), labels, fontsize=6 if narrow() else 7)
    ax.set_xlim(-0.6, len(place) - 0.4)
    ax.set_ylim(min(0.0, float(agreement["agreement"].min())) - 0.03, 1.03)
    ax.grid(axis="x", visible=False)
    ax.set_xlabel(text("n_topics"))
    ax.set_ylabel(text("agreement"))
    draw.legend_above(ax)
    return ax


@draw.drawn
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
    check_columns(terms, ("topic", "rank", "term", "weight"), name="terms", maker="policylab.TopicModel")
    text = say.Texts(lang, "topics")
    most = min(n, 5 if lang == "zh" else 3) if narrow() else n
    shown, rows = terms[terms["rank"] <= most], _Topics(topics, text)
    weights = 100 * draw.cells(shown, "topic", "rank", "weight", rows.ids, range(1, most + 1))
    ax = draw.axes_of(ax, (0.3 if lang == "zh" else 0.46) * len(topics) + 1.1)
    weights[rows.grey] = np.nan  # grey words on a shade cannot be read
    shaded = bool(np.isfinite(weights).any())
    heaviest = float(np.nanmax(weights)) if shaded else 1.0
    # the shades stop half way to black, so that black terms can be read on all of them
    draw.heat_map(ax, weights, rows.names, shades="Greys", top=1.9 * heaviest)
    for cell in shown.itertuples():
        said = say.gloss(cell.term, lang, both=False)
        said = cell.term if said == cell.term else f"{cell.term}\n{say.in_lines(said, 8, 2)}"
        row = rows.ids.index(cell.topic)
        ax.text(cell.rank - 0.5, row + 0.5, said, ha="center", va="center", fontsize=7 if lang == "zh" else 5.5,
                color=GREY if rows.grey[row] else "black")  # fmt: skip
    ax.set_xticks(draw.middles(most), range(1, most + 1))
    ax.set_xlabel(text("rank"))
    rows.fade_rows(ax)
    text.foot(ax, text("darkest", weight=f"{heaviest:.1f}") if shaded else "", text.left_out(most, n))
    return ax


@draw.drawn
def topic_prevalence(
    prevalence: pd.DataFrame, topics: pd.DataFrame, *, names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Share of each topic in each plan, with its interval; of more than six plans, a heat map.

    Parameters
    ----------
    prevalence : DataFrame
        ``TopicModel.prevalence_``: topic, plan, share, low, high.
    topics : DataFrame
        ``TopicModel.topics_``.
    names : dict of str to str, optional
        Names of the plans in the legend.
    ax : Axes, optional
    lang : {"zh", "en"}
    """
    needed = ("topic", "plan", "share", "low", "high")
    draw.check_table(prevalence, needed, name="prevalence", maker="policylab.topics.topic_prevalence")
    text, plans = say.Texts(lang, "topics"), list(dict.fromkeys(prevalence["plan"]))
    rows = _Topics(topics, text)
    if len(plans) > draw.FEW:
        shown = plans[: draw.MANY]
        shares = 100 * draw.cells(prevalence, "topic", "plan", "share", rows.ids, shown)
        ax = draw.plan_map(ax, shares, rows.names, shown, names, title=text("share_many"), grey=rows.grey)
        text.foot(ax, rows.fading, text.left_out(len(shown), len(plans)))
        return ax
    called = say.plan_labels(plans, names, columns=14, rows=2)
    share, low, high = (100 * draw.cells(prevalence, "topic", "plan", name, rows.ids, plans) for name in ("share", "low", "high"))
    labels = [called[plan] for plan in plans]
    ax = draw.dots(ax, share, low, high, rows.names, labels, title=text("share_interval", level=round(100 * draw.level_of(prevalence))), grey=rows.grey)
    ax.set_xlim(left=0)
    rows.fade_rows(ax)
    return ax


@draw.drawn
def topic_changes(
    change: pd.DataFrame, topics: pd.DataFrame, *, names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Differences of the topics' shares between two plans, with joint intervals; filled where sure, hollow where not.

    Parameters
    ----------
    change : DataFrame
        `prevalence_change`: topic, plan_from, plan_to, difference, low, high. Of more than six pairs, those of the
        largest difference.
    topics, names, ax, lang
        As in `topic_prevalence`.
    """
    needed = ("topic", "plan_from", "plan_to", "difference", "low", "high")
    draw.check_table(change, needed, name="change", maker="policylab.topics.prevalence_change")
    text = say.Texts(lang, "topics")
    rows = _Topics(topics, text)
    known = change.assign(ends=list(zip(change["plan_from"], change["plan_to"], strict=True)))
    every = list(dict.fromkeys(known["ends"]))
    largest = known["difference"].abs().groupby(known["ends"]).max().to_dict()
    kept = sorted(every, key=lambda ends: -largest[ends])[:draw.FEW]
    pairs = [ends for ends in every if ends in kept]
    ax = draw.axes_of(ax, min(0.24 + 0.1 * (len(pairs) - 1), 0.75) * len(topics) + 1.2)
    ax.axvline(0, color="black", linewidth=0.9)
    called = say.plan_labels([plan for ends in pairs for plan in ends], names, columns=14, rows=1)
    difference, low, high = (
        100 * draw.cells(known, "topic", "ends", name, rows.ids, pairs) for name in ("difference", "low", "high")
    )
    labels = [" → ".join(called[plan] for plan in ends) for ends in pairs]
    draw.dots(ax, difference, low, high, rows.names, labels, title=text("difference", level=round(100 * draw.level_of(change))), grey=rows.grey,
              hollow=(low <= 0) & (high >= 0))  # fmt: skip
    rows.fade_rows(ax)
    text.foot(ax, text("sure"), text.left_out(len(pairs), len(every)))
    return ax


@draw.drawn
def topic_chapters(
    table: pd.DataFrame, topics: pd.DataFrame, *, plan: str, names: Mapping[str, str] | None = None,
    ax: Axes | None = None, lang: str = "zh",
) -> Axes:  # fmt: skip
    """Share of each topic in each chapter of one plan, of its 34 first ones.

    Parameters
    ----------
    table : DataFrame
        `topics.topic_chapters`: topic, plan, section, title, share_of_chapter.
    plan : str
    topics, names, ax, lang
        As in `topic_prevalence`.
    """
    needed = ("topic", "plan", "section", "title", "share_of_chapter")
    draw.check_table(table, needed, maker="policylab.topics.topic_chapters")
    check_choice("plan", plan, set(table["plan"]))
    text, here = say.Texts(lang, "topics"), table[table["plan"] == plan]
    shown = _Topics(topics, text)
    every = here.drop_duplicates("section")[["section", "title"]]
    titles = every.head(_CHAPTERS)
    shares = 100 * draw.cells(here, "section", "topic", "share_of_chapter", list(titles["section"]), shown.ids)
    ax = draw.axes_of(ax, 0.2 * len(titles) + 1.9)
    called = [say.heading(title, lang, 10 if narrow() else 22) or text("untitled") for title in titles["title"]]
    draw.heat_map(ax, shares, called, written=draw.numerals(shares, 0.5), shades="Greys", top=110)
    ax.set_xticks(draw.middles(len(topics)), shown.names, rotation=40, ha="right", rotation_mode="anchor")
    shown.fade(ax.get_xticklabels())
    called = say.plan_labels([plan], names, columns=28, rows=1)[plan]
    ax.set_title(text("share_of_chapter", plan=called))
    text.foot(ax, shown.fading, text.left_out(len(titles), len(every)))
    return ax


class _Topics:
    """The topics of a figure, what they are called, and which do not survive: these are grey, and in brackets."""

    def __init__(self, topics: pd.DataFrame, text: say.Texts) -> None:
        label = "label_en" if text.lang == "en" else "label"
        check_columns(topics, ("topic", label), name="topics", maker="policylab.TopicModel")
        self.ids = list(topics["topic"])
        # without a test of stability all are shown as they are
        self.grey = [not alive for alive in topics.get("survives", [True] * len(topics))]
        named = [f"{topic} {label}" for topic, label in zip(self.ids, topics[label], strict=True)]
        self.names = [text("faded", name=name) if grey else name for name, grey in zip(named, self.grey, strict=True)]
        self.fading = text("fading") if any(self.grey) else ""

    def fade(self, ticks: Iterable[Text]) -> None:
        """Write the names of topics that do not survive in grey."""
        for tick, grey in zip(ticks, self.grey, strict=True):
            tick.set_color(GREY if grey else "black")

    def fade_rows(self, ax: Axes) -> None:
        """Write their names at the left in grey, and say above the axes what that is."""
        self.fade(ax.get_yticklabels())
        if self.fading:
            ax.set_title(self.fading, loc="right", fontsize=7, color="#555555")
