"""The package as it is installed: light to import, its lists of dependencies in step."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import policylab

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirement(line):
    name, bounds = re.fullmatch(r"([A-Za-z0-9_-]+)(.*)", line.replace(" ", "")).groups()
    return name.lower().replace("_", "-"), frozenset(bounds.split(","))


def test_conda_environment_has_the_packages_and_bounds_of_pyproject():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = [line.strip()[2:] for line in lines if line.strip().startswith("- ")]
    listed = [entry for entry in listed if entry not in ("conda-forge", "pip", "pip:", "--editable .")]
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] + extras["lab"] + extras["test"] + ["python" + PROJECT["requires-python"]]
    assert {requirement(e) for e in listed} == {requirement(w) for w in wanted}


def test_every_dependency_is_bounded_and_pinned_within_its_bounds():
    from packaging.requirements import Requirement

    pins = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")
    )
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    for line in sum(PROJECT["optional-dependencies"].values(), PROJECT["dependencies"]):
        wanted = Requirement(line)
        assert wanted.specifier, line
        assert wanted.specifier.contains(pins[wanted.name.lower()]), line


def test_constraints_name_versions_only():
    text = (ROOT / "constraints.txt").read_text()
    assert "://" not in text and "@" not in text and "--" not in text


def test_import_loads_nothing_heavy():
    code = (
        "import sys, policylab\n"
        "print([m for m in ('pandas', 'numpy', 'jieba', 'sklearn', 'matplotlib', 'opencc') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("name", policylab.__all__)
def test_every_public_name_is_there(name):
    assert getattr(policylab, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="No policylab attribute load_corpsu"):
        policylab.load_corpsu  # noqa: B018


@pytest.mark.parametrize("package", sorted(path.parent.name for path in (ROOT / "src/policylab").glob("*/__init__.pyi")))
def test_tab_offers_the_names_of_a_package_before_they_are_loaded(package):
    code = f"import sys, policylab.{package} as p; print(len(dir(p)), sorted(dir(p)) == sorted(p.__all__), 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert int(done[0]) > 3 and done[1:] == ["True", "False"]
