"""The gazette: its documents, and the paragraphs that its pages cut in two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policylab
from policylab.corpus._gazette import split_gazette
from policylab.text._line_breaks import _roles, find_joins
from policylab.text._line_roles import filled_lines


@pytest.fixture(scope="module")
def issue(corpus):
    """The issue as its pages have it, before any join."""
    return policylab.clean_text(corpus["gazette-2022-01"].raw).text


def joined(text):
    for start, end in reversed(find_joins(text)):
        text = text[:start] + text[end:]
    return text


def bare(text):
    return "".join(character for character in text if character.isalnum())


def test_the_issue_has_eight_parts(corpus):
    documents = split_gazette(corpus["gazette-2022-01"].text)
    assert [document.kind for document in documents] == [
        "front", "document", "document", "document", "document", "plan", "interpretation", "chronicle",
    ]  # fmt: skip
    assert documents[5].title == "天津市人民政府办公厅关于印发天津市智慧城市建设“十四五”规划的通知"
    for before, after in zip(documents, documents[1:]):
        assert before.end < after.start


def test_without_its_contents_page_the_issue_splits_the_same(corpus):
    text = corpus["gazette-2022-01"].text
    first = split_gazette(text)[1]
    assert [document.kind for document in split_gazette(text[first.start :])] == [
        "document", "document", "document", "document", "plan", "interpretation", "chronicle",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["({})", "\t({})", "………{}", " ({})"])
def test_a_page_in_brackets_right_behind_a_title_makes_an_entry_of_the_contents(page):
    titles = ["关于印发某市渔业规划的通知", "关于加强养老服务的意见", "《某市渔业规划》政策解读"]
    contents = "\n".join(title + page.format(number) for number, title in enumerate(titles, start=3))
    issue = f"公报\n目录\n{contents}\n" + "\n".join(f"{title}\n各区:\n一、总则\n建设渔港。" for title in titles)
    assert [document.kind for document in split_gazette(issue)] == ["front", "plan", "document", "interpretation"]


def test_the_plan_can_be_named(corpus):
    documents = split_gazette(corpus["gazette-2022-01"].text, plan_title="中国反对拐卖人口行动计划")
    assert [document.kind for document in documents].index("plan") == 4


def test_the_printing_and_the_interpretation_in_an_issue_are_of_its_plan(corpus):
    of_plan = {part.role: part.witness_of for part in corpus.parts}
    assert (of_plan["witness"], of_plan["interpretation"], of_plan["reference"]) == ("smart-city-2021", "smart-city-2021", None)


def test_44_of_45_cut_paragraphs_are_whole_again_and_no_two_are_one(corpus, issue):
    """Cuts and false joins are told by the other printing: where it has no break, or has one."""
    whole = [bare(paragraph) for paragraph in corpus["smart-city-2021"].text.split("\n")]
    first, last = issue.index("“十四五”时期,是天津"), issue.index("*政策解读*")
    joins = [(start, end) for start, end in find_joins(issue) if first <= start < last]
    assert len(joins) == 42  # two more end in 、, and are whole before pages are looked at
    for start, end in joins:
        seam = bare(issue[start - 12 : start])[-4:] + bare(issue[end : end + 12].split("\n")[0])[:4]
        assert any(seam in paragraph for paragraph in whole)
    document = next(d for d in split_gazette(joined(issue)) if d.kind == "plan")
    ends = {paragraph[-5:] for paragraph in whole}
    paragraphs = [line for line in joined(issue)[document.start : document.end].split("\n") if line.endswith("。")]
    left = [bare(line)[-8:] for line in paragraphs if bare(line)[-5:] not in ends]
    # the cut that falls on the end of a sentence, and a paragraph whose last word the gazette prints without 络
    assert left == ["感知的移动物联网", "城市治理中的融合应用"[-8:]]


def find_apart(text):
    """The lines that are no running text, as (start, end, role)."""
    lines = list(filled_lines(text))
    return [(start, start + len(line), role) for (start, line), role in zip(lines, _roles(lines), strict=True) if role]


def test_a_caption_between_two_halves_goes_out_of_the_way(issue):
    assert "稳步提升全市5G网络覆盖质量" in joined(issue)
    captions = [issue[start:end] for start, end, role in find_apart(issue) if role == "caption"]
    assert [caption[:2] for caption in captions] == ["图1", "图2", "图3", "图4"]


def test_tables_and_contents_are_set_apart(issue):
    roles = [role for *_, role in find_apart(issue)]
    assert roles.count("table") == 64 and roles.count("contents") == 8


def test_cut_paragraphs():
    assert joined("有关单位应当建立协调\n机制。加强协同,落实责任。") == "有关单位应当建立协调机制。加强协同,落实责任。"
    assert joined("收入可以作为来源,在可比收入\n1.5倍调控线基础上增加。") == "收入可以作为来源,在可比收入1.5倍调控线基础上增加。"
    assert joined("加强监管。(市公安局负责,市外办、市司法局\n配合)") == "加强监管。(市公安局负责,市外办、市司法局配合)"
    assert joined("第三条 本办法所称数据是指\n任何记录。") == "第三条 本办法所称数据是指任何记录。"


@pytest.mark.parametrize("number", ["- 12 -", "12/40", "第12页", "第12页共40页", "第12页,共40页"])
def test_running_heads_and_page_numbers_between_two_halves(number):
    page = f"加快推进平台建设,不断完善\n某市人民政府公报\n{number}\n服务体系,提升能力。"
    text = "\n".join([page, "某市人民政府公报", "继续推进。", "某市人民政府公报", "完成任务。"])
    assert joined(text).startswith("加快推进平台建设,不断完善服务体系,提升能力。")


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\n坚持创新,开放发展。",
        "(一)数通全域,夯实智能互联新基建\n推动建设,打造体系。",
        "某市智慧城市建设规划\n为加快建设,编制本规划。",
        "某市人民政府办公厅\n2021年12月28日",
        "推进建设。\n不断完善,形成格局。",
        "主要任务如下:\n推进建设,完善格局。",
        "推进“一网通办”。”\n不断完善,形成格局。",
        "推进建设,不断完善\n(二)数据\n汇聚数据。",
        "序号\t任务\n推进建设,完善格局。",
    ],
)
def test_paragraphs_that_are_whole(text):
    assert find_joins(text) == []


PIECES = st.sampled_from("一、|(一)|第一条|——|(|)|”|。|;|,|、|\n|\n\n|图4 架构|规划|\t|12|目录|推进平台建设|某市人民政府公报|〔2021〕5号".split("|"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_any_text_can_be_joined_and_split(text):
    reached = 0
    for start, end in find_joins(text):
        assert reached <= start < end <= len(text) and "\n" in text[start:end]
        reached = end
    documents = split_gazette(text)
    assert all(text[d.start : d.end].strip() for d in documents)
    assert "".join("".join(text[d.start : d.end].split()) for d in documents) == "".join(text.split())
    assert all(text[start:end].strip() for start, end, _ in find_apart(text))
