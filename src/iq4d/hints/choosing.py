"""Which hint helps most here, if any: the one place where what was seen is weighed against what the step asks."""

from __future__ import annotations

from iq4d.hints.asking import LISTENS, OPENING, QUESTION, Asking, Hint
from iq4d.hints.languages import OURS, rules, spoken
from iq4d.hints.looking import Look, Span
from iq4d.hints.sentences import own_words
from iq4d.hints.wording import SAID

__all__ = ["hint"]

STACKED, ONE_BY_ONE = 3, 2  # questions: a second one often explains the first


def hint(words: str, language: str | None, asking: Asking) -> Hint | None:
    """The hint that helps whoever wrote these words most, or None.

    language: "en" or "nl", believed where the words themselves are too few to tell; None where nothing is known. Words
    in another language get none. Pure and quick (docs/hints.md says how quick), and never raises, whatever the words.
    """
    own = own_words(words)
    code = spoken(own) or (language or "").split("-")[0]
    if code not in OURS:
        return None
    look = Look(own, rules(code))
    found: tuple[str, Span] | None = None
    if asking.kind == QUESTION:
        found = _of_question(look, asking)
    elif asking.kind == OPENING:
        found = ("purpose", look.all_of_it) if look.no_purpose() else None
    elif asking.kind in LISTENS and not asking.advice_welcome and (span := look.advice()) is not None:
        found = "advice", span
    if found is None:
        return None
    said, (start, end) = found
    sentence, reason = SAID[said]
    return Hint("closed" if said == "choice" else said, sentence, reason, start, end)


def _of_question(look: Look, asking: Asking) -> tuple[str, Span] | None:
    facts, one_by_one = "facts" in asking.manner, "one_at_a_time" in asking.manner
    if (span := look.advice() or look.tip()) is not None:
        return None if asking.advice_welcome else ("advice", span)
    if (span := look.leading()) is not None:
        return "leading", span
    if facts and (span := look.why()) is not None:
        return "why", span
    if (span := look.stacked(ONE_BY_ONE if one_by_one else STACKED, in_a_row=not one_by_one)) is not None:
        return "stacked", span
    asked = look.asked
    if not asked:
        return ("no_question", look.all_of_it) if look.no_question() else None
    last = asked[-1]
    if not facts and all(one.closed for one in asked) and ("open" in asking.manner or last.mind):
        return "choice" if last.choice else "closed", last.span
    return None
