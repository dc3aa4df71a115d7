"""Noun phrases: the one before a number, without what leads in to it and the verbs behind it, and the one behind it, with the thing of it that the number counts."""

from __future__ import annotations

import functools
import re

from policylab.numbers import Quantity
from policylab.numbers._calendar import YEAR_WRITTEN
from policylab.numbers._quantities import is_han
from policylab.resources._word_patterns import HAN
from policylab.targets._lexing import REACH, Lexed, lexicon, pattern, word_set
from policylab.text._heading_numbers import read_marker

PHRASE_END = 40  # characters at the end of a phrase in which a spell of time or 每人 is looked for
PLAN_PERIOD = "(?:“?十[一二三四五六七]五”?|“(?:十|[一二三四六七八九])五”)"
TIME = re.compile(
    rf"(?:{PLAN_PERIOD}前[0-9一二三四]年|(?:力争|争取|确保|预计|为)?(?:到|至|截至|截止|在|从|自)? ?"
    rf"(?:(?:19|20)[0-9]{{2}} ?年?(?:[-—–~～至到]+ ?(?:20)?[0-9]{{2}} ?)?年(?:度)?|{PLAN_PERIOD}"
    rf"|{YEAR_WRITTEN}年|(?:中[华華])?民[国國] ?[0-9]{{2,3}}(?:[至—~-][0-9]{{2,3}})? ?年|1[01][0-9][至—~-]1[0-9]{{2}}年)"
    r"(?:底|末|初|期末|末期|时期|期间)?(?:之?前|以前|时|的|起)?[,，]?|本?规划期(?:内|间|末)[,，]?"
    r"|(?:最?近|过去的?|这|今后的?|未来的?)(?:[一二三四五六七八九十]|[0-9]{1,2})年(?:来|间|末|内)?[,，]?"
    r"|(?:今年|本年度?)?(?:年内|年底前|年末)[,，]?|用?(?:[一二三四五六七八九十两]{1,2}|[0-9]{1,2})年(?:左右)?(?:的?时间|内|累计|来|后)[,，]?"
    r"|(?:去年|今年|明年|当年|上年)(?:年?底|末)?[,，]?|连续[0-9一二三四五六七八九十]{1,2}年|[一二三四五六七八九十]年(?=城镇|新增|累计|共|全)"
    r"|前(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})个月|(?:前三|[一二三四])季度(?:末)?|[上下]半年"
    r"|[到至]?(?:(?:[0-9]{1,2}|元)月?[-—~至])?[0-9]{1,2}月份?(?:[0-9]{1,2}日)?(?:底|起)?[,，]?|去冬今春|今冬明春|第[一二三四五六]年|届时[,，]?|(?:到|至)?期末[,，]?|本届政府任期(?:内|末|结束时?)?[,，]?|其中[,，:]?|目前[,，]?|[,，、:\s]+|—+|[一二三四五六七八九十]是|[(（]?[0-9]{1,2}[)）.、])+"
)
TIMES = "元第年一二两三四五六七八九十0123456789“到至截在从自力争确预为中民最近过这今未本用规去明当上下连前届期其目:,，、(（—"  # what it begins with, or white space
PERIOD = re.compile(f"(?:最?近|过去|这)?(?:[一二三四五六七八九十]{{1,2}}|[1-9])年(?=[{HAN}]{{4}})")
OPENINGS = ("conjunction", "by_means", "passed", "counted_places", "per_grant", "called", "says", "all_year", "will", "attribute", "each_time", "prices", "yearly", "compound", "payer", "dealt_with", "compared_first")
# what the openings begin with, but for `attribute`, in which one of these words stands
OPENED, ATTRIBUTED = "通可仍需也须国行村街社经验竣项考评审认采是累共投处中地各自省市州盟县区旗镇乡本财且以但即如并或而若每上全原方第规计首也争力将应必我拟政确要还预按再同因年有科统重陆集高扩改新迁与同比较相分", re.compile("为|具[有备]|符合|指")
VERB_LIST = re.compile(f"^(?:、|或者?)(?:(?:搬迁|迁建)(?=[{HAN}]{{2}})|(?=[{HAN}]{{4}}))")  # 制定|、修改、废止政府规章, 建设|或改造地下管网
ASIDE = re.compile(r"^(?:\([^()]{0,16}\))(?:和|、|及|与)?")
MET = frozenset(["达到", "具备"])  # verbs of what a thing must meet, before 的
SPELL_INSIDE = re.compile(f"(?<=[{HAN}]{{2}})(?:已|均)?连续[0-9一二三四五六七八九十]{{1,2}}年")
COMPARING = re.compile("[比较与同相在]")  # signs without which there is no such ending
SPELL = re.compile(r"(?:最?近|过去|连续)?(?<![第个前每\u3007一二三四五六七八九十0-9])(?:十?[一二三四五六七八九十两]|[0-9]{1,2})年(?:内|来)?$")
SPELL_ALONE = re.compile(r"(?:最?近|过去|这|连续)(?:[一二三四五六七八九十]{1,2}|[0-9]{1,2})年(?:内|来)?")
YEAR_END = re.compile(r"(?<=[^比较与同超从由截至到复于])(?:力争|(?:应当?|须|要|力争|确保)于)?(?:到|至)?20[0-9]{2}年(?:底|末)?前?$|(?<=..)第[一二三四五六]年$")
WITHS = frozenset("与同跟")
MUST = re.compile("(?:[每今]年|都|均|还|也)?(?<![重主必首摘概紧只需纪机])要")
NESTED = 3  # relative clauses within one another that are followed
LEADS_ON = re.compile(r"(?:[减降增升]|减少|下降|增加|提高|上升)?[至到\t](?:约|近|每[人户亩年月])*[0-9]")  # 减少3家|至20家, 由9户|减至5户, and the next cell of a table
OF_NUMBER = re.compile(r"[^的,;。、0-9]{2,12}(?=的(?:[0-9]|[二两三四五六七八九十百]+余?个))")
NUMERALS = frozenset("二两三四五六七八九十百千万")
OTHERS = re.compile("以及|[和及与](?=[^,;。、和及与]+、)")  # where other things begin that a later number counts
NEXT_CUT = re.compile(r"、|以及|和|并")
OF = re.compile(r"的(?!士)")
IN_CITY = re.compile(f"在[京津沪渝穗深汉宁杭蓉][{HAN}]{{2}}")  # 100家|在穗企业
RELATIVE_END = re.compile(r"[,;。!?:]")
DONE = re.compile(f"(?<=[{HAN}]{{2}})(?!为了|除了)[{HAN}]{{1,2}}(?<![为除])了(?=[{HAN}0-9“])")  # 3家企业|制定了标准
NOTED = re.compile(r"\[[0-9]{1,3}\]")  # “四上”企业[7]
MAGNITUDES = re.compile("[0-9十百千万亿]")
SPEEDS = ("增速", "增幅", "降幅", "增长率")
PLACES = frozenset("业市县区国省州镇乡村校院园心")


