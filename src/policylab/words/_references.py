"""What a plan's words are compared with: its own corpus, plans from elsewhere, or a frequency list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.corpus import Corpus, load_corpus
from policylab.errors import PolicylabError, unknown
from policylab.words._counts import WordCounts, count_words
from policylab.words._dictionary import WORDS, first_sheet, is_sheet

COUNTS = ("count", "frequency", "freq", "频次", "词频", "频数")  # heads of a column of counts
TOTALS = ("total", "总数", "总词数")
CORPUS = "another corpus"
_SHOWN = 5  # plans that a reference is named by


@dataclass(frozen=True, eq=False)
class Reference:
    """What a target is compared with: plans of the counts (by number), plans from elsewhere, or a list of frequencies.

    `plans` are the names of the plans, each with whether it is one of the counts, but where all but the target are meant.
    `whole` says that the list has every word of its text, so that one which is not in it occurs never; else nothing is
    known of such a word.
    """

    name: str
    own: tuple[int, ...] = ()
    plans: tuple[tuple[str, bool], ...] = ()
    outside: WordCounts | None = None
    frequencies: dict[str, float] | None = None
    total: float = 0.0
    whole: bool = True

    def called(self, target: str) -> str:
        """What the table says the reference was: a target is not compared with itself."""
        names = [name for name, own in self.plans if not (own and name == target)]
        if self.name != CORPUS:
            return ", ".join(names) or self.name
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"{len(names)} plan{'s' * (len(names) > 1)} of {CORPUS}: {', '.join(names[:_SHOWN])}{more}"


def read_reference(words: WordCounts, reference: object) -> Reference:
    """The reference that `keyness` is asked for."""
    if reference is None:
        return Reference("others", tuple(range(len(words.plans))))
    if isinstance(reference, pd.DataFrame) or is_sheet(reference):
        return _frequency_list(words, reference)
    if isinstance(reference, str) and reference == "prose":
        if not words.references:
            raise PolicylabError(
                'The corpus has no references, which reference="prose" needs. Name one in its corpus.toml, with '
                'role = "reference".'
            )
        return Reference("prose", outside=_counted(words, list(words.references)))
    if isinstance(reference, Path):
        reference = load_corpus(reference)
    if isinstance(reference, WordCounts):
        reference = list(reference.sources)
    if isinstance(reference, str) or (hasattr(reference, "text") and hasattr(reference, "paragraphs")):
        reference = [reference]
    number = {plan: place for place, plan in enumerate(words.plans)}
    own, outside, names = [], [], []
    for one in reference:
        if isinstance(one, str) and one not in number:
            raise unknown("plan", one, number)
        name = one if isinstance(one, str) else one.id
        same = isinstance(one, str) or (name in number and getattr(words.sources[number[name]], "text", "") == getattr(one, "text", None))
        own += [number[name]] if same else []
        outside += [] if same else [one]
        names.append((name, same))
    if not names:
        raise PolicylabError("`reference` has no plan. Name at least one, or leave it out for all other plans.")
    return Reference(
        CORPUS if isinstance(reference, Corpus) and outside else "plans", tuple(own), tuple(names),
        outside=_counted(words, outside) if outside else None,
    )  # fmt: skip


def _counted(words: WordCounts, plans: list) -> WordCounts:
    return count_words(plans, segmenter=words.segmenter, cluster_level=words.cluster_level)


def _frequency_list(words: WordCounts, source: pd.DataFrame | str | Path) -> Reference:
    """A list of words with their counts: columns term, count and, where it is not their sum, total."""
    where = "The frequency list"
    if not isinstance(source, pd.DataFrame):
        table = first_sheet(source, "reference")
        where += f" {Path(source).name}"
    else:
        table = source
    columns = {}
    for name, heads in (("term", WORDS), ("count", COUNTS), ("total", TOTALS)):
        columns[name] = next((column for column in table.columns if str(column).lower() in heads), None)
        if columns[name] is None and name != "total":
            raise PolicylabError(f"{where} lacks the column {name}. It needs term and count, and total if it has not every word of its text.")
    counts = pd.to_numeric(table[columns["count"]], errors="coerce")
    odd = table[columns["count"]][~(counts >= 0) | ~np.isfinite(counts)]
    if len(odd):
        raise PolicylabError(f"{where}, row {list(table.index).index(odd.index[0]) + 2}: the count must be a number of at least 0, got {str(odd.iloc[0])!r}.")
    frequencies: dict[str, float] = {}
    for term, count in zip(table[columns["term"]], counts, strict=True):
        if isinstance(term, str) and term.strip():
            form = words.segmenter.fold(term)
            frequencies[form] = frequencies.get(form, 0.0) + float(count)
    listed = sum(frequencies.values())
    if not listed:
        raise PolicylabError(f"{where} has no word that occurs.")
    total = listed
    if columns["total"] is not None:
        given = pd.to_numeric(table[columns["total"]], errors="coerce").dropna().unique()
        if len(given) != 1 or not given[0] >= listed:
            raise PolicylabError(f"{where}: `total` must be one number, of at least the sum of the counts, {listed:g}.")
        total = float(given[0])
    name = f"{where.removeprefix('The ')}: {len(frequencies)} words, {total:,.10g} in all"
    return Reference(name, frequencies=frequencies, total=total, whole=total == listed)
