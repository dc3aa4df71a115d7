"""Which of two plans is the earlier one, for which place a plan speaks, and which plans are of one kind."""

import datetime
import itertools

import pandas as pd
import pytest

from policylab.corpus import (
    Corpus,
    PlanDates,
    check_pairs,
    load_corpus,
    matched_pairs,
    plan_authority,
    plan_dates,
    plan_order,
    undated,
)
from policylab.corpus._plan_order import plan_subject, split_in_time
from policylab.errors import CatalogueError, PolicylabError
from policylab.resources._translation import chinese

DAY = datetime.date


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        # days of issue come before periods
        (PlanDates("b", issued=DAY(2020, 3, 1)), PlanDates("a", issued=DAY(2021, 3, 1)), -1),
        (PlanDates("a", issued=DAY(2022, 1, 1), period_start=2021, period_end=2025),
         PlanDates("b", issued=DAY(2021, 1, 1), period_start=2021, period_end=2023), 1),
        # two of one day: nobody can say, whatever the periods are
        (PlanDates("a", issued=DAY(2021, 1, 1)), PlanDates("b", issued=DAY(2021, 1, 1), period_start=2026), 0),
        # periods that do not overlap
        (PlanDates("z", period_start=2011, period_end=2015), PlanDates("a", period_start=2016, period_end=2020), -1),
        # periods that do, with one day or none: unknown
        (PlanDates("a", issued=DAY(2021, 1, 1), period_start=2021, period_end=2025),
         PlanDates("b", period_start=2023, period_end=2025), 0),
        (PlanDates("a", period_start=2019, period_end=2023), PlanDates("b", period_start=2021, period_end=2023), 0),
        (PlanDates("2015"), PlanDates("2020"), 0),
        # the catalogue's own word
        (PlanDates("a", period_start=2021, period_end=2023), PlanDates("b", period_start=2021, period_end=2025, after=("a",)), -1),
    ],
)  # fmt: skip
def test_order_comes_from_dates_and_the_catalogue_alone(one, other, order):
    assert plan_order(one, other) == order
    assert plan_order(other, one) == -order


def test_no_order_of_the_four_plans_rests_on_an_id_or_a_place(corpus):
    known = {(a.id, b.id): plan_order(a, b) for a, b in itertools.permutations(corpus, 2)}
    assert known["smart-city-2015", "digital-economy-2019"] == -1
    assert known["digital-economy-2019", "new-infrastructure-2021"] == -1
    assert known["new-infrastructure-2021", "smart-city-2021"] == 0
    table = corpus.plans.sample(frac=1, random_state=1)
    dates = {plan.id: plan for plan in plan_dates(table)}
    assert plan_order(dates["digital-economy-2019"], dates["smart-city-2021"]) == -1


@pytest.mark.parametrize(
    ("title", "issuer", "place"),
    [
        ("数字经济发展规划", "杭州市西湖区人民政府", "杭州市西湖区"),
        ("甲市智慧城市建设规划", "市工业和信息化局", "甲市"),
        ("乙省示范区建设方案", None, "乙省"),
        ("广州市规划", "广州市人民政府办公厅", "广州市"),
        ("政府工作报告", "甘孜藏族自治州人民政府", "甘孜藏族自治州"),
        ("信息化规划", "工业和信息化部", "全国"),
        ("规划", "中共中央 国务院", "全国"),
        ("规划", "某集团公司", "某集团公司"),
        ("规划", "市政府", None),
        ("智慧城市发展规划", None, None),
        # a name of one character, and long ones
        ("规划", "河北省保定市蠡县人民政府", "河北省保定市蠡县"),
        ("规划", "攀枝花市东区人民政府", "攀枝花市东区"),
        ("规划", "济南市高新区管委会", "济南市高新区"),
        ("规划", "呼伦贝尔市莫力达瓦达斡尔族自治旗人民政府", "呼伦贝尔市莫力达瓦达斡尔族自治旗"),
        ("规划", "湖南省湘西土家族苗族自治州人民政府", "湖南省湘西土家族苗族自治州"),
        ("规划", "贵州省贵阳市人民政府", "贵州省贵阳市"),
        ("贵州省大数据发展规划", None, "贵州省"),
        ("天津市市区规划", None, "天津市"),
        ("广东省主体功能区规划", None, "广东省"),
        ("广东省推进粤港澳大湾区建设行动计划", None, "广东省"),
        ("温州市龙湾区规划", None, "温州市龙湾区"),
    ],
)
def test_a_plan_speaks_for_the_place_of_its_issuer(title, issuer, place):
    assert plan_authority(PlanDates("p", title, issuer)) == place


