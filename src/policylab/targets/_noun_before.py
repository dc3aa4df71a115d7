"""Before a number: the noun phrase that it says something of, without what leads in to it and the verbs behind it."""

from __future__ import annotations

import functools
import re

from policylab.numbers._calendar import YEAR_WRITTEN
from policylab.targets._lexicon import lexicon, pattern, word_set

PHRASE_END = 40  # characters at the end of a phrase in which a spell of time or 每人 is looked for
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
PERIOD = re.compile(r"(?:最?近|过去|这)?[一二三四五六七八九十]{1,2}年(?=[\u4e00-\u9fff]{4})")
OPENINGS = ("conjunction", "per_grant", "says", "all_year", "will", "attribute", "each_time", "prices", "yearly", "compound")
# what the openings begin with, but for `attribute`, in which one of these words stands
OPENED, ATTRIBUTED = "且以但即如并或而若每上全原方第规计首也争力将应必我拟政确要还预按再同因年有科统重陆集高扩改新迁", re.compile("为|具[有备]|符合")
VERB_LIST = re.compile("^(?:、|或者?)(?=[\u4e00-\u9fff]{4})")  # 制定|、修改、废止政府规章, 建设|或改造地下管网
ASIDE = re.compile(r"^(?:\([^()]{0,16}\))(?:和|、|及|与)?")
MET = frozenset(["达到", "具备"])  # verbs of what a thing must meet, before 的
SPELL_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:已|均)?连续[0-9一二三四五六七八九十]{1,2}年")
COMPARING = re.compile("[比较与同相在]")  # signs without which there is no such ending
COMPARISON = re.compile(
    r"(?:(?<![对性可正反占])比(?![例重率])|较|(?<!参)与|(?<![合共协不如])同|相比于?|相对于?)[^,;。、比较与]{0,16}?"
    r"(?:年度?末?|底|末|初|期间|时期|期|上年|同期|水平|去年|平均|年份)(?:的)?(?:相比|基础上)?[,，]?$"
    r"|在[^,;。、]{0,16}?基础上[,，]?(?:再|又|继续|进一步)?$"
    r"|(?<=[\u4e00-\u9fff]{2})在[^,;。、]{2,24}?(?:情况|背景|前提|条件|形势|影响|带动)下[,，]?$"
)
EACH = re.compile(r"(?:(?:每?[年月])?(?:人均|户均|亩均)|每(?:家|个|户|名|位|项|所|辆|张)(?:企业|单位|机构|项目|学校|社区|乡镇|街道|床位|学生|对象)?|每[十百千万]{0,2}(?:[年月日天周]|平方公里|公里|个?航次|人|户|家|县|亩|个|次|例|吨|套|辆|学年|年度|季度|车次))+$")
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
        cut = words.tail.length(noun)
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
    if found is None and cut and words.changed.match(before):
        found = THAN.search(noun, max(2, len(noun) - 18))
    if found is None and ("比" in noun or "较" in noun):
        found = BETTER.search(noun, max(0, len(noun) - 20))
    return found


@functools.lru_cache(4096)
def clean_left(noun: str) -> str:
    """A noun phrase before a number without what leads in to it and the verbs at its end."""
    words, alone = lexicon(), noun.strip(" ,、:;—")
    noun = _led_in(_named_part(noun))
    if noun[:1] in "已一二三四五六七八九十累" and not words.measured.match(noun):
        noun = _behind(pattern("summed_up"), noun)
    if (given := pattern("hands_out").search(noun)) and given.start() >= 2:
        noun = noun[given.end() :]
    told, mark, rest = noun.rpartition("、")
    if mark and len(rest) >= 2 and pattern("told_of").search(told, 2):
        noun = rest  # 首批部门实现集中管理、经费下降28%
    if "连续" in noun:
        noun = SPELL_INSIDE.sub("", noun)  # 棉花产量连续4年占全国九成
    noun = _last_object(noun)
    action = words.noun_action.length(noun)
    noun = unquoted((noun[:-action] if action and len(noun) - action >= 3 else noun).strip(" ,、:的"))
    if noun.startswith(("和", "及", "与")) and not noun.startswith(("和美", "和平", "和谐", "和田", "及时")) and len(noun) > 3:
        noun = noun[1:]
    if noun[:1] in ("为", "对", "将") and 1 < words.measured.length(noun) == len(noun) - 1:
        noun = noun[1:]  # 为海拔1500米以上村庄
    if pattern("no_subject").fullmatch(noun) or words.adverbs.fullmatch(noun) or noun in word_set("new"):
        return ""
    if len(noun) == 1 and not noun.isascii():
        return noun if alone == noun and noun in word_set("goods") else ""  # 钢7200万吨
    return noun


@functools.cache
def openings() -> re.Pattern[str]:
    """What may stand before a noun phrase and is no part of it, in one pattern."""
    return re.compile("|".join(f"(?:{pattern(name).pattern})" for name in OPENINGS))


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
    if len(subject) <= 12 and "、" in subject and lexicon().measured.match(subject) is None:
        return rest  # 甲镇、乙镇建成蔬菜大棚
    if pattern("whole_at_start").match(subject) or subject.endswith("、"):
        return rest
    if pattern("place_end").search(subject) and len(subject) <= 8:
        return subject + rest
    return noun


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
