"""The catalogue: what it takes, and what it says of mistakes."""

import hashlib

import pytest

import policylab
from policylab.errors import CatalogueError, PolicylabError, SourceError

TEXT = "某市数字经济发展规划\n一、总体要求\n到2025年,建成5G基站3万个。\n"
ENTRY = """
[[source]]
id = "plan-a"
file = "plan-a.txt"
role = "plan"
title = "某市数字经济发展规划"
"""


@pytest.fixture
def study(tmp_path):
    """Write a catalogue beside one source; return a function that loads it."""

    def load(catalogue=ENTRY, text=TEXT):
        if text is not None:
            (tmp_path / "plan-a.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / "corpus.toml").write_text(catalogue, encoding="utf-8")
        return policylab.load_corpus(tmp_path / "corpus.toml")

    return load


def test_a_study_of_ones_own(study, tmp_path):
    corpus = study()
    assert corpus.ids == ["plan-a"]
    assert "5G基站3万个" in corpus["plan-a"].text
    # what the catalogue does not say is missing, not empty
    row = corpus.plans.loc[0]
    assert row["issuer"] is None and row["issued"] is None
    assert corpus.plans["period_end"].isna().all()
    assert policylab.load_corpus(tmp_path).ids == ["plan-a"]  # the folder will do


@pytest.mark.parametrize(
    "catalogue, message",
    [
        ("[[source]\nid = 1", "is not valid TOML"),
        ("", "names no source. Add one with `policylab add FILE`"),
        ("[other]\nx = 1", "unknown table [other]"),
        ('[study]\ntitel = "x"' + ENTRY, "There is no field 'titel'. Did you mean 'title'"),
        (ENTRY + 'issuerr = "x"', "There is no field 'issuerr'. Did you mean 'issuer'"),
        (ENTRY + 'issuer = ""', "`issuer` is empty. Leave the line out"),
        (ENTRY + 'period_end = "2025"', "`period_end` must be a year, got '2025'"),
        (ENTRY + "period_end = 25", "`period_end` must be a year, got 25"),
        (ENTRY + "period_start = 2025\nperiod_end = 2021", "the period ends (2021) before it begins (2025)"),
        (ENTRY + 'issued = "2021"', "`issued` must be a date such as 2021-12-28"),
        (ENTRY + 'witness_of = "plan-b"', "There is no source 'plan-b'. Did you mean 'plan-a'?"),
        (ENTRY.replace('"plan"', '"draft"'), "`role` must be one of plan, witness, reference, got 'draft'"),
        (ENTRY.replace("plan-a\"\nfile", "Plan A\"\nfile"), "the id 'Plan A' must be lower-case letters"),
        (ENTRY.replace("plan-a\"\nfile", "../a\"\nfile"), "the id '../a' must be lower-case letters"),
        (ENTRY + ENTRY, "the id 'plan-a' stands there twice"),
        (ENTRY.replace('title = "某市数字经济发展规划"', ""), "lacks the field `title`"),
    ],
)
def test_a_broken_catalogue_says_what_and_where(study, catalogue, message):
    with pytest.raises(CatalogueError) as error:
        study(catalogue)
    assert message in str(error.value)
    assert "corpus.toml" in str(error.value)


def test_a_missing_catalogue_says_how_to_make_one(tmp_path):
    with pytest.raises(CatalogueError, match="There is no catalogue .*policylab new DIR"):
        policylab.load_corpus(tmp_path / "corpus.toml")


def test_a_missing_source(study):
    with pytest.raises(SourceError, match="plan-a: there is no file .*plan-a.txt"):
        study(text=None)


def test_a_changed_source(study):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    study(ENTRY + f'sha256 = "{digest}"')
    with pytest.raises(SourceError, match="plan-a: .* has changed: its sha256 is .*Restore the file"):
        study(ENTRY + f'sha256 = "{digest}"', text=TEXT + "。")


def test_a_source_that_is_no_text(study):
    with pytest.raises(SourceError, match="plan-a.txt"):
        study(text=b"\x7fELF\x00\x01\x02" * 100)


def test_a_catalogue_without_a_plan(study):
    with pytest.raises(PolicylabError, match='no source with role = "plan"'):
        study(ENTRY.replace('role = "plan"', 'role = "reference"'))


@pytest.mark.parametrize("path", [3, ["corpus.toml"]])
def test_what_is_no_path(path):
    with pytest.raises(PolicylabError, match="`path` must be the path of a corpus.toml, or None"):
        policylab.load_corpus(path)
