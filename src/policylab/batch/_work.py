"""A batch's work, wherever it is done: in this process, in another one, or on another machine."""

from __future__ import annotations

import functools
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal

from policylab.batch._catalogues import Batch, Document, Failure
from policylab.batch._results_folder import STEPS, Result, ShardWriter, Task, batch_key, count_terms
from policylab.errors import PolicylabError, SourceError
from policylab.files import hash_of

# the packages whose code makes the tables; a change of any other one leaves the shards as they are
_MAKERS = ("batch/", "corpus/", "numbers/", "targets/", "text/", "words/", "resources/", "checks.py", "errors.py", "files.py", "frames.py")
_BUILT_ON = ("jieba", "lxml-html-clean", "opencc", "policylab", "pyarrow", "pypdfium2", "python-docx",
             "rjieba", "trafilatura")  # fmt: skip
_SECONDS_BETWEEN_LOOKS = 2.0
_AT_A_TIME = 100  # documents whose rows are held before Arrow has them, which takes several times less memory
# A scanned PDF is large whatever its text; a file beyond both bounds would fill the memory before it is looked at.
_MOST_BYTES = 1 << 26
_BYTES_A_CHARACTER = 8
_DIGITS_BEFORE, _DIGITS_BEHIND = 28, 10
_EXACT = Context(prec=_DIGITS_BEFORE + _DIGITS_BEHIND, rounding=ROUND_HALF_EVEN)


def work_on_batch(batch: Batch, task: Task) -> Result:
    """Do the steps on every document of a batch; give the shard's tables and the documents that failed."""
    check_origin(task.made_with)
    segmenter = _segmenter(task.segmenter) if "words" in task.steps else None
    writer = ShardWriter(["plans", *(name for step in task.steps for name in STEPS[step])])
    failures, digests = list(batch.failures), []

    def write() -> None:
        if segmenter is not None:
            writer.write("counts", count_terms(writer.rows("tokens"), segmenter.keeps))
        writer.flush()

    for place, (row, document) in enumerate(zip(batch.rows, batch.documents, strict=True), start=1):
        digests.append(document.digest())
        done = DocumentWork(document, row, digests[-1])
        done.run(task.steps, max_characters=task.max_characters, segmenter=segmenter)
        for name, made in done.rows.items():
            writer.add(name, made)
        failures += done.failures
        if segmenter is not None:
            # what it remembers of one document is of no use for the next, and would fill the memory
            segmenter.forget()
        if place % _AT_A_TIME == 0:
            write()
    write()
    failures.sort(key=lambda failure: failure.row)
    key = batch_key(batch, task, digests)
    return Result(batch.number, key, task.steps, writer.parts(), len(batch), tuple(failures))


class DocumentWork:
    """One document on its way through the steps: read, clean, outline, targets, words.

    `rows` has what was made, by table. A step that failed added nothing; the steps that do not need it are done.
    """

    def __init__(self, document: Document, row: int, digest: str) -> None:
        self.document, self.row, self.digest = document, row, digest
        self.rows: dict[str, list[tuple]] = {}
        self.failures: list[Failure] = []

    def run(self, steps: tuple[str, ...], *, max_characters: int, segmenter) -> None:
        """Go through the steps; what one of them needs is made, too, but not kept."""
        read = self._try("read", lambda: _read(self.document, self.digest, max_characters))
        plan = read and self._try("clean", lambda: self._clean(*read, kept="clean" in steps))
        if plan is None or steps == ("clean",):
            return
        if self._try("outline", lambda: self._outline(plan, kept="outline" in steps)) is None:
            return
        if "targets" in steps:
            self._try("targets", lambda: self._targets(plan))
        if "words" in steps:
            self._try("words", lambda: self._words(plan, segmenter))

    def _try(self, step: str, do: Callable):
        """What a function gives, or None where it failed: the other documents, and steps, go on."""
        try:
            return do()
        except PolicylabError as error:
            self._fail(step, str(error))
        except MemoryError:
            self._fail(step, "The memory did not suffice for it.")
        except Exception as error:
            self._fail(step, f"{type(error).__name__}: {error}")
        return None

    def _fail(self, step: str, reason: str) -> None:
        document = self.document
        if document.path is not None:
            reason = reason.replace(document.path, document.source or "")
        # a text that is no Unicode is quoted in some messages, and could not be written down
        reason = " ".join(reason.encode("utf-8", "replace").decode().split())
        self.failures.append(Failure(self.row, document.id, document.source, step, reason))

    def _clean(self, source, encoding: str | None, *, kept: bool):
        from policylab.corpus._plan import Plan, repair_rows, repaired
        from policylab.text._cleaning import clean_text

        document = self.document
        plan = Plan(
            clean_text(source, paged=document.paged), id=document.id, title=document.title or "",
            period_start=document.period_start, period_end=document.period_end, paged=document.paged,
        )  # fmt: skip
        made = {"texts": [(plan.id, plan.text)], "repairs": repair_rows(plan)} if kept else {}
        self.rows["plans"] = [
            (
                document.id, self.row, document.title, document.group, document.period_start, document.period_end,
                document.source, self.digest, encoding, plan.script, len(plan.text), repaired(plan),
                list(plan.warnings),
            )
        ]  # fmt: skip
        self.rows |= made
        return plan

    def _outline(self, plan, *, kept: bool) -> tuple:
        from policylab.corpus._plan import agency_rows, paragraph_rows, section_rows

        if kept:
            made = section_rows(plan), paragraph_rows(plan), agency_rows(plan)
            self.rows |= dict(zip(("sections", "paragraphs", "agencies"), made, strict=True))
        return plan.outline

    def _targets(self, plan) -> None:
        from policylab.targets._ledger import COLUMNS, target_rows

        value, high = COLUMNS.index("value"), COLUMNS.index("value_high")
        kept = []
        for row in target_rows(plan):
            if any(number is not None and abs(number) >= 10**_DIGITS_BEFORE for number in (row[value], row[high])):
                self._fail(
                    "targets",
                    f"The statement {row[0]} is left out, as its number has more than {_DIGITS_BEFORE} digits before "
                    "the point. Look whether the source has it so.",
                )
                continue
            row = list(row)
            row[value], row[high] = stored(row[value]), stored(row[high])
            kept.append(tuple(row))
        self.rows["targets"] = kept

    def _words(self, plan, segmenter) -> None:
        self.rows["tokens"] = [
            (plan.id, self.document.group, item.paragraph, item.section, segmenter.tokens(item.text))
            for item in plan.outline[1]
            if item.role == "body"
        ]


