"""The official interpretation as a check: what it restates must be in the plan's ledger."""

import policylab
from policylab.targets import restated_targets


def test_every_target_that_the_official_interpretation_restates_is_in_the_ledger(corpus):
    plan = corpus["smart-city-2021"]
    restated = policylab.extract_targets(corpus["gazette-2022-01/interpretation"].text, period_end=2025)
    table = restated_targets(policylab.extract_targets(plan), restated)
    assert {"5G基站", "示范应用场景", "智慧教育示范区", "数字乡村试点", "智慧社区试点", "互联网医院"} <= set(table["indicator"])
    assert table["found"].all(), table.loc[~table["found"], ["indicator", "value", "unit"]]
    assert (table["indicator"] == table["plan_indicator"]).all()


def test_a_number_that_the_plan_does_not_have_is_not_found():
    plan = policylab.extract_targets("互联网医院达到30家以上。", period_end=2025)
    other = policylab.extract_targets("互联网医院达到40家以上。", period_end=2025)
    assert restated_targets(plan, other)["found"].tolist() == [False]
