"""Agreement by code, what is settled, and the tables, worked out by hand."""

import math

import pandas as pd
import pytest

from policylab.coding import (
    adjudication_sheet,
    agency_codes,
    code_changes,
    code_shares,
    coded_sentences,
    coder_agreement,
    read_codings,
    theme_codes,
)
from policylab.errors import PolicylabError
from policylab.stats import DESCRIPTIVE, alpha_interval, krippendorff_alpha


@pytest.fixture
def both(sheet, harbours, scheme, codes):
    """A and B, of whom B takes every pilot for an application."""
    other = codes | {list(codes)[2]: "application"}
    return read_codings(harbours, scheme, [sheet("A.csv"), sheet("B.csv", codes=other)])


def test_agreement_of_all_codes_types_and_each_code(both, scheme):
    codings, coded = both
    table = coder_agreement(codings, coded, scheme).set_index(["level", "code"])
    # 72 sentences, 12 of each kind; 12 differ: 24 unlike of 144; values 24 x 4, 36, 12
    expected = 1 - 24 * 143 / (144**2 - 4 * 24**2 - 36**2 - 12**2)
    assert table.loc["scheme", "alpha"].item() == pytest.approx(expected)
    assert table.loc[("type", "demand"), "alpha"] == 1 and table.loc[("code", "funding"), "agreed"] == 12
    pilot = table.loc[("code", "pilot")]
    assert (pilot["units"], pilot["given"], pilot["agreed"]) == (72, 12, 0)
    assert pilot["alpha"] == pytest.approx(1 - 24 * 143 / (144**2 - 12**2 - 132**2)) and pilot["low"] < pilot["alpha"] < pilot["high"]
    assert math.isnan(table.loc[("code", "tax"), "alpha"]) and table.loc[("code", "tax"), "note"] == DESCRIPTIVE


def test_only_sentences_that_two_coded_count_for_agreement(sheet, harbours, scheme):
    half = lambda frame: frame.assign(code=frame["code"].where(frame.index < 36, ""))
    codings, coded = read_codings(harbours, scheme, [sheet("A.csv"), sheet("B.csv", half)])
    assert coder_agreement(codings, coded, scheme)["units"].unique().tolist() == [36]
    assert coded["decided"].value_counts().to_dict() == {"agreed": 36, "single": 36}


def test_one_coder_alone_has_codes_and_no_agreement(sheet, harbours, scheme):
    codings, coded = read_codings(harbours, scheme, [sheet("A.csv")])
    assert coder_agreement(codings, coded, scheme)["alpha"].isna().all() and coded["decided"].eq("single").all()


def test_what_differs_is_open_until_it_is_decided(both, sheet, harbours, sentences, scheme, tmp_path):
    codings, coded = both
    assert coded["decided"].value_counts().to_dict() == {"agreed": 60, "open": 12}
    assert set(coded.loc[coded["decided"].eq("open"), "said"]) == {"A: pilot; B: application"}
    decided = adjudication_sheet(codings, sentences).assign(decision="试点示范")
    decided.loc[0, "decision"] = ""
    decided.to_excel(tmp_path / "settled.xlsx", index=False)
    _, settled = read_codings(harbours, scheme, [tmp_path / "A.csv", tmp_path / "B.csv", tmp_path / "settled.xlsx"])
    assert settled["decided"].value_counts().to_dict() == {"agreed": 60, "decided": 11, "open": 1}
    assert settled.loc[settled["decided"].eq("decided"), ["code", "type"]].drop_duplicates().values.tolist() == [["pilot", "demand"]]
    stray = pd.DataFrame({"unit": ["old@1"], "decision": ["pilot"], "note": [""]})
    with pytest.raises(PolicylabError, match="is on a sentence that no coder coded"):
        coded_sentences(codings, stray, sentences, scheme)


