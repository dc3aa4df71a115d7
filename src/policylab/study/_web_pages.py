"""What a run shows in a browser: ``index.html`` with findings, figures, ledger and tables, and each notebook as a page.

No page needs a network. The index is a template of Jinja, which escapes everything that is put into it; here is only what
is put in. A page's characters are in it as a font, too: Chinese shows on a computer that has no Chinese font.
"""

from __future__ import annotations

import base64
import contextlib
import copy
import functools
import hashlib
import html
import io
import logging
import math
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import policylab
from policylab.checks import check_choice, check_columns, check_names
from policylab.corpus import as_plans
from policylab.corpus._catalogue import read_catalogue
from policylab.corpus._plan import section_paths
from policylab.errors import PolicylabError
from policylab.files import read_json, write_bytes, write_text
from policylab.resources import load_toml
from policylab.resources._translation import LANGUAGES, english
from policylab.stats import DESCRIPTIVE, VERDICTS
from policylab.stats._claims import pair_numbers
from policylab.study._describe import WORKBOOK, Codebook, Pair, read_codebook, tables_workbook
from policylab.study._notebooks import FINDINGS, RUN_FILE, Study, drawn_figures, find_study, prose, record_path
from policylab.study._table_files import parse_table, significant

if TYPE_CHECKING:
    import pandas as pd
    from nbconvert.exporters import HTMLExporter

    from policylab.corpus import Corpus, Plan

PAGE = "index.html"
LEDGER = "targets"
NEEDED = {"statement", "plan", "section", "kind", "indicator", "comparator", "value", "unit", "year", "sentence",
          "start", "end", "raw_start", "raw_end"}  # fmt: skip
FAMILY = "policylab Han"
_NOTEBOOKS = "page_notebooks.toml"
_PARTS = Path(__file__).parent / "page"  # templates, styles and scripts
Tables = Mapping[str, tuple[list[str], list[list[str]]]]
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_QUESTION = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_ONE_PAGE = threading.Lock()  # notebooks end in threads, and nbconvert makes one page at a time
_PLACE_MARKS = "?/:@!$&'()*+,;="
AROUND = 300  # characters of a paragraph on either side of a sentence that the page shows
SEARCHED = ("plan", "kind", "indicator", "comparator", "value", "value_high", "unit", "measure", "year", "doubt",
            "corrected_by", "sentence")  # fmt: skip
_SCRIPT_TEXTS = ("shown", "shown_first", "clean", "raw", "characters", "page", "open", "period_end")
_HAN = 0x2E80  # from the Han radicals on; every system shows what is before
_LINK = re.compile(r"""(?P<name>\b(?:href|src|action|formaction))\s*=\s*(?P<mark>["'])(?P<address>[^"'<>]{0,4000})(?P=mark)""", re.I)


def present(out: Path, corpus: Path, name: str) -> None:
    """Write the page or the workbook of a run, by its file's name."""
    study, entries = find_study(corpus), read_json(out / RUN_FILE)["notebooks"]
    if name == PAGE:
        write_text(out / PAGE, page_text(out, study, entries))
    else:
        codebook = read_codebook(study.corpus.parent)
        write_bytes(out / WORKBOOK, tables_workbook(out / "tables", codebook, lang=_language(entries)))


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _language(entries: dict[str, dict]) -> str:
    """The language of a run: that of its first notebook that has one."""
    lang = next((e["parameters"]["lang"] for e in entries.values() if e.get("parameters", {}).get("lang")), "zh")
    return "en" if lang == "en" else "zh"