def stored(value: Decimal | None) -> Decimal | None:
    """A number as the column holds it: exact, or rounded to ten digits behind the point, halves to even.

    >>> str(stored(Decimal(2) / 3)), str(stored(Decimal("0.1")))
    ('0.6666666667', '0.1')
    """
    if value is None or value.as_tuple().exponent >= -_DIGITS_BEHIND:
        return value
    return value.quantize(Decimal(1).scaleb(-_DIGITS_BEHIND), context=_EXACT)


def _read(document: Document, digest: str, most: int) -> tuple:
    if document.text is None:
        from policylab.text._sources import read_source

        size = document.weight()
        if size > max(_MOST_BYTES, _BYTES_A_CHARACTER * most):
            raise SourceError(
                f"{document.path} has {size} bytes. Split it, or raise `max_characters` (--max-characters)."
            )
        source = read_source(document.path, encoding=document.encoding)
        if document.sha256 is not None and document.sha256 != digest:
            raise SourceError(f"The file has changed: its sha256 is {digest}, the catalogue says {document.sha256}.")
        text, encoding = source.text, source.encoding
    else:
        source = text = document.text
        encoding = None
        if not text.strip():
            raise SourceError("It holds no text.")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise SourceError(f"It is no text: the character at {error.start} is half of one.") from None
    if len(text) > most:
        raise SourceError(
            f"It has {len(text)} characters, more than the {most} of `max_characters` (--max-characters). "
            "Split it into its documents, or raise the bound."
        )
    return source, encoding


@functools.cache
def origin() -> tuple[tuple[str, str], ...]:
    """What results depend on beside the documents: pairs of a name and a version or hash, of this process."""
    from policylab.study._inputs import code_hashes, versions

    code = {name: digest for name, digest in code_hashes().items() if name.startswith(_MAKERS)}
    found = versions()
    pairs = [(name, found[name]) for name in _BUILT_ON if name in found]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (*pairs, ("python", python), ("code", hash_of(code)))


def check_origin(expected: Iterable[tuple[str, str]]) -> None:
    """Refuse to work for a process that has another policylab: its tables would be a mixture of two versions."""
    own = dict(origin())
    differing = [
        f"{'the code of policylab' if name == 'code' else name} ({own.get(name, 'none')[:12]}, not {version[:12]})"
        for name, version in expected
        if own.get(name) != version
    ]
    if differing:
        raise PolicylabError(
            f"A worker has other versions than the process that sent it a batch: {', '.join(differing)}. Install the "
            "same on all machines, and start the workers again."
        )


def begin_process() -> None:
    """Prepare a process that does nothing but work on batches.

    It is to end with the run that began it, even if that is killed: nobody would be left to take its results. And
    pyarrow is to do without pandas, which it loads with its first array wherever it is installed: a third of a second
    and 40 MB for each process, though no batch needs it.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    import pyarrow as pa

    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        pa.array([""])
        sys.meta_path.remove(_NoPandas)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


class _NoPandas:
    """In `sys.meta_path` it makes pandas a package that is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@functools.lru_cache(maxsize=4)
def _segmenter(pickled: bytes):
    return pickle.loads(pickled)
