"""Themes that the analyst declares: how much each plan gives to them, and in which words (whether a text speaks of one: `policylab.text`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.checks import check_columns, check_str
from policylab.corpus._plan import sections_at
from policylab.errors import PolicylabError, invalid
from policylab.resources import load_toml, read_toml
from policylab.stats import check_level, rate_interval
from policylab.words._counts import WordCounts, check_terms, signs_around, takes_counts
from policylab.words._segmenter import Segmenter
from policylab.words._trends import named_by
from policylab.words._word_lists import column_of, first_sheet, is_sheet

LEVELS = ("plan", "chapter")
FORM = (
    'A theme of a TOML file is [[theme]], then on lines of their own id = "data", zh = "数据要素" and terms = ["数据要素", "算力"]; '
    "a spreadsheet has the columns theme and term, one term a row."
)


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

    words: WordCounts
    themes: list[Theme]
    terms: list[str]
    counts: np.ndarray  # paragraphs first
    lengths: np.ndarray  # tokens that are part of a mention, by paragraph
    member: np.ndarray  # terms first, themes second: 1 where the term is one of the theme's


def read_themes(source: str | Path | Mapping | None = None) -> list[Theme]:
    """Read themes: None is the list that comes with policylab, a path a TOML file of the same form, or a spreadsheet.

    A TOML file has one ``[[theme]]`` each, with id, terms, and where wanted zh and en (its names) and source. A
    spreadsheet (XLSX, CSV) has on its first sheet the columns theme (its id) and term, one term a row, and where wanted
    zh, en and source; an empty cell of theme is that of the row above.

    Raises
    ------
    PolicylabError
        If a theme lacks its id or its terms, or if an id, a name or a term is there twice.

    Examples
    --------
    >>> [theme.zh for theme in read_themes()][:3]
    ['新型基础设施', '数据要素', '数字政府']
    """
    if source is None:
        table: Mapping = load_toml("themes.toml")
    elif isinstance(source, Mapping):
        table = source
    elif is_sheet(source):
        table = {"theme": _of_sheet(Path(source))}
    elif isinstance(source, (str, Path)):
        table = read_toml(source, "file of themes", hint=FORM)
    else:
        raise invalid("themes", source, "None, or a path to a TOML file or a spreadsheet")
    themes = [_theme(number, entry) for number, entry in enumerate(table.get("theme", []), start=1)]
    if not themes:
        raise PolicylabError(f"`themes` has no theme. {FORM}")
    for kind in ("id", "zh", "en"):  # each tells the rows of a table or a figure apart
        called = [getattr(theme, kind) for theme in themes]
        if repeated := next((name for name in called if called.count(name) > 1), None):
            raise PolicylabError(f"`themes` has the {kind} {repeated!r} twice. Rename one of them.")
    return themes


def _of_sheet(path: Path) -> list[dict]:
    """The themes of a spreadsheet as those of a TOML file."""
    table = first_sheet(path, "themes")
    table = table.rename(columns=column_of)
    check_columns(table, ("theme", "term"), name=path.name, hint=FORM)
    table = table.apply(lambda column: column.str.strip())
    table["theme"] = table["theme"].replace("", None).ffill()
    entries = []
    for id, rows in table[table["term"] != ""].groupby("theme", sort=False, dropna=False):
        said = {name: next(filter(None, rows[name]), "") for name in ("zh", "en", "source") if name in rows}
        entries.append({"id": id, "terms": rows["term"].tolist(), **said})
    return entries


def count_themes(words: WordCounts, themes) -> ThemeCounts:
    """Count the mentions of every term of the themes; the longest term that stands at a place takes it."""
    themes = read_themes(themes)
    words.need_texts()
    form = {term: words.segmenter.fold(term) for theme in themes for term in theme.terms}
    terms = sorted(set(form.values()))
    column = {term: number for number, term in enumerate(terms)}
    member = np.zeros((len(terms), len(themes)), dtype=np.int64)
    for number, theme in enumerate(themes):
        member[[column[form[term]] for term in theme.terms], number] = 1
    shapes: dict[str, list[tuple[int, int, int]]] = {}  # of the terms by their first character, and by the first that is no sign: the longest first
    around = [(term, *signs_around(term)) for term in terms]
    for first, *shape in sorted({(term[n], len(term), n, behind) for term, before, behind in around for n in (0, before)}, reverse=True):
        shapes.setdefault(first, []).append(tuple(shape))
    counts = np.zeros((len(words.spans), len(terms)), dtype=np.int64)
    covered = np.zeros(len(words.spans), dtype=np.int64)
    for paragraph in range(len(words.spans)):
        rewritten, starts, ends = words.written(paragraph)
        free = 0
        for begin, number in starts.items():
            if begin < free:
                continue
            for length, before, behind in shapes.get(rewritten[begin], ()):
                stop = begin - before + length
                last = ends.get(stop, ends.get(stop - behind))
                term = rewritten[begin - before : stop]
                if last is not None and term in column:
                    counts[paragraph, column[term]] += 1
                    covered[paragraph] += last - number + 1
                    free = stop
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


@takes_counts
def theme_weights(
    corpus,
    *,
    themes: str | Path | Mapping | None = None,
    by: str = "plan",
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Weigh each theme in each plan, or in each chapter of it.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or WordCounts
    themes : None or path
        None is the list that comes with policylab (``resources/themes.toml``); see `read_themes`.
    by : str
        ``"plan"``; ``"chapter"``, a section of the first level with all that is under it; or a variable of the plans such
        as ``"province"`` (`policylab.corpus.plan_groups`), which then has the name of the column plan, over whose plans
        the intervals are.
    segmenter : Segmenter or None
    level : float

    Returns
    -------
    DataFrame
        One row a theme in a plan (or a chapter), by theme (in the order of the file) and place: theme, theme_zh,
        theme_en, plan, chapter and title (by="chapter" only), count (mentions), per_10k (a 10 000 words), low and high
        (of per_10k), terms (of the theme's list), even_per_10k, even_low and even_high (what as many terms as the
        shortest list has would find), least_per_10k (as even_per_10k, without the term that has most mentions there),
        share (of all mentions of themes), paragraphs (that mention it), tokens, note. Intervals are missing, and the
        note is "descriptive only", with fewer than 10 sections of the second level.

    Notes
    -----
    A mention is the longest term that stands on word boundaries at a place. A longer list finds more, whatever the
    plan is about: themes are compared by `even_per_10k`, the expected rate of a list cut at random to the length of the
    shortest one (rarefaction: Hurlbert 1971). Intervals: `policylab.stats.rate_interval`.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_weights(corpus)
    >>> table[table["plan"] == "new-infrastructure-2021"].nlargest(1, "per_10k")["theme"].item()
    'infrastructure'
    """
    level = check_level(level)
    check_str("by", by)
    if by not in LEVELS:
        return named_by(theme_weights(corpus.grouped(by), themes=themes, level=level), by)
    found = count_themes(corpus, themes)
    words, counts = found.words, found.counts @ found.member
    presence, lists = (counts > 0).astype(np.int64), found.member.sum(axis=0)
    places, rows = _places(words, by)
    clusters = [words.clusters(plan, counts, only=own) for plan, own in zip(places["plan"], rows, strict=True)]
    low, high = 1e4 * np.array([rate_interval(one, level=level) for one in clusters]).swapaxes(0, 1)
    total, even = np.array([one.total for one in clusters]), lists.min() / lists
    tokens = np.array([one.sizes.sum() for one in clusters], dtype=np.int64)[:, None]
    # of each theme the mentions of the term that has most
    first = np.array([(found.counts[own].sum(axis=0)[:, None] * found.member).max(axis=0) for own in rows])
    with np.errstate(invalid="ignore"):  # a chapter without words, or without a mention
        rate, without, share = total / tokens * 1e4, (total - first) / tokens * 1e4, total / total.sum(axis=1, keepdims=True)
    values = {
        "count": total.astype(np.int64),
        "per_10k": rate,
        "low": low,
        "high": high,
        "terms": np.broadcast_to(lists, total.shape),
        "even_per_10k": rate * even,
        "even_low": low * even,
        "even_high": high * even,
        "least_per_10k": without * lists.min() / np.maximum(lists - 1, 1),
        "share": share,
        "paragraphs": np.array([presence[own].sum(axis=0) for own in rows]),
        "tokens": np.broadcast_to(tokens, total.shape),
    }
    named = {"theme": "id", "theme_zh": "zh", "theme_en": "en"}
    return pd.DataFrame({
        **{column: [getattr(theme, name) for theme in found.themes for _ in rows] for column, name in named.items()},
        **{column: place * len(found.themes) for column, place in places.items()},
        **{column: by_place.T.ravel() for column, by_place in values.items()},
        "note": [one.note for one in clusters] * len(found.themes),
    })  # fmt: skip


