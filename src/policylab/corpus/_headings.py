"""Headings: which lines of a document carry one, in which scheme, and where the text behind it begins."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from policylab.numbers import write_number
from policylab.resources._word_patterns import HAN
from policylab.text._heading_numbers import LEGAL, LETTERED, WEAK, Marker, follows, legal_mark, read_marker
from policylab.text._layout import A_LIST, BOLD, Hint
from policylab.text._line_roles import (
    FINAL,
    common_title,
    filled_lines,
    front_roles,
    is_annex,
    is_annex_title,
    is_date,
    is_listed,
    is_metadata,
    is_prose,
    is_signature,
    is_title,
    line_role,
    pattern,
    runs,
    tail_roles,
)

_OWN_LINE = 60  # a heading on its own line is no longer than this
_RUN_IN = 40  # the sentence that is a heading is no longer than this
_RUN_IN_SERIES = 60  # nor than this, when the item before it has one
_LEAD = 30  # a lead sentence is no longer than this
_OPENERS, _CLOSERS = "(（“‘《〈[【「『", ")）”’》〉]】」』"
_STOPS = re.compile(f"[{re.escape(_OPENERS + _CLOSERS)}。]")
_MILESTONE = re.compile(r"(?:到|至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年(?:底|末|前|初)?(?:[-—至到]+\d{4}年)?")
_LOOSE = 36  # characters of a title that no space parts from its 第X章
_OPENS_CONTENTS = re.compile(rf"目\s?录(?:[序前引]言|{legal_mark('part', 'chapter')})[^。]{{0,200}}$")
_ENTRY = re.compile(legal_mark("part", "chapter", "division"))
_NO_TITLE = re.compile(rf"[。;；:：!！?？]|[,，]$|{legal_mark(*LEGAL)}|^[、,，]")
_LABEL = re.compile(rf"[{HAN}“”]{{2,12}}[:：](?=[^\s].{{8}})")  # 加强领导:健全机制,…
_DECIMAL = re.compile(rf"((?:\d{{1,2}}|[A-H](?=[.．]\d))(?:[.．]\d{{1,2}}){{0,3}})[.．、]?(?:\s?(?=[{HAN}“《A-Za-z])|\s(?=\d{{1,4}}[{HAN}A-Za-z]))")
_SHORT_TITLE = 22  # characters of a title before text that numbers count through a document
_PREFACE = 4  # characters that a line 结 语 has, at most
_COUNTED_PARAGRAPHS = 25  # numbers that run on through so many paragraphs count them
_SHORT = re.compile(f"[{HAN}“”《》、·—+%A-Za-z0-9]{{2,24}}(?<![、·—+])")
_LINK = re.compile(r"[^。,，;；]{4,60}?\s?[\[(（]?(?:\d{4}-\d{1,2}|\d{1,2})-\d{1,2}[\])）]?(?: \d{2}:\d{2})?")
_SUBITEM = re.compile(f"[{HAN}]{{2,10}}(?=——)")  # (二)基本原则——坚持创新。…
_WITHIN = ("ordinal", "han_bracket", "arabic_bracket", "arabic_close", "arabic", "circled")  # items may stand within a paragraph
_NUMBERED = ("han", "han_bracket", "arabic")  # schemes below a section without a number
_BUTTON = 8  # characters of a line that a page has around its text: 【字号:
_OPENING_DATE = re.compile(r"(?:到|至|自|从|截至)?\s?(?:\d{4}|[一二三四五六七八九〇零○]{4})\s?年|(?:答|问)[:：]")


class Section(NamedTuple):
    """A heading and what stands under it; level 0 is the whole document, with the text before the first heading."""

    section: str
    plan: str
    level: int
    number: str | None
    title: str | None
    parent: str | None
    path: str
    start: int
    end: int


def section_at(sections: Sequence[Section], place: int) -> Section | None:
    """The innermost of a document's sections in which a place stands, else the document itself; None without sections.

    >>> whole, part = Section("p/0", "p", 0, None, None, None, "", 0, 9), Section("p/1", "p", 1, "一、", None, "p/0", "一、", 2, 6)
    >>> [section_at([whole, part], place).section for place in (0, 2, 6, 9)]
    ['p/0', 'p/1', 'p/0', 'p/0']
    """
    begun = bisect_right(sections, place, key=attrgetter("start"))
    inside = (sections[number] for number in range(begun - 1, -1, -1) if place < sections[number].end)
    return next(inside, sections[0] if sections else None)


@dataclass(slots=True)
class Line:
    """A line that is not empty, as far as it has been read."""

    start: int
    text: str
    role: str = "body"
    marker: Marker | None = None  # set on headings and items only
    scheme: str | None = None
    title: str | None = None
    body: int = 0  # where the text behind the heading begins; 0 when all of the line is text
    note: int | None = None  # where the trailing note of agencies begins
    note_up: bool = False  # the note is about the whole enumeration
    level: int = 0  # of a heading, as the file's layout has it

    def mark(self, scheme: str) -> None:
        """Take the whole line for a heading."""
        self.scheme, self.title, self.body = scheme, self.text, len(self.text)

    def unmark(self) -> None:
        """Take the line for text."""
        self.scheme = self.marker = self.title = None
        self.body = 0


def read_lines(text: str, hints: Sequence[Hint] = ()) -> list[Line]:
    """Read the lines of a text that are not empty, each with its role and its heading.

    >>> [(line.scheme, line.title) for line in read_lines("一、总体要求\\n(一)指导思想。以人为本。\\n——2025年建成。")]
    [('han', '总体要求'), ('han_bracket', '指导思想'), ('dash', '2025年')]
    """
    lines = [Line(start, line) for start, line in filled_lines(text)]
    hinted = {hint.start: hint for hint in hints}
    for line in lines:
        hint = hinted.get(line.start)
        kind = hint.kind if hint and hint.kind != "heading" else "body"
        line.role = kind if kind == "copy" else line_role(line.text) or kind
        line.level = hint.level if hint and hint.kind == "heading" else 0
    _mark_links(lines)
    _mark_headings(lines)
    _part_titles(lines)
    _title_below(lines)
    _unmark_single_letters(lines)
    _mark_decimals(lines)
    _unmark_paragraph_numbers(lines)
    _mark_annexes(lines)
    _mark_documents(lines)
    _mark_prefaces(lines)
    _mark_styled(lines)
    _mark_frame(lines)
    _mark_metadata(lines)
    _mark_short(lines)
    _mark_leads(lines)
    return lines


def _is_link(line: Line) -> bool:
    """Whether a line of text is a title with its day."""
    last = line.text[-1]
    return line.role == "body" and (last.isdigit() or last in "])）") and _LINK.fullmatch(line.text) is not None


def _mark_links(lines: list[Line]) -> None:
    """Lists of links are the site's: titles, each with its day, three and more in a row."""
    for linked, run in groupby(lines, _is_link):
        links = list(run)
        for line in links if linked and len(links) >= A_LIST else ():
            line.role = "boilerplate"


