"""Whatever holds the plans: each public function that takes a corpus takes a plan and a list of plans as well, and refuses 3."""

import inspect
import warnings

import pytest

import policylab
from policylab import coding, compare, study, targets, topics, words
from policylab import corpus as corpora
from policylab.errors import PolicylabError

TEXT = (
    "一、发展目标\n到2025年,建成5G基站{0}万个,互联网医院达到{0}家以上,智慧城市应用场景不断丰富。\n"
    "二、主要任务\n加快推进数字经济发展,建设大数据平台,完善公共服务体系,推动制造业转型升级。(市科技局等按职责分工负责)\n"
    "支持企业开展技术创新,加强人工智能产业布局,落实数据安全保障,开展智能制造试点。\n"
) * 3  # fmt: skip
PATHS = {"add_source", "find_study", "run_notebooks"}  # whose corpus is a file
WHOLE = {"segmenter_for"}  # also what has no plan has the usual segmenter
PLANS_FIRST = {"extract_targets", "unread_cells", "plan_dates", "undated", "topic_stability"}


@pytest.fixture(scope="module")
def plans():
    texts = {"a": TEXT.format(3), "b": TEXT.format(5)}
    about = {
        id: {"title": "甲市数字经济规划", "issuer": "甲市人民政府", "province": "甲省", "period_start": year, "period_end": year + 4}
        for id, year in (("a", 2016), ("b", 2021))
    }
    corpus = policylab.Corpus.from_texts(texts, variables=about)
    return [corpus["a"], corpus["b"]]


@pytest.fixture(scope="module")
def calls(plans):
    """How each function is called with what it takes for a corpus."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one = policylab.extract_targets(plans[0])
        checked, reuse = corpora.check(plans[0]), compare.text_reuse(plans)
        model = topics.TopicModel(2, min_plans=1, min_documents=1, max_share=1.0).fit(plans)
    scheme, pmc = coding.read_scheme("instruments"), coding.read_pmc_scheme("pmc")
    terms = ["数字经济"]
    return {
        "check": corpora.check, "check_lines": lambda x: corpora.check_lines(checked, x),
        "corpus_claims": lambda x: corpora.corpus_claims(x, checked), "as_plans": corpora.as_plans,
        "plan_groups": lambda x: corpora.plan_groups(x, "province"), "plan_dates": corpora.plan_dates, "undated": corpora.undated,
        "extract_targets": policylab.extract_targets, "unread_cells": targets.unread_cells,
        "target_lineage": lambda x: policylab.target_lineage(one, x), "target_series": lambda x: targets.target_series(one, x),
        "compare_targets": lambda x: targets.compare_targets(one, x), "target_commitment": lambda x: targets.target_commitment(one, x),
        "verify": lambda x: policylab.verify(one[["indicator", "value"]], x), "unfit_corrections": targets.unfit_corrections,
        "corrections_of_sheet": lambda x: targets.corrections_of_sheet({"targets": one.head(0).astype(str)}, x, who="甲", when="2025-01-01"),
        "doubled_sources": study.doubled_sources, "searchable_ledger": lambda x: study.searchable_ledger(one, x),
        "topic_prevalence": lambda x: topics.topic_prevalence(model, by="province", corpus=x),
        "topic_stability": lambda x: topics.topic_stability(x, grid=[2], repeats=2, shuffles=2, min_plans=1, min_documents=1, max_share=1.0),
        "count_words": words.count_words, "token_counts": words.token_counts, "segmenter_for": words.segmenter_for,
        "keyword_trends": lambda x: policylab.keyword_trends(x, terms), "concordance": lambda x: policylab.concordance(x, "数字经济"),
        "collocates": lambda x: words.collocates(x, "数字经济"), "cooccurrence": policylab.cooccurrence,
        "suggest_terms": lambda x: policylab.suggest_terms(x, min_count=2), "theme_terms": words.theme_terms,
        "theme_weights": words.theme_weights, "theme_coverage": words.theme_coverage,
        "keyness": policylab.keyness, "multiverse": lambda x: words.multiverse(x, terms), "placebo_changes": words.placebo_changes,
        "term_changes": words.term_changes, "emerging_terms": policylab.emerging_terms, "declining_terms": policylab.declining_terms,
        "text_reuse": policylab.text_reuse, "chapter_map": compare.chapter_map, "reuse_control": compare.reuse_control,
        "reuse_by_length": lambda x: compare.reuse_by_length(x, [12]), "reuse_share": lambda x: compare.reuse_share(reuse, x),
        "reuse_sensitivity": lambda x: compare.reuse_sensitivity({12: reuse}, x), "stated": lambda x: compare.stated(one, x),
        "directive_sentences": coding.directive_sentences, "find_codings": lambda x: coding.find_codings(x, scheme), "blank_sheets": lambda x: coding.blank_sheets(x, scheme),
        "judgement_sheet": lambda x: coding.judgement_sheet(x, pmc), "read_codings": lambda x: coding.read_codings(x, scheme),
        "read_judgements": lambda x: coding.read_judgements([], pmc, x),
    }  # fmt: skip


def functions_of_plans():
    rooms = [policylab, *(getattr(policylab, room) for room in ("batch", "coding", "compare", "corpus", "plots", "study", "targets", "topics", "words"))]
    for room in rooms:
        for name in dir(room):
            function = getattr(room, name)
            if inspect.isfunction(function) and name not in PATHS:
                parameters = list(inspect.signature(function).parameters)
                if "corpus" in parameters or name in PLANS_FIRST:
                    yield name


@pytest.mark.parametrize("name", sorted({*functions_of_plans()} - {"score_audit"}))  # test_audit_sheet.py has that one
@pytest.mark.parametrize("held", ["a plan", "a list", "a number"])
def test_a_plan_a_list_of_plans_and_a_number(calls, plans, name, held):
    given = {"a plan": plans[0], "a list": plans, "a number": 3}[held]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calls[name](given)
        except PolicylabError as error:
            print(name, held, error)
            if held == "a number":
                assert str(error).startswith(("`corpus` must be", "`source` must be", "`data` must be")) and "got 3" in str(error)
            else:
                assert "must be" not in str(error)
        else:
            assert held != "a number" or name in WHOLE
