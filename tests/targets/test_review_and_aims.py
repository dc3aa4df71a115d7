"""Spans of time: what a heading, a line, first words and a speech act say of the statements behind them."""

import pytest

import policylab
from policylab.targets._review_and_aims import AIMS, REVIEW, TASKS, Clock, Span, Spans, heading_span, lead_span


def read(text, **years):
    ledger = policylab.extract_targets(text, **years)
    return [
        (row.kind, row.indicator, None if row.year is None or str(row.year) == "<NA>" else int(row.year), row.year_from)
        for row in ledger.itertuples()
    ]


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2025年工作回顾", 2025), ("(一)2025年工作回顾", 2025), ("一、2025年工作回顾", 2025),
        ("“十四五”时期工作回顾", 2025), ("“十四五”成效", 2025), ("“十四五”时期成果", 2025), ("2025年主要工作进展", 2025), ("2024年工作总结", 2024),
        ("过去五年的发展成就", 2025), ("过去一年", 2025), ("第一部分 2025年工作总结", 2025), ("去年工作回顾", 2025),
        ("“十四五”规划实施情况", 2025), ("2025年重点工作完成情况", 2025),
    ],
)  # fmt: skip
def test_a_heading_of_a_review_makes_baselines_of_its_year(heading, year):
    assert read(f"2026年政府工作报告\n{heading}\n建成渔港18座。") == [("baseline", "渔港", year, "context")]


@pytest.mark.parametrize("heading", ["发展成就", "发展基础", "一、发展现状", "主要成效", "(二)存在问题", "面临形势", "二、工作进展情况"])
def test_a_review_without_a_year_makes_baselines_without_one(heading):
    assert read(f"{heading}\n建成渔港18座。", period_end=2030, period_start=2026) == [("baseline", "渔港", None, None)]


@pytest.mark.parametrize(
    ("heading", "year", "given"),
    [
        ("二、“十五五”时期主要目标任务", 2030, "context"), ("今后五年目标", 2030, "context"),
        ("未来五年发展目标", 2030, "context"), ("2026年工作安排", 2026, "context"), ("主要目标", 2026, "period"),
        ("今年重点任务", 2026, "context"), ("三、2027年工作要点", 2027, "context"), ("远景目标", 2026, "period"),
    ],
)  # fmt: skip
def test_a_heading_of_aims_gives_its_own_year(heading, year, given):
    text = f"2026年政府工作报告\n一、2025年工作回顾\n新建学校3所。\n{heading}\n渔业产值年均增长6%左右。"
    assert read(text, period_end=2026)[1] == ("target", "渔业产值", year, given)


@pytest.mark.parametrize("item", ["海洋经济取得显著成效", "民生事业取得新成就", "乡村建设展现新成果", "改革创新取得重要进展", "绿色发展取得新成绩"])
def test_a_claim_among_aims_is_no_review(item):
    (row,) = read(f"主要目标\n——{item}。海洋产值年均增长7%左右。", period_end=2030)
    assert row == ("target", "海洋产值", 2030, "period")


@pytest.mark.parametrize(
    "lead",
    ["过去一年,", "各位代表!过去一年,", "一年来,", "过去的一年,", "五年来,", "2025年,全县", "回顾2025年,过去一年,", "去年,"],
)  # fmt: skip
def test_first_words_of_a_paragraph_open_a_review(lead):
    text = f"2026年政府工作报告\n各位代表:\n现在,我代表县人民政府向大会报告工作。\n{lead}新建学校3所。城镇新增就业超过6000人。"
    kinds = [(row[0], row[2]) for row in read(text, period_end=2026)]
    assert kinds == [("baseline", 2025), ("baseline", 2025)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("一、编制背景\n市委高度重视,“十四五”期间,全市完成各项任务。培训渔民300人。新建渔港5座。", [("baseline", 2025)] * 2), ("一、发展基础\n渔业稳步发展,“十四五”时期,完成投资5亿元。渔港达到30座。", [("baseline", 2025)] * 2),
        ("一、面临形势\n渔业稳步发展,渔港达到30座。", [("baseline", None)]), ("一、主要目标\n在“十四五”期间发展的基础上,优化布局。渔港达到30座。", [("target", 2030)]),
    ],
)  # fmt: skip
def test_a_period_that_is_over_dates_what_is_told_behind_it(text, rows):
    assert [(kind, year) for kind, _, year, _ in read(text, period_start=2026, period_end=2030)] == rows


