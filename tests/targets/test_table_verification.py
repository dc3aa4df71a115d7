"""Verification: each planted error is named by its type, and nothing that a plan states is called made up."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.targets import unlisted_statements, verification_summary, verify
from policylab.targets._gold_evaluation import KINDS

TEXT = (
    "到2025年,建成5G基站7万个,关键工序数控化率超过60%。\n新增城镇就业35万人以上,森林面积达到120平方公里。\n"
    "到2023年,建成5G基站3.3万个。数字经济规模突破1.2万亿元,研发经费投入年均增长8%。\n"
)
FROM_NOWHERE = ["远洋渔船", "盐碱地改良", "冰雪旅游人次", "藏羚羊", "航天器", "稀土储量", "极地考察站", "煤矸石"]


def verdict(indicator: str, value: object, unit: object = None, **cells: object) -> str:
    return verify(pd.DataFrame([{"indicator": indicator, "value": value, "unit": unit, **cells}]), TEXT)["verdict"].item()


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    [
        ("5G基站", "7", "万个"), ("5G基站", 70000, "个"), ("5G基站", 70000.0, "units"), ("5G基站", "7万个", None),
        ("5G基站", "七万", "个"), ("5G基站数量", "７万", "个"), ("数字经济规模", "12000", "亿元"),
        ("数字经济规模", "1.2", "trillion yuan"), ("数字经济规模", "1.2万亿元", ""), ("森林面积", "12000", "公顷"),
        ("森林面积", "120", "km2"), ("森林面积", 120, "square kilometres"), ("新增城镇就业", 350000, "people"),
        ("城镇新增就业", "35", "万人"), ("研发经费投入", 8, "percent"), ("关键工序数控化率", ">60", "%"),
        ("关键工序数控化率", "60%", None), ("研发经费投入年均增长", "8", "%"),
    ],
)  # fmt: skip
def test_what_the_text_states_is_found_in_whatever_form_it_is_written(indicator, value, unit):
    assert verdict(indicator, value, unit) == "found"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("30", "%", "found"), ("三成", None, "found"), ("0.3", None, "found"), ("十分之三", None, "found"), ("3", "%", "unit or magnitude differs"), ("31", "%", "value differs")],
)
def test_a_share_without_a_unit_is_one_of_a_hundred(value, unit, expected):
    claims = pd.DataFrame([{"indicator": "女性渔民占比", "value": value, "unit": unit}])
    assert verify(claims, "到2025年,女性渔民占比达到十分之三。")["verdict"].item() == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1,234", "found"), ("１２３４", "found"), (1234.0, "found"), ("一千二百三十四", "found"), ("1234.", "found"), ("+1234", "found"),
        (1e3, "value differs"), (1e16, "value differs"), ("三分之一", "value differs"), ("五千", "value differs"),
    ],
)  # fmt: skip
def test_a_value_is_a_numeral_or_what_a_program_writes(value, expected):
    table = pd.DataFrame([{"indicator": "充电站", "value": value, "unit": "家"}])
    assert verify(table, "到2025年,建成充电站1234家。")["verdict"].item() == expected


@pytest.mark.parametrize("value", ["12,34", "1_234", "1,2,3,4", "1e3", "不低于12,34", "约1_234", "12,34家", "1000→12,34"])
def test_an_ill_formed_numeral_is_told(value):
    table = pd.DataFrame([{"indicator": "充电站", "value": value, "unit": "家"}])
    with pytest.raises(PolicylabError, match=f"Row 0 of the table: the value '{value}' is no number"):
        verify(table, "到2025年,建成充电站1234家。")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("5G基站", "9", "万个"), "value differs"),
        (("关键工序数控化率", "65", "%"), "value differs"),
        (("5G基站", "7", "亿个"), "unit or magnitude differs"),
        (("5G基站", "7000", "个"), "unit or magnitude differs"),
        (("关键工序数控化率", "60", "个百分点"), "unit or magnitude differs"),
        (("数字经济规模", "1.2", "亿元"), "unit or magnitude differs"),
        (("森林面积", "120", "公顷"), "unit or magnitude differs"),
        (("藏羚羊", "7", "万个"), "indicator differs"),
        (("藏羚羊", "412", "只"), "not in the text"),
        (("藏羚羊", "60.5", "%"), "not in the text"),
    ],
)
def test_each_error_is_named(cells, expected):
    assert verdict(*cells) == expected


def test_a_wrong_year_or_kind_and_an_altered_quote():
    assert verdict("5G基站", "7", "万个", year=2024) == "year or kind differs"
    assert verdict("5G基站", "7", "万个", year="2025年", kind="target") == "found"
    assert verdict("5G基站", "7", "万个", kind="baseline") == "year or kind differs"
    quote = "建成5G基站7万个，关键工序数控化率超过60%"  # full-width marks are no alteration
    assert verdict("5G基站", "7", "万个", quote=quote) == "found"
    assert verdict("5G基站", "7", "万个", quote=quote.replace("建成", "开通")) == "quote altered"


def test_two_statements_that_the_row_does_not_tell_apart_are_ambiguous():
    text = "到2025年,建成充电桩5万个。到2030年,建成充电桩5万个。"
    rows = pd.DataFrame({"indicator": ["充电桩", "充电桩"], "value": ["5万", "5万"], "year": [None, 2030]})
    table = verify(rows, text)
    assert table["verdict"].tolist() == ["ambiguous", "found"]
    assert table["stated_year"].tolist() == [2025, 2030]


def test_a_row_says_where_the_number_stands():
    row = verify(pd.DataFrame({"指标": ["5G基站"], "数": ["9万"]}), TEXT, columns={"指标": "indicator", "数": "value"}).iloc[0]
    assert TEXT[row.start : row.end] == "7万个"
    assert (row.stated_value, row.stated_unit, row.stated_year) == (70000, "个", 2025)
    assert row.why == "the plan states 5G基站 70000个 (2025)"


def planted(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger over and over, with one error a row; `expected` is the type of the error."""
    generator = random.Random(0)
    rows = []
    whole = ledger[ledger["kind"].ne("coverage") & ledger["indicator"].notna()]
    for row in whole.itertuples():
        true = {
            "plan": row.plan, "indicator": row.indicator, "value": row.value, "unit": row.unit, "year": row.year,
            "kind": row.kind, "quote": row.sentence, "expected": "found",
        }  # fmt: skip
        in_wan = {**true, "value": row.value / 10_000, "unit": f"万{row.unit or ''}"} if row.value >= 10_000 else true
        other = row.value * Decimal(generator.choice(["1.37", "0.73", "2.19"])) + 1
        rows += [
            true,
            in_wan,
            {**true, "value": other, "expected": "value differs"},
            {**true, "value": row.value * 10_000, "expected": "unit or magnitude differs"},
            {**true, "kind": "instrument" if row.kind != "instrument" else "target", "expected": "year or kind differs"},
            {**true, "quote": f"{row.sentence[:4]}大力{row.sentence[4:]}", "expected": "quote altered"},
            {
                **true, "indicator": generator.choice(FROM_NOWHERE), "value": generator.randint(10**6, 10**7) * 10 + 7,
                "expected": "not in the text",
            },
        ]  # fmt: skip
    generator.shuffle(rows)
    return pd.DataFrame(rows)


