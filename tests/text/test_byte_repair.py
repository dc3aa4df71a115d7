"""Repairs: from the table, by search, or reported; and the accident, re-enacted on whole files, which proves them."""

import re

import pytest

from policylab.resources import data_path, load_toml
from policylab.text import clean_text
from policylab.text._aligned_text import AlignedText
from policylab.text._byte_repair import (
    TONED_SYLLABLE,
    fold,
    misread_characters,
    proves,
    reenact,
    repair,
    spots,
    strip_pinyin,
)

RIGHT = [
    ("digital-economy-2019", "通过规模化应用提升软硬件产品和系统的就绪度"),
    ("digital-economy-2019", "促进企业孵化成长和产业规模化发展。"),
    ("digital-economy-2019", "国家动漫产业综合示范园、滨海互联网产业园等"),
    ("digital-economy-2019", "按需优化配置。基于实时数据重构风控和信用评价规则"),
    ("new-infrastructure-2021", "激发社会资本发展潜力和投资活力。"),
]


@pytest.mark.parametrize("plan, text", RIGHT)
def test_the_five_damaged_spots_read_right(corpus, plan, text):
    assert text in corpus[plan].text


def test_each_repair_is_recorded_with_its_place(corpus):
    repairs = corpus.repairs
    assert repairs["origin"].tolist() == ["proven"] * 5
    for row in repairs.itertuples():
        plan = corpus[row.plan]
        assert plan.raw[row.raw_start : row.raw_end] == row.raw
        assert plan.raw_span(row.start, row.end) == (row.raw_start, row.raw_end)


def test_a_run_outside_the_table_stays_and_its_likely_reading_is_proposed():
    right = "聯合高校、科研機構等共同開展關鍵技術研究"
    raw = reenact(right, {b"\xa3\xa1": (b"", " !")})
    assert len(spots(raw)) == 1
    text, repairs = repair(AlignedText(raw))
    assert text.text == raw
    [found] = repairs
    assert found.origin == "proposed"
    proposed = raw[: found.raw_start] + found.reading + raw[found.raw_end :]
    assert fold(proposed) == right
    assert reenact(proposed, {b"\xa3\xa1": (b"", " !")}) == raw


def test_damage_that_no_reading_explains_stays_and_is_reported():
    raw = "提升?;龘靐齾龗a能力"
    clean = clean_text(raw)
    assert [r.origin for r in clean.repairs] == ["unrepaired"]
    assert "龘靐" in clean.text
    assert "was not repaired" in clean.warnings[0]


def test_an_authors_interrobang_is_left_in_peace():
    clean = clean_text("这难道不是智慧城市吗?!我们认为是的。")
    assert clean.repairs == ()
    assert clean.text == "这难道不是智慧城市吗?!我们认为是的。"


def test_a_proposed_reading_is_not_in_the_text_and_the_reader_hears_of_it():
    damaged = reenact("建設高校、三十條應用場景。", {b"\xa3\xa1": (b"", " !")})
    clean = clean_text(damaged)
    assert "三十" not in clean.text
    [warning] = [one for one in clean.warnings if one.startswith("damage")]
    assert "stays; of the readings that give this damage '校、三十條' is the likeliest, not proved" in warning


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


def test_a_text_without_the_code_passes_unharmed():
    assert reenact("數據要素，市場", {b"\xa3\xbb": (b"", " ;")}) == "數據要素,市場"


@pytest.mark.parametrize("entry", load_toml("repairs.toml")["repair"], ids=lambda entry: entry["right"])
def test_every_reading_of_the_table_has_its_proof(entry):
    assert proves(entry["raw"], entry["right"], document=raw_text("new-infrastructure-2021"))


def test_a_wrong_reading_has_none():
    # the other form of 于 gives other damage: the page had the simplified one
    assert not proves("置?;趯崟r", "置。基於實時")


def test_a_reading_counts_only_if_the_page_has_it_as_a_remark_elsewhere():
    assert proves("展?jié)摿屯顿Y", "展潛力和投資", document="調節(jié)")
    assert not proves("展?jié)摿屯顿Y", "展潛力和投資", document="")


def test_an_authors_question_mark_bears_no_signature():
    assert spots("真的吗?是的;好!") == []


def test_misread_pairs_that_width_folding_spelled_out():
    assert misread_characters("睉(18)5.贸") == ["睉", "⒅", "⒌", "贸"]
