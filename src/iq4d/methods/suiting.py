"""Which method when: what fits a group and its moment, and what does not, each with its reason. Nothing is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iq4d.methods.checking import days, minutes
from iq4d.methods.method import Method
from iq4d.speech import Text, plural, text

__all__ = ["DIMENSION_WORDS", "PURPOSE_WORDS", "TRUST_WORDS", "Fit", "Wish", "minutes_of", "suits", "working_days_of"]

PURPOSE_WORDS: Mapping[str, Text] = {
    "question": text("a question of your own"),
    "case": text("something that happened at work"),
    "feeling": text("what a situation does to you"),
    "choice": text("a choice or a dilemma"),
    "problem": text("a problem of all of us"),
    "ideas": text("new ideas"),
    "sides": text("seeing one thing from several sides"),
    "looking_back": text("looking back on something done together"),
    "plan": text("doing what you mean to do"),
    "results": text("what came of a training or a change"),
    "material": text("learning something together"),
    "noticing": text("seeing what is learned by accident"),
    "harvest": text("the harvest of a month, quarter or year"),
}
TRUST_WORDS: Mapping[str, Text] = {
    "new": text("new to each other"),
    "known": text("we know each other"),
    "close": text("we trust each other"),
}
DIMENSION_WORDS: Mapping[str, Text] = {
    "purpose": text("What are we doing it for?"),
    "depth": text("What is behind it?"),
    "diversity": text("Who looks at it with us?"),
    "deeds": text("What do we do with it?"),
}
TRUST_ORDER = ("new", "known", "close")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody is looking for; what is empty or None does not matter to them.

    people: around the table. minutes: to sit together. mode: a course, *live*, *hybrid* or *apart*.
    """

    purpose: str = ""
    people: int | None = None
    trust: str = ""
    minutes: int | None = None
    mode: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """One method beside a wish: why it fits, and what does not."""

    method: Method
    reasons: tuple[Text, ...]
    misfits: tuple[Text, ...]


def suits(methods: Iterable[Method], wish: Wish, language: str = "en") -> tuple[Fit, ...]:
    """All methods, those without anything that does not fit first, then by how much fits, then by name.

    Short forms and long ones stand side by side; nobody's favourite is hidden.
    """
    found = [_fit(method, wish) for method in methods]
    return tuple(sorted(found, key=lambda fit: (len(fit.misfits), -len(fit.reasons), fit.method.name.say(language))))


def _fit(method: Method, wish: Wish) -> Fit:
    reasons: list[Text] = []
    misfits: list[Text] = []
    if wish.purpose:
        if wish.purpose in method.purposes:
            reasons.append(text("Meant for: {purpose}.", purpose=PURPOSE_WORDS[wish.purpose]))
        else:
            misfits.append(text("Not meant for: {purpose}.", purpose=PURPOSE_WORDS[wish.purpose]))
    if wish.people is not None:
        enough = wish.people >= method.least
        few = method.most is None or wish.people <= method.most
        if enough and few:
            reasons.append(plural("Works with {n} person.", "Works with {n} people.", wish.people))
        elif not enough:
            misfits.append(plural("Needs {n} person.", "Needs {n} people at least.", method.least))
        else:
            misfits.append(plural("For {n} person.", "For {n} people at most; make several groups.", method.most or 1))
    if wish.trust:
        if TRUST_ORDER.index(wish.trust) >= TRUST_ORDER.index(method.trust):
            reasons.append(text("Fits how well you know each other."))
        else:
            misfits.append(text("Asks more trust: {trust}.", trust=TRUST_WORDS[method.trust]))
    if wish.minutes is not None and wish.mode != "apart":
        needed = minutes_of(method, wish.mode or "live")
        if needed <= wish.minutes:
            reasons.append(plural("Takes {n} minute together.", "Takes {n} minutes together.", needed))
        else:
            misfits.append(plural("Takes {n} minute together.", "Takes {n} minutes together.", needed))
    if wish.mode and wish.mode == method.course:
        reasons.append(text("Usually done this way."))
    if wish.mode == "apart" and method.kept == "if_all":
        misfits.append(text("Better at one table: nothing of it is kept unless everybody wants that."))
    if wish.dimension and wish.dimension in method.dimensions:
        reasons.append(text("Helps with: {dimension}", dimension=DIMENSION_WORDS[wish.dimension]))
    elif wish.dimension:
        misfits.append(
            text("Helps more with something else than: {dimension}", dimension=DIMENSION_WORDS[wish.dimension])
        )
    return Fit(method, tuple(reasons), tuple(misfits))


def minutes_of(method: Method, course: str) -> int:
    """Minutes at the table in this course; 0 where people never sit together. Where turns go round, of a full table."""
    return sum(minutes(method, block) for block in method.blocks(course))


def working_days_of(method: Method, course: str) -> int:
    """Working days apart in this course at most, when nobody extends and nothing ends early."""
    return sum(days(method, block) for block in method.blocks(course))
