"""Verification: anyone's table of numbers, or a text that restates a plan, held against the plan that it is said to come from."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from policylab.checks import check_choice, check_columns, check_kind
from policylab.corpus._reader_corrections import CHOICES
from policylab.errors import PolicylabError, unknown
from policylab.frames import as_objects, is_missing, typed_frame
from policylab.numbers import convert, find_unit, read_quantities, same_dimension
from policylab.numbers._numerals import cell_number, power_of
from policylab.numbers._quantities import CHINESE
from policylab.numbers._units import counted_alike, scaled_unit
from policylab.numbers._vocabulary import vocabulary
from policylab.resources import load_toml
from policylab.resources._statement_words import GROWTH
from policylab.resources._word_patterns import alternatives
from policylab.targets._gold_evaluation import ALIKE, similarity
from policylab.targets._indicator_identity import PER_HEAD, dimension_of, name_of
from policylab.targets._ledger import extract_targets, plans_to_read
from policylab.targets._review_and_aims import Setting
from policylab.targets._statements import Statement, read_paragraph
from policylab.text import clean_text

if TYPE_CHECKING:
    from policylab.corpus import Corpus, Plan

VERDICTS = (
    "found", "ambiguous", "value differs", "unit or magnitude differs", "bound or change differs", "year or kind differs",
    "indicator differs", "quote altered", "not in the text",
)  # fmt: skip
COLUMNS = (
    "row", "plan", "indicator", "claimed", "claimed_kind", "verdict", "why", "statement", "stated_indicator", "stated_value", "stated_unit",
    "stated_year", "stated_kind", "sentence", "start", "end", "places",
)  # fmt: skip
RESTATED = (
    "restated", "indicator", "comparator", "value", "unit", "year", "found", "statement", "plan_indicator", "score",
)  # fmt: skip
TABLE_FIELDS = ("plan", "indicator", "value", "unit", "year", "kind", "quote", "comparator", "value_high", "measure")
NEEDED = ("statement", "kind", "indicator", "value", "value_high", "unit", "year")  # of a text that restates a plan
LISTED = ("statement", "plan", "indicator", "value", "unit", "year", "kind")  # of a ledger: what is the same said twice
LIKE = 0.5  # from which the same number is taken for the number of a reworded indicator
EQUAL = Decimal("0.000001")  # relative difference that a conversion of units may leave
NAME_COLUMNS = "Name what holds it: `columns={'指标': 'indicator'}`, or `--column 指标=indicator`."
# 从6200到20000个, 6200→20000: where it starts, and where it leads
WAY = re.compile(rf"(?:(?:由|从)(?P<start>.+?)(?:[^0-9{CHINESE}]*[到至])|(?P<before>.+?) *(?:→|-+>|=+>) *)(?P<rest>.+)")
WRITTEN_NUMBER = re.compile(f"[0-9][0-9.,]*[余多]?[十百千万亿]*|[{CHINESE}]+")
# a run of digits, as 1,234 or 0.5, or an ill-formed one: 12,34, 1_000, 1e3
DIGITS = re.compile(r"[0-9]+(?:[.,_][0-9]+)*(?:[eE][+-]?[0-9]+)?")
MARK = re.compile("[,;。、:]")
QUOTED = re.compile("“([^”]+)”")
RESTATED_QUOTE = 80  # likeness, of 100, from which a quote that is not in the text is a sentence of it in other words


class _Amount(NamedTuple):
    """A number with its unit, magnitudes multiplied out, and what is said of it; None where nothing is."""

    value: Decimal
    unit: str
    bound: str | None = None  # a comparator
    high: Decimal | None = None
    change: str | None = None  # a measure
    starts: tuple[Decimal, ...] = ()  # where it goes from; of a plan, what the sentence tells of the same thing before


class _Claim(NamedTuple):
    """A row of the table: what somebody says that a plan states."""

    row: int
    plan: str | None
    indicator: str
    amount: _Amount
    year: int | None
    kind: str | None
    quote: str | None
    shown: str


class _Stated(NamedTuple):
    """A statement of the ledger, or a number that the text has without being one."""

    plan: str
    indicator: str
    amount: _Amount
    start: int
    end: int
    year: int | None = None
    kind: str | None = None
    statement: str | None = None
    sentence: str | None = None


class _Document(NamedTuple):
    text: str
    stated: list[_Stated]
    numbers: list[_Stated]


def verify(table: pd.DataFrame, corpus: Corpus | Plan | list[Plan] | str, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Hold a table of numbers, from a person or a model, against the text that it is said to come from.

    Parameters
    ----------
    table : DataFrame
        One row a number: indicator and value, and as far as it has them plan, unit, year, kind and quote. A value may
        bear its magnitude and unit (``"3.3万个"``), a unit its magnitude (``"亿元"``, ``"million tonnes"``). A bound, a
        range, a change or a start that the value says (``"不超过300"``, ``"6200-7000"``, ``"下降3%"``, ``"1万→2万"``),
        or the columns comparator, value_high and measure say as the ledger does, must be the plan's; a plain number says
        nothing of them.
    corpus : Corpus, Plan, list of Plan, or str
        The plans, one plan, or a text.
    columns : mapping of str to str, optional
        Names of the table's columns, where they are others: ``{"指标": "indicator", "数值": "value"}``.

    Returns
    -------
    DataFrame
        One row a row of the table, in its order:

        - row: its place in the table, from 0; plan, indicator, claimed: what it says
        - verdict: ``found``; ``ambiguous`` (several statements fit, and the row does not tell them apart);
          ``value differs`` (the indicator is there with another number); ``unit or magnitude differs`` (with these
          digits, but 万 for 亿, or % for 个百分点); ``bound or change differs`` (another comparator, range, direction or
          start); ``year or kind differs``; ``indicator differs`` (the number is there, of something else); ``quote altered`` (the number is there, the quote is not); ``not in the text``
        - why: the verdict in words
        - statement, stated_indicator, stated_value, stated_unit, stated_year, stated_kind, sentence, start, end: what
          the plan states there (offsets in `plan.text`); missing where there is nothing
        - places: how many places of the plan state it

    Raises
    ------
    PolicylabError
        If the table lacks indicator or value, names a plan that the corpus has not, or has a value that is no number.

    Notes
    -----
    The model extracts once, code verifies everything: no verdict rests on a model. Two indicators are the same by the
    rule of `evaluate`; values are compared in the canonical unit of their dimension. What the ledger has not is looked
    up among all numbers of the text, so that no number which the text has is called made up.

    Examples
    --------
    >>> import pandas as pd, policylab
    >>> text = "到2025年,建成5G基站7万个,关键工序数控化率超过60%。"
    >>> claims = pd.DataFrame({"indicator": ["5G基站", "5G基站", "关键工序数控化率", "智慧小镇"],
    ...                        "value": ["70000", "7", "65", "12"], "unit": ["个", "亿个", "%", "个"]})
    >>> policylab.targets.verify(claims, text)["verdict"].tolist()
    ['found', 'unit or magnitude differs', 'value differs', 'not in the text']
    """
    claims = _claims(table, {} if columns is None else columns)
    documents = _documents(corpus)
    rows = []
    for claim in claims:
        if claim.plan is not None and claim.plan not in documents:
            raise unknown("plan", claim.plan, documents)
        chosen = documents if claim.plan is None else {claim.plan: documents[claim.plan]}
        rows.append(_row(claim, *_judge(claim, chosen)))
    return typed_frame(rows, COLUMNS, {"Int64": ("stated_year", "start", "end", "places")})


