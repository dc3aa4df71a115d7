"""The look of the figures: font, colours that survive grey printing, bilingual labels, deterministic files."""

from __future__ import annotations

import functools
import importlib.util
import io
import logging
import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError, choice, unknown
from policylab.resources import load_toml

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure

LANGS = ("zh", "en")
_HASHSALT = "policylab"
# Wong's palette (2011), told apart by colour-blind readers, in an order whose lightness differs from one to the next;
# marker, line style and hatch tell the plans apart without any colour.
_COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#999999")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 3)))
_HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo", "--")


@functools.cache
def font_path() -> Path:
    """The Noto Sans SC that the package zhplot carries (found without importing it, which would set rcParams).

    >>> font_path().name
    'NotoSansSC-Regular.ttf'
    """
    spec = importlib.util.find_spec("zhplot")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        fonts = sorted(Path(folder).rglob("NotoSansSC*.ttf"))
        if fonts:
            return fonts[0]
    raise PolicylabError("The Chinese font is missing. Install it with `pip install zhplot`.")


@functools.cache
def _font_name() -> str:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(font_path()))
    return font_manager.FontProperties(fname=str(font_path())).get_name()


def check_lang(lang: object) -> None:
    if lang not in LANGS:
        raise choice("lang", lang, LANGS)


def set_theme(lang: str = "zh") -> None:
    """Set seaborn's theme with a font that has every Chinese character; call it once before plotting.

    Parameters
    ----------
    lang : {"zh", "en"}
        Checked here, so that a wrong one fails before any work is done. The font is the same for both, since
        Chinese terms stand in the English figures too.
    """
    check_lang(lang)
    import seaborn

    seaborn.set_theme(
        context="notebook",
        style="whitegrid",
        palette=list(_COLORS),
        rc={
            "font.family": [_font_name()],
            "font.size": 10,
            "text.parse_math": False,  # a title or term with dollar signs (US$5亿与$7亿) is text, no formula
            "axes.titlesize": 11,
            "axes.labelsize": 10,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "legend.fontsize": 9,
            "axes.unicode_minus": False,
            "axes.titleweight": "normal",
            "figure.titleweight": "normal",
            "grid.color": "#dddddd",
            "hatch.linewidth": 0.6,
            "figure.dpi": 100,
            "savefig.dpi": 150,
            "savefig.bbox": "tight",
            "svg.fonttype": "path",
            "svg.hashsalt": _HASHSALT,
        },
    )


def plan_styles(plans: Iterable[str]) -> dict[str, dict]:
    """Colour, marker, line style and hatch of each plan, by its place in the order given.

    Examples
    --------
    >>> plan_styles(["smart-city-2015", "smart-city-2021"])["smart-city-2021"]["marker"]
    's'
    """
    names = list(dict.fromkeys(plans))
    return {
        plan: {
            "color": _COLORS[i % len(_COLORS)],
            "marker": _MARKERS[i % len(_MARKERS)],
            "linestyle": _LINES[i % len(_LINES)],
            "hatch": _HATCHES[i % len(_HATCHES)],
        }
        for i, plan in enumerate(names)
    }


def label(key: str, lang: str = "zh", **values: object) -> str:
    """A fixed text of the figures, from ``labels.toml``; `values` fill its ``{fields}``.

    >>> label("per_10k", "en")
    'Rate per 10 000 tokens'
    """
    check_lang(lang)
    labels = load_toml("labels.toml")
    if key not in labels:
        raise unknown("label", key, labels)
    text = labels[key][lang]
    return text.format(**values) if values else text


def save(figure: matplotlib.figure.Figure | matplotlib.axes.Axes, stem: str | os.PathLike) -> list[Path]:
    """Write a figure as SVG and PNG, byte for byte the same each time.

    Parameters
    ----------
    figure : Figure or Axes
    stem : path
        The files' path without ending; they are written beside and moved into place.

    Returns
    -------
    list of Path
        The SVG and the PNG.

    Raises
    ------
    PolicylabError
        If a character has no glyph: a figure with boxes in place of characters is not written.
    """
    figure = getattr(figure, "figure", figure)
    stem = Path(stem)
    import matplotlib

    contents: dict[str, bytes] = {}
    with matplotlib.rc_context({"svg.hashsalt": _HASHSALT, "svg.fonttype": "path"}), warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph \d+ .* missing")
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        for kind, metadata in (("svg", {"Date": None, "Creator": None}), ("png", {"Software": None})):
            buffer = io.BytesIO()
            try:
                figure.savefig(buffer, format=kind, metadata=metadata)
            except UserWarning as warning:
                char = re.search(r"Glyph (\d+)", str(warning))
                shown = f" {chr(int(char[1]))!r}" if char else ""
                raise PolicylabError(
                    f"The figure {stem.name} was not written: the font has no glyph for{shown}. "
                    "Call `policylab.plots.set_theme()` before plotting."
                ) from None
            contents[kind] = buffer.getvalue()
    stem.parent.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind, data in contents.items():
        path = stem.with_name(f"{stem.name}.{kind}")
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(data)
        os.replace(beside, path)
        paths.append(path)
    return paths
