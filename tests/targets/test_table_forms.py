"""Tables as plans print them: tasks with terms, years without a period, totals, cells in words; as text, HTML and DOCX."""

import pytest

import policylab
from policylab.corpus import read_plan
from policylab.targets import unread_cells

FORMS = ("txt", "html", "docx")
PLAN = ("某市“十五五”渔业发展规划", "（2026—2030年）", "一、发展目标")


def write(folder, form, lines, rows):
    """A file with lines of text, a table below them, and a last chapter."""
    path = folder / f"plan.{form}"
    last = ("二、保障措施", "加强组织领导。")
    if form == "txt":
        path.write_text("\n".join([*lines, *map("\t".join, rows), *last]) + "\n", encoding="utf-8")
    elif form == "html":
        table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        text = ["".join(f"<p>{line}</p>" for line in part) for part in (lines, last)]
        path.write_text(f"<html><meta charset=utf-8><body>{text[0]}<table>{table}</table>{text[1]}</body></html>", encoding="utf-8")
    else:
        import docx

        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        table = document.add_table(len(rows), len(rows[0]))
        for place, row in enumerate(rows):
            for cell, text in zip(table.rows[place].cells, row, strict=True):
                cell.text = text
        for line in last:
            document.add_paragraph(line)
        document.save(path)
    return path


def read(folder, form, lines, table, **period):
    """Each statement of a table, whose rows are lines with | between the cells."""
    rows = [line.split("|") for line in table.strip().split("\n")]
    ledger = policylab.extract_targets(read_plan(write(folder, form, lines, rows), **period))
    return [
        (row.indicator, row.comparator, format(row.value, "f"), row.unit, row.measure, row.year, row.kind)
        for row in ledger.itertuples()
    ]


