"""What attack.py and the tests throw at every public function: hostile texts, made by chance, and texts that only grow.

`CALLS` has every public function that text reaches, whoever wrote the text; `TAKE_NO_TEXT` says of each other one why not.
`growth` measures how the time of each call grows with the text, `fuzz` looks for a text that breaks a promise.
"""

from __future__ import annotations

import functools
import gc
import importlib
import math
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import policylab
from policylab import coding, compare, corpus, numbers, study, targets, text, topics, words
from policylab.errors import PolicylabError

PACKAGES = ("text", "corpus", "words", "topics", "targets", "compare", "numbers", "batch", "study", "coding")
SENTENCE = "到2025年，建成5G基站7万个，光纤入户率达到95%以上（责任单位：市工业和信息化局、市通信管理局）。"
PLAN = f"某市数字经济发展规划\n一、总体要求\n推进智慧城市建设，完善数据要素市场。\n二、主要目标\n{SENTENCE}\n三、保障措施\n加强组织领导。\n"
HOSTILE = (
    r"$\x$", "US$5亿与$7亿", r"\frac{", "$", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))",
    "![x](javascript:alert(1))", "=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", '=HYPERLINK("http://x","y")', "#let x = 1", "#eval(\"1\")",
    "`code`", "{{ 7*7 }}", "{% raw %}", "${title}", "%s%n", "a,b;c\td", "'; DROP TABLE x;--", "\u202e右到左", "𠮷𠀀", "e\u0301", "﷽",
    "]]>", "</style>", "<!--", "&lt;b&gt;", "\\", "\\u0000", "_x000D_", "=" * 40, "长" * 500, "|表|格|", "* 一", "# 题", "---",
)  # fmt: skip
STRANGE = (
    *"（）〔〕《》“”、；：％＋１Ａａ　\u00a0\u200b\ufeff\u3000\t\r\n\f𠀀㎡①Ⅳ輸输%.,;~—…·〇㐀鿖豈-*\"", "至", "1.1.1.", "其中", "亿", "零", "百", "万",
    "- -", " --", "(shù)", "# ", "**", "\n\n", "128", "个", "增长", "[1]", "¹", "2025年", "不低于", "9" * 30, "1,000", "第一条 ", "（一）",
    "一、", "\n- 12 -\n", "责任单位：", "力争", "由3个增加到", "翻一番", "表1", "“十四五”", "其中：", "1e400", "年均", "百分之", "达到",
)  # fmt: skip
GROWING = ("（", "）", "一、", "至", "1.1.1.", "、", "其中", "1%、", "》《", "7", "A", "零", "亿", "输", "“", "到2025年", "责任单位：市教委、")
MADE_OF = {unit: unit for unit in GROWING} | {f"{unit}↵": f"{unit}\n" for unit in GROWING} | {
    "sentences": SENTENCE, "paragraphs": f"{SENTENCE}\n", "headings": "一、建设\n推进联网。\n", "rows": "指标\t7\t个\n", "pages": "\n- 1 -\n推进\n",
    "wrapped": "推进智慧城市建设，完善数据要素市场，建成5G基站，光\n",
}  # fmt: skip
SIZES = (2000, 4000, 8000, 16_000)
SHORT = 0.1  # seconds below which growth is not told from noise
LINEAR = 2.9  # times as long for twice the text is the most that passes; measured again where it does not


