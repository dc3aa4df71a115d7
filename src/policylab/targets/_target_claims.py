"""What the tables of targets come to, as sentences in both languages with a verdict."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policylab.errors import check_columns
from policylab.stats import claim

CHANGES = {
    "raised": ("提高", "raised"), "lowered": ("降低", "lowered"), "kept": ("不变", "kept"),
    "postponed": ("数值不变而年限推后", "postponed"), "redefined": ("口径或做法改变", "redefined"),
    "continued": ("年份更后而步速不明", "for a later year, at a pace that is not known"),
}  # fmt: skip
ANSWERS = {
    "reached": ("已达到", "reached"), "missed": ("未达到", "missed"), "on the way": ("尚未到期", "on the way"),
    "cannot be said": ("无从判断", "not to be said"),
}  # fmt: skip
PACES = ("faster", "slower", "same pace")  # said only where there are some
SHOWN = 8  # indicators that a sentence names


def target_claims(
    specificity: pd.DataFrame,
    links: pd.DataFrame,
    interpretation: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] | None = None,
) -> list[dict]:
    """Say what the tables of targets come to.

    Parameters
    ----------
    specificity, links, interpretation : DataFrame
        From `target_specificity`, `target_lineage` and `restated_targets`; the last may be missing or empty.
    names : mapping, optional
        What to call each plan.

    Returns
    -------
    list of dict
        Findings with finding, claim_zh, claim_en, value and verdict, for ``run.finding(**claim)``. What nobody can
        say is ``not answered``; counts, of revisions and answers too, are ``descriptive only``; an interpretation of
        which every target is in the ledger is ``supported``. Links to a statement in doubt are left out.

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import target_claims, target_specificity
    >>> corpus = policylab.load_corpus()
    >>> ledger = policylab.extract_targets(corpus)
    >>> links = policylab.target_lineage(ledger, corpus)
    >>> claims = target_claims(target_specificity(ledger, corpus.plans), links)
    >>> [claim["verdict"] for claim in claims if claim["finding"] == "lineage-raised"]
    ['descriptive only']
    """
    needed = ("plan", "statements", "targets", "targets_per_10k", "dated", "bounded")
    check_columns(specificity, needed, name="specificity", maker="policylab.targets.target_specificity")
    check_columns(links, ("question", "change", "from_indicator"), name="links", maker="policylab.target_lineage")
    if "doubt" in links:
        links = links[links["doubt"].isna()]
    claims = [_density(row, (names or {}).get(row.plan, row.plan)) for row in specificity.itertuples(index=False)]
    claims += _revisions(links, int((specificity["targets"] > 0).sum()))
    claims += _answers(links)
    if interpretation is not None and len(interpretation):
        claims.append(_interpretation(interpretation))
    return claims


def _density(row, name: str) -> dict:
    zh = f"{name}：{row.targets}个数量目标，每万字{row.targets_per_10k:.1f}个"
    en = f"{name}: {row.targets} numeric targets, {row.targets_per_10k:.1f} per 10 000 characters"
    if row.targets:
        zh += f"，其中载明年份的占{100 * row.dated:.0f}%，有上下限的占{100 * row.bounded:.0f}%"
        en += f"; {100 * row.dated:.0f} % with a year, {100 * row.bounded:.0f} % with a bound"
    return claim(f"targets-{row.plan}", f"{zh}。", f"{en}.", row.targets_per_10k, "descriptive only")


def _revisions(links: pd.DataFrame, with_targets: int) -> list[dict]:
    revisions = links[links["question"].eq("revision")]
    if with_targets < 2:
        zh = "没有一份规划提出数量目标" if not with_targets else "只有一份规划提出数量目标"
        en = "no plan states a numeric target" if not with_targets else "one plan only states numeric targets"
        zh, en = f"{zh}，目标如何变化无从回答。", f"What became of the targets is not answered: {en}."
        return [claim("lineage", zh, en, None, "not answered")]
    claims = []
    ordered = revisions["change"].isin(CHANGES).any()
    if not ordered:
        zh = "先后可知的规划之间没有同一指标的目标，提高还是降低无从回答。"
        en = "Whether targets were raised or lowered is not answered: no two plans of known order share an indicator."
        claims.append(claim("lineage", zh, en, None, "not answered"))
    for change, (zh, en) in CHANGES.items() if ordered else ():
        rows = revisions[revisions["change"].eq(change)]
        if rows.empty and change in PACES:
            continue
        named_zh, named_en = _named(rows)
        zh = f"先后可知的规划之间，{zh}的目标有{len(rows)}个{named_zh}。"
        en = f"Between plans of known order, targets {en}: {len(rows)}{named_en}."
        claims.append(claim(f"lineage-{change}", zh, en, len(rows), "descriptive only"))
    unknown = revisions[revisions["change"].isin(["stated alike", "stated differently"])]
    if len(unknown):
        named_zh, named_en = _named(unknown)
        zh = f"另有{len(unknown)}个指标见于先后不明的规划{named_zh}，不能说是提高还是降低。"
        en = (
            f"Indicators of plans of which nobody can say which is the earlier one: {len(unknown)}{named_en}; "
            "whether they were raised or lowered cannot be said."
        )
        claims.append(claim("lineage-unordered", zh, en, len(unknown), "not answered"))
    return claims


def _answers(links: pd.DataFrame) -> list[dict]:
    answers = links[links["question"].eq("answer")]
    counts = {change: int(answers["change"].eq(change).sum()) for change in ANSWERS}
    if not sum(counts.values()):
        zh = "没有一份规划的现状数字可以对照另一份规划的目标，目标是否实现无从回答。"
        en = "Whether targets were reached is not answered: no plan's baseline speaks of another plan's target."
        return [claim("lineage-answers", zh, en, None, "not answered")]
    zh = "、".join(f"{ANSWERS[change][0]}{count}个" for change, count in counts.items() if count)
    en = ", ".join(f"{ANSWERS[change][1]} {count}" for change, count in counts.items() if count)
    said = counts["reached"] + counts["missed"]
    zh, en = f"可与后来现状对照的目标中，{zh}。", f"Of the targets that a later baseline speaks of: {en}."
    return [claim("lineage-answers", zh, en, said, "descriptive only")]


def _named(rows: pd.DataFrame) -> tuple[str, str]:
    """The indicators of some links, in brackets, in Chinese and in English."""
    named = list(dict.fromkeys(rows["from_indicator"].dropna()))
    if not named:
        return "", ""
    shown, more = named[:SHOWN], len(named) > SHOWN
    return f"（{'、'.join(shown)}{'等' if more else ''}）", f" ({', '.join(shown)}{', …' if more else ''})"


def _interpretation(table: pd.DataFrame) -> dict:
    check_columns(table, ("found",), name="interpretation", maker="policylab.targets.restated_targets")
    found = int(table["found"].sum())
    return claim(
        "targets-interpretation", f"政策解读重述的{len(table)}个目标中，有{found}个在规划的台账中。",
        f"Of {len(table)} targets that the interpretation restates, {found} are in the plan's ledger.", found,
        "supported" if found == len(table) else "open",
    )  # fmt: skip
