"""Sources as readers have them: text in any Chinese encoding, web pages, PDF and Word files; and tables that they fill in."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import check_path
from policylab.errors import SourceError
from policylab.resources._word_patterns import HAN_SIGN
from policylab.text._decoding import CONTROL, codec_name, decode, legibility
from policylab.text._layout import Hint

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".xlsx", ".csv")  # of tables
_KINDS = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".shtml": "html", ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    # what is none of these; a file that has such a name, and can be read all the same, has the wrong one
    **dict.fromkeys((".doc", ".wps", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".rtf", ".ofd", ".epub", ".mht", ".mhtml"), ""),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp"), ""),
}  # fmt: skip
_NAMES = {"text": "plain text", "html": "an HTML page", "pdf": "a PDF", "docx": "a Word document (DOCX)"}
_COMPRESSED = "a compressed file. Unpack it"
# files that are often taken for text, by their first bytes, and the way out
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word 97–2003 or WPS file. Save it as DOCX"),
    (b"{\\rtf", "a rich text file (RTF). Save it as DOCX"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "a picture. Run OCR on it and give the text"),
    ((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c"), _COMPRESSED),
)
# and packages, by a file within
_PACKAGES = (
    ("OFD.xml", "an OFD file. Export it as PDF or DOCX"),
    ("xl/workbook.xml", "a spreadsheet or a presentation. Give a text, HTML, PDF or DOCX file"),
    ("ppt/presentation.xml", "a spreadsheet or a presentation. Give a text, HTML, PDF or DOCX file"),
    ("mimetype", "an OpenDocument or EPUB file. Save it as DOCX"),
)
_LONG_LINE = 10_000  # characters; the longest paragraph of the four plans has under 600
_LONG_TEXT = 3_000_000  # characters; a long plan has 100 000
_LOST = re.compile("\ufffd|锟斤拷")  # what two of the first make when they are read as GBK
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?(?:p|div|span|br|table|tr|td|a|h[1-6]|li|strong)\b[^<>]{0,500}>", re.IGNORECASE)
_PIPED = re.compile(r"^[ \t]*\|.*\|[ \t\r]*$", re.MULTILINE)  # a row of a table in Markdown, and the line below its head
_RULED = re.compile(r"^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t\r]*$", re.MULTILINE)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)


@dataclass(frozen=True)
class Source:
    """The text of a file, as it was read.

    Attributes
    ----------
    text : str
        Of a text file: all that it holds, without a byte-order mark. Of the other kinds: the text taken out of it,
        one heading or paragraph a line, the cells of a table's row parted by tabs.
    encoding : str or None
        Of a text file or an HTML page; None for the others.
    kind : str
        ``"text"``, ``"html"``, ``"pdf"`` or ``"docx"``.
    pages : tuple of (int, int), or None
        Of a PDF: where each page's text starts and ends in `text`.
    warnings : tuple of str
        What a reader must know before trusting the text.
    hints : tuple of Hint
        Lines that the file's layout says are headings or notes, by their offsets in `text`.
    """

    text: str
    encoding: str | None
    kind: str
    pages: tuple[tuple[int, int], ...] | None = None
    warnings: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()


def read_source(
    path: str | os.PathLike, *, encoding: str | None = None, errors: str = "strict", revisions: str = "accepted"
) -> Source:
    """Read a document: a text in any Chinese encoding, an HTML page, a PDF with a text layer, or a DOCX file.

    What a file is, its content says, not its name. UTF-8 is taken at its word; the other encodings are told by the
    characters that GB 2312 and Big5 rank as common, since a text read in a wrong encoding is made of rare ones. The main text of a page is found by trafilatura. Running heads and page
    numbers of a PDF are taken out, and its lines are joined to paragraphs.

    Parameters
    ----------
    path : path
        The file.
    encoding : str or None
        The encoding of a text or HTML file, such as ``"gb18030"``; None to find out. It has no effect on PDF and
        DOCX.
    errors : {"strict", "replace"}
        Whether bytes of a text or HTML file that stand for no character are an error, or become �, each place told.
    revisions : {"accepted", "original"}
        Whether the tracked changes of a DOCX count as accepted, or as not made.

    Returns
    -------
    Source
        With `text`, `encoding`, `kind`, `pages` and `warnings`.

    Raises
    ------
    SourceError
        If the file is missing, empty, no text, damaged, a scan without a text layer, or not in the encoding that it
        is said to be in; the message names the file and the way out.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import policylab
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "plan.txt")
    ...     n = path.write_bytes("一、发展背景\\n加快推进智慧城市建设，打造数字经济新高地。".encode("gbk"))
    ...     source = policylab.read_source(path)
    >>> source.encoding, source.text.splitlines()[0]
    ('gb18030', '一、发展背景')
    """
    check_path("path", path)
    path = Path(path)
    data = _read(path)
    kind = _kind(path, data)
    name, pages, found, hints = str(path), None, None, ()
    if kind == "pdf":
        from policylab.text._pdf import extract_pdf

        text, pages, hints, more = extract_pdf(data, name=name)
    elif kind == "docx":
        from policylab.text._docx import extract_docx

        text, hints, more = extract_docx(data, name=name, revisions=revisions)
    elif kind == "html":
        from policylab.text._html import extract_html

        markup, found, doubts = _decode_html(data, name, encoding, errors)
        text, hints, more = extract_html(markup, name=name)
        more = doubts + more
    else:
        text, found, more = decode(data, name=name, encoding=encoding, errors=errors)
    if not text.strip():
        raise SourceError(f"{path} holds no text. Give the file that holds the document.")
    return Source(text, found, kind, pages, (*_name_warnings(path, kind), *more, *_text_warnings(text, kind)), hints)


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"There is no file {path}. Check the path.") from None
    except OSError as error:
        if path.is_dir():
            raise SourceError(f"{path} is a folder. Name one file in it.") from None
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:  # a zero character in the path
        raise SourceError(f"{str(path)!r} is no path: {error}.") from None
    if not data:
        raise SourceError(f"{path} is empty. Give the file that holds the document.")
    return data


def _kind(path: Path, data: bytes) -> str:
    """What a file is: by its first bytes; a page without a head by its name and its tags."""
    # a PDF may have up to a kilobyte of something else before it
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"%%EOF" in data[-2048:]):
        return "pdf"
    for starts, what in _OTHERS:
        if data.startswith(starts):
            raise SourceError(f"{path} is {what}.")
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(path, data)
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")  # the same in UTF-16
    if head.startswith(b"MIME-Version:") or b"multipart/related" in head[:1024]:
        raise SourceError(f"{path} is a web archive (MHTML). Save the page as HTML.")
    if _HTML_START.match(head):
        return "html"
    if _KINDS.get(path.suffix.lower()) == "html" and re.search(rb"<[a-zA-Z][^<>]*>", data):
        return "html"
    return "text"


def _zip_kind(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise SourceError(f"{path} is a damaged Word or ZIP file. Get an undamaged copy.") from None
    if "word/document.xml" in names:
        return "docx"
    raise SourceError(f"{path} is {next((what for member, what in _PACKAGES if member in names), _COMPRESSED)}.")


def _decode_html(data: bytes, name: str, encoding: str | None, errors: str) -> tuple[str, str, list[str]]:
    """Decode a page by its mark, its own word (meta charset), or its characters."""
    said = _CHARSET.search(data[:4096])
    charset = said[1].decode("ascii") if said else None
    known = codec_name(charset) if charset else None
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    # a meta tag that can be read byte by byte does not stand in UTF-16
    if encoding is not None or marked or known is None or known.startswith(("utf-16", "utf-32")):
        return decode(data, name=name, encoding=encoding, errors=errors)
    try:
        return decode(data, name=name, encoding=known)
    except SourceError:
        text, found, doubts = decode(data, name=name, errors=errors)
        return text, found, [f"the page says that it is {charset}, but it is {found}", *doubts]


def _name_warnings(path: Path, kind: str) -> list[str]:
    if _KINDS.get(path.suffix.lower(), kind) == kind:
        return []
    return [f"named {path.suffix}, but it is {_NAMES[kind]}, and was read as that"]


def _text_warnings(text: str, kind: str) -> list[str]:
    places = {
        what: [match.start() for match in pattern.finditer(text)]
        for what, pattern in (
            ("characters were lost before this copy was made (�)", _LOST),
            ("private-use characters, which no common font shows", _PRIVATE),
            ("control characters", CONTROL),
        )
    }
    share, letters = legibility(text)
    chinese = HAN_SIGN.search(text) is not None
    number, longest = max(enumerate(re.split(r"[\n\r]", text), 1), key=lambda item: len(item[1]))
    rows = len(_PIPED.findall(text)) if kind == "text" and _RULED.search(text) else 0
    tags = len(_TAG.findall(text)) if kind == "text" else 0
    doubts = {
        "no Chinese character in it; if it should have some, its encoding is a wrong one": not chinese,
        f"reads like text in a wrong encoding: only {share or 0:.0%} of its characters are common ones":
            chinese and letters >= 50 and share < 0.75,
        f"{len(text)} characters are more than one plan has; is it a single document?": len(text) > _LONG_TEXT,
        f"line {number} has {len(longest)} characters: paragraphs do not stand on lines of their own, so headings will be missed":
            len(longest) > _LONG_LINE,
        f"{rows} lines are rows of tables in Markdown, which are not read as tables; save the text as HTML or DOCX": rows,
        f"{tags} HTML tags stand in the text; save the page as .html to have them taken out": tags >= 3,
    }  # fmt: skip
    warnings = [f"{len(found)} {what}, the first at {found[0]}" for what, found in places.items() if found]
    return warnings + [said for said, doubted in doubts.items() if doubted]


def read_spreadsheet(path: str | Path) -> dict[str, pd.DataFrame]:
    """Read a workbook (XLSX), or a CSV file in UTF-8 or GB18030, as it was written.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict of str to DataFrame
        The sheets by their names, in their order, the one table of a CSV file by that of the file; every cell is text as
        it stands, an empty one "". Heads that have two lines, as those of ``tables.xlsx`` in
        Chinese, go by the second.

    Raises
    ------
    SourceError
        If there is no such file, or it is neither.
    """
    import pandas as pd

    check_path("path", path)
    path = Path(path)
    if path.is_dir():
        raise SourceError(f"{path} is a folder. Name a table, XLSX or CSV.")
    if not path.is_file():
        raise SourceError(f"There is no file {path}. Name a table, XLSX or CSV.")
    try:
        if path.suffix.lower() == ".xlsx":
            sheets = pd.read_excel(path, sheet_name=None, dtype=str, keep_default_na=False)
        elif path.suffix.lower() == ".csv":
            sheets = {path.stem: pd.read_csv(io.StringIO(read_source(path).text), dtype=str, keep_default_na=False)}
        else:
            raise SourceError(f"{path.name} is neither XLSX nor CSV. Save it as one of them.")
    except SourceError:
        raise
    except Exception as error:  # the readers of pandas raise many kinds
        raise SourceError(
            f"{path.name} cannot be read as a table: {' '.join(str(error).split()).rstrip('.')}. Save it as XLSX or CSV (UTF-8)."
        ) from error
    return {name: table.rename(columns=column_name) for name, table in sheets.items()}


def column_name(head: object) -> str:
    """The name of a column in its head: the last line, as the first is the label in Chinese.

    >>> column_name("指标\\nindicator"), column_name(" 指标 ")
    ('indicator', '指标')
    """
    return (str(head).strip().splitlines() or [""])[-1].strip()
