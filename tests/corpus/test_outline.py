"""The outline: against the outlines that were read by hand, and on outlines of other documents."""

import csv
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylab.corpus._check import out_of_order
from policylab.corpus._outline import outline
from policylab.resources import data_path
from policylab.text._heading_numbers import read_marker

PLANS = ["smart-city-2015", "digital-economy-2019", "new-infrastructure-2021", "smart-city-2021"]
LEVELS = {
    "smart-city-2015": {1: 3, 2: 15, 3: 43, 4: 5},
    "digital-economy-2019": {1: 9, 2: 33},
    "new-infrastructure-2021": {1: 4, 2: 12, 3: 26},
    "smart-city-2021": {1: 6, 2: 21, 3: 48, 4: 53},
}


def disorders(sections):
    """Ids of the headings whose number does not follow."""
    return out_of_order(pd.DataFrame([(one.section, one.parent, one.number) for one in sections], columns=["section", "parent", "number"]))


def headings(text):
    return [(s.section.removeprefix("/"), s.number, s.title) for s in outline(text)[0][1:]]


def roles(text):
    return [(p.role, p.text) for p in outline(text)[1]]


@pytest.mark.parametrize("name", PLANS)
def test_every_heading_that_a_careful_reader_finds_and_no_other(corpus, name):
    plan = corpus[name]
    with data_path("gold/outline.csv").open(encoding="utf-8", newline="") as file:
        gold = [
            (int(row["level"]), row["number"], row["title"], int(row["line"]))
            for row in csv.DictReader(file)
            if row["plan"] == name
        ]
    found = [
        (s.level, s.number or "", s.title or "", plan.raw.count("\n", 0, plan.raw_span(s.start, s.start + 1)[0]) + 1)
        for s in plan.outline[0][1:]
    ]
    assert found == gold
    assert Counter(level for level, *_ in found) == LEVELS[name]


@pytest.mark.parametrize("name", PLANS)
def test_every_character_stands_in_one_paragraph_and_each_paragraph_in_one_section(corpus, name):
    plan = corpus[name]
    sections, paragraphs = plan.outline
    by_id = {s.section: s for s in sections}
    assert len(by_id) == len(sections)
    reached = 0
    for paragraph in paragraphs:
        assert paragraph.start >= reached
        assert not plan.text[reached : paragraph.start].strip()
        assert plan.text[paragraph.start : paragraph.end] == paragraph.text
        section = by_id[paragraph.section]
        assert section.start <= paragraph.start and paragraph.end <= section.end
        reached = paragraph.end
    assert not plan.text[reached:].strip()
    for section in sections[1:]:
        parent = by_id[section.parent]
        assert parent.level == section.level - 1
        assert parent.start <= section.start and section.end <= parent.end
        assert section.path.split(" / ")[: parent.level] == (parent.path.split(" / ") if parent.path else [])


def test_front_and_end_matter_of_the_four_plans(corpus):
    frame = {"title", "notice", "boilerplate", "caption"}
    counts = {p.id: Counter(r.role for r in p.outline[1] if r.role in frame) for p in corpus}
    assert counts["smart-city-2015"] == {"boilerplate": 1, "notice": 3, "title": 1}
    assert counts["digital-economy-2019"] == {"notice": 4, "title": 2}
    assert counts["new-infrastructure-2021"] == {"title": 2, "boilerplate": 1}
    assert counts["smart-city-2021"] == {"title": 2, "boilerplate": 1, "notice": 6, "caption": 4}
    first = {p.id: next(r.text for r in p.outline[1] if r.role == "body")[:8] for p in corpus}
    assert first == {
        "smart-city-2015": "智慧城市是当今世",
        "digital-economy-2019": "为深入贯彻落实党",
        "new-infrastructure-2021": "为贯彻落实党中央",
        "smart-city-2021": "“十四五”时期,",
    }


def test_a_law_has_chapters_and_articles_that_count_through_them():
    text = (
        "某市数据条例\n第一章 总则\n第一条 为了规范数据处理,制定本条例。\n第二条 有下列情形之一的,应当报告:\n"
        "(一)泄露数据的;\n(二)篡改数据的。\n报告应当书面作出。\n第二章 附则\n第三条 本条例自2025年1月1日起施行。"
    )
    assert headings(text) == [
        ("1", "第一章", "总则"),
        ("1.1", "第一条", None),
        ("1.2", "第二条", None),
        ("2", "第二章", "附则"),
        ("2.1", "第三条", None),
    ]
    sections = {p.text: p.section for p in outline(text)[1]}
    assert sections["(一)泄露数据的;"] == sections["(二)篡改数据的。"] == sections["报告应当书面作出。"] == "/1.2"
    assert disorders(outline(text)[0]) == []


