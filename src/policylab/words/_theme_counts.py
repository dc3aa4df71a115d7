"""Declared themes: reading them, and counting their mentions."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml
from policylab.words._index import WordIndex, index_words
from policylab.words._segmenter import Segmenter
from policylab.words._terms import check_terms, written


@dataclass(frozen=True)
class Theme:
    """A theme: its id, its names, where its definition comes from, and its terms."""

    id: str
    zh: str
    en: str
    source: str
    terms: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ThemeCounts:
    """Mentions of each term of the themes, counted once where terms stand inside each other."""

    words: WordIndex
    themes: list[Theme]
    terms: list[str]
    counts: np.ndarray  # paragraphs first
    lengths: np.ndarray  # tokens that are part of a mention, by paragraph
    member: np.ndarray  # terms first, themes second: 1 where the term is one of the theme's


def read_themes(source: str | Path | Mapping | None = None) -> list[Theme]:
    """Read themes: None is the list that comes with policylab, a path is a TOML file of the same form.

    Raises
    ------
    PolicylabError
        If a theme lacks its id or its terms, or if an id or a term is there twice.

    Examples
    --------
    >>> [theme.zh for theme in read_themes()][:3]
    ['新型基础设施', '数据要素', '数字政府']
    """
    if source is None:
        table: Mapping = load_toml("themes.toml")
    elif isinstance(source, Mapping):
        table = source
    elif isinstance(source, (str, Path)):
        try:
            table = tomllib.loads(Path(source).read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise PolicylabError(f"`themes` names the file {str(source)!r}, which cannot be read.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PolicylabError(f"The themes {Path(source).name} are not valid TOML: {error}.") from error
    else:
        raise invalid("themes", source, "None, or a path to a TOML file")
    themes = [_theme(number, entry) for number, entry in enumerate(table.get("theme", []), start=1)]
    if not themes:
        raise PolicylabError("`themes` has no theme. Give at least one [[theme]] with an id and terms.")
    for repeated in {theme.id for theme in themes if sum(other.id == theme.id for other in themes) > 1}:
        raise PolicylabError(f"`themes` has the id {repeated!r} twice. Rename one of them.")
    return themes


def count_themes(corpus, themes, segmenter: Segmenter | None) -> ThemeCounts:
    """Count the mentions of every term of the themes; the longest term that stands at a place takes it."""
    themes = read_themes(themes)
    words = index_words(corpus, segmenter=segmenter)
    form = {term: words.segmenter.fold(term) for theme in themes for term in theme.terms}
    terms = sorted(set(form.values()))
    column = {term: number for number, term in enumerate(terms)}
    member = np.zeros((len(terms), len(themes)), dtype=np.int64)
    for number, theme in enumerate(themes):
        member[[column[form[term]] for term in theme.terms], number] = 1
    lengths_by_first: dict[str, list[int]] = defaultdict(list)
    for term in terms:
        if len(term) not in lengths_by_first[term[0]]:
            lengths_by_first[term[0]].append(len(term))
    for lengths in lengths_by_first.values():
        lengths.sort(reverse=True)
    counts = np.zeros((len(words.spans), len(terms)), dtype=np.int64)
    covered = np.zeros(len(words.spans), dtype=np.int64)
    for paragraph, (text, spans) in enumerate(zip(words.frame["text"], words.spans, strict=True)):
        rewritten, places = written(text, spans)
        ends = {end: number for _, end, number in places}
        free = 0
        for begin, _, number in places:
            if begin < free:
                continue
            for length in lengths_by_first.get(rewritten[begin], ()):
                last = ends.get(begin + length)
                term = rewritten[begin : begin + length]
                if last is not None and term in column:
                    counts[paragraph, column[term]] += 1
                    covered[paragraph] += last - number + 1
                    free = begin + length
                    break
    return ThemeCounts(words, themes, terms, counts, covered, member)


def _theme(number: int, entry: Mapping) -> Theme:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str) or not entry["id"]:
        raise PolicylabError(f"`themes`, theme {number}: it has no id. Give it one, such as id = \"data\".")
    if not entry.get("terms"):
        raise PolicylabError(f"`themes`, theme {entry['id']!r}: it has no terms. Give it terms = [...].")
    try:
        terms = check_terms(entry["terms"])
    except PolicylabError as error:
        raise PolicylabError(f"`themes`, theme {entry['id']!r}: {error}") from None
    names = {lang: entry.get(lang) or entry["id"] for lang in ("zh", "en")}
    return Theme(id=entry["id"], source=entry.get("source", ""), terms=tuple(terms), **names)