def test_a_table_of_plans_says_the_same_as_the_plans():
    table = pd.DataFrame(
        {"plan": ["a", "b"], "issued": ["2021-03-05", pd.NA], "period_start": [pd.NA, 2022], "after": ["b", None]}
    )
    first, second = plan_dates(table)
    assert (first.issued, first.period_start, first.after, second.period_start) == (DAY(2021, 3, 5), None, ("b",), 2022)
    with pytest.raises(PolicylabError, match="`issued` must be a day such as 2021-12-28"):
        plan_dates(pd.DataFrame({"plan": ["a"], "issued": ["spring"]}))
    with pytest.raises(PolicylabError, match="`corpus` lacks the column plan; it has "):
        plan_dates(pd.DataFrame({"id": ["a"]}))


def test_the_catalogue_may_give_the_order(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("一、总则\n建设学校5所。\n", encoding="utf-8")
    source = '[[source]]\nid = "{0}"\nfile = "{0}.txt"\nrole = "plan"\ntitle = "{0}"\n'
    catalogue = tmp_path / "corpus.toml"
    catalogue.write_text(source.format("a") + 'after = ["b"]\n' + source.format("b"), encoding="utf-8")
    corpus = load_corpus(catalogue)
    assert plan_order(corpus["a"], corpus["b"]) == 1
    catalogue.write_text(source.format("a") + 'after = ["c"]\n' + source.format("b"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="a, after: "):
        load_corpus(catalogue)
    catalogue.write_text(source.format("a") + 'after = "b"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="`after` must be a list of ids"):
        load_corpus(catalogue)


def test_what_is_missing_is_said_with_the_way_out():
    city = {"issuer": "甲市人民政府"}
    whole = [
        PlanDates("a", **city, period_start=2016, period_end=2020),
        PlanDates("b", **city, period_start=2021, period_end=2025),
    ]
    assert undated(whole) == []
    lines = undated([*whole, PlanDates("c", "规划", period_start=2021, period_end=2023), PlanDates("d", "甲市方案")])
    assert [line.split(":")[0] for line in lines] == ["c", "d", "a, d", "b, d"]
    assert [line.split(":")[0] for line in undated([*whole, PlanDates("d", "甲市方案")], id="b")] == ["b, d"]
    # of a single plan nobody asks which came first
    assert undated([PlanDates("c", "规划", period_start=2021, period_end=2023)]) == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"period_start": 2021, "period_end": 2025}, {"period_start": 2023, "period_end": 2025},
         ", as their periods overlap, so no target is raised. Give `issued` of each, or `after`."),
        ({"period_start": 2021, "period_end": 2025, "issued": DAY(2021, 5, 1)}, {"period_start": 2021, "period_end": 2025},
         ", as their periods overlap, so no target is raised. Give `issued` of each, or `after`."),
        ({"issued": DAY(2021, 5, 1), "period_end": 2025}, {"issued": DAY(2021, 5, 1)},
         ", as they were issued on one day, 2021-05-01, so no target is raised. Give `after`."),
        ({"after": ("b",), "period_end": 2025}, {"after": ("a",)},
         ", as each is said to be `after` the other, so no target is raised. Keep one `after`."),
        ({"period_start": 2021, "period_end": 2025}, {}, ", so no target is raised. Give `issued`, the period, or `after`."),
        ({"issued": DAY(2021, 5, 1)}, {"period_start": 2021, "period_end": 2025}, ", so no target is raised. Give `issued`, the period, or `after`."),
    ],
)  # fmt: skip
def test_why_nobody_can_say_which_plan_came_first(one, other, said):
    lines = undated([PlanDates("a", "甲市规划", **one), PlanDates("b", "甲市方案", **other)])
    line = next(line for line in lines if line.startswith("a, b: "))
    assert line == f"a, b: nobody can say which plan is the earlier one{said}"
    assert chinese(line).startswith("a、b：无从得知哪份规划在前")


