"""The networks of two plans on one layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from policylab.checks import check_kind, check_seed
from policylab.plots import _drawing as draw
from policylab.plots import _labels as say
from policylab.plots._figure_style import WIDTHS, page_width, plan_styles

if TYPE_CHECKING:
    import networkx


_TERMS = {"zh": 45, "en": 32}  # of two columns; of one, half as many


@draw.drawn
def cooccurrence(
    graphs: Mapping[str, networkx.Graph],
    *,
    ax: np.ndarray | None = None,
    lang: str = "zh",
    names: Mapping[str, str] | None = None,
    random_state: int = 0,
) -> np.ndarray:
    """Draw the co-occurrence networks of plans below each other; a term has the same place in all.

    Groups of at least three terms have a colour and a mark of their own, as many as there are; smaller ones are grey.

    Parameters
    ----------
    graphs : dict of str to networkx.Graph
        Networks from `policylab.words.cooccurrence_network`, by plan; of more than three, the first and the last.
    ax : array of Axes or None
        One axes a network; None makes a figure.
    lang, names
        As in `keyword_trends`.
    random_state : int
        Seed of the layout.
    """
    check_kind("graphs", graphs, Mapping, "a dict of plan ids to networks")
    if len(graphs) > 3:
        graphs = {plan: graphs[plan] for plan in (next(iter(graphs)), list(graphs)[-1])}
    every = set().union(*graphs.values())
    graphs, together = _strongest(graphs, lang)
    if not together:
        raise draw.NothingToDraw("No network has an edge. Lower `min_npmi` or `min_g2` in `cooccurrence_network`.")
    side = page_width(), min(4.0, (draw.TALLEST - 0.5) / len(graphs))
    place = _layout(together, lang, check_seed(random_state), side)
    panels = draw.panels_of(ax, len(graphs), "a network", *side, edge=0.3, most=1)
    titles = say.plan_labels(graphs, names, columns=28, rows=2)
    for axes, (plan, graph) in zip(panels, graphs.items(), strict=True):
        _draw(axes, graph, together, place, lang)
        axes.set_title(titles[plan])
        draw.without_axes(axes)
        axes.margins(0.08)
    text = say.Texts(lang)
    text.foot(panels[0], text("paragraphs"), text.left_out(len(together), len(every)))
    return panels


def _strongest(graphs: Mapping[str, networkx.Graph], lang: str) -> tuple[dict, networkx.Graph]:
    """The networks of the terms with the strongest ties, as many as can be read, and all of these ties together."""
    import networkx

    strength: Counter[str] = Counter()
    for graph in graphs.values():
        strength.update(dict(graph.degree(weight="weight")))
    most = int(_TERMS[lang] * page_width() / WIDTHS["double"])
    kept = sorted(strength, key=lambda term: (-strength[term], term))[:most]
    shown = {plan: graph.subgraph([term for term in kept if term in graph]) for plan, graph in graphs.items()}
    together = networkx.Graph()
    for graph in shown.values():
        for term, data in sorted(graph.nodes(data=True)):
            known = together.nodes[term]["paragraphs"] if term in together else 0
            together.add_node(term, paragraphs=max(known, data["paragraphs"]))
        for first, second, weight in _ties(graph):
            known = together.get_edge_data(first, second, {"weight": 0.0})["weight"]
            together.add_edge(first, second, weight=max(known, weight))
    return shown, together


def _ties(graph: networkx.Graph) -> list[tuple[str, str, float]]:
    """The edges in order, each from its first term: part of a network gives them in the order of a set."""
    return sorted((*sorted(ends), weight) for *ends, weight in graph.edges(data="weight"))


def _layout(graph: networkx.Graph, lang: str, random_state: int, side: tuple[float, float]) -> dict:
    """Places of the terms in inches: a spring layout, then labels pushed apart until none covers another."""
    import networkx

    terms = sorted(graph.nodes)
    spread = networkx.Graph()
    spread.add_nodes_from(terms)
    spread.add_weighted_edges_from(_ties(graph))
    # a faint tie to a common centre keeps the parts of the network together
    centre = ("centre",)
    spread.add_weighted_edges_from((centre, term, 0.04) for term in terms)
    spots = networkx.spring_layout(spread, k=1.6 / np.sqrt(len(terms)), iterations=400, seed=random_state)
    points = np.array([spots[term] for term in terms], dtype=float)
    room = 0.86 * np.array(side)
    points = (points - points.min(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9) * room
    lines = [_label(term, lang).split("\n") for term in terms]
    # a tenth more than measured; above the middle of a mark its label stands, below it half the mark
    widths = 1.1 * np.array([max(map(_width, label)) for label in lines])
    below = 1.1 * np.array([_radius(graph.nodes[term]["paragraphs"]) / 72 for term in terms])
    above = below + 1.1 * np.array([0.03 + 0.12 * len(label) for label in lines])
    for _ in range(300):
        # the pushing widens the picture, which would then be drawn smaller than it was measured
        points = (points - points.min(axis=0)) * np.minimum(1, room / np.maximum(np.ptp(points, axis=0), 1e-9))
        gap = points[:, None, :] - points[None, :, :]
        upright = np.where(gap[..., 1] > 0, below[:, None] + above, above[:, None] + below)
        need = np.stack([(widths[:, None] + widths) / 2, upright], axis=-1)
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


def _label(term: str, lang: str) -> str:
    return say.in_lines(say.gloss(term, lang, both=False), 10, 2)


def _radius(paragraphs: int) -> float:
    """Half the width of a mark, in points."""
    return 1.25 + 0.45 * np.sqrt(paragraphs)


def _width(text: str) -> float:
    """Width of a label in inches, near enough: a Han character is twice as wide as a Latin one."""
    return sum(0.094 if ord(character) > 0x2E7F else 0.052 for character in text) + 0.06


def _draw(axes, graph, together, place, lang: str) -> None:
    # the terms that this plan lacks keep their place, faintly, so that the eye can compare
    for term in sorted(together.nodes):
        if term not in graph:
            draw.mark(axes, *place[term], {"marker": ".", "color": "#d0d0d0"}, markersize=4, zorder=1)
    for first, second, weight in _ties(graph):
        (x0, y0), (x1, y1) = place[first], place[second]
        axes.plot([x0, x1], [y0, y1], color="#bcbcbc", linewidth=0.3 + 2 * weight, zorder=2)
    members = Counter(community for _, community in sorted(graph.nodes(data="community")))
    groups = [community for community, terms in members.most_common() if terms > 2]
    styles = dict(zip(groups, plan_styles("abcdefg").values()))
    grey = {"marker": "o", "color": draw.PALE}
    for term, data in sorted(graph.nodes(data=True)):
        style = styles.get(data["community"], grey)
        radius = _radius(data["paragraphs"])
        draw.mark(axes, *place[term], style, markeredgecolor="white", markeredgewidth=0.5, markersize=2 * radius, zorder=3)
        axes.annotate(
            _label(term, lang), place[term], xytext=(0, radius + 1), textcoords="offset points",
            ha="center", va="bottom", fontsize=6.5 if lang == "zh" else 6, zorder=4, linespacing=1.1, path_effects=draw.halo(),
        )  # fmt: skip
