"""Rates of the analyst's terms, plan by plan."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from policylab.words._bootstrap import check_bootstrap, ratio_interval
from policylab.words._dispersion import deviation_of_proportions
from policylab.words._index import MIN_SECTIONS, index_words
from policylab.words._segmenter import Segmenter
from policylab.words._terms import check_terms, count_strings, count_terms, neighbours

DESCRIPTIVE = "descriptive only"
NEVER = "never occurs"


def keyword_trends(
    corpus,
    terms: str | Iterable[str],
    *,
    segmenter: Segmenter | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> pd.DataFrame:
    """Rate of each term in each plan, with an interval that respects the plan's sections.

    An occurrence is counted where both ends of the term are ends of words, so that a term which the segmenter cuts
    in two is counted all the same, and 智慧 is not counted inside the word 智慧城市.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    terms : str or list of str
        Case makes no difference.
    segmenter : Segmenter or None
        None is the default one. `Segmenter(synonyms=True)` counts 第五代移动通信 as 5G.
    n_boot : int
        Replicates; 0 leaves the intervals out.
    level : float
        Level of the intervals.
    random_state : int

    Returns
    -------
    DataFrame
        One row a term in a plan, by term (in the order asked) and plan (in the order of the corpus): term, plan,
        count, per_10k (a 10 000 words of the body), low and high (of per_10k), paragraphs (that have the term),
        dispersion (Gries' DP, normalized, over sections), raw_count (of the bare string, whatever it is part of),
        tokens and sections (of the plan's body), first_plan and last_plan (with the term), note and nearest.
        `note` is "descriptive only" where a plan has fewer than 5 sections, which leaves low and high missing, and
        "never occurs" where no plan has the term; `nearest` then names words like it.

    Raises
    ------
    PolicylabError
        If a term is empty or repeated, or a parameter is out of its range.

    Notes
    -----
    The interval is the BCa one of a bootstrap over sections (Efron 1987; Hesterberg 2015). Where a term is missing
    from a plan, `low` is 0 and `high` the exact Poisson limit, as a bootstrap cannot show what it has not seen.
    Dispersion: Gries (2008), Lijffijt and Gries (2012).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.keyword_trends(corpus, ["区块链", "4G"])
    >>> table.loc[table["count"] > 0, ["term", "plan"]].drop_duplicates("term")
      term                  plan
    1  区块链  digital-economy-2019
    4   4G       smart-city-2015
    """
    check_bootstrap(n_boot, random_state, level)
    terms = check_terms(terms)
    words = index_words(corpus, segmenter=segmenter)
    counts = count_terms(words, terms)
    raw = words.by_plan(count_strings(words, terms))
    totals = words.by_plan(counts)
    paragraphs = words.by_plan((counts > 0).astype(np.int64))
    by_section = words.by_section(counts)

    n_terms, n_plans = len(terms), len(words.plans)
    low, high, spread = (np.full((n_plans, n_terms), np.nan) for _ in range(3))
    sections = [words.sections_of(plan) for plan in range(n_plans)]
    for plan, numbers in enumerate(sections):
        spread[plan] = deviation_of_proportions(by_section[numbers], words.section_tokens[numbers])
        if n_boot and len(numbers) >= MIN_SECTIONS:
            bounds = ratio_interval(
                by_section[numbers],
                words.section_tokens[numbers],
                plan=words.plans[plan],
                n_boot=n_boot,
                level=level,
                random_state=random_state,
            )
            low[plan], high[plan] = (bound * 1e4 for bound in bounds)
    occurs = totals > 0
    rows = []
    for column, term in enumerate(terms):
        where = np.flatnonzero(occurs[:, column])
        near = None if len(where) else "、".join(neighbours(words, term)) or None
        for plan, name in enumerate(words.plans):
            note = NEVER if not len(where) else None
            if len(sections[plan]) < MIN_SECTIONS:
                note = DESCRIPTIVE if note is None else f"{note}; {DESCRIPTIVE}"
            rows.append(
                {
                    "term": term,
                    "plan": name,
                    "count": int(totals[plan, column]),
                    "per_10k": _per_10k(totals[plan, column], words.plan_tokens[plan]),
                    "low": low[plan, column],
                    "high": high[plan, column],
                    "paragraphs": int(paragraphs[plan, column]),
                    "dispersion": spread[plan, column],
                    "raw_count": int(raw[plan, column]),
                    "tokens": int(words.plan_tokens[plan]),
                    "sections": len(sections[plan]),
                    "first_plan": words.plans[where[0]] if len(where) else None,
                    "last_plan": words.plans[where[-1]] if len(where) else None,
                    "note": note,
                    "nearest": near,
                }
            )
    return pd.DataFrame(rows)


def _per_10k(count: int, tokens: int) -> float:
    return count / tokens * 1e4 if tokens else np.nan
