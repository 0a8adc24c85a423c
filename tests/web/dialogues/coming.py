"""What the stories of coming in have in common: links, invitations, and letting go."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from iq4d.web.dialogues import links
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue, Invite, Participant
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import Person


def fresh(talk: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def ask(by: Person, talk: Dialogue, **more: object) -> Invite:
    return people.ask_in(person=by, dialogue=talk, now=timezone.now(), **({"email": "gus@example.org"} | more))


def personal(invite: Invite) -> str:
    invite = Invite.objects.select_related("dialogue").get(pk=invite.pk)
    return reverse("join", args=[links.invite_token(invite)])


def shared(talk: Dialogue) -> str:
    return reverse("join", args=[links.token_of(fresh(talk))])


def let_go(talk: Dialogue, by: Person, who: Person) -> Participant:
    one = talk.participants.get(person=who)
    people.let_go(person=by, dialogue=talk, number=one.number, now=timezone.now())
    one.refresh_from_db()
    return one


def guest(name: str = "Gil") -> Person:
    return welcome_guest(name=name, language="en", zone="Europe/Amsterdam", now=timezone.now())
