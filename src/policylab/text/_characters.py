"""Characters of a clean text: compatibility forms, script, widths, spaces, dashes, quotes, line ends.

In the sources width carries no information, and in a scanned gazette it changes from page to page; so full-width
letters, digits and ASCII punctuation become ASCII, while 、。《》“” and —— stay as they are.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable

from policylab.resources import load_lines, load_toml
from policylab.resources._word_patterns import HAN, HAN_RUN, HAN_SIGN, alternatives
from policylab.text._aligned_text import AlignedText, Edit
from policylab.text._line_roles import lines_at, runs

# A simplified text may hold a traditional name or two; a text with more of them than this is traditional.
_TRADITIONAL_SHARE = 0.05


@functools.cache
def standard_characters() -> frozenset[str]:
    """The 8 105 characters of 通用规范汉字表 (2013)."""
    return frozenset("".join(load_lines("standard_characters.txt")))


@functools.cache
def _nonstandard() -> re.Pattern[str]:
    # one class of all that are not: a search for it alone runs in C, without a step of the matcher for each character;
    # beyond U+FFFF single characters would slow it down, so that those few are looked up when they are found
    standard = standard_characters()
    codes = itertools.chain.from_iterable(range(first, last + 1) for first, last in zip(map(ord, HAN[::3]), map(ord, HAN[2::3])))
    return re.compile(f"[{_ranges(code for code in codes if code > 0xFFFF or chr(code) not in standard)}]")


def _ranges(codes: Iterable[int]) -> str:
    """Rising code points as the ranges of a character class."""
    rising = runs(codes, lambda run, code: code == run[-1] + 1)
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in rising)


# radicals, enclosed numbers, squared units, compatibility ideographs, vertical and small forms, Latin ligatures
_COMPATIBLE = (
    (0x2E80, 0x2FDF), (0x2474, 0x249B), (0x3220, 0x3243), (0x3250, 0x3250), (0x3371, 0x33DF), (0xF900, 0xFAFF),
    (0xFB00, 0xFB06), (0xFE10, 0xFE19), (0xFE30, 0xFE44), (0xFE50, 0xFE6B), (0x2F800, 0x2FA1F),
)  # fmt: skip


@functools.cache
def _compatible() -> tuple[dict[str, str], re.Pattern[str]]:
    """What each compatibility character stands for, by Unicode's own data, and by our table where that is silent.

    A raised character stays raised: ㎡ is m², which as m2 would be another thing.
    """
    table = dict(load_toml("script.toml")["radicals"])
    for code in (code for first, last in _COMPATIBLE for code in range(first, last + 1)):
        char = chr(code)
        plain = _decomposed(char)
        if plain != char and char not in table:
            table[char] = plain
    return table, re.compile(f"[{_ranges(sorted(map(ord, table)))}]")


def _decomposed(char: str) -> str:
    mapping = unicodedata.decomposition(char)
    if not mapping or mapping.startswith("<super>"):
        return char
    codes = [part for part in mapping.split() if not part.startswith("<")]
    return "".join(_decomposed(chr(int(code, 16))) for code in codes).strip()


def fold_compatible(aligned: AlignedText) -> AlignedText:
    """Compatibility characters to those that they stand for.

    >>> fold_compatible(AlignedText("⽹络⻔户，㈠用地１２㎢，⒈总则﹒")).text
    '网络门户，(一)用地１２km²，1.总则.'
    """
    table, pattern = _compatible()
    return aligned.sub(pattern, lambda match: table[match.group()])


@functools.cache
def _converter():
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, whatever its script."""
    return _converter().convert(text)


def nonstandard(text: str) -> list[tuple[int, str]]:
    """Offsets and characters of the Han characters of `text` that are not in 通用规范汉字表.

    >>> nonstandard("数据〇數")
    [(3, '數')]
    """
    found = ((m.start(), m.group()) for m in _nonstandard().finditer(text))
    return [(at, char) for at, char in found if char <= "\uffff" or char not in standard_characters()]


