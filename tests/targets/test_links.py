"""The lineage against pairs that were judged by reading: `data/gold/links.csv`.

A pair is of the study (its texts are empty: the plans have them), or of the project's own sentences.
"""

from decimal import Decimal

import pandas as pd
import pytest

import policylab
from policylab.resources import data_path


@pytest.fixture(scope="module")
def checked():
    return pd.read_csv(data_path("gold/links.csv"), dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def study_links(corpus):
    return policylab.target_lineage(policylab.extract_targets(corpus), corpus)


def own_links(row):
    """The links between the two plans of a pair of sentences."""
    ledgers, plans = [], []
    for side, day in (("from", "03-01"), ("to", "03-02")):
        start, end = map(int, getattr(row, f"{side}_period").split("-"))
        plan = getattr(row, f"{side}_plan")
        text = getattr(row, f"{side}_text")
        ledgers.append(policylab.extract_targets(text, period_start=start, period_end=end, plan=plan))
        plans.append((plan, f"{getattr(row, f'{side}_place')}人民政府", f"{start}-{day}", start, end))
    plans = pd.DataFrame(plans, columns=["plan", "issuer", "issued", "period_start", "period_end"])
    return policylab.target_lineage(pd.concat(ledgers, ignore_index=True), plans)


def made_of(row, links):
    """The question and the change that the lineage gives a judged pair; None where it does not link the two."""
    for link in links.itertuples():
        values = all(
            getattr(link, f"{side}_value") == Decimal(getattr(row, f"{side}_value"))
            and _same(getattr(link, f"{side}_indicator"), getattr(row, f"{side}_indicator"))
            for side in ("from", "to")
        )
        if values and (link.from_plan, link.to_plan) == (row.from_plan, row.to_plan):
            return link.question, link.change
    return None


def _same(one, two):
    return one == two or one.endswith(two) or two.endswith(one)


@pytest.fixture(scope="module")
def judged(checked, study_links):
    return [(row, made_of(row, own_links(row) if row.from_text else study_links)) for row in checked.itertuples()]


def test_there_are_enough_pairs_and_hard_ones_among_them(checked):
    assert len(checked) >= 60
    denied = checked[checked["same"].eq("no")]
    assert len(denied) >= 25
    hard = {
        "other issuer",
        "other place",
        "other scope",
        "part and whole",
        "新增",
        "累计",
        "level and growth",
        "unit",
        "base year",
        "bare name",
    }
    assert hard <= set(denied["case"])


def test_links_that_a_reader_confirms_are_made_and_called_rightly(judged):
    wanted = [(row, made) for row, made in judged if row.same == "yes"]
    found = [(row, made) for row, made in wanted if made is not None]
    assert len(found) >= 0.95 * len(wanted), [(r.from_indicator, r.to_indicator) for r, made in wanted if made is None]
    wrong = [(row.from_indicator, made, row.change) for row, made in found if made != (row.question, row.change)]
    assert wrong == []


def test_no_link_that_a_reader_denies_is_made(judged):
    assert [(row.case, row.from_indicator, made) for row, made in judged if row.same == "no" and made is not None] == []


def test_each_link_of_the_study_is_one_that_a_reader_confirms(checked, study_links):
    confirmed = checked[checked["from_text"].eq("") & checked["same"].eq("yes")]
    assert len(study_links)
    for link in study_links.itertuples():
        sides = (str(link.from_value), str(link.from_year), str(link.to_value), str(link.to_year))
        rows = confirmed[["from_value", "from_year", "to_value", "to_year"]].itertuples(index=False, name=None)
        assert sides in set(rows), (link.from_indicator, link.to_indicator)
