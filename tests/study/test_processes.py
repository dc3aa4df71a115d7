"""The HTML of a notebook: whatever a cell shows, no link in it runs a script; and what a kernel finds around it."""

import nbformat
import pytest

from policylab.study._processes import _kept_beside, html_page

V4 = nbformat.v4


@pytest.mark.parametrize(
    "text",
    [
        "[甲](javascript:alert(1))",
        "[甲]( JaVaScRiPt:alert(1) )",
        '<a href="java&#115;cript:alert(1)">甲</a>',
        "<a href='java\tscript:alert(1)'>甲</a>",
        "[甲](vbscript:x)",
        "[甲](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_a_link_that_runs_a_script_leads_nowhere(text):
    output = V4.new_output("display_data", {"text/markdown": text, "text/plain": ""})
    cells = [V4.new_markdown_cell(text), V4.new_code_cell("1", outputs=[output])]
    page = html_page(V4.new_notebook(cells=cells), "01-a").replace("\t", "").lower()
    for address in ("javascript:alert", "java&#115;cript", "vbscript:x", "data:text/html"):
        assert f'href="{address}' not in page and f"href='{address}" not in page
    assert "甲" in page


def test_other_links_stay_as_they_are():
    page = html_page(V4.new_notebook(cells=[V4.new_markdown_cell("[甲](https://example.org/?a=1&b=2#c)")]), "01-a")
    assert 'href="https://example.org/?a=1&amp;b=2#c"' in page


def test_matplotlib_keeps_its_fonts_where_something_can_be_kept(tmp_path, monkeypatch):
    """Its own folder may be one that cannot be written, which it would say in the notebook, with a name made up anew."""
    (tmp_path / "cache").mkdir()
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path / "cache"))
    assert _kept_beside(tmp_path / "w0") == tmp_path / "cache" / "matplotlib"
    (tmp_path / "file").touch()
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path / "file"))
    assert _kept_beside(tmp_path / "w0") == tmp_path / "w0" / "matplotlib"
    monkeypatch.delenv("POLICYLAB_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("pathlib.Path.home", _nobody)
    assert _kept_beside(tmp_path / "w0") == tmp_path / "w0" / "matplotlib"


def _nobody():
    raise RuntimeError("Could not determine home directory.")
