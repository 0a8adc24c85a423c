"""One next question per dimension, to put to the group. Chosen by what is weakest, always the same way."""

from __future__ import annotations

from iq4d.measures.registry import indicator
from iq4d.speech import Text, text

__all__ = ["next_question"]

# Where a lot is seen, and where there is nothing to go by; where little is, the weakest indicator asks.
_SOME: dict[str, tuple[Text, ...]] = {
    "purpose": (
        text("What has become of the purpose on the way: is it still the same?"),
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
    choices = _SOME[dimension] if seen == "a lot" else indicator(weakest).questions
    return choices[pick % len(choices)]