def test_shares_leave_out_what_is_open_and_what_has_no_instrument(sheet, harbours, scheme, codes):
    codings, coded = read_codings(harbours, scheme, [sheet("A.csv", codes=codes | {list(codes)[3]: "none"})])
    table = code_shares(coded, codings, scheme, harbours.sections).set_index(["plan", "code"])
    assert table.index.get_level_values("plan").unique().tolist() == ["old", "new"]
    assert table["coded"].unique().tolist() == [30] and ("old", "none") not in table.index
    supply = table.loc[("old", "supply")]
    assert (supply["sentences"], supply["share"], supply["clusters"]) == (12, 0.4, 12)  # service and information, 6 each
    assert supply["low"] < 0.4 < supply["high"] and supply["low_coder"] == supply["high_coder"] == pytest.approx(0.4)


def test_the_level_of_shares_and_their_changes_is_the_one_asked_for(both, harbours, scheme):
    codings, coded = both
    for analysis, pairs in ((code_shares, ()), (code_changes, ([("old", "new")],))):
        sure, unsure = (analysis(coded, codings, scheme, harbours.sections, *pairs, level=level) for level in (0.95, 0.8))
        for low, high in (("low", "high"), ("low_fine", "high_fine")):
            assert (unsure[high] - unsure[low]).sum() < (sure[high] - sure[low]).sum()


def test_what_one_coder_alone_would_find_stands_beside_the_share(both, harbours, scheme):
    codings, coded = both
    table = code_shares(coded, codings, scheme, harbours.sections).set_index(["plan", "code"])
    # of 36 sentences 6 are open: 6 of 30 are applications; A has 6 of 36, B 12 of 36
    row = table.loc[("new", "application")]
    assert (row["sentences"], row["coded"]) == (6, 30)
    assert [row["low_coder"], row["high_coder"]] == [pytest.approx(1 / 6), pytest.approx(1 / 3)]


@pytest.fixture
def changed(sheet, harbours, scheme):
    """In the new plan all is a pilot, for A; for B only where `both` says so."""

    def pilots(frame):
        return frame.assign(code=frame["code"].mask(frame["unit"].str.startswith("new"), "pilot"))

    def write(*, both):
        return read_codings(harbours, scheme, [sheet("A.csv", pilots), sheet("B.csv", pilots if both else None)])

    return write


def test_a_change_that_sections_and_coders_agree_on_is_supported(changed, harbours, scheme):
    codings, coded = changed(both=True)
    table = code_changes(coded, codings, scheme, harbours.sections, [("old", "new")]).set_index("code")
    row = table.loc["demand"]
    assert row["verdict"] == "supported" and row["difference"] == pytest.approx(2 / 3) and row["low"] > 0
    assert row[["low_coder", "high_coder"]].tolist() == pytest.approx([2 / 3, 2 / 3])


def test_intervals_are_of_the_level_that_is_asked_for(changed, harbours, scheme):
    codings, coded = changed(both=True)
    shares = [code_shares(coded, codings, scheme, harbours.sections, level=level) for level in (0.95, 0.8)]
    changes = [code_changes(coded, codings, scheme, harbours.sections, [("old", "new")], level=level) for level in (0.95, 0.8)]
    assert [table.attrs["level"] for table in shares] == [0.95, 0.8]
    for sure, unsure in (shares, changes):
        widths = [(table["high"] - table["low"]).dropna() for table in (sure, unsure)]
        assert len(widths[0]) == len(widths[1]) > 0 and (widths[1] < widths[0]).all()


def test_a_change_that_one_coder_does_not_find_depends_on_the_coder(changed, harbours, scheme):
    codings, coded = changed(both=False)
    # settled in A's favour
    coded = coded.assign(code=coded["code"].fillna("pilot"))
    coded["type"] = [scheme.group_of[code] for code in coded["code"]]
    table = code_changes(coded, codings, scheme, harbours.sections, [("old", "new")]).set_index("code")
    assert table.loc["demand", "verdict"] == "depends on the coder" and table.loc["demand", "low"] > 0


def test_few_sections_are_descriptive_and_an_uncoded_plan_is_refused(sheet, harbours, scheme):
    codings, coded = read_codings(harbours, scheme, [sheet("A.csv")])
    few = coded[coded["section"].isin(sorted(set(coded["section"]))[:18])]
    table = code_changes(few, codings, scheme, harbours.sections, [("old", "new")])
    assert table["verdict"].unique().tolist() == [DESCRIPTIVE]
    with pytest.raises(PolicylabError, match="No sentence of the plan 'third' is coded. Coded are old, new."):
        code_changes(coded, codings, scheme, harbours.sections, [("old", "third")])


