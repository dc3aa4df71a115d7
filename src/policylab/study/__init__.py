"""The study: notebooks that are run, their tables and figures, and what a run says about the published ones.

In a notebook: `begin` (parameters, theme, and a `Session` that writes tables, figures and findings) and `load`.
From a script: `run_notebooks`, `compare_tables`, `diff_runs`, `publish_run`, `new_study`, `add_source`.
"""

from __future__ import annotations

import importlib

_HOME = {
    "Session": "_session",
    "TypedText": "_notebooks",
    "cell_text": "_csv",
    "table_text": "_csv",
    "begin": "_session",
    "load": "_session",
    "Study": "_places",
    "find_study": "_places",
    "run_notebooks": "_runner",
    "RunReport": "_report",
    "NotebookResult": "_report",
    "compare_tables": "_comparison",
    "changed_cells": "_comparison",
    "diff_runs": "_diff",
    "RunDiff": "_diff",
    "publish_run": "_publish",
    "new_study": "_scaffold",
    "add_source": "_scaffold",
    "doubled_sources": "_doubles",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    # The command line asks only for the runner: a notebook's pandas must not be loaded for it.
    if name in _HOME:
        return getattr(importlib.import_module(f"policylab.study.{_HOME[name]}"), name)
    raise AttributeError(f"module 'policylab.study' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
