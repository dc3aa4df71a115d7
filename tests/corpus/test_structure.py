"""The structure of documents as people have them: headings of all kinds, bodies that stay, tables, agencies."""

import pytest

from policylab.corpus import Plan, outline
from policylab.corpus._responsibility_notes import agencies
from policylab.text import clean_text
from policylab.text._layout import Hint


def headings(text, hints=()):
    return [(one.number, one.title) for one in outline(text, hints=hints)[0][1:]]


def roles(text):
    return [one.role for one in outline(text)[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "第一章总则\n第一条为了发展,制定本办法。\n第二条本市适用。\n第二章“十四五”时期的目标\n第三条目标如下。",
            [("第一章", "总则"), ("第一条", None), ("第二条", None), ("第二章", "“十四五”时期的目标"), ("第三条", None)],
        ),
        (
            "第一章发展环境\n第一节5G网络\n基站建成。\n第二节2025年目标\n建成一百座。\n第二章任务,分工和保障\n第一节任务\n抓落实。",
            [("第一章", "发展环境"), ("第一节", "5G网络"), ("第二节", "2025年目标"), ("第二章", "任务,分工和保障"), ("第一节", "任务")],
        ),
        ("第一部分2025年工作回顾\n成绩很大。\n第二部分2026年工作安排\n任务很重。", [("第一部分", "2025年工作回顾"), ("第二部分", "2026年工作安排")]),
        ("1总则\n1.1编制目的\n为了有序。\n1.2编制依据\n依据法律。\n2组织体系\n2.1领导机构\n成立指挥部。\n2.1.1办公室\n设在应急局。",
         [("1", "总则"), ("1.1", "编制目的"), ("1.2", "编制依据"), ("2", "组织体系"), ("2.1", "领导机构"), ("2.1.1", "办公室")]),
        ("1.总体要求\n1.1指导思想\n以人为本。\n1.2主要目标\n到2025年建成。\n2.任务\n2.1建设\n抓紧。", [
            ("1.", "总体要求"), ("1.1", "指导思想"), ("1.2", "主要目标"), ("2.", "任务"), ("2.1", "建设")]),
        ("一 总则\n为了发展。\n二 任务\n抓好落实。", [("一", "总则"), ("二", "任务")]),
        ("一、总则\n1.1.1目标\n到2025年。\n1.1.2任务\n抓好。\n1.2.1保障\n加强。", [("一、", "总则"), ("1.1.1", "目标"), ("1.1.2", "任务"), ("1.2.1", "保障")]),
        ("壹、前言\n为了发展。\n贰、目标\n一、经济\n增长。\n叁、任务\n抓好落实。", [("壹、", "前言"), ("贰、", "目标"), ("一、", "经济"), ("叁、", "任务")]),
    ],
)  # fmt: skip
def test_numbered_headings(text, found):
    assert headings(text) == found


def test_a_title_that_runs_into_its_text_keeps_the_number():
    text = "第一章目标\n第一节稳定生产能力严格执行保护制度,到2025年保有量不低于120万亩。\n第二节拓宽增收渠道通过加工转化等方式,提高收入水平,支持产业发展。"
    assert headings(text) == [("第一章", "目标"), ("第一节", None), ("第二节", None)]


@pytest.mark.parametrize(
    "line", ["1.5倍的增长来自新产业。", "第一章规定的情形除外。", "第三章所列事项由市级办理。", "2.3万家企业上云,增长两成。", "第一节课在九月。"]
)
def test_a_line_that_only_looks_numbered_is_text(line):
    assert headings(f"一、目标\n某句话在这里。\n{line}\n二、任务\n抓落实。") == [("一、", "目标"), ("二、", "任务")]


def test_numbers_of_paragraphs_are_no_headings():
    text = "引言\n" + "\n".join(f"{n}.政府会在本年度推出措施,改善居民生活,并检讨成效。这一段还有第二句话,说明细节。" for n in range(1, 60))
    assert headings(text) == [(None, "引言")]  # which stands alone, before the paragraphs
    assert roles(text).count("body") >= 59


@pytest.mark.parametrize(
    "front",
    [
        "政府工作报告\n——2026年2月3日在某市第十届人民代表大会第一次会议上\n市长 张三",
        "某区政府工作报告\n—2025年1月8日在区十七届人大五次会议上\n各位代表:",
    ],
)
def test_a_subtitle_with_a_dash_is_no_heading(front):
    assert headings(f"{front}\n现在,我代表市政府报告工作。\n一、回顾\n成绩显著。\n二、安排\n抓落实。") == [("一、", "回顾"), ("二、", "安排")]


