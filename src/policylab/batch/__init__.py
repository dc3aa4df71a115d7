"""Many documents: the same analyses, streamed in batches of bounded memory, on one machine or on a Dask cluster.

`run_batch` reads a catalogue or any iterable of documents and writes sharded Parquet; `read_table` gives the tables
back, shard by shard. From the words that a run counted come `vocabulary`, `trends_from_sums`, `keyness_from_sums` and
`ShardTopicModel`.
"""

from __future__ import annotations

import importlib

# loaded on first use: pyarrow and the analyses are needed only by those who have many documents
_HOME = {
    "BatchReport": "_run",
    "Document": "_documents",
    "ShardTopicModel": "_topics",
    "keyness_from_sums": "_keyness",
    "read_documents": "_catalogues",
    "read_table": "_tables",
    "run_batch": "_run",
    "trends_from_sums": "_trends",
    "vocabulary": "_sums",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'policylab.batch' has no attribute {name!r}")
    return getattr(importlib.import_module(f"policylab.batch.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
