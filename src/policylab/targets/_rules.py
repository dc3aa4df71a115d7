"""Rules: numbers that a rule sets, as who pays what, who is entitled, and what a sum is reckoned from."""

from __future__ import annotations

from policylab.numbers import Quantity
from policylab.targets._heads import Head
from policylab.targets._lexicon import lexicon, pattern
from policylab.targets._sentences import Sentence

BEFORE = 40  # characters before a number in which 按照 makes it part of a rule


def sets_rule(text: str, sentence: Sentence, quantity: Quantity, head: Head, clause: int) -> bool:
    """Whether a number is set by a rule: a contribution, a threshold, an age, a base; never a level to be reached.

    Parameters
    ----------
    clause : int
        Where the clause of the number begins.
    """
    unit = quantity.unit
    if unit is None or sentence.named_before(quantity.start, ("aim",)):
        return False
    if pattern("attains").search(text, max(0, quantity.start - 8), quantity.start):
        return False
    if pattern("band").match(text, quantity.end):
        return True
    if unit.dimension == "age":
        return quantity.explicit and pattern("lifetime").search(head.indicator) is None
    if unit.written == "分" and pattern("points").search(text, max(0, quantity.start - 2), quantity.start):
        return True
    if unit.counts:
        return False
    if head.side != "right" and pattern("rule_name").search(head.indicator.removesuffix("至")):
        return not quantity.explicit or pattern("share_paid").search(head.indicator) is None
    base = unit.dimension.split("/")[0]
    if base == "multiple" and pattern("line_behind").match(text, quantity.end):
        return True
    if base == "money" and unit.name.endswith(("/月", "/人·月", "/人月")):
        return lexicon().measured.match(head.indicator, len(head.indicator), 0) is None
    opening = text[max(clause, quantity.start - BEFORE) : quantity.start]
    ruled = base in ("money", "ratio", "multiple") and pattern("ruled").search(opening)
    return bool(ruled) and pattern("ruled_behind").match(text, quantity.end) is not None
