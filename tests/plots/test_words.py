import inspect

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import networkx
import pandas as pd
import pytest

from policylab import plots, words
from policylab.corpus import matched_pairs
from policylab.errors import PolicylabError
from policylab.resources import load_toml
from policylab.stats import ALPHA

TERMS = ["区块链", "云计算", "5G"]


@pytest.fixture(autouse=True)
def theme():
    plots.set_theme()
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def trends(corpus):
    return words.keyword_trends(corpus, TERMS)


@pytest.fixture(scope="module")
def key(corpus):
    return words.keyness(corpus)


def test_small_multiples_show_rates_and_intervals(trends, corpus):
    panels = plots.keyword_trends(trends, lang="zh", names={plan.id: plan.short_title_zh for plan in corpus})
    assert [axes.get_title() for axes in panels] == TERMS
    marks = [line.get_ydata()[0] for line in panels[0].lines]
    assert marks == trends.loc[trends["term"] == "区块链", "per_10k"].tolist()
    assert panels[0].get_ylabel() == "每万词频次"
    intervals = [path.vertices[:, 1].tolist() for lines in panels[0].collections for path in lines.get_paths()]
    assert intervals == trends.loc[trends["term"] == "区块链", ["low", "high"]].to_numpy().tolist()


def test_a_line_joins_plans_of_one_kind_and_no_others(trends, corpus):
    (pair,) = pairs = matched_pairs(corpus)
    axes = plots.keyword_trends(trends, pairs=[*pairs, ("smart-city-2015", "no-such-plan")])[1]
    rates = trends[trends["term"] == "云计算"].set_index("plan")["per_10k"]
    lines = [line for line in axes.lines if line.get_linestyle() != "None"]
    assert [line.get_ydata().tolist() for line in lines] == [rates[list(pair)].tolist()]
    assert "同类规划" in axes.figure.get_supxlabel()
    assert not any(line.get_linestyle() != "None" for axes in plots.keyword_trends(trends) for line in axes.lines)


def test_a_finding_that_changes_with_the_segmentation_is_hollow(trends):
    panels = plots.keyword_trends(trends.assign(robust=trends["term"] != "云计算"))
    full, hollow = (axes.lines[-1].get_markerfacecolor() for axes in panels[:2])
    assert hollow == "white" and full != "white"
    assert "空心" in panels[0].figure.get_supxlabel()


def test_english_figures_have_english_texts_and_keep_the_terms(trends):
    panels = plots.keyword_trends(trends, lang="en")
    assert [axes.get_title() for axes in panels] == ["区块链\nblockchain", "云计算\ncloud computing", "5G"]
    assert panels[0].get_ylabel() == "rate per 10 000 words"


@pytest.mark.parametrize("counts", [[3], [3, 3], [1, 2, 5]])
def test_where_all_rates_are_equal_there_is_nothing_to_draw(counts):
    terms = [f"词{number}" for number in range(len(counts))]
    table = pd.DataFrame({"term": terms, "target": "a", "count": counts, "reference_count": counts, "g2": 0.0, "log_ratio": 0.0, "low": -1.0, "high": 1.0})
    with pytest.raises(plots.NothingToDraw, match="No term sets a apart: all have the same rate"):
        plots.keyness(table)


def test_keyness_names_both_sides_and_greys_what_holds_zero(key):
    ax = plots.keyness(key, target="smart-city-2021", names={"smart-city-2021": "甲规划"}, n=6)
    own = key[key["target"] == "smart-city-2021"]
    up = own[own["g2"] > 0].sort_values("g2", ascending=False, kind="stable").head(6)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 12 and set(labels[:6]) == set(up["term"])
    assert ax.get_xlabel().splitlines()[0] == "其他规划更多 ←        → 甲规划更多"
    marks = [line for line in ax.lines if len(line.get_xdata()) == 1 and line.get_marker() in "oP"]
    rows = own.set_index("term").loc[labels]
    holds_zero = ~((rows["low"] > 0) | (rows["high"] < 0))
    assert [mark.get_color() == "#9a9a9a" for mark in marks] == holds_zero.tolist()
    first = rows.iloc[0]
    assert f"{first['reference_count']:.0f} : {first['count']:.0f}" in {text.get_text() for text in ax.texts}


