"""What coded sentences come to: claims in both languages, each with its verdict."""

from __future__ import annotations

import pandas as pd

from policylab.checks import as_list, check_columns
from policylab.errors import invalid
from policylab.stats import SUGGESTIVE, SUPPORTED, UNSUPPORTED, claim, wording
from policylab.stats._claims import Names, called, pair_numbers

RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), Content Analysis, chapter 11


CODERS = "what to call the coders, in English and in Chinese"


def coding_claims(
    agreement: pd.DataFrame, shares: pd.DataFrame, changes: pd.DataFrame, *,
    names: Names | None = None, coders: tuple[str, str] = ("The coders", "编码者"),
) -> list[dict]:  # fmt: skip
    """Say how far the coders agree, what each plan uses most, and which shares differ between an earlier and a later plan.

    Parameters
    ----------
    agreement, shares, changes : DataFrame
        From `coder_agreement`, `code_shares` and `code_changes`.
    names : mapping, optional
        What to call each plan, as ``corpus.names("both")`` says it.
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
    names = _called(names, coders)
    whole = agreement[agreement["level"].isin(["scheme", "types"]) & agreement["alpha"].notna()]
    claims = [_agreed(row, coders) for _, row in whole.iterrows()]
    for plan, rows in shares[shares["level"].eq("type") & shares["share"].notna()].groupby("plan", sort=False):
        ranked = rows.sort_values("share", ascending=False, kind="stable")
        said = wording("instruments-mix", plan=names[plan], shares=[
            wording("instruments-share", type=(row.label_zh, row.label_en.lower()), share=100 * row.share) for row in ranked.itertuples()
        ])  # fmt: skip
        first = ranked.iloc[0]
        claims.append(claim(f"instruments-mix-{plan}", *said, first["share"], low=first["low_fine"], high=first["high_fine"]))
    numbers = pair_numbers(zip(changes["plan_from"], changes["plan_to"], strict=True))
    for row in changes[changes["level"].eq("type")].itertuples():
        said = wording(
            "instruments-change", type=(row.label_zh, row.label_en.lower()), earlier=names[row.plan_from], later=names[row.plan_to],
            before=100 * row.share_from, after=100 * row.share_to,
        )  # fmt: skip
        finding = f"instruments-change-{row.code}{numbers[row.plan_from, row.plan_to]}"
        claims.append(claim(finding, *said, row.difference, row.verdict, low=row.low, high=row.high))
    return claims


def pmc_claims(
    agreement: pd.DataFrame, index: pd.DataFrame, order: pd.DataFrame, plans: pd.DataFrame, *,
    names: Names | None = None, coders: tuple[str, str] = ("The coders", "编码者"),
) -> list[dict]:  # fmt: skip
    """Say how far the judgements of the PMC index agree, which of its orders stand, and whether it tells more than length.

    `agreement`, `index` and `order` are from `pmc_agreement`, `pmc_index` and `pmc_order`; `plans`, such as
    ``corpus.plans``, has plan and characters; `names` and `coders` are as for `coding_claims`. Agreement has its verdict by the
    lower bound of alpha; the others are counts of pairs of plans, ``descriptive only``.
    """
    check_columns(order, ("plan_high", "plan_low", "holds_for_weights", "holds_for_disputed"), name="order", maker="policylab.coding.pmc_order")
    check_columns(index, ("plan", "index"), name="index", maker="policylab.coding.pmc_index")
    check_columns(plans, ("plan", "characters"), name="plans", maker="policylab.load_corpus")
    check_columns(agreement, ("variable", "judged", "agreed", "alpha", "low", "high"), name="agreement", maker="policylab.coding.pmc_agreement")
    names = _called(names, coders)
    whole, claims = agreement[agreement["variable"].isna()].iloc[0], []
    if whole["alpha"] == whole["alpha"]:
        said = wording("pmc-agreement", coders=coders[::-1], **whole[["judged", "agreed", "alpha"]])
        claims.append(claim("pmc-agreement", *said, whole["alpha"], _reliability(whole["low"]), low=whole["low"], high=whole["high"]))
    if len(order):
        stands = int((order["holds_for_weights"] & order["holds_for_disputed"]).sum())
        length = dict(zip(plans["plan"], plans["characters"], strict=True))
        longer = sum(length[row.plan_high] > length[row.plan_low] for row in order.itertuples())
        score = dict(zip(index["plan"], index["index"], strict=True))
        ranked = sorted(score, key=lambda plan: (-score[plan], plan))
        told = zip(*(wording("pmc-score", plan=names[plan], score=score[plan]) for plan in ranked), strict=True)
        scores = tuple(" > ".join(in_one_language) for in_one_language in told)
        claims.append(claim("pmc-order", *wording("pmc-order", scores=scores, n=len(order), stands=stands), stands))
        claims.append(claim("pmc-length", *wording("pmc-length", n=len(order), longer=longer), longer))
    return claims


def _called(names: Names | None, coders: object) -> Names:
    if len(as_list("coders", coders, CODERS)) != 2:
        raise invalid("coders", coders, CODERS)
    return called(names)


def _reliability(low: float) -> str:
    """The usual reading of alpha, by its lower bound."""
    sure = low if low == low else float("-inf")
    return SUPPORTED if sure >= RELIABLE else SUGGESTIVE if sure >= TENTATIVE else UNSUPPORTED


def _agreed(row: pd.Series, coders: tuple[str, str]) -> dict:
    key = "instruments-agreement" if row["level"] == "scheme" else "instruments-agreement-types"
    said = wording(key, coders=coders[::-1], units=int(row["units"]), agreed=int(row["agreed"]), alpha=row["alpha"])
    return claim(key, *said, row["alpha"], _reliability(row["low"]), low=row["low"], high=row["high"])
