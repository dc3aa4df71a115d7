"""Heads and kinds of work reports: which thing a number is of, in the ways in which they are written."""

from decimal import Decimal

import pytest

import policylab


def read(text, **years):
    ledger = policylab.extract_targets(text, **years)
    return [(row.indicator, str(row.value), row.unit) for row in ledger.itertuples() if row.kind != "coverage"]


def kinds(text, **years):
    return [(row.kind, str(row.value)) for row in policylab.extract_targets(text, **years).itertuples()]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("完成25公里供热管线改造。", "供热管线"), ("实施45个老旧小区综合整治。", "老旧小区"), ("推进8座热力站建设。", "热力站"),
        ("完成12公里雨水管网、泵站等工程。", "雨水管网"), ("120台燃煤锅炉拆改按期完工。", "燃煤锅炉"), ("25所义务教育学校维修改造。", "义务教育学校"),
        ("3条航线正式运营。", "航线"), ("22个项目顺利投产。", "项目"), ("完成6公里给排水管网等项目。", "给排水管网"),
    ],
)  # fmt: skip
def test_what_is_done_with_a_thing_is_no_part_of_its_name(text, head):
    assert [row[0] for row in read(text)] == [head]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("投资7亿元的客运站开工建设。", "客运站投资"), ("总投资12亿元的渔港项目主体完工。", "渔港项目总投资"),
        ("启动投资2亿元的智慧渔业项目。", "智慧渔业项目投资"), ("总长度58公里的城市道路建成通车。", "城市道路总长度"),
        ("确保投资3.4亿元的训练中心开工。", "训练中心投资"),
    ],
)  # fmt: skip
def test_the_size_of_one_thing_is_named_after_it(text, head):
    assert [row[0] for row in read(text)] == [head]


def test_the_investment_of_projects_that_were_counted_before():
    assert read("实施渔业项目11个,完成投资10亿元。") == [("渔业项目", "11", "个"), ("渔业项目投资", "1000000000", "元")]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("化学需氧量、氨氮排放分别减少8%。", ["化学需氧量排放", "氨氮排放"]), ("出口、投资分别占比达30%、20%。", ["出口占比", "投资占比"]),
        ("第一、二、三产业增加值占比分别为13%、51%和36%。", ["第一产业增加值占比", "第二产业增加值占比", "第三产业增加值占比"]),
        ("三次产业比重为4.0∶37.7∶58.3。", ["第一产业比重", "第二产业比重", "第三产业比重"]),
        ("城乡居民人均可支配收入分别增长7.5%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("城镇和农村居民人均收入分别达5万元、2万元,分别增长7.8%。", ["城镇居民人均收入", "农村居民人均收入"] * 2),
        ("甲区失业率平均为5.1%,乙区失业率平均达到5%。", ["甲区失业率", "乙区失业率"]),
        ("城乡居民收入从2019年的4万元和2万元分别提高到5万元和3万元。", ["城镇居民收入", "农村居民收入"] * 2),
        ("单位国内生产总值能耗和二氧化碳排放分别降低13.5%、18%。", ["单位国内生产总值能耗", "单位国内生产总值二氧化碳排放"]),
        ("甲城、乙城财政收入突破百亿元。", ["甲城财政收入", "乙城财政收入"]),
        ("城镇新增就业和转移农业劳动力各达到4000万人。", ["城镇新增就业", "转移农业劳动力"]),
    ],
)  # fmt: skip
def test_numbers_that_are_handed_out(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    "text",
    [
        "森林覆盖率达到45%,超过全省平均水平1.2个百分点。", "森林覆盖率达到45%,高于全省平均1.2个百分点。", "森林覆盖率45%,快于2023年1.2个百分点。",
        "森林覆盖率达到45%,较全省平均水平高出1.2个百分点。", "森林覆盖率达到45%,领先全省平均水平1.2个百分点。",
    ],
)  # fmt: skip
def test_what_is_compared_with_is_no_head(text):
    assert [row[0] for row in read(text)] == ["森林覆盖率", "森林覆盖率"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("单位能耗近4年下降17%。", "单位能耗"), ("养老床位4年增长22%。", "养老床位"), ("社保补贴月人均提高221元。", "社保补贴"),
        ("财政收入按可比口径增长13%。", "财政收入"), ("财政收入连跨两个台阶。", "台阶"), ("全年民生支出占财政支出的73%。", "民生支出占财政支出"),
        ("到期末渔港达到50座。", "渔港"), ("本届政府任期内渔港达到50座。", "渔港"), ("年内渔港达到50座。", "渔港"),
    ],
)  # fmt: skip
def test_words_of_time_and_reckoning_are_no_part_of_a_head(text, head):
    assert [row[0] for row in read(text)] == [head]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("淘汰20蒸吨以下燃煤锅炉30台。", ["instrument", "target"]), ("退耕25度以上坡耕地5万亩。", ["instrument", "target"]),
        ("整治10平方公里以下湖泊3个。", ["instrument", "target"]), ("改造35千伏以上变电站4座。", ["instrument", "target"]),
        ("清退300吨以下渔船12艘。", ["instrument", "target"]),
    ],
)  # fmt: skip
def test_a_bound_in_the_name_of_a_thing_is_an_instrument(text, expected):
    assert [kind for kind, _ in kinds(text, period_end=2030)] == expected


@pytest.mark.parametrize(
    "text",
    ["全年减免各类税费46亿元。", "首个经济总量突破3000亿元的县级市诞生。", "总投资超80亿元的基地加快建设。", "全年发放各类补贴3亿元。", "全年拨付救助资金5亿元。"],
)  # fmt: skip
def test_what_was_given_or_came_about_is_no_parameter(text):
    assert [kind for kind, _ in kinds(text, period_end=2026)] == ["baseline"]


@pytest.mark.parametrize(
    "text",
    ["支持甲县、乙县、丙县等12个县发展渔业。", "建设两个市民广场。", "打造十条特色街道。", "改造城西、城东等5条道路。", "新建甲村、乙村等3座水厂。"],
)  # fmt: skip
def test_places_that_are_counted_are_no_framework(text):
    assert [kind for kind, _ in kinds(text, period_end=2030)] == ["target"]


@pytest.mark.parametrize(
    "text", ["居全国第一。", "渔业规模保持全国第一。", "发放标准排全市首位。", "产量位居全省第二。", "出口连续五年居全国第三。"]
)
def test_a_rank_that_is_held_is_no_promise(text):
    ledger = policylab.extract_targets(text, period_end=2030)
    assert ledger[["kind", "measure"]].values.tolist() == [["baseline", "rank"]]


@pytest.mark.parametrize("text", ["对1400余处文物巡查。", "针对首年关税为零的2000种商品,加大开拓力度。", "针对300家企业开展诊断。"])
def test_a_stock_that_a_measure_works_on_stands_already(text):
    assert "target" not in [kind for kind, _ in kinds(text, period_end=2030)]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("研发投入占比居全省第4位、中部第2位。", ["研发投入占比", "研发投入占比"]), ("渔业产值居全国第三、沿海第二。", ["渔业产值", "渔业产值"]),
        ("综合实力跃居全省第二、西部第五。", ["综合实力", "综合实力"]), ("进出口总额居全国第6位,长三角第3位。", ["进出口总额", "进出口总额"]),
        ("吞吐量居全球第9位、全国第5位。", ["吞吐量", "吞吐量"]),
    ],
)  # fmt: skip
def test_a_second_order_ranks_the_same_thing(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("化学需氧量排放量控制在8万吨,氨氮排放量控制在1万吨,均比2020年减少10%。", ["化学需氧量排放量", "氨氮排放量", "化学需氧量排放量", "氨氮排放量"]),
        ("粮食产量达到60万吨,蔬菜产量达到90万吨,均增长5%。", ["粮食产量", "蔬菜产量", "粮食产量", "蔬菜产量"]),
        ("城镇居民收入达到5万元,农村居民收入达到3万元,都提高8%。", ["城镇居民收入", "农村居民收入", "城镇居民收入", "农村居民收入"]),
        ("电耗降到60千瓦时,水耗降到3立方米,均下降10%。", ["电耗", "水耗", "电耗", "水耗"]),
        ("渔业产值达到80亿元,均比上年增长6%。", ["渔业产值", "渔业产值"]),
    ],
)  # fmt: skip
def test_a_change_of_both_is_said_of_each(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("七大水系水质优良比例达到80%。", "七大水系水质优良比例"), ("三项医疗保险参保率提高3个百分点。", "三项医疗保险参保率"),
        ("四大渔场禁渔期延长到5个月。", "四大渔场禁渔期"), ("五大产业增加值突破900亿元。", "五大产业增加值"), ("两类渔船报废率达到60%。", "两类渔船报废率"),
    ],
)  # fmt: skip
def test_a_count_within_a_name_stays_in_it(text, head):
    assert read(text)[-1][0] == head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("单位产值能耗比世界先进水平高40%。", "单位产值能耗"), ("渔民收入比全省平均水平低2000元。", "渔民收入"), ("人均收入仅为全国平均水平的88%。", "人均收入"),
        ("渔获量较上年同期多3万吨。", "渔获量"), ("良种率比沿海地区低8个百分点。", "良种率"),
    ],
)  # fmt: skip
def test_what_is_compared_with_is_no_part_of_the_name(text, head):
    ledger = policylab.extract_targets(text)
    # more than last year is an increase of what it was, more than others have is none
    assert ledger[["indicator", "measure"]].values.tolist() == [[head, "increase" if "上年" in text else "level"]]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("到1990年,原油800万吨,钢700万吨,磷肥50万吨。", ["原油", "钢", "磷肥"]), ("粮450万吨、油30万吨。", ["粮", "油"]),
        ("建设甲江水电站(80万千瓦)、乙河水电站(60万千瓦)。", ["甲江水电站", "乙河水电站"]), ("改造甲港码头(5万吨)。", ["甲港码头"]),
        ("引进高层次人才(20人)、技能人才(300人)。", ["高层次人才", "技能人才"]),
    ],
)  # fmt: skip
def test_a_head_of_one_character_and_a_head_before_its_bracket(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("粮食产量连续五年稳定在80亿斤以上。", "粮食产量"), ("渔民工资再次提高300元。", "渔民工资"), ("规模以上工业增加值增长7.1%。", "规模以上工业增加值"),
        ("经济增速预期目标设定为6%以上。", "经济增速"), ("下达以旧换新资金9亿元。", "以旧换新资金"), ("“九五”期间新增供水能力40万吨。", "新增供水能力"),
        ("一九九五年,发电量达到2亿千瓦时。", "发电量"), ("已累计清淤河道320公里。", "清淤河道"), ("森林覆盖率达到45%,近4年提升17个百分点。", "森林覆盖率"),
        ("每万人渔船拥有量由“六五”期间的34艘提高到37艘。", "每万人渔船拥有量"), ("城乡居民按人口平均的消费水平增加50元。", "城乡居民按人口平均的消费水平"),
        ("年产3000辆渔用车项目开工。", "渔用车"), ("完成65条、总长度58公里的城区道路改造。", "城区道路"), ("全国仍有3000万人饮水不安全。", None),
    ],
)  # fmt: skip
def test_words_of_time_and_intent_are_no_part_of_the_name(text, head):
    found = read(text)
    assert head is None or found[0][0] == head


