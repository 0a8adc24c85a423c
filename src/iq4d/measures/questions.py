"""One next question per dimension, to put to the group. Chosen by what is weakest, always the same way."""

from __future__ import annotations

from iq4d.speech import Text, text

__all__ = ["next_question"]

# Per indicator: what to ask where little of it is seen, and where some is. Per dimension: where a lot is seen, and
# where there is nothing to go by. Several, so that groups that come back do not always meet the same sentence.
_LITTLE: dict[str, tuple[Text, ...]] = {
    "explicit": (
        text("In one sentence: what is this conversation for, and when are you satisfied?"),
        text("What would be different tomorrow if this conversation succeeds?"),
        text("Whose question is this, and why now?"),
    ),
    "focus": (
        text("Read the first question once more. Is it still the question you are talking about?"),
        text("What belongs to your question, and what deserves a conversation of its own?"),
        text("Which contribution comes closest to what you wanted to know?"),
    ),
    "on_task": (
        text("What deserves a place of its own, so that this can be about your question again?"),
        text("What brings you back to what this is for?"),
        text("Is there something else that has to be said first?"),
    ),
    "uptake": (
        text("Whose contribution has nobody answered yet? Start with that one."),
        text("Pick one sentence of somebody else: what does it bring up in you?"),
        text("What did another say that you would like to hear more about?"),
    ),
    "grounds": (
        text("How do you know? What have you seen or tried yourself?"),
        text("What makes this a question for you, in your situation?"),
        text("Suppose the opposite were true: what would speak for it?"),
    ),
    "spread": (
        text("Who would look at this quite differently, and what would that person say?"),
        text("What have you not said yet because everybody seems to agree?"),
        text("Take the place of somebody it concerns who is not here: what do you see?"),
    ),
    "heard": (
        text("Who has said little so far? Ask for that view by name."),
        text("What if everybody first wrote down one thought, before anybody reacts?"),
        text("Who could be silent for one round, and who then gets room?"),
    ),
    "commitments": (
        text("What is the smallest thing you will do with this, and when?"),
        text("What do you take along, and what will somebody else notice of it?"),
        text("Who asks you about it in two weeks?"),
    ),
    "follow_through": (
        text("What became of what you were going to do? Not done may also be told."),
        text("What stood in the way, and what does that say about the question?"),
        text("Which result would you like to put back into this conversation?"),
    ),
}
_SOME: dict[str, tuple[Text, ...]] = {
    "purpose": (
        text("How will you know that you are done?"),
        text("What did you want to learn here, and what did you learn by the way?"),
    ),
    "depth": (
        text("Which question lies behind this question?"),
        text("Which assumption do you all share, and what if it does not hold?"),
    ),
    "diversity": (
        text("Which view surprised you, and what have you done with it?"),
        text("Who is missing here?"),
    ),
    "deeds": (
        text("What can come between, and what do you do then?"),
        text("Who else should know what came of it?"),
    ),
}
_UNSEEN: dict[str, Text] = {
    "purpose": text("What is this conversation for?"),
    "depth": text("What lies behind the question?"),
    "diversity": text("Who else could look at this with you?"),
    "deeds": text("What will you do with this, and when?"),
}


def next_question(dimension: str, weakest: str | None, seen: str, pick: int) -> Text:
    """The question for a dimension: by how much is seen and which indicator is weakest; `pick` takes one of several."""
    if seen == "unseen" or weakest is None:
        return _UNSEEN[dimension]
    choices = _SOME[dimension] if seen == "a lot" else _LITTLE[weakest]
    return choices[pick % len(choices)]
