"""What a topic model reads."""

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics._topic_documents import read_documents, read_texts
from policylab.words import Segmenter, count_words


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


def test_plain_texts_are_documents_of_no_plan(segmenter):
    documents = read_texts(["甲 乙 甲", "乙"], segmenter)
    assert documents.frame["document"].tolist() == ["text/0", "text/1"]
    assert documents.forms.tolist() == ["乙", "甲"] and documents.counts.toarray().tolist() == [[1, 2], [1, 0]]


def test_several_names_in_one_bracket_go_once_and_nothing_else_goes():
    text = "建设基站(责任单位:市科技局、市工信局,市教委)。由市教委完善制度,推进应用。"
    table = pd.DataFrame({"plan": ["a"], "paragraph": ["a/1"], "section": ["a/1"], "start": [5], "end": [5 + len(text)], "text": [text]})
    places = [text.index("市科技局"), text.index("市工信局"), text.index("市教委"), text.index("市教委完善")]
    notes = pd.DataFrame({"plan": "a", "start": [5 + p for p in places], "end": [5 + p + n for p, n in zip(places, (4, 4, 3, 3), strict=True)]})
    sections = pd.DataFrame({"section": ["a/1"], "plan": ["a"], "level": [1], "title": [""], "parent": [None], "path": [""]})
    data = type("Data", (), {"paragraphs": table, "sections": sections, "agencies": notes, "ids": ["a"]})()
    documents = read_documents(data)
    assert documents.frame.loc[0, "text"] == "建设基站、。由、完善制度,推进应用。"
    assert set(documents.forms) == {"建设", "基站", "完善", "制度", "推进", "应用"}


def test_words_that_were_counted_already_are_taken_as_they_are(corpus):
    counts = count_words(corpus)
    ours, theirs = read_documents(counts), read_documents(corpus)
    pd.testing.assert_frame_equal(ours.frame, theirs.frame)
    pd.testing.assert_frame_equal(ours.sections, theirs.sections)
    assert (ours.counts != theirs.counts).nnz == 0 and ours.forms.tolist() == theirs.forms.tolist()
    # and they are what the segmenter makes of the text without agencies' names
    row = theirs.frame["text"].str.len().idxmax()
    terms = counts.segmenter.terms(theirs.frame.loc[row, "text"])
    assert theirs.counts[row].sum() == len(terms)
    assert theirs.counts[row, theirs.forms.tolist().index(terms[0])] == terms.count(terms[0])


def test_counts_by_another_segmenter_are_made_again(corpus):
    plain = Segmenter(dictionary=(), hmm=False)
    counts = count_words(corpus)
    assert read_documents(counts, segmenter=plain).forms.tolist() == read_documents(corpus, segmenter=plain).forms.tolist()
    assert read_documents(counts, segmenter=plain).forms.tolist() != read_documents(counts).forms.tolist()


def test_a_section_has_the_words_of_its_paragraphs(segmenter):
    table = pd.DataFrame({"plan": "a", "section": ["a/1", "a/1", "a/2"], "text": ["甲 乙", "甲", "丙"]})
    documents = read_documents(table, segmenter=segmenter, unit="section")
    assert documents.forms.tolist() == ["丙", "乙", "甲"]
    assert documents.counts.toarray().tolist() == [[0, 1, 2], [1, 0, 0]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="plan"), "`data` lacks the column plan; it has "),
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