@pytest.mark.parametrize(
    "text",
    ["用好国内国际两个市场、两种资源。", "坚持三个导向、四个原则。", "用好两种手段、三类平台。", "贯彻九条方针。", "落实十条措施。"],
)
def test_frameworks_that_stand_side_by_side_are_structure(text):
    assert "target" not in [kind for kind, _ in kinds(text, period_end=2030)]


@pytest.mark.parametrize(
    "text",
    ["利用现有气源,增加供气350万立方米。", "依托现有渔港,扩建泊位20个。", "整合现有学校,新增学位3000个。", "改造现有厂房5万平方米。", "盘活现有资产8亿元。"],
)  # fmt: skip
def test_a_stock_that_is_used_does_not_tell_of_the_past(text):
    assert [kind for kind, _ in kinds(text, period_end=2030)] == ["target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年要新建学校3所。", "新建学校"),
        ("我们将在三年内新建日间照料中心20个。", "新建日间照料中心"),
        ("拟新建5G基站800个。", "新建5G基站"),
        ("明年要新增幼儿园学位5000个。", "新增幼儿园学位"),
        ("我省还将新增铁路里程300公里。", "新增铁路里程"),
        ("力争新开工保障房2万套。", "新开工保障房"),
        ("要素市场新增企业30家。", "要素市场新增企业"),
    ],
)
def test_who_will_do_it_is_no_part_of_the_name(text, expected):
    assert [row[0] for row in read(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("渔业产值、水产品产量等六项指标全部居全市第一。", "指标"), ("3家企业进入全国百强,2家企业跻身全国前十强。", "企业"),
        ("经济总量继续保持全省第5位。", "经济总量"), ("产销规模连续16年位居全球第一。", "产销规模"), ("出口额仍居全国第3位。", "出口额"),
        ("渔获量首次跃居全省第二。", "渔获量"), ("贸易额一直保持沿海首位。", "贸易额"),
    ],
)  # fmt: skip
def test_what_is_ranked_is_named_without_its_order(text, head):
    assert read(text)[-1][0] == head


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("服务业发展态势良好,增加值增长7.4%。", ["服务业增加值"]), ("渔业稳步提升,总产值达到80亿元。", ["渔业总产值"]),
        ("进出口货值增长20%,增幅高于全国3个百分点。", ["进出口货值", "进出口货值增幅"]), ("出口额增长8%,增速居全省第2位。", ["出口额", "出口额增速"]),
        ("居民收入增长6%,增速快于全国1个百分点。", ["居民收入", "居民收入增速"]),
    ],
)  # fmt: skip
def test_a_figure_without_its_owner_takes_that_of_the_clause_before(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("使8000户居民家庭的供热质量明显改善。", "居民家庭"), ("完成4个村的饮水安全工程。", "村"), ("做好2400名受灾渔民的生活保障。", "受灾渔民"),
        ("完成128个贫困村的网络覆盖。", "贫困村"), ("推进12家企业的节能改造。", "企业"), ("做好22公里道路的扩建和绿化。", "道路"),
        ("完成450万平方米棚户区的调查摸底。", "棚户区"), ("推进700万吨露天矿前期工作。", "露天矿"), ("9条次干道开工建设。", "次干道"),
        ("投资5亿元的万家乐批发市场主体完工,投资6亿元的购物广场营业。", "万家乐批发市场投资"), ("全年共实施重点工业项目28个。", "重点工业项目"),
        ("1-7月跨境电商进出口144亿元。", "跨境电商进出口"), ("城镇登记失业率控制到3.6%。", "城镇登记失业率"), ("政府会议和发文数量分别减少14%和19%。", "政府会议数量"),
    ],
)  # fmt: skip
def test_a_count_is_of_things_not_of_what_is_done_for_them(text, head):
    assert read(text)[0][0] == head


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今年赤字率按3%左右安排。", "target"), ("均衡性转移支付增幅超过10%。", "target"), ("奖补资金增长12%。", "target"), ("资金按财政收入的1%安排。", "instrument"),
        ("延续执行研发费用加计扣除75%政策。", "instrument"),
    ],
)  # fmt: skip
def test_how_a_sum_grows_is_no_rate_of_it(text, kind):
    assert kinds(text, period_end=2030)[0][0] == kind


@pytest.mark.parametrize(
    "passage",
    [
        "新增高速公路500公里以上,建成农村公路1.2万公里,改造桥梁800座。", "技术合同额增长25%以上,高新技术企业突破1.5万家。",
        "城镇新增就业20万人以上,登记失业率控制在4.5%以内。", "规上工业增加值增长6.5%左右,投资增长4%左右。", "粮食产量保持在80亿斤以上,新建高标准农田30万亩。",
    ],
)  # fmt: skip
def test_a_passage_with_bounds_behind_its_numbers_looks_ahead(passage):
    text = "全年接待游客5000万人次,比上年增长9%。\n" + passage + "\n渔业产值增长6.1%,居全省第二。"
    ledger = policylab.extract_targets(text)
    assert set(ledger.loc[ledger["sentence"].eq(passage), "kind"]) == {"target"}


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("规模以上工业增加值增长6%。", ["规模以上工业增加值"]), ("森林覆盖率38%,近4年提升17个百分点。", ["森林覆盖率", "森林覆盖率"]),
        ("带动十余家企业发展。", ["企业"]), ("帮助2000户农民增收。", ["农民"]), ("选派80名医生下乡。", ["医生"]),
        ("引导300名大学生返乡创业。", ["大学生"]), ("走访百家企业、千名职工、万户居民。", ["企业", "职工", "居民"]),
        ("二〇二四年建成渔港3座。", ["渔港"]), ("民国113年建成渔港3座。", ["渔港"]), ("5年后渔港达到10座。", ["渔港"]),
        ("——增速保持在6%以上。", ["增速"]), ("会议提出:“到2025年,新建渔港10座。”", ["新建渔港"]),
        ("4个学科进入全球前1‰。", ["学科", "学科"]), ("在全省29个县中综合考核排名第7。", ["县", "综合考核"]),
        ("经济总量达到500亿元、居全省第三。", ["经济总量", "经济总量"]),
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_head(text, heads):
    assert [row[0] for row in read(text, period_end=2025)] == heads


def test_a_verb_and_its_object_before_a_semicolon_are_no_subject():
    assert read("加强管理;由5家增加到8家。") == [(None, "5", "家"), (None, "8", "家")]
    assert read("分别居全省第三、第十一。") == [(None, "3", "位"), (None, "11", "位")]


