"""The words of a set of plans, indexed by paragraph, section and plan: what every analysis here counts on."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid
from policylab.words._segmenter import Segmenter, Token, segmenter_for

# a bootstrap over fewer sections than this says nothing, so tables are descriptive only
MIN_SECTIONS = 5


@dataclass(frozen=True, eq=False)
class WordIndex:
    """Body paragraphs of some plans, cut into words.

    Attributes
    ----------
    plans : tuple of str
        Ids, in the order given, which for a corpus is chronological.
    frame : DataFrame
        One row a body paragraph: paragraph, plan, section, text, start.
    plan_of, section_of : array of int, shape (n_paragraphs,)
        Number of each paragraph's plan, and of its section: the one whose heading it stands under directly.
    sections : tuple of str
        Section ids, in order of appearance; `plan_of_section` has the number of the plan of each.
    spans : list of tuple of Token
        Tokens of each paragraph.
    """

    plans: tuple[str, ...]
    frame: pd.DataFrame
    plan_of: np.ndarray
    section_of: np.ndarray
    sections: tuple[str, ...]
    plan_of_section: np.ndarray
    spans: list[tuple[Token, ...]]
    segmenter: Segmenter

    @functools.cached_property
    def paragraph_tokens(self) -> np.ndarray:
        """Number of tokens of each paragraph."""
        return np.array([len(tokens) for tokens in self.spans], dtype=np.int64)

    @functools.cached_property
    def section_tokens(self) -> np.ndarray:
        """Number of tokens of each section."""
        return self.by_section(self.paragraph_tokens)

    @functools.cached_property
    def plan_tokens(self) -> np.ndarray:
        """Number of tokens of each plan."""
        return self.by_plan(self.paragraph_tokens)

    @functools.cached_property
    def vocabulary(self) -> np.ndarray:
        """Every form, sorted."""
        return self._counted[0]

    @functools.cached_property
    def matrix(self) -> sparse.csr_array:
        """Counts, shape (n_paragraphs, n_forms)."""
        return self._counted[1]

    @functools.cached_property
    def _counted(self) -> tuple[np.ndarray, sparse.csr_array]:
        number: dict[str, int] = {}
        columns = [number.setdefault(form, len(number)) for tokens in self.spans for form, _, _ in tokens]
        rows = np.repeat(np.arange(len(self.spans)), self.paragraph_tokens)
        forms = np.array(sorted(number), dtype=object)
        rank = np.empty(len(number), dtype=np.int64)
        rank[[number[form] for form in forms]] = np.arange(len(forms))
        cells = (np.ones(len(rows), dtype=np.int64), (rows, rank[np.array(columns, dtype=np.int64)]))
        matrix = sparse.coo_array(cells, shape=(len(self.spans), len(forms))).tocsr()
        return forms, matrix

    def by_section(self, values):
        """Sum paragraph values over sections: a vector, an array or a sparse array of paragraphs first."""
        return _grouped(values, self.section_of, len(self.sections))

    def by_plan(self, values):
        """Sum paragraph values over plans."""
        return _grouped(values, self.plan_of, len(self.plans))

    def sections_of(self, plan: int) -> np.ndarray:
        """Numbers of the sections of a plan that hold words: the clusters of the bootstrap."""
        return np.flatnonzero((self.plan_of_section == plan) & (self.section_tokens > 0))

    @functools.cached_property
    def kept(self) -> np.ndarray:
        """Whether each form of the vocabulary is a term, i.e. no stop word."""
        return np.array([self.segmenter.keeps(form) for form in self.vocabulary], dtype=bool)


def index_words(corpus, *, segmenter: Segmenter | None = None) -> WordIndex:
    """Cut the body paragraphs of a corpus, of one plan, or of a list of plans into words."""
    segmenter = segmenter or segmenter_for(corpus)
    if not isinstance(segmenter, Segmenter):
        raise invalid("segmenter", segmenter, "a policylab.words.Segmenter or None")
    plans = as_plans(corpus)
    frames = [_body(plan) for plan in plans]
    frame = pd.concat(frames, ignore_index=True)
    if frame.empty:
        raise PolicylabError("There is no body paragraph in " + ", ".join(plan.id for plan in plans) + ".")
    ids = tuple(plan.id for plan in plans)
    plan_of = np.repeat(np.arange(len(plans)), [len(part) for part in frames])
    section_of, sections = pd.factorize(frame["section"])
    plan_of_section = np.zeros(len(sections), dtype=np.int64)
    plan_of_section[section_of] = plan_of
    return WordIndex(
        plans=ids,
        frame=frame,
        plan_of=plan_of,
        section_of=section_of,
        sections=tuple(sections),
        plan_of_section=plan_of_section,
        spans=[segmenter.spans(text) for text in frame["text"]],
        segmenter=segmenter,
    )


def token_counts(corpus, *, segmenter: Segmenter | None = None) -> pd.DataFrame:
    """Count the words of each plan's body.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    segmenter : Segmenter or None
        None is the default one, or the one of the corpus's own word lists.

    Returns
    -------
    DataFrame
        One row a plan: plan, tokens, types, hapaxes (forms that occur once), characters (of the body), paragraphs
        and sections (those that hold body text directly).
    """
    words = index_words(corpus, segmenter=segmenter)
    counts = words.by_plan(words.matrix)
    lengths = words.frame["text"].str.len().to_numpy()
    return pd.DataFrame(
        {
            "plan": list(words.plans),
            "tokens": words.plan_tokens,
            "types": [int((counts[[number]] > 0).sum()) for number in range(len(words.plans))],
            "hapaxes": [int((counts[[number]] == 1).sum()) for number in range(len(words.plans))],
            "characters": words.by_plan(lengths),
            "paragraphs": words.by_plan(np.ones(len(lengths), dtype=np.int64)),
            "sections": [len(words.sections_of(number)) for number in range(len(words.plans))],
        }
    )


def _body(plan) -> pd.DataFrame:
    paragraphs = plan.paragraphs
    body = paragraphs.loc[paragraphs["role"] == "body", ["paragraph", "plan", "section", "text", "start"]]
    return body.reset_index(drop=True)


def _grouped(values, groups: np.ndarray, n_groups: int):
    indicator = sparse.csr_array(
        (np.ones(len(groups), dtype=np.int64), (groups, np.arange(len(groups)))), shape=(n_groups, len(groups))
    )
    return indicator @ values
