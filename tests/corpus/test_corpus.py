"""The corpus: plans in order, their tables, and the documents beside them; corpora of texts and frames at hand."""

from __future__ import annotations

import datetime
import hashlib

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import Corpus
from policylab.corpus import read_plan
from policylab.corpus._plan import CLUSTER_LEVEL, sections_at
from policylab.errors import PolicylabError
from policylab.resources import data_path


def test_the_sources_are_there_byte_for_byte(corpus):
    for source in corpus.sources:
        data = data_path(source.source).read_bytes()
        assert hashlib.sha256(data).hexdigest() == source.sha256
        assert data.decode("utf-8") == source.raw


def test_plans_stand_in_the_order_of_their_periods(corpus):
    assert [(plan.period_start, plan.period_end) for plan in corpus] == [
        (2015, 2017), (2019, 2023), (2021, 2023), (2021, 2025),
    ]  # fmt: skip


def test_the_catalogue_says_what_the_sources_say(corpus):
    for plan in corpus:
        assert plan.title.replace("三年", "三年") in plan.text.replace("\n", ""), plan.id
        for value in (plan.issuer, plan.document_number):
            assert value is None or value in plan.text
        if plan.issued:
            assert f"{plan.issued.year}年{plan.issued.month}月{plan.issued.day}日" in plan.text


def test_every_paragraph_and_section_is_a_run_of_its_plan(corpus):
    for plan in corpus:
        assert (plan.paragraphs["plan"] == plan.id).all()
        for row in plan.paragraphs.itertuples():
            assert plan.text[row.start : row.end] == row.text
        ids = set(plan.sections["section"])
        assert set(plan.paragraphs["section"]) <= ids
        assert set(plan.sections["parent"].dropna()) <= ids
        covered = "".join(plan.paragraphs["text"]).replace("\n", "").replace(" ", "")
        assert covered == plan.text.replace("\n", "").replace(" ", "")


def test_tables_of_the_corpus_are_those_of_its_plans(corpus):
    assert len(corpus.paragraphs) == sum(len(plan.paragraphs) for plan in corpus)
    assert corpus.sections["section"].is_unique
    assert corpus.paragraphs["paragraph"].is_unique


def test_a_section_stands_in_one_of_a_level_or_for_itself():
    section = pd.Series(["p/1/2/3", "p/1", "p", "another"], index=[7, 5, 3, 1])
    headings = pd.DataFrame({
        "section": ["p", "p/1", "p/1/2", "p/1/2/3"], "level": range(4), "parent": [None, "p", "p/1", "p/1/2"],
    })  # fmt: skip
    found = sections_at(section, headings, level=2)
    assert found.to_dict() == {7: "p/1/2", 5: "p/1", 3: "p", 1: "another"}
    assert sections_at(section, headings, level=1)[7] == "p/1"
    assert sections_at(section, None, level=2).tolist() == section.tolist()


def test_every_analysis_draws_the_same_sections_as_clusters(corpus):
    counts = policylab.words.count_words(corpus)
    assert counts.cluster_level == CLUSTER_LEVEL == 2
    plan = "new-infrastructure-2021"
    expected = sections_at(counts.frame.loc[counts.frame["plan"] == plan, "section"], corpus.sections, level=2).nunique()
    assert counts.clusters(plan, counts.paragraph_tokens[:, None]).n == expected
    model = policylab.TopicModel(4, cluster_level=CLUSTER_LEVEL).fit(corpus)
    drawn = policylab.topics.topic_prevalence(model).set_index("plan")["sections"]
    assert drawn[plan].iloc[0] == expected


def test_the_gazette_has_a_witness_an_interpretation_and_references(corpus):
    assert corpus.witness("smart-city-2021").id == "gazette-2022-01/plan"
    assert corpus.witness("smart-city-2015") is None
    assert [document.id for document in corpus.references] == [f"gazette-2022-01/document-{n}" for n in (1, 2, 3, 4)]
    interpretation = corpus["gazette-2022-01/interpretation"]
    assert "政策解读" in interpretation.title
    start = interpretation.text.index("7万个")
    first, last = interpretation.raw_span(start, start + 3)
    assert interpretation.raw[first:last].replace(" ", "") == "7万个"


def test_select_keeps_the_order_and_the_other_sources(corpus):
    chosen = corpus.select(["smart-city-2021", "smart-city-2015"])
    assert chosen.ids == ["smart-city-2015", "smart-city-2021"]
    assert chosen.witness("smart-city-2021") is not None


