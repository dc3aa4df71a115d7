"""The stages of one sentence: each is a function from a small thing to the next, and is tested alone here."""

from pathlib import Path

import pytest

from policylab.errors import PolicylabError
from policylab.numbers import read_quantities
from policylab.targets import _head_nouns, _kinds, explain
from policylab.targets._head_nouns import candidates, find_head
from policylab.targets._lexing import lex
from policylab.targets._surroundings import read_around


def around(text, index=0):
    quantity = read_quantities(text)[index]
    return read_around(lex(text), quantity, 0, len(text) - 1, 0, "")  # the last character ends the clause


@pytest.mark.parametrize(
    ("text", "phrase", "behind"),
    [
        ("覆盖率达到80%。", "覆盖率", None), ("建设300个数字化车间。", "", "数字化车间"), ("全年新建学校3所,", "新建学校", None),
        ("改造老旧小区45个。", "老旧小区", None), ("完成25公里供热管线改造。", "", "供热管线"),
    ],
)  # fmt: skip
def test_what_stands_around_a_number(text, phrase, behind):
    found = around(text)
    assert (found.phrase, found.behind) == (phrase, behind)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("建设300个数字化车间。", ["behind", "remainder"]), ("覆盖率达到80%。", ["before"]),
        ("按投资额的10%给予补助。", ["grant", "before"]), ("提供60岁以上老年人服务。", ["group", "behind", "remainder"]),
        ("总投资7亿元的客运站开工。", ["project", "before", "remainder"]),
    ],
)  # fmt: skip
def test_the_rules_that_propose_a_head_and_the_first_is_taken(text, rules):
    proposed = candidates(around(text))
    assert [head.rule for head in proposed] == rules
    taken = find_head(around(text))
    assert taken.indicator == proposed[0].indicator


def test_a_stage_changes_nothing_that_it_looks_at():
    text = "至少建成300个数字化车间。"
    quantity = read_quantities(text)[0]
    before = (quantity.comparator, quantity.explicit)
    bounded = read_around(lex(text), quantity, 0, len(text) - 1, 0, "").quantity
    assert (quantity.comparator, quantity.explicit) == before
    assert bounded.comparator == "ge"


def test_the_table_shows_each_stage_of_each_number():
    table = explain("到2030年,渔业产值由63.5亿元提高到80亿元。", period_end=2030)
    assert table["number"].drop_duplicates().tolist() == ["63.5亿元", "80亿元"]
    stages = ["lex", "cues", "candidates", "assign", "tense", "kind", "measure", "year", "doubt"]
    assert table.loc[table["number"].eq("63.5亿元"), "stage"].tolist() == stages
    reads = table.set_index(["number", "stage"])["reads"]
    assert reads["63.5亿元", "cues"] == "到2030年 (ahead, planned)"
    assert reads["63.5亿元", "kind"] == "baseline (start)"
    assert reads["80亿元", "assign"] == "渔业产值 (carried)"
    assert reads["80亿元", "year"] == "2030 (sentence)"


def test_what_is_no_text_is_an_error():
    with pytest.raises(PolicylabError, match="`sentence` must be a str"):
        explain(3)


def test_the_page_on_the_stages_names_each_rule_in_its_order():
    page = (Path(__file__).parents[2] / "docs" / "how-a-sentence-is-read.md").read_text(encoding="utf-8")
    for rules, section in ((_head_nouns.RULES, "## 3."), (_kinds.RULES, "## 5.")):
        named = page.partition(section)[2].partition("\n## ")[0]
        names = [rule.__name__.removeprefix("_by").removeprefix("_").replace("_", " ") for rule, _ in rules]
        places = [named.find(f"`{name}`") for name in names]
        assert -1 not in places and places == sorted(places)
