"""The mail of a day, on its way: as plain text and as simple HTML, in its reader's language and time."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iq4d.web.notices import actions, rules, tokens
from iq4d.web.notices.letter import Letter, letter_for
from iq4d.web.notices.models import Bundle
from iq4d.web.people.models import Person
from iq4d.web.people.zones import said

log = logging.getLogger(__name__)


def send(bundle_id: int, now: datetime) -> bool:
    """Send one mail of a day; whether it went. What does not go is offered again by the clock."""
    bundle = actions.take(bundle_id, now)
    if bundle is None:
        return False
    person = bundle.person
    local = now.astimezone(person.clock)
    if bundle.day != local.date() or rules.is_night(local, demo=settings.DEMO):
        actions.not_today(bundle=bundle)
        return False
    with translation.override(person.language), timezone.override(person.clock):
        letter = letter_for(person, bundle.notices.all(), now)
        if letter.is_empty or not person.is_active or person.mails != "daily" or not person.email:
            actions.nothing_to_say(bundle=bundle)
            return False
        message = message_of(person, letter, bundle)
        try:
            message.send()
        except (OSError, SMTPException):  # the mail server is away: the clock tries again
            log.warning("mail %s could not be sent (try %s)", bundle.message_id, bundle.attempts, exc_info=True)
            return False
    actions.sent(bundle=bundle, unheard=letter.unheard, now=now, on_its_day=letter.on_its_day)
    return True


def message_of(person: Person, letter: Letter, bundle: Bundle) -> EmailMultiAlternatives:
    stop = tokens.address(tokens.stop_person(person))
    subject = subject_of(letter)
    context = {
        "person": person,
        "letter": letter,
        "subject": subject,
        "stop": stop,
        "profile": settings.URL.rstrip("/") + reverse("profile"),
        "hour": f"{person.mail_hour}:00",
        "place": said(person.zone).partition(" (")[0],
    }
    body = render_to_string("notices/mail/daily.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(subject, body, to=[person.email or ""])
    message.attach_alternative(render_to_string("notices/mail/daily.html", context), "text/html")
    message.extra_headers = {
        "Message-ID": bundle.message_id,
        "List-Id": tokens.list_id(),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return message


def subject_of(letter: Letter) -> str:
    """Numbers of things and never a title: a subject is read by whoever looks at the screen."""
    things = letter.things
    if things == 1:
        return _("Something is asked of you")
    if things:
        return ngettext("%(n)s thing is asked of you", "%(n)s things are asked of you", things) % {"n": things}
    if letter.came:
        return _("What came of what you helped with")
    if letter.learned or letter.learned_closed:
        return _("Somebody learned something from you")
    return _("What is new in your conversations")
