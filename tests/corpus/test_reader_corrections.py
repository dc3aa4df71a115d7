"""Corrections of headings, agencies, readings and links: at the place that was read, and at no other."""

from __future__ import annotations

import pandas as pd
import pytest

import policylab
from policylab.corpus._reader_corrections import ALL
from policylab.errors import CatalogueError
from policylab.targets import unfit_corrections

OLD = (
    "一、总体要求\n(一)指导思想。以人为本。\n渔港建设\n到2020年,5G基站达到5万个,冷藏库达到2座。(责任单位:市农业局、某某中心)\n"
    "二、主要任务\n(一)港口\n到2020年,港口吞吐量达到3亿吨。由市邮政管理局办。\n(二)物流\n发展物流。"
)
NEW = "一、发展目标\n到2025年,5G基站达到7万个,冷链库达到9座。截至2020年底,5G基站为4万个。"
ENTRY = '[[source]]\nid = "{0}"\nfile = "{0}.txt"\nrole = "plan"\ntitle = "甲市规划"\nissuer = "甲市人民政府"\n' \
    "issued = {1}-01-05\nperiod_start = {1}\nperiod_end = {2}\n"  # fmt: skip


@pytest.fixture
def study(tmp_path):
    (tmp_path / "old.txt").write_text(OLD, "utf-8")
    (tmp_path / "new.txt").write_text(NEW, "utf-8")
    (tmp_path / "corpus.toml").write_text(ENTRY.format("old", 2016, 2020) + ENTRY.format("new", 2021, 2025), "utf-8")
    return tmp_path


def correct(study, *rows: dict, name: str = "corrections.csv") -> policylab.Corpus:
    """A study with corrections; the place of each is that of its quote, which stands once."""
    made = []
    for row in rows:
        row = {"what": "change", "who": "Li", **row}
        text = policylab.load_corpus(study)[row["plan"]]
        text = text.raw if row["table"] == "repairs" else text.text
        row |= {"start": text.index(row["quote"]), "end": text.index(row["quote"]) + len(row["quote"])} if "start" not in row else {}
        if "other_quote" in row:
            text = policylab.load_corpus(study)[row["other_plan"]].text
            row |= {"other_start": text.index(row["other_quote"]), "other_end": text.index(row["other_quote"]) + len(row["other_quote"])}
        made.append(row)
    table = pd.DataFrame(made).reindex(columns=list(ALL)).astype(object)
    table = table.where(table.notna(), "").astype(str)
    table.to_csv(study / name, index=False) if name.endswith("csv") else table.to_excel(study / name, index=False)
    return policylab.load_corpus(study)


def headings(corpus, plan="old"):
    return corpus[plan].sections[["level", "title"]].values.tolist()[1:]


def test_without_corrections_no_table_has_the_column(study):
    corpus = policylab.load_corpus(study)
    tables = (corpus.sections, corpus.agencies, corpus.repairs, policylab.target_lineage(policylab.extract_targets(corpus), corpus))
    assert not any("corrected_by" in table for table in tables)
    assert headings(corpus) == [[1, "总体要求"], [2, "指导思想"], [1, "主要任务"], [2, "港口"], [2, "物流"]]


def test_a_heading_is_added_dropped_and_put_on_another_level(study):
    corpus = correct(
        study,
        {"table": "sections", "plan": "old", "quote": "渔港建设", "what": "add", "field": "level", "value": 2},
        {"table": "sections", "plan": "old", "quote": "(一)港口", "what": "drop"},
        {"table": "sections", "plan": "old", "quote": "(二)物流", "field": "level", "value": 1, "who": "Wu"},
    )
    assert headings(corpus) == [[1, "总体要求"], [2, "指导思想"], [2, "渔港建设"], [1, "主要任务"], [1, "物流"]]
    assert corpus["old"].sections["corrected_by"].tolist() == [None, None, None, "Li", None, "Wu"]
    assert corpus.sections["corrected_by"].tolist() == [None, None, None, "Li", None, "Wu", None, None]
    bodies = corpus["old"].paragraphs.set_index("text")["section"]
    assert bodies["到2020年,5G基站达到5万个,冷藏库达到2座。"] == "old/1.2" and bodies["(一)港口"] == "old/2" and bodies["发展物流。"] == "old/3"
    ledger = policylab.extract_targets(corpus)
    assert ledger.set_index("indicator").loc["港口吞吐量", "section"] == "old/2"
    assert unfit_corrections(corpus) == []


