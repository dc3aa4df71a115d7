"""The steps on one document: read, clean, outline, targets, words. Each adds its rows to the tables of the shard."""

from __future__ import annotations

import os
from decimal import Decimal

from policylab.batch._documents import Document, Failure
from policylab.corpus._plan import Plan, agency_rows, paragraph_rows, repair_rows, repaired, section_rows
from policylab.errors import PolicylabError, SourceError
from policylab.text._cleaning import clean_text
from policylab.text._sources import Source, read_source

# A scanned PDF is large whatever its text; a file beyond both bounds would fill the memory before it is looked at.
_MOST_BYTES = 1 << 26
_BYTES_A_CHARACTER = 8
_DIGITS_BEFORE, _DIGITS_BEHIND = 28, 10


class DocumentWork:
    """One document on its way through the steps.

    Attributes
    ----------
    rows : dict of str to list of tuple
        What was made, by table; a step that failed added nothing, and none comes after it.
    failure : Failure or None
    """

    def __init__(self, document: Document, row: int, digest: str) -> None:
        self.document, self.row, self.digest = document, row, digest
        self.rows: dict[str, list[tuple]] = {}
        self.failure: Failure | None = None
        self._step = "read"

    def run(self, steps: tuple[str, ...], *, max_characters: int, segmenter) -> DocumentWork:
        """Go through the steps; what one of them needs is made, too, but not kept."""
        try:
            self._run(steps, max_characters, segmenter)
        except PolicylabError as error:
            self._fail(str(error))
        except MemoryError:
            self._fail("The memory did not suffice for it.")
        # whatever is wrong with one document among a hundred thousand, the others go on
        except Exception as error:
            self._fail(f"{type(error).__name__}: {error}")
        return self

    def _fail(self, reason: str) -> None:
        document = self.document
        if document.path is not None:
            reason = reason.replace(document.path, document.source or "")
        # a text that is no Unicode is quoted in some messages, and could not be written down
        reason = " ".join(reason.encode("utf-8", "replace").decode().split())
        self.failure = Failure(self.row, document.id, document.source, self._step, reason)

    def _run(self, steps: tuple[str, ...], max_characters: int, segmenter) -> None:
        source, encoding = _read(self.document, self.digest, max_characters)
        self._step = "clean"
        clean = clean_text(source, paged=self.document.paged)
        plan = Plan(
            clean, id=self.document.id, title=self.document.title or "", period_start=self.document.period_start,
            period_end=self.document.period_end, paged=self.document.paged,
        )  # fmt: skip
        self.rows["plans"] = [self._plan_row(plan, encoding)]
        if "clean" in steps:
            self.rows |= {"texts": [(plan.id, plan.text)], "repairs": repair_rows(plan)}
        if steps == ("clean",):
            return
        self._step = "outline"
        paragraphs = plan.outline[1]
        if "outline" in steps:
            self.rows |= {
                "sections": section_rows(plan),
                "paragraphs": paragraph_rows(plan),
                "agencies": agency_rows(plan),
            }
        if "targets" in steps:
            self._step = "targets"
            self.rows["targets"] = _targets(plan)
        if "words" in steps:
            self._step = "words"
            self.rows["tokens"] = [
                (plan.id, self.document.group, item.paragraph, item.section, segmenter.tokens(item.text))
                for item in paragraphs
                if item.role == "body"
            ]

    def _plan_row(self, plan: Plan, encoding: str | None) -> tuple:
        document = self.document
        return (
            document.id, self.row, document.title, document.group, document.period_start, document.period_end,
            document.source, self.digest, encoding, plan.script, len(plan.text), repaired(plan),
            list(plan.warnings),
        )  # fmt: skip


def _read(document: Document, digest: str, most: int) -> tuple[Source | str, str | None]:
    """What a document says, and its encoding."""
    if document.text is None:
        _check_size(document.path, most)
        source = read_source(document.path, encoding=document.encoding)
        if document.sha256 is not None and document.sha256 != digest:
            raise SourceError(f"The file has changed: its sha256 is {digest}, the catalogue says {document.sha256}.")
        text, encoding = source.text, source.encoding
    else:
        source = text = document.text
        encoding = None
        if not text.strip():
            raise SourceError("It holds no text.")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise SourceError(f"It is no text: the character at {error.start} is half of one.") from None
    if len(text) > most:
        raise SourceError(
            f"It has {len(text)} characters, more than the {most} of `max_characters` (--max-characters). "
            "Split it into its documents, or raise the bound."
        )
    return source, encoding


def _check_size(path: str, most: int) -> None:
    try:
        size = os.stat(path).st_size
    except (OSError, ValueError):
        return  # `read_source` says what is wrong with it
    if size > max(_MOST_BYTES, _BYTES_A_CHARACTER * most):
        raise SourceError(f"{path} has {size} bytes. Split it, or raise `max_characters` (--max-characters).")


def _targets(plan: Plan) -> list[tuple]:
    from policylab.targets._ledger import COLUMNS, target_rows

    rows = target_rows(plan)
    places = [COLUMNS.index(name) for name in ("value", "value_high")]
    for row in rows:
        for place in places:
            _check_digits(row[place], row)
    return rows


def _check_digits(value: Decimal | None, row: tuple) -> None:
    """Refuse a number that the column could hold only in part."""
    if value is None:
        return
    _, digits, exponent = value.as_tuple()
    if len(digits) + exponent > _DIGITS_BEFORE or -exponent > _DIGITS_BEHIND:
        raise PolicylabError(
            f"The number of the statement {row[0]} has more than {_DIGITS_BEFORE} digits, or more than "
            f"{_DIGITS_BEHIND} behind the point: {value}. Mend it in the source."
        )
