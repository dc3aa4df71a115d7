"""Which plans are of one kind, so that one can be compared with the other in time."""

import pytest

from policylab.corpus import PlanDates, load_corpus, matched_pairs
from policylab.corpus._order import plan_subject
from policylab.errors import CatalogueError


@pytest.mark.parametrize(
    ("title", "place", "subject"),
    [
        ("江州市数字经济发展“十四五”规划", "江州市", "数字经济"),
        ("江州市数字经济发展三年行动计划(2018—2020年)", "江州市", "数字经济"),
        ("关于加快推进江州市数字经济发展的实施意见", "江州市", "数字经济"),
        ("江州市2019年政府工作报告", "江州市", "政府工作报告"),
        ("中华人民共和国国民经济和社会发展第十二个五年规划纲要", None, "国民经济社会"),
        ("国民经济和社会发展第十个五年计划纲要", None, "国民经济社会"),
        ("“十三五”时期信息化专项规划", None, "信息化"),
    ],
)
def test_the_subject_is_what_a_title_says_besides_place_years_and_kind(title, place, subject):
    assert plan_subject(title, place) == subject


def plan(id, title, start, end):
    return PlanDates(id, title, "江州市人民政府", None, start, end)


PLANS = [
    plan("digital-a", "江州市数字经济规划(2012—2014年)", 2012, 2014),
    plan("digital-b", "江州市数字经济发展行动计划(2015—2017年)", 2015, 2017),
    plan("water", "江州市水利发展规划(2018—2020年)", 2018, 2020),
    plan("digital-c", "江州市“十四五”数字经济发展规划", 2021, 2025),
    plan("digital-d", "江州市数字经济发展方案(2022—2024年)", 2022, 2024),
]


def test_each_plan_is_paired_with_the_next_of_its_kind():
    # c and d overlap: nobody can say which is the later one
    assert matched_pairs(PLANS) == [("digital-a", "digital-b"), ("digital-b", "digital-c"), ("digital-b", "digital-d")]


def test_other_places_and_unknown_orders_are_no_pair():
    other = PlanDates("elsewhere", "海州市数字经济规划(2018—2020年)", "海州市人民政府", None, 2018, 2020)
    assert matched_pairs([PLANS[0], other]) == []
    assert matched_pairs([PLANS[3], PLANS[4]]) == []
    assert matched_pairs([PlanDates("a", "数字经济规划", None, None, 2012, 2014), PlanDates("b", "数字经济规划")]) == []


def test_the_pairs_of_the_catalogue_are_the_only_ones():
    assert matched_pairs(PLANS, [("water", "digital-c"), ("gone", "water")]) == [("water", "digital-c")]
    assert matched_pairs(load_corpus()) == [("smart-city-2015", "smart-city-2021")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('pairs = ["a", "b"]', "`pairs` must be a list of two ids each"),
        ('pairs = [["a", "x"]]', "`pairs`: There is no plan 'x'"),
        ('pairs = [["a", "a"]]', "`pairs` has 'a' beside itself"),
        ('replace_lists = "yes"', "`replace_lists` must be true or false"),
    ],
)
def test_bad_pairs_of_a_catalogue_are_named(tmp_path, line, message):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("一、总则\n建设平台。\n", encoding="utf-8")
    entries = "".join(f'[[source]]\nid = "{n}"\nfile = "{n}.txt"\nrole = "plan"\ntitle = "甲"\n' for n in "ab")
    path = tmp_path / "corpus.toml"
    path.write_text(f"[study]\n{line}\n{entries}", encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        load_corpus(path)


def test_a_catalogue_may_name_its_pairs(tmp_path):
    from policylab.words import term_changes

    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("一、总则\n建设平台。\n", encoding="utf-8")
    entries = "".join(f'[[source]]\nid = "{n}"\nfile = "{n}.txt"\nrole = "plan"\ntitle = "甲"\n' for n in "ab")
    path = tmp_path / "corpus.toml"
    path.write_text(f'[study]\npairs = [["a", "b"]]\nreplace_lists = true\n{entries}', encoding="utf-8")
    corpus = load_corpus(path)
    assert corpus.catalogue.pairs == (("a", "b"),) and corpus.catalogue.replace_lists
    assert term_changes(corpus, ["平台"])[["earlier", "later"]].values.tolist() == [["a", "b"]]
