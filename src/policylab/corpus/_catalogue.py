"""The catalogue of a study: `corpus.toml`, one ``[[source]]`` a file."""

from __future__ import annotations

import datetime
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from policylab.corpus._plan import PLANS, Described
from policylab.corpus._reader_corrections import corrections_file
from policylab.errors import CatalogueError, SourceError, shown, unknown
from policylab.numbers._calendar import PLAN_YEARS
from policylab.resources import CATALOGUE, parse_toml
from policylab.resources._translation import LANGUAGES
from policylab.text._sources import SUFFIXES, read_spreadsheet

ROLES = ("plan", "witness", "reference")
ALLOW_OUTSIDE = "POLICYLAB_ALLOW_OUTSIDE"  # set by `--allow-outside`, for the notebooks that a run starts, too
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST_ID = 100
_LISTS = ("dictionary", "stopwords")
_DATES = {"issued": (datetime.date, "a date such as 2021-12-28"), "period_start": (int, "a year"), "period_end": (int, "a year")}
CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
# Windows takes these for devices, whatever their ending
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(kw_only=True)
class Entry(Described):
    """One source of a catalogue: what is said of it, and how its file is to be read."""

    file: str
    layout: str | None = None
    errors: str | None = None
    revisions: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """A study's title, its own word lists, and its sources."""

    path: Path
    entries: tuple[Entry, ...]
    title: str | None = None
    title_zh: str | None = None
    lang: str | None = None  # in which the commands speak in the study's folder
    dictionary: Path | None = None
    stopwords: Path | None = None
    corrections: Path | None = None  # corrections.csv or .xlsx beside the catalogue
    replace_lists: bool = False  # whether they stand in the place of those that come with policylab
    pairs: tuple[tuple[str, str], ...] | None = None  # plans of one kind, the earlier first; None: found by their titles
    repairs: tuple[tuple[str, str, str], ...] = ()  # source, damaged run, accepted reading

    def accepted(self, id: str) -> dict[str, str]:
        """The damaged runs of a source whose reading the study accepts, with that reading."""
        return {raw: reading for source, raw, reading in self.repairs if source == id}


def read_catalogue(path: Path) -> Catalogue:
    """Read and check a catalogue, or that of a folder."""
    if path.is_dir():
        path = path / CATALOGUE
    return parse_catalogue(catalogue_text(path), path)


def catalogue_text(path: Path) -> str:
    """What a catalogue says, as it was written."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CatalogueError(f"There is no catalogue {path}. Make a study with `policylab new DIR`.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"The catalogue {path} is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise CatalogueError(f"The catalogue {path} cannot be read: {error.strerror}.") from None


def catalogue_tables(text: str, path: Path) -> dict:
    """The tables of a catalogue, of which nothing is checked but that they are TOML."""
    return parse_toml(text, f"catalogue {path}", raises=CatalogueError)


def parse_catalogue(text: str, path: Path) -> Catalogue:
    """The catalogue that a text makes which stands at `path`, or will stand there."""
    data = catalogue_tables(text, path)
    study, sources, repairs = data.pop("study", {}), data.pop("source", []), data.pop("repair", [])
    if data:
        raise CatalogueError(
            f"The catalogue {path} has an unknown table [{next(iter(data))}]. Known: study, source, repair."
        )
    if not isinstance(study, dict) or not isinstance(sources, list):
        raise CatalogueError(f"The catalogue {path} must have one table [study] and one [[source]] for each source.")
    if not sources:
        raise CatalogueError(f"The catalogue {path} names no source. Add one with `policylab add FILE`.")
    known = ("title", "title_zh", "lang", *_LISTS, "replace_lists", "pairs")
    for key, value in study.items():
        if key not in known:
            raise CatalogueError(f"{path}, [study]: {unknown('field', key, known)}")
        if key == "lang" and value not in LANGUAGES:
            raise CatalogueError(f"{path}, [study]: `lang` must be zh or en, got {value!r:.80}.")
        if key == "replace_lists" and not isinstance(value, bool):
            raise CatalogueError(f"{path}, [study]: `replace_lists` must be true or false, got {value!r:.80}.")
        if key not in ("replace_lists", "pairs"):
            _check_text(key, value, where=f"{path}, [study]")
    entries = tuple(read_entry(path, number, raw) for number, raw in enumerate(sources, 1))
    _check_together(path, entries)
    own = dict(study)
    own |= {key: _word_list(path, key, study[key]) for key in _LISTS if key in study}
    if "pairs" in study:
        own["pairs"] = _read_pairs(path, study["pairs"], entries)
    accepted = _accepted(path, repairs, [entry.id for entry in entries])
    return Catalogue(path, entries, **own, corrections=corrections_file(path.parent), repairs=accepted)


def _read_pairs(path: Path, value: object, entries: tuple[Entry, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs of plans of one kind that the catalogue names, such as [["plan-2015", "plan-2021"]]."""
    plans = [entry.id for entry in entries if entry.role == "plan"]
    where = f"{path}, [study]: `pairs`"
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise CatalogueError(f'{where} must be a list of two ids each, such as [["plan-2015", "plan-2021"]].')
    for pair in value:
        for plan in pair:
            if plan not in plans:
                raise CatalogueError(f"{where}: {unknown('plan', plan, plans)}")
        if pair[0] == pair[1]:
            raise CatalogueError(f"{where} has {pair[0]!r} beside itself. Name two plans.")
    return tuple((one, other) for one, other in value)


