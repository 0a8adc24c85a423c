"""What the pages of a harvest say."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from iq4d.web.harvests.models import Learning
from iq4d.web.harvests.rules import Period

# By section: its name, and what stands there while there is nothing.
SECTIONS = {
    "questions": (
        lazy("Questions you asked"),
        lazy("The questions you ask in conversations come here: looking back, they often say most."),
    ),
    "reframings": (
        lazy("How your question changed"),
        lazy("Where you bring a question and word it anew, both wordings stand here beside each other."),
    ),
    "deeds": (
        lazy("What you did with it"),
        lazy("What you promise at the end of a conversation comes here, with what came of it."),
    ),
    "takeaways": (
        lazy("What you took with you"),
        lazy("At the end of a conversation you are asked what you take with you. Your answers come here."),
    ),
    "bycatches": (
        lazy("By-catch"),
        lazy("What you learn without meaning to, and write down in one line, comes here."),
    ),
    "thanks": (
        lazy("What others learned from you"),
        lazy("When somebody notes that what they take along came from you, you read it here."),
    ),
}


def said(period: Period) -> str:
    """ "2026", "November 2026", "October to December 2026"."""
    if period.kind == "year":
        return str(period.first.year)
    if period.kind == "month":
        return date_format(period.first, "F Y")
    first, last = date_format(period.first, "F"), date_format(period.last, "F Y")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def title(period: Period) -> str:
    """What a harvest of this time is called."""
    names = {
        "month": _("Month harvest %(when)s"),
        "quarter": _("Quarter harvest %(when)s"),
        "year": _("Year harvest %(when)s"),
    }
    return names[period.kind] % {"when": said(period)}


def first_question(period: Period) -> str:
    """The sentence with which somebody is asked to ask on."""
    return _("What did I learn in %(when)s?") % {"when": said(period)}


def label(learning: Learning) -> str:
    if learning.intended is None:
        return ""
    return _("learned on purpose") if learning.intended else _("by-catch")


def facts(learning: Learning) -> list[tuple[str, str]]:
    """What was said of it besides its words: (name, words), what is empty left out."""
    told = [
        (_("From whom, or where"), learning.from_whom),
        (_("Used where"), learning.used_where),
        (_("What shows it"), learning.shows),
    ]
    return [(name, words) for name, words in told if words.strip()]


def as_text(name: str, period: Period, learnings: Iterable[Learning]) -> str:
    """The harvest in plain text, to copy."""
    parts = [f"{title(period)}\n{name}"]
    for number, one in enumerate(learnings, 1):
        lines = [f"{number}. {one.words.strip()}"]
        if label(one):
            lines.append(f"({label(one)})")
        lines += [f"{what}: {words.strip()}" for what, words in facts(one)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
