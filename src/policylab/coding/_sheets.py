"""Sheets: the sentences that can be coded, what each coder is given of them, blind and in an order of their own, and what comes back."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from policylab.checks import as_list, check_columns, check_flag, check_has, check_number, check_seed, check_str
from policylab.coding._schemes import SCHEME, Scheme
from policylab.corpus import as_plans
from policylab.errors import PolicylabError, invalid
from policylab.frames import typed_frame
from policylab.resources import load_toml
from policylab.text import read_spreadsheet
from policylab.text._line_roles import sentence_spans
from policylab.text._workbooks import add_sheet, new_workbook, take_only, workbook_bytes

DECISIONS = ("unit", "section", "sentence", "code_1", "code_2", "decision", "note")
CODINGS = ("unit", "coder", "code", "note")
ADJUDICATED = "adjudicated"
FILLED_IN = ("code", "decision", "value", "quote", "start", "note")  # what a coder, or who settles, writes
_NAME = re.compile(r"\w[\w \-]*")
_WIDTHS = {"unit": 24, "section": 34, "sentence": 80, "question": 60, "quote": 50}
COLUMNS = ("unit", "plan", "section", "path", "sentence", "start", "end", "left_out")
_SHORTEST = 6  # characters; what is shorter is a number or a label
_SPACE = " \t\n\u3000"


def coding_sheets(
    sentences: pd.DataFrame, coders: Sequence[str] = ("A", "B"), *, share: float = 0.2, random_state: int = 0
) -> dict[str, pd.DataFrame]:
    """Divide sentences among coders: a share of each plan goes to all, the rest to one each.

    Parameters
    ----------
    sentences : DataFrame
        From `directive_sentences`.
    coders : sequence of str
        Their names; one coder gets everything.
    share : float
        Of each plan's sentences, how many all coders get: above 0, at most 1.
    random_state : int
        Seed of the division and of each coder's order.

    Returns
    -------
    dict of str to DataFrame
        For each coder the columns unit, section, sentence, code and note (both empty), in a random order of their own.
        Nothing tells which sentences others have, or which plan a sentence is from but its unit.

    Raises
    ------
    PolicylabError
        If a name is empty or there twice, or the share is none.

    Examples
    --------
    >>> import policylab
    >>> from policylab.coding import directive_sentences
    >>> sentences = directive_sentences(policylab.load_corpus()["new-infrastructure-2021"])
    >>> {coder: len(sheet) for coder, sheet in coding_sheets(sentences, share=0.2).items()}
    {'A': 56, 'B': 56}
    """
    names = as_list("coders", coders, "different names, at least one")
    if not names or len(set(names)) < len(names) or not all(isinstance(name, str) and name.strip() for name in names):
        raise invalid("coders", names, "different names, at least one")
    odd = next((name for name in names if not _NAME.fullmatch(name)), None)
    if odd is not None:
        raise invalid("coders", odd, "names of letters, digits, spaces and hyphens, as each names a file")
    if ADJUDICATED in names:
        raise invalid("coders", names, f"names other than {ADJUDICATED!r}, which is that of the decisions")
    check_number("share", share, 0, 1, closed="right")
    check_columns(sentences, ("unit", "plan", "path", "sentence"), name="sentences", maker="policylab.coding.directive_sentences")
    if sentences.empty:
        raise PolicylabError("There is no sentence to code. See `policylab.coding.directive_sentences` for which are coded.")
    given: dict[str, list[int]] = {name: [] for name in names}
    for plan, rows in sentences.reset_index(drop=True).groupby("plan", sort=False):
        order = _generator(random_state, plan).permutation(rows.index.to_numpy())
        common = math.ceil(len(order) * share)
        for number, name in enumerate(names):
            given[name] += [*order[:common], *order[common + number :: len(names)]]
    sheets = {}
    for name, rows in given.items():
        chosen = sentences.iloc[_generator(random_state, name).permutation(np.sort(rows))]
        frame = chosen[["unit", "path", "sentence"]].rename(columns={"path": "section"})
        sheets[name] = frame.assign(code="", note="").reset_index(drop=True)
    return sheets


def read_sheets(paths: Sequence[str | Path], scheme: Scheme, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read filled-in sheets, XLSX or CSV, each against the text that was coded.

    Parameters
    ----------
    paths : sequence of path
        One file a coder, named for the coder (``A.xlsx``, ``coding-instruments-A.csv``), and the sheet of decisions,
        which is told by its column `decision`. The order of rows does not matter.
    scheme : Scheme
    sentences : DataFrame
        From `directive_sentences`.

    Returns
    -------
    codings, decisions : DataFrame
        unit, coder, code, note, without rows that have no code; and unit, decision, note.

    Raises
    ------
    PolicylabError
        At the first fault: no such file, a column missing, a unit twice, a code that there is none of, a sentence that
        is not that of the text, two files of one coder, or nothing coded.
    """
    check_has("scheme", scheme, "codes", SCHEME)
    check_columns(sentences, ("unit", "sentence"), name="sentences", maker="policylab.coding.directive_sentences")
    known = dict(zip(sentences["unit"], sentences["sentence"], strict=True))
    codings, decided = [], []
    for path in map(Path, as_list("paths", paths, "a list of paths of sheets")):
        table = read_sheet(path)
        column = "decision" if "decision" in table else "code"
        rows = []
        for row in checked_rows(table, known, path, ("unit", "sentence", column)):
            if answer := getattr(row, column):
                try:
                    rows.append((row.unit, scheme.read(answer), getattr(row, "note", "")))
                except PolicylabError as error:
                    raise PolicylabError(f"{path.name}, unit {row.unit}: {error}") from None
        if column == "decision":
            decided += rows
            continue
        if not rows:
            raise PolicylabError(f"Nothing is coded in {path.name}. Fill in its column `code`.")
        coder = coder_of(path, scheme.id, {other for _, other, _, _ in codings})
        codings += [(unit, coder, code, note) for unit, code, note in rows]
    if not codings:
        raise PolicylabError("There is no coder's sheet among the files. Name at least one, such as A.xlsx.")
    frame = pd.DataFrame(codings, columns=list(CODINGS))
    return frame, pd.DataFrame(decided, columns=["unit", "decision", "note"])


