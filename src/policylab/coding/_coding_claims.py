"""What coded sentences come to: claims in both languages, each with its verdict."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policylab.errors import check_columns
from policylab.stats import claim

RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), Content Analysis, chapter 11


def coding_claims(
    agreement: pd.DataFrame, shares: pd.DataFrame, changes: pd.DataFrame, *, names: Mapping[str, str] | None = None,
    coders: tuple[str, str] = ("The coders", "编码者"),
) -> list[dict]:  # fmt: skip
    """Say how far the coders agree, what each plan uses most, and which shares differ between an earlier and a later plan.

    Parameters
    ----------
    agreement, shares, changes : DataFrame
        From `coder_agreement`, `code_shares` and `code_changes`.
    names : mapping, optional
        What to call each plan.
    coders : (str, str)
        What to call the coders, in English and Chinese.

    Returns
    -------
    list of dict
        What ``run.finding(**claim)`` takes. Agreement is ``supported`` where the lower bound of alpha is at least 0.8,
        ``suggestive`` from 0.667 (fit for tentative conclusions: Krippendorff 2004), else ``not supported``; the mix of a plan
        is ``descriptive only``, a change has the verdict of `code_changes`.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"level": "scheme", "units": 90, "given": 180, "agreed": 80, "alpha": 0.84, "low": 0.81, "high": 0.88}
    >>> nothing = pd.DataFrame(columns=["plan", "level", "label_zh", "label_en", "share", "coded", "low_fine", "high_fine"])
    >>> columns = ["plan_from", "plan_to", "level", "code", "label_zh", "label_en", "share_from", "share_to", "difference", "low", "high", "verdict"]
    >>> (claim,) = coding_claims(pd.DataFrame([row]), nothing, pd.DataFrame(columns=columns))
    >>> claim["claim_zh"], claim["verdict"]
    ('编码者在90句中有80句给出同一编码，α=0.84。', 'supported')
    """
    check_columns(agreement, ("level", "units", "agreed", "alpha", "low", "high"), name="agreement", maker="policylab.coding.coder_agreement")
    check_columns(shares, ("plan", "level", "label_zh", "label_en", "share"), name="shares", maker="policylab.coding.code_shares")
    check_columns(changes, ("plan_from", "plan_to", "level", "difference", "verdict"), name="changes", maker="policylab.coding.code_changes")
    names = names or {}
    whole = agreement[agreement["level"].isin(["scheme", "types"]) & agreement["alpha"].notna()]
    claims = [_agreed(row, coders) for _, row in whole.iterrows()]
    for plan, rows in shares[shares["level"].eq("type") & shares["share"].notna()].groupby("plan", sort=False):
        called, ranked = names.get(plan, plan), rows.sort_values("share", ascending=False, kind="stable")
        zh = "、".join(f"{row.label_zh}{100 * row.share:.0f}%" for row in ranked.itertuples())
        en = ", ".join(f"{row.label_en.lower()} {100 * row.share:.0f} %" for row in ranked.itertuples())
        first = ranked.iloc[0]
        bounds = {"low": first["low_fine"], "high": first["high_fine"]}
        claims.append(claim(f"instruments-mix-{plan}", f"{called}的政策工具：{zh}。", f"Instruments of {called}: {en}.", first["share"], **bounds))
    pairs = list(dict.fromkeys(zip(changes["plan_from"], changes["plan_to"], strict=True)))
    for row in changes[changes["level"].eq("type")].itertuples():
        one, other = names.get(row.plan_from, row.plan_from), names.get(row.plan_to, row.plan_to)
        number = f"-{pairs.index((row.plan_from, row.plan_to)) + 1}" if len(pairs) > 1 else ""
        before, after = f"{100 * row.share_from:.0f}", f"{100 * row.share_to:.0f}"
        claims.append(claim(
            f"instruments-change-{row.code}{number}", f"{row.label_zh}工具的比例：{one}为{before}%，{other}为{after}%。",
            f"Share of {row.label_en.lower()} instruments: {before} % in {one}, {after} % in {other}.",
            row.difference, row.verdict, low=row.low, high=row.high,
        ))  # fmt: skip
    return claims


def pmc_claims(
    agreement: pd.DataFrame, index: pd.DataFrame, order: pd.DataFrame, plans: pd.DataFrame, *,
    names: Mapping[str, str] | None = None, coders: tuple[str, str] = ("The coders", "编码者"),
) -> list[dict]:  # fmt: skip
    """Say how far the judgements of the PMC index agree, which of its orders stand, and whether it tells more than length.

    `agreement`, `index` and `order` are from `pmc_agreement`, `pmc_index` and `pmc_order`; `plans`, such as
    ``corpus.plans``, has plan and characters; all else is as for `coding_claims`. Agreement has its verdict by the
    lower bound of alpha; the others are counts of pairs of plans, ``descriptive only``.
    """
    check_columns(order, ("plan_high", "plan_low", "holds_for_weights", "holds_for_disputed"), name="order", maker="policylab.coding.pmc_order")
    check_columns(index, ("plan", "index"), name="index", maker="policylab.coding.pmc_index")
    check_columns(plans, ("plan", "characters"), name="plans", maker="policylab.load_corpus")
    whole, claims = agreement[agreement["variable"].isna()].iloc[0], []
    if whole["alpha"] == whole["alpha"]:
        claims.append(claim(
            "pmc-agreement", f"{coders[1]}对{whole['judged']}项判断有{whole['agreed']}项相同，α={whole['alpha']:.2f}。",
            f"{coders[0]} give the same judgement in {whole['agreed']} of {whole['judged']} cases; α = {whole['alpha']:.2f}.",
            whole["alpha"], _reliability(whole["low"]), low=whole["low"], high=whole["high"],
        ))  # fmt: skip
    if len(order):
        stands = int((order["holds_for_weights"] & order["holds_for_disputed"]).sum())
        length = dict(zip(plans["plan"], plans["characters"], strict=True))
        longer = sum(length[row.plan_high] > length[row.plan_low] for row in order.itertuples())
        score = dict(zip(index["plan"], index["index"], strict=True))
        shown = " > ".join(f"{(names or {}).get(plan, plan)} {score[plan]:.2f}" for plan in sorted(score, key=lambda plan: (-score[plan], plan)))
        claims += [
            claim(
                "pmc-order", f"PMC指数：{shown}。{len(order)}对规划中有{stands}对的高低在权重减半或加倍、且有争议的判断都对其不利时仍不变。",
                f"PMC index: {shown}. Of {len(order)} orders of two plans {stands} stand if weights are halved or doubled and if every "
                "disputed judgement is held against them.", stands,
            ),
            claim(
                "pmc-length", f"{len(order)}对规划中有{longer}对是指数高的那份更长：指数奖励面面俱到，长的规划写到的更多。",
                f"In {longer} of {len(order)} pairs the plan with the higher index is the longer one: the index rewards breadth, and a longer plan "
                "names more.", longer,
            ),
        ]  # fmt: skip
    return claims


def _reliability(low: float) -> str:
    """The usual reading of alpha, by its lower bound."""
    sure = low if low == low else float("-inf")
    return "supported" if sure >= RELIABLE else "suggestive" if sure >= TENTATIVE else "not supported"


def _agreed(row: pd.Series, coders: tuple[str, str]) -> dict:
    whole = row["level"] == "scheme"
    what = ("编码", "code") if whole else ("类型", "type")
    return claim(
        "instruments-agreement" if whole else "instruments-agreement-types",
        f"{coders[1]}在{int(row['units'])}句中有{int(row['agreed'])}句给出同一{what[0]}，α={row['alpha']:.2f}。",
        f"{coders[0]} give the same {what[1]} to {int(row['agreed'])} of {int(row['units'])} sentences; α = {row['alpha']:.2f}.",
        row["alpha"], _reliability(row["low"]), low=row["low"], high=row["high"],
    )  # fmt: skip
