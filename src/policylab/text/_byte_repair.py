"""The byte accident: what a byte-wise search does to a GBK text, re-enacted, and readings of the damage that it left.

A web tool searched a GBK page for a code (； is A3 BB, 節 is B9 9D) without regard to character boundaries. Where the
second byte of one character and the first byte of the next happened to equal the code, it put its mark inside a
character: ``" ;"`` for a punctuation mark, ``節(jié)`` for a character with its reading. From there on the page was
read one byte off, until a character with an ASCII second byte, or an ASCII character, put the reader back in step.
Pairs that stand for no character were dropped. Re-enacting this on a proposed reading is the proof of a repair; the
readings that fit the bytes which survived are ranked by a character model of the corpus.
"""

from __future__ import annotations

import codecs
import functools
import heapq
import itertools
import math
import os.path
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from policylab.resources import data_path, load_toml
from policylab.resources._word_patterns import HAN, HAN_SIGN
from policylab.text._aligned_text import AlignedText, Edit
from policylab.text._characters import nonstandard, simplified

# vowels that carry a tone mark, written as one code point or with a combining mark
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONE_MARKS = "\u0300\u0301\u0304\u030c"
TONED_SYLLABLE = rf"(?=[a-zü{_TONED}ɡ]{{0,6}}[{_TONED}{_TONE_MARKS}])[a-zü{_TONED}ɡ{_TONE_MARKS}\u0308]{{1,9}}"

# The tone mark is the test: it tells a remark from (SA), (PON), (Mbps), (eMTC), which stay.
_REMARK = f"[(（] *{TONED_SYLLABLE} *[)）]"
_REMARKS = re.compile(f"{_REMARK}(?: *{_REMARK})*", re.IGNORECASE)

# the marks of punctuation that such tools search for, and the code that they look for
MARKS = {";": b"\xa3\xbb", "!": b"\xa3\xa1", "?": b"\xa3\xbf"}
_LONGEST_RUN = 40
_LONE = "\0"  # stands for a first byte at the end of a run, until it is known what follows
_FOREIGN = re.compile("[\x80-\u1fff\u3021-\u33ff\ue000-\uf8ff]")
# a misread pair may be ⑴ or ⒈, which the copies' width folding spelled out
_SPELLED_OUT = r"\((?:1?[1-9]|10|20)\)|(?:1?[1-9]|10|20)\."
_SPOT = re.compile(
    rf"\?(?:(?P<mark>[;；!！?？])|(?P<reading>{TONED_SYLLABLE})[)）])"
    rf"(?P<run>(?:[^\x00-\x7f]|{_SPELLED_OUT}){{0,{_LONGEST_RUN}}})(?P<stray>[@-~]?)"
)
_WIDE = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in ",;:!?()%+"})


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
    codes = itertools.product(range(0x81, 0xFF), (*range(0x40, 0x7F), *range(0x80, 0xFF)))
    # of a code that stands for nothing, no more than an ASCII second byte is left
    return {code: char for code in codes if (char := bytes(code).decode("gbk", "ignore")) > "\x7f"}


def spots(raw: str) -> list[Spot]:
    """Places in `raw` that bear the signature, from left to right.

    >>> [raw.run for raw in spots("通過規?;瘧锰嵘浻布a品和系統")]
    ['瘧锰嵘浻布']
    """
    return [
        Spot(*m.span(), fold(m["mark"] or ""), m["reading"] or "", m["run"], m["stray"])
        for m in _SPOT.finditer(raw)
        if m["run"] or m["stray"]
    ]


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
    """Do to the right text what the tool did: search its GBK bytes, mark every hit, read the result again, fold its widths.

    `searched` has for each code the bytes that stay of it and the mark put in: ``{b"\\xa3\\xbb": (b"", " ;")}`` for ；, and
    ``{"節".encode("gbk"): ("節".encode("gbk"), "(jié)")}`` for a reading. ASCII punctuation is taken as full-width, as it
    was on the page.

    >>> reenact("規模化發展", {b"\\xa3\\xbb": (b"", " ;")})
    '規?;l展'
    """
    data = text.translate(_WIDE).encode("gbk")
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
    codecs.register_error("policylab.drop", _dropped)
    text = "".join(piece if isinstance(piece, str) else piece.decode("gbk", "policylab.drop") for piece in pieces)
    return re.sub(f"{_LONE}.", "?", text).rstrip(_LONE)


def _dropped(error: UnicodeDecodeError) -> tuple[str, int]:
    """What is read of bytes that stand for no character: nothing of a pair, of which the second may be an ASCII character."""
    lone = error.start + 1 == len(error.object)
    return (_LONE, error.start + 1) if lone else ("", error.start + 2)