def _mark_headings(lines: list[Line]) -> None:
    """Find the numbered headings and items, line by line."""
    run_in: dict[str, bool] = {}  # scheme → whether its last item had a heading that runs in
    whole: set[str] = set()  # schemes with a heading that fills its line, and ends in a full stop
    listed: dict[str, int] = {}  # scheme → value of the last item of a list inside a sentence
    counted: dict[str, int] = {}  # scheme → number of its last heading, for those that a space need not part
    for index, line in enumerate(lines):
        if line.role != "body":
            continue
        marker = read_marker(line.text)
        if marker is None:
            if pattern("first_attachment").match(line.text):
                listed["arabic"] = 1
            continue
        if marker.loose and not _counts_on(line.text, marker, counted):
            continue
        if marker.scheme in LEGAL or marker.scheme in LETTERED or marker.scheme == "han":
            counted[marker.scheme] = marker.value or counted.get(marker.scheme, 0)
        if marker.scheme == "dash" and not run_in and _is_subtitle(lines, index):
            line.role = "title"
            continue
        if is_listed(line.text, marker, listed) or _goes_on_amid(lines, index, marker) or _goes_on_within(lines, index, marker):
            continue
        line.marker, line.scheme = marker, marker.scheme
        _read_title(line, run_in.get(marker.scheme, False) or marker.scheme in whole and _is_above_text(lines, index))
        run_in[marker.scheme] = line.title is not None and 0 < line.body < len(line.text)
        if line.title is not None and line.body == len(line.text) and _is_above_text(lines, index):
            whole.add(marker.scheme)


