"""A document that is still to be read, and what is said of one that cannot be."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from policylab.errors import PolicylabError, invalid

ROW_ID = "document-{row:06d}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document to work on: its text, or the file that has it.

    Attributes
    ----------
    id : str
        What the ids of its sections, paragraphs and statements begin with.
    text : str or None
        The text as decoded; None where `path` names a file.
    path : str or None
        The file: a text in any Chinese encoding, HTML, PDF or DOCX.
    title, group : str or None
        `group` is what words are compared by: a year, a province, a kind of plan.
    period_start, period_end : int or None
        Years of the plan.
    encoding : str or None
        Of a text file; None to find out.
    paged : bool
        Whether page breaks cut paragraphs in two.
    sha256 : str or None
        Of the file, where the catalogue states it.
    name : str or None
        How the catalogue writes the path.
    """

    id: str
    text: str | None = None
    path: str | None = None
    title: str | None = None
    group: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    encoding: str | None = None
    paged: bool = False
    sha256: str | None = None
    name: str | None = None

    @property
    def source(self) -> str | None:
        """The path as the catalogue writes it, which does not depend on where the catalogue lies."""
        return self.name if self.name is not None else self.path

    def weight(self) -> int:
        """About how many bytes it holds; 0 for a file that is not there."""
        if self.text is not None:
            return 3 * len(self.text)
        try:
            return os.stat(self.path).st_size
        except (OSError, ValueError):
            return 0

    def digest(self) -> str:
        """The sha256 of its bytes; empty for a file that cannot be read."""
        if self.text is not None:
            return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        try:
            with open(self.path, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            return ""

    def described(self) -> str:
        """All that its results depend on but its bytes, as one line."""
        fields = (self.id, self.source, self.title, self.group, self.period_start, self.period_end, self.encoding,
                  self.paged, self.sha256)  # fmt: skip
        return json.dumps(fields, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be worked on: its place in the input (from 1), its name, and the reason."""

    row: int
    document: str | None
    source: str | None
    step: str
    reason: str


def as_document(item: object, row: int) -> Document:
    """Take an item of an iterable as a document.

    Raises
    ------
    PolicylabError
        If it is neither a Document, a Plan, a text, a path, a pair of id and text, nor a dict with such fields.
    """
    if isinstance(item, Document):
        return item
    if isinstance(item, str):
        return Document(ROW_ID.format(row=row), text=item)
    if isinstance(item, os.PathLike):
        return Document(Path(item).stem, path=os.fspath(item))
    if isinstance(item, tuple) and len(item) == 2 and all(isinstance(part, str) for part in item):
        return Document(item[0], text=item[1])
    if isinstance(item, dict):
        return _from_dict(item, row)
    if all(hasattr(item, name) for name in ("id", "raw", "period_end")):
        return Document(
            item.id, text=item.raw, title=item.title, period_start=item.period_start, period_end=item.period_end,
            paged=item.paged, name=item.source,
        )  # fmt: skip
    raise invalid("document", item, "a Document, a Plan, a str, a path, a pair (id, text), or a dict with these")


def _from_dict(item: dict, row: int) -> Document:
    unknown = sorted(set(item) - set(Document.__slots__))
    if unknown:
        raise invalid("document", item, f"a dict with the fields of a Document, which has no {unknown[0]!r}")
    fields = {key: value for key, value in item.items() if value is not None}
    if ("text" in fields) == ("path" in fields):
        raise PolicylabError("A document needs either a text or a path.")
    fields.setdefault("id", str(fields["path"]) if "path" in fields else ROW_ID.format(row=row))
    for key in ("id", "text", "title", "group", "encoding", "sha256", "name"):
        if key in fields and not isinstance(fields[key], str):
            raise invalid(key, fields[key], "a str")
    for key in ("period_start", "period_end"):
        if key in fields and not _is_year(fields[key]):
            raise invalid(key, fields[key], "a year (an int)")
    if "path" in fields:
        fields["path"] = os.fspath(fields["path"])
    return Document(**fields)


def _is_year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200
