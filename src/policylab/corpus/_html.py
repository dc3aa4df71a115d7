"""The main text of a web page, one heading or paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policylab.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select summary table tbody td tfoot th thead "
    "tr ul".split()
)
_UNSEEN = frozenset("script style noscript template head svg math iframe object textarea button select".split())
_SPACE = re.compile(r"\s+")


def extract_html(markup: str, *, name: str) -> tuple[str, list[str]]:
    """Take the main text out of a page with trafilatura, and report what it left out of its midst.

    Parameters
    ----------
    markup : str
        The page, decoded.
    name : str
        What to call the file in errors.

    Returns
    -------
    text : str
    warnings : list of str

    Raises
    ------
    SourceError
        If the page has no text, or trafilatura is not installed.

    Examples
    --------
    >>> body = "".join(f"<p>　　{n}.建设智慧城市,推进数字经济发展。</p>" for n in (1, 2))
    >>> extract_html(f"<html><body><h1>某市规划</h1>{body}</body></html>", name="plan.html")[0].splitlines()[-1]
    '2.建设智慧城市,推进数字经济发展。'
    """
    try:
        import lxml.html
        import trafilatura
    except ImportError as error:
        raise SourceError(
            f"{name} is an HTML page; reading it takes trafilatura ({error}). "
            "Install it with `pip install trafilatura lxml-html-clean`."
        ) from None
    # lxml refuses a str that names an encoding, and the text is decoded already
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", markup)
    try:
        page = lxml.html.document_fromstring(markup, parser=lxml.html.HTMLParser(huge_tree=True))
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceError(f"{name} holds no text that a reader of the page sees ({error}).") from None
    seen = [line for line in _visible(page) if line]
    if not seen:
        raise SourceError(
            f"{name} holds no text that a reader of the page sees. Was it saved before its scripts had loaded the text?"
        )
    document = trafilatura.bare_extraction(
        page, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    lines = [] if document is None or document.body is None else [line for line in _lines(document.body) if line]
    if not lines:
        return "\n".join(seen), ["the main text was not found: this is all text of the page, with its menus"]
    return "\n".join(lines), _left_out(lines, seen)


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _lines(body: _Element) -> Iterator[str]:
    """Headings, paragraphs, list items and rows of trafilatura's tree, in order."""
    for element in body:
        if element.tag == "table":
            for row in element.iter("row"):
                yield "\t".join(_tidy("".join(cell.itertext())) for cell in row.iter("cell"))
        elif element.tag in ("list", "div", "quote") and len(element):
            yield _tidy(element.text or "")
            yield from _lines(element)
        else:
            for breaking in element.iter("lb"):
                breaking.tail = "\n" + (breaking.tail or "")
            nested = [child for child in element if child.tag in ("list", "table", "p", "head")]
            if nested:
                yield _tidy(element.text or "")
                yield from _lines(element)
            else:
                for line in "".join(element.itertext()).split("\n"):
                    yield _tidy(line)
        yield _tidy(element.tail or "")


def _visible(page: _Element) -> Iterator[str]:
    """All lines that a reader of the page sees."""
    parts: list[str] = []
    for event, element in _walk(page):
        if event == "text":
            parts.append(element)
        elif element in _BLOCKS:
            yield _tidy("".join(parts))
            parts = []
    yield _tidy("".join(parts))


def _walk(page: _Element) -> Iterator[tuple[str, str]]:
    # no recursion: pages nest their blocks hundreds deep
    stack: list[tuple[_Element, bool]] = [(page, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        if closing:
            yield "edge", tag or ""
        elif tag is not None and tag not in _UNSEEN:
            yield "edge", tag
            if element.text:
                yield "text", element.text
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
            continue
        if element.tail and element is not page:
            yield "text", element.tail


def _left_out(lines: list[str], seen: list[str]) -> list[str]:
    """Report lines that stand between the first and the last line that was kept, but were not kept."""
    bare = [_SPACE.sub("", line) for line in seen]
    kept = "\n".join(_SPACE.sub("", line) for line in lines)
    at, places = 0, []
    for line in bare:
        while kept.startswith("\n", at):
            at += 1
        found = at if kept.startswith(line, at) else -1
        if found < 0 and len(line) >= 15:  # a short one might be found in any later sentence
            found = kept.find(line, at, at + 100_000)
        places.append(found)
        if found >= 0:
            at = found + len(line)
    hits = [i for i, place in enumerate(places) if place >= 0]
    if not hits:
        return ["the text that was found is not the page's text as a reader sees it; compare the two"]
    lost = [seen[i] for i in range(hits[0], hits[-1]) if places[i] < 0]
    warnings = []
    if lost:
        example = lost[0] if len(lost[0]) <= 30 else lost[0][:29] + "…"
        warnings.append(f"{len(lost)} lines amid the main text were taken for no part of it, the first {example!r}")
    share = len(kept) / max(1, sum(map(len, bare)))
    if share < 0.5:
        warnings.append(f"only {share:.0%} of the page's text was taken for its main text")
    return warnings
