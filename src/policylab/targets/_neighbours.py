"""Neighbours: what the statements around one tell of its time, where neither its sentence nor its place tells it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from policylab.targets._lexicon import pattern
from policylab.targets._text_cells import Found

FAR = 2  # paragraphs with statements before and behind that are asked where one's own tells nothing


def settled(found: Sequence[Found]) -> list[Found]:
    """The statements of a document; a target by default among such as tell of the past is a baseline.

    A passage without its heading is told in one tense. The row keeps its doubt: it is still a guess.
    """
    if not any(_by_default(item) for item in found):
        return list(found)
    paragraphs = [list(items) for _, items in itertools.groupby(found, key=lambda item: item.offset)]
    votes = [_votes(items) for items in paragraphs]
    result: list[Found] = []
    for place, items in enumerate(paragraphs):
        near = votes[place]
        for reach in range(1, FAR + 1):
            if any(near[:2]):
                break
            around = votes[max(0, place - reach) : place + reach + 1]
            near = (sum(vote[0] for vote in around), sum(vote[1] for vote in around), set().union(*(vote[2] for vote in around)))
        past = near[0] > near[1]
        result += [_as_baseline(item, near[2]) if past and _by_default(item) else item for item in items]
    return result


def _by_default(item: Found) -> bool:
    features = item.statement.features
    return item.statement.kind == "target" and "rule tense" in features and "tense default" in features and not _bounded(item)


def _votes(items: list[Found]) -> tuple[int, int, set[int]]:
    """How many words and statements tell of the past and of what is to come, and the years of the past ones."""
    text = items[0].text
    past = sum(1 for _ in pattern("perfect").finditer(text))
    ahead = sum(1 for name in ("intends", "planned") for _ in pattern(name).finditer(text))
    years: set[int] = set()
    for item in items:
        one = item.statement
        ahead += _bounded(item)
        if not one.features or "tense default" in one.features or "rule tense" not in one.features:
            continue
        if one.kind == "baseline":
            past += 1
            years |= {one.year} if one.year is not None else set()
        else:
            ahead += 1
    return past, ahead, years


def _bounded(item: Found) -> bool:
    """Whether a bound stands behind a number: 25%以上, 6.5%左右 are said of what is to come."""
    one = item.statement
    return item.text.endswith(("以上", "以内", "以下", "左右"), one.start, one.end) and one.kind == "target"


def _as_baseline(item: Found, years: set[int]) -> Found:
    year = next(iter(years)) if len(years) == 1 else None
    year_from = "context" if year is not None else None
    doubt = item.statement.doubt or "kind by default"
    one = replace(item.statement, kind="baseline", year=year, year_from=year_from, doubt=doubt)
    return replace(item, statement=one)
