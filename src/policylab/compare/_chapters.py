"""Which chapter of a plan corresponds to which of a later one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from policylab.compare._masked_sentences import in_order, sentences
from policylab.corpus import plan_order
from policylab.corpus._as_plans import typed_frame

COLUMNS = (
    "earlier", "later", "earlier_section", "later_section", "earlier_title", "later_title", "matched", "similarity",
    "status",
)  # fmt: skip
# plans are cut at the level of headings that gives about this many chapters, since a level of one plan holds what a
# finer or coarser one of another does
CHAPTERS = 50
LEAST = 0.12  # similarity of two chapters that correspond


def chapter_map(corpus, reuse: pd.DataFrame | None = None) -> pd.DataFrame:
    """Map the chapters of each plan to those of each other plan, and say which are new and which ended.

    Similarity is the cosine of tf-idf weights of character bigrams (Salton and Buckley, 1988), which need no
    segmenter. Plans are cut at the level of headings that gives about 50 chapters. Two chapters correspond if each is
    the other's most similar one, or one is the other's, and the similarity is at least 0.12. Of two plans of which
    neither is known to be the earlier, the one that comes first in the corpus stands as `earlier`, and a chapter
    without a counterpart is ``unmatched``, not new or discontinued.

    Parameters
    ----------
    corpus : Corpus or iterable of Plan
    reuse : DataFrame, optional
        From `text_reuse`: adds the characters that two chapters have in common.

    Returns
    -------
    DataFrame
        One row a pair of chapters, or a chapter without one: earlier, later, earlier_section, later_section,
        earlier_title, later_title, matched, similarity (0 to 1), status (corresponds, new, discontinued, unmatched).
        A single plan, and plans without headings, have none.

    Raises
    ------
    PolicylabError
        If a plan is given twice.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> corpus = load_corpus().select(["smart-city-2015", "digital-economy-2019"])
    >>> table = chapter_map(corpus)
    >>> table.loc[table["later_title"] == "推行智慧教育", "earlier_title"].tolist()
    ['智慧教育']
    """
    plans = in_order(corpus)
    cut = {plan.id: _chapters(plan) for plan in plans}
    texts = [chapter["text"] for plan in plans for chapter in cut[plan.id]]
    cosine = np.zeros((len(texts), len(texts)))
    if any(_bigrams(text) for text in texts):  # plans without headings have no chapters
        weights = TfidfVectorizer(analyzer=_bigrams, sublinear_tf=True).fit_transform(texts)
        cosine = (weights @ weights.T).toarray()
    place, starts = 0, {}
    for plan in plans:
        starts[plan.id] = slice(place, place + len(cut[plan.id]))
        place += len(cut[plan.id])
    rows = []
    for one, other in combinations(plans, 2):
        order = plan_order(one, other)
        if order > 0:
            one, other = other, one
        similarity = cosine[starts[one.id], starts[other.id]]
        matched = _matched(cut[one.id], cut[other.id], one.id, other.id, reuse)
        alone = ("discontinued", "new") if order else ("unmatched", "unmatched")
        rows += _pairs(one.id, other.id, cut[one.id], cut[other.id], similarity, matched, alone)
    titles = ("earlier_section", "later_section", "earlier_title", "later_title")
    return typed_frame(rows, COLUMNS, {"object": titles, "Int64": ["matched"]})


def _chapters(plan) -> list[dict]:
    """Sections at the level that gives about `CHAPTERS`, and those above it that have none below."""
    table = plan.sections[plan.sections["level"] > 0]
    if not len(table):
        return []
    parents = set(table["parent"])
    best: list[str] = []
    for level in sorted(set(table["level"])):
        here = table[(table["level"] == level) | (table["level"] < level) & ~table["section"].isin(parents)]
        if not best or abs(len(here) - CHAPTERS) <= abs(len(best) - CHAPTERS):
            best = here["section"].tolist()
    parent = dict(zip(plan.sections["section"], plan.sections["parent"], strict=True))
    title = dict(zip(plan.sections["section"], plan.sections["title"], strict=True))
    made = {section: {"section": section, "title": title[section], "sections": set(), "text": ""} for section in best}
    for sentence in sentences(plan):
        section = sentence.section
        while section is not None and section not in made:
            section = parent.get(section)
        if section is not None:
            made[section]["sections"].add(sentence.section)
            made[section]["text"] += sentence.letters + "\n"
    return list(made.values())


def _bigrams(text: str) -> list[str]:
    return [line[i : i + 2] for line in text.split("\n") for i in range(len(line) - 1)]


def _matched(ours: list[dict], theirs: list[dict], one: str, other: str, reuse: pd.DataFrame | None):
    if reuse is None:
        return None
    table = np.zeros((len(ours), len(theirs)), dtype=int)
    here = {section: i for i, c in enumerate(ours) for section in c["sections"]}
    there = {section: i for i, c in enumerate(theirs) for section in c["sections"]}
    for row in reuse[(reuse["earlier"] == one) & (reuse["later"] == other) & ~reuse["formula"]].itertuples():
        if row.earlier_section in here and row.later_section in there:
            table[here[row.earlier_section], there[row.later_section]] += row.matched
    return table


def _pairs(one, other, ours, theirs, similarity, matched, alone) -> list[tuple]:
    linked = set()
    if similarity.size:
        linked |= {(i, int(j)) for i, j in enumerate(similarity.argmax(axis=1))}
        linked |= {(int(i), j) for j, i in enumerate(similarity.argmax(axis=0))}
        linked = {(i, j) for i, j in linked if similarity[i, j] >= LEAST}
    rows = [
        (
            one, other, ours[i]["section"], theirs[j]["section"], ours[i]["title"], theirs[j]["title"],
            None if matched is None else int(matched[i, j]), similarity[i, j], "corresponds",
        )
        for i, j in sorted(linked)
    ]  # fmt: skip
    nothing = (None, np.nan)
    for i, chapter in enumerate(ours):
        if i not in {i for i, _ in linked}:
            rows.append((one, other, chapter["section"], None, chapter["title"], None, *nothing, alone[0]))
    for j, chapter in enumerate(theirs):
        if j not in {j for _, j in linked}:
            rows.append((one, other, None, chapter["section"], None, chapter["title"], *nothing, alone[1]))
    return rows
