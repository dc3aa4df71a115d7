"""What a topic model reads: paragraphs or sections of plans, with their terms counted and weighed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from policylab.checks import check_choice, check_columns, check_int, check_number
from policylab.corpus import as_plans
from policylab.corpus._plan import sections_at
from policylab.errors import PolicylabError, invalid
from policylab.frames import sorted_by
from policylab.words._counts import WordCounts, columns_of, sums_by
from policylab.words._segmenter import Segmenter, Token, check_segmenter, segmenter_for

UNITS = ("paragraph", "section")
# the paragraphs under one numbered item resemble each other, and are written as one; chapters are no matter of chance.
# `TopicStability.change` holds what comes of it against the coarser sections, which the other analyses take.
ITEM_LEVEL = 3
HEADINGS = ["section", "plan", "level", "title", "parent"]
COLUMNS = ["document", "plan", "section", "cluster", "chapter", "path", "start", "end", "text"]


class TooLittleText(PolicylabError):
    """Too few documents, or too few terms in them, for the topic model that is asked for.

    A corpus this small has no answer to the question; other parameters may find one where it is not much too small.
    """


@dataclass(frozen=True)
class Documents:
    """What a topic model reads."""

    frame: pd.DataFrame  # one row a document
    plans: tuple[str, ...]  # in their order in time
    sections: pd.DataFrame | None  # their headings, if known
    counts: sparse.csr_matrix  # of each word in each document, stop words left out, shape (n_documents, n_forms)
    forms: np.ndarray  # the words, sorted
    segmenter: Segmenter


def read_documents(data: object, *, segmenter: Segmenter | None = None, unit: str = "paragraph", agencies: bool = False,
                   cluster_level: int = ITEM_LEVEL) -> Documents:
    """Read documents from a corpus, a plan, counts of words, or a table of paragraphs, as `TopicModel` is asked to.

    A table needs the columns ``plan`` and ``text``; ``paragraph``, ``section`` and ``role`` are used if there. Notes of
    agencies say who, not what, and where a plan has many of them they would make a theme of their own. Cluster and
    chapter are the sections of ``cluster_level`` and of level 1 that a document stands in; rows are in the order of plans
    and text.
    """
    check_choice("unit", unit, UNITS)
    check_int("cluster_level", cluster_level, 1)
    check_segmenter(segmenter)
    counted = isinstance(data, WordCounts)
    segmenter = segmenter or (data.segmenter if counted else segmenter_for(data))
    paragraphs, sections, notes, plans = _tables(data)
    frame = _body(paragraphs)
    plans = list(dict.fromkeys(plans if plans is not None else frame["plan"]))
    empty = [plan for plan in plans if plan not in set(frame["plan"])]
    if empty:
        raise TooLittleText(
            f"The plan {empty[0]!r} has no body paragraph with text. Leave it out, or look at its outline: "
            "the roles in `corpus.paragraphs` say what each paragraph was taken for."
        )
    frame = sorted_by(frame, ["plan", "start"], plans)
    known = counted and data.segmenter.fingerprint == segmenter.fingerprint
    cut = dict(zip(data.frame["paragraph"], data.spans, strict=True)) if known else {}
    spans = [cut.get(row.document) or segmenter.spans(row.text) for row in frame.itertuples()]
    if not agencies and notes is not None and len(notes):
        places = _note_places(frame, notes)
        spans = [
            tuple(token for token in tokens if not any(token[1] < end and start < token[2] for start, end in own))
            for tokens, own in zip(spans, places, strict=True)
        ]
        frame["text"] = [_without(text, own) for text, own in zip(frame["text"], places, strict=True)]
    counts, forms = _count_forms(frame, spans, segmenter)
    if unit == "section":
        frame, counts = _by_section(frame, counts)
    frame = _with_headings(frame, sections, cluster_level).reset_index(drop=True)[COLUMNS]
    headings = None if sections is None else sections.reindex(columns=HEADINGS).reset_index(drop=True)
    return Documents(frame, tuple(plans), headings, counts, forms, segmenter)


def read_texts(texts: Iterable[str], segmenter: Segmenter) -> Documents:
    """Documents of plain texts, which belong to no plan."""
    texts = list(texts)
    wrong = [text for text in texts if not isinstance(text, str)]
    if wrong:
        raise invalid("texts", wrong[0], "str in every place")
    frame = pd.DataFrame({"document": [f"text/{i}" for i in range(len(texts))], "plan": "text", "text": texts})
    frame["section"] = frame["document"]
    frame["start"], frame["end"] = 0, frame["text"].str.len()
    counts, forms = _count_forms(frame, [segmenter.spans(text) for text in texts], segmenter)
    return Documents(_with_headings(frame, None, 1)[COLUMNS], ("text",), None, counts, forms, segmenter)


def _count_forms(frame: pd.DataFrame, spans: list[tuple[Token, ...]],
                 segmenter: Segmenter) -> tuple[sparse.csr_matrix, np.ndarray]:
    words = WordCounts(sources=(), frame=frame, spans=spans, segmenter=segmenter)
    kept = np.flatnonzero(words.kept)
    return sparse.csr_matrix(words.matrix[:, kept]), words.vocabulary[kept]


def _tables(data: object) -> tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None, list[str] | None]:
    """Paragraphs, headings, notes of agencies and plans, as far as they are known."""
    if isinstance(data, pd.DataFrame):
        return data, None, None, None
    if not isinstance(data, WordCounts) and hasattr(data, "paragraphs") and hasattr(data, "sections"):
        plans = getattr(data, "ids", None) or [data.id]
        return data.paragraphs, data.sections, getattr(data, "agencies", None), plans
    expected = "a corpus, a plan, a list of plans, counts of words, or a DataFrame of paragraphs"
    plans = data.sources if isinstance(data, WordCounts) else as_plans(data, name="data", expected=expected)
    tables = ([getattr(plan, name) for plan in plans] for name in ("paragraphs", "sections", "agencies"))
    return *(pd.concat(parts, ignore_index=True) for parts in tables), [plan.id for plan in plans]


def _body(paragraphs: pd.DataFrame) -> pd.DataFrame:
    check_columns(paragraphs, ("plan", "text"), name="data", hint="Give a table such as `corpus.paragraphs`.")
    for column in ("plan", "text"):
        lost = paragraphs[column].isna().to_numpy().nonzero()[0]
        if len(lost):
            raise PolicylabError(
                f"The column {column!r} is missing in row {lost[0]} (and {len(lost)} in all). "
                f"Drop such rows first: `paragraphs.dropna(subset=[{column!r}])`."
            )
    frame = paragraphs.copy().reset_index(drop=True)
    if "role" in frame:
        frame = frame[frame["role"] == "body"]
    frame = frame[frame["text"].str.strip() != ""]
    if "paragraph" not in frame:
        frame["paragraph"] = [f"{plan}/row{i}" for i, plan in zip(frame.index, frame["plan"], strict=True)]
    if "section" not in frame:
        frame["section"] = frame["paragraph"]
    if "start" not in frame or "end" not in frame:
        frame["start"] = frame.index
        frame["end"] = frame["start"] + frame["text"].str.len()
    frame = frame.rename(columns={"paragraph": "document"})
    twice = frame["document"][frame["document"].duplicated()]
    if len(twice):
        raise PolicylabError(f"The paragraph {twice.iloc[0]!r} is there twice. Give each paragraph an id of its own.")
    return frame[["document", "plan", "section", "start", "end", "text"]]


def _note_places(frame: pd.DataFrame, notes: pd.DataFrame) -> list[list[tuple[int, int]]]:
    """Where agencies' names stand in each text, in order; a bracket that holds them goes as a whole."""
    spans = {plan: part[["start", "end"]].sort_values("start").to_numpy() for plan, part in notes.groupby("plan")}
    found = []
    for row in frame.itertuples():
        text, here, places = row.text, spans.get(row.plan, ()), []
        if len(here):
            here = here[np.searchsorted(here[:, 0], row.start) :]
            here = here[: np.searchsorted(here[:, 0], row.end)]
        for note_start, note_end in here:
            start, end = note_start - row.start, min(note_end - row.start, len(text))
            opened, closed = text.rfind("(", 0, start), text.find(")", end)
            if opened >= 0 and closed >= 0 and "。" not in text[opened:closed] and ")" not in text[opened:start]:
                start, end = opened, closed + 1
            if not places or start >= places[-1][1]:
                places.append((start, end))
        found.append(places)
    return found


