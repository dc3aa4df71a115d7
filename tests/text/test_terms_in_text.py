"""Which declared themes a text speaks of."""

import pytest

from policylab.errors import PolicylabError
from policylab.text._terms_in_text import themes_of
from policylab.words import read_themes

NETS = {"net": ["互联网", "5G"], "industry": ["工业互联网", "平台"]}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("普及互联网。", {"net"}),
        ("建设工业互联网。", {"industry"}),  # 互联网 stands within a longer term
        ("互联网和工业互联网融合。", {"net", "industry"}),  # and here once more by itself
        ("移动互联网提速。", {"net"}),  # a longer word, but no term
        ("互联网平台", {"net", "industry"}),
        ("建设渔港。", set()),
        ("", set()),
    ],
)
def test_the_longest_term_at_a_place_counts(text, spoken):
    assert themes_of([text], NETS) == [spoken]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [("推广5g应用", True), ("5G+工业", True), ("4G/5G基站", True), ("NB5G", False), ("装机45GW", False), ("1.5Gbps", False), ("15G", False)],
)
def test_a_term_of_latin_letters_is_no_part_of_a_longer_one(text, spoken):
    assert themes_of([text], {"net": ["5G"]}) == [{"net"} if spoken else set()]


def test_han_terms_stand_beside_latin_letters():
    assert themes_of(["5G基站", "IPv6网络"], {"net": ["基站", "网络"]}) == [{"net"}, {"net"}]


def test_terms_are_found_as_they_are_written_without_a_rim():
    assert themes_of(["互联网+政务", "C++"], {"plus": [" 互联网+ "], "code": "c++"}) == [{"plus"}, {"code"}]


def test_a_term_of_two_themes_counts_for_both():
    assert themes_of(["普及互联网。"], {"a": ["互联网"], "b": ["互联网", "网"]}) == [{"a", "b"}]


def test_no_shipped_term_is_hidden_by_another_theme_s_when_it_stands_alone():
    themes = {theme.id: theme.terms for theme in read_themes()}
    for theme, terms in themes.items():
        assert themes_of(terms, themes) == [{theme}] * len(terms)


@pytest.mark.parametrize("themes", [{}, None, ["互联网"], {"a": 1}, {"a": []}, {"a": [""]}, {"a": ["互联网", " "]}, {"a": [3]}])
def test_themes_are_lists_of_terms(themes):
    with pytest.raises(PolicylabError, match="`themes` must be"):
        themes_of(["互联网"], themes)
