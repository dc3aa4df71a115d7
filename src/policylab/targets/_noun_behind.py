"""Behind a number: the noun phrase that follows it, and the thing of it that the number counts or measures."""

from __future__ import annotations

import re

from policylab.numbers import Quantity
from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._lexing import REACH, Lexed
from policylab.targets._noun_before import strip_tail, unquoted

# 12个县|与省外医院建立协作关系: with whom it is done
WITH = re.compile(r"(?<=[\u4e00-\u9fff)])(?<![参赋授给不陪])[与同跟](?![步时比类等级期业])[^,;。、与同]{2,16}?(?:建立|结对|缔结|签订|签约|签署|结成|达成|对接|共建|开展|实现)(?!的?(?:项目|平台|基地|机制|中心|示范|试点))")
WITHS = frozenset("与同跟")
NESTED = 3  # relative clauses within one another that are followed
NUMERAL = re.compile(
    r"(?<![A-Za-z第0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9A-Z强])"
    r"|[二两三四五六七八九十百千万亿]+(?:个|家|项|条|座|所|大|种|类|元|亩|吨)"
)
LIST_CUT = re.compile(
    r"(?:、|和|及|以及|与|或)"
    r"(?=(?:[^、和及与,;。的]{0,14})?(?:[0-9]|[二两三四五六七八九十百千万]+(?:个|家|项|条|座|所|大|类|种|名|户|村|人|亩|位|台|支|场)))"
)
OF_NUMBER = re.compile(r"[^的,;。、0-9]{2,12}(?=的(?:[0-9]|[二两三四五六七八九十百]+余?个))")
NEXT_CUT = re.compile(r"、|以及|和|并")
OF = re.compile(r"的(?!士)")
RELATIVE_END = re.compile(r"[,;。!?:]")
DONE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?!为了|除了)[\u4e00-\u9fff]{1,2}(?<![为除])了(?=[\u4e00-\u9fff0-9“])")  # 3家企业|制定了标准
LEFT_OVER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?<![创更全革翻维刷])新|首次|全部|先后|陆续|稳步|有序|(?<!可)持续|加快|扎实|深入|逐步|圆满|集中|主板|科创板|(?<![合兼吞])并且?)$")  # 5个县级城市新|获评
EACH_OF = re.compile("每(?:家|个|户|人|名|所|项|座|亩|村|辆|台|位|件|县|镇|校)")  # 引进企业10家|每家奖励5万元
RANKED_AMONG = re.compile(r"(?P<of>[^,;。]{0,5}?[县市区省州国校])中(?!学|心|医|小|等|职|专|国|华|部|央|层|型|药|试|期|间)")
PLACES = frozenset("业市县区国省州镇乡村校院园")


def noun_behind(text: str, start: int, right: int, within: int = 0) -> tuple[str | None, int]:
    """The noun phrase behind a number, and where a relative clause before its head ends (or -1).

    `within` is how many relative clauses it stands in already.
    """
    words = lexicon()
    right = min(right, start + REACH)
    steps = text.startswith("步走", start - 1)  # 三步走计划
    if text[start : start + 1] in (" ", "的", "级") and not text.startswith(("级别", "级差"), start) or steps:
        start += 1
    if start >= len(text) or text[start] in ",;。、!?:)）(\n 和及与或并而且/" and not text.startswith(("和谐", "和美", "和平"), start):
        return None, -1
    segment = text[start:right]
    each, measured = segment[:1] == "每" and EACH_OF.match(segment), segment[:1].isdigit() and pattern("measured_out").match(segment)
    if each or measured or pattern("milestone").match(segment) or pattern("within").match(text, start, right):
        return None, -1
    if words.stop.match(segment) and not words.relative.match(segment):
        return None, -1
    owner = OF_NUMBER.match(segment)  # 180多个国家和地区的500余个港口
    if owner and words.relative.match(segment) is None and words.verb.search(owner.group()) is None:
        return owner.group(), -1
    if within < NESTED and (words.relative.match(segment) or _counts_inside(segment)):
        head, end = _relative_head(text, start, right if text[right : right + 1] == ")" else len(text), within + 1)
        if head:
            return head, end
        if words.stop.match(segment):
            return None, -1
    end = _phrase_end(segment)
    if words.verb.fullmatch(segment, 0, end) and not steps:
        return None, -1
    noun = _without_deeds(segment[:end])
    idle = words.verb.fullmatch(noun) and not steps or words.adverbs.fullmatch(noun) or pattern("quantity_alone").fullmatch(noun)
    return (None if not noun or idle or noun.startswith(("以", "左右", "上下", "上升")) else noun), -1