def named(text):
    return [row.indicator for row in policylab.extract_targets(text, period_end=2025).itertuples()]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("外贸出口在关税上调的情况下增长8%。", ["外贸出口"]),
        ("水产品产量在雨情偏多的背景下达到30万吨。", ["水产品产量"]),
        ("旅游收入在客流回升的带动下突破20亿元。", ["旅游收入"]),
        ("海带产量连续5年占全省六成以上。", ["海带产量占全省"]),
        ("渔民收入已连续3年增长7%以上。", ["渔民收入"]),
        ("民间投资逆势增长7%。", ["民间投资"]),
        ("冷链试点县扩容至9个。", ["冷链试点县"]),
        ("冷链试点村扩围到9个。", ["冷链试点村"]),
        ("59项指标中有22项达到全省前列。", ["指标", "指标"]),
        ("发放以工代赈报酬3亿元。", ["以工代赈报酬"]),
        ("带动以旧换新销售额12亿元。", ["以旧换新销售额"]),
        ("达到二级标准的渔港占比提高到80%。", ["达到二级标准的渔港占比"]),
    ],
)  # fmt: skip
def test_what_stands_between_a_name_and_its_number_is_no_part_of_it(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12个县与省外医院建立协作关系。", "县"),
        ("30所中学与海岛学校结对。", "中学"),
        ("8家企业与渔业院校签订协议。", "企业"),
        ("20个乡镇同港口企业达成合作意向。", "乡镇"),
        ("16个渔村与科研院所共建苗种基地。", "渔村"),
        ("建设15个企业与高校合作项目。", "企业与高校合作项目"),
        ("选派300名渔技员到海岛开展服务。", "渔技员"),
        ("40名医生到乡镇卫生院工作。", "医生"),
        ("25条线路提前建成通车。", "线路"),
        ("设立5个级别。", "级别"),
        ("新建提升120公里渔区公路。", "渔区公路"),
        ("为80个渔村引入物业服务。", "渔村"),
        ("在30个小区设置智能回收机。", "小区"),
        ("支持9个渔港延伸产业链。", "渔港"),
        ("6项重大改革任务成效显著。", "重大改革任务"),
        ("12条生态廊道持续筑牢。", "生态廊道"),
        ("35项惠渔措施稳步实施。", "惠渔措施"),
        ("4家渔业企业主板上市。", "渔业企业"),
        ("支持300名未就业毕业生到基层就业。", "未就业毕业生"),
        ("出台促进远洋渔业10条措施。", "措施"),
        ("推出“随到可办”事项52项。", "“随到可办”事项"),
        ("创建20个可持续发展示范区。", "可持续发展示范区"),
        ("县直管乡优化为8个。", "县直管乡"),
        ("推出政务服务“立等可取”事项52项。", "政务服务“立等可取”事项"),
        ("2款海洋药物集中获批上市。", "海洋药物"),
        ("30家世界500强企业落户渔区。", "世界500强企业"),
        ("12个平台试运行。", "平台"),
        ("3万户渔民入住新居。", "渔民"),
        ("为海拔1500米以上渔区建设冷库。", "海拔"),
        ("出台5项配套政策。", "配套政策"),
        ("落实县委28条配套规定。", "配套规定"),
        ("8个港口比上年增加。", "港口"),
        ("20个渔村较2020年增长。", "渔村"),
        ("为30名老人免费办理保险。", "老人"),
        ("建设6个可比价格监测点。", "可比价格监测点"),
    ],
)  # fmt: skip
def test_what_is_done_with_the_thing_counted_and_with_whom_is_no_part_of_it(text, name):
    assert named(text) == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城乡居民人均可支配收入年均增长5.3%、8.1%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("城乡居民收入增长6%、7%。", ["城镇居民收入", "农村居民收入"]),
        ("城乡低保标准提高到每月815元和615元。", ["城镇低保标准", "农村低保标准"]),
        ("城乡居民人均消费支出达到3万元、2万元。", ["城镇居民人均消费支出", "农村居民人均消费支出"]),
        ("城乡居民收入增长6%。", ["城乡居民收入"]),
        ("新增床位、新增学位分别完成年计划的105%、98%。", ["新增床位年计划", "新增学位年计划"]),
        ("新增就业人员1835人,失业人员再就业1755人,分别完成目标任务的117%。", ["新增就业人员", "失业人员再就业", "新增就业人员目标任务", "失业人员再就业目标任务"]),
        (
            "渔港、渔船分别完成年度计划的105%、98%,分别增长3%和4%。",
            ["渔港年度计划", "渔船年度计划", "渔港", "渔船"],
        ),
        ("渔业产值达到5亿元,旅游收入达到3亿元,分别增长20%。", ["渔业产值", "旅游收入", "渔业产值", "旅游收入"]),
    ],
)  # fmt: skip
def test_two_numbers_of_one_word_for_two_and_shares_of_a_plan(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("水产、水果产量增长7%、3%。", ["水产产量", "水果产量"]),
        ("渔船、渔港和冷库数量增长7%、3%和5%。", ["渔船数量", "渔港数量", "冷库数量"]),
        ("小学、初中和高中入学率达到99%、98%和95%。", ["小学入学率", "初中入学率", "高中入学率"]),
        ("海域水质优良率、岸线修复率达到95%、80%。", ["海域水质优良率", "岸线修复率"]),
        ("牛羊出栏分别增长5%、2%。", ["牛出栏", "羊出栏"]),
        ("粮食、油料和蔬菜产量增长2%、6%。", ["粮食、油料和蔬菜产量", "粮食、油料和蔬菜产量"]),
    ],
)  # fmt: skip
def test_as_many_rates_as_names_are_theirs_without_a_word_that_says_so(text, names):
    ledger = policylab.extract_targets(text, period_end=2025)
    assert list(ledger["indicator"]) == names
    assert ledger["measure"].nunique() == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("规划从六个方面提出了25个主要指标,其中15个预期性指标、10个约束性指标。", ["structure"] * 4),
        ("纲要从创新、开放等6个维度设置了29项主要指标。", ["structure"] * 2),
        ("围绕渔区振兴,提出5项指标。", ["structure"]),
        ("方案细化设定了12项核心指标。", ["structure"]),
        ("2024年,空气质量六项指标达标。", ["baseline"]),
    ],
)  # fmt: skip
def test_the_indicators_that_a_plan_sets_are_its_own_parts(text, kinds):
    assert list(policylab.extract_targets(text, period_start=2026, period_end=2030)["kind"]) == kinds


def test_a_noun_of_the_next_sentence_is_not_the_thing():
    ledger = policylab.extract_targets("出台渔业政策,惠及25万人。十件民生实事办结。", period_end=2025)
    assert "民生实事" not in list(ledger.loc[ledger["value"].astype(str).eq("250000"), "indicator"].fillna(""))


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("市本级财政安排“三农”支出8311万元。", "“三农”支出"), ("中央财政将安排科技支出1134亿元。", "科技支出"), ("省财政下达救灾资金3亿元。", "救灾资金"), ("市、县财政累计补助养老保险专项资金5亿元。", "养老保险专项资金"),
        ("各级财政拨付补助资金2亿元。", "补助资金"), ("累计投入财政资金25亿元。", "财政资金"), ("处理“散乱污”案件569宗。", "“散乱污”案件"), ("提出渔业产值增长8%。", "渔业产值"), ("拉动相关产业产出达到15万亿元。", "相关产业产出"),
        ("渔业保护区初步划定1000平方公里。", "渔业保护区"), ("划定禁养区3440平方公里。", "禁养区"), ("竣工投产重点项目128个。", "重点项目"), ("关闭或搬迁养殖场264个。", "养殖场"), ("渔业基金积累4140亿元。", "渔业基金"),
        ("用两年时间将补助标准由50元提高到100元。", "补助标准"), ("是全省唯一渔业产值年均增长超过20%的县。", "渔业产值"),
        # ... but these are the things themselves
        ("财政投入5亿元。", "财政投入"), ("财政支出5亿元。", "财政支出"), ("污水处理厂5座。", "污水处理厂"), ("处理能力达到80吨。", "处理能力"), ("民生投入占比达到80%。", "民生投入占比"), ("全年投入14.5亿元。", "投入"), ("移民搬迁7236人。", "移民搬迁"),
    ],
)  # fmt: skip
def test_who_pays_and_what_is_done_are_no_part_of_the_name_before_a_number(text, head):
    assert {row[0] for row in read(text)} == {head}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("加大帮扶力度,7.2万人稳定脱贫。", "稳定脱贫"), ("移民1万人,7.2万人稳定脱贫。", "稳定脱贫"), ("加大扶贫力度,解决7万人的脱贫问题。", "脱贫"), ("帮助5万人实现就业。", "就业"), ("3000户回迁。", "回迁"),
        ("对520户实施生态移民。", "生态移民"), ("对520户2300人实施生态移民。", "生态移民"), ("对2.3万人进行技能培训。", "技能培训"),
        # ... but who is named is counted
        ("贫困户301户611人全部脱贫。", "贫困户"), ("3万名农民就业。", "农民"), ("贫困人口5万人脱贫。", "贫困人口"), ("新增就业3万人。", "新增就业"), ("2万户居民居住条件得到改善。", "居民"), ("3000户群众生活困难得到解决。", "群众"),
    ],
)  # fmt: skip
def test_what_so_many_people_do_or_get(text, head):
    assert [row[0] for row in read(text) if row[2] not in ("", None)][-1] == head


