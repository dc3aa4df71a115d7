"""The head of a number beside the numbers around it, and what one number leaves to the next: nothing that is handed on is changed."""

from dataclasses import replace

import pytest

import policylab
from policylab.targets._assigned_heads import assign, clause_of, place_of
from policylab.targets._lexing import lex
from policylab.targets._respectively import distributed
from policylab.targets._review_and_aims import AIMS, REVIEW, Clock, Setting, Span
from policylab.targets._statement_kinds import Case, verdict
from policylab.targets._statements import build, judge, read_group, read_lexed, read_one, read_wholes
from policylab.targets._tense import NOTHING, Said, Sentence, tense_at

NOWHERE = Setting()
CHANGED = "到2030年,渔业产值由2025年的63.5亿元提高到80亿元,新建渔场至少要达到300个,出口、进口分别增长3%和5%,年均增长4%。"


def at(text, index=0, said=NOTHING, setting=NOWHERE):
    """The place of a number in a text of one sentence."""
    return place_of(Sentence(lex(text), 0, len(text), setting), index, said)


@pytest.mark.parametrize(
    ("text", "index", "clause"),
    [
        ("新建学校3所,医院5所。", 1, "医院5所"), ("建设300个车间和20个工厂。", 1, "车间和20个工厂"),
        ("淘汰35蒸吨/小时以下燃煤锅炉58台。", 1, "燃煤锅炉58台"), ("七大水系水质达标率达到80%。", 1, "七大水系水质达标率达到80%"),
        ("产值排名第一、产量排名第二。", 1, "、产量排名第二"), ("水电站(装机80万千瓦)。", 0, "装机80万千瓦"),
        ("年收入20万元以上的行政村占比达到60%。", 1, "年收入20万元以上的行政村占比达到60%"), ("等六项指标全部居全市第一。", 1, "指标全部居全市第一"),
    ],
)  # fmt: skip
def test_the_clause_of_a_number_ends_at_the_number_before_unless_that_belongs_to_a_name(text, index, clause):
    left, right = clause_of(at(text), index)
    assert text[left:right] == clause


def test_a_number_that_got_its_bound_from_a_word_before_it_describes_what_the_next_counts():
    text = "不少于该行政村20万元的行政村占比达到60%。"
    place = at(text, 1)
    bounded = replace(place.quantities[0], explicit=True)
    assert text[clause_of(place, 1)[0] :].startswith("的行政村")
    assert clause_of(place._replace(said=Said(bounded=(bounded,))), 1)[0] == 0


@pytest.mark.parametrize(
    ("text", "index", "said", "indicators", "side"),
    [
        ("覆盖率达到80%。", 0, Said(), ["覆盖率"], "left"), ("建设10个百万亩基地。", 0, Said(), ["基地"], "right"),
        ("建设超百亿次、超千亿次高性能计算机。", 0, Said(), ["高性能计算机"], "right"), ("建设3个国家级、12个省级研发机构。", 0, Said(), ["国家级研发机构"], "right"),
        ("交通投资,水利投资均增长12%。", 0, Said(), ["交通投资", "水利投资"], "left"), ("由60%提高到80%。", 1, Said("覆盖率", 4, base=True), ["覆盖率"], "carried"),
        ("改造2万户。", 0, Said("改造率", 0), ["改造"], "carried"), ("占比超过10%的有44种。", 1, Said("占比", 7, threshold="占比", counted="药品"), ["药品"], "left"),
    ],
)  # fmt: skip
def test_a_number_takes_its_head_from_its_clause_from_the_next_number_or_from_what_was_said(text, index, said, indicators, side):
    reading, named, _ = assign(at(text, index, said))
    assert (named, reading.head.side) == (indicators, side)


def test_what_is_said_with_a_head_goes_on_to_the_next_number():
    _, _, said = assign(at("占比超过10%的有44种。"))
    assert said == Said(threshold="占比")
    reading, _, said = assign(at("至少要建成1所学校。"))
    assert reading.quantity.comparator == "ge" and said == Said(bounded=(reading.quantity,))
    _, _, said = assign(at("新建60岁以上老年人食堂5个。"))
    assert said.inner == ((2, 7),)


