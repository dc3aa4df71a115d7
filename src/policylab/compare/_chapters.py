"""Which chapter of a plan corresponds to which of a later one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from policylab.checks import check_columns
from policylab.compare._masked_sentences import in_order, sentences, wanted_pairs
from policylab.corpus import plan_order
from policylab.frames import typed_frame

COLUMNS = (
    "earlier", "later", "earlier_section", "later_section", "earlier_title", "later_title", "matched", "similarity",
    "status",
)  # fmt: skip
TYPES = {"object": COLUMNS[2:6], "Int64": ["matched"]}
# plans are cut at the level of headings that gives about this many chapters, since a level of one plan holds what a
# finer or coarser one of another does
CHAPTERS = 50
_AT_ONCE = 25  # plans that are multiplied with all later ones together
LEAST = 0.12  # similarity of two chapters that correspond


def chapter_map(
    corpus, reuse: pd.DataFrame | None = None, *, pairs: Iterable[tuple[str, str]] | None = None
) -> pd.DataFrame:
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
    pairs : iterable of (str, str), optional
        The plans to be compared with each other, as for `text_reuse`; None is all with all, of which time and rows grow
        with the square of the plans.

    Returns
    -------
    DataFrame
        One row a pair of chapters, or a chapter without one: earlier, later, earlier_section, later_section,
        earlier_title, later_title, matched, similarity (0 to 1), status (corresponds, new, discontinued, unmatched).
        A single plan, and plans without headings, have none.

    Raises
    ------
    PolicylabError
        If a plan is given twice, or a pair is none of two plans of the corpus.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> corpus = load_corpus().select(["smart-city-2015", "digital-economy-2019"])
    >>> table = chapter_map(corpus)
    >>> table.loc[table["later_title"] == "推行智慧教育", "earlier_title"].tolist()
    ['智慧教育']
    """
    plans = in_order(corpus)
    wanted = wanted_pairs(plans, pairs)
    cut = [_chapters(plan) for plan in plans]
    together = [chapter for own in cut for chapter in own]
    found = list(_correspondences(plans, [len(own) for own in cut], _weights([c["text"] for c in together]), wanted))
    return _table(found, [plan.id for plan in plans], together, reuse)


def _weights(texts: list[str]) -> sparse.csr_array:
    """Chapters × character bigrams."""
    if not any(_bigrams(text) for text in texts):  # plans without headings have no chapters
        return sparse.csr_array((len(texts), 0))
    return sparse.csr_array(TfidfVectorizer(analyzer=_bigrams, sublinear_tf=True).fit_transform(texts))


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


# what corresponds in two plans, row by row: the numbers of both, of their chapters (-1: none), the similarity, and the status
_Found = tuple[np.ndarray, ...]


def _correspondences(plans: list, lengths: list[int], weights: sparse.csr_array, wanted: np.ndarray) -> Iterator[_Found]:
    """What corresponds in each two plans that are wanted, by the weights of their chapters, `lengths` of each plan."""
    first = np.cumsum([0, *lengths])
    of = np.repeat(np.arange(len(plans)), lengths)  # the plan of each chapter
    size = _AT_ONCE if wanted.all() else 1
    for begin in range(0, len(plans), size):
        here = range(begin, min(begin + size, len(plans)))
        # what nobody asks for, and what comes before, is not multiplied
        columns = np.flatnonzero(wanted[here].any(axis=0)[of] & (of > begin))
        cosine = (weights[first[begin] : first[here[-1] + 1]] @ weights[columns].T).toarray()
        at = np.searchsorted(of[columns], np.arange(len(plans) + 1))
        for number in here:
            rows = cosine[first[number] - first[begin] : first[number + 1] - first[begin]]
            for other in np.flatnonzero(wanted[number, number + 1 :]) + number + 1:
                similarity = rows[:, at[other] : at[other + 1]]
                order = plan_order(plans[number], plans[other])
                pair = (similarity.T, other, number) if order > 0 else (similarity, number, other)
                yield _correspond(*pair, order, first)


def _correspond(similarity: np.ndarray, earlier: int, later: int, order: int, first: np.ndarray) -> _Found:
    """Chapters that are the most similar one of each other, and then those of either plan that have none."""
    linked = np.zeros(similarity.shape, dtype=bool)
    if similarity.size:
        linked[np.arange(len(similarity)), similarity.argmax(axis=1)] = True
        linked[similarity.argmax(axis=0), np.arange(similarity.shape[1])] = True
        linked &= similarity >= LEAST
    i, j = np.nonzero(linked)
    ours, theirs = np.flatnonzero(~linked.any(axis=1)), np.flatnonzero(~linked.any(axis=0))
    rows = len(i), len(ours), len(theirs)
    alone = ("discontinued", "new") if order else ("unmatched", "unmatched")
    return (
        np.full(sum(rows), earlier), np.full(sum(rows), later),
        np.concatenate([i + first[earlier], ours + first[earlier], np.full(len(theirs), -1)]),
        np.concatenate([j + first[later], np.full(len(ours), -1), theirs + first[later]]),
        np.concatenate([similarity[i, j], np.full(len(ours) + len(theirs), np.nan)]),
        np.repeat(np.array(["corresponds", *alone], dtype=object), rows),
    )  # fmt: skip


def _table(found: list[_Found], plans: list[str], chapters: list[dict], reuse: pd.DataFrame | None) -> pd.DataFrame:
    if not found:
        return typed_frame([], COLUMNS, TYPES)
    earlier, later, ours, theirs, similarity, status = map(np.concatenate, zip(*found, strict=True))
    section, title = (np.array([*(chapter[key] for chapter in chapters), None], dtype=object) for key in ("section", "title"))
    names = np.array(plans, dtype=object)
    columns = {
        "earlier": names[earlier], "later": names[later],
        "earlier_section": section[ours], "later_section": section[theirs],
        "earlier_title": title[ours], "later_title": title[theirs],
        "matched": _matched(ours, theirs, chapters, reuse), "similarity": similarity, "status": status,
    }  # fmt: skip
    return typed_frame(columns, COLUMNS, TYPES)


def _matched(ours: np.ndarray, theirs: np.ndarray, chapters: list[dict], reuse: pd.DataFrame | None) -> list[int | None]:
    """Characters that the chapters of each row have in common; none of one that has no counterpart."""
    if reuse is None:
        return [None] * len(ours)
    check_columns(reuse, ("formula", "earlier_section", "later_section", "matched"), name="reuse", maker="policylab.text_reuse")
    of = {section: number for number, chapter in enumerate(chapters) for section in chapter["sections"]}
    total: Counter[tuple[int, int]] = Counter()
    for row in reuse[~reuse["formula"].astype(bool)].itertuples():
        if row.earlier_section in of and row.later_section in of:
            total[of[row.earlier_section], of[row.later_section]] += row.matched
    return [None if -1 in pair else total[pair] for pair in zip(ours.tolist(), theirs.tolist(), strict=True)]
