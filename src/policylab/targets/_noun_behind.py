"""Behind a number: the noun phrase that follows it, and what stands between a noun and a number behind it."""

from __future__ import annotations

import functools
import re

from policylab.targets._lexicon import lexicon, pattern
from policylab.targets._lexing import Lexed

REACH = 90  # characters that a noun phrase may be away from its number
NESTED = 3  # relative clauses within one another that are followed
PHRASE_END = 40  # characters at the end of a phrase in which a spell of time or 每人 is looked for
NUMERAL = re.compile(
    r"(?<![A-Za-z第0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9A-Z])"
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
# 12个县|与省外医院建立协作关系: with whom it is done
WITH = re.compile(r"(?<=[\u4e00-\u9fff)])(?<![参赋授给不陪])[与同跟](?![步时比类等级期业])[^,;。、与同]{2,16}?(?:建立|结对|缔结|签订|签约|签署|结成|达成|对接|共建|开展|实现)(?!的?(?:项目|平台|基地|机制|中心|示范|试点))")
WITHS = frozenset("与同跟")
LEFT_OVER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?<![创更全革翻维刷])新|首次|全部|先后|陆续|(?<![合兼吞])并且?)$")  # 5个县级城市新|获评
COMPARING = re.compile("[比较与同相在]")  # signs without which there is no such ending
COMPARISON = re.compile(
    r"(?:(?<![对性可正反占])比(?![例重率])|较|(?<!参)与|(?<![合共协不如])同|相比于?|相对于?)[^,;。、比较与]{0,16}?"
    r"(?:年度?末?|底|末|初|期间|时期|期|上年|同期|水平|去年|平均|年份)(?:的)?(?:相比|基础上)?[,，]?$"
    r"|在[^,;。、]{0,16}?基础上[,，]?(?:再|又|继续|进一步)?$"
    r"|(?<=[\u4e00-\u9fff]{2})在[^,;。、]{2,24}?(?:情况|背景|前提|条件|形势|影响|带动)下[,，]?$"
)
EACH = re.compile(r"(?:(?:每?[年月])?(?:人均|户均|亩均)|每(?:家|个|户|名|位|项|所|辆|张)(?:企业|单位|机构|项目|学校|社区|乡镇|街道|床位|学生|对象)?|每[十百千万]{0,2}(?:[年月日天周]|平方公里|公里|个?航次|人|户|家|县|亩|个|次|例|吨|套|辆|学年|年度|季度|车次))+$")
EACH_OF = re.compile("每(?:家|个|户|人|名|所|项|座|亩|村|辆|台|位|件|县|镇|校)")  # 引进企业10家|每家奖励5万元
SPELL = re.compile(r"(?:最?近|过去|连续)?(?<![第个前每\u3007一二三四五六七八九十0-9])(?:[一二三四五六七八九十]|[0-9]{1,2})年(?:内|来)?$")
SPELL_ALONE = re.compile(r"(?:最?近|过去|这|连续)(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})年(?:内|来)?")
YEAR_END = re.compile(r"(?<=[^比较与同超从由截至复于])(?:力争)?(?:到|至)?20[0-9]{2}年(?:底|末)?前?$")
BETTER = re.compile(r"(?<![对性可正反占])[比较](?![例重率较赛])[^,;。、比较]{2,16}[高低多少快慢]出?$")  # 比世界先进水平高40%
THAN = re.compile(r"(?<![对相性可正反占])(?:比|较|高于|低于|高出|低出|快于|优于|好于|慢于|超过|超出|领先|超(?=年度|全年|时序|序时|计划|目标|预期|[全平]))(?![例重率较赛])[^,;。、比较率]{2,14}$")


