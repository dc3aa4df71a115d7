import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.resources import data_path
from policylab.targets import evaluate, mismatches
from policylab.targets._gold_evaluation import same_indicator

TEXT = "到2025年,甲率达到60%,建成学校10所。"
BLANK = {"value_high": "", "base_year": "", "measure": "level", "comparator": "eq", "kind": "target", "year": "2025"}


def gold(*rows):
    return pd.DataFrame([{"plan": "text", "sentence": TEXT, **BLANK, **row} for row in rows])


RATE = {"quote": "甲率达到60%", "indicator": "甲率", "value": "60", "unit": "%"}
SCHOOLS = {"quote": "学校10所", "indicator": "学校", "value": "10", "unit": "所"}


def score(table, scope, name):
    row = table[table["scope"].eq(scope) & table["score"].eq(name)].iloc[0]
    return row["precision"], row["recall"]


def test_a_perfect_ledger_scores_one():
    ledger = policylab.extract_targets(TEXT, period_end=2025)
    table = evaluate(ledger, gold(RATE, SCHOOLS), texts={"text": TEXT})
    assert score(table, "all", "value_unit") == score(table, "all", "record") == (1, 1)


def test_what_is_missed_costs_recall_and_what_is_added_precision():
    ledger = policylab.extract_targets(TEXT, period_end=2025)
    assert score(evaluate(ledger.head(1), gold(RATE, SCHOOLS), texts={"text": TEXT}), "all", "value_unit") == (1, 0.5)
    assert score(evaluate(ledger, gold(RATE), texts={"text": TEXT}), "all", "value_unit") == (0.5, 1)


def test_a_wrong_unit_keeps_the_match_and_loses_the_score():
    ledger = policylab.extract_targets(TEXT, period_end=2025)
    table = evaluate(ledger, gold(RATE, {**SCHOOLS, "unit": "个"}), texts={"text": TEXT})
    assert score(table, "all", "value_unit") == (0.5, 0.5)
    assert score(table, "all", "indicator") == (1, 1)
    found = mismatches(ledger, gold(RATE, {**SCHOOLS, "unit": "个"}), texts={"text": TEXT})
    assert found["what"].tolist() == ["unit"]


def test_two_records_with_one_quote_are_told_apart_by_their_indicators():
    text = "甲覆盖率和乙覆盖率超过60%。"
    row = {**BLANK, **RATE, "plan": "text", "sentence": text, "comparator": "gt", "quote": text[:-1]}
    both = pd.DataFrame([{**row, "indicator": "乙覆盖率"}, {**row, "indicator": "甲覆盖率"}])
    ledger = policylab.extract_targets(text, period_end=2025)
    assert score(evaluate(ledger, both, texts={"text": text}), "all", "record") == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("5G基站", "5G基站", True), ("全市互联网医院", "互联网医院", True), ("全市用户", "用户", False), ("甲率", "乙率", False),
     # seven of thirteen characters are an F1 of 0.7, seven of fourteen less
     ("数据资源开放率", "全市政务部门数据资源开放率", True),
     ("数据资源开放率", "全市各政务部门数据资源开放率", False)],
)
def test_indicators_are_the_same_if_one_holds_most_of_the_other(first, second, same):
    assert same_indicator(first, second) is same


def test_an_annotation_that_is_not_in_the_text_is_an_error():
    ledger = policylab.extract_targets(TEXT, period_end=2025)
    with pytest.raises(PolicylabError, match="The annotated quote '没有' is not in the text of text"):
        evaluate(ledger, gold({**RATE, "quote": "没有"}), texts={"text": TEXT})
    with pytest.raises(PolicylabError, match="`gold` lacks the column quote; it has "):
        evaluate(ledger, gold(RATE).drop(columns="quote"), texts={"text": TEXT})


def test_the_four_plans_reach_what_the_project_asks_for(corpus):
    wanted = pd.read_csv(data_path("gold/statements.csv"), dtype=str).fillna("")
    table = evaluate(policylab.extract_targets(corpus), wanted, texts={plan.id: plan.text for plan in corpus})
    scores = table[table["scope"].eq("all")].set_index("score")["f1"]
    assert scores["value_unit"] >= 0.97
    assert scores["record"] >= 0.90


def test_f1_has_bounds_over_ten_plans_and_more():
    ledgers = [policylab.extract_targets(TEXT, period_end=2025, plan=f"p{n}") for n in range(20)]
    ledger = pd.concat(ledgers, ignore_index=True)
    annotated = pd.concat([gold(RATE, SCHOOLS if n % 4 else {**SCHOOLS, "unit": "个"}).assign(plan=f"p{n}") for n in range(20)])

    def bounds(n_plans, name):
        plans = [f"p{n}" for n in range(n_plans)]
        of = [table[table["plan"].isin(plans)] for table in (ledger, annotated)]
        table = evaluate(*of, texts=dict.fromkeys(plans, TEXT))
        row = table[table["scope"].eq("all") & table["score"].eq(name)].iloc[0]
        return row["f1"], row["low"], row["high"]

    # 5 of 20 plans have one of two units wrong: a binomial of 20 draws has 1 to 9 of them in 95 % of samples, and a plan
    # that was not seen may be wrong as a whole
    f1, low, high = bounds(20, "value_unit")
    assert f1 == 0.875 and 0.7 < low < 1 - 9 / 40 and high == pytest.approx(1 - 1 / 40, abs=0.026)
    # all right in 20 plans: a seventh of them (the rule of three) may be wrong in half
    f1, low, high = bounds(20, "indicator")
    assert (f1, high) == (1, 1) and low == pytest.approx(1 - 0.14 / 2, abs=0.03)
    few = bounds(9, "value_unit")
    assert few[0] == pytest.approx(1 - 3 / 18) and pd.isna(few[1]) and pd.isna(few[2])