def test_an_address_is_no_lead_sentence():
    text = "一、回顾\n各位代表,过去一年不平凡。我们完成了任务,取得了成绩,人民满意。\n各位代表,成绩来之不易。这是团结奋斗的结果,要倍加珍惜。"
    assert headings(text) == [("一、", "回顾")]


def test_headings_by_style_and_by_their_place():
    text = "某市工作要点\n加强统筹协调,推进各项工作,确保完成全年任务。\n产业发展\n培育企业一百家。\n开放合作\n引进项目十个。"
    at = [text.index(title) for title in ("某市工作要点", "产业发展", "开放合作")]
    hints = [Hint(at[0], "heading", 1), Hint(at[1], "heading", 2), Hint(at[2], "heading", 2)]
    assert headings(text, hints) == headings(text) == [(None, "产业发展"), (None, "开放合作")]
    assert outline(text, hints=hints)[1][0].role == "title"


def test_one_short_line_alone_is_no_heading():
    assert headings("加强统筹协调,推进各项工作。\n产业发展\n培育企业一百家,引进项目十个,建成平台三个。") == []


def test_markdown_gives_its_headings():
    clean = clean_text("# 某市条例\n\n为了发展。\n\n## 总则\n\n**重点**任务如下。\n\n## 附则\n\n自公布之日起施行。")
    assert "#" not in clean.text and "*" not in clean.text
    assert headings(clean.text, clean.hints) == [(None, "总则"), (None, "附则")]
    bold = clean_text("**一、总则**\n\n为了发展。\n\n**二、任务**\n\n抓好落实。")
    assert headings(bold.text, bold.hints) == [("一、", "总则"), ("二、", "任务")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "某市关于支持养老服务的意见\n各区人民政府:\n为支持发展,提出以下意见。\n新增床位2000张。\n某市人民政府\n2023年5月1日",
            ["title", "notice", "body", "body", "notice", "notice"],
        ),
        (
            "去年工作取得成绩。\n新增床位两千张。\n完成编制任务。\n编制完成养老服务设施规划\n今年要更好。",
            ["body"] * 5,
        ),
        (
            "某市关于促进养老服务的若干意见\n各区人民政府:\n为促进发展,提出如下意见。\n总体要求\n以人为本,到2025年新增床位两千张。\n"
            "保障措施\n加强领导,落实责任,完成任务。\n某市人民政府\n2023年5月1日",
            ["title", "notice", "body", "heading", "body", "heading", "body", "notice", "notice"],
        ),
        (
            "政府工作报告\n某市市长 李四\n各位代表:\n现在报告工作。\n一、回顾\n成绩显著。",
            ["title", "notice", "body", "body", "heading", "body"],
        ),
        ("各位代表:\n去年很好。\n形成了发展报告\n今年更好。", ["body"] * 4),
        (
            "索引号:000014349/2021-1\n发文机关:某市人民政府\n成文日期:2021年3月1日\n某市数字经济规划\n一、目标\n到2025年建成。",
            ["boilerplate", "boilerplate", "boilerplate", "title", "heading", "body"],
        ),
        (
            "发文机关:\n某市人民政府办公厅\n主题分类:\n信息产业\n某市数字经济规划\n一、目标\n到2025年建成。",
            ["boilerplate"] * 4 + ["title", "heading", "body"],
        ),
        (
            "索引号\t1号\t主题分类\t工业\n索引号:1\t主题分类:工业\n某市规划\n一、目标\n到2025年建成。[1]\n[1]数据来自统计局。",
            ["table", "boilerplate", "title", "heading", "body", "note"],
        ),
    ],
)
def test_what_is_body_and_what_is_not(text, found):
    assert roles(text) == found


