"""Word lists, units, repairs and name tables: files beside this module that a scholar may read and edit.

`load_toml(name)` and `load_lines(name)` read one of them (cached); `data_path(name)` finds the files of the
study that comes with policylab, in the installed package or in a checkout.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from policylab.errors import PolicylabError, unknown

HERE = Path(__file__).parent
MESSAGES = "messages_zh.toml"
_ENDS = re.compile(r"(?<=[.?!;:])\s+")
_SENTENCES = re.compile(r"[.?!]\s")
# a Chinese name in an English sentence, with what may be brackets within it, and the quotation mark behind it
_CHINESE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z0-9]*[\u4e00-\u9fff](?:[^\s,;:.()“”]|\([^\s()]*\))*)(”?)")


def resource_path(name: str) -> Path:
    """Path of a resource file, e.g. ``resource_path("units.toml")``."""
    path = HERE / name
    if not path.is_file():
        names = [p.name for p in HERE.iterdir() if p.suffix in {".toml", ".txt"}]
        raise unknown("resource", name, names)
    return path


@functools.cache
def load_toml(name: str) -> dict:
    """Read a TOML resource; the dict is shared, so do not change it."""
    return read_toml(resource_path(name), "resource")


def read_toml(path: str | Path, what: str, *, hint: str = "Mend that line.", raises: type = PolicylabError) -> dict:
    """Read a TOML file, which an error names by `what` it is: "scheme"."""
    path = Path(path)
    try:
        return parse_toml(path.read_text(encoding="utf-8-sig"), f"{what} {path.name}", hint=hint, raises=raises)
    except OSError as error:
        raise raises(f"The {what} {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise raises(f"The {what} {path.name} is not valid TOML: {error}. {hint}") from None


def parse_toml(text: str, what: str, *, hint: str = "Mend that line.", raises: type = PolicylabError) -> dict:
    """The tables of a TOML text, which an error names by `what` it is."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = "its brackets stand too deep in one another" if isinstance(error, RecursionError) else str(error)
        raise raises(f"The {what} is not valid TOML: {why}. {hint}") from None


@functools.cache
def load_lines(name: str) -> tuple[str, ...]:
    """Read a text resource: one entry a line, without blank lines and ``#`` comments."""
    return tuple(read_lines(resource_path(name)))


def read_lines(path: Path) -> list[str]:
    """Entries of a text file in the form of the resources: one a line, ``#`` starts a comment line."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def _english() -> dict[str, str]:
    return {name: text for part in load_toml("glossary.toml").values() for name, text in part.items()}


def english(text: str, lang: str = "en") -> str:
    """A title, heading, indicator, agency or unit in a language: in English as the glossary has it, else as it is.

    >>> english("平方公里"), english("平方公里", "zh"), english("未译")
    ('km²', '平方公里', '未译')
    """
    return _english().get(text, text) if lang == "en" else text


def glossed(sentence: str) -> str:
    """An English sentence with the English behind each Chinese name or term in it that the glossary has.

    >>> glossed("“云计算” falls; raised: 5G基站, 未译的指标 (关键工序数控化率).")
    '“云计算” (cloud computing) falls; raised: 5G基站 (5G base stations), 未译的指标 (关键工序数控化率: numerical control of key processes).'
    """
    return _CHINESE.sub(lambda found: _with_english(found, sentence), sentence)


def _with_english(found: re.Match, sentence: str) -> str:
    name, quote = found[1], found[2]
    told = english(name)
    if told == name:
        return found[0]
    bracketed = sentence[: found.start()].endswith("(")
    return f"{name}{quote}: {told}" if bracketed else f"{name}{quote} ({told})"


def chinese(text: str) -> str:
    """A sentence, or several, in Chinese; what the catalogue does not have stays as it is.

    >>> chinese("There is no plan 'city-2012'. Known: city-2015.")
    "没有名为 'city-2012' 的规划。可用：city-2015。"
    """
    stripped = text.strip()
    if not re.search("[A-Za-z]", stripped):
        return text
    before, _, after = text.partition(stripped)
    return before + _told(stripped) + after


def _told(text: str) -> str:
    one = _whole(text)
    if one is not None:
        return one
    for cut in reversed(list(_ENDS.finditer(text))):  # the longest beginning that is known, then the rest
        first = _whole(text[: cut.start()])
        if first is not None:
            rest = _told(text[cut.end() :])
            return f"{first}{' ' if rest[:1].isascii() else ''}{rest}"
    one = _whole(text, several=True)
    if one is not None:
        return one
    cut = _ENDS.search(text)  # or the first sentence as it is
    return text if cut is None else f"{text[: cut.end()]}{_told(text[cut.end() :])}"


def _whole(text: str, *, several: bool = False) -> str | None:
    """A text that is one entry of the catalogue, with what differs in its place; that may be `several` sentences."""
    for head, pattern, said in _catalogue():
        found = pattern.fullmatch(text) if text.startswith(head) else None
        if found and (several or not any(_SENTENCES.search(part) for part in found.groups())):
            return said.format(*(_told(part) if several else _whole(part) or part for part in found.groups()))
    return None


@functools.cache
def _catalogue() -> list[tuple[str, re.Pattern, str]]:
    """How each entry begins, its pattern, and its Chinese: those that say most by themselves first."""
    entries = sorted(load_toml(MESSAGES)["messages"].items(), key=lambda entry: -len(entry[0].replace("{}", "")))
    return [
        (
            english.partition("{}")[0],
            re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL),
            said,
        )
        for english, said in entries
    ]  # fmt: skip


def data_path(name: str = "") -> Path:
    """Path in the data folder that comes with policylab: in the wheel, or in the checkout.

    >>> data_path("corpus.toml").name
    'corpus.toml'
    """
    for root in (HERE.parent / "data", HERE.parents[2] / "data"):
        if (root / "corpus.toml").is_file():
            return root / name
    raise PolicylabError("The data that come with policylab are not there. Install policylab again.")