def restated_targets(ledger: pd.DataFrame, restated: pd.DataFrame) -> pd.DataFrame:
    """Look up the targets of a text that restates a plan in the ledger of the plan.

    An official interpretation (政策解读) repeats a plan's main targets in other words. Each of them should be in the
    plan's ledger; one that is not there was missed, or the interpretation says something that the plan does not.

    Parameters
    ----------
    ledger : DataFrame
        From `extract_targets` of the plan.
    restated : DataFrame
        From `extract_targets` of the interpretation.

    Returns
    -------
    DataFrame
        One row a target of the interpretation, in its order: restated (statement id), indicator, comparator, value,
        unit, year, found (a statement of the plan has the same value and unit, and an alike indicator), statement (the
        one whose indicator is most alike), plan_indicator, score (likeness of the two indicators, 0 to 1).

    Raises
    ------
    PolicylabError
        If a column is missing.

    Examples
    --------
    >>> import policylab
    >>> from policylab.targets import restated_targets
    >>> plan = policylab.extract_targets("推动5G基站建设7万个,互联网医院达到30家以上。", period_end=2025)
    >>> other = policylab.extract_targets("到2025年,建成5G基站7万个、智慧小镇9个。", period_end=2025)
    >>> restated_targets(plan, other)[["indicator", "found", "plan_indicator"]].values.tolist()
    [['5G基站', True, '5G基站'], ['智慧小镇', False, None]]
    """
    for name, frame in (("ledger", ledger), ("restated", restated)):
        check_columns(frame, NEEDED, name=name, maker="policylab.extract_targets")
    # by value, and within it by name: of statements of one name the first is taken
    plan: dict[tuple, dict[str, NamedTuple]] = defaultdict(dict)
    for row in ledger[ledger["kind"].isin(["target", "coverage"])].itertuples():
        plan[row.value, row.value_high, row.unit].setdefault(row.indicator or "", row)
    rows = []
    for one in restated[restated["kind"].eq("target")].itertuples():
        same = plan.get((one.value, one.value_high, one.unit), {}).items()
        scored = [(similarity(one.indicator or "", name), row.statement, row.indicator) for name, row in same]
        score, *best = max(scored, key=itemgetter(0), default=(0.0,))
        said = (True, *best, score) if score >= LIKE else (False, None, None, None)
        rows.append((one.statement, one.indicator, one.comparator, one.value, one.unit, one.year, *said))
    return typed_frame(rows, RESTATED, {"object": RESTATED, "Int64": ["year"], "bool": ["found"], "float": ["score"]})


