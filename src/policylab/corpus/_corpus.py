"""The corpus: plans in the order of time, with the sources that stand beside them."""

from __future__ import annotations

import datetime
import os
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.checks import as_list, check_choice, check_kind
from policylab.corpus._authority import common_place
from policylab.corpus._catalogue import Catalogue, Entry, check_dates, check_id, check_variables, read_catalogue
from policylab.corpus._gazette import split_gazette
from policylab.corpus._plan import PLANS, Described, Plan, as_plans, plan_frame, variable_of
from policylab.corpus._plan_order import in_time
from policylab.corpus._reader_corrections import REPAIRS, Correction, accepted_readings, read_corrections
from policylab.errors import CatalogueError, PolicylabError, SourceError, invalid, unknown
from policylab.files import sha256_file
from policylab.frames import as_objects, is_missing
from policylab.resources import data_path
from policylab.resources._translation import LANGUAGES
from policylab.text import clean_text, read_source

if TYPE_CHECKING:
    import pandas as pd

# what may be said of a text at hand, beside variables of one's own
_FIELDS = (
    "title", "short_title", "short_title_zh", "issuer", "document_number", "issued", "period_start", "period_end", "after",
)  # fmt: skip


class Corpus:
    """Plans to compare, in the order of their periods, and the other sources of the catalogue.

    Iterating gives the plans; ``corpus[id]`` gives any document, also a witness, a reference, or one within a
    gazette.

    Attributes
    ----------
    ids : list of str
        The plans' ids, by the start and end of their periods (without one by the year of issue), then by id.
    sources : list of Plan
        All sources of the catalogue.
    references : list of Plan
        Documents of ordinary government prose: sources with the role ``"reference"``, and the other documents of a
        gazette.
    plans, sections, paragraphs, agencies, repairs : pandas.DataFrame
        The tables of all plans.
    catalogue : Catalogue
    corrections : tuple of Correction
        What the study's file of corrections says, but of plans that were left out.

    Examples
    --------
    >>> import policylab
    >>> corpus = policylab.load_corpus()
    >>> corpus.ids
    ['smart-city-2015', 'digital-economy-2019', 'new-infrastructure-2021', 'smart-city-2021']
    >>> corpus.plans["period_end"].tolist()
    [2017, 2023, 2023, 2025]
    """

    def __init__(
        self, sources: list[Plan], *, catalogue: Catalogue | None = None, corrections: Sequence[Correction] = ()
    ) -> None:
        self.sources = as_plans(sources, name="sources", expected="a list of plans", hint="Give texts to `Corpus.from_texts`.")
        self.catalogue = catalogue
        self.corrections = tuple(as_list("corrections", corrections, "a list of corrections"))
        self._plans = sorted((source for source in self.sources if source.role == "plan"), key=in_time)

    @property
    def ids(self) -> list[str]:
        return [plan.id for plan in self._plans]

    def __iter__(self) -> Iterator[Plan]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    def __repr__(self) -> str:
        return f"<Corpus of {len(self)} plan{'s' * (len(self) != 1)}: {', '.join(self.ids)}>"

    def __getitem__(self, id: str) -> Plan:
        documents = [*self.sources, *(self.parts if "/" in str(id) else [])]
        found = next((document for document in documents if document.id == id), None) if isinstance(id, str) else None
        if found is None:
            raise unknown("plan", id, [document.id for document in documents])
        return found

    @cached_property
    def parts(self) -> list[Plan]:
        """The documents within the paged witnesses: a gazette's plan, its interpretation, the others."""
        parts, titles = [], {source.id: source.title for source in self.sources}
        for source in self.sources:
            if source.role == "plan" or not source.paged:
                continue
            counts: Counter = Counter()
            for document in split_gazette(source.text, plan_title=titles.get(source.witness_of, "")):
                counts[document.kind] += 1
                name = f"document-{counts['document']}" if document.kind == "document" else document.kind
                role = {"plan": "witness", "document": "reference"}.get(document.kind, document.kind)
                place = document.start, document.end
                parts.append(source.part(*place, id=f"{source.id}/{name}", title=document.title, role=role))
        return parts

    def witness(self, plan: str) -> Plan | None:
        """The other printing of a plan, if the catalogue has one."""
        printings = (one for one in [*self.parts, *self.sources] if one.role == "witness" and not one.paged)
        return next((one for one in printings if one.witness_of == plan), None)

    @property
    def references(self) -> list[Plan]:
        return [d for d in [*self.sources, *self.parts] if d.role == "reference"]

    def names(self, lang: str = "zh") -> dict[str, str] | dict[str, tuple[str, str]]:
        """What to call each plan in figures and findings: its short title, else its title.

        Parameters
        ----------
        lang : {"zh", "en", "both"}
            Findings are told in both languages: ``"both"`` gives a pair, English and Chinese.

        Returns
        -------
        dict of str to str, or to (str, str)
            From the id of each plan, in the order of the corpus.

        Raises
        ------
        PolicylabError
            If there is no such language.

        Examples
        --------
        >>> import policylab
        >>> policylab.load_corpus().names("en")["smart-city-2015"]
        'Smart city 2015–2017'
        """
        check_choice("lang", lang, (*LANGUAGES, "both"))
        names = {plan.id: (plan.short_title, plan.short_title_zh) for plan in self}
        return names if lang == "both" else {plan: name[LANGUAGES.index(lang)] for plan, name in names.items()}

    def select(self, ids: list[str]) -> Corpus:
        """The corpus with these plans only; the other sources stay.

        >>> import policylab
        >>> policylab.load_corpus().select(["smart-city-2015", "smart-city-2021"]).ids
        ['smart-city-2015', 'smart-city-2021']
        """
        for id in ids:
            if id not in self.ids:
                raise unknown("plan", id, self.ids)
        chosen = [source for source in self.sources if source.role != "plan" or source.id in ids]
        left_out = set(self.ids) - set(ids)
        kept = [one for one in self.corrections if not left_out & {one.plan, one.other[0] if one.other else one.plan}]
        return Corpus(chosen, catalogue=self.catalogue, corrections=kept)

    def subset(self, **conditions: object) -> Corpus:
        """The corpus with the plans of which something is so: ``corpus.subset(province="广东")``.

        Parameters
        ----------
        **conditions
            A variable, a column of `plans` such as issuer, or year (of issue), with the value it must have, or a list of
            such values.

        Raises
        ------
        PolicylabError
            If there is no such variable, or no plan is left.

        Examples
        --------
        >>> from policylab import Corpus
        >>> texts = {"a": "建成5G基站3万个。", "b": "建成5G基站9万个。"}
        >>> corpus = Corpus.from_texts(texts, variables={"a": {"province": "广东"}, "b": {"province": "福建"}})
        >>> corpus.subset(province="福建").ids
        ['b']
        """
        table, left = self.plans, self.ids
        for name, wanted in conditions.items():
            has = variable_of(table, name)
            values = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
            kept = set(table.loc[has.isin(values), "plan"])
            left = [id for id in left if id in kept]
            if not left:
                raise PolicylabError(
                    f"No plan has {name} = {wanted!r}. It is {', '.join(sorted(map(str, has.dropna().unique()))[:20])}."
                )
        return self.select(left)

    @classmethod
    def from_texts(
        cls, texts: Mapping[str, str], *, variables: Mapping[str, Mapping[str, object]] | None = None
    ) -> Corpus:
        """A corpus of texts that are at hand, without a catalogue.

        Parameters
        ----------
        texts : mapping of str to str
            Text of each plan, by its id (lower-case letters and digits joined by hyphens).
        variables : mapping of str to mapping, optional
            What is known of a plan: title, issuer, issued (a date, or a text such as 2021-12-28), period_start,
            period_end, or variables of your own.

        Raises
        ------
        PolicylabError
            If an id or a variable cannot be one, or a text is no str or is empty.

        Examples
        --------
        >>> from policylab import Corpus
        >>> Corpus.from_texts({"old": "建成5G基站3万个。", "new": "建成5G基站9万个。"},
        ...                   variables={"old": {"period_start": 2016}, "new": {"period_start": 2021}}).ids
        ['old', 'new']
        """
        if not isinstance(texts, Mapping) or not texts:
            raise invalid("texts", texts, "a mapping of at least one id to its text")
        check_kind("variables", variables, Mapping | None, "a mapping of ids to what is known of each plan")
        given = dict(variables or {})
        for id in given:
            if id not in texts:
                raise unknown("text", id, map(str, texts))
        plans = [_plan_of(id, text, given.get(id, {})) for id, text in texts.items()]
        for plan in plans:
            plan.beside = common_place(plans)
        return cls(plans)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, text: str = "text", id: str = "id") -> Corpus:
        """A corpus of the rows of a DataFrame; its other columns become variables, empty cells none.

        Parameters
        ----------
        frame : DataFrame
            One row a plan.
        text, id : str
            The columns of the texts and of the ids.

        Raises
        ------
        PolicylabError
            If a column is missing, an id stands there twice, or a cell is not what it must be.

        Examples
        --------
        >>> import pandas as pd
        >>> from policylab import Corpus
        >>> frame = pd.DataFrame({"id": ["gd", "fj"], "text": ["建成渔港8座。", "建成渔港5座。"], "province": ["广东", "福建"]})
        >>> Corpus.from_frame(frame).subset(province=["广东"]).ids
        ['gd']
        """
        columns = getattr(frame, "columns", None)
        if columns is None:
            raise invalid("frame", frame, "a DataFrame with one row a plan")
        for name in (text, id):
            if name not in columns:
                raise unknown("column", name, map(str, columns))
        if not columns.is_unique:
            raise PolicylabError(f"The frame has two columns {columns[columns.duplicated()][0]!r}. Keep one of them.")
        twice = frame[id][frame[id].duplicated()]
        if len(twice):
            raise PolicylabError(f"The id {twice.iloc[0]!r} stands in the column {id!r} twice. Each plan needs its own.")
        rows = frame.drop(columns=text).set_index(id).to_dict("index")
        known = {key: {name: _plain(value) for name, value in row.items() if not is_missing(value)} for key, row in rows.items()}
        return cls.from_texts(dict(zip(frame[id], frame[text], strict=True)), variables=known)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """One row a plan; the plans' own variables stand behind the columns that all corpora have."""
        return plan_frame(self._plans)

    def _together(self, name: str) -> pd.DataFrame:
        import pandas as pd

        table = pd.concat([getattr(plan, name) for plan in self._plans], ignore_index=True)
        if "corrected_by" in table:  # of some plans only
            table["corrected_by"] = as_objects(table["corrected_by"])
        return table

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a heading, of all plans."""
        return self._together("sections")

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, of all plans."""
        return self._together("paragraphs")

    @cached_property
    def agencies(self) -> pd.DataFrame:
        """One row an agency in a note, of all plans."""
        return self._together("agencies")

    @cached_property
    def repairs(self) -> pd.DataFrame:
        """One row a damaged run, of all plans."""
        return self._together("repairs")


