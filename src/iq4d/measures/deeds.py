"""Deeds: what do people say they will do, and what came of it? Counted when declared, only shown when detected."""

from __future__ import annotations

import math
from collections.abc import Collection

from iq4d.conversation import DeclaredDeed
from iq4d.measures.indicator import Finding, contested, nothing, strongest
from iq4d.measures.languages import cues, sentences, straight
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["commitments", "follow_through", "promises"]

LONGEST = 160  # characters shown of one
PROMISES_KEPT = 20  # shown at most

CANNOT_TELL = text("From the words alone it cannot be told what people really do.")


def commitments(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """How many of the participants say what they will do?

    Formula: participants with at least one declared deed / participants. A sentence that may be a promise is shown and
    counts only once somebody confirmed it as a deed.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds (most imports).
    Source: ours; a promise counts when somebody owns it (Gollwitzer 1999).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = conversation([("Ada", "Who asks the bus company?"), ("Bob", "I do.")])
    >>> commitments(transcribe(talk.with_declared(Declared(deeds=(DeclaredDeed("1", "Bob", "Ask them"),))))).raw
    0.5
    """
    deeds = _deeds(transcript, "commitments", without)
    if deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    people = max(transcript.voices, len({deed.speaker for deed in deeds}))
    if not people:
        return nothing(text("Nobody took part yet."), basis="declared")
    share = len({deed.speaker for deed in deeds}) / people
    evidence = _pieces("commitments", [(deed, 1.0, "commitments.declared") for deed in deeds])
    wobble = math.sqrt(share * (1 - share) / people)
    return Finding(share, evidence=evidence, base=people, basis="declared", spread=wobble)


def follow_through(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """What became of the deeds that were due?

    Formula: (1 + closed) / (2 + due), the mean of a Beta(1, 1) shrunk share. Closed is done, partly done, or honestly
    not done with a reason. Due is what was told, and what had to be done before now.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds, or none is due yet.
    Source: ours, with Laplace's rule of succession (a Beta(1, 1) prior).

    >>> from iq4d.conversation import Declared, DeclaredDeed, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> told = DeclaredDeed("1", "Bob", "Ask them", outcome="not", reason="They moved away")
    >>> talk = conversation([("Bob", "I do.")]).with_declared(Declared(deeds=(told,)))
    >>> round(follow_through(transcribe(talk)).raw, 2)
    0.67
    """
    deeds = _deeds(transcript, "follow_through", without)
    if deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    due = [deed for deed in deeds if deed.outcome is not None or _is_past(deed, transcript)]
    if not due:
        return nothing(text("No deed is due yet."), basis="declared")
    worth = [1.0 if _is_closed(deed) else 0.0 for deed in due]
    alpha, n = 1 + sum(worth), 2 + len(due)
    mean = alpha / n
    told = [(deed, value, f"follow_through.{deed.outcome or 'untold'}") for deed, value in zip(due, worth, strict=True)]
    evidence = _pieces("follow_through", told)
    wobble = math.sqrt(mean * (1 - mean) / (n + 1))
    return Finding(mean, evidence=evidence, base=len(due), basis="declared", spread=wobble)


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


def _deeds(transcript: Transcript, indicator: str, without: Collection[str]) -> list[DeclaredDeed] | None:
    deeds = transcript.conversation.declared.deeds
    if deeds is None:
        return None
    return [deed for deed in deeds if not contested(indicator, deed.utterance or deed.id, without)]


def _pieces(indicator: str, deeds: list[tuple[DeclaredDeed, float, str]]) -> tuple[Evidence, ...]:
    """One piece per contribution, also where one contribution holds several deeds."""
    pieces: dict[str, Evidence] = {}
    for deed, value, rule in deeds:
        where = deed.utterance or deed.id
        pieces.setdefault(where, Evidence(indicator, where, value, rule, (deed.text,)))
    return strongest(pieces.values())


def _is_closed(deed: DeclaredDeed) -> bool:
    return deed.outcome in ("done", "partly") or (deed.outcome == "not" and bool(deed.reason.strip()))


def _is_past(deed: DeclaredDeed, transcript: Transcript) -> bool:
    return deed.due is not None and transcript.now is not None and deed.due <= transcript.now
