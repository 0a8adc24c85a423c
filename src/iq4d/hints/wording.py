"""What a hint says: first what one could do instead, then why. It asks and never scolds."""

from __future__ import annotations

from iq4d.speech import Text, text

__all__ = ["SAID"]

# "choice" is the wording of `closed` where two answers are on offer.
SAID: dict[str, tuple[Text, Text]] = {
    "advice": (
        text("Is there a tip in this? First ask what has been tried."),
        text("A question sets the other thinking, a tip often stops it."),
    ),
    "leading": (
        text("Your own answer shines through. Could you ask it without?"),
        text("It is easy to say yes to such a question."),
    ),
    "why": (
        text("This step is about facts. Ask what happened, who was there or when."),
        text("“Why” asks for an explanation, and that comes later."),
    ),
    "stacked": (
        text("Choose one question: the one you most want answered."),
        text("Of several at once, often only the easiest gets an answer."),
    ),
    "closed": (
        text("Yes or no will do as an answer. Try beginning with what or how."),
        text("An open question leaves room for what you had not thought of."),
    ),
    "choice": (
        text("There are two answers to choose from. Try beginning with what or how."),
        text("An open question leaves room for what you had not thought of."),
    ),
    "no_question": (
        text("There is no question in this yet. What would you like to know?"),
        text("A question helps the other to think on."),
    ),
    "purpose": (
        text("What do you want from the others, and what for? One sentence is enough."),
        text("People join in sooner when they know what it is for."),
    ),
}
