"""A dialogue in the middle of its steps, in which each private thing carries a word of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import links
from iq4d.web.dialogues.actions import people, starting, writing
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Invite
from iq4d.web.mirror.own_view import actions as own_view_actions
from iq4d.web.people.actions import welcome_guest
from iq4d.web.people.models import Person

Mark = Callable[[str], str]
COMING = ("participant", "host", "quiet", "guest-here", "outsider-here")  # who comes in, one after the other
HERE = frozenset({"owner", *COMING} - {"quiet"})  # who takes part in the rooms of the stage and is asked


@dataclass
class Held:
    """A dialogue held here. words: what each private thing is marked with; by: who is what in it."""

    dialogue: Dialogue
    words: dict[str, str]
    by: dict[str, Person]
    invite: Invite | None = None
    named: Invite | None = None
    draft: Draft | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    step: str = ""

    @property
    def token(self) -> str:
        return links.token_of(self.dialogue)

    def write(self, who: str, words: str, kind: str, **more: int) -> Contribution:
        """Somebody brings words into the step that is open."""
        return writing.write(
            person=self.by[who],
            dialogue=self.fresh(),
            kind=kind,
            step=self.step,
            source=words,
            now=timezone.now(),
            **more,
        )

    def fresh(self) -> Dialogue:
        return Dialogue.objects.select_related("circle", "standing").get(pk=self.dialogue.pk)


def words_for(of: str) -> tuple[dict[str, str], Mark]:
    """An empty list of words, and what gives each thing its own."""
    words: dict[str, str] = {}
    return words, lambda thing: words.setdefault(thing, f"{of}{len(words)}{thing.replace('-', '')}qz")


def guest(name: str) -> Person:
    return welcome_guest(name=name, language="en", zone="Europe/Amsterdam", now=timezone.now())


def closed_room(circle: Circle, by: dict[str, Person], *, of: str) -> Held:
    """A ten-step in which questions are written and not yet shown: one peer is still to come.

    by: owner, participant, host and quiet are people of the circle (or guests), guest-here came in by the link, and
    so did outsider-here (may be left out), with an account and of no circle.
    """
    words, mark = words_for(of)
    now = timezone.now()
    owner = by["owner"]
    made = starting.start(
        person=owner, sentence=f"How do I tell it? {mark('title')}", circle=circle, method="ten_step", now=now,
        language="en",
    )  # fmt: skip
    plan = starting.Plan(method="ten_step", course="apart", steering="strict", room="closed")
    starting.plan(person=owner, dialogue=made, plan=plan, now=now)
    for who in filter(by.get, COMING):
        said = {"seeks": mark("seeks"), "brings": mark("brings")} if who == "participant" else {}
        people.come_in(person=by[who], dialogue=made, invite=None, now=now, **said)
    made.refresh_from_db()
    number = made.participants.get(person=by["host"]).number
    starting.give_roles(person=owner, dialogue=made, roles={number: "facilitator"})
    purpose = {name: mark(name) for name in ("why", "for_whom", "done_when", "outside")}
    starting.sharpen(person=owner, dialogue=made, now=now, **purpose, title=made.title)
    starting.begin_now(person=owner, dialogue=made, now=now)
    starting.agree(
        person=owner, dialogue=made, learning="mix", confidence=mark("confidence"), keep_months=3, steering="", now=now
    )
    room = Held(made, words, by, step="case")
    room.numbers["case"] = room.write("owner", f"I avoid her. {mark('case')}", "case").number
    room.step = "questions"
    asked = room.write("participant", f"What did you see? {mark('question-old')}", "question")
    writing.edit(person=by["participant"], contribution=asked, source=f"What? {mark('question')}", now=now)
    room.numbers["question"] = asked.number
    room.numbers["second-question"] = room.write("participant", mark("second-question"), "question").number
    # an own question answered by oneself, then taken back: its place in the thread stays
    back = room.write("participant", mark("taken-back"), "question").number
    room.write("participant", mark("note-to-it"), "note", about=back)
    writing.take_back(person=by["participant"], dialogue=room.fresh(), number=back, now=now)
    room.numbers["taken-back"] = back
    room.numbers["note"] = room.write("participant", mark("note"), "note").number
    room.numbers["guest-question"] = room.write("guest-here", mark("guest-question"), "question").number
    room.write("guest-here", mark("guest-question-2"), "question")
    for asked_by_one_outside in ("outsider-question", "outsider-question-2") if "outsider-here" in by else ():
        room.write("outsider-here", mark(asked_by_one_outside), "question")
    told = room.write("guest-here", mark("hidden"), "story").number
    writing.set_hidden(
        person=by["host"], dialogue=room.fresh(), number=told, why=mark("hidden-why"), hidden=True, now=now
    )
    room.numbers["hidden"] = told
    # as a deed only its author and a buddy see
    narrow = room.write("participant", mark("narrow"), "story").number
    buddy = made.participants.get(person=by["guest-here"])
    Contribution.objects.filter(dialogue=made, number=narrow).update(is_narrow=True, only_to=buddy)
    room.numbers["narrow"] = narrow
    me = made.participants.get(person=by["participant"])
    writing.save_draft(participant=me, step="questions", kind="question", about=0, source=mark("draft"), now=now)
    writing.save_draft(participant=me, step="case", kind="case", about=0, source=mark("refused"), now=now, why="No.")
    room.draft = Draft.objects.filter(participant=me, why="").get()
    room.invite = people.ask_in(
        person=by["participant"], dialogue=made, now=now, email=f"{mark('invite-mail').lower()}@example.org",
        question=mark("invite-question"),
    )  # fmt: skip
    words["token"] = room.token
    room.dialogue = room.fresh()
    set_own_view(room)
    return room


def set_own_view(room: Held) -> None:
    """The participant's: what is in it has no words, so tests/web/mirror/test_own_views_private.py looks for it."""
    steps = {"purpose": 4, "depth": 1, "diversity": None, "deeds": 3}
    own_view_actions.set_own_view(
        person=room.by["participant"], dialogue=room.dialogue, steps=steps, may_test=True, now=timezone.now()
    )


