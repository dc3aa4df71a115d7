"""The text layer of a PDF: glyphs to lines and rows of tables, running heads out, lines joined to paragraphs."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from itertools import dropwhile, groupby, takewhile

import pypdfium2

from policylab.errors import SourceError, listed
from policylab.resources._word_patterns import HAN_SIGN
from policylab.text._heading_numbers import read_marker
from policylab.text._layout import A_LIST, DAY_ALONE, Hint, of_pictures, table_pieces
from policylab.text._line_breaks import is_cut_word, latin_words
from policylab.text._line_roles import PAGE_NUMBER, runs
from policylab.text._note_marks import raised
from policylab.text._pdf_page import LEADERS, THIN, Box, Glyph, Line, Page, covers, read_page, turn_page
from policylab.text._pdf_tables import Table, find_tables, find_unruled, join_rows

_PAGE_NUMBER = re.compile(rf"[\s\W_]*{PAGE_NUMBER}[\s\W_]*")
_ENTRY_ENDS = re.compile(r"[.·…]{4,}\s?\d{0,4}$|\d{4}-\d{2}-\d{2}$")  # of contents, or of a list of links
_DIGITS = re.compile(r"\d+")
_EDGE = 3  # lines at the top and at the foot of a page among which heads and numbers are looked for
_DRIFT = 4.0  # points by which a running head may move from page to page
_STOPS = "。；;：:！!？?"
_NOTE_TYPE = 0.9  # of the type of the text: that of a footnote, at most
_NOTE_MARK = re.compile(r"[⁰-⁹¹²³⁽]|[①-⑳]|[\[［【〔]\d{1,3}[\]］】〕]|[*＊†]|注\s?\d{0,2}[:：]")
_LARGER = 1.1  # a heading's size against that of the text
_LONGEST_CELL = 500  # characters; frames with more in them are the layout of the page
_ROOM = 1.6  # of the size of a glyph: what is left of a full line of a cell, at most
_KINDS = {"note": "note", "link": "boilerplate"}  # of lines, as hints say them
_ACROSS = 3  # lines of two columns that are printed across both
_MOST_PAGES = 3000
_MOST_GLYPHS = 5_000_000
_THROUGH = (0.12, 0.5)  # of its size, above its line: where a line through a text stands
_ALONG = 0.85  # of a line that is struck: more than the text it goes through is a ruling's
_SIDEWAYS = 20  # characters that are printed sideways: fewer are a label
_WORD_GAP = 0.2  # ems between the words of a line
_RAISED, _RISE = 0.87, 0.12  # size and height of a raised number, against its line's


def extract_pdf(data: bytes, *, name: str) -> tuple[str, tuple[tuple[int, int], ...], tuple[Hint, ...], list[str]]:
    """Take the text out of a PDF with PDFium, page by page.

    A line continues the paragraph of the line before it when that line is full and the new one is not indented.
    Lines at the edge of at least three pages (two, in a short document) that say the same at the same height are
    running heads; numbers there that count the pages are page numbers. A glyph that is printed several times in one
    place counts once, a small raised number stays raised, and ruled tables become rows. Beside the text: where each
    page's stands in it; lines in larger type and rows of tables; and what was taken out, or has no text.
    """
    read = _read(data, name)
    printed = [page.lines for page in read]
    empty = [number for number, lines in enumerate(printed, 1) if not lines]
    if len(empty) == len(printed):
        raise SourceError(
            f"{name} is a PDF without a text layer, such as a scan. Run OCR on it, for instance with "
            "`ocrmypdf -l chi_sim`, and give the result."
        )
    warnings = []
    if empty:
        warnings.append(f"{len(empty)} of {len(printed)} pages have no text (pictures or scans?): {listed(empty)}")
    warnings += _take_out_heads(printed)
    overprinted = sum(page.overprinted for page in read)
    if overprinted:
        warnings.append(f"{overprinted} characters that are printed again in one place, to look bold, count once")
    warnings += _of_pictures(read)
    warnings += _of_unseen(read)
    lost = [f"{head[:40]!r} (page {number})" for number, page in enumerate(read, 1) for head in page.lost]
    if lost:
        warnings.append(f"{len(lost)} tables without rulings cannot be told from text and are not read as tables: {listed(lost)}")
    links = _mark_links(read)
    if links:
        warnings.append(f"{len(links)} lines of lists of links were taken for the site's, the first {links[0][:30]!r}")
    notes = _take_notes(printed)
    if notes:
        warnings.append(f"{notes} footnotes at the foot of pages were taken as notes")
    join_rows(printed)
    rows = sum(line.role == "row" for lines in printed for line in lines)
    if rows:
        warnings.append(f"{rows} rows of tables without rulings were taken as rows by how they stand below each other")
    text, pages, hints = _join(printed)
    return text, pages, hints, warnings


def _of_unseen(pages: list[Page]) -> list[str]:
    """What is said of text that a reader of the page does not see, or sees struck out."""
    warnings = []
    if unseen := "".join(page.unseen for page in pages):
        warnings.append(f"{len(unseen)} characters that the page does not show were left out, the first {unseen[:30]!r}")
    if doubted := "".join(page.doubted for page in pages):
        warnings.append(f"{len(doubted)} characters that the page does not seem to show were kept, the first {doubted[:30]!r}")
    if aside := "".join(text for page in pages for text in page.turned.values()):
        warnings.append(f"{len(aside)} characters that are printed aslant or sideways were left out, the first {aside[:30]!r}")
    if struck := [f"{text[:30]!r} (page {number})" for number, page in enumerate(pages, 1) for text in page.struck]:
        warnings.append(f"{len(struck)} lines are drawn through text, which was kept: {listed(struck)}")
    return warnings


def _of_pictures(pages: list[Page]) -> list[str]:
    """What is said of the pictures: each with the line above it; one on every page is a background."""
    if sum(bool(page.pictures) for page in pages) > max(1, 0.8 * len(pages)):
        return []
    places, before = [], ""
    for number, page in enumerate(pages, 1):
        lines = sorted(page.lines, key=lambda line: -line.y)
        for box in page.pictures if lines else ():
            above = [line.text for line in lines if line.y >= box.top - line.size and line.x < box.right and line.end > box.left]
            places.append(((above or [before])[-1], f" (page {number})"))
        before = lines[-1].text if lines else before
    return of_pictures(places)


def _read(data: bytes, name: str) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError(f"{name} is locked with a password. Save a copy without one.") from None
        raise SourceError(f"{name} is a damaged PDF ({error}). Print it to PDF anew.") from None
    with closing(document):
        if not len(document):
            raise SourceError(f"{name} is a PDF without pages. Get an undamaged copy.")
        if len(document) > _MOST_PAGES:
            raise SourceError(f"{name} has {len(document)} pages. Give the part of it that is the document.")
        pages, glyphs = [], 0
        for number in range(len(document)):
            try:
                page = document[number]
                found, count = _page(page)
                turned = 0
                for turns in [one for one, text in found.turned.items() if one and len(text) >= _SIDEWAYS]:
                    turn_page(page, turns - turned)
                    page.close()
                    page, turned = document[number], turns
                    more, further = _page(page)
                    found, count = _with_turned(found, more, turns), count + further
                page.close()
            except pypdfium2.PdfiumError:  # a page that cannot be loaded has no text, which is told
                found, count = Page(), 0
            pages.append(found)
            glyphs += count
            if glyphs > _MOST_GLYPHS:
                raise SourceError(f"{name} has more than {_MOST_GLYPHS} characters. Give a single document.")
        return pages


def _with_turned(page: Page, other: Page, turns: int) -> Page:
    """A page with what is printed sideways on it, read from the page that was turned, behind what is level."""
    turned = {one: text for one, text in page.turned.items() if one != turns}
    return replace(page, lines=page.lines + other.lines, lost=page.lost + other.lost, struck=page.struck + other.struck, unseen=page.unseen + other.unseen, turned=turned)


def _page(page) -> tuple[Page, int]:
    """A page with its lines, and how many glyphs were printed on it."""
    found, glyphs, areas = read_page(page)
    tables = find_tables(areas)
    plain = [glyph for glyph in glyphs if not (tables and any(_within(table, glyph) for table in tables) or found.links and covers(found.links, glyph))]
    unruled, found.lost, columns = find_unruled(plain, areas)
    for column in columns:
        glyphs = _by_column(glyphs, column)
    found.lines = _in_order(_with_tables(glyphs, [*tables, *unruled]))
    by_hand = ("".join(glyph.char for glyph in glyphs if covers([place], glyph)) for place in found.strikeouts)
    found.struck = [*_struck_out(found.lines, glyphs, areas), *filter(None, by_hand)]
    return found, len(glyphs) + found.overprinted


def _by_column(glyphs: list[Glyph], left: Box) -> list[Glyph]:
    """The glyphs with the left column before the right one, where they were printed line by line across both."""
    inside = [index for index, glyph in enumerate(glyphs) if left.bottom <= glyph.y <= left.top]
    held = [glyphs[index] for index in inside]
    if sum(a.x > left.right >= b.x for a, b in zip(held, held[1:])) < _ACROSS:
        return glyphs
    ordered = list(glyphs)
    for index, glyph in zip(inside, sorted(held, key=lambda one: one.x > left.right)):
        ordered[index] = glyph
    return ordered


def _struck_out(lines: list[Line], glyphs: list[Glyph], drawn: list[Box]) -> list[str]:
    """The texts that a line is drawn through; a ruling goes on beyond the text, or stands between lines."""
    thin = [box for box in drawn if box.top - box.bottom <= THIN < box.right - box.left]
    found = []
    for line in lines:
        low, high = (line.y + share * line.size for share in _THROUGH)
        for box in thin:
            if not (low <= (box.bottom + box.top) / 2 <= high and box.left < line.end and line.x < box.right):
                continue
            struck = [one for one in glyphs if abs(one.y - line.y) < 0.3 * line.size and box.left <= (one.x + one.end) / 2 <= box.right]
            if struck and sum(one.end - one.x for one in struck) >= _ALONG * (box.right - box.left):
                found.append("".join(one.char for one in struck))
    return found


def _mark_links(pages: list[Page]) -> list[str]:
    """Mark the lines that are lists of links: three and more in a row, with their dates; say which."""
    found = []
    for page in pages:
        kinds = ("" if line.role else "link" if covers(page.links, line) else "day" if DAY_ALONE.fullmatch(line.text) else "" for line in page.lines)
        for _, run in groupby(zip(kinds, page.lines), lambda one: one[0] != "") if page.links else ():
            lines = [line for _, line in dropwhile(lambda one: one[0] != "link", run)]
            if sum(DAY_ALONE.fullmatch(one.text) is None for one in lines) >= A_LIST:
                found += [one.text for one in lines]
                for one in lines:
                    one.role = "link"
    return found


def _within(table: Table, glyph: Glyph) -> tuple[int, int] | None:
    return table.place((glyph.x + glyph.end) / 2, glyph.y + 0.3 * glyph.size)


def _lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Lines of glyphs that follow each other at one height; a raised or lowered one belongs to its neighbours."""
    return [_line(run) for run in runs(glyphs, _goes_on)]


