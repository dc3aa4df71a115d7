"""Series: what the plans of one place say of one indicator, year by year, and places side by side; which statements are of one indicator."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations

import pandas as pd

from policylab.checks import check_choices, check_columns
from policylab.corpus import Plan, PlanDates, plan_authority, plan_dates, plan_order
from policylab.corpus._plan import is_plan
from policylab.errors import unknown
from policylab.frames import typed_frame
from policylab.resources._statement_words import COMPARED_KINDS, GROWTH, OF_KINDS
from policylab.targets._indicator_identity import (
    RELATIVE,
    WHOLE,
    Measured,
    Name,
    Wording,
    adds_up,
    dimension_of,
    drawn_otherwise,
    is_stock,
    measured_as,
    name_of,
    reckoned_by,
    reckoned_otherwise,
    wording_of,
)  # fmt: skip

NEEDED = ("statement", "plan", "kind", "indicator", "comparator", "value", "unit", "measure", "year")
SERIES = (
    "series", "family", "name", "place", "plan", "kind", "target", "statements", "places", "indicator", "comparator",
    "value", "value_high", "unit", "measure", "base_year", "year", "year_from", "modality", "doubt", "ambiguous",
)  # fmt: skip
PLACES_COMPARED = (
    "series", "indicator", "year", "kind", "rank", "of", "place", "plan", "statement", "comparator", "value", "unit",
)  # fmt: skip
ONCE = "原定"  # the modality of a target that its own plan replaces
STRONG = ("sentence", "context")
# 五年来, 今后五年, 2016—2020年, “十二五”时期: what is told is told of several years together
YEARS = re.compile(
    r"[二两三四五六七八九十2-9]年(?:来|间|累计|共)|(?:过去|今后|未来)的?[二两三四五2-5]年|(?:19|20)[0-9]{2}年?[—–~～至到-](?:19|20)[0-9]{2}年"
    r"|“?十[一二三四五六七八]五”?(?:时期|期间|以来)"
)
YEARS_LEAD = re.compile(f"(?:{YEARS.pattern})”?,")
ONE_YEAR = re.compile(r"(?<![至到止比从自])(?:(?:19|20)[0-9]{2}|[今去])年(?![底末前—–~～至到-]|以[来前])")  # 2020年,…, but not 到2020年
REACHING = ("达到", "突破", "超过")
SUMS = ("money", "us_dollar", "person_times")
SPECIFIC = 4  # characters of a name within a longer one that a plan restates with the same number


@dataclass(frozen=True, slots=True)
class Stated:
    """One target or baseline of a plan, with all places where the plan states it; values in the canonical unit."""

    plan: PlanDates
    place: str | None
    kind: str
    statements: tuple[str, ...]
    indicator: str
    names: tuple[Name, ...]
    measured: Measured
    comparator: str
    amount: Fraction
    high: Fraction | None
    unit: str
    factor: Fraction
    canonical: str
    measure: str
    base_year: int | None
    year: int | None
    year_from: str | None
    modality: str | None
    wording: Wording
    at: int
    doubt: str | None = None  # why a reader should look at the ledger's row first
    years: str | None = None  # whether its text tells it of one year, of several together, or stands under the heading of several
    shown: Fraction = Fraction(1)  # how many canonical units the unit of its series is
    series: int = -1
    family: int = -1
    ambiguous: bool = False

    @property
    def yearly(self) -> bool:
        """Whether its plan is for one year."""
        return self.plan.period_start is not None and self.plan.period_start == self.plan.period_end

    @property
    def bare(self) -> bool:
        return any(name.bare for name in self.names)

    @property
    def said(self) -> tuple[Fraction, Fraction | None]:
        return self.amount, self.high

    @property
    def key(self) -> tuple:
        """Sorts what is stated by what it says, whatever ids and catalogue order are."""
        return (
            *_identity(self, self.names[0])[:-1], self.year or 9999, self.kind, self.amount, self.high or self.amount, self.comparator,
            str(self.plan.issued), self.plan.period_start or 0, self.plan.period_end or 0, self.at, self.indicator,
        )  # fmt: skip


def target_series(ledger: pd.DataFrame, corpus: object = None) -> pd.DataFrame:
    """Order the targets and baselines of plans into indicator series: what is said of one indicator, by year.

    A series is one indicator with its scope: which place, what is counted, level or growth or what comes anew. This is
    the one table of identities that `target_lineage`, `compare_targets` and `policylab.compare.stated` use.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`, of any number of plans.
    corpus : Corpus, Plan, iterable of Plan, DataFrame of plans, or None
        Says who issued each plan and when. Without it, columns title, issuer, issued, period_start and period_end of
        the ledger are read where it has them.

    Returns
    -------
    DataFrame
        One row a target or baseline of a plan; a number that a plan says twice is one row with two places. Sorted by
        series, year and plan.

        - series, name: id of the indicator series, and what it is called
        - family: the series that draw the same thing in another way have one family
        - place: the place that the plan speaks for, else its issuer (`policylab.corpus.plan_authority`)
        - plan, kind, indicator, comparator, measure, base_year, year, year_from, modality: as in the ledger
        - doubt: of the ledger, where it has one and every statement of it is in doubt
        - target, statements, places: id of the first statement, ids of all, separated by ``"; "``, and how many
        - value, value_high, unit: in one unit for the whole series
        - ambiguous: whether the plan has two values under this name for this year, so that the name does not tell them
          apart, or the name does not say what is counted (投资, 项目); nothing is linked to it

    Raises
    ------
    PolicylabError
        If columns are missing, or `corpus` cannot be read.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import target_series
    >>> ledger = policylab.extract_targets("到2025年,5G基站达到7万个。全市建成5G基站7万个,截至2021年为3.3万个。", period_end=2025)
    >>> target_series(ledger)[["name", "kind", "value", "year", "places"]].values.tolist()[-1]
    ['5G基站', 'target', Decimal('70000'), 2025, 2]
    """
    stated = read_stated(ledger, corpus)
    units = series_units(stated)
    names = series_names(stated)
    order = {id(item): place for place, item in enumerate(sorted(stated, key=lambda item: item.key))}
    rows = []
    for item in sorted(stated, key=lambda item: (item.series, item.year or 9999, order[id(item)])):
        unit, factor = units[item.series]
        rows.append(
            (
                series_id(item.series), series_id(item.family), names[item.series], item.place, item.plan.id,
                item.kind, item.statements[0], "; ".join(item.statements), len(item.statements), item.indicator,
                item.comparator, plain(item.amount / factor),
                None if item.high is None else plain(item.high / factor), unit or None, item.measure, item.base_year,
                item.year, item.year_from, item.modality, item.doubt, item.ambiguous,
            )  # fmt: skip
        )
    return typed_frame(rows, SERIES, {"bool": ["ambiguous"], "object": ["doubt"], "Int64": ("year", "base_year")})


def compare_targets(
    ledger: pd.DataFrame, corpus: object = None, *, kinds: tuple[str, ...] = ("target",), year: int | None = None
) -> pd.DataFrame:
    """Compare places: the same indicator for the same year, ranked.

    Whether a place reaches a target is a question to its own plans (`target_lineage`); this table says where places
    stand.

    Parameters
    ----------
    ledger, corpus
        As in `target_series`; only plans whose place is known are compared.
    kinds : tuple of str, default ("target",)
        ``"target"``, ``"baseline"`` or both; each is ranked by itself.
    year : int, optional
        Only this year.

    Returns
    -------
    DataFrame
        One row a place in a comparison: series (an id for the comparison), indicator, year, kind, rank (1 is the
        largest value; equal values share a rank), of (number of places), place, plan, statement, comparator, value,
        unit (the same for all rows of a comparison). A place that states two values is left out.

    Raises
    ------
    PolicylabError
        If a kind is none of the two, or `corpus` cannot be read.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> from policylab.targets import compare_targets
    >>> texts = {"a": "2025年,粮食产量达到1285万吨。", "b": "2025年,粮食产量达到732.5亿斤。"}
    >>> ledger = pd.concat([policylab.extract_targets(text, period_end=2025, plan=id) for id, text in texts.items()])
    >>> plans = pd.DataFrame({"plan": ["a", "b"], "issuer": ["甲省人民政府", "乙省人民政府"]})
    >>> compare_targets(ledger, plans)[["rank", "place", "value", "unit"]].values.tolist()
    [[1, '乙省', Decimal('36625000'), '吨'], [2, '甲省', Decimal('12850000'), '吨']]
    """
    kinds = check_choices("kinds", kinds, COMPARED_KINDS, OF_KINDS)
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for item in read_stated(ledger, corpus):
        name = item.names[0]
        own = item.place and not item.bare and not WHOLE.match(name.core)  # 全国5G基站, in the plan of a city, is not the city's
        years = years_of(item) if runs(item) else ""  # what a plan of five years sets is not compared with what a report does
        if item.kind in kinds and own and years is not None and item.year is not None and year in (None, item.year):
            groups[*_identity(item, name)[1:-1], years, item.year, item.kind].append(item)
    rows = []
    number: dict[tuple, int] = {}
    for key in sorted(groups):
        places: dict[str, list[Stated]] = defaultdict(list)
        for item in groups[key]:
            places[item.place].append(item)
        known = [min(items, key=lambda item: item.key) for items in places.values() if len({item.said for item in items}) == 1]
        if len(known) < 2:
            continue
        series = number.setdefault(key[:-2], len(number) + 1)
        together = [replace(item, series=series) for item in known]
        unit, factor = series_units(together)[series]
        name = series_names(together)[series]
        for item in sorted(known, key=lambda item: (-item.amount, item.place)):
            rank = 1 + sum(other.amount > item.amount for other in known)
            rows.append((
                f"C{series:03d}", name, item.year, item.kind, rank, len(known), item.place, item.plan.id, item.statements[0],
                item.comparator, plain(item.amount / factor), unit or None,
            ))  # fmt: skip
    return typed_frame(rows, PLACES_COMPARED, {"Int64": ("year", "rank", "of")})


def series_id(number: int) -> str:
    return f"S{number:03d}"


def series_units(stated: Iterable[Stated]) -> dict[int, tuple[str, Fraction]]:
    """The unit of each series, and how many canonical ones it is: what all are written in, else the canonical one."""
    members = defaultdict(set)
    for item in stated:
        members[item.series].add((item.unit, item.factor, item.canonical))
    units = {}
    for series, found in members.items():
        same = len({factor for _, factor, _ in found}) == 1  # 公里 and 千米, 个 and 家
        units[series] = min(found)[:2] if same else (min(canonical for *_, canonical in found), Fraction(1))
    return units


def series_names(stated: Iterable[Stated]) -> dict[int, str]:
    """What each series is called: the name that the plans give it most, the shortest of several."""
    used: dict[int, Counter] = defaultdict(Counter)
    for item in stated:
        used[item.series][item.indicator] += 1
    return {series: min(names, key=lambda name: (-names[name], len(name), name)) for series, names in used.items()}


def plain(value: Fraction) -> Decimal:
    """The value as a decimal, rounded to ten places, without trailing zeros and without an exponent."""
    with localcontext() as context:
        context.prec = 60
        text = format(round(Decimal(value.numerator) / Decimal(value.denominator), 10), "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def read_stated(ledger: pd.DataFrame, corpus: object = None) -> list[Stated]:
    """Everything that a ledger states, each with its series and family, ordered by what it says."""
    check_columns(ledger, NEEDED, name="ledger", maker="policylab.extract_targets")
    corpus = list(corpus) if isinstance(corpus, Iterator) else corpus  # it is gone through more than once
    stated = _without_doubt(_grouped(_merged(_from_the_start(_items(ledger, corpus)))))
    units = series_units(stated)
    stated = [replace(item, shown=units[item.series][1]) for item in stated]
    return sorted(stated, key=lambda item: (item.series, item.key))


def _dates(ledger: pd.DataFrame, corpus: object) -> dict[str, PlanDates]:
    if corpus is not None:
        known = {plan.id: plan for plan in plan_dates(corpus)}
    else:
        columns = [name for name in ("plan", "title", "issuer", "issued", "period_start", "period_end") if name in ledger]
        known = {plan.id: plan for plan in plan_dates(ledger[columns].drop_duplicates("plan"))}
    plans = dict.fromkeys(ledger["plan"])
    for plan in plans if plans_of(corpus) else ():  # a table of plans may know less
        if plan not in known:
            raise unknown("plan", plan, known)
    return {plan: known.get(plan, PlanDates(plan)) for plan in plans}


def _items(ledger: pd.DataFrame, corpus: object) -> list[Stated]:
    plans = _dates(ledger, corpus)
    places = {id: plan_authority(plan) for id, plan in plans.items()}
    sections = _paths(corpus)
    items = []
    for number, row in enumerate(ledger.to_dict("records")):
        if row["kind"] not in COMPARED_KINDS or not isinstance(row["indicator"], str) or pd.isna(row["value"]):
            continue
        plan, place = plans[row["plan"]], places[row["plan"]]
        unit = row["unit"] if isinstance(row["unit"], str) else ""
        dimension, factor, found = dimension_of(unit)
        full = found.dimension if found else ""
        indicator, measure, sentence = row["indicator"], row["measure"], _text(row.get("sentence")) or ""
        wording = wording_of(sentence, indicator, unit, full)
        basis = reckoned_by(sentence, indicator, format(row["value"], "f") if measure in GROWTH else "")
        name = name_of(indicator, full, place or "", measure in GROWTH and full in RELATIVE)
        name = replace(name, scope=name.scope | basis)
        yearly = plan.period_start is not None and plan.period_start == plan.period_end
        # what a plan of several years has 累计建成 stands then; in one year it is another count than 建成
        stands = wording.scope == {"累计"} and wording.stage == "done" and not yearly
        if measure == "level" and not stands:
            name = replace(name, scope=name.scope | wording.scope)
        year, base = (None if pd.isna(row.get(key)) else int(row[key]) for key in ("year", "base_year"))
        high = row.get("value_high")
        items.append(
            Stated(
                plan, place, row["kind"], (row["statement"],), row["indicator"], (name,),
                measured_as(measure, dimension, name, base, yearly, year), row["comparator"],
                Fraction(Decimal(str(row["value"]))) * factor,
                None if high is None or pd.isna(high) else Fraction(Decimal(str(high))) * factor, unit, factor,
                (found.canonical if found and dimension != "count:" else ""), row["measure"], base, year,
                _text(row.get("year_from")), _text(row.get("modality")), wording,
                int(row["start"]) if "start" in row and not pd.isna(row["start"]) else number,
                _text(row.get("doubt")),
                _years_told(sentence, indicator, sections.get(row.get("section"), ""), yearly and (year or 0) <= plan.period_end),
            )  # fmt: skip
        )
    return sorted(items, key=lambda item: (item.plan.id, item.at, item.key))


def _years_told(sentence: str, indicator: str, headings: str, within_a_year: bool) -> str | None:
    """Whether a number is told of one year or of several: in its clause, by what leads in to it (五年来,…), or by its headings."""
    at = max(0, sentence.find(indicator))
    begin = max(sentence.rfind(mark, 0, at) for mark in ",;") + 1
    clause = re.match("[^,;]*", sentence[at:])
    own = sentence[begin:at] + clause.group() if indicator in sentence else sentence
    if YEARS.search(own) or ("累计" in own and not within_a_year):
        return "several"
    if ONE_YEAR.search(own):
        return "one"
    leads = {found.end(): told for pattern, told in ((YEARS_LEAD, "several"), (ONE_YEAR, "one")) for found in pattern.finditer(sentence[:begin])}
    return leads[max(leads)] if leads else "headed" if YEARS.search(headings) else None


def _from_the_start(items: list[Stated]) -> list[Stated]:
    """What a plan counts from the year before it begins is what it brings: 比2000年减少10%, of 2001 to 2005."""
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for item in items:
        groups[_identity(item, item.names[0])].append(item)
    known = {
        identity for identity, group in groups.items()
        if all(not item.yearly and item.measured.base == (item.plan.period_start or 0) - 1 for item in group)
    }  # fmt: skip
    return [
        replace(item, measured=replace(item.measured, base=None)) if _identity(item, item.names[0]) in known else item
        for item in items
    ]


def _paths(corpus: object) -> dict[str, str]:
    """The headings above each section, where the plans themselves are at hand."""
    return {row.section: row.path for plan in plans_of(corpus) for row in plan.sections.itertuples()}


def plans_of(corpus: object) -> list[Plan]:
    """The plans themselves, where they are at hand; a table of plans, or their dates alone, have none."""
    held = [corpus] if is_plan(corpus) else () if corpus is None or hasattr(corpus, "columns") else corpus
    return list(filter(is_plan, held))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _merged(items: Iterable[Stated]) -> list[Stated]:
    """One target for a number that a plan says twice of the same thing, with all places and names that it has."""
    kept: dict[tuple, list[Stated]] = defaultdict(list)
    named: dict[tuple, list[int]] = defaultdict(list)  # those with a name: no other is told to be the same
    for item in items:
        key = (item.plan.id, item.kind, item.measured.kind, item.measured.dimension, item.amount, item.high)
        known = kept[key]
        for place in () if item.bare else named[key]:
            if _restates(known[place], item):
                known[place] = _joined(known[place], item)
                break
        else:
            if not item.bare:
                named[key].append(len(known))
            known.append(item)
    return [item for group in kept.values() for item in group]


def _restates(one: Stated, two: Stated) -> bool:
    weak = any(item.year is None or item.year_from == "period" for item in (one, two))
    if (one.year != two.year and not weak) or one.measured.base != two.measured.base:
        return False
    for first in one.names:
        for second in two.names:
            if (first.core, first.scope) == (second.core, second.scope):
                return True
            shorter, longer = sorted((first.core, second.core), key=len)
            within = len(shorter) >= SPECIFIC and (longer.endswith(shorter) or longer.startswith(shorter))
            if within and one.amount not in (1, 100) and first.scope == second.scope:
                return True
    return False


def _joined(one: Stated, two: Stated) -> Stated:
    first, other = (two, one) if two.year_from in STRONG and one.year_from not in STRONG else (one, two)
    return replace(
        first, statements=one.statements + two.statements, names=tuple(dict.fromkeys((*first.names, *other.names))),
        comparator=first.comparator if first.comparator != "eq" else other.comparator,
        modality=first.modality or other.modality, wording=first.wording if first.wording.verb else other.wording,
        at=min(one.at, two.at), doubt=None if None in (one.doubt, two.doubt) else first.doubt,
    )


def _smallest(pairs: Iterable[tuple[tuple, tuple]]) -> dict[tuple, tuple]:
    """The smallest of all keys that hang together by these pairs, by each of them."""
    import networkx

    sets = networkx.connected_components(networkx.from_edgelist(pairs))
    return {key: root for keys in sets for root in [min(keys, key=repr)] for key in keys}


def _identity(item: Stated, name: Name) -> tuple:
    alone = (item.plan.id, item.at, item.indicator) if name.bare else ()
    return (
        item.place or "", name.core, tuple(sorted(name.scope)), tuple(sorted(name.members)), item.measured.kind,
        item.measured.dimension, item.measured.base or 0, alone,
    )  # fmt: skip


def _grouped(items: list[Stated]) -> list[Stated]:
    """The items with the numbers of their series and families, counted by what they say."""
    keys = {id(item): [_identity(item, name) for name in item.names] for item in items}
    series = _smallest((own[0], key) for own in keys.values() for key in own)
    roots = {item: series[own[0]] for item, own in keys.items()}
    families = _smallest((roots[id(one)], roots[id(two)]) for one, two in _close_pairs(items, roots))
    # what is linked to nothing else comes behind what is
    size: dict[tuple, set] = defaultdict(set)
    for item in items:
        size[roots[id(item)]].add(item.plan.id)
    # and what tells bare names of different plans apart without their ids
    place: dict[tuple, tuple] = {}
    for item in items:
        if (root := roots[id(item)])[-1]:
            place[root] = min(place.get(root, item.key), item.key)
    ordered = sorted(set(roots.values()), key=lambda root: (len(size[root]) < 2, root[:-1], place.get(root, ()), root[-1]))
    number = {root: count for count, root in enumerate(ordered, start=1)}
    family: dict[tuple, int] = {}
    for root in ordered:
        family.setdefault(families.get(root, root), number[root])
    return [replace(item, series=number[root], family=family[families.get(root, root)]) for item in items for root in [roots[id(item)]]]


def _close_pairs(items: list[Stated], roots: dict[int, tuple]) -> list[tuple[Stated, Stated]]:
    """Pairs of statements of two plans of one place that draw the same thing, or reckon its number, in another way."""
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for item in items:
        if not item.bare:
            # names that draw one thing in two ways have their end in common
            end = item.names[0].core[-2:]
            groups[item.place or "", end, item.measured.kind, item.measured.dimension, item.measured.base].append(item)
    pairs = []
    for group in groups.values():
        named: dict[tuple, dict[str, Stated]] = {"target": {}, "any": {}}
        plans: dict[tuple, set] = defaultdict(set)
        for item in group:
            for kind in ("any", item.kind) if item.kind == "target" else ("any",):
                named[kind][roots[id(item)]] = item
                plans[kind, roots[id(item)]].add((item.plan.id, item.kind))
        for kind, known in named.items():
            for one, two in combinations(sorted(known, key=repr), 2):
                # a plan that has both tells a part from its whole
                if plans[kind, one] & plans[kind, two]:
                    continue
                first, second = known[one], known[two]
                if drawn(first, second) and (kind == "target" or reckoned_otherwise(first.names[0], second.names[0])):
                    pairs.append((first, second))
    return pairs


def drawn(one: Stated, two: Stated) -> str | None:
    """How two statements draw the same thing in two ways, in words; None where they are of two things."""
    grows = one.measured.kind not in ("level", "added")
    return drawn_otherwise(one.names[0], two.names[0], one.measured.dimension, grows=grows)


def _without_doubt(items: list[Stated]) -> list[Stated]:
    """The items, marked where a plan has two values under one name for one year, or the name says nothing."""
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for item in items:
        groups[item.series, item.plan.id, item.kind, item.year].append(item)
    marked = []
    for group in groups.values():
        values = {item.said for item in group if item.modality != ONCE}
        strong = {item.said for item in group if item.year_from in STRONG and item.modality != ONCE}
        for item in group:
            told = len(values) == 1 or (len(strong) == 1 and item.year_from in STRONG)
            told = told and item.modality != ONCE
            marked.append(replace(item, ambiguous=item.bare or item.measured.kind in ("rank", "multiple") or not told))
    return marked


def order_of(one: Stated, two: Stated) -> int | None:
    """Order of two plans of one place; None where they speak for two places, 0 where it is unknown."""
    if one.place != two.place:
        return None
    return plan_order(one.plan, two.plan) if one.place else 0


def is_work(item: Stated) -> bool:
    """Whether a number says how much is done (建设学校5所), not how much there is then."""
    verb, dimension = item.wording.verb, item.measured.dimension
    return adds_up(dimension) and dimension != "money" and verb is not None and verb not in REACHING


def runs(item: Stated) -> bool:
    """Whether a number comes together over time, so that more years have more of it."""
    changes = item.measured.kind in ("added", "decrease") and item.measured.base is None  # 比2015年下降15% says since when
    return changes or is_work(item) or _is_yearly_sum(item)


def _is_yearly_sum(item: Stated) -> bool:
    """Whether what a level says is what a year brings: money that is spent, what is produced."""
    dimension = item.measured.dimension
    if item.measured.kind != "level" or is_work(item) or is_stock(item.indicator):
        return False
    return dimension in SUMS or (adds_up(dimension) and item.names[0].core.endswith("量"))


def years_of(item: Stated) -> str | None:
    """Whether a number that comes together over time is that of one year or of several; None where that is not told."""
    summed = _is_yearly_sum(item)
    if item.years == "several" or (item.years == "headed" and not summed):
        return "several"
    if item.yearly and (item.year or 0) <= item.plan.period_end:
        return "one"
    if summed:  # 完成投资100亿元, in a plan of five years
        return "one" if item.years == "one" or item.wording.stage != "done" or item.wording.verb in REACHING else None
    if item.years == "one" and runs(item):  # 2025年新增50万人, in a plan of five years: in that year, or until then
        return "one" if item.kind == "baseline" else None
    return "several"
