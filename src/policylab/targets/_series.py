"""Series: quantities that stand side by side, and what they share."""

from __future__ import annotations

from policylab.targets._quantities import Quantity


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
    for first, second in zip(found, found[1:], strict=False):
        gap = text[first.end : second.start]
        if gap in ("、", "和", "及", "与", "以及") and first.start < first.number and not second.explicit:
            if first.unit_name == second.unit_name and first.comparator not in ("approx", "range"):
                second.comparator = first.comparator
    return found
