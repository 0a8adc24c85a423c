"""Who may do what in a circle. `role` is a person's role in it, None for somebody from elsewhere."""

from __future__ import annotations

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

ROLES = ("member", "facilitator", "steward")
GUARDS = ("facilitator", "steward")
INVITATIONS_A_DAY = 200  # by one person: strangers must not be written to through us
TO_ONE_ADDRESS = 3  # of these


def may_invite(role: str | None) -> Verdict:
    return ALLOWED if role in GUARDS else refusal("circles.not-facilitator")


def may_write(*, today: int, to_this_address: int) -> Verdict:
    """Whether one more invitation goes out. today: how many this person sent in the last 24 hours."""
    if to_this_address >= TO_ONE_ADDRESS:
        return refusal("circles.invited-often")
    return refusal("circles.invited-many") if today >= INVITATIONS_A_DAY else ALLOWED


def may_import(role: str | None) -> Verdict:
    return ALLOWED if role in GUARDS else refusal("circles.not-facilitator")


def may_change(role: str | None) -> Verdict:
    """Name, description, roles of others, and who stays."""
    return ALLOWED if role == "steward" else refusal("circles.not-steward")


def may_give_role(role: str | None, *, of: str, to: str, stewards: int) -> Verdict:
    """of, to: the role now and then; stewards: how many the circle has now."""
    if not (verdict := may_change(role)):
        return verdict
    return refusal("circles.last-steward") if of == "steward" and to != "steward" and stewards == 1 else ALLOWED


def may_remove(role: str | None, *, of: str, is_self: bool, stewards: int) -> Verdict:
    """Anyone may leave; a steward may let go of others; the last steward stays."""
    if of == "steward" and stewards == 1:
        return refusal("circles.last-steward")
    return ALLOWED if is_self else may_change(role)


def may_accept(*, open: bool, same_address: bool) -> Verdict:
    """An invitation belongs to an email address, not to whoever holds the link."""
    if not open:
        return refusal("circles.invitation-over")
    return ALLOWED if same_address else refusal("circles.invitation-other")
