"""The counts of words: terms by sections by plans, made once and passed on to every analysis of words."""

from __future__ import annotations

import difflib
import functools
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.checks import check_int, check_kind, check_known, check_str
from policylab.corpus import Corpus, PlanDates, as_plans, plan_groups
from policylab.corpus._plan import CLUSTER_LEVEL, sections_at
from policylab.errors import PolicylabError, invalid
from policylab.resources import read_lines, resource_path
from policylab.stats import Clusters
from policylab.text import fold_query
from policylab.words._segmenter import Segmenter, Token, check_segmenter, segmenter_for
from policylab.words._word_lists import fold, is_sheet, read_stopwords, read_terms


@dataclass(frozen=True, eq=False)
class WordCounts:
    """Words of the body paragraphs of some plans, counted. Made by `count_words`; every analysis of words takes it.

    Attributes
    ----------
    sources : tuple of Plan
        The plans, in the order given, which for a corpus is that of time; `plans` has their ids.
    references : tuple of Plan
        The corpus's documents of ordinary prose.
    frame : DataFrame
        One row a body paragraph: paragraph, plan, section, text, start.
    spans : list of tuple of Token
        Tokens of each paragraph.
    vocabulary : array of str, shape (n_forms,)
        Every form, sorted.
    matrix : sparse array, shape (n_paragraphs, n_forms)
        Counts.
    segmenter : Segmenter
    cluster_level : int
        Level of the headings whose sections are clusters, the unit of every interval.

    Examples
    --------
    >>> import policylab
    >>> counts = policylab.words.count_words(policylab.load_corpus())
    >>> counts.plans
    ('smart-city-2015', 'digital-economy-2019', 'new-infrastructure-2021', 'smart-city-2021')
    >>> counts.table(["区块链", "5G"]).query("plan == 'smart-city-2015'")[["term", "count"]].values.tolist()
    [['区块链', 0], ['5G', 0]]
    """

    sources: tuple
    frame: pd.DataFrame
    spans: list[tuple[Token, ...]]
    segmenter: Segmenter
    cluster_level: int = CLUSTER_LEVEL
    references: tuple = ()
    pairs: tuple[tuple[str, str], ...] | None = None
    cluster_names: dict[bool, pd.Series] | None = None  # where they are not sections: fine or coarse, by paragraph
    _texts: dict = field(default_factory=dict, repr=False)
    _cut: dict[str, WordCounts] = field(default_factory=dict, repr=False)  # by other segmenters, by their fingerprints

    @functools.cached_property
    def plans(self) -> tuple[str, ...]:
        """Ids of the plans."""
        return tuple(plan.id for plan in self.sources)

    @functools.cached_property
    def plan_of(self) -> np.ndarray:
        """Number of each paragraph's plan."""
        number = {plan: place for place, plan in enumerate(self.plans)}
        return self.frame["plan"].map(number).to_numpy(dtype=np.int64)

    @functools.cached_property
    def paragraph_tokens(self) -> np.ndarray:
        """Number of tokens of each paragraph."""
        return np.array([len(tokens) for tokens in self.spans], dtype=np.int64)

    @functools.cached_property
    def plan_tokens(self) -> np.ndarray:
        """Number of tokens of each plan."""
        return self.by_plan(self.paragraph_tokens)

    @functools.cached_property
    def vocabulary(self) -> np.ndarray:
        return self._counted[0]

    @functools.cached_property
    def matrix(self) -> sparse.csr_array:
        return self._counted[1]

    @functools.cached_property
    def _counted(self) -> tuple[np.ndarray, sparse.csr_array]:
        return tally([[form for form, _, _ in tokens] for tokens in self.spans])

    @functools.cached_property
    def kept(self) -> np.ndarray:
        """Whether each form of the vocabulary is a term, i.e. no stop word."""
        return np.array([self.segmenter.keeps(form) for form in self.vocabulary], dtype=bool)

    @functools.cached_property
    def telling(self) -> np.ndarray:
        """Whether each form is a term that may set documents apart: no stop word, and none for the place itself (本市)."""
        return self.kept & np.array([form not in self.self_words for form in self.vocabulary], dtype=bool)

    @functools.cached_property
    def self_words(self) -> frozenset[str]:
        """Words for the place itself, which are as little to say as stop words; none where a study replaces those."""
        replaced = not self.segmenter.stopwords >= read_stopwords(None)
        return frozenset(() if replaced else read_lines(resource_path("self_words.txt")))

    def matrix_of(self, forms: list[str]) -> sparse.csr_array:
        """The columns of `matrix` for these forms; one that is not in the vocabulary has none."""
        return columns_of(self.matrix, self.vocabulary, forms)

    def columns(self, terms: Iterable[str] | None) -> tuple[list[str], object]:
        """The terms that a comparison is of, and their counts by paragraph: those asked for, else every telling word."""
        if terms is not None:
            labels = check_terms(terms)
            return labels, self.find(labels)
        chosen = np.flatnonzero(self.telling)
        return list(self.vocabulary[chosen]), self.matrix[:, chosen]

    @functools.cached_property
    def _cluster_of(self) -> dict[bool, np.ndarray]:
        names = self.cluster_names or {True: self.frame["section"], False: self._coarse}
        return {key: pd.factorize(values)[0] for key, values in names.items()}

    @property
    def _coarse(self) -> pd.Series:
        """The section of `cluster_level` that each paragraph stands in."""
        sections = pd.concat([plan.sections for plan in self.sources], ignore_index=True)
        return sections_at(self.frame["section"], sections, level=self.cluster_level)

    def grouped(self, by: str) -> WordCounts:
        """The counts with the groups of a variable in the place of plans (quanteda's groups), or as they are by "plan": see
        `policylab.corpus.plan_groups`.

        A cluster is a plan, a fine one a section of `cluster_level`: plans of one group are not drawn from one text.

        >>> from policylab import Corpus, words
        >>> texts = {"a": "建设渔港。", "b": "建设码头。", "c": "推广渔港。"}
        >>> corpus = Corpus.from_texts(texts, variables={id: {"province": place} for id, place in zip("abc", "甲乙甲")})
        >>> words.count_words(corpus).grouped("province").plan_tokens.tolist()
        [4, 2]
        """
        check_str("by", by)
        if by == "plan":
            return self
        groups = plan_groups(self.sources, by)
        rows = np.flatnonzero(self.frame["plan"].isin(list(groups)))
        frame = self.frame.iloc[rows].reset_index(drop=True)
        names = {False: frame["plan"], True: self._coarse.iloc[rows].reset_index(drop=True)}
        return WordCounts(
            sources=tuple(map(PlanDates, dict.fromkeys(groups.values()))), frame=frame.assign(plan=frame["plan"].map(groups)),
            spans=[self.spans[row] for row in rows], segmenter=self.segmenter, cluster_level=self.cluster_level,
            references=self.references, cluster_names=names,
        )  # fmt: skip

    def cut_by(self, segmenter: Segmenter) -> WordCounts:
        """The same paragraphs, in the same plans or groups, as another segmenter cuts them, which it is asked to do once."""
        name = segmenter.fingerprint
        if name == self.segmenter.fingerprint:
            return self
        if name not in self._cut:
            self.need_texts()
            spans = segmenter.spans_of(self.frame["text"])
            self._cut[name] = replace(self, spans=spans, segmenter=segmenter, _texts={}, _cut={})
        return self._cut[name]

    def by_plan(self, values):
        """Sum paragraph values over plans: a vector, an array or a sparse array of paragraphs first."""
        return sums_by(values, self.plan_of, len(self.plans))

    def clusters(
        self, plans: str | Iterable[str], counts=None, *, fine: bool = False, equal: bool = False, sizes=None,
        only: np.ndarray | None = None,
    ) -> Clusters:  # fmt: skip
        """Counts by cluster, of one plan or of several together.

        Parameters
        ----------
        plans : str or list of str
        counts : array or sparse array, shape (n_paragraphs, n_terms), optional
            Counts by paragraph, such as those of `find`; none if not given.
        fine : bool, default False
            Whether a cluster is what stands under a heading of any level directly, instead of a section of
            `cluster_level` with all that is under it.
        equal : bool, default False
            Whether each of several plans counts the same, instead of by its length.
        sizes : array, shape (n_paragraphs,), optional
            What the rate is of; tokens if not given.
        only : array of int, optional
            Numbers of the paragraphs to count in; all if not given.
        """
        parts = []
        for plan in [plans] if isinstance(plans, str) else plans:
            check_known("plan", plan, self.plans)
            rows = np.flatnonzero(self.plan_of == self.plans.index(plan))
            rows = rows if only is None else np.intersect1d(rows, only)
            own, codes = np.unique(self._cluster_of[fine][rows], return_inverse=True)
            size = sums_by((self.paragraph_tokens if sizes is None else sizes)[rows], codes, len(own))
            if counts is None:
                parts.append(Clusters(np.zeros((len(own), 0)), size))
                continue
            grouped = sums_by(counts[rows], codes, len(own))
            parts.append(Clusters(grouped.toarray() if sparse.issparse(grouped) else grouped, size))
        return parts[0] if len(parts) == 1 else Clusters.join(parts, equal=equal)

    def every_cluster(self, counts, *, fine: bool) -> tuple[Clusters, np.ndarray]:
        """Counts by cluster of all plans, and the number of each cluster's plan; sparse where `counts` are.

        What compares each plan with all others takes its rows, instead of adding up the others for each. Parameters are
        those of `clusters`.
        """
        width = int(self._cluster_of[fine].max()) + 1
        own, codes = np.unique(self.plan_of * width + self._cluster_of[fine], return_inverse=True)
        sizes = sums_by(self.paragraph_tokens, codes, len(own))
        used = np.flatnonzero(sizes)
        return Clusters(sums_by(counts, codes, len(own))[used], sizes[used]), own[used] // width

    def find(self, terms: list[str]) -> np.ndarray:
        """Occurrences of each term with both ends at ends of words, shape (n_paragraphs, n_terms)."""
        counts = np.zeros((len(self.spans), len(terms)), dtype=np.int64)
        for column, term in enumerate(terms):
            for paragraph, _, _ in self.occurrences(term):
                counts[paragraph, column] += 1
        return counts

    def find_strings(self, terms: list[str]) -> np.ndarray:
        """Occurrences of the bare string, whatever it is part of, shape (n_paragraphs, n_terms)."""
        keys = [fold(fold_query(term)) for term in terms]
        texts = [fold(text) for text in self.frame["text"]]
        counts = [[text.count(key) for key in keys] for text in texts]
        return np.array(counts, dtype=np.int64).reshape(len(texts), len(keys))

    def occurrences(self, term: str, paragraphs: Iterable[int] | None = None) -> Iterator[tuple[int, int, int]]:
        """Every place where `term` stands and both its ends are ends of tokens: numbers of paragraph, first and last
        token.

        So 智慧 is not found inside the token 智慧城市, and a term that the segmenter cuts into several tokens is found
        all the same; signs at its ends are part of no token (C++, (AI)). Places do not overlap.
        """
        form = self.segmenter.fold(term)
        before, behind = signs_around(form)
        for paragraph in range(len(self.spans)) if paragraphs is None else paragraphs:
            text, starts, ends = self.written(paragraph)
            place = text.find(form)
            while place >= 0:
                stop = place + len(form)
                first, last = starts.get(place, starts.get(place + before)), ends.get(stop, ends.get(stop - behind))
                whole = first is not None and last is not None
                if whole:
                    yield paragraph, first, last
                place = text.find(form, stop if whole else place + 1)

    def table(self, terms: str | Iterable[str] | None = None) -> pd.DataFrame:
        """The counts as a table: one row a term, plan and section; terms are all words but stop words if not given.

        Returns
        -------
        DataFrame
            term, plan, section, count; sections without the term are left out, but every term has at least one row a
            plan, with a count of 0.
        """
        labels = list(self.vocabulary[self.kept]) if terms is None else check_terms(terms)
        counts = self.matrix[:, np.flatnonzero(self.kept)].toarray() if terms is None else self.find(labels)
        wide = pd.DataFrame(counts, columns=labels).assign(plan=self.frame["plan"], section=self.frame["section"])
        long = wide.melt(["plan", "section"], var_name="term", value_name="count")
        long = long.groupby(["term", "plan", "section"], sort=False, as_index=False)["count"].sum()
        first = ~long.duplicated(["term", "plan"]) & (long.groupby(["term", "plan"])["count"].transform("sum") == 0)
        return long.loc[(long["count"] > 0) | first, ["term", "plan", "section", "count"]].reset_index(drop=True)

    def nearest(self, term: str) -> list[str]:
        """The three forms of the vocabulary that are most like a term: those that contain it or share most of it."""
        form, scored = self.segmenter.fold(term), []
        for other, count in zip(self.vocabulary, self.matrix.sum(axis=0), strict=True):
            score = 0.0
            if form in other or (len(other) > 1 and other in form):
                score = 1 + min(len(other), len(form)) / max(len(other), len(form))
            elif set(form) & set(other):
                score = difflib.SequenceMatcher(None, form, other, autojunk=False).ratio()
            if score >= 0.5 and (len(other) > 1 or len(form) < 2):
                scored.append((-score, -int(count), other))
        return [other for _, _, other in sorted(scored)[:3]]

    def need_texts(self) -> None:
        """Let a source without a text say so: what is looked up in a text is not found in counts alone."""
        for source in self.sources[:1]:
            getattr(source, "text", None)

    def written(self, paragraph: int) -> tuple[str, dict[int, int], dict[int, int]]:
        """A paragraph as the segmenter writes it (case folded, variants replaced; what is between tokens stays), and the
        numbers of the tokens that start, and that end, at a place in it."""
        if paragraph not in self._texts:
            text, parts, starts, ends, position, length = self.frame["text"].iat[paragraph], [], {}, {}, 0, 0
            for number, (form, start, end) in enumerate(self.spans[paragraph]):
                parts += (text[position:start], form)
                length += start - position
                starts[length] = number
                length += len(form)
                ends[length] = number
                position = end
            self._texts[paragraph] = "".join([*parts, text[position:]]), starts, ends
        return self._texts[paragraph]


