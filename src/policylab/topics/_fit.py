"""Fits: non-negative matrix factorization and latent Dirichlet allocation, the same bytes on every run."""

from __future__ import annotations

import functools
import warnings

import numpy as np
from scipy import sparse
from scipy.special import digamma
from sklearn.decomposition import NMF, LatentDirichletAllocation, non_negative_factorization
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

DECIMALS = 10
LDA_STEPS = 200


def fit_components(weights: sparse.csr_matrix, n_topics: int, *, method: str, init: str, max_iter: int,
                   seed: int) -> np.ndarray:
    """Fit a model and return its components, shape (n_topics, n_terms).

    One thread and ``n_jobs=1``: sums over threads end in other last digits, and LDA's result depends on the number of
    jobs. The components are rounded, so that ties stay ties.
    """
    with _one_thread(), warnings.catch_warnings():
        # a fit that stops at max_iter is as good for the purpose, and survival is tested over many of them
        warnings.simplefilter("ignore", ConvergenceWarning)
        if method == "nmf":
            model = NMF(n_topics, init=init, random_state=seed, max_iter=max_iter, tol=1e-4)
        else:
            model = LatentDirichletAllocation(
                n_topics, learning_method="batch", max_iter=max_iter, random_state=seed, n_jobs=1
            )
        model.fit(weights)
    return np.round(model.components_, DECIMALS)


def load_documents(weights: sparse.csr_matrix, components: np.ndarray, *, method: str) -> np.ndarray:
    """Share of each topic in each document for components that are fixed; shape (n_documents, n_topics).

    Rows sum to 1; a document in which no topic has any part is NaN. For NMF the share of a topic is its part of the
    document's reconstructed weight, so that the arbitrary scale of the factors cancels out. For LDA it is the mean of
    the variational posterior (Hoffman, Blei & Bach 2010), with scikit-learn's prior 1 / n_topics.
    """
    if method == "nmf":
        with _one_thread(), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            # a coefficient matrix of float64 in C order, as the solver asks for
            loadings, _, _ = non_negative_factorization(
                weights, H=np.ascontiguousarray(components), n_components=len(components), init="custom",
                update_H=False, tol=1e-6, max_iter=1000,
            )
        shares = loadings * components.sum(axis=1)
    else:
        shares = _posterior(weights, components)
    total = shares.sum(axis=1, keepdims=True)
    return np.round(shares / np.where(total > 0, total, np.nan), DECIMALS)


def term_shares(components: np.ndarray) -> np.ndarray:
    """Components as distributions over terms: rows sum to 1, an empty component stays 0."""
    total = components.sum(axis=1, keepdims=True)
    return np.round(components / np.where(total > 0, total, 1), DECIMALS)


@functools.cache
def _pools() -> ThreadpoolController:
    """The libraries that have threads of their own: looked for once, which takes longer than a small fit."""
    return ThreadpoolController()


def _one_thread():
    return _pools().limit(limits=1)


def _posterior(counts: sparse.csr_matrix, components: np.ndarray) -> np.ndarray:
    """Variational posterior of the documents' topics, one document after the other."""
    prior = 1 / len(components)
    terms = np.exp(digamma(components) - digamma(components.sum(axis=1, keepdims=True)))
    posterior = np.ones((counts.shape[0], len(components)))
    for row in range(counts.shape[0]):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        count, likelihood = counts.data[part], terms[:, counts.indices[part]]
        gamma = posterior[row]
        for _ in range(LDA_STEPS):
            last = gamma
            weight = np.exp(digamma(gamma) - digamma(gamma.sum()))
            norm = weight @ likelihood + np.finfo(float).eps
            gamma = prior + weight * (likelihood @ (count / norm))
            if np.abs(gamma - last).mean() < 1e-4:
                break
        posterior[row] = gamma
    return posterior
