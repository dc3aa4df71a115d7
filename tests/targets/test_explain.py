"""The stages of one sentence: each is a function from a small thing to the next, and is tested alone here."""

from pathlib import Path

import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.numbers import read_quantities
from policylab.targets import _head_nouns, _lexing, _respectively, _statement_kinds, explain
from policylab.targets._assigned_heads import BESIDE, assign, candidates, clause_of, place_of
from policylab.targets._doubt import weighed
from policylab.targets._head_nouns import find_head, proposed
from policylab.targets._lexing import lex
from policylab.targets._review_and_aims import Setting
from policylab.targets._statements import read_paragraph
from policylab.targets._surroundings import read_around
from policylab.targets._tense import NOTHING, Said, Sentence


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
    heads = list(proposed(around(text)))
    assert [head.rule for head in heads] == rules
    assert find_head(around(text)) == heads[0]


def candidates_of(text, index=0, said=NOTHING):
    """What may be the head of a number: the rule, or "", and the name."""
    at = place_of(Sentence(lex(text), 0, len(text)), index, said)
    found = list(candidates(at, *clause_of(at, index)))
    assert assign(at)[0].at == at
    return [(head.beside or head.rule, head.indicator) for head, _ in found]


@pytest.mark.parametrize(
    ("text", "index", "said", "found"),
    [
        ("由60%提高到80%。", 1, Said("覆盖率", 4, base=True), [("onward", "覆盖率"), ("carried", "覆盖率"), ("", "")]),
        ("新建渔港80座。", 0, Said("渔业产值", 0), [("before", "新建渔港"), ("carried", "渔业产值"), ("", "")]),
        ("建设10个百万亩基地。", 0, NOTHING, [("behind both", "基地"), ("", "")]),
        ("居全省第三、全国第九。", 1, Said("产值", 5, "rank"), [("next rank", "产值"), ("carried", "产值"), ("", "")]),
        ("占比超过10%的有44种。", 0, NOTHING, [("there are", "占比"), ("before", "占比"), ("remainder", "有44种"), ("", "")]),
        ("超过10%的有44种。", 1, Said("占比", 5, threshold="占比", counted="药品"), [("there too", "药品"), ("carried", "占比"), ("", "")]),
        ("新建5所,", 0, Said("新建学校", 0), [("carried", "新建学校"), ("", "")]),
        ("达到3%。", 0, NOTHING, [("", "")]),
    ],
)  # fmt: skip
def test_all_that_may_be_the_head_of_a_number_and_last_that_nothing_is(text, index, said, found):
    assert candidates_of(text, index, said) == found


@pytest.mark.parametrize(
    ("text", "index", "said", "taken", "left"),
    [
        ("甲街、乙街等城市主干道路80条。", 0, NOTHING, "城市主干道路", ["甲街、乙街等城市主干道路"]),
        ("实施渔业项目11个,完成投资10亿元。", 1, Said("渔业项目", 10), "渔业项目投资", ["投资"]),
        ("渔业支出6.8亿元,占全年支出的50%。", 1, Said("渔业支出", 9), "渔业支出占全年支出", ["占全年支出"]),
    ],
)  # fmt: skip
def test_noun_phrases_that_no_rule_takes_as_they_stand_are_shown_last(text, index, said, taken, left):
    found = candidates_of(text, index, said)
    assert found[0] == ("before", taken)
    assert found[found.index(("", "")) + 1 :] == [("", name) for name in left]
    assert f"{left[0]} (no rule)" in [reads for (number, stage), reads in read(text).items() if stage == "candidates"][index].split("; ")


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
    stages = ["lex", "cues", "years", "candidates", "assign", "tense", "kind", "measure", "year", "features", "doubt"]
    assert table.loc[table["number"].eq("63.5亿元"), "stage"].tolist() == stages
    reads = table.set_index(["number", "stage"])["reads"]
    assert reads["63.5亿元", "cues"] == "到2030年 (ahead, planned)"
    assert reads["63.5亿元", "kind"] == "baseline (start)"
    assert reads["63.5亿元", "years"] == "2030年 (2030, aim)"
    assert reads["80亿元", "candidates"] == "渔业产值 (onward, carried)"
    assert reads["80亿元", "assign"] == "渔业产值 (onward)"
    assert reads["80亿元", "year"] == "2030 (sentence)"


def read(sentence, **known):
    """What each stage of a sentence reads, by the number and the stage."""
    return {(row.number, row.stage): row.reads for row in explain(sentence, **known).itertuples()}


@pytest.mark.parametrize(
    ("text", "number", "group", "indicator"),
    [
        ("粮食、油料产量分别达到500万吨和30万吨。", "30万吨", "粮食产量, 油料产量 (named before)", "油料产量 (group)"),
        ("城乡居民收入增长5%、8%。", "8%", "城镇居民收入, 农村居民收入 (paired)", "农村居民收入 (group)"),
        ("2022年、2023年分别建成公园3座、4座。", "3座", "公园, 公园 (of years)", "公园 (group)"),
        ("三次产业比重为4:38:58。", "38", "第一产业比重, 第二产业比重, 第三产业比重 (parts of whole)", "第二产业比重 (group)"),
        ("甲、乙和丙的标准为8元、7元和6元。", "6元", "甲的标准, 乙的标准, 丙的标准 (owned)", "丙的标准 (group)"),
    ],
)  # fmt: skip
def test_the_table_says_which_group_hands_a_number_out(text, number, group, indicator):
    reads = read(text)
    assert (reads[number, "group"], reads[number, "assign"]) == (group, indicator)
    assert (number, "candidates") not in reads