@pytest.mark.parametrize("name", ["smart-city-2012", "", None])
def test_an_unknown_plan_names_the_nearest(corpus, name):
    with pytest.raises(PolicylabError, match="There is no plan"):
        corpus[name]
    with pytest.raises(PolicylabError, match="Did you mean 'smart-city-2015'"):
        corpus["smart-city-2105"]


FRAME = pd.DataFrame(
    {
        "name": ["gd-2021", "gd-2016", "fj-2021"],
        "body": ["到2025年,建成5G基站9万个。", "到2020年,建成5G基站3万个。", "到2025年,建成5G基站5万个。"],
        "province": ["广东", "广东", "福建"],
        "level": [1, 1, 2],
        "issuer": ["广东省人民政府", None, "福建省人民政府"],
        "issued": [pd.Timestamp("2021-03-01"), pd.NaT, "2021-05-06"],
        "period_start": [2021, 2016, np.nan],
        "period_end": [2025.0, 2020.0, np.nan],
    }
)


@pytest.fixture
def framed() -> Corpus:
    return Corpus.from_frame(FRAME, text="body", id="name")


def test_a_frame_becomes_plans_with_what_it_says_of_them(framed):
    assert framed.ids == ["gd-2016", "gd-2021", "fj-2021"]
    plan = framed["gd-2021"]
    assert (plan.issuer, plan.issued, plan.period_end) == ("广东省人民政府", datetime.date(2021, 3, 1), 2025)
    assert framed["fj-2021"].period_end is None and framed["gd-2016"].issuer is None
    assert plan.variables == {"province": "广东", "level": 1}
    assert framed.plans[["plan", "province", "level"]].values.tolist() == [
        ["gd-2016", "广东", 1], ["gd-2021", "广东", 1], ["fj-2021", "福建", 2],
    ]  # fmt: skip


def test_a_plan_without_a_period_stands_where_its_year_of_issue_puts_it_and_not_last():
    dates = {"report": {"issued": "2018-09-20"}, "new": {"period_start": 2021, "period_end": 2025}, "old": {"period_start": 2016, "period_end": 2020}, "undated": {}}
    corpus = Corpus.from_texts(dict.fromkeys(dates, "建设渔港。"), variables=dates)
    assert corpus.ids == ["old", "report", "new", "undated"]


def test_the_analyses_take_it_as_any_corpus(framed):
    ledger = policylab.extract_targets(framed)
    assert ledger[["plan", "value", "year"]].values.tolist() == [
        ["gd-2016", 30_000, 2020], ["gd-2021", 90_000, 2025], ["fj-2021", 50_000, 2025],
    ]  # fmt: skip
    assert policylab.keyword_trends(framed, ["5G"])["count"].tolist() == [1, 1, 1]


def test_a_cell_that_is_missing_is_not_known():
    plans = Corpus.from_texts({"a": "甲"}, variables={"a": {"issued": np.nan, "period_end": None, "province": pd.NA}}).plans
    assert plans[["issued", "period_end"]].isna().all(axis=None) and "province" not in plans


def test_a_file_is_read_as_the_plan_that_it_is_said_to_be(tmp_path):
    path = tmp_path / "规划.txt"
    path.write_bytes("一、目标\n到2025年,全市建成渔港\n\n— 2 —\n\n三座。\n二、保障\n加强领导。".encode("gb18030"))
    plan = read_plan(path, id="a", title="甲市规划", period_start=2021, period_end=2025, encoding="gb18030", paged=True)
    assert (plan.id, plan.title, plan.period_start, plan.period_end) == ("a", "甲市规划", 2021, 2025)
    assert "建成渔港三座" in plan.text and "建成渔港三座" not in read_plan(path).text
    assert (read_plan(path).id, read_plan(path).title) == ("规划", "规划")
    with pytest.raises(PolicylabError, match="is said to be utf-8, but it is gb18030"):
        read_plan(path, encoding="utf-8")


def test_a_subset_by_a_variable_or_by_a_field(framed):
    assert framed.subset(province="广东").ids == ["gd-2016", "gd-2021"]
    assert framed.subset(province=["福建", "广东"], level=2).ids == ["fj-2021"]
    assert framed.subset(issuer="广东省人民政府").ids == ["gd-2021"]
    assert framed.subset(period_end=2025).ids == ["gd-2021"]


def test_the_frame_is_not_changed_and_its_order_does_not_matter(framed):
    before = FRAME.copy(deep=True)
    turned = Corpus.from_frame(FRAME.iloc[::-1], text="body", id="name")
    pd.testing.assert_frame_equal(FRAME, before)
    pd.testing.assert_frame_equal(turned.plans, framed.plans)


