"""What the pages of a dialogue call things, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from iq4d.methods import ROLES

# On the tag beside a name: one word for what somebody brought.
TAGS = {
    "case": _("story"),
    "question": _("question"),
    "answer": _("answer"),
    "association": _("first thought"),
    "hypothesis": _("hunch"),
    "core": _("the question behind the question"),
    "view": _("view"),
    "restatement": _("in your own words"),
    "advice": _("advice"),
    "synthesis": _("summary"),
    "takeaway": _("taken along"),
    "deed": _("deed"),
    "story": _("what came of it"),
    "process": _("about this conversation"),
    "note": _("your own note"),
}
# On the button or the choice of a composer: what one is about to do.
CHOICES = {
    "case": _("Tell it"),
    "question": _("Ask something"),
    "answer": _("Answer"),
    "association": _("My first thought"),
    "hypothesis": _("I suspect …"),
    "core": _("The question behind it"),
    "view": _("How I see it"),
    "restatement": _("In my own words"),
    "advice": _("Advice"),
    "synthesis": _("Sum up"),
    "takeaway": _("I take this with me"),
    "deed": _("I will do this"),
    "story": _("What came of it"),
    "process": _("About how we talk"),
    "note": _("A note to myself"),
}
WARMTH = [
    ("warm", pgettext_lazy("how a question touches", "warm")),
    ("lukewarm", pgettext_lazy("how a question touches", "lukewarm")),
    ("cold", pgettext_lazy("how a question touches", "cold")),
]
REACHED = [("reached", _("Yes")), ("partly", _("Partly")), ("not reached", _("No"))]
STEERING = [
    ("free", _("Free: the steps advise")),
    ("light", _("Light: one click to step outside")),
    ("strict", _("Strict: the steps are kept to")),
]
COURSES = [
    ("apart", _("Apart: everybody writes when it suits")),
    ("hybrid", _("First apart, then together")),
    ("live", _("Together, in one go")),
]
STATUS = {
    "waiting": _("still to come"),
    "offered": _("waits for a choice"),
    "open": _("now"),
    "paused": _("waits for the owner"),
    "closed": _("done"),
    "skipped": _("left out"),
}
ROLE_CHOICES = [("owner", _("owner of the question")), ("peer", _("thinks along")), ("facilitator", _("facilitator"))]


def role_name(role: str, language: str) -> str:
    return ROLES[role].say(language) if role in ROLES else role
