"""Who may see what of whom."""

from __future__ import annotations


def may_see_photo(*, is_self: bool, shares_a_circle: bool) -> bool:
    """A face is for those one shares a circle with."""
    return is_self or shares_a_circle
