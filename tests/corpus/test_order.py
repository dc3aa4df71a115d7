"""Which of two plans is the earlier one, and for which place a plan speaks."""

import datetime
import itertools

import pandas as pd
import pytest

from policylab.corpus import Corpus, PlanDates, load_corpus, plan_authority, plan_dates, plan_order, undated
from policylab.errors import CatalogueError, PolicylabError

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
    with pytest.raises(PolicylabError, match="with the column plan"):
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


def test_a_plan_without_numbers_is_told_to_have_no_targets():
    texts = {"a": "甲市数字经济规划\n\n加快建设5G基站,发展平台经济。", "b": "甲市智慧城市方案\n\n建成5G基站三百个。"}
    lines = [line for line in undated(Corpus.from_texts(texts)) if "no targets" in line]
    assert [line.split(":")[0] for line in lines] == ["a"]
    assert undated(Corpus.from_texts(texts), id="b")[0].startswith("b: no period")
