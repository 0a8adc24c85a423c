"""Who may bring a method into a circle, and which one gets in."""

from __future__ import annotations

from iq4d.web.circles import rules as circle_rules
from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

MOST = 100  # files in one circle, all versions together
LARGEST = 200_000  # bytes of one file, as `iq4d.methods` reads it


def may_load(role: str | None) -> Verdict:
    """role: the person's in the circle, None for none. Loading, taking out of use, and undoing that."""
    return circle_rules.may_change(role)


def may_keep(*, is_shipped: bool, version: int, newest: int, is_known: bool, kept: int) -> Verdict:
    """Whether this one gets in. is_shipped: a method that comes along has its key; newest: the highest version of it
    here, 0 where there is none; is_known: the very same content is here; kept: how many files the circle has.
    """
    if is_shipped:
        return refusal("dialogues.method-key-taken")
    if is_known:
        return ALLOWED
    if version <= newest:
        return refusal("dialogues.method-version", version=version, next=newest + 1)
    return refusal("dialogues.methods-many", most=MOST) if kept >= MOST else ALLOWED