@pytest.mark.parametrize("than", ["高于全省平均水平", "低于全国平均", "超过全市平均水平", "高出周边地区", "领先同类县"])
def test_what_is_ahead_of_others_goes_on_with_its_subject(than):
    assert [row[0] for row in read(f"人均渔业产值6205元,{than}313元。")] == ["人均渔业产值"] * 2


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("选派渔业技师30名赴国外进修,选派40名船长赴国外进修。", ["渔业技师", "船长"]),
        ("资助50名轮机长出国(境)培训。", ["轮机长"]),
        ("选拔60名青年船长到国外大学攻读学位。", ["青年船长"]),
        ("选派70名渔业专家到基层服务。", ["渔业专家"]),
        ("全县共有80名公派出国留学人员。", ["公派出国留学人员"]),
        ("扶持90家在沪渔业企业。", ["在沪渔业企业"]),
        ("培养10名站在学科前沿的渔业专家。", ["站在学科前沿的渔业专家"]),
        ("培养不少于20名享受国务院政府特殊津贴的渔业专家。", ["享受国务院政府特殊津贴的渔业专家"]),
        ("加大对45岁以下渔业技师扶持培养力度。", ["渔业技师"]),
        ("5年内实现“重点引进和培养渔业专家达到300名左右,渔业贡献率达到40%”的目标。", ["渔业专家", "渔业贡献率"]),
        ("到2025年,新建和改造渔港航道300公里。", ["渔港航道"]),
        ("到2025年,全市文明渔港创建达标率50%以上。", ["全市文明渔港创建达标率"]),
        ("乡道补助40万元,镇级配套资金不低于总投资的30%。", ["乡道补助", "镇级配套资金"]),
    ],
)
def test_where_somebody_is_sent_and_what_is_done_is_no_part_of_who_is_counted(text, heads):
    assert [head for head, _, _ in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,建成3所200张床位以上的疗养院。", [("疗养院", 3, "eq", "target"), ("床位", 200, "ge", "instrument")]),
        ("到2025年,1万名老人以上的街道各建1个渔市。", [("老人", 10000, "ge", "instrument"), ("渔市", 1, "eq", "target")]),
        ("到2025年,500名学生以下的学校全部改造。", [("学生", 500, "le", "instrument")]),
        ("到2025年,建成30家规模以上的渔企。", [("规模以上的渔企", 30, "eq", "target")]),
        ("到2025年,渔船死亡率下降到0.22(人/亿元)以下。", [("渔船死亡率", Decimal("0.22"), "le", "target")]),
        ("到2025年,渔船失事率控制在4.5%内,渔价涨幅为3%。", [("渔船失事率", 4.5, "le", "target"), ("渔价涨幅", 3, "eq", "target")]),
        ("渔港改造内容包括基础类、完善类、提升类3类。", [("渔港改造内容", 3, "eq", "structure")]),
        (
            "2024年,全省累计完成了渔港航道1287公里,为省政府下达任务数的113%,在全国排名第7位。",
            [("渔港航道", 1287, "eq", "baseline"), ("渔港航道省政府下达任务数", 113, "eq", "baseline"), ("渔港航道", 7, "eq", "baseline")],
        ),
        ("到2025年,渔业服务项目达到11大类37项。", [("渔业服务项目", 11, "eq", "target"), ("渔业服务项目", 37, "eq", "target")]),
        (
            "将渔民救助标准由家庭年人均可支配收入3000元以下提高到4000元以下。",
            [("渔民救助标准", 3000, "le", "baseline"), ("渔民救助标准", 4000, "le", "target")],
        ),
    ],
)
def test_a_bound_behind_a_thing_and_the_two_ends_of_a_standard(text, expected):
    found = policylab.extract_targets(text)
    assert [(row.indicator, row.value, row.comparator, row.kind) for row in found.itertuples() if row.kind != "coverage"] == expected


@pytest.mark.parametrize("since", ["比前五年", "较前三年", "比上一个五年", "比过去五年"])
def test_the_years_before_are_no_name(since):
    assert [row[0] for row in read(f"渔业支出1.95亿元,{since}增长1.4倍。")] == ["渔业支出"] * 2


@pytest.mark.parametrize(("text", "heads"), [
    ("专利申请量、授权量增幅分居全省第一和第二。", 2), ("渔业产值、养殖面积分列全省第三、第五。", 2), ("渔业产值、养殖面积分居第3位和第5位。", 2), ("两地分居5年以上。", 1), ("分列3个小组。", 1),
])  # fmt: skip
def test_ranks_are_handed_out_without_the_whole_word(text, heads):
    assert len({row[0] for row in read(text)}) == heads


@pytest.mark.parametrize("again", ["比2003年增加2.3万人和5万人", "较上年增加2.3万人和5万人", "同比增加2.3万人、5万人", "比上年增长8%和9%", "较2020年底提高3个和5个百分点"])
def test_what_is_handed_out_again_goes_to_the_same_heads(again):
    rows = read(f"养老保险、医疗保险参保人数分别达到13.8万人和20.6万人,{again}。")
    assert [row[0] for row in rows] == ["养老保险参保人数", "医疗保险参保人数"] * 2


@pytest.mark.parametrize(("start", "end"), [("一季度的", "二季度的"), ("上半年的", "全年的"), ("3月份的", "6月份的"), ("年初的", "年末的"), ("第一季度的", "第三季度的")])
def test_a_change_from_one_part_of_a_year_to_another(start, end):
    rows = policylab.extract_targets(f"渔业产值增速由{start}-5.6%快速回升到{end}5.8%。")
    assert rows["indicator"].nunique() == 1 and rows["indicator"][0].startswith("渔业产值") and rows["kind"].tolist()[0] == "baseline"


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("渔业收入和养殖收入均实现快速增长,同比分别增收10亿元和5亿元。", ["渔业收入", "养殖收入"]), ("渔业产值、养殖产值稳步提高,分别达到10亿元和5亿元。", ["渔业产值", "养殖产值"]),
        ("投资3000万元以上的重大项目已开工66项,建成或基本建成20项。", ["投资", "重大项目", "重大项目"]), ("渔港项目已竣工6个,完成或部分完成2个。", ["渔港项目", "渔港项目"]), ("渔业产值保持稳定、责任制考核全省第二。", ["责任制考核"]),
        ("与农行初步达成600亿元合作意向。", ["合作意向"]), ("与三家企业签订5亿元供货合同。", ["企业", "供货合同"]), ("集中县本级2000万元财力有效推进前期工作。", ["财力"]),
    ],
)  # fmt: skip
def test_what_has_been_done_is_no_part_of_what_is_counted(text, heads):
    assert [row[0] for row in read(text)][-len(heads) :] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("全国18个典型地区之一。", "典型地区"), ("四大场馆、水厂等一批工程开工。", "场馆"), ("16个配套项目开工。", "配套项目"), ("100名干部驻村帮扶。", "干部"), ("实施144个技术改造项目。", "技术改造项目"), ("实施45个老旧小区改造项目。", "老旧小区"),
        ("减税12亿元,比年初预计的10亿元多2亿元。", "减税"),
    ],
)  # fmt: skip
def test_what_stands_behind_what_is_counted(text, head):
    assert read(text)[0][0] == head


@pytest.mark.parametrize("again", ["年均增长10.2%、11.3%", "平均增长10.2%、11.3%", "比上年增长10.2%、11.3%", "比2020年增加1万元和2万元", "同比下降3%、4%"])
def test_the_growth_of_both_incomes_is_that_of_each(again):
    rows = read(f"城乡居民人均可支配收入分别达到46554元和21896元,{again}。")
    assert [row[0] for row in rows] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"] * 2


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("当年为企业新增减负147亿元。", "新增减负"), ("全年为企业减负4800亿元。", "减负"), ("今年为渔民节约成本2亿元。", "成本"), ("存贷款余额双超1.6万亿元。", "存贷款余额"), ("产值、收入双突破百亿元。", "产值、收入"),
        ("治堵工作考核三年全省第一。", "治堵工作考核"), ("渔业经济增速连续五年全国第1。", "渔业经济增速"), ("渔业指数两年居全市第三。", "渔业指数"), ("28项渔业指标中,有24项全省占比提高。", "渔业指标"),
    ],
)  # fmt: skip
def test_names_of_what_was_reached_over_years(text, head):
    assert read(text)[-1][0].endswith(head) and len(read(text)[-1][0]) <= len(head) + 2


