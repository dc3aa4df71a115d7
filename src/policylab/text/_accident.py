"""The byte accident: what a byte-wise search does to a GBK text, re-enacted.

A web tool searched a GBK page for a code (； is A3 BB, 節 is B9 9D) without regard to character boundaries. Where the
second byte of one character and the first byte of the next happened to equal the code, it put its mark inside a
character: ``" ;"`` for a punctuation mark, ``節(jié)`` for a character with its reading. From there on the page was
read one byte off, until a character with an ASCII second byte, or an ASCII character, put the reader back in step.
Pairs that stand for no character were dropped. Re-enacting this on a proposed reading is the proof of a repair.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from policylab.text._aligned import AlignedText, Edit

# vowels that carry a tone mark, written as one code point or with a combining mark
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_MARKS = "\u0300\u0301\u0304\u030c"
TONED_SYLLABLE = rf"(?=[a-zü{_TONED}ɡ]{{0,6}}[{_TONED}{_MARKS}])[a-zü{_TONED}ɡ{_MARKS}\u0308]{{1,9}}"

# The tone mark is the test: it tells a remark from (SA), (PON), (Mbps), (eMTC), which stay.
_TONE = re.compile(f"[{_TONED}{_TONED.upper()}{_MARKS}]")
_REMARKS = re.compile(rf"(?<=[\u3400-\u9fff])(?: *[(（] *{TONED_SYLLABLE} *[)）])+", re.IGNORECASE)

# the marks of punctuation that such tools search for, and the code that they look for
MARKS = {";": b"\xa3\xbb", "!": b"\xa3\xa1", "?": b"\xa3\xbf"}
_LONGEST_RUN = 40
# a misread pair may be ⑴ or ⒈, which the copies' width folding spelled out
_SPELLED_OUT = r"\((?:1?[1-9]|10|20)\)|(?:1?[1-9]|10|20)\."
_SPOT = re.compile(
    rf"\?(?:(?P<mark>[;；!！?？])|(?P<reading>{TONED_SYLLABLE})[)）])"
    rf"(?P<run>(?:[^\x00-\x7f]|{_SPELLED_OUT}){{0,{_LONGEST_RUN}}})(?P<stray>[@-~]?)"
)
_WIDE_MARKS = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in ",;:!?()%+"})
_NARROW = str.maketrans({chr(ord(c) + 0xFEE0): c for c in map(chr, range(0x21, 0x7F))})


class Spot(NamedTuple):
    """A place that bears the signature of the accident; offsets in the raw text."""

    start: int
    end: int
    mark: str
    reading: str
    run: str
    stray: str


@functools.cache
def gbk_pairs() -> dict[tuple[int, int], str]:
    """Character of each assigned two-byte code of GBK."""
    pairs = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                pairs[lead, trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return pairs


def spots(raw: str) -> list[Spot]:
    """Places in `raw` that bear the signature, from left to right.

    >>> [raw.run for raw in spots("通過規?;瘧锰嵘浻布a品和系統")]
    ['瘧锰嵘浻布']
    """
    found = []
    for m in _SPOT.finditer(raw):
        if not m["run"] and not m["stray"]:
            continue
        mark = (m["mark"] or "").translate(_NARROW)
        found.append(Spot(m.start(), m.end(), mark, m["reading"] or "", m["run"], m["stray"]))
    return found


def misread_characters(run: str) -> list[str]:
    """The misread characters of a run as they were before widths were folded.

    >>> misread_characters("睉(18)5.贸")
    ['睉', '⒅', '⒌', '贸']
    """
    found = []
    for piece in re.findall(rf"{_SPELLED_OUT}|.", run, re.DOTALL):
        number = piece.strip("().")
        if number.isascii() and number.isdigit():
            piece = chr((0x2473 if piece[0] == "(" else 0x2487) + int(number))
        found.append(piece)
    return found


def fold(text: str) -> str:
    """Fold widths as the copies did after the accident (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def reenact(text: str, searched: dict[bytes, tuple[bytes, str]]) -> str:
    """Do to `text` what the tool did: search its GBK bytes, mark every hit, read the result again.

    Parameters
    ----------
    text : str
        The right text; its ASCII punctuation is taken as full-width, as it was on the page.
    searched : dict
        Searched code → (bytes that stay of it, mark put in): ``{b"\\xa3\\xbb": (b"", " ;")}`` for ；, and
        ``{"節".encode("gbk"): ("節".encode("gbk"), "(jié)")}`` for a reading.

    Returns
    -------
    str
        The damaged text, widths folded.

    Examples
    --------
    >>> reenact("規模化發展", {b"\\xa3\\xbb": (b"", " ;")})
    '規?;l展'
    """
    data = text.translate(_WIDE_MARKS).encode("gbk")
    pattern = re.compile(b"|".join(re.escape(code) for code in searched))
    pieces: list[bytes | str] = []
    at = 0
    for match in pattern.finditer(data):
        stays, mark = searched[match.group()]
        pieces += [data[at : match.start()] + stays, mark]
        at = match.end()
    pieces.append(data[at:])
    return fold(_read(pieces))


def _read(pieces: list[bytes | str]) -> str:
    """Read bytes and marks as GBK: a lone first byte swallows an ASCII character and shows as ?."""
    pairs = gbk_pairs()
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, str):
            out.append(piece)
            continue
        at = 0
        while at < len(piece):
            byte = piece[at]
            if byte < 0x80:
                out.append(chr(byte))
                at += 1
            elif at + 1 == len(piece):
                at += 1
                if index + 1 < len(pieces):
                    out.append("?")
                    pieces[index + 1] = pieces[index + 1][1:]
            else:
                trail = piece[at + 1]
                # 0x40 and above: a pair, assigned or dropped; below, the ASCII character is swallowed with the byte
                out.append(pairs.get((byte, trail), ""))
                at += 2
    return "".join(out)


