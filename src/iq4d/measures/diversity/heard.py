"""Is everyone heard?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection

import numpy as np

from iq4d.measures.indicator import (
    OWN_SCALE,
    TOO_LITTLE,
    Finding,
    Indicator,
    contested,
    nothing,
    strongest,
)
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["HEARD", "heard"]


EVEN_ENOUGH = 0.6  # evenness from which on everyone is heard: a floor, not a maximum (MEASURES §1)


def heard(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Is everyone heard?

    Formula: min(1, E / 0.6), with evenness E = H / ln n and H = - sum p ln p over the n speakers, p a speaker's share
    of what is said: the different content words of each contribution, added up, so that "Clear." does not weigh as much
    as a story. Equal talk is no aim: from 0.6 on more evenness adds nothing.
    Range: 0-1, on its own scale.
    No value: fewer than two speakers.
    Source: Shannon's evenness (Pielou 1966); the floor is ours: even talk did not go with gain.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", f"Point {n} of my plan") for n in range(9)] + [("Bob", "I doubt that plan")]
    >>> round(heard(transcribe(conversation(talk, language="en"))).raw, 2)
    0.6
    """
    if transcript.voices < 2:
        return nothing(text("Only one person spoke."), len(transcript.said))
    words = np.bincount(transcript.columns.piece[transcript.spoken_rows], minlength=len(transcript.pieces)).tolist()
    said = [
        (piece.utterance, turn.speaker, words[piece.index])
        for turn in transcript.turns
        for piece in turn.pieces
        if not contested("heard", piece.utterance, without)
    ]
    if not said:
        return nothing(TOO_LITTLE)
    counts: Counter[int] = Counter()
    first: dict[int, str] = {}
    for where, who, many in said:
        counts[who] += many
        first.setdefault(who, where)
    n, total = transcript.voices, counts.total()
    shares = [count / total for count in counts.values()]
    entropy = -math.fsum(share * math.log(share) for share in shares)
    # how far it may be off, as if every contribution were one draw
    second = math.fsum(share * math.log(share) ** 2 for share in shares)
    wobble = math.sqrt(max(0.0, second - entropy**2) / len(said))
    scale = EVEN_ENOUGH * math.log(n)
    evidence = [
        Evidence("heard", where, min(1.0, counts[who] / total * n), "heard.voice") for who, where in first.items()
    ]
    return Finding(
        min(1.0, entropy / scale),
        evidence=strongest(evidence),
        base=len(said),
        spread=wobble / scale,
        middle=entropy / scale,
    )


HEARD = Indicator(
    "heard",
    "V2",
    "diversity",
    heard,
    own_scale=True,
    floor=True,
    name=text("Everyone is heard"),
    plain=text("We look whether nobody speaks so much that others hardly get a word in."),
    formula=text(
        "How evenly what is said, in words of content, is spread over the speakers, divided by 0.6 and at most 1. "
        "Equal talk is no aim, so this brings nothing; but the dimension is worth no more than this."
    ),
    range=OWN_SCALE,
    no_value=text("No value when one person spoke."),
    source=text("Shannon's evenness (Pielou 1966)."),
    questions=(
        text("Who has said little so far? Ask for that view by name."),
        text("What if everybody first wrote down one thought, before anybody reacts?"),
        text("Who could be silent for one round, and who then gets room?"),
    ),
    rules={
        "heard.voice": text("the first contribution of this voice"),
    },
)
