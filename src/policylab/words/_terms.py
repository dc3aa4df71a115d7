"""Terms that an analyst asks for: checking them, finding them, and the nearest ones to a term that never occurs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import numpy as np
from scipy import sparse

from policylab.errors import PolicylabError, invalid
from policylab.words._dictionary import fold
from policylab.words._index import WordIndex


def check_terms(terms: object) -> list[str]:
    """The terms as a list, or an error that says which one is empty, repeated, or no text."""
    if isinstance(terms, str):
        terms = [terms]
    if not isinstance(terms, Iterable):
        raise invalid("terms", terms, "a term or a list of terms, such as ['区块链', '5G']")
    terms = list(terms)
    if not terms:
        raise invalid("terms", terms, "a list with at least one term, such as ['区块链', '5G']")
    seen: dict[str, str] = {}
    for number, term in enumerate(terms, start=1):
        if not isinstance(term, str):
            raise invalid("terms", term, "a list of str")
        if not any(character.isalnum() for character in term):
            raise PolicylabError(f"`terms` has an empty term: number {number} is {term!r}. Take it out.")
        key = fold(term.strip())
        if key in seen:
            raise PolicylabError(f"`terms` repeats {seen[key]!r} (as {term!r}, number {number}). Take one of them out.")
        seen[key] = term
    return [term.strip() for term in terms]


def written(text: str, spans) -> tuple[str, list[tuple[int, int, int]]]:
    """The text as the segmenter writes it (case folded, variants replaced), and where its tokens stand in it.

    Returns
    -------
    str
        The rewritten text; what is between tokens stays.
    list of (int, int, int)
        Start and end of each token in the rewritten text, and its number.
    """
    parts: list[str] = []
    places = []
    position = length = 0
    for number, (form, start, end) in enumerate(spans):
        gap = text[position:start]
        begin = length + len(gap)
        length = begin + len(form)
        parts += (gap, form)
        places.append((begin, length, number))
        position = end
    parts.append(text[position:])
    return "".join(parts), places


def occurrences(words: WordIndex, term: str, paragraphs: Iterable[int] | None = None) -> Iterator[tuple[int, int, int]]:
    """Every place where `term` stands and both its ends are ends of tokens.

    So 智慧 is not found inside the token 智慧城市, and a term that the segmenter cuts into several tokens is found all
    the same. Places do not overlap.

    Yields
    ------
    (int, int, int)
        Number of the paragraph, and of the first and the last token of the place.
    """
    form = words.segmenter.fold(term)
    for paragraph in range(len(words.spans)) if paragraphs is None else paragraphs:
        text, starts, ends = _written(words, paragraph)
        place = text.find(form)
        while place >= 0:
            stop = place + len(form)
            first, last = starts.get(place), ends.get(stop)
            whole = first is not None and last is not None
            if whole:
                yield paragraph, first, last
            place = text.find(form, stop if whole else place + 1)


def count_terms(words: WordIndex, terms: list[str]) -> np.ndarray:
    """Occurrences on token boundaries, shape (n_paragraphs, n_terms)."""
    counts = np.zeros((len(words.spans), len(terms)), dtype=np.int64)
    for column, term in enumerate(terms):
        for paragraph, _, _ in occurrences(words, term):
            counts[paragraph, column] += 1
    return counts


def count_strings(words: WordIndex, terms: list[str]) -> np.ndarray:
    """Occurrences of the bare string, whatever it is part of, shape (n_paragraphs, n_terms)."""
    keys = [fold(term) for term in terms]
    texts = [fold(text) for text in words.frame["text"]]
    counts = [[text.count(key) for key in keys] for text in texts]
    return np.array(counts, dtype=np.int64).reshape(len(texts), len(keys))


def neighbours(words: WordIndex, term: str, *, n: int = 3) -> list[str]:
    """Forms of the vocabulary that are most like a term: those that contain it or share most of it."""
    form = words.segmenter.fold(term)
    frequency = np.asarray(words.matrix.sum(axis=0)).ravel()
    scored = []
    for number, other in enumerate(words.vocabulary):
        if len(other) < 2 and len(form) > 1:
            continue
        if form in other or (len(other) > 1 and other in form):
            score = 1 + min(len(other), len(form)) / max(len(other), len(form))
        elif set(form) & set(other):
            score = difflib.SequenceMatcher(None, form, other, autojunk=False).ratio()
        else:
            continue
        if score >= 0.5:
            scored.append((-score, -int(frequency[number]), other))
    return [other for _, _, other in sorted(scored)[:n]]


def term_matrix(words: WordIndex, terms: list[str]) -> sparse.csr_array:
    """`count_terms` as a sparse array."""
    return sparse.csr_array(count_terms(words, terms))


def _written(words: WordIndex, paragraph: int):
    """Rewritten text of a paragraph with its token starts and ends, kept with the index."""
    store = words.__dict__.setdefault("_written", {})
    known = store.get(paragraph)
    if known is None:
        text, places = written(words.frame["text"].iat[paragraph], words.spans[paragraph])
        known = text, {begin: n for begin, _, n in places}, {end: n for _, end, n in places}
        store[paragraph] = known
    return known