def _accepted(path: Path, repairs: object, ids: list[str]) -> tuple[tuple[str, str, str], ...]:
    """The tables [[repair]]: readings of damaged runs that the study's author has accepted."""
    if not isinstance(repairs, list):
        raise CatalogueError(f"The catalogue {path} must have one table [[repair]] for each accepted reading.")
    found = []
    for number, raw in enumerate(repairs, 1):
        where = f"{path}, repair {number}"
        if not isinstance(raw, dict) or set(raw) != {"source", "raw", "reading"}:
            raise CatalogueError(f"{where} must have the fields source, raw and reading, and no other.")
        for key, value in raw.items():
            _check_text(key, value, where=where)
        if raw["source"] not in ids:
            raise CatalogueError(f"{where}: {unknown('source', raw['source'], ids)}")
        found.append((raw["source"], raw["raw"], raw["reading"]))
    return tuple(found)


def _check_text(key: str, value: object, *, where: str) -> None:
    if not isinstance(value, str):
        raise CatalogueError(f"{where}: `{key}` must be a text in quotes, got {value!r:.80}.")
    if not value.strip():
        raise CatalogueError(f"{where}: `{key}` is empty. Leave the line out where the source is silent.")
    control = CONTROL.search(" ".join(value.split()) if key == "note" else value)
    if control:
        raise CatalogueError(
            f"{where}: `{key}` has a control character (U+{ord(control[0]):04X}). Write it on one line, without it."
        )


def _word_list(path: Path, key: str, name: str) -> Path:
    """A list of words that a catalogue names: a text file of the study, or a spreadsheet."""
    file = path.parent / name
    check_inside(file, path, where=f"{path}, [study]: `{key}`")
    if name.lower().endswith(SUFFIXES):
        try:
            read_spreadsheet(file)
        except SourceError as error:
            raise CatalogueError(f"{path}, [study]: `{key}` names {name}. {error}") from None
        return file
    try:
        content = file.read_bytes()
        content.decode("utf-8-sig")
        why = "has zero bytes, as no text has" if b"\0" in content else ""
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    except UnicodeDecodeError:
        why = "is not UTF-8 text"
    if why:
        raise CatalogueError(f"{path}, [study]: `{key}` names {name}, which {why}. Name a text file or a spreadsheet, or leave it out.")
    return file


def check_inside(file: Path, path: Path, *, where: str) -> None:
    """Refuse a file that lies out of the study's folder, with all links followed, but where that is allowed.

    A catalogue from a stranger could name any file of its reader.
    """
    try:
        inside = file.resolve().is_relative_to(path.parent.resolve())
        file.exists()
    except (OSError, RuntimeError):  # a link in a circle, a name that is too long
        raise CatalogueError(f"{where} names {str(file)!r:.200}, which cannot be followed. Correct it.") from None
    if not inside and not os.environ.get(ALLOW_OUTSIDE):
        raise CatalogueError(
            f"{where} names a file out of the study's folder, {file.resolve()}. Copy it into the study, or allow it with "
            "--allow-outside if you trust this catalogue."
        )


def read_entry(path: Path, number: int, raw: object) -> Entry:
    """The entry that a table [[source]] of a catalogue makes."""
    where = f"{path}, source {number}"
    if not isinstance(raw, dict):
        raise CatalogueError(f"{where} must be a table [[source]].")
    if isinstance(raw.get("id"), str) and _ID.match(raw["id"]):
        where += f" ({raw['id']:.{_LONGEST_ID}})"
    names = [field.name for field in fields(Entry)]
    for key, value in raw.items():
        if key not in names:
            raise CatalogueError(f"{where}: {unknown('field', key, names)}")
        if key == "after":
            if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
                raise CatalogueError(f'{where}: `after` must be a list of ids such as ["plan-2019"], got {value!r:.80}.')
        elif key == "variables":
            check_variables(value, {*names, *PLANS}, where=where)
        elif key not in _DATES:
            _check_text(key, value, where=where)
    check_dates(raw, where=where)
    for key in ("id", "file", "role", "title"):
        if key not in raw:
            raise CatalogueError(f"{where} lacks the field `{key}`.")
    entry = Entry(**{**raw, "after": tuple(raw.get("after", ()))})
    check_id(entry.id, where=where)
    if entry.layout not in (None, "paged"):
        raise CatalogueError(f"{where}: `layout` must be 'paged' or left out, got {entry.layout!r}.")
    for key, known in (("role", ROLES), ("errors", ("strict", "replace")), ("revisions", ("accepted", "original"))):
        if getattr(entry, key) not in (None, *known):
            raise CatalogueError(f"{where}: `{key}` must be one of {', '.join(known)}, got {getattr(entry, key)!r}.")
    return entry


