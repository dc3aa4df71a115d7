"""A file that holds its text twice is read once; lines that a document repeats are its own."""

import pytest

from policylab.corpus._corpus import read_plan
from policylab.text._repeated_text import repeated_share, second_copy


def test_a_text_that_stands_twice():
    assert repeated_share("推进智慧城市建设,打造数字经济新高地。" * 3) == pytest.approx(2 / 3)
    assert repeated_share("推进智慧城市建设,打造数字经济新高地。\n推进联网。推进联网。") == 0


DOCUMENT = ["某市数字经济规划", "一、目标", "到2025年建成5G基站7万个以上,数字经济占比达到55%。", "二、任务", "推进智慧城市建设,打造数字经济新高地。",
            "三、保障", "各区人民政府加强组织领导,抓好落实。"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (DOCUMENT * 2, "txt"), (DOCUMENT * 3, "txt"), ([*DOCUMENT, "打印版", *DOCUMENT], "txt"), ([*DOCUMENT, "", "", *DOCUMENT[1:]], "txt"),
        (["<div class='text'>", *(f"<p>{line}</p>" for line in DOCUMENT), "</div><div class='print'>", "<br>".join(DOCUMENT), "</div>"], "html"),
        (["<div>", *(f"<p>{line}</p>" for line in DOCUMENT), "</div><div>", *(f"<p><span>{line}</span></p>" for line in DOCUMENT), "</div>"], "html"),
    ],
)  # fmt: skip
def test_a_text_that_was_pasted_twice_or_has_a_version_to_print_is_read_once(tmp_path, text, suffix):
    markup = "\n".join(text) if suffix == "txt" else "<html><meta charset='utf-8'><body>" + "".join(text) + "</body></html>"
    (tmp_path / f"plan.{suffix}").write_text(markup, encoding="utf-8")
    plan = read_plan(tmp_path / f"plan.{suffix}")
    assert [number for number in plan.sections["number"] if isinstance(number, str)] == ["一、", "二、", "三、"]
    assert plan.paragraphs.query("role == 'body'")["text"].tolist() == DOCUMENT[2::2]
    assert "the text stands in the file more than once" in plan.warnings[-1]


@pytest.mark.parametrize(
    "lines",
    [
        [line for n in range(8) for line in (f"{n + 1}.推进第{n + 1}项任务,形成一批典型经验。", "(责任单位:市工业和信息化局、市财政局、市教委)")],
        ["各区人民政府加强组织领导,抓好各项任务的落实。"] * 9, [*DOCUMENT[:3], *DOCUMENT[4:5] * 4],
        ["建设平台,推进各领域联网工作", "加强领导,完善各项工作机制", "总结经验,推广各地典型做法"] * 4,
    ],
)  # fmt: skip
def test_lines_that_a_document_repeats_are_its_own(lines):
    assert second_copy("\n".join(lines)) == []