@pytest.mark.parametrize("aims", ["“十五五”渔业发展的总体目标是", "“十五五”时期,渔业的主要目标为", "“十五五”渔港建设发展目标如下", "全市发展的主要目标是", "“十五五”期间的具体目标"])
def test_what_a_plan_aims_at_holds_for_the_paragraphs_behind_it(aims):
    text = f"某市渔业规划\n{aims}:实力大幅跃升。\n一是能力提升。渔业作用更加突出,渔港达到30座。\n二是结构优化。结构显著改善,渔船达到60艘。"
    assert {(kind, year) for kind, _, year, _ in read(text, period_start=2026, period_end=2030)} == {("target", 2030)}


def test_a_review_ends_where_the_next_part_begins():
    text = "过去一年,新建学校3所。\n2026年工作安排\n一、狠抓项目\n新建学校5所。\n二、改善民生\n新增床位200张。"
    assert [row[:3] for row in read(text, period_end=2026)] == [
        ("baseline", "新建学校", 2025), ("target", "新建学校", 2026), ("target", "新增床位", 2026),
    ]  # fmt: skip


def test_a_part_inside_a_review_inherits_it():
    text = "2026年政府工作报告\n一、2025年工作回顾\n(一)加快产业升级\n培育企业30家。\n(二)改善民生\n新建学校3所。\n二、重点任务\n新建学校5所。"
    assert [(row[0], row[2]) for row in read(text)] == [("baseline", 2025), ("baseline", 2025), ("target", 2026)]


def test_a_heading_that_names_both_turns_with_the_first_words_of_a_paragraph():
    text = (
        "2026年政府工作报告\n一、“十四五”时期发展成就和“十五五”时期主要目标\n过去五年,新建学校30所。\n"
        "“十五五”时期是关键时期。新建学校50所。\n二、2026年重点工作\n新建学校6所。"
    )
    assert [(row[0], row[2]) for row in read(text, period_end=2026)] == [
        ("baseline", 2025), ("target", 2030), ("target", 2026),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["优化营商环境", "改善生态环境", "夯实数字经济新基础", "加快产业升级", "打造开放新优势", "做好信访工作回访登记,方便群众"]
)
def test_what_is_done_about_things_opens_no_review(heading):
    span = heading_span(heading, Clock())
    assert span is None or span[0] not in ("review", "situation")


@pytest.mark.parametrize("heading", ["规划目标进展", "(一)总体进展", "规划目标实现情况", "主要目标达成情况", "指标完成进度", "目标进展情况"])
def test_what_has_come_of_aims_is_told_in_a_review(heading):
    assert heading_span(heading, Clock())[0] == "review"
    told = read(f"{heading}\n2023年,软件业务收入达到480亿元。\n二、下一步安排\n建设学校3所。", period_end=2025)
    assert [(row[0], row[2]) for row in told] == [("baseline", 2023), ("target", 2025)]


def test_how_many_years_are_to_come():
    assert Clock(2026).ahead(5) == 2030
    assert Clock(period_start=2021, period_end=2025).ahead(5) == 2025
    assert Clock(period_end=2025).ahead(5) == 2025
    assert Clock(period_end=2026).ahead(3) == 2028
    assert lead_span("未来三年,新建学校3所。", Clock(2026), Span())[:2] == ("aims", 2028)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一、发展基础\n城镇化率由2015年的55.1%提高到2020年的62.3%。", [("baseline", 2015), ("baseline", 2020)]),
        ("二、目标\n污水处理率达到95%（2020年为90%）。", [("target", 2025), ("baseline", 2020)]),
        ("二、主要目标\n建成学校20所。", [("target", 2025)]),
        ("三、任务\n到2025年，公园达到30个。到2035年，公园达到60个。", [("target", 2025), ("target", 2035)]),
        ("一、发展基础\n2020年，全市建成公园12个。", [("baseline", 2020)]),
    ],
)
@pytest.mark.parametrize("title", ["某市“十四五”渔业发展规划", "某市渔业发展规划\n（2021—2025年）", "某市第十四个五年规划纲要"])
def test_a_period_in_the_title_dates_the_text_where_nobody_gives_one(title, text, read):
    ledger = policylab.extract_targets(f"{title}\n{text}")
    assert list(zip(ledger["kind"], ledger["year"])) == read