@pytest.mark.parametrize(("text", "bound"), [
    ("守住不突破法律三条底线。", "eq"), ("坚持不低于标准的五项原则。", "eq"), ("不超过投资额的20%。", "le"), ("至少建成三所学校。", "ge"), ("不低于上年水平的三分之一。", "ge"), ("八步沙林场。", None),
])  # fmt: skip
def test_a_bound_some_words_before_a_framework_is_none_of_it(text, bound):
    assert policylab.extract_targets(text)["comparator"].tolist()[-1:] == ([bound] if bound else [])


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("充分发挥市区两级积极性。", "市区"), ("落实县乡两级环境保护主体责任。", "县乡"), ("理顺省、市、县三级财政关系。", "省、市、县"),
        ("加强市、区两级渔港工程建设。", "市、区"), ("全省市县两级法院新收案件3万件。", "市县"), ("明确县、乡镇(街道)两级职责。", "县、乡镇(街道)"),
        ("建立省市县三级网络。", "网络"), ("健全县乡村三级快递物流体系。", "快递物流体系"), ("市、区、街道三级联动。", "联动"),
        ("纳入市、区两级渔业规划。", "渔业规划"), ("成立市区两级工作专班。", "工作专班"), ("充分发挥市县两级政府作用。", "市县"),
    ],
)  # fmt: skip
def test_levels_are_counted_unless_they_make_up_what_stands_behind(text, head):
    rows = policylab.extract_targets(text, period_end=2030)
    assert rows.loc[rows["unit"].eq("级"), ["indicator", "kind"]].values.tolist() == [[head, "structure"]]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("培育家庭农场100家。", "家庭农场"), ("建设家电回收网点20个。", "家电回收网点"), ("打造品牌赛事10项。", "品牌赛事"), ("引进总部企业5家。", "总部企业"),
        ("培训家政人员300人。", "家政人员"), ("培育业态20种。", "业态"), ("建设区域医疗中心3个。", "区域医疗中心"), ("打造度假区2个。", "度假区"),
        ("改造体育场馆5座。", "体育场馆"), ("建设中心敬老院30所。", "中心敬老院"), ("引进平台企业6家。", "平台企业"), ("培育量子企业6家。", "量子企业"),
        ("为50户老人提供家庭医生签约服务。", "老人"), ("60所学校开展体育活动。", "学校"), ("30个村发展业态。", "村"),
        # what is done and what it is belong together
        ("服务业态5种。", "服务业态"), ("服务中心5个。", "服务中心"), ("建设用地300亩。", "建设用地"), ("培训机构12家。", "培训机构"),
        ("服务业增加值300亿元。", "服务业增加值"), ("发展指数达到90。", "发展指数"), ("投资额达到8亿元。", "投资额"),
    ],
)  # fmt: skip
def test_a_verb_before_a_name_that_begins_like_a_measure(text, head):
    assert [row[0] for row in read(text, period_end=2025)] == [head]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("甘州区计划新建停车场30个。", "新建停车场"), ("利州县力争三年内新建卫生室60所。", "新建卫生室"), ("我县拟用两年时间改造老旧小区45个。", "老旧小区"),
        ("某市计划从今年起用三年时间新改建村级公路100公里。", "新改建村级公路"), ("全市计划用3年时间打造示范村30个。", "示范村"), ("某旗将培育家庭农场80家。", "家庭农场"),
        ("省要求的2023年农村改厕普及率达到65%。", "农村改厕普及率"), ("省政府下达我县2023年新增耕地任务5000亩。", "新增耕地任务"), ("国家下达我省棚户区改造任务3万套。", "棚户区改造任务"),
        ("市里下达我区新建公厕任务30座。", "新建公厕任务"), ("完成省下达任务的113%。", "省下达任务"), ("为市政府下达任务数的108%。", "为市政府下达任务数"),
        ("验收合格后每户补助2000元。", "补助"), ("经考核合格后一次性奖励5万元。", "一次性奖励"), ("竣工验收后市财政补贴30万元。", "市财政补贴"),
        ("禁止销售和使用厚度小于0.025毫米的购物袋。", "厚度"), ("严禁生产厚度低于0.01毫米的地膜。", "厚度"),
        ("150个贫困村结合实际编制规划。", "贫困村"), ("30个乡镇结合实际制定方案。", "乡镇"),
        # names, and no plans
        ("某县计划生育家庭300户。", "某县计划生育家庭"), ("改造某市将军路5公里。", "某市将军路"),
    ],
)  # fmt: skip
def test_what_a_place_plans_or_is_told_to_do_is_named_without_it(text, head):
    assert [row[0] for row in read(text, period_end=2025)] == [head]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("果断处置海上险情12起。", "海上险情"), ("按期完成渔港改造5座。", "渔港改造"), ("向困难渔户捐赠救生衣300件。", "救生衣"),
        ("整治12个问题逐一销号。", "问题"), ("为35艘渔船安装定位设备。", "渔船"), ("改造5处社区活动用房装修工程。", "社区活动用房装修工程"), ("完成22个小区供电设施改造。", "小区"),
        ("渔港新区五年累计完成基础设施投资12亿元。", "渔港新区基础设施投资"), ("海丰渔港当年共完成固定资产投资2亿元。", "海丰渔港固定资产投资"),
        ("渔业贷款余额以年均15%的速度递增。", "渔业贷款余额"), ("旅游收入十五年平均增长9%。", "旅游收入"), ("游客人次3年平均增长9%。", "游客人次"),
        ("每座渔港奖励镇村60万元。", "奖励"), ("每家冷库补助企业5万元。", "补助"), ("每新增一艘渔船奖励业主3万元。", "奖励"), ("对达标渔村各奖励5万元。", "奖励"),
        ("大型渔港是指泊位30个以上的渔港。", "泊位"), ("大型养殖场指生猪养殖量达到5000头以上。", "生猪养殖量"),
        ("每日班次不少于12趟次。", "每日班次"), ("建成亿元楼12座。", "亿元楼"),
        # a rule joins its conditions, and says in brackets what is in a sum
        ("首次上规且年营业收入在5000万元以上的企业。", "年营业收入"), ("年产值同比增长且增量达3000万元以上的,给予支持。", "增量"), ("应为固定资产投资(不含土地)5000万元以上。", "固定资产投资"),
        ("按收入超过部分的5%给予奖励。", "奖励"), ("对于渔业企业占比达到20%。", "渔业企业占比"),
    ],
)  # fmt: skip
def test_what_leads_in_to_a_thing_of_a_report_or_a_rule_is_no_part_of_it(text, head):
    assert [row[0] for row in read(text)] == [head]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        # the next condition of the same measure, in a clause that describes
        ("产值达到3亿元且同比增长10%以上的渔业企业。", ["产值"] * 2), ("对营业收入达到2000万元且增长10%的企业给予奖励。", ["营业收入"] * 2), ("年接待游客达到5万人次且增长8%以上的渔村。", ["年接待游客"] * 2),
        ("亩均投资不低于200万元或年纳税额不低于10万元。", ["亩均投资", "年纳税额"]),
        # what is done for people, where nothing else names them
        ("筹集款物3亿元,累计救助150万人次。", ["款物", "救助"]), ("新建渔港3座,带动就业500人,安置200人。", ["新建渔港", "就业", "安置"]), ("发放补贴2亿元,资助3万人次。", ["补贴", "资助"]),
        ("参保人数达到5万人,新增3000人。", ["参保人数"] * 2), ("渔民达到2000人,增加300人。", ["渔民"] * 2),
        # ... and the bound of other things is not that of those before
        ("引进项目91个,其中投资亿元以上项目10个。", ["引进项目", "投资", "亿元以上项目"]), ("实施渔业项目11个,完成投资10亿元。", ["渔业项目", "渔业项目投资"]),
        ("对首次进入、升级为渔业重点企业的,分别奖励5万元、8万元。", ["奖励"] * 2),
    ],
)  # fmt: skip
def test_conditions_of_a_rule_and_bounds_of_things_have_heads_of_their_own(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("对新评为国家五星级、四星级的渔家酒店,分别奖励30万元、20万元。", ["国家五星级渔家酒店奖励", "四星级渔家酒店奖励"]),
        ("按立项、验收两个阶段,分别给予总额40%、60%的补助。", ["阶段", "补助", "补助"]),
        ("渔业产值居全国第三、东部第一。", ["渔业产值"] * 2), ("渔业产值增长5%,居全省第三、中部第二。", ["渔业产值"] * 3), ("生产总值80亿元,总量六区第一。", ["生产总值", "生产总值总量"]),
    ],
)  # fmt: skip
def test_stages_of_a_grant_are_no_recipients_and_a_rank_goes_on(text, heads):
    assert [row[0] for row in read(text)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("全省有各类中等职业学校886所,独立设置的高等职业学校57所。", ["各类中等职业学校", "独立设置的高等职业学校"]), ("民办高等职业院校12所。", ["民办高等职业院校"]),
        ("甲镇、乙镇等新能源项目12个。", ["新能源项目"]),
        ("建设100所在校生规模3500人以上的示范学校。", ["示范学校", "在校生规模"]), ("改造20所在建学校。", ["在建学校"]), ("30所在职培训学校。", ["在职培训学校"]),
        ("棚户区改造新开工3000套,基本建成2000套。", ["棚户区改造", "棚户区改造"]), ("保障性住房新开工5万套。", ["保障性住房"]),
        ("全省改造完成40万亩标准化茶园。", ["标准化茶园"]), ("全市2020年老旧小区改造新开工49个。", ["全市老旧小区改造"]),
        ("市级财政每年投入专项资金500万元,三年共计投入1500万元。", ["专项资金", "专项资金"]), ("县级财政安排渔业资金200万元。", ["渔业资金"]),
        ("各级财政投入的渔业经费人均达到10元。", ["各级财政投入的渔业经费"]), ("采取以奖代补的方式支持合作社30家。", ["合作社"]),
        ("企业分布在12个乡镇。", ["乡镇"]), ("全市共计培训渔民300人。", ["渔民"]),
        ("高龄津贴按每人每月100元的标准发放。", ["高龄津贴"]), ("运营补贴按实际使用床位每张每月200元的标准发放。", ["运营补贴"]),
        ("按实给予补助,最高不超过每盏4000元。", ["补助"]), ("对购机给予补贴,最高不超过每台3万元。", ["补贴"]),
        ("对获得“中国名茶”的一次性奖励50万元。", ["一次性奖励"]), ("公路4200公里(高速1650公里)、航道7600公里。", ["公路", "高速", "航道"]),
        ("学校347所(其中技校63所)、在校生56万人(其中技校6万人),分别占全省的55%、59%。", ["学校", "技校", "在校生", "技校", "学校", "在校生"]),
    ],
)  # fmt: skip
def test_names_that_were_cut_at_a_word_or_a_bracket(text, heads):
    assert [row[0] for row in read(text, period_end=2025)] == heads