def count_words(corpus, *, segmenter: Segmenter | None = None, cluster_level: int | None = None) -> WordCounts:
    """Cut the body paragraphs of plans into words and count them.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or WordCounts
        Counts are handed back as they are, so that every analysis takes them in place of a corpus; by another segmenter
        their paragraphs are cut again, and all else stays.
    segmenter : Segmenter or None
        None is the one of the counts, the one of the corpus's own word lists, or the default one.
    cluster_level : int or None
        Level of the headings whose sections are drawn, or left out, as a whole: the unit of every interval. None is 2, or
        that of the counts, which have no other.

    Returns
    -------
    WordCounts
        Those that were made of a `Corpus` last are handed out again as long as its text, the segmenter and the level
        are the same, so that several analyses count its words once.

    Raises
    ------
    PolicylabError
        If there is no body text, or a parameter is not what it should be.

    Examples
    --------
    >>> import policylab
    >>> counts = policylab.words.count_words(policylab.load_corpus())
    >>> policylab.words.count_words(counts) is counts
    True
    >>> corpus = policylab.Corpus.from_texts({"a": "推进第五代移动通信建设。"})
    >>> joined = policylab.words.count_words(corpus, segmenter=policylab.Segmenter(synonyms=True))
    >>> [policylab.keyword_trends(cut, "5G")["count"].item() for cut in (corpus, joined)]
    [0, 1]
    """
    check_segmenter(segmenter)
    if isinstance(corpus, WordCounts):
        if cluster_level not in (None, corpus.cluster_level):
            raise PolicylabError(
                f"The counts have sections of level {corpus.cluster_level} as clusters. Count the plans themselves by another "
                "`cluster_level`."
            )
        return corpus if segmenter is None else corpus.cut_by(segmenter)
    segmenter = segmenter or segmenter_for(corpus)
    cluster_level = CLUSTER_LEVEL if cluster_level is None else cluster_level
    check_int("cluster_level", cluster_level, 1)
    plans = as_plans(corpus)
    columns = ["paragraph", "plan", "section", "text", "start"]
    body = [plan.paragraphs.loc[plan.paragraphs["role"] == "body", columns] for plan in plans]
    frame = pd.concat(body, ignore_index=True)
    if frame.empty:
        raise PolicylabError("There is no body paragraph in " + ", ".join(plan.id for plan in plans) + ".")
    about = {
        "sources": tuple(plans), "segmenter": segmenter, "cluster_level": cluster_level,
        "references": tuple(getattr(corpus, "references", ())),
        "pairs": getattr(getattr(corpus, "catalogue", None), "pairs", None),
    }  # fmt: skip
    known = _COUNTED.get(corpus) if isinstance(corpus, Corpus) else None
    if known is not None and all(getattr(known, key) == value for key, value in about.items()) and known.frame.equals(frame):
        return known
    counts = WordCounts(frame=frame, spans=segmenter.spans_of(frame["text"]), **about)
    if isinstance(corpus, Corpus):
        _COUNTED[corpus] = counts
    return counts


