"""Responsible agencies: who leads, who supports and who is responsible, by the notes of a plan."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policylab.corpus._agency_names import (
    BLANK,
    agency_words,
    canonical_names,
    is_generic,
    is_name,
    note_pattern,
    read_names,
    split_run,
)
from policylab.corpus._headings import Section, section_at
from policylab.text._line_roles import FINAL, lines_at


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in a note of responsibilities.

    `start` and `end` are the offsets of the name as written (`agency`); `canonical` is the name that all
    wordings of the agency go by (in Tianjin that after the reform of 2018); a `generic` party (各区人民政府, 市有关部门) is no single agency.
    """

    plan: str
    section: str
    agency: str
    canonical: str
    role: str
    generic: bool
    start: int
    end: int
    due: str | None = None


def agencies(text: str, sections: Sequence[Section], canonical: Callable[[str], str] | None = None) -> list[Agency]:
    """Parse every note of responsibilities in a text, and every column of a table that names who is responsible.

    `canonical` gives each name the one that it goes by; by default what `canonical_names` makes of the text alone. Each
    agency is given to that of the text's sections which its note stands in.

    >>> from policylab.corpus._outline import outline
    >>> text = "天津市旅游规划\\n一、任务\\n(一)智慧旅游。推进建设。(牵头单位:市旅游局;配合单位:市公安局,相关区县人民政府)"
    >>> [(a.section, a.agency, a.canonical, a.role, a.generic) for a in agencies(text, outline(text)[0])]
    [('/1.1', '市旅游局', '市文化和旅游局', 'lead', False), ('/1.1', '市公安局', '市公安局', 'support', False), \
('/1.1', '相关区县人民政府', '相关区县人民政府', 'support', True)]
    """
    canonical = canonical or canonical_names(text)
    notes = [*find_notes(text), *_of_tables(text)]
    notes.sort(key=lambda note: note.start)
    found = []
    reached = 0
    ordered = note_pattern("first_leads").search(text)
    for note in notes:
        if note.start < reached:  # a note within the cell of a table
            continue
        reached = note.end
        here = section_at(sections, note.start)
        # where the document says so once, the first of each later note leads
        leads = ordered is not None and note.end > ordered.start() and all(span.role == "responsible" for span in note.spans)
        for span in note.spans:
            for start, end in read_names(text, span.start, span.end, span.free):
                name, role = text[start:end], "lead" if leads and not is_generic(text[start:end]) else span.role
                leads, own = False, note_pattern("own_role").search(name)
                if own:  # 市教委(牵头)
                    name, role, end = name[: own.start()], agency_words().verbs[own[1]], start + own.start()
                found.append(
                    Agency(
                        here.plan if here else "", here.section if here else "", name, canonical(name),
                        role, is_generic(name), start, end, note.due,
                    )  # fmt: skip
                )
    return found


