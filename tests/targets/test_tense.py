"""Tense: whether a sentence tells of the past at a number, and which of years, span and words says so; and what else it keeps."""

import pytest

from policylab.targets._lexing import lex
from policylab.targets._review_and_aims import AIMS, REVIEW, TASKS, Clock, Setting, Span
from policylab.targets._tense import Sentence, tense_at

PLAIN = Setting()
PLAN = Setting(clock=Clock(period_start=2026, period_end=2030))
BACK = Setting(Span(REVIEW, 2025))
AHEAD = Setting(Span(TASKS, 2026))


def sentence_of(text, setting=PLAIN):
    lexed = lex(text)
    return Sentence(lexed, *lexed.sentence(lexed.quantities[0].start), setting), lexed.quantities[0].start


def tense(text, setting=PLAIN, **more):
    return tuple(tense_at(*sentence_of(text, setting), **more))


@pytest.mark.parametrize(
    ("text", "plain", "plan", "back"),
    [
        ("到2030年,建成学校3所。", False, False, False), ("到2020年,建成学校3所。", False, True, True), ("截至2024年底,学校3所。", True, True, True), ("2021年以来,新建学校3所。", True, True, True),
        ("2025年,学校3所。", False, True, True), ("2027年,学校3所。", False, False, False), ("2023年的用水量为3亿立方米。", False, True, True), ("2019年起,培训3万人。", False, True, True),
    ],
)  # fmt: skip
def test_a_year_says_it_first(text, plain, plan, back):
    """By itself, in a plan of 2026 to 2030, and in a review of 2025."""
    assert [tense(text, setting)[0] for setting in (PLAIN, PLAN, BACK)] == [plain, plan, back]


@pytest.mark.parametrize("text", ["新建学校3所。", "累计建成3所。", "经过努力,培训3万人。", "较2020年增加3所。", "学校由3所增加。"])
def test_the_span_says_it_next(text):
    assert (tense(text, BACK), tense(text, AHEAD), tense(text, Setting(Span(AIMS)))) == ((True, "span"), (False, "span"), (False, "span"))
    assert tense(text) == (False, "default")


@pytest.mark.parametrize(
    "text", ["下一步,新建学校3所。", "今后五年,培训3万人。", "未来三年,改造水厂3座。", "力争新建学校3所。", "将建成水厂3座。", "计划建设3座桥。", "明年,新增就业3万人。", "我们将投入3亿元。"]
)
def test_what_looks_ahead_is_no_review_even_in_one(text):
    assert tense(text, BACK) == (False, "span")


@pytest.mark.parametrize(
    "text", ["计划新开工项目已开工51个。", "计划建设的渔港已建成3座。", "力争年底前通车的项目已完成5个。", "下一步改造的水厂已开工2座。", "今后五年计划改造的水厂已改造3座。"]
)
def test_but_what_has_been_reached_of_it_is(text):
    assert tense(text, BACK)[0] is True and tense(text.replace("已", ""), BACK)[0] is False


@pytest.mark.parametrize("text", ["在已有基础上,计划新建学校3所。", "项目已落地,力争开工51个。", "已计划新开工51个。", "目前计划新建桥3座。"])
def test_a_plan_behind_what_stands_looks_ahead(text):
    assert tense(text, BACK)[0] is False


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("已建成学校3所。", True), ("目前有学校3所。", True), ("尚有学校3所未达标。", True), ("3所学校尚未达标。", True), ("实现了3所学校联网。", True),
        ("过去五年,新建3所。", True), ("全年新建学校3所,同比增长5%。", False), ("新建3所学校,超额完成规划目标。", False), ("累计完成了3亿元投资。", True), ("顺利建成大桥3座。", False),
    ],
)  # fmt: skip
def test_words_say_it_last_and_some_of_them_also_among_tasks(text, ahead):
    assert tense(text) == (True, "words") and tense(text, AHEAD)[0] is ahead


