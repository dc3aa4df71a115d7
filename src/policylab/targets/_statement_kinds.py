"""Kinds: whether a statement is a target, a baseline, an instrument or structure, and which rule says so; and what it measures."""

from __future__ import annotations

import re
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.numbers._quantities import is_han
from policylab.numbers._units import NO_UNIT
from policylab.targets._head_nouns import COUNTS, Head, asked
from policylab.targets._lexing import REACH, lexicon, pattern, word_set
from policylab.targets._noun_phrases import SPEEDS
from policylab.targets._surroundings import KINDS, thing_bounded
from policylab.targets._tense import NOTHING, Said, Sentence, Tense, tense_at

ATTRIBUTE = re.compile(r"[,;。!?:、()]|^的?(?:和|及|与|且|并且|或者?)|(?:和|及|与)$")
LARGE = 100_000_000  # yuan; a sum like that is no rate
LONGEST_TASK = 6  # characters: 20个重点任务, but not 58个贫困县摘帽任务
BEHIND = 5  # characters that may stand between a number and the verb of its rule: 按15%|执行
CLAUSE_MARK = re.compile("[,;。、]")
RULE_REACH = 40  # characters before a number in which 按照 makes it part of a rule
UNBOUNDED = frozenset({"money", "ratio", "time", "age", "people", "rank", "multiple", "percentage_point"})
SERIAL_BEFORE = re.compile("^[一二三四五六七八九十]{1,3}是")
ENUMERATED = re.compile(r"[、和及](?:[^,;。、]{1,20})$")
BOUNDS = frozenset(["ge", "gt", "le", "lt"])
BANDED = "(至到以的"  # what 的部分 behind a number may begin with
ATTAINING = "达到至在争成了约近不低高少于\n"  # what a verb that reaches a level ends with


class Verdict(NamedTuple):
    """The kind of a statement, the rule that tells it, what tells the time, and whether it opens a policy parameter."""

    kind: str
    rule: str
    tense: Tense
    parameter: bool = False


class Case(NamedTuple):
    """One number as the rules of its kind see it."""

    sentence: Sentence
    said: Said  # in it, before this number
    text: str
    quantity: Quantity
    head: Head
    previous_end: int  # where the quantity before ends
    clause: int  # where the clause begins
    tense: Tense

    @property
    def told(self) -> bool:
        """Whether something says that it tells of the past."""
        return self.tense.past and self.tense.why != "default"

    @property
    def enclosing(self) -> str:
        """The two characters that the number stands between, or fewer at an edge of the text."""
        start, end = self.quantity.start, self.quantity.end
        return self.text[start - 1 : start] + self.text[end : end + 1]

    def before(self, name: str) -> re.Match[str] | None:
        """A pattern in what stands before the number in its clause."""
        return pattern(name).search(self.text, self.clause, self.quantity.start)

    def behind(self, name: str) -> re.Match[str] | None:
        """A pattern right behind the number."""
        return pattern(name).match(self.text, self.quantity.end)


def verdict(
    sentence: Sentence, quantity: Quantity, head: Head, previous_end: int, *, said: Said = NOTHING, onward: bool = False
) -> Verdict:
    """The kind of a statement, by the first rule that applies; `onward`: the number is where a change leads, 由60%提高到80%."""
    tense = tense_at(sentence, quantity.start, onward=onward)
    case = Case(sentence, said, sentence.lexed.text, quantity, head, previous_end, sentence.clause(quantity.start), tense)
    for name, rule in (ASKED if head.base else WITHIN)(quantity.unit.dimension, quantity.unit.counts):
        if kind := rule(case):
            opens = name in OPENS_PARAMETER or name == "term" and pattern("given_last").search(head.indicator) is not None
            return Verdict(kind, name, tense, opens or name in PASSING and said.parameter)
    if sentence.setting.rules and tense.why != "year" and not _is_set_aside(case):
        return Verdict("instrument", "article", tense)
    return Verdict("baseline" if tense.past else "target", "tense", tense)


def _revised(case: Case) -> str:
    """森林覆盖率目标由40%调整为38%: what was to be reached, before the plan was changed."""
    aimed = re.search("目标|任务", case.head.verbs) and case.behind("revised_to")
    built = case.before("adjusted") and case.behind("adjusted_to")
    return "target" if aimed or case.before("set_once") or not case.tense.past and (built or case.behind("amended_to")) else ""


def _start(case: Case) -> str:
    """Where a change starts: 由60%提高到80%."""
    return "baseline"


