"""Numeric statements of plans: the ledger, its lineage from plan to plan, its evaluation and its audit."""

from __future__ import annotations

import importlib

# loaded on first use, so that `import policylab` stays light
_HOME = {
    "audit_sheet": "_audit",
    "compare_targets": "_lineage",
    "convert": "_units",
    "evaluate": "_evaluation",
    "evaluate_sentences": "_sets",
    "extract_targets": "_ledger",
    "find_unit": "_units",
    "mismatches": "_evaluation",
    "parse_number": "_numerals",
    "restated_targets": "_restatement",
    "same_dimension": "_units",
    "score_audit": "_audit",
    "target_counts": "_summary",
    "target_lineage": "_lineage",
    "target_series": "_paths",
    "target_specificity": "_summary",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'policylab.targets' has no attribute {name!r}")
    return getattr(importlib.import_module(f"policylab.targets.{_HOME[name]}"), name)
