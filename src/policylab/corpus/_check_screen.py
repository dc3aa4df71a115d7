"""The screen that says whether a text may be trusted: what was read, changed and left out, what is doubtful, what to do.

Its sentences stand in `check_sentences.toml`, in English and in Chinese.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from policylab.checks import check_choice, check_columns, check_int
from policylab.corpus._check import BETWEEN, check
from policylab.corpus._corpus import Corpus, as_corpus
from policylab.frames import as_objects
from policylab.resources import load_toml
from policylab.resources._line_width import text_width, wrap
from policylab.resources._translation import LANGUAGES, in_singular, joined, sentence_pattern, sentence_patterns
from policylab.text._repeated_text import TWICE, repeated_share

if TYPE_CHECKING:
    import pandas as pd

    from policylab.corpus._plan import Plan

_LEAST_BODY = 0.7  # share of a text that is read; below it something may have been taken for what it is not
_WITHOUT_HEADINGS = 1500  # characters; a longer text without a heading has lost them
_WITHOUT_END = 0.4  # share of paragraphs that do not end like one; above it lines are not paragraphs
_SENTENCES, _LEAST_TEXT = 0.25, 150  # share of a text that stands in sentences; below it a longer one is a page of links
_PARTED = re.compile(r"(?<![\d.,—–~-])\d{1,3},? \d[\d.]*[%％个万亿家项年人户吨公月]")
_SENTENCE = re.compile("[。;；]")
_CHAPTERS, _CHAPTER = 8, 16  # chapters that the screen names, and characters of each
_UNREAD = 60  # characters of a line that is left out
_LABEL = 10  # columns of what a line is about
_POINTS = 12  # doubts of a source on one screen
_ROOM = 3  # lines of what was changed, on one screen; a doubt has one less


def check_lines(
    frame: pd.DataFrame, corpus: Corpus | Plan | list[Plan] | None = None, *, lang: str = "en", width: int | None = None
) -> list[str]:
    """The table of `check` as a few readable lines a source: what was read, changed, is doubtful, and what to do.

    Parameters
    ----------
    frame : DataFrame
        As `check` returns it.
    corpus : Corpus, Plan, or list of Plan, optional
        Of the same sources: then the chapters, what is left out, and doubts about the structure are shown, too, and
        damage with a likely reading with the lines that accept it.
    lang : {"en", "zh"}
    width : int, optional
        Columns of a screen: lines are wrapped, what is said of one kind stands there once with its first places, and
        of each source not more than one screen is shown. None for everything.

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
    >>> print(check_lines(check(corpus), corpus, lang="zh")[0])
    new-infrastructure-2021（规划）：未见可疑之处
    """
    check_choice("lang", lang, LANGUAGES)
    check_int("width", width, 1, more=", or None")
    check_columns(frame, ("source", "role", "warnings", "sha256", "headings"), name="frame", maker="policylab.corpus.check")
    corpus = None if corpus is None else as_corpus(corpus)
    return [line for row in as_objects(frame).to_dict("records") for line in _lines(row, corpus, lang, width)]


def plan_remarks(plan: Plan, *, lang: str = "en") -> list[str]:
    """What a reader must know of a plan before using it: what was changed in reading it, and what is doubtful; in English or, with
    `lang` ``"zh"``, in Chinese.

    >>> import policylab
    >>> plan_remarks(policylab.Corpus.from_texts({"a": "加强统筹协调。" * 300})["a"])[-1]
    'no heading was found. Put each heading on a line of its own; tables by section say nothing until then.'
    """
    check_choice("lang", lang, LANGUAGES)
    [row] = as_objects(check(plan)).to_dict("records")
    changed, doubts = _changed_and_doubts(row, plan, lang)
    stop = {"en": ". ", "zh": "。"}[lang]
    remarks = changed + [f"{doubt}{stop}{way}".removesuffix(stop) for doubt, way in doubts]
    return [in_singular(remark) for remark in remarks] if lang == "en" else remarks


# ---- sentences


def _table() -> dict:
    return load_toml("check_sentences.toml")


def _say(part: str, key: str, lang: str, values: Mapping[str, object] = {}) -> str:
    return _table()[part][key][LANGUAGES.index(lang)].format_map(values)


@functools.cache
def _warnings() -> list[tuple[re.Pattern[str], dict]]:
    """What the readers of files warn of."""
    return sentence_patterns((one["say"][0], one) for one in _table()["warning"])


def _known(warning: str) -> tuple[dict | None, re.Match[str] | None]:
    """The entry of a warning, and what differs in it."""
    return next(((one, match) for pattern, one in _warnings() if (match := pattern.fullmatch(warning))), (None, None))


def translated(warning: str, lang: str) -> str:
    """A warning in a language; one that the table does not have stays as it is."""
    one, match = _known(warning)
    if lang == "en" or one is None:
        return warning
    values = iter(match.groups())
    return re.sub(r"\{\}", lambda _: _within(next(values), lang), one["say"][LANGUAGES.index(lang)])


def _within(value: str, lang: str) -> str:
    """What stands within a sentence, such as a list of places."""
    for part in _table()["part"] if lang == "zh" else ():
        value = sentence_pattern(part["say"][0]).sub(lambda found, zh=part["say"][1]: zh.format(*found.groups()), value)
    return value


# ---- a source


def _changed_and_doubts(row: dict[str, object], plan: Plan | None, lang: str) -> tuple[list[str], list[tuple[str, str]]]:
    warnings = str(row["warnings"]).split(BETWEEN) if row["warnings"] else []
    changed = [_say("changed", key, lang, row) for key in _table()["changed"] if row[key]]
    doubts = [*_doubts(row, plan, lang), *(_of_structure(plan, lang) if plan is not None else ())]
    for warning in warnings:
        one, _ = _known(warning)
        if one is not None and one["kind"] == "changed":
            changed.append(translated(warning, lang))
        else:
            doubts.append((translated(warning, lang), one.get("do", ["", ""])[LANGUAGES.index(lang)] if one else ""))
    return changed, doubts


def _lines(row: dict[str, object], corpus: Corpus | None, lang: str, width: int | None) -> Iterator[str]:
    plan = corpus[str(row["source"])] if corpus is not None else None
    changed, doubts = _changed_and_doubts(row, plan, lang)
    verdict = "clear" if not doubts else "one" if len(doubts) == 1 else "several"
    role = _say("screen", str(row["role"]), lang) if row["role"] in _table()["screen"] else row["role"]
    yield _say("screen", verdict, lang, {"source": row["source"], "role": role, "count": len(doubts)})
    read = _read_of(row, lang)
    comma, semicolon = {"en": (", ", "; "), "zh": ("，", "；")}[lang]
    yield from _line("read", comma.join(read if corpus is None or corpus.catalogue is not None else read[1:]), lang, width)
    if plan is not None:
        yield from _outline_of(plan, lang, width)
    if changed:
        yield from _line("changed", semicolon.join(_grouped(changed, lang) if width else changed), lang, width, _ROOM)
    shown = doubts[:_POINTS] if width else doubts
    for doubt, way in shown:
        yield from _line("doubtful", doubt, lang, width, _ROOM - 1)
        if way:
            yield from _line("do", way, lang, width)
    if len(doubts) > len(shown):
        yield from _line("doubtful", _say("screen", "rest", lang, {"count": len(doubts) - len(shown)}), lang, width)
    if plan is not None and row["proposed"]:
        yield from _proposals(plan, lang)


def _line(label: str, text: str, lang: str, width: int | None, room: int | None = None) -> Iterator[str]:
    """A line with what it is about, wrapped at a width; beyond its room it ends in …"""
    said, text = _say("screen", label, lang), in_singular(text) if lang == "en" else text
    head = "  " + said + " " * max(1, _LABEL - text_width(said))
    if width is None:
        yield head + text
        return
    lines = wrap(text, max(10, (width - text_width(head)) // 2), len(text) if room is None else room)
    for number, line in enumerate(lines):
        yield (" " * text_width(head) if number else head) + line


def _grouped(changed: list[str], lang: str) -> list[str]:
    """What was changed, that of one kind once: its first sentence, and how many more there are."""
    kinds: dict[str, list[str]] = {}
    for sentence in changed:
        kinds.setdefault(re.sub(r"\d+|'.*'", "", sentence), []).append(sentence)
    return [
        same[0] + (_say("screen", "more", lang, {"count": len(same) - 1}) if len(same) > 1 else "") for same in kinds.values()
    ]


def _outline_of(plan: Plan, lang: str, width: int | None) -> Iterator[str]:
    """The chapters of a plan, and what no analysis reads."""
    chapters = [one for one in plan.outline[0] if one.level == 1]
    if chapters:
        names = [f"{one.number or ''}{one.title or ''}" for one in chapters[:_CHAPTERS]]
        shown = " · ".join(name if len(name) <= _CHAPTER else name[: _CHAPTER - 1] + "…" for name in names)
        count = len(chapters) - _CHAPTERS
        yield from _line("chapters", shown + (_say("screen", "more_chapters", lang, {"count": count}) if count > 0 else ""), lang, width)
    counts = Counter(one.role for one in plan.outline[1])
    space, comma = {"en": (" ", ", "), "zh": ("", "，")}[lang]
    unread = [f"{counts[role]}{space}{_say('unread', role, lang)}" for role in _table()["unread"] if counts[role]]
    if unread:
        yield from _line("unread", _say("screen", "no_analysis", lang, {"what": comma.join(unread)}), lang, width)
    for one in plan.outline[1] if width is None else ():
        if one.role in _table()["unread"]:
            yield from _line("unread", f"{one.role}: {one.text if len(one.text) <= _UNREAD else one.text[:_UNREAD] + '…'}", lang, width)


def _of_structure(plan: Plan, lang: str) -> Iterator[tuple[str, str]]:
    """What is doubtful about a text by what stands in it."""
    sections, paragraphs = plan.outline
    once = [one for one in paragraphs if one.role != "copy"]
    repeated = repeated_share("\n".join(one.text for one in once))
    if repeated >= TWICE:
        yield _doubt("repeated", lang, {"share": repeated})
    said = sum(len(one.text) for one in once if one.role == "table" or _SENTENCE.search(one.text))
    share = said / max(1, sum(len(one.text) for one in once))
    if len(plan.text) >= _LEAST_TEXT and share < _SENTENCES and all(one.number is None for one in sections):
        yield _doubt("sentences", lang, {"share": share})
    parted = [match for one in once if one.role in ("heading", "body") for match in _PARTED.finditer(one.text)]
    if parted:
        yield _doubt("parted", lang, {"count": len(parted), "places": joined((match.group() for match in parted[:5]), lang)})
    bare = [
        here.text
        for at, here in enumerate(paragraphs)
        if here.role == "caption" and here.text.startswith("表")
        and "table" not in {one.role for one in paragraphs[max(0, at - 1) : at + 3]}
    ]  # fmt: skip
    if bare:
        yield _doubt("captions", lang, {"count": len(bare), "captions": joined((repr(text[:30]) for text in bare[:5]), lang)})


def _doubt(key: str, lang: str, values: Mapping[str, object]) -> tuple[str, str]:
    place = LANGUAGES.index(lang)
    return _table()["doubt"][key][place].format_map(values), _table()["doubt"][key][2 + place]


def _read_of(row: dict[str, object], lang: str) -> list[str]:
    """What was read of a source, in a few words."""
    parts = [_say("read", "no_hash" if row["sha256"] is None else "hash", lang, row)]
    parts += [str(row["encoding"])] if row["encoding"] is not None else []
    parts += [_say("screen", str(row["script"]), lang)] if row["script"] is not None else []
    shown = (*(["pages"] if row["pages"] else []), "characters", "headings", "agencies", *(["rows"] if row["rows"] else []), "body")
    return [*parts, *(_say("read", key, lang, row) for key in shown)]


def _doubts(row: dict[str, object], plan: Plan | None, lang: str) -> Iterator[tuple[str, str]]:
    """What is doubtful about a source, each with the way out where there is one."""
    places = str(row["headings_out_of_order_at"])
    titles = {one.section: f"{one.number or ''} {one.title or ''}".strip() for one in plan.outline[0]} if plan else {}
    values = row | {"titles": re.sub(r"[^,\s]+", lambda place: titles.get(place[0], place[0]), places)}
    values |= {key: _within(str(row[key]), lang) for key in ("nonstandard_at", "unbalanced_at")}
    there = {
        "hash": row["sha256"] in ("changed", "missing"),
        "body": row["body_share"] < _LEAST_BODY and row["characters"] > 200,
        "headings": not row["headings"] and not any(titles.values()) and row["characters"] > _WITHOUT_HEADINGS,
        "ends": row["paragraphs_without_end"] > max(5, _WITHOUT_END * row["characters"] / 60),
        "notes": row["notes_without_agency"],
        "unrepaired": row["unrepaired"],
        "proposed": row["proposed"],
        "nonstandard": row["nonstandard"],
        "unbalanced": row["unbalanced"],
        "order": row["headings_out_of_order"],
        "section": row["paragraphs_without_section"],
    }
    yield from (_doubt(key, lang, values) for key, doubtful in there.items() if doubtful)


def _proposals(plan: Plan, lang: str) -> Iterator[str]:
    """The likely readings of a source's damage, as the lines for corpus.toml that accept them."""
    yield _say("screen", "accept", lang)
    for one in plan.repairs.itertuples():
        if one.origin == "proposed":
            yield f"    [[repair]]  # {_say('screen', 'share', lang, {'at': one.raw_start, 'share': f'{one.likelihood:.3f}'})}"
            yield f'    source = "{plan.id}"'
            yield f"    raw = {json.dumps(one.raw, ensure_ascii=False)}"
            yield f"    reading = {json.dumps(one.reading, ensure_ascii=False)}"