def check_dates(dates: Mapping[str, object], *, where: str) -> None:
    """Refuse a day of issue, or a first or last year (issued, period_start, period_end), that can be none; None is unknown."""
    for key, (kind, what) in _DATES.items():
        value = dates.get(key)
        right = isinstance(value, kind) and not isinstance(value, (bool, datetime.datetime))
        if value is not None and not (right and (kind is not int or value in PLAN_YEARS)):
            raise CatalogueError(f"{where}: `{key}` must be {what}, got {shown(value)}.")
    start, end = dates.get("period_start"), dates.get("period_end")
    if start and end and end < start:
        raise CatalogueError(f"{where}: the period ends ({end}) before it begins ({start}).")


def check_variables(variables: object, taken: Iterable[str], *, where: str) -> None:
    """Refuse document variables that could be no columns: `variables = { province = "广东" }`."""
    if not isinstance(variables, Mapping):
        raise CatalogueError(f'{where}: `variables` must be a table such as {{ province = "广东" }}, got {variables!r:.80}.')
    for name, value in variables.items():
        if not isinstance(name, str) or not name.isidentifier() or name in {*taken, "plan", "source", "text"}:
            raise CatalogueError(
                f"{where}: the variable {name!r:.80} cannot be a column's name, or has a meaning of its own. Name it otherwise."
            )
        if isinstance(value, str):
            _check_text(name, value, where=where)
        elif not isinstance(value, (bool, int, float)):
            raise CatalogueError(f"{where}: the variable `{name}` must be a text, a number, true or false, got {value!r:.80}.")


def check_id(value: object, *, where: str) -> None:
    """Refuse an id that could not be a file name or a column value on every machine."""
    if not isinstance(value, str) or not _ID.match(value):
        raise CatalogueError(
            f"{where}: the id {value!r:.80} must be lower-case letters and digits joined by hyphens, such as plan-2021."
        )
    if len(value) > _LONGEST_ID:
        raise CatalogueError(f"{where}: an id has at most {_LONGEST_ID} characters, and this one {len(value)}.")
    check_no_device(value, where=where)


def check_no_device(name: str, *, where: str) -> None:
    """Refuse a name that Windows has given away, such as con: a study is for every machine."""
    if name.lower().partition(".")[0] in _DEVICES:
        raise CatalogueError(f"{where}: {name!r} cannot be the name of a file on Windows. Give another one.")


def _check_together(path: Path, entries: tuple[Entry, ...]) -> None:
    times = Counter(entry.id for entry in entries)
    witness_of = {entry.id: entry.witness_of for entry in entries}
    for number, entry in enumerate(entries, 1):
        where = f"{path}, source {number} ({entry.id})"
        if times[entry.id] > 1:
            raise CatalogueError(f"{path}: the id {entry.id!r} stands there twice. Each source needs an id of its own.")
        for id in entry.after:
            if id not in witness_of or id == entry.id:
                raise CatalogueError(f"{path}, {entry.id}, after: {unknown('source', id, set(witness_of) - {entry.id})}")
        if entry.role == "witness" and entry.witness_of is None:
            raise CatalogueError(f"{where}: a witness needs `witness_of`, the id of the plan of which it is another printing.")
        if entry.witness_of is not None and entry.witness_of not in witness_of:
            raise CatalogueError(f"{path}, {entry.id}, witness_of: {unknown('source', entry.witness_of, witness_of)}")
        file = path.parent / entry.file
        check_inside(file, path, where=f"{where}: `file`")
        if os.path.abspath(file) == os.path.abspath(path):
            raise CatalogueError(f"{where}: `file` names the catalogue itself. Name the file that holds the document.")
        if file.exists() and not file.is_file():
            raise CatalogueError(f"{where}: `file` names {entry.file}, which is no file. Name one file.")
    try:
        TopologicalSorter({name: [other] for name, other in witness_of.items() if other is not None}).prepare()
    except CycleError as error:
        name = error.args[1][0]
        raise CatalogueError(
            f"{path}, {name}: `witness_of` leads round in a circle ({name} is a witness of {witness_of[name]}). Name a "
            "plan that is no witness."
        ) from None
