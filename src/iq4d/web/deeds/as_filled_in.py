"""What a deed holds besides its words, as the form of the harvest asked it: for when it goes back to its author."""

from __future__ import annotations

from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.models import Contribution


def besides_deed(made: Contribution) -> dict[str, str]:
    """By field. Who was to see it stands with the contribution."""
    deed = Deed.objects.filter(contribution=made).select_related("buddy").first()
    if deed is None:
        return {}
    return {
        "due": deed.due.isoformat() if deed.due else "",
        "if_then": deed.if_then,
        "obstacle": deed.obstacle,
        "first_step": deed.first_step,
        "buddy": str(deed.buddy.number) if deed.buddy else "",
    }
