import gc
import random
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policylab
from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.targets._ledger import COLUMNS
from policylab.targets._review_and_aims import Clock, Setting, Span
from policylab.targets._statements import read_paragraph

CHARACTERS = "一二三百千万亿0123456789.%个家元年月日第到至—-()《》“”、,。;达到超过以上的由从全覆盖所有5G兆比特每秒/: \n约"


def test_columns_are_those_of_the_design_in_their_order(ledger):
    assert tuple(ledger.columns) == (*COLUMNS, "corrected_by")
    assert ledger["statement"].is_unique
    assert ledger["statement"].iloc[0] == "smart-city-2015/t0001"


def test_every_row_leads_to_its_characters_in_the_clean_and_the_raw_text(corpus, ledger):
    for row in ledger.itertuples():
        plan = corpus[row.plan]
        number = plan.text[row.start : row.end]
        assert number in row.sentence
        place = plan.text.find(row.sentence, max(0, row.start - len(row.sentence)))
        assert place <= row.start and row.end <= place + len(row.sentence)
        assert (row.raw_start, row.raw_end) == plan.raw_span(row.start, row.end)
        raw = plan.raw[row.raw_start : row.raw_end]
        digits = [character for character in number if character.isdigit()]
        assert [character for character in raw if character.isdigit()] == digits


def test_values_are_exact_decimals_without_exponents(ledger):
    assert all(isinstance(value, Decimal) and "E" not in str(value) for value in ledger["value"])
    highs = ledger["value_high"]
    assert all(value is None or isinstance(value, Decimal) for value in highs)
    assert (highs.notna() == ledger["comparator"].eq("range")).all()


def test_the_ledger_has_the_targets_that_everybody_quotes(ledger):
    plan = ledger[ledger["plan"].eq("smart-city-2021") & ledger["indicator"].eq("5G基站")]
    assert [(str(row.value), row.year, row.kind) for row in plan.itertuples()] == [
        ("70000", 2025, "target"), ("33000", 2021, "target"),
    ]  # fmt: skip


def test_the_year_of_a_section_comes_from_its_lead(ledger):
    goals = ledger[ledger["plan"].eq("smart-city-2015") & ledger["section"].str.startswith("smart-city-2015/1.3")]
    assert set(goals["year"]) == {2017}


def test_reading_twice_gives_the_same_table(corpus, ledger):
    pd.testing.assert_frame_equal(policylab.extract_targets(corpus), ledger)


def test_a_plan_of_the_corpus_has_the_rows_of_the_corpus(corpus, ledger):
    alone = policylab.extract_targets(corpus["digital-economy-2019"])
    rows = ledger[ledger["plan"].eq("digital-economy-2019")].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, rows)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "没有数字。"])
def test_a_text_without_statements_is_an_empty_table(text):
    table = policylab.extract_targets(text)
    assert list(table.columns) == [*COLUMNS, "corrected_by"]
    assert table.empty
    assert str(table["year"].dtype) == "Int64"
    assert str(table["value"].dtype) == "object"


def test_a_text_is_cleaned_first():
    table = policylab.extract_targets("到２０２５年，建成５Ｇ基站７万个。", period_end=2025)
    assert table[["indicator", "value", "year"]].values.tolist() == [["5G基站", Decimal(70000), 2025]]


def test_rows_of_a_flattened_table_are_read_with_their_years():
    text = "指标\t单位\t2020年\t2025年\t属性\n森林覆盖率\t%\t23.04\t24.1\t约束性\n高速公路里程\t万公里\t0.75\t0.9\t预期性\n"
    table = policylab.extract_targets(text, period_start=2021, period_end=2025)
    rows = table[["indicator", "kind", "value", "unit", "year", "modality"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["森林覆盖率", "baseline", Decimal("23.04"), "%", 2020, None],
        ["森林覆盖率", "target", Decimal("24.1"), "%", 2025, "约束性"],
        ["高速公路里程", "baseline", Decimal("7500"), "公里", 2020, None],
        ["高速公路里程", "target", Decimal("9000"), "公里", 2025, "预期性"],
    ]


@pytest.mark.parametrize("source", [None, 5, b"text", ["text"]])
def test_a_source_of_the_wrong_kind_says_what_is_right(source):
    with pytest.raises(PolicylabError, match="`source` must be a Corpus, a Plan or a str"):
        policylab.extract_targets(source)


@pytest.mark.parametrize("year", ["2025", 25, 2025.0, True])
def test_a_period_end_that_is_no_year_says_so(year):
    with pytest.raises(PolicylabError, match="`period_end` must be a year"):
        policylab.extract_targets("建成学校10所。", period_end=year)


@pytest.mark.parametrize(
    "text",
    [
        "达到" + "9" * 400 + "个。", "(" * 5000 + "5个" + ")" * 5000, "到2025年,建成5G基站7万个," * 8000, "提高到10%、" * 3000,
        "一" * 20000, "由2020年的" * 3000 + "5%提高到10%", "达到5兆比特每", "“" * 3000 + "5个", "全覆盖" * 3000, "5个的" * 3000,
    ],
)  # fmt: skip
def test_hostile_text_gives_a_table(text):
    table = policylab.extract_targets(text, period_end=2025)
    assert all(len(sentence) <= 1001 for sentence in table["sentence"])


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=CHARACTERS, max_size=80))
def test_any_text_gives_spans_that_lie_in_their_sentence(text):
    clean = policylab.clean_text(text).text
    for row in policylab.extract_targets(text, period_end=2025).itertuples():
        assert row.start < row.end
        assert clean[row.start : row.end] in row.sentence


