"""`policylab audit`: a blind sheet, filled in by hand, and its score."""

import openpyxl
import pytest

PLAN = "某市数字经济规划\n一、目标\n到2025年,建成5G基站7万个。互联网医院达到30家以上。\n新建充电桩6000台,上云企业超过1万家。\n"


@pytest.fixture
def run(cli, tmp_path):
    """Run a command beside one plan."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    return cli


def test_a_sheet_is_written_filled_in_and_scored(run):
    code, out, _err = run("audit", "plan.txt", "--period-end", "2025", "--n", "4")
    assert code == 0 and "audit.xlsx" in out
    book = openpyxl.load_workbook("audit.xlsx")
    rows = list(book["records"].iter_rows(values_only=True))
    assert any("7万个" in str(cell) for row in rows for cell in row)
    assert not any("70000" in str(cell) for row in rows for cell in row), "the sheet must be blind"


def test_a_sheet_is_never_overwritten(run):
    run("audit", "plan.txt")
    code, _out, err = run("audit", "plan.txt")
    assert code == 2
    assert "audit.xlsx is there already" in err


def test_an_empty_sheet_has_no_score(run):
    run("audit", "plan.txt")
    code, _out, err = run("audit", "--score")
    assert code == 2
    assert "Nothing is filled in" in err