class Made:
    """What is made of a text, each thing once: a corpus of two plans and what the analyses say of it."""

    def __init__(self, plan: str, other: str = PLAN) -> None:
        self.text, self.other = plan, other

    @functools.cached_property
    def corpus(self) -> corpus.Corpus:
        frame = pd.DataFrame({"id": ["a", "b"], "text": [self.text, self.other], "title": ["甲", "乙"], "issuer": ["某市", "某市"],
                              "period_start": [2016, 2021], "period_end": [2020, 2025]})  # fmt: skip
        return corpus.Corpus.from_frame(frame)

    @functools.cached_property
    def model(self) -> topics.TopicModel:
        return topics.TopicModel(n_topics=2, min_documents=1, max_share=1.0, min_terms=1).fit(self.corpus)

    sections = functools.cached_property(lambda self: self.corpus.sections)
    paragraphs = functools.cached_property(lambda self: self.corpus.paragraphs)
    agencies = functools.cached_property(lambda self: self.corpus.agencies)
    counts = functools.cached_property(lambda self: words.count_words(self.corpus))
    ledger = functools.cached_property(lambda self: targets.extract_targets(self.corpus))
    links = functools.cached_property(lambda self: targets.target_lineage(self.ledger, self.corpus))
    reuse = functools.cached_property(lambda self: compare.text_reuse(self.corpus))
    pairs = functools.cached_property(lambda self: words.cooccurrence(self.counts, min_paragraphs=1))
    network = functools.cached_property(lambda self: words.cooccurrence_network(self.pairs))
    specificity = functools.cached_property(
        lambda self: targets.target_specificity(self.ledger, self.corpus.plans, paragraphs=self.paragraphs)
    )
    changes = functools.cached_property(lambda self: words.term_changes(self.counts, pairs=[("a", "b")]))
    sentences = functools.cached_property(lambda self: coding.directive_sentences(self.corpus, everything=True))

    @functools.cached_property
    def table(self) -> pd.DataFrame:
        rows = self.ledger.head(50)
        return rows[["plan", "sentence", "indicator", "unit", "year"]].assign(value=rows["value"].map(str))

    @functools.cached_property
    def gold(self) -> pd.DataFrame:
        """The ledger as if somebody had annotated it: the number as it is written is the quote."""
        texts = {plan.id: plan.text for plan in self.corpus}
        quotes = [texts[row.plan][row.start : row.end] for row in self.ledger.itertuples()]
        return self.ledger.assign(quote=quotes)

    @functools.cached_property
    def first(self) -> str:
        """A word of the text, to look for."""
        return next((word for word in words.Segmenter().tokens(self.corpus["a"].text[:500])), "建设")


def _with_sheet(made: Made) -> object:
    with tempfile.TemporaryDirectory() as folder:
        return targets.audit_sheet(made.ledger, {plan.id: plan.text for plan in made.corpus}, Path(folder) / "sheet.xlsx")


def _read_file(made: Made, suffix: str = "txt", read: Callable = text.read_source) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{suffix}"
        path.write_text(made.text, encoding="utf-8", errors="surrogatepass", newline="")
        return read(path)


