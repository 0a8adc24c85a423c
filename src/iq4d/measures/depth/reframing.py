"""Is the question put anew, and does it touch its owner?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.conversation import CoreVersion, Declared
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["REFRAMING", "reframing"]

WARMTH = {"warm": 1.0, "lukewarm": 0.5, "cold": 0.0}

NOT_REWRITTEN = text("The question was not put anew here, or not kept where this can be seen.")
NOT_ASKED = text("The question was put anew; whether it touches its owner is not known.")
FITS = text("The question touched its owner as it was.")
NO_STEP = text("No step here asks to put the question anew.")


def reframing(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is the question put anew, and does its owner say that it touches?

    Formula: 1 where the core question was rewritten and its owner says that the last version touches; 1/2 where it is
    lukewarm; 0 where it does not touch, or where versions are kept and it is still the first. That it touches: as
    declared with the version, else by the owner's rating of it, else 1 where its writer called another's wording of
    the core question warm before writing this one.
    Range: 0-1, on its own scale.
    No value: no version is known; whether the new one touches is not known (the question is shown all the same); the
    first one touched as it was; no step allows to rewrite it; or it is contested.
    Source: ours, after Schön 1983 (setting the problem anew).

    >>> from iq4d.conversation import CoreVersion, Declared, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> versions = (CoreVersion(1, "How do I stop the noise?"), CoreVersion(2, "Whom do I spare?", "1", touches=True))
    >>> talk = conversation([("Bob", "Whom do I spare?")]).with_declared(Declared(core_versions=versions))
    >>> reframing(transcribe(talk)).raw
    1.0
    """
    declared = transcript.conversation.declared
    worded = [version for version in declared.core_versions if version.text.strip()]
    versions = sorted(worded, key=lambda version: version.number)
    if not versions:
        return nothing(NOT_REWRITTEN, basis="declared")
    last = versions[-1]
    if not _rewritten(versions):
        if last.touches:
            return nothing(FITS, 1, "declared")
        if declared.phases and not any("core" in phase.allows for phase in declared.phases):
            return nothing(NO_STEP, 1, "declared")
        return Finding(0.0, base=1, basis="declared")
    where = last.utterance or ""
    if contested("reframing", where, without):
        return nothing(CONTESTED, len(versions), "declared")
    value, rule = _touches(last, declared, transcript)
    piece = Evidence("reframing", where, 0.5 if value is None else value, rule, (last.text.strip(),))
    reason = NOT_ASKED if value is None else None
    return Finding(value, reason, evidence=(piece,), base=len(versions), basis="declared")


def _rewritten(versions: list[CoreVersion]) -> bool:
    """Whether the last one is another than the first; a platform may number on from a first that it does not tell."""
    first, last = versions[0], versions[-1]
    return last.number > 1 and (first.number > 1 or _plain(first.text) != _plain(last.text))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _touches(last: CoreVersion, declared: Declared, transcript: Transcript) -> tuple[float | None, str]:
    """How much the last version touches its owner, None where that is not known; and the rule that says so."""
    if last.touches is not None:
        return (1.0, "reframing.touches") if last.touches else (0.0, "reframing.rewritten")
    if last.utterance is None:
        return None, "reframing.rewritten"
    rated = [WARMTH[one.value] for one in declared.ratings if one.utterance == last.utterance and one.value in WARMTH]
    if rated:
        return rated[-1], "reframing.touches" if rated[-1] == 1 else "reframing.rewritten"
    writer = next((u.speaker for u in transcript.order if u.id == last.utterance), None)
    cores = {utterance for utterance, kind in declared.kinds if kind == "core"}
    if any(one.by == writer and one.value == "warm" and one.utterance in cores for one in declared.ratings):
        return 1.0, "reframing.offered"
    return None, "reframing.rewritten"


REFRAMING = Indicator(
    "reframing",
    "D7",
    "depth",
    reframing,
    own_scale=True,
    extra=True,
    name=text("The question is put anew, and it touches"),
    plain=text("We look whether the question was put anew, and whether its owner says that it touches."),
    formula=text(
        "1 where the question was rewritten and its owner says that it touches, a half where it is lukewarm, 0 where "
        "it does not touch or where the first question is kept as it was."
    ),
    range=OWN_SCALE,
    no_value=text(
        "No value where no version of the question is known, where its owner did not say whether the new one touches, "
        "or where the first one already did."
    ),
    source=text("A definition of our own, after Schön 1983."),
    questions=(
        text("What is your question now? It may be another one than you came with."),
        text("How would you ask it if it were about yourself?"),
        text("Which word in your question makes you uneasy?"),
    ),
    rules={
        "reframing.touches": text("the new question touches its owner"),
        "reframing.offered": text("put anew after another's words touched"),
        "reframing.rewritten": text("the question was put anew"),
    },
)
