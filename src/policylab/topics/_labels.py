"""Labels: short names of topics, by rule from their terms or from the analyst's file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml

SEPARATOR = "·"


@dataclass(frozen=True)
class Name:
    """A name that the analyst gives to whatever topic has these terms."""

    zh: str
    en: str
    terms: tuple[str, ...]


def read_names(labels: str | Path | None | tuple) -> tuple[Name, ...]:
    """Read names from a TOML file: ``[[topic]]`` tables with ``zh``, ``en`` and ``terms``.

    None is the file that comes with policylab; ``()`` is no names, so that every label comes from the terms.
    """
    if labels is None:
        content, where = load_toml("topic_labels.toml"), "topic_labels.toml"
    elif isinstance(labels, str | Path):
        where = str(labels)
        try:
            content = tomllib.loads(Path(labels).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PolicylabError(f"The labels in {where} cannot be read: {error}.") from error
    elif labels == ():
        return ()
    else:
        raise invalid("labels", labels, "None, (), or the path of a TOML file")
    return tuple(_name(entry, where) for entry in content.get("topic", []))


def _name(entry: dict, where: str) -> Name:
    zh, terms = entry.get("zh"), entry.get("terms")
    if not isinstance(zh, str) or not isinstance(terms, list) or not terms:
        raise PolicylabError(
            f"A [[topic]] in {where} needs `zh` (a name) and `terms` (a list of terms), got {entry!r}."
        )
    return Name(zh, entry.get("en") or zh, tuple(terms))


def label_topics(top_terms: Sequence[Sequence[str]], frex_terms: Sequence[Sequence[str]],
                 names: Sequence[Name]) -> list[tuple[str, str]]:
    """Chinese and English label of each topic.

    A name goes to the topic that has most of its terms among the topic's own, if that is at least half of them and at
    least two; each name goes to one topic, so that the sum of the terms found is largest. A topic without a name is
    called by three of its top terms, the ones with the highest FREX first.

    >>> label_topics([["医疗", "健康", "养老", "远程医疗"]], [["养老", "医疗", "健康", "远程医疗"]], [])
    [('养老·医疗·健康', '养老·医疗·健康')]
    >>> label_topics([["医疗", "健康", "养老"]], [["医疗"]], [Name("民生服务", "Public services", ("医疗", "养老"))])
    [('民生服务', 'Public services')]
    """
    labels = [(rule := rule_label(top, frex), rule) for top, frex in zip(top_terms, frex_terms, strict=True)]
    if not names:
        return labels
    found = np.zeros((len(labels), len(names)))
    for i, (top, frex) in enumerate(zip(top_terms, frex_terms, strict=True)):
        own = {*top, *frex}
        for j, name in enumerate(names):
            hits = sum(term in own for term in name.terms)
            # a share beside the count, so that of two names with the same hits the narrower one wins
            found[i, j] = hits + hits / len(name.terms) if hits >= 2 and 2 * hits >= len(name.terms) else 0
    for i, j in zip(*linear_sum_assignment(-found), strict=True):
        if found[i, j]:
            labels[i] = (names[j].zh, names[j].en)
    return labels


def rule_label(top: Sequence[str], frex: Sequence[str], *, n_terms: int = 3) -> str:
    """Label of a topic from its terms: frequent and exclusive ones, none of which contains another.

    >>> rule_label(["网络安全", "安全", "信息安全", "防护"], ["安全", "网络安全", "防护", "云"])
    '安全·防护'
    """
    chosen: list[str] = []
    candidates = [term for term in frex if term in set(top)] + list(top)
    for term in candidates:
        if len(chosen) == n_terms:
            break
        if len(term) > 1 and not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return SEPARATOR.join(chosen or list(top[:1]))
