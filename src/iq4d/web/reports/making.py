"""What a report's page is made of: the page all see, and the one without names that may go outside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from iq4d.conversation import Conversation, Speaker
from iq4d.pseudonyms import pseudonymous
from iq4d.report import page, report, wordless
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.queries import Measured, mirror_of
from iq4d.web.people.models import LANGUAGES, Person
from iq4d.web.reports import words_left


def page_for_all(dialogue: Dialogue, measured: Measured, language: str) -> str:
    """The page for who sees the dialogue. The mirror's scorecard is taken where it is of this very conversation."""
    mirror, card = mirror_of(dialogue)
    kept = card if mirror is not None and mirror.digest == measured.digest else None
    made = report(measured.conversation, card=kept, without=measured.contested, now=measured.now)
    with translation.override(language):
        back = (f"{dialogue.get_absolute_url()}mirror/", _("Back to the mirror"))
    return page(made, language, back=back)


def pages_for_outside(dialogue: Dialogue, measured: Measured, *, quotes: bool) -> dict[str, str]:
    """Without names, in every language. Raises words_left.WordsLeft.

    It is measured anew: the mirror's scorecard quotes names, and what a name is looks otherwise to the measure, too.
    """
    talk = _nameless(dialogue, measured.conversation)
    made = report(talk, without=measured.contested, now=measured.now)
    if not quotes:
        made = wordless(made)
    pages = {language: page(made, language) for language, _name in LANGUAGES}
    if not quotes:
        for html in pages.values():
            words_left.check(html, made, talk)
    return pages


def _nameless(dialogue: Dialogue, talk: Conversation) -> Conversation:
    """Without the names of who took part, then and now, of who was asked in, and of who is or was in the circle."""
    rows = dialogue.participants.values_list("number", "person__name", "person")
    now = {str(number): name for number, name, _person in rows if name}
    here = {person for *_, person in rows if person}
    around = Q(memberships__circle=dialogue.circle_id) | Q(pk__in=_acted(dialogue))
    names = set(Person.objects.filter(around).exclude(pk__in=here).values_list("name", flat=True))
    names.update(Invite.objects.filter(dialogue=dialogue).exclude(name="").values_list("name", flat=True))
    others = tuple(Speaker(f"around-{n}", name) for n, name in enumerate(sorted(names - {""})))
    speakers = tuple(
        replace(one, aliases=(*one.aliases, now[one.id])) if one.id in now else one for one in talk.speakers
    )
    with translation.override(dialogue.language or (dialogue.circle.language if dialogue.circle else None) or "en"):
        word = _("Participant")
    named = replace(talk, speakers=speakers, others=(*talk.others, *others))
    return pseudonymous(named, word, keep_declared=True)


def _acted(dialogue: Dialogue) -> QuerySet[Any, Any]:
    """Who did something in the circle, also who left it since."""
    return Entry.objects.filter(circle=dialogue.circle_id, circle__isnull=False).exclude(actor=None).values("actor")
