"""Series: quantities that stand side by side, and what they share."""

from __future__ import annotations

import re

from policylab.targets._numerals import shift
from policylab.targets._quantities import Quantity, read_quantity

NEAR = 60  # characters that the unit of a list may be away
LISTED = re.compile(r"(?:、|和|及|与)(?=[0-9])")


def continues(text: str, quantity: Quantity, found: list[Quantity]) -> bool:
    """Whether a time stands in a list with one that counts: 分别为36.2小时和1.8小时."""
    if not found or quantity.unit is None or found[-1].unit is None or quantity.unit.dimension != "time":
        return False
    return found[-1].unit.dimension == "time" and text[found[-1].end : quantity.start] in ("、", "和", "及", "与")


def bounded(text: str, first: Quantity, second: Quantity) -> bool:
    """Make one range of 10万元以上100万元以下."""
    if first.end != second.start or first.unit_name != second.unit_name or second.value <= first.value:
        return False
    if first.comparator != "ge" or second.comparator not in ("le", "lt") or second.start < second.number:
        return False
    first.high, first.end, first.comparator = second.value, second.end, "range"
    return True


def lend_unit(text: str, quantity: Quantity) -> None:
    """Give a number of a list the unit that only its last number has: 分别达到5、10万户."""
    place = text.rfind("分别", max(0, quantity.start - 60), quantity.start)
    if quantity.form != "arabic" or place < 0 or any(mark in text[place : quantity.start] for mark in ",;。"):
        return
    end, last = quantity.end, None
    while end - quantity.end < NEAR and (mark := LISTED.match(text, end)) and (last := read_quantity(text, mark.end())) is not None:
        if last.unit is not None:
            break
        end = last.end
    if last is None or last.unit is None:
        return
    quantity.unit = last.unit
    if not quantity.power and last.power and quantity.value < last.value.scaleb(1 - last.power):
        quantity.value, quantity.power = shift(format(quantity.value, "f"), last.power), last.power


def borrow_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Numbers of a list whose last one alone has the unit (分别达到5、10万户) or the bound (95%和85%左右)."""
    for first, second in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        gap = text[first.end : second.start]
        if gap not in ("、", "和", "及", "与", "以及", ","):
            continue
        place = text.rfind("分别", max(0, first.start - 60), first.start)
        listed = place >= 0 and not any(mark in text[place : first.start] for mark in ",;。")
        together = listed or (gap != "," and first.unit_name == second.unit_name)
        trailing = second.explicit and second.start == second.number
        if together and trailing and not first.explicit:
            first.comparator = second.comparator
    lent = None
    for first, second in zip(found, found[1:], strict=False):
        gap = text[first.end : second.start]
        if gap in ("、", "和", "及", "与", "以及") and (first.start < first.number or first is lent) and not second.explicit:
            if first.unit_name == second.unit_name and first.comparator not in ("approx", "range"):
                second.comparator, lent = first.comparator, second
    return found
