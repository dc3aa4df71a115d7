"""What notebook 05 claims: sentences and verdicts made from its tables, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from policylab.checks import as_list, check_columns, check_int
from policylab.stats import CHANCE, DESCRIPTIVE, SUPPORTED, UNANSWERED, claim, wording
from policylab.stats._claims import Names, called


def reuse_claims(shares: pd.DataFrame, reuse: pd.DataFrame, changes: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """How much of each plan was taken over, how many passages kept their words, and how many figures changed.

    `shares` are from `reuse_share`, with a control, `reuse` from `text_reuse`, `changes` from `figure_changes`, and
    `names` says what to call each plan, as ``corpus.names("both")`` does. A share is ``supported`` where even its lower
    bound is above what unrelated documents give, ``not told from chance`` where the bound is not, and
    ``descriptive only`` without an interval or a control. Each is what `Session.finding` takes.

    Examples
    --------
    >>> import policylab
    >>> from policylab.compare import figure_changes, reuse_share
    >>> corpus = policylab.load_corpus().select(["smart-city-2015"])
    >>> reuse = policylab.text_reuse(corpus)
    >>> reuse_claims(reuse_share(reuse, corpus), reuse, figure_changes(reuse))[0]["claim_zh"]
    '只有一份规划，沿用了什么无从回答。'
    """
    check_columns(shares, ("plan", "side", "other", "share", "low", "high", "chance"), name="shares", maker="reuse_share")
    check_columns(reuse, ("reuse", "formula", "direction", "earlier", "later", "kind"), name="reuse", maker="policylab.text_reuse")
    check_columns(changes, ("reuse", "change"), name="changes", maker="policylab.compare.figure_changes")
    names = called(names)
    whole = shares[(shares["other"] == "all") & shares["share"].notna()]
    claims = [_share_claim(row, names[row.plan]) for row in whole[whole["side"] != "carried_on"].itertuples()]
    passages = reuse[~reuse["formula"].astype(bool)]
    if (whole["side"] == "taken_over").any():
        dated = changes["reuse"].isin(reuse.loc[reuse["direction"] == "dated", "reuse"])
        claims += _taken_claims(passages[passages["direction"] == "dated"], changes.loc[dated, "change"].value_counts())
    else:
        why = "taken-over-one-plan" if shares.empty else "taken-over-no-order"
        claims.append(claim("taken-over", *wording(why), verdict=UNANSWERED))
    if (whole["side"] == "shared").any():
        # what is listed both ways counts once
        place = {plan: i for i, plan in enumerate(dict.fromkeys(shares["plan"]))}
        first = passages["earlier"].map(place) < passages["later"].map(place)
        common = passages[(passages["direction"] == "both") & first]
        differ = int(changes.loc[changes["reuse"].isin(common["reuse"]), "change"].eq("changed").sum())
        verbatim = int((common["kind"] == "verbatim").sum())
        said = wording("kinds-shared", n=len(common), verbatim=verbatim, differ=differ)
        claims.append(claim("kinds-shared", *said, len(common)))
    return claims


def _taken_claims(taken: pd.DataFrame, counts: pd.Series) -> list[dict]:
    """Of the passages taken over, how many kept their words, and what became of their figures."""
    verbatim = int((taken["kind"] == "verbatim").sum())
    changed, dropped, kept = (int(counts.get(name, 0)) for name in ("changed", "dropped", "kept"))
    return [
        claim("kinds-verbatim", *wording("kinds-verbatim", n=len(taken), verbatim=verbatim), verbatim),
        claim("figures-changed", *wording("figures-changed", changed=changed, dropped=dropped, kept=kept), changed),
    ]


def stated_claims(stated: pd.DataFrame, *, plans: Iterable[str]) -> list[dict]:
    """How many indicators one plan alone states with a number: from a table of `stated`, and the ids of all plans.

    >>> rows = {"indicator": ["5G基站", "5G基站", "绿地率", "绿地率"], "status": ["stated", "stated", "stated", "named"]}
    >>> stated_claims(pd.DataFrame(rows), plans=["a", "b"])[0]["claim_en"]
    'Of 2 indicators, 1 is stated with a number in one plan only.'
    """
    check_columns(stated, ("indicator", "status"), name="stated", maker="policylab.compare.stated")
    plans = as_list("plans", plans, "a list of ids of plans")
    times = stated["status"].eq("stated").groupby(stated["indicator"]).sum()
    alone = len(plans) < 2
    if alone or not len(times):
        return [claim("stated-once", *wording("stated-one-plan" if alone else "stated-no-target"), verdict=UNANSWERED)]
    once = int((times == 1).sum())
    return [claim("stated-once", *wording("stated-once", n=len(times), once=once), once)]


def stated_wide(stated: pd.DataFrame, *, plans: Iterable[str], n: int | None = None) -> pd.DataFrame:
    """A row an indicator, a column a plan: the number as written, else ``named`` or ``not found``.

    Parameters
    ----------
    stated : DataFrame
        From the function `stated`.
    plans : iterable of str
        The columns, in order; before them stands in how many plans the indicator is found.
    n : int, optional
        Rows: the indicators that are in most plans.

    Examples
    --------
    >>> rows = {"indicator": ["5G基站"] * 2, "plan": ["a", "b"], "status": ["stated", "named"], "written": ["7万个", None]}
    >>> stated_wide(pd.DataFrame(rows), plans=["a", "b"]).values.tolist()
    [['7万个', 'named', 2]]
    """
    check_columns(stated, ("indicator", "plan", "status", "written"), name="stated", maker="policylab.compare.stated")
    plans = as_list("plans", plans, "a list of ids of plans")
    check_int("n", n, 1, more=", or None")
    shown = stated.assign(shown=stated["written"].fillna(stated["status"]))
    wide = shown.pivot_table(index="indicator", columns="plan", values="shown", aggfunc="first")
    wide = wide.reindex(index=list(dict.fromkeys(stated["indicator"])), columns=plans)
    wide["plans"] = (wide != "not found").sum(axis=1)
    return wide.sort_values("plans", ascending=False, kind="stable").head(n if n is not None else len(wide))


def agency_claims(tasks: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """The agency that most tasks of each plan name, from a table of `responsibility`; all, where several are named as
    often.

    >>> rows = {"plan": "p", "agency": ["市数据局", "市财政局"], "tasks": [3, 1], "all_tasks": 4, "share": [0.75, 0.25]}
    >>> agency_claims(pd.DataFrame(rows), names={"p": "规划"})[0]["claim_zh"]
    '《规划》中，市数据局列入 3/4 项任务，为最多。'
    """
    check_columns(tasks, ("plan", "agency", "tasks", "all_tasks", "share"), name="tasks", maker="responsibility")
    names, claims = called(names), []
    for plan, rows in tasks[tasks["tasks"] > 0].groupby("plan", sort=False):
        top = rows[rows["tasks"] == rows["tasks"].max()]
        first, agencies = top.iloc[0], ("、".join(top["agency"]), " and ".join(top["agency"]))
        said = wording(
            "agency-several" if len(top) > 1 else "agency", plan=names[plan], agencies=agencies,
            tasks=first["tasks"], all_tasks=first["all_tasks"],
        )  # fmt: skip
        claims.append(claim(f"agency-{plan}", *said, float(first["share"])))
    return claims or [claim("agency", *wording("agency-none"), verdict=UNANSWERED)]


def _share_claim(row, name: str | tuple[str, str]) -> dict:
    known, controlled = not pd.isna(row.low), not pd.isna(row.chance)
    key = "taken-over" if row.side == "taken_over" else "shared"
    interval = wording("taken-over-interval", low=100 * row.low, high=100 * row.high) if known else ""
    chance = wording("taken-over-chance", chance=100 * row.chance) if controlled else ""
    verdict = DESCRIPTIVE
    if known and controlled:
        verdict = SUPPORTED if row.low > row.chance else CHANCE
    said = wording(key, plan=name, share=100 * row.share, interval=interval, chance=chance)
    bounds = {"low": row.low, "high": row.high} if known else {}
    return claim(f"{key}-{row.plan}", *said, row.share, verdict, **bounds)
