"""From the decoded source to the clean text: the steps, in the order in which they must come."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from policylab.checks import check_flag, check_str
from policylab.errors import invalid, listed
from policylab.text._aligned_text import AlignedText, Edit
from policylab.text._byte_repair import Repair, repair, spots, strip_pinyin
from policylab.text._characters import (
    fold_compatible,
    fold_dashes,
    fold_lines,
    fold_spaces,
    fold_widths,
    pair_quotes,
    script_of,
    simplify,
)
from policylab.text._layout import BOLD, Hint
from policylab.text._line_breaks import find_cut_lists, find_cut_numbers, find_joins, is_mended, mend_lines
from policylab.text._line_roles import lines_at
from policylab.text._note_marks import Note, take_out_notes
from policylab.text._repeated_text import said_before, second_copy
from policylab.text._sources import Source

_MARKDOWN = re.compile(r"(?m)^[ \t]*(#{1,6})[ \t]+(?:#{1,6}[ \t]+)*(?=\S)")
_CLOSING_MARKS = re.compile(r"(?m)[ \t]#{1,6}[ \t]*$|$")  # or the end of the line
_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,200})(?<=[^\s*])\*\*(?!\*)")
_BOLD_LINE = re.compile(rf"(?m)^[^\S\n]*({_BOLD.pattern})[^\S\n]*$")
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,2000}-->")
_ROUNDS = 5  # of cleaning: what one takes out may bring other things together; most texts need one
_SHOWN = 3  # places that a warning names


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
        What a reader should know: damage that is left, with the reading that is likely, unpaired quotes, lines that
        were joined or parted by their looks; of a `Source`, its own warnings first.
    script : str or None
        ``"traditional"`` or ``"simplified"``, as it was in the source.
    pinyin_remarks : int
        How many pinyin remarks were taken out.
    notes : tuple of Note
        Note marks that were taken out, with their places in `raw`.
    hints : tuple of Hint
        Lines that the file's own layout says are headings or notes; offsets in `text`.
    pages : tuple of (int, int), or None
        Where each page starts and ends in `raw`.
    """

    text: str
    raw: str
    repairs: tuple[Repair, ...]
    warnings: tuple[str, ...]
    script: str | None
    pinyin_remarks: int
    aligned: AlignedText
    notes: tuple[Note, ...] = ()
    hints: tuple[Hint, ...] = ()
    pages: tuple[tuple[int, int], ...] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of ``text[start:end]``, both in code points."""
        return self.aligned.raw_span(start, end)

    def page_of(self, offset: int) -> int | None:
        """Page of the source that the character at `offset` of `text` stands on, from 1; None without pages."""
        if not self.pages or not 0 <= offset < len(self.text):
            return None
        at = self.raw_span(offset, offset + 1)[0]
        return max(1, bisect_right(self.pages, (at, len(self.raw) + 1)))

    def part(self, start: int, end: int) -> CleanText:
        """``text[start:end]`` with the repairs in it; offsets in `raw` stay those of the whole."""
        aligned = self.aligned.part(start, end)
        first, last = self.raw_span(start, end)
        inside = tuple(one for one in self.repairs if one.raw_start < last and first < one.raw_end)
        notes = tuple(note for note in self.notes if first <= note.raw_start < last)
        hints = tuple(hint._replace(start=hint.start - start) for hint in self.hints if start <= hint.start < end)
        return replace(
            self, text=aligned.text, repairs=inside, warnings=(), pinyin_remarks=0, aligned=aligned, notes=notes, hints=hints
        )


def clean_text(raw: str | Source, *, paged: bool = False, accepted: Mapping[str | tuple[int, int], str] | None = None) -> CleanText:
    """Clean a decoded text, reversibly.

    The steps: repair of the byte accident, compatibility characters, widths, pinyin remarks, traditional to simplified
    characters, Markdown, lines that OCR spaced out or a printer wrapped, line ends, dashes, quotes, spaces, note marks
    and, for paged layouts, paragraphs that a page or column break cut in two. Repair comes first, since each later
    step destroys its evidence; pinyin comes before brackets are looked at, and before words are converted that it
    parts; spaces come behind dashes and quotes, which say where one may stand. A clean text is not changed again.

    Parameters
    ----------
    raw : str or Source
        Any text; a `Source` brings what its file says of headings and pages.
    paged : bool, default False
        Join paragraphs across page breaks, as a gazette or a PDF needs it.
    accepted : mapping, optional
        Damaged runs, or their places in `raw` (start, end), and their readings, as a reader of the source has accepted
        them (see `Repair`).

    Returns
    -------
    CleanText
        With `text`, `raw`, `raw_span(start, end)`, `page_of(offset)`, `repairs` and `warnings`.

    Raises
    ------
    PolicylabError
        If `raw` is neither a str nor a Source.

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
    source = Source(raw, None, "text") if isinstance(raw, str) else raw
    if not isinstance(getattr(source, "text", None), str) or not hasattr(source, "hints"):
        raise invalid("raw", raw, "a str or a Source", hint="Read a file with `policylab.read_source(path)` first.")
    raw = source.text
    check_flag("paged", paged)
    accepted = {} if accepted is None else accepted
    if not isinstance(accepted, Mapping) or not all(isinstance(run, str | tuple) and isinstance(said, str) for run, said in accepted.items()):
        raise invalid("accepted", accepted, "a mapping of damaged runs, or of their places, to their readings")
    aligned, repairs = repair(AlignedText(raw), accepted)
    pages = source.pages or _pages(raw)
    told = _Told([*source.warnings, *_of_damage(raw, repairs)], list(source.hints))
    for _ in range(_ROUNDS):
        aligned, unsettled = _cleaned(aligned, told, paged=paged, pages=bool(pages))
        if not unsettled and is_mended(aligned.text):
            break
    warnings, notes = list(dict.fromkeys(told.warnings)), sorted(told.notes)
    if notes:
        warnings.append(f"{len(notes)} note marks were taken out, at {listed((note.raw_start for note in notes), _SHOWN)}")
    found = _carried(told.hints, aligned)
    copied = said_before if source.kind == "pdf" else second_copy
    if again := copied(aligned.text):
        warnings.append("the text stands in the file more than once: what says word for word what stands before it is no text")
        copies = [Hint(at, "copy") for at in again]
        found = tuple(sorted([*copies, *(hint for hint in found if hint.start not in set(again))]))
    return CleanText(
        aligned.text, raw, tuple(repairs), tuple(warnings), told.script, told.remarks, aligned, tuple(notes), found, pages,
    )


