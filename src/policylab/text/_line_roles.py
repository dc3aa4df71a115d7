"""Lines and sentences of a document: where they stand, and what a line is when it is not its body."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from policylab.resources._word_patterns import resource_pattern
from policylab.text._heading_numbers import LEGAL, WEAK, Marker, read_marker

T = TypeVar("T")


def runs(items: Iterable[T], goes_on: Callable[[list[T], T], bool]) -> list[list[T]]:
    """Items that follow each other, parted where one does not go on the run before it.

    >>> runs([1, 2, 5, 6, 9], lambda run, one: one == run[-1] + 1)
    [[1, 2], [5, 6], [9]]
    """
    found: list[list[T]] = []
    for item in items:
        if found and goes_on(found[-1], item):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def lines_at(text: str, end: str = "\n") -> Iterator[tuple[int, str]]:
    """The lines of a text, or what else an end parts, with their offsets.

    >>> list(lines_at("总则\\n附则"))
    [(0, '总则'), (3, '附则')]
    """
    at = 0
    for line in text.split(end):
        yield at, line
        at += len(line) + 1


def filled_lines(text: str) -> list[tuple[int, str]]:
    """The lines that are not empty, without white space at their ends, with their offsets; a row of a table keeps its empty
    first cell.
    """
    lines = []
    for at, raw in lines_at(text):
        line = raw.strip()
        line = raw.strip(" ") if "\t" in line else line
        if line:
            lines.append((at + raw.index(line[0]), line))
    return lines


FINAL = "。;；:：!！?？"
CLOSERS = "”’\"'》〉)）〕】]」』"
_DAY = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月(?:\s?[\d一二三四五六七八九十]{1,3}\s?日)?"
_DATE = re.compile(_DAY)
_DOCUMENT_NUMBER = re.compile(r"[^\s。,;:]{1,16}[〔\[(【]\d{4}[〕\])】]\s?第?\s?\d{1,4}\s?号")
_PERIOD = re.compile(r"[(（][^()（）]{0,12}\d{4}[^()（）]{0,16}[)）]")
_PUNCTUATION = re.compile(r"[,，。;；:：!！?？]")
_CONTENTS_ROW = re.compile(r"[^\t]{2,120}?(?:[.·…]{3,}\s{0,4}[(（]?\d{1,4}[)）]?|\t\s{0,4}[(（]\d{1,4}[)）])")
_LEADERS = re.compile(r"[.·…]{3}")
_ORNAMENT = re.compile(r"[\W_]+|[*=_#\s-]{1,40}[^*=_#\s-]{1,20}[*=_#\s-]{1,40}(?<=[*=_#-])")
_ENTRY = re.compile(r"\d{1,2}[.．、]")
_LABEL = re.compile(r"[^,，。;；]{2,10}[:：]")
_EDITORS = 2  # paragraphs that an editor puts before the title, at most
_HANDED_ON = 6  # paragraphs of a notice before the document that it hands on, at most
# 12, 第12页, 12/40, 第12页 共40页; what ornaments may stand beside it depends on what else is known of the line
PAGE_NUMBER = r"(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*(?:[/／]\s*共?|[,，]?\s*共)\s*\d{1,4}(?:\s*页)?)?"
_TITLE_MARKS = re.compile(r"《[^《》]*》")


# a pattern of what stands around a document, by its name
pattern = functools.partial(resource_pattern, "boilerplate.toml")


def line_role(line: str) -> str | None:
    """Role of a line that needs no context to be known: boilerplate, caption, contents, note or table; else None.

    >>> line_role("图1 智慧天津设计思路"), line_role("来源:电子政务网 更新时间:2024-01-30")
    ('caption', 'boilerplate')
    >>> line_role("表明数字经济发展良好。") is None
    True
    """
    if len(line) <= 120 and _ORNAMENT.fullmatch(line):
        return "boilerplate"
    if pattern("note").match(line):
        return "note"
    if "\t" in line:
        if is_metadata(line):
            return "boilerplate"
        return "contents" if _CONTENTS_ROW.fullmatch(line[:200]) and len(line) <= 200 else "table"
    if len(line) > 200:
        return None
    if (pattern("site").fullmatch(line) or is_metadata(line)) and read_marker(line) is None:
        return "boilerplate"
    if len(line) <= 70 and line[-1] not in FINAL and (pattern("caption").fullmatch(line) or pattern("unit_line").fullmatch(line)):
        return "caption"
    # without a tab it is the leaders that make a row
    listed = _LEADERS.search(line) and _CONTENTS_ROW.fullmatch(line) or pattern("contents").fullmatch("".join(line.split()))
    return "contents" if listed else None


def is_prose(line: str) -> bool:
    """Whether a line reads like text: it ends a sentence, or has punctuation outside of 《》 titles."""
    return line.rstrip(CLOSERS)[-1:] in tuple(FINAL) or bool(_PUNCTUATION.search(_TITLE_MARKS.sub("", line[:400])))


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(line) <= 24 and bool(_DATE.fullmatch(line))


def is_document_number(line: str) -> bool:
    """Whether a line is a document number such as 津政办发〔2021〕52号."""
    return len(line) <= 40 and bool(_DOCUMENT_NUMBER.fullmatch(line))


def is_metadata(line: str) -> bool:
    """Whether a line begins with a label of the block of facts that a site puts beside a document."""
    return bool(pattern("metadata").match(line.replace(" ", "")))


def is_addressee(line: str) -> bool:
    """Whether a line names whom a notice is for: 各区人民政府,市政府各委、办、局:"""
    if len(line) > 160 or line[-1:] not in (":", "：") or "。" in line or pattern("introduces").search(line):
        return False
    return bool(pattern("addressee").search(line))


def is_title(line: str) -> bool:
    """Whether a line is the title of a document: it has no sentence in it and ends with a kind of document."""
    bare = _TITLE_MARKS.sub("", line[:130])
    named = len(line) <= 120 and not _PUNCTUATION.search(bare) and pattern("title").fullmatch(line)
    return bool(named) and pattern("chapter_alone").fullmatch(line) is None


def common_title(rest: str) -> str | None:
    """The name of a chapter that almost every plan has, when text begins right behind it: 保障措施加大统筹力度,…"""
    match = pattern("chapter").match(rest)
    return match and match.group()


def is_annex(line: str) -> bool:
    """Whether a line is the number of an annex and nothing else: 附件1, 附表.

    >>> is_annex("附件 2"), is_annex("附件:1.任务清单")
    (True, False)
    """
    return len(line) <= 8 and bool(pattern("annex").fullmatch(line))


def is_annex_title(line: str) -> bool:
    """Whether a line below the number of an annex is its title."""
    return len(line) <= 60 and line_role(line) is None and not (is_annex(line) or is_prose(line) or is_date(line))


def is_notice_title(line: str) -> bool:
    """Whether a line is the title of a notice that hands a document on."""
    return len(line) <= 160 and not line.endswith("。") and bool(pattern("notice_title").fullmatch(line))


def is_signature(line: str) -> bool:
    """Whether a line is an issuer's name and nothing else."""
    return len(line) <= 42 and not _PUNCTUATION.search(line) and bool(pattern("signature").fullmatch(line))