@functools.lru_cache(4096)
def strip_tail(before: str) -> tuple[str, str]:
    """Split what stands before a number into noun phrase and verbs."""
    words = lexicon()
    noun, verbs = before, ""
    for _ in range(3):
        if ("价" in noun or "为单位" in noun or "口径" in noun or "因素" in noun or "影响" in noun or "期限" in noun or "财政" in noun) and (reckoned := pattern("reckoned").search(noun, max(0, len(noun) - PHRASE_END))):
            noun, verbs = noun[: reckoned.start()], noun[reckoned.start() :] + verbs
        cut = max(words.tail.length(noun), words.before.length(noun) if noun.endswith("超过") else 0)  # 最高不超过|每亩
        if cut:
            noun, verbs = noun[:-cut], noun[-cut:] + verbs
        noun = noun.rstrip(" ,、:")
        if compared := _compared(noun, before, cut):
            noun, verbs = noun[: compared.start()], noun[compared.start() :] + verbs
            if noun.endswith(SPEEDS):
                break  # 收入增速|高于经济增速
        near = len(noun) - PHRASE_END
        spell = "年" in noun and (SPELL.search(noun, max(3, near)) or SPELL_ALONE.fullmatch(noun) or YEAR_END.search(noun, max(2, near)))
        if spell:
            noun, verbs = noun[: spell.start()], noun[spell.start() :] + verbs
        each = None
        if "每" in noun or "均" in noun:  # for how many something is reckoned: 每人每月, 人均
            first = 0 if noun.startswith(("月", "年", "每月", "每年")) else 1 if noun[:1] in "至到" else 2  # 提高5元|至每人每年
            each = pattern("for_how_many").search(noun, max(len(noun) - PHRASE_END, first))
        if each:
            noun, verbs = noun[: each.start()], noun[each.start() :] + verbs
        if not (cut or compared or spell or each):
            break
    return noun, verbs


