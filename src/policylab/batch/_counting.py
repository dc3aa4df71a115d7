"""Words of a batch counted: sums over its documents that can be added to those of every other batch."""

from __future__ import annotations

import numpy as np


def count_words(rows: list[tuple], keeps) -> tuple[list[tuple], list[tuple]]:
    """Sums of a batch, from the rows of its table of tokens (plan, group, paragraph, section, tokens).

    Besides the counts there are sums of squares and products over documents (count², count · tokens, tokens²), from
    which the variance of a rate over documents follows, whatever the number of batches.

    Parameters
    ----------
    rows : list of tuple
        Paragraphs, those of one document together.
    keeps : callable
        Whether a form is a term, i.e. no stop word.

    Returns
    -------
    word_counts : list of tuple
        group, term, kept, count, documents, paragraphs, count_squared, count_tokens; by group and term.
    word_totals : list of tuple
        group, documents, paragraphs, n_tokens, tokens_squared; by group. No group comes first.
    """
    forms: dict[str, int] = {}
    groups = sorted({row[1] for row in rows}, key=lambda group: (group is not None, group or ""))
    group_number = {group: number for number, group in enumerate(groups)}
    documents: dict[str, int] = {}
    document_group: list[int] = []
    codes: list[int] = []
    lengths: list[int] = []
    owners: list[int] = []
    for plan, group, _, _, tokens in rows:
        if plan not in documents:
            documents[plan] = len(documents)
            document_group.append(group_number[group])
        codes += [forms.setdefault(token, len(forms)) for token in tokens]
        lengths.append(len(tokens))
        owners.append(documents[plan])
    group_of = np.array(document_group, dtype=np.int64)
    owner, length = np.array(owners, dtype=np.int64), np.array(lengths, dtype=np.int64)
    size = np.bincount(owner, length, len(group_of)).astype(np.int64)

    n_forms, n_groups = len(forms), len(groups)
    code = np.array(codes, dtype=np.int64)
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

    kept = {form: keeps(form) for form in forms}
    in_order = sorted(forms.items())
    counts = []
    for number, group in enumerate(groups):
        for form, place in in_order:
            values = sums[:, number * n_forms + place].tolist()
            if values[0]:
                counts.append((group, form, kept[form], *values))
    totals = []
    for number, group in enumerate(groups):
        of_group = size[group_of == number]
        n_paragraphs = int((group_of[owner] == number).sum())
        totals.append((group, len(of_group), n_paragraphs, int(of_group.sum()), int((of_group**2).sum())))
    return counts, totals
