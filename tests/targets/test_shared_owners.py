"""What a figure is of, where another figure, a sentence before or a list names it: 营业收入、利润分别增长6%、60%."""

import pytest

import policylab


def read(text, **period):
    ledger = policylab.extract_targets(text, **(period or {"period_end": 2030}))
    return [(row.indicator, f"{row.value:f}") for row in ledger.itertuples()]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("市属企业营业收入、利润分别增长6%、60%。", ["市属企业营业收入", "市属企业利润"]),
        ("交通安全事故起数和死亡人数分别下降4%、5%。", ["交通安全事故起数", "交通安全事故死亡人数"]),
        ("全市一般公共预算收入和支出分别完成30亿元、90亿元。", ["全市一般公共预算收入", "全市一般公共预算支出"]),
        ("电信诈骗案件受理数、案损数分别下降16%和36%。", ["电信诈骗案件受理数", "电信诈骗案件案损数"]),
        ("粮食播种面积1530万亩、总产量125亿斤。", ["粮食播种面积", "粮食总产量"]),
        ("海洋渔业产量8万吨、产值12亿元。", ["海洋渔业产量", "海洋渔业产值"]),
        # what has a name of its own stays as it is
        ("固定资产投资和社会消费品零售总额分别增长6%、7%。", ["固定资产投资", "社会消费品零售总额"]),
        ("地区生产总值、财政收入分别增长6%、7%。", ["地区生产总值", "财政收入"]),
    ],
)
def test_a_measure_belongs_to_the_owner_of_the_one_before(text, heads):
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("新增2家上市企业。", ["新增上市企业"]),
        ("力争每年新增200家智能渔场。", ["新增智能渔场"]),
        ("净增近20家规上企业。", ["净增规上企业"]),
        ("新认定30家高新技术企业。", ["新认定高新技术企业"]),
        ("新增3名海洋院士、9个海洋实验室。", ["新增海洋院士", "新增海洋实验室"]),
        ("新增2家上市企业,培育3家渔业企业。", ["新增上市企业", "渔业企业"]),
        # a stock, a change of a stock, and what is given for each
        ("上市企业达到20家,新增3家。", ["上市企业", "上市企业"]),
        ("渔船新增20艘。", ["渔船"]),
        ("对每新增1家上市企业奖励100万元。", ["奖励"]),
    ],
)
def test_what_comes_anew_says_so_before_its_number_too(text, heads):
    """As 新增上市企业2家 does: the number of new firms is not that of firms."""
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("食品、石化、医药等产业增加值分别增长7%、11%、17%。", ["食品产业增加值", "石化产业增加值", "医药产业增加值"]),
        ("茶叶、中药材等特色作物面积分别达到5万亩、8万亩。", ["茶叶特色作物面积", "中药材特色作物面积"]),
        ("人参、食用菌全产业链产值分别达到12亿元、15亿元。", ["人参全产业链产值", "食用菌全产业链产值"]),
        ("刑事、涉诈、涉毒警情分别下降7%、8%、9%。", ["刑事警情", "涉诈警情", "涉毒警情"]),
        ("农产品加工业、渔业产值分别达到130亿元、20亿元。", ["农产品加工业产值", "渔业产值"]),
        ("粮食、肉蛋奶、蔬菜产量均突破百万吨。", ["粮食产量", "肉蛋奶产量", "蔬菜产量"]),
        ("入园率、高中阶段毛入学率和人均受教育年限分别达到90%、95%和13.5年。", ["入园率", "高中阶段毛入学率", "人均受教育年限"]),
        ("交通投资，水利设施投资，民间项目投资均增长12%。", ["交通投资", "水利设施投资", "民间项目投资"]),
        ("研发人员达9万人、高技能人才达8万人，均居全国首位。", ["研发人员", "高技能人才", "研发人员", "高技能人才"]),
    ],
)
def test_each_of_a_list_has_its_whole_name(text, heads):
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("石化产业持续提质，建设一批项目。产值突破1300亿元。", "石化产业产值"),
        ("新医药产业聚焦高端制剂，建设研发基地。产值达到780亿元。", "新医药产业产值"),
        ("某石化乙烯项目投产，总产能达190万吨。", "某石化乙烯总产能"),
        ("光伏组件工程建成投产，产能达到20万千瓦。", "光伏组件产能"),
        ("建成亚洲最大的赖氨酸生产基地，产能占全球30%。", "赖氨酸产能占全球"),
        ("无人机产量增长39%、占全国9成。", "无人机产量占全国"),
        ("全市产业稳步发展。产值突破1300亿元。", "产值"),
    ],
)
def test_a_figure_alone_is_that_of_the_branch_or_the_project_before(text, head):
    assert read(text)[-1][0] == head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("实施亿元以上项目2000个。", "亿元以上项目"),
        ("10亿元以上企业达到30家。", "10亿元以上企业"),
        ("引进甲储能、乙锂电等新能源项目19个。", "新能源项目"),
        ("新开发书画、声乐等老年教育课程100门。", "老年教育课程"),
        ("引进企业10家每家奖励5万元。", "企业"),
        ("全年接待游客9.6亿人次。", "接待游客"),
        ("全年接待观众50万人次。", "观众"),
        ("重点项目完成投资2125亿元。", "重点项目投资"),
        ("规上企业实现工业总产值22亿元。", "规上企业工业总产值"),
        ("新增开发装机超过600万千瓦。", "新增开发装机"),
        ("安排58亿元财政资金保障我区项目建设。", "财政资金"),
        ("碳纤维产销量均跃升至全球第1位。", "碳纤维产销量"),
    ],
)
def test_what_is_counted_keeps_its_bound_and_loses_its_examples(text, head):
    first = [row for row in read(text) if row[0] != "项目" or len(read(text)) == 1]
    assert head in [name for name, _ in first]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2025年工作回顾\n进出口总额接连突破8万亿元、9万亿元。", [None, 2025]),
        ("2025年工作回顾\n生产总值连续跨越7万亿、8万亿、9万亿大关。", [None, None, 2025]),
        ("2025年工作回顾\n财政收入先后迈上20亿元、30亿元台阶。", [None, 2025]),
        ("2025年工作回顾\n出口先后突破5亿元和6亿元。", [None, 2025]),
        ("2025年工作回顾\n进口、出口分别突破8亿元、9亿元。", [2025, 2025]),
    ],
)
def test_a_step_passed_on_the_way_has_no_year(text, years):
    ledger = policylab.extract_targets(text, period_end=2026)
    assert [None if year != year or year is None else int(year) for year in ledger["year"].astype(object).where(ledger["year"].notna(), None)] == years


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("生产总值跨越3个千亿元台阶，达到5000亿元。", [("千亿元台阶", "3"), ("台阶", "100000000000"), ("生产总值", "500000000000")]),
        ("财政收入连跨两个百亿元台阶。", [("百亿元台阶", "2"), ("台阶", "10000000000")]),
        ("经济总量迈上三个大台阶。", [("大台阶", "3")]),
        ("吞吐量迈上1200万标箱台阶。", [("吞吐量", "12000000")]),
        ("财政收入突破百亿元大关。", [("财政收入", "10000000000")]),
    ],
)
def test_steps_are_counted_apart_from_what_takes_them(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("外贸进出口增长8.4%，总额突破80亿元、排西部第二。", ["外贸进出口", "外贸进出口总额", "外贸进出口总额"]),
        ("地区生产总值增长5.3%、增量保持全省第一。", ["地区生产总值", "地区生产总值增量"]),
        ("一般公共预算收入增长4.6%，总量首次突破19亿元。", ["一般公共预算收入", "一般公共预算收入总量"]),
        ("生活垃圾无害化处理能力达80吨/日，处理率100%。", ["生活垃圾无害化处理能力", "生活垃圾处理率"]),
        ("省级重点工程项目超200个，完成投资超百亿元。", ["省级重点工程项目", "省级重点工程项目投资"]),
        ("再淘汰炼铁15万吨、炼钢20万吨。", ["淘汰炼铁", "淘汰炼钢"]),
        ("淘汰平板玻璃2000重量箱、水泥5万吨。", ["淘汰平板玻璃", "淘汰水泥"]),
        ("40条高速公路开通，高速公路、农村公路里程均居全国第2位。", ["高速公路", "高速公路里程", "农村公路里程"]),
        ("重点污染源（企业40家）废水达标率达85%。", ["企业", "重点污染源废水达标率"]),
        ("化学需氧量(COD)、氨氮排放量削减5%。", ["化学需氧量(COD)排放量", "氨氮排放量"]),
    ],
)
def test_what_follows_in_the_sentence_is_that_of_the_same(text, heads):
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("一、二、三产业增加值分别增长4%、5%、6%。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("一、二、三次产业增加值分别增长4%、5%、6%。", ["第一次产业增加值", "第二次产业增加值", "第三次产业增加值"]),
        ("炼铁、炼钢先进产能占比分别达到64%、62%。", ["炼铁先进产能占比", "炼钢先进产能占比"]),
        ("交通、水利、能源领域投资额分别达24亿元、45亿元、17亿元。", ["交通领域投资额", "水利领域投资额", "能源领域投资额"]),
        ("蔬菜、小浆果设施产量占比分别提高15、22个百分点。", ["蔬菜设施产量占比", "小浆果设施产量占比"]),
        ("锂电池、风机等绿色产品产量均增长20%。", ["锂电池产量", "风机产量"]),
    ],
)
def test_the_end_that_a_list_shares(text, heads):
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("甲、乙、丙、丁排放总量分别控制在20万吨、30万吨、15万吨、16万吨以内。", ["le"] * 4),
        ("甲率、乙率、丙率分别提高到93%、97%、94.5%以上。", ["ge"] * 3),
        ("甲率、乙率、丙率分别达到98%、60%以上和15%左右。", ["ge", "ge", "approx"]),
        ("甲率、乙率分别达到98%、60%。", ["eq", "eq"]),
        ("出口达到5亿元、6亿元、7亿元左右。", ["approx"] * 3),
    ],
)
def test_a_bound_behind_the_last_holds_for_the_whole_list(text, bounds):
    assert list(policylab.extract_targets(text, period_end=2030)["comparator"]) == bounds


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("“十五”计划指标没有全部实现，二氧化硫排放量比2000年增加了27.8%。", 2005),
        ("“十三五”规划目标任务全面完成，地区生产总值年均增长7%。", 2020),
        ("“十四五”主要指标如期实现，粮食产量达到了50万吨。", 2025),
        ("“十三五”规划确定的任务圆满完成，新建了渔港18座。", 2020),
        ("“十二五”目标均已完成，学校达到了70所。", 2015),
    ],
)
def test_a_plan_that_was_carried_out_dates_what_is_told(text, year):
    ledger = policylab.extract_targets(text, period_start=2026, period_end=2030)
    assert [(kind, int(of)) for kind, of in zip(ledger["kind"], ledger["year"], strict=True) if kind != "coverage"] == [("baseline", year)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("两化融合指数连续11年全国第一。", [("两化融合指数", "rank")]),
        ("实际使用外资连续多年全省第一。", [("实际使用外资", "rank")]),
        ("开发区在综合考核评价中稳居第一。", [("开发区在综合考核评价中", "rank")]),
        ("生产总值年均增长4.8%，2025年总量比2020年增加超74亿元。", [("生产总值", "annual_growth"), ("生产总值总量", "increase")]),
        ("人均收入年均增长5%，2025年利润比2020年提高3亿元。", [("人均收入", "annual_growth"), ("利润", "increase")]),
        ("接待游客保持10%以上增长。", [("接待游客", "increase")]),
        ("经营收入保持12%的快速增长。", [("经营收入", "increase")]),
        ("生产总值按增长5%安排。", [("生产总值", "increase")]),
    ],
)
def test_ranks_and_changes_are_read_in_their_own_clause(text, rows):
    ledger = policylab.extract_targets(text, period_end=2030)
    assert list(zip(ledger["indicator"], ledger["measure"], strict=True)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("城乡居民收入分别达6.9万元、3.4万元，增长4.2%、5.3%。", [("城镇居民收入", "4.2"), ("农村居民收入", "5.3")]),
        ("出口、进口分别完成5亿元、6亿元，同比增长7%、8%。", [("出口", "7"), ("进口", "8")]),
        ("甲区、乙区产值分别达到5亿元、6亿元、增长7%、8%。", [("甲区产值", "7"), ("乙区产值", "8")]),
        ("客运量、货运量分别为5万人、6万吨，下降7%、8%。", [("客运量", "7"), ("货运量", "8")]),
        ("一般公共预算收支分别突破9千亿元、3万亿元。", [("一般公共预算收入", "900000000000"), ("一般公共预算支出", "3000000000000")]),
    ],
)
def test_changes_of_each_that_no_second_word_hands_out(text, rows):
    assert read(text)[-2:] == rows


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("制定、修改、废止政府规章70件。", ["政府规章"]),
        ("建设或改造地下管网2771公里。", ["地下管网"]),
        ("80%的县(市)通高铁。", ["县(市)"]),
        ("191家工业企业营业收入超百亿元。", ["工业企业", "工业企业营业收入"]),
        ("95%二级公立医院为老年人设立专门服务。", ["二级公立医院"]),
        ("年内36项重点改革任务扎实推进。", ["重点改革任务"]),
        ("19个地级以上市和2个县获评文明城市。", ["地级以上市", "县"]),
        ("确保2030年实现国省干线二级及以上公路达到80%的目标。", ["国省干线二级及以上公路"]),
    ],
)
def test_where_a_thing_begins_and_ends(text, heads):
    assert [head for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("发放救助资金127.8亿元、惠及461万人次。", ["救助资金", None]),
        ("设立产业基金24只、总规模93亿元。", ["产业基金", "产业基金总规模"]),
        ("承接产业项目220个、总投资额720亿元。", ["承接产业项目", "承接产业项目总投资额"]),
        ("改造老旧小区18个，惠及居民31万户。", ["老旧小区", "居民"]),
        ("挖掘二十四节气、二人转的时代价值。", []),
    ],
)
def test_what_belongs_to_the_thing_before_and_what_does_not(text, heads):
    assert [head if isinstance(head, str) else None for head, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("固定资产投资和渔业总产值力争达到80亿元和30亿元。", ["固定资产投资", "渔业总产值"]),
        ("城镇和农村居民人均可支配收入完成42000元、21000元,分别增长5%、7%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2),
        ("海水、淡水养殖产量达到5万吨、3万吨。", ["海水养殖产量", "淡水养殖产量"]),
        ("渔业产值和税收8亿元和3亿元以上。", ["渔业产值", "税收"]),
        # things that are counted, of grades too; a list of other units is none
        ("新建渔港和冷库3座、5座。", ["新建渔港", "冷库"]),
        ("培育国家级、省级、市级龙头企业3家、20家和100家。", ["国家级龙头企业", "省级龙头企业", "市级龙头企业"]),
        ("新增国家级、省级渔业合作社5家、30家。", ["新增国家级渔业合作社", "省级渔业合作社"]),
        ("建成一级、二级渔港航道10公里、20公里。", ["一级渔港航道", "二级渔港航道"]),
        ("发展渔业合作社、家庭渔场200家和300家。", ["渔业合作社", "家庭渔场"]),
        ("建成和改造渔港5座、8座。", ["改造渔港"] * 2),
        ("累计引进项目、资金30个、50亿元。", ["项目、资金"] * 2),
        # what stands behind 分别 is what each has, but not what it is reckoned by
        ("小学、初中分别新增学位2万个、1万个。", ["小学新增学位", "初中新增学位"]),
        ("东港、西港分别建成冷库2座、3座。", ["东港冷库", "西港冷库"]),
        ("甲县、乙县分别改造渔港5座、8座。", ["甲县渔港", "乙县渔港"]),
        ("2022年和2023年分别新建渔港3座、4座。", ["新建渔港"] * 2),
        ("渔业用水、工业用水分别占总用水量的10%、20%。", ["渔业用水", "工业用水"]),
        ("今年分别培训渔民500人、800人。", ["渔民"] * 2),
        ("渔业产值和税收达到8亿元、20%。", ["渔业产值和税收"] * 2),
        # from where a change starts, in two units
        ("全镇贫困人口由320户1120人减至12户30人。", ["全镇贫困人口"] * 4),
        ("渔民由3.2万户9万人增加到4万户12万人。", ["渔民"] * 4),
        ("贫困发生率由8%降至1%。", ["贫困发生率"] * 2),
        ("城、乡居民人均可支配收入分别增长8%、9%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("渔业产值迈上百亿台阶,增长7%。", ["渔业产值"]),
        ("渔业产值成功突破千亿大关,增长7%。", ["渔业产值"]),
        # the parts of a whole in a year before
        ("三次产业比例由上年的20.1:45:34.9调整为18:46:36。", ["第一产业比重", "第二产业比重", "第三产业比重"] * 2),
        ("三次产业结构由2020年的20:45:35优化为18:46:36。", ["第一产业比重", "第二产业比重", "第三产业比重"] * 2),
    ],
)
def test_numbers_in_the_order_of_their_heads_without_a_word_that_says_so(text, heads):
    assert [head for head, _ in read(text)] == heads


def test_a_long_list_of_heads_is_read_from_its_beginning():
    names = "地区生产总值 规模渔业增加值 全社会固定资产投资 社会消费品零售总额 一般公共预算收入 地方税收收入 规模以上服务业营业收入 城镇居民人均可支配收入 农村居民人均可支配收入".split()
    figures = "、".join(f"{place}%" for place in range(2, 2 + len(names)))
    assert [head for head, _ in read(f"全年{'、'.join(names)},预计分别增长{figures}。")] == names


@pytest.mark.parametrize("whose", ["320户1120人减至12户30人", "2000户6800人降至20户61人", "1.2万户4万人减少到100户280人"])
def test_both_units_of_a_start_are_starts(whose):
    ledger = policylab.extract_targets(f"到2030年,贫困人口由{whose}。", period_end=2030)
    assert ledger["kind"].tolist() == ["baseline"] * 2 + ["target"] * 2
