"""The scan: all quantities of a paragraph that say how much of something there is, in one pass.

Numbers that say nothing of the kind are told apart here by their form and their neighbours: dates, ordinals,
numbering, document numbers, names in quotation marks, titles, fixed expressions, products, periods of time.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from policylab.targets._lexicon import lexicon, pattern, word_set
from policylab.targets._numerals import parse_chinese
from policylab.targets._quantities import CHINESE, Quantity, read_quantity
from policylab.targets._series import borrow_units, bounded, continues, lend_unit
from policylab.targets._units import Unit

NAME = 25  # a quotation of at most so many characters is a name or a slogan
DATE = re.compile(
    r"(?:19|20)[0-9]{2} ?(?:年? ?(?:[-—–~～－―至到、/]|——|和) ?(?:(?:19|20)[0-9]{2}|[0-9]{2}))* ?年度?"
    r"(?: ?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?)?"
    r"|(?:19|20)[0-9]{2} ?(?:[-—–~～－―]|——) ?(?:19|20)[0-9]{2}(?![0-9.%])"
    r"|(?:19|20)[0-9]{2}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?![0-9%万亿])"
    r"|[0-9]{1,2} ?月(?:份|底|初|末| ?[0-9]{1,2} ?(?:日|[-—至到~]))?(?!龄)"
    r"|[0-9]{1,2}(?:[-—–~～至到][0-9]{1,2})?[时点](?:[0-9]{1,2}分)?(?![0-9])(?!间)|(?<![按到为比例、和])[0-9]{1,2}:[0-9]{2}(?![0-9])"
)
CHINESE_DATE = re.compile(r"[一二][九〇○零][〇○零一二三四五六七八九]{2}年?|[一二三四五六七八九十]{1,3}月(?:份|底|初|末)?")
RUN = re.compile(rf"[{CHINESE}○]+")
LATIN_RUN = re.compile(r"[0-9A-Za-z.+\-/]*")
COLONS = re.compile(r"[0-9:.]*")
LATIN_WORD = re.compile(r"[A-Z]{3,}$")
ORDINAL = re.compile(rf"第 ?(?P<number>[0-9]+|[{CHINESE}]+)(?:[至到、和—~-]+第?(?:[0-9]+|[{CHINESE}]+))*(?P<unit>[位名])?")
LEADING = re.compile(rf"前 ?(?P<number>[0-9]+|[{CHINESE}]+)(?P<unit>[位名强])?(?![{CHINESE}0-9年月天日季个大])")
NUMBERING = re.compile(r"\s*[(（]?[0-9]{1,3}(?:[.．、)）](?![0-9])|\s*$)")
END = frozenset(",;。、!?:)）(（\n ”\"’/|")
JOIN = re.compile(r"[和及与、]|以上|以下|左右|的|以及")
HAN = re.compile(r"(?!的)[\u4e00-\u9fff]")
DENOMINATOR = frozenset("每")


@functools.cache
def _first() -> re.Pattern[str]:
    """What a scan stops at: only characters that may begin a number, a name or a fixed expression.

    Each alternative begins with its character, what must stand before comes behind it: so the search for the next one
    of these characters runs in C.
    """
    plain = set("0123456789二两三四五六七八九十百千万亿《“\"") | set(lexicon().names) - set("一第双分")
    guarded = [
        f"一(?=[{CHINESE}半倍番]|[至到比][{CHINESE}])", "半数", "过半",
        "过(?=[百千万])", "一(?<=”[即指为是]一)(?=[个条项])", "翻番", "零增长", "分(?=[两二三四五六])", "零(?<=[至到为]零)(?=[,;。、)的]|$)", r"第(?=[0-9 一-龥])", "前(?=[0-9二三四五六七八九十])",
    ]  # fmt: skip
    return re.compile("|".join([*sorted(plain), *guarded]))


def scan(text: str) -> list[Quantity]:
    """Quantities of a paragraph, in order, without those that count nothing."""
    first, names = _first(), lexicon().names
    found: list[Quantity] = []
    position, closing = 0, -1
    while match := first.search(text, position):
        start = match.start()
        character = text[start]
        if character in "《“\"":
            position = _skip_name(text, start, closing)
            if position < 0:
                closing, position = -position, start + 1
            continue
        if (fixed := names.get(character)) and (name := fixed.match(text, start)):
            position = name.end()
            continue
        quantity, position = _candidate(text, start)
        if quantity is not None and quantity.unit is None:
            lend_unit(text, quantity)
        if quantity is not None and (_admits(text, quantity) or continues(text, quantity, found)):
            if not (found and bounded(text, found[-1], quantity)):
                found.append(quantity)
    return borrow_units(text, found)


def _skip_name(text: str, start: int, closing: int) -> int:
    """Where to go on after a title or a quotation; negative: it is long, and closes there."""
    opening = text[start]
    if start == closing:
        return start + 1
    if opening == "《":
        end = text.find("》", start, start + 100)
        return end + 1 if end > 0 else start + 1
    end = text.find("”" if opening == "“" else '"', start + 1, start + 200)
    if end < 0:
        return start + 1
    if end - start - 1 <= NAME:
        return end + 1
    return -end if opening == '"' else start + 1


def _candidate(text: str, start: int) -> tuple[Quantity | None, int]:
    character = text[start]
    if character == "第" or character == "前":
        return _rank(text, start)
    if character.isascii():
        return _arabic(text, start)
    if date := CHINESE_DATE.match(text, start):
        return None, date.end()
    if character == "过" and text[start + 1] != "半":
        start += 1
    run = RUN.match(text, start)
    quantity = read_quantity(text, start)
    return quantity, max(quantity.end if quantity else 0, run.end() if run else start + 1)


def _arabic(text: str, start: int) -> tuple[Quantity | None, int]:
    before = text[start - 1] if start else ""
    if date := DATE.match(text, start):
        if not before or before not in "0123456789.":
            return None, date.end()
    latin = before.isascii() and before.isalpha() if before else False
    if latin and not LATIN_WORD.search(text, max(0, start - 6), start):
        return None, LATIN_RUN.match(text, start).end()
    if before and before in "+-〔[【#_/" and (before not in "-/" or text[start - 2 : start - 1].isascii()):
        return None, LATIN_RUN.match(text, start).end()
    if start < 4 and NUMBERING.match(text) and not text[:start].strip(" (（"):
        return None, LATIN_RUN.match(text, start).end()
    if pattern("label").search(text, max(0, start - 3), start):
        return None, LATIN_RUN.match(text, start).end()
    quantity = read_quantity(text, start)
    if quantity is None:
        return None, LATIN_RUN.match(text, start).end()
    if before == "(" and text[quantity.end : quantity.end + 1] == ")" and quantity.unit is None:
        return None, quantity.end
    if quantity.unit is None:
        after = text[quantity.end : quantity.end + 1]
        colon = after == ":" and text[quantity.end + 1 : quantity.end + 2].isdigit()
        if colon or (before == ":" and text[start - 2 : start - 1].isdigit()):
            return None, COLONS.match(text, quantity.end).end()
        if after and (after.isascii() and after.isalnum() or after in "+-号版"):
            return None, LATIN_RUN.match(text, quantity.end).end()
        if latin and not quantity.explicit:
            return None, quantity.end
    elif text[quantity.end : quantity.end + 1] == "+":
        return None, quantity.end
    return quantity, max(quantity.end, start + 1)


def _rank(text: str, start: int) -> tuple[Quantity | None, int]:
    ordinal = ORDINAL if text[start] == "第" else LEADING
    match = ordinal.match(text, start)
    if match is None:
        return None, start + 1
    number = match["number"]
    value = Decimal(number) if number[0].isascii() else parse_chinese(number)
    unit = match["unit"] or ""
    after = text[match.end() : match.end() + 1]
    said = pattern("ranked").search(text, max(0, start - 12), start)
    if value is None or not said or (not unit and after and after not in END) or (value == 1 and not number.isascii()):
        return None, match.end()
    found = Unit(unit, unit, "rank", "位", Decimal(1), False, True) if unit else None
    bound = "le" if text[start] == "前" else "eq"
    return Quantity(start, match.end(), start, value, None, found, bound, "rank", 0, bound == "le"), match.end()


def _admits(text: str, quantity: Quantity) -> bool:
    before = text[quantity.start - 1] if quantity.start else ""
    if before in DENOMINATOR or text[quantity.number - 1 : quantity.number] in DENOMINATOR:
        return False
    if quantity.form in ("rank", "word", "fraction", "ratio"):
        return True
    if quantity.value == 1 and pattern("for_each").search(text, max(0, quantity.start - 4), quantity.start):
        return False
    unit = quantity.unit
    if unit is not None and not quantity.explicit and _is_round(quantity.value):
        if unit.dimension in ("people", "mass") and pattern("denominator").match(text, quantity.end):
            return False  # 10万人口火灾死亡率
        if quantity.form == "bare" and pattern("programme").match(text, quantity.end):
            return False
    if quantity.form != "arabic" and not _admits_chinese(text, quantity, before):
        return False
    if unit is None:
        return _admits_bare(text, quantity)
    if unit.dimension == "time":
        return _admits_time(text, quantity)
    if unit.dimension == "length" and pattern("radius").match(text, quantity.end):
        return False
    if unit.dimension == "people" and quantity.form != "arabic" and not quantity.explicit:
        # 十万人口死亡率 has a denominator
        return quantity.value < 10_000 or HAN.match(text, quantity.end) is None
    if unit.written == "级" and not _admits_level(text, quantity):
        return False
    if unit.written in word_set("letter_units"):
        return _admits_letter(text, quantity)
    if unit.written in word_set("small_lengths"):
        after = text[quantity.end : quantity.end + 1]
        return not after or after in END or _leveled(text, quantity)
    return True


def _is_round(value: Decimal) -> bool:
    """Whether a value is a power of ten from 1000 on."""
    return value >= 1000 and str(int(value)).strip("0") == "1"


def _admits_letter(text: str, quantity: Quantity) -> bool:
    """带宽达到100G has a unit; 5G, 4K, 100G无源光网络 are names."""
    after = text[quantity.end : quantity.end + 1]
    if (after and after not in END) or quantity.form != "arabic":
        return False
    if quantity.unit.written == "G" and quantity.value <= 6:
        return False
    bound = quantity.explicit and quantity.start < quantity.number
    return bound or bool(lexicon().attained.match(text, quantity.start, 0))


def _attained(text: str, quantity: Quantity) -> bool:
    words = lexicon()
    place = quantity.start
    if quantity.explicit and place < quantity.number:
        return True
    return bool(words.attained.match(text, place, 0) or words.changed.match(text, place, 0))


def _leveled(text: str, quantity: Quantity) -> bool:
    """Whether the text says that something reaches this number: 达到, 降至, 不低于."""
    if quantity.explicit and quantity.start < quantity.number:
        return True
    return text[max(0, quantity.start - 1) : quantity.start] in ("到", "至", "达", "为", "在", "于")


def _admits_chinese(text: str, quantity: Quantity, before: str) -> bool:
    unit = quantity.unit
    if unit is None or not unit.chinese or before in ("第", "数", "几", "好", "之", "十", "卷", "上"):
        # 上百家 says at least so many, not how many
        if not (before == "上" and quantity.form == "bare" and unit is not None and unit.chinese):
            return False
        quantity.start, quantity.comparator, quantity.explicit = quantity.start - 1, "approx", True
        return True
    if before == "、" and text[quantity.start - 2 : quantity.start - 1] in CHINESE and quantity.form == "chinese":
        return False
    if unit.dimension == "money" and quantity.value < 100 and not quantity.explicit:
        return False
    if quantity.value <= 10 and unit.counts and text[quantity.end : quantity.end + 1] == "“":
        closing = text.find("”", quantity.end, quantity.end + 9)
        if closing >= 0 and not HAN.match(text, closing + 1):
            return False  # 实现两个“倍增”
    if quantity.value == 1 and quantity.high is None and unit.name not in ("倍", "番", "%"):
        return text[max(0, quantity.start - 2) : quantity.start - 1] == "”"  # “1”即一条主线
    if before == "过" and quantity.form == "bare":
        quantity.start, quantity.comparator, quantity.explicit = quantity.start - 1, "gt", True
    if quantity.form == "bare" and quantity.value < 1_000_000:
        return quantity.explicit or text.startswith("级", quantity.end)
    return True


def _admits_bare(text: str, quantity: Quantity) -> bool:
    """A number without a unit: an index that reaches it, or 新增10万就业岗位."""
    if quantity.form != "arabic":
        return False
    after = text[quantity.end : quantity.end + 1]
    if not after or after in END or JOIN.match(text, quantity.end):
        if after == "(" or after == "（":
            return False
        if text[quantity.end : quantity.end + 1] == "的":
            return quantity.explicit
        if quantity.power >= 4 and quantity.start and HAN.match(text, quantity.start - 1):
            return True  # 在校生2.8亿
        return _attained(text, quantity) or (quantity.explicit and quantity.comparator not in ("approx", "range"))
    if quantity.power >= 4 and "\u4e00" <= after <= "\u9fff":
        return True
    return False


def _admits_time(text: str, quantity: Quantity) -> bool:
    unit, written = quantity.unit, text[quantity.start : quantity.end]
    if pattern("period_offered").match(text, quantity.end):
        return True
    if pattern("period_name").match(text, quantity.end):
        return False
    if pattern("period_done").match(text, quantity.end) and quantity.form == "arabic" and unit.name not in ("年", "个月"):
        return True
    if pattern("period_before").search(text, max(0, quantity.number - 3), quantity.number):
        return False
    if unit.name in ("年", "个月") and pattern("period_used").match(text, quantity.end):
        return False
    if written.endswith("内") and unit.name in ("年", "个月", "周", "周年"):
        return quantity.start < quantity.number
    if pattern("period_granted").search(text, max(0, quantity.start - 8), quantity.start):
        return True
    return quantity.explicit or _attained(text, quantity)


def _admits_level(text: str, quantity: Quantity) -> bool:
    """四级网络 and 市、区、街道三级联动 count levels; 三级医院 is a grade."""
    if quantity.form == "arabic" and quantity.value < 10:
        return False
    if quantity.form == "bare" or quantity.value >= 100:
        quantity.end, quantity.unit = quantity.end - 1, None
        return True
    if pattern("linked_level").search(text, quantity.end, quantity.end + 7):
        return True
    return bool(pattern("enumerated_level").search(text, max(0, quantity.start - 12), quantity.start))
