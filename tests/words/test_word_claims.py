"""Verdicts at the edges of their rules, and sentences in both languages."""

from dataclasses import replace

import pandas as pd
import pytest

from policylab.corpus import matched_pairs
from policylab.errors import PolicylabError
from policylab.words import (
    agreement,
    certain_terms,
    change_claims,
    change_verdict,
    keyness_claims,
    multiverse,
    placebo_changes,
    placebo_claims,
    rising_claims,
    term_changes,
    theme_claims,
)  # fmt: skip

SURE = {
    "term": "云计算", "earlier": "early", "later": "late", "comparison": "matched pair", "earlier_count": 20, "count": 4,
    "log_ratio": -3.0, "low": -5.0, "high": -1.0, "low_fine": -4.5, "high_fine": -1.5, "p": 0.01, "p_adjusted": 0.04,
    "placebo": 0.0,
}  # fmt: skip
NAN = float("nan")


def framed(claims):
    return pd.DataFrame(claims).set_index("finding")


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "supported"),
        ({"placebo": 0.2}, "supported"),
        ({"placebo": 0.21}, "not told from chance"),
        ({"placebo": NAN}, "suggestive"),
        ({"p_adjusted": 0.0499}, "supported"),
        ({"p_adjusted": 0.05}, "suggestive"),
        ({"high": 0.0}, "open"),
        ({"high_fine": 0.1}, "open"),
        ({"low": NAN}, "supported"),
        ({"low": NAN, "high": NAN}, "descriptive only"),
        ({"low_fine": NAN, "high_fine": NAN}, "open"),
        ({"log_ratio": NAN}, "descriptive only"),
        ({"comparison": "pooled halves"}, "descriptive only"),
        ({"comparison": "named pair"}, "supported"),
        ({"log_ratio": 3.0, "low": 1.0, "high": NAN, "low_fine": 0.5, "high_fine": NAN}, "supported"),
        ({"log_ratio": 3.0, "low": -0.1, "high": NAN, "low_fine": 0.5, "high_fine": NAN}, "open"),
    ],
)
def test_verdicts_at_their_edges(changed, verdict):
    assert change_verdict(SURE | changed) == verdict


def test_a_claim_must_stand_the_multiverse():
    assert change_verdict(SURE, robust=False) == "depends on the segmentation"
    assert change_verdict(SURE, found=0.9) == "supported"
    assert change_verdict(SURE, found=0.89) == "suggestive"


def test_sentences_of_changes():
    rows = [
        SURE,
        SURE | {"term": "5G", "earlier_count": 0, "count": 9, "log_ratio": 4.0, "low": -1.0, "high": NAN},
        SURE | {"term": "无", "earlier_count": 0, "count": 0, "log_ratio": NAN},
    ]
    agreed = pd.DataFrame({"term": ["云计算", "5G"], "robust": True, "found": [1.0, 0.5], "combinations": 14})
    table = framed(change_claims(pd.DataFrame(rows), agreed))
    assert table.index.tolist() == ["words-change-云计算", "words-change-5G"]
    row = table.loc["words-change-云计算"]
    assert row["claim_zh"] == "“云计算”在《late》中的频率约为《early》的0.12倍（20次 → 4次）。14种做法中有14种得出同一结果。"
    assert row["claim_en"].startswith("The rate of “云计算” in late is about 0.12 times that in early (20 → 4 occ")
    assert row[["value", "low", "high", "verdict"]].tolist() == [-3.0, -5.0, -1.0, "supported"]
    assert table.loc["words-change-5G", "claim_en"] == "“5G” occurs in late (9 times) and not in early."
    assert table.loc["words-change-5G", "verdict"] == "open"


# each pair has an agreement of its own: taken together they would be 0.75
PAIRED = pd.DataFrame({
    "earlier": ["early", "other"], "later": "late", "term": "云计算", "robust": True, "found": [0.5, 1.0], "combinations": 14,
})  # fmt: skip


def test_each_of_several_pairs_has_a_number_and_its_own_agreement():
    changes = pd.DataFrame([SURE, SURE | {"earlier": "other"}])
    table = framed(change_claims(changes, PAIRED))
    assert table["verdict"].to_dict() == {"words-change-云计算-1": "suggestive", "words-change-云计算-2": "supported"}
    assert table["claim_en"].str.contains("14 of 14").tolist() == [False, True]
    # of one pair alone the agreement of that pair counts, whether the table names it or not
    for known in (PAIRED, PAIRED.iloc[1:].drop(columns=["earlier", "later"])):
        [claim] = change_claims(changes.iloc[1:], known)
        assert (claim["finding"], claim["verdict"]) == ("words-change-云计算", "supported")
    with pytest.raises(PolicylabError, match="`agreement` lacks the columns earlier, later; .* whose `pair` is the list of pairs"):
        change_claims(changes, PAIRED.drop(columns=["earlier", "later"]))


