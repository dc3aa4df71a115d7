"""Pieces of HTML: everything that goes through here is escaped."""

from __future__ import annotations

import html
import json
from urllib.parse import quote

from policylab.resources import load_toml


def escaped(text: object) -> str:
    """Any text as HTML text or attribute.

    >>> escaped('<b title="5G">')
    '&lt;b title=&quot;5G&quot;&gt;'
    """
    return html.escape(str(text), quote=True)


def both(en: str, zh: str) -> str:
    """A text in both languages, of which the page shows one."""
    if en == zh:
        return escaped(en)
    return f'<span class="t" lang="zh">{escaped(zh)}</span><span class="t" lang="en">{escaped(en)}</span>'


def label(key: str) -> str:
    """A fixed text of the page, from ``page_labels.toml``, in both languages."""
    texts = load_toml("page_labels.toml")[key]
    return both(texts["en"], texts["zh"])


def link(path: str, inner: str, *, fragment: str = "") -> str:
    """A link to a file of the run; `inner` is HTML."""
    return f'<a href="{escaped(quote(path) + ("#" + quote(fragment) if fragment else ""))}">{inner}</a>'


def json_block(name: str, content: object) -> str:
    """Data for the page's script, which cannot end the script element or begin another."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f'<script type="application/json" id="{escaped(name)}">{text}</script>'