def proves(raw: str, right: str, *, document: str = "") -> bool:
    """Whether the accident, re-enacted on `right`, gives `raw`.

    Parameters
    ----------
    raw, right : str
        The damaged run and the proposed reading, both with the character before the damage.
    document : str
        The whole raw text: a reading such as ``jié)`` counts as a trigger only if the page has a character with
        this remark elsewhere and with the code that the damage asks for.

    Examples
    --------
    >>> proves("規?;l展", "規模化發展"), proves("規?;l展", "規範化發展")
    (True, False)
    """
    found = spots(raw)
    if len(found) != 1:
        return False
    spot = found[0]
    if spot.mark:
        searched = {MARKS[spot.mark]: (b"", f" {spot.mark}")}
    else:
        readers = triggers(document, spot.reading)
        searched = {char.encode("gbk"): (char.encode("gbk"), f"({spot.reading})") for char in readers}
    try:
        return bool(searched) and reenact(right, searched) == fold(raw)
    except UnicodeEncodeError:
        return False


@functools.lru_cache(maxsize=64)
def triggers(document: str, reading: str) -> list[str]:
    """Characters that carry the remark `reading` in a document: those that the tool searched for."""
    found = set(re.findall(rf"([\u3400-\u9fff]) ?[(（]{re.escape(reading)}[)）]", document))
    return sorted(char for char in found if len(char.encode("gbk", "ignore")) == 2)


def strip_pinyin(aligned: AlignedText) -> tuple[AlignedText, int]:
    """Take out the remarks; return the text and how many there were.

    >>> text, count = strip_pinyin(AlignedText("獨立組網(SA)、數(shù)據(jù)"))
    >>> text.text, count
    ('獨立組網(SA)、數據', 2)
    """
    if not _TONE.search(aligned.text):
        return aligned, 0
    found = list(_REMARKS.finditer(aligned.text))
    remarks = sum(char in "(（" for match in found for char in match.group())
    return aligned.edit(Edit(match.start(), match.end(), "") for match in found), remarks
