"""Line breaks that are none of the text: those of a page, a column or a width; those that were lost; and the spaces of OCR."""

from __future__ import annotations

import functools
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from policylab.numbers._quantities import is_cut
from policylab.resources._word_patterns import HAN, HAN_SIGN
from policylab.text._aligned_text import AlignedText, Edit
from policylab.text._heading_numbers import (
    HAN_BRACKET_MARK,
    HAN_MARK,
    LEGAL,
    NUMERALS,
    Marker,
    follows,
    legal_mark,
    read_marker,
)
from policylab.text._line_roles import (
    CLOSERS,
    FINAL,
    PAGE_NUMBER,
    filled_lines,
    front_kind,
    is_listed,
    is_prose,
    is_signature,
    is_title,
    line_role,
    lines_at,
    pattern,
)

_LATIN = re.compile(r"[A-Za-z]{2,}")
_TAIL, _LEAST_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]+$"), 5
_PAGE_NUMBER = re.compile(rf"[-—–·.\s]{{0,4}}{PAGE_NUMBER}[-—–·.\s]{{0,4}}")
_REMAINDER = re.compile(f"[{HAN}]{{1,2}}。")  # no paragraph begins with a sentence this short
_VALUE = re.compile(r"(?:分别)?(?:达到?|为|占|共|约|超过?|增至|降至|提高到|控制在)\d")  # …公共图书馆(室)|达55座
_INNER = re.compile(r"[,，。;；:：、!！?？]")
_BETWEEN = frozenset({"caption", "page", "head", "boilerplate"})
_FULL_LINE = 36  # a line without any punctuation that is as long as this is no heading
_HEADING = 60  # nor is a numbered line without a full stop that is longer than this
_ARTICLE = 8  # a legal article with less text than this may have it as its title
_REPEATED = 3  # a short line without punctuation that stands this often is a running head
_PAIRS = (("(", ")"), ("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"))
_CLOSING = "”’)）》〉】〕]」』"  # not a straight quote, which may as well open
_KINDS = {"(": ")", "（": "）", "[": "]", "〔": "〕", "【": "】"}
_OPEN_OR_LISTED = (*_KINDS, "、")
_INSIDE = 160  # characters of a bracket in one line, at most
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_HAN_GAP = re.compile(f" (?<=[{HAN}] )(?=[{HAN}])")
_APART = re.compile(r"(?<=\S) (?=\S)")
_DIGITS_APART = re.compile(r"(?<![\dA-Za-z.])\d(?: [\d.])+(?![\d.])")
_NUMBER_APART = re.compile(rf"\d(?<![\dA-Za-z.] \d)(?<![\dA-Za-z.]\d)(?: [\d.])+(?= ?[{HAN}%％,，。、;；)）])")
_DECIMAL_APART = re.compile(rf"(?<![\d.])\d{{1,3}} \. \d{{1,3}}(?= ?[{HAN}%％‰])")  # 0 . 5%
_DIGITS_PARTED = re.compile(r" (?<=\d )[\d.]")
_NUMBER_WHOLE, _APART_LEAST = re.compile(r"\d{2}"), 3
_STOPS = ",。、;:，；："
_STOP_APART = re.compile(f" [{_STOPS}]")
_LEADER = "....."
_GAP = re.compile(r" (?<=\S ) +(?=\S)")
_INNER_MARKER = re.compile(f" (?<=[{HAN}。;:!?”）)〕》] ) {{0,3}}(?={legal_mark(*LEGAL)}|{HAN_MARK}|{HAN_BRACKET_MARK})")
_TITLE_END = re.compile(rf"(?<=[{HAN}”）)]) {{1,4}}(?=[{HAN}“\d(（])")
_PARTED_TITLE = re.compile(r"章[ \t]*[总附]([ \t]*[\t\n][ \t]*)(?=则)")  # 总 则 is set so wide that a line may end in it
_SPACED = 0.6  # of the gaps between Han characters of a line, for it to be spaced out
_SPACED_TOO = 0.45  # of those of a line among such lines
_SPACED_SHARE = 0.2  # spaces a Han character that a text has, for them to be those of OCR
_SHORT_TITLE = 30
_TEXT = 12  # characters that the text behind a heading has at least
_LINE_BREAKS_LOST = 80  # characters of a line in which headings stand amid the text
_WINDOW = 120  # lines that are looked at together: a document may change its measure
_NARROWEST, _WIDEST = 12, 60  # ems of a wrapped line
_RAGGED = 2.6  # ems by which a full line may be shorter than the measure
_WRAPPED = 0.25  # of the lines are full and end within a sentence
# 第一章 一、 (一) 1. amid a line; a search is a fast one where the pattern begins with one class of characters
_MARK = re.compile(
    rf"[第{NUMERALS}(（\d](?:(?<=第){legal_mark(*LEGAL).removeprefix('第')}|(?<=[{NUMERALS}])(?<![第、\d{NUMERALS}].)[{NUMERALS}]{{0,4}}、"
    rf"|(?<=[(（])[{NUMERALS}]{{1,5}}[)）]|(?<=\d)(?<![\d.．].)\d?[.．](?=\s?[{HAN}]))"
)
_PARTS_TOLD = re.compile(r"(?<=分)\S")  # 规划分六部分。第一部分总结了…: 部分 is a word, too, and no title runs into its text
_ORDER = ("part", "chapter", "division", "han", "article", "han_bracket", "arabic")  # the coarser ones first
_ENDS = "。！？!?\n"
_LONGEST_NOTE = 200  # characters of a note behind a sentence
_LONGEST_TITLE = 40  # characters of a title between two numbers, at most
_LEAST = 3  # headings amid lines; fewer may be an enumeration


