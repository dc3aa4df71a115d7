"""Names of agencies: what a name looks like, what parts one from the next, and the name it goes by today."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator

from policylab.corpus._authority import named_short, settled_place, titled_place
from policylab.resources import load_toml
from policylab.resources._word_patterns import HAN, resource_pattern
from policylab.text._heading_numbers import read_marker

_LONGEST_NAME = 40
_NAMED_OFTEN = 3  # a text that is a place's own says its name again and again
_LONGEST_TOKEN = 200  # a run without 、 that is longer is no list of names
COLON = re.compile("[:：∶【]")
_APART = re.compile(r"[^\s/／]+")
_COLLECTIVE = re.compile(rf"[^\W等]{{0,4}}(?:有关|相关|各|其他)[{HAN}]{{0,4}}(?:部门|单位|地方|地区|机构|企业)[和及与](?:单位|部门|机构|企业|地方|地区|人员)|.{{0,12}}党委[和及](?:人民)?政府")
_BY = re.compile("(?<![自理])由")
_BETWEEN_NAMES = "、①②③④⑤⑥⑦⑧⑨⑩"
BLANK = " \t\u3000。;；,，、☆★▲△◎*#"


# a pattern of the wordings of notes, by its name
note_pattern = functools.partial(resource_pattern, "agencies.toml")


class Words:
    """The lists of `agencies.toml`, ready for use."""

    def __init__(self) -> None:
        table = load_toml("agencies.toml")
        self.roles = {word: role for role, words in table["labels"].items() for word in words}
        self.shapes = table["label_shapes"]
        self.verbs = {word: role for role, words in table["verbs"].items() for word in words}
        self.verb_ends = frozenset(word[-1] for word in self.verbs)
        names = table["names"]
        self.about, self.no_names, self.public, self.endings = (tuple(names[key]) for key in ("about", "no_names", "public", "endings"))
        self.nobody, self.generic_names = frozenset(names["nobody"]), frozenset(names["generic_names"])
        self.generic_words = tuple(names["generic_words"])
        self.place = table["place"]["name"]
        self.no_place = {*table["phrases"]["with"], *table["phrases"]["after"]}
        self.wordings = {name: short for short, names in table["wordings"].items() for name in (short, *names)}
        self.canonical = {
            name: agency["name"]
            for agency in table["agency"]
            for name in (agency["name"], agency["full"], *agency.get("also", ()), *agency.get("former", ()))
        }

    def role_of(self, label: re.Match[str]) -> str:
        """The role that a label gives."""
        word = next(filter(None, map(label.groupdict().get, ("role", "known", "boxed"))))
        return self.roles.get(word) or next((role for role, shape in self.shapes.items() if re.search(shape, word)), "responsible")


@functools.cache
def agency_words() -> Words:
    return Words()


def canonical_agency(name: str) -> str:
    """Name that an agency of Tianjin goes by after the reform of 2018; a name not in the table stays as it is.

    >>> canonical_agency("市工业和信息化委"), canonical_agency("天津港集团")
    ('市工业和信息化局', '天津港集团')
    """
    table = agency_words().canonical
    return table.get(name) or table.get(name.removeprefix("天津"), name)


def short_name(name: str) -> str:
    """Name of an agency of any place with the one of its wordings that stands for all: a full name and its short ones are one.

    >>> [short_name(name) for name in ("市发展和改革委员会", "市发改委", "海澜省工信厅", "市委网信办")]
    ['市发展改革委', '市发展改革委', '海澜省工业和信息化厅', '市委网信办']
    """
    words = agency_words()
    found = note_pattern("wording").fullmatch(name)
    return found["of"] + words.wordings[found["body"]] if found else name


def canonical_names(
    text: str, *, title: str | None = None, issuer: str | None = None, beside: str | None = None
) -> Callable[[str], str]:
    """What gives each agency of a document the name that all its wordings go by.

    The table of names is one city's: it is for the documents that speak for this city, by their issuer, their title in
    the catalogue or their title in the text. One that tells no place has that of the documents `beside` it, unless
    its text speaks most of another one.

    >>> name = "市发展和改革委员会", "市科委"
    >>> list(map(canonical_names("", title="天津市规划"), name)), list(map(canonical_names("", title="海澜市规划"), name))
    (['市发展改革委', '市科技局'], ['市发展改革委', '市科委'])
    """
    words = agency_words()
    told = settled_place(title, issuer) or titled_place(text)
    ours = told.startswith(words.place) if told else _speaks_of_city(text, beside)
    place = told or (f"{words.place}市" if ours else "")

    def canonical(name: str) -> str:
        if ours and name in words.canonical:
            return words.canonical[name]
        short = short_name(named_short(name, place) if name.endswith(words.public) else name)
        return canonical_agency(short) if ours else short

    return canonical


def _speaks_of_city(text: str, beside: str | None) -> bool:
    """Whether a text without a title that tells its place is one of the city whose names are in the table."""
    words = agency_words()
    names = Counter(match[1] for match in note_pattern("other_place").finditer(text) if match[1] not in words.no_place)
    own = text.count(words.place)
    other = max((count for name, count in names.items() if name != words.place), default=0)
    if beside is not None and max(own, other) < _NAMED_OFTEN:
        return beside.startswith(words.place)
    return own > other


def is_generic(name: str) -> bool:
    """Whether a party is no single agency."""
    words = agency_words()
    return name in words.generic_names or any(word in name for word in words.generic_words)


def read_names(text: str, start: int, end: int, free: bool) -> Iterator[tuple[int, int]]:
    """Where the names in a run stand; a `free` run is part of a sentence, and must look like names."""
    reached = start
    for first, last in split_run(text, start, end, _BETWEEN_NAMES):
        if first < reached:
            continue
        together = note_pattern("places").match(text, first, end)
        if together is not None and together.end() > last:
            reached = together.end()
            yield first, reached
            continue
        apart = [_without_number(text, *match.span()) for match in _APART.finditer(text, first, last)]
        names = [(begin, stop) for begin, stop in apart if begin < stop]
        if len(names) < 2 or not all(is_name(text[begin:stop]) or is_generic(text[begin:stop]) for begin, stop in names):
            names = [(first, last)]  # spaces or slashes part names only where each is one
        for begin, stop in names:
            yield from _token(text, begin, stop, free)


def _without_number(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the number that counts it: 1.市教委, ②市财政局."""
    start = end - len(text[start:end].lstrip(BLANK))
    marker = read_marker(text[start:end])
    return start + (marker.end if marker else 0), end