def _is_above_text(lines: list[Line], index: int) -> bool:
    """Whether a line is a sentence with text below it that has no number."""
    behind = lines[index + 1] if index + 1 < len(lines) else None
    sentence = lines[index].text[-1] == "。" and lines[index].marker.scheme not in WEAK
    return sentence and behind is not None and behind.role == "body" and is_prose(behind.text) and read_marker(behind.text) is None


def _goes_on_amid(lines: list[Line], index: int, marker: Marker) -> bool:
    """Whether the number before a line's stands amid the text above it: then both are a list within the text."""
    if marker.scheme not in _WITHIN or (marker.value or 0) < 2:
        return False
    before = _mark_of(marker, marker.value - 1)
    for line in reversed(lines[:index]):
        if line.scheme == marker.scheme and line.marker.value == marker.value - 1:
            return False
        text = line.text[line.body if line.scheme else 0 :] if line.role == "body" else ""
        if before in text and re.search(rf"(?:^|[:：;；。]\s?){re.escape(before)}(?!\d)", text):
            # 主要问题:一是… opens items of their own; where a paragraph begins with its items, all of them are text
            return marker.scheme != "ordinal" or line.scheme is None and (opened := read_marker(text)) is not None and opened.scheme == "ordinal"
        if line.scheme is not None:
            return False
    return False


def _goes_on_within(lines: list[Line], index: int, marker: Marker) -> bool:
    """Whether an enumeration goes on within the paragraph that it begins (一是…。二是…。三是…。): it is running text.

    An item that holds a list of its own goes on in a line below.
    """
    if not _counts_within(lines[index].text, marker):
        return False
    for line in lines[index + 1 :]:
        below = read_marker(line.text) if line.role == "body" else None
        if below is not None and (below.scheme != marker.scheme or (below.value or 0) <= marker.value + 1):
            return below.scheme != marker.scheme or below.value != marker.value + 1
    return True


def _counts_within(text: str, marker: Marker) -> bool:
    """Whether the number that follows a paragraph's own opens a clause or a sentence of the same paragraph."""
    if marker.scheme not in _WITHIN or marker.value is None:
        return False
    following = _mark_of(marker, marker.value + 1)
    return following in text and re.search(rf"(?:[;；。]|[,，](?=.是))\s?{re.escape(following)}(?!\d)", text) is not None


@functools.lru_cache(1024)
def _mark_of(marker: Marker, value: int) -> str:
    """The mark of another number, written as a marker is."""
    if marker.scheme == "circled":
        return chr(ord("①") + value - 1)
    number = write_number(value) if marker.scheme in ("han_bracket", "ordinal") else str(value)
    return re.sub(r"[^()（）、.．)）是]+", number, marker.number, count=1)


def _counts_on(text: str, marker: Marker, counted: dict[str, int]) -> bool:
    """Whether a 第X条 or 第X章 without a space behind it is a heading: it is the next, and the rest is like a title."""
    last = counted.get(marker.scheme, 0)
    if marker.scheme in LETTERED:
        return marker.value in (1, last + 1)
    if marker.scheme == "article":
        return marker.value == last + 1 or follows(marker.value, last) and not pattern("spoken_of").match(text, marker.end)
    rest = text[marker.end :]
    if marker.value is None or pattern("spoken_of").match(text, marker.end):
        return False
    if len(rest) <= _LOOSE and not _NO_TITLE.search(rest):
        return follows(marker.value, last)
    # where title and text run together, the number is known, but not where the title ends
    return marker.scheme in ("chapter", "division") and marker.value in (1, last + 1)


def _unmark_single_letters(lines: list[Line]) -> None:
    """One letter alone is no number: there is an A and a B, a Ⅰ and a Ⅱ."""
    counts = Counter(line.scheme for line in lines)
    for line in lines:
        if line.scheme in LETTERED and counts[line.scheme] < 2:
            line.unmark()


def _title_below(lines: list[Line]) -> None:
    """Give a 第一章 that stands alone on its line the title that stands on the next one."""
    for line, below in zip(lines, lines[1:]):
        alone = line.scheme in ("part", "chapter", "division") and line.title is None and line.marker.end == len(line.text)
        free = below.scheme is None and below.role == "body" and len(below.text) <= _LOOSE
        if alone and free and not (_NO_TITLE.search(below.text) or below.text[-1] in FINAL or is_date(below.text)):
            line.title, below.role = below.text, "heading"