CITY = "(2025年底前完成,市财政局牵头,市教育局配合)"


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (CITY, [("市财政局", "lead", "2025年底前"), ("市教育局", "support", "2025年底前")]),
        ("(市发展改革委牵头,市财政局、市科技局配合,2023年底前完成)", [
            ("市发展改革委", "lead", "2023年底前"), ("市财政局", "support", "2023年底前"), ("市科技局", "support", "2023年底前")]),
        ("(持续推进,牵头考核单位:市工信局)", [("市工信局", "lead", "持续推进")]),
        ("(6月底取得明显成效并持续推进,牵头考核单位:市工信局)", [("市工信局", "lead", "6月底")]),
        ("[责任单位:市教育局、市科技局]", [("市教育局", "responsible", None), ("市科技局", "responsible", None)]),
        ("〔牵头单位:市教委;配合单位:市财政局〕", [("市教委", "lead", None), ("市财政局", "support", None)]),
        ("【责任单位】市教育局、市科技局", [("市教育局", "responsible", None), ("市科技局", "responsible", None)]),
        ("(市教育局、市科技局、各区政府)", [
            ("市教育局", "responsible", None), ("市科技局", "responsible", None), ("各区政府", "responsible", None)]),
        ("(责任分工:市教委牵头,市财政局配合)", [("市教委", "lead", None), ("市财政局", "support", None)]),
        ("(督导单位:市政府督查室;责任单位:市住建局)", [("市政府督查室", "oversight", None), ("市住建局", "responsible", None)]),
        ("(责任单位:市教育局;完成时限:2025年底)", [("市教育局", "responsible", "2025年底")]),
        ("(责任单位:市教育局;责任人:李四)", [("市教育局", "responsible", None)]),
        ("(牵头领导:王五,责任单位:市水务局)", [("市水务局", "responsible", None)]),
        ("(市发改委会同市财政局)", [("市发改委", "lead", None), ("市财政局", "support", None)]),
        ("(由市教委牵头,会同市财政局实施)", [("市教委", "lead", None), ("市财政局", "support", None)]),
        ("(责任单位:市教育局 市科技局)", [("市教育局", "responsible", None), ("市科技局", "responsible", None)]),
        ("责任单位:市教育局 配合单位:市科技局", [("市教育局", "responsible", None), ("市科技局", "support", None)]),
        ("(各区政府负责,2022年6月底前完成)", [("各区政府", "responsible", "2022年6月底前")]),
        ("(主办:市教育局;协办:市财政局)", [("市教育局", "lead", None), ("市财政局", "support", None)]),
        ("(市公安局、市司法局,2024年3月启动)", [("市公安局", "responsible", "2024年3月"), ("市司法局", "responsible", "2024年3月")]),
        ("(责任单位∶市农业农村局)", [("市农业农村局", "responsible", None)]),
        ("(见附件1、附件2)", []),
        ("(以下简称管委会、指挥部)", []),
        ("(2021—2025年)", []),
        ("(含广播电视、网络视听)", []),
    ],
)  # fmt: skip
def test_a_note_gives_its_agencies_and_its_due_date(note, found):
    text = f"一、任务\n(一)建设平台。推进联网。{note}\n(二)其他。抓好落实。"
    got = agencies(text, outline(text)[0])
    assert [(one.agency, one.role, one.due) for one in got] == found
    assert all(text[one.start : one.end] == one.agency for one in got)


def test_a_list_of_agencies_amid_a_sentence_is_no_note():
    text = "一、任务\n有关部门(市教育局、市科技局)要加强联系,共同做好工作。"
    assert agencies(text, outline(text)[0]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ⅰ、总体要求\n以人为本。\nⅡ、任务\nA.平台\n推进联网。\nB.标准\n制定标准。\nⅢ、保障\n加强领导。",
         [("Ⅰ、", "总体要求"), ("Ⅱ、", "任务"), ("A.", "平台"), ("B.", "标准"), ("Ⅲ、", "保障")]),
        ("I.总体要求\n以人为本。\nII.任务\n（A）平台\n推进联网。\n（B）标准\n制定标准。\nIII.保障\n加强领导。\nIV.附则\n施行。",
         [("I.", "总体要求"), ("II.", "任务"), ("（A）", "平台"), ("（B）", "标准"), ("III.", "保障"), ("IV.", "附则")]),
        ("（a）建设平台。推进联网。\n（b）完善标准。制定标准。", [("（a）", "建设平台"), ("（b）", "完善标准")]),
        ("A股上市公司增加。\nB.C.省另行规定。\nV、其他事项。\nA.只有一项\n推进。", []),
        ("一、任务\nA.甲类企业;\nB.乙类企业;\nC.丙类企业。\n二、其他\n完。", [("一、", "任务"), ("二、", "其他")]),
        ("1.加强领导：健全机制，强化统筹，明确责任。\n2.严格考核：定期通报，奖优罚劣，形成合力。", [("1.", "加强领导"), ("2.", "严格考核")]),
    ],
)  # fmt: skip
def test_letters_and_labels_as_headings(text, found):
    assert headings(text) == found


