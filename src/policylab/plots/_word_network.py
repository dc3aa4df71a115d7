"""The networks of two plans side by side, on one layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, invalid
from policylab.plots._labels import plan_labels
from policylab.plots._parts import foot, gloss, texts
from policylab.plots._theme import plan_styles

if TYPE_CHECKING:
    import networkx


PANEL = {"zh": 7.5, "en": 10.0}  # inches, the side of one network: English glosses need more room


def cooccurrence(
    graphs: Mapping[str, networkx.Graph],
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    random_state: int = 0,
) -> np.ndarray:
    """Draw the co-occurrence networks of plans beside each other; a term has the same place in all.

    Parameters
    ----------
    graphs : dict of str to networkx.Graph
        Networks from `policylab.words.cooccurrence_network`, by plan.
    ax : array of Axes or None
        One axes a network; None makes a figure.
    lang : {"zh", "en"}
    names : dict or None
        What to show for each plan's id.
    random_state : int
        Seed of the layout.

    Returns
    -------
    array of Axes
    """
    text = texts(lang)
    if not isinstance(graphs, Mapping) or not graphs:
        raise invalid("graphs", graphs, "a dict of plan ids to networks, with at least one")
    import matplotlib.pyplot as plt
    import networkx

    together = networkx.Graph()
    for graph in graphs.values():
        together.add_nodes_from(sorted(graph.nodes))
        for first, second, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
            known = together.get_edge_data(first, second, {"weight": 0.0})["weight"]
            together.add_edge(first, second, weight=max(known, data["weight"]))
    if not together:
        raise PolicylabError("No network has an edge. Lower `min_npmi`, or raise `max_p`, in `cooccurrence_network`.")
    place = _layout(networkx, together, lang, random_state)
    if ax is None:
        size = PANEL[lang] * len(graphs), PANEL[lang]
        _, ax = plt.subplots(1, len(graphs), figsize=size, layout="constrained", squeeze=False)
    panels = np.atleast_1d(ax).ravel()
    titles = plan_labels(graphs, names, columns=28, rows=2)
    for axes, (plan, graph) in zip(panels, graphs.items(), strict=True):
        _draw(axes, graph, together, place, lang)
        axes.set_title(titles[plan])
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.margins(0.06)
    foot(panels[0], [text("paragraphs")], lang)
    return panels


def _layout(networkx, graph: networkx.Graph, lang: str, random_state: int) -> dict:
    """Places of the terms in inches: a spring layout, then labels pushed apart until none covers another."""
    terms = sorted(graph.nodes)
    spread = networkx.Graph()
    spread.add_nodes_from(terms)
    spread.add_weighted_edges_from(sorted(graph.edges(data="weight")))
    # a faint tie to a common centre keeps the parts of the network together
    centre = ("centre",)
    spread.add_weighted_edges_from((centre, term, 0.04) for term in terms)
    spots = networkx.spring_layout(spread, k=1.6 / np.sqrt(len(terms)), iterations=400, seed=random_state)
    points = np.array([spots[term] for term in terms], dtype=float)
    points = (points - points.min(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9) * (PANEL[lang] * 0.9)
    lines = [gloss(term, lang).split(" ", 1) for term in terms]
    # a tenth more than measured, as the pushing widens the picture, which is then drawn smaller
    widths = 1.1 * np.array([max(_width(line) for line in parts) for parts in lines])
    heights = 1.1 * np.array([0.17 + 0.16 * len(parts) for parts in lines])
    for _ in range(300):
        gap = points[:, None, :] - points[None, :, :]
        need = np.stack([(widths[:, None] + widths) / 2, (heights[:, None] + heights) / 2], axis=-1)
        over = need - np.abs(gap)
        clash = (over > 0).all(axis=-1)
        np.fill_diagonal(clash, False)
        if not clash.any():
            break
        # along the axis where less is needed; the sign of the numbers breaks ties between equal places
        axis = (over[..., 1] < over[..., 0]).astype(int)
        order = np.sign(np.arange(len(terms))[:, None] - np.arange(len(terms))[None, :])
        for direction in (0, 1):
            sign = np.where(gap[..., direction] == 0, order, np.sign(gap[..., direction]))
            push = np.where(clash & (axis == direction), over[..., direction] * sign, 0.0)
            points[:, direction] += 0.3 * push.sum(axis=1)
    return dict(zip(terms, points, strict=True))


def _width(text: str) -> float:
    """Width of a label in inches, near enough: a Han character is twice as wide as a Latin one."""
    return sum(0.115 if ord(character) > 0x2E7F else 0.063 for character in text) + 0.06


def _draw(axes, graph, together, place, lang: str) -> None:
    # the terms that this plan lacks keep their place, faintly, so that the eye can compare
    for term in sorted(together.nodes):
        if term not in graph:
            axes.plot(*place[term], marker=".", color="#d0d0d0", markersize=4, linestyle="none", zorder=1)
    for first, second, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        (x0, y0), (x1, y1) = place[first], place[second]
        axes.plot([x0, x1], [y0, y1], color="#8a8a8a", linewidth=0.4 + 3 * data["weight"], alpha=0.6, zorder=2)
    communities = sorted({data["community"] for _, data in graph.nodes(data=True)})
    styles = plan_styles(str(number) for number in communities)
    for term, data in sorted(graph.nodes(data=True)):
        style = styles[str(data["community"])]
        axes.plot(
            *place[term], marker=style["marker"], color=style["color"], markeredgecolor="white", markeredgewidth=0.6,
            markersize=4 + 1.3 * np.sqrt(data["paragraphs"]), linestyle="none", zorder=3,
        )  # fmt: skip
        axes.annotate(
            gloss(term, lang).replace(" ", "\n", 1), place[term], xytext=(0, 6), textcoords="offset points",
            ha="center", va="bottom", fontsize=7.5 if lang == "zh" else 6.5, zorder=4, linespacing=1.15,
        )  # fmt: skip
