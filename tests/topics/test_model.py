"""The topic model: what it finds, that it finds it again, what it refuses, and that it comes back from a file."""

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import LatentDirichletAllocation, non_negative_factorization
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from policylab.errors import PolicylabError
from policylab.topics import TopicModel, topic_chapters, topic_prevalence
from policylab.topics._fit import fit_components, fit_runs, largest_triplets, load_documents, nndsvd
from policylab.topics._topic_documents import weigh


def count(model, texts):
    """Counts by scikit-learn's own way through the texts."""
    analyzer = model.segmenter_.terms
    return CountVectorizer(analyzer=analyzer, vocabulary=list(model.vocabulary_), lowercase=False).fit_transform(texts)


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_the_themes_of_a_small_corpus_are_found(table, segmenter, method):
    model = TopicModel(3, method=method, segmenter=segmenter, min_terms=1, max_share=0.9, labels=()).fit(table)
    tops = [set(terms.split("、")[:5]) for terms in model.topics_["top_terms"]]
    for words in ({"教师", "学生"}, {"医院", "患者"}, {"漏洞", "防护"}):
        assert sum(words <= top for top in tops) == 1
    assert model.document_topic_.sum(axis=1) == pytest.approx(np.ones(len(table)))
    assert model.topic_term_.sum(axis=1) == pytest.approx(np.ones(3))


def test_prevalence_is_the_share_of_terms(small, table):
    # every text has the same number of terms, and only one theme: shares are those of the texts
    by_plan = small.prevalence_.pivot(index="topic", columns="plan", values="share").round(2)
    assert sorted(by_plan["early"]) == pytest.approx([0.2, 0.4, 0.4], abs=0.02)
    assert sorted(by_plan["late"]) == pytest.approx([0.2, 0.2, 0.6], abs=0.02)


def test_topics_come_by_their_mean_share(model):
    assert model.topics_["topic"].tolist() == list(range(1, 9))
    assert model.topics_["share"].is_monotonic_decreasing
    mean = model.prevalence_.groupby("topic")["share"].mean()
    assert mean.to_numpy() == pytest.approx(model.topics_["share"].to_numpy())


def test_weights_are_scikit_learns(corpus, model):
    vectorizer = TfidfVectorizer(analyzer=model.segmenter_.terms, vocabulary=list(model.vocabulary_), sublinear_tf=True,
                                 lowercase=False)
    texts = model.documents_["text"][model._known()]
    expected = vectorizer.fit_transform(texts)
    counts = count(model, texts)
    assert abs(weigh(counts, model.weights_) - expected).max() < 1e-12


@pytest.mark.parametrize("n_topics", [4, 8])
def test_the_steps_of_a_fit_are_scikit_learns(model, n_topics):
    """From one start, after as many steps, the same components; and the same loadings for components that are fixed."""
    known = model._known()
    weights = weigh(count(model, model.documents_["text"][known]), model.weights_)
    start = [np.where(part > 0, part, weights.mean()) for part in nndsvd(largest_triplets(weights, n_topics), n_topics)]
    settings = {"n_components": n_topics, "init": "custom"}
    _, theirs, _ = non_negative_factorization(weights, W=np.ascontiguousarray(start[0].T), H=start[1].copy(), max_iter=20, tol=0, **settings)
    ours = fit_components(weights, n_topics, method="nmf", init="nndsvda", max_iter=20, seed=0)
    assert ours == pytest.approx(theirs, abs=1e-8)
    loadings, _, _ = non_negative_factorization(weights, H=ours, update_H=False, tol=1e-10, max_iter=2000, **settings)
    mass = loadings * ours.sum(axis=1)
    assert load_documents(weights, ours, method="nmf") == pytest.approx(mass / mass.sum(axis=1, keepdims=True), abs=1e-6)


