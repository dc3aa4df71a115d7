"""Survival: which topics are there in sections that a model has not seen, whatever its start, size and segmentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import joblib
import numpy as np
import pandas as pd
from scipy import sparse

from policylab.checks import as_list, check_int, check_jobs, check_number, is_int
from policylab.corpus._plan import CLUSTER_LEVEL, sections_at
from policylab.errors import PolicylabError, invalid
from policylab.stats import BORDERLINE, CHANCE
from policylab.stats._intervals import chance_threshold, difference_margin
from policylab.topics._fit import term_shares
from policylab.topics._model import N_TOP, TopicModel, exclusivity, npmi, rank_terms
from policylab.topics._prevalence import UNCLEAR, prevalence_change
from policylab.topics._runs import Comparison, Fit, Procedure, compare_runs, compare_shuffled, model_text
from policylab.topics._topic_documents import Counts, Documents, TooLittleText
from policylab.words._counts import WordCounts, tally
from policylab.words._segmenter import Segmenter, segmenter_for

SURVIVES = "survives"
MOST = 3  # times as many shuffled texts, where a verdict hangs on which they are
GRID = "numbers of topics (those of `n_topics` among them), ints of at least 2"


@dataclass(frozen=True)
class TopicStability:
    """What `topic_stability` found.

    Attributes
    ----------
    model : TopicModel
        The model of the whole text. Its ``topics_`` have the columns agreement (mean over the runs), margin (how far
        another seed could move the difference between agreement and threshold), verdict (survives, borderline, not
        told from chance) and survives.
    numbers : DataFrame
        n_topics, npmi (mean coherence of the topics), npmi_error (its standard error over the topics), recommended,
        exclusivity and agreement (means over the topics), surviving and borderline (topics with this verdict), control
        (the highest agreement of a topic of any shuffled text).
    agreement : DataFrame
        text (0 is that of the plans, others are shuffled), n_topics, topic, agreement, error (standard error of the
        mean over the runs).
    conditions : DataFrame
        topic, segmentation, n_topics (of the runs), runs, agreement, above (whether this is above the threshold),
        verdict (on the topic): how each topic of the model fares under each condition.
    prevalence : DataFrame
        topic, plan, share, low, high, sections, paragraphs, note as in `topic_prevalence`, and run_low, run_high: the
        range that the share of the topic's partner has in the middle 90 percent of the runs.
    run_shares : DataFrame
        topic, run, plan, share: the share that a topic's partner has in each run.
    threshold : float
        The agreement that a topic of at most one shuffled text in twenty is above, whatever its number of topics.
    """

    model: TopicModel
    numbers: pd.DataFrame
    agreement: pd.DataFrame
    conditions: pd.DataFrame
    prevalence: pd.DataFrame
    run_shares: pd.DataFrame
    threshold: float

    @property
    def topics(self) -> pd.DataFrame:
        """The topics of the model."""
        return self.model.topics_

    @property
    def surviving(self) -> list[int]:
        """Numbers of the topics that survive."""
        return [int(topic) for topic in self.topics.loc[self.topics["survives"], "topic"]]

    def change(self, *, pairs: Iterable[tuple[str, str]] | None = None) -> pd.DataFrame:
        """Differences of shares between plans, as `prevalence_change` gives them, with three checks.

        Returns
        -------
        DataFrame
            The columns of `prevalence_change`, and low_coarse and high_coarse (the interval over the sections of the
            second level), both (whether both intervals say the same of a movement), runs and same_sign (in how many of
            them the topic's partner has a difference of the same sign), other_pairs and as_large (how many other pairs
            of plans there are, and in how many of them the topic's shares differ at least as much).
        """
        pairs = None if pairs is None else list(pairs)
        table = prevalence_change(self.model, pairs=pairs)
        coarse = table if self.model.sections_ is None else prevalence_change(self.model, pairs=pairs, cluster_level=CLUSTER_LEVEL)
        same = (table["movement"] == coarse["movement"]) & ~table["movement"].isin([UNCLEAR, None])
        table = table.assign(low_coarse=coarse["low"], high_coarse=coarse["high"], both=same)
        wide = self.run_shares.pivot(index=["topic", "run"], columns="plan", values="share")
        shares = self.model.prevalence_.pivot(index="topic", columns="plan", values="share")
        one, other = np.triu_indices(shares.shape[1], k=1)
        rows = []
        for row in table.itertuples():
            partners = wide[wide.index.get_level_values("topic") == row.topic]
            signs = np.sign(partners[row.plan_to] - partners[row.plan_from])
            own = shares.loc[row.topic].to_numpy()
            as_large = (np.abs(own[one] - own[other]) >= abs(row.difference) - 1e-12).sum() - 1  # less the pair itself
            rows.append({"runs": len(signs), "same_sign": int((signs == np.sign(row.difference)).sum()),
                         "other_pairs": len(one) - 1, "as_large": int(as_large)})
        return pd.concat([table, pd.DataFrame(rows)], axis=1)


def topic_stability(data: object, *, n_topics: int | None = None, grid: Iterable[int] = range(6, 13, 2),
                    repeats: int = 60, shuffles: int = 39, shuffle_repeats: int = 4,
                    segmenters: Mapping[str, Segmenter] | None = None, leave_out: float = 0.3,
                    random_state: int = 0, n_jobs: int | None = 1, **settings: object) -> TopicStability:
    """Test which topics are more than what the same procedure finds in the same words without their order.

    Every run leaves out three tenths of the sections of each plan, starts at random, and has a number of topics (that
    of the model, two fewer or two more) and a segmentation of its own. The topics of the model of the whole text are
    paired one to one with those of the run (Hungarian method: Kuhn 1955) by what the run has seen: the ranked top
    terms (Greene, O'Callaghan & Cunningham 2014) and the documents. They then have to agree on what it has not seen:
    the agreement of two partners is the correlation, within plans, of their shares of the documents left out.

    What agreement is worth says the control: the same procedure on texts whose words were shuffled within each plan.
    The threshold is what the best topic of at most one shuffled text in twenty is above, with any number of topics of
    `grid`; so a text without themes has a surviving topic in at most one case of twenty, whichever number of topics is
    chosen (a test by the largest statistic: Westfall & Young 1993). Agreement and threshold come from runs and texts
    that chance has drawn: where twice their standard errors, taken together, bridge the gap, as many texts are shuffled
    again, and once more; where they still bridge it, the verdict is ``borderline``.

    The models and their number of topics hang on no seed: a model starts from the exact singular vectors of the text,
    and the number is the smallest whose topics are as coherent as those of any other, give or take one standard error.

    Parameters
    ----------
    data : corpus, WordCounts, or DataFrame of paragraphs
    n_topics : int, optional
        Number of topics of the model. If not given, the one that `recommend` takes of `grid`.
    grid : iterable of int
        Numbers of topics to compare; those that the text is too short for are left out.
    repeats : int
        Runs for each number of topics and each segmentation.
    shuffles, shuffle_repeats : int
        Shuffled texts (up to three times as many where a topic is borderline), and runs for each of them as `repeats`.
        Fewer runs make their mean agreement vary more, and the threshold higher; fewer texts make it less sure. Below 19 texts no threshold holds for one text in
        twenty, and it is the highest that any reaches.
    segmenters : dict of str to Segmenter, optional
        Segmentations; the first is that of the model. If not given, that of the counts or of the study, and jieba
        without the user dictionary and without its hidden Markov model.
    leave_out : float
        Share of the sections of each plan that a run does not see; those of the second level are left out as a whole.
    random_state : int
    n_jobs : int or None
        Threads; the result is the same for any number. None takes it from ``joblib.parallel_config``.
    **settings
        Further parameters of `TopicModel`.

    Returns
    -------
    TopicStability

    Raises
    ------
    TooLittleText
        If the text is too short for any number of topics.
    PolicylabError
        For parameters out of range, and for what `TopicModel` refuses.

    Examples
    --------
    >>> import policylab
    >>> result = policylab.topic_stability(policylab.load_corpus(), grid=[10], repeats=2, shuffles=2)
    >>> len(result.topics), bool(result.topics["agreement"].between(0, 1).all())
    (10, True)
    """
    check_jobs("n_jobs", n_jobs, "thread")
    numbers = _check(n_topics, grid, leave_out, repeats=repeats, shuffles=shuffles, shuffle_repeats=shuffle_repeats)
    if segmenters is None:
        own = data.segmenter if isinstance(data, WordCounts) else segmenter_for(data)
        # two ways to cut the same text: with the dictionary of policylab, and with none of our choices
        segmenters = {"dictionary": settings.pop("segmenter", None) or own, "plain": Segmenter(dictionary=(), hmm=False)}
    elif not isinstance(segmenters, Mapping) or not segmenters or "segmenter" in settings:
        raise PolicylabError("The first of `segmenters` is the model's: give a dict with at least one, and leave out `segmenter`.")
    models = {name: TopicModel(min(numbers), random_state=random_state, segmenter=segmenter, **settings)
              for name, segmenter in segmenters.items()}
    read = {name: model._count(data) for name, model in models.items()}
    counted = {name: counts for name, (_, counts) in read.items()}
    first, model = next(iter(models.items()))
    documents, counts = read[first]
    left = sections_at(documents.frame["section"], documents.sections, level=CLUSTER_LEVEL)
    plan, section = (pd.factorize(names)[0] for names in (documents.frame["plan"], left))
    procedure = Procedure(
        _feasible(numbers, n_topics, counted), leave_out, random_state, plan, section, model._rule(),
        _segmentations(documents, segmenters), **model._fit_settings(),
    )
    segmented, fits = model_text(counted, procedure)
    coherence = _coherence(fits, counts)
    model.n_topics = n_topics or recommend(coherence)
    tasks = [joblib.delayed(compare_runs)(segmented, fits, procedure, text_number=0, repeats=range(repeats)[i : i + 10])
             for i in range(0, repeats, 10)]
    shuffled: list[list[Comparison]] = []
    # threads: products of sparse matrices leave the interpreter free
    with joblib.Parallel(n_jobs=n_jobs, prefer="threads") as parallel:
        runs = list(chain.from_iterable(parallel(tasks)))
        for times in range(1, MOST + 1):
            shuffled += parallel([
                joblib.delayed(compare_shuffled)(documents.counts, procedure, text_number=i, repeats=shuffle_repeats)
                for i in range(len(shuffled) + 1, times * (shuffles + 1))
            ])
            judged = _judge([runs, *shuffled])
            verdicts = judged.loc[(judged["text"] == 0) & (judged["n_topics"] == model.n_topics), "verdict"]
            if BORDERLINE not in set(verdicts):
                break
    model._assemble(documents, counts, fits[model.n_topics].components)
    own = [run for run in runs if run.n_topics == model.n_topics]
    return _survey(model, fits[model.n_topics], judged, _numbers(coherence, judged), own)


def _segmentations(documents: Documents, segmenters: Mapping[str, Segmenter]) -> dict:
    """The words of each segmentation, and how it cuts those of the first, which is documents'."""
    first, *others = segmenters
    cuts: dict = {first: (documents.forms, None)}
    for name in others:
        forms, parts = tally([segmenters[name].terms(form) for form in documents.forms])
        cuts[name] = forms, sparse.csr_matrix(parts)
    return cuts


def recommend(numbers: pd.DataFrame) -> int:
    """The smallest number of topics whose mean coherence is within one standard error of the best.

    More topics find what is ever rarer, and rare words go together by themselves; so the simplest model is taken that
    the data do not tell from the best (one-standard-error rule: Breiman, Friedman, Olshen & Stone 1984), by normalized
    pointwise mutual information, which says best what people find coherent (Lau, Newman & Baldwin 2014).
    """
    best = numbers.loc[numbers["npmi"].idxmax()]
    return int(numbers.loc[numbers["npmi"] >= best["npmi"] - best["npmi_error"], "n_topics"].min())


def _check(n_topics: int | None, grid: Iterable[int], leave_out: float, **numbers: int) -> list[int]:
    """Check the parameters, and give the numbers of topics."""
    grid = as_list("grid", grid, GRID) + ([] if n_topics is None else [n_topics])
    if not grid or any(not is_int(n) or n < 2 for n in grid):
        raise invalid("grid", grid, GRID)
    for name, value in numbers.items():
        check_int(name, value, 2)
    check_number("leave_out", leave_out, 0, 0.5, closed="neither", what="a share")
    return sorted({int(number) for number in grid})


def _feasible(numbers: list[int], n_topics: int | None, counted: Mapping[str, Counts]) -> tuple[int, ...]:
    """The numbers of topics that leave at least two documents and two terms to each."""
    most = min(min(int(counts.kept.sum()), len(counts.vocabulary)) for counts in counted.values()) // 2
    feasible = tuple(number for number in numbers if number <= most)
    if not feasible or n_topics is not None and n_topics > most:
        raise TooLittleText(
            f"The text has documents and terms for at most {most} topics, and the test is of "
            f"{n_topics or min(numbers)}. Take fewer topics, lower `min_terms` or `min_documents`, or add plans."
        )
    return feasible


def _judge(texts: list[list[Comparison]]) -> pd.DataFrame:
    """Mean agreement of every topic of every text, and the verdict on those of the plans (text 0)."""
    rows = []
    for number, comparisons in enumerate(texts):
        for n_topics in sorted({comparison.n_topics for comparison in comparisons}):
            runs = [comparison for comparison in comparisons if comparison.n_topics == n_topics]
            kinds = _by_condition(runs).values()
            mean = np.mean([values.mean(axis=0) for values in kinds], axis=0)
            # the conditions are there by design; chance is what differs within them
            error = np.sqrt(sum(values.var(axis=0, ddof=1) / len(values) for values in kinds)) / len(kinds)
            rows += [{"text": number, "n_topics": n_topics, "topic": k + 1, "agreement": value, "error": error[k]}
                     for k, value in enumerate(mean)]
    table = pd.DataFrame(rows)
    shuffled = table[table["text"] > 0]
    threshold, error = chance_threshold(shuffled.groupby("text")["agreement"].max().to_numpy())
    margin = difference_margin(table["error"], error)
    gap = table["agreement"] - threshold
    verdict = np.select([gap > margin, gap >= -margin], [SURVIVES, BORDERLINE], CHANCE)
    table = table.assign(margin=margin, verdict=np.where(table["text"] == 0, verdict, None))
    table.attrs["threshold"] = threshold
    return table


def _coherence(models: Mapping[int, Fit], counts: Counts) -> pd.DataFrame:
    """The numbers of topics side by side, by what chance has no part in."""
    rows = []
    for number, fit in models.items():
        topic_term = term_shares(fit.components)
        top = rank_terms(topic_term, counts.vocabulary)[:, :N_TOP]
        values = npmi(top, counts.used)
        rows.append({"n_topics": number, "npmi": values.mean(), "npmi_error": values.std(ddof=1) / np.sqrt(number),
                     "exclusivity": exclusivity(top, topic_term).mean()})
    return pd.DataFrame(rows)


def _numbers(coherence: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The numbers of topics side by side, with what becomes of their topics."""
    rows = []
    for number in coherence["n_topics"]:
        mine = judged[(judged["n_topics"] == number) & (judged["text"] == 0)]
        control = judged[(judged["n_topics"] == number) & (judged["text"] > 0)]
        rows.append({"agreement": mine["agreement"].mean(), "surviving": int((mine["verdict"] == SURVIVES).sum()),
                     "borderline": int((mine["verdict"] == BORDERLINE).sum()), "control": control["agreement"].max()})
    table = pd.concat([coherence, pd.DataFrame(rows)], axis=1)
    return table.assign(recommended=table["n_topics"] == recommend(table))


def _survey(model: TopicModel, fit: Fit, judged: pd.DataFrame, numbers: pd.DataFrame,
            own: list[Comparison]) -> TopicStability:
    """Sum up, in the order of the model's topics: by prevalence, while the fit has them as the method gave them."""
    order = [int(np.flatnonzero((fit.components == row).all(axis=1))[0]) for row in model.components_]
    place = {old + 1: new + 1 for new, old in enumerate(order)}
    n_topics = len(order)
    here = (judged["text"] == 0) & (judged["n_topics"] == n_topics)
    judged.loc[here, "topic"] = judged.loc[here, "topic"].map(place)
    mine = judged[here].sort_values("topic")
    model.topics_ = model.topics_.assign(**{name: mine[name].to_numpy() for name in ("agreement", "margin", "verdict")})
    model.topics_["survives"] = model.topics_["verdict"] == SURVIVES
    shares = [
        (topic + 1, number, plan, run.plan_shares[old, code])
        for number, run in enumerate(own, start=1) for topic, old in enumerate(order)
        for code, plan in enumerate(pd.unique(model.documents_["plan"])) if not np.isnan(run.plan_shares[old, code])
    ]
    run_shares = pd.DataFrame(shares, columns=["topic", "run", "plan", "share"])
    run_shares = run_shares.sort_values(["topic", "run"], kind="stable").reset_index(drop=True)
    ranges = run_shares.groupby(["topic", "plan"])["share"].quantile([0.05, 0.95]).unstack()
    ranges = ranges.set_axis(["run_low", "run_high"], axis=1).reset_index()
    agreement = judged.sort_values(["text", "n_topics", "topic"], kind="stable").reset_index(drop=True)
    return TopicStability(
        model, numbers, agreement[["text", "n_topics", "topic", "agreement", "error"]],
        _conditions(own, order, model.topics_, judged.attrs["threshold"]),
        model.prevalence_.merge(ranges, on=["topic", "plan"], how="left", sort=False), run_shares, judged.attrs["threshold"],
    )


def _conditions(runs: list[Comparison], order: list[int], topics: pd.DataFrame, threshold: float) -> pd.DataFrame:
    rows = []
    for (segmentation, run_topics), values in _by_condition(runs).items():
        rows += [{"topic": topic + 1, "segmentation": segmentation, "n_topics": run_topics, "runs": len(values),
                  "agreement": values[:, old].mean(), "above": bool(values[:, old].mean() > threshold)}
                 for topic, old in enumerate(order)]
    table = pd.DataFrame(rows).sort_values(["topic", "segmentation", "n_topics"], kind="stable").reset_index(drop=True)
    return table.merge(topics[["topic", "verdict"]], on="topic", how="left", sort=False)


def _by_condition(runs: list[Comparison]) -> dict[tuple[str, int], np.ndarray]:
    """Agreement in the runs of each segmentation and number of topics, shape (n_runs, n_topics)."""
    found: dict[tuple[str, int], list[np.ndarray]] = {}
    for run in runs:
        found.setdefault((run.segmentation, run.run_topics), []).append(run.agreement)
    return {condition: np.array(agreement) for condition, agreement in found.items()}