CALLS: dict[str, Callable[[Made], object]] = {
    "text.clean_text": lambda m: text.clean_text(m.text),
    "text.clean_text, paged": lambda m: text.clean_text(m.text, paged=True),
    "text.fold_query": lambda m: text.fold_query(m.text),
    "text.read_source": lambda m: _read_file(m),
    "text.read_source, HTML": lambda m: _read_file(m, "html"),
    "corpus.read_plan": lambda m: _read_file(m, "md", corpus.read_plan),
    "corpus.Corpus": lambda m: m.corpus,
    "corpus.outline": lambda m: (corpus.outline(m.corpus["a"].text), m.sections, m.paragraphs),
    "corpus.agencies": lambda m: m.agencies,
    "corpus.as_plans": lambda m: corpus.as_plans(m.corpus),
    "corpus.sections_above": lambda m: corpus.sections_above(m.sections, level=1),
    "corpus.check": lambda m: corpus.check(m.corpus),
    "corpus.check_lines": lambda m: corpus.check_lines(corpus.check(m.corpus), m.corpus),
    "corpus.corpus_claims": lambda m: corpus.corpus_claims(m.corpus, corpus.check(m.corpus)),
    "corpus.collate": lambda m: corpus.collate(m.text, m.text[::2] + m.other),
    "numbers.parse_number": lambda m: numbers.parse_number(m.text),
    "numbers.read_quantities": lambda m: numbers.read_quantities(m.text),
    "numbers.years_in": lambda m: numbers.years_in(m.text),
    "numbers.find_unit": lambda m: numbers.find_unit(m.text),
    "numbers.same_dimension": lambda m: numbers.same_dimension(m.text, "个"),
    "targets.extract_targets": lambda m: m.ledger,
    "targets.unread_cells": lambda m: targets.unread_cells(m.text),
    "targets.as_floats": lambda m: targets.as_floats(m.ledger),
    "targets.explain": lambda m: targets.explain(m.text, heading=m.text, period_end=2025),
    "targets.target_lineage": lambda m: m.links,
    "targets.target_series": lambda m: targets.target_series(m.ledger, m.corpus),
    "targets.compare_targets": lambda m: targets.compare_targets(m.ledger, m.corpus),
    "targets.restated_targets": lambda m: targets.restated_targets(m.ledger, m.ledger),
    "targets.target_commitment": lambda m: targets.target_commitment(m.ledger, m.corpus),
    "targets.target_counts": lambda m: targets.target_counts(m.ledger, m.sections),
    "targets.target_specificity": lambda m: m.specificity,
    "targets.target_claims": lambda m: targets.target_claims(m.specificity, m.links),
    "targets.verify": lambda m: targets.verify(m.table, m.corpus),
    "targets.verification_summary": lambda m: targets.verification_summary(targets.verify(m.table, m.corpus), m.ledger),
    "targets.unlisted_statements": lambda m: targets.unlisted_statements(targets.verify(m.table, m.corpus), m.ledger),
    "targets.evaluate": lambda m: targets.evaluate(m.ledger, m.gold, texts={plan.id: plan.text for plan in m.corpus}),
    "targets.mismatches": lambda m: targets.mismatches(m.ledger, m.gold, texts={plan.id: plan.text for plan in m.corpus}),
    "targets.audit_sheet": _with_sheet,
    "targets.unfit_corrections": lambda m: targets.unfit_corrections(m.corpus),
    "words.Segmenter": lambda m: words.Segmenter().spans(m.text),
    "words.Segmenter, rjieba": lambda m: words.Segmenter(engine="rjieba").spans(m.text),
    "words.count_words": lambda m: m.counts,
    "words.token_counts": lambda m: words.token_counts(m.counts),
    "words.collocates": lambda m: words.collocates(m.corpus, m.first),
    "words.concordance": lambda m: words.concordance(m.corpus, m.first),
    "words.show_concordance": lambda m: words.show_concordance(words.concordance(m.corpus, m.first))._repr_html_(),
    "words.cooccurrence": lambda m: m.pairs,
    "words.cooccurrence_network": lambda m: m.network,
    "words.network_nodes": lambda m: words.network_nodes(m.network),
    "words.term_changes": lambda m: m.changes,
    "words.emerging_terms": lambda m: words.emerging_terms(m.counts, pairs=[("a", "b")]),
    "words.declining_terms": lambda m: words.declining_terms(m.counts, pairs=[("a", "b")]),
    "words.placebo_changes": lambda m: words.placebo_changes(m.counts),
    "words.keyness": lambda m: words.keyness(m.counts, target="a"),
    "words.keyness_claims": lambda m: words.keyness_claims(words.keyness(m.counts, target="a")),
    "words.keyword_trends": lambda m: words.keyword_trends(m.counts, ["建设", m.first]),
    "words.multiverse": lambda m: words.multiverse(m.corpus, ["建设"], pair=("a", "b")),
    "words.segmenter_for": lambda m: words.segmenter_for(m.corpus),
    "words.suggest_terms": lambda m: words.suggest_terms(m.corpus),
    "words.theme_coverage": lambda m: words.theme_coverage(m.corpus),
    "words.theme_terms": lambda m: words.theme_terms(m.corpus),
    "words.theme_weights": lambda m: words.theme_weights(m.corpus),
    "topics.TopicModel": lambda m: m.model,
    "topics.topic_prevalence": lambda m: topics.topic_prevalence(m.model),
    "topics.topic_chapters": lambda m: topics.topic_chapters(m.model),
    "topics.topic_themes": lambda m: topics.topic_themes(m.model, {"甲": ["建设", m.first]}),
    "topics.prevalence_change": lambda m: topics.prevalence_change(m.model, pairs=[("a", "b")]),
    "topics.topic_stability": lambda m: topics.topic_stability(m.corpus, n_topics=2, grid=[2], repeats=2, shuffles=2, shuffle_repeats=2),
    "compare.text_reuse": lambda m: m.reuse,
    "compare.figure_changes": lambda m: compare.figure_changes(m.reuse, m.ledger),
    "compare.telling_changes": lambda m: compare.telling_changes(m.reuse),
    "compare.changes_html": lambda m: [compare.changes_html(row) for row in m.reuse.head(20).to_dict("records")],
    "compare.chapter_map": lambda m: compare.chapter_map(m.corpus, m.reuse),
    "compare.reuse_by_length": lambda m: compare.reuse_by_length(m.corpus, [12, 20]),
    "compare.reuse_sensitivity": lambda m: compare.reuse_sensitivity(compare.reuse_by_length(m.corpus, [12, 20]), m.corpus),
    "compare.reuse_control": lambda m: compare.reuse_control(m.corpus),
    "compare.reuse_share": lambda m: compare.reuse_share(m.reuse, m.corpus),
    "compare.agency_centrality": lambda m: compare.agency_centrality(m.agencies, paragraphs=m.paragraphs),
    "compare.agency_network": lambda m: compare.agency_network(m.agencies, "a", paragraphs=m.paragraphs),
    "compare.responsibility": lambda m: compare.responsibility(m.agencies, m.sections, paragraphs=m.paragraphs),
    "compare.agency_claims": lambda m: compare.agency_claims(
        compare.responsibility(m.agencies, m.sections, paragraphs=m.paragraphs), names={"a": "甲", "b": "乙"}
    ),
    "compare.stated": lambda m: compare.stated(m.ledger, m.corpus),
    "compare.stated_wide": lambda m: compare.stated_wide(compare.stated(m.ledger, m.corpus), plans=["a", "b"]),
    "compare.stated_claims": lambda m: compare.stated_claims(compare.stated(m.ledger, m.corpus), plans=["a", "b"]),
    "study.doubled_sources": lambda m: study.doubled_sources(m.corpus),
    "study.searchable_ledger": lambda m: study.searchable_ledger(m.ledger, m.corpus),
    "study.table_text": lambda m: study.table_text(m.ledger),
    "study.cell_text": lambda m: study.cell_text(m.text),
    "coding.directive_sentences": lambda m: m.sentences,
    "coding.coding_sheets": lambda m: coding.coding_sheets(m.sentences),
}


