"""Who is made responsible for what, and who works with whom."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from policylab.checks import check_columns, check_flag, check_str
from policylab.corpus import plan_dates, plan_order
from policylab.corpus._plan import CLUSTER_LEVEL, sections_at
from policylab.errors import PolicylabError, unknown
from policylab.frames import sorted_by, typed_frame
from policylab.stats import Clusters, rate_interval

if TYPE_CHECKING:
    import networkx

COLUMNS = (
    "plan", "agency", "led", "supported", "responsible", "tasks", "all_tasks", "share", "low", "high", "status",
    "written", "renamed",
)  # fmt: skip
CENTRALITY = ("plan", "agency", "tasks", "partners", "shared_tasks", "degree", "betweenness")
_NEEDED = ("plan", "section", "agency", "canonical", "role", "generic")


def responsibility(
    agencies: pd.DataFrame,
    sections: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame | None = None,
    plans: object = None,
    generic: bool = False,
) -> pd.DataFrame:
    """Count the tasks that each agency leads, supports or is responsible for, plan by plan.

    A task is a section with a note of responsibilities, or with `paragraphs` a paragraph with one, whoever is named in it.
    Agencies are counted under the names in `canonical`, so that a short name of one (市发改委) is no new agency, and in plans
    of Tianjin neither is a new name after the reform of 2018; `written` keeps the names of the plan, and `renamed` says where
    they differ.

    Parameters
    ----------
    agencies, sections : DataFrame
        ``corpus.agencies`` and ``corpus.sections``; the order of plans is that of `sections`. Without their level and
        parent, each section stands for itself in the interval.
    paragraphs : DataFrame, optional
        ``corpus.paragraphs``: where one section has several notes, each is a task.
    plans : Corpus, iterable of Plan, or DataFrame of plans, optional
        Tells which plans come before one (`policylab.corpus.plan_order`); without it there is no status.
    generic : bool, default False
        Whether to count parties that are no single agency (各区人民政府, 市有关部门).

    Returns
    -------
    DataFrame
        One row an agency in a plan: plan, agency, led, supported, responsible, tasks (in any role), all_tasks
        (of the plan), share (of them), low, high (95 % interval of the share over sections of the second level, whose
        tasks hang together, `policylab.stats.rate_interval`; missing with fewer than 10 of them), status (first: no plan with notes is known to come before; kept: also in the
        plan right before; new: in none before; returned; lost: in the plan right before and not in this one, with
        counts of 0; missing without `plans`), written, renamed. Of several plans that may have come right before, any
        counts.

    Raises
    ------
    PolicylabError
        If a table lacks a column.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> corpus = load_corpus()
    >>> table = responsibility(corpus.agencies, corpus.sections, plans=corpus)
    >>> row = table[(table["plan"] == "smart-city-2015") & (table["agency"] == "市工业和信息化局")].iloc[0]
    >>> row["written"], bool(row["renamed"])
    ('市工业和信息化委', True)
    >>> every = responsibility(corpus.agencies, corpus.sections, generic=True)
    >>> sorted(set(every["agency"]) - set(table["agency"]))[:3]
    ['各区人民政府', '各运营商', '市有关部门']
    """
    check_columns(agencies, _NEEDED, name="agencies")
    check_columns(sections, ("section", "plan"), name="sections")
    check_flag("generic", generic)
    every = _with_tasks(agencies, paragraphs)
    nested = {"level", "parent"} <= set(sections) and sections["level"].notna().all()
    every = every.assign(cluster=sections_at(every["section"], sections if nested else None, level=CLUSTER_LEVEL))
    used = every if generic else _single(every)
    listed = [plan for plan in dict.fromkeys(sections["plan"]) if (used["plan"] == plan).any()]
    order = {plan.id: plan for plan in plan_dates(plans)} if plans is not None else {}
    named = {plan: set(used.loc[used["plan"] == plan, "canonical"]) for plan in listed}
    rows = []
    for plan in listed:
        here = used[used["plan"] == plan]
        tasks_of = every[every["plan"] == plan].dropna(subset="task").drop_duplicates("task").set_index("task")["cluster"]
        all_tasks = len(tasks_of)
        names = named[plan]
        earlier, nearest = _before(plan, listed, order)
        ever, before = (set().union(*(named[other] for other in others)) for others in (earlier, nearest))
        for agency in sorted(names | before):
            mine = here[here["canonical"] == agency]
            counts = mine.groupby("role")["task"].nunique()
            if agency not in names:
                status = "lost"
            elif not earlier:
                status = "first" if order else None
            else:
                status = "kept" if agency in before else "returned" if agency in ever else "new"
            own = pd.Series(tasks_of.index.isin(mine["task"]), index=tasks_of.index)
            tasks = int(own.sum())
            (low,), (high,) = rate_interval(Clusters.grouped(own, tasks_of), share=True)
            written = sorted(set(mine["agency"]))
            rows.append((
                plan, agency, *(counts.get(role, 0) for role in ("lead", "support", "responsible")), tasks, all_tasks,
                tasks / all_tasks, low, high, status, "; ".join(written) or None,
                any(name != agency for name in written),
            ))  # fmt: skip
    frame = typed_frame(rows, COLUMNS, {"object": ("written", "status"), "bool": ["renamed"]})
    return sorted_by(frame, ["plan", "tasks", "agency"], listed, ascending=[True, False, True], ignore_index=True)


def _before(plan: str, listed: list[str], order: dict) -> tuple[list[str], list[str]]:
    """The plans with notes that are known to come before one, and those that no other of them is known to come after."""
    earlier = [other for other in listed if {plan, other} <= order.keys() and plan_order(order[other], order[plan]) < 0]
    return earlier, [one for one in earlier if not any(plan_order(order[one], order[other]) < 0 for other in earlier)]


def agency_network(agencies: pd.DataFrame, plan: str, *, paragraphs: pd.DataFrame | None = None) -> networkx.Graph:
    """The network of agencies that are named for the same tasks of a plan, without parties that are no single agency.

    Parameters
    ----------
    agencies : DataFrame
        ``corpus.agencies``.
    plan : str
        Id of the plan: plans before and after a reform are never put into one network.
    paragraphs : DataFrame, optional
        ``corpus.paragraphs``: where one section has several notes, each is a task.

    Returns
    -------
    networkx.Graph
        Nodes are present names, with `tasks` and `led`; the `weight` of an edge is the number of shared tasks.

    Raises
    ------
    PolicylabError
        If the plan has no notes.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> graph = agency_network(load_corpus().agencies, "smart-city-2015")
    >>> graph.nodes["市工业和信息化局"]["led"] > 5
    True
    """
    import networkx as nx

    check_columns(agencies, _NEEDED, name="agencies")
    check_str("plan", plan)
    here = agencies[agencies["plan"] == plan]
    if not len(here):
        raise unknown("plan with notes of responsibilities", plan, set(agencies["plan"]))
    here = _with_tasks(_single(here), paragraphs)
    graph = nx.Graph(plan=plan)
    for agency, mine in here.groupby("canonical"):
        led = mine.loc[mine["role"] == "lead", "task"].nunique()
        graph.add_node(agency, tasks=int(mine["task"].nunique()), led=int(led))
    tasks = here.groupby("task")["canonical"]
    weights = Counter(pair for _, named in tasks for pair in combinations(sorted(set(named)), 2))
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(weights.items()))
    return graph


def agency_centrality(agencies: pd.DataFrame, *, paragraphs: pd.DataFrame | None = None) -> pd.DataFrame:
    """Centralities of agencies, plan by plan (Freeman, 1978); parameters are those of `agency_network`.

    Returns
    -------
    DataFrame
        plan, agency, tasks, partners (agencies with a shared task), shared_tasks (summed over partners), degree
        (partners as a share of all others), betweenness (0 to 1; shared tasks not weighted). Plans with notes in
        which each task names many agencies at once give dense networks: compare ranks, not values.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> table = agency_centrality(load_corpus().agencies)
    >>> int(table["degree"].max() <= 1)
    1
    """
    import networkx as nx

    check_columns(agencies, _NEEDED, name="agencies")
    plans, rows = list(dict.fromkeys(agencies["plan"])), []
    for plan in plans:
        graph = agency_network(agencies, plan, paragraphs=paragraphs)
        degree, between = nx.degree_centrality(graph), nx.betweenness_centrality(graph)
        for agency in graph:
            shared = graph.degree(agency), graph.degree(agency, weight="weight")
            rows.append((plan, agency, graph.nodes[agency]["tasks"], *shared, degree[agency], between[agency]))
    frame = pd.DataFrame(rows, columns=list(CENTRALITY))
    return sorted_by(frame, ["plan", "shared_tasks", "agency"], plans, ascending=[True, False, True], ignore_index=True)


def _single(agencies: pd.DataFrame) -> pd.DataFrame:
    """The agencies without parties that are no single one."""
    return agencies[~agencies["generic"].astype(bool)]


def _with_tasks(used: pd.DataFrame, paragraphs: pd.DataFrame | None) -> pd.DataFrame:
    """The agencies with the task that each is named for: its section, or the paragraph of its note."""
    if paragraphs is None:
        return used.assign(task=used["section"])
    check_columns(used, ["start"], name="agencies")
    check_columns(paragraphs, ("paragraph", "plan", "start"), name="paragraphs")
    tasks = pd.Series(used["section"].to_numpy(), index=used.index, dtype=object)
    for plan, here in used.groupby("plan"):
        known = paragraphs[paragraphs["plan"] == plan].sort_values("start")
        if known.empty:
            raise PolicylabError(f"`paragraphs` has none of {plan}, which `agencies` has notes of. Give `corpus.paragraphs` of the same plans.")
        at = known["start"].astype("int64").searchsorted(here["start"].astype("int64"), side="right") - 1
        tasks.loc[here.index] = known["paragraph"].to_numpy()[at]
    return used.assign(task=tasks)