def page_text(out: Path, study: Study, entries: dict[str, dict]) -> str:
    """The page of a run, from its files and the entries of its notebooks in ``run.json``."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    catalogue = read_catalogue(study.corpus)
    codebook = read_codebook(study.corpus.parent)
    tables = {path.stem: parse_table(path.read_bytes()) for path in sorted((out / "tables").glob("*.csv"))}
    texts = load_toml("page_labels.toml")
    ledger = None
    if LEDGER in tables:
        corpus = policylab.load_corpus(study.corpus)
        ledger = ledger_view(*tables[LEDGER], corpus, codebook, files=_paged_files(corpus, study.corpus.parent, out))
    title = catalogue.title or texts["untitled"]["en"]
    style, script = map(_part, ("page.css", "page.js"))
    environment = Environment(
        loader=FileSystemLoader(_PARTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals["english"] = english
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    template = environment.get_template("page.html")
    shown = dict(
        lang=_language(entries),
        title=(title, catalogue.title_zh or catalogue.title or texts["untitled"]["zh"]),
        texts=texts,
        findings=[row for row in _rows(tables, FINDINGS) if row["notebook"] in entries],
        chapters=[_chapter(out, name, entry, tables, codebook) for name, entry in sorted(entries.items())],
        verdicts=counted_verdicts(_rows(tables, FINDINGS), codebook),
        ledger=ledger,
        old_ledger=ledger is None and NEEDED <= set(tables.get(LEDGER, [[]])[0]),
        tables=[_table(name, *tables[name], codebook) for name in tables],
        sources=catalogue.entries,
        version=policylab.__version__,
    )
    style += font_face(template.render(shown, style="", script="", policy=""))
    # The page runs its own script and nothing else, whatever a source says.
    policy = (
        f"default-src 'none'; img-src 'self' file: data:; font-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    return template.render(shown, style=Markup(style), script=Markup(script), policy=Markup(policy)).lstrip()


def _chapter(out: Path, name: str, entry: dict, tables: dict, codebook: Codebook) -> dict:
    """A notebook as the page shows it: its title, question and findings, and its figures with their captions."""
    title, question, headings = _headings(out / "notebooks" / f"{name}.ipynb", entry.get("parameters", {}).get("lang", "en"))
    files = entry.get("files", {})
    figures = [Path(path).stem for path in files if path.startswith("figures/") and path.endswith(".svg")]
    claims = read_json(record_path(out, name)).get("claims", {})
    findings = [row for row in _rows(tables, FINDINGS) if row["notebook"] == name]
    captions = load_toml(_NOTEBOOKS)["figure"]
    shown = []
    for figure in figures:
        heading = headings.get(figure, "")
        caption = captions.get(figure, dict.fromkeys(LANGUAGES, heading or figure))
        # a browser takes many times longer over the paths of an SVG
        picture = next(f"{figure}.{kind}" for kind in ("png", "svg") if f"figures/{figure}.{kind}" in files)
        place = quote(re.sub(r"<[^>]+>", "", heading).replace(" ", "-"), safe=_PLACE_MARKS)  # nbconvert names headings so
        shown.append((figure, picture, (caption["en"], caption["zh"]), place))
    state = "failed" if entry.get("status") != "ok" else "outdated" if entry.get("outdated") else ""
    return {
        "name": name,
        "title": title if all(title) else (name, name),
        "question": question,
        "state": state,
        "figures": shown,
        "tables": [Path(path).stem for path in files if re.fullmatch(r"tables/[^/]+\.csv", path)],
        "groups": grouped_findings(findings, claims, figures, tables, codebook),
    }


def _rows(tables: Tables, name: str) -> list[dict[str, str]]:
    header, rows = tables.get(name, ([], []))
    return [dict(zip(header, row, strict=True)) for row in rows]


def _headings(path: Path, lang: str) -> tuple[Pair, Pair, dict[str, str]]:
    """A notebook's title and question in both languages, and for each of its figures the heading that it stands under."""
    title, question, heading, headings = ("", ""), ("", ""), "", {}
    for number, cell in enumerate(read_json(path).get("cells", [])):
        if cell["cell_type"] == "code" and heading:
            headings |= dict.fromkeys(drawn_figures(cell), heading)
        elif cell["cell_type"] == "markdown" and number == 0:
            told = [prose(cell, language) for language in LANGUAGES]
            title, question = (tuple(_first(form, text) for text in told) for form in (_HEADING, _QUESTION))
        elif cell["cell_type"] == "markdown" and (found := _HEADING.findall(prose(cell, lang))):
            heading = _plain(found[-1])
    return title, question, headings


