"""What a hint has to know of the place somebody writes in, and what a hint is."""

from __future__ import annotations

from dataclasses import dataclass

from iq4d.speech import Text

__all__ = ["KEYS", "LISTENS", "OPENING", "QUESTION", "Asking", "Hint"]

# Where several hold, the first of these is the one that helps most (the guide of gold/hints says why).
KEYS = ("advice", "leading", "why", "stacked", "closed", "no_question", "purpose")

QUESTION, OPENING = "question", "opening"
# Here only advice dressed as a question is looked for: they are no questions, and somebody listens.
LISTENS = frozenset({"answer", "association", "hypothesis", "restatement", "view"})


@dataclass(frozen=True, slots=True)
class Asking:
    """Where the words are to go.

    kind: what sort of contribution it is, by the keys of the methods; "opening" for what begins a conversation. Of a
    kind that is one's own (a takeaway, a deed, a note) or is advice there is never a hint. manner: what the step asks
    of questions, any of "facts", "open", "one_at_a_time". advice_welcome: whoever asked wanted tips.
    """

    kind: str = QUESTION
    manner: tuple[str, ...] = ()
    advice_welcome: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """One line for who wrote it: what one could do instead, and why that may help.

    key: one of `KEYS`. start, end: where in the words it rests on them.
    """

    key: str
    sentence: Text
    reason: Text
    start: int
    end: int
