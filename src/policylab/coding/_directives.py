"""The sentences of a plan that are coded: those of its body which can direct something."""

from __future__ import annotations

import pandas as pd

from policylab.corpus import as_plans
from policylab.resources import load_toml
from policylab.text._lines import sentence_spans

COLUMNS = ("unit", "plan", "section", "path", "sentence", "start", "end", "left_out")
_SHORTEST = 6  # characters; what is shorter is a number or a label
_SPACE = " \t\n\u3000"


def directive_sentences(corpus: object, *, everything: bool = False) -> pd.DataFrame:
    """Sentences of the plans' bodies that can direct something, in the order of the text.

    A rule of structure, not of words, so that no directive is lost for its verb: left out are the text before the first
    chapter, sections headed as background, guidance, goals or appendix (the words are in ``directives.toml``), lead-ins
    that end with a colon, and what is shorter than 6 characters. Tables, captions, notices and notes of responsibilities
    are no body. What directs nothing after all is for the coder to say.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    everything : bool, default False
        Whether to return the sentences that are left out, too.

    Returns
    -------
    DataFrame
        One row a sentence: unit (plan and offset, such as ``text@120``), plan, section, path (titles of the sections
        above, joined by " / "), sentence, start, end (offsets in the clean text), left_out (``preamble``,
        ``background``, ``guidance``, ``goals``, ``appendix``, ``lead_in``, ``short``; missing where it is coded).

    Examples
    --------
    >>> from policylab import Corpus
    >>> corpus = Corpus.from_texts({"port": "一、现状\\n港口吞吐量居全国前列。\\n二、主要任务\\n建设渔港监控平台。鼓励渔民上云。"})
    >>> directive_sentences(corpus)["sentence"].tolist()
    ['建设渔港监控平台。', '鼓励渔民上云。']
    """
    rows = [row for plan in as_plans(corpus) for row in _of_plan(plan)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"start": int, "end": int, "left_out": object})
    table["left_out"] = table["left_out"].where(table["left_out"].notna(), None)
    return table if everything else table[table["left_out"].isna()].reset_index(drop=True)


def _of_plan(plan) -> list[tuple]:
    sections = {row.section: row for row in plan.sections.itertuples()}
    chapters = any(row.level for row in sections.values())
    rows = []
    body = plan.paragraphs[plan.paragraphs["role"].eq("body")]
    for paragraph in body.itertuples():
        above = _above(sections, paragraph.section)
        path = " / ".join(row.title for row in above if row.title)
        reason = _section_reason(above) if path else "preamble" if chapters else None
        for first, last in sentence_spans(paragraph.text):
            sentence = paragraph.text[first:last].strip(_SPACE)
            if not sentence:
                continue
            start = paragraph.start + paragraph.text.index(sentence, first)
            why = reason or ("lead_in" if sentence.endswith((":", "：")) else "short" if len(sentence) < _SHORTEST else None)
            place = (start, start + len(sentence), why)
            rows.append((f"{plan.id}@{start}", plan.id, paragraph.section, path, sentence, *place))
    return rows


def _above(sections: dict, section: str) -> list:
    """The section and those above it, from the root."""
    found = []
    while section in sections:
        found.append(sections[section])
        section = sections[section].parent
    return found[::-1]


def _section_reason(above: list) -> str | None:
    for row in reversed(above):
        title = (row.title or "").strip("“”\"。:： ")
        for reason, words in load_toml("directives.toml").items():
            if any(title == word[1:] if word[0] == "^" else title.endswith(word) for word in words.split()):
                return reason
    return None
