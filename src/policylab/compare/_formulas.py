"""Formulas: what every plan says, and what therefore is no sign that one plan was taken over by another."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from policylab.compare._sentences import Sentence
from policylab.resources import load_toml

RUN = 8  # characters of a run that is looked up in other documents


class Formulas:
    """Recognizes formulas by patterns, by their section, and by where else the same words stand.

    Parameters
    ----------
    plans : sequence of list of Sentence
        A run of eight characters that stands in every plan, if there are three or more, is a formula.
    references : iterable of str
        Ordinary government prose: a run that stands there is one, too.
    titles : dict
        Path of each section.
    """

    def __init__(
        self, plans: Sequence[list[Sentence]], references: Iterable[str] = (), titles: dict[str, str] | None = None
    ) -> None:
        runs = [{run for sentence in plan for run in _runs(sentence.letters)} for plan in plans]
        self._common = set.intersection(*runs) if len(runs) >= 3 else set()
        self._references: set[str] = set()
        for text in references:
            self._references |= _runs("".join(char.upper() for char in text if char.isalnum()))
        self._titles = titles or {}

    def holds(self, earlier: Sentence, later: Sentence, blocks: list[tuple[int, int, int]], measured: bool) -> bool:
        """Whether a match is a formula.

        Parameters
        ----------
        blocks : list of (first, other_first, length)
            What the two have in common.
        measured : bool
            Whether a figure is part of it: then it is a commitment, and only its section can make it a formula.
        """
        section, patterns = _patterns()
        if any(section.search(self._titles.get(s.section) or "") for s in (earlier, later)):
            return True
        if measured:
            return False
        total = sum(length for _, _, length in blocks)
        ours = _covered(earlier.letters, patterns, [(first, first + length) for first, _, length in blocks])
        theirs = _covered(later.letters, patterns, [(first, first + length) for _, first, length in blocks])
        elsewhere = sum(self._elsewhere(earlier.letters[first : first + length]) for first, _, length in blocks)
        return 2 * max(ours, theirs, elsewhere) >= total

    def _elsewhere(self, block: str) -> int:
        """Characters of a block that stand in every plan, or in the references."""
        covered = set()
        for i in range(len(block) - RUN + 1):
            if block[i : i + RUN] in self._common or block[i : i + RUN] in self._references:
                covered.update(range(i, i + RUN))
        return len(covered)


def _runs(letters: str) -> set[str]:
    return {letters[i : i + RUN] for i in range(len(letters) - RUN + 1)}


def _covered(letters: str, patterns: list[re.Pattern], spans: list[tuple[int, int]]) -> int:
    """Characters of some spans that patterns cover."""
    said = {i for pattern in patterns for match in pattern.finditer(letters) for i in range(*match.span())}
    return sum(i in said for span in spans for i in range(*span))


@functools.cache
def _patterns() -> tuple[re.Pattern, list[re.Pattern]]:
    table = load_toml("reuse.toml")["formulas"]
    return re.compile("|".join(table["sections"])), [re.compile(pattern) for pattern in table["patterns"]]