def _compared(noun: str, before: str, cut: int) -> re.Match[str] | None:
    """What something is compared with, at the end of a phrase; each search is only made where its sign stands."""
    words, found = lexicon(), None
    if COMPARING.search(noun):
        found = pattern("comparison").search(noun, max(0, len(noun) - 30))
    if found is None and cut and words.changed.match(before) and not (noun[:1] in WITHS and pattern("compared_first").match(noun)):
        found = pattern("than").search(noun, max(2, len(noun) - 18))
    if found is None and ("比" in noun or "较" in noun):
        found = pattern("better").search(noun, max(0, len(noun) - 20))
    return found


@functools.lru_cache(4096)
def clean_left(noun: str) -> str:
    """A noun phrase before a number without what leads in to it and the verbs at its end."""
    words, alone = lexicon(), noun.strip(" ,、:;—")
    noun = noun.rpartition("——")[2] if "——" in noun[2:-2] else noun  # 产业优——|新增企业5家
    noun = _led_in(_named_part(noun[1:] if noun[:1] == "或" and noun[1:2] in TIMES else noun))  # 或近3年收入
    if noun[:1] in "已一二三四五六七八九十累" and not words.measured.match(noun):
        noun = _behind(pattern("summed_up"), noun)
    if "累计新增" in noun[2:]:
        noun = noun.replace("累计新增", "新增")  # 城镇|累计|新增就业
    if (given := pattern("hands_out").search(noun)) and given.start() >= 2:
        noun = noun[given.end() :]
    told, mark, rest = noun.rpartition("、")
    if mark and len(rest) >= 2 and pattern("told_of").search(told, 2):
        noun = rest  # 首批部门实现集中管理、经费下降28%
    if "连续" in noun:
        noun = SPELL_INSIDE.sub("", noun)  # 棉花产量连续4年占全国九成
    if ("工程" in noun or "项目" in noun) and (adds := pattern("project_adds").search(noun, 2)):
        noun = adds["what"].removeprefix("形成")
    noun = _last_object(noun)
    action = words.noun_action.length(noun)
    noun = unquoted((strip_tail(noun[:-action])[0] if action and len(noun) - action >= 3 else noun).strip(" ,、:的"))
    if noun.startswith(("和", "及", "与")) and not noun.startswith(("和美", "和平", "和谐", "和田", "及时")):
        noun = noun[1:] if len(noun) > 3 or len(noun) == 3 and noun[-1] not in "县市区镇乡村" else noun  # 和危桥, but not 和静县
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
    noun = (_behind(pattern("treated"), noun) if noun[:1] in "为对在" else noun).strip(" ,、:;/")
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
    whole = pattern("whole_at_start").match(noun) if noun[:1] in "全我本" else None
    if whole and (verb := words.lead.match(noun, whole.end())):
        noun = noun[verb.end() :] if len(noun) - verb.end() != 1 else noun
    elif whole and (year := TIME.match(noun, whole.end())):
        noun = whole.group() + noun[year.end() :]  # 全市2020年|老旧小区改造
    noun = _behind(pattern("plans"), noun)
    if "年" in noun and (planned := pattern("year_planned").search(noun)):
        noun = noun[planned.end() :]  # 种植项目2018年计划|发展甘蔗
    if "年" in noun and (period := PERIOD.match(noun)) and words.lead.match(noun, period.end()):
        noun = noun[period.end() :]
    for _ in range(4):
        start = noun
        if noun[:1] == "“" and "”" not in noun:
            noun = noun[1:]  # 实现|“引进人才达到2000名…”的目标
        if noun[:1] in "面向为给对" and (served := pattern("serves").match(noun)):
            noun = noun[served.end() :]
        noun = _behind(pattern("treated"), noun) if noun[:1] in "为对在" else noun
        noun = _behind(pattern("once_done"), noun) if "后" in noun else noun
        if (noun[:1] in TIMES or noun[:1].isspace()) and (lead := TIME.match(noun)):
            noun = noun[lead.end() :]
            if noun.startswith("各") and (noun[1:3] in word_set("new") or words.lead.match(noun, 1)):
                noun = noun[1:]
        while (noun[:1] in OPENED or ATTRIBUTED.search(noun)) and (opening := openings().match(noun)) and opening.end():
            noun = noun[opening.end() :]
        if (lead := words.lead.match(noun)) and not noun.startswith("基本建设投资"):
            if "的" in noun[lead.end() + 1 : -1] and (lead.group() in MET or pattern("who_does").fullmatch(noun)):
                break  # 达到服务标准的乡镇卫生院占比, 应用工业软件的企业占比
            if lead.end() == len(noun):
                return ""
            if len(noun) - lead.end() >= 2 and noun[lead.end() :] not in word_set("bare_measures"):
                noun = VERB_LIST.sub("", noun[lead.end() :])
                if noun[0] in "和并" and words.lead.match(noun, 1):
                    noun = noun[1:]  # 引进|和培养高层次人才
        if noun == start:
            break
    return noun


