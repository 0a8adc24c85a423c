"""Names out of a conversation: speakers become participants by number, in what they wrote too."""

from __future__ import annotations

import re
from dataclasses import replace

from iq4d.conversation import Conversation, Speaker, Utterance

SHORTEST = 3  # characters: shorter names are too often ordinary words
_tag = re.compile(r"(<[^>]*>)")
_tag_name = re.compile(r"<\s*(/?[a-zA-Z][a-zA-Z0-9]*)")


def pseudonymous(conversation: Conversation, word: str) -> Conversation:
    """The same conversation without speakers' names and without its address.

    word: what a participant is called ("Participant", "Deelnemer"); a name met in the words becomes
    "Participant 3". Names of others than the speakers are not found: the preview says so.
    """
    order = dict.fromkeys([utterance.speaker for utterance in conversation])
    order |= dict.fromkeys(speaker.id for speaker in conversation.speakers)
    numbers = {speaker: number for number, speaker in enumerate(order, 1)}
    named: dict[str, str] = {}
    for speaker in conversation.speakers:
        for name in (speaker.name, speaker.id):
            if len(name) >= SHORTEST and not name.isdigit():
                named.setdefault(name.casefold(), f"{word} {numbers[speaker.id]}")
    if named:
        longest_first = sorted(named, key=len, reverse=True)
        pattern = re.compile(r"@?(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    else:
        pattern = re.compile(r"(?!)")

    def without_names(text: str) -> str:
        return pattern.sub(lambda found: named.get(found[1].casefold(), found[0]), text)

    def in_source(utterance: Utterance) -> str:
        if utterance.markup != "html":
            return without_names(utterance.source)
        parts = _tag.split(utterance.source)  # odd places are tags: a name there is an address or a mention
        return "".join(
            (_bare(part) if pattern.search(part) else part) if place % 2 else without_names(part)
            for place, part in enumerate(parts)
        )

    return replace(
        conversation,
        title=without_names(conversation.title),
        origin="",
        speakers=tuple(Speaker(speaker.id) for speaker in conversation.speakers),
        utterances=tuple(replace(u, text=without_names(u.text), source=in_source(u)) for u in conversation.utterances),
    )


def _bare(tag: str) -> str:
    """A tag without its attributes."""
    name = _tag_name.match(tag)
    return f"<{name[1]}>" if name else ""
