"""Heads: the noun phrase that a number quantifies, before it (覆盖率达到80%) or behind it (建设300个车间)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from policylab.numbers._quantities import is_han
from policylab.numbers._vocabulary import pattern as number_pattern
from policylab.targets._lexing import lexicon, pattern, word_set
from policylab.targets._noun_phrases import clean_left, granted, is_measure, strip_tail
from policylab.targets._surroundings import STEPS, Around

STEP_OF = re.compile(r"[0-9一二两三四五六七八九]个$")
BOUND_BEFORE = re.compile(r"(?:[0-9.]+|[十百千])?[百千万]*(?:亿|万)元以上$|[十百千万]*亿(?:元)?级$")
SET, AWARDS = frozenset("划算标务数"), frozenset("励补助贴")  # what the plan that is met, and what is given, end with
PLACED = re.compile("(?<=..)(?<![省市国县区的])(?:位次|位置|名次|排位)$")
AIMS = frozenset(["目标", "计划", "预期", "预期目标", "任务", "目标任务"])  # what is passed or missed
TOWNS = re.compile("(?:设区市|地级市|县城|城市|城区|城镇|农村|建制镇|乡镇)(?!化)")
PLACES = re.compile(r"^(?:.*、.*(?:[省市区县]|地区|区域|平原|流域)(?:\([^()]*\))?|[^、]{2,8}(?:地区|区域|平原|流域)|[^、社园校]{1,4}[省市县州])(?=..)")  # 甲、乙两省|煤炭消费量
SHARE = re.compile("占(?![比有用地领据])")
AVERAGES = frozenset(["人均", "户均", "亩均", "地均"])
PEOPLE = re.compile("(?:人口|(?<!移)民|[人户众员工生者])$")
LONGEST_SHARED = 12  # characters of what is told of each of several things
HEIGHTS = ("水平", "高位", "低位", "区间", "量级")  # on which something is, as it stands there
COUNTS = "counts"  # of a rule that asks about what is counted, whatever its unit
TOPIC = 240  # characters before a sentence in which its topic is looked for


class Head(NamedTuple):
    """An indicator and where it was found; `verbs` is what stands between it and the number."""

    indicator: str
    side: str  # left, right, carried (from the statement before), none
    verbs: str
    relative: bool = False  # the number belongs to a relative clause: 收入超过10亿元的企业
    inner_end: int = -1  # end of a relative clause between the number and its noun
    granted: bool = False  # the number is the measure of what is given or done by a rule
    base: bool = False  # the number is the starting point of a change: 由60%提高到80%
    rule: str = ""  # which rule proposed it, of those that ask what stands around the number
    rival: str = ""  # the noun phrase on the other side, which was not taken
    beside: str = ""  # which rule took it from the numbers beside, or from what was said before


def find_head(around: Around) -> Head:
    """The head of a number, by the first rule that proposes one."""
    return next(proposed(around), Head("", "none", around.verbs, base=around.base))


def proposed(around: Around) -> Iterator[Head]:
    """What each rule would take for the head, in the order in which they are asked."""
    for name, rule in ASKED(around.part, around.counts):
        if (head := rule(around)) is not None:
            yield Head(*head[:-3], name, around.phrase if head.side == "right" else around.behind or "")


def _named_behind(around: Around, name: str) -> Head | None:
    """What a pattern names right behind the number, by the last of its groups that matches."""
    found = pattern(name).match(around.text, around.quantity.end)
    return Head(found[found.lastgroup], "right", around.verbs) if found else None


def _by_grant(around: Around) -> Head | None:
    """按投资额的10%给予补助: what is given, where the number is its measure."""
    if around.base:
        return None
    grant = granted(around.lexed, around.quantity.start, around.quantity.end, around.left, around.right)
    if grant is None and around.quantity.comparator == "le" and around.of and around.part == "money" and pattern("gives_to").fullmatch(around.before.rpartition("、")[2]):
        of = pattern("granted_of").match(around.text, around.quantity.end)  # …、单个企业不超过1000万元的贴息支持
        grant = of["grant"] if of else None
    return Head(grant, "right", around.before, granted=True) if grant else None


def _by_grant_before(around: Around) -> Head | None:
    """…给予一次性奖补,单个项目最高80万元: the bound of what the clause before gives."""
    quantity = around.quantity
    if around.carried or quantity.comparator != "le":
        return None
    clause = pattern("gives_to").fullmatch(around.before)
    named = clause and around.part == "money" and pattern("gives_named").search(around.before)
    given = pattern("gives").search(_clause_before(around)) if clause and not named else None
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
    if text[end - 1] != "内" or around.attained or around.base:
        return None
    if around.phrase and pattern("term_opens").search(around.before) is None:
        return None
    done = _named_behind(around, "term_behind")
    return done and done._replace(indicator=done.indicator.removesuffix("的"))


def _by_reach(around: Around) -> Head | None:
    """市域1小时、省会3小时通达, 出门300米见绿、500米见园: what is reached within a time or a length."""
    reached = number_pattern("within_reach").match(around.text, around.quantity.end)
    if reached is None or around.attained:
        return None
    whence = pattern("reach_alone").sub("", around.phrase) or pattern("reach_alone").sub("", around.carried)
    return Head(whence + reached["reach"], "left", around.verbs) if whence else None


def _by_activity(around: Around) -> Head | None:
    """拟在本市居住半年以上, 依法缴纳社会保险费满3年: what somebody does for so long."""
    quantity = around.quantity
    if around.base or around.attained or quantity.comparator not in ("ge", "gt", "le", "lt"):
        return None
    done = pattern("activity").search(around.phrase)
    return Head(done["done"], "left", around.verbs) if done else None


def _by_fine(around: Around) -> Head | None:
    """处违法所得3倍以上5倍以下的罚款: the fine, whatever it is reckoned from."""
    end = around.quantity.end
    return _named_behind(around, "fine") if around.text[end : end + 1] in "的或罚滞违拘有" else None


def _by_group(around: Around) -> Head | None:
    """60岁以上老年人, 提供24小时服务: a group or a service that an age or a time describes."""
    end = around.quantity.end
    if (group := lexicon().groups.match(around.text, end)):
        return Head(group["group"], "right", around.verbs)
    first, listed, _ = (around.behind or "").partition("、")
    if listed and around.part == "age" and pattern("person_end").search(first):
        return Head(first, "right", around.verbs)  # 65岁以上失能老年人、残疾人
    offered = number_pattern("period_offered").match(around.text, end) if around.part == "time" else None
    return Head(offered["service"], "right", around.verbs) if offered else None


def _by_project(around: Around) -> Head | None:
    """投资7亿元的客运站 gives the investment of the station, 总长度58公里的道路 the length of the road."""
    quantity = around.quantity
    if around.base or not around.behind or quantity.explicit or quantity.high is not None or not (around.of or around.part == "money"):
        return None
    if not around.of and lexicon().lead.match(around.behind):
        return None  # 投资2亿元建设消防站
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
    listed = around.before in ("、", "和", "或", "及") and around.carried and around.quantity.unit
    money = around.part == "us_dollar" and around.text.endswith("元", 0, around.left)  # 总投资5亿元或3000万美元以上
    if not listed or not (money or around.text.endswith(around.quantity.unit.written, 0, around.left)):
        return None
    if around.counts and pattern("list_met").search(around.text, around.sentence, around.left) is None:
        return None  # but 出栏达2000头、5000头以上的猪场
    if is_han(around.text, around.quantity.end) and not around.of:
        return None
    return Head(around.carried, "left", "", pattern("listed_of").match(around.text, around.quantity.end) is not None, around.relative_end)


def _by_levels(around: Around) -> Head | None:
    """充分发挥市区两级积极性: the levels are what is counted, unless they make up or have what stands behind (市区两级网络)."""
    if pattern("of_levels").search(around.behind or ""):
        return None
    named = pattern("levels_named").search(around.before)
    if named and named.group() == "州市" and around.quantity.value != 2:
        return None  # 广州市三级名中医工作室
    return Head(named.group(), "left", around.verbs) if named else None


def _by_each(around: Around) -> Head | None:
    """农民人均拥有1亩以上经济林: what stands behind the number, for each."""
    each = pattern("owned_each").search(around.before) if around.before.endswith("有") else None
    return Head(around.phrase.removesuffix(each["each"]) + each["each"] + around.behind, "right", around.verbs) if each and around.behind else None


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
    place = around.phrase.lstrip("为给向")
    if around.quantity.unit.written == "级":
        return False  # 市区两级财政
    named = 2 <= len(place) <= 8 and pattern("owner").search(place) and around.before.endswith(place)
    if around.counts or not 2 <= len(place) <= 8 or not around.before.endswith(place):
        return bool(named) and around.counts and pattern("whole_at_start").match(place) is None
    # 甲公司5万平方米主力店, 某镇1万亩节水灌溉
    sized = around.part in ("area", "mass", "power", "volume") and not around.verbs and not around.of
    sized = sized and around.quantity.form == "arabic" and not around.quantity.explicit
    return sized and pattern("owned_thing").search(around.behind or "") is not None


def _by_use(around: Around) -> Head | None:
    """列支65万元用于种子补贴: what a sum is for, where only a verb stands before it."""
    end = around.quantity.end
    if around.base or around.text[end : end + 2] not in word_set("uses") or not (around.phrase.endswith(tuple(word_set("spends"))) or not around.phrase and not around.carried):
        return None
    return _named_behind(around, "used_for")


def _by_before(around: Around) -> Head | None:
    """覆盖率达到80%: the noun before the number, with what it needs from the statement before."""
    phrase = _completed(around)
    if not phrase:
        return None
    if around.quantity.form == "rank":
        alone = PLACED.sub("", phrase.removesuffix("全部").removesuffix("均"))  # 财政收入|位次前移至第八位
        bare = alone in ("综合", "总体") or pattern("whole_at_end").fullmatch(alone) is not None and "排名" in around.verbs
        alone = around.carried if bare and around.carried else alone  # 收入5亿元,综合排名全省第1
        return Head(alone, "left", phrase[len(alone) :] + around.verbs, bool(around.of and around.behind), base=around.base)
    phrase = _each_of(around, pattern("name_edges").sub("", phrase))
    if phrase.endswith("等") and len(phrase) > 3 and phrase[-2] not in "中高初同平对相优":
        phrase = phrase[:-1]  # 干线公路等24条750公里
    phrase = _counted(around, phrase) if around.counts else phrase
    if around.of and around.behind and around.quantity.explicit and phrase.startswith(("新建", "改建", "扩建")):
        alone = phrase[2:].endswith(("存栏", "出栏")) or 1 < lexicon().measured.length(phrase) == len(phrase) - 2
        phrase = phrase[2:] if alone else phrase  # 新建|存栏100头以上的牛场
    return Head(phrase, "left", around.verbs, bool(around.of and around.behind and not around.behind.startswith(HEIGHTS)), base=around.base)  # 80%的水平


def _each_of(around: Around, phrase: str) -> str:
    """补助标准分别为城市600元、农村400元: the name of one thing with what is told of each."""
    thing = phrase.rpartition("分别为")[2]
    begin = around.quantity.start - len(thing)
    told = None
    if "分别" in around.text[around.sentence : begin] and around.text.startswith(thing, begin):
        told = pattern("shared_out").search(around.text, around.sentence, begin)
    if told is None or not thing:
        return phrase
    what = clean_left(told["what"])
    return thing + what if (is_measure(what) or pattern("parameter").search(what)) and len(what) <= LONGEST_SHARED else thing


def _counted(around: Around, phrase: str) -> str:
    """The name of what is counted: with the bound that it begins with, without the examples before 等."""
    if around.before.startswith(phrase) and (bound := BOUND_BEFORE.search(around.text, max(around.sentence, around.left - 12), around.left)):
        return bound.group() + phrase  # 亿元以上|项目2000个
    such = phrase.rpartition("等")[2]
    listed = 4 <= len(such) < len(phrase) - 2 and phrase[-len(such) - 2] not in "中高初" and not such.startswith(("其他", "级", "各"))
    listed = listed and such.count("“") == such.count("”")
    return such if listed else phrase  # 甲、乙等新能源项目, but not “立等可取”事项, and not 中等职业学校


def _completed(around: Around) -> str:
    phrase, carried = around.phrase, around.carried
    if carried and (_goes_on(around) or _beside_aim(around)):
        return ""
    if "占" in phrase[1:3] and phrase.lstrip("仅约已只均需将应要")[:1] == "占":
        phrase = phrase[phrase.find("占") :]
    if carried and phrase in word_set("owned_measures") and around.text[around.left : around.quantity.start].lstrip(" ")[:1] == "、":
        phrase = owner(carried) + phrase  # 粮食播种面积1530万亩、总产量125亿斤
    if not carried and (pattern("share_of_whole").sub("", phrase) if "占" in phrase else phrase) in word_set("figures"):
        phrase = _topic(around) + phrase
    cut = around.text[around.left - 1 : around.left] not in (",", ";", ":", "。")
    if carried and cut and len(phrase) > len(carried) + 2 and phrase.startswith((carried + "、", carried + ",")):
        phrase = phrase[len(carried) + 1 :]  # 惠及60万名近亲属、共济金额5亿元
    if phrase.startswith("占") and not carried and (subject := pattern("too_small").match(_clause_before(around).strip())):
        carried = clean_left(subject["subject"])  # 经济总量偏小,仅占全市的7%
    if phrase.startswith("占") and carried:
        whole = carried.partition("占")[0]  # A占B比重达到27%,占C比重…
        if whole and (whole != carried or not carried.endswith(("率", "比重", "占比"))):
            phrase = whole + phrase
    if phrase in word_set("rates_alone") and carried and not carried.endswith(phrase):
        base = next((carried.removesuffix(name) for name in sorted(word_set("rates_alone")) if carried.endswith(name)), carried)
        phrase = base + phrase  # 出口增长20%,增幅高于全国…
    if phrase in word_set("of_sector") and (sector := pattern("sector").match(_clause_before(around))):
        phrase = sector["sector"] + phrase  # 服务业发展态势良好,增加值增长7.4%
    planned = carried and (phrase[-1:] in SET and pattern("plan_done").fullmatch(phrase) or not phrase and around.before.endswith("的"))
    if planned and (done := pattern("done_at_end").search(around.before.removesuffix("的"))):
        phrase = carried.removesuffix(done["set"]) + done["set"]  # 投资10亿元,完成年度计划的119%
    if carried and (pattern("per_head").fullmatch(phrase) or phrase in AVERAGES and lexicon().measured.match(carried)):
        phrase += carried  # 床位4.2万张,每千人口7.1张; 生产总值5亿元,人均7万元
    phrase = _of_the_same(around, phrase)
    if phrase[-1:] in AWARDS and (given := pattern("given_at_end").search(phrase)) and pattern("rule_for").match(around.text[around.left :].lstrip()):
        phrase = given.group()  # 对首次上规的企业奖励10万元
    further = around.before[:1] in ("、", " ") or around.text.endswith((",", ";"), 0, around.left)
    if further and phrase in word_set("of_sector") and phrase != "投资" and not around.behind and carried.endswith(("企业", "工业", "产业")) and around.before.lstrip(" 、").startswith(phrase):
        phrase = carried.removesuffix("企业") + phrase  # 规模以上工业企业7.6万家、增加值增长3%
    if carried and phrase in word_set("totals"):
        phrase = whole_of(carried, phrase)  # 新增30家、总数超过70家; 进出口增长8%,总额突破9亿元
    if phrase in word_set("invested") and carried.endswith(("项目", "工程")) and not around.behind and pattern("stage").search(carried[:-2]) is None and not pattern("several").search(around.text, around.sentence, around.left):
        phrase = carried + phrase  # 实施项目11个,完成投资10亿元
    if carried.startswith("淘汰") and around.before.startswith(("、" + phrase, "和" + phrase)):
        phrase = "淘汰" + phrase  # 淘汰炼铁15万吨、炼钢20万吨
    if carried and (treated := pattern("treated_rate").fullmatch(phrase)) and (whose := owner(carried)):
        phrase = pattern("treatment_end").sub("", whose) + treated.group()  # 生活垃圾处理能力达800吨/日,处理率100%
    if phrase and around.attained and carried and around.part in ("ratio", "percentage_point", "multiple"):
        among = "其中" in around.text[max(around.sentence, around.left - 2) : around.quantity.start]
        phrase = _group_of(phrase, carried, among)
    return phrase


def whole_of(name: str, total: str) -> str:
    """新增公路里程20公里,总里程…: all that there is of what has been told."""
    return name if name.endswith(total) else name.removeprefix("新增").removesuffix(total.removeprefix("总")) + total


def _of_the_same(around: Around, phrase: str) -> str:
    """A name with what it shares with the one before: 每千人口|医师3.2人、护士3.8人; 省级以上|研发平台|150家,其中国家级20家."""
    if "每" in around.before and (reached := pattern("reaches_per_head").search(around.before)):
        return clean_left(strip_tail(around.before[: reached.start()])[0])  # 托位数达到每千人口4.5个
    carried = around.carried
    if not (carried and around.counts):
        return phrase
    if phrase.endswith("级") and pattern("level_name").fullmatch(phrase):
        return _of_level(around, phrase)
    of = pattern("per_head").match(carried) if around.before[:1] in ("、", "和", "及") and "每" not in phrase else None
    named = of is not None and phrase and lexicon().verb.match(phrase) is None and phrase[:2] not in word_set("new")
    return of.group().removesuffix("拥有") + phrase if named else phrase


def _of_level(around: Around, level: str) -> str:
    """示范社国家级5家、省级30家; 省级以上企业20家,其中国家级2家: a level with the thing that the one before is of."""
    if "其中" in around.text[around.sentence : around.quantity.start]:
        return level + pattern("level_opens").sub("", around.carried)
    graded = pattern("graded").search(around.carried)
    return around.carried[: graded.start()] + level + graded["thing"] if graded else level


def _beside_aim(around: Around) -> bool:
    """Whether only the aim that is passed stands before a number: 增长26%,高于年初12%|的目标14个百分点."""
    if around.phrase in AIMS and around.before.startswith("的"):
        return True
    return around.of and pattern("passes_aim").search(around.before) is not None and pattern("aim_next").match(around.text, around.quantity.end) is not None


def _goes_on(around: Around) -> bool:
    """Whether a clause says again what was done, or of whom: 新建学校10所,2023年起每年新建5所; 五星级的奖励100万元,四星级的50万元."""
    phrase, carried = around.phrase, around.carried
    of_award = carried[-1:] in AWARDS and around.part in ("money", "ratio") and around.before.endswith(("的给予", "的奖励", "的补助", "的补贴"))
    of_award = of_award or carried[-1:] in AWARDS and around.part == "money" and around.before.endswith("的")
    return of_award or phrase in word_set("new") or phrase == "投入" and carried.endswith(("资金", "投入"))


def owner(name: str) -> str:
    """Whose measure a name is: what stands before the measure at its end, or "".

    >>> owner("省属企业营业收入"), owner("粮食播种面积"), owner("生产安全事故起数"), owner("产值")
    ('省属企业', '粮食', '生产安全事故', '')
    """
    measure = lexicon().measured.length(name)
    front = name[:-measure] if measure else ""
    if measure == 1 and name.endswith("数"):
        front = front[:-2]  # 案件受理数
    front = front.removesuffix("播种").removesuffix("种植").removesuffix("可支配").removesuffix("销售")
    return front if len(front) > 1 and not front.endswith(("地区", "的")) else ""


def _topic(around: Around) -> str:
    """What a figure without a subject is about: the project or the base of the clause before, or the branch that a sentence before opens with."""
    clause = _clause_before(around)
    if sector := pattern("sector").match(clause):
        return sector["sector"]
    if opened := pattern("opened").search(clause):
        return opened["thing"] or opened["made"]
    if around.text[around.sentence : around.left].strip(" 、"):
        return ""
    before = around.text[max(0, around.sentence - TOPIC) : around.sentence]
    branch = [found["branch"] for found in pattern("branch_opens").finditer(before)][-1:] if "产业" in before else []
    return branch[0] if branch and not lexicon().verb.match(branch[0]) else ""


def _by_milestone(around: Around) -> Head | None:
    """跨越3个千亿元台阶: the steps that are counted, and how high one is."""
    end = around.quantity.end
    steps = around.text[end : end + 1] in STEPS and (
        around.quantity.unit.name == "个" or STEP_OF.search(around.text, around.quantity.start - 2, around.quantity.start)
    )
    return _named_behind(around, "step") if steps else None


def _by_occasion(around: Around) -> Head | None:
    """每年组织培训两次: what is done so often, where it is a verb alone."""
    quantity, done = around.quantity, around.noun.rstrip()[-2:]
    if quantity.unit.written not in word_set("occasions") or quantity.value > 1000:
        return None
    return Head(done, "left", around.verbs) if lexicon().verb.fullmatch(done) else None


def _by_deed(around: Around) -> Head | None:
    """7万人稳定脱贫, 对520户2300人实施生态移民: what so many people do, or what is done for them, where nothing else is named."""
    if around.phrase or around.behind or PEOPLE.search(around.carried):
        return None
    done = pattern("done_for").search(around.text, around.quantity.start - 12, around.quantity.start)
    return _named_behind(around, "deed") or (done and _named_behind(around, "deed_for"))


def _by_carried(around: Around) -> Head | None:
    """…达到80%: the subject of the clause before."""
    if around.before.lstrip(" ,、").startswith("惠及") and around.quantity.unit.name in ("人", "人次", "户", "户次"):
        return None  # 发放救助资金5亿元、惠及46万人次: whom it reached is not what was given
    found, deed = _earlier(around), around.noun.rstrip()[-2:]
    if found[:2] in word_set("new") and len(found) > 3 and pattern("not_new").search(around.before):
        found = found[2:]  # 新建高标准农田3万亩,改造提升5000亩
    if around.quantity.unit and around.part not in ("ratio", "percentage_point", "multiple") and (share := SHARE.search(found, 2)):
        found = found[: share.start()]  # 农田35万亩,占耕地的60%;到2025年,建成45万亩
    if found and around.quantity.unit.name in ("人", "人次") and not around.verbs and lexicon().verb.fullmatch(deed) and not PEOPLE.search(found):
        return Head(deed, "left", around.verbs)  # 筹集款物3亿元,累计救助150万人次
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


# asked in this order, some of what is measured in certain dimensions only
RULES = (
    (_by_grant, ""), (_by_fine, ""), (_by_grant_before, "money ratio time"), (_by_rule_before, ""), (_by_reach, "time length"),
    (_by_activity, "time"), (_by_group, "age time"), (_by_term, "time"), (_by_project, ""), (_by_milestone, ""), (_by_list, ""),
    (_by_levels, "count:级"), (_by_use, "money"), (_by_each, ""), (_by_behind, ""), (_by_before, ""), (_by_occasion, COUNTS), (_by_deed, "people count:户"), (_by_carried, ""), (_by_speed, ""), (_by_remainder, ""),
)  # fmt: skip


def asked(rules: Sequence[tuple[Callable, str]]) -> Callable[[str, bool], list[tuple[str, Callable]]]:
    """What gives the rules for a dimension, of what is counted or not, by what their functions are called: _by_grant_before is "grant before"."""
    named = [(rule.__name__.removeprefix("_by").strip("_").replace("_", " "), rule, of) for rule, of in rules]
    return functools.cache(lambda dimension, counts: [(name, rule) for name, rule, of in named if not of or dimension in of.split() or counts and of == COUNTS])


ASKED = asked(RULES)


def _takes_right(around: Around) -> bool:
    """Whether the noun behind a number is its head rather than the one before it."""
    words, quantity, phrase, before = lexicon(), around.quantity, around.phrase, around.before
    if not around.counts and (phrase or around.carried and not before) and pattern("bare_deed").fullmatch(around.behind or ""):
        return False  # 公路24条750公里建设任务
    if not phrase or pattern("whole_at_end").fullmatch(phrase):
        return not (around.of and around.carried and before[:1] == "且")  # 产值达到3亿元且增长10%以上的企业
    if around.behind in word_set("no_things") and not around.counts:
        return False  # 加计扣除75%政策
    if around.part == "time" or quantity.explicit and (around.behind or "").endswith(tuple(AWARDS)) and pattern("award_right").match(around.text, quantity.end):
        return False
    if around.counts and (quantity.unit.name in word_set("owners") and is_measure(around.behind or "") or quantity.comparator in ("ge", "le") and words.rate.match(around.behind or "")):
        return False  # 泵站5座设计排涝流量, 年出栏50头以上规模养殖比例
    if before.endswith(("和", "及", "与", "、", "以及")) or pattern("agreed").search(before):
        return True
    measured = bool(words.measured.match(phrase))
    shared = quantity.form == "fraction" or quantity.unit.name == "成"
    if around.of and shared and not measured and not before.endswith(("达到", "达", "为", "到")):
        return True
    if around.part == "money" and before.endswith(("增加", "追加")) and (around.behind or "").endswith(("经费", "资金", "补贴", "补助")):
        return True  # 区级设施增加60万元运营经费
    if around.of and quantity.explicit and before.endswith("在"):
        return False  # 税负在5%以上的项目
    generic = max((name for name in word_set("generic") if phrase.endswith(name)), key=len, default="")
    rest = phrase.removesuffix(generic)
    if around.of and generic in word_set("sums") and (not rest or words.lead.fullmatch(rest)):
        return True  # 设立总规模不低于200亿元的基金
    if around.of and (measured or quantity.explicit) and not around.built:
        return bool(generic) and not around.attained and not quantity.explicit
    if around.counts and quantity.form != "rank":
        return not (measured and around.attained)
    if before.endswith("的") and not quantity.unit and not around.attained and not around.of:
        return True  # 丧失劳动能力的50万贫困人口
    if measured or around.attained:
        return False
    return quantity.form not in ("rank", "ratio") and around.part not in ("multiple", "doubling", "percentage_point")


def _group_of(phrase: str, carried: str, among: bool) -> str:
    """大型企业返还比例为30%,中小微企业为60%: another group, the same rate."""
    words = lexicon()
    if words.measured.match(phrase):
        return phrase
    if pattern("place_told").fullmatch(phrase) and words.measured.match(carried):
        return of_place(phrase, carried)
    if not words.rate.match(carried):
        return phrase
    if among and len(phrase) <= 6 and pattern("place_end").search(phrase):
        return phrase + carried  # 占比达到90%,其中主城区达到100%
    group = phrase[-2:]
    place = carried.find(group)
    return phrase + carried[place + 2 :] if len(group) == 2 and 0 <= place < len(carried) - 3 else phrase


def of_place(place: str, told: str) -> str:
    """What is told of another place: 全国货运量增长30%,长三角地区增长10%.

    >>> of_place("长三角地区", "全国货运量"), of_place("乙省", "甲、丙两省煤炭消费量"), of_place("建制镇", "县城污水处理率")
    ('长三角地区货运量', '乙省煤炭消费量', '建制镇污水处理率')
    """
    whole = PLACES.match(told) or TOWNS.fullmatch(place) and TOWNS.match(told) or pattern("whole_at_start").match(told)
    return place + told[whole.end() if whole else 0 :]


def _clause_before(around: Around) -> str:
    """The clause before the one of a number, in the same sentence."""
    end = around.text.rfind(",", around.sentence, around.left + 1)
    return around.lexed.opening(end, around.sentence) if end >= 0 else ""


def _named_since(around: Around) -> str:
    """What a clause without a number names between the last number and a clause without a subject: …;乙的比重,由4%…."""
    clause = _clause_before(around).strip()
    if bounded := pattern("of_bounded").search(clause):
        return bounded["thing"]
    if len(clause) < 4 or any(sign.isdigit() for sign in clause) or lexicon().verb.match(clause):
        return ""
    rate = lexicon().rate.match(clause)
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
    clause = text[around.lexed.clause(end, sentence) : end + 1]
    if ";" in text[end + 1 : around.left] and lexicon().verb.match(clause):
        return ""  # 加强管理;由5家增加到8家
    if not clause or any(character.isdigit() for character in clause) and len(clause) < 12:
        return ""
    if pattern("circumstance").match(clause):
        return ""  # 抢抓减税等利好政策,…
    subject, copula, _ = clause.partition("是")
    if copula and len(subject) > 2:
        return clean_left(subject)  # 经济增速是综合性指标,…
    return clean_left(strip_tail(pattern("steps_up").sub("", clause))[0])
