"""The byte accident, re-enacted on whole files: the proof that the five repairs are right."""

import re

import pytest

from policylab.resources import data_path, load_toml
from policylab.text._aligned import AlignedText
from policylab.text._repair import (
    TONED_SYLLABLE,
    fold,
    misread_characters,
    proves,
    reenact,
    repair,
    spots,
    strip_pinyin,
)


def raw_text(name):
    return data_path(f"raw/{name}.txt").read_bytes().decode("utf-8")


def test_the_accident_on_the_repaired_plan_of_2019_gives_the_raw_file_back():
    raw = raw_text("digital-economy-2019")
    repaired, repairs = repair(AlignedText(raw))
    assert len(repairs) == 4
    assert reenact(repaired.text, {b"\xa3\xbb": (b"", " ;")}) == fold(raw)


def test_the_accident_on_the_repaired_plan_of_2021_gives_the_raw_file_back():
    raw = raw_text("new-infrastructure-2021")
    repaired, repairs = repair(AlignedText(raw))
    assert len(repairs) == 1
    bare, remarks = strip_pinyin(repaired)
    # the tool's list: each character with the reading that it put behind it
    readings = dict(re.findall(rf"([\u3400-\u9fff])\(({TONED_SYLLABLE})\)", raw))
    assert (remarks, len(readings)) == (569, 23)
    searched = {char.encode("gbk"): (char.encode("gbk"), f"({reading})") for char, reading in readings.items()}
    assert reenact(bare.text, searched) == fold(raw)


def test_a_mark_falls_inside_a_character():
    # 模 is C4 A3 and 化 is BB AF: between them stands A3 BB, the code of ；
    assert reenact("規模化發展", {b"\xa3\xbb": (b"", " ;")}) == "規?;l展"


def test_a_text_without_the_code_passes_unharmed():
    assert reenact("數據要素，市場", {b"\xa3\xbb": (b"", " ;")}) == "數據要素,市場"


@pytest.mark.parametrize("entry", load_toml("repairs.toml")["repair"], ids=lambda entry: entry["right"])
def test_every_reading_of_the_table_has_its_proof(entry):
    assert proves(entry["raw"], entry["right"], document=raw_text("new-infrastructure-2021"))


def test_a_wrong_reading_has_none():
    assert not proves("規?;l", "規范化發")
    # the other form of 于 gives other damage: the page had the simplified one
    assert not proves("置?;趯崟r", "置。基於實時")


def test_a_reading_counts_only_if_the_page_has_it_as_a_remark_elsewhere():
    assert proves("展?jié)摿屯顿Y", "展潛力和投資", document="調節(jié)")
    assert not proves("展?jié)摿屯顿Y", "展潛力和投資", document="")


def test_an_authors_question_mark_bears_no_signature():
    assert spots("真的吗?是的;好!") == []


def test_misread_pairs_that_width_folding_spelled_out():
    assert misread_characters("睉(18)5.贸") == ["睉", "⒅", "⒌", "贸"]
