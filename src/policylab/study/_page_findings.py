"""The findings as the page tells them: by what was asked, the strongest first, each value with what it is, of how many."""

from __future__ import annotations

import math
from collections.abc import Mapping

from policylab.study._codebook import Codebook, Pair
from policylab.study._notebooks import FINDINGS

# The verdicts from the surest to what says nothing; one that is not here stands after "descriptive only".
_ORDER = (
    "supported", "suggestive", "descriptive only", "borderline", "depends on the segmentation", "unclear",
    "uncertain", "open", "not supported", "not told from chance", "not answered",
)  # fmt: skip
Tables = Mapping[str, tuple[list[str], list[list[str]]]]


def grouped_findings(
    rows: list[dict[str, str]], claims: Mapping[str, list[str]], figures: list[str], tables: Tables, codebook: Codebook
) -> list[dict]:
    """A notebook's findings by the question that they answer, in the order in which the codebook asks.

    Each group has `asked`, `findings` from the surest to the least sure, and behind them `controls`: what would be found
    without any effect.
    """
    verdicts = {column.name: column.values for column in codebook.tables[FINDINGS].columns}["verdict"]
    order = [*codebook.questions, ""]
    groups: dict[str, dict] = {}
    for row in rows:
        basis = codebook.basis(row["finding"])
        asked = basis.get("question", "")
        told = {
            **row,
            "said": _said(row["claim"], claims.get(row["finding"], [])),
            "verdict_said": verdicts.get(row["verdict"], (row["verdict"], row["verdict"])),
            "table": basis["table"] if basis.get("table") in tables else "",
            "figure": basis["figure"] if basis.get("figure") in figures else "",
            "value_said": value_said(row, basis, tables) if row["value"] else None,
            "variants": variants_said(row["finding"], basis, tables),
        }
        group = groups.setdefault(asked, {"asked": codebook.questions.get(asked), "findings": [], "controls": []})
        group["controls" if basis.get("control") else "findings"].append(told)
    for group in groups.values():
        group["findings"].sort(key=_strength)
    return [groups[asked] for asked in sorted(groups, key=order.index)]


def counted_verdicts(rows: list[dict[str, str]], codebook: Codebook) -> list[tuple[Pair, int]]:
    """How many findings have each verdict, from the surest on."""
    values = {column.name: column.values for column in codebook.tables[FINDINGS].columns}["verdict"]
    found = [row["verdict"] for row in rows]
    return [(values.get(name, (name, name)), found.count(name)) for name in sorted(set(found), key=_rank) if name]


def value_said(row: Mapping[str, str], basis: Mapping, tables: Tables) -> dict[str, Pair | str]:
    """A finding's value in words: the number with its unit, its bounds, what it is, and of how many.

    >>> basis = {"measure": ("rate", "频率"), "scale": "log2"}
    >>> value_said({"finding": "words-change-5G", "value": "-4.16649", "low": "-8.04391", "high": "-1.70918"}, basis, {})
    {'number': '×0.056', 'bounds': '[0.0038, 0.31]', 'what': ('rate', '频率'), 'around': ('95 %', '95%'), 'n': ('', '')}
    """
    scale = basis.get("scale", "number")
    low, high = (_number(row[side], scale) if row[side] else "" for side in ("low", "high"))
    bounds = f"[{low}, {high}]" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
    sign, unit = ("×" if scale == "log2" else ""), {"share": " %", "points": " pp"}.get(scale, "")
    around = tuple(basis.get("bounds", ("95 %", "95%"))) if bounds else ("", "")
    return {
        "number": sign + _number(row["value"], scale) + unit,
        "bounds": bounds,
        "what": tuple(basis.get("measure", ("", ""))),
        "around": around,
        "n": _of_how_many(row["finding"], basis, tables),
    }


def variants_said(finding: str, basis: Mapping, tables: Tables) -> dict[str, str | int] | None:
    """Under how many ways to make a finding it comes out the same, of how many, and the table that has them.

    >>> basis = {"series": "words-change", "variants": {"table": "multiverse", "by": "term", "agree": "found"}}
    >>> tables = {"multiverse": (["term", "found"], [["5G", "true"], ["5G", "false"], ["4G", "true"]])}
    >>> variants_said("words-change-5G", basis, tables)
    {'table': 'multiverse', 'agree': 1, 'of': 2}
    """
    asked = basis.get("variants")
    header, rows = tables.get(asked["table"], ([], [])) if asked else ([], [])
    where = dict(asked.get("where", {})) if asked else {}
    if asked and "by" in asked:
        where[asked["by"]] = finding.removeprefix(basis["series"] + "-")
    if not asked or not {*where, asked["agree"]} <= set(header):
        return None
    tried = [row for row in (dict(zip(header, cells, strict=True)) for cells in rows)
             if all(row[name] == value for name, value in where.items())]
    agree = sum(row[asked["agree"]] == "true" for row in tried)
    return {"table": asked["table"], "agree": agree, "of": len(tried)} if tried else None


def _said(claim: str, said: list[str]) -> Pair:
    """The claim in both languages; one that was changed by hand stands alone."""
    return (said[0], said[1]) if claim in said else (claim, claim)


def _rank(verdict: str) -> float:
    return _ORDER.index(verdict) if verdict in _ORDER else _ORDER.index("descriptive only") + 0.5


def _strength(finding: Mapping) -> tuple[float, float]:
    """Verdict first; then how far the interval stays from no effect, where both its bounds are of one sign."""
    bounds = [float(finding[side]) for side in ("low", "high") if finding[side]]
    one_sided = len(bounds) == 2 and bounds[0] * bounds[1] > 0
    return _rank(finding["verdict"]), -min(map(abs, bounds)) if one_sided else 0.0


def _number(text: str, scale: str) -> str:
    """Rounded to what can be read: whole numbers in full, others to two or three digits."""
    value = float(text)
    if not math.isfinite(value):
        return text
    if scale == "log2":
        return _short(2**value, 2) if value < 20 else f"2^{value:.0f}"
    if scale in ("share", "points"):
        return _short(100 * value, 2) if abs(value) < 0.01 else f"{100 * value:.1f}"
    return f"{value:.0f}" if value == round(value) else _short(value, 3)


def _short(value: float, digits: int) -> str:
    """With so many digits that count, without an exponent.

    >>> _short(0.03124, 2), _short(12.34, 2), _short(140.7, 3), _short(0.0, 2)
    ('0.031', '12', '141', '0')
    """
    if not value:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{places}f}"


def _of_how_many(finding: str, basis: Mapping, tables: Tables) -> Pair:
    """The n of a finding, from the row of its table that the rest of its id names."""
    asked = basis.get("n")
    header, rows = tables.get(asked.get("table", basis["table"]), ([], [])) if asked else ([], [])
    where = {asked["by"]: finding.removeprefix(basis["series"] + "-"), **asked.get("where", {})} if asked else {}
    if not asked or not {*where, *asked["columns"]} <= set(header):
        return "", ""
    for cells in rows:
        row = dict(zip(header, cells, strict=True))
        if all(row[name] == value for name, value in where.items()):
            counts = " + ".join(row[name] for name in asked["columns"])
            return f"n = {counts} {asked['of'][0]}", f"n = {counts} {asked['of'][1]}"
    return "", ""

