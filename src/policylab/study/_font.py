"""The characters of a page as a font within it: Chinese shows on a computer that has no Chinese font, too."""

from __future__ import annotations

import base64
import io

FAMILY = "policylab Han"
# JupyterLab's own families; before them the font within the page, which has nothing but Han: a browser that comes to it
# last may have drawn its boxes already
_NOTEBOOK = f""":root {{
  --jp-ui-font-family: "{FAMILY}", system-ui, -apple-system, "Segoe UI", helvetica, arial, sans-serif;
  --jp-content-font-family: var(--jp-ui-font-family);
  --jp-code-font-family: "{FAMILY}", menlo, consolas, "DejaVu Sans Mono", monospace;
}}
"""
_HAN = 0x2E80  # from the Han radicals on; every system shows what is before


def with_font(page: str) -> str:
    """A notebook's HTML page with its characters as a font within it."""
    return page.replace("</head>", f"<style>\n{font_face(page)}{_NOTEBOOK}</style>\n</head>", 1)


def font_face(text: str) -> str:
    """A CSS rule with those characters of Noto Sans SC that a text has; the same bytes for the same text.

    >>> font_face("规划")[:44]
    '@font-face { font-family: "policylab Han"; s'
    """
    from fontTools import subset

    from policylab.plots import font_path

    options = subset.Options(flavor="woff", layout_features=[], hinting=False, recalc_timestamp=False)
    buffer = io.BytesIO()
    with subset.load_font(str(font_path()), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes={ord(char) for char in text if ord(char) >= _HAN})
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    source = f'src: url("data:font/woff;base64,{data}") format("woff")'
    return f'@font-face {{ font-family: "{FAMILY}"; {source}; unicode-range: U+{_HAN:X}-10FFFF; }}\n'
