"""Words over time: segmentation, trends, keyness, sensitivity, concordance, co-occurrence, themes."""

from policylab.words._change import declining_terms, emerging_terms, term_changes
from policylab.words._collocates import collocates
from policylab.words._concordance import concordance, show_concordance
from policylab.words._cooccurrence import cooccurrence
from policylab.words._index import token_counts
from policylab.words._keyness import keyness
from policylab.words._network import cooccurrence_network, network_nodes, write_gexf
from policylab.words._segmenter import Segmenter, segmenter_for
from policylab.words._sensitivity import sensitivity
from policylab.words._suggest import suggest_terms
from policylab.words._theme_counts import read_themes
from policylab.words._themes import theme_coverage, theme_terms, theme_weights
from policylab.words._trends import keyword_trends

__all__ = [
    "Segmenter",
    "collocates",
    "concordance",
    "cooccurrence",
    "cooccurrence_network",
    "declining_terms",
    "emerging_terms",
    "keyness",
    "keyword_trends",
    "network_nodes",
    "read_themes",
    "segmenter_for",
    "sensitivity",
    "show_concordance",
    "suggest_terms",
    "term_changes",
    "theme_coverage",
    "theme_terms",
    "theme_weights",
    "token_counts",
    "write_gexf",
]
