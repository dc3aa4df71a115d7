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
_CELL = 500  # characters; a cell with more holds a part of the page, not a value
_SAME = 8  # characters; a shorter line may stand within another one by chance


def extract_html(markup: str, *, name: str) -> tuple[str, list[str]]:
    """Take the main text out of a page.

    trafilatura finds where the main text begins and ends. All that a reader sees between these two is kept, since
    trafilatura itself drops what is said twice (a list of agencies, a title) and some headings, to suit the web at
    large.

    Parameters
    ----------
    markup : str
        The page, decoded.
    name : str
        What to call the file in errors.

    Returns
    -------
    text : str
        The cells of a table's row are parted by tabs.
    warnings : list of str
        Lines that trafilatura would have dropped, and how much of the page is left out.

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
    # lxml refuses a str that names an encoding, and the text is decoded already; it takes no zero characters either
    markup = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", markup).replace("\0", "")
    try:
        page = lxml.html.document_fromstring(markup, parser=lxml.html.HTMLParser(huge_tree=True))
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceError(f"{name} holds no text that a reader of the page sees ({error}).") from None
    seen = [(line, block) for line, block in _visible(page) if line]
    if not seen:
        raise SourceError(
            f"{name} holds no text that a reader of the page sees. Was it saved before its scripts had loaded the text?"
        )
    lines, blocks = [line for line, _ in seen], [block for _, block in seen]
    document = trafilatura.bare_extraction(
        markup, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = document.body if document is not None else None
    found = [] if body is None else [_bare(line) for line in _lines(body)]
    return _main_text(lines, blocks, [line for line in found if line])


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _lines(body: _Element) -> Iterator[str]:
    """Headings, paragraphs and rows of trafilatura's tree."""
    parts: list[str] = []
    for event, element, text in _walk(body, frozenset()):  # its <head> is a heading
        if event == "text":
            parts.append(text)
        elif element.tag in ("p", "head", "item", "row", "lb", "list", "table", "quote", "code", "body"):
            yield "".join(parts)
            parts = []


def _visible(page: _Element) -> Iterator[tuple[str, _Element | None]]:
    """All lines that a reader of the page sees, in order, each with the block that it stands in."""
    parts: list[str] = []
    inside: _Element | None = None  # where the line's first text stands
    row: _Element | None = None
    for event, element, text in _walk(page):
        if event == "text":
            parts.append(text)
            if inside is None and text.strip():
                inside = element
        elif row is not None:
            # within a row only the cells part the text
            if event == "end" and element is row:
                yield "\t".join(map(_tidy, "".join(parts).split("\0"))).rstrip("\t"), row
                parts, inside, row = [], None, None
            elif event == "end" and element.tag in ("td", "th"):
                parts.append("\0")
            elif element.tag in _BLOCKS:
                parts.append(" ")
        elif element.tag in _BLOCKS:
            yield _tidy("".join(parts)), _block(inside)
            parts, inside = [], None
            if event == "start" and element.tag == "tr" and _is_row(element):
                row = element
    yield _tidy("".join(parts)), _block(inside)


def _block(element: _Element | None) -> _Element | None:
    """The block that an element stands in, such as the paragraph around a bold word."""
    while element is not None and element.tag not in _BLOCKS:
        element = element.getparent()
    return element


def _together(block: _Element | None, other: _Element | None) -> bool:
    """Whether two blocks stand side by side in one and the same element, as the paragraphs of a text do."""
    return block is not None and other is not None and block.getparent() is other.getparent()


def _is_heading(block: _Element | None) -> bool:
    return block is not None and block.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def _is_row(element: _Element) -> bool:
    """Whether a row holds values, and is not a part of the page's layout."""
    cells = [child for child in element if child.tag in ("td", "th")]
    if len(cells) < 2 or next(element.iterdescendants("table"), None) is not None:
        return False
    return all(len(_tidy("".join(cell.itertext()))) <= _CELL for cell in cells)


def _walk(root: _Element, unseen: frozenset[str] = _UNSEEN) -> Iterator[tuple[str, _Element, str]]:
    """Texts with the element around them, and starts and ends of the elements that a reader sees.

    No recursion: pages nest hundreds deep.
    """
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            yield "end", element, ""
        elif isinstance(element.tag, str) and element.tag not in unseen:
            yield "start", element, ""
            if element.text:
                yield "text", element, element.text
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
            continue
        if element.tail and element is not root:
            yield "text", element.getparent(), element.tail


def _main_text(seen: list[str], blocks: list[_Element | None], found: list[str]) -> tuple[str, list[str]]:
    """The lines from the first to the last that was found, and what a reader must know of them."""
    bare = [_bare(line) for line in seen]
    hits = _hits(bare, found)
    if not hits:
        return "\n".join(seen), ["the main text was not found: this is all text of the page, with its menus"]
    first, last = hits[0], hits[-1]
    # a title or a heading before the first paragraph, a date behind the last one
    while first > 0 and (_together(blocks[first - 1], blocks[first]) or _is_heading(blocks[first - 1])):
        first -= 1
    while last + 1 < len(seen) and _together(blocks[last + 1], blocks[last]):
        last += 1
    kept = set(hits)
    amid = [i for i in range(first, last + 1) if i not in kept]
    warnings = []
    if sum(len(bare[i]) for i in amid) > sum(len(bare[i]) for i in hits):
        # scattered pieces have no first and last line between which all belongs together
        lines = [seen[i] for i in hits]
        warnings.append(f"the main text was found in pieces; {len(amid)} lines between them were left out")
    else:
        lines = seen[first : last + 1]
        doubtful = [i for i in amid if not _is_heading(blocks[i])]
        if doubtful:
            example = seen[doubtful[0]]
            example = example if len(example) <= 30 else example[:29] + "…"
            warnings.append(
                f"{len(doubtful)} lines may be no part of the main text, but were kept, the first {example!r}"
            )
    share = sum(len(_bare(line)) for line in lines) / sum(map(len, bare))
    if share < 0.5:
        warnings.append(f"only {share:.0%} of the page's text was taken for its main text")
    return "\n".join(lines), warnings


def _hits(bare: list[str], found: list[str]) -> list[int]:
    """Indexes of the lines that were found."""
    whole, joined = set(found), "\n".join(found)
    hits, at = [], 0
    for i, line in enumerate(bare):
        if line in whole:
            hits.append(i)
        elif len(line) >= _SAME:
            # trafilatura joins some lines; not much further on, so that the search stays short
            place = joined.find(line, at, at + len(line) + 20_000)
            if place >= 0:
                hits.append(i)
                at = place
    # a title that a menu or a footer repeats is not where the text begins or ends
    while len(hits) > 1 and hits[1] > hits[0] + 1 and bare[hits[0]] in {bare[i] for i in hits[1:]}:
        del hits[0]
    while len(hits) > 1 and hits[-2] < hits[-1] - 1 and bare[hits[-1]] in {bare[i] for i in hits[:-1]}:
        del hits[-1]
    return hits
