"""Coverage of the bootstrap interval of a rate, and false findings of the tests, on text with known rates.

    python benchmarks/bootstrap_coverage.py [--texts 400]

Each simulated plan has sections of log-normal length, as the four plans have, and a term whose rate differs from
section to section (gamma, with a coefficient of variation of 0.6 or 1.4). An interval covers if the rate that the
sections were drawn from lies in it. The percentile interval stands beside the one that policylab uses. The second table
has the share of terms with p below 0.05 where both sides have the same rate: of the score test of `emerging_terms`,
and of G², which takes words as drawn one by one.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import sparse

from policylab.words._bootstrap import ratio_interval, section_weights
from policylab.words._contrast import Side, score_p_value
from policylab.stats import g2_p_value, signed_g2

SECTIONS = (20, 40, 100)
RATES = (5, 20, 80)
VARIATION = (0.6, 1.4)
LEVEL = 0.95


def simulate(n_sections: int, rate: float, variation: float, generator: np.random.Generator):
    """Counts and words of the sections of one plan."""
    tokens = np.maximum(20, generator.lognormal(4.6, 0.7, n_sections)).astype(int)
    shape = 1 / variation**2
    rates = generator.gamma(shape, rate / shape, n_sections) / 1e4
    return generator.poisson(rates * tokens), tokens


def coverage(n_sections: int, rate: float, variation: float, *, texts: int, n_boot: int) -> dict[str, float]:
    """Share of the texts whose interval has the rate in it."""
    generator = np.random.default_rng([n_sections, int(rate), int(variation * 10)])
    hits = {"bca": 0, "percentile": 0}
    for number in range(texts):
        counts, tokens = simulate(n_sections, rate, variation, generator)
        settings = {"plan": str(number), "n_boot": n_boot, "random_state": 0}
        low, high = ratio_interval(counts[:, None], tokens, level=LEVEL, **settings)
        hits["bca"] += low[0] * 1e4 <= rate <= high[0] * 1e4
        weights = section_weights(settings["plan"], n_sections, n_boot=n_boot, random_state=0)
        tail = (1 - LEVEL) / 2
        bounds = np.quantile((weights @ counts) / (weights @ tokens), [tail, 1 - tail]) * 1e4
        hits["percentile"] += bounds[0] <= rate <= bounds[1]
    return {name: hit / texts for name, hit in hits.items()}


def false_findings(n_sections: int, rate: float, variation: float, *, terms: int) -> dict[str, float]:
    """Share of terms with p below 0.05, though both sides have the same rate."""
    generator = np.random.default_rng([n_sections, int(rate), int(variation * 10)])
    shape = 1 / variation**2
    sides = []
    for plan in ("a", "b"):
        tokens = np.maximum(20, generator.lognormal(4.6, 0.7, n_sections)).astype(int)
        rates = generator.gamma(shape, rate / shape, (n_sections, terms)) / 1e4
        counts = sparse.csr_array(generator.poisson(rates * tokens[:, None]))
        sides.append(Side((plan,), (counts,), (tokens,), pooled=False))
    first, second = sides
    frequent = first.total + second.total >= 5
    g2 = signed_g2(first.total, second.total, first.n_tokens, second.n_tokens)
    found = {"score": score_p_value(first, second), "g2": g2_p_value(g2)}
    return {name: float((p[frequent] < 0.05).mean()) for name, p in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--n-boot", type=int, default=1000)
    arguments = parser.parse_args()
    print("sections  rate per 10 000  variation    BCa  percentile")
    for n_sections in SECTIONS:
        for rate in RATES:
            for variation in VARIATION:
                found = coverage(n_sections, rate, variation, texts=arguments.texts, n_boot=arguments.n_boot)
                print(f"{n_sections:8}  {rate:15}  {variation:9}  {found['bca']:.3f}       {found['percentile']:.3f}")
    print("sections  rate per 10 000  variation  score     G2")
    for n_sections in SECTIONS:
        for rate in (20, 80):
            for variation in VARIATION:
                found = false_findings(n_sections, rate, variation, terms=2000)
                print(f"{n_sections:8}  {rate:15}  {variation:9}  {found['score']:.3f}  {found['g2']:.3f}")


if __name__ == "__main__":
    main()