@pytest.mark.parametrize("text", ["按实给予补助,最高不超过每亩4000元。", "按药款50%、最高不超过每亩80元补助。", "对购机给予补贴,每台不超过3万元。", "给予补贴,不超过每平方米20元。"])
def test_a_bound_before_for_how_many_it_is(text):
    row = policylab.extract_targets(text, period_end=2025).iloc[-1]
    assert (row["comparator"], row["kind"], row["indicator"][:1]) == ("le", "instrument", "补")


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("五个乡镇发展设施农业1万亩,林下经济5000亩。", ["乡镇", "设施农业", "林下经济"]), ("12个县推广新技术30项。", ["县", "新技术"]), ("3个村新建公厕20座。", ["村", "新建公厕"]),
        ("30个村改造提升项目投资2亿元。", ["村", "提升项目投资"]),
        ("广播覆盖人口311万人,覆盖率95%。", ["广播覆盖人口", "广播覆盖率"]), ("受益人口20万人,受益率90%。", ["受益人口", "受益率"]),
        ("按每亩每年500元标准补助。", ["补助"]), ("按照每个村5万元的标准奖补。", ["奖补"]), ("运营补贴按每张每月200元的标准补贴。", ["运营补贴"]),
        ("机构的建设补助标准按上述标准的一半予以补助。", ["机构的建设补助标准"]), ("按投资额的20%由县财政补助给企业。", ["补助"]),
        ("面积达10亩以上,经验收合格每亩奖补1000元。", ["面积", "奖补"]),
    ],
)  # fmt: skip
def test_who_is_counted_and_what_is_given_by_a_standard(text, heads):
    assert [row[0] for row in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("基本公共卫生服务补助标准提高5元至每人每年89元。", ["基本公共卫生服务补助标准"] * 2), ("医疗保险补助提高20元到每人每年300元。", ["医疗保险补助"] * 2), ("报销限额提高50元至每年500元。", ["报销限额"] * 2),
        ("对评为五星级酒店的奖励100万元,四星级的50万元,三星级的20万元。", ["奖励"] * 3), ("80%以上的乡镇、60%以上的村建有养老设施。", ["乡镇", "村"]),
        ("在56个沿海城市实施总氮总量控制。", ["沿海城市"]), ("原则上渔政执法人员不少于本单位人员总数的5%。", ["渔政执法人员"]), ("每人分摊的额度不能超过每月1000元。", ["每人分摊的额度"]),
    ],
)  # fmt: skip
def test_a_new_level_for_each_and_the_next_grade_go_on_with_what_was_said(text, heads):
    assert [row[0] for row in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("建成高标准农田35万亩,占耕地面积的60%;再建成45万亩,占比达到78%。", ["高标准农田", "高标准农田占耕地面积", "高标准农田", "高标准农田占比"]),
        ("林地占国土面积的40%,达到30万亩。", ["林地占国土面积", "林地"]), ("渔业产值占GDP比重达到4%,提高0.5个百分点。", ["渔业产值占GDP比重"] * 2),
        ("市场占有率达到30%,提高5个百分点。", ["市场占有率"] * 2), ("渔民占农民的8%,达到3万人。", ["渔民占农民", "渔民"]),
    ],
)  # fmt: skip
def test_what_is_counted_behind_a_share_is_what_has_the_share(text, heads):
    assert [row[0] for row in read(text, period_end=2025)] == heads


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("肉牛年出栏50头以上规模养殖比例达到33%。", ["肉牛年出栏", "肉牛年出栏50头以上规模养殖比例"]), ("渔业用水总量稳步下降至目前80%的水平。", ["渔业用水总量"]), ("办理时间缩短到目前的50%。", ["办理时间"]), ("产量增长到2025年的2倍。", ["产量"]),
        ("5年完成造林93万公顷。", ["造林"]), ("火灾起数、亡人数、伤人数分别下降3%、12%、18%。", ["火灾起数", "火灾亡人数", "火灾伤人数"]),
        ("实施144个重大建设项目。", ["重大建设项目"]), ("推进20个重点改造工程。", ["重点改造工程"]), ("实施十大林业生态建设工程和五大渔港开发工程。", ["林业生态建设工程", "渔港开发工程"]), ("新建30个标准厂房建设项目。", ["标准厂房"]),
        ("新增84个渔村通水泥路。", ["新增渔村"]), ("为16个渔村每个农户配备2个收集桶。", ["渔村", "收集桶"]), ("20个行业部门出台安全标准。", ["行业部门"]), ("指导35个渔业县制定旅游方案。", ["渔业县"]), ("21个部门涉及监管责任。", ["部门"]),
        ("形成5项自主制定国家标准。", ["自主制定国家标准"]), ("推进10个涉及民生的项目。", ["涉及民生的项目"]), ("建成10家在全省具有影响力的医疗机构。", ["在全省具有影响力的医疗机构"]), ("12个省开展试点。", ["省"]),
        ("工业产值、工业税收占全县(市、区)的比重分别达到80%以上。", ["工业产值占全县(市、区)的比重", "工业税收占全县(市、区)的比重"]), ("住宅要严格按照人均建筑面积不低于0.1平方米或人均用地不低于0.3平方米的标准配建。", ["人均建筑面积", "人均用地"]),
    ],
)  # fmt: skip
def test_names_end_where_something_is_done_and_begin_where_it_is_named(text, head):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["indicator"].tolist() == head


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("带动2万户渔民户均增收5000元。", ["渔民", "渔民户均增收"]), ("带动12个村人均增收2000元。", ["村", "村人均增收"]), ("30个国家人均收入达到2万元。", ["国家", "国家人均收入"]), ("表彰10名个人均获奖。", ["个人"]),
        ("遗产项目达到50项,其中国家级3项、省级10项。", ["遗产项目", "国家级遗产项目", "省级遗产项目"]), ("投资2.3亿元建设渔港4个。", ["投资", "渔港"]), ("投资2.3亿元的渔港开工。", ["渔港投资"]),
        ("接待游客100万人次,旅游收入10亿元,年均增长15%和18%。", ["接待游客", "旅游收入"] * 2), ("渔业产值5亿元、税收3000万元,同比增长15%、18%。", ["渔业产值", "税收"] * 2), ("渔业产值增长5%,税收增长6%,年均增长15%和18%。", ["渔业产值", "税收", "税收", "税收"]),
    ],
)  # fmt: skip
def test_what_each_of_them_gains(text, heads):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["indicator"].tolist() == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("国家、省级园区分别达到2个、5个。", ["国家级园区", "省级园区"]), ("省、市级龙头企业分别达到20家、100家。", ["省级龙头企业", "市级龙头企业"]), ("示范社国家级5家、省级30家。", ["示范社国家级", "示范社省级"]), ("培育省级以上龙头企业20家,其中国家级2家。", ["省级以上龙头企业", "国家级龙头企业"]),
        ("认定市级龙头企业12家、省级3家。", ["市级龙头企业", "省级龙头企业"]), ("培育省级3家、市级5家。", ["省级", "市级"]), ("新建公路300公里和危桥20座。", ["新建公路", "危桥"]), ("新建公路300公里和和静县码头2座。", ["新建公路", "和静县码头"]), ("新建公园3个和和谐家园2个。", ["新建公园", "和谐家园"]),
        ("亿元以上项目开工率、投资完成率均达到90%。", ["项目开工率", "亿元以上项目开工率", "投资完成率"]),
    ],
)  # fmt: skip
def test_levels_and_bounds_that_several_things_share(text, heads):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["indicator"].tolist() == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("加固540座小(1)型和41座小(2)型病险水库。", ["小(1)型", "小(2)型病险水库"]), ("新建3座小(1)型水库。", ["小(1)型水库"]), ("新建水库(3座)。", ["新建水库"]), ("贫困发生率由建档立卡时的3.9%降至0.2%。", ["贫困发生率"] * 2), ("失业率由年初时的5%降至4%。", ["失业率"] * 2),
        ("加快干线公路等24条750公里建设任务。", ["干线公路"] * 2), ("每年290万亩建设任务。", ["建设任务"]), ("完成750公里改造任务。", ["改造任务"]), ("完成公路750公里改造任务。", ["公路"]), ("扶持中等学校3所。", ["中等学校"]),
        ("为3万名渔民免费适配辅助器具。", ["渔民"]), ("70%以上码头位于洪水位之下。", ["码头"]), ("到4月底完成造林3万亩。", ["造林"]), ("至10月底,新建渔港3座。", ["新建渔港"]),
    ],
)  # fmt: skip
def test_sorts_starts_and_deeds_around_a_name(text, heads):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["indicator"].tolist() == heads


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("帮助部分或完全丧失劳动能力的50万左右渔业人口脱贫。", ["渔业人口"]), ("扶持15万有劳动能力的渔民。", ["有劳动能力的渔民"]), ("达到城市人口总量的58%。", ["城市人口总量"]),
        ("按每亩3000元补助标准,每年须统筹建设资金8亿元。", ["补助标准", "每年须统筹建设资金"]), ("城镇累计新增就业72万人。", ["城镇新增就业"]), ("县财政对县道每公里补助60万元、乡道每公里补助40万元。", ["补助", "补助"]),
        ("有职校50所、学员3万人,分别占全省的55%、59%;有中专20所、学员2万人,分别占全省的8%、9%。", ["职校", "学员", "职校", "学员", "中专", "学员", "中专", "学员"]),
        ("二氧化硫(SO2)、氮氧化物(NOX)等主要污染物排放总量分别下降15%、10%。", ["二氧化硫(SO2)排放总量", "氮氧化物(NOX)排放总量"]), ("建设广州市三级名中医工作室。", ["名中医工作室"]), ("发挥州市两级积极性。", ["州市"]),
        ("原则上将签约服务费的80%用于薪酬。", ["签约服务费"]), ("服务65岁以上失能老年人、残疾人、卧病在床的人员。", ["失能老年人"]), ("从十一个方面明确了措施。", ["方面"]), ("提供1.03亿项次服务。", ["服务"]),
    ],
)  # fmt: skip
def test_who_or_what_a_number_is_of_stands_beside_it(text, heads):
    assert policylab.extract_targets(text, period_start=2026, period_end=2030)["indicator"].tolist() == heads


