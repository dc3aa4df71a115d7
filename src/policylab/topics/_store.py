"""Stored models: a folder of npz, JSON and CSV that loads without pickle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.errors import PolicylabError
from policylab.topics._model import TopicModel
from policylab.words._segmenter import Segmenter, default_segmenter

FORMAT = 1
PARAMETERS = ("n_topics", "method", "random_state", "unit", "min_documents", "max_share", "max_terms", "min_terms",
              "agencies", "cluster_level", "init", "max_iter", "min_plans", "n_bootstrap")


def save_model(model: TopicModel, folder: str | Path) -> Path:
    """Write a fitted model into a folder; the same model gives the same bytes.

    ``model.json`` has the parameters, the vocabulary and the tables of topics and prevalence, ``arrays.npz`` the
    numbers, ``documents.csv`` the paragraphs, and ``sections.csv`` the headings.
    """
    model._require_fit()
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "format": FORMAT,
        "parameters": {name: _plain(getattr(model, name)) for name in PARAMETERS},
        "segmenter": model.segmenter_.fingerprint,
        "plans": list(model.plans_),
        "vocabulary": list(model.vocabulary_),
        "topics": _records(model.topics_),
        "prevalence": _records(model.prevalence_),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    arrays = {"components": model.components_, "document_topic": model.document_topic_, "topic_term": model.topic_term_}
    if model.idf_ is not None:
        arrays["idf"] = model.idf_
    np.savez_compressed(folder / "arrays.npz", **arrays)
    model.documents_.to_csv(folder / "documents.csv", index=False, lineterminator="\n")
    if model.sections_ is not None:
        model.sections_.to_csv(folder / "sections.csv", index=False, lineterminator="\n")
    return folder


def load_model(folder: str | Path, *, segmenter: Segmenter | None = None) -> TopicModel:
    """Load a model that `TopicModel.save` wrote.

    Parameters
    ----------
    folder : path
    segmenter : Segmenter, optional
        The segmenter that the model was fitted with; the default one if not given. Another one is an error, as its
        words would not be those of the vocabulary.

    Returns
    -------
    TopicModel

    Examples
    --------
    >>> import policylab, tempfile
    >>> from policylab.topics import TopicModel, load_model
    >>> model = TopicModel(4).fit(policylab.load_corpus())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = load_model(model.save(folder))
    >>> again.topics_.equals(model.topics_)
    True
    """
    folder = Path(folder)
    content = _read(folder)
    segmenter = segmenter or default_segmenter()
    if content["segmenter"] != segmenter.fingerprint:
        raise PolicylabError(
            f"The model in {folder} was fitted on words of {content['segmenter']}, and the segmenter is "
            f"{segmenter.fingerprint}. Give the same one: `load_model(folder, segmenter=...)`, or fit again."
        )
    model = TopicModel(**content["parameters"], segmenter=segmenter)
    try:
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            model.components_, model.topic_term_ = arrays["components"], arrays["topic_term"]
            model.document_topic_ = arrays["document_topic"]
            model.idf_ = arrays["idf"] if "idf" in arrays else None
        documents = pd.read_csv(folder / "documents.csv", encoding="utf-8")
        sections = folder / "sections.csv"
        model.sections_ = pd.read_csv(sections, encoding="utf-8") if sections.is_file() else None
    except (OSError, KeyError, ValueError) as error:
        raise PolicylabError(f"The model in {folder} is not complete: {error}. Save it again.") from error
    model.segmenter_, model.plans_ = segmenter, tuple(content["plans"])
    model.vocabulary_ = np.array(content["vocabulary"], dtype=object)
    model.documents_ = documents.astype({"path": object}).where(documents.notna(), None)
    model.topics_ = pd.DataFrame(content["topics"])
    model.prevalence_ = pd.DataFrame(content["prevalence"])
    return model


def _read(folder: Path) -> dict:
    try:
        content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PolicylabError(f"There is no model in {folder}: model.json is not there.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PolicylabError(f"{folder / 'model.json'} is no JSON: {error}.") from error
    version = content.get("format") if isinstance(content, dict) else None
    if version != FORMAT:
        raise PolicylabError(
            f"The model in {folder} has format {version!r}, and this version of policylab reads format {FORMAT}. "
            "Fit it again, or load it with the version that wrote it."
        )
    return content


def _records(frame: pd.DataFrame) -> list[dict]:
    """Rows as JSON holds them: numbers in full, a missing value as null."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value
