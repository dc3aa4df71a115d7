"""Concordance: every occurrence of a term with what stands around it, and where that is."""

from __future__ import annotations

import html

import pandas as pd

from policylab.errors import choice, invalid
from policylab.words._counts import check_terms, count_words
from policylab.words._dictionary import fold, fold_query
from policylab.words._segmenter import Segmenter

COLUMNS = [
    "term", "plan", "section", "path", "paragraph", "left", "keyword", "right", "start", "end", "page"
]  # fmt: skip
SORTS = ("position", "left", "right")
HEADS = {
    "zh": {"plan": "规划", "path": "章节", "left": "左侧", "term": "词", "right": "右侧", "none": "没有出现"},
    "en": {
        "plan": "plan", "path": "section", "left": "left", "term": "term", "right": "right",
        "none": "none",
    },  # fmt: skip
}
CELL = "padding:2px 6px;white-space:nowrap;"


def concordance(
    corpus,
    term: str,
    *,
    window: int = 20,
    sort: str = "position",
    whole_words: bool = True,
    segmenter: Segmenter | None = None,
) -> pd.DataFrame:
    """List every occurrence of a term in the body of each plan, with its context.

    Parameters
    ----------
    corpus : Corpus, Plan, list of Plan, or WordCounts
    term : str
        Case, width and script make no difference.
    window : int
        Characters of context on each side, within the paragraph.
    sort : {"position", "left", "right"}
        "left" sorts by what stands before the term, read backwards from it; "right" by what follows.
    whole_words : bool
        Whether both ends of the term must be ends of words, as in `keyword_trends`; False finds the bare string.
    segmenter : Segmenter or None

    Returns
    -------
    DataFrame
        One row an occurrence: term, plan, section, path (titles of the section and of those above it), paragraph,
        left, keyword (as written), right, start, end (code points: ``plan.text[start:end] == keyword``), page (of the source; missing where it has
        none).

    Raises
    ------
    PolicylabError
        If the term is empty or a parameter is out of its range.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> table = policylab.concordance(corpus, "数字孪生", window=6)
    >>> row = table.iloc[0]
    >>> corpus[row["plan"]].text[row["start"]:row["end"]]
    '数字孪生'
    """
    [term] = check_terms([term])
    if not isinstance(window, int) or isinstance(window, bool) or window < 1:
        raise invalid("window", window, "an int of at least 1 (characters)")
    if sort not in SORTS:
        raise choice("sort", sort, SORTS)
    words = count_words(corpus, segmenter=segmenter)
    plans = words.sources
    paths = {}
    for plan in plans:
        paths.update(zip(plan.sections["section"], plan.sections["path"], strict=True))
    frame = words.frame
    rows = []
    by_id = {plan.id: plan for plan in plans}
    for paragraph, begin, end in _places(words, term, whole_words):
        text, offset = frame["text"].iat[paragraph], int(frame["start"].iat[paragraph])
        plan = by_id[frame["plan"].iat[paragraph]]
        first, last = max(0, begin - window), min(end + window, len(text))
        section = frame["section"].iat[paragraph]
        rows.append(
            {
                "term": term,
                "plan": plan.id,
                "section": section,
                "path": paths.get(section, ""),
                "paragraph": frame["paragraph"].iat[paragraph],
                "left": text[first:begin],
                "keyword": text[begin:end],
                "right": text[end:last],
                "start": offset + begin,
                "end": offset + end,
                "page": plan.page_of(offset + begin),
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"page": "Int64"})
    if sort == "position" or table.empty:
        return table
    order = {plan: number for number, plan in enumerate(words.plans)}
    key = table["left"].str[::-1] if sort == "left" else table["right"]
    sorter = pd.DataFrame({"key": key, "plan": table["plan"].map(order), "start": table["start"]})
    return table.loc[sorter.sort_values(["key", "plan", "start"], kind="stable").index].reset_index(drop=True)


class ConcordanceView:
    """A concordance as lines with the term in the middle, for a notebook or a terminal."""

    def __init__(self, table: pd.DataFrame, *, lang: str = "zh", names: dict[str, str] | None = None):
        if lang not in HEADS:
            raise choice("lang", lang, HEADS)
        self.table = table
        self.lang = lang
        self.names = names or {}

    def _repr_html_(self) -> str:
        heads = HEADS[self.lang]
        if self.table.empty:
            return f"<p>{heads['none']}</p>"
        columns = ("plan", "path", "left", "term", "right")
        sides = {"left": "right", "term": "center"}
        head = "".join(f'<th style="text-align:{sides.get(c, "left")}">{heads[c]}</th>' for c in columns)
        lines = []
        for row in self.table.itertuples():
            values = (self.names.get(row.plan, row.plan), row.path, row.left, row.keyword, row.right)
            cells = (
                f'<td style="{CELL}text-align:{sides.get(column, "left")}">{html.escape(str(value))}</td>'
                for column, value in zip(columns, values, strict=True)
            )
            lines.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"

    def __repr__(self) -> str:
        if self.table.empty:
            return HEADS[self.lang]["none"]
        # a Han character takes two columns of a terminal: the ideographic space pads to the same width
        width = int(self.table["left"].str.len().max())
        return "\n".join(
            f"{row.left.rjust(width, chr(0x3000))}【{row.keyword}】{row.right}  {self.names.get(row.plan, row.plan)}"
            for row in self.table.itertuples()
        )


def show_concordance(table: pd.DataFrame, *, lang: str = "zh", names: dict[str, str] | None = None) -> ConcordanceView:
    """Show a concordance as lines with the term in the middle.

    Parameters
    ----------
    table : DataFrame
        From `concordance`.
    lang : {"zh", "en"}
        Language of the headings.
    names : dict or None
        What to show for each plan's id.

    Returns
    -------
    ConcordanceView
        Shows itself as HTML in a notebook and as text elsewhere.
    """
    return ConcordanceView(table, lang=lang, names=names)


def _places(words, term: str, whole_words: bool):
    """Paragraph number and the place in its text, of each occurrence."""
    if whole_words:
        for paragraph, first, last in words.occurrences(term):
            spans = words.spans[paragraph]
            yield paragraph, spans[first][1], spans[last][2]
        return
    key = fold(fold_query(term))
    for paragraph, text in enumerate(words.frame["text"]):
        text = fold(text)
        place = text.find(key)
        while place >= 0:
            yield paragraph, place, place + len(key)
            place = text.find(key, place + len(key))
