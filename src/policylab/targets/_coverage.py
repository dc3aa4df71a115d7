"""Universal statements without a numeral: 全覆盖, 所有…均, 全部…."""

from __future__ import annotations

import re

from policylab.targets._heads import clean_left

FULL = re.compile(r"(?:城乡|全域|区域|全程|整体|基本)?(?:全覆盖|全面覆盖|全境覆盖|全域覆盖|全部覆盖)")
UNIVERSAL = re.compile(r"所有|全部")
NAMED = re.compile(r"(?:的(?!目标|水平)|工程|行动|监测|专项|计划|项目|体系|网络|、全方位|模式|机制|试点|系统|式)")
CLAUSE = ",;。!?:\n"
EVERY = re.compile(r"均|都|实现|完成|纳入|达到|具备|覆盖")
NOT_ALL = re.compile(r"所有(?:权|者|制|人)|全部(?:门类|责任)")
COVERS = re.compile(r"覆盖(?:全市|全省|全区|全县|本市|我市|到)?$")


def read_coverage(text: str) -> list[tuple[int, int, str]]:
    """Spans and indicators of the universal statements of a paragraph.

    >>> read_coverage("5G网络实现全覆盖,“一图全覆盖”除外。")
    [(6, 9, '5G网络')]
    """
    if "全覆盖" not in text and "覆盖" not in text and "所有" not in text and "全部" not in text:
        return []
    found: list[tuple[int, int, str]] = []
    for match in FULL.finditer(text):
        if _quoted(text, match.start()) or NAMED.match(text, match.end()):
            continue
        left = _clause_start(text, match.start())
        left = max(left, text.rfind("覆盖、", left, match.start()) + 3) if "覆盖、" in text[left : match.start()] else left
        noun = text[left : match.start()]
        indicator = clean_left(re.sub(r"(?:实现|达到|做到|基本)+$", "", noun))
        if not indicator:
            indicator = clean_left(re.sub(r"(?:实现|达到|做到|基本)+$", "", text[_clause_start(text, left - 1) : left - 1]))
        if indicator:
            found.append((match.start(), match.end(), indicator))
    for match in UNIVERSAL.finditer(text):
        if _quoted(text, match.start()) or NOT_ALL.match(text, match.start()):
            continue
        item = _universal(text, match)
        if item is not None and not any(start <= item[0] < end for start, end, _ in found):
            found.append(item)
    return sorted(found)


def _universal(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    left = _clause_start(text, match.start())
    right = min((place for mark in CLAUSE if (place := text.find(mark, match.end(), match.end() + 60)) >= 0), default=min(len(text), match.end() + 60))
    before, after = text[left : match.start()], text[match.end() : right]
    if COVERS.search(before):
        noun = clean_left(COVERS.sub("", before))
        return (match.start(), match.end(), noun) if noun else None
    every = EVERY.search(after)
    if match.group() == "全部" and every is not None and every.start() == 0:
        noun = clean_left(before)
        return (match.start(), match.end(), noun) if noun else None
    if every is not None and every.start() >= 2:
        noun = after[: every.start()].strip("的")
        return (match.start(), match.end(), noun)
    return None


def _clause_start(text: str, place: int) -> int:
    floor = max(0, place - 60)
    return max([text.rfind(mark, floor, max(place, 0)) for mark in CLAUSE] + [floor - 1]) + 1


def _quoted(text: str, place: int) -> bool:
    floor = max(0, place - 40)
    opening = text.rfind("“", floor, place)
    if opening >= 0 and text.find("”", opening, place) < 0:
        return True
    return text.count('"', floor, place) % 2 == 1 and text.find('"', place, place + 40) >= 0
