"""What a comparison keeps of each conversation: its scorecard, and enough to tell who and where. No words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from unicodedata import normalize
from urllib.parse import urlsplit
from zlib import crc32

from iq4d.conversation import Conversation, Speaker
from iq4d.measures import Scorecard, measure
from iq4d.measures.telling import one_line

__all__ = ["Held", "People", "held", "pairs", "people"]

_pseudonym = re.compile(r"(participant|deelnemer)[\s_-]?\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """One conversation of a side.

    people: of everybody who spoke the names they may be known by, compared without case; empty for who has none.
    place: where it was held, of a web address the host. words: a fingerprint of what was said.
    """

    id: str
    title: str
    card: Scorecard
    people: tuple[frozenset[str], ...]
    place: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """How many people took part in both sides, in one alone, and of how many it cannot be told (they have no name)."""

    both: int
    first: int
    second: int
    untold: int


def held(conversation: Conversation, card: Scorecard | None = None, now: datetime | None = None) -> Held:
    """card: its scorecard where it was measured already. now: as `measure` takes it."""
    spoke = {utterance.speaker for utterance in conversation}
    return Held(
        id=conversation.id,
        title=one_line(conversation.title),
        card=_figures(card or measure(conversation, now=now)),
        people=tuple(_names(one) for one in conversation.speakers if one.id in spoke),
        place=_place(conversation.origin),
        words=crc32("\n".join(u.text for u in conversation).encode("utf-8", "replace")),
    )


def _figures(card: Scorecard) -> Scorecard:
    """A scorecard without its evidence, so that ten thousand of them fit in memory."""
    dimensions = tuple(
        replace(one, quotes=(), scores=tuple(replace(score, evidence=()) for score in one.scores))
        for one in card.dimensions
    )
    return replace(card, dimensions=dimensions, promises=())


def _names(speaker: Speaker) -> frozenset[str]:
    """A name of "Participant 3" or an id of "u17" names nobody: another export numbers others so."""
    known = [name for name in (speaker.name, *speaker.aliases) if not _pseudonym.fullmatch(name.strip())]
    if not re.search(r"\d", speaker.id):
        known.append(speaker.id)
    return frozenset(key for name in known if (key := " ".join(normalize("NFKC", name).casefold().split())))


def _place(origin: str) -> str:
    try:
        host = urlsplit(origin).hostname if "://" in origin[:12] else None
    except ValueError:  # looks like an address and is none
        host = None
    return (host or origin).removeprefix("www.")


def people(first: Iterable[Held], second: Iterable[Held]) -> People:
    """Who is on both sides. Two who share a name or an alias are taken for one; so are those who share a third's."""
    sides: list[set[int]] = []  # of each person met, on which sides
    known: dict[str, int] = {}  # name: place in sides
    untold = 0
    for side, conversations in enumerate((first, second)):
        for names in (names for one in conversations for names in one.people):
            if not names:
                untold += 1
                continue
            found = sorted({known[name] for name in names if name in known})
            place = found[0] if found else len(sides)
            if not found:
                sides.append(set())
            sides[place].add(side)
            for other in found[1:]:  # known by two names until now
                sides[place] |= sides[other]
                sides[other] = set()
                known = {name: place if at == other else at for name, at in known.items()}
            known |= dict.fromkeys(names, place)
    count = [frozenset(one) for one in sides]
    return People(count.count(frozenset({0, 1})), count.count(frozenset({0})), count.count(frozenset({1})), untold)


def pairs(first: list[Held], second: list[Held]) -> list[Held] | None:
    """The second side in the order of the first, where each has exactly one partner: by id, title or people.

    By id only within one place: "1" of one export is not "1" of another.
    """
    if len(first) != len(second) or len(first) < 2:
        return None
    for key in (
        lambda one: one.id and (one.place, one.id),
        lambda one: one.title.casefold(),
        lambda one: frozenset(one.people),
    ):
        mine, others = [key(one) for one in first], {key(one): one for one in second}
        if all(mine) and len(set(mine)) == len(mine) == len(others) and set(mine) == set(others):
            return [others[one] for one in mine]
    return None
