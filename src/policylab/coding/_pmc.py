"""The PMC index (Ruiz Estrada 2011): judgements with their evidence, the index, its surface, and what it hangs on."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.checks import as_list, check_columns, check_has, is_number
from policylab.coding._codings import reliability
from policylab.coding._schemes import SCHEME, Pair, are_texts, check_once, entries, read_pair, read_table
from policylab.coding._sheets import checked_rows, coder_of, read_sheet
from policylab.corpus import as_plans
from policylab.corpus._plan import typed_frame
from policylab.errors import PolicylabError

JUDGEMENTS = ("plan", "item", "coder", "value", "quote", "start", "end")
SHEET = ("unit", "variable", "sentence", "value", "quote", "start", "note")
GRADES = ((0.9, "perfect"), (0.7, "good"), (0.5, "acceptable"), (0.0, "low"))  # of ten: 9, 7 and 5
WEIGHTS = (0.5, 2.0)  # how far the weight of a variable is varied
_SURFACE = 3
MAKER = "policylab.coding.read_judgements"


@dataclass(frozen=True)
class Item:
    """A second-level variable: its id, that of its variable, its names, and when it is 1, in English and Chinese."""

    id: str
    variable: str
    label: Pair
    rule: Pair


@dataclass(frozen=True)
class PmcScheme:
    """Variables of the first and second level; `weights` are those of the first."""

    id: str
    label: Pair
    variables: dict[str, Pair]
    weights: dict[str, float]
    items: tuple[Item, ...]


def read_pmc_scheme(source: str | Path | Mapping = "pmc") -> PmcScheme:
    """Read a scheme of the PMC index: the one that comes with policylab, or a TOML file of one's own.

    Parameters
    ----------
    source : str, path or mapping
        ``"pmc"`` is the one that comes with policylab.

    Raises
    ------
    PolicylabError
        At its first fault: a variable without items, an item that is not [id, English, Chinese, rule, 规则], an id twice,
        or a weight that is no number above 0.

    Examples
    --------
    >>> scheme = read_pmc_scheme()
    >>> len(scheme.variables), len(scheme.items)
    (10, 38)
    """
    table, where = read_table(source)
    variables, weights, items = {}, {}, []
    for number, entry in enumerate(entries(table, "variable", where), start=1):
        id, weight = entry.get("id"), entry.get("weight", 1)
        if not isinstance(id, str) or not id or id in variables:
            raise PolicylabError(f"{where}, variable {number} has {id!r} as its id. Give it one of its own, such as id = \"X{number}\".")
        if not is_number(weight) or weight <= 0:
            raise PolicylabError(f"{where}, variable {id} has the weight {weight!r}. Give a number above 0, or leave it out.")
        variables[id], weights[id] = read_pair(entry, "label", f"{where}, variable {id}"), float(weight)
        found = entry.get("items")
        if not isinstance(found, list) or not found or not all(are_texts(item, 5) for item in found):
            raise PolicylabError(f"{where}, variable {id}: write items = [[\"{id}-1\", \"English\", \"中文\", \"when it is 1\", \"何时判1\"], …].")
        items += [Item(item[0], id, (item[1], item[2]), (item[3], item[4])) for item in found]
    check_once([item.id for item in items], "item", where)
    if not variables:
        raise PolicylabError(f"{where} has no [[variable]]. Give each an id, a label and items.")
    label = read_pair(table, "label", where) if "label" in table else ("PMC index", "PMC指数")
    return PmcScheme(str(table.get("id", "pmc")), label, variables, weights, tuple(items))


def judgement_sheet(corpus: object, scheme: PmcScheme) -> pd.DataFrame:
    """An empty sheet: one row a plan and item, in their order, with the columns value (0 or 1), quote and start to fill in."""
    check_has("scheme", scheme, "weights", SCHEME)
    rows = [
        (f"{plan.id}/{item.id}", scheme.variables[item.variable][1], f"{item.label[1]}：{item.rule[1]} {item.label[0]}: {item.rule[0]}", "", "", "", "")
        for plan in as_plans(corpus)
        for item in scheme.items
    ]
    return pd.DataFrame(rows, columns=list(SHEET))


def read_judgements(paths: Sequence[str | Path], scheme: PmcScheme, corpus: object) -> pd.DataFrame:
    """Read filled-in sheets, and hold the evidence of each 1 against the plan's text.

    Parameters
    ----------
    paths : sequence of path
        One sheet a coder, XLSX or CSV, named for the coder. In `start` a coder may say which of several places is meant.
    scheme : PmcScheme
    corpus : Corpus, Plan or list of Plan

    Returns
    -------
    DataFrame
        One row a plan, item and coder: plan, item, coder, value (0 or 1), quote, start, end (offsets in the clean text;
        missing for 0), sorted by plan, item and coder. Rows without a value are left out.

    Raises
    ------
    PolicylabError
        At the first fault: a column missing, a unit unknown or twice, a value that is not 0 or 1, a 1 without a quote, a
        quote that does not stand in the plan or not at its start, or nothing judged.
    """
    plans = {plan.id: plan for plan in as_plans(corpus)}
    asked = judgement_sheet(list(plans.values()), scheme)
    known = dict(zip(asked["unit"], asked["sentence"], strict=True))
    rows = []
    for path in map(Path, as_list("paths", paths, "a list of paths of sheets")):
        coder = coder_of(path, scheme.id, {row[2] for row in rows})
        before = len(rows)
        for row in checked_rows(read_sheet(path), known, path, ("unit", "sentence", "value", "quote")):
            if row.value:
                plan, _, item = row.unit.rpartition("/")
                if row.value not in ("0", "1"):
                    raise PolicylabError(f"{path.name}, unit {row.unit}: the value is {row.value!r}. Write 0, 1, or nothing.")
                place = _evidence(row, plans[plan].text, path) if row.value == "1" else (None, None, None)
                rows.append((plan, item, coder, int(row.value), *place))
        if len(rows) == before:
            raise PolicylabError(f"Nothing is judged in {path.name}. Fill in its column `value`.")
    order = {unit: number for number, unit in enumerate(known)}
    rows.sort(key=lambda row: (order[f"{row[0]}/{row[1]}"], row[2]))
    return typed_frame(rows, JUDGEMENTS, {"Int64": ("start", "end")})


def pmc_index(judgements: pd.DataFrame, scheme: PmcScheme) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The index of each plan and the scores that it is the sum of, with what both hang on.

    Parameters
    ----------
    judgements : DataFrame
        From `read_judgements`. An item that the coders judge differently counts as the mean of what they gave.
    scheme : PmcScheme

    Returns
    -------
    index : DataFrame
        One row a plan: plan, index (sum of the scores; with weights, their weighted mean times their number), variables,
        grade (``perfect`` from 9 of 10, ``good`` from 7, ``acceptable`` from 5, else ``low``: Ruiz Estrada 2011, in
        proportion to the number of variables), items, disputed (items that the coders judge differently), low_disputed,
        high_disputed (all of them 0, all of them 1), low_weights, high_weights (least and greatest index if each
        variable's weight may be halved or doubled; exact).
    variables : DataFrame
        One row a plan and first-level variable: plan, variable, label_zh, label_en, items, score (mean of its items),
        low_disputed, high_disputed.

    Raises
    ------
    PolicylabError
        If a plan lacks a judgement of an item.

    Examples
    --------
    >>> import pandas as pd
    >>> scheme = read_pmc_scheme({"variable": [
    ...     {"id": "X1", "label": ["Time", "时效"], "items": [["a", "Long", "长期", "-", "-"], ["b", "Short", "短期", "-", "-"]]},
    ...     {"id": "X2", "label": ["Open", "公开"], "items": [["c", "Open", "公开", "-", "-"]]}]})
    >>> judged = pd.DataFrame({"plan": ["p"] * 6, "item": list("aabbcc"), "coder": list("AB") * 3, "value": [1, 1, 0, 1, 1, 1]})
    >>> index, variables = pmc_index(judged, scheme)
    >>> variables["score"].tolist(), index.loc[0, ["index", "low_disputed", "high_disputed"]].tolist()
    ([0.75, 1.0], [1.75, 1.5, 2.0])
    """
    check_has("scheme", scheme, "weights", SCHEME)
    check_columns(judgements, ("plan", "item", "coder", "value"), name="judgements", maker=MAKER)
    found = judgements.groupby(["plan", "item"])["value"].agg(["mean", "min", "max"])
    names = {"mean": "score", "min": "low_disputed", "max": "high_disputed"}
    indices, variables = [], []
    weights = np.array(list(scheme.weights.values()))
    for plan in dict.fromkeys(judgements["plan"]):
        lacking = next((item.id for item in scheme.items if (plan, item.id) not in found.index), None)
        if lacking is not None:
            raise PolicylabError(f"Nobody judged the item {lacking} of {plan!r}. Every item of a plan needs a 0 or 1 for its index.")
        own = found.loc[plan].loc[[item.id for item in scheme.items]]
        scores = own.groupby([item.variable for item in scheme.items], sort=False).mean().loc[list(scheme.variables)]
        sizes = pd.Series([item.variable for item in scheme.items]).value_counts()
        for variable, row in scores.rename(columns=names).iterrows():
            label = scheme.variables[variable]
            variables.append((plan, variable, *label[::-1], int(sizes[variable]), row["score"], row["low_disputed"], row["high_disputed"]))
        index, low, high = (_weighted(scores[name].to_numpy(), weights) for name in ("mean", "min", "max"))
        ends = _extremes(scores["mean"].to_numpy(), weights)
        disputed = int((own["min"] < own["max"]).sum())
        grade = next(name for share, name in GRADES if index >= share * len(scores) - 1e-9)
        indices.append((plan, index, len(scores), grade, len(own), disputed, low, high, *ends))
    return (
        pd.DataFrame(indices, columns=["plan", "index", "variables", "grade", "items", "disputed", "low_disputed", "high_disputed", "low_weights", "high_weights"]),
        pd.DataFrame(variables, columns=["plan", "variable", "label_zh", "label_en", "items", "score", "low_disputed", "high_disputed"]),
    )  # fmt: skip