@functools.lru_cache(4096)
def strip_tail(before: str) -> tuple[str, str]:
    """Split what stands before a number into noun phrase and verbs."""
    words = lexicon()
    noun, verbs = before, ""
    for _ in range(3):
        if ("价" in noun or "口径" in noun or "因素" in noun or "影响" in noun) and (reckoned := pattern("reckoned").search(noun, max(0, len(noun) - PHRASE_END))):
            noun, verbs = noun[: reckoned.start()], noun[reckoned.start() :] + verbs
        cut = words.tail.length(noun, len(noun), 0)
        if cut:
            noun, verbs = noun[:-cut], noun[-cut:] + verbs
        noun = noun.rstrip(" ,、:")
        if compared := _compared(noun, before, cut):
            noun, verbs = noun[: compared.start()], noun[compared.start() :] + verbs
        near = len(noun) - PHRASE_END
        spell = "年" in noun and (SPELL.search(noun, max(3, near)) or SPELL_ALONE.fullmatch(noun) or YEAR_END.search(noun, max(2, near)))
        if spell:
            noun, verbs = noun[: spell.start()], noun[spell.start() :] + verbs
        each = None
        if "每" in noun or "均" in noun:  # for how many something is reckoned: 每人每月, 人均
            each = EACH.search(noun, max(len(noun) - PHRASE_END, 0 if noun.startswith(("月", "年", "每月", "每年")) else 2))
        if each:
            noun, verbs = noun[: each.start()], noun[each.start() :] + verbs
        if not (cut or compared or spell or each):
            break
    return noun, verbs


def _compared(noun: str, before: str, cut: int) -> re.Match[str] | None:
    """What something is compared with, at the end of a phrase; each search is only made where its sign stands."""
    words, found = lexicon(), None
    if COMPARING.search(noun):
        found = COMPARISON.search(noun, max(0, len(noun) - 30))
    if found is None and cut and words.changed.match(before, len(before), 0):
        found = THAN.search(noun, max(2, len(noun) - 18))
    if found is None and ("比" in noun or "较" in noun):
        found = BETTER.search(noun, max(0, len(noun) - 20))
    return found


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
    cut = len(segment)
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
    if words.verb.fullmatch(segment, 0, cut) and not steps:
        return None, -1
    front, apart, measure = segment[:cut].rpartition("、")
    if apart and stop is not None and stop.start() == cut and words.measured.length(measure, len(measure), 0) == len(measure) > 0:
        cut = len(front)  # 外送24个省份、规模|居全国前列
    noun = segment[:cut].strip(" ,、").removesuffix("等")
    noun = noun if noun.endswith(("高中", "初中")) else noun.removesuffix("中")
    if len(noun) > 5 and (action := words.trailing.search(noun)) and action.start() >= 2:
        noun = noun[: action.start()]
        if noun.endswith(("和", "及", "与", "、")):
            noun = noun[:-1]
            noun = noun[: action.start()] if (action := words.trailing.search(noun)) and action.start() >= 2 else noun
    noun = LEFT_OVER.sub("", unquoted(noun))
    if not noun or words.verb.fullmatch(noun) and not steps or noun.startswith(("以", "左右", "上下", "上升")) or words.adverbs.fullmatch(noun) or pattern("quantity_alone").fullmatch(noun):
        return None, -1
    return noun, -1


def _doing(segment: str, cut: int) -> int:
    """Where what the thing does begins, before `cut`: 3家企业|制定了标准, 12个县|与省外医院建立协作关系."""
    if (done := DONE.search(segment, 0, cut)) is not None and done.start() >= 2:
        cut = done.start()
    if not WITHS.isdisjoint(segment) and (partner := WITH.search(segment)) is not None:
        cut = min(cut, partner.start())
    return cut


def unquoted(noun: str) -> str:
    """The noun without quotation marks that lost their other half."""
    if noun.isalpha():
        return noun.strip("的")
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


def granted(lexed: Lexed, start: int, end: int, left: int, right: int) -> str | None:
    """The thing that a number before it is the measure of, or None.

    Parameters
    ----------
    start, end : int
        Where the number stands.
    left, right : int
        Where its clause begins and ends.

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
