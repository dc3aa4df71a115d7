"""Two groups of plans, term by term: the log ratio of their rates, with intervals over the sections of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse, stats

from policylab.stats import contradicts, log_ratio
from policylab.words._bootstrap import bca_interval, section_weights
from policylab.words._index import MIN_SECTIONS, WordIndex

# terms worked on at once, which bounds the memory that a large vocabulary takes
BLOCK = 512


@dataclass(frozen=True)
class Side:
    """One group of plans: their section counts and words, and how much each plan weighs in the group's rate.

    Each part of `plans`, `counts` and `tokens` is a plan, whose sections the bootstrap draws among themselves. In a
    pooled group, plans of too few sections are in one part with the plan that has the most, under its id.
    """

    plans: tuple[str, ...]
    counts: tuple[sparse.csr_array, ...]
    tokens: tuple[np.ndarray, ...]
    pooled: bool

    @property
    def total(self) -> np.ndarray:
        """Occurrences of each term."""
        return sum(counts.sum(axis=0) for counts in self.counts)

    @property
    def n_tokens(self) -> int:
        """Words of the group."""
        return int(sum(tokens.sum() for tokens in self.tokens))

    @property
    def n_sections(self) -> int:
        """Sections of the group's smallest part, which is what limits the bootstrap."""
        return min(len(tokens) for tokens in self.tokens)

    def weights(self) -> np.ndarray:
        """Share of each plan in the rate: that of its words if pooled, the same for all otherwise."""
        sizes = np.array([tokens.sum() for tokens in self.tokens], dtype=float)
        return sizes / sizes.sum() if self.pooled else np.full(len(sizes), 1 / len(sizes))

    def rate(self) -> np.ndarray:
        """Rate of each term; a term that the group lacks stands as half an occurrence."""
        parts = zip(self.weights(), self.counts, self.tokens, strict=True)
        rate = sum(weight * counts.sum(axis=0) / tokens.sum() for weight, counts, tokens in parts)
        return np.where(rate > 0, rate, 0.5 / self.n_tokens)


def make_side(words: WordIndex, counts: sparse.csr_array, plans: list[int], *, pooled: bool) -> Side:
    """Side of a comparison from counts of shape (n_sections, n_terms)."""
    sections = {plan: words.sections_of(plan) for plan in plans}
    if pooled:
        sections = _collapsed(sections)
    return Side(
        plans=tuple(words.plans[plan] for plan in sections),
        counts=tuple(counts[numbers] for numbers in sections.values()),
        tokens=tuple(words.section_tokens[numbers] for numbers in sections.values()),
        pooled=pooled,
    )


