"""Models in a folder."""

import json

import numpy as np
import pandas as pd
import pytest

from policylab.errors import PolicylabError
from policylab.topics import TopicModel, load_model, topic_chapters


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_a_model_comes_back_as_it_was(tmp_path, table, segmenter, method):
    model = TopicModel(3, method=method, segmenter=segmenter, min_terms=1, max_share=0.9).fit(table)
    again = load_model(model.save(tmp_path / "model"), segmenter=segmenter)
    pd.testing.assert_frame_equal(again.topics_, model.topics_, check_exact=True)
    pd.testing.assert_frame_equal(again.prevalence_, model.prevalence_, check_exact=True, check_dtype=False)
    assert again.documents_["text"].tolist() == model.documents_["text"].tolist()
    assert np.array_equal(again.transform(table), model.document_topic_)
    assert np.array_equal(again.examples()["share"], model.examples()["share"])
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == ["arrays.npz", "documents.csv", "model.json"]


def test_headings_come_back_too(tmp_path, model):
    again = load_model(model.save(tmp_path))
    pd.testing.assert_frame_equal(topic_chapters(again, level=2), topic_chapters(model, level=2), check_exact=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "arrays.npz", "documents.csv", "model.json", "sections.csv"]  # fmt: skip


def test_the_same_model_is_the_same_bytes(tmp_path, small):
    for name in ("one", "two"):
        small.save(tmp_path / name)
    for file in ("arrays.npz", "documents.csv", "model.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_nothing_is_pickled(tmp_path, small):
    small.save(tmp_path)
    with np.load(tmp_path / "arrays.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays} == {"f"}


def test_another_version_says_so(tmp_path, small, segmenter):
    small.save(tmp_path)
    content = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    (tmp_path / "model.json").write_text(json.dumps(content | {"format": 99}), encoding="utf-8")
    with pytest.raises(PolicylabError, match="has format 99, and this version of policylab reads format 1"):
        load_model(tmp_path, segmenter=segmenter)


def test_another_segmenter_is_refused(tmp_path, small):
    small.save(tmp_path)
    with pytest.raises(PolicylabError, match="was fitted on words of space-1"):
        load_model(tmp_path)


def test_what_is_not_there_or_broken_is_named(tmp_path, small, segmenter):
    with pytest.raises(PolicylabError, match="model.json is not there"):
        load_model(tmp_path)
    small.save(tmp_path)
    (tmp_path / "arrays.npz").unlink()
    with pytest.raises(PolicylabError, match="is not complete"):
        load_model(tmp_path, segmenter=segmenter)
    (tmp_path / "model.json").write_text("{", encoding="utf-8")
    with pytest.raises(PolicylabError, match="is no JSON"):
        load_model(tmp_path, segmenter=segmenter)
