"""Lines of a document: what each is when it is not its body, by layout and wording, and the marks that number it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from policylab.errors import listed
from policylab.numbers import parse_number
from policylab.resources import load_toml

T = TypeVar("T")


class Hint(NamedTuple):
    """What a file's own layout says of a line: that it is a heading (of a level from 1), or a note.

    `start` is the offset of the line's first character.
    """

    start: int
    kind: str
    level: int = 0


class Piece(NamedTuple):
    """A line that was taken out of a file, with what the file's layout says of it."""

    text: str
    kind: str = ""
    level: int = 0


def runs(items: Iterable[T], goes_on: Callable[[list[T], T], bool]) -> list[list[T]]:
    """Items that follow each other, parted where one does not go on the run before it.

    >>> runs([1, 2, 5, 6, 9], lambda run, one: one == run[-1] + 1)
    [[1, 2], [5, 6], [9]]
    """
    found: list[list[T]] = []
    for item in items:
        if found and goes_on(found[-1], item):
            found[-1].append(item)
        else:
            found.append([item])
    return found


def filled_lines(text: str) -> list[tuple[int, str]]:
    """The lines that are not empty, without white space at their ends, with their offsets; a row of a table keeps its empty
    first cell.
    """
    lines, offset = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        stripped = raw.strip(" ") if "\t" in stripped else stripped
        if stripped:
            lines.append((offset + raw.index(stripped[0]), stripped))
        offset += len(raw) + 1
    return lines


def compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Hint, ...]]:
    """One text of the pieces, a line each, and the hints at their places.

    >>> compose([Piece("总则", "heading", 1), Piece("为了发展。")])
    ('总则\\n为了发展。', (Hint(start=0, kind='heading', level=1),))
    """
    hints, at = [], 0
    for piece in pieces:
        if piece.kind:
            hints.append(Hint(at, piece.kind, piece.level))
        at += len(piece.text) + 1
    return "\n".join(piece.text for piece in pieces), tuple(hints)


def table_pieces(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[Piece]:
    """The rows of a table, whose cells come with the number of rows and columns that they fill, as lines with tabs between them.

    A merged cell stands in each of its places; the rows of a head of several are one, the words of a column one behind
    the other; a cell as wide as the table stands once.

    >>> head = [[("指标", 2, 1), ("目标值", 1, 2)], [("2025年", 1, 1), ("2030年", 1, 1)]]
    >>> [piece.text for piece in table_pieces([*head, [("基站(万个)", 1, 1), ("3.5", 1, 1), ("5", 1, 1)]])]
    ['指标\\t目标值2025年\\t目标值2030年', '基站(万个)\\t3.5\\t5']
    """
    grid = _expanded(rows)
    width = max(map(len, grid), default=0)
    begin = 0
    while begin < len(rows) and len(rows[begin]) == 1 and rows[begin][0][2] >= width > 1:
        begin += 1  # a title that is as wide as the table
    pieces = [Piece(rows[index][0][0]) for index in range(begin)]
    head = 1
    if begin < len(rows) and any(columns > 1 for _, _, columns in rows[begin]):
        head = max(2, *(height for _, height, _ in rows[begin])) if len(grid) - begin > 2 else 1
    if head > 1:
        joined = ["".join(dict.fromkeys(row[at] for row in grid[begin : begin + head] if at < len(row))) for at in range(width)]
        grid = [*grid[:begin], joined, *grid[begin + head :]]
    for row in grid[begin:]:
        cells = row[:1] if len(row) == width > 1 and len(set(row)) == 1 else row
        pieces.append(Piece("\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t"), "table"))
    return [piece for piece in pieces if piece.text.strip()]


def _expanded(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """The table's cells, one at each place."""
    if sum(min(height, len(rows)) * columns for row in rows for _, height, columns in row) > _MOST_CELLS:
        rows = [[(text, 1, 1) for text, _, _ in row] for row in rows]
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}  # column → the cell that reaches down into it, and for how many rows yet
    for row in rows:
        line: list[str] = []
        onward: dict[int, tuple[str, int]] = {}
        cells = iter(row)
        while True:
            if len(line) in above:
                text, left = above[len(line)]
                columns = 1
            elif (cell := next(cells, None)) is not None:
                text, left, columns = cell
            else:
                break
            for _ in range(columns):
                if left > 1:
                    onward[len(line)] = (text, left - 1)
                line.append(text)
        above = onward
        grid.append(line)
    return grid


