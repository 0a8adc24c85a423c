"""Purpose: is it clear what the conversation is for, and does it stay in sight?"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files

from iq4d.measures.indicator import FEWEST, Finding, Unit, contested, nothing, strongest, unreadable
from iq4d.measures.language import sentences, vocabulary
from iq4d.measures.lexicons import cues
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["explicit", "focus"]

PARTS = {"what": 0.5, "why": 0.25, "done": 0.25}  # what an explicit purpose answers, and how much each is worth
OPENING_SENTENCES = 30  # how far into the opening a purpose may stand
TERMS = 30  # content words that stand for a purpose; decoys are no longer than that
FULL = 0.35  # a cosine at which one contribution's focus is called full (evidence only; the score is not capped)

Vector = Mapping[str, float]


def explicit(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is it said what the conversation is for?

    Formula: 1/2 for a question or a goal, 1/4 for why or for whom, 1/4 for when it is done: each declared, or else
    stated in the title or the opening contribution. A question is known by its words, not by its mark.
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
    places = [("", transcript.conversation.title), (opening.id, opening.text.replace("’", "'"))]
    open_places = [(where, said) for where, said in places if not contested("explicit", where, without)]
    found: dict[str, tuple[str, str, str]] = {}
    for where, said in open_places:
        for part, rule, words in _stated(said, str(transcript.language)):
            found.setdefault(part, (where, rule, words))
    if not found and len(open_places) < len(places):
        return nothing(CONTESTED, len(places))
    evidence = []
    for where, _ in open_places:
        here = [(part, rule, words) for part, (place, rule, words) in found.items() if place == where]
        if here:
            worth = sum(PARTS[part] for part, _, _ in here)
            evidence.append(Evidence("explicit", where, worth, here[0][1], tuple(words for _, _, words in here)))
    value = sum(PARTS[part] for part in found)
    return Finding(value, evidence=strongest(evidence), base=len(open_places))


CONTESTED = text("What was found has been called not right.")


def _stated(said: str, language: str) -> list[tuple[str, str, str]]:
    """(part, rule, words) for each part of a purpose that is stated."""
    found: dict[str, tuple[str, str, str]] = {}
    for sentence in sentences(said)[:OPENING_SENTENCES]:
        for part, kinds in (("what", ("question", "goal")), ("why", ("why",)), ("done", ("done",))):
            for kind in kinds:
                if part not in found and (hit := cues(language, kind).first(sentence)):
                    rule, words = hit
                    if len(vocabulary(language).content(sentence)) >= 2:
                        shown = sentence if part == "what" and len(sentence) <= 200 else words
                        found[part] = (part, f"{kind}.{rule}", shown)
    return list(found.values())


def focus(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do the contributions stay with the purpose?

    Formula: mean over turns of cos(turn, purpose) - mean over decoys of cos(turn, decoy). Words are stems of
    content words, weighted by log(1 + N / n) over the N turns of which n hold the word. The purpose is what was
    declared, else the first 30 content words of title and opening (which then is not looked at itself). The decoys
    are 25 purposes of other conversations, shipped with IQ4D: what they score is chance.
    Range: about -0.05 to 0.5 raw; 0-1 against the reference sample.
    No value: neither English nor Dutch, fewer than 3 turns to look at, or fewer than 3 content words of purpose.
    Source: chance correction by decoys is ours; idf-cosine: Salton & Buckley 1988.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "How do we welcome new colleagues in the workshop?"), ("Bob", "New colleagues like a tour."),
    ...         ("Cas", "A workshop tour with older colleagues."), ("Bob", "Did you see the football match yesterday?")]
    >>> [piece.utterance for piece in focus(transcribe(conversation(talk))).evidence]
    ['2', '3']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    declared = transcript.conversation.declared.purpose
    opening = transcript.opening
    if declared is not None:
        purpose = f"{declared.why} {declared.for_whom} {declared.done_when}"
        skip = ""
    else:
        purpose = f"{transcript.conversation.title} . {opening.text if opening else ''}"
        skip = opening.id if opening else ""
    terms = list(dict.fromkeys(transcript.words.content(purpose)))[:TERMS]
    turns = [t for t in transcript.turns if t.says_something and t.pieces[0].utterance != skip]
    if len(terms) < 3:
        return nothing(text("The opening says too little to hold the rest against."), len(turns))
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    weights = _weights(turns)
    target, decoys = _unit_vector(terms, weights), _decoys(str(transcript.language))
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in turns:
        best = turn.pieces[0]
        if len(turn.pieces) > 1:
            best = max(turn.pieces, key=lambda piece: sum(target.get(stem, 0.0) for stem in set(piece.stems)))
        where = best.utterance
        if contested("focus", where, without):
            continue
        vector = _unit_vector(turn.stems, weights)
        value = sum(weight * target.get(stem, 0.0) for stem, weight in vector.items())
        chance = sum(weight * decoys.get(stem, 0.0) for stem, weight in vector.items())
        units.append((turn.index, value - chance, 1.0))
        if value > chance:
            shared = transcript.spoken(best, (stem for stem in turn.stems if stem in target))
            evidence.append(Evidence("focus", where, min(1.0, (value - chance) / FULL), "focus.shared", shared))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


TOO_FEW_TURNS = text("There are too few contributions with something to look at.")


def _weights(turns: list[Turn]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for turn in turns:
        seen.update(turn.stems)
    return {stem: math.log(1 + len(turns) / count) for stem, count in seen.items()}


def _unit_vector(stems: Collection[str], weights: Vector) -> Vector:
    rare = math.log(1 + len(weights) + 1)
    vector = {stem: weights.get(stem, rare) for stem in stems}
    norm = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {stem: weight / norm for stem, weight in vector.items()} if norm else {}


@lru_cache(maxsize=4)
def _decoys(language: str) -> Vector:
    """The mean of the decoys' unit vectors: the dot product with it is the mean cosine to the decoys."""
    data = tomllib.loads((files("iq4d.measures") / "decoys.toml").read_text("utf-8"))[language]
    vectors = [_unit_vector(dict.fromkeys(vocabulary(language).content(decoy)), {}) for decoy in data]
    total: dict[str, float] = {}
    for vector in vectors:
        for stem, weight in vector.items():
            total[stem] = total.get(stem, 0.0) + weight / len(vectors)
    return total
