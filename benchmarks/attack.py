"""Attack the study: hostile input, kills at bad moments, flipped bits, poor machines; nothing may be stale or lost.

Run with `python benchmarks/attack.py [--only CLASS] [--kills N] [--bits N] [--minutes N] [--seed N]`. It prints one table:
the class, how many were tried, how many held; and each that did not hold, in a line. Exit code 1 when one did not.

catalogues    corpus.toml as a stranger may write it: refused in one sentence with exit code 2, at `check` already
parameters    of `policylab run`: refused before a kernel starts
inputs        one field, file, parameter or cell changed: the key changes; what does not matter changes nothing
texts         titles and terms with formulas, markup, links, control characters: shown as text in figure, page, workbook
numbers       of hundreds and thousands of digits: an answer, or one sentence
files         documents that are not what they seem, or far larger than they look
bits          one flipped bit in a source, a table, a figure, a notebook of a run, a shard of a batch: seen
moves         `publish`, `add`, `new` and `batch` killed before they change a file, or between two moves of files: the next
              call gives the same bytes, and nothing is left over
kills         `run` killed at a random moment in five ways: no broken file, and the same bytes at the end
machines      no home folder, LANG=C, few open files, no temporary folder, full disk: the same bytes, or one sentence
growth        every public function on texts that repeat themselves, 1, 2, 4 and 8 times as long (hostile.py)
fuzz          promises of every public function on random texts, files and catalogues, for --minutes (hostile.py)

What is not tried: two machines on one network folder, a disk that lies about what it wrote, a power cut, Windows and
macOS. Workers and a scheduler of Dask that are lost are tried in `tests/batch`.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import io
import itertools
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import hostile
import nbformat
import openpyxl
import psutil
from PIL import Image

import policylab
from policylab.errors import PolicylabError
from policylab.files import LOCK_NAME, sha256_file
from policylab.study._inputs import Inputs, check_sources, up_to_date
from policylab.study._notebooks import RUN_FILE, find_notebooks, find_study, read_run

WAYS = ("runner", "everything", "kernel", "template", "interrupt")
PATIENCE = 15.0
PLAN = "某市智慧城市规划\n\n一、主要目标\n\n到2025年，建成5G基站7万个，光纤入户率达到95%以上。\n"
ENTRY = '[[source]]\nid = "a"\nfile = "raw/a.txt"\nrole = "plan"\ntitle = "甲"\nperiod_start = 2021\nperiod_end = 2025\n'
OTHER = ENTRY.replace('"a"', '"b"').replace("raw/a.txt", "raw/b.txt").replace("2021", "2011").replace("2025", "2015")
PARAMETERS = 'corpus_file = None\nout = None\nlang = "zh"\nterms = ["5G"]\nmin_length = 100\nleave_out = 0.5\ntop = 5'
CELLS = (
    "import pandas as pd\nfrom policylab import study\n"
    "run = study.begin('{name}', out=out, lang=lang, parameters=dict(terms=terms, min_length=min_length))",
    "run.table('{table}', pd.DataFrame({{'plan': study.load(corpus_file).ids, 'n': top}}))",
    "import matplotlib.pyplot as plt\nrun.figure('{table}', plt.figure(figsize=(1, 1)))",
    "run.finding('{table}-one', claim_zh='一', claim_en='One', value=1)\nrun.findings()",
)


class Table:
    """What was tried and what held, by class."""

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = {}

    def note(self, name: str, what: str, held: bool, said: str = "") -> None:
        row = self.rows.setdefault(name, [0, 0])
        row[0] += 1
        row[1] += held
        if not held:
            print(f"  NOT HELD {name}: {what}: {said[:300]}", flush=True)

    def show(self) -> bool:
        print(f"\n{'class':<12} {'tried':>6} {'held':>6}")
        for name, (tried, held) in self.rows.items():
            print(f"{name:<12} {tried:>6} {held:>6}")
        return all(tried == held for tried, held in self.rows.values())


def make_study(folder: Path, *, notebooks: tuple[str, ...] = ("01-a", "02-b")) -> Path:
    """A small study: two plans, two notebooks."""
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(PLAN, "utf-8")
    (folder / "raw" / "b.txt").write_text(PLAN.replace("7万", "3万"), "utf-8")
    (folder / "corpus.toml").write_text(ENTRY + OTHER, "utf-8")
    v4 = nbformat.v4
    (folder / "notebooks").mkdir()
    for name in notebooks:
        cells = [v4.new_markdown_cell(f"# {name}"), v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
        cells += [v4.new_code_cell(cell.format(name=name, table=f"t{name[:2]}")) for cell in CELLS]
        for number, cell in enumerate(cells):
            cell.id = f"cell-{number}"
        nbformat.write(v4.new_notebook(cells=cells), folder / "notebooks" / f"{name}.ipynb")
    return folder


def command(
    *arguments: object, folder: Path, before: str = "", shell: str = "", **options: object
) -> subprocess.CompletedProcess:
    """A command of policylab in a process of its own; `before` is Python that is run first, `shell` what a shell does.

    With `shell`, the process has mounts of its own, which nobody else sees.
    """
    code = f"{before}\nimport sys\nfrom policylab.cli import main\nsys.argv[0] = 'policylab'\nmain()"
    line = [sys.executable, "-c", code, *map(str, arguments)]
    if shell:
        line = ["unshare", "-m", "sh", "-ec", f'{shell}; exec "$@"', "sh", *line]
    return subprocess.run(
        line, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8", errors="replace", timeout=600, **options
    )


def called(*arguments: object, folder: Path) -> tuple[int, str]:
    """A command in this process, which is quicker: its exit code and what it said on stderr."""
    from policylab.cli import main

    here, argv, said = Path.cwd(), sys.argv, io.StringIO()
    os.chdir(folder)
    sys.argv = ["policylab", *map(str, arguments)]
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            main()
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    finally:
        os.chdir(here)
        sys.argv = argv
    return 0, said.getvalue()


def one_sentence(code: int, said: str) -> bool:
    return code == 2 and said.count("\n") == 1 and "Traceback" not in said and "did not foresee" not in said


def attack_catalogues(table: Table, folder: Path, _: argparse.Namespace) -> None:
    study = make_study(folder)
    (study / "bin").write_bytes(bytes(range(256)))
    (study / "out.txt").symlink_to("/etc/hosts")
    (study / "loop").symlink_to("loop")
    os.mkfifo(study / "pipe")
    files = ("corpus.toml", "./corpus.toml", "/etc/passwd", "../x.txt", "raw/../../x", "out.txt", "loop", "pipe", "raw", ".", "",
             "none.txt", "a\\u0000b", "x" * 5000, "bin", "raw/a.txt/x")  # fmt: skip
    ids = ("con", "NUL", "nul", "../a", "a/b", "", "A", "-a", "a-", "a--b", "甲", "a" * 300, "com1", "a b", "a\\nb")
    values = ("5", "[1]", "{a = 1}", "true", "1.5", "2021-01-01", '"a\\u0000b"', '"\\u0007"', '"  "', '"a\\nb"')
    broken = [
        "", "x", "[[source]\n", "[other]\n", "source = 1", "[source]\nid = 1", "[[study]]\n", "[study]\ntitel = 'x'\n" + ENTRY,
        ENTRY + ENTRY, "x = " + "[" * 9000, ENTRY + "x = " + "{a=" * 900, "\ufeff[[source]]", ENTRY.replace("role", "rolle"),
    ]  # fmt: skip
    broken += [ENTRY.replace("raw/a.txt", name) for name in files]
    broken += [ENTRY.replace('id = "a"', f'id = "{name}"') for name in ids]
    for field in ("title", "file", "role", "period_start", "issued", "issuer", "witness_of", "layout", "encoding", "note"):
        lines = "".join(line + "\n" for line in ENTRY.splitlines() if not line.startswith(f"{field} ="))
        for value in values:
            allowed = (field == "issued" and value[:4] == "2021") or (field == "note" and value == '"a\\nb"')
            if not allowed:
                broken.append(f"{lines}{field} = {value}\n")
    for name in ("dictionary", "stopwords"):
        broken += [f"[study]\n{name} = {value}\n{ENTRY}" for value in
                   ('"none.txt"', '"bin"', '["a"]', "5", '"/etc/hosts"', '"out.txt"', '"loop"', '"."', '""')]  # fmt: skip
    broken += [f"[study]\n{name} = {value}\n{ENTRY}" for name in ("title", "title_zh") for value in values]
    broken += [ENTRY + 'witness_of = "a"\n', ENTRY + 'witness_of = "b"\n' + OTHER + 'witness_of = "a"\n',
               ENTRY + "period_end = 1\n", ENTRY.replace("2025", "1999"), ENTRY.replace("2025", "99999999999999999999")]  # fmt: skip
    for text in broken:
        (study / "corpus.toml").write_text(text, "utf-8")
        code, said = called("check", folder=study)
        table.note("catalogues", repr(text[-120:]), one_sentence(code, said), f"{code} {said}")
    many = "".join(ENTRY.replace('"a"', f'"a{number}"') for number in range(3000))
    (study / "corpus.toml").write_text(many + "titel = 1\n", "utf-8")
    begun = time.perf_counter()
    code, said = called("check", folder=study)
    table.note("catalogues", "3 000 entries", one_sentence(code, said) and time.perf_counter() - begun < 30, said)


def attack_parameters(table: Table, folder: Path, _: argparse.Namespace) -> None:
    study = make_study(folder)
    given = [
        ["-p", "min_length", value] for value in ("-5", "0", "1e3", "inf", "nan", "null", "[]", "true", "9" * 5000, "x", "1.5", "")
    ]
    given += [["-p", "terms", value] for value in ('[{"a":1}]', "null", "[]", "[[1]]", '["a", null]', "[1, 2]", '["', "{}", '""')]
    given += [["-p", "leave_out", value] for value in ("inf", "-1", "2", "null", "nan", "[0.5]", "x")]
    given += [["-p", "lang", value] for value in ("fr", "null", "1", "[]", "ZH")]
    given += [["-p", "top", value] for value in ("null", "x", "1.5", "[1]", "inf")]
    given += [["-p", name, "1"] for name in ("n_bot", "__class__", "out", "corpus_file", "", "a b", "terms;x", "top=5=6")]
    given += [["--timeout", value] for value in ("inf", "nan", "0", "-1", "1e300", "x")]
    given += [["--jobs", value] for value in ("0", "-1", "1.5", "x")]
    given += [["--only", value] for value in ("01", "", "../01-a", "03-c")]
    given += [["--out", value] for value in ("", ".", "notebooks", "raw/..", "corpus.toml", "derived/..")]
    given += [["--corpus", value] for value in ("none.toml", "raw", "/", "raw/a.txt")]
    for arguments in given:
        code, said = called("run", *arguments, folder=study)
        started = "started" in said or (study / "runs" / "latest" / "html").exists()
        held = code == 2 and not started and "Traceback" not in said and "foresee" not in said
        table.note("parameters", " ".join(arguments)[:60], held, f"{code} {said}")


def attack_inputs(table: Table, folder: Path, _: argparse.Namespace) -> None:
    study = make_study(folder, notebooks=("01-a",))
    (study / "x").mkdir()
    (study / "y").mkdir()
    for name in ("x/words.txt", "y/words.txt"):
        (study / name).write_text("智慧城市\n", "utf-8")
    lists = '[study]\ntitle = "研究"\ndictionary = "x/words.txt"\nstopwords = "y/words.txt"\n'
    catalogue = study / "corpus.toml"
    catalogue.write_text(lists + ENTRY + OTHER, "utf-8")

    def key(where: Path = study, **given: object) -> dict[str, str | None]:
        (book,) = find_notebooks(where / "notebooks")
        return Inputs.read(find_study(where), where / "runs" / "latest", book, given).parts

    before, text = key(), catalogue.read_text("utf-8")
    fields = {
        "period_start = 2021": "period_start = 2020", "period_end = 2015": "period_end = 2016", 'title = "研究"': 'title = "别"',
        'title = "甲"\nperiod_start = 2021': 'title = "丙"\nperiod_start = 2021', 'role = "plan"\ntitle = "甲"\nperiod_start = 2011':
        'role = "reference"\ntitle = "甲"\nperiod_start = 2011',
    }  # fmt: skip
    added = ('short_title = "A"', 'short_title_zh = "甲"', 'issuer = "市"', 'document_number = "1"', "issued = 2021-01-01",
             'layout = "paged"', 'encoding = "utf-8"', 'note = "n"', 'witness_of = "a"',
             f'sha256 = "{sha256_file(study / "raw" / "b.txt")}"')  # fmt: skip
    changes = [text.replace(old, new) for old, new in fields.items()] + [text + line + "\n" for line in added]
    for changed in changes:
        catalogue.write_text(changed, "utf-8")
        table.note("inputs", changed[-60:], changed != text and key() != before)
    catalogue.write_text(text, "utf-8")
    for path in ("raw/a.txt", "raw/b.txt", "x/words.txt", "y/words.txt", "notebooks/01-a.ipynb"):
        content = (study / path).read_bytes()
        changed = content.replace(b"top = 5", b"top = 6") if path.endswith("ipynb") else content + b"x"
        (study / path).write_bytes(changed)
        table.note("inputs", path, key() != before)
        (study / path).write_bytes(content)
    for given in ({"top": 6}, {"terms": ["5G", "6G"]}, {"lang": "en"}, {"min_length": 50}):
        table.note("inputs", str(given), key(**given) != before)
    for same in (f"# a comment\n{text}", text.replace("\n", "\r\n"), text.replace(" = ", "="), text + "\n\n# end\n"):
        catalogue.write_text(same, "utf-8", newline="")
        table.note("inputs", "what does not matter", key() == before)
    catalogue.write_text(text, "utf-8")
    for path in study.rglob("*"):
        os.utime(path, (0, 0))
    table.note("inputs", "times", key() == before)
    shutil.copytree(study, folder.with_name("elsewhere"))
    table.note("inputs", "another folder", key(folder.with_name("elsewhere")) == before)


def attack_texts(table: Table, folder: Path, _: argparse.Namespace) -> None:
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import pandas as pd

    from policylab import plots
    from policylab.study._describe import read_codebook, tables_workbook
    from policylab.study._table_files import parse_table, table_text
    from policylab.study._web_pages import html_page, page_text

    study = make_study(folder)
    plots.set_theme("zh")
    for text in hostile.HOSTILE:
        try:
            figure, axes = plt.subplots(figsize=(2, 1))
            axes.set_title(text[:60])
            if not re.search("[﷽𠮷𠀀]", text):  # no font of ours has these, which is an error of its own
                plots.save(figure, folder / "figure")
            plt.close(figure)
            table.note("texts", f"figure {text!r:.40}", axes.title.get_text() == text[:60])
        except Exception as error:
            table.note("texts", f"figure {text!r:.40}", isinstance(error, PolicylabError), repr(error))
        frame = pd.DataFrame({"term": [text], "n": [1]})
        header, rows = parse_table(table_text(frame).encode("utf-8"))
        table.note("texts", f"csv {text!r:.40}", (header, rows) == (["term", "n"], [[text, "1"]]))
        tables = folder / "tables"
        tables.mkdir(exist_ok=True)
        (tables / "t.csv").write_text(table_text(frame), "utf-8", newline="")
        book = openpyxl.load_workbook(io.BytesIO(tables_workbook(tables, read_codebook())))
        cell = book["t"]["A2"]
        table.note("texts", f"workbook {text!r:.40}", cell.data_type in {"s", "n"}, cell.data_type)
        quoted = json.dumps(text, ensure_ascii=False)
        (study / "corpus.toml").write_text(f"[study]\ntitle = {quoted}\n" + ENTRY.replace('"甲"', quoted) + OTHER, "utf-8")
        try:
            page = page_text(folder, find_study(study), {})
        except PolicylabError as error:
            page = ""  # refused
            table.note("texts", f"title {text!r:.40}", "\n" not in str(error) and "control character" in str(error), str(error))
        v4 = nbformat.v4
        output = v4.new_output("display_data", {"text/plain": text, "text/markdown": f"- {text}"})
        notebook = html_page(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])]), "x") if "javascript" in text else ""
        live = [word for word in ("<script>alert", "<img src=x", 'href="javascript:') if word in page or word in notebook[-9000:]]
        table.note("texts", f"page {text!r:.40}", not live, str(live))


def attack_growth(table: Table, _: Path, __: argparse.Namespace) -> None:
    for name, unit, held, seconds in hostile.growth(list(hostile.CALLS), list(hostile.MADE_OF)):
        table.note("growth", f"{name} on {unit!r}", held, " ".join(f"{taken:.3f}" for taken in seconds))


def attack_fuzz(table: Table, _: Path, options: argparse.Namespace) -> None:
    for missing in hostile.uncalled():
        table.note("fuzz", missing, False, "is public, and hostile.py does not know it")
    deadline = time.monotonic() + 60 * options.minutes
    for number in itertools.count(options.seed):
        for name in hostile.PROPERTIES:
            tried, broken = hostile.fuzz(name, number=number, examples=100)
            for _ in range(tried - bool(broken)):
                table.note(f"fuzz, {name}", "", True)
            if broken:
                table.note(f"fuzz, {name}", f"seed {number}", False, broken)
        if time.monotonic() > deadline:
            return


def attack_numbers(table: Table, _: Path, __: argparse.Namespace) -> None:
    numbers = ["9" * n for n in (20, 400, 4300, 5000, 20_000)] + ["7" + "0" * 30, "0." + "0" * 400 + "1", "1" * 400 + "." + "1" * 400]
    numbers += ["亿" * 400, "九" * 400, "一千" * 200, "1,000" * 300, "1e400", "１" * 5000, "零" * 5000, "百" * 500]
    for number in numbers:
        for text in (f"到2025年，建成5G基站{number}个。", f"投资达到{number}亿元。", f"增长{number}%以上。", f"由{number}个增加到7个。"):
            try:
                ledger = policylab.extract_targets(text, period_end=2025)
                policylab.target_lineage(ledger)
                table.note("numbers", f"{number[:12]}… ({len(number)})", True)
            except PolicylabError as error:
                table.note("numbers", f"{number[:12]}… ({len(number)})", "\n" not in str(error) and len(str(error)) < 400, str(error))
            except Exception as error:
                table.note("numbers", f"{number[:12]}… ({len(number)})", False, repr(error))


def attack_files(table: Table, folder: Path, _: argparse.Namespace) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 400_000_000)
    contents = {
        "bomb.docx": bomb.getvalue(), "half.docx": bomb.getvalue()[:1000], "empty.txt": b"", "zeros.txt": bytes(1000),
        "noise.txt": bytes(range(256)) * 20, "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF",
        "deep.html": b"<html><body>" + b"<div>" * 100_000, "picture.txt": b"\x89PNG\r\n", "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "zip.zip": b"PK\x03\x04", "half16.txt": b"\xff\xfe\x00", "lone.txt": "甲".encode("utf-16-le") + b"\x00\xd8",
    }  # fmt: skip
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        begun = time.perf_counter()
        limit = 1_500_000_000

        def poor(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

        done = command("targets", name, folder=folder, preexec_fn=poor)
        quick = time.perf_counter() - begun < 60
        held = quick and (done.returncode == 0 or one_sentence(done.returncode, done.stderr))
        table.note("files", name, held, f"{done.returncode} {done.stderr[-200:]}")


def attack_bits(table: Table, folder: Path, options: argparse.Namespace) -> None:
    study = make_study(folder)
    report = policylab.study.run_notebooks(corpus=study, out=study / "runs" / "latest")
    places = find_study(study)
    books = find_notebooks(places.notebooks)
    digests = {source: entry["sha256"] for source, entry in check_sources(places).items()}
    stated = "".join(
        entry + f'sha256 = "{digests[name]}"\n' for name, entry in (("a", ENTRY), ("b", OTHER))
    )
    (study / "corpus.toml").write_text(stated, "utf-8")
    report = policylab.study.run_notebooks(corpus=study, out=study / "runs" / "latest")
    entries = read_run(report.out)["notebooks"]

    def unchanged() -> bool:
        return all(
            up_to_date(places, report.out, book, entries[book.name], Inputs.read(places, report.out, book, {})) for book in books
        )

    whole = unchanged()
    table.note("bits", "a whole run", whole)
    if not whole:
        return  # what is not whole would seem to see every bit
    files = [path for kind in ("tables", "figures", "notebooks", "html") for path in (report.out / kind).rglob("*")]
    files = [path for path in files if path.is_file() and path.name != "findings.csv"] + list((study / "raw").iterdir())
    shards = folder / "batch"
    policylab.run_batch([("a", PLAN), ("b", PLAN.replace("7万", "3万"))], shards, batch_documents=1)
    files += shards.rglob("*.parquet")
    draw = random.Random(options.seed)
    for _ in range(options.bits):
        path = draw.choice(files)
        content = path.read_bytes()
        place = draw.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 << draw.randrange(8))]) + content[place + 1 :])
        try:
            if path.suffix == ".parquet":
                list(policylab.batch.read_table(shards, path.parent.name))
                seen = False
            else:
                check_sources(places)
                seen = not unchanged()
        except PolicylabError as error:
            seen = path.name in str(error) or path.stem in str(error)
        table.note("bits", str(path.relative_to(folder)), seen)
        path.write_bytes(content)


KILLED = """
import os, signal, sys
_here, _left, _kinds = os.path.realpath(os.getcwd()), [{number}], {kinds}
def _changes(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = set(mode or "") & set("wax+") or not mode and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return bool(writes) and isinstance(path, (str, bytes, os.PathLike)) and path
    return event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate") and arguments[0]
def _hook(event, arguments):
    path = event in _kinds and _changes(event, arguments)
    if path and isinstance(path, (str, os.PathLike)) and os.path.realpath(path).startswith(_here + os.sep):
        if _left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        _left[0] -= 1
sys.addaudithook(_hook)
import atexit
atexit.register(lambda: _left[0] < -1 and print("changes", -_left[0] - 1, file=sys.stderr))
"""
MOVES = ("os.rename",)
CHANGES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")


def attack_moves(table: Table, folder: Path, options: argparse.Namespace) -> None:
    """Kill a command before its n-th change of a file; the same command again must come to what it comes to alone."""
    folder.mkdir(parents=True)
    base = make_study(folder / "base")
    command("run", folder=base)
    (folder / "new.txt").write_text(PLAN.replace("7万", "9万"), "utf-8")
    (folder / "witness.html").write_text(f"<html><body><p>{PLAN}</p></body></html>", "utf-8")
    (base / "empty").mkdir()
    added = lambda study: contents(study, "raw", "corpus.toml")
    published = lambda study: contents(study, "derived", "figures", "notebooks", "CODEBOOK.md")
    tries: list[tuple[str, tuple[str, ...], list[str], Callable[[Path], dict[str, bytes]]]] = [
        ("publish, between moves", MOVES, ["publish", "--yes"], published),
        ("publish", CHANGES, ["publish", "--yes"], published),
        ("add", CHANGES, ["add", "../new.txt", "--id", "c", "--title", "丙"], added),
        ("add", CHANGES, ["add", "../witness.html", "--id", "d", "--title", "丁", "--role", "witness", "--witness-of", "a"], added),
        ("add", CHANGES, ["add", "../new.txt", "--id", "e", "--title", "戊", "--period", "2016-2020", "--issuer", "某市"], added),
        ("new", CHANGES, ["new", "inner"], lambda study: contents(study, "inner")),
        ("new", CHANGES, ["new", "empty"], lambda study: contents(study, "empty")),
        ("batch", CHANGES, ["batch", "corpus.toml", "batch", "--batch-documents", "1"], lambda study: contents(study, "batch")),
    ]
    for name, kinds, arguments, kept in tries:
        alone = folder / "alone"
        shutil.copytree(base, alone, symlinks=True)
        done = command(*arguments, folder=alone, before=KILLED.format(number=-1, kinds=kinds))
        counted = re.search(r"changes (\d+)", done.stderr)
        expected = kept(alone)
        shutil.rmtree(alone)
        if done.returncode or counted is None:
            table.note(f"{name} killed", "alone", False, done.stderr)
            continue
        changes = int(counted[1])
        wanted = min(changes, options.kills)
        for number in sorted({round(place * (changes - 1) / max(1, wanted - 1)) for place in range(wanted)}):
            study = folder / "killed"
            shutil.copytree(base, study, symlinks=True)
            code = command(*arguments, folder=study, before=KILLED.format(number=number, kinds=kinds)).returncode
            again = command(*arguments, folder=study)
            got = kept(study)
            wrong = [path for path in sorted(expected.keys() | got.keys()) if expected.get(path) != got.get(path)]
            hidden = [path.name for path in study.rglob(".policylab-*")]
            held = code == -signal.SIGKILL and not wrong and not hidden and (again.returncode == 0 or "already" in again.stderr)
            said = f"{code} {again.returncode} {wrong[:5]} {hidden[:5]} {again.stderr[-200:]}"
            table.note(f"{name} killed", f"{arguments[0]}, before change {number} of {changes}", held, said)
            shutil.rmtree(study)


def contents(study: Path, *names: str) -> dict[str, bytes]:
    """Files by path; of a batch without the times in its record."""
    paths = [path for name in names for path in ([study / name] if (study / name).is_file() else (study / name).rglob("*"))]
    return {
        path.relative_to(study).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.is_file() and path.name not in {LOCK_NAME, "batch.json"} and not path.name.startswith(".policylab-")
    }


def attack_kills(table: Table, folder: Path, options: argparse.Namespace) -> None:
    """Kill runs at random moments; each goes on where the one before was stopped, until one comes to its end."""
    study = make_study(folder)
    draw = random.Random(options.seed)
    whole, out = folder / "runs" / "whole", folder / "runs" / "killed"
    begun = time.perf_counter()
    start(study, whole).wait()
    duration = time.perf_counter() - begun
    expected = results(whole)
    ways = itertools.cycle(WAYS)
    killed = 0
    while killed < options.kills:
        way = next(ways)
        process = start(study, out, force=True)
        time.sleep(draw.uniform(0, duration))
        if process.poll() is not None or not stop(process, way, draw):
            process.wait()
            continue  # it was through before, or had no kernel
        killed += 1
        broken = [*problems(out), *broken_promises(out)] if out.is_dir() else []
        code = start(study, out).wait()
        wrong = differences(expected, out)
        said = f"{code} {'; '.join([*broken, *wrong])}"
        table.note("run killed", way, code == 0 and not broken and not wrong, said)
    left = processes_of(out)
    table.note("run killed", "processes left", not left, str(left))


def start(study: Path, out: Path, *, force: bool = False) -> subprocess.Popen:
    """A run in a process group of its own."""
    line = [sys.executable, "-m", "policylab.cli", "run", "--out", str(out), *(["--force"] if force else [])]
    return subprocess.Popen(line, cwd=study, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def stop(process: subprocess.Popen, way: str, draw: random.Random) -> bool:
    """Stop a run; False when there was nothing of that kind to stop."""
    children = psutil.Process(process.pid).children(recursive=True)
    if way == "interrupt":
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
        return True
    if way in ("kernel", "template"):
        # a kernel is a fork of the template, with the same command
        forks = [child for child in children if "be_template" in " ".join(_command(child))]
        chosen = [child for child in forks if (_parent(child) == process.pid) == (way == "template")]
        if chosen:
            _kill(draw.choice(chosen))
        process.wait()
        return bool(chosen)
    os.killpg(process.pid, signal.SIGKILL)
    for child in children if way == "everything" else []:
        _kill(child)
    process.wait()
    return True


def problems(out: Path) -> Iterator[str]:
    """What is broken in a run's folder; the temporary files of a killed run are not its results."""
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.startswith(".") and ".policylab-" not in str(path):
            try:
                check_whole(path)
            except FileNotFoundError:
                continue  # moved between the listing and the look
            except Exception as error:
                yield f"{path.relative_to(out)}: {type(error).__name__}: {error}"


def broken_promises(out: Path) -> list[str]:
    """Files that ``run.json`` says are done, and that are not as it says."""
    if not (out / RUN_FILE).is_file():
        return []
    entries = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))["notebooks"]
    return [
        f"{path}: not as {RUN_FILE} says"
        for entry in entries.values()
        if entry["status"] == "ok"
        for path, digest in entry["files"].items()
        if sha256_file(out / path) != digest
    ]


