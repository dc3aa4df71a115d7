"""Claims: what an analysis comes to, worded in both languages by ``resources/claims.toml``, with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policylab.checks import check_known, check_names
from policylab.errors import invalid
from policylab.resources import load_toml
from policylab.resources._translation import in_singular, joined

SUPPORTED, SUGGESTIVE, OPEN = "supported", "suggestive", "open"
BORDERLINE, SEGMENTATION, CODER = "borderline", "depends on the segmentation", "depends on the coder"
UNSUPPORTED, CHANCE, UNANSWERED = "not supported", "not told from chance", "not answered"
DESCRIPTIVE = "descriptive only"
# from the surest to what says nothing
VERDICTS = (SUPPORTED, SUGGESTIVE, DESCRIPTIVE, BORDERLINE, SEGMENTATION, CODER, OPEN, UNSUPPORTED, CHANCE, UNANSWERED)

# share of the other ways to make a finding (combinations of choices, runs) that must find the same for it to be supported
AGREEMENT = 0.9
# what to call each plan, by its id: a text, or one in English and one in Chinese
Names = Mapping[str, str | tuple[str, str]]


def claim(
    finding: str, zh: str, en: str, value: object = None, verdict: str = DESCRIPTIVE, *, low: object = None, high: object = None
) -> dict:
    """What an analysis comes to, as `policylab.study.Session.finding` takes it: an id, the claim in Chinese and English,
    the value that it rests on, with its interval where there is one, and the verdict.

    >>> claim("targets", "共有3个目标。", "There are 3 targets.", 3)["verdict"]
    'descriptive only'
    """
    return {"finding": finding, "claim_zh": zh, "claim_en": en, "value": value, "low": low, "high": high, "verdict": verdict}


class _Called(dict):
    """Names of plans; one that has none is called by its id."""

    def __missing__(self, plan: str) -> str:
        return plan


def called(names: Names | None) -> Names:
    """What each plan is called in a `wording`, of names that are one text each, or a pair of English and Chinese.

    >>> names = called({"a": "2021", "b": ("Plan B", "乙规划")})
    >>> names["a"], names["b"], names["c"]
    ('2021', ('乙规划', 'Plan B'), 'c')
    """
    check_names(names)
    for name in (names or {}).values():
        if not isinstance(name, str) and (not isinstance(name, tuple) or len(name) != 2):
            raise invalid("names", name, "a text for each plan, or a pair, English and Chinese")
    return _Called({plan: name if isinstance(name, str) else name[::-1] for plan, name in (names or {}).items()})


def pair_numbers(pairs: Iterable[tuple]) -> dict[tuple, str]:
    """What the ids of the findings on each pair of plans end with: a number, where there are several pairs.

    `pairs` are those of the rows of a table, in which each may stand many times.

    >>> pair_numbers([("a", "c"), ("a", "c"), ("b", "c")])
    {('a', 'c'): '-1', ('b', 'c'): '-2'}
    >>> pair_numbers([("a", "c"), ("a", "c")])
    {('a', 'c'): ''}
    """
    pairs = list(dict.fromkeys(pairs))
    return {pair: f"-{number}" if len(pairs) > 1 else "" for number, pair in enumerate(pairs, start=1)}


def wording(key: str, **fields: object) -> tuple[str, str]:
    """A sentence of ``claims.toml``, or a part of one, in Chinese and in English, with its ``{fields}`` filled.

    A field that is a pair has its Chinese and its English, as another wording gives them; the parts of a list are joined.

    >>> wording("lineage-named", names=["绿地率", "5G基站"], more="")
    ('（绿地率、5G基站）', ' (绿地率, 5G基站)')
    """
    check_known("claim", key, load_toml("claims.toml"))
    texts = load_toml("claims.toml")[key]
    zh, en = (
        texts[lang].format(**{name: _told(value, place) for name, value in fields.items()})
        for place, lang in enumerate(("zh", "en"))
    )
    return zh, in_singular(en)


def _told(value: object, place: int) -> object:
    if isinstance(value, tuple):
        return _told(value[place], place)
    return joined((_told(one, place) for one in value), ("zh", "en")[place]) if isinstance(value, list) else value
