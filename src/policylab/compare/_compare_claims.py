"""What notebook 05 claims: sentences and verdicts made from its tables, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from policylab.errors import check_columns
from policylab.stats import DESCRIPTIVE, claim

BELOW_CHANCE, UNANSWERED = "not told from chance", "not answered"


def reuse_claims(
    shares: pd.DataFrame, reuse: pd.DataFrame, changes: pd.DataFrame, *, plan_names: Mapping[str, str]
) -> list[dict]:
    """How much of each plan was taken over, how many passages kept their words, and how many figures changed.

    `shares` are from `reuse_share`, with a control, `reuse` from `text_reuse`, `changes` from `figure_changes`, and
    `plan_names` says how each plan is called. A share is ``supported`` where even its lower bound is above what
    unrelated documents give, ``not told from chance`` where the bound is not, and ``descriptive only`` without an
    interval or a control. Each is what `Session.finding` takes.

    Examples
    --------
    >>> import policylab
    >>> from policylab.compare import figure_changes, reuse_share
    >>> corpus = policylab.load_corpus().select(["smart-city-2015"])
    >>> reuse = policylab.text_reuse(corpus)
    >>> reuse_claims(reuse_share(reuse, corpus), reuse, figure_changes(reuse), plan_names={})[0]["claim_zh"]
    '只有一份规划，沿用了什么无从回答。'
    """
    check_columns(shares, ("plan", "side", "other", "share", "low", "high", "chance"), name="shares", maker="reuse_share")
    whole = shares[(shares["other"] == "all") & shares["share"].notna()]
    claims = [_share_claim(row, plan_names[row.plan]) for row in whole[whole["side"] != "carried_on"].itertuples()]
    passages = reuse[~reuse["formula"].astype(bool)]
    if (whole["side"] == "taken_over").any():
        dated = changes["reuse"].isin(reuse.loc[reuse["direction"] == "dated", "reuse"])
        claims += _taken_claims(passages[passages["direction"] == "dated"], changes.loc[dated, "change"].value_counts())
    else:
        zh = "只有一份规划" if shares.empty else "没有一份规划已知早于另一份"
        en = "there is one plan only." if shares.empty else "no plan is known to be earlier than another."
        claims.append(claim("taken-over", f"{zh}，沿用了什么无从回答。", f"What was taken over is not answered: {en}", verdict=UNANSWERED))
    if (whole["side"] == "shared").any():
        # what is listed both ways counts once
        place = {plan: i for i, plan in enumerate(dict.fromkeys(shares["plan"]))}
        first = passages["earlier"].map(place) < passages["later"].map(place)
        common = passages[(passages["direction"] == "both") & first]
        differ = int(changes.loc[changes["reuse"].isin(common["reuse"]), "change"].eq("changed").sum())
        verbatim = int((common["kind"] == "verbatim").sum())
        claims.append(
            claim(
                "kinds-shared",
                f"先后不明的规划之间，非套语的相同段落共 {len(common)} 处，其中 {verbatim} 处字句未变（数字除外），{differ} 个数字不同。",
                f"Plans of unknown order have {len(common)} passages in common that are no formulas; {verbatim} have the "
                f"same words (figures aside), and {differ} figures differ.",
                len(common),
            )
        )
    return claims


def _taken_claims(taken: pd.DataFrame, counts: pd.Series) -> list[dict]:
    """Of the passages taken over, how many kept their words, and what became of their figures."""
    verbatim = int((taken["kind"] == "verbatim").sum())
    changed, dropped, kept = (int(counts.get(name, 0)) for name in ("changed", "dropped", "kept"))
    return [
        claim(
            "kinds-verbatim",
            f"非套语的沿用段落共 {len(taken)} 处，其中 {verbatim} 处字句未变（数字除外）。",
            f"Of {len(taken)} passages taken over that are no formulas, {verbatim} kept their words (figures aside).",
            verbatim,
        ),
        claim(
            "figures-changed",
            f"沿用段落中的数字，{changed} 个改了数值，{dropped} 个被删去，{kept} 个未变。",
            f"Of the figures in passages taken over, {changed} changed, {dropped} were dropped, and {kept} stayed.",
            changed,
        ),
    ]


def stated_claims(stated: pd.DataFrame, *, plans: Iterable[str]) -> list[dict]:
    """How many indicators one plan alone states with a number: from a table of `stated`, and the ids of all plans.

    >>> rows = {"indicator": ["5G基站", "5G基站", "绿地率", "绿地率"], "status": ["stated", "stated", "stated", "named"]}
    >>> stated_claims(pd.DataFrame(rows), plans=["a", "b"])[0]["claim_en"]
    'Of 2 indicators, 1 are stated with a number in one plan only.'
    """
    check_columns(stated, ("indicator", "status"), name="stated", maker="policylab.compare.stated")
    times = stated["status"].eq("stated").groupby(stated["indicator"]).sum()
    alone = len(list(plans)) < 2
    if alone or not len(times):
        zh = "只有一份规划" if alone else "没有一份规划提出数量目标"
        en = "there is one plan only." if alone else "no plan states a numeric target."
        return [
            claim(
                "stated-once",
                f"{zh}，各规划共有的指标无从回答。",
                f"Which indicators plans have in common is not answered: {en}",
                verdict=UNANSWERED,
            )
        ]
    once = int((times == 1).sum())
    return [
        claim(
            "stated-once",
            f"{len(times)} 个指标中，{once} 个只有一份规划给出数值。",
            f"Of {len(times)} indicators, {once} are stated with a number in one plan only.",
            once,
        )
    ]


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
    shown = stated.assign(shown=stated["written"].fillna(stated["status"]))
    wide = shown.pivot_table(index="indicator", columns="plan", values="shown", aggfunc="first")
    wide = wide.reindex(index=list(dict.fromkeys(stated["indicator"])), columns=list(plans))
    wide["plans"] = (wide != "not found").sum(axis=1)
    return wide.sort_values("plans", ascending=False, kind="stable").head(n if n is not None else len(wide))


def agency_claims(tasks: pd.DataFrame, *, plan_names: Mapping[str, str]) -> list[dict]:
    """The agency that most tasks of each plan name, from a table of `responsibility`; all, where several are named as
    often.

    >>> rows = {"plan": "p", "agency": ["市数据局", "市财政局"], "tasks": [3, 1], "all_tasks": 4, "share": [0.75, 0.25]}
    >>> agency_claims(pd.DataFrame(rows), plan_names={"p": "规划"})[0]["claim_zh"]
    '《规划》中，市数据局列入 3/4 项任务，为最多。'
    """
    check_columns(tasks, ("plan", "agency", "tasks", "all_tasks", "share"), name="tasks", maker="responsibility")
    claims = []
    for plan, rows in tasks[tasks["tasks"] > 0].groupby("plan", sort=False):
        top = rows[rows["tasks"] == rows["tasks"].max()]
        first, zh, en = top.iloc[0], "、".join(top["agency"]), " and ".join(top["agency"])
        are, each = ("are", ", each") if len(top) > 1 else ("is", "")
        claims.append(
            claim(
                f"agency-{plan}",
                f"《{plan_names[plan]}》中，{zh}{'各' if len(top) > 1 else ''}列入 {first.tasks}/{first.all_tasks} 项任务，为最多。",
                f"In {plan_names[plan]}, {en} {are} named for {first.tasks} of {first.all_tasks} tasks{each}, the most.",
                float(first.share),
            )
        )
    if not claims:
        claims.append(
            claim(
                "agency",
                "各规划正文没有写明责任部门的注记，由谁负责无从回答。",
                "Who is responsible is not answered: no paragraph of a plan has a note that names an agency.",
                verdict=UNANSWERED,
            )
        )
    return claims


def _share_claim(row, name: str) -> dict:
    known, controlled = not pd.isna(row.low), not pd.isna(row.chance)
    zh = f"，区间 {100 * row.low:.1f}%—{100 * row.high:.1f}%" if known else ""
    en = f", interval {100 * row.low:.1f} % to {100 * row.high:.1f} %" if known else ""
    if controlled:
        zh += f"；同样长的无关文件给出 {100 * row.chance:.2f}%"
        en += f"; as much unrelated text gives {100 * row.chance:.2f} %"
    if row.side == "taken_over":
        finding, said_zh, said_en = "taken-over", "沿用自以前的规划", "took over {} of its text from earlier plans"
    else:
        finding, said_zh = "shared", "与另一规划相同而先后不明"
        said_en = "has {} of its text in common with plans of which it is not known whether they are earlier"
    verdict = DESCRIPTIVE
    if known and controlled:
        verdict = "supported" if row.low > row.chance else BELOW_CHANCE
    return claim(
        f"{finding}-{row.plan}",
        f"《{name}》有 {100 * row.share:.1f}% 的文字{said_zh}（不计套语{zh}）。",
        f"{name} {said_en.format(f'{100 * row.share:.1f} %')} (without formulas{en}).",
        row.share,
        verdict,
        low=row.low if known else None,
        high=row.high if known else None,
    )
