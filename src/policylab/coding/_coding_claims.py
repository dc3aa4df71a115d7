"""What coded sentences come to: claims in both languages, each with its verdict."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policylab.errors import check_columns
from policylab.stats import DESCRIPTIVE

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
        Findings with finding, claim_zh, claim_en, value, low, high and verdict, for ``run.finding(**claim)``. Agreement is
        ``supported`` where the lower bound of alpha is at least 0.8, ``suggestive`` from 0.667 (fit for tentative
        conclusions: Krippendorff 2004), else ``not supported``; the mix of a plan is ``descriptive only``, a change has the
        verdict of `code_changes`.

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
        claims.append({
            "finding": f"instruments-mix-{plan}", "claim_zh": f"{called}的政策工具：{zh}。", "claim_en": f"Instruments of {called}: {en}.",
            "value": first["share"], "low": first["low_fine"], "high": first["high_fine"], "verdict": DESCRIPTIVE,
        })  # fmt: skip
    pairs = list(dict.fromkeys(zip(changes["plan_from"], changes["plan_to"], strict=True)))
    for row in changes[changes["level"].eq("type")].itertuples():
        one, other = names.get(row.plan_from, row.plan_from), names.get(row.plan_to, row.plan_to)
        number = f"-{pairs.index((row.plan_from, row.plan_to)) + 1}" if len(pairs) > 1 else ""
        before, after = f"{100 * row.share_from:.0f}", f"{100 * row.share_to:.0f}"
        claims.append({
            "finding": f"instruments-change-{row.code}{number}",
            "claim_zh": f"{row.label_zh}工具的比例：{one}为{before}%，{other}为{after}%。",
            "claim_en": f"Share of {row.label_en.lower()} instruments: {before} % in {one}, {after} % in {other}.",
            "value": row.difference, "low": row.low, "high": row.high, "verdict": row.verdict,
        })  # fmt: skip
    return claims


def _agreed(row: pd.Series, coders: tuple[str, str]) -> dict:
    whole = row["level"] == "scheme"
    what = ("编码", "code") if whole else ("类型", "type")
    sure = row["low"] if row["low"] == row["low"] else float("-inf")
    return {
        "finding": "instruments-agreement" if whole else "instruments-agreement-types",
        "claim_zh": f"{coders[1]}在{int(row['units'])}句中有{int(row['agreed'])}句给出同一{what[0]}，α={row['alpha']:.2f}。",
        "claim_en": f"{coders[0]} give the same {what[1]} to {int(row['agreed'])} of {int(row['units'])} sentences; α = {row['alpha']:.2f}.",
        "value": row["alpha"], "low": row["low"], "high": row["high"],
        "verdict": "supported" if sure >= RELIABLE else "suggestive" if sure >= TENTATIVE else "not supported",
    }  # fmt: skip
