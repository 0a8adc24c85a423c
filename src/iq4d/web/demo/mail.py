"""The demo sends no mail: it keeps what it would have sent, to look at."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from iq4d.web.demo.models import SentMail


class DemoMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # the checks a real one passes, header injection among them
            SentMail.objects.create(
                to=", ".join(message.to)[:300], subject=message.subject[:300], body=str(message.body)
            )
        return len(email_messages)
