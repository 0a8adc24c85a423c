"""A busy week of a circle, over a real mail server: what Bob got, as he sees it, and what nobody ever got."""

from __future__ import annotations

import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

import cast
from house.project import ROOT
from iq4d.web.dialogues.actions import moving, people
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.journal.tasks import tick
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, over, promise
from web.dialogues.playing import open_step, started
from web.notices.mailing import Clock, open_dialogue, write

pytestmark = pytest.mark.django_db
WHERE = {"Ada": "Europe/Amsterdam", "Bob": "America/Paramaribo", "Dee": "Asia/Tokyo", "Eve": "Europe/Amsterdam"}
TALK = ("why", "for_whom", "done_when", "outside")


class Mailboxes:
    """A mail server on loopback: what came, when by the clock of the story, and to whom."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.came: list[tuple[datetime, str, EmailMessage, bytes]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        parsed = BytesParser(policy=policy.default).parsebytes(envelope.content)
        self.came += [(self.clock.at, to, parsed, envelope.content) for to in envelope.rcpt_tos]
        return "250 OK"

    def of(self, person: Person) -> list[tuple[datetime, EmailMessage]]:
        return [(at, message) for at, to, message, _ in self.came if to == person.email]


@pytest.fixture
def mailboxes(clock: Clock, settings) -> Iterator[Mailboxes]:
    boxes = Mailboxes(clock)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(boxes, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield boxes
    server.stop()


def shown(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def read(message: EmailMessage, raw: bytes) -> str:
    """All of a mail: as it went over the wire, and as it is shown."""
    subject = str(message["Subject"])
    return "\n".join([raw.decode("utf-8", "replace"), subject, shown(message, "plain"), shown(message, "html")])


class Week:
    """Three conversations: one for all of the circle, one closed with words of its own, one with deeds."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.acts = clock, 0
        self.who = {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}
        for name, zone in WHERE.items():
            Person.objects.filter(name=name).update(zone=zone)
        self.who = {one.name: one for one in Person.objects.all()}
        ada, bob, dee, eve, fay = (self.who[name] for name in ("Ada", "Bob", "Dee", "Eve", "Fay"))
        self.marks = [f"MARKED{number}QZ" for number in range(1, 24)]
        self.left = iter(self.marks)
        self.circle = cast.circle(ada, bob, dee, eve, fay)
        clock.set(2026, 11, 23, 9, 0)
        self.shared = open_dialogue(
            ada, self.circle, bob, dee, eve, now=clock.at, sentence="How do we keep newcomers in the team?",
            why="So that nobody leaves in the first month",
        )  # fmt: skip
        self.closed = started(dee, self.circle, bob, eve, fay, facilitator=ada)
        marked = {field: f"Purpose {next(self.left)}" for field in TALK}
        Dialogue.objects.filter(pk=self.closed.pk).update(title=f"How {next(self.left)} to tell it", **marked)
        self.promised = at_harvest(eve, self.circle, bob, ada, now=clock.at)
        Dialogue.objects.filter(pk=self.promised.pk).update(title="What did the open day teach us?")
        people.ask_in(
            person=ada, dialogue=self.shared, now=clock.at, member=fay.pk, question="What did you need in week one?"
        )

    def say(self, name: str, words: str, about: int | None = None) -> Contribution:
        self.acts += 1
        return write(self.who[name], self.shared, words, "answer", self.clock.at, about=about)

    def inside(self, name: str, kind: str, about: int | None = None) -> Contribution:
        """Something in the closed room, with its word as long as there are any left."""
        self.acts += 1
        words = f"Inside {next(self.left, 'again')} {self.acts}"
        return write(self.who[name], self.closed, words, kind, self.clock.at, about=about)

    def on(self, day: int) -> None:
        """What people do on this day of November."""
        getattr(self, f"day_{day}", lambda: None)()
        lines = ["I sit with them at lunch.", "They ask least when they need most.", "Write down what you asked."]
        for number, name in enumerate(("Ada", "Dee", "Eve")):
            self.say(name, f"{lines[(day + number) % 3]} ({day})")

    def day_23(self) -> None:
        self.inside("Dee", "case")
        self.mine = self.say("Bob", "We gave each newcomer a buddy from another team. What did you try?")
        promise(self.who["Bob"], self.promised, "I ask three newcomers what they miss", due=date(2026, 11, 26),
                buddy=self.who["Eve"], now=self.clock.at)  # fmt: skip
        promise(self.who["Ada"], self.promised, "I write the list", due=date(2026, 12, 20), now=self.clock.at)
        over(self.promised, self.who["Eve"], self.clock.at)
        self.acts += 3

    def day_24(self) -> None:
        for name in ("Bob", "Eve", "Fay"):
            for _ in range(2):
                self.inside(name, "question")
        self.say("Eve", "A buddy, too, and it helped most in the second week.", about=self.mine.number)

    def day_25(self) -> None:
        assert open_step(self.closed) == "rate", open_step(self.closed)
        asked = self.closed.contributions.filter(kind="question")
        from iq4d.web.dialogues.actions import gesturing

        values = {one.number: "warm" for one in asked[:3]}
        gesturing.gesture(
            person=self.who["Dee"], dialogue=self.closed, kind="rate", step="rate", now=self.clock.at, values=values
        )
        self.close()
        self.acts += 4
        for one in asked[:3]:
            self.inside("Dee", "answer", about=one.number)

    def day_26(self) -> None:
        self.close("answers")
        for name in ("Bob", "Eve", "Fay"):
            self.inside(name, "question")
        self.close("deeper")
        for name in ("Bob", "Eve", "Fay"):
            self.inside(name, "core")

    def day_27(self) -> None:
        self.inside("Dee", "core")
        self.say("Dee", "Who asks the newcomers themselves?", about=self.mine.number)
        people.let_go(
            person=self.who["Fay"], dialogue=self.closed, now=self.clock.at,
            number=self.closed.participants.get(person=self.who["Fay"]).number,
        )  # fmt: skip
        self.acts += 1

    def close(self, only: str = "") -> None:
        step = open_step(self.closed)
        if step and (not only or step == only):
            version = bare_state(Dialogue.objects.select_related("standing").get(pk=self.closed.pk).standing)
            moving.make_move(
                person=self.who["Dee"], dialogue=self.closed, kind="close", step=step, now=self.clock.at,
                version=version.step(step).version,
            )  # fmt: skip
            self.acts += 1