def _plan_of(id: object, text: object, known: Mapping[str, object]) -> Plan:
    """A plan of a text at hand; what is no field of a plan is a variable of it."""
    check_kind("id", id, str, "a str for each text")
    check_id(id, where="texts")
    if not isinstance(text, str) or not text.strip():
        raise invalid(f"texts[{id!r}]", text, "a str that is not empty")
    check_kind(f"variables[{id!r}]", known, Mapping, "a mapping of names to values")
    own = {name: value for name, value in known.items() if not is_missing(value)}
    said = {name: own.pop(name) for name in _FIELDS if name in own}
    if isinstance(said.get("issued"), str):
        try:
            said["issued"] = datetime.date.fromisoformat(said["issued"])
        except ValueError:
            raise invalid("issued", said["issued"], "a date such as 2021-12-28") from None
    check_dates(said, where=id)
    check_variables(own, PLANS, where=id)
    return Plan(clean_text(text), id=id, variables=own, **{"title": id, **said})


def _plain(value: object) -> object:
    """A cell as Python has it: numpy's numbers and pandas' days are none that a variable can be."""
    value = value.item() if hasattr(value, "item") else value
    return value.date() if isinstance(value, datetime.datetime) else int(value) if isinstance(value, float) and value.is_integer() else value


def load_corpus(path: str | os.PathLike | None = None) -> Corpus:
    """Load the plans of a catalogue: by default the four of Tianjin that come with policylab.

    Parameters
    ----------
    path : path or None
        A `corpus.toml`, or the folder that holds one.

    Returns
    -------
    Corpus

    Raises
    ------
    CatalogueError
        If the catalogue is missing or broken.
    SourceError
        If a source is missing, is no text, or has changed since its hash was written down.

    Examples
    --------
    >>> import policylab
    >>> policylab.load_corpus()
    <Corpus of 4 plans: smart-city-2015, digital-economy-2019, new-infrastructure-2021, smart-city-2021>
    """
    if path is None:
        path = data_path("corpus.toml")
    elif not isinstance(path, str | os.PathLike):
        raise invalid("path", path, "the path of a corpus.toml, or None")
    catalogue = read_catalogue(Path(path))
    corrections = () if catalogue.corrections is None else read_corrections(catalogue.corrections)
    sources = [
        load_source(
            entry, catalogue.path.parent, accepted=catalogue.accepted(entry.id),
            corrections=[one for one in corrections if one.plan == entry.id],
        )
        for entry in catalogue.entries
    ]  # fmt: skip
    if not any(source.role == "plan" for source in sources):
        raise PolicylabError(f'{catalogue.path} has no source with role = "plan". At least one is needed.')
    by_id = {source.id: source for source in sources}
    corrections = [_moved(one, by_id) for one in corrections]
    beside = common_place(source for source in sources if source.role == "plan")
    for source in sources:
        source.corrections = tuple(one for one in corrections if one.plan == source.id)
        source.beside = beside
    return Corpus(sources, catalogue=catalogue, corrections=corrections)


