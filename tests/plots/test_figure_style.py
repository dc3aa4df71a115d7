"""The theme: Chinese shows, files are deterministic, and nothing happens before it is called."""

import subprocess
import sys

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import pytest

from policylab import plots
from policylab.errors import PolicylabError


@pytest.fixture
def figure():
    plots.set_theme("zh")
    figure, ax = plt.subplots()
    ax.plot([2017, 2025], [1, 2])
    ax.set_title("智慧城市—5G基站(万个)")
    yield figure
    plt.close(figure)


def test_a_figure_is_written_twice_with_the_same_bytes(figure, tmp_path):
    first = [path.read_bytes() for path in plots.save(figure, tmp_path / "one")]
    second = [path.read_bytes() for path in plots.save(figure, tmp_path / "two")]
    assert first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.png", "one.svg", "two.png", "two.svg"]
    assert b"<dc:date>" not in first[0]


def test_a_missing_glyph_is_an_error_and_writes_nothing(figure, tmp_path):
    figure.axes[0].set_title("\U0001f600")
    with pytest.raises(PolicylabError, match="The figure boxes was not written: the font has no glyph for '\U0001f600'"):
        plots.save(figure, tmp_path / "boxes")
    assert list(tmp_path.iterdir()) == []


def test_plans_are_told_apart_without_colour():
    styles = plots.plan_styles(["a", "b", "c", "d"])
    for key in ("marker", "linestyle", "hatch", "color"):
        assert len({str(style[key]) for style in styles.values()}) == 4


def test_every_label_is_there_in_both_languages():
    from policylab.resources import load_toml

    for key, texts in load_toml("word_labels.toml").items():
        assert set(texts) == {"zh", "en"} and all(texts.values()), key


@pytest.mark.parametrize("lang", ["fr", None, ""])
def test_an_unknown_language(lang):
    with pytest.raises(PolicylabError, match="`lang` must be one of 'en', 'zh'"):
        plots.set_theme(lang)


def test_the_font_is_found_without_importing_its_package():
    code = (
        "import sys, matplotlib; before = dict(matplotlib.rcParams)\n"
        "from policylab import plots; plots.font_path()\n"
        "print('zhplot' in sys.modules, before == dict(matplotlib.rcParams))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False True\n"


@pytest.mark.parametrize("text", [r"$\x$", "US$5亿与$7亿", "$a_b^c$", r"\frac{$", "$", r"100\% $x"])
def test_dollar_signs_in_a_title_or_a_term_are_text(text, tmp_path):
    import matplotlib.pyplot as plt

    plots.set_theme("zh")
    figure, axes = plt.subplots(figsize=(3, 2), layout="constrained")
    axes.set_title(text)
    axes.set_xticks([0, 1], [text, "b"])
    axes.plot([0, 1], label=text)
    axes.legend()
    assert axes.title._preprocess_math(text) == (text, False)
    assert len(plots.save(figure, tmp_path / "figure")) == 2
    plt.close(figure)