def _unnumbered(noun: str) -> str:
    """A noun phrase without the number of its section, and without a heading that its text runs on from."""
    marked = read_marker(noun)
    if marked is None:
        return noun
    heading, blank, rest = noun[marked.end :].rpartition(" ")
    return rest if blank and len(rest) >= 2 else heading + blank + rest


def _last_object(noun: str) -> str:
    """The object of the last verb: 滨海新区建成解析能力 → 滨海新区解析能力, 全市建成5G基站 → 5G基站."""
    words = lexicon()
    if ("完成" in noun or "实现" in noun) and (done := pattern("achieves").search(noun, 2)) and words.measured.match(noun, len(noun), done.end()):
        return strip_tail(noun[: done.start()])[0] + noun[done.end() :]  # 重点项目|五年累计|完成投资
    if "要" in noun[2:] and (must := MUST.search(noun, 2)):
        verb = words.lead.match(noun, must.end())
        if (verb and len(noun) - verb.end() >= 2) or noun[must.end() : must.end() + 2] in word_set("new"):
            place = noun[: must.start()]  # 甲县|要建成|养老院, 研发机构要引进|海外人才
            return (place if pattern("owner").search(place) else "") + noun[verb.end() if verb else must.end() :]
    if "完成" in noun[2:] and (share := pattern("plan_share").search(noun, 2)) and not pattern("whole_at_start").fullmatch(noun, 0, share.start()):
        return noun[: share.start()]
    if "领域" in noun[2:] and (field := pattern("field_does").search(noun, 2)):
        return noun[: field.start("done")] + noun[field.end() :]
    best = None
    for match in words.objective.finditer(noun, 1):
        rest = noun[match.end() :]
        if len(rest) >= 3 and noun[match.start() - 1] not in "的和与" and not (len(rest) <= 4 and rest.endswith("率")):  # 社区创建|达标率
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
    """The noun without the marks of notes, and without quotation marks that lost their other half."""
    if noun.isalpha():
        return noun.strip("的")
    noun = NOTED.sub("", noun) if "]" in noun else noun
    for opening, closing in ("“”", "()"):
        if noun.count(opening) != noun.count(closing):
            noun = noun.replace(opening, "").replace(closing, "") if opening == "“" else noun.split(opening)[0]
    if noun.startswith("“") and noun.endswith("”") and noun.count("“") == 1:
        noun = noun[1:-1]
    return noun.strip(" ,、的")


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
    if segment.startswith("规模(") and (scale := pattern("of_scale").match(segment)):
        return noun_behind(text, start + scale.end(), right, within)
    if segment.startswith(("开展", "进行", "实施")) and (trial := pattern("trial").match(segment)) and pattern("chosen").search(text, max(0, start - 12), start):
        return trial["trial"], -1
    each, measured = segment[:1] == "每" and pattern("each_of").match(segment), segment[:1].isdigit() and pattern("measured_out").match(segment)
    if each or measured or LEADS_ON.match(segment) or pattern("milestone").match(segment) or pattern("within").match(text, start, right):
        return None, -1
    if words.stop.match(segment) and not words.relative.match(segment):
        return None, -1
    if "分" in segment and (scored := pattern("scored").search(segment)):
        segment = segment[: scored.start()]  # 新增1户|企业加5分, 每到位100万元|得1分
        if len(segment) < 2:
            return None, -1
    owner = OF_NUMBER.match(segment)  # 180多个国家和地区的500余个港口
    if owner and words.relative.match(segment) is None and words.verb.search(owner.group()) is None:
        return owner.group(), -1
    counted = text[start - 1] == "的" and pattern("counted_next").match(segment)  # 50头以上的|牛场6个、30只以上的羊场3个
    like = "的" in segment[4:] and pattern("described").match(segment)
    if within < NESTED and not counted and (like or words.relative.match(segment) or _counts_inside(segment)):
        head, end = _relative_head(text, start, right if text[right : right + 1] == ")" else len(text), within + 1)
        if head:
            return head, end
        if words.stop.match(segment) and not IN_CITY.match(segment):
            return None, -1
    sized, size = _sizes_before(text, start, segment)
    if size >= len(segment) and (end := RELATIVE_END.search(text, start + size)):
        right = end.start()
    if sized and (thing := noun_behind(text, start + size, right, within)[0]):
        return thing, start + sized
    end = _phrase_end(segment)
    if words.verb.fullmatch(segment, 0, end) and not steps:
        return None, -1
    noun = _without_deeds(segment[:end])
    if segment.startswith(("年均", "人均", "户均", "总产", "总收"), end) and (thing := pattern("counted_thing").match(segment, 0, end)):
        noun = thing.group()  # 74个|城市|细颗粒物年均浓度
    idle = pattern("whole_at_end").fullmatch(noun) or words.verb.fullmatch(noun) and not steps or words.adverbs.fullmatch(noun) and noun != segment or pattern("quantity_alone").fullmatch(noun)
    return (None if not noun or idle or noun.startswith(("以", "左右", "上下", "上升", "按照", "按超", "按实")) else noun), -1