def uncalled() -> list[str]:
    """Public functions that neither `CALLS` nor `TAKE_NO_TEXT` knows."""
    called = {name.split(",")[0].rpartition(".")[2] for name in CALLS}
    spared = {name for names in TAKE_NO_TEXT.values() for name in names}
    public = {name for package in PACKAGES for name in importlib.import_module(f"policylab.{package}").__all__}
    return sorted(public - called - spared)


TAKE_NO_TEXT = {
    "a row or a result that a function gives": (
        "CleanText", "Source", "Plan", "PlanDates", "WordCounts", "IntrusionScore", "TopicStability", "Quantity", "Unit", "YearSpan",
        "BatchReport", "Document", "NotebookResult", "RunDiff", "RunReport", "Session", "Study", "TypedText", "Scheme", "TooLittleText",
        "NothingToDraw",
    ),
    "takes ids and dates of plans": (
        "check_pairs", "matched_pairs", "plan_authority", "plan_dates", "plan_groups", "plan_order", "plan_stages", "undated",
    ),
    "takes a catalogue, a study or a run, which attack.py attacks as files": (
        "load_corpus", "read_counts", "read_documents", "read_table", "run_batch", "add_source", "begin",
        "compare_tables", "diff_runs", "find_study", "load", "new_study", "publish_run", "run_notebooks", "read_themes", "read_terms",
        "read_scheme", "read_pmc_scheme", "read_spreadsheet", "find_codings", "blank_sheets", "read_codings", "read_judgements", "read_sheets",
    ),
    "takes the rating sheets of people": (
        "score_audit", "corrections_of_sheet", "score_intrusion", "write_intrusion", "coded_sentences", "coder_agreement", "code_changes",
        "code_shares", "agency_codes", "theme_codes", "adjudication_sheet", "judgement_sheet", "pmc_agreement", "pmc_index", "pmc_order", "pmc_surface",
        "sheet_bytes", "scheme_guide", "evaluate_documents", "evaluate_sentences",
    ),
    "takes a table of numbers, a row a term, a topic or a plan": (
        "certain_terms",
        "agreement", "change_claims", "change_verdict", "placebo_claims", "rising_claims", "theme_claims", "no_pair_claims",
        "number_reason", "survival_claims", "too_little_claims", "reuse_claims", "plan_measures",
        "synthesis_claims", "titled_measures", "convert", "write_number", "show_searchable", "write_gexf",
        "coding_claims", "pmc_claims", "word_table",
    ),
}  # fmt: skip


