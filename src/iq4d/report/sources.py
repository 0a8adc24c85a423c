"""What every part of a report is made of: the conversation, its transcript, its scorecard, and who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from iq4d.conversation import Conversation
from iq4d.measures import Evidence, Scorecard
from iq4d.measures.telling import one_line
from iq4d.measures.transcript import Transcript
from iq4d.measures.wording import rule_sentence
from iq4d.report.excerpts import Words, excerpt
from iq4d.speech import Text, text

__all__ = ["Quote", "Sources"]


LONGEST_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a contribution, as a report shows them.

    place: which contribution, from 1 in the order of the conversation; None for what stands in none. who: whose words,
    or that they stand in the title; None for what was declared. words: with those marked that carried the evidence.
    why: what they show.
    """

    place: int | None
    who: Text | None
    at: datetime | None
    words: Words
    why: Text | None = None


@dataclass(frozen=True)
class Sources:
    """conversation, card and transcript of one conversation."""

    conversation: Conversation
    card: Scorecard
    transcript: Transcript

    @cached_property
    def places(self) -> dict[str, int]:
        """Of each utterance its place, from 1, in the order of the conversation."""
        return {utterance.id: place for place, utterance in enumerate(self.transcript.order, 1)}

    @cached_property
    def people(self) -> dict[str, Text]:
        """What each speaker is called; who has no name is called by the number in which they came to speak."""
        order = [utterance.speaker for utterance in self.transcript.order]
        ids = dict.fromkeys([*order, *(speaker.id for speaker in self.conversation.speakers)])
        names = {speaker.id: one_line(speaker.name)[:LONGEST_NAME] for speaker in self.conversation.speakers}
        return {
            id: Text("{name}", None, (("name", names[id]),)) if names.get(id) else text("Participant {n}", n=number)
            for number, id in enumerate(ids, 1)
        }

    @cached_property
    def steps(self) -> dict[int, str]:
        """Of each place the name of the step it was made in, where a method gave the conversation steps."""
        return {
            self.places[id]: one_line(phase.name)
            for phase in self.conversation.declared.phases
            for id in phase.utterances
            if id in self.places
        }

    def called(self, speaker: str) -> Text:
        return self.people.get(speaker) or text("Participant {n}", n="–")

    def quote(self, utterance: str, words: Iterable[str] = (), why: Text | None = None, at_most: int = 240) -> Quote:
        """The words of an utterance; of what stands in none, the words that carry it."""
        place = self.places.get(utterance)
        if place is None:
            shown = " · ".join(words)
            in_title = bool(shown) and one_line(shown) in one_line(self.conversation.title)
            return Quote(None, text("in the title") if in_title else None, None, excerpt(shown, (), at_most), why)
        said = self.transcript.order[place - 1]
        return Quote(place, self.called(said.speaker), said.at, excerpt(said.text, words, at_most), why)

    def evidence(self, piece: Evidence) -> Quote:
        """A piece of evidence, as the words it rests on."""
        return self.quote(piece.utterance, piece.words, rule_sentence(piece))
