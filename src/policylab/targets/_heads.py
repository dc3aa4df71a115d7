"""Heads: the noun phrase that a number quantifies, before it (覆盖率达到80%) or behind it (建设300个车间)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._quantities import Quantity

REACH = 90  # characters that a noun phrase may be away from its number
TIME = re.compile(
    r"(?:(?:力争|争取|确保|预计)?(?:到|至|截至|截止|在|从|自)? ?"
    r"(?:(?:19|20)[0-9]{2} ?(?:[-—–~～至]+ ?(?:20)?[0-9]{2} ?)?年(?:度)?|“?十[一二三四五六]五”?)"
    r"(?:底|末|初|期末|末期|时期|期间)?(?:之?前|以前|时|的)?[,，]?"
    r"|届时[,，]?|其中[,，:]?|目前[,，]?|[,，、:\s]+|—+|[一二三四五六七八九十]是|[(（]?[0-9]{1,2}[)）.、])+"
)
COMPARISON = re.compile(
    r"(?:比|较|与|同|相比于?|相对于?)[^,;。、比较与]{0,16}?"
    r"(?:年度?末?|底|末|初|期|上年|同期|水平|去年|平均|年份)(?:的)?(?:相比|基础上)?[,，]?$"
    r"|在[^,;。、]{0,16}?基础上[,，]?(?:再|又)?$"
)
PAIR = re.compile(
    r"(?:由|从)(?:[^,;。由从]{0,8}?(?:年底|年末|年|末|初)的?"
    r"|目前的?|现在的?|现有的?|现行的?|原来的?|原有的?|原)?(?:约|近)?$"
)
ONWARD = re.compile(r"(?:\([^()]{0,20}\))?[^,;。0-9]{0,12}?(?:到|至|为|达)[^,;。]{0,12}?[0-9一二三四五六七八九十]")
SINCE_YEAR = re.compile(
    r"(?:达到|达|为|是|相当于|增长到|提高到|增至|约为|恢复到|恢复至)?"
    r"(?:(?:19|20)[0-9]{2} ?年(?:底|末)?|“?十[一二三四五六]五”?(?:时期|期间|期?末)?)(?:水平)?$"
)
ASIDE = re.compile(r"^(?:\([^()]{0,16}\))(?:和|、|及|与)?")
NUMERAL = re.compile(
    r"(?<![A-Za-z第0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9A-Z])"
    r"|[二两三四五六七八九十百千万亿]+(?:个|家|项|条|座|所|大|种|类|元|亩|吨)"
)
LIST_CUT = re.compile(
    r"(?:、|和|及|以及|与|或)"
    r"(?=(?:[^、和及与,;。]{0,14})?(?:[0-9]|[二两三四五六七八九十百]+(?:个|家|项|条|座|所|大|类|种)))"
)
NEXT_CUT = re.compile(r"、|以及|和|并")
OF = re.compile(r"的(?!士)")
RELATIVE_END = re.compile(r"[,;。!?:]")


@dataclass(frozen=True, slots=True)
class Head:
    """An indicator and where it was found; `verbs` is what stands between it and the number."""

    indicator: str
    side: str  # left, right, carried (from the statement before), none
    verbs: str
    relative: bool = False  # the number belongs to a relative clause: 收入超过10亿元的企业
    inner_end: int = -1  # end of a relative clause between the number and its noun
    base: bool = False  # the number is the starting point of a change: 由60%提高到80%


def find_head(text: str, quantity: Quantity, left: int, right: int, sentence: int, carried: str) -> Head:
    """The head of a quantity.

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
    within = ""
    part = quantity.unit.dimension if quantity.unit is not None else ""
    if (part == "multiple" or (part == "ratio" and noun.endswith("水平"))) and (since := SINCE_YEAR.search(noun)):
        noun, verbs = noun[: since.start()], noun[since.start() :] + verbs
    if quantity.form == "rank" and (place := pattern("ranking").search(noun)):
        noun, verbs = noun[: place.start()], noun[place.start() :] + verbs
    if not quantity.explicit and (bound := words.bound.search(noun)) and len(noun) - bound.end() >= 2:
        # 不超过实际投资额20%: the bound stands before the noun
        quantity.comparator, quantity.explicit = words.codes[bound.group()], True
        within = noun[bound.end() :]
        noun = noun[: bound.start()]
    elif before.endswith("的") and part == "ratio" and (whole := pattern("of_whole").search(noun, 2)):
        # 低保标准达到城市低保标准的80%
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
        return Head(group["group"], "right", verbs)
    if behind and not base and _takes_right(quantity, phrase, before, built, attained, of):
        share = quantity.unit is not None and quantity.unit.dimension == "ratio"
        wide = pattern("whole_at_end").search(before) if share else None
        return Head((wide.group() if wide else "") + behind, "right", verbs, False, relative_end)
    if phrase.startswith("占") and carried and not carried.endswith(("率", "比重", "占比")):
        phrase = carried + phrase
    if phrase:
        return Head(phrase, "left", verbs, bool(of and behind), -1, bool(base))
    found = _earlier(text, left, sentence, carried)
    if found:
        return Head(found, "carried", verbs, bool(of and behind), -1, bool(base))
    if behind:
        return Head(behind, "right", verbs, False, relative_end, bool(base))
    return Head("", "none", verbs, False, -1, bool(base))


def _takes_right(quantity: Quantity, phrase: str, before: str, built: bool, attained: bool, of: bool) -> bool:
    words = lexicon()
    if not phrase:
        return True
    if quantity.unit is not None and quantity.unit.dimension == "time":
        return False
    if before.endswith(("和", "及", "与", "、", "以及")):
        return True
    measured = bool(words.measured.match(phrase, len(phrase), 0))
    if of and (measured or quantity.explicit) and not built:
        return phrase.endswith(tuple(word_set("generic"))) and not attained and not quantity.explicit
    if quantity.unit is not None and quantity.unit.counts and quantity.form != "rank":
        return not (measured and attained)
    if measured or attained:
        return False
    dimension = quantity.unit.dimension if quantity.unit is not None else ""
    return quantity.form not in ("rank", "ratio") and dimension not in ("multiple", "doubling", "percentage_point")