def _size_before(segment: str) -> int:
    """Where the thing begins that a phrase gives a size before: 年产值超10亿元|企业; or 0."""
    sized = pattern("sized_thing").match(segment) if MAGNITUDES.search(segment) else None
    words = lexicon()
    if sized is None or words.verb.match(segment, sized.end()):
        return 0
    size = sized["size"]
    measured = size[0] == "年" or words.measured.match(size) and words.verb.search(size) is None
    return sized.end() if measured else 0


def _sizes_before(text: str, start: int, segment: str) -> tuple[int, int]:
    """Where the size ends that a phrase gives a thing, and where the thing begins, behind the sizes of others: 3家产值超10亿元|、5家产值超5亿元|企业; or 0."""
    if text[start] in NUMERALS and (bare := pattern("bare_sizes").match(text, start, start + REACH)):
        return bare.end("first") - start, bare.end() - start
    if "、" in segment[2:] and (listed := pattern("sizes_listed").match(segment)) and (last := _size_before(segment[listed.end() :])):
        return listed.end("first"), listed.end() + last
    size = _size_before(segment)
    return size, size


def _phrase_end(segment: str) -> int:
    """Where a noun phrase ends: before a verb, another number, or what the thing does."""
    words, cut = lexicon(), len(segment)
    if (stop := words.stop.search(segment, 1)) is not None:
        cut = stop.start()
    if (listed := pattern("list_cut").search(segment)) is not None:
        cut = min(cut, listed.start())
        apart = OTHERS.search(segment, 2, listed.end()) if is_han(segment, listed.end()) and segment[listed.end()] not in NUMERALS else None
        cut = min(cut, apart.start()) if apart else cut  # 三大支柱产业和新材料、光伏两大新兴产业
    if (numeral := pattern("numeral_within").search(segment, 2, cut)) is not None and (numeral.group()[0].isascii() or segment.endswith(("超", "突破"), 0, numeral.start())):
        front, _ = strip_tail(segment[: numeral.start()])
        front = front[: len(front) - words.before.length(front, len(front), 2)]
        cut = min(cut, len(front)) if len(front) >= 2 else cut
        apart = OTHERS.search(segment, 2, cut)  # 4个万亿级产业以及现代化工、绿色食品等10个…
        cut = apart.start() if apart else cut
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
    noun = noun.strip(" ,、")
    such = "等一" in noun or "等" in noun and "发展" in noun or noun.endswith("之一")
    noun = (pattern("and_such").sub("", noun) if such else noun).removesuffix("等")
    noun = noun if noun.endswith(("高中", "初中", "集中")) else noun.removesuffix("中")
    if len(noun) > 5 and (shorter := _without_deed(noun)) != noun:
        noun = _without_deed(shorter[:-1]) if shorter.endswith(("和", "及", "与", "、")) else shorter
    return pattern("left_over").sub("", unquoted(noun))


