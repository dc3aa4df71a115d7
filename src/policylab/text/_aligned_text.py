"""A text that knows, for each of its characters, which run of the source it came from."""

from __future__ import annotations

import bisect
import functools
import re
from array import array
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by `new`; an empty `new` deletes.

    With `whole`, each new character points to the whole run even where the lengths are equal: a repaired reading has
    as many characters as its damage only by chance.
    """

    start: int
    end: int
    new: str
    whole: bool = False


_SHORT = 1 << 16


@functools.cache
def _short() -> array:
    return array("l", range(_SHORT))


def _count_to(last: int) -> array:
    """The numbers from 0 to `last`; for the length of a common text they are copied, not counted anew."""
    return _short()[: last + 1] if last < _SHORT else array("l", range(last + 1))


class AlignedText:
    """Text with the offsets of its source.

    Every cleaning step edits through this class, so that nothing is ever lost track of. A replacement of the same
    length is aligned character by character; of any other length, each new character points to the whole run that
    was replaced.

    Parameters
    ----------
    text : str
        The text as decoded; offsets count its code points.
    places : tuple, optional
        Start and end in the source of the run that each character came from, and the length of the source; None for a
        text that is the source.

    Examples
    --------
    >>> aligned = AlignedText("數(shù)據").edit([Edit(1, 6, "")]).edit([Edit(0, 1, "数"), Edit(1, 2, "据")])
    >>> aligned.text
    '数据'
    >>> aligned.raw_span(1, 2)
    (6, 7)
    """

    __slots__ = ("text", "_starts", "_ends", "_raw_length")

    def __init__(self, text: str, places: tuple[array, array, int] | None = None) -> None:
        self.text = text
        if places is None:
            numbers = _count_to(len(text))
            places = numbers[:-1], numbers[1:], len(text)
        self._starts, self._ends, self._raw_length = places

    def __len__(self) -> int:
        return len(self.text)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of ``text[start:end]``; an empty run lies before the character that follows it."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"The span ({start}, {end}) is not within the text of {len(self.text)} characters.")
        if start == end:
            at = self._starts[start] if start < len(self.text) else self._raw_length
            return at, at
        return self._starts[start], self._ends[end - 1]

    def index_of(self, raw_offset: int) -> int:
        """Index of the first character of the text that comes from `raw_offset` of the source or later."""
        return bisect.bisect_left(self._starts, raw_offset)

    def edit(self, edits: Iterable[tuple[int, int, str] | Edit]) -> AlignedText:
        """Return the text with `edits` made; they are sorted, do not overlap, and refer to this text."""
        pieces: list[str] = []
        starts, ends = array("l"), array("l")
        at = taken = 0
        length = len(self.text)
        for edit in edits:
            start, end, new = edit[:3]
            if start < at or end < start or end > length:
                raise IndexError(f"The edit ({start}, {end}) is out of order or outside the text.")
            pieces += (self.text[at:start], new)
            at = end
            if len(new) == end - start and not (len(edit) > 3 and edit[3]):
                continue  # the offsets stay as they are, and are taken over with the next ones
            starts += self._starts[taken:start]
            ends += self._ends[taken:start]
            if new:
                first, last = self.raw_span(start, end)
                starts.extend([first] * len(new))
                ends.extend([last] * len(new))
            taken = end
        if not pieces:
            return self
        pieces.append(self.text[at:])
        starts += self._starts[taken:]
        ends += self._ends[taken:]
        return AlignedText("".join(pieces), (starts, ends, self._raw_length))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> AlignedText:
        """Return the text with every match of a pattern replaced, as `re.sub` does it.

        >>> AlignedText("一 二").sub(re.compile(" "), "").text
        '一二'
        """
        edits = []
        for match in pattern.finditer(self.text):
            text = new if isinstance(new, str) else new(match)
            if text != match.group():
                edits.append((*match.span(), text))
        return self.edit(edits)

    def respelt(self, text: str) -> AlignedText:
        """The text with other characters, one for one; their offsets stay."""
        if len(text) != len(self.text):
            raise IndexError(f"A text of {len(text)} characters is not that of {len(self.text)}, one for one.")
        return AlignedText(text, (self._starts, self._ends, self._raw_length))

    def part(self, start: int, end: int) -> AlignedText:
        """``text[start:end]`` as an aligned text of its own; offsets in the source stay those of the whole."""
        last = self._ends[end - 1] if end > start else self._raw_length
        return AlignedText(self.text[start:end], (self._starts[start:end], self._ends[start:end], last))
