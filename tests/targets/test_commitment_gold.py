"""The rule of commitment against two blind codings of the targets of the four plans."""

from __future__ import annotations

import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

import policylab
from policylab.resources import data_path
from policylab.targets import target_commitment

CODES = ("bound", "effort", "status")


@pytest.fixture(scope="module")
def coded():
    return pd.read_csv(data_path("gold/commitment.csv"), dtype=str, keep_default_na=False)


def test_the_two_codings_agree(coded):
    for code in CODES:
        one, other = coded[f"{code}_1"], coded[f"{code}_2"]
        assert (one == other).all()
        if one.nunique() > 1:
            assert cohen_kappa_score(one, other) == 1


def test_the_rule_gives_what_both_readers_saw(corpus, coded):
    ledger = policylab.extract_targets(corpus)
    places = ledger.set_index("statement")
    read = target_commitment(ledger, corpus).fillna(dict.fromkeys(CODES, ""))
    read["number"] = [corpus[row.plan].text[places.at[row.target, "start"] : places.at[row.target, "end"]] for row in read.itertuples()]
    assert len(read) == len(coded) == 76
    agreed = coded.rename(columns={f"{code}_1": code for code in CODES})
    key = ["plan", "number", *CODES]
    assert sorted(read[key].values.tolist()) == sorted(agreed[key].values.tolist())
