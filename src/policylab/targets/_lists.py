"""Lists of heads: A、B分别达到10%、20%, and what their last member shares with the others."""

from __future__ import annotations

import re

from policylab.targets._heads import Head
from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._quantities import Quantity

SPLIT_HEADS = re.compile(r"、|和|与|及(?![时格])|以及")


def complete(parts: list[str]) -> list[str]:
    """Give each head the ending that only the last one has: 城镇、农村居民人均收入 → 城镇居民人均收入."""
    last, words = parts[-1], lexicon()
    bare = [part for part in parts[:-1] if not words.measured.match(part, len(part), 0) or len(part) < 3]
    if not bare:
        return parts
    linked = words.linked.search(last)
    parallel = len({len(part) for part in bare}) == 1
    completed = []
    for part in parts[:-1]:
        if part in bare and len(part) <= 10:
            shared = last.find(part[-2:], 1) if len(part) > 2 else -1
            same = _same_kind_end(part, last)
            if shared > 0:
                part += last[shared + 2 :]
            elif same:
                part += last[same:]
            elif linked and linked.start() >= 2 and abs(linked.start() - len(part)) <= 3 and len(linked.group()) > 2:
                part += linked.group()
            elif parallel and len(last) >= len(part) + 2:
                part += last[len(part) :]
        completed.append(part)
    return [*completed, last]


def _same_kind_end(part: str, last: str) -> int:
    """Where in `last` the word ends that stands beside `part`, if both are places or people; else 0."""
    if part[-1] not in word_set("group_ends"):
        return 0
    places = range(max(2, len(part) - 2), min(len(last) - 2, len(part) + 2) + 1)
    near = sorted(places, key=lambda place: abs(place - len(part)))
    return next((place for place in near if last[place - 1] in word_set("group_ends")), 0)


def several(quantity: Quantity, head: Head) -> list[str]:
    """One number that holds for two rates gives two records."""
    indicator = head.indicator
    if head.side != "left" or not SPLIT_HEADS.search(indicator):
        return [indicator]
    parts = [part for part in SPLIT_HEADS.split(indicator) if part]
    words = lexicon()
    dimension = quantity.unit.dimension if quantity.unit is not None else ""
    relative = dimension in ("ratio", "multiple", "doubling", "percentage_point")
    name = words.measured if relative else words.rate
    if pattern("between").search(parts[-1]):
        return [indicator]  # A率与B率差距
    rates = all(name.match(part, len(part), 0) and len(part) > 2 for part in parts)
    each = bool(pattern("each").search(head.verbs))
    if len(parts) > 1 and (rates or (each and all(len(part) > 1 for part in parts))):
        return complete(parts)
    return [indicator]
