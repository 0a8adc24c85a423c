"""Somebody without a place here is asked into one conversation: one mail to that address, at once."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from iq4d.web.dialogues import links
from iq4d.web.dialogues.models import Invite
from iq4d.web.journal.models import Entry
from iq4d.web.notices import queries, tokens
from iq4d.web.people.models import LANGUAGES


def mail_invite(invite: Invite, entry: Entry, now: datetime) -> None:
    """Looked at again as it goes: not taken back, not yet accepted, its sender still there, its reader willing."""
    stands = Invite.objects.standing(now).filter(pk=invite.pk).exists()
    if not stands or not invite.email or invite.invited_by is None:
        return
    if queries.refuses(invite.email):
        return
    dialogue, stop = invite.dialogue, tokens.address(tokens.stop_address(invite.email))
    who = " ".join(invite.invited_by.name.split())  # one header line, whatever the name
    with translation.override(dialogue.language if dialogue.language in dict(LANGUAGES) else "en"):
        context = {
            "who": who,
            "invite": invite,
            "dialogue": dialogue,
            "is_open": dialogue.room == "open",
            "question": " ".join(invite.question.split()),
            "purpose": " ".join((dialogue.why or dialogue.title).split()),
            "link": links.address(links.invite_token(invite)),
            "stop": stop,
        }
        body = render_to_string("notices/mail/invite.txt", context).strip() + "\n"
        message = EmailMessage(_("%(who)s asks you something") % {"who": who}, body, to=[invite.email])
    message.extra_headers = {
        "Message-ID": tokens.message_id(f"asked-in-{invite.pk}-{entry.pk}"),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    message.send()
