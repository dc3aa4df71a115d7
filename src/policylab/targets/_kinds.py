"""Kinds: whether a statement is a target, a baseline, an instrument or structure."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from policylab.numbers import Quantity
from policylab.targets._behind import REACH
from policylab.targets._heads import Head
from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._rules import sets_rule
from policylab.targets._sentences import NEAR, Sentence

COUNTED = re.compile(r"[0-9一二两三四五六七八九十百千万](?:个|家|项|条|座|所|种|类|名|处|县|市)[^,;。、和及]{0,10}[、和及]$")
ATTRIBUTE = re.compile(r"[,;。!?:、()]|^的?(?:和|及|与)|(?:和|及|与)$")
COUNTED_LAST = re.compile(r"[0-9一二两三四五六七八九十百千万](?:个|家|项|条|座|所|种|类|名|处)[、和及][^,;。、]{1,20}$")
ENUMERATED = re.compile(r"[、和及](?:[^,;。、]{1,20})$")


@dataclass(slots=True)
class Setting:
    """What the place of a paragraph says about its statements."""

    lead: int | None = None  # the year at the head of the section
    background: bool = False  # a section that looks back
    period_start: int | None = None
    period_end: int | None = None


class Judge:
    """Tells the kind of each statement of a paragraph."""

    def __init__(self, text: str, setting: Setting, bounds: list[int]) -> None:
        self.text = text
        self.setting = setting
        self.bounds = bounds
        self.parameter = False  # the sentence has come to a subsidy, a fee or a fine

    def kind(self, sentence: Sentence, quantity: Quantity, head: Head, previous_end: int, onward: bool) -> str:
        """The kind of a statement.

        Parameters
        ----------
        previous_end : int
            Where the quantity before ends.
        onward : bool
            Whether the number is where a change leads: 由60%提高到80%.
        """
        text, words = self.text, lexicon()
        if head.base:
            return "baseline"
        inside = any(start <= quantity.start < end for start, end in sentence.inner)
        inside = inside and not self._counts_on(quantity) and not _is_level(quantity)
        clause = self._clause_start(sentence, quantity.start)
        chained = quantity.explicit and pattern("chained").match(text, quantity.end) is not None
        if inside or (head.side == "left" and (head.relative or chained)):
            constructed = words.construct.search(text, clause, quantity.start)
            capable = words.capacity.match(head.indicator, len(head.indicator), 0)
            reachable = constructed and capable and quantity.comparator not in ("le", "lt")
            return "target" if reachable else "instrument"
        if self._reports(sentence, quantity):
            return "baseline"
        if self._describes(quantity, head, previous_end):
            return "instrument"
        self.parameter = head.granted or self._is_parameter(sentence, quantity, head, clause)
        if self.parameter or self._is_condition(quantity) or self._is_threshold(quantity, clause):
            return "instrument"
        if sets_rule(text, sentence, quantity, head, clause):
            return "instrument"
        if pattern("goal").match(self.text, quantity.end):
            return "target"
        past = self.looks_back(sentence, quantity.start, onward)
        if is_structure(text, quantity, head, sentence.start):
            result = past and head.side == "right" and not _is_level(quantity)
            return "baseline" if result and not pattern("frame_part").search(head.indicator) else "structure"
        if past or self._is_stock(quantity, head, clause):
            return "baseline"
        self.parameter = self._is_norm(sentence, quantity, head)
        return "instrument" if self.parameter else "target"

    def _counts_on(self, quantity: Quantity) -> bool:
        """10个以上产值超50亿元、3个以上产值超100亿元的产业集群: the second count stands beside the first."""
        unit = quantity.unit
        counted = unit is not None and unit.counts and unit.dimension.startswith("count:")
        return counted and self.text[quantity.start - 1 : quantity.start] == "、"

    def _reports(self, sentence: Sentence, quantity: Quantity) -> bool:
        """减免社会保险费912亿元 since a year is a result, no parameter."""
        if quantity.unit is None or quantity.unit.dimension != "money" or quantity.value < 100_000_000:
            return False
        named = sentence.named_before(quantity.start, ("aim", "state", "plain", "since"))
        return bool(named) and named[-1].role in ("state", "since")

    def _is_condition(self, quantity: Quantity) -> bool:
        """收入低于7000元的及时纳入帮扶."""
        return quantity.explicit and pattern("condition").match(self.text, quantity.end) is not None

    def _is_threshold(self, quantity: Quantity, clause: int) -> bool:
        """对营业收入5亿元以上、研发投入强度5%以上的企业: bounds that those must meet for whom a rule is."""
        listed = self.text[quantity.start - 1 : quantity.start] == "、"
        if not (quantity.explicit or listed) or pattern("rule_for").match(self.text[clause : quantity.start].lstrip()) is None:
            return False
        index = bisect.bisect_left(self.bounds, quantity.end)
        end = self.bounds[index] if index < len(self.bounds) else len(self.text)
        return "的" in self.text[quantity.end : end]

    def _is_norm(self, sentence: Sentence, quantity: Quantity, head: Head) -> bool:
        """Whether a number is a rule or a named parameter, which no year and no verb of attainment makes a target."""
        if sentence.named_before(quantity.start, ("aim", "plain")) or self._attains(quantity.start):
            return False
        if quantity.start < quantity.number and pattern("norm").match(self.text, quantity.start):
            return True
        if quantity.unit is not None and quantity.unit.counts:
            return False  # 发放租赁补贴2万户
        return head.side != "right" and pattern("parameter").search(head.indicator) is not None

    def _attains(self, place: int) -> bool:
        return pattern("attains").search(self.text, max(0, place - 8), place) is not None

    def looks_back(self, sentence: Sentence, place: int, onward: bool = False) -> bool:
        """Whether the sentence tells at this place what has been reached."""
        text, setting = self.text, self.setting
        named = sentence.named_before(place, ("aim", "state", "plain", "period", "since"))
        role = named[-1].role if named else ""
        if role in ("state", "since"):
            return True
        past = False
        since = sentence.named_before(place, ("from",))
        if not named and since and self._is_past(since[-1].year):
            return True
        if named:
            past = self._is_past(named[-1].year)
            if role == "aim":
                return past and setting.period_start is not None
            if past or (role == "plain" and pattern("compared").search(text, sentence.start, sentence.end)):
                return True
        if setting.background:
            return True
        if named and role != "period" and not past and sentence.named_before(place, ("since",)):
            return False  # 2020年以来…;2022年,再支持…
        told = pattern("told").match(text, sentence.start) if not named or role == "period" else None
        if told and not pattern("planned").search(text, told.end(), place):
            return True
        if not named and self._fulfilled(sentence):
            return True
        if onward:
            return False
        if pattern("not_yet").search(text, place, place + 24):
            return True
        # a year ahead begins anew: 截至2022年底,…;2023年,…
        floor = named[-1].end if role in ("plain", "aim") else sentence.start
        if pattern("done").search(text, max(floor, place - 12), place):
            return True
        for past in lexicon().past.finditer(text, max(floor, place - NEAR), place):
            clause = self._clause_start(sentence, past.start())
            if not pattern("planned").search(text, max(clause, floor), past.start()):
                return True
        return False

    def _fulfilled(self, sentence: Sentence) -> bool:
        """Whether a sentence without a date tells of what has been done: …,提前完成规划目标."""
        done = pattern("fulfilled").search(self.text, sentence.start, sentence.end)
        return done is not None and not pattern("planned").search(self.text, sentence.start, done.start())

    def _is_past(self, year: int) -> bool:
        setting = self.setting
        if setting.period_start is not None:
            return year < setting.period_start
        return setting.period_end is not None and year <= setting.period_end - 5

    def _is_stock(self, quantity: Quantity, head: Head, clause: int) -> bool:
        """本市1700余个设施 stand; 完成全市1700座水库除险加固 is to be done."""
        words = lexicon()
        if quantity.unit is None or not quantity.unit.counts:
            return False
        if head.side == "right" and self.text[max(clause, quantity.start - 1) : quantity.start] == "对":
            return True  # 对1400余处文物实施常态化巡查
        if not words.stock.match(self.text, quantity.start, 0):
            return False
        opening = self.text[clause : quantity.start]
        changed = pattern("rebuilt").search(opening) or pattern("rebuilt").search(head.indicator)
        return not changed and not words.construct.search(opening)

    def _describes(self, quantity: Quantity, head: Head, previous_end: int) -> bool:
        """Whether a number tells what sort of thing is meant: 60岁及以上老年人, 500千伏变电站, 10个百万亩基地."""
        unit = quantity.unit
        if describes_noun(self.text, quantity) or previous_end == quantity.start:
            return True
        if unit is None or not quantity.explicit or head.side != "right" or unit.dimension not in ("people", "count:户"):
            return False
        if unit.dimension == "people" and quantity.start == quantity.number and self._stands_free(quantity):
            return True  # 56人以上大班额
        return bool(pattern("settled").search(head.indicator))

    def _stands_free(self, quantity: Quantity) -> bool:
        """Whether no verb of building or giving stands before a number and a noun right behind it."""
        built = lexicon().built.match(self.text, quantity.start, 0)
        place = built is None or pattern("whole_before").search(self.text, 0, quantity.start)
        return bool(place) and "\u4e00" <= self.text[quantity.end : quantity.end + 1] <= "\u9fff"

    def _is_parameter(self, sentence: Sentence, quantity: Quantity, head: Head, start: int) -> bool:
        """Whether a sum, share or term belongs to a subsidy, a fee or a fine."""
        unit, words = quantity.unit, lexicon()
        if words.instrument_after.match(self.text, quantity.end, quantity.end + 12):
            return True
        if unit is None or unit.dimension.split("/")[0] not in ("money", "ratio", "time", "multiple"):
            given = pattern("grant").search(self.text, start, quantity.start)
            return given is not None and (given.group() == "给予" or unit is None or not unit.counts)
        index = bisect.bisect_left(self.bounds, quantity.end)
        end = self.bounds[index] if index < len(self.bounds) else len(self.text)
        if pattern("served_rate").search(head.indicator):
            return False
        if words.instrument.search(self.text, start, min(end, quantity.end + 14)):
            return True
        if not sentence.parameter or pattern("turn").search(self.text, sentence.previous_end, quantity.start):
            return False
        if head.side in ("carried", "none", "right") and quantity.comparator == "le":
            return True
        if pattern("recipient").search(head.indicator):
            return True
        return quantity.explicit and not self._attains(quantity.start) and not sentence.named_before(
            quantity.start, ("aim", "plain")
        )

    def _clause_start(self, sentence: Sentence, place: int) -> int:
        index = bisect.bisect_left(self.bounds, place)
        return max(self.bounds[index - 1] + 1 if index else 0, sentence.start, place - REACH)


def describes_noun(text: str, quantity: Quantity) -> bool:
    """Whether a number and its unit stand before a noun that they describe: 20万吨级泊位, 5岁以下儿童."""
    unit = quantity.unit
    after = text[quantity.end : quantity.end + 2]
    if not after or not "\u4e00" <= after[0] <= "\u9fff":
        return False
    if after[0] == "级" and after[1:] not in ("", ",", "。", ";", "、", "提", "以"):
        return True
    if unit is None:
        return False
    if unit.dimension == "voltage" or text.endswith(("级以上", "级以下", "级及以上"), 0, quantity.end):
        return True
    if unit.dimension == "money" and quantity.explicit and quantity.start < quantity.number:
        return pattern("sized").match(text, quantity.end) is not None
    bounded = unit.dimension in ("age", "time") and quantity.explicit
    bounded = bounded and (unit.dimension == "age" or quantity.start == quantity.number)
    return bounded and lexicon().groups.match(text, quantity.end) is not None


def is_attribute(text: str, quantities: list[Quantity], index: int) -> bool:
    """Whether a bound describes what the next number counts: 年收入20万元以上的行政村占比达到60%."""
    here = quantities[index]
    if index + 1 == len(quantities) or not here.explicit or here.unit is None or here.high is not None:
        return False
    if here.unit.counts and here.unit.dimension not in ("people", "age"):
        return False
    gap = text[here.end : quantities[index + 1].start]
    if not 2 <= len(gap) <= 40 or ATTRIBUTE.search(gap) is not None:
        return False
    if not here.unit.counts and here.unit.dimension != "ratio" and here.start == here.number:
        return True  # 淘汰35蒸吨/小时以下燃煤锅炉58台
    return text[here.start - 1 : here.start] == "对" or not lexicon().built.match(text, here.start, 0)


def _of_plan(before: str) -> bool:
    """本规划共设置8个专栏,部署112个重大项目: the plan counts its own parts."""
    itself = pattern("plan_itself").match(before)
    return itself is not None and not any(mark in before for mark in ";:")


def _is_level(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.written in word_set("level_units")


def is_structure(text: str, quantity: Quantity, head: Head, sentence: int) -> bool:
    """Whether a number counts the plan's own parts, levels of administration or an enumerated framework."""
    unit = quantity.unit
    if unit is None or not unit.counts or quantity.high is not None or quantity.explicit:
        return False
    if quantity.value > 200:
        return False
    if unit.written in word_set("frame_units"):
        return True
    before = text[max(sentence, quantity.start - 60) : quantity.start]
    if pattern("framework").search(before) or (head.side == "right" and _of_plan(before)):
        return True
    part = quantity.form == "chinese" and pattern("plan_part").search(head.indicator)
    if COUNTED.search(before) and not part:
        return False
    enumerated = ENUMERATED.search(before) and ("、" in before[-24:] or "和" in before[-14:])
    if head.side == "left" and enumerated and COUNTED_LAST.search(before):
        return False  # 制种基地18个、育种创新中心六个
    listed = bool(enumerated) or before.endswith("等")
    if quantity.form == "chinese" and quantity.value <= 20:
        lead_verb = lexicon().built.match(text, quantity.start, 0)
        return listed or not lead_verb or bool(part)
    return quantity.form == "arabic" and (before.endswith("等") or bool(pattern("plan_task").search(head.indicator)))
