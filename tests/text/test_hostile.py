"""Truncated, nested and hostile files end in a text or in one sentence, soon and in little memory."""

import io
import random
import time
import zipfile

import pytest

from policylab.corpus import outline
from policylab.corpus._responsibility_notes import agencies
from policylab.errors import PolicylabError, SourceError
from policylab.text import clean_text, read_source

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>建设智慧城市，推进数字经济发展。</w:t></w:r></w:p>"


def docx_of(body: str) -> bytes:
    """A Word document with this body."""
    docx = pytest.importorskip("docx")
    made = io.BytesIO()
    docx.Document().save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "word/document.xml":
                content = f"<w:document {NS}><w:body>{body}</w:body></w:document>".encode()
            new.writestr(item.filename, content)
    return out.getvalue()


def html_of(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


TEXT = "<p>一、发展目标</p><p>到2025年，建设智慧城市，推进数字经济发展，建成5G基站7万个。</p>" * 3
HOSTILE = {
    "deep tables": ("plan.docx", lambda: docx_of("<w:tbl><w:tr><w:tc>" * 150 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 150)),
    "a wide cell": ("plan.docx", lambda: docx_of(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + PARAGRAPH + "</w:tc><w:tc>" + PARAGRAPH
        + "</w:tc></w:tr></w:tbl>")),
    "a style of itself": ("plan.docx", lambda: docx_of(f'<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr></w:p>{PARAGRAPH}')),
    "a half document": ("plan.docx", lambda: docx_of(PARAGRAPH * 50)[:-900]),
    "deep divs": ("plan.html", lambda: html_of("<div>" * 5000 + TEXT + "</div>" * 5000)),
    "deep lists": ("plan.html", lambda: html_of("<ul><li>" * 2000 + TEXT)),
    "wide cells": ("plan.html", lambda: html_of(
        TEXT + "<table>" + '<tr><td colspan="100000" rowspan="100000">1</td><td>2</td></tr>' * 200 + "</table>" + TEXT)),
    "open tags": ("plan.html", lambda: html_of(TEXT + "<table><tr><td>" * 500)),
    "many sups": ("plan.html", lambda: html_of("<p>" + "8<sup>1</sup>" * 20_000 + "。</p>" + TEXT)),
    "a false PDF": ("plan.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\n" * 50 + b"%%EOF"),
    "a PDF of itself": ("plan.pdf", lambda: (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 9 >>\n"
        b"endobj\ntrailer\n<< /Size 3 /Root 1 0 R >>\n%%EOF")),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_text_or_a_sentence(tmp_path, name):
    file, make = HOSTILE[name]
    path = tmp_path / file
    path.write_bytes(make())
    began = time.perf_counter()
    try:
        text = clean_text(read_source(path)).text
    except SourceError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)
    else:
        assert text.strip()
    assert time.perf_counter() - began < 20


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w") as part:
            for _ in range(60):
                part.write(b"<w:p/>" * 170_000)
    assert path.stat().st_size < 1_000_000
    began = time.perf_counter()
    with pytest.raises(SourceError, match="unpacks to 61 MB, 61 MB of them text, which is no plan"):
        read_source(path)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
def test_truncated_files(tmp_path, kind):
    whole = {"docx": docx_of(PARAGRAPH * 20), "html": html_of(TEXT * 5), "txt": ("建设智慧城市。\n" * 200).encode("gbk")}[kind]
    chance = random.Random(0)
    for number in range(25):
        path = tmp_path / f"{number}.{kind}"
        data = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data))
        try:
            clean = clean_text(read_source(path))
        except PolicylabError as error:
            assert "\n" not in str(error)
        else:
            assert outline(clean.text, hints=clean.hints)


REPEATED = {
    "brackets": "(（[〔【", "notes": "(责任单位:", "labels": "责任单位:市教委 ", "verbs": "市教委牵头,", "decimals": "1.1建设\n1.2建设\n",
    "articles": "第一条第二条", "quotes": "“建设\"", "spaces": "建 设 ", "gaps": "建设    ", "chapters": "第一章建设    ",
    "tabs": "责任单位\t市教委\n", "short": "建设\n推进工作。\n", "due": "2025年底前完成,", "raised": "8¹10²", "bold": "**建设**\n",
    "metadata": "索引号:\n", "dashes": "——建设\n", "closers": ")）]〕】", "ocr": "建 设 , 推 进 。 ", "markers": "一、建设 ",
}  # fmt: skip


@pytest.mark.parametrize("name", REPEATED)
def test_eight_times_the_text_takes_about_eight_times_the_time(grows_with, name):
    def read(times: int) -> None:
        clean = clean_text(REPEATED[name] * times)
        sections, _ = outline(clean.text, hints=clean.hints)
        agencies(clean.text, sections)

    assert grows_with(read, 250, 2000)


@pytest.mark.parametrize(
    "head",
    ["<style>" + "a" * 60_000 + "</style>", "<style>" + "/*" * 30_000 + "</style>", "<style>" + "@media print{" * 10_000 + "</style>",
     "<style>" + ".a{color:#fff}" * 8000 + "</style>"],
)  # fmt: skip
def test_a_hostile_style_sheet_costs_little(tmp_path, head):
    (tmp_path / "plan.html").write_text(f"<html><head><meta charset='utf-8'>{head}</head><body><p>建设智慧城市。</p></body></html>", encoding="utf-8")
    begun = time.process_time()
    assert read_source(tmp_path / "plan.html").text == "建设智慧城市。"
    assert time.process_time() - begun < 5


def test_white_elements_within_each_other_cost_little(tmp_path):
    nested = '<div style="color:#fff">' * 1500 + "建设智慧城市。" + "</div>" * 1500
    (tmp_path / "plan.html").write_text(f"<html><head><meta charset='utf-8'></head><body>{nested}<p>推进联网。</p></body></html>", encoding="utf-8")
    begun = time.process_time()
    assert read_source(tmp_path / "plan.html").text.endswith("推进联网。")
    assert time.process_time() - begun < 5
