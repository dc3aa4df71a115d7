"""What the tables of targets come to, as sentences in both languages with a verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policylab.checks import check_columns, check_has
from policylab.resources._statement_words import ANSWERS, left_in_tables
from policylab.stats import OPEN, SUPPORTED, UNANSWERED, claim, wording
from policylab.stats._claims import Names, called

TOLD_REVISIONS = ("raised", "lowered", "kept", "postponed", "redefined", "continued")
SHOWN = 8  # indicators that a sentence names


def target_claims(
    specificity: pd.DataFrame,
    links: pd.DataFrame,
    interpretation: pd.DataFrame | None = None,
    *,
    counts: pd.DataFrame | None = None,
    names: Names | None = None,
) -> list[dict]:
    """Say what the tables of targets come to.

    Parameters
    ----------
    specificity, links, interpretation : DataFrame
        From `target_specificity`, `target_lineage` and `restated_targets`; the last may be missing or empty.
    counts : DataFrame, optional
        From `target_counts` of the whole ledger: where tables were left out of `specificity`, it is said how many targets
        stand in them alone.
    names : mapping, optional
        What to call each plan, as ``corpus.names("both")`` says it.

    Returns
    -------
    list of dict
        Findings with finding, claim_zh, claim_en, value and verdict, for ``run.finding(**claim)``. What nobody can
        say is ``not answered``; counts, of revisions and answers too, are ``descriptive only``; an interpretation of
        which every target is in the ledger is ``supported``. Links to a statement in doubt are left out, and the sentence says how many.

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
    names = called(names)
    if interpretation is not None:
        check_has("interpretation", interpretation, "itertuples", "a table of `policylab.targets.restated_targets`")
    doubted = links[links["doubt"].notna()] if "doubt" in links else links.head(0)
    links = links.drop(doubted.index)
    tables = left_in_tables(specificity, counts)
    claims = [_density(row, tables[row.plan], names[row.plan]) for row in specificity.itertuples(index=False)]
    claims += _revisions(links, doubted, int((specificity["targets"] > 0).sum()))
    claims += _answers(links, doubted)
    if interpretation is not None and len(interpretation):
        claims.append(_interpretation(interpretation))
    return claims


def _density(row, in_tables: int, name: str | tuple[str, str]) -> dict:
    shares = wording("targets-shares", dated=100 * row.dated, bounded=100 * row.bounded) if row.targets else ""
    tables = wording("targets-tables", n=in_tables) if in_tables else ""
    said = wording("targets", plan=name, n=row.targets, tables=tables, rate=row.targets_per_10k, shares=shares)
    return claim(f"targets-{row.plan}", *said, row.targets_per_10k)


def _doubted(doubted: pd.DataFrame, question: str, changes: Sequence[str]) -> tuple[str, str] | str:
    """In words, how many links of some changes are left out, as a statement of theirs is in doubt."""
    count = int((doubted["question"].eq(question) & doubted["change"].isin(changes)).sum())
    return wording("lineage-doubted", n=count) if count else ""


def _revisions(links: pd.DataFrame, doubted: pd.DataFrame, with_targets: int) -> list[dict]:
    revisions = links[links["question"].eq("revision")]
    if with_targets < 2:
        said = wording("lineage-one-plan" if with_targets else "lineage-no-plan")
        return [claim("lineage", *said, verdict=UNANSWERED)]
    claims = []
    ordered = revisions["change"].isin(TOLD_REVISIONS).any()
    if not ordered:
        claims.append(claim("lineage", *wording("lineage-no-pair"), verdict=UNANSWERED))
    for change in TOLD_REVISIONS if ordered else ():
        rows = revisions[revisions["change"].eq(change)]
        said = wording("lineage", change=wording(f"lineage-{change}"), n=len(rows), named=_named(rows), doubted=_doubted(doubted, "revision", [change]))
        claims.append(claim(f"lineage-{change}", *said, len(rows)))
    unordered = ["stated alike", "stated differently"]
    unknown = revisions[revisions["change"].isin(unordered)]
    if len(unknown):
        said = wording("lineage-unordered", n=len(unknown), named=_named(unknown), doubted=_doubted(doubted, "revision", unordered))
        claims.append(claim("lineage-unordered", *said, len(unknown), UNANSWERED))
    return claims


def _answers(links: pd.DataFrame, doubted: pd.DataFrame) -> list[dict]:
    answers = links[links["question"].eq("answer")]
    counts = {change: int(answers["change"].eq(change).sum()) for change in ANSWERS}
    if not any(counts.values()):
        return [claim("lineage-answers", *wording("lineage-answers-none"), verdict=UNANSWERED)]
    told = [wording(f"lineage-{change}", n=count) for change, count in counts.items() if count]
    return [claim("lineage-answers", *wording("lineage-answers", counts=told, doubted=_doubted(doubted, "answer", ANSWERS)), counts["reached"] + counts["missed"])]


def _named(rows: pd.DataFrame) -> tuple[str, str] | str:
    """The indicators of some links, in brackets, in Chinese and in English."""
    named = list(dict.fromkeys(rows["from_indicator"].dropna()))
    more = wording("lineage-more") if len(named) > SHOWN else ""
    return wording("lineage-named", names=named[:SHOWN], more=more) if named else ""


def _interpretation(table: pd.DataFrame) -> dict:
    check_columns(table, ("found",), name="interpretation", maker="policylab.targets.restated_targets")
    found = int(table["found"].sum())
    said = wording("targets-interpretation", n=len(table), found=found)
    return claim("targets-interpretation", *said, found, SUPPORTED if found == len(table) else OPEN)
