"""What the intervals and tests hold: nominal against actual, on text with known rates.

    python benchmarks/coverage.py [--texts 2000] [--only NAME] [--verdicts]

Simulated texts have the section lengths of the four plans (headings of the second level; and ten of them), and terms
whose occurrences are independent of each other, differ in rate from section to section (gamma, with a coefficient of
variation of 0.6 or 1.4), stand in few sections only, or come as a few passages, all at once. Expected counts are 1 to
64. An interval covers if the rate that the text was drawn from lies in it; texts without the term on any side are left
out, as the tables have no interval for them. A line of the table is an interval or a test, with the mean over all cases
and the worst of them.

A package adds a line with ``@case`` and its verdicts with ``@verdicts``. With ``--verdicts``, every verdict is reached with
20 seeds, and those that differ are named; those of words are made without chance.
"""

from __future__ import annotations

import argparse
import functools
import itertools
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

import policylab
from policylab import words
from policylab.compare._masked_sentences import sentences
from policylab.corpus import matched_pairs
from policylab.stats import (
    Clusters,
    accuracy_interval,
    adjust_p,
    alpha_interval,
    difference_interval,
    krippendorff_alpha,
    rate_interval,
    ratio_interval,
    ratio_p_value,
)  # fmt: skip
from policylab.stats._intervals import chance_threshold
from policylab.targets._audit_sheet import recall_interval
from policylab.targets._gold_evaluation import f1_interval
from policylab.topics import TopicModel, change_verdict, topic_stability

LEVEL = 0.95
COUNTS = (1, 4, 16, 64)
KINDS = ("independent", "uneven 0.6", "uneven 1.4", "in 1 section", "in 2 sections", "in 4 sections", "1 passage",
         "2 passages", "4 passages")  # fmt: skip
CASES: dict[str, Callable[[int], Iterator[tuple[str, float, float]]]] = {}
VERDICTS: list[Callable[[int], dict[str, str]]] = []
TERMS = ["智慧城市", "大数据", "物联网", "云计算", "5G", "人工智能", "区块链", "数字经济", "电子商务", "政务服务"]


def case(name: str):
    """Add a line to the table: a function that yields, case by case, its name, what is nominal and what was found."""
    return lambda function: CASES.setdefault(name, function)


def verdicts(function: Callable[[int], dict[str, str]]) -> Callable[[int], dict[str, str]]:
    """Add verdicts to be reached with several seeds: a function of a seed that gives each finding's verdict."""
    VERDICTS.append(function)
    return function


@functools.cache
def texts() -> dict[str, np.ndarray]:
    """Words of the sections of each plan, and of ten sections."""
    counts = words.count_words(policylab.load_corpus())
    lengths = {plan: counts.clusters(plan).sizes for plan in counts.plans}
    lengths["ten sections"] = lengths["smart-city-2021"][::2][:10]
    return lengths


def draw(kind: str, sizes: np.ndarray, expected: float, n: int, rng: np.random.Generator) -> np.ndarray:
    """Counts of `n` terms in each section, of which a text has `expected` on the average."""
    rate, shape = expected / sizes.sum(), (len(sizes), n)
    name, _, number = kind.partition(" ")
    if name == "independent":
        return rng.poisson(rate * sizes[:, None], shape)
    if name == "uneven":
        alpha = 1 / float(number) ** 2
        return rng.poisson(rng.gamma(alpha, rate / alpha, shape) * sizes[:, None])
    few = float(number.split()[0]) if name == "in" else float(name)
    chosen = rng.random(shape) < few / len(sizes)
    if name == "in":
        return rng.poisson(chosen * rate * len(sizes) / few * sizes[:, None])
    return rng.poisson(chosen * expected / few)


