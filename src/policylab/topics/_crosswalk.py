"""Crosswalk: which topic speaks of which chapter, and of which theme that the analyst declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from policylab.errors import invalid
from policylab.topics._model import TopicModel


def topic_chapters(model: TopicModel, *, level: int = 1) -> pd.DataFrame:
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
    model._require_fit()
    groups = model._sections_at(level, "level")
    titles = model.sections_.set_index("section")["title"].to_dict()
    shares, terms = _known(model)
    mass = pd.DataFrame(shares * terms[:, None]).groupby(groups.to_numpy(), sort=False).sum()
    total, of_topic = mass.to_numpy().sum(axis=1), mass.to_numpy().sum(axis=0)
    of_plan = model.documents_["plan"].groupby(groups.to_numpy(), sort=False).first()
    rows = []
    for index, (section, values) in enumerate(zip(mass.index, mass.to_numpy(), strict=True)):
        if total[index] == 0:
            continue
        for k, value in enumerate(values):
            rows.append(_row(k, value, total[index], of_topic) | {
                "plan": of_plan[section], "section": section, "title": titles.get(section)})
    columns = ["topic", "plan", "section", "title", "share_of_chapter", "share_of_topic", "lift"]
    return pd.DataFrame(rows).rename(columns={"share": "share_of_chapter"})[columns]


def topic_themes(model: TopicModel, themes: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Which topic speaks of which theme that the analyst declared as a list of terms.

    A paragraph speaks of a theme if one of the theme's terms stands in its text.

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
    model._require_fit()
    if not isinstance(themes, Mapping) or not themes:
        raise invalid("themes", themes, "a dict of theme to terms")
    shares, terms = _known(model)
    mass = shares * terms[:, None]
    of_topic = mass.sum(axis=0)
    rows = []
    for theme, words in themes.items():
        words = [words] if isinstance(words, str) else sorted(words)
        if not words or not all(words):
            raise invalid("themes", {theme: words}, "at least one term for each theme")
        pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        speaks = model.documents_["text"].str.contains(pattern).to_numpy(bool) & (terms > 0)
        here = mass[speaks].sum(axis=0)
        for k, value in enumerate(here):
            rows.append(_row(k, value, here.sum(), of_topic) | {
                "theme": theme, "paragraphs": int(speaks.sum()),
                "best": bool(speaks.any() and value == here.max() and k == here.argmax())})
    columns = ["topic", "theme", "paragraphs", "share_of_theme", "share_of_topic", "lift", "best"]
    return pd.DataFrame(rows).rename(columns={"share": "share_of_theme"})[columns]


def _known(model: TopicModel) -> tuple[np.ndarray, np.ndarray]:
    """Shares with 0 for documents that are too short, and the terms of each document, 0 for these too."""
    known = model._known()
    return np.nan_to_num(model.document_topic_), np.where(known, model.documents_["terms"], 0).astype(float)


def _row(k: int, value: float, total: float, of_topic: np.ndarray) -> dict:
    share = value / total if total else np.nan
    return {"topic": k + 1, "share": share, "share_of_topic": value / of_topic[k] if of_topic[k] else np.nan,
            "lift": share / (of_topic[k] / of_topic.sum()) if of_topic[k] else np.nan}