def _token(text: str, start: int, end: int, free: bool) -> Iterator[tuple[int, int]]:
    """Names in what stands between two 、: mostly one; 等 and 和, 及 between two whole names divide it."""
    start, end = _without_number(text, start, end)
    by = _BY.search(text, start, end)
    if by is not None and is_name(text[by.end() : end]):
        start = by.end()  # 以上任务由市教委
    start = end - len(text[start:end].lstrip("由和及与"))
    end = start + len(text[start:end].rstrip(BLANK))
    if text[end - 1 : end] in (")", "）") and not any(sign in text[start:end] for sign in "(（"):
        end -= 1  # of a bracket that opens before the names
    token = text[start:end]
    if token in agency_words().nobody or end - start > _LONGEST_TOKEN or COLON.search(token):
        return
    if token in agency_words().canonical or _COLLECTIVE.fullmatch(token):
        yield start, end
        return
    for index, character in enumerate(token):
        if character not in "等和及与" or not index:
            continue
        left, right = token[:index], token[index + 1 :].lstrip("及和与")
        if character == "及":
            left = left.removesuffix("以")
        if character == "等" and (not right or is_name(left)):
            yield from _token(text, start, start + index, free)
            offset = end - len(right)
            behind = _token(text, offset, end, True) if right else ()
            yield from (place for place in behind if is_generic(text[slice(*place)]))
            return
        if character != "等" and is_name(left) and is_name(right, prefix=free):
            yield start, start + len(left)
            yield from _token(text, end - len(right), end, free)
            return
    if free or not is_name(token):
        length = _name_length(token)
        if not (free or length) and note_pattern("task").match(token):
            return  # a task, and no name
        end = start + (length or (0 if free else len(token)))
    if end - start > 3 and text[end - 1] in ")）":  # a second name in brackets is not part of the first
        opening = max(text.rfind("(", start, end), text.rfind("（", start, end))
        if start < opening and text[opening + 1 : end - 1].endswith(agency_words().endings):
            end = opening
    if start < end <= start + _LONGEST_NAME:
        yield start, end


def is_name(name: str, *, prefix: bool = False) -> bool:
    """Whether a run of characters looks like the name of an agency; with `prefix`, whether it begins with one."""
    if prefix:
        return _name_length(name) > 0
    name, words = name.rstrip(")）"), agency_words()
    if name.endswith(words.no_names) or name[:1] in "在把被":
        return False
    return 2 <= len(name) <= _LONGEST_NAME and (name.endswith(words.endings) or name in words.canonical)


def _name_length(token: str) -> int:
    """Length of the name that a run in a sentence begins with: all of it, or what stands before a verb."""
    if is_name(token):
        return len(token)
    for index in range(min(len(token), _LONGEST_NAME), 1, -1):
        if is_name(token[:index]) and note_pattern("after").match(token, index):
            return index
    return 0


@functools.cache
def _partings(separators: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(separators)}()（）]")


def split_run(text: str, start: int, end: int, separators: str) -> list[tuple[int, int]]:
    """Split a run at separators outside of brackets; where brackets do not match, at all of them."""
    run = text[start:end]
    balanced = sum(map(run.count, "(（")) == sum(map(run.count, ")）"))
    parts, depth, first = [], 0, start
    for found in _partings(separators).finditer(text, start, end):
        mark = found.group()
        if balanced and mark in "(（":
            depth += 1
        elif balanced and mark in ")）":
            depth = max(0, depth - 1)
        elif depth == 0 and mark in separators:
            parts.append((first, found.start()))
            first = found.end()
    parts.append((first, end))
    return [(first, last) for first, last in parts if text[first:last].strip(BLANK)]