def test_two_documents_in_one_file():
    text = (
        "某市支持发展若干政策\n一、资金\n给予补助。\n二、人才\n给予奖励。\n某市产业发展行动计划(2021—2023年)\n为加快发展,制定本计划。\n"
        "一、目标\n到2023年建成。\n二、任务\n抓好落实。"
    )
    assert headings(text) == [("一、", "资金"), ("二、", "人才"), (None, "某市产业发展行动计划(2021—2023年)"), ("一、", "目标"), ("二、", "任务")]


def test_verbs_and_groups_of_rows_in_a_table_of_tasks():
    text = (
        "序号\t任务\t责任单位\t完成时限\n一、基础设施\n1\t建设基站\t市通信管理局牵头,市财政局、商务局配合\t2025年底\n"
        "二、数据资源\n2\t建设平台\t市大数据局,各区政府按职责分工负责"
    )
    assert [(one.agency, one.role, one.due) for one in agencies(text, outline(text)[0])] == [
        ("市通信管理局", "lead", "2025年底"), ("市财政局", "support", "2025年底"), ("商务局", "support", "2025年底"),
        ("市大数据局", "responsible", None), ("各区政府", "responsible", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("(商务部、农业农村部)", [("商务部", "responsible"), ("农业农村部", "responsible")]),
        ("(体育总局)", [("体育总局", "responsible")]),
        ("(区商务局/区投促局)", [("区商务局", "responsible"), ("区投促局", "responsible")]),
        ("(市数据局牵头 市直各部门配合)", [("市数据局", "lead"), ("市直各部门", "support")]),
        ("(主管单位:区委宣传部;协办单位:区文旅局)", [("区委宣传部", "responsible"), ("区文旅局", "support")]),
        ("(科技部、商务部等负责,列第一位者为牵头部门,下同)", [("科技部", "lead"), ("商务部", "responsible")]),
        ("(由水利部牵头,商务部参加)", [("水利部", "lead"), ("商务部", "support")]),
    ],
)
def test_a_note_between_two_sentences(note, found):
    text = f"一、任务\n推进数据共享。{note}加强统筹。"
    assert [(one.agency, one.role) for one in agencies(text, outline(text)[0])] == found


@pytest.mark.parametrize("note", ["(以下简称数据局)", "(如学校、医院)", "(含市级部门、区级部门)", "(市政府常务会议通过)", "(县、区两级政府)"])
def test_what_explains_a_word_is_no_note(note):
    text = f"一、任务\n推进数据共享。{note}加强统筹{note}。"
    assert agencies(text, outline(text)[0]) == []


def test_the_first_leads_where_the_document_says_so():
    text = "一、任务\n建设平台。(科技部、财政部负责,排名第一的为牵头单位,下同)\n二、保障\n加强统筹。(教育部、商务部)\n抓好落实。(司法部牵头,公安部配合)"
    assert [(one.agency, one.role) for one in agencies(text, outline(text)[0])] == [
        ("科技部", "lead"), ("财政部", "responsible"), ("教育部", "lead"), ("商务部", "responsible"), ("司法部", "lead"),
        ("公安部", "support"),
    ]  # fmt: skip


def test_columns_of_a_table_name_who_is_responsible():
    text = (
        "一、任务\n序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t建设基站\t市通信管理局\t市财政局、各区人民政府\t2025年底\n"
        "2\t建设平台\t市大数据局\t\t持续推进\n表注如上。\n3\t无关\t市教育局\t市公安局\t无\n二、其他\n抓落实。"
    )
    assert [(one.section, one.agency, one.role, one.due) for one in agencies(text, outline(text)[0])] == [
        ("/1", "市通信管理局", "lead", "2025年底"), ("/1", "市财政局", "support", "2025年底"),
        ("/1", "各区人民政府", "support", "2025年底"), ("/1", "市大数据局", "lead", "持续推进"),
    ]  # fmt: skip


def test_a_lost_heading_does_not_lose_those_behind_it():
    text = "第一篇目标\n第一章环境\n形势复杂。\n第三章任务\n抓好落实。\n第三篇保障\n第六章组织\n加强领导。"
    assert [number for number, _ in headings(text)] == ["第一篇", "第一章", "第三章", "第三篇", "第六章"]