def pmc_agreement(judgements: pd.DataFrame, scheme: PmcScheme) -> pd.DataFrame:
    """How far the coders agree in their judgements: Krippendorff's alpha of all items, and of those of each variable.

    Returns
    -------
    DataFrame
        One row for all items (variable missing), then one a first-level variable: variable, label_zh, label_en, judged
        (items of plans that two coders judged), agreed, alpha (missing where all gave the same throughout: then nothing
        tells agreement from habit), low, high (`policylab.stats.alpha_interval`, over items), note ("descriptive only" where
        there is no interval).
    """
    check_has("scheme", scheme, "weights", SCHEME)
    check_columns(judgements, ("plan", "item", "coder", "value"), name="judgements", maker=MAKER)
    wide = judgements.pivot(index=["plan", "item"], columns="coder", values="value")
    wide = wide[wide.notna().sum(axis=1) > 1]
    own = wide.index.get_level_values("item").map({item.id: item.variable for item in scheme.items})
    rows = []
    for variable, label in ((None, ("all items", "全部二级变量")), *scheme.variables.items()):
        some = wide if variable is None else wide[own == variable]
        told = reliability(some, some.index.get_level_values("item").tolist())
        rows.append((variable, *label[::-1], len(some), int((some.nunique(axis=1) == 1).sum()), *told))
    columns = ("variable", "label_zh", "label_en", "judged", "agreed", "alpha", "low", "high", "note")
    return typed_frame(rows, columns, {"object": ["variable"]})


