"""Bytes to text: which encoding a Chinese source is in, and how sure that is; what a wrong reading has damaged, `_byte_repair` mends."""

from __future__ import annotations

import codecs
import contextlib
import functools
import re

from policylab.errors import SourceError, invalid, unknown

# name → codecs to try, in this order; a page that says gb2312 holds GBK, and Big5 of Windows is cp950
_CODECS = {name: (name,) for name in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "hz")}
_CODECS["big5"] = ("cp950", "big5hkscs")
# Python's name of a codec → ours
_NAMES = {
    "gbk": "gb18030", "gb2312": "gb18030", "cp950": "big5", "big5hkscs": "big5", "utf-8-sig": "utf-8", "ascii": "utf-8",
}  # fmt: skip
# the marks of UTF-32 begin with those of UTF-16, so they come first
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
_SAMPLE = 20_000
# Right readings of government prose come to 0.93 and more, wrong ones to 0.5 and less.
_GOOD, _POOR = 0.85, 0.6
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_WRITING = re.compile("[\u0300-\u1fff\u2c00-\u2fff\u3040-\ufefe\ufff0-\U0010ffff]")
_WRITING_RUN = re.compile(f"{_WRITING.pattern}+")


@functools.cache
def _common_run() -> re.Pattern[str]:
    """Runs of the characters that GB 2312 and Big5 both rank as common (their first levels): some 6 800 in two scripts."""
    simplified = b" ".join(bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = b" ".join(bytes((a, b)) for a in range(0xA4, 0xC7) for b in trails)
    common = {*simplified.decode("gb2312", "ignore"), *traditional.decode("big5", "ignore")}
    # a class is looked up in C, where a set would be asked for each character of a text
    return re.compile(f"[{''.join(sorted(common))}]+")


def legibility(text: str) -> tuple[float | None, int]:
    """Share of common Chinese characters among the non-Latin letters of a text, and how many letters were counted.

    A text read in a wrong encoding is made of rare characters. The share is None where there are no such letters.

    >>> legibility("智慧城市")
    (1.0, 4)
    >>> share, letters = legibility("智慧城市".encode().decode("gb18030", "ignore"))
    >>> share < 0.5
    True
    """
    middle = max(_SAMPLE, len(text) // 2)
    letters = "".join(_WRITING_RUN.findall(text[:_SAMPLE] + text[middle : middle + _SAMPLE]))
    if not letters:
        return None, 0
    return sum(map(len, _common_run().findall(letters))) / len(letters), len(letters)


def codec_name(encoding: str) -> str | None:
    """Our name of an encoding, whatever it is called; None if no Chinese source is in it."""
    try:
        name = codecs.lookup(encoding.strip().lower().removeprefix("x-").removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    name = _NAMES.get(name, name)
    return name if name in _CODECS or name == "utf-16" else None


def decode(
    data: bytes, *, name: str, encoding: str | None = None, errors: str = "strict"
) -> tuple[str, str, list[str]]:
    """Decode the bytes of a source that errors call `name`: its text without a byte-order mark, its encoding, and doubts.

    Where `errors` is ``"replace"``, damaged bytes become � with a warning, and are no error.

    >>> decode("建设数字经济新高地".encode("gbk"), name="plan.txt")[:2]
    ('建设数字经济新高地', 'gb18030')
    """
    if not isinstance(errors, str) or errors not in ("strict", "replace"):
        raise invalid("errors", errors, "'strict' or 'replace'")
    if encoding is not None:
        return _as_declared(data, name, encoding, errors)
    for mark, found in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name, found, errors, skipped=len(mark))
    if b"\0" in data:
        return _with_nulls(data, name, errors)
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8", []
    return _decoded(data, name, "utf-8", errors) if _nearly_utf8(data) else _detect(data, name, errors)


def _try(data: bytes, encoding: str) -> str | None:
    for codec in _CODECS[encoding]:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(codec)
    return None


def _decoded(data: bytes, name: str, encoding: str, errors: str, *, skipped: int = 0) -> tuple[str, str, list[str]]:
    """The text of bytes in an encoding, `skipped` bytes behind the start of the file; where some of them stand for no character,
    an error, or � with a warning.
    """
    text, codec = _try(data, encoding), _CODECS[encoding][0]
    if text is not None:
        return text, encoding, []
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, "replace").count("\n") + 1
        what = f"is not valid {encoding} at byte {error.start + skipped} (line {line})"
        if error.end >= len(data) and len(data) - error.start < 4:
            what = "ends in the middle of a character: it was cut off, perhaps in a download"
    if errors == "replace":
        return data.decode(codec, "replace"), encoding, [f"{what}; read all the same, with � for what stands for no character"]
    hint = "Get an undamaged copy, or read it all the same with `errors=\"replace\"` (--errors replace), which marks the place with �."
    raise SourceError(f"{name} {what}. {hint}")


def _nearly_utf8(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 were meant to be: few bad places among many good characters.

    Such a file often decodes as GB18030 without an error, to a text that is wrong from beginning to end.
    """
    replaced = data.decode("utf-8", "replace")
    good, bad = len(_WRITING.findall(replaced)), replaced.count("\ufffd")
    return bad * 20 <= good - bad  # a replacement character is counted as writing as well


def _as_declared(data: bytes, name: str, encoding: str, errors: str) -> tuple[str, str, list[str]]:
    declared = codec_name(encoding) if isinstance(encoding, str) else None
    if declared is None:
        raise SourceError(f"{name}: {unknown('encoding', encoding, [*_CODECS, 'utf-16', 'gbk', 'gb2312'])}")
    mark, marked = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", None))
    if declared == "utf-16":
        declared = marked if marked in ("utf-16-le", "utf-16-be") else "utf-16-le"
    if marked is not None and marked != declared:
        raise SourceError(
            f"{name} is said to be {encoding}, but begins with the mark of {marked}. Leave `encoding` out."
        )
    body = data[len(mark) :]
    text = _try(body, declared)
    if text is not None and (legibility(text)[0] or 0) >= _POOR:
        return text, declared, []
    try:
        other_text, other, _ = decode(data, name=name)
    except SourceError:
        other_text = other = None
    if other is not None and other != declared and (legibility(other_text)[0] or 0) > _GOOD:
        raise SourceError(
            f"{name} is said to be {encoding}, but it is {other}. Leave `encoding` out, or write {other!r}."
        )
    return _decoded(body, name, declared, errors, skipped=len(mark))


def _with_nulls(data: bytes, name: str, errors: str) -> tuple[str, str, list[str]]:
    """Text with zero bytes in it is UTF-16 without a mark, another with a stray one or two, or no text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is not None and (legibility(text)[0] or 0) >= _GOOD:
            return text, encoding, [f"taken for {encoding}, though it has no byte-order mark"]
    text = _try(data, "utf-8")
    if text and len(CONTROL.findall(text)) * 100 <= len(text):
        return text, "utf-8", []
    if data.count(b"\0") * 100 <= len(data):
        return _detect(data, name, errors)
    raise SourceError(f"{name} is a binary file, no text. Give a text, HTML, PDF or DOCX file.")


def _detect(data: bytes, name: str, errors: str) -> tuple[str, str, list[str]]:
    found = {}
    for encoding in _CANDIDATES:
        text = _try(data, encoding)
        share, letters = legibility(text or "")
        # two bytes of plain English make one common character of UTF-16
        if share is not None and (letters >= 20 and share >= _GOOD or not encoding.startswith("utf-16")):
            found[encoding] = (share, letters, text)
    ranked = sorted(found, key=lambda encoding: (-found[encoding][0], encoding))
    best = ranked[0] if ranked else None
    share, letters, text = found.get(best, (0.0, 0, ""))
    if share < _POOR:
        return _illegible(data, name, errors)
    rivals = [encoding for encoding in ranked[1:] if found[encoding][0] > share - 0.2]
    doubts = []
    if rivals:
        doubts.append(f"{' or '.join(rivals)} is possible too")
    if share < _GOOD:
        doubts.append(f"only {share:.0%} of its characters are common ones")
    if letters < 20:
        doubts.append(f"there are only {letters} Chinese characters to judge by")
    warnings = [f"taken for {best}, but {', and '.join(doubts)}; if it reads wrong, name its encoding"] if doubts else []
    return text, best, warnings


def _illegible(data: bytes, name: str, errors: str) -> tuple[str, str, list[str]]:
    """Text that has a bad place or two; or the error of what is none."""
    for encoding in ("gb18030", "big5"):
        text = data.decode(_CODECS[encoding][0], "replace")
        if text.count("\ufffd") * 20 <= len(text) and (legibility(text)[0] or 0) >= _GOOD:
            return _decoded(data, name, encoding, errors)
    controls = sum(data[:_SAMPLE].count(code) for code in (*range(8), *range(14, 32), 127))
    if controls * 50 > len(data[:_SAMPLE]):
        raise SourceError(f"{name} is a binary file, no text. Give a text, HTML, PDF or DOCX file.")
    raise SourceError(
        f"{name} is no Chinese text in any of UTF-8, UTF-16, GB18030 or Big5. "
        "Save it as UTF-8, or name its encoding (`encoding=`)."
    )
