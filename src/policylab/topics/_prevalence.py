"""Prevalence: how much of each plan a topic takes up, how sure that is, and where it moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policylab.errors import PolicylabError, choice, invalid, unknown

DESCRIPTIVE = "descriptive only"
MIN_SECTIONS = 10


@dataclass(frozen=True)
class Group:
    """Documents that are taken together (a plan, or a chapter of it), with their sections as clusters.

    ``mass`` has shape (n_sections, n_topics): terms of a section that belong to each topic; ``terms`` (n_sections,).
    """

    name: str
    plan: str
    mass: np.ndarray
    terms: np.ndarray
    documents: int

    @property
    def share(self) -> np.ndarray:
        """Share of each topic; shape (n_topics,)."""
        return self.mass.sum(axis=0) / self.terms.sum()

    def resample(self, n_bootstrap: int, rng: np.random.Generator) -> np.ndarray:
        """Shares in samples of whole sections, drawn with replacement; shape (n_bootstrap, n_topics)."""
        sections = len(self.terms)
        draws = rng.multinomial(sections, np.full(sections, 1 / sections), size=n_bootstrap)
        return (draws @ self.mass) / (draws @ self.terms)[:, None]


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
        groups.append(Group(str(name), frame["plan"].iloc[0], mass, total, len(frame)))
    return sorted(groups, key=lambda group: place[group.plan])


def topic_prevalence(model: object, *, by: str = "plan", n_bootstrap: int = 1000, level: float = 0.95,
                     cluster_level: int | None = None, random_state: int = 0) -> pd.DataFrame:
    """Share of each topic in each plan, or in each chapter, with a bootstrap interval.

    A document counts with its number of terms. The interval is the percentile interval of a bootstrap that draws
    whole sections with replacement (a cluster bootstrap: Davison & Hinkley 1997), as the paragraphs of a section
    resemble each other. It says how much the share depends on which sections the plan happens to have; how much it
    depends on the model is in `topic_stability(...).prevalence`.

    Parameters
    ----------
    model : TopicModel
        A fitted model.
    by : {"plan", "chapter"}
    n_bootstrap : int
        Samples of sections.
    level : float
        Confidence level, between 0 and 1.
    cluster_level : int, optional
        Level of the headings whose sections are drawn as a whole; that of the model if not given.
    random_state : int

    Returns
    -------
    DataFrame
        topic, plan, (chapter,) share, low, high, sections, paragraphs, note. Below 10 sections there is no interval
        and the note says ``descriptive only``.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, topic_prevalence
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> table = topic_prevalence(model)
    >>> table.groupby("plan")["share"].sum().round(6).unique()
    array([1.])
    """
    if by not in ("plan", "chapter"):
        raise choice("by", by, ("plan", "chapter"))
    _check(n_bootstrap, level)
    rows = []
    for index, group in enumerate(model._groups(by, cluster_level)):
        enough = len(group.terms) >= MIN_SECTIONS
        if enough:
            draws = group.resample(n_bootstrap, np.random.default_rng([random_state, index]))
            low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        else:
            low = high = np.full(len(group.share), np.nan)
        for k, share in enumerate(group.share):
            rows.append({
                "topic": k + 1, "plan": group.plan, "chapter": group.name, "share": share, "low": low[k],
                "high": high[k], "sections": len(group.terms), "paragraphs": group.documents,
                "note": None if enough else DESCRIPTIVE,
            })
    table = pd.DataFrame(rows)
    if by == "plan":
        table = table.drop(columns="chapter")
    return table.sort_values("topic", kind="stable").reset_index(drop=True)


def prevalence_change(model: object, *, pairs: Iterable[tuple[str, str]] | None = None, absent: float = 0.01,
                      n_bootstrap: int = 5000, level: float = 0.95, cluster_level: int | None = None,
                      random_state: int = 0) -> pd.DataFrame:
    """Difference of each topic's share between plans, with intervals that hold for all topics of a pair together.

    The plans are resampled by section, each on its own. With many topics some difference would look sure by chance
    alone, so the intervals of a pair of plans are widened to hold jointly: each is ``difference ± c * standard error``,
    where c is the quantile of the largest standardized deviation in a sample (sup-t band: Montiel Olea &
    Plagborg-Møller 2019).

    Parameters
    ----------
    model : TopicModel
        A fitted model of at least two plans.
    pairs : iterable of (plan, plan), optional
        Plans to compare; each plan with the next one in time if not given.
    absent : float
        A share below this counts as absent: such a topic appeared or vanished, it did not rise or fall.
    n_bootstrap, level, cluster_level, random_state
        As in `topic_prevalence`.

    Returns
    -------
    DataFrame
        topic, plan_from, plan_to, share_from, share_to, difference, low, high, movement (rose, fell, appeared,
        vanished, unclear; missing where a plan has fewer than 10 sections), note.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, prevalence_change
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> change = prevalence_change(model, pairs=[("smart-city-2015", "smart-city-2021")])
    >>> bool(((change["low"] <= change["difference"]) & (change["difference"] <= change["high"])).all())
    True
    """
    _check(n_bootstrap, level)
    groups = {group.plan: (index, group) for index, group in enumerate(model._groups("plan", cluster_level))}
    plans = list(groups)
    if len(plans) < 2:
        raise PolicylabError(
            f"A difference needs two plans, and the model has only {plans[0]!r}. Add a plan to the catalogue "
            "(`policylab add FILE`) and fit again; within one plan, use `topic_prevalence(model, by='chapter')`."
        )
    pairs = list(zip(plans[:-1], plans[1:], strict=True)) if pairs is None else [tuple(pair) for pair in pairs]
    for plan in (plan for pair in pairs for plan in pair):
        if plan not in groups:
            raise unknown("plan", plan, plans)
    draws = {
        plan: group.resample(n_bootstrap, np.random.default_rng([random_state, index]))
        for plan, (index, group) in groups.items() if len(group.terms) >= MIN_SECTIONS
    }
    rows = []
    for pair in pairs:
        old, new = (groups[plan][1].share for plan in pair)
        enough = pair[0] in draws and pair[1] in draws
        margins = np.full(len(new), np.nan)
        if enough:
            margins = _joint_margins(draws[pair[1]] - draws[pair[0]], new - old, level)
        for k, (difference, margin) in enumerate(zip(new - old, margins, strict=True)):
            row = {"topic": k + 1, "plan_from": pair[0], "plan_to": pair[1], "share_from": old[k], "share_to": new[k],
                   "difference": difference, "low": difference - margin, "high": difference + margin}
            row["movement"] = _movement(row, absent)
            row["note"] = None if enough else DESCRIPTIVE
            rows.append(row)
    return pd.DataFrame(rows).sort_values("topic", kind="stable").reset_index(drop=True)


def _joint_margins(draws: np.ndarray, difference: np.ndarray, level: float) -> np.ndarray:
    """Half widths of the sup-t band of several differences; ``draws`` has shape (n_bootstrap, n_topics)."""
    error = draws.std(axis=0, ddof=1)
    deviation = np.abs(draws - difference) / np.where(error > 0, error, np.inf)
    return np.quantile(deviation.max(axis=1), level) * error


def _movement(row: dict, absent: float) -> str | None:
    if np.isnan(row["low"]):
        return None
    if row["low"] > 0:
        return "appeared" if row["share_from"] < absent else "rose"
    if row["high"] < 0:
        return "vanished" if row["share_to"] < absent else "fell"
    return "unclear"


def _check(n_bootstrap: int, level: float) -> None:
    if not isinstance(n_bootstrap, int) or n_bootstrap < 100:
        raise invalid("n_bootstrap", n_bootstrap, "an int of at least 100")
    if not 0 < level < 1:
        raise invalid("level", level, "a number between 0 and 1")
