"""What can be said of topics: findings as sentences in both languages, made from the tables."""

from __future__ import annotations

import pandas as pd

from policylab.checks import check_choice, check_columns, check_has, check_row
from policylab.resources._translation import LANGUAGES
from policylab.stats import (
    AGREEMENT,
    BORDERLINE,
    CHANCE,
    DESCRIPTIVE,
    OPEN,
    SUPPORTED,
    UNANSWERED,
    UNSUPPORTED,
    against_threshold,
    claim,
    wording,
)
from policylab.stats._claims import Names, called, pair_numbers
from policylab.topics._prevalence import UNCLEAR
from policylab.topics._stability import TopicStability

STABILITY = "what `policylab.topics.topic_stability` found"
CHANGE = (
    "topic", "plan_from", "plan_to", "share_from", "share_to", "difference", "low", "high", "movement", "both", "runs", "same_sign",
    "other_pairs", "as_large",
)  # fmt: skip
# from this share of the other pairs of plans on, a difference is not told from chance: they are asked for one as large,
# which comes by chance more often than one as sure, of which words allow a fifth of their controls
AS_LARGE = 0.5


def too_little_claims(paragraphs: int) -> list[dict]:
    """The finding of a study whose text is too little for a topic model.

    >>> too_little_claims(7)[0]["claim_en"]
    'What themes there are is not answered: 7 body paragraphs are too little for a topic model.'
    """
    return [claim("themes-surviving", *wording("themes-too-little", n=paragraphs), verdict=UNANSWERED)]


def survival_claims(stability: TopicStability) -> list[dict]:
    """How many topics survive and which, and one finding for each that does not: what `Session.finding` takes.

    Verdicts are supported, not supported, and of single topics borderline and not told from chance.
    """
    check_has("stability", stability, "threshold", STABILITY)
    table, threshold = stability.topics, stability.threshold
    alive = table[table["survives"]]
    shuffled = stability.agreement.loc[stability.agreement["text"] > 0, "text"].nunique()
    names = wording("themes-surviving-names", names=(list(alive["label"]), list(alive["label_en"]))) if len(alive) else ""
    told = {"n": len(table), "alive": len(alive), "threshold": threshold, "shuffled": shuffled, "names": names}
    verdict = SUPPORTED if len(alive) else UNSUPPORTED
    claims = [claim("themes-surviving", *wording("themes-surviving", **told), len(alive), verdict)]
    for row in table[~table["survives"]].itertuples():
        why = wording("themes-near-chance" if row.verdict == BORDERLINE else "themes-by-chance", threshold=threshold)
        said = wording("themes-not-surviving", topic=(row.label, row.label_en), agreement=row.agreement, why=why)
        claims.append(claim(f"themes-not-surviving-{row.topic}", *said, row.agreement, row.verdict))
    return claims


def change_verdict(row: pd.Series) -> str:
    """What a difference between two plans, a row of ``TopicStability.change()``, comes to.

    Returns
    -------
    str
        ``descriptive only`` (no interval), ``not told from chance`` (the topic's shares differ as much in at least half
        of the other pairs of plans), ``open`` (an interval, over finer or over coarser sections, has 0 in it, or fewer
        than nine runs in ten find the same sign), ``borderline`` (another seed might find fewer or more), or
        ``supported``. The runs, which chance draws, are asked only where the intervals, which it does not, speak of a
        movement.
    """
    check_row("row", row, ("movement", *CHANGE[-5:]), "TopicStability.change")
    if pd.isna(row["movement"]):
        return DESCRIPTIVE
    if row["other_pairs"] and row["as_large"] >= AS_LARGE * row["other_pairs"]:
        return CHANCE
    if not row["both"]:
        return OPEN
    signs = against_threshold(int(row["same_sign"]), int(row["runs"]), AGREEMENT)
    return {"above": SUPPORTED, "below": OPEN}.get(signs, BORDERLINE)


def change_claims(change: pd.DataFrame, topics: pd.DataFrame, names: Names | None = None) -> list[dict]:
    """How the share of each topic that survives differs between two plans: what `Session.finding` takes.

    Parameters
    ----------
    change : DataFrame
        ``TopicStability.change()``, of one pair of plans or several; of several each has a number, which ends the id of
        its findings. Low and high are the joint interval over the finer sections.
    topics : DataFrame
        ``TopicStability.topics``.
    names : mapping, optional
        What to call each plan, as ``corpus.names("both")`` says it.
    """
    check_columns(change, CHANGE, name="change", hint="Give `TopicStability.change()`.")
    check_columns(topics, ("topic", "survives", "label", "label_en"), name="topics", hint="Give `TopicStability.topics`.")
    names, claims = called(names), []
    for pair, number in pair_numbers(zip(change["plan_from"], change["plan_to"], strict=True)).items():
        between = change[(change["plan_from"] == pair[0]) & (change["plan_to"] == pair[1])].set_index("topic")
        ends = [names[plan] for plan in pair]
        for topic in topics[topics["survives"]].itertuples():
            claims.append(_change_claim(f"theme-change-{topic.topic}{number}", topic, between.loc[topic.topic], ends))
    return claims


def _change_claim(finding: str, topic: object, row: pd.Series, ends: list) -> dict:
    verdict, movement = change_verdict(row), row["movement"]
    moved = wording("theme-described" if pd.isna(movement) else f"theme-{movement}")
    if verdict not in (SUPPORTED, DESCRIPTIVE) and movement != UNCLEAR:
        moved = wording("theme-change-unsure", moved=moved)
    names = ("share_from", "share_to", "runs", "same_sign", "other_pairs", "as_large")
    said = wording(
        "theme-change", topic=(topic.label, topic.label_en), earlier=ends[0], later=ends[1], moved=moved,
        **{name: row[name] for name in names},
    )  # fmt: skip
    return claim(finding, *said, row["difference"], verdict, low=row["low"], high=row["high"])


def number_reason(stability: TopicStability, lang: str = "zh") -> str:
    """Which number of topics is recommended, and why, in a sentence of a language (`lang`) made from ``TopicStability.numbers``."""
    check_choice("lang", lang, LANGUAGES)
    check_has("stability", stability, "numbers", STABILITY)
    numbers = stability.numbers
    row, best = numbers[numbers["recommended"]].iloc[0], numbers.loc[numbers["npmi"].idxmax()]
    listed = [f"{n}: {alive}" for n, alive in zip(numbers["n_topics"], numbers["surviving"], strict=True)]
    return wording(
        "topic-numbers", n=row["n_topics"], npmi=row["npmi"], surviving=row["surviving"], borderline=row["borderline"],
        best=best["n_topics"], best_npmi=best["npmi"], error=best["npmi_error"], listed=("，".join(listed), listed),
    )[lang == "en"]  # fmt: skip


def no_pair_claims() -> list[dict]:
    """The finding of a study in which no two plans are of one kind, one of them known to be earlier.

    >>> no_pair_claims()[0]["verdict"]
    'not answered'
    """
    return [claim("theme-change", *wording("theme-change-no-pair"), verdict=UNANSWERED)]