def _first(form: re.Pattern, text: str) -> str:
    found = form.search(text)
    return _plain(found[1]) if found else ""


def _table(name: str, header: list[str], rows: list[list[str]], codebook: Codebook) -> dict:
    table = codebook.tables.get(name)
    title, row = (table.title, table.row) if table else (None, None)
    return {"name": name, "title": title or ("", ""), "row": row or ("", ""), "columns": header, "rows": len(rows)}


def _plain(markdown: str) -> str:
    return " ".join(re.sub(r"[*`]", "", markdown).split())


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def grouped_findings(
    rows: list[dict[str, str]], claims: Mapping[str, list[str]], figures: list[str], tables: Tables, codebook: Codebook
) -> list[dict]:
    """A notebook's findings by the question that they answer, in the order in which the codebook asks.

    Each group has `asked`, `findings` from the surest to the least sure, and behind them `controls`: what would be found
    without any effect.
    """
    verdicts = codebook.values(FINDINGS, "verdict")
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
    values = codebook.values(FINDINGS, "verdict")
    found = Counter(row["verdict"] for row in rows if row["verdict"])
    return [(values.get(name, (name, name)), found[name]) for name in sorted(found, key=_rank)]


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
    tried, asked = _rows_of(finding, basis, "variants", tables)
    if not tried or asked["agree"] not in tried[0]:
        return None
    return {"table": asked["table"], "agree": sum(row[asked["agree"]] == "true" for row in tried), "of": len(tried)}


def _said(claim: str, said: list[str]) -> Pair:
    """The claim in both languages; one that was changed by hand stands alone."""
    return (said[0], said[1]) if claim in said else (claim, claim)


def _rank(verdict: str) -> float:
    """The place of a verdict from the surest on; one of a study's own stands after "descriptive only"."""
    return VERDICTS.index(verdict) if verdict in VERDICTS else VERDICTS.index(DESCRIPTIVE) + 0.5


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
        return significant(2**value, 2) if value < 20 else f"2^{value:.0f}"
    if scale in ("share", "points"):
        return significant(100 * value, 2) if abs(value) < 0.01 else f"{100 * value:.1f}"
    return f"{value:.0f}" if value == round(value) else significant(value, 3)


def _of_how_many(finding: str, basis: Mapping, tables: Tables) -> Pair:
    rows, asked = _rows_of(finding, basis, "n", tables)
    if not rows or not set(asked["columns"]) <= rows[0].keys():
        return "", ""
    counts = " + ".join(rows[0][name] for name in asked["columns"])
    return f"n = {counts} {asked['of'][0]}", f"n = {counts} {asked['of'][1]}"


def _rows_of(finding: str, basis: Mapping, kind: str, tables: Tables) -> tuple[list[dict[str, str]], Mapping]:
    """The rows of a table on a finding that the codebook asks for and the rest of its id names, and what it asks of them."""
    asked = basis.get(kind)
    if asked is None:
        return [], {}
    table, where = asked.get("table") or basis["table"], asked.get("where", {})
    rows = [row for row in _rows(tables, table) if where.items() <= row.items()]
    if "by" in asked:
        named = finding.removeprefix(basis["series"] + "-")
        pairs = [tuple(row.get(plan) for plan in basis.get("pair", ())) for row in rows]
        numbers = pair_numbers(pairs)
        rows = [row for row, pair in zip(rows, pairs, strict=True) if f"{row.get(asked['by'])}{numbers[pair]}" == named]
    return rows, asked


