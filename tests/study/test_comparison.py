"""Two folders of tables, and two states of the findings and of a study."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from policylab import study
from policylab.cli._language import in_language
from policylab.cli._study import finding_lines
from policylab.errors import PolicylabError
from policylab.study._comparison import finding_changes

BEFORE = "term,plan,count,per_10k\n区块链,p1,1,0.5\n区块链,p2,2,0.7\n5G,p1,3,0.9\n"


@pytest.fixture
def folders(tmp_path):
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.csv").write_text("a\n1\n", "utf-8")
    (tmp_path / "before" / "rates.csv").write_text(BEFORE, "utf-8")
    return tmp_path / "before", tmp_path / "after"


def compared(folders, after: str):
    (folders[1] / "rates.csv").write_text(after, "utf-8")
    table = study.compare_tables(*folders)[0].set_index("table")
    assert table.loc["same", "status"] == "equal"
    return table.loc["rates", "status"], table.loc["rates", "detail"]


def test_equal_tables_are_equal_byte_for_byte(folders):
    assert compared(folders, BEFORE) == ("equal", "")


def test_a_changed_cell_is_found_by_the_columns_that_name_its_row(folders):
    after = BEFORE.replace("p2,2,0.7", "p2,4,0.8")
    assert compared(folders, after) == ("differs", "1 row changed in count, per_10k")
    cells = study.compare_tables(*folders)[1]
    assert cells.to_dict("records") == [
        {"table": "rates", "key": "区块链 | p2", "column": "count", "kind": "changed", "before": "2", "after": "4"},
        {"table": "rates", "key": "区块链 | p2", "column": "per_10k", "kind": "changed", "before": "0.7", "after": "0.8"},
    ]


def test_rows_that_come_and_go(folders):
    after = BEFORE.replace("5G,p1,3,0.9", "6G,p1,3,0.9\n7G,p1,1,1")
    assert compared(folders, after) == ("differs", "2 rows added; 1 row removed")


def test_columns_that_come_and_go(folders):
    after = "term,plan,count,rate\n区块链,p1,1,1\n区块链,p2,2,1\n5G,p1,3,1\n"
    assert compared(folders, after) == ("differs", "column added: rate; column removed: per_10k")


def test_another_order_is_said_to_be_one(folders):
    lines = BEFORE.splitlines()
    after = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    assert compared(folders, after) == ("differs", "the same cells in another order or another way of writing")


def test_rows_without_a_key_are_counted(folders):
    (folders[0] / "same.csv").write_text("a\n1\n1\n2\n", "utf-8")
    (folders[1] / "same.csv").write_text("a\n1\n2\n", "utf-8")
    assert study.compare_tables(*folders)[1][["key", "kind"]].values.tolist() == [["1 | 2", "removed"]]


def test_tables_of_one_side_only(folders):
    (folders[0] / "rates.csv").rename(folders[1] / "rates.csv")
    assert study.compare_tables(*folders)[0]["status"].tolist() == ["only after", "equal"]


def test_findings_of_a_run_are_compared_as_one_table(folders):
    header = "finding,notebook,claim,value,low,high,verdict\n"
    (folders[1] / "findings").mkdir()
    (folders[1] / "findings" / "02-b.csv").write_text(header + "b,02-b,乙,2,,,\n", "utf-8")
    (folders[1] / "findings" / "01-a.csv").write_text(header + "a,01-a,甲,1,,,\n", "utf-8")
    (folders[0] / "findings.csv").write_text(header + "a,01-a,甲,1,,,\nb,02-b,乙,2,,,\n", "utf-8")
    assert study.compare_tables(*folders)[0].set_index("table").loc["findings", "status"] == "equal"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(PolicylabError, match="There is no folder of tables"):
        study.compare_tables(tmp_path, tmp_path / "none")


def finding(value="", low="", high="", verdict="", claim="甲"):
    return {"claim": claim, "value": value, "low": low, "high": high, "verdict": verdict}


def changes(before: dict, after: dict):
    keyed = [{("02-b", name): row for name, row in state.items()} for state in (before, after)]
    return [(row["finding"], row["change"], row["before"], row["after"]) for row in finding_changes(*keyed)]


def test_a_finding_changes_sign_and_leaves_its_interval():
    assert changes({"a": finding("0.2", "0.1", "0.3")}, {"a": finding("-0.1", "-0.2", "0")}) == [
        ("a", "sign", "0.2", "-0.1"),
        ("a", "interval", "0.1 to 0.3", "-0.1"),
        ("a", "value", "0.2", "-0.1"),
        ("a", "bounds", "0.1 to 0.3", "-0.2 to 0"),
    ]


def test_a_value_that_lies_outside_its_interval_as_before_is_no_change():
    assert changes({"a": finding("5", "1", "3")}, {"a": finding("5", "1", "3")}) == []
    assert changes({"a": finding("5", "1", "3")}, {"a": finding("5", "1", "4")}) == [("a", "bounds", "1 to 3", "1 to 4")]


def test_findings_of_a_series_change_places():
    before = {"rise-5g": finding("3"), "rise-ai": finding("2"), "fall-x": finding("1")}
    after = {"rise-5g": finding("1"), "rise-ai": finding("2"), "fall-x": finding("1")}
    assert changes(before, after) == [
        ("rise-5g", "order", "1 of 2", "2 of 2"),
        ("rise-5g", "value", "3", "1"),
    ]  # rise-ai has the value that it had


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"s-a": "3", "s-b": "2", "s-c": "1"}, {"s-a": "0", "s-b": "2", "s-c": "1"}, {"s-a"}),
        ({"s-a": "3", "s-b": "2", "s-c": "1"}, {"s-a": "3", "s-b": "2", "s-c": "4"}, {"s-c"}),
        ({"s-a": "3", "s-b": "2", "s-c": "1"}, {"s-a": "1", "s-b": "2", "s-c": "3"}, {"s-a", "s-c"}),
        ({"s-a": "2", "s-b": "2"}, {"s-a": "3", "s-b": "2"}, set()),  # a tie is a first place
        ({"s-a": "2", "s-b": "2"}, {"s-a": "1", "s-b": "2"}, {"s-a"}),
    ],
)
def test_a_place_that_moves_as_others_move_is_not_told(before, after, said):
    found = changes(*({name: finding(value) for name, value in state.items()} for state in (before, after)))
    assert {name for name, change, *_ in found if change == "order"} == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (("0.33", "0.0714286", "0.0714286"), ("0", "0.0714286", "0.0714286"), [("sign", "0.33", "0"), ("value", "0.33", "0")]),
        (("0.05", "0.03", "0.04"), ("0.06", "0.03", "0.04"), [("value", "0.05", "0.06")]),
        (("0.05", "0.03", "0.04"), ("0.05", "0.03", "0.06"), [("controls", "0.03 to 0.04", "0.03 to 0.06")]),
        (("0.05", "0.03", "0.04"), ("0.05", "0.03", "0.04"), []),
        (("0.05", "", ""), ("0.05", "0.01", "0.02"), [("controls", "", "0.01 to 0.02")]),
    ],
)
def test_what_controls_find_is_no_interval(before, after, said):
    states = ({"words-placebo-halves": finding(*state)} for state in (before, after))
    assert [tuple(rest) for _, *rest in changes(*states)] == said


def test_verdicts_claims_and_findings_that_come_and_go():
    before = {"a": finding("1", verdict="supported"), "b": finding(claim="乙"), "c": finding(claim="丙")}
    after = {"a": finding("1", verdict="descriptive only"), "b": finding(claim="乙二"), "d": finding(claim="丁")}
    assert changes(before, after) == [
        ("a", "verdict", "supported", "descriptive only"),
        ("b", "claim", "乙", "乙二"),
        ("c", "removed", "丙", ""),
        ("d", "added", "", "丁"),
    ]


def test_a_folder_that_holds_no_run(tmp_path):
    with pytest.raises(PolicylabError, match="holds no run: it has no run.json. Make one with `policylab run`"):
        study.diff_runs(tmp_path)


def test_a_run_of_another_form(tmp_path):
    (tmp_path / "run.json").write_text('{"format": 99, "policylab": "9.0"}', "utf-8")
    with pytest.raises(PolicylabError, match="holds a run of policylab 9.0, which keeps runs in another form"):
        study.diff_runs(tmp_path)


def test_what_becomes_of_findings_is_told_in_sentences_the_weighty_first():
    before = {
        "a": finding("1", verdict="supported", claim="甲升1"),
        "b": finding("2", claim="乙2"),
        "c": finding(claim="丙"),
        "e": finding("5"),
        "f": finding("4", claim="己4"),
        "g": finding("7", claim="庚7次"),
    }
    after = {
        "a": finding("-1", verdict="open", claim="甲降1"),
        "b": finding("3", claim="乙3"),
        "d": finding(claim="丁"),
        "e": finding("5"),
        "f": finding("0", claim="己0"),
        "g": finding("7", claim="庚共7次"),
    }
    keyed = [{("02-b", name): row for name, row in state.items()} for state in (before, after)]
    assert [in_language(line) for line in finding_lines(pd.DataFrame(finding_changes(*keyed)), 7)] == [
        "Findings: 7 compared, 1 as before.",
        "",
        "2 findings change sign, order or verdict:",
        "  a (02-b): the value changes its sign, from 1 to -1; the verdict changes from supported to open.",
        "      before: 甲升1",
        "      after:  甲降1",
        "  f (02-b): the value was 4 and is 0.",
        "      before: 己4",
        "      after:  己0",
        "",
        "1 finding changes in value or interval only:",
        "  b (02-b): the value changes from 2 to 3.",
        "      before: 乙2",
        "      after:  乙3",
        "",
        "1 finding is worded in another way only:",
        "  g (02-b): the claim is worded in another way.",
        "      before: 庚7次",
        "      after:  庚共7次",
        "",
        "1 finding is new:",
        "  d (02-b)",
        "      after:  丁",
        "",
        "1 finding is not stated any more:",
        "  c (02-b)",
        "      before: 丙",
    ]


def write_run(folder, notebooks: dict[str, dict[str, object]]):
    """A run as `policylab run` leaves it: of each notebook one table, one figure, and one finding."""
    entries = {}
    for name, parameters in notebooks.items():
        table, figure = f"tables/t{name}.csv", f"figures/f{name}.svg"
        for path, text in (
            (table, f"n\n{parameters['top']}\n"),
            (figure, "<svg/>"),
            (
                f"tables/findings/{name}.csv",
                f"finding,notebook,claim,value,low,high,verdict\nf,{name},甲,{parameters['top']},,,\n",
            ),
        ):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        entries[name] = {"status": "ok", "parameters": {"out": "..", **parameters}, "files": {table: "", figure: ""}}
    record = {"format": 1, "policylab": "0.1.0", "catalogue": {"file": None}, "notebooks": entries}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    return folder


def test_what_only_one_of_two_runs_has_run_is_not_said_to_have_gone(tmp_path):
    whole = write_run(tmp_path / "whole", {"01-a": {"top": 1}, "02-b": {"top": 5}})
    part = write_run(tmp_path / "part", {"02-b": {"top": 7}})
    difference = study.diff_runs(whole, part)
    assert difference.left_out == ["01-a"]
    assert difference.tables.values.tolist() == [
        ["findings", "differs", "1 row changed in value"],
        ["t02-b", "differs", "1 row added; 1 row removed"],
    ]
    assert difference.figures.values.tolist() == [["f02-b.svg", "equal"]]
    assert difference.findings[["finding", "notebook", "change"]].values.tolist() == [["f", "02-b", "value"]]
    assert difference.parameters.values.tolist() == [["02-b", "top", 5, 7]]


def test_a_folder_without_a_whole_record_is_no_run(tmp_path):
    for content, message in (
        ('{"format": 1', "holds no run: its run.json cannot be read"),
        ('{"format": 1}', "is not one of a run"),
        ('{"format": 7, "policylab": "9.0"}', "holds a run of policylab 9.0, which keeps runs in another form. Move it"),
    ):
        (tmp_path / "run.json").write_text(content, "utf-8")
        with pytest.raises(PolicylabError, match=message):
            study.diff_runs(tmp_path)
