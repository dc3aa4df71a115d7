"""The style that pyproject.toml states holds in every file, and the floors that CONTRIBUTING.md states in every package."""

import ast
import functools
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/policylab"
# from the ground up; what stands on one floor does not import its neighbours, but for those named
FLOORS = (
    ("errors",), ("checks", "files", "frames", "resources"), ("stats", "numbers"), ("text",), ("corpus",),
    ("words", "topics", "targets", "compare", "coding"), ("plots",), ("study",), ("batch",), ("cli",),
)  # fmt: skip
NEIGHBOURS = {("topics", "words")}  # topics are made of the words' counts
FIGURES = {"errors", "checks", "files", "resources"}  # all that a figure needs: it is given its tables


def test_ruff_finds_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def homes() -> dict[str, str]:
    """The package of each name that `policylab` hands on."""
    found = [node for node in parsed(SOURCE / "__init__.pyi").body if isinstance(node, ast.ImportFrom)]
    return {alias.name: (node.module or alias.name).split(".")[0] for node in found for alias in node.names}


def imported(tree: ast.AST) -> set[str]:
    """Packages of policylab that a file imports, at its head, in a function, or for its types."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            parts = (node.module or "").split(".")
            if parts[0] == "policylab":
                found |= {parts[1]} if parts[1:] else {homes().get(alias.name, alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {name[1] for name in names if name[0] == "policylab" and name[1:]}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "policylab":
            found.add(homes().get(node.attr, node.attr))
    return found


def test_no_package_imports_from_a_floor_above_its_own_or_from_its_neighbours():
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        package = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if package in ("__init__", "template"):
            continue
        for name in sorted(imported(parsed(path)) & floor.keys() - {package}):
            allowed = floor[name] < floor[package] or (package, name) in NEIGHBOURS
            if not allowed or (package == "plots" and name not in FIGURES):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_no_two_modules_import_each_other():
    """At the head, in a function or for a type: what two of them need stands in a third one below."""
    graph = {}
    for path in sorted(SOURCE.rglob("_*.py")):
        name = ".".join(("policylab", *path.relative_to(SOURCE).with_suffix("").parts))
        graph[name] = {node.module for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom) and node.module}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError, and says which
    assert set(graph) <= set(order)


def test_every_package_stands_on_a_floor():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")} | {path.stem for path in SOURCE.glob("[a-z]*.py")}
    assert packages == {name for names in FLOORS for name in names}


def test_no_file_name_twice_in_the_house():
    counted = Counter(path.name for path in SOURCE.rglob("*.py") if not path.name.startswith("__"))
    assert sorted(name for name, number in counted.items() if number > 1) == []


def test_every_path_that_contributing_names_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w.-]+/)+[\w.*-]*|[\w-]+\.(?:md|toml|cff))`", text)
    assert len(named) > 20
    roots = (ROOT, SOURCE, SOURCE / "resources")
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []
