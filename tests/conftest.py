import gc
import importlib
import os
import sys
import time
from collections.abc import Callable
from unittest import mock

import pytest

import policylab

LIBRARIES = ("scipy.stats", "pandas", "matplotlib.pyplot", "sklearn.decomposition", "networkx", "hypothesis", "openpyxl", "docx")


def pytest_configure():
    """In a fresh clone nothing is compiled yet: the workers begin with different libraries, so that each is compiled once."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    first = 3 * int(worker) % len(LIBRARIES)
    if worker != "0":
        for name in LIBRARIES[first:] + LIBRARIES[:first]:
            importlib.import_module(name)


def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that nothing waits for it at the end: notebooks and their runs, figures, clusters."""
    items.sort(key=lambda item: not {"notebooks", "study", "plots", "batch"} & set(item.path.parts))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file():
    """Examples in docstrings are the library's: tests have none, and looking for them takes a sixth of the time of finding the tests."""
    found = yield
    return [one for one in found if type(one).__name__ != "DoctestModule"]


def pytest_collection_finish():
    """What all these tests are made of stays until the end: it need not be looked through for what is to be thrown away."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path):
    """Run a command in an empty folder; give exit code, stdout and stderr."""
    from policylab.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["policylab", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    with mock.patch.dict(os.environ):  # --allow-outside is for this test alone
        yield run


@pytest.fixture(scope="module")
def presented_here():
    """Runs make their page and their workbook in the process of the test; test_web_pages.py has runs that give each its own."""
    from policylab.study import _runner, _web_pages

    def make_pages(names, out, corpus, _):
        for name in names:
            _web_pages.present(out, corpus, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_runner, "make_pages", make_pages)
        yield


@pytest.fixture(scope="session")
def corpus():
    """The four plans that come with policylab, and the gazette beside them."""
    return policylab.load_corpus()


@pytest.fixture(scope="session")
def ledger(corpus):
    """What the extractor finds in them."""
    return policylab.extract_targets(corpus)


@pytest.fixture(scope="session")
def reuse(corpus):
    """What each took over from the ones before it."""
    return policylab.text_reuse(corpus)


@pytest.fixture(scope="session")
def grows_with():
    """Whether what is done takes no more than some times longer when there is that much more of it to do.

    Of several tries, since a machine may be busy: a time that grows with the square does so in each.
    """

    def holds(do: Callable[[int], object], little: int, much: int, *, slack: float = 3.0) -> bool:
        taken = dict.fromkeys((little, much), float("inf"))
        for _ in range(4):
            for size in taken:
                begun = time.process_time()
                do(size)
                taken[size] = min(taken[size], time.process_time() - begun)
            if taken[much] <= slack * much / little * max(taken[little], 0.005):
                return True
        return False

    return holds


@pytest.fixture(autouse=True)
def _page_of_two_columns():
    """Figures are drawn for the width that is set last: a test that sets one leaves it to no other."""
    yield
    theme = sys.modules.get("policylab.plots._figure_style")
    if theme is not None:
        theme._settings["width"] = "double"