def _part_titles(lines: list[Line]) -> None:
    """Where no mark parts a title from its text: it ends where the same number's does elsewhere, such as in a second copy
    or in the contents, where the first of several leads with a dash begins, or behind the name that such a chapter has.
    """
    known: dict[str, set[str]] = {}
    for line in lines:
        marker = line.marker or (read_marker(line.text) if line.role == "copy" and len(line.text) <= _OWN_LINE and line.text[-1] not in FINAL else None)
        if marker is not None and (line.title or line.marker is None):
            known.setdefault(marker.number, set()).add(line.title or line.text[marker.end :])
    for line, below in zip(lines, [*lines[1:], None]):
        if line.marker is None or line.scheme in WEAK or line.scheme == "article" or line.role != "body":
            continue
        start = line.marker.end
        leads = _SUBITEM.match(line.text, start)
        if leads is not None and ("。——" in line.text or below is not None and below.scheme == "dash"):
            _set_title(line, start, leads.end(), leads.end())
        elif line.title is None and not line.text.startswith("。", start):
            rest = line.text[start:]
            titles = [one for one in known.get(line.marker.number, ()) if len(one) > 3 and rest.startswith(one)]
            if end := max(map(len, titles), default=0) or len(common_title(rest) or ""):
                _set_title(line, start, start + end, start + end)


def _is_subtitle(lines: list[Line], index: int) -> bool:
    """Whether a line with a dash stands below the title, and says where and when a speech was given."""
    text = lines[index].text
    above = all(line.scheme is None and (len(line.text) <= _BUTTON or not is_prose(line.text)) for line in lines[:index])
    return index > 0 and above and text[-1] not in FINAL + ",，" and len(text) <= 80


def _mark_decimals(lines: list[Line]) -> None:
    """Find the headings 1.1 and 2.1.1, and 1 above them, and A.1 of an annex: each counts on from the one before.

    A line that begins with a number that nothing counts to, such as 1.5倍, is text.
    """
    last: tuple[int, ...] = ()
    found: list[tuple[Line, tuple[int, ...], re.Match[str]]] = []
    for line in lines:
        match = _DECIMAL.match(line.text) if line.role == "body" and line.scheme in (None, "arabic") else None
        if match is None:
            continue
        number = tuple(int(part) if part.isdigit() else ord(part) - ord("A") + 1 for part in re.split("[.．]", match[1]))
        if not _is_next(number, last) or not _is_like_title(line.text[match.end() :]):
            continue
        last = number
        found.append((line, number, match))
    if sum(len(number) > 1 for _, number, _ in found) < 2:
        return
    for (line, number, match), behind in zip(found, [*(number for _, number, _ in found[1:]), ()]):
        if line.scheme == "arabic" or (len(number) == 1 and behind[:1] != number):
            continue
        line.scheme = f"decimal{len(number)}"
        line.marker = Marker(line.scheme, match[1], number[-1], match.end())
        _read_title(line, False)


