"""The people and conversations of the demo: invented by us, in two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction

from iq4d.conversation import Conversation, Declared, DeclaredDeed, Purpose, Speaker, Takeaway, Utterance
from iq4d.pseudonyms import pseudonymous
from iq4d.readers.markup import own_words
from iq4d.web.circles.actions import found_circle
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.demo.stories import Player, stories
from iq4d.web.dialogues.actions import keep_conversation, prepared
from iq4d.web.people.models import Person

PASSWORD = "learn-on-purpose"  # noqa: S105 - of the demo's invented people, printed at the start
OTHERS = {  # who speak in the stories, and whom nobody steps in as
    "fatima": ("Fatima El Amrani", "nl"), "hanneke": ("Hanneke Bos", "nl"), "joost": ("Joost Verbeek", "nl"),
    "sanne": ("Sanne Dijkstra", "nl"), "liam": ("Liam Carter", "en"), "priya": ("Priya Nair", "en"),
    "ingrid": ("Ingrid", "en"), "rosa": ("Rosa", "en"), "mei": ("Mei", "en"), "kwame": ("Kwame", "en"),
}  # fmt: skip
PEOPLE = {
    "ada": {"name": "Ada de Wit", "email": "ada@iq4d.example", "language": "nl"},
    "bob": {"name": "Bob Jansen", "email": "bob@iq4d.example", "language": "en"},
    "carla": {"name": "Carla Mendes", "email": "carla@iq4d.example", "language": "nl"},
}


def conversations() -> Iterator[tuple[str, Conversation]]:
    """The demo's conversations, oldest first: the platform one was held on (empty: here), and the conversation.

    One comes as from an import: without names, and without anything declared.
    """
    folder = files("iq4d.web.demo") / "conversations"
    told = [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    for one in sorted(told, key=lambda one: datetime.fromisoformat(one["contributions"][-1]["at"])):
        conversation = _conversation(one)
        if platform := one.get("platform", ""):
            conversation = pseudonymous(conversation.with_declared(Declared()), "Participant")
        yield platform, conversation


def _conversation(told: dict[str, Any]) -> Conversation:
    deeds = tuple(
        DeclaredDeed(
            id=deed["id"],
            speaker=deed["speaker"],
            text=deed["text"],
            utterance=deed.get("contribution"),
            due=_end_of(deed["due"]) if "due" in deed else None,
            if_then=deed.get("if_then", ""),
            outcome=deed.get("outcome"),
            reason=deed.get("reason", ""),
        )
        for deed in told.get("deeds", ())
    )
    takeaways = tuple(
        Takeaway(one["speaker"], one["text"], one.get("intended"), one.get("from_speaker"))
        for one in told.get("takeaways", ())
    )
    purpose = Purpose(**told["purpose"]) if "purpose" in told else None
    return Conversation(
        id=told["id"],
        title=told["title"],
        language=told["language"],
        speakers=tuple(Speaker(one["id"], one["name"]) for one in told["speakers"]),
        utterances=tuple(
            Utterance(
                id=one["id"],
                speaker=one["speaker"],
                text=own_words(one["text"], "markdown"),
                at=datetime.fromisoformat(one["at"]),
                reply_to=one.get("reply_to"),
                source=one["text"].strip(),
                markup="markdown",
            )
            for one in told["contributions"]
        ),
        declared=Declared(purpose=purpose, deeds=deeds, takeaways=takeaways),
    )


def _end_of(day: str) -> datetime:
    """A promise for a day is kept until that day is over."""
    return datetime.combine(date.fromisoformat(day), time(23, 59), ZoneInfo("Europe/Amsterdam"))


@transaction.atomic
def enter(now: datetime) -> bool:
    """Put the cast on the stage: people, two circles, the conversations. False where they stand there already."""
    if Person.objects.filter(email=PEOPLE["ada"]["email"]).exists():
        return False
    people = {}
    for who, told in PEOPLE.items():
        people[who] = Person.objects.create_user(password=PASSWORD, **told)
        EmailAddress.objects.create(user=people[who], email=told["email"], verified=True, primary=True)
    circle = found_circle(
        person=people["ada"],
        name="Doelbewust leren · Learning on purpose",
        about="Docenten, zorgmensen en opleiders die van elkaar leren. Teachers, nurses and trainers who learn from "
        "each other. Alles hier is verzonnen. Everything here is invented.",
        language="nl",
        now=now,
    )
    for who, (name, language) in OTHERS.items():
        email = f"{who}@iq4d.example"
        people[who] = Person.objects.create_user(email=email, name=name, language=language, mails="never")
    for who in ("bob", *OTHERS):
        Membership.objects.create(circle=circle, person=people[who], role="member", joined_at=now)
    found_circle(person=people["carla"], name="Buurtacademie", about="", language="nl", now=now)
    fill(circle, people, now)
    for story in stories():
        Player(story, circle, people, now).play()
    return True


def fill(circle: Circle, people: dict[str, Person], now: datetime) -> None:
    for platform, conversation in conversations():
        keep_conversation(
            prepared(conversation),
            circle=circle,
            person=people["ada"],
            platform=platform,
            source_key=None,
            now=now,
            people={} if platform else people,
        )
