"""Many documents: the same analyses, streamed in batches of bounded memory, on one machine or on a Dask cluster.

`run_batch` reads a catalogue or any iterable of documents and writes a dataset of Parquet files; `read_table` gives its
tables back, `read_counts` the words of all documents, counted, for `policylab.keyness` and `policylab.keyword_trends`.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
