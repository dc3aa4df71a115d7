"""Assignment: what may be the head of each number of a sentence, by its surroundings, by the numbers beside it and by what was said before; and which it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.numbers._calendar import opened
from policylab.numbers._quantities import is_han
from policylab.targets._head_nouns import Head, asked, find_head, proposed
from policylab.targets._lexing import REACH, lexicon, pattern, word_set
from policylab.targets._noun_phrases import clean_left, noun_behind, thing_behind
from policylab.targets._respectively import Group, several
from policylab.targets._statement_kinds import describes_noun, is_attribute
from policylab.targets._surroundings import Around, read_around, thing_bounded
from policylab.targets._tense import NOTHING, Said, Sentence

NAMING_UNITS = frozenset("大项类种")  # units of counts that names have: 七大水系
MOST_NAMED = 20
LONGEST_COUNTED_NAME = 30  # characters between such a count and the number of what it names
BOUNDED = re.compile("^.*?[亿万]元(?:以[上下])?")  # 产值10亿元以上|企业
BOUNDING = frozenset(["range", "ge", "gt", "le", "lt"])  # comparators of a bound
MOST_LEVELS = 4  # of 3个国家级、12个省级、30个市级研发机构 that may share their thing


class Place(NamedTuple):
    """A number of a paragraph in its sentence, and what was said in that before."""

    index: int  # which number of the paragraph it is
    quantity: Quantity  # with the bound that words before it say, once that is read
    quantities: tuple[Quantity, ...]
    text: str
    sentence: Sentence
    said: Said

    def known(self, index: int) -> Quantity:
        """A number as far as it has been read: with its bound."""
        quantity = self.quantities[index]
        return next((one for one in self.said.bounded if one.start == quantity.start), quantity) if self.said.bounded else quantity

    def following(self, index: int) -> Quantity | None:
        """The number behind one, if there is any."""
        return self.quantities[index + 1] if index + 1 < len(self.quantities) else None


class Reading(NamedTuple):
    """One number with its head, before it is told what it says."""

    at: Place
    quantity: Quantity  # with its bound
    head: Head
    left: int  # where its clause begins
    onward: bool = False  # it is where a change leads: 由60%提高到80%
    group: Group | None = None  # what hands it out, where it is one of several


def place_of(sentence: Sentence, index: int, said: Said = NOTHING) -> Place:
    """The place of a number in its sentence."""
    lexed = sentence.lexed
    return Place(index, lexed.quantities[index], lexed.quantities, lexed.text, sentence, said)


def clause_of(at: Place, index: int) -> tuple[int, int]:
    """Where what may name a number begins and ends: its clause, without what the numbers before it take."""
    text, lexed, quantity = at.text, at.sentence.lexed, at.quantities[index]
    left, right = lexed.clause(quantity.start), lexed.clause_end(quantity.end)
    if quantity.form == "rank" and index:
        last = at.quantities[index - 1]  # 产值排名第一、产量排名第二; 产值达到5亿元、居全省第三
        if last.form == "rank" or text[last.end : last.end + 1] == "、":
            left = max(left, last.end)
    left = max(left, quantity.start - REACH)
    while index and at.quantities[index - 1].end > left:
        index -= 1
        here = at.known(index)
        if quantity.form == "rank" and not _counts_ranked(text, here):
            continue
        if not (describes_noun(text, here) or _is_attribute(at, index, quantity) or _in_name(at, here, quantity)):
            left = here.end
    left = max(left, at.sentence.start)
    opening = opened(text, "()", max(at.sentence.start, quantity.start - 60), quantity.start)
    if opening >= 0:
        left = max(left, opening + 1) if opening + 1 < quantity.start else left
        closing = text.find(")", quantity.end, right)
        right = closing if closing >= 0 else right
    return left, right


def _is_attribute(at: Place, index: int, quantity: Quantity) -> bool:
    """Whether the number before belongs to the name of what this one measures; a count drops its attribute."""
    here = at.known(index)
    if here.comparator in BOUNDING and pattern("award_right").match(at.text, here.end):
        return False  # 5亿元以上奖励50万元
    if not is_attribute(at.text, here, at.following(index)):
        return False
    sized = not here.unit.counts and here.unit.dimension not in ("age", "time")
    sized = sized and here.start == here.number and not at.text.endswith(("级以上", "级以下"), 0, here.end)
    return not (quantity.unit.counts and (sized or at.text.startswith("的", here.end)))


def _counts_ranked(text: str, here: Quantity) -> bool:
    """Whether a count before a rank is that of what is ranked: …等六项指标全部居全市第一."""
    if here.unit.written not in word_set("ranked_units"):
        return False
    order = pattern("whole_at_end").search(text, here.start - 4, here.start)  # 全国168个重点城市第9
    return order is None and is_han(text, here.end) and text[here.end] not in "的和及与位居列排"


def _in_name(at: Place, here: Quantity, there: Quantity) -> bool:
    """Whether a count belongs to the name of what the next number measures: 七大水系…的比例, 三项医疗保险参保率."""
    if here.form != "chinese" or here.unit.written not in NAMING_UNITS or here.value > MOST_NAMED:
        return False
    gap = at.text[here.end : there.start]
    if at.text[here.start - 1 : here.start] == "等":
        return False  # …等六项指标
    named = 3 <= len(gap) <= LONGEST_COUNTED_NAME and at.sentence.lexed.clause_end(here.end) >= there.start and "、" not in gap
    return named and not lexicon().built.match(at.text, here.start)


def candidates(at: Place, left: int, right: int) -> Iterator[tuple[Head, Quantity]]:
    """What may be the head of a number in its clause, by each rule in turn, and the number as it is read with it; the first one is taken.

    Last come what is left where no rule proposes anything, and the noun phrases that none proposes.
    """
    spans = []
    for name, rule in BESIDE:
        if (head := rule(at, left, right)) is not None:
            spans.append(head.indicator)
            yield head._replace(beside=name), at.quantity
    around = _around(at, left, right)
    for head in proposed(around):
        spans.append(head.indicator)
        yield head, around.quantity
    yield Head("", "none", around.verbs, base=around.base), around.quantity
    for name, side in ((around.phrase, "left"), (around.behind, "right"), (around.carried, "carried")):
        if name and name not in spans:
            yield Head(name, side, around.verbs), around.quantity


def _around(at: Place, left: int, right: int) -> Around:
    inner = at.following(at.index)
    if inner is not None and inner.start == at.quantity.end:
        right = at.quantity.end  # 改造道路13条15公里: the noun before counts for both
    return read_around(at.sentence.lexed, at.quantity, left, right, at.sentence.start, at.said.previous)


def assign(at: Place) -> tuple[Reading, list[str], Said]:
    """One number with its head, the indicators that the head names, and what is said with it."""
    (left, right), text, following, inner = clause_of(at, at.index), at.text, at.following(at.index), []
    head, quantity = next(candidates(at, left, right))
    onward, said = head.beside == "onward", at.said
    if head.beside == "there are":
        said = said._replace(threshold=head.indicator)
    if quantity is not at.quantity:
        said = said._replace(bounded=(*said.bounded, quantity))
    if is_attribute(text, quantity, following):
        inner.append((quantity.start, quantity.end))
    now = at if said is at.said else at._replace(said=said)
    head = _as_said_before(now, quantity, head)
    if head.side == "right" and quantity.unit.counts and text.startswith("突破", quantity.start):
        quantity = replace(quantity, comparator="eq")  # 突破50种材料: to master them
    if head.side == "right" and head.inner_end > quantity.end:
        inner.append((quantity.end, head.inner_end))
    if following is not None and _may_share(quantity, head):
        head = _shared(now, at.index, head)
    if head.side == "carried" and quantity.unit.counts:
        head = head._replace(indicator=head.indicator.removesuffix("率"))  # 改造率达90%,改造2万户
    indicators = _listed_before(at, several(quantity, head), head, left)
    if head.side == "carried" and _of_both(at, head, left):
        indicators = [name for name in said.recent[-2:] if name[-1:] == said.previous[-1:] or quantity.form == "rank"]
    said = said._replace(inner=(*said.inner, *inner)) if inner else said
    return Reading(at, quantity, head, left, onward), indicators, said


def _as_said_before(at: Place, quantity: Quantity, head: Head) -> Head:
    """The head, or the one before where a rule goes on: what a subsidy is given for, what a threshold was measured in."""
    text, said = at.text, at.said
    given = quantity.unit.dimension.partition("/")[0] in ("money", "ratio", "time") or quantity.comparator == "le"
    if said.parameter and said.previous and given and pattern("recipient").search(head.indicator):
        return Head(said.previous, "carried", head.verbs, beside="granted before")
    dimension = quantity.unit.dimension
    if said.threshold_in == dimension and _awarded_next(text, quantity, head):
        return Head(said.threshold, "carried", head.verbs, beside="bounded before")  # 产值1亿元以上的,奖励5万元;3亿元以上的,奖励10万元
    if head.side == "right" and said.threshold_in == "money" == dimension and (describes_noun(text, quantity) or _bounds_next(at, quantity)):
        return Head(said.threshold, "carried", head.verbs, inner_end=head.inner_end, beside="bounded before")
    return head


def _awarded_next(text: str, quantity: Quantity, head: Head) -> bool:
    """Whether something is given to those who meet a bound that names no measure: 3亿元以上的,奖励10万元; 3亿元至5亿元奖励8万元."""
    if head.side not in ("carried", "right", "none") or pattern("given_last").search(text, max(0, quantity.start - 4), quantity.start):
        return False
    if quantity.comparator in BOUNDING and pattern("award_right").match(text, quantity.end):
        return True
    return head.side == "carried" and pattern("award_behind").match(text, quantity.end) is not None


def _scale(at: Place, left: int, right: int) -> Head | None:
    """奖励按投资额分档:3亿元至5亿元奖励8万元: what the steps of a scale are measured in."""
    text, quantity = at.text, at.quantity
    if at.said.threshold or quantity.comparator not in BOUNDING or pattern("award_right").match(text, quantity.end) is None:
        return None
    scale = pattern("scale").search(text, at.sentence.start, quantity.start)
    return Head(clean_left(scale["of"]), "left", "") if scale else None


def _bounds_next(at: Place, quantity: Quantity) -> bool:
    """Whether a bound stands right before a noun and how many of that there are: 10亿元以上|企业|5家, 超10亿元|企业|达5家."""
    following = at.following(at.index)
    if following is None or not (quantity.explicit and following.unit.counts and is_han(at.text, quantity.end)):
        return False
    gap = at.text[quantity.end : following.start]
    return len(gap) <= MOST_NAMED and gap[0] != "的" and not any(mark in gap for mark in ",;。、")


def _onward(at: Place, left: int, right: int) -> Head | None:
    """由60%提高到80%: where a change leads to is said of what it started from."""
    if not at.said.base:
        return None
    gap = at.text[max(at.said.previous_end, 0) : at.quantity.start]
    leads = len(gap) < 24 and pattern("reaches_next").search(gap)
    return Head(at.said.previous, "carried", gap) if leads else None


def _there_too(at: Place, left: int, right: int) -> Head | None:
    """国内占比超过10%的|有44种、超过20%的|有23种; 产值10亿元以上企业5家、5亿元以上|10家: the thing that is counted, once its measure is bounded."""
    text, said, quantity = at.text, at.said, at.quantity
    last = at.known(at.index - 1) if at.index else None
    if last is None or not (quantity.unit.counts and said.threshold):
        return None
    listed = said.counted and last.end == quantity.start and said.threshold_in == last.unit.dimension and last.explicit
    if not (listed or pattern("there_before").fullmatch(text, last.end, quantity.start)):
        return None
    thing = text[last.start : last.end] + (BOUNDED.sub("", said.counted) or said.counted) if listed else said.counted
    return Head(thing, "left", "") if text[quantity.end : quantity.end + 1] in ",、。;)和及" else None


def _there_are(at: Place, left: int, right: int) -> Head | None:
    """国内占比超过10%的有44种、超过20%的有23种; 产值10亿元以上企业5家、5亿元以上10家: the measure that is bounded."""
    if at.quantity.comparator not in ("ge", "gt", "le", "lt"):
        return None
    inner = at.following(at.index)
    listed = at.said.threshold_in == at.quantity.unit.dimension and inner is not None and inner.start == at.quantity.end and inner.unit.counts
    if not listed and pattern("there_are").match(at.text, at.quantity.end) is None:
        return None
    around = read_around(at.sentence.lexed, at.quantity, left, right, at.sentence.start, "")
    threshold = around.phrase or at.said.threshold
    return Head(threshold, "left", around.verbs, True) if threshold else None


def _next_rank(at: Place, left: int, right: int) -> Head | None:
    """产值居全省第三、全国第九: a rank goes on with the one before."""
    said = at.said
    if not (said.previous and at.quantity.form == said.measure == "rank"):
        return None
    gap = at.text[max(said.previous_end, 0) : at.quantity.start]
    return Head(said.previous, "carried", gap) if pattern("next_order").fullmatch(gap) else None


def _behind_both(at: Place, left: int, right: int) -> Head | None:
    """10个百万亩基地, 5座|单机容量100万千瓦的机组: the noun stands behind this number and the next."""
    text, quantity, inner = at.text, at.quantity, at.following(at.index)
    joined = inner is not None and inner.start == quantity.end
    sized = inner is not None and inner.unit and inner.unit != quantity.unit and not inner.unit.counts and inner.form != "rank" and text.startswith("的", inner.end)
    sized = sized and not (inner.explicit and inner.start == inner.number)  # 沼气池4个、100立方米以上的蓄水池30个
    if not joined and not (sized and pattern("beside_size").fullmatch(text, quantity.end, inner.start)):
        return None
    noun, end = noun_behind(text, inner.end, clause_of(at, at.index + 1)[1])
    if joined and noun is None and text[inner.end : inner.end + 2] in ("级和", "级、"):
        noun = _later_noun(at, at.index + 2)
    if noun and joined and pattern("bare_deed").fullmatch(noun):
        return None  # 公路24条750公里建设任务
    if noun and joined and "以" in noun and (most := thing_bounded(text, inner)):
        noun = noun[most.end() - inner.end :]  # 3所200张床位以上的|养老机构
    return Head(thing_behind(noun, quantity), "right", "", False, end) if noun else None


def _later_noun(at: Place, index: int) -> str | None:
    for place in range(index, min(index + 6, len(at.quantities))):
        following = at.following(place)
        if following is not None and following.start == at.quantities[place].end:
            continue
        noun, _ = noun_behind(at.text, at.quantities[place].end, clause_of(at, place)[1])
        if noun and not noun.endswith("级"):
            return noun
    return None


def _may_share(quantity: Quantity, head: Head) -> bool:
    """Whether a number may have its noun behind the next one."""
    aged = head.side == "left" and quantity.unit.dimension == "age"
    return aged or head.side in ("carried", "none") or "级" in head.indicator and pattern("level_name").search(head.indicator) is not None


def _shared(at: Place, index: int, head: Head, further: int = MOST_LEVELS) -> Head:
    """超百亿次、超千亿次高性能计算机: two numbers before one noun."""
    here, there = at.quantities[index], at.quantities[index + 1]
    gap = at.text[here.end : there.start]
    if gap not in ("、", "和", "及", "或", "/") and (gap[:-1] != head.indicator or not head.indicator):
        return head
    shared = find_head(read_around(at.sentence.lexed, there, *clause_of(at, index + 1), at.sentence.start, ""))
    if pattern("level_name").search(head.indicator) and pattern("level_name").search(shared.indicator):
        if further and index + 2 < len(at.quantities):
            return _of_level(head, _shared(at, index + 1, shared, further - 1))  # 3个国家级、12个省级、30个市级研发机构
    if shared.side != "right":
        return head
    if pattern("level_name").search(head.indicator):
        return _of_level(head, shared)  # 5个国家级、20个省级制造业创新中心
    return shared._replace(beside="shared")


def _of_level(head: Head, there: Head) -> Head:
    _, level, thing = there.indicator.partition("级")
    return Head(head.indicator + thing, "right", head.verbs, beside="shared") if level and thing else head


# asked in this order, before what stands around a number alone
BESIDE = asked(tuple((rule, "") for rule in (_onward, _there_too, _there_are, _next_rank, _behind_both, _scale)))("", False)


def _listed_before(at: Place, indicators: list[str], head: Head, left: int) -> list[str]:
    """交通投资,水利设施投资,民间投资均增长12%: what the clauses before name, too."""
    floor, end = max(at.said.previous_end, at.sentence.start), left - 1
    while end > floor and at.text[end] == "," and head.side == "left" and pattern("each").search(head.verbs):
        begin = at.sentence.lexed.clause(end)
        if begin < floor:
            break  # 六大|千亿产业,甲、乙产业增速均超过50%
        name = clean_left(at.text[begin:end])
        if not 2 < len(name) <= MOST_NAMED or name[-2:] != indicators[0][-2:] or lexicon().verb.match(name):
            break
        indicators, end = [name, *indicators], begin - 1
    return indicators


def _of_both(at: Place, head: Head, left: int) -> bool:
    """化学需氧量排放量控制在…,二氧化硫排放量控制在…,均减少10%: a change of both."""
    both = at.text[left : at.quantity.start].lstrip(" ,").startswith(("均", "都"))
    recent = at.said.recent
    if not both or len(recent) < 2 or recent[-1] != head.indicator:
        return False
    if at.quantity.form == "rank" and at.index > 1:
        one, other = at.quantities[at.index - 2 : at.index]
        return at.text.startswith("、", one.end) and other.start > one.end  # 研发人员159万人、高技能人才843万人,均居全国首位
    return recent[-2][-1:] == recent[-1][-1:]
