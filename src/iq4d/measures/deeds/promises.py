"""Sentences that may be a promise: shown, and counted when somebody confirms them."""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.indicator import (
    contested,
)
from iq4d.measures.languages import cues, sentences, straight
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript

__all__ = ["promises", "sounds_like_a_promise"]


LONGEST = 160  # characters shown of one
PROMISES_KEPT = 20  # shown at most


def sounds_like_a_promise(transcript: Transcript) -> list[str]:
    """The ids of all contributions with a sentence that may be one, in the order of the conversation."""
    if not transcript.readable:
        return []
    lexicon = cues(str(transcript.language), "promise")
    return [utterance.id for utterance in transcript.order if lexicon.first(straight(utterance.text)) is not None]


def promises(transcript: Transcript, without: Collection[str] = ()) -> tuple[Evidence, ...]:
    """Sentences that may be a promise, newest first: one per contribution, at most 20. They count for nothing.

    `words` holds the sentence: it is what somebody confirms, and what the deed then says.

    Not asked about again: what was called no promise, and a contribution that holds a declared deed.
    """
    if not transcript.readable:
        return ()
    known = {deed.utterance for deed in transcript.conversation.declared.deeds or ()}
    lexicon = cues(str(transcript.language), "promise")
    found: list[Evidence] = []
    for utterance in reversed(transcript.order):
        if utterance.id in known or contested("promise", utterance.id, without):
            continue
        said = straight(utterance.text)
        if lexicon.first(said) is None:
            continue
        for sentence in sentences(said):
            hit = next(lexicon.finditer(sentence), None)
            if hit is not None and len(transcript.content(sentence)) >= 2:
                words = (sentence if len(sentence) <= LONGEST else sentence[hit.start() :])[:LONGEST].rstrip(" .!…")
                found.append(Evidence("promise", utterance.id, 1.0, f"promise.{hit.lastgroup}", (words,)))
                break
        if len(found) == PROMISES_KEPT:
            break
    return tuple(found)
