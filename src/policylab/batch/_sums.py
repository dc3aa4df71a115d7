"""The counts of all shards added up: what trends, keyness and topics of a large corpus start from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from policylab.batch._tables import read_parts, to_frame
from policylab.errors import PolicylabError, invalid, unknown

if TYPE_CHECKING:
    import pandas as pd

SUMS = ("count", "documents", "paragraphs", "count_squared", "count_tokens")
TOTALS = ("documents", "paragraphs", "n_tokens", "tokens_squared")
# so many rows are held before they are added up, whatever the number of shards
_ROWS = 1_000_000


@dataclass(frozen=True)
class GroupSums:
    """Sums of one group, or of several together, for some terms: arrays over the terms, and totals of the group."""

    count: np.ndarray
    documents: np.ndarray
    paragraphs: np.ndarray
    count_squared: np.ndarray
    count_tokens: np.ndarray
    n_documents: int
    n_paragraphs: int
    n_tokens: int
    tokens_squared: int

    def variance(self) -> np.ndarray:
        """Variance of the rates count / tokens over documents, by linearization (Cochran 1977, 6.3)."""
        rate = self.count / self.n_tokens
        squares = self.count_squared - 2 * rate * self.count_tokens + rate**2 * self.tokens_squared
        # rounding may leave a tiny negative number where every document has the same rate
        return np.maximum(squares, 0) * self.n_documents / (self.n_documents - 1) / float(self.n_tokens) ** 2


def vocabulary(
    out: str | os.PathLike,
    *,
    min_documents: int = 2,
    max_share: float = 1.0,
    max_terms: int | None = None,
    stopwords: bool = False,
) -> pd.DataFrame:
    """The words of all documents of a batch run, with their counts added up over the shards.

    Parameters
    ----------
    out : path
        The folder of a run with the step words.
    min_documents : int
        A term must stand in at least so many documents.
    max_share : float
        A term must stand in at most this share of the documents.
    max_terms : int or None
        Only so many of the most frequent terms.
    stopwords : bool
        Whether stop words are kept.

    Returns
    -------
    DataFrame
        term, count, documents, paragraphs; by term.

    Raises
    ------
    PolicylabError
        If the run has no words, or a parameter is out of its range.

    Examples
    --------
    >>> import tempfile
    >>> from policylab.batch import run_batch, vocabulary
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(["建设智慧城市", "智慧城市和数据"], out, steps="words")
    ...     vocabulary(out)
       term  count  documents  paragraphs
    0  智慧城市      2          2           2
    """
    if isinstance(min_documents, bool) or not isinstance(min_documents, int) or min_documents < 1:
        raise invalid("min_documents", min_documents, "an int of at least 1")
    if not 0 < max_share <= 1:
        raise invalid("max_share", max_share, "a share above 0, up to 1")
    if max_terms is not None and (isinstance(max_terms, bool) or not isinstance(max_terms, int) or max_terms < 1):
        raise invalid("max_terms", max_terms, "an int of at least 1, or None")
    import pyarrow.compute as pc

    most = max_share * sum(group_totals(out)["documents"])
    table = _added(out, "word_counts", ["term", "kept"], ["count", "documents", "paragraphs"])
    spread = table["documents"]
    chosen = pc.and_(pc.greater_equal(spread, min_documents), pc.less_equal(spread, int(most)))
    if not stopwords:
        chosen = pc.and_(chosen, table["kept"])
    table = table.filter(chosen)
    if max_terms is not None:
        table = table.sort_by([("count", "descending"), ("term", "ascending")]).slice(0, max_terms)
    return to_frame(table.sort_by("term").select(["term", "count", "documents", "paragraphs"]))


def group_totals(out: str | os.PathLike) -> pd.DataFrame:
    """Documents, paragraphs and tokens of each group; the documents without a group come first."""
    frame = to_frame(_added(out, "word_totals", ["group"], TOTALS))
    order = sorted(range(len(frame)), key=lambda row: (frame["group"][row] is not None, frame["group"][row] or ""))
    return frame.iloc[order].reset_index(drop=True)


def group_sums(
    out: str | os.PathLike, terms: list[str] | None, *, min_count: int = 1
) -> tuple[list[str], dict[str | None, GroupSums]]:
    """The sums of every group, for these terms, or for all words but stop words that occur so often in all.

    Returns
    -------
    list of str
        The terms, in the order asked, or else sorted.
    dict
        By group, in order.
    """
    import pyarrow.compute as pc

    wanted = None if terms is None else pa.array(terms, pa.string())

    def choose(table: pa.Table) -> pa.Table:
        return table.filter(table["kept"] if wanted is None else pc.is_in(table["term"], value_set=wanted))

    table = _added(out, "word_counts", ["group", "term"], SUMS, choose)
    if terms is None:
        total = table.group_by("term", use_threads=False).aggregate([("count", "sum")])
        frequent = total.filter(pc.greater_equal(total["count_sum"], min_count))["term"]
        table = table.filter(pc.is_in(table["term"], value_set=frequent.combine_chunks()))
        terms = sorted(frequent.to_pylist())
    place = {term: number for number, term in enumerate(terms)}
    totals = group_totals(out)
    groups = {group: row for row, group in enumerate(totals["group"])}
    sums = np.zeros((len(SUMS), len(groups), len(terms)), dtype=np.int64)
    rows = np.array([groups[group] for group in table["group"].to_pylist()], dtype=np.int64)
    columns = np.array([place[term] for term in table["term"].to_pylist()], dtype=np.int64)
    for number, name in enumerate(SUMS):
        sums[number, rows, columns] = table[name].to_numpy()
    return terms, {
        group: GroupSums(*sums[:, row], *(int(totals[name][row]) for name in TOTALS)) for group, row in groups.items()
    }


def together(parts: list[GroupSums]) -> GroupSums:
    """Several groups as one."""
    return GroupSums(*(sum(getattr(part, name) for part in parts) for name in GroupSums.__dataclass_fields__))


def check_group(group: object, known: dict) -> None:
    """Refuse a group that no document has."""
    if group not in known:
        raise unknown("group", group, [name for name in known if name is not None])


def _added(out, name: str, keys: list[str], sums, choose=lambda table: table) -> pa.Table:
    """The rows of all shards with equal keys added up: whole numbers, so that their order makes no difference."""
    waiting: list[pa.Table] = []
    number = 0

    def add() -> None:
        nonlocal waiting, number
        table = pa.concat_tables(waiting)
        made = table.group_by(keys, use_threads=False).aggregate([(column, "sum") for column in sums])
        made = made.rename_columns([column.removesuffix("_sum") for column in made.column_names])
        waiting, number = [made.select([*keys, *sums]).combine_chunks()], len(made)

    # a batch of failures only has an empty part; without any word there is nothing to add
    extra = ["kept"] if name == "word_counts" and "kept" not in keys else []
    for part in read_parts(out, name, [*keys, *sums, *extra]):
        part = choose(part).select([*keys, *sums])
        waiting.append(part)
        number += len(part)
        if len(waiting) > 1 and number > _ROWS + 2 * len(waiting[0]):
            add()
    add()
    if not len(waiting[0]) and name == "word_totals":
        raise PolicylabError(f"No document in {out} has a word. Look at its failures.csv.")
    return waiting[0]
