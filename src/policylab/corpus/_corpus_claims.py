"""What the tables of the corpus come to, as sentences in both languages with a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylab.checks import check_columns, check_has
from policylab.corpus._corpus import Corpus, as_corpus
from policylab.stats import OPEN, SUPPORTED, claim, wording

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._plan import Plan



def corpus_claims(corpus: Corpus | Plan | list[Plan], checked: pd.DataFrame, variants: pd.DataFrame | None = None) -> list[dict]:
    """Say what the tables of the corpus come to.

    Parameters
    ----------
    corpus : Corpus, Plan, or list of Plan
    checked : DataFrame
        From `check`.
    variants : DataFrame, optional
        From `collate`, of all plans with a second printing.

    Returns
    -------
    list of dict
        Findings with finding, claim_zh, claim_en, value and verdict, for ``run.finding(**claim)``. Damage is
        ``supported`` as repaired when none is left, and ``open`` else.

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import policylab
    >>> from policylab.corpus import check, corpus_claims
    >>> corpus = policylab.load_corpus()
    >>> claims = {claim["finding"]: claim for claim in corpus_claims(corpus, check(corpus))}
    >>> claims["corpus-repairs"]["claim_en"]
    '5 damaged runs are repaired, 5 of them with a proven reading; 0 remain.'
    """
    check_columns(checked, ("role", "nonstandard"), name="checked")
    strange = int(checked.loc[checked["role"] == "plan", "nonstandard"].sum())
    corpus = as_corpus(corpus)
    remarks = sum(plan.pinyin_remarks for plan in corpus)
    claims = [
        _repairs(corpus.repairs),
        claim("corpus-pinyin", *wording("corpus-pinyin", n=remarks), remarks, SUPPORTED),
        claim("corpus-characters", *wording("corpus-characters", n=strange), strange, OPEN if strange else SUPPORTED),
        *(_headings(corpus.sections, plan) for plan in corpus),
    ]
    if variants is not None:
        check_has("variants", variants, "itertuples", "a table of `policylab.corpus.collate`")
    if variants is not None and len(variants):
        check_columns(variants, ("figures_changed",), name="variants")
        said = wording("corpus-variants", n=len(variants), figures=int(variants["figures_changed"].sum()))
        claims.append(claim("corpus-variants", *said, len(variants), SUPPORTED))
    return claims


def _repairs(repairs: pd.DataFrame) -> dict:
    proven, accepted = (int((repairs["origin"] == origin).sum()) for origin in ("proven", "accepted"))
    made, left = proven + accepted, len(repairs) - proven - accepted
    said = wording("corpus-repairs" if len(repairs) else "corpus-repairs-none", made=made, proven=proven, left=left)
    return claim("corpus-repairs", *said, made, OPEN if left else SUPPORTED)


def _headings(sections: pd.DataFrame, plan) -> dict:
    own = sections[(sections["plan"] == plan.id) & (sections["level"] > 0)]
    titled = int(own["title"].notna().sum())
    bare = wording("corpus-headings-bare", n=len(own) - titled) if titled < len(own) else ""
    names = plan.short_title_zh, plan.short_title
    said = wording("corpus-headings", plan=names, titled=titled, bare=bare, characters=len(plan.text))
    return claim(f"corpus-headings-{plan.id}", *said, titled, SUPPORTED)
