"""Kinds of sentences, each in several wordings: every field of what they state, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import policylab

PLAN = "某市“十四五”某业发展规划\n(2021—2025年)\n"
REPORT = "2023年某市政府工作报告\n一、2022年工作回顾\n"
TASKS = PLAN + "二、重点任务\n"
# indicator; value; unit; comparator; measure; kind; year; base year; modality; * for any, - for none, | for either
CASES = [
    # 名 before a word that begins with 人
    (TASKS + "引进500名人才。", ["人才;500;名;eq;level;target;2025;-"]),
    (TASKS + "到2025年,引进1000名人才。", ["人才;1000;名;eq;level;target;2025;-"]),
    (TASKS + "培养200名人员。", ["人员;200;名;eq;*;target;2025;-"]),
    (TASKS + "选派300名人大代表、50名人民调解员。", ["人大代表;300;名;eq;*;target;2025;-", "人民调解员;50;名;eq;*;target;2025;-"]),
    (TASKS + "培训2000名人工智能工程师。", ["人工智能工程师;2000;名;eq;*;target;2025;-"]),
    (TASKS + "到2024年,新聘80名人民陪审员。", ["人民陪审员;80;名;eq;*;target;2024;-"]),
    (TASKS + "选育60名人文社科领军学者。", ["人文社科领军学者;60;名;eq;*;target;2025;-"]),
    (TASKS + "三年内招录150名人民警察,培养1.2万名人力资源管理师。", ["人民警察;150;名;eq;*;target;*;-", "人力资源管理师;12000;名;eq;*;target;*;-"]),
    (TASKS + "遴选表彰20名人民满意的公务员。", ["*;20;名;eq;*;target;2025;-"]),
    # names that hold a comparator
    (TASKS + "“最多跑一次”事项占比100%。", ["“最多跑一次”事项占比;100;%;eq;level;target;2025;-"]),
    (TASKS + "“最多跑一次”改革事项达到500项。", ["“最多跑一次”改革事项;500;项;eq;level;target;2025;-"]),
    (TASKS + "政务服务“最多跑一次”办件量占比达98%。", ["政务服务“最多跑一次”办件量占比;98;%;eq;level;target;2025;-"]),
    (TASKS + "到2025年,最多跑一次事项比例达到95%。", ["最多跑一次事项比例;95;%;eq;level;target;2025;-"]),
    (TASKS + "“只跑一次”“最多跑一次”事项比例达到99%以上。", ["*;99;%;ge;level;target;2025;-"]),
    (TASKS + "“至少一技”培训人数达到3万人。", ["“至少一技”培训人数;30000;人;eq;level;target;2025;-"]),
    (TASKS + "“不超过一小时”通勤圈人口覆盖率达到80%。", ["*;80;%;eq;level;target;2025;-"]),
    (TASKS + "推行“最多报一次”,事项占比达到60%。", ["*;60;%;eq;level;target;2025;-"]),
    (TASKS + "企业开办“至多跑一趟”事项比例为90%。", ["*;90;%;eq;level;target;2025;-"]),
    (TASKS + "最多跑一趟服务网点达到200个。", ["最多跑一趟服务网点;200;个;eq;level;target;2025;-"]),
    (TASKS + "“最低碳”示范园区达到12个。", ["*;12;个;eq;level;target;2025;-"]),
    (TASKS + "单位能耗最多不超过0.3吨标准煤。", ["*;0.3;吨标准煤;le;level;target;2025;-"]),
    # 比上年 in a review
    (REPORT + "市场主体108.6万户,比上年净增9.7万户。", [
        "市场主体;1086000;户;eq;level;baseline;2022;-",
        "市场主体;97000;户;eq;increase;baseline;2022;2021",
    ]),
    (REPORT + "PM2.5平均浓度较上年下降3微克/立方米。", ["PM2.5平均浓度;3;微克/立方米;eq;decrease;baseline;2022;2021"]),
    (REPORT + "一般公共预算收入比去年增加12亿元。", ["一般公共预算收入;1200000000;元;eq;increase;baseline;2022;2021"]),
    (REPORT + "出口额是上年的1.1倍。", ["出口额;1.1;倍;eq;multiple;baseline;2022;2021"]),
    (REPORT + "城镇化率比上年提高0.8个百分点。", ["城镇化率;0.8;个百分点;eq;increase;baseline;2022;2021"]),
    (REPORT + "截至2022年底,有效发明专利较上年增加2100件。", ["有效发明专利;2100;件;eq;increase;baseline;2022;2021"]),
    (REPORT + "与上年相比,游客增加40万人次。", ["游客;400000;人次;eq;increase;baseline;2022;2021"]),
    (REPORT + "高新技术企业较去年净增120家。", ["高新技术企业;120;家;eq;increase;baseline;2022;2021"]),
    (REPORT + "去年,粮食产量比前年增加3万吨。", ["粮食产量;30000;吨;eq;increase;baseline;2022;2021"]),
    (REPORT + "二、2023年工作安排\n粮食产量比上年增加2万吨。", ["粮食产量;20000;吨;eq;increase;target;2023;2022"]),
    (REPORT + "二、2023年工作安排\n今年,绿地率比去年提高1个百分点。", ["绿地率;1;个百分点;eq;increase;target;2023;2022"]),
    # points that only the last number names
    (TASKS + "2025年森林覆盖率、湿地保护率分别比2020年提高1.5个和2个百分点。", [
        "森林覆盖率;1.5;个百分点;eq;increase;target;2025;2020",
        "湿地保护率;2;个百分点;eq;increase;target;2025;2020",
    ]),
    (TASKS + "到2025年,入园率和巩固率分别提高3个、1.5个百分点。", [
        "入园率;3;个百分点;eq;increase;target;2025;-",
        "巩固率;1.5;个百分点;eq;increase;target;2025;-",
    ]),
    (TASKS + "城镇化率、绿地率分别提高5个和0.5个百分点。", [
        "城镇化率;5;个百分点;eq;increase;target;2025;-",
        "绿地率;0.5;个百分点;eq;increase;target;2025;-",
    ]),
    (TASKS + "失业率、漏损率分别下降2个、0.5个百分点以上。", [
        "失业率;2;个百分点;ge;decrease;target;2025;-",
        "漏损率;0.5;个百分点;ge;decrease;target;2025;-",
    ]),
    (TASKS + "入学率、升学率、就业率分别提高1个、2个和3个百分点。", [
        "入学率;1;个百分点;eq;increase;target;2025;-",
        "升学率;2;个百分点;eq;increase;target;2025;-",
        "就业率;3;个百分点;eq;increase;target;2025;-",
    ]),
    (TASKS + "服务业增加值占比和工业增加值占比分别提高2.5个及1个百分点。", [
        "服务业增加值占比;2.5;个百分点;eq;increase;target;2025;-",
        "工业增加值占比;1;个百分点;eq;increase;target;2025;-",
    ]),
    (TASKS + "参保率和签约率分别提高约2个、4个百分点。", [
        "参保率;2;个百分点;approx;increase;target;2025;-",
        "签约率;4;个百分点;*;increase;target;2025;-",
    ]),
    # what a revised target was
    (PLAN + "一、目标调整\n" + "到2025年,建成5G基站由2万个调整为2.5万个,数字经济核心产业增加值目标由1000亿元下调至900亿元。", [
        "5G基站;20000;个;eq;level;target;2025;-;原定",
        "5G基站;25000;个;eq;level;target;2025;-",
        "数字经济核心产业增加值;100000000000;元;eq;level;target;2025;-;原定",
        "数字经济核心产业增加值;90000000000;元;eq;level;target;2025;-",
    ]),
    ("某市规划修订\n" + "将2020年5G基站建设目标由5000个提高到8000个。", [
        "5G基站;5000;个;eq;level;target;2020;-;原定",
        "5G基站;8000;个;eq;level;target;2020;-",
    ]),
    (TASKS + "森林覆盖率目标由40%调整为38%。", ["森林覆盖率;40;%;eq;level;target;2025;-;原定", "森林覆盖率;38;%;eq;level;target;2025;-"]),
    (REPORT + "原定增长8%的地区生产总值目标没有实现,实际增长2.3%。", [
        "地区生产总值;8;%;eq;increase;target;2022;-;原定",
        "地区生产总值;2.3;%;eq;increase;baseline;2022;-",
    ]),
    (REPORT + "地区生产总值增长0.8%,未完成6.5%的年度目标。", [
        "地区生产总值;0.8;%;eq;increase;baseline;2022;-",
        "地区生产总值;6.5;%;eq;*;target;2022;-;*",
    ]),
    (TASKS + "原定2023年研发投入强度2.5%的目标,调整为2.3%。", [
        "研发投入强度;2.5;%;eq;level;target;2023;-;原定",
        "研发投入强度;2.3;%;eq;level;target;2023;-",
    ]),
    (TASKS + "到2025年,公租房建设任务从3万套调减为2万套。", [
        "公租房;30000;套;eq;level;target;2025;-;原定",
        "公租房;20000;套;eq;level;target;2025;-",
    ]),
    (TASKS + "湿地保护率目标值由50%上调到55%。", ["湿地保护率;50;%;eq;level;target;2025;-;原定", "湿地保护率;55;%;eq;level;target;2025;-"]),
    (TASKS + "2024年,充电桩建设目标由1.2万个上调为2万个。", [
        "充电桩;12000;个;eq;level;target;2024;-;原定",
        "充电桩;20000;个;eq;level;target;2024;-",
    ]),
    (TASKS + "数据中心机架由6万架修订为8万架。", [
        "数据中心机架;60000;架;eq;level;target;2025;-;原定",
        "数据中心机架;80000;架;eq;level;target;2025;-",
    ]),
    (REPORT + "城镇新增就业未达到5万人的目标。", ["城镇新增就业;50000;人;eq;*;target;2022;-;*"]),
    (TASKS + "森林覆盖率由40%提高到42%。", ["森林覆盖率;40;%;eq;level;baseline;*;-", "森林覆盖率;42;%;eq;level;target;2025;-"]),
    (TASKS + "将最低工资标准由1800元调整为2000元。", ["*;1800;元;eq;level;baseline;*;-", "*;2000;元;eq;level;*;*;-"]),
    # years that the sentence gives later
    (TASKS + "新建学校20所,2024年建成投用。", ["新建学校;20;所;eq;*;target;2024;-"]),
    (TASKS + "绕城高速全长86公里,2023年全线通车。", ["*;86;公里;eq;*;target;2023;-"]),
    (TASKS + "污水处理厂日处理能力15万吨,2023年6月建成。", ["*;150000;*;eq;*;target;2023;-"]),
    (TASKS + "客运枢纽总投资210亿元,2024年建成通车。", ["*;21000000000;元;eq;*;target;2024;-"]),
    (TASKS + "2021—2023年,每年新增公租房3000套;2024年起每年新增2000套。", [
        "*;3000;套;eq;*;target;2023;-",
        "*;2000;套;eq;*;target;2025;-",
    ]),
    (TASKS + "到2022年新建学校10所,2023年起每年新建5所。", ["新建学校;10;所;eq;*;target;2022;-", "新建学校;5;所;eq;*;target;2025|-;-"]),
    (TASKS + "2022年和2023年各建设20个示范村。", ["示范村;20;个;eq;*;target;2022;-", "示范村;20;个;eq;*;target;2023;-"]),
    (TASKS + "2022—2025年每年分别建设20个、30个、40个、50个示范村。", [
        "示范村;20;个;eq;*;target;2022;-",
        "示范村;30;个;eq;*;target;2023;-",
        "示范村;40;个;eq;*;target;2024;-",
        "示范村;50;个;eq;*;target;2025;-",
    ]),
    (TASKS + "扩建体育馆3座,力争2023年底投入使用。", ["体育馆;3;座;eq;*;target;2023;-"]),
    (TASKS + "新增泊位6个,2024年上半年投产。", ["新增泊位;6;个;eq;*;target;2024;-"]),
    (TASKS + "改造管网120公里,2023年完工。", ["管网;120;公里;eq;*;target;2023;-"]),
    (TASKS + "建设公租房5000套,2022年10月前交付。", ["公租房;5000;套;eq;*;target;2022;-"]),
    (TASKS + "新建学校20所,2024年建成医院3家。", ["新建学校;20;所;eq;*;target;2025;-", "医院;3;家;eq;*;target;2024;-"]),
    (TASKS + "2023年、2024年各改造老旧小区50个。", ["老旧小区;50;个;eq;*;target;2023;-", "老旧小区;50;个;eq;*;target;2024;-"]),
    (TASKS + "2022年至2024年,每年分别培训教师100名、150名、200名。", [
        "教师;100;名;eq;*;target;2022;-",
        "教师;150;名;eq;*;target;2023;-",
        "教师;200;名;eq;*;target;2024;-",
    ]),
    (TASKS + "2022年起,每年培训农民1万人次。", ["农民;10000;人次;eq;*;target;2025;-"]),
    (TASKS + "2022年、2023年分别建成公园3座、4座。", ["公园;3;座;eq;*;target;2022;-", "公园;4;座;eq;*;target;2023;-"]),
    # lists and clauses that were lost
    (TASKS + "培育百家龙头企业、千家示范社、万名新农民。", [
        "龙头企业;100;家;*;*;target;2025;-",
        "示范社;1000;家;*;*;target;2025;-",
        "新农民;10000;名;*;*;target;2025;-",
    ]),
    (TASKS + "打造百家龙头、千家合作社、万名高素质农民。", [
        "*;100;家;*;*;target;2025;-",
        "合作社;1000;家;*;*;target;2025;-",
        "高素质农民;10000;名;*;*;target;2025;-",
    ]),
    (PLAN + "一、发展基础\n贫困发生率由2015年底的8.6%降至2020年底的0。", [
        "贫困发生率;8.6;%;eq;level;baseline;2015;-",
        "贫困发生率;0;*;eq;level;baseline|target;2020;-",
    ]),
    (TASKS + "因灾死亡人数降到0。", ["*;0;*;eq;level;target;2025;-"]),
    (TASKS + "实现市域1小时、省会3小时通达。", ["市域通达;1;小时;eq;level;target;2025;-", "省会通达;3;小时;*;*;target;2025;-"]),
    (TASKS + "城市轨道1小时通达。", ["*;1;小时;*;*;target;2025;-"]),
    (TASKS + "实现出门300米见绿、500米见园。", ["出门见绿|出门见园;300;米;*;*;target;2025;-", "出门见园;500;米;*;*;target;2025;-"]),
    (TASKS + "社区服务15分钟可达。", ["*;15;分钟;*;*;target;2025;-"]),
    (TASKS + "暂缓缴费的企业可延期3个月缴纳。", ["*;3;个月;*;*;instrument;*;-"]),
    (TASKS + "县城到中心城区90分钟可达。", ["*;90;分钟;*;*;target;2025;-"]),
    (TASKS + "全域2小时直达省会。", ["*;2;小时;*;*;target;2025;-"]),
    # units and ratios
    (TASKS + "建成储能50万千瓦/100万千瓦时。", ["储能;500000;千瓦;eq;*;target;2025;-", "储能;1000000;千瓦时;eq;*;target;2025;-"]),
    (TASKS + "建设15兆瓦/30兆瓦时储能电站2座。", [
        "储能电站;15;兆瓦;eq;*;target;2025;-",
        "储能电站;30;兆瓦时;eq;*;target;2025;-",
        "储能电站;2;座;eq;*;target;2025;-",
    ]),
    (TASKS + "新型储能装机达到200MW/400MWh。", ["新型储能装机;200;MW;eq;*;target;2025;-", "新型储能装机;400;MWh;eq;*;target;2025;-"]),
    (TASKS + "PM2.5浓度不高于30微克每立方米。", ["PM2.5浓度;30;微克每立方米|微克/立方米;le;level;target;2025;-"]),
    (TASKS + "万元工业增加值用水量降至40立方米每万元。", ["*;40;立方米每万元|立方米/万元;eq;level;target;2025;-"]),
    (TASKS + "人口密度控制在1万人每平方公里以内。", ["人口密度;10000;人每平方公里|人/平方公里;le;level;target;2025;-"]),
    (TASKS + "公交平均时速达到25公里每小时。", ["*;25;公里每小时|公里/小时;eq;level;target;2025;-"]),
    (TASKS + "城乡居民收入比由2.12缩小到2.07。", ["城乡居民收入比;2.12;;eq;level;baseline;*;-", "城乡居民收入比;2.07;;eq;level;target;2025;-"]),
    (TASKS + "存贷比由0.71提高到0.75。", ["存贷比;0.71;;eq;level;baseline;*;-", "存贷比;0.75;;eq;level;target;2025;-"]),
    (TASKS + "生师比由18.5降到16。", ["生师比;18.5;;eq;level;baseline;*;-", "生师比;16;;eq;level;target;2025;-"]),
    (TASKS + "床护比从1.5提高至1.8。", ["床护比;1.5;;eq;level;baseline;*;-", "床护比;1.8;;eq;level;target;2025;-"]),
    (TASKS + "城乡居民收入比缩小到2.1以内。", ["城乡居民收入比;2.1;;le;level;target;2025;-"]),
    (TASKS + "万元产值电耗降至800千瓦时每吨。", ["*;800;千瓦时每吨|千瓦时/吨;eq;level;target;2025;-"]),
    (TASKS + "新建学校20所;新建医院3家,2024年建成。", ["新建学校;20;所;eq;*;target;2025;-", "新建医院;3;家;eq;*;target;2024;-"]),
    (TASKS + "新建水厂2座(2023年建成),改造泵站5座。", ["新建水厂;2;座;eq;*;target;2023;-", "泵站;5;座;eq;*;target;*;-"]),
    (TASKS + "绕城高速86公里,2015年建成通车。", ["*;86;公里;eq;*;*;2025|2015|-;-"]),
    (TASKS + "2022年新建学校2所,2023年起每年培训教师300名。", ["新建学校;2;所;eq;*;target;2022;-", "教师;300;名;eq;*;target;2025|-;-"]),
    (TASKS + "2022年和2025年入园率分别达到90%和95%。", ["入园率;90;%;eq;*;target;2022;-", "入园率;95;%;eq;*;target;2025;-"]),
    (TASKS + "2022年、2023年各新建公园5个、停车场8处。", [
        "新建公园;5;个;eq;*;target;2022;-",
        "新建公园;5;个;eq;*;target;2023;-",
        "新建停车场|停车场;8;处;eq;*;target;2022;-",
        "新建停车场|停车场;8;处;eq;*;target;2023;-",
    ]),
    (TASKS + "2023—2025年每年分别新增泊位200个、300个和400个。", [
        "新增泊位|泊位;200;个;eq;*;target;2023;-",
        "新增泊位|泊位;300;个;eq;*;target;2024;-",
        "新增泊位|泊位;400;个;eq;*;target;2025;-",
    ]),
    (TASKS + "2023—2025年每年分别遴选10家、12家、15家示范企业。", [
        "示范企业;10;家;eq;*;target;2023;-",
        "示范企业;12;家;eq;*;target;2024;-",
        "示范企业;15;家;eq;*;target;2025;-",
    ]),
    (TASKS + "打造市域1小时通达圈和15分钟生活圈。", []),
    (TASKS + "实施1小时可达工程,推进500米见园的城市建设。", []),
    (TASKS + "实施千村示范、万村整治工程。", []),
    (TASKS + "县级医院30分钟可达,乡镇卫生院15分钟可达。", ["县级医院可达;30;分钟;*;*;target;2025;-", "乡镇卫生院可达;15;分钟;*;*;target;2025;-"]),
    (TASKS + "高铁3小时直达北京。", ["高铁直达北京;3;小时;*;*;target;2025;-"]),
    (TASKS + "扶持百家示范场、千户示范户、万亩示范园。", [
        "示范场;100;家;*;*;target;2025;-",
        "示范户;1000;户;*;*;target;2025;-",
        "示范园;10000;亩;*;*;target;2025;-",
    ]),
    (TASKS + "困难企业可缓缴6个月社会保险费。", ["*;6;个月;*;*;instrument;*;-"]),
    (TASKS + "较大以上事故由2020年的3起降至2025年的0。", ["*;3;起;eq;level;baseline;2020;-", "*;0;*;eq;level;target;2025;-"]),
    (TASKS + "城区60分钟可达周边县城、重点镇90分钟可达机场。", ["城区可达周边县城;60;分钟;*;*;target;2025;-", "重点镇可达机场;90;分钟;*;*;target;2025;-"]),
    (TASKS + "消防站5分钟可达覆盖率达到90%。", ["*;90;%;eq;level;target;2025;-"]),
    (TASKS + "争创百家诚信企业、千家文明商户、万户和谐家庭。", [
        "诚信企业;100;家;*;*;target;2025;-",
        "文明商户;1000;家;*;*;target;2025;-",
        "和谐家庭;10000;户;*;*;target;2025;-",
    ]),
    (TASKS + "“最多跑一次”实现率、“一网通办”率分别达到98%和95%。", [
        "“最多跑一次”实现率;98;%;eq;level;target;2025;-",
        "“一网通办”率;95;%;eq;level;target;2025;-",
    ]),
    (REPORT + "二、2023年工作安排\n今年新增就业6000人,比上年多500人。", [
        "新增就业;6000;人;eq;*;target;2023;-",
        "新增就业;500;人;eq;increase;target;2023;2022",
    ]),
    (REPORT + "全市粮食总产42万吨,比上年增产1.5万吨。", [
        "*;420000;吨;eq;level;baseline;2022;-",
        "*;15000;吨;eq;increase;baseline;2022;2021",
    ]),
    (REPORT + "贫困户由上年的50户减少到12户。", ["贫困户;50;户;eq;level;baseline;2021;-", "贫困户;12;户;eq;level;baseline;2022;-"]),
    (TASKS + "出生缺陷发生率和婴儿死亡率分别下降1个和0.5个千分点。", [
        "出生缺陷发生率;1;个千分点;eq;decrease;target;2025;-",
        "婴儿死亡率;0.5;个千分点;eq;decrease;target;2025;-",
    ]),
    (REPORT + "固定资产投资未能实现增长10%的年初目标,仅增长4%。", [
        "固定资产投资;10;%;eq;increase;target;2022;-",
        "固定资产投资;4;%;eq;increase;baseline;2022;-",
    ]),
    (TASKS + "将污水处理率规划目标由92%提高至95%以上。", ["污水处理率;92;%;eq;level;target;2025;-;原定", "污水处理率;95;%;ge;level;target;2025;-"]),
    (TASKS + "今后三年每年建设公厕20座。", ["公厕;20;座;eq;level;target;*;-"]),
    (TASKS + "2021年至2023年分别改造农房100户、200户、300户。", [
        "农房;100;户;eq;*;target;2021;-",
        "农房;200;户;eq;*;target;2022;-",
        "农房;300;户;eq;*;target;2023;-",
    ]),
    (REPORT + "城乡收入比由上年的2.2缩小到2.15。", ["城乡收入比;2.2;;eq;level;baseline;2021;-", "城乡收入比;2.15;;eq;level;baseline;2022;-"]),
    (TASKS + "储能规模达到100兆瓦/200兆瓦时。", ["储能规模;100;兆瓦;eq;level;target;2025;-", "储能规模;200;兆瓦时;eq;level;target;2025;-"]),
]  # fmt: skip


def _cell(value: object) -> str:
    return "-" if value is None or pd.isna(value) else str(value)


def _is(row, expected: str) -> bool:
    has = (
        row.indicator or "", f"{row.value.normalize():f}", "" if pd.isna(row.unit) else row.unit, row.comparator,
        row.measure, row.kind, _cell(row.year), _cell(row.base_year), _cell(row.modality),
    )  # fmt: skip
    return all(want == "*" or one in want.split("|") for one, want in zip(has, expected.split(";"), strict=False))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_every_field_of_what_a_sentence_states(text, expected):
    found = list(policylab.extract_targets(policylab.Corpus.from_texts({"x": text})).itertuples())
    assert len(found) == len(expected)
    for one in expected:
        match = next((row for row in found if _is(row, one)), None)
        assert match is not None, (one, found)
        found.remove(match)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("新建博物馆2座,分别于2023年和2024年开馆。", True), ("建设高标准农田10万亩,2023年度建设任务。", True),
        ("新增床位500张,列入2022年民生实事。", True), ("改造泵站3座,2023年启动前期。", True),
        ("扩建码头1个,2024年主体结构封顶。", True), ("新建学校20所,2024年新建医院3家。", False),
        ("新建学校20所;2024年启动医院建设。", False),
    ],
)  # fmt: skip
def test_a_year_behind_a_number_that_is_not_read_is_a_doubt(text, doubted):
    ledger = policylab.extract_targets(policylab.Corpus.from_texts({"x": TASKS + text}))
    assert (ledger["doubt"].iloc[0] == "year by default") == doubted