def test_parts_that_the_text_does_not_name_are_shown_and_give_no_statement():
    reads = read("结构为4:38:58。")
    assert reads["38", "group"] == "parts of a whole that the text does not name (parts of whole)"
    assert ("38", "assign") not in reads


def test_what_is_said_of_a_whole_is_shown_among_the_numbers():
    table = explain("5G网络实现全覆盖,社区达到200个,所有行政村均通客车。", year=2026, period_end=2030)
    assert table["number"].drop_duplicates().tolist() == ["全覆盖", "200个", "所有"]
    whole = table[table["number"].eq("所有")]
    assert dict(zip(whole["stage"], whole["reads"], strict=True)) == {
        "assign": "行政村 (whole)", "tense": "ahead (default)", "kind": "coverage (whole)", "measure": "level", "year": "2030 (period)", "doubt": "none",
    }  # fmt: skip


def test_the_table_says_which_features_decided_and_by_how_much():
    (statement,) = read_paragraph("覆盖率达到80%。", Setting())
    shown = dict(item.rsplit(" ", 1) for item in read("覆盖率达到80%。")["80%", "features"].split("; "))
    assert set(shown) <= set(statement.features)
    assert {name: float(weight) for name, weight in shown.items()} == {
        name: round(weight, 2) for name, weight in weighed(statement.features) if abs(weight) >= 0.5
    }


def test_a_sentence_is_lexed_once(monkeypatch):
    lexed = []
    monkeypatch.setattr(_lexing, "cues_in", lambda text: lexed.append(text) or {})
    explain("到2030年,渔业产值由63.5亿元提高到80亿元,实现全覆盖。")
    assert len(lexed) == 1


def test_what_is_no_text_is_an_error():
    with pytest.raises(PolicylabError, match="`sentence` must be a str"):
        explain(3)


def test_the_page_on_the_stages_names_each_rule_in_its_order():
    page = (Path(__file__).parents[2] / "docs" / "how-a-sentence-is-read.md").read_text(encoding="utf-8")
    in_turn = (_respectively.TOGETHER, _respectively.WHOLE, _respectively.LISTED, _respectively.HANDED_OUT[1:], _respectively.ALONE)
    stages = (
        ([rule for _, rule in BESIDE], "## 3."), ([rule for rule, _ in _head_nouns.RULES], "## 3."), ([rule for rules in in_turn for rule in rules], "## 4."),
        ([rule for rule, _ in _statement_kinds.RULES], "## 5."),
    )  # fmt: skip
    for rules, section in stages:
        named = page.partition(section)[2].partition("\n## ")[0]
        names = [rule.__name__.removeprefix("_by").removeprefix("_").replace("_", " ") for rule in rules]
        places = [named.find(f"`{name}`") for name in names]
        assert -1 not in places and places == sorted(places)


def blocks(page: str) -> list[str]:
    """The Python of a page."""
    return [part.partition("```")[0] for part in page.split("```python\n")[1:]]


def test_the_page_on_the_stages_shows_what_the_table_shows():
    page = (Path(__file__).parents[2] / "docs" / "how-a-sentence-is-read.md").read_text(encoding="utf-8")
    names = {}
    calls = [call for call in blocks(page) if "\nexplain(" in f"\n{call}"]
    tables = [part.partition("\n\n")[0] for part in page.split("| number | stage | reads |\n|---|---|---|\n")[1:]]
    assert len(calls) == len(tables) == 2
    for call, shown in zip(calls, tables, strict=True):
        exec(f"\n{call}".replace("\nexplain(", "\ntable = explain("), names)
        assert shown.splitlines() == [f"| {' | '.join(row)} |" for row in names["table"].itertuples(index=False)]


def test_the_page_on_the_stages_shows_the_rows_of_the_ledger(tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "how-a-sentence-is-read.md").read_text(encoding="utf-8")
    (call,) = [call for call in blocks(page) if "\nledger = " in call]
    head, _, *shown = page.partition("| statement |")[2].partition("\n\n")[0].splitlines()
    columns, names = ["statement", *head.strip("| ").split(" | ")], {}
    monkeypatch.chdir(tmp_path)
    exec(call, names)
    ledger, plan = names["ledger"], names["plan"]
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in shown]
    assert rows == [["" if pd.isna(cell) else str(cell) for cell in row] for row in ledger[columns].itertuples(index=False)]
    stated = [plan.text[row.start : row.end] for row in ledger.itertuples()]
    assert f"({', '.join(stated)})" in page.partition("`plan.text[start:end]`")[2]
    assert (ledger["raw_start"] - ledger["start"]).eq(3).all()
    (example,) = [call for call in blocks(page) if "80亿元" in call and "explain(" in call]
    assert ledger["sentence"].iat[0] in example


def test_rows_of_tables_and_what_is_said_of_a_whole_have_no_features():
    """As the page on the stages says."""
    rows = explain("指标\t单位\t2025年\t2030年\n渔港\t座\t3\t≥8", period_start=2026, period_end=2030)
    whole = explain("到2030年,5G网络全覆盖。")
    for table in (rows, whole):
        assert len(table) and "features" not in set(table["stage"])