def _without(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in reversed(places):
        text = text[:start] + "、" + text[end:]
    return text


def _by_section(frame: pd.DataFrame, counts: sparse.csr_matrix) -> tuple[pd.DataFrame, sparse.csr_matrix]:
    grouped = frame.groupby(["plan", "section"], sort=False)
    merged = grouped.agg(start=("start", "min"), end=("end", "max"), text=("text", "\n".join)).reset_index()
    by_section = sums_by(counts, grouped.ngroup().to_numpy(), len(merged))
    return merged.assign(document=merged["section"]), sparse.csr_matrix(by_section)


def _with_headings(frame: pd.DataFrame, sections: pd.DataFrame | None, cluster_level: int) -> pd.DataFrame:
    """Add the path of titles, and the sections of the cluster level and of level 1 that a document stands in."""
    path = None if sections is None else frame["section"].map(sections.set_index("section")["path"])
    return frame.assign(
        cluster=sections_at(frame["section"], sections, level=cluster_level),
        chapter=sections_at(frame["section"], sections, level=1), path=path,
    )


@dataclass(frozen=True)
class Counts:
    """The terms of a vocabulary in each document.

    ``counts`` has shape (n_documents, n_terms); ``kept`` marks the documents with enough terms to have a theme.
    """

    counts: sparse.csr_matrix
    vocabulary: np.ndarray
    kept: np.ndarray

    @cached_property
    def used(self) -> sparse.csr_matrix:
        """The counts of the documents that are kept, as a fit takes them."""
        return self.counts[self.kept]

    @property
    def n_terms(self) -> np.ndarray:
        """Terms of the vocabulary in each document; shape (n_documents,)."""
        return np.asarray(self.counts.sum(axis=1)).ravel().astype(np.int64)


@dataclass(frozen=True)
class Vocabulary:
    """Which terms and documents count: those that stand in enough documents, and not in too many, and have enough terms.

    Parameters as those of `TopicModel`.
    """

    min_documents: int
    max_share: float
    max_terms: int | None
    min_terms: int

    def __post_init__(self) -> None:
        check_int("min_documents", self.min_documents, 1)
        check_number("max_share", self.max_share, 0, 1, closed="right", what="a share")
        check_int("max_terms", self.max_terms, 2, more=", or None")

    def select(self, counts: sparse.csr_matrix, forms: np.ndarray) -> Counts:
        """The terms among these words, and how often they stand in each document."""
        spread = np.asarray((counts > 0).sum(axis=0)).ravel()
        keep = (spread >= self.min_documents) & (spread <= self.max_share * counts.shape[0])
        if self.max_terms is not None and keep.sum() > self.max_terms:
            total = np.asarray(counts.sum(axis=0)).ravel()
            order = [i for i in np.lexsort((forms, -total)) if keep[i]][: self.max_terms]
            keep = np.isin(np.arange(len(forms)), order)
        if keep.sum() < 2:
            raise TooLittleText(
                f"No vocabulary is left: of {(spread > 0).sum()} terms in {counts.shape[0]} documents, fewer than two stand in "
                f"at least {self.min_documents} documents and in at most {self.max_share:.0%} of them. Lower `min_documents`, "
                "raise `max_share`, or use a segmenter with fewer stop words."
            )
        return self._counts(counts[:, np.flatnonzero(keep)], forms[keep])

    def recount(self, documents: Documents, terms: np.ndarray) -> Counts:
        """Terms that are given, in other documents."""
        return self._counts(sparse.csr_matrix(columns_of(documents.counts, documents.forms, terms)), terms)

    def _counts(self, counts: sparse.csr_matrix, terms: np.ndarray) -> Counts:
        enough = np.asarray(counts.sum(axis=1)).ravel() >= max(self.min_terms, 1)
        return Counts(counts, terms, enough)


def fit_weights(method: str, counts: sparse.csr_matrix) -> TfidfTransformer | None:
    """How counts are weighed: ``(1 + ln count) * idf`` with rows of length 1 (Spärck Jones 1972); as they are for LDA."""
    return TfidfTransformer(sublinear_tf=True).fit(counts) if method == "nmf" else None


def weigh(counts: sparse.csr_matrix, weights: TfidfTransformer | None) -> sparse.csr_matrix:
    """Counts as a fit takes them, by what `fit_weights` gave."""
    return counts.astype(np.float64) if weights is None else weights.transform(counts)
