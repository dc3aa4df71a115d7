from dataclasses import dataclass

import pandas as pd
import pytest


@dataclass
class SmallPlan:
    """A plan with as much as the words need: its sections are given as lists of paragraphs."""

    id: str
    text: str
    period_start: int | None
    paragraphs: pd.DataFrame
    sections: pd.DataFrame
    title: str = ""
    issuer: str | None = None
    issued: None = None
    period_end: int | None = None
    after: tuple = ()

    def page_of(self, offset: int) -> None:
        """Its source has no pages."""


@pytest.fixture
def make_plan():
    def make(id: str, sections: list[list[str]], period_start: int | None = 2020) -> SmallPlan:
        outline = [(f"{id}/{n}", id, 1, f"第{n}章", None, f"第{n}章") for n in range(1, len(sections) + 1)]
        rows, text = [], ""
        for number, paragraphs in enumerate(sections, start=1):
            for paragraph in paragraphs:
                place = (len(text), len(text) + len(paragraph))
                rows.append((f"{id}/p{len(rows) + 1:04d}", id, f"{id}/{number}", "body", paragraph, *place))
                text += paragraph + "\n"
        return SmallPlan(
            id,
            text,
            period_start,
            pd.DataFrame(rows, columns=["paragraph", "plan", "section", "role", "text", "start", "end"]),
            pd.DataFrame(outline, columns=["section", "plan", "level", "title", "parent", "path"]),
            period_end=period_start,
        )

    return make
