"""A plan: one document, its clean text and the tables made from it; and plans of what is given as a corpus, and their groups."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, InitVar, dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from policylab.checks import as_list, check_columns, check_int, check_kind, check_str, is_number
from policylab.corpus._agency_names import canonical_names
from policylab.corpus._outline import outline
from policylab.corpus._reader_corrections import AGENCIES as AGENCIES_OF
from policylab.corpus._reader_corrections import (
    HEADINGS,
    Correction,
    accepted_readings,
    corrected_agencies,
    corrected_outline,
)
from policylab.corpus._reader_corrections import REPAIRS as READINGS
from policylab.corpus._responsibility_notes import agencies
from policylab.errors import PolicylabError, invalid, unknown
from policylab.frames import typed_frame
from policylab.text._cleaning import CleanText

if TYPE_CHECKING:
    import pandas as pd

SECTIONS = ("section", "plan", "level", "number", "title", "parent", "path", "start", "end")
PARAGRAPHS = ("paragraph", "plan", "section", "role", "text", "start", "end", "page")
AGENCIES = ("plan", "section", "agency", "canonical", "role", "generic", "start", "end", "due")
REPAIRS = ("plan", "origin", "raw", "reading", "raw_start", "raw_end", "start", "end", "likelihood")
PLANS = (
    "plan", "title", "issuer", "document_number", "issued", "period_start", "period_end", "source", "sha256",
    "script", "characters", "paragraphs", "repairs",
)  # fmt: skip
_INTEGERS = ("level", "start", "end", "raw_start", "raw_end", "page", "period_start", "period_end", "characters",
             "paragraphs", "repairs")  # fmt: skip
# sections of this level hold together: what stands under one heading of it is written as one piece, by one office.
# Finer ones cut a subject into its paragraphs, which repeat its words; coarser ones leave four or five pieces a plan.
CLUSTER_LEVEL = 2
_HINT = "Load one with `policylab.load_corpus()`."


@dataclass(kw_only=True, eq=False, repr=False)
class Described:
    """What a catalogue says of a document, and the document says of itself; None where the source is silent."""

    id: str
    title: str
    role: str = "plan"
    short_title: str | None = None
    short_title_zh: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued: datetime.date | None = None
    period_start: int | None = None
    period_end: int | None = None
    after: tuple[str, ...] = ()
    sha256: str | None = None
    encoding: str | None = None
    note: str | None = None
    witness_of: str | None = None
    variables: Mapping[str, object] | None = None


@dataclass(eq=False, repr=False)
class Plan(Described):
    """One document of a corpus.

    Attributes
    ----------
    id, title, role : str
        As the catalogue has them; role is ``"plan"``, ``"witness"`` or ``"reference"``.
    short_title, short_title_zh : str
        For figures; the title where the catalogue has no short one.
    issuer, document_number : str or None
    issued : datetime.date or None
    period_start, period_end : int or None
        Years; None where the source does not say.
    after : tuple of str
        Ids of plans that this one is known to come after, where dates do not tell (see `plan_order`).
    text, raw : str
        The clean text, and the source as decoded.
    script : str or None
        Script of the source: ``"traditional"`` or ``"simplified"``.
    pinyin_remarks : int
        Pinyin remarks taken out.
    warnings : tuple of str
    variables : dict
        What else is known of the document, such as its province or level: quanteda's document variables.
    corrections : tuple of Correction
        What the study's file of corrections says of this document.
    sections, paragraphs, agencies, repairs : pandas.DataFrame

    Examples
    --------
    >>> import policylab
    >>> plan = policylab.load_corpus()["new-infrastructure-2021"]
    >>> start = plan.text.index("5万个以上")
    >>> first, last = plan.raw_span(start, start + 5)
    >>> plan.raw[first:last]
    '5萬個以上'
    """

    clean: InitVar[CleanText]
    _: KW_ONLY
    source: str | None = None
    paged: bool = False
    corrections: Sequence[Correction] = ()
    beside: str | None = None  # the place that the plans of its catalogue speak for, where they all speak for one
    before: CleanText | None = field(default=None, init=False)  # the text without the readings that corrections accept

    def __post_init__(self, clean: CleanText) -> None:
        check_kind("clean", clean, CleanText, "a CleanText", hint="Read a file with `policylab.corpus.read_plan`.")
        for name in ("title", "short_title", "short_title_zh"):
            check_kind(name, getattr(self, name), str | None, "a str")
        self._clean = clean
        self.text, self.raw, self.script = clean.text, clean.raw, clean.script
        self.pinyin_remarks, self.warnings = clean.pinyin_remarks, clean.warnings
        self.short_title_zh = self.short_title_zh or self.short_title or self.title
        self.short_title = self.short_title or self.title
        self.after = tuple(as_list("after", self.after, "a list of ids of plans"))
        self.corrections = tuple(as_list("corrections", self.corrections, "a list of corrections"))
        check_kind("variables", self.variables, Mapping | None, "a mapping of names to values")
        self.variables = dict(self.variables or {})

    def __repr__(self) -> str:
        return f"<Plan {self.id}: {self.title}, {len(self.text)} characters>"

    @property
    def pages(self) -> int | None:
        """How many pages the source has; None for a source without pages."""
        return len(self._clean.pages) if self._clean.pages else None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of ``text[start:end]``, in code points."""
        return self._clean.raw_span(start, end)

    def page_of(self, offset: int) -> int | None:
        """Page of the source on which the character at `offset` of `text` stands; None for a source without pages."""
        return self._clean.page_of(offset)

    def part(self, start: int, end: int, *, id: str, title: str, role: str) -> Plan:
        """A document within this one, such as one of a gazette's; its offsets in `raw` are those of the whole.

        The printing of a plan, and what interprets it, keep the id of the plan (`witness_of`).
        """
        of_plan = self.witness_of if role in ("witness", "interpretation") else None
        return Plan(
            self._clean.part(start, end), id=id, title=title, role=role, source=self.source, sha256=self.sha256,
            encoding=self.encoding, issuer=None, witness_of=of_plan,
        )  # fmt: skip

    @cached_property
    def outline(self):
        """Sections and paragraphs as plain records (see `policylab.corpus.outline`)."""
        return self._outlined[0]

    @cached_property
    def _outlined(self) -> tuple:
        """The outline, who corrected the heading at an offset, and what of the corrections did not fit."""
        own = [one for one in self.corrections if one.table == HEADINGS]
        if not own:
            return outline(self.text, plan_id=self.id, hints=self._clean.hints), {}, []
        return _told(corrected_outline(self.text, own, plan_id=self.id, hints=self._clean.hints))

    @cached_property
    def _responsible(self) -> tuple:
        """The agencies, who corrected the one at an offset, and what of the corrections did not fit."""
        canonical = canonical_names(self.text, title=self.title, issuer=self.issuer, beside=self.beside)
        found = agencies(self.text, self.outline[0], canonical)
        own = [one for one in self.corrections if one.table == AGENCIES_OF]
        return _told(corrected_agencies(found, own, self.text, self.outline[0], canonical)) if own else (found, {}, [])

    def unfit_corrections(self) -> list[str]:
        """A sentence for each correction of headings, agencies and repairs that no longer fits, and is not applied."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            readings = accepted_readings(self.corrections, self.raw)[1]
            return [*readings, *self._outlined[2], *self._responsible[2]]

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a heading, in order; see the codebook for the columns."""
        return _corrected_by(_frame(section_rows(self), SECTIONS), self._outlined[1])

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, in order."""
        return _frame(paragraph_rows(self), PARAGRAPHS)

    @cached_property
    def agencies(self) -> pd.DataFrame:
        """One row an agency in a note of responsibilities, in order."""
        return _corrected_by(_frame(agency_rows(self), AGENCIES), self._responsible[1])

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """One row a damaged run: plan, origin, raw, reading, raw_start, raw_end, start, end, likelihood.

        Origin is ``"proven"``, ``"accepted"`` (by a ``[[repair]]`` of the catalogue, or a correction), ``"proposed"`` (a
        likely reading, which the text does not have; likelihood is its share against the next best one) or
        ``"unrepaired"``.
        """
        who = {one.start: one.who for one in self.corrections if one.table == READINGS and one.fits(self.raw)}
        return _corrected_by(_frame(repair_rows(self), REPAIRS), who, "raw_start")


def _told(made: tuple) -> tuple:
    for sentence in made[2]:
        warnings.warn(sentence, stacklevel=3)
    return made


def _corrected_by(frame: pd.DataFrame, who: Mapping[int, str], place: str = "start") -> pd.DataFrame:
    """The table with a column that names who corrected a row, where anybody did."""
    import pandas as pd

    names = pd.Series([who.get(at) for at in frame[place]], dtype=object)
    return frame.assign(corrected_by=names) if names.any() else frame


def _frame(rows: list[tuple], columns: tuple[str, ...]) -> pd.DataFrame:
    types: dict[str, list[str]] = {"Int64": [], "bool": [], "object": []}
    for name in columns:
        types["Int64" if name in _INTEGERS else "bool" if name == "generic" else "object"].append(name)
    return typed_frame(rows, columns, types)


def section_rows(plan: Plan) -> list[tuple]:
    """The rows of the table `sections`."""
    return [attrgetter(*SECTIONS)(one) for one in plan.outline[0]]


def paragraph_rows(plan: Plan) -> list[tuple]:
    """The rows of `paragraphs`, in the order of `PARAGRAPHS`."""
    values = attrgetter(*PARAGRAPHS[:-1])
    return [(*values(one), plan.page_of(one.start)) for one in plan.outline[1]]


def agency_rows(plan: Plan) -> list[tuple]:
    """The rows of `agencies`, in the order of `AGENCIES`."""
    return [attrgetter(*AGENCIES)(one) for one in plan._responsible[0]]


def repair_rows(plan: Plan) -> list[tuple]:
    """The rows of `repairs`, in the order of `REPAIRS`; start and end are offsets in the clean text."""
    index_of = plan._clean.aligned.index_of
    return [
        (plan.id, found.origin, found.raw, found.reading, found.raw_start, found.raw_end, index_of(found.raw_start),
         index_of(found.raw_end), None if found.likelihood is None else round(found.likelihood, 4))
        for found in plan._clean.repairs
    ]  # fmt: skip


def repaired(plan: Plan) -> int:
    """How many damaged runs were put right."""
    return sum(one.origin in ("proven", "accepted") for one in plan._clean.repairs)


def plan_frame(plans: list[Plan]) -> pd.DataFrame:
    """The `plans` table: one row a plan, with the variables of the plans behind its own columns."""
    own = list(dict.fromkeys(name for plan in plans for name in plan.variables))
    rows = [
        (
            p.id, p.title, p.issuer, p.document_number, p.issued.isoformat() if p.issued else None, p.period_start,
            p.period_end, p.source, p.sha256, p.script, len(p.text), len(p.outline[1]), repaired(p),
            *map(p.variables.get, own),
        )
        for p in plans
    ]  # fmt: skip
    return _frame(rows, (*PLANS, *own))


def variable_of(table: pd.DataFrame, name: str) -> pd.Series:
    """A variable of each plan of a table; year is that of the day of issue, where no variable has this name."""
    if name == "year" and name not in table and "issued" in table:
        return table["issued"].map(lambda day: int(str(day)[:4]), na_action="ignore").astype("Int64")
    if name not in table:
        raise unknown("variable", name, [*table.columns, "year"])
    return table[name]


def plan_groups(corpus: object, by: str) -> dict[str, str]:
    """The group of each plan by a variable: what `by="province"` means in every table that takes it.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or DataFrame
        A DataFrame is a table of plans such as ``corpus.plans``.
    by : str
        A variable of the plans (of ``corpus.toml``, `Corpus.from_texts` or `Corpus.from_frame`), a column of
        ``corpus.plans`` such as issuer, or year: that of the day of issue, where no variable has this name.

    Returns
    -------
    dict of str to str
        Group by the id of the plan, groups of numbers in their order, others in that of the plans. A plan of which the
        variable is not known is in none, and a warning names it.

    Raises
    ------
    PolicylabError
        If there is no such variable, or no plan has it.

    Examples
    --------
    >>> from policylab import Corpus
    >>> texts = {"gd": "建成渔港8座。", "fj": "建成渔港5座。"}
    >>> corpus = Corpus.from_texts(texts, variables={"gd": {"province": "广东"}, "fj": {"province": "福建"}})
    >>> plan_groups(corpus, "province")
    {'fj': '福建', 'gd': '广东'}
    """
    import pandas as pd

    check_str("by", by)
    table = corpus if hasattr(corpus, "columns") else plan_frame(as_plans(corpus))
    values = variable_of(table, by)
    known = [(plan, value) for plan, value in zip(table["plan"], values.astype(object).tolist(), strict=True) if not pd.isna(value)]
    left_out = sorted(set(table["plan"]) - {plan for plan, _ in known})
    if not known:
        raise PolicylabError(f"No plan has the variable {by!r}. Give it to the sources in corpus.toml: variables = {{ {by} = … }}.")
    if left_out:
        warnings.warn(f"The variable {by!r} of {', '.join(left_out)} is not known: left out.", stacklevel=3)
    if all(is_number(value) for _, value in known):
        known.sort(key=lambda pair: pair[1])
    return {plan: f"{value:g}" if isinstance(value, float) else str(value) for plan, value in known}


def is_plan(value: object) -> bool:
    """Whether a value is one plan, or has what is asked of one, and is not what holds plans."""
    return isinstance(value, Plan) or all(hasattr(value, name) for name in ("id", "text", "paragraphs"))


def as_plans(corpus: object, *, name: str = "corpus", expected: str = "a corpus, a plan, or a list of plans", hint: str = _HINT) -> list:
    """Plans of a corpus, or of a list of plans, in its order; one plan stands for itself.

    `name`, `expected` and `hint` are what an error says of the argument.

    Raises
    ------
    PolicylabError
        If it is neither, if there is no plan, or if a plan is there twice.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> [plan.id for plan in as_plans(corpus["smart-city-2015"])]
    ['smart-city-2015']
    """
    if is_plan(corpus):
        return [corpus]
    if isinstance(corpus, (str, bytes)) or not isinstance(corpus, Iterable):
        raise invalid(name, corpus, expected, hint=hint)
    plans = list(corpus)
    for plan in plans:
        if not is_plan(plan):
            raise invalid(name, plan, expected, hint=hint)
    if not plans:
        raise PolicylabError('The corpus has no plan. Add one to its corpus.toml, with role = "plan".')
    ids = [plan.id for plan in plans]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise PolicylabError(f"The plan {twice[0]!r} is given twice. A plan is not compared with itself.")
    return plans


def sections_above(sections: pd.DataFrame, *, level: int) -> Mapping[str, str]:
    """The section of a level that each section stands in, or is; itself if its own level is nearer to the root.

    Parameters
    ----------
    sections : DataFrame
        As `corpus.sections`: section, level, parent.
    level : int
        1 gives the chapter of each section.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"section": ["p", "p/1", "p/1/2"], "level": [0, 1, 2], "parent": [None, "p", "p/1"]}
    >>> sections_above(pd.DataFrame(rows), level=1)
    {'p': 'p', 'p/1': 'p/1', 'p/1/2': 'p/1'}
    """
    check_columns(sections, ("section", "level", "parent"), name="sections", hint="Give a table such as `corpus.sections`.")
    check_int("level", level, 0)
    parents = dict(zip(sections["section"], sections["parent"], strict=True))
    levels = dict(zip(sections["section"], sections["level"], strict=True))
    above = {}
    for section in parents:
        top = section
        while levels[top] > level and parents.get(top) in levels:
            top = parents[top]
        above[section] = top
    return above


def sections_at(section: pd.Series, sections: pd.DataFrame | None, *, level: int) -> pd.Series:
    """The section of a level that each section stands in (`sections_above`); itself where nothing is known of its heading."""
    above = {} if sections is None else sections_above(sections, level=level)
    return section.map(lambda name: above.get(name, name))


def section_paths(plans: Iterable) -> dict[str, str]:
    """The path of each section of the plans."""
    return {section: path for plan in plans for section, path in zip(plan.sections["section"], plan.sections["path"], strict=True)}
