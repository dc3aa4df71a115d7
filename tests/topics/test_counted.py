"""What a topic model reads."""

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics._counted import read_documents, read_texts


def test_only_body_paragraphs_are_read(corpus):
    documents = read_documents(corpus)
    body = corpus.paragraphs[corpus.paragraphs["role"] == "body"]
    assert set(documents.frame["document"]) == set(body["paragraph"])
    assert documents.plans == tuple(corpus.ids)
    assert documents.frame["plan"].drop_duplicates().tolist() == list(corpus.ids)


def test_the_cluster_is_the_section_of_its_level_and_the_chapter_that_of_level_one(corpus):
    frame = read_documents(corpus, cluster_level=2).frame.set_index("document")
    sections = corpus.sections.set_index("section")
    assert sections.loc[frame["chapter"], "level"].le(1).all()
    assert sections.loc[frame["cluster"], "level"].le(2).all()
    deep = frame[frame["section"] == "smart-city-2021/4.1.1.1"]
    assert deep["cluster"].tolist() == ["smart-city-2021/4.1"] * len(deep)
    assert deep["chapter"].tolist() == ["smart-city-2021/4"] * len(deep)


def test_paragraphs_of_one_section_are_one_document():
    table = pd.DataFrame({"plan": "a", "section": ["a/1", "a/1", "a/2"], "text": ["甲", "乙", "丙"]})
    frame = read_documents(table, unit="section").frame
    assert frame["document"].tolist() == ["a/1", "a/2"]
    assert frame["text"].tolist() == ["甲\n乙", "丙"]


def test_agencies_names_are_taken_out_and_brackets_with_them():
    class Plan:
        id = "a"
        paragraphs = pd.DataFrame({
            "paragraph": ["a/1"], "plan": "a", "section": "a/0", "role": "body", "start": 10, "end": 42,
            "text": ["由市教委牵头,建设平台(责任单位:市科技局)。完善(试点)制度。"],
        })
        sections = pd.DataFrame({"section": ["a/0"], "parent": [None], "level": [0], "path": [""], "title": [""]})
        agencies = pd.DataFrame({"plan": "a", "start": [11, 27], "end": [14, 31]})

    assert Plan.paragraphs.loc[0, "text"][1:4] == "市教委"
    assert Plan.paragraphs.loc[0, "text"][17:21] == "市科技局"
    assert read_documents(Plan).frame.loc[0, "text"] == "由、牵头,建设平台、。完善(试点)制度。"
    assert "市科技局" in read_documents(Plan, agencies=True).frame.loc[0, "text"]


def test_plain_texts_are_documents_of_no_plan():
    frame = read_texts(["甲", "乙"]).frame
    assert frame["document"].tolist() == ["text/0", "text/1"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="plan"), "a table with the column 'plan'"),
        (lambda t: t.assign(text=[None, *t["text"][1:]]), "The column 'text' is missing in row 0 (and 1 in all)"),
        (lambda t: t.assign(paragraph="same"), "The paragraph 'same' is there twice"),
    ],
)
def test_tables_that_are_no_paragraphs_are_refused(table, change, message):
    with pytest.raises(PolicylabError) as error:
        read_documents(change(table))
    assert message in str(error.value)


def test_a_plan_without_paragraphs_is_named(corpus):
    class Broken:
        ids = ["smart-city-2015", "smart-city-2021"]
        paragraphs = corpus.paragraphs[corpus.paragraphs["plan"] == "smart-city-2021"]
        sections = corpus.sections

    with pytest.raises(PolicylabError, match="The plan 'smart-city-2015' has no body paragraph with text"):
        read_documents(Broken)


def test_the_table_given_is_not_changed(table):
    before = table.copy()
    read_documents(table)
    pd.testing.assert_frame_equal(table, before)


def test_notes_of_agencies_are_taken_out_whichever_plan_they_stand_in():
    table = pd.DataFrame({
        "plan": ["a", "a", "b"], "paragraph": ["a/1", "a/2", "b/1"], "section": ["a/1", "a/2", "b/1"], "start": [0, 30, 0],
        "end": [20, 50, 20], "text": ["建设基站(责任单位:市工信局)。", "由市教委牵头,推进智慧校园。", "建设基站(责任单位:市工信局)。"]})
    notes = pd.DataFrame({"plan": ["a", "a"], "start": [10, 31], "end": [14, 34]})
    sections = pd.DataFrame({"section": table["section"], "plan": table["plan"], "level": 1, "title": "", "parent": None,
                             "path": ""})
    data = type("Data", (), {"paragraphs": table, "sections": sections, "agencies": notes, "ids": ["a", "b"]})()
    texts = read_documents(data).frame["text"].tolist()
    assert texts == ["建设基站、。", "由、牵头,推进智慧校园。", "建设基站(责任单位:市工信局)。"]
    assert read_documents(data, agencies=True).frame["text"].tolist() == table["text"].tolist()