def as_corpus(source: object) -> Corpus:
    """What is given as a corpus, as one: a plan, or a list of plans, with what readers have put right in each of them.

    A link between two plans holds where both are there.
    """
    if isinstance(source, Corpus):
        return source
    plans = as_plans(source)
    return Corpus(plans, corrections=corrections_of(plans))


def corrections_of(source: object) -> tuple[Correction, ...]:
    """What readers have put right in plans, whatever holds them; of a corpus also what fits none of its sources."""
    if isinstance(source, Corpus):
        return source.corrections
    plans = as_plans(source)
    ids = {plan.id for plan in plans}
    return tuple(one for plan in plans for one in plan.corrections if one.other is None or one.other[0] in ids)


def read_plan(
    path: str | os.PathLike,
    *,
    id: str | None = None,
    title: str | None = None,
    period_start: int | None = None,
    period_end: int | None = None,
    encoding: str | None = None,
    errors: str = "strict",
    revisions: str = "accepted",
    paged: bool = False,
) -> Plan:
    """Read one file as a plan, without a catalogue.

    Parameters
    ----------
    path : path
        A text, HTML, PDF or DOCX file.
    id, title : str, optional
        The file's name without its ending where they are not given.
    period_start, period_end : int, optional
        Years of the plan.
    encoding, errors, revisions
        As `policylab.read_source` takes them.
    paged : bool, default False
        Join paragraphs across page breaks.

    Returns
    -------
    Plan
        `warnings` says what a reader must know before trusting the text.

    Raises
    ------
    SourceError
        If the file cannot be read.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "plan.txt")
    ...     _ = path.write_bytes("一、目标\\n建设\\x0c渔港。".encode("gb18030"))  # a page ends amid the sentence
    ...     plan = read_plan(path, id="port-2021", title="渔港规划", period_start=2021, encoding="gb18030", paged=True)
    >>> plan.id, plan.title, plan.period_start, plan.text
    ('port-2021', '渔港规划', 2021, '一、目标\\n建设渔港。')
    """
    check_kind("id", id, str | None, "a str")
    check_kind("title", title, str | None, "a str")
    check_dates({"period_start": period_start, "period_end": period_end}, where=str(path))
    source = read_source(path, encoding=encoding, errors=errors, revisions=revisions)
    path = Path(path)
    return Plan(
        clean_text(source, paged=paged), id=id or path.stem, title=title or path.stem, period_start=period_start,
        period_end=period_end, source=str(path), encoding=source.encoding, paged=paged,
    )  # fmt: skip


