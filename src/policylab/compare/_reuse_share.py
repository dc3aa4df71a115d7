"""The share of a plan that was taken over from earlier ones, carried on by later ones, or is shared; and what chance gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from policylab.checks import check_columns, check_int, check_kind
from policylab.compare._figure_changes import aligned_passages
from policylab.compare._formulas import Formulas
from policylab.compare._grams import GramIndex
from policylab.compare._masked_sentences import in_order, sentences
from policylab.compare._reuse import Match, best_matches, find_chains, runs_in_common, split_plans, turned
from policylab.corpus import load_corpus, plan_authority, plan_order
from policylab.corpus._plan import section_paths
from policylab.frames import typed_frame
from policylab.stats import Clusters, check_level, rate_interval

COLUMNS = ("plan", "side", "other", "characters", "shared", "share", "low", "high", "sections", "chance", "note")
CONTROL = (
    "plan", "unrelated", "unrelated_characters", "passages", "longest", "highest", "characters", "shared", "share",
)  # fmt: skip
_PASSAGES = ("earlier", "later", "earlier_start", "later_start", "earlier_text", "later_text", "formula")  # read of a passage
_SIDES = {"taken_over": 1, "carried_on": -1, "shared": 0}  # and the order in time of the plan and the other one


def reuse_share(
    reuse: pd.DataFrame, corpus, *, control: pd.DataFrame | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Share of each plan that it has in common with earlier plans, with later ones, and with plans of unknown order.

    Characters in common are counted, punctuation aside, each once however many plans it comes from. Sections are what
    the interval is made of (`policylab.stats.rate_interval`), since the sentences of one are taken over together; in
    simulated texts whose passages crowd in few sections it holds the true share in 95 to 99 % of cases
    (``benchmarks/coverage.py``).

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`. Formulas do not count.
    corpus : Corpus or iterable of Plan
        The plans that `reuse` was made from.
    control : DataFrame, optional
        From `reuse_control`: what chance alone gives.
    level : float, default 0.95
        Of the interval, from 0.5 to below 1.

    Returns
    -------
    DataFrame
        One row a plan, side and other plan: plan, side (``taken_over`` from earlier plans, ``carried_on`` by later
        ones, ``shared`` with plans of which it is not known whether they are earlier), other (a plan, or ``all``),
        characters (of the plan), shared (of them in common), share (0 to 1), low, high, sections, chance (the share
        that as much unrelated text as the other plans have gives, by what `control` found for all plans together;
        missing without it), note (``descriptive only``, without an interval, below ten sections; ``none found``:
        nothing has no interval; ``no text``: the share of an empty plan is missing).

    Raises
    ------
    PolicylabError
        If a parameter is wrong.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> from policylab.compare import reuse_control, text_reuse
    >>> corpus = load_corpus()
    >>> table = reuse_share(text_reuse(corpus), corpus, control=reuse_control(corpus), level=0.9)
    >>> row = table[(table["plan"] == "smart-city-2021") & (table["other"] == "new-infrastructure-2021")].iloc[0]
    >>> bool(row["chance"] < row["low"] < row["share"] < row["high"])
    True
    """
    level = check_level(level)
    check_columns(reuse, _PASSAGES, name="reuse", maker="policylab.text_reuse")
    plans = in_order(corpus)
    letters, by_chance, rows = {plan.id: _Letters(plan) for plan in plans}, _chance(control), []
    for plan, side, other, names, shared in _sides(reuse, plans):
        chance = min(by_chance * sum(letters[name].number for name in names), 1.0)
        *told, note = _share(letters[plan], shared, level)
        rows.append((plan, side, other, *told, chance, note))
    frame = typed_frame(rows, COLUMNS, {"object": ["note"]})
    frame.attrs["level"] = level
    return frame


