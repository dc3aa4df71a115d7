"""Shows examples as code where a short docstring has them without a heading; called by mkdocstrings (`extensions`)."""

from __future__ import annotations

import re

from griffe import Extension, Object

_HEADING = re.compile(r"^ *Examples\n *-{3,}$", re.MULTILINE)
_FIRST = re.compile(r"^( *)>>> ", re.MULTILINE)


class ExamplesHeading(Extension):
    """Give such examples the heading that numpydoc wants."""

    def on_object(self, *, obj: Object, **kwargs) -> None:
        """Called for each object that was read from the sources."""
        if obj.docstring and not _HEADING.search(obj.docstring.value):
            value = _FIRST.sub(r"\1Examples\n\1--------\n\g<0>", obj.docstring.value, count=1)
            obj.docstring.value = value
