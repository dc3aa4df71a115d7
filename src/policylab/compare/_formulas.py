"""Formulas: what many plans or ordinary government prose have, and so nobody took over from a plan."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from policylab.compare._grams import RUN, GramIndex
from policylab.compare._masked_sentences import letters_of
from policylab.resources import load_toml

SHARE = 0.5  # of the plans, and of the authorities that issued them, in which a formula stands
LEAST = 4  # plans in which it stands, or in all of three


def formula_numbers(plans: int, authorities: int) -> tuple[int, int]:
    """In how many plans, and in plans of how many authorities, a run stands that is a formula.

    Half of the plans, and four of them at least; all, if there are only three. Of plans of one authority only what
    stands in all of them: what is in half of them may be what it carries on from year to year.

    >>> [formula_numbers(plans, authorities) for plans, authorities in [(3, 1), (4, 2), (8, 1), (20, 20), (100, 20)]]
    [(3, 1), (4, 2), (8, 1), (10, 10), (50, 10)]
    """
    if authorities == 1:
        return plans, 1
    return max(min(plans, LEAST), math.ceil(SHARE * plans)), max(2, math.ceil(SHARE * authorities))


class Formulas:
    """Recognizes formulas by patterns, by their section (`titles` has the path of each), and by where else the words
    stand.

    A run of eight characters is a formula that stands in half of the plans of `index`, if there are three or more
    (`formula_numbers`; a plan of which it is not known for whom it speaks counts as an authority of its own), or in the
    `references`, which are ordinary government prose.
    """

    def __init__(
        self, index: GramIndex, authorities: Sequence[str | None], references: Iterable[str] = (),
        titles: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        own = [("", i) if name is None else (name, -1) for i, name in enumerate(authorities)]
        number = {name: i for i, name in enumerate(dict.fromkeys(own))}
        self._common: set[str] = set()  # runs that stand in many plans, or in a reference
        if len(own) >= 3:
            kinds = [np.arange(len(own)), np.array([number[name] for name in own])]
            self._common = index.runs(kinds, formula_numbers(len(own), len(number)))
        for text in references:
            letters = letters_of(text)
            self._common.update(letters[i : i + RUN] for i in range(len(letters) - RUN + 1))
        self._titles = titles or {}

    def holds(self, match, changes: Iterable[tuple]) -> bool:
        """Whether a match is a formula; `changes` are its figures, as `Match.changes` gives them.

        Where a quantity is part of it, it is a commitment, and only its section can make it a formula.
        """
        section, _ = _patterns()
        if any(section.search(self._titles.get(sentence.section) or "") for sentence in (match.ours, match.theirs)):
            return True
        if any(one and other and one.kind == "quantity" for _, one, other in changes):
            return False
        blocks, letters = match.blocks(), match.ours.letters
        total = sum(length for _, _, length in blocks)
        ours = _covered(letters, [(first, first + length) for first, _, length in blocks])
        theirs = _covered(match.theirs.letters, [(first, first + length) for _, first, length in blocks])
        elsewhere = sum(self._elsewhere(letters[first : first + length]) for first, _, length in blocks)
        return 2 * max(ours, theirs, elsewhere) >= total

    def _elsewhere(self, block: str) -> int:
        """Characters of a block that stand in many plans, or in the references."""
        covered = set()
        for i in range(len(block) - RUN + 1):
            if block[i : i + RUN] in self._common:
                covered.update(range(i, i + RUN))
        return len(covered)


def _covered(letters: str, spans: list[tuple[int, int]]) -> int:
    """Characters of some spans that patterns cover."""
    said = _said(letters)
    return sum(i in said for span in spans for i in range(*span)) if said else 0


@functools.lru_cache(maxsize=100_000)  # a sentence is in as many matches as there are plans that have it
def _said(letters: str) -> frozenset[int]:
    """Places of a sentence that patterns cover."""
    return frozenset(i for pattern in _patterns()[1] for match in pattern.finditer(letters) for i in range(*match.span()))


@functools.cache
def _patterns() -> tuple[re.Pattern, list[re.Pattern]]:
    table = load_toml("reuse.toml")["formulas"]
    return re.compile("|".join(table["sections"])), [re.compile(pattern) for pattern in table["patterns"]]
