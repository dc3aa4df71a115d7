"""Codings: how far coders agree, and the code that each sentence ends up with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from policylab.coding._schemes import Scheme
from policylab.coding._sheets import directive_sentences, read_sheets
from policylab.errors import PolicylabError, check_columns
from policylab.resources import data_path
from policylab.stats import DESCRIPTIVE, alpha_interval, krippendorff_alpha

AGREEMENT = ("level", "code", "label_zh", "label_en", "units", "given", "agreed", "alpha", "low", "high", "note")
CODED = ("unit", "plan", "section", "path", "sentence", "start", "end", "code", "type", "decided", "said")
OPEN, AGREED, DECIDED, SINGLE = "open", "agreed", "decided", "single"


def find_codings(corpus: object, scheme: Scheme) -> list[Path]:
    """The sheets of a scheme in a study: ``coding-<scheme>-<coder>`` in its folder ``coding``, in the order of names.

    Those of the study that comes with policylab are in ``data/gold``. A sheet that stands there as XLSX and as CSV is
    read as XLSX.
    """
    catalogue = getattr(corpus, "catalogue", None)
    return [] if catalogue is None else sheet_files(catalogue.path.parent, scheme.id)


def sheet_files(folder: Path, scheme: str = "*") -> list[Path]:
    """The sheets below a study's folder, of one scheme or of all, in the order of names."""
    own = folder / ("gold" if folder.resolve() == data_path().resolve() else "coding")
    found = {path.stem: path for ending in ("csv", "xlsx") for path in own.glob(f"coding-{scheme}-*.{ending}")}
    return [found[stem] for stem in sorted(found)]