def load_source(
    entry: Entry, folder: Path, *, accepted: Mapping[str, str] | None = None, corrections: Sequence[Correction] = ()
) -> Plan:
    """Read one source of a catalogue, check its hash, and clean it; `accepted` holds for runs wherever they stand."""
    path = folder / entry.file
    if not path.exists():
        raise SourceError(f"{entry.id}: there is no file {path}. Put it there or correct `file`.")
    digest = sha256_file(path)  # none of a file that cannot be read, as its reader says
    if entry.sha256 is not None and digest not in (None, entry.sha256):
        raise SourceError(
            f"{entry.id}: {path} has changed: its sha256 is {digest}, the catalogue says {entry.sha256}. "
            "Restore the file, or write the new hash into the catalogue."
        )
    source = read_source(
        path, encoding=entry.encoding, errors=entry.errors or "strict", revisions=entry.revisions or "accepted"
    )
    for run in accepted or ():
        if run not in source.text:
            raise CatalogueError(f"{entry.id}: the run {run!r} of a [[repair]] does not stand in {path}. Copy it as it is.")
    readings, unfit = accepted_readings(corrections, source.text)
    for sentence in unfit:
        warnings.warn(sentence, stacklevel=3)
    clean = clean_text(source, paged=entry.layout == "paged", accepted={**(accepted or {}), **readings})
    said = {field.name: getattr(entry, field.name) for field in fields(Described)}
    said |= {"source": entry.file, "sha256": digest, "encoding": source.encoding, "paged": entry.layout == "paged"}
    plan = Plan(clean, **said, corrections=corrections)
    if readings:  # other corrections may have been read before these were accepted
        plan.before = clean_text(source, paged=entry.layout == "paged", accepted=accepted)
    return plan


def _moved(one: Correction, plans: Mapping[str, Plan]) -> Correction:
    """The correction where its place is now, if a reading that was accepted since has moved the text: the same place in the source."""
    if one.table == REPAIRS:
        return one
    start, end = _moved_place(plans.get(one.plan), one.start, one.end, one.quote)
    other = one.other and (one.other[0], *_moved_place(plans.get(one.other[0]), *one.other[1:]), one.other[3])
    return replace(one, start=start, end=end, other=other)


def _moved_place(plan: Plan | None, start: int, end: int, quote: str) -> tuple[int, int]:
    if plan is None or plan.before is None or plan.text[start:end] == quote or plan.before.text[start:end] != quote:
        return start, end
    here = plan._clean.aligned.index_of(plan.before.raw_span(start, end)[0])
    return here, here + end - start