def mend_lines(aligned: AlignedText) -> tuple[AlignedText, list[str], bool]:
    """Close what OCR spaced out, part what was run together, and join what was wrapped, in a text with its widths folded, and
    its spaces and line ends as they were; what was done, as it rests on no proof; and whether the lines were printed lines.
    """
    warnings = []
    spaced = _spaced_out(aligned.text)
    if spaced:
        aligned = aligned.edit(spaced)
        warnings.append(f"spaces between single characters, as OCR puts them, were closed ({len(spaced)} of them)")
    aligned = aligned.edit(Edit(m.start(1), m.end(1), "") for m in _PARTED_TITLE.finditer(aligned.text))
    split = [*_run_together(aligned.text)]
    if split:
        aligned = aligned.edit(Edit(start, end, "\n") for start, end in split)
    lost = lost_breaks(aligned.text)
    if lost:
        aligned = aligned.edit(Edit(at, at, "\n") for at in lost)
    if split or lost:
        warnings.append(f"line breaks were lost: {len(split) + len(lost)} were put in, where a heading or an indent stands in a line")
    joins = _wrapped(aligned.text)
    if joins:
        aligned = aligned.edit(joins)
        warnings.append(f"the lines are printed lines of one width: {len(joins)} line breaks within paragraphs were closed")
    return aligned, warnings, bool(joins)


def is_mended(text: str) -> bool:
    """Whether `mend_lines` would leave a text as it is."""
    return not (_spaced_out(text) or _run_together(text) or _wrapped(text))


_NUMBER_ALONE = re.compile(r"[0-9][0-9.,]*%?")


