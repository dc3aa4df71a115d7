"""What the tables of targets come to: the edges of each claim."""

import pandas as pd
import pytest

import policylab
from policylab import plots
from policylab.targets import target_claims, target_counts, target_specificity


def specificity(*targets):
    plans = [f"p{n}" for n in range(len(targets))]
    table = pd.DataFrame(
        {"plan": plans, "statements": 9, "targets": targets, "targets_per_10k": [float(n) for n in targets]}
    )
    return table.assign(
        dated=[0.5 if n else float("nan") for n in targets], bounded=[0.25 if n else float("nan") for n in targets]
    )


def links(*rows):
    return pd.DataFrame(rows, columns=["question", "change", "from_indicator"])


def claims(*targets, rows=(), **given):
    found = target_claims(specificity(*targets), links(*rows), **given)
    return {claim["finding"]: claim for claim in found}


@pytest.mark.parametrize(
    ("targets", "words"), [((3,), "one plan only"), ((0,), "no plan"), ((0, 0), "no plan"), ((0, 4), "one plan only")]
)
def test_without_two_plans_with_targets_nothing_is_said_of_revisions(targets, words):
    found = claims(*targets)
    assert found["lineage"]["verdict"] == "not answered" and words in found["lineage"]["claim_en"]
    assert "lineage-raised" not in found


def test_a_plan_without_targets_has_no_shares_in_its_sentence():
    found = claims(0, 4)
    assert found["targets-p0"]["claim_en"] == "p0: 0 numeric targets, 0.0 per 10 000 characters."
    assert found["targets-p1"]["claim_zh"].endswith("其中载明年份的占50%，有上下限的占25%。")
    named = claims(0, 4, names={"p0": ("Harbour plan", "渔港规划")})["targets-p0"]
    assert named["claim_zh"].startswith("渔港规划：0个") and named["claim_en"].startswith("Harbour plan: 0 numeric")


def test_revisions_are_counted_and_a_count_supports_nothing():
    found = claims(2, 3, rows=[("revision", "raised", "5G基站"), ("answer", "missed", "幼儿园")])
    assert (found["lineage-raised"]["value"], found["lineage-raised"]["verdict"]) == (1, "descriptive only")
    assert found["lineage-raised"]["claim_zh"] == "先后可知的规划之间，提高的目标有1个（5G基站）。"
    assert (found["lineage-lowered"]["value"], found["lineage-lowered"]["verdict"]) == (0, "descriptive only")
    assert "lineage-unordered" not in found
    assert found["lineage-answers"]["claim_en"] == "Of the targets that a later baseline speaks of: missed 1."


def test_plans_of_unknown_order_are_said_to_be_so():
    found = claims(2, 3, rows=[("revision", "stated alike", "甲"), ("revision", "stated differently", "乙")])
    assert (found["lineage-unordered"]["value"], found["lineage-unordered"]["verdict"]) == (2, "not answered")
    assert found["lineage"]["verdict"] == "not answered" and "lineage-raised" not in found


def test_answers_that_decide_nothing_support_nothing():
    assert claims(2, 3)["lineage-answers"]["verdict"] == "not answered"
    undecided = claims(2, 3, rows=[("answer", "cannot be said", "甲"), ("answer", "on the way", "乙")])[
        "lineage-answers"
    ]
    assert (undecided["verdict"], undecided["value"]) == ("descriptive only", 0)
    decided = claims(2, 3, rows=[("answer", "reached", "甲"), ("answer", "cannot be said", "乙")])["lineage-answers"]
    assert (decided["verdict"], decided["value"]) == ("descriptive only", 1)


def test_many_indicators_are_not_all_named():
    rows = [("revision", "kept", f"指标{n}") for n in range(9)]
    assert claims(2, 3, rows=rows)["lineage-kept"]["claim_zh"].endswith("指标7等）。")


@pytest.mark.parametrize(("found", "verdict"), [([True, True], "supported"), ([True, False], "open")])
def test_an_interpretation_supports_if_all_is_found(found, verdict):
    table = pd.DataFrame({"found": found})
    assert claims(2, 3, interpretation=table)["targets-interpretation"]["verdict"] == verdict
    assert "targets-interpretation" not in claims(2, 3, interpretation=pd.DataFrame())


