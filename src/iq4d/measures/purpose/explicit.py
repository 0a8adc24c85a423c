"""Is it said what the conversation is for?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.conversation import Utterance
from iq4d.measures.indicator import (
    CONTESTED,
    OWN_SCALE,
    UNREAD,
    Finding,
    Indicator,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.languages import first_of, sentences, straight
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["EXPLICIT", "explicit", "opening", "purpose_of"]


Kinds = tuple[tuple[str, tuple[str, ...]], ...]

PARTS = {"what": 0.5, "why": 0.25, "done": 0.25}  # what an explicit purpose answers, and how much each is worth
OPENING_SENTENCES = 30  # how far into the opening a purpose may stand
OPENING = 3  # contributions: after a host, the one whose question it is
KINDS = (("what", ("question", "own_question", "goal")), ("why", ("why",)), ("done", ("done",)))
LATER_KINDS = (("what", ("own_question", "goal")), ("why", ("why",)), ("done", ("done",)))  # not "what do you mean?"
LONGEST = 200  # characters of a sentence shown whole


def explicit(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is it said what the conversation is for?

    Formula: 1/2 for a question or a goal, 1/4 for why or for whom, 1/4 for when it is done: each declared, or else
    stated in the title or the opening. The opening is the first contribution, and of the next two what says of itself
    that it is a question or a goal. A question is recognised by its wording; a
    question mark alone is not enough.
    Range: 0-1, on its own scale.
    No value: nothing declared and the conversation is neither English nor Dutch, has no contribution, or all that
    was found is contested.
    Source: Locke & Latham 1990 (specific goals); the division in halves and quarters is ours.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> explicit(transcribe(conversation([("Ada", "How do we help new people feel at home in our team?")]))).raw
    0.75
    """
    declared = transcript.conversation.declared.purpose
    if declared is not None and declared.why.strip():
        value = PARTS["what"]
        value += PARTS["why"] if declared.for_whom.strip() else 0.0
        value += PARTS["done"] if declared.done_when.strip() else 0.0
        piece = Evidence("explicit", "", value, "explicit.declared", (declared.why.strip(),))
        if piece.id in without:
            return nothing(CONTESTED, 1, "declared")
        return Finding(value, evidence=(piece,), base=1, basis="declared")
    if (none := unreadable(transcript)) is not None:
        return none
    opening = transcript.opening
    if opening is None:
        return nothing(text("Nothing has been said yet."))
    title = transcript.conversation.title
    places = [
        ("", f"{title}\n{title.partition(': ')[2]}"),  # "Week 3: should we ...?"
        *((u.id, u.text) for u in transcript.order[:OPENING]),
    ]
    open_places = [(where, said) for where, said in places if not contested("explicit", where, without)]
    found: dict[str, tuple[str, str, str]] = {}
    for where, said in open_places:
        kinds = KINDS if where in ("", opening.id) else LATER_KINDS
        for part, rule, words in _stated(said, kinds, transcript):
            found.setdefault(part, (where, rule, words))
    if not found and len(open_places) < len(places):
        return nothing(CONTESTED, len(places))
    evidence = []
    for where, _ in open_places:
        here = [(part, rule, words) for part, (place, rule, words) in found.items() if place == where]
        if here:
            worth = sum(PARTS[part] for part, _, _ in here)
            shown = tuple(dict.fromkeys(words for _, _, words in here))  # one sentence may say several parts
            evidence.append(Evidence("explicit", where, worth, here[0][1], shown))
    value = sum(PARTS[part] for part in found)
    return Finding(value, evidence=strongest(evidence), base=len(open_places))


def _stated(said: str, kinds: Kinds, transcript: Transcript) -> list[tuple[str, str, str]]:
    """(part, rule, words) for each part of a purpose that is stated."""
    found: list[tuple[str, str, str]] = transcript.kept((said, kinds), lambda: _look(straight(said), kinds, transcript))
    return found


def _look(said: str, kinds: Kinds, transcript: Transcript) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    asked = tuple(kind for _, names in kinds for kind in names)
    for sentence in sentences(said)[:OPENING_SENTENCES]:
        hits = first_of(str(transcript.language), asked, sentence)
        if not hits or len(transcript.content(sentence)) < 2:
            continue
        for part, names in kinds:
            for kind in names:
                if part not in found and kind in hits:
                    rule, words = hits[kind]
                    found[part] = (part, f"{kind}.{rule}", sentence if len(sentence) <= LONGEST else words)
    return list(found.values())


def opening(transcript: Transcript) -> list[Utterance]:
    """The first contribution, and of the next two what says of itself that it is a question or a goal."""
    return [
        utterance
        for n, utterance in enumerate(transcript.order[:OPENING])
        if n == 0 or any(part == "what" for part, _, _ in _stated(utterance.text, LATER_KINDS, transcript))
    ]


def purpose_of(transcript: Transcript, stated: list[Utterance]) -> str:
    """All words that say what the conversation is for: declared, the title, and the opening."""
    declared = transcript.conversation.declared.purpose
    card = (declared.why, declared.for_whom, declared.done_when) if declared is not None else ()
    return " . ".join([*card, transcript.conversation.title, *(utterance.text for utterance in stated)])


EXPLICIT = Indicator(
    "explicit",
    "P1",
    "purpose",
    explicit,
    own_scale=True,
    name=text("The purpose is stated"),
    plain=text("We look whether it is stated what the question or the goal is, why, and when it is done."),
    formula=text(
        "A half for a question or a goal, a quarter for why or for whom, a quarter for when it is done; as "
        "declared, or as stated in the title or the opening. A question is recognised by its wording; a question "
        "mark alone is not enough."
    ),
    range=OWN_SCALE,
    no_value=text("No value when nothing was declared and {unread}.", unread=UNREAD),
    source=text("Locke & Latham 1990; the division in halves and quarters is ours."),
    questions=(
        text("In one sentence: what is this conversation for, and when are you satisfied?"),
        text("What would be different tomorrow if this conversation succeeds?"),
        text("Whose question is this, and why now?"),
    ),
    rules={
        "explicit.declared": text("the purpose was written down"),
        "question.what": text("asks a question"),
        "question.yes_no": text("asks a question"),
        "question.verb_first": text("asks a question"),
        "own_question.indirect": text("says what the question is"),
        "goal.aim": text("says what it is for"),
        "why.reason": text("says why"),
        "why.situation": text("tells the situation"),
        "done.when": text("says when it is done"),
    },
)
