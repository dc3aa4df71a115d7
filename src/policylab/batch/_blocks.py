"""Paragraphs as counts, so many at a time, whatever the size of the shards that they come from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import sparse

from policylab.batch._tables import read_parts

COLUMNS = ["plan", "group", "paragraph", "tokens"]


@dataclass(frozen=True)
class Block:
    """Paragraphs with their terms counted: shape (n_paragraphs, n_terms); `kept` marks those with enough terms."""

    plans: list[str]
    groups: list[str | None]
    paragraphs: list[str]
    counts: sparse.csr_matrix
    kept: np.ndarray


def count_blocks(out: str | os.PathLike, terms: list[str], *, size: int, min_terms: int) -> Iterator[Block]:
    """Count the terms of a vocabulary in the paragraphs of a batch run, in the order of the input.

    Every block but the last has `size` paragraphs, so that a fit does not depend on how the run was cut into shards.
    """
    known = pa.array(terms, pa.string())
    held: list[pa.Table] = []
    number = 0
    for part in read_parts(out, "tokens", COLUMNS):
        held.append(part)
        number += len(part)
        if number < size:
            continue
        table = pa.concat_tables(held)
        whole = number - number % size
        for start in range(0, whole, size):
            yield _block(table.slice(start, size), known, min_terms)
        held, number = [table.slice(whole)], number - whole
    if number:
        yield _block(pa.concat_tables(held), known, min_terms)


def _block(table: pa.Table, known: pa.Array, min_terms: int) -> Block:
    import pyarrow.compute as pc

    tokens = pa.concat_arrays(table["tokens"].chunks)
    lengths = pc.list_value_length(tokens).to_numpy(zero_copy_only=False)
    codes = pc.index_in(pc.list_flatten(tokens), value_set=known)
    inside = codes.is_valid().to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(tokens)), lengths)[inside]
    columns = codes.drop_null().to_numpy()
    shape = (len(tokens), len(known))
    counts = sparse.coo_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape).tocsr()
    counts.sort_indices()
    enough = np.asarray(counts.sum(axis=1)).ravel() >= max(min_terms, 1)
    plans, groups, paragraphs = (table[name].to_pylist() for name in COLUMNS[:3])
    return Block(plans, groups, paragraphs, counts, enough)
