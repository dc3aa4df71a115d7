"""Words of a batch counted: sums over its documents that can be added to those of every other batch."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def count_words(table: pa.Table, keeps) -> tuple[list[tuple], list[tuple]]:
    """Sums of a batch, from its table of tokens.

    Besides the counts there are sums of squares and products over documents (count², count · tokens, tokens²), from
    which the variance of a rate over documents follows, whatever the number of batches.

    Parameters
    ----------
    table : pyarrow.Table
        Paragraphs, those of one document together, with columns plan, group and tokens.
    keeps : callable
        Whether a form is a term, i.e. no stop word.

    Returns
    -------
    word_counts : list of tuple
        group, term, kept, count, documents, paragraphs, count_squared, count_tokens; by group and term.
    word_totals : list of tuple
        group, documents, paragraphs, n_tokens, tokens_squared; by group. No group comes first.
    """
    plans, of_row = table["plan"].to_pylist(), table["group"].to_pylist()
    groups = sorted(set(of_row), key=lambda group: (group is not None, group or ""))
    group_number = {group: number for number, group in enumerate(groups)}
    documents = {plan: number for number, plan in enumerate(dict.fromkeys(plans))}
    owner = np.array([documents[plan] for plan in plans], dtype=np.int64)
    group_of = np.zeros(len(documents), dtype=np.int64)
    group_of[owner] = [group_number[group] for group in of_row]
    # Arrow numbers the forms, as it does so in C
    tokens = table["tokens"].combine_chunks()
    length = pc.list_value_length(tokens).to_numpy().astype(np.int64)
    encoded = pc.list_flatten(tokens).dictionary_encode()
    code = encoded.indices.to_numpy().astype(np.int64)
    forms = encoded.dictionary.to_pylist()
    size = np.bincount(owner, length, len(group_of)).astype(np.int64)

    n_forms, n_groups = len(forms), len(groups)
    sums = np.zeros((5, n_groups * n_forms), dtype=np.int64)
    if len(code):
        pair, count = np.unique(np.repeat(owner, length) * n_forms + code, return_counts=True)
        document, form = np.divmod(pair, n_forms)
        cell = group_of[document] * n_forms + form
        per_document = (count, np.ones_like(count), np.zeros_like(count), count**2, count * size[document])
        for total, values in zip(sums, per_document, strict=True):
            np.add.at(total, cell, values)
        paragraph, form = np.divmod(np.unique(np.repeat(np.arange(len(owner)), length) * n_forms + code), n_forms)
        np.add.at(sums[2], group_of[owner[paragraph]] * n_forms + form, 1)

    in_order = sorted((form, place, keeps(form)) for place, form in enumerate(forms))
    counts = []
    for number, group in enumerate(groups):
        of_forms = sums[:, number * n_forms : (number + 1) * n_forms].T.tolist()
        counts += [(group, form, kept, *of_forms[place]) for form, place, kept in in_order if of_forms[place][0]]
    totals = []
    for number, group in enumerate(groups):
        of_group = size[group_of == number]
        n_paragraphs = int((group_of[owner] == number).sum())
        totals.append((group, len(of_group), n_paragraphs, int(of_group.sum()), int((of_group**2).sum())))
    return counts, totals
