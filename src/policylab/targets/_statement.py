"""The statement: one number of a paragraph with all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Statement:
    """One numeric statement; offsets are those of the paragraph."""

    start: int
    end: int
    kind: str
    indicator: str
    comparator: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    measure: str
    base_year: int | None
    year: int | None
    modality: str | None
    sentence: tuple[int, int]
    year_from: str | None = None  # sentence, context or period
    doubt: str | None = None  # why a reader should look first
    features: tuple[str, ...] = ()  # how it was read, for the second opinion
