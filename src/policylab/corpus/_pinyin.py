"""Pinyin remarks behind characters: 數(shù)據(jù) → 數據."""

from __future__ import annotations

import re

from policylab.corpus._aligned import AlignedText, Edit

# vowels that carry a tone mark, written as one code point or with a combining mark
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_MARKS = "\u0300\u0301\u0304\u030c"
TONED_SYLLABLE = rf"(?=[a-zü{_TONED}ɡ]{{0,6}}[{_TONED}{_MARKS}])[a-zü{_TONED}ɡ{_MARKS}\u0308]{{1,9}}"

# The tone mark is the test: it tells a remark from (SA), (PON), (Mbps), (eMTC), which stay.
_TONE = re.compile(f"[{_TONED}{_TONED.upper()}{_MARKS}]")
_REMARK = re.compile(rf"(?<=[\u3400-\u9fff]) ?[(（]{TONED_SYLLABLE}[)）]", re.IGNORECASE)


def strip_pinyin(aligned: AlignedText) -> tuple[AlignedText, int]:
    """Take out the remarks; return the text and how many there were.

    >>> text, count = strip_pinyin(AlignedText("獨立組網(SA)、數(shù)據(jù)"))
    >>> text.text, count
    ('獨立組網(SA)、數據', 2)
    """
    if not _TONE.search(aligned.text):
        return aligned, 0
    edits = [Edit(match.start(), match.end(), "") for match in _REMARK.finditer(aligned.text)]
    return aligned.edit(edits), len(edits)
