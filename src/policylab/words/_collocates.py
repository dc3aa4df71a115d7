"""Collocates: the words around a term, and those that one plan puts there and the others do not."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from policylab.errors import invalid
from policylab.stats import adjust_p, conservative_log_ratio, g2_p_value, log_ratio, signed_g2
from policylab.words._index import index_words
from policylab.words._segmenter import Segmenter
from policylab.words._terms import check_terms, occurrences


def collocates(
    corpus, term: str, *, window: int = 5, min_count: int = 3, adjust: str = "bh", segmenter: Segmenter | None = None
) -> pd.DataFrame:
    """Find the words that stand near a term, plan by plan.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    term : str
    window : int
        Words on each side, within the paragraph. A word between two occurrences counts once.
    min_count : int
        Least number of times that a word stands in the windows of a plan.
    adjust : {"bh", "holm", "none"}
        How p is adjusted for the number of collocates of a plan.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row a collocate in a plan, by plan (in the order of the corpus), falling g2, then collocate: term, plan,
        collocate, count (in the windows), window_tokens, rest_count (in the rest of the plan), g2 (signed: windows
        against the rest of the plan), p_adjusted, log_ratio, other_count (in the windows of the other plans),
        distinctive_g2 (signed: windows of this plan against those of the others), distinctive_log_ratio and
        distinctive_conservative (the bound nearest 0 of its exact interval). Missing where no other plan has the term;
        a log ratio also where half an occurrence in place of none would turn its sign.

    Notes
    -----
    G²: Dunning (1993); log ratio: Hardie (2014); conservative log ratio: Evert (2022). Stop words are left out.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = collocates(corpus, "区块链")
    >>> table.columns[:4].tolist()
    ['term', 'plan', 'collocate', 'count']
    """
    [term] = check_terms([term])
    for name, value in (("window", window), ("min_count", min_count)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise invalid(name, value, "an int of at least 1")
    words = index_words(corpus, segmenter=segmenter)
    near = [Counter() for _ in words.plans]
    node = np.zeros(len(words.plans), dtype=np.int64)
    inside: dict[int, set[int]] = {}
    for paragraph, first, last in occurrences(words, term):
        own = inside.setdefault(paragraph, set())
        node[words.plan_of[paragraph]] += last - first + 1
        own.update(range(max(0, first - window), min(len(words.spans[paragraph]), last + window + 1)))
    own_tokens = {(p, n) for p, first, last in occurrences(words, term) for n in range(first, last + 1)}
    for paragraph, numbers in inside.items():
        forms = (words.spans[paragraph][n][0] for n in sorted(numbers) if (paragraph, n) not in own_tokens)
        near[words.plan_of[paragraph]].update(forms)

    column = {form: number for number, form in enumerate(words.vocabulary)}
    by_plan = words.by_plan(words.matrix).toarray()
    sizes = np.array([sum(counter.values()) for counter in near])
    frames = []
    for plan, counter in enumerate(near):
        chosen = sorted(form for form, count in counter.items() if count >= min_count and words.segmenter.keeps(form))
        if not chosen:
            continue
        count = np.array([counter[form] for form in chosen])
        rest = np.array([by_plan[plan, column[form]] for form in chosen]) - count
        n_rest = words.plan_tokens[plan] - sizes[plan] - node[plan]
        g2 = signed_g2(count, rest, sizes[plan], n_rest)
        other = np.array([sum(c[form] for n, c in enumerate(near) if n != plan) for form in chosen])
        n_other = sizes.sum() - sizes[plan]
        missing = np.full(len(chosen), np.nan)
        frame = pd.DataFrame(
            {
                "term": term,
                "plan": words.plans[plan],
                "collocate": chosen,
                "count": count,
                "window_tokens": sizes[plan],
                "rest_count": rest,
                "g2": g2,
                "p_adjusted": adjust_p(g2_p_value(g2), adjust),
                "log_ratio": log_ratio(count, rest, sizes[plan], n_rest),
                "other_count": other if n_other else missing,
                "distinctive_g2": signed_g2(count, other, sizes[plan], n_other) if n_other else missing,
                "distinctive_log_ratio": log_ratio(count, other, sizes[plan], n_other) if n_other else missing,
                "distinctive_conservative": conservative_log_ratio(count, other, sizes[plan], n_other)
                if n_other
                else missing,
            }
        )
        key = frame.assign(key=-frame["g2"].round(9)).sort_values(["key", "collocate"], kind="stable").index
        frames.append(frame.loc[key])
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(frames, ignore_index=True)


COLUMNS = [
    "term", "plan", "collocate", "count", "window_tokens", "rest_count", "g2", "p_adjusted", "log_ratio",
    "other_count", "distinctive_g2", "distinctive_log_ratio", "distinctive_conservative",
]  # fmt: skip
