"""How a topic is described: its terms in order, its coherence, exclusivity and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml, read_toml

N_TOP = 10  # terms that a topic is described by
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