def _sides(reuse: pd.DataFrame, plans: list) -> Iterator[tuple[str, str, str, list[str], set[int]]]:
    """Each plan with those of each side of it, one by one and all: plan, side, other, the other ones, and the places of the
    characters that it has in common with them."""
    common = _common(reuse, plans)
    for plan in plans:
        for side, order in _SIDES.items():
            others = [p.id for p in plans if p is not plan and plan_order(plan, p) == order]
            for other in [*others, "all"] if others else []:
                names = others if other == "all" else [other]
                yield plan.id, side, other, names, set().union(*(common[plan.id].get(name, ()) for name in names))


def reuse_sensitivity(found: Mapping[int, pd.DataFrame], corpus) -> pd.DataFrame:
    """How much of each plan was taken over, with one or another smallest passage that counts: `found` by
    `reuse_by_length`.

    Returns
    -------
    DataFrame
        One row a plan that has an earlier one, and a length: plan, min_length, shared, share (as in `reuse_share`,
        from all earlier plans); by plan and length.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> from policylab.compare import reuse_by_length
    >>> corpus = load_corpus()
    >>> table = reuse_sensitivity(reuse_by_length(corpus, [8, 16]), corpus)
    >>> bool(table["share"].iloc[0] > table["share"].iloc[1])
    True
    """
    plans, rows = in_order(corpus), []
    letters = {plan.id: _Letters(plan) for plan in plans}
    check_kind("found", found, Mapping, "tables by their least length", hint="Make them with `policylab.compare.reuse_by_length`.")
    for length, reuse in found.items():
        for plan, side, other, _, shared in _sides(reuse, plans):
            if (side, other) == ("taken_over", "all"):
                counts, number = letters[plan].counts(shared).sum(), letters[plan].number
                rows.append((plan, length, int(counts), counts / number if number else np.nan))
    frame = pd.DataFrame(rows, columns=["plan", "min_length", "shared", "share"])
    return frame.sort_values(["plan", "min_length"], ignore_index=True)