def adjudication_sheet(codings: pd.DataFrame, sentences: pd.DataFrame, *, random_state: int = 0) -> pd.DataFrame:
    """The sentences that coders differ on, with both codes in a random order, so that nobody sees whose is whose.

    Parameters
    ----------
    codings, sentences : DataFrame
        From `read_sheets` and `directive_sentences`.
    random_state : int
        Seed of both orders.

    Returns
    -------
    DataFrame
        unit, section, sentence, code_1, code_2 (more codes are joined by "; "), decision and note (both empty), in a
        random order.

    Examples
    --------
    >>> import pandas as pd
    >>> sentences = pd.DataFrame({"unit": ["a@0"], "path": ["任务"], "sentence": ["鼓励渔民上云。"]})
    >>> codings = pd.DataFrame({"unit": ["a@0"] * 2, "coder": ["A", "B"], "code": ["service", "application"]})
    >>> sheet = adjudication_sheet(codings, sentences)
    >>> sorted(sheet.loc[0, ["code_1", "code_2"]]), sheet["decision"].tolist()
    (['application', 'service'], [''])
    """
    check_columns(codings, ("unit", "code"), name="codings", maker="policylab.coding.read_sheets")
    check_columns(sentences, ("unit", "path", "sentence"), name="sentences", maker="policylab.coding.directive_sentences")
    generator = _generator(random_state, ADJUDICATED)
    place = sentences.set_index("unit")
    rows = []
    for unit, codes in codings.groupby("unit", sort=True)["code"]:
        several = sorted(set(codes))
        if len(several) > 1:
            several = [several[number] for number in generator.permutation(len(several))]
            rows.append((unit, place.loc[unit, "path"], place.loc[unit, "sentence"], several[0], "; ".join(several[1:]), "", ""))
    rows = [rows[number] for number in generator.permutation(len(rows))]
    return pd.DataFrame(rows, columns=list(DECISIONS))