@pytest.mark.parametrize(
    "heading",
    ["（一）稳就业稳企业稳市场稳预期", "（二）全力抓项目", "（三）完善体制机制", "（五）强化民生保障", "（六）超额完成目标", "（七）聚力完成年度任务", "一是经济增长好于预期"],
)
@pytest.mark.parametrize("mark", ["。", "\n"])
def test_a_heading_below_that_of_a_review_only_sounds_like_tasks(heading, mark):
    text = f"一、2025年工作回顾\n{heading}{mark}实施援企政策。城镇新增就业121.7万人。\n二、2026年主要预期目标\n生产总值增长5%。"
    ledger = policylab.extract_targets(text, period_start=2026, period_end=2026)
    assert list(zip(ledger["kind"], ledger["year"], strict=True)) == [("baseline", 2025), ("target", 2026)]


@pytest.mark.parametrize("heading", ["（九）今年工作安排", "（九）主要预期目标", "（九）下一步工作打算", "（九）发展目标", "（九）今后五年的重点任务"])
def test_a_heading_that_names_what_is_to_come_ends_a_review(heading):
    text = f"一、2025年工作回顾\n{heading}\n新增就业121.7万人。"
    assert list(policylab.extract_targets(text, period_start=2026, period_end=2026)["kind"]) == ["target"]


def test_a_short_sentence_below_a_claim_in_a_review_is_no_heading_of_tasks():
    text = "一、2025年工作回顾\n（二）持续夯实发展基础\n存量资产有效盘活。盘活存量收入超6亿元。\n增量资源实质性布局。产业项目到位资金增长8%。"
    assert list(policylab.extract_targets(text, period_start=2026, period_end=2026)["kind"]) == ["baseline", "baseline"]


@pytest.mark.parametrize(
    "opening",
    [
        "2025年是收官之年。一年来,全县上下齐心协力。", "2025年,任务繁重。过去一年,我们迎难而上。",
        "刚刚过去的一年很不平凡。一年来,我们做了以下工作。", "各位代表!今天向大会报告工作。过去的一年,全县稳中有进。",
        "2025年是规划的最后一年。面对困难,全县奋力前行。一年来,成绩来之不易。",
    ],
)  # fmt: skip
def test_a_review_that_a_later_sentence_of_a_part_opens_holds_below_headings_that_sound_like_tasks(opening):
    """The part itself is called by a motto, and its own parts by what was striven for."""
    text = (
        f"2026年政府工作报告\n一、一步一个脚印,渔区展现新面貌\n{opening}\n(一)着力发展海洋产业,结构持续优化\n建成渔港18座。\n"
        "二、2026年工作安排\n新建学校5所。"
    )
    assert [(row[0], row[2]) for row in read(text, period_start=2026, period_end=2026)] == [("baseline", 2025), ("target", 2026)]


def test_such_a_sentence_opens_no_review_where_a_statement_stands_before_it():
    text = "某县渔业发展规划\n一、做强渔业\n新建渔港3座。一年来,群众期盼已久。\n(一)着力发展海洋产业\n建设冷库18座。"
    assert [row[0] for row in read(text, period_start=2026, period_end=2030)][-1] == "target"