def test_many_plans_without_an_order_are_told_at_once():
    plans = [PlanDates(f"r{number}", "甲市规划") for number in range(20)] + [PlanDates("late", "甲市方案", issued=DAY(2021, 5, 1))]
    told = [line for line in undated(plans) if "nobody" in line]
    assert len(told) == 1 and told[0].startswith("r0, r1, r2, ") and "r19, late: nobody can say" in told[0]
    # two of one day, and one without a day: each pair for its own reason
    days = [PlanDates("a", "甲市规划", issued=DAY(2021, 5, 1)), PlanDates("b", "甲市规划"), PlanDates("c", "甲市规划", issued=DAY(2021, 5, 1))]
    assert [line.split(":")[0] for line in undated(days) if "nobody" in line] == ["a, b", "a, c", "b, c"]
    assert [line.split(":")[0] for line in undated(plans, id="late")][-1].endswith("r19, late")


def test_a_plan_without_numbers_is_told_to_have_no_targets():
    texts = {"a": "甲市数字经济规划\n\n加快建设5G基站,发展平台经济。", "b": "甲市智慧城市方案\n\n建成5G基站三百个。"}
    lines = [line for line in undated(Corpus.from_texts(texts)) if "no targets" in line]
    assert [line.split(":")[0] for line in lines] == ["a"]
    assert undated(Corpus.from_texts(texts), id="b")[0].startswith("b: no period")


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
        ("江州市人民政府办公厅关于印发江州市数字经济发展“十四五”规划的通知", "江州市", "数字经济"),
        ("江州市人民政府工作报告(2019年)", "江州市", "政府工作报告"),
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


def dated(id, issued=None, period=(None, None), after=()):
    day = None if issued is None else datetime.date.fromisoformat(issued)
    return PlanDates(id, issued=day, period_start=period[0], period_end=period[1], after=after)


@pytest.mark.parametrize(
    ("plans", "earlier", "later"),
    [
        # periods that overlap, with days of issue: the days count
        ([dated("b", "2021-06-01", (2021, 2025)), dated("a", "2022-03-01", (2021, 2023))], ["b"], ["a"]),
        # periods that do not overlap, whatever the ids and the catalogue's order are
        ([dated("a", None, (2016, 2020)), dated("z", None, (2011, 2015))], ["z"], ["a"]),
        # the catalogue's own word, where the periods overlap
        ([dated("a", None, (2021, 2025), ("b",)), dated("b", None, (2021, 2023))], ["b"], ["a"]),
        # two of which nobody knows the order stand together behind a third
        ([dated("c", None, (2021, 2025)), dated("a", None, (2011, 2015)), dated("b", None, (2023, 2025))], ["a"], ["c", "b"]),
        # three stages: the last one is parted off
        ([dated("x", "2015-01-01"), dated("y", "2018-01-01"), dated("z", "2020-01-01")], ["x", "y"], ["z"]),
        # issued before its period begins, and after the plan without a day has ended
        ([dated("a", None, (2011, 2015)), dated("b", "2020-12-30", (2021, 2025))], ["a"], ["b"]),
    ],
)  # fmt: skip
def test_the_halves_in_time_are_those_whose_order_is_known(plans, earlier, later):
    assert split_in_time(plans, None) == (earlier, later)
    assert [sorted(half) for half in split_in_time(plans[::-1], None)] == [sorted(earlier), sorted(later)]


