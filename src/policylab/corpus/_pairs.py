"""Matched pairs: plans of one kind and one authority, of which one is the earlier."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from policylab.corpus._order import plan_authority, plan_order
from policylab.resources import load_toml


def matched_pairs(plans: Iterable, named: Iterable[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    """Pairs of plans that a change in time is looked for in: the same subject and authority, one earlier.

    Parameters
    ----------
    plans : iterable of Plan
    named : pairs of ids, optional
        The pairs that the study's catalogue names (``pairs`` under [study]), which are then the only ones.

    Returns
    -------
    list of (str, str)
        Ids, the earlier plan first, each plan with the next one of its kind; empty where no two plans are of one
        kind, or their order is unknown. The kind is what a title says without its place, years and such words as 规划
        and 行动计划 (``resources/plan_titles.toml``).

    Examples
    --------
    >>> import policylab
    >>> matched_pairs(policylab.load_corpus())
    [('smart-city-2015', 'smart-city-2021')]
    """
    plans = list(plans)
    ids = [plan.id for plan in plans]
    if named is not None:
        return [(one, other) for one, other in named if one in ids and other in ids]
    kinds: dict[tuple[str, str], list] = {}
    for plan in plans:
        place, subject = plan_authority(plan), plan_subject(getattr(plan, "title", ""), plan_authority(plan))
        if place and subject:
            kinds.setdefault((place, subject), []).append(plan)
    found = []
    for group in kinds.values():
        for one in group:
            later = [other for other in group if plan_order(one, other) < 0]
            found += [
                (one.id, other.id) for other in later if not any(plan_order(between, other) < 0 for between in later)
            ]
    return sorted(found, key=lambda pair: (ids.index(pair[0]), ids.index(pair[1])))


def plan_subject(title: str, place: str | None = None) -> str:
    """What a plan's title says it is about.

    >>> plan_subject("天津市推进智慧城市建设行动计划(2015—2017年)", "天津市")
    '智慧城市'
    >>> plan_subject("天津市智慧城市建设“十四五”规划", "天津市")
    '智慧城市'
    """
    if place:
        title = title.replace(place, "")
    patterns, words = _title_words()
    return re.sub(r"\W+", "", words.sub("", patterns.sub("", title)))


@functools.cache
def _title_words() -> tuple[re.Pattern, re.Pattern]:
    table = load_toml("plan_titles.toml")
    longest_first = sorted(table["words"], key=lambda word: (-len(word), word))
    return re.compile("|".join(table["patterns"])), re.compile("|".join(map(re.escape, longest_first)))
