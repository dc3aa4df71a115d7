"""Doubt: why a reader should look at a statement first, by what decided it and by a second opinion.

The second opinion is a small logistic model over named features of how a statement was read. It was fitted to annotated
statements by ``benchmarks/second_opinion.py``; its weights are a text, ``resources/second_opinion.toml``, and are
applied with plain arithmetic.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from bisect import bisect_left
from decimal import Decimal
from typing import NamedTuple

from policylab.numbers import Quantity
from policylab.numbers._quantities import is_han
from policylab.resources import load_toml
from policylab.targets._head_nouns import Head
from policylab.targets._lexing import lexicon, pattern, word_set
from policylab.targets._review_and_aims import Span
from policylab.targets._statement_kinds import Verdict
from policylab.targets._tense import Sentence, commands

DIFFERS = 0.7  # of the annotated rows that the second opinion gives less, two in three are wrong
JOINTS = (
    ("、", "has list"), ("和", "has and"), ("的", "has of"), ("等", "has such"), (",", "has comma"), ("“", "has quote"), ("(", "has bracket"),
)  # fmt: skip
PAIRS = (("(", ")"), ("“", "”"))
LENGTHS = (2, 3, 5, 8, 12, 17)
# what a scan makes of a digit or a point, alone beside a number: L 45亿吨, 1. 5亿吨, 达到4 0%
PIECE_BEFORE = re.compile(r"(?:(?<![A-Za-z0-9])[lILO|}]|[0-9][.．·]?) +$")
PIECE_AFTER = re.compile(r" +[0-9]")


def features(
    text: str, quantity: Quantity, head: Head, indicator: str, verdict: Verdict, span: Span, *,
    measure: str, year_from: str | None, several: bool, ordinal: int,
) -> tuple[str, ...]:
    """How a statement was read, as names of what is so.

    `several` says that it is one of a group that 分别 hands out, or of several that share a number, `ordinal` which number of
    its paragraph it is.
    """  # fmt: skip
    unit, name = quantity.unit, _name(indicator)
    dimension = unit.dimension.split("/")[0].split(":")[0] or "none"
    after, before = text[quantity.end : quantity.end + 1], text[quantity.start - 1 : quantity.start] if quantity.start else ""
    alone, joined = _decided(
        head.rule or head.side, head.side, verdict.kind, verdict.rule, verdict.tense.why, span.tense or "none", quantity.form, dimension,
        quantity.comparator, measure, year_from or "none",
    )  # fmt: skip
    named = [*alone, name.length, *joined, f"after {_class(after)}, side {head.side}", f"before {_class(before)}", *name.begins]
    if name.measured:
        named.append("is a measure")
    elif unit and not unit.counts:
        named.append(f"no measure, unit {dimension}")
    named += name.holds
    if name.rate and unit.counts:
        named.append("counts a rate")
    if name.acts and head.side == "left":
        named.append("has a verb inside")
    if head.side == "carried":
        named.append("carried over a clause" if "," in head.verbs else "carried on")
    if head.rival:
        named += ["rival", f"rival, side {head.side}"]
    if several:
        named.append("several")
    if head.relative or head.inner_end >= 0:
        named.append("relative clause")
    if quantity.high is not None:
        named.append("range")
    if ordinal >= 6:
        named.append("late in its paragraph")
    if dimension == "money" and quantity.value < Decimal(10_000):
        named.append("small sum")
    return tuple(named)


@functools.lru_cache(4096)
def _decided(
    head: str, side: str, kind: str, rule: str, tense: str, span: str, form: str, unit: str, comparator: str, measure: str, year: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was decided, each for itself and two together: the same few hundred again and again."""
    alone = (
        f"head {head}", f"side {side}", f"kind {kind}", f"rule {rule}", f"tense {tense}", f"span {span}", f"form {form}",
        f"unit {unit}", f"comparator {comparator}", f"measure {measure}", f"year {year}",
    )  # fmt: skip
    return alone, (f"kind {kind}, head {head}", f"unit {unit}, side {side}", f"kind {kind}, tense {tense}")


class _Name(NamedTuple):
    length: str
    begins: list[str]
    measured: bool  # whether it ends in a measure, or in a rate
    rate: bool
    acts: bool  # whether a verb stands in it
    holds: list[str]


