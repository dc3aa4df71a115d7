"""Sets of annotated sentences that stand alone: read one by one, and scored together."""

from __future__ import annotations

import pandas as pd

from policylab.errors import check_columns
from policylab.targets._evaluation import evaluate
from policylab.targets._ledger import extract_targets

NEEDED = ("sentence_id", "sentence", "period_end", "quote")


def evaluate_sentences(gold: pd.DataFrame) -> pd.DataFrame:
    """Score the extractor on annotated sentences, each read as a text of its own.

    Parameters
    ----------
    gold : DataFrame
        One row a record, as in ``data/gold/forms.csv``: sentence_id, sentence, period_end (year or empty), and the
        fields of `evaluate`. A sentence without a statement has one row with an empty quote.

    Returns
    -------
    DataFrame
        As from `evaluate`, and a row with the scope ``no statement``: in `gold` how many sentences have none, in
        `predicted` how many statements were made up in them.

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from policylab.targets._gold_sentences import evaluate_sentences
    >>> row = {"sentence_id": "s1", "sentence": "建成5G基站7万个。", "period_end": "2025", "quote": "5G基站7万个",
    ...        "indicator": "5G基站", "value": "70000", "value_high": "", "unit": "个", "comparator": "eq",
    ...        "measure": "level", "base_year": "", "year": "2025", "kind": "target"}
    >>> table = evaluate_sentences(pd.DataFrame([row]))
    >>> table.loc[table["score"].eq("record") & table["scope"].eq("all"), "f1"].tolist()
    [1.0]
    """
    check_columns(gold, NEEDED, name="gold")
    from policylab.text import clean_text

    ledgers, texts = [], {}
    for name, rows in gold.groupby("sentence_id", sort=True):
        sentence, end = rows.iloc[0]["sentence"], rows.iloc[0]["period_end"]
        texts[name] = clean_text(sentence).text
        ledgers.append(extract_targets(sentence, period_end=int(end) if end else None, plan=name))
    ledger = pd.concat([table for table in ledgers if len(table)] or ledgers[:1], ignore_index=True)
    annotated = gold[gold["quote"].ne("")].rename(columns={"sentence_id": "plan"})
    annotated = annotated.assign(
        sentence=[clean_text(text).text for text in annotated["sentence"]],
        quote=[clean_text(text).text for text in annotated["quote"]],
    )
    scores = evaluate(ledger, annotated, texts=texts)
    empty = set(gold.loc[gold["quote"].eq(""), "sentence_id"])
    made_up = int(ledger["plan"].isin(empty).sum())
    extra = {"scope": "no statement", "score": "value_unit", "correct": 0, "predicted": made_up, "gold": len(empty)}
    return pd.concat([scores, pd.DataFrame([extra])], ignore_index=True)
