"""Which of the themes that an analyst declares, as lists of terms, a text speaks of; how often, by words, is told in `policylab.words`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from policylab.checks import as_list
from policylab.errors import invalid
from policylab.resources._word_patterns import alternatives, starting
from policylab.text._cleaning import fold_query

_THEMES = "a dict of theme to terms"
_EDGE = "(?:(?<![0-9a-z])|(?![0-9a-z]))"  # not within a run of Latin letters and digits: 5G is no part of 45GW


def themes_of(texts: Iterable[str], themes: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """The themes that each text speaks of: those of which a term stands in it, whatever its case, script and width.

    The terms of all themes are looked for together, from the left. At a place the longest counts, and none that stands
    within it. A term may be part of a longer word that is no term (污染 of 大气污染防治).

    >>> themes_of(["建设工业互联网平台。", "普及互联网。"], {"net": ["互联网"], "industry": ["工业互联网"]})
    [{'industry'}, {'net'}]
    """
    if not isinstance(themes, Mapping) or not themes:
        raise invalid("themes", themes, _THEMES)
    owners = defaultdict(set)
    for theme, terms in themes.items():
        terms = [terms] if isinstance(terms, str) else as_list("themes", terms, _THEMES)
        if not terms or not all(isinstance(term, str) and term.strip() for term in terms):
            raise invalid("themes", {theme: terms}, "at least one term for each theme")
        for term in terms:
            for written in {term.strip(), fold_query(term)}:  # as it is declared, and as texts are cleaned
                owners[written.lower()].add(theme)
    pattern = starting((term[0] for term in owners), _EDGE + alternatives(owners) + _EDGE)
    return [set().union(*(owners[term] for term in pattern.findall(text.lower()))) for text in texts]
