"""The bytes of a table, worked out by hand."""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.study._describe import read_codebook
from policylab.study._table_files import (
    cell_text,
    check_name,
    exact_number,
    parse_table,
    read_frame,
    table_text,
    type_of,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.12345678, "0.123457"),
        (1 / 3, "0.333333"),
        (12345.678, "12345.7"),
        (123456.78, "123457"),
        (1234567.8, "1234568"),
        (2025.0, "2025"),
        (-0.0, "0"),
        (1.5e-12, "1.5e-12"),
        (float("inf"), "inf"),
        (Decimal("19.20"), "19.20"),
        (Decimal("1E+12"), "1000000000000"),
        (Decimal("0.0000001"), "0.0000001"),
        (True, "true"),
        (np.bool_(False), "false"),
        (np.int64(7), "7"),
        (datetime.date(2021, 12, 28), "2021-12-28"),
        (pd.Timestamp("2021-12-28"), "2021-12-28"),
        (["区块链", "5G"], "区块链; 5G"),
    ],
)
def test_a_value_has_one_way_to_be_written(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_missing_is_empty_and_never_a_word(missing):
    assert cell_text(missing) == ""


def test_what_csv_cannot_hold_is_refused():
    with pytest.raises(PolicylabError, match="holds a dict, which has no one way to be written"):
        table_text(pd.DataFrame({"a": [{"b": 1}]}))


def test_a_table_is_utf8_with_lf_and_quotes_only_where_needed():
    frame = pd.DataFrame({"term": ["区块链", 'a"b', "x,y", "two\nlines", "cr\rhere"], "n": [1.0, None, 3, 4, 5]})
    assert table_text(frame) == 'term,n\n区块链,1\n"a""b",\n"x,y",3\n"two\nlines",4\n"cr\rhere",5\n'


def test_a_named_index_is_written_and_an_unnamed_one_is_not():
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["p"], name="plan"))
    assert table_text(frame) == "plan,n\np,1\n"
    assert table_text(frame.reset_index(drop=True)) == "n\n1\n"


def test_the_frame_is_not_changed():
    frame = pd.DataFrame({"n": [1.23456789]})
    table_text(frame)
    assert frame.loc[0, "n"] == 1.23456789


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(PolicylabError, match="two columns of one name: a, a"):
        table_text(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_a_row_with_one_empty_cell_is_read_back_as_a_row():
    assert parse_table(table_text(pd.DataFrame({"a": ["x", None]})).encode()) == (["a"], [["x"], [""]])


def test_reading_keeps_years_whole_and_the_word_na_a_word():
    content = b"plan,year,value,share\nNA,2025,19.20,0.5\np,,,\n"
    frame = read_frame(content)
    assert frame["plan"].tolist() == ["NA", "p"]
    assert frame["year"].dtype == "Int64"
    assert frame.loc[0, ["value", "share"]].tolist() == [19.2, 0.5]
    assert frame.loc[1, ["year", "value", "share"]].isna().all()


def test_a_cell_holds_a_text_of_any_length():
    """A plan without line breaks is one paragraph."""
    limit = csv.field_size_limit()
    text = "到2025年，建成5G基站7万个。" * 10_000
    content = table_text(pd.DataFrame({"text": [text]})).encode()
    assert parse_table(content) == (["text"], [[text]])
    assert read_frame(content)["text"].tolist() == [text]
    assert csv.field_size_limit() == limit


def test_reading_keeps_codes_text_and_every_digit_of_a_whole_number():
    content = "code,money,seen,share\n0012,9007199254740993,,1e25\n,,007,\n１２,5,５,2\n".encode()
    frame = read_frame(content)
    assert frame["code"].fillna("").tolist() == ["0012", "", "１２"]
    assert frame["money"].fillna(0).tolist() == [9007199254740993, 0, 5]
    assert frame["seen"].fillna("").tolist() == ["", "007", "５"]
    assert frame["share"].tolist()[::2] == [1e25, 2.0]
    assert table_text(read_frame(table_text(frame).encode())) == table_text(frame)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "", "-2"], "integer"),
        (["1", "2.5"], "number"),
        (["true", "false", ""], "boolean"),
        (["2021-12-28"], "date"),
        (["20211228"], "integer"),
        (["", ""], "string"),
        (["5G", "1"], "string"),
        (["0012", "120000"], "string"),  # a code: as a number it would lose its zeros
        (["１２"], "string"),
        (["0", "-0.50", "-inf"], "number"),
    ],
)
def test_the_type_of_a_column_that_nothing_describes_is_that_of_its_values(cells, kind):
    assert type_of(cells) == kind


def test_a_spreadsheet_holds_fifteen_digits():
    assert exact_number("300000000000") == 300_000_000_000
    assert exact_number("0.1234567890123456") is None


@pytest.mark.parametrize("name", ["Keyness", "a b", "../up", "a/b", "", "关键词", 3])
def test_a_table_name_is_a_file_name_on_every_system(name):
    with pytest.raises(PolicylabError, match="`name` must be at most 100 lower-case letters and digits"):
        check_name(name)


@pytest.mark.parametrize(
    ("name", "message"),
    [("con", "'con' cannot be the name of a file on Windows"), ("lpt1", "on Windows"), ("a" * 300, "at most 100 lower-case letters")],
)
def test_a_name_that_some_system_cannot_have_is_refused(name, message):
    with pytest.raises(PolicylabError, match=message):
        check_name(name)


@pytest.mark.skipif(not (ROOT / "data" / "derived").is_dir(), reason="the published tables are in a checkout only")
def test_what_a_spreadsheet_could_run_is_text_of_a_source_and_the_codebook_says_so():
    codebook = read_codebook()
    found = set()
    for path in sorted((ROOT / "data" / "derived").glob("*.csv")):
        header, rows = parse_table(path.read_bytes())
        columns = {column.name: column for column in codebook.tables[path.stem].columns}
        for row in rows:
            for name, cell in zip(header, row, strict=True):
                assert not cell.startswith(("\t", "\r")), (path.name, name, cell)
                if cell.startswith(("=", "+", "-", "@")):
                    if columns[name].type == "string":
                        found.add(cell[0])
                    else:  # a number below zero, which a spreadsheet reads as a number
                        assert re.fullmatch(r"-(\d+(\.\d+)?(e[+-]?\d+)?|inf)", cell), (path.name, name, cell)
    said = (ROOT / "data" / "CODEBOOK.md").read_text(encoding="utf-8")
    assert "A cell may begin with =, +, - or @, for it holds what the source has" in said
    assert "单元格照录原文，可能以 =、+、-、@ 开头" in said
    assert found <= set("=+-@")
