"""Every figure with one plan, four, seven and twenty: it fits on a page, and no text leaves it or covers a neighbour."""

from __future__ import annotations

import inspect
import itertools
import re
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import networkx
import numpy as np
import pandas as pd
import pytest

import policylab
from policylab import plots
from policylab.plots._drawing import TALLEST
from policylab.plots._figure_style import WIDTHS

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = ["智慧城市", "数字经济", "新型基础设施", "现代物流高质量发展", "职业教育", "养老服务体系建设与健康产业融合发展"]
DRAWN = {name for name in plots.__all__ if name not in ("NothingToDraw", "font_path", "label", "plan_styles", "save", "set_theme")}


class Tables:
    """Tables of so many plans as the analyses give them, with names as long as titles are; drawn from a fixed seed."""

    def __init__(self, n: int, lang: str) -> None:
        self.rng = np.random.default_rng(n)
        self.plans = [f"plan-{number:02d}" for number in range(n)]
        self.lang = lang
        if lang == "zh":
            named = [f"{SUBJECTS[number % len(SUBJECTS)]} {2001 + number}—{2005 + number}" for number in range(n)]
        else:
            named = [f"Plan of the city on subject {number} {2001 + number}–{2005 + number}" for number in range(n)]
        self.names = dict(zip(self.plans, named, strict=True))
        self.topics = pd.DataFrame({
            "topic": range(1, 11), "label": ["主题与措施"] * 10, "label_en": ["Topic and measure"] * 10, "agreement": 0.7,
            "margin": 0.1, "survives": [True, False] * 5, "verdict": ["survives", "not told from chance"] * 5,
        })  # fmt: skip
        self.agreement = pd.DataFrame(
            [(text, k, topic, self.rng.random() * 0.6) for text in (0, 1, 2) for k in (8, 10) for topic in range(k)],
            columns=["text", "n_topics", "topic", "agreement"],
        )

    def crossed(self, name: str, values: list, **columns) -> pd.DataFrame:
        table = pd.DataFrame(list(itertools.product(values, self.plans)), columns=[name, "plan"])
        return table.assign(**{key: made(len(table)) if callable(made) else made for key, made in columns.items()})

    def share(self, size: int) -> np.ndarray:
        return self.rng.random(size)

    def effects(self, size: int) -> pd.DataFrame:
        ratio = self.rng.normal(size=size) * 4
        return pd.DataFrame({
            "term": [f"词语{number}" for number in range(size)], "target": self.plans[0], "reference": "others",
            "earlier": self.plans[0], "later": self.plans[-1], "log_ratio": ratio, "g2": np.sign(ratio) * self.share(size) * 40,
            "low": ratio - 2, "high": np.where(self.share(size) > 0.3, ratio + 2, np.nan), "low_fine": ratio - 1,
            "high_fine": ratio + 1, "count": 12, "earlier_count": 4, "reference_count": 1234, "p_adjusted": 0.01,
        })  # fmt: skip

    def reuse(self) -> pd.DataFrame:
        rows = [
            (one, two, "both" if number % 4 == 0 else "dated", 10 * number % 900, 10 * number % 900 + 20, 5 * number % 900,
             5 * number % 900 + 20, ("verbatim", "reworded")[number % 2], number % 5 == 0, 20)
            for number, (one, two) in enumerate(itertools.combinations(self.plans, 2))
        ]  # fmt: skip
        columns = ["earlier", "later", "direction", "earlier_start", "earlier_end", "later_start", "later_end", "kind",
                   "figures_changed", "matched"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).assign(formula=False)

    def draw(self, figure: str, **given):
        return getattr(self, figure)(**given)

    def keyword_trends(self, **given):
        terms = [f"数字化词语{number}" for number in range(14)]
        table = self.crossed("term", terms, count=3, per_10k=self.share, low=0.1, high=1.2)
        pairs = [(self.plans[0], self.plans[-1])] if len(self.plans) > 1 else []
        return plots.keyword_trends(table, names=self.names, pairs=pairs, lang=self.lang, **given)

    def word_cloud(self, **given):
        return plots.word_cloud(self.effects(60), lang=self.lang, **given)

    def keyness(self, **given):
        return plots.keyness(self.effects(60), names=self.names, lang=self.lang, **given)

    def term_change(self, **given):
        return plots.term_change(self.effects(20), self.effects(20), names=self.names, lang=self.lang, **given)

    def placebo_changes(self, **given):
        pairs = list(itertools.combinations(self.plans, 2)) or [(self.plans[0], self.plans[0])]
        half = "; ".join(self.plans[: len(self.plans) // 2 + 1])
        rows = [("placebo pair" if number else "matched pair", one, two, 100, 9, 0.09) for number, (one, two) in enumerate(pairs)]
        table = pd.DataFrame([*rows, ("pooled halves", half, half, 400, 20, 0.05)],
                             columns=["comparison", "earlier", "later", "terms", "found", "share"])  # fmt: skip
        return plots.placebo_changes(table, names=self.names, lang=self.lang, **given)

    def theme_heatmap(self, **given):
        table = self.crossed("theme", [f"t{number}" for number in range(12)], even_per_10k=lambda n: 140 * self.share(n),
                             even_low=20.0, even_high=300.0)  # fmt: skip
        table = table.assign(theme_zh="网络与数据安全 " + table["theme"], theme_en="Network and data security " + table["theme"])
        return plots.theme_heatmap(table, names=self.names, lang=self.lang, **given)

    def cooccurrence(self, **given):
        graphs = {}
        for number, plan in enumerate(self.plans):
            graph = networkx.gnm_random_graph(40, 50, seed=number)
            graph = networkx.relabel_nodes(graph, {node: f"词语{node}号" for node in graph})
            networkx.set_edge_attributes(graph, 0.4, "weight")
            networkx.set_node_attributes(graph, {node: place % 6 for place, node in enumerate(graph)}, "community")
            networkx.set_node_attributes(graph, 5, "paragraphs")
            graphs[plan] = graph
        return plots.cooccurrence(graphs, names=self.names, lang=self.lang, **given)

    def outlines(self, **given):
        rows = []
        for plan in self.plans:
            rows.append((f"{plan}/0", plan, 0, None, None, 0, 9000))
            for number in range(1, 9):
                start = 100 + 1000 * number
                rows.append((f"{plan}/{number}", plan, 1, f"{number}、", "加快产业数字化转型升级,催生新动能", start, start + 900))
                rows.append((f"{plan}/{number}.1", plan, 2, "(一)", "任务", start + 50, start + 800))
        table = pd.DataFrame(rows, columns=["section", "plan", "level", "number", "title", "start", "end"])
        return plots.outlines(table, names=self.names, lang=self.lang, **given)

    def plan_profiles(self, **given):
        measures = ["篇幅（千字）", "有题名的标题数（个）", "点名的责任部门数（个）", "每万字目标数（个）", "取自以往规划的文字（%）"]
        table = self.crossed("measure", measures, value=lambda n: 40 * self.share(n), low=None, high=None)
        return plots.plan_profiles(table, names=self.names, lang=self.lang, **given)

    def reuse_alluvial(self, **given):
        plans = pd.DataFrame({"plan": self.plans, "characters": 1000})
        return plots.reuse_alluvial(self.reuse(), plans, names=self.names, lang=self.lang, **given)

    def reuse_matrix(self, **given):
        plans = pd.DataFrame({"plan": self.plans, "characters": 1000})
        return plots.reuse_matrix(self.reuse(), plans, names=self.names, lang=self.lang, **given)

    def reuse_shares(self, **given):
        others = [*self.plans, "all"]
        rows = [(plan, "taken_over", other, 0.02, 0.01, 0.05, 0.0002) for plan in self.plans for other in others if plan != other]
        table = pd.DataFrame(rows, columns=["plan", "side", "other", "share", "low", "high", "chance"])
        return plots.reuse_shares(table, names=self.names, lang=self.lang, **given)

    def agency_shares(self, **given):
        agencies = [f"市工业和信息化委员会{number}处" for number in range(12)]
        table = self.crossed("agency", agencies, tasks=lambda n: self.rng.integers(0, 30, n), all_tasks=41)
        share = table["tasks"] / 41
        table = table.assign(share=share, low=(share - 0.1).clip(0), high=(share + 0.1).clip(0, 1))
        return plots.agency_shares(table, names=self.names, lang=self.lang, **given)

    def stated_grid(self, **given):
        indicators = [f"制造业重点领域企业数字化研发设计工具普及率之{number}" for number in range(60)]
        table = self.crossed("indicator", indicators, status=lambda n: ["stated", "named", "not found"] * (n // 3),
                             written="超过600平方公里(含滨海新区)", comparator="gt", value=600, value_high=None, unit="平方公里")  # fmt: skip
        return plots.stated_grid(table, names=self.names, lang=self.lang, **given)

    def target_paths(self, **given):
        rows = [
            (f"S{number:03d}", f"城镇登记失业率指标之{number}", "甲市", plan, kind, "ge", 5.0 + place, None, "%", "level",
             2015 + 2 * place, False)
            for number in range(14) for place, plan in enumerate(self.plans) for kind in ("target", "baseline")
        ]  # fmt: skip
        columns = ["series", "name", "place", "plan", "kind", "comparator", "value", "value_high", "unit", "measure", "year",
                   "ambiguous"]  # fmt: skip
        return plots.target_paths(pd.DataFrame(rows, columns=columns), names=self.names, lang=self.lang, **given)

    def target_counts(self, **given):
        chapters = [f"加快产业数字化转型升级,催生新动能{number}" for number in range(5)]
        table = self.crossed("title", chapters, kind="target", count=lambda n: self.rng.integers(0, 30, n))
        table = table.sort_values("plan", kind="stable", ignore_index=True)
        return plots.target_counts(table.assign(section=table["plan"] + table["title"]), names=self.names, lang=self.lang, **given)

    def target_specificity(self, **given):
        table = pd.DataFrame({"plan": self.plans, "targets": 17, "targets_per_10k": 12.3, "dated": 1.0, "bounded": 0.4, "firm": 0.4})
        table.loc[0, ["dated", "bounded", "firm"]] = np.nan
        return plots.target_specificity(table, names=self.names, lang=self.lang, **given)

    def instrument_mix(self, **given):
        table = self.crossed("code", ["supply", "environment", "demand"], share=0.4, low_fine=0.1, high_fine=0.9)
        table = table.assign(level="type", label_zh="环境型政策工具", label_en="Environment " + table["code"], coded=41)
        return plots.instrument_mix(table, names=self.names, lang=self.lang, **given)

    def topic_survival(self, **given):
        return plots.topic_survival(self.topics, self.agreement, threshold=0.5, lang=self.lang, **given)

    def topic_numbers(self, **given):
        numbers = pd.DataFrame({"n_topics": [8, 10], "surviving": [5, 7], "recommended": [False, True]})
        return plots.topic_numbers(numbers, self.agreement, threshold=0.5, lang=self.lang, **given)

    def topic_terms(self, **given):
        table = pd.DataFrame(list(itertools.product(range(1, 11), range(1, 9))), columns=["topic", "rank"])
        return plots.topic_terms(table.assign(weight=0.02, term="信息基础设施"), self.topics, lang=self.lang, **given)

    def topic_prevalence(self, **given):
        table = self.crossed("topic", list(range(1, 11)), share=self.share, low=0.02, high=0.5)
        return plots.topic_prevalence(table, self.topics, names=self.names, lang=self.lang, **given)

    def topic_changes(self, **given):
        pairs = list(itertools.combinations(self.plans, 2))[:12] or [(self.plans[0], self.plans[0])]
        rows = [(topic, *ends, 0.01 * topic, -0.1, 0.2) for topic in range(1, 11) for ends in pairs]
        table = pd.DataFrame(rows, columns=["topic", "plan_from", "plan_to", "difference", "low", "high"])
        return plots.topic_changes(table, self.topics, names=self.names, lang=self.lang, **given)

    def topic_chapters(self, **given):
        rows = [(topic, self.plans[0], f"s{number:02d}", "数惠京畿,塑造生活服务新模式" if number else None, 0.1 * (topic % 5))
                for number in range(12 * min(len(self.plans), 4)) for topic in range(1, 11)]  # fmt: skip
        table = pd.DataFrame(rows, columns=["topic", "plan", "section", "title", "share_of_chapter"])
        return plots.topic_chapters(table, self.topics, plan=self.plans[0], lang=self.lang, **given)


@pytest.fixture(autouse=True)
def _closed():
    with plt.rc_context():
        yield
    plots.set_theme()
    plt.close("all")


def figure_of(made):
    return (made if hasattr(made, "figure") else made[0]).figure


def boxes(texts, renderer):
    shown = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


def beyond(axis) -> list:
    """Labels of ticks that are beyond the ends of their axis, and not drawn."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() + axis.get_minor_ticks() if not low <= tick.get_loc() <= high]
    return [label for tick in ticks for label in (tick.label1, tick.label2)]


def outside(figure) -> list[str]:
    """Texts that leave the figure by more than a point."""
    renderer = figure.canvas.get_renderer()
    edge = figure.bbox.padded(figure.dpi / 72)
    unseen = {id(label) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in beyond(axis)}
    texts = [text for text in figure.findobj(matplotlib.text.Text) if id(text) not in unseen]
    return [
        text for text, box in boxes(texts, renderer)
        if box.x0 < edge.x0 or box.x1 > edge.x1 or box.y0 < edge.y0 or box.y1 > edge.y1
    ]  # fmt: skip


def covered(figure) -> list[tuple[str, str]]:
    """Tick labels of one axis that stand on each other, by more than a point in both directions."""
    renderer, found = figure.canvas.get_renderer(), []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            unseen = {id(label) for label in beyond(axis)}
            labels = [label for tick in axis.get_major_ticks() for label in (tick.label1, tick.label2) if id(label) not in unseen]
            if any(label.get_rotation() % 90 for label in labels):
                continue  # the boxes of slanting labels overlap where they do not
            told = boxes(labels, renderer)
            found += [
                (one, two) for (one, a), (two, b) in itertools.combinations(told, 2)
                if min(a.x1, b.x1) - max(a.x0, b.x0) > figure.dpi / 72 and min(a.y1, b.y1) - max(a.y0, b.y0) > figure.dpi / 72
            ]  # fmt: skip
    return found


def test_every_function_of_plots_is_tried():
    assert {name for name in vars(Tables) if not name.startswith("_")} - {"crossed", "share", "effects", "reuse", "draw"} == DRAWN


TRIED = [(1, "double", "zh"), (4, "single", "en"), (4, "double", "zh"), (7, "double", "en"), (20, "double", "zh"), (20, "single", "en")]


@pytest.mark.parametrize(("n", "width", "lang"), TRIED)
@pytest.mark.parametrize("figure", sorted(DRAWN))
def test_a_figure_fits_on_a_page_and_nothing_covers_anything(figure, n, width, lang):
    if n == 1 and figure in ("reuse_alluvial", "reuse_matrix", "reuse_shares"):
        return  # one plan shares nothing with another
    if n != 4 and figure == "word_cloud":
        return  # it is of one plan, however many there are
    plots.set_theme(lang, width=width)
    made = figure_of(Tables(n, lang).draw(figure))
    across, tall = made.get_size_inches()
    assert across <= WIDTHS[width] + 1e-6 and tall <= TALLEST + 1e-6
    made.draw_without_rendering()
    assert outside(made) == []
    assert covered(made) == []


@pytest.mark.parametrize("figure", sorted(DRAWN))
def test_a_figure_is_drawn_into_the_axes_given(figure):
    matplotlib.rcdefaults()
    several = "ndarray" in str(inspect.signature(getattr(plots, figure)).parameters["ax"].annotation)
    given = plt.subplots(4, 4)[1] if several else plt.subplots()[1]
    made = Tables(4, "zh").draw(figure, ax=given)
    assert set(np.atleast_1d(made)) <= set(np.atleast_1d(given).ravel())
    assert len(plt.get_fignums()) == 1 and all(ax.has_data() for ax in np.atleast_1d(made))
    # the axes were made with a font without Chinese
    assert {text.get_fontname() for ax in np.atleast_1d(made) for text in ax.findobj(matplotlib.text.Text)} == {"Noto Sans SC"}
    figure_of(made).canvas.draw()


def test_figures_stand_side_by_side_as_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "figures.md").read_text("utf-8").partition("## Side by side")[2]
    found = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, found)
    assert (tmp_path / "what-sets-them-apart.pdf").read_bytes().startswith(b"%PDF")
    assert len(plt.get_fignums()) == 6
    for figure in map(plt.figure, plt.get_fignums()):
        figure.draw_without_rendering()
        assert outside(figure) == [] and covered(figure) == []
        first, second = figure.subfigs
        assert first.get_supxlabel() or second.get_supxlabel()
        # a legend or a note of one part does not cover what the other draws
        for part, other in ((first, second), (second, first)):
            told = [*part.legends, *filter(None, [part._supxlabel])]
            assert not any(one.get_window_extent().overlaps(ax.bbox) for one in told for ax in other.axes)


@pytest.mark.parametrize("figure", sorted(DRAWN - {"cooccurrence"}))  # which takes networks
def test_a_table_without_rows_or_of_another_kind_ends_in_a_sentence(figure, monkeypatch):
    function = getattr(plots, figure)

    def drawn(change):
        monkeypatch.setattr(plots, figure, lambda table, *rest, **given: function(change(table), *rest, **given))
        return Tables(4, "zh").draw(figure)

    with pytest.raises(policylab.errors.PolicylabError, match="lacks the columns? .*; it has other_"):
        drawn(lambda table: table.add_prefix("other_"))
    try:
        drawn(lambda table: table[:0])
    except policylab.errors.PolicylabError as error:
        assert re.search(r"empty|no |No |must be", str(error))


@pytest.mark.parametrize("figure", [name for name in sorted(DRAWN) if "level" in inspect.signature(getattr(plots, name)).parameters])
def test_a_figure_says_of_which_level_its_intervals_are(figure):
    level, said = {"placebo_changes": (0.8, "20"), "word_cloud": (0.02, "0.02")}.get(figure, (0.8, "80"))
    texts = figure_of(Tables(4, "zh").draw(figure, level=level)).findobj(matplotlib.text.Text)
    assert any(said in text.get_text() and "区间" in text.get_text() + "区间" * (said != "80") for text in texts)


FOR_A_LEVEL = ["keyword_trends", "keyness", "term_change", "theme_heatmap", "reuse_shares", "topic_prevalence", "topic_changes", "instrument_mix"]


@pytest.mark.parametrize("figure", FOR_A_LEVEL)
def test_a_figure_says_the_level_that_its_table_was_made_for(figure, monkeypatch):
    function = getattr(plots, figure)
    for level, said in ((0.9, "90"), (None, "95")):

        def drawn(table, *rest, level=level, **given):
            table.attrs |= {} if level is None else {"level": level}
            return function(table, *rest, **given)

        monkeypatch.setattr(plots, figure, drawn)
        texts = [text.get_text() for text in figure_of(Tables(4, "zh").draw(figure)).findobj(matplotlib.text.Text)]
        assert any(re.search(rf"(?<!\d){said} ?% ?区间", text) for text in texts), texts


def test_a_cloud_has_only_words_below_its_level():
    with pytest.raises(policylab.errors.PolicylabError, match="apart with an adjusted p below 0.001"):
        plots.word_cloud(Tables(4, "zh").effects(60), level=0.001)


def test_without_a_theme_set_the_figures_have_it(tmp_path):
    matplotlib.rcdefaults()
    ax = Tables(4, "zh").keyness()
    assert matplotlib.rcParams["font.family"] != [ax.yaxis.label.get_fontname()]
    assert {label.get_fontname() for label in ax.get_yticklabels()} == {"Noto Sans SC"}
    assert all(path.exists() for path in plots.save(ax, tmp_path / "keyness"))


def test_a_figure_is_written_in_every_format_twice_the_same(tmp_path):
    formats = ["png", "svg", "pdf", "tiff", "eps"]
    ax = Tables(4, "zh").target_specificity()
    first, second = (plots.save(ax, tmp_path / name, formats=formats, dpi=100) for name in ("one", "two"))
    assert [path.suffix for path in first] == [".png", ".svg", ".pdf", ".tiff", ".eps"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert b"/FontFile2" in first[2].read_bytes()  # the characters are in it, as TrueType
    assert b"/FontBBox [-1002 -1048 2928 1808]" in first[4].read_bytes()  # as matplotlib measures it
    from PIL import Image

    for path in (first[0], first[3]):
        with Image.open(path) as image:
            assert image.width == 720 and round(image.info["dpi"][0]) == 100


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"formats": ["gif"]}, "`formats` must be one of 'eps', 'pdf', 'png', 'svg', 'tiff', got 'gif'"),
        ({"dpi": 5}, "`dpi` must be a number of dots an inch from 30 to 1200"),
        ({"width": "wide"}, "`width` must be one of 'double', 'single', got 'wide'"),
    ],
)
def test_what_a_figure_cannot_be_saved_as(given, message, tmp_path):
    with pytest.raises(policylab.errors.PolicylabError, match=message):
        plots.save(plt.figure(), tmp_path / "figure", **given)


def test_a_page_has_one_column_or_two(tmp_path):
    with pytest.raises(policylab.errors.PolicylabError, match="`width` must be one of 'double', 'single', got 'wide'"):
        plots.set_theme(width="wide")
    from PIL import Image

    (path,) = plots.save(plt.figure(), tmp_path / "narrow", formats=["png"], dpi=100, width="single")
    with Image.open(path) as image:
        assert image.width == 350


def test_a_rare_character_and_a_broken_one_are_marked_and_a_figure_is_drawn(tmp_path):
    table = Tables(1, "zh").effects(4).assign(term=["𤭢镇", "数据\ufffd", "平台", "网络"])
    ax = plots.keyness(table)
    assert {"〓镇", "数据〓"} <= {label.get_text() for label in ax.get_yticklabels()}
    assert plots.save(ax, tmp_path / "figure")
