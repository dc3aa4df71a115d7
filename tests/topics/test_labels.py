"""Names of topics."""

import pytest

from policylab.errors import PolicylabError
from policylab.topics import TopicModel
from policylab.topics._labels import Name, label_topics, read_names, rule_label


def test_the_name_goes_to_the_topic_with_most_of_its_terms():
    names = [Name("教育", "Education", ("学校", "教师", "课堂"))]
    labels = label_topics([["学校", "教师"], ["学校", "教师", "课堂"]], [[], []], names)
    assert labels[1] == ("教育", "Education")
    assert labels[0] == ("学校·教师", "学校·教师")


def test_half_of_the_terms_are_needed_and_two():
    names = [Name("教育", "Education", ("学校", "教师", "课堂", "校园", "学生"))]
    assert label_topics([["学校", "教师", "医院"]], [[]], names)[0][0] == "学校·教师·医院"
    assert label_topics([["学校"]], [[]], [Name("教育", "Education", ("学校",))])[0][0] == "学校"


def test_a_rule_label_repeats_no_word():
    assert rule_label(["数据", "数据共享", "平台", "办", "目录"], ["数据共享", "数据"]) == "数据共享·平台·目录"


def test_a_file_of_the_analyst_is_used(tmp_path, table, segmenter):
    path = tmp_path / "names.toml"
    path.write_text('[[topic]]\nzh = "学校生活"\nen = "School"\nterms = ["教师", "学生", "校园"]\n', encoding="utf-8")
    model = TopicModel(3, segmenter=segmenter, min_terms=1, max_share=0.9, labels=path).fit(table)
    named = model.topics_[model.topics_["label"] == "学校生活"]
    assert named["label_en"].tolist() == ["School"]
    assert "教师" in named["top_terms"].item()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[topic]]\nzh = 1", "needs `zh` (a name) and `terms` (a list of terms)"),
        ("[[topic", "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, message):
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicylabError) as error:
        read_names(path)
    assert message in str(error.value)


def test_the_names_that_come_with_policylab_are_complete():
    names = read_names(None)
    assert len({name.zh for name in names}) == len(names) >= 8
    assert all(name.en.isascii() and len(name.terms) >= 4 for name in names)
