"""Changes, shares, chapters, responsibilities and what is stated."""

import itertools

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import compare
from policylab.corpus import Plan, write_gexf
from policylab.errors import PolicylabError
from policylab.stats import Clusters, rate_interval
from policylab.text import clean_text


def plans(earlier, later):
    return [
        Plan(clean_text(text), id=id, title="计划", period_start=start, period_end=start + 2)
        for text, id, start in ((earlier, "a", 2015), (later, "b", 2020))
    ]


def agencies(*rows):
    columns = ["plan", "section", "agency", "canonical", "role", "generic", "start", "end"]
    return pd.DataFrame([(p, s, a, c, r, False, i, i + 1) for i, (p, s, a, c, r) in enumerate(rows)], columns=columns)


def test_a_target_that_was_dropped_is_a_change_joined_to_the_ledger():
    corpus = plans("扩大试点范围,建成智慧社区示范点100个,形成特色做法。", "扩大试点范围,建成智慧社区示范点,形成特色做法。")
    start = corpus[0].text.index("100个")
    ledger = pd.DataFrame(
        {"statement": ["a/t1"], "plan": ["a"], "indicator": ["智慧社区示范点"], "start": [start], "end": [start + 4]}
    )
    row = compare.figure_changes(compare.text_reuse(corpus), ledger).iloc[0]
    assert (row["change"], row["figure_earlier"], row["figure_later"]) == ("dropped", "100个", None)
    assert (row["statement_earlier"], row["statement_later"]) == ("a/t1", None)
    assert row["direction"] == "dated"


def figures_of(earlier, later):
    corpus = plans(earlier, later)
    ledger = pd.concat([policylab.extract_targets(plan) for plan in corpus], ignore_index=True)
    table = compare.figure_changes(compare.text_reuse(corpus), ledger)
    table = table.astype(object).where(table.notna(), None)
    return list(zip(table["change"], table["figure_earlier"], table["figure_later"], strict=True))


TAKEN_OVER = "推进信息基础设施建设,扩大网络覆盖范围"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # what stands in the same place is measured otherwise, or is another thing
        ("4G基站达到9000个", "光纤用户达到131万户", [("dropped", "9000个", None), ("added", None, "131万户")]),
        ("电子病历普及率达到100%", "电子证照共享使用率达到95%", [("dropped", "100%", None), ("added", None, "95%")]),
        ("在线办理率达到98%", "自助终端达到28个", [("dropped", "98%", None), ("added", None, "28个")]),
        ("专项资金达到5000万元", "产业基金规模达到30亿元", [("dropped", "5000万元", None), ("added", None, "30亿元")]),
        ("保障性住房达到2595套", "保障性住房达到16万平方米", [("dropped", "2595套", None), ("added", None, "16万平方米")]),
        # one indicator, perhaps with a qualifier more, or with another list before it
        ("光纤用户达到120万户", "光纤用户达到131万户", [("changed", "120万户", "131万户")]),
        ("工业企业设备联网率达到50%", "规模以上工业企业设备联网率达到60%", [("changed", "50%", "60%")]),
        ("物联网、大数据等信息技术产业规模达到50亿元", "人工智能、大数据等信息技术产业规模达到80亿元", [("changed", "50亿元", "80亿元")]),
        ("光纤用户达到120万户", "光纤用户达到1.2百万户", [("kept", "120万户", "1.2百万户")]),
        # in another place of the passage
        ("光纤用户达到120万户,4G基站达到9000个", "4G基站达到9500个,光纤用户达到131万户",
         [("changed", "9000个", "9500个"), ("changed", "120万户", "131万户")]),
    ],
)  # fmt: skip
def test_a_figure_changes_where_both_are_of_one_indicator(one, other, expected):
    found = figures_of(f"{TAKEN_OVER},{one},形成特色做法。", f"{TAKEN_OVER},{other},形成特色做法。")
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_changes_are_marked_without_colour_and_escaped():
    row = {"earlier": "a", "later": "b", "earlier_text": "建设<5个>平台", "later_text": "建设<80个>平台"}
    page = compare.changes_html(row, "en")
    assert "[5]</del>" in page and "{80}</ins>" in page and "&lt;" in page and "<5" not in page
    assert "Before (a)" in page and "前 (a)" in compare.changes_html(row)
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        compare.changes_html(row, "fr")


