"""The scholar's own judgement: schemes, blind sheets, agreement, and the tables that coded sentences make."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