def find_cut_numbers(text: str) -> list[int]:
    """Find the line ends between a number and its unit, or a verb and its number, in a text with its spaces folded.

    >>> find_cut_numbers("新建充电桩128\\n个,产值增长\\n14.2%。")
    [8, 15]
    """
    found, lines = [], list(lines_at(text))
    for (_, line), (there, following) in zip(lines, lines[1:]):
        if not line or not following or "\t" in line + following or not is_cut(line, following) or _in_columns(line) or _in_columns(following):
            continue
        titled = not line[-1].isdigit() and read_marker(line) is not None and not _INNER.search(line)
        if not (titled or _YEAR.match(following)):  # a heading that ends in 提升, and the year that its text begins with
            found.append(there - 1)
    for (_, line), (start, number), (there, following) in zip(lines, lines[1:], lines[2:]):
        # a number that stands alone in a sentence: 产值从 / 497.8 / 亿元增加到
        if _NUMBER_ALONE.fullmatch(number) and pattern("number_goes_on").match(following) and (
            line.endswith(("从", "由")) or pattern("number_goes_on").match(line) or is_cut(line, number + following)
        ):
            found += [start - 1, there - 1]
    return sorted(set(found))


def find_cut_lists(text: str) -> list[Edit]:
    """Find the line ends within brackets, which open in a line and close in the next, and behind a 、.

    >>> [edit[:2] for edit in find_cut_lists("推进联网。(责任单位:市教委、市\\n财政局)")]
    [(16, 17)]
    """
    found, lines = [], [line for line in lines_at(text) if line[1].strip()]
    for (at, line), (there, following) in zip(lines, lines[1:]):
        ended = line[-1] in "。!?！？" or not any(map(line.__contains__, _OPEN_OR_LISTED))
        if ended or "\t" in line + following or _in_columns(line) or read_marker(following) is not None:
            continue
        if line.rstrip()[-1] == "、" and not _HAN_GAP.search(line + following):
            found.append(Edit(at + len(line.rstrip()), there, ""))
            continue
        opened = max(map(line.rfind, _KINDS))
        closer = _KINDS.get(line[opened : opened + 1])
        if closer is None or closer in line[opened:] or len(line) - opened > _INSIDE:
            continue
        close = following.find(closer, 0, _INSIDE)
        inside = following[: max(0, close)]
        if close > 0 and not _HAN_GAP.search(inside) and not any(sign in inside for sign in (*_KINDS, "。")):
            glue = " " if line[-1].isascii() and line[-1].isalnum() and following[0].isascii() and following[0].isalnum() else ""
            found.append(Edit(at + len(line.rstrip()), there, glue))
    return found


def _in_columns(line: str) -> bool:
    """Whether gaps part a line's words, as in the columns of a table that was printed as text."""
    return len(_HAN_GAP.findall(line)) >= 2


def _spaced_out(text: str) -> list[Edit]:
    """The spaces of OCR: between all characters of a line; or around its marks and between single digits."""
    if " " not in text:
        return []
    spaces, marks = text.count(" "), sum(map(text.count, _STOPS))
    if spaces < 0.5 * marks and _SPACED_SHARE * len(HAN_SIGN.findall(text, 0, 10 * spaces)) > spaces:  # of most texts the beginning shows it
        return _numbers_apart(text)
    airy = marks >= 20 and len(_STOP_APART.findall(text)) >= 0.5 * marks
    lines = list(lines_at(text))
    spaced = {index for index, (_, line) in enumerate(lines) if _is_spaced_out(line, 4, _SPACED)}
    # a title that is spaced out for its looks (总 则) stands alone, in a text that is not
    if not airy and sum(lines[index][1].count(" ") for index in spaced) < _SPACED_SHARE * len(HAN_SIGN.findall(text)):
        return _numbers_apart(text)
    edits: list[Edit] = []
    for index, (at, line) in enumerate(lines):
        if index in spaced or spaced and _is_spaced_out(line, 2, _SPACED_TOO):
            places = [match.start() for match in _APART.finditer(line)]
        else:
            runs = _DIGITS_APART.finditer(line)
            places = [run.start() + i for run in runs for i, char in enumerate(run.group()) if char == " "]
        edits += [Edit(at + place, at + place + 1, "") for place in places]
    return edits