@functools.lru_cache(4096)
def _name(indicator: str) -> _Name:
    """What an indicator is and holds; and what is seldom part of one: a predicate, half of a pair of brackets, an adverb at its head."""
    words, end, holds, plain = lexicon(), len(indicator), [], indicator.isalpha()
    begins = [name for sign, name in JOINTS if sign in indicator]
    if indicator and (words.verb.match(indicator) or indicator[0] in "以在对于按为由将从到其该各此每"):
        begins.append("begins with a verb")
    if words.built.match(indicator, end):
        begins.append("ends with a verb")
    if not plain and any(sign.isdigit() for sign in indicator):
        holds.append("has digits")
    if indicator.count("、") > 1:
        holds.append("long list")
    if pattern("copula").search(indicator):
        holds.append("has a verb")
    if indicator.endswith(tuple(word_set("ends_as_adverb"))):
        holds.append("ends with an adverb")
    if words.stop.search(indicator, 2):
        holds.append("has a predicate")
    if not plain and any(indicator.count(one) != indicator.count(other) for one, other in PAIRS):
        holds.append("half a pair")
    if indicator.endswith(tuple(word_set("ends_as_preposition"))):
        holds.append("ends with a preposition")
    measured, rate = (found.match(indicator, end, 0) is not None for found in (words.measured, words.rate))
    acts = words.lead.search(indicator, 1, max(1, end - 2)) is not None
    return _Name(f"length {bisect_left(LENGTHS, end)}", begins, measured, rate, acts, holds)


def _class(sign: str) -> str:
    if not sign:
        return "edge"
    return sign if sign in "的、,和。;)(" else ("word" if is_han(sign, 0) else "sign")


@functools.cache
def _opinion() -> tuple[dict[str, float], float, float]:
    data = load_toml("second_opinion.toml")
    return {name: float(weight) for name, weight in data["weights"].items()}, float(data["intercept"]), float(data["least"])


def opinion(named: tuple[str, ...]) -> float:
    """How likely a statement with these features is right as a whole, by the second opinion.

    >>> 0 < opinion(("side left", "kind target")) < 1
    True
    """
    weights, intercept, _ = _opinion()
    return 1 / (1 + math.exp(-intercept - sum(map(weights.get, named, itertools.repeat(0.0)))))


def weighed(named: tuple[str, ...]) -> list[tuple[str, float]]:
    """The features that have a weight in the second opinion, each with its own, the heaviest first.

    >>> weighed(("side left", "no such feature", "before 的"))
    [('side left', 0.869), ('before 的', -0.798)]
    """
    weights = _opinion()[0]
    return sorted(((name, weights[name]) for name in named if name in weights), key=lambda item: (-abs(item[1]), item[0]))


def aimed(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether its form makes a number one that is to be reached: a command, a verb of change to a level, a bound.

    新建学校3所, 覆盖率提高到80%, 产值100亿元以上 are aims in themselves; 新增就业500人 and 建成学校3所 may be either.
    """
    text = sentence.lexed.text
    near = max(sentence.start, quantity.start - 12)
    if pattern("aims_at").search(text, near, quantity.start):
        return True
    if pattern("reaches").search(text, near, quantity.start) and not sentence.named_before(quantity.start, ("plain",)):
        return True  # 2023年产值达30亿元 was reached, or will be
    if quantity.explicit and text.endswith(("以上", "以内", "以下", "左右"), 0, quantity.end):
        return True
    for start in (sentence.lexed.clause(quantity.start, sentence.start), sentence.start):
        if pattern("commands").match(text, start) or commands(text, start, quantity.start):
            return True
    return False


def bounds_alone(text: str, quantity: Quantity) -> bool:
    """Whether a bound stands before a number and no verb of change: 面积不小于10公顷 may be a rule, in a plan as well."""
    unit = quantity.unit
    if not unit or unit.counts or unit.dimension == "ratio":
        return False
    return text.startswith(("不", "至少"), quantity.start) and quantity.start < quantity.number


def in_pieces(text: str, quantity: Quantity) -> bool:
    """Whether what stands beside a number may be a part of it, which a space has parted: a scan of older print.

    >>> from policylab.numbers import read_quantities
    >>> text = "产量达到L 45亿吨,比重达到35%。"
    >>> [in_pieces(text, found) for found in read_quantities(text)]
    [True, False]
    """
    if text[quantity.number - 1 : quantity.number] in " \n" and PIECE_BEFORE.search(text, quantity.number - 6, quantity.number):
        return True
    return not quantity.unit and PIECE_AFTER.match(text, quantity.end) is not None


def doubt_of(
    indicator: str, verdict: Verdict, span: Span, year_from: str | None, named: tuple[str, ...], *, told: bool, dated: bool, pieces: bool
) -> str | None:
    """The first reason for which a reader should look at a statement, or None.

    `told` says that the form of the number tells its kind where no word does (`aimed`), `dated` that it is known when the
    document speaks or ends, which tells of a plan, `pieces` that the number may be read in part only (`in_pieces`).
    """
    if pieces:
        return "number in pieces"
    if verdict.rule == "points":
        return None  # points need no indicator, and are told by their form
    if not indicator:
        return "no indicator"
    if verdict.rule == "tense" and verdict.tense.why == "default" and not told and not dated:
        return "kind by default"
    likely = opinion(named)
    if likely >= _opinion()[2]:
        return None
    if year_from == "period" and not span.tense and verdict.tense.why == "default" and not told:
        return "year by default"
    return "second opinion differs" if likely < DIFFERS else "second opinion unsure"
