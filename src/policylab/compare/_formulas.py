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

    def holds(self, earlier: Sentence, later: Sentence, spans: tuple[int, int, int, int], blocks: list[str]) -> bool:
        """Whether a match is a formula.

        Parameters
        ----------
        spans : tuple
            First and last of the match, in either sentence.
        blocks : list of str
            What the two have in common within it.
        """
        section, patterns = _patterns()
        if any(section.search(self._titles.get(s.section) or "") for s in (earlier, later)):
            return True
        total = sum(map(len, blocks))
        said = max(
            _covered(sentence.letters, patterns, first, last)
            for sentence, first, last in ((earlier, *spans[:2]), (later, *spans[2:]))
        )
        return 2 * said >= total or 2 * sum(map(self._elsewhere, blocks)) >= total

    def _elsewhere(self, block: str) -> int:
        """Characters of a block that stand in every plan, or in the references."""
        covered = set()
        for i in range(len(block) - RUN + 1):
            if block[i : i + RUN] in self._common or block[i : i + RUN] in self._references:
                covered.update(range(i, i + RUN))
        return len(covered)


def _runs(letters: str) -> set[str]:
    return {letters[i : i + RUN] for i in range(len(letters) - RUN + 1)}


def _covered(letters: str, patterns: list[re.Pattern], first: int, last: int) -> int:
    """Characters of a span that patterns cover."""
    covered = set()
    for pattern in patterns:
        for match in pattern.finditer(letters):
            covered.update(range(max(first, match.start()), min(last, match.end())))
    return len(covered)


@functools.cache
def _patterns() -> tuple[re.Pattern, list[re.Pattern]]:
    table = load_toml("reuse.toml")["formulas"]
    return re.compile("|".join(table["sections"])), [re.compile(pattern) for pattern in table["patterns"]]
