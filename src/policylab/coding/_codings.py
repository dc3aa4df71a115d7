"""Codings: how far coders agree, the code of each sentence, and what shares, changes, themes and agencies the codes make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from policylab import stats
from policylab.checks import as_list, check_columns, check_has
from policylab.coding._schemes import SCHEME, Scheme
from policylab.coding._sheets import directive_sentences, is_blank, read_sheets
from policylab.corpus._corpus import as_corpus
from policylab.corpus._plan import CLUSTER_LEVEL, sections_at
from policylab.corpus._plan_order import named_pairs
from policylab.errors import PolicylabError
from policylab.frames import typed_frame
from policylab.resources import data_path
from policylab.text._terms_in_text import themes_of

AGREEMENT = ("level", "code", "label_zh", "label_en", "units", "given", "agreed", "alpha", "low", "high", "note")
CODED = ("unit", "plan", "section", "path", "sentence", "start", "end", "code", "type", "decided", "said")
OPEN, AGREED, DECIDED, SINGLE = "open", "agreed", "decided", "single"
MAKER = "policylab.coding.read_codings"
SHARES = (
    "plan", "level", "code", "label_zh", "label_en", "sentences", "coded", "share", "low", "high", "low_fine",
    "high_fine", "low_coder", "high_coder", "clusters", "note",
)  # fmt: skip
CHANGES = (
    "plan_from", "plan_to", "level", "code", "label_zh", "label_en", "share_from", "share_to", "difference", "low",
    "high", "low_fine", "high_fine", "low_coder", "high_coder", "verdict",
)  # fmt: skip


def find_codings(corpus: object, scheme: Scheme) -> list[Path]:
    """The filled-in sheets of a scheme in a study: ``coding-<scheme>-<coder>`` in its folder ``coding``, in the order of names.

    Those of the study that comes with policylab are in ``data/gold``. A sheet that stands there as XLSX and as CSV is
    read as XLSX. One that nobody has begun is none: `blank_sheets` has those.
    """
    return [path for path in _sheets_of(corpus, scheme) if not is_blank(path)]


def blank_sheets(corpus: object, scheme: Scheme) -> list[Path]:
    """The sheets of a scheme that stand in a study as `policylab code` wrote them: nobody has filled in anything yet.

    Parameters
    ----------
    corpus : Corpus
        The study in whose folder ``coding`` they are looked for.
    scheme : Scheme

    Returns
    -------
    list of Path

    Raises
    ------
    PolicylabError
        If a sheet cannot be read.

    Examples
    --------
    >>> import policylab
    >>> from policylab.coding import blank_sheets, read_scheme
    >>> blank_sheets(policylab.load_corpus(), read_scheme("instruments"))
    []
    """
    return [path for path in _sheets_of(corpus, scheme) if is_blank(path)]


def _sheets_of(corpus: object, scheme: Scheme) -> list[Path]:
    check_has("scheme", scheme, "id", SCHEME)
    catalogue = as_corpus(corpus).catalogue
    return [] if catalogue is None else sheet_files(catalogue.path.parent, scheme.id)


def sheet_files(folder: Path, scheme: str = "*") -> list[Path]:
    """The sheets below a study's folder, of one scheme or of all, in the order of names."""
    own = folder / ("gold" if folder.resolve() == data_path().resolve() else "coding")
    found = {path.stem: path for ending in ("csv", "xlsx") for path in own.glob(f"coding-{scheme}-*.{ending}")}
    return [found[stem] for stem in sorted(found)]


