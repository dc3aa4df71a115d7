"""Universal statements without a numeral: where the words stand, and what they are said of."""

import pytest

from policylab.targets._coverage import read_coverage
from policylab.targets._lexing import lex


def found(text):
    return [(text[start:end], name) for start, end, name in read_coverage(lex(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("到2027年,乡镇快递网点全覆盖。", ["乡镇快递网点"]),
        ("高速公路监控视频实现基本全覆盖。", ["高速公路监控视频"]),
        ("城乡社区综合服务设施实现全覆盖,活动阵地不断完善。", ["城乡社区综合服务设施"]),
        ("远程会诊全覆盖、乡镇卫生院全覆盖。", ["远程会诊", "乡镇卫生院"]),
        ("水库监测、河道监测实现全域覆盖。", ["水库监测", "河道监测"]),
        ("推动远程诊疗、家庭医生签约服务全覆盖。", ["远程诊疗、家庭医生签约服务"]),  # of two kinds, nobody can tell where they part
        ("推进校园安全,逐步实现全覆盖。", ["校园安全"]),
    ],
)
def test_full_coverage_is_said_of_the_noun_before_it(text, names):
    assert [name for _, name in found(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("农村垃圾分类实现行政村全覆盖。", "农村垃圾分类"), ("医保经办服务实现镇街全覆盖。", "医保经办服务"),
        ("社区矫正中心县级全覆盖。", "社区矫正中心"), ("公共体育设施实现四级全覆盖。", "公共体育设施"),
        ("文化场馆实现市、县、乡三级全覆盖。", "文化场馆"), ("建设社区矫正中心,实现县级全覆盖。", "社区矫正中心"),
    ],
)  # fmt: skip
def test_the_places_that_are_covered_are_no_part_of_the_name(text, name):
    assert found(text) == [("全覆盖", name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("对重点企业实行监督检查全覆盖。", "监督检查"), ("对在册车辆开展尾气检测全覆盖。", "尾气检测"),
        ("我市率先实现农机保险全覆盖。", "农机保险"), ("开展重点行业企业体检全覆盖。", "重点行业企业体检"),
        ("各县已实现村医培训全覆盖。", "村医培训"),
    ],
)  # fmt: skip
def test_what_is_done_everywhere_stands_behind_its_verb(text, name):
    assert found(text) == [("全覆盖", name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建成全覆盖的城市感知网络。", "城市感知网络"), ("构建全覆盖、多层次的社会保障体系。", "社会保障体系"),
        ("形成全覆盖、可持续的托育体系。", "托育体系"), ("打造全覆盖的5G专网。", "5G专网"), ("完善全覆盖的预警平台。", "预警平台"),
    ],
)  # fmt: skip
def test_an_attribute_describes_the_noun_behind_it(text, name):
    assert found(text) == [("全覆盖", name)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("所有县区均建成疾控中心。", [("所有", "县区")]), ("全市所有乡镇都设立便民服务站。", [("所有", "全市乡镇")]),
        ("贫困县全部摘帽。", [("全部", "贫困县")]), ("全部规上企业完成评估。", [("全部", "规上企业")]),
        ("社区养老服务覆盖全部街道。", [("全部", "社区养老服务")]), ("千兆光网通达全部乡镇。", [("全部", "千兆光网")]), ("医保报销惠及全部参保人员。", [("全部", "医保报销")]), ("实现所有行政村的光纤接入。", [("所有", "行政村的光纤")]),
        ("除高山地区外,自然村全部通硬化路。", [("全部", "自然村")]), ("贫困村已如期全部出列。", [("全部", "贫困村")]), ("村级债务将全部化解。", [("全部", "村级债务")]), ("所有权证书全部发放到户。", [("全部", "所有权证书")]),
    ],
)  # fmt: skip
def test_all_and_every(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("所有中小学校全部配备专职校医。", "中小学校"), ("县城以上城市所有污水处理厂全部提标。", "污水处理厂"),
        ("全省所有矿山全部安装监测设备。", "全省矿山"), ("所有公厕全部免费开放。", "公厕"), ("所有村组全部通自来水。", "村组"),
        ("所有具备条件的自然村全部通水泥路。", "自然村"), ("所有达到标准的企业均纳入监测。", "达到标准的企业"),
    ],
)  # fmt: skip
def test_what_is_said_twice_of_one_thing_is_one_statement(text, name):
    assert found(text) == [("所有", name)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("551万贫困人口全部脱贫、52个贫困县全部摘帽。", ["贫困人口", "贫困县"]), ("全市1200个村全部通上宽带。", ["村"]),
        ("村卫生室全部达标、乡镇卫生院全部标准化。", ["村卫生室", "乡镇卫生院"]), ("86座病险水库全部除险加固。", ["病险水库"]),
        ("0.4kV线路全部改造完成。", ["0.4kV线路"]), ("2.4GHz频段全部覆盖。", ["2.4GHz频段"]), ("1.5T磁共振全部配备。", ["1.5T磁共振"]),
        ("1.5G网络全部开通。", ["5G网络"]), ("35千伏线路全部改造。", ["35千伏线路"]), ("2公里道路全部改造。", ["2公里道路"]),
        ("10kV及以上线路全部改造。", ["10kV及以上线路"]), ("1.2万户农户全部搬迁。", ["农户"]),
        ("3.2万户危房全部改造。", ["危房"]), ("城区5G网络全部开通。", ["城区5G网络"]), ("3A级景区全部免费开放。", ["3A级景区"]),
        ("18条4A级景区道路全部硬化。", ["4A级景区道路"]), ("11家4S店项目全部建成。", ["4S店项目"]), ("G15高速公路全部通车。", ["G15高速公路"]),
    ],
)  # fmt: skip
def test_a_number_and_what_was_said_before_are_no_part_of_the_name(text, names):
    assert [name for _, name in found(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "推进“一网全覆盖”改革。", '"一网全覆盖"改革启动。', "实施农村供水全覆盖工程。", "覆盖率达到80%。", "安全部门负责。",
        "不是所有项目都能获批。", "并非所有地区均适用。", "未全部完成整改。", "没有全部建成。", "非所有企业均可申请。", "土地所有权均已登记。",
        "民间投资占全部投资比重达到60%。", "小微企业贷款占全部贷款的四成。", "年内退出的企业5户、占所有企业的2%。", "女职工占全部职工的一半。", "绿色债券占全部债券比例提高。", "协会已履行全部协定。", "企业已支付全部货款。", "全体股东已缴清全部股款。", "把环保要求贯穿建设全部过程。", "监理单位参与施工全部环节。", "同一机构全部基金持有一家公司的股票不得超过15%。",
        "健全统一领导、全面覆盖、权威高效的监督体系。", "坚持上下联动、全员覆盖、分级负责。", "将所有资金用于民生。", "全部的收入。", "全部建成投用。",
    ],
)  # fmt: skip
def test_names_slogans_and_what_is_denied_say_nothing_of_all(text):
    assert found(text) == []


def test_where_the_indicator_stands_with_the_number_before_it_is_left_to_the_reader_of_statements():
    assert read_coverage(lex("社区达到200个,2025年力争实现全覆盖。")) == [(18, 21, "")]