def read_codings(corpus: object, scheme: Scheme, paths: list[Path] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the coders of a study gave, and what is settled of it.

    Parameters
    ----------
    corpus : Corpus
    scheme : Scheme
    paths : list of path, optional
        Sheets; by default those that `find_codings` finds.

    Returns
    -------
    codings : DataFrame
        unit, coder, code, note.
    coded : DataFrame
        From `coded_sentences`.

    Raises
    ------
    PolicylabError
        If there is no sheet, or one has a fault.

    Examples
    --------
    >>> import policylab
    >>> from policylab.coding import read_codings, read_scheme
    >>> codings, coded = read_codings(policylab.load_corpus(), read_scheme("instruments"))
    >>> len(coded), sorted(set(codings["coder"]))
    (681, ['A', 'B'])
    """
    sentences = directive_sentences(corpus)
    paths = find_codings(corpus, scheme) if paths is None else paths
    if not paths:
        raise PolicylabError(f"There is no sheet of the scheme {scheme.id!r} yet. Write them with `policylab code {scheme.id}`.")
    codings, decisions = read_sheets(paths, scheme, sentences)
    return codings, coded_sentences(codings, decisions, sentences, scheme)


def coder_agreement(codings: pd.DataFrame, coded: pd.DataFrame, scheme: Scheme, *, n_boot: int = 2000, random_state: int = 0) -> pd.DataFrame:
    """How far the coders agree, before anything was settled: Krippendorff's alpha of all codes, of types, of each code.

    Parameters
    ----------
    codings : DataFrame
        From `read_codings`.
    coded : DataFrame
        From `read_codings`: the section of each sentence.
    scheme : Scheme
    n_boot, random_state : int
        Samples of sections, and their seed, for the intervals.

    Returns
    -------
    DataFrame
        One row for all codes (level ``scheme``), one for the types together (``types``), then one for each type and each
        code against all others: level, code, label_zh, label_en, units (sentences that two coders coded), given (how
        often the coders gave it), agreed (sentences on which all gave it), alpha (nominal; missing where nobody gave
        the code), low, high (percentiles of samples of whole sections), note ("descriptive only" where there is no
        interval).
    """
    check_columns(codings, ("unit", "coder", "code"), name="codings", maker="policylab.coding.read_codings")
    wide = codings.pivot(index="unit", columns="coder", values="code").sort_index()
    wide = wide[wide.notna().sum(axis=1) > 1]
    places = coded.set_index("unit")["section"].reindex(wide.index).tolist()
    types = wide.map(lambda code: (scheme.group_of[code] or "-") if isinstance(code, str) else None)
    rows = [("scheme", None, *_labels(scheme.label), *_alpha(wide, None, places, n_boot, random_state))]
    rows.append(("types", None, "类型", "types", *_alpha(types, None, places, n_boot, random_state)))
    for level, given, listed in (("type", types, scheme.groups), ("code", wide, scheme.codes)):
        rows += [(level, one.id, *_labels(one.label), *_alpha(given, one.id, places, n_boot, random_state)) for one in listed]
    return pd.DataFrame(rows, columns=list(AGREEMENT))


def coded_sentences(codings: pd.DataFrame, decisions: pd.DataFrame, sentences: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """The code of each sentence: what all coders gave, else what was decided, else none.

    Returns
    -------
    DataFrame
        One row a sentence that anybody coded, in the order of the text: unit, plan, section, path, sentence, start, end,
        code (missing where the coders differ and nothing is decided), type (the code's group), decided (``agreed``,
        ``decided``, ``single``: one coder only, ``open``), said (who gave what, where they differ).

    Raises
    ------
    PolicylabError
        If a decision is on a sentence that nobody coded.
    """
    given = {unit: rows.sort_values("coder") for unit, rows in codings.groupby("unit")}
    decided = dict(zip(decisions["unit"], decisions["decision"], strict=True))
    stray = next((unit for unit in decided if unit not in given), None)
    if stray is not None:
        raise PolicylabError(f"The decision on {stray!r} is on a sentence that no coder coded. Give the coders' sheets with it.")
    rows = []
    for row in sentences.itertuples():
        if row.unit not in given:
            continue
        answers = given[row.unit]
        several, said = sorted(set(answers["code"])), None
        if len(several) > 1:
            said = "; ".join(f"{one.coder}: {one.code}" for one in answers.itertuples())
        code = decided.get(row.unit) or (several[0] if len(several) == 1 else None)
        how = DECIDED if said and code else OPEN if said else AGREED if len(answers) > 1 else SINGLE
        rows.append((row.unit, row.plan, row.section, row.path, row.sentence, row.start, row.end, code, scheme.group_of.get(code), how, said))
    table = pd.DataFrame(rows, columns=list(CODED))
    for name in ("code", "type", "said"):
        table[name] = table[name].astype(object).where(table[name].notna(), None)
    return table


def _labels(label: tuple[str, str]) -> tuple[str, str]:
    return label[1], label[0]


def _alpha(wide: pd.DataFrame, code: str | None, places: list[str], n_boot: int, random_state: int) -> tuple:
    """units, given, agreed, alpha, low, high, note: of all values, or of one against all others."""
    counted = wide.notna()
    if code is None:
        ratings = [[value if isinstance(value, str) else None for value in wide[coder]] for coder in wide]
        given, agreed = int(counted.to_numpy().sum()), int((wide.nunique(axis=1) == 1).sum())
    else:
        ratings = [[value == code if isinstance(value, str) else None for value in wide[coder]] for coder in wide]
        has = wide.eq(code)
        given, agreed = int(has.to_numpy().sum()), int((has.sum(axis=1) == counted.sum(axis=1)).sum())
    return len(wide), given, agreed, *reliability(ratings, places, n_boot=n_boot, random_state=random_state)


def reliability(ratings: list[list], clusters: list[str], *, n_boot: int, random_state: int) -> tuple[float, float, float, str | None]:
    """Krippendorff's alpha, its interval over clusters of units, and the note where there is none."""
    if not clusters:
        return *(float("nan"),) * 3, DESCRIPTIVE
    low, high = alpha_interval(ratings, clusters, n_boot=n_boot, random_state=random_state)
    return krippendorff_alpha(ratings), low, high, DESCRIPTIVE if low != low else None