def test_a_catalogue_gives_variables_too(tmp_path):
    (tmp_path / "a.txt").write_text("建成渔港8座。", "utf-8")
    entry = '[[source]]\nid = "a"\nfile = "a.txt"\nrole = "plan"\ntitle = "甲"\nvariables = { province = "海南", coastal = true }\n'
    (tmp_path / "corpus.toml").write_text(entry, "utf-8")
    assert policylab.load_corpus(tmp_path)["a"].variables == {"province": "海南", "coastal": True}
    for wrong, said in (
        ('{ "1 x" = "a" }', "the variable '1 x' cannot be a column's name"),
        ('{ title = "a" }', "the variable 'title' cannot be a column's name, or has a meaning of its own"),
        ("{ province = [1] }", "the variable `province` must be a text, a number, true or false, got [1]"),
        ('{ province = "" }', "`province` is empty"),
        ('"广东"', "`variables` must be a table such as"),
    ):
        (tmp_path / "corpus.toml").write_text(entry.replace('{ province = "海南", coastal = true }', wrong), "utf-8")
        with pytest.raises(PolicylabError) as error:
            policylab.load_corpus(tmp_path)
        assert said in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Corpus.from_texts({}), "`texts` must be a mapping of at least one id to its text, got {}."),
        (lambda: Corpus.from_texts(["甲"]), "`texts` must be a mapping"),
        (lambda: Corpus.from_texts({"A b": "甲"}), "the id 'A b' must be lower-case letters and digits"),
        (lambda: Corpus.from_texts({1: "甲"}), "`id` must be a str for each text, got 1."),
        (lambda: Corpus.from_texts({"a": " "}), "`texts['a']` must be a str that is not empty"),
        (lambda: Corpus.from_texts({"a": None}), "`texts['a']` must be a str that is not empty, got None."),
        (lambda: Corpus.from_texts({"a": "甲"}, variables={"b": {}}), "There is no text 'b'."),
        (lambda: Corpus.from_texts({"a": "甲"}, variables={"a": {"issued": "May"}}), "`issued` must be a date such as"),
        *(
            (lambda known=known: Corpus.from_texts({"a": "甲"}, variables=known), said)
            for known, said in (
                (5, "`variables` must be a mapping of ids"),
                ({"a": 5}, "`variables['a']` must be a mapping of names"),
                ({"a": {"issued": 2021}}, "a: `issued` must be a date such as 2021-12-28, got 2021."),
                ({"a": {"period_end": "2021-2025"}}, "a: `period_end` must be a year, got '2021-2025'."),
                ({"a": {"period_end": 20255}}, "a: `period_end` must be a year, got 20255."),
                ({"a": {"period_end": True}}, "a: `period_end` must be a year, got True."),
                ({"a": {"period_start": 2026, "period_end": 2025}}, "the period ends (2025) before it begins (2026)"),
                ({"a": {"characters": 3}}, "the variable 'characters' cannot be a column's name"),
            )
        ),
        (lambda: Corpus.from_frame(FRAME.rename(columns={"level": "body"}), text="body", id="name"), "two columns 'body'"),
        (lambda: policylab.extract_targets("plan.txt"), "a text, and this is the name of a file, got 'plan.txt'"),
        (lambda: Corpus.from_frame(FRAME), "There is no column 'text'."),
        (lambda: Corpus.from_frame({"a": 1}), "`frame` must be a DataFrame with one row a plan"),
        (lambda: Corpus.from_frame(pd.concat([FRAME, FRAME]), text="body", id="name"), "The id 'gd-2021' stands in the column"),
        (lambda: Corpus.from_texts({"a": "甲"}).subset(province="广东"), "There is no variable 'province'."),
        (lambda: Corpus.from_frame(FRAME, text="body", id="name").subset(province="海南"), "No plan has province = '海南'. It is 广东, 福建."),
    ],
)  # fmt: skip
def test_what_is_no_corpus_is_told_in_a_sentence(make, said):
    with pytest.raises(PolicylabError) as error:
        make()
    assert said in str(error.value)


def test_names_of_plans_are_their_short_titles_else_their_titles(corpus):
    assert corpus.names()["smart-city-2015"] == "智慧城市 2015—2017"
    made = Corpus.from_texts({"a": "建成码头。", "b": "建成渔港。"}, variables={"a": {"title": "甲市规划"}})
    assert made.names("en") == made.names() == {"a": "甲市规划", "b": "b"}
    assert corpus.names("both")["smart-city-2015"] == ("Smart city 2015–2017", "智慧城市 2015—2017")
    assert made.names("both") == {"a": ("甲市规划", "甲市规划"), "b": ("b", "b")}
    with pytest.raises(PolicylabError, match="`lang`"):
        corpus.names("fr")