def _is_next(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number goes on from the one before it, on its level or another, or begins anew."""
    if all(part == 1 for part in number):
        return True
    for place, (part, before) in enumerate(zip(number, last)):
        if part != before:
            return part == before + 1 and all(one == 1 for one in number[place + 1 :])
    return len(number) > len(last) and all(one == 1 for one in number[len(last) :])


def _is_like_title(rest: str) -> bool:
    stop = _first_stop(rest, 0, _RUN_IN)
    return stop is not None or (len(rest) <= _RUN_IN and rest[-1:] not in FINAL + ",，、" and "。" not in rest)


def _unmark_paragraph_numbers(lines: list[Line]) -> None:
    """Numbers that count the paragraphs of a whole document are no headings: they run on, and stand before text.

    Where most of them have a short title before the text, they are headings that are counted through all chapters.
    """
    numbered = (line for line in lines if line.scheme == "arabic")
    for run in runs(numbered, lambda run, line: line.marker.value == run[-1].marker.value + 1):
        short = sum(line.body >= len(line.text) for line in run)
        titled = sum(line.title is not None and len(line.title) <= _SHORT_TITLE and "," not in line.title for line in run)
        if len(run) >= _COUNTED_PARAGRAPHS and short <= 0.2 * len(run) and titled < 0.7 * len(run):
            for line in run:
                line.unmark()


def _mark_styled(lines: list[Line]) -> None:
    """Headings without a number that the file's layout shows: a style, a larger type, a bold line.

    What stands so before the first paragraph of text is the document's title, but where the title has no style, or a
    heading of the same level stands below.
    """
    begun = numbered = titled = False
    last = {line.level: index for index, line in enumerate(lines)}
    topmost = 0  # level of the title
    chapters = any(line.scheme in ("part", "chapter", "han") for line in lines)
    for index, line in enumerate(lines):
        numbered = numbered or line.scheme is not None
        titled = titled or not line.level and is_title(line.text)
        begun = begun or numbered or (line.role == "body" and line.text[-1] in "。!?;；！？")
        if not line.level or line.scheme is not None or line.role != "body":
            continue
        if len(line.text) > _OWN_LINE or line.text[-1] in FINAL + ",，、" or is_date(line.text):
            continue
        first = chapters or line.level == BOLD or not topmost or line.level <= topmost
        again = last[line.level] > index and index + 1 < len(lines) and is_prose(lines[index + 1].text)
        headed = not chapters and (titled or again)
        if not begun and first and not headed or not numbered and is_title(line.text):
            line.role, topmost = "title", topmost or line.level
            continue
        line.mark(f"level{line.level}")
    if not numbered:
        _unmark_bare(lines)


def _unmark_bare(lines: list[Line]) -> None:
    """Large words of a page's layout are no headings where no sentence stands below them."""
    below = False
    for line in reversed(lines):
        below = below or line.role in ("body", "table") and is_prose(line.text)
        if line.scheme is not None and line.level:
            if not below:
                line.unmark()
            below = below and line.level > 1


def _mark_prefaces(lines: list[Line]) -> None:
    """A line 前言 or 结语 alone is a heading, of the rank of the first chapter in its type."""
    for line in lines:
        if line.scheme is None and line.role == "body" and len(line.text) <= _PREFACE and pattern("preface").fullmatch(line.text):
            chapters = (one.scheme for one in lines if one.level == line.level and one.scheme not in (None, *WEAK, "article"))
            line.mark(next(chapters, f"level{line.level}" if line.level else "plain"))


def _mark_short(lines: list[Line]) -> None:
    """Headings without a number in a plain text: short lines without a full stop, each amid paragraphs.

    One alone may be anything; where there are several, they are headings. A chapter's may stand right above a section's.
    """
    found: list[Line] = []
    for before, line, behind, after in zip([Line(0, "。"), *lines], lines, lines[1:], [*lines[2:], *lines[-1:]]):
        if not _is_short(line) or line is lines[0] and common_title(line.text + "一") != line.text:
            continue
        whole = before.scheme is not None and before.body >= len(before.text)
        above = whole or before.text[-1] in FINAL or before.role == "title" and not is_title(line.text) or bool(found) and before is found[-1]
        above = above or pattern("party").match(before.text) is not None
        if above and (_is_below(line, behind) or _is_short(behind) and after.scheme in _NUMBERED):
            found.append(line)
    if len(found) >= 2:
        for line in found:
            line.mark("plain")


def _is_short(line: Line) -> bool:
    """Whether a line may be a heading by its looks."""
    if line.scheme is not None or line.role != "body" or line.level or not _SHORT.fullmatch(line.text):
        return False
    frame = is_date, is_signature, pattern("decree").search
    return not any(is_one(line.text) for is_one in frame)


def _is_below(line: Line, behind: Line) -> bool:
    """Whether a heading or a paragraph that is longer stands below a line."""
    if behind.scheme not in (None, "lead", "dash"):
        return True
    return behind.role == "body" and behind.text[-1] in FINAL and len(behind.text) > 1.5 * len(line.text)


def _mark_annexes(lines: list[Line]) -> None:
    """Find the lines 附件1, 附表 that begin a part of their own, and the title below each.

    Before the first heading such a line hands the document itself on; and where the chapters go on behind it, it only
    names the table that stands there.
    """
    first = next((index for index, line in enumerate(lines) if line.scheme is not None), len(lines))
    for index in range(first + 1, len(lines) - 1):
        line = lines[index]
        if line.scheme is not None or not is_annex(line.text) or _goes_on(lines, index):
            continue
        line.role, line.scheme, line.body = "body", "annex", len(line.text)
        line.marker = Marker("annex", line.text, None, len(line.text))
        below = lines[index + 1]
        if below.scheme is None and is_annex_title(below.text):
            line.title, below.role = below.text, "heading"


def _mark_documents(lines: list[Line]) -> None:
    """A title amid the text, behind which the chapters begin anew, begins a document of its own in the same file."""
    top = next((line.scheme for line in lines if line.scheme not in (None, *WEAK, "annex")), None)
    last = 0
    for index, line in enumerate(lines):
        if line.scheme == top and line.marker is not None:
            last = line.marker.value or last
        begun = index > 0 and is_prose(lines[index - 1].text)  # amid headings alone, it is a table of contents
        if not (line.scheme is None and line.role == "body" and last > 1 and begun and is_title(line.text)):
            continue
        following = next((one for one in lines[index + 1 : index + 8] if one.scheme not in (None, *WEAK)), None)
        if following is not None and following.scheme == top and following.marker is not None and following.marker.value == 1:
            line.mark("annex")


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether the chapters before a line go on behind it."""
    before = [line.marker for line in lines[:index] if line.marker is not None and line.marker.value is not None]
    if not before:
        return False
    chapters = [marker.value for marker in before if marker.scheme == before[0].scheme]
    behind = (line.marker for line in lines[index:] if line.marker and line.marker.scheme == before[0].scheme)
    following = next(behind, None)
    return following is not None and following.value == chapters[-1] + 1 != 1


def _read_title(line: Line, series: bool) -> None:
    """Read the heading of an item: the whole line, or the text up to its first full stop, or none."""
    marker, text = line.marker, line.text
    start, weak = marker.end, marker.scheme in WEAK
    rest = len(text) - start
    stop = _first_stop(text, start, _RUN_IN_SERIES)
    label = _LABEL.match(text, start)
    if rest == 0:
        line.body = len(text)
    elif marker.scheme == "article":
        short = rest <= _RUN_IN and stop is None and text[-1] not in ",，、;；:："
        _set_title(line, start, len(text) if short else start, len(text) if short else start)
    elif marker.loose and marker.scheme not in LETTERED and (rest > _LOOSE or _NO_TITLE.search(text[start:])):
        line.body = start
    elif label is not None and not weak and (text[-1] in FINAL or rest > _OWN_LINE):
        _set_title(line, start, label.end() - 1, label.end())
    elif stop is not None:
        behind = stop + 1
        whole = behind >= len(text)
        if stop - start <= (_RUN_IN_SERIES if series else _RUN_IN) and not (weak and whole):
            _set_title(line, start, stop, behind)
        else:
            _set_milestone(line)
    elif not weak and rest <= _OWN_LINE and text[-1] not in ",，、;；。":
        _set_title(line, start, len(text) - (text[-1] in ":："), len(text))
    else:
        _set_milestone(line)


def _set_title(line: Line, start: int, end: int, body: int) -> None:
    """Note the title and where the text behind it begins."""
    line.title = line.text[start:end].strip() or None
    line.body = len(line.text) - len(line.text[body:].lstrip())


def _set_milestone(line: Line) -> None:
    """An item without a heading sentence is text from its first character; the year it opens with is its title."""
    match = _MILESTONE.match(line.text, line.marker.end)
    line.title = match.group() if match else None
    line.body = 0


def _first_stop(text: str, start: int, limit: int) -> int | None:
    """Offset of the first full stop outside of brackets and quotes, no further than `limit` characters on."""
    depth = 0
    for match in _STOPS.finditer(text, start, start + limit + 1):
        character = match[0]
        if character == "。":
            if depth == 0:
                return match.start()
        elif character in _OPENERS:
            depth += 1
        else:
            depth = max(0, depth - 1)
    return None


def _mark_frame(lines: list[Line]) -> None:
    """Give the lines before the first heading, and those after the last text, their roles."""
    contents = _contents_end(lines)
    for line in (one for one in lines[:contents] if not pattern("preface").fullmatch(one.text)):
        line.unmark()
    first = next((i for i, line in enumerate(lines) if line.scheme is not None), len(lines))
    roles = front_roles([line.text for line in lines[:first]], whole=first == len(lines))
    for line, role in zip(lines[:first], roles):
        line.role = line.role if line.role in ("contents", "table", "note", "title", "boilerplate", "copy") else role
    headings = [index for index, line in enumerate(lines) if line.scheme is not None]
    ends = [index for index in headings if lines[index].scheme == "annex"] + [len(lines)]
    for end in ends:
        last = max((index for index in headings if index < end), default=len(lines))
        behind = [line for line in lines[last + 1 : end] if line.role != "heading"]
        for line, role in zip(behind, tail_roles([line.text for line in behind])):
            line.role = role or line.role


def _mark_metadata(lines: list[Line]) -> None:
    """What stands beside the labels of a site's block of facts (索引号, 发文机关) goes on the value of one."""
    labels = [index for index, line in enumerate(lines) if line.role == "boilerplate" and is_metadata(line.text)]
    for index in labels if len(labels) > 1 else ():
        for near in (index - 1, index + 1):
            line = lines[near] if 0 <= near < len(lines) else None
            if line is not None and line.role == "body" and line.scheme is None and len(line.text) <= 30 and not is_prose(line.text):
                line.role = "boilerplate"


def _contents_end(lines: list[Line]) -> int:
    """Index behind a contents page: its headings stand in the text once more, in the same words."""
    opens = (i for i, line in enumerate(lines) if line.role == "contents" or line.role != "copy" and _OPENS_CONTENTS.match(line.text))
    opener = next(opens, None)
    if opener is None:
        return 0
    titles = {}
    for index, line in enumerate(lines):
        if line.scheme is not None and line.title is not None:
            titles.setdefault((line.marker and line.marker.number, re.sub(r"[\s.·…\d]+$", "", line.title)), []).append(index)
    twice = {places[0] for places in titles.values() if len(places) > 1 and places[0] > opener}
    end = opener
    for index in range(opener, len(lines)):
        entries = "。" not in lines[index].text and len(_ENTRY.findall(lines[index].text)) > 1
        if index in twice or entries or index == opener or lines[index].role == "contents":
            lines[index].role = "contents"
            end = index + 1
        elif lines[index].scheme is not None:
            break
    return end


def _mark_leads(lines: list[Line]) -> None:
    """Find lead sentences: headings without a number, where sibling paragraphs of a section have one too."""
    for head, *below in runs(lines, lambda run, line: line.scheme is None):
        if head.scheme not in (None, *WEAK, "article"):
            _mark_group([line for line in below if line.role == "body"])


def _mark_group(group: list[Line]) -> None:
    """Mark the lead sentences of the paragraphs under one heading: two or more, and at least half of them.

    A paragraph without one between two that have one goes on the former; what stands before the first introduces
    them, and what stands behind the last closes the section.
    """
    stops = [_lead_stop(line.text) for line in group]
    found = [
        index
        for index, (line, behind) in enumerate(zip(group, group[1:]))
        if stops[index] == len(line.text) - 1 and len(behind.text) > max(_RUN_IN, 2 * len(line.text))
    ]  # on lines of their own, above the paragraphs that they name
    if len(found) < 2 or len(group) > 3 * len(found):
        found = [index for index, stop in enumerate(stops) if stop is not None and len(group[index].text) - stop - 1 > stop]
        if len(found) < 2 or 2 * len(found) < len(group):
            return
        vows = [index for index in found if pattern("vow").match(group[index].text, stops[index] + 1)]
        if vows == [len(group) - 1]:
            found.remove(vows[0])  # a saying, and what it calls for: it closes the section
    for index in found:
        line = group[index]
        line.scheme = "lead"
        _set_title(line, 0, stops[index], stops[index] + 1)


def _lead_stop(text: str) -> int | None:
    """Offset of the full stop that ends a lead sentence, when the paragraph begins with one."""
    stop = _first_stop(text, 0, _LEAD)
    if stop is None or stop < 4 or _OPENING_DATE.match(text) or pattern("vocative").match(text):
        return None
    opening, behind = read_marker(text), read_marker(text[stop + 1 :])
    if opening is not None and (opening.scheme == "arabic" or _counts_within(text, opening)) or behind is not None and behind.scheme in _WITHIN and (behind.value or 0) > 1:
        return None  # an enumeration within the paragraph
    return None if pattern("lays_down").search(text, 0, stop) else stop
