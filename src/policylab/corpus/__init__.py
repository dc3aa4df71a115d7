"""A catalogue of plans, and what stands in each: its outline, its agencies, its readings against another printing."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
