"""Tiny notebooks, made as a scholar would write them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import nbformat
import pytest

PARAMETERS = """\
out = None  # folder for results
lang = 'zh'  # language
top = 5  # rows
corpus_file = None  # catalogue"""
BEGIN = """\
from policylab import study
run = study.begin({name!r}, out=out, lang=lang, parameters=dict(top=top, lang=lang))"""


def _write_notebook(folder: Path, name: str, *cells: str, parameters: str = PARAMETERS, **metadata: object) -> Path:
    v4 = nbformat.v4
    parameter_cell = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = v4.new_notebook(
        cells=[v4.new_markdown_cell("# 问题"), parameter_cell, *(v4.new_code_cell(cell) for cell in cells)],
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}, **metadata},
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="session")
def write_notebook():
    """Write a notebook into a folder, with a cell of parameters and those cells; give its path."""
    return _write_notebook


@pytest.fixture(scope="session")
def begin_cell():
    """The cell that begins a notebook of a name."""
    return lambda name: BEGIN.format(name=name)


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook into the test's folder of notebooks; give its path."""

    def write(name: str, *cells: str, **rest: object) -> Path:
        return _write_notebook(tmp_path / "notebooks", name, *cells, **rest)

    return write


@pytest.fixture(scope="session")
def full_disk():
    """What writing does where there is no room."""

    def write(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return write
