"""Does the purpose stay in sight?"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from iq4d.measures.columns import Bools, Floats, Ints, summed
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
from iq4d.measures.languages.lexicon import Column, Lexicon
from iq4d.measures.overlap import overlap, weights
from iq4d.measures.purpose.explicit import opening, purpose_of
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["FOCUS", "focus", "in_sight"]


TERMS = 40  # telling words that stand for a purpose at most
FEWEST_TERMS = 2


def focus(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do the contributions stay with the purpose?

    Formula: mean over turns of o(turn, purpose) - mean over decoys of o(turn, decoy), with o = log(1 + S) / log(1 + T):
    S the summed weights log(1 + N / n) of the telling words shared, over the N turns of which n hold the word, T the
    lesser of the summed weights of both. Telling words are content words without numbers and without words that people
    use about anything. The purpose is the first 40 of them in what was declared, the title and the opening (which is
    not looked at itself): the first contribution, and of the next two what says of itself that it is a question or a
    goal. The decoys are 25 purposes made of just as many words from purposes of other conversations, shipped with IQ4D:
    what they score is chance, and a longer opening raises it.
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
    terms, turns = _held_against(transcript)
    if len(terms) < FEWEST_TERMS:
        return nothing(text("The opening says too little to hold the rest against."), len(turns))
    if len(turns) < FEWEST:
        return nothing(TOO_FEW_TURNS, len(turns))
    wanted = _wanted(transcript, terms)
    above = _above_chance(transcript, turns, wanted, len(terms))
    back = _comes_back(transcript, wanted)
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for turn, value in zip(turns, above, strict=True):
        best = turn.pieces[0]
        if len(turn.pieces) > 1:
            best = max(turn.pieces, key=lambda piece: len(back.get(piece.index, ())))
        if contested("focus", best.utterance, without):
            continue
        units.append((turn.index, value, 1.0))
        if value > 0:
            evidence.append(Evidence("focus", best.utterance, value, "focus.shared", back.get(best.index, ())))
    if not units:
        return nothing(CONTESTED, len(turns))
    raw = math.fsum(over for _, over, _ in units) / len(units)
    return Finding(raw, evidence=strongest(evidence), base=len(units), units=tuple(units))


def in_sight(transcript: Transcript) -> list[tuple[Turn, float]]:
    """Each turn after the opening that says something, with how much of the purpose it takes up above chance.

    0: no more than chance gives. Empty where `focus` has no value for want of language, turns or words of purpose.
    """
    if not transcript.readable:
        return []
    terms, turns = _held_against(transcript)
    if len(terms) < FEWEST_TERMS or len(turns) < FEWEST:
        return []
    return list(zip(turns, _above_chance(transcript, turns, _wanted(transcript, terms), len(terms)), strict=True))


def _held_against(transcript: Transcript) -> tuple[list[str], list[Turn]]:
    """The telling words of the purpose, and the turns after the opening."""
    stated = opening(transcript)
    skip = {utterance.id for utterance in stated}
    terms = list(dict.fromkeys(transcript.telling(purpose_of(transcript, stated))))[:TERMS]
    return terms, [turn for turn in transcript.saying if turn.pieces[0].utterance not in skip]


def _wanted(transcript: Transcript, terms: Sequence[str]) -> Bools:
    """Of each stem whether it is one of the purpose."""
    aim = frozenset(terms)
    return np.array([stem in aim for stem in transcript.columns.stems], bool)


def _above_chance(transcript: Transcript, turns: Sequence[Turn], wanted: Bools, terms: int) -> list[float]:
    """For each turn its overlap with the purpose, minus its mean overlap with the decoys.

    wanted: for each stem whether it is one of the terms of the purpose. terms: how many those are.
    """
    columns, rows = transcript.columns, transcript.telling_rows
    rank = np.full(len(transcript.turns), -1, np.int64)
    rank[[turn.index for turn in turns]] = np.arange(len(turns))
    of = rank[columns.turn[rows]]
    some = (of >= 0).nonzero()[0]
    of, stem = of[some], columns.stem_at[rows[some]]
    known = _decoys(str(transcript.language), terms)
    weight = weights(stem, len(columns.stems), len(turns))
    weighs = weight[stem]
    total = summed(of, weighs, len(turns))
    own = weight[wanted]
    shared = summed(of, np.where(wanted[stem], weighs, 0.0), len(turns))
    value = overlap(shared, total, np.full(len(turns), own.sum() + (terms - len(own))))  # 1 for what nobody says
    decoy = known.places(columns.known)[columns.root]
    ours = (decoy >= 0).nonzero()[0]
    worth = np.ones(len(known.words))
    worth[decoy[ours]] = weight[ours]
    which = decoy[stem]
    some = (which >= 0).nonzero()[0]
    table = np.zeros((len(turns), len(known.words)))
    table[of[some], which[some]] = weighs[some]
    in_decoys = table @ known.holds.T  # exact: whole multiples of 2^-20
    chance = overlap(in_decoys, total[:, None], (known.holds @ worth)[None, :])
    above: list[float] = (value - chance.sum(axis=1) / len(known.holds)).tolist()
    return above


def _comes_back(transcript: Transcript, wanted: Bools) -> dict[int, tuple[str, ...]]:
    """For each contribution the words of the purpose it uses, as it says them. wanted: which stems those are."""
    columns, rows = transcript.columns, transcript.spoken_rows
    rows = rows[wanted[columns.stem_at[rows]]]
    found: dict[int, list[str]] = {}
    for piece, w in zip(columns.piece[rows].tolist(), columns.word[rows].tolist(), strict=True):
        found.setdefault(piece, []).append(columns.words[w])
    return {piece: tuple(words) for piece, words in found.items()}


@dataclass(frozen=True)
class _Decoys:
    """size: how many words each has. words: of all decoys. holds: (decoys, words) 1 where a decoy holds a word."""

    size: int
    words: tuple[str, ...]
    holds: Floats

    def places(self, known: Lexicon) -> Ints:
        """Of each stem of a lexicon which of the words it is, -1 for none."""
        column: Column = known.kept(f"decoys {self.size}", self._column)
        return column()

    def _column(self, known: Lexicon) -> Column:
        place = {word: n for n, word in enumerate(self.words)}
        return Column(known.stems.names, lambda stem: place.get(stem, -1), np.int64)


@lru_cache(maxsize=256)
def _decoys(language: str, size: int) -> _Decoys:
    """`size` telling words each, of purposes of other conversations: every one of those, made up with what follows."""
    known = vocabulary(language)
    told = [[known[word] for word in tokens(decoy) if known.tells(word)] for decoy in purposes(language)]
    made = [list(dict.fromkeys(chain.from_iterable(told[n:] + told[:n])))[:size] for n in range(len(told))]
    words = tuple(dict.fromkeys(chain.from_iterable(made)))
    return _Decoys(size, words, np.array([[float(word in decoy) for word in words] for decoy in made]))


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
