"""What notebook 01 claims, at the edges of its rules."""

import pandas as pd
import pytest

from policylab.corpus import Plan, corpus_claims
from policylab.corpus._corpus import Corpus
from policylab.errors import PolicylabError
from policylab.text import clean_text


def corpus_of(text):
    return Corpus([Plan(clean_text(text), id="a", title="甲规划")])


CHECKED = pd.DataFrame({"role": ["plan", "witness"], "nonstandard": [0, 7]})


def claims(corpus, checked=CHECKED, variants=None):
    return {claim["finding"]: claim for claim in corpus_claims(corpus, checked, variants)}


def test_without_damage_nothing_is_claimed_as_repaired():
    found = claims(corpus_of("一、任务\n——建设平台。推进联网工作。"))["corpus-repairs"]
    assert (found["claim_zh"], found["value"], found["verdict"]) == ("未发现需要修复的损坏。", 0, "supported")


def test_damage_that_is_left_leaves_the_claim_open():
    raw = "實現產業規?;l展。建設高校?!(4)畻l應用場景和創新平臺。"
    found = claims(corpus_of(raw))["corpus-repairs"]
    assert found["claim_en"] == "1 damaged run is repaired, 1 of them with a proven reading; 1 remains."
    assert found["verdict"] == "open"


@pytest.mark.parametrize(("strange", "verdict"), [(0, "supported"), (1, "open")])
def test_characters_of_plans_count_and_those_of_witnesses_do_not(strange, verdict):
    checked = CHECKED.assign(nonstandard=[strange, 7])
    found = claims(corpus_of("一、任务\n抓落实。"), checked)["corpus-characters"]
    assert (found["value"], found["verdict"]) == (strange, verdict)


def test_items_with_a_number_only_are_no_headings():
    found = claims(corpus_of("一、任务\n——推进联网工作,做好保障;\n——建设平台,提供服务。"))["corpus-headings-a"]
    assert found["value"] == 1
    assert "（另有只有序号的条目2个，不计）" in found["claim_zh"]


def test_readings_of_a_second_printing_are_counted_where_there_is_one():
    corpus = corpus_of("一、任务\n抓落实。")
    assert "corpus-variants" not in claims(corpus, variants=pd.DataFrame())
    variants = pd.DataFrame({"figures_changed": [True, False, False]})
    assert claims(corpus, variants=variants)["corpus-variants"]["claim_zh"] == "两种印本有3处异文，其中1处涉及数字。"
    with pytest.raises(PolicylabError, match="`checked` lacks the columns? nonstandard"):
        corpus_claims(corpus, CHECKED.drop(columns="nonstandard"))
