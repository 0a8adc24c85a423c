"""What circles do when something happened: the invitation goes out by mail."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from iq4d.web.circles import actions, queries, rules
from iq4d.web.circles.models import Invitation
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person


@listens_to("circles.invited")
def mail_invitation(entry: Entry) -> None:
    """Checked again at send time: still open, and still from somebody who may invite (SECURITY rule 1)."""
    pk = int(entry.subject.split(":")[1])
    invitation = Invitation.objects.open(timezone.now()).select_related("circle", "invited_by").filter(pk=pk).first()
    if invitation is None or invitation.invited_by is None:
        return
    if not rules.may_invite(queries.role_in(invitation.invited_by, invitation.circle)):
        return
    known = Person.objects.filter(email=invitation.email).values_list("language", flat=True).first()
    link = settings.URL.rstrip("/") + reverse("invitation", args=[actions.new_link(invitation=invitation)])
    with translation.override(known or invitation.circle.language):
        context = {"invitation": invitation, "link": link}
        body = render_to_string("circles/mail/invitation.txt", context)
        names = {"who": invitation.invited_by.name, "circle": invitation.circle.name}
        subject = " ".join(
            (_("%(who)s invites you to %(circle)s") % names).split()
        )  # one header line, whatever the names
        message = EmailMessage(subject, body, to=[invitation.email])
        message.extra_headers["Message-ID"] = f"<invitation-{invitation.pk}-{entry.pk}@{settings.ALLOWED_HOSTS[0]}>"
        message.send()
