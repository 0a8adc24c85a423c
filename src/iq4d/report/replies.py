"""Who answers whom. Told of the conversation: nobody is counted against anybody else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from iq4d.report.sources import Sources
from iq4d.speech import Text, plural

__all__ = ["Replies", "replies"]

SHOWN = 16  # people who can be told apart in one ring


@dataclass(frozen=True, slots=True)
class Replies:
    """people: what they are called, in the order in which they came to speak; the last may be "N others".

    counts: (from, to) as places in `people`, and how often, in that order. told: whether the platform says who
    answers whom; else it is taken to be the one who spoke before.
    """

    people: tuple[Text, ...]
    counts: tuple[tuple[int, int, int], ...]
    told: bool


def replies(sources: Sources) -> Replies | None:
    """None where fewer than two people spoke, or nobody answers anybody.

    Also where a method gave turns and nobody recorded who answers whom: who comes next answers the step, and no one.
    """
    order, places = sources.transcript.order, sources.places
    speakers = list(dict.fromkeys(utterance.speaker for utterance in order))
    answers = dict(sources.conversation.declared.answers)
    to = [answers.get(utterance.id) or utterance.reply_to for utterance in order]
    told = sum(id in places for id in to) * 3 >= len(order)
    pairs: Counter[tuple[str, str]] = Counter()
    before = ""
    for utterance, id in zip(order, to, strict=True):
        other = order[places[id] - 1].speaker if id in places else ("" if told else before)
        if other and other != utterance.speaker:
            pairs[utterance.speaker, other] += 1
        before = utterance.speaker
    by_turns = len(sources.conversation.declared.phases) > 1 and not told
    if len(speakers) < 2 or not pairs or by_turns:
        return None
    number = _numbers(speakers, pairs)
    shown = max(number.values()) + 1
    people = [sources.called(speaker) for speaker in speakers if number[speaker] < SHOWN - 1 or shown == len(speakers)]
    if shown < len(speakers):
        people.append(plural("{n} other", "{n} others", len(speakers) - len(people)))
    counts: Counter[tuple[int, int]] = Counter()
    for (one, other), n in pairs.items():
        if number[one] != number[other]:
            counts[number[one], number[other]] += n
    return Replies(tuple(people), tuple((one, other, n) for (one, other), n in sorted(counts.items())), told)


def _numbers(speakers: list[str], pairs: Counter[tuple[str, str]]) -> dict[str, int]:
    """Each speaker's place in the ring. Of many, those with most lines to others have one of their own."""
    if len(speakers) <= SHOWN:
        return {speaker: n for n, speaker in enumerate(speakers)}
    lines: Counter[str] = Counter()
    for (one, other), n in pairs.items():
        lines[one] += n
        lines[other] += n
    own = set(sorted(speakers, key=lambda one: -lines[one])[: SHOWN - 1])
    numbers: dict[str, int] = {}
    for speaker in speakers:
        numbers[speaker] = len([one for one in numbers if one in own]) if speaker in own else SHOWN - 1
    return numbers
