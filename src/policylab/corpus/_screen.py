"""The screen that says whether a text may be trusted: what was read, changed and left out, what is doubtful, what to do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policylab.corpus._check import BETWEEN, check
from policylab.text._series import repeated_share

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._corpus import Corpus
    from policylab.corpus._plan import Plan

_LEAST_BODY = 0.7  # share of a text that is read; below it something may have been taken for what it is not
_WITHOUT_HEADINGS = 1500  # characters; a longer text without a heading has lost them
_WITHOUT_END = 0.4  # share of paragraphs that do not end like one; above it lines are not paragraphs
_REPEATED = 0.2  # share of a text that says again what stands before; above it the document may stand there twice
_CHAPTERS, _CHAPTER = 8, 16  # chapters that the screen names, and characters of each
# what a warning says that tells of a thing done, not of a doubt
_DONE = (
    "taken out", "written out", "were taken as", "were paired", "were closed", "were put in", "stand behind",
    "were left out", "and was read as that", "were taken as notes", "were taken as rows",
)  # fmt: skip
_UNREAD = {
    "title": "titles", "notice": "lines of a notice", "boilerplate": "lines that a site or printer added",
    "contents": "lines of a table of contents", "caption": "captions", "note": "notes",
}  # fmt: skip


def check_lines(frame: pd.DataFrame, corpus: Corpus | None = None) -> list[str]:
    """The table of `check` as a few readable lines a source: what was read, changed, is doubtful, and what to do.

    Parameters
    ----------
    frame : DataFrame
        As `check` returns it.
    corpus : Corpus, optional
        Of the same sources: then the chapters, what is left out, and doubts about the structure are shown, too, and
        damage with a likely reading with the lines that accept it.

    Returns
    -------
    list of str

    Examples
    --------
    >>> import policylab
    >>> from policylab.corpus import check, check_lines
    >>> corpus = policylab.load_corpus().select(["new-infrastructure-2021"])
    >>> print(check_lines(check(corpus))[0])
    new-infrastructure-2021 (plan): nothing doubtful
    """
    return [line for row in _rows(frame) for line in _lines(row, corpus)]


def told(plan: Plan) -> list[str]:
    """What a reader must know of a plan before using it: what was changed in reading it, and what is doubtful.

    >>> import policylab
    >>> told(policylab.Corpus.from_texts({"a": "加强统筹协调。" * 300})["a"])[-1]
    'no heading was found. Put each heading on a line of its own; tables by section say nothing until then.'
    """
    from policylab.corpus._corpus import Corpus

    [row] = _rows(check(Corpus([plan])))
    changed, doubts = _changed_and_doubts(row, plan)
    return changed + [f"{doubt}. {way}".removesuffix(". ") for doubt, way in doubts]


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    import pandas as pd

    for row in frame.to_dict("records"):
        yield {key: None if pd.isna(value) else value for key, value in row.items()}


def _changed_and_doubts(row: dict[str, object], plan: Plan | None) -> tuple[list[str], list[tuple[str, str]]]:
    warnings = str(row["warnings"]).split(BETWEEN) if row["warnings"] else []
    done = [warning for warning in warnings if any(word in warning for word in _DONE)]
    changed = [f"{row[key]} {what}" for key, what in _CHANGES if row[key]]
    doubts = [*_doubts(row, plan), *(_of_structure(plan) if plan is not None else ())]
    return changed + done, doubts + [(warning, "") for warning in warnings if warning not in done]


def _lines(row: dict[str, object], corpus: Corpus | None) -> Iterator[str]:
    plan = corpus[str(row["source"])] if corpus is not None else None
    changed, doubts = _changed_and_doubts(row, plan)
    points = "1 point" if len(doubts) == 1 else f"{len(doubts)} points"
    verdict = f"{points} to look at before it is used" if doubts else "nothing doubtful"
    yield f"{row['source']} ({row['role']}): {verdict}"
    read = _read_of(row)
    yield "  read      " + ", ".join(read if corpus is None or corpus.catalogue is not None else read[1:])
    if plan is not None:
        yield from _outline_of(plan)
    if changed:
        yield "  changed   " + "; ".join(changed)
    for doubt, way in doubts:
        yield f"  doubtful  {doubt}"
        if way:
            yield f"  do        {way}"
    if plan is not None and row["proposed"]:
        yield from _proposals(plan)


def _outline_of(plan: Plan) -> Iterator[str]:
    """The chapters of a plan, and what no analysis reads."""
    chapters = [one for one in plan.outline[0] if one.level == 1]
    if chapters:
        names = [f"{one.number or ''}{one.title or ''}" for one in chapters[:_CHAPTERS]]
        shown = " · ".join(name if len(name) <= _CHAPTER else name[: _CHAPTER - 1] + "…" for name in names)
        more = f" · {len(chapters) - _CHAPTERS} more" if len(chapters) > _CHAPTERS else ""
        yield f"  chapters  {shown}{more}"
    counts = Counter(one.role for one in plan.outline[1])
    unread = [f"{counts[role]} {what}" for role, what in _UNREAD.items() if counts[role]]
    if unread:
        yield f"  left out  {', '.join(unread)}: no analysis reads them"


def _of_structure(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is doubtful about a text by what stands in it."""
    repeated = repeated_share(plan.text)
    if repeated >= _REPEATED:
        yield (
            f"{repeated:.0%} of the text says word for word what stands in it before: the document may be in the file twice",
            "Take one of the two out of the file; until then every count is doubled.",
        )
    paragraphs = plan.outline[1]
    bare = [
        here.text
        for at, here in enumerate(paragraphs)
        if here.role == "caption" and here.text.startswith("表")
        and "table" not in {one.role for one in paragraphs[max(0, at - 1) : at + 3]}
    ]  # fmt: skip
    if bare:
        yield (
            f"{len(bare)} captions of tables have no table: {', '.join(repr(text[:30]) for text in bare[:5])}",
            "The tables may be pictures, or lost on the way; their numbers are not in the ledger.",
        )


