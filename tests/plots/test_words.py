import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest

from policylab import plots, words
from policylab.corpus import matched_pairs
from policylab.errors import PolicylabError
from policylab.resources import load_toml

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
    assert [axes.get_title() for axes in panels] == ["区块链 blockchain", "云计算 cloud computing", "5G"]
    assert panels[0].get_ylabel() == "rate per 10 000 words"


def test_keyness_puts_effect_against_evidence(key):
    ax = plots.keyness(key, target="smart-city-2021")
    assert ax.get_yscale() == "log"
    strongest = key[key["target"] == "smart-city-2021"].iloc[0]
    assert strongest["term"] in {text.get_text() for text in ax.texts}
    assert any(
        line.get_xdata()[0] == strongest["log_ratio"] and line.get_ydata()[0] == strongest["g2"] for line in ax.lines
    )


def test_labels_of_a_keyness_plot_do_not_cover_each_other(key):
    ax = plots.keyness(key, target="smart-city-2021", lang="en")
    renderer = ax.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in ax.texts if text.get_text()]
    assert len(boxes) > 15
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_ranks_have_no_point_where_a_term_is_missing(trends):
    ax = plots.rank_slope(trends)
    by_term = {line.get_label(): line for line in ax.lines}
    assert len(by_term) == 3
    values = [line.get_ydata() for line in ax.lines]
    # 5G is not in the plan of 2015
    assert sum(value != value for value in values[2]) == 1


def test_change_shows_both_sides(corpus):
    up, down = words.emerging_terms(corpus), words.declining_terms(corpus)
    ax = plots.term_change(up, down, n=5)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == up["term"].head(5).tolist() + down["term"].head(5).tolist()[::-1]


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


def test_the_word_cloud_is_sized_by_keyness(key):
    pytest.importorskip("wordcloud")
    ax = plots.word_cloud(key, target="smart-city-2021", n=20)
    image = ax.images[0].get_array()
    again = plots.word_cloud(key, target="smart-city-2021", n=20).images[0].get_array()
    assert (image == again).all() and image.min() < 255
    assert "G²" in ax.figure.get_supxlabel()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_written_without_a_missing_glyph(trends, key, tmp_path, lang):
    figures = {
        "trends": plots.keyword_trends(trends, lang=lang)[0],
        "ranks": plots.rank_slope(trends, lang=lang),
        "keyness": plots.keyness(key, target="smart-city-2015", lang=lang),
    }
    for name, ax in figures.items():
        assert [path.suffix for path in plots.save(ax, tmp_path / name)] == [".svg", ".png"]


def test_a_wrong_table_is_named(key, trends):
    with pytest.raises(PolicylabError, match="`table` lacks the columns count, per_10k. Make it with `policylab.keyw"):
        plots.keyword_trends(trends.drop(columns=["count", "per_10k"]))
    with pytest.raises(PolicylabError, match="The table has several targets: smart-city-2015, .* Name one: `target="):
        plots.keyness(key)
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh', got 'fr'."):
        plots.rank_slope(trends, lang="fr")


def test_labels_and_glosses_are_in_both_languages():
    assert all(set(texts) == {"zh", "en"} for texts in load_toml("word_labels.toml").values())
    assert all(gloss.isascii() for gloss in load_toml("glosses.toml")["glosses"].values())
