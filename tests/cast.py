"""The cast of our stories: Ada facilitates, Bob takes part, Carla belongs elsewhere and must see nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.web.circles.actions import found_circle
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import keep_conversation, prepared
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()  # a day that is still to come, whenever this is run
PASSWORD = "learn-on-purpose"


def person(name: str, language: str = "en") -> Person:
    """Somebody with an account and a confirmed email address."""
    made = Person.objects.create_user(
        email=f"{name.lower()}@example.org", password=PASSWORD, name=name, language=language
    )
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def circle(steward: Person, *members: Person, name: str = "Wednesday circle", **roles: Person) -> Circle:
    """A circle with its steward, its members, and others by role (`facilitator=bob`)."""
    made = found_circle(person=steward, name=name, about="", language="en", now=NOW)
    for member in members:
        Membership.objects.create(circle=made, person=member, role="member", joined_at=NOW)
    for role, who in roles.items():
        Membership.objects.create(circle=made, person=who, role=role, joined_at=NOW)
    return made


def talk(*turns: tuple[str, str] | tuple[str, str, int], title: str = "How do we start?", **more: Any) -> Conversation:
    """A conversation of (speaker, words) or (speaker, words, number of what it replies to), a minute apart."""
    utterances = [
        Utterance(str(n), who, words, NOW + timedelta(minutes=n), str(to[0]) if to else None, words)
        for n, (who, words, *to) in enumerate(turns, 1)
    ]
    speakers = tuple(Speaker(name, name) for name in dict.fromkeys(turn[0] for turn in turns))
    return Conversation(id=title, title=title, utterances=tuple(utterances), speakers=speakers, **more)


def long_talk(contributions: int = 24, **more: Any) -> Conversation:
    """A conversation long enough for a number, in which people ask, give grounds and answer each other."""
    lines = [
        ("Ada", "How do we keep quiet students in the online lesson? I want to understand why they fall silent."),
        ("Bob", "Why is it a question for you now? What did you try, and what happened in that lesson?"),
        ("Dee", "I think they fall silent because nobody answers. For example, last week two students asked twice."),
        ("Ada", "That may be so, although the camera matters too: students told me they do not like to be seen."),
        ("Bob", "On the other hand, in my lesson the camera was off and they still spoke, since we began in pairs."),
        ("Dee", "I will try the pairs on Monday in the first ten minutes, and tell you on Friday what came of it."),
    ]
    turns = [
        (who, f"{words} ({n})" if n >= len(lines) else words, max(1, n)) if n else (who, words)
        for n, (who, words) in ((n, lines[n % len(lines)]) for n in range(contributions))
    ]
    return talk(*turns, **more)


def dialogue(circle: Circle, conversation: Conversation, by: Person, **more: Any) -> Dialogue:
    """A finished dialogue in a circle."""
    return keep_conversation(
        prepared(conversation), circle=circle, person=by, platform="", source_key=None, now=NOW, **more
    )


def signed_in(who: Person) -> Client:
    """Somebody's browser."""
    browser = Client()
    browser.force_login(who, backend=BACKEND)
    return browser


def work(at_most: int = 1_000) -> int:
    """Do all background work that waits, as the worker does; gives how many tasks ran. A failed one is an error."""
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="test", excluded_queue_names=[],
    )  # fmt: skip
    ran = 0
    while ran < at_most and (task := DBTaskResult.objects.ready().first()) is not None:
        task.claim("test")
        worker.run_task(task)
        task.refresh_from_db()
        assert not task.traceback, task.traceback
        ran += 1
    return ran


def named_in(said: str, *names: str) -> list[str]:
    """Which of these names stand in it as words: a random token or address may well hold three letters in a row."""
    return [name for name in names if re.search(rf"\b{re.escape(name)}\b", said)]
