"""Rates of terms by group, from the sums of a batch run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from policylab.batch._sums import GroupSums, group_sums
from policylab.errors import invalid
from policylab.words._counts import check_terms

if TYPE_CHECKING:
    import pandas as pd

    from policylab.words import Segmenter

# an interval from fewer documents than this says nothing
MIN_DOCUMENTS = 5
DESCRIPTIVE = "descriptive only"
NEVER = "never occurs as one word"


def trends_from_sums(
    out: str | os.PathLike, terms: str | Iterable[str], *, level: float = 0.95, segmenter: Segmenter | None = None
) -> pd.DataFrame:
    """Rate of each term in each group of documents.

    Parameters
    ----------
    out : path
        The folder of a run with the step words. Its groups are those of the catalogue's group column.
    terms : str or list of str
        Words as the segmenter cuts them; one that it cuts in two has to be put into its dictionary before the run.
    level : float
        Level of the intervals.
    segmenter : Segmenter or None
        How terms are spelled (5g as 5G); None is ``Segmenter(engine="rjieba")``.

    Returns
    -------
    DataFrame
        By term, in the order asked, and group: term, group, count, per_10k (a 10 000 words), low and high (of
        per_10k), documents and paragraphs (that have the term), n_documents and tokens (of the group), note.
        `note` is "descriptive only" where a group has fewer than 5 documents, which leaves low and high missing, and
        "never occurs as one word" where no group has the term.

    Raises
    ------
    PolicylabError
        If the run has no words, a term is empty or repeated, or the level is none.

    Notes
    -----
    Documents are the clusters: the variance of the rate comes from sums over documents (linearization of a ratio,
    Cochran 1977), the interval from Student's t on the scale of logarithms. Where a term is missing from a group,
    `low` is 0 and `high` the exact Poisson limit.

    Examples
    --------
    >>> import tempfile
    >>> from policylab.batch import run_batch, trends_from_sums
    >>> texts = [dict(text="建设智慧城市", group="2015"), dict(text="发展数字经济", group="2021")]
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(texts, out, steps="words")
    ...     table = trends_from_sums(out, "智慧城市")
    >>> table[["group", "count", "per_10k"]]
      group  count  per_10k
    0  2015      1   5000.0
    1  2021      0      0.0
    """
    import pandas as pd

    from policylab.words import Segmenter

    terms = check_terms(terms)
    check_level(level)
    segmenter = segmenter or Segmenter(engine="rjieba")
    _, groups = group_sums(out, [segmenter.fold(term) for term in terms])
    frames = []
    occurs = sum(group.count for group in groups.values()) > 0
    for name, group in groups.items():
        low, high = rate_interval(group, level)
        few = group.n_documents < MIN_DOCUMENTS
        notes = ["; ".join([NEVER] * (not here) + [DESCRIPTIVE] * few) or None for here in occurs]
        frames.append(
            pd.DataFrame(
                {
                    "term": terms,
                    "group": pd.Series([name] * len(terms), dtype=object),
                    "count": group.count,
                    "per_10k": group.count / group.n_tokens * 1e4 if group.n_tokens else np.nan,
                    "low": low * 1e4,
                    "high": high * 1e4,
                    "documents": group.documents,
                    "paragraphs": group.paragraphs,
                    "n_documents": group.n_documents,
                    "tokens": group.n_tokens,
                    "note": pd.Series(notes, dtype=object),
                }
            )
        )
    together = pd.concat(frames)
    return together.sort_index(kind="stable").reset_index(drop=True)


def check_level(level: object) -> None:
    """Refuse a level that is not between 0 and 1."""
    if isinstance(level, bool) or not isinstance(level, float | int) or not 0 < level < 1:
        raise invalid("level", level, "a level between 0 and 1, such as 0.95")


def rate_interval(group: GroupSums, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of the rates of a group; missing where it has too few documents."""
    missing = np.full(len(group.count), np.nan)
    if group.n_documents < MIN_DOCUMENTS or not group.n_tokens:
        return missing, missing.copy()
    rate = group.count / group.n_tokens
    some = group.count > 0
    factor = np.ones(len(rate))
    quantile = stats.t.ppf((1 + level) / 2, group.n_documents - 1)
    factor[some] = np.exp(quantile * np.sqrt(group.variance()[some]) / rate[some])
    limit = stats.chi2.ppf((1 + level) / 2, 2) / 2 / group.n_tokens
    return rate / factor, np.where(some, rate * factor, limit)
