"""Compare Chinese policy plans: their words, their themes, their numeric targets, over time."""

import lazy_loader as lazy

__version__ = "0.1.0"

# Loaded on first use, so that `import policylab` stays light; the names stand in the stub beside this file.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
