"""Schemes: the codes that a coder may give, each with what it means, an example and its boundary, in a TOML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policylab.checks import check_kind
from policylab.errors import PolicylabError, unknown
from policylab.resources import read_toml, resource_path

FOLDER = "schemes"
_ID = re.compile(r"[a-z][a-z0-9-]*")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """A type that codes belong to: its id, its names and what it means, in English and Chinese."""

    id: str
    label: Pair
    definition: Pair


@dataclass(frozen=True)
class Code:
    """A code: its id, names, meaning and boundary in English and Chinese, Chinese examples, and its group, if it has one."""

    id: str
    label: Pair
    definition: Pair
    boundary: Pair
    examples: tuple[str, ...]
    group: str | None = None

    @property
    def choice(self) -> str:
        """What the drop-down list shows."""
        return f"{self.id} {self.label[1]}"


SCHEME = "a scheme, as `read_scheme` makes it, or `read_pmc_scheme` that of an index"


@dataclass(frozen=True)
class Scheme:
    """A scheme of codes.

    Attributes
    ----------
    id : str
    label, question : (str, str)
        Name, and what is asked of each sentence, in English and Chinese.
    source : str
        Whose scheme it is.
    rules : tuple of (str, str)
        Rules for all codes.
    groups : tuple of Group
    codes : tuple of Code
        A code without a group, such as "no instrument", counts in no share.
    """

    id: str
    label: Pair
    source: str
    question: Pair
    rules: tuple[Pair, ...]
    groups: tuple[Group, ...]
    codes: tuple[Code, ...]

    @cached_property
    def group_of(self) -> dict[str, str | None]:
        """The group of each code."""
        return {code.id: code.group for code in self.codes}

    @cached_property
    def _answers(self) -> dict[str, str]:
        """What a coder may write for each code: its id, a name, or what the list shows."""
        answers = {}
        for code in self.codes:
            for answer in (code.id, *code.label, code.choice):
                answers["".join(answer.lower().split())] = code.id
        return answers

    def read(self, answer: str) -> str:
        """The code that an answer means.

        >>> read_scheme("instruments").read("人才培养")
        'talent'
        """
        known = self._answers.get("".join(answer.lower().split()))
        if known is None:
            raise unknown("code", answer, [text for code in self.codes for text in (code.id, code.label[1])])
        return known


def read_scheme(source: str | Path | Mapping) -> Scheme:
    """Read a scheme: the name of one that comes with policylab (instruments, directive), or a TOML file of one's own.

    Raises
    ------
    PolicylabError
        If there is no such scheme, or at its first fault: what is missing or wrong, of which code.

    Examples
    --------
    >>> scheme = read_scheme("instruments")
    >>> [group.label[1] for group in scheme.groups], len(scheme.codes)
    (['供给型', '环境型', '需求型'], 19)
    """
    table, where = read_table(source)
    if "variable" in table:
        raise PolicylabError(f"{where} is a scheme of the PMC index. Read it with `policylab.coding.read_pmc_scheme`.")
    id = _id(table, where)
    groups = tuple(
        Group(_id(entry, f"{where}, group {number}"), *(read_pair(entry, key, f"{where}, group {number}") for key in ("label", "definition")))
        for number, entry in enumerate(entries(table, "group", where), start=1)
    )  # fmt: skip
    if not groups:
        raise PolicylabError(f"{where} has no [[group]]. Give at least one: a code without a group, such as none, counts in no share.")
    if len(entries(table, "code", where)) < 2:
        raise PolicylabError(f"{where} has fewer than two [[code]]. Give each code an id, label, definition, examples and boundary.")
    codes = tuple(_code(entry, f"{where}, code {number}", groups) for number, entry in enumerate(table["code"], start=1))
    check_once([one.id for one in (*groups, *codes)], "id", where)
    for lang in (0, 1):
        check_once([code.label[lang] for code in codes], "label", where)
    for group in groups:
        if not any(code.group == group.id for code in codes):
            raise PolicylabError(f"{where}: the group {group.id!r} has no code. Give one code group = {group.id!r}, or take the group out.")
    rules = table.get("rules", [])
    if not isinstance(rules, list):
        raise PolicylabError(f"{where}: `rules` must be a list of pairs [English, Chinese].")
    return Scheme(
        id, read_pair(table, "label", where), str(table.get("source", "")), read_pair(table, "question", where),
        tuple(read_pair({"rules": rule}, "rules", where) for rule in rules), groups, codes,
    )  # fmt: skip


def read_table(source: object) -> tuple[Mapping, str]:
    """The table of a scheme, and how to speak of it."""
    if isinstance(source, Mapping):
        return source, "The scheme"
    check_kind("scheme", source, str | Path, "the name of a scheme or the path of a TOML file")
    path = Path(source)
    if isinstance(source, str) and not path.suffix and "/" not in source:
        try:
            path = resource_path(f"{FOLDER}/{source}.toml")
        except PolicylabError:
            known = sorted(one.stem for one in (resource_path("directives.toml").parent / FOLDER).glob("*.toml"))
            raise PolicylabError(f"{unknown('scheme', source, known)} A scheme of your own is a file that ends in .toml.") from None
    return read_toml(path, "scheme"), f"The scheme {path.name}"


def entries(table: Mapping, key: str, where: str) -> list[Mapping]:
    """The tables ``[[key]]`` of a scheme."""
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise PolicylabError(f"{where}: write each {key} as a table of its own, under [[{key}]].")
    return found


def _code(entry: Mapping, where: str, groups: tuple[Group, ...]) -> Code:
    id = _id(entry, where)
    where = f"{where} ({id})"
    group, examples = entry.get("group"), entry.get("examples")
    if group is not None and group not in {one.id for one in groups}:
        raise PolicylabError(f"{where}: {unknown('group', group, [one.id for one in groups])}")
    if not examples or not are_texts(examples):
        raise PolicylabError(f"{where} has no examples. Give at least one sentence: examples = [\"…\"].")
    texts = (read_pair(entry, key, where) for key in ("label", "definition", "boundary"))
    return Code(id, *texts, examples=tuple(examples), group=group)


def _id(entry: Mapping, where: str) -> str:
    id = entry.get("id")
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise PolicylabError(f"{where} has {id!r} as its id. Give it one of lower-case letters, digits and hyphens: id = \"talent\".")
    return id


def read_pair(entry: Mapping, key: str, where: str) -> Pair:
    value = entry.get(key)
    if not are_texts(value, 2):
        raise PolicylabError(f"{where} has no `{key}` in both languages. Write {key} = [\"English\", \"中文\"].")
    return value[0].strip(), value[1].strip()


def are_texts(value: object, length: int | None = None) -> bool:
    """Whether a value is a list of texts, of so many where a length is given."""
    texts = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
    return texts and length in (None, len(value))


def check_once(names: list[str], what: str, where: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise PolicylabError(f"{where} has the {what} {twice!r} twice. Each {what} must be its own.")
