"""From a source's bytes to a clean text, each character traceable to the source."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