def test_telling_changes_begin_with_figures(reuse):
    table = compare.telling_changes(reuse, n=10)
    assert len(table) == 10 and not table["formula"].any()
    changed = table["figures_changed"].tolist()
    assert changed == sorted(changed, reverse=True)


def test_share_is_what_two_texts_have_in_common():
    kept = "推进城市供水管网智能化改造"  # 13 characters
    corpus = plans(f"{kept}。", f"{kept}。发展智慧农业和乡村旅游。")  # 13 of 24
    table = compare.reuse_share(compare.text_reuse(corpus), corpus)
    row = table.query("side == 'taken_over' and other == 'all'").iloc[0]
    assert (row["shared"], row["characters"], row["note"]) == (13, 24, "descriptive only")
    assert pd.isna(row["low"])


def test_a_share_counts_what_the_passages_have_matched(reuse, corpus):
    shares = compare.reuse_share(reuse, corpus).query("side == 'taken_over' and other != 'all' and shared > 0")
    matched = reuse[~reuse["formula"]].groupby(["later", "earlier"])["matched"].sum()
    assert len(shares) == 4
    assert shares["shared"].tolist() == [matched[ends] for ends in zip(shares["plan"], shares["other"], strict=True)]


def test_a_share_is_taken_over_only_from_plans_that_are_known_to_be_earlier():
    text = "推进城市供水管网智能化改造。"
    old, one, other = (
        Plan(clean_text(text), id=id, title="计划", period_start=start, period_end=end)
        for id, start, end in (("old", 2015, 2020), ("one", 2021, 2030), ("other", None, 2030))
    )
    table = compare.reuse_share(compare.text_reuse([old, one, other]), [old, one, other])
    sides = set(zip(table["plan"], table["side"], table["other"], strict=True))
    assert {("one", "taken_over", "old"), ("old", "carried_on", "one"), ("one", "shared", "other")} <= sides
    assert ("other", "taken_over", "all") not in sides and ("one", "carried_on", "all") not in sides


def test_changes_of_unknown_direction_are_shown_once_and_not_called_earlier():
    one, other = plans("推动智慧停车系统建设,引导社会车位错时共享。", "推动智慧停车系统建设,鼓励社会车位错时共享。")
    one.period_start = other.period_start = None
    reuse = compare.text_reuse([one, other], formulas=False)
    telling = compare.telling_changes(reuse)
    assert (len(reuse), len(telling)) == (2, 1)
    page = compare.changes_html(telling.iloc[0], "en")
    assert "One plan (" in page and "Before" not in page


def test_one_plan_and_plans_without_headings_have_no_chapters_to_map():
    assert len(compare.chapter_map(plans("推进建设。", "发展农业。"))) == 0
    alone = plans("一、总则\n推进建设。", "")[:1]
    assert len(compare.chapter_map(alone)) == len(compare.text_reuse(alone)) == 0
    assert len(compare.reuse_share(compare.text_reuse(alone), alone)) == 0


def test_intervals_hold_the_share_and_chance_is_below_what_was_taken_over(corpus, reuse):
    table = compare.reuse_share(reuse, corpus, control=compare.reuse_control(corpus))
    known = table.dropna(subset=["low"])
    assert len(known) and ((known["low"] <= known["share"]) & (known["share"] <= known["high"])).all()
    whole = table[(table["other"] == "all") & (table["side"] != "carried_on")]
    assert (whole["chance"] < whole["low"]).all()
    assert compare.reuse_share(reuse, corpus)["chance"].isna().all()


