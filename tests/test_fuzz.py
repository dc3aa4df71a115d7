"""A minute of what `benchmarks/attack.py` does for half an hour: random texts, files and catalogues against promises."""

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "hostile.py"
EXAMPLES = {
    "clean once": 600, "same words": 600, "in their place": 120, "every function": 150, "files": 500, "tables": 300, "catalogues": 500,
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile():
    spec = importlib.util.spec_from_file_location("hostile", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["hostile"]


def test_every_public_function_is_called_or_takes_no_text(hostile):
    assert hostile.uncalled() == []
    assert set(EXAMPLES) == set(hostile.PROPERTIES)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("promise", EXAMPLES)
def test_a_promise_holds_on_random_texts(hostile, promise):
    assert hostile.fuzz(promise, examples=EXAMPLES[promise]) == (EXAMPLES[promise], "")


def test_a_broken_promise_is_found_and_made_small(hostile, monkeypatch):
    def no_sevens(value: str) -> None:
        assert "7" not in value

    monkeypatch.setitem(hostile.PROPERTIES, "no sevens", (no_sevens, {"value": hostile.texts}))
    tried, broken = hostile.fuzz("no sevens", examples=200)
    assert tried > 1
    assert "holds(" in broken


@pytest.mark.parametrize("unit", ["输", "》《", "1%、"])
def test_the_time_grows_with_the_text(hostile, unit):
    names = ["text.clean_text", "corpus.outline", "words.Segmenter", "words.Segmenter, rjieba", "targets.explain", "numbers.read_quantities"]
    slow = [(name, taken) for name, _, held, taken in hostile.growth(names, [unit], (500, 1000, 2000, 4000)) if not held]
    assert slow == []
