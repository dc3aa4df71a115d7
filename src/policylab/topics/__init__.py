"""Themes: topic models of plans, with their own test of stability."""

from policylab.topics._model import TopicModel
from policylab.topics._prevalence import prevalence_change, topic_prevalence
from policylab.topics._stability import TopicStability, default_segmentations, topic_stability

__all__ = ["TopicModel", "TopicStability", "default_segmentations", "prevalence_change", "topic_prevalence", "topic_stability"]
