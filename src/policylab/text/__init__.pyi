from ._cleaning import CleanText as CleanText
from ._cleaning import clean_text as clean_text
from ._cleaning import fold_query as fold_query
from ._sources import Source as Source
from ._sources import read_source as read_source
from ._sources import read_spreadsheet as read_spreadsheet
