"""For each indicator and plan: stated, named without a number, or not found."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Container, Iterable
from itertools import accumulate

import numpy as np
import pandas as pd

from policylab.checks import check_choices, check_columns
from policylab.compare._alignment import ranks
from policylab.compare._grams import distinct, gram_keys
from policylab.compare._masked_sentences import in_order, letters_of, sentences
from policylab.frames import as_objects, typed_frame
from policylab.resources import load_toml
from policylab.resources._statement_words import KINDS, OF_KINDS
from policylab.resources._word_patterns import BRACKETED

COLUMNS = (
    "indicator", "plan", "status", "statements", "value", "value_high", "unit", "comparator", "year", "written",
    "sentence", "figures", "section", "start", "end", "searched_as", "sections_searched",
)  # fmt: skip
_READ = ("value", "value_high", "unit", "comparator", "year", "sentence", "section")  # of the statement that a row shows
_NUMBERS = ("year", "start", "end", "sections_searched")
SHORTEST = 3  # letters of a name that is looked for
_BRACKET = re.compile(BRACKETED)


def stated(ledger: pd.DataFrame, corpus, *, kinds: tuple[str, ...] = ("target",), series: pd.DataFrame | None = None,
           links: pd.DataFrame | None = None) -> pd.DataFrame:  # fmt: skip
    """Say for each indicator of the ledger, and each plan, whether the plan states it, names it, or does not.

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
        From `figure_changes` with the ledger: statements that stand in the same place of a sentence that was taken
        over are one indicator, too.

    Returns
    -------
    DataFrame
        One row an indicator in a plan: indicator, plan, status (stated, named, not found), statements (ids), value,
        value_high, unit, comparator, year (of the last year that is stated), written (number and unit as they stand),
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
    7
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
        indicator = own[min(own, key=order.__getitem__)][0]["indicator"]
        spoken = dict.fromkeys(row["indicator"] for here in own.values() for row in here)
        names = list(dict.fromkeys(name for spelling in spoken for name in search_names(spelling)))
        first = len(listed) * len(plans)
        for number, said in texts.find(names, but=own).items():
            cells[first + number] = said
        for plan, here in own.items():
            cells[first + order[plan]] = _stated(here, plans[order[plan]])
        listed.append((indicator, "; ".join(names)))
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


@functools.cache
def _synonyms() -> list[list[str]]:
    table = load_toml("synonyms.toml")["synonyms"]
    return [[letters_of(variant) for variant in (term, *others)] for term, others in table.items()]


def _groups(ledger: pd.DataFrame, series: pd.DataFrame | None, links: pd.DataFrame | None) -> pd.Series:
    """A number for the indicator of each statement: of one name, or joined by a series or a passage taken over."""
    import networkx

    names = ledger["indicator"].map(lambda name: (search_names(name) or (name,))[-1])
    of = dict(zip(ledger["statement"], names, strict=True))
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
    graph.add_nodes_from(names)
    for statements in joined:
        networkx.add_path(graph, [of[statement] for statement in statements if statement in of])
    number = {name: i for i, part in enumerate(networkx.connected_components(graph)) for name in part}
    return names.map(number)


def _stated(here: list[dict], plan) -> tuple:
    last = max(reversed(here), key=lambda row: -1 if row["year"] is None else row["year"])
    start, end = int(last["start"]), int(last["end"])
    value, high, unit, comparator, year, sentence, section = map(last.get, _READ)
    statements = "; ".join(row["statement"] for row in here)
    return ("stated", statements, value, high, unit, comparator, year, plan.text[start:end], sentence, None, section, start, end)


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
        return ("named", *(None,) * 7, shown, figures, sentence.section, start, end)
