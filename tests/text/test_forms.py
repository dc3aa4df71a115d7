"""One small file of one's own for each awkward form: Word documents, printed pages, lines that are no paragraphs."""

import io
import zipfile
from types import SimpleNamespace

import pytest

from policylab.corpus import read_plan
from policylab.errors import SourceError
from policylab.text import clean_text, read_source
from policylab.text._layout import table_pieces
from policylab.text._pdf_page import Glyph, _placed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# ---- lines

WRAPPED = [
    "一、发展目标", "到2025年，数字经济核心产业增加值占地区生产总值的比重达到12.5%，建成5G基站3.5万个，培育企业300家以上，推进互联互通。",
    "二、重点任务", "加强统筹规划，健全工作机制，强化要素保障，推进公共数据资源开放共享，打造高效便捷的一体化政务服务体系，提升治理水平。",
]  # fmt: skip


@pytest.mark.parametrize("width", [24, 28, 35, 40])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_wrapped_lines_of_any_width_and_indent(width, indent):
    lines = []
    for paragraph in WRAPPED * 3:
        whole = indent + paragraph if len(paragraph) > 12 else paragraph
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
    assert clean_text("\n".join(lines)).text == clean_text("\n".join(WRAPPED * 3)).text


@pytest.mark.parametrize(
    ("raw", "clean", "said"),
    [
        (
            "某 市 规 划\n一 、 发 展 目 标\n到 2 0 2 5 年 ， 建 成 5 G 基 站 1 0 0 0 个 ， 增 长 1 2 . 5 % 。\n二 、 任 务\n推 进 联 网 。",
            "某市规划\n一、发展目标\n到2025年,建成5G基站1000个,增长12.5%。\n二、任务\n推进联网。",
            "spaces between single characters",
        ),
        (
            "到2025年，数字经济核心产业增加值占比达到1\n2.5%，建成基站三万五千个，培育企业三百家以上\n，推进全市医疗机构互联互通。\n二、任务\n"
            "推进检查检验结果互认共享，到二〇二五年电子病历\n普及率达到九成以上。加强组织领导，健全工作机制\n，强化统筹。\n抓好落实。",
            "到2025年,数字经济核心产业增加值占比达到12.5%,建成基站三万五千个,培育企业三百家以上,推进全市医疗机构互联互通。\n二、任务\n"
            "推进检查检验结果互认共享,到二〇二五年电子病历普及率达到九成以上。加强组织领导,健全工作机制,强化统筹。\n抓好落实。",
            "printed lines of one width: 4 line breaks",
        ),
        (
            "　　第一章　发展环境　　“十三五”时期，经济平稳增长，成绩显著。　　第二章　目标　　到二〇二五年，建成数字城市，人民满意。",
            "第一章 发展环境\n“十三五”时期,经济平稳增长,成绩显著。\n第二章 目标\n到二〇二五年,建成数字城市,人民满意。",
            "line breaks were lost: 3",
        ),
        (
            "第一章　总则　　第一条　为了发展数据产业，制定本办法。\n第二条　本市范围内适用本办法。",
            "第一章 总则\n第一条 为了发展数据产业,制定本办法。\n第二条 本市范围内适用本办法。",
            "line breaks were lost: 1",
        ),
    ],
)
def test_lines_that_are_no_paragraphs(raw, clean, said):
    done = clean_text(raw)
    assert done.text == clean
    assert any(said in warning for warning in done.warnings)
    assert clean_text(done.text).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "一、总 则\n为了发展,制定本办法。",
        "某市人民政府  2021年5月1日\n抓好落实。",
        "(一)经济实力稳步提升\n2014年,全市生产总值完成274.4亿元。",
        "(二)投资持续增长\n12.5万户居民受益。",
        "《中共某市委 某市人民政府关于发展的意见》\n推进 数字 经济。",
        "指标  单位  2020年\n基站  万个  3",
        "一是抓项目。\n二是抓投资。\n三是抓创新。\n四是抓改革。\n五是抓开放。\n六是抓民生。\n七是抓安全。",
    ],
)
def test_lines_that_only_look_so_stay(text):
    assert clean_text(text).warnings == ()
    assert clean_text(text).text.count("\n") == text.count("\n")


def test_form_feeds_are_pages(tmp_path):
    (tmp_path / "plan.txt").write_text("一、目标\n到2025年建成。\f二、任务\n抓好落实。\f三、保障\n加强领导。", encoding="utf-8")
    plan = read_plan(tmp_path / "plan.txt")
    assert [plan.page_of(plan.text.index(word)) for word in ("目标", "建成", "任务", "落实", "保障")] == [1, 1, 2, 2, 3]
    assert plan.paragraphs["page"].tolist() == [1, 1, 2, 2, 3, 3]
    (tmp_path / "other.txt").write_text("一、目标\n到2025年建成。", encoding="utf-8")
    assert read_plan(tmp_path / "other.txt").page_of(0) is None


# ---- Word


