"""Measures: whether a number is a level, a change, a growth rate, a multiple or a rank."""

from __future__ import annotations

import re

from policylab.numbers import Quantity
from policylab.targets._head_nouns import Head
from policylab.targets._lexicon import lexicon, pattern

CLAUSE = re.compile("[,;。]")
GROWS = re.compile("的?(?:快速|高速|平稳|稳定)?(?:增长|(?P<way>下降))(?=[,;。、]|$)")


def measure_of(text: str, quantity: Quantity, head: Head) -> str:
    """The code of what the number measures, from its unit and the verbs around it."""
    words = lexicon()
    unit = quantity.unit.dimension if quantity.unit else ""
    if quantity.form == "rank" or unit == "rank":
        return "rank"
    if unit == "doubling":
        return "multiple"
    if quantity.form == "word" and quantity.value == 0 and text.startswith("零增长", quantity.number):
        return "increase"
    before = CLAUSE.split(text[max(0, quantity.start - 24) : quantity.start])[-1]
    change = words.changed.match(before, len(before), 0)
    level = bool(change and change["level"])
    if unit == "multiple":
        return "multiple"
    verb = change["verb"][::-1] if change else ""
    if verb in ("提升", "优化") and quantity.unit and (quantity.unit.counts or unit in ("area", "length")):
        change = None  # 农房风貌提升26万户
    # 新增20个园区 builds something new; 能力新增20万吨 raises what there is
    built = head.side == "right" and pattern("adds").match(verb)
    if change and not level and not head.base and not built:
        if words.annual.search(before) and not words.lower.match(verb):
            return "annual_growth"
        return "decrease" if words.lower.match(verb) else "increase"
    if unit == "ratio" and (grows := GROWS.match(text, quantity.end)):
        return "decrease" if grows["way"] else "increase"  # 保持10%以上增长
    if more := pattern("more_than_before").search(head.verbs):
        return "increase" if more["way"] in "多高" else "decrease"  # 比上年多500人
    if unit in ("percentage_point", "ratio") and pattern("ahead_of").search(head.verbs):
        return "level"  # 增速高于全省平均水平1个百分点
    if head.side != "right" and (pattern("speed").search(head.indicator) or pattern("speed_verb").search(head.verbs)):
        return "annual_growth" if "年均" in head.indicator or "年均" in head.verbs else "increase"
    if head.indicator.endswith("降幅") or (head.side == "left" and not change and _leads_lower(before, head.indicator)):
        return "decrease"
    if unit == "percentage_point":
        return "decrease" if words.lower.search(before) else "increase"
    return "level"


def _leads_lower(before: str, indicator: str) -> bool:
    """压减审批环节30%: the verb of the change stands before its object."""
    place = before.rfind(indicator)
    return place > 0 and bool(pattern("falls").search(before, 0, place))