def test_dashes_that_a_scan_parted_are_dashes():
    assert headings(clean_text("一、方针\n- -坚持发展为主题。发展是硬道理,要抓住机遇。").text)[1] == ("——", "坚持发展为主题")


@pytest.mark.parametrize(
    ("lead", "headings"),
    [
        ("构建{}体系。", True),
        ("做强{}产业。", True),
        ("本届政府一直致力于推进{}建设,并取得了成效。", False),
        ("我们会在未来五年内投入更多资源支持{}的发展,使之惠及各界。", False),
    ],
)
def test_numbers_that_run_through_a_document_count_headings_where_they_have_titles(lead, headings):
    words = [a + b for a in "渔林牧桑茶果" for b in "港场网库路"]
    text = ["一、总则", "说明如下。"]
    for number, word in enumerate(words, 1):
        if number % 10 == 1:
            text.append(f"{'二三四'[number // 10]}、任务")
        text.append(f"{number}．{lead.format(word)}各区按照分工推进相关工作,定期报告进展情况。")
    plan = Plan(clean_text("\n".join(text)), id="a", title="a")
    numbered = plan.sections["number"].str.fullmatch(r"[0-9]+\.", na=False).sum()
    assert numbered == (30 if headings else 0)


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("", ["市教委", "市科技局", "市商务局"]),
        ("和示范工程\n", ["市教委", "市科技局", "市商务局"]),  # a cell that goes on behind a page break
        ("平台建设\n和应用\n", ["市教委", "市科技局", "市商务局"]),
        ("以上任务由各单位分头落实。\n", ["市教委"]),  # a sentence ends the table
        ("一\n二\n三\n", ["市教委"]),
    ],
)
def test_a_cell_that_stands_alone_does_not_end_a_table(between, found):
    text = f"一、分工\n序号\t任务\t责任单位\n1\t推进联网\t市教委\n{between}2\t建设平台\t市科技局\n3\t培育企业\t市商务局\n"
    sections, _ = outline(text)
    assert [one.agency for one in agencies(text, sections)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("六、保障措施加大统筹推进力度,强化任务落实,各区要把数据工作列入年度考核,按季度调度,年底前报告情况。", ("六、", "保障措施")),
        ("一、总体要求以新发展理念为指导,全面落实各项部署,加快建设数据要素市场,推动高质量发展,服务民生福祉改善。", ("一、", "总体要求")),
        ("(二)工作原则——坚持统筹推进。强化规划引领。——坚持安全可控。守住底线。", ("(二)", "工作原则")),
        ("(二)基本原则——坚持统筹推进。强化规划引领。\n——坚持安全可控。守住底线。", ("(二)", "基本原则")),
        ("二、主要任务是建设平台,并且在全市各区推广应用,加快形成可复制的经验,带动相关产业发展,扩大就业规模增加收入。", ("二、", None)),
        ("二、主要目标和任务分工由各部门共同确定,并且在全市各区推广应用,加快形成可复制的经验,带动相关产业发展增加收入。", ("二、", None)),
    ],
)
def test_a_title_ends_where_the_text_begins_though_no_mark_parts_them(text, found):
    assert headings(text)[0] == found


def test_a_sentence_that_lays_down_a_rule_is_no_lead():
    rules = "一、管理\n资金不得用于债务。各部门要按照规定管理好专项资金。\n数据应当分类。各部门要按照规定建立分类分级的目录。"
    assert headings(rules) == [("一、", "管理")]


def test_a_short_heading_may_hold_a_plus():
    text = "现将要点印发如下,请抓好落实。\n深入推进“数据+”应用\n建设行业数据集,支持各区开展试点示范,形成一批典型案例。\n完善服务体系\n组建服务专班,为企业提供全流程服务,解决实际困难。"
    assert headings(text) == [(None, "深入推进“数据+”应用"), (None, "完善服务体系")]


def test_large_words_above_no_sentence_are_no_headings():
    hints = [Hint(0, "heading", 2), Hint(5, "heading", 2), Hint(10, "heading", 3)]
    assert headings("热门服务\n网上办事\n联系方式\n咨询电话", hints) == []
    text = "本市开通服务。\n热门服务\n发展目标\n建成平台三个,服务企业一千家。"
    assert headings(text, [Hint(8, "heading", 2), Hint(13, "heading", 3)]) == [(None, "热门服务"), (None, "发展目标")]


