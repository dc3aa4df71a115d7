"""A map of the paragraphs: near each other where they share topics."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from policylab.errors import invalid
from policylab.topics._documents import TooLittleText
from policylab.topics._model import TopicModel

LEAST = 10
TYPICAL = 30.0


def map_documents(model: TopicModel, *, perplexity: float | None = None, random_state: int = 0) -> pd.DataFrame:
    """Place every document in two dimensions, so that documents with the same topics are neighbours.

    t-SNE (van der Maaten & Hinton 2008) on the Hellinger distances of the topic shares, from a start by principal
    components, on one thread. Neighbourhoods can be read, distances between far groups and the sizes of groups cannot.

    Parameters
    ----------
    model : TopicModel
        A fitted model.
    perplexity : float or None
        Roughly how many neighbours count; less than a third of the documents. None is 30, or what fewer documents
        allow.
    random_state : int

    Returns
    -------
    DataFrame
        document, plan, topic (the largest share), share, x, y (no unit).

    Raises
    ------
    TooLittleText
        If fewer than ten documents are long enough to have a topic.
    PolicylabError
        If `perplexity` is out of its range.

    Examples
    --------
    >>> import policylab
    >>> from policylab.topics import TopicModel, map_documents
    >>> model = TopicModel(6).fit(policylab.load_corpus())
    >>> map_documents(model).columns.tolist()
    ['document', 'plan', 'topic', 'share', 'x', 'y']
    """
    model._require_fit()
    known = model._known()
    shares = model.document_topic_[known]
    if len(shares) < LEAST:
        raise TooLittleText(f"A map needs at least {LEAST} documents, and the model has {len(shares)}. Add plans.")
    if perplexity is None:
        perplexity = min(TYPICAL, (len(shares) - 1) / 3)
    if not 1 <= perplexity < len(shares) / 3:
        raise invalid("perplexity", perplexity, f"a number from 1 to {len(shares) / 3:.0f}, a third of the documents")
    points = np.round(np.sqrt(shares / 2), 8)
    with threadpool_limits(limits=1):
        # documents with the same single topic coincide; so small a shift parts them and moves nothing else
        points += np.random.default_rng(random_state).normal(scale=1e-4, size=points.shape)
        place = TSNE(2, perplexity=perplexity, init="pca", learning_rate="auto", random_state=random_state,
                     n_jobs=1).fit_transform(points)
    frame = model.documents_.loc[known, ["document", "plan"]].reset_index(drop=True)
    frame["topic"] = shares.argmax(axis=1) + 1
    frame["share"] = shares.max(axis=1)
    frame["x"], frame["y"] = np.round(place - place.mean(axis=0), 3).T.astype(float)
    return frame