_LATIN = re.compile(r"[A-Za-z]{2,}")
_TAIL, _LEAST_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]+$"), 5


def latin_words(lines: Iterable[str]) -> frozenset[str]:
    """The Latin words within some lines, in small letters; those at their ends may be cut."""
    return frozenset(
        found.group().lower() for line in lines for found in _LATIN.finditer(line) if 0 < found.start() and found.end() < len(line)
    )


def is_cut_word(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether a line end cuts a Latin word: the document has the whole word elsewhere.

    >>> is_cut_word("发展block", "chain技术", latin_words(["推广Blockchain应用"])), is_cut_word("建设smart", "city", frozenset())
    (True, False)
    """
    tail, head = _TAIL.search(left), _LATIN.match(right)
    whole = (tail.group() + head.group()).lower() if tail and head else ""
    return len(whole) >= _LEAST_WORD and whole in words


DAY_ALONE = re.compile(r"[\s\[(（]*(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?: \d{2}:\d{2})?[\])）\s]*|[\W_]*")  # beside a link
A_LIST = 3  # links one below the other
FINAL = "。;；:：!！?？"
CLOSERS = "”’\"'》〉)）〕】]」』"
_DAY = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月(?:\s?[\d一二三四五六七八九十]{1,3}\s?日)?"
_DATE = re.compile(_DAY)
_DOCUMENT_NUMBER = re.compile(r"[^\s。,;:]{1,16}[〔\[(【]\d{4}[〕\])】]\s?第?\s?\d{1,4}\s?号")
_PERIOD = re.compile(r"[(（][^()（）]{0,12}\d{4}[^()（）]{0,16}[)）]")
_PUNCTUATION = re.compile(r"[,，。;；:：!！?？]")
_CONTENTS_ROW = re.compile(r"[^\t]{2,120}?(?:[.·…]{3,}\s{0,4}[(（]?\d{1,4}[)）]?|\t\s{0,4}[(（]\d{1,4}[)）])")
_LEADERS = re.compile(r"[.·…]{3}")
_ORNAMENT = re.compile(r"[\W_]+|[*=_#\s-]{1,40}[^*=_#\s-]{1,20}[*=_#\s-]{1,40}(?<=[*=_#-])")
_ATTACHMENT = re.compile(r"附\s?(?:件|表|录)\s?\d{0,2}\s?(?:[:：].{0,80})?")
_ANNEX = re.compile(r"附\s?(?:件|表|录)\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Z])?")
_ENTRY = re.compile(r"\d{1,2}[.．、]")
_MOST_CELLS = 50_000  # of a table, merged ones counted in each place; what says that it has more is taken as unmerged
_NOTE = re.compile(r"\[\d{1,3}\]|注\s?[:：]|注\s?\d{1,2}[:：.．、\s]|(?:资料|数据)来源\s?[:：]")
_UNIT_LINE = re.compile(r"[(（]?\s?(?:计量)?单位\s?[:：][^。;；]{1,30}[)）]?")
VOCATIVE = re.compile(r"(?:各位|同志们|尊敬的|女士们|朋友们|代表们)")
_SPEAKER = re.compile(r"(?:省长|市长|区长|县长|州长|旗长|盟长|主席|总理|镇长|乡长)\s?[\u4e00-\u9fff·]{2,4}$")
_LABEL = re.compile(r"[^,，。;；]{2,10}[:：]")
_CAPTIONED = re.compile(r"[图表](?:$|\d|[一二三四五六七八九十])|指标|专栏|清单|一览|示意")
_EDITORS = 2  # paragraphs that an editor puts before the title, at most
_HANDED_ON = 6  # paragraphs of a notice before the document that it hands on, at most
_TITLE_MARKS = re.compile(r"《[^《》]*》")


@functools.cache
def _rules() -> dict[str, re.Pattern[str]]:
    """Compile the patterns of `boilerplate.toml`."""
    table = load_toml("boilerplate.toml")

    def words(key: str) -> str:
        return "(?:" + "|".join(map(re.escape, table[key])) + ")"

    def patterns(key: str) -> str:
        return "(?:" + "|".join(f"(?:{pattern})" for pattern in table[key]) + ")"

    return {
        "title": re.compile(rf".{{2,100}}{words('document_kinds')}(?:\s?[(（][^()（）]{{0,30}}[)）]){{0,2}}"),
        "signature": re.compile(rf".{{2,40}}{words('signature_ends')}"),
        "caption": re.compile(rf"{words('caption_words')}\s?[\d一二三四五六七八九十]{{1,3}}(?:[-—]\d{{1,2}})?"
                              rf"(?:[\s:：、.].{{0,60}}|[^\d\s].{{0,60}})?"),
        "notice_title": re.compile(rf".{{0,80}}{patterns('notice_titles')}"),
        "forwarding": re.compile(patterns("forwarding")),
        "site": re.compile(patterns("site_lines")),
        "metadata": re.compile(r"(?:" + "|".join(r" ?".join(map(re.escape, word)) for word in table["metadata"]) + r") ?[:：][^。]{0,100}$"),
        "addressee": re.compile(words("addressee_words")),
        "chapter": re.compile(words("chapter_titles") + r"(?=[\u4e00-\u9fff“])(?![为是的和及与等包如有中里]|以[及下上内外])"),
        "contents": re.compile(words("contents_titles")),
    }


def line_role(line: str) -> str | None:
    """Role of a line that needs no context to be known: boilerplate, caption, contents, note or table; else None.

    >>> line_role("图1 智慧天津设计思路"), line_role("来源:电子政务网 更新时间:2024-01-30")
    ('caption', 'boilerplate')
    >>> line_role("表明数字经济发展良好。") is None
    True
    """
    if _ORNAMENT.fullmatch(line[:120]) and len(line) <= 120:
        return "boilerplate"
    if _NOTE.match(line):
        return "note"
    if "\t" in line:
        if _rules()["metadata"].match(line):
            return "boilerplate"
        return "contents" if _CONTENTS_ROW.fullmatch(line[:200]) and len(line) <= 200 else "table"
    if len(line) > 200:
        return None
    if (_rules()["site"].fullmatch(line) or _rules()["metadata"].match(line)) and read_marker(line) is None:
        return "boilerplate"
    if len(line) <= 70 and line[-1] not in FINAL and (_rules()["caption"].fullmatch(line) or _UNIT_LINE.fullmatch(line)):
        return "caption"
    # without a tab it is the leaders that make a row
    if _LEADERS.search(line) and _CONTENTS_ROW.fullmatch(line):
        return "contents"
    if _rules()["contents"].fullmatch("".join(line.split())):
        return "contents"
    return None


def of_pictures(places: Iterable[tuple[str, str]]) -> list[str]:
    """What is said of pictures, which are not read: each with the line above it, and where it stands.

    >>> of_pictures([("专栏1 重点工程", " (page 7)"), ("各区抓好落实。", "")])[0]
    "1 tables or figures are pictures and are not read: '专栏1 重点工程' (page 7)"
    """
    found = list(dict.fromkeys(places))
    captions = [f"{above[:40]!r}{where}" for above, where in found if _is_caption(above)]
    others = [f"{above[-20:]!r}{where}" for above, where in found if not _is_caption(above)]
    said = []
    if captions:
        said.append(f"{len(captions)} tables or figures are pictures and are not read: {listed(captions)}")
    if others:
        said.append(f"{len(others)} pictures are not read, and tables among them are missing: behind {listed(others)}")
    return said


def _is_caption(line: str) -> bool:
    return bool(line) and line_role(line) == "caption" or len(line) <= 40 and bool(_CAPTIONED.search(line)) and not is_prose(line)


def is_prose(line: str) -> bool:
    """Whether a line reads like text: it ends a sentence, or has punctuation outside of 《》 titles."""
    return line.rstrip(CLOSERS)[-1:] in tuple(FINAL) or bool(_PUNCTUATION.search(_TITLE_MARKS.sub("", line[:400])))


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return len(line) <= 24 and bool(_DATE.fullmatch(line))


def is_document_number(line: str) -> bool:
    """Whether a line is a document number such as 津政办发〔2021〕52号."""
    return len(line) <= 40 and bool(_DOCUMENT_NUMBER.fullmatch(line))


def is_metadata(line: str) -> bool:
    """Whether a line begins with a label of the block of facts that a site puts beside a document."""
    return bool(_rules()["metadata"].match(line))


def is_addressee(line: str) -> bool:
    """Whether a line names whom a notice is for: 各区人民政府,市政府各委、办、局:"""
    return len(line) <= 160 and line[-1:] in (":", "：") and "。" not in line and bool(_rules()["addressee"].search(line))


def is_title(line: str) -> bool:
    """Whether a line is the title of a document: it has no sentence in it and ends with a kind of document."""
    bare = _TITLE_MARKS.sub("", line[:130])
    return len(line) <= 120 and not _PUNCTUATION.search(bare) and bool(_rules()["title"].fullmatch(line))


def common_title(rest: str) -> str | None:
    """The name of a chapter that almost every plan has, when text begins right behind it: 保障措施加大统筹力度,…"""
    match = _rules()["chapter"].match(rest)
    return match and match.group()


def is_annex(line: str) -> bool:
    """Whether a line is the number of an annex and nothing else: 附件1, 附表.

    >>> is_annex("附件 2"), is_annex("附件:1.任务清单")
    (True, False)
    """
    return len(line) <= 8 and bool(_ANNEX.fullmatch(line))


def is_annex_title(line: str) -> bool:
    """Whether a line below the number of an annex is its title."""
    if len(line) > 60 or line[-1] in FINAL or is_annex(line) or line_role(line) is not None:
        return False
    return not is_prose(line) and not is_date(line)


def is_notice_title(line: str) -> bool:
    """Whether a line is the title of a notice that hands a document on."""
    return len(line) <= 160 and not line.endswith("。") and bool(_rules()["notice_title"].fullmatch(line))


def is_signature(line: str) -> bool:
    """Whether a line is an issuer's name and nothing else."""
    return len(line) <= 42 and not _PUNCTUATION.search(line) and bool(_rules()["signature"].fullmatch(line))


def front_roles(lines: Sequence[str], *, whole: bool = False) -> list[str]:
    """Roles of the lines before the first heading: title, notice, boilerplate, caption, contents, table, body.

    A paragraph before any title or addressee is an editor's; one behind an addressee is the notice's, when it hands
    a document on, or when a signature, a date or a title still follows; any other is the document's preamble. In a
    document without headings (`whole`) all is front, and only a title below makes a paragraph the notice's. A line
    amid the text is no title, whatever it ends in.

    >>> front_roles(["各区人民政府:", "现将《规划》印发给你们,请照此执行。", "2021年12月28日", "某市规划", "为加快建设,编制本规划。"])
    ['notice', 'notice', 'notice', 'title', 'body']
    """
    kinds = _front_kinds(lines)
    marks = ("title",) if whole else ("title", "notice", "addressee", "signature", "date")
    last = max((index for index, kind in enumerate(kinds) if kind in marks), default=-1)
    last_title = max((index for index, kind in enumerate(kinds) if kind in ("title", "addressee")), default=-1)
    roles: list[str] = []
    addressed = begun = False
    for index, (line, kind) in enumerate(zip(lines, kinds)):
        if kind in ("title", "notice", "addressee"):
            begun = True
        if kind == "title":
            addressed = False
        addressed = addressed or kind == "addressee"
        if kind == "title":
            roles.append("title")
        elif kind in ("notice", "addressee", "signature", "date"):
            roles.append("notice")
        elif kind != "prose":
            roles.append(kind)
        elif not begun and index < last_title:
            roles.append("boilerplate")
        elif _rules()["forwarding"].search(line[:1000]) and addressed or addressed and index < last:
            roles.append("notice")
        else:
            roles.append("body")
    return roles


def _front_kinds(lines: Sequence[str]) -> list[str]:
    """Kinds of the lines of the front matter; what stands amid running text is text."""
    kinds: list[str] = []
    prose = apart = labels = 0  # prose before any title, prose since the last other line, labels of a metadata block
    spoken = begun = addressed = handed = False
    for index, line in enumerate(lines):
        kind = _front_kind(line)
        addressed = addressed or kind == "addressee"
        handed = handed or addressed and (kind in ("date", "signature") or bool(_rules()["forwarding"].search(line[:1000])))
        if kind == "title" and addressed and not handed:
            kind = "prose"  # nothing hands a document on, so that none begins here
        spoken = spoken or bool(VOCATIVE.match(line))
        if index and labels and _LABEL.fullmatch(lines[index - 1]) and kinds[-1] == "boilerplate" and len(line) <= 80:
            kind = "boilerplate"  # the value of a label that stands alone
        labels += kind == "boilerplate" and bool(_LABEL.fullmatch(line))
        amid = prose > _EDITORS if not begun else apart > _HANDED_ON
        if kind in ("title", "signature", "notice", "addressee") and (spoken or amid):
            kind = "prose"
        prose += kind == "prose"
        apart = apart + 1 if kind == "prose" else 0
        begun = begun or kind in ("title", "notice", "addressee")
        kinds.append(kind)
    return kinds


def _front_kind(line: str) -> str:
    role = line_role(line)
    if role is not None:
        return role
    if is_document_number(line) or is_notice_title(line):
        return "notice"
    if is_addressee(line):
        return "addressee"
    if is_date(line):
        return "date"
    if is_title(line) or (len(line) <= 30 and _PERIOD.fullmatch(line)):
        return "title"
    if len(line) <= 20 and _SPEAKER.search(line):
        return "notice"
    if is_signature(line):
        return "signature"
    return "prose"


def tail_roles(lines: Sequence[str]) -> list[str | None]:
    """Roles of the lines at the end that are no text: sign-off, date, attachments; None for the text above them.

    >>> tail_roles(["本办法自2022年起施行。", "附件:1.清单", "2.名录", "某市人民政府", "2021年1月5日", "附件1", "工作清单"])
    [None, 'notice', 'notice', 'notice', 'notice', 'notice', 'title']
    """
    roles: list[str | None] = [None] * len(lines)
    entries: list[int] = []  # numbered lines: attachments, if a line 附件:1.… stands above them
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        role = line_role(line)
        if role is None and len(line) <= 90 and _ATTACHMENT.fullmatch(line):
            role = "notice"
            for entry in entries:
                roles[entry] = role
            entries = []
        elif role is None and len(line) <= 60 and line[-1] not in FINAL and _ENTRY.match(line):
            entries.append(index)
            continue
        elif role is None and (is_date(line) or is_signature(line)):
            role = "notice"
        elif role is None and is_title(line):
            role = "title"
        if role is None or entries:
            break
        roles[index] = role
    return roles


_NUMERALS = "〇零一二三四五六七八九十百"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_AS_USUAL = str.maketrans(_FORMAL, "一二三四五六七八九十")
_HAN = f"[{_NUMERALS}]{{1,5}}"
_OR_DIGITS = rf"(?:{_HAN}|\d{{1,3}})"

# Weak schemes enumerate: no heading of a numbered scheme stands below them.
WEAK = frozenset({"dash", "ordinal", "lead"})
_SENTENCES = re.compile(r"[^。!?\n]+(?:[。!?]+[”’」』》)]*|\n|$)")

_MARKERS = re.compile("|".join(
    f"(?P<{scheme}>{pattern})"
    for scheme, pattern in (
        ("part", rf"第{_OR_DIGITS}(?:编|篇|部分)"),
        ("chapter", rf"第{_OR_DIGITS}章"),
        ("division", rf"第{_OR_DIGITS}节"),
        ("article", rf"第{_OR_DIGITS}条"),
        ("han", rf"{_HAN}(?:、|[.．](?!\d)| (?=[\u4e00-\u9fff]))"),
        ("han_formal", rf"[{_FORMAL}]{{1,3}}、"),
        ("han_bracket", rf"[(（]{_HAN}[)）][、.．]?"),
        ("arabic", r"\d{1,2}(?:[.．](?!\d)|、)"),
        ("arabic_bracket", r"[(（]\d{1,2}[)）][、.．]?"),
        ("arabic_close", r"\d{1,2}[)）]"),
        ("circled", r"[①-⑳]"),
        ("roman", r"(?:[Ⅰ-Ⅻ]{1,3}|[IVX]{1,4})[、.．](?=\s?[\u4e00-\u9fff“])"),
        ("letter", r"[A-HJ-Z][、.．](?=\s?[\u4e00-\u9fff“])"),
        ("letter_bracket", r"[(（][A-Za-z][)）](?=\s?[\u4e00-\u9fff“])"),
        ("dash", r"(?:[—―]{1,4}|-{2,4}|–{1,4})(?=[^\s—―–-])"),
        ("ordinal", r"[一二三四五六七八九十]{1,3}是(?=[^\s否,，。])"),
    )
))  # fmt: skip
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST = frozenset(_NUMERALS + _FORMAL + _ROMAN + _LETTERS + "0123456789第(（—―-–") | {chr(code) for code in range(ord("①"), ord("⑳") + 1)}
LEGAL = ("part", "chapter", "division", "article")  # these nest in this order, whichever comes first
LETTERED = frozenset({"roman", "letter", "letter_bracket"})
# A series inside a sentence (一、二、三级医院; 1、2号线) is no marker.
_SERIES = re.compile(rf"(?:{_HAN}|\d{{1,2}})[、,，和至到—-]")
_DIGIT_RUN, _NUMERAL_RUN = re.compile(r"\d+"), re.compile(f"[{_NUMERALS}]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering mark: its scheme, the mark as written, its value, and where the text behind it begins.

    `loose` is a 第X条 that runs into its text without a space, or a letter; only its place in the series tells whether it
    is a marker or the start of a sentence about that article.
    """

    scheme: str
    number: str
    value: int | None
    end: int
    loose: bool = False


def read_marker(line: str) -> Marker | None:
    """Read the heading marker that a line begins with, if there is one.

    >>> read_marker("(十二)深化现代都市型农业发展").scheme
    'han_bracket'
    >>> read_marker("10. 推进智慧农业建设。").value
    10
    >>> read_marker("1.5倍调控线基础上") is None
    True
    """
    match = _MARKERS.match(line) if line[:1] in _FIRST else None
    if match is None:
        return None
    scheme, end = match.lastgroup, match.end()
    if scheme in ("han", "arabic") and _SERIES.match(line, end):
        return None
    follows = line[end : end + 1]
    loose = match.group()[-1] == " " or scheme in LETTERED or scheme in LEGAL and bool(follows) and not follows.isspace() and follows not in "【[(（:："
    while end < len(line) and line[end].isspace():
        end += 1
    return Marker(scheme, match.group().strip(), _value(match.group()), end, loose)


def _roman(mark: str) -> int | None:
    """Value of a Roman number, in letters or in one character."""
    letters = "".join(unicodedata.normalize("NFKC", sign) for sign in mark)
    values = [{"I": 1, "V": 5, "X": 10}.get(letter, 0) for letter in letters]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0])) or None


def _value(mark: str) -> int | None:
    """Value of the number in a mark; a mark without a number (——) has none."""
    if "①" <= mark[0] <= "⑳":
        return ord(mark[0]) - ord("①") + 1
    if mark[0] in _ROMAN or mark[0] in "IVX" and len(mark) > 2 or mark[0] == "I":
        return _roman(mark.rstrip("、.．"))
    letter = mark.strip("()（）、.．").upper()
    if len(letter) == 1 and letter in _LETTERS:
        return _LETTERS.index(letter) + 1
    digits = _DIGIT_RUN.search(mark)
    if digits:
        return int(digits.group())
    numerals = _NUMERAL_RUN.search(mark.translate(_AS_USUAL))
    value = parse_number(numerals.group()) if numerals else None
    return None if value is None else int(value)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand: up to 。, ! or ?, or the end of the line.

    Marks in a row and the quotes and brackets that close behind them belong to the sentence before them, and there is
    none without a text.

    >>> text = "“建成5个。”新建3个!!"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['“建成5个。”', '新建3个!!']
    """
    return (match.span() for match in _SENTENCES.finditer(text))
