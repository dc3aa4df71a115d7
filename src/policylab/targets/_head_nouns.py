"""Heads: the noun phrase that a number quantifies, before it (覆盖率达到80%) or behind it (建设300个车间)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.numbers._calendar import YEAR_WRITTEN
from policylab.numbers._vocabulary import number_pattern
from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._lexing import Lexed
from policylab.targets._noun_behind import REACH, THAN, granted, noun_behind, strip_tail, unquoted

PLAN_PERIOD = "(?:“?十[一二三四五六七]五”?|“(?:十|[一二三四六七八九])五”)"
TIME = re.compile(
    rf"(?:{PLAN_PERIOD}前[0-9一二三四]年|(?:力争|争取|确保|预计|为)?(?:到|至|截至|截止|在|从|自)? ?"
    rf"(?:(?:19|20)[0-9]{{2}} ?年?(?:[-—–~～至到]+ ?(?:20)?[0-9]{{2}} ?)?年(?:度)?|{PLAN_PERIOD}"
    rf"|{YEAR_WRITTEN}年|(?:中[华華])?民[国國] ?[0-9]{{2,3}}(?:[至—~-][0-9]{{2,3}})? ?年|1[01][0-9][至—~-]1[0-9]{{2}}年)"
    r"(?:底|末|初|期末|末期|时期|期间)?(?:之?前|以前|时|的|起)?[,，]?"
    r"|(?:最?近|过去的?|这|今后的?|未来的?)(?:[一二三四五六七八九十]|[0-9]{1,2})年(?:来|间|末|内)?[,，]?"
    r"|(?:今年|本年度?)?(?:年内|年底前|年末)[,，]?|用?(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})年(?:左右)?(?:的?时间|内|累计|来|后)[,，]?"
    r"|(?:去年|今年|明年|当年|上年)(?:年?底|末)?[,，]?|连续[0-9一二三四五六七八九十]{1,2}年|[一二三四五六七八九十]年(?=城镇|新增|累计|共|全)"
    r"|前(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})个月|(?:前三|[一二三四])季度(?:末)?|[上下]半年"
    r"|(?:[0-9]{1,2}[-—~至])?[0-9]{1,2}月份?(?:[0-9]{1,2}日)?(?:底|起)?[,，]?|届时[,，]?|(?:到|至)?期末[,，]?|本届政府任期(?:内|末|结束时?)?[,，]?|其中[,，:]?|目前[,，]?|[,，、:\s]+|—+|[一二三四五六七八九十]是|[(（]?[0-9]{1,2}[)）.、])+"
)
TIMES = "年一二三四五六七八九十0123456789“到至截在从自力争确预为中民最近过这今未本用去明当上下连前届期其目:,，、(（—"  # what it begins with, or white space
PAIR = re.compile(
    r"(?:由|从)(?:全[国省市县区州球]|世界|亚洲|[^,;。由从]{0,8}?(?:年底|年末|年|末|初|[”五](?:期间|时期))的?"
    r"|[年月日]?销售额|目前的?|现在的?|现有的?|现行的?|原来的?|原有的?|原)?(?:[人户亩]均|(?:每[人户亩])?每[年月天日人户亩])?(?:约|近)?$"
)
# 比2015年的40亿元|增长5%: what stood then
THEN = re.compile(r"比(?:上年|去年|同期|(?:19|20)[0-9]{2} ?年(?:底|末)?)的(?:约|近)?$")
THEN_ON = re.compile(r"(?:\([^()]{0,20}\))?(?:又|再|净)?(?:增加|增长|增|提高|上升|减少|下降|降低|减|多|少|高|低|翻)")
ONWARD = re.compile(r"(?:\([^()]{0,20}\))?[^,;。0-9]{0,12}?(?:到|至|为|达)[^,;。]{0,12}?[零0-9一二三四五六七八九十]")
RANKED_AMONG = re.compile(r"(?P<of>[^,;。]{0,5}?[县市区省州国校])中(?!学|心|医|小|等|职|专|国|华|部|央|层|型|药|试|期|间)")
COUNTED = re.compile(r"^[^,;。]{0,8}?[0-9]+(?:个[^,;。]{1,6}中|[个家所项](?=[\u4e00-\u9fff]))")
SINCE_YEAR = re.compile(
    r"(?:达到|达|为|是|相当于|增长到|提高到|增至|约为|恢复到|恢复至)?"
    r"(?:(?:19|20)[0-9]{2} ?年(?:底|末)?|“?十[一二三四五六]五”?(?:时期|期间|期?末)?|[上去前]年(?:同期)?)(?:水平)?的?$"
)
AGAIN = re.compile(r"水平$|(?:恢复到|恢复至|相当于)[^,;。]{4,8}$")
PERIOD = re.compile(r"(?:最?近|过去|这)?[一二三四五六七八九十]{1,2}年(?=[\u4e00-\u9fff]{4})")
OPENINGS = ("conjunction", "per_grant", "says", "all_year", "will", "attribute", "each_time", "prices", "yearly", "compound")
# what the openings begin with, but for `attribute`, in which one of these words stands
OPENED, ATTRIBUTED = "且以但即如并或而若每上全原方第规计首也争力将应必我拟政确要还预按再同因年有科统重陆集高扩改新迁", re.compile("为|具[有备]|符合")
LISTED_OF = re.compile(r"(?:[、和或及][0-9][0-9.]*[^、,;。的]{1,4})*(?:以[上下])?的[\u4e00-\u9fff]")
PLACES = frozenset("业市县区国省州镇乡村校院园")
SHARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
PARTS = re.compile(r"(?:[0-9]+(?:\.[0-9]+)? ?[:：∶/比] ?)*$")
QUOTED = re.compile("“[^“”]{2,20}”")  # “最多跑一次”, a name
REACHED = re.compile("^可?[可直抵通]达[^、]*、|见[园绿]$|[可通直抵到]达$")
MILESTONE = re.compile("(?P<step>(?:[十百千万亿]+元?级?)?[大新]?(?:台阶|关口(?!岸)|大关))")
STEPS = "十百千万亿大新台关"  # what a step begins with
STEP_OF = re.compile(r"[0-9一二两三四五六七八九]个$")
BOUND_BEFORE = re.compile(r"(?:[0-9.]+|[十百千])?[百千万]*(?:亿|万)元以上$|[十百千万]*亿(?:元)?级$")
VERB_LIST = re.compile("^(?:、|或者?)(?=[\u4e00-\u9fff]{4})")  # 制定|、修改、废止政府规章, 建设|或改造地下管网
SPENT_ON = re.compile("(?:支持|实施|用于|加快|推动|推进|促进|保障)(?!性|政策|资金|项目)[^的]{2,}")
BY = re.compile("以(?P<whom>(?![上下内])[^以]{2,})$")
TOPIC = 240  # characters before a sentence in which its topic is looked for
MET = frozenset(["达到", "具备"])  # verbs of what a thing must meet, before 的
SPELL_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:已|均)?连续[0-9一二三四五六七八九十]{1,2}年")
ASIDE = re.compile(r"^(?:\([^()]{0,16}\))(?:和|、|及|与)?")


class Head(NamedTuple):
    """An indicator and where it was found; `verbs` is what stands between it and the number."""

    indicator: str
    side: str  # left, right, carried (from the statement before), none
    verbs: str
    relative: bool = False  # the number belongs to a relative clause: 收入超过10亿元的企业
    inner_end: int = -1  # end of a relative clause between the number and its noun
    granted: bool = False  # the number is the measure of what is given or done by a rule
    base: bool = False  # the number is the starting point of a change: 由60%提高到80%
    rule: str = ""  # which rule proposed it
    rival: str = ""  # the noun phrase on the other side, which was not taken


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
        return bool(self.before) and bool(lexicon().built.match(self.before, len(self.before), 0))

    @property
    def attained(self) -> bool:
        """Whether a verb of attainment or change stands right before the number."""
        words, before = lexicon(), self.before
        reached = words.attained.match(before, len(before), 0) or words.changed.match(before, len(before), 0)
        return bool(self.verbs) and reached is not None


def find_head(lexed: Lexed, quantity: Quantity, left: int, right: int, sentence: int, carried: str) -> tuple[Head, Quantity]:
    """The head of a quantity, and the quantity with the bound that the words before it say.

    Parameters
    ----------
    left, right : int
        Where the clause of the quantity begins and ends, bounded by the quantities beside it.
    sentence : int
        Where the sentence begins.
    carried : str
        The indicator of the statement before in the same sentence, or "".
    """
    around = read_around(lexed, quantity, left, right, sentence, carried)
    for name, rule in RULES:
        if (head := rule(around)) is not None:
            rival = around.phrase if head.side == "right" else around.behind or ""
            return Head(*head[:7], name, rival), around.quantity
    return Head("", "none", around.verbs, base=around.base), around.quantity


def candidates(around: Around) -> list[Head]:
    """What each rule would take for the head, in the order in which they are asked; the first one is taken."""
    proposed = ((name, rule(around)) for name, rule in RULES)
    return [head._replace(rule=name) for name, head in proposed if head is not None]


def read_around(lexed: Lexed, quantity: Quantity, left: int, right: int, sentence: int, carried: str) -> Around:
    """Read what stands around a number: the noun phrases before and behind it, the verbs, the bound."""
    text, left, unit = lexed.text, max(left, quantity.start - REACH), quantity.unit
    part, counts, of = unit.dimension if unit else "", unit is not None and unit.counts, text.startswith("的", quantity.end)
    before, base = _opening(text, quantity, left, sentence)
    noun, verbs = strip_tail(before)
    if verbs.startswith("有") and noun.endswith("中"):
        noun = noun[:-1]  # 59项指标中有22项
    owned = pattern("plan_aim").search(noun) if "目标" in noun else None
    owned = owned or (pattern("changed_aim").search(noun) if base else None)
    if owned and owned.start() >= 2:
        noun, verbs = noun[: owned.start()], noun[owned.start() :] + verbs
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
    if of and (by := BY.search(phrase, 2)):
        phrase = by["whom"]
    follows = not counts and unit is not None and (base or before.endswith(("达到", "达")))
    behind, relative_end = (None, -1) if follows else _thing_after(text, quantity, right)
    return Around(
        lexed, text, quantity, left, right, sentence, carried, before, noun, verbs, base, part, counts, of, phrase, behind, relative_end
    )


def _opening(text: str, quantity: Quantity, left: int, sentence: int) -> tuple[str, bool]:
    """What stands before a number in its clause, and whether the number is where a change starts, without what says so."""
    before = _unbracketed(text, left, quantity.start, sentence)
    if before[:1] == "“" and "”" not in before:
        before = before[1:]  # what somebody says: 会议提出:“到2025年…
    if before.endswith("("):
        before = before[:-1].lstrip(")、,; ")  # 甲水电站(80万千瓦)、乙水电站(60万千瓦)
    near, pair = max(0, len(before) - 14), None
    if ("由" in before or "从" in before) and ONWARD.match(text, quantity.end):
        pair = PAIR.search(before, near)
    if pair is None and "比" in before and THEN_ON.match(text, quantity.end):
        pair = THEN.search(before, near)
    return (before[: pair.start()], True) if pair else (before, False)


def _unbracketed(text: str, left: int, place: int, sentence: int) -> str:
    """What stands before a number in its clause, over a bracket whose own number would cut it: 污染源(占80%的企业)|达标率达85%."""
    before = text[left:place].rstrip().replace("(下同)", "")
    closing = before.find(")")
    joined = before[closing + 1 : closing + 2] not in ("", "、", ",", "和", "及", "与", " ")
    if closing >= 0 and joined and "(" not in before[:closing] and (opening := text.rfind("(", max(sentence, left - REACH), left)) > sentence:
        floor = max(sentence, opening - REACH)
        start = max(text.rfind(mark, floor, opening) for mark in ",;。:") + 1
        return text[max(start, floor) : opening] + before[closing + 1 :]
    step = MILESTONE.match(before) if before[:1] in STEPS else None
    return before[step.end() :] if step else before  # 迈上4个万亿元|台阶、达14万亿元


def _thing_after(text: str, quantity: Quantity, right: int) -> tuple[str | None, int]:
    """The thing behind a number, and where a relative clause before it ends."""
    behind, relative_end = noun_behind(text, quantity.end, right)
    counts = quantity.unit is not None and quantity.unit.counts
    if behind and not counts and (owned := pattern("aim_behind").search(behind)):
        behind = behind[: owned.start()] or None
    if not behind or quantity.unit is not None and quantity.unit.dimension == "money" and SPENT_ON.match(behind):
        return None, relative_end  # 安排450亿元支持技术改造
    if counts and (bound := pattern("bounded_thing").match(behind)):
        relative_end, behind = quantity.end + bound.end(), behind[bound.end() :]
    return thing_behind(behind, quantity, text), relative_end


def _without_comparison(quantity: Quantity, part: str, noun: str, verbs: str) -> tuple[str, str]:
    """Noun and verbs, what the number is compared with among the latter: 恢复到2019年的98%, 位居全国第九, 高于全省平均水平2个百分点."""
    cut = None
    if part == "multiple" or (part == "ratio" and AGAIN.search(noun)):
        cut = SINCE_YEAR.search(noun)
    if quantity.form == "rank":
        noun = COUNTED.sub("", noun, count=1)  # 5个学科进入全球前1%
        cut = pattern("ranking").search(noun)
    if part == "percentage_point":
        cut = THAN.search(noun) or cut
    return (noun[: cut.start()], noun[cut.start() :] + verbs) if cut else (noun, verbs)


def _blank(found: re.Match[str]) -> str:
    return "“" * len(found.group())


def _with_bound(quantity: Quantity, part: str, before: str, noun: str, verbs: str) -> tuple[Quantity, str, str, str]:
    """The quantity with the bound that stands before it with words between, noun, verbs, and a noun between bound and number.

    至少建成1所, 最低不少于每人每月750元; 不超过|投资额|20%.
    """
    words = lexicon()
    if not quantity.explicit and (least := words.bound.search(verbs)):
        quantity = _bounded(quantity, least.group())
    if not quantity.explicit and verbs and (front := words.before.match(noun, len(noun), 0)):
        noun, more = strip_tail(noun[: -front.end()])
        return _bounded(quantity, front["word"][::-1]), noun, more + verbs, ""
    bound = None if quantity.explicit else words.bound.search(QUOTED.sub(_blank, noun) if "“" in noun else noun)
    if bound and len(noun) - bound.end() >= 2:
        return _bounded(quantity, bound.group()), noun[: bound.start()], verbs, noun[bound.end() :]
    fraction = quantity.form == "fraction" or (quantity.form == "word" and quantity.value < 1)
    whole = pattern("of_whole").search(noun, 2) if (part == "ratio" or fraction) and before.endswith("的") else None
    if whole is not None:
        # 低保标准达到城市低保标准的80%, 人口超过全市人口的半数
        if not quantity.explicit and whole.group() in words.codes:
            quantity = _bounded(quantity, whole.group())
        return quantity, strip_tail(noun[: whole.start()])[0], verbs, ""
    if "按" in noun and (rule := pattern("by_rule").search(noun)) and rule.start() >= 3:
        noun = noun[: rule.start()]
    return quantity, noun, verbs, ""


def _bounded(quantity: Quantity, word: str) -> Quantity:
    return quantity._replace(comparator=lexicon().codes[word], explicit=True)


def _by_share(around: Around) -> Head | None:
    """三次产业比重为4:38:58: the whole, and which of its parts this is."""
    if around.quantity.form != "share":
        return None
    before = around.text[max(around.sentence, around.quantity.start - REACH) : around.quantity.start]
    parts = PARTS.search(before)
    which = len(SHARE.findall(parts.group()))
    clause = before[: parts.start()]
    whole = clean_left(strip_tail(clause[max(clause.rfind(mark) for mark in ",;。:") + 1 :])[0])
    if whole.startswith("三次产业") and which < 3:
        whole = f"第{'一二三'[which]}产业" + whole.removeprefix("三次产业")
    return Head(whole, "left", "") if whole else None


def _by_grant(around: Around) -> Head | None:
    """按投资额的10%给予补助: what is given, where the number is its measure."""
    if around.base:
        return None
    grant = granted(around.lexed, around.quantity.start, around.quantity.end, around.left, around.right)
    return Head(grant, "right", around.before, granted=True) if grant else None


def _by_grant_before(around: Around) -> Head | None:
    """…给予一次性奖补,单个项目最高80万元: the bound of what the clause before gives."""
    quantity = around.quantity
    if around.carried or quantity.comparator != "le" or around.part not in ("money", "ratio", "time"):
        return None
    clause = pattern("gives_to").fullmatch(around.before)
    given = pattern("gives").search(_clause_before(around)) if clause else None
    if given is None:
        return None
    return Head(given["grant"] + "期限" * (around.part == "time"), "left", around.before, granted=True)


def _by_rule_before(around: Around) -> Head | None:
    """…起付标准,按照年平均工资的1%确定: the subject stands in the clause before."""
    ruled = not around.base and around.text[around.left - 1 : around.left] == "," and pattern("ruled_open").match(around.before)
    subject = _earlier(around) if ruled else ""
    return Head(subject, "left", around.before) if subject else None


def _by_term(around: Around) -> Head | None:
    """自受理之日起15个工作日内作出决定: what is to be done within a term."""
    text, end = around.text, around.quantity.end
    if around.part != "time" or text[end - 1] != "内" or around.attained or around.base:
        return None
    if around.phrase and pattern("term_opens").search(around.before) is None:
        return None
    done = pattern("term_behind").match(text, end)
    return Head(done["done"].removesuffix("的"), "right", around.verbs) if done else None


def _by_reach(around: Around) -> Head | None:
    """市域1小时、省会3小时通达, 出门300米见绿、500米见园: what is reached within a time or a length."""
    reached = number_pattern("within_reach").match(around.text, around.quantity.end) if around.part in ("time", "length") else None
    if reached is None or around.attained:
        return None
    whence = REACHED.sub("", around.phrase) or REACHED.sub("", around.carried)
    return Head(whence + reached["reach"], "left", around.verbs) if whence else None


def _by_activity(around: Around) -> Head | None:
    """拟在本市居住半年以上, 依法缴纳社会保险费满3年: what somebody does for so long."""
    quantity = around.quantity
    if around.part != "time" or around.base or around.attained or quantity.comparator not in ("ge", "gt", "le", "lt"):
        return None
    done = pattern("activity").search(around.phrase)
    return Head(done["done"], "left", around.verbs) if done else None


def _by_fine(around: Around) -> Head | None:
    """处违法所得3倍以上5倍以下的罚款: the fine, whatever it is reckoned from."""
    end = around.quantity.end
    fine = pattern("fine").match(around.text, end) if around.text[end : end + 1] in "的或罚滞违拘有" else None
    return Head(fine["fine"], "right", around.verbs) if fine else None


def _by_group(around: Around) -> Head | None:
    """60岁以上老年人, 提供24小时服务: a group or a service that an age or a time describes."""
    end = around.quantity.end
    if around.part in ("age", "time") and (group := lexicon().groups.match(around.text, end)):
        return Head(group["group"], "right", around.verbs)
    if around.part == "time" and (offered := number_pattern("period_offered").match(around.text, end)):
        return Head(offered["service"], "right", around.verbs)
    return None


def _by_project(around: Around) -> Head | None:
    """投资7亿元的客运站 gives the investment of the station, 总长度58公里的道路 the length of the road."""
    quantity = around.quantity
    if around.base or not around.behind or quantity.explicit or quantity.high is not None or not (around.of or around.part == "money"):
        return None
    if around.of and around.part == "money" and around.before.endswith("、"):
        # 投资7亿元的客运站、3亿元的水厂
        size = next((name for name in word_set("sizes") if around.carried.endswith(name) and around.carried != name), "")
        return Head(around.behind + size, "left", around.verbs, True, around.relative_end) if size else None
    size = max((name for name in word_set("sizes") if around.phrase.endswith(name)), key=len, default="")
    led = size and around.phrase != size and lexicon().built.match(around.phrase, len(around.phrase) - len(size), 0)
    if led:
        around = around._replace(phrase=size)  # 继续推进总投资7亿元的客运站
    if around.phrase != size or not size or around.attained:
        return None
    return Head(around.behind + around.phrase, "left", around.verbs, True, around.relative_end)


def _by_list(around: Around) -> Head | None:
    """营业收入突破1亿元、5亿元的企业: the next bound of the same measure."""
    listed = around.before in ("、", "和", "或", "及") and around.carried and not around.counts and around.quantity.unit is not None
    if not listed or not around.text.endswith(around.quantity.unit.written, 0, around.left):
        return None
    if "\u4e00" <= around.text[around.quantity.end : around.quantity.end + 1] <= "\u9fff" and not around.of:
        return None
    return Head(around.carried, "left", "", LISTED_OF.match(around.text, around.quantity.end) is not None, around.relative_end)


def _by_behind(around: Around) -> Head | None:
    """建设300个车间: the noun behind the number."""
    if not around.behind or around.base or not _takes_right(around):
        return None
    wide = pattern("whole_at_end").search(around.before) if around.part == "ratio" else None
    owner = wide.group() if wide else (around.phrase if _is_owner(around) else "")
    return Head(_anew(around) + owner + around.behind, "right", around.verbs, False, around.relative_end)


def _anew(around: Around) -> str:
    """What tells a flow from a stock, before a count: 新增|上市企业 of 新增2家上市企业、3家独角兽企业."""
    if not around.counts:
        return ""
    told = pattern("anew").search(around.before)
    if told is None and around.before.endswith("、") and around.carried.endswith(around.before[:-1]):
        told = pattern("anew").match(around.carried)
    return told["anew"] if told and not around.behind.startswith("新") else ""


def _is_owner(around: Around) -> bool:
    """Whether a place that is no whole stands right before a count: 老城区8条道路."""
    place = around.phrase
    named = 2 <= len(place) <= 8 and pattern("owner").search(place) and around.before.endswith(place)
    if around.counts or not 2 <= len(place) <= 8 or not around.before.endswith(place):
        return bool(named) and around.counts and pattern("whole_at_start").match(place) is None
    # 甲公司5万平方米主力店, 某镇1万亩节水灌溉
    sized = around.part in ("area", "mass", "power", "volume") and not around.verbs and not around.of
    sized = sized and around.quantity.form == "arabic" and not around.quantity.explicit
    return sized and pattern("owned_thing").search(around.behind or "") is not None


def _by_before(around: Around) -> Head | None:
    """覆盖率达到80%: the noun before the number, with what it needs from the statement before."""
    phrase = _completed(around)
    if not phrase:
        return None
    if around.quantity.form == "rank":
        alone = phrase.removesuffix("全部").removesuffix("均")
        return Head(alone, "left", phrase[len(alone) :] + around.verbs, bool(around.of and around.behind), base=around.base)
    if around.counts:
        phrase = _counted(around, phrase)
    return Head(phrase, "left", around.verbs, bool(around.of and around.behind), base=around.base)


def _counted(around: Around, phrase: str) -> str:
    """The name of what is counted: with the bound that it begins with, without the examples before 等."""
    if around.before.startswith(phrase) and (bound := BOUND_BEFORE.search(around.text, max(around.sentence, around.left - 12), around.left)):
        return bound.group() + phrase  # 亿元以上|项目2000个
    such = phrase.rpartition("等")[2]
    return such if 4 <= len(such) < len(phrase) - 2 and not such.startswith(("其他", "级", "各")) else phrase  # 甲、乙等新能源项目


def _completed(around: Around) -> str:
    phrase, carried = around.phrase, around.carried
    if carried and phrase in word_set("new"):
        return ""  # 新建学校10所,2023年起每年新建5所
    if phrase[1:2] == "占" and phrase[0] in "仅约已只均":
        phrase = phrase[1:]
    if carried and phrase in word_set("owned_measures") and around.text[around.left : around.quantity.start].lstrip(" ")[:1] == "、":
        phrase = owner(carried) + phrase  # 粮食播种面积1530万亩、总产量125亿斤
    if not carried and (pattern("share_of_whole").sub("", phrase) if "占" in phrase else phrase) in word_set("figures"):
        phrase = _topic(around) + phrase
    cut = around.text[around.left - 1 : around.left] not in (",", ";", ":", "。")
    if carried and cut and len(phrase) > len(carried) + 2 and phrase.startswith((carried + "、", carried + ",")):
        phrase = phrase[len(carried) + 1 :]  # 惠及60万名近亲属、共济金额5亿元
    if phrase.startswith("占") and not carried and (subject := pattern("too_small").match(_clause_before(around).strip())):
        carried = subject["subject"]  # 经济总量偏小,仅占全市的7%
    if phrase.startswith("占") and carried:
        whole = carried.partition("占")[0]  # A占B比重达到27%,占C比重…
        if whole and (whole != carried or not carried.endswith(("率", "比重", "占比"))):
            phrase = whole + phrase
    if phrase in word_set("rates_alone") and carried and not carried.endswith(phrase):
        base = next((carried.removesuffix(name) for name in sorted(word_set("rates_alone")) if carried.endswith(name)), carried)
        phrase = base + phrase  # 出口增长20%,增幅高于全国…
    if phrase in word_set("of_sector") and (sector := pattern("sector").match(_clause_before(around))):
        phrase = sector["sector"] + phrase  # 服务业发展态势良好,增加值增长7.4%
    if carried and pattern("plan_done").fullmatch(phrase) and (done := pattern("done_at_end").search(around.before.removesuffix("的"))):
        phrase = carried.removesuffix(done.group()) + done.group()  # 投资10亿元,完成年度计划的119%
    if carried and pattern("per_head").fullmatch(phrase):
        phrase += carried  # 床位4.2万张,每千人口7.1张
    if (given := pattern("given_at_end").search(phrase)) and pattern("rule_for").match(around.text[around.left :].lstrip()):
        phrase = given.group()  # 对首次上规的企业奖励10万元
    if phrase in word_set("of_sector") and phrase != "投资" and carried.endswith(("企业", "工业", "产业")) and around.before.lstrip(" 、").startswith(phrase):
        phrase = carried.removesuffix("企业") + phrase  # 规模以上工业企业7.6万家、增加值增长3%
    if carried and phrase in word_set("totals"):
        phrase = carried if carried.endswith(phrase) else carried + phrase  # 新增30家、总数超过70家; 进出口增长8%,总额突破9亿元
    if phrase in word_set("invested") and carried.endswith(("项目", "工程")) and pattern("stage").search(carried[:-2]) is None:
        phrase = carried + phrase  # 实施项目11个,完成投资10亿元
    if carried.startswith("淘汰") and around.before.startswith(("、" + phrase, "和" + phrase)):
        phrase = "淘汰" + phrase  # 淘汰炼铁15万吨、炼钢20万吨
    if carried and (treated := pattern("treated_rate").fullmatch(phrase)) and (whose := owner(carried)):
        phrase = pattern("treatment_end").sub("", whose) + treated.group()  # 生活垃圾处理能力达800吨/日,处理率100%
    if phrase and around.attained and carried and around.part in ("ratio", "percentage_point", "multiple"):
        among = "其中" in around.text[max(around.sentence, around.left - 2) : around.quantity.start]
        phrase = _group_of(phrase, carried, among)
    return phrase


def owner(name: str) -> str:
    """Whose measure a name is: what stands before the measure at its end, or "".

    >>> owner("省属企业营业收入"), owner("粮食播种面积"), owner("生产安全事故起数"), owner("产值")
    ('省属企业', '粮食', '生产安全事故', '')
    """
    measure = lexicon().measured.length(name, len(name), 0)
    front = name[:-measure] if measure else ""
    if measure == 1 and name.endswith("数"):
        front = front[:-2]  # 案件受理数
    front = front.removesuffix("播种").removesuffix("种植").removesuffix("可支配")
    return front if len(front) > 1 and not front.endswith(("地区", "的")) else ""


def _topic(around: Around) -> str:
    """What a figure without a subject is about: the project or the base of the clause before, or the branch that a sentence before opens with."""
    if opened := pattern("opened").search(_clause_before(around)):
        return opened["thing"] or opened["made"]
    if around.text[around.sentence : around.left].strip(" 、"):
        return ""
    before = around.text[max(0, around.sentence - TOPIC) : around.sentence]
    branch = [found["branch"] for found in pattern("branch_opens").finditer(before)][-1:]
    return branch[0] if branch and not lexicon().verb.match(branch[0]) else ""


def _by_milestone(around: Around) -> Head | None:
    """跨越3个千亿元台阶: the steps that are counted, and how high one is."""
    end = around.quantity.end
    step = MILESTONE.match(around.text, end) if around.text[end : end + 1] in STEPS else None
    if step is None or not (around.quantity.unit_name == "个" or STEP_OF.search(around.text, max(0, around.quantity.start - 2), around.quantity.start)):
        return None
    return Head(step["step"], "right", around.verbs)


def _by_occasion(around: Around) -> Head | None:
    """每年组织培训两次: what is done so often, where it is a verb alone."""
    quantity, done = around.quantity, around.noun.rstrip()[-2:]
    if quantity.unit is None or quantity.unit.written not in word_set("occasions") or quantity.value > 1000:
        return None
    return Head(done, "left", around.verbs) if lexicon().verb.fullmatch(done) else None


def _by_carried(around: Around) -> Head | None:
    """…达到80%: the subject of the clause before."""
    if around.before.lstrip(" ,、").startswith("惠及") and around.quantity.unit_name in ("人", "人次", "户", "户次"):
        return None  # 发放救助资金5亿元、惠及46万人次: whom it reached is not what was given
    found = _earlier(around)
    stage = pattern("stage").search(around.before) if around.counts and found.endswith("项目") else None
    if stage is not None:
        return Head(stage.group() + "项目", "left", around.verbs)
    return Head(found, "carried", around.verbs, bool(around.of and around.behind), base=around.base) if found else None


def _by_speed(around: Around) -> Head | None:
    """增速由-5.2%转为3.1%: a rate of growth that names nothing that grows."""
    speed = pattern("speed_verb").match(around.verbs.lstrip(" ,、:"))
    return Head(speed.group(), "left", around.verbs, base=around.base) if speed else None


def _by_remainder(around: Around) -> Head | None:
    """The noun behind the number where there is no other."""
    return Head(around.behind, "right", around.verbs, False, around.relative_end, base=around.base) if around.behind else None


RULES: tuple[tuple[str, Callable[[Around], Head | None]], ...] = (
    ("share", _by_share),
    ("grant", _by_grant),
    ("fine", _by_fine),
    ("grant before", _by_grant_before),
    ("rule before", _by_rule_before),
    ("reach", _by_reach),
    ("activity", _by_activity),
    ("group", _by_group),
    ("term", _by_term),
    ("project", _by_project),
    ("milestone", _by_milestone),
    ("list", _by_list),
    ("behind", _by_behind),
    ("before", _by_before),
    ("occasion", _by_occasion),
    ("carried", _by_carried),
    ("speed", _by_speed),
    ("remainder", _by_remainder),
)


def _takes_right(around: Around) -> bool:
    """Whether the noun behind a number is its head rather than the one before it."""
    words, quantity, phrase, before = lexicon(), around.quantity, around.phrase, around.before
    if not phrase or pattern("whole_at_end").fullmatch(phrase):
        return True
    if around.behind in word_set("no_things") and not around.counts:
        return False  # 加计扣除75%政策
    if around.part == "time":
        return False
    if around.counts and quantity.unit_name in word_set("owners") and _is_measure(around.behind or ""):
        return False  # 泵站5座设计排涝流量
    if before.endswith(("和", "及", "与", "、", "以及")):
        return True
    measured = bool(words.measured.match(phrase, len(phrase), 0))
    shared = quantity.form == "fraction" or quantity.unit_name == "成"
    if around.of and shared and not measured and not before.endswith(("达到", "达", "为", "到")):
        return True
    generic = max((name for name in word_set("generic") if phrase.endswith(name)), key=len, default="")
    rest = phrase.removesuffix(generic)
    if around.of and generic in word_set("sums") and (not rest or words.lead.fullmatch(rest)):
        return True  # 设立总规模不低于200亿元的基金
    if around.of and (measured or quantity.explicit) and not around.built:
        return bool(generic) and not around.attained and not quantity.explicit
    if around.counts and quantity.form != "rank":
        return not (measured and around.attained)
    if measured or around.attained:
        return False
    return quantity.form not in ("rank", "ratio") and around.part not in ("multiple", "doubling", "percentage_point")


def _is_measure(noun: str) -> bool:
    """Whether a noun is a measure, which nothing counts."""
    return lexicon().measured.match(noun, len(noun), 0) is not None and not noun.endswith(("基金", "人口"))


def _group_of(phrase: str, carried: str, among: bool) -> str:
    """大型企业返还比例为30%,中小微企业为60%: another group, the same rate."""
    words = lexicon()
    if words.measured.match(phrase, len(phrase), 0) or not words.rate.match(carried, len(carried), 0):
        return phrase
    if among and len(phrase) <= 6 and pattern("place_end").search(phrase):
        return phrase + carried  # 占比达到90%,其中主城区达到100%
    group = phrase[-2:]
    place = carried.find(group)
    return phrase + carried[place + 2 :] if len(group) == 2 and 0 <= place < len(carried) - 3 else phrase


def thing_behind(noun: str, quantity: Quantity, text: str) -> str:
    """The thing that a number counts or measures, without what is done with it and what stands beside it.

    >>> from policylab.numbers import read_quantities
    >>> text = "完成28公里供热管线改造、热力站建设等工程"
    >>> thing_behind("供热管线改造、热力站建设等工程", read_quantities(text)[0], text)
    '供热管线'
    """
    unit = quantity.unit
    if (said := pattern("predicate").search(noun)) and said.start() >= 2:
        noun = noun[: said.start()]
    if unit is None:
        return noun
    noun = pattern("preparation").sub("", noun).removeprefix("方面的")
    if unit.counts and (_is_measure(noun) or noun.endswith("投入")):
        owner = noun[: -lexicon().measured.length(noun, len(noun), 0) or None]  # 5家企业研发投入占比, 17个制造业增加值
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
        if (rest.startswith("的") and unit.written not in ("项", "件", "类", "种")) or lexicon().rate.match(noun, len(noun), 0) or pattern("done_with").fullmatch(rest):
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


def _place_alone(noun: str) -> str:
    """12个县发展渔业: the places, without what they do."""
    for end in range(1, min(len(noun) - 2, 4)):
        if noun[end - 1] in "县区镇乡村旗州省" and (verb := lexicon().verb.match(noun, end)) and verb.end() < len(noun):
            return noun[:end]
    return noun


@functools.cache
def openings() -> re.Pattern[str]:
    """What may stand before a noun phrase and is no part of it, in one pattern."""
    return re.compile("|".join(f"(?:{pattern(name).pattern})" for name in OPENINGS))


@functools.lru_cache(4096)
def clean_left(noun: str) -> str:
    """A noun phrase before a number without what leads in to it and the verbs at its end."""
    words, alone = lexicon(), noun.strip(" ,、:;—")
    noun = _led_in(_named_part(noun))
    if noun[:1] in "已一二三四五六七八九十累" and not words.measured.match(noun, len(noun), 0):
        noun = _behind(pattern("summed_up"), noun)
    if (given := pattern("hands_out").search(noun)) and given.start() >= 2:
        noun = noun[given.end() :]
    told, mark, rest = noun.rpartition("、")
    if mark and len(rest) >= 2 and pattern("told_of").search(told, 2):
        noun = rest  # 首批部门实现集中管理、经费下降28%
    if "连续" in noun:
        noun = SPELL_INSIDE.sub("", noun)  # 棉花产量连续4年占全国九成
    noun = _last_object(noun)
    action = words.noun_action.length(noun, len(noun), 0)
    noun = unquoted((noun[:-action] if action and len(noun) - action >= 3 else noun).strip(" ,、:的"))
    if noun.startswith(("和", "及", "与")) and not noun.startswith(("和美", "和平", "和谐", "和田", "及时")) and len(noun) > 3:
        noun = noun[1:]
    if pattern("no_subject").fullmatch(noun) or words.adverbs.fullmatch(noun) or noun in word_set("new"):
        return ""
    if len(noun) == 1 and not noun.isascii():
        return noun if alone == noun and noun in word_set("goods") else ""  # 钢7200万吨
    return noun


def _behind(opening: re.Pattern[str], noun: str) -> str:
    """A noun phrase without this opening."""
    found = opening.match(noun)
    return noun[found.end() :] if found else noun


def _named_part(noun: str) -> str:
    """The part of a clause that names something: without its number, and what it is told apart into."""
    if noun[:1].isdigit():
        noun = _behind(pattern("counted_first"), noun)
    noun = _unnumbered(noun)
    noun = (_behind(pattern("treated"), noun) if noun[:1] in "为对" else noun).strip(" ,、:;/")
    if noun.startswith("("):
        noun = _behind(ASIDE, noun)
    if "分" in noun and (kinds := pattern("told_apart").search(noun)) and kinds.start() >= 2:
        noun = noun[: kinds.start()]
    if "成为" in noun[2:-2]:
        noun = noun.rpartition("成为")[2]  # 甲县成为产值超千亿元的县
    first, other, second = noun.rpartition("或者")
    return second if other and len(second) >= 2 and first.endswith(second[-2:]) else noun  # 没有违法所得或者违法所得


def _led_in(noun: str) -> str:
    """A noun phrase without the words of time, the openings and the verbs before it; "" where nothing else is left."""
    words = lexicon()
    if noun[:1] in "全我本" and (whole := pattern("whole_at_start").match(noun)) and (verb := words.lead.match(noun, whole.end())):
        noun = noun[verb.end() :] if len(noun) - verb.end() >= 2 else noun
    if "年" in noun and (period := PERIOD.match(noun)) and words.lead.match(noun, period.end()):
        noun = noun[period.end() :]
    for _ in range(4):
        start = noun
        if noun[:1] in "面向为给对" and (served := pattern("serves").match(noun)):
            noun = noun[served.end() :]
        if (noun[:1] in TIMES or noun[:1].isspace()) and (lead := TIME.match(noun)):
            noun = noun[lead.end() :]
            if noun.startswith("各") and (noun[1:3] in word_set("new") or words.lead.match(noun, 1)):
                noun = noun[1:]
        while (noun[:1] in OPENED or ATTRIBUTED.search(noun)) and (opening := openings().match(noun)) and opening.end():
            noun = noun[opening.end() :]
        if lead := words.lead.match(noun):
            if lead.group() in MET and "的" in noun[lead.end() + 1 : -1]:
                break  # 达到服务标准的乡镇卫生院占比
            if lead.end() == len(noun):
                return ""
            if len(noun) - lead.end() >= 2 and noun[lead.end() :] not in word_set("bare_measures"):
                noun = VERB_LIST.sub("", noun[lead.end() :])
        if noun == start:
            break
    return noun


def _unnumbered(noun: str) -> str:
    """A noun phrase without the number of its section, and without a heading that its text runs on from."""
    marked = pattern("section_mark").match(noun)
    if marked is None:
        return noun
    heading, blank, rest = noun[marked.end() :].rpartition(" ")
    return rest if blank and len(rest) >= 2 else heading + blank + rest


def _last_object(noun: str) -> str:
    """The object of the last verb: 滨海新区建成解析能力 → 滨海新区解析能力, 全市建成5G基站 → 5G基站."""
    words = lexicon()
    if ("完成" in noun or "实现" in noun) and (done := pattern("achieves").search(noun, 2)) and words.measured.match(noun, len(noun), done.end()):
        return noun[: done.start()] + noun[done.end() :]  # 重点项目完成投资
    best = None
    for match in words.objective.finditer(noun, 1):
        rest = noun[match.end() :]
        if len(rest) >= 3 and noun[match.start() - 1] not in "的和与":
            best = match
    if best is None:
        return noun
    subject, rest = noun[: best.start()], noun[best.end() :]
    if len(subject) <= 12 and "、" in subject and lexicon().measured.match(subject, len(subject), 0) is None:
        return rest  # 甲镇、乙镇建成蔬菜大棚
    if pattern("whole_at_start").match(subject) or subject.endswith("、"):
        return rest
    if pattern("place_end").search(subject) and len(subject) <= 8:
        return subject + rest
    return noun


def _clause_before(around: Around) -> str:
    """The clause before the one of a number, in the same sentence."""
    end = around.text.rfind(",", around.sentence, around.left + 1)
    if end < 0:
        return ""
    start = max(around.text.rfind(mark, around.sentence, end) for mark in ",;:")
    return around.text[max(start + 1, around.sentence) : end]


def _named_since(around: Around) -> str:
    """What a clause without a number names between the last number and a clause without a subject: …;乙的比重,由4%…."""
    clause = _clause_before(around).strip()
    if len(clause) < 4 or any(sign.isdigit() for sign in clause) or lexicon().verb.match(clause):
        return ""
    rate = lexicon().rate.match(clause, len(clause), 0)
    return clean_left(clause) if rate and not clause.endswith("水平") else ""


def _earlier(around: Around) -> str:
    """The subject of the clause before, where a clause has none of its own: …,达到80%."""
    if around.carried:
        return _named_since(around) or around.carried
    text, sentence = around.text, around.sentence
    if around.left > sentence and text[around.left - 1] not in ",;:(。!?\n" and around.quantity.form in ("rank", "arabic", "chinese"):
        return ""  # the clause is cut by the number before: 分别居全省第三、第十一
    end = around.left - 1
    while end > sentence and text[end] in ",、:; ":
        end -= 1
    start = max((text.rfind(mark, max(sentence, end - REACH), end) for mark in ",;:"), default=-1) + 1
    start = max(start, sentence)
    clause = text[start : end + 1]
    if ";" in text[end + 1 : around.left] and lexicon().verb.match(clause):
        return ""  # 加强管理;由5家增加到8家
    if not clause or any(character.isdigit() for character in clause) and len(clause) < 12:
        return ""
    if pattern("circumstance").match(clause):
        return ""  # 抢抓减税等利好政策,…
    subject, copula, _ = clause.partition("是")
    if copula and len(subject) > 2:
        return clean_left(subject)  # 经济增速是综合性指标,…
    return clean_left(strip_tail(clause)[0])