@pytest.mark.parametrize("text", ["力争新建3所。", "预计全年完成投资3亿元。", "确保用水量降至3亿立方米。", "下一步,新建学校3所。", "拟新建3所。", "全力推进3座桥梁建设。", "将建设3座桥梁并网。"])
def test_words_of_intent_say_that_it_is_to_come(text):
    assert tense(text) == (False, "words")


@pytest.mark.parametrize("text", ["鼓励现有宾馆改造,床位达到3万张。", "支持现有企业扩产,产能达到5万吨。", "推动现有园区提质,产值达到20亿元。", "利用现有校舍,新建3所。", "完善现有网络,带宽达到10G。"])
def test_existing_things_that_something_is_done_to_do_not_tell_of_the_past(text):
    assert tense(text) == (False, "default") and tense(text, AHEAD) == (False, "span")


@pytest.mark.parametrize("text", ["加强项目前期工作,优选40个项目。", "做好水库项目前期准备,争取资金3亿元。", "在开展项目前期的同时,储备项目3个。", "抓好重点项目前期工作,新建3所。", "做实做细项目前期,新增投资3亿元。"])
def test_the_work_before_a_project_is_not_now(text):
    assert tense(text, AHEAD) == (False, "span") and tense(text)[0] is False


@pytest.mark.parametrize("text", ["全市现有学校3所。", "现有规上企业150家。", "我县现有水库86座。"])
def test_what_exists_does(text):
    assert tense(text) == tense(text, AHEAD) == (True, "words")


@pytest.mark.parametrize(("text", "past"), [("学校由2所增至3所。", False), ("已有学校由2所增至3所。", False), ("目前学校由2所增至3所。", True)])
def test_where_a_change_leads_is_to_come_unless_something_says_that_it_has(text, past):
    assert tense(text, onward=True)[0] is past


def test_what_a_sentence_of_a_paragraph_turns_to_holds_from_there_on():
    setting = Setting(Span(REVIEW, 2025), Clock(), ((9, Span(AIMS, 2030)),))
    assert [setting.at(place).year for place in (0, 8, 9, 40)] == [2025, 2025, 2030, 2030]


@pytest.mark.parametrize(
    ("text", "modality", "base"),
    [
        ("力争新建3所。", "力争", None), ("确保用水量较2020年下降3%。", "确保", 2020), ("与2022年相比,新增3所。", None, 2022), ("新建3所,力争5所。", None, None), ("预计比2023年多3所。", "预计", 2023),
        ("比2020年低碳发展更快,新增3所。", None, 2020),
    ],
)  # fmt: skip
def test_modality_and_the_year_that_is_measured_from(text, modality, base):
    sentence, place = sentence_of(text)
    assert (sentence.modality(place), sentence.base_year(place)) == (modality, base)


def test_a_clause_begins_behind_its_mark():
    sentence, place = sentence_of("一是提质,全市新建学校3所。")
    assert sentence.clause(place) == 5


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("12项约束性指标已达到要求。", True), ("18个乡镇卫生院均已达到标准。", True), ("50个项目已开工。", True), ("12个村已通过验收。", True), ("23项指标中已有7项完成。", True),
        ("11项指标达到规划目标要求。", True), ("30个项目全部开工,已开工项目加快建设。", False), ("50个已建成小区。", False), ("60家企业上市,已上市企业做大做强。", False), ("推动12项指标达到进度要求。", False),
        ("力争5个项目已竣工。", False),
    ],
)  # fmt: skip
def test_what_has_become_of_the_things_that_are_counted_may_stand_behind_them(text, past):
    assert tense(text)[0] is past


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("2013年上半年,全市工业增加值增长9.3%。", True), ("2013年前三季度出口增长5.5%。", True), ("2013年1-5月投资增长20%。", True), ("2013年一季度力争投资增长12%。", False),
        ("2013年上半年增长8%以上。", False), ("2013年上半年建成学校3所。", False),
    ],
)  # fmt: skip
def test_growth_in_a_part_of_the_year_is_told_of(text, past):
    assert tense(text, Setting(clock=Clock(period_start=2013, period_end=2013)))[0] is past
