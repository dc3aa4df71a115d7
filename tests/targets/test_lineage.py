from decimal import Decimal

import pandas as pd
import pytest

import policylab
from policylab.errors import PolicylabError
from policylab.targets._likeness import indicator_score
from policylab.targets._lineage import COLUMNS


def links(*plans, **options):
    """Lineage of short plans, given as (text, period_end)."""
    tables = [
        policylab.extract_targets(text, period_end=end, period_start=end - 4, plan=f"p{number}")
        for number, (text, end) in enumerate(plans)
    ]
    return policylab.target_lineage(pd.concat(tables, ignore_index=True), **options)


@pytest.mark.parametrize(
    ("later", "change"),
    [
        ("5G基站达到7万个。", "raised"), ("5G基站达到4万个。", "lowered"), ("5G基站达到5万个。", "extended"),
        ("新增5G基站5万个。", "redefined"), ("到2023年,5G基站达到5万个。", "kept"),
    ],
)  # fmt: skip
def test_changes_are_typed(later, change):
    table = links(("到2023年,5G基站达到5万个。", 2023), (later, 2025))
    assert table["change"].tolist() == [change]


def test_a_pace_is_the_difference_by_year():
    table = links(("5G基站达到5万个。", 2023), ("5G基站达到7万个。", 2025))
    row = table.iloc[0]
    assert (row["difference"], row["pace"], row["score"]) == (Decimal(20000), Decimal(10000), 1)


def test_units_of_one_dimension_are_compared_in_the_canonical_one():
    table = links(("出口带宽达到1000Mbps。", 2023), ("出口带宽达到2Gbps。", 2025))
    assert table["change"].tolist() == ["raised"]
    assert (table["difference"].iloc[0], table["unit"].iloc[0]) == (Decimal(1000), "Mbps")


def test_other_dimensions_and_measures_are_never_linked():
    table = links(("甲产业产值达到5亿元。", 2023), ("甲产业产值增长5%。", 2025))
    assert set(table["change"]) == {"dropped", "new"}


def test_a_baseline_of_the_later_plan_answers_the_earlier_target():
    table = links(("学校达到100所。", 2020), ("截至2020年,学校达到90所。到2025年,学校达到120所。", 2025))
    assert table.loc[table["change"].eq("missed"), ["from_value", "to_value"]].values.tolist() == [[100, 90]]
    assert "raised" in set(table["change"])


def test_the_base_stations_of_the_study_are_one_lineage(corpus):
    table = policylab.target_lineage(policylab.extract_targets(corpus))
    rows = table[table["from_indicator"].eq("5G基站") & table["to_indicator"].eq("5G基站")]
    columns = ["from_value", "from_year", "to_value", "to_year", "change"]
    steps = list(rows[columns].itertuples(index=False, name=None))
    assert steps == [(33000, 2021, 50000, 2023, "raised"), (50000, 2023, 70000, 2025, "raised")]


def test_a_repeated_number_is_one_member():
    table = links(("互联网医院达到30家。全市互联网医院达到30家。", 2023), ("互联网医院达到30家。", 2025))
    assert table["change"].tolist() == ["extended"]


def test_a_high_threshold_links_only_what_is_the_same():
    plans = (("制造业企业工具普及率达到80%。", 2023), ("重点企业工具普及率达到90%。", 2025))
    assert "redefined" in set(links(*plans, threshold=0.4)["change"])
    assert set(links(*plans, threshold=1.0)["change"]) == {"dropped", "new"}


def test_the_score_is_symmetric_and_ignores_qualifiers():
    assert indicator_score("新增工业互联网平台", "工业互联网平台") == 1
    assert indicator_score("智慧社区试点", "数字乡村试点") == indicator_score("数字乡村试点", "智慧社区试点")


def test_an_empty_ledger_is_an_empty_table():
    assert list(policylab.target_lineage(policylab.extract_targets("")).columns) == list(COLUMNS)


@pytest.mark.parametrize("threshold", [0, 1.5, "high", True, None])
def test_a_threshold_out_of_range_is_an_error(threshold):
    with pytest.raises(PolicylabError, match="`threshold` must be a number above 0 and at most 1"):
        policylab.target_lineage(policylab.extract_targets(""), threshold=threshold)
