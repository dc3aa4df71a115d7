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


SECOND = ENTRY.replace("plan-a", "plan-b")


@pytest.mark.parametrize(
    "catalogue, message",
    [
        (ENTRY + SECOND.replace('"plan"', '"witness"'), "a witness needs `witness_of`"),
        (ENTRY.replace("plan-a.txt", "corpus.toml"), "`file` names the catalogue itself"),
        (ENTRY.replace("plan-a.txt", "./x/../corpus.toml"), "`file` names the catalogue itself"),
        (ENTRY.replace("plan-a.txt", "/etc/hosts"), "`file` names a file out of the study's folder, /etc/hosts"),
        (ENTRY.replace("plan-a.txt", "../plan-a.txt"), "allow it with --allow-outside if you trust this catalogue"),
        (ENTRY.replace("plan-a.txt", "link.txt"), "`file` names a file out of the study's folder"),
        (ENTRY.replace("plan-a.txt", "round.txt"), "cannot be followed"),
        (ENTRY.replace("plan-a.txt", "."), "which is no file"),
        (ENTRY + 'witness_of = "plan-a"', "plan-a is a witness of plan-a"),
        (ENTRY + 'witness_of = "plan-b"' + SECOND + 'witness_of = "plan-a"', "`witness_of` leads round in a circle"),
        (ENTRY.replace('"某市数字经济发展规划"', "5"), "`title` must be a text in quotes, got 5"),
        ("[study]\ntitle = 5" + ENTRY, "`title` must be a text in quotes, got 5"),
        ("[study]\ntitle_zh = [1]" + ENTRY, "`title_zh` must be a text in quotes, got [1]"),
        ('[study]\ndictionary = "none.txt"' + ENTRY, "`dictionary` names none.txt, which cannot be read"),
        ('[study]\ndictionary = ["a"]' + ENTRY, "`dictionary` must be a text in quotes, got ['a']"),
        ('[study]\nstopwords = "binary.txt"' + ENTRY, "`stopwords` names binary.txt, which has zero bytes"),
        ('[study]\nstopwords = "gbk.txt"' + ENTRY, "`stopwords` names gbk.txt, which is not UTF-8 text"),
        ('[study]\nstopwords = "."' + ENTRY, "`stopwords` names ., which cannot be read"),
        ('[study]\ndictionary = "/etc/hosts"' + ENTRY, "`dictionary` names a file out of the study's folder"),
        (ENTRY.replace("某市", r"某\u0000市"), "`title` has a control character (U+0000)"),
        (ENTRY.replace("某市", r"某\n市"), "`title` has a control character (U+000A)"),
        (ENTRY.replace("某市", r"某\t市"), "`title` has a control character (U+0009)"),
        (ENTRY.replace("plan-a.txt", r"a\u0000.txt"), "`file` has a control character"),
        (ENTRY + "issued = 2021-12-28T08:00:00", "`issued` must be a date such as 2021-12-28"),
        (ENTRY + "x = " + "[" * 5000 + "]" * 5000, "is not valid TOML"),
        (ENTRY.replace('"plan-a"', '"con"'), "'con' cannot be the name of a file on Windows"),
        (ENTRY.replace('"plan-a"', '"nul"'), "'nul' cannot be the name of a file on Windows"),
        (ENTRY.replace('"plan-a"', f'"{"a" * 300}"'), "an id has at most 100 characters, and this one 300"),
    ],
)
def test_a_catalogue_from_a_stranger_is_refused_in_a_sentence(study, tmp_path, catalogue, message):
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01")
    (tmp_path / "gbk.txt").write_bytes("的".encode("gbk"))
    (tmp_path / "link.txt").symlink_to("/etc/hosts")
    (tmp_path / "round.txt").symlink_to("round.txt")
    with pytest.raises(CatalogueError) as error:
        study(catalogue)
    assert message in str(error.value)
    assert "\n" not in str(error.value) and len(str(error.value)) < 600


def test_a_file_out_of_the_study_can_be_allowed(study, tmp_path, monkeypatch):
    folder = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    folder.mkdir()
    (folder / "plan-a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("POLICYLAB_ALLOW_OUTSIDE", "1")
    assert study(ENTRY.replace("plan-a.txt", f"../{folder.name}/plan-a.txt")).ids == ["plan-a"]


def test_three_thousand_entries_are_checked_in_a_second():
    import time
    from pathlib import Path

    from policylab.corpus._catalogue import parse_catalogue

    text = "".join(ENTRY.replace("plan-a", f"plan-{number}") for number in range(3000))
    start = time.perf_counter()
    assert len(parse_catalogue(text, Path("corpus.toml")).entries) == 3000
    assert time.perf_counter() - start < 5
