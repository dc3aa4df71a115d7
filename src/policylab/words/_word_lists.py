"""Lists of words: terms, user dictionaries, stop words and synonyms, from text files and spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import as_list, check_kind, check_path
from policylab.errors import PolicylabError, SourceError, invalid
from policylab.resources import load_toml, read_toml, resource_path
from policylab.resources._word_patterns import HAN
from policylab.text import fold_query
from policylab.text._sources import SUFFIXES, read_spreadsheet

if TYPE_CHECKING:
    import pandas as pd

WORD_SIGNS = f"〇{HAN}"  # 二〇二五 is one run of them
HAN_WORD = re.compile(f"[{WORD_SIGNS}]+")
ASCII_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
TAG = re.compile(r"[a-z][a-z0-9]{0,4}")
WORDS_OF = "a path or an iterable of str"


@dataclass(frozen=True)
class Entry:
    """A word of a user dictionary, with its frequency and part-of-speech tag where they are given."""

    word: str
    frequency: int | None = None
    tag: str | None = None

    def line(self) -> str:
        """The entry as a line of a dictionary file."""
        return " ".join(str(part) for part in (self.word, self.frequency, self.tag) if part is not None)


def read_dictionary(source: str | Path | Iterable[str] | None, *, extend: bool = True) -> tuple[Entry, ...]:
    """Entries of a user dictionary and of the one that comes with policylab, sorted, each word once.

    `source` None is the dictionary that comes with policylab (``resources/user_dictionary.txt``). A file or an iterable
    has one ``word [frequency] [tag]`` an entry, as jieba's user dictionaries have; ``#`` starts a comment line. In a
    spreadsheet (XLSX, CSV) these are columns of the first sheet, with or without heads. An empty iterable is no
    dictionary at all. Words are written as the texts are (區塊鏈 is read as 区块链); with `extend` those that come with
    policylab stay, and an entry of `source` for the same word comes first. Of a broken line the error gives the file,
    the line's number and the line.
    """
    builtin = resource_path("user_dictionary.txt")
    if source is None:
        source, extend = builtin, False
    if isinstance(source, (str, Path)):
        lines, one = _listed(source, "dictionary", None), "entry" if is_sheet(source) else "line"
        where = f"The dictionary {Path(source).name}, {one}"
    else:
        lines, where = as_list("dictionary", source, WORDS_OF), "`dictionary`, entry"
    entries = {entry.word: entry for entry in read_dictionary(builtin, extend=False)} if extend and lines else {}
    for number, line in enumerate(lines, start=1):
        check_kind("dictionary", line, str, WORDS_OF)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry = _parse_entry(line, f"{where} {number}")
        if not entry.word.isascii():
            entry = replace(entry, word=fold_query(entry.word))
        entries[entry.word] = entry
    return tuple(entries[word] for word in sorted(entries))


def read_stopwords(source: str | Path | Iterable[str] | None, *, extend: bool = True) -> frozenset[str]:
    """Stop words, and those that come with policylab unless `extend` is False; an empty iterable is none at all.

    A file has one a line, a spreadsheet (XLSX, CSV) one a row, in the first column of its first sheet.
    """
    builtin = resource_path("stopwords.txt")
    if source is None:
        source, extend = builtin, False
    if isinstance(source, (str, Path)):
        source = [line for line in _listed(source, "stopwords") if not line.startswith("#")]
    words = as_list("stopwords", source, WORDS_OF)
    if odd := [word for word in words if not isinstance(word, str)]:
        raise invalid("stopwords", odd[0], WORDS_OF)
    words = list(map(str.strip, words))
    own = frozenset(fold(word if word.isascii() else fold_query(word)) for word in words if word)
    return own | read_stopwords(builtin, extend=False) if extend and own else own


def read_terms(path: str | Path) -> list[str]:
    """Terms of a file: one a line of a text, one a row in the first column of a spreadsheet (XLSX, CSV).

    Everything that takes a list of terms takes such a file as well: ``keyword_trends(corpus, Path("terms.xlsx"))``.

    Parameters
    ----------
    path : path
        In a text file ``#`` starts a comment line. The head of the column may be missing; it is term, 词 or the like.

    Returns
    -------
    list of str

    Raises
    ------
    PolicylabError
        If the file cannot be read, or has no term.
    """
    check_path("path", path)
    terms = [line for line in _listed(path, "terms") if line and not line.startswith("#")]
    if not terms:
        raise PolicylabError(f"There is no term in {Path(path).name}. Write one a row, in the first column.")
    return terms


def is_sheet(source: object) -> bool:
    """Whether a list of words is given as a spreadsheet."""
    return isinstance(source, (str, Path)) and str(source).lower().endswith(SUFFIXES)


def column_of(head: object) -> str:
    """What a column of a list holds, by its head as ``list_columns.toml`` knows it; else the head itself, in small letters.

    >>> column_of("词频"), column_of("Total"), column_of("页码")
    ('count', 'total', '页码')
    """
    head = str(head).lower()
    return next((name for name, heads in load_toml("list_columns.toml").items() if head in heads), head)


def first_sheet(path: str | Path, name: str) -> pd.DataFrame:
    """The first sheet of a spreadsheet that the parameter `name` names."""
    try:
        return next(iter(read_spreadsheet(path).values()))
    except SourceError as error:
        raise PolicylabError(f"`{name}` names {str(path)!r}: {error}") from None


def _listed(path: str | Path, name: str, cells: int | None = 1) -> list[str]:
    """The lines of a text file that the parameter `name` names, or the first cells (or all) of the rows of a spreadsheet.

    Of a spreadsheet's first sheet these are the rows whose first cell is not empty; a first row that is no head is one.
    """
    if is_sheet(path):
        table = first_sheet(path, name)
        head = ["" if str(cell).startswith("Unnamed: ") else str(cell) for cell in table.columns]
        rows = [[str(cell).strip() for cell in row] for row in table.itertuples(index=False)]
        if head and column_of(head[0]) != "term":
            rows.insert(0, head)
        return [" ".join(filter(None, row[:cells])) for row in rows if row[0] and not row[0].startswith("#")]
    try:
        return [line.strip() for line in Path(path).read_text(encoding="utf-8-sig").splitlines()]
    except OSError as error:
        raise PolicylabError(f"`{name}` names the file {str(path)!r}, which cannot be read.") from error
    except UnicodeDecodeError as error:
        raise PolicylabError(f"`{name}` names the file {Path(path).name!r}, which is not UTF-8.") from error


def read_synonyms(source: bool | str | Path | Mapping[str, Iterable[str]] | None) -> dict[str, str]:
    """Canonical form of each variant: True is ``resources/synonyms.toml``, None or False is none."""
    if source is None or source is False:
        return {}
    if source is True:
        table = load_toml("synonyms.toml")["synonyms"]
    elif isinstance(source, (str, Path)):
        table = read_toml(source, "file of synonyms").get("synonyms", {})
    elif isinstance(source, Mapping):
        table = source
    else:
        raise invalid("synonyms", source, "True, None, a path to a TOML file, or a dict of canonical term to variants")
    canonical_of: dict[str, str] = {}
    for canonical, variants in table.items():
        for variant in as_list("synonyms", variants, "a dict of canonical term to a list of variants"):
            if not isinstance(variant, str):
                raise invalid("synonyms", {canonical: variants}, "a dict of canonical term to a list of variants")
            known = canonical_of.setdefault(fold(variant), canonical)
            if known != canonical:
                raise PolicylabError(f"The variant {variant!r} has two canonical forms, {known!r} and {canonical!r}.")
    return canonical_of


def fold(text: str) -> str:
    """Letters in upper case, and nothing else changed, so that offsets stay what they are.

    >>> fold("NB-IoT和5g")
    'NB-IOT和5G'
    """
    upper = text.upper()
    # a few letters grow (ß, ŉ): then only ASCII is folded, character by character, which is slower
    return upper if len(upper) == len(text) else text.translate(ASCII_UPPER)


def _parse_entry(line: str, where: str) -> Entry:
    expected = "expected `word [frequency] [tag]`, such as `智慧城市`, `智慧城市 500` or `智慧城市 500 n`"
    parts = line.split()
    word, rest = parts[0], parts[1:]
    frequency = tag = None
    if rest and re.fullmatch(r"[0-9]+", rest[0]):
        frequency, rest = int(rest[0]), rest[1:]
    if rest and TAG.fullmatch(rest[0]):
        tag, rest = rest[0], rest[1:]
    # a frequency of 0 would make jieba split the word for every tokenizer of the process
    if rest or frequency == 0 or not any(c.isalnum() for c in word):
        raise PolicylabError(f"{where} is broken: {expected}, got {line.strip()!r}.")
    return Entry(word, frequency, tag)