_BELOW = 8  # rows by which a column is known that its head does not tell
_GAP, _GROUP = 3, 60  # lines that are no rows, behind which a table is another one; characters of one, at most
_LONGEST_NOTE = 1500  # characters; a bracket that is longer has lost its other half
_UNCLOSED = 3  # brackets that never close: how many of a line's last ones are looked at
_CLAUSE = 160  # how far 由 may stand before 牵头
_KINDS = {"(": ")", "（": ")", "[": "]", "〔": "〕", "【": "】", "〖": "〗", "{": "}", "〈": "〉"}
_CLOSERS = frozenset(_KINDS.values())
_BRACKET = re.compile(r"[()（）\[\]〔〕【】〖〗{}〈〉\n]")
# what every label ends in, most lines without one
_OF_OFFICES = re.compile("单位|部门|主体|机构|[处科]室|分工")
_LABEL_SIGNS = ":：∶】]"
_LABEL_SIGN, _LABEL_END = re.compile(f"[{re.escape(_LABEL_SIGNS)}]"), re.compile("(?:单位|部门|主体)[为是 \u3000]")
_OPENS = re.compile(r"[\s。;；—●•·■◆▪★※]")  # what a label stands behind that begins a line, a sentence or an item
_LABEL = 14  # characters of a label that stands alone
_LAST_VERBS = ("配合", "负责", "参与", "参加", "落实", "协助")
_LAST = f"(?:{'|'.join(_LAST_VERBS)})(?=。?$)"
_LAST_VERB = re.compile(f"(?m){_LAST}")
_LAST_SENTENCE = re.compile(rf"(?m)(?:^|(?<=[。;；]))\s?([^。;；\n]{{6,200}}{_LAST})")
_LEADS = re.compile("牵头")
_CLAUSE_END = re.compile(r"[。;；:：,，\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of names with one role; `free` names stand in a sentence, and must look like names."""

    start: int
    end: int
    role: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note: where it stands with its brackets, and its runs of names."""

    start: int
    end: int
    spans: tuple[Span, ...]
    due: str | None = None


def trailing_note(line: str) -> int | None:
    """Offset at which the note of agencies at the end of a paragraph begins; None when there is none.

    >>> "推进联网。(责任单位:市教委)"[trailing_note("推进联网。(责任单位:市教委)"):]
    '(责任单位:市教委)'
    """
    end, start = len(line.rstrip(BLANK)), None
    if not _may_end_with_note(line, end):
        return None
    for note in reversed([note for note in find_notes(line) if not note.spans[0].free]):
        if not note.start < end <= note.end:
            break
        start = note.start
        end = len(line[:start].rstrip(" \t\u3000"))
    return start


def _may_end_with_note(line: str, end: int) -> bool:
    """Whether a bracket closes at the end of a line, or a label or a verb of notes stands where one may make a note of it.

    Most lines have none of these, and are not searched for all their notes.
    """
    return (
        line.endswith(_LAST_VERBS, 0, end)
        or line[end - 1 : end] in _CLOSERS
        or ("(" in line or "（" in line) and any(closing >= end for _, closing, _ in _brackets(line))
        or next(_first_labels(line), None) is not None
    )


def find_notes(text: str) -> list[Note]:
    """All notes, in order, none inside another."""
    notes = []
    reached = 0
    for note in sorted(_candidates(text), key=lambda one: (one.start, -one.end)):
        if note.start >= reached:
            notes.append(note)
            reached = note.end
    return notes


def _of_tables(text: str) -> Iterator[Note]:
    """The cells of columns such as 责任单位 or 牵头部门, of each row, with the due date of the row."""
    if "\t" not in text:
        return
    words = agency_words()
    columns: dict[int, str] = {}
    due_column, width, gap = -1, 0, 0
    lines = list(lines_at(text))
    for number, (at, line) in enumerate(lines):
        cells = line.split("\t")
        if len(cells) < 2:
            gap += 1  # the name of a group of rows may stand between two, or a cell that runs on over the page
            columns = columns if gap < _GAP and len(line) <= _GROUP and line[-1:] not in tuple(FINAL) else {}
            continue
        bare = ["".join(cell.split()) for cell in cells]
        heads = {index: words.role_of(found) for index, cell in enumerate(bare) if (found := note_pattern("column").fullmatch(cell))}
        weak = [index for index, cell in enumerate(bare) if index not in heads and note_pattern("weak_column").fullmatch(cell)]
        heads |= {index: "responsible" for index in weak if _holds_names([row for _, row in lines[number + 1 : number + 1 + _BELOW]], index)}
        if list(heads) == [0] and _begins_with_name(cells[1]):  # a label before its names
            spans, due = _block(text, at + len(cells[0]) + 1, at + len(line), heads[0])
            yield Note(at, at + len(line), tuple(spans), due)
        elif heads:
            gap = 0
            columns = heads
            due_column = next((i for i, cell in enumerate(bare) if note_pattern("due_label").fullmatch(cell)), -1)
            width = len(cells)
        elif columns and len(cells) <= width:  # empty cells at the end of a row are not written
            due = cells[due_column].strip() or None if 0 <= due_column < len(cells) else None
            spans, begin = [], at
            for index, cell in enumerate(cells):
                if index in columns and cell.strip() and not (gap and not _begins_with_name(cell)):
                    found, said = _block(text, begin, begin + len(cell), columns[index])
                    spans, due = spans + found, due or said
                begin += len(cell) + 1
            if spans:
                gap = 0
                yield Note(spans[0].start, spans[-1].end, tuple(spans), due)


def _holds_names(rows: Sequence[str], index: int) -> bool:
    """Whether most cells of a column begin with the name of an agency."""
    below = [cells[index] for cells in (row.split("\t") for row in rows) if index < len(cells) and cells[index].strip()]
    return bool(below) and 2 * sum(map(_begins_with_name, below)) > len(below)


def _begins_with_name(cell: str) -> bool:
    start, end = next(read_names(cell, 0, len(cell), False), (0, 0))
    first = note_pattern("verb").sub("", re.split(r"[,，;；]", cell[start:end])[0])
    return is_name(first) or is_generic(first)


def _candidates(text: str) -> Iterator[Note]:
    """Brackets that are notes, labels that stand without brackets, and sentences with 由…牵头."""
    bracketed = []
    for start, end, inner_end in _brackets(text):
        if inner_end - start <= _LONGEST_NOTE:
            spans, due = _bracket_spans(text, start, end, inner_end)
            if spans:
                bracketed.append((start, end))
                yield Note(start, end, spans, due)
    yield from _labelled_lines(text, bracketed)
    yield from _labels_above(text)
    yield from _assigning_sentences(text)
    for match in _LEADS.finditer(text):
        if (note := _sentence(text, match.start())) is not None:
            yield note


def _labelled_lines(text: str, bracketed: Sequence[tuple[int, int]]) -> Iterator[Note]:
    """Labels that stand without brackets, at the start of a line or a sentence, and not within a note."""
    reached = 0
    for match in _first_labels(text):
        if match["none"] or match.start() < reached:
            continue
        stop = text.find("\n", match.end())
        if note_pattern("site").search(text, match.end(), match.end() + _LABEL * 4):
            continue  # the publisher of a website
        stop = min(len(text) if stop < 0 else stop, match.start() + _LONGEST_NOTE)
        if any(start < match.start() < end for start, end in bracketed):
            reached = stop
            continue
        spans, due = _spans(text, match.start(), stop, _labels(text, match.start(), stop))
        if any(_is_run(text, span) for span in spans):
            reached = stop
            yield Note(match.start(), stop, spans, due)


def _first_labels(text: str) -> Iterator[re.Match[str]]:
    """The labels that begin a line, a sentence or an item, none within another."""
    if not (_LABEL_SIGN.search(text) or _LABEL_END.search(text)):
        return
    label, reached = note_pattern("label"), 0
    for at in itertools.chain((0,), (opening.end() for opening in _OPENS.finditer(text))):
        if at >= reached and (match := label.match(text, at)) is not None:
            reached = match.end()
            yield match


def _labels_above(text: str) -> Iterator[Note]:
    """Labels that stand alone above lines of names."""
    begin, alone = 0, note_pattern("label_alone")
    label: re.Match[str] | None = None
    below: list[Span] = []
    for at, line in lines_at(text + "\n") if "\n" in text else ():
        if label is not None and is_list_of_names(line):
            below += _block(text, at, at + len(line), agency_words().role_of(label))[0]
        else:
            if below:
                yield Note(begin, below[-1].end, tuple(below))
            begin, below = at, []
            label = alone.fullmatch(line.strip()) if len(line) <= _LABEL else None


def is_label(line: str) -> bool:
    """Whether a line is a label such as 责任单位: and nothing else."""
    return len(line) <= _LABEL and note_pattern("label_alone").fullmatch(line.strip()) is not None


def is_list_of_names(line: str) -> bool:
    """Whether a line is one agency or a list of several, and nothing else."""
    parts = [line[first:last].strip(BLANK) for first, last in split_run(line, 0, len(line), "、,，;； \u3000/／")]
    return bool(parts) and len(line) <= 300 and "\t" not in line and all(
        is_name(part.removesuffix("等")) or is_generic(part) and len(part) <= _LABEL for part in parts
    )


def _assigning_sentences(text: str) -> Iterator[Note]:
    """Sentences at the end of a paragraph that hold nothing but who does what: 市教委牵头,市财政局配合。"""
    for match in _LAST_SENTENCE.finditer(text) if _LAST_VERB.search(text) else ():
        start, end = match.span(1)
        if not note_pattern("assigned").search(text, start, end) or _last_verb(text, start, end) is None:
            continue
        spans, due = _spans(text, start, end, _labels(text, start, end))
        runs = [text[span.start : span.end].strip(BLANK).removeprefix("由") for span in spans]
        if runs and all(map(is_list_of_names, runs)) and not all(map(is_generic, runs)):
            yield Note(start, end, spans, due)


def _brackets(text: str) -> Iterator[tuple[int, int, int]]:
    """Brackets as (start, end, end of what is inside); a round one that never closes ends with its line."""
    opened: dict[str, list[int]] = {closer: [] for closer in _KINDS.values()}
    for match in _BRACKET.finditer(text + "\n"):
        sign = match.group()
        if sign in _KINDS:
            opened[_KINDS[sign]].append(match.start())
        elif sign != "\n":
            waiting = opened[")" if sign == "）" else sign]
            if waiting:
                yield waiting.pop(), match.end(), match.start()
        else:
            for start in opened[")"][-_UNCLOSED:]:
                yield start, match.start(), match.start()
            opened = {closer: [] for closer in opened}


def _bracket_spans(text: str, opening: int, closing: int, end: int) -> tuple[tuple[Span, ...], str | None]:
    """Runs of names in a bracket, when it is a note, and its due date.

    A note has a label, or ends with a verb behind names, or is a list of names between sentences or at the end of its
    paragraph, or one name between sentences.
    """
    start = end - len(text[opening + 1 : end].lstrip())
    aside = note_pattern("aside").search(text[max(start, end - 60) : end])
    end -= len(aside.group()) if aside else 0
    if text[start:end] in agency_words().roles or text[start:end].isascii():  # 【责任单位】 is the label of what follows it, (PUE) no name
        return (), None
    if labels := _labels(text, start, end):
        spans, due = _spans(text, start, end, labels)
        begin = labels[0].start()
        named = spans and (spans[0].start > begin or _is_run(text, spans[0]))
        return (spans, due) if begin == start or named else ((), None)
    if _last_verb(text, start, end) or note_pattern("due_ends").search(text[max(start, end - 30) : end]):
        spans, due = _spans(text, start, end, labels)
        if spans:
            return (spans, due) if _is_run(text, spans[0]) else ((), None)
    behind = text[closing : closing + 2]
    joined = note_pattern("together").search(text, start, end) if end - start <= _CLAUSE else None
    if joined and is_name(text[start : joined.start()]) and is_name(text[joined.end() : end].split("、")[0]):
        return tuple(_block(text, start, end, "lead")[0]), None
    runs = split_run(text, start, end, ",，;；。")
    dated = [note_pattern("due").fullmatch(text[first:last].strip(BLANK)) for first, last in runs]
    named = [run for run, found in zip(runs, dated) if not found]
    apart = text[opening - 1 : opening] == "。"  # what stands between two sentences is no part of one
    due = next((found["due"] for found in dated if found), None)
    if named and (apart or behind[:1] in ("", "\n") or behind in ("。", "。\n", ";\n")) and _is_list(text, named[0][0], named[-1][1]):
        return tuple(Span(*run, "responsible") for run in named), due
    if due and len(named) == 1 and _is_party(text[slice(*named[0])]):
        return (Span(*named[0], "responsible"),), due
    name = text[start:end]
    if apart and "、" not in name and _is_party(name):
        return (Span(start, end, "responsible"),), None
    return (), None


def _last_verb(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb that a run ends with: 市教委牵头. Most end with none, which the last characters show before each place is tried."""
    tail = text[max(start, end - 30) : end]
    return None if agency_words().verb_ends.isdisjoint(tail[-5:]) else note_pattern("verb").search(tail)


def _is_party(name: str) -> bool:
    """Whether a run is one public body."""
    words, name = agency_words(), name.strip(BLANK)
    return is_name(name) and name.endswith(words.public) and not name.startswith(words.about)


def _is_run(text: str, span: Span) -> bool:
    """Whether a run begins with the name of an agency."""
    first = next(iter(read_names(text, span.start, span.end, False)), None)
    return first is not None and is_name(text[first[0] : first[1]])


def _is_list(text: str, start: int, end: int) -> bool:
    """Whether a run is a list of at least two agencies and nothing else."""
    parts = [text[first:last].strip() for first, last in split_run(text, start, end, "、,，;；/／")]
    words, public = agency_words(), sum(part.endswith(agency_words().public) for part in parts)
    if len(parts) < 2 or end - start > 300 or 3 * public < len(parts):
        return False
    return all((is_name(part.removesuffix("等")) or is_generic(part)) and not part.startswith(words.about) for part in parts)


def _labels(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The labels in a run; where none ends in a word alone, none is looked for behind the last sign that one may end in."""
    last = end if _LABEL_END.search(text, start, end) else 1 + max(text.rfind(sign, start, end) for sign in _LABEL_SIGNS)
    return list(note_pattern("label").finditer(text, start, last))


def _spans(text: str, start: int, end: int, labels: Sequence[re.Match[str]]) -> tuple[tuple[Span, ...], str | None]:
    """Runs of names in a note with these labels, each with its role, and the note's due date.

    A label says the role of what follows it, up to the next label; a verb that of the names before it, and of the
    groups before these that have none.
    """
    words = agency_words()
    starts, stops = (label.end() for label in labels), (label.start() for label in labels)
    spans: list[Span] = []
    due: str | None = None
    for label, first, last in zip([None, *labels], [start, *starts], [*stops, end]):
        if label is not None and label["none"]:
            dated = note_pattern("due_label").search(label.group()) is not None
            runs = split_run(text, first, last, ";；。") if dated else []
            due = due or (text[slice(*runs[0])].strip(BLANK) if runs else None)
            continue
        found, said = _block(text, first, last, words.role_of(label) if label is not None else None)
        personal = label is not None and not _OF_OFFICES.search(label.group())  # 主管:, which has people behind it as well
        spans += [span for span in found if not (personal and _are_people(text[span.start : span.end]))]
        due = due or said
    return tuple(spans), due


def _are_people(run: str) -> bool:
    """Whether the names of a run are people's, as behind 主管: short ones, with no ending of an agency's."""
    names = [run[first:last].strip(BLANK) for first, last in split_run(run, 0, len(run), "、,，;；")]
    return all(len(name) in (2, 3) and not (is_name(name) or is_generic(name) or name in agency_words().wordings) for name in names)


def _block(text: str, start: int, end: int, role: str | None) -> tuple[list[Span], str | None]:
    """Runs of names of one block of a note: behind a label, or with verbs."""
    words = agency_words()
    due: str | None = None
    runs: list[tuple[int, int, str | None]] = []
    for first, last in _clauses(text, start, end):
        clause = text[first:last].strip(BLANK)
        dated = note_pattern("due").fullmatch(clause) or note_pattern("due").match(clause)
        if dated and (dated.end() == len(clause) or dated["due"] and not is_name(clause[dated.end() :], prefix=True)):
            due = due or dated["due"]  # what is due then may follow
            continue
        verb = _last_verb(text, first, last)
        own = None
        if verb is not None and (role is None or verb.start() > 0):
            own = words.verbs[verb.group(1)]
            last = max(first, last - 30) + verb.start()
        runs.append((first, last, own))
    spans: list[Span] = []
    behind = None
    for first, last, own in reversed(runs):
        behind = own or behind
        said = own or role or behind  # a group without a verb, and without a label, takes that of the group after it
        if said is None or first >= last:
            continue
        first = min(last - 1, last - len(text[first:last].lstrip(BLANK)))
        with_ = note_pattern("together").match(text, first, last)
        if with_:
            first, said = with_.end(), "support"
        joined = note_pattern("together").search(text, first, last)
        parts = [(first, last, said)]
        if joined is not None and is_name(text[first : joined.start()].strip(BLANK)):
            parts = [(first, joined.start(), "lead"), (joined.end(), last, "support")]
        spans[:0] = [Span(*part) for part in parts]
    return spans, due


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The groups of a note, parted by commas, or by a space behind a verb: 市教委牵头 市财政局配合."""
    for first, last in split_run(text, start, end, ",，;；。"):
        for verb in note_pattern("apart").finditer(text, first, last):
            yield first, verb.end()
            first = verb.end()
        yield first, last


def _sentence(text: str, place: int) -> Note | None:
    """The note in a sentence such as 由…牵头,会同…, by the place of 牵头."""
    start = text.rfind("由", max(0, place - _CLAUSE), place)
    if start < 0 or _CLAUSE_END.search(text, start, place):
        return None
    spans = [Span(start + 1, place, "lead", free=True)]
    end = place + 2
    joined = note_pattern("joined").match(text, end)
    if joined is not None:
        stop = _CLAUSE_END.search(text, joined.end(), joined.end() + 2 * _CLAUSE)
        end = stop.start() if stop else min(len(text), joined.end() + 2 * _CLAUSE)
        spans.append(Span(joined.end(), end, "support", free=True))
    elif (beside := note_pattern("supported").match(text, end)) and is_list_of_names(beside[1]):
        end = beside.end()
        spans.append(Span(*beside.span(1), "support", free=True))
    if next(iter(read_names(text, start + 1, place, True)), None) is None:
        return None
    return Note(start, end, tuple(spans))
