"""Lexing: the marks, sentences, numbers and cues of a paragraph, in one scan."""

import gc
import random

import pytest

from policylab.resources import load_toml, resource_path
from policylab.targets import _lexing, extract_targets
from policylab.targets._lexing import cues_in, lex


def told(text):
    """The cues of a text: class → words."""
    return {name: [text[start:end] for start, end in found] for name, found in cues_in(text).items()}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("力争到2030年建成5个。", {"modality": ["力争"], "planned": ["力争", "到2030年"], "ahead": ["力争", "到2030年"]}),
        ("目前已有3家。", {"standing": ["目前", "已"], "by_now": ["目前"]}),
        ("现有学校12所,利用现有气源。", {"standing": ["现有"]}),
        ("未来产业,未来五年。", {"planned": ["未来"], "ahead": ["未来"]}),
        ("按15%给予奖励,按期发放奖励性补贴。", {"rule": ["按"], "grant": ["给予", "奖励", "补贴"], "instrument": ["给予", "奖励", "补贴"], "instrument_behind": ["给予奖励"]}),
        ("明年,我们将全力推进。", {"ahead": ["明年", "我们将"], "intends": ["我们将", "全力推进"]}),
        ("军队将领,将新建3所。", {"intends": ["将"], "ahead": ["将"]}), ("将情况上报,将达到3所。", {"intends": ["将", "将"], "ahead": ["将"]}),
        ("补贴率80%,税率性支出。", {"grant": ["补贴"]}),
        ("计划建设5个,计划经济。", {"planned": ["计划", "计划"], "ahead": ["计划"]}),
        ("超额完成,累计完成了3亿元。", {"past": ["超额完成", "累计完成了"], "standing": ["完成了"]}),
        ("到“十五五”末、到十五五时期。", {"ahead": ["到“十五五”末", "到十五五"]}),
        ("项目前期工作,项目目前停工。", {"standing": ["目前"], "by_now": ["目前"]}), ("题目前半部分,科目前三名,节目前期制作。", {}),
        ("1978年到2000年,到2030年。", {"planned": ["到2030年"], "ahead": ["到2030年"]}),
        ("", {}), ("水泥、钢材。", {}),
    ],
)  # fmt: skip
def test_the_cues_of_a_text(text, cues):
    assert told(text) == cues


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("努力争取更好结果", ["争取"]), ("力争取得突破", ["力争"]), ("力争、争取和确保", ["力争", "争取", "确保"]),
        ("增长5%,在实际工作中努力争取更快", ["争取"]), ("争取2亿元,力争3亿元", ["争取", "力争"]),
    ],
)  # fmt: skip
def test_two_words_that_share_a_character_are_told_apart(text, modality):
    assert told(text).get("modality", []) == modality


def test_the_modality_of_a_row_is_the_word_and_no_part_of_two():
    ledger = extract_targets("经济增长5%以上,在工作中努力争取更好结果;财政收入增长2%。力争取得突破,新建3所。", period_end=2026)
    assert ledger["modality"].where(ledger["modality"].notna(), None).tolist() == [None, "争取", "力争"]


def test_a_paragraph_is_asked_by_place():
    lexed = lex("一是提质。 到2030年,产值达到5亿元;计划\n新建3座!")
    assert [lexed.text[item.start : item.end] for item in lexed.quantities] == ["5亿元", "3座"]
    assert (lexed.marks, lexed.ends) == ((4, 12, 20, 23, 28), (5, 24, 29))
    assert [lexed.sentence(place) for place in (0, 4, 5, 17, 24, 40)] == [(0, 5), (0, 5), (6, 24), (6, 24), (24, 29), (29, 29)]
    assert [lexed.clause(place) for place in (0, 4, 5, 12, 13, 29)] == [0, 0, 5, 5, 13, 29]
    assert [lexed.clause_end(place) for place in (0, 4, 13, 24, 29)] == [4, 4, 20, 28, 29]
    assert lexed.between("planned", 0, 29) == [(6, 12), (21, 23)]
    assert [lexed.has("planned", start, end) for start, end in ((6, 12), (7, 22), (6, 11), (21, 23), (22, 29))] == [True, False, False, True, False]
    assert not lexed.has("no such class", 0, 29) and lexed.between("no such class", 0, 29) == []


def test_a_paragraph_without_anything():
    assert lex("") == _lexing.Lexed("", (), (), (), (), {})
    assert (lex("").sentence(0), lex("").clause(0), lex("").clause_end(0)) == ((0, 0), 0, 0)


def test_each_cue_of_the_lists_is_found_where_it_stands():
    for name, words in load_toml("target_words.toml")["cues"].items():
        for word in (word for word in words.split() if word.isalpha()):
            assert word in told(f"、{word}、").get(name, []), (name, word)
    assert "instrument" not in told("激励性补贴率、奖励性政策") and "grant" not in told("奖励性政策、补贴性住房")


def test_the_scan_finds_what_the_patterns_of_a_class_find():
    words = _lexing.cue_patterns()
    pool = [word for listed in words.values() for word in listed.values()] + list("的、。,将要取建2030年率性")
    draw = random.Random(5)
    for _ in range(60):
        text = "".join(draw.choices(pool, k=40))
        for name, listed in words.items():
            patterns = [_lexing.re.compile(word) for word in listed]
            starts = [place for place in range(len(text)) if any(one.match(text, place) for one in patterns)]
            assert [start for start, _ in cues_in(text).get(name, [])] == starts, (name, text)


@pytest.fixture
def uncollected():
    """No garbage is collected meanwhile, which takes the longer the more tests have run before."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("sign", ["（", "(", "至", "、", "7", "力争", "到2030年", "。", ",", "\n", "努", "\ud800", "未来", "a"])
def test_any_text_is_lexed_in_linear_time(grows_with, sign):
    lexed = lex(sign * 10_000)
    assert all(start < end for found in lexed.cues.values() for start, end in found)
    assert not lexed.ends or lexed.ends[-1] == len(sign) * 10_000
    assert grows_with(lambda size: lex(sign * size), 10_000, 40_000)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("减按15%的税率执行。", "instrument"), ("按工资总额的8%缴纳。", "instrument"), ("每50名学生1名的标准配备。", "instrument"),
        ("收入达到15%,执行情况良好。", "target"), ("道路长度达到15公里的任务逐级分解配备。", "target"),
    ],
)  # fmt: skip
def test_a_rule_behind_a_number_stands_near_it_in_its_clause(text, kind):
    assert extract_targets(text)["kind"].tolist()[-1:] == [kind]


def test_each_part_of_the_patterns_stands_once_and_is_used_more_than_once():
    files = [path.read_text(encoding="utf-8") for name in ("target_patterns.toml", "target_words.toml") if (path := resource_path(name))]
    text = "".join(line for file in files for line in file.splitlines(keepends=True) if not line.startswith("#"))
    for name, part in load_toml("target_patterns.toml")["parts"].items():
        assert (text.count(part), text.count(f"〈{name}〉") > 1) == (1, True), name
