from ._catalogues import Document as Document
from ._catalogues import read_documents as read_documents
from ._document_counts import read_counts as read_counts
from ._results_folder import read_table as read_table
from ._stream import BatchReport as BatchReport
from ._stream import run_batch as run_batch
