"""The corpus: plans in order, their tables, and the documents beside them."""

import hashlib

import pytest

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
