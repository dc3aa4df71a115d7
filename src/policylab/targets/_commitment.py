"""Commitment: how firmly each target is meant, how specific each plan is, and where its numbers stand."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_right

import pandas as pd

from policylab.checks import check_columns, check_str
from policylab.corpus import as_plans, plan_groups
from policylab.corpus._plan import sections_at
from policylab.frames import sorted_by, typed_frame
from policylab.resources import load_toml
from policylab.targets._series import target_series

COLUMNS = ("target", "plan", "indicator", "bound", "effort", "status", "firmness", "dated", "responsible", "places")
BOUNDS = {"ge": "floor", "gt": "floor", "le": "ceiling", "lt": "ceiling", "approx": "around", "range": "range"}
FIRMNESS = {"around": 2, "range": 2, "point": 3, "floor": 4, "ceiling": 4}
STRIVE, ENSURE = 1, 5
EFFORTS, STATUSES = ("strive", "ensure"), ("binding", "expected")
MAKER = "policylab.extract_targets"
NEEDED = (
    "statement", "plan", "section", "kind", "indicator", "comparator", "year_from", "modality", "sentence", "start",
)  # fmt: skip


def target_counts(ledger: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Count what each chapter states, by kind; a target that is said twice counts where it is said first.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    sections : DataFrame
        The sections of the same plans, e.g. ``corpus.sections``.

    Returns
    -------
    DataFrame
        One row a plan, chapter (section of level 1; the text before the first is the whole document's section) and
        kind that occurs: plan, section, title, kind, count, mentions (a target that is said again counts again);
        sorted by plan and section as they come in `sections`.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import target_counts
    >>> corpus = policylab.load_corpus()
    >>> plan = corpus["new-infrastructure-2021"]
    >>> counts = target_counts(policylab.extract_targets(plan), plan.sections)
    >>> counts.loc[counts["kind"].eq("target"), ["count", "mentions"]].sum().tolist()
    [35, 40]
    """
    check_columns(ledger, ("plan", "section", "kind", "statement"), name="ledger", maker=MAKER)
    check_columns(
        sections, ("section", "plan", "level", "title", "parent"), name="sections", maker="policylab.load_corpus"
    )
    titles = dict(zip(sections["section"], sections["title"], strict=True))
    order = {section: place for place, section in enumerate(titles)}
    rows = ledger.assign(
        section=sections_at(ledger["section"], sections, level=1),
        first=~ledger["statement"].isin({again for cell in target_series(ledger)["statements"] for again in cell.split("; ")[1:]}),
    )
    first = rows.groupby(["plan", "section", "kind"], sort=False)["first"]
    counts = first.agg(count="sum", mentions="size").reset_index()
    counts.insert(2, "title", [titles.get(section) for section in counts["section"]])
    counts["place"] = [order.get(section, len(order)) for section in counts["section"]]
    return counts.sort_values(["place", "kind"], kind="stable").drop(columns="place").reset_index(drop=True)


