"""Joins: paragraphs that a page or column break cut in two, and what stands between the text of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from policylab.text._lines import (
    FINAL,
    Marker,
    is_addressee,
    is_date,
    is_document_number,
    is_notice_title,
    is_prose,
    is_signature,
    is_title,
    line_role,
    read_marker,
)

_PAGE_NUMBER = re.compile(r"[-—–·.\s]{0,4}(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/／]\s?\d{1,4})?[-—–·.\s]{0,4}")
_REMAINDER = re.compile(r"[\u4e00-\u9fff]{1,2}。")  # no paragraph begins with a sentence this short
_INNER = re.compile(r"[,，。;；:：、!！?？]")
_BETWEEN = frozenset({"caption", "page", "head", "boilerplate"})
_FULL_LINE = 36  # a line without any punctuation that is as long as this is no heading
_HEADING = 60  # nor is a numbered line without a full stop that is longer than this
_ARTICLE = 8  # a legal article with less text than this may have it as its title
_REPEATED = 3  # a short line without punctuation that stands this often is a running head
_PAIRS = (("(", ")"), ("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"))
_CLOSING = "”’)）》〉】〕]」』"


def find_joins(text: str) -> list[tuple[int, int]]:
    """Find the breaks to delete, so that paragraphs cut in two by a page or column are whole again.

    A paragraph is cut when it ends without the end of a sentence and is no heading, title, signature, date, caption
    or row of a table, and when what follows goes on like text. Captions, running heads and page numbers between its
    two halves are part of the run that is deleted. A cut that falls on the end of a sentence leaves no trace in the
    text, and stays.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.

    Returns
    -------
    list of (start, end)
        Runs of the text, in order.

    Examples
    --------
    >>> text = "院校可在现行公务员可比收入\\n\\n1.5倍调控线基础上,增加绩效工资。\\n(一)指导思想\\n坚持创新。"
    >>> [text[a - 2 : a] + "|" + text[b : b + 4] for a, b in find_joins(text)]
    []
    >>> text = "院校所得可作为绩效工资,院校可在现行可比收入\\n\\n1.5倍调控线基础上,增加绩效工资。\\n(一)指导思想\\n坚持创新。"
    >>> [text[a - 2 : a] + "|" + text[b : b + 4] for a, b in find_joins(text)]
    ['收入|1.5倍']
    """
    lines = list(_lines(text))
    roles = _roles(lines)
    joins: list[tuple[int, int]] = []
    listed: dict[str, int] = {}
    joined = False  # whether the line goes on a paragraph that was cut
    for index, (begin, line) in enumerate(lines):
        marker = read_marker(line) if roles[index] is None else None
        in_list = marker is not None and _is_listed(line, marker, listed)
        after = index + 1
        while after < len(lines) and roles[after] in _BETWEEN and after - index <= 6:
            after += 1
        joined = (
            after < len(lines)
            and roles[index] is roles[after] is None
            and _is_cut(line, lines[after][1], marker, in_list or joined)
            and _goes_on(line, lines[after][1])
        )
        if joined:
            joins.append((begin + len(line), lines[after][0]))
            if in_list and lines[after][1][-1] in ";；":
                listed[marker.scheme] = marker.value
    return joins


def find_apart(text: str) -> list[tuple[int, int, str]]:
    """Find the lines that are no running text, as (start, end, role), in order.

    Roles: caption, table, contents, head (a running head), page (a page number), boilerplate.

    >>> find_apart("正文到此。\\n图4 数据架构\\n- 12 -\\n正文继续。")
    [(6, 13, 'caption'), (14, 20, 'page')]
    """
    lines = list(_lines(text))
    return [(start, start + len(line), role) for (start, line), role in zip(lines, _roles(lines)) if role is not None]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, without white space at their ends, with their offsets."""
    offset = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            yield offset + raw.index(stripped[0]), stripped
        offset += len(raw) + 1


def _roles(lines: list[tuple[int, str]]) -> list[str | None]:
    """Roles of the lines that are no running text; None for the others."""
    short = Counter(line for _, line in lines if len(line) <= 40)
    roles: list[str | None] = []
    for _, line in lines:
        if len(line) <= 16 and _PAGE_NUMBER.fullmatch(line):
            roles.append("page")
        elif short[line] >= _REPEATED and _is_head(line):
            roles.append("head")
        else:
            roles.append(line_role(line))
    return roles


def _is_head(line: str) -> bool:
    """Whether a line that stands on many pages can be their head: no text, table, heading or signature."""
    return not ("\t" in line or _INNER.search(line) or read_marker(line) or is_signature(line))


def _is_listed(line: str, marker: Marker, listed: dict[str, int]) -> bool:
    """Whether a numbered line goes on a list inside a sentence, whose items end with semicolons."""
    if marker.value is None:
        return False
    goes_on = listed.get(marker.scheme) == marker.value - 1
    listed.pop(marker.scheme, None)
    if line[-1] in ";；":
        listed[marker.scheme] = marker.value
    return goes_on


def _is_cut(line: str, following: str, marker: Marker | None, within: bool) -> bool:
    """Whether a line ends in the middle of a sentence; `within` says that it is in a list or goes on a cut one."""
    if line[-1] in FINAL or line[-1] in _CLOSING and (_is_balanced(line) or _closes_sentence(line)):
        return False
    if within or line[-1] in ",，、" or _REMAINDER.match(following):
        return True
    if marker is not None and marker.scheme not in ("dash", "ordinal"):
        if marker.scheme == "article":
            return len(line) - marker.end >= _ARTICLE
        return "。" in line or len(line) > _HEADING
    if _is_frame(line):
        return False
    return bool(_INNER.search(line)) or len(line) >= _FULL_LINE


def _is_balanced(line: str) -> bool:
    """Whether the brackets and quotes of a line match in number."""
    return all(line.count(opening) <= line.count(closing) for opening, closing in _PAIRS)


def _closes_sentence(line: str) -> bool:
    """Whether the closing bracket or quote at the end stands behind the end of a sentence."""
    return line.rstrip(_CLOSING)[-1:] in tuple(FINAL) or line[-1] in ")）"


def _is_frame(line: str) -> bool:
    """Whether a line is a title, a signature, a date, a number or an addressee."""
    return (
        is_date(line)
        or is_document_number(line)
        or is_notice_title(line)
        or is_addressee(line)
        or is_title(line)
        or is_signature(line)
    )


def _goes_on(line: str, following: str) -> bool:
    """Whether a line can be the second half of a paragraph: it is text, and does not begin like a paragraph."""
    if read_marker(following) is not None:
        return False
    if not _is_balanced(line) and following[-1] in _CLOSING:
        return True
    if _is_frame(following):
        return False
    return is_prose(following) or "、" in following or len(following) >= _FULL_LINE