def test_themes_take_the_longest_term_at_a_place(scheme):
    coded = pd.DataFrame({"sentence": ["建设工业互联网平台。", "普及互联网。", "推广5G。"], "type": ["supply", "demand", None]})
    table = theme_codes(coded, scheme, {"net": ["互联网", "5g"], "industry": ["工业互联网"]}).set_index(["theme", "type"])
    assert table.loc[("industry", "supply"), ["sentences", "of_theme", "share", "lift"]].tolist() == [1, 1, 1.0, 2.0]
    assert table.loc[("net", "demand"), ["sentences", "of_theme"]].tolist() == [1, 1]  # a sentence without a type counts nowhere
    shared = theme_codes(coded, scheme, {"net": ["互联网"], "again": ("互联网", "5g")})  # a term of two themes
    assert shared.groupby("theme")["of_theme"].first().to_dict() == {"net": 2, "again": 2}
    with pytest.raises(PolicylabError, match="`themes` must be at least one term for each theme"):
        theme_codes(coded, scheme, {"net": []})


def test_agencies_have_the_sentences_of_the_sections_they_answer_for(scheme):
    coded = pd.DataFrame({"section": ["a", "a", "b", "c"], "type": ["supply", "demand", "supply", "supply"]})
    notes = pd.DataFrame({"section": ["a", "a", "b", "b"], "canonical": ["市教委", "市教委", "市教委", "有关部门"], "generic": [False, False, False, True]})
    table = agency_codes(coded, scheme, notes)
    assert table["agency"].unique().tolist() == ["市教委"]
    assert table.set_index("type").loc["supply", ["sentences", "of_agency", "share", "expected"]].tolist() == [2, 3, 2 / 3, 2 / 3]


def brute_force(ratings):
    """Krippendorff (2011), by the coincidence matrix, pair by pair."""
    coincidences = {}
    for unit in zip(*ratings, strict=True):
        values = [value for value in unit if value is not None]
        for one in range(len(values)):
            for other in range(len(values)):
                if one != other:
                    pair = values[one], values[other]
                    coincidences[pair] = coincidences.get(pair, 0) + 1 / (len(values) - 1)
    total = sum(coincidences.values())
    size = {}
    for (one, _), number in coincidences.items():
        size[one] = size.get(one, 0) + number
    unlike = sum(number for (one, other), number in coincidences.items() if one != other)
    expected = sum(size[one] * size[other] for one in size for other in size if one != other) / (total - 1)
    return 1 - unlike / expected


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccccddd".replace("ccccddd", "ccceddd"), 0.692)],
)
def test_alpha_of_krippendorffs_examples_of_two_observers(one, other, alpha):
    assert krippendorff_alpha([list(one), list(other)]) == pytest.approx(alpha, abs=0.0005)
    assert brute_force([list(one), list(other)]) == pytest.approx(krippendorff_alpha([list(one), list(other)]))


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_coincidence_matrix(seed):
    import random

    random.seed(seed)
    ratings = [[random.choice(["x", "y", "z", None]) for _ in range(40)] for _ in range(3)]
    assert krippendorff_alpha(ratings) == pytest.approx(brute_force(ratings))


def test_the_interval_of_alpha_is_wide_where_sections_are_alike_and_missing_for_few():
    one, other = list("aabbab" * 20), list("aabbba" * 20)
    low, high = alpha_interval([one, other], [number // 6 for number in range(120)])
    # every section is the same: what is left is that of independent disagreements
    assert 0 < low < krippendorff_alpha([one, other]) < high < 1
    crowded = [one, list("ab" * 30) + one[60:]]
    few, many = (alpha_interval(crowded, [number // size for number in range(120)]) for size in (12, 2))
    assert few[1] - few[0] > many[1] - many[0]
    assert all(math.isnan(bound) for bound in alpha_interval(crowded, [number // 20 for number in range(120)]))
    with pytest.raises(PolicylabError, match="There are 3 clusters for 120 units"):
        alpha_interval(crowded, [1, 2, 3])