def target_commitment(ledger: pd.DataFrame, corpus: object = None) -> pd.DataFrame:
    """Say how firmly each target is meant: bound, word of effort, whether it binds, date, and who is responsible.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    corpus : Corpus, Plan, or list of Plan, optional
        The same plans: their notes of responsibilities tell who is responsible.

    Returns
    -------
    DataFrame
        One row a target, in the order of the ledger; a target that is said twice is one row with two places.

        - target, plan, indicator: id of the first statement, and its words
        - bound: ``floor`` (以上, 不低于, 超过), ``ceiling`` (以内, 不超过), ``around`` (左右, 约), ``range`` or ``point``
        - effort: ``strive`` (力争, 争取), ``ensure`` (确保, 必须), or missing
        - status: ``binding`` (约束性) or ``expected`` (预期性, 预期目标) where the plan says so, else missing
        - firmness: 1 striven for, 2 around or within a range, 3 a point, 4 a floor or ceiling, 5 ensured or binding
        - dated: whether the text gives the year, in the sentence or in what leads in to it
        - responsible: agencies in the notes of its paragraph, else of its section; missing where there are none
        - places: how often the plan says it

    Raises
    ------
    PolicylabError
        If a column is missing.

    Notes
    -----
    The scale follows the reading of growth targets in work reports (Li, Liu, Weng and Zhou, 2019, Target setting in
    tournaments), where the words around a number tell a hard target from a soft one. Studies class 力争 in both ways:
    `bound` and `effort` are therefore kept apart, so that a reader can make another scale. The words are in
    ``lineage_words.toml``. Two blind codings of 136 targets, and how far the rule agrees, are in ``data/gold/commitment.csv``.

    Examples
    --------
    >>> import policylab
    >>> ledger = policylab.extract_targets("到2025年,力争建成5G基站7万个以上。失业率控制在5%以内。", period_end=2025)
    >>> target_commitment(ledger)[["bound", "effort", "firmness", "dated"]].values.tolist()
    [['floor', 'strive', 1, True], ['ceiling', None, 4, True]]
    """
    check_columns(ledger, NEEDED, name="ledger", maker=MAKER)
    series = target_series(ledger)
    series = series[series["kind"].eq("target")]
    known = ledger.set_index("statement")
    notes = _Notes(corpus)
    rows = []
    for target in series.itertuples():
        mentions = [known.loc[statement] for statement in target.statements.split("; ")]
        bound = BOUNDS.get(target.comparator, "point")
        said = [_said(row["modality"], row["sentence"], row["indicator"]) for row in mentions]
        effort, status = (
            next((name for names in said for name in pair if name in names), None) for pair in (EFFORTS, STATUSES)
        )
        firm = STRIVE if effort == "strive" else ENSURE if effort or status == "binding" else FIRMNESS[bound]
        dated = any(row["year_from"] in ("sentence", "context") for row in mentions)
        who = next((found for row in mentions if (found := notes.of(row["plan"], row["section"], row["start"]))), None)
        rows.append((target.target, target.plan, target.indicator, bound, effort, status, firm, dated, who, target.places))
    table = typed_frame(rows, COLUMNS, {"object": ("effort", "status", "responsible"), "bool": ["dated"]})
    return sorted_by(table, ["target"], ledger["statement"], placed=("target",), ignore_index=True)


@functools.cache
def _words() -> dict[str, str]:
    data = load_toml("lineage_words.toml")["commitment"]
    return {word: name for name, words in data.items() for word in words.split()}


def _said(modality: object, sentence: object, indicator: object) -> set[str]:
    """What the words around a target say of it: strive, ensure, binding or expected."""
    modality, sentence, indicator = (text if isinstance(text, str) else "" for text in (modality, sentence, indicator))
    before, _, behind = sentence.partition(indicator) if indicator else ("", "", "")
    # 增长5%左右的预期目标, 不低于100万亩(约束性指标), which say nothing of the next target; or what leads in to it
    own = re.match("[^,,;;。、]*?[的为(（](约束性|预期性|预期(?=目标))", indicator + behind)
    leads = [own[1]] if own else re.findall(r"(?<![(（])(约束性|预期性|预期)(?:的?主要)?(?:指标|目标)", before)
    kept = "" if modality and re.search(f"[(（]{modality}", before) else modality
    status, told = _words().get(leads[-1]) if leads else None, _words().get(kept)
    return {status or told, told if told in EFFORTS else None} - {None}


class _Notes:
    """The agencies of the notes of responsibilities, by section and by paragraph."""

    def __init__(self, corpus: object) -> None:
        self.starts: dict[str, list[int]] = {}  # of the paragraphs
        self.known: dict[tuple[str, str | int | None], list[str]] = {}  # by plan, and section or start of a paragraph
        if corpus is None:
            return
        for plan in as_plans(corpus):
            self.starts[plan.id] = sorted(plan.paragraphs["start"].astype(int))
            for row in plan.agencies.itertuples():
                for place in (self._paragraph(plan.id, row.start), row.section):
                    names = self.known.setdefault((plan.id, place), [])
                    if row.canonical not in names:
                        names.append(row.canonical)

    def _paragraph(self, plan: str, start: int) -> int | None:
        starts = self.starts.get(plan, [])
        place = bisect_right(starts, int(start)) - 1
        return starts[place] if place >= 0 else None

    def of(self, plan: str, section: str, start: int) -> str | None:
        names = self.known.get((plan, self._paragraph(plan, start))) or self.known.get((plan, section))
        return "; ".join(names) if names else None


