"""From a source's bytes to a clean text with its outline, each character traceable to the source."""

from policylab.corpus._cleaning import CleanText, clean_text
from policylab.corpus._corpus import Corpus, load_corpus
from policylab.corpus._plan import Plan

__all__ = ["CleanText", "Corpus", "Plan", "clean_text", "load_corpus"]
