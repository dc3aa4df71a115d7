"""Batches: so many documents, and so many bytes, that they fit into memory; each becomes one shard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from policylab.batch._documents import Document, Failure

TWICE = "The id is that of an earlier document, too. Each document needs an id of its own."


@dataclass(frozen=True)
class Batch:
    """Documents with their places in the input, and the entries among them that are no documents."""

    number: int
    rows: tuple[int, ...]
    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]

    def __len__(self) -> int:
        return len(self.documents) + len(self.failures)

    def only(self, place: int) -> Batch:
        """The batch of one of its documents."""
        return replace(self, rows=(self.rows[place],), documents=(self.documents[place],), failures=())

    def without(self, places: dict[int, str]) -> Batch:
        """The batch without some documents, each of which becomes a failure of the worker, with its reason."""
        kept = [place for place in range(len(self.documents)) if place not in places]
        lost = [
            Failure(self.rows[place], self.documents[place].id, self.documents[place].source, "worker", reason)
            for place, reason in places.items()
        ]
        failures = sorted([*self.failures, *lost], key=lambda failure: failure.row)
        rows, documents = (tuple(values[place] for place in kept) for values in (self.rows, self.documents))
        return replace(self, rows=rows, documents=documents, failures=tuple(failures))


def make_batches(items: Iterable[Document | Failure], *, documents: int, size: int) -> Iterator[Batch]:
    """Cut the input into batches of at most so many documents and, but for single larger ones, so many bytes.

    Where the cuts fall depends on the input alone. A document whose id was there before is a failure.
    """
    # eight bytes of a hash for each id, as the ids of a large corpus would not fit into a bounded memory for long
    seen: set[bytes] = set()
    rows: list[int] = []
    kept: list[Document] = []
    failures: list[Failure] = []
    number = weight = 0
    for row, item in enumerate(items, start=1):
        if isinstance(item, Document):
            mark = hashlib.blake2b(item.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            if mark in seen:
                item = Failure(row, item.id, item.source, "catalogue", TWICE)
            seen.add(mark)
        more = item.weight() if isinstance(item, Document) else 0
        if len(kept) + len(failures) >= documents or (kept and weight + more > size):
            yield Batch(number, tuple(rows), tuple(kept), tuple(failures))
            number, weight, rows, kept, failures = number + 1, 0, [], [], []
        weight += more
        if isinstance(item, Document):
            rows.append(row)
            kept.append(item)
        else:
            failures.append(item)
    if kept or failures:
        yield Batch(number, tuple(rows), tuple(kept), tuple(failures))
