"""What can be said of topics: findings as sentences in both languages, made from the tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policylab.errors import check_choice
from policylab.stats import against_threshold, claim
from policylab.topics._stability import BORDERLINE, CHANCE, TopicStability

AGREE = 0.9  # share of the runs that must find a difference of one sign
MOVED = {
    "rose": ("上升", "rose"), "fell": ("下降", "fell"), "appeared": ("新出现", "appeared"),
    "vanished": ("消失", "vanished"), "unclear": ("变化不能确定", "no sure change"),
}


def too_little_claims(paragraphs: int) -> list[dict]:
    """The finding of a study whose text is too little for a topic model.

    >>> too_little_claims(7)[0]["claim_en"]
    'What themes there are is not answered: 7 body paragraphs are too little for a topic model.'
    """
    zh = f"规划有什么主题，无从回答：正文只有{paragraphs}段，不足以建立主题模型。"
    en = f"What themes there are is not answered: {paragraphs} body paragraphs are too little for a topic model."
    return [claim("themes-surviving", zh, en, verdict="not answered")]


def survival_claims(stability: TopicStability) -> list[dict]:
    """How many topics survive and which, and one finding for each that does not: what `Session.finding` takes.

    Verdicts are supported, not supported, and of single topics borderline and not told from chance.
    """
    table, threshold = stability.topics, stability.threshold
    alive = table[table["survives"]]
    shuffled = stability.agreement.loc[stability.agreement["text"] > 0, "text"].nunique()
    names_zh, names_en = "、".join(alive["label"]), ", ".join(alive["label_en"])
    claims = [claim(
        "themes-surviving",
        f"{len(table)} 个主题中有 {len(alive)} 个在模型未见的章节上的一致程度高于 {threshold:.2f}，即打乱词语的文本（"
        f"{shuffled} 份）中至多二十分之一有主题超过的水平" + (f"：{names_zh}。" if names_zh else "。"),
        f"Of {len(table)} topics, {len(alive)} agree on sections that a model has not seen by more than "
        f"{threshold:.2f}, above which at most one in twenty of {shuffled} shuffled texts has a topic"
        + (f": {names_en}." if names_en else "."),
        len(alive), "supported" if len(alive) else "not supported",
    )]  # fmt: skip
    for row in table[~table["survives"]].itertuples():
        near = row.verdict == BORDERLINE
        claims.append(claim(
            f"themes-not-surviving-{row.topic}",
            f"“{row.label}”的一致程度为 {row.agreement:.2f}，"
            + (f"与打乱词语的文本所达到的 {threshold:.2f} 相差在抽样误差之内" if near else f"打乱词语的文本也能达到 {threshold:.2f}")
            + "，不作为发现。",
            f"“{row.label_en}” agrees by {row.agreement:.2f}, "
            + (f"which its sampling error does not part from the {threshold:.2f} of shuffled text"
               if near else f"and shuffled text reaches {threshold:.2f}") + "; it is no finding.",
            row.agreement, row.verdict,
        ))  # fmt: skip
    return claims


def change_verdict(row: pd.Series) -> str:
    """What a difference between two plans, a row of ``TopicStability.change()``, comes to.

    Returns
    -------
    str
        ``descriptive only`` (no interval), ``not told from chance`` (the topic's shares differ as much in at least half
        of the other pairs of plans), ``unclear`` (an interval, over finer or over coarser sections, has 0 in it, or fewer
        than nine runs in ten find the same sign), ``borderline`` (another seed might find fewer or more), or
        ``supported``. The runs, which chance draws, are asked only where the intervals, which it does not, speak of a
        movement.
    """
    if pd.isna(row["movement"]):
        return "descriptive only"
    if row["other_pairs"] and 2 * row["as_large"] >= row["other_pairs"]:
        return CHANCE
    if not row["both"]:
        return "unclear"
    signs = against_threshold(int(row["same_sign"]), int(row["runs"]), AGREE)
    return {"above": "supported", "below": "unclear"}.get(signs, BORDERLINE)


def change_claims(change: pd.DataFrame, topics: pd.DataFrame, names: Mapping[str, str] | None = None) -> list[dict]:
    """How the share of each topic that survives differs between two plans: what `Session.finding` takes.

    Parameters
    ----------
    change : DataFrame
        ``TopicStability.change()``, of one pair of plans or several; of several each has a number, which ends the id of
        its findings. Low and high are the joint interval over the finer sections.
    topics : DataFrame
        ``TopicStability.topics``.
    names : dict of str to str, optional
        How the plans are called.
    """
    names, claims = names or {}, []
    pairs = list(dict.fromkeys(zip(change["plan_from"], change["plan_to"], strict=True)))
    for number, pair in enumerate(pairs, start=1):
        between = change[(change["plan_from"] == pair[0]) & (change["plan_to"] == pair[1])].set_index("topic")
        ends = [names.get(plan, plan) for plan in pair]
        for topic in topics[topics["survives"]].itertuples():
            finding = f"theme-change-{topic.topic}" + (f"-{number}" if len(pairs) > 1 else "")
            claims.append(_change_claim(finding, topic, between.loc[topic.topic], ends))
    return claims


def _change_claim(finding: str, topic: object, row: pd.Series, ends: list[str]) -> dict:
    verdict = change_verdict(row)
    moved_zh, moved_en = MOVED.get(row["movement"], ("只作描述", "descriptive only"))
    if verdict != "supported" and row["movement"] in MOVED and row["movement"] != "unclear":
        moved_zh, moved_en = moved_zh + "，但并不稳固", moved_en + ", but not for sure"
    return claim(
        finding,
        f"“{topic.label}”在《{ends[0]}》中占 {row['share_from']:.1%}，在《{ends[1]}》中占 {row['share_to']:.1%}："
        f"{moved_zh}；{row['runs']} 次运行中 {row['same_sign']} 次方向相同，其余 {row['other_pairs']} 对规划中有 "
        f"{row['as_large']} 对相差不小于此。",
        f"“{topic.label_en}” has {row['share_from']:.1%} of {ends[0]} and {row['share_to']:.1%} of {ends[1]}: "
        f"{moved_en}; {row['same_sign']} of {row['runs']} runs agree on the direction, and {row['as_large']} of the "
        f"{row['other_pairs']} other pairs of plans differ at least as much.",
        row["difference"], verdict, low=row["low"], high=row["high"],
    )  # fmt: skip


def number_reason(stability: TopicStability, lang: str = "zh") -> str:
    """Which number of topics is recommended, and why, in a sentence made from ``TopicStability.numbers``."""
    check_choice("lang", lang, ("zh", "en"))
    numbers = stability.numbers
    row, best = numbers[numbers["recommended"]].iloc[0], numbers.loc[numbers["npmi"].idxmax()]
    counts = dict(zip(numbers["n_topics"], numbers["surviving"], strict=True))
    listed = [f"{n}: {alive}" for n, alive in counts.items()]
    if lang == "zh":
        return (
            f"推荐 {row['n_topics']} 个主题：平均连贯性（{row['npmi']:.3f}）与最高者（{best['n_topics']} 个主题，{best['npmi']:.3f}）"
            f"相差不超过一个标准误（{best['npmi_error']:.3f}）的最小主题数；其中保留 {row['surviving']} 个，介于两可 "
            f"{row['borderline']} 个。各主题数下保留的主题（主题数: 保留数）——{'，'.join(listed)}。"
        )
    return (
        f"Recommended are {row['n_topics']} topics: the smallest number whose mean coherence ({row['npmi']:.3f}) is within "
        f"one standard error ({best['npmi_error']:.3f}) of the best ({best['npmi']:.3f}, with {best['n_topics']}); "
        f"{row['surviving']} of them survive and {row['borderline']} are borderline. Topics that survive, by the number of "
        f"topics: {', '.join(listed)}."
    )


def no_pair_claims() -> list[dict]:
    """The finding of a study in which no two plans are of one kind, one of them known to be earlier.

    >>> no_pair_claims()[0]["verdict"]
    'not answered'
    """
    en = "How the themes changed is not answered: no two plans are of one kind, one of them the earlier."
    return [claim("theme-change", "没有同类规划的前后两份，主题的变化无从回答。", en, verdict="not answered")]
