"""Headings amid a text whose line breaks were lost are found by their numbers; enumerations stay where they are."""

import pytest

from policylab import Corpus
from policylab.text import clean_text
from policylab.text._line_breaks import lost_breaks

WORK = "市人民政府加强领导,统筹规划,协调推进。"


def headings(text: str) -> list[tuple[str | None, str | None]]:
    sections = Corpus.from_texts({"a": text}).sections
    return list(zip(sections["number"], sections["title"], strict=True))[1:]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"第一章总则第一条为了发展,制定本办法。第二条本办法适用于本市。{WORK}第二章管理第三条{WORK}第四条{WORK * 3}",
            [("第一章", "总则"), ("第一条", None), ("第二条", None), ("第二章", "管理"), ("第三条", None), ("第四条", None)],
        ),
        (
            f"一、总体要求(一)指导思想。{WORK}(二)基本原则。{WORK}二、重点任务(三)建设平台。{WORK}(四)推进联网。{WORK}",
            [("一、", "总体要求"), ("(一)", "指导思想"), ("(二)", "基本原则"), ("二、", "重点任务"), ("(三)", "建设平台"), ("(四)", "推进联网")],
        ),
        (
            f"为了规范管理,制定本办法。第二条\n{WORK}第三条\n{WORK}第四条\n{WORK}",
            [("第二条", None), ("第三条", None), ("第四条", None)],
        ),
        (
            f"(2020年3月1日通过)第一章 总则第一条 {WORK}第二条 {WORK}第三条 {WORK}第二章 附则第四条 本条例自2020年5月1日起施行。",
            [("第一章", "总则"), ("第一条", None), ("第二条", None), ("第三条", None), ("第二章", "附则"), ("第四条", None)],
        ),
        (
            f"现提出以下意见。一、总体要求。{WORK}二、主要任务。{WORK}三、保障措施。{WORK}四、组织实施。{WORK}",
            [("一、", "总体要求"), ("二、", "主要任务"), ("三、", "保障措施"), ("四、", "组织实施")],
        ),
    ],
)
def test_headings_that_run_together_with_the_text(text, found):
    assert headings(text) == found
    assert any("line breaks were lost" in warning for warning in clean_text(text).warnings)
    once = clean_text(text).text
    assert clean_text(once).text == once


@pytest.mark.parametrize("unit", ["部分", "编", "篇", "章", "节"])
def test_parts_amid_a_line_are_found_as_chapters_are(unit):
    titles = ["总体要求", "重点任务", "保障措施"]
    found = [(f"第{number}{unit}", title) for number, title in zip("一二三", titles)]
    assert headings("".join(f"{number} {title} {WORK * 2} " for number, title in found)) == found
    run_together = "".join(f"{number}{title}第{article}条{WORK * 2}" for (number, title), article in zip(found, "一二三"))
    assert headings(run_together) == [one for pair, article in zip(found, "一二三") for one in (pair, (f"第{article}条", None))]


def test_numbers_that_run_into_the_title_above_them():
    text = f"一、内容导向1.加强引导。{WORK}2.建立清单。{WORK}二、账号管理3.规范名称。{WORK}4.分级监测,占比达3.5%。{WORK}"
    assert headings(text) == [
        ("一、", "内容导向"), ("1.", "加强引导"), ("2.", "建立清单"), ("二、", "账号管理"), ("3.", "规范名称"), ("4.", "分级监测,占比达3.5%"),
    ]  # fmt: skip


def test_a_text_without_any_break():
    text = f"某市数字经济发展规划一、总体要求。{WORK}二、重点任务(一)建设平台。{WORK}(二)推进联网。{WORK}三、保障措施。{WORK}"
    assert headings(text) == [("一、", "总体要求"), ("二、", "重点任务"), ("(一)", "建设平台"), ("(二)", "推进联网"), ("三、", "保障措施")]