def proves(raw: str, right: str, *, document: str = "") -> bool:
    """Whether the accident, re-enacted on `right`, gives `raw`, both with the character before the damage.

    A reading such as ``jié)`` counts as a trigger only if the whole raw text, `document`, has a character with this remark
    elsewhere and with the code that the damage asks for.

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
    found = set(re.findall(f"([{HAN}]) ?[(（]{re.escape(reading)}[)）]", document))
    return sorted(char for char in found if len(char.encode("gbk", "ignore")) == 2)


def strip_pinyin(aligned: AlignedText) -> tuple[AlignedText, int]:
    """Take out the remarks; return the text and how many there were.

    >>> text, count = strip_pinyin(AlignedText("獨立組網(SA)、數(shù)據(jù)"))
    >>> text.text, count
    ('獨立組網(SA)、數據', 2)
    """
    text, edits, remarks = aligned.text, [], 0
    for match in _REMARKS.finditer(text):
        start, end = match.span()
        while start and text[start - 1] == " ":
            start -= 1
        if start and HAN_SIGN.match(text, start - 1):
            edits.append((start, end, ""))
            remarks += text.count("(", start, end) + text.count("（", start, end)
    return aligned.edit(edits), remarks


_BEAM = 200  # states kept for each progress through the run
_BEAM_OF_LEAD = 6
_MOST_DROPPED = 5  # dropped pairs that a run may hide
_MARGIN = 3.0  # log-odds (nats) by which the best reading must lead the second
_LIKELY = -6.0  # mean log-probability (nats a character) that a reading must reach; chance readings stay below -7
_PUNCTUATION = "。、“”《》，：；（）—"
_NEAR = 10  # characters behind the mark in which damage shows
_STRANGE = 4.0  # their mean surprise (nats a character): that of plan prose is 3.3 in the median
_MOST_SEARCHES = 25  # in one text: a search takes a moment, and a text with more damage needs a better copy


@functools.cache
def character_model() -> CharacterModel:
    """The model of the sources that come with policylab, in simplified characters."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(data_path("raw").glob("*.txt")))
    return CharacterModel(simplified(fold(text)))


class CharacterModel:
    """Character bigrams with interpolated Witten–Bell smoothing (Witten and Bell 1991)."""

    def __init__(self, text: str) -> None:
        self.unigrams = Counter(text)
        self.bigrams: dict[str, dict[str, int]] = defaultdict(dict)
        for (first, second), number in Counter(zip(text, text[1:], strict=False)).items():
            self.bigrams[first][second] = number
        types = len(self.unigrams)
        self._unseen = types / 25_000 / (len(text) + types)
        self._single = {char: (seen + types / 25_000) / (len(text) + types) for char, seen in self.unigrams.items()}

    def logp(self, char: str, before: str) -> float:
        """Natural log-probability of `char` after `before`."""
        single = self._single.get(char, self._unseen)
        following = self.bigrams.get(before)
        if not following:
            return math.log(single)
        distinct = len(following)
        return math.log((following.get(char, 0) + distinct * single) / (self.unigrams[before] + distinct))

    def surprise(self, text: str) -> float:
        """Mean negative log-probability of `text`, in nats a character."""
        pairs = list(zip("\n" + text, text, strict=False))
        return -sum(self.logp(char, before) for before, char in pairs) / max(1, len(pairs))


class _Candidate(NamedTuple):
    """A character of the page, its simplified form, and the second byte of its code."""

    char: str
    plain: str
    trail: int


@functools.cache
def _alphabet() -> tuple[dict[int, list[_Candidate]], dict[int, list[_Candidate]]]:
    """Characters of the model that a page may hold, by first and by second byte of their GBK code."""
    known = character_model().unigrams
    by_lead, by_trail = defaultdict(list), defaultdict(list)
    for (lead, trail), char in sorted(gbk_pairs().items()):
        plain = fold(simplified(char))
        # of the Han characters of GBK those that are no forms for compatibility
        if "\u4e00" <= char <= "\u9fff" and plain in known or char in _PUNCTUATION:
            by_lead[lead].append(_Candidate(char, plain, trail))
            by_trail[trail].append(_Candidate(char, plain, trail))
    return by_lead, by_trail


@functools.cache
def _hidden(trail: int) -> tuple[int, ...]:
    """First bytes that make, behind the second byte `trail`, a code that stands for nothing."""
    pairs, by_lead = gbk_pairs(), _alphabet()[0]
    return tuple(lead for lead in range(0x81, 0xFF) if (trail, lead) not in pairs and lead in by_lead)