def test_a_heading_that_runs_in_keeps_the_text_behind_it(study):
    corpus = correct(study, {"table": "sections", "plan": "new", "quote": "到2025年", "what": "add", "field": "level", "value": 2})
    assert headings(corpus, "new") == [[1, "发展目标"], [2, "到2025年"]]
    paragraphs = corpus["new"].paragraphs
    assert paragraphs.loc[paragraphs["section"].eq("new/1.1"), "role"].tolist()[:2] == ["heading", "body"]
    assert "".join(paragraphs["text"]) == corpus["new"].text.replace("\n", "")


def test_a_title_is_put_right_and_paths_follow(study):
    corpus = correct(study, {"table": "sections", "plan": "old", "quote": "二、主要任务", "field": "title", "value": "重点任务"})
    assert corpus["old"].sections["path"].tolist()[-1] == "重点任务 / 物流"


def test_agencies_are_dropped_added_and_named(study):
    corpus = correct(
        study,
        {"table": "agencies", "plan": "old", "quote": "某某中心", "what": "drop"},
        {"table": "agencies", "plan": "old", "quote": "市农业局", "field": "canonical", "value": "市农业农村委"},
        {"table": "agencies", "plan": "old", "quote": "市邮政管理局", "what": "add", "field": "role", "value": "lead", "who": "Wu"},
    )
    columns = ["section", "agency", "canonical", "role", "corrected_by"]
    assert corpus.agencies[columns].values.tolist() == [
        ["old/1.1", "市农业局", "市农业农村委", "responsible", "Li"], ["old/2.1", "市邮政管理局", "市邮政管理局", "lead", "Wu"],
    ]  # fmt: skip
    assert "corrected_by" not in corpus["new"].agencies


def test_a_reading_is_accepted_at_its_place_only(study):
    (study / "new.txt").write_text(NEW + "\n實現產業規?;X展。\n這樣的規?;X也在。", "utf-8")
    corpus = correct(study, {"table": "repairs", "plan": "new", "quote": "規?;X展。", "field": "reading", "value": "規模化發展。"})
    assert corpus["new"].text.endswith("实现产业规模化发展。\n这样的规?;X也在。")
    found = corpus["new"].repairs.set_index("origin")
    assert found.loc["accepted", ["raw", "reading", "corrected_by"]].tolist() == ["規?;X展。", "規模化發展。", "Li"]
    assert corpus["new"].raw[slice(*corpus["new"].raw_span(*found.loc["accepted", ["start", "end"]]))][:1] == "規"


def test_a_reading_that_is_accepted_later_moves_no_other_correction_off_its_place(study):
    (study / "new.txt").write_text("實現產業規?;X展。\n" + NEW, "utf-8")
    rows = (
        {"table": "sections", "plan": "new", "quote": "一、发展目标", "field": "title", "value": "目标"},
        {"table": "target_lineage", "plan": "old", "quote": "5万个", "other_plan": "new", "other_quote": "4万个", "what": "drop"},
        {"table": "repairs", "plan": "new", "quote": "規?;X展。", "field": "reading", "value": "規模化發展。"},
    )
    corpus = correct(study, *rows)  # all were read before the reading was accepted, which makes the text longer
    assert corpus["new"].text.startswith("实现产业规模化发展。\n一、发展目标")
    assert headings(corpus, "new") == [[1, "目标"]] and unfit_corrections(corpus) == []
    assert [row[:2] for row in links(corpus)] == [["revision", "continued"]]
    # a quote that the reading itself changed has no place any more
    (study / "corrections.csv").unlink()
    corpus = correct(study, {"table": "sections", "plan": "new", "quote": "实现产业规?;X展。", "what": "add", "field": "level", "value": 1}, rows[2])
    with pytest.warns(UserWarning, match="Row 2 of the corrections: '实现产业规.;X展。' no longer stands at 0 in new"):
        assert headings(corpus, "new") == [[1, "发展目标"]]