def pairs(n: int, factors=(1, 8)) -> Iterator[tuple[str, Clusters, Clusters, float, float]]:
    """Two texts of known rates, of which the second is `factors` times the first."""
    lengths = texts()
    together = [("smart-city-2015", "smart-city-2021"), ("digital-economy-2019", "new-infrastructure-2021"),
                ("ten sections", "ten sections")]  # fmt: skip
    for (one, other), kind, expected, factor in itertools.product(together, KINDS, COUNTS, factors):
        if expected * factor > 128:
            continue
        rng = np.random.default_rng([len(one), len(kind), expected, factor])
        first, second = lengths[one], lengths[other]
        more = expected * factor * second.sum() / first.sum()
        sides = Clusters(draw(kind, first, expected, n, rng), first), Clusters(draw(kind, second, more, n, rng), second)
        yield f"{one}, {other}, {kind}, {expected} x {factor}", *sides, expected / first.sum(), more / second.sum()


@case("rate of a term in a plan")
def rates(n: int):
    for name, first, second, rate, _ in pairs(n, factors=(1,)):
        seen = first.total + second.total > 0
        low, high = rate_interval(first, level=LEVEL, elsewhere=second)
        yield name, LEVEL, ((low <= rate) & (rate <= high))[seen].mean()


@case("rate of a term in a plan that has it in one section")
def rates_of_one(n: int):
    for name, first, _, rate, _ in pairs(n, factors=(1,)):
        if ", in 1 section" in name or ", 1 passage" in name:
            seen = first.total > 0
            low, high = rate_interval(first, level=LEVEL)
            yield name, LEVEL, ((low <= rate) & (rate <= high))[seen].mean()


@case("rate of a term in passages of uneven length")
def rates_of_passages(n: int):
    """One occurrence that stands alone does not tell that others come four at a time."""
    for (plan, sizes), mean, expected in itertools.product(texts().items(), (2, 4), COUNTS):
        rng = np.random.default_rng([len(plan), mean, expected])
        passages = rng.poisson(expected / mean * sizes[:, None] / sizes.sum(), (len(sizes), n))
        counts = passages + rng.negative_binomial(np.maximum(passages, 1e-9), 1 / mean)
        low, high = rate_interval(Clusters(counts, sizes), level=LEVEL)
        rate = expected / sizes.sum()
        yield f"{plan}, {mean} at a time, {expected}", LEVEL, ((low <= rate) & (rate <= high))[counts.sum(axis=0) > 0].mean()


@case("log ratio of two plans")
def ratios(n: int):
    for name, first, second, rate, other in pairs(n):
        seen = first.total + second.total > 0
        low, high = ratio_interval(second, first, level=LEVEL)
        yield name, LEVEL, ((low <= other / rate) & (other / rate <= high))[seen].mean()


@case("log ratio, one plan without the term")
def ratios_of_nothing(n: int):
    for name, first, second, rate, other in pairs(n):
        absent = (first.total == 0) & (second.total > 0)
        # where one text in a hundred lacks the term, by bad luck, nothing could tell so from the text
        if absent.mean() > 0.1:
            low, _ = ratio_interval(second, first, level=LEVEL)
            yield name, LEVEL, (low <= other / rate)[absent].mean()


@case("difference of two rates, both plans with the term")
def differences(n: int):
    for name, first, second, rate, other in pairs(n):
        seen = (first.total > 0) & (second.total > 0)
        low, high = difference_interval(second, first, level=LEVEL)
        yield name, LEVEL, ((low <= other - rate) & (other - rate <= high))[seen].mean()


def draw_shares(sizes: np.ndarray, shares: np.ndarray, spread: float, n: int, rng: np.random.Generator) -> np.ndarray:
    """What belongs to each of several parts in each section, of shape (n, sections, parts), with known mean shares."""
    return rng.dirichlet(shares * spread, (n, len(sizes))) * sizes[:, None]


@case("share of a plan")
def shares(n: int):
    for (plan, sizes), share, spread in itertools.product(texts().items(), (0.03, 0.1, 0.3, 0.6, 0.9), (0.3, 1.0, 3.0)):
        rng = np.random.default_rng([len(plan), int(share * 100), int(spread * 10)])
        counts = draw_shares(sizes, np.array([share, 1 - share]), spread, n, rng)[:, :, 0].T
        low, high = rate_interval(Clusters(counts, sizes), level=LEVEL, share=True)
        yield f"{plan}, share {share}, spread {spread}", LEVEL, ((low <= share) & (share <= high)).mean()