def test_planted_errors_are_named_by_their_type_and_nothing_true_is_made_up(corpus, ledger):
    table = planted(ledger)
    assert len(table) > 600
    named = verify(table.drop(columns="expected"), corpus)["verdict"]
    true = table["expected"].eq("found")
    assert not (named[true] == "not in the text").any()
    assert (named[true].isin(["found", "ambiguous"])).all()
    for kind, rows in table[~true].groupby("expected"):
        assert (named[rows.index] == kind).mean() >= 0.97, (kind, named[rows.index].value_counts())


def test_the_other_way_round(corpus, ledger):
    verified = verify(ledger.iloc[10:][["plan", "indicator", "value", "unit", "year", "kind"]], corpus)
    assert unlisted_statements(verified, ledger)["statement"].isin(ledger["statement"].head(10)).all()
    totals = verification_summary(verified, ledger).set_index("measure")["value"]
    assert totals["precision"] > 0.9 and totals["recall"] > 0.85 and totals["not in the text"] == 0


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        (pd.DataFrame({"指标": ["甲"], "value": [1]}), None, "lacks the column indicator; it has 指标, value"),
        (pd.DataFrame({"indicator": ["甲"], "value": ["许多"]}), None, "Row 0 of the table: the value '许多' is no number"),
        (pd.DataFrame({"indicator": ["甲"], "value": [None]}), None, "Row 0 of the table: the value '' is no number"),
        (pd.DataFrame({"indicator": ["甲"], "value": ["nan"]}), None, "is no number"),
        (pd.DataFrame({"indicator": ["甲"], "value": [1], "year": ["soon"]}), None, "the year 'soon' is no year"),
        (pd.DataFrame({"indicator": ["甲"], "value": [1], "plan": ["b"]}), None, "There is no plan 'b'"),
        (pd.DataFrame({"a": ["甲"], "value": [1]}), {"b": "indicator"}, "There is no column 'b'"),
        (pd.DataFrame({"a": ["甲"], "value": [1]}), {"a": "name"}, "`columns` must be one of"),
        ([1], None, "`table` must be a DataFrame"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(table, columns, said):
    with pytest.raises(PolicylabError, match="(?s)" + said.replace("(", r"\(")):
        verify(table, TEXT, columns=columns)


def test_the_form_that_a_model_is_asked_for_is_the_form_that_is_verified(ledger):
    docs = Path(__file__).parents[2] / "docs"
    form = json.loads((docs / "record.schema.json").read_text("utf-8"))
    example = json.loads(re.search(r"```json\n(.*?)```", (docs / "verify.md").read_text("utf-8"), re.DOTALL)[1])
    jsonschema.validate(example, form)
    assert form["properties"]["kind"]["enum"][:-1] == list(KINDS)
    for row in ledger[ledger["indicator"].notna()].itertuples():
        record = {"plan": row.plan, "indicator": row.indicator, "value": f"{row.value:f}", "unit": row.unit, "quote": row.sentence}
        jsonschema.validate(record, form)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**example, "value": "七万"}, form)


