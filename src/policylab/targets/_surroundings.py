"""Surroundings: what stands around a number in its clause, read before any head is proposed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.resources._word_patterns import HAN
from policylab.targets._lexing import REACH, Lexed, lexicon, pattern
from policylab.targets._noun_phrases import SPEEDS, SPELL, clean_left, noun_behind, strip_tail, thing_behind

COUNTED_FIRST = re.compile(f"^[^,;。]{{0,8}}?[0-9]+(?:个[^,;。]{{1,6}}中|[个家所项](?=[{HAN}]))")
JOINED_START = re.compile("[由从][0-9][0-9.]*[百千万]*[户个家村]$")  # 由300户|1200人减至20户60人
QUOTED = re.compile("“[^“”]{2,20}”")  # “最多跑一次”, a name
BUILDS = frozenset("办建设开配种养培")  # verbs of one character between a bound and its number: 至少|办|1所
STEPS = "十百千万亿大新台关"  # what a step begins with
KINDS = frozenset(["类", "大类", "种", "方面", "部分"])  # classifiers of what something is made up of
BOUNDED = {"以上": "ge", "以下": "le"}
GIVEN_TO = re.compile("的(?:每[一-鿿]{1,2}|分别|一次性|再|各|均|另)*(?:给予|予以?)$")
BY = re.compile("以(?P<whom>(?![上下内])[^以]{2,})$")


class Around(NamedTuple):
    """What stands around a number in its clause, read before any head is proposed.

    `quantity` has the bound that the words before it say; `before` is the clause up to the number, `verbs` what stands
    between its noun and the number; `phrase` and `behind` are the noun phrases before and behind the number,
    `relative_end` where a relative clause before the latter ends.
    """

    lexed: Lexed
    text: str
    quantity: Quantity
    left: int
    right: int
    sentence: int
    carried: str
    before: str
    noun: str
    verbs: str
    base: bool
    part: str  # the dimension of the unit
    counts: bool  # whether the unit is a classifier
    of: bool  # whether 的 stands behind the number
    phrase: str
    behind: str | None
    relative_end: int

    @property
    def built(self) -> bool:
        """Whether a verb whose object follows stands right before the number."""
        return bool(self.before) and bool(lexicon().built.match(self.before))

    @property
    def attained(self) -> bool:
        """Whether a verb of attainment or change stands right before the number."""
        if not self.verbs:
            return False
        words, before = lexicon(), self.before
        return bool(words.attained.match(before) or words.changed.match(before))


def read_around(lexed: Lexed, quantity: Quantity, left: int, right: int, sentence: int, carried: str) -> Around:
    """Read what stands around a number: the noun phrases before and behind it, the verbs, the bound.

    `left` and `right` bound its clause, `sentence` is where its sentence begins, `carried` the indicator of the statement
    before in it.
    """
    text, left, unit = lexed.text, max(left, quantity.start - REACH), quantity.unit
    part, counts, of = unit.dimension, unit.counts, text.startswith("的", quantity.end)
    before, base = _opening(lexed, quantity, left, sentence)
    noun, verbs = strip_tail(before)
    noun = pattern("included").sub("", noun) if noun.endswith(")") else noun
    if noun.endswith(("到", "至")) and lexicon().measured.match(noun, len(noun) - 1):
        noun, verbs = noun[:-1], noun[-1] + verbs  # 提高清洁能源消费占比|到30%
    if verbs.startswith("有") and noun.endswith("中"):
        noun = noun[:-1]  # 59项指标中有22项
    if unit.written in KINDS and "包" in noun and (kinds := pattern("kinds_listed").search(noun)):
        noun = noun[: kinds.start()]  # 改造内容|包括基础类、提升类|2类
    owned = pattern("plan_aim").search(noun) if "目标" in noun and (verbs or not counts) else None  # not 减排|目标3项
    owned = owned or (pattern("changed_aim").search(noun) if base else None)
    if owned and owned.start() >= 2:
        noun, verbs = noun[: owned.start()], noun[owned.start() :] + verbs
        noun, more = (noun, "") if before.endswith("的") or noun.endswith(SPEEDS) else strip_tail(noun)  # 地区生产总值|年均增长|目标为7%
        verbs = more + verbs
    noun, verbs = _without_comparison(quantity, part, noun, verbs)
    quantity, noun, verbs, within = _with_bound(quantity, part, before, noun, verbs)
    phrase = clean_left(noun)
    if not phrase and not carried and (speed := pattern("speed_alone").match(verbs)):
        phrase = speed.group()  # 增速保持在6%以上
    if within and noun.endswith(("给予", "按", "按照", "提供")):
        phrase = ""
    if within and not phrase:
        follows = text[quantity.end : quantity.end + 1] not in ",;。、" and noun_behind(text, quantity.end, right)[0]
        phrase = "" if follows else clean_left(within)
    elif within and part == "money" and pattern("given_last").fullmatch(within):
        phrase += within  # 单个项目|最高|补助|300万元
    if GIVEN_TO.search(phrase):
        phrase = ""  # 复审通过的|一次性给予10万元: to whom, not what
    if of and (by := BY.search(phrase, 2)):
        phrase = by["whom"]
    follows = not counts and unit and (base or before.endswith(("达到", "达")))
    behind, relative_end = (None, -1) if follows else _thing_after(text, quantity, right)
    if counts and not quantity.explicit and (most := thing_bounded(text, quantity)):
        quantity, behind, relative_end = replace(quantity, comparator=BOUNDED[most["bound"]], explicit=True), most["thing"], most.end()
    return Around(
        lexed, text, quantity, left, right, sentence, carried, before, noun, verbs, base, part, counts, of, phrase, behind, relative_end
    )


def thing_bounded(text: str, quantity: Quantity) -> re.Match[str] | None:
    """The thing that a number bounds, with the bound behind it: 有200张|床位以上|的养老机构."""
    within = REACH // 4
    if text.find("以上的", quantity.end, quantity.end + within) < 0 and text.find("以下的", quantity.end, quantity.end + within) < 0:
        return None
    return pattern("thing_bounded").match(text, quantity.end)


def _opening(lexed: Lexed, quantity: Quantity, left: int, sentence: int) -> tuple[str, bool]:
    """What stands before a number in its clause, and whether the number is where a change starts, without what says so."""
    before, text = _unbracketed(lexed, left, quantity.start, sentence), lexed.text
    if before[:1] == "“" and "”" not in before:
        before = before[1:]  # what somebody says: 会议提出:“到2025年…
    if before.endswith("("):
        before = before[:-1].lstrip(")、,; ")  # 甲水电站(80万千瓦)、乙水电站(60万千瓦)
    if text.startswith(("的基础上", "基础上"), quantity.end) and (ground := pattern("ground").fullmatch(before)) and not pattern("given_last").search(ground["thing"]):
        return ground["whole"] or ground["thing"], True  # 收入在2020年5亿元|的基础上增长一倍
    near, pair = max(0, len(before) - 14), None
    if ("由" in before or "从" in before) and pattern("onward").match(text, quantity.end):
        pair = pattern("change_from").search(before, near)
    if pair is None and ("比" in before or "较" in before) and pattern("then_on").match(text, quantity.end):
        pair = pattern("then").search(before, near)
    if not before and JOINED_START.search(text, max(sentence, left - REACH), left) and pattern("onward").match(text, quantity.end):
        return "", True
    return (before[: pair.start()], True) if pair else (before, False)


def _unbracketed(lexed: Lexed, left: int, place: int, sentence: int) -> str:
    """What stands before a number in its clause, over a bracket whose own number would cut it: 污染源(占80%的企业)|达标率达85%."""
    text = lexed.text
    before = text[left:place].rstrip().replace("(下同)", "")
    before = pattern("for_short").sub("", before) if "称" in before else before
    before = pattern("included").sub("", before)  # 固定资产投资|(不含土地)
    closing = before.find(")")
    joined = before[closing + 1 : closing + 2] not in ("", "、", ",", "和", "及", "与", " ")
    if closing >= 0 and joined and "(" not in before[:closing] and (opening := text.rfind("(", max(sentence, left - REACH), left)) > sentence:
        front = lexed.opening(opening, max(sentence, opening - REACH))
        return ("" if pattern("amount_at_end").search(front) else front) + before[closing + 1 :]  # 50亿元以上(含50亿元)|奖励
    if closing >= 0 and not joined and "(" not in before[1:closing]:
        before = before[closing + 1 :].lstrip("、,和及与 ")  # 学校3所(其中技校1所)、|在校生5万人
    if before.startswith(("的基础上", "基础上")):
        before = pattern("on_ground").sub("", before)
    step = pattern("step").match(before) if before[:1] in STEPS else None
    return before[step.end() :] if step else before  # 迈上4个万亿元|台阶、达14万亿元


def _thing_after(text: str, quantity: Quantity, right: int) -> tuple[str | None, int]:
    """The thing behind a number, and where a relative clause before it ends."""
    behind, relative_end = noun_behind(text, quantity.end, right)
    if behind and (owned := pattern("aim_told").match(behind) if quantity.unit.counts else pattern("aim_behind").search(behind)):
        behind = behind[: owned.start()] or None
    if not behind or quantity.unit.dimension == "money" and pattern("spent_on").match(behind):
        return None, relative_end  # 安排450亿元支持技术改造
    return thing_behind(behind, quantity), relative_end


def _without_comparison(quantity: Quantity, part: str, noun: str, verbs: str) -> tuple[str, str]:
    """Noun and verbs, what the number is compared with among the latter: 恢复到2019年的98%, 位居全国第九, 高于全省平均水平2个百分点."""
    cut = None
    if part == "multiple" or (part == "ratio" and pattern("back_again").search(noun)):
        cut = pattern("since_year").search(noun)
    if quantity.form == "rank":
        noun = COUNTED_FIRST.sub("", noun, count=1)  # 5个学科进入全球前1%
        cut = pattern("ranking").search(noun)
        cut = cut and SPELL.search(noun[: cut.start()], 3) or cut  # 工作考核三年|居全省第一
    if part == "percentage_point":
        cut = pattern("than").search(noun) or cut
    if verbs in ("", "平均") and not cut:
        cut = pattern("than_average").fullmatch(noun)
    return (noun[: cut.start()], noun[cut.start() :] + verbs) if cut else (noun, verbs)


def _with_bound(quantity: Quantity, part: str, before: str, noun: str, verbs: str) -> tuple[Quantity, str, str, str]:
    """The quantity with the bound that stands before it with words between, noun, verbs, and a noun between bound and number.

    至少建成1所, 最低不少于每人每月750元; 不超过|投资额|20%.
    """
    words = lexicon()
    if not quantity.explicit and (least := words.bound.search(verbs)):
        quantity = _bounded(quantity, least.group())
    if not quantity.explicit and verbs and (front := words.before.match(noun)):
        noun, more = strip_tail(noun[: -front.end()])
        return _bounded(quantity, front["word"][::-1]), noun, more + verbs, ""
    framed = quantity.form == "chinese" and quantity.unit.counts  # 不突破法律三条底线
    bound = None if quantity.explicit or framed else words.bound.search(QUOTED.sub(lambda quoted: "“" * len(quoted.group()), noun) if "“" in noun else noun)
    if bound and (len(noun) - bound.end() >= 2 or quantity.unit.counts and noun[bound.end() :] in BUILDS):
        front, more = strip_tail(noun[: bound.start()])
        return _bounded(quantity, bound.group()), front, more + verbs, noun[bound.end() :]
    fraction = quantity.form == "fraction" or (quantity.form == "word" and quantity.value < 1)
    whole = pattern("of_whole").search(noun, 2) if (part in ("ratio", "multiple") or fraction) and before.endswith("的") else None
    if whole is not None:
        # 低保标准达到城市低保标准的80%, 人口超过全市人口的半数
        if not quantity.explicit and whole.group() in words.codes:
            quantity = _bounded(quantity, whole.group())
        return quantity, strip_tail(noun[: whole.start()])[0], verbs, ""
    if not quantity.explicit and before.endswith("的") and pattern("about_share").search(before):
        quantity, noun = replace(quantity, comparator="approx", explicit=True), re.sub("[约近](?:需|要)?占", "占", noun)
    if "按" in noun and (rule := pattern("by_rule").search(noun)) and rule.start() >= 3:
        front, by = noun[: rule.start()], rule.group().partition("按")[2].removeprefix("照")
        named = quantity.start < quantity.number and words.measured.match(by) and not words.measured.match(front)
        noun = by if named else front  # 住宅要按照人均面积|不低于0.1平方米的标准
    return quantity, noun, verbs, ""


def _bounded(quantity: Quantity, word: str) -> Quantity:
    return replace(quantity, comparator=lexicon().codes[word], explicit=True)