@pytest.mark.parametrize(
    ("front", "body"),
    [
        ("2026年政府工作报告\n", "渔业经济稳步发展。建设渔港18座。\n今年主要预期目标是:渔业产值增长5%。"),
        ("2026年某县政府工作报告\n各位代表:\n", "着力发展海洋产业。新增冷库18座。\n2026年,我们将重点做好以下工作。新建学校5所。"),
        ("政府工作报告\n——2026年1月8日在县第十届人民代表大会第五次会议上\n", "民生事业持续改善。新增学位18个。\n今年要重点抓好民生。新建学校5所。"),
        ("2026年政府工作报告\n", "2025年工作回顾\n全力发展渔业\n建设渔港18座。\n2026年重点工作\n全力发展渔业\n新建学校5所。"),
        ("2026年政府工作报告\n", "2025年工作回顾\n发展渔业\n建设渔港18座。\n发展教育\n2026年主要任务\n发展教育\n新建学校5所。"),
    ],
)  # fmt: skip
def test_a_report_opens_with_its_review_until_something_looks_ahead_however_its_headings_are_numbered(front, body):
    assert [(row[0], row[2]) for row in read(front + body, period_end=2026)] == [("baseline", 2025), ("target", 2026)]


@pytest.mark.parametrize("title", ["2026年某县渔业工作要点", "某县渔业发展规划(2026—2030年)", "某县关于发展渔业的意见", "2026年渔业行动方案"])
def test_what_is_no_report_opens_with_no_review(title):
    assert [row[0] for row in read(f"{title}\n着力发展海洋产业。建设渔港18座。")] == ["target"]


@pytest.mark.parametrize("heading", ["推动海洋经济取得新进展", "渔业改革取得新成效", "渔区建设取得重要成果"])
def test_a_heading_that_claims_a_success_among_tasks_turns_nothing(heading):
    text = f"2026年政府工作报告\n2026年主要工作\n{heading}。\n建设渔港18座。\n发展教育\n新建学校5所。"
    assert [row[0] for row in read(text, period_end=2026)] == ["target", "target"]


@pytest.mark.parametrize(
    "opening",
    ["现在,我代表县人民政府,向大会报告工作,请予审议。", "现在,我受县人民政府委托,向大会作报告。", "各位代表:\n现在,我代表市人民政府报告工作。"],
)  # fmt: skip
def test_the_speech_of_a_report_tells_that_it_is_one_where_the_title_is_missing(opening):
    text = f"{opening}\n渔业经济稳步发展。建设渔港18座。\n今年主要预期目标是:渔业产值增长5%。"
    assert [(row[0], row[2]) for row in read(text, period_start=2026, period_end=2026)] == [("baseline", 2025), ("target", 2026)]


def test_what_a_document_opens_changes_no_span_that_was_open_before():
    begun = Spans.begin(Clock(2026, report=True))
    tasks = begun.heading("二、2026年工作安排", 1, 40)
    deeper = tasks.heading("(一)产业", 2, 60)
    line = deeper.below_line("2025年工作回顾", 2, 80)
    span, holds = tasks.lead("过去一年,新建学校3所。", 1, 90)
    kept = tasks.keep(Span(AIMS, 2030, 1.9))
    assert [(one.current.tense, one.current.year) for one in (begun, tasks, deeper, line, kept)] == [
        (REVIEW, 2025), (TASKS, 2026), (TASKS, 2026), (REVIEW, 2025), (AIMS, 2030),
    ]  # fmt: skip
    assert (span.tense, span.year, holds) == (REVIEW, 2025, True)
    assert deeper.below_line("新建学校3所。", 2, 80) is None and tasks.lead("新建学校3所。", 1, 90) == (None, False)
    assert tasks.heading("(一)产业", 2, 60) == deeper and begun.title("某市志") == begun


@pytest.mark.parametrize("ahead", ["2026年:砥砺前行开新局", "2026年:干字当头", "二、2026年:奋楫争先谱新篇", "展望2026年:再上新台阶", "2026年——攻坚之年"])
@pytest.mark.parametrize("back", ["2025年:铆足干劲抓落实", "一、2025年:稳中求进", "2025年工作回顾"])
def test_a_year_with_a_motto_heads_what_was_done_or_is_to_be_done_in_it(back, ahead):
    text = f"2026年政府工作报告\n各位代表:\n{back}\n新建学校5所。\n{ahead}\n渔业产值增长8%以上。\n大力发展渔业\n建成渔港2座。"
    assert [(row[0], row[2]) for row in read(text, period_start=2026, period_end=2026)] == [("baseline", 2025), ("target", 2026), ("target", 2026)]


