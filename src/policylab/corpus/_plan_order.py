"""Order and authority: which of two plans is the earlier one, for which place a plan speaks, and which plans pair."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policylab.checks import as_list, check_columns, check_has, check_known
from policylab.corpus._authority import authority
from policylab.corpus._plan import is_plan
from policylab.errors import PolicylabError, invalid
from policylab.frames import as_objects
from policylab.numbers._calendar import check_year
from policylab.resources._word_patterns import resource_pattern

if TYPE_CHECKING:
    import pandas as pd

DATED = "a Corpus or a list of plans"
PAIRS = "a list of pairs of ids of plans, such as [('city-2015', 'city-2021')]"


@dataclass(frozen=True, slots=True)
class PlanDates:
    """What tells when a plan was made and for whom it speaks; any of it may be unknown."""

    id: str
    title: str = ""
    issuer: str | None = None
    issued: datetime.date | None = None
    period_start: int | None = None
    period_end: int | None = None
    after: tuple[str, ...] = ()


def plan_order(one, other) -> int:
    """Say which of two plans is the earlier one, where their dates say so.

    Parameters
    ----------
    one, other : Plan or PlanDates
        What has the attributes id, issued, period_start, period_end and after.

    Returns
    -------
    int
        -1 if `one` is the earlier plan, 1 if `other` is, 0 if nobody can say. The catalogue's own word (``after``)
        counts first, then the days of issue, then periods that do not overlap. Where both were issued on one day, or
        a day is missing and the periods overlap, or each is said to be after the other, the order is unknown; ids,
        titles and places in a catalogue never tell.

    Examples
    --------
    >>> import policylab
    >>> from policylab.corpus import plan_order
    >>> corpus = policylab.load_corpus()
    >>> plan_order(corpus["smart-city-2015"], corpus["smart-city-2021"])
    -1
    >>> plan_order(corpus["new-infrastructure-2021"], corpus["smart-city-2021"])
    0
    """
    for name, plan in (("one", one), ("other", other)):
        check_has(name, plan, "after", "a Plan, or what tells its dates")
    if other.id in one.after or one.id in other.after:
        return (other.id in one.after) - (one.id in other.after)
    if one.issued is not None and other.issued is not None:
        return (one.issued > other.issued) - (one.issued < other.issued)
    for earlier, later, sign in ((one, other, -1), (other, one, 1)):
        known = earlier.period_end is not None and later.period_start is not None
        if known and earlier.period_end < later.period_start:
            return sign
    return 0


def in_time(plan) -> tuple[int, int, str]:
    """What plans are listed by: the start and end of the period, without one the year of issue; what tells less comes last.

    >>> in_time(PlanDates("b", issued=datetime.date(2018, 9, 20))) < in_time(PlanDates("a", period_start=2021, period_end=2025))
    True
    """
    issued = plan.issued.year if plan.issued else None
    return plan.period_start or issued or 9999, plan.period_end or 9999, plan.id


def plan_stages(plans: Iterable) -> list[list]:
    """Part plans in time, as finely as is known: all plans of a part come before all plans of the next.

    Parameters
    ----------
    plans : iterable of Plan or PlanDates

    Returns
    -------
    list of lists
        One list where the order of the plans is unknown, or goes round in a circle; within a list the plans stand as
        they were given.

    Examples
    --------
    >>> import policylab
    >>> from policylab.corpus import plan_stages
    >>> for stage in plan_stages(policylab.load_corpus()):
    ...     print(*[plan.id for plan in stage])
    smart-city-2015
    digital-economy-2019
    new-infrastructure-2021 smart-city-2021
    """
    plans = _plans(plans)
    places = range(len(plans))
    before = [{n for n in places if plan_order(plans[n], plans[place]) < 0} for place in places]
    # where plans can be parted, each of the later ones has more known to be before it than any of the earlier ones
    ranked = sorted(places, key=lambda place: len(before[place]))
    cuts, common = [len(plans)], None
    for cut in range(len(plans) - 1, 0, -1):
        behind = before[ranked[cut]]
        common = behind if common is None else common & behind
        if common.issuperset(ranked[:cut]):
            cuts.insert(0, cut)
    return [[plans[n] for n in sorted(ranked[a:b])] for a, b in zip([0, *cuts], cuts, strict=False)]


def split_in_time(plans: Iterable, since: int | None) -> tuple[list[str], list[str]]:
    """Ids of the earlier and of the later plans, each of the earlier ones known to come before each of the later.

    Without `since` as few plans as can be told apart from the others are the later ones.
    """
    plans = list(plans)
    if len(plans) < 2:
        raise PolicylabError("There are not two plans, so that none is earlier or later than another.")
    if since is None:
        *before, later = plan_stages(plans)
        earlier = [plan for stage in before for plan in stage]
        circle = plans[:2]  # each pair has an order, and yet they cannot be parted
        unknown = [] if earlier else next((p for p in itertools.combinations(plans, 2) if not plan_order(*p)), circle)
    else:
        earlier, later = _parted_by(plans, since)
        unknown = next((p for p in itertools.product(earlier, later) if plan_order(*p) >= 0), [])
    if unknown:
        raise PolicylabError(
            f"Nobody can say which plans are the earlier ones: the dates of {' and '.join(p.id for p in unknown)} do not "
            "part them so. Give `issued`, the period or `after` in corpus.toml, name `pairs`, or leave plans out with "
            "`corpus.select`."
        )
    return [plan.id for plan in earlier], [plan.id for plan in later]


def _parted_by(plans: list, year: int) -> tuple[list, list]:
    """Plans from before a year, and those of it and later ones, by the day of issue, else by the start of the period."""
    check_year("since", year)
    years = {plan.id: plan.issued.year if plan.issued else plan.period_start for plan in plans}
    for plan, told in years.items():
        if told is None:
            raise PolicylabError(
                f"The plan {plan!r} has neither `issued` nor `period_start`, so it is neither early nor late. Give it "
                "one in corpus.toml, or leave the plan out with `corpus.select`."
            )
    earlier = [plan for plan in plans if years[plan.id] < year]
    later = [plan for plan in plans if years[plan.id] >= year]
    if not earlier or not later:
        raise PolicylabError(
            f"No plan is {'earlier' if not earlier else 'later'} for `since={year}`: the plans are "
            f"{', '.join(f'{plan} of {told}' for plan, told in years.items())}. Give another `since`."
        )
    return earlier, later


def plan_authority(plan) -> str | None:
    """The place that a plan speaks for, else the name of its issuer; None where neither is known.

    Two agencies of one city speak for one place; 市工业和信息化局 says its city in the title only.

    Examples
    --------
    >>> from policylab.corpus import PlanDates, plan_authority
    >>> plan_authority(PlanDates("a", "天津市智慧城市建设规划", "市工业和信息化局"))
    '天津市'
    >>> plan_authority(PlanDates("b", "政府工作报告", "呼伦贝尔市海拉尔区人民政府"))
    '呼伦贝尔市海拉尔区'
    >>> plan_authority(PlanDates("c", "数字经济发展规划", "国家发展改革委")), plan_authority(PlanDates("d", "规划"))
    ('全国', None)
    """
    check_has("plan", plan, "issuer", "a Plan, or what tells its issuer")
    return authority(plan.title, plan.issuer)


def plan_dates(source: object) -> list[PlanDates]:
    """What tells the order of plans, of a corpus, a list of plans, or a table of plans.

    Parameters
    ----------
    source : Corpus, iterable of Plan, or DataFrame
        A table needs the column plan; title, issuer, issued, period_start, period_end and after are read where it
        has them.

    Raises
    ------
    PolicylabError
        If it is none of these, or a day of issue cannot be read.
    """
    if hasattr(source, "itertuples"):
        return _from_table(source)
    try:
        plans = [source] if is_plan(source) else list(source)  # type: ignore[call-overload]
    except TypeError:
        raise invalid("corpus", source, "a Corpus, a list of plans, or a table of plans") from None
    for plan in plans:
        if not hasattr(plan, "period_start") or not hasattr(plan, "issued"):
            raise invalid("corpus", plan, "a Corpus, a list of plans, or a table of plans")
    return [
        PlanDates(p.id, p.title, p.issuer, p.issued, p.period_start, p.period_end, tuple(getattr(p, "after", ())))
        for p in plans
    ]


def _from_table(table: pd.DataFrame) -> list[PlanDates]:
    check_columns(table, ["plan"], name="corpus", hint="Give a table of plans, such as `corpus.plans`.")
    found = []
    for row in as_objects(table).drop_duplicates("plan").to_dict("records"):
        years = (None if (year := row.get(name)) is None else int(year) for name in ("period_start", "period_end"))
        after = row.get("after") or ()
        after = map(str.strip, after.split(";")) if isinstance(after, str) else after
        title = str(row.get("title") or "")
        found.append(PlanDates(str(row["plan"]), title, row.get("issuer"), _day(row.get("issued")), *years, tuple(after)))
    return found


def _day(value: object) -> datetime.date | None:
    try:
        return None if value is None else datetime.date.fromisoformat(str(value).removesuffix(" 00:00:00"))
    except ValueError:
        raise invalid("issued", value, "a day such as 2021-12-28") from None


def matched_pairs(plans: Iterable, named: Iterable[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    """Pairs of plans that a change in time is looked for in: the same subject and authority, one earlier.

    Parameters
    ----------
    plans : iterable of Plan
    named : pairs of ids, optional
        The pairs that the study's catalogue names (``pairs`` under [study]), which are then the only ones.

    Raises
    ------
    PolicylabError
        If a named pair has the plan first that is known to be the later one, or is none of two ids.

    Returns
    -------
    list of (str, str)
        Ids, the earlier plan first, each plan with the next one of its kind; empty where no two plans are of one
        kind, or their order is unknown. The kind is what a title says without its place, years and such words as 规划
        and 行动计划 (``resources/plan_titles.toml``).

    Examples
    --------
    >>> import policylab
    >>> matched_pairs(policylab.load_corpus())
    [('smart-city-2015', 'smart-city-2021')]
    """
    plans = _plans(plans)
    ids = [plan.id for plan in plans]
    if named is not None:
        return check_pairs(plans, [pair for pair in named_pairs(named) if set(pair) <= set(ids)])
    kinds: dict[tuple[str, str], list] = {}
    for plan in plans:
        place, subject = plan_authority(plan), plan_subject(getattr(plan, "title", ""), plan_authority(plan))
        if place and subject:
            kinds.setdefault((place, subject), []).append(plan)
    found = []
    for group in kinds.values():
        for one in group:
            later = [other for other in group if plan_order(one, other) < 0]
            found += [(one.id, two.id) for two in later if not any(plan_order(between, two) < 0 for between in later)]
    return sorted(found, key=lambda pair: (ids.index(pair[0]), ids.index(pair[1])))


def named_pairs(pairs: object, known: Iterable[str] | None = None, *, name: str = "pairs") -> list[tuple[str, str]]:
    """Pairs of plans as somebody names them by their ids, each of two; of `known` plans, if they are given.

    Raises
    ------
    PolicylabError
        If they are no list of pairs, or name a plan that there is not, or one plan twice in a pair.

    Examples
    --------
    >>> named_pairs([["city-2015", "city-2021"]], ["city-2015", "city-2021"])
    [('city-2015', 'city-2021')]
    """
    known, found = None if known is None else list(known), []
    for pair in as_list(name, pairs, PAIRS):
        two = as_list(name, pair, PAIRS)
        for plan in two:
            if known is not None:
                check_known("plan", plan, known)
        if len(two) != 2 or not all(isinstance(plan, str) for plan in two) or two[0] == two[1]:
            raise invalid(name, pair, PAIRS)
        found.append((two[0], two[1]))
    return found


def check_pairs(plans: Iterable, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of ids of these plans, as a list; an error where one has the plan first that is known to be the later one."""
    known = {plan.id: plan for plan in _plans(plans)}
    pairs = named_pairs(pairs, known)
    for one, other in pairs:
        if plan_order(known[one], known[other]) > 0:
            raise PolicylabError(
                f"The pair ({one}, {other}) has the later plan first: their dates say that {other} is the earlier one. "
                f"Write ({other}, {one})."
            )
    return pairs


def _plans(plans: object) -> list:
    """Plans, or what is told of their dates; one stands for itself."""
    plans = [plans] if hasattr(plans, "after") else as_list("plans", plans, DATED)
    for plan in plans:
        check_has("plans", plan, "after", DATED)
    return plans


def plan_subject(title: str, place: str | None) -> str:
    """What a plan's title says it is about.

    >>> plan_subject("天津市推进智慧城市建设行动计划(2015—2017年)", "天津市")
    '智慧城市'
    >>> plan_subject("天津市智慧城市建设“十四五”规划", "天津市")
    '智慧城市'
    """
    if place:
        title = title.replace(place, "")
    for said in ("frame", "kind"):
        title = resource_pattern("plan_titles.toml", said).sub("", title)
    return re.sub(r"\W+", "", title)