def test_one_number_leaves_to_the_next_what_it_was_about():
    steps, said = read_one(at("渔业产值由63.5亿元提高到80亿元。", setting=Setting(Span(AIMS, 2030), Clock(2026))))
    (step,) = steps
    assert (step.statement.kind, step.statement.indicator) == ("baseline", "渔业产值")
    assert said == Said("渔业产值", 11, base=True, recent=("渔业产值",))
    _, said = read_one(at("新建学校3所。", said=Said("医院", 0, recent=("诊所", "医院"))))
    assert said == Said("新建学校", 6, counted="新建学校", recent=("诊所", "医院", "新建学校"))


def test_a_group_leaves_its_heads_to_the_next_number():
    text = "小学、初中教师分别增加1200人和800人。"
    place = at(text)
    steps, said = read_group(place, distributed(place.sentence, 0))
    assert [(step.statement.indicator, step.statement.measure, str(step.statement.value)) for step in steps] == [
        ("小学教师", "increase", "1200"), ("初中教师", "increase", "800"),
    ]  # fmt: skip
    assert (said.previous, said.previous_end, said.heads, said.recent) == ("初中教师", text.index("。"), ("小学教师", "初中教师"), ("小学教师", "初中教师"))


def test_a_row_of_a_group_is_judged_by_what_it_says_and_not_by_its_number_alone():
    steps = read_lexed(lex("小学、初中教师分别增加1200人和800人。"), Setting())  # no verb stands before 800人
    for step in steps:
        assert step.statement.measure == "increase"
        assert [name for name in step.statement.features if name.startswith("measure ")] == ["measure increase"]


def test_what_a_number_says_depends_on_what_was_said_before():
    text = "最高不超过50万元。"
    place = at(text)
    reading, _, said = assign(place)
    rules = {passed: judge(place.sentence, said._replace(parameter=passed), reading).verdict.rule for passed in (False, True)}
    assert rules == {False: "tense", True: "parameter"}


PLAN, REPORT, REVIEWED = Setting(Span(AIMS, 2030), Clock(2026, 2026, 2030)), Setting(Span(), Clock(2026)), Setting(Span(REVIEW, 2025), Clock(2026))


@pytest.mark.parametrize(
    ("text", "setting", "kind", "year", "year_from"),
    [
        ("渔业产值由2025年的63.5亿元提高到80亿元。", PLAN, "baseline", 2025, "sentence"), ("新建学校3所,2027年底前完成。", PLAN, "target", 2027, "sentence"),
        ("产值增长5%。", PLAN, "target", 2030, "context"), ("产值增长5%。", REVIEWED, "baseline", 2025, "context"), ("产值增长5%。", NOWHERE, "target", None, None),
        ("已建成渔港18座。", REPORT, "baseline", 2025, "context"), ("已建成渔港18座。", NOWHERE, "baseline", None, None),
        ("原定森林覆盖率目标由40%调整为38%。", PLAN, "target", 2030, "context"),
    ],
)  # fmt: skip
def test_kind_and_year_of_a_number_depend_on_its_sentence_and_on_where_that_stands(text, setting, kind, year, year_from):
    place = at(text, setting=setting)
    reading, _, said = assign(place)
    judged = judge(place.sentence, said, reading)
    assert (judged.verdict.kind, judged.year, judged.year_from) == (kind, year, year_from)
    assert judged.modality == ("原定" if "原定" in text else None)


def test_the_year_that_a_change_starts_from_goes_on_and_so_does_what_a_number_beside_it_measures():
    text = "由60%提高到80%。"
    place = at(text, said=Said("覆盖率", 0, start_year=2020))
    reading, _, said = assign(place)
    assert reading.head.base
    assert judge(place.sentence, said, reading)[3:5] == (2020, "sentence")
    text = "产值达到5亿元,增长3%、4%。"
    for measure in ("increase", "decrease"):
        place = at(text, 2, Said("产值", text.index("、"), measure=measure))
        reading, _, said = assign(place)
        assert (reading.head.rule, judge(place.sentence, said, reading).measure) == ("list", measure)