@pytest.mark.parametrize("heading", ["2026年渔业:结构持续优化", "2030年愿景下的渔业", "2026年以来"])
def test_a_heading_with_a_year_and_no_motto_of_it_opens_no_tasks(heading):
    assert heading_span(heading, Clock(2026)) in (None, ("review", 2026))



@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一步,到2025年,渔业壮大。", "第二步,到2030年,渔业领先。"),
        ("第一步:到2025年渔业壮大。", "第二步:到2030年渔业领先。"),
    ],
)
@pytest.mark.parametrize("item", ["——渔港更多。建成渔港{}座。", "——建成渔港{}座。", "建成渔港{}座。"])
def test_a_step_dates_what_it_is_told_apart_into(item, first, second):
    lines = [
        "某市渔业发展规划",
        "一、发展基础",
        "渔业良好。",
        "二、战略目标",
        "分两步走:",
        first,
        item.format(3),
        item.format(4),
        second,
        item.format(5),
        item.format(6),
    ]
    rows = read("\n".join([*lines, "三、重点任务", "新建学校7所。"]), period_end=2035)
    assert [row[2] for row in rows if row[1] == "渔港"] == [2025, 2025, 2030, 2030] and rows[-1][2] == 2035


@pytest.mark.parametrize("first", ["2022年,新建渔港2座。", "2022年,改造渔港2座。", "2022年,完成渔港2座。", "2022年,续建渔港2座。"])
def test_a_year_before_what_is_built_in_it_holds_for_its_paragraph(first):
    rows = read(f"某市渔业规划\n二、年度目标\n{first}培育企业5家,建设基地3个。\n建设学校7所。", period_start=2021, period_end=2025)
    assert [row[2] for row in rows] == [2022, 2022, 2022, 2025]
    assert read(f"{first}培育企业5家。", period_start=2023, period_end=2025)[0][0] == "baseline"


@pytest.mark.parametrize(
    ("title", "past", "ahead"),
    [
        ("某县2023年上半年工作总结和下半年工作计划", "一、上半年工作情况", "二、下半年工作计划"),
        ("关于2023年上半年国民经济和社会发展计划执行情况的报告", "一、上半年计划执行情况", "二、下半年主要工作"),
        ("2023年第一季度工作总结及第二季度工作打算", "一、第一季度工作", "二、第二季度工作打算"),
        ("2023年1-9月工作情况及下一步打算", "一、1-9月主要工作", "二、下一步打算"),
        ("2023年前三季度经济运行情况分析", "一、前三季度运行情况", "二、四季度工作安排"),
        ("某局工作汇报", "一、2023年上半年工作总结", "二、下半年工作计划"),
    ],
)
def test_a_report_of_a_part_of_a_year_tells_of_that_year(title, past, ahead):
    found = read(f"{title}\n{past}\n全县完成投资3亿元。今年以来,新建渔港3座。\n{ahead}\n新建冷库2座。\n")
    assert [(kind, year) for kind, _, year, _ in found] == [("baseline", 2023), ("baseline", 2023), ("target", 2023)]