@pytest.fixture
def week(clock: Clock, mailboxes: Mailboxes) -> Week:
    """From Monday to Sunday, an hour at a time: people act at eleven and at four, clock and worker always."""
    made = Week(clock)
    last = datetime(2026, 11, 30, 0, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    while clock.at < last:
        here = clock.at.astimezone(ZoneInfo("Europe/Amsterdam"))
        if here.hour == 11:
            made.on(here.day)
        if here.hour == 16:
            made.say("Ada", f"Thought of on the way home ({here.day})")
            made.say("Dee", f"Read again in the evening ({here.day})")
        cast.work()
        tick(clock.at)
        cast.work()
        clock.later(hours=1)
    return made


def test_what_bob_got_in_a_busy_week(week: Week, mailboxes: Mailboxes, tmp_path: Path) -> None:
    assert week.acts >= 60
    assert Entry.objects.filter(verb__startswith="dialogues.").count() >= week.acts
    bob = week.who["Bob"]
    got = mailboxes.of(bob)

    # at most one a day, where each of them lives, and never before eight or after nine
    for person in week.who.values():
        local = [at.astimezone(person.clock) for at, _ in mailboxes.of(person)]
        assert max(Counter(at.date() for at in local).values()) == 1, person
        assert all(8 <= at.hour < 21 for at in local), person
        assert len({message["Message-ID"] for _, message in mailboxes.of(person)}) == len(local)
    assert 5 <= len(got) <= 7

    # nothing of the closed room: not in a header, the subject, the text or the HTML
    used = [mark for mark in week.marks if Contribution.objects.filter(text__contains=mark).exists()]
    assert len(used) + len(TALK) + 1 >= 20
    everything = [read(message, raw) for _, _, message, raw in mailboxes.came]
    assert len(everything) >= 25
    leaks = [(mark, text) for mark in week.marks for text in everything if mark in text]
    assert leaks == []
    assert any("Something is asked of you in a closed conversation." in text for text in everything)

    # what is in it for Bob
    plain = "\n".join(shown(message, "plain") for _, message in got)
    assert "So that nobody leaves in the first month" in plain
    assert "answers you." in plain
    assert "You were going to: “I ask three newcomers what they miss”" in plain
    assert "It was rounded off: the harvest is in." in plain
    assert "Something is asked of you in a closed conversation." in plain
    assert "We gave each newcomer a buddy" not in plain, "his own words are no news to him"
    fay = "\n".join(shown(message, "plain") for _, message in mailboxes.of(week.who["Fay"]))
    assert "What did you need in week one?" in fay

    # the one that docs/mail.md shows
    first = f"Subject: {got[0][1]['Subject']}\n\n{shown(got[0][1], 'plain')}".strip()
    documented = (ROOT / "docs" / "mail.md").read_text("utf-8")
    assert re.sub(r"(/dialogues/|/stop/)[^/\s]+/", r"\1…/", first) in documented

    # to be looked at
    folder = Path(os.environ.get("IQ4D_TEST_MAILS") or tmp_path)
    for at, message in got:
        name = f"{at.astimezone(bob.clock):%Y-%m-%d-%H%M}"
        (folder / f"{name}.txt").write_text(f"Subject: {message['Subject']}\n\n{shown(message, 'plain')}", "utf-8")
        (folder / f"{name}.html").write_text(shown(message, "html"), "utf-8")
    assert len(list(folder.glob("*.txt"))) >= len(got)

    # control: in an open room the same words are in somebody's mail
    Dialogue.objects.filter(pk=week.closed.pk).update(room="open")
    week.clock.set(2026, 11, 30, 11, 0)
    tick(week.clock.at)
    cast.work()
    week.clock.set(2026, 12, 1, 15, 0)
    tick(week.clock.at)
    cast.work()
    latest = [read(message, raw) for at, _, message, raw in mailboxes.came if at.month == 12 or at.day == 30]
    assert any(mark in text for mark in week.marks for text in latest)