def test_what_is_in_doubt_supports_nothing():
    table = links(("revision", "raised", "甲"), ("revision", "raised", "乙")).assign(
        doubt=["second opinion differs", None]
    )
    found = {claim["finding"]: claim for claim in target_claims(specificity(2, 3), table)}
    assert found["lineage-raised"]["claim_en"] == (
        "Between plans of known order, targets raised: 1 (乙) (1 more rest on a statement in doubt, and are left out)."
    )


@pytest.mark.parametrize(
    ("doubts", "said"),
    [
        ([None, None], "Between plans of known order, targets raised: 2 (5G基站, 幼儿园)."),
        ([None, "read from a table"], "Between plans of known order, targets raised: 1 (5G基站) (1 more rest on a statement in doubt, and are left out)."),
    ],
)
def test_what_is_left_out_for_doubt_is_counted(doubts, said):
    table = links(("revision", "raised", "5G基站"), ("revision", "raised", "幼儿园"), ("revision", "kept", "车站")).assign(doubt=[*doubts, None])
    found = {claim["finding"]: claim for claim in target_claims(specificity(2, 3), table)}
    assert found["lineage-raised"]["claim_en"] == said and "doubt" not in found["lineage-kept"]["claim_en"]
    assert ("另有1个涉及存疑的陈述，不计" in found["lineage-raised"]["claim_zh"]) == (doubts[1] is not None)


def test_answers_and_plans_of_unknown_order_say_what_is_left_out_for_doubt_too():
    rows = [("answer", "reached", "5G基站"), ("answer", "missed", "幼儿园"), ("revision", "stated alike", "车站"), ("revision", "stated differently", "港口")]
    table = links(*rows).assign(doubt=[None, "unsure", None, "unsure"])
    found = {claim["finding"]: claim for claim in target_claims(specificity(2, 3), table)}
    assert found["lineage-answers"]["claim_zh"] == "可与后来现状对照的目标中，已达到1个（另有1个涉及存疑的陈述，不计）。"
    assert "1 (车站) (1 more rest on a statement in doubt, and are left out);" in found["lineage-unordered"]["claim_en"]


TABLED = "到2025年,建成5G基站7万个。\n指标\t单位\t2025年\n5G基站\t个\t70000\n森林覆盖率\t%\t24.1\n互联网医院\t家\t30\n"


@pytest.mark.parametrize(
    ("text", "of_text", "in_tables"),
    [(TABLED, 1, 2), (TABLED.splitlines()[0], 1, 0), (TABLED.partition("\n")[2], 0, 3), (TABLED.rpartition("互")[0], 1, 1)],
    ids=["both", "text alone", "table alone", "one in the table alone"],
)
def test_targets_that_stand_in_tables_alone_are_counted_apart_and_said(text, of_text, in_tables):
    corpus = policylab.Corpus.from_texts({"p": text}, variables={"p": {"period_end": 2025}})
    ledger = policylab.extract_targets(corpus)
    counts = target_counts(ledger, corpus.sections)
    apart = target_specificity(ledger, corpus.plans, paragraphs=corpus.paragraphs)
    every = counts.loc[counts["kind"].eq("target"), "count"].sum()
    assert apart["targets"].item() == of_text and every == of_text + in_tables
    assert target_specificity(ledger, corpus.plans)["targets"].item() == every
    said = target_claims(apart, policylab.target_lineage(ledger, corpus), counts=counts)[0]
    told = f"（另有{in_tables}个只见于表格，表格及其篇幅不计）" if in_tables else ""
    assert said["claim_zh"].startswith(f"p：{of_text}个数量目标{told}，每万字")
    assert ("stand in tables alone" in said["claim_en"]) == bool(in_tables)
    notes = plots.target_specificity(apart, counts=counts, lang="en")[0].figure.get_supxlabel().replace("\n", " ")
    assert notes.startswith("n: all targets of the plan but those in tables alone;" if in_tables else "n: all targets of the plan;")