def test_what_unrelated_text_gives_is_scaled_to_the_length_of_the_other_plans():
    kept = "推进城市供水管网智能化改造"  # 13 letters
    mine, earlier = plans("加快重点水利工程建设进度。" * 2, f"{kept}。发展智慧农业和乡村旅游。")[::-1]
    mine.period_start, earlier.period_start, earlier.period_end = 2020, 2015, 2017
    unrelated = Plan(clean_text(f"办理居住证须提交照片。{kept}。"), id="u", title="办法")
    control = compare.reuse_control([mine, earlier], unrelated=[unrelated])
    row = control.set_index(["plan", "unrelated"]).loc[(mine.id, "all")]
    assert row[["unrelated_characters", "passages", "longest", "highest", "characters", "shared"]].tolist() == [
        23, 1, 13, 1.0, 24, 13,
    ]  # fmt: skip
    table = compare.reuse_share(compare.text_reuse([mine, earlier]), [mine, earlier], control=control)
    taken = table.query("side == 'taken_over' and other == 'all'").iloc[0]
    # 13 of the 24 + 24 characters of both plans in 23 of unrelated text; the earlier plan has 24
    assert taken["chance"] == pytest.approx(13 / ((24 + 24) * 23) * 24)


def test_unrelated_documents_are_those_of_the_corpus_or_those_that_come_with_policylab():
    table = compare.reuse_control(plans("推进城市供水管网智能化改造。", ""))
    assert table["unrelated"].unique().tolist()[0].startswith("gazette") and len(table) == 10
    assert table["share"].tolist()[:5] == [0] * 5 and table["share"].isna().tolist()[5:] == [True] * 5


def test_the_share_of_an_empty_plan_is_missing():
    corpus = plans("", "推进城市供水管网智能化改造。")
    table = compare.reuse_share(compare.text_reuse(corpus), corpus)
    assert table.loc[table["plan"] == "a", "share"].isna().all()


def test_chapters_correspond(corpus, reuse):
    table = compare.chapter_map(corpus, reuse)
    pairs = set(zip(table["earlier_title"], table["later_title"], strict=True))
    assert {("推进智慧医疗", "推进智慧医疗和智慧医保建设"), ("智慧农业", "推进智慧农业建设")} <= pairs
    assert set(table["status"]) == {"corresponds", "new", "discontinued", "unmatched"}
    # one is of 2021 and has no day of issue: neither of the two is known to be the earlier
    undated = table["earlier"].eq("new-infrastructure-2021") & table["later"].eq("smart-city-2021")
    assert set(table.loc[undated, "status"]) == {"corresponds", "unmatched"}
    assert table.loc[table["status"] == "new", "earlier_section"].isna().all()


def test_chapters_of_the_pairs_that_are_named_alone_correspond(corpus):
    whole = compare.chapter_map(corpus)
    ids = corpus.ids
    for chosen in ([(ids[3], ids[0])], [(ids[0], ids[1]), (ids[2], ids[1])], list(itertools.combinations(ids, 2))):
        wanted = {frozenset(pair) for pair in chosen}
        rows = [frozenset(pair) in wanted for pair in zip(whole["earlier"], whole["later"], strict=True)]
        expected = whole[rows].reset_index(drop=True)
        pd.testing.assert_frame_equal(compare.chapter_map(corpus, pairs=chosen), expected)
    assert len(compare.chapter_map(corpus, pairs=[])) == 0
    with pytest.raises(PolicylabError, match="There is no plan 'd'"):
        compare.chapter_map(corpus, pairs=[(ids[0], "d")])


def test_tasks_are_counted_once_and_renaming_is_no_new_agency():
    table = agencies(
        ("p", "p/1", "市工业和信息化委", "市工业和信息化局", "lead"),
        ("p", "p/1", "市公安局", "市公安局", "support"),
        ("p", "p/2", "市工业和信息化委", "市工业和信息化局", "support"),
        ("q", "q/1", "市工业和信息化局", "市工业和信息化局", "lead"),
        ("q", "q/1", "市大数据管理中心", "市大数据管理中心", "support"),
    )
    sections = pd.DataFrame({"section": ["p/1", "p/2", "q/1"], "plan": ["p", "p", "q"]})
    dates = pd.DataFrame({"plan": ["q", "p"], "period_start": [2021, 2016], "period_end": [2025, 2020]})
    result = compare.responsibility(table, sections, plans=dates).set_index(["plan", "agency"])
    assert result.loc[("p", "市工业和信息化局"), ["led", "supported", "tasks", "renamed"]].tolist() == [1, 1, 2, True]
    assert result.loc["q", "status"].to_dict() == {
        "市工业和信息化局": "kept", "市大数据管理中心": "new", "市公安局": "lost",
    }  # fmt: skip


