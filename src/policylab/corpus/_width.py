"""Widths, spaces, quotes, dashes and line ends: the typography of a clean text.

In the sources width carries no information, and in a scanned gazette it changes from page to page; so full-width
letters, digits and ASCII punctuation become ASCII, while 、。《》“” and —— stay as they are.
"""

from __future__ import annotations

import re

from policylab.corpus._aligned import AlignedText, Edit

_WIDE = re.compile(r"[\uff01-\uff5e\u3000\u00a0\u2002-\u200a\u202f\u205f\u2015\u2500]+")
_SPACE_CODES = (0x3000, 0xA0, *range(0x2002, 0x200B), 0x202F, 0x205F)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(_SPACE_CODES, " ")
_NARROW |= {0x2015: "—", 0x2500: "—"}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_EDGE = " \t\n"
_SPACES = re.compile(r" +")
_HYPHENS = re.compile(r"-{2,}")
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff—…“”‘’·"
_IS_CJK = re.compile(f"[{_CJK}]")
_IS_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STRAIGHT = re.compile(r'"')


def fold_widths(aligned: AlignedText) -> AlignedText:
    """Full-width forms to ASCII, typographic spaces to a space, look-alike dashes to —; invisible characters go.

    >>> fold_widths(AlignedText("５Ｇ，（ＰＵＥ）＜１．３％")).text
    '5G,(PUE)<1.3%'
    """
    folded = aligned.edit(Edit(m.start(), m.end(), m[0].translate(_NARROW)) for m in _WIDE.finditer(aligned.text))
    return folded.edit(Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(folded.text))


def fold_lines(aligned: AlignedText) -> AlignedText:
    r"""One line feed between paragraphs; no blank lines, and no spaces at the ends of a line.

    >>> fold_lines(AlignedText("一、总体要求 \r\n\r\n  二、目标\n")).text
    '一、总体要求\n二、目标'
    """
    edits = []
    for match in _BLANKS.finditer(aligned.text):
        blank = match[0]
        if blank != "\n" and ("\n" in blank or "\r" in blank):
            edits.append(Edit(match.start(), match.end(), "\n"))
    folded = aligned.edit(edits)
    text, end = folded.text, len(folded)
    first, last = end - len(text.lstrip(_EDGE)), len(text.rstrip(_EDGE))
    edges = [Edit(0, first, "")] if first else []
    if max(first, last) < end:
        edges.append(Edit(max(first, last), end, ""))
    return folded.edit(edges)


def fold_spaces(aligned: AlignedText) -> AlignedText:
    """Drop the spaces that typesetting put between Han and other characters; keep those that part two words.

    >>> fold_spaces(AlignedText("打造 “天津智港”,建成 5G 基站 3.3 万个 (含 NB-IoT 网络)")).text
    '打造“天津智港”,建成5G基站3.3万个(含NB-IoT网络)'
    >>> fold_spaces(AlignedText("《中共天津市委 天津市人民政府关于实施意见》")).text
    '《中共天津市委 天津市人民政府关于实施意见》'
    """
    text = aligned.text
    edits = []
    for match in _SPACES.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        both_han = _IS_HAN.match(before) and _IS_HAN.match(after)
        beside_cjk = _IS_CJK.match(before) or _IS_CJK.match(after)
        keep = both_han or not (beside_cjk or before in "(" or after in "),;:%")
        new = " " if keep else ""
        if new != match.group():
            edits.append(Edit(start, end, new))
    return aligned.edit(edits)


def fold_dashes(aligned: AlignedText) -> AlignedText:
    """Typewriter dashes: ``--`` is — between digits and —— elsewhere.

    >>> fold_dashes(AlignedText("行动方案(2019--2023年)")).text, fold_dashes(AlignedText("--水平提升。")).text
    ('行动方案(2019—2023年)', '——水平提升。')
    """
    text = aligned.text
    edits = []
    for match in _HYPHENS.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if end - start > 4 or (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
            continue  # a ruled line, or an option such as --all
        new = "—" if before.isdigit() and after.isdigit() else "——"
        edits.append(Edit(start, end, new))
    return aligned.edit(edits)


def pair_quotes(aligned: AlignedText) -> tuple[AlignedText, list[int]]:
    """Straight quotes in Chinese lines to “ and ” by turns; return the text and where a line has an odd one left.

    >>> pair_quotes(AlignedText('建设"双千兆"城市'))[0].text
    '建设“双千兆”城市'
    """
    edits: list[Edit] = []
    odd: list[int] = []
    at = 0
    for line in aligned.text.split("\n"):
        quotes = [at + m.start() for m in _STRAIGHT.finditer(line)]
        if quotes and _IS_HAN.search(line):
            if len(quotes) % 2:
                odd.append(quotes[-1])
            else:
                edits += [Edit(q, q + 1, "“”"[i % 2]) for i, q in enumerate(quotes)]
        at += len(line) + 1
    return aligned.edit(edits), odd
