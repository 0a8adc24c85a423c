"""The address by which people come in: one per dialogue to share, one per invitation. Nothing of them is stored.

A link holds the key of the dialogue and a proof made with the site's secret; a new `link_version` makes it void, and
the personal links of that time with it. Whether an invitation still lets somebody in, `Invites.standing` says.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from iq4d.web.dialogues.models import Dialogue, Invite

LENGTH = 20  # characters of proof, four bits each


def _proof(of: str) -> str:
    return salted_hmac("iq4d.dialogues.link", of, algorithm="sha256").hexdigest()[:LENGTH]


def token_of(dialogue: Dialogue) -> str:
    return f"{dialogue.key}.{_proof(f'{dialogue.pk}/{dialogue.link_version}')}"


def invite_token(invite: Invite) -> str:
    """Of one person's own link; it carries the invitation's number, so that their name and question are known."""
    of = f"{invite.dialogue_id}/invite/{invite.pk}/{invite.dialogue.link_version}"
    return f"{invite.dialogue.key}.{invite.pk}.{_proof(of)}"


def address(token: str) -> str:
    """The whole address, to share."""
    return settings.URL.rstrip("/") + reverse("join", args=[token])


def found_by(token: str) -> tuple[Dialogue | None, Invite | None]:
    """The dialogue behind a link, and the invitation where it is a personal one; (None, None) for a void link."""
    parts = token.split(".")
    if len(parts) not in (2, 3) or not token.isascii():
        return None, None
    dialogue = Dialogue.objects.select_related("circle", "created_by").filter(key=parts[0]).first()
    if dialogue is None or not dialogue.held_here:
        return None, None
    if len(parts) == 2:
        return (dialogue, None) if constant_time_compare(token, token_of(dialogue)) else (None, None)
    number = int(parts[1]) if parts[1].isdigit() and len(parts[1]) < 15 else 0
    invite = Invite.objects.select_related("dialogue", "invited_by").filter(pk=number, dialogue=dialogue).first()
    if invite is None or not constant_time_compare(token, invite_token(invite)):
        return None, None
    return dialogue, invite
