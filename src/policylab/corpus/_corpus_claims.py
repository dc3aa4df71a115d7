"""What the tables of the corpus come to, as sentences in both languages with a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylab.errors import check_columns
from policylab.stats import claim

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._corpus import Corpus


def corpus_claims(corpus: Corpus, checked: pd.DataFrame, variants: pd.DataFrame | None = None) -> list[dict]:
    """Say what the tables of the corpus come to.

    Parameters
    ----------
    corpus : Corpus
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
    claims = [_repairs(corpus.repairs), _pinyin(corpus), _characters(checked)]
    claims += [_headings(corpus.sections, plan) for plan in corpus]
    if variants is not None and len(variants):
        claims.append(_variants(variants))
    return claims


def _repairs(repairs: pd.DataFrame) -> dict:
    proven, accepted = (int((repairs["origin"] == origin).sum()) for origin in ("proven", "accepted"))
    made, left = proven + accepted, len(repairs) - proven - accepted
    zh = f"{made}处损坏已修复，其中{proven}处的读法有证明；未修复的有{left}处。"
    en = f"{made} damaged runs are repaired, {proven} of them with a proven reading; {left} remain."
    if not len(repairs):
        zh, en = "未发现需要修复的损坏。", "No damage was found that needs a repair."
    return claim("corpus-repairs", zh, en, made, "open" if left else "supported")


def _pinyin(corpus: Corpus) -> dict:
    remarks = sum(plan.pinyin_remarks for plan in corpus)
    return claim("corpus-pinyin", f"清除了{remarks}处拼音注音。", f"{remarks} pinyin remarks are taken out.", remarks, "supported")


def _characters(checked: pd.DataFrame) -> dict:
    strange = int(checked.loc[checked["role"] == "plan", "nonstandard"].sum())
    zh = f"清理后，各规划中不在《通用规范汉字表》的汉字有{strange}个。"
    en = f"After cleaning, {strange} characters of the plans are outside the table of standard characters."
    return claim("corpus-characters", zh, en, strange, "open" if strange else "supported")


def _headings(sections: pd.DataFrame, plan) -> dict:
    own = sections[(sections["plan"] == plan.id) & (sections["level"] > 0)]
    titled = int(own["title"].notna().sum())
    bare = len(own) - titled
    apart_zh = f"（另有只有序号的条目{bare}个，不计）" if bare else ""
    apart_en = f" (not counting {bare} items with a number only)" if bare else ""
    zh = f"{plan.short_title_zh}：有题名的标题{titled}个{apart_zh}，全文{len(plan.text)}字。"
    en = f"{plan.short_title}: {titled} headings with a title{apart_en}, {len(plan.text)} characters."
    return claim(f"corpus-headings-{plan.id}", zh, en, titled, "supported")


def _variants(variants: pd.DataFrame) -> dict:
    check_columns(variants, ("figures_changed",), name="variants")
    figures = int(variants["figures_changed"].sum())
    zh = f"两种印本有{len(variants)}处异文，其中{figures}处涉及数字。"
    en = f"The two printings differ in {len(variants)} readings, {figures} of them in a figure."
    return claim("corpus-variants", zh, en, len(variants), "supported")
