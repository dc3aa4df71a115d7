"""What the tables of words come to: claims in both languages, each with its verdict and the rule it follows.

Every function takes tables and gives a table with the columns finding, claim_zh, claim_en, value, low, high and
verdict, one row a claim, as a run states them. Nothing here draws chance: the same tables give the same verdicts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from policylab.corpus import as_plans
from policylab.errors import check_columns
from policylab.stats import DESCRIPTIVE
from policylab.words._term_changes import MATCHED, POOLED, SPLIT, UNRELATED, sureness

COLUMNS = ["finding", "claim_zh", "claim_en", "value", "low", "high", "verdict"]
SUPPORTED, SUGGESTIVE, OPEN, CHANCE = "supported", "suggestive", "open", "not told from chance"
SEGMENTATION = "depends on the segmentation"
ALPHA = 0.05
# more than one control in five that does as well, and the claim is not told from chance
PLACEBO = 0.2
# what nine combinations of ten do not find hangs on a choice
AGREEMENT = 0.9


def change_verdict(row: pd.Series | dict, *, robust: bool = True, found: float = 1.0) -> str:
    """Say what the change of one term comes to.

    Parameters
    ----------
    row : Series or dict
        A row of `term_changes`.
    robust : bool
        Whether every combination of the multiverse has the same sign (`agreement`).
    found : float
        Share of the combinations that find it.

    Returns
    -------
    str
        The first that holds: "descriptive only" (no interval, or pooled halves, which compare kinds of plans as well
        as times), "depends on the segmentation" (a combination turns the sign), "open" (an interval, over coarse or
        fine clusters, has 0 in it), "not told from chance" (more than one control in five does as well), "supported"
        (adjusted p below 0.05, and found by nine combinations in ten), else "suggestive". Without any control nothing
        is supported.

    Examples
    --------
    >>> row = {"log_ratio": -4.2, "low": -8.0, "high": -1.7, "low_fine": -6.8, "high_fine": -2.2, "p_adjusted": 0.03,
    ...        "placebo": 0.0, "comparison": "matched pair"}
    >>> change_verdict(row), change_verdict(row | {"placebo": 0.4}), change_verdict(row | {"high_fine": 0.1})
    ('supported', 'not told from chance', 'open')
    """
    coarse, fine = (
        float(sureness(np.array(row[low], dtype=float), np.array(row[high], dtype=float)))
        for low, high in (("low", "high"), ("low_fine", "high_fine"))
    )
    if pd.isna(row["log_ratio"]) or coarse == -np.inf or row["comparison"] == POOLED:
        return DESCRIPTIVE
    if not robust:
        return SEGMENTATION
    if min(coarse, fine) <= 0:
        return OPEN
    if row["placebo"] > PLACEBO:
        return CHANCE
    controlled = not pd.isna(row["placebo"])
    return SUPPORTED if controlled and row["p_adjusted"] < ALPHA and found >= AGREEMENT else SUGGESTIVE


def change_claims(changes: pd.DataFrame, agreement: pd.DataFrame, corpus) -> pd.DataFrame:
    """Claims about the terms that the analyst follows, from one plan to the next of its kind.

    Of `changes` (from `term_changes`) a term that no plan has makes no claim; `agreement` is that of a `multiverse` of
    the same terms, and `corpus` has the plans' names. The value is the log ratio; verdicts are those of
    `change_verdict`.

    Examples
    --------
    >>> import policylab
    >>> from policylab import words
    >>> counts = words.count_words(corpus := policylab.load_corpus())
    >>> table = words.multiverse(counts, ["云计算"])
    >>> claims = change_claims(words.term_changes(counts, ["云计算"]), words.agreement(table), corpus)
    >>> claims["verdict"].tolist()
    ['supported']
    """
    check_columns(changes, ("term", "earlier", "later", "low_fine", "placebo"), name="changes",
                  maker="policylab.words.term_changes")  # fmt: skip
    check_columns(agreement, ("term", "robust", "found", "combinations"), name="agreement",
                  maker="policylab.words.agreement")  # fmt: skip
    names = _names(corpus)
    summary = agreement.set_index("term").to_dict("index")
    several = changes["later"].nunique() > 1 or changes["earlier"].nunique() > 1
    rows = []
    for row in changes[changes["count"] + changes["earlier_count"] > 0].to_dict("records"):
        known = summary.get(row["term"], {"robust": True, "found": 1.0, "combinations": 0})
        verdict = change_verdict(row, robust=bool(known["robust"]), found=float(known["found"]))
        said = _change_sentences(row, names)
        if verdict in (SUPPORTED, SUGGESTIVE) and known["combinations"]:
            hits = round(known["found"] * known["combinations"])
            said = (
                f"{said[0]}{known['combinations']}种做法中有{hits}种得出同一结果。",
                f"{said[1]} {hits} of {known['combinations']} ways of cutting and counting find it.",
            )
        name = f"words-change-{row['term']}" + (f"-{row['later']}" if several else "")
        rows.append((name, *said, row["log_ratio"], row["low"], row["high"], verdict))
    return pd.DataFrame(rows, columns=COLUMNS)


def placebo_claims(placebo: pd.DataFrame, corpus) -> pd.DataFrame:
    """Whether comparisons in time find more words than comparisons that are none, from a table of `placebo_changes`.

    Returns
    -------
    DataFrame
        One row for each matched pair and one for the halves in time: value is the share of words found; low and high
        are the least and the largest share that a control finds. "not told from chance" where a control finds as many;
        else "supported" with 19 controls or more, of which one in twenty could do so by chance, "suggestive" with
        fewer, and "open" without any.

    Examples
    --------
    >>> import policylab
    >>> from policylab.words import placebo_changes
    >>> corpus = policylab.load_corpus()
    >>> placebo_claims(placebo_changes(corpus), corpus)["verdict"].tolist()
    ['not told from chance', 'suggestive']
    """
    check_columns(placebo, ("comparison", "earlier", "later", "found", "share"), name="placebo",
                  maker="policylab.words.placebo_changes")  # fmt: skip
    names, rows = _names(corpus), []
    known = placebo.dropna(subset=["share"])
    for kind, control in ((MATCHED, UNRELATED), (POOLED, SPLIT)):
        shares = known.loc[known["comparison"] == control, "share"]
        for row in known[known["comparison"] == kind].itertuples():
            low, high = (shares.min(), shares.max()) if len(shares) else (np.nan, np.nan)
            enough = (1 + len(shares)) * ALPHA >= 1
            beyond = SUPPORTED if enough else SUGGESTIVE
            verdict = OPEN if not len(shares) else beyond if row.share > high else CHANCE
            both = [(names[row.earlier][n], names[row.later][n]) if kind == MATCHED else () for n in (0, 1)]
            zh = f"从《{both[0][0]}》到《{both[0][1]}》" if kind == MATCHED else "后期各规划相对前期各规划"
            en = f"From {both[1][0]} to {both[1][1]}" if kind == MATCHED else "From the earlier plans to the later ones"
            zh += f"，{row.terms}个词中有{row.found}个未经校正即显著（{100 * row.share:.1f}%）"
            en += f" {row.found} of {row.terms} words differ before any correction ({100 * row.share:.1f} %)"
            if len(shares):
                zh += f"；与时间无关的对照为{100 * low:.1f}%—{100 * high:.1f}%"
                en += f"; comparisons that are none in time find {100 * low:.1f} to {100 * high:.1f} %"
            name = f"words-placebo-{row.later}" if kind == MATCHED else "words-placebo-halves"
            rows.append((name, zh + "。", en + ".", row.share, low, high, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)


def rising_claims(
    emerging: pd.DataFrame, declining: pd.DataFrame, agreement: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Which of all words rise or fall for certain: those whose p stands the correction for all words.

    `emerging` and `declining` are from `emerging_terms` and `declining_terms`; with the `agreement` of a `multiverse`
    of their words with ``families="all"``, a word that nine combinations in ten do not find is taken out.

    Returns
    -------
    DataFrame
        Two rows: value is the number of such words; "supported" where there is one, else "open".
    """
    rows = []
    for name, table, zh, en in (
        ("words-emerging", emerging, "上升", "rise"), ("words-declining", declining, "下降", "fall"),
    ):  # fmt: skip
        check_columns(table, ("term", "p", "p_adjusted", "placebo"), name=name, maker="policylab.emerging_terms")
        sure = table[(table["p_adjusted"] < ALPHA) & ~(table["placebo"] > PLACEBO)]
        if agreement is not None:
            sure = sure[sure["term"].isin(agreement.loc[agreement["found"] >= AGREEMENT, "term"])]
        near_zh, near_en = _nearest(sure, table.loc[table["p"] < ALPHA, "term"])
        said_zh = f"计入全部词的检验后，确实{zh}的词有{len(sure)}个：{_listed(sure['term'], 'zh')}。{near_zh}"
        said_en = f"{len(sure)} words {en} once all words are tested: {_listed(sure['term'], 'en')}.{near_en}"
        rows.append((name, said_zh, said_en, len(sure), np.nan, np.nan, SUPPORTED if len(sure) else OPEN))
    return pd.DataFrame(rows, columns=COLUMNS)