def check_whole(path: Path) -> None:
    """Read a file to its end in the way that its kind asks for."""
    content = path.read_bytes()
    if not content:
        raise ValueError("empty")
    match path.suffix:
        case ".ipynb":
            nbformat.validate(nbformat.reads(content.decode("utf-8"), as_version=4))
        case ".json":
            json.loads(content)
        case ".csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
            if not content.endswith(b"\n") or len({len(row) for row in rows}) != 1:
                raise ValueError("ragged")
        case ".svg" | ".gexf":
            ElementTree.fromstring(content)
        case ".png":
            Image.open(io.BytesIO(content)).load()
        case ".html":
            HTMLParser().feed(content.decode("utf-8"))
            if not content.rstrip().endswith(b"</html>"):
                raise ValueError("cut off")
        case ".xlsx":
            openpyxl.load_workbook(io.BytesIO(content), read_only=True).close()
        case _:
            content.decode("utf-8")


def results(out: Path) -> dict[str, bytes]:
    """Everything that a run leaves, hidden files too, but for the lock and the times in ``run.json``."""
    found = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in {LOCK_NAME, RUN_FILE}
    }
    record = json.loads((out / RUN_FILE).read_text(encoding="utf-8"))
    for entry in record["notebooks"].values():
        entry.pop("seconds")
    kept = {name: value for name, value in record.items() if name not in {"start", "end"}}
    return found | {RUN_FILE: json.dumps(kept).encode()}