def _goes_on(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    size = max(last.size, glyph.size)
    level = abs(glyph.y - last.y) <= 0.2 * size or (
        abs(glyph.y - last.y) <= 0.6 * size and min(last.size, glyph.size) <= _RAISED * size
    )
    return level and glyph.x >= last.end - 0.6 * size


def _line(run: list[Glyph]) -> Line:
    # a Latin font of the same size has another height
    of = [glyph for glyph in run if HAN_SIGN.match(glyph.char)] or run
    size, type_size = _usual(glyph.size for glyph in of), _usual(glyph.type for glyph in of)
    base = next(glyph.y for glyph in run if round(glyph.size, 1) == size)
    parts: list[str] = []
    pairs = zip([None, *run], run)
    for risen, group in groupby(pairs, lambda pair: pair[1].size <= _RAISED * size and pair[1].y >= base + _RISE * size):
        if risen:
            parts.append(raised("".join(glyph.char for _, glyph in group)))
        else:
            parts += [_gap(before, glyph, size) + glyph.char for before, glyph in group]
    return Line("".join(parts).strip(), run[0].x, max(glyph.end for glyph in run), base, size, type_size)


def _usual(sizes: Iterable[float], digits: int = 1) -> float:
    """The most frequent of some sizes, to a tenth of a point."""
    counts = Counter(round(size, digits) for size in sizes)
    return max(counts, key=lambda one: (counts[one], one), default=0.0)


def _gap(before: Glyph | None, glyph: Glyph, size: float) -> str:
    """What the space between two glyphs stands for."""
    if before is None or before.char in LEADERS and glyph.char in LEADERS:
        return ""
    words = before.char.isascii() and glyph.char.isascii()
    return " " if glyph.x - before.end >= (_WORD_GAP if words else 0.7) * size else ""


def _with_tables(glyphs: list[Glyph], tables: list[Table]) -> list[Line]:
    """The lines of a page; the rows of a table stand where its first glyph stands."""
    where = [next((index for index, table in enumerate(tables) if _within(table, glyph)), None) for glyph in glyphs]
    inside = [[glyph for glyph, its in zip(glyphs, where) if its == index] for index in range(len(tables))]
    values = [table for table, held in zip(tables, inside) if not _is_layout(table, held)]
    if len(values) < len(tables):
        return _with_tables(glyphs, values)
    lines: list[Line] = []
    plain: list[Glyph] = []
    for glyph, index in zip(glyphs, where):
        if index is None:
            plain.append(glyph)
        elif glyph is inside[index][0]:
            lines += _lines_of(plain) + _rows(tables[index], inside[index])
            plain = []
    return lines + _lines_of(plain)


def _in_order(lines: list[Line]) -> list[Line]:
    """The lines from the top to the foot of the page, where they were printed in another order.

    Lines that stand beside others are those of another column, and keep their place.
    """
    merged: list[list[Line]] = []
    for group in runs(lines, lambda group, line: line.y <= group[-1].y + 0.5 * line.size):
        if merged and _above_each_other(merged[-1], group):
            merged[-1] = sorted(merged[-1] + group, key=lambda line: -line.y)
        else:
            merged.append(group)
    return [line for group in merged for line in group]


def _above_each_other(one: list[Line], other: list[Line]) -> bool:
    """Whether lines stand in one column: no two of them beside each other."""
    (left, right), (from_, to) = ((min(line.x for line in part), max(line.end for line in part)) for part in (one, other))
    overlap = min(right, to) - max(left, from_)
    beside = any(abs(a.y - b.y) < 0.7 * max(a.size, b.size) for a in one for b in other)
    return overlap > 0.5 * min(right - left, to - from_) and not beside


def _is_layout(table: Table, glyphs: list[Glyph]) -> bool:
    held = Counter(_within(table, glyph) for glyph in glyphs)
    return max(held.values(), default=0) > _LONGEST_CELL or len(held) < 3


def _rows(table: Table, glyphs: list[Glyph]) -> list[Line]:
    owner = {
        (row + i, column + k): (row, column)
        for cells in table.cells for row, column, high, wide in cells for i in range(high) for k in range(wide)
    }  # fmt: skip
    texts: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        texts[owner[_within(table, glyph)]].append(glyph)
    cells = [
        [("".join(line.text for line in _lines_of(texts[row, column])), high, wide) for row, column, high, wide in line]
        for line in table.cells
    ]
    size = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
    pieces = table_pieces(cells)
    top, step = table.rows[0], (table.rows[0] - table.rows[-1]) / (len(pieces) + 1)
    lines = [
        Line(piece.text, table.columns[0], table.columns[-1], top - step * number, size, role="table" if table.ruled else "row")
        for number, piece in enumerate(pieces, 1)
    ]
    lines[0].above, lines[-1].below = table.open_above, table.open_below
    last = max((place[0] for place in owner.values()), default=0)
    lines[-1].full = tuple(_is_full(texts[owner[last, column]], edge) for column, edge in enumerate(table.columns[1:]))
    return lines


def _is_full(cell: list[Glyph], edge: float) -> bool:
    """Whether the last line of a cell reaches its right edge, so that the cell may go on on the next page."""
    foot = min((glyph.y for glyph in cell), default=0.0)
    end = max((glyph.end for glyph in cell if glyph.y <= foot + 1), default=0.0)
    return bool(cell) and (edge - end < _ROOM * cell[-1].size or cell[-1].char == "、")


def _take_out_heads(pages: list[list[Line]]) -> list[str]:
    """Take running heads and page numbers out of the pages; say which."""
    ranked = [sorted(lines, key=lambda line: -line.y) for lines in pages]
    heads: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    numbers: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(ranked):
        for line in dict.fromkeys((*lines[:_EDGE], *lines[-_EDGE:])):
            # a head may hold the page's number, which is all that changes in it
            heads[_DIGITS.sub("#", "".join(line.text.split()))].append((index, line))
            number = _PAGE_NUMBER.fullmatch(line.text)
            if number:
                numbers[int(number[1]) - index].append((index, line))
    # every page's number is as far from its place in the file; two pages suffice, if the numbers stand alone
    groups = [group for same in numbers.values() for group in _same_height(same)]
    counted = max(groups, key=lambda spots: (len(dict(spots)), -spots[0][0]), default=[])
    counted = counted if len(dict(counted)) > 1 else []
    known = {line for _, line in counted}
    # in a short document, left and right pages with heads of their own show each of them twice only
    needed = 2 if len(pages) <= 5 else 3
    repeated = [group for same in heads.values() for group in _same_height(same)]
    repeated = [group for group in repeated if len(dict(group)) >= needed]
    candidates = known | {line for group in repeated for _, line in group}
    leading = _leading(pages)
    out = known.union(*(_set_apart(inward, candidates, leading) for lines in ranked for inward in (lines, lines[::-1])))
    others = _at_head_height(ranked, out)
    out |= {line for _, line in others}
    found = [("page numbers", counted)] if counted else []
    found += [("running heads of single chapters", others)] if others else []
    for group in repeated:
        taken = [(index, line) for index, line in group if line in out - known]
        if taken:
            found.append((f"the running head {taken[0][1].text!r}", taken))
    for lines in pages:
        lines[:] = [line for line in lines if line not in out]
    return [f"taken out: {what}, on {len(dict(spots))} pages" for what, spots in found]


def _at_head_height(ranked: list[list[Line]], out: set[Line]) -> list[tuple[int, Line]]:
    """Lines that stand where the running heads of other pages stand, in their type: those of short chapters."""
    places = Counter(
        (round(line.y), line.type) for lines in ranked for line in lines if line in out and not _PAGE_NUMBER.fullmatch(line.text)
    )
    common = _usual(line.type for lines in ranked for line in lines)
    often = {place for place, count in places.items() if count >= 3 and place[1] < 0.95 * common}
    return [
        (index, line)
        for index, lines in enumerate(ranked)
        for line in lines[:_EDGE] + lines[-_EDGE:]
        if line not in out and (round(line.y), line.type) in often
    ]


def _set_apart(inward: list[Line], candidates: set[Line], leading: float) -> set[Line]:
    """The candidates at the edge of a page that a gap or another size of type parts from its text."""
    edge = len(list(takewhile(candidates.__contains__, inward)))
    while 0 < edge < len(inward):
        head, text = inward[edge - 1], inward[edge]
        gap = abs(head.y - text.y)
        if gap > 1.2 * leading * text.size or (gap > 2 and abs(head.size - text.size) > 0.1 * text.size):
            break
        edge -= 1
    return set(inward[:edge])


def _same_height(spots: list[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    """Group lines of the same wording by their height on the page."""
    upwards = sorted(spots, key=lambda spot: (spot[1].y, spot[0]))
    return runs(upwards, lambda group, spot: spot[1].y - group[0][1].y <= _DRIFT)


def _join(pages: list[list[Line]]) -> tuple[str, tuple[tuple[int, int], ...], tuple[Hint, ...]]:
    """Join printed lines to paragraphs, also from one page to the next."""
    common = _columns([line for lines in pages for line in lines if not line.role])
    leading = _leading(pages)
    words = latin_words(line.text for lines in pages for line in lines)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    begun: list[tuple[int, list[Line]]] = []  # where each paragraph starts, and its lines
    at = 0
    before: tuple[Line, float] | None = None  # the line before, and the right edge of its column
    for lines in pages:
        start = at
        # pages are bound left and right by turns, so each has margins of its own; a short one shows too little
        running = [line for line in lines if not line.role]
        columns = _columns(running) if len(running) >= 8 else common
        for line in _notes_before_last(lines, columns, leading):
            left, right = _column(columns, line)
            glue = _glue(before, line, left, leading)
            if glue == " " and is_cut_word(before[0].text, line.text, words):
                glue = ""
            if before is None or glue == "\n":
                begun.append((at + len(glue), []))
            begun[-1][1].append(line)
            piece = glue + line.text
            text.append(piece)
            if at == start and glue == "\n":  # a page begins with its own text, not with the line end of the page before it
                start += 1
            at += len(piece)
            before = line, right
        spans.append((start, at))
    return "".join(text), tuple(spans), tuple(_hints(begun))


def _take_notes(pages: list[list[Line]]) -> int:
    """Mark the footnotes, one line each: what stands at the foot of a page in small type, from a note's mark on."""
    common = _usual(line.type for lines in pages for line in lines if not line.role for _ in line.text)
    found = 0
    for lines in pages:
        begin = len(lines)
        while begin and not lines[begin - 1].role and lines[begin - 1].type <= _NOTE_TYPE * common:
            begin -= 1
        notes: list[Line] = []
        for line in lines[begin:]:
            if _NOTE_MARK.match(line.text):
                line.role = "note"
                notes.append(line)
            elif notes:
                notes[-1].text += line.text
            else:
                begin += 1
        lines[begin:] = notes
        found += len(notes)
    return found


def _notes_before_last(lines: list[Line], columns: list[tuple[float, float]], leading: float) -> list[Line]:
    """A page's lines with its footnotes before the paragraph that goes on onto the next page."""
    notes = [line for line in lines if line.role == "note"]
    text = lines[: len(lines) - len(notes)]
    if not notes or not text or text[-1].role or text[-1].text[-1] in _STOPS:
        return lines
    for index in range(len(text) - 1, 0, -1):
        before, line = text[index - 1], text[index]
        if _glue((before, _column(columns, before)[1]), line, _column(columns, line)[0], leading) == "\n":
            return [*text[:index], *notes, *text[index:]]
    return lines


def _hints(paragraphs: list[tuple[int, list[Line]]]) -> list[Hint]:
    """Paragraphs in larger type than most of the text, the largest as level 1; and rows of tables."""
    common = _usual((line.type for _, lines in paragraphs for line in lines if not line.role for _ in line.text), 0)
    large = sorted({round(lines[0].type) for _, lines in paragraphs if lines[0].type > _LARGER * common + 0.5}, reverse=True)
    hints = []
    for at, lines in paragraphs:
        size = min(round(line.type) for line in lines)
        if lines[0].role:
            hints.append(Hint(at, _KINDS.get(lines[0].role, "table")))
        elif size in large and len(lines) <= 2:
            hints.append(Hint(at, "heading", min(large.index(size) + 1, 6)))
    return hints


def _leading(pages: list[list[Line]]) -> float:
    """The usual distance from line to line, in ems; infinite where there is none."""
    steps = [(a.y - b.y) / a.size for lines in pages for a, b in zip(lines, lines[1:]) if a.y > b.y and a.size > 0]
    return sorted(steps)[len(steps) // 2] if steps else math.inf


def _glue(before: tuple[Line, float] | None, line: Line, left: float, leading: float) -> str:
    if before is None:
        return ""
    last, right = before
    if last.role or line.role or "\t" in line.text + last.text or _ENTRY_ENDS.search(last.text):
        return "\n"
    size = max(line.size, 1.0)
    full = last.end >= right - 4.0 * max(last.size, 1.0)  # an unbreakable word may have gone to the next line
    indented = line.x > left + 0.8 * size
    resized = abs(last.size - line.size) > 0.15 * size
    spaced = last.y - line.y > 1.3 * leading * size
    marker = read_marker(line.text)
    begins = marker is not None and not marker.loose and marker.scheme not in ("dash", "arabic") and last.text[-1] in "。;；:："
    if not resized and not spaced and line.x > left + 2.5 * size and _is_second(last, line):
        return ""
    if not full or indented or resized or spaced or begins:
        return "\n"
    a, b = last.text[-1:], line.text[:1]
    return " " if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() else ""


def _is_second(last: Line, line: Line) -> bool:
    """Whether a line is the second one of a title: centred below a longer one that does not end."""
    centred = abs((last.x + last.end) - (line.x + line.end)) <= max(line.size, 1.0)
    longer = last.end - last.x > max(line.end - line.x, 14 * line.size)
    apart = line.text[0] in "(（" or any(sign in text for sign in ":：" for text in (line.text, last.text))
    return centred and longer and not apart and last.text[-1] not in _STOPS


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """Left and right edges of the columns of text, from the places where most lines start and end."""
    if not lines:
        return [(0.0, 0.0)]
    starts = Counter(round(line.x) for line in lines)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    enough = max(2, len(lines) // 8)
    edges: list[int] = []
    for x in sorted(x for x in starts if sum(starts[x + d] for d in (-1, 0, 1)) >= enough) or [min(starts)]:
        if not edges or x - edges[-1] > 10 * size:
            edges.append(x)
    columns = []
    for left, limit in zip(edges, [*edges[1:], math.inf]):
        ends = sorted(line.end for line in lines if left - size <= line.x < limit - size)
        # the longest line may be a table's or a heading's in large type
        columns.append((float(left), ends[int(0.9 * (len(ends) - 1))] if ends else float(left)))
    return columns


def _column(columns: list[tuple[float, float]], line: Line) -> tuple[float, float]:
    fitting = [column for column in columns if column[0] <= line.x + line.size]
    return fitting[-1] if fitting else columns[0]