def sheet_bytes(table: pd.DataFrame, guide: pd.DataFrame, answers: Sequence[str], column: str) -> bytes:
    """A workbook with a table whose column takes answers from a drop-down list, and a guide to the answers behind it."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    answers = as_list("answers", answers, "a list of answers")
    check_str("column", column)
    check_columns(table, [column], name="table")
    check_columns(guide, (), name="guide", maker="policylab.coding.scheme_guide")
    book = new_workbook()
    answered = guide.assign(answer=list(answers) + [""] * (len(guide) - len(answers)))
    for title, frame in (("coding", table), ("codes", answered)):
        rows = ([None if value == "" else value for value in row] for row in frame.itertuples(index=False))
        sheet = add_sheet(book, title, [list(frame.columns), *rows], widths=[_WIDTHS.get(name, 26) for name in frame.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    last = get_column_letter(guide.shape[1] + 1)
    take_only(
        book["coding"], table.columns.get_loc(column) + 1, 2, len(table) + 1, type="list",
        formula1=f"=codes!${last}$2:${last}${len(answers) + 1}", error="Take one of the list. 请从列表中选择。", errorTitle="code",
    )  # fmt: skip
    return workbook_bytes(book)


def scheme_guide(scheme: Scheme) -> pd.DataFrame:
    """The codebook as a table: first a row a code (group, code, names, definition, boundary, examples), then the rules."""
    check_has("scheme", scheme, "codes", SCHEME)
    rows = [
        (code.group or "", code.id, *code.label, "\n".join(code.definition), "\n".join(code.boundary), "\n".join(code.examples))
        for code in scheme.codes
    ]
    rows += [("", "", "question", "问题", "\n".join(scheme.question), "", "")]
    rows += [("", "", f"rule {number}", f"规则{number}", "\n".join(rule), "", "") for number, rule in enumerate(scheme.rules, start=1)]
    return pd.DataFrame(rows, columns=["group", "code", "label", "名称", "definition", "boundary", "examples"])


def read_sheet(path: Path) -> pd.DataFrame:
    """A sheet as text, without white space around it: the first of a workbook, or a CSV file in UTF-8 or GB18030."""
    return next(iter(read_spreadsheet(path).values())).map(str.strip)


def is_blank(path: Path) -> bool:
    """Whether nothing stands in any column of a sheet that a coder fills in; a sheet that has none of them is not blank, but faulty."""
    table = read_sheet(path)
    answers = table.columns.intersection(FILLED_IN)
    return bool(len(answers)) and table[answers].eq("").to_numpy().all()


def coder_of(path: Path, scheme: str, others: set[str]) -> str:
    """The coder that a sheet is named for, if there is no other sheet of the same one."""
    coder = path.stem.removeprefix(f"coding-{scheme}-")
    if coder in others:
        raise PolicylabError(f"Two sheets are of the coder {coder!r}. Name each file for its coder, such as A.xlsx and B.xlsx.")
    return coder


def checked_rows(table: pd.DataFrame, known: dict[str, str], path: Path, columns: Sequence[str]):
    """The rows of a sheet, each checked against the units there are and their text (compared without white space)."""
    check_columns(table, columns, name=path.name, hint="Put it back as it was written.")
    seen: dict[str, int] = {}
    for number, row in enumerate(table.itertuples(index=False), start=2):
        if not row.unit and not row.sentence:
            continue
        if row.unit in seen:
            raise PolicylabError(f"{path.name} has the unit {row.unit!r} twice, in rows {seen[row.unit]} and {number}. Keep one of them.")
        seen[row.unit] = number
        if row.unit not in known:
            raise PolicylabError(f"{path.name}, row {number}: this corpus has no unit {row.unit!r}. Name the corpus that the sheet was made from with --corpus.")
        if "".join(row.sentence.split()) != "".join(known[row.unit].split()):
            raise PolicylabError(f"{path.name}, row {number}: the text of {row.unit!r} is not that of the plan. The sheet or the source was changed; make the sheet anew.")
        yield row


def _generator(random_state: int, name: object) -> np.random.Generator:
    return np.random.default_rng([check_seed(random_state), zlib.crc32(str(name).encode())])


def directive_sentences(corpus: object, *, everything: bool = False) -> pd.DataFrame:
    """Sentences of the plans' bodies that can direct something, in the order of the text.

    A rule of structure, not of words, so that no directive is lost for its verb: left out are the text before the first
    chapter, sections headed as background, guidance, goals or appendix (the words are in ``directives.toml``), lead-ins
    that end with a colon, and what is shorter than 6 characters. Tables, captions, notices and notes of responsibilities
    are no body. What directs nothing after all is for the coder to say.

    Parameters
    ----------
    corpus : Corpus, Plan or list of Plan
    everything : bool, default False
        Whether to return the sentences that are left out, too.

    Returns
    -------
    DataFrame
        One row a sentence: unit (plan and offset, such as ``text@120``), plan, section, path (titles of the sections
        above, joined by " / "), sentence, start, end (offsets in the clean text), left_out (``preamble``,
        ``background``, ``guidance``, ``goals``, ``appendix``, ``lead_in``, ``short``; missing where it is coded).

    Examples
    --------
    >>> from policylab import Corpus
    >>> corpus = Corpus.from_texts({"port": "一、现状\\n港口吞吐量居全国前列。\\n二、主要任务\\n建设渔港监控平台。鼓励渔民上云。"})
    >>> directive_sentences(corpus)["sentence"].tolist()
    ['建设渔港监控平台。', '鼓励渔民上云。']
    """
    check_flag("everything", everything)
    rows = [row for plan in as_plans(corpus) for row in _of_plan(plan)]
    table = typed_frame(rows, COLUMNS, {"int64": ("start", "end"), "object": ["left_out"]})
    return table if everything else table[table["left_out"].isna()].reset_index(drop=True)


def _of_plan(plan) -> list[tuple]:
    sections = {row.section: row for row in plan.sections.itertuples()}
    chapters = any(row.level for row in sections.values())
    rows = []
    body = plan.paragraphs[plan.paragraphs["role"].eq("body")]
    for paragraph in body.itertuples():
        path = sections[paragraph.section].path if paragraph.section in sections else ""
        reason = _section_reason(sections, paragraph.section) if path else "preamble" if chapters else None
        for first, last in sentence_spans(paragraph.text):
            sentence = paragraph.text[first:last].strip(_SPACE)
            if not sentence:
                continue
            start = paragraph.start + paragraph.text.index(sentence, first)
            why = reason or ("lead_in" if sentence.endswith((":", "：")) else "short" if len(sentence) < _SHORTEST else None)
            place = (start, start + len(sentence), why)
            rows.append((f"{plan.id}@{start}", plan.id, paragraph.section, path, sentence, *place))
    return rows


def _section_reason(sections: dict, section: str) -> str | None:
    """Why a section, or one above it, directs nothing."""
    while section in sections:
        title = (sections[section].title or "").strip("“”\"。:： ")
        for reason, words in load_toml("directives.toml").items():
            if any(title == word[1:] if word[0] == "^" else title.endswith(word) for word in words.split()):
                return reason
        section = sections[section].parent
    return None
