"""From the decoded source to the clean text: the steps, in the order in which they must come."""

from __future__ import annotations

from dataclasses import dataclass

from policylab.errors import invalid
from policylab.text._accident import spots, strip_pinyin
from policylab.text._aligned import AlignedText
from policylab.text._characters import (
    fold_dashes,
    fold_lines,
    fold_spaces,
    fold_widths,
    pair_quotes,
    script_of,
    simplify,
)
from policylab.text._repair import Repair, repair


@dataclass(frozen=True)
class CleanText:
    """A clean text and the way back to its source.

    Attributes
    ----------
    text : str
        The clean text: simplified characters, one paragraph a line.
    raw : str
        The source as decoded.
    repairs : tuple of Repair
        Damaged runs: those that were put right, with proof, and those that stay as they are.
    warnings : tuple of str
        What a reader should know: damage that is left, with the reading that is likely, unpaired quotes.
    script : str or None
        ``"traditional"`` or ``"simplified"``, as it was in the source.
    pinyin_remarks : int
        How many pinyin remarks were taken out.
    """

    text: str
    raw: str
    repairs: tuple[Repair, ...]
    warnings: tuple[str, ...]
    script: str | None
    pinyin_remarks: int
    aligned: AlignedText

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of ``text[start:end]``, both in code points."""
        return self.aligned.raw_span(start, end)

    def part(self, start: int, end: int) -> CleanText:
        """``text[start:end]`` with the repairs in it; offsets in `raw` stay those of the whole."""
        aligned = self.aligned.part(start, end)
        first, last = self.raw_span(start, end)
        inside = tuple(one for one in self.repairs if one.raw_start < last and first < one.raw_end)
        return CleanText(aligned.text, self.raw, inside, (), self.script, 0, aligned)


def clean_text(raw: str, *, paged: bool = False) -> CleanText:
    """Clean a decoded text, reversibly.

    The steps: repair of the byte accident, pinyin remarks, traditional to simplified characters, widths, line ends,
    spaces, dashes, quotes and, for paged layouts, paragraphs that a page or column break cut in two. Repair comes
    first, since each later step destroys its evidence; pinyin comes before brackets are looked at.

    Parameters
    ----------
    raw : str
        Any text.
    paged : bool, default False
        Join paragraphs across page breaks, as a gazette or a PDF needs it.

    Returns
    -------
    CleanText
        With `text`, `raw`, `raw_span(start, end)`, `repairs` and `warnings`.

    Raises
    ------
    PolicylabError
        If `raw` is no str.

    Examples
    --------
    >>> clean = clean_text("實現產業規?;l展，5G 基站達到 3.3 萬個")
    >>> clean.text
    '实现产业规模化发展,5G基站达到3.3万个'
    >>> start = clean.text.index("3.3")
    >>> first, last = clean.raw_span(start, start + 5)
    >>> clean.raw[first:last]
    '3.3 萬個'
    """
    if not isinstance(raw, str):
        raise invalid("raw", raw, "a str", hint="Read a file with `policylab.read_source(path)` first.")
    aligned, repairs = repair(AlignedText(raw))
    warnings = _of_damage(raw, repairs)
    aligned, remarks = strip_pinyin(aligned)
    script = script_of(aligned.text)
    aligned = fold_dashes(fold_spaces(fold_lines(fold_widths(simplify(aligned, script)))))
    aligned, odd = pair_quotes(aligned)
    warnings += [f'unpaired " at {aligned.raw_span(at, at + 1)[0]}' for at in odd]
    if paged:
        from policylab.text._breaks import find_joins

        aligned = aligned.edit((start, end, "") for start, end in find_joins(aligned.text))
    return CleanText(aligned.text, raw, tuple(repairs), tuple(warnings), script, remarks, aligned)


def _of_damage(raw: str, repairs: list[Repair]) -> list[str]:
    """What a reader should know of the damage: what is left, how it may be read, and what may be none."""
    warnings = []
    for one in repairs:
        if one.origin == "unrepaired":
            warnings.append(f"damage at {one.raw_start}: {one.raw!r} was not repaired")
        elif one.origin == "proposed":
            warnings.append(f"damage at {one.raw_start}: {one.raw!r} stays; it may be {one.reading!r}, which is not proved")
    known = {at for one in repairs for at in range(one.raw_start, one.raw_end)}
    doubtful = [spot.start for spot in spots(raw) if spot.start not in known]
    if doubtful:
        at, more = doubtful[0], f", and {len(doubtful) - 1} more" if len(doubtful) > 1 else ""
        warnings.append(f"{raw[at : at + 2]!r} at {at}{more} is taken for the author's; damage can look like this")
    return warnings
