import pickle
import random

import pandas as pd
import pytest

from policylab.corpus import Corpus
from policylab.errors import PolicylabError
from policylab.words import Segmenter, _segmenter, count_words, keyness, keyword_trends, segmenter_for


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("NB-IoT、nb-iot与C-V2X", ["NB-IoT", "NB-IoT", "与", "C-V2X"]),
        ("IPV6和IPv6", ["IPv6", "和", "IPv6"]),
        ("2021年建成5G基站3.5万个", ["年", "建成", "5G", "基站", "万个"]),
        ("VR/AR、BIM+CIM", ["VR", "AR", "BIM", "CIM"]),
        ("“互联网+政务服务”", ["互联网+", "政务服务"]),
        ("", []),
        ("(2019—2023),98%。", []),
    ],
)
def test_latin_terms_stay_whole_and_numbers_go(text, tokens):
    assert Segmenter().tokens(text) == tokens


def test_spans_stand_where_the_words_stand(corpus):
    segmenter = Segmenter()
    for text in corpus["smart-city-2015"].paragraphs["text"].head(30):
        for form, start, end in segmenter.spans(text):
            assert text[start:end].upper() == form.upper()


def test_both_engines_give_the_same_words_on_every_source(corpus):
    pytest.importorskip("rjieba")
    jieba, rjieba = Segmenter(engine="jieba"), Segmenter(engine="rjieba")
    assert jieba.dictionary
    for source in corpus.sources:
        for line in source.text.splitlines():
            assert jieba.spans(line) == rjieba.spans(line)


@pytest.mark.parametrize(
    ("dictionary", "hmm"), [(None, True), ((), False), (["海河英才", "〇〇七", "研究 5 n", "的的", "输输"], True)]
)
def test_both_engines_give_the_same_words_on_what_nobody_writes(corpus, dictionary, hmm):
    pytest.importorskip("rjieba")
    jieba, rjieba = (Segmenter(engine=name, dictionary=dictionary, hmm=hmm) for name in ("jieba", "rjieba"))
    draw, common = random.Random(0), corpus["smart-city-2015"].text
    strange = [*"长输輸亿零个〇㐀鿖鿿豈𠀀𪜀至\n（％5Ga", "其中", "长长", "研究研究"]
    for _ in range(60):
        start = draw.randrange(len(common) - 200)
        letters = list(common[start : start + 200])
        for _ in range(draw.randint(1, 30)):
            place = draw.randrange(len(letters))
            letters[place] = draw.choice((draw.choice(strange) * draw.randint(1, 45), chr(draw.randrange(0x3400, 0xA000))))
        text = "".join(letters)
        assert jieba.spans(text) == rjieba.spans(text), text
        assert jieba.tokens(text) == rjieba.tokens(text), text


def test_words_that_no_dictionary_has_are_those_of_jieba(corpus):
    from policylab.words._segmentation_engines import load_cutter, load_tokenizer

    cut, reference = load_cutter("jieba", (), hmm=True), load_tokenizer(())
    draw, common = random.Random(1), corpus["smart-city-2015"].text
    for _ in range(200):
        text = "".join(chr(draw.randrange(0x4E00, 0x9FD6)) if draw.random() < 0.5 else draw.choice(common) for _ in range(80))
        assert cut(text) == reference.lcut(text), text


def test_rare_characters_in_own_words_are_found(corpus):
    for engine in ("jieba", "rjieba"):
        segmenter = Segmenter(engine=engine, dictionary=["〇〇七", "𠮷野"])
        assert segmenter.tokens("加快〇〇七和𠮷野建设") == ["加快", "〇〇七", "和", "𠮷野", "建设"]


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_words_are_the_same_with_and_without_their_places(corpus, engine):
    segmenter = Segmenter(engine=engine)
    lines = [line for plan in corpus for line in plan.text.splitlines()]
    for text in [*lines, "", "\n", "。", "2025", "互联网+", "FTTH/O", "一5G\n二", "甲\r\n乙"]:
        assert segmenter.tokens(text) == [form for form, _, _ in segmenter.spans(text)]


def test_a_dictionary_changes_the_words_and_the_fingerprint():
    plain, own = Segmenter(dictionary=()), Segmenter(dictionary=["海河英才"])
    assert plain.tokens("海河英才计划") == ["海河", "英才", "计划"]
    assert own.tokens("海河英才计划") == ["海河英才", "计划"]
    assert plain.fingerprint != own.fingerprint
    assert own.fingerprint == Segmenter(dictionary=["海河英才"]).fingerprint


def test_one_dictionary_does_not_reach_into_another_segmenter():
    first = Segmenter(dictionary=["海河英才"])
    first.tokens("海河英才")
    assert Segmenter(dictionary=()).tokens("海河英才") == ["海河", "英才"]


