"""The check: one row a source, with what was repaired and what is still wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import policylab
from policylab.corpus import check, check_lines
from policylab.corpus._check import out_of_order, unbalanced, without_section
from policylab.corpus._check_screen import plan_remarks
from policylab.corpus._corpus import Corpus, load_corpus
from policylab.corpus._plan import Plan
from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.text import clean_text
from policylab.text._byte_repair import MARKS, reenact

# ---- brackets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设“津产发”平台(含《目录》)。", []),
        ("半角(与全角）成对，（反之亦然)。", []),
        ("津政办发〔2021〕52号【专栏】「引」『用』〈篇〉", []),
        ("(市科技局等按职责分工负责", [(0, "(")]),
        ("按职责分工负责)", [(7, ")")]),
        ("《条例(试行》施行", [(3, "(")]),
        ("“一网通办", [(0, "“")]),
        ("(一)指导思想\n(二)基本原则\n", []),
        ("1)扩容;2)提速;3）覆盖", []),
        ("a)扩容", []),
        ("全部完成,见附件1)", [(9, ")")]),
        ("", []),
    ],
)
def test_brackets_without_a_partner(text, expected):
    assert unbalanced(text) == expected


def test_a_quotation_may_go_on_over_paragraphs_but_not_over_a_chapter():
    assert unbalanced("会议指出:“要加快。\n要落实。\n要见效。”") == []
    assert unbalanced("会议指出:“要加快。\n一\n二\n三\n要见效。”") == [(5, "“"), (21, "”")]


def test_one_lost_bracket_does_not_hide_another():
    text = "(市科技局负责\n" + "推进。\n" * 9 + "市教委负责)"
    assert unbalanced(text) == [(0, "("), (len(text) - 1, ")")]


def by_hand(line: str) -> list[tuple[int, str]]:
    """The unpaired brackets of a line, by taking out the innermost pairs until none is left."""
    pairs = {"(": ")", "《": "》", "“": "”"}
    left = [(i, c) for i, c in enumerate(line) if c in "()《》“”"]
    while True:
        for k in range(len(left) - 1):
            if pairs.get(left[k][1]) == left[k + 1][1]:
                del left[k : k + 2]
                break
        else:
            return left


@given(st.text("()《》“”。", max_size=12))
def test_what_pairs_by_hand_is_balanced(line):
    """Properly nested lines have nothing unpaired, and no other line has."""
    assert (unbalanced(line) == []) == (by_hand(line) == [])


@given(st.text("(（)）《》“”〔〕【】1;\n智慧", max_size=60))
def test_places_are_in_order_and_show_their_character(text):
    places = unbalanced(text)
    assert places == sorted(places)
    assert all(text[at] == char for at, char in places)


# ---- headings


def headings(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["section", "parent", "number"])


def test_headings_in_order():
    table = headings(
        ("p/0", None, None), ("p/1", None, "一、"), ("p/1.1", "p/1", "(一)"), ("p/1.2", "p/1", "(二)"),
        ("p/2", None, "二、"), ("p/2.1", "p/2", "(一)"), ("p/2.1.1", "p/2.1", "1."), ("p/2.1.2", "p/2.1", "2."),
        ("p/2.1.2.1", "p/2.1.2", "——"), ("p/2.2", "p/2", "(二)"),
    )  # fmt: skip
    assert out_of_order(table) == []


def test_a_numbering_that_runs_on_through_the_chapters_is_in_order():
    table = headings(
        ("p/1", None, "一、"), ("p/1.1", "p/1", "(一)"), ("p/1.2", "p/1", "(二)"),
        ("p/2", None, "二、"), ("p/2.1", "p/2", "(三)"), ("p/2.2", "p/2", "(四)"),
    )  # fmt: skip
    assert out_of_order(table) == []


def test_a_gap_a_repetition_and_a_late_start_are_reported():
    table = headings(
        ("p/1", None, "一、"), ("p/2", None, "三、"), ("p/2.1", "p/2", "(三)"),
        ("p/2.1.1", "p/2.1", "1."), ("p/2.1.2", "p/2.1", "1."), ("p/3", None, "四、"),
    )  # fmt: skip
    assert out_of_order(table) == ["p/2", "p/2.1", "p/2.1.2"]


def test_an_enumeration_whose_first_item_stands_in_the_paragraph_before():
    table = headings(("p/1", None, "一、"), ("p/1.1", "p/1", "二是"), ("p/1.2", "p/1", "三是"))
    assert out_of_order(table) == []


# ---- the table


@pytest.fixture(scope="module")
def table():
    return check(load_corpus()).set_index("source")


def test_every_source_has_a_row_in_the_order_of_the_catalogue(table):
    assert list(table.index) == [
        "smart-city-2015", "digital-economy-2019", "new-infrastructure-2021", "smart-city-2021", "gazette-2022-01",
    ]  # fmt: skip
    assert list(table["role"]) == ["plan"] * 4 + ["witness"]
    assert set(table["sha256"]) == {"ok"}
    assert set(table["encoding"]) == {"utf-8"}


def test_the_damage_of_the_sources_is_counted(table):
    assert table["script"].tolist() == ["simplified", "traditional", "traditional", "simplified", "simplified"]
    assert table["repaired"].tolist() == [0, 4, 1, 0, 0]
    assert table["proposed"].tolist() == [0] * 5
    assert table["unrepaired"].tolist() == [0] * 5
    assert table["pinyin"].tolist() == [0, 0, 569, 0, 0]
    assert table["nonstandard"].tolist()[:4] == [0] * 4


def test_the_lost_bracket_at_the_end_of_the_2019_plan_is_found(table):
    plan = load_corpus()["digital-economy-2019"]
    at = plan.text.rindex("(")
    assert ")" not in plan.text[at:]
    row = table.loc["digital-economy-2019"]
    assert (row["unbalanced"], row["unbalanced_at"]) == (1, f"( {at}")
    assert table["unbalanced"].drop("digital-economy-2019").tolist()[:3] == [0, 0, 0]


def test_the_plans_have_their_headings_in_order_and_each_paragraph_in_a_section(table):
    assert table["headings_out_of_order"].tolist() == [0] * 5
    assert table["paragraphs_without_section"].tolist() == [0] * 5


def test_what_is_missing_is_missing(table):
    row = table.loc["smart-city-2021"]
    assert row["nonstandard_at"] is None
    assert row["unbalanced_at"] is None
    assert row["warnings"] is None


def plan_of(text: str, *, warnings: tuple[str, ...] = ()) -> Plan:
    clean = replace(clean_text(text), warnings=warnings)
    return Plan(clean, id="plan-2021", title="某市规划", encoding="gb18030")


def test_what_is_wrong_with_a_plan_stands_in_its_row():
    text = "一、总体要求\n建设数据平台(市科技局負责。\n三、保障措施\n加强领导。"
    row = check(Corpus([plan_of(text, warnings=("taken for gb18030",))])).iloc[0]
    assert row["sha256"] is None  # no catalogue, so nothing to compare the file with
    assert (row["nonstandard"], row["nonstandard_at"]) == (1, "負 18")
    assert (row["unbalanced"], row["unbalanced_at"]) == (1, "( 13")
    assert (row["headings_out_of_order"], row["headings_out_of_order_at"]) == (1, "plan-2021/2")
    assert row["warnings"] == "taken for gb18030"


def test_long_lists_of_places_are_cut():
    row = check(Corpus([plan_of("平台(" * 15 + "建设数据平台" * 60)])).iloc[0]
    assert row["unbalanced"] == 15
    assert row["unbalanced_at"].endswith("( 29 and 5 more")


def test_a_paragraph_in_no_section_or_outside_of_it_is_reported():
    sections = [SimpleNamespace(section="p/0", start=0, end=30), SimpleNamespace(section="p/1", start=10, end=20)]
    rows = [("a", "p/0", 0, 9), ("b", "p/1", 10, 20), ("c", "p/9", 12, 14), ("d", "p/1", 15, 25)]
    paragraphs = [SimpleNamespace(paragraph=a, section=b, start=c, end=d) for a, b, c, d in rows]
    assert without_section(SimpleNamespace(outline=(sections, paragraphs))) == ["c", "d"]


def test_a_file_that_changed_after_loading_is_reported(tmp_path):
    import hashlib

    data = "一、总体要求\n加快建设智慧城市。\n".encode()
    (tmp_path / "plan.txt").write_bytes(data)
    (tmp_path / "corpus.toml").write_text(
        '[[source]]\nid = "plan-2021"\nfile = "plan.txt"\nrole = "plan"\ntitle = "某市规划"\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n',
        encoding="utf-8",
    )
    corpus = load_corpus(tmp_path)
    assert check(corpus)["sha256"].tolist() == ["ok"]
    (tmp_path / "plan.txt").write_bytes(data + b"\n")
    assert check(corpus)["sha256"].tolist() == ["changed"]
    (tmp_path / "plan.txt").unlink()
    assert check(corpus)["sha256"].tolist() == ["missing"]


# ---- the screen


def test_a_screen_says_what_was_read_and_changed(table):
    lines = check_lines(table.reset_index())
    characters = table.loc["smart-city-2015", "characters"]
    assert lines[:2] == [
        "smart-city-2015 (plan): nothing doubtful",
        f"  read      sha256 ok, utf-8, simplified, {characters} characters, 66 headings, 185 agencies, 98% of the text is body",
    ]
    assert "digital-economy-2019 (plan): 1 point to look at before it is used" in lines
    assert "  changed   4 damaged runs put right, with proof" in lines
    assert "  changed   1 damaged run put right, with proof; 569 pinyin remarks taken out" in lines
    assert sum(line.startswith("  doubtful") for line in lines) == 1


def test_a_screen_says_what_is_doubtful_and_what_to_do():
    text = "一、总体要求\n建设数据平台(市科技局負责。\n三、保障措施\n加强领导。"
    warnings = ("taken for gb18030", "taken out: page numbers, on 3 pages")
    assert check_lines(check(Corpus([plan_of(text, warnings=warnings)]))) == [
        "plan-2021 (plan): 4 points to look at before it is used",
        f"  read      no sha256, gb18030, simplified, {len(text)} characters, 2 headings, 0 agencies, 100% of the text is body",
        "  changed   taken out: page numbers, on 3 pages",
        "  doubtful  1 character outside the table of standard characters: 負 18",
        "  do        Look at them: rare names are right as they are, a wrong character is put right in the file.",
        "  doubtful  1 bracket or quote without a partner: ( 13",
        "  do        Look at these places: a mark may be lost there, and text with it.",
        "  doubtful  1 heading out of order: plan-2021/2",
        "  do        A heading may be missed, or a line taken for one: corrections (table sections) add or drop it.",
        "  doubtful  taken for gb18030",
    ]


def test_under_each_doubt_stands_what_to_do_in_both_languages():
    data = load_toml("check_sentences.toml")
    ways = {one["say"][0]: one.get("do", []) for one in data["warning"] if one["kind"] == "doubtful"}
    ways |= {said[0]: said[2:] for said in data["doubt"].values()}
    assert {said: way for said, way in ways.items() if len(way) != 2 or not all(way)} == {}


def test_everything_gives_each_line_that_is_left_out_with_its_role():
    text = "首页>政务公开>规划计划\n甲市渔港规划\n发布日期:2023-03-15\n一、任务\n建设渔港监控平台。\n表1 重点任务分工表\n" + "注" * 3
    corpus = Corpus.from_texts({"port": text})
    count = {role: sum(one.role == role for one in corpus["port"].outline[1]) for role in ("title", "boilerplate", "caption")}
    assert count == {"title": 1, "boilerplate": 2, "caption": 1}, [(one.role, one.text) for one in corpus["port"].outline[1]]
    every, screen = (check_lines(check(corpus), corpus, width=width) for width in (None, 88))
    shown = [line for line in every if line.startswith("  left out  ")]
    assert shown[0] == "  left out  1 title, 2 lines that a site or printer added, 1 caption: no analysis reads them"
    assert shown[1:] == [
        "  left out  boilerplate: 首页>政务公开>规划计划",
        "  left out  title: 甲市渔港规划",
        "  left out  boilerplate: 发布日期:2023-03-15",
        "  left out  caption: 表1重点任务分工表",
    ]
    assert sum(line.startswith("  left out") for line in screen) == 1
    long = Corpus.from_texts({"port": "甲市渔港规划\n来源:" + "渔" * 70 + "\n一、任务\n建设渔港。"})
    assert "  left out  boilerplate: 来源:" + "渔" * 57 + "…" in check_lines(check(long), long)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("加强统筹协调。" * 300, "no heading was found"),
        (
            "一、任务\n" + "".join(f"建设平台,推进联网{'工作' * (n % 13)}\n" for n in range(60)) + "完成。",
            "60 paragraphs do not end like one: they may be printed lines, or cells of a table",
        ),
        (
            "一、任务\n推进联网。(责任分工按附件执行)\n建设平台。(牵头事项另行通知)",
            "2 brackets speak of responsibility, and no agency was found in them",
        ),
        (
            "某市规划\n" + "关于印发某市规划的通知\n索引号:1234567890123456789012345678901234567890\n" * 5 + "一、目标\n到2025年建成。",
            "only 4% of the text is body; the rest was taken for titles, notices and what a site adds",
        ),
    ],
)
def test_what_may_have_gone_wrong_in_reading_is_said(text, doubt):
    lines = check_lines(check(Corpus([plan_of(text)])))
    place = lines.index(f"  doubtful  {doubt}")
    assert lines[place + 1].startswith("  do        ")


def test_a_likely_reading_is_shown_with_the_lines_that_accept_it(tmp_path):
    raw = reenact("一、任務\n建設高校、三十條應用場景。\n推動數據要素市場發展,完善標準體系,培育創新主體。", {MARKS["!"]: (b"", " !")})
    (tmp_path / "plan.txt").write_text(raw, encoding="utf-8")
    entry = '[[source]]\nid = "plan-2021"\nfile = "plan.txt"\nrole = "plan"\ntitle = "某市规划"\n'
    (tmp_path / "corpus.toml").write_text(entry, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    lines = check_lines(check(corpus), corpus)
    at = lines.index("  accept a likely reading by writing it into corpus.toml:")
    proposal = "\n".join(line.strip() for line in lines[at + 1 : at + 5])
    (tmp_path / "corpus.toml").write_text(entry + proposal + "\n", encoding="utf-8")
    accepted = load_corpus(tmp_path)
    assert accepted.repairs[["origin", "reading"]].values.tolist() == [["accepted", "校、三十條"]]
    assert "建设高校、三十条应用场景。" in accepted["plan-2021"].text
    assert accepted.plans["repairs"].tolist() == [1]
    line = "  changed   1 damaged run read as the study says ([[repair]], corrections)"
    assert line in check_lines(check(accepted), accepted)


def test_an_accepted_reading_must_fit_the_source(tmp_path):
    (tmp_path / "plan.txt").write_text("一、任务\n建设平台。", encoding="utf-8")
    entry = '[[source]]\nid = "plan-2021"\nfile = "plan.txt"\nrole = "plan"\ntitle = "某市规划"\n'
    for repair, error in (
        ('source = "plan-2021"\nraw = "平合"\nreading = "平台"', "the run '平合' of a \\[\\[repair\\]\\] does not stand in"),
        ('source = "plan-2021"\nraw = "平台"', "repair 1 must have the fields source, raw and reading, and no other"),
        ('source = "plan-2012"\nraw = "平台"\nreading = "台"', "There is no source 'plan-2012'"),
    ):
        (tmp_path / "corpus.toml").write_text(f"{entry}[[repair]]\n{repair}\n", encoding="utf-8")
        with pytest.raises(PolicylabError, match=error):
            load_corpus(tmp_path)


# ---- in two languages, and on one screen


def test_every_sentence_has_the_same_values_in_both_languages():
    table = load_toml("check_sentences.toml")
    for part in ("screen", "read", "unread", "changed", "doubt"):
        for english, chinese in (entry[:2] for entry in table[part].values()):
            assert sorted(re.findall(r"\{[^}]*\}", english)) == sorted(re.findall(r"\{[^}]*\}", chinese))
    for entry in [*table["warning"], *table["part"]]:
        assert entry["say"][0].count("{}") == entry["say"][1].count("{}")
    assert all(bool(entry[2]) == bool(entry[3]) for entry in table["doubt"].values())


def test_what_the_readers_of_files_warn_of_is_known_to_the_screen():
    """Each sentence that they make up stands in the table, by the words between its values."""
    said = " ".join("".join(entry["say"][0].split("{}")) for entry in load_toml("check_sentences.toml")["warning"])
    for path in sorted((Path(policylab.__file__).parent / "text").glob("*.py")):
        for made in re.findall(r'(?:warnings|said)\.append\(f?["\'](.+)["\']\)', path.read_text(encoding="utf-8")):
            for words in re.split(r"\{[^{}]*\}", made.replace('\\"', '"')):
                assert words.strip(" ,") in said, made


def test_a_screen_in_chinese():
    text = "一、总体要求\n建设数据平台(市科技局負责。\n三、保障措施\n加强领导。"
    warnings = (
        "taken out: page numbers, on 3 pages", "2 tables or figures are pictures and are not read: '表1 指标' (page 7), '专栏2' (page 9)",
    )  # fmt: skip
    lines = check_lines(check(Corpus([plan_of(text, warnings=warnings)])), lang="zh")
    assert lines == [
        "plan-2021（规划）：使用前有4处须看",
        f"  读取      无sha256，gb18030，简体，{len(text)}字，2个标题，0处责任单位，正文占100%",
        "  改动      去掉页码，共3页",
        "  可疑      1个字不在《通用规范汉字表》内：負 18",
        "  处理      请逐一查看：人名地名用字可不改，错字请在文件中改正。",
        "  可疑      1个括号或引号不成对：( 13",
        "  处理      请看这些位置：可能缺了符号，或连同文字一起缺失。",
        "  可疑      1个标题序号不连：plan-2021/2",
        "  处理      可能漏了标题，或把正文当作标题：可在更正中（sections 表）增删。",
        "  可疑      2个表或图是图片，未读：'表1 指标'（第7页）, '专栏2'（第9页）",
        "  处理      请目视核对：其中的数字不在任何表里。",
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_screen_is_as_wide_and_as_long_as_a_screen(lang):
    heads = tuple(f"taken out: the running head '第{n}章', on {n + 2} pages" for n in range(30))
    pictures = ", ".join(f"'图{n} 总体架构示意' (page {n})" for n in range(40))
    odd = tuple(f"damage at {n}: '?;' was not repaired" for n in range(40))
    plan = plan_of("一、总体要求\n加强领导。", warnings=(*heads, f"40 pictures are not read, and tables among them are missing: behind {pictures}", *odd))
    lines = check_lines(check(Corpus([plan])), lang=lang, width=100)
    assert len(lines) <= 40
    assert all(sum(2 if ord(char) > 0x2E80 else 1 for char in line) <= 102 for line in lines)
    assert any("29" in line for line in lines) and "--all" in lines[-1]
    assert len(check_lines(check(Corpus([plan])), lang=lang)) > 40


def test_a_language_must_be_known():
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        check_lines(check(Corpus([plan_of("一、总则")])), lang="fr")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("建成基站1 2000个。", "1 2000个"), ("占比达到1 2.5%。", "1 2.5%"), ("到2 025年完成。", "2 025年"), ("新建1, 200个站点。", "1, 200个"),
        ("投资3 5亿元。", "3 5亿"), ("到2025 年建成 5 个平台。", ""), ("指标为 12 15 18。", ""), ("占地12,000亩。", ""),
    ],
)  # fmt: skip
def test_a_space_between_digits_is_said(text, places):
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'"):
        plan_remarks(plan_of(text), lang="fr")
    doubt = [one for one in plan_remarks(plan_of(text)) if "a space between their digits" in one]
    assert [one.partition(": ")[2].partition(". ")[0] for one in doubt] == [places] * bool(places)


def test_the_share_of_a_short_opinion_leaves_out_what_its_form_tells():
    text = "某市人民政府关于支持养老服务的意见\n各区人民政府,市政府各部门:\n每年安排养老服务资金1亿元。\n某市人民政府\n2023年5月1日"
    assert check(Corpus([plan_of(text)]))["body_share"].tolist() == [1.0]


def test_a_page_of_links_is_said_to_be_one():
    page = "\n".join(f"第{n}批征求意见的公告 2026-05-{n}" for n in range(10, 28))
    assert any(one.startswith("only 0% of the text stands in sentences") for one in plan_remarks(plan_of(page)))
    assert not any("stands in sentences" in one for one in plan_remarks(plan_of("加强统筹协调,推进平台建设。" * 20)))
