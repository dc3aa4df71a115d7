"""What the figures of targets share: their texts, names, numbers and axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from policylab.errors import PolicylabError, choice
from policylab.plots._theme import LANGS
from policylab.resources import load_toml

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__: list[str] = []


def texts(lang: str):
    if lang not in LANGS:
        raise choice("lang", lang, LANGS)
    labels = load_toml("target_labels.toml")
    return lambda key, **values: labels[key][lang].format(**values)


def need(table: pd.DataFrame, columns: tuple[str, ...], maker: str) -> None:
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise PolicylabError(f"The table lacks the columns {', '.join(missing)}. Make it with `{maker}`.")


def single(width: float, height: float) -> Axes:
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def grid(panels: int, columns: int) -> np.ndarray:
    import matplotlib.pyplot as plt

    rows = math.ceil(panels / columns)
    columns = min(columns, panels)
    _, axes = plt.subplots(rows, columns, figsize=(3.6 * columns, 2.9 * rows), layout="constrained", squeeze=False)
    for extra in axes.ravel()[panels:]:
        extra.set_axis_off()
    return axes.ravel()


def nothing(axes: Axes, lang: str) -> None:
    """Say that there is nothing to draw, without axes that would look like data."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, texts(lang)("nothing"), ha="center", va="center", transform=axes.transAxes)


def wrapped(title: str, width: int = 16) -> str:
    """A long indicator on two lines."""
    return title if len(title) <= width else title[: (len(title) + 1) // 2] + "\n" + title[(len(title) + 1) // 2 :]


def heading(title: object) -> str:
    return title if isinstance(title, str) else ""


def missing(value: object) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def short(value: object, lang: str) -> str:
    """A value as a reader of the language writes it: 5万, 50k."""
    number = float(value)
    chinese = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
    for size, name in chinese if lang == "zh" else ((1e12, "T"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:g}{name}"
    return f"{number:g}"
