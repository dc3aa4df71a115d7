"""Fits: non-negative matrix factorization and latent Dirichlet allocation, the same bytes on every run."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from scipy.special import digamma
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

DECIMALS = 10
LDA_STEPS = 200
STILL = 1e-4  # a part that moves less, as a share of the largest, has come to rest
INITS = ("nndsvda", "nndsvd", "random")
# triplets of a singular value decomposition, the largest first: (left, values, right)
Triplets = tuple[np.ndarray, np.ndarray, np.ndarray]


def fit_components(weights: sparse.csr_matrix, n_topics: int, *, method: str, init: str, max_iter: int,
                   seed: int, triplets: Triplets | None = None) -> np.ndarray:
    """Fit a model and return its components, shape (n_topics, n_terms).

    One thread and ``n_jobs=1``: sums over threads end in other last digits, and LDA's result depends on the number of
    jobs. The components are rounded, so that ties stay ties. A start from singular vectors is that of the exact ones,
    in which chance has no part; `triplets` has these, where they are known already.
    """
    if method == "lda":
        # a fit that stops at max_iter is as good for the purpose, and survival is tested over many of them
        with _one_thread(), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = LatentDirichletAllocation(
                n_topics, learning_method="batch", max_iter=max_iter, random_state=seed, n_jobs=1
            )
            return np.round(model.fit(weights).components_, DECIMALS)
    if init == "random":
        loadings, components = _random_start(weights, n_topics, [np.random.default_rng(seed)])
    else:
        loadings, components = nndsvd(triplets or largest_triplets(weights, n_topics), n_topics)
        if init == "nndsvda":
            loadings, components = (np.where(part > 0, part, weights.mean()) for part in (loadings, components))
        loadings, components = loadings[None], components[None]
    with _one_thread():
        components = _factorize(weights, np.ones((1, weights.shape[0])), loadings, components, max_iter)
    return np.round(components[0], DECIMALS)


def largest_triplets(weights: sparse.csr_matrix, number: int) -> Triplets:
    """The `number` largest singular triplets, found without chance."""
    with _one_thread():
        if number >= min(weights.shape):
            left, values, right = np.linalg.svd(weights.toarray(), full_matrices=False)
        else:
            left, values, right = svds(weights, k=number, v0=np.ones(min(weights.shape)))
    order = np.argsort(-values, kind="stable")[:number]
    return left[:, order], values[order], right[order]


def nndsvd(triplets: Triplets, n_topics: int) -> tuple[np.ndarray, np.ndarray]:
    """Non-negative double singular value decomposition: the start of a factorization (Boutsidis & Gallopoulos 2008).

    Of each pair of singular vectors it takes the side, positive or negative, that holds more. Loadings and components,
    of shapes (n_topics, n_documents) and (n_topics, n_terms).
    """
    loadings, components = [], []
    for left, value, right in zip(triplets[0].T[:n_topics], triplets[1], triplets[2], strict=False):
        sides = [(np.maximum(sign * left, 0), np.maximum(sign * right, 0)) for sign in (1, -1)]
        lengths = [(np.linalg.norm(one), np.linalg.norm(other)) for one, other in sides]
        side = int(np.prod(lengths[1]) > np.prod(lengths[0]))
        (one, other), (long, wide) = sides[side], np.maximum(lengths[side], 1e-12)
        loadings.append(one * np.sqrt(value * wide / long))
        components.append(other * np.sqrt(value * long / wide))
    return tuple(np.where(np.array(part) < 1e-6, 0, part) for part in (loadings, components))


def fit_runs(weights: sparse.csr_matrix, seen: np.ndarray, n_topics: int, *, method: str, max_iter: int,
             chance: Sequence[np.random.Generator]) -> tuple[np.ndarray, np.ndarray]:
    """Fit several models from random starts, each on some of the documents, and read their topics off all of them.

    Small fits take their time in the calls, not in the sums, so that those of NMF are made side by side. `seen` marks
    the documents of each run, shape (n_runs, n_documents). Components and shares of shapes (n_runs, n_topics, n_terms)
    and (n_runs, n_documents, n_topics), as `fit_components` and `load_documents` give them.
    """
    if method == "lda":
        components = np.array([
            fit_components(weights[rows], n_topics, method=method, init="random", max_iter=max_iter,
                           seed=int(rng.integers(2**31))) for rows, rng in zip(seen, chance, strict=True)
        ])
        return components, np.array([load_documents(weights, part, method=method) for part in components])
    loadings, components = _random_start(weights, n_topics, chance)
    with _one_thread():
        components = _factorize(weights, seen, loadings, components, max_iter)
    components = np.round(components, DECIMALS)
    return components, _read_off(weights, components, steps=100, still=STILL)


def _random_start(weights, n_topics: int, chance: Sequence[np.random.Generator]) -> tuple[np.ndarray, np.ndarray]:
    """Loadings and components for each run, on the scale of scikit-learn's random start."""
    scale = np.sqrt(weights.mean() / n_topics)
    return tuple(scale * np.abs([rng.standard_normal((n_topics, length)) for rng in chance]) for length in weights.shape)


