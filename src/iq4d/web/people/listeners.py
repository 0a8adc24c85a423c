"""What people's accounts do when something happened: the link for a guest goes out by mail."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.people import claims
from iq4d.web.people.models import Claim


@listens_to("people.claim-asked")
def mail_claim(entry: Entry) -> None:
    """One and the same mail, whoever the address belongs to. It names nobody: it may reach a stranger."""
    waiting = Claim.objects.filter(person__email=None, person__is_active=True).select_related("person")
    claim = waiting.filter(pk=int(entry.subject.split(":")[1])).first()
    if claim is None:
        return
    link = settings.URL.rstrip("/") + reverse("claim_link", args=[claims.token_of(claim)])
    with translation.override(claim.person.language):
        message = EmailMessage(_("Keep your place on IQ4D"), render_to_string("people/mail/claim.txt", {"link": link}))
        message.to = [claim.email]
        message.extra_headers["Message-ID"] = f"<claim-{claim.pk}-{entry.pk}@{settings.ALLOWED_HOSTS[0]}>"
        message.send()
