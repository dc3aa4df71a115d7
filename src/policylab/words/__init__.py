"""Words over time: segmentation, trends, keyness, concordance, co-occurrence, themes."""

from policylab.words._concordance import concordance, show_concordance
from policylab.words._index import token_counts
from policylab.words._keyness import keyness
from policylab.words._segmenter import Segmenter
from policylab.words._trends import keyword_trends

__all__ = ["Segmenter", "concordance", "keyness", "keyword_trends", "show_concordance", "token_counts"]
