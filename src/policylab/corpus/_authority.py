"""Authority: the place that a document speaks for, by who issued it, by its title, or by its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policylab.resources._word_patterns import HAN
from policylab.text._line_roles import is_title

# 城市, 示范区 and 园区 are no places, though they end like one; 杭州 goes on to 市
_LEVEL = (
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|省|(?<!城)市|州(?![市新省区])|盟(?!市)|县|旗"
    r"|(?<![范园片地社城校景灾山林牧矿库特易税发能验护假])(?<!大湾)区)"
)
_SIGN = f"[A-Za-z{HAN}]"
_NAMED = "(?![我本全各该两]?[省市县区州盟旗])"
_PLACE = re.compile(
    # 蠡县, 景县; 积石山保安族东乡族撒拉族自治县
    rf"({_NAMED}{_SIGN}{{1,8}}?{_LEVEL}(?:{_NAMED}(?:{_SIGN}{{1,4}}?{_LEVEL}|{_SIGN}{{3,12}}?自治[州县旗])){{0,3}})"
)
_GENERIC = re.compile(r"[我本全各该]?[省市县区州盟旗]")
_PARTY = re.compile(r"(?:中共|中国共产党)(?!中央)")
_NATIONAL = re.compile(r"国务院|中共中央|中国共产党中央|中央|全国|国家|中华人民共和国|.{2,12}部(?:办公厅)?$")
_OFFICE = re.compile(r"(?:人民政府)?(?:办公厅|办公室)$|人民政府$")

_SETTLED = re.compile(r".+?(?:省|自治区|特别行政区|(?<!城)市|州|盟)|全国")  # a district alone may be one of any city
_OWN_LEVEL = re.compile(r"(?:自治区|自治州|自治县|自治旗|(?<!新)区|省|市|县|州|盟|旗)$")  # as it calls itself; 新区 is 新区 or 区
_FRONT = 12  # lines in which a document says its title


def authority(title: str | None, issuer: str | None) -> str | None:
    """The place that a document speaks for, else the name of its issuer; None where neither is known."""
    issuer, title = _PARTY.sub("", (issuer or "").strip(), count=1), (title or "").strip()
    if issuer:
        if found := _PLACE.match(issuer):
            return found.group(1)
        if _NATIONAL.match(issuer):
            return "全国"
        if not _GENERIC.match(issuer):
            return _OFFICE.sub("", issuer) or issuer
    if found := _PLACE.match(title):
        return found.group(1)
    return "全国" if title.startswith(("国家", "全国", "中华人民共和国")) else None


def settled_place(title: str | None, issuer: str | None) -> str | None:
    """The place that issuer and title tell, with its city, province or country; None where they tell a district alone, or nothing.

    >>> settled_place("天津市滨海新区智慧城市规划", None), settled_place("数字经济规划", "海拉尔区人民政府")
    ('天津市滨海新区', None)
    """
    told = (authority(title, issuer), authority(title, None))
    return next((place for place in told if place and _SETTLED.match(place)), None)


def titled_place(text: str) -> str | None:
    """The place that the title tells with which a text begins.

    >>> titled_place("海澜市“十四五”数字经济发展规划\\n为抢抓机遇,制定本规划。")
    '海澜市'
    """
    lines = map(str.strip, text.split("\n", _FRONT)[:_FRONT])
    return next((place for line in lines if is_title(line) and (place := settled_place(line, None))), None)


def common_place(documents: Iterable) -> str | None:
    """The city or province that is told by the titles and issuers of documents, where all that tell one tell the same."""
    told = (settled_place(one.title, one.issuer) for one in documents)
    heads = {_SETTLED.match(place).group() for place in told if place}
    return heads.pop() if len(heads) == 1 else None


def named_short(name: str, place: str) -> str:
    """A name that begins with its own city, district or province, as it is said there.

    >>> named_short("海澜市财政局", "海澜市"), named_short("广州市财政局", "广东省广州市"), named_short("上海市财政局", "海澜市")
    ('市财政局', '市财政局', '上海市财政局')
    """
    level = _OWN_LEVEL.search(place)
    for own in (place, _SETTLED.sub("", place, count=1)) if level else ():
        if own and own != name and name.startswith(own):
            return level.group() + name.removeprefix(own)
    return name
