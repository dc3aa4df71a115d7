"""How a topic is described: its terms in order, its coherence, exclusivity and name, its chapters and themes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml, read_toml

if TYPE_CHECKING:
    from policylab.topics._model import TopicModel

SEPARATOR = "·"
# names that people gave, by the top terms of the topic that they were given to: Chinese and English
Names = Mapping[frozenset[str], tuple[str, str]]


def rank_terms(scores: np.ndarray, vocabulary: np.ndarray) -> np.ndarray:
    """Indices of the terms of each topic, best first, ties by the term; shape (n_topics, n_terms)."""
    place = np.argsort(np.argsort(vocabulary.astype(str), kind="stable"), kind="stable")
    return np.array([np.lexsort((place, -row)) for row in scores]).reshape(scores.shape)


def npmi(top: np.ndarray, counts: sparse.csr_matrix) -> np.ndarray:
    """Coherence of each topic: mean normalized pointwise mutual information of its top terms; shape (n_topics,).

    ``top`` holds term indices, shape (n_topics, n_top). Two terms go together where they stand in one document.
    A pair that never does has -1, a pair that always does has 1 (Bouma 2009; Röder, Both & Hinneburg 2015).
    """
    present = (counts > 0).astype(np.float64).tocsc()
    documents = counts.shape[0]
    result = []
    for terms in top:
        block = present[:, terms]
        joint = (block.T @ block).toarray() / documents
        alone = np.diag(joint)
        upper = np.triu_indices(len(terms), k=1)
        together, apart = joint[upper], np.outer(alone, alone)[upper]
        values = np.full(len(together), -1.0)
        some = (together > 0) & (together < 1)
        values[some] = np.log(together[some] / apart[some]) / -np.log(together[some])
        values[together == 1] = 1.0
        result.append(values.mean())
    return np.array(result)


def exclusivity(top: np.ndarray, topic_term: np.ndarray) -> np.ndarray:
    """Exclusivity of each topic: mean over its top terms of the topic's part in the term; shape (n_topics,).

    1 means that no other topic uses these terms; with K topics that are all alike it is 1 / K
    (Bischof & Airoldi 2012).
    """
    part = _parts(topic_term)
    return np.array([part[k, terms].mean() for k, terms in enumerate(top)])


def frex(topic_term: np.ndarray) -> np.ndarray:
    """FREX: harmonic mean of the ranks of a term by exclusivity and by frequency; shape (n_topics, n_terms).

    Ranks are empirical distribution functions within a topic, from above 0 to 1 (Bischof & Airoldi 2012).
    """
    part = _parts(topic_term)
    return np.array([
        1 / (0.5 / _ecdf(exclusive) + 0.5 / _ecdf(frequent))
        for exclusive, frequent in zip(part, topic_term, strict=True)
    ])


def _parts(topic_term: np.ndarray) -> np.ndarray:
    total = topic_term.sum(axis=0)
    return topic_term / np.where(total > 0, total, 1)


def _ecdf(values: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(values), values, side="right") / len(values)


def read_names(labels: str | Path | None | tuple) -> Names:
    """Read names of topics from a TOML file: ``[[topic]]`` tables with ``zh``, ``en`` and ``terms``.

    ``terms`` are the ten top terms of the topic that the name was made for, as the column ``top_terms`` has them. None
    is the file that comes with policylab; ``()`` is no names, so that every label comes from the terms.
    """
    if labels is None:
        content, where = load_toml("topic_labels.toml"), "topic_labels.toml"
    elif isinstance(labels, str | Path):
        content, where = read_toml(labels, "file of topic labels"), str(labels)
    elif labels == ():
        return {}
    else:
        raise invalid("labels", labels, "None, (), or the path of a TOML file")
    names = {}
    for entry in content.get("topic", []):
        zh, terms = entry.get("zh"), entry.get("terms")
        if not isinstance(zh, str) or not isinstance(terms, str) or not terms:
            raise PolicylabError(
                f"A [[topic]] in {where} needs `zh` (a name) and `terms` (its ten top terms, joined by 、 as the column "
                f"`top_terms` has them), got {entry!r}."
            )
        names[frozenset(terms.split("、"))] = (zh, entry.get("en") or zh)
    return names


def label_topics(top_terms: Sequence[Sequence[str]], frex_terms: Sequence[Sequence[str]],
                 names: Names) -> list[tuple[str, str]]:
    """Chinese and English label of each topic.

    A topic is called by three of its own top terms, the ones with the highest FREX first. A name that somebody gave
    belongs to the very topic it was given to, the one with these ten top terms; a topic that is only similar, as of
    another corpus, does not inherit it.

    >>> names = {frozenset(["医疗", "健康", "养老"]): ("民生服务", "Public services")}
    >>> label_topics([["医疗", "健康", "养老"], ["医疗", "健康", "医院"]], [["医疗"], ["医院"]], names)
    [('民生服务', 'Public services'), ('医院·医疗·健康', '医院·医疗·健康')]
    """
    labels = []
    for top, marked in zip(top_terms, frex_terms, strict=True):
        own = rule_label(top, marked)
        labels.append(names.get(frozenset(top), (own, own)))
    return labels


def rule_label(top: Sequence[str], frex: Sequence[str]) -> str:
    """Label of a topic from three of its terms: frequent and exclusive ones, none of which contains another.

    >>> rule_label(["网络安全", "安全", "信息安全", "防护"], ["安全", "网络安全", "防护", "云"])
    '安全·防护'
    """
    chosen: list[str] = []
    candidates = [term for term in frex if term in set(top)] + list(top)
    for term in candidates:
        if len(chosen) == 3:
            break
        if len(term) > 1 and not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return SEPARATOR.join(chosen or list(top[:1]))


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
