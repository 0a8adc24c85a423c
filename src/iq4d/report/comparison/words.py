"""What a comparison says: what may be concluded, what to mind, and what to ask the group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iq4d.measures.wording import dimension_name
from iq4d.report.comparison.difference import ENOUGH
from iq4d.report.comparison.held import People
from iq4d.speech import Text, listed, plural, text

if TYPE_CHECKING:
    from iq4d.report.comparison.compared import Compared
    from iq4d.report.comparison.comparing import Side

__all__ = [
    "MIXED", "NOTHING_IN_COMMON", "ONLY_A_FLOOR", "cautions", "concluded", "incomparable", "left_out", "limits",
    "questions", "verdict_word",
]  # fmt: skip

LONGER = 2  # times as long
MIXED = text("partly said by the participants themselves, partly found in the words")
NOTHING_IN_COMMON = text("what can be told of A cannot be told of B.")
ONLY_A_FLOOR = text("only whether everyone is heard can be told on both sides, and that alone tells too little.")

_VERDICTS = {
    "clear": text("clearly more in {side}"),
    "perhaps": text("perhaps more in {side}"),
    "none": text("no difference that can be told from chance"),
    "incomparable": text("cannot be compared"),
}


def verdict_word(verdict: str, more: str) -> Text:
    """The verdict in a few words."""
    one = _VERDICTS[verdict]
    return text(one.one, side=more) if more else one


def concluded(verdict: str, more: str, *, enough: bool) -> Text:
    """What a reader may conclude. enough: whether the conversations themselves told how conversations differ."""
    if verdict == "clear" and enough:
        return text("Clearly more was seen in {side}: by chance alone a difference as large is rare.", side=more)
    if verdict == "clear":
        return text("Clearly more was seen in {side}: conversations of one kind seldom differ as much.", side=more)
    if verdict == "perhaps":
        return text(
            "Perhaps more was seen in {side}: by chance alone one comparison in five differs as much.", side=more
        )
    if enough:
        return text("No difference that can be told from chance.")
    return text("No difference that can be told from chance: conversations of one kind often differ as much.")


def incomparable(reason: Text) -> Text:
    return text("Cannot be compared: {reason}", reason=reason)


def left_out(having: Sequence[int]) -> Text:
    """Why an indicator takes no part. having: in how many conversations of each side it has a value."""
    if not any(having):
        return text("cannot be told on either side")
    if not all(having):
        return text("can be told of {side} only", side="A" if having[0] else "B")
    return text("can be told of too few conversations")


def limits() -> tuple[Text, ...]:
    """What to keep in mind with any comparison."""
    return (
        text(
            "A difference does not tell its cause: the method, the medium, the question, the people and the day may "
            "all have a part in it."
        ),
        text("More is not better: what fits depends on what the conversation is for."),
        text("Only what can be told on both sides counts here, so these are not the points of the report."),
    )


def cautions(sides: tuple[Side, Side], who: People, same: int, *, paired: bool) -> tuple[Text, ...]:
    """What to mind before concluding anything from these two sides."""
    told: list[Text] = []
    if 0 < min(side.figures for side in sides) < ENOUGH:
        told.append(
            text(
                "With fewer than {n} conversations on a side only a large difference can be told from chance: how much "
                "conversations usually differ is taken from the comparison conversations.",
                n=ENOUGH,
            )
        )
    if paired:
        told.append(text("Each conversation of A is held beside its own partner of B."))
    for side in sides:
        told += _of_side(side)
    if same:
        told.append(
            plural(
                "{n} conversation stands on both sides, word for word.",
                "{n} conversations stand on both sides, word for word.",
                same,
            )
        )
    if who.both == 0 and who.first and who.second:
        told.append(text("Nobody is known to be on both sides: a difference may be one between people."))
    elif 2 * who.both < who.first + who.second:
        told.append(text("Most people are on one side only: a difference may be one between people."))
    told += _of_kinds(sides)
    return tuple(told)


def _of_side(side: Side) -> list[Text]:
    told = []
    if 0 < side.figures < side.conversations:
        told.append(
            plural(
                "In {side}, {n} conversation is too short for a number and is left out of the figures.",
                "In {side}, {n} conversations are too short for a number and are left out of the figures.",
                side.conversations - side.figures,
                side=side.letter,
            )
        )
    if side.grey:
        told.append(
            plural(
                "In {side}, {n} conversation has fewer than 20 contributions: its figures are uncertain.",
                "In {side}, {n} conversations have fewer than 20 contributions: their figures are uncertain.",
                side.grey,
                side=side.letter,
            )
        )
    if side.cut:
        told.append(
            plural(
                "In {side}, {n} conversation is not in the file as a whole.",
                "In {side}, {n} conversations are not in the file as a whole.",
                side.cut,
                side=side.letter,
            )
        )
    return told


def _of_kinds(sides: tuple[Side, Side]) -> list[Text]:
    told = []
    first, second = sides
    spoken = [{language for language, _ in side.languages if language} for side in sides]
    if all(spoken) and spoken[0] != spoken[1]:
        told.append(
            text(
                "A and B are not in the same language: words are recognised less well in Dutch, and the comparison "
                "conversations are English."
            )
        )
    if first.places != second.places:
        told.append(
            text("A and B were not held in the same place: how people write, and what can be told, differs by medium.")
        )
    lengths = sorted((side.middle_length, side.letter) for side in sides)
    if lengths[0][0] and lengths[1][0] >= LONGER * lengths[0][0]:
        told.append(
            text(
                "The conversations of {side} are at least twice as long: there is more to find in them.",
                side=lengths[1][1],
            )
        )
    return told


def questions(dimensions: Sequence[Compared]) -> tuple[Text, Text]:
    """Two questions to put to the group: about the firmest difference, or about there being none."""
    for verdict in ("clear", "perhaps"):
        found = [one for one in dimensions if one.verdict == verdict and one.difference]
        if found:
            most = max(found, key=lambda one: abs(one.difference.value) if one.difference else 0.0)
            names = listed(dimension_name(one.dimension) for one in [most])
            return (
                text(
                    "{dimension}: more of it was seen in {side}. Do you recognise that, and what did you do there that "
                    "you did not do the other time?",
                    dimension=names,
                    side=most.more,
                ),
                text("What of that do you want to keep, and what did it need: time, a question, somebody's part?"),
            )
    if all(one.verdict == "incomparable" for one in dimensions):
        return (
            text("The figures cannot hold these two beside each other. What was different for you, and when?"),
            text("What would you do otherwise next time, and by what would you see that it happened?"),
        )
    return (
        text("The figures tell no difference. Was there one for you, and in which moment did you notice it?"),
        text("What would you do otherwise next time, and by what would you see that it happened?"),
    )