def test_own_words_stand_beside_those_that_come_along():
    text = "智慧城市和海河英才"
    assert Segmenter(dictionary=["海河英才"]).tokens(text) == ["智慧城市", "和", "海河英才"]
    assert Segmenter(dictionary=["海河英才"], extend=False).tokens("数字孪生") != ["数字孪生"]
    assert Segmenter(dictionary=["海河英纔"]).tokens("海河英才") == ["海河英才"]
    assert Segmenter(dictionary=()).dictionary == () and Segmenter(stopwords=()).stopwords == frozenset()
    own = {entry.word: entry for entry in Segmenter(dictionary=["智慧城市 500 n"]).dictionary}
    assert own["智慧城市"].frequency == 500 and len(own) > 100


def test_terms_leave_out_stop_words_short_words_and_other_parts_of_speech():
    text = "推进智慧城市的建设和5G发展"
    assert Segmenter().terms(text) == ["推进", "智慧城市", "建设", "5G", "发展"]
    assert Segmenter(stopwords=["建设"]).terms(text) == ["推进", "智慧城市", "5G", "发展"]
    assert Segmenter(stopwords=["建设"], extend=False).terms(text) == ["推进", "智慧城市", "的", "和", "5G", "发展"]
    assert Segmenter(stopwords=["建設"]).terms(text) == ["推进", "智慧城市", "5G", "发展"]
    assert Segmenter(stopwords=(), min_length=2).terms(text) == ["推进", "智慧城市", "建设", "5G", "发展"]
    assert Segmenter(pos=["v"]).terms("推进数据共享") == ["推进"]
    assert Segmenter(pos="n", dictionary=["智慧城市 n"]).terms("推进智慧城市") == ["智慧城市"]


def test_synonyms_are_read_as_their_term_and_an_explained_one_counts_once():
    plain, joined = Segmenter(), Segmenter(synonyms=True)
    text = "第五代移动通信(5G)与互联网协议第六版(IPv6)、第五代移动通信"
    assert joined.tokens(text) == ["5G", "与", "IPv6", "5G"]
    assert plain.tokens(text).count("5G") == 1
    assert joined.fold("第五代移动通信") == "5G"


def test_a_variant_with_two_terms_is_an_error():
    with pytest.raises(PolicylabError, match="The variant '电商' has two canonical forms, 'A' and 'B'."):
        Segmenter(synonyms={"A": ["电商"], "B": ["电商"]})


def test_a_segmenter_can_be_sent_to_another_process():
    segmenter = Segmenter(dictionary=["海河英才"])
    segmenter.tokens("海河英才")
    again = pickle.loads(pickle.dumps(segmenter))
    assert again.fingerprint == segmenter.fingerprint
    assert again.tokens("海河英才") == ["海河英才"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"engine": "pkuseg"}, "`engine` must be one of 'jieba', 'rjieba', got 'pkuseg'."),
        ({"min_length": 0}, "`min_length` must be an int of at least 1, got 0."),
        ({"dictionary": "missing.txt"}, "`dictionary` names the file 'missing.txt', which cannot be read."),
    ],
)
def test_a_bad_setting_is_named(settings, message):
    with pytest.raises(PolicylabError) as error:
        Segmenter(**settings)
    assert str(error.value) == message