def keyness_claims(keyness: pd.DataFrame, corpus) -> pd.DataFrame:
    """Which words set each plan apart from the others once all words of all plans are tested: from a `keyness` table.

    Returns
    -------
    DataFrame
        One row a target: value is the number of its keywords; "descriptive only" where the target or the others have
        too few clusters, "supported" where there is a keyword, else "open".
    """
    check_columns(keyness, ("target", "term", "p", "p_adjusted", "log_ratio"), name="keyness",
                  maker="policylab.keyness")  # fmt: skip
    names, rows = _names(corpus), []
    for target, table in keyness.groupby("target", sort=False):
        higher = table[table["log_ratio"] > 0]
        sure, near = higher[higher["p_adjusted"] < ALPHA]["term"], higher[higher["p"] < ALPHA]
        near_zh, near_en = _nearest(sure, near.sort_values(["p", "term"])["term"])
        zh, en = names[target]
        said_zh = f"《{zh}》的关键词中，计入全部检验后成立的有{len(sure)}个：{_listed(sure.head(8), 'zh')}。{near_zh}"
        said_en = f"{len(sure)} keywords of {en} stand once all words of all plans are tested: "
        said_en += f"{_listed(sure.head(8), 'en')}.{near_en}"
        verdict = DESCRIPTIVE if table["p"].isna().all() else SUPPORTED if len(sure) else OPEN
        rows.append((f"words-keyness-{target}", said_zh, said_en, len(sure), np.nan, np.nan, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)


def theme_claims(weights: pd.DataFrame, coverage: pd.DataFrame, corpus) -> pd.DataFrame:
    """Which declared theme each plan gives most to, lists made equally long, and how much no theme reaches.

    The tables are those of `theme_weights`, by plan, and `theme_coverage`.

    Returns
    -------
    DataFrame
        One row a plan that mentions a theme: value, low and high are those of the first theme, for a list as long as
        the shortest. "supported" where its interval lies above that of every other theme and it is first without its
        most frequent term too; "descriptive only" without an interval; else "open". Then one row for the plan with
        most paragraphs that no theme reaches, "descriptive only".
    """
    check_columns(weights, ("theme_zh", "theme_en", "plan", "even_per_10k", "even_low", "even_high", "least_per_10k"),
                  name="weights", maker="policylab.words.theme_weights")  # fmt: skip
    check_columns(coverage, ("plan", "uncovered_share", "low", "high"), name="coverage",
                  maker="policylab.words.theme_coverage")  # fmt: skip
    names, rows = _names(corpus), []
    for plan, table in weights.groupby("plan", sort=False):
        ranked = table.sort_values(["even_per_10k", "theme"], ascending=[False, True])
        if len(ranked) < 2 or not ranked["even_per_10k"].iat[0] > 0:
            continue
        first, second, rest = ranked.iloc[0], ranked.iloc[1], ranked.iloc[1:]
        apart = first["even_low"] > rest["even_high"].max() and first["least_per_10k"] > rest["least_per_10k"].max()
        verdict = DESCRIPTIVE if pd.isna(first["even_low"]) else SUPPORTED if apart else OPEN
        zh, en = names[plan]
        rates = f"{first['even_per_10k']:.0f}", f"{second['even_per_10k']:.0f}"
        said_zh = f"按同样长的词表计，《{zh}》提及最多的主题是“{first['theme_zh']}”（每万词{rates[0]}次），其次是"
        said_zh += f"“{second['theme_zh']}”（{rates[1]}次）"
        said_en = f"With lists of one length, {en} mentions “{first['theme_en']}” most ({rates[0]} in 10 000 words), then"
        said_en += f" “{second['theme_en']}” ({rates[1]})"
        if verdict == OPEN:
            said_zh, said_en = said_zh + "，两者之差不出偶然", said_en + ", no surer apart than chance"
        values = (first["even_per_10k"], first["even_low"], first["even_high"], verdict)
        rows.append((f"words-theme-{plan}", said_zh + "。", said_en + ".", *values))
    if len(coverage):
        most = coverage.sort_values(["uncovered_share", "plan"], ascending=[False, True]).iloc[0]
        zh, en = names[most["plan"]]
        share = f"{100 * most['uncovered_share']:.1f}"
        said = (
            f"主题没有涉及的段落，最多的是《{zh}》，占{share}%。",
            f"{en} has most paragraphs that no theme reaches, {share} %.",
        )
        rows.append(("words-coverage", *said, most["uncovered_share"], most["low"], most["high"], DESCRIPTIVE))
    return pd.DataFrame(rows, columns=COLUMNS)


def _change_sentences(row: dict, names: dict[str, tuple[str, str]]) -> tuple[str, str]:
    (earlier_zh, earlier_en), (later_zh, later_en) = ("前期规划", "the earlier plans"), ("后期规划", "the later plans")
    if row["comparison"] != POOLED:
        (earlier_zh, earlier_en), (later_zh, later_en) = ((f"《{zh}》", en) for zh, en in (names[row["earlier"]], names[row["later"]]))
    before, after, term = row["earlier_count"], row["count"], row["term"]
    if not before or not after:
        zh, en = (later_zh, later_en) if after else (earlier_zh, earlier_en)
        other_zh, other_en = (earlier_zh, earlier_en) if after else (later_zh, later_en)
        return (
            f"“{term}”见于{zh}（{after or before}次），不见于{other_zh}。",
            f"“{term}” occurs in {en} ({after or before} times) and not in {other_en}.",
        )
    if pd.isna(row["log_ratio"]):
        return (
            f"“{term}”：{earlier_zh}{before}次，{later_zh}{after}次。",
            f"“{term}”: {before} occurrences in {earlier_en}, {after} in {later_en}.",
        )
    times = f"{2 ** row['log_ratio']:.2f}"
    return (
        f"“{term}”在{later_zh}中的频率约为{earlier_zh}的{times}倍（{before}次 → {after}次）。",
        f"The rate of “{term}” in {later_en} is about {times} times that in {earlier_en} "
        f"({before} → {after} occurrences).",
    )


def _names(corpus) -> dict[str, tuple[str, str]]:
    plans = as_plans(corpus)
    return {p.id: (getattr(p, "short_title_zh", p.id), getattr(p, "short_title", p.id)) for p in plans}


def _nearest(sure, near) -> tuple[str, str]:
    """Where no word stands the correction, those that come nearest."""
    if len(sure) or not len(near):
        return "", ""
    listed = [_listed(near.head(6), lang) for lang in ("zh", "en")]
    return f"未经校正时最接近的是{listed[0]}。", f" Nearest, before the correction: {listed[1]}."


def _listed(terms, lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(terms) or "—"