def fold_query(query: str) -> str:
    """Fold a word that is looked for as the texts are folded: one script, one width, no rim of spaces.

    Parameters
    ----------
    query : str
        A term, an entry of a dictionary, a stop word.

    Returns
    -------
    str

    Raises
    ------
    PolicylabError
        If `query` is no str.

    Examples
    --------
    >>> fold_query("區塊鏈"), fold_query(" ５Ｇ "), fold_query("⽹络安全"), fold_query("瞭解")
    ('区块链', '5G', '网络安全', '了解')
    """
    check_str("query", query)
    return _folded(query)


@functools.lru_cache(maxsize=4096)
def _folded(query: str) -> str:
    folded = clean_text(query).text.strip() or query.strip()
    return simplify(AlignedText(folded), "traditional").text  # a word is too short to tell its script: 瞭解


@dataclass
class _Told:
    """What the rounds of cleaning come to, beside the text."""

    warnings: list[str]
    hints: list[Hint]
    notes: list[Note] = field(default_factory=list)
    script: str | None = None
    remarks: int = 0


def _cleaned(aligned: AlignedText, told: _Told, *, paged: bool, pages: bool) -> tuple[AlignedText, bool]:
    """One round, and whether another may find more: what was hidden behind a note mark or parted by a line end."""
    aligned, remarks = strip_pinyin(fold_widths(fold_compatible(aligned)))
    told.remarks += remarks
    script = script_of(aligned.text)
    told.script = told.script or script
    aligned, hints = _strip_markdown(simplify(aligned, script))
    told.hints += hints
    aligned, warnings, wrapped = mend_lines(aligned)
    aligned, closed, odd = pair_quotes(fold_dashes(fold_lines(aligned)))
    if closed:
        warnings.append(f'{closed} “ were closed by a straight " or the other way round; they were paired')
    if odd:
        warnings.append(f'unpaired " at {listed((aligned.raw_span(at, at + 1)[0] for at in odd), _SHOWN)}')
    aligned = fold_spaces(aligned)
    if cut := find_cut_numbers(aligned.text):
        aligned = aligned.edit((at, at + 1, "") for at in cut)
        warnings.append(f"{len(cut)} numbers that a line end had parted from their units or verbs were made whole")
    if parted := [] if paged else find_cut_lists(aligned.text):
        aligned = aligned.edit(parted)
        warnings.append(f"{len(parted)} brackets or lists that a line end had parted were made whole")
    aligned, notes = take_out_notes(aligned)
    if notes:
        aligned = fold_spaces(fold_dashes(fold_lines(aligned)))  # a mark may have stood alone, or between others
    joins = find_joins(aligned.text) if paged or wrapped and pages else []
    aligned = aligned.edit((start, end, "") for start, end in joins)
    told.notes += notes
    told.warnings += warnings
    return aligned, bool(notes or cut or parted or joins or wrapped)