def strip_tail(before: str) -> tuple[str, str]:
    """Split what stands before a number into noun phrase and verbs."""
    words = lexicon()
    noun, verbs = before, ""
    for _ in range(3):
        cut = words.tail.length(noun, len(noun), 0)
        if cut:
            noun, verbs = noun[:-cut], noun[-cut:] + verbs
        noun = noun.rstrip(" ,、:")
        comparison = COMPARISON.search(noun, max(0, len(noun) - 30))
        if comparison:
            noun, verbs = noun[: comparison.start()], noun[comparison.start() :] + verbs
        if not cut and not comparison:
            break
    return noun, verbs


def clean_left(noun: str) -> str:
    """A noun phrase before a number without what leads in to it and the verbs at its end."""
    words = lexicon()
    noun = ASIDE.sub("", noun.strip(" ,、:;/"))
    if (whole := pattern("whole_at_start").match(noun)) and (verb := words.lead.match(noun, whole.end())):
        noun = noun[verb.end() :] if len(noun) - verb.end() >= 2 else noun
    if compound := pattern("compound").match(noun):
        noun = noun[compound.end() :]
    for _ in range(4):
        start = noun
        if lead := TIME.match(noun):
            noun = noun[lead.end() :]
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
    noun = _unquoted(noun.strip(" ,、:的"))
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


def noun_behind(text: str, start: int, right: int) -> tuple[str | None, int]:
    """The noun phrase behind a number, and where a relative clause before its head ends (or -1)."""
    words = lexicon()
    right = min(right, start + REACH)
    steps = text.startswith("步走", start - 1)  # 三步走计划
    if text[start : start + 1] in (" ", "的", "级") or steps:
        start += 1
    if start >= len(text) or text[start] in ",;。、!?:)）(\n 和及与或":
        return None, -1
    segment = text[start:right]
    if words.stop.match(segment) and not words.relative.match(segment):
        return None, -1
    if words.relative.match(segment) or _counts_inside(segment):
        head, end = _relative_head(text, start, right if text[right : right + 1] == ")" else len(text))
        if head:
            return head, end
        if words.stop.match(segment):
            return None, -1
    cut = len(segment)
    if (stop := words.stop.search(segment, 1)) is not None:
        cut = stop.start()
    if (listed := LIST_CUT.search(segment)) is not None:
        cut = min(cut, listed.start())
    if (numeral := NUMERAL.search(segment, 2, cut)) is not None and numeral.group()[0].isascii():
        front, _ = strip_tail(segment[: numeral.start()])
        cut = min(cut, len(front)) if len(front) >= 2 else cut
    for mark in NEXT_CUT.finditer(segment, 0, cut):
        verb = words.verb.match(segment, mark.end())
        if verb and not segment.startswith(("发展", "服务"), mark.end()):
            cut = mark.start()
            break
    if words.verb.fullmatch(segment, 0, cut) and not steps:
        return None, -1
    noun = segment[:cut].strip(" ,、").removesuffix("等").removesuffix("中")
    if len(noun) > 5 and (action := words.trailing.search(noun)) and action.start() >= 2:
        noun = noun[: action.start()]
    noun = _unquoted(noun)
    if not noun or noun[0] in "以左上":
        return None, -1
    return noun, -1


def _unquoted(noun: str) -> str:
    """The noun without quotation marks that lost their other half."""
    for opening, closing in ("“”", "()"):
        if noun.count(opening) != noun.count(closing):
            noun = noun.replace(opening, "").replace(closing, "") if opening == "“" else noun.split(opening)[0]
    if noun.startswith("“") and noun.endswith("”") and noun.count("“") == 1:
        noun = noun[1:-1]
    return noun.strip(" ,、的")


def _counts_inside(segment: str) -> bool:
    """Whether a number in front of 的 belongs to a relative clause: 相关业务收入超过10亿元的供应商."""
    numeral = NUMERAL.search(segment)
    if numeral is None or LIST_CUT.search(segment, 0, numeral.end()):
        return False
    words = lexicon()
    front = segment[: numeral.start()]
    for bound in ("超过", "达到", "低于"):
        front = front.removesuffix(bound)
    return words.stop.search(front, 1) is None and words.verb.search(front) is None


def _relative_head(text: str, start: int, limit: int) -> tuple[str | None, int]:
    """相关业务收入超过10亿元、具有较强竞争力的系统解决方案供应商 → 系统解决方案供应商."""
    limit = min(limit, start + REACH)
    first = OF.search(text, start, limit)
    if first is None:
        return None, -1
    stop = RELATIVE_END.search(text, start, limit)
    if stop is not None and stop.start() < first.start() and not NUMERAL.search(text, start, stop.start()):
        return None, -1
    ends = RELATIVE_END.search(text, first.end(), limit)
    end = ends.start() if ends else limit
    last = first
    for mark in OF.finditer(text, first.end(), end):
        if not any(character in text[last.end() : mark.start()] for character in "、和"):
            last = mark
    head, _ = noun_behind(text, last.end(), end) if text[last.end() : last.end() + 1] != "的" else (None, -1)
    if head and len(head) >= 2:
        clause = text[start : last.end()]
        if len(clause) <= 32 and not NUMERAL.search(clause) and not any(mark in clause for mark in ",;。"):
            return clause + head, last.end()
        return head, last.end()
    return None, -1
