"""Characters that stand for others, raised numbers, quotes: read as a reader of the page reads them."""

import pytest

from policylab import clean_text, read_source
from policylab.errors import PolicylabError
from policylab.text import fold_query


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("加强⽹络安全，⽀持⾦融⻔户和⻓三角⻋联网", "加强网络安全,支持金融门户和长三角车联网"),
        ("⺠营企业⻛险防控，⻘年⻢拉松，⻝品⻚岩⽓", "民营企业风险防控,青年马拉松,食品页岩气"),
        ("更新不良（羅更理）", "更新不良(罗更理)"),
        ("新建绿地１２㎡，库容３㎥，面积５㎢，装机６㎿，质量７㎏", "新建绿地12m²,库容3m³,面积5km²,装机6MW,质量7kg"),
        ("㈠完善制度；⑵健全机制﹔⒊加强监督﹒", "(一)完善制度;(2)健全机制;3.加强监督."),
        ("指标﹙占比﹚达到５﹪﹐同比提高﹔", "指标(占比)达到5%,同比提高;"),
        ("一、总则\u2028为了发展。\u2029二、目标\x0b到二〇二五年。", "一、总则\n为了发展。\n二、目标\n到二〇二五年。"),
        ("衞生部門敍述規畫，瞭解產業鏈", "卫生部门叙述规划,了解产业链"),
        ("打造“津产发\"平台，建设“数字孪生\"城市。", "打造“津产发”平台,建设“数字孪生”城市。"),
        ("实施\"一网通办”和“一网统管\"。", "实施“一网通办”和“一网统管”。"),
        ("建设\"双千兆\"城市和“三区”", "建设“双千兆”城市和“三区”"),
    ],
)  # fmt: skip
def test_a_character_is_read_as_what_it_stands_for(raw, clean):
    done = clean_text(raw)
    assert done.text == clean
    assert clean_text(clean).text == clean


def test_each_folded_character_knows_its_place():
    clean = clean_text("建设⻔户，绿地３㎢。")
    at = clean.text.index("km²")
    assert [clean.raw[slice(*clean.raw_span(i, i + 1))] for i in (2, at, at + 1, at + 2)] == ["⻔", "㎢", "㎢", "㎢"]


def test_quotes_that_a_straight_one_closed_are_counted_and_an_odd_one_is_told():
    assert clean_text("打造“津产发\"平台。\n建设“三区\"。").warnings == (
        '2 “ were closed by a straight " or the other way round; they were paired',
    )
    clean = clean_text('建设“三区”，"双千兆城市。')
    assert clean.text == '建设“三区”,"双千兆城市。'
    assert clean.warnings == ('unpaired " at 7',)


@pytest.mark.parametrize(
    ("term", "folded"),
    [("區塊鏈", "区块链"), ("５Ｇ", "5G"), (" 数字 经济 ", "数字 经济"), ("⽹络安全", "网络安全"), ("著作权", "著作权"), ("㎡", "m²"), ("ＡＩ＋", "AI+")],
)  # fmt: skip
def test_a_query_is_folded_as_the_texts_are(term, folded):
    assert fold_query(term) == folded == clean_text(term).text


def test_a_query_that_is_no_text_is_refused():
    with pytest.raises(PolicylabError, match="`query` must be a str, got 5"):
        fold_query(5)


@pytest.mark.parametrize(
    ("raw", "clean", "marks"),
    [
        ("储量达到1.2×10⁸吨", "储量达到1.2×10⁸吨", []),
        ("存储容量10⁴TB，密度10⁻³毫克", "存储容量10⁴TB,密度10⁻³毫克", []),
        ("新增绿地1200m²，供水3亿m³，用地5km²", "新增绿地1200m²,供水3亿m³,用地5km²", []),
        ("新建车位200¹件，改造管网81²公里", "新建车位200件,改造管网81公里", ["1", "2"]),
        ("比重达到12.5%³，高于全省⁴。", "比重达到12.5%,高于全省。", ["3", "4"]),
        ("发布标准20①项，其中5②项为国家标准", "发布标准20项,其中5项为国家标准", ["1", "2"]),
        ("总产值达到100[1]亿元，增长8%[2]。", "总产值达到100亿元,增长8%。", ["1", "2"]),
        ("国内生产总值[4500]亿元", "国内生产总值[4500]亿元", []),  # a value in brackets is no mark
        ("文号为某政发[12]号", "文号为某政发[12]号", []),
    ],
)
def test_exponents_stay_and_note_marks_go(raw, clean, marks):
    done = clean_text(raw)
    assert done.text == clean
    assert [note.mark for note in done.notes] == marks
    for note in done.notes:
        assert note.mark in done.raw[note.raw_start : note.raw_end] or note.raw_end - note.raw_start in (1, 3)


def page(body):
    return f'<html><head><meta charset="utf-8"></head><body><div>{body}</div></body></html>'.encode()


TEXT = "<p>某市数字经济发展规划</p><p>一、发展目标</p><p>到2025年，数字经济实现跨越发展，主要指标如下。</p>"
END = "<p>二、保障措施</p><p>加强组织领导，确保规划落实。</p>"


@pytest.mark.parametrize(
    ("markup", "clean"),
    [
        ("总量1.2×10<sup>8</sup>吨以内", "总量1.2×10⁸吨以内"),
        ("绿地3万m<sup>2</sup>以上", "绿地3万m²以上"),
        ("基站8<sup>1</sup>万个以上", "基站8万个以上"),
        ('投资100<a href="#n"><sup>[1]</sup></a>亿元', "投资100亿元"),
        ("二氧化碳（CO<sub>2</sub>）减少", "二氧化碳(CO2)减少"),
        ("基站<del>5</del>7万个<s>以上</s>", "基站7万个"),
        ('基站7万个<span style="display: none">9</span>以上', "基站7万个以上"),
        ("第1<sup>st</sup>名", "第1st名"),
    ],
)
def test_raised_and_struck_text_of_a_web_page(tmp_path, markup, clean):
    path = tmp_path / "plan.html"
    path.write_bytes(page(f"{TEXT}<p>{markup}</p>{END}"))
    assert clean in clean_text(read_source(path)).text.split("\n")


def test_a_stray_byte_is_told_and_may_be_read_over(tmp_path):
    lines = "\n".join(f"{n}.建设智慧城市，推进数字经济发展。" for n in range(30)).encode("gbk")
    at = lines.index("经".encode("gbk"), 400)
    path = tmp_path / "plan.txt"
    path.write_bytes(lines[:at] + b"\xff" + lines[at:])
    line = lines[:at].count(b"\n") + 1
    with pytest.raises(PolicylabError, match=rf"is not valid gb18030 at byte {at} \(line {line}\)\. .*--errors replace"):
        read_source(path)
    source = read_source(path, errors="replace")
    assert source.text.count("\ufffd") == 1
    assert source.warnings[0].startswith(f"is not valid gb18030 at byte {at} (line {line}); read all the same")
    with pytest.raises(PolicylabError, match="`errors` must be 'strict' or 'replace', got 'ignore'"):
        read_source(path, errors="ignore")
