"""Words over time: counts, trends, change, keyness, context, company, themes; each takes what `count_words` makes."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