def test_the_interval_of_an_agencys_tasks_is_over_sections_of_the_second_level():
    # twelve sections with three tasks each below them; an agency has all three of four of them, or one of each of twelve
    rows, levels = [], [("p/s", 1, "p")]
    for number in range(12):
        levels.append((f"p/s/{number}", 2, "p/s"))
        for task in range(3):
            levels.append((f"p/s/{number}/{task}", 3, f"p/s/{number}"))
            rows.append(("p", f"p/s/{number}/{task}", "丙", "丙", "support"))
            if number < 4:
                rows.append(("p", f"p/s/{number}/{task}", "甲", "甲", "lead"))
            if task == 0:
                rows.append(("p", f"p/s/{number}/{task}", "乙", "乙", "lead"))
    sections = pd.DataFrame(levels, columns=["section", "level", "parent"]).assign(plan="p")
    table = compare.responsibility(agencies(*rows), sections).set_index("agency")
    assert table["share"].tolist() == [1, pytest.approx(1 / 3), pytest.approx(1 / 3)] and set(table["all_tasks"]) == {36}
    (low,), (high,) = rate_interval(Clusters(np.array([3] * 4 + [0] * 8), np.full(12, 3)), share=True)
    assert table.loc["甲", ["low", "high"]].tolist() == [low, high]
    together, apart = (table.loc[name, "high"] - table.loc[name, "low"] for name in "甲乙")
    assert together > apart
    few = compare.responsibility(agencies(*[row for row in rows if row[1] < "p/s/9"][:20]), sections)
    assert few["low"].isna().all() and few["share"].notna().all()


def test_an_agency_is_new_only_where_the_order_is_known():
    table = agencies(("p", "p/1", "市公安局", "市公安局", "lead"), ("q", "q/1", "市数据局", "市数据局", "lead"))
    sections = pd.DataFrame({"section": ["p/1", "q/1"], "plan": ["p", "q"]})
    assert compare.responsibility(table, sections)["status"].tolist() == [None, None]
    overlapping = pd.DataFrame({"plan": ["p", "q"], "period_start": [2021, 2021], "period_end": [2023, 2025]})
    assert compare.responsibility(table, sections, plans=overlapping)["status"].tolist() == ["first", "first"]
    turned = pd.DataFrame({"plan": ["p", "q"], "issued": ["2023-01-01", "2021-01-01"]})
    status = compare.responsibility(table, sections, plans=turned).set_index(["plan", "agency"])["status"].to_dict()
    assert status == {("p", "市公安局"): "new", ("p", "市数据局"): "lost", ("q", "市数据局"): "first"}


def test_parties_that_are_no_single_agency_are_counted_where_asked():
    table = agencies(("p", "p/1", "市公安局", "市公安局", "lead"), ("p", "p/1", "各区人民政府", "各区人民政府", "support"))
    table["generic"] = [False, True]
    sections = pd.DataFrame({"section": ["p/1"], "plan": ["p"]})
    named = [compare.responsibility(table, sections, generic=generic)["agency"].tolist() for generic in (False, True)]
    assert named == [["市公安局"], ["各区人民政府", "市公安局"]]


def test_a_task_of_the_districts_alone_is_a_task_of_the_plan():
    table = agencies(("p", "p/1", "市公安局", "市公安局", "lead"), ("p", "p/2", "各区人民政府", "各区人民政府", "lead"))
    table["generic"] = [False, True]
    sections = pd.DataFrame({"section": ["p/1", "p/2"], "plan": ["p", "p"]})
    for generic in (False, True):
        row = compare.responsibility(table, sections, generic=generic).set_index("agency").loc["市公安局"]
        assert row[["tasks", "all_tasks", "share"]].tolist() == [1, 2, 0.5]


