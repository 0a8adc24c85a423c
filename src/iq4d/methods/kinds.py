"""Who takes part and what they can bring: two closed lists, with the words people use for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iq4d.speech import Text, listed, text

__all__ = ["KINDS", "ROLES", "Kind", "kind_names"]

ROLES: dict[str, Text] = {
    "owner": text("owner"),
    "peer": text("peer"),
    "facilitator": text("facilitator"),
    "scribe": text("scribe"),
    "buddy": text("buddy"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of thing one person brings into a step.

    private: nobody but its author ever reads it through the engine (what may be told of it, such as "kept" for a
    warm question, is for the page to derive). counts: it makes its author "in". act: not words but a gesture, so
    the steering dial cannot let it happen outside its step. always: welcome in every open step, listed or not.
    afterwards: welcome even when the dialogue is over. guards: with it a facilitator looks after how it goes, and does
    not take part in what the step is for.
    """

    key: str
    name: Text
    private: bool = False
    counts: bool = True
    act: bool = False
    always: bool = False
    afterwards: bool = False
    guards: bool = False


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("case", text("the story")),
        Kind("question", text("a question"), guards=True),
        Kind("answer", text("an answer")),
        Kind("association", text("a first thought")),
        Kind("hypothesis", text("a hunch")),
        Kind("core", text("the question behind the question")),
        Kind("view", text("a view")),
        Kind("restatement", text("in your own words")),
        Kind("advice", text("advice")),
        Kind("synthesis", text("a summary"), guards=True),
        Kind("takeaway", text("what you take with you")),
        Kind("deed", text("a deed")),
        Kind("story", text("what came of it"), always=True, afterwards=True),
        Kind("process", text("how this conversation went"), guards=True),
        Kind("note", text("a note to yourself"), private=True, counts=False, always=True),
        # Gestures: they carry no words of their own.
        Kind("rate", text("choosing what touches you"), private=True, act=True),
        Kind("vote", text("a vote"), private=True, act=True),
        Kind("draw", text("drawing a card"), private=True, act=True),
        Kind("judge", text("whether it is done"), counts=False, act=True),
        Kind("accept", text("yes, that is what I mean"), counts=False, act=True),
        Kind("date", text("a date to look back"), counts=False, act=True),
        Kind("pass", text("nothing this time"), private=True, act=True),
    )
}


def kind_names(keys: Iterable[str]) -> Text:
    """What people call these kinds, as one enumeration; own notes are not worth mentioning."""
    known = [KINDS[key].name for key in keys if key != "note"]
    return listed(known) if known else text("reading along")
