"""``index.html`` of a run: findings with their figures, the ledger, and all tables; it needs no network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import policylab
from policylab.corpus._catalogue import read_catalogue
from policylab.resources import load_toml
from policylab.study._codebook import Codebook, read_codebook
from policylab.study._csv import parse_table
from policylab.study._files import read_json, write_bytes, write_text
from policylab.study._font import font_face
from policylab.study._ledger_view import LEDGER, ledger_section
from policylab.study._markup import both, escaped, label, link
from policylab.study._notebooks import FINDINGS
from policylab.study._places import Study, find_study
from policylab.study._session import record_path
from policylab.study._workbook import WORKBOOK, workbook_bytes

PAGE = "index.html"
_NOTEBOOKS = "page_notebooks.toml"
_PARTS = Path(__file__).parent / "page"
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_QUESTION = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_FIGURE = re.compile(r"\.figure\(\s*[\"']([a-z0-9_-]+)[\"']")


@dataclass
class Chapter:
    """A notebook as the page shows it."""

    name: str
    title: str
    question: str
    ended: bool
    outdated: bool
    figures: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    findings: list[dict[str, str]] = field(default_factory=list)
    claims: dict[str, list[str]] = field(default_factory=dict)


def present(out: Path, corpus: Path, entries: dict[str, dict]) -> dict[str, str]:
    """Write the page and the workbook of a run; give their hashes by name."""
    study = find_study(corpus)
    codebook = read_codebook(study.corpus.parent)
    return {
        WORKBOOK: write_bytes(out / WORKBOOK, workbook_bytes(out / "tables", codebook)),
        PAGE: write_text(out / PAGE, page_text(out, study, entries)),
    }


def page_text(out: Path, study: Study, entries: dict[str, dict]) -> str:
    """The page of a run, from its files and the entries of its notebooks in ``run.json``."""
    catalogue = read_catalogue(study.corpus)
    codebook = read_codebook(study.corpus.parent)
    tables = {path.stem: parse_table(path.read_bytes()) for path in sorted((out / "tables").glob("*.csv"))}
    chapters = [_chapter(out, name, entry) for name, entry in sorted(entries.items())]
    for row in _records(tables.get(FINDINGS)):
        chapter = next((chapter for chapter in chapters if chapter.name == row["notebook"]), None)
        if chapter is not None:
            chapter.findings.append(row)
    ledger = ""
    if LEDGER in tables and LEDGER in codebook.tables:
        ledger = ledger_section(*tables[LEDGER], policylab.load_corpus(study.corpus), codebook)
    lang = next((e["parameters"]["lang"] for e in entries.values() if e.get("parameters", {}).get("lang")), "zh")
    style, script = ((_PARTS / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    untitled = load_toml("page_labels.toml")["untitled"]
    title = catalogue.title or untitled["en"]
    title_zh = catalogue.title_zh or catalogue.title or untitled["zh"]
    page = Template((_PARTS / "page.html").read_text(encoding="utf-8"))
    parts = dict(
        lang="en" if lang == "en" else "zh",
        title=escaped(title if lang == "en" else title_zh),
        heading=both(title, title_zh),
        **{key: label(key) for key in ("skip", "contents", "findings", "tables", "sources", "switch", "open_excel")},
        record=link("run.json", label("record")),
        ledger_link=f'<li><a href="#ledger">{label("ledger")}</a></li>' if ledger else "",
        chapter_links="".join(f'<li><a href="#nb-{escaped(c.name)}">{_told("title", c.title)}</a></li>' for c in chapters),
        figures_in=_figures_in(lang),
        chapters="\n".join(_chapter_section(chapter, codebook, set(tables)) for chapter in chapters),
        ledger=ledger,
        table_rows="\n".join(_table_row(name, *tables[name], codebook) for name in tables),
        source_rows="\n".join(
            f'<tr><td><code>{escaped(e.id)}</code></td><td lang="zh">{escaped(e.title)}</td>'
            f"<td><code>{escaped(e.file)}</code></td><td><code>{escaped(e.sha256 or '')}</code></td></tr>"
            for e in catalogue.entries
        ),
        source_head="".join(
            f'<th scope="col">{inner}</th>' for inner in ("id", label("title"), label("file"), "SHA-256")
        ),
        table_head="".join(f'<th scope="col">{label(key)}</th>' for key in ("table", "one_row", "rows")),
        version=escaped(policylab.__version__),
    )
    style += font_face("".join(parts.values()))
    # The page runs its own script and nothing else, whatever a source says.
    policy = (
        f"default-src 'none'; img-src 'self' file: data:; font-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    return page.substitute(parts, style=style, script=script, policy=policy)


def _chapter(out: Path, name: str, entry: dict) -> Chapter:
    """A notebook's title, question and, for each of its figures, the heading that it stands under."""
    title, question, headings = name, "", {}
    try:
        cells = json.loads((out / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        cells = []
    heading = ""
    for number, cell in enumerate(cells):
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found = _HEADING.findall(source)
            if number == 0 and found:
                title = _plain(found[0])
                asked = _QUESTION.search(source)
                question = _plain(asked[1]) if asked else ""
            elif found:
                heading = _plain(found[-1])
        elif heading:
            headings |= dict.fromkeys(_FIGURE.findall(source), heading)
    files = entry.get("files", {})
    return Chapter(
        name=name,
        title=title,
        question=question,
        ended=entry.get("status") == "ok",
        outdated=bool(entry.get("outdated")),
        figures=[Path(path).stem for path in files if path.startswith("figures/") and path.endswith(".svg")],
        tables=[Path(path).stem for path in files if re.fullmatch(r"tables/[^/]+\.csv", path)],
        headings=headings,
        claims=read_json(record_path(out, name)).get("claims", {}),
    )


def _told(kind: str, text: str) -> str:
    """A notebook's title or question in both languages, where it is one that policylab's notebooks have."""
    return both(text, load_toml(_NOTEBOOKS)[kind].get(text, text))


def _figures_in(lang: str) -> str:
    """For a reader of the other language: which language the figures have, and how to get the other."""
    other = "zh" if lang == "en" else "en"
    text = load_toml("page_labels.toml")["figures_in"][other]
    command = f"policylab run -p lang {other} --out runs/{other}"
    return f'<p class="t note" lang="{other}">{escaped(text)} <code>{command}</code></p>'


def _chapter_section(chapter: Chapter, codebook: Codebook, tables: set[str]) -> str:
    page = f"html/{chapter.name}.html"
    links = [link(page, label("notebook")), link(f"notebooks/{chapter.name}.ipynb", label("notebook_file"))]
    links += [link(f"tables/{name}.csv", f"<code>{escaped(name)}</code>") for name in chapter.tables]
    rows = "\n".join(_finding_row(row, chapter, codebook, tables) for row in chapter.findings)
    head = "".join(f'<th scope="col">{label(key)}</th>' for key in ("claim", "value", "verdict", "evidence"))
    found = (
        f'<div class="scroll"><table class="findings"><thead><tr>{head}</tr></thead><tbody>\n{rows}\n'
        "</tbody></table></div>"
        if rows
        else f"<p>{label('no_findings')}</p>"
    )
    state = "failed" if not chapter.ended else "outdated" if chapter.outdated else ""
    marked = f' <span class="failed">{label(state)}</span>' if state else ""
    return f"""<section id="nb-{escaped(chapter.name)}" class="chapter">
<h3>{_told("title", chapter.title)}{marked}</h3>
<p class="question">{_told("question", chapter.question)}</p>
{found}
<div class="figures">{"".join(_figure(name, chapter) for name in chapter.figures)}</div>
<p class="links">{" · ".join(links)}</p>
</section>"""


def _finding_row(row: dict[str, str], chapter: Chapter, codebook: Codebook, tables: set[str]) -> str:
    interval = f" <small>[{escaped(row['low'] or '…')}, {escaped(row['high'] or '…')}]</small>"
    basis = codebook.basis(row["finding"])
    links = []
    if basis.get("table") in tables:
        links.append(link(f"tables/{basis['table']}.csv", f"{label('table')} <code>{escaped(basis['table'])}</code>"))
    if basis.get("figure") in chapter.figures:
        links.append(f'<a href="#figure-{escaped(basis["figure"])}">{label("figure")}</a>')
    links.append(link(f"html/{chapter.name}.html", label("notebook")))
    claims = chapter.claims.get(row["finding"], [])
    claim = both(*claims) if row["claim"] in claims else escaped(row["claim"])
    return (
        f'<tr id="finding-{escaped(row["finding"])}"><td>{claim}</td>'
        f'<td class="number">{escaped(row["value"])}{interval if row["low"] or row["high"] else ""}</td>'
        f'<td>{_verdict(row["verdict"], codebook)}</td><td>{" · ".join(links)}</td></tr>'
    )


def _verdict(verdict: str, codebook: Codebook) -> str:
    known = {column.name: column.values for column in codebook.tables[FINDINGS].columns}["verdict"]
    return f'<span class="verdict">{both(*known.get(verdict, (verdict, verdict)))}</span>' if verdict else ""


def _figure(name: str, chapter: Chapter) -> str:
    heading = chapter.headings.get(name, name)
    # nbconvert names its headings so
    there = link(f"html/{chapter.name}.html", label("notebook"), fragment=heading.replace(" ", "-"))
    caption = load_toml(_NOTEBOOKS)["figure"].get(name, {"en": heading, "zh": heading})
    said = escaped(" · ".join(dict.fromkeys(caption.values())))
    picture = f'<img src="figures/{escaped(name)}.svg" alt="{said}" loading="lazy">'
    return (
        f'<figure id="figure-{escaped(name)}">{link(f"figures/{name}.svg", picture)}'
        f"<figcaption>{both(caption['en'], caption['zh'])} · {there}</figcaption></figure>"
    )


def _table_row(name: str, header: list[str], rows: list[list[str]], codebook: Codebook) -> str:
    table = codebook.tables.get(name)
    title = both(*table.title) if table and table.title else ""
    row = both(*table.row) if table and table.row else ""
    columns = escaped(", ".join(header))
    return (
        f"<tr><td>{link(f'tables/{name}.csv', f'<code>{escaped(name)}</code>')} {title}</td>"
        f'<td>{row}<br><small>{columns}</small></td><td class="number">{len(rows)}</td></tr>'
    )


def _records(table: tuple[list[str], list[list[str]]] | None) -> list[dict[str, str]]:
    return [] if table is None else [dict(zip(table[0], row, strict=True)) for row in table[1]]


def _plain(markdown: str) -> str:
    return " ".join(re.sub(r"[*`]", "", markdown).split())


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