def _paged_files(corpus: Corpus, folder: Path, out: Path) -> dict[str, str]:
    """From the page of a run to the PDF of each plan that has one, as a link that takes a page behind it."""
    links = {}
    for plan in corpus:
        if plan.pages and plan.source and plan.source.lower().endswith(".pdf"):
            with contextlib.suppress(ValueError):  # on another drive
                links[plan.id] = quote(Path(os.path.relpath(folder / plan.source, out)).as_posix())
    return links


def ledger_view(
    header: list[str], rows: list[list[str]], corpus: Corpus, codebook: Codebook, *, files: Mapping[str, str] | None = None
) -> dict | None:
    """The ledger on the page: a row a statement, and the texts in which the script marks its number; None if not of these.

    `files` has the link to the PDF of a plan, by its id.
    """
    if not set(header) >= NEEDED:
        return None
    plans = {plan.id: plan for plan in corpus}
    statements = [row for row in (dict(zip(header, row, strict=True)) for row in rows) if row["plan"] in plans]
    plans = {name: plans[name] for name in dict.fromkeys(row["plan"] for row in statements)}
    if any(int(row["end"]) > len(plans[row["plan"]].text) for row in statements):
        return None  # made when the texts were read otherwise
    texts = load_toml("page_labels.toml")
    choices = {
        "plan": {name: (plan.short_title or english(plan.title), plan.short_title_zh or plan.title) for name, plan in plans.items()},
        "kind": _words(codebook.values(LEDGER, "kind"), (row["kind"] for row in statements)),
        "year": _words({}, (row["year"] for row in statements)) | {"-": (texts["no_year"]["en"], texts["no_year"]["zh"])},
        "doubt": _words(codebook.values(LEDGER, "doubt"), (row.get("doubt", "") for row in statements))
        | {"-": (texts["no_doubt"]["en"], texts["no_doubt"]["zh"])},
    }
    shown = [
        {
            **row,
            "doubt": row.get("doubt", ""),
            "corrected_by": row.get("corrected_by", ""),
            "written": plans[row["plan"]].text[int(row["start"]) : int(row["end"])],
            "value_said": (_value(row, "en"), _value(row, "zh")),
            "unstated": row["year"] and row.get("year_from") == "period",  # the text has none: it is the period's last
        }
        for row in statements
    ]
    told = {"texts": {key: texts[key] for key in _SCRIPT_TEXTS}, "files": dict(files or {})}
    return {
        "choices": {name: list(words.items()) for name, words in choices.items()},
        "rows": shown,
        "data": told | _places(statements, plans),
    }


def _words(values: dict[str, Pair], found: Iterable[str]) -> dict[str, Pair]:
    """The word that the explanation of each value begins with; a value without one stands as it is."""
    said = {value: values.get(value, (value, value)) for value in sorted(filter(None, set(found)))}
    return {value: (en.partition(":")[0], zh.partition("：")[0]) for value, (en, zh) in said.items()}