PAGE = ["全屏", "【字号：", "加大", "2026年某省政府工作报告"]


@pytest.mark.parametrize(
    "line",
    [
        "——2026年1月20日在某省第十四届人民代表大会第四次会议上", "——二〇二六年一月二十日在某市十八届人民代表大会第五次会议上",
        "——2025年12月3日在全省数字经济大会上", "—2026年2月2日在某自治区第十四届人民代表大会上", "——2026年3月5日在某区人民代表大会上的报告",
    ],
)  # fmt: skip
def test_the_buttons_of_a_page_above_a_subtitle_make_no_heading_of_it(line):
    text = "\n".join([*PAGE, line, "来源：某报", "各位代表：", "现在，向大会报告工作。", "一、工作回顾", "全省生产总值增长5%，好于预期。"])
    assert [title for _, title in headings(text)] == ["工作回顾"]


LEADS = ["培育壮大市场主体。支持个体户转企业，新增企业三千家，培育各类龙头企业五十家。", "扩大有效投资。滚动实施重大项目，建成一批标志性工程，带动社会投资增长。"]


@pytest.mark.parametrize(
    "closing",
    [
        "民生是最大的政治。我们要以更大的力度办好实事，让群众的日子越过越好。", "产业兴则城市兴。必须紧盯前沿，打造更有竞争力的产业体系。",
        "大道至简，实干为要。要以钉钉子精神抓好每一件事，奋力谱写新的篇章。", "一分部署，九分落实。让我们携手并肩，交出一份高质量发展的答卷。",
        "奋斗的路上没有终点。我们要永葆闯劲，把蓝图一步一步变为现实。",
    ],
)  # fmt: skip
def test_a_saying_that_closes_a_section_is_no_heading(closing):
    text = "\n".join(["一、重点工作", "（一）扩大内需。", *LEADS, closing, "（二）改善民生。", *LEADS])
    leads = ["培育壮大市场主体", "扩大有效投资"]
    assert [title for _, title in headings(text)] == ["重点工作", "扩大内需", *leads, "改善民生", *leads]


def test_leads_that_all_say_what_must_be_done_stay_headings():
    vowed = [lead.replace("。", "。我们要", 1) for lead in LEADS]
    text = "\n".join(["一、重点工作", *vowed])
    assert [title for _, title in headings(text)] == ["重点工作", "培育壮大市场主体", "扩大有效投资"]


LONG = "大力推进科技创新、产业创新和金融创新深度融合，加快构建体现本省优势的现代化产业体系"


@pytest.mark.parametrize(
    ("below", "title"),
    [("坚持需求牵引，以金融体系支撑创新体系，建设新平台。", LONG), ("（三）建设平台。", None)],
)
def test_a_long_sentence_is_a_heading_where_others_of_its_kind_are_and_text_stands_below_it(below, title):
    text = "\n".join(["一、重点工作", "（一）坚持供需两端发力。", "提振消费，扩大投资，稳定外贸。", f"（二）{LONG}。", below, "全年新增企业三千家。"])
    assert headings(text)[2] == ("（二）", title)


BELOW = ["新增省级以上园区五个，战略性新兴产业增加值占比提高两个百分点，单位能耗继续下降，企业效益稳步改善。", "城镇新增就业六万人，居民收入增长快于经济增长，城乡差距进一步缩小，群众获得感不断增强。"]


@pytest.mark.parametrize(
    "leads", [["发展底色更加亮丽。", "民生改善可感可及。"], ["推进特色产业品牌化升级。", "扩大有效投资。"], ["这是产业升级的五年。", "这是民生改善的五年。"],
              ["“五大工程”聚势赋能。", "社会大局和谐稳定。"], ["强化风险防控", "提升治理效能"]]
)  # fmt: skip
def test_a_lead_may_stand_on_a_line_of_its_own(leads):
    text = "\n".join(["一、工作回顾", *(line for pair in zip(leads, BELOW) for line in pair), "二、工作安排", BELOW[0]])
    assert [title for _, title in headings(text)] == ["工作回顾", *(lead.rstrip("。") for lead in leads), "工作安排"]


@pytest.mark.parametrize("line", ["成效十分明显。", "资金不得用于债务。", "2026年任务更重。"])
def test_a_short_sentence_alone_is_no_lead(line):
    assert headings("\n".join(["一、工作回顾", line, *BELOW, line, BELOW[0]]))[:1] == [("一、", "工作回顾")]
    assert len(headings("\n".join(["一、工作回顾", line, *BELOW]))) == 1