@pytest.mark.parametrize(("text", "comparator"), [("各县至少办1所早教中心。", "ge"), ("每个乡镇至少建2个养老院。", "ge"), ("每村至少配1名医生。", "ge"), ("各县办1所早教中心。", "eq"), ("至少有3名全科医生。", "ge")])
def test_a_bound_stands_before_a_verb_of_one_character(text, comparator):
    assert policylab.extract_targets(text)["comparator"].tolist() == [comparator]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        # what is meant stands in brackets
        ("现有经营主体(企业、合作社、个人)126家。", ["经营主体"]), ("普惠园覆盖率(公办园和普惠民办园在园幼儿占总数的比例)达到63%。", ["普惠园覆盖率"]), ("社会消费品零售总额(以下简称社零额)年均增长11%。", ["社会消费品零售总额"]), ("城镇新增就业(包括返乡人员)达到3万人。", ["城镇新增就业"]),
        ("主导产业(指光伏、风电)投资达到30亿元。", ["主导产业(指光伏、风电)投资"]), ("地区生产总值(GDP)达到300亿元。", ["地区生产总值(GDP)"]), ("培育消费强县(市、区)25个。", ["消费强县(市、区)"]), ("建成研发中心(基地)3个。", ["研发中心(基地)"]),
        # whose rank it is
        ("总量达到2万亿元,力争全国排名重回第6位。", ["总量", "总量"]), ("经济总量达到800亿元,全省排名进入前8位。", ["经济总量"] * 2), ("综合实力全省排名上升至第5位。", ["综合实力"]),
    ],
)  # fmt: skip
def test_what_a_name_means_is_no_part_of_it(text, heads):
    assert policylab.extract_targets(text, period_start=2021, period_end=2025)["indicator"].tolist() == heads


