"""Grants: what is given, where a sum or a share is the measure of it: 按投资额的10%给予补助."""

from __future__ import annotations

from policylab.targets._lexicon import pattern


def granted(text: str, start: int, end: int, left: int, right: int) -> str | None:
    """The thing that a number before it is the measure of, or None.

    Parameters
    ----------
    start, end : int
        Where the number stands.
    left, right : int
        Where its clause begins and ends.

    >>> text = "按照核定投资额的10%给予补助。"
    >>> granted(text, 8, 11, 0, len(text))
    '补助'
    """
    rule = pattern("rule_before").search(text, left, start)
    if rule is None:
        of = pattern("granted_of").match(text, end, right)
        return of["grant"] if of and pattern("grant").search(text, left, start) else None
    if named := pattern("named_rate").match(text, end, right):
        return named["grant"]
    if given := pattern("granted").match(text, end, right):
        return given["grant"]
    if done := pattern("granted_done").match(text, end, right):
        subject = text[left : rule.start()].strip(" ,")
        if pattern("given").search(done["grant"]) and not pattern("parameter").search(subject):
            return done["grant"]
        if len(subject) >= 2 and not pattern("granter").search(subject):
            return subject
        return done["grant"]
    if pattern("standard_behind").match(text, end, right):
        noun = text[rule.end() : start].strip("的")
        return noun if len(noun) >= 2 else None
    return None
