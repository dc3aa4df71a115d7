"""What a statement is: target, baseline, instrument, structure or coverage; and what its number measures."""

from __future__ import annotations

import re

from policylab.targets._heads import Head
from policylab.targets._lexicon import lexicon
from policylab.targets._quantities import Quantity
from policylab.targets._scan import COUNT_STRUCTURE

COUNTED = re.compile(r"[0-9一二两三四五六七八九十百千万](?:个|家|项|条|座|所|种|类|名|处|县|市)[^,;。、和及]{0,10}[、和及]$")
TASKS = re.compile(r"(?:任务|措施|举措|专项|大工程|改革事项)$")
ENUMERATED = re.compile(r"[、和及](?:[^,;。、]{1,20})$")
PART = re.compile(r"行动|工程|任务|专项|体系|方面|领域|工作组|板块|层次|维度|阶段|环节|模块|重点|原则|机制|平台体系|支撑|抓手|主线|架构|框架|格局|中心任务|渠道")
SPEED_VERB = re.compile(r"增速|增长率|增长速度|增幅")
SPEED = re.compile(r"(?<!自然)(?:增速|增长率|增长速度|增幅)$")
FALLS = re.compile(r"(?:压减|压缩|削减|减少|降低|精简|缩减|缩短|核减|节约|减排)$")
NEW = re.compile(r"新增|净增|增加")


def measure_of(text: str, quantity: Quantity, head: Head) -> str:
    """The code of what the number measures, from its unit and the verbs around it."""
    words = lexicon()
    unit = quantity.unit.dimension if quantity.unit else ""
    if quantity.form == "rank" or unit == "rank":
        return "rank"
    if unit == "doubling":
        return "multiple"
    if quantity.form == "word" and quantity.value == 0:
        return "increase"
    before = text[max(0, quantity.start - 24) : quantity.start]
    change = words.changed.match(before, len(before), 0)
    level = bool(change and change["level"])
    if unit == "multiple":
        return "multiple"
    if change and not level and not head.base and not (head.side == "right" and NEW.match(change["verb"][::-1])):
        verb = change["verb"][::-1]
        if words.annual.search(before) and not words.lower.match(verb):
            return "annual_growth"
        return "decrease" if words.lower.match(verb) else "increase"
    if head.side != "right" and (SPEED.search(head.indicator) or SPEED_VERB.search(head.verbs)):
        return "annual_growth" if "年均" in head.indicator or "年均" in head.verbs else "increase"
    if head.indicator.endswith("降幅") or (head.side == "left" and not change and _leads_lower(before, head.indicator)):
        return "decrease"
    if unit == "percentage_point":
        return "decrease" if words.lower.search(before) else "increase"
    return "level"


def _leads_lower(before: str, indicator: str) -> bool:
    """压减审批环节30%: the verb of the change stands before its object."""
    place = before.rfind(indicator)
    return place > 0 and bool(FALLS.search(before, 0, place))


def is_structure(text: str, quantity: Quantity, head: Head, sentence: int, lead_verb: bool) -> bool:
    """Whether a number counts the plan's own parts, levels of administration or an enumerated framework."""
    unit = quantity.unit
    if unit is None or not unit.counts or quantity.high is not None or quantity.explicit:
        return False
    if quantity.value > 200:
        return False
    if unit.written in COUNT_STRUCTURE:
        return True
    before = text[max(sentence, quantity.start - 60) : quantity.start]
    if COUNTED.search(before):
        return False
    listed = bool(ENUMERATED.search(before)) and ("、" in before[-24:] or "和" in before[-14:]) or before.endswith("等")
    if quantity.form == "chinese" and quantity.value <= 20:
        return listed or not lead_verb or bool(PART.search(head.indicator))
    return quantity.form == "arabic" and (before.endswith("等") or bool(TASKS.search(head.indicator)))