@pytest.mark.parametrize(
    ("text", "kind", "head"),
    [
        # a problem is told of what stands, also in a plan
        ("二是渔业规模偏小,占全市生产总值的比重仅为3.2%。", "baseline", "渔业规模占全市生产总值的比重"),
        ("一是渔业产值偏低,占比仅为5%。", "baseline", "渔业产值占比"), ("渔业规模偏小,占全省的比重不足2%。", "baseline", "渔业规模占全省的比重"),
        ("第一,总量偏小,占全省的比重只占3%。", "baseline", "总量占全省的比重"), ("三是技工偏少,占从业人员的比重只有1.5%。", "baseline", "技工占从业人员的比重"),
        ("针对产值偏低问题,新建渔港3座。", "target", "新建渔港"), ("渔业规模偏小,到2025年占比提高到5%。", "target", "渔业规模占比"),
        # the time of the plan is no part of a name
        ("规划期内渔港建设总投资30亿元。", "target", "渔港建设总投资"), ("规划期间新建渔港12座。", "target", "新建渔港"),
        ("本规划期内新增造林20万亩。", "target", "新增造林"), ("“十四五”规划期内全市水利总投资30亿元。", "target", "全市水利总投资"),
        ("规划期末森林覆盖率达到45%。", "target", "森林覆盖率"),
        # who does something
        ("应用工业软件的企业占比达到60%。", "target", "应用工业软件的企业占比"), ("实施技术改造的企业占比达到60%。", "target", "实施技术改造的企业占比"),
        ("完成清洁生产审核的企业达到50家。", "target", "完成清洁生产审核的企业"), ("推行绿色施工的项目占比不低于90%。", "target", "推行绿色施工的项目占比"),
        ("实施老旧小区的改造100个。", "target", "老旧小区的改造"),
        # 提高…到
        ("提升清洁能源的消费占比到30%。", "target", "清洁能源的消费占比"), ("提高渔民参保率到95%。", "target", "渔民参保率"),
        ("压减散煤比重至5%。", "target", "散煤比重"), ("提高道路亮灯率到60%以上。", "target", "道路亮灯率"),
    ],
)  # fmt: skip
def test_what_a_plan_says_of_its_problems_its_time_and_who_does_what(text, kind, head):
    [row] = policylab.extract_targets(text, period_start=2021, period_end=2025).itertuples()
    assert (row.kind, row.indicator) == (kind, head)


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        # what a figure is compared with is no part of its name, whether a comma stands behind it or not
        ("比2020年能耗强度下降12%。", "能耗强度"), ("较上年用水量降低3%。", "用水量"), ("与上年同期比进出口额增长8%。", "进出口额"), ("较“十三五”交通投资增长35%。", "交通投资"), ("比例达到30%。", "比例"), ("较大事故起数下降10%。", "较大事故起数"),
        ("水泥产量400万吨,与上一个五年比增长38%。", "水泥产量 水泥产量"), ("工业产值100亿元,与去年同期比分别增长8%。", "工业产值 工业产值"), ("水泥、钢材产量分别为40万吨、30万吨,与上年比分别增长8%、7%。", "水泥产量 钢材产量 水泥产量 钢材产量"), ("交通投资860亿元,较“十三五”增长35%。", "交通投资 交通投资"),
        # who must do it is none either, but for a place
        ("研发机构要引进海外人才100名以上。", "海外人才"), ("企事业单位要新建实验室20个。", "新建实验室"), ("各县要建成养老院5所。", "养老院"), ("市财政要安排专项资金500万元。", "专项资金"), ("滨海新区要建成养老院5所。", "滨海新区养老院"),
        ("重要工程投资达到5亿元。", "重要工程投资"), ("机要室面积达到50平方米。", "机要室面积"), ("主要污染物排放量下降5%。", "主要污染物排放量"), ("紧要岗位培训率达到90%。", "紧要岗位培训率"),
        # nor by when, by what unit and with what as its core
        ("污泥处置率应于2025年底前达到90%以上。", "污泥处置率"), ("接种率以乡镇为单位保持在95%以上。", "接种率"), ("原油产量回升并稳定在2亿吨。", "原油产量"), ("以高标准农田为重点发展高效节水灌溉6000万亩。", "高效节水灌溉"), ("完成乡镇合并30个。", "乡镇合并"), ("以服务业为主的园区5个。", "服务业为主的园区"),
        # the year of a grant, and what is set aside for what
        ("给予房租补贴,第一年100%、第二年50%、第三年30%。", "房租补贴 房租补贴 房租补贴"), ("租金补贴标准为第一年每平方米30元、第二年每平方米20元。", "租金补贴标准 租金补贴标准"), ("对新引进企业,第一年奖励80%。", "奖励"), ("第一产业增加值增长4%。", "第一产业增加值"),
        ("高新区财政每年安排1000万元用于引进人才专项资金。", "引进人才专项资金"), ("市财政每年安排2000万元用于支持工业技改。", "工业技改"), ("县财政每年预算安排800万元作为旅游发展资金。", "旅游发展资金"), ("财政收入达到5亿元。", "财政收入"),
        # another place, the same measure
        ("全国铁路货运量增长30%,长三角地区增长10%、汾渭平原增长25%。", "全国铁路货运量 长三角地区铁路货运量 汾渭平原铁路货运量"), ("北京、天津、河北三省市煤炭消费总量下降10%,长三角地区下降5%。", "北京、天津、河北三省市煤炭消费总量 长三角地区煤炭消费总量"), ("入园率达到85%,东部地区达到95%以上,西部地区达到80%以上。", "入园率 东部地区入园率 西部地区入园率"),
        ("全市污水处理率达到95%,丙县达到90%。", "全市污水处理率 丙县污水处理率"), ("工业增加值增长8%,服务业增长7%。", "工业增加值 服务业"), ("污水处理率达到95%,垃圾处理率达到98%。", "污水处理率 垃圾处理率"),
        # of what a bare figure is, where the clause before tells how it went
        ("粮食综合生产能力稳步提升,产量保持在1.3万亿斤以上。", "粮食产量"), ("粮食连年丰收,产量达到500万吨。", "粮食产量"), ("生猪生产恢复,产能达到100万头。", "生猪产能"), ("农药使用量实现零增长,利用率提高到40%。", "农药使用量 农药利用率"), ("项目建成,产量达到5万吨。", "产量"),
        # bounds of what is counted
        ("新增规上工业企业15家以上,产值超亿元工业企业达50家。", "新增规上工业企业 产值 产值超亿元工业企业"), ("规模以上工业企业76家、增加值增长3%。", "规模以上工业企业 规模以上工业增加值"),
        # what companies do
        ("56家企业引进172台机器人。", "企业 机器人"), ("推动10家以上企业嫁接落户。", "企业"), ("3家企业上市,5家企业股改。", "企业 企业"), ("支持10万个合作社和家庭农场建设仓储设施。", "合作社和家庭农场"), ("建设20个企业融资平台。", "企业融资平台"), ("设立5个企业引进人才专项。", "企业引进人才专项"),
        ("70%以上的地级市全面消除重污染天气。", "地级市"), ("90%的县彻底解决饮水问题。", "县"), ("60%的企业全面推行绿色制造。", "企业"), ("85%的镇全面建成数字档案馆。", "镇"), ("打造5个全面振兴示范镇。", "全面振兴示范镇"), ("实施3项基本建设项目。", "基本建设项目"),
        # what the things can do and how well is a measure of theirs, and not what is counted
        ("提升30个乡镇卫生院服务能力。", "乡镇卫生院"), ("提升50家企业技术水平。", "企业"), ("提高12所中学教学水平。", "中学"), ("提升20个疾控中心检测能力。", "疾控中心"), ("提升40个村公共服务能力。", "村"), ("建设5个公共服务中心。", "公共服务中心"), ("制定12项技术标准。", "技术标准"),
        # the sum of several counts is of all of them, and who pays a cost is no part of it
        ("实施农村公路项目12个、桥梁项目3个,总投资12亿元。", "农村公路项目 桥梁项目 总投资"), ("实施产业项目19个,总投资50亿元。", "产业项目 产业项目总投资"), ("租房费用由区财政补助50%。", "租房费用"), ("补贴期限视工作年限而定,最长5年。", "补贴期限"),
        # the mark of a note, what the things have come to, and what is done for them
        ("新开发“双协员”[21]305个。", "双协员"), ("“四上”企业[7]达到150家,研发投入强度[8]达到2.5%。", "“四上”企业 研发投入强度"), ("推进“三网”[3]建设项目12个。", "“三网”建设项目"),
        ("12条街区焕然一新,20个产业园初具规模,30家科创平台初见成效。", "街区 产业园 科创平台"), ("15个示范村面貌一新。", "示范村"), ("120名医护人员驰援外地。", "医护人员"), ("确保3000名毕业生留得住。", "毕业生"), ("在补短板上下功夫,推动8个乡镇卫生院用得上设备。", "乡镇卫生院"),
        ("确保120户脱贫户稳得住。", "脱贫户"), ("建设3个易地扶贫搬迁安置点。", "易地扶贫搬迁安置点"), ("1200户群众易地扶贫搬迁。", "群众"), ("80%的村脱贫。", "村"),
        # what is given, and what is paid
        ("对重新认定的高企予以一次性奖励6万元。", "一次性奖励"), ("对入库企业予以奖励3万元。", "奖励"), ("给予配套奖励,每个企业最高不超过20万元。", "配套奖励"), ("纳税过千万元总部企业11家。", "纳税 纳税过千万元总部企业"), ("培育纳税超亿元企业3家。", "纳税 纳税超亿元企业"), ("实现纳税3亿元。", "纳税"),
        # where it is done and for whom
        ("在甲县建设苗木基地1万亩。", "苗木基地"), ("在城区主要路段安装路灯1200盏。", "路灯"), ("在高新区、经开区布局孵化器8家。", "孵化器"), ("在建高速公路500公里,在岗职工5000人。", "在建高速公路 在岗职工"), ("在园区建设用地100亩。", "在园区建设用地"),
        ("为全县1200户困难家庭发放救助金。", "困难家庭"), ("给全区5000名学生提供免费午餐。", "学生"), ("为全市3万名老年人免费体检。", "老年人"), ("向阳区8条道路改造。", "向阳区道路"), ("为全镇8000名群众接种疫苗。", "群众"),
        # what is done with it
        ("完成铁西路、商都路等15条道路大修改造。", "道路"), ("实施5座桥梁大中修工程。", "桥梁"), ("提质改造农村公路300公里。", "农村公路"), ("提质改造工程12个。", "提质改造工程"), ("300种野生动物种群数量稳中有升。", "野生动物种群数量"), ("围绕装备制造、油田服务3大基地发力。", "基地"),
        # all that there is of what was told
        ("新增运营里程30公里,总里程达909公里。", "新增运营里程 运营总里程"), ("新增专利300件、商标500件,总数分别达到2000件和3000件。", "新增专利 商标 专利总数 商标总数"), ("进出口增长8%,总额突破9亿元。", "进出口 进出口总额"), ("新增开放公园5个,增开航线3条。", "新增开放公园 航线"),
        # the same measure in towns of another sort
        ("城市污水处理率达到95%,县城达到90%,建制镇达到60%。", "城市污水处理率 县城污水处理率 建制镇污水处理率"), ("城市社区养老设施覆盖率达到100%,农村达到60%。", "城市社区养老设施覆盖率 农村社区养老设施覆盖率"), ("农村自来水普及率达到90%,东部地区达到95%。", "农村自来水普及率 东部地区农村自来水普及率"), ("养殖场粪污设施配套率达到95%,大型养殖场提前一年达到100%。", "养殖场粪污设施配套率 大型养殖场粪污设施配套率"),
        # groups of people, and what is not done
        ("形成6个工作推进组、4个项目落地组。", "工作推进组 项目落地组"), ("建设组团3个。", "组团"), ("初步实现省内主要城市3小时到达全国主要城市。", "省内主要城市"), ("30万千瓦及以上机组原则上不予淘汰。", "机组"), ("规划建设10个千亩湿地公园、3条百公里绿道。", "湿地公园 湿地公园 绿道 绿道"),
    ],
)  # fmt: skip
def test_who_when_and_compared_with_what_is_no_part_of_a_name(text, heads):
    assert [head for head, _, _ in read(text, period_start=2021, period_end=2025)] == heads.split()


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("先后出台惠渔政策38条。", ["惠渔政策"]), ("先后建成渔港3座。", ["渔港"]), ("相继建成渔港3座。", ["渔港"]), ("消除危房1200户。", ["危房"]), ("隐患消除率达98%。", ["隐患消除率"]),
        ("建成高标准渔场25万亩,总面积达到310万亩。", ["高标准渔场", "高标准渔场总面积"]), ("新开通渔港公路16条,总里程420公里。", ["渔港公路", "渔港公路总里程"]),
        # what it is a share of, or so many times, is no part of the name
        ("审批时限压缩至法定时限的28%。", ["审批时限"]), ("办理时间压减到法定时限的三分之一。", ["办理时间"]), ("用电成本降低到沿海地区的70%。", ["用电成本"]), ("捕捞量恢复到2019年的98%。", ["捕捞量"]),
        ("低保标准达到全国平均水平的1.2倍。", ["低保标准"]), ("劳动生产率为全国平均水平的1.5倍。", ["劳动生产率"]),
    ],
)  # fmt: skip
def test_how_it_was_done_and_what_it_is_measured_by_are_no_part_of_the_name(text, heads):
    assert [row[0] for row in read(text)] == heads
