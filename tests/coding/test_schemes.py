"""Schemes: those that come with policylab, and the faults of one's own, one sentence each."""

import copy
import re
import tomllib
from pathlib import Path

import pytest

from policylab.coding import read_pmc_scheme, read_scheme
from policylab.errors import PolicylabError

GOOD = {
    "id": "mine", "label": ["Mine", "我的"], "question": ["Which?", "哪一种?"], "rules": [["Judge words.", "只看文字。"]],
    "group": [{"id": "g", "label": ["Group", "组"], "definition": ["A group.", "一组。"]}],
    "code": [
        {"id": "a", "group": "g", "label": ["A", "甲"], "definition": ["It is A.", "是甲。"], "boundary": ["Not B.", "非乙。"], "examples": ["建甲港。"]},
        {"id": "b", "label": ["B", "乙"], "definition": ["It is B.", "是乙。"], "boundary": ["Not A.", "非甲。"], "examples": ["建乙港。"]},
    ],
}  # fmt: skip


def faulty(change):
    scheme = copy.deepcopy(GOOD)
    change(scheme)
    return scheme


@pytest.mark.parametrize("name", ["instruments", "directive"])
def test_the_schemes_that_come_with_policylab_are_whole(name):
    scheme = read_scheme(name)
    assert scheme.id == name and scheme.source and len(scheme.rules) >= 2
    assert {code.group for code in scheme.codes} == {None} | {group.id for group in scheme.groups}
    assert all(code.examples and code.boundary[1] and code.definition[1] for code in scheme.codes)


@pytest.mark.parametrize("answer", ["talent", "人才培养", "Talent", "talent 人才培养", " talent  人才培养", "TALENT"])
def test_a_coder_may_write_an_id_a_name_or_what_the_list_shows(answer):
    assert read_scheme("instruments").read(answer) == "talent"


def test_no_example_of_a_scheme_is_a_sentence_of_the_plans(corpus):
    text = "".join(plan.text for plan in corpus)
    examples = [example for name in ("instruments", "directive") for code in read_scheme(name).codes for example in code.examples]
    assert [example for example in examples if example.rstrip("。") in text] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.pop("id"), "The scheme has None as its id. Give it one of lower-case letters"),
        (lambda s: s.pop("label"), "The scheme has no `label` in both languages. Write label = [\"English\", \"中文\"]."),
        (lambda s: s.pop("question"), "has no `question` in both languages"),
        (lambda s: s.pop("code"), "has fewer than two [[code]]"),
        (lambda s: s.pop("group"), "has no [[group]]. Give at least one"),
        (lambda s: s.update(code={"id": "a"}), "write each code as a table of its own, under [[code]]"),
        (lambda s: s["code"][0].update(id="Bad Id"), "code 1 has 'Bad Id' as its id"),
        (lambda s: s["code"][1].update(id="a"), "has the id 'a' twice"),
        (lambda s: s["code"][1].update(id="g"), "has the id 'g' twice"),
        (lambda s: s["code"][1].update(label=["A", "丙"]), "has the label 'A' twice"),
        (lambda s: s["code"][0].update(group="h"), "code 1 (a): There is no group 'h'. Known: g."),
        (lambda s: s["code"][0].pop("group"), "the group 'g' has no code"),
        (lambda s: s["code"][0].pop("examples"), "code 1 (a) has no examples"),
        (lambda s: s["code"][0].update(examples=[""]), "code 1 (a) has no examples"),
        (lambda s: s["code"][0].update(definition="It is A."), "code 1 (a) has no `definition` in both languages"),
        (lambda s: s["code"][1].pop("boundary"), "code 2 (b) has no `boundary` in both languages"),
        (lambda s: s["group"][0].pop("definition"), "group 1 has no `definition` in both languages"),
        (lambda s: s.update(rules="Judge."), "`rules` must be a list of pairs"),
        (lambda s: s.update(rules=["Judge."]), "has no `rules` in both languages"),
        (lambda s: s.update(variable=[]), "is a scheme of the PMC index"),
    ],
)
def test_each_fault_of_a_scheme_is_one_sentence(change, said):
    with pytest.raises(PolicylabError) as error:
        read_scheme(faulty(change))
    assert said in str(error.value) and "\n" not in str(error.value)


def test_a_scheme_of_ones_own_is_a_file(tmp_path):
    assert read_scheme(GOOD).group_of == {"a": "g", "b": None}
    (tmp_path / "bad.toml").write_text("id = ", "utf-8")
    for source, said in (("none", "There is no scheme 'none'"), (tmp_path / "none.toml", "cannot be read"),
                         (tmp_path / "bad.toml", "is not valid TOML"), (7, "`scheme` must be")):  # fmt: skip
        with pytest.raises(PolicylabError, match=said):
            read_scheme(source)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ([], "has no [[variable]]"),
        ([{"label": ["A", "甲"], "items": [["a", "A", "甲", "x", "y"]]}], "variable 1 has None as its id"),
        ([{"id": "X1", "items": [["a", "A", "甲", "x", "y"]]}], "variable X1 has no `label` in both languages"),
        ([{"id": "X1", "label": ["A", "甲"]}], "variable X1: write items = "),
        ([{"id": "X1", "label": ["A", "甲"], "items": [["a", "A"]]}], "variable X1: write items = "),
        ([{"id": "X1", "label": ["A", "甲"], "weight": 0, "items": [["a", "A", "甲", "x", "y"]]}], "has the weight 0"),
        ([{"id": "X1", "label": ["A", "甲"], "items": [["a", "A", "甲", "x", "y"]] * 2}], "has the item 'a' twice"),
    ],
)
def test_each_fault_of_a_pmc_scheme_is_one_sentence(variables, said):
    with pytest.raises(PolicylabError) as error:
        read_pmc_scheme({"variable": variables})
    assert said in str(error.value)


def test_the_scheme_that_the_documentation_shows_is_one():
    page = (Path(__file__).parents[2] / "docs/coding.md").read_text("utf-8")
    scheme = read_scheme(tomllib.loads(re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1]))
    assert scheme.group_of == {"office": "state", "none": None}
