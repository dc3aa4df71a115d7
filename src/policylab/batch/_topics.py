"""Topics of any number of documents: fitted over the shards of a batch run, one block of paragraphs after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from policylab.batch._blocks import Block, count_blocks
from policylab.batch._sums import group_totals, vocabulary
from policylab.batch._tables import part_paths
from policylab.errors import PolicylabError, choice, invalid
from policylab.topics._counted import weigh
from policylab.topics._description import exclusivity, frex, label_topics, rank_terms, read_names
from policylab.topics._fit import DECIMALS, fit_components, load_documents, term_shares

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("nmf", "lda")
N_TOP = 10
FORGET = 0.7  # what a pass over all documents leaves of the one before it, as in scikit-learn's own fit
NMF_ITERATIONS = 400


class ShardTopicModel:
    """Topics of the paragraphs of a batch run, in a memory that does not grow with their number.

    NMF starts from a fit on an even sample of the paragraphs, and goes on over all of them by mini-batches (Lefèvre,
    Bach & Févotte 2011); where the sample is all of them, it is that fit. LDA is the online variational one (Hoffman,
    Blei & Bach 2010). Blocks come in the order of the input and have a fixed size, so that the result is the same
    whoever made the shards.

    Parameters
    ----------
    n_topics : int
        Number of topics, at least 2.
    method : {"nmf", "lda"}
    random_state : int
    min_paragraphs : int
        A term must stand in at least so many paragraphs.
    max_share : float
        A term must stand in at most this share of the paragraphs.
    max_terms : int
        Only so many of the most frequent terms: the size of the model, which bounds its memory.
    min_terms : int
        A paragraph with fewer terms is too short to have a theme.
    passes : int
        How often mini-batches go over all paragraphs.
    sample : int
        Paragraphs in the sample that NMF starts from.
    block : int
        Paragraphs in a mini-batch.
    labels : path, (), or None
        Names of topics, as for `policylab.TopicModel`.

    Attributes
    ----------
    topics_ : DataFrame, n_topics rows
        topic (1 is the one with the largest share), label, label_en, top_terms, frex_terms, npmi, exclusivity, share
        (mean over paragraphs).
    prevalence_ : DataFrame
        topic, group, share (mean over the paragraphs of the group), paragraphs.
    vocabulary_ : ndarray of str, shape (n_terms,)
    components_, topic_term_ : ndarray of shape (n_topics, n_terms)
    n_paragraphs_ : int
        Paragraphs with enough terms.

    Examples
    --------
    >>> import tempfile, policylab
    >>> from policylab.batch import ShardTopicModel, run_batch
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = run_batch(policylab.load_corpus(), out, steps="words")
    ...     model = ShardTopicModel(8).fit(out)
    >>> model.topics_.shape
    (8, 8)
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        method: str = "nmf",
        random_state: int = 0,
        min_paragraphs: int = 3,
        max_share: float = 0.3,
        max_terms: int = 50_000,
        min_terms: int = 5,
        passes: int = 1,
        sample: int = 20_000,
        block: int = 1024,
        labels: object = None,
    ) -> None:
        self.n_topics = n_topics
        self.method = method
        self.random_state = random_state
        self.min_paragraphs = min_paragraphs
        self.max_share = max_share
        self.max_terms = max_terms
        self.min_terms = min_terms
        self.passes = passes
        self.sample = sample
        self.block = block
        self.labels = labels

    def fit(self, out: str | os.PathLike) -> ShardTopicModel:
        """Fit the model on the tokens of a batch run.

        Raises
        ------
        PolicylabError
            If the run has no words, or too few of them for so many topics.
        """
        self._check()
        part_paths(out, "tokens")
        words = vocabulary(out, min_documents=1)
        most = self.max_share * sum(group_totals(out)["paragraphs"])
        words = words[(words["paragraphs"] >= self.min_paragraphs) & (words["paragraphs"] <= most)]
        words = words.sort_values(["count", "term"], ascending=[False, True]).head(self.max_terms)
        self.vocabulary_ = np.array(sorted(words["term"]), dtype=object)
        if len(self.vocabulary_) < 2:
            raise PolicylabError("Fewer than two terms are left. Lower `min_paragraphs`, or raise `max_share`.")
        sampled, whole = self._survey(out)
        if self.n_topics > min(sampled.shape):
            raise PolicylabError(
                f"`n_topics` is {self.n_topics}, but there are only {sampled.shape[0]} paragraphs with "
                f"{sampled.shape[1]} terms. Take fewer topics."
            )
        self.components_ = self._fit_components(out, sampled, whole)
        self._describe(out)
        return self

    def transform(self, out: str | os.PathLike) -> Iterator[pd.DataFrame]:
        """Share of each topic in each paragraph, a block at a time: plan, group, paragraph, topic_1, topic_2, ..."""
        import pandas as pd

        if not hasattr(self, "components_"):
            raise PolicylabError("This ShardTopicModel is not fitted yet. Call `fit(out)` first.")
        for block in self._blocks(out):
            frame = pd.DataFrame({"plan": block.plans, "group": block.groups, "paragraph": block.paragraphs})
            names = [f"topic_{number}" for number in range(1, self.n_topics + 1)]
            yield pd.concat([frame, pd.DataFrame(self._shares(block), columns=names)], axis=1)

    def _check(self) -> None:
        for name, least in (("n_topics", 2), ("min_paragraphs", 1), ("max_terms", 2), ("min_terms", 0), ("passes", 1),
                            ("sample", 2), ("block", 2), ("random_state", 0)):  # fmt: skip
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise invalid(name, value, f"an int of at least {least}")
        if not 0 < self.max_share <= 1:
            raise invalid("max_share", self.max_share, "a share above 0, up to 1")
        if self.method not in METHODS:
            raise choice("method", self.method, METHODS)

    def _blocks(self, out: str | os.PathLike) -> Iterator[Block]:
        return count_blocks(out, list(self.vocabulary_), size=self.block, min_terms=self.min_terms)

    def _survey(self, out: str | os.PathLike) -> tuple[sparse.csr_matrix, bool]:
        """Count documents with each term, and take an even sample; give it, and whether it is all there is."""
        step = max(1, -(-int(sum(group_totals(out)["paragraphs"])) // self.sample))
        spread = np.zeros(len(self.vocabulary_), dtype=np.int64)
        sampled, seen = [], 0
        for block in self._blocks(out):
            counts = block.counts[block.kept]
            spread += np.bincount(counts.indices, minlength=len(spread))
            # every step-th of the paragraphs that are long enough, counted over all blocks
            sampled.append(counts[-seen % step :: step])
            seen += counts.shape[0]
        if not seen:
            raise PolicylabError("No paragraph has enough terms. Lower `min_terms`.")
        self.n_paragraphs_ = seen
        self.idf_ = np.log((1 + seen) / (1 + spread)) + 1 if self.method == "nmf" else None
        return sparse.vstack(sampled, format="csr"), step == 1

    def _fit_components(self, out: str | os.PathLike, sampled: sparse.csr_matrix, whole: bool) -> np.ndarray:
        from sklearn.decomposition import LatentDirichletAllocation, MiniBatchNMF
        from threadpoolctl import threadpool_limits

        if self.method == "lda":
            model = LatentDirichletAllocation(
                self.n_topics, learning_method="online", total_samples=self.n_paragraphs_,
                random_state=self.random_state, n_jobs=1,
            )  # fmt: skip
            start = {}
        else:
            components = fit_components(
                weigh(sampled, self.idf_), self.n_topics, method="nmf", init="nndsvda", max_iter=NMF_ITERATIONS,
                seed=self.random_state,
            )  # fmt: skip
            if whole:
                return components
            model = MiniBatchNMF(
                self.n_topics, init="custom", batch_size=self.block, random_state=self.random_state,
                forget_factor=FORGET ** (self.block / self.n_paragraphs_),
            )  # fmt: skip
            start = {"H": components.copy()}
        # one thread: sums over threads end in other last digits
        with threadpool_limits(limits=1):
            for _ in range(self.passes):
                for block in self._blocks(out):
                    weights = weigh(block.counts[block.kept], self.idf_)
                    if not weights.shape[0]:
                        continue
                    if "H" in start:
                        start["W"] = np.full((weights.shape[0], self.n_topics), np.sqrt(weights.mean() / self.n_topics))
                    model.partial_fit(weights, **start)
                    start = {}
        return np.round(model.components_, DECIMALS)

    def _shares(self, block: Block) -> np.ndarray:
        shares = np.full((len(block.kept), self.n_topics), np.nan)
        if block.kept.any():
            weights = weigh(block.counts[block.kept], self.idf_)
            shares[block.kept] = load_documents(weights, self.components_, method=self.method)
        return shares

    def _describe(self, out: str | os.PathLike) -> None:
        """Set the tables, the topic with the largest share first; what they need is added up over the blocks."""
        import pandas as pd

        self.topic_term_ = term_shares(self.components_)
        top = rank_terms(self.topic_term_, self.vocabulary_)[:, :N_TOP]
        together = np.zeros((self.n_topics, top.shape[1], top.shape[1]))
        groups: dict[str | None, np.ndarray] = {}
        numbers: dict[str | None, int] = {}
        for block in self._blocks(out):
            shares = self._shares(block)
            present = (block.counts[block.kept] > 0).astype(np.float64).tocsc()
            for topic, terms in enumerate(top):
                chosen = present[:, terms]
                together[topic] += (chosen.T @ chosen).toarray()
            known = ~np.isnan(shares[:, 0])
            for group in dict.fromkeys(block.groups):
                rows = known & np.array([name == group for name in block.groups])
                groups[group] = groups.get(group, 0) + shares[rows].sum(axis=0)
                numbers[group] = numbers.get(group, 0) + int(rows.sum())
        share = sum(groups.values()) / max(1, sum(numbers.values()))
        order = np.lexsort((top[:, 0], -np.round(share, 8)))
        self.components_, self.topic_term_ = self.components_[order], self.topic_term_[order]
        coherence = [_npmi(together[topic] / self.n_paragraphs_) for topic in order]
        self.topics_ = self._topic_frame(top[order], coherence, share[order])
        names = sorted(groups, key=lambda name: (name is not None, name or ""))
        self.prevalence_ = pd.DataFrame(
            [
                {
                    "topic": rank,
                    "group": name,
                    "share": groups[name][topic] / numbers[name] if numbers[name] else np.nan,
                    "paragraphs": numbers[name],
                }
                for rank, topic in enumerate(order, start=1)
                for name in names
            ]
        )

    def _topic_frame(self, top: np.ndarray, coherence: list[float], share: np.ndarray) -> pd.DataFrame:
        import pandas as pd

        marked = rank_terms(frex(self.topic_term_), self.vocabulary_)[:, :N_TOP]
        top_terms, frex_terms = ([list(self.vocabulary_[row]) for row in ranks] for ranks in (top, marked))
        labels = label_topics(top_terms, frex_terms, read_names(self.labels))
        return pd.DataFrame(
            {
                "topic": np.arange(1, len(top) + 1),
                "label": [zh for zh, _ in labels],
                "label_en": [en for _, en in labels],
                "top_terms": ["、".join(terms) for terms in top_terms],
                "frex_terms": ["、".join(terms) for terms in frex_terms],
                "npmi": coherence,
                "exclusivity": exclusivity(top, self.topic_term_),
                "share": share,
            }
        )


def _npmi(joint: np.ndarray) -> float:
    """Mean normalized pointwise mutual information of all pairs, from the shares of paragraphs with both terms."""
    upper = np.triu_indices(len(joint), k=1)
    both, apart = joint[upper], np.outer(np.diag(joint), np.diag(joint))[upper]
    values = np.where(both >= 1, 1.0, -1.0)
    some = (both > 0) & (both < 1)
    values[some] = np.log(both[some] / apart[some]) / -np.log(both[some])
    return float(values.mean())