def pmc_order(variables: pd.DataFrame, scheme: PmcScheme) -> pd.DataFrame:
    """Which plan's index is the greater one, and whether other weights or the disputed judgements would turn that round.

    Returns
    -------
    DataFrame
        One row a pair of plans: plan_high, plan_low, difference (of the index), holds_for_weights (with each weight
        halved or doubled as suits the other plan best), holds_for_disputed (with every disputed judgement against it).
    """
    check_has("scheme", scheme, "weights", SCHEME)
    check_columns(variables, ("plan", "variable", "score", "low_disputed", "high_disputed"), name="variables", maker="policylab.coding.pmc_index")
    weights = np.array(list(scheme.weights.values()))
    table = {plan: rows.set_index("variable").loc[list(scheme.variables)] for plan, rows in variables.groupby("plan", sort=False)}
    rows = []
    for one, other in itertools.combinations(table, 2):
        difference = _weighted((table[one]["score"] - table[other]["score"]).to_numpy(), weights)
        high, low = (one, other) if difference >= 0 else (other, one)
        apart = (table[high]["score"] - table[low]["score"]).to_numpy()
        worst = (table[high]["low_disputed"] - table[low]["high_disputed"]).to_numpy()
        least = (np.where(apart > 0, WEIGHTS[0], WEIGHTS[1]) * weights * apart).sum()
        rows.append((high, low, abs(difference), bool(least > 0), bool(_weighted(worst, weights) > 0)))
    return pd.DataFrame(rows, columns=["plan_high", "plan_low", "difference", "holds_for_weights", "holds_for_disputed"])