def read_codings(corpus: object, scheme: Scheme, paths: list[Path] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the coders of a study gave (unit, coder, code, note), and what is settled of it (`coded_sentences`).

    `paths` are sheets, by default those that `find_codings` finds; that there is none, or one with a fault, is an
    error.

    >>> import policylab
    >>> from policylab.coding import read_codings, read_scheme
    >>> codings, coded = read_codings(policylab.load_corpus(), read_scheme("instruments"))
    >>> len(coded), sorted(set(codings["coder"]))
    (681, ['A', 'B'])
    """
    check_has("scheme", scheme, "codes", SCHEME)
    sentences = directive_sentences(corpus)
    paths = find_codings(corpus, scheme) if paths is None else paths
    paths = as_list("paths", paths, "a list of paths of sheets")
    if not paths:
        raise PolicylabError(f"There is no sheet of the scheme {scheme.id!r} yet. Write them with `policylab code {scheme.id}`.")
    codings, decisions = read_sheets(paths, scheme, sentences)
    return codings, coded_sentences(codings, decisions, sentences, scheme)


def coder_agreement(codings: pd.DataFrame, coded: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """How far the coders agree, before anything was settled: Krippendorff's alpha of all codes, of types, of each code.

    `codings` and `coded`, which has the section of each sentence, are from `read_codings`.

    Returns
    -------
    DataFrame
        One row for all codes (level ``scheme``), one for the types together (``types``), then one for each type and each
        code against all others: level, code, label_zh, label_en, units (sentences that two coders coded), given (how
        often the coders gave it), agreed (sentences on which all gave it), alpha (nominal; missing where nobody gave
        the code), low, high (`policylab.stats.alpha_interval`, over sections), note ("descriptive only" where there is
        no interval).
    """
    check_has("scheme", scheme, "codes", SCHEME)
    check_columns(codings, ("unit", "coder", "code"), name="codings", maker="policylab.coding.read_codings")
    check_columns(coded, ("unit", "section"), name="coded", maker="policylab.coding.read_codings")
    wide = codings.pivot(index="unit", columns="coder", values="code").sort_index()
    wide = wide[wide.notna().sum(axis=1) > 1]
    section_of = coded.set_index("unit")["section"]
    if (stray := wide.index.difference(section_of.index)).size:
        raise PolicylabError(f"`coded` lacks the sentence {stray[0]!r}, which two coders coded. Give both as `read_codings` returns them.")
    places = section_of.reindex(wide.index).tolist()
    types = wide.map(lambda code: (scheme.group_of[code] or "-") if isinstance(code, str) else None)
    rows = [("scheme", None, *scheme.label[::-1], *_alpha(wide, None, places))]
    rows.append(("types", None, "类型", "types", *_alpha(types, None, places)))
    for level, given, listed in (("type", types, scheme.groups), ("code", wide, scheme.codes)):
        rows += [(level, one.id, *one.label[::-1], *_alpha(given, one.id, places)) for one in listed]
    return pd.DataFrame(rows, columns=list(AGREEMENT))


def coded_sentences(codings: pd.DataFrame, decisions: pd.DataFrame, sentences: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """The code of each sentence: what all coders gave, else what was decided, else none.

    Returns
    -------
    DataFrame
        One row a sentence that anybody coded, in the order of the text: unit, plan, section, path, sentence, start,
        end, code (missing where the coders differ and nothing is decided), type (the code's group), decided (``agreed``,
        ``decided``, ``single``: one coder only, ``open``), said (who gave what, where they differ). A decision on a
        sentence that nobody coded is an error.
    """
    check_has("scheme", scheme, "codes", SCHEME)
    check_columns(codings, ("unit", "coder", "code"), name="codings", maker="policylab.coding.read_sheets")
    check_columns(decisions, ("unit", "decision"), name="decisions", maker="policylab.coding.read_sheets")
    check_columns(
        sentences, ("unit", "plan", "section", "path", "sentence", "start", "end"), name="sentences",
        maker="policylab.coding.directive_sentences",
    )  # fmt: skip
    given = {unit: rows.sort_values("coder") for unit, rows in codings.groupby("unit")}
    decided = dict(zip(decisions["unit"], decisions["decision"], strict=True))
    stray = next((unit for unit in decided if unit not in given), None)
    if stray is not None:
        raise PolicylabError(f"The decision on {stray!r} is on a sentence that no coder coded. Give the coders' sheets with it.")
    rows = []
    for row in sentences[sentences["unit"].isin(given)].itertuples():
        answers = given[row.unit]
        several, said = sorted(set(answers["code"])), None
        if len(several) > 1:
            said = "; ".join(f"{one.coder}: {one.code}" for one in answers.itertuples())
        code = decided.get(row.unit) or (several[0] if len(several) == 1 else None)
        how = DECIDED if said and code else OPEN if said else AGREED if len(answers) > 1 else SINGLE
        rows.append((row.unit, row.plan, row.section, row.path, row.sentence, row.start, row.end, code, scheme.group_of.get(code), how, said))
    return typed_frame(rows, CODED, {"object": ("code", "type", "said")})


def _alpha(wide: pd.DataFrame, code: str | None, places: list[str]) -> tuple:
    """units, given, agreed, alpha, low, high, note: of all values, or of one against all others."""
    has = wide.notna() if code is None else wide.eq(code)
    same = wide.nunique(axis=1) == 1 if code is None else has.sum(axis=1) == wide.notna().sum(axis=1)
    told = reliability(wide if code is None else has.where(wide.notna()), places)
    return len(wide), int(has.to_numpy().sum()), int(same.sum()), *told


def reliability(wide: pd.DataFrame, clusters: list[str]) -> tuple[float, float, float, str | None]:
    """Krippendorff's alpha of a row a unit and a column a coder, its interval over clusters of units, and the note where there is none."""
    if not clusters:
        return *(float("nan"),) * 3, stats.DESCRIPTIVE
    ratings = [wide[coder].tolist() for coder in wide]
    low, high = stats.alpha_interval(ratings, clusters)
    return stats.krippendorff_alpha(ratings), low, high, stats.DESCRIPTIVE if low != low else None


def code_shares(coded: pd.DataFrame, codings: pd.DataFrame, scheme: Scheme, sections: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Share of each type and code among the sentences of a plan that have an instrument.

    Parameters
    ----------
    coded, codings : DataFrame
        From `read_codings`. Sentences that are open, and codes without a group (no instrument), are not counted.
    scheme : Scheme
    sections : DataFrame
        ``corpus.sections`` of the same plans.
    level : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a plan and type (level ``type``) or code (``code``), in the order of the plans and of the scheme: plan,
        level, code, label_zh, label_en, sentences, coded (the plan's sentences with an instrument), share, low, high
        (interval over sections of the second level), low_fine, high_fine (over the sections that the sentences stand in
        directly), low_coder, high_coder (least and greatest share by the codes of one coder alone, of those who coded
        at least half of the plan's sentences), clusters (sections of the second level), note ("descriptive only" with
        fewer than 10 of them: low and high are then missing).

    Notes
    -----
    Intervals: `policylab.stats.rate_interval`. They say how much the share depends on the sections that the plan happens
    to have, and nothing of the coders; low_coder and high_coder do.
    """
    count = _Counts(coded, codings, scheme, sections)
    rows = []
    for plan in count.plans:
        coarse, fine = count.clusters(plan), count.clusters(plan, fine=True)
        low, high = stats.rate_interval(coarse, level=level, share=True)
        low_fine, high_fine = stats.rate_interval(fine, level=level, share=True)
        by_coder = count.by_coder(plan)
        for number, (kind, one) in enumerate(count.things):
            rows.append((
                plan, kind, one.id, *one.label[::-1], int(coarse.total[number]), int(coarse.sizes.sum()),
                float(coarse.rate[number]) if coarse.n else np.nan, low[number], high[number], low_fine[number],
                high_fine[number], *_ends(by_coder[number]), coarse.n, coarse.note,
            ))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(SHARES))
    table.attrs["level"] = level
    return table


def code_changes(
    coded: pd.DataFrame, codings: pd.DataFrame, scheme: Scheme, sections: pd.DataFrame,
    pairs: Sequence[tuple[str, str]], *, level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """How the share of each type and code differs between an earlier and a later plan.

    Parameters
    ----------
    coded, codings, scheme, sections, level
        As `code_shares` takes them.
    pairs : sequence of (str, str)
        The earlier and the later plan, such as those of `policylab.corpus.matched_pairs`.

    Returns
    -------
    DataFrame
        One row a pair and type or code: plan_from, plan_to, level, code, label_zh, label_en, share_from, share_to,
        difference, low, high (over sections of the second level; the intervals of all types of a pair, and those of all
        its codes, hold together), low_fine, high_fine (the same over finer sections), low_coder, high_coder (least and
        greatest difference by one coder's codes alone), verdict: ``descriptive only`` (no interval), ``open`` (an
        interval has 0 in it), ``depends on the coder`` (one coder alone would find none or the other sign), else
        ``supported``.
    """
    count = _Counts(coded, codings, scheme, sections)
    rows = []
    for one, other in named_pairs(pairs):
        for plan in (one, other):
            if plan not in count.plans:
                raise PolicylabError(f"No sentence of the plan {plan!r} is coded. Coded are {', '.join(count.plans)}.")
        for kind in ("type", "code"):
            chosen = np.flatnonzero([known == kind for known, _ in count.things])
            early, late = (count.clusters(plan).take(chosen) for plan in (one, other))
            low, high = stats.difference_interval(late, early, level=level, share=True, joint=True)
            fine = [count.clusters(plan, fine=True).take(chosen) for plan in (one, other)]
            low_fine, high_fine = stats.difference_interval(fine[1], fine[0], level=level, share=True, joint=True)
            by_coder = (count.by_coder(other) - count.by_coder(one)).dropna()  # coders of both plans
            for number, place in enumerate(chosen):
                thing, before, after = count.things[place][1], early.rate[number], late.rate[number]
                bounds = low[number], high[number], low_fine[number], high_fine[number], *_ends(by_coder[place])
                shares = before, after, after - before
                rows.append((one, other, kind, thing.id, *thing.label[::-1], *shares, *bounds, _verdict(*bounds)))
    return pd.DataFrame(rows, columns=list(CHANGES))


def theme_codes(coded: pd.DataFrame, scheme: Scheme, themes: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Which types stand in sentences that speak of a theme; a sentence may speak of several.

    `themes` are lists of terms by name, such as those of `policylab.words.read_themes`. At a place the longest term
    counts, so that 工业互联网 is not 互联网; a term may be part of a longer word that is no term (污染 of 大气污染防治).

    Returns
    -------
    DataFrame
        One row a theme and type: theme, type, label_zh, label_en, sentences, of_theme (sentences of the theme with an
        instrument), share (the first by the second), expected (share of the type among all sentences), lift (the one by
        the other). Counts of a whole text: there is no interval.
    """
    check_has("scheme", scheme, "codes", SCHEME)
    check_columns(coded, ("sentence", "type"), name="coded", maker=MAKER)
    rows = coded[coded["type"].notna()]
    return _crossed(rows, themes_of(rows["sentence"], themes), list(themes), scheme, "theme")


def agency_codes(coded: pd.DataFrame, scheme: Scheme, agencies: pd.DataFrame) -> pd.DataFrame:
    """Which types stand in the sections for which an agency is responsible, by the notes of the plans
    (``corpus.agencies``).

    Returns
    -------
    DataFrame
        One row an agency and type, by falling number of sentences: agency, type, label_zh, label_en, sentences,
        of_agency, share, expected (share of the type in all sentences of sections with a note), lift. A sentence counts
        for every agency of its section's note; generic parties (各区, 有关部门) are left out.
    """
    check_has("scheme", scheme, "codes", SCHEME)
    check_columns(coded, ("section", "type"), name="coded", maker=MAKER)
    check_columns(agencies, ("section", "canonical", "generic"), name="agencies", maker="policylab.load_corpus")
    named = agencies[~agencies["generic"].astype(bool)].groupby("section")["canonical"].agg(set).to_dict()
    rows = coded[coded["type"].notna() & coded["section"].isin(named)]
    who = [named[section] for section in rows["section"]]
    size = pd.Series([name for names in who for name in names], dtype=object).value_counts()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    return _crossed(rows, who, order, scheme, "agency")


def _crossed(rows: pd.DataFrame, sets: list[set[str]], names: list[str], scheme: Scheme, column: str) -> pd.DataFrame:
    """Types by something that a sentence may have several of."""
    expected = rows["type"].value_counts(normalize=True)
    found = []
    for name in names:
        types = rows["type"][[name in one for one in sets]].value_counts()
        total = int(types.sum())
        for group in scheme.groups:
            number, usual = int(types.get(group.id, 0)), expected.get(group.id, 0.0)
            share = number / total if total else np.nan
            lift = share / usual if usual else np.nan
            found.append((name, group.id, *group.label[::-1], number, total, share, usual, lift))
    return pd.DataFrame(found, columns=[column, "type", "label_zh", "label_en", "sentences", f"of_{column}", "share", "expected", "lift"])


class _Counts:
    """Sentences of each type and code, by plan and section, as settled and by each coder alone."""

    def __init__(self, coded: pd.DataFrame, codings: pd.DataFrame, scheme: Scheme, sections: pd.DataFrame) -> None:
        check_has("scheme", scheme, "codes", SCHEME)
        check_columns(coded, ("unit", "plan", "section", "code", "type"), name="coded", maker=MAKER)
        check_columns(codings, ("unit", "coder", "code"), name="codings", maker=MAKER)
        self.scheme = scheme
        used = [code for code in scheme.codes if code.group]
        self.things = [("type", group) for group in scheme.groups] + [("code", code) for code in used]
        self.used = {code.id for code in used}
        order = {plan: number for number, plan in enumerate(dict.fromkeys(sections["plan"]))}
        self.plans = sorted(set(coded["plan"]), key=lambda plan: order.get(plan, len(order)))
        self.coded = coded.assign(cluster=sections_at(coded["section"], sections, level=CLUSTER_LEVEL))
        self.codings = codings.merge(coded[["unit", "plan"]], on="unit")

    def clusters(self, plan: str, *, fine: bool = False) -> stats.Clusters:
        rows = self.coded[self.coded["plan"].eq(plan) & self.coded["code"].isin(self.used)]
        return stats.Clusters.grouped(self._has(rows["code"]), rows["section" if fine else "cluster"])

    def by_coder(self, plan: str) -> pd.DataFrame:
        """Shares by each coder's codes alone, of coders of at least half of the plan: a row a coder, a column a thing."""
        whole = int(self.coded["plan"].eq(plan).sum())
        shares = {}
        for coder, rows in self.codings[self.codings["plan"].eq(plan)].groupby("coder", sort=True):
            codes = rows["code"][rows["code"].isin(self.used)]
            if 2 * len(rows) >= whole and len(codes):
                shares[coder] = self._has(codes).mean().tolist()
        return pd.DataFrame.from_dict(shares, orient="index", columns=range(len(self.things)), dtype=float)

    def _has(self, codes: pd.Series) -> pd.DataFrame:
        """Whether each sentence has each thing: 0 or 1."""
        groups = codes.map(self.scheme.group_of)
        has = [(groups if kind == "type" else codes).eq(one.id) for kind, one in self.things]
        return pd.concat(has, axis=1, ignore_index=True).astype(float)


def _ends(values: pd.Series) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if len(values) else (np.nan, np.nan)


def _verdict(low: float, high: float, low_fine: float, high_fine: float, low_coder: float, high_coder: float) -> str:
    if np.isnan([low, high, low_fine, high_fine]).any():
        return stats.DESCRIPTIVE
    up, down = min(low, low_fine) > 0, max(high, high_fine) < 0
    if not up and not down:
        return stats.OPEN
    against = low_coder <= 0 if up else high_coder >= 0
    return stats.CODER if against else stats.SUPPORTED
