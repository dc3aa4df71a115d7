"""Themes that the analyst declares: how much each plan gives to them, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.corpus import as_plans, sections_above
from policylab.errors import choice
from policylab.words._bootstrap import check_bootstrap, ratio_interval
from policylab.words._index import MIN_SECTIONS, WordIndex
from policylab.words._segmenter import Segmenter
from policylab.words._theme_counts import count_themes

LEVELS = ("plan", "chapter")


def theme_weights(
    corpus,
    *,
    themes: str | Path | Mapping | None = None,
    by: str = "plan",
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Weigh each theme in each plan, or in each chapter of it.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    themes : None or path
        None is the list that comes with policylab (``resources/themes.toml``).
    by : {"plan", "chapter"}
        A chapter is a section of the first level with all that is under it.
    segmenter : Segmenter or None
    n_boot : int
        Replicates of the bootstrap over sections; 0 leaves the intervals out.
    level : float
    random_state : int

    Returns
    -------
    DataFrame
        One row a theme in a plan (or a chapter), by theme (in the order of the file) and place: theme, theme_zh,
        theme_en, plan, chapter and title (by="chapter" only), count (mentions), per_10k (a 10 000 words), low and high
        (of per_10k), share (of all mentions of themes), paragraphs (that mention it), tokens. Intervals are missing
        where there are fewer than 5 sections.

    Notes
    -----
    A mention is the longest term that stands on word boundaries at a place. Intervals as in `keyword_trends`.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_weights(corpus, n_boot=0)
    >>> table[table["plan"] == "new-infrastructure-2021"].nlargest(1, "per_10k")["theme"].item()
    'infrastructure'
    """
    check_bootstrap(n_boot, random_state, level)
    if by not in LEVELS:
        raise choice("by", by, LEVELS)
    found = count_themes(corpus, themes, segmenter)
    words = found.words
    counts = found.counts @ found.member
    presence = (counts > 0).astype(np.int64)
    places = _places(corpus, words, by)
    rows = []
    for place, plan, paragraphs in places:
        sections, inverse = np.unique(words.section_of[paragraphs], return_inverse=True)
        own = np.zeros((len(sections), counts.shape[1]), dtype=np.int64)
        np.add.at(own, inverse, counts[paragraphs])
        sizes = np.zeros(len(sections), dtype=np.int64)
        np.add.at(sizes, inverse, words.paragraph_tokens[paragraphs])
        own, sizes = own[sizes > 0], sizes[sizes > 0]
        low = high = np.full(counts.shape[1], np.nan)
        if n_boot and len(sizes) >= MIN_SECTIONS:
            bounds = ratio_interval(own, sizes, plan=plan, n_boot=n_boot, level=level, random_state=random_state)
            low, high = (bound * 1e4 for bound in bounds)
        total, tokens = own.sum(axis=0), int(sizes.sum())
        for number, theme in enumerate(found.themes):
            rows.append(
                {
                    "theme": theme.id,
                    "theme_zh": theme.zh,
                    "theme_en": theme.en,
                    "plan": plan,
                    **place,
                    "count": int(total[number]),
                    "per_10k": total[number] / tokens * 1e4 if tokens else np.nan,
                    "low": low[number],
                    "high": high[number],
                    "share": total[number] / total.sum() if total.sum() else np.nan,
                    "paragraphs": int(presence[paragraphs, number].sum()),
                    "tokens": tokens,
                }
            )
    order = {theme.id: number for number, theme in enumerate(found.themes)}
    frame = pd.DataFrame(rows)
    return frame.sort_values("theme", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def theme_coverage(
    corpus,
    *,
    themes: str | Path | Mapping | None = None,
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Say how much of each plan no theme covers.

    Parameters are those of `theme_weights`.

    Returns
    -------
    DataFrame
        One row a plan: plan, paragraphs, uncovered (paragraphs without a mention of any theme), uncovered_share, low
        and high (of uncovered_share, from a bootstrap over sections), mention_tokens (words that are part of a
        mention), mention_share (of all words of the body).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_coverage(corpus, n_boot=0)
    >>> bool((table["uncovered_share"] < 0.5).all())
    True
    """
    check_bootstrap(n_boot, random_state, level)
    found = count_themes(corpus, themes, segmenter)
    words = found.words
    bare = (found.counts.sum(axis=1) == 0).astype(np.int64)
    by_section = words.by_section(np.column_stack([bare, np.ones(len(bare), dtype=np.int64)]))
    rows = []
    for number, plan in enumerate(words.plans):
        sections = words.sections_of(number)
        own = by_section[sections]
        low = high = np.nan
        if n_boot and len(sections) >= MIN_SECTIONS:
            bounds = ratio_interval(
                own[:, :1], own[:, 1], plan=plan, n_boot=n_boot, level=level, random_state=random_state
            )
            low, high = (float(bound[0]) for bound in bounds)
        mentioned = int(found.lengths[words.plan_of == number].sum())
        paragraphs = int(own[:, 1].sum())
        rows.append(
            {
                "plan": plan,
                "paragraphs": paragraphs,
                "uncovered": int(own[:, 0].sum()),
                "uncovered_share": own[:, 0].sum() / paragraphs if paragraphs else np.nan,
                "low": low,
                "high": high,
                "mention_tokens": mentioned,
                "mention_share": mentioned / words.plan_tokens[number] if words.plan_tokens[number] else np.nan,
            }
        )
    return pd.DataFrame(rows)


def theme_terms(
    corpus, *, themes: str | Path | Mapping | None = None, segmenter: Segmenter | None = None
) -> pd.DataFrame:
    """Say which terms carry each theme in each plan.

    Parameters are those of `theme_weights`.

    Returns
    -------
    DataFrame
        One row a term that a plan mentions, by theme (in the order of the file), plan, falling count and term: theme,
        plan, term, count, share (of the theme's mentions in the plan).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_terms(corpus)
    >>> table.columns.tolist()
    ['theme', 'plan', 'term', 'count', 'share']
    """
    found = count_themes(corpus, themes, segmenter)
    by_plan = found.words.by_plan(found.counts)
    rows = []
    for number, theme in enumerate(found.themes):
        own = np.flatnonzero(found.member[:, number])
        for plan, name in enumerate(found.words.plans):
            total = by_plan[plan, own].sum()
            ranked = sorted(own, key=lambda term: (-by_plan[plan, term], found.terms[term]))
            rows += [
                (theme.id, name, found.terms[term], int(by_plan[plan, term]), by_plan[plan, term] / total)
                for term in ranked
                if by_plan[plan, term]
            ]
    return pd.DataFrame(rows, columns=["theme", "plan", "term", "count", "share"])


def _places(corpus, words: WordIndex, by: str) -> list[tuple[dict, str, np.ndarray]]:
    """Columns that name each place, its plan, and the numbers of its paragraphs."""
    if by == "plan":
        return [({}, plan, np.flatnonzero(words.plan_of == number)) for number, plan in enumerate(words.plans)]
    places = []
    for number, plan in enumerate(as_plans(corpus)):
        chapters = sections_above(plan.sections, level=1)
        titles = dict(zip(plan.sections["section"], plan.sections["title"], strict=True))
        own = np.flatnonzero(words.plan_of == number)
        chapter_of = np.array([chapters[section] for section in words.frame["section"].iloc[own]], dtype=object)
        # sections stand in the order of the text, which is the order that a reader expects
        for chapter in dict.fromkeys(chapter_of):
            place = {"chapter": chapter, "title": titles[chapter] or None}
            places.append((place, plan.id, own[chapter_of == chapter]))
    return places
