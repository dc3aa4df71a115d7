"""Summaries of a ledger: how many statements each chapter has, and how specific each plan is."""

from __future__ import annotations

import pandas as pd

from policylab.corpus import sections_above
from policylab.errors import PolicylabError
from policylab.targets._years import years_in


def target_counts(ledger: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Count the statements of each chapter by kind.

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
        kind that occurs: plan, section, title, kind, count; sorted by plan and section as they come in `sections`.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import target_counts
    >>> corpus = policylab.load_corpus()
    >>> plan = corpus["digital-economy-2019"]
    >>> counts = target_counts(policylab.extract_targets(plan), plan.sections)
    >>> counts.loc[counts["kind"].eq("target"), ["title", "count"]].values.tolist()
    [['行动目标', 4]]
    """
    _need(ledger, ("plan", "section", "kind"), "ledger", "extract_targets")
    _need(sections, ("section", "plan", "level", "title", "parent"), "sections", "load_corpus")
    known = sections.set_index("section")
    chapters = sections_above(sections, level=1)
    order = {section: place for place, section in enumerate(known.index)}
    rows = ledger.assign(section=[chapters.get(section, section) for section in ledger["section"]])
    counts = rows.groupby(["plan", "section", "kind"], sort=False).size().rename("count").reset_index()
    titles = known["title"].to_dict()
    counts.insert(2, "title", [titles.get(section) for section in counts["section"]])
    counts["place"] = [order.get(section, len(order)) for section in counts["section"]]
    counts = counts.sort_values(["place", "kind"], kind="stable").drop(columns="place")
    return counts.reset_index(drop=True)


def target_specificity(
    ledger: pd.DataFrame, plans: pd.DataFrame, *, paragraphs: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Measure how specific each plan is.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`.
    plans : DataFrame
        One row a plan with plan and characters, e.g. ``corpus.plans``.
    paragraphs : DataFrame or None
        The paragraphs of the same plans, e.g. ``corpus.paragraphs``. With them the tables are left out of both what
        is counted and the length: a plan with its tasks listed again in an annex is then measured by its text, as
        its words and themes are. Without them, everything is counted, and the length is that of the whole document.

    Returns
    -------
    DataFrame
        One row a plan, in the order of `plans`: plan, characters, statements, targets, statements_per_10k and
        targets_per_10k (per 10 000 characters), dated (share of the targets whose own sentence names a year,
        whether or not it is the year that they are for; the year of another may come from the context or be the
        last of the plan's period, see ``year_from`` of the ledger), bounded (share of the targets that have a lower
        or upper bound), with a missing share where a plan has no target.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> from policylab.targets import target_specificity
    >>> ledger = policylab.extract_targets("到2025年,建成5G基站7万个。新建学校10所以上。", period_end=2025)
    >>> table = target_specificity(ledger, pd.DataFrame({"plan": ["text"], "characters": [1000]}))
    >>> table[["targets", "targets_per_10k", "dated", "bounded"]].values.tolist()
    [[2.0, 20.0, 0.5, 0.5]]
    """
    _need(ledger, ("plan", "kind", "comparator", "sentence"), "ledger", "extract_targets")
    _need(plans, ("plan", "characters"), "plans", "load_corpus")
    tables = {}
    if paragraphs is not None:
        _need(paragraphs, ("plan", "role", "start", "end"), "paragraphs", "load_corpus")
        _need(ledger, ("start",), "ledger", "extract_targets")
        tables = {plan: _spans(rows) for plan, rows in paragraphs[paragraphs["role"].eq("table")].groupby("plan")}
    rows = []
    for plan, characters in zip(plans["plan"], plans["characters"], strict=True):
        statements = ledger[ledger["plan"].eq(plan)]
        if plan in tables:
            within = [any(first <= place < last for first, last in tables[plan]) for place in statements["start"]]
            statements = statements[[not inside for inside in within]]
            characters -= sum(last - first for first, last in tables[plan])
        targets = statements[statements["kind"].eq("target")]
        dated = [bool(years_in(sentence, 0, len(sentence))) for sentence in targets["sentence"]]
        bounded = targets["comparator"].isin(["ge", "gt", "le", "lt", "range"])
        per = 10_000 / characters if characters else float("nan")
        rows.append(
            (
                plan, characters, len(statements), len(targets), len(statements) * per, len(targets) * per,
                sum(dated) / len(dated) if dated else float("nan"), bounded.mean() if len(targets) else float("nan"),
            )
        )  # fmt: skip
    columns = [
        "plan", "characters", "statements", "targets", "statements_per_10k", "targets_per_10k", "dated", "bounded",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _spans(rows: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(rows["start"].astype(int), rows["end"].astype(int), strict=True))


def _need(table: pd.DataFrame, columns: tuple[str, ...], name: str, maker: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise PolicylabError(f"`{name}` lacks the columns {', '.join(missing)}. Make it with `{maker}`.")