def test_runs_side_by_side_are_the_fits_one_by_one(model):
    known = model._known()
    weights = weigh(count(model, model.documents_["text"][known]), model.weights_)
    seen = np.random.default_rng(0).random((3, weights.shape[0])) < 0.7
    streams = lambda: [np.random.default_rng(seed) for seed in range(3)]
    components, shares = fit_runs(weights, seen, 5, method="nmf", max_iter=15, chance=streams())
    for run, rng in enumerate(streams()):
        alone, _ = fit_runs(weights, seen[[run]], 5, method="nmf", max_iter=15, chance=[rng])
        assert components[run] == pytest.approx(alone[0], abs=1e-9)
        assert shares[run] == pytest.approx(load_documents(weights, components[run], method="nmf"), abs=1e-3)


def test_the_start_of_nndsvd_is_scikit_learns(model):
    known = model._known()
    weights = weigh(count(model, model.documents_["text"][known]), model.weights_)
    # with so many power iterations the randomized decomposition is as good as exact
    triplets = randomized_svd(weights, 6, random_state=0, n_iter=50)
    loadings, components = nndsvd(triplets, 6)
    exact = nndsvd(largest_triplets(weights, 6), 6)
    assert exact[0] == pytest.approx(loadings, abs=1e-6) and exact[1] == pytest.approx(components, abs=1e-6)
    first = np.sqrt(triplets[1][0]) * np.abs(triplets[2][0])
    assert components[0] == pytest.approx(np.where(first < 1e-6, 0, first))


def test_shares_under_lda_are_scikit_learns_transform(table, segmenter):
    model = TopicModel(3, method="lda", segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    counts = CountVectorizer(analyzer=str.split, vocabulary=list(model.vocabulary_)).fit_transform(table["text"])
    lda = LatentDirichletAllocation(3, max_iter=50, random_state=0, n_jobs=1).fit(counts.astype(float))
    expected = lda.transform(counts)
    ours = load_documents(counts.astype(float), lda.components_, method="lda")
    assert ours == pytest.approx(expected, abs=2e-3)


def test_transform_of_the_same_texts_gives_the_same_shares(small, table):
    assert np.array_equal(small.transform(table), small.document_topic_)
    assert np.array_equal(small.transform(table["text"].tolist()), small.document_topic_)


def test_a_text_without_known_terms_has_no_topic(small):
    assert np.isnan(small.transform(["完全不同 的 话"])).all()


def test_the_same_seed_gives_the_same_bytes(corpus, model):
    again = TopicModel(8, random_state=0).fit(corpus)
    for name in ("components_", "topic_term_", "document_topic_"):
        assert getattr(again, name).tobytes() == getattr(model, name).tobytes()
    pd.testing.assert_frame_equal(again.topics_, model.topics_, check_exact=True)
    pd.testing.assert_frame_equal(again.prevalence_, model.prevalence_, check_exact=True)


@pytest.mark.parametrize("change", [{"unit": "section"}, {"agencies": True}, {"cluster_level": 1}, {"init": "nndsvd"}, {"max_iter": 1}])
def test_a_setting_changes_the_model(corpus, change):
    models = [TopicModel(6, **settings).fit(corpus) for settings in ({}, change)]
    one, other = (topic_prevalence(model) for model in models)
    assert not one[["share", "low", "high"]].equals(other[["share", "low", "high"]])


def test_vocabulary_limits(table, segmenter):
    limits = {"segmenter": segmenter, "min_terms": 1, "labels": ()}
    model = TopicModel(2, max_share=0.9, max_terms=6, **limits).fit(table)
    assert len(model.vocabulary_) == 6
    counts = CountVectorizer(analyzer=str.split).fit_transform(table["text"])
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    model = TopicModel(2, min_documents=9, max_share=0.9, **limits).fit(table)
    assert len(model.vocabulary_) == (spread >= 9).sum()


def test_short_documents_are_left_out_but_listed(table, segmenter):
    short = pd.DataFrame({"plan": ["late"], "section": ["late/x"], "text": ["教师"]})
    model = TopicModel(3, segmenter=segmenter, min_terms=2, max_share=0.9).fit(pd.concat([table, short]))
    assert len(model.documents_) == len(table) + 1
    lost = np.isnan(model.document_topic_[:, 0])
    assert model.documents_.loc[lost, "text"].tolist() == ["教师"]
    assert model.prevalence_.groupby("plan")["paragraphs"].first().tolist() == [25, 25]


def test_examples_are_the_paragraphs_with_the_largest_share(model):
    examples = model.examples(n=3)
    assert examples.groupby("topic").size().tolist() == [3] * 8
    security = model.topics_.loc[model.topics_["top_terms"].str.startswith("网络安全、"), "topic"].item()
    shown = examples[examples["topic"] == security]
    assert shown["text"].str.contains("安全").all()
    assert shown["path"].notna().all()
    assert shown["share"].gt(0.5).all()


def test_one_plan_is_refused_unless_asked_for(corpus, table, segmenter):
    with pytest.raises(PolicylabError) as error:
        TopicModel(4).fit(corpus["smart-city-2021"])
    assert "The corpus has 1 plan (smart-city-2021)" in str(error.value)
    assert "`min_plans=1`" in str(error.value)
    model = TopicModel(4, min_plans=1).fit(corpus["smart-city-2021"])
    assert model.prevalence_["plan"].unique().tolist() == ["smart-city-2021"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_topics": 1}, "`n_topics` must be an int of at least 2, got 1."),
        ({"n_topics": "ten"}, "`n_topics` must be an int of at least 2, got 'ten'."),
        ({"method": "svd"}, "`method` must be one of 'lda', 'nmf', got 'svd'."),
        ({"n_topics": 500}, "`n_topics` is 500, but there are only 50 documents with 18 terms. Take at most 18 topics"),
        ({"min_documents": 40}, "No vocabulary is left"),
        ({"random_state": None}, "`random_state` must be an int of at least 0, got None."),
        ({"max_share": 0}, "`max_share` must be a share above 0, at most 1, got 0."),
        ({"unit": "sentence"}, "`unit` must be one of 'paragraph', 'section', got 'sentence'."),
    ],
)
def test_wrong_parameters_say_what_is_wrong(table, segmenter, settings, message):
    settings = {"segmenter": segmenter, "min_terms": 1, "max_share": 0.9} | settings
    with pytest.raises(PolicylabError) as error:
        TopicModel(**settings).fit(table)
    assert message in str(error.value)