_CHANGES = (
    ("repaired", "damaged runs put right, with proof"),
    ("accepted", "damaged runs read as the study says ([[repair]], corrections)"),
    ("pinyin", "pinyin remarks taken out"),
)


def _read_of(row: dict[str, object]) -> list[str]:
    """What was read of a source, in a few words."""
    parts = ["no sha256" if row["sha256"] is None else f"sha256 {row['sha256']}"]
    parts += [str(row[key]) for key in ("encoding", "script") if row[key] is not None]
    if row["pages"]:
        parts.append(f"{row['pages']} pages")
    parts += [f"{row['characters']} characters", f"{row['headings']} headings", f"{row['agencies']} agencies"]
    if row["rows"]:
        parts.append(f"{row['rows']} rows of tables")
    return [*parts, f"{row['body_share']:.0%} of the text is body"]


def _doubts(row: dict[str, object], plan: Plan | None) -> Iterator[tuple[str, str]]:
    """What is doubtful about a source, each with the way out where there is one."""
    if row["sha256"] in ("changed", "missing"):
        yield f"the file is {row['sha256']} since the catalogue was written", "Restore it, or write the new hash into corpus.toml."
    if row["body_share"] < _LEAST_BODY and row["characters"] > 200:
        yield (
            f"only {row['body_share']:.0%} of the text is body; the rest was taken for titles, notices and what a site adds",
            "Look at the column `role` of the table paragraphs.",
        )
    if not row["headings"] and row["characters"] > _WITHOUT_HEADINGS:
        yield "no heading was found", "Put each heading on a line of its own; tables by section say nothing until then."
    if row["paragraphs_without_end"] > max(5, _WITHOUT_END * row["characters"] / 60):
        yield (
            f"{row['paragraphs_without_end']} paragraphs do not end like one: they may be printed lines, or cells of a table",
            'Set layout = "paged" for this source, or join the lines in the file.',
        )
    if row["notes_without_agency"]:
        yield (
            f"{row['notes_without_agency']} brackets speak of responsibility, and no agency was found in them",
            "Look at them; the table agencies lacks theirs.",
        )
    for key, what in (
        ("unrepaired", "damaged runs stay, with no likely reading"),
        ("proposed", "damaged runs stay, each with a likely reading"),
    ):
        if row[key]:
            yield f"{row[key]} {what}", "Compare them with another copy (table repairs)."
    for key, what in (
        ("nonstandard", "characters outside the table of standard characters"),
        ("unbalanced", "brackets or quotes without a partner"),
    ):
        if row[key]:
            yield f"{row[key]} {what}: {row[f'{key}_at']}", ""
    if row["headings_out_of_order"]:
        places = str(row["headings_out_of_order_at"])
        titles = {one.section: f"{one.number} {one.title or ''}".strip() for one in plan.outline[0]} if plan else {}
        shown = ", ".join(titles.get(place, place) for place in places.split(", "))
        yield f"{row['headings_out_of_order']} headings out of order: {shown}", ""
    if row["paragraphs_without_section"]:
        yield f"{row['paragraphs_without_section']} paragraphs in no section", ""


def _proposals(plan: Plan) -> Iterator[str]:
    """The likely readings of a source's damage, as the lines for corpus.toml that accept them."""
    yield "  accept a likely reading by writing it into corpus.toml:"
    for one in plan.repairs.itertuples():
        if one.origin == "proposed":
            yield f"    [[repair]]  # at {one.raw_start}; odds against the next best reading {one.likelihood:.3f}"
            yield f'    source = "{plan.id}"'
            yield f"    raw = {json.dumps(one.raw, ensure_ascii=False)}"
            yield f"    reading = {json.dumps(one.reading, ensure_ascii=False)}"
