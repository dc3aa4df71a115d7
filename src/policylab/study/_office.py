"""Office files without the times of their making, so that the same content is the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

_EPOCH = datetime.datetime(1980, 1, 1)  # the earliest that a zip file can hold
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PROPERTIES = "docProps/core.xml"


def without_times(content: bytes) -> bytes:
    """The same workbook without its times, which are all that differs from one writing to the next."""
    stamp = _EPOCH.isoformat() + "Z"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>" + stamp.encode() + rb"\g<3>", part)
            entry = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return buffer.getvalue()
