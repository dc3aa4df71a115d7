"""The catalogue of a study: `corpus.toml`, one ``[[source]]`` a file."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from policylab.errors import CatalogueError, PolicylabError, unknown

ROLES = ("plan", "witness", "reference")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True)
class Entry:
    """One source of a catalogue; what the source does not say is None."""

    id: str
    file: str
    role: str
    title: str
    sha256: str | None = None
    short_title: str | None = None
    short_title_zh: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued: datetime.date | None = None
    period_start: int | None = None
    period_end: int | None = None
    after: tuple[str, ...] = ()
    witness_of: str | None = None
    encoding: str | None = None
    layout: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """A study's title, its own word lists, and its sources."""

    path: Path
    entries: tuple[Entry, ...]
    title: str | None = None
    title_zh: str | None = None
    dictionary: Path | None = None
    stopwords: Path | None = None


def read_catalogue(path: Path) -> Catalogue:
    """Read and check a catalogue.

    Raises
    ------
    CatalogueError
        If the file is missing, is no TOML, or an entry is not what it should be; the message names the entry.
    """
    if path.is_dir():
        path = path / "corpus.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CatalogueError(f"There is no catalogue {path}. Make one with `policylab new DIR`.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"The catalogue {path} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue {path} is not valid TOML: {error}. Mend that line.") from None
    except OSError as error:
        raise CatalogueError(f"The catalogue {path} cannot be read: {error.strerror}.") from None
    study, sources = data.pop("study", {}), data.pop("source", [])
    if data:
        raise CatalogueError(f"The catalogue {path} has an unknown table [{next(iter(data))}]. Known: study, source.")
    if not isinstance(study, dict) or not isinstance(sources, list):
        raise CatalogueError(f"The catalogue {path} must have one table [study] and one [[source]] for each source.")
    if not sources:
        raise CatalogueError(f"The catalogue {path} names no source. Add one with `policylab add FILE`.")
    known = ("title", "title_zh", "dictionary", "stopwords")
    for key in study:
        if key not in known:
            raise CatalogueError(f"{path}, [study]: {unknown('field', key, known)}")
    entries = tuple(read_entry(path, number, raw) for number, raw in enumerate(sources, 1))
    _check_together(path, entries)
    lists = {key: path.parent / study[key] if study.get(key) else None for key in ("dictionary", "stopwords")}
    return Catalogue(path, entries, study.get("title"), study.get("title_zh"), **lists)


def read_entry(path: Path, number: int, raw: object) -> Entry:
    """The entry that a table [[source]] of a catalogue makes.

    Raises
    ------
    CatalogueError
        If a field is missing, unknown, or no value that it can have.
    """
    where = f"{path}, source {number}"
    if not isinstance(raw, dict):
        raise CatalogueError(f"{where} must be a table [[source]].")
    if isinstance(raw.get("id"), str):
        where += f" ({raw['id']})"
    types = {"issued": datetime.date, "period_start": int, "period_end": int}
    names = [field.name for field in fields(Entry)]
    for key, value in raw.items():
        if key not in names:
            raise CatalogueError(f"{where}: {unknown('field', key, names)}")
        if key == "after":
            if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
                raise CatalogueError(f'{where}: `after` must be a list of ids such as ["plan-2019"], got {value!r}.')
            continue
        expected = types.get(key, str)
        if not isinstance(value, expected) or isinstance(value, bool):
            what = {"issued": "a date such as 2021-12-28", "period_start": "a year", "period_end": "a year"}
            raise CatalogueError(f"{where}: `{key}` must be {what.get(key, 'a text in quotes')}, got {value!r}.")
        if value == "":
            raise CatalogueError(f"{where}: `{key}` is empty. Leave the line out where the source is silent.")
    for key in ("id", "file", "role", "title"):
        if key not in raw:
            raise CatalogueError(f"{where} lacks the field `{key}`.")
    entry = Entry(**{**raw, "after": tuple(raw.get("after", ()))})
    check_id(entry.id, where=where)
    if entry.role not in ROLES:
        raise CatalogueError(f"{where}: `role` must be one of {', '.join(ROLES)}, got {entry.role!r}.")
    if entry.layout not in (None, "paged"):
        raise CatalogueError(f"{where}: `layout` must be 'paged' or left out, got {entry.layout!r}.")
    for key in ("period_start", "period_end"):
        year = getattr(entry, key)
        if year is not None and not 1900 <= year <= 2200:
            raise CatalogueError(f"{where}: `{key}` must be a year, got {year}.")
    if entry.period_start and entry.period_end and entry.period_end < entry.period_start:
        raise CatalogueError(f"{where}: the period ends ({entry.period_end}) before it begins ({entry.period_start}).")
    return entry


def check_id(value: str, *, where: str = "id") -> None:
    """Refuse an id that could not be a file name or a column value on every machine."""
    if not _ID.match(value):
        raise CatalogueError(
            f"{where}: the id {value!r} must be lower-case letters and digits joined by hyphens, such as plan-2021."
        )


def _check_together(path: Path, entries: tuple[Entry, ...]) -> None:
    ids = [entry.id for entry in entries]
    for entry in entries:
        if ids.count(entry.id) > 1:
            raise CatalogueError(f"{path}: the id {entry.id!r} stands there twice. Each source needs an id of its own.")
        for id in entry.after:
            if id not in ids or id == entry.id:
                raise CatalogueError(f"{path}, {entry.id}, after: {unknown('source', id, [i for i in ids if i != entry.id])}")
        if entry.witness_of is not None and entry.witness_of not in ids:
            error: PolicylabError = unknown("source", entry.witness_of, ids)
            raise CatalogueError(f"{path}, {entry.id}, witness_of: {error}")
