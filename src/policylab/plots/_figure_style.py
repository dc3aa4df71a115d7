"""The style of the figures: font, page width, colours that survive grey printing, deterministic files."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
import logging
import os
import re
import unicodedata
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from policylab.checks import check_choice, check_has, check_number, check_path
from policylab.errors import PolicylabError, invalid
from policylab.files import write_bytes
from policylab.resources import resource_path
from policylab.resources._translation import LANGUAGES

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure

WIDTHS = {"double": 7.2, "single": 3.5}  # inches of two columns and of one, as most journals have them
FORMATS = ("svg", "png", "pdf", "tiff", "eps")
# fonts as TrueType in PDF and EPS, as outlines in SVG; a figure is as wide as it was made for, not cut to what it shows
_FILES = {
    "svg.hashsalt": "policylab", "svg.fonttype": "path", "pdf.fonttype": 42, "ps.fonttype": 42, "savefig.bbox": None,
}  # fmt: skip
_METADATA = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
    "tiff": {"pil_kwargs": {"compression": "tiff_lzw"}},
}
_MARKED = ("Lo", "Co", "Cn", "Cs")  # Han characters, private use, none at all
_settings = {"width": "double"}
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
    fonts = sorted(font for folder in folders for font in Path(folder).rglob("NotoSansSC*.ttf"))
    if not fonts:
        raise PolicylabError("The Chinese font is missing. Install it with `pip install zhplot`.")
    return fonts[0]


def set_theme(lang: str = "zh", *, width: str = "double") -> None:
    """Set the look of policylab's figures for all that is plotted from now on, and the width that they are drawn for.

    The functions of `policylab.plots` have this look without it; it is for plots of one's own beside them.

    Parameters
    ----------
    lang : {"zh", "en"}
        Checked here, so that a wrong one fails before any work is done. The font is the same for both, since
        Chinese terms stand in the English figures too.
    width : {"double", "single"}
        The columns of a page that a figure takes: 183 mm, or 89 mm.
    """
    check_choice("lang", lang, LANGUAGES)
    check_choice("width", width, WIDTHS)
    import matplotlib

    _settings["width"] = width
    matplotlib.rcParams.update(look())


def page_width() -> float:
    """Width of the figures in inches, as `set_theme` has it."""
    return WIDTHS[_settings["width"]]


def inches_of(ax: matplotlib.axes.Axes) -> float:
    """Width of the figure that an axes stands in, or of its part of a figure (`subfigures`)."""
    return ax.figure.bbox.width / ax.figure.dpi


def narrow() -> bool:
    """Whether the figures are for one column of a page."""
    return _settings["width"] == "single"


@functools.cache
def _characters() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(font_path())).get_charmap())


def mend_texts(figure: matplotlib.figure.Figure) -> None:
    """Put 〓, as Chinese printers do, for a Han character that the font lacks and for what is no character; part the lines."""
    from matplotlib.text import Text

    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        labels = [label.get_text() for label in axis.get_ticklabels()]
        if labels != [_marked(label) for label in labels]:  # an axis writes its labels anew whenever it is drawn
            axis.set_ticklabels([_marked(label) for label in labels])
    for text in figure.findobj(Text):
        if _marked(text.get_text()) != text.get_text():
            text.set_text(_marked(text.get_text()))
        if "\n" in text.get_text():
            text.set_linespacing(1.35)  # Chinese characters fill the line


def write_in_font(ax: matplotlib.axes.Axes) -> None:
    """Write an axes in policylab's font: one that was made before has its title and labels in another, perhaps without Chinese."""
    from matplotlib.text import Text

    family = look()["font.family"]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_tick_params(which="both", labelfontfamily=family)
    for text in ax.findobj(Text):
        text.set_fontfamily(family)


def _marked(text: str) -> str:
    return "".join(
        "〓" if char == "\ufffd" or (ord(char) not in _characters() and unicodedata.category(char) in _MARKED) else char
        for char in text
    )


@functools.cache
def look() -> dict[str, object]:
    import cycler
    import matplotlib
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(font_path()))
    return {
        **matplotlib.rc_params_from_file(resource_path("figures.mplstyle"), use_default_template=False),
        **_FILES,
        "font.family": [font_manager.FontProperties(fname=str(font_path())).get_name()],
        "axes.prop_cycle": cycler.cycler(color=_COLORS),
    }