@takes_counts
def theme_coverage(
    corpus,
    *,
    themes: str | Path | Mapping | None = None,
    segmenter: Segmenter | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say how much of each plan no theme covers.

    Parameters are those of `theme_weights`.

    Returns
    -------
    DataFrame
        One row a plan: plan, paragraphs, uncovered (paragraphs without a mention of any theme), uncovered_share, low
        and high (of uncovered_share), mention_tokens (words that are part of a
        mention), mention_share (of all words of the body), note.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_coverage(corpus, level=0.9)
    >>> bool((table["uncovered_share"] < 0.5).all())
    True
    """
    level = check_level(level)
    found = count_themes(corpus, themes)
    words = found.words
    bare = (found.counts.sum(axis=1) == 0).astype(np.int64)
    clusters = [words.clusters(plan, bare[:, None], sizes=np.ones(len(bare))) for plan in words.plans]
    low, high = np.array([rate_interval(one, level=level, share=True) for one in clusters])[..., 0].T
    mentioned = words.by_plan(found.lengths)
    with np.errstate(invalid="ignore"):  # a plan without words
        share = mentioned / words.plan_tokens
    return pd.DataFrame(
        {
            "plan": list(words.plans),
            "paragraphs": [int(one.sizes.sum()) for one in clusters],
            "uncovered": [int(one.total[0]) for one in clusters],
            "uncovered_share": [one.rate[0] if one.n else np.nan for one in clusters],
            "low": low,
            "high": high,
            "mention_tokens": mentioned,
            "mention_share": share,
            "note": [one.note for one in clusters],
        }
    )


@takes_counts
def theme_terms(
    corpus, *, themes: str | Path | Mapping | None = None, segmenter: Segmenter | None = None
) -> pd.DataFrame:
    """Say which terms carry each theme in each plan.

    Parameters are those of `theme_weights`.

    Returns
    -------
    DataFrame
        One row a term that a plan mentions, by theme (in the order of the file), plan, falling count and term: theme,
        plan, term, count, share (of the theme's mentions in the plan).

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = theme_terms(corpus)
    >>> table.columns.tolist()
    ['theme', 'plan', 'term', 'count', 'share']
    """
    found = count_themes(corpus, themes)
    by_plan = found.words.by_plan(found.counts)
    rows = []
    for number, theme in enumerate(found.themes):
        own = np.flatnonzero(found.member[:, number])
        for plan, name in enumerate(found.words.plans):
            total = by_plan[plan, own].sum()
            ranked = sorted(own, key=lambda term: (-by_plan[plan, term], found.terms[term]))
            rows += [
                (theme.id, name, found.terms[term], int(by_plan[plan, term]), by_plan[plan, term] / total)
                for term in ranked
                if by_plan[plan, term]
            ]
    return pd.DataFrame(rows, columns=["theme", "plan", "term", "count", "share"])


def _places(words: WordCounts, by: str) -> tuple[dict[str, list], list[np.ndarray]]:
    """Columns that name the places, in the order of the text, and the numbers of the paragraphs of each."""
    of_plan = [np.flatnonzero(words.plan_of == number) for number in range(len(words.plans))]
    if by == "plan":
        return {"plan": list(words.plans)}, of_plan
    places, rows = {"plan": [], "chapter": [], "title": []}, []
    for plan, own in zip(words.sources, of_plan, strict=True):
        titles = dict(zip(plan.sections["section"], plan.sections["title"], strict=True))
        chapter_of = sections_at(words.frame["section"].iloc[own], plan.sections, level=1)
        for chapter in dict.fromkeys(chapter_of):
            for column, value in zip(places, (plan.id, chapter, titles[chapter] or None), strict=True):
                places[column].append(value)
            rows.append(own[chapter_of == chapter])
    return places, rows
