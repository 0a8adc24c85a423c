"""Does the purpose stay in sight?"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from itertools import chain

from iq4d.measures.indicator import (
    BEYOND_CHANCE,
    CONTESTED,
    FEWEST,
    TOO_FEW_TURNS,
    UNREAD,
    Finding,
    Indicator,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.languages import purposes, tokens, vocabulary
from iq4d.measures.overlap import overlap, weights
from iq4d.measures.purpose.explicit import opening, purpose_of
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["FOCUS", "focus"]


TERMS = 40  # telling words that stand for a purpose at most
FEWEST_TERMS = 2


def focus(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do the contributions stay with the purpose?

    Formula: mean over turns of o(turn, purpose) - mean over decoys of o(turn, decoy), with o = log(1 + S) / log(1 + T):
    S the summed weights log(1 + N / n) of the telling words shared, over the N turns of which n hold the word, T the
    lesser of the summed weights of both. Telling words are content words without numbers and without words that people
    use about anything. The purpose is the first 40 of them in what was declared, the title and the opening (which is
    not looked at itself): the first contribution, and of the next two what says of itself that it is a question or a
    goal. The decoys are 25 purposes made of just as many words
    from purposes of other conversations, shipped with IQ4D: what they score is chance, and a longer opening raises it.
    Range: about -0.05 to 0.7 raw; 0 is what chance gives, 1 the ninetieth percentile of the reference sample.
    No value: neither English nor Dutch, fewer than 3 turns after the opening, or fewer than 2 telling words of purpose.
    Source: weights after Sparck Jones 1972; overlap in place of the cosine, which fell with length; the
    correction for chance by decoys is ours.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "How do we welcome colleagues in the workshop?"), ("Bob", "Colleagues like a tour."),
    ...         ("Cas", "A workshop tour for colleagues."), ("Bob", "Football was a bore yesterday evening.")]
    >>> [piece.utterance for piece in focus(transcribe(conversation(talk))).evidence]
    ['3', '2']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    stated = opening(transcript)
    skip = {utterance.id for utterance in stated}
    terms = list(dict.fromkeys(transcript.telling(purpose_of(transcript, stated))))[:TERMS]
    turns = [t for t in transcript.turns if t.says_something and t.pieces[0].utterance not in skip]
    if len(terms) < FEWEST_TERMS:
        return nothing(text("The opening says too little to hold the rest against."), len(turns))
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    weight, target = weights(turn.telling for turn in turns), frozenset(terms)
    decoys = _decoys(str(transcript.language), len(terms))
    decoy_words = frozenset().union(*decoys)
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn in turns:
        best = max(turn.pieces, key=lambda piece: len(target.intersection(piece.telling)))
        if contested("focus", best.utterance, without):
            continue
        stems = frozenset(turn.telling)
        value, chance = overlap(stems, target, weight), 0.0
        if not decoy_words.isdisjoint(stems):
            chance = math.fsum(overlap(stems, decoy, weight) for decoy in decoys) / len(decoys)
        units.append((turn.index, value - chance, 1.0))
        if value > chance:
            shared = best.spoken(stem for stem in turn.telling if stem in target)
            evidence.append(Evidence("focus", best.utterance, value - chance, "focus.shared", shared))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = sum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


@lru_cache(maxsize=256)
def _decoys(language: str, size: int) -> tuple[frozenset[str], ...]:
    """`size` telling words each, of purposes of other conversations: every one of those, made up with what follows."""
    known = vocabulary(language)
    told = [[known[word] for word in tokens(decoy) if known.tells(word)] for decoy in purposes(language)]
    return tuple(
        frozenset(list(dict.fromkeys(chain.from_iterable(told[n:] + told[:n])))[:size]) for n in range(len(told))
    )


FOCUS = Indicator(
    "focus",
    "P4",
    "purpose",
    focus,
    beyond_chance=True,
    even=True,
    name=text("The purpose stays in sight"),
    plain=text("We look how often words of the purpose come back, and take off what may be chance."),
    formula=text(
        "How much of the words of the purpose (as declared, the title, the opening) each contribution takes up, "
        "held against what it could take up, minus the same for 25 purposes of other conversations; the mean over "
        "contributions. Numbers, names of speakers and words that people use about anything do not count."
    ),
    range=BEYOND_CHANCE,
    no_value=text(
        "No value when {unread}, the purpose has fewer than 2 telling words, or fewer than 3 turns follow it.",
        unread=UNREAD,
    ),
    source=text("Weighted words: Sparck Jones 1972; the correction for chance is ours."),
    questions=(
        text("Read the first question once more. Is it still the question you are talking about?"),
        text("What belongs to your question, and what deserves a conversation of its own?"),
        text("Which contribution comes closest to what you wanted to know?"),
    ),
    rules={
        "focus.shared": text("comes back to the purpose"),
    },
)