@pytest.fixture
def word(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()

    def read(**options):
        made = io.BytesIO()
        document.save(made)
        (tmp_path / "plan.docx").write_bytes(made.getvalue())
        return read_source(tmp_path / "plan.docx", **options)

    document.read = read
    return document


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("plan.docm", "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
        ("plan.dotx", "wordprocessingml.document.main", "wordprocessingml.template.main"),
        ("plan.dotm", "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.template.macroEnabledTemplate.main"),
        ("plan.docx", "wordprocessingml.document.main", "wordprocessingml.template.main"),
        ("plan.docx", "http://schemas.openxmlformats.org/wordprocessingml/2006/", "http://purl.oclc.org/ooxml/wordprocessingml/"),
    ],
)  # fmt: skip
def test_a_document_with_macros_a_template_and_one_of_the_strict_form_are_read(word, tmp_path, name, old, new):
    word.add_heading("发展目标", 1)
    word.add_paragraph("建成基站8万个。")
    word.read()
    with zipfile.ZipFile(tmp_path / "plan.docx") as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    if "purl" in new:
        parts = {part: content.replace(b"/officeDocument/2006/", b"/officeDocument/").replace(b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument") for part, content in parts.items()}
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content.replace(old.encode(), new.encode()))
    source = read_source(tmp_path / name)
    assert (source.kind, source.text, source.hints[0].level, source.warnings) == ("docx", "发展目标\n建成基站8万个。", 1, ())


def test_raised_struck_and_hidden_runs(word):
    paragraph = word.add_paragraph("总量1.2×10")
    paragraph.add_run("8").font.superscript = True
    paragraph.add_run("吨，用地30m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("，基站8")
    paragraph.add_run("[1]").font.superscript = True
    paragraph.add_run("万个，二氧化碳CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("以下").font.strike = True
    paragraph.add_run("机密").font.hidden = True
    source = word.read()
    assert source.text == "总量1.2×10⁸吨，用地30m²，基站8⁽¹⁾万个，二氧化碳CO2"
    assert clean_text(source).text == "总量1.2×10⁸吨,用地30m²,基站8万个,二氧化碳CO2"
    assert "1 runs that are struck out were left out" in source.warnings


def test_white_and_tiny_runs_of_a_document_are_left_out(word):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt, RGBColor

    def white(paragraph, text):
        run = paragraph.add_run(text)
        run.font.color.rgb = RGBColor(255, 255, 255)
        return run

    word.styles.add_style("white", 1).font.color.rgb = RGBColor(255, 255, 255)
    word.styles.add_style("based", 1).base_style = word.styles["white"]
    paragraph = word.add_paragraph("建成基站")
    white(paragraph, "9万")
    paragraph.add_run("8万").font.size = Pt(1)
    paragraph.add_run("7万个。").font.size = Pt(5)
    word.add_paragraph("白字样式。", style="based").add_run("黑字。").font.color.rgb = RGBColor(0, 0, 0)
    white(word.paragraphs[-1], "亮底。").font.highlight_color = 1
    shaded = word.add_paragraph()
    white(shaded, "深底白字。")
    shaded._p.get_or_add_pPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="003366"/>'))
    table = word.add_table(2, 2, "Light Grid Accent 1")
    white(table.cell(0, 0).paragraphs[0], "指标")
    source = word.read()
    assert source.text == "建成基站7万个。\n黑字。亮底。\n深底白字。\n指标"
    assert source.warnings == (
        "3 runs that are white or too small to be read were left out", "1 pieces that the page may not show were kept, the first '指标'",
    )  # fmt: skip


@pytest.mark.parametrize(("colour", "fill", "seen"), [
    ("FFFFFF", None, False), ("FDFDFD", None, False), ("f0f0f0", None, False), ("D0D0D0", None, True), ("auto", None, True),
    ("FFFFFF", "FEFEFE", False), ("FFFFFF", "auto", False), ("FFFFFF", "E0E0E0", True), ("FAFAFA", "003366", True),
])  # fmt: skip
def test_what_is_nearly_white_is_white_and_on_another_ground_it_is_seen(word, colour, fill, seen):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = word.add_paragraph("建成基站")
    looks = paragraph.add_run("9万个").element.get_or_add_rPr()
    looks.append(parse_xml(f'<w:color {nsdecls("w")} w:val="{colour}"/>'))
    if fill:
        looks.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{fill}"/>'))
    assert word.read().text == ("建成基站9万个" if seen else "建成基站")


def tracked(paragraph, text, tag):
    from docx.oxml import OxmlElement

    run = paragraph.add_run(text)
    change = OxmlElement(f"w:{tag}")
    run._r.addprevious(change)
    change.append(run._r)
    if tag == "del":
        for piece in run._r.iter(f"{W}t"):
            piece.tag = f"{W}delText"
    return change


def test_a_document_is_read_as_revised_or_as_it_was(word, tmp_path):
    from docx.oxml import OxmlElement

    paragraph = word.add_paragraph("建成基站")
    tracked(paragraph, "5", "del")
    tracked(paragraph, "7", "ins")
    paragraph.add_run("万个")
    mark = paragraph._p.get_or_add_pPr()
    properties = OxmlElement("w:rPr")
    properties.append(OxmlElement("w:del"))
    mark.append(properties)
    word.add_paragraph("以上。")
    assert word.read().text == "建成基站7万个以上。"
    assert word.read(revisions="original").text == "建成基站5万个\n以上。"
    assert read_plan(tmp_path / "plan.docx", revisions="original").text == "建成基站5万个\n以上。"


def test_merged_cells_are_repeated_and_rows_of_a_head_are_one(word):
    table = word.add_table(rows=4, cols=4)
    for row, texts in zip(table.rows, (["指标", "单位", "目标", ""], ["", "", "2025年", "2030年"], ["创新", "%", "3", "4"], ["", "项", "5", "6"])):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(2, 0).merge(table.cell(3, 0))
    source = word.read()
    assert source.text.split("\n") == ["指标\t单位\t目标2025年\t目标2030年", "创新\t%\t3\t4", "创新\t项\t5\t6"]
    assert [hint.kind for hint in source.hints] == ["table"] * 3


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def of_formula(*parts):
    """The XML of a formula: letters as they stand, other parts in their elements."""
    return "".join(f"<m:r><m:t>{part}</m:t></m:r>" if isinstance(part, str) else f"<m:{part[0]}>{of_formula(*part[1:])}</m:{part[0]}>" for part in parts)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([("sSup", ("e", "10"), ("sup", "4"))], "10⁴"), ([("f", ("num", "1"), ("den", "2"))], "1/2"), (["1.2×", ("sSup", ("e", "10"), ("sup", "-3"))], "1.2×10⁻³"),
        ([("f", ("num", "a+b"), ("den", "c"))], "(a+b)/c"), ([("f", ("num", "达标数"), ("den", "总数")), "×100%"], "达标数/总数×100%"),
        ([("sSup", ("e", ("d", ("e", "1+r"))), ("sup", "n-1"))], "(1+r)^(n-1)"), ([("sSub", ("e", "CO"), ("sub", "2"))], "CO2"), ([("rad", ("e", "2"))], "√2"),
    ],
)  # fmt: skip
def test_a_formula_stands_on_the_line(word, parts, text):
    from docx.oxml import parse_xml

    word.add_paragraph("算力")._p.append(parse_xml(f'<m:oMath xmlns:m="{MATH}">{of_formula(*parts)}</m:oMath>'))
    assert word.read().text == f"算力{text}"


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [("Symbol", "F0B3", "≥"), ("Symbol", "F0A3", "≤"), ("Symbol", "F0B1", "±"), ("Symbol", "F0B4", "×"), ("Symbol", "F06D", "μ"), ("Symbol", "F035", "5"), ("宋体", "2265", "≥"), ("Wingdings", "F0FC", "\uf0fc")],
)
@pytest.mark.parametrize("inserted", [True, False])
def test_signs_of_the_font_symbol_are_read_and_those_of_others_are_told(word, font, code, sign, inserted):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = word.add_paragraph("普及率")
    if inserted:
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="{font}" w:char="{code}"/></w:r>'))
    else:
        paragraph.add_run(chr(int(code, 16))).font.name = font
    paragraph.add_run("90%")
    source = word.read()
    assert source.text == f"普及率{sign}90%"
    assert any("private-use characters" in warning for warning in source.warnings) == (font == "Wingdings")


@pytest.mark.parametrize("before", [1, 2])
def test_a_row_that_begins_further_on_has_its_cells_in_their_columns(word, before):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    table = word.add_table(3, 4)
    for row, texts in zip(table.rows, (["类别", "指标", "2020年", "2025年"], ["经济", "增加值", "10", "20"], ["社会", "普及率", "30", "40"])):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    last = table.rows[2]._tr
    for cell in last.tc_lst[:before]:
        last.remove(cell)
    last.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="{before}"/>'))
    assert word.read().text.split("\n")[2] == "\t" * before + "\t".join(["普及率", "30", "40"][before - 1 :])


def test_an_object_of_another_program_is_a_picture_that_is_not_read(word):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.add_paragraph("主要指标如下：")._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:object/></w:r>'))
    assert any("1 pictures are not read" in warning for warning in word.read().warnings)


def test_styles_and_bold_lines_are_hints(word):
    word.add_heading("产业发展", 2)
    word.add_paragraph("培育企业。")
    word.add_paragraph().add_run("开放合作").bold = True
    word.add_paragraph("引进项目。")
    source = word.read()
    assert [(source.text[hint.start :].split("\n")[0], hint.kind, hint.level) for hint in source.hints] == [
        ("产业发展", "heading", 2), ("开放合作", "heading", 7),
    ]  # fmt: skip


# ---- web pages


def test_a_table_of_a_web_page_and_a_picture_that_may_be_one(tmp_path):
    body = (
        "<h1>某市规划</h1><h2>发展目标</h2><p>到2025年，数字经济实现跨越发展，主要指标如下。</p>"
        '<table><tr><td rowspan="2">指标</td><td colspan="2">目标</td></tr><tr><td>2025年</td><td>2030年</td></tr>'
        "<tr><td>基站（万个）</td><td>3.5</td><td>5</td></tr></table><p>表1 主要指标</p>"
        '<p><img src="table.png" width="600"></p><p>各区要制定实施方案，明确责任，确保落实到位。</p>'
    )
    path = tmp_path / "plan.html"
    path.write_text(f'<html><head><meta charset="utf-8"></head><body><div>{body}</div></body></html>', encoding="utf-8")
    source = read_source(path)
    assert "指标\t目标2025年\t目标2030年\n基站（万个）\t3.5\t5" in source.text
    assert "1 tables or figures are pictures and are not read: '表1 主要指标'" in source.warnings
    plan = read_plan(path)
    assert plan.sections["title"].tolist()[1:] == ["发展目标"]
    assert plan.paragraphs.loc[plan.paragraphs["role"] == "table", "text"].tolist() == ["指标\t目标2025年\t目标2030年", "基站(万个)\t3.5\t5"]


@pytest.mark.parametrize(
    ("open", "close", "seen"),
    [
        ('<tr style="display:none">', "</tr>", False), ('<tr hidden>', "</tr>", False), ('<tbody style="visibility: hidden"><tr>', "</tr></tbody>", False), ('<tr class="old">', "</tr>", True),  # a script may show it
        ("<tr>", "</tr>", True), ('<tbody><tr style="color:red">', "</tr></tbody>", True),
    ],
)  # fmt: skip
def test_a_row_that_a_page_hides_is_no_row(tmp_path, open, close, seen):
    rows = f"<tr><th>指标</th><th>2025年</th></tr>{open}<td>覆盖率</td><td>99%</td>{close}<tr><td>普及率</td><td>60%</td></tr>"
    page = f"<html><head><style>.old {{display: none}}</style></head><body><h1>某市规划</h1><p>到2025年，数字经济实现跨越发展，主要指标如下。</p><table>{rows}</table></body></html>"
    (tmp_path / "plan.html").write_text(page, encoding="utf-8")
    source = read_source(tmp_path / "plan.html")
    assert source.text.split("\n")[2:] == ["指标\t2025年", *["覆盖率\t99%"] * seen, "普及率\t60%"]
    assert ("1 pieces that are struck out or hidden were left out" in source.warnings) != seen


