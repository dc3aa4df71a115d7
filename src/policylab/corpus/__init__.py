"""From a source's bytes to a clean text with its outline, each character traceable to the source."""

from __future__ import annotations

import importlib

# loaded on first use: loading a corpus must not wait for pandas, nor for the readers of PDF and HTML
_HOME = {
    "CleanText": "_cleaning",
    "Corpus": "_corpus",
    "Plan": "_plan",
    "Source": "_sources",
    "as_plans": "_members",
    "check": "_check",
    "check_lines": "_check",
    "clean_text": "_cleaning",
    "collate": "_collation",
    "load_corpus": "_corpus",
    "outline": "_outline",
    "read_source": "_sources",
    "sections_above": "_members",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'policylab.corpus' has no attribute {name!r}")
    return getattr(importlib.import_module(f"policylab.corpus.{_HOME[name]}"), name)