@case("share of a plan that is taken over")
def taken_over(n: int):
    """Passages of 12 characters and more, as many in each section as its rate has them."""
    for plan in policylab.load_corpus():
        letters = Counter()
        for sentence in sentences(plan):
            letters[sentence.section] += len(sentence.letters)
        sizes = np.array(list(letters.values()), dtype=float)
        for kind, expected in itertools.product(("independent", "uneven 0.6", "uneven 1.4", "in 2 sections", "in 4 sections"), COUNTS):
            rng = np.random.default_rng([len(plan.id), len(kind), expected])
            passages = draw(kind, sizes, expected, 2 * n, rng)
            # a sum of geometric lengths beyond 12, as those that were found have
            counts = 12 * passages + rng.negative_binomial(np.maximum(passages, 1e-9), 0.1)
            counts = np.minimum(counts, sizes[:, None])
            rate, found = counts[:, n:].sum() / n / sizes.sum(), counts[:, :n]
            low, high = rate_interval(Clusters(found, sizes), level=LEVEL)
            yield f"{plan.id}, {kind}, {expected}", LEVEL, ((low <= rate) & (rate <= high))[found.sum(axis=0) > 0].mean()


@case("differences of eight shares, all at once")
def joint_differences(n: int):
    lengths, share = texts(), np.array([0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02])
    for (one, other), spread in itertools.product(itertools.pairwise(lengths), (0.3, 1.0, 3.0)):
        rng = np.random.default_rng([len(one), len(other), int(spread * 10)])
        sides = [draw_shares(lengths[text], share, spread, n // 4, rng) for text in (one, other)]
        hits = []
        for first, second in zip(*sides, strict=True):
            limits = Clusters(first, lengths[one]), Clusters(second, lengths[other])
            low, high = difference_interval(*limits, level=LEVEL, share=True, joint=True)
            hits.append(((low <= 0) & (0 <= high)).all())
        yield f"{one}, {other}, spread {spread}", LEVEL, np.mean(hits)


def topics_again(n: int) -> Iterator[tuple[str, Clusters, list[Clusters]]]:
    """The topics' parts of the sections of each plan, and texts of as many sections drawn from these."""
    model = TopicModel(10).fit(policylab.load_corpus())
    for level in (3, 2):
        for group in model._groups("plan", level):
            own, rng = group.clusters, np.random.default_rng([level, len(group.plan)])
            drawn = (rng.integers(0, own.n, own.n) for _ in range(n))
            yield f"{group.plan}, level {level}", own, [Clusters(own.counts[i], own.sizes[i]) for i in drawn]


@case("share of a topic, the plan's own sections drawn again")
def topic_shares(n: int):
    for name, own, texts_again in topics_again(n):
        limits = np.array([rate_interval(text, level=LEVEL, share=True) for text in texts_again])
        inside = ((limits[:, 0] <= own.rate) & (own.rate <= limits[:, 1])).mean(axis=0)
        for topic, share in enumerate(inside, start=1):
            yield f"{name}, topic {topic}", LEVEL, share


@case("changes of all topics at once, the plans' own sections drawn again")
def topic_changes(n: int):
    for (one, own, first), (other, its, second) in itertools.pairwise(topics_again(n // 4)):
        difference, hits = own.rate - its.rate, []
        for a, b in zip(first, second, strict=True):
            low, high = difference_interval(a, b, level=LEVEL, share=True, joint=True)
            hits.append(((low <= difference) & (difference <= high)).all())
        yield f"{one}, {other}", LEVEL, np.mean(hits)


def codings(n: int, rng: np.random.Generator, *, codes: int, skew: float, agree: float, alike: float, coders: int = 2):
    """Codes of the sentences of `n` sections, which differ in subjects and in how easy they are (beta), and the sections."""
    rates = np.arange(1.0, codes + 1) ** -skew
    given, sections = [[] for _ in range(coders)], []
    for section in range(n):
        own, easy = rng.dirichlet(6 * rates / rates.sum()), rng.beta(agree * alike, (1 - agree) * alike)
        size = rng.integers(1, 31)
        true = rng.choice(codes, size, p=own)
        for coder in given:
            coder += np.where(rng.random(size) < easy, true, rng.choice(codes, size, p=own)).tolist()
        sections += [section] * size
    return given, sections


@case("agreement of coders (alpha), over sections")
def alphas(n: int):
    kinds = [dict(codes=4, skew=1.0, agree=0.75, alike=8), dict(codes=4, skew=1.0, agree=0.97, alike=8),
             dict(codes=2, skew=2.5, agree=0.9, alike=30), dict(codes=8, skew=1.0, agree=0.6, alike=3),
             dict(codes=3, skew=1.0, agree=0.98, alike=3), dict(codes=4, skew=1.0, agree=0.8, alike=8, coders=3)]  # fmt: skip
    for kind in kinds:
        truth = krippendorff_alpha(codings(20_000, np.random.default_rng(0), **kind)[0])
        for sections in (10, 20, 40):
            made = (codings(sections, np.random.default_rng([sections, text]), **kind) for text in range(n // 4))
            bounds = np.array([alpha_interval(*one) for one in made])
            known = ~np.isnan(bounds[:, 0])
            hit = ((bounds[:, 0] <= truth) & (truth <= bounds[:, 1]))[known].mean()
            yield f"{sections} sections, {', '.join(f'{name} {value}' for name, value in kind.items())}", LEVEL, hit


@case("F1 of an extractor, over documents")
def f1_scores(n: int):
    for documents, f1, spread in itertools.product((10, 25), (0.6, 0.8, 0.95, 0.99), (10.0, 100.0)):
        rng = np.random.default_rng([documents, int(100 * f1), int(spread)])
        sizes = 2 * (1 + rng.poisson(rng.gamma(1.0, 20.0, (n, documents))))
        right = rng.binomial(sizes // 2, rng.beta(f1 * spread, (1 - f1) * spread, (n, documents)))
        bounds = [f1_interval(*(Counter(dict(enumerate(one))) for one in both)) for both in zip(right, sizes, strict=True)]
        yield f"{documents} documents, F1 {f1}, spread {spread}", LEVEL, np.mean([low <= f1 <= high for low, high in bounds])


@case("recall by a sheet of sentences, two strata")
def recalls(n: int):
    for size, missed, weight in itertools.product((10, 25, 100), (0.02, 0.1), (1.0, 5.0, 20.0)):
        rng = np.random.default_rng([size, int(100 * missed), int(weight)])
        found = rng.poisson(1.0, (n, size)) + 1  # of the sentences that have rows; of the others, few have anything
        total = np.hstack([found + rng.binomial(found, missed), rng.binomial(1, missed / 4, (n, size))])
        have, weights = np.hstack([found, np.zeros((n, size))]), np.repeat([1.0, weight], size)
        truth = 2 / (2 + 2 * missed + weight * missed / 4)
        hits = []
        for one, all_of in zip(have, total, strict=True):
            _, low, high = recall_interval(one, all_of, weights)
            hits.append(low <= truth <= high)
        yield f"{size} sentences of each, {missed} missed, weight {weight:g}", LEVEL, np.mean(hits)


@case("precision of raters who look for an intruder, over items")
def intruders(n: int):
    for items, raters, precision, spread in itertools.product((10, 30), (1, 3, 6), (0.5, 0.8, 0.95), (1.0, 4.0)):
        rng = np.random.default_rng([items, raters, int(100 * precision), int(spread)])
        right = rng.binomial(raters, rng.beta(precision * spread, (1 - precision) * spread, (n, items)))
        bounds = [accuracy_interval(Clusters(raters - one, np.full(items, raters)), level=LEVEL) for one in right]
        hits = [low[0] <= precision <= high[0] for low, high in bounds]
        yield f"{items} items, {raters} raters, precision {precision}, spread {spread}", LEVEL, np.mean(hits)


@case("best topic of a shuffled text: above the threshold of 39 others")
def shuffled_topics(n: int):
    found = topic_stability(policylab.load_corpus(), repeats=2, shuffles=max(40, n // 10)).agreement
    largest = found[found["text"] > 0].groupby("text")["agreement"].max().to_numpy()
    rng = np.random.default_rng(0)
    above = [
        one > chance_threshold(rng.choice(np.delete(largest, place), 39, replace=False))[0]
        for place, one in enumerate(largest)
    ]
    yield f"{len(largest)} texts", 0.05, np.mean(above)


@case("p of equal rates: found below 0.05")
def false_findings(n: int):
    for name, first, second, _, _ in pairs(n, factors=(1,)):
        frequent = first.total + second.total >= 5
        if frequent.mean() > 0.05:
            yield name, 0.05, (ratio_p_value(first, second)[frequent] < 0.05).mean()


@case("p of equal rates, corrected for 300 words (BH): any found")
def false_families(n: int):
    """A share of a few families would be a share of nothing: a hundred and more in each case, of 300 words each."""
    families = max(100, n // 20)
    for name, first, second, _, _ in pairs(300 * families, factors=(1,)):
        frequent = np.flatnonzero(first.total + second.total >= 5)
        p = np.full(300 * families, np.nan)
        p[frequent] = ratio_p_value(first.take(frequent), second.take(frequent))
        parts = [part[~np.isnan(part)] for part in np.split(p, families)]
        any_found = [(adjust_p(part, "bh") < 0.05).any() for part in parts if len(part)]
        yield f"{name}, {len(any_found)} families", 0.05, float(np.mean(any_found))


@verdicts
def words_verdicts(seed: int) -> dict[str, str]:
    """Verdicts of notebook 02, with the plans in an order of chance."""
    corpus = policylab.load_corpus()
    plans = [corpus[corpus.ids[number]] for number in np.random.default_rng(seed).permutation(len(corpus))]
    counts = words.count_words(plans)
    claims = words.change_claims(words.term_changes(counts, TERMS), words.agreement(words.multiverse(counts, TERMS)))
    claims += words.keyness_claims(words.keyness(counts))
    claims += words.theme_claims(words.theme_weights(counts), words.theme_coverage(counts))
    return {claim["finding"]: claim["verdict"] for claim in claims}


def print_coverage(n: int, only: str) -> None:
    print("| interval or test | nominal | mean | worst | where |\n|---|---|---|---|---|")
    for name, function in CASES.items():
        if only not in name:
            continue
        found = list(function(n))
        level = found[0][1]
        worst = (min if level > 0.5 else max)(found, key=lambda row: row[2])
        mean = np.mean([row[2] for row in found])
        print(f"| {name} | {level:.2f} | {mean:.3f} | {worst[2]:.3f} | {worst[0]} |", flush=True)


@verdicts
def topics_verdicts(seed: int) -> dict[str, str]:
    """Verdicts of notebook 03: the number of topics, which of them survive, and how their shares differ."""
    corpus = policylab.load_corpus()
    found = topic_stability(corpus, random_state=seed)
    change = found.change(pairs=matched_pairs(corpus))
    names = dict(zip(found.topics["topic"], found.topics["top_terms"], strict=True))
    moved = {f"change of {names[row['topic']]}": change_verdict(row) for _, row in change.iterrows()}
    kept = dict(zip(found.topics["top_terms"], found.topics["verdict"], strict=True))
    return {"number of topics": str(len(names))} | kept | {k: v for k, v in moved.items() if kept[k[10:]] == "survives"}


def print_verdicts(seeds: int) -> None:
    for function in VERDICTS:
        reached: dict[str, set[str]] = {}
        for seed in range(seeds):
            for finding, verdict in function(seed).items():
                reached.setdefault(finding, set()).add(verdict)
        differing = {finding: sorted(found) for finding, found in reached.items() if len(found) > 1}
        print(f"{function.__name__}: {len(reached)} verdicts with {seeds} seeds, {len(differing)} differ")
        for finding, found in differing.items():
            print(f"  {finding}: {', '.join(found)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--only", default="", help="part of the name of a line")
    parser.add_argument("--verdicts", action="store_true")
    parser.add_argument("--seeds", type=int, default=20)
    arguments = parser.parse_args()
    if arguments.verdicts:
        print_verdicts(arguments.seeds)
    else:
        print_coverage(arguments.texts, arguments.only)


if __name__ == "__main__":
    main()
