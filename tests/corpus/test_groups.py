"""Groups of plans by their variables, in rates, keyness, themes, topics and targets; counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import Corpus, topics, words
from policylab.corpus import plan_groups
from policylab.errors import PolicylabError
from policylab.stats import Clusters, rate_interval
from policylab.targets import target_specificity

TEXTS = {"a": "建设渔港。建设平台。", "b": "建设码头。", "c": "推广渔港。", "d": "推广平台。"}
VARIABLES = {
    "a": {"province": "甲", "level": 2, "issued": "2016-03-01", "issuer": "甲市人民政府"},
    "b": {"province": "乙", "level": 1, "issued": "2021-03-01", "issuer": "乙市人民政府"},
    "c": {"province": "甲", "level": 10, "issued": "2021-09-01", "issuer": "甲市人民政府"},
    "d": {"province": "丙", "level": 1, "issued": "2016-01-01", "issuer": "丙市人民政府"},
}


@pytest.fixture
def corpus():
    return Corpus.from_texts(TEXTS, variables=VARIABLES)


def test_groups_by_variables_columns_and_years(corpus):
    assert plan_groups(corpus, "province") == {"a": "甲", "b": "乙", "c": "甲", "d": "丙"}
    assert list(dict.fromkeys(plan_groups(corpus, "level").values())) == ["1", "2", "10"]
    assert plan_groups(corpus, "year") == {"a": "2016", "d": "2016", "b": "2021", "c": "2021"}
    assert plan_groups(corpus, "issuer")["c"] == "甲市人民政府"
    assert plan_groups(corpus.plans, "province") == plan_groups(list(corpus), "province")


def test_a_plan_without_the_variable_is_left_out_and_named():
    corpus = Corpus.from_texts(TEXTS, variables={id: VARIABLES[id] for id in "ab"})
    with pytest.warns(UserWarning, match="The variable 'province' of c, d is not known: left out."):
        assert plan_groups(corpus, "province") == {"a": "甲", "b": "乙"}
    with pytest.raises(PolicylabError, match="No plan has the variable 'document_number'"):
        plan_groups(corpus, "document_number")
    with pytest.raises(PolicylabError, match="There is no variable 'provinz'.*province"):
        plan_groups(corpus, "provinz")


def test_rates_of_groups_by_hand(corpus):
    table = policylab.keyword_trends(corpus, ["渔港", "平台"], by="province").set_index(["term", "province"])
    # 甲 is a and c: 建设 渔港 建设 平台, 推广 渔港
    assert table.loc[("渔港", "甲"), ["count", "tokens", "paragraphs", "clusters"]].tolist() == [2, 6, 2, 2]
    assert table.loc[("渔港", "甲"), "per_10k"] == pytest.approx(2 / 6 * 1e4)
    assert table.loc[("平台", "丙"), "count"] == 1 and table.loc[("平台", "乙"), "count"] == 0
    assert set(table["note"]) == {"descriptive only"} and "first_plan" not in table and "plan" not in table.reset_index()


def test_the_interval_of_a_group_is_over_its_plans():
    texts = {f"p{n:02d}": "建设渔港。" if n % 3 else "建设码头。建设平台。" for n in range(12)}
    corpus = Corpus.from_texts(texts, variables={id: {"province": "甲"} for id in texts})
    row = policylab.keyword_trends(corpus, ["渔港"], by="province").iloc[0]
    clusters = Clusters(np.array([1 if n % 3 else 0 for n in range(12)]), np.array([2 if n % 3 else 4 for n in range(12)]))
    low, high = rate_interval(clusters)
    assert row[["low", "high"]].tolist() == pytest.approx([low[0] * 1e4, high[0] * 1e4])
    # one plan of many sections is one cluster, whatever it says
    assert words.count_words(corpus).grouped("province").clusters("甲").n == 12


def test_keyness_of_groups_by_hand(corpus):
    table = policylab.keyness(corpus, target="甲", by="province", min_count=1).set_index("term")
    assert table.loc["渔港", ["count", "reference_count"]].tolist() == [2, 0]
    assert table.loc["推广", ["count", "reference_count"]].tolist() == [1, 1]
    years = policylab.keyness(corpus, target="2016", reference="2021", by="year", terms=["平台"]).iloc[0]
    assert (years["count"], years["reference_count"], years["reference"]) == (2, 0, "2021")
    with pytest.raises(PolicylabError, match="There is no plan '丁'"):
        policylab.keyness(corpus, target="丁", by="province")


def test_themes_of_groups(corpus):
    themes = {"theme": [{"id": "sea", "terms": ["渔港", "码头"]}]}
    table = words.theme_weights(corpus, themes=themes, by="province").set_index("province")
    assert table["count"].to_dict() == {"甲": 2, "乙": 1, "丙": 0} and table.loc["甲", "tokens"] == 6


def test_topics_of_groups(corpus):
    texts = {f"p{n}": "渔港码头海水养殖。" * 3 + "平台数据算力网络。" * (n % 3) + "\n渔港码头。平台数据。" for n in range(12)}
    corpus = Corpus.from_texts(texts, variables={id: {"province": "甲乙"[n % 2]} for n, id in enumerate(texts)})
    model = policylab.TopicModel(2, min_plans=1, min_documents=1, max_share=1.0).fit(corpus)
    table = topics.topic_prevalence(model, by="province", corpus=corpus)
    assert table.groupby("province")["share"].sum().to_numpy() == pytest.approx([1, 1])
    documents = model.documents_.assign(share=model.document_topic_[:, 0])
    own = documents[documents["plan"].isin([id for n, id in enumerate(texts) if n % 2 == 0])].dropna(subset="share")
    by_hand = (own["share"] * own["terms"]).sum() / own["terms"].sum()
    first = table[(table["topic"] == 1) & (table["province"] == "甲")].iloc[0]
    assert first["share"] == pytest.approx(by_hand) and first["plans"] == 6 and first["note"] == "descriptive only"
    with pytest.raises(PolicylabError, match="For a variable of the plans give the `corpus` too"):
        topics.topic_prevalence(model, by="province")


def test_targets_of_groups():
    texts = {"a": "到2025年,建成学校10所以上。", "b": "到2025年,建成医院5家。", "c": "新建泵站3座。到2025年,建成码头8座以上。"}
    variables = {id: {"province": place, "period_end": 2025} for id, place in zip("abc", "甲乙甲", strict=True)}
    corpus = Corpus.from_texts(texts, variables=variables)
    ledger = policylab.extract_targets(corpus)
    table = target_specificity(ledger, corpus.plans, by="province").set_index("province")
    apart = target_specificity(ledger, corpus.plans).set_index("plan")
    # 甲 has the targets of a and c: three, two of them with a floor
    assert table.loc["甲", ["plans", "targets"]].tolist() == [2, 3]
    assert table.loc["甲", "bounded"] == pytest.approx(2 / 3) and table.loc["乙", "bounded"] == 0
    length = len(corpus["a"].text) + len(corpus["c"].text)
    assert table.loc["甲", "characters"] == length and table.loc["甲", "targets_per_10k"] == pytest.approx(3 / length * 1e4)
    pd.testing.assert_series_equal(table.loc["乙"].drop("plans"), apart.loc["b"], check_names=False)


def test_a_variable_with_the_name_of_a_column_is_refused(corpus):
    corpus = Corpus.from_texts(TEXTS, variables={id: {"count": 1} for id in TEXTS})
    with pytest.raises(PolicylabError, match="The table has a column 'count' already"):
        policylab.keyword_trends(corpus, ["渔港"], by="count")


def test_a_subset_by_the_year_of_issue():
    texts = {"a": "建成渔港8座。", "b": "建成渔港5座。", "c": "建成渔港3座。"}
    issued = {"a": {"issued": "2021-04-25"}, "b": {"issued": "2016-05-19"}}
    corpus = policylab.Corpus.from_texts(texts, variables=issued)
    assert corpus.subset(year=2021).ids == ["a"]
    assert sorted(corpus.subset(year=[2016, 2021]).ids) == ["a", "b"]
    with pytest.raises(PolicylabError, match="No plan has year = 2020. It is 2016, 2021."):
        corpus.subset(year=2020)