BOUNDS = (
    "到2025年,建成5G基站6200个。软件企业300家以上,数字经济规模突破1000亿元,研发经费投入强度达到3%。\n"
    "公租房由1万套增加到2万套,实训基地3至5个,森林覆盖率提高2个百分点,能耗强度下降13.5%,失业率控制在5.5%以内。\n"
)


@pytest.mark.parametrize(
    ("indicator", "value", "unit", "expected"),
    [
        ("5G基站", "6200", "个", "found"), ("5G基站", "达到6200个", None, "found"),
        ("5G基站", "6200-7000", "个", "differs"), ("5G基站", "不超过6200", "个", "differs"),
        ("5G基站", "≥6200", "个", "differs"), ("5G基站", "约6200", "个", "differs"), ("5G基站", "6200以上", "个", "differs"),
        ("5G基站", "从5000到6200", "个", "differs"), ("5G基站", "5000→6200", "个", "differs"),
        ("软件企业", "300家以上", None, "found"), ("软件企业", "300", "家", "found"), ("软件企业", "不低于300", "家", "found"),
        ("软件企业", "不超过300", "家", "differs"), ("软件企业", "近300", "家", "differs"),
        ("数字经济规模", "超过1000", "亿元", "found"), ("数字经济规模", "不超过1000亿", None, "differs"),
        ("研发经费投入强度", "下降3%", None, "differs"), ("研发经费投入强度", "3%", None, "found"),
        ("公租房", "1万→2万", "套", "found"), ("公租房", "从1万套增加到2万套", None, "found"),
        ("公租房", "由1.5万套提高到2万套", None, "differs"), ("实训基地", "3-5", "个", "found"),
        ("实训基地", "3-6", "个", "differs"), ("实训基地", "3", "个", "found"),
        ("森林覆盖率", "+2个百分点", None, "found"), ("森林覆盖率", "降低2个百分点", None, "differs"),
        ("能耗强度", "降低13.5%", None, "found"), ("能耗强度", "年均增长13.5%", None, "differs"),
        # no plan writes 至少+6200, and the bound is known all the same
        ("软件企业", "至少+300", "家", "found"), ("软件企业", "≤+300", "家", "differs"), ("5G基站", "至少+6200", "个", "differs"),
        ("失业率", "≤5.5", "%", "found"), ("失业率", ">=5.5", "%", "differs"),
    ],
)  # fmt: skip
def test_bound_range_direction_and_start_are_the_plans(indicator, value, unit, expected):
    found = verify(pd.DataFrame([{"indicator": indicator, "value": value, "unit": unit}]), BOUNDS).iloc[0]
    assert found.verdict == {"found": "found", "differs": "bound or change differs"}[expected], found.why


