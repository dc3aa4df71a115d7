"""Tables for Word: opened again, they have three lines, Chinese heads, and numbers to the right."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import pandas as pd
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from policylab.errors import PolicylabError
from policylab.study import word_table

FRAME = pd.DataFrame(
    {
        "plan": ["smart-city-2015", "smart-city-2021", "某市规划"],
        "count": pd.array([12, None, 3], dtype="Int64"),
        "per_10k": [12.3456, float("nan"), -0.0012345],
        "value": [Decimal("300000000000"), None, Decimal("0.10")],
        "dated": [True, False, True],
        "自定列": ["一", None, "损\x01坏"],
    }
)


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def test_heads_are_chinese_and_numbers_are_written_as_they_are_printed():
    assert cells(word_table(FRAME)) == [
        ["规划", "频次", "每万词频次", "数值", "载明年份", "自定列"],
        ["smart-city-2015", "12", "12.3", "300000000000", "是", "一"],
        ["smart-city-2021", "", "", "", "否", ""],
        ["某市规划", "3", "−0.00123", "0.10", "是", "损�坏"],
    ]
    assert cells(word_table(FRAME, lang="en"))[0] == ["plan", "count", "per 10k", "value", "dated", "自定列"]
    assert cells(word_table(FRAME, lang="en"))[1][4] == "yes"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (1234.567, "1235"), (99.96, "100"), (0.5, "0.500"), (-2.0, "−2.00"), (0.000004, "0.00000400"), (float("inf"), "∞")],
)
def test_floats_have_three_significant_digits_and_all_before_the_point(value, shown):
    assert cells(word_table(pd.DataFrame({"x": [value]})))[1] == [shown]


def test_numbers_stand_to_the_right_and_texts_to_the_left():
    for row in opened(word_table(FRAME)).tables[0].rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert sides == [ALIGN.LEFT, ALIGN.RIGHT, ALIGN.RIGHT, ALIGN.RIGHT, ALIGN.LEFT, ALIGN.LEFT]


def test_there_are_three_lines_and_no_other():
    table = opened(word_table(FRAME)).tables[0]
    found = [
        {side.tag.rpartition("}")[2]: int(side.get(side.tag.rpartition("}")[0] + "}sz")) for side in cell._tc.iter()
         if side.tag.endswith(("}top", "}bottom", "}left", "}right"))}
        for cell in (row.cells[0] for row in table.rows)
    ]  # fmt: skip
    assert found == [{"top": 12, "bottom": 6}, {}, {}, {"bottom": 12}]
    assert table.style is None or table.style.name == "Normal Table"
    assert table.rows[0]._tr.trPr.xpath("./w:tblHeader")


def test_the_caption_stands_above_and_the_same_table_gives_the_same_bytes(tmp_path):
    path = word_table(FRAME, tmp_path / "表1.docx", caption="表1 频次")
    assert path == tmp_path / "表1.docx"
    assert [line.text for line in docx.Document(path).paragraphs if line.text] == ["表1 频次"]
    assert path.read_bytes() == word_table(FRAME, caption="表1 频次")


def test_a_named_index_is_a_column_and_a_table_without_rows_has_its_head():
    assert cells(word_table(FRAME.groupby("plan")["count"].sum().to_frame()))[0] == ["规划", "频次"]
    assert cells(word_table(FRAME.iloc[:0])) == [["规划", "频次", "每万词频次", "数值", "载明年份", "自定列"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([1, 2],), "`frame` must be a DataFrame"),
        ((pd.DataFrame(),), "`frame` must be a DataFrame of 1 to 63 columns, got '0 columns'"),
        ((FRAME, "table.xlsx"), r"`path` must be the path of a \.docx file"),
    ],
)
def test_what_is_no_table_and_no_document_is_refused(arguments, said):
    with pytest.raises(PolicylabError, match=said):
        word_table(*arguments)
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh'"):
        word_table(FRAME, lang="fr")