def test_a_five_year_plan_with_parts_chapters_and_divisions():
    text = (
        "第一篇 开启新征程\n第一章 发展环境\n第一节 发展基础\n一、成就\n经济增长。\n二、不足\n创新不足。\n"
        "第二节 形势\n机遇并存。\n专栏1 主要指标\n第二章 总体要求\n坚持创新。\n第二篇 建设强市\n第三章 产业\n第一节 制造\n(一)集群\n培育集群。"
    )
    assert [(n, title) for n, _, title in headings(text)] == [
        ("1", "开启新征程"), ("1.1", "发展环境"), ("1.1.1", "发展基础"), ("1.1.1.1", "成就"), ("1.1.1.2", "不足"),
        ("1.1.2", "形势"), ("1.2", "总体要求"), ("2", "建设强市"), ("2.1", "产业"), ("2.1.1", "制造"), ("2.1.1.1", "集群"),
    ]  # fmt: skip
    assert ("caption", "专栏1 主要指标") in roles(text)
    assert disorders(outline(text)[0]) == []


def test_numbered_lines_are_never_a_printers():
    assert headings("一、活动\n(一)积极争取重大赛事主办\n提升影响。")[-1] == ("1.1", "(一)", "积极争取重大赛事主办")


def test_articles_without_a_space_are_told_by_their_series():
    text = "第一条为了规范处理,制定本条例。\n第二条第一条所称数据,是指记录。\n第一条的规定同样适用。"
    assert headings(text) == [("1", "第一条", None), ("2", "第二条", None)]
    assert outline(text)[1][-1].section == "/2"


def test_a_chapter_without_a_space_may_begin_with_a_word_of_speech_about_one():
    text = "第一章总则\n第二章和谐社会建设\n第三章中小企业\n第四章课程改革\n第五章及第六章的规定同样适用。\n第五章中的要求同样适用。"
    assert [title for _, _, title in headings(text)] == ["总则", "和谐社会建设", "中小企业", "课程改革"]


@pytest.mark.parametrize(
    "title",
    ["和美乡村建设", "和合文化", "中介服务业", "中西部发展", "中原城市群", "中高端产业", "中轴线保护", "中等职业教育", "课后服务", "及早谋划"],
)
def test_a_title_that_runs_into_its_number_is_one_whatever_it_begins_with(title):
    text = f"第一章总体要求\n甲。\n第二章主要目标\n乙。\n第三章{title}\n到2025年,建成渔港3座。\n第四章保障措施\n丙。"
    assert [found for _, _, found in headings(text)] == ["总体要求", "主要目标", title, "保障措施"]


@pytest.mark.parametrize("said", ["和第四章的规定", "中的要求", "规定的事项", "及其附件", "、第四章另有规定", "中关于渔港的部分", "中,渔港是重点", "第二款所称渔港"])
def test_a_chapter_that_is_only_spoken_of_is_no_heading(said):
    text = f"第一章总体要求\n甲。\n第二章主要目标\n乙。\n第三章{said}\n丙。\n第三章保障措施\n丁。"
    assert [found for _, _, found in headings(text)] == ["总体要求", "主要目标", "保障措施"]


def test_a_number_that_is_ill_formed_is_none():
    assert headings("第百百条为了规范处理,制定本条例。") == []


def test_schemes_nest_in_the_order_in_which_the_document_first_nests_them():
    text = (
        "1.总体要求\n(一)指导思想\n坚持创新。\n(二)原则\n以人为本。\n2.任务\n(一)网络\n①光网。建设光网。\n②基站。建设基站。"
    )
    assert [(n, s) for n, s, _ in headings(text)] == [
        ("1", "1."), ("1.1", "(一)"), ("1.2", "(二)"), ("2", "2."), ("2.1", "(一)"), ("2.1.1", "①"), ("2.1.2", "②"),
    ]  # fmt: skip


def test_a_level_may_be_left_out_in_one_chapter():
    text = "一、目标\n1.规模。达到一万亿元。\n2.结构。不断优化。\n二、任务\n(一)网络\n1.光网。建设光网。\n三、保障\n1.资金。加大投入。"
    assert [n for n, *_ in headings(text)] == ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "3", "3.1"]


