"""The topic model: topics, how they are described, and their share in each paragraph and in each plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.stats import rankdata

from policylab.checks import check_choice, check_int, check_seed
from policylab.corpus import Corpus
from policylab.corpus._plan import is_plan, sections_at
from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml, read_toml
from policylab.topics._fit import INITS, fit_components, load_documents, term_shares
from policylab.topics._prevalence import Group, group_documents, topic_prevalence
from policylab.topics._topic_documents import (
    ITEM_LEVEL,
    Counts,
    Documents,
    TooLittleText,
    Vocabulary,
    fit_weights,
    read_documents,
    read_texts,
    weigh,
)
from policylab.words._segmenter import Segmenter

METHODS = {"nmf": 100, "lda": 50}  # and the iterations of a fit, at most
N_TOP = 10  # terms that a topic is described by
SEPARATOR = "·"
# names that people gave, by the top terms of the topic that they were given to: Chinese and English
Names = Mapping[frozenset[str], tuple[str, str]]


@dataclass(eq=False, repr=False)
class TopicModel:
    """Topics of a set of plans, by scikit-learn's NMF or LDA, the same bytes on every run.

    NMF (Lee & Seung 1999) factorizes tf-idf weights; from the start ``nndsvda`` (Boutsidis & Gallopoulos 2008), made of
    exact singular vectors, it finds the same topics whatever the seed. LDA (Blei, Ng & Jordan 2003; scikit-learn's batch variational
    Bayes) works on counts, and its topics change much from seed to seed on texts as short as these. Which topics
    deserve trust says `topic_stability`. A fitted model is kept with `joblib.dump` and read with `joblib.load`.

    Parameters
    ----------
    n_topics : int
        Number of topics, at least 2.
    method : {"nmf", "lda"}
    random_state : int
        Seed of a fit that starts at random: of LDA, and of NMF from ``random``.
    unit : {"paragraph", "section"}
        What a document is.
    segmenter : Segmenter, optional
        If not given, the one of the counts, or of the study (`policylab.words.segmenter_for`).
    min_documents : int
        A term must stand in at least so many documents.
    max_share : float
        A term must stand in at most this share of the documents.
    max_terms : int, optional
        Keep only so many of the most frequent terms.
    min_terms : int
        A document with fewer terms is too short to have a theme; it is left out.
    agencies : bool
        Whether notes that name responsible agencies stay in the text.
    cluster_level : int
        Level of the headings whose sections are resampled as a whole for intervals, and left out as a whole in
        `topic_stability`. The paragraphs under one numbered item resemble each other; chapters are no matter of chance.
    init : {"nndsvda", "nndsvd", "random"}
        Start of NMF, as in scikit-learn.
    max_iter : int, optional
        Iterations of a fit at most: 100 for NMF and 50 for LDA if not given.
    labels : path, optional
        TOML file with names for topics (see `topic_labels.toml`); ``()`` for labels by rule only.
    min_plans : int
        A corpus of fewer plans is an error; 1 lets a single plan pass.

    Attributes
    ----------
    topics_ : DataFrame, n_topics rows
        topic (1 is the one with the largest mean share over plans), label, label_en, top_terms, frex_terms (ten
        each, joined by 、), npmi, exclusivity, share (mean over plans).
    topic_term_ : ndarray of shape (n_topics, n_terms)
        Distribution of each topic over the vocabulary; rows sum to 1.
    document_topic_ : ndarray of shape (n_documents, n_topics)
        Share of each topic in each document; rows sum to 1, a document that is too short is NaN.
    documents_ : DataFrame, n_documents rows
        document, plan, section, cluster, chapter, path, start, end, text, terms (number of terms in the vocabulary).
    sections_ : DataFrame or None
        The headings that the documents stand under: section, plan, level, title, parent.
    vocabulary_ : ndarray of str, shape (n_terms,)
    prevalence_ : DataFrame, n_topics * n_plans rows
        topic, plan, share, low, high, sections, paragraphs, note: see `topic_prevalence`.
    components_ : ndarray of shape (n_topics, n_terms)
        The fitted factors as the method gives them.

    Examples
    --------
    >>> import policylab
    >>> model = policylab.TopicModel(8, random_state=0).fit(policylab.load_corpus())
    >>> model.topics_.shape, model.topic_term_.shape == (8, len(model.vocabulary_))
    ((8, 8), True)
    >>> shares = model.transform(["加强网络安全和信息安全防护,落实网络安全等级保护制度,提高网络安全保障能力。"])
    >>> best = model.topics_.loc[shares[0].argmax(), "top_terms"]
    >>> "网络安全" in best
    True
    """

    n_topics: int = 10
    _: KW_ONLY
    method: str = "nmf"
    random_state: int = 0
    unit: str = "paragraph"
    segmenter: Segmenter | None = None
    min_documents: int = 3
    max_share: float = 0.3
    max_terms: int | None = None
    min_terms: int = 5
    agencies: bool = False
    cluster_level: int = ITEM_LEVEL
    init: str = "nndsvda"
    max_iter: int | None = None
    labels: str | Path | tuple | None = None
    min_plans: int = 2

    def fit(self, data: object) -> TopicModel:
        """Fit the model on a corpus, a plan, counts of words, or a table of paragraphs (columns ``plan`` and ``text``)."""
        documents, counts = self._count(data)
        weights = weigh(counts.used, fit_weights(self.method, counts.used))
        components = fit_components(weights, self.n_topics, seed=self.random_state, **self._fit_settings())
        return self._assemble(documents, counts, components)

    def transform(self, data: object) -> np.ndarray:
        """Share of each topic in other documents, shape (n_documents, n_topics); NaN where a text is too short.

        Parameters
        ----------
        data : corpus, plan, list of plans, WordCounts, DataFrame of paragraphs, or iterable of str
        """
        self._require_fit()
        segmenter = self.segmenter_
        if isinstance(data, Iterable) and not isinstance(data, pd.DataFrame | str | Corpus):
            data = list(data)
        texts = isinstance(data, list) and not any(map(is_plan, data))
        documents = read_texts(data, segmenter) if texts else self._read(data, segmenter)
        return self._transform(self._rule().recount(documents, self.vocabulary_))

    def examples(self, *, n: int = 3) -> pd.DataFrame:
        """The paragraphs that show each topic best.

        Documents are ranked by the topic's share; one shorter than the median counts for less in proportion, as a
        share of 1 is easy to have in one line.

        Returns
        -------
        DataFrame
            topic, rank, document, plan, section, path, share, text.
        """
        self._require_fit()
        length = self.documents_["terms"].to_numpy(float)
        typical = np.median(length[self._known()])
        strength = np.nan_to_num(self.document_topic_) * np.minimum(1, length / typical)[:, None]
        rows = []
        for k in range(len(self.topics_)):
            best = np.lexsort((np.arange(len(length)), -np.round(strength[:, k], 8)))[:n]
            for rank, row in enumerate(best, start=1):
                document = self.documents_.iloc[row]
                rows.append({"topic": k + 1, "rank": rank, **document[["document", "plan", "section", "path"]],
                             "share": self.document_topic_[row, k], "text": document["text"]})
        return pd.DataFrame(rows)

    def terms(self) -> pd.DataFrame:
        """The top terms of each topic: topic, rank, term, weight (share of the topic), frex."""
        self._require_fit()
        order, score = rank_terms(self.topic_term_, self.vocabulary_), frex(self.topic_term_)
        rows = [
            {"topic": k + 1, "rank": rank, "term": self.vocabulary_[i], "weight": self.topic_term_[k, i],
             "frex": score[k, i]}
            for k, row in enumerate(order) for rank, i in enumerate(row[:N_TOP], start=1)
        ]
        return pd.DataFrame(rows)

    def _read(self, data: object, segmenter: Segmenter | None) -> Documents:
        return read_documents(data, segmenter=segmenter, unit=self.unit, agencies=self.agencies,
                              cluster_level=self.cluster_level)

    def _rule(self) -> Vocabulary:
        return Vocabulary(self.min_documents, self.max_share, self.max_terms, self.min_terms)

    def _count(self, data: object) -> tuple[Documents, Counts]:
        """Check the parameters, read the documents and count their terms."""
        self._check()
        rule, documents = self._rule(), self._read(data, self.segmenter)
        if len(documents.plans) < self.min_plans:
            raise PolicylabError(
                f"The corpus has {len(documents.plans)} plan ({', '.join(documents.plans)}), and themes are compared "
                f"over at least {self.min_plans}. Add a plan to the catalogue (`policylab add FILE`), or say "
                "`min_plans=1` to find the themes within one plan."
            )
        counts = rule.select(documents.counts, documents.forms)
        smaller = min(int(counts.kept.sum()), len(counts.vocabulary))
        if self.n_topics > smaller:
            raise TooLittleText(
                f"`n_topics` is {self.n_topics}, but there are only {int(counts.kept.sum())} documents with "
                f"{len(counts.vocabulary)} terms. Take at most {smaller} topics, lower `min_terms`, or add plans."
            )
        return documents, counts

    def _check(self) -> None:
        check_int("n_topics", self.n_topics, 2)
        check_choice("method", self.method, METHODS)
        check_choice("init", self.init, INITS)
        check_seed(self.random_state)

    def _fit_settings(self) -> dict:
        return {"method": self.method, "init": self.init, "max_iter": self.max_iter or METHODS[self.method]}

    def _assemble(self, documents: Documents, counts: Counts, components: np.ndarray) -> TopicModel:
        """Set the fitted attributes from components, the topic with the largest mean share first."""
        self.segmenter_, self.weights_ = documents.segmenter, fit_weights(self.method, counts.used)
        self.vocabulary_, self.plans_ = counts.vocabulary, documents.plans
        self.documents_ = documents.frame.assign(terms=counts.n_terms)
        self.sections_ = documents.sections
        self.components_ = components
        shares = self._transform(counts)
        mean = np.mean([group.clusters.rate for group in group_documents(
            self.documents_, shares, by="plan", order=self.plans_)], axis=0)
        topic_term = term_shares(components)
        order = np.lexsort((rank_terms(topic_term, self.vocabulary_)[:, 0], -np.round(mean, 8)))
        self.components_, self.topic_term_ = components[order], topic_term[order]
        self.document_topic_ = shares[:, order]
        self.topics_ = self._describe(counts, mean[order])
        self.prevalence_ = topic_prevalence(self)
        return self

    def _describe(self, counts: Counts, share: np.ndarray) -> pd.DataFrame:
        top = rank_terms(self.topic_term_, self.vocabulary_)[:, :N_TOP]
        marked = rank_terms(frex(self.topic_term_), self.vocabulary_)[:, :N_TOP]
        top_terms, frex_terms = ([list(self.vocabulary_[row]) for row in rows] for rows in (top, marked))
        labels = label_topics(top_terms, frex_terms, read_names(self.labels))
        return pd.DataFrame({
            "topic": np.arange(1, len(top) + 1),
            "label": [zh for zh, _ in labels],
            "label_en": [en for _, en in labels],
            "top_terms": ["、".join(terms) for terms in top_terms],
            "frex_terms": ["、".join(terms) for terms in frex_terms],
            "npmi": npmi(top, counts.used),
            "exclusivity": exclusivity(top, self.topic_term_),
            "share": share,
        })

    def _transform(self, counts: Counts) -> np.ndarray:
        shares = np.full((counts.counts.shape[0], len(self.components_)), np.nan)
        if counts.kept.any():
            weights = weigh(counts.used, self.weights_)
            shares[counts.kept] = load_documents(weights, self.components_, method=self.method)
        return shares

    def _groups(self, by: str, cluster_level: int | None = None) -> list[Group]:
        self._require_fit()
        documents = self.documents_
        if cluster_level is not None:
            documents = documents.assign(cluster=self._sections_at(cluster_level, "cluster_level"))
        return group_documents(documents, self.document_topic_, by=by, order=self.plans_)

    def _sections_at(self, level: int, name: str) -> pd.Series:
        """The section of a level that each document stands in."""
        check_int(name, level, 1)
        if self.sections_ is None:
            raise PolicylabError(
                f"`{name}` needs headings, and a table of paragraphs has none. Fit the model on a corpus."
            )
        return sections_at(self.documents_["section"], self.sections_, level=level)

    def _known(self) -> np.ndarray:
        return ~np.isnan(self.document_topic_[:, 0])

    def _require_fit(self) -> None:
        if not hasattr(self, "components_"):
            raise PolicylabError("This TopicModel is not fitted yet. Call `fit(corpus)` first.")

    def __repr__(self) -> str:
        return f"TopicModel({self.n_topics}, method={self.method!r}, random_state={self.random_state})"


def rank_terms(scores: np.ndarray, vocabulary: np.ndarray) -> np.ndarray:
    """Indices of the terms of each topic, best first, ties by the term; shape (n_topics, n_terms)."""
    place = np.argsort(np.argsort(vocabulary.astype(str), kind="stable"), kind="stable")
    return np.array([np.lexsort((place, -row)) for row in scores]).reshape(scores.shape)


def npmi(top: np.ndarray, counts: sparse.csr_matrix) -> np.ndarray:
    """Coherence of each topic: mean normalized pointwise mutual information of its top terms; shape (n_topics,).

    ``top`` holds term indices, shape (n_topics, n_top). Two terms go together where they stand in one document.
    A pair that never does has -1, a pair that always does has 1 (Bouma 2009; Röder, Both & Hinneburg 2015).
    """
    present = (counts > 0).astype(np.float64).tocsc()
    documents = counts.shape[0]
    result = []
    for terms in top:
        block = present[:, terms]
        joint = (block.T @ block).toarray() / documents
        alone = np.diag(joint)
        upper = np.triu_indices(len(terms), k=1)
        together, apart = joint[upper], np.outer(alone, alone)[upper]
        values = np.full(len(together), -1.0)
        some = (together > 0) & (together < 1)
        values[some] = np.log(together[some] / apart[some]) / -np.log(together[some])
        values[together == 1] = 1.0
        result.append(values.mean())
    return np.array(result)


def exclusivity(top: np.ndarray, topic_term: np.ndarray) -> np.ndarray:
    """Exclusivity of each topic: mean over its top terms of the topic's part in the term; shape (n_topics,).

    1 means that no other topic uses these terms; with K topics that are all alike it is 1 / K
    (Bischof & Airoldi 2012).
    """
    part = _parts(topic_term)
    return np.array([part[k, terms].mean() for k, terms in enumerate(top)])


def frex(topic_term: np.ndarray) -> np.ndarray:
    """FREX: harmonic mean of the ranks of a term by exclusivity and by frequency; shape (n_topics, n_terms).

    Ranks are empirical distribution functions within a topic, from above 0 to 1 (Bischof & Airoldi 2012).
    """
    exclusive, frequent = (rankdata(part, method="max", axis=1) / part.shape[1] for part in (_parts(topic_term), topic_term))
    return 1 / (0.5 / exclusive + 0.5 / frequent)


def _parts(topic_term: np.ndarray) -> np.ndarray:
    total = topic_term.sum(axis=0)
    return topic_term / np.where(total > 0, total, 1)


def read_names(labels: str | Path | None | tuple) -> Names:
    """Read names of topics from a TOML file: ``[[topic]]`` tables with ``zh``, ``en`` and ``terms``.

    ``terms`` are the ten top terms of the topic that the name was made for, as the column ``top_terms`` has them. None
    is the file that comes with policylab; ``()`` is no names, so that every label comes from the terms.
    """
    if labels is None:
        content, where = load_toml("topic_labels.toml"), "topic_labels.toml"
    elif isinstance(labels, str | Path):
        content, where = read_toml(labels, "file of topic labels"), str(labels)
    elif labels == ():
        return {}
    else:
        raise invalid("labels", labels, "None, (), or the path of a TOML file")
    names = {}
    for entry in content.get("topic", []):
        zh, terms = entry.get("zh"), entry.get("terms")
        if not isinstance(zh, str) or not isinstance(terms, str) or not terms:
            raise PolicylabError(
                f"A [[topic]] in {where} needs `zh` (a name) and `terms` (its ten top terms, joined by 、 as the column "
                f"`top_terms` has them), got {entry!r}."
            )
        names[frozenset(terms.split("、"))] = (zh, entry.get("en") or zh)
    return names


def label_topics(top_terms: Sequence[Sequence[str]], frex_terms: Sequence[Sequence[str]],
                 names: Names) -> list[tuple[str, str]]:
    """Chinese and English label of each topic.

    A topic is called by three of its own top terms, the ones with the highest FREX first. A name that somebody gave
    belongs to the very topic it was given to, the one with these ten top terms; a topic that is only similar, as of
    another corpus, does not inherit it.
    """
    return [
        names.get(frozenset(top)) or (rule_label(top, marked),) * 2 for top, marked in zip(top_terms, frex_terms, strict=True)
    ]


def rule_label(top: Sequence[str], frex: Sequence[str]) -> str:
    """Label of a topic from three of its terms: frequent and exclusive ones, none of which contains another."""
    chosen: list[str] = []
    candidates = [term for term in frex if term in set(top)] + list(top)
    for term in candidates:
        if len(chosen) == 3:
            break
        if len(term) > 1 and not any(term in other or other in term for other in chosen):
            chosen.append(term)
    return SEPARATOR.join(chosen or list(top[:1]))
