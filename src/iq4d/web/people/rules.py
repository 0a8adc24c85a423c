"""Who may see what of whom, and who may get an account by which address."""

from __future__ import annotations

from datetime import date

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

CLAIMS_A_DAY = 3  # by one guest, and to one address: strangers must not be written to through us

LONGEST_FREE = 366  # days in a row
FREE_STRETCHES = 60  # of one person, that are not over


def may_see_photo(*, is_self: bool, shares_a_circle: bool) -> bool:
    """A face is for those one shares a circle with."""
    return is_self or shares_a_circle


def may_claim(*, is_guest: bool) -> Verdict:
    """Who has an address already changes it on another page."""
    return ALLOWED if is_guest else refusal("people.has-account")


def may_ask_claim(*, is_guest: bool, by_guest: int, to_this_address: int) -> Verdict:
    """Whether one more mail goes out. by_guest, to_this_address: how many did in the last 24 hours."""
    if not (verdict := may_claim(is_guest=is_guest)):
        return verdict
    if by_guest >= CLAIMS_A_DAY:
        return refusal("people.claimed-often")
    return refusal("people.address-often") if to_this_address >= CLAIMS_A_DAY else ALLOWED


def may_merge(*, is_guest: bool, into_guest: bool) -> Verdict:
    """What a guest did goes to an account; an account is never merged away."""
    return may_claim(is_guest=is_guest) if not into_guest else refusal("people.no-account")


def may_be_free(*, first: date, last: date, stretches: int = 0) -> Verdict:
    """Whether these days can be kept as free. stretches: how many that are not over this person has."""
    if last < first:
        return refusal("people.days-turned")
    if (last - first).days >= LONGEST_FREE:
        return refusal("people.days-long")
    return refusal("people.days-many") if stretches >= FREE_STRETCHES else ALLOWED
