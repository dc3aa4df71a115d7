"""The codings of the four plans: what data/gold/README.md says of them."""

import pytest

from policylab.coding import (
    code_changes,
    code_shares,
    coder_agreement,
    coding_claims,
    find_codings,
    pmc_agreement,
    pmc_claims,
    pmc_index,
    pmc_order,
    pmc_surface,
    read_codings,
    read_judgements,
    read_pmc_scheme,
)
from policylab.corpus import matched_pairs


@pytest.fixture(scope="module")
def coded(corpus, scheme):
    return read_codings(corpus, scheme)


def test_every_sentence_was_coded_twice_and_settled(corpus, scheme, coded):
    codings, settled = coded
    assert [path.name for path in find_codings(corpus, scheme)] == [f"coding-instruments-{name}.csv" for name in ("A", "B", "adjudicated")]
    assert codings.groupby("coder")["unit"].nunique().to_dict() == {"A": 681, "B": 681}
    assert settled["decided"].value_counts().to_dict() == {"agreed": 629, "decided": 52} and settled["code"].notna().all()


def test_the_agreement_is_the_one_that_is_published(corpus, scheme, coded):
    table = coder_agreement(*coded, scheme).set_index("level")
    whole = table.loc["scheme"]
    assert [round(whole[name], 3) for name in ("alpha", "low", "high")] == [0.913, 0.88, 0.935] and whole["agreed"] == 629
    assert [round(table.loc["types", name], 3) for name in ("alpha", "low", "high")] == [0.918, 0.88, 0.944]


def test_the_claims_follow_the_tables(corpus, scheme, coded):
    codings, settled = coded
    shares = code_shares(settled, codings, scheme, corpus.sections)
    types = shares[shares["level"].eq("type")]
    assert types.groupby("plan")["share"].sum().round(9).unique().tolist() == [1.0]
    changes = code_changes(settled, codings, scheme, corpus.sections, matched_pairs(corpus))
    claims = {claim["finding"]: claim for claim in coding_claims(coder_agreement(codings, settled, scheme), shares, changes)}
    assert claims["instruments-agreement"]["verdict"] == "supported"
    assert claims["instruments-change-supply"]["verdict"] == "open"
    assert claims["instruments-mix-smart-city-2015"]["claim_en"] == "Instruments of smart-city-2015: supply 56 %, environment 27 %, demand 17 %."
    assert len(claims) == 2 + 4 + 3


@pytest.fixture(scope="module")
def pmc(corpus):
    scheme = read_pmc_scheme()
    return scheme, read_judgements(find_codings(corpus, scheme), scheme, corpus)


def test_every_item_of_each_plan_was_judged_twice(pmc):
    _, judged = pmc
    assert len(judged) == 2 * 4 * 38 == 304 and judged["coder"].value_counts().to_dict() == {"A": 152, "B": 152}
    assert judged.loc[judged["coder"].eq("A"), "value"].sum() == 126
    differ = judged.groupby(["plan", "item"])["value"].nunique()
    assert sorted(differ[differ > 1].index) == [("digital-economy-2019", "X10-1"), ("new-infrastructure-2021", "X10-1")]


def test_the_agreement_on_the_pmc_index_is_the_one_that_is_published(pmc):
    scheme, judged = pmc
    table = pmc_agreement(judged, scheme)
    whole = table.iloc[0]
    assert [round(whole[name], 3) for name in ("alpha", "low", "high")] == [0.955, 0.709, 1.0]
    assert whole[["judged", "agreed"]].tolist() == [152, 150] and len(table) == 11
    fields = table.set_index("variable")
    assert fields.loc["X3", "alpha"] != fields.loc["X3", "alpha"]  # all are 1
    # of four judgements twice, two are 1 and 1, two 1 and 0: six 1 and two 0, two of four pairs differ
    assert fields.loc["X10", "alpha"] == pytest.approx(1 - 7 * 4 / (2 * 6 * 2)) and fields.loc["X10", "note"] == "descriptive only"


def test_the_pmc_index_and_what_is_said_of_it(corpus, pmc):
    scheme, judged = pmc
    index, variables = pmc_index(judged, scheme)
    assert index["index"].round(2).tolist() == [8.38, 7.68, 6.73, 9.42]
    # X10 of the plan of 2019 is one half: with the judgement at 0 or 1 it moves by half a point
    assert index.loc[1, ["low_disputed", "high_disputed"]].tolist() == pytest.approx([index.loc[1, "index"] - 0.5, index.loc[1, "index"] + 0.5])
    order = pmc_order(variables, scheme)
    claims = {one["finding"]: one for one in pmc_claims(pmc_agreement(judged, scheme), index, order, corpus.plans)}
    # two of 152 differ, but hardly more than a tenth of the judgements are 0: the lower bound is below 0.8
    assert claims["pmc-agreement"]["verdict"] == "suggestive"
    assert (claims["pmc-order"]["value"], claims["pmc-length"]["value"]) == (4, 6)
    assert "new-infrastructure-2021 6.73" in claims["pmc-order"]["claim_en"]
    named = pmc_claims(pmc_agreement(judged, scheme), index, order, corpus.plans, names=corpus.names("both"))
    told = {one["finding"]: one for one in named}["pmc-order"]
    assert "智慧城市 2021—2025 9.42 > 智慧城市 2015—2017 8.38" in told["claim_zh"]
    assert "Smart city 2021–2025 9.42 > Smart city 2015–2017 8.38" in told["claim_en"]
    surface = pmc_surface(variables)
    assert surface.loc[surface["plan"].eq("smart-city-2015"), "first"].round(2).tolist() == [0.8, 1.0, 1.0] and len(surface) == 12
