"""Weights: how often each term stands in each document, and how much that counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from policylab.errors import invalid
from policylab.topics._documents import Documents, TooLittleText


@dataclass(frozen=True)
class Counts:
    """Documents with their terms counted.

    ``counts`` has shape (n_documents, n_terms); ``kept`` marks the documents with enough terms to have a theme.
    """

    documents: Documents
    counts: sparse.csr_matrix
    vocabulary: np.ndarray
    kept: np.ndarray
    segmenter: object

    @property
    def n_terms(self) -> np.ndarray:
        """Terms of the vocabulary in each document; shape (n_documents,)."""
        return np.asarray(self.counts.sum(axis=1)).ravel().astype(np.int64)


def count_terms(documents: Documents, segmenter: object, *, min_documents: int, max_share: float,
                max_terms: int | None, min_terms: int) -> Counts:
    """Count the terms that stand in enough documents, and not in too many."""
    if not isinstance(min_documents, int) or min_documents < 1:
        raise invalid("min_documents", min_documents, "an int of at least 1")
    if not 0 < max_share <= 1:
        raise invalid("max_share", max_share, "a share above 0, up to 1")
    if max_terms is not None and (not isinstance(max_terms, int) or max_terms < 2):
        raise invalid("max_terms", max_terms, "None or an int of at least 2")
    terms = [segmenter.terms(text) for text in documents.frame["text"]]
    # analyzer=list hands the tokens through; scikit-learn's own token pattern drops words of one character
    vectorizer = CountVectorizer(analyzer=list, lowercase=False)
    try:
        counts = vectorizer.fit_transform(terms).tocsr()
    except ValueError as error:
        raise _empty(len(terms), 0, min_documents, max_share) from error
    vocabulary = vectorizer.get_feature_names_out()
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    keep = (spread >= min_documents) & (spread <= max_share * len(terms))
    if max_terms is not None and keep.sum() > max_terms:
        total = np.asarray(counts.sum(axis=0)).ravel()
        order = [i for i in np.lexsort((vocabulary, -total)) if keep[i]][:max_terms]
        keep = np.isin(np.arange(len(vocabulary)), order)
    if keep.sum() < 2:
        raise _empty(len(terms), len(vocabulary), min_documents, max_share)
    counts = counts[:, keep]
    enough = np.asarray(counts.sum(axis=1)).ravel() >= max(min_terms, 1)
    return Counts(documents, counts, vocabulary[keep].astype(object), enough, segmenter)


def recount(documents: Documents, segmenter: object, vocabulary: np.ndarray, *, min_terms: int) -> Counts:
    """Count the terms of a vocabulary that is given, in other documents."""
    vectorizer = CountVectorizer(analyzer=list, lowercase=False, vocabulary=list(vocabulary))
    counts = vectorizer.transform([segmenter.terms(text) for text in documents.frame["text"]]).tocsr()
    enough = np.asarray(counts.sum(axis=1)).ravel() >= max(min_terms, 1)
    return Counts(documents, counts, vocabulary, enough, segmenter)


def inverse_document_frequency(counts: sparse.csr_matrix) -> np.ndarray:
    """Smooth idf, ``ln((1 + n) / (1 + df)) + 1`` (Spärck Jones 1972, in scikit-learn's form); shape (n_terms,)."""
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    return np.log((1 + counts.shape[0]) / (1 + spread)) + 1


def weigh(counts: sparse.csr_matrix, idf: np.ndarray | None) -> sparse.csr_matrix:
    """Counts as they are (idf is None), or ``(1 + ln count) * idf`` with rows of length 1."""
    if idf is None:
        return counts.astype(np.float64)
    weights = counts.astype(np.float64)
    weights.data = 1 + np.log(weights.data)
    weights = weights @ sparse.diags(idf)
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1)) @ weights).tocsr()


def _empty(documents: int, terms: int, min_documents: int, max_share: float) -> TooLittleText:
    return TooLittleText(
        f"No vocabulary is left: of {terms} terms in {documents} documents, fewer than two stand in at least "
        f"{min_documents} documents and in at most {max_share:.0%} of them. Lower `min_documents`, raise `max_share`, "
        "or use a segmenter with fewer stop words."
    )