def test_a_negative_number_is_a_decrease():
    plan = "到2025年,单位GDP能耗下降14%,地区生产总值增长6%,亏损面下降2个百分点。"
    rows = pd.DataFrame({"indicator": ["单位GDP能耗", "亏损面", "地区生产总值"], "value": [-14, "-2", "-6"], "unit": ["%", "个百分点", "%"]})
    assert verify(rows, plan)["verdict"].tolist() == ["found", "found", "bound or change differs"]


def test_the_ledgers_own_columns_are_held_against_it():
    claims = pd.DataFrame(
        {"indicator": ["软件企业", "软件企业", "实训基地", "能耗强度"], "value": [300, 300, 3, 13.5], "unit": ["家", "家", "个", "%"],
         "comparator": ["ge", "≤", "range", None], "value_high": [None, None, 5, None], "measure": [None, None, None, "increase"]}
    )  # fmt: skip
    table = verify(claims, BOUNDS)
    assert table["verdict"].tolist() == ["found", "bound or change differs", "found", "bound or change differs"]
    assert table["why"][3] == "the plan states 能耗强度 13.5% (decrease)"
    with pytest.raises(PolicylabError, match="comparator"):
        verify(claims.assign(comparator="etwa"), BOUNDS)


def test_another_classifier_is_said_and_what_a_plain_number_leaves_out():
    rows = pd.DataFrame({"indicator": ["5G基站", "软件企业", "实训基地"], "value": [6200, 300, 3], "unit": ["座", "家", "个"]})
    assert verify(rows, BOUNDS)["why"].tolist() == [
        "indicator and value are as stated, in 个",
        "indicator, value and unit are as stated, but without the bound: the plan has 软件企业 ≥ 300家 (2025)",
        "indicator, value and unit are as stated, but without the upper end: the plan has 实训基地 3 to 5个",
    ]


HARBOUR = (
    "7.推进5G应用“扬帆”行动。到2025年,培育国家级专精特新“小巨人”企业30家左右,新增5G基站8000个,省级智能工厂15家。\n"
    "人均公园绿地面积达到16平方米,网络零售额年均增长25%以上,数据服务商40家以上。按津政办发〔2021〕52号执行。\n"
    "序号\t指标名称\t单位\t2020年\t2025年\n7\t海水淡化装置\t套\t11\t23\n"
)


def told(**row: object) -> tuple[str, str]:
    return tuple(verify(pd.DataFrame([row]), HARBOUR).loc[0, ["verdict", "why"]])


@pytest.mark.parametrize(
    ("value", "unit", "where"),
    [
        ("7", "个", "; its digits do, in a name"),  # 7. of a list, 7 of a row
        ("5", "个", "; its digits do, in a name"),  # 5G
        ("52", "个", "; its digits do, in a name"),  # of a document
        ("2020", "个", "; its digits do, in a name"),  # a year, also as the head of a column
        ("800", "个", ""),  # a part of 8000
        ("25", "艘", " in this unit; it has 25%"),
        ("16", "座", " in this unit; it has 16平方米"),
    ],
)
def test_digits_that_are_no_quantity_of_the_text_excuse_no_row(value, unit, where):
    verdict, why = told(indicator="渔港", value=value, unit=unit)
    assert verdict == "not in the text" and why.startswith("neither the indicator nor the number stands in the text" + where)
    assert where or why == "neither the indicator nor the number stands in the text"
    _, why = told(indicator="渔港", value=value, unit=unit, quote=f"建成渔港{value}{unit}")
    assert why.endswith("; the quote does not stand in the text")


def test_the_number_of_a_cell_is_a_quantity():
    assert told(indicator="渔港", value="23", unit="个")[0] == "indicator differs"
    assert told(indicator="海水淡化装置", value="23", unit="套")[0] == "found"