def test_the_level_of_a_share_taken_over_is_the_one_asked_for(corpus, reuse):
    sure, unsure = (compare.reuse_share(reuse, corpus, level=level) for level in (0.95, 0.8))
    widths = [(table["high"] - table["low"]).dropna() for table in (sure, unsure)]
    assert len(widths[0]) and widths[1].sum() < widths[0].sum()


def test_network_counts_shared_tasks(corpus, tmp_path):
    pairs = [("p", f"p/{i}", name, name, "lead") for i in (1, 2) for name in "甲乙"]
    table = agencies(*pairs, ("p", "p/1", "丙", "丙", "lead"))
    graph = compare.agency_network(table, "p")
    assert graph["甲"]["乙"]["weight"] == 2 and graph["甲"]["丙"]["weight"] == 1
    first = write_gexf(graph, tmp_path / "one.gexf").read_bytes()
    assert first == write_gexf(graph, tmp_path / "two.gexf").read_bytes() and b"lastmodified" not in first
    import networkx

    assert networkx.read_gexf(tmp_path / "one.gexf").number_of_edges() == 3
    with pytest.raises(PolicylabError, match="There is no plan with notes"):
        compare.agency_network(corpus.agencies, "gazette")


def test_five_working_groups_of_one_section_are_five_tasks(corpus):
    table = compare.responsibility(corpus.agencies, corpus.sections, paragraphs=corpus.paragraphs)
    assert table.loc[table["plan"] == "smart-city-2021", "all_tasks"].unique().tolist() == [5]
    centrality = compare.agency_centrality(corpus.agencies, paragraphs=corpus.paragraphs)
    assert centrality["betweenness"].between(0, 1).all()


def test_stated_named_and_not_found():
    corpus = plans("全市互联网医院达到30家。", "发展互联网医院。")
    start = corpus[0].text.index("30家")
    ledger = pd.DataFrame(
        {"statement": ["a/t1"], "plan": ["a"], "kind": ["target"], "indicator": ["全市互联网医院"], "value": [30],
         "unit": ["家"], "year": [pd.NA], "start": [start], "end": [start + 3]}
    )  # fmt: skip
    table = compare.stated(ledger, corpus).set_index("plan")
    assert table["status"].to_dict() == {"a": "stated", "b": "named"}
    assert table.loc["a", "written"] == "30家" and table.loc["b", "sentence"].startswith("发展互联网医院")
    other = compare.stated(ledger, plans("全市互联网医院达到30家。", "发展智慧农业。")).set_index("plan")
    assert other.loc["b", "status"] == "not found" and other.loc["b", "sections_searched"] == 1
    nameless = ledger.assign(statement="a/t2", indicator=None)
    assert len(compare.stated(pd.concat([ledger, nameless]), corpus)) == 2
    assert len(compare.stated(nameless, corpus)) == 0
    assert len(compare.stated(ledger, corpus, kinds=("baseline",))) == 0  # a kind that no statement here has
    for kinds in (("goal",), "target", ()):
        with pytest.raises(PolicylabError, match="`kinds` must be a tuple of kinds of statements: baseline, coverage"):
            compare.stated(ledger, corpus, kinds=kinds)


def test_what_the_lineage_takes_for_one_indicator_is_stated_as_one():
    from policylab import extract_targets
    from policylab.targets import target_series

    old = Plan(clean_text("到2020年,制造业企业数字化设计工具普及率达到70%。"), id="old", title="甲市规划", period_start=2016, period_end=2020)
    new = Plan(clean_text("到2025年,企业数字化设计工具普及率达到85%。"), id="new", title="甲市规划", period_start=2021, period_end=2025)
    ledger = pd.concat([extract_targets(plan) for plan in (old, new)], ignore_index=True)
    assert sorted(compare.stated(ledger, [old, new])["status"]) == ["named", "not found", "stated", "stated"]
    together = compare.stated(ledger, [old, new], series=target_series(ledger, [old, new]))
    assert together["status"].tolist() == ["stated", "stated"]
    assert together["written"].tolist() == ["70%", "85%"]


