"""New words: strings of characters that hold together and stand freely, but that the segmenter cuts in two."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict

import pandas as pd

from policylab.checks import check_int
from policylab.words._counts import WordCounts, ranked, takes_counts
from policylab.words._segmenter import Segmenter
from policylab.words._word_lists import HAN_WORD

COLUMNS = [
    "term", "count", "paragraphs", "plans", "cohesion", "left_entropy", "right_entropy", "score", "segmented",
    "example",
]  # fmt: skip
LONGEST = 8  # characters of a proposal
COHESION = 3.0  # bits: least pointwise mutual information of the two parts at the weakest cut
ENTROPY = 1.0  # bits: least entropy of the neighbouring character on the less free side


@takes_counts
def suggest_terms(
    corpus,
    *,
    min_count: int = 5,
    n: int | None = 50,
    segmenter: Segmenter | None = None,
) -> pd.DataFrame:
    """Propose entries for the user dictionary, with the evidence for each.

    A proposal is a run of Han characters that the segmenter cuts into two or more words, whose parts go together far
    more often than by chance (cohesion), and that stands in many surroundings (freedom of both boundaries).

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    min_count : int
        Least number of occurrences.
    n : int or None
        Rows to keep; None is all.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row a proposal, by falling score, then term: term, count, paragraphs, plans (number of each with the
        string), cohesion, left_entropy, right_entropy (bits), score (cohesion times the smaller entropy times the
        logarithm of the count), segmented (how the segmenter mostly cuts it), example.

    Notes
    -----
    Cohesion is the smallest mutual information over the cuts of the string (Sproat and Shih 1990); the entropy of
    the neighbours is that of Huang and Powers (2003). An edge of a run of Han characters counts as a neighbour of its
    own kind each time. A string that nearly always stands inside a longer proposal is left out.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> counts = policylab.words.count_words(corpus, segmenter=policylab.Segmenter(dictionary=()))
    >>> suggest_terms(counts, min_count=20, n=4)["term"].tolist()
    ['大数据', '云计算', '数字经济', '物联网']
    """
    check_int("min_count", min_count, 2)
    check_int("n", n, 1, more=", or None")
    words: WordCounts = corpus
    words.need_texts()
    runs = [(p, run.group()) for p, text in enumerate(words.frame["text"]) for run in HAN_WORD.finditer(text)]
    counts, n_characters = _ngrams([run for _, run in runs], min_count)
    left, right, where = _neighbours(runs, counts)
    evidence = {}
    for term in sorted(term for term in counts if len(term) > 1):
        cohesion = _cohesion(term, counts, n_characters)
        freedom = _entropy(left[term]), _entropy(right[term])
        if cohesion >= COHESION and min(freedom) >= ENTROPY:
            evidence[term] = cohesion, *freedom, cohesion * min(freedom) * math.log(counts[term])
    names = _not_nested({term: counts[term] for term in evidence})
    rows = []
    for term in (term for term in evidence if term in names):
        cut = _mostly_cut(words, term, where[term])
        if cut is not None:
            paragraphs = sorted(where[term])
            text = words.frame["text"].iat[paragraphs[0]]
            place = text.index(term)
            example = text[max(0, place - 8) : place + len(term) + 8]
            plans = len({words.plan_of[paragraph] for paragraph in paragraphs})
            rows.append((term, counts[term], len(paragraphs), plans, *evidence[term], cut, example))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return ranked(frame, "score", "term").head(n if n else len(frame)).reset_index(drop=True)


def _ngrams(runs: list[str], min_count: int) -> tuple[dict[str, int], int]:
    """Frequent strings of up to `LONGEST` characters; each longer one is looked for inside frequent ones only."""
    counts: dict[str, int] = dict(Counter("".join(runs)))
    n_characters = sum(counts.values())
    known = set(counts)
    for length in range(2, LONGEST + 1):
        found: Counter[str] = Counter()
        for run in runs:
            for start in range(len(run) - length + 1):
                string = run[start : start + length]
                if string[:-1] in known and string[1:] in known:
                    found[string] += 1
        known = {string for string, count in found.items() if count >= min_count}
        counts |= {string: found[string] for string in known}
        if not known:
            break
    return counts, n_characters


def _neighbours(runs, counts: dict[str, int]):
    """Characters to the left and right of each frequent string, and the paragraphs that have it."""
    left, right = defaultdict(Counter), defaultdict(Counter)
    where: dict[str, set[int]] = defaultdict(set)
    edge = 0
    for paragraph, run in runs:
        for start in range(len(run)):
            for length in range(2, min(LONGEST, len(run) - start) + 1):
                string = run[start : start + length]
                if string not in counts:
                    break
                edge += 1
                left[string][run[start - 1] if start else f"<{edge}"] += 1
                right[string][run[start + length] if start + length < len(run) else f">{edge}"] += 1
                where[string].add(paragraph)
    return left, right, where


def _cohesion(term: str, counts: dict[str, int], n: int) -> float:
    own = math.log2(counts[term] / n)
    parts = (counts[term[:cut]] * counts[term[cut:]] / n**2 for cut in range(1, len(term)))
    return own - max(math.log2(part) for part in parts)


def _entropy(neighbours: Counter) -> float:
    total = sum(neighbours.values())
    return -sum(count / total * math.log2(count / total) for count in neighbours.values())


def _not_nested(counts: dict[str, int]) -> set[str]:
    """Strings that do not stand inside one longer string in nine of ten cases."""
    nested = {
        inner
        for term, count in counts.items()
        for start, end in itertools.combinations(range(len(term) + 1), 2)
        if (inner := term[start:end]) != term and inner in counts and count >= 0.9 * counts[inner]
    }
    return counts.keys() - nested


def _mostly_cut(words: WordCounts, term: str, paragraphs: set[int]) -> str | None:
    """How the segmenter mostly cuts the string, where its ends are ends of words; None where it mostly does not cut.

    A string whose ends mostly fall inside words is no word, and is left out too; so is one with a stop word at an end.
    """
    ways: Counter[str] = Counter()
    total = sum(words.frame["text"].iat[p].count(term) for p in paragraphs)
    for paragraph, first, last in words.occurrences(term, sorted(paragraphs)):
        ways["|".join(form for form, _, _ in words.spans[paragraph][first : last + 1])] += 1
    if not ways or sum(ways.values()) < total / 2:
        return None
    way = min(ways, key=lambda w: (-ways[w], w))
    parts = way.split("|")
    # 的, 等 and the like go with everything: a string that starts or ends with one is a phrase
    stopped = words.segmenter.stopwords
    return way if len(parts) > 1 and parts[0] not in stopped and parts[-1] not in stopped else None
