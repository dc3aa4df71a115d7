"""The PMC index, worked out by hand."""

import pandas as pd
import pytest

from policylab import Corpus
from policylab.coding import judgement_sheet, pmc_index, pmc_order, pmc_surface, read_judgements, read_pmc_scheme
from policylab.errors import PolicylabError

TEXTS = {"a": "鼓励渔民上云。市财政安排300万元。鼓励渔民上云。", "b": "出台管理办法。"}


@pytest.fixture(scope="module")
def small():
    """Ten variables of two items each."""
    entries = [
        {"id": f"X{n}", "label": [f"V{n}", f"变量{n}"], "items": [[f"X{n}-{k}", f"I{n}{k}", f"项{n}{k}", "if", "如"] for k in (1, 2)]}
        for n in range(1, 11)
    ]
    return read_pmc_scheme({"id": "small", "variable": entries})


def judged(scheme, values, coder="A"):
    """Judgements from a text of 0 and 1 for each plan."""
    return pd.DataFrame([(plan, item.id, coder, int(value)) for plan, text in values.items()
                         for item, value in zip(scheme.items, text, strict=True)], columns=["plan", "item", "coder", "value"])  # fmt: skip


@pytest.fixture
def filled(tmp_path, small):
    corpus = Corpus.from_texts(TEXTS)

    def write(name="A.csv", change=None):
        frame = judgement_sheet(corpus, small).assign(value="0")
        frame.loc[0, ["value", "quote"]] = ["1", "鼓励渔民上云"]
        frame = frame if change is None else change(frame)
        (tmp_path / name).write_text(frame.to_csv(index=False), encoding="utf-8")
        return read_judgements([tmp_path / name], small, corpus)

    return write


def test_the_index_is_the_sum_of_the_means_and_has_its_grade(small):
    index, variables = pmc_index(judged(small, {"a": "11" * 9 + "10", "b": "10" * 10, "c": "00" * 10}), small)
    assert index[["plan", "index", "grade"]].values.tolist() == [["a", 9.5, "perfect"], ["b", 5.0, "acceptable"], ["c", 0.0, "low"]]
    assert variables.loc[variables["plan"].eq("a"), "score"].tolist() == [1.0] * 9 + [0.5]


def test_disputed_judgements_bound_the_index(small):
    both = pd.concat([judged(small, {"a": "11" * 10}), judged(small, {"a": "11" * 8 + "1000"}, "B")])
    index, _ = pmc_index(both, small)
    assert index.loc[0, ["index", "disputed", "low_disputed", "high_disputed"]].tolist() == [9.25, 3, 8.5, 10.0]


def test_weights_between_half_and_double_bound_the_index(small):
    index, _ = pmc_index(judged(small, {"a": "11" * 5 + "00" * 5}), small)
    # five ones at double and five noughts at half weight: 10 * 10 / 12.5, and the other way round
    assert index.loc[0, ["index", "low_weights", "high_weights"]].tolist() == [5.0, pytest.approx(2.0), pytest.approx(8.0)]


def test_weights_of_the_scheme_count():
    scheme = read_pmc_scheme({"variable": [
        {"id": "X1", "label": ["A", "甲"], "weight": 3, "items": [["a", "A", "甲", "x", "y"]]},
        {"id": "X2", "label": ["B", "乙"], "items": [["b", "B", "乙", "x", "y"]]}]})  # fmt: skip
    assert pmc_index(judged(scheme, {"p": "10"}), scheme)[0]["index"].item() == pytest.approx(1.5)


def test_an_order_that_weights_or_disputes_would_turn_is_said(small):
    clear, close = {"a": "11" * 10, "b": "10" * 10}, {"a": "11" * 6 + "00" * 4, "b": "00" * 5 + "11" * 5}
    _, variables = pmc_index(judged(small, clear), small)
    assert pmc_order(variables, small).values.tolist() == [["a", "b", 5.0, True, True]]
    _, variables = pmc_index(judged(small, close), small)
    assert pmc_order(variables, small).values.tolist() == [["a", "b", 1.0, False, True]]
    both = pd.concat([judged(small, close), judged(small, close | {"a": "00" * 10}, "B")])
    _, variables = pmc_index(both, small)
    assert pmc_order(variables, small).values.tolist() == [["b", "a", 2.0, False, False]]


def test_the_surface_has_nine_scores_and_leaves_out_the_tenth(small):
    _, variables = pmc_index(judged(small, {"a": "11" * 3 + "10" * 3 + "00" * 3 + "11"}), small)
    assert pmc_surface(variables[variables["plan"].eq("a")])[["first", "second", "third"]].values.tolist() == [[1.0] * 3, [0.5] * 3, [0.0] * 3]
    with pytest.raises(PolicylabError, match="needs nine variables"):
        pmc_surface(variables.head(8))


def test_evidence_is_found_in_the_text(filled):
    table = filled()
    assert len(table) == 40 and table.loc[0, ["quote", "start", "end"]].tolist() == ["鼓励渔民上云", 0, 6]
    second = filled("B.csv", lambda f: f.assign(start=["18", *f["start"][1:]]))
    assert TEXTS["a"][18:24] == "鼓励渔民上云" and second.loc[0, "start"] == 18


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.assign(quote=""), "A.csv, unit a/X1-1: a 1 needs its evidence"),
        (lambda f: f.assign(quote=["鼓励农民", *f["quote"][1:]]), "the plan does not say '鼓励农民'."),
        (lambda f: f.assign(start=["3", *f["start"][1:]]), "the plan does not say '鼓励渔民上云' at 3."),
        (lambda f: f.assign(start=["x", *f["start"][1:]]), "the start is 'x'"),
        (lambda f: f.assign(value=["2", *f["value"][1:]]), "the value is '2'. Write 0, 1, or nothing."),
        (lambda f: f.assign(value=""), "Nothing is judged in A.csv"),
        (lambda f: f.drop(columns="quote"), "A.csv lacks the column quote"),
        (lambda f: pd.concat([f, f.head(1)]), "twice, in rows 2 and 42"),
        (lambda f: f.assign(sentence=["另一问", *f["sentence"][1:]]), "the text of 'a/X1-1' is not"),
    ],
)
def test_each_fault_of_a_judgement_is_one_sentence(filled, change, said):
    with pytest.raises(PolicylabError) as error:
        filled(change=change)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_an_index_needs_every_item(small):
    with pytest.raises(PolicylabError, match="Nobody judged the item X10-2 of 'a'"):
        pmc_index(judged(small, {"a": "11" * 10}).head(19), small)


def test_the_scheme_that_comes_with_policylab_has_a_surface():
    scheme = read_pmc_scheme()
    _, variables = pmc_index(judged(scheme, {"a": "1" * len(scheme.items)}), scheme)
    assert pmc_surface(variables).shape == (3, 5) and variables["items"].sum() == len(scheme.items)
