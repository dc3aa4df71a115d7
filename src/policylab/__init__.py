"""Compare Chinese policy plans: their words, their themes, their numeric targets, over time."""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

# name -> module that defines it; loaded on first use, so that `import policylab` stays light
_LAZY = {
    "load_corpus": "policylab.corpus",
    "clean_text": "policylab.text",
    "read_source": "policylab.text",
    "collate": "policylab.corpus",
    "Corpus": "policylab.corpus",
    "Plan": "policylab.corpus",
    "extract_targets": "policylab.targets",
    "verify": "policylab.targets",
    "target_lineage": "policylab.targets",
    "Segmenter": "policylab.words",
    "keyword_trends": "policylab.words",
    "keyness": "policylab.words",
    "concordance": "policylab.words",
    "cooccurrence": "policylab.words",
    "emerging_terms": "policylab.words",
    "declining_terms": "policylab.words",
    "suggest_terms": "policylab.words",
    "TopicModel": "policylab.topics",
    "topic_stability": "policylab.topics",
    "text_reuse": "policylab.compare",
    "run_batch": "policylab.batch",
    "plots": "policylab.plots",
    "study": "policylab.study",
}
__all__ = sorted(_LAZY)


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module 'policylab' has no attribute {name!r}")
    module = importlib.import_module(_LAZY[name])
    return module if _LAZY[name] == f"policylab.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