def _without_deed(noun: str) -> str:
    action = lexicon().trailing.search(noun)
    return noun[: action.start()] if action and action.start() >= 2 and pattern("rank_word").fullmatch(noun, 0, action.start()) is None else noun


def _counts_inside(segment: str) -> bool:
    """Whether a number in front of 的 belongs to a relative clause: 相关业务收入超过10亿元的供应商."""
    numeral = pattern("numeral_within").search(segment)
    if numeral is None or pattern("list_cut").search(segment, 0, numeral.end()):
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
        if not pattern("numeral_within").search(text, start, stop.start()) or onward is None:
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
        if len(clause) <= 32 and not pattern("numeral_within").search(clause) and not any(mark in clause for mark in ",;。"):
            return clause + head, last.end()
        return head, last.end()
    return None, -1


def _doing(segment: str, cut: int) -> int:
    """Where what the thing does begins, before `cut`: 3家企业|制定了标准, 12个县|与省外医院建立协作关系."""
    if (done := DONE.search(segment, 0, cut + 1)) is not None and 2 <= done.start() and done.end() <= cut:
        cut = done.start()
    if not WITHS.isdisjoint(segment) and (partner := pattern("done_together").search(segment)) is not None:
        cut = min(cut, partner.start())
    return cut


def granted(lexed: Lexed, start: int, end: int, left: int, right: int) -> str | None:
    """The thing that a number before it, from `start` to `end`, is the measure of, in its clause; or None.

    >>> from policylab.targets._lexing import lex
    >>> granted(lex("按照核定投资额的10%给予补助。"), 8, 11, 0, 15)
    '补助'
    """
    text, rules = lexed.text, lexed.between("rule", left, start)
    if not rules or not text.startswith("的", end) and pattern("gives_right").search(text, rules[0][1], start):
        of = pattern("granted_of").match(text, end, right) if lexed.has("grant", left, start) else None
        return of["grant"] if of else None
    rule_start, rule_end = rules[0]
    subject = text[left:rule_start].strip(" ,")
    owned = subject if pattern("given_last").search(subject.removesuffix("标准")) else ""  # 高龄津贴按每人100元的标准发放
    if text.startswith(",", right) and pattern("at_standard").fullmatch(text, end, right):  # 按合同金额的30%,给予奖补
        further = RELATIVE_END.search(text, right + 1, right + REACH)
        right = further.start() if further else min(len(text), right + REACH)
    if named := pattern("named_rate").match(text, end, right):
        return named["grant"]
    if given := pattern("granted").match(text, end, right):
        return given["grant"]
    if by := pattern("granted_by").match(text, end, right):
        return owned or by["grant"]
    if done := pattern("granted_done").match(text, end, right):
        if pattern("given").search(done["grant"]) and not pattern("parameter").search(subject):
            return done["grant"]
        if len(subject) >= 2 and not pattern("granter").search(subject):
            return subject
        return done["grant"]
    if pattern("standard_behind").match(text, end, right):
        noun = owned or text[rule_end:start].strip("的")
        return noun if len(noun) >= 2 else None
    return None