def test_two_plans_of_unknown_order_before_a_third_make_findings_of_their_own(make_plan):
    made = [make_plan("a", [["平台。"]] * 12), make_plan("b", [["平台。"]] * 12), make_plan("c", [["平台。", "云计算。"]] * 12, 2025)]
    plans = [replace(plan, title="天津市智慧城市规划", issuer="天津市人民政府") for plan in made]
    assert (pairs := matched_pairs(plans)) == [("a", "c"), ("b", "c")]
    agreed = agreement(multiverse(plans, ["平台"], pair=pairs))
    ids = [claim["finding"] for claim in change_claims(term_changes(plans, ["平台"]), agreed)]
    assert ids == ["words-change-平台-1", "words-change-平台-2"]
    ids = [claim["finding"] for claim in placebo_claims(placebo_changes(plans))]
    assert ids[:2] == ["words-placebo-c-1", "words-placebo-c-2"] and len(set(ids)) == len(ids)


def test_plans_have_their_names_in_both_languages_or_one():
    names = {"early": ("Early plan", "前期规划"), "late": "2021"}
    [change] = change_claims(pd.DataFrame([SURE]), PAIRED, names=names)
    assert change["claim_zh"].startswith("“云计算”在《2021》中的频率约为《前期规划》的")
    assert "in 2021 is about 0.12 times that in Early plan" in change["claim_en"]
    [placebo] = placebo_claims(placebo_table(0.1, []), names=names)
    assert placebo["claim_zh"].startswith("从《前期规划》到《2021》") and placebo["claim_en"].startswith("From Early plan to 2021")
    keywords = pd.DataFrame({"target": ["early"], "term": "甲", "log_ratio": 2.0, "p": 0.001, "p_adjusted": 0.01})
    [keyness] = keyness_claims(keywords, names=names)
    assert "《前期规划》" in keyness["claim_zh"] and "1 keyword of Early plan" in keyness["claim_en"]
    theme, coverage = theme_claims(themes((90, 70, 120, 60), (50, 30, 69, 40)), COVERAGE, names=names)
    assert "《前期规划》" in theme["claim_zh"] and ", Early plan mentions" in theme["claim_en"]
    assert "《前期规划》" in coverage["claim_zh"] and coverage["claim_en"].startswith("Early plan has")


def placebo_table(observed, controls):
    kinds = ["matched pair"] + ["unrelated pair"] * len(controls)
    shares = [observed, *controls]
    return pd.DataFrame({
        "comparison": kinds, "earlier": "early", "later": "late", "terms": 200,
        "found": [round(200 * share) for share in shares], "share": shares, "adjusted": 0,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("observed", "controls", "verdict"),
    [
        (0.10, [0.02] * 19, "supported"), (0.10, [0.02] * 18, "suggestive"), (0.04, [0.02] * 19 + [0.04], "not told from"),
        (0.10, [], "open"),
    ],
)
def test_more_words_than_any_control_finds(observed, controls, verdict):
    [row] = placebo_claims(placebo_table(observed, controls))
    assert row["verdict"].startswith(verdict)
    assert row["claim_en"].startswith(f"From early to late {round(200 * observed)} of 200 words differ")
    assert ("对照" in row["claim_zh"]) == bool(controls)


def test_words_that_rise_once_all_are_tested():
    table = pd.DataFrame({
        "term": ["甲", "乙", "丙", "丁"], "earlier": "early", "later": "late", "p": [0.0001, 0.0002, 0.0003, 0.04], "p_adjusted": [0.01, 0.02, 0.03, 0.4],
        "placebo": [0.0, 0.4, NAN, 0.0],
    })  # fmt: skip
    agreed = pd.DataFrame({"term": ["甲", "乙", "丙"], "found": [0.9, 1.0, 0.89]})
    rows = framed(rising_claims(table, table.iloc[3:], agreed))
    assert rows.loc["words-emerging", ["value", "verdict"]].tolist() == [1, "supported"]
    assert "甲" in rows.loc["words-emerging", "claim_zh"] and "乙" not in rows.loc["words-emerging", "claim_zh"]
    assert rows.loc["words-declining", ["value", "verdict"]].tolist() == [0, "open"]
    assert rows.loc["words-declining", "claim_en"].endswith("Nearest, before the correction: 丁.")


def test_a_word_must_stand_in_the_pair_in_which_it_rises():
    table = pd.DataFrame({
        "term": ["云计算", "云计算", "乙"], "earlier": ["early", "other", "early"], "later": "late", "p": 0.001,
        "p_adjusted": 0.01, "placebo": 0.0,
    })  # fmt: skip
    first, second = (rising_claims(rows, table.head(0), PAIRED)[0] for rows in (table[:1], table[1:]))
    assert (first["value"], second["value"]) == (0, 1)
    # a word that rises in two pairs is one word
    both = rising_claims(table[:2], table.head(0), PAIRED.assign(found=0.9))[0]
    assert (both["value"], both["claim_zh"].count("云计算")) == (1, 1)
    assert rising_claims(table[:2], table.head(0))[0]["value"] == 1
    open_ = rising_claims(table[:2].assign(p_adjusted=0.2), table.head(0))[0]
    assert (open_["verdict"], open_["claim_zh"].count("云计算")) == ("open", 1)


def test_a_word_is_certain_below_five_in_a_hundred_and_stands_once():
    table = pd.DataFrame({"term": ["甲", "乙", "丙", "丁"], "p_adjusted": [0.0499, 0.05, NAN, 0.01]})
    assert certain_terms(table, table.iloc[:2]) == ["甲", "丁"]
    assert certain_terms(table.iloc[1:3], table.head(0)) == []
    with pytest.raises(PolicylabError, match="`declining` lacks the columns? p_adjusted"):
        certain_terms(table, table[["term"]])


def test_a_count_of_keywords_is_supported_only_by_a_keyword():
    table = pd.DataFrame({
        "target": ["early", "early", "late"], "term": ["甲", "乙", "丙"], "log_ratio": [2.0, -2.0, 1.0],
        "p": [0.001, 0.001, NAN], "p_adjusted": [0.01, 0.01, NAN],
    })  # fmt: skip
    rows = framed(keyness_claims(table))
    assert rows["verdict"].to_dict() == {"words-keyness-early": "supported", "words-keyness-late": "descriptive only"}
    assert rows.loc["words-keyness-early", "value"] == 1
    rows = framed(keyness_claims(table.assign(p_adjusted=0.2, p=0.01)))
    assert rows["verdict"].tolist() == ["open", "open"]


def themes(first, second):
    columns = ["theme", "theme_zh", "theme_en", "plan", "even_per_10k", "even_low", "even_high", "least_per_10k"]
    return pd.DataFrame([("a", "甲", "A", "early", *first), ("b", "乙", "B", "early", *second)], columns=columns)


COVERAGE = pd.DataFrame({"plan": ["early", "late"], "uncovered_share": [0.1, 0.1], "low": 0.0, "high": 0.3})


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ((90, 70, 120, 60), (50, 30, 69, 40), "supported"),
        ((90, 70, 120, 60), (50, 30, 70, 40), "open"),
        ((90, 70, 120, 40), (50, 30, 69, 40), "open"),
        ((90, NAN, NAN, 60), (50, NAN, NAN, 40), "descriptive only"),
    ],
)
def test_the_first_theme_must_stand_apart(first, second, verdict):
    rows = framed(theme_claims(themes(first, second), COVERAGE))
    assert rows.index.tolist() == ["words-theme-early", "words-coverage"]
    assert rows["verdict"].tolist() == [verdict, "descriptive only"]
    assert "“甲”" in rows["claim_zh"].iat[0] and "“A”" in rows["claim_en"].iat[0]