def test_change_shows_both_sides(corpus):
    up, down = words.emerging_terms(corpus), words.declining_terms(corpus)
    ax = plots.term_change(up, down, n=5)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == up["term"].head(5).tolist() + down["term"].head(5).tolist()[::-1]
    assert ax.get_xlabel().startswith("smart-city-2015更多")  # the periods are named
    # rows of other pairs do not stand under the names of this one
    other = [table.assign(earlier="x", later="y", low=-1.0, high=1.0) for table in (up, down)]
    mixed = [pd.concat([two, one.head(3)], ignore_index=True) for one, two in zip((up, down), other, strict=True)]
    ax = plots.term_change(*mixed, n=5)
    assert [text.get_text() for text in ax.get_yticklabels()] == up["term"].head(3).tolist() + down["term"].head(3).tolist()[::-1]
    assert ax.get_xlabel().startswith("smart-city-2015更多") and "另有" in ax.figure.get_supxlabel()


def test_the_placebo_stands_beside_what_was_observed(corpus):
    table = words.placebo_changes(corpus)
    ax = plots.placebo_changes(table, names={plan.id: plan.short_title for plan in corpus}, lang="en")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx((100 * table["share"]).tolist())
    dark, light = ax.patches[0].get_facecolor(), ax.patches[1].get_facecolor()
    assert sum(dark[:3]) < sum(light[:3])
    assert ax.get_yticklabels()[0].get_text() == "Smart city 2015–2017 → Smart city 2021–2025"
    assert f"{table['found'].iat[0]}/{table['terms'].iat[0]}" in {text.get_text() for text in ax.texts}


def test_heatmap_writes_rate_and_interval(corpus):
    table = words.theme_weights(corpus)
    ax = plots.theme_heatmap(table, lang="en")
    first = table.iloc[0]
    assert ax.texts[0].get_text() == f"{first['even_per_10k']:.0f}\n({first['even_low']:.0f}–{first['even_high']:.0f})"
    assert ax.get_yticklabels()[0].get_text() == first["theme_en"]


def test_networks_share_one_layout(corpus):
    terms = words.theme_terms(corpus).groupby("term")["count"].sum().nlargest(40).index
    graphs = {
        plan: words.cooccurrence_network(words.cooccurrence(corpus, terms=terms, plan=plan, min_paragraphs=2))
        for plan in ("smart-city-2015", "smart-city-2021")
    }
    panels = plots.cooccurrence(graphs)
    places = [{text.get_text(): text.xy for text in axes.texts} for axes in panels]
    assert [len(found) for found in places] == [len(graph) for graph in graphs.values()]
    shared = places[0].keys() & places[1].keys()
    assert shared and all(tuple(places[0][term]) == tuple(places[1][term]) for term in shared)


def test_a_network_is_drawn_the_same_whatever_the_order_of_its_edges(tmp_path):
    ties = [(f"词{one}", f"词{two}", 0.2 + 0.1 * (one % 3)) for one in range(60) for two in (one + 1, one + 7)]
    written = []
    for edges in (ties, [(two, one, weight) for one, two, weight in reversed(ties)]):
        graph = networkx.Graph()
        graph.add_weighted_edges_from(edges)
        networkx.set_node_attributes(graph, 5, "paragraphs")
        networkx.set_node_attributes(graph, 0, "community")
        written.append(plots.save(plots.cooccurrence({"a": graph}), tmp_path / "network", formats=["svg"])[0].read_bytes())
    assert written[0] == written[1]