def thing_behind(noun: str, quantity: Quantity) -> str:
    """The thing that a number counts or measures, without what is done with it and what stands beside it.

    >>> from policylab.numbers import read_quantities
    >>> thing_behind("供热管线改造、热力站建设等工程", read_quantities("28公里")[0])
    '供热管线'
    """
    unit = quantity.unit
    if (said := pattern("predicate").search(noun)) and (said.start() >= 2 or noun[0] in PLACES and said.start()):
        noun = noun[: said.start()]
    if not unit:
        return noun
    noun = pattern("preparation").sub("", noun).removeprefix("方面的").removeprefix("规模的")
    if unit.counts and (is_measure(noun) or noun.endswith("投入")):
        owner = noun[: -lexicon().measured.length(noun) or None]  # 5家企业研发投入占比, 17个制造业增加值
        owner = pattern("money_of").sub("", owner)
        owns = unit.written in word_set("owners") or (unit.written == "个" and owner[-1:] in PLACES)
        noun = owner if (len(owner) >= 2 or owner in PLACES) and owns and not noun.endswith(("标准", "指标", "等级")) else noun
    if unit.written in word_set("served"):
        noun = pattern("lives").sub("", noun)  # 2万户居民居住条件
    if unit.counts and "的" in noun[1:]:
        front = noun.partition("的")[0]
        whose = unit.written in word_set("served") and pattern("person_end").search(front)
        if whose or pattern("place_counted").fullmatch(front):
            return front  # 8000户居民家庭的供热, 4个村的饮水工程
    if unit.counts and unit.written not in ("条", "处") and (thing := pattern("counted_thing").match(noun)):
        rest = noun[thing.end() :]
        measure = lexicon().rate.match(noun) or unit.written in (*word_set("owners"), "个") and is_measure(noun) and not noun.endswith(("标准", "指标", "等级"))
        if (rest.startswith("的") and unit.written not in ("项", "件", "类", "种")) or measure or pattern("done_with").fullmatch(rest):
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
    named = unit.written == "大" or done and pattern("rank_word").fullmatch(noun, 0, done.start())  # 十大林业建设工程, 重大|建设项目
    if done and done.start() >= 2 and not named and unit.written not in ("项", "件", "批", "次", "户", "人"):
        noun = noun[: done.start()]
    if unit.counts:
        noun = _place_alone(noun)
        noun = field["of"] if (field := pattern("ranked_among").match(noun)) else noun
    if unit.written == "大":
        noun = noun.partition("的")[0] or noun  # 具有四大功能的平台
    return noun.removesuffix("的")


def is_measure(noun: str) -> bool:
    """Whether a noun is a measure, which nothing counts."""
    return lexicon().measured.match(noun) is not None and not noun.endswith(("基金", "人口"))


def _place_alone(noun: str) -> str:
    """12个县发展渔业: the places, without what they do."""
    if noun[:1] in "在全":
        return noun  # 10家|在全省具有影响力的医院
    for end in range(1, min(len(noun) - 2, 4)):
        verb = lexicon().verb.match(noun, end) if noun[end - 1] in "县区镇乡村旗州省" else None
        if verb and verb.end() < len(noun) or noun[end - 1] in "县镇乡村" and noun.startswith(("新建", "建成"), end):
            return noun[:end]
    return noun