def searchable_ledger(
    ledger: pd.DataFrame, corpus: Corpus, *, names: Mapping[str, str] | None = None, lang: str = "zh"
) -> pd.DataFrame:
    """The ledger as a table to look through: with pages, and why a row is in doubt.

    Parameters
    ----------
    ledger : DataFrame
        From `policylab.extract_targets`.
    corpus : Corpus
        The plans that it was made of.
    names : mapping, optional
        What to call each plan.
    lang : {"zh", "en"}
        Language of the doubts and units; in English an indicator has its translation before it, if the glossary has one.

    Returns
    -------
    DataFrame
        Columns plan, page, kind, indicator, comparator, value, value_high, unit, measure, year, doubt, corrected_by,
        sentence; as text, "" where there is nothing. Page is that of the source, counted from 1; it and corrected_by
        are left out where no row has one.

    Raises
    ------
    PolicylabError
        If `lang` is unknown, or the ledger has not the columns of one.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.Corpus.from_texts({"a": "到2025年，建成5G基站7万个。"})
    >>> searchable_ledger(policylab.extract_targets(corpus), corpus)[["plan", "indicator", "value", "unit", "year"]].values.tolist()
    [['a', '5G基站', '70000', '个', '2025']]
    """
    check_choice("lang", lang, LANGUAGES)
    check_columns(ledger, (*SEARCHED, "start"), name="ledger", maker="policylab.extract_targets")
    check_names(names)
    plans = {plan.id: plan for plan in as_plans(corpus)}
    table = ledger[list(SEARCHED)].astype(object).where(ledger[list(SEARCHED)].notna(), "").map(str)
    doubts = _words(read_codebook().values(LEDGER, "doubt"), table["doubt"])
    table["doubt"] = [doubts[doubt][lang == "zh"] if doubt else "" for doubt in table["doubt"]]
    pages = [plans[plan].page_of(int(start)) for plan, start in zip(ledger["plan"], ledger["start"])]
    table.insert(1, "page", ["" if page is None else str(page) for page in pages])
    table["plan"] = [dict(names or {}).get(plan, plan) for plan in table["plan"]]
    table["unit"] = [english(unit, lang) for unit in table["unit"]]
    table["indicator"] = [
        name if english(name, lang) == name else f"{english(name, lang)} · {name}" for name in table["indicator"]
    ]
    return table.drop(columns=[name for name in ("page", "corrected_by") if not table[name].any()])


def show_searchable(table: pd.DataFrame, *, lang: str = "zh") -> None:
    """Show a table in a notebook, to search and to sort, also in its HTML without a network; all cells as text.

    A click on a column's head sorts by it, once more the other way; every word in the box must stand in a row.

    Parameters
    ----------
    table : DataFrame
    lang : {"zh", "en"}
        Language of the box.

    Examples
    --------
    >>> show_searchable(pd.DataFrame({"plan": ["a"]}))  # doctest: +SKIP
    """
    from IPython.display import HTML, display

    display(HTML(searchable_html(table, lang=lang)))


def searchable_html(table: pd.DataFrame, *, lang: str = "zh") -> str:
    """The HTML of a table with a box to search it and heads to sort it; `show_searchable` shows it."""
    check_choice("lang", lang, LANGUAGES)
    check_columns(table, (), maker="policylab.study.searchable_ledger")
    texts = load_toml("page_labels.toml")
    heads = "".join(f"<th>{html.escape(str(name))}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>\n"
        for row in table.itertuples(index=False, name=None)
    )
    script = _part("searchable.js")
    shown = html.escape(texts["shown"][lang], quote=True)
    return (
        f'<div class="searchable" data-shown="{shown}"><label>{texts["search_rows"][lang]} <input type="search" '
        'style="width:20em"></label> <output></output>\n<div style="max-height:34em;overflow:auto">'
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div></div>\n<script>\n{script}</script>"
    )


def _value(row: dict[str, str], lang: str) -> str:
    value = f"{row['value']}–{row['value_high']}" if row.get("value_high") else row["value"]
    sign = load_toml("target_labels.toml")["signs"].get(row["comparator"], "")
    return f"{sign} {value} {english(row['unit'], lang)}".strip() if value else ""


