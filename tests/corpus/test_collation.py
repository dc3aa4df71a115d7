"""Collation of two printings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylab.corpus._collation import collate, edits
from policylab.errors import PolicylabError

TEXT = "一、目标\n加快建设智慧城市,完善基础设施,提升服务水平。\n到2025年,建成基站7万个,示范应用场景超过100个。\n二、保障\n加强组织领导,落实资金保障,推进人才引进。"


def readings(ours, theirs):
    table = collate(ours, theirs)
    return list(zip(table.kind, table.text, table.witness_text))


def test_the_same_text_has_no_variants():
    table = collate(TEXT, TEXT)
    assert table.empty
    assert list(table.columns)[:6] == ["plan", "witness", "kind", "start", "end", "text"]


def test_punctuation_spaces_and_breaks_do_not_count():
    assert collate(TEXT, TEXT.replace(",", "、 ").replace("建成", "\n建 成")).empty


def test_the_four_kinds():
    assert readings(TEXT, TEXT.replace("资金", "人力")) == [("substitution", "资金", "人力")]
    assert readings(TEXT, TEXT.replace("示范应用", "应用")) == [("deletion", "示范", None)]
    assert readings(TEXT, TEXT.replace("基站", "通信基站")) == [("insertion", None, "通信")]
    moved = TEXT.replace("完善基础设施,提升服务水平", "提升服务水平,完善基础设施")
    assert [kind for kind, *_ in readings(TEXT, moved)] == ["transposition"]


def test_figures_are_told_apart_and_decimals_are_whole():
    table = collate("一、目标\n基站达到3.3万个,社区达到60个。", "一、目标\n基站达到33万个,社区达到60家。")
    assert table.figures_changed.tolist() == [True, False]  # ten times as many, though the digits are the same
    assert table.text.tolist() == [".", "个"]
    table = collate(TEXT, TEXT.replace("7万", "8万"))
    assert table.figures_changed.tolist() == [True]


@pytest.mark.parametrize(
    ("ours", "theirs", "changed"),
    [
        ("5万个", "5亿个", True), ("三十家", "五十家", True), ("5%", "5‰", True), ("2020年", "2021年", True), ("20家", "二十家", False),
        ("1.5亿元", "15000万元", False), ("60个", "60家", False), ("示范", "试点", False),
    ],
)  # fmt: skip
def test_a_figure_is_changed_where_the_number_is_another(ours, theirs, changed):
    table = collate(f"一、目标\n建成后的基站达到{ours},覆盖全市的社区。", f"一、目标\n建成后的基站达到{theirs},覆盖全市的社区。")
    assert set(table.figures_changed) == {changed}


def test_offsets_and_context_are_of_both_texts():
    other = "某市公报\n" + TEXT.replace("组织", "统一")
    (row,) = collate(TEXT, other, context=4).itertuples()
    assert TEXT[row.start : row.end] == row.text == "组织"
    assert other[row.witness_start : row.witness_end] == row.witness_text == "统一"
    assert (row.before, row.after, row.section) == ("障 加强", "领导,落", "plan/2")


def test_the_gazettes_printing_of_the_plan(corpus):
    plan, witness = corpus["smart-city-2021"], corpus["gazette-2022-01/plan"]
    table = collate(plan, witness)
    assert len(table) == 15
    assert table.kind.value_counts().to_dict() == {"deletion": 7, "substitution": 4, "insertion": 3, "transposition": 1}
    assert not table.figures_changed.any()
    ours, theirs = table.text.fillna(""), table.witness_text.fillna("")
    found = set(zip(ours, theirs))
    assert {("力", ""), ("和", "and"), ("惠", "慧"), ("数字化转型", ""), ("", "和"), ("级", "")} <= found
    assert [plan.text[a:b] for a, b in zip(table.start, table.end)] == ours.tolist()
    assert [witness.text[a:b] for a, b in zip(table.witness_start, table.witness_end)] == theirs.tolist()


def test_errors_say_what_was_expected():
    with pytest.raises(PolicylabError, match="`witness` must be a plan or a str, got 3"):
        collate(TEXT, 3)
    with pytest.raises(PolicylabError, match="`context` must be an int of at least 0"):
        collate(TEXT, TEXT, context=-1)


def test_edits_rebuild_the_later_text():
    one, other = "构建全市统一的平台", "建设全市一体化平台"
    built = "".join(one[a:b] if tag == "equal" else other[c:d] for tag, a, b, c, d in edits(one, other))
    assert built == other


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("甲乙丙丁", "甲丙丁", [("equal", 0, 1, 0, 1), ("delete", 1, 2, 1, 1), ("equal", 2, 4, 1, 3)]),
        ("甲丙丁", "甲乙丙丁", [("equal", 0, 1, 0, 1), ("insert", 1, 1, 1, 2), ("equal", 1, 3, 2, 4)]),
        # the one character between two edits belongs to them, and at an end of the text it does not
        ("甲中乙", "丙中丁", [("replace", 0, 3, 0, 3)]),
        ("中乙", "中丁", [("equal", 0, 1, 0, 1), ("replace", 1, 2, 1, 2)]),
        ("甲中间乙", "丙中间丁", [("replace", 0, 1, 0, 1), ("equal", 1, 3, 1, 3), ("replace", 3, 4, 3, 4)]),
        ("甲", "", [("delete", 0, 1, 0, 0)]),
        ("", "", []),
    ],
)
def test_edits_take_in_what_one_character_parts(ours, theirs, expected):
    assert edits(ours, theirs) == expected


@settings(max_examples=100, deadline=None)
@given(st.text("智慧城市建设一、。\n(a1.%", max_size=60), st.text("智慧城市建设一、。\n(a1.%", max_size=60))
def test_any_two_texts_can_be_collated(ours, theirs):
    table = collate(ours, theirs)
    assert table.start.between(0, len(ours)).all() and table.witness_end.between(0, len(theirs)).all()
    assert not ((table.text.isna()) & (table.witness_text.isna())).any()
    assert collate(ours, ours).empty