def _pages(raw: str) -> tuple[tuple[int, int], ...] | None:
    """The pages that form feeds part."""
    if "\f" not in raw.strip():
        return None
    return tuple((at, at + len(page)) for at, page in lines_at(raw.removesuffix("\f"), "\f"))


def _carried(hints: list[Hint], aligned: AlignedText) -> tuple[Hint, ...]:
    """Hints of places in the source as hints of places in the clean text."""
    found = {at: hint._replace(start=at) for hint in hints if (at := aligned.index_of(hint.start)) < len(aligned)}
    return tuple(found[at] for at in sorted(found))


def _strip_markdown(aligned: AlignedText) -> tuple[AlignedText, list[Hint]]:
    """Take out the marks of Markdown, where a text has headings of its kind; places of the headings in the source."""
    text = aligned.text
    headings = list(_MARKDOWN.finditer(text)) if "#" in text else []
    bold = list(_BOLD.finditer(text)) if "**" in text else []
    whole = list(_BOLD_LINE.finditer(text)) if bold else []
    if len(headings) + len(whole) < 2:
        return aligned, []
    edits = [Edit(match.start(), match.end(), "") for match in headings]
    closing = (_CLOSING_MARKS.search(text, match.end()) for match in headings)
    edits += [Edit(match.start(), match.end(), "") for match in closing if match]
    edits += [Edit(at, at + 2, "") for match in bold for at in (match.start(), match.end() - 2)]
    edits += [Edit(match.start(), match.end(), "") for match in _COMMENT.finditer(text)]
    hints = [Hint(match.end(), "heading", len(match[1])) for match in headings]
    hints += [Hint(match.start(1) + 2, "heading", BOLD) for match in whole]
    edits.sort()
    clear = [edit for before, edit in zip([None, *edits], edits) if before is None or edit.start >= before.end]
    return aligned.edit(clear), [hint._replace(start=aligned.raw_span(hint.start, hint.start)[0]) for hint in hints]


def _of_damage(raw: str, repairs: list[Repair]) -> list[str]:
    """What a reader should know of the damage: what is left, how it may be read, and what may be none."""
    warnings = []
    for one in repairs:
        if one.origin == "unrepaired":
            warnings.append(f"damage at {one.raw_start}: {one.raw!r} was not repaired")
        elif one.origin == "proposed":
            warnings.append(f"damage at {one.raw_start}: {one.raw!r} stays; of the readings that give this damage {one.reading!r} is the likeliest, not proved")
    known = {at for one in repairs for at in range(one.raw_start, one.raw_end)}
    doubtful = [spot.start for spot in spots(raw) if spot.start not in known]
    if doubtful:
        at = doubtful[0]
        warnings.append(f"{raw[at : at + 2]!r} at {listed(doubtful, 1)} is taken for the author's; damage can look like this")
    return warnings