def reuse_control(corpus, *, unrelated: Iterable | None = None, min_length: int = 12) -> pd.DataFrame:
    """What `text_reuse` finds in common between each plan and prose that it cannot have been taken from.

    Two texts of government share words without either having been the other's source. What the same search finds in
    unrelated documents is how much of that there is: a share of text taken over says something where it is above.

    Parameters
    ----------
    corpus : Corpus or iterable of Plan
    unrelated : iterable of Plan, optional
        Documents of another subject. None is ``corpus.references``, and where there are none those of the study that
        comes with policylab: measures, opinions and a report of 2021 on residence permits, vocational education,
        outpatient care, and trafficking.
    min_length : int, default 12
        As for `text_reuse`.

    Returns
    -------
    DataFrame
        One row a plan and an unrelated document, and one with all of them: plan, unrelated (id, or ``all``),
        unrelated_characters, passages, longest (characters in common of the longest passage), highest (score of the
        one most alike), characters (of the plan), shared (of them in common), share. Formulas are left out, as far as
        the plans and the other documents tell them.

    Raises
    ------
    PolicylabError
        If a document is given twice, or a parameter is wrong.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> table = reuse_control(load_corpus().select(["smart-city-2021"]))
    >>> bool(table.query("unrelated == 'all'")["share"].item() < 0.01)
    True
    >>> from policylab import Corpus
    >>> plans, other = (Corpus.from_texts({id: text}) for id, text in (("a", "推进数据资源共享和开放利用。"), ("b", "推进养老资源共享和开放利用。")))
    >>> reuse_control(plans, unrelated=other, min_length=8)["shared"].tolist()
    [9, 9]
    """
    plans = in_order(corpus)
    check_int("min_length", min_length, 4)
    if unrelated is None:
        unrelated = getattr(corpus, "references", None) or load_corpus().references
    others = [document for document in in_order(unrelated) if document.id not in {plan.id for plan in plans}]
    split = split_plans([*plans, *others])
    letters = [[s.letters for s in own] for own in split]
    wanted = np.zeros((len(split), len(split)), dtype=bool)
    wanted[: len(plans), len(plans) :] = True
    own = GramIndex(letters[: len(plans)])
    paths, authorities = section_paths([*plans, *others]), [plan_authority(plan) for plan in plans]
    known = [Formulas(own, authorities, [p.text for p in others if p is not one], paths) for one in others]
    matches: dict[tuple[int, int], list[Match]] = {}
    for (plan, other), chains in find_chains(GramIndex(letters), split, [min_length], wanted):
        other -= len(plans)
        found = [turned(match) for chain in chains for match in chain.matches(min_length)]
        matches[plan, other] = [match for match in best_matches(found) if not known[other].holds(match, match.changes())]
    rows = []
    for i, plan in enumerate(plans):
        total = sum(len(string) for string in letters[i])
        each = [(document.id, [j]) for j, document in enumerate(others)]
        for name, chosen in [*each, ("all", range(len(others)))]:
            here = [match for j in chosen for match in matches.get((i, j), ())]
            shared = len({place for match in here for place in match.common()})
            rows.append(
                (
                    plan.id, name, sum(len(string) for j in chosen for string in letters[len(plans) + j]), len(here),
                    max((match.matched for match in here), default=0), max((match.alike for match in here), default=0.0),
                    total, shared, shared / total if total else np.nan,
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(CONTROL))


class _Letters:
    """The letters of a plan, and the section of each: `number` of them, `sizes` of the sections."""

    def __init__(self, plan) -> None:
        own = [(s.section, s.places) for s in sentences(plan)]
        names = {section: i for i, section in enumerate(dict.fromkeys(section for section, _ in own))}
        self._section = np.full(len(plan.text) + 1, -1)
        for section, places in own:
            self._section[np.asarray(places)] = names[section]
        self.sizes = np.bincount(self._section[self._section >= 0], minlength=len(names)).astype(float)
        self.number = int(self.sizes.sum())

    def counts(self, shared: set[int]) -> np.ndarray:
        """How many letters of each section stand at some places of the text."""
        found = self._section[np.fromiter(shared, dtype=np.int64, count=len(shared))]
        return np.bincount(found[found >= 0], minlength=len(self.sizes)).astype(float)


def _common(reuse: pd.DataFrame, plans: list) -> dict[str, dict[str, set[int]]]:
    """For each plan and each other one, the places of the characters that it has in common with that."""
    common: dict[str, dict[str, set[int]]] = {plan.id: {} for plan in plans}
    for row, ours, theirs, spans in aligned_passages(reuse[~reuse["formula"].astype(bool)]):
        for first, other_first, length in runs_in_common(ours, theirs, spans):
            for plan, other, start, places in (
                (row.earlier, row.later, row.earlier_start, ours.places[first : first + length]),
                (row.later, row.earlier, row.later_start, theirs.places[other_first : other_first + length]),
            ):
                if plan in common:
                    common[plan].setdefault(other, set()).update(start + place for place in places)
    return common


def _chance(control: pd.DataFrame | None) -> float:
    """The share of a plan that a character of unrelated text gives: of all plans together, as there is little of it."""
    if control is None:
        return np.nan
    needed = ("plan", "unrelated", "unrelated_characters", "characters", "shared")
    check_columns(control, needed, name="control", maker="policylab.compare.reuse_control")
    every = control[control["unrelated"] == "all"]
    pairs = (every["characters"] * every["unrelated_characters"]).sum()
    return every["shared"].sum() / pairs if pairs else np.nan


def _share(letters: _Letters, shared: set[int], level: float) -> tuple:
    if not letters.number:
        return 0, 0, np.nan, np.nan, np.nan, 0, "no text"
    clusters = Clusters(letters.counts(shared), letters.sizes)
    share, total, sections = float(clusters.rate[0]), int(letters.counts(shared).sum()), len(letters.sizes)
    if clusters.note or not total:
        return letters.number, total, share, np.nan, np.nan, sections, clusters.note or "none found"
    # only a share that may be all of the plan needs limits that hold for one
    low, high = (float(limit[0]) for limit in rate_interval(clusters, level=level, share=share > 0.5))
    return letters.number, total, share, low, min(1.0, high), sections, None