def likely_reading(raw: str, spot: Spot) -> Repair | None:
    """The likeliest reading of a run in `raw`; None where none stands out.

    Re-enacting the accident on the reading gives the raw text; that is no proof, since other readings would give it too.
    """
    before = raw[max(0, spot.start - 1) : spot.start]
    readings = [
        (score, end, text)
        for cut_trail, first_lead in _first_bytes(raw, spot, before)
        for end, codes, last in _ends(spot)
        for score, text in _search(before, cut_trail, first_lead, codes, last, raw[end : end + 1])
    ]
    readings.sort(key=lambda reading: (-reading[0], reading[1:]))
    damaged = raw[spot.start - len(before) :]
    proved = (
        reading
        for reading in readings
        if proves(damaged[: len(before) + reading[1] - spot.start], before + reading[2], document=raw)
    )
    best, second = next(proved, None), next(proved, None)
    lead = best[0] - second[0] if second else math.inf
    if best is None or best[0] / len(best[2]) < _LIKELY or lead < _MARGIN:
        return None
    return Repair(spot.start, best[1], raw[spot.start : best[1]], best[2], "proposed", 1 / (1 + math.exp(-lead)))


def _first_bytes(raw: str, spot: Spot, before: str) -> list[tuple[int | None, int]]:
    """Second byte of the character that the cut went through (None: no such character), and the byte after the cut."""
    if spot.mark:
        return [(MARKS[spot.mark][0], MARKS[spot.mark][1])]
    codes = {char.encode("gbk") for char in triggers(raw, spot.reading)}
    trail = before.encode("gbk", "ignore")[-1:]
    return [(None, code[1]) for code in sorted(codes) if code[:1] == trail]


def _ends(spot: Spot) -> Iterator[tuple[int, list[bytes], int | None]]:
    """Where the run may end, its GBK codes, and the stray ASCII byte that put the reader back in step.

    Without such a byte a digit was swallowed, soon behind the last character that no text has.
    """
    strange = [at for at, _ in nonstandard(simplified(spot.run))]
    first = strange[-1] + 1 if strange else 0
    last = ord(spot.stray) if spot.stray else None
    for end in [len(spot.run)] if spot.stray else range(first, min(first + 3, len(spot.run)) + 1):
        codes = [char.encode("gbk", "ignore") for char in misread_characters(spot.run[:end])]
        if all(len(code) == 2 for code in codes):
            yield spot.end if spot.stray else spot.end - len(spot.run) + end, codes, last


class _State(NamedTuple):
    """A reading up to here: its score, its characters, the last one simplified, the first byte of the next."""

    score: float
    text: str
    tail: str
    lead: int | tuple[int, ...]
    read: int
    dropped: int


def _search(before, cut_trail, first_lead, codes, last, after):
    """Beam search over the characters from the cut to the end of the run.

    A pair of bytes that shows fixes the second byte of one character and the first of the next; a pair that was
    dropped leaves both open, but they must be a code that stands for nothing.
    """
    logp = functools.cache(character_model().logp)  # the states of a beam end in few characters
    by_lead, by_trail = _alphabet()
    start = simplified(before) or "\n"
    after = fold(simplified(after))

    @functools.cache
    def endings(plain: str) -> list[tuple[float, str]]:
        if last is not None:
            return [(logp(after, plain) if after else 0.0, "")]
        return [(logp(digit, plain) + (logp(after, digit) if after else 0.0), digit) for digit in "0123456789"]

    if cut_trail is None:
        beam = [_State(0.0, "", start, first_lead, 0, 0)]
    else:
        beam = [_State(logp(c.plain, start), c.char, c.plain, first_lead, 0, 0) for c in by_trail[cut_trail]]
    finished: list[tuple[float, str]] = []
    for _ in range(len(codes) + _MOST_DROPPED + 1):
        grown: list[_State] = []
        for score, text, tail, lead, read, dropped in beam:
            for char, plain, trail in by_lead.get(lead, ()):
                shows = read < len(codes) and trail == codes[read][0]
                ends = read == len(codes) and (last is None or trail == last)
                hides = dropped < _MOST_DROPPED and _hidden(trail)
                if not (shows or ends or hides):
                    continue
                value = score + logp(plain, tail)
                if shows:
                    grown.append(_State(value, text + char, plain, codes[read][1], read + 1, dropped))
                if ends:
                    finished += [(value + more, text + char + digit) for more, digit in endings(plain)]
                if hides:
                    # stands for one state for each first byte in `hides`; `_best_of_each` spells out the best
                    grown.append(_State(value, text + char, plain, hides, read, dropped + 1))
        if not grown:
            break
        grown.sort(key=lambda s: (-s.score, s.text))
        beam = _best_of_each(grown)
    return heapq.nsmallest(20, finished, key=lambda found: (-found[0], found[1]))


