"""The study: notebooks that are run, their tables and figures, and what a run says about the published ones.

In a notebook: `begin` (parameters, theme, and a `Session` that writes tables, figures and findings) and `load`.
From a script: `run_notebooks`, `compare_tables`, `diff_runs`, `publish_run`, `new_study`, `add_source`.
"""

import lazy_loader as lazy

# The command line asks only for the runner: a notebook's pandas must not be loaded for it.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
