"""Topics over shards: the library's own where the sample is all there is, and near to them by mini-batches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab.batch import ShardTopicModel, run_batch


@pytest.fixture(scope="module")
def topics_out(tmp_path_factory):
    """The words of the four plans, in shards of one plan."""
    out = tmp_path_factory.mktemp("topics")
    run_batch(policylab.load_corpus(), out, steps="words", batch_documents=1)
    return out


@pytest.fixture(scope="module")
def small_model():
    """The library's model on the same paragraphs."""
    corpus = policylab.load_corpus()
    model = policylab.TopicModel(6, segmenter=policylab.Segmenter(engine="rjieba"))
    # a table of paragraphs, from which the notes of agencies are not taken out a second time
    return model.fit(corpus.paragraphs)


def matched(a: ShardTopicModel, b: policylab.TopicModel) -> np.ndarray:
    """Cosines of the topics of one model with the nearest ones of another."""
    words = sorted({*a.vocabulary_, *b.vocabulary_})
    rows = [
        pd.DataFrame(model.topic_term_, columns=model.vocabulary_).reindex(columns=words, fill_value=0).to_numpy()
        for model in (a, b)
    ]
    rows = [row / np.linalg.norm(row, axis=1, keepdims=True) for row in rows]
    return (rows[0] @ rows[1].T).max(axis=1)


def test_with_all_paragraphs_in_the_sample_it_is_the_librarys_model(topics_out, small_model):
    model = ShardTopicModel(6).fit(topics_out)
    assert model.vocabulary_.tolist() == small_model.vocabulary_.tolist()
    assert (matched(model, small_model) > 0.999).all()
    assert sorted(model.topics_["top_terms"]) == sorted(small_model.topics_["top_terms"])
    expected = small_model.topics_.set_index("top_terms")["npmi"]
    np.testing.assert_allclose(model.topics_["npmi"], expected[model.topics_["top_terms"]])


def test_mini_batches_come_near_to_it(topics_out, small_model):
    model = ShardTopicModel(6, sample=200, block=64, passes=5).fit(topics_out)
    assert np.median(matched(model, small_model)) > 0.7


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_the_fit_does_not_depend_on_the_shards(topics_out, tmp_path, method):
    run_batch(policylab.load_corpus(), tmp_path, steps="words", batch_documents=4)
    settings = {"method": method, "sample": 200, "block": 64}
    one, other = (ShardTopicModel(4, **settings).fit(out) for out in (topics_out, tmp_path))
    assert one.components_.tobytes() == other.components_.tobytes()
    pd.testing.assert_frame_equal(one.topics_, other.topics_)


def test_shares_sum_to_one_and_prevalence_is_their_mean(topics_out):
    model = ShardTopicModel(4).fit(topics_out)
    shares = pd.concat(model.transform(topics_out), ignore_index=True)
    rows = shares.filter(like="topic_").dropna()
    assert len(rows) == model.n_paragraphs_
    np.testing.assert_allclose(rows.sum(axis=1), 1)
    np.testing.assert_allclose(model.prevalence_["share"], rows.mean().to_numpy())
    assert model.topics_["share"].is_monotonic_decreasing


def test_too_few_paragraphs_say_so(tmp_path):
    run_batch(["建设智慧城市，发展数字经济，保障网络安全。"] * 3, tmp_path, steps="words")
    with pytest.raises(ValueError, match="`n_topics` is 10, but there are only 3 paragraphs"):
        ShardTopicModel(10, max_share=1.0).fit(tmp_path)
    with pytest.raises(ValueError, match="is not fitted yet"):
        next(ShardTopicModel().transform(tmp_path))