LINES = "一、总体要求\n    到2025年，建成10个平台，增长5%。\n二、任务\n    建设20个园区，完善基础设施。"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"<pre>{LINES}</pre>", True), (f'<div style="white-space: pre-wrap">{LINES}</div>', True), (f"<pre><span>{LINES.replace('10', '<b>10</b>')}</span></pre>", True),
        (f'<div style="WHITE-SPACE:pre-line"><p>{LINES}</p></div>', True), (f"<p>{LINES}</p>", False), (f'<p style="white-space:nowrap">{LINES}</p>', False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_lines_are_those_that_the_page_shows_in_any_encoding(tmp_path, body, kept, encoding):
    page = f"<!DOCTYPE html><html><head><title>规划</title></head><body><h1>某市数字经济发展规划</h1>{body}</body></html>"
    (tmp_path / "plan.html").write_bytes(page.encode(encoding))
    source = read_source(tmp_path / "plan.html")
    shown = LINES.replace(" ", "") if kept else " ".join(LINES.split())
    assert (source.kind, source.text) == ("html", f"某市数字经济发展规划\n{shown}")


def test_no_row_of_a_table_is_left_out_for_the_merged_cell_of_its_group(tmp_path):
    rows, wanted = "", []
    for group in ("经济发展", "创新驱动", "民生福祉", "绿色生态"):
        for place in range(5):
            cells = [f"{group}第{place}项主要指标（个）", str(place), str(place + 5)]
            rows += "<tr>" + (f'<td rowspan="5">{group}</td>' if place == 0 else "") + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
            wanted.append("\t".join([group, *cells]))
    head = "<tr><th>类别</th><th>指标</th><th>2020年</th><th>2025年</th></tr>"
    path = tmp_path / "plan.html"
    path.write_text(f'<html><meta charset="utf-8"><body><p>专栏1 主要指标</p><table>{head}{rows}</table><p>注：以上为预期数。</p></body></html>', encoding="utf-8")
    assert [line for line in read_source(path).text.splitlines() if "\t" in line][1:] == wanted


# ---- PDF


def pdf_of(pages: list[str], *, links: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    """A PDF of content streams; texts in it are UTF-16, each character a glyph of its own. Links lead to the web.

    Three glyphs stand for several characters: U+E000 for ——, U+E001 for ffi, U+E002 for fi.
    """
    leading = b" ".join(
        b"<< /Type /Annot /Subtype /Link /Rect [%d %d %d %d] /A << /S /URI /URI (https://www.example.org/) >> >>" % box
        for box in links
    )
    mapping = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"2 beginbfrange <0000> <DFFF> <0000> <E010> <FFFF> <E010> endbfrange "
        b"3 beginbfchar <E000> <20142014> <E001> <006600660069> <E002> <00660069> endbfchar endcmap end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering "
        b"(Identity) /Supplement 0 >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(mapping), mapping),
    ]
    for number, content in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> /Annots [%b] >>"
            % (7 + 2 * number, leading),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content.encode()), content.encode()),
        ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def shown(x: float, y: float, text: str, size: float = 12) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def pdf(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """A PDF whose pages show texts at (x, y) in a size."""
    return pdf_of(["".join(shown(x, y, text, size) for x, y, size, text in page) for page in pages])


def written(folder, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return path


def typeset(paragraphs: list[str], *, width: int = 30, height: int = 6, head: str | None = None):
    """Break paragraphs into lines of `width` characters, indented by two, and pages of `height` lines."""
    lines = []
    for paragraph in paragraphs:
        first, rest = paragraph[: width - 2], paragraph[width - 2 :]
        lines.append((114.0, first))
        lines += [(90.0, rest[i : i + width]) for i in range(0, len(rest), width)]
    pages = []
    for number, at in enumerate(range(0, len(lines), height), 1):
        page = [(90.0, 800.0, 9, head)] if head else []
        page += [(x, 760.0 - 20 * i, 12, text) for i, (x, text) in enumerate(lines[at : at + height])]
        pages.append([*page, (280.0, 40.0, 9, f"— {number} —")])
    return pages


HAN = "加快推进智慧城市建设，到二〇二五年建成五千基站七万个以上，数字经济核心产业增加值占地区生产总值比重达到百分之十。"
BOOK = ["一、发展目标", HAN * 2, "二、主要任务", HAN * 3, "三、保障措施", HAN]


def test_a_pdf_gives_its_paragraphs_across_lines_and_pages(tmp_path):
    source = read_source(written(tmp_path, "plan.pdf", pdf(typeset(BOOK, head="某市人民政府公报"))))
    assert source.text.splitlines() == BOOK
    assert (source.kind, source.encoding) == ("pdf", None)
    assert source.warnings == (
        "taken out: page numbers, on 3 pages",
        "taken out: the running head '某市人民政府公报', on 3 pages",
    )


def test_the_pages_of_a_pdf_are_spans_of_its_text(tmp_path):
    source = read_source(written(tmp_path, "plan.pdf", pdf(typeset(BOOK, head="某市人民政府公报"))))
    texts = [source.text[start:end] for start, end in source.pages]
    assert [text.replace("\n", "") for text in texts] == [
        "".join(text for _, y, _, text in page if 50 < y < 790) for page in typeset(BOOK)
    ]


def test_what_stands_on_two_pages_of_many_is_no_running_head(tmp_path):
    pages = typeset(BOOK * 3)
    for page in pages[:2]:
        page.insert(0, (90.0, 800.0, 12, "专栏"))
    source = read_source(written(tmp_path, "plan.pdf", pdf(pages)))
    assert source.text.count("专栏") == 2
    again = "the text stands in the file more than once: what says word for word what stands before it is no text"  # three books
    assert source.warnings == (f"taken out: page numbers, on {len(pages)} pages",)
    assert clean_text(source).warnings == (*source.warnings, again)


def test_a_heading_in_larger_type_is_a_line_of_its_own(tmp_path):
    title = "某市智慧城市建设规划某市智慧城市建设规划"
    pages = [[(90.0, 760.0, 18, title), (90.0, 730.0, 12, HAN[:30]), (90.0, 710.0, 12, HAN[30:])]]
    assert read_source(written(tmp_path, "plan.pdf", pdf(pages))).text.splitlines() == [title, HAN]


def test_a_scan_says_that_it_has_no_text(tmp_path):
    path = written(tmp_path, "scan.pdf", pdf([[], []]))
    with pytest.raises(SourceError, match=r"scan\.pdf is a PDF without a text layer, such as a scan\. Run OCR on it"):
        read_source(path)


def test_pages_without_text_are_reported(tmp_path):
    source = read_source(written(tmp_path, "plan.pdf", pdf([[(90.0, 700.0, 12, HAN[:30])], [], []])))
    assert source.warnings == ("2 of 3 pages have no text (pictures or scans?): 2, 3",)


def test_a_page_whose_content_is_missing_is_reported(tmp_path):
    data = pdf([[(90.0, 700.0, 12, HAN[:30])], [(90.0, 700.0, 12, HAN[30:60])]])
    data = data.replace(b"/Contents 7 0 R", b"/Contents 0 0 R")
    source = read_source(written(tmp_path, "plan.pdf", data))
    assert source.warnings == ("1 of 2 pages have no text (pictures or scans?): 1",)


def test_a_font_without_its_characters_is_reported(tmp_path):
    data = pdf([[(90.0, 700.0, 12, HAN[:30])]]).replace(b"BT /F1", b"BT /F9")
    warnings = read_source(written(tmp_path, "plan.pdf", data)).warnings
    assert "no Chinese character in it; if it should have some, its encoding is a wrong one" in warnings


# two full lines of text, so that the page has a measure
FULL = shown(90, 780, "某市到二〇三〇年的发展要全面提速，三十四字一行") + shown(90, 760, "把握新机遇，推进新发展，建设更有活力的新型城市。")


def ruled(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} m {to_x} {to_y} l S\n"


def test_a_glyph_that_is_printed_several_times_in_one_place_counts_once(tmp_path):
    bold = shown(90, 700, "一、发展目标11个") * 3 + shown(90.3, 700, "一、发展目标11个")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([bold + shown(114, 680, "建设智慧城市。")]))
    assert read_source(tmp_path / "plan.pdf").text == "一、发展目标11个\n建设智慧城市。"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("\ue000建设智慧城市", "——建设智慧城市"), ("智慧城市\ue000更好", "智慧城市——更好"), ("使用o\ue001ce软件", "使用office软件"), ("建设wi\ue002网络", "建设wifi网络"),
        ("到二〇二五年\ue000\ue001", "到二〇二五年——ffi"), ("建成5个", "建成5个"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_glyph_may_stand_for_several_characters(tmp_path, text, read, times):
    (tmp_path / "plan.pdf").write_bytes(pdf_of(["".join(shown(90 + 0.8 * time, 700, text) for time in range(times))]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text == read
    assert times > 1 or not source.warnings


@pytest.mark.parametrize("aside", [0.4, 1.5, 2.5, 4.0])
def test_a_shadow_of_the_same_characters_counts_once(tmp_path, aside):
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + shown(114, 700, "人人享有数据服务") + shown(114 + aside, 700 - aside / 4, "人人享有数据服务")]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text.split("\n")[1:] == ["人人享有数据服务"]
    assert "8 characters that are printed again in one place, to look bold, count once" in source.warnings


PARTS = [
    "第一章总则", "第一条为了促进本市数据资源的流通和使用,制定本办法。", "第二条本市行政区域内的数据活动适用本办法,法律另有规定的除外。",
    "第二章管理", "第三条市数据局负责统筹协调,每年公布一次开放目录。", "第四条本办法自二〇二五年一月一日起施行。",
]  # fmt: skip


@pytest.mark.parametrize("copies", [[["".join(PARTS)]], [["".join(PARTS)]] * 2, [PARTS], [["".join(PARTS)], PARTS], [PARTS, ["".join(PARTS)]]])
def test_a_document_that_stands_in_the_file_several_times_is_read_once(tmp_path, copies):
    lines = ["".join(PARTS), *(line for copy in copies for line in copy), *PARTS]
    page, y = "", 790
    for line in lines:
        for at in range(0, len(line), 36):
            page += shown(60, y, line[at : at + 36])
            y -= 14
        y -= 8
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert [one for one in plan.sections["number"] if one] == ["第一章", "第一条", "第二条", "第二章", "第三条", "第四条"]
    assert "".join(plan.paragraphs.query("role in ('heading', 'body')")["text"]) == "".join(PARTS)
    assert any("the text stands in the file more than once" in warning for warning in plan.warnings)


def test_lists_of_links_with_their_days_are_no_table(tmp_path):
    page = FULL
    for row, (left, right) in enumerate([("数据条例公开征求意见", "统计公报发布"), ("政务服务办法修订", "财政预算公开"), ("养老服务标准出台", "招标公告汇总")]):
        y = 700 - 20 * row
        page += shown(90, y, left, 10) + shown(230, y, f"2026-05-1{row}", 10) + shown(320, y, right, 10) + shown(450, y, f"2026-05-0{row}", 10)
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert "table" not in set(plan.paragraphs["role"])
    assert "发布" not in "".join(plan.paragraphs.query("role == 'body'")["text"])


def test_lines_that_lead_elsewhere_are_the_sites(tmp_path):
    names = ["首页要闻", "政策文件库", "政务公开专栏", "服务事项大厅"]
    page = FULL + "".join(shown(90, 700 - 20 * row, name) for row, name in enumerate(names))
    links = tuple((88, 695 - 20 * row, 170, 714 - 20 * row) for row in range(len(names)))
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page], links=links))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.paragraphs.query("role == 'boilerplate'")["text"].tolist() == names
    assert "4 lines of lists of links were taken for the site's, the first '首页要闻'" in plan.warnings


