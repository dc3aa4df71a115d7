"""Readings of a damaged run that fit the bytes which survived, ranked by a character model of the corpus."""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from policylab.resources import data_path, load_toml
from policylab.text._accident import MARKS, Spot, fold, gbk_pairs, misread_characters, proves, spots, triggers
from policylab.text._aligned import AlignedText, Edit
from policylab.text._characters import nonstandard

_BEAM = 200  # states kept for each progress through the run
_BEAM_OF_LEAD = 6
_MOST_DROPPED = 5  # dropped pairs that a run may hide
_MARGIN = 3.0  # log-odds (nats) by which the best reading must lead the second
_LIKELY = -6.0  # mean log-probability (nats a character) that a reading must reach; chance readings stay below -7
_PUNCTUATION = "。、“”《》，：；（）—"


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


class Candidate(NamedTuple):
    """A character of the page, its simplified form, and the two bytes of its code."""

    char: str
    plain: str
    lead: int
    trail: int


@functools.cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, whatever its script."""
    return _converter().convert(text)


@functools.cache
def _alphabet() -> tuple[dict[int, list[Candidate]], dict[int, list[Candidate]]]:
    """Characters of the model that a page may hold, by first and by second byte of their GBK code."""
    known = character_model().unigrams
    by_lead, by_trail = defaultdict(list), defaultdict(list)
    for (lead, trail), char in sorted(gbk_pairs().items()):
        plain = fold(simplified(char))
        if "\u4e00" <= char <= "\u9fff" and plain in known or char in _PUNCTUATION:
            by_lead[lead].append(Candidate(char, plain, lead, trail))
            by_trail[trail].append(Candidate(char, plain, lead, trail))
    return by_lead, by_trail


@functools.cache
def _hidden(trail: int) -> tuple[int, ...]:
    """First bytes that make, behind the second byte `trail`, a code that stands for nothing."""
    pairs, by_lead = gbk_pairs(), _alphabet()[0]
    return tuple(lead for lead in range(0x81, 0xFF) if (trail, lead) not in pairs and lead in by_lead)


def likely_reading(raw: str, spot: Spot) -> tuple[int, int, str, float] | None:
    """The likeliest reading of `spot` with the run that it replaces, or None where none stands out.

    Returns
    -------
    tuple of (int, int, str, float) or None
        Start and end of the run in `raw`, its reading, and the odds of it against the next best one as a share.
        Re-enacting the accident on the reading gives the raw text; that is no proof, since other readings would give
        this text too.
    """
    before = raw[max(0, spot.start - 1) : spot.start]
    starts = _first_bytes(raw, spot, before)
    # a stray byte is where the run ends; without one, a digit was swallowed
    ends = _with_stray(spot) if spot.stray else _with_swallowed_digit(spot)
    if ends:
        readings = [
            (score, end, text)
            for cut_trail, first_lead in starts
            for end, codes, last in ends
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
        likely = best and best[0] / len(best[2]) >= _LIKELY
        if likely and (not second or best[0] - second[0] >= _MARGIN):
            lead = best[0] - second[0] if second else math.inf
            return spot.start, best[1], best[2], 1 / (1 + math.exp(-lead))
    return None


def _first_bytes(raw: str, spot: Spot, before: str) -> list[tuple[int | None, int]]:
    """Second byte of the character that the cut went through (None: no such character), and the byte after the cut."""
    if spot.mark:
        return [(MARKS[spot.mark][0], MARKS[spot.mark][1])]
    codes = {char.encode("gbk") for char in triggers(raw, spot.reading)}
    trail = before.encode("gbk", "ignore")[-1:]
    return [(None, code[1]) for code in sorted(codes) if code[:1] == trail]


def _codes(run: str) -> list[tuple[int, int]] | None:
    """GBK codes of misread characters; None if one of them has no such code."""
    encoded = [char.encode("gbk", "ignore") for char in misread_characters(run)]
    return [tuple(code) for code in encoded] if all(len(code) == 2 for code in encoded) else None


def _with_stray(spot: Spot) -> list[tuple[int, list, int]]:
    """The run's end, its codes, and the stray ASCII byte that put the reader back in step."""
    codes = _codes(spot.run)
    return [(spot.end, codes, ord(spot.stray))] if spot.stray and codes is not None else []


def _with_swallowed_digit(spot: Spot) -> list[tuple[int, list, None]]:
    """Ends of the run where a digit may have been swallowed: soon behind the last character no text has."""
    strange = [at for at, _ in nonstandard(simplified(spot.run))]
    run_start = spot.end - len(spot.run) - len(spot.stray)
    first = strange[-1] + 1 if strange else 0
    ends = range(first, min(first + 3, len(spot.run)) + 1)
    return [(run_start + end, codes, None) for end in ends if (codes := _codes(spot.run[:end])) is not None]


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
            for char, plain, _, trail in by_lead.get(lead, ()):
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


_NEAR = 10  # characters behind the mark in which damage shows
_STRANGE = 4.0  # their mean surprise (nats a character): that of plan prose is 3.3 in the median
_MOST_SEARCHES = 25  # in one text: a search takes a moment, and a text with more damage needs a better copy


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
        Of a proposed reading: by how many nats it leads the second best (infinite where there is none).
    """

    raw_start: int
    raw_end: int
    raw: str
    reading: str | None
    origin: str
    likelihood: float | None = None


def repair(aligned: AlignedText, accepted: Mapping[str | tuple[int, int], str] | None = None) -> tuple[AlignedText, list[Repair]]:
    """Repair what can be proved; report the rest.

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
        if found is not None:
            start, end, reading = found
            repairs.append(Repair(start, end, raw[start:end], reading, "proven"))
            at = end
        elif _looks_damaged(raw, spot):
            searched += 1
            likely = likely_reading(raw, spot) if searched <= _MOST_SEARCHES else None
            if likely is None:
                repairs.append(Repair(spot.start, spot.end, raw[spot.start : spot.end], None, "unrepaired"))
                continue
            start, end, reading, likelihood = likely
            repairs.append(Repair(start, end, raw[start:end], reading, "proposed", likelihood))
            at = end
    repairs.sort(key=lambda one: one.raw_start)
    edits = [
        Edit(one.raw_start, one.raw_end, one.reading, whole=True)
        for one in repairs
        if one.origin in ("proven", "accepted")
    ]
    return aligned.edit(edits), repairs


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


def _from_table(raw: str, spot: Spot) -> tuple[int, int, str] | None:
    for entry in load_toml("repairs.toml")["repair"]:
        damaged, right = entry["raw"], entry["right"]
        start = spot.start - damaged.index("?")
        if start >= 0 and raw.startswith(damaged, start) and proves(damaged, right, document=raw):
            # the characters before the ? that both share are not damaged: they stay out of the edit
            shared = 0
            while damaged[shared] == right[shared]:
                shared += 1
            return start + shared, start + len(damaged), right[shared:]
    return None


def _looks_damaged(raw: str, spot: Spot) -> bool:
    """Tell damage from a plain ?! of the author's: misread pairs are characters that no Chinese text has.

    Where all of them happen to be common ones, the stray byte behind them and the model must speak for damage.
    """
    near = simplified(fold(raw[spot.start + 2 : spot.start + 2 + _NEAR]))
    foreign = any(
        "\x7f" < char < "\u2000" or "\u3020" < char < "\u3400" or "\ue000" <= char <= "\uf8ff" for char in near
    )
    strange = bool(nonstandard(near)) or foreign
    return bool(spot.reading) or strange or bool(spot.stray) and character_model().surprise(near) > _STRANGE