def seconds(name: str, made: Made) -> float:
    """CPU seconds of a call, without collections of rubbish; what it refuses in a sentence took its time, too."""
    gc.disable()
    begun = time.process_time()
    try:
        CALLS[name](made)
    except PolicylabError:
        pass
    finally:
        taken = time.process_time() - begun
        gc.enable()
    return taken


def growth(names: list[str], units: list[str], sizes: tuple[int, ...] = SIZES) -> Iterator[tuple[str, str, bool, list[float]]]:
    """Each call on each text that grows, whether its time grows with it, and the seconds."""
    for unit in units:
        # whole units: a line that is cut off makes another text, not a longer one
        texts = [Made(MADE_OF[unit] * (size // len(MADE_OF[unit]))) for size in sizes]
        for name in names:
            taken = [seconds(name, made) for made in texts]
            held, length = _grows_with(taken), 1
            for times in () if held else (1, 2, 2):
                # a busy machine, a step: once more, from the text on, then twice as long, and that again
                fresh = [Made(made.text * times) for made in texts]
                for made in fresh:
                    for other in names[: names.index(name)]:
                        seconds(other, made)
                again = [seconds(name, made) for made in fresh]
                taken = again if times > length else list(map(min, taken, again))
                length = times
                held = _grows_with(taken)
                if held:
                    break
            yield name, unit, held, taken


def _grows_with(taken: list[float]) -> bool:
    before, last = taken[-2:]
    return last < SHORT or last < LINEAR * max(before, SHORT / 2)


def _own_pieces() -> list[str]:
    return [plan.raw[at : at + 150] for plan in policylab.load_corpus() for at in range(0, 6000, 150)] + [PLAN, SENTENCE]


@functools.cache
def texts() -> st.SearchStrategy[str]:
    """Texts of pieces of plans, of strange things, alone and repeated, and of any characters."""
    strange = st.sampled_from([*STRANGE, *HOSTILE])
    repeated = st.builds(lambda piece, times: piece * times, strange, st.integers(2, 40))
    piece = st.one_of(st.sampled_from(_own_pieces()), strange, strange, repeated, st.text(max_size=12))
    return st.lists(piece, max_size=14).map("".join)


def clean_once(value: str) -> None:
    """A clean text is not changed again, and each of its characters stands in the source."""
    for paged in (False, True):
        clean = text.clean_text(value, paged=paged)
        assert text.clean_text(clean.text, paged=paged).text == clean.text
        spans = [clean.raw_span(at, at + 1) for at in range(len(clean.text))]
        assert all(0 <= first < last <= len(value) for first, last in spans)
        assert all(one[0] <= other[0] for one, other in zip(spans, spans[1:]))


@functools.cache
def _engines() -> tuple[words.Segmenter, words.Segmenter]:
    return words.Segmenter(engine="jieba"), words.Segmenter(engine="rjieba")


def same_words(value: str) -> None:
    """Both engines cut a text alike, and each word stands where it says."""
    jieba, rjieba = (engine.spans(value) for engine in _engines())
    assert jieba == rjieba
    assert all(0 <= start < end <= len(value) for _, start, end in jieba)


def in_their_place(value: str) -> None:
    """What is found in a text stands in it: statements, headings, paragraphs, agencies."""
    made = Made(value)
    plan = made.corpus["a"]
    for row in made.ledger[made.ledger["plan"] == "a"].to_dict("records"):
        assert plan.text[row["start"] : row["end"]].strip()
        assert row["value"].is_finite()
        assert 0 <= row["raw_start"] < row["raw_end"] <= len(plan.raw)
    for frame in (made.paragraphs, made.sections, made.agencies):
        for row in frame[frame["plan"] == "a"].to_dict("records"):
            assert 0 <= row["start"] <= row["end"] <= len(plan.text)
            assert "text" not in row or plan.text[row["start"] : row["end"]] == row["text"]


def ends_well(value: str, name: str) -> None:
    """A public function gives an answer without a number that is none, or says in one sentence why not."""
    answer = CALLS[name](Made(value))
    if isinstance(answer, pd.DataFrame):
        assert not answer.select_dtypes("number").isin([math.inf, -math.inf]).any(axis=None)


def read_as(value: str, suffix: str) -> None:
    """A file of any kind with any content is read, or refused in one sentence."""
    _read_file(Made(value), suffix)


def as_written(value: str, term: str) -> None:
    """A table is read again as it was written."""
    from policylab.study._table_files import parse_table

    frame = pd.DataFrame({"term": [value, term], "n": [1, 2]})
    header, rows = parse_table(study.table_text(frame).encode())
    assert header == ["term", "n"]
    assert rows == [[value, "1"], [term, "2"]]


def as_catalogue(value: str, field: str) -> None:
    """A catalogue with anything in a field is read, or refused in one sentence."""
    fields = {"id": '"a"', "file": '"a.txt"', "role": '"plan"', "title": '"甲"'}
    fields[field] = value
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text(PLAN, encoding="utf-8")
        lines = "".join(f"{name} = {content}\n" for name, content in fields.items())
        (Path(folder) / "corpus.toml").write_text(f"[[source]]\n{lines}", encoding="utf-8", errors="surrogatepass")
        assert corpus.load_corpus(Path(folder) / "corpus.toml").ids


FIELDS = ("id", "file", "role", "title", "issuer", "issued", "period_start", "period_end", "layout", "encoding", "witness_of", "after")
PROPERTIES: dict[str, tuple[Callable, dict[str, Callable[[], st.SearchStrategy]]]] = {
    "clean once": (clean_once, {"value": texts}),
    "same words": (same_words, {"value": texts}),
    "in their place": (in_their_place, {"value": texts}),
    "every function": (ends_well, {"value": texts, "name": lambda: st.sampled_from(sorted(CALLS))}),
    "files": (read_as, {"value": texts, "suffix": lambda: st.sampled_from(["txt", "html", "md", "docx", "pdf", "doc", "x"])}),
    "tables": (as_written, {"value": texts, "term": lambda: st.sampled_from(HOSTILE)}),
    "catalogues": (as_catalogue, {
        "field": lambda: st.sampled_from(FIELDS),
        "value": lambda: st.one_of(texts(), texts().map(repr), st.sampled_from(["5", "[1]", "1.5", "2021-01-01", "true", "{a=1}"])),
    }),
}  # fmt: skip


def fuzz(name: str, *, number: int = 0, examples: int = 40) -> tuple[int, str]:
    """Look for a text that breaks a promise: how many were tried, and what broke it, as small as it can be made, or ""."""
    promise, arguments = PROPERTIES[name]
    tried = 0

    def holds(**given_values: str) -> None:
        nonlocal tried
        tried += 1
        try:
            promise(**given_values)
        except PolicylabError as error:
            assert "\n" not in str(error), f"more than a line: {error}"

    checks = list(HealthCheck)
    phases = (Phase.generate, Phase.shrink)
    wrapped = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=checks, phases=phases)(
        seed(number)(given(**{key: strategy() for key, strategy in arguments.items()})(holds))
    )
    try:
        wrapped()
    except Exception as error:
        notes = " ".join(getattr(error, "__notes__", []))
        return tried, re.sub(r"\s+", " ", f"{type(error).__name__}: {error} {notes}")[:2000]
    return tried, ""
