"""Who may say something that only two people read."""

from __future__ import annotations

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

LONGEST = 5_000  # characters of a private word


NO_WORDS = refusal("facilitation.no-words")


def may_say(*, leads: bool, to_self: bool, is_here: bool) -> Verdict:
    """leads: whether the engine lets this person lead; is_here: whether the other one still takes part."""
    if not leads:
        return refusal("facilitation.not-lead")
    return ALLOWED if is_here and not to_self else refusal("facilitation.not-here")


def may_answer(*, to_me: bool, answered: bool, is_here: bool) -> Verdict:
    """Once per word, by whom it was meant for."""
    if not to_me:
        return refusal("facilitation.not-yours")
    if answered:
        return refusal("facilitation.answered")
    return ALLOWED if is_here else refusal("facilitation.not-here")


def may_put_away(*, to_me: bool) -> Verdict:
    return ALLOWED if to_me else refusal("facilitation.not-yours")
