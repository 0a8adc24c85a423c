"""Conversations for the tests of the report, invented for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from iq4d.conversation import (
    Conversation,
    Declared,
    DeclaredDeed,
    Phase,
    Purpose,
    Speaker,
    Story,
    Takeaway,
    Utterance,
)

BEGAN = datetime(2026, 5, 3, 9, tzinfo=UTC)
LINES = [
    ("ada", "How do we help new volunteers feel at home in the garden, and why do they leave after a month?"),
    ("bob", "What makes you think that they leave because of us?"),
    ("cas", "Why does it happen after a month and not at once?"),
    ("ada", "Because nobody asks them anything after the first week, so they think that they are not needed."),
    ("bob", "If they were needed they would have a bed of their own, so the garden could give every volunteer one."),
    ("cas", "I watched football yesterday evening and the referee was terrible."),
    ("bob", "Terrible indeed, that second half of the match."),
    ("cas", "The striker should have passed the ball."),
    ("ada", "Back to the volunteers in the garden: who could give them a bed?"),
    ("bob", "I will ask the neighbours on Friday whether the volunteers can have the small garden beds."),
    ("cas", "I notice that I never asked a new volunteer anything, and that is my own part in it."),
    ("ada", "Then I will write to the two who left and ask them what they missed in the garden."),
]


def garden(**declared: object) -> Conversation:
    """Three people about a garden, with a match of football in the middle."""
    utterances = tuple(
        Utterance(f"u{n}", who, said, BEGAN + timedelta(hours=n), None, said) for n, (who, said) in enumerate(LINES, 1)
    )
    people = tuple(Speaker(id, name) for id, name in (("ada", "Ada Vos"), ("bob", "Bob"), ("cas", "Cas")))
    talk = Conversation("garden", "New volunteers in the garden", utterances, people, language="en")
    return talk.with_declared(Declared(**declared)) if declared else talk  # type: ignore[arg-type]


def harvested() -> Conversation:
    """The same with what its people declared."""
    return garden(
        purpose=Purpose("Volunteers stay longer", done_when="everybody has one thing to try"),
        phases=(
            Phase("Questions", frozenset({"question"}), frozenset({"u1", "u2", "u3"})),
            Phase("Answers", frozenset({"answer"}), frozenset(f"u{n}" for n in range(4, 13))),
        ),
        answers=(("u4", "u3"),),
        takeaways=(
            Takeaway("ada", "Ask somebody in the fourth week.", True, "cas"),
            Takeaway("bob", "I talk about football when it gets difficult.", False),
        ),
        deeds=(
            DeclaredDeed(
                "d1", "bob", "Ask the neighbours for the beds", "u10", BEGAN + timedelta(days=5), outcome="done"
            ),
            DeclaredDeed("d2", "ada", "Write to who left", "u12", outcome="not", reason="I lost the address"),
        ),
        stories=(Story("d1", "They gave us four beds."),),
    )


def said_by_many(people: int, contributions: int) -> Conversation:
    """A long talk of many people, each answering another."""
    lines = [said for _, said in LINES]
    utterances = tuple(
        Utterance(
            f"u{n}",
            f"p{n % people}",
            f"{lines[n % len(lines)]} That is number {n} of the beds {n % 97}.",
            BEGAN + timedelta(minutes=n),
            f"u{n - 1 - n % 3}" if n > 3 else None,
        )
        for n in range(contributions)
    )
    speakers = tuple(Speaker(f"p{n}", f"Person {n}") for n in range(people))
    return Conversation("long", "A long one", utterances, speakers, language="en")


def renamed(talk: Conversation, **names: str) -> Conversation:
    return replace(talk, speakers=tuple(Speaker(one.id, names.get(one.id, one.name)) for one in talk.speakers))
