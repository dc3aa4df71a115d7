"""Sentences of findings, in both languages."""

import re
from string import Formatter

import pytest

from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.stats import claim, wording
from policylab.stats._claims import called


@pytest.mark.parametrize("key", load_toml("claims.toml"))
def test_both_languages_are_filled_with_the_same(key):
    texts = load_toml("claims.toml")[key]
    assert set(texts) == {"zh", "en"}
    zh, en = (sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name) for text in (texts["zh"], texts["en"]))
    assert zh == en
    assert not re.search("[\u4e00-\u9fff]", texts["en"])


def test_parts_are_told_in_their_language():
    parts = [wording("instruments-share", type=("供给型", "supply"), share=61.4), wording("instruments-share", type=("需求型", "demand"), share=9.6)]
    assert wording("instruments-mix", plan="规划", shares=parts) == (
        "规划的政策工具：供给型61%、需求型10%。", "Instruments of 规划: supply 61 %, demand 10 %."
    )  # fmt: skip
    assert wording("lineage-named", names=(["绿地率"], ["green space"]), more=wording("lineage-more"))[1] == " (green space, …)"


def test_a_claim_without_a_verdict_is_a_description():
    made = claim("targets-a", *wording("targets", plan="a", n=3, tables="", rate=1.25, shares=""), 1.25)
    assert made["claim_en"] == "a: 3 numeric targets, 1.2 per 10 000 characters."
    assert (made["verdict"], made["low"], made["high"]) == ("descriptive only", None, None)


@pytest.mark.parametrize("name", [["Plan A", "甲规划"], ("甲规划",), 3, None])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(PolicylabError, match="`names` must be a text for each plan, or a pair, English and Chinese, got "):
        called({"a": "甲", "b": name})
    with pytest.raises(PolicylabError, match="`names` must be a dict of ids to names, got 3"):
        called(3)
