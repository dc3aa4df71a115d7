"""Notes of responsibilities: against the notes that were read by hand, and on other wordings."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policylab
from policylab.corpus._agency_names import canonical_agency, short_name
from policylab.corpus._outline import outline
from policylab.corpus._responsibility_notes import agencies, trailing_note
from policylab.resources import data_path

PLANS = ["smart-city-2015", "digital-economy-2019", "new-infrastructure-2021", "smart-city-2021"]


def parse(text):
    return agencies(text, outline(text)[0])


def brief(text):
    return [(a.agency, a.role) for a in parse(text)]


@pytest.mark.parametrize("name", PLANS)
def test_every_note_every_name_every_role(corpus, name):
    plan = corpus[name]
    with data_path("gold/agencies.csv").open(encoding="utf-8", newline="") as file:
        gold = [
            (int(r["line"]), r["agency"], r["canonical"], r["role"], r["generic"] == "true")
            for r in csv.DictReader(file)
            if r["plan"] == name
        ]
    found = agencies(plan.text, plan.outline[0])
    assert [
        (
            plan.raw.count("\n", 0, plan.raw_span(a.start, a.end)[0]) + 1, a.agency, a.canonical, a.role, a.generic,
        )  # fmt: skip
        for a in found
    ] == gold
    assert all(plan.text[a.start : a.end] == a.agency for a in found)


def test_notes_stand_in_their_own_section(corpus):
    plan = corpus["smart-city-2015"]
    title = {s.section: s.title for s in plan.outline[0]}
    assert title[next(a.section for a in agencies(plan.text, plan.outline[0]) if a.agency == "市旅游局")] == "智慧旅游"
    chips = plan.text.index("(牵头单位:", plan.text.index("——集成电路"))
    assert {title[a.section] for a in agencies(plan.text, plan.outline[0]) if chips < a.start < chips + 40} == {
        "新一代信息技术"
    }


def test_commas_separate_groups():
    found = parse("建设。(责任单位:市交通运输委、天津海关,滨海新区人民政府,天津港集团)")
    assert [a.agency for a in found] == ["市交通运输委", "天津海关", "滨海新区人民政府", "天津港集团"]


def test_names_with_and_stay_whole_and_two_names_do_not():
    assert brief("(责任单位:市工业和信息化局、市文化和旅游局)") == [
        ("市工业和信息化局", "responsible"), ("市文化和旅游局", "responsible"),
    ]  # fmt: skip
    assert brief("(责任单位:市教委和市财政局)") == [("市教委", "responsible"), ("市财政局", "responsible")]
    assert brief("(责任单位:市人力资源和社会保障局)") == [("市人力资源和社会保障局", "responsible")]


def test_alias_in_brackets():
    (found,) = parse("建设。(市文化和旅游局(市广电局)等按职责分工负责)")
    assert (found.agency, found.role) == ("市文化和旅游局", "responsible")
    (found,) = parse("建设。(责任单位:国家会展中心(天津))")
    assert found.agency == "国家会展中心(天津)"


def test_tails_and_generic_parties():
    found = parse("建设。(责任单位:市应急局等市有关部门,各区人民政府、有农业的区人民政府)")
    assert [(a.agency, a.generic) for a in found] == [
        ("市应急局", False), ("市有关部门", True), ("各区人民政府", True), ("有农业的区人民政府", True),
    ]  # fmt: skip
    assert [a.generic for a in parse("(责任单位:滨海新区人民政府)")] == [False]


def test_verbs_behind_the_names():
    assert brief("建设。(市公安局、市民政局负责,市妇儿工委办公室、团市委配合)") == [
        ("市公安局", "responsible"), ("市民政局", "responsible"),
        ("市妇儿工委办公室", "support"), ("团市委", "support"),
    ]  # fmt: skip
    assert brief("建设。(市发展改革委牵头,市财政局、市税务局配合)。") == [
        ("市发展改革委", "lead"), ("市财政局", "support"), ("市税务局", "support"),
    ]  # fmt: skip


def test_a_sentence_with_a_lead_and_others():
    text = "工作组:由市委网信办、市公安局牵头,会同市水务局、市商务局等相关单位及各运营商组织实施。负责统筹推进。"
    assert [(a.agency, a.role, a.generic) for a in parse(text)] == [
        ("市委网信办", "lead", False), ("市公安局", "lead", False), ("市水务局", "support", False),
        ("市商务局", "support", False), ("相关单位", "support", True), ("各运营商", "support", True),
    ]  # fmt: skip
    assert brief("实施细则由市人社局牵头制定,另行公布。") == [("市人社局", "lead")]
    assert brief("方案由市教委牵头,会同市委组织部组织实施。")[-1] == ("市委组织部", "support")


def test_a_note_on_a_line_of_its_own():
    text = "一、任务\n推进建设。\n牵头单位:市教委;配合单位:市科技局、市财政局"
    assert brief(text) == [("市教委", "lead"), ("市科技局", "support"), ("市财政局", "support")]
    assert outline(text)[1][-1].role == "agencies"


def test_a_bracket_that_never_closes():
    assert brief("推进建设。(责任单位:市教委、市科技局") == [("市教委", "responsible"), ("市科技局", "responsible")]
    assert brief("推进建设。(市教委、市人社局等按职责分工负责") == [("市教委", "responsible"), ("市人社局", "responsible")]


def test_brackets_that_are_no_notes():
    assert parse("城市轨道交通(以公共交通为导向)、出行服务(2022年起实施),由政府主导,牵头推进。") == []
    assert parse("市教委负责本办法的实施。") == []


def test_canonical_names_across_the_reform():
    assert canonical_agency("市环保局") == canonical_agency("市生态环境局") == "市生态环境局"
    assert canonical_agency("天津市教育委员会") == "市教委"
    assert canonical_agency("市国土房管局") == "市国土房管局"
    assert canonical_agency("某某公司") == "某某公司"


def test_where_the_note_at_the_end_begins():
    assert trailing_note("建设(一期)工程。(责任单位:市教委)") == 9
    assert trailing_note("建设。(牵头单位:市教委)(配合单位:市科技局)") == 3
    assert trailing_note("建设(责任单位:市教委),持续推进。") is None


PIECES = st.sampled_from("(|)|（|）|责任单位:|牵头单位:|配合|负责|牵头|由|会同|市教委|市文化和旅游局|等|和|及|、|,|;|。|\n|各区|一、|x".split("|"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_any_text_can_be_parsed(text):
    for agency in parse(text):
        assert text[agency.start : agency.end] == agency.agency
        assert agency.role in {"lead", "support", "responsible"}
    assert agencies(text, []) is not None


def test_the_names_of_tianjin_are_not_those_of_another_city():
    note = "(责任单位:市经济和信息化委、市科委)"
    for place, names in (("天津市", ["市经济和信息化委", "市科技局"]), ("成都市", ["市经济和信息化委", "市科委"])):
        text = f"{place}智慧城市行动方案\n一、任务\n(一)制造。{place}与京津冀的天津合作。{place}推进建设。{place}各区落实。{note}"
        assert [found.canonical for found in agencies(text, outline(text)[0])] == names


ROLES = {"l": "lead", "s": "support", "r": "responsible", "o": "oversight"}


def wanted(names):
    """市教委/l 市财政局/s → [(市教委, lead), (市财政局, support)]"""
    return [(name, ROLES[role]) for name, role in (one.rsplit("/", 1) for one in names.split())]


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("(分工:市公安局负责感知设备,市交通局负责数据接入)", "市公安局/r 市交通局/r"),
        ("(1.责任单位:市水务局;2.完成时限:2025年)", "市水务局/r"),
        ("(责任单位:1.市水务局;2.市财政局)", "市水务局/r 市财政局/r"),
        ("(责任单位:①市水务局②市财政局)", "市水务局/r 市财政局/r"),
        ("(责任单位为市水务局、市财政局)", "市水务局/r 市财政局/r"),
        ("(责任单位 市水务局、市财政局)", "市水务局/r 市财政局/r"),
        ("(市水务局牵头 市直各部门配合)", "市水务局/l 市直各部门/s"),
        ("(责任单位:市水务局(牵头)、市财政局)", "市水务局/l 市财政局/r"),
        ("(责任单位:市水务局(牵头),市财政局(配合))", "市水务局/l 市财政局/s"),
        ("(市水务局;长期)", "市水务局/r"),
        ("(市水务局,2024年12月底前完成)", "市水务局/r"),
        ("(市水务局牵头,2025年底前制定办法,市财政局配合)", "市水务局/l 市财政局/s"),
        ("(主管:市水务局;协同单位:市财政局)", "市水务局/r 市财政局/s"),
        ("(商务部指导,供销合作总社参与)", "商务部/o 供销合作总社/s"),
        ("(教育部等有关部门和单位负责)", "教育部/r 有关部门和单位/r"),
        ("(配合单位:市水务局,各区、县级市)", "市水务局/s 各区、县级市/s"),
        ("(各省、自治区、直辖市人民政府负责)", "各省、自治区、直辖市人民政府/r"),
        ("(市水务局,2024—2026年)", "市水务局/r"),
        ("(市水务局,各县(市、区)党委和政府)", "市水务局/r 各县(市、区)党委和政府/r"),
        ("(市水务局、市财政局,各市(州)、县(市、区)人民政府)", "市水务局/r 市财政局/r 各市(州)、县(市、区)人民政府/r"),
        ("(以上任务由市水务局负责)", "市水务局/r"),
        ("〖责任单位:市水务局〗", "市水务局/r"),
        ("{责任单位:市水务局}", "市水务局/r"),
        ("(责任单位:市教委、市\n财政局)", "市教委/r 市财政局/r"),
        ("\n(责任单位:市教委;\n配合单位:市财政局)", "市教委/r 市财政局/s"),
        ("\n责任单位:市教委、\n市财政局、各区人民政府。", "市教委/r 市财政局/r 各区人民政府/r"),
        ("\n责任单位:\n市教委\n市财政局", "市教委/r 市财政局/r"),
        ("\n牵头单位\n市教委\n配合单位:\n市财政局、市人社局", "市教委/l 市财政局/s 市人社局/s"),
        ("\n——牵头单位:市教委。", "市教委/l"),
        ("\n市教委、市财政局按职责分工负责。", "市教委/r 市财政局/r"),
        ("市教委牵头,市财政局、市人社局配合。", "市教委/l 市财政局/s 市人社局/s"),
        ("由市教委牵头,市财政局配合,制定细则。", "市教委/l 市财政局/s"),
        ("责任单位:市教委)", "市教委/r"),
        # what is no name
        ("(责任单位:另行明确)", ""),
        ("(责任单位:市教委;配合单位:无)", "市教委/r"),
        ("(分工按附件执行)", ""),
        ("\n责任单位:推进数据共享,完善制度。", ""),
        ("\n各责任单位:要切实履行职责,加强协作配合。", ""),
        ("\n主办单位:某某办公厅 运行维护单位:某某网运行中心", ""),
        ("(工业互联网平台、数据中心、指挥中心)", ""),
        ("建立由政府负责人牵头的机制。", ""),
        ("各有关部门按职责分工负责。", ""),
    ],
)
def test_notes_in_other_wordings(note, names):
    plan = policylab.Corpus.from_texts({"a": f"一、任务\n(一)共享。推进共享,完善机制。{note}"})["a"]
    assert plan.agencies[["agency", "role"]].apply(tuple, axis=1).tolist() == wanted(names)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["任务\t部门", "建设平台\t市数据局", "推广\t市水务局"], "市数据局/r 市水务局/r"),
        (["任务\t单位\t数值", "新建基站\t万个\t3.5", "算力\tEFLOPS\t10"], ""),
        (["任务\t牵头(主管)单位\t责任人", "建设平台\t市数据局\t张三"], "市数据局/l"),
        (["任务\t责任单位牵头\t责任单位配合", "建设平台\t市数据局\t市水务局 市人社局"], "市数据局/l 市水务局/s 市人社局/s"),
        (["任务\t责任单位和完成时限", "建设平台\t市数据局,2025年6月"], "市数据局/r"),
        (["重点任务\t建设平台", "牵头单位\t市数据局", "配合单位\t市水务局、市人社局"], "市数据局/l 市水务局/s 市人社局/s"),
    ],
)
def test_columns_that_are_of_agencies(rows, names):
    plan = policylab.Corpus.from_texts({"a": "一、任务\n" + "\n".join(rows)})["a"]
    assert plan.agencies[["agency", "role"]].apply(tuple, axis=1).tolist() == wanted(names)


def test_names_below_a_label_are_a_note():
    text = "一、任务\n推进共享。\n责任单位:\n市教委\n市财政局\n二、保障\n加强领导。"
    assert [one.role for one in outline(text)[1]] == ["heading", "body", "agencies", "agencies", "agencies", "heading", "body"]


@pytest.mark.parametrize("note", ["〈责任单位:市数据局、市财政局〉", "(★市数据局、市财政局)", "(☆市数据局,市财政局)", "【责任单位:▲市数据局 市财政局】", "(责任单位:*市数据局、市财政局)"])
def test_odd_brackets_and_marks_of_the_lead_are_no_part_of_a_name(note):
    text = f"一、任务\n建设平台三个。{note}"
    assert [one.agency for one in agencies(text, outline(text)[0])] == ["市数据局", "市财政局"]


@pytest.mark.parametrize(
    ("note", "roles"),
    [
        ("(2026年底前完成,市数据局牵头,市财政局、市科技局配合)", {"市数据局": "lead", "市财政局": "support", "市科技局": "support"}),
        ("(市住建局牵头,市城管局、市公安局配合,2027年6月底前完成)", {"市住建局": "lead", "市城管局": "support", "市公安局": "support"}),
        ("(长期坚持,牵头考核单位:市卫健委)", {"市卫健委": "lead"}),
        ("[责任单位:市水务局、市农业农村局]", {"市水务局": "responsible", "市农业农村局": "responsible"}),
        ("〔牵头单位:市商务局;配合单位:市税务局〕", {"市商务局": "lead", "市税务局": "support"}),
        ("(市体育局、市民政局、各县区政府)", {"市体育局": "responsible", "市民政局": "responsible", "各县区政府": "responsible"}),
        ("(责任分工:市司法局牵头,市委编办参与)", {"市司法局": "lead", "市委编办": "support"}),
        ("(完成时限:2026年底;责任单位:市气象局)", {"市气象局": "responsible"}),
        ("(责任人:李明;责任单位:市邮政管理局)", {"市邮政管理局": "responsible"}),
        ("【牵头部门:省大数据局 配合部门:省通信管理局】", {"省大数据局": "lead", "省通信管理局": "support"}),
        ("(市文旅局、市教体局等部门按职责分工负责)", {"市文旅局": "responsible", "市教体局": "responsible"}),
        ("(牵头领导:王强;牵头单位:市国资委;完成时间:2025年12月)", {"市国资委": "lead"}),
        ("责任单位:市林业局、市自然资源局。", {"市林业局": "responsible", "市自然资源局": "responsible"}),
        ("牵头单位:市医保局", {"市医保局": "lead"}),
        ("(市市场监管局牵头负责,市科技局等配合,2025年完成并持续推进)", {"市市场监管局": "lead", "市科技局": "support"}),
        ("(责任部门:县财政局、县审计局,各乡镇人民政府)", {"县财政局": "responsible", "县审计局": "responsible", "各乡镇人民政府": "responsible"}),
        ("(国家发展改革委、工业和信息化部、国家数据局按职责分工负责)", {"国家发展改革委": "responsible", "工业和信息化部": "responsible", "国家数据局": "responsible"}),
        ("(牵头:市委政法委;配合:市公安局、市司法局)", {"市委政法委": "lead", "市公安局": "support", "市司法局": "support"}),
        ("(实施单位:市城投集团;监管单位:市国资委)", {"市城投集团": "responsible", "市国资委": "oversight"}),
    ],
)
def test_wordings_that_were_tried_once_more(note, roles):
    text = "一、主要任务\n(一)推进建设。加快推进各项工程,完善体制机制。" + ("\n" if note[0] not in "(〔[【" else "") + note + "\n(二)加强保障。落实各项政策。"
    assert dict(brief(text)) == roles
def study(*plans):
    """A corpus of plans of which each is a title, a text and a note."""
    texts = {f"p{number}": f"{text}\n一、任务\n推进建设。(责任单位:{note})" for number, (_, text, note) in enumerate(plans)}
    titles = {f"p{number}": {"title": title} if title else {} for number, (title, _, _) in enumerate(plans)}
    return policylab.Corpus.from_texts(texts, variables=titles)


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("天津市智慧城市规划", "推进建设。", "市科技局"),
        ("天津市滨海新区智慧城市规划", "学习上海市、上海市、上海市。", "市科技局"),
        ("海澜市智慧城市规划", "推进建设。", "市科委"),
        ("海澜市智慧城市规划", "与天津合作,学习天津,对标天津。", "市科委"),
        ("海拉尔区智慧城市规划", "推进建设。", "市科委"),
        ("数字经济规划", "天津市数字经济规划\n与北京市、北京市、北京市合作。", "市科技局"),
        ("数字经济规划", "海澜市数字经济规划\n与天津、天津、天津合作。", "市科委"),
        ("数字经济规划", "天津推进建设。", "市科技局"),
        ("数字经济规划", "全市推进建设。", "市科委"),
        ("国家数字经济规划", "天津推进建设。", "市科委"),
    ],
)
def test_the_table_of_tianjin_is_for_plans_that_speak_for_it(title, text, name):
    assert study((title, text, "市科委")).agencies["canonical"].tolist() == [name]


def test_the_issuer_tells_the_place_before_the_title():
    text = "一、任务\n推进建设。(责任单位:市科委)"
    for issuer, name in (("天津市人民政府办公厅", "市科技局"), ("成都市人民政府", "市科委"), ("市工业和信息化委", "市科技局")):
        corpus = policylab.Corpus.from_texts({"a": text}, variables={"a": {"title": "天津市规划", "issuer": issuer}})
        assert corpus.agencies["canonical"].tolist() == [name]


def test_a_plan_that_tells_no_place_has_that_of_the_plans_beside_it():
    silent = ("规划", "全市推进建设。", "市科委")
    assert study(("天津市规划", "", "市科技局"), silent).agencies["canonical"].tolist() == ["市科技局", "市科技局"]
    assert study(("海澜市规划", "", "市科技局"), silent).agencies["canonical"].tolist() == ["市科技局", "市科委"]
    assert study(("天津市规划", "", "市科技局"), ("海澜市规划", "", "市科技局"), silent).agencies["canonical"].tolist()[2] == "市科委"
    other = ("规划", "成都市、成都市、成都市推进建设。", "市科委")
    assert study(("天津市规划", "", "市科技局"), other).agencies["canonical"].tolist()[1] == "市科委"


def test_one_agency_of_another_city_is_one_through_all_plans_of_a_study():
    rare, often = "全市推进建设。", "海澜市推进建设。海澜市落实。海澜市各区。"
    corpus = study(*[("海澜市规划", text, f"{name}、市科委") for text, name in (
        (rare, "市发展和改革委员会"), (often, "市发展和改革委员会"), (rare, "市发改委"), (often, "海澜市发展改革委"),
    )])  # fmt: skip
    assert corpus.agencies["canonical"].tolist() == ["市发展改革委", "市科委"] * 4
    sections, plans = corpus.sections, corpus.plans.assign(period_start=[2011, 2016, 2021, 2026], period_end=[2015, 2020, 2025, 2030])
    table = policylab.compare.responsibility(corpus.agencies, sections, plans=plans)
    assert table["status"].tolist() == ["first"] * 2 + ["kept"] * 6


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["市发展和改革委员会", "市发展改革委员会", "市发改委", "市发展改革委"], "市发展改革委"),
        (["省工业和信息化厅", "省工信厅"], "省工业和信息化厅"),
        (["区人力资源和社会保障局", "区人力资源社会保障局", "区人社局"], "区人社局"),
        (["市住房和城乡建设局", "市住建局"], "市住房城乡建设局"),
        (["国家发展和改革委员会", "国家发展改革委"], "国家发展改革委"),
        (["海澜市北山区卫生健康委员会", "海澜市北山区卫健委"], "海澜市北山区卫生健康委"),
        (["自治区市场监督管理局"], "自治区市场监管局"),
        (["市卫生和计划生育委员会", "市卫生计生委"], "市卫生计生委"),  # another body than 市卫生健康委
        (["市大数据管理局"], "市大数据管理局"),
        (["市发展改革研究会"], "市发展改革研究会"),
        (["市委网络安全和信息化委员会办公室", "市委网信办"], "市委网信办"),
    ],
)
def test_a_full_name_and_its_short_ones_are_one_in_any_place(names, short):
    assert {short_name(name) for name in names} == {short}


@pytest.mark.parametrize(("note", "found"), [
    ("(主管:张三)", []), ("(责任:张三、李四)", []), ("(主管:李四;责任单位:市财政局)", [("市财政局", "responsible")]),
    ("(牵头:发改委)", [("发改委", "lead")]), ("(责任单位:文旅、教育)", [("文旅", "responsible"), ("教育", "responsible")]),
    ("(时限:2025年6月底;单位:市财政局)", [("市财政局", "responsible")]), ("(督办单位:市财政局)", [("市财政局", "oversight")]),
])  # fmt: skip
def test_people_behind_a_label_are_no_agencies(note, found):
    assert brief(f"推进联网。{note}") == found
