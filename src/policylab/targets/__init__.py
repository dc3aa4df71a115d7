"""Numeric statements of plans: the ledger, its lineage from plan to plan, its evaluation and its audit."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
