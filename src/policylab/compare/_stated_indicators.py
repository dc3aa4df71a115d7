"""For each indicator and plan: stated, named without a number, or not found."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Container, Iterable
from itertools import accumulate, chain, count, pairwise

import numpy as np
import pandas as pd

from policylab.checks import check_choices, check_columns
from policylab.compare._alignment import ranks
from policylab.compare._grams import distinct, gram_keys
from policylab.compare._masked_sentences import in_order, letters_of, sentences
from policylab.corpus._collation import edits
from policylab.frames import as_objects, typed_frame
from policylab.numbers._units import sort_of_unit
from policylab.resources import load_toml
from policylab.resources._statement_words import GROWTH, KINDS, OF_KINDS
from policylab.resources._word_patterns import BRACKETED

COLUMNS = (
    "indicator", "plan", "status", "statements", "kind", "measure", "value", "value_high", "unit", "comparator", "year", "written",
    "sentence", "figures", "section", "start", "end", "searched_as", "sections_searched",
)  # fmt: skip
_READ = ("kind", "measure", "value", "value_high", "unit", "comparator", "year", "sentence", "section")  # of the statement that a row shows
_NUMBERS = ("year", "start", "end", "sections_searched")
SHORTEST = 3  # letters of a name that is looked for
_BRACKET = re.compile(BRACKETED)
_LISTED = re.compile("^[^等]*、.*(?<![中高初同平])等(?!级)")
_CONTAINED = 0.6  # of a name that another within it has at least, to be one with it


def stated(ledger: pd.DataFrame, corpus, *, kinds: tuple[str, ...] = ("target",), series: pd.DataFrame | None = None,
           links: pd.DataFrame | None = None) -> pd.DataFrame:  # fmt: skip
    """Say for each indicator of the ledger, and each plan, whether the plan states it, names it, or does not.

    An indicator is a name with what is measured of it: a level and its growth, or 套 and 平方米 of one name, are two rows,
    and those behind the first say in brackets which they are.
    An indicator that a plan does not state is searched in all headings and all body text of the plan by its name, by
    the name without brackets and without the words that plans put before it (``compare.toml``), and by the synonyms of
    ``synonyms.toml``; what was searched for, and in how many sections, is in the table. So "not found" says that
    these names do not stand in the plan, and no more.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`; a statement without an indicator has no name to look for, and is left out.
    corpus : Corpus or iterable of Plan
    kinds : tuple of str, default ("target",)
        Kinds of statements whose indicators are listed (target, baseline, instrument, structure, coverage, and what
        else the ledger has); statements of all kinds count as stated.
    series : DataFrame, optional
        From `policylab.targets.target_series`: statements of one family of series are one indicator, as they are in
        the lineage. Without it, equal names are, so that "not found" may be what `target_lineage` links by another name.
    links : DataFrame, optional
        From `figure_changes` with the ledger: statements of one indicator in a passage that was taken over are one, too,
        where the same is measured of both.

    Returns
    -------
    DataFrame
        One row an indicator in a plan: indicator, plan, status (stated, named, not found), statements (ids), and of one
        of them, of the `kinds` where there is any, of the last year and then with a bound: kind, measure, value,
        value_high, unit, comparator, year, written (number and unit as they stand),
        sentence, figures (numbers in the sentence of an indicator that is only named: to be checked by reading),
        section, start, end (of the number, or of the name), searched_as, sections_searched. Without a
        statement of these kinds there is no row.

    Raises
    ------
    PolicylabError
        If a table lacks a column, or a kind is unknown.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = stated(policylab.extract_targets(corpus), corpus)
    >>> sorted(set(table["status"]))
    ['named', 'not found', 'stated']
    >>> stated(policylab.extract_targets(corpus), corpus, kinds=("instrument",))["indicator"].nunique()
    8
    """
    check_columns(
        ledger, ("statement", "plan", "kind", "indicator", "value", "unit", "year", "start", "end"), name="ledger"
    )
    plans = in_order(corpus)
    kinds = check_choices("kinds", kinds, {*KINDS, *ledger["kind"]}, OF_KINDS)
    ledger = ledger[ledger["indicator"].notna()]
    table = ledger.assign(group=_groups(ledger, series, links)).sort_values(["plan", "start", "end"])
    wanted = list(dict.fromkeys(table.loc[table["kind"].isin(kinds), "group"]))
    order = {plan.id: i for i, plan in enumerate(plans)}
    members: dict[str, dict[str, list[dict]]] = {group: {} for group in wanted}
    for row in as_objects(table[table["plan"].isin(order)]).to_dict("records"):
        if row["group"] in members:
            members[row["group"]].setdefault(row["plan"], []).append(row)
    texts = _Texts(plans)
    listed, cells = [], {}
    for own in filter(None, map(members.get, wanted)):
        told = own[min(own, key=order.__getitem__)][0]
        spoken = dict.fromkeys(row["indicator"] for here in own.values() for row in here)
        names = list(dict.fromkeys(name for spelling in spoken for name in search_names(spelling)))
        first = len(listed) * len(plans)
        for number, said in texts.find(names, but=own).items():
            cells[first + number] = said
        for plan, here in own.items():
            cells[first + order[plan]] = _stated(here, kinds, plans[order[plan]])
        listed.append((told, "; ".join(names)))
    listed = list(zip(_called([told for told, _ in listed]), [names for _, names in listed], strict=True))
    return _every_plan(listed, [plan.id for plan in plans], texts.sections, cells)


def _every_plan(listed: list[tuple[str, str]], plans: list[str], sections: list[int], cells: dict[int, tuple]) -> pd.DataFrame:
    """A row for each indicator and plan; `cells` has those that are found, by their row: most of many plans have none."""
    table = pd.DataFrame.from_dict(cells, orient="index", columns=COLUMNS[2:-2], dtype=object)
    table = table.reindex(range(len(listed) * len(plans)))
    table["status"] = table["status"].fillna("not found")
    for place, name in enumerate(("indicator", "searched_as")):
        table[name] = np.repeat(np.array([pair[place] for pair in listed], dtype=object), len(plans))
    table["plan"] = np.tile(np.array(plans, dtype=object), len(listed))
    table["sections_searched"] = np.tile(np.array(sections, dtype=np.int64), len(listed))
    return typed_frame(table, COLUMNS, {"Int64": _NUMBERS[:-1], "object": [name for name in COLUMNS if name not in _NUMBERS]})


@functools.lru_cache(maxsize=100_000)
def search_names(indicator: str) -> tuple[str, ...]:
    """Names by which an indicator is searched: letters only, in capitals.

    >>> search_names("全市5G基站")
    ('全市5G基站', '5G基站', '第五代移动通信基站', '第五代移动通信技术基站', '第5代移动通信基站')
    """
    words = load_toml("compare.toml")["indicators"]["before"]
    names = [letters_of(indicator), letters_of(_BRACKET.sub("", indicator))]
    for name in list(names):
        bare = name
        while word := next((w for w in words if bare.startswith(w) and len(bare) - len(w) >= 4), None):
            bare = bare[len(word) :]
        names.append(bare)
    for variants in _synonyms():
        if said := next((variant for variant in variants if variant in names[-1]), None):
            names += [names[-1].replace(said, variant) for variant in variants]
    return tuple(name for name in dict.fromkeys(names) if len(name) >= SHORTEST)


def one_indicator(first: str | None, second: str | None) -> bool | None:
    """Whether two names are of one indicator: one is the other with a qualifier more; None where one has no name.

    What is only enumerated before 等 does not count. Two plans may word a thing otherwise; whether one reading is another
    is told by `same_indicator` of ``targets/_gold_evaluation.py``, which knows no synonyms.

    >>> one_indicator("制造业企业设计工具普及率", "企业设计工具普及率"), one_indicator("电子病历普及率", "电子证照使用率")
    (True, False)
    >>> one_indicator("物联网、大数据等产业规模", "人工智能、大数据、超算等产业规模"), one_indicator("产业规模", None) is None
    (True, True)
    """
    if not first or not second:
        return None
    names = [(search_names(name) or (letters_of(name),))[-1] for name in (_LISTED.sub("", first) or first, _LISTED.sub("", second) or second)]
    shorter, longer = sorted(names, key=len)
    if len(shorter) < _CONTAINED * len(longer) or shorter[-2:] != longer[-2:]:
        return False
    return all(tag in ("equal", "delete") for tag, *_ in edits(longer, shorter))


@functools.cache
def _synonyms() -> list[list[str]]:
    table = load_toml("synonyms.toml")["synonyms"]
    return [[letters_of(variant) for variant in (term, *others)] for term, others in table.items()]


def _groups(ledger: pd.DataFrame, series: pd.DataFrame | None, links: pd.DataFrame | None) -> pd.Series:
    """A number for the indicator of each statement: of one name, or joined by a series or a passage taken over."""
    import networkx

    names = ledger["indicator"].map(lambda name: (search_names(name) or (name,))[-1])
    measures = ledger["measure"].replace(dict.fromkeys(GROWTH, "growth")) if "measure" in ledger else [""] * len(ledger)
    sorts = ledger["unit"].where(ledger["unit"].notna(), "").map(sort_of_unit)
    nodes = pd.Series(list(zip(names, measures, sorts, strict=True)), ledger.index, dtype=object)
    of = dict(zip(ledger["statement"], nodes, strict=True))
    joined: list[Iterable[str]] = []
    if series is not None:
        check_columns(
            series, ("family", "statements", "ambiguous"), name="series", maker="policylab.targets.target_series"
        )
        for _, family in series[~series["ambiguous"]].groupby("family", sort=True):
            joined.append("; ".join(family["statements"]).split("; "))
    if links is not None:
        check_columns(links, ("statement_earlier", "statement_later"), name="links")
        joined += zip(links["statement_earlier"], links["statement_later"], strict=True)
    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    for statements in joined:
        told = [of[statement] for statement in statements if statement in of]
        graph.add_edges_from((one, other) for one, other in pairwise(told) if one[1:] == other[1:])
    number = {node: i for i, part in enumerate(networkx.connected_components(graph)) for node in part}
    return nodes.map(number)


def _called(told: list[dict]) -> list[str]:
    """What each indicator is called, by a statement of it: where several have one name, all but one say what is measured, a level last."""
    called: dict[int, str] = {}
    for number in sorted(range(len(told)), key=lambda number: told[number].get("measure", "level") != "level"):
        name, measure = told[number]["indicator"], told[number].get("measure", "level")
        measured = load_toml("compare.toml")["measured"].get(measure) or told[number]["unit"] or measure
        names = chain((name, f"{name}({measured})"), (f"{name}({measured},{further})" for further in count(2)))
        called[number] = next(one for one in names if one not in called.values())
    return [called[number] for number in range(len(told))]


def _stated(here: list[dict], kinds: Container[str], plan) -> tuple:
    last = max(reversed(here), key=lambda row: (row["kind"] in kinds, -1 if row["year"] is None else row["year"], row.get("comparator", "eq") != "eq"))
    start, end = int(last["start"]), int(last["end"])
    *read, sentence, section = map(last.get, _READ)
    statements = "; ".join(row["statement"] for row in here)
    return ("stated", statements, *read, plan.text[start:end], sentence, None, section, start, end)


class _Texts:
    """The sentences of all plans, with an index of the plans in which each run of three letters stands."""

    def __init__(self, plans: list) -> None:
        self._plans = plans
        self._sentences = [sentences(plan) for plan in plans]
        self._letters = ["\n".join(sentence.letters for sentence in own) for own in self._sentences]
        self._starts = [
            list(accumulate((len(sentence.letters) + 1 for sentence in own), initial=0)) for own in self._sentences
        ]
        self.sections = [len({sentence.section for sentence in own}) for own in self._sentences]
        together = "".join(self._letters)
        codes = ranks(together)
        self._code = {char: code for code, char in enumerate(sorted(set(together)))}
        plan = np.repeat(np.arange(len(plans)), [len(text) for text in self._letters])
        # runs over the end of a plan are of no harm: their texts are searched all the same
        runs = gram_keys(codes, SHORTEST, len(self._code))
        self._cells = distinct(runs * len(plans) + plan[: len(runs)])

    def _with(self, name: str) -> list[int]:
        """Plans that have each run of three letters of a name."""
        codes = [self._code.get(char, -1) for char in name]
        if -1 in codes:
            return []
        runs = gram_keys(np.array(codes), SHORTEST, len(self._code)) * len(self._plans)
        spans = np.searchsorted(self._cells, [runs, runs + len(self._plans)])
        rarest, *others = np.argsort(spans[1] - spans[0], kind="stable").tolist()
        plans = self._cells[slice(*spans[:, rarest])] - runs[rarest]
        for run in others:
            plans = plans[np.isin(plans + runs[run], self._cells[slice(*spans[:, run])], assume_unique=True)]
        return plans.tolist()

    def find(self, names: Iterable[str], *, but: Container[str]) -> dict[int, tuple]:
        """For each plan that has one of the names, by its number, where it has the first of them first."""
        found: dict[int, tuple] = {}
        for name in names:
            for number in self._with(name):
                if number not in found and self._plans[number].id not in but:
                    at = self._letters[number].find(name)
                    if at >= 0:
                        found[number] = self._named(number, at, len(name))
        return found

    def _named(self, number: int, at: int, length: int) -> tuple:
        place = bisect_right(self._starts[number], at) - 1
        sentence = self._sentences[number][place]
        at -= self._starts[number][place]
        start, end = sentence.span(at, at + length)
        figures = "; ".join(f.text for _, f in sentence.figures if f.kind == "quantity") or None
        shown = self._plans[number].text[sentence.start : sentence.end]
        return ("named", *(None,) * 9, shown, figures, sentence.section, start, end)