def test_a_model_that_is_not_fitted_says_so():
    with pytest.raises(PolicylabError, match="not fitted yet"):
        TopicModel(3).transform(["文本"])


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_a_model_comes_back_as_it_was(tmp_path, table, segmenter, method):
    model = TopicModel(3, method=method, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    joblib.dump(model, tmp_path / "model.joblib")
    again = joblib.load(tmp_path / "model.joblib")
    pd.testing.assert_frame_equal(again.topics_, model.topics_, check_exact=True)
    pd.testing.assert_frame_equal(again.prevalence_, model.prevalence_, check_exact=True)
    assert np.array_equal(again.transform(table), model.document_topic_)
    assert np.array_equal(again.examples()["share"], model.examples()["share"])


def test_headings_and_the_segmenter_come_back_too(tmp_path, model):
    joblib.dump(model, tmp_path / "model.joblib")
    again = joblib.load(tmp_path / "model.joblib")
    pd.testing.assert_frame_equal(topic_chapters(again, level=2), topic_chapters(model, level=2), check_exact=True)
    assert again.segmenter_.fingerprint == model.segmenter_.fingerprint


def test_a_list_of_plans_is_fitted_as_their_corpus(corpus):
    of_list = TopicModel(4).fit([corpus[id] for id in corpus.ids])
    assert of_list.topics_.equals(TopicModel(4).fit(corpus).topics_)
    with pytest.raises(PolicylabError, match="`data` must be a corpus, a plan, a list of plans, counts of words, or a DataFrame"):
        TopicModel(4).fit(3)
