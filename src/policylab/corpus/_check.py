"""What is known about each source, what is still wrong with it, and what cannot be answered of plans for want of dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from policylab.checks import check_kind, check_str
from policylab.corpus._corpus import Corpus, as_corpus
from policylab.corpus._plan import is_plan
from policylab.corpus._plan_order import PlanDates, plan_authority, plan_dates, plan_order
from policylab.errors import listed
from policylab.files import sha256_file
from policylab.frames import typed_frame
from policylab.numbers import read_quantities
from policylab.text._characters import nonstandard
from policylab.text._heading_numbers import read_marker
from policylab.text._line_roles import is_addressee, is_date, is_document_number, is_signature, lines_at

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._plan import Plan

_PAIRS = {"(": ")", "（": ")", "《": "》", "〈": "〉", "“": "”", "〔": "〕", "【": "】", "「": "」", "『": "』"}
_CLOSERS = {closer: closer for closer in _PAIRS.values()} | {"）": ")"}
_WITHIN = 3  # lines: a quotation may go on over paragraphs, a bracket that closes a chapter later is another one
BETWEEN = " | "

_TEXTS = (
    "source", "role", "sha256", "encoding", "script", "nonstandard_at", "unbalanced_at", "headings_out_of_order_at", "warnings",
)  # fmt: skip
# roles of what the analyses read
_READ = frozenset({"body", "heading", "agencies", "table"})
_FORMS = (is_addressee, is_signature, is_date, is_document_number)  # what is known by its form, and is no text that is lost
_NOTE_LIKE = re.compile(r"[(（\[〔【〈][^()（）\[\]〔〕【】〈〉\n]{0,60}(?:责任|牵头|配合|主办|协办|承办|督导)[^()（）\[\]〔〕【】〈〉\n]{0,200}[)）\]〕】〉]")
_ENDS = "。;；:：!！?？”’)）】〕]》…"


def unbalanced(text: str) -> list[tuple[int, str]]:
    """Offsets of the brackets and quotation marks that have no partner.

    A bracket closes in its own line, or else within the next three; full-width and half-width ones make a pair. The
    closing bracket of a list's number, as in ``1)``, needs no partner.

    >>> unbalanced("建设“津产发”平台(含《目录》。(市科技局等按职责分工负责")
    [(9, '('), (16, '(')]
    >>> unbalanced("1)扩容;2)提速（含IPv6)。")
    []
    """
    odd: list[tuple[int, str]] = []
    waiting: dict[str, list[tuple[int, int]]] = {closer: [] for closer in _CLOSERS.values()}  # openers of earlier lines: line, place
    for number, (start, line) in enumerate(lines_at(text)):
        opened: list[tuple[int, str]] = []
        alone: list[tuple[int, str]] = []  # openers that have no partner in the line
        still = dict.fromkeys(waiting, 0)  # how many are open of each kind
        for at, char in enumerate(line):
            if char in _PAIRS:
                opened.append((at, char))
                still[_PAIRS[char]] += 1
            if char not in _CLOSERS:
                continue
            closer = _CLOSERS[char]
            earlier = waiting[closer]
            if still[closer]:
                while _PAIRS[opened[-1][1]] != closer:  # what was opened since then and is still open lacks its partner
                    alone.append(opened.pop())
                    still[_PAIRS[alone[-1][1]]] -= 1
                opened.pop()
                still[closer] -= 1
            elif earlier and number - earlier[-1][0] <= _WITHIN:
                earlier.pop()
            elif not _is_item(line, at):
                odd.append((start + at, char))
        for at, char in sorted(alone + opened):
            waiting[_PAIRS[char]].append((number, start + at))
    odd += [(at, text[at]) for places in waiting.values() for _, at in places]
    return sorted(odd)


def _is_item(line: str, at: int) -> bool:
    """Whether the bracket at `at` closes a list's number: 1) or a) at the start of a line or of a clause."""
    start = at
    while start > 0 and at - start < 2 and line[start - 1].isascii() and line[start - 1].isalnum():
        start -= 1
    return line[at] in ")）" and start < at and (not line[:start].strip() or line[start - 1] in ";；:：。,，、 ")


def out_of_order(sections: pd.DataFrame) -> list[str]:
    """Ids of the headings whose number does not follow that of the heading before it.

    A number is in order if it is 1 and the first of its scheme under its parent, or follows its sibling, or follows
    the last number of its scheme in the whole document, as in plans that count (一) to (二十七) through the chapters.
    """
    siblings: dict[tuple[object, str], int] = {}
    latest: dict[str, int] = {}
    found = []
    for section, parent, number in zip(sections["section"], sections["parent"], sections["number"], strict=True):
        # a mark such as 一是 is one only before a text
        marker = read_marker(f"{number}总") if isinstance(number, str) else None
        if marker is None or marker.value is None:
            continue
        before = siblings.get((parent, marker.scheme))
        follows = before is not None and marker.value == before + 1
        runs_on = marker.scheme in latest and marker.value == latest[marker.scheme] + 1
        # 一是 may stand within the paragraph before, which is then no heading
        begins = before is None and (marker.value == 1 or (marker.value == 2 and marker.scheme == "ordinal"))
        if not (follows or runs_on or begins):
            found.append(section)
        siblings[(parent, marker.scheme)] = latest[marker.scheme] = marker.value
    return found


