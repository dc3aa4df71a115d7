"""The folder of a batch run: shards that are whole or not there, and a record of each that is finished."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import asdict
from pathlib import Path

from policylab.batch._batches import Batch
from policylab.batch._documents import Failure
from policylab.batch._tables import SCHEMAS, STEPS, part_name
from policylab.batch._work import Result, Task, batch_key
from policylab.errors import PolicylabError
from policylab.study._csv import rows_text
from policylab.study._files import read_json, write_bytes, write_json, write_text

RECORDS = "shards"
FAILURES = "failures.csv"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_STEP_ORDER = ("catalogue", "worker", "read", *STEPS)


class Shards:
    """The shards of one folder, each with the steps that were done on it and the hash of what it was made from."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def missing_steps(self, batch: Batch, task: Task) -> tuple[str, ...]:
        """The steps that are still to be done on a batch."""
        record = self._record(batch.number)
        # the documents are read again for the comparison only where there is something to compare with
        if not record or record["key"] != batch_key(batch, task) or not self._whole(batch.number, record):
            return task.steps
        return tuple(step for step in task.steps if step not in record["steps"])

    def failed(self, number: int) -> int:
        """How many documents of a finished shard failed."""
        return len(self._record(number)["failures"])

    def write(self, result: Result) -> int:
        """Write the tables of a shard, and its record last; give the number of its documents that failed.

        Raises
        ------
        PolicylabError
            If the disk is full; what was finished before stays.
        """
        path = self._path(result.number)
        before = self._record(result.number)
        if before and before["key"] != result.key:
            before = {}
        # from here to the end there is no record that could vouch for a mixture of old and new tables
        path.unlink(missing_ok=True)
        try:
            for name in SCHEMAS:
                part = self.out / name / part_name(result.number)
                if name in result.parts:
                    write_bytes(part, result.parts[name].content)
                elif name not in before.get("tables", {}):
                    part.unlink(missing_ok=True)
            record = _merged(before, result)
            write_json(path, record)
        except OSError as error:
            if error.errno in _FULL:
                raise PolicylabError(
                    f"The disk of {self.out} is full. The shards that are finished stay; make room and run the same "
                    "again: it goes on from there."
                ) from None
            raise
        return len(record["failures"])

    def finish(self, number: int, about: dict) -> list[Failure]:
        """Take out what an earlier, longer run left behind, and write `failures.csv` and `batch.json`."""
        for folder, suffix in [(self.out / name, "parquet") for name in SCHEMAS] + [(self.out / RECORDS, "json")]:
            for path in sorted(folder.glob(f"part-*.{suffix}")):
                if int(path.stem.removeprefix("part-")) >= number:
                    path.unlink()
        tables: dict[str, dict] = {}
        failures = []
        hashes = {}
        for shard in range(number):
            record = self._record(shard)
            failures += [Failure(**failure) for failure in record["failures"]]
            for name, part in record["tables"].items():
                table = tables.setdefault(name, {"rows": 0, "bytes": 0})
                table["rows"] += part["rows"]
                table["bytes"] += part["bytes"]
                hashes.setdefault(name, hashlib.sha256()).update(part["sha256"].encode())
        for name, table in tables.items():
            table["sha256_of_parts"] = hashes[name].hexdigest()
        write_text(
            self.out / FAILURES,
            rows_text(["row", "document", "source", "step", "reason"], [tuple(asdict(f).values()) for f in failures]),
        )
        write_json(self.out / "batch.json", {**about, "tables": {n: tables[n] for n in SCHEMAS if n in tables}})
        return failures

    def _path(self, number: int) -> Path:
        return self.out / RECORDS / part_name(number).replace(".parquet", ".json")

    def _record(self, number: int) -> dict:
        record = read_json(self._path(number))
        return record if {"key", "steps", "tables", "failures"} <= set(record) else {}

    def _whole(self, number: int, record: dict) -> bool:
        try:
            return all(
                os.stat(self.out / name / part_name(number)).st_size == part["bytes"]
                for name, part in record["tables"].items()
            )
        except OSError:
            return False


def _merged(before: dict, result: Result) -> dict:
    """The record of a shard: what this run did, and what an earlier one had done on the same documents."""
    steps = {*before.get("steps", ()), *result.steps}
    tables = {
        **before.get("tables", {}),
        **{
            name: {"rows": part.rows, "bytes": len(part.content), "sha256": part.sha256}
            for name, part in result.parts.items()
        },
    }
    by_row: dict[int, dict] = {}
    for failure in [*before.get("failures", ()), *map(_plain, result.failures)]:
        known = by_row.get(failure["row"])
        if known is None or _STEP_ORDER.index(failure["step"]) < _STEP_ORDER.index(known["step"]):
            by_row[failure["row"]] = failure
    return {
        "key": result.key,
        "documents": result.documents,
        "steps": [step for step in STEPS if step in steps],
        "tables": {name: tables[name] for name in SCHEMAS if name in tables},
        "failures": [by_row[row] for row in sorted(by_row)],
    }


def _plain(failure: Failure) -> dict:
    """A failure as JSON can hold it, whatever stood in the catalogue."""
    values = asdict(failure)
    return {key: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for key, v in values.items()}