def test_themes_that_no_plan_mentions_make_no_claim():
    assert [claim["finding"] for claim in theme_claims(themes((0, 0, 9, 0), (0, 0, 9, 0)), COVERAGE)] == ["words-coverage"]


def test_a_wrong_table_is_named():
    with pytest.raises(PolicylabError, match="`placebo` lacks the columns .* Make it with `policylab.words.placebo_ch"):
        placebo_claims(pd.DataFrame({"comparison": []}))
    with pytest.raises(PolicylabError, match="`changes` lacks the columns"):
        change_claims(pd.DataFrame(), pd.DataFrame())


@pytest.mark.parametrize(
    ("terms", "controls", "verdict"),
    [(3, [10], "descriptive only"), (9, [300], "descriptive only"), (10, [300], "suggestive"), (300, [9], "open"), (300, [10] * 19, "supported")],
)
def test_a_share_of_fewer_words_than_an_interval_has_clusters_is_described_and_controls_nothing(terms, controls, verdict):
    rows = [("matched pair", "a", "b", terms, 0.5), *(("unrelated pair", "a", f"c{n}", count, 0.1) for n, count in enumerate(controls))]
    table = pd.DataFrame(rows, columns=["comparison", "earlier", "later", "terms", "share"]).assign(found=1)
    assert [claim["verdict"] for claim in placebo_claims(table)] == [verdict]


@pytest.mark.parametrize(
    ("before", "after", "verdict", "said"),
    [
        (1, 1, "descriptive only", "“云计算”: 1 occurrence in early, 1 in late."),
        (2, 3, "descriptive only", "“云计算”: 2 occurrences in early, 3 in late."),
        (1, 4, "descriptive only", "“云计算”: 1 occurrence in early, 4 in late."),
        (3, 3, "open", "The rate of “云计算” in late is about 0.12 times that in early (3 → 3 occurrences)."),
        (0, 2, "open", "“云计算” occurs in late (2 times) and not in early."),
    ],
)
def test_of_a_few_occurrences_no_rate_is_told(before, after, verdict, said):
    row = SURE | {"earlier_count": before, "count": after, "low": -9.0, "high": 9.0}
    summary = pd.DataFrame([{"term": "云计算", "robust": True, "found": 1.0, "combinations": 14}])
    [claim] = change_claims(pd.DataFrame([row]), summary)
    assert claim["claim_en"] == said and claim["verdict"] == verdict