def test_an_annex_counts_with_letters():
    text = "一、总则\n坚持标准引领。\n附录A\nA.1 国内标准\nA.1.1 安全标准\n共二十项。\nA.1.2 管理标准\n共三项。\nA.2 国外标准\nA.15 万元以上的项目另行规定。\nB.1 统计口径\n按年度统计。"
    assert [number for number, _ in headings(text)] == ["一、", "附录A", "A.1", "A.1.1", "A.1.2", "A.2", "B.1"]


@pytest.mark.parametrize(("links", "role"), [(2, "body"), (3, "boilerplate")])
def test_three_links_with_their_days_are_a_list(links, role):
    listed = [f"关于渔港建设的第{n}次通知 2021-03-0{n}" for n in range(1, links + 1)]
    plan = Plan(clean_text("\n".join(["一、总体要求", "加快建设渔港。", *listed])), id="a", title="a")
    assert plan.paragraphs["role"].tolist() == ["heading", "body", *[role] * links]


PROSE = ["加快建设数字基础设施,完善政策措施,形成工作合力。", "推进数据资源共享,健全体制机制,激发市场活力。", "培育平台企业,强化要素保障,夯实发展基础。"]


@pytest.mark.parametrize("titled", [True, False])
def test_styled_headings_below_a_title_without_a_style_and_without_any(titled):
    lines = ["海澜市数字经济发展规划"] * titled + ["发展目标", PROSE[0], "网络建设", PROSE[1], "保障措施", PROSE[2]]
    text = "\n".join(lines)
    levels = {"发展目标": 1, "网络建设": 2, "保障措施": 1}
    sections, _ = outline(text, hints=[Hint(text.index(title), "heading", level) for title, level in levels.items()])
    assert [(one.level, one.title) for one in sections[1:]] == [(level, title) for title, level in levels.items()]


def test_a_chapter_whose_name_ends_as_a_title_does_is_one():
    lines = ["总体要求", PROSE[0], "重点行动", PROSE[1], "保障措施", PROSE[2]]
    assert headings("\n".join(lines)) == [(None, "总体要求"), (None, "重点行动"), (None, "保障措施")]


def test_a_deeper_number_before_a_title_that_begins_with_a_digit():
    text = f"1 总则\n{PROSE[0]}\n1.1 依据\n{PROSE[1]}\n1.1.1 5G建设\n{PROSE[2]}\n1.1.2 平台\n{PROSE[0]}"
    assert headings(text) == [("1", "总则"), ("1.1", "依据"), ("1.1.1", "5G建设"), ("1.1.2", "平台")]


def test_numbers_of_paragraphs_are_no_leads_below_a_heading():
    lines, count = [], 0
    for title in ("創新科技", "民生福利"):
        lines.append(title)
        for _ in range(15):
            count += 1
            lines.append(f"{count}.推動研究發展,落實各項措施。{PROSE[0]}{PROSE[1]}")
    assert all(number is None and title == "民生福利" for number, title in headings("\n".join(lines)))


def test_labels_of_a_site_above_their_values_are_no_body():
    lines = ["索引号", "0001/2021-1", "发文机关", "海澜市人民政府", "海澜市数字经济规划", "一、目标", PROSE[0]]
    assert roles("\n".join(lines)) == ["boilerplate"] * 4 + ["title", "heading", "body"]


@pytest.mark.parametrize("lines", [["## 一、目标", "**二、措施**"], ["## 一、目标 ##", "## 二、措施 ##"]])
def test_marks_of_markdown_of_two_kinds_and_at_both_ends(lines):
    clean = clean_text(f"{lines[0]}\n{PROSE[0]}\n{lines[1]}\n{PROSE[1]}")
    assert headings(clean.text, clean.hints) == [("一、", "目标"), ("二、", "措施")]


def test_what_stands_beside_the_labels_of_a_block_of_facts_goes_on_their_values():
    text = "某市智慧渔港规划\n信息来源:市政府网\n大字 中字 小字\n发布日期:2021-01-05\n为加快渔港建设,编制本规划。\n一、总则\n建设渔港。"
    plan = Plan(clean_text(text), id="a", title="a")
    assert plan.paragraphs["role"].tolist() == ["title", *["boilerplate"] * 3, "body", "heading", "body"]