@pytest.mark.parametrize(
    ("row", "expected", "said"),
    [
        ({"indicator": "渔港", "value": "40个", "quote": "建成渔港40个"}, "not in the text",
         "neither the indicator nor the quote stands in the text; the number stands in the text, of 数据服务商"),
        ({"indicator": "渔港", "value": "40个"}, "indicator differs", "the number stands in the text, of 数据服务商"),
        ({"indicator": "渔港", "value": "40家", "quote": "数据服务商40家以上"}, "indicator differs", "the number stands in the text, of 数据服务商"),
        ({"indicator": "渔港", "value": "40家", "quote": "网络零售额年均增长25%以上,培育数据服务商40家以上"}, "indicator differs",
         "the number stands in the text, of 数据服务商; the quote does not stand in the text"),
        ({"indicator": "数据服务商", "value": "50家", "quote": "数据服务商50家"}, "value differs",
         "the plan states 数据服务商 ≥ 40家 (2025); the quote does not stand in the text"),
        ({"indicator": "数据服务商", "value": "40家", "quote": "数据服务商达40家"}, "quote altered", "the quote does not stand in the text; the sentence reads "),
    ],
)  # fmt: skip
def test_a_quote_that_the_text_has_not_is_said_whatever_else_is_wrong(row, expected, said):
    verdict, why = told(**row)
    assert verdict == expected and (why == said or said.endswith(" ") and why.startswith(said))


@pytest.mark.parametrize(
    ("indicator", "value", "expected", "said"),
    [
        ("专精特新中小企业", "30家", "indicator differs", "国家级、小巨人 stands in the plan's name only"),
        ("省级专精特新“小巨人”企业", "30家", "indicator differs", "省级 stands in the row only and 国家级 stands in the plan's name only"),
        ("专精特新“小巨人”企业", "约30家", "found", "国家级 stands in the plan's name only"),
        ("国家级专精特新“小巨人”企业", "约30家", "found", "indicator, value and unit are as stated"),
        ("国家级智能工厂", "15家", "indicator differs", "国家级 stands in the row only and 省级 stands in the plan's name only"),
        ("智能工厂", "15家", "found", "省级 stands in the plan's name only"),
        ("公园绿地面积", "16平方米", "indicator differs", "人均 stands in the plan's name only"),
        ("新增5G基站", "8000个", "found", "indicator, value and unit are as stated"),
        ("累计数据服务商", "40家以上", "indicator differs", "累计 stands in the row only"),
    ],
)
def test_a_qualifier_that_one_name_has_alone_is_told(indicator, value, expected, said):
    verdict, why = told(indicator=indicator, value=value)
    assert verdict == expected and said in why, why


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"indicator": "数据服务商", "value": "40家"}, "but without the bound: the plan has 数据服务商 ≥ 40家 (2025)"),
        ({"indicator": "数据服务商", "value": "40家以上"}, None),
        ({"indicator": "网络零售额", "value": "25%"}, "but without the bound and the change: the plan has 网络零售额 ≥ 25% (annual_growth, 2025)"),
        ({"indicator": "网络零售额年均增长", "value": "25%"}, "but without the bound: the plan has"),
        ({"indicator": "网络零售额", "value": "25%", "comparator": "ge", "measure": "annual_growth"}, None),
    ],
)
def test_what_the_row_leaves_out_is_not_called_as_stated(row, said):
    verdict, why = told(**row)
    assert verdict == "found" and (said in why if said else why == "indicator, value and unit are as stated"), why


def test_a_rank_is_said_by_its_unit_and_is_no_change():
    text = "到2025年,移动宽带下载速率居全国第3位。"
    table = verify(pd.DataFrame([{"indicator": "移动宽带下载速率", "value": "3", "unit": "位"}]), text)
    assert table[["verdict", "why"]].to_numpy().tolist() == [["found", "indicator, value and unit are as stated"]]


def test_kinds_may_be_named_in_chinese_and_their_agreement_is_told():
    text = "到2025年,建成5G基站7万个,培育企业100家,设立资金10亿元。截至2020年底,已建成公园3个。"
    claims = pd.DataFrame({
        "indicator": ["5G基站", "企业", "公园"], "value": ["7万", "100", "3"], "unit": ["个", "家", "个"], "kind": ["目标", "现状", "baseline"],
    })  # fmt: skip
    ledger = policylab.extract_targets(text, period_end=2025)
    verified = verify(claims, text)
    assert verified["claimed_kind"].tolist() == ["target", "baseline", "baseline"]
    assert verified["verdict"].tolist() == ["found", "year or kind differs", "found"]
    totals = verification_summary(verified, ledger).set_index("measure")["value"]
    # two of three agree; by chance 1/3 * 2/3 + 2/3 * 1/3 would
    assert totals["kappa of kinds"] == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    with pytest.raises(PolicylabError, match=r"`kind \(row 0 of the table\)` must be one of .*, got '约束性'"):
        verify(claims.assign(kind="约束性"), text)
