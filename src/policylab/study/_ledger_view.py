"""The ledger on the page: a row a statement, and the texts in which the script marks its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylab.resources import load_toml
from policylab.study._codebook import Codebook, Pair
from policylab.study._markup import both, escaped, json_block, label

if TYPE_CHECKING:
    from policylab.corpus import Corpus, Plan

LEDGER = "targets"
NEEDED = {"statement", "plan", "section", "kind", "indicator", "comparator", "value", "unit", "year", "sentence",
          "start", "end", "raw_start", "raw_end"}  # fmt: skip
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "range": "", "eq": ""}
_TEXTS = ("search", "all", "shown", "clean", "raw", "characters", "more", "open", "no_year")


def ledger_section(header: list[str], rows: list[list[str]], corpus: Corpus, codebook: Codebook) -> str:
    """The ledger of a run as a section of the page; empty where the table is no ledger."""
    if not set(header) >= NEEDED:
        return ""
    statements = [dict(zip(header, row, strict=True)) for row in rows]
    plans = {plan: corpus[plan] for plan in dict.fromkeys(row["plan"] for row in statements) if plan in corpus.ids}
    statements = [row for row in statements if row["plan"] in plans]
    names = {
        plan.id: (plan.short_title or plan.title, plan.short_title_zh or plan.title) for plan in plans.values()
    }
    values = {column.name: column.values for column in codebook.tables[LEDGER].columns}
    known = dict.fromkeys(row["kind"] for row in statements)
    kinds = {kind: _short(values["kind"].get(kind, (kind, kind))) for kind in known}
    years = sorted({row["year"] for row in statements if row["year"]})
    body = "\n".join(_row(row, plans[row["plan"]], names, kinds) for row in statements)
    columns = "".join(
        f'<th scope="col">{label(key)}</th>' for key in ("plan", "indicator", "written", "value", "year", "kind")
    )
    texts = load_toml("page_labels.toml")
    return f"""<section id="ledger" aria-labelledby="ledger-title">
<h2 id="ledger-title">{label("ledger")}</h2>
<p>{label("ledger_help")}</p>
<noscript><p class="note">{label("needs_script")}</p></noscript>
<form class="filters" role="search" id="filters">
<label>{label("search")} <input type="search" id="q" autocomplete="off" spellcheck="false"></label>
{_choice("plan", list(names.items()))}
{_choice("kind", list(kinds.items()))}
{_choice("year", [(year, (year, year)) for year in years] + [("-", (texts["no_year"]["en"], texts["no_year"]["zh"]))])}
<output id="count" aria-live="polite"></output>
</form>
<div class="scroll"><table class="ledger" id="statements">
<thead><tr><th scope="col"><span class="hidden">{label("open")}</span></th>{columns}</tr></thead>
<tbody>
{body}
</tbody></table></div>
{json_block("ledger-data", _data(statements, plans, {key: texts[key] for key in _TEXTS}))}
</section>"""


def _short(pair: Pair) -> Pair:
    """The word that an explanation begins with."""
    return pair[0].partition(":")[0], pair[1].partition("：")[0]


def _row(row: dict[str, str], plan: Plan, names: dict[str, Pair], kinds: dict[str, Pair]) -> str:
    written = plan.text[int(row["start"]) : int(row["end"])]
    cells = [
        f'<td><button type="button" class="open" aria-expanded="false">▸ <span class="hidden">{label("open")}</span>'
        "</button></td>",
        f"<td>{both(*names[plan.id])}</td>",
        f'<td lang="zh">{escaped(row["indicator"])}</td>',
        f'<td lang="zh">{escaped(written)}</td>',
        f'<td class="number">{escaped(_value(row))}</td>',
        f"<td>{escaped(row['year'])}{_unstated(row)}</td>",
        f"<td>{both(*kinds[row['kind']])}</td>",
    ]
    attributes = " ".join(f'data-{name}="{escaped(row[name])}"' for name in ("plan", "kind", "year"))
    return f'<tr id="{escaped(row["statement"])}" class="statement" {attributes}>{"".join(cells)}</tr>'


def _unstated(row: dict[str, str]) -> str:
    """What a year bears that the text does not state: it is the last one of the plan's period."""
    return f" <small>{label('period_end')}</small>" if row["year"] and row.get("year_from") == "period" else ""


def _value(row: dict[str, str]) -> str:
    value = f"{row['value']}–{row['value_high']}" if row.get("value_high") else row["value"]
    return f"{_SIGNS.get(row['comparator'], '')} {value} {row['unit']}".strip() if value else ""


def _choice(name: str, options: list[tuple[str, Pair]]) -> str:
    texts = load_toml("page_labels.toml")
    shown = [("", (texts["all"]["en"], texts["all"]["zh"])), *options]
    inner = "".join(
        f'<option value="{escaped(value)}" data-zh="{escaped(zh)}" data-en="{escaped(en)}">{escaped(zh)}</option>'
        for value, (en, zh) in shown
    )
    return f'<label>{label(name)} <select id="{name}">{inner}</select></label>'


def _data(statements: list[dict[str, str]], plans: dict[str, Plan], texts: dict) -> dict:
    paths = {
        name: dict(zip(plan.sections["section"], plan.sections["path"], strict=True)) for name, plan in plans.items()
    }
    return {
        "texts": texts,
        "plans": {name: {"clean": plan.text, "raw": plan.raw} for name, plan in plans.items()},
        "statements": [_places(row, plans[row["plan"]], paths[row["plan"]]) for row in statements],
    }


def _places(row: dict[str, str], plan: Plan, paths: dict[str, str]) -> dict:
    """Where a statement's number and sentence stand, as spans of code points in the clean and in the raw text."""
    start, end = int(row["start"]), int(row["end"])
    path = paths.get(row["section"])
    number, sentence = [start, end], row["sentence"]
    first = plan.text.rfind(sentence, max(0, end - len(sentence)), start + len(sentence)) if sentence else -1
    within = [first, first + len(sentence)] if 0 <= first <= start and end <= first + len(sentence) else number
    raw_number = [int(row["raw_start"]), int(row["raw_end"])]
    raw_within = list(plan.raw_span(*within)) if within != number else raw_number
    return {
        "id": row["statement"], "plan": row["plan"], "path": path if isinstance(path, str) else "",
        "clean": [*within, *number], "raw": [*raw_within, *raw_number],
    }  # fmt: skip
