"""Sources as readers have them: each file gives its own text, or says clearly why it does not."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest

from policylab.errors import PolicylabError, SourceError
from policylab.resources import data_path
from policylab.text import read_source

PARAGRAPH = "加快推进智慧城市建设，到2025年建成5G基站7万个以上，数字经济核心产业增加值占地区生产总值比重达到10%。"
TEXT = f"一、发展目标\r\n{PARAGRAPH}\r\n二、主要任务\r\n（一）推进“互联网＋政务服务”——完善《管理办法》\r\n"
TRADITIONAL = "一、發展目標\n加快推進智慧城市建設，促進數字經濟發展，打造數據要素市場，提升政務服務水平，裏程碑。\n"


def written(folder, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return path


# ---- text


@pytest.mark.parametrize(
    ("codec", "encoding", "text"),
    [
        ("utf-8", "utf-8", TEXT),
        ("utf-8-sig", "utf-8", TEXT),
        ("utf-16", "utf-16-le", TEXT),
        ("gb18030", "gb18030", TEXT),
        ("gbk", "gb18030", TRADITIONAL),  # traditional characters in GBK, as the web tool's pages had them
        ("cp950", "big5", TRADITIONAL),
    ],
)
def test_text_is_read_exactly_in_every_encoding_without_a_warning(tmp_path, codec, encoding, text):
    source = read_source(written(tmp_path, "plan.txt", text.encode(codec)))
    assert source.text == text
    assert (source.encoding, source.kind, source.pages, source.warnings) == (encoding, "text", None, ())


def test_utf16_big_endian_with_its_mark(tmp_path):
    source = read_source(written(tmp_path, "plan.txt", b"\xfe\xff" + TEXT.encode("utf-16-be")))
    assert (source.text, source.encoding, source.warnings) == (TEXT, "utf-16-be", ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_and_said_to_lack_it(tmp_path, codec):
    source = read_source(written(tmp_path, "plan.txt", TEXT.encode(codec)))
    assert (source.text, source.encoding) == (TEXT, codec)
    assert source.warnings == (f"taken for {codec}, though it has no byte-order mark",)


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    "name", ["smart-city-2015", "digital-economy-2019", "new-infrastructure-2021", "smart-city-2021", "gazette-2022-01"]
)
def test_the_sources_of_the_study_come_back_from_other_encodings(tmp_path, name, codec):
    text = data_path(f"raw/{name}.txt").read_bytes().decode()
    source = read_source(written(tmp_path, "plan.txt", text.encode(codec)))
    assert source.text == text
    assert source.warnings == ()


@pytest.mark.parametrize("text", ["智慧城市", "智慧城市规划", "数字经济"])
def test_a_short_text_is_read_with_its_doubt(tmp_path, text):
    source = read_source(written(tmp_path, "plan.txt", text.encode("gbk")))
    assert source.text == text
    (warning,) = source.warnings
    assert warning.startswith("taken for gb18030, but ")
    assert f"there are only {len(text)} Chinese characters to judge by" in warning
    assert warning.endswith("; if it reads wrong, name its encoding")


def test_plain_utf8_does_not_load_the_readers_of_other_files(tmp_path):
    """Loading a corpus must stay fast."""
    import subprocess

    path = written(tmp_path, "plan.txt", TEXT.encode())
    heavy = "{'trafilatura', 'lxml', 'pypdfium2', 'docx', 'pandas'}"
    code = (
        "import sys; from policylab.text import read_source; "
        f"read_source({str(path)!r}); print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---- a declared encoding


@pytest.mark.parametrize("declared", ["gb18030", "GBK", "gb2312", "cp936"])
def test_a_declared_encoding_goes_by_any_of_its_names(tmp_path, declared):
    path = written(tmp_path, "plan.txt", TEXT.encode("gbk"))
    assert read_source(path, encoding=declared).text == TEXT


@pytest.mark.parametrize(
    ("codec", "declared", "message"),
    [
        ("utf-8", "gb18030", "is said to be gb18030, but it is utf-8. Leave `encoding` out, or write 'utf-8'."),
        ("gbk", "utf-8", "is said to be utf-8, but it is gb18030. Leave `encoding` out, or write 'gb18030'."),
        ("gbk", "big5", "is said to be big5, but it is gb18030. Leave `encoding` out, or write 'gb18030'."),
        ("utf-16", "gbk", "is said to be gbk, but begins with the mark of utf-16-le. Leave `encoding` out."),
        ("utf-8", "latin-1", "There is no encoding 'latin-1'. Known: big5, gb18030, gb2312, gbk, hz"),
        ("utf-8", "base64", "There is no encoding 'base64'."),
    ],
)
def test_a_misdeclared_encoding_is_refused(tmp_path, codec, declared, message):
    path = written(tmp_path, "plan.txt", TEXT.encode(codec))
    with pytest.raises(SourceError) as caught:
        read_source(path, encoding=declared)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


# ---- damage


def test_utf8_cut_off_in_a_character_is_not_read_as_gb18030(tmp_path):
    data = PARAGRAPH.encode()[:-3] + "。".encode()[:1]
    path = written(tmp_path, "plan.txt", data)
    with pytest.raises(SourceError, match="ends in the middle of a character: it was cut off, perhaps in a download"):
        read_source(path)


@pytest.mark.parametrize(("codec", "encoding"), [("utf-8", "utf-8"), ("gbk", "gb18030")])
def test_a_bad_byte_is_reported_with_its_place(tmp_path, codec, encoding):
    before = "一、发展目标\n".encode(codec)
    path = written(tmp_path, "plan.txt", before + b"\xff" + (PARAGRAPH * 3).encode(codec))
    with pytest.raises(SourceError, match=rf"plan\.txt is not valid {encoding} at byte {len(before)} \(line 2\)"):
        read_source(path)


def test_lost_and_private_and_control_characters_are_reported(tmp_path):
    text = f"建设\ufffd\ufffd平台\ue123，\x01{PARAGRAPH}"
    assert read_source(written(tmp_path, "plan.txt", text.encode())).warnings == (
        "2 characters were lost before this copy was made (\ufffd), the first at 2",
        "1 private-use characters, which no common font shows, the first at 6",
        "1 control characters, the first at 8",
    )


def test_a_copy_that_was_decoded_wrong_before_is_reported(tmp_path):
    garbled = (PARAGRAPH * 2).encode().decode("gb18030", "ignore")
    (warning,) = [w for w in read_source(written(tmp_path, "plan.txt", garbled.encode())).warnings if "wrong" in w]
    assert warning.startswith("reads like text in a wrong encoding: only ")


def test_a_text_without_chinese_is_reported(tmp_path):
    source = read_source(written(tmp_path, "plan.txt", b"Smart city plan"))
    assert source.warnings == ("no Chinese character in it; if it should have some, its encoding is a wrong one",)


# ---- what is no text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "is empty. Give the file that holds the document."),
        ("a.txt", b"\xef\xbb\xbf \r\n\t", "holds no text."),
        ("a.txt", bytes(range(256)) * 4, "is a binary file, no text. Give a text, HTML, PDF or DOCX file."),
        ("a.txt", b"caf\xe9 au lait", "is no Chinese text in any of UTF-8, UTF-16, GB18030 or Big5."),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "is a Word 97–2003 or WPS file. Save it as DOCX."),
        ("a.rtf", b"{\\rtf1\\ansi }", "is a rich text file (RTF). Save it as DOCX."),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0", "is a picture. Run OCR on it and give the text."),
        ("a.docx", b"PK\x03\x04rubbish", "is a damaged Word or ZIP file. Get an undamaged copy."),
        ("a.pdf", b"%PDF-1.4\nrubbish\n%%EOF", "is a damaged PDF"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path, name, data, message):
    path = written(tmp_path, name, data)
    with pytest.raises(SourceError) as caught:
        read_source(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("OFD.xml", "is an OFD file. Export it as PDF or DOCX."),
        ("xl/workbook.xml", "is a spreadsheet or a presentation."),
        ("mimetype", "is an OpenDocument or EPUB file. Save it as DOCX."),
        ("plan.txt", "is a compressed file. Unpack it."),
    ],
)
def test_other_packages_are_refused_by_what_they_are(tmp_path, member, message):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(SourceError, match=message):
        read_source(written(tmp_path, "plan.docx", buffer.getvalue()))


def test_a_missing_file_a_folder_and_no_path(tmp_path):
    with pytest.raises(SourceError, match=r"There is no file .*nothing\.txt\. Check the path\."):
        read_source(tmp_path / "nothing.txt")
    with pytest.raises(SourceError, match="is a folder. Name one file in it."):
        read_source(tmp_path)
    with pytest.raises(PolicylabError, match="`path` must be the path of a file, got 3."):
        read_source(3)


# ---- long and odd


def test_one_endless_line_is_reported(tmp_path):
    source = read_source(written(tmp_path, "plan.txt", ("规划\n" + PARAGRAPH * 300).encode()))
    assert len(source.warnings) == 1
    assert source.warnings[0].startswith(f"line 2 has {300 * len(PARAGRAPH)} characters: paragraphs do not stand on")


def test_twenty_megabytes_are_read_and_reported(tmp_path):
    text = (PARAGRAPH + "\n") * 180_000
    source = read_source(written(tmp_path, "plan.txt", text.encode()))
    assert len(source.text.encode()) > 20_000_000
    assert source.text == text
    assert source.warnings == (f"{len(text)} characters are more than one plan has; is it a single document?",)


def test_tags_in_a_text_file_are_reported(tmp_path):
    source = read_source(written(tmp_path, "plan.txt", f"<p>{PARAGRAPH}</p>\n<p>{PARAGRAPH}</p>".encode()))
    assert source.kind == "text"
    assert source.warnings == ("4 HTML tags stand in the text; save the page as .html to have them taken out",)


# ---- HTML

MENU = "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk'>政务公开</a></li></ul></div>"
FOOT = "<div class='footer'>版权所有：某市人民政府办公厅　网站标识码1200000000</div>"
HEADINGS = ["一、发展目标", "（一）总体目标", "二、主要任务"]
LINES = [HEADINGS[0], HEADINGS[1], PARAGRAPH, "到2023年，" + PARAGRAPH, HEADINGS[2], "推进数据共享，" + PARAGRAPH]


def page(body: str, charset: str = "utf-8") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>某市规划_某市人民政府</title>"
        f"<style>p{{}}</style><script>var a='脚本';</script></head><body>{MENU}"
        f"<div class='content'><h1>某市智慧城市规划</h1>{body}</div>{FOOT}</body></html>"
    )


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>　　{line}</p>\n" for line in LINES),
        "<div>" + "<br/>\n".join("　　" + line for line in LINES) + "</div>",
        "".join(f"<div><span>　　{line}</span></div>" for line in LINES),
        "".join(
            f"<h3>{line}</h3>" if line in HEADINGS else f"<p>{line[:5]}<b>{line[5:9]}</b>{line[9:]}</p>" for line in LINES
        ),
    ],
    ids=["p", "br", "div", "h3"],
)
def test_a_page_gives_its_headings_and_paragraphs_one_a_line(tmp_path, body):
    source = read_source(written(tmp_path, "plan.html", page(body).encode()))
    assert source.text.splitlines() == ["某市智慧城市规划", *LINES]
    assert (source.kind, source.encoding, source.warnings) == ("html", "utf-8", ())


def test_a_table_of_a_page_has_tabs_between_its_cells(tmp_path):
    table = "<table><tr><th>指标</th><th>2025年</th></tr><tr><td>5G基站（万个）</td><td>7</td></tr></table>"
    body = "".join(f"<p>{line}</p>" for line in LINES) + table
    source = read_source(written(tmp_path, "plan.html", page(body).encode()))
    assert source.text.splitlines()[-2:] == ["指标\t2025年", "5G基站（万个）\t7"]


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gbk"), ("gbk", "gb18030"), ("utf-8", "utf-8")])
def test_the_charset_of_a_page_is_honoured(tmp_path, charset, codec):
    data = page("".join(f"<p>{line}</p>" for line in LINES), charset).encode(codec)
    source = read_source(written(tmp_path, "plan.html", data))
    assert source.text.splitlines()[1:] == LINES
    assert source.warnings == ()


def test_a_page_with_a_wrong_charset_is_read_right_and_says_so(tmp_path):
    data = page("".join(f"<p>{line}</p>" for line in LINES), "gb2312").encode("utf-8")
    source = read_source(written(tmp_path, "plan.html", data))
    assert source.text.splitlines()[1:] == LINES
    assert source.warnings == ("the page says that it is gb2312, but it is utf-8",)


def test_a_page_by_another_name_is_read_as_a_page(tmp_path):
    source = read_source(written(tmp_path, "plan.txt", page("".join(f"<p>{line}</p>" for line in LINES)).encode()))
    assert source.kind == "html"
    assert source.warnings == ("named .txt, but it is an HTML page, and was read as that",)


def test_a_text_by_the_name_of_a_page_is_read_as_a_text(tmp_path):
    source = read_source(written(tmp_path, "plan.html", TEXT.encode()))
    assert (source.kind, source.text) == ("text", TEXT)
    assert source.warnings == ("named .html, but it is plain text, and was read as that",)


@pytest.mark.parametrize("suffix", [".xlsx", ".pptx", ".rtf", ".JPG", ".zip"])
def test_a_text_by_the_name_of_something_that_is_no_document_says_so(tmp_path, suffix):
    source = read_source(written(tmp_path, f"plan{suffix}", TEXT.encode()))
    assert source.text == TEXT
    assert source.warnings == (f"named {suffix}, but it is plain text, and was read as that",)


@pytest.mark.parametrize("name", ["plan", "plan.2021", "津政办发〔2021〕52号", "plan.text"])
def test_a_text_by_any_other_name_is_a_text(tmp_path, name):
    assert read_source(written(tmp_path, name, TEXT.encode())).warnings == ()


def test_what_is_said_twice_in_a_page_is_kept_twice(tmp_path):
    """Extractors made for the web at large drop repeated paragraphs; a plan repeats its agencies."""
    note = "（责任单位：市工业和信息化委、市发展改革委、市科委、市财政局、市教委、市卫生计生委、市交通运输委、市城乡建设委）"
    lines = [line for n in range(30) for line in (f"{n + 1}.推进第{n + 1}项任务，{PARAGRAPH}", note)]
    markup = f"<html><body><h1>规划</h1><div>{''.join(f'<p>{line}</p>' for line in lines)}</div></body></html>"
    source = read_source(written(tmp_path, "plan.html", markup.encode()))
    assert source.text.splitlines() == ["规划", *lines]


def test_a_line_amid_the_text_that_may_be_no_part_of_it_is_kept_and_reported(tmp_path):
    lines = [LINES[0], LINES[2], LINES[3]]
    body = f"<p>{lines[0]}</p><p>{lines[1]}</p><div class='share'><a href='#'>分享到微信</a></div><p>{lines[2]}</p>"
    source = read_source(written(tmp_path, "plan.html", page(body).encode()))
    assert source.text.splitlines()[1:] == [lines[0], lines[1], "分享到微信", lines[2]]
    assert source.warnings == ("1 lines may be no part of the main text, but were kept, the first '分享到微信'",)


def test_cells_with_paragraphs_in_them_stay_in_their_row(tmp_path):
    rows = [["指标", "2025年"], ["5G基站（万个）", "7"]]
    cells = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    body = f"<p>{LINES[2]}</p><table><tbody>{cells}</tbody></table><p>{LINES[3]}</p>"
    source = read_source(written(tmp_path, "plan.html", page(body).encode()))
    assert source.text.splitlines()[1:] == [LINES[2], "指标\t2025年", "5G基站（万个）\t7", LINES[3]]


def test_a_page_laid_out_by_a_table_is_no_table(tmp_path):
    body = "".join(f"<p>{line}</p>" for line in LINES * 3)
    markup = f"<html><body><table><tr><td width=10>&nbsp;</td><td>{body}</td></tr></table></body></html>"
    assert read_source(written(tmp_path, "plan.html", markup.encode())).text.splitlines() == LINES * 3


def test_a_page_whose_text_a_script_would_load_is_refused(tmp_path):
    path = written(tmp_path, "plan.html", b"<!doctype html><html><body><script>load()</script></body></html>")
    with pytest.raises(SourceError, match="Was it saved before its scripts had loaded the text?"):
        read_source(path)


# ---- DOCX


@pytest.fixture
def document():
    docx = pytest.importorskip("docx")
    return docx.Document()


def saved(document, folder, name: str = "plan.docx"):
    path = folder / name
    document.save(path)
    return path


def test_a_word_document_gives_paragraphs_and_tables_in_order(document, tmp_path):
    document.add_heading("一、发展目标")
    document.add_paragraph(PARAGRAPH)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["指标", "2025年", "5G基站\n（万个）", "7"]):
        cell.text = text
    document.add_paragraph("")
    document.add_paragraph("\t二、主要任务")
    source = read_source(saved(document, tmp_path))
    assert source.text.splitlines() == [
        "一、发展目标", PARAGRAPH, "指标\t2025年", "5G基站 （万个）\t7", " 二、主要任务",
    ]  # fmt: skip
    assert (source.kind, source.encoding, source.warnings) == ("docx", None, ())


def test_a_frame_around_the_text_is_no_table(document, tmp_path):
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "一、发展目标"
    cell.add_paragraph(PARAGRAPH)
    assert read_source(saved(document, tmp_path)).text.splitlines() == ["一、发展目标", PARAGRAPH]


def add_xml(paragraph, xml: str) -> None:
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for child in list(parse_xml(f"<w:p {names}>{xml}</w:p>")):
        paragraph._p.append(child)


def test_revisions_count_as_accepted_and_readings_are_left_out(document, tmp_path):
    paragraph = document.add_paragraph("到2025年")
    add_xml(
        paragraph,
        "<w:del><w:r><w:delText>建成五万个</w:delText></w:r></w:del><w:ins><w:r><w:t>建成七万个</w:t></w:r></w:ins>"
        "<w:r><w:ruby><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>智</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:t>慧灯杆</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部稿</w:t></w:r>",
    )
    source = read_source(saved(document, tmp_path))
    assert source.text == "到2025年建成七万个智慧灯杆"
    assert source.warnings == (
        "2 tracked revisions were taken as accepted",
        "1 runs of hidden text were left out",
    )


def test_automatic_numbers_are_written_out(document, tmp_path):
    numbering = document.part.numbering_part.element
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(
            [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {names} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {names} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in [
        (0, "总体要求"), (1, "指导思想"), (1, "基本原则"), (None, "坚持创新。"), (0, "任务"), (1, "基础设施"), (2, "5G网络"),
        (2, "算力"), (1, "数字政府"),
    ]:  # fmt: skip
        paragraph = document.add_paragraph(text)
        if depth is not None:
            number = f'<w:numPr {names}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    source = read_source(saved(document, tmp_path))
    assert source.text.splitlines() == [
        "一、总体要求", "（一）指导思想", "（二）基本原则", "坚持创新。", "二、任务", "（一）基础设施", "1. 5G网络", "2.算力",
        "（二）数字政府",
    ]  # fmt: skip
    assert source.warnings == ("8 automatic numbers of paragraphs were written out",)


def numbered(document, levels, items):
    """Add paragraphs of a list: its levels as (format, text, more properties), the paragraphs as (level, text)."""
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text, more) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {names} w:abstractNumId="78">{made}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {names} w:numId="78"><w:abstractNumId w:val="78"/></w:num>'))
    for depth, text in items:
        number = f'<w:numPr {names}><w:ilvl w:val="{depth}"/><w:numId w:val="78"/></w:numPr>'
        document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(number))


@pytest.mark.parametrize(
    ("form", "label", "text", "read", "values"),
    [
        ("decimal", "%1.", "5万个基站建成。", "1. 5万个基站建成。", [50_000]), ("decimal", "%1．", "2025年建成8个平台。", "1． 2025年建成8个平台。", [8]), ("decimal", "%1", "5万个基站建成。", "1 5万个基站建成。", [50_000]),
        ("decimal", "（%1）", "5万个基站建成。", "（1）5万个基站建成。", [50_000]), ("chineseCounting", "%1、", "5万个基站建成。", "一、5万个基站建成。", [50_000]), ("decimal", "%1.", "建成5万个基站。", "1.建成5万个基站。", [50_000]),
    ],
)  # fmt: skip
def test_an_automatic_number_is_no_part_of_the_number_behind_it(document, tmp_path, form, label, text, read, values):
    from policylab.numbers import read_quantities
    from policylab.text import clean_text

    numbered(document, [(form, label, "")], [(0, text)])
    source = read_source(saved(document, tmp_path))
    assert source.text == read
    assert [one.value for one in read_quantities(clean_text(source).text)] == values


@pytest.mark.parametrize(("more", "read"), [("<w:isLgl/>", "1.1目标"), ('<w:isLgl w:val="1"/>', "1.1目标"), ("", "一.1目标"), ('<w:isLgl w:val="0"/>', "一.1目标"), ('<w:isLgl w:val="false"/>', "一.1目标")])
def test_the_numbers_of_levels_above_may_be_written_in_digits(document, tmp_path, more, read):
    levels = [("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", more)]
    numbered(document, levels, [(0, "总则"), (1, "目标")])
    assert read_source(saved(document, tmp_path)).text.split("\n") == ["第一章 总则", read.replace("目标", " 目标")]


def test_a_word_document_by_another_name_is_read_and_reported(document, tmp_path):
    document.add_paragraph(PARAGRAPH)
    source = read_source(saved(document, tmp_path, "plan.doc"))
    assert source.text == PARAGRAPH
    assert source.warnings == ("named .doc, but it is a Word document (DOCX), and was read as that",)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("| 指标 | 2025年 |\n|---|---|\n| 普及率（%） | 60 |", 3), ("|指标|2025年|\n|:--|--:|\n|普及率|60%|\n|覆盖率|70%|", 4), ("  | 指标 |\r\n  | - |\r\n  | 60 |", 3),
        ("| 一、目标 | 60 |", 0), ("指标 | 2025年\n普及率 | 60", 0), ("|——|——|", 0),
    ],
)  # fmt: skip
def test_tables_in_markdown_are_told(tmp_path, table, rows):
    (tmp_path / "plan.md").write_bytes(f"一、目标\n建设智慧城市，打造数字经济新高地。\n\n{table}\n".encode())
    said = [warning for warning in read_source(tmp_path / "plan.md").warnings if "Markdown" in warning]
    assert said == ([f"{rows} lines are rows of tables in Markdown, which are not read as tables; save the text as HTML or DOCX"] if rows else [])


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_stray_zero_byte_is_told_and_the_text_is_read(tmp_path, encoding):
    text = "關於加快發展的意見。到2025年，投資達到100億元。" * 20
    raw = text.encode(encoding)
    path = tmp_path / "a.txt"
    path.write_bytes(raw[:100] + b"\0" + raw[100:])
    source = read_source(path)
    assert source.encoding == encoding and source.text.replace("\0", "") == text
    assert any("1 control characters, the first at" in warning for warning in source.warnings)
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(SourceError, match="is a binary file, no text"):
        read_source(path)
