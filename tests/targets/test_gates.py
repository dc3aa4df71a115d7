"""What is asked before a costly pattern (a character that it begins or ends with) must hold wherever the pattern matches."""

import re

import pytest

from policylab.corpus import _headings
from policylab.numbers import _calendar, _quantities, _scan
from policylab.resources import load_toml
from policylab.resources._word_patterns import Suffix
from policylab.targets import (
    _document_years,
    _head_nouns,
    _named_years,
    _noun_phrases,
    _respectively,
    _review_and_aims,
    _statement_kinds,
    _surroundings,
)
from policylab.targets._lexing import lexicon, pattern

parser = pytest.importorskip("re._parser")


def edge(items, backward=False):
    """The characters that a parsed pattern may begin (or end) with, and whether it may be empty."""
    found = set()
    for name, value in reversed(items) if backward else items:
        name = str(name)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        if name == "LITERAL":
            signs, empty = {chr(value)}, False
        elif name == "IN":
            signs, empty = set(), False
            for kind, what in value:
                assert str(kind) in ("LITERAL", "RANGE", "CATEGORY"), kind
                codes = {"LITERAL": lambda code: [code], "RANGE": lambda ends: range(ends[0], ends[1] + 1)}.get(str(kind), lambda _: [32])
                signs |= {chr(code) for code in codes(what)}
        elif name == "BRANCH":
            each = [edge(branch, backward) for branch in value[1]]
            signs, empty = set().union(*(one for one, _ in each)), any(none for _, none in each)
        elif name == "SUBPATTERN":
            signs, empty = edge(value[3], backward)
        else:
            assert name in ("MAX_REPEAT", "MIN_REPEAT"), name
            signs, empty = edge(value[2], backward)
            empty = empty or value[0] == 0
        found |= signs
        if not empty:
            return found, False
    return found, True


def begins(text):
    signs, empty = edge(parser.parse(text))
    assert not empty
    return signs


def ends(text):
    signs, empty = edge(parser.parse(text), backward=True)
    assert not empty
    return signs


def test_what_a_suffix_may_end_with_is_known():
    suffixes = vars(lexicon())
    suffixes = {name: suffix for name, suffix in suffixes.items() if isinstance(suffix, Suffix)}
    assert len(suffixes) > 10
    assert {name: begins(suffix.pattern.pattern) - suffix.ends for name, suffix in suffixes.items()} == dict.fromkeys(suffixes, set())


AHEAD = re.compile(r"\(\?=(?P<set>\[[^\]]*\])\)(?P<rest>.*)", re.DOTALL)


@pytest.mark.parametrize(
    "text",
    [
        *(getattr(lexicon(), name).pattern for name in ("lead", "verb", "adverbs", "stop")),
        *(text for text in load_toml("target_times.toml")["leads"].values() if text.startswith("(?=[")),
        _calendar._YEAR.pattern,
    ],
)
def test_what_is_looked_for_ahead_is_what_a_pattern_begins_with(text):
    ahead = AHEAD.fullmatch(text)
    assert [sign for sign in begins(ahead["rest"]) if not re.match(ahead["set"], sign)] == []


def test_what_is_asked_of_the_first_character_holds():
    assert begins(_noun_phrases.TIME.pattern) - set(_noun_phrases.TIMES) == {" "}  # white space is asked for itself
    openings = [pattern(name).pattern for name in _noun_phrases.OPENINGS if name != "attribute"]
    assert set().union(*map(begins, openings)) <= set(_noun_phrases.OPENED)
    assert begins(pattern("step").pattern) == set(_surroundings.STEPS)
    assert begins(pattern("fine").pattern) == set("的或罚滞违拘有")
    assert begins(pattern("band").pattern) <= set(_statement_kinds.BANDED)
    assert begins(_quantities.EXPONENT.pattern) <= set(_quantities.RAISING)
    assert begins(_quantities.SOME.pattern) == set(" 余多来") and begins(_quantities.BRACKET.pattern) == set(" (")
    assert begins(pattern("due_note").pattern) == set(_named_years.NOTES)
    assert begins(pattern("spoken").pattern) | begins(pattern("assembled").pattern) == set(_document_years.SPOKEN)
    for name, asked in (("whole_at_start", "全我本"), ("serves", "面向为给对"), ("treated", "为对在"), ("summed_up", "已一二三四五六七八九十累")):
        assert begins(pattern(name).pattern) == set(asked)


def test_what_is_asked_of_the_last_character_holds():
    # "$" is also before a line end
    assert ends(pattern("attains").pattern) | {"\n"} == set(_statement_kinds.ATTAINING)
    assert ends(pattern("fragment_end").pattern) | {"\n"} == set(_respectively.FRAGMENTS)
    assert ends(_scan.pattern("label").pattern) <= set(_scan.LABELS)
    assert ends(pattern("plan_done").pattern) == _head_nouns.SET and ends(pattern("given_at_end").pattern) <= _head_nouns.AWARDS
    assert ends(pattern("own_indicators").pattern) == {"标"}
    headings = load_toml("target_times.toml")["headings"]
    assert set().union(*(ends(headings[name]) for name in ("review", "situation", "aims", "tasks"))) == set(_review_and_aims.HEADED)


def test_what_is_asked_of_the_length_holds():
    assert parser.parse(_headings.pattern("preface").pattern).getwidth()[1] <= _headings._PREFACE