def plan_styles(plans: Iterable[str]) -> dict[str, dict]:
    """Colour, marker, line style and hatch of each plan, by its place in the order given.

    Examples
    --------
    >>> plan_styles(["smart-city-2015", "smart-city-2021"])["smart-city-2021"]["marker"]
    's'
    """
    check_has("plans", plans, "__iter__", "a list of ids of plans")
    names = list(dict.fromkeys(plans))
    return {
        plan: {
            "color": _COLORS[i % len(_COLORS)],
            "marker": _MARKERS[(i + i // len(_MARKERS)) % len(_MARKERS)],
            "linestyle": _LINES[i % len(_LINES)],
            "hatch": _HATCHES[i % len(_HATCHES)],
        }
        for i, plan in enumerate(names)
    }


def save(
    figure: matplotlib.figure.Figure | matplotlib.axes.Axes | Iterable[matplotlib.axes.Axes],
    stem: str | os.PathLike,
    *,
    formats: Iterable[str] = ("svg", "png"),
    dpi: float | None = None,
    width: str | None = None,
) -> list[Path]:
    """Write a figure in one or more formats, byte for byte the same each time, with its characters or their outlines in it.

    Parameters
    ----------
    figure : Figure, Axes, or sequence of Axes
        A matplotlib figure, or what is drawn in one.
    stem : path
        The files' path without ending; they are written beside and moved into place.
    formats : iterable of {"svg", "png", "pdf", "tiff", "eps"}
    dpi : float, optional
        Dots an inch of PNG and TIFF; 200 without it.
    width : {"double", "single"}, optional
        Make it 183 mm or 89 mm wide. It keeps its height: `set_theme` with this width, before drawing, does better.

    Returns
    -------
    list of Path
        A file a format, in their order.

    Raises
    ------
    PolicylabError
        If a format, dpi or width is none, or the figure has a character that the font lacks.
    """
    figure = figure_of(figure)
    check_path("stem", stem)
    stem = Path(stem)
    import matplotlib

    formats, dpi = check_saving(formats, dpi)
    mend_texts(figure)
    if width is not None:
        check_choice("width", width, WIDTHS)
        figure.set_figwidth(WIDTHS[width])
    contents: dict[Path, bytes] = {}
    # EPS takes its date from the environment, and the time of day without it
    no_date = mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="0")
    with matplotlib.rc_context(_FILES), warnings.catch_warnings(), no_date, _stated_font_box():
        warnings.filterwarnings("error", message=r"Glyph \d+ .* missing")
        for name in ("matplotlib.font_manager", "matplotlib.backends.backend_ps", "fontTools.subset"):
            logging.getLogger(name).setLevel(logging.ERROR)
        for kind in formats:
            buffer = io.BytesIO()
            try:
                figure.savefig(buffer, format=kind, dpi=dpi, **_METADATA.get(kind, {}))
            except UserWarning as warning:
                char = re.search(r"Glyph (\d+)", str(warning))
                shown = f" {chr(int(char[1]))!r}" if char else ""
                raise PolicylabError(
                    f"The figure {stem.name} was not written: the font has no glyph for{shown}. "
                    "Call `policylab.plots.set_theme()` before plotting."
                ) from None
            contents[stem.with_name(f"{stem.name}.{kind}")] = buffer.getvalue()
    for path, data in contents.items():
        write_bytes(path, data)
    return list(contents)


def figure_of(figure):
    """The one matplotlib figure that something is, or is drawn in."""
    import numpy as np

    # axes, a seaborn grid, a part of a figure and a figure itself all have it, and a part the canvas of the whole
    canvases = [getattr(getattr(part, "figure", None), "canvas", None) for part in np.ravel(figure)]
    owner = getattr(canvases[0], "figure", None) if len(set(canvases)) == 1 else None
    if not hasattr(owner, "savefig"):
        raise invalid("figure", figure, "a matplotlib figure, or axes of one")
    return owner


def check_saving(formats: Iterable[str], dpi: float | None) -> tuple[list[str], float]:
    """The formats, each once, and the dots an inch, if they are such."""
    given = [formats] if isinstance(formats, str) else list(formats)
    for kind in given:
        check_choice("formats", kind, FORMATS)
    if dpi is not None:
        check_number("dpi", dpi, 30, 1200, what="a number of dots an inch", more=", or None")
    return list(dict.fromkeys(given)), float(dpi or 200)


def _stated_font_box() -> contextlib.AbstractContextManager:
    """The box of a font's glyphs, which EPS has, as the font states it.

    matplotlib measures it, glyph by glyph: for 30,000 of them that takes twenty times as long as all the rest.
    """
    from matplotlib.backends import backend_ps

    def box(font) -> tuple:
        return tuple(getattr(font["head"], name) for name in ("xMin", "yMin", "xMax", "yMax"))

    return mock.patch.object(backend_ps, "_bounds", box, create=True)
