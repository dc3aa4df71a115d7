"""The mix of instruments in greys."""

import matplotlib

matplotlib.use("agg")
import pandas as pd
import pytest

from policylab import plots
from policylab.errors import PolicylabError


@pytest.fixture
def shares():
    rows = [(plan, "type", code, zh, code.title(), share, share - 0.1, share + 0.1, 40)
            for plan in ("a", "b") for code, zh, share in (("supply", "供给型", 0.6), ("demand", "需求型", 0.4))]  # fmt: skip
    rows[3] = (*rows[3][:6], None, None, 40)
    rows.append(("a", "code", "talent", "人才培养", "Talent", 0.1, 0.0, 0.2, 40))
    return pd.DataFrame(rows, columns=["plan", "level", "code", "label_zh", "label_en", "share", "low_fine", "high_fine", "coded"])


def test_bars_have_grey_fills_intervals_and_sizes(shares):
    plots.set_theme("zh")
    agreement = pd.DataFrame({"level": ["types"], "alpha": [0.876], "low": [0.85], "high": [0.9]})
    axes = plots.instrument_mix(shares, agreement=agreement, coders="两人", names={"a": "甲 2015—2017", "b": "乙 2021—2025"})
    assert [bar.get_height() for bar in axes.patches] == [60.0, 60.0, 40.0, 40.0]
    assert all(len(set(bar.get_facecolor()[:3])) == 1 for bar in axes.patches)  # greys
    assert len({bar.get_hatch() for bar in axes.patches}) == 2
    assert len(axes.containers) == 2 + 3  # bars of two types, intervals of three of them
    assert [label.get_text() for label in axes.get_xticklabels()] == ["甲\n2015—2017\nn=40", "乙\n2021—2025\nn=40"]
    assert [text.get_text() for text in axes.figure.legends[0].get_texts()] == ["供给型", "需求型"]
    assert axes.figure.get_supxlabel().replace("\n", "") == "误差线为95%区间，以语句所在章节为单位；两人对类型的一致性α=0.88，95%区间[0.85, 0.90]"


def test_what_cannot_be_drawn_is_said(shares):
    with pytest.raises(PolicylabError, match="has no type to draw"):
        plots.instrument_mix(shares[shares["level"].eq("code")])
    with pytest.raises(PolicylabError, match="lacks the column coded; it has "):
        plots.instrument_mix(shares.drop(columns="coded"))
