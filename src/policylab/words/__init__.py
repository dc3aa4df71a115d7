"""Words over time: segmentation, trends, keyness, sensitivity, concordance, co-occurrence, themes."""

from __future__ import annotations

import importlib

# loaded on first use: a process that only cuts words needs none of scipy and pandas
_HOME = {
    "Segmenter": "_segmenter",
    "collocates": "_collocates",
    "concordance": "_concordance",
    "cooccurrence": "_cooccurrence",
    "cooccurrence_network": "_network",
    "declining_terms": "_change",
    "emerging_terms": "_change",
    "keyness": "_keyness",
    "keyword_trends": "_trends",
    "network_nodes": "_network",
    "read_themes": "_theme_counts",
    "segmenter_for": "_segmenter",
    "sensitivity": "_sensitivity",
    "show_concordance": "_concordance",
    "suggest_terms": "_suggest",
    "term_changes": "_change",
    "theme_coverage": "_themes",
    "theme_terms": "_themes",
    "theme_weights": "_themes",
    "token_counts": "_index",
    "write_gexf": "_network",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'policylab.words' has no attribute {name!r}")
    return getattr(importlib.import_module(f"policylab.words.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
