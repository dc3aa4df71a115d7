"""Figures: DataFrames in, matplotlib Axes out. Call `set_theme()` once, then a function of this package."""

from __future__ import annotations

import importlib
import pkgutil

_THEME = ("font_path", "label", "plan_styles", "save", "set_theme")


def _home(name: str) -> str | None:
    """The module that defines `name` as a public figure."""
    if name in _THEME:
        return "_theme"
    for module in pkgutil.iter_modules(__path__):
        if module.name != "_theme" and name in importlib.import_module(f"{__name__}.{module.name}").__all__:
            return module.name
    return None


def __getattr__(name: str):
    if not name.startswith("_"):
        home = _home(name)
        if home is not None:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module 'policylab.plots' has no attribute {name!r}")
