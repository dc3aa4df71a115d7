"""The lineage against pairs of targets that were checked by hand: `data/gold/links.csv`."""

import pandas as pd
import pytest

import policylab
from policylab.resources import data_path

SIDES = ["from_plan", "from_value", "from_year", "to_plan", "to_value", "to_year"]


@pytest.fixture(scope="module")
def made(corpus):
    """The links between two plans' targets, by plan, value and year of both sides."""
    lineage = policylab.target_lineage(policylab.extract_targets(corpus))
    both = lineage[lineage["from_statement"].notna() & lineage["to_statement"].notna()]
    rows = both[~both["change"].isin(["reached", "missed"])]
    return {
        tuple(map(str, row[:6])): (row.from_indicator, row.to_indicator, row.change)
        for row in rows[[*SIDES, "from_indicator", "to_indicator", "change"]].itertuples(index=False)
    }


@pytest.fixture(scope="module")
def checked():
    return pd.read_csv(data_path("gold/links.csv"), dtype=str, keep_default_na=False)


def made_of(row, made):
    """The change that the lineage gives a checked pair, or None where it does not link them."""
    found = made.get(tuple(getattr(row, name) for name in SIDES))
    if found is None or not (_same(found[0], row.from_indicator) and _same(found[1], row.to_indicator)):
        return None
    return found[2]


def _same(one, two):
    return one == two or one.endswith(two) or two.endswith(one)


def test_the_links_that_a_reader_confirms_are_made_with_their_change(made, checked):
    wanted = checked[checked["same"].eq("yes")]
    wrong = [row for row in wanted.itertuples() if made_of(row, made) != row.change]
    assert len(wrong) <= 2, [(row.from_indicator, row.to_indicator, made_of(row, made)) for row in wrong]


def test_no_link_that_a_reader_denies_is_made(made, checked):
    denied = checked[checked["same"].eq("no")]
    assert [row for row in denied.itertuples() if made_of(row, made) is not None] == []


def test_every_link_is_between_two_plans(made):
    assert all(key[0] != key[3] for key in made)


def test_each_link_is_one_that_a_reader_confirms(made, checked):
    wanted = {tuple(row) for row in checked.loc[checked["same"].eq("yes"), SIDES].itertuples(index=False)}
    assert len(set(made) - wanted) <= 1, set(made) - wanted
