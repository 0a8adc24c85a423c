"""Hats: small tasks in a group that go round and fade. Who wears which in a step, and how much is said about it.

A hat gives somebody one thing to look after besides thinking along. In research these are the roles of a collaboration
script: a scaffold, to be adapted to what people can do by themselves (A. Weinberger, I. Kollar, Y. Dimitriadis,
K. Mäkitalo-Siegl and F. Fischer, "Computer-supported collaboration scripts", 2009), of which too much stands in the way
of the talk itself (P. Dillenbourg, "Over-scripting CSCL", 2002). So a hat is a few lines, can be passed on, and goes.

Nothing is kept of who wore what: it follows from the people, the step and how many dialogues went before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from iq4d.methods.attendance import owner_of
from iq4d.methods.method import HATS, Phase
from iq4d.methods.state import Person, State, Step
from iq4d.speech import Both, Text, text

__all__ = ["FADING", "HAT", "Hat", "Worn", "hats_in", "stretch_of"]


@dataclass(frozen=True, slots=True)
class Hat:
    """One of them. does: what it is, in a line; how: what one does; say: two sentences one can say.

    together: it makes sense only while people sit together.
    """

    key: str
    name: Both
    does: Both
    how: Both
    say: tuple[Both, Both]
    together: bool = False


HAT: dict[str, Hat] = {
    hat.key: hat
    for hat in (
        Hat(
            "starter",
            Both("starter", "aftrapper"),
            Both("You break the ice: you are the first to bring something.", "Jij breekt het ijs: jij begint."),
            Both(
                "Bring something short and unfinished soon, so that the others dare to follow. Then leave room.",
                "Breng snel iets in, kort en nog niet af. Dan durven de anderen ook. Geef daarna de ruimte.",
            ),
            (
                Both(
                    "I will just begin; it need not be good yet.", "Ik begin gewoon, het hoeft nog niet goed te zijn."
                ),
                Both("This is what I see first. What do you see?", "Dit valt mij als eerste op. Wat zien jullie?"),
            ),
        ),
        Hat(
            "questioner",
            Both("questioner", "doorvrager"),
            Both("You ask on where others would go on.", "Jij vraagt door waar anderen verdergaan."),
            Both(
                "Choose one thing that was said and ask what is behind it. One question is enough, if it is open.",
                "Kies één ding dat gezegd is en vraag wat erachter zit. Eén vraag is genoeg, als hij maar open is.",
            ),
            (
                Both("What makes this important to you?", "Wat maakt dit belangrijk voor je?"),
                Both("You say “always”. When was it different?", "Je zegt ‘altijd’. Wanneer ging het anders?"),
            ),
        ),
        Hat(
            "summariser",
            Both("summariser", "samenvatter"),
            Both("You say now and then what has been said.", "Jij zegt af en toe wat er gezegd is."),
            Both(
                "In two or three lines, in the words of the others, also where they differ. Then ask if that is right.",
                "In twee of drie zinnen, in hun eigen woorden, ook waar ze verschillen. Vraag dan of het klopt.",
            ),
            (
                Both("I hear two things: … Is that right?", "Ik hoor twee dingen: … Klopt dat?"),
                Both("On this we agree, on that not yet.", "Hierover zijn we het eens, daarover nog niet."),
            ),
        ),
        Hat(
            "devils_advocate",
            Both("devil's advocate", "advocaat van de duivel"),
            Both(
                "You look for what speaks against it, also if you agree.",
                "Jij zoekt wat ertegen pleit, ook als je het ermee eens bent.",
            ),
            Both(
                "Against the thought, never against the person. Say that it is your hat, and say one thing well.",
                "Tegen het idee, nooit tegen de persoon. Zeg dat het je pet is, en zeg één ding goed.",
            ),
            (
                Both("With my hat on: what if it is the other way round?", "Met mijn pet op: wat als het andersom is?"),
                Both("Who would disagree with this, and why?", "Wie is het hier niet mee eens, en waarom?"),
            ),
        ),
        Hat(
            "timekeeper",
            Both("timekeeper", "tijdbewaker"),
            Both(
                "You watch the time, so that the others need not.",
                "Jij let op de tijd, dan hoeven de anderen dat niet.",
            ),
            Both(
                "Say when half of it is over and when there are two minutes left. Also say when it may take longer.",
                "Zeg wanneer de helft om is en wanneer er nog twee minuten zijn. Zeg het ook als het langer mag duren.",
            ),
            (
                Both("We are halfway. What do we still need?", "We zijn op de helft. Wat hebben we nog nodig?"),
                Both(
                    "Two minutes left. Who has not said anything yet?", "Nog twee minuten. Wie heeft nog niets gezegd?"
                ),
            ),
            together=True,
        ),
    )
}

# How much is said, by how often everybody wore each of them before: all of it, one line, the name; then the hats go.
FADING: tuple[tuple[str, Text], ...] = (
    ("full", text("You wear this hat for the first time, so here is what it asks.")),
    ("line", text("You wore this hat before; one line will do.")),
    ("name", text("You know this hat by now.")),
    ("none", text("Everybody wore every hat three times. You can do without now.")),
)


@dataclass(frozen=True, slots=True)
class Worn:
    """A hat on somebody's head. shown: how much is said about it ("full", "line", "name"); why: the reason."""

    hat: Hat
    person: str
    shown: str
    why: Text