def test_the_word_cloud_has_what_is_sure_and_nothing_else(key):
    pytest.importorskip("wordcloud")
    with pytest.raises(plots.NothingToDraw, match="No term sets smart-city-2021 apart with an adjusted p below 0.05"):
        plots.word_cloud(key, target="smart-city-2021")
    with pytest.raises(plots.NothingToDraw, match="The table is empty"):  # a plan that has no term often enough
        plots.word_cloud(key.head(0))
    sure = key.assign(p_adjusted=0.01)
    images = [plots.word_cloud(sure, target="smart-city-2021", n=20).images[0].get_array() for _ in range(2)]
    assert (images[0] == images[1]).all() and images[0].min() < 255


def test_a_cloud_shows_what_is_a_finding():
    # a figure imports no statistics: it is given its tables, and its level is the same number
    assert inspect.signature(plots.word_cloud).parameters["level"].default == ALPHA


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_written_without_a_missing_glyph(trends, key, tmp_path, lang):
    figures = {
        "trends": plots.keyword_trends(trends, lang=lang)[0],
        "keyness": plots.keyness(key, target="smart-city-2015", lang=lang),
    }
    for name, ax in figures.items():
        assert [path.suffix for path in plots.save(ax, tmp_path / name)] == [".svg", ".png"]


def test_a_wrong_table_is_named(key, trends):
    with pytest.raises(PolicylabError, match="`table` lacks the columns count, per_10k; it has .* Make it with `policylab.keyw"):
        plots.keyword_trends(trends.drop(columns=["count", "per_10k"]))
    with pytest.raises(PolicylabError, match="The table has several targets: smart-city-2015, .* Name one: `target="):
        plots.keyness(key)
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'."):
        plots.keyword_trends(trends, lang="fr")


def test_a_figure_of_effects_needs_its_counts(key, corpus):
    changes = [made(corpus, pairs=matched_pairs(corpus)) for made in (words.emerging_terms, words.declining_terms)]
    with pytest.raises(PolicylabError, match="`table` lacks the column count; it has "):
        plots.keyness(key.drop(columns="count"), target="smart-city-2021")
    with pytest.raises(PolicylabError, match="`table` lacks the column count; it has "):
        plots.term_change(changes[0], changes[1].drop(columns="count"))


@pytest.mark.parametrize("n", [0, -1, 5.0, "a", None, True])
def test_a_number_of_terms_is_at_least_one(n, key, corpus):
    changes = [made(corpus, pairs=matched_pairs(corpus)) for made in (words.emerging_terms, words.declining_terms)]
    for draw in (
        lambda: plots.keyness(key, target="smart-city-2021", n=n),
        lambda: plots.term_change(*changes, n=n),
        lambda: plots.word_cloud(key, target="smart-city-2021", n=n),
    ):
        with pytest.raises(PolicylabError, match="`n` must be an int of at least 1, got "):
            draw()


def test_missing_bounds_are_drawn_the_same_in_every_type_of_number(key, corpus):
    one = key[key["target"] == "smart-city-2021"]
    plain, typed, objects = (plots.keyness(table, n=4) for table in (one, one.convert_dtypes(), one.astype(object)))
    for ax in (typed, objects):
        assert [text.get_text() for text in ax.texts] == [text.get_text() for text in plain.texts]
        assert [list(line.get_xdata()) for line in ax.lines] == [list(line.get_xdata()) for line in plain.lines]
    changes = [made(corpus, pairs=matched_pairs(corpus)) for made in (words.emerging_terms, words.declining_terms)]
    drawn = plots.term_change(*(table.convert_dtypes() for table in changes))
    assert [text.get_text() for text in drawn.texts] == [text.get_text() for text in plots.term_change(*changes).texts]


def test_labels_and_glosses_are_in_both_languages():
    assert all(set(texts) == {"zh", "en"} for texts in load_toml("word_labels.toml").values())
    assert all(gloss.isascii() for gloss in load_toml("glossary.toml")["terms"].values())