def stated_in(*texts):
    corpus = plans(*texts)
    ledger = pd.concat([policylab.extract_targets(plan) for plan in corpus], ignore_index=True)
    table = compare.stated(ledger, corpus, links=compare.figure_changes(compare.text_reuse(corpus), ledger))
    return {name: rows["written"].tolist() for name, rows in table.groupby("indicator", sort=False)}, table


def test_a_level_and_its_growth_are_two_indicators():
    found, table = stated_in("到2017年,软件收入年均增长20%,软件收入达到300亿元。", "到2022年,软件收入达到600亿元。")
    assert found == {"软件收入(增速)": ["20%", None], "软件收入": ["300亿元", "600亿元"]}
    assert table["measure"].dropna().tolist() == ["annual_growth", "level", "level"] and set(table["kind"].dropna()) == {"target"}


def test_what_is_measured_in_two_units_is_two_indicators():
    found, _ = stated_in("到2017年,保障性住房达到2595套。", "到2022年,保障性住房达到16万平方米。")
    assert found == {"保障性住房": ["2595套", None], "保障性住房(平方米)": [None, "16万平方米"]}


def test_a_passage_taken_over_does_not_make_one_of_two_indicators():
    kept = TAKEN_OVER
    found, _ = stated_in(f"{kept},4G基站达到9000个,光纤用户达到68万户。", f"{kept},光纤用户达到131万户,5G基站达到1.2万个。")
    assert found == {"4G基站": ["9000个", None], "光纤用户": ["68万户", "131万户"], "5G基站": [None, "1.2万个"]}


def test_a_target_is_shown_before_a_result_and_one_with_its_bound_before_one_without():
    text = "截至2014年底,污水处理率已达到70%。到2017年,污水处理率超过90%。全市污水处理率,2017年为90%。"
    found, table = stated_in(text, "截至2021年底,污水处理率已达到92%。到2022年,新建污水处理厂3座。")
    assert found["污水处理率"] == ["超过90%", "92%"] if "污水处理率" in found else found
    assert table.loc[table["written"].notna(), "kind"].tolist() == ["target", "baseline", "target"]


def test_the_first_name_found_is_shown_where_it_first_stands():
    names = {"甲": "到2025年,建成甲类仓库5座。", "乙": "改造甲类仓库。甲类仓库联网3次。", "丙": "丙类仓库。甲类;仓库。"}
    plans = [Plan(clean_text(f"{text}\n"), id=id, title=id, period_end=2025) for id, text in names.items()]
    ledger = policylab.extract_targets(plans[0])
    table = compare.stated(ledger, plans).set_index("plan")
    assert table["status"].to_dict() == {"甲": "stated", "乙": "named", "丙": "not found"}
    assert table.loc["乙", "sentence"] == "改造甲类仓库" and (table.loc["乙", "start"], table.loc["乙", "end"]) == (2, 6)


def test_links_join_statements_in_chains_in_any_order():
    names = ["甲类仓库", "乙类车间", "丙类码头", "丁类泵站"]
    text = "".join(f"到2025年,建成{name}{number}座。" for number, name in enumerate(names, start=2))
    plan = Plan(clean_text(text + "\n"), id="p", title="p", period_end=2025)
    ledger = policylab.extract_targets(plan)
    ids = ledger["statement"].tolist()
    assert ledger["indicator"].tolist() == names
    for pairs in ([(1, 2), (0, 1)], [(0, 1), (1, 2)], [(2, 1), (1, 0), (0, 2)]):
        links = pd.DataFrame([(ids[a], ids[b]) for a, b in pairs], columns=["statement_earlier", "statement_later"])
        table = compare.stated(ledger, [plan], links=links)
        assert table["statements"].tolist() == ["; ".join(ids[:3]), ids[3]]
