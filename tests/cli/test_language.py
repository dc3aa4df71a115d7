"""The command line in Chinese: every sentence that a command can say, also of an error below it, has a Chinese one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import policylab
from policylab.cli._language import chinese
from policylab.resources import load_toml

PACKAGE = Path(policylab.__file__).parent
SAID = {"say", "complain", "_stop", "in_language", "BadParameter"}
ERRORS = {"PolicylabError", "SourceError", "CatalogueError", "TooLittleText", "NothingToDraw"}


def written(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may come to, with X where something else stands."""
    if isinstance(node, ast.Constant):
        yield node.value if isinstance(node.value, str) else "X"
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
    elif isinstance(node, ast.BinOp):
        yield from (first + last for first in written(node.left) for last in written(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*written(node.body), *written(node.orelse))
    else:
        yield "X"


def sentences(path: Path) -> Iterator[str]:
    """What a module raises or says; below the commands, without what only the argument of a script can be wrong in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
        told = {"invalid": [*node.args[2:3], *hints], "unknown": node.args[:1]}.get(name)
        if told is None and (name in SAID or name.endswith("Error")):
            told = [*node.args[:1], *hints]
        if path not in COMMANDS:
            told, hints = node.args[:1] if name in ERRORS else (), ()
        for argument in told or hints:
            yield from written(argument)


COMMANDS = {PACKAGE / "errors.py", *(PACKAGE / "cli").glob("*.py"), *(PACKAGE / "study").glob("*.py")}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sentence_has_a_chinese_one(path):
    untold = [
        text for text in sentences(path)
        if len(re.findall(r"[A-Za-z]{2,}", text.replace("X", ""))) > (path not in COMMANDS) and chinese(text) == text
    ]  # fmt: skip
    assert untold == []


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("There is no plan 'a-2012'. Did you mean 'a-2015' or 'b-2015'?", "没有名为 'a-2012' 的规划。是不是 'a-2015' 或 'b-2015'？"),
        ("corpus.toml, [study]: There is no field 'themes'. Known: terms.", "corpus.toml，[study]：没有名为 'themes' 的字段。可用：terms。"),
        ("The frequency list a.csv lacks the column count; it has 词. It needs term and count, and total if it has not every word of its text.",
         "词频表 a.csv 缺少列 count；现有 词。须有 term 和 count；若未列全文本的词，还须有 total。"),
        ("There is no sheet to score. Give the paths of the filled-in sheets.", "没有可计分的表。请给出填好的表的路径。"),
        ("a.png is a picture. Run OCR on it and give the text.", "a.png 是图片。请先识别文字（OCR），再提供文本。"),
        ('a.txt is not valid utf-8 at byte 9 (line 4). Get an undamaged copy, or read it all the same with `errors="replace"` (--errors replace), which marks the place with �.',
         'a.txt 在第 9 字节处（第 4 行）不是合法的 utf-8。请另取完好的副本，或用 `errors="replace"`（--errors replace）照样读取，该处以 � 标出。'),
        ("`n_boot` must be a whole number from 2 to 99, or None, got -5.", "`n_boot` 应为整数，2 到 99，或 None，所给为 -5。"),
        ("There is no table 'x'. Known: plans. It is written by another notebook: run all with `policylab run`.",
         "没有名为 'x' 的表。可用：plans。它由另一个笔记本写出：请用 `policylab run` 全部运行。"),
        ("a.txt cannot be read: No such file or directory.", "a.txt 无法读取：没有该文件或文件夹。"),
        ("c.toml, city-2021: `file` names raw/, which is no file. Name one file.",
         "c.toml, city-2021：`file` 指向 raw/，它不是文件。请写一个文件。"),
        ("All 19 tables equal the published ones, byte for byte.", "全部 19 张表与已发布的逐字节相同。"),
        ("`t` lacks the columns a, b; it has c. Make it with `f`.", "`t` 缺少列 a、b；现有 c。请用 `f` 生成。"),
        ("`share` must be a number above 0, at most 1, got 2.", "`share` 应为数，大于 0、不大于 1，所给为 2。"),
        ("`timeout` must be a number of seconds above 0, at most 10, got 'x'.", "`timeout` 应为秒数，大于 0、不大于 10，所给为 'x'。"),
        ("`level` must be a number from 0.5 to below 1, such as 0.95, got 95.", "`level` 应为数，不小于 0.5、小于 1，如 0.95，所给为 95。"),
        ("The table lacks the columns indicator, value; it has a. Name what holds it: `columns={'指标': 'indicator'}`, or `--column 指标=indicator`.",
         "表中缺少列 indicator、value；现有 a。请指明是哪一列：`columns={'指标': 'indicator'}`，或 `--column 指标=indicator`。"),
        ("`min_count` must be an int of at least 1, or None for the least that could be a finding, got 0.",
         "`min_count` 应为不小于 1 的整数，或 None（取可能成为发现的最小值），所给为 0。"),
        ("`n` must be an int of at least 1, or None, got 1.5.", "`n` 应为不小于 1 的整数，或 None，所给为 1.5。"),
        ("`window` must be an int of at least 1 (characters), got 0.", "`window` 应为不小于 1 的整数（字数），所给为 0。"),
        ("`year` must be a year (an int) from 1900 to 2200, or None, got '二〇二五'.", "`year` 应为年份（整数），1900 到 2200，或 None，所给为 '二〇二五'。"),
        ("  2 findings are new:", "  2 条发现是新的："),
        ("A sentence that nobody foresaw. Look at runs/latest.", "A sentence that nobody foresaw. 请看 runs/latest。"),
        ("5G、区块链 and what else", "5G、区块链 and what else"),
        ("No term of a-2015 can be compared. Lower `min_count`.", "a-2015 中没有可比较的词。请调低 `min_count`。"),
        ("`themes` must be None, or a path to a TOML file or a spreadsheet, got 3.",
         "`themes` 应为None，或 TOML 文件或电子表格的路径，所给为 3。"),
        ("a: no number of anything is read in it, so it has no targets. If it states some, they may stand in a picture or in an annex that the file lacks.",
         "a：没有读到任何事物的数，因此没有目标。如文中确有目标，可能在图片里，或在文件所缺的附件中。"),
        ("a, b, c: nobody can say which plan is the earlier one, as their periods overlap, so no target is raised. Give `issued` of each, or `after`.",
         "a、b、c：无从得知哪份规划在前，因为它们期限重叠，因此不说目标提高。请写各自的 `issued`，或写 `after`。"),
        ("`t` lacks the columns a; it has b, 'c d', e and 3 more. Make it with `f`.", "`t` 缺少列 a；现有 b、'c d'、e等，另有 3 个。请用 `f` 生成。"),
        ("`x` must be a str, got (1, 2).", "`x` 应为文字（str），所给为 (1, 2)。"),
        # an error within an error, and what is said behind it
        ("failed in cell 21 (`try:`): There is no target 'b'. Known: a. Its half-way copy is runs/02.failed.ipynb.",
         "在第 21 个单元（`try:`）失败：没有名为 'b' 的目标规划。可用：a。中途的副本在 runs/02.failed.ipynb。"),
        ("已经是中文。", "已经是中文。"),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_in_chinese(english, said):
    assert chinese(english) == said


@pytest.mark.parametrize("what", ["scheme", "codebook", "resource", "file of themes", "file of synonyms", "file of topic labels"])
def test_a_toml_file_that_is_none_is_called_by_what_it_is(what):
    assert "不是合法的 TOML" in chinese(f"The {what} own.toml is not valid TOML: Expected '=' (at line 1, column 3). Mend that line.")
    assert what == "resource" or "无法读取" in chinese(f"The {what} own.toml cannot be read: No such file or directory.")


def test_an_entry_has_every_part_of_its_english_and_no_word_in_pinyin():
    for english, said in load_toml("messages_zh.toml")["messages"].items():
        marks = re.findall(r"\{(\d*)\}", said)
        count = english.count("{}")
        assert sorted(marks) == (sorted(map(str, range(count))) if marks and marks[0] else [""] * count), english
        assert said.format(*"x" * count), english
        assert re.search(r"[\u4e00-\u9fff]", said) or not re.search("[a-z] [a-z]", english), english


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--foo"], 2, "错误：没有这个选项：--foo"),
        (["targets", "--plan"], 2, "错误：选项 '--plan' 之后要有值。"),
        (["nosuch"], 2, "错误：没有命令 'nosuch'。"),
        (["run", "--jobs", "x"], 2, "错误：'--jobs' 的值不对：应为整数"),
        (["run", "-p", "lang", "fr"], 2, "policylab: `lang` 应为其中之一：'en'、'zh'，所给为 'fr'。"),
        (["targets", "--plan", "nosuch"], 2, "policylab: 没有名为 'nosuch' 的规划。可用："),
    ],
)
def test_bad_input_is_said_in_chinese_with_the_same_exit_code(arguments, code, said, cli):
    (first, _, chinese_error), (second, _, english_error) = (cli("--lang", lang, *arguments) for lang in ("zh", "en"))
    assert [first, second] == [code, code]
    assert said in chinese_error and "Traceback" not in chinese_error
    assert not re.search(r"[\u4e00-\u9fff]", english_error)


def test_help_is_in_chinese_with_its_heads(tmp_path):
    command = [sys.executable, "-m", "policylab.cli", "--lang", "zh", "run", "-h"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    assert said.startswith("用法：") and "\n选项：\n" in said and "显示本说明并退出。" in said
    assert "[默认" in said and not re.search(r"Usage|Options|default:|Show this", said)