def _best_of_each(states: list[_State]) -> list[_State]:
    """The best states of each progress (pairs read, pairs dropped) and of each first byte that is asked for.

    States of one progress are of one length; ranked together, long guesses at dropped pairs would crowd out, or be
    crowded out by, the readings that follow the bytes.
    """
    kept: list[_State] = []
    classes: Counter = Counter()
    leads: Counter = Counter()
    for state in states:
        progress = (state.read, state.dropped)
        for lead in state.lead if isinstance(state.lead, tuple) else (state.lead,):
            if classes[progress] >= _BEAM:
                break
            if leads[progress, lead] < _BEAM_OF_LEAD:
                classes[progress] += 1
                leads[progress, lead] += 1
                kept.append(state._replace(lead=lead))
    return kept


@dataclass(frozen=True)
class Repair:
    """A damaged run and what became of it.

    Attributes
    ----------
    raw_start, raw_end : int
        The run in the raw text.
    raw : str
        The damaged run.
    reading : str or None
        What it was, or may have been; None where no reading is found.
    origin : str
        ``"proven"`` (from the table of proven readings; the text has it), ``"accepted"`` (from the study's own
        table, where a reader of the source wrote it; the text has it), ``"proposed"`` (the likeliest of the
        readings that give this damage; the run stays as it is, since another reading would give it too) or
        ``"unrepaired"`` (the run stays as it is, and no reading is likely).
    likelihood : float or None
        Of a proposed reading: its share against the second best one, from 0.5 to 1.
    """

    raw_start: int
    raw_end: int
    raw: str
    reading: str | None
    origin: str
    likelihood: float | None = None


def repair(aligned: AlignedText, accepted: Mapping[str | tuple[int, int], str] | None = None) -> tuple[AlignedText, list[Repair]]:
    """Repair what can be proved, and report the rest.

    A reading from the table ``repairs.toml`` is taken only if the accident, re-enacted on it, gives the raw text back.
    Elsewhere a search over all readings that fit the bytes which survived proposes the likeliest. The edited text must
    be the source itself: pinyin, script and width steps destroy the evidence. What a reader has accepted comes first.

    >>> text, repairs = repair(AlignedText("實現產業規?;l展"))
    >>> text.text, repairs[0].origin
    ('實現產業規模化發展', 'proven')
    """
    raw = aligned.text
    repairs = _accepted(raw, accepted or {})
    taken = [(one.raw_start, one.raw_end) for one in repairs]
    at = searched = 0
    for spot in spots(raw):
        if spot.start < at or any(start < spot.end and spot.start < end for start, end in taken):
            continue
        found = _from_table(raw, spot)
        if found is None and _looks_damaged(raw, spot):
            searched += 1
            found = likely_reading(raw, spot) if searched <= _MOST_SEARCHES else None
            found = found or Repair(spot.start, spot.end, raw[spot.start : spot.end], None, "unrepaired")
        if found is not None:
            repairs.append(found)
            at = found.raw_end if found.reading else at
    repairs.sort(key=lambda one: one.raw_start)
    made = [one for one in repairs if one.origin in ("proven", "accepted")]
    return aligned.edit(Edit(one.raw_start, one.raw_end, one.reading, whole=True) for one in made), repairs


def _accepted(raw: str, accepted: Mapping[str | tuple[int, int], str]) -> list[Repair]:
    """The runs of a text whose reading was accepted: at a place, or wherever they stand, the longest first."""
    places = {key for key in accepted if isinstance(key, tuple)}
    found = [Repair(*place, raw[slice(*place)], accepted[place], "accepted") for place in sorted(places)]
    runs = sorted((run for run in accepted if isinstance(run, str)), key=lambda run: (-len(run), run))
    if runs:
        found += [
            Repair(*match.span(), match.group(), accepted[match.group()], "accepted")
            for match in re.finditer("|".join(map(re.escape, runs)), raw)
            if not any(start < match.end() and match.start() < end for start, end in places)
        ]
    return found


def _from_table(raw: str, spot: Spot) -> Repair | None:
    for entry in load_toml("repairs.toml")["repair"]:
        damaged, right = entry["raw"], entry["right"]
        start = spot.start - damaged.index("?")
        if start >= 0 and raw.startswith(damaged, start) and proves(damaged, right, document=raw):
            # the characters before the ? that both share are not damaged: they stay out of the edit
            shared = len(os.path.commonprefix((damaged, right)))
            return Repair(start + shared, start + len(damaged), damaged[shared:], right[shared:], "proven")
    return None


def _looks_damaged(raw: str, spot: Spot) -> bool:
    """Tell damage from a plain ?! of the author's: misread pairs are characters that no Chinese text has.

    Where all of them happen to be common ones, the stray byte behind them and the model must speak for damage.
    """
    near = simplified(fold(raw[spot.start + 2 : spot.start + 2 + _NEAR]))
    strange = bool(spot.reading or nonstandard(near) or _FOREIGN.search(near))
    return strange or bool(spot.stray) and character_model().surprise(near) > _STRANGE