# the last counts of each corpus, as long as it lives
_COUNTED: weakref.WeakKeyDictionary[Corpus, WordCounts] = weakref.WeakKeyDictionary()


def takes_counts(analysis: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """An analysis of words that is handed `WordCounts` as its `corpus`, whatever it is asked of, and no `segmenter` any more.

    Its table says in ``attrs`` by which segmenter they were cut (its fingerprint), and of which level its intervals are, where
    that is said.
    """

    @functools.wraps(analysis)
    def counted(corpus, *args, segmenter: Segmenter | None = None, **options) -> pd.DataFrame:
        words = count_words(corpus, segmenter=segmenter)
        table = analysis(words, *args, **options)
        table.attrs |= {"segmenter": words.segmenter.fingerprint} | {name: options[name] for name in ("level",) if name in options}
        return table

    return counted


@takes_counts
def token_counts(corpus, *, segmenter: Segmenter | None = None) -> pd.DataFrame:
    """Count the words of each plan's body; parameters are those of `count_words`.

    Returns
    -------
    DataFrame
        One row a plan: plan, tokens, types, hapaxes (forms that occur once), characters (of the body), paragraphs,
        clusters (sections of the second level: the unit of every interval), effective_clusters (equal ones that would
        say as much: Kish 1965) and fine_clusters (what stands under a heading of any level directly).
    """
    words: WordCounts = corpus
    counts = words.by_plan(words.matrix)
    coarse, fine = ([words.clusters(plan, fine=fine) for plan in words.plans] for fine in (False, True))
    return pd.DataFrame(
        {
            "plan": list(words.plans),
            "tokens": words.plan_tokens,
            "types": [int((counts[[number]] > 0).sum()) for number in range(len(words.plans))],
            "hapaxes": [int((counts[[number]] == 1).sum()) for number in range(len(words.plans))],
            "characters": words.by_plan(words.frame["text"].str.len().to_numpy()),
            "paragraphs": words.by_plan(np.ones(len(words.frame), dtype=np.int64)),
            "clusters": [clusters.n for clusters in coarse],
            "effective_clusters": [clusters.effective for clusters in coarse],
            "fine_clusters": [clusters.n for clusters in fine],
        }
    )


def ranked(frame: pd.DataFrame, number: str, *then: str, rising: bool = False, before: tuple[str, ...] = ()) -> pd.DataFrame:
    """Rows by a falling (or rising) number, then by other columns; equal numbers may differ in their last bits by machine."""
    key = frame.assign(**{number: frame[number].astype(float).round(9) * (1 if rising else -1)})
    return frame.loc[key.sort_values([*before, number, *then], kind="stable").index]


def check_terms(terms: object) -> list[str]:
    """The terms as a list, of a file too, or an error that says which one is empty, repeated, or no text."""
    if isinstance(terms, Path) or is_sheet(terms):
        terms = read_terms(terms)
    if isinstance(terms, str):
        terms = [terms]
    check_kind("terms", terms, Iterable, "a term or a list of terms, such as ['区块链', '5G']")
    terms = list(terms)
    if not terms:
        raise invalid("terms", terms, "a list with at least one term, such as ['区块链', '5G']")
    seen: dict[str, str] = {}
    for number, term in enumerate(terms, start=1):
        check_kind("terms", term, str, "a list of str")
        if not any(character.isalnum() for character in term):
            raise PolicylabError(f"`terms` has an empty term: number {number} is {term!r}. Take it out.")
        key = fold(fold_query(term))
        if key in seen:
            raise PolicylabError(f"`terms` repeats {seen[key]!r} (as {term!r}, number {number}). Take one of them out.")
        seen[key] = term
    return [term.strip() for term in terms]


def signs_around(form: str) -> tuple[int, int]:
    """How many signs a term begins and ends with, which are part of no token.

    >>> signs_around("C++"), signs_around("(AI)")
    ((0, 2), (1, 1))
    """
    return tuple(next((n for n, sign in enumerate(signs) if sign.isalnum()), 0) for signs in (form, form[::-1]))


def tally(texts: Sequence[Sequence[str]]) -> tuple[np.ndarray, sparse.csr_array]:
    """Every form of some texts, sorted, and how often each text has it, shape (n_texts, n_forms)."""
    rows = np.repeat(np.arange(len(texts)), [len(forms) for forms in texts])
    together = np.array([form for forms in texts for form in forms], dtype=object)
    columns, forms = pd.factorize(together, sort=True)
    cells = (np.ones(len(rows), dtype=np.int64), (rows, columns))
    return forms, sparse.coo_array(cells, shape=(len(texts), len(forms))).tocsr()


def columns_of(counts: sparse.csr_array, forms: Sequence[str], wanted: Sequence[str]) -> sparse.csr_array:
    """The columns of counts, of which each is of a form, for these forms; all 0 for one that is not there."""
    place = {form: number for number, form in enumerate(forms)}
    empty = sparse.csr_array((counts.shape[0], 1), dtype=counts.dtype)
    return sparse.hstack([counts, empty]).tocsr()[:, [place.get(form, len(place)) for form in wanted]]


def sums_by(values, groups: np.ndarray, n_groups: int):
    """The sums of the rows of each group: `groups` has the number of that of each row."""
    indicator = sparse.csr_array(
        (np.ones(len(groups), dtype=np.int64), (groups, np.arange(len(groups)))), shape=(n_groups, len(groups))
    )
    return indicator @ values