def _factorize(weights, seen: np.ndarray, loadings: np.ndarray, components: np.ndarray, max_iter: int) -> np.ndarray:
    """Hierarchical alternating least squares (Cichocki & Phan 2009), of several runs side by side.

    It takes the steps of scikit-learn's coordinate descent, and ends when no component moves any more.
    """
    loadings, transposed = loadings * seen[:, None, :], weights.T.tocsr()
    for step in range(max_iter):
        last = components.copy() if step % 5 == 4 else None
        _sweep(loadings, _times(weights, components), components)
        loadings *= seen[:, None, :]
        _sweep(components, _times(transposed, loadings), loadings)
        if last is not None and _still(last, components):
            break
    return components


def _still(last: np.ndarray, now: np.ndarray, share: float = STILL) -> bool:
    return bool(np.abs(now - last).max() <= share * now.max())


def _times(weights, parts: np.ndarray) -> np.ndarray:
    """The weights times the parts of each run, shape (n_runs, n_topics, length)."""
    runs, topics, length = parts.shape
    product = weights @ parts.reshape(runs * topics, length).T
    return np.ascontiguousarray(product.T).reshape(runs, topics, -1)


def _sweep(parts: np.ndarray, target: np.ndarray, others: np.ndarray) -> None:
    """Set the part of each topic in turn to what fits best beside the others."""
    gram = np.matmul(others, others.transpose(0, 2, 1))
    size = np.einsum("rkk->rk", gram)[:, :, None].copy()
    size[size < 1e-12] = np.inf
    target, gram = target / size, gram / size
    np.einsum("rkk->rk", gram)[...] = 0
    for topic in range(parts.shape[1]):
        rest = np.matmul(gram[:, topic : topic + 1], parts)[:, 0]
        np.maximum(target[:, topic] - rest, 0, out=parts[:, topic])


def load_documents(weights: sparse.csr_matrix, components: np.ndarray, *, method: str) -> np.ndarray:
    """Share of each topic in each document for components that are fixed; shape (n_documents, n_topics).

    Rows sum to 1; a document in which no topic has any part is NaN. For NMF the share of a topic is its part of the
    document's reconstructed weight, so that the arbitrary scale of the factors cancels out. For LDA it is the mean of
    the variational posterior (Hoffman, Blei & Bach 2010), with scikit-learn's prior 1 / n_topics.
    """
    if method == "lda":
        return _as_shares(_posterior(weights, components))
    return _read_off(weights, components[None], steps=1000, still=1e-9)[0]


def _read_off(weights, components: np.ndarray, *, steps: int, still: float) -> np.ndarray:
    """Shares of the topics of each run in all documents, by the loadings for components that are fixed."""
    with _one_thread():
        target = _times(weights, components)
        loadings = np.zeros_like(target)
        for _ in range(steps):
            last = loadings.copy()
            _sweep(loadings, target, components)
            if _still(last, loadings, still):
                break
    return _as_shares((loadings * components.sum(axis=2)[:, :, None]).transpose(0, 2, 1))


def _as_shares(shares: np.ndarray) -> np.ndarray:
    total = shares.sum(axis=-1, keepdims=True)
    return np.round(shares / np.where(total > 0, total, np.nan), DECIMALS)


def term_shares(components: np.ndarray) -> np.ndarray:
    """Components as distributions over terms: rows sum to 1, an empty component stays 0."""
    return np.nan_to_num(_as_shares(components))


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