def front_roles(lines: Sequence[str], *, whole: bool = False) -> list[str]:
    """Roles of the lines before the first heading: title, notice, boilerplate, caption, contents, table, body.

    A paragraph before any title or addressee is an editor's; one behind an addressee is the notice's, when it hands
    a document on, or when a signature, a date or a title still follows; any other is the document's preamble. In a
    document without headings (`whole`) all is front, and only a title below makes a paragraph the notice's. A line
    amid the text is no title, whatever it ends in.

    >>> front_roles(["各区人民政府:", "现将《规划》印发给你们,请照此执行。", "2021年12月28日", "某市规划", "为加快建设,编制本规划。"])
    ['notice', 'notice', 'notice', 'title', 'body']
    """
    kinds = _front_kinds(lines)
    marks = ("title",) if whole else ("title", "notice", "addressee", "signature", "date")
    last = max((index for index, kind in enumerate(kinds) if kind in marks), default=-1)
    last_title = max((index for index, kind in enumerate(kinds) if kind in ("title", "addressee")), default=-1)
    roles: list[str] = []
    addressed = begun = False
    for index, (line, kind) in enumerate(zip(lines, kinds)):
        begun = begun or kind in ("title", "notice", "addressee")
        addressed = kind == "addressee" or addressed and kind != "title"
        if kind == "prose":
            handed = addressed and (index < last or pattern("forwarding").search(line[:1000]))
            kind = "boilerplate" if not begun and index < last_title else "notice" if handed else "body"
        roles.append("notice" if kind in ("addressee", "signature", "date") else kind)
    return roles