def hats_in(state: State, step: Step, *, order: Sequence[str] = (), passed: Collection[str] = ()) -> tuple[Worn, ...]:
    """Who wears which hat in this step, in the order of the method's hats. Each person one at most, no hat twice.

    The owner of the step and who leads wear none, nor does who fell out; with fewer people there are fewer hats. In the
    harvest and the rounding off everybody speaks for themselves, so there are none. They
    go round from stretch to stretch and from dialogue to dialogue (`State.nth`): as long as the same people think
    along, everybody wears each of them once before anybody does again. order: the people, in an order that stays the
    same over a series; else by id. passed: who passed theirs on in this stretch, to the next who has none.
    """
    hats = [HAT[key] for key in HATS if key in state.method.hats and (step.mode == "together" or not HAT[key].together)]
    circle = _around(state, step, order)
    many = max(len(hats), len(circle))
    if not hats or not circle or _is_harvest(state.phase(step)):
        return ()
    rounds, shift = divmod(state.nth + _stretches(state).index(stretch_of(state, step)), many)
    shown, why = FADING[min(rounds, len(FADING) - 1)]
    if shown == "none":
        return ()
    able = [not one.gone and one.id not in passed for one in circle]
    on: dict[int, int] = {}  # hat by place in the circle
    left: list[tuple[int, int]] = []  # (hat, place of who cannot wear it)
    for place in range(len(circle)):
        if (hat := (place - shift) % many) < len(hats):
            if able[place]:
                on[place] = hat
            else:
                left.append((hat, place))
    for hat, place in left:
        after = [(place + n) % len(circle) for n in range(1, len(circle))]
        if (heir := next((one for one in after if able[one] and one not in on), None)) is not None:
            on[heir] = hat
    return tuple(Worn(hats[hat], circle[place].id, shown, why) for hat, place in sorted((h, p) for p, h in on.items()))


def _is_harvest(phase: Phase) -> bool:
    kinds = {kind for allowed in phase.allowed.values() for kind in allowed}
    return phase.rounds_off or kinds >= {"takeaway", "deed"}


def stretch_of(state: State, step: Step) -> str:
    """The stretch in which hats stay where they are: a block of the course, and in a round each turn."""
    blocks = state.method.blocks(state.course)
    block = next((n for n, one in enumerate(blocks, 1) if step.phase in one.phases), 0)
    return f"{block}@{step.turn}" if step.turn else str(block)


def _stretches(state: State) -> list[str]:
    return list(dict.fromkeys(stretch_of(state, step) for step in state.steps))


def _around(state: State, step: Step, order: Sequence[str]) -> list[Person]:
    """Who thinks along in the step, also who fell out: so the others keep the hats they have."""
    owner = owner_of(state, step)
    here = [one for one in state.people if one.role in ("owner", "peer") and one.id != owner]
    known = {id: place for place, id in enumerate(order)}
    return sorted(here, key=lambda one: (known.get(one.id, len(known)), len(one.id), one.id))