def without_section(plan: Plan) -> list[str]:
    """Ids of the paragraphs of a plan that stand in no section, or outside of the span of theirs."""
    spans = {one.section: one for one in plan.outline[0]}
    return [
        one.paragraph
        for one in plan.outline[1]
        if (here := spans.get(one.section)) is None or not here.start <= one.start <= one.end <= here.end
    ]


def check(corpus: Corpus | Plan | list[Plan], *, only: str | None = None) -> pd.DataFrame:
    """Check every source of a corpus: one row each.

    Parameters
    ----------
    corpus : Corpus, Plan, or list of Plan
        Without a catalogue nothing is said of the hashes of the files.
    only : str, optional
        Id of one source to check, instead of all.

    Returns
    -------
    DataFrame
        In the catalogue's order, with the columns

        source, role : the source's id and role.
        sha256 : ``"ok"``, or ``"changed"`` or ``"missing"`` if the file is no longer the one that the catalogue
            describes; missing where the catalogue has no hash.
        encoding, script : of the source; pages : how many, where it has pages; characters : length of the clean text.
        body_share : share of the text that the analyses read (body, headings, notes of agencies, tables), without
            titles, addressees, signatures and dates, and what a file says a second time; headings,
            rows (of tables), agencies : counts.
        notes_without_agency : brackets that speak of responsibility and give no agency.
        repaired, accepted, proposed, unrepaired : damaged runs that were put right with proof; that a reader's
            ``[[repair]]`` puts right; that stay, with a likely reading; and that stay without one.
        pinyin : remarks taken out.
        nonstandard, nonstandard_at : Han characters outside 通用规范汉字表 (2013), and their places in the clean text.
        unbalanced, unbalanced_at : brackets and quotation marks without a partner, and their places.
        headings_out_of_order, headings_out_of_order_at : headings whose number does not follow, and their sections.
        paragraphs_without_section : count.
        paragraphs_without_end : paragraphs of the body that do not end like one.
        warnings : all warnings of the source, joined by " | "; missing if there is none.

    Examples
    --------
    >>> import policylab
    >>> from policylab.corpus import check
    >>> table = check(policylab.load_corpus()).set_index("source")
    >>> print(*table.loc["new-infrastructure-2021", ["sha256", "repaired", "pinyin"]])
    ok 1 569
    """
    if only is not None:
        check_str("only", only)
    corpus = as_corpus(corpus)
    sources = corpus.sources if only is None else [corpus[only]]
    rows = [_row(corpus, source) for source in sources]
    whole = [name for name in rows[0] if name not in (*_TEXTS, "body_share")]
    return typed_frame(rows, rows[0], {"Int64": whole, "Float64": ["body_share"], "object": _TEXTS})


def _row(corpus: Corpus, source: Plan) -> dict[str, object]:
    origins = source.repairs["origin"].value_counts()
    rare = nonstandard(source.text)
    brackets = unbalanced(source.text)
    # the documents within a source count their headings from 1, each of them
    documents = [part for part in corpus.parts if part.id.startswith(f"{source.id}/")] or [source]
    headings = [id for document in documents for id in out_of_order(document.sections)]
    sections, paragraphs = source.outline
    read = sum(len(one.text) for one in paragraphs if one.role in _READ)
    framed = (one for one in paragraphs if one.role == "notice" and any(form(one.text) for form in _FORMS))
    whole = sum(len(one.text) for one in paragraphs if one.role not in ("title", "copy")) - sum(len(one.text) for one in framed)
    named = source.agencies["start"].tolist()
    return {
        "source": source.id,
        "role": source.role,
        "sha256": _hash_state(corpus, source),
        "encoding": source.encoding,
        "script": source.script,
        "pages": source.pages,
        "characters": len(source.text),
        "body_share": round(read / max(1, whole), 3),
        "headings": sum(one.title is not None and one.level > 0 for one in sections),
        "rows": sum(one.role == "table" for one in paragraphs),
        "agencies": len(named),
        "notes_without_agency": _unnamed(source.text, named),
        "repaired": int(origins.get("proven", 0)),
        "accepted": int(origins.get("accepted", 0)),
        "proposed": int(origins.get("proposed", 0)),
        "unrepaired": int(origins.get("unrepaired", 0)),
        "pinyin": source.pinyin_remarks,
        "nonstandard": len(rare),
        "nonstandard_at": listed(f"{char} {at}" for at, char in rare) or None,
        "unbalanced": len(brackets),
        "unbalanced_at": listed(f"{char} {at}" for at, char in brackets) or None,
        "headings_out_of_order": len(headings),
        "headings_out_of_order_at": listed(headings) or None,
        "paragraphs_without_section": len(without_section(source)),
        "paragraphs_without_end": sum(one.role == "body" and one.text[-1] not in _ENDS for one in paragraphs),
        "warnings": BETWEEN.join(source.warnings) or None,
    }