def test_four_classical_levels_with_headings_that_run_in():
    text = "一、任务\n(一)数字政府。\n1.一网通办。优化流程。\n(1)平台。统一平台。\n(2)数据。汇聚数据。\n2.一网统管。\n(二)数字社会。加快建设。"
    assert headings(text) == [
        ("1", "一、", "任务"), ("1.1", "(一)", "数字政府"), ("1.1.1", "1.", "一网通办"), ("1.1.1.1", "(1)", "平台"),
        ("1.1.1.2", "(2)", "数据"), ("1.1.2", "2.", "一网统管"), ("1.2", "(二)", "数字社会"),
    ]  # fmt: skip
    assert ("heading", "(1)平台。") in roles(text) and ("body", "统一平台。") in roles(text)


def test_decimals_and_series_are_no_headings():
    text = "一、保障\n收入在现行\n1.5倍调控线基础上增加。\n一、二、三级医院的支付比例分别提高。\n2025年建成。"
    assert headings(text) == [("1", "一、", "保障")]
    assert read_marker("99.999%的可靠率") is None
    assert read_marker("1、2、3号线开通运营") is None
    assert read_marker("一、二级医院支付比例") is None


def test_a_full_stop_inside_brackets_does_not_end_a_heading():
    text = "一、任务\n1.发展车联网(智能网联汽车。示范)应用。推进建设。"
    assert headings(text)[-1] == ("1.1", "1.", "发展车联网(智能网联汽车。示范)应用")


def test_dash_items_with_and_without_a_heading_sentence():
    text = (
        "一、目标\n到2030年全面建成。\n——网络更强。基站达到一万个。\n——产业更优。规模翻番。\n以上目标每年评估一次。\n"
        "二、步骤\n——2026年,打基础,完成立项。\n——到2028年,见成效,完成建设。\n每年评估。"
    )
    assert headings(text) == [
        ("1", "一、", "目标"), ("1.1", "——", "网络更强"), ("1.2", "——", "产业更优"),
        ("2", "二、", "步骤"), ("2.1", "——", "2026年"), ("2.2", "——", "到2028年"),
    ]  # fmt: skip
    sections = {p.text: p.section for p in outline(text)[1]}
    assert sections["以上目标每年评估一次。"] == "/1"
    assert sections["每年评估。"] == "/2"
    assert sections["——2026年,打基础,完成立项。"] == "/2.1"


def test_items_that_go_on_keep_their_paragraphs():
    text = "一、成效\n一是网络更强。基站增加。\n其中农村增加最多。\n二是产业更优。规模翻番。\n其中软件增长最快。\n二、问题\n不足。"
    sections = {p.text: p.section for p in outline(text)[1]}
    assert sections["其中农村增加最多。"] == "/1.1"
    assert sections["其中软件增长最快。"] == "/1.2"


@pytest.mark.parametrize(
    "paragraph",
    [
        "一是数据资源共享不足,部门之间存在信息孤岛。二是信息产业规模偏小,仅占3.2%。三是人才缺口约2000人。",
        "一是数据资源共享不足;二是信息产业规模偏小;三是人才缺口约2000人。",
        "一是抓项目,二是抓投资,三是抓创新。",
        "(1)建设共享平台。(2)推进数据开放。(3)加强网络安全。",
        "(一)建设共享平台。(二)推进数据开放。(三)加强网络安全。",
        "①建设共享平台;②推进数据开放;③加强网络安全。",
        "1)建设共享平台;2)推进数据开放。",
        "1.建设共享平台。2.推进数据开放。3.加强网络安全。",
        "1、建设共享平台;2、推进数据开放;3、加强网络安全。",
        "二是信息产业规模偏小。三是人才不足,缺口约2000人。",
        "一是共享不足。二是规模偏小。\n一是人才缺口较大,达2000人。二是资金不足,缺乏长期投入。",
        "一是共享不足。二是规模偏小。\n三是人才不足。\n四是资金不足。",
        "存在问题主要是一是共享不足。二是规模偏小,仅占3.2%,低于全省水平。\n存在短板主要是一是人才不足。二是资金不足,缺乏长期投入,来源单一。",
    ],
)
def test_an_enumeration_that_goes_on_within_its_paragraph_is_text(paragraph):
    sections, paragraphs = outline(f"一、现状\n现状良好。\n二、问题\n{paragraph}\n三、措施\n推进建设。")
    assert [section.title for section in sections[1:]] == ["现状", "问题", "措施"]
    assert [p.text for p in paragraphs if p.section == "/2" and p.role == "body"] == paragraph.split("\n")


