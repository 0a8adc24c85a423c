"""Who may say what of the mirror: everybody who sees it."""

from __future__ import annotations

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

STANCES = ("wrong", "promise", "")


def may_remark(*, on_mirror: bool, stance: str) -> Verdict:
    return ALLOWED if on_mirror and stance in STANCES else refusal("mirror.not-there")