def _collapsed(sections: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
    """Sections by plan, those of plans that have too few of them beside those of the plan with the most.

    Drawn among themselves, the sections of such a plan would not vary. Strata are collapsed in this way in surveys
    (Wolter 2007, ch. 2); the variance is rather too large than too small.
    """
    largest = max(sections, key=lambda plan: len(sections[plan]))
    small = [plan for plan, numbers in sections.items() if len(numbers) < MIN_SECTIONS and plan != largest]
    if not small:
        return sections
    together = np.concatenate([sections[largest], *(sections[plan] for plan in small)])
    return {plan: together if plan == largest else numbers for plan, numbers in sections.items() if plan not in small}


def contrast(first: Side, second: Side) -> np.ndarray:
    """log2 of the ratio of the two sides' rates, shape (n_terms,); missing where half an occurrence turns its sign."""
    if first.pooled and second.pooled:
        return log_ratio(first.total, second.total, first.n_tokens, second.n_tokens)
    ratio = np.log2(first.rate() / second.rate())
    return np.where(contradicts(ratio, first.total > 0, second.total > 0), np.nan, ratio)


def contrast_interval(
    first: Side, second: Side, *, n_boot: int, level: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of `contrast` from a bootstrap over the sections of each plan, all drawn apart.

    Where a side lacks the term, its rate has no lower limit: the bound on that side is missing.
    """
    n_terms = first.counts[0].shape[1]
    low, high = np.full(n_terms, np.nan), np.full(n_terms, np.nan)
    smallest = min(first.n_sections, second.n_sections)
    if not n_boot or smallest < MIN_SECTIONS:
        return low, high
    draws = {
        plan: section_weights(plan, len(tokens), n_boot=n_boot, random_state=random_state)
        for side in (first, second)
        for plan, tokens in zip(side.plans, side.tokens, strict=True)
    }
    estimate = contrast(first, second)
    for block in _blocks(n_terms):
        (rate, seen), (other_rate, other_seen) = (_replicate_rates(side, draws, block) for side in (first, second))
        replicates = np.log2(rate / other_rate)
        # where only the half gives the sign, the replicate has no difference to show
        replicates[contradicts(replicates, seen, other_seen)] = 0.0
        influence = np.vstack([_influence(first, block), -_influence(second, block)])
        low[block], high[block] = bca_interval(
            estimate[block], replicates, influence, n_clusters=smallest, level=level
        )
    low[(first.total == 0) | np.isnan(estimate)] = np.nan
    high[(second.total == 0) | np.isnan(estimate)] = np.nan
    return low, high


def score_p_value(first: Side, second: Side) -> np.ndarray:
    """Two-sided p of equal rates, from a score test that lets the words of a section hang together (Boos 1992).

    Under equal rates the residual of a section is its count less what its words lead one to expect. The difference
    of the two rates is a weighted sum of these residuals, and the sum of their squares is its variance; no
    distribution of the counts is assumed, and terms that one side lacks need no special case. On simulated plans with
    equal rates 3% to 5% of its p are below 0.05, of G² 7% to 35% (`benchmarks/bootstrap_coverage.py`).
    """
    n_tokens = first.n_tokens + second.n_tokens
    pooled = (first.total + second.total) / n_tokens
    difference = np.zeros(len(pooled))
    variance = np.zeros(len(pooled))
    n_sections = 0
    for side, sign in ((first, 1.0), (second, -1.0)):
        for weight, counts, tokens in zip(side.weights(), side.counts, side.tokens, strict=True):
            factor = weight / tokens.sum()
            difference += sign * factor * (counts.sum(axis=0) - pooled * tokens.sum())
            squares = counts.power(2).sum(axis=0) - 2 * pooled * (counts.T @ tokens) + pooled**2 * (tokens**2).sum()
            variance += factor**2 * np.maximum(squares, 0.0)
            n_sections += len(tokens)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(difference) / np.sqrt(variance * n_sections / (n_sections - 1))
    return np.where(variance > 0, 2 * stats.t.sf(t, n_sections - 1), 1.0)


def _blocks(n_terms: int) -> Iterator[slice]:
    for start in range(0, n_terms, BLOCK):
        yield slice(start, min(start + BLOCK, n_terms))


def _replicate_rates(side: Side, draws: dict[str, np.ndarray], block: slice) -> tuple[np.ndarray, np.ndarray]:
    """Rates of the replicates, shape (n_boot, terms of the block), a count of 0 as 0.5; and which have the term."""
    occurrences = n_tokens = rate = 0.0
    for weight, plan, counts, tokens in zip(side.weights(), side.plans, side.counts, side.tokens, strict=True):
        drawn = (counts[:, block].T @ draws[plan].T).T
        drawn_tokens = draws[plan] @ tokens
        occurrences = occurrences + drawn
        n_tokens = n_tokens + drawn_tokens
        rate = rate + weight * drawn / drawn_tokens[:, None]
    if side.pooled:
        rate = occurrences / n_tokens[:, None]
    seen = occurrences > 0
    return np.where(seen, rate, 0.5 / n_tokens[:, None]), seen


def _influence(side: Side, block: slice) -> np.ndarray:
    """How much log2 of the side's rate falls when a section is left out, shape (n_sections, terms of the block).

    To first order: the section's residual over the side's rate, which needs no second pass over the counts.
    """
    rate = side.rate()[block]
    parts = []
    for weight, counts, tokens in zip(side.weights(), side.counts, side.tokens, strict=True):
        dense = counts[:, block].toarray()
        own = dense.sum(axis=0) / tokens.sum()
        parts.append(weight * (dense - own * tokens[:, None]) / tokens.sum() / rate / np.log(2))
    return np.vstack(parts)