def pmc_surface(variables: pd.DataFrame) -> pd.DataFrame:
    """The scores of nine variables of each plan as a square of three by three, which is drawn as the PMC surface.

    Of ten variables the last is left out, as is done where it is the same for all plans (such as publication).

    Returns
    -------
    DataFrame
        Three rows a plan, in the order of the scheme: plan, row, and first, second and third, the scores of the row.

    Raises
    ------
    PolicylabError
        If there are not nine or ten variables.
    """
    check_columns(variables, ("plan", "score"), name="variables", maker="policylab.coding.pmc_index")
    squares = []
    for plan, rows in variables.groupby("plan", sort=False):
        if len(rows) not in (_SURFACE**2, _SURFACE**2 + 1):
            raise PolicylabError(f"A PMC surface needs nine variables (or ten, of which the last is left out), and {plan!r} has {len(rows)}.")
        square = rows["score"].to_numpy()[: _SURFACE**2].reshape(_SURFACE, _SURFACE)
        squares.append(pd.DataFrame(square, columns=["first", "second", "third"]).assign(plan=plan, row=range(1, _SURFACE + 1)))
    return pd.concat(squares, ignore_index=True)[["plan", "row", "first", "second", "third"]]


def _evidence(row, text: str, path: Path) -> tuple[str, int, int]:
    """The quote of a judgement, and where it stands: at the start that is given, else the first place."""
    where, start = f"{path.name}, unit {row.unit}", getattr(row, "start", "")
    if not row.quote:
        raise PolicylabError(f"{where}: a 1 needs its evidence. Copy the passage into the column `quote`.")
    if start and not start.isdigit():
        raise PolicylabError(f"{where}: the start is {start!r}. Write an offset in the clean text, or nothing.")
    place = int(start) if start else text.find(row.quote)
    if place < 0 or not text.startswith(row.quote, place):
        at = f" at {start}" if start else ""
        raise PolicylabError(f"{where}: the plan does not say {row.quote[:30]!r}{at}. Copy the passage from the clean text.")
    return row.quote, place, place + len(row.quote)


def _weighted(scores: np.ndarray, weights: np.ndarray) -> float:
    """The weighted mean times the number of variables: with equal weights, the sum."""
    return float((scores * weights).sum() / weights.sum() * len(scores))


def _extremes(scores: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Least and greatest index over all weights within the factors: the greater scores have one factor, the others the other."""
    order = np.argsort(scores)
    low, high = [], []
    for cut in range(len(scores) + 1):
        for ends, (first, last) in ((low, WEIGHTS[::-1]), (high, WEIGHTS)):
            factor = np.where(np.arange(len(scores)) < cut, first, last)
            ends.append(_weighted(scores[order], weights[order] * factor))
    return min(low), max(high)