def target_specificity(
    ledger: pd.DataFrame, plans: pd.DataFrame, *, by: str = "plan", paragraphs: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Measure how specific each plan is, or the plans of each group.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    plans : DataFrame
        One row a plan with plan and characters, e.g. ``corpus.plans``.
    by : str
        ``"plan"``, or a variable of the plans such as ``"province"`` (`policylab.corpus.plan_groups`): a column of `plans`.
    paragraphs : DataFrame or None
        The paragraphs of the same plans, e.g. ``corpus.paragraphs``. With them the tables are left out of both what
        is counted and the length: a plan with its tasks listed again in an annex is then measured by its text, as
        its words and themes are. Without them, everything is counted, and the length is that of the whole document.

    Returns
    -------
    DataFrame
        One row a plan, in the order of `plans`: plan, characters, statements, targets (a target that is said twice
        counts once), statements_per_10k and targets_per_10k (per 10 000 characters), and shares of the targets: dated
        (the text gives the year, in the sentence or in what leads in to it), bounded (a floor, a ceiling or a range),
        binding (called 约束性), firm (bounded or binding, and not only striven for); missing where a plan has no target.
        With a variable its name and the groups stand in the place of plan, and a column plans says how many: numbers and
        lengths are summed, and shares are of all targets of the group.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> from policylab.targets import target_specificity
    >>> ledger = policylab.extract_targets("新建学校10所以上。到2025年,建成5G基站7万个。", period_end=2025)
    >>> table = target_specificity(ledger, pd.DataFrame({"plan": ["text"], "characters": [1000]}))
    >>> table[["targets", "targets_per_10k", "dated", "bounded"]].values.tolist()
    [[2.0, 20.0, 0.5, 0.5]]
    """
    check_columns(ledger, NEEDED, name="ledger", maker=MAKER)
    check_columns(plans, ("plan", "characters"), name="plans", maker="policylab.load_corpus")
    check_str("by", by)
    tables = {}
    if paragraphs is not None:
        check_columns(paragraphs, ("plan", "role", "start", "end"), name="paragraphs", maker="policylab.load_corpus")
        tabular = paragraphs[paragraphs["role"].eq("table")].astype({"start": int, "end": int})
        tables = {plan: list(zip(rows["start"], rows["end"], strict=True)) for plan, rows in tabular.groupby("plan")}
    group_of = {plan: plan for plan in plans["plan"]} if by == "plan" else plan_groups(plans, by)
    length = dict(zip(plans["plan"], plans["characters"], strict=True))
    rows = []
    for group in dict.fromkeys(group_of.values()):
        members = [plan for plan, name in group_of.items() if name == group]
        statements = {plan: ledger[ledger["plan"].eq(plan)] for plan in members}
        for plan in (plan for plan in members if plan in tables):
            within = [any(first <= place < last for first, last in tables[plan]) for place in statements[plan]["start"]]
            statements[plan] = statements[plan][[not inside for inside in within]]
            length[plan] -= sum(last - first for first, last in tables[plan])
        targets = pd.concat(map(target_commitment, statements.values()))
        bounded = targets["bound"].isin(["floor", "ceiling", "range"])
        binding = targets["status"].eq("binding")
        firm = (bounded | binding) & ~targets["effort"].eq("strive")
        characters, said = sum(length[plan] for plan in members), sum(map(len, statements.values()))
        per = 10_000 / characters if characters else math.nan
        shares = [float(column.mean()) if len(targets) else math.nan for column in (targets["dated"], bounded, binding, firm)]
        rows.append((group, characters, said, len(targets), said * per, len(targets) * per, *shares, len(members)))
    columns = [
        "plan", "characters", "statements", "targets", "statements_per_10k", "targets_per_10k", "dated", "bounded",
        "binding", "firm", "plans",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns="plans") if by == "plan" else table.rename(columns={"plan": by})
