"""What a plan takes over from an earlier one, what it changes, and who is made responsible."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
