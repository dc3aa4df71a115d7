"""Heads: the noun phrase that a number quantifies, before it (覆盖率达到80%) or behind it (建设300个车间)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policylab.numbers import Quantity
from policylab.numbers._vocabulary import number_pattern
from policylab.targets._behind import REACH, THAN, noun_behind, strip_tail, unquoted
from policylab.targets._grants import granted
from policylab.targets._lexicon import lexicon, pattern, word_set

TIME = re.compile(
    r"(?:“?十[一二三四五六]五”?前[0-9一二三四]年|(?:力争|争取|确保|预计)?(?:到|至|截至|截止|在|从|自)? ?"
    r"(?:(?:19|20)[0-9]{2} ?(?:[-—–~～至]+ ?(?:20)?[0-9]{2} ?)?年(?:度)?|“?十[一二三四五六]五”?)"
    r"(?:底|末|初|期末|末期|时期|期间)?(?:之?前|以前|时|的)?[,，]?"
    r"|(?:今年|本年度?)?(?:年内|年底前|年末)[,，]?|用?(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})年(?:左右)?(?:的?时间|内|累计|来)[,，]?"
    r"|(?:去年|今年|明年|当年|上年)(?:年?底|末)?[,，]?|连续[0-9一二三四五六七八九十]{1,2}年"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:底|起)?[,，]?|届时[,，]?|其中[,，:]?|目前[,，]?|[,，、:\s]+|—+|[一二三四五六七八九十]是|[(（]?[0-9]{1,2}[)）.、])+"
)
PAIR = re.compile(
    r"(?:由|从)(?:[^,;。由从]{0,8}?(?:年底|年末|年|末|初)的?"
    r"|目前的?|现在的?|现有的?|现行的?|原来的?|原有的?|原)?(?:[人户亩]均)?(?:约|近)?$"
)
ONWARD = re.compile(r"(?:\([^()]{0,20}\))?[^,;。0-9]{0,12}?(?:到|至|为|达)[^,;。]{0,12}?[零0-9一二三四五六七八九十]")
SINCE_YEAR = re.compile(
    r"(?:达到|达|为|是|相当于|增长到|提高到|增至|约为|恢复到|恢复至)?"
    r"(?:(?:19|20)[0-9]{2} ?年(?:底|末)?|“?十[一二三四五六]五”?(?:时期|期间|期?末)?)(?:水平)?$"
)
AGAIN = re.compile(r"水平$|(?:恢复到|恢复至|相当于)[^,;。]{4,8}$")
PERIOD = re.compile(r"(?:最?近|过去|这)?[一二三四五六七八九十]{1,2}年(?=[\u4e00-\u9fff]{4})")
YEARLY = re.compile(r"^(?:每年|年均|年内)(?=[新净]增|新建)")
ASIDE = re.compile(r"^(?:\([^()]{0,16}\))(?:和|、|及|与)?")


@dataclass(frozen=True, slots=True)
class Head:
    """An indicator and where it was found; `verbs` is what stands between it and the number."""

    indicator: str
    side: str  # left, right, carried (from the statement before), none
    verbs: str
    relative: bool = False  # the number belongs to a relative clause: 收入超过10亿元的企业
    inner_end: int = -1  # end of a relative clause between the number and its noun
    granted: bool = False  # the number is the measure of what is given or done by a rule
    base: bool = False  # the number is the starting point of a change: 由60%提高到80%


def find_head(text: str, quantity: Quantity, left: int, right: int, sentence: int, carried: str) -> tuple[Head, Quantity]:
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
    words = lexicon()
    left = max(left, quantity.start - REACH)
    before = text[left : quantity.start].rstrip()
    base = PAIR.search(before, max(0, len(before) - 14)) if ONWARD.match(text, quantity.end) else None
    if base:
        before = before[: base.start()]
    noun, verbs = strip_tail(before)
    if not base and (grant := granted(text, quantity.start, quantity.end, left, right)):
        if not quantity.explicit and (bound := words.bound.search(noun)):
            quantity = replace(quantity, comparator=words.codes[bound.group()], explicit=True)
        return Head(grant, "right", before, granted=True), quantity
    if not base and text[left - 1 : left] == "," and pattern("ruled_open").match(before):
        if subject := _earlier(text, left, sentence, carried):
            return Head(subject, "left", before), quantity  # …起付标准,按照年平均工资的1%确定
    within = ""
    part = quantity.unit.dimension if quantity.unit is not None else ""
    fraction = quantity.form == "fraction" or (quantity.form == "word" and quantity.value < 1)
    if (part == "multiple" or (part == "ratio" and AGAIN.search(noun))) and (since := SINCE_YEAR.search(noun)):
        noun, verbs = noun[: since.start()], noun[since.start() :] + verbs
    if quantity.form == "rank" and (place := pattern("ranking").search(noun)):
        noun, verbs = noun[: place.start()], noun[place.start() :] + verbs
    if part == "percentage_point" and (than := THAN.search(noun, 2)):
        noun, verbs = noun[: than.start()], noun[than.start() :] + verbs
    if not quantity.explicit and (least := words.bound.search(verbs)):
        quantity = replace(quantity, comparator=words.codes[least.group()], explicit=True)  # 至少建成1所
    if not quantity.explicit and verbs and (front := words.before.match(noun, len(noun), 0)):
        # 最低不少于每人每月750元
        quantity = replace(quantity, comparator=words.codes[front["word"][::-1]], explicit=True)
        noun, more = strip_tail(noun[: -front.end()])
        verbs = more + verbs
    elif not quantity.explicit and (bound := words.bound.search(noun)) and len(noun) - bound.end() >= 2:
        # 不超过实际投资额20%: the bound stands before the noun
        quantity = replace(quantity, comparator=words.codes[bound.group()], explicit=True)
        within = noun[bound.end() :]
        noun = noun[: bound.start()]
    elif before.endswith("的") and (part == "ratio" or fraction) and (whole := pattern("of_whole").search(noun, 2)):
        # 低保标准达到城市低保标准的80%, 人口超过全市人口的半数
        if not quantity.explicit and whole.group() in words.codes:
            quantity = replace(quantity, comparator=words.codes[whole.group()], explicit=True)
        noun = noun[: whole.start()]
    elif (rule := pattern("by_rule").search(noun)) and rule.start() >= 3:
        noun = noun[: rule.start()]
    built = bool(before) and bool(words.built.match(before, len(before), 0))
    reached = words.attained.match(before, len(before), 0) or words.changed.match(before, len(before), 0)
    attained = bool(verbs) and reached is not None
    phrase = clean_left(noun)
    if within and noun.endswith(("给予", "按", "按照", "提供")):
        phrase = ""
    if within and not phrase:
        follows = text[quantity.end : quantity.end + 1] not in ",;。、" and noun_behind(text, quantity.end, right)[0]
        phrase = "" if follows else clean_left(within)
    behind, relative_end = (None, -1)
    if not base and not before.endswith(("达到", "达")) or quantity.unit is None or quantity.unit.counts:
        behind, relative_end = noun_behind(text, quantity.end, right)
    of = text[quantity.end : quantity.end + 1] == "的"
    if of and "以" in phrase[2:] and len(phrase.rpartition("以")[2]) >= 2:
        phrase = phrase.rpartition("以")[2]
    if part in ("age", "time") and (group := words.groups.match(text, quantity.end)):
        return Head(group["group"], "right", verbs), quantity
    if part == "time" and (offered := number_pattern("period_offered").match(text, quantity.end)):
        return Head(offered["service"], "right", verbs), quantity
    if behind and quantity.unit is not None and quantity.unit.counts:
        behind = counted_thing(behind)
        if quantity.unit.written == "大":
            behind = behind.partition("的")[0] or behind  # 具有四大功能的平台
    if behind and not base and _takes_right(quantity, phrase, before, built, attained, of):
        share = quantity.unit is not None and quantity.unit.dimension == "ratio"
        wide = pattern("whole_at_end").search(before) if share else None
        return Head((wide.group() if wide else "") + behind, "right", verbs, False, relative_end), quantity
    if phrase.startswith("占") and carried:
        whole = carried.partition("占")[0]  # A占B比重达到27%,占C比重…
        if whole and (whole != carried or not carried.endswith(("率", "比重", "占比"))):
            phrase = whole + phrase
    if carried and pattern("per_head").fullmatch(phrase):
        phrase += carried  # 床位4.2万张,每千人口7.1张
    if (given := pattern("given_at_end").search(phrase)) and pattern("rule_for").match(text[left:].lstrip()):
        phrase = given.group()  # 对首次上规的企业奖励10万元
    if phrase in word_set("totals") and carried and quantity.unit is not None and quantity.unit.counts:
        phrase = carried if carried.endswith(phrase) else carried + phrase  # 新增30家、总数超过70家
    if phrase and attained and carried:
        among = "其中" in text[max(sentence, left - 2) : quantity.start]
        phrase = _group_of(phrase, carried, among)
    if phrase:
        return Head(phrase, "left", verbs, bool(of and behind), -1, base=bool(base)), quantity
    found = _earlier(text, left, sentence, carried)
    if found:
        return Head(found, "carried", verbs, bool(of and behind), -1, base=bool(base)), quantity
    if behind:
        return Head(behind, "right", verbs, False, relative_end, base=bool(base)), quantity
    return Head("", "none", verbs, False, -1, base=bool(base)), quantity


def _takes_right(quantity: Quantity, phrase: str, before: str, built: bool, attained: bool, of: bool) -> bool:
    words = lexicon()
    if not phrase:
        return True
    if quantity.unit is not None and quantity.unit.dimension == "time":
        return False
    if before.endswith(("和", "及", "与", "、", "以及")):
        return True
    measured = bool(words.measured.match(phrase, len(phrase), 0))
    shared = quantity.form == "fraction" or quantity.unit_name == "成"
    if of and shared and not measured and not before.endswith(("达到", "达", "为", "到")):
        return True
    generic = max((name for name in word_set("generic") if phrase.endswith(name)), key=len, default="")
    rest = phrase.removesuffix(generic)
    if of and generic in word_set("sums") and (not rest or words.lead.fullmatch(rest)):
        return True  # 设立总规模不低于200亿元的基金
    if of and (measured or quantity.explicit) and not built:
        return bool(generic) and not attained and not quantity.explicit
    if quantity.unit is not None and quantity.unit.counts and quantity.form != "rank":
        return not (measured and attained)
    if measured or attained:
        return False
    dimension = quantity.unit.dimension if quantity.unit is not None else ""
    return quantity.form not in ("rank", "ratio") and dimension not in ("multiple", "doubling", "percentage_point")


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


def counted_thing(noun: str) -> str:
    """What a classifier counts is a thing, never its rate: 337个城市空气质量优良天数比率 → 城市."""
    if lexicon().rate.match(noun, len(noun), 0) and (thing := pattern("counted_thing").match(noun)):
        return thing.group()
    return noun


def clean_left(noun: str) -> str:
    """A noun phrase before a number without what leads in to it and the verbs at its end."""
    words = lexicon()
    noun = pattern("says").sub("", ASIDE.sub("", noun.strip(" ,、:;/")))
    if (whole := pattern("whole_at_start").match(noun)) and (verb := words.lead.match(noun, whole.end())):
        noun = noun[verb.end() :] if len(noun) - verb.end() >= 2 else noun
    if (period := PERIOD.match(noun)) and words.lead.match(noun, period.end()):
        noun = noun[period.end() :]
    for _ in range(4):
        start = noun
        if lead := TIME.match(noun):
            noun = noun[lead.end() :]
        noun = YEARLY.sub("", pattern("attribute").sub("", noun))
        if compound := pattern("compound").match(noun):
            noun = noun[compound.end() :]
        if lead := words.lead.match(noun):
            if lead.end() == len(noun):
                return ""
            if len(noun) - lead.end() >= 2:
                noun = noun[lead.end() :]
        if noun == start:
            break
    noun = _last_object(noun)
    if action := words.noun_action.length(noun, len(noun), 0):
        if len(noun) - action >= 3:
            noun = noun[:-action]
    noun = unquoted(noun.strip(" ,、:的"))
    if noun.startswith(("和", "及", "与")) and len(noun) > 3:
        noun = noun[1:]
    return "" if len(noun) < 2 and not noun.isascii() else noun


def _last_object(noun: str) -> str:
    """The object of the last verb: 滨海新区建成解析能力 → 滨海新区解析能力, 全市建成5G基站 → 5G基站."""
    words = lexicon()
    best = None
    for match in words.objective.finditer(noun, 1):
        rest = noun[match.end() :]
        if len(rest) >= 3 and noun[match.start() - 1] not in "的和与":
            best = match
    if best is None:
        return noun
    subject, rest = noun[: best.start()], noun[best.end() :]
    if pattern("whole_at_start").match(subject) or subject.endswith("、"):
        return rest
    if pattern("place_end").search(subject) and len(subject) <= 8:
        return subject + rest
    return noun


def _earlier(text: str, left: int, sentence: int, carried: str) -> str:
    """The subject of the clause before, where a clause has none of its own: …,达到80%."""
    if carried:
        return carried
    end = left - 1
    while end > sentence and text[end] in ",、:; ":
        end -= 1
    start = max((text.rfind(mark, max(sentence, end - REACH), end) for mark in ",;:"), default=-1) + 1
    start = max(start, sentence)
    clause = text[start : end + 1]
    if not clause or any(character.isdigit() for character in clause) and len(clause) < 12:
        return ""
    noun, _ = strip_tail(clause)
    return clean_left(noun)
