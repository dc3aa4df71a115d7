"""What the styles of a web page let no reader see: hidden, struck out, or in the colour of its ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

_INNER = 200  # elements within one that is white or tiny, which are looked at
_SELECTOR = re.compile(r"(?:[\w*-]*)([.#][\w-]+)")
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|r?em|%|vw|vh)?")
_POINTS = {"px": 1.0, None: 1.0, "pt": 1.3, "em": 16.0, "rem": 16.0, "%": 0.16, "vw": 10.0, "vh": 10.0}  # pixels, about
_TINY, _AWAY = 2.0, -500.0  # pixels: type that cannot be read, and how far off nothing can be seen
_PALE, _ALIKE = 235, 12  # of 255: the least of the three colours of white; by which like colours differ
_WORDS = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245)}
_NO_GROUND = frozenset({"", "none", "transparent", "inherit", "initial", "unset"})
_ZERO_CLIP = re.compile(r"rect\((?:[01]?(?:px)?[, ]*){4}\)|inset\((?:50|100)%\)")
# a script may show what these hide, such as the leaves of a register
_TURNED = frozenset({"display", "visibility", "opacity", "height", "max-height", "position"})


class Styles:
    """The rules that a page has in itself for classes and ids; other style sheets are not at hand."""

    def __init__(self, page: _Element) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        self._elsewhere = any("stylesheet" in (link.get("rel") or "").lower() for link in page.iter("link"))
        self._grounds: dict[_Element, tuple[tuple[int, int, int] | None, bool]] = {}
        for sheet in page.iter("style"):
            for selectors, declared in _rules_of(sheet.text or ""):
                for selector in selectors.split(","):
                    last = _SELECTOR.fullmatch((selector.split() or [""])[-1])
                    if last is not None:
                        self._rules.setdefault(last[1], {}).update(_declared(declared))

    def of(self, element: _Element) -> dict[str, str]:
        """What is declared for an element itself, by property."""
        if not element.attrib:
            return {}
        found: dict[str, str] = {}
        for name, mark in (("class", "."), ("id", "#")):
            for one in (element.get(name) or "").split() if self._rules else ():
                found.update(self._rules.get(mark + one, {}))
        for name, attribute in (("color", "color"), ("background-color", "bgcolor"), ("background-image", "background")):
            if element.get(attribute):
                found[name] = element.get(attribute).strip().lower()
        found.update(_declared(element.get("style") or ""))
        return found

    def hides(self, element: _Element, *, block: bool) -> bool | None:
        """Whether no reader sees an element; None where its ground, or what is within it, has a style that is not at hand."""
        if "hidden" in element.attrib:
            return True
        declared = self.of(element)
        if not declared:
            return False
        if block:
            inline = _declared(element.get("style") or "")
            declared = {name: value for name, value in declared.items() if name not in _TURNED or name in inline}
        if _is_gone(declared):
            return True
        size = _pixels(declared.get("font-size"))
        if size is not None and 0 <= size < _TINY:
            return self._unless_within(element, "font-size")
        colour = _colour(declared.get("color"))
        if colour is not None and min(colour) >= _PALE:
            ground, elsewhere = self._ground(element)
            if ground is None or max(abs(a - b) for a, b in zip(ground, colour)) <= _ALIKE:
                within = self._unless_within(element, "color", "background-color", "background", "background-image")
                return None if within is True and ground is None and elsewhere else within
        return False

    def _ground(self, element: _Element) -> tuple[tuple[int, int, int] | None, bool]:
        """The colour of the ground below an element, black for a picture's, None where none is declared; and whether a style
        sheet that is not at hand may give it one.
        """
        line = []
        while element is not None and element not in self._grounds:
            line.append(element)
            element = element.getparent()
        found = self._grounds[element] if element is not None else (None, False)
        for element in reversed(line):
            declared = self.of(element)
            values = (declared.get(name, "") for name in ("background-image", "background-color", "background"))
            value = next((value for value in values if value not in _NO_GROUND), None)
            named = self._elsewhere and any("." + name not in self._rules for name in (element.get("class") or "").split())
            found = (_colour(value) or (0, 0, 0), False) if value else (found[0], found[1] or named)
            self._grounds[element] = found
        return found

    def _unless_within(self, element: _Element, *names: str) -> bool | None:
        """True unless elements within one declare another value: False, or None if a style sheet elsewhere may."""
        inner = [one for one in islice(element.iterdescendants(), _INNER + 1) if isinstance(one.tag, str)]
        if any(name in declared for one in inner for declared in (self.of(one),) for name in names):
            return False
        return None if len(inner) > _INNER or self._elsewhere and any(one.get("class") for one in inner) else True


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet, but for those of print: selectors, and what is declared."""
    first, *rest = sheet.split("/*")
    text = first + "".join(part.partition("*/")[2] for part in rest)
    around: list[str] = []  # the heads of blocks, such as @media print, that a rule stands in
    for part in text.split("}"):
        *heads, declared = part.split("{")
        if heads:
            around += heads[:-1]
            if not any("print" in head for head in around):
                yield heads[-1], declared
        elif around:
            around.pop()


def _declared(text: str) -> dict[str, str]:
    found = {}
    for one in text.lower().split(";") if text else ():
        name, _, value = one.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    return found


def _is_gone(declared: dict[str, str]) -> bool:
    """Whether declarations strike out or hide all that is in an element."""
    if declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse"):
        return True
    if any("line-through" in declared.get(name, "") for name in ("text-decoration", "text-decoration-line")):
        return True
    opacity = _LENGTH.fullmatch(declared.get("opacity", ""))
    if opacity and float(opacity[1]) < 0.05 or re.search(r"opacity\s*[=(]\s*0\)?(?![.\d])", declared.get("filter", "")):
        return True
    cut = any("hidden" in declared.get(name, "") or "clip" in declared.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if cut and any(_pixels(declared.get(name)) in (0.0, 1.0, 1.3) for name in ("height", "max-height")):
        return True
    apart = declared.get("position") in ("absolute", "fixed")
    sides = ("text-indent", "margin-left", "margin-top", *(("left", "top", "right", "bottom") if apart else ()))
    if any((_pixels(declared.get(name)) or 0.0) <= _AWAY for name in sides):
        return True
    if any(_ZERO_CLIP.search(declared.get(name, "")) for name in ("clip", "clip-path")) or "scale(0)" in declared.get("transform", ""):
        return True
    colour = declared.get("color", "")
    return colour == "transparent" or bool(re.fullmatch(r"(?:rgb|hsl)a\(.*[,/]\s*0?\.?0*%?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0", colour))


def _pixels(value: str | None) -> float | None:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def _colour(value: str | None) -> tuple[int, int, int] | None:
    """A colour of CSS, also where it stands first in a `background`; None for one that is not read."""
    value = (value or "").strip()
    if match := re.match(r"#([0-9a-f]{6})(?:[0-9a-f]{2})?\b", value):
        return tuple(int(match[1][at : at + 2], 16) for at in (0, 2, 4))
    if match := re.match(r"#([0-9a-f]{3})[0-9a-f]?\b", value):
        return tuple(17 * int(digit, 16) for digit in match[1])
    if match := re.match(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})", value):
        return tuple(min(255, int(part)) for part in match.groups())
    return _WORDS.get(value.split(" ")[0])