@pytest.mark.parametrize(
    "plans",
    [
        # periods that overlap, without days of issue or with one
        [dated("a", None, (2021, 2023)), dated("b", None, (2022, 2025))],
        [dated("a", None, (2019, 2023)), dated("b", "2021-05-01", (2021, 2025))],
        # each after the other, and three in a circle
        [dated("a", "2020-01-01", after=("b",)), dated("b", "2021-01-01", after=("a",))],
        [dated("a", after=("c",)), dated("b", after=("a",)), dated("c", after=("b",))],
        # one without a period or a day of issue, among others of known order
        [dated("a", None, (2011, 2015)), dated("b", None, (2016, 2020)), dated("c")],
        # one day
        [dated("a", "2021-03-01", (2021, 2021)), dated("b", "2021-03-01", (2022, 2022))],
        # twenty plans of one year
        [dated(f"p{n:02d}", None, (2021, 2025)) for n in range(20)],
    ],
)
def test_plans_of_unknown_order_have_no_halves(plans):
    with pytest.raises(PolicylabError, match="Nobody can say which plans are the earlier ones: the dates of "):
        split_in_time(plans, None)


def test_a_year_parts_the_plans_only_where_their_order_is_known():
    plans = [dated("a", None, (2016, 2020)), dated("b", "2021-06-01", (2021, 2025)), dated("c", None, (2021, 2023))]
    assert split_in_time(plans, 2021) == (["a"], ["b", "c"])
    # c, whose period begins in 2019, may have been made after b
    plans[2] = dated("c", None, (2019, 2023))
    with pytest.raises(PolicylabError, match="the dates of c and b do not part them so"):
        split_in_time(plans, 2021)
    with pytest.raises(PolicylabError, match="The plan 'd' has neither `issued` nor `period_start`"):
        split_in_time([*plans, dated("d")], 2021)
    with pytest.raises(PolicylabError, match="`since` must be a year"):
        split_in_time(plans, "2021")


def test_the_study_is_parted_after_2019(corpus):
    assert split_in_time(list(corpus), None) == (corpus.ids[:2], corpus.ids[2:])


PAIRS = [("smart-city-2015", "smart-city-2021")]


@pytest.mark.parametrize("given", [PAIRS, tuple(PAIRS), [list(PAIRS[0])], {PAIRS[0]: 1}, iter(PAIRS), (pair for pair in PAIRS)])
def test_pairs_of_any_kind_are_checked_and_given_back_as_a_list(given, corpus):
    assert check_pairs(corpus, given) == PAIRS


def test_a_generator_of_named_pairs_is_read_as_a_list(corpus):
    assert matched_pairs(corpus, (pair for pair in [*PAIRS, ("a", "b")])) == PAIRS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("a",)], "`pairs` must be a list of pairs of ids of plans"),
        ([PAIRS[0] * 2], "`pairs` must be a list of pairs of ids of plans"),
        ([PAIRS[0][:1] * 2], "`pairs` must be a list of pairs of ids of plans"),
        (["smart-city-2015"], "`pairs` must be a list of pairs of ids of plans"),
        ([(["smart-city-2015"], "smart-city-2021")], "`pairs` must be a list of pairs of ids of plans"),
        (3, "`pairs` must be a list of pairs of ids of plans"),
        ([PAIRS[0][::-1]], "The pair (smart-city-2021, smart-city-2015) has the later plan first"),
    ],
)
def test_what_is_no_pair_is_refused(given, said, corpus):
    with pytest.raises(PolicylabError) as refused:
        matched_pairs(corpus, given)
    assert str(refused.value).startswith(said)
    with pytest.raises(PolicylabError):
        check_pairs(corpus, given)


def test_a_pair_of_a_plan_that_there_is_not_is_named(corpus):
    with pytest.raises(PolicylabError, match="There is no plan 'smart-city-2012'. Did you mean "):
        check_pairs(corpus, [("smart-city-2012", "smart-city-2021")])
