"""What the tables of words come to: claims in both languages, each with its verdict and the rule it follows.

Every function takes tables and gives a list of claims, as `policylab.study.Session.finding` takes them. Nothing here
draws chance: the same tables give the same verdicts. `names` says what to call each plan, as ``corpus.names("both")`` does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from policylab.checks import check_columns, check_flag, check_row
from policylab.stats import (
    AGREEMENT,
    ALPHA,
    CHANCE,
    DESCRIPTIVE,
    MIN_CLUSTERS,
    OPEN,
    SEGMENTATION,
    SUGGESTIVE,
    SUPPORTED,
    claim,
    least_count,
    wording,
)
from policylab.stats._claims import Names, called, pair_numbers
from policylab.words._multiverse import PAIR
from policylab.words._rate_ratios import sureness
from policylab.words._term_changes import MATCHED, POOLED, SPLIT, UNRELATED

# more than one control in five that does as well, and the claim is not told from chance
PLACEBO = 0.2
# fewer occurrences are not told from chance, even if all stood on one of two sides of a length: their rates are no finding
FEW = least_count(0.5)


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
    check_row("row", row, ("log_ratio", "low", "high", "low_fine", "high_fine", "comparison", "placebo", "p_adjusted"), "policylab.words.term_changes")
    check_flag("robust", robust)
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


def change_claims(changes: pd.DataFrame, agreement: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """Claims about the terms that the analyst follows, from one plan to the next of its kind.

    Of `changes` (from `term_changes`) a term that no plan has makes no claim; `agreement` is that of a `multiverse` of
    the same terms and, where there are several pairs, of the same list of pairs. The value is the log ratio; verdicts
    are those of `change_verdict`, but for "descriptive only" where both sides have a term and it stands there less than six
    times together: its counts are told, and no rate. Of several pairs each has a number, which ends the id of its findings.

    Examples
    --------
    >>> import policylab
    >>> from policylab import words
    >>> counts = words.count_words(corpus := policylab.load_corpus())
    >>> changes, table = words.term_changes(counts, ["云计算"]), words.multiverse(counts, ["云计算"])
    >>> [claim] = change_claims(changes, words.agreement(table), names=corpus.names("both"))
    >>> claim["verdict"], claim["claim_en"].partition(" is about")[0]
    ('supported', 'The rate of “云计算” in Smart city 2021–2025')
    """
    check_columns(changes, ("term", "earlier", "later", "low_fine", "placebo"), name="changes",
                  maker="policylab.words.term_changes")  # fmt: skip
    key = _agreement_key(agreement, ("robust", "found", "combinations"), changes)
    summary = {tuple(row[name] for name in key): row for row in agreement.to_dict("records")}
    names, numbers, claims = called(names), _pair_numbers(changes), []
    for row in changes[changes["count"] + changes["earlier_count"] > 0].to_dict("records"):
        known = summary.get(tuple(row[name] for name in key), {"robust": True, "found": 1.0, "combinations": 0})
        verdict = change_verdict(row, robust=bool(known["robust"]), found=float(known["found"]))
        if 0 < row["earlier_count"] < FEW - row["count"] < FEW:
            verdict = DESCRIPTIVE
        said = _change_said(row, names)
        if verdict in (SUPPORTED, SUGGESTIVE) and known["combinations"]:
            hits = round(known["found"] * known["combinations"])
            said = wording("words-change-found", said=said, hits=hits, combinations=known["combinations"])
        name = f"words-change-{row['term']}{numbers[row['earlier'], row['later']]}"
        claims.append(claim(name, *said, row["log_ratio"], verdict, low=row["low"], high=row["high"]))
    return claims


def placebo_claims(placebo: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """Whether comparisons in time find more words than comparisons that are none, from a table of `placebo_changes`.

    Returns
    -------
    list of dict
        One for each matched pair, which has a number where there are several, and one for the halves in time: value is
        the share of words found; low and high are the least and the largest share that a control finds. "not told from
        chance" where a control finds as many; else "supported" with 19 controls or more, of which one in twenty could
        do so by chance, "suggestive" with fewer, and "open" without any. A share of fewer words than an interval has
        clusters (`policylab.stats.MIN_CLUSTERS`) is "descriptive only", and is no control.

    Examples
    --------
    >>> import policylab
    >>> from policylab.words import placebo_changes
    >>> [claim["verdict"] for claim in placebo_claims(placebo_changes(policylab.load_corpus()))]
    ['not told from chance', 'suggestive']
    """
    check_columns(placebo, ("comparison", "earlier", "later", "found", "share"), name="placebo",
                  maker="policylab.words.placebo_changes")  # fmt: skip
    names, claims = called(names), []
    numbers = _pair_numbers(placebo[placebo["comparison"] == MATCHED])
    known = placebo.dropna(subset=["share"])
    for kind, control in ((MATCHED, UNRELATED), (POOLED, SPLIT)):
        shares = known.loc[(known["comparison"] == control) & (known["terms"] >= MIN_CLUSTERS), "share"]
        for row in known[known["comparison"] == kind].itertuples():
            name, compared = "halves", wording("words-placebo-halves")
            if kind == MATCHED:
                name = f"{row.later}{numbers[row.earlier, row.later]}"
                compared = wording("words-placebo-pair", earlier=names[row.earlier], later=names[row.later])
            low, high = shares.min(), shares.max()  # missing without a control
            controls = wording("words-placebo-controls", low=100 * low, high=100 * high) if len(shares) else ""
            beyond = SUPPORTED if (1 + len(shares)) * ALPHA >= 1 else SUGGESTIVE
            verdict = DESCRIPTIVE if row.terms < MIN_CLUSTERS else OPEN if not len(shares) else beyond if row.share > high else CHANCE
            said = wording("words-placebo", compared=compared, controls=controls, terms=row.terms, found=row.found, share=100 * row.share)
            claims.append(claim(f"words-placebo-{name}", *said, row.share, verdict, low=low, high=high))
    return claims


def certain_terms(emerging: pd.DataFrame, declining: pd.DataFrame) -> list[str]:
    """The words that rise or fall for certain by their p alone, which is below 0.05 once all words are tested.

    A `multiverse` of these words says for `rising_claims` which of them hang on a choice.

    Parameters
    ----------
    emerging, declining : DataFrame
        From `emerging_terms` and `declining_terms`, whose `p_adjusted` is used.

    Returns
    -------
    list of str
        Each word once, those that rise first.

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["平台", "网络"], "p_adjusted": [0.01, 0.05]})
    >>> certain_terms(table, table.head(0))
    ['平台']
    """
    found = []
    for name, table in (("emerging", emerging), ("declining", declining)):
        check_columns(table, ("term", "p_adjusted"), name=name, maker=f"policylab.{name}_terms")
        found += table.loc[table["p_adjusted"] < ALPHA, "term"].tolist()
    return list(dict.fromkeys(found))


def rising_claims(
    emerging: pd.DataFrame, declining: pd.DataFrame, agreement: pd.DataFrame | None = None
) -> list[dict]:
    """Which of all words rise or fall for certain: those whose p stands the correction for all words.

    `emerging` and `declining` are from `emerging_terms` and `declining_terms`; with the `agreement` of a `multiverse`
    of their words with ``families="all"``, a word that nine combinations in ten do not find is taken out; of several
    pairs it is that of their list, and a word must stand in a pair in which it rises or falls.

    Returns
    -------
    list of dict
        Two: value is the number of such words; "supported" where there is one, else "open".
    """
    claims = []
    for name, table in (("words-emerging", emerging), ("words-declining", declining)):
        check_columns(table, ("term", *PAIR, "p", "p_adjusted", "placebo"), name=name, maker="policylab.emerging_terms")
        sure = table[(table["p_adjusted"] < ALPHA) & ~(table["placebo"] > PLACEBO)]
        if agreement is not None:
            key = _agreement_key(agreement, ("found",), table)
            sure = sure.merge(agreement.loc[agreement["found"] >= AGREEMENT, key], on=key)
        sure = sure["term"].drop_duplicates()
        near = _nearest(sure, table.loc[table["p"] < ALPHA, "term"].drop_duplicates())
        said = wording(name, n=len(sure), words=list(sure) or "—", near=near)
        claims.append(claim(name, *said, len(sure), SUPPORTED if len(sure) else OPEN))
    return claims


def keyness_claims(keyness: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """Which words set each plan apart from the others once all words of all plans are tested: from a `keyness` table.

    Returns
    -------
    list of dict
        One a target: value is the number of its keywords; "descriptive only" where the target or the others have
        too few clusters, "supported" where there is a keyword, else "open".
    """
    check_columns(keyness, ("target", "term", "p", "p_adjusted", "log_ratio"), name="keyness",
                  maker="policylab.keyness")  # fmt: skip
    names, claims = called(names), []
    for target, table in keyness.groupby("target", sort=False):
        higher = table[table["log_ratio"] > 0]
        sure, near = higher[higher["p_adjusted"] < ALPHA]["term"], higher[higher["p"] < ALPHA]
        near = _nearest(sure, near.sort_values(["p", "term"])["term"])
        said = wording("words-keyness", plan=names[target], n=len(sure), words=list(sure.head(8)) or "—", near=near)
        verdict = DESCRIPTIVE if table["p"].isna().all() else SUPPORTED if len(sure) else OPEN
        claims.append(claim(f"words-keyness-{target}", *said, len(sure), verdict))
    return claims


def theme_claims(weights: pd.DataFrame, coverage: pd.DataFrame, *, names: Names | None = None) -> list[dict]:
    """Which declared theme each plan gives most to, lists made equally long, and how much no theme reaches.

    The tables are those of `theme_weights`, by plan, and `theme_coverage`.

    Returns
    -------
    list of dict
        One a plan that mentions a theme: value, low and high are those of the first theme, for a list as long as
        the shortest. "supported" where its interval lies above that of every other theme and it is first without its
        most frequent term too; "descriptive only" without an interval; else "open". Then one for the plan with
        most paragraphs that no theme reaches, "descriptive only".
    """
    check_columns(weights, ("theme_zh", "theme_en", "plan", "even_per_10k", "even_low", "even_high", "least_per_10k"),
                  name="weights", maker="policylab.words.theme_weights")  # fmt: skip
    check_columns(coverage, ("plan", "uncovered_share", "low", "high"), name="coverage",
                  maker="policylab.words.theme_coverage")  # fmt: skip
    names, claims = called(names), []
    for plan, table in weights.groupby("plan", sort=False):
        ranked = table.sort_values(["even_per_10k", "theme"], ascending=[False, True])
        if len(ranked) < 2 or not ranked["even_per_10k"].iat[0] > 0:
            continue
        first, second, rest = ranked.iloc[0], ranked.iloc[1], ranked.iloc[1:]
        apart = first["even_low"] > rest["even_high"].max() and first["least_per_10k"] > rest["least_per_10k"].max()
        verdict = DESCRIPTIVE if pd.isna(first["even_low"]) else SUPPORTED if apart else OPEN
        said = wording(
            "words-theme", plan=names[plan], first=(first["theme_zh"], first["theme_en"]), rate=first["even_per_10k"],
            second=(second["theme_zh"], second["theme_en"]), next_rate=second["even_per_10k"],
            tie=wording("words-theme-tie") if verdict == OPEN else "",
        )  # fmt: skip
        bounds = {"low": first["even_low"], "high": first["even_high"]}
        claims.append(claim(f"words-theme-{plan}", *said, first["even_per_10k"], verdict, **bounds))
    if len(coverage):
        most = coverage.sort_values(["uncovered_share", "plan"], ascending=[False, True]).iloc[0]
        said = wording("words-coverage", plan=names[most["plan"]], share=100 * most["uncovered_share"])
        claims.append(claim("words-coverage", *said, most["uncovered_share"], low=most["low"], high=most["high"]))
    return claims


def _change_said(row: dict, names: Names) -> tuple[str, str]:
    earlier, later = wording("words-earlier-plans"), wording("words-later-plans")
    if row["comparison"] != POOLED:
        earlier, later = (wording("words-plan", plan=names[row[side]]) for side in ("earlier", "later"))
    before, after = row["earlier_count"], row["count"]
    if not before or not after:
        there, other = (later, earlier) if after else (earlier, later)
        return wording("words-change-one-side", term=row["term"], there=there, other=other, n=after or before)
    told = {"term": row["term"], "earlier": earlier, "later": later, "before": before, "after": after}
    if before + after < FEW or pd.isna(row["log_ratio"]):
        return wording("words-change-counts", **told)
    return wording("words-change", times=2 ** row["log_ratio"], **told)


def _pair_numbers(table: pd.DataFrame) -> dict[tuple, str]:
    return pair_numbers(table[[*PAIR]].itertuples(index=False, name=None))


def _agreement_key(agreement: pd.DataFrame, columns: tuple[str, ...], changes: pd.DataFrame) -> list[str]:
    """The columns that say which change a row of an agreement is about: its term, and the pair, if there are several."""
    pair = PAIR if len(_pair_numbers(changes)) > 1 else ()
    hint = "Make it with `policylab.words.agreement`" + (", of a `multiverse` whose `pair` is the list of pairs." if pair else ".")
    check_columns(agreement, ("term", *columns, *pair), name="agreement", hint=hint)
    return [name for name in (*PAIR, "term") if name in agreement]


def _nearest(sure, near) -> tuple[str, str] | str:
    """Where no word stands the correction, those that come nearest."""
    return "" if len(sure) or not len(near) else wording("words-nearest", words=list(near.head(6)))