@pytest.mark.parametrize(
    ("items", "titles"),
    [
        ("一是网络更强。基站增加。\n二是产业更优。规模翻番。", ["网络更强", "产业更优"]),
        ("一是网络更强。基站:一是农村;二是城市。\n二是产业更优。规模翻番。", ["网络更强", "产业更优"]),  # a list within an item
        ("(1)智慧交通。建设平台;推进联网。\n(2)智慧医疗。推进共享。", ["智慧交通", "智慧医疗"]),
        ("1.智慧交通。建成平台1个;2.5万辆车联网。\n2.智慧医疗。推进共享。", ["智慧交通", "智慧医疗"]),  # 2.5 is a number
        ("抓好产业。一是建设园区,引进企业;二是培育企业。\n抓好民生。一是建设学校,增加学位;二是建设医院。", ["抓好产业", "抓好民生"]),
    ],
)
def test_items_in_paragraphs_of_their_own_stay_items(items, titles):
    sections, _ = outline(f"一、现状\n{items}\n二、措施\n推进建设。")
    assert [section.title for section in sections if section.level == 2] == titles


def test_lead_sentences_need_siblings():
    alone = "一、原则\n坚持创新。以创新促进应用,以应用带动产业,形成良性循环。\n我们将不断探索,在各个领域持续推动应用示范,形成可复制可推广的经验做法,并定期总结。"
    assert headings(alone) == [("1", "一、", "原则")]
    both = "一、原则\n坚持创新。以创新促进应用,以应用带动产业。\n坚持开放。以开放促进合作,以合作实现共赢。"
    assert headings(both) == [("1", "一、", "原则"), ("1.1", None, "坚持创新"), ("1.2", None, "坚持开放")]
    assert ("heading", "坚持开放。") in roles(both)


def test_a_lead_sentence_is_short_and_no_date():
    text = (
        "一、目标\n到2025年,实现全覆盖。基站达到七万个,城乡网络质量明显提升。\n"
        "数字生活新水平。建成智慧社区三百个,互联网医院达到三十家。\n数字经济新台阶。增加值占比稳步提升,规模不断壮大。"
    )
    assert [title for *_, title in headings(text)] == ["目标", "数字生活新水平", "数字经济新台阶"]


def test_the_heading_of_an_enumeration_takes_its_note():
    items = "一、产业\n1.新技术。\n——物联网。推动发展应用。\n——大数据。推动发展应用。(牵头单位:市科技局)\n2.物流。推动发展。(牵头单位:市商务局)"
    owners = {p.text: p.section for p in outline(items)[1] if p.role == "agencies"}
    assert owners == {"(牵头单位:市科技局)": "/1.1", "(牵头单位:市商务局)": "/1.2"}
    each = items.replace("物联网。推动发展应用。", "物联网。推动发展应用。(牵头单位:市教委)")
    owners = {p.text: p.section for p in outline(each)[1] if p.role == "agencies"}
    assert owners["(牵头单位:市教委)"] == "/1.1.1" and owners["(牵头单位:市科技局)"] == "/1.1.2"


def test_contents_page_is_no_outline():
    text = "某市规划\n目录\n一、总则\n(一)背景\n二、任务\n某市规划\n一、总则\n(一)背景\n形势很好。\n二、任务\n加快建设。"
    assert headings(text) == [("1", "一、", "总则"), ("1.1", "(一)", "背景"), ("2", "二、", "任务")]
    assert [role for role, _ in roles(text)][:5] == ["title", "contents", "contents", "contents", "contents"]


def test_notice_and_sign_off_stay_out_of_the_body():
    text = (
        "某市人民政府关于印发某市数字规划的通知\n某政发〔2024〕3号\n各区人民政府,市政府各委、办、局:\n"
        "现将《某市数字规划》印发给你们,请认真贯彻执行。\n某市人民政府\n2024年5月6日\n某市数字规划\n(2024—2026年)\n"
        "为加快发展,制定本规划。\n一、任务\n加快建设。\n附件:1.任务清单\n2.责任清单\n某市人民政府办公厅\n2024年5月6日\n(此件公开发布)"
    )
    assert [role for role, _ in roles(text)] == ["notice"] * 6 + ["title"] * 2 + ["body", "heading", "body"] + [
        "notice"
    ] * 4 + ["boilerplate"]
    assert headings(text) == [("1", "一、", "任务")]