def _unnamed(text: str, named: list[int]) -> int:
    """Brackets that speak of responsibility and in which no agency was found."""
    places = sorted(named)
    found = 0
    for match in _NOTE_LIKE.finditer(text):
        at = bisect_left(places, match.start())
        found += at == len(places) or places[at] >= match.end()
    return found


def _hash_state(corpus: Corpus, source: Plan) -> str | None:
    entries = corpus.catalogue.entries if corpus.catalogue is not None else ()
    entry = next((entry for entry in entries if entry.id == source.id), None)
    if entry is None or entry.sha256 is None:
        return None
    digest = sha256_file(corpus.catalogue.path.parent / entry.file)
    return "missing" if digest is None else "ok" if digest == entry.sha256 else "changed"


def undated(source: object, *, id: str | None = None) -> list[str]:
    """Say what cannot be answered of plans, as they have no numbers, no period, no known place, or no known order.

    Parameters
    ----------
    source : Corpus, iterable of Plan, or DataFrame
    id : str, optional
        Only what concerns this plan.

    Returns
    -------
    list of str
        A sentence for each thing that is missing, with the way out.

    Examples
    --------
    >>> from policylab.corpus import PlanDates, undated
    >>> for line in undated([PlanDates("a", "甲市规划", period_start=2021, period_end=2025), PlanDates("b", "甲市方案")]):
    ...     print(line)
    b: no period, so a target for which the text names no year has none. Give `period_start` and `period_end`.
    a, b: nobody can say which plan is the earlier one, so no target is raised. Give `issued`, the period, or `after`.
    """
    check_kind("id", id, str | None, "a str")
    source = [source] if is_plan(source) else source
    plans = plan_dates(source)
    lines = []
    for plan in () if hasattr(source, "itertuples") else source:
        if id in (None, plan.id) and is_plan(plan) and not read_quantities(plan.text):
            lines.append(
                f"{plan.id}: no number of anything is read in it, so it has no targets. If it states some, they may stand "
                "in a picture or in an annex that the file lacks."
            )
    for plan in (one for one in plans if id in (None, one.id)):
        if plan.period_end is None:
            lines.append(
                f"{plan.id}: no period, so a target for which the text names no year has none. Give `period_start` and "
                "`period_end`."
            )
        if plan_authority(plan) is None and len(plans) > 1:
            lines.append(
                f"{plan.id}: neither issuer nor title names a place, so no other plan answers or revises its targets. "
                "Give `issuer`."
            )
    return lines + [f"{', '.join(told)}: {why}" for told, why in _unordered(plans) if id is None or id in told]


def _unordered(plans: list[PlanDates]) -> Iterator[tuple[list[str], str]]:
    """Plans of one place of which nobody can say of any two which is the earlier one, with the reason and the way out."""
    places = {plan.id: plan_authority(plan) for plan in plans}
    reasons = {
        (one.id, other.id): _why_unordered(one, other)
        for one, other in combinations(plans, 2)
        if places[one.id] and places[one.id] == places[other.id] and plan_order(one, other) == 0
    }
    while reasons:
        told, why = next(iter(reasons.items()))
        for plan in plans:  # a pair, and all that stand in the same way to each of it
            if plan.id not in told and all(why in (reasons.get((plan.id, known)), reasons.get((known, plan.id))) for known in told):
                told = (*told, plan.id)
        told = [plan.id for plan in plans if plan.id in told]
        for pair in combinations(told, 2):
            del reasons[pair]
        yield told, why


def _why_unordered(one: PlanDates, other: PlanDates) -> str:
    """Why nobody can say which of two plans is the earlier one, and what would tell it."""
    why, way = "", "Give `issued`, the period, or `after`."
    if one.id in other.after and other.id in one.after:
        why, way = ", as each is said to be `after` the other", "Keep one `after`."
    elif one.issued is not None and one.issued == other.issued:
        why, way = f", as they were issued on one day, {one.issued}", "Give `after`."
    elif None not in (one.period_start, one.period_end, other.period_start, other.period_end):
        why, way = ", as their periods overlap", "Give `issued` of each, or `after`."
    return f"nobody can say which plan is the earlier one{why}, so no target is raised. {way}"