def _phrase_end(segment: str) -> int:
    """Where a noun phrase ends: before a verb, another number, or what the thing does."""
    words, cut = lexicon(), len(segment)
    if (stop := words.stop.search(segment, 1)) is not None:
        cut = stop.start()
    if (listed := LIST_CUT.search(segment)) is not None:
        cut = min(cut, listed.start())
    if (numeral := NUMERAL.search(segment, 2, cut)) is not None and (numeral.group()[0].isascii() or segment.endswith(("超", "突破"), 0, numeral.start())):
        front, _ = strip_tail(segment[: numeral.start()])
        front = front[: len(front) - words.before.length(front, len(front), 2)]
        cut = min(cut, len(front)) if len(front) >= 2 else cut
        apart = segment.find("以及", 2, cut)  # 4个万亿级产业以及现代化工、绿色食品等10个…
        cut = apart if apart >= 0 else cut
    cut = _doing(segment, cut)
    for mark in NEXT_CUT.finditer(segment, 0, cut):
        verb = words.verb.match(segment, mark.end())
        if verb and not segment.startswith(("发展", "服务"), mark.end()):
            cut = mark.start()
            break
    front, apart, measure = segment[:cut].rpartition("、")
    if apart and stop is not None and stop.start() == cut and words.measured.length(measure) == len(measure) > 0:
        cut = len(front)  # 外送24个省份、规模|居全国前列
    return cut


def _without_deeds(noun: str) -> str:
    """A noun phrase without what is done with the things, at its end, and what is left over of it."""
    noun = noun.strip(" ,、").removesuffix("等")
    noun = noun if noun.endswith(("高中", "初中", "集中")) else noun.removesuffix("中")
    if len(noun) > 5 and (shorter := _without_deed(noun)) != noun:
        noun = _without_deed(shorter[:-1]) if shorter.endswith(("和", "及", "与", "、")) else shorter
    return LEFT_OVER.sub("", unquoted(noun))


def _without_deed(noun: str) -> str:
    action = lexicon().trailing.search(noun)
    return noun[: action.start()] if action and action.start() >= 2 else noun


def _counts_inside(segment: str) -> bool:
    """Whether a number in front of 的 belongs to a relative clause: 相关业务收入超过10亿元的供应商."""
    numeral = NUMERAL.search(segment)
    if numeral is None or LIST_CUT.search(segment, 0, numeral.end()):
        return False
    words = lexicon()
    front = segment[: numeral.start()]
    if not front or pattern("place_end").search(front):
        return False  # 万家乐批发市场, 行政村17公里的道路
    for bound in ("超过", "达到", "低于"):
        front = front.removesuffix(bound)
    return words.stop.search(front, 1) is None and words.verb.search(front) is None


def _relative_head(text: str, start: int, limit: int, within: int) -> tuple[str | None, int]:
    """相关业务收入超过10亿元、具有较强竞争力的系统解决方案供应商 → 系统解决方案供应商."""
    limit = min(limit, start + REACH)
    first = OF.search(text, start, limit)
    if first is None:
        return None, -1
    stop = RELATIVE_END.search(text, start, limit)
    if stop is not None and stop.start() < first.start():
        # 年收入超过10亿元,具有较强竞争力的企业, but not …城市覆盖率超过95%,公路对…的覆盖率
        onward = lexicon().relative.match(text, stop.end())
        if not NUMERAL.search(text, start, stop.start()) or onward is None:
            return None, -1
    ends = RELATIVE_END.search(text, first.end(), limit)
    end = ends.start() if ends else limit
    last = first
    for mark in OF.finditer(text, first.end(), end):
        if not any(character in text[last.end() : mark.start()] for character in "、和"):
            last = mark
    head, _ = noun_behind(text, last.end(), end, within) if text[last.end() : last.end() + 1] != "的" else (None, -1)
    if head and len(head) >= 2:
        clause = text[start : last.end()]
        if len(clause) <= 32 and not NUMERAL.search(clause) and not any(mark in clause for mark in ",;。"):
            return clause + head, last.end()
        return head, last.end()
    return None, -1


def _doing(segment: str, cut: int) -> int:
    """Where what the thing does begins, before `cut`: 3家企业|制定了标准, 12个县|与省外医院建立协作关系."""
    if (done := DONE.search(segment, 0, cut)) is not None and done.start() >= 2:
        cut = done.start()
    if not WITHS.isdisjoint(segment) and (partner := WITH.search(segment)) is not None:
        cut = min(cut, partner.start())
    return cut


