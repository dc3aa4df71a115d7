"""The checks that every room shares: what they take, what they refuse, and in which words."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import coding, compare, numbers, plots, stats, study, targets, text, topics, words
from policylab import corpus as corpus_room
from policylab.checks import check_columns, check_int, check_number
from policylab.errors import CatalogueError, PolicylabError


@pytest.mark.parametrize("value", [2, 7, np.int64(3), np.uint8(2)])
def test_whole_numbers_from_two_on_are_taken(value):
    check_int("n", value, 2)
    check_int("n", value, 2, 7)


@pytest.mark.parametrize("value", [1, -1, 2.0, True, np.bool_(True), "2", None, float("nan"), [2]])
def test_what_is_no_whole_number_from_two_on_is_refused(value):
    with pytest.raises(PolicylabError, match="`n` must be an int of at least 2, got "):
        check_int("n", value, 2)


def test_a_whole_number_above_its_range_is_refused():
    with pytest.raises(PolicylabError, match="`n` must be a whole number from 2 to 7, or None, got 8."):
        check_int("n", 8, 2, 7, more=", or None")


@pytest.mark.parametrize(
    ("closed", "taken", "refused"),
    [
        ("both", [0, 0.5, 1, np.float64(1)], [-0.1, 1.1]),
        ("left", [0, 0.999], [1, 2]),
        ("right", [0.001, 1], [0, -1]),
        ("neither", [0.001, 0.999], [0, 1]),
    ],
)
def test_the_ends_of_a_range_belong_to_it_as_it_is_closed(closed, taken, refused):
    for value in taken:
        check_number("share", value, 0, 1, closed=closed)
    for value in [*refused, float("nan"), float("inf"), True, "0.5", None]:
        with pytest.raises(PolicylabError, match="`share` must be a number "):
            check_number("share", value, 0, 1, closed=closed)


@pytest.mark.parametrize(
    ("columns", "name", "said"),
    [
        (["a"], "ledger", "`ledger` lacks the columns b, c; it has a. Make it so."),
        (["a", "c"], "ledger", "`ledger` lacks the column b; it has a, c. Make it so."),
        ([], "A.csv", "A.csv lacks the columns b, c; it has no column. Make it so."),
        ([2020, "b"], "The table", "The table lacks the column c; it has 2020, b. Make it so."),
        ([str(n) for n in range(15)], "t", "`t` lacks the columns b, c; it has 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more. Make it so."),
    ],
)
def test_a_table_without_a_column_says_what_it_has(columns, name, said):
    with pytest.raises(CatalogueError) as refused:
        check_columns(pd.DataFrame(columns=columns), ("b", "c"), name=name, hint="Make it so.", error=CatalogueError)
    assert str(refused.value) == said


def test_what_is_no_table_is_refused():
    with pytest.raises(PolicylabError, match="`ledger` must be a DataFrame, got \\['b'\\]. Make it with `policylab.extract_targets`."):
        check_columns(["b"], ["b"], name="ledger", maker="policylab.extract_targets")


TABLE = pd.DataFrame({"a": [1]})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda c: policylab.keyness(c, target=3), "`target` must be the id of a plan, several, or None for every plan, got 3."),
        (lambda c: policylab.keyness(c, target=[TABLE]), "There is no plan"),
        (lambda c: policylab.keyness(c, reference=3), "`reference` must be ids of plans, plans, a corpus, or a list of words"),
        (lambda c: policylab.keyness(c, reference=[3]), "`reference` must be ids of plans, plans, a corpus, or a list of words"),
        (lambda c: policylab.keyness(c, adjust=TABLE), "`adjust` must be one of "),
        (lambda c: policylab.emerging_terms(c, pairs=0), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=c.ids[:2]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[c.ids[:3]]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[c.ids[:1] * 2]), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.emerging_terms(c, pairs=[]), "`pairs` has no pair. Name at least one, or leave it out."),
        (lambda c: policylab.text_reuse(c, pairs=[("a", c.ids[0])]), "There is no plan 'a'."),
        (lambda c: policylab.text_reuse(c, pairs=3), "`pairs` must be a list of pairs of ids of plans, such as "),
        (lambda c: words.multiverse(c, ["5G"], pair=3), "`pair` must be a list of pairs of ids of plans, such as "),
        (lambda c: policylab.topic_stability(c, grid=3), "`grid` must be numbers of topics"),
        (lambda c: policylab.topic_stability(c, n_jobs=0), "`n_jobs` must be an int: 1, 2, ..., or -1"),
        (lambda c: policylab.topic_stability(c, segmenters=3), "The first of `segmenters` is the model's: give a dict"),
        (lambda c: compare.reuse_by_length(c, 12), "`lengths` must be a list of lengths, with at least one, got 12."),
        (lambda c: compare.reuse_sensitivity(TABLE, c), "`found` must be tables by their least length"),
        (lambda c: compare.chapter_map(c, TABLE), "`reuse` lacks the columns formula, earlier_section, later_section, matched;"),
        (lambda c: policylab.suggest_terms(c, n=1.5), "`n` must be an int of at least 1, or None, got 1.5."),
        (lambda c: words.agreement(TABLE), "`table` lacks the columns term, same_sign, found; it has a. Make it with `policylab.words.multiv"),
        (lambda c: words.cooccurrence_network(TABLE), "`table` lacks the columns term, other, npmi, g2,"),
        (lambda c: words.Segmenter(dictionary=3), "`dictionary` must be a path or an iterable of str, got 3."),
        (lambda c: words.Segmenter(stopwords=[3]), "`stopwords` must be a path or an iterable of str, got 3."),
        (lambda c: words.Segmenter(pos=3), "`pos` must be None, or a list of tags such as "),
        (lambda c: study.find_study(3), "`corpus` must be the path of a file, got 3."),
        (lambda c: study.run_notebooks(3), "`only` must be names of notebooks, got 3."),
        (lambda c: study.run_notebooks("00-start", parameters=3), "`parameters` must be a dict of names to values, got 3."),
        (lambda c: study.diff_runs(3), "`run` must be the path of a file, got 3."),
        (lambda c: study.table_text(3), "`frame` must be a DataFrame, got 3."),
        (lambda c: policylab.run_batch([("a", "建设渔港。")], 3), "`out` must be the path of a file, got 3."),
        (lambda c: words.Segmenter(hmm=TABLE), "`hmm` must be True or False, got "),
        (lambda c: words.cooccurrence_network(words.cooccurrence(c, n_terms=20), min_g2="high"), "`min_g2` must be a number, got 'high'."),
        (lambda c: words.change_verdict({}), "`row` must be a row of `policylab.words.term_changes` with log_ratio, low, "),
        (lambda c: words.network_nodes(3), "`graph` must be a network, as `cooccurrence_network` makes it, got 3."),
        (lambda c: policylab.clean_text("", accepted={"a": 1}), "`accepted` must be a mapping of damaged runs, or of their places, "),
        (lambda c: policylab.corpus.plan_order(c[c.ids[0]], 3), "`other` must be a Plan, or what tells its dates, got 3."),
        (lambda c: policylab.corpus.plan_authority(3), "`plan` must be a Plan, or what tells its issuer, got 3."),
        (lambda c: policylab.corpus.matched_pairs(["a"]), "`plans` must be a Corpus or a list of plans, got 'a'."),
        (lambda c: policylab.Corpus(3), "`sources` must be a list of plans, got 3. Give texts to `Corpus.from_texts`."),
        (lambda c: policylab.corpus.check_lines(3), "`frame` must be a DataFrame, got 3. Make it with `policylab.corpus.check`."),
        (lambda c: targets.evaluate(TABLE, TABLE, texts={}), "`predicted` lacks the columns unit, comparator, "),
        (lambda c: targets.verify(TABLE, c, columns=TABLE), "`columns` must be a mapping of columns to what they hold, got "),
        (lambda c: coding.scheme_guide(3), "`scheme` must be a scheme, as `read_scheme` makes it, or "),
        (lambda c: coding.code_shares(TABLE, TABLE, 3, c.sections), "`scheme` must be a scheme, as `read_scheme` makes it, or "),
        (lambda c: topics.topic_prevalence(3), "`model` must be a fitted `policylab.TopicModel`, got 3."),
        (lambda c: topics.survival_claims(3), "`stability` must be what `policylab.topics.topic_stability` found, got 3."),
        (lambda c: plots.agency_shares(TABLE, names=3), "`names` must be a dict of ids to names, got 3."),
        (lambda c: plots.placebo_changes(TABLE, level="x"), "`level` must be a number above 0 and below 1, got 'x'."),
        (lambda c: stats.adjust_p(3), "`p` must be an array of p-values, got 3."),
        (lambda c: stats.rate_interval(3), "`clusters` must be `policylab.stats.Clusters`, got 3."),
        (lambda c: stats.log_ratio([1, 2], [1, 2, 3], 10, 10), "The arrays must have one shape: a (2,), b (3,), n_a (), n_b ()."),
        (lambda c: stats.Clusters([1, 2], [1, 2], 3), "Clusters need as many weights as sizes, got () and (2,)."),
        (lambda c: stats.krippendorff_alpha(3), "`ratings` must be the values of each rater, one for each unit, got 3."),
    ],
)
def test_an_argument_of_another_kind_is_one_sentence(asked, said):
    with pytest.raises(PolicylabError) as refused:
        asked(policylab.load_corpus())
    assert str(refused.value).startswith(said) and "\n" not in str(refused.value)


WITHOUT = [
    ("target_commitment", "ledger", ("section", "year_from", "modality", "indicator"), lambda t: targets.target_commitment(t["ledger"])),
    (
        "target_specificity", "ledger", ("section", "year_from", "modality"),
        lambda t: targets.target_specificity(t["ledger"], pd.DataFrame({"plan": ["text"], "characters": [9]})),
    ),
    ("reuse_share", "reuse", ("earlier_start", "later_start", "formula"), lambda t: compare.reuse_share(t["reuse"], t["corpus"])),
    ("agency_centrality", "agencies", ("start", "canonical"), lambda t: compare.agency_centrality(t["agencies"], paragraphs=t["corpus"].paragraphs)),
    (
        "responsibility", "agencies", ("start", "role"),
        lambda t: compare.responsibility(t["agencies"], t["corpus"].sections, paragraphs=t["corpus"].paragraphs),
    ),
    ("sections_above", "sections", ("section", "level", "parent"), lambda t: policylab.corpus.sections_above(t["sections"], level=1)),
    ("adjudication_sheet", "codings", ("unit", "code"), lambda t: coding.adjudication_sheet(t["codings"], t["sentences"])),
    ("adjudication_sheet", "sentences", ("unit", "path", "sentence"), lambda t: coding.adjudication_sheet(t["codings"], t["sentences"])),
    ("coded_sentences", "codings", ("unit", "coder"), lambda t: coded(t)),
    ("coded_sentences", "decisions", ("unit", "decision"), lambda t: coded(t)),
    ("coded_sentences", "sentences", ("unit", "plan", "end"), lambda t: coded(t)),
    ("pmc_surface", "variables", ("plan", "score"), lambda t: coding.pmc_surface(t["variables"])),
    ("verification_summary", "verified", ("verdict", "statement"), lambda t: targets.verification_summary(t["verified"], t["ledger"])),
    ("verification_summary", "ledger", ("statement", "unit", "year"), lambda t: targets.verification_summary(t["verified"], t["ledger"])),
    ("titled_measures", "measures", ("measure",), lambda t: study.titled_measures(t["measures"])),
]  # fmt: skip


def coded(tables):
    return coding.coded_sentences(tables["codings"], tables["decisions"], tables["sentences"], coding.read_scheme("instruments"))


@pytest.fixture(scope="module")
def tables():
    corpus = policylab.load_corpus()
    ledger = policylab.extract_targets("到2025年,力争建成5G基站7万个以上。")
    return {
        "corpus": corpus, "ledger": ledger, "reuse": policylab.text_reuse(corpus), "agencies": corpus.agencies,
        "sections": corpus.sections, "sentences": coding.directive_sentences(corpus),
        "codings": pd.DataFrame(columns=["unit", "coder", "code", "note"]), "decisions": pd.DataFrame(columns=["unit", "decision", "note"]),
        "variables": pd.DataFrame({"plan": "a", "score": [0.5] * 9}), "measures": pd.DataFrame({"measure": ["targets"]}),
        "verified": pd.DataFrame({"verdict": ["found"], "statement": ["text/t0001"], "claimed_kind": ["target"], "stated_kind": ["target"]}),
    }  # fmt: skip


@pytest.mark.parametrize(("function", "table", "columns", "asked"), WITHOUT, ids=[f"{row[0]}-{row[1]}" for row in WITHOUT])
def test_a_table_without_a_column_that_is_read_is_refused_by_its_name(function, table, columns, asked, tables):
    asked(tables)
    for column in columns:
        with pytest.raises(PolicylabError, match=f"^`{table}` lacks the column {column}; it has "):
            asked(tables | {table: tables[table].drop(columns=column)})
    with pytest.raises(PolicylabError, match=f"^`{table}` lacks the column"):
        asked(tables | {table: TABLE})


def test_columns_of_objects_are_read_as_typed_ones(tables):
    reuse, corpus = tables["reuse"], tables["corpus"]
    for asked in (compare.reuse_share, lambda table, corpus: compare.chapter_map(corpus, table)):
        pd.testing.assert_frame_equal(asked(reuse.astype(object), corpus), asked(reuse, corpus))
    changes = compare.telling_changes(reuse)
    pd.testing.assert_frame_equal(compare.telling_changes(reuse.astype(object)), changes, check_dtype=False)


def test_paragraphs_of_other_plans_are_refused(tables):
    corpus, agencies = tables["corpus"], tables["agencies"]
    other = corpus.paragraphs[corpus.paragraphs["plan"] != agencies["plan"].iloc[0]]
    for paragraphs in (corpus.paragraphs.iloc[:0], other):
        for asked in (
            lambda given: compare.responsibility(agencies, corpus.sections, paragraphs=given),
            lambda given: compare.agency_centrality(agencies, paragraphs=given),
        ):
            with pytest.raises(PolicylabError, match=f"`paragraphs` has none of .*{agencies['plan'].iloc[0] if len(paragraphs) else ''}"):
                asked(paragraphs)


@pytest.mark.parametrize("level", [Fraction(19, 20), np.float64(0.95)])
def test_a_level_of_any_kind_of_number_is_computed_with(level, tables):
    corpus = tables["corpus"]
    counted = words.count_words(corpus)
    assert stats.wilson_interval(8, 10, level=level) == stats.wilson_interval(8, 10, level=0.95)
    assert stats.least_count(0.5, level=level) == stats.least_count(0.5, level=0.95)
    for asked in (
        lambda level: policylab.keyword_trends(counted, ["数据"], level=level),
        lambda level: words.emerging_terms(counted, level=level),
        lambda level: compare.reuse_share(tables["reuse"], corpus, level=level),
        lambda level: policylab.keyness(counted, target=corpus.ids[0], level=level),
    ):
        pd.testing.assert_frame_equal(asked(level), asked(0.95))


SEEDED = {
    "cooccurrence_network": lambda t, seed: sorted(words.cooccurrence_network(t["company"], random_state=seed).nodes(data="community")),
    "plots.cooccurrence": lambda t, seed: plots.cooccurrence({"a": words.cooccurrence_network(t["company"])}, random_state=seed).size,
    "coding_sheets": lambda t, seed: coding.coding_sheets(t["sentences"], random_state=seed)["A"]["unit"].tolist(),
    "adjudication_sheet": lambda t, seed: coding.adjudication_sheet(t["codings"], t["sentences"], random_state=seed).to_dict(),
    "TopicModel": lambda t, seed: policylab.TopicModel(4, random_state=seed).fit(t["corpus"]).topics_["top_terms"].tolist(),
}


@pytest.mark.parametrize("asked", SEEDED.values(), ids=SEEDED)
def test_a_seed_is_a_whole_number_of_any_kind_and_nothing_else(asked, tables):
    import matplotlib

    matplotlib.use("Agg")
    tables = tables | {"company": words.cooccurrence(tables["corpus"], n_terms=20)}
    assert asked(tables, np.int64(1)) == asked(tables, np.uint8(1)) == asked(tables, 1)
    for seed in (-1, 3.0, None, True, "1"):
        with pytest.raises(PolicylabError, match="`random_state` must be an int of at least 0, got "):
            asked(tables, seed)


@pytest.mark.parametrize("term", [["数据"], 3, None, ("数据",)])
def test_one_term_is_a_str(term, tables):
    for asked in (words.concordance, words.collocates):
        with pytest.raises(PolicylabError) as refused:
            asked(tables["corpus"], term)
        assert str(refused.value) == f"`term` must be a str, got {term!r}."


def test_a_window_of_a_small_integer_of_numpy_is_as_wide_as_an_int(tables):
    counted = words.count_words(tables["corpus"])
    pd.testing.assert_frame_equal(words.concordance(counted, "数据", window=np.int8(100)), words.concordance(counted, "数据", window=100))
    pd.testing.assert_frame_equal(words.collocates(counted, "数据", window=np.int8(100)), words.collocates(counted, "数据", window=100))


@pytest.mark.parametrize("name", ["plan.pdf", "规划.docx", "/data/a.txt", "C:/a b.htm", "a.md", "https://a.cn/2021/plan.html"])
def test_the_name_of_a_file_is_no_text(name):
    for asked, argument in ((policylab.extract_targets, "source"), (targets.explain, "sentence")):
        with pytest.raises(PolicylabError) as refused:
            asked(name)
        assert str(refused.value).startswith(f"`{argument}` must be a text, and this is the name of a file, got {name!r}. Read it with ")
        assert not len(asked(name + "\n"))


@pytest.mark.parametrize("text", ["原文链接:https://a.cn/lar/2021.html", "来源https://a.cn/1.htm", "建成渔港3座。见附件.pdf。", ".md"])
def test_a_text_that_names_a_file_is_a_text(text):
    assert len(policylab.extract_targets(text)) == len(targets.explain(text)[lambda rows: rows["stage"].eq("kind")])


TWO = pd.DataFrame({"plan": ["a", "b"]})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda c, ledger: targets.compare_targets(ledger, kinds="targets"), "`kinds` must be a tuple of kinds of statements: baseline, target, got 'targets'."),
        (lambda c, ledger: targets.compare_targets(ledger, kinds=("targets",)), "`kinds` must be a tuple of kinds of statements: baseline, target, got ['targets']."),
        (lambda c, ledger: targets.compare_targets(ledger, kinds=None), "`kinds` must be a tuple of kinds of statements"),
        (lambda c, ledger: targets.compare_targets(ledger, kinds=[TWO]), "`kinds` must be a tuple of kinds of statements"),
        (lambda c, ledger: compare.stated(ledger, c, kinds=TWO), "`kinds` must be a tuple of kinds of statements"),
        (lambda c, ledger: words.keyword_trends(c, ["规划"], by=TWO), "`by` must be a str, got "),
        (lambda c, ledger: words.theme_weights(c, by=TWO), "`by` must be a str, got "),
        (lambda c, ledger: targets.target_specificity(ledger, c.plans, by=TWO), "`by` must be a str, got "),
        (lambda c, ledger: topics.topic_prevalence(None, by=TWO), "`by` must be a str, got "),
        (lambda c, ledger: corpus_room.plan_groups(c, TWO), "`by` must be a str, got "),
        (lambda c, ledger: words.term_changes(c, pooled=TWO), "`pooled` must be True or False, got "),
        (lambda c, ledger: compare.text_reuse(c, formulas=TWO), "`formulas` must be True or False, got "),
        (lambda c, ledger: policylab.extract_targets(c, corrected=TWO), "`corrected` must be True or False, got "),
        (lambda c, ledger: corpus_room.check(c, only=TWO), "`only` must be a str, got "),
        (lambda c, ledger: c[TWO], "There is no plan "),
        (lambda c, ledger: corpus_room.matched_pairs(3), "`plans` must be a Corpus or a list of plans, got 3."),
        (lambda c, ledger: corpus_room.plan_stages(3), "`plans` must be a Corpus or a list of plans, got 3."),
        (lambda c, ledger: targets.score_audit(None), "`path` must be the path of a file, got None."),
        (lambda c, ledger: words.read_terms(3), "`path` must be the path of a file, got 3."),
        (lambda c, ledger: text.read_spreadsheet(b"a.csv"), "`path` must be the path of a file, got b'a.csv'."),
        (lambda c, ledger: corpus_room.outline(3), "`text` must be a str, got 3."),
        (lambda c, ledger: numbers.read_quantities(3), "`text` must be a str, got 3."),
        (lambda c, ledger: numbers.parse_number(3), "`text` must be a str, got 3."),
        (lambda c, ledger: numbers.years_in(3), "`text` must be a str, got 3."),
        (lambda c, ledger: numbers.years_in("2025年", "a"), "`start` must be a place in the text (an int) of at least 0, got 'a'."),
        (lambda c, ledger: numbers.find_unit(3), "`name` must be the name of a unit, or None, got 3."),
        (lambda c, ledger: numbers.same_dimension("元", 3), "`second` must be the name of a unit, or None, got 3."),
    ],
)
def test_a_table_a_number_or_nothing_is_refused_in_one_sentence(asked, said, corpus, ledger):
    with pytest.raises(PolicylabError) as refused:
        asked(corpus, ledger)
    assert str(refused.value).startswith(said) and "\n" not in str(refused.value)


STATED = pd.DataFrame({"indicator": ["5G基站", "渔港"], "plan": "a", "status": "named", "written": None})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: compare.stated_wide(STATED, plans=None), "`plans` must be a list of ids of plans, got None."),
        (lambda: compare.stated_wide(STATED, plans="a"), "`plans` must be a list of ids of plans, got 'a'."),
        (lambda: compare.stated_wide(STATED, plans=["a"], n=-1), "`n` must be an int of at least 1, or None, got -1."),
        (lambda: compare.stated_wide(STATED, plans=["a"], n=2.0), "`n` must be an int of at least 1, or None, got 2.0."),
        (lambda: words.Segmenter(synonyms={"a": 1}), "`synonyms` must be a dict of canonical term to a list of variants, got 1."),
        (lambda: words.Segmenter(synonyms={"a": "bc"}), "`synonyms` must be a dict of canonical term to a list of variants, got 'bc'."),
        (lambda: words.Segmenter(synonyms={"a": [3]}), "`synonyms` must be a dict of canonical term to a list of variants, got {'a': [3]}."),
        (lambda: study.new_study(3), "`folder` must be the name of a folder to make, got '3'."),
        (lambda: study.new_study(None), "`folder` must be the name of a folder to make, got 'None'."),
    ],
)
def test_what_is_of_another_kind_is_one_sentence_without_a_corpus(asked, said):
    with pytest.raises(PolicylabError) as refused:
        asked()
    assert str(refused.value) == said


def test_terms_of_a_theme_are_a_list(tables):
    with pytest.raises(PolicylabError, match="`themes` must be a dict of theme to terms, got 1."):
        policylab.topics.topic_themes(policylab.TopicModel(4).fit(tables["corpus"]), {"a": 1})


def test_as_many_indicators_are_shown_as_asked_for():
    assert [len(compare.stated_wide(STATED, plans=["a"], n=n)) for n in (1, 2, 9, None)] == [1, 2, 2, 2]


def test_what_grows_with_the_square_does_not_grow_with_the_length(grows_with):
    assert grows_with(lambda length: sum(range(length)), 100_000, 800_000)
    assert not grows_with(lambda length: [sum(range(length)) for _ in range(length)], 600, 4_800)