def _front_kinds(lines: Sequence[str]) -> list[str]:
    """Kinds of the lines of the front matter; what stands amid running text is text."""
    kinds: list[str] = []
    prose = apart = labels = 0  # prose before any title, prose since the last other line, labels of a metadata block
    spoken = begun = addressed = handed = False
    for index, line in enumerate(lines):
        kind = "boilerplate" if pattern("label_alone").fullmatch(line) else front_kind(line)
        addressed = addressed or kind == "addressee"
        handed = handed or addressed and (kind in ("date", "signature") or bool(pattern("forwarding").search(line[:1000])))
        if kind == "title" and addressed and not handed:
            kind = "prose"  # nothing hands a document on, so that none begins here
        spoken = spoken or bool(pattern("vocative").match(line))
        if index and labels and _is_label(lines[index - 1]) and kinds[-1] == "boilerplate" and len(line) <= 80:
            kind = "boilerplate"  # the value of a label that stands alone
        labels += kind == "boilerplate" and _is_label(line)
        amid = prose > _EDITORS if not begun else apart > _HANDED_ON
        if kind in ("title", "signature", "notice", "addressee") and (spoken or amid):
            kind = "prose"
        prose += kind == "prose"
        apart = apart + 1 if kind == "prose" else 0
        begun = begun or kind in ("title", "notice", "addressee")
        kinds.append(kind)
    return kinds


def _is_label(line: str) -> bool:
    return bool(_LABEL.fullmatch(line) or pattern("label_alone").fullmatch(line))


def _is_period(line: str) -> bool:
    """Whether a line is the years of a plan in brackets, below its title."""
    return len(line) <= 30 and bool(_PERIOD.fullmatch(line))


def _is_speaker(line: str) -> bool:
    return len(line) <= 20 and bool(pattern("speaker").search(line))


# kinds of the lines of the front matter that are known by themselves; the first that is so counts
_KINDS = (
    ("notice", is_document_number), ("notice", is_notice_title), ("addressee", is_addressee), ("date", is_date),
    ("title", is_title), ("title", _is_period), ("notice", _is_speaker), ("signature", is_signature),
)  # fmt: skip


def front_kind(line: str) -> str:
    """Kind of a line by itself: its role, a part of the front matter, or prose."""
    return line_role(line) or next((kind for kind, is_one in _KINDS if is_one(line)), "prose")


def tail_roles(lines: Sequence[str]) -> list[str | None]:
    """Roles of the lines at the end that are no text: sign-off, date, attachments; None for the text above them.

    >>> tail_roles(["本办法自2022年起施行。", "附件:1.清单", "2.名录", "某市人民政府", "2021年1月5日", "附件1", "工作清单"])
    [None, 'notice', 'notice', 'notice', 'notice', 'notice', 'title']
    """
    roles: list[str | None] = [None] * len(lines)
    entries: list[int] = []  # numbered lines: attachments, if a line 附件:1.… stands above them
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        role = line_role(line)
        if role is None and len(line) <= 90 and pattern("attachment").fullmatch(line):
            role = "notice"
            for entry in entries:
                roles[entry] = role
            entries = []
        elif role is None and len(line) <= 60 and line[-1] not in FINAL and _ENTRY.match(line):
            entries.append(index)
            continue
        elif role is None and (is_date(line) or is_signature(line)):
            role = "notice"
        elif role is None and is_title(line):
            role = "title"
        if role is None or entries:
            break
        roles[index] = role
    return roles


_SENTENCES = re.compile(r"[^。!?\n]+(?:[。!?]+[”’」』》)]*|\n|$)")


def is_listed(text: str, marker: Marker, listed: dict[str, int]) -> bool:
    """Whether a numbered line is part of a list inside a sentence: it ends with a semicolon, or closes such a list."""
    if marker.scheme in WEAK or marker.scheme in LEGAL or marker.value is None:
        return False
    if text[-1] in ";；":
        listed[marker.scheme] = marker.value
        return True
    goes_on = listed.pop(marker.scheme, None) == marker.value - 1
    if goes_on and text[-1] not in FINAL:  # a list of attachments, whose entries end with nothing
        listed[marker.scheme] = marker.value
    return goes_on


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand: up to 。, ! or ?, or the end of the line.

    Marks in a row and the quotes and brackets that close behind them belong to the sentence before them, and there is
    none without a text.

    >>> text = "“建成5个。”新建3个!!"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['“建成5个。”', '新建3个!!']
    """
    return [match.span() for match in _SENTENCES.finditer(text)]