def unlisted_statements(verified: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """The other way round: statements of the ledger that no row of a verified table stands for.

    Parameters
    ----------
    verified : DataFrame
        From `verify`.
    ledger : DataFrame
        From `extract_targets` of the same plans.

    Returns
    -------
    DataFrame
        The rows of the ledger that no row of the table was held against, repeats of such a statement left out.

    Raises
    ------
    PolicylabError
        If a column is missing.
    """
    check_columns(verified, ("statement",), name="verified", maker="policylab.targets.verify")
    check_columns(ledger, LISTED, name="ledger", maker="policylab.extract_targets")
    known = set(verified["statement"].dropna())
    said = list(zip(*(ledger[name].map(str) for name in LISTED[1:]), strict=True))
    listed = {one for one, name in zip(said, ledger["statement"], strict=True) if name in known}
    return ledger[[one not in listed for one in said]].reset_index(drop=True)


def verification_summary(verified: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """How many rows got each verdict, with precision, recall and F1 of the table against the ledger.

    Parameters
    ----------
    verified : DataFrame
        From `verify`.
    ledger : DataFrame
        From `extract_targets` of the same plans.

    Returns
    -------
    DataFrame
        measure (a verdict, or precision, recall, f1, kappa of kinds), value. Precision is the share of the table's rows
        that are found, recall the share of the ledger's statements that a found row stands for; kappa (Cohen, 1960) is
        of the kinds of the rows that have one and stand for a statement, missing where all of them are of one kind.

    Raises
    ------
    PolicylabError
        If a column is missing.
    """
    from sklearn.metrics import cohen_kappa_score  # takes a moment to load, and nothing else here needs it

    check_columns(verified, ("verdict", "statement", "claimed_kind", "stated_kind"), name="verified", maker="policylab.targets.verify")
    check_columns(ledger, LISTED, name="ledger", maker="policylab.extract_targets")
    counts = [(name, float((verified["verdict"] == name).sum())) for name in VERDICTS]
    right = verified[verified["verdict"] == "found"]
    precision = len(right) / len(verified) if len(verified) else float("nan")
    recall = 1 - len(unlisted_statements(right, ledger)) / len(ledger) if len(ledger) else float("nan")
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    kinds = verified[["claimed_kind", "stated_kind"]].dropna()
    several = kinds.stack().nunique() > 1
    kappa = cohen_kappa_score(kinds["claimed_kind"], kinds["stated_kind"]) if several else float("nan")
    measures = {"precision": precision, "recall": recall, "f1": f1, "kappa of kinds": kappa}
    return pd.DataFrame([*counts, *measures.items()], columns=["measure", "value"])


def _claims(table: pd.DataFrame, columns: Mapping[str, str]) -> list[_Claim]:
    check_kind("table", table, pd.DataFrame, "a DataFrame", hint="Read a file with `pandas.read_csv` or `read_excel`.")
    check_kind("columns", columns, Mapping, "a mapping of columns to what they hold")
    for name, known in columns.items():
        if name not in table:
            raise unknown("column", name, map(str, table.columns))
        check_choice("columns", known, TABLE_FIELDS)
    table = table.rename(columns=dict(columns))
    check_columns(table, ("indicator", "value"), name="The table", hint=NAME_COLUMNS)
    names = [name for name in TABLE_FIELDS if name in table]
    return [
        _claim(number, dict(zip(names, values, strict=True)))
        for number, values in enumerate(zip(*(table[name] for name in names), strict=True))
    ]


def _claim(number: int, cells: dict[str, object]) -> _Claim:
    text = {name: "" if is_missing(value) else str(value) for name, value in cells.items()}
    written, unit = text["value"].strip(), text.get("unit", "").strip()
    amount = _amount(written, unit)
    if amount is None:
        raise PolicylabError(
            f"Row {number} of the table: the value {written!r} is no number. Write it in digits, with its unit in the "
            "column `unit`, or leave the row out."
        )
    year = text.get("year", "").strip().removesuffix(".0").removesuffix("年")
    if year and not year.isdigit():
        raise PolicylabError(f"Row {number} of the table: the year {text['year']!r} is no year.")
    kind = text.get("kind", "").strip() or None
    if kind is not None:
        names = {said: name for name, (_, said) in load_toml("codebook.toml")["table"]["targets"]["field"]["kind"]["values"].items()}
        kind = names.get(kind, kind)
        check_choice(f"kind (row {number} of the table)", kind, CHOICES["kind"])
    bound = text.get("comparator", "").strip()
    bound = vocabulary().codes.get(bound, bound) or amount.bound
    if bound is not None:
        check_choice(f"comparator (row {number} of the table)", bound, CHOICES["comparator"])
    top = _amount(text["value_high"].strip(), unit) if text.get("value_high", "").strip() else None
    return _Claim(
        number, text.get("plan") or None, clean_text(text["indicator"]).text,
        amount._replace(bound=bound, high=top.value if top else amount.high, change=text.get("measure", "").strip() or amount.change),
        int(year) if year else None, kind,
        clean_text(text["quote"]).text.strip() if text.get("quote", "").strip() else None, f"{written}{unit}",
    )  # fmt: skip


def _amount(written: str, unit: str) -> _Amount | None:
    written = clean_text(written).text.strip()
    power, name = _unit(unit)
    if way := WAY.fullmatch(written):
        goal, start = _amount(way["rest"], unit), _amount(way["start"] or way["before"], unit)
        return goal._replace(starts=(start.value,)) if goal and start else None
    if any(cell_number(run) is None for run in DIGITS.findall(written)):
        return None
    if (number := cell_number(written)) is not None:
        return _Amount(number.scaleb(power), name)
    told, own = _told(written, name)
    if told is None:  # ≥-3, ~5 of years
        bound = _bounds().match(written)
        number = cell_number(written[bound.end() :])
        return None if number is None else _Amount(number.scaleb(power), name, vocabulary().codes.get(bound["word"]))
    high = None if told.value_high is None else told.value_high.scaleb(power)
    return _Amount(
        told.value.scaleb(power), told.unit if own and not unit else name,
        None if told.comparator == "eq" else told.comparator, high, None if told.measure == "level" else told.measure,
    )  # fmt: skip


@functools.cache
def _bounds() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"(?P<word>{alternatives([*words.codes, *words.words('attain').split(), '~'])})?\s*")


def _told(written: str, unit: str) -> tuple[Statement | None, bool]:
    """A cell as the reader of the plans reads it, and whether it bears a unit of its own."""
    written = "增长" + written[1:] if written.startswith("+") else written
    found = read_paragraph(f"规模{written}。", Setting())
    if found and found[-1].unit:
        return found[-1], True
    numbers = list(WRITTEN_NUMBER.finditer(written))
    if numbers:
        end = numbers[-1].end()
        unit = unit if find_unit(unit) else "个"
        found = read_paragraph(f"规模达到{written[:end]}{unit}{written[end:]}。", Setting()) or found
    return (found[-1] if found else None), False


def _unit(unit: str) -> tuple[int, str]:
    """Power of ten and name of a unit as a table has it: 万个, 亿元, million tonnes."""
    translations = load_toml("unit_translations.toml")
    words = " ".join(clean_text(unit).text.lower().replace(".", "").split())
    power = 0
    for word in sorted(translations["powers"], key=len, reverse=True):
        if words == word or words.startswith(word + " "):
            power, words = translations["powers"][word], words[len(word) :].strip()
            break
    plain = translations["units"].get(words) or (words if power else clean_text(unit).text.strip())
    if (known := scaled_unit(plain)) is not None:
        return power + known[0], known[1].written if known[1] else ""
    bare = plain.lstrip("十百千万亿")  # of something that no unit counts: 万棵树
    return power + power_of(plain[: len(plain) - len(bare)]), bare


def _documents(corpus: object) -> dict[str, _Document]:
    plans = plans_to_read(corpus, "corpus")
    ledger = extract_targets(plans)
    documents = {plan.id: _Document(plan.text, [], list(_numbers(plan.id, plan.text))) for plan in plans}
    before: dict[tuple, tuple[Decimal, ...]] = {}  # what a sentence has told of an indicator so far
    for row in as_objects(ledger).itertuples(index=False):
        same = row.plan, row.indicator, row.sentence
        documents[row.plan].stated.append(
            _Stated(
                row.plan, row.indicator or "",
                _Amount(row.value, row.unit or "", row.comparator, row.value_high, row.measure, before.get(same, ())),
                row.start, row.end, row.year, row.kind, row.statement, row.sentence,
            )  # fmt: skip
        )
        before[same] = (*before.get(same, ()), row.value)
    return documents


def _numbers(plan: str, text: str) -> Iterable[_Stated]:
    """All quantities of a text, also those that are no statement: what a sentence has, and a number that fills a cell."""
    start = 0
    for line in text.split("\n"):
        for one in read_quantities(line):
            yield _Stated(plan, "", _Amount(one.value, one.unit.name), start + one.start, start + one.end, sentence=line)
        for first, last, value in _cells(line):
            yield _Stated(plan, "", _Amount(value, ""), start + first, start + last, sentence=line)
        start += len(line) + 1


def _cells(line: str) -> list[tuple[int, int, Decimal]]:
    """The numbers that fill a cell of a table, but for that of the row and the years of its head."""
    cells, at = [], 0
    for place, cell in enumerate(line.split("\t") if "\t" in line else ()):
        number = cell_number(cell[_bounds().match(cell).end() :])
        if number is not None and not (place == 0 and cell.isdigit()):
            cells.append((at, at + len(cell), number))
        at += len(cell) + 1
    return [] if all(1900 < number < 2100 and number % 1 == 0 for *_, number in cells) else cells


def _judge(claim: _Claim, documents: Mapping[str, _Document]) -> tuple[str, str, _Stated | None, int]:
    absent = claim.quote is not None and not any(_has(document.text, claim.quote) for document in documents.values())
    verdict, why, one, places = _held(claim, documents)
    if not absent or verdict == "quote altered":
        return verdict, why, one, places
    if verdict == "indicator differs" and _quoted(claim.quote, one.sentence or "") < RESTATED_QUOTE:
        return "not in the text", f"neither the indicator nor the quote stands in the text; {why}", None, 0
    return verdict, f"{why}; the quote does not stand in the text", one, places


def _held(claim: _Claim, documents: Mapping[str, _Document]) -> tuple[str, str, _Stated | None, int]:
    """The verdict on a row, but for a quote that the text has not."""
    stated = [one for document in documents.values() for one in document.stated]
    nearness = {id(one): _likeness(claim.indicator, one.indicator) for one in stated}
    order = lambda one: (-nearness[id(one)], one.year != claim.year, one.plan, one.start)
    same_number = sorted((one for one in stated if _equal(claim.amount, one.amount)), key=order)
    fitting = [one for one in same_number if nearness[id(one)] >= (ALIKE if len(same_number) > 1 else LIKE)]
    if fitting:
        return _among(claim, fitting, nearness, documents)
    alike = sorted((one for one in stated if nearness[id(one)] >= ALIKE), key=order)
    scaled = [one for one in alike if _same_digits(claim.amount.value, one.amount.value)]
    if scaled:
        return "unit or magnitude differs", f"the plan states {_shown(scaled[0])}", scaled[0], len(scaled)
    if alike:
        rounded = " (rounded)" if _rounds(claim.amount.value, alike[0].amount.value) else ""
        return "value differs", f"the plan states {_shown(alike[0])}{rounded}", alike[0], len(alike)
    numbers = [one for document in documents.values() for one in document.numbers if _close(claim.amount.value, one.amount.value)]
    alike_in_unit = same_number or [one for one in numbers if _equal(claim.amount, one.amount)]
    if alike_in_unit:
        # what the quote speaks of comes first
        best = max(alike_in_unit, key=lambda one: bool(claim.quote) and claim.quote in (one.sentence or ""))
        of = f"of {best.indicator}" if best.indicator else "in another place"
        return "indicator differs", f"the number stands in the text, {of}", best, len(alike_in_unit)
    why = "neither the indicator nor the number stands in the text"
    if numbers:
        why += f" in this unit; it has {numbers[0].amount.value:f}{numbers[0].amount.unit}"
    elif any(cell_number(run) == claim.amount.value for document in documents.values() for run in DIGITS.findall(document.text)):
        why += "; its digits do, in a name, an order or a date, or as a part of another number"
    return "not in the text", why, None, 0


def _among(
    claim: _Claim, fitting: list[_Stated], nearness: dict[int, float], documents: Mapping[str, _Document]
) -> tuple[str, str, _Stated | None, int]:
    """The verdict where indicator, value and unit are right."""
    best = nearness[id(fitting[0])]
    fitting = [one for one in fitting if nearness[id(one)] > best - 0.1]
    named = [one for one in fitting if not _another(claim, one)]
    if not named:
        told = _qualified(claim, fitting[0]) or "its name is another"
        return "indicator differs", f"the plan states {_shown(fitting[0])}: {told}", fitting[0], len(fitting)
    fitting = named
    bounded = [one for one in fitting if _as_bound(claim.amount, one.amount)]
    if not bounded:
        one = fitting[0]
        start = "".join(f", from no {start:f}" for start in claim.amount.starts if start not in one.amount.starts)
        return "bound or change differs", f"the plan states {_shown(one)}{start}", one, len(fitting)
    fitting = bounded
    right = [one for one in fitting if claim.year in (None, one.year) and claim.kind in (None, one.kind)]
    if not right:
        one = fitting[0]
        parts = [f"year {one.year or 'none'}"] if claim.year not in (None, one.year) else []
        parts += [f"kind {one.kind}"] if claim.kind not in (None, one.kind) else []
        return "year or kind differs", f"the plan states it with {' and '.join(parts)}", one, len(fitting)
    if claim.quote is not None and not any(_has(documents[one.plan].text, claim.quote) for one in right):
        near = max(right, key=lambda one: _quoted(claim.quote, one.sentence or ""))
        return "quote altered", f"the quote does not stand in the text; the sentence reads {near.sentence!r}", near, len(right)
    apart = {(one.plan, one.year, one.kind, one.indicator) for one in right}
    if len(apart) > 1:
        exact = [one for one in right if one.indicator == claim.indicator]
        if len({(one.plan, one.year, one.kind) for one in exact}) == 1:
            return "found", _as_stated(claim, exact[0]), exact[0], len(exact)
        return "ambiguous", "fits " + "; ".join(f"{_shown(one)} at {one.start}" for one in right[:4]), right[0], len(right)
    return "found", _as_stated(claim, right[0]), right[0], len(right)


def _as_stated(claim: _Claim, one: _Stated) -> str:
    said, unit = claim.amount, one.amount.unit
    known = find_unit(said.unit)
    other = unit and said.unit != unit and not (known and known.name == unit)
    told = f"indicator and value are as stated, in {unit}" if other else "indicator, value and unit are as stated"
    said_of = vocabulary().words("raise").split() + vocabulary().words("lower").split()
    missing = [
        name
        for name, lacks in (
            ("bound", said.bound is None and one.amount.bound in load_toml("target_labels.toml")["signs"]),
            ("upper end", said.high is None and one.amount.high is not None),
            ("change", said.change is None and one.amount.change in GROWTH and not any(word in claim.indicator for word in said_of)),
        )
        if lacks
    ]
    parts = [f"without the {' and the '.join(missing)}"] if missing else []
    parts += [apart] if (apart := _qualified(claim, one)) else []
    return f"{told}, but {'; '.join(parts)}: the plan has {_shown(one)}" if parts else told


def _qualifiers(name: str, unit: str) -> frozenset[str]:
    """What tells a part of a thing, or one way of counting it, in a name: 国家级, 新增, what stands in quotes."""
    return name_of(name, dimension_of(unit)[0]).scope | frozenset(QUOTED.findall(name))


def _one_sided(claim: _Claim, one: _Stated) -> tuple[list[str], list[str]]:
    """The qualifiers that the row's name has alone, also of all that is said with the plan's name, and those that this has alone."""
    unit, sentence = one.amount.unit, one.sentence or ""
    before, found, behind = sentence.partition(one.indicator)
    clause = MARK.split(before)[-1] + found + MARK.split(behind)[0] if found else sentence  # 新增注册商标5000件
    mine, other = _qualifiers(claim.indicator, unit), _qualifiers(one.indicator, unit)
    return sorted(word for word in mine - other if word not in clause), sorted(word for word in other - mine if word not in claim.indicator)


def _qualified(claim: _Claim, one: _Stated) -> str:
    """In words, which qualifiers stand in one of the two names only."""
    mine, other = _one_sided(claim, one)
    told = [f"{'、'.join(words)} stands in {whose} only" for words, whose in ((mine, "the row"), (other, "the plan's name")) if words]
    return " and ".join(told)


def _another(claim: _Claim, one: _Stated) -> bool:
    """Whether a qualifier makes the row's another thing: more than the plan says, what comes anew for what there is, or another name."""
    mine, other = _one_sided(claim, one)
    scope = load_toml("lineage_words.toml")["scope"]
    dimension = dimension_of(one.amount.unit)[0]
    left = iter(name_of(one.indicator, dimension).core)
    shortened = all(char in left for char in name_of(claim.indicator, dimension).core)
    counted_otherwise = PER_HEAD.union(scope["flow"].split()).intersection(other)
    return bool(set(mine).difference(scope["definition"].split()) or counted_otherwise or (other and not shortened))


def _as_bound(said: _Amount, one: _Amount) -> bool:
    """Whether bound, upper end, direction and start are the plan's, as far as the row says them."""
    if said.bound not in (None, one.bound) or said.value < 0 < one.value and one.change != "decrease":
        return False
    if said.high is not None and (one.high is None or not _equal(said._replace(value=said.high), one._replace(value=one.high))):
        return False
    ways = [(said._replace(value=begun), one._replace(value=start)) for begun in said.starts for start in one.starts]
    return (not said.starts or any(_equal(*way) for way in ways)) and said.change in (None, one.change)


@functools.lru_cache(maxsize=65536)  # names come again, in a table and in a plan
def _likeness(one: str, other: str) -> float:
    return similarity(one, other) if one and other else 0.0


def _equal(said: _Amount, one: _Amount) -> bool:
    """Whether two amounts are the same; an empty unit says nothing, and what has none may be a share: 十分之三 is 30%; -14% is 下降14%."""
    if said.value < 0 < one.value and one.change in GROWTH:
        said = said._replace(value=-said.value)
    if said.unit and one.unit and not counted_alike(said.unit, one.unit):
        return same_dimension(said.unit, one.unit) and _close(convert(said.value, said.unit), convert(one.value, one.unit))
    named, bare = (said, one) if said.unit else (one, said)
    unit = None if bare.unit else find_unit(named.unit)
    share = unit is not None and unit.dimension == "ratio" and _close(convert(named.value, named.unit), bare.value * 100)
    return share or _close(said.value, one.value)


def _close(one: Decimal, other: Decimal) -> bool:
    return one == other or abs(one - other) <= EQUAL * max(abs(one), abs(other))


def _same_digits(said: Decimal, one: Decimal) -> bool:
    """Whether two amounts differ by their unit, or by a power of ten."""
    return bool(said) and said.normalize().as_tuple().digits == one.normalize().as_tuple().digits


def _rounds(said: Decimal, one: Decimal) -> bool:
    places = said.as_tuple().exponent
    return one.adjusted() - min(places, 0) < 28 and said == one.quantize(Decimal(1).scaleb(places))  # more are not exact: 三分之一


def _has(text: str, quote: str) -> bool:
    return quote in text or re.sub(r"\s", "", quote) in re.sub(r"\s", "", text)


def _quoted(quote: str, sentence: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.partial_ratio(quote, sentence)


def _shown(one: _Stated) -> str:
    amount = one.amount
    high = f" to {amount.high:f}" if amount.high is not None else ""
    told = ", ".join(str(word) for word in (amount.change if amount.change != "level" else "", one.year) if word)
    sign = load_toml("target_labels.toml")["signs"].get(amount.bound)
    said = " ".join(filter(None, (one.indicator or "a number", sign, f"{amount.value:f}{high}{amount.unit}")))
    return said + (f" ({told})" if told else "")


def _row(claim: _Claim, verdict: str, why: str, one: _Stated | None, places: int) -> tuple:
    said = (None,) * 9 if one is None else (
        one.statement, one.indicator or None, one.amount.value, one.amount.unit or None, one.year, one.kind, one.sentence, one.start, one.end,
    )  # fmt: skip
    return (claim.row, one.plan if one else claim.plan, claim.indicator, claim.shown, claim.kind, verdict, why, *said, places or None)