def differences(expected: dict[str, bytes], out: Path) -> list[str]:
    """Files of a whole run that are not as those of the run that was left alone."""
    got = results(out)
    return [
        f"{name}: {'missing' if name not in got else 'too much' if name not in expected else 'other bytes'}"
        for name in sorted(expected.keys() | got.keys())
        if expected.get(name) != got.get(name)
    ]


def processes_of(out: Path) -> list[int]:
    """Processes that still work for a folder, after some patience."""
    deadline = time.monotonic() + PATIENCE
    while True:
        left = [process.pid for process in psutil.process_iter() if _works_in(process, out)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.2)


def _works_in(process: psutil.Process, out: Path) -> bool:
    try:
        return out in Path(process.cwd()).parents or str(out) in process.cmdline()
    except (psutil.Error, OSError):
        return False


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _parent(process: psutil.Process) -> int | None:
    try:
        return process.ppid()
    except psutil.Error:
        return None


def _kill(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()


BACKWARDS = """
import time
_time, _begun = time.time, time.time()
time.time = lambda: 2 * _begun - 86400 * 365 - _time()
time.time_ns = lambda: int(time.time() * 1e9)
"""


def attack_machines(table: Table, folder: Path, _: argparse.Namespace) -> None:
    folder.mkdir(parents=True)
    whole = make_study(folder / "whole")
    command("run", folder=whole)
    expected = contents(whole / "runs" / "latest", "tables", "figures", "html", "index.html", "tables.xlsx")
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    inherited = {name: value for name, value in os.environ.items() if name not in {"HOME", "LANG", "LC_ALL", "USER", "LOGNAME"}}
    read_only = "; ".join(
        f"mount --bind {place} {place}; mount -o remount,ro,bind {place}"
        for place in (sys.prefix, Path(policylab.__file__).parent)
    )
    clock = folder / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(BACKWARDS, "utf-8")
    machines: dict[str, dict] = {
        "no /dev/shm": {"shell": "umount -l /dev/shm; mount -t tmpfs -o ro,size=1k none /dev/shm"},
        "no entry in passwd": {"env": inherited, "shell": "mount --bind /dev/null /etc/passwd"},
        "package and libraries read-only": {"shell": read_only},
        "no HOME": {"env": inherited},
        "a HOME that is not there": {"env": {**inherited, "HOME": "/nowhere/at/all"}},
        "a HOME that cannot be written": {"env": {**inherited, "HOME": "/proc"}},
        "LANG=C": {"env": {**os.environ, "LANG": "C", "LC_ALL": "C"}},
        "PYTHONUTF8=0, LC_ALL=POSIX": {"env": {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}},
        "64 open files": {"env": dict(os.environ), "preexec_fn": few},
        "TMPDIR that is not there": {"env": {**os.environ, "TMPDIR": "/nowhere"}},
        "another time zone and year": {"env": {**os.environ, "TZ": "Asia/Shanghai", "SOURCE_DATE_EPOCH": "0"}},
        "another seed of hashes": {"env": {**os.environ, "PYTHONHASHSEED": "7"}},
        "a clock that goes back": {"env": {**os.environ, "PYTHONPATH": f"{clock}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}},
        "a MPLBACKEND and rc of the reader's": {"env": {**os.environ, "MPLBACKEND": "pdf", "MPLCONFIGDIR": "/nowhere"}},
    }
    may = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    for name, options in machines.items():
        if "shell" in options and not may:
            print(f"  not tried: {name}, as nothing may be mounted here")
            continue
        study = make_study(folder / hashlib.sha256(name.encode()).hexdigest()[:8])
        done = command("run", folder=study, **options)
        got = contents(study / "runs" / "latest", "tables", "figures", "html", "index.html", "tables.xlsx")
        told = done.returncode in {1, 2} and "Traceback" not in done.stdout + done.stderr and "foresee" not in done.stderr
        table.note("machines", name, (done.returncode == 0 and got == expected) or told, f"{done.returncode} {done.stderr[-300:]}")
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        print("  not tried: a full disk, as nothing may be mounted here")
        return
    try:
        published = ["publish", "--yes"]
        for arguments in (["run", "--out", disk / "run"], ["batch", "corpus.toml", disk / "batch"], ["new", disk / "study"], published):
            filler = disk / "filler"
            for kept in (0, 10_000, 60_000, 200_000):
                filler.write_bytes(b"")
                here = whole
                if arguments is published:
                    here = disk / "study"
                    shutil.copytree(whole, here)
                free = os.statvfs(disk)
                filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - kept)))
                done = command(*arguments, folder=here)
                if arguments is published and done.returncode:
                    half = [path.name for name in ("derived", "figures") for path in (here / name).rglob("*") if path.is_file()]
                    filler.unlink()
                    again = command(*arguments, folder=here)
                    table.note("full disk", f"publish, {kept} bytes free: then", not half and not again.returncode, f"{half} {again.stderr}")
                told = one_sentence(done.returncode, done.stderr[-2000:].rpartition("s\n")[2] or done.stderr)
                told = told or (done.returncode in {0, 1, 2} and "Traceback" not in done.stderr and "foresee" not in done.stderr)
                broken = list(problems(disk / "run")) if (disk / "run").is_dir() else []
                table.note("full disk", f"{arguments[0]}, {kept} bytes free", told and not broken, f"{done.stderr[-300:]} {broken}")
                shutil.rmtree(disk / "run", ignore_errors=True)
                shutil.rmtree(disk / "batch", ignore_errors=True)
                shutil.rmtree(disk / "study", ignore_errors=True)
                filler.unlink(missing_ok=True)
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True, check=False)


ATTACKS = {name.removeprefix("attack_"): value for name, value in dict(globals()).items() if name.startswith("attack_")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=sorted(ATTACKS), default=[], help="a class; may be repeated")
    parser.add_argument("--kills", type=int, default=20, help="of each command")
    parser.add_argument("--bits", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=1.0, help="of random texts")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    # a shell starts what runs in the background with Ctrl-C shut off, and the runs would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    table = Table()
    with tempfile.TemporaryDirectory(prefix="attack-") as temporary:
        for name in options.only or ATTACKS:
            print(f"{name} …", flush=True)
            ATTACKS[name](table, Path(temporary).resolve() / name / "study", options)
    if not table.show():
        raise SystemExit(1)


if __name__ == "__main__":
    main()
