"""Word's automatic numbers: the text that a DOCX file does not hold, from the rules that it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMERALS = "〇一二三四五六七八九"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting",
})  # fmt: skip
_DIGITWISE = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"})
_SILENT = frozenset({"none", "bullet"})


def han_numeral(value: int) -> str:
    """A number below 10 000 as Chinese documents count their sections.

    >>> [han_numeral(n) for n in (1, 10, 12, 20, 27, 103, 110, 2021)]
    ['一', '十', '十二', '二十', '二十七', '一百零三', '一百一十', '二千零二十一']
    """
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if zero and text else "") + _NUMERALS[digit] + name
            zero = False
        else:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None


class Numbering:
    """The numbered lists of a document, counted on from paragraph to paragraph."""

    def __init__(self, document) -> None:
        self.odd_formats: set[str] = set()
        self._levels: dict[str, dict[int, _Level]] = {}  # abstract list → level → rule
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # list → abstract list, levels that start anew
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        root = self._root(document)
        if root is not None:
            self._read(root)
        self._styles = {style.style_id: style.element for style in document.styles}
        default = document.styles.element.find(f"{W}style[@{W}type='paragraph'][@{W}default='1']")
        self._default = default.get(f"{W}styleId") if default is not None else None

    @staticmethod
    def _root(document) -> _Element | None:
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                return relation.target_part.element
        return None

    def _read(self, root: _Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                levels[int(level.get(f"{W}ilvl"))] = _Level(
                    int(_value(level, "start", "1")),
                    # Word writes newer formats inside an alternative, which says "custom" to older programs
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    _value(level, "pStyle", None),
                )
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for listed in root.iter(f"{W}num"):
            anew = {}
            for override in listed.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride", None)
                if start is not None:
                    anew[int(override.get(f"{W}ilvl"))] = int(start)
            self._lists[listed.get(f"{W}numId")] = (_value(listed, "abstractNumId", ""), anew)

    def next(self, paragraph: _Element) -> str:
        """The number that Word prints before the paragraph; "" for none. Call it once for each, in order."""
        list_id, depth = self._place(paragraph)
        if list_id is None or list_id not in self._lists:
            return ""
        abstract, anew = self._lists[list_id]
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if depth in anew and (list_id, depth) not in self._begun:
            counts[depth] = anew[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._begun.add((list_id, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format in _SILENT:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            rule = levels.get(at, level)
            return self._write(counts.get(at, rule.start), rule.format)

        return re.sub(r"%(\d)", shown, level.text)

    def _place(self, paragraph: _Element) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = _value(properties, "pStyle", self._default) if properties is not None else self._default
        list_id = _value(own, "numId", None) if own is not None else None
        depth = _value(own, "ilvl", None) if own is not None else None
        seen: set[str] = set()
        while list_id is None and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                list_id = _value(found, "numId", None)
                if depth is None:
                    depth = _value(found, "ilvl", None) or self._depth_of_style(list_id, style)
            style = _value(element, "basedOn", None)
        return (None, 0) if list_id in (None, "0") else (list_id, int(depth or 0))

    def _depth_of_style(self, list_id: str | None, style: str) -> str | None:
        abstract, _ = self._lists.get(list_id or "", ("", {}))
        for depth, level in self._levels.get(abstract, {}).items():
            if level.style == style:
                return str(depth)
        return None

    def _write(self, value: int, format: str) -> str:
        if format in _CHINESE:
            return han_numeral(value)
        if format in _DIGITWISE:
            return "".join(_NUMERALS[int(digit)] for digit in str(value))
        if format in ("upperLetter", "lowerLetter") and 0 < value <= 26:
            return chr((65 if format == "upperLetter" else 97) + value - 1)
        if format.startswith("decimalEnclosedCircle") and 0 < value <= 20:
            return chr(0x2460 + value - 1)
        if format == "decimalFullWidth":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
        if format == "decimalZero":
            return f"{value:02d}"
        if format != "decimal":
            self.odd_formats.add(format)
        return str(value)


def _value(element: _Element, name: str, default: str | None) -> str | None:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val", default)