def script_of(text: str) -> str | None:
    """``"traditional"``, ``"simplified"``, or None where there is no Han character.

    >>> script_of("數據要素"), script_of("成效显著"), script_of("5G")
    ('traditional', 'simplified', None)
    """
    if not HAN_RUN.search(text):
        return None
    found = _nonstandard().findall(text)
    odd = len(found) - sum(char in standard_characters() for char in [one for one in found if one > "\uffff"])
    return "traditional" if odd and odd > _TRADITIONAL_SHARE * sum(map(len, HAN_RUN.findall(text))) else "simplified"


def simplify(aligned: AlignedText, script: str | None = None) -> AlignedText:
    """Convert a traditional text with OpenCC's ``t2s`` and the exceptions of ``script.toml``.

    A text that is simplified already passes through unchanged: converting it again would turn 显著 into 显着. The
    script is looked for where it is not given.

    >>> simplify(AlignedText("昇騰、著力、顯著")).text
    '昇腾、着力、显著'
    """
    if (script or script_of(aligned.text)) != "traditional":
        return aligned
    text = aligned.text
    variants, other = _of_script("variants")
    converted = aligned.respelt(other.sub(lambda match: variants[match.group()], simplified(text)))  # one character for one
    exceptions, pattern = _of_script("exceptions")  # of one length each
    return converted.edit(Edit(m.start(), m.end(), exceptions[m.group()]) for m in pattern.finditer(text))


@functools.cache
def _of_script(name: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """A table of ``script.toml``, and the pattern of what it has something for."""
    table = load_toml("script.toml")[name]
    return table, re.compile(alternatives(table))


# The search for one character is a fast one, that for one or more of them is not: patterns begin with what is looked for
# once, and ask behind it what stands before.
_WIDE_SIGN = r"[\uff01-\uff5e\u3000\u00a0\u2002-\u200a\u202f\u205f\u2015\u2500]"
_WIDE = re.compile(f"{_WIDE_SIGN}{_WIDE_SIGN}*")
_SPACE_CODES = (0x3000, 0xA0, *range(0x2002, 0x200B), 0x202F, 0x205F)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(_SPACE_CODES, " ")
_NARROW |= {0x2015: "—", 0x2500: "—"}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad\x00-\x08\x0c\x0e-\x1f\x7f]")
_PAGE_END = re.compile("\x0c(?<=[。;；:：!！?？”]\x0c)(?=[^\n])")  # a page that ends with a paragraph
_LINE_ENDS = re.compile("[\r\x0b\x85\u2028\u2029](?:(?<=\r)\n)?")
# at the start of a row, a tab is an empty first cell
_BLANKS = re.compile(r"[ \t\r\n][ \t\r\n]*(?<=\n)(?:(?=\t[ \t]*[^\s][^\n]*\t[^\n]*[^\s])|[ \t]*)")
_EDGE = " \t\n"
_SPACES = re.compile("  *")
_HYPHENS = re.compile(f"-(?:-+|(?m:(?<=^-)) -(?= *[{HAN}]))")
_CJK = f"\u2e80-\u303f\u3040-\u30ff{HAN}—…“”‘’·"
_IS_CJK = re.compile(f"[{_CJK}]")
_QUOTES = re.compile('["“”]')


def fold_widths(aligned: AlignedText) -> AlignedText:
    """Full-width forms to ASCII, typographic spaces to a space, look-alike dashes to —; invisible characters go.

    >>> fold_widths(AlignedText("５Ｇ，（ＰＵＥ）＜１．３％")).text
    '5G,(PUE)<1.3%'
    """
    folded = aligned.respelt(_WIDE.sub(lambda match: match.group().translate(_NARROW), aligned.text))
    return folded.sub(_PAGE_END, "\n").sub(_INVISIBLE, "").sub(_LINE_ENDS, "\n")


def fold_lines(aligned: AlignedText) -> AlignedText:
    r"""One line feed between paragraphs; no blank lines, and no spaces at the ends of a line.

    >>> fold_lines(AlignedText("一、总体要求 \r\n\r\n  二、目标\n")).text
    '一、总体要求\n二、目标'
    """
    folded = aligned.sub(_BLANKS, "\n")
    first = len(folded) - len(folded.text.lstrip(_EDGE))
    last = max(first, len(folded.text.rstrip(_EDGE)))
    return folded.edit([Edit(0, first, ""), Edit(last, len(folded), "")])