def _places(rows: list[dict[str, str]], plans: Mapping[str, Plan]) -> dict[str, list]:
    """Where the number and the sentence of each statement stand, for the script: in the clean text, and in the raw if others.

    A passage is the paragraph around a sentence, or a part of it where that is long, and is there once: whole texts of many
    plans would make the page too large. It is where it begins in the clean text, its text there, where in the raw text, and
    its text there, or null where it is the same.
    """
    paths, headings, passages, statements = section_paths(plans.values()), {}, {}, []
    paragraphs = {
        name: sorted(zip(plan.paragraphs["start"].tolist(), plan.paragraphs["end"].tolist(), strict=True))
        for name, plan in plans.items()
    }
    for row in rows:
        plan, sentence, path = plans[row["plan"]], row["sentence"], paths.get(row["section"])
        start, end = number = int(row["start"]), int(row["end"])
        raw_within = raw_number = int(row["raw_start"]), int(row["raw_end"])
        first = plan.text.rfind(sentence, max(0, end - len(sentence)), start + len(sentence)) if sentence else -1
        last = first + len(sentence)
        if 0 <= first <= start and end <= last:
            raw_within = plan.raw_span(first, last)
        else:
            first, last = number
        begins, ends = next((span for span in paragraphs[plan.id] if span[0] <= first and last <= span[1]), (first, last))
        begins, ends = max(begins, first - AROUND), min(ends, last + AROUND)
        raw_begins, raw_ends = plan.raw_span(begins, ends)
        passage = (plan.id, begins, ends, min(raw_begins, raw_within[0]), max(raw_ends, raw_within[1]))
        heading = headings.setdefault(path if isinstance(path, str) else "", len(headings))
        clean, raw, page = [first, last, *number], [*raw_within, *raw_number], plan.page_of(start)
        place = {"clean": clean, "passage": passages.setdefault(passage, len(passages)), "heading": heading}
        statements.append(place | ({} if raw == clean else {"raw": raw}) | ({} if page is None else {"page": page}))
    texts = []
    for name, begins, ends, raw_begins, raw_ends in passages:
        clean, raw = plans[name].text[begins:ends], plans[name].raw[raw_begins:raw_ends]
        texts.append([begins, clean, raw_begins, None if raw == clean else raw])
    return {"headings": list(headings), "passages": texts, "statements": statements}


def html_page(notebook, name: str, lang: str = "en") -> str:
    """A notebook as one HTML page that needs no other file, its characters as a font within it, its prose in the language of the run."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose(cell, lang)
    with _ONE_PAGE:
        page, _ = _exporter(_part("notebook.html")).from_notebook_node(notebook, resources={"metadata": {"name": name}})
    page = _LINK.sub(_dead_link, page)
    return page.replace("</head>", f"<style>\n{font_face(page)}{_part('notebook.css')}</style>\n</head>", 1)


@functools.cache
def _exporter(template: str) -> HTMLExporter:
    """What makes pages of notebooks: the same for all, since it reads its templates anew, which takes longer than most pages."""
    from nbconvert.exporters import HTMLExporter

    quiet = logging.getLogger("policylab.html")
    quiet.setLevel(logging.ERROR)  # it warns of every figure without alternative text
    return HTMLExporter(raw_template=template, log=quiet, embed_images=True)


def _dead_link(match: re.Match) -> str:
    """An attribute as it is, or without its address, where that is a script: a title or claim may hold a link."""
    address = re.sub(r"[\x00-\x20]", "", html.unescape(match["address"])).lower()
    live = address.startswith(("javascript:", "vbscript:", "data:text/html"))
    return f'{match["name"]}="#"' if live else match[0]


def font_face(text: str) -> str:
    """A CSS rule with those characters of Noto Sans SC that a text has; the same bytes for the same text.

    >>> font_face("规划")[:44]
    '@font-face { font-family: "policylab Han"; s'
    """
    return _font_face(frozenset(ord(char) for char in set(text) if ord(char) >= _HAN))


@functools.lru_cache(maxsize=8)
def _font_face(characters: frozenset[int]) -> str:
    from fontTools import subset

    from policylab.plots import font_path

    options = subset.Options(flavor="woff", layout_features=[], hinting=False, recalc_timestamp=False)
    buffer = io.BytesIO()
    with subset.load_font(str(font_path()), options) as font:
        # Else it makes up names for 30,000 glyphs, which takes as long as all the rest and of which none is written.
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    source = f'src: url("data:font/woff;base64,{data}") format("woff")'
    return f'@font-face {{ font-family: "{FAMILY}"; {source}; unicode-range: U+{_HAN:X}-10FFFF; }}\n'


if __name__ == "__main__":
    try:
        present(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except PolicylabError as error:
        sys.exit(str(error))
