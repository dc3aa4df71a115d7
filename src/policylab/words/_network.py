"""The network of terms that keep company: communities, centralities, and a file for Gephi."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from policylab.errors import PolicylabError, invalid

if TYPE_CHECKING:
    import networkx


def cooccurrence_network(
    table: pd.DataFrame, *, min_npmi: float = 0.2, max_p: float = 0.05, random_state: int = 0
) -> networkx.Graph:
    """Make a network of the pairs that keep company beyond chance.

    Parameters
    ----------
    table : DataFrame
        From `cooccurrence`.
    min_npmi : float
        Least normalized pointwise mutual information of an edge.
    max_p : float
        Largest adjusted p of an edge.
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
    >>> graph = cooccurrence_network(policylab.words.cooccurrence(corpus, n_terms=60))
    >>> sorted(graph.nodes(data=True))[0][1].keys()
    dict_keys(['paragraphs', 'community', 'degree', 'strength', 'betweenness'])
    """
    import networkx

    if not isinstance(min_npmi, (int, float)) or not -1 <= min_npmi <= 1:
        raise invalid("min_npmi", min_npmi, "a number from -1 to 1")
    edges = table[(table["npmi"] >= min_npmi) & (table["p_adjusted"] <= max_p) & (table["g2"] > 0)]
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
    groups = networkx.community.louvain_communities(graph, weight="weight", seed=random_state)
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
    columns = ["term", "community", "paragraphs", "degree", "strength", "betweenness"]
    frame = pd.DataFrame([{"term": term, **data} for term, data in graph.nodes(data=True)], columns=columns)
    key = frame.assign(key=-frame["strength"].astype(float).round(9)).sort_values(["community", "key", "term"])
    return frame.loc[key.index].reset_index(drop=True)


def write_gexf(graph: networkx.Graph, path: str | os.PathLike) -> Path:
    """Write a network as GEXF, for Gephi, byte for byte the same each time.

    Parameters
    ----------
    graph : networkx.Graph
        From `cooccurrence_network`.
    path : path
        The file, which ends in ``.gexf``; its folder is made.

    Returns
    -------
    Path
    """
    import networkx

    path = Path(path)
    if path.suffix != ".gexf":
        raise invalid("path", str(path), "a file name that ends in .gexf")
    buffer = BytesIO()
    networkx.write_gexf(graph, buffer)
    # networkx writes the day into the file
    text = re.sub(r' lastmodifieddate="[^"]*"', "", buffer.getvalue().decode("utf-8"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PolicylabError(f"The network cannot be written to {path}: {error.strerror}.") from error
    return path
