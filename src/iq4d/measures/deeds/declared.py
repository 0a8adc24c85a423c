"""The deeds that people declared, as the indicators of Deeds look at them."""

from __future__ import annotations

from collections.abc import Collection

from iq4d.conversation import DeclaredDeed
from iq4d.measures.indicator import (
    contested,
    strongest,
)
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["CANNOT_TELL", "deeds_of", "is_closed", "is_past", "pieces"]


CANNOT_TELL = text("From the words alone it cannot be told what people really do.")


def deeds_of(transcript: Transcript, indicator: str, without: Collection[str]) -> list[DeclaredDeed] | None:
    deeds = transcript.conversation.declared.deeds
    if deeds is None:
        return None
    return [deed for deed in deeds if not contested(indicator, deed.utterance or deed.id, without)]


def pieces(indicator: str, deeds: list[tuple[DeclaredDeed, float, str]]) -> tuple[Evidence, ...]:
    """One piece per contribution, also where one contribution holds several deeds."""
    pieces: dict[str, Evidence] = {}
    for deed, value, rule in deeds:
        where = deed.utterance or deed.id
        pieces.setdefault(where, Evidence(indicator, where, value, rule, (deed.text,)))
    return strongest(pieces.values())


def is_closed(deed: DeclaredDeed) -> bool:
    return deed.outcome in ("done", "partly") or (deed.outcome == "not" and bool(deed.reason.strip()))


def is_past(deed: DeclaredDeed, transcript: Transcript) -> bool:
    return deed.due is not None and transcript.now is not None and deed.due <= transcript.now