TASKS = {
    "序号|任务|目标|完成时限|责任单位\n1|新建渔港|20座|2026年12月底前|市渔业局\n2|培育龙头企业|新增30家|2028年|市工信局": [
        ("新建渔港", "eq", "20", "座", "level", 2026, "target"), ("培育龙头企业", "eq", "30", "家", "increase", 2028, "target"),
    ],
    "重点任务|工作目标|完成时间|牵头单位\n冷库扩容|不少于5万吨|2027年底|市商务局\n渔民培训|达到800人次|2029年6月|市人社局": [
        ("冷库扩容", "ge", "50000", "吨", "level", 2027, "target"), ("渔民培训", "eq", "800", "人次", "level", 2029, "target"),
    ],
    "工程名称|建设内容|总投资（亿元）|建设年限\n城东渔港|新增泊位60个，配套道路8公里|3.2|2026—2028\n养殖基地|改造池塘900亩|1.5|2027": [
        ("新增泊位", "eq", "60", "个", "level", 2028, "target"), ("配套道路", "eq", "8", "公里", "level", 2028, "target"),
        ("城东渔港总投资", "eq", "320000000", "元", "level", 2028, "target"), ("池塘", "eq", "900", "亩", "level", 2027, "target"),
        ("养殖基地总投资", "eq", "150000000", "元", "level", 2027, "target"),
    ],
    "领域|事项|数量|进度安排|责任部门\n港口|渔港升级|12座|2027年|市交通局\n市场|批发市场改造|3处|2026-2029年|市商务局": [
        ("渔港升级", "eq", "12", "座", "level", 2027, "target"), ("批发市场改造", "eq", "3", "处", "level", 2029, "target"),
    ],
    "任务|目标值|时限\n鱼塘改造|1.2万亩|2026年\n加工厂建设|完成8家|2030年底前\n执法船购置|4艘，配备船员120人|2028年": [
        ("鱼塘改造", "eq", "12000", "亩", "level", 2026, "target"), ("加工厂建设", "eq", "8", "家", "level", 2030, "target"),
        ("执法船购置", "eq", "4", "艘", "level", 2028, "target"), ("船员", "eq", "120", "人", "level", 2028, "target"),
    ],
    "项目名称|建设内容及规模|建设起止年限\n渔港管网|新建60公里|2026-2029\n增殖放流|投放鱼苗500万尾|2030": [
        ("渔港管网", "eq", "60", "公里", "level", 2029, "target"), ("鱼苗", "eq", "5000000", "尾", "level", 2030, "target"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", TASKS)
def test_a_task_names_what_is_counted_and_its_term_gives_the_year(table, form, tmp_path):
    assert read(tmp_path, form, (*PLAN, "任务分工如下。", "表1 重点任务"), table) == TASKS[table]


@pytest.mark.parametrize("row", ["新建渔港\t20座\t2026年12月底前\t市渔业局", "新建渔港\t20座\t到2026年底\t市渔业局、市财政局"])
def test_a_row_with_a_date_and_no_head(row):
    ledger = policylab.extract_targets(f"一、任务\n分工如下。\n{row}\n", period_end=2030)
    assert ledger[["indicator", "unit", "year"]].values.tolist() == [["新建渔港", "座", 2026]]


def test_a_term_without_an_end_gives_no_year():
    table = "任务\t目标\t完成时限\n新建渔港\t20座\t长期坚持\n改造渔港\t5座\t2026年起\n"
    assert policylab.extract_targets(table, period_end=2030)["year"].tolist() == [2030, 2030]


YEARS = {
    PLAN: "2025年|2026年|2030年",
    ("某市渔业发展规划（2026—2030年）", "一、发展目标"): "2024年|2025年|2030年",
    ("某市国民经济和社会发展第十五个五年规划纲要", "一、发展目标"): "2025年|2027年|2030年",
    ("某市渔业三年行动方案", "（2026—2028年）", "一、目标任务"): "2025年|2026年|2027年|2028年",
    ("关于印发《某市“十五五”渔业规划》的通知", "一、发展目标"): "2023年|2025年预计|2030年",
    ("某市渔业发展意见", "一、发展目标", "到2030年，主要指标如下。"): "2025年|2028年|2030年",
}
BEGIN = (2026, 2026, 2026, 2026, 2026, 2028)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", range(len(YEARS)))
def test_what_the_title_says_of_the_period_tells_baselines_from_targets(place, form, tmp_path):
    lines, head = list(YEARS.items())[place]
    columns = head.split("|")
    table = f"指标|{head}\n养殖面积（万亩）|{'|'.join(str(12 + number) for number in range(len(columns)))}"
    found = [row[5:] for row in read(tmp_path, form, (*lines, "专栏1 主要指标"), table)]
    years = [int(name[:4]) for name in columns]
    assert found == [(year, "baseline" if year < BEGIN[place] else "target") for year in years]


def test_years_that_nothing_explains_are_in_doubt():
    ledger = policylab.extract_targets("指标\t2025年\t2028年\t2030年\n渔港（座）\t3\t5\t8\n")
    assert ledger["kind"].tolist() == ["baseline", "target", "target"]
    assert set(ledger["doubt"]) == {"kind by default"}
    counted = policylab.extract_targets("指标\t2020年\t2021年\t2022年\n渔港（座）\t3\t5\t8\n")
    assert (set(counted["kind"]), set(counted["doubt"])) == ({"baseline"}, {"kind by default"})


@pytest.mark.parametrize("cell", ["上级下达指标", "—", "与经济增长同步", "以国家下达为准", "持续改善", "45/50", ""])
@pytest.mark.parametrize("lines", [PLAN, ("一、目标", "指标如下。")])
def test_a_baseline_stays_one_where_the_target_beside_it_is_not_read(lines, cell, tmp_path):
    for form in FORMS:
        found = read(tmp_path, form, (*lines, "专栏1 主要指标"), f"指标|2025年|2030年|属性\n耕地（万亩）|286.4|{cell}|约束性\n渔港（座）|3|5|预期性")
        assert found[0] == ("耕地", "eq", "2864000", "亩", "level", 2025, "baseline")
        assert [row[6] for row in found] == ["baseline", "baseline", "target"]


@pytest.mark.parametrize(
    ("row", "value", "unit", "measure"),
    [
        ("人均预期寿命（岁）|79.3|80.5|[1.2]", "1.2", "岁", "increase"), ("平均受教育年限（年）|11.2|11.7|〔0.5〕", "0.5", "年", "increase"),
        ("森林蓄积量（亿立方米）|1.9|2.1|[0.2]", "20000000", "立方米", "increase"), ("渔港（座）|—|—|【6】", "6", "座", "increase"),
        ("城镇化率（%）|60|64.5|[4.5]", "4.5", "个百分点", "increase"), ("氨氮减排（吨）|—|—|[3200]", "3200", "吨", "decrease"),
        ("能耗降低（%）|—|—|[-10]", "10", "%", "decrease"), ("水产值（亿元）|50|70|[40]", "40", "%", "increase"),
        ("水产值（亿元）|50|70|7", "7", "%", "annual_growth"),
    ],
)  # fmt: skip
def test_a_total_below_a_head_of_growth_is_in_the_unit_of_its_row(row, value, unit, measure, tmp_path):
    for form in FORMS:
        found = read(tmp_path, form, (*PLAN, "专栏1 主要指标"), f"指标|2025年|2030年|年均增长（%）\n{row}\n市场（个）|3|5|10.8")
        assert next(row for row in found if row[2] == value)[3:] == (unit, measure, 2030, "target")


def test_a_total_that_fits_neither_its_levels_nor_a_rate_is_in_doubt():
    ledger = policylab.extract_targets("指标\t2025年\t2030年\t年均增长（%）\n水产值（亿元）\t50\t70\t[3]\n", period_start=2026)
    assert ledger["doubt"].tolist() == [None, None, "table head not understood"]


CELLS = {
    "控制在33以内": ("le", "33"), "控制在33": ("eq", "33"), "降至28": ("eq", "28"), "降低到28": ("eq", "28"), "增加到45": ("eq", "45"),
    "提高到45以上": ("ge", "45"), "保持45": ("eq", "45"), "稳定在45左右": ("approx", "45"), "突破45": ("gt", "45"), "少于33": ("lt", "33"),
    "完成45": ("eq", "45"), "力争45": ("eq", "45"), "基本建成45": ("eq", "45"), "500+": ("ge", "500"), "1 250.5": ("eq", "1250.5"),
    "三十三": ("eq", "33"), "45.": ("eq", "45"), "达到三十三": ("eq", "33"), "不少于45（含改造）": ("ge", "45"), "压减至30": ("eq", "30"),
    "控制在33亿立方米以内": ("le", "33"),
}  # fmt: skip
CHANGES = {
    "翻一番": ("1", "番", "multiple"), "较2025年翻一番": ("1", "番", "multiple"), "+5": ("500000000", "立方米", "increase"),
    "新增45": ("4500000000", "立方米", "increase"), "比2025年增加5": ("500000000", "立方米", "increase"),
    "较2025年提高5%": ("5", "%", "increase"), "减少2": ("200000000", "立方米", "decrease"), "年均增长3%": ("3", "%", "annual_growth"),
}  # fmt: skip
HEAD = "指标|单位|2025年|2030年|属性\n"


@pytest.mark.parametrize("form", FORMS)
def test_cells_in_words(form, tmp_path):
    table = HEAD + "\n".join(f"用水量{place}号|亿立方米|30.8|{cell}|约束性" for place, cell in enumerate(CELLS))
    found = read(tmp_path, form, (*PLAN, "专栏1 主要指标"), table)
    assert [row[6] for row in found] == ["baseline", "target"] * len(CELLS)
    for (name, *row), cell in zip(found[1::2], CELLS, strict=True):
        comparator, value = CELLS[cell]
        assert name.startswith("用水量"), cell
        assert (row[0], float(row[1]), *row[2:5]) == (comparator, float(value) * 1e8, "立方米", "level", 2030), cell


@pytest.mark.parametrize("form", FORMS)
def test_cells_that_tell_a_change(form, tmp_path):
    table = HEAD + "\n".join(f"用水量{place}号|亿立方米|30.8|{cell}|约束性" for place, cell in enumerate(CHANGES))
    found = read(tmp_path, form, (*PLAN, "专栏1 主要指标"), table)
    assert [row[2:] for row in found[1::2]] == [(*CHANGES[cell], 2030, "target") for cell in CHANGES]


def test_a_cell_with_two_numbers_gives_both():
    text = "\n".join([*PLAN, "指标\t单位\t2025年\t2030年", "渔港\t座\t30\t45，力争50"])
    assert policylab.extract_targets(text)["value"].astype(int).tolist() == [30, 45, 50]


def test_a_change_of_a_share_in_words_is_in_points():
    text = "\n".join([*PLAN, "指标\t单位\t2025年\t2030年", "渔港覆盖率\t%\t60\t比2025年提高5", "保险参保率\t%\t60\t+5"])
    found = policylab.extract_targets(text)
    assert found.loc[found["kind"].eq("target"), ["value", "unit", "measure"]].astype(str).values.tolist() == [["5", "个百分点", "increase"]] * 2


def test_a_note_beside_the_values_is_read_or_said():
    rows = "渔港\t座\t3\t5\t2024年为2\n冷库\t座\t3\t8\t年均增长20%\n码头\t个\t3\t4/5\t咨询电话12345\n"
    text = "\n".join([*PLAN, "指标\t单位\t2025年\t2030年\t备注", rows])
    found = policylab.extract_targets(text)
    assert found[["indicator", "value", "year", "kind"]].astype(str).values.tolist() == [
        ["渔港", "3", "2025", "baseline"], ["渔港", "5", "2030", "target"], ["渔港", "2", "2024", "baseline"],
        ["冷库", "3", "2025", "baseline"], ["冷库", "8", "2030", "target"], ["冷库", "20", "2030", "target"],
        ["码头", "3", "2025", "baseline"],
    ]  # fmt: skip
    assert unread_cells(text) == ["text: Cells of tables whose numbers were not read: 2. Look them up: 码头: 4/5; 码头: 咨询电话12345"]


@pytest.mark.parametrize("cell", ["45/50", "前5", "见附表3", "第3类"])
def test_what_is_not_read_is_said(cell):
    text = f"指标\t单位\t2025年\t2030年\t属性\n渔港\t座\t30\t{cell}\t约束性\n"
    assert policylab.extract_targets(text)["value"].astype(int).tolist() == [30]
    assert unread_cells(text) == [f"text: Cells of tables whose numbers were not read: 1. Look them up: 渔港: {cell}"]


@pytest.mark.parametrize("cell", ["上级下达指标", "2030年前完成", "—", "高于2025年"])
def test_a_cell_without_a_number_has_nothing_to_be_said(cell):
    assert unread_cells(f"指标\t单位\t2025年\t2030年\t属性\n渔港\t座\t30\t{cell}\t约束性\n") == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("prose", "cell"), [("公路总里程达到23000公里", "23000"), ("公路总里程超过23000公里", "23000以上"), ("公路总里程由21500公里增加到23000公里", "23000")]
)
def test_a_table_is_kept_beside_the_text_that_says_the_same(prose, cell, form, tmp_path):
    found = read(tmp_path, form, (*PLAN, f"到2030年，{prose}。", "专栏1 主要指标"), f"指标|单位|2025年|2030年|属性\n公路总里程|公里|21500|{cell}|预期性")
    assert [row[:2] + row[5:] for row in found[-2:]] == [
        ("公路总里程", "eq", 2025, "baseline"), ("公路总里程", "ge" if "以上" in cell else "eq", 2030, "target"),
    ]  # fmt: skip
    assert len(found) == (4 if "由" in prose else 3)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("caption", ["附表 2030年各区目标", "表2 2030年各区渔港建设任务", "附件 2030年渔港任务分解表", "专栏2 到2030年各区渔港规划", "各区2030年目标分解表"])
def test_the_year_of_a_caption_holds_for_its_table(caption, form, tmp_path):
    for lines in (PLAN, ("某市渔业发展意见", "一、发展目标")):
        found = read(tmp_path, form, (*lines, "各区目标如下。", caption), "区|渔港（座）|冷库（万吨）\n甲区|5|2\n乙区|4|1.2")
        assert [row[5:] for row in found] == [(2030, "target")] * 4


def test_a_plan_whose_title_names_no_years_has_targets_in_its_years():
    table = "指标\t2026年\t2027年\t2028年\n渔港（座）\t3\t5\t8\n"
    for title in ("某市渔业三年行动方案", "某市渔业发展规划纲要", "某市关于渔业发展的意见", "某市渔业行动计划的通知"):
        ledger = policylab.extract_targets(f"{title}\n一、渔港\n如下。\n{table}")
        assert ledger["kind"].tolist() == ["baseline", "target", "target"]
        assert set(ledger["doubt"]) == {"kind by default"}


def test_a_list_of_tasks_with_terms_and_no_column_of_values():
    table = "任务\t责任单位\t完成时限\n新建渔港20座\t市渔业局\t2026年底\n改造冷库5座，扩容10万吨\t市商务局\t2027年6月\n"
    assert policylab.extract_targets(table, period_end=2030)["year"].tolist() == [2026, 2027, 2027]


def test_the_year_of_a_caption_ends_with_its_table():
    text = "一、任务\n如下。\n附表 2027年各区任务\n区\t渔港（座）\n甲区\t2\n二、资金\n如下。\n项目\t投资（亿元）\n冷库\t5\n"
    assert policylab.extract_targets(text, period_end=2030)["year"].tolist() == [2027, 2030]


def test_rows_that_are_years_to_come_are_targets():
    text = "某市方案（2026—2028年）\n一、年度目标\n如下。\n年份\t新建渔港（座）\t总投资（亿元）\n2026年\t3\t1.2\n2028年\t5\t3\n"
    ledger = policylab.extract_targets(text)
    assert ledger[["year", "kind"]].values.tolist() == [[2026, "target"]] * 2 + [[2028, "target"]] * 2


def test_where_a_change_in_a_cell_begins_is_a_baseline():
    text = "\n".join([*PLAN, "指标\t2025年\t2030年目标", "冷库（座）\t3\t由3座增加到9座", "渔港（座）\t3\t从目前的4提高到7"])
    found = policylab.extract_targets(text)
    assert [(int(row.value), row.kind, str(row.year)) for row in found.itertuples()] == [
        (3, "baseline", "2025"), (3, "baseline", "<NA>"), (9, "target", "2030"),
        (3, "baseline", "2025"), (4, "baseline", "<NA>"), (7, "target", "2030"),
    ]  # fmt: skip


def test_a_number_below_a_head_of_text_does_not_move_the_others():
    text = "\n".join([*PLAN, "项目\t建设规模\t总投资\t建设周期", "渔港\t泊位50个\t3.5亿元\t2026—2028年", "冷库\t5万吨\t8000万元\t2027年"])
    found = policylab.extract_targets(text)
    assert [(row.indicator, int(row.value), row.unit, row.year) for row in found.itertuples()] == [
        ("泊位", 50, "个", 2028), ("渔港总投资", 350000000, "元", 2028), ("冷库", 50000, "吨", 2027), ("冷库总投资", 80000000, "元", 2027),
    ]  # fmt: skip


def test_numbers_below_a_head_that_names_no_value_are_said():
    text = "\n".join([*PLAN, "区县\t2026年\t2027年\t2028年\t合计", "甲县\t3\t4\t5\t12"])
    assert policylab.extract_targets(text)["value"].astype(int).tolist() == [3, 4, 5]
    assert unread_cells(text) == ["text: Cells of tables whose numbers were not read: 1. Look them up: 甲县: 12"]
