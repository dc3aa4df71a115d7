"""Prevalence: how much of each plan a topic takes up, between which limits (`policylab.stats`), and where it moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from policylab.checks import check_has, check_str
from policylab.corpus import plan_groups
from policylab.corpus._plan_order import PAIRS, named_pairs
from policylab.errors import PolicylabError, invalid
from policylab.stats import Clusters, check_level, difference_interval, rate_interval
from policylab.text._terms_in_text import themes_of

ABSENT = 0.01  # a share below this: such a topic appeared or vanished, it did not rise or fall
UNCLEAR = "unclear"  # a movement whose interval has 0 in it


@dataclass(frozen=True)
class Group:
    """Documents that are taken together: a plan, or a chapter of it.

    ``clusters`` has the sections: the terms of each that belong to each topic, of all its terms.
    """

    name: str
    plan: str
    clusters: Clusters
    documents: int


def group_documents(documents: pd.DataFrame, shares: np.ndarray, *, by: str, order: Iterable[str]) -> list[Group]:
    """Groups of documents by plan or by chapter, in the order of the plans and of the text."""
    known = ~np.isnan(shares[:, 0])
    place = {plan: i for i, plan in enumerate(order)}
    groups = []
    for name, frame in documents[known].groupby(by, sort=False):
        # positions in `shares` are those of the rows of `documents`
        rows = frame.index.to_numpy()
        codes, sections = pd.factorize(frame["cluster"])
        terms = frame["terms"].to_numpy(float)
        mass = np.zeros((len(sections), shares.shape[1]))
        np.add.at(mass, codes, shares[rows] * terms[:, None])
        total = np.bincount(codes, weights=terms)
        groups.append(Group(str(name), frame["plan"].iloc[0], Clusters(mass, total), len(frame)))
    return sorted(groups, key=lambda group: place[group.plan])


def topic_prevalence(model: object, *, by: str = "plan", corpus: object = None, level: float = 0.95,
                     cluster_level: int | None = None) -> pd.DataFrame:
    """Share of each topic in each plan, in each chapter, or in the plans of a group, with its interval.

    A document counts with its number of terms. The interval is that of `policylab.stats.rate_interval` over sections,
    as the paragraphs of a section resemble each other. It says how much the share depends on which sections the plan
    happens to have; how much it depends on the model is in `topic_stability(...).prevalence`.

    Parameters
    ----------
    model : TopicModel
        A fitted model.
    by : str
        ``"plan"``, ``"chapter"``, or a variable of the plans such as ``"province"`` (`policylab.corpus.plan_groups`).
    corpus : Corpus, list of Plan, or DataFrame of plans, optional
        Says which plan is in which group; needed where `by` is a variable.
    level : float
        Confidence level, from 0.5 to below 1.
    cluster_level : int, optional
        Level of the headings whose sections are taken as a whole; that of the model if not given.

    Returns
    -------
    DataFrame
        topic, plan, (chapter,) share, low, high, sections, paragraphs, note. Below 10 sections there is no interval
        and the note says ``descriptive only``. With a variable its name and the groups stand in the place of plan, and
        plans in that of sections: the interval is over the plans of the group.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, topic_prevalence
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> table = topic_prevalence(model)
    >>> table.groupby("plan")["share"].sum().round(6).unique()
    array([1.])
    >>> coarse = topic_prevalence(model, level=0.9, cluster_level=2)
    >>> table["sections"].unique().tolist(), coarse["sections"].unique().tolist()
    ([59, 36, 67], [17, 36, 14, 23])
    """
    level = check_level(level)
    check_str("by", by)
    known = by in ("plan", "chapter")
    if not known and corpus is None:
        raise invalid("by", by, "'plan' or 'chapter'", hint="For a variable of the plans give the `corpus` too.")
    rows = []
    check_fitted(model)
    for group in model._groups(by, cluster_level) if known else _groups_of_plans(model, by, corpus):
        low, high = rate_interval(group.clusters, level=level, share=True)
        named = {by: group.name} if by != "chapter" else {"plan": group.plan, by: group.name}
        rows += [
            {"topic": k + 1, **named, "share": share, "low": low[k], "high": high[k],
             "sections" if known else "plans": group.clusters.n, "paragraphs": group.documents, "note": group.clusters.note}
            for k, share in enumerate(group.clusters.rate)
        ]  # fmt: skip
    return _by_topic(rows, level)


def _by_topic(rows: list[dict], level: float) -> pd.DataFrame:
    """The table of some rows, by topic, which says of which level its intervals are."""
    table = pd.DataFrame(rows).sort_values("topic", kind="stable").reset_index(drop=True)
    table.attrs["level"] = level
    return table


def _groups_of_plans(model: object, by: str, corpus: object) -> list[Group]:
    """Groups of plans by a variable, each plan a cluster."""
    model._require_fit()
    group_of, documents = plan_groups(corpus, by), model.documents_
    if not set(group_of) & set(documents["plan"]):
        raise PolicylabError("The model was fitted on none of the plans of `corpus`. Give the corpus that it was fitted on.")
    documents = documents.assign(plan=documents["plan"].map(group_of), cluster=documents["plan"])
    return group_documents(documents, model.document_topic_, by="plan", order=dict.fromkeys(group_of.values()))


def prevalence_change(model: object, *, pairs: Iterable[tuple[str, str]] | None = None, level: float = 0.95,
                      cluster_level: int | None = None) -> pd.DataFrame:
    """Difference of each topic's share between plans, with intervals that hold for all topics of a pair together.

    With many topics some difference would look sure by chance alone, so the intervals of a pair of plans are made to
    hold jointly (`policylab.stats.difference_interval`).

    Parameters
    ----------
    model : TopicModel
        A fitted model of at least two plans.
    pairs : iterable of (plan, plan), optional
        Plans to compare; each plan with the next one in the corpus if not given.
    level, cluster_level
        As in `topic_prevalence`.

    Returns
    -------
    DataFrame
        topic, plan_from, plan_to, share_from, share_to, difference, low, high, movement (rose, fell, or with a share
        below 0.01 before or after appeared, vanished; unclear; missing where a plan has fewer than 10 sections), note.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, prevalence_change
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> change = prevalence_change(model, pairs=[("smart-city-2015", "smart-city-2021")], level=0.9)
    >>> bool(((change["low"] <= change["difference"]) & (change["difference"] <= change["high"])).all())
    True
    """
    level = check_level(level)
    check_fitted(model)
    groups = {group.plan: group.clusters for group in model._groups("plan", cluster_level)}
    plans = list(groups)
    if len(plans) < 2:
        raise PolicylabError(
            f"A difference needs two plans, and the model has only {plans[0]!r}. Add a plan to the catalogue "
            "(`policylab add FILE`) and fit again; within one plan, use `topic_prevalence(model, by='chapter')`."
        )
    chosen = list(pairwise(plans)) if pairs is None else named_pairs(pairs, plans)
    if not chosen:
        raise invalid("pairs", pairs, PAIRS)
    rows = []
    for plan_from, plan_to in chosen:
        old, new = groups[plan_from], groups[plan_to]
        low, high = difference_interval(new, old, level=level, share=True, joint=True)
        for k, difference in enumerate(new.rate - old.rate):
            row = {"topic": k + 1, "plan_from": plan_from, "plan_to": plan_to, "share_from": old.rate[k],
                   "share_to": new.rate[k], "difference": difference, "low": low[k], "high": high[k]}
            rows.append(row | {"movement": _movement(row), "note": old.note or new.note})
    return _by_topic(rows, level)


def check_fitted(model: object) -> None:
    """Check a parameter that takes a fitted model."""
    check_has("model", model, "_require_fit", "a fitted `policylab.TopicModel`")
    model._require_fit()


def _movement(row: dict) -> str | None:
    if np.isnan(row["low"]):
        return None
    if row["low"] > 0:
        return "appeared" if row["share_from"] < ABSENT else "rose"
    if row["high"] < 0:
        return "vanished" if row["share_to"] < ABSENT else "fell"
    return UNCLEAR


def topic_chapters(model: object, *, level: int = 1) -> pd.DataFrame:
    """Which topic speaks in which chapter of the plans.

    Parameters
    ----------
    model : TopicModel
        A model that was fitted on a corpus, whose headings it knows.
    level : int
        Level of the headings; a paragraph that stands under no heading of this level counts to the nearest above.

    Returns
    -------
    DataFrame
        topic, plan, section, title, share_of_chapter (part of the chapter's terms that the topic has),
        share_of_topic (part of the topic's terms in all plans that stands in this chapter), lift (the first by the
        topic's share of all plans; 1 is what chance would give), sorted by plan, place and topic.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, topic_chapters
    >>> table = topic_chapters(TopicModel(6).fit(policylab.load_corpus()))
    >>> table.groupby("section")["share_of_chapter"].sum().round(6).unique()
    array([1.])
    """
    check_fitted(model)
    groups = model._sections_at(level, "level")
    titles = model.sections_.set_index("section")["title"].to_dict()
    mass = pd.DataFrame(_mass(model)).groupby(groups.to_numpy(), sort=False).sum()
    of_topic, mass = mass.to_numpy().sum(axis=0), mass[mass.sum(axis=1) > 0]
    of_plan = model.documents_["plan"].groupby(groups.to_numpy(), sort=False).first()
    about = {"plan": of_plan[mass.index], "section": mass.index, "title": mass.index.map(titles.get)}
    columns = ["topic", "plan", "section", "title", "share_of_chapter", "share_of_topic", "lift"]
    return _crossed(mass.to_numpy(), of_topic, about, "share_of_chapter")[columns]


def topic_themes(model: object, themes: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Which topic speaks of which theme that the analyst declared as a list of terms.

    A paragraph speaks of a theme if one of the theme's terms stands in its text, and not within a longer term: 工业互联网 is
    not 互联网 where both are terms. A paragraph may speak of several. Terms need not be words of their own, unlike those
    that `policylab.words.theme_weights` counts: 大气污染防治 speaks of 污染.

    Parameters
    ----------
    model : TopicModel
        A fitted model.
    themes : dict of str to iterable of str
        Terms of each theme.

    Returns
    -------
    DataFrame
        topic, theme, paragraphs (how many speak of the theme), share_of_theme (part of these paragraphs' terms that
        the topic has), share_of_topic (part of the topic that stands in them), lift (the first by the topic's share
        of all plans), best (whether no other topic has a larger share of the theme).

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, topic_themes
    >>> model = TopicModel(8).fit(policylab.load_corpus())
    >>> table = topic_themes(model, {"安全": ["网络安全", "信息安全"]})
    >>> top = table.loc[table["best"], "topic"].item()
    >>> "网络安全" in model.topics_.set_index("topic").loc[top, "top_terms"]
    True
    """
    check_fitted(model)
    spoken, mass = themes_of(model.documents_["text"], themes), _mass(model)
    speaks = np.array([[theme in found for found in spoken] for theme in themes]) & model._known()
    here = speaks @ mass
    table = _crossed(here, mass.sum(axis=0), {"theme": list(themes), "paragraphs": speaks.sum(axis=1)}, "share_of_theme")
    first = table["topic"] == np.repeat(np.argmax(here, axis=1) + 1, mass.shape[1])
    columns = ["topic", "theme", "paragraphs", "share_of_theme", "share_of_topic", "lift", "best"]
    return table.assign(best=first & (table["paragraphs"] > 0))[columns]


def _mass(model: object) -> np.ndarray:
    """The terms of each document that belong to each topic; none of one that is too short."""
    return np.nan_to_num(model.document_topic_) * model.documents_["terms"].to_numpy(float)[:, None]


def _crossed(mass: np.ndarray, of_topic: np.ndarray, about: dict, share: str) -> pd.DataFrame:
    """A row a group of documents and topic: `mass` has the terms of each topic in each group, `of_topic` in all documents.

    What is known of the groups is `about`, and `share` the name of the column with the topic's share of the group.
    """
    with np.errstate(invalid="ignore"):  # a group, or a topic, without terms has no share
        of_group = mass / mass.sum(axis=1, keepdims=True)
        told = {share: of_group, "share_of_topic": mass / of_topic, "lift": of_group / (of_topic / of_topic.sum())}
    table = pd.DataFrame({name: np.repeat(np.asarray(values), len(of_topic)) for name, values in about.items()})
    topic = np.tile(np.arange(1, len(of_topic) + 1), len(mass))
    return table.assign(topic=topic, **{name: values.ravel() for name, values in told.items()})
