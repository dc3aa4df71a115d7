"""What becomes of findings between two states of a study: sign, order, verdict, and lesser things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from policylab.study._csv import parse_table


def finding_changes(before: dict[tuple, dict], after: dict[tuple, dict]) -> list[dict]:
    """What becomes of each finding, by notebook and id; a row a change, with the claims of both states."""
    common = before.keys() & after.keys()
    ranks = _ranks(before, common), _ranks(after, common)
    changes = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        claims = {"claim_before": old["claim"] if old else "", "claim_after": new["claim"] if new else ""}
        if old is None or new is None:
            found = [("added" if old is None else "removed", claims["claim_before"], claims["claim_after"])]
        else:
            found = _changes(old, new, *(rank.get(name) for rank in ranks))
        changes += [
            {"finding": name[1], "notebook": name[0], "change": change, "before": first, "after": second, **claims}
            for change, first, second in found
        ]
    return changes


def _changes(old: dict, new: dict, old_rank: str | None, new_rank: str | None) -> Iterator[tuple[str, str, str]]:
    values = _number(old["value"]), _number(new["value"])
    bounds = _bounds(old), _bounds(new)
    if None not in values and _sign(values[0]) != _sign(values[1]):
        yield "sign", old["value"], new["value"]
    if old_rank != new_rank:
        yield "order", old_rank or "", new_rank or ""
    if old["verdict"] != new["verdict"]:
        yield "verdict", old["verdict"], new["verdict"]
    low, high = _number(old["low"]), _number(old["high"])
    if None not in (values[1], low, high) and not low <= values[1] <= high:
        yield "interval", bounds[0], new["value"]
    if old["value"] != new["value"]:
        yield "value", old["value"], new["value"]
    if bounds[0] != bounds[1]:
        yield "bounds", *bounds
    if old["claim"] != new["claim"] and old["value"] == new["value"]:
        yield "claim", old["claim"], new["claim"]


def findings_by_id(content: bytes | None) -> dict[tuple, dict]:
    """Rows of a table of findings by notebook and id."""
    header, rows = parse_table(content or b"")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return {(row["notebook"], row["finding"]): row for row in found}


def _ranks(findings: dict[tuple, dict], names: Iterable[tuple]) -> dict[tuple, str]:
    """Place of each finding by its value, within its series: ids that share the part before the last ``-``."""
    series: dict[tuple, list[tuple]] = {}
    for notebook, finding in sorted(names):
        stem, dash, _ = finding.rpartition("-")
        if dash and _number(findings[notebook, finding]["value"]) is not None:
            series.setdefault((notebook, stem), []).append((notebook, finding))
    ranks = {}
    for members in series.values():
        values = [_number(findings[member]["value"]) for member in members]
        for member, value in zip(members, values, strict=True):
            ranks[member] = f"{1 + sum(other > value for other in values)} of {len(members)}"
    return ranks


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _bounds(finding: dict) -> str:
    return f"{finding['low']} to {finding['high']}" if finding["low"] or finding["high"] else ""