HIDDEN = shown(90, 600, "到2025年建成7万个")
BACKGROUND = "q 0 0 0.5 rg 80 590 200 30 re f Q "
PHOTO = "q 300 0 0 60 80 580 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \\x7f EI Q "


@pytest.mark.parametrize(
    "content",
    [
        f"3 Tr {HIDDEN}", f"q 7 Tr {HIDDEN}Q ", f"1 1 1 rg {HIDDEN}", f"0.99 g {HIDDEN}", f"{BACKGROUND}0 0 0.5 rg {HIDDEN}",
        f"{BACKGROUND}1 g 80 590 200 30 re f {HIDDEN}", f"q 0 650 595 100 re W n {HIDDEN}Q ", f"q 0 0 0 0 re W n {HIDDEN}Q ",
        shown(700, 600, "到2025年建成7万个"), shown(90, -40, "到2025年建成7万个"), shown(90, 600, "到2025年建成7万个", 0.5),
    ],
)  # fmt: skip
def test_text_that_a_page_does_not_show_is_left_out_and_said(tmp_path, content):
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + content]))
    source = read_source(tmp_path / "plan.pdf")
    assert "7" not in source.text
    assert source.warnings == ("11 characters that the page does not show were left out, the first '到2025年建成7万个'",)


@pytest.mark.parametrize(
    "content",
    [
        f"{BACKGROUND}1 g {HIDDEN}", f"q 0 500 595 200 re W n {HIDDEN}Q ", f"{PHOTO}3 Tr {HIDDEN}", f"{PHOTO}1 g {HIDDEN}",
        f"2 Tr 1 g 0 G {HIDDEN}", f"0.5 g {HIDDEN}", f"1 g 80 590 200 30 re f 0 g {HIDDEN}", f"q 0 500 100 200 re W n {HIDDEN[:-1]}Q ",
    ],
)  # fmt: skip
def test_text_that_a_page_shows_stays(tmp_path, content):
    """White text on a dark ground, and what OCR read in a scan, which is invisible above its picture."""
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + content]))
    assert "到" in read_source(tmp_path / "plan.pdf").text


def test_a_page_that_shows_nothing_of_its_text_is_kept_with_a_doubt(tmp_path):
    (tmp_path / "plan.pdf").write_bytes(pdf_of(["3 Tr " + FULL + HIDDEN]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text.endswith("到2025年建成7万个")
    assert source.warnings == ("58 characters that the page does not seem to show were kept, the first '某市到二〇三〇年的发展要全面提速，三十四字一行把握新机遇，推'",)


@pytest.mark.parametrize(
    ("drawn", "struck"),
    [
        (ruled(90, 604, 170, 604), "到2025年建"), ("90 603.5 40 0.8 re f ", "到20"), (ruled(187, 604, 223, 604), "7万个"),
        (ruled(90, 598, 230, 598), None), (ruled(60, 604, 500, 604), None),
    ],
)  # fmt: skip
def test_a_line_through_a_text_is_said(tmp_path, drawn, struck):
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + HIDDEN + drawn]))
    source = read_source(tmp_path / "plan.pdf")
    said = (f"1 lines are drawn through text, which was kept: '{struck}' (page 1)",) if struck else ()
    assert source.text.endswith("到2025年建成7万个")
    assert source.warnings == said


def test_what_a_remark_strikes_out_is_said(tmp_path):
    struck = pdf_of([FULL + HIDDEN], links=((90, 596, 162, 614),)).replace(b"/Subtype /Link", b"/Subtype /StrikeOut")
    (tmp_path / "plan.pdf").write_bytes(struck)
    assert "1 lines are drawn through text, which was kept: '到2025年' (page 1)" in read_source(tmp_path / "plan.pdf").warnings


