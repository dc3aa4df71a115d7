"""Documents: the paragraphs or sections that a topic model reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from policylab.corpus import sections_above
from policylab.errors import PolicylabError, choice, invalid

UNITS = ("paragraph", "section")
HEADINGS = ["section", "plan", "level", "title", "parent"]
COLUMNS = ["document", "plan", "section", "cluster", "chapter", "path", "start", "end", "text"]


class TooLittleText(PolicylabError):
    """Too few documents, or too few terms in them, for the topic model that is asked for.

    A corpus this small has no answer to the question; other parameters may find one where it is not much too small.
    """


@dataclass(frozen=True)
class Documents:
    """What a topic model reads: one row a document, the plans in their order in time, and their headings, if known."""

    frame: pd.DataFrame
    plans: tuple[str, ...]
    sections: pd.DataFrame | None = None


def read_documents(data: object, *, unit: str = "paragraph", agencies: bool = False,
                   cluster_level: int = 3) -> Documents:
    """Read documents from a corpus, a plan, or a table of paragraphs.

    Parameters
    ----------
    data : corpus, plan, or DataFrame
        A DataFrame needs the columns ``plan`` and ``text``; ``paragraph``, ``section`` and ``role`` are used if there.
    unit : {"paragraph", "section"}
        A document is a body paragraph, or all body paragraphs of one section.
    agencies : bool
        Whether the notes that name responsible agencies stay in the text. They say who, not what, and where a plan
        has many of them they would make a theme of their own.
    cluster_level : int
        Level of the headings whose sections are resampled, and left out, as a whole.

    Returns
    -------
    Documents
        ``frame`` has the columns document, plan, section, cluster and chapter (section ids of the headings of
        ``cluster_level`` and of level 1 above it), path, start, end, text; in the order of plans and text.
    """
    if unit not in UNITS:
        raise choice("unit", unit, UNITS)
    if not isinstance(cluster_level, int) or cluster_level < 1:
        raise invalid("cluster_level", cluster_level, "an int of at least 1")
    if isinstance(data, pd.DataFrame):
        paragraphs, sections, notes, plans = data, None, None, None
    elif hasattr(data, "paragraphs") and hasattr(data, "sections"):
        paragraphs, sections = data.paragraphs, data.sections
        notes = None if agencies else getattr(data, "agencies", None)
        plans = getattr(data, "ids", None) or [data.id]
    else:
        raise invalid("data", data, "a corpus, a plan, or a DataFrame of paragraphs")
    frame = _body(paragraphs)
    plans = list(dict.fromkeys(plans if plans is not None else frame["plan"]))
    empty = [plan for plan in plans if plan not in set(frame["plan"])]
    if empty:
        raise TooLittleText(
            f"The plan {empty[0]!r} has no body paragraph with text. Leave it out, or look at its outline: "
            "the roles in `corpus.paragraphs` say what each paragraph was taken for."
        )
    frame["_plan"] = pd.Categorical(frame["plan"], plans).codes
    frame = frame.sort_values(["_plan", "start"], kind="stable").drop(columns="_plan")
    if notes is not None and len(notes):
        frame["text"] = [_without_notes(row, notes) for row in frame.itertuples()]
    if unit == "section":
        frame = _by_section(frame)
    frame = _with_headings(frame, sections, cluster_level).reset_index(drop=True)[COLUMNS]
    known = None if sections is None else sections.reindex(columns=HEADINGS).reset_index(drop=True)
    return Documents(frame, tuple(plans), known)


def read_texts(texts: Iterable[str]) -> Documents:
    """Documents of plain texts, which belong to no plan."""
    texts = list(texts)
    wrong = [text for text in texts if not isinstance(text, str)]
    if wrong:
        raise invalid("texts", wrong[0], "str in every place")
    frame = pd.DataFrame({"document": [f"text/{i}" for i in range(len(texts))], "plan": "text", "text": texts})
    frame["section"] = frame["document"]
    frame["start"], frame["end"] = 0, frame["text"].str.len()
    return Documents(_with_headings(frame, None, 1)[COLUMNS], ("text",))


def _body(paragraphs: pd.DataFrame) -> pd.DataFrame:
    missing = {"plan", "text"} - set(paragraphs.columns)
    if missing:
        raise invalid("data", sorted(paragraphs.columns), f"a table with the column {sorted(missing)[0]!r}")
    for column in ("plan", "text"):
        lost = paragraphs[column].isna().to_numpy().nonzero()[0]
        if len(lost):
            raise PolicylabError(
                f"The column {column!r} is missing in row {lost[0]} (and {len(lost)} in all). "
                f"Drop such rows first: `paragraphs.dropna(subset=[{column!r}])`."
            )
    frame = paragraphs.copy().reset_index(drop=True)
    if "role" in frame:
        frame = frame[frame["role"] == "body"]
    frame = frame[frame["text"].str.strip() != ""]
    if "paragraph" not in frame:
        frame["paragraph"] = [f"{plan}/row{i}" for i, plan in zip(frame.index, frame["plan"], strict=True)]
    if "section" not in frame:
        frame["section"] = frame["paragraph"]
    if "start" not in frame or "end" not in frame:
        frame["start"] = frame.index
        frame["end"] = frame["start"] + frame["text"].str.len()
    frame = frame.rename(columns={"paragraph": "document"})
    twice = frame["document"][frame["document"].duplicated()]
    if len(twice):
        raise PolicylabError(f"The paragraph {twice.iloc[0]!r} is there twice. Give each paragraph an id of its own.")
    return frame[["document", "plan", "section", "start", "end", "text"]]


def _without_notes(row: object, notes: pd.DataFrame) -> str:
    """The text without agencies' names; a bracket that holds them goes as a whole."""
    here = notes[(notes["plan"] == row.plan) & (notes["start"] >= row.start) & (notes["end"] <= row.end)]
    text = row.text
    for note in here.sort_values("start", ascending=False).itertuples():
        start, end = note.start - row.start, note.end - row.start
        opened, closed = text.rfind("(", 0, start), text.find(")", end)
        if opened >= 0 and closed >= 0 and "。" not in text[opened:closed] and ")" not in text[opened:start]:
            start, end = opened, closed + 1
        text = text[:start] + "、" + text[min(end, len(text)) :]
    return text


def _by_section(frame: pd.DataFrame) -> pd.DataFrame:
    grouped = frame.groupby(["plan", "section"], sort=False)
    merged = grouped.agg(start=("start", "min"), end=("end", "max"), text=("text", "\n".join)).reset_index()
    return merged.assign(document=merged["section"])


def _with_headings(frame: pd.DataFrame, sections: pd.DataFrame | None, cluster_level: int) -> pd.DataFrame:
    """Add the path of titles, and the sections of the cluster level and of level 1 that a document stands in."""
    if sections is None:
        return frame.assign(cluster=frame["section"], chapter=frame["section"], path=None)
    cluster, chapter = sections_above(sections, level=cluster_level), sections_above(sections, level=1)
    return frame.assign(
        cluster=[cluster.get(section, section) for section in frame["section"]],
        chapter=[chapter.get(section, section) for section in frame["section"]],
        path=frame["section"].map(sections.set_index("section")["path"]),
    )
