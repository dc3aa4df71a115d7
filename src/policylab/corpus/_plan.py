"""A plan: one document, its clean text, and the tables made from it."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from policylab.corpus._cleaning import CleanText

if TYPE_CHECKING:
    import pandas as pd


class Plan:
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
    text, raw : str
        The clean text, and the source as decoded.
    script : str or None
        Script of the source: ``"traditional"`` or ``"simplified"``.
    pinyin_remarks : int
        Pinyin remarks taken out.
    warnings : tuple of str
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

    def __init__(
        self,
        clean: CleanText,
        *,
        id: str,
        title: str,
        role: str = "plan",
        short_title: str | None = None,
        short_title_zh: str | None = None,
        issuer: str | None = None,
        document_number: str | None = None,
        issued: datetime.date | None = None,
        period_start: int | None = None,
        period_end: int | None = None,
        source: str | None = None,
        sha256: str | None = None,
        encoding: str | None = None,
        note: str | None = None,
        witness_of: str | None = None,
        warnings: tuple[str, ...] = (),
        paged: bool = False,
    ) -> None:
        self._clean = clean
        self.id, self.title, self.role = id, title, role
        self.short_title = short_title or title
        self.short_title_zh = short_title_zh or short_title or title
        self.issuer, self.document_number, self.issued = issuer, document_number, issued
        self.period_start, self.period_end = period_start, period_end
        self.source, self.sha256, self.encoding = source, sha256, encoding
        self.note, self.witness_of = note, witness_of
        self.warnings = (*warnings, *clean.warnings)
        self.paged = paged

    def __repr__(self) -> str:
        return f"<Plan {self.id}: {self.title}, {len(self.text)} characters>"

    @property
    def text(self) -> str:
        return self._clean.text

    @property
    def raw(self) -> str:
        return self._clean.raw

    @property
    def script(self) -> str | None:
        return self._clean.script

    @property
    def pinyin_remarks(self) -> int:
        return self._clean.pinyin_remarks

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of ``text[start:end]``, in code points."""
        return self._clean.raw_span(start, end)

    def part(self, start: int, end: int, *, id: str, title: str, role: str) -> Plan:
        """A document within this one, such as one of a gazette's; its offsets in `raw` are those of the whole."""
        return Plan(
            self._clean.part(start, end), id=id, title=title, role=role, source=self.source, sha256=self.sha256,
            encoding=self.encoding, issuer=None, witness_of=self.witness_of if role == "witness" else None,
        )  # fmt: skip

    @cached_property
    def outline(self):
        """Sections and paragraphs as plain records (see `policylab.corpus.outline`)."""
        from policylab.corpus._outline import outline

        return outline(self.text, plan_id=self.id)

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a heading, in order; see the codebook for the columns."""
        from policylab.corpus._frames import section_frame

        return section_frame(self)

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, in order."""
        from policylab.corpus._frames import paragraph_frame

        return paragraph_frame(self)

    @cached_property
    def agencies(self) -> pd.DataFrame:
        """One row an agency in a note of responsibilities, in order."""
        from policylab.corpus._frames import agency_frame

        return agency_frame(self)

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """One row a damaged run: plan, origin, raw, reading, raw_start, raw_end, start, end.

        Origin is ``"proven"``, ``"proposed"`` (a likely reading, which the text does not have) or ``"unrepaired"``.
        """
        from policylab.corpus._frames import repair_frame

        return repair_frame(self)
