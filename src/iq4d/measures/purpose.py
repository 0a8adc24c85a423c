"""Purpose: is it clear what the conversation is for, and does it stay in sight?"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from itertools import chain

from iq4d.conversation import Utterance
from iq4d.measures.heads import SURE, doing, head, share
from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    TOO_FEW_TURNS,
    Finding,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.languages import cues, purposes, sentences, straight, tokens, vocabulary
from iq4d.measures.overlap import overlap, weights
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["explicit", "focus"]

Kinds = tuple[tuple[str, tuple[str, ...]], ...]

PARTS = {"what": 0.5, "why": 0.25, "done": 0.25}  # what an explicit purpose answers, and how much each is worth
OPENING_SENTENCES = 30  # how far into the opening a purpose may stand
OPENING = 3  # contributions: after a host, the one whose question it is
KINDS = (("what", ("question", "own_question", "goal")), ("why", ("why",)), ("done", ("done",)))
LATER_KINDS = (("what", ("own_question", "goal")), ("why", ("why",)), ("done", ("done",)))  # not "what do you mean?"
LONGEST = 200  # characters of a sentence shown whole
TERMS = 40  # telling words that stand for a purpose at most
FEWEST_TERMS = 2


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
    places = [("", transcript.conversation.title), *((u.id, u.text) for u in transcript.order[:OPENING])]
    open_places = [(where, said) for where, said in places if not contested("explicit", where, without)]
    found: dict[str, tuple[str, str, str]] = {}
    for where, said in open_places:
        kinds = KINDS if where in ("", opening.id) else LATER_KINDS
        for part, rule, words in _stated(straight(said), kinds, transcript):
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


def _stated(
    said: str, kinds: tuple[tuple[str, tuple[str, ...]], ...], transcript: Transcript
) -> list[tuple[str, str, str]]:
    """(part, rule, words) for each part of a purpose that is stated."""
    found: dict[str, tuple[str, str, str]] = {}
    for sentence in sentences(said)[:OPENING_SENTENCES]:
        for part, names in kinds:
            for kind in names:
                if part not in found and (hit := cues(str(transcript.language), kind).first(sentence)):
                    rule, words = hit
                    if len(transcript.content(sentence)) >= 2:
                        shown = sentence if len(sentence) <= LONGEST else words
                        found[part] = (part, f"{kind}.{rule}", shown)
    return list(found.values())


def on_task(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do people stay with what the conversation is for, rather than with the weather and the tool?

    Formula: 1 - the share of turns in which the head `off` sees nothing but talk beside the subject (a chance of at
    least 1/2 in each of its contributions), corrected for how often that head misses and errs. What has no content of
    its own ("ok") does not count.
    Range: 0-1, on its own scale.
    No value: neither English nor Dutch, or fewer than 3 turns with something to look at.
    Source: the head is fitted on DeliData (Karadzhov et al. 2023); the correction: Rogan & Gladen 1978.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Which card must we turn to test the rule?"), ("Bob", "Hello dear friends, lovely evening!"),
    ...         ("Cas", "Turn the card with the vowel."), ("Ada", "Then the rule could be wrong, so the odd card too.")]
    >>> found = on_task(transcribe(conversation(talk, language="en")))
    >>> [piece.utterance for piece in found.evidence if piece.rule == "on_task.off"]
    ['2']
    """
    if (none := unreadable(transcript)) is not None:
        return none
    does = doing(transcript, "off", least=True)
    if len(does) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(does))
    kept = [one for one in does if not contested("on_task", one.utterance, without)]
    if not kept:
        return nothing(CONTESTED, len(does))
    units = tuple((one.turn.index, float(one.chance >= SURE), 1.0) for one in kept)
    rules = ["on_task.on" if one.chance < SURE else "on_task.off" for one in kept]
    evidence = [
        Evidence("on_task", one.utterance, 1 - one.chance, rule, one.words)
        for one, rule in zip(kept, rules, strict=True)
    ]
    off = head("off")
    seen = sum(over for _, over, _ in units) / len(units)
    return Finding(
        1 - share(seen, off),
        evidence=strongest(evidence),
        base=len(units),
        units=units,
        estimate=lambda over, under: 1 - share(over / under, off),
    )


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
    opening = _opening(transcript)
    skip = {utterance.id for utterance in opening}
    terms = list(dict.fromkeys(transcript.telling(_purpose(transcript, opening))))[:TERMS]
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


def _opening(transcript: Transcript) -> list[Utterance]:
    """The first contribution, and of the next two what says of itself that it is a question or a goal."""
    return [
        utterance
        for n, utterance in enumerate(transcript.order[:OPENING])
        if n == 0 or any(part == "what" for part, _, _ in _stated(straight(utterance.text), LATER_KINDS, transcript))
    ]


def _purpose(transcript: Transcript, opening: list[Utterance]) -> str:
    declared = transcript.conversation.declared.purpose
    card = (declared.why, declared.for_whom, declared.done_when) if declared is not None else ()
    return " . ".join([*card, transcript.conversation.title, *(utterance.text for utterance in opening)])


@lru_cache(maxsize=256)
def _decoys(language: str, size: int) -> tuple[frozenset[str], ...]:
    """`size` telling words each, of purposes of other conversations: every one of those, made up with what follows."""
    known = vocabulary(language)
    told = [[known[word] for word in tokens(decoy) if known.tells(word)] for decoy in purposes(language)]
    return tuple(
        frozenset(list(dict.fromkeys(chain.from_iterable(told[n:] + told[:n])))[:size]) for n in range(len(told))
    )
