"""Fragments: indicators that are cut out wrongly are repaired, or given up where nothing is left that names a thing."""

from __future__ import annotations

import re

from policylab.numbers._units import scaled_unit
from policylab.targets._lexicon import pattern

NAMED_UNIT = re.compile(r"[(（](?:单位[:：] ?)?(?P<unit>[^()（）]{1,12})[)）]$")


def repaired(indicator: str) -> str:
    """The indicator without the words of a rule around it, or "" where only a number, an adverb or a verb is left.

    >>> repaired("起付标准至"), repaired("单位可按现行缴费基数"), repaired("5G基站")
    ('起付标准', '现行缴费基数', '5G基站')
    >>> [repaired(fragment) for fragment in ("相应", "二", "50元/月", "探索以")]
    ['', '', '', '']
    """
    if (opening := pattern("modal_rule").search(indicator)) and len(indicator) - opening.end() >= 3:
        indicator = indicator[opening.end() :]
    if (named := NAMED_UNIT.search(indicator)) and scaled_unit(named["unit"]):
        indicator = indicator[: named.start()]  # 投资(亿元)
    shorter = pattern("fragment_end").sub("", indicator)
    if shorter != indicator and len(shorter) < 2:
        return ""
    return "" if pattern("fragment").fullmatch(shorter) else shorter