def fold_spaces(aligned: AlignedText) -> AlignedText:
    """Drop the spaces that typesetting put between Han and other characters; keep those that part two words.

    >>> fold_spaces(AlignedText("打造 “天津智港”,建成 5G 基站 3.3 万个 (含 NB-IoT 网络)")).text
    '打造“天津智港”,建成5G基站3.3万个(含NB-IoT网络)'
    >>> fold_spaces(AlignedText("《中共天津市委 天津市人民政府关于实施意见》")).text
    '《中共天津市委 天津市人民政府关于实施意见》'
    """

    def folded(match: re.Match[str]) -> str:
        before, after = _beside(match)
        both_han = HAN_SIGN.match(before) and HAN_SIGN.match(after)
        beside_cjk = _IS_CJK.match(before) or _IS_CJK.match(after)
        return " " if both_han or not (beside_cjk or before in "(" or after in "),;:%") else ""

    return aligned.sub(_SPACES, folded)


def _beside(match: re.Match[str]) -> tuple[str, str]:
    """The characters before and behind a match; nothing at an end of the text."""
    start, end = match.span()
    return match.string[start - 1 : start], match.string[end : end + 1]


def fold_dashes(aligned: AlignedText) -> AlignedText:
    """Typewriter dashes: ``--`` is — between digits and —— elsewhere.

    >>> fold_dashes(AlignedText("行动方案(2019--2023年)")).text, fold_dashes(AlignedText("--水平提升。")).text
    ('行动方案(2019—2023年)', '——水平提升。')
    """

    def folded(match: re.Match[str]) -> str:
        if len(match.group()) > 4 or any(beside.isascii() and beside.isalpha() for beside in _beside(match)):
            return match.group()  # a ruled line, or an option such as --all
        text, (start, end) = aligned.text, match.span()
        digits = text[:start].rstrip(" ")[-1:].isdigit() and text[end:].lstrip(" ")[:1].isdigit()
        return "—" if digits else "——"

    return aligned.sub(_HYPHENS, folded)


def pair_quotes(aligned: AlignedText) -> tuple[AlignedText, int, list[int]]:
    """Straight quotes in Chinese lines to “ and ”, each by what is open before it; how many stood with a curly partner; and
    where a line has a straight one left without any.

    >>> pair_quotes(AlignedText('建设"双千兆"城市,打造“津产发"平台和“三区"'))[0].text
    '建设“双千兆”城市,打造“津产发”平台和“三区”'
    """
    edits: list[Edit] = []
    odd: list[int] = []
    closed = 0
    for at, line in lines_at(aligned.text):
        if '"' in line and HAN_SIGN.search(line):
            found, mixed, left = _paired([(at + m.start(), m.group()) for m in _QUOTES.finditer(line)])
            edits += found
            closed += mixed
            odd += left
    return aligned.edit(edits), closed, odd


def _paired(quotes: list[tuple[int, str]]) -> tuple[list[Edit], int, list[int]]:
    """The straight quotes of a line as what they are; how many stand with a curly partner; which one has none."""
    edits: list[Edit] = []
    mixed, opened = 0, ""
    for at, quote in quotes:
        if quote == "“" or (quote == '"' and not opened):
            if opened == '"':  # the straight one before it had no partner
                break
            opened = quote
            if quote == '"':
                edits.append(Edit(at, at + 1, "“"))
        elif opened:
            mixed += quote != {"“": "”"}.get(opened, '"')
            if quote == '"':
                edits.append(Edit(at, at + 1, "”"))
            opened = ""
    if opened == '"':  # which of them is the odd one cannot be known: only those that a curly one answers are sure
        lone = edits[-1].start
        straight = [at for at, quote in quotes if quote == '"']
        return ([], 0, [straight[-1]]) if len(straight) == len(quotes) else (edits[:-1], mixed, [lone])
    return edits, mixed, []