def _numbers_apart(text: str) -> list[Edit]:
    """The spaces within numbers, in a text that has most of its numbers so, whatever its words are like; and around the point of any."""
    numbers = list(_NUMBER_APART.finditer(text)) if _DIGITS_PARTED.search(text) else []
    if len(numbers) < _APART_LEAST or len(numbers) <= len(_NUMBER_WHOLE.findall(text)):
        numbers = list(_DECIMAL_APART.finditer(text)) if " . " in text else []
    return [Edit(at, at + 1, "") for number in numbers for at in range(*number.span()) if text[at] == " "]


def _is_spaced_out(line: str, least: int, share: float) -> bool:
    """Whether a space stands between most characters of a line with at least so many Han ones."""
    bare = line.strip(" ")
    gaps = bare.count(" ") - bare.count("  ")
    within = len(bare) - bare.count(" ") - 1
    return len(HAN_SIGN.findall(bare)) >= least and gaps >= share * within and _HAN_GAP.search(bare) is not None


def _run_together(text: str) -> list[tuple[int, int]]:
    """Gaps in lines that were line breaks: indents within a line, and headings amid its text."""
    found = []
    for at, line in lines_at(text):
        if "\t" in line or " " not in line.strip(" "):
            continue
        begin = len(line) - len(line.lstrip(" "))
        gaps = [match.span() for match in _GAP.finditer(line)] if "  " in line else []
        for (start, end), stop in zip(gaps, [*(start for start, _ in gaps[1:]), len(line)]):
            if _parts(line[begin:start], line[end:stop]):
                found.append((at + start, at + end))
                begin = end
        if len(line) >= _LINE_BREAKS_LOST:
            found += [(at + start, at + end) for start, end in _amid(line)]
    return sorted(set(found))


def _parts(left: str, right: str) -> bool:
    """Whether a wide gap parts a paragraph from the next, or a heading from its text."""
    marker = read_marker(right)
    if left[-1] in FINAL or left[-1] in _CLOSING and left.rstrip(_CLOSING)[-1:] in tuple(FINAL):
        return len(right) >= 8 or marker is not None
    heads = read_marker(left)
    if heads is not None and heads.end < len(left) <= heads.end + _SHORT_TITLE:
        return len(right) >= _TEXT or marker is not None
    return heads is None and len(left) <= _TEXT and len(right) >= _SHORT_TITLE and "、" not in left


def _amid(line: str) -> list[tuple[int, int]]:
    """Headings that stand amid a long line, each with the gap before it and the one behind its title; and the gap behind
    the title that the line itself begins with.
    """
    places = [match.span() for match in _INNER_MARKER.finditer(line)]
    if len(places) < 2:
        return []
    found, begin = [], len(line) - len(line.lstrip(" "))
    places.insert(0, (begin, begin))
    for index, ((start, end), stop) in enumerate(zip(places, [*(start for start, _ in places[1:]), len(line)])):
        found += [(start, end)] * (index > 0)
        marker = read_marker(line[end : end + 80])
        if marker is None:
            continue
        title = end + marker.end
        gap = _TITLE_END.search(line, title + 1, min(stop, title + _SHORT_TITLE + 4))
        if gap and "。" not in line[title : gap.start()] and stop - gap.end() >= 4:
            found.append(gap.span())
    return found


def latin_words(lines: Iterable[str]) -> frozenset[str]:
    """The Latin words within some lines, in small letters; those at their ends may be cut."""
    return frozenset(
        found.group().lower() for line in lines for found in _LATIN.finditer(line) if 0 < found.start() and found.end() < len(line)
    )


