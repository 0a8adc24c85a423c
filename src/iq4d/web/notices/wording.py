"""What a mail and the pages say in the same words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEEP = gettext_lazy("Keep the words, or let them go?")
KEEP_HOW = gettext_lazy("They are wiped, unless everybody wants to keep them. Nobody sees what you choose.")


def looks_back(day: date, today: date) -> str:
    """The question on the day a group chose, or later for who was away."""
    if day == today:
        return _("You wanted to look back today: what came of it?")
    return _("You wanted to look back on %(day)s: what came of it?") % {"day": date_format(day, "j F")}
