"""Choosing the number of topics, and saying why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policylab.errors import choice, invalid
from policylab.topics._model import TopicModel
from policylab.topics._runs import Run, Setting, compare_runs, find_medoid, make_runs, matched
from policylab.topics._stability import SURVIVES, default_segmentations
from policylab.words._segmenter import Segmenter, segmenter_for

ENOUGH = 0.9


@dataclass(frozen=True)
class TopicNumber:
    """What `choose_n_topics` found.

    Attributes
    ----------
    n_topics : int
        The number that is recommended.
    table : DataFrame
        n_topics, npmi, exclusivity, held_out (means over runs), stability (mean overlap of the medoid's topics with
        their partners in the other runs), stability_low, stability_high (middle 90 percent of the runs), survival
        (mean over the medoid's topics), surviving (how many of them survive in at least 0.8 of the runs),
        recommended.
    runs : DataFrame
        n_topics, segmentation, seed, npmi, exclusivity, held_out, overlap (with the medoid; missing for itself).
    method : str
    """

    n_topics: int
    table: pd.DataFrame
    runs: pd.DataFrame
    method: str

    def reason(self, lang: str = "zh") -> str:
        """Why this number, in a sentence made from the table."""
        if lang not in ("zh", "en"):
            raise choice("lang", lang, ("zh", "en"))
        row = self.table.loc[self.table["recommended"]].iloc[0]
        numbers = f"{self.table['n_topics'].min()}–{self.table['n_topics'].max()}"
        n, alive = self.n_topics, int(row["surviving"])
        if lang == "zh":
            return (
                f"在 {numbers} 个主题的各模型中，{n} 个主题的模型有 {alive} 个主题在至少 {SURVIVES:.0%} 的运行中保留下来"
                f"（{alive}/{n}）；平均重合度 {row['stability']:.2f}，NPMI {row['npmi']:.2f}，独占性 {row['exclusivity']:.2f}。"
                f"选取规则：保留比例与最高者相差不到一成的模型中，保留主题最多的一个；相同时取 NPMI 较高者。"
            )
        return (
            f"Of the models with {numbers} topics, the one with {n} has {alive} that survive in at least {SURVIVES:.0%} "
            f"of the runs ({alive} of {n}); mean overlap {row['stability']:.2f}, NPMI {row['npmi']:.2f}, exclusivity "
            f"{row['exclusivity']:.2f}. The rule: among the models whose share of surviving topics is within a tenth "
            f"of the best, the one with the most surviving topics; if equal, the one with the higher NPMI."
        )


def choose_n_topics(data: object, *, grid: Iterable[int] = range(4, 17, 2), seeds: int = 10,
                    segmenters: Mapping[str, Segmenter] | None = None, leave_out: float = 0.1, threshold: float = 0.4,
                    random_state: int = 0, n_jobs: int | None = 1, **settings: object) -> TopicNumber:
    """Compare numbers of topics: coherence, exclusivity, stability, and fit to sections that were left out.

    For each number, runs over seeds and segmentations leave out a tenth of the sections each; they are compared with
    their medoid as in `topic_stability`, but only with runs of the same number. More topics are mostly more coherent
    and more exclusive, and fit better; fewer are more stable. So the recommendation asks first for stability: among
    the numbers whose share of surviving topics is within a tenth of the best, the one with the most surviving topics
    (the use of stability to choose K: Greene, O'Callaghan & Cunningham 2014).

    Parameters
    ----------
    data : corpus or DataFrame of paragraphs
    grid : iterable of int
        Numbers of topics to compare.
    seeds : int
        Seeds for each number and segmentation.
    segmenters, leave_out, threshold, random_state, n_jobs, **settings
        As in `topic_stability`.

    Returns
    -------
    TopicNumber

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import choose_n_topics
    >>> found = choose_n_topics(policylab.load_corpus(), grid=[4, 6], seeds=2)
    >>> found.table["n_topics"].tolist(), found.n_topics in (4, 6)
    ([4, 6], True)
    """
    numbers = sorted(set(grid))
    if not numbers or any(not isinstance(number, int | np.integer) or number < 2 for number in numbers):
        raise invalid("grid", grid, "numbers of topics, ints of at least 2")
    if not isinstance(seeds, int) or seeds < 2:
        raise invalid("seeds", seeds, "an int of at least 2")
    segmenters = dict(segmenters or default_segmentations(settings.pop("segmenter", None) or segmenter_for(data)))
    models = {
        name: TopicModel(max(numbers), random_state=random_state, segmenter=segmenter, **settings)
        for name, segmenter in segmenters.items()
    }
    counted = {name: model._count(data) for name, model in models.items()}
    plan = [
        Setting(name, number, random_state + seed) for number in numbers for name in segmenters
        for seed in range(seeds)
    ]
    first = next(iter(models.values()))
    runs = make_runs(
        counted, {name: models[name]._idf(counts) for name, counts in counted.items()}, plan,
        fit=first._fit_settings(), leave_out=leave_out, random_state=random_state, n_jobs=n_jobs,
    )
    rows, run_rows = [], []
    for number in numbers:
        same = [run for run in runs if run.setting.n_topics == number]
        row, details = _summarize(same, next(iter(segmenters)), threshold)
        rows.append(row)
        run_rows += details
    table = pd.DataFrame(rows)
    best = recommend(table)
    table["recommended"] = table["n_topics"] == best
    return TopicNumber(best, table, pd.DataFrame(run_rows), first.method)


def recommend(table: pd.DataFrame) -> int:
    """The rule of `choose_n_topics` on its table.

    >>> recommend(pd.DataFrame({"n_topics": [6, 8, 12], "surviving": [6, 8, 9], "npmi": [0.2, 0.3, 0.4]}))
    8
    """
    share = table["surviving"] / table["n_topics"]
    good = table[share >= ENOUGH * share.max()]
    best = good.sort_values(["surviving", "npmi", "n_topics"], ascending=[False, False, True], kind="stable")
    return int(best["n_topics"].iloc[0])


def _summarize(runs: list[Run], first: str, threshold: float) -> tuple[dict, list[dict]]:
    """One row of the table, and the rows of its runs."""
    medoid, _ = find_medoid(runs, [i for i, run in enumerate(runs) if run.setting.segmentation == first])
    details, scores = [], []
    for index, run in enumerate(runs):
        score = None if index == medoid else matched(*compare_runs(runs[medoid], run))
        if score is not None:
            scores.append(score)
        details.append({
            "n_topics": run.setting.n_topics, "segmentation": run.setting.segmentation, "seed": run.setting.seed,
            "npmi": run.npmi, "exclusivity": run.exclusivity, "held_out": run.held_out,
            "overlap": np.nan if score is None else score.mean(),
        })
    stacked = np.array(scores)
    survival = (stacked >= threshold).mean(axis=0)
    low, high = np.quantile(stacked.mean(axis=1), [0.05, 0.95])
    return {
        "n_topics": runs[0].setting.n_topics,
        "npmi": np.mean([run.npmi for run in runs]),
        "exclusivity": np.mean([run.exclusivity for run in runs]),
        "held_out": np.mean([run.held_out for run in runs]),
        "stability": stacked.mean(), "stability_low": low, "stability_high": high,
        "survival": survival.mean(), "surviving": int((survival >= SURVIVES).sum()),
    }, details
