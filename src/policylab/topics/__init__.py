"""Themes: topic models of plans, with their own test of stability."""

from policylab.stats import krippendorff_alpha
from policylab.topics._choose import TopicNumber, choose_n_topics
from policylab.topics._crosswalk import topic_chapters, topic_themes
from policylab.topics._documents import TooLittleText
from policylab.topics._intrusion import IntrusionScore, score_intrusion, write_intrusion
from policylab.topics._map import map_documents
from policylab.topics._model import TopicModel
from policylab.topics._prevalence import prevalence_change, topic_prevalence
from policylab.topics._stability import TopicStability, default_segmentations, topic_stability
from policylab.topics._store import load_model

__all__ = [
    "IntrusionScore",
    "TooLittleText",
    "TopicModel",
    "TopicNumber",
    "TopicStability",
    "choose_n_topics",
    "default_segmentations",
    "krippendorff_alpha",
    "load_model",
    "map_documents",
    "prevalence_change",
    "score_intrusion",
    "topic_chapters",
    "topic_prevalence",
    "topic_stability",
    "topic_themes",
    "write_intrusion",
]