def granted(lexed: Lexed, start: int, end: int, left: int, right: int) -> str | None:
    """The thing that a number before it, from `start` to `end`, is the measure of, in its clause; or None.

    >>> from policylab.targets._lexing import lex
    >>> granted(lex("按照核定投资额的10%给予补助。"), 8, 11, 0, 15)
    '补助'
    """
    text, rules = lexed.text, lexed.between("rule", left, start)
    if not rules:
        of = pattern("granted_of").match(text, end, right) if lexed.has("grant", left, start) else None
        return of["grant"] if of else None
    rule_start, rule_end = rules[0]
    if end == right and text.startswith(",", end):  # 按合同金额的30%,给予奖补
        further = RELATIVE_END.search(text, end + 1, end + REACH)
        right = further.start() if further else min(len(text), end + REACH)
    if named := pattern("named_rate").match(text, end, right):
        return named["grant"]
    if given := pattern("granted").match(text, end, right):
        return given["grant"]
    if done := pattern("granted_done").match(text, end, right):
        subject = text[left : rule_start].strip(" ,")
        if pattern("given").search(done["grant"]) and not pattern("parameter").search(subject):
            return done["grant"]
        if len(subject) >= 2 and not pattern("granter").search(subject):
            return subject
        return done["grant"]
    if pattern("standard_behind").match(text, end, right):
        noun = text[rule_end : start].strip("的")
        return noun if len(noun) >= 2 else None
    return None


def thing_behind(noun: str, quantity: Quantity) -> str:
    """The thing that a number counts or measures, without what is done with it and what stands beside it.

    >>> from policylab.numbers import read_quantities
    >>> thing_behind("供热管线改造、热力站建设等工程", read_quantities("28公里")[0])
    '供热管线'
    """
    unit = quantity.unit
    if (said := pattern("predicate").search(noun)) and said.start() >= 2:
        noun = noun[: said.start()]
    if unit is None:
        return noun
    noun = pattern("preparation").sub("", noun).removeprefix("方面的")
    if unit.counts and (is_measure(noun) or noun.endswith("投入")):
        owner = noun[: -lexicon().measured.length(noun) or None]  # 5家企业研发投入占比, 17个制造业增加值
        owner = pattern("money_of").sub("", owner)
        owns = unit.written in word_set("owners") or (unit.written == "个" and owner[-1:] in PLACES)
        noun = owner if len(owner) >= 2 and owns and not noun.endswith(("标准", "指标", "等级")) else noun
    if unit.counts and "的" in noun[1:]:
        front = noun.partition("的")[0]
        whose = unit.written in word_set("served") and pattern("person_end").search(front)
        if whose or pattern("place_counted").fullmatch(front):
            return front  # 8000户居民家庭的供热, 4个村的饮水工程
    if unit.counts and unit.written != "条" and (thing := pattern("counted_thing").match(noun)):
        rest = noun[thing.end() :]
        if (rest.startswith("的") and unit.written not in ("项", "件", "类", "种")) or lexicon().rate.match(noun) or pattern("done_with").fullmatch(rest):
            return thing.group()
    measures = not unit.counts or unit.dimension not in ("count", "count:个", "count:项", "count:件", "count:批")
    if measures and unit.written not in ("项", "件", "批", "类", "种", "方面", "级", "个"):
        if beside := pattern("beside").search(noun):
            noun = noun[: beside.start()]
        for end in ("工程", "项目"):
            sized = not unit.counts and unit.dimension != "money" or unit.written in word_set("made")
            if noun.endswith(end) and len(noun) - 2 >= 3 and sized:
                noun = noun[:-2]
    elif beside := pattern("beside_projects").search(noun):
        noun = noun[: beside.start()]
    noun = pattern("done_of").sub("", noun)
    done = pattern("done_with_thing" if unit.counts or unit.dimension == "length" else "built_thing").search(noun)
    if done and done.start() >= 2 and unit.written not in ("项", "件", "批", "次", "户", "人"):
        noun = noun[: done.start()]
    if unit.counts:
        noun = _place_alone(noun)
        noun = field["of"] if (field := RANKED_AMONG.match(noun)) else noun
    if unit.written == "大":
        noun = noun.partition("的")[0] or noun  # 具有四大功能的平台
    return noun.removesuffix("的")


def is_measure(noun: str) -> bool:
    """Whether a noun is a measure, which nothing counts."""
    return lexicon().measured.match(noun) is not None and not noun.endswith(("基金", "人口"))


def _place_alone(noun: str) -> str:
    """12个县发展渔业: the places, without what they do."""
    for end in range(1, min(len(noun) - 2, 4)):
        if noun[end - 1] in "县区镇乡村旗州省" and (verb := lexicon().verb.match(noun, end)) and verb.end() < len(noun):
            return noun[:end]
    return noun