@pytest.mark.parametrize(
    ("title", "heading", "kind", "year"),
    [
        ("2024年政府工作报告", "二、2024年上半年工作安排", "target", 2024),
        ("2024年下半年工作计划", "一、重点工作", "target", 2024),
        ("某市2023年工作总结", "一、上半年工作情况", "baseline", 2023),
        ("2024年政府工作报告", "一、去年上半年工作情况", "baseline", 2023),
    ],
)
def test_a_part_of_a_year_in_other_documents_is_of_their_year(title, heading, kind, year):
    found = read(f"{title}\n{heading}\n新建冷库2座。\n")
    assert [(kind, year) for kind, _, year, _ in found] == [(kind, year)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("二、主要目标\n2026年渔业产值达70亿元、较上年同比增长27.2%。", "target"), ("二、主要目标\n2026年,渔业产值70亿元,比上年增长27.2%。", "target"), ("二、重点工作\n2026年,渔业产值70亿元,同比增长27.2%。", "target"),
        ("一、发展现状\n2026年,渔业产值70亿元,比上年增长27.2%。", "baseline"), ("2026年,渔业产值70亿元,同比增长27.2%。", "baseline"), ("二、主要目标\n2025年,渔业产值70亿元,同比增长27.2%。", "baseline"),
    ],
)  # fmt: skip
def test_a_growth_over_last_year_among_the_aims_of_one_year_is_to_come(text, kind):
    assert set(policylab.extract_targets(text, period_start=2026, period_end=2026)["kind"]) == {kind}


@pytest.mark.parametrize(("lead", "kind"), [("2026年到2030年", "target"), ("2026—2030年", "target"), ("2026-2030年", "target"), ("2021—2025年", "baseline"), ("2021年至2025年", "baseline")])
def test_the_years_of_a_plan_at_the_head_of_a_paragraph_hold_for_it(lead, kind):
    text = f"{lead},全市每年造林6万亩。渔业结构不断优化,渔港达到30座。"
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["kind"].tolist() == [kind] * 2


@pytest.mark.parametrize("session", ["——2021年12月28日在某县第十八届人民代表大会第一次会议上", "(2021年11月5日在某县人民代表大会会议上)", "2021 年 10 月 9 日在某市人民代表大会会议上"])
@pytest.mark.parametrize(
    ("back", "ahead"),
    [
        ("一、过去五年工作回顾", "二、2022年工作安排"), ("一、2021年工作回顾", "二、明年工作安排"), ("一、工作回顾", "二、下一步工作安排"),
        ("一、今年工作回顾", "二、新的一年工作安排"),
    ],
)  # fmt: skip
def test_a_session_at_the_end_of_a_year_tells_of_that_year_and_plans_the_next_one(session, back, ahead):
    found = read(f"政府工作报告\n{session}\n各位代表:\n{back}\n新建渔港3座。\n今年以来,完成投资3亿元。\n{ahead}\n新建冷库2座。\n今后五年,渔业产值达到80亿元。")
    assert [(kind, year) for kind, _, year, _ in found] == [("baseline", 2021), ("baseline", 2021), ("target", 2022), ("target", 2026)]


@pytest.mark.parametrize("session", ["——2022年1月28日在某县人民代表大会会议上", "(2022年3月5日在某县人民代表大会会议上)", "2022年9月9日在某市人民代表大会会议上"])
def test_any_other_session_tells_of_the_year_before(session):
    found = read(f"政府工作报告\n{session}\n各位代表:\n一、工作回顾\n新建渔港3座。\n二、工作安排\n今年,新建冷库2座。")
    assert [(kind, year) for kind, _, year, _ in found] == [("baseline", 2021), ("target", 2022)]


@pytest.mark.parametrize(
    ("title", "session", "years"),
    [
        ("2021年政府工作报告", "2021年12月28日", (2021, 2022)), ("2022年政府工作报告", "2021年12月28日", (2021, 2022)),
        ("2021年政府工作报告", "2022年1月8日", (2021, 2022)), ("2021年政府工作报告", "2021年1月8日", (2020, 2021)),
        ("2022年政府工作报告", "2022年11月8日", (2022, 2023)), ("2022年政府工作报告", "2022年3月5日", (2021, 2022)),
    ],
)  # fmt: skip
def test_the_day_of_a_session_tells_which_years_a_titled_report_is_of(title, session, years):
    found = read(f"{title}\n——{session}在某县人民代表大会会议上\n各位代表:\n一、工作回顾\n新建渔港3座。\n二、工作安排\n新建冷库2座。")
    assert [(kind, year) for kind, _, year, _ in found] == list(zip(("baseline", "target"), years))
