"""The plans beside each other on a few measures, and what all answers come to, as sentences with a verdict."""

from __future__ import annotations

import pandas as pd

from policylab.checks import check_choice, check_columns, check_known
from policylab.resources import load_toml
from policylab.resources._translation import LANGUAGES
from policylab.stats import DESCRIPTIVE, OPEN, SUPPORTED, UNANSWERED, claim, wording
from policylab.stats._claims import Names, called

MEASURES = "measure_labels.toml"


def plan_measures(
    plans: pd.DataFrame,
    sections: pd.DataFrame,
    agencies: pd.DataFrame,
    specificity: pd.DataFrame,
    shares: pd.DataFrame,
) -> pd.DataFrame:
    """Put the plans beside each other on five measures, from the tables of the other notebooks.

    `plans`, `sections` and `agencies` are those of a corpus, `specificity` is from
    `policylab.targets.target_specificity`, and `shares` from `policylab.compare.reuse_share`: of its rows those that
    say what a plan took over from all earlier ones.

    Returns
    -------
    DataFrame
        Columns measure, plan, value, low, high, by measure and in the order of `plans`: length in thousand
        characters, headings and agencies in numbers, targets per 10 000 characters, the rest in per cent. A plan
        without a value has a missing one or no row: without notes of responsibilities nothing is known of agencies.

    Raises
    ------
    PolicylabError
        If a column is missing.
    """
    for name, frame, columns in (
        ("plans", plans, ("plan", "characters")), ("sections", sections, ("plan", "level", "title")),
        ("agencies", agencies, ("plan", "canonical", "generic")), ("specificity", specificity, ("plan", "targets_per_10k")),
        ("shares", shares, ("plan", "side", "other", "share", "low", "high")),
    ):  # fmt: skip
        check_columns(frame, columns, name=name, maker="run.read")
    targets = specificity.set_index("plan")["targets_per_10k"]
    taken = _taken_over(shares)
    rows = []
    for row in plans.itertuples(index=False):
        notes = agencies[agencies["plan"] == row.plan]
        named = notes.loc[~notes["generic"].astype(bool), "canonical"].nunique() if len(notes) else None
        titled = (sections["plan"] == row.plan) & (sections["level"] > 0) & sections["title"].notna()
        rows += [
            ("length", row.plan, row.characters / 1000, None, None),
            ("headings", row.plan, int(titled.sum()), None, None),
            ("agencies", row.plan, named, None, None),
            ("targets", row.plan, targets[row.plan], None, None),
        ]
        if row.plan in taken.index:
            rows.append(("reused", row.plan, *(100 * taken.at[row.plan, name] for name in ("share", "low", "high"))))
    rows.sort(key=lambda row: list(load_toml(MEASURES)).index(row[0]))
    return pd.DataFrame(rows, columns=["measure", "plan", "value", "low", "high"])


def titled_measures(measures: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """The same table with the title of each measure in place of its name, for figures.

    Examples
    --------
    >>> import pandas as pd
    >>> titled_measures(pd.DataFrame({"measure": ["targets"], "value": [19.6]}))["measure"].tolist()
    ['每万字目标数（个）']
    """
    check_choice("lang", lang, LANGUAGES)
    check_columns(measures, ["measure"], name="measures", maker="policylab.study.plan_measures")
    for name in measures["measure"]:
        check_known("measure", name, load_toml(MEASURES))
    return measures.assign(measure=[load_toml(MEASURES)[name][lang] for name in measures["measure"]])


def synthesis_claims(
    specificity: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    ledger: pd.DataFrame | None = None,
    names: Names | None = None,
) -> list[dict]:
    """Say what the answers of all notebooks come to, taken together.

    Of `specificity` and `shares`, as for `plan_measures` and with plans in the order of time: which plan has the most
    numeric targets for its length, and which takes over most; with a ledger of all plans, how many of its rows are in
    doubt. A share is ``supported`` when its interval excludes 0. `names` says what to call each plan, as
    ``corpus.names("both")`` does.

    Examples
    --------
    >>> import pandas as pd
    >>> claims = synthesis_claims(
    ...     pd.DataFrame({"plan": ["a", "b"], "targets_per_10k": [5.0, 20.0]}),
    ...     pd.DataFrame(columns=["plan", "side", "other", "share", "low", "high"]),
    ... )
    >>> [(claim["finding"], claim["verdict"]) for claim in claims]
    [('synthesis-density', 'descriptive only'), ('synthesis-reuse', 'not answered')]
    >>> claims[0]["claim_zh"]
    '单位篇幅的数量目标，b最多，a最少，前者是后者的4.0倍。'
    """
    check_columns(specificity, ("plan", "targets_per_10k"), name="specificity", maker="policylab.targets.target_specificity")
    names = called(names)
    density = specificity.set_index("plan")["targets_per_10k"].dropna().astype(float)
    claims = [_density(density, names), _reuse(_taken_over(shares), names)]
    if ledger is None:
        return claims
    check_columns(ledger, ("doubt",), name="ledger", maker="policylab.extract_targets")
    return [*claims, _doubt(ledger["doubt"])]


def _taken_over(shares: pd.DataFrame) -> pd.DataFrame:
    """What each plan took over from all plans that are known to be earlier, by plan."""
    return shares[(shares["side"] == "taken_over") & (shares["other"] == "all")].set_index("plan")


def _density(density: pd.Series, names: Names) -> dict:
    without = [names[plan] for plan in density.index if density[plan] == 0]
    if len(density) < 2 or len(without) == len(density):
        why = "synthesis-density-one-plan" if len(density) < 2 else "synthesis-density-no-target"
        return claim("synthesis-density", *wording(why), verdict=UNANSWERED)
    most, least = density.idxmax(), density.idxmin()
    first, last = names[most], names[least]
    if without:
        said = wording("synthesis-density-without", first=first, rate=density[most], without=without)
        return claim("synthesis-density", *said)
    ratio = density[most] / density[least]
    return claim("synthesis-density", *wording("synthesis-density", first=first, last=last, ratio=ratio), ratio)


def _reuse(taken: pd.DataFrame, names: Names) -> dict:
    share = taken["share"].dropna().astype(float)
    if share.empty:
        return claim("synthesis-reuse", *wording("synthesis-reuse-no-order"), verdict=UNANSWERED)
    most = share.idxmax()
    low, high = taken.at[most, "low"], taken.at[most, "high"]
    key = "synthesis-reuse" if share[most] > 0 else "synthesis-reuse-none"
    said = wording(key, plan=names[most], share=100 * share[most])
    verdict = DESCRIPTIVE if pd.isna(low) else SUPPORTED if low > 0 else OPEN
    return claim("synthesis-reuse", *said, share[most], verdict, low=low, high=high)


def _doubt(doubts: pd.Series) -> dict:
    doubtful, rows = int(doubts.notna().sum()), len(doubts)
    if not rows:
        return claim("synthesis-doubt", *wording("synthesis-doubt-none"), verdict=UNANSWERED)
    share = doubtful / rows
    return claim("synthesis-doubt", *wording("synthesis-doubt", n=rows, doubtful=doubtful, share=100 * share), share)
