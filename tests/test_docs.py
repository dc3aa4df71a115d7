"""The documentation: it builds without a warning, has every public name, and prints no command that is not there."""

from __future__ import annotations

import importlib.util
import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import policylab
from policylab.cli._app import app

ROOT = Path(__file__).parents[1]
WITHOUT = [name for name in ("mkdocs", "material", "mkdocstrings") if importlib.util.find_spec(name) is None]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    if WITHOUT:
        pytest.skip(f"the extra docs is not installed: no {', '.join(WITHOUT)}")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", ROOT / "mkdocs.yml"]
    done = subprocess.run([*command, "--site-dir", folder], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert re.findall("^WARNING.*", done.stderr, re.MULTILINE) == []
    return folder


def test_every_public_name_has_its_docstring(site):
    pages = "".join(path.read_text("utf-8") for path in sorted((site / "api").glob("*.html")))
    for name in policylab.__all__:
        value = getattr(policylab, name)
        if not inspect.ismodule(value):
            assert f'id="{value.__module__}.{name}"' in pages, name
    assert 'id="policylab.plots._words.keyword_trends"' in pages
    assert 'id="policylab.study._runner.run_notebooks"' in pages


def test_every_example_is_shown_as_code(site):
    pages = "".join(path.read_text("utf-8") for path in sorted((site / "api").glob("*.html")))
    assert "&gt;&gt;&gt; " in pages
    assert "<blockquote>" not in pages  # what Markdown makes of >>> in a text


def test_chinese_shows_without_a_chinese_font(site):
    style = (site / "page.css").read_text("utf-8")
    assert style.startswith('@font-face { font-family: "policylab Han"; src: url("data:font/woff;base64,')
    assert '"policylab Han", SFMono-Regular' in style
    assert 'href="page.css"' in (site / "index.html").read_text("utf-8")


def test_every_page_can_be_reached(site):
    page = (site / "index.html").read_text("utf-8")
    for name in (path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html"):
        assert f'href="{name}"' in page or name == "index.html", name


def test_the_pages_ask_nothing_of_the_network(site):
    for path in site.rglob("*.html"):
        found = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)"', path.read_text("utf-8"))
        assert found == [], path.name


def test_the_examples_of_a_page_run_and_give_what_it_says(tmp_path, monkeypatch):
    """Lines of Python on the pages to begin with; where one says `# → value`, that is what it gives."""
    monkeypatch.chdir(tmp_path)
    checked = 0
    for name in ("index.md", "start.md", "start-zh.md", "target-lineage.md"):
        found = {}
        code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / name).read_text("utf-8"), re.DOTALL)[1]
        exec(code, found)
        for expression, value in re.findall(r"^(\S.*?)  +# → (.+)$", code, re.MULTILINE):
            assert repr(eval(expression, found)) == value, expression
            checked += 1
    assert checked == 2


PAGES = [*ROOT.glob("README*.md"), *ROOT.glob("REPLICATION*.md"), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_command_that_a_page_prints_is_there_with_its_options(path):
    root = typer.main.get_command(app)
    blocks = re.findall(r"```(?:sh|bat)\n(.*?)```", path.read_text("utf-8").replace("\\\n", " "), re.DOTALL)
    for line in (line for block in blocks for line in block.splitlines() if re.match(r"(\S*[\\/])?policylab ", line)):
        words = shlex.split(line.replace("\\", "/"), comments=True)[1:]
        name = next(word for word in words if word in root.commands)
        known = {option for command in (root, root.commands[name]) for one in command.params for option in one.opts}
        used = {word.partition("=")[0] for word in words if re.match(r"-{1,2}[a-z]", word)}
        assert used <= known, line
