"""Survival: which topics are there whatever the seed, the number of topics, the segmentation, and the sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policylab.errors import PolicylabError, invalid
from policylab.topics._model import TopicModel
from policylab.topics._prevalence import group_documents, prevalence_change
from policylab.topics._runs import Run, Setting, compare_runs, find_medoid, make_runs, matched
from policylab.topics._weights import Counts
from policylab.words._segmenter import Segmenter, default_segmenter, segmenter_for

SURVIVES = 0.8


@dataclass(frozen=True)
class TopicStability:
    """What `topic_stability` found.

    Attributes
    ----------
    model : TopicModel
        The consensus model: the run that is most like all others, applied to every document. Its ``topics_`` have the
        columns survival (share of the other runs in which a topic survives), overlap (its mean overlap with its
        partners), and survives (survival of at least 0.8).
    runs : DataFrame
        run, segmentation, n_topics, seed, npmi, exclusivity, held_out, overlap (mean over the consensus topics),
        surviving (how many consensus topics have a partner in this run).
    matches : DataFrame
        topic, run, partner (number of the topic in the run; missing where there is none), overlap, survives, terms
        (of the partner).
    relatives : DataFrame
        topic, segmentation, n_topics, runs, survival, overlap, terms (of the nearest relative there): how a topic
        fares under each condition.
    prevalence : DataFrame
        topic, plan, share, low, high, sections, paragraphs, note as in `topic_prevalence`, and run_low, run_high: the
        range that the share has in the middle 90 percent of the runs in which the topic survives.
    run_shares : DataFrame
        topic, run, plan, share: the share that a topic's partner has in each run in which the topic survives.
    threshold : float
        Overlap from which a topic counts as the same.
    chance : float
        The 99 percent quantile of the overlap of topics that were not matched: what a relative looks like that is
        another topic.
    """

    model: TopicModel
    runs: pd.DataFrame
    matches: pd.DataFrame
    relatives: pd.DataFrame
    prevalence: pd.DataFrame
    run_shares: pd.DataFrame
    threshold: float
    chance: float

    @property
    def topics(self) -> pd.DataFrame:
        """The topics of the consensus model."""
        return self.model.topics_

    @property
    def surviving(self) -> list[int]:
        """Numbers of the topics that survive in at least 0.8 of the runs."""
        return [int(topic) for topic in self.topics.loc[self.topics["survives"], "topic"]]

    def change(self, **settings: object) -> pd.DataFrame:
        """Differences of shares between plans, as `prevalence_change` gives them, with the runs' agreement.

        Parameters
        ----------
        **settings
            Of `prevalence_change`: ``pairs``, ``absent``, ``n_bootstrap``, ``level``, ``cluster_level``,
            ``random_state``.

        Returns
        -------
        DataFrame
            The columns of `prevalence_change`, and agreement: the share of the runs in which the topic survives that
            find a difference of the same sign.
        """
        table = prevalence_change(self.model, **settings)
        wide = self.run_shares.pivot(index=["topic", "run"], columns="plan", values="share")
        agreement = []
        for row in table.itertuples():
            if row.topic not in wide.index.get_level_values("topic"):
                agreement.append(np.nan)
                continue
            runs = wide.loc[row.topic, row.plan_to] - wide.loc[row.topic, row.plan_from]
            agreement.append(float((np.sign(runs) == np.sign(row.difference)).mean()))
        return table.assign(agreement=agreement)


def topic_stability(data: object, *, n_topics: int = 10, grid: Iterable[int] | None = None, seeds: int = 20,
                    segmenters: Mapping[str, Segmenter] | None = None, leave_out: float = 0.1,
                    threshold: float = 0.4, random_state: int = 0, n_jobs: int | None = 1,
                    **settings: object) -> TopicStability:
    """Test whether topics are there whatever the seed, the number of topics, the segmentation and the sample.

    Every run leaves out a random tenth of the sections of each plan (a start that is the same for every seed would
    prove nothing), and has a seed, a number of topics and a segmentation of its own. The consensus is the run with
    ``n_topics`` topics and the first segmentation that is most like all others (a medoid). Its topics are matched to
    those of every other run one to one by the Hungarian method (Kuhn 1955), on the mean of two overlaps: that of the
    ranked top terms (Greene, O'Callaghan & Cunningham 2014), and that of the documents. A topic survives in a run if
    it overlaps with its partner by at least ``threshold``.

    Parameters
    ----------
    data : corpus or DataFrame of paragraphs
    n_topics : int
        Number of topics of the consensus model.
    grid : iterable of int, optional
        Numbers of topics of the runs; ``n_topics`` and its two neighbours if not given.
    seeds : int
        Number of seeds, so that there are seeds * numbers of topics * segmentations runs.
    segmenters : dict of str to Segmenter, optional
        Segmentations; the first is that of the consensus. If not given, that of the study, and jieba without the user
        dictionary and without its hidden Markov model.
    leave_out : float
        Share of the sections of each plan that a run does not see.
    threshold : float
        Overlap from which two topics count as the same; to be judged against ``chance`` of the result.
    random_state : int
    n_jobs : int or None
        Processes; the result is the same for any number. None takes it from ``joblib.parallel_config``.
    **settings
        Further parameters of `TopicModel`.

    Returns
    -------
    TopicStability

    Raises
    ------
    PolicylabError
        For parameters out of range, and for what `TopicModel` refuses.

    Examples
    --------
    >>> import policylab
    >>> result = policylab.topic_stability(policylab.load_corpus(), n_topics=6, grid=[6], seeds=3)
    >>> len(result.runs), result.topics["survival"].between(0, 1).all()
    (6, np.True_)
    """
    if not isinstance(seeds, int) or seeds < 2:
        raise invalid("seeds", seeds, "an int of at least 2")
    if not 0 < threshold < 1:
        raise invalid("threshold", threshold, "an overlap between 0 and 1")
    numbers = _grid(n_topics, grid)
    segmenters = dict(segmenters or default_segmentations(settings.pop("segmenter", None) or segmenter_for(data)))
    first = next(iter(segmenters))
    models = {
        name: TopicModel(max(numbers), random_state=random_state, segmenter=segmenter, **settings)
        for name, segmenter in segmenters.items()
    }
    counted = {name: model._count(data) for name, model in models.items()}
    plan = [
        Setting(name, number, random_state + seed) for name in segmenters for number in numbers
        for seed in range(seeds)
    ]
    runs = make_runs(
        counted, {name: models[name]._idf(counts) for name, counts in counted.items()}, plan,
        fit=models[first]._fit_settings(), leave_out=leave_out, random_state=random_state, n_jobs=n_jobs,
    )
    candidates = [
        i for i, setting in enumerate(plan) if setting.segmentation == first and setting.n_topics == n_topics
    ]
    medoid, _ = find_medoid(runs, candidates)
    model = TopicModel(n_topics, random_state=random_state, segmenter=segmenters[first], **settings)
    model._assemble(counted[first], runs[medoid].components)
    return _survey(model, runs, medoid, counted, threshold)


def default_segmentations(segmenter: Segmenter | None = None) -> dict[str, Segmenter]:
    """Two ways to cut the same text: with the dictionary of policylab, and with none of our choices."""
    return {"dictionary": segmenter or default_segmenter(), "plain": Segmenter(dictionary=(), hmm=False)}


def _grid(n_topics: int, grid: Iterable[int] | None) -> list[int]:
    if not isinstance(n_topics, int | np.integer) or n_topics < 2:
        raise invalid("n_topics", n_topics, "an int of at least 2")
    numbers = [n_topics - 1, n_topics, n_topics + 1] if grid is None else sorted(set(grid))
    numbers = [number for number in numbers if number >= 2] if grid is None else numbers
    if n_topics not in numbers:
        raise PolicylabError(f"`grid` must hold `n_topics`, which is {n_topics}; got {numbers}.")
    return numbers


def _survey(model: TopicModel, runs: list[Run], medoid: int, counted: dict[str, Counts],
            threshold: float) -> TopicStability:
    """Match the consensus topics to all runs, and sum up."""
    centre = runs[medoid]
    # the consensus model orders its topics by prevalence, the run as the method gave them
    order = [int(np.flatnonzero((centre.components == row).all(axis=1))[0]) for row in model.components_]
    vocabulary = sorted({term for counts in counted.values() for term in counts.vocabulary})
    plans = list(model.plans_)
    rows, run_rows, apart, shares = [], [], [], []
    for index, run in enumerate(runs):
        row = {"run": index + 1, "segmentation": run.setting.segmentation, "n_topics": run.setting.n_topics,
               "seed": run.setting.seed, "npmi": run.npmi, "exclusivity": run.exclusivity, "held_out": run.held_out}
        if index == medoid:
            run_rows.append(row | {"overlap": np.nan, "surviving": pd.NA})
            continue
        overlap, partner = compare_runs(centre, run)
        overlap, partner = overlap[order], partner[order]
        score = matched(overlap, partner)
        groups = group_documents(
            counted[run.setting.segmentation].documents.frame.assign(
                terms=counted[run.setting.segmentation].n_terms), run.shares, by="plan", order=plans)
        found = {group.plan: group.share for group in groups}
        for k, other in enumerate(partner):
            some = other >= 0
            rows.append({
                "topic": k + 1, "run": index + 1, "segmentation": run.setting.segmentation,
                "n_topics": run.setting.n_topics, "partner": int(other) + 1 if some else pd.NA,
                "overlap": score[k], "survives": bool(score[k] >= threshold),
                "terms": "、".join(vocabulary[i] for i in run.top[other]) if some else None,
            })
            if score[k] >= threshold:
                shares += [(k + 1, index + 1, plan, found[plan][other]) for plan in plans if plan in found]
        mask = np.ones(overlap.shape, bool)
        mask[np.flatnonzero(partner >= 0), partner[partner >= 0]] = False
        apart.append(overlap[mask])
        run_rows.append(row | {"overlap": score.mean(), "surviving": int((score >= threshold).sum())})
    matches = pd.DataFrame(rows).astype({"partner": "Int64"}).sort_values(["topic", "run"], kind="stable")
    run_shares = pd.DataFrame(shares, columns=["topic", "run", "plan", "share"])
    run_shares = run_shares.sort_values(["topic", "run"], kind="stable").reset_index(drop=True)
    by_topic = matches.groupby("topic")
    model.topics_ = model.topics_.assign(
        survival=by_topic["survives"].mean().to_numpy(), overlap=by_topic["overlap"].mean().to_numpy(),
    )
    model.topics_["survives"] = model.topics_["survival"] >= SURVIVES
    return TopicStability(
        model, pd.DataFrame(run_rows).astype({"surviving": "Int64"}),
        matches.drop(columns=["segmentation", "n_topics"]).reset_index(drop=True), _relatives(matches),
        _ranges(model.prevalence_, run_shares), run_shares, threshold, float(np.quantile(np.concatenate(apart), 0.99)),
    )


def _relatives(matches: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for key, group in matches.groupby(["topic", "segmentation", "n_topics"], sort=True):
        nearest = group.sort_values(["overlap", "run"], ascending=[False, True], kind="stable").iloc[0]
        rows.append(dict(zip(("topic", "segmentation", "n_topics"), key, strict=True)) | {
            "runs": len(group), "survival": group["survives"].mean(), "overlap": group["overlap"].mean(),
            "terms": nearest["terms"],
        })
    return pd.DataFrame(rows)


def _ranges(prevalence: pd.DataFrame, run_shares: pd.DataFrame) -> pd.DataFrame:
    """Add the range of each share over the runs in which the topic survives."""
    if run_shares.empty:
        return prevalence.assign(run_low=np.nan, run_high=np.nan)
    by_plan = run_shares.groupby(["topic", "plan"])["share"]
    ranges = by_plan.quantile([0.05, 0.95]).unstack().set_axis(["run_low", "run_high"], axis=1).reset_index()
    return prevalence.merge(ranges, on=["topic", "plan"], how="left", sort=False)
