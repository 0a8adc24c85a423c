"""Who may say what of the mirror: everybody who sees it."""

from __future__ import annotations

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

STANCES = ("wrong", "promise", "")


def may_remark(*, on_mirror: bool, stance: str, is_promise: bool) -> Verdict:
    """is_promise: the piece is a sentence that may be one; only such a piece can be confirmed."""
    fits = stance in STANCES and (is_promise or stance != "promise")
    return ALLOWED if on_mirror and fits else refusal("mirror.not-there")
