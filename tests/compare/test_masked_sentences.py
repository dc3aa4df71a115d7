"""Figures that are masked, what is no figure, and which figures of two passages differ."""

import pytest

from policylab import Corpus
from policylab.compare._figure_changes import compare_figures
from policylab.compare._masked_sentences import find_figures, mask, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年,5G基站达到7万个", ["2025年", "7万个"]),
        ("建成市、区、街道三级平台,培育两个集群", ["三级", "两个"]),
        ("占比超过80%,达到1.2万亿元", ["80%", "1.2万亿元"]),
        ("“十四五”时期", ["“十四五”时期"]),
        ("落实“十四五”规划", ["“十四五”规划"]),
        ("打造一批“三个课堂”,统一平台", []),
        ("推进互联网协议第6版(IPv6)、千兆光网、4K和“12345”热线", []),
        ("贯彻党的十九大精神", []),
        ("确保本方案落实", ["本方案"]),
    ],
)
def test_figures_of_a_text(text, found):
    assert [figure.text for figure in find_figures(text)] == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1万亿元", "10000亿元", True), ("50%", "五成", True), ("5个", "5家", False), ("3公里", "3000米", True),
     ("5万个", "7万个", False), ("35微克/立方米", "35μg/m3", True)],
)  # fmt: skip
def test_figures_are_compared_by_value_and_unit(one, other, same):
    first, second = (find_figures(f"达到{text}")[0] for text in (one, other))
    assert (first.value == second.value) is same


@pytest.mark.parametrize("number", ["", "第三十三章 ", "第五条 ", "一、", "(二)", "3.", "四是", "——"])
def test_the_number_of_a_heading_or_an_item_is_no_part_of_its_sentence(number):
    corpus = Corpus.from_texts({"a": f"{number}健全覆盖城乡居民的社会保障体系。"})
    assert [one.letters for one in sentences(corpus["a"])] == ["健全覆盖城乡居民的社会保障体系"]


def changes(one, other):
    """How the figures of two sentences differ, as written."""
    ours, theirs = mask(one), mask(other)
    spans = 0, len(ours.letters), 0, len(theirs.letters)
    return [
        (change, first and first.text, second and second.text)
        for change, first, second in compare_figures(ours, theirs, spans)
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("总投资1亿5000万元", "总投资2亿5000万元", [("changed", "1亿5000万元", "2亿5000万元")]),
        ("三分之一的村通班车", "三分之二的村通班车", [("changed", "三分之一", "三分之二")]),
        ("服务企业五千余家", "服务企业八千余家", [("changed", "五千余家", "八千余家")]),
        ("气温降至-18℃", "气温降至18℃", [("changed", "-18℃", "18℃")]),
        ("面积达到1公顷", "面积达到15亩", [("kept", "1公顷", "15亩")]),
        ("培训3至5万人", "培训3至6万人", [("changed", "3至5万人", "3至6万人")]),
        ("总投资1亿5000多万元", "总投资2亿5000多万元", [("changed", "1亿5000多万元", "2亿5000多万元")]),
        # a small count that becomes a large one was not added
        ("实施十条措施", "实施十二条措施", [("changed", "十条", "十二条")]),
        ("覆盖十六个区", "覆盖十个区", [("changed", "十六个", "十个")]),
        # equal shares, and classifiers of one thing
        ("占比达到十分之三", "占比达到30%", [("kept", "十分之三", "30%")]),
        ("占比达到一半", "占比达到50%", [("kept", "一半", "50%")]),
        ("占比达到四分之一", "占比达到26%", [("changed", "四分之一", "26%")]),
        ("服务企业5000个", "服务企业5000家", [("kept", "5000个", "5000家")]),
        ("开展培训5000个", "开展培训5000人次", [("changed", "5000个", "5000人次")]),
        ("组织活动300个", "组织活动300场次", [("changed", "300个", "300场次")]),
        ("服务企业5000个", "服务企业6000家", [("changed", "5000个", "6000家")]),
        ("新建泊位300座", "新建泊位300台", [("changed", "300座", "300台")]),
    ],
)
def test_a_figure_that_changed_is_a_change(one, other, expected):
    assert changes(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("落实“十一五”规划任务", "落实“十二五”规划任务"), ("建设两条示范路", "建设三条示范路"),
        ("迎来百年未有之大变局", "迎来千年未有之大变局"), ("召开五次会议", "召开六次会议"),
        ("坚持十条路线", "坚持八条路线"), ("实施十大工程", "实施八大工程"), ("推进十项任务", "推进九项任务"),
        ("贯彻十九大精神", "贯彻二十大精神"),
    ],
)  # fmt: skip
def test_a_name_a_period_and_a_small_count_are_no_change(one, other):
    assert changes(one, other) == []


def test_sentences_that_differ_in_figures_only_mask_alike():
    assert mask("到2017年建成100个试点").letters == mask("到2020年建成300个试点").letters
    assert mask(",。") is None
