"""Figures: DataFrames in, matplotlib Axes out. Call `set_theme()` once, then a function of this package."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
