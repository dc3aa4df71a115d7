"""The reader of numbers: numerals, magnitudes, units, ranges, ratios, years, and all quantities of a text."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
