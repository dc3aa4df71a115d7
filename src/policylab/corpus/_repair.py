"""Repair of the byte accident, each with its proof."""

from __future__ import annotations

from dataclasses import dataclass

from policylab.corpus._accident import Spot, fold, proves, spots
from policylab.corpus._aligned import AlignedText, Edit
from policylab.corpus._conjecture import character_model, conjecture, simplified
from policylab.corpus._script import nonstandard
from policylab.resources import load_toml

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
        ``"proven"`` (from the table of proven readings; the text has it), ``"proposed"`` (the likeliest of the
        readings that give this damage; the run stays as it is, since another reading would give it too) or
        ``"unrepaired"`` (the run stays as it is, and no reading is likely).
    """

    raw_start: int
    raw_end: int
    raw: str
    reading: str | None
    origin: str


def repair(aligned: AlignedText) -> tuple[AlignedText, list[Repair]]:
    """Repair what can be proved; report the rest.

    A reading from the table ``repairs.toml`` is taken only if the accident, re-enacted on it, gives the raw text back.
    Elsewhere a search over all readings that fit the bytes which survived proposes the likeliest. The edited text must be the source itself: pinyin, script and width steps destroy the evidence.

    >>> text, repairs = repair(AlignedText("實現產業規?;l展"))
    >>> text.text, repairs[0].origin
    ('實現產業規模化發展', 'proven')
    """
    raw = aligned.text
    edits: list[Edit] = []
    repairs: list[Repair] = []
    at = searched = 0
    for spot in spots(raw):
        if spot.start < at:
            continue
        found = _from_table(raw, spot)
        if found is None:
            if not _looks_damaged(raw, spot):
                continue
            searched += 1
            likely = conjecture(raw, spot) if searched <= _MOST_SEARCHES else None
            start, end, reading = likely or (spot.start, spot.end, None)
            repairs.append(Repair(start, end, raw[start:end], reading, "unrepaired" if likely is None else "proposed"))
            at = end if likely else at
            continue
        start, end, reading = found
        edits.append(Edit(start, end, reading, whole=True))
        repairs.append(Repair(start, end, raw[start:end], reading, "proven"))
        at = end
    return aligned.edit(edits), repairs


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
