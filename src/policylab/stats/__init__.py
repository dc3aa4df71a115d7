"""Intervals, tests, corrections, agreement: the only place where an interval is made."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
