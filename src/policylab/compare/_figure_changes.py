"""What changed in a passage that was taken over: its figures, and its words marked for reading."""

from __future__ import annotations

import html
from collections.abc import Mapping
from itertools import chain

import pandas as pd

from policylab.checks import check_choice, check_columns, check_int, check_row, check_str
from policylab.compare._alignment import local_scores
from policylab.compare._masked_sentences import Figure, Sentence, mask
from policylab.compare._stated_indicators import one_indicator
from policylab.corpus._collation import edits
from policylab.frames import typed_frame
from policylab.resources import load_toml
from policylab.resources._translation import LANGUAGES

CHANGES = (
    "reuse", "earlier", "later", "direction", "change", "figure_earlier", "figure_later", "start_earlier", "start_later",
    "statement_earlier", "statement_later", "indicator_earlier", "indicator_later",
)  # fmt: skip
_Told = tuple[Figure | None, tuple]  # a figure, and what `_told` says of it
_NONE: _Told = (None, (None,) * 4)
_PLACES = ("earlier", "later", "earlier_start", "earlier_end", "later_start", "later_end")


def figure_changes(reuse: pd.DataFrame, ledger: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compare the figures of each passage that was taken over, and join them to the ledger.

    A sentence that was kept while its figure changed, or was dropped, looks nearly the same to any measure of
    similarity; here each figure is a row.

    Parameters
    ----------
    reuse : DataFrame
        From `text_reuse`.
    ledger : DataFrame, optional
        From `extract_targets`: statement, plan, indicator, start and end are read.

    Returns
    -------
    DataFrame
        One row a figure of a match: reuse, earlier, later, direction (as in `reuse`: "both" where nothing tells
        which plan is the earlier one, and each passage is there both ways), change (kept, changed, dropped, added;
        figures in one place that are measured in two ways, or of two indicators of the ledger, are one that was dropped
        and one that was added, and those of one indicator in two places of a passage are one), figure_earlier,
        figure_later (as written), start_earlier, start_later (code points in the plans' texts), statement_earlier,
        statement_later, indicator_earlier, indicator_later (of the ledger; missing where it has none there).

    Raises
    ------
    PolicylabError
        If `reuse` or `ledger` lacks a column.

    Examples
    --------
    >>> from policylab import load_corpus
    >>> from policylab.compare import text_reuse
    >>> corpus = load_corpus().select(["digital-economy-2019", "new-infrastructure-2021"])
    >>> table = figure_changes(text_reuse(corpus))
    >>> table.loc[table["change"] == "changed", ["figure_earlier", "figure_later"]].values.tolist()
    [['80%', '90%'], ['55%', '60%']]
    """
    needed = ("reuse", "earlier", "later", "earlier_text", "later_text", "earlier_start", "later_start")
    check_columns(reuse, needed, name="reuse", maker="policylab.text_reuse")
    if ledger is not None:
        needed = ("statement", "plan", "indicator", "start", "end")
        check_columns(ledger, needed, name="ledger", maker="policylab.extract_targets")
    statements: dict[str, list[tuple]] = {}
    if ledger is not None:
        listed = ledger[["start", "end", "statement", "indicator"]].itertuples(index=False, name=None)
        for plan, statement in zip(ledger["plan"], listed, strict=True):
            statements.setdefault(plan, []).append(statement)
    rows = []
    for row, before, after, spans in aligned_passages(reuse):
        pairs = []
        for _, one, other in compare_figures(before, after, spans):
            ours = _told(one, row.earlier_start, statements.get(row.earlier, ()))
            theirs = _told(other, row.later_start, statements.get(row.later, ()))
            pairs.append(((one, ours), (other, theirs)))
        for (one, ours), (other, theirs) in _of_one_indicator(pairs):
            both = chain.from_iterable(zip(ours, theirs, strict=True))
            rows.append((row.reuse, row.earlier, row.later, getattr(row, "direction", None), _change(one, other), *both))
    starts = ("start_earlier", "start_later")
    frame = typed_frame(rows, CHANGES, {"Int64": starts, "object": [name for name in CHANGES if name not in starts]})
    return frame.sort_values(["reuse", "start_earlier", "start_later"], ignore_index=True, kind="stable")


def aligned_passages(reuse: pd.DataFrame) -> list[tuple]:
    """The passages of a table of `text_reuse`: the row, both texts, and the spans of their letters that are aligned."""
    passages = [(row, mask(row.earlier_text), mask(row.later_text)) for row in reuse.itertuples()]
    passages = [passage for passage in passages if None not in passage]
    spans = local_scores([(before.letters, after.letters) for _, before, after in passages])[:, 1:].tolist()
    return [(*passage, tuple(place)) for passage, place in zip(passages, spans, strict=True)]


def compare_figures(
    ours: Sentence, theirs: Sentence, spans: tuple[int, int, int, int]
) -> list[tuple[str, Figure | None, Figure | None]]:
    """Figures of a match, side by side: kept, changed, dropped or added (what says nothing aside)."""
    first, last, other_first, other_last = spans
    here = {i - first: f for i, f in ours.figures if first <= i < last}
    there = {i - other_first: f for i, f in theirs.figures if other_first <= i < other_last}
    pairs: list[tuple[Figure | None, Figure | None]] = []
    if not here and not there:
        return []
    for tag, a, b, c, d in edits(ours.letters[first:last], theirs.letters[other_first:other_last]):
        if tag == "equal":
            for i in range(a, b):
                one, other = here.get(i), there.get(i - a + c)
                together = one is not None and other is not None and one.measures(other)
                pairs += [(one, other)] if together else [(one, None), (None, other)]
            continue
        pairs += [(here[i], None) for i in range(a, b) if i in here]
        pairs += [(None, there[j]) for j in range(c, d) if j in there]
    # of 十条 and 十二条 only the second tells something, and yet nothing was added
    return [(_change(*pair), *pair) for pair in pairs if any(figure is not None and figure.telling for figure in pair)]


def _change(one: Figure | None, other: Figure | None) -> str:
    """What became of a figure."""
    if one is None or other is None:
        return "dropped" if one else "added"
    return "kept" if one.says(other) else "changed"


def _of_one_indicator(pairs: list[tuple[_Told, _Told]]) -> list[tuple[_Told, _Told]]:
    """The pairs of figures of a passage, those of two indicators parted, and those of one that stand alone put together."""
    kept, ours, theirs = [], [], []
    for one, other in pairs:
        if one[0] is not None and other[0] is not None and one_indicator(one[1][-1], other[1][-1]) is not False:
            kept.append((one, other))
        else:
            ours += [one] * (one[0] is not None)
            theirs += [other] * (other[0] is not None)
    for one in ours:
        fits = (other for other in theirs if one[0].measures(other[0]) and one_indicator(one[1][-1], other[1][-1]))
        other = next(fits, None)
        kept.append((one, other or _NONE))
        theirs = [item for item in theirs if item is not other]
    return kept + [(_NONE, other) for other in theirs]


def telling_changes(reuse: pd.DataFrame, *, n: int = 10) -> pd.DataFrame:
    """The matches of `text_reuse` that say most about change: figures that changed first, then the longest that was
    reworded.

    At most `n` rows of `reuse`, without formulas and without what was taken over word for word. Of passages whose
    direction is not known, and which `reuse` lists both ways, the first.

    >>> from policylab import load_corpus
    >>> from policylab.compare import text_reuse
    >>> bool(telling_changes(text_reuse(load_corpus()), n=1)["figures_changed"].item())
    True
    """
    check_int("n", n, 1)
    check_columns(reuse, ("reuse", "formula", "kind", "figures_changed", "matched", "direction", *_PLACES), name="reuse", maker="policylab.text_reuse")
    shown = listed_once(reuse[~reuse["formula"].astype(bool) & (reuse["figures_changed"].astype(bool) | (reuse["kind"] != "verbatim"))])
    order = shown.sort_values(["figures_changed", "matched", "reuse"], ascending=[False, False, True])
    return order.head(n).reset_index(drop=True)


def listed_once(reuse: pd.DataFrame) -> pd.DataFrame:
    """Leave out the second of the two rows that `text_reuse` has where the direction is not known.

    >>> reuse = pd.DataFrame({"earlier": ["a", "b"], "later": ["b", "a"], "direction": "both"})
    >>> reuse[["earlier_start", "earlier_end", "later_start", "later_end"]] = [[3, 9, 5, 11], [5, 11, 3, 9]]
    >>> len(listed_once(reuse))
    1
    """
    sides = [
        frozenset({(row.earlier, row.earlier_start, row.earlier_end), (row.later, row.later_start, row.later_end)})
        for row in reuse.itertuples()
    ]
    again = pd.Series(sides, index=reuse.index, dtype=object).duplicated()
    return reuse[(reuse["direction"] == "dated") | ~again]


def changes_html(row: Mapping, lang: str = "zh") -> str:
    """Show a match, a row of `text_reuse`, as HTML, with what was deleted and inserted marked by more than colour.

    It is escaped: `<del>` is struck out and in square brackets, `<ins>` is underlined and in braces. With a direction
    of ``"both"`` the texts are not called earlier and later. A row without a text, or an unknown `lang`, is an error.

    >>> row = {"earlier": "甲", "later": "乙", "earlier_text": "建设5个平台", "later_text": "建成8个平台"}
    >>> print(changes_html(row, "zh"))  # doctest: +ELLIPSIS
    <div class="policylab-change" lang="zh">...建<del style="text-decoration:line-through">[设5]</del>个平台...
    """
    check_choice("lang", lang, LANGUAGES)
    texts = ("earlier", "later", "earlier_text", "later_text")
    check_row("row", row, texts, "policylab.text_reuse")
    row = dict(row)
    for name in texts:
        check_str(f"row[{name!r}]", row[name])
    words = load_toml("compare.toml")["labels"]
    before, after = row["earlier_text"], row["later_text"]
    ours, theirs = [], []
    for tag, a, b, c, d in edits(before, after):
        old, new = html.escape(before[a:b]), html.escape(after[c:d])
        if tag == "equal":
            ours.append(old)
            theirs.append(new)
            continue
        if old:
            ours.append(f'<del style="text-decoration:line-through">[{old}]</del>')
        if new:
            theirs.append(f'<ins style="text-decoration:underline">{{{new}}}</ins>')
    dated = row.get("direction") != "both"
    shown = [("earlier", "earlier" if dated else "one", ours), ("later", "later" if dated else "other", theirs)]
    lines = "".join(
        f'<p style="text-align:left">{words[name][lang]} ({html.escape(row[side])}): {"".join(parts)}</p>'
        for side, name, parts in shown
    )
    return f'<div class="policylab-change" lang="{lang}">{lines}</div>'


def _told(figure: Figure | None, start: int, statements: list[tuple]) -> tuple:
    """A figure of a passage that begins at `start`: how it is written, where it stands, and the statement of the ledger whose
    number stands there, with its indicator; None for each where there is none."""
    if figure is None:
        return None, None, None, None
    at, end = start + figure.start, start + figure.start + len(figure.text)
    found = ((statement, indicator) for first, last, statement, indicator in statements if first < end and at < last)
    return figure.text, at, *next(found, (None, None))
