"""Sources that are in a catalogue twice: the same text in two files or encodings, or two plans of one title."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policylab.corpus import Corpus


def doubled_sources(corpus: Corpus, *, id: str | None = None) -> list[str]:
    """A sentence for each pair of sources that seem to be one.

    Parameters
    ----------
    corpus : Corpus
    id : str, optional
        Only the pairs of this source.

    Returns
    -------
    list of str
    """
    texts = {source.id: "".join(source.text.split()) for source in corpus.sources}
    said = []
    for place, later in enumerate(corpus.sources):
        for earlier in corpus.sources[:place]:
            pair = (earlier, later)
            if id is not None and id not in (earlier.id, later.id):
                continue
            if texts[earlier.id] == texts[later.id]:
                said.append(f"{earlier.id!r} and {later.id!r} have the same text: each counts as a source of its own.")
            elif all(source.role == "plan" for source in pair) and earlier.title.strip() == later.title.strip():
                said.append(
                    f"{earlier.id!r} and {later.id!r} have the same title. If one is another printing of the other, "
                    "make it a witness: `role = \"witness\"` and `witness_of` in corpus.toml."
                )
    return said
