"""Roles of lines, by general marks."""

import pytest

from policylab import clean_text
from policylab.text._line_roles import (
    front_roles,
    is_addressee,
    is_date,
    is_document_number,
    is_prose,
    is_signature,
    is_title,
    line_role,
    tail_roles,
)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("图1 智慧天津设计思路", "caption"),
        ("图1智慧天津设计思路", "caption"),
        ("表 2-1 主要指标", "caption"),
        ("专栏3 重点工程", "caption"),
        ("图1所示的架构包括三层。", None),
        ("来源:电子政务网 更新时间:2024-01-30", "boilerplate"),
        ("发布日期:2021年12月28日", "boilerplate"),
        ("Tag标签:", "boilerplate"),
        ("(此件公开发布)", "boilerplate"),
        ("* * * * *", "boilerplate"),
        ("一、总体要求 ...... 3", "contents"),
        ("关于印发规划的通知\t(2)", "contents"),
        ("目 录", "contents"),
        ("5G基站\t7000", "table"),
        ("分享经济规模不断壮大,带动就业。", None),
        ("序号\t工作任务\t责任单位", "table"),
        ("来源于企业的数据应当分类管理。", None),
        ("推动数据共享。", None),
    ],
)
def test_line_role(line, role):
    assert line_role(line) == role


def test_marks_of_a_frame():
    assert is_date("2021年12月28日") and is_date("二〇二一年十二月") and not is_date("2021年建成")
    assert is_document_number("津政办发〔2021〕52号") and not is_document_number("依据国发〔2021〕5号,制定本规划")
    assert is_addressee("各区人民政府,市政府各委、办、局:") and not is_addressee("具体任务如下:")
    assert is_title("某市推进智慧城市建设行动计划(2015—2017年)") and not is_title("加快实施行动计划,取得成效")
    assert is_signature("天津市人民政府办公厅") and not is_signature("会同市财政局,市教委")
    assert is_prose("推进建设。") and is_prose("推进建设,") and not is_prose("《一,二》政策解读")


@pytest.mark.parametrize(
    "line, addressed",
    [
        ("各镇街、各有关单位严格按照要求推进,现将1-9月重点工作进展情况通报如下:", False),
        ("在各级部门的支持下,工作取得了一定成效,现将上半年工作情况汇报如下:", False),
        ("各有关单位要抓好以下工作:", False),
        ("牵头部门包括:", False),
        ("本通知所称企业是:", False),
        ("我局联系的单位有：", False),
        ("各有关单位:", True),
        ("各县(市、区)人民政府,市直有关部门:", True),
        ("局属各单位、机关各科室:", True),
        ("各省、自治区、直辖市人民政府,国务院各部委、各直属机构：", True),
        ("各有关企业、行业协会:", True),
    ],
)
def test_who_is_addressed_and_what_is_told(line, addressed):
    assert is_addressee(line) is addressed


@pytest.mark.parametrize("title", ["关于某区2023年重点工作进展情况的通报", "全县安全生产情况通报", "2024年一季度督查通报"])
def test_a_circular_has_its_title_and_its_first_paragraph(title):
    told = "今年以来,各有关单位认真落实要求,建成水库3座,现将1-9月进展情况通报如下:"
    assert front_roles([title, told]) == ["title", "body"]


@pytest.mark.parametrize("buttons", [["下载", "打印", "全屏", "收藏", "【字号:", "加大", "还原", "减小", "】"], ["【页面调色:】", "【打印】", "放大", "缩小", "[ 关闭 ]"]])
def test_the_title_stands_below_a_sites_buttons(buttons):
    roles = front_roles([*buttons, "2026年某省政府工作报告", "时间:2026-02-10", "某省省长 某某某"])
    assert set(roles[: len(buttons)]) == {"boilerplate"}
    assert roles[len(buttons) :] == ["title", "boilerplate", "notice"]


def test_editors_paragraph_before_the_document():
    lines = ["近日,某市公布了行动计划,以下是原文:", "各区人民政府:", "请照此执行。", "某市行动计划", "市教委", "为加快建设,制定本计划。"]
    assert front_roles(lines) == ["boilerplate", "notice", "notice", "title", "notice", "body"]


def test_preamble_without_any_title_is_body():
    assert front_roles(["为加快建设,制定本计划。", "建设分两步。"]) == ["body", "body"]


def test_sign_off_stops_at_the_text():
    assert tail_roles(["建成十个平台。", "某市教委", "2021年1月5日"]) == [None, "notice", "notice"]
    assert tail_roles(["1.平台", "2.网络"]) == [None, None]
    assert tail_roles([]) == []


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("全市新建充电桩128\n    个,方便出行。", "全市新建充电桩128个,方便出行。"), ("工业产值增长\n    14.2%。", "工业产值增长14.2%。"),
        ("投资达到200\n亿元以上。", "投资达到200亿元以上。"), ("第一章 总则12\n总则", "第一章 总则12\n总则"), ("加快增长\n1.总则", "加快增长\n1.总则"),
        ("指标\t2020\n个\t5", "指标\t2020\n个\t5"),
    ],
)  # fmt: skip
def test_a_number_that_a_line_end_parts_from_its_unit_or_verb_is_made_whole(raw, clean):
    assert clean_text(raw).text == clean
