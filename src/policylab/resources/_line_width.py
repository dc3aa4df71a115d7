"""How wide a text is where a Han character takes two columns, and its lines of a width: on a screen and in a figure."""

from __future__ import annotations

import unicodedata

_HANGING = "、,，。;；:：)）》”…"
_OPENING = "(（《“"


def text_width(text: str) -> int:
    """Columns of a terminal, or Latin letters, that a text is as wide as: a Han character takes two.

    >>> text_width("5G基站")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def clip(text: str, columns: float) -> str:
    """The text on one line of `columns` Han characters, with … at the end if it is longer."""
    if text_width(text) <= 2 * columns:
        return text
    return text[: _fitting(text, 2 * columns - 2)].rstrip() + "…"


def wrap(text: str, columns: int, rows: int) -> list[str]:
    """Break a text into lines of `columns` Han characters, the last of `rows` with … if more would follow.

    Words in Latin letters and numbers stay whole where a line has room for them; a line does not begin with a closing mark.
    """
    lines, text = [], text.strip()
    while text:
        end = _fitting(text, 2 * columns)
        if end < len(text):
            end = _before_word(text, end)
            while end > 1 and text[end] in _HANGING:
                end -= 1  # the mark takes a character along
            while end > 1 and text[end - 1] in _OPENING:
                end -= 1
        lines.append(text[:end].strip())
        text = text[end:].strip()
    if len(lines) > rows:
        lines = lines[:rows]
        lines[-1] = lines[-1][: _fitting(lines[-1], 2 * columns - 2)].rstrip() + "…"
    return lines


def in_lines(text: str, columns: int, rows: int) -> str:
    """The text broken into lines, as `wrap` does."""
    return "\n".join(wrap(text, columns, rows))


def _before_word(text: str, end: int) -> int:
    """The place to break at: before a word or a number that `end` would cut; in one that begins the line behind a hyphen."""
    start = end
    while start and all(of_word(text[place]) for place in (end, start, start - 1)):
        start -= 1
    return start or text.rfind("-", 1, end) + 1 or end


def of_word(character: str) -> bool:
    return (character.isascii() and not character.isspace()) or character in "–—\u00a0"


def _fitting(text: str, most: float) -> int:
    """How many of the first characters fit into `most` Latin letters; at least one."""
    total = 0
    for place, character in enumerate(text):
        total += text_width(character)
        if total > most:
            return max(place, 1)
    return len(text)