def _words(table):
    if isinstance(table, str):
        return table.split()
    return [word for value in table.values() for word in _words(value)] if isinstance(table, dict) else []


def test_words_of_the_lexicon_around_a_number_never_raise():
    vocabulary = sorted({word for name in ("target_words.toml", "number_words.toml") for word in _words(load_toml(name))})
    numbers = ["5个", "80%", "3000万元", "三层", "百亿元", "第三", "1:15", "4:38:58", "数百家", "2025年", "半数", "20蒸吨以下", "全覆盖"]
    draw = random.Random(0)
    for _ in range(1500):
        parts = draw.choices(vocabulary, k=draw.randint(1, 3))
        for _ in range(draw.randint(1, 2)):
            parts.insert(draw.randint(0, len(parts)), draw.choice(numbers))
        parts.insert(draw.randint(0, len(parts)), draw.choice(",、。和的分别由从到"))
        read_paragraph("".join(parts), Setting(Span(draw.choice(["", "review", "aims"]), 2025), Clock(2026, None, 2030)))


def test_floats_stand_beside_the_exact_numbers_and_go_to_stata(ledger, tmp_path):
    table = policylab.targets.as_floats(ledger)
    assert ledger["value"].map(type).eq(Decimal).all()
    assert list(table.columns[6:10]) == ["value", "value_float", "value_high", "value_high_float"]
    assert table["value_float"].tolist() == [float(value) for value in ledger["value"]]
    assert table["value_high_float"].isna().tolist() == ledger["value_high"].isna().tolist()
    assert [Decimal(text) for text in table["value"]] == ledger["value"].tolist()
    assert table.describe().loc["max", "value_float"] == float(max(ledger["value"]))
    path = tmp_path / "ledger.dta"
    table.rename(columns={"end": "stop"}).to_stata(path, version=118, write_index=False, convert_strl=["sentence"])
    back = pd.read_stata(path)
    assert back["value_float"].tolist() == table["value_float"].tolist()
    assert back["sentence"].tolist() == table["sentence"].tolist()


def test_floats_of_ranges_of_other_tables_and_of_what_is_none():
    as_floats = policylab.targets.as_floats
    frame = pd.DataFrame({"value": [Decimal("0.1"), None], "pace": [None, Decimal("-3")], "plan": ["a", "b"]})
    table = as_floats(frame)
    assert table["value_float"].iloc[0] == 0.1 and table["pace_float"].iloc[1] == -3
    assert table["value_float"].isna().tolist() == [False, True] and table["pace"].isna().tolist() == [True, False]
    assert list(as_floats(frame.iloc[:0]).columns[:2]) == ["value", "value_float"]
    with pytest.raises(PolicylabError, match="value_float already"):
        as_floats(table.assign(value=[Decimal(1), None]))
    with pytest.raises(PolicylabError, match="`table` must be a DataFrame"):
        as_floats([1])


def test_every_word_of_the_lexicon_beside_another_and_a_number_is_read():
    """A few words, each before and behind all others; all pairs were tried once by hand."""
    vocabulary = sorted({word for name in ("target_words.toml", "number_words.toml", "units.toml") for word in _words(load_toml(name))})
    numbers = ["5个", "80%", "二", "百", "3至5", "满半年", "百家", "1:15", "-5%", "3万4000", "首位", "(亿元)7"]
    draw = random.Random(1)
    for word in draw.sample(vocabulary, 5):
        pairs = [(word, other) if draw.random() < 0.5 else (other, word) for other in vocabulary]
        text = "".join(first + draw.choice(numbers) + second + draw.choice("。,;、的") for first, second in pairs)
        for item in read_paragraph(text, Setting(Span(draw.choice(["", "review", "aims"]), 2025), Clock(2026, None, 2030))):
            assert item.start < item.end <= len(text)


def test_a_list_of_plans_is_read_as_their_corpus(corpus):
    some = [corpus["smart-city-2021"], corpus["digital-economy-2019"]]
    table = policylab.extract_targets(some)
    assert list(dict.fromkeys(table["plan"])) == ["smart-city-2021", "digital-economy-2019"]
    for plan in some:
        own = table[table["plan"].eq(plan.id)].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, policylab.extract_targets(plan))
    for wrong in ([], [1], [some[0], some[0]], None):
        with pytest.raises(PolicylabError):
            policylab.extract_targets(wrong)


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_of_cycles_is_as_it_was(on, monkeypatch):
    was = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        policylab.extract_targets("建成渔港3座。")
        assert gc.isenabled() is on
        monkeypatch.setattr("policylab.targets._ledger.target_rows", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            policylab.extract_targets("建成渔港3座。")
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()
