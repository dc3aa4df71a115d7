"""Raised characters: exponents, which belong to their numbers and units, and note marks, which are taken out."""

from __future__ import annotations

import re
from typing import NamedTuple

from policylab.text._aligned_text import AlignedText, Edit

_UP = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_DOWN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", "0123456789+-()n")
_NUMBER = re.compile(r"[-−–+]?\d{1,3}|n")
_MARK = re.compile(r"[\[［【〔(（]\s?注?\s?(\d{1,3})\s?[\]］】〕)）]|注\s?(\d{1,2})|([①-⑳])|[*＊†‡※]")
_RAISED = "[⁰¹²³⁴-⁹⁺⁻⁽⁾]"
_RAISED_RUN = re.compile(f"{_RAISED}{_RAISED}*")
_TIMES = re.compile(r"[×xX*✕·]\s?10$")
_TEN = re.compile(r"(?<![\d.,])10$")
_UNIT = re.compile(r"(?:[A-Za-z°μµ㎡℃]|平?米|千米|公里|公顷)$")
# a pattern is looked for faster where its first character is known: what stands before that is asked for behind it
_CIRCLED = re.compile(r"[①-⑳](?<=[0-9].)(?=[^0-9①-⑳]|$)")
_BRACKETED = re.compile(r"\[(?<=[^\s\[(（]\[)(\d{1,3})\]")


class Note(NamedTuple):
    """A note mark that was taken out of the text: where it stands in the source, and its number or sign."""

    raw_start: int
    raw_end: int
    mark: str


def raised(text: str) -> str:
    """How a raised run of a web page, a Word document or a PDF is written in a plain text.

    >>> raised("8"), raised("-3"), raised("[1]"), raised("①"), raised("th")
    ('⁸', '⁻³', '⁽¹⁾', '⁽¹⁾', 'th')
    """
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        return bare.translate(_UP)
    found = _MARK.fullmatch(bare)
    if found is None:
        return text
    number = found[1] or found[2] or (str(ord(found[3]) - ord("①") + 1) if found[3] else "")
    return f"⁽{number.translate(_UP)}⁾"


def lowered(text: str) -> str:
    """A text with its raised characters on the line, as other readers of the file have them."""
    return text.translate(_DOWN)


def take_out_notes(aligned: AlignedText) -> tuple[AlignedText, list[Note]]:
    """Take note marks out of a text; exponents stay.

    A raised number is an exponent behind a unit (m²) and behind ten (10⁴, 1.2×10⁸), but where notes are counted and a
    bare ten carries the next number. Marks in square brackets are notes where they count from 1 through the text.

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
        mark = match.group().translate(_DOWN).strip("()")
        if not _is_exponent(text[max(0, match.start() - 6) : match.start()], match.group(), mark, following):
            found.append((*match.span(), mark))
            following = int(mark) + 1 if mark.isdigit() else following
    found += [(*match.span(), str(ord(match.group()) - ord("①") + 1)) for match in _CIRCLED.finditer(text)]
    others = {int(mark) for _, _, mark in found if mark.isdigit()}
    return sorted(found + (_counted(text, others) or _counted(text, set())))


def _is_exponent(before: str, run: str, mark: str, following: int) -> bool:
    if run[0] == "⁽":
        return False
    if _UNIT.search(before) or _TIMES.search(before) or run[0] in "⁺⁻":
        return True
    return bool(_TEN.search(before)) and mark not in ("", "0", "1", str(following))


def _counted(text: str, known: set[int]) -> list[tuple[int, int, str]]:
    """The marks in square brackets, if they count through the text: each is one that is known, or the next."""
    found = [(*match.span(), match[1]) for match in _BRACKETED.finditer(text)]
    last = max(known, default=0)
    for _, _, mark in found:
        if int(mark) not in known and int(mark) != last + 1:
            return []
        known.add(int(mark))
        last = max(last, int(mark))
    return found
