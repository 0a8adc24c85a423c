"""Who may bring an export in, and on which conditions."""

from __future__ import annotations

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

LASTS_DAYS = 7  # a preview nobody confirms
MOST_AT_ONCE = 2_000  # conversations: all of an import comes in at once, and nobody else can write meanwhile


def may_confirm(*, is_own: bool, state: str, group_knows: str, chosen: int) -> Verdict:
    """Privacy fails closed: without a yes to "does the group know?" nothing comes in."""
    if not is_own:
        return refusal("imports.not-yours")
    if state in ("keeping", "done"):
        return refusal("imports.already-confirmed")
    if state != "ready":
        return refusal("imports.not-ready")
    if group_knows not in ("knows", "public"):
        return refusal("imports.group-must-know")
    if chosen > MOST_AT_ONCE:
        return refusal("imports.too-many-chosen", most=MOST_AT_ONCE)
    return ALLOWED if chosen else refusal("imports.nothing-chosen")


def may_undo(*, is_own: bool, role: str | None, state: str) -> Verdict:
    """Who brought it in, or a steward of the circle (`role`: the person's role in it)."""
    if not is_own and role != "steward":
        return refusal("imports.not-yours")
    return ALLOWED if state == "done" else refusal("imports.not-imported")


def may_drop(*, is_own: bool, state: str) -> Verdict:
    """Throw the preview away, with the file."""
    if not is_own:
        return refusal("imports.not-yours")
    return ALLOWED if state in ("reading", "failed", "ready", "undone") else refusal("imports.already-confirmed")
