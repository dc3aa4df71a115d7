"""Words in their context: every occurrence with what stands around it, collocates, and the network of words that share paragraphs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from numbers import Real
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from policylab.checks import (
    check_choice,
    check_columns,
    check_flag,
    check_has,
    check_int,
    check_kind,
    check_known,
    check_names,
    check_number,
    check_seed,
    check_str,
)
from policylab.corpus._plan import section_paths
from policylab.errors import PolicylabError
from policylab.frames import sorted_by
from policylab.stats import log_ratio, signed_g2
from policylab.text import fold_query
from policylab.words._counts import WordCounts, check_terms, count_words, ranked, takes_counts
from policylab.words._segmenter import Segmenter
from policylab.words._word_lists import fold

if TYPE_CHECKING:
    import networkx

EDGES = ("term", "other", "npmi", "g2", "paragraphs", "term_paragraphs", "other_paragraphs")
COLUMNS = ["term", "plan", "section", "path", "paragraph", "left", "keyword", "right", "start", "end", "page"]
SORTS = ("position", "left", "right")
HEADS = {
    "zh": {"plan": "规划", "path": "章节", "left": "左侧", "term": "词", "right": "右侧", "none": "没有出现"},
    "en": {"plan": "plan", "path": "section", "left": "left", "term": "term", "right": "right", "none": "none"},
}
CELL = "padding:2px 6px;white-space:nowrap;"


@takes_counts
def concordance(
    corpus,
    term: str,
    *,
    window: int = 20,
    sort: str = "position",
    whole_words: bool = True,
    segmenter: Segmenter | None = None,
) -> pd.DataFrame:
    """List every occurrence of a term in the body of each plan, with its context.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or WordCounts
    term : str
        Case, width and script make no difference.
    window : int
        Characters of context on each side, within the paragraph.
    sort : {"position", "left", "right"}
        "left" sorts by what stands before the term, read backwards from it; "right" by what follows.
    whole_words : bool
        Whether both ends of the term must be ends of words, as in `keyword_trends`; False finds the bare string.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row an occurrence: term, plan, section, path (titles of the section and of those above it), paragraph,
        left, keyword (as written), right, start, end (code points: ``plan.text[start:end] == keyword``), page (of the source; missing where it has
        none).

    Raises
    ------
    PolicylabError
        If the term is empty or a parameter is out of its range.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.concordance(corpus, "数字孪生", window=6)
    >>> row = table.iloc[0]
    >>> corpus[row["plan"]].text[row["start"]:row["end"]]
    '数字孪生'
    >>> len(policylab.concordance(corpus, "智慧")), len(policylab.concordance(corpus, "智慧", whole_words=False))  # 智慧城市 too
    (79, 299)
    """
    term = _one_term(term)
    check_int("window", window, 1, more=" (characters)")
    window = int(window)  # a small integer of numpy has no room for a place in the text
    check_choice("sort", sort, SORTS)
    words: WordCounts = corpus
    paths = section_paths(words.sources)
    rows = []
    for paragraph, begin, end in _places(words, term, whole_words):
        row, page_of = words.frame.iloc[paragraph], words.sources[words.plan_of[paragraph]].page_of
        around = row.text[max(0, begin - window) : begin], row.text[begin:end], row.text[end : end + window]
        place = int(row.start) + begin, int(row.start) + end
        where = row.plan, row.section, paths.get(row.section, ""), row.paragraph
        rows.append((term, *where, *around, *place, page_of(place[0])))
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"page": "Int64"})
    if sort == "position" or table.empty:
        return table
    key = table["left"].str[::-1] if sort == "left" else table["right"]
    return sorted_by(table.assign(key=key), ["key", "plan", "start"], words.plans, ignore_index=True)[COLUMNS]


@dataclass(frozen=True, repr=False)
class ConcordanceView:
    """A concordance as lines with the term in the middle, for a notebook or a terminal."""

    table: pd.DataFrame
    lang: str
    names: dict[str, str]

    def _repr_html_(self) -> str:
        heads = HEADS[self.lang]
        if self.table.empty:
            return f"<p>{heads['none']}</p>"
        sides = {"plan": "left", "path": "left", "left": "right", "term": "center", "right": "left"}
        head = "".join(f'<th style="text-align:{side}">{heads[column]}</th>' for column, side in sides.items())
        lines = []
        for row in self.table.itertuples():
            values = (self.names.get(row.plan, row.plan), row.path, row.left, row.keyword, row.right)
            told = zip(sides.values(), map(html.escape, map(str, values)), strict=True)
            cells = "".join(f'<td style="{CELL}text-align:{side}">{value}</td>' for side, value in told)
            lines.append(f"<tr>{cells}</tr>")
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"

    def __repr__(self) -> str:
        if self.table.empty:
            return HEADS[self.lang]["none"]
        # a Han character takes two columns of a terminal: the ideographic space pads to the same width
        width = int(self.table["left"].str.len().max())
        return "\n".join(
            f"{row.left.rjust(width, chr(0x3000))}【{row.keyword}】{row.right}  {self.names.get(row.plan, row.plan)}"
            for row in self.table.itertuples()
        )


def show_concordance(table: pd.DataFrame, *, lang: str = "zh", names: dict[str, str] | None = None) -> ConcordanceView:
    """Show a table of `concordance` as lines with the term in the middle: HTML in a notebook, text elsewhere.

    Parameters
    ----------
    table : DataFrame
    lang : {"zh", "en"}
        Language of the headings.
    names : dict or None
        What to show for each plan's id.
    """
    check_choice("lang", lang, HEADS)
    check_names(names)
    return ConcordanceView(table, lang, names or {})


def _one_term(term: object) -> str:
    check_str("term", term)
    return check_terms([term])[0]


def _places(words, term: str, whole_words: bool):
    """Paragraph number and the place in its text, of each occurrence."""
    check_flag("whole_words", whole_words)
    if whole_words:
        for paragraph, first, last in words.occurrences(term):
            spans = words.spans[paragraph]
            yield paragraph, spans[first][1], spans[last][2]
        return
    key = fold(fold_query(term))
    for paragraph, text in enumerate(words.frame["text"]):
        for found in re.finditer(re.escape(key), fold(text)):
            yield paragraph, *found.span()


@takes_counts
def collocates(
    corpus, term: str, *, window: int = 5, min_count: int = 3, segmenter: Segmenter | None = None
) -> pd.DataFrame:
    """Find the words that stand near a term, plan by plan.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    term : str
    window : int
        Words on each side, within the paragraph. A word between two occurrences counts once.
    min_count : int
        Least number of times that a word stands in the windows of a plan.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row a collocate in a plan, by plan (in the order of the corpus), falling g2, then collocate: term, plan,
        collocate, count (in the windows), window_tokens, rest_count (in the rest of the plan, the term itself aside), g2 (signed: windows
        against the rest of the plan), log_ratio, other_count (in the windows of the other plans),
        distinctive_g2 (signed: windows of this plan against those of the others) and distinctive_log_ratio. Missing
        where no other plan has the term; a log ratio also where half an occurrence in place of none would turn its
        sign.

    Notes
    -----
    G²: Dunning (1993); log ratio: Hardie (2014). They order the collocates; no p is made of them, as the windows of a
    section are not independent of each other. Stop words are left out.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = collocates(corpus, "区块链")
    >>> table.columns[:4].tolist()
    ['term', 'plan', 'collocate', 'count']
    >>> collocates(corpus, "区块链", window=2, min_count=5)["collocate"].tolist()  # those next to it
    ['人工智能', '技术', '平台']
    """
    term = _one_term(term)
    for name, value in (("window", window), ("min_count", min_count)):
        check_int(name, value, 1)
    window = int(window)
    words: WordCounts = corpus
    near, node = _windows(words, term, window)
    elsewhere, sizes, frames = words.by_plan(words.matrix).toarray() - near - node, near.sum(axis=1), []
    for plan in range(len(words.plans)):
        chosen = np.flatnonzero((near[plan] >= min_count) & words.kept)
        count = near[plan, chosen]
        rest, other = elsewhere[plan, chosen], near[:, chosen].sum(axis=0) - count
        n_rest = elsewhere[plan].sum()
        n_other = sizes.sum() - sizes[plan]
        missing = np.full(len(chosen), np.nan)
        frame = {
            "term": term,
            "plan": words.plans[plan],
            "collocate": words.vocabulary[chosen],
            "count": count,
            "window_tokens": sizes[plan],
            "rest_count": rest,
            "g2": signed_g2(count, rest, sizes[plan], n_rest),
            "log_ratio": log_ratio(count, rest, sizes[plan], n_rest),
            "other_count": other if n_other else missing,
            "distinctive_g2": signed_g2(count, other, sizes[plan], n_other) if n_other else missing,
            "distinctive_log_ratio": log_ratio(count, other, sizes[plan], n_other) if n_other else missing,
        }
        frames.append(ranked(pd.DataFrame(frame), "g2", "collocate"))
    return pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)


def _windows(words: WordCounts, term: str, window: int) -> tuple[np.ndarray, np.ndarray]:
    """How often each word stands around a term in each plan, plans first, and how often within the term itself."""
    column = {form: number for number, form in enumerate(words.vocabulary)}
    near, node = np.zeros((2, len(words.plans), len(column)), dtype=np.int64)
    for paragraph, found in groupby(words.occurrences(term), key=itemgetter(0)):
        plan, tokens, own, around = words.plan_of[paragraph], words.spans[paragraph], set(), set()
        for _, first, last in found:
            own.update(range(first, last + 1))
            around.update(range(max(0, first - window), min(len(tokens), last + window + 1)))
        for counted, numbers in ((node, own), (near, around - own)):
            for number in numbers:
                counted[plan, column[tokens[number][0]]] += 1
    return near, node


@takes_counts
def cooccurrence(
    corpus,
    *,
    terms: Iterable[str] | None = None,
    plan: str | None = None,
    n_terms: int = 80,
    min_paragraphs: int = 3,
    segmenter: Segmenter | None = None,
) -> pd.DataFrame:
    """Score each pair of terms by how often they stand in one paragraph.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    terms : list of str or None
        None is the `n_terms` words of at least two characters, without stop words, that most paragraphs have.
    plan : str or None
        Only this plan; None is all together.
    n_terms : int
    min_paragraphs : int
        Least number of paragraphs with both terms.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row a pair, by falling npmi, then term and other: term, other, paragraphs (with both), term_paragraphs,
        other_paragraphs, n_paragraphs (all), expected (paragraphs with both, if the terms kept no company), npmi
        (from -1, never together, through 0, to 1, always together), log_dice, g2 (signed).

    Raises
    ------
    PolicylabError
        If a term is empty or repeated, a plan unknown, or a parameter out of its range.

    Notes
    -----
    Normalized pointwise mutual information: Bouma (2009); logDice: Rychlý (2008); G²: Dunning (1993), over
    paragraphs. They are measures of association, and order the pairs; no p is made of them, as the paragraphs of a
    section are not independent of each other.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = cooccurrence(corpus, terms=["数字孪生", "城市大脑", "电子商务", "5G"], min_paragraphs=1)
    >>> table.columns[:3].tolist()
    ['term', 'other', 'paragraphs']
    """
    for name, value in (("n_terms", n_terms), ("min_paragraphs", min_paragraphs)):
        check_int(name, value, 1)
    words: WordCounts = corpus
    if plan is not None:
        check_known("plan", plan, words.plans)
        words = count_words([words.sources[words.plans.index(plan)]], segmenter=words.segmenter)
    presence, labels = _presence(words, terms, n_terms)
    n = presence.shape[0]
    alone = np.asarray(presence.sum(axis=0)).ravel()
    together = sparse.coo_array(sparse.triu(presence.T @ presence, k=1))
    keep = together.data >= min_paragraphs
    rows, columns, both = together.coords[0][keep], together.coords[1][keep], together.data[keep]
    a, b = alone[rows], alone[columns]
    pmi = np.log(both * n / (a * b)) if len(both) else np.zeros(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # two terms that share every paragraph of the text always keep company: the limit is 1
        npmi = np.where(both == n, 1.0, pmi / -np.log(both / n))
    g2 = signed_g2(both, b - both, a, n - a) if len(both) else np.zeros(0)
    frame = pd.DataFrame(
        {
            "term": [labels[row] for row in rows],
            "other": [labels[column] for column in columns],
            "paragraphs": both,
            "term_paragraphs": a,
            "other_paragraphs": b,
            "n_paragraphs": n,
            "expected": a * b / n,
            "npmi": npmi,
            "log_dice": 14 + np.log2(2 * both / (a + b)),
            "g2": g2,
        }
    )
    return ranked(frame, "npmi", "term", "other").reset_index(drop=True)


def _presence(words: WordCounts, terms: Iterable[str] | None, n_terms: int) -> tuple[sparse.csr_array, list[str]]:
    """Whether each paragraph has each term, shape (n_paragraphs, n_terms)."""
    if terms is not None:
        labels = check_terms(terms)
        if len(labels) < 2:
            raise PolicylabError("`terms` must have at least two terms to co-occur. Give more, or None.")
        counts = words.find(labels)
    else:
        long = np.array([len(form) > 1 for form in words.vocabulary], dtype=bool)
        frequency = np.asarray((words.matrix > 0).sum(axis=0)).ravel()
        # the vocabulary is sorted, so a stable sort breaks ties by term
        ranked = np.argsort(-np.where(words.kept & long, frequency, 0), kind="stable")
        chosen = np.sort(ranked[: min(n_terms, int((words.kept & long).sum()))])
        labels = list(words.vocabulary[chosen])
        counts = words.matrix[:, chosen]
    return (sparse.csr_array(counts) > 0).astype(np.int64), labels


def cooccurrence_network(
    table: pd.DataFrame, *, min_npmi: float = 0.25, min_g2: float = 6.63, random_state: int = 0
) -> networkx.Graph:
    """Make a network of the pairs that keep company beyond chance.

    Parameters
    ----------
    table : DataFrame
        From `cooccurrence`.
    min_npmi : float
        Least normalized pointwise mutual information of an edge.
    min_g2 : float
        Least G² of an edge; 6.63 is what one in a hundred pairs would have if paragraphs were independent.
    random_state : int
        Seed of the community search.

    Returns
    -------
    networkx.Graph
        Nodes: paragraphs, community (0 is the largest), degree, strength (sum of npmi), betweenness. Edges: weight
        (npmi), paragraphs. Terms without an edge are not in it. The graph's `modularity` is in ``graph.graph``.

    Notes
    -----
    Communities: Louvain (Blondel et al. 2008), on npmi. Betweenness (Freeman 1977) takes 1 - npmi as distance.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> pairs = policylab.words.cooccurrence(corpus, n_terms=60)
    >>> graph = cooccurrence_network(pairs)
    >>> len(graph), len(cooccurrence_network(pairs, min_npmi=0.2, min_g2=10.83))
    (29, 35)
    >>> sorted(graph.nodes(data=True))[0][1].keys()
    dict_keys(['paragraphs', 'community', 'degree', 'strength', 'betweenness'])
    """
    import networkx

    check_number("min_npmi", min_npmi, -1, 1)
    check_kind("min_g2", min_g2, Real, "a number")
    seed = check_seed(random_state)
    check_columns(table, EDGES, maker="policylab.cooccurrence")
    edges = table[(table["npmi"] >= min_npmi) & (table["g2"] >= min_g2)]
    edges = edges.sort_values(["term", "other"])
    sizes = dict(zip(edges["term"], edges["term_paragraphs"], strict=True))
    sizes |= dict(zip(edges["other"], edges["other_paragraphs"], strict=True))
    graph = networkx.Graph()
    for term in sorted(sizes):
        graph.add_node(term, paragraphs=int(sizes[term]))
    for row in edges.itertuples():
        distance = max(1 - float(row.npmi), 1e-6)
        graph.add_edge(row.term, row.other, weight=float(row.npmi), paragraphs=int(row.paragraphs), distance=distance)
    if not graph:
        return graph
    groups = networkx.community.louvain_communities(graph, weight="weight", seed=seed)
    groups = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    graph.graph["modularity"] = float(networkx.community.modularity(graph, groups, weight="weight"))
    betweenness = networkx.betweenness_centrality(graph, weight="distance")
    for number, group in enumerate(groups):
        for term in group:
            graph.nodes[term].update(
                community=number,
                degree=int(graph.degree(term)),
                strength=float(graph.degree(term, weight="weight")),
                betweenness=float(betweenness[term]),
            )
    for _, _, data in graph.edges(data=True):
        del data["distance"]
    return graph


def network_nodes(graph: networkx.Graph) -> pd.DataFrame:
    """Nodes of a network as a table.

    Returns
    -------
    DataFrame
        One row a term, by community, then falling strength, then term: term, community, paragraphs, degree, strength,
        betweenness.
    """
    check_has("graph", graph, "nodes", "a network, as `cooccurrence_network` makes it")
    columns = ["term", "community", "paragraphs", "degree", "strength", "betweenness"]
    frame = pd.DataFrame([{"term": term, **data} for term, data in graph.nodes(data=True)], columns=columns)
    return ranked(frame, "strength", "term", before=("community",)).reset_index(drop=True)
