"""Raised characters: exponents, which belong to their numbers and units, and note marks, which are taken out."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import NamedTuple

from policylab.resources._word_patterns import HAN
from policylab.text._aligned_text import AlignedText, Edit

_UP = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_NO_BRACKETS = str.maketrans("", "", "()")
_DOWN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", "0123456789+-()n")
_NUMBER = re.compile(r"[-−–+]?\d{1,3}|n")
_MARK = re.compile(r"[\[［【〔(（]?\s?注?\s?(\d{1,3})\s?[\]］】〕)）]?|([①-⑳❶-❿])|[*＊†‡※]{1,3}|[a-m]")
_BETWEEN = re.compile(r"\s*([,，、;；~～—–-])\s*|(?<=[\])］】〕）])(?=[\[［【〔(（])")
_RAISED = "[⁰¹²³⁴-⁹⁺⁻⁽⁾]"
_RAISED_RUN = re.compile(f"{_RAISED}(?:{_RAISED}|[,，、~–-](?={_RAISED}))*")
_TIMES = re.compile(r"[×xX*✕·]\s?10$")
_TEN = re.compile(r"(?<![\d.,])10$")
_UNIT = re.compile(r"(?:[A-Za-z°μµ㎡℃]|(?<!方)(?:平?米|千米|公里)|公顷)$")  # 平方米 has its exponent already
# a pattern is looked for faster where its first character is known: what stands before that is asked for behind it
# 100亿元①,其中…: a number of an item has its text behind it
_CIRCLED = re.compile(
    rf"[①-⑳❶-❿](?:(?P<number>(?<=[0-9].)(?=[^0-9①-⑳❶-❿]|$))|(?<=[{HAN}%](?<![图表式第如见]).)(?=[,，。;；)）”\n]|$))"
)
_BRACKETED = re.compile(r"(?:[\[〔【](?<=[^\s\[〔【(（].)注?|\(注|注(?<=[0-9].))(\d{1,3})(?:[\]〕】)]|(?<=注.)|(?<=注..))")


class Note(NamedTuple):
    """A note mark that was taken out of the text: where it stands in the source, and its number or sign."""

    raw_start: int
    raw_end: int
    mark: str


def raised(text: str) -> str:
    """How a raised run of a web page, a Word document or a PDF is written in a plain text.

    >>> raised("8"), raised("-3"), raised("[1]"), raised("①"), raised("1-3"), raised("th")
    ('⁸', '⁻³', '⁽¹⁾', '⁽¹⁾', '⁽¹⁾⁻⁽³⁾', 'th')
    """
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        return bare.translate(_UP)
    parts = _BETWEEN.split(bare)  # marks, and the sign behind each but the last
    marks = [_MARK.fullmatch(part) for part in parts[::2]]
    if not all(marks):
        return text
    numbers = (mark[1] or (_circled(mark[2]) if mark[2] else "") for mark in marks)
    ranges = ("⁻" if between and between in "~～—–-" else "" for between in parts[1::2])
    return "".join(itertools.chain(*itertools.zip_longest((f"⁽{number.translate(_UP)}⁾" for number in numbers), ranges, fillvalue="")))


def _circled(sign: str) -> str:
    return str(int(unicodedata.numeric(sign)))


def lowered(text: str) -> str:
    """A text with its raised characters on the line, as other readers of the file have them."""
    return text.translate(_DOWN)


def take_out_notes(aligned: AlignedText) -> tuple[AlignedText, list[Note]]:
    """Take note marks out of a text; exponents stay.

    A raised number is an exponent behind a unit (m²) and behind ten (10⁴, 1.2×10⁸), but where notes are counted and a
    bare ten carries the next number. Marks in brackets are notes where they count from 1 through the text.

    >>> text, notes = take_out_notes(AlignedText("排放1.2×10⁸吨,绿地30m²,新建200¹件,投资100[2]亿元。"))
    >>> text.text, [note.mark for note in notes]
    ('排放1.2×10⁸吨,绿地30m²,新建200件,投资100亿元。', ['1', '2'])
    """
    notes: list[Note] = []
    while found := _note_marks(aligned.text):  # a mark may hide behind another
        notes += [Note(*aligned.raw_span(start, end), mark) for start, end, mark in found]
        aligned = aligned.edit(Edit(start, end, "") for start, end, _ in found)
    return aligned, sorted(notes)


def _note_marks(text: str) -> list[tuple[int, int, str]]:
    """The note marks of a text, each with its number or sign."""
    found: list[tuple[int, int, str]] = []
    following = 1
    for match in _RAISED_RUN.finditer(text):
        mark = match.group().translate(_DOWN).replace(")(", ",").translate(_NO_BRACKETS)
        if not _is_exponent(text[max(0, match.start() - 6) : match.start()], match.group(), mark, following):
            found.append((*match.span(), mark))
            following = int(mark) + 1 if _is_number(mark) else following
    circled = [(match["number"] is not None, (*match.span(), _circled(match.group()))) for match in _CIRCLED.finditer(text)]
    found += [mark for numbered, mark in circled if numbered]
    others = {int(mark) for _, _, mark in found if _is_number(mark)}
    bracketed = sorted(_BRACKETED.finditer(text), key=lambda match: match.group()[0])
    kinds = [[(*match.span(), match[1]) for match in marks] for _, marks in itertools.groupby(bracketed, key=lambda match: match.group()[0])]
    for alike in (*kinds, [mark for numbered, mark in circled if not numbered]):
        found += _counted(alike, set(others)) or _counted(alike, set())
    return sorted(found)


def _is_number(mark: str) -> bool:
    return mark.isdigit() and len(mark) <= 3  # no text has a thousand notes, and a run of digits may be of any length


def _is_exponent(before: str, run: str, mark: str, following: int) -> bool:
    if run[0] == "⁽":
        return False
    if _UNIT.search(before) or _TIMES.search(before) or run[0] in "⁺⁻":
        return True
    return bool(_TEN.search(before)) and mark not in ("", "0", "1", str(following))


def _counted(found: list[tuple[int, int, str]], known: set[int]) -> list[tuple[int, int, str]]:
    """The marks of one kind, if they count through the text: each is one that is known, or the next."""
    last = max(known, default=0)
    for _, _, mark in found:
        if int(mark) not in known and int(mark) != last + 1:
            return []
        known.add(int(mark))
        last = max(last, int(mark))
    return found
