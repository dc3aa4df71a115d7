"""Sentences: their ends, and what has been read of the one at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policylab.targets._lexicon import lexicon
from policylab.targets._years import Year, years_in
from policylab.text._lines import sentence_spans

BLANK = re.compile(r"\s*")
ALL = re.compile(r"(?:年?底|末)?(?:的)?(?:相比|为基期|为基数|基础上)[,，]")  # 与2020年相比,…
LONGEST = 1000  # characters of a sentence; longer ones are cut
NEAR = 60  # characters before a number in which a modality counts


@dataclass(slots=True)
class Sentence:
    """A sentence of a paragraph, and what was read in it so far."""

    text: str
    start: int
    end: int
    now: int | None = None  # the year in which the document speaks
    told: int | None = None  # the year that its part of the document tells of
    previous: str = ""  # the indicator of the statement before
    previous_end: int = -1
    measure: str = "level"  # of the statement before
    base: bool = False  # the statement before is the starting point of a change
    start_year: int | None = None  # of the last change that names the year it starts from
    parameter: bool = False  # the statement before is an instrument
    threshold: str = ""  # what the last threshold was measured in: 年营业收入超50亿元企业
    counted: str = ""  # what was counted last: 企业120家,其中产值超亿元的35家
    recent: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # of the last 分别
    inner: list[tuple[int, int]] = field(default_factory=list)  # relative clauses behind a number
    account: bool | None = None  # whether it gives account without a date, once that was asked
    fulfilled: bool | None = None  # whether it tells of what has been done, once that was asked
    _years: list[Year] | None = None

    @property
    def years(self) -> list[Year]:
        """The years that the sentence names."""
        if self._years is None:
            self._years = years_in(self.text, self.start, self.end, self.now, self.told)
        return self._years

    def named_before(self, place: int, roles: tuple[str, ...]) -> list[Year]:
        """The years before a place that stand in one of these roles."""
        years = self.years
        return [year for year in years if year.end <= place and year.role in roles] if years else years

    def base_year(self, place: int, since: int = 0) -> int | None:
        """The year that a change at this place is measured from, named after `since` or for the whole sentence."""
        based = self.named_before(place, ("base",))
        named = [year for year in based if year.start >= since or ALL.match(self.text, year.end)]
        return named[-1].year if named else None

    def modality(self, place: int) -> str | None:
        """The last word of modality before a place."""
        matches = lexicon().modality.findall(self.text, max(self.start, place - NEAR), place)
        return matches[-1] if matches else None


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of a paragraph end; very long ones are cut at a comma, or else anywhere.

    >>> sentence_ends("建成5个。新建3个。")
    [5, 10]
    """
    ends = [0]
    for _, end in sentence_spans(text, closing=False):
        while end - ends[-1] > LONGEST:
            cut = max(text.rfind(mark, ends[-1], ends[-1] + LONGEST) for mark in ";,")
            ends.append(cut + 1 if cut > ends[-1] else ends[-1] + LONGEST)
        if end > ends[-1]:
            ends.append(end)
    return ends[1:]


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a paragraph begin, without white space before them."""
    places = [0, *sentence_ends(text)[:-1]] if text else []
    return [BLANK.match(text, place).end() for place in places]