def test_a_small_raised_number_stays_raised(tmp_path):
    line = shown(90, 700, "新增用地") + shown(138, 700, "30m") + shown(174, 705, "2", 7) + shown(181, 700, "，基站") + (
        shown(217, 700, "8") + shown(229, 705, "1", 7) + shown(236, 700, "万个。")
    )
    (tmp_path / "plan.pdf").write_bytes(pdf_of([line]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text == "新增用地30m²，基站8¹万个。"
    assert clean_text(source).text == "新增用地30m²,基站8万个。"


def test_a_ruled_table_becomes_rows(tmp_path):
    lines = "".join(ruled(90, y, 390, y) for y in (640, 600, 580)) + ruled(190, 620, 390, 620)
    lines += "".join(ruled(x, 580, x, 640) for x in (90, 190, 390)) + ruled(290, 580, 290, 620)
    texts = (
        shown(94, 614, "指标") + shown(194, 625, "目标") + shown(194, 605, "2025年") + shown(294, 605, "2030年")
        + shown(94, 585, "基站数") + shown(194, 585, "3.5") + shown(294, 585, "11")
    )  # fmt: skip
    page = FULL + shown(114, 700, "主要指标如下。") + lines + texts
    page += shown(114, 550, "各区抓好落实。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page, shown(114, 700, "第二页的文字。")]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.text.split("\n") == ["某市到二〇三〇年的发展要全面提速,三十四字一行把握新机遇,推进新发展,建设更有活力的新型城市。", "主要指标如下。", "指标\t目标2025年\t目标2030年", "基站数\t3.5\t11", "各区抓好落实。", "第二页的文字。"]
    assert plan.paragraphs["role"].tolist() == ["body", "body", "table", "table", "body", "body"]
    assert plan.paragraphs["page"].tolist() == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize("matrix", ["0.001 1 -1 0.001 595 0", "0.001 -1 1 0.001 0 842", "-1 0 0 -1 595 842"])
@pytest.mark.parametrize("level", ["", "数字城市建设要全面提速。"])
def test_a_table_that_is_printed_sideways_is_read_as_it_is_turned(tmp_path, matrix, level):
    lines = "".join(ruled(90, y, 390, y) for y in (400, 380, 360)) + "".join(ruled(x, 360, x, 400) for x in (90, 190, 290, 390))
    texts = [(94, 385, "指标名称"), (194, 385, "2025年"), (294, 385, "2030年"), (94, 365, "基站数量合计"), (194, 365, "3.5"), (294, 365, "11")]
    table = f"q {matrix} cm " + lines + "".join(shown(*one) for one in texts) + " Q"
    (tmp_path / "plan.pdf").write_bytes(pdf_of([shown(114, 700, "第一页的文字。"), shown(60, 30, level) + table, shown(114, 700, "第三页的文字。")]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text.split("\n") == ["第一页的文字。", *([level] if level else []), "指标名称\t2025年\t2030年", "基站数量合计\t3.5\t11", "第三页的文字。"]
    assert not source.warnings


@pytest.mark.parametrize(("matrix", "read"), [
    ("0.7 0.7 -0.7 0.7 300 300", False), ("0.7 -0.7 0.7 0.7 100 700", False), ("0.001 1 -1 0.001 595 0", False), ("0.99 0.1 -0.1 0.99 0 0", True), ("1 0 0 1 0 0", True),
])  # fmt: skip
def test_a_watermark_is_no_text_and_is_told(tmp_path, matrix, read):
    page = FULL + f"q {matrix} cm " + shown(94, 90, "征求意见稿") + " Q"
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    source = read_source(tmp_path / "plan.pdf")
    assert ("征求意见稿" in source.text) == read
    assert [warning for warning in source.warnings if "aslant" in warning] == ["5 characters that are printed aslant or sideways were left out, the first '征求意见稿'"] * (not read)


def test_a_table_right_below_another_one_takes_nothing_from_it(tmp_path):
    def table(top: float, *cells: str) -> str:
        lines = [ruled(90, top - y, 390, top - y) for y in (0, 20, 40)] + [ruled(x, top - 40, x, top) for x in (90, 190, 390)]
        places = ((94, top - 15), (194, top - 15), (94, top - 35), (194, top - 35))
        return "".join([*lines, *(shown(*place, cell) for place, cell in zip(places, cells))])

    page = table(740, "指标", "目标", "基站", "3") + table(680, "任务", "单位", "建设", "市教委")
    source = read_source(written(tmp_path, "plan.pdf", pdf_of([page])))
    assert source.text.split("\n") == ["指标\t目标", "基站\t3", "任务\t单位", "建设\t市教委"]


def test_a_row_that_a_page_break_cuts_is_one_row(tmp_path):
    def part(below: bool) -> str:  # no ruling where the row goes on
        lines = "".join(ruled(90, y, 500, y) for y in ((720, 700) if below else (640, 600)))
        top, foot = (720, 560) if below else (720, 600)
        return lines + "".join(ruled(x, foot, x, top) for x in (90, 140, 340, 500))

    one = shown(94, 705, "序号") + shown(144, 705, "任务") + shown(344, 705, "责任单位")
    one += shown(94, 650, "1") + shown(144, 650, "建设平台，") + shown(344, 650, "市科技局、")
    two = shown(144, 690, "推进联网。") + shown(344, 690, "市财政局") + shown(94, 615, "2") + shown(144, 615, "建成基站。") + shown(344, 615, "市教委")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([part(True) + one, part(False) + two]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.text.split("\n") == ["序号\t任务\t责任单位", "1\t建设平台,推进联网。\t市科技局、市财政局", "2\t建成基站。\t市教委"]
    assert plan.agencies["agency"].tolist() == ["市科技局", "市财政局", "市教委"]


def rows_of(rows: list[list[str]], *, at: float = 660, columns: tuple[float, ...] = (90, 260, 350, 440)) -> str:
    """Cells without rulings."""
    return "".join(shown(x, at - 20 * n, cell) for n, row in enumerate(rows) for x, cell in zip(columns, row) if cell)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([["指标", "单位", "2020年", "2025年"], ["基站", "万个", "3.5", "7"], ["充电桩", "千个", "120", "≥500"]],
         ["指标\t单位\t2020年\t2025年", "基站\t万个\t3.5\t7", "充电桩\t千个\t120\t≥500"]),
        ([["地区", "基站"], ["甲区", "120"], ["乙区", "85"], ["丙区", "95"]], ["地区\t基站", "甲区\t120", "乙区\t85", "丙区\t95"]),
        ([["指标", "2020年", "2025年"], ["人均用水量", "300", "280"], ["", "310", "290"]],
         ["指标\t2020年\t2025年", "人均用水量\t300\t280", "\t310\t290"]),
    ],
)  # fmt: skip
def test_a_table_without_rulings_is_read_by_its_columns(tmp_path, rows, read):
    page = FULL + shown(114, 700, "主要指标如下。") + rows_of(rows) + shown(114, 560, "各区抓好落实。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    source = read_source(tmp_path / "plan.pdf")
    assert source.text.split("\n")[2:-1] == read
    assert any(f"{len(rows)} rows of tables without rulings" in warning for warning in source.warnings)
    assert read_plan(tmp_path / "plan.pdf").paragraphs["role"].tolist().count("table") == len(rows)


def test_rulings_part_rows_whose_lines_are_all_one_step_apart(tmp_path):
    rows = [["任务", "牵头单位", "配合单位"], ["建设平台，汇聚", "市数据局", "市水务局、市"], ["数据", "", "教委"], ["推广应用", "市民政局", "各区"]]
    rules = "".join(ruled(86, y, 500, y) for y in (676, 656, 616, 596))
    page = FULL + shown(114, 700, "任务分工如下。") + rules + rows_of(rows, columns=(90, 240, 350)) + shown(114, 560, "各区抓好落实，完成全部任务，取得更大实效。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.text.split("\n")[2:-1] == ["任务\t牵头单位\t配合单位", "建设平台,汇聚数据\t市数据局\t市水务局、市教委", "推广应用\t市民政局\t各区"]


def test_a_column_that_counts_parts_rows_whose_lines_are_all_one_step_apart(tmp_path):
    rows = [["序号", "任务", "牵头单位"], ["1", "建设平台，汇聚", "市数据局、市"], ["", "数据", "水务局"], ["2", "推广应用", "市民政局"], ["3", "抓好落实，形成", "市教委、市财"], ["", "合力", "政局"]]
    page = FULL + shown(114, 700, "任务分工如下。") + rows_of(rows, columns=(90, 160, 350)) + shown(114, 500, "各区抓好落实，完成全部任务，取得更大实效。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    found = read_plan(tmp_path / "plan.pdf").text.split("\n")[2:-1]
    assert found == ["序号\t任务\t牵头单位", "1\t建设平台,汇聚数据\t市数据局、市水务局", "2\t推广应用\t市民政局", "3\t抓好落实,形成合力\t市教委、市财政局"]


@pytest.mark.parametrize(
    "rows",
    [
        [["第一章", "总则"], ["第一条", "为了发展，制定本办法。"], ["第二条", "适用于本市。"]],
        [["姓名", "张三"], ["职务", "局长"], ["单位", "市数据局"]],
        [["某市人民政府", "2021年1月5日"]],
    ],
)
def test_words_that_are_set_wide_are_no_table(tmp_path, rows):
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + rows_of(rows, columns=(90, 200))]))
    assert "\t" not in read_source(tmp_path / "plan.pdf").text


def test_footnotes_are_notes_and_the_text_goes_on_behind_them(tmp_path):
    first = FULL + "".join(shown(114 if n == 0 else 90, 700 - 20 * n, "推进数字经济和实体经济深度融合发展建设新型城市") for n in range(3))
    first += shown(90, 96, "¹数据来自市统计局。", 9) + shown(90, 76, "²不含郊区，", 9) + shown(90, 60, "也不含开发区。", 9)
    second = shown(90, 780, "到二〇三〇年全面建成。") + shown(114, 760, "各区抓好落实。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([first, second]))
    plan = read_plan(tmp_path / "plan.pdf")
    notes = plan.paragraphs.loc[plan.paragraphs["role"] == "note", "text"].tolist()
    assert notes == ["数据来自市统计局。", "不含郊区,也不含开发区。"]
    assert "建设新型城市到二〇三〇年全面建成。" in plan.text
    assert any("2 footnotes" in warning for warning in plan.warnings)


TASKS = [["任务", "牵头单位", "配合单位"], ["建设平台，汇聚", "市数据局", "市水务局、市"], ["数据", "", "教委"], ["推广应用", "市民政局", "各区"]]


def tasks(*, step: float, within: float) -> str:
    """A table of tasks in which the second line goes on the first row."""
    heights = [660, 660 - step, 660 - step - within, 660 - 2 * step - within]
    return "".join(shown(x, y, cell) for y, row in zip(heights, TASKS) for x, cell in zip((90, 240, 350), row) if cell)


@pytest.mark.parametrize("rules", ["", "".join(ruled(86, y, 500, y) for y in (676, 650, 590))])
def test_a_table_of_tasks_without_rulings_down_is_read_by_its_steps(tmp_path, rules):
    """Also one with three rulings across."""
    page = FULL + shown(114, 700, "任务分工如下。") + rules + tasks(step=24, within=16) + shown(114, 560, "各区抓好落实，完成全部任务，取得更大实效。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.text.split("\n")[2:-1] == ["任务\t牵头单位\t配合单位", "建设平台,汇聚数据\t市数据局\t市水务局、市教委", "推广应用\t市民政局\t各区"]
    assert plan.agencies["agency"].tolist() == ["市数据局", "市水务局", "市教委", "市民政局", "各区"]


def test_rows_that_nothing_parts_are_not_read_as_a_table(tmp_path):
    """Rows and the lines within them are one step apart, and cells are empty: it is said, with the page."""
    rows = [["任务", "牵头单位", "配合单位"], ["建设平台", "", "市水务局、市教"], ["", "市数据局", ""], ["数据", "", "教委"], ["", "市民政局", ""]]
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + rows_of(rows, columns=(90, 240, 350))]))
    assert any("cannot be told from text and are not read as tables: '任务 牵头单位 配合单位' (page 1)" in one for one in read_source(tmp_path / "plan.pdf").warnings)


def test_a_row_that_a_page_cuts_is_whole_though_the_page_is_ruled_off(tmp_path):
    def page(top: float, rows: list[list[tuple[float, str]]]) -> str:
        lines = "".join(ruled(90, top - 40 * n, 400, top - 40 * n) for n in range(len(rows) + 1))
        lines += "".join(ruled(x, top - 40 * len(rows), x, top) for x in (90, 210, 330, 400))  # the last column is empty
        return lines + "".join(shown(x, top - 40 * n - 20, text) for n, row in enumerate(rows) for x, text in row)

    one = page(720, [[(94, "任务"), (214, "责任单位")], [(94, "建设平台"), (214, "市数据局、市住房和")]])
    two = page(760, [[(94, "任务"), (214, "责任单位")], [(214, "城乡建设局")], [(94, "推广应用"), (214, "市民政局")]])
    (tmp_path / "plan.pdf").write_bytes(pdf_of([one, two]))
    assert read_plan(tmp_path / "plan.pdf").agencies["agency"].tolist() == ["市数据局", "市住房和城乡建设局", "市民政局"]


def test_columns_of_text_and_widely_set_words_are_no_table(tmp_path):
    columns = "".join(shown(x, 700 - 16 * n, "推进数据共享和业务协同，完善") for n in range(8) for x in (60, 240, 420))
    words = "".join(shown(90, 500 - 16 * n, "加强　　领导") + shown(90 + 40 * (n + 3), 500 - 16 * n, "落实") for n in range(3))
    (tmp_path / "plan.pdf").write_bytes(pdf_of([columns + words]))
    assert "\t" not in read_source(tmp_path / "plan.pdf").text


def test_an_empty_first_or_last_cell_does_not_shift_the_columns():
    rows = "任务\t责任单位\t完成时限\n建设平台\t市科技局\t\n\t市财政局\t2025年底\n抓好落实。"
    clean = clean_text(rows)
    assert clean.text == "任务\t责任单位\t完成时限\n建设平台\t市科技局\n\t市财政局\t2025年底\n抓好落实。"
    assert clean_text("正文。\n\t二、任务\n推进。").text == "正文。\n二、任务\n推进。"


def test_a_glyph_that_says_its_text_itself_stands_at_its_place():
    # a page that is drawn at a quarter: PDFium gives such a glyph's place and size without that scale
    matrix = SimpleNamespace(a=0.5, b=0.0, c=0.0, d=0.5, e=120.9, f=630.0)
    before = Glyph("(", 106.6, 630.0, 120.9, 14.3)
    placed = _placed(Glyph("一", 148.6, 409.0, 205.5, 4.8, 14.4), matrix, 28.8, before)
    assert (placed.x, placed.y, placed.size) == (120.9, 630.0, 14.4)
    assert placed.end == pytest.approx(135.3)
    second = _placed(Glyph("工", 148.6, 409.0, 205.5, 4.8, 14.4), matrix, 28.8, placed)
    assert (second.x, second.y) == (placed.end, 630.0)
    usual = Glyph("总", 149.4, 630.0, 163.7, 14.3, 14.4)  # amid the glyphs that start at the matrix' place
    assert _placed(usual, matrix, 28.8, before) == usual


def test_a_title_of_two_centred_lines_is_one(tmp_path):
    title = shown(150, 720, "某市人民政府关于推进数字经济高质量发展") + shown(210, 700, "打造智慧城市的意见")
    body = "".join(shown(114 if n % 2 == 0 else 90, 660 - 20 * n, "推进数字经济和实体经济深度融合发展建设新型城市") for n in range(6))
    (tmp_path / "plan.pdf").write_bytes(pdf_of([title + body]))
    assert read_source(tmp_path / "plan.pdf").text.split("\n")[0] == "某市人民政府关于推进数字经济高质量发展打造智慧城市的意见"


def test_a_frame_around_text_is_no_table(tmp_path):
    frame = "".join(ruled(90, y, 500, y) for y in (720, 640)) + "".join(ruled(x, 640, x, 720) for x in (90, 500))
    (tmp_path / "plan.pdf").write_bytes(pdf_of([FULL + frame + shown(114, 690, "专栏1 重点工程") + shown(114, 660, "建设平台。")]))
    assert read_source(tmp_path / "plan.pdf").text.split("\n")[1:] == ["专栏1 重点工程", "建设平台。"]


def test_a_heading_in_larger_type_is_a_hint(tmp_path):
    body = "".join(shown(114, 660 - 20 * n, "建设智慧城市，推进数字经济发展。") for n in range(6))
    (tmp_path / "plan.pdf").write_bytes(pdf_of([shown(90, 720, "发展目标", 18) + body]))
    [hint] = read_source(tmp_path / "plan.pdf").hints
    assert hint == (0, "heading", 1)


# ---- HTML and DOCX: what a reader does not see, and what is not read

TEXT = (
    "<p>一、目标</p><p>加快推进智慧城市建设,打造数字经济新高地,建成平台若干个,服务企业群众,推动高质量发展。</p>"
    "<p>二、任务</p><p>到2025年基本形成开放协同的产业体系,培育龙头企业,支持各区开展试点示范,总结推广典型经验做法。</p>"
)


def page_of(tmp_path, body, head=""):
    path = tmp_path / "plan.html"
    path.write_text(f'<html><head><meta charset="utf-8">{head}</head><body>{TEXT}{body}</body></html>', encoding="utf-8")
    return read_plan(path)


@pytest.mark.parametrize(
    "links",
    [
        "<table>" + "".join(f'<tr><td><a href="a{n}">关于{n}号通知</a></td><td>2026-05-0{n}</td><td><a href="b{n}">第{n}批公告</a></td><td>05-0{n}</td></tr>' for n in "123") + "</table>",
        "<ul>" + "".join(f'<li><a href="a{n}">关于{n}号通知</a><span>[2026-05-0{n}]</span></li>' for n in "1234") + "</ul>",
        '<nav><a href="/">首页</a>|<a href="/b">要闻</a>|<a href="/c">政务公开</a></nav>',
        "<dl>" + "".join(f'<dd>· <a href="x{n}">第{n}号政策解读</a></dd>' for n in "123") + "</dl>",
        "<table>" + "".join(f'<tr><td><a href="{n}">国家部委{n}</a></td><td><a href="{n}b">地方政府{n}</a></td></tr>' for n in "123") + "</table>",
    ],
)
def test_lists_of_links_of_a_page_are_no_table_and_no_text(tmp_path, links):
    plan = page_of(tmp_path, links + "<p>建成基站5万个,算力规模达到20万核,服务企业三千家。</p>")
    assert set(plan.paragraphs["role"]) == {"heading", "body"}
    assert plan.paragraphs["text"].iloc[-1] == "建成基站5万个,算力规模达到20万核,服务企业三千家。"
    assert any("lines of lists of links were taken for the site's" in one for one in plan.warnings)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<p>建成<span class="old">旧2万个</span>新3万个基站,年内全部投入使用。</p>', "建成新3万个基站,年内全部投入使用。"),
        ('<p>建成<i class="a gone">1万个</i>新3万个基站,年内全部投入使用。</p>', "建成新3万个基站,年内全部投入使用。"),
        ('<p>建成<span style="font-size:0">7</span>3万个基站,年内全部投入使用。</p>', "建成3万个基站,年内全部投入使用。"),
        ('<p>建成<span style="font-size:0.9em">新</span>3万个基站,年内全部投入使用。</p>', "建成新3万个基站,年内全部投入使用。"),
        ('<p>建成3万个<a class="footnote-ref" href="#fn1">1</a>基站,年内全部投入使用。</p>', "建成3万个基站,年内全部投入使用。"),
        ('<p>建成3万个<a href="#note2">[2]</a>基站,年内全部投入使用。</p>', "建成3万个基站,年内全部投入使用。"),
    ],
)
def test_what_the_pages_own_style_hides_is_no_text_and_a_mark_that_leads_to_a_note_is_one(tmp_path, body, text):
    style = "<style>p {margin: 0} .old{text-decoration: line-through}\n.gone { color:red; display:none }</style>"
    assert page_of(tmp_path, body, style).paragraphs["text"].iloc[-1] == text


UNSEEN = "到2025年建成基站7万个,算力规模达到20万核,服务企业三千家。"
SHEET = (
    "<style>/* .a{color:#fff} */ .w,.v {color:#fff} .b{background:#036;color:#fff} #far{text-indent:-999em}\n"
    "p.small{font-size:0} .tab{display:none} @media print{.no{display:none}}</style>"
)
LINKED = SHEET + '<link rel="stylesheet" href="site.css">'


@pytest.mark.parametrize("sheet", [SHEET, LINKED])
@pytest.mark.parametrize(
    "style",
    [
        'style="color:#fff"', 'style="COLOR: white;"', 'style="color:rgb(255, 255, 255)!important"', 'style="color:#fefefe"', 'color="#FFFFFF"',
        'style="background-color:#fff;color:#ffffff"', 'style="color:transparent"', 'style="color:rgba(0,0,0,0)"', 'style="font-size:0px"',
        'style="font-size:1px"', 'style="opacity:0"', 'style="filter:alpha(opacity=0)"', 'style="height:0px;overflow:hidden"',
        'style="max-height:0; overflow-y:hidden"', 'style="text-indent:-9999px"', 'style="position:absolute;left:-9999px"',
        'style="position:absolute;clip:rect(0 0 0 0)"', 'style="visibility:hidden"', "hidden", 'class="w"', 'id="far"', 'class="small"',
    ],
)  # fmt: skip
def test_what_no_reader_of_a_page_sees_is_left_out_and_said(tmp_path, sheet, style):
    plan = page_of(tmp_path, f"<p {style}>{UNSEEN}</p>", sheet)
    assert UNSEEN not in plan.text
    assert plan.warnings == ("1 pieces that are struck out or hidden were left out",)


@pytest.mark.parametrize(
    "body",
    [
        f'<div style="background:#036"><p style="color:#fff">{UNSEEN}</p></div>', f'<p class="b">{UNSEEN}</p>', f'<p class="no">{UNSEEN}</p>',
        f'<div bgcolor="navy"><p><font color="white">{UNSEEN}</font></p></div>', f'<p aria-hidden="true">{UNSEEN}</p>',
        f'<p style="font-size:.9em;opacity:.8;text-indent:-2em">{UNSEEN}</p>', f'<p style="color:#333;background:white">{UNSEEN}</p>',
        f'<div style="font-size:0"><p style="font-size:16px">{UNSEEN}</p></div>', f'<div style="color:#fff"><p style="color:#000">{UNSEEN}</p></div>',
    ],
)  # fmt: skip
def test_what_a_page_shows_stays(tmp_path, body):
    plan = page_of(tmp_path, body, SHEET)
    assert plan.text.endswith(UNSEEN)
    assert plan.warnings == ()


@pytest.mark.parametrize(
    ("page", "inner"),
    [
        ("", 'style="visibility: hidden"'), ("", 'style="display:none"'), ("", 'style="opacity:0"'), ("", "hidden"), ('style="visibility:hidden"', ""),
        ("hidden", 'style="filter:alpha(opacity=0)"'),
    ],
)  # fmt: skip
def test_a_page_that_hides_all_of_itself_until_its_script_has_loaded_is_read(tmp_path, page, inner):
    text = "".join(f"<p>　　第{n}条 {UNSEEN}</p>" for n in "一二三四")
    (tmp_path / "page.html").write_text(
        f'<html {page}><head><title>某市办法</title></head><body {inner}><h1>某市办法</h1>{text}<p style="display:none">菜单</p></body></html>', "utf-8"
    )
    plan = read_plan(tmp_path / "page.html")
    assert plan.text.count(UNSEEN) == 4 and "菜单" not in plan.text


def test_white_text_whose_ground_is_not_known_is_kept_with_a_doubt(tmp_path):
    """The style sheet of a site gives a class its ground, and is not at hand."""
    plan = page_of(tmp_path, f'<div class="banner"><p style="color:#fff">{UNSEEN}</p></div>', LINKED)
    assert plan.text.endswith(UNSEEN)
    assert plan.warnings == (f"1 pieces that the page may not show were kept, the first {UNSEEN[:30]!r}",)


def test_tables_in_cells_and_other_files_in_a_document_are_said(tmp_path):
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "任务"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "基站", "5万个"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.element.body.insert(0, parse_xml(f"<w:altChunk {names}/>"))
    document.save(tmp_path / "plan.docx")
    warnings = read_source(tmp_path / "plan.docx").warnings
    assert "1 tables stand within the cell of another one, and are read as that cell's text" in warnings
    assert "1 other files are set into the document and are not read" in warnings


LEFT = ["一、发展目标", *["加快推进数据要素市场的建设", "培育各类主体并服务企业群众", "推动产业升级完善体制和机制"] * 2, "左栏的文字到这里结束。"]
RIGHT = ["二、主要任务", *["组织各区开展平台建设和试点", "总结推广做法形成标准和规范", "加强人才引进健全考核的办法"] * 2, "右栏的文字到这里结束。"]


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_behind_the_other_in_whatever_order_they_are_printed(tmp_path, across):
    left = [shown(60, 760 - 18 * row, line) for row, line in enumerate(LEFT)]
    right = [shown(320, 760 - 18 * row, line) for row, line in enumerate(RIGHT)]
    page = "".join(one + other for one, other in zip(left, right)) if across else "".join(left + right)
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    plan = read_plan(tmp_path / "plan.pdf")
    assert plan.paragraphs["text"].tolist() == [LEFT[0], "".join(LEFT[1:]), RIGHT[0], "".join(RIGHT[1:])]
    assert set(plan.paragraphs["role"]) == {"heading", "body"}


@pytest.mark.parametrize(
    ("start", "end", "joined"),
    [
        ("推动工业Inter", "net平台建设", "工业Internet平台"), ("推广应用block", "chain技术体系", "应用blockchain技术"), ("着力建设smart", "city示范区", "建设smart city示范区"),
        ("全市覆盖的5G", "网络体系建设", "覆盖的5G网络"), ("建设云化IaaS", "PaaS两类平台", "云化IaaS PaaS两类"),
    ],
)  # fmt: skip
def test_a_latin_word_that_a_width_cuts_is_whole_where_the_document_has_it_elsewhere(start, end, joined):
    filler = "加快推进数字经济发展打造产业新高地服务企业和群众提升治理水平"
    paragraphs = ["一、任务", "完善Internet与Blockchain基础设施，" + WRAPPED[1], filler[: 30 - len(start)] + start + end + "，" + WRAPPED[3], WRAPPED[1]]
    wrapped = [paragraph[at : at + 30] for paragraph in paragraphs for at in range(0, len(paragraph), 30)]
    assert joined in clean_text("\n".join(wrapped)).text


def test_a_latin_word_that_a_printed_line_cuts_is_whole(tmp_path):
    lines = ["完善Blockchain设施，建设新型平台示范", "工程，加强试点总结经验并推广应用block", "chain技术，着力建设smart", "city示范区。"]
    page = "".join(shown(90, 700 - 18 * row, f"{line:一>24}") for row, line in enumerate(lines[:2]))
    page += shown(90, 664, f"{lines[2]:<24}".replace(" ", "城")) + shown(90, 646, "市示范区。")
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page]))
    assert "应用blockchain技术" in read_source(tmp_path / "plan.pdf").text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("到2 0 2 6年建成算力中心1 2个，占比达到3 5 . 6 %，投入1 2 0 0万元。", "到2026年建成算力中心12个,占比达到35.6%,投入1200万元。"),
        ("新建基站8 0 0 0 个，培育企业2 6 0家，收入突破5 0 0 亿元。", "新建基站8000个,培育企业260家,收入突破500亿元。"),
        ("选择1 2 3三类，共有12家、30家、45家、60家企业。", "选择1 2 3三类,共有12家、30家、45家、60家企业。"),
        ("指标 1 2 3\n基站 4 5 6\n企业 7 8 9", "指标1 2 3\n基站4 5 6\n企业7 8 9"),
    ],
)
def test_the_digits_of_numbers_are_joined_where_most_numbers_are_spaced_out(raw, clean):
    assert clean_text(raw).text == clean


