"""What `policylab diff` says: tables, figures and cells that differ, and last, in sentences, the findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policylab.cli._messages import say
from policylab.cli._tables import show

if TYPE_CHECKING:
    import pandas as pd

    from policylab.study import RunDiff

_SHOWN_CELLS = 40
_FEWEST_CELLS = 3  # of each table, however many differ
_WEIGHTY = ("sign", "order", "verdict")
_SAID = {
    "sign": "the value changes its sign, from {before} to {after}",
    "order": "the place by value in its series moves from {before} to {after}",
    "verdict": "the verdict changes from {before} to {after}",
    "interval": "the value, {after}, lies outside the earlier interval of {before}",
    "value": "the value changes from {before} to {after}",
    "bounds": "the interval changes from {before} to {after}",
    "claim": "the claim is worded in another way",
}


def show_difference(difference: RunDiff, *, everything: bool) -> None:
    """Print a comparison; `everything` shows every cell."""
    say(f"Before: {difference.before}. After: {difference.after}.")
    for row in difference.parameters.itertuples(index=False):
        say(f"Another parameter in {row.notebook}: {row.parameter} was {_value(row.before)}, is {_value(row.after)}.")
    if difference.left_out:
        say(f"Not compared, as only one of the two has run them: {', '.join(difference.left_out)}.")
    if difference.same:
        say(
            f"All {len(difference.tables)} tables and {len(difference.figures)} figures are equal, byte for byte."
        )
        return
    for title, frame in (("Tables", difference.tables), ("Figures", difference.figures)):
        differing = frame[frame["status"] != "equal"]
        say(f"{title}: {len(frame) - len(differing)} of {len(frame)} are equal.")
        if len(differing):
            show(differing)
    cells = difference.cells[difference.cells["table"] != "findings"]
    if len(cells):
        say(f"Rows and cells that differ: {len(cells)}, those of the findings not counted.")
        each = max(_FEWEST_CELLS, _SHOWN_CELLS // cells["table"].nunique())
        shown = cells if everything else cells.groupby("table", sort=False).head(each)
        show(shown)
        if len(shown) < len(cells):
            say(f"… and {len(cells) - len(shown)} more: `policylab diff --all`.")
    for line in finding_lines(difference.findings, difference.compared_findings):
        say(line)


def finding_lines(findings: pd.DataFrame, compared: int) -> Iterator[str]:
    """What becomes of the findings: those first that change sign, order or verdict."""
    if not len(findings):
        yield f"No finding changes: all {compared} are as before." if compared else "There are no findings."
        return
    changed = findings.groupby(["notebook", "finding"], sort=False)["change"].agg(set)
    groups = {
        "change sign, order or verdict": lambda kinds: kinds & set(_WEIGHTY),
        "change in value or interval only": lambda kinds: not kinds & {*_WEIGHTY, "added", "removed"} and kinds != {"claim"},
        "are worded in another way only": lambda kinds: kinds == {"claim"},
        "are new": lambda kinds: "added" in kinds,
        "are not stated any more": lambda kinds: "removed" in kinds,
    }
    yield f"Findings: {compared} compared, {compared - len(changed)} as before."
    for title, belongs in groups.items():
        names = [name for name, kinds in changed.items() if belongs(kinds)]
        if names:
            yield ""
            yield f"{len(names)} findings {title}:" if len(names) > 1 else f"1 finding {_singular(title)}:"
        for notebook, finding in names:
            rows = findings[(findings["notebook"] == notebook) & (findings["finding"] == finding)]
            yield from _finding(rows)


def _finding(rows: pd.DataFrame) -> Iterator[str]:
    first = rows.iloc[0]
    unsaid = {"value"} if (rows["change"] == "sign").any() else set()  # the one sentence says both
    said = "; ".join(
        _said(row.change, row.before or "nothing", row.after or "nothing")
        for row in rows.itertuples(index=False)
        if row.change in _SAID.keys() - unsaid
    )
    yield f"  {first['finding']} ({first['notebook']})" + (f": {said}." if said else "")
    if first["claim_before"] == first["claim_after"]:
        yield f"      {first['claim_after']}"
        return
    if first["claim_before"]:
        yield f"      before: {first['claim_before']}"
    if first["claim_after"]:
        yield f"      after:  {first['claim_after']}"


def _said(change: str, before: str, after: str) -> str:
    if change == "sign" and "0" in (before, after):
        return f"the value was {before} and is {after}"
    return _SAID[change].format(before=before, after=after)


def _singular(title: str) -> str:
    verb, _, rest = title.partition(" ")
    return f"{ {'change': 'changes', 'are': 'is'}[verb] } {rest}"


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
