"""The checks that every room shares: what they take, what they refuse, and in which words."""

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import compare, words
from policylab.checks import check_columns, check_int, check_number
from policylab.errors import CatalogueError, PolicylabError


@pytest.mark.parametrize("value", [2, 7, np.int64(3), np.uint8(2)])
def test_whole_numbers_from_two_on_are_taken(value):
    check_int("n", value, 2)
    check_int("n", value, 2, 7)


@pytest.mark.parametrize("value", [1, -1, 2.0, True, np.bool_(True), "2", None, float("nan"), [2]])
def test_what_is_no_whole_number_from_two_on_is_refused(value):
    with pytest.raises(PolicylabError, match="`n` must be an int of at least 2, got "):
        check_int("n", value, 2)


def test_a_whole_number_above_its_range_is_refused():
    with pytest.raises(PolicylabError, match="`n` must be a whole number from 2 to 7, or None, got 8."):
        check_int("n", 8, 2, 7, more=", or None")


@pytest.mark.parametrize(
    ("closed", "taken", "refused"),
    [
        ("both", [0, 0.5, 1, np.float64(1)], [-0.1, 1.1]),
        ("left", [0, 0.999], [1, 2]),
        ("right", [0.001, 1], [0, -1]),
        ("neither", [0.001, 0.999], [0, 1]),
    ],
)
def test_the_ends_of_a_range_belong_to_it_as_it_is_closed(closed, taken, refused):
    for value in taken:
        check_number("share", value, 0, 1, closed=closed)
    for value in [*refused, float("nan"), float("inf"), True, "0.5", None]:
        with pytest.raises(PolicylabError, match="`share` must be a number "):
            check_number("share", value, 0, 1, closed=closed)


@pytest.mark.parametrize(
    ("columns", "name", "said"),
    [
        (["a"], "ledger", "`ledger` lacks the columns b, c; it has a. Make it so."),
        (["a", "c"], "ledger", "`ledger` lacks the column b; it has a, c. Make it so."),
        ([], "A.csv", "A.csv lacks the columns b, c; it has no column. Make it so."),
        ([2020, "b"], "The table", "The table lacks the column c; it has 2020, b. Make it so."),
        ([str(n) for n in range(15)], "t", "`t` lacks the columns b, c; it has 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more. Make it so."),
    ],
)
def test_a_table_without_a_column_says_what_it_has(columns, name, said):
    with pytest.raises(CatalogueError) as refused:
        check_columns(pd.DataFrame(columns=columns), ("b", "c"), name=name, hint="Make it so.", error=CatalogueError)
    assert str(refused.value) == said


def test_what_is_no_table_is_refused():
    with pytest.raises(PolicylabError, match="`ledger` must be a DataFrame, got \\['b'\\]. Make it with `policylab.extract_targets`."):
        check_columns(["b"], ["b"], name="ledger", maker="policylab.extract_targets")


TABLE = pd.DataFrame({"a": [1]})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda c: policylab.keyness(c, target=3), "`target` must be the id of a plan, several, or None for every plan, got 3."),
        (lambda c: policylab.keyness(c, target=[TABLE]), "There is no plan"),
        (lambda c: policylab.keyness(c, reference=3), "`reference` must be ids of plans, plans, a corpus, or a list of words"),
        (lambda c: policylab.keyness(c, reference=[3]), "`reference` must be ids of plans, plans, a corpus, or a list of words"),
        (lambda c: policylab.keyness(c, adjust=TABLE), "`adjust` must be one of "),
        (lambda c: policylab.emerging_terms(c, pairs=0), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=c.ids[:2]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[c.ids[:3]]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[c.ids[:1] * 2]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[]), "`pairs` has no pair. Name at least one, or leave it out."),
        (lambda c: policylab.text_reuse(c, pairs=[("a", c.ids[0])]), "There is no plan 'a'."),
        (lambda c: policylab.text_reuse(c, pairs=3), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: words.multiverse(c, ["5G"], pair=3), "`pair` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.topic_stability(c, grid=3), "`grid` must be numbers of topics"),
        (lambda c: policylab.topic_stability(c, n_jobs=0), "`n_jobs` must be an int: 1, 2, ..., or -1"),
        (lambda c: policylab.topic_stability(c, segmenters=3), "The first of `segmenters` is the model's: give a dict"),
        (lambda c: compare.reuse_by_length(c, 12), "`lengths` must be a list of lengths, with at least one, got 12."),
        (lambda c: compare.reuse_sensitivity(TABLE, c), "`found` must be tables by their least length"),
        (lambda c: compare.chapter_map(c, TABLE), "`reuse` lacks the columns formula, earlier_section, later_section, matched;"),
        (lambda c: policylab.suggest_terms(c, n=1.5), "`n` must be an int of at least 1, or None, got 1.5."),
        (lambda c: words.agreement(TABLE), "`table` lacks the columns term, same_sign, found; it has a. Make it with `policylab.words.multiv"),
        (lambda c: words.cooccurrence_network(TABLE), "`table` lacks the columns term, other, npmi, g2,"),
        (lambda c: words.Segmenter(dictionary=3), "`dictionary` must be a path or an iterable of str, got 3."),
        (lambda c: words.Segmenter(stopwords=[3]), "`stopwords` must be a path or an iterable of str, got 3."),
        (lambda c: words.Segmenter(pos=3), "`pos` must be None, or a list of tags such as "),
    ],
)
def test_an_argument_of_another_kind_is_one_sentence(asked, said):
    with pytest.raises(PolicylabError) as refused:
        asked(policylab.load_corpus())
    assert str(refused.value).startswith(said) and "\n" not in str(refused.value)