def test_a_line_begins_with_a_heading_whose_text_one_space_parts():
    text = "一、发展目标 到2026年，建成算力中心12个，算力规模增长35.6%，服务企业1200家。 二、主要任务 （一）夯实底座 统筹布局设施，新建基站8000个，持续降低企业用网成本。"
    assert clean_text(text).text.split("\n")[:2] == ["一、发展目标", "到2026年,建成算力中心12个,算力规模增长35.6%,服务企业1200家。"]


def test_a_name_over_two_columns_of_a_head_of_one_row_leaves_the_first_row_of_values_below_it():
    head = [("类别", 1, 1), ("指标", 1, 2), ("2025年", 1, 1), ("2030年", 1, 1)]
    rows = [[("设施", 1, 1), ("渔港", 1, 2), ("3", 1, 1), ("8", 1, 1)], [("渔船", 1, 1), ("更新", 1, 1), ("比重(%)", 1, 1), ("40", 1, 1), ("60", 1, 1)]]
    assert [piece.text for piece in table_pieces([head, *rows])] == ["类别\t指标\t指标\t2025年\t2030年", "设施\t渔港\t渔港\t3\t8", "渔船\t更新\t比重(%)\t40\t60"]


def test_a_paragraph_without_a_style_has_the_default_one_and_a_style_without_a_base_nothing_of_it(word):
    word.styles["Normal"].font.strike = True
    word.styles.add_style("own", 1).base_style = None
    for style in (None, "own"):
        word.add_paragraph(f"建设智慧城市{style or ''}。", style=style)
    assert word.read().text == "建设智慧城市own。"


