"""Coverage of the bootstrap interval of a rate, by simulation on text with known rates.

    python benchmarks/bootstrap_coverage.py [--texts 400]

Each simulated plan has sections of log-normal length, as the four plans have, and a term whose rate differs from
section to section (gamma, with a coefficient of variation of 0.6 or 1.4). An interval covers if the rate that the
sections were drawn from lies in it. The percentile interval stands beside the one that policylab uses.
"""

from __future__ import annotations

import argparse

import numpy as np

from policylab.words._bootstrap import ratio_interval, section_weights

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


if __name__ == "__main__":
    main()
