"""What came of a conversation: learning that was intended and that was not, deeds, and what became of those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iq4d.conversation import DeclaredDeed
from iq4d.measures.telling import one_line
from iq4d.report.excerpts import Words, excerpt
from iq4d.report.sources import Quote, Sources
from iq4d.speech import Text

__all__ = ["Deed", "Deeds", "Learned", "Learning", "deeds", "learning"]

LONGEST = 700  # characters of what somebody takes along, will do or tells back
SHOWN = 12  # told one by one, of each sort
LEARNED = "reflection.learned"


@dataclass(frozen=True, slots=True)
class Learned:
    """What somebody takes along. whose: whose view it was, where they said so."""

    who: Text
    words: Words
    whose: Text | None


@dataclass(frozen=True, slots=True)
class Learning:
    """intended, bycatch, unsaid: what people said to take along, by whether they came for it.

    perhaps: words in which somebody seems to have learned something; they count for nothing.
    """

    intended: tuple[Learned, ...]
    bycatch: tuple[Learned, ...]
    unsaid: tuple[Learned, ...]
    perhaps: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed and what came of it. stories: what was told back.

    outcome: "done", "partly", "not", "why" (not, and told why), "running" (its day has not come) or None.
    """

    who: Text
    words: Words
    due: datetime | None
    if_then: str
    outcome: str | None
    reason: str
    stories: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Deeds:
    """declared: None where nobody could tell, () where nobody promised anything. perhaps: sentences like a promise."""

    declared: tuple[Deed, ...] | None
    perhaps: tuple[Quote, ...]

    @property
    def outcomes(self) -> tuple[tuple[str | None, int], ...]:
        """How many came to what, in this order."""
        told = [deed.outcome for deed in self.declared or ()]
        return tuple((one, told.count(one)) for one in ("done", "partly", "not", "why", "running", None) if one in told)


def learning(sources: Sources) -> Learning:
    taken: dict[bool | None, list[Learned]] = {True: [], False: [], None: []}
    for one in sources.conversation.declared.takeaways:
        whose = sources.called(one.from_speaker) if one.from_speaker else None
        taken[one.intended].append(Learned(sources.called(one.speaker), excerpt(one.text, (), LONGEST), whose))
    seen = [piece for score in sources.card["depth"].scores for piece in score.evidence if piece.rule == LEARNED]
    order = sorted(seen, key=lambda piece: sources.places.get(piece.utterance, 0))
    return Learning(
        tuple(taken[True]), tuple(taken[False]), tuple(taken[None]), tuple(map(sources.evidence, order[:SHOWN]))
    )


def deeds(sources: Sources, now: datetime | None) -> Deeds:
    declared = sources.conversation.declared
    made = None if declared.deeds is None else tuple(_deed(sources, deed, now) for deed in declared.deeds)
    perhaps = sorted(sources.card.promises, key=lambda piece: sources.places.get(piece.utterance, 0))
    return Deeds(made, tuple(map(sources.evidence, perhaps[:SHOWN])))


def _deed(sources: Sources, deed: DeclaredDeed, now: datetime | None) -> Deed:
    stories = tuple(
        excerpt(one.text, (), LONGEST) for one in sources.conversation.declared.stories if one.deed == deed.id
    )
    return Deed(
        sources.called(deed.speaker),
        excerpt(deed.text, (), LONGEST),
        deed.due,
        one_line(deed.if_then),
        _outcome(deed, now),
        one_line(deed.reason),
        stories,
    )


def _outcome(deed: DeclaredDeed, now: datetime | None) -> str | None:
    if deed.outcome is None and now is not None and deed.due is not None and deed.due > now:
        return "running"
    return "why" if deed.outcome == "not" and deed.reason.strip() else deed.outcome