# ---- raised text, and marks of notes, however they are written

@pytest.mark.parametrize("properties", [
    "<w:strike/>", "<w:dstrike/>", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/>',
])  # fmt: skip
@pytest.mark.parametrize("styled", [False, True])
def test_a_run_looks_as_its_own_properties_and_its_style_say(word, properties, styled):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    if styled:
        word.styles.element.append(parse_xml(
            f'<w:style {nsdecls("w")} w:type="character" w:styleId="mark"><w:name w:val="mark"/><w:rPr>{properties}</w:rPr></w:style>'
        ))  # fmt: skip
        properties = '<w:rStyle w:val="mark"/>'
    paragraph = word.add_paragraph("投资100")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:rPr>{properties}</w:rPr><w:t>1</w:t></w:r>'))
    paragraph.add_run("亿元")
    assert clean_text(word.read()).text == "投资100亿元"


def test_a_hidden_end_of_a_paragraph_is_none_but_at_the_end_of_a_cell(word):
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "数值", "网点", "100个"]):
        cell.text = text
    paragraphs = word.add_paragraph("加快建设数字"), table.cell(1, 0).paragraphs[0]
    for paragraph in paragraphs:
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:vanish/></w:rPr>'))
    word.add_paragraph("政府。")
    assert word.read().text == "指标\t数值\n网点\t100个\n加快建设数字政府。"


