"""Lineage: how a later plan revises a target, and what answers one that was due."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import pandas as pd

from policylab.corpus import Plan, plan_order
from policylab.corpus._corpus import corrections_of
from policylab.corpus._reader_corrections import LINKS, Correction, refused
from policylab.frames import typed_frame
from policylab.resources import load_toml
from policylab.resources._statement_words import ANSWERS, REVISIONS
from policylab.targets._corrected_ledger import rows_at
from policylab.targets._indicator_identity import less_is_better, reckoned_otherwise
from policylab.targets._series import (
    SUMS,
    Stated,
    drawn,
    is_work,
    order_of,
    plain,
    plans_of,
    read_stated,
    runs,
    series_id,
    series_units,
    years_of,
)

COLUMNS = (
    "series", "question", "change", "basis", "from_plan", "from_statement", "from_indicator", "from_comparator",
    "from_value", "from_value_high", "from_year", "to_plan", "to_statement", "to_indicator", "to_comparator",
    "to_value", "to_value_high", "to_year", "unit", "difference", "share", "from_pace", "to_pace", "doubt", "reason",
)  # fmt: skip
CLOSE = Fraction(1, 20)  # how far from 左右, 约 a value may be
ROUNDED = Fraction(1, 200)
BY_YEAR = ("growth", "shrinkage", "annual_growth")  # paces as they stand
COMPARED = ("level", "added", *BY_YEAR, "increase", "decrease")
DISPUTED = "second opinion differs"  # the doubt that is evidence of an error, not want of evidence
UNORDERED = "which plan is the earlier one is not known"
UNDECIDED = ("redefined", "continued", "stated alike", "stated differently", "cannot be said")
UNTOLD = "how many years the number covers is not told"
OTHER_YEARS = "one number is of a year, the other of several"


def target_lineage(ledger: pd.DataFrame, corpus: object = None) -> pd.DataFrame:
    """Say what became of targets: how a later plan revises them, and whether a baseline answers them.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`, of any number of plans in any order.
    corpus : Corpus, Plan, iterable of Plan, or DataFrame of plans, optional
        Who issued each plan, and when. Without it the ledger's own columns title, issuer, issued, period_start and
        period_end are read; where these are missing too, nothing is called raised or reached.

    Returns
    -------
    DataFrame
        One row a link, sorted by series, question, years and values; values in one unit.

        - series: as in `target_series`; of the first statement, where a redefinition joins two
        - question: ``revision`` (two targets of two plans) or ``answer`` (a target, and a baseline of another plan)
        - change: of a revision ``raised``, ``lowered``, ``kept`` (the number, of one year, or of what is set for each year; a
          ceiling that is lowered asks for more, and the reason says so);
          ``faster``, ``slower``, ``same pace`` (levels for two years, by the way that leads to each in a year, up or down);
          ``postponed`` (the same level for a later year), ``redefined`` (drawn, reckoned or brought about otherwise:
          not compared), ``continued`` (a later year, and what pace the earlier plan had is not known, or one way leads up and the other down); where nobody knows which plan is the earlier one ``stated alike`` or
          ``stated differently``. Of an answer ``reached``, ``missed``, ``on the way`` (dated before the year that the
          target is for, and short of it) or ``cannot be said``; of both ``cannot be said`` where a second opinion reads a row of the ledger otherwise
        - basis: what was compared: ``value`` (of one year) or ``pace`` (by year, where the years differ)
        - from_plan … to_year: the two statements, the earlier plan first where the order is known
        - unit: of all values of the row
        - difference: to_value less from_value; share: of an answer, to_value over from_value
        - from_pace, to_pace: by how much the two plans rise in a year, where they or their baselines say so
        - doubt: of the two rows of the ledger, where it has one: look at them, and correct the ledger
        - reason: why, in words
        - corrected_by: who changed or added the link by hand, where the study of the plans has such corrections (`corrections.csv`)

    Raises
    ------
    PolicylabError
        If columns are missing, or `corpus` cannot be read.

    Notes
    -----
    Two statements are of one indicator if their names are equal after what adds nothing (全市, 数量, 完成) is left out
    and names of one thing (``lineage_words.toml``) are made one, if the same qualifiers stand in both (新增, 人均, 农村),
    if both are levels, additions or changes of one kind, and if the units are of one dimension. A part is no whole, and
    a name under which a plan has two values for one year tells nothing. Which plan is the earlier one is told by
    `policylab.corpus.plan_order`; plans of two places (`policylab.corpus.plan_authority`) are not linked.

    What is reckoned in two ways (全社会固定资产投资 and 固定资产投资, growth 按可比口径 and growth: ``[basis]`` in
    ``lineage_words.toml``) is redefined, and answers nothing; what is told of a part of a place (甲镇建成…) reaches a
    target for the whole, but does not miss it.

    Different years are compared as paces: what comes anew by its number of years, growth as it stands, a level by the
    way from the last baseline, where that is exact. A level that is the same for a later year is postponed; one that is
    lower, though more is better, is lowered. An answer is dated in the year that a target is for, in a plan that is
    known to be the later one; a stock may be answered later. 左右 and 约 hold within 5 %.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> old = policylab.extract_targets("到2025年,建成5G基站5万个以上。", period_end=2025, plan="a")
    >>> new = policylab.extract_targets("到2025年,5G基站达到7万个。", period_end=2025, plan="b")
    >>> plans = pd.DataFrame({"plan": ["a", "b"], "issuer": "甲市人民政府", "issued": ["2021-03-01", "2023-03-01"]})
    >>> ledger = pd.concat([old, new], ignore_index=True)
    >>> policylab.target_lineage(ledger, plans)[["change", "from_value", "to_value", "reason"]].values.tolist()
    [['raised', Decimal('50000'), Decimal('70000'), 'both for 2025: ≥ 50000, then = 70000']]
    >>> policylab.target_lineage(ledger)["change"].tolist()
    ['stated differently']
    """
    links, stated, unfit = _linked(ledger, corpus)
    for sentence in unfit:
        warnings.warn(sentence, stacklevel=2)
    units, rows = series_units(stated), []
    for link in links:
        unit, factor = _common_unit(link, units)
        rows.append(link.row(unit, factor))
    table = typed_frame(rows, COLUMNS, {"object": ["doubt"], "Int64": ("from_year", "to_year")})
    if any(link.who for link in links):
        table["corrected_by"] = pd.Series([link.who for link in links], dtype=object)
    return table


def unfit_links(ledger: pd.DataFrame, corpus: object) -> list[str]:
    """A sentence for each correction of a link that no longer fits, and so is not applied."""
    return _linked(ledger, corpus)[2]


def _linked(ledger: pd.DataFrame, source: object) -> tuple[list[_Link], list[Stated], list[str]]:
    """The links in their order, as a reader has corrected them; what is stated; which corrections were not applied."""
    source = list(source) if isinstance(source, Iterator) else source
    stated = read_stated(ledger, source)
    plans = {plan.id: plan for plan in plans_of(source)}
    told = [item for item in stated if not item.ambiguous and item.measured.kind in COMPARED]
    links = list(map(_doubted, [*_revisions(told), *_answers(told)]))
    own, unfit = [one for one in (corrections_of(source) if plans else ()) if one.table == LINKS], []
    for one in own:
        why = _corrected(links, one, stated, ledger, plans)
        unfit += [refused(one, why)] if why else []
    return sorted(links, key=_Link.key), stated, unfit


def _corrected(links: list[_Link], one: Correction, stated: list[Stated], ledger: pd.DataFrame, plans: Mapping[str, Plan]) -> str:
    """Put a correction into the links; why not, where it does not fit."""
    ends = []
    for (plan, start, end, quote), indicator in (((one.plan, one.start, one.end, one.quote), one.indicator), (one.other, None)):
        if plan not in plans:
            return f"the study has no plan {plan!r}"
        if plans[plan].text[start:end] != quote:
            return f"{quote!r} no longer stands at {start} in {plan}"
        here = set(rows_at(ledger, plan, start, end, indicator)["statement"])
        items = [item for item in stated if here.intersection(item.statements)]
        if not items:
            return f"no target or baseline of the ledger has its number at {start} in {plan}"
        ends.append(items)
    joined = (ends, ends[::-1])  # in either direction
    found = [at for at, link in enumerate(links) if any(link.one in one and link.two in two for one, two in joined)]
    if one.what == "drop":
        for at in reversed(found):
            del links[at]
        return "" if found else "there is no such link"
    if one.what == "add" and not found:
        if len(ends[0]) * len(ends[1]) > 1:
            return "several statements share the number: their names must tell them apart"
        (first,), (second,) = ends
        if first.canonical != second.canonical:
            return f"{first.unit or 'no unit'} and {second.unit or 'no unit'} cannot be compared"
        question = "revision" if first.kind == second.kind == "target" else "answer"
        links.append(_Link(question, one.value, first, second, one.why or "linked by hand"))
        found = [len(links) - 1]
    if not found:
        return "there is no such link"
    if any(one.value not in (REVISIONS if links[at].question == "revision" else ANSWERS) for at in found):
        if one.what == "add":
            links.pop()
        return f"{one.value!r} is nothing that {'an answer' if one.value in REVISIONS else 'a revision'} can be"
    for at in found:
        links[at] = replace(links[at], change=one.value, basis=None, reason=one.why or "corrected by hand", who=one.who)
    return ""


@dataclass(frozen=True, slots=True)
class _Link:
    question: str
    change: str
    one: Stated
    two: Stated
    reason: str
    basis: str | None = None
    from_pace: Fraction | None = None
    to_pace: Fraction | None = None
    who: str | None = None  # who corrected it by hand

    def key(self) -> tuple:
        return self.one.series, self.question != "revision", self.one.key, self.two.key

    def row(self, unit: str, factor: Fraction) -> tuple:
        one, two = self.one, self.two
        compared = self.change not in ("redefined", "cannot be said")
        share = two.amount / one.amount if self.question == "answer" and compared and one.amount else None
        paces = [None if pace is None else plain(round(pace / factor, 4)) for pace in (self.from_pace, self.to_pace)]
        return (
            series_id(one.series), self.question, self.change, self.basis, *_side(one, factor), *_side(two, factor),
            unit or None, plain((two.amount - one.amount) / factor) if compared else None,
            None if share is None else float(round(share, 4)), *paces,
            "; ".join(dict.fromkeys(item.doubt for item in (one, two) if item.doubt)) or None, self.reason,
        )  # fmt: skip


def _doubted(link: _Link) -> _Link:
    """What rests on a row that a second opinion reads otherwise decides nothing."""
    if link.change in UNDECIDED or not any(item.doubt and DISPUTED in item.doubt for item in (link.one, link.two)):
        return link
    return replace(link, change="cannot be said", basis=None, reason=f"{link.reason}; in doubt: {DISPUTED}")


def _side(item: Stated, factor: Fraction) -> tuple:
    high = None if item.high is None else plain(item.high / factor)
    return item.plan.id, item.statements[0], item.indicator, item.comparator, plain(item.amount / factor), high, item.year


def _common_unit(link: _Link, units: dict[int, tuple[str, Fraction]]) -> tuple[str, Fraction]:
    one, two = units[link.one.series], units[link.two.series]
    return one if one == two or link.one.series == link.two.series else (link.one.canonical or one[0], Fraction(1))


def _revisions(told: list[Stated]) -> Iterable[_Link]:
    families: dict[int, list[Stated]] = defaultdict(list)
    for item in told:
        families[item.family].append(item)
    for members in families.values():
        plans: dict[str, list[Stated]] = defaultdict(list)
        for item in members:
            if item.kind == "target":
                plans[item.plan.id].append(item)
        for one, two in combinations(sorted(plans.values(), key=lambda items: items[0].key), 2):
            order = order_of(one[0], two[0])  # of one place, as a family is
            earlier, later = (two, one) if order > 0 else (one, two)
            if order and _is_between(earlier[0], later[0], [items[0] for items in plans.values()]):
                continue
            for first, second in _matched(earlier, later) if order else _beside(earlier, later):
                if first.wording.describes or second.wording.describes:
                    continue
                yield _revision(first, second, members) if order else _alike(first, second)


def _is_between(earlier: Stated, later: Stated, others: list[Stated]) -> bool:
    """Whether a plan of the same series stands between two in time: then each is linked to that one."""
    return any(plan_order(earlier.plan, other.plan) < 0 and plan_order(other.plan, later.plan) < 0 for other in others)


def _matched(earlier: list[Stated], later: list[Stated]) -> Iterable[tuple[Stated, Stated]]:
    """For each target of the later plan the one for the same year, else the last one for a year before."""
    for second in sorted(later, key=lambda item: item.key):
        same = [first for first in earlier if first.year == second.year]
        before = [first for first in earlier if None not in (first.year, second.year) and first.year < second.year]
        exact = [first for first in same if first.series == second.series] or same
        if exact:
            yield min(exact, key=lambda item: item.key), second
        elif before:
            last = max(before, key=lambda item: (item.year, item.series == second.series))
            years = [other.year for other in later if other is not second and other.year is not None]
            if not any(last.year <= year < second.year for year in years):
                yield last, second


def _beside(one: list[Stated], two: list[Stated]) -> Iterable[tuple[Stated, Stated]]:
    """Targets of two plans for the same year, else the last of each; the earlier year first."""
    same = [(a, b) for a in one for b in two if a.year == b.year and a.series == b.series]
    last = [max(items, key=lambda item: (item.year or 0, item.key)) for items in (one, two)]
    for pair in same or [last]:
        yield tuple(sorted(pair, key=lambda item: (item.year or 9999, item.key)))


def _alike(one: Stated, two: Stated) -> _Link:
    apart = None if one.series == two.series else drawn(one, two)
    who = UNORDERED if one.place else "who issued the plans is not known"
    years = f"both for {one.year}" if one.year == two.year else f"for {one.year or 'no year'} and {two.year or 'no year'}"
    equal = one.said == two.said and one.year == two.year and not apart
    said = f"{years}: {' and '.join(_written(one, two))}" + (f"; {apart}" if apart else "")
    return _Link("revision", "stated alike" if equal else "stated differently", one, two, f"{said}; {who}")


def _revision(one: Stated, two: Stated, members: list[Stated]) -> _Link:
    """What the later plan makes of the earlier one's target."""
    revised, basis, paces = "redefined", None, (None, None)
    if one.series != two.series:
        why = drawn(one, two) or "the name differs"
    elif _verbs_differ(one, two):
        why = f"{one.wording.verb}, then {two.wording.verb}: not the same is to be done"
    elif (one.year == two.year or one.measured.kind == "level") and runs(one) and runs(two) and (apart := _years_apart(one, two)):
        why = f"{_then(one, two)}; {apart}"
    elif one.year is None or two.year is None:
        revised, why = "continued", f"a year is missing: {_then(one, two)}{_firmness(one, two)}"
    elif one.year == two.year:
        revised, remark = _changed(one, two)
        why, basis = f"both for {one.year}: {_then(one, two)}{remark}{_firmness(one, two)}", "value" if revised != "redefined" else None
    else:
        paces = _pace(one, members), _pace(two, members)
        revised, remark, basis = _of_other_years(one, two, paces)
        why = f"{one.year}, then {two.year}{remark}{_firmness(one, two)}"
    return _Link("revision", revised, one, two, why, basis, *paces)


def _of_other_years(one: Stated, two: Stated, paces: tuple[Fraction | None, Fraction | None]) -> tuple[str, str, str | None]:
    """What a target of another year makes of the earlier one, what is to be said of it, and what was compared."""
    worked, capped = (is_work(one), is_work(two)), (_ceiling(one), _ceiling(two))
    if one.measured.kind == "level":
        if one.said == two.said and capped[0] == capped[1] and not any(worked):
            held = capped[0] or one.yearly  # the same number for each year
            return "kept" if held else "postponed", f": {_then(one, two)}", "value"
        if two.amount < one.amount and not any(capped) and not worked[0] and _changed(one, two)[0] == "lowered":
            return "lowered", f", though later: {_then(one, two)}", "value"
    if paces[0] is None or paces[1] is None or {one.comparator, two.comparator} & {"range"}:
        return "continued", f": {_then(one, two)}; the paces are not known", None
    if one.measured.kind in BY_YEAR:
        change = _changed(one, two)[0]
    elif paces[0] * paces[1] < 0:
        return "continued", f": {_then(one, two)}; one way leads up, the other down", None
    else:
        # what comes anew in a year is itself the pace; a level of a later year may be higher, at a slower pace
        level = one.measured.kind == "level" and not all(worked)
        equal, more, less = ("same pace", "faster", "slower") if level else ("kept", "raised", "lowered")
        change = equal if paces[0] == paces[1] else more if abs(paces[1]) > abs(paces[0]) else less
    if one.comparator != two.comparator and change not in ("kept", "same pace") and _changed(one, two)[0] == "redefined":
        change = "redefined"
    factor = one.shown if one.shown == two.shown else Fraction(1)
    said = ", then ".join(f"{plain(round(pace / factor, 4)):f}" for pace in paces)
    return change, f": {_then(one, two)}; in a year {said}", "pace"


def _verbs_differ(one: Stated, two: Stated) -> bool:
    return None not in (one.wording.stage, two.wording.stage) and one.wording.stage != two.wording.stage


def _written(one: Stated, two: Stated) -> tuple[str, str]:
    """The bounds and values of two statements, in one unit."""
    factor = one.shown if one.shown == two.shown else Fraction(1)
    signs = {"eq": "=", "range": "=", **load_toml("target_labels.toml")["signs"]}
    return tuple(
        f"{signs.get(item.comparator, '')} {plain(round(item.amount / factor, 4)):f}"
        + (f" to {plain(round(item.high / factor, 4)):f}" if item.high is not None else "")
        for item in (one, two)
    )


def _then(one: Stated, two: Stated) -> str:
    return ", then ".join(_written(one, two))


def _firmness(one: Stated, two: Stated) -> str:
    return "" if one.modality == two.modality else f"; {one.modality or 'plain'}, then {two.modality or 'plain'}"


def _bounds(item: Stated) -> tuple[Fraction | None, Fraction | None]:
    """What a value may be at least and at most; a plain number is a floor, or a ceiling where less is better."""
    if item.comparator == "range":
        return item.amount, item.high
    if item.comparator == "approx":
        return _about(item)
    return (None, item.amount) if _ceiling(item) else (item.amount, None)


def _about(item: Stated) -> tuple[Fraction, Fraction]:
    slack = abs(item.amount) * CLOSE
    return item.amount - slack, item.amount + slack


def _rounding(one: Stated, two: Stated) -> Fraction:
    """How far values in two units may be from each other and be one, rounded: 500万亩, 33.3万公顷."""
    return Fraction(0) if one.factor == two.factor else ROUNDED


def _ceiling(item: Stated) -> bool:
    if item.comparator in ("ge", "gt"):
        return False
    return item.comparator in ("le", "lt") or less_is_better(item.indicator, item.measure)


def _changed(one: Stated, two: Stated) -> tuple[str, str]:
    """Whether the later of two targets of one year is raised, lowered or kept, with a remark on the bounds."""
    if one.said == two.said and _ceiling(one) == _ceiling(two):
        strict = {one.comparator, two.comparator} - {"eq"}
        return "kept", "; the bound differs" if one.comparator != two.comparator and strict else ""
    first, second = _bounds(one), _bounds(two)
    if (first[0] is None) != (second[0] is None) and (first[1] is None) != (second[1] is None):
        return "redefined", "; a floor and a ceiling are not compared"
    if any(a.comparator == "range" != b.comparator and a.amount <= b.amount <= a.high for a, b in ((one, two), (two, one))):
        return "redefined", "; the bounds overlap"
    signs = {(b > a) - (b < a) for a, b in zip(first, second, strict=True) if None not in (a, b)} - {0}
    if len(signs) != 1:
        return ("redefined", "; the bounds overlap") if signs else ("kept", "")
    near = CLOSE if "approx" in (one.comparator, two.comparator) else _rounding(one, two)
    if abs(two.amount - one.amount) <= near * abs(one.amount):
        return "redefined", "; about the same"
    change = "raised" if signs == {1} else "lowered"
    ceiling = "; a ceiling, so this asks for " + ("less" if change == "raised" else "more")
    return change, ceiling if _ceiling(one) and _ceiling(two) else ""


def _pace(item: Stated, members: list[Stated]) -> Fraction | None:
    """By how much a target rises in a year, as far as its own plan says."""
    if item.measured.kind in BY_YEAR:
        return item.amount
    in_period = item.measured.kind == "added" or (item.measured.kind == "decrease" and item.measured.base is None)
    if in_period or (item.yearly and is_work(item)):
        start = None if years_of(item) is None else item.plan.period_start
        return None if None in (start, item.year) or item.year < start else item.amount / (item.year - start + 1)
    if item.measured.kind != "level" or item.year is None:
        return None
    before = [
        other for other in members
        if other.kind == "baseline" and other.plan.id == item.plan.id and other.series == item.series
        and other.year is not None and other.year < item.year
    ]  # fmt: skip
    last = max(before, key=lambda other: (other.year, other.key), default=None)
    if last is None or last.comparator != "eq":  # 突破370万: how far the way still is, is not known
        return None
    return (item.amount - last.amount) / (item.year - last.year)


def _answers(told: list[Stated]) -> Iterable[_Link]:
    families: dict[int, list[Stated]] = defaultdict(list)
    for item in told:
        if item.place:
            families[item.family].append(item)
    for members in families.values():
        for target in members:
            if target.kind == "target" and target.year is not None:
                baselines = [item for item in members if _may_answer(target, item)]
                answer = _answer(target, [item for item in baselines if item.series == target.series])
                answer = answer or _reckoned_otherwise(target, baselines)
                if answer is not None:
                    yield answer


def _reckoned_otherwise(target: Stated, baselines: list[Stated]) -> _Link | None:
    """What is told for the year of a target, where its number is reckoned in another way: it decides nothing."""
    names = target.names[0]
    found = [item for item in baselines if item.year == target.year and reckoned_otherwise(names, item.names[0])]
    if not found:
        return None
    first = _first_told(found)[0]
    goal, told = _written(target, first)
    reason = f"in {first.year}: {goal} was set, {told} is told; {drawn(target, first)}"
    return _Link("answer", "cannot be said", target, first, reason)


def _may_answer(target: Stated, item: Stated) -> bool:
    after = item.plan.id != target.plan.id and plan_order(item.plan, target.plan) >= 0
    finished = target.wording.stage == item.wording.stage == "done"  # 完成2万平方米仓储库建设任务
    amounts = finished or not (target.wording.describes or item.wording.describes)
    return item.kind == "baseline" and after and amounts


def _answer(target: Stated, baselines: list[Stated]) -> _Link | None:
    """The one baseline that says most of a target: of its year, of a later one, of one before, or of none."""
    dated = [item for item in baselines if item.year is not None]
    exact = [item for item in dated if item.year == target.year]
    late = [item for item in dated if item.year > target.year] if not _is_of_one_year(target) else []
    if exact or late:
        after = [item for item in exact or late if plan_order(target.plan, item.plan) < 0]
        first = _first_told(after or exact or late)
        found = first[0]
        if not after:  # the baseline may have been known when the target was set
            reason = f"in {found.year}: {' was set, '.join(_written(target, found))} is told; {UNORDERED}"
            return _Link("answer", "cannot be said", target, found, reason)
        change, remark = _answered(target, found)
        if {"reached", "missed"} <= {_answered(target, item)[0] for item in first}:
            change, remark = "cannot be said", "; another plan, of which nobody knows whether it came first, tells otherwise"
        when = f"in {found.year}" if exact else f"by {found.year}, due in {target.year}"
        goal, told = _written(target, found)
        return _Link("answer", change, target, found, f"{when}: {goal} was set, {told} is told{remark}", "value")
    before = [
        item for item in dated
        if item.year < target.year and plan_order(target.plan, item.plan) < 0 and target.measured.kind == "level"
    ]  # fmt: skip
    if before and not _is_of_one_year(target) and not _ceiling(target):
        found = max(before, key=lambda item: (item.year, item.key))
        if _answered(target, found)[0] == "cannot be said":
            return _Link("answer", "cannot be said", target, found, f"in {found.year}{_answered(target, found)[1]}")
        if found.amount >= target.amount and _answered(target, found)[0] == "reached":
            return _early(target, found)
        return _Link("answer", "on the way", target, found, f"in {found.year}, due in {target.year}", "value")
    undated = [item for item in baselines if item.year is None and plan_order(target.plan, item.plan) < 0]
    if undated:
        found = min(undated, key=lambda item: (_certainty(item), item.key))
        return _Link("answer", "cannot be said", target, found, "the baseline has no year")
    return None


def _early(target: Stated, found: Stated) -> _Link:
    """A level that is told for a year before the one it was due in, and stands as high already."""
    goal, told = _written(target, found)
    said = f"{goal} was set for {target.year}, {told} is told for {found.year}"
    if found.year < (target.plan.period_start or found.year):
        return _Link("answer", "cannot be said", target, found, f"{said}, before the plan began")
    return _Link("answer", "reached", target, found, f"early: {said}", "value")


def _years_apart(one: Stated, two: Stated) -> str | None:
    """Why two numbers are not compared, of which one is that of a year and the other that of several, as far as that is told."""
    years = {years_of(one), years_of(two)}
    if len(years) == 1 and None not in years:
        return None
    return OTHER_YEARS if None not in years and "several" in (one.years, two.years) else UNTOLD


def _first_told(items: list[Stated]) -> list[Stated]:
    """Of baselines the exact ones of the first year, and of these those that no other plan is known to have told before."""
    least = min((item.year, _certainty(item)) for item in items)
    same = sorted((item for item in items if (item.year, _certainty(item)) == least), key=lambda item: item.key)
    return [item for item in same if not any(plan_order(one.plan, item.plan) < 0 for one in same)] or same


def _certainty(item: Stated) -> bool:
    return item.comparator not in ("eq", "range")


def _is_of_one_year(item: Stated) -> bool:
    """Whether a number is of its year alone: growth, what comes anew, sums of money, targets of a plan for one year."""
    measured = item.measured
    return item.yearly or measured.kind != "level" or measured.dimension in SUMS


def _answered(target: Stated, baseline: Stated) -> tuple[str, str]:
    """Whether a baseline reaches a target, within the bounds of both."""
    if _verbs_differ(target, baseline):
        return "cannot be said", f"; {target.wording.verb} was meant, {baseline.wording.verb} is told"
    if runs(target) and (apart := _years_apart(target, baseline)):
        return "cannot be said", f"; {apart}"
    low, high = _bounds(target)
    least = baseline.amount if baseline.comparator not in ("le", "lt") else None
    most = baseline.high or (baseline.amount if baseline.comparator not in ("ge", "gt") else None)
    if baseline.comparator == "approx":
        least, most = _about(baseline)
    if target.comparator in ("approx", "range"):  # 左右 is passed in the better way, too
        low, high = (None, high) if less_is_better(target.indicator, target.measure) else (low, None)
    if low is not None:
        sure = least is not None and (least > low or (least == low and target.comparator != "gt"))
        never = most is not None and most < low
    else:
        sure = most is not None and (most < high or (most == high and target.comparator != "lt"))
        never = least is not None and least > high
    if sure == never or 0 < abs(baseline.amount - target.amount) <= _rounding(target, baseline) * abs(target.amount):
        return "cannot be said", "; the bounds do not decide"
    if baseline.wording.part and not target.wording.part and not (sure and low is not None):
        return "cannot be said", "; it is told of a part of the place"
    return ("reached" if sure else "missed"), ""
