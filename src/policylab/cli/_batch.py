"""`policylab batch`: many documents, streamed into shards, here or on a Dask cluster."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policylab.cli._language import Progress, in_language, say
from policylab.errors import PolicylabError

if TYPE_CHECKING:
    from policylab.batch import BatchReport

_SECONDS_BETWEEN_LINES = 5.0
_FAILURES_SHOWN = 5


def batch(
    catalogue: Annotated[
        Path, typer.Argument(metavar="CATALOGUE", help="corpus.toml, or CSV or Parquet with paths or texts.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the tables; a stopped run goes on there.")],
    steps: Annotated[
        str, typer.Option(metavar="STEP,...", help="Of clean, outline, targets, words.")
    ] = "clean,outline,targets,words",
    jobs: Annotated[int, typer.Option(metavar="N", help="Processes on this machine; -1 is one a core.")] = 1,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Send the batches to this Dask scheduler, tcp://host:8786.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar="rjieba|jieba", help="What cuts words.")] = "rjieba",
    id_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of ids.")] = None,
    path_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of paths.")] = None,
    text_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of texts.")] = None,
    group_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column by which words are compared: a year, a province.")
    ] = None,
    batch_documents: Annotated[int, typer.Option(metavar="N", help="Documents in a shard, at most.")] = 100,
    max_characters: Annotated[int, typer.Option(metavar="N", help="A longer text is a failure.")] = 3_000_000,
) -> None:
    """Clean, outline, extract and count many documents; write Parquet tables and failures.csv."""
    from policylab.batch import run_batch
    from policylab.words import Segmenter

    with _where(dask), _Progress() as progress:
        report = run_batch(
            catalogue, out, steps=steps, jobs=None if dask is not None else jobs, segmenter=Segmenter(engine=engine),
            id_column=id_column, path_column=path_column, text_column=text_column, group_column=group_column,
            batch_documents=batch_documents, max_characters=max_characters, progress=progress.hear,
        )  # fmt: skip
    for line in report_lines(report, out):
        say(line)
    if report.failures:
        raise typer.Exit(1)


@contextlib.contextmanager
def _where(address: str | None) -> Iterator[None]:
    """Within it joblib sends work to the Dask cluster, if one was named."""
    if address is None:
        yield
        return
    import joblib

    try:
        from dask.distributed import Client
    except ImportError:
        raise PolicylabError("--dask needs dask.distributed. Install it: `pip install policylab[cluster]`.") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise PolicylabError(
            f"There is no Dask scheduler at {address}. Start one with `dask scheduler`, and give the address that it "
            f"shows. ({error})"
        ) from None
    with client, joblib.parallel_config(backend="dask", client=client):
        yield


def report_lines(report: BatchReport, out: Path) -> list[str]:
    """What a run came to: how many documents, how fast, and which failed."""
    done = report.documents - report.resumed
    speed = f", {done / report.seconds:.1f} documents a second" if done and report.seconds > 0 else ""
    before = f", {report.resumed} of them before" if report.resumed else ""
    whole = report.documents - len({failure.row for failure in report.failures})
    lines = [f"{whole} of {report.documents} documents done{before}, in {report.shards} shards{speed}."]
    lines += [f"Damaged, and made anew: {name}" for name in report.damaged]
    for failure in report.failures[:_FAILURES_SHOWN]:
        name = failure.document or failure.source or f"row {failure.row}"
        lines.append(f"Failed: {name} ({failure.step}): {failure.reason}")
    if report.failures:
        more = len(report.failures) - _FAILURES_SHOWN
        lines.append((f"And {more} more. " if more > 0 else "") + f"All that failed: {out / 'failures.csv'}.")
    lines.append(f"Look at {out}.")
    return lines


def rate_and_time_left(event: dict) -> tuple[str, str]:
    """Documents a second and the time left, as texts; the documents of an earlier run tell nothing of either.

    >>> rate_and_time_left({"documents": 300, "total": 1000, "resumed": 100, "seconds": 10.0})
    ('20.0/s', '0:00:35 left')
    """
    done = event["documents"] - event["resumed"]
    if done <= 0 or event["seconds"] <= 0:
        return "", ""
    rate = done / event["seconds"]
    if event["total"] is None:
        return f"{rate:.1f}/s", ""
    left = datetime.timedelta(seconds=round(max(0, event["total"] - event["documents"]) / rate))
    return f"{rate:.1f}/s", f"{left} left"


class _Progress(Progress):
    """One bar; plain lines are some seconds apart."""

    _last = 0.0

    def hear(self, event: dict) -> None:
        of_all = "" if event["total"] is None else f" of {event['total']}"
        count = in_language(f"{event['documents']}{of_all} documents")
        failed = f"{event['failed']} failed" if event["failed"] else ""
        told = [in_language(part) for part in (*rate_and_time_left(event), failed) if part]
        if self.bars is not None:
            task = self.bars.task_ids[0] if self.bars.tasks else self.bars.add_task(count, told="")
            shown = {"completed": event["documents"], "total": event["total"], "told": "  ".join(told)}
            self.bars.update(task, description=count, **shown)
        elif time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES or event["documents"] == event["total"]:
            self._last = time.monotonic()
            typer.echo(", ".join([count, *told]), err=True)
