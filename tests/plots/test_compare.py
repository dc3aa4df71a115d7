"""The figures of continuity: what they draw, and that every character has a glyph."""

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import pytest

import policylab
from policylab import compare, plots
from policylab.errors import PolicylabError


@pytest.fixture(scope="module")
def corpus():
    return policylab.load_corpus()


@pytest.fixture(scope="module")
def reuse(corpus):
    return compare.text_reuse(corpus)


@pytest.fixture(autouse=True)
def theme():
    plots.set_theme("zh")
    yield
    plt.close("all")


def test_every_passage_is_a_ribbon(corpus, reuse, tmp_path):
    ax = plots.reuse_alluvial(reuse, corpus.plans)
    # a passage of two plans of unknown order is listed both ways, and drawn once
    once = (reuse["direction"] == "dated") | (reuse["earlier"] == "new-infrastructure-2021")
    assert len(ax.patches) == len(corpus) + (~reuse["formula"] & once).sum()
    assert "先后不明" in [text.get_text() for text in ax.get_legend().get_texts()]
    plots.save(ax, tmp_path / "reuse")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_shares_have_a_row_each(corpus, reuse, lang, tmp_path):
    shares = compare.reuse_share(reuse, corpus, control=compare.reuse_control(corpus))
    ax = plots.reuse_shares(shares, lang=lang)
    assert len(ax.get_yticklabels()) == (shares["side"] == "taken_over").sum()
    plots.save(ax, tmp_path / "shares")
    with pytest.raises(PolicylabError, match="`side` must be one of"):
        plots.reuse_shares(shares, side="both")


def test_slopes_name_the_agencies(corpus, tmp_path):
    tasks = compare.responsibility(corpus.agencies, corpus.sections, paragraphs=corpus.paragraphs)
    ax = plots.agency_slopes(tasks, n=5)
    named = [text.get_text() for text in ax.get_legend().get_texts()]
    assert {"市工业和信息化局", "市发展改革委"} <= set(named) and len(named) == 5
    plots.save(ax, tmp_path / "slopes")


def test_grid_shows_a_mark_for_each_plan(corpus, tmp_path):
    ledger = policylab.extract_targets(corpus)
    ax = plots.stated_grid(compare.stated(ledger, corpus), n=12)
    assert len(ax.lines) == 12 * len(corpus)
    plots.save(ax, tmp_path / "grid")


def test_lang_is_checked(corpus, reuse):
    with pytest.raises(PolicylabError, match="`lang` must be one of"):
        plots.reuse_alluvial(reuse, corpus.plans, lang="fr")