@pytest.mark.parametrize(
    "text",
    [
        f"第二十条 有下列情形之一的,应当报告:(一)数据泄露;(二)数据丢失;(三)其他情形。违反第二十一条规定的,依法处理。{WORK * 4}",
        f"各级医院分为一、二、三级。{WORK * 4}依照第三条、第四条处理。第五条所列的情形除外。",
        f"第一章 总则\n第一条 {WORK}\n第二条 {WORK}第二条的规定同样适用。{WORK * 4}",
        f"为摸清底数,分三批开展。第一部分别由两局承担。{WORK}第二部分别由三局承担。{WORK}第三部分别由四局承担。{WORK * 3}",
        f"设三个部门。第一部门负责规划。{WORK}第二部门负责建设。{WORK}第三部门负责运行。{WORK * 3}",
        f"规划分三个部分。第一部分是总体要求。{WORK}第二部分是重点任务。{WORK}第三部分是保障措施。{WORK * 3}",
        f"规划共分三部分。第一部分总结了发展基础。{WORK}第二部分阐述了指导思想。{WORK}第三部分明确了保障措施。{WORK * 3}",
        f"规划共有三章。第一章是总体要求。{WORK}第二章是重点任务。{WORK}第三章是保障措施。{WORK * 3}",
    ],
)
def test_an_enumeration_within_the_text_is_none(text):
    assert lost_breaks(text) == []


def test_a_table_of_contents_in_one_line_is_none():
    text = f"目录第一章总则第二章建设第三章附则第一章总则第一条{WORK}第二条{WORK}第二章建设第三条{WORK}第三章附则第四条{WORK}"
    assert [title for number, title in headings(text) if number.endswith("章")] == ["总则", "建设", "附则"]


def test_a_title_on_the_line_below_its_number():
    assert headings(f"第一章\n总则\n第一条{WORK}\n第二章\n建设与管理\n第二条{WORK}") == [
        ("第一章", "总则"), ("第一条", None), ("第二章", "建设与管理"), ("第二条", None),
    ]  # fmt: skip


def test_the_rest_of_a_list_is_no_heading():
    text = "一、任务\n重点抓好以下工作:(一)建设平台;(二)推进联网。\n(三)加强领导。\n(四)抓好落实。\n二、保障\n加强领导。"
    assert headings(text) == [("一、", "任务"), ("二、", "保障")]


@pytest.mark.parametrize("article", ["中级以上职称人员不少于5人。", "中介机构达到5家。", "课后服务覆盖率达到90%。", "和美乡村达到5个。", "中标单位不少于3家。"])
def test_an_article_that_runs_into_its_number_begins_a_line(article):
    text = f"第一条 本办法所称渔港是指避风港。第二条 渔港不少于3座。第三条{article}第四条 企业不少于6家。第五条 附则。第六条 施行。"
    assert clean_text(text).text.split("\n")[2] == f"第三条{article}"


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("渔业产值从\n497.8\n亿元增加到600亿元。", "渔业产值从497.8亿元增加到600亿元。"),
        ("渔业产值达到\n33\n亿元,增长5%。", "渔业产值达到33亿元,增长5%。"),
        ("渔港名称\n33\n亿元,增长5%。", "渔港名称\n33\n亿元,增长5%。"),
    ],
)
def test_a_number_that_stands_alone_within_a_sentence_is_made_whole(printed, whole):
    assert clean_text(printed).text == whole


def test_contents_in_one_line_behind_a_sentence_are_no_chapters():
    text = f"为加快发展,制定本规划。第一章总则第二章建设第三章附则第一章总则第一条{WORK}第二条{WORK}第二章建设第三条{WORK}第三章附则第四条{WORK}"
    assert [one for one in headings(text) if one[0].endswith("章")] == [("第一章", "总则"), ("第二章", "建设"), ("第三章", "附则")]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("全市渔业设施网络不断完善,公共渔港(含码头)", "达55座。", True), ("全市渔业设施网络不断完善,渔业合作社(中心)", "为120个。", True), ("全市渔业设施不断完善,各类培训场次(含农村)", "共3000场。", True), ("全市渔业设施不断完善,渔民占人口(含外来)", "约12%。", True),
        ("加强渔业设施建设,改造老旧渔港(含码头)", "到2025年建成30座。", False), ("加强渔业设施建设,改造渔港。", "约3000人参加。", False), ("加强渔业设施建设,改造老旧渔港(含码头)", "为了加快发展,制定本办法。", False),
    ],
)  # fmt: skip
def test_a_value_behind_a_bracket_at_the_end_of_a_line_goes_on(above, below, joined):
    text = clean_text(f"第一章 发展现状\n{above}\n\n{below}\n(一)主要任务", paged=True).text
    assert (above + below in text) is joined