def is_cut_word(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether a line end cuts a Latin word: the document has the whole word elsewhere.

    >>> is_cut_word("发展block", "chain技术", latin_words(["推广Blockchain应用"])), is_cut_word("建设smart", "city", frozenset())
    (True, False)
    """
    tail, head = _TAIL.search(left), _LATIN.match(right)
    whole = (tail.group() + head.group()).lower() if tail and head else ""
    return len(whole) >= _LEAST_WORD and whole in words


@functools.cache
def _width(char: str) -> float:
    return 0.0 if char == " " else 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _em(text: str) -> float:
    return sum(map(_width, text))


def _wrapped(text: str) -> list[Edit]:
    """The breaks within paragraphs of a text whose lines were wrapped at a width."""
    lines = list(lines_at(text))
    filled = [index for index, (_, line) in enumerate(lines) if line.strip()]
    edits: list[Edit] = []
    for begin in range(0, len(filled), _WINDOW):
        window = filled[begin : begin + _WINDOW + 1]
        edits += _unwrap([lines[index] for index in window])
    if any(edit.new for edit in edits):  # Latin letters on both sides
        words = latin_words(line for _, line in lines)
        cut = (bool(edit.new) and is_cut_word(text[max(0, edit.start - 40) : edit.start], text[edit.end : edit.end + 40], words) for edit in edits)
        edits = [edit._replace(new="") if is_cut else edit for edit, is_cut in zip(edits, cut)]
    return edits


def _full(lines: list[str]) -> list[bool]:
    """Which lines are as long as the measure, if the lines were wrapped: after so many characters, or at a width."""
    if sum(len(line) - line.count(" ") > 2 * _WIDEST for line in lines) > 0.2 * len(lines):
        return [False] * len(lines)  # nine of ten wrapped lines are no wider
    inner = [line[-1:] not in FINAL + "”" for line in lines]
    for lengths, ragged in (([float(len(line)) for line in lines], 0.0), (list(map(_em, lines)), _RAGGED)):
        if len(lengths) < 6:
            break
        counts = Counter(lengths)
        measure = statistics.quantiles(lengths, n=20)[17] if ragged else max(counts, key=lambda n: (counts[n], n))
        full = [measure - ragged <= length <= measure + ragged for length in lengths]
        cut = sum(a and b for a, b in zip(full, inner))
        beyond = sum(length > measure + ragged for length in lengths)
        enough = cut >= max(3, _WRAPPED * len(lines)) and beyond <= 0.05 * len(lines)
        if _NARROWEST <= measure <= _WIDEST and enough:
            return full
    return [False] * len(lines)


def _unwrap(lines: list[tuple[int, str]]) -> list[Edit]:
    full = _full([line.rstrip() for _, line in lines])  # an indent fills its place in a line
    if not any(full):
        return []
    indents = [len(line) - len(line.lstrip(" ")) for _, line in lines]
    indented = sum(indent >= 2 for indent in indents)
    uses_indents = 0.05 * len(lines) <= indented <= 0.7 * len(lines)
    usual = sorted(indents)[len(indents) // 2] if uses_indents else 0
    edits = []
    for index, ((at, line), (there, following)) in enumerate(zip(lines, lines[1:])):
        bare = following.strip()
        begins = read_marker(bare) is not None and not (line.rstrip()[-1:].isdigit() and bare[0].isdigit())
        begins = begins or front_kind(bare) == "notice"
        ended = line.rstrip()[-1] in FINAL and (not uses_indents or is_title(bare))
        # a row of a table, or of contents, is no printed line
        tabular = any("\t" in one or _LEADER in one for one in (line, following))
        if not full[index] or tabular or begins or ended or (uses_indents and indents[index + 1] >= usual + 2):
            continue
        left = line.rstrip()
        glue = " " if left[-1].isascii() and left[-1].isalpha() and bare[0].isascii() and bare[0].isalpha() else ""
        edits.append(Edit(at + len(left), there + len(following) - len(following.lstrip(" ")), glue))
    return edits


def find_joins(text: str) -> list[tuple[int, int]]:
    """Find the breaks to delete, so that paragraphs cut in two by a page or column are whole again.

    A paragraph is cut when it ends without the end of a sentence and is no heading, title, signature, date, caption
    or row of a table, and when what follows goes on like text. Captions, running heads and page numbers between its
    two halves are part of the run that is deleted. A cut that falls on the end of a sentence leaves no trace in the
    text, and stays.

    >>> text = "院校可在现行公务员可比收入\\n\\n1.5倍调控线基础上,增加绩效工资。\\n(一)指导思想\\n坚持创新。"
    >>> [text[a - 2 : a] + "|" + text[b : b + 4] for a, b in find_joins(text)]
    []
    >>> text = "院校所得可作为绩效工资,院校可在现行可比收入\\n\\n1.5倍调控线基础上,增加绩效工资。\\n(一)指导思想\\n坚持创新。"
    >>> [text[a - 2 : a] + "|" + text[b : b + 4] for a, b in find_joins(text)]
    ['收入|1.5倍']
    """
    lines = filled_lines(text)
    roles = _roles(lines)
    joins: list[tuple[int, int]] = []
    listed: dict[str, int] = {}
    joined = False  # whether the line goes on a paragraph that was cut
    for index, (begin, line) in enumerate(lines):
        marker = read_marker(line) if roles[index] is None else None
        in_list = marker is not None and is_listed(line, marker, listed)
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
    return joins


def _roles(lines: list[tuple[int, str]]) -> list[str | None]:
    """Roles of the lines that are no running text; None for the others."""
    short = Counter(line for _, line in lines if len(line) <= 40)
    roles: list[str | None] = []
    for _, line in lines:
        if len(line) <= 16 and _PAGE_NUMBER.fullmatch(line):
            roles.append("page")
        elif short[line] >= _REPEATED and not ("\t" in line or _INNER.search(line) or read_marker(line) or is_signature(line)):
            roles.append("head")
        else:
            roles.append(line_role(line))
    return roles


def _is_cut(line: str, following: str, marker: Marker | None, within: bool) -> bool:
    """Whether a line ends in the middle of a sentence; `within` says that it is in a list or goes on a cut one."""
    if line[-1] not in FINAL and _VALUE.match(following):
        return True
    if line[-1] in FINAL or line[-1] in ")）" or line[-1] in _CLOSING and (_is_balanced(line) or line.rstrip(_CLOSING)[-1:] in tuple(FINAL)):
        return False
    if within or line[-1] in ",，、" or _REMAINDER.match(following):
        return True
    if marker is not None and marker.scheme not in ("dash", "ordinal"):
        if marker.scheme == "article":
            return len(line) - marker.end >= _ARTICLE
        return "。" in line or len(line) > _HEADING
    return front_kind(line) == "prose" and (bool(_INNER.search(line)) or len(line) >= _FULL_LINE)


def _is_balanced(line: str) -> bool:
    return all(line.count(opening) <= line.count(closing) for opening, closing in _PAIRS)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line can be the second half of a paragraph: it is text, and does not begin like a paragraph."""
    if read_marker(following) is not None:
        return False
    if not _is_balanced(line) and following[-1] in _CLOSING:
        return True
    return front_kind(following) == "prose" and (is_prose(following) or "、" in following or len(following) >= _FULL_LINE)


class _Mark(NamedTuple):
    start: int
    end: int
    scheme: str
    value: int


def lost_breaks(text: str) -> list[int]:
    """Where line breaks were lost before the headings of a text that runs together; nowhere, if before fewer than three.

    A number is a heading's if it counts on from the last of its kind, or begins anew with 1, and stands behind the end
    of a sentence; or if a short run of characters parts it from such a number of another kind: 第一章总则第一条.

    >>> text = "第一章总则第一条为促进发展,制定本办法。第二条本办法适用于本市。第二章管理第三条" + "市人民政府加强领导,统筹规划。" * 4
    >>> [text[at : at + 3] for at in lost_breaks(text)]
    ['第一条', '第二条', '第二章', '第三条']
    """
    marks = _marks(text)
    last: dict[str, int] = {}
    found: list[int] = []
    before: _Mark | None = None  # the heading before
    behind_end = 0
    for index, mark in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        ended = _is_ended(text, mark)
        before_it = last.get(mark.scheme, 0)
        counts = mark.value in (1, before_it + 1) or mark.scheme in LEGAL and ended and follows(mark.value, before_it)
        if not counts or _in_contents(text, mark, following):
            continue
        above = _is_under(text, mark, following) and following.value in (1, last.get(following.scheme, 0) + 1)
        if mark.scheme == "part" and not above and _PARTS_TOLD.match(text, mark.end):
            continue
        if not (ended or above or _is_under(text, before, mark) or _is_first(text, marks, index)):
            continue
        if mark.scheme in LEGAL and mark.value != 1 and pattern("spoken_of").match(text, mark.end):
            continue
        last[mark.scheme] = mark.value
        before = mark
        if text[text.rfind("\n", 0, mark.start) + 1 : mark.start].strip():  # it does not begin its line
            found.append(mark.start)
            behind_end += ended
    return found if behind_end and len(found) >= _LEAST else []


def _marks(text: str) -> list[_Mark]:
    """The numbers of headings at the start of lines, and amid those that are long; 第一条 amid all."""
    found = []
    for at, line in lines_at(text):
        matches = list(_MARK.finditer(line))
        if line.count("第") > 2 and "。" not in line and sum(match.group()[0] == "第" for match in matches) > 2:
            matches = matches[-1:]  # those before it are entries of a table of contents
        for match in matches:
            amid = line[: match.start()].strip()
            if amid and len(line) < _LINE_BREAKS_LOST and match.group()[0] != "第":
                break
            marker = read_marker(match.group() + "总")  # a number is one before a text only
            if marker is not None and marker.value is not None and marker.scheme in _ORDER:
                found.append(_Mark(at + match.start(), at + match.end(), marker.scheme, marker.value))
    return found


def _is_ended(text: str, mark: _Mark) -> bool:
    """Whether a sentence, or the line before, ends where a number stands."""
    left = text[max(0, mark.start - 8) : mark.start].rstrip(" ")
    if not left or left[-1] in _ENDS:
        return True
    bare = left.rstrip(CLOSERS)
    if bare == left:
        return False
    if bare[-1:] in _ENDS or mark.scheme in ("part", "chapter"):
        return True
    opening = max(text.rfind(sign, max(0, mark.start - _LONGEST_NOTE), mark.start) for sign in "(（")
    return opening > 0 and left[-1] in ")）" and text[opening - 1] in _ENDS  # a note behind a sentence


def _is_title(text: str, start: int, end: int) -> bool:
    return 1 < end - start <= _LONGEST_TITLE and not any(char in text[start:end] for char in "。;；:：!！?？")


def _is_under(text: str, above: _Mark | None, mark: _Mark | None) -> bool:
    """Whether only a title stands between the number above and one of a finer kind."""
    if above is None or mark is None or _ORDER.index(above.scheme) >= _ORDER.index(mark.scheme):
        return False
    return _is_title(text, above.end, mark.start)


def _is_first(text: str, marks: list[_Mark], index: int) -> bool:
    """Whether a number 1 has a 2 of its kind behind the end of a sentence, so that a title may run into it."""
    mark = marks[index]
    second = next((other for other in marks[index + 1 :] if other.scheme == mark.scheme), None)
    whole = mark.scheme not in ("han_bracket", "arabic") or text[mark.start - 1 : mark.start] in (":", "：")
    return mark.value == 1 and whole and second is not None and second.value == 2 and _is_ended(text, second)


def _in_contents(text: str, mark: _Mark, following: _Mark | None) -> bool:
    """Whether the next number of the same or a coarser kind follows so soon that this is an entry of a table of contents."""
    parts = LEGAL[:-1]
    return (
        following is not None
        and mark.scheme in parts
        and following.scheme in parts
        and parts.index(following.scheme) <= parts.index(mark.scheme)
        and _is_title(text, mark.end, following.start)
        and "\n" not in text[mark.end : following.start]
    )
