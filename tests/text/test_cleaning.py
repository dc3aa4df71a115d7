"""The steps of cleaning, and what they promise for any text."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylab.errors import PolicylabError
from policylab.text import clean_text
from policylab.text._characters import nonstandard, script_of, standard_characters

LATIN_BRACKETS = ["(SA)", "(PON)", "(Mbps)", "(PUE)", "(NB-IoT)", "(TSN)", "(IPv6)", "(AR)", "(VR)", "(CIM)", "(REITs)"]


def test_all_569_pinyin_remarks_go_and_no_latin_bracket_with_them(corpus):
    plan = corpus["new-infrastructure-2021"]
    assert plan.pinyin_remarks == 569
    assert [bracket for bracket in LATIN_BRACKETS if bracket not in plan.text] == []
    assert not re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", plan.text)


@pytest.mark.parametrize(
    "raw, clean",
    [
        ("聯(lián)網(wǎng)", "联网"),
        ("數 (shù)據", "数据"),  # other pages put a space before the remark
        ("窄帶物聯(lián)網(NB-IoT)與增強機器類通信(eMTC)", "窄带物联网(NB-IoT)与增强机器类通信(eMTC)"),
        ("華為昇騰、鯤鵬生態", "华为昇腾、鲲鹏生态"),
        ("著力推動,跟著項目走,成效顯著", "着力推动,跟着项目走,成效显著"),
        ("数据治理成效显著,著名学府", "数据治理成效显著,著名学府"),
        ("達到１．５倍，超過９９．９９９％", "达到1.5倍,超过99.999%"),
        ("实现“1+1+1>3”的协同发展局面", "实现“1+1+1>3”的协同发展局面"),
        ("《中共天津市委 天津市人民政府关于深入实施意见》", "《中共天津市委 天津市人民政府关于深入实施意见》"),
        ("主任:王\U0002cb41 李华", "主任:王\U0002cb41 李华"),  # a rare character is as Han as the others
        ("打造 “天津智港”,建設 5G 基站", "打造“天津智港”,建设5G基站"),
        ("--智能化基礎設施達到國內先進水平。", "——智能化基础设施达到国内先进水平。"),
        ("建设\"双千兆\"城市", "建设“双千兆”城市"),
        ("一、总体要求\r\n\r\n　　二、目标\r\n", "一、总体要求\n二、目标"),
        ("\ufeff天津\u200b市", "天津市"),
        ("", ""),
    ],
)
def test_cases(raw, clean):
    assert clean_text(raw).text == clean


def test_a_simplified_text_passes_through_unchanged(corpus):
    for plan in corpus.sources:
        again = clean_text(plan.text)
        assert again.text == plan.text
        assert "显着" not in plan.text


def test_every_han_character_of_the_four_plans_is_a_standard_one(corpus):
    assert len(standard_characters()) == 8105
    for plan in corpus:
        assert nonstandard(plan.text) == [], plan.id


def test_script_is_that_of_the_source(corpus):
    assert [plan.script for plan in corpus] == ["simplified", "traditional", "traditional", "simplified"]
    assert script_of("2025") is None


def test_a_paragraph_of_the_source_cleaned_alone_gives_the_clean_paragraph(corpus):
    for plan in corpus:
        for paragraph in re.finditer(r"[^\n]+", plan.text):
            start, end = plan.raw_span(*paragraph.span())
            alone = clean_text(plan.raw[start:end])
            # Context that a paragraph may need: a heading of a traditional text may hold too few traditional
            # characters to be taken for one, and the proof of a repair may lie in another paragraph.
            if alone.script == plan.script and not alone.repairs:
                assert alone.text == paragraph.group()


def test_every_number_of_a_plan_leads_to_the_same_number_in_its_source(corpus):
    for plan in corpus.sources:
        for number in re.finditer(r"\d+(?:\.\d+)?", plan.text):
            start, end = plan.raw_span(*number.span())
            assert re.sub(r"\s", "", plan.raw[start:end].translate(_NARROW)) == number.group()


_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)}
_PIECES = st.sampled_from(
    ["數據", "数据", "聯(lián)", "規?;l展", "?!", "?;", "(", ")", "“", "”", '"', " ", "\u3000", "5G", "１．５％", "--",
     "—", "\n", "\r\n", "一、", "(一)", "1.", "昇騰", "瘧锰", "。", ",", "３", "a", "\ufeff"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=30).map("".join))
def test_any_text_is_cleaned_and_keeps_its_way_back(raw):
    clean = clean_text(raw)
    assert clean.raw == raw
    spans = [clean.raw_span(i, i + 1) for i in range(len(clean.text))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(spans, spans[1:], strict=False))
    for char, (start, end) in zip(clean.text, spans, strict=True):
        if char.isdigit() and end - start == 1:
            assert raw[start].translate(_NARROW) == char


def test_damage_planted_in_a_plan_never_goes_unnoticed(corpus):
    from policylab.text._byte_repair import MARKS, fold, reenact

    raw = corpus["digital-economy-2019"].raw
    lines = [line for line in raw.splitlines() if len(line) > 40 and "?" not in line]
    random.Random(0).shuffle(lines)
    planted = 0
    for mark, code in MARKS.items():
        for line in lines:
            damaged = reenact(line, {code: (b"", f" {mark}")})
            if damaged != fold(line) and "?" in damaged:
                planted += 1
                clean = clean_text(damaged)
                assert clean.repairs, damaged
                assert all(r.origin in ("proposed", "unrepaired", "proven") for r in clean.repairs)
    assert planted >= 3


@pytest.mark.parametrize("value", [None, b"bytes", 3])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(PolicylabError, match="`raw` must be a str"):
        clean_text(value)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("打造平台；-- 港口作业协同", "打造平台;——港口作业协同"),
        ("x-- 港口 --协同 -- 增效", "x--港口——协同——增效"),
        ("行动方案（2019 -- 2023 年）", "行动方案(2019—2023年)"),
        ("- - 提升水平", "——提升水平"),
        ('建设"Smart City"of 某市 " 云 "平台', "建设“Smart City”of某市“云”平台"),
        ("數(shù)(shù)據", "数据"),
        ("数\u200b（ shù ）据", "数据"),
        ("新建基站 128\n\n个，方便出行。", "新建基站128个,方便出行。"),
        ("新建基站128\r个，方便出行。", "新建基站128个,方便出行。"),
        ("新建基站 128\t\n个，方便出行。", "新建基站128个,方便出行。"),
        ("企业\t128\n个\t家", "企业\t128\n个\t家"),  # rows of a table
        ("单位 职责 其他依 5 \n度、灾害 等级 情况", "单位 职责 其他依5\n度、灾害 等级 情况"),  # columns
        ("# # 目标\n建成。\n# 措施\n落实。", "目标\n建成。\n措施\n落实。"),
        ("＃　目标\n建成。\n＃　措施\n落实。", "目标\n建成。\n措施\n落实。"),
        ("资料²来自[1]年鉴", "资料来自年鉴"),  # each kind of mark counts on its own, too
        ("新趋势\n\n¹\n\n为城市", "新趋势\n为城市"),
        ("與(ù)(ù[1])", "与"),  # a pinyin remark comes out when a mark is gone
    ],
)
def test_a_clean_text_is_not_changed_again(raw, clean):
    first = clean_text(raw)
    assert first.text == clean
    assert clean_text(first.text).text == clean
    assert all(0 <= first.raw_span(i, i + 1)[0] < first.raw_span(i, i + 1)[1] <= len(raw) for i in range(len(clean)))


def test_texts_with_strange_things_put_in_are_clean_after_one_time():
    draw = random.Random(20)
    strange = [*"（）“”；％１Ａ　\u200b\t\r\n輸%~—…·\"-", "-- ", " --", "- -", "(shù)", "# ", "**", "\n\n", "128", "个", "增长", "\\n", "1.1.1."]
    for _ in range(300):
        text = list("一、发展目标\n到2025年,建成“双千兆”城市,5G 基站达到 3.3 万个 (含 NB-IoT)。\n二、保障措施\n强化统筹,增长 12%。")
        for _ in range(draw.randint(1, 30)):
            place = draw.randrange(len(text))
            text[place : place + draw.choice((0, 0, 1, 5))] = draw.choice(strange) * draw.choice((1, 1, 1, 20))
        clean = clean_text("".join(text)).text
        assert clean_text(clean).text == clean, repr("".join(text))


PARAGRAPHS = (
    "围绕港口、机场和铁路枢纽,建设一批联运中转基地,完善集疏运道路,推动货物在不同运输方式之间顺畅衔接,缩短在途时间,降低物流成本",
    "支持企业开展设备更新和技术改造,建设数字化车间和智能工厂,推广柔性制造,形成一批可以复制的做法,并在行业内交流推广。",
    "完善乡村道路管护机制,落实养护资金,",
    "到年底前实现具备条件的行政村全部通硬化路。",
)


@pytest.mark.parametrize("paged", [False, True])
@pytest.mark.parametrize("width", [13, 17, 20, 28])
def test_wrapped_lines_are_joined_once_and_for_all(width, paged):
    lines = [line[at : at + width] for line in PARAGRAPHS * 4 for at in range(0, len(line), width)]
    for text in ("\n".join(lines), "\n".join(f" {line} " for line in lines), "\n\n- 1 -\n\n".join(lines)):
        clean = clean_text(text, paged=paged).text
        assert clean_text(clean, paged=paged).text == clean


def test_contents_and_titles_are_not_taken_for_wrapped_lines():
    contents = [f"{title}{'.' * (40 - 2 * len(title))} {page}" for page, title in enumerate(("引言", "总体要求", "主要任务", "保障措施"))]
    assert clean_text("\n".join(contents * 2)).text == "\n".join(contents * 2)
    text = "索引号:1234567890123456789012345678901234567890\n关于印发某市规划的通知\n" * 4 + "一、目标\n到2025年建成。"
    assert clean_text(text).text == text