LINK = {"table": "target_lineage", "plan": "old", "quote": "5万个", "other_plan": "new"}


def lineage(corpus):
    return policylab.target_lineage(policylab.extract_targets(corpus), corpus)


def links(corpus):
    table = lineage(corpus)
    names = table["corrected_by"].tolist() if "corrected_by" in table else [None] * len(table)
    return [[*row, name] for row, name in zip(table[["question", "change", "from_value", "to_value"]].values.tolist(), names, strict=True)]


def test_links_are_changed_dropped_and_added(study):
    before = links(policylab.load_corpus(study))
    assert before == [["revision", "continued", 50000, 70000, None], ["answer", "missed", 50000, 40000, None]]
    corpus = correct(
        study,
        LINK | {"other_quote": "4万个", "field": "change", "value": "cannot be said", "why": "two lists of ports"},
        {"table": "target_lineage", "plan": "old", "quote": "2座", "other_plan": "new", "other_quote": "9座", "what": "add",
         "field": "change", "value": "raised", "who": "Wu"},
    )
    after = links(corpus)
    assert ["answer", "cannot be said", 50000, 40000, "Li"] in after
    assert ["revision", "raised", 2, 9, "Wu"] in after
    assert [row for row in after if row[4] is None] == [row for row in before if row[:2] != ["answer", "missed"]]
    table = lineage(corpus).set_index("corrected_by")
    assert table.loc["Li", "reason"] == "two lists of ports" and table.loc["Wu", ["difference", "unit"]].tolist() == [7, "座"]
    corpus = correct(study, LINK | {"other_quote": "4万个", "what": "drop"})
    assert links(corpus) == [row for row in before if row[:2] != ["answer", "missed"]]
    assert links(list(corpus)) == links(corpus)
    assert links(corpus["old"]) == []  # a link of two plans holds where both are there


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"table": "sections", "plan": "old", "quote": "以人为本", "what": "drop"}, "no heading of old begins at 15"),
        ({"table": "sections", "plan": "old", "quote": "人为", "what": "add", "field": "level", "value": 1}, "'人为' does not open a line of old"),
        ({"table": "sections", "plan": "old", "quote": "一、总体要求", "what": "add", "field": "level", "value": 1}, "is a heading already"),
        ({"table": "sections", "plan": "old", "quote": "一、总体要求", "field": "level", "value": 2}, "cannot stand at 0 in old, as it would be one of level 1"),
        ({"table": "sections", "plan": "old", "quote": "别的", "start": 3, "end": 5, "what": "drop"}, "'别的' no longer stands at 3 in old"),
        ({"table": "sections", "plan": "old", "quote": "以人为本", "start": 15, "end": 18, "what": "drop"}, "'以人为本' stands at 15, but ends at 19, and `end` is 18"),
        ({"table": "sections", "plan": "old", "quote": "以人为本", "start": 15, "end": 40, "what": "drop"}, "'以人为本' stands at 15, but ends at 19, and `end` is 40"),
        ({"table": "sections", "plan": "old", "quote": "以人为本", "start": 13, "end": 19, "what": "drop"}, "'以人为本' ends at 19, but stands at 15, and `start` is 13"),
        ({"table": "agencies", "plan": "old", "quote": "以人", "start": 15, "end": 19, "what": "drop"}, "'以人' stands at 15, but ends at 17, and `end` is 19"),
        ({"table": "sections", "plan": "old", "quote": "以人为本", "start": 14, "end": 18, "what": "drop"}, "'以人为本' no longer stands at 14 in old"),
        ({"table": "agencies", "plan": "old", "quote": "物流", "what": "drop"}, "no agency of old stands at"),
        ({"table": "agencies", "plan": "old", "quote": "物流", "what": "add", "field": "canonical", "value": "物流局"}, "needs a row for its role first"),
        ({"table": "agencies", "plan": "b", "quote": "市", "start": 1, "end": 2, "what": "drop"}, "the study has no source 'b'"),
        ({"table": "repairs", "plan": "new", "quote": "甲?", "start": 1, "end": 3, "field": "reading", "value": "甲乙"}, "in the source of new"),
        (LINK | {"other_quote": "9座", "what": "drop"}, "there is no such link"),
        (LINK | {"other_quote": "9座", "field": "change", "value": "kept"}, "there is no such link"),
        (LINK | {"other_quote": "4万个", "field": "change", "value": "raised"}, "'raised' is nothing that an answer can be"),
        (LINK | {"quote": "3亿吨", "other_quote": "9座", "what": "add", "field": "change", "value": "kept"}, "吨 and 座 cannot be compared"),
        (LINK | {"quote": "物流", "other_quote": "9座", "what": "drop"}, "no target or baseline of the ledger has its number"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Row 2 of the corrections")
def test_what_does_not_fit_changes_nothing_and_is_named(study, cli, row, said):
    def tables(corpus):
        return [corpus.sections, corpus.agencies, corpus.repairs, lineage(corpus)]

    before = tables(policylab.load_corpus(study))
    (study / "corrections.csv").unlink(missing_ok=True)
    if "start" in row:
        named = row | {"what": row.get("what", "change"), "who": "Li"}
        pd.DataFrame([named]).reindex(columns=list(ALL)).to_csv(study / "corrections.csv", index=False)
        corpus = policylab.load_corpus(study)
    else:
        corpus = correct(study, row)
    for old, new in zip(before, tables(corpus), strict=True):
        pd.testing.assert_frame_equal(old, new)
    told = unfit_corrections(corpus)
    assert len(told) == 1 and said in told[0] and told[0].startswith("Row 2 of the corrections: ")
    code, out, _ = cli("check", "--corpus", study)
    assert code == 0 and told[0] in out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"table": "words", "plan": "old", "quote": "物流", "what": "drop"}, "There is no table 'words'"),
        ({"table": "sections", "plan": "old", "quote": "物流", "field": "level", "value": "oben"}, "`level` must be a number from 1 to 9"),
        ({"table": "sections", "plan": "old", "quote": "物流", "field": "role", "value": "lead"}, "There is no field 'role'"),
        ({"table": "agencies", "plan": "old", "quote": "物流", "field": "role", "value": "boss"}, "`role` must be one of lead, support, responsible"),
        ({"table": "repairs", "plan": "old", "quote": "物流", "what": "drop"}, "`what` must be change, got 'drop'"),
        ({"table": "target_lineage", "plan": "old", "quote": "5万个", "what": "drop"}, "has a second place: other_plan"),
        (LINK | {"other_quote": "9座", "field": "change", "value": "better"}, "`change` must be one of raised"),
        (LINK | {"table": "sections", "other_quote": "9座", "what": "drop"}, "and nothing else, has a second place"),
    ],
)  # fmt: skip
def test_a_row_that_says_what_cannot_be_is_refused(study, row, said):
    with pytest.raises(CatalogueError) as error:
        correct(study, row)
    assert f"row 2: {said}" in str(error.value) or said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_workbook_says_the_same_and_a_selection_leaves_out_what_is_not_its_own(study):
    rows = (
        {"table": "sections", "plan": "old", "quote": "(一)港口", "what": "drop"},
        LINK | {"other_quote": "4万个", "what": "drop"},
    )
    sheet = correct(study, *rows)
    headings_of, links_of = sheet.sections, lineage(sheet)
    (study / "corrections.csv").unlink()
    book = correct(study, *rows, name="corrections.xlsx")
    pd.testing.assert_frame_equal(headings_of, book.sections)
    pd.testing.assert_frame_equal(links_of, lineage(book))
    assert unfit_corrections(book.select(["new"])) == []