def open_room(circle: Circle, by: dict[str, Person], *, of: str) -> Held:
    """An open dialogue: everybody of the circle reads along, the same people take part."""
    words, mark = words_for(of)
    now = timezone.now()
    made = starting.start(
        person=by["owner"], sentence=f"What do we read next? {mark('title')}", circle=circle, now=now, language="en"
    )
    for who in filter(by.get, COMING):
        people.come_in(person=by[who], dialogue=made, invite=None, now=now)
    room = Held(made, words, by, step="reactions")
    room.numbers["question"] = made.contributions.get(number=1).number
    answer = room.write("participant", f"Something short. {mark('answer')}", "answer", about=1)
    room.numbers["answer"] = answer.number
    room.write("guest-here", mark("reply"), "question", about=answer.number)
    room.numbers["note"] = room.write("participant", mark("note"), "note").number
    narrow = room.write("participant", mark("narrow"), "story").number
    Contribution.objects.filter(dialogue=made, number=narrow).update(is_narrow=True)
    room.numbers["narrow"] = narrow
    me = made.participants.get(person=by["participant"])
    writing.save_draft(participant=me, step="reactions", kind="view", about=0, source=mark("draft"), now=now)
    room.draft = Draft.objects.get(participant=me)
    room.invite = people.ask_in(
        person=by["owner"], dialogue=made, now=now, email=f"{mark('invite-mail').lower()}@example.org",
        question=mark("invite-question"),
    )  # fmt: skip
    words["token"] = room.token
    room.dialogue = room.fresh()
    set_own_view(room)
    return room


def reveal(room: Held) -> None:
    """The last peer is in, so the step closes and all questions are shown."""
    for n in (1, 2):
        room.write("quiet", f"The last one {n}", "question")
    room.dialogue = room.fresh()
