"""For each indicator and plan: stated, named without a number, or not found."""

from __future__ import annotations

import re

import pandas as pd

from policylab.compare._masked_sentences import Sentence, in_order, sentences
from policylab.errors import check_columns, invalid
from policylab.resources import load_toml

COLUMNS = (
    "indicator", "plan", "status", "statements", "value", "value_high", "unit", "comparator", "year", "written",
    "sentence", "figures", "section", "start", "end", "searched_as", "sections_searched",
)  # fmt: skip
KINDS = ("target", "baseline", "instrument", "structure", "coverage")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")


def stated(ledger: pd.DataFrame, corpus, *, kinds: tuple[str, ...] = ("target",), series: pd.DataFrame | None = None,
           links: pd.DataFrame | None = None) -> pd.DataFrame:  # fmt: skip
    """Say for each indicator of the ledger, and each plan, whether the plan states it, names it, or does not.

    An indicator that a plan does not state is searched in all headings and all body text of the plan by its name, by
    the name without brackets and without the words that plans put before it (``compare.toml``), and by the synonyms of
    ``synonyms.toml``; what was searched for, and in how many sections, is in the table. So "not found" says that
    these names do not stand in the plan, and no more.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets`; a statement without an indicator has no name to look for, and is left out.
    corpus : Corpus or iterable of Plan
    kinds : tuple of str, default ("target",)
        Kinds of statements whose indicators are listed (target, baseline, instrument, structure, coverage, and what
        else the ledger has); statements of all kinds count as stated.
    series : DataFrame, optional
        From `policylab.targets.target_series`: statements of one family of series are one indicator, as they are in
        the lineage. Without it, equal names are, so that "not found" may be what `target_lineage` links by another name.
    links : DataFrame, optional
        From `figure_changes` with the ledger: statements that stand in the same place of a sentence that was taken
        over are one indicator, too.

    Returns
    -------
    DataFrame
        One row an indicator in a plan: indicator, plan, status (stated, named, not found), statements (ids), value,
        value_high, unit, comparator, year (of the last year that is stated), written (number and unit as they stand),
        sentence, figures (numbers in the sentence of an indicator that is only named: to be checked by reading),
        section, start, end (of the number, or of the name), searched_as, sections_searched. Without a
        statement of these kinds there is no row.

    Raises
    ------
    PolicylabError
        If a table lacks a column, or a kind is unknown.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = stated(policylab.extract_targets(corpus), corpus)
    >>> sorted(set(table["status"]))
    ['named', 'not found', 'stated']
    """
    check_columns(
        ledger, ("statement", "plan", "kind", "indicator", "value", "unit", "year", "start", "end"), name="ledger"
    )
    plans = in_order(corpus)
    known = {*KINDS, *ledger["kind"]}
    if isinstance(kinds, str) or not kinds or not set(kinds) <= known:
        raise invalid("kinds", kinds, "a tuple of kinds of statements: " + ", ".join(sorted(known)))
    ledger = ledger[ledger["indicator"].notna()]
    table = ledger.assign(group=_groups(ledger, series, links)).sort_values(["plan", "start", "end"])
    wanted = list(dict.fromkeys(table.loc[table["kind"].isin(kinds), "group"]))
    order = {plan.id: i for i, plan in enumerate(plans)}
    table = table[table["plan"].isin(order)]
    texts = {plan.id: sentences(plan) for plan in plans}
    rows = []
    for group in wanted:
        mine = table[table["group"] == group]
        if not len(mine):
            continue
        first = mine.iloc[mine["plan"].map(order).argmin()]
        names = list(dict.fromkeys(name for indicator in mine["indicator"] for name in search_names(indicator)))
        for plan in plans:
            searched = len({sentence.section for sentence in texts[plan.id]})
            here = mine[mine["plan"] == plan.id]
            found = _stated(here, plan) if len(here) else _named(names, texts[plan.id], plan)
            rows.append((first["indicator"], plan.id, *found, "; ".join(names), searched))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("start", "end", "year"):
        frame[column] = frame[column].astype("Int64")
    for column in frame.columns.difference(["start", "end", "year", "sections_searched"]):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame


def search_names(indicator: str) -> list[str]:
    """Names by which an indicator is searched: letters only, in capitals.

    >>> search_names("全市5G基站")
    ['全市5G基站', '5G基站', '第五代移动通信基站', '第五代移动通信技术基站', '第5代移动通信基站']
    """
    words = load_toml("compare.toml")["indicators"]["before"]
    names = [_letters(indicator), _letters(_BRACKET.sub("", indicator))]
    for name in list(names):
        bare = name
        while word := next((w for w in words if bare.startswith(w) and len(bare) - len(w) >= 4), None):
            bare = bare[len(word) :]
        names.append(bare)
    for term, others in load_toml("synonyms.toml")["synonyms"].items():
        for variant in (term, *others):
            if _letters(variant) in names[-1]:
                names += [names[-1].replace(_letters(variant), _letters(v)) for v in (term, *others)]
                break
    return [name for name in dict.fromkeys(names) if len(name) >= 3]


def _letters(text: str) -> str:
    return "".join(char.upper() for char in text if char.isalnum() or char in "%+")


def _groups(ledger: pd.DataFrame, series: pd.DataFrame | None, links: pd.DataFrame | None) -> pd.Series:
    names = ledger["indicator"].map(lambda name: search_names(name)[-1] if search_names(name) else name)
    of = dict(zip(ledger["statement"], names, strict=True))
    if series is not None:
        check_columns(
            series, ("family", "statements", "ambiguous"), name="series", maker="policylab.targets.target_series"
        )
        for _, family in series[~series["ambiguous"]].groupby("family", sort=True):
            _join(of, [statement for cell in family["statements"] for statement in cell.split("; ")])
    if links is not None:
        check_columns(links, ("statement_earlier", "statement_later"), name="links")
        for pair in zip(links["statement_earlier"], links["statement_later"], strict=True):
            _join(of, list(pair))
    return ledger["statement"].map(of)


def _join(of: dict[str, str], statements: list[str]) -> None:
    """Give all these statements, and what is grouped with them, the group of the first."""
    known = [statement for statement in statements if statement in of]
    for statement in known[1:]:
        gone, kept = of[statement], of[known[0]]
        if gone != kept:
            of.update({other: kept for other, name in of.items() if name == gone})


def _stated(here: pd.DataFrame, plan) -> tuple:
    years = here["year"].astype("Float64").fillna(-1)
    last = here.loc[years.sort_values(kind="stable").index[-1]]
    start, end = int(last["start"]), int(last["end"])
    get = lambda name: last[name] if name in here and not pd.isna(last[name]) else None
    return (
        "stated", "; ".join(here["statement"]), get("value"), get("value_high"), get("unit"), get("comparator"),
        get("year"), plan.text[start:end], get("sentence"), None, get("section"), start, end,
    )  # fmt: skip


def _named(names: list[str], texts: list[Sentence], plan) -> tuple:
    nothing = (None,) * 7
    for name in names:
        for sentence in texts:
            at = sentence.letters.find(name)
            if at >= 0:
                start, end = sentence.spans[at][0], sentence.spans[at + len(name) - 1][1]
                figures = "; ".join(f.text for _, f in sentence.figures if f.kind == "quantity") or None
                shown = plan.text[sentence.start : sentence.end]
                return ("named", *nothing, shown, figures, sentence.section, start, end)
    return ("not found", *nothing, None, None, None, None, None)