def test_a_broken_line_of_a_dictionary_is_named_with_its_number(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("# terms\n智慧城市 500 n\n\n津心办 许多\n", encoding="utf-8")
    with pytest.raises(PolicylabError) as error:
        Segmenter(dictionary=path)
    assert str(error.value).startswith("The dictionary own.txt, line 4 is broken: expected `word [frequency] [tag]`")
    assert str(error.value).endswith("got '津心办 许多'.")


@pytest.mark.parametrize("line", ["智慧城市 0", "智慧城市 n 500", "——", "智慧 城市"])
def test_lines_that_would_be_misread_are_broken(line):
    with pytest.raises(PolicylabError, match="`dictionary`, entry 1 is broken"):
        Segmenter(dictionary=[line])


def test_a_study_may_name_its_own_lists(corpus, tmp_path):
    import types

    path = tmp_path / "own.txt"
    path.write_text("海河英才\n", encoding="utf-8")
    study = types.SimpleNamespace(catalogue=types.SimpleNamespace(dictionary=path, stopwords=None))
    assert segmenter_for(study).tokens("海河英才") == ["海河英才"]
    assert segmenter_for(study) is segmenter_for(study)
    assert segmenter_for(corpus) is segmenter_for(list(corpus))


def test_what_was_not_asked_for_longest_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(_segmenter, "MEMO_TOKENS", 10)
    segmenter = Segmenter()
    texts = ["推进智慧城市建设", "发展数字经济", "完善网络安全保障"]
    expected = [segmenter.spans(text) for text in texts]
    segmenter.forget()
    for text in (texts[0], texts[1], texts[0], texts[2]):
        segmenter.spans(text)
    assert list(segmenter._memo) == [texts[0], texts[2]]
    assert segmenter._remembered == sum(len(tokens) + 1 for tokens in segmenter._memo.values()) <= 10
    assert [segmenter.spans(text) for text in texts] == expected
    assert segmenter.spans("推进智慧城市建设，" * 20) == Segmenter().spans("推进智慧城市建设，" * 20)


def test_large_corpora_are_cut_by_rjieba_into_the_same_words(corpus, monkeypatch):
    small = keyness(corpus)
    monkeypatch.setattr(_segmenter, "LARGE", 10_000)
    large = keyness(corpus)
    assert [table.attrs["segmenter"].split("-")[0] for table in (small, large)] == ["jieba", "rjieba"]
    pd.testing.assert_frame_equal(small, large)
    for few in (corpus.select(corpus.ids[:1]), [corpus[corpus.ids[0]]], corpus[corpus.ids[0]]):
        assert segmenter_for(few).engine == "rjieba"
    monkeypatch.setattr(_segmenter, "LARGE", 10_000_000)
    assert segmenter_for(corpus).engine == "jieba"


def test_a_corpus_is_counted_once_and_again_when_it_was_changed():
    corpus = Corpus.from_texts({"a": "建设渔港。\n推广渔船。", "b": "建设码头。"})
    counts = count_words(corpus)
    assert count_words(corpus) is counts
    assert count_words(corpus, segmenter=Segmenter()) is not counts
    assert count_words(corpus, cluster_level=1).cluster_level == 1
    assert count_words(corpus.select(["a"])).plans == ("a",)
    before = count_words(corpus).plan_tokens.tolist()
    corpus["b"].paragraphs.loc[:, "role"] = "note"
    assert count_words(corpus).plan_tokens.tolist() == [before[0], 0]


def test_what_was_cut_is_read_back_from_the_disk(corpus, tmp_path, monkeypatch):
    kept = count_words(corpus, segmenter=Segmenter(memory=tmp_path / "cut"))
    assert kept.spans == count_words(corpus).spans

    def never(*args):
        raise AssertionError("it was cut again")

    with monkeypatch.context() as context:
        context.setattr(Segmenter, "_segment", never)
        assert count_words(corpus, segmenter=Segmenter(memory=tmp_path / "cut")).spans == kept.spans
        for other in ({"hmm": False}, {"dictionary": ["海河英才"]}, {"engine": "rjieba"}):
            with pytest.raises(AssertionError, match="it was cut again"):
                count_words(corpus, segmenter=Segmenter(memory=tmp_path / "cut", **other))
    for file in (tmp_path / "cut").rglob("output.pkl"):
        file.write_bytes(file.read_bytes()[:100])
    assert count_words(corpus, segmenter=Segmenter(memory=tmp_path / "cut")).spans == kept.spans


def test_a_memory_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path / "file", tmp_path / "file" / "below", 3, ""):
        with pytest.raises(PolicylabError, match="`memory` must be the path of a folder"):
            Segmenter(memory=wrong)


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("总算力达到800PFLOPS", "总|算力|达到|800PFLOPS"), ("电算力协同", "电|算力|协同"), ("问题总算解决", "问题|总算|解决"),
        ("清算力度", "清算|力度"), ("预算力求平衡", "预算|力求|平衡"),
        ("大数据分析", "大数据|分析"), ("大数据管理", "大数据|管理"), ("全市大数据资源", "全市|大数据|资源"),
        ("扩大数据共享", "扩大|数据共享"), ("加大数据资源开放", "加大|数据资源|开放"), ("重大数据安全事件", "重大|数据|安全事件"),
        ("最大数据量", "最大|数据量"), ("扩大数据要素供给", "扩大|数据要素|供给"),
        ("惠民生、保民生", "惠|民生|保|民生"), ("市民生活", "市民|生活"), ("人民生产生活", "人民|生产|生活"), ("民生问题", "民生问题"),
        ("降低碳排放强度", "降低|碳排放|强度"), ("总碳排放量", "总|碳排放|量"), ("二氧化碳排放量", "二氧化碳|排放量"),
        ("云计算中心", "云计算|中心"), ("政务云计算中心", "政务云|计算中心"), ("政务数据资源", "政务数据|资源"),
    ],
)  # fmt: skip
def test_no_word_cuts_a_term_of_policy_in_two(engine, text, words):
    assert "|".join(Segmenter(engine=engine).tokens(text)) == words


def test_a_term_within_a_compound_is_counted_as_by_hand():
    corpus = Corpus.from_texts({"a": "建设算力中心,总算力达到800PFLOPS。"})
    row = keyword_trends(corpus, ["算力"]).iloc[0]
    assert (row["count"], row["raw_count"]) == (2, 2)