def test_a_statement_is_built_of_what_was_decided_and_says_why_to_look():
    place = at("渔业产值增长5%。", setting=PLAN)
    reading, (indicator,), said = assign(place)
    judged = judge(place.sentence, said, reading)
    step = build(place.sentence, reading, judged, indicator)
    one = step.statement
    assert (step.reading, step.verdict) == (reading, judged.verdict)
    assert (one.kind, one.indicator, one.measure, str(one.value), one.unit, one.year) == ("target", "渔业产值", "increase", "5", "%", 2030)
    assert build(place.sentence, reading, judged, "").statement.doubt == "no indicator"
    assert build(place.sentence, reading, judged._replace(year=2028), indicator).statement.year == 2028


def test_only_for_the_last_step_that_is_passed_a_year_is_known():
    said = [step.statement for step in read_lexed(lex("产值连续突破8万亿元、9万亿元。"), REVIEWED)]
    assert [(str(one.value), one.kind, one.year, one.year_from) for one in said] == [
        ("8000000000000", "baseline", None, None), ("9000000000000", "baseline", 2025, "context"),
    ]  # fmt: skip


def test_what_is_said_of_a_whole_is_read_after_the_numbers_and_may_be_about_them():
    text = "社区达到200个,2025年实现全覆盖。所有行政村均通客车。"
    lexed = lex(text)
    steps = read_lexed(lexed, NOWHERE)
    assert [(step.reading is None, step.statement.kind, step.statement.indicator) for step in steps] == [
        (False, "target", "社区"), (True, "coverage", "社区"), (True, "coverage", "行政村"),
    ]  # fmt: skip
    assert read_wholes(lexed, NOWHERE, steps[:1]) == steps[1:]
    assert [step.statement.indicator for step in read_wholes(lexed, NOWHERE, [])] == ["行政村"]  # the other is said of the number before it


def walk(sentence):
    """Each place of a sentence with what is read there, one after the other."""
    index, said, found = 0, Said(), []
    while index < len(sentence.lexed.quantities):
        place, group = place_of(sentence, index, said), distributed(sentence, index, said)
        steps, said = read_one(place) if group is None else read_group(place, group)
        found.append((place, group, steps, said))
        index += len(steps) if group else 1
    return found


def test_a_sentence_is_read_the_same_again_from_any_place_of_it():
    sentence = Sentence(lex(CHANGED), 0, len(CHANGED))
    once = walk(sentence)
    assert len(once) == 5 and once[3][1].rule == "named before"
    for place, group, steps, said in reversed(once):
        assert distributed(sentence, place.index, place.said) == group
        assert (read_one(place) if group is None else read_group(place, group)) == (steps, said)
    assert walk(sentence) == once == walk(Sentence(lex(CHANGED), 0, len(CHANGED)))


def test_nothing_that_a_stage_hands_on_can_be_written_into():
    sentence = Sentence(lex(CHANGED), 0, len(CHANGED))
    once = walk(sentence)
    place, _, (step,), said = once[2]
    reading = step.reading
    told = verdict(sentence, reading.quantity, reading.head, -1)
    case = Case(sentence, said, CHANGED, reading.quantity, reading.head, -1, 0, tense_at(sentence, reading.quantity.start))
    things = (sentence.lexed, sentence, said, place, reading, reading.head, reading.at, reading.quantity, case, told, told.tense,
              judge(sentence, said, reading), step, step.statement, once[3][1], sentence.years[0], sentence.span)  # fmt: skip
    for thing in things:
        name = (getattr(thing, "_fields", None) or tuple(thing.__dataclass_fields__))[0]
        with pytest.raises(AttributeError):
            setattr(thing, name, getattr(thing, name))
    with pytest.raises(TypeError):
        sentence.lexed.cues["planned"] = ()
    assert all(isinstance(value, (str, int, bool, tuple, type(None))) for value in said)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("高新技术企业达到340家,与500家的目标相比还有差距。", "高新技术企业"), ("高新技术企业达到340家,距500家的目标还有差距。", "高新技术企业"),
        ("普及率为51%,与70%的目标相比有较大差距。", "普及率"), ("累计投入财政资金8600万元,与2.5亿元的目标相比仍有差距。", "财政资金"),
    ],
)  # fmt: skip
def test_a_goal_that_something_is_told_of_is_one_of_what_was_named_before(text, indicator):
    assert policylab.extract_targets(text)["indicator"].tolist() == [indicator] * 2