@pytest.mark.parametrize("mark", [
    "<sup>1-3</sup>", "<sup>1,2</sup>", "<sup>[1][2]</sup>", "<sup>1</sup><sup>,</sup><sup>2</sup>", "<sup>**</sup>", "<sup>a</sup>",
    "<sup>注1</sup>", '<span class="up">1</span>', '<span style="vertical-align: 5px">1</span>',
])  # fmt: skip
def test_raised_marks_of_notes_in_a_page_are_no_part_of_its_numbers(tmp_path, mark):
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><style>.up {{ vertical-align: super }}</style><h2>一、目标</h2><p>到2025年，全市投资100{mark}亿元，排放10<sup>4</sup>吨。</p>"
        "<p>各部门要认真抓好落实，确保各项任务完成。</p></html>", "utf-8"
    )  # fmt: skip
    assert clean_text(read_source(path)).text.splitlines()[:2] == ["一、目标", "到2025年,全市投资100亿元,排放10⁴吨。"]


@pytest.mark.parametrize("marks", ["〔1〕 〔2〕", "【1】 【2】", "（注1） （注2）", "注1 注2", "❶ ❷", "¹,² ³"])
def test_marks_of_notes_in_a_plain_text(marks):
    first, second = marks.split()
    clean = clean_text(f"投资100{first}亿元,产值200{second}亿元。津政发〔2021〕1号")
    assert clean.text == "投资100亿元,产值200亿元。津政发〔2021〕1号"


@pytest.mark.parametrize("digit", ["¹", "〔1", "❶", "¹,"])
def test_a_run_of_marks_of_any_length_is_read(digit):
    assert clean_text("投资100" + digit * 6000 + "亿元").text.startswith("投资100")


def test_circled_marks_behind_a_unit_are_notes_and_those_before_a_text_are_items():
    assert clean_text("投资100亿元①，其中财政20亿元②。").text == "投资100亿元,其中财政20亿元。"
    for text in ("建设①网络;②平台。", "见图①。", "投资100亿元③。", "包括:①基站、②光缆。"):
        assert clean_text(text).text == text


def test_a_list_that_does_not_count_from_one_is_no_note():
    assert clean_text("投资100〔3〕亿元。").text == "投资100〔3〕亿元。"
    assert clean_text("占地30平方米¹,绿地5m²。").text == "占地30平方米,绿地5m²。"


def test_lines_that_are_half_spaced_out_amid_spaced_lines():
    text = "某 市 规 划\n一 、 发 展 目 标\n到 2 0 2 5 年 ， 建 成 基 站 1 0 0 0 个 。\n培 育国 家级企 业 1 0 0 家，增 长明 显 。"
    assert clean_text(text).text.splitlines()[-1] == "培育国家级企业100家,增长明显。"


def test_lines_that_were_printed_from_the_foot_of_a_page_are_read_from_its_head(tmp_path):
    lines = [shown(90, 700 - 20 * n, f"第{sign}行说明渔港的建设情况和今后的安排。") for n, sign in enumerate("一二三四")]
    (tmp_path / "plan.pdf").write_bytes(pdf_of(["".join([*lines[2:], *lines[:2]])]))
    assert [sign for sign in read_source(tmp_path / "plan.pdf").text if sign in "一二三四"] == list("一二三四")


def test_the_head_of_a_short_chapter_stands_where_those_of_the_long_ones_do(tmp_path):
    def page(head: str, n: int) -> str:
        body = "".join(shown(90, 740 - 20 * k, f"{chr(0x4E00 + 20 * n + k)}进数字经济和实体经济深度融合发展建设新型城市") for k in range(18))
        return shown(260, 800, head, 9) + body + shown(300, 40, str(n), 9)

    heads = ["第一章　渔港建设"] * 4 + ["第二章　海岸整治"] + ["第三章　船队更新"] * 4
    (tmp_path / "plan.pdf").write_bytes(pdf_of([page(head, n) for n, head in enumerate(heads, 1)]))
    source = read_source(tmp_path / "plan.pdf")
    assert "海岸整治" not in source.text
    assert "taken out: running heads of single chapters, on 1 pages" in source.warnings