def _points(case: Case) -> str:
    """工作机制(5分), 得2分, 每少一次扣0.5分: points of an assessment sheet."""
    quantity, text = case.quantity, case.text
    given = case.enclosing == "()" or pattern("points").search(text, quantity.start - 6, quantity.start)
    return "instrument" if given or not text[: quantity.start].strip() and case.behind("points_head") else ""


def _term(case: Case) -> str:
    """受理之日起5日内作出决定; 每削减1吨补助1500元: within what, and for how much of something, a rule holds."""
    quantity = case.quantity
    if quantity.value == 1 and pattern("each_unit").search(case.text, quantity.start - 6, quantity.start):
        return "instrument"
    if case.text.find("分", quantity.end, quantity.end + REACH // 3) > 0 and case.behind("points_next"):
        return "instrument"  # 新增1户企业加5分
    each = case.text.find("每", case.clause, quantity.start) >= 0
    if each and quantity.unit.written in word_set("occasions") and case.before("each_spell"):
        return "instrument"
    if case.head.rule == "fine" or case.head.rule == "activity" and not case.told or each and case.before("rate_of"):
        return "instrument"
    term = case.head.rule == "term" and not case.sentence.named_before(quantity.start, ("aim", "plain"))
    return "" if not term else "baseline" if case.tense.past and case.tense.why == "span" else "instrument"


def _inner(case: Case) -> str:
    """A number in a relative clause or before what it describes: a bound that a thing has to meet, or its size."""
    quantity, head, text = case.quantity, case.head, case.text
    inner = case.said.inner
    inside = bool(inner) and any(start <= quantity.start < end for start, end in inner)
    inside = inside and not _counts_on(case) and not _is_level(quantity)
    chained = quantity.explicit and case.behind("chained") is not None
    met = head.side == "left" and (quantity.comparator in BOUNDS and (case.behind("met_by") or case.behind("met_too")) or case.behind("or_as_much"))
    if not (inside or met or (head.side == "left" and (head.relative or chained))):
        return ""
    if _is_size(case, inside=inside):
        open_ = case.tense.why == "default" and _single(case)
        return "baseline" if case.told or open_ else "target"
    constructed = lexicon().construct.search(text, case.clause, quantity.start)
    capable = lexicon().capacity.match(head.indicator)
    return "target" if constructed and capable and not inside and quantity.comparator not in ("le", "lt") else "instrument"


def _is_size(case: Case, *, inside: bool) -> bool:
    """总投资7亿元的客运站开工建设, 首个经济总量突破3000亿元的县级市 tell of one thing; 亿元以上项目 bounds many."""
    quantity = case.quantity
    if not quantity.unit or quantity.unit.counts or _is_awarded(case):
        return False
    if quantity.unit.dimension.split("/")[0] != "money" and (quantity.explicit or not (case.told or case.head.rule == "project")):
        return False
    if quantity.explicit and quantity.start == quantity.number:
        return False
    if case.told:
        # 投资超5亿元的项目已达4个, 3个投资超5亿元的项目 count those that meet a bound
        clause = case.text[quantity.end : case.sentence.end].partition(",")[0]
        return not (quantity.explicit and (inside or pattern("numeral_within").search(clause)))
    return (not quantity.explicit and case.head.rule == "project") or _single(case)


def _single(case: Case) -> bool:
    """总投资超80亿元的基地加快建设, 首个总量突破3000亿元的县级市: one thing, and what it has come to."""
    return case.before("first_of") is not None or case.behind("goes_on") is not None


def _reported(case: Case) -> str:
    """减免社会保险费912亿元 since a year is a result, no parameter."""
    quantity = case.quantity
    if quantity.value < LARGE:
        return ""
    named = case.sentence.named_before(quantity.start, ("aim", "state", "plain", "since"))
    return "baseline" if named and named[-1].role in ("state", "since") else ""


def _parameter(case: Case) -> str:
    if not (case.head.granted or _is_parameter(case)):
        return ""
    return "baseline" if case.told and not _is_rate(case) else "instrument"


def _is_rate(case: Case) -> bool:
    """按每平方米300元给予补贴, 奖励总额不超过2000万元 are rules, even in a report."""
    quantity, sentence = case.quantity, case.sentence
    if case.head.granted or sentence.lexed.has("rule", case.clause, quantity.start):
        return True
    bounded = quantity.explicit and quantity.comparator != "approx" or quantity.comparator == "le"
    return case.tense.why == "words" and (bounded or pattern("for_those").search(case.text, sentence.start, quantity.start) is not None)


def _condition(case: Case) -> str:
    """收入低于7000元的及时纳入帮扶; 对营业收入5亿元以上、研发投入强度5%以上的企业: bounds of those for whom a rule is."""
    quantity, sentence = case.quantity, case.sentence
    bounded = case.behind("condition" if quantity.explicit else "case") is not None
    defined = pattern("defined").search(case.text, sentence.start, quantity.start)
    defined = defined and (quantity.explicit or "达到" in defined.group())
    return "instrument" if bounded or defined or _is_threshold(case) or _is_awarded(case) else ""


def _distance(case: Case) -> str:
    """渔港500米范围内禁止建设, 河道5公里内2个: within which something is forbidden, prescribed or counted."""
    text, end = case.text, case.quantity.end
    counted = case.quantity.comparator == "le" and text.endswith("内", 0, end) and text[end : end + 1].isdigit()
    counted = counted or text.startswith("内有", end - 1) and case.quantity.unit.dimension == "length"  # 1公里内有居民的尾矿库
    return "instrument" if counted or pattern("within").match(text, end - 1) else ""


def _rule(case: Case) -> str:
    if not _sets_rule(case):
        return ""
    return "baseline" if case.told and case.tense.why == "span" else "instrument"


def _goal(case: Case) -> str:
    if case.behind("set_done") and pattern("set_before").search(case.head.indicator + case.head.verbs):
        return "target"  # 改厕任务3万座,完成3.1万座
    if not case.text.startswith("的", case.quantity.end):
        return ""
    if case.behind("based_on"):
        return "" if pattern("given_last").search(case.head.indicator) else "baseline"  # 在达到12000元的基础上, but not 在奖励5万元的基础上
    if case.behind("goal_behind") and case.before("goal_before") or case.behind("goal"):
        return "target"
    met = case.behind("goal_met_behind") and case.before("goal_met")
    return "" if not met else "baseline" if case.told else "target"


def _structure(case: Case) -> str:
    quantity, head = case.quantity, case.head
    if case.enclosing == "()" and pattern("plan_item").search(head.indicator):
        return "structure"  # 经济发展目标(13个)
    if not _is_structure(case):
        return "structure" if _own_indicator(case) else ""
    result = case.tense.past and head.side == "right" and not _is_level(quantity)
    return "baseline" if result and not pattern("frame_part").search(head.indicator) else "structure"


def _counts_on(case: Case) -> bool:
    """10个以上产值超50亿元、3个以上产值超100亿元的产业集群: the second count stands beside the first."""
    unit = case.quantity.unit
    return unit.counts and unit.dimension.startswith("count:") and case.text.endswith("、", 0, case.quantity.start)


def _is_threshold(case: Case) -> bool:
    """对营业收入5亿元以上、研发投入强度5%以上的企业: bounds that those must meet for whom a rule is."""
    quantity, text = case.quantity, case.text
    if not quantity.explicit and not text.endswith("、", 0, quantity.start):
        return False
    opening = SERIAL_BEFORE.sub("", text[case.clause : quantity.start].lstrip())
    return pattern("rule_for").match(opening) is not None and "的" in text[quantity.end : case.sentence.lexed.clause_end(quantity.end)]


def _is_awarded(case: Case) -> bool:
    """带团人数达1000人次的,分别给予…; 投资5000万元以上,实行一事一议: what those must meet to whom something is given."""
    quantity, text, sentence = case.quantity, case.text, case.sentence
    bounded = quantity.comparator not in ("eq", "approx")
    if case.tense.past and case.tense.why != "words" and not bounded or sentence.named_before(quantity.start, ("aim",)):
        return False
    if case.behind("award_behind") or bounded and case.behind("award_right"):
        return True
    if _awarded_later(case, bounded=bounded):
        return True
    if case.told and not (bounded and text.startswith("的", quantity.end)):
        return False  # 为企业减负450亿元以上,发放贴息12.3亿元
    if bounded and case.behind("award_next") and not sentence.modality(quantity.start) and not lexicon().construct.search(text, case.clause, quantity.start):
        return True
    if quantity.unit.counts and not bounded:
        return False
    lexed, begin = sentence.lexed, max(sentence.start, text.rfind(";", sentence.start, quantity.start) + 1)
    end = text.find(";", quantity.end, sentence.end)
    given = lexed.has("grant", quantity.end, end if end >= 0 else sentence.end)
    return given and pattern("award_opens").match(text, begin, quantity.start) is not None


def _awarded_later(case: Case, *, bounded: bool) -> bool:
    """一次人数达到300人以上,游览5个景区,并住宿1晚,奖励150元/人: bounds in the clauses before the one that gives something."""
    quantity, text, sentence = case.quantity, case.text, case.sentence
    lexed, built = sentence.lexed, lexicon().construct.search(text, case.clause, quantity.start) is not None
    piece = max(sentence.start, text.rfind(";", sentence.start, quantity.start) + 1)
    bounded = bounded or _attains(text, quantity.start) or case.behind("bound_aside") is not None or pattern("bound_met").search(text, piece, quantity.start) is not None
    if not bounded or sentence.modality(quantity.start):
        return False
    end = text.find(";", quantity.end, sentence.end)
    end = end if end >= 0 else sentence.end
    for there in lexed.quantities:
        if there.start < quantity.end:
            continue
        if there.start >= end:
            break
        given = there.unit.dimension.partition("/")[0] in ("money", "ratio") and pattern("award_clause").match(text, lexed.clause(there.start))
        if given and lexed.clause(there.start) > quantity.end:
            # 建设50座,每座补助5万元: those that are built
            return not (built and not given["each"] or given["each"] == quantity.unit.written)
    return False


def _norm(case: Case) -> str:
    """A rule or a named parameter, which no year and no verb of attainment makes a target."""
    sentence, quantity, head = case.sentence, case.quantity, case.head
    if quantity.comparator in ("ge", "le") and pattern("required").search(case.text, sentence.start, quantity.start):
        return "instrument"
    if sentence.named_before(quantity.start, ("aim", "plain")):
        return ""
    if case.before("in_principle") and quantity.start < quantity.number:
        return "instrument"
    if quantity.comparator == "le" and not case.tense.past and (quantity.start < quantity.number and case.before("quota") or case.behind("quota_behind")):
        return "instrument"  # 每年支持企业不超过10家
    if quantity.comparator in ("ge", "le") and not case.told and pattern("must_meet").search(case.text, sentence.start, quantity.start):
        return "instrument"
    if case.tense.past:
        return ""
    if pattern("tax_rule").search(head.indicator):
        return "instrument"
    if _attains(case.text, quantity.start):
        return ""
    if quantity.start < quantity.number and pattern("norm").match(case.text, quantity.start):
        return "instrument"
    if pattern("norm_open").search(case.text, max(sentence.start, quantity.start - RULE_REACH), quantity.start):
        return "instrument"  # 单只证券的市值不得超过该证券市值的30%
    if quantity.unit.counts or _is_spent(case) or _grows(case):
        return ""  # 发放租赁补贴2万户
    return "instrument" if head.side != "right" and pattern("parameter").search(head.indicator) else ""


def _grows(case: Case) -> bool:
    """奖补资金增长10%: how a sum grows is no rate of it."""
    quantity, head = case.quantity, case.head
    if quantity.unit.dimension != "ratio" or pattern("fund").search(head.indicator) is None:
        return False
    change = lexicon().changed.match(case.text, quantity.start)
    return change is not None and not change["level"] or pattern("speed_verb").search(head.verbs) is not None


def _is_spent(case: Case) -> bool:
    """发放育儿补贴32亿元: a sum that is spent as a whole, and no rate."""
    quantity = case.quantity
    if _is_set_aside(case):
        return True
    if quantity.unit.dimension != "money" or quantity.value < LARGE or quantity.comparator == "le":
        return False
    return pattern("spent").search(case.text, quantity.start - 24, quantity.start) is not None


def _is_set_aside(case: Case) -> bool:
    """每年安排2000万元专项奖励资金, 设立1亿元规模的补偿基金: a fund, and no rate of what it gives."""
    quantity = case.quantity
    if quantity.unit.dimension != "money" or quantity.comparator == "le" or case.before("for_one"):
        return False
    return case.before("sets_aside") is not None and (case.behind("fund_behind") is not None or pattern("fund").search(case.head.indicator) is not None)


def _stock(case: Case) -> str:
    """本市1700余个设施 stand; 完成全市1700座水库除险加固 is to be done."""
    words, quantity = lexicon(), case.quantity
    if case.tense.past:
        return ""
    name = case.head.indicator
    rebuilt = pattern("rebuilt_behind").match(case.text, quantity.end + (len(name) if case.text.startswith(name, quantity.end) else 0)) or name.endswith(("改造", "加固"))
    if case.before("aimed_at"):
        return "" if rebuilt else "baseline"  # 对1400余处文物实施常态化巡查, 针对关税为零的2000种商品; 对7台锅炉实施改造
    if not words.stock.match(case.text, quantity.start) or case.text.startswith(("新建", "续建", "拟建", "储备"), quantity.end):
        return ""
    opening = case.text[case.clause : quantity.start]
    changed = rebuilt or pattern("rebuilt").search(opening) or pattern("rebuilt").search(name)
    return "" if changed or words.construct.search(opening) else "baseline"


def _described(case: Case) -> str:
    """What tells what sort of thing is meant: 60岁及以上老年人, 500千伏变电站, 10个百万亩基地."""
    quantity, unit = case.quantity, case.quantity.unit
    if describes_noun(case.text, quantity) or bounds_thing(case.text, quantity):
        return "instrument"
    if quantity.explicit and unit.counts and (thing_bounded(case.text, quantity) or case.behind("counted_behind")):
        return "instrument"  # 200张床位以上的养老机构, 50头以上的|牛场6个
    sized = quantity.form == "bare" or not unit.counts or quantity.explicit and quantity.start == quantity.number and is_han(case.text, quantity.end)
    if case.previous_end == quantity.start and sized:
        return "" if counts_again(case.text, quantity) else "instrument"  # 10个百万亩基地, 30个5万头以上养殖场, but 96户177人 and 13条15公里 count twice
    peopled = unit is NO_UNIT and quantity.comparator in ("ge", "le") and case.head.indicator.endswith("人口")
    if peopled and case.behind("peopled_place"):
        return "instrument"  # 城区人口20万以上城市
    if not quantity.explicit or case.head.side != "right" or unit.dimension not in ("people", "count:户"):
        return ""
    free = unit.dimension == "people" and quantity.start == quantity.number and _stands_free(case)  # 56人以上大班额
    return "instrument" if free or pattern("settled").search(case.head.indicator) or case.behind("settled_behind") else ""


def _stands_free(case: Case) -> bool:
    """Whether no verb of building or giving stands before a number and a noun right behind it."""
    text, place = case.text, case.quantity.start
    free = lexicon().built.match(text, place) is None or pattern("whole_before").search(text, place - 2, place) is not None
    return free and is_han(text, case.quantity.end)


def _is_parameter(case: Case) -> bool:
    """Whether a sum, share or term belongs to a subsidy, a fee or a fine."""
    sentence, quantity, head, text = case.sentence, case.quantity, case.head, case.text
    unit, lexed = quantity.unit, sentence.lexed
    behind = lexed.between("instrument_behind", quantity.end, quantity.end + RULE_REACH)
    if behind and behind[0][0] <= quantity.end + BEHIND and CLAUSE_MARK.search(text, quantity.end, behind[0][0]) is None:
        opening = text[case.clause : quantity.start]
        if not unit.counts or quantity.explicit or "每" in opening or "按" in opening:
            return True  # 按15%执行, but 15个社区配备社工
    if _is_spent(case) or _grows(case):
        return False
    if unit.dimension.split("/")[0] not in ("money", "ratio", "time", "multiple"):
        if case.said.parameter and head.beside == "granted before":
            return True  # 每人每年最多3次
        given = lexed.between("grant", case.clause, quantity.start)
        return bool(given) and (text.startswith("给予", given[0][0]) or not unit.counts and unit is not NO_UNIT)  # 扶持50万贫困人口
    if pattern("served_rate").search(head.indicator):
        return False
    if quantity.comparator == "le" and unit.dimension == "money" and case.before("capped"):
        return True
    if lexed.has("instrument", case.clause, min(lexed.clause_end(quantity.end), quantity.end + 14)):
        return True
    if not case.said.parameter or pattern("turn").search(text, case.said.previous_end, quantity.start):
        return False
    if head.side in ("carried", "none", "right") and (quantity.comparator == "le" or text.endswith("的", 0, quantity.start)) or pattern("recipient").search(head.indicator):
        return True
    if pattern("grade_alone").fullmatch(head.indicator):
        return True
    return quantity.explicit and not _attains(text, quantity.start) and not sentence.named_before(quantity.start, ("aim", "plain"))


OPENS_PARAMETER = frozenset({"parameter", "norm"})  # a subsidy, a fee or a fine, which the next numbers may belong to
PASSING = frozenset({"start", "inner", "reported", "described"})  # numbers in between, which change nothing in that
# asked in this order, some of what is measured in certain dimensions only, or of what is counted
RULES = (
    (_revised, ""), (_start, ""), (_points, "count:分"), (_term, ""), (_goal, ""), (_inner, ""), (_reported, "money"), (_described, ""),
    (_parameter, ""), (_condition, ""), (_distance, "length area time"), (_rule, ""), (_structure, COUNTS), (_stock, COUNTS), (_norm, ""),
)  # fmt: skip

ASKED, WITHIN = asked(RULES), asked(RULES[2:])  # those that are asked where a change starts, and elsewhere



def _attains(text: str, place: int) -> bool:
    """Whether a verb that reaches a level stands right before a number: 达到, 控制在, 降至不低于."""
    return text[place - 1 : place] in ATTAINING and pattern("attains").search(text, place - 8, place) is not None


def describes_noun(text: str, quantity: Quantity) -> bool:
    """Whether a number and its unit stand before a noun that they describe: 20万吨级泊位, 5岁以下儿童."""
    unit = quantity.unit
    after = text[quantity.end : quantity.end + 2]
    if not is_han(text, quantity.end):
        return False
    if after[0] == "级" and text.startswith(("规模", "水平", "体量", "台阶"), quantity.end + 1):
        return False  # 收入达万亿级规模
    if after[0] == "级" and pattern("level_list").match(text, quantity.end):
        return True
    if after[0] == "级" and (after[1:] not in ("", ",", "。", ";", "、", "提", "以") or pattern("grades").match(text, quantity.end)):
        return True
    if unit.dimension == "voltage" or text.endswith(("级以上", "级以下", "级及以上"), 0, quantity.end):
        return True
    if unit is NO_UNIT:
        return False
    sized = quantity.form in ("bare", "chinese") and not quantity.explicit or quantity.high is not None  # 百亿元县12个, 5亿元至10亿元企业30家
    if unit.dimension == "money" and sized and pattern("sized_counted").match(text, quantity.end):
        return True
    if unit.dimension == "money" and quantity.explicit and quantity.start < quantity.number:
        return pattern("sized").match(text, quantity.end) is not None
    bounded = unit.dimension == "age" or unit.dimension == "time" and quantity.explicit and quantity.start == quantity.number
    reached = unit.dimension in ("time", "length") and not quantity.explicit and pattern("rate_within").match(text, quantity.end)  # 500米公交站点覆盖率
    return bool(reached or bounded and lexicon().groups.match(text, quantity.end))


def counts_again(text: str, quantity: Quantity) -> bool:
    """Whether a size right behind a count is that of all that is counted: 道路13条15公里, 3条9公里管网; not 2个1000平方米广场."""
    unit = quantity.unit
    if quantity.form == "bare" or quantity.explicit or text[quantity.end : quantity.end + 1] == "级":
        return False
    if unit is NO_UNIT:
        return pattern("people_behind").match(text, quantity.end) is not None  # 6万户23万农村人口
    return not is_han(text, quantity.end) or (unit.dimension == "length" and text[quantity.start - 1] == "条")


def bounds_thing(text: str, quantity: Quantity) -> bool:
    """Whether a physical bound belongs to the name of the thing behind it: 20蒸吨以下燃煤锅炉, 25度以上坡耕地."""
    unit = quantity.unit
    if unit.written == "度" and quantity.high is not None and pattern("slope").match(text, quantity.end):
        return True  # 15—25度坡耕地
    if unit is NO_UNIT or (unit.counts and unit.written != "度") or not quantity.explicit or quantity.start < quantity.number:
        return False
    if unit.dimension.split("/")[0] in UNBOUNDED or text[quantity.end - 1] not in "上下":
        return False
    if pattern("able").search(text, quantity.start - 4, quantity.start):
        return False  # 带宽实现100Mbps以上灵活选择, 提供100Mbps以上接入服务
    if pattern("must_behind").match(text, quantity.end):
        return True  # 20蒸吨以上的燃煤锅炉要安装除尘器
    return is_han(text, quantity.end) and text[quantity.end] not in "的和及与"


def is_attribute(text: str, here: Quantity, following: Quantity | None) -> bool:
    """Whether a bound describes what the number behind it counts: 年收入20万元以上的行政村占比达到60%."""
    if following is None or not here.explicit or not here.unit or here.high is not None:
        return False
    gap = text[here.end : following.start]
    rates = "、" in gap and following.unit.dimension == "ratio" and all(map(lexicon().rate.match, gap.split("、")[:-1]))
    if not 2 <= len(gap) <= 40 or ATTRIBUTE.search(gap.replace("、", "") if rates else gap) is not None:
        return False  # 亿元以上项目开工率、投资完成率均达到90%
    if here.unit.counts and here.unit.dimension not in ("people", "age") and not (here.start == here.number and pattern("measured_within").search(gap)):
        return False
    if not here.unit.counts and here.unit.dimension != "ratio" and here.start == here.number:
        return True  # 淘汰35蒸吨/小时以下燃煤锅炉58台
    return text[here.start - 1 : here.start] == "对" or not lexicon().built.match(text, here.start)


def _own_indicator(case: Case) -> bool:
    """从六个方面提出25个主要指标: a count of the indicators that a plan sets."""
    quantity = case.quantity
    if not case.head.indicator.endswith("指标") or pattern("own_indicators").fullmatch(case.head.indicator) is None:
        return False
    return pattern("sets_up").search(case.text, max(case.sentence.start, quantity.start - 60), quantity.start) is not None


def _is_level(quantity: Quantity) -> bool:
    return quantity.unit.written in word_set("level_units")


def _is_structure(case: Case) -> bool:
    """Whether a number counts the plan's own parts, levels of administration or an enumerated framework."""
    text, quantity, head, unit = case.text, case.quantity, case.head, case.quantity.unit
    if quantity.high is not None or quantity.explicit or unit.written == "级" and quantity.form == "arabic":
        return False  # 平均级别达到4级, but 四级网络
    if quantity.value > 200 or text.startswith(("台阶", "大台阶", "大关"), quantity.end):
        return False
    if text[quantity.end : quantity.end + 1].isdigit() and head.verbs.endswith("达到"):
        return False  # 服务项目达到11大类37项
    if unit.written in word_set("frame_units") or text.startswith(("方面", "维度"), quantity.end):
        return True
    if unit.written in word_set("occasions"):
        return False  # 每年巡查三次
    if case.behind("laid_out"):
        return True  # 以中心城区为核心、6个县为翼
    before = text[max(case.sentence.start, quantity.start - 60) : quantity.start]
    if pattern("framework").search(before) or unit.written in KINDS and "包" in before and pattern("kinds_listed").search(before):
        return True
    if head.side == "right" and pattern("plan_itself").match(before) and not any(mark in before for mark in ";:"):
        return True  # 本规划共设置8个专栏,部署112个重大项目
    if unit.written == "条" and quantity.form == "chinese" and pattern("article_of").search(head.indicator):
        return True  # 九条方针
    kinds = unit.written in ("类", "大类") or unit.written == "个" and pattern("kind_name").search(head.indicator)
    if kinds and quantity.form == "chinese" and pattern("parted").search(before):
        return True  # 划分为四类主体功能区, 分为三个类别
    if pattern("built_place").search(head.indicator) or (unit.written in word_set("places") and not unit.written == "个" and not (unit.written == "条" and pattern("plan_task").search(head.indicator))):
        return False  # 两个市民广场, 支持赤水、仁怀等12个县
    part = quantity.form == "chinese" and pattern("plan_part").search(head.indicator)
    if quantity.form == "chinese" and quantity.value < 10 and _beside_another(text, quantity, before):
        return True
    task = head.side == "right" and pattern("plan_task").search(head.indicator) is not None
    task = task and not (unit.written == "个" and head.indicator.endswith("任务") and len(head.indicator) > LONGEST_TASK)
    if pattern("counted_beside").search(before) and not (part or task):
        return False
    enumerated = ENUMERATED.search(before) and ("、" in before[-24:] or "和" in before[-14:])
    if head.side == "left" and enumerated and pattern("counted_last").search(before):
        return False  # 制种基地18个、育种创新中心六个
    listed = bool(enumerated) or before.endswith("等")
    if quantity.form == "chinese" and quantity.value <= 20:
        lead_verb = lexicon().built.match(text, quantity.start)
        return listed or not lead_verb or bool(part)
    if quantity.form != "arabic" or pattern("supported").search(before):
        return False
    name = head.indicator if head.indicator.endswith("重点") else head.indicator.replace("重点", "")  # 等25个国家重点生态功能区
    of_plan = before.endswith("等") and unit.written in word_set("framed") and pattern("plan_part").search(name)
    return bool(of_plan) or task


def _beside_another(text: str, quantity: Quantity, before: str) -> bool:
    """两个市场、两种资源: two frameworks, of which nothing is built."""
    first = pattern("pair_of").search(before)
    if first is None and pattern("pair_next").match(text, quantity.end) is None:
        return False
    opening = before[: first.start()] if first else before
    return quantity.unit.written in word_set("pair_units") and not lexicon().built.match(opening)


def _sets_rule(case: Case) -> bool:
    """Whether a number is set by a rule: a contribution, a threshold, an age, a base; never a level to be reached."""
    text, quantity, head, unit = case.text, case.quantity, case.head, case.quantity.unit
    if quantity.form == "ratio" and text.endswith("按", 0, quantity.start) and text.startswith(("比例", "的比例"), quantity.end):
        return True  # 财政按1:1比例配套
    if unit is NO_UNIT or case.sentence.named_before(quantity.start, ("aim",)) or _attains(text, quantity.start):
        return False
    if text[quantity.end : quantity.end + 1] in BANDED and case.behind("band"):
        return True
    if unit.dimension == "age":
        return quantity.explicit and pattern("lifetime").search(head.indicator) is None
    if unit.counts:
        return False
    if head.side != "right" and pattern("rule_name").search(head.indicator.removesuffix("至")):
        return not quantity.explicit or pattern("share_paid").search(head.indicator) is None
    base = unit.dimension.split("/")[0]
    if base == "multiple" and case.behind("line_behind"):
        return True
    if base == "money" and unit.name.endswith(("/月", "/人·月", "/人月")):
        return head.indicator.endswith("标准") or lexicon().measured.match(head.indicator) is None
    opening = text[max(case.clause, quantity.start - RULE_REACH) : quantity.start]
    if opening.endswith(("按", "按照", "按增长", "按照增长")) and text.startswith("安排", quantity.end):
        return False  # 赤字率按3.2%左右安排
    if base == "ratio" and pattern("bears").search(opening) or base == "money" and pattern("each_more").search(text, case.sentence.start, case.clause):
        return True
    ruled = base in ("money", "ratio", "multiple") and pattern("ruled").search(opening)
    return bool(ruled) and case.behind("ruled_behind") is not None


def measure_of(text: str, quantity: Quantity, head: Head) -> str:
    """The code of what the number measures, from its unit and the verbs around it."""
    if by_form := _measure_by_form(text, quantity, head):
        return by_form
    words, unit = lexicon(), quantity.unit.dimension
    before = text[max(0, quantity.start - 24) : quantity.start]
    before = before[max(before.rfind(","), before.rfind(";"), before.rfind("。")) + 1 :]
    if "目标" in before or "预期" in before or "按" in before:
        before = pattern("change_aimed").sub("", before)
    change = words.changed.match(before)
    level = bool(change and change["level"])
    verb = change["verb"][::-1] if change else ""
    if (quantity.unit.counts or unit in ("area", "length")) and (verb in ("提升", "优化") or head.side == "right" and pattern("improves").match(verb)):
        change = None  # 农房风貌提升26万户, 提高2000户农户的收入
    # 新增20个园区 builds something new; 能力新增20万吨 raises what there is
    built = head.side == "right" and pattern("adds").match(verb)
    ahead = unit in ("percentage_point", "ratio") and pattern("ahead_of").search(head.verbs) is not None
    if ahead and head.indicator.endswith(SPEEDS):
        return "level"  # 收入增速高于经济增速1个百分点
    if change and not level and not head.base and not built:
        if words.annual.search(before) and not words.lower.match(verb):
            return "annual_growth"
        return "decrease" if words.lower.match(verb) else "increase"
    if unit == "ratio" and pattern("yearly_rate").search(before) and not words.rate.match(head.indicator):
        return "annual_growth"
    if unit == "ratio" and (grows := pattern("grows").match(text, quantity.end)):
        return "decrease" if grows["way"] else "annual_growth" if words.annual.search(before) or before.endswith("每年") else "increase"  # 保持10%以上增长
    if more := pattern("more_than_before").search(head.verbs) if head.verbs else None:
        return "increase" if more["way"] in "多高" else "decrease"  # 比上年多500人
    beside = unit == "percentage_point" and before.endswith(("的目标", "的预期目标", "的计划", "的预期"))  # 高于12%的目标2个百分点
    if beside or ahead:
        return "level"  # 增速高于全省平均水平1个百分点
    named = "增" in head.indicator or "涨" in head.indicator
    if head.side != "right" and (named and pattern("speed").search(head.indicator) or pattern("speed_verb").search(head.verbs)):
        return "annual_growth" if "年均" in head.indicator or "年均" in head.verbs else "increase"
    if head.side == "right" and unit == "ratio" and head.indicator[:2] in ("增速", "增幅"):
        return "annual_growth" if words.annual.search(before) else "increase"  # 按年均8%的增速
    if head.indicator.endswith("降幅") or (head.side == "left" and not change and _leads_lower(before, head.indicator)):
        return "decrease"
    if unit == "percentage_point":
        return "decrease" if words.lower.search(before) else "increase"
    return "level"


def _measure_by_form(text: str, quantity: Quantity, head: Head) -> str:
    """What a rank, a multiple or 零增长 measures, whatever the verbs around it; else ""."""
    unit = quantity.unit
    placed = unit.written in ("位", "名") and (
        pattern("place_among").search(head.indicator + head.verbs[:2]) or pattern("place_moves").search(text, max(0, quantity.start - 4), quantity.end + 4)
    )
    if quantity.form == "rank" or unit.dimension == "rank" or placed:
        return "rank"  # 排位由51位上升到36位
    if unit.dimension in ("doubling", "multiple"):
        return "multiple"
    return "increase" if quantity.form == "word" and quantity.value == 0 and text.startswith("零增长", quantity.number) else ""


def _leads_lower(before: str, indicator: str) -> bool:
    """压减审批环节30%: the verb of the change stands before its object."""
    place = before.rfind(indicator)
    return place > 0 and bool(pattern("falls").search(before, 0, place))