def test_an_opinion_that_addresses_its_readers_keeps_its_preamble():
    text = "关于促进发展的意见\n各区人民政府:\n为促进高质量发展,现提出以下意见。\n一、任务\n加快建设。"
    assert [role for role, _ in roles(text)] == ["title", "notice", "body", "heading", "body"]


def test_a_text_without_headings_is_one_section():
    sections, paragraphs = outline("加快建设。\n不断完善。", plan_id="x")
    assert [s.section for s in sections] == ["x/0"]
    assert [(p.section, p.role) for p in paragraphs] == [("x/0", "body")] * 2


def test_full_width_brackets_and_colons_do_as_well():
    text = "一、任务\n（一）网络。建设光网。（责任单位：市教委）\n1．平台\n推进建设。"
    assert headings(text) == [("1", "一、", "任务"), ("1.1", "（一）", "网络"), ("1.1.1", "1．", "平台")]
    assert ("agencies", "（责任单位：市教委）") in roles(text)


PIECES = st.sampled_from(
    "一、|(一)|1.|1.5|第一条|第一章|——|一是|(|)|“|”|。|;|:|,|、|\n|\n\n|市教委|责任单位:|牵头|由|等|和|图1|2025年|附件:1.|\t|目录"
    "|规划|〔2021〕5号|各区人民政府:| |\u3000|①|x|5G|�".split("|")
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_any_text_has_an_outline(text):
    sections, paragraphs = outline(text, plan_id="p")
    assert "".join("".join(p.text.split()) for p in paragraphs) == "".join(text.split())
    ids = {s.section for s in sections}
    assert len(ids) == len(sections)
    assert all(p.section in ids and text[p.start : p.end] == p.text for p in paragraphs)
    disorders(sections)


ANNEXED = """某市职业培训实施方案
一、总体要求
以需求为导向,开展职业培训。
二、保障措施
(一)加强领导
各区要落实责任。
附件:1.重点任务清单
2.名录
某市人民政府
2022年3月5日
附件1
重点任务清单
序号\t任务\t责任单位
1\t建设实训基地5个,服务企业。\t市教委
附件 2
培训机构名录
一、区级机构
(一)甲区
名录另行公布。
"""


def test_an_annex_is_a_part_of_its_own_with_the_title_below_its_number():
    assert headings(ANNEXED) == [
        ("1", "一、", "总体要求"),
        ("2", "二、", "保障措施"),
        ("2.1", "(一)", "加强领导"),
        ("3", "附件1", "重点任务清单"),
        ("4", "附件 2", "培训机构名录"),
        ("4.1", "一、", "区级机构"),
        ("4.1.1", "(一)", "甲区"),
    ]
    sections, paragraphs = outline(ANNEXED)
    assert {p.section for p in paragraphs if p.role == "table"} == {"/3"}
    assert sections[2].end < ANNEXED.index("附件:1")  # the chapter before does not reach into the annex


def test_the_sign_off_before_an_annex_is_no_part_of_the_text():
    roles = {p.text: (p.role, p.section) for p in outline(ANNEXED)[1]}
    for line in ("附件:1.重点任务清单", "2.名录", "某市人民政府", "2022年3月5日"):
        assert roles[line] == ("notice", "/0")
    assert roles["重点任务清单"] == ("heading", "/3")


@pytest.mark.parametrize(
    "text",
    [
        "某通知\n附件\n某市规划\n一、目标\n到2025年建成。\n二、任务\n推进建设。",  # the annex is the document itself
        "一、目标\n如下。\n附表1\n指标\t2025年\n绿地\t5\n二、任务\n推进建设。",  # the chapters go on behind the table
        "一、目标\n推进建设。\n附件:1.名录\n2.清单",  # a list of what is annexed
    ],
)
def test_a_line_that_only_names_an_annex_begins_no_part(text):
    assert not any((s.number or "").startswith("附") for s in outline(text)[0])


def test_what_a_site_puts_between_two_headings_stands_in_the_section_above():
    _, paragraphs = outline("一、总则\n建设渔港。\n来源:海澜市政府网\n二、目标\n保护渔港。\n来源:海澜市政府网", plan_id="a")
    assert [one.section for one in paragraphs if one.role == "boilerplate"] == ["a/1", "a/0"]
