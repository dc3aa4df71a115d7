"""What figures say: their texts, terms, headings and names of plans, in the room that there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from policylab.plots._figure_style import inches_of
from policylab.resources import load_toml
from policylab.resources._line_width import clip, in_lines, of_word, text_width, wrap
from policylab.resources._translation import english
from policylab.resources._word_patterns import BRACKETED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# the file of each room's texts, and the table in it
_TEXTS = {
    "words": ("word_labels.toml", None), "topics": ("topic_labels.toml", "figure"), "targets": ("target_labels.toml", None),
    "coding": ("coding_labels.toml", None), "compare": ("compare.toml", "labels"),
}  # fmt: skip
_MARKS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_LATIN = re.compile(r"(?<=[^\x00-\x7f])[,;:()?!]|[,;:()?!](?=[^\x00-\x7f])")
_LAST = re.compile(rf"({BRACKETED}$)| (?=[^ ]*$)")
_LEAST = 4  # Han characters a line, below which labels stand upright


def gloss(term: str, lang: str, *, both: bool = True) -> str:
    """The term, with its English gloss behind it where lang is "en" and there is one, or the gloss in its place.

    >>> gloss("区块链", "en")
    '区块链 blockchain'
    """
    known = load_toml("glossary.toml")["terms"].get(term) if lang == "en" else None
    return term if not known else f"{term} {known}" if both else known


class Texts:
    """The texts of the figures of one room in one language, by their keys; values fill their ``{fields}``."""

    def __init__(self, lang: str, room: str = "words") -> None:
        file, table = _TEXTS[room]
        self.lang, self._labels = lang, load_toml(file)[table] if table else load_toml(file)

    def __call__(self, key: str, **values: object) -> str:
        return self._labels[key][self.lang].format(**values)

    def left_out(self, shown: int, every: int) -> str:
        """The note that a figure has not every row of its table; empty where it has."""
        return load_toml("word_labels.toml")["left_out"][self.lang].format(n=every - shown) if shown < every else ""

    def foot(self, ax: Axes, *notes: str) -> None:
        """Notes under the figure, in lines of its width, where they cover nothing."""
        joined = ("；" if self.lang == "zh" else "; ").join(filter(None, notes))
        columns = int(inches_of(ax) * 72 / 7)
        ax.figure.supxlabel(in_lines(joined, columns, 9), fontsize=6.5, color="#444444", x=0.01, ha="left")


def plan_labels(
    plans: Iterable[str],
    names: Mapping[str, str] | None,
    *,
    columns: int = 9,
    rows: int = 3,
    stack: Callable[[str], str] | None = None,
) -> dict[str, str]:
    """What to call each plan: a name of at most `columns` Han characters a line and `rows` lines, no two the same.

    A plan without a name is called by its id, and the id stands in the last line where names are the same, or have the
    same beginning and are cut. `stack` breaks a name that is short enough, such as at its spaces; a name is wrapped only
    if it does not fit after that.

    >>> plan_labels(["a", "b"], {"a": "智慧城市 2021—2025", "b": "关于健全职工基本医疗保险门诊共济保障制度的实施办法"})
    {'a': '智慧城市 2021—2025', 'b': '关于健全职工基本医\\n疗保险门诊共济保障\\n制度的实施办法'}
    """
    plans = list(dict.fromkeys(plans))
    full = {plan: (names or {}).get(plan) or plan for plan in plans}
    labels = {plan: _fitted(name, columns, rows, stack) for plan, name in full.items()}
    seen = list(labels.values())
    for plan in plans:
        if seen.count(labels[plan]) > 1 and full[plan] != plan:
            letters = 2 * max(columns, 4)
            mark = plan if len(plan) <= letters else f"…{plan[2 - letters :]}"  # ids differ in their ends
            if rows > 1:
                labels[plan] = f"{in_lines(full[plan], columns, rows - 1)}\n{mark}"
            else:
                labels[plan] = f"{clip(full[plan], max(columns - text_width(mark) / 2 - 0.5, 2))} {mark}"
    return labels


def tick_plans(
    ax: Axes,
    places: Sequence[float],
    plans: Sequence[str],
    names: Mapping[str, str] | None,
    *,
    inches: float,
    fontsize: float = 9,
    stack: Callable[[str], str] | None = None,
) -> None:
    """Write the plans under (or over) an x axis, where each has `inches` of room; upright where that is too little."""
    columns = int(inches * 72 / fontsize - 0.6)  # with a gap to the next
    words = [word for plan in plans for word in ((names or {}).get(plan) or plan).split() if all(map(of_word, word))]
    flat = columns >= _LEAST and max(map(len, words), default=0) <= 2 * columns + 1
    if flat:
        labels = plan_labels(plans, names, columns=columns, stack=stack)
    else:
        labels = plan_labels(plans, names, columns=12, rows=1 if columns < 2 else 2)
    ax.set_xticks(places, [labels[plan] for plan in plans], fontsize=fontsize, rotation=0 if flat else 90)


def punctuated(text: str, lang: str = "zh") -> str:
    """A heading with Chinese marks where a cleaned text has Latin ones between Chinese characters.

    >>> punctuated("数通全域,夯实新基建(试行)")
    '数通全域，夯实新基建（试行）'
    """
    if lang != "zh":
        return text
    return _LATIN.sub(lambda found: _MARKS[found[0]], text)


def heading(title: object, lang: str, columns: float) -> str:
    """A heading on one line, in the language of the figure where the glossary has it; empty where there is no title."""
    return clip(punctuated(english(title, lang), lang), columns) if isinstance(title, str) else ""


def two_lines(name: str) -> str:
    """A name with its last word, or what stands behind it in brackets, such as the years, on a line of its own."""
    return _LAST.sub(r"\n\1", name, count=1)


def _fitted(name: str, columns: int, rows: int, stack: Callable[[str], str] | None) -> str:
    stacked = stack(name) if stack else name
    lines = stacked.split("\n")
    # in Latin letters, which are narrow, two over are better than a break inside a word or a period
    fits = [text_width(line) - 2 * all(map(of_word, line.replace(" ", ""))) <= 2 * columns for line in lines]
    if len(lines) <= rows and all(fits):
        return stacked
    parts = [part for line, whole in zip(lines, fits, strict=True) for part in ([line] if whole else _even(line, columns, rows))]
    return "\n".join(parts if len(parts) <= rows else wrap(name, columns, rows))


def _even(line: str, columns: int, rows: int) -> list[str]:
    """A line in as few parts as it needs, of about the same length."""
    parts = wrap(line, columns, rows)
    even = wrap(line, min(columns, -(-text_width(line) // (2 * len(parts))) + 1), rows)
    return even if len(even) == len(parts) and not even[-1].endswith("…") else parts
