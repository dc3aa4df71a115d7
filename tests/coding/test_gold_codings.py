"""The codings of the four plans: what data/gold/README.md says of them."""

import pytest

from policylab.coding import code_changes, code_shares, coder_agreement, coding_claims, find_codings, read_codings
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
    assert [round(whole[name], 3) for name in ("alpha", "low", "high")] == [0.913, 0.889, 0.934] and whole["agreed"] == 629
    assert [round(table.loc["types", name], 3) for name in ("alpha", "low", "high")] == [0.918, 0.889, 0.944]


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
