"""Which plans are compared in their words, earlier against later ones, and what stands beside each comparison as its placebo."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from policylab import stats
from policylab.checks import check_flag
from policylab.corpus import check_pairs, matched_pairs
from policylab.corpus._plan_order import named_pairs, split_in_time
from policylab.errors import PolicylabError
from policylab.words._counts import WordCounts
from policylab.words._rate_ratios import effects, enough

MATCHED, NAMED, POOLED = "matched pair", "named pair", "pooled halves"
UNRELATED, SPLIT = "unrelated pair", "placebo halves"
# controls beyond which no more are tried: a share of two hundred is told to within three hundredths
_MOST = 200


@dataclass(frozen=True)
class Comparison:
    """Earlier plans and later ones, and what kind of comparison they make."""

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    kind: str

    def sides(self, words: WordCounts, counts, *, fine: bool = False) -> tuple[stats.Clusters, stats.Clusters]:
        """Clusters of the earlier and of the later plans, of which each counts the same."""
        return tuple(words.clusters(side, counts, fine=fine, equal=True) for side in (self.earlier, self.later))

    def measure(
        self, words: WordCounts, counts, least: int | None, level: float, *, below: float = 1.0
    ) -> tuple[np.ndarray, stats.Clusters, stats.Clusters, dict[str, np.ndarray]]:
        """The terms, by their numbers, that occur `least` times (None keeps all, 0 those that could be a finding), the clusters
        of both sides, and how far they differ (see `effects`).
        """
        before, after = self.sides(words, counts)
        chosen = np.arange(counts.shape[1])
        if least is not None:
            words_before, words_after = before.sizes.sum(), after.sizes.sum()
            chosen = enough(before.total + after.total, words_before / (words_before + words_after), least, level)
            before, after, counts = before.take(chosen), after.take(chosen), counts[:, chosen]
        fine = self.sides(words, counts, fine=True)
        return chosen, before, after, effects((after, before), fine[::-1], level, below=below)


def comparisons(words: WordCounts, pairs, pooled: bool, since: int | None) -> list[Comparison]:
    """The comparisons that are asked for, the earlier plan or plans first."""
    check_flag("pooled", pooled)
    if pooled:
        return [halves(words, since)]
    if since is not None:
        raise PolicylabError("`since` parts all plans into two halves, which only `pooled=True` compares.")
    matched = matched_pairs(words.sources, words.pairs)
    if pairs is None:
        if not matched:
            raise PolicylabError(
                "No two of these plans are of one kind and one authority, one earlier, so that a change could be told "
                "from a difference of subjects. Name the pairs, `pairs=[(earlier, later)]` or `pairs` under [study] in "
                "corpus.toml, or ask for `pooled=True`, which compares kinds of plans as well as times."
            )
        return [Comparison((one,), (other,), MATCHED) for one, other in matched]
    chosen = named_pairs(pairs, words.plans)
    if not chosen:
        raise PolicylabError("`pairs` has no pair. Name at least one, or leave it out.")
    check_pairs(words.sources, chosen)
    return [Comparison((one,), (other,), MATCHED if (one, other) in matched else NAMED) for one, other in chosen]


def halves(words: WordCounts, since: int | None) -> Comparison:
    """All earlier plans against all later ones."""
    earlier, later = split_in_time(words.sources, since)
    return Comparison(tuple(earlier), tuple(later), POOLED)


def controls(words: WordCounts, comparison: Comparison) -> list[Comparison]:
    """What stands beside a comparison as its placebo: other pairs of plans, or other halves of the same sizes."""
    if comparison.kind != POOLED:
        pairs = {*matched_pairs(words.sources, words.pairs), (comparison.earlier[0], comparison.later[0])}
        return other_pairs(words, pairs)
    known, found = {frozenset(comparison.earlier), frozenset(comparison.later)}, []
    for half in itertools.combinations(words.plans, len(comparison.earlier)):
        if len(found) == _MOST:
            break
        if frozenset(half) not in known:
            rest = tuple(plan for plan in words.plans if plan not in half)
            known |= {frozenset(half), frozenset(rest)}
            found.append(Comparison(half, rest, SPLIT))
    return found


def other_pairs(words: WordCounts, pairs: set[tuple[str, str]]) -> list[Comparison]:
    """Pairs of plans that are none of these, either way round."""
    others = [pair for pair in itertools.combinations(words.plans, 2) if not {pair, pair[::-1]} & pairs]
    return [Comparison((one,), (other,), UNRELATED) for one, other in others[:: max(1, -(-len(others) // _MOST))]]
