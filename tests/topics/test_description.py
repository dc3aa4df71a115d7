"""Coherence, exclusivity and FREX, against values worked out by hand; names of topics."""

import numpy as np
import pytest
from scipy import sparse

from policylab.errors import PolicylabError
from policylab.topics import TopicModel
from policylab.topics._model import exclusivity, frex, label_topics, npmi, rank_terms, read_names, rule_label

# six documents, four terms
COUNTS = sparse.csr_matrix(np.array([
    [2, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 3, 0, 1],
    [0, 0, 1, 1],
    [0, 0, 1, 0],
    [0, 0, 1, 0],
]))  # fmt: skip


def test_npmi_of_a_pair():
    # terms 0 and 1: p = 2/6 and 3/6, together in 2/6: ln((1/3) / (1/3 * 1/2)) / -ln(1/3)
    assert npmi(np.array([[0, 1]]), COUNTS)[0] == pytest.approx(np.log(2) / np.log(3))


def test_npmi_of_terms_that_never_meet_is_minus_one():
    assert npmi(np.array([[0, 2]]), COUNTS)[0] == -1


def test_npmi_of_terms_that_are_everywhere_is_one():
    assert npmi(np.array([[0, 1]]), sparse.csr_matrix(np.ones((3, 2))))[0] == 1


def test_npmi_is_the_mean_over_pairs():
    # (0,1) as above, (0,3) never meet, (1,3): p = 1/2 and 1/3, together 1/6, which is what chance gives: 0
    expected = (np.log(2) / np.log(3) - 1 + 0) / 3
    assert npmi(np.array([[0, 1, 3]]), COUNTS)[0] == pytest.approx(expected)


def test_exclusivity_is_the_topics_part_in_its_top_terms():
    topics = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    # term 0: 0.6/0.8, term 1: 0.3/0.4; and term 2: 0.7/0.8, term 0: 0.2/0.8
    found = exclusivity(np.array([[0, 1], [2, 0]]), topics)
    assert found == pytest.approx([0.75, (0.875 + 0.25) / 2])


def test_exclusivity_of_equal_topics_is_one_over_their_number():
    assert exclusivity(np.array([[0, 1]] * 4), np.full((4, 2), 0.5)) == pytest.approx([0.25] * 4)


def test_frex_is_the_harmonic_mean_of_two_ranks():
    topics = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    # topic 0: parts .75, .75, .125 have ranks 1, 1, 1/3; frequencies .6, .3, .1 have ranks 1, 2/3, 1/3
    assert frex(topics)[0] == pytest.approx([1, 2 / (1 + 3 / 2), 1 / 3])


def test_ties_go_by_the_term():
    order = rank_terms(np.array([[0.5, 0.2, 0.5]]), np.array(["丙", "乙", "丁"], dtype=object))
    assert order.tolist() == [[2, 0, 1]]


NAMES = {frozenset(["学校", "教师", "课堂"]): ("教育", "Education")}


def test_a_name_belongs_to_the_topic_it_was_made_for_in_any_order():
    labels = label_topics([["课堂", "学校", "教师"]], [["学校"]], NAMES)
    assert labels == [("教育", "Education")]


@pytest.mark.parametrize(
    "top", [["学校", "教师", "校园"], ["学校", "教师"], ["学校", "教师", "课堂", "校园"], ["学校", "老师", "课堂"],
            ["建立", "安全", "体系", "网络安全"]]
)  # fmt: skip
def test_a_topic_that_is_only_like_it_is_called_by_its_own_terms(top):
    (zh, en), = label_topics([top], [top], NAMES)
    assert zh == en and set(zh.split("·")) <= set(top)


def test_topics_of_other_plans_never_get_a_name_that_comes_with_policylab(table, segmenter):
    model = TopicModel(3, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    for row in model.topics_.itertuples():
        assert set(row.label.split("·")) <= set(row.top_terms.split("、"))


def test_a_rule_label_repeats_no_word():
    assert rule_label(["数据", "数据共享", "平台", "办", "目录"], ["数据共享", "数据"]) == "数据共享·平台·目录"


def test_a_file_of_the_analyst_is_used(tmp_path, table, segmenter):
    settings = {"segmenter": segmenter, "min_terms": 1, "max_share": 0.9}
    terms = TopicModel(3, **settings).fit(table).topics_["top_terms"].iloc[1]
    path = tmp_path / "names.toml"
    path.write_text(f'[[topic]]\nzh = "第二"\nen = "Second"\nterms = "{terms}"\n', encoding="utf-8")
    topics = TopicModel(3, **settings, labels=path).fit(table).topics_
    assert topics["label"].tolist().index("第二") == topics["label_en"].tolist().index("Second") == 1
    assert "第二" not in topics["label"].tolist()[::2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[topic]]\nzh = 1", "needs `zh` (a name) and `terms` (its ten top terms"),
        ('[[topic]]\nzh = "教育"\nterms = ["学校"]', "needs `zh` (a name) and `terms` (its ten top terms"),
        ("[[topic", "is not valid TOML"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, message):
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicylabError) as error:
        read_names(path)
    assert message in str(error.value)


def test_the_names_that_come_with_policylab_are_those_of_topics_of_the_study(corpus):
    names = read_names(None)
    assert all(len(terms) == 10 for terms in names)
    assert all(en.isascii() for _, en in names.values())
