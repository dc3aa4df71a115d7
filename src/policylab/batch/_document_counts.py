"""The words of all documents of a run, counted: groups of documents in the place of plans, documents of sections."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from policylab.batch._results_folder import read_parts
from policylab.checks import as_list, check_int
from policylab.corpus import PlanDates
from policylab.errors import PolicylabError, unknown
from policylab.text import fold_query
from policylab.words import Segmenter, WordCounts
from policylab.words._segmenter import check_segmenter
from policylab.words._word_lists import fold

NO_GROUP = ""  # the group of documents that have none
MAX_CLUSTERS = 400  # of a group: more documents are dealt into so many, which an interval needs no more of


@dataclass(frozen=True)
class DocumentGroup(PlanDates):
    """Documents in the place of a plan: nobody says when it was issued; their counts are known, their texts are not."""

    def _no_text(self) -> None:
        raise PolicylabError(
            "Counts of a batch run have no text to look places up in, or to cut again. Read the documents that you want to look at: "
            "`policylab.Corpus.from_texts` takes the table `texts` of the run."
        )

    text = sections = paragraphs = property(_no_text)


@dataclass(frozen=True, eq=False)
class DocumentCounts(WordCounts):
    """Words of the documents of a run, as `read_counts` makes them; every analysis of words takes them."""

    documents: pd.DataFrame | None = None  # one row a group: group, documents (with words), tokens
    cells: tuple | None = None  # every form, its counts by cluster, and whether it is no stop word

    @functools.cached_property
    def paragraph_tokens(self) -> np.ndarray:
        """Number of tokens of each cluster, all forms counted."""
        return self.frame["tokens"].to_numpy(dtype=np.int64)

    @property
    def _counted(self) -> tuple[np.ndarray, sparse.csr_array]:
        return self.cells[0], self.cells[1]

    @property
    def kept(self) -> np.ndarray:
        """Whether each form of the vocabulary is a term, i.e. no stop word."""
        return self.cells[2]

    @functools.cached_property
    def _cluster_of(self) -> dict[bool, np.ndarray]:
        each = np.arange(len(self.frame))
        return {True: each, False: each}

    def find(self, terms: list[str]) -> np.ndarray:
        """Occurrences of each term as one word, shape (n_clusters, n_terms): no text is left to look others up in."""
        return self._sums([self.vocabulary == self.segmenter.fold(term) for term in terms])

    def find_strings(self, terms: list[str]) -> np.ndarray:
        """Occurrences of the words that contain each term, shape (n_clusters, n_terms)."""
        folded = [fold(form) for form in self.vocabulary]
        return self._sums([[fold(fold_query(term)) in form for form in folded] for term in terms])

    def _sums(self, chosen: list) -> np.ndarray:
        """The sums of the forms that are chosen, each time one column."""
        counts = np.zeros((len(self.frame), len(chosen)), dtype=np.int64)
        for column, forms in enumerate(chosen):
            counts[:, column] = self.matrix[:, np.flatnonzero(forms)].sum(axis=1)
        return counts

    def occurrences(self, term: str, paragraphs: Iterable[int] | None = None):
        return self.sources[0].text


def read_counts(
    out: str | os.PathLike, *, groups: Iterable[str] | None = None, min_documents: int = 1,
    segmenter: Segmenter | None = None,
) -> DocumentCounts:  # fmt: skip
    """Add up the words of the documents of a batch run, group by group, for the analyses of words.

    The groups of the catalogue (a year, a province) stand in the place of plans, and documents in that of sections:
    what an interval counts as one observation is a document, as its words hang together. Of a group of many documents
    they are dealt into 400 clusters by their ids, so that memory does not grow with their number.

    Parameters
    ----------
    out : path
        The folder of a run with the step words.
    groups : iterable of str, optional
        Only these, in this order; None is all, sorted. Documents without a group are the group ``""``.
    min_documents : int, default 1
        Words in fewer documents are left out of the vocabulary; they still count as tokens.
    segmenter : Segmenter or None
        How terms are spelled (5g as 5G); None is ``Segmenter(engine="rjieba")``.

    Returns
    -------
    DocumentCounts
        A `policylab.words.WordCounts`: `policylab.keyness` and `policylab.keyword_trends` take it. Terms are words as
        the segmenter cut them, and `paragraphs` in their tables are clusters of documents.

    Raises
    ------
    PolicylabError
        If the run has no words, a group is unknown, or a file is damaged.

    Examples
    --------
    >>> import tempfile
    >>> from policylab import keyword_trends
    >>> from policylab.batch import read_counts, run_batch
    >>> texts = [dict(text="建设智慧城市", group="2015"), dict(text="发展数字经济", group="2021")]
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(texts, out, steps="words")
    ...     counts = read_counts(out)
    ...     later = read_counts(out, groups=["2021"])
    >>> keyword_trends(counts, "智慧城市")[["plan", "count", "tokens"]].values.tolist()
    [['2015', 1, 2], ['2021', 0, 2]]
    >>> later.plans
    ('2021',)
    """
    check_int("min_documents", min_documents, 1)
    check_segmenter(segmenter)
    segmenter = Segmenter(engine="rjieba") if segmenter is None else segmenter
    members = _members(out)
    if groups is not None:
        names = as_list("groups", groups, "names of groups")
        for name in names:
            if name not in members:
                raise unknown("group", name, [known for known in members if known])
        members = {name: members[name] for name in names}
    clusters = _clusters(members)
    totals, frequency = _added(out, clusters)
    order = {name: place for place, name in enumerate(members)}
    used = sorted(set(totals["cluster"].to_pylist()), key=lambda c: (order[_group(c)], int(c.split("\t", 1)[0])))
    if not used:
        raise PolicylabError(f"No document in {out} has a word. Look at its failures.csv.")
    vocabulary = sorted(form for form, (documents, _) in frequency.items() if documents >= min_documents)
    cluster = pd.Index(used).get_indexer(totals["cluster"].to_pylist())
    form = pd.Index(vocabulary, dtype=object).get_indexer(totals["term"].to_pylist())
    count, chosen = totals["count"].to_numpy().astype(np.int64), form >= 0
    matrix = sparse.csr_array(
        (count[chosen], (cluster[chosen], form[chosen])), shape=(len(used), len(vocabulary)), dtype=np.int64
    )
    matrix.sort_indices()
    frame = pd.DataFrame({"paragraph": used, "plan": [_group(c) for c in used], "section": used, "text": ""})
    frame["tokens"] = np.bincount(cluster, count, len(used)).astype(np.int64)
    tokens = frame.groupby("plan", sort=False)["tokens"].sum()
    documents = pd.DataFrame(
        [(name, len(ids), int(tokens.get(name, 0))) for name, ids in members.items()],
        columns=["group", "documents", "tokens"],
    )
    kept = np.array([frequency[word][1] for word in vocabulary], dtype=bool)
    return DocumentCounts(
        sources=tuple(DocumentGroup(name) for name in members), frame=frame, spans=[], segmenter=segmenter,
        documents=documents, cells=(np.array(vocabulary, dtype=object), matrix, kept),
    )  # fmt: skip


def _group(cluster: str) -> str:
    return cluster.split("\t", 1)[1]


def _members(out: str | os.PathLike) -> dict[str, list[str]]:
    """The documents with words of each group; groups sorted, the one without a name first."""
    members: dict[str, dict[str, None]] = {}
    for part in read_parts(out, "counts", ["plan", "group"]):
        for row in part.group_by(["plan", "group"], use_threads=False).aggregate([]).to_pylist():
            members.setdefault(row["group"] or NO_GROUP, {})[row["plan"]] = None
    return {name: list(members[name]) for name in sorted(members)}


def _clusters(members: dict[str, list[str]]) -> pa.Table:
    """The cluster of each document: its own place, or in large groups one by a hash of its id."""
    plans, clusters = [], []
    for name, ids in members.items():
        for place, plan in enumerate(sorted(ids)):
            if len(ids) > MAX_CLUSTERS:
                digest = hashlib.blake2b(plan.encode("utf-8"), digest_size=8).digest()
                place = int.from_bytes(digest, "little") % MAX_CLUSTERS
            plans.append(plan)
            clusters.append(f"{place}\t{name}")
    return pa.table({"plan": pa.array(plans, pa.string()), "cluster": pa.array(clusters, pa.string())})


def _added(out: str | os.PathLike, clusters: pa.Table) -> tuple[pa.Table, dict[str, tuple[int, bool]]]:
    """Counts by cluster and word, and in how many documents each word is, and whether it is kept, in whatever order."""
    held: list[pa.Table] = []
    spread: list[pa.Table] = []
    for part in read_parts(out, "counts", ["plan", "term", "kept", "count"]):
        place = pc.index_in(part["plan"], value_set=clusters["plan"].combine_chunks())
        part = part.append_column("cluster", pc.take(clusters["cluster"].combine_chunks(), place.combine_chunks()))
        part = part.filter(pc.is_valid(part["cluster"]))
        held.append(_sum(part, ["cluster", "term"]))
        ones = part.set_column(part.column_names.index("count"), "count", pa.array(np.ones(len(part), dtype=np.int64)))
        spread.append(_sum(ones, ["term", "kept"]))
        held, spread = _compact(held, ["cluster", "term"]), _compact(spread, ["term", "kept"])
    totals, frequency = _sum(pa.concat_tables(held), ["cluster", "term"]), _sum(pa.concat_tables(spread), ["term", "kept"])
    terms, documents, kept = (frequency[name].to_pylist() for name in ("term", "count", "kept"))
    return totals, dict(zip(terms, zip(documents, kept, strict=True), strict=True))


def _compact(tables: list[pa.Table], keys: list[str]) -> list[pa.Table]:
    """The tables as one, whenever what was added to the first is as long as it is."""
    if len(tables) > 1 and sum(map(len, tables[1:])) > max(1_000_000, len(tables[0])):
        return [_sum(pa.concat_tables(tables), keys)]
    return tables


def _sum(table: pa.Table, keys: list[str]) -> pa.Table:
    table = table.group_by(keys, use_threads=False).aggregate([("count", "sum")])
    return table.rename_columns([name.removesuffix("_sum") for name in table.column_names]).select([*keys, "count"])
