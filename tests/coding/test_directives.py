"""Which sentences are coded: a rule of structure."""

import pytest

from policylab import Corpus
from policylab.coding import directive_sentences


def of(text):
    table = directive_sentences(Corpus.from_texts({"p": text}), everything=True)
    return list(zip(table["sentence"], table["left_out"], strict=True))


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("发展现状", "background"), ("“十四五”建设成效", "background"), ("面临形势", "background"), ("发展基础", "background"),
        ("指导思想", "guidance"), ("基本原则", "guidance"), ("发展目标", "goals"), ("主要指标", "goals"), ("附则", "appendix"),
        ("夯实发展基础", None), ("破解突出问题", None), ("主要任务", None), ("推动实现双碳目标", None), ("优化营商环境", None),
    ],
)  # fmt: skip
def test_sections_that_direct_nothing_are_left_out_by_their_titles(title, reason):
    assert of(f"一、{title}\n建设三座渔港并改造码头。\n二、保障措施\n加强组织领导和统筹。")[0] == ("建设三座渔港并改造码头。", reason)


def test_a_section_below_one_that_is_left_out_is_left_out_too():
    found = of("一、发展目标\n(一)渔港更加智能\n建成十座智能渔港。\n二、重点任务\n(一)建设渔港\n改造十座渔港码头。")
    assert found == [("建成十座智能渔港。", "goals"), ("改造十座渔港码头。", None)]


def test_text_before_the_first_chapter_is_left_out_only_where_there_are_chapters():
    assert of("为加快渔港建设,制定本方案。\n一、任务\n改造十座渔港码头。")[0][1] == "preamble"
    assert of("改造十座渔港码头。\n鼓励渔民上云。") == [("改造十座渔港码头。", None), ("鼓励渔民上云。", None)]


def test_lead_ins_and_scraps_are_left_out_and_closing_marks_stay_with_their_sentence():
    found = of("一、任务\n重点做好以下工作:\n好的。\n提出“先建后补。”原则并落实资金。(完成时限另定。)推进上云。")
    assert found == [("重点做好以下工作:", "lead_in"), ("好的。", "short"), ("提出“先建后补。”", None),
                     ("原则并落实资金。", None), ("(完成时限另定。)", None), ("推进上云。", "short")]  # fmt: skip


def test_offsets_are_those_of_the_clean_text_and_units_are_names_of_places(corpus):
    table = directive_sentences(corpus, everything=True)
    assert all(corpus[row.plan].text[row.start : row.end] == row.sentence for row in table.itertuples())
    assert table["unit"].tolist() == [f"{row.plan}@{row.start}" for row in table.itertuples()]
    assert table["unit"].is_unique and len(table) == 799


def test_the_four_plans_have_the_sentences_that_the_study_codes(corpus):
    counts = directive_sentences(corpus).groupby("plan", sort=False).size()
    assert counts.to_dict() == {"smart-city-2015": 140, "digital-economy-2019": 116, "new-infrastructure-2021": 93, "smart-city-2021": 332}
