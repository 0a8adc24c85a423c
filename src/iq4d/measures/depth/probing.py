"""Do questions set others thinking?"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection

from iq4d.measures.depth.asked import GESTURES, NO_REASONS, Asked, Placed, asked, with_room
from iq4d.measures.depth.reasoning import reasons_seen
from iq4d.measures.heads import SURE
from iq4d.measures.indicator import (
    CONTESTED,
    FEWEST,
    OWN_SCALE,
    UNREAD,
    Finding,
    Indicator,
    Unit,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.score import Evidence
from iq4d.measures.shares import shrunk
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["PROBING", "Followed", "probing"]

NEAR = 3  # turns within which somebody else goes into a question
USUAL = 0.75  # the share of questions that others go into, over the reference sample
SHRUNK = 20  # questions that this weighs as much as: 180 contributions, of which one in nine asks
LOW = 0.5  # a share that a tenth of the reference sample stays below
_PLACED = Placed(shrunk(USUAL, SHRUNK), LOW)

TOO_FEW_QUESTIONS = text("There are fewer than 3 questions that leave room.")


def probing(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do questions set others thinking?

    Formula: (x - 1/2) / (1/2), at least 0, with x = (k + 20 x 0.75) / (n + 20), n the questions that leave room and k
    those that somebody else went into. Went into: a declared answer in which the head `reason` sees reasoning; where
    no answer is declared, such a turn of somebody else among the next 3 that may answer, or one that replies to it; or
    its owner kept the question. Questions that were laid aside in favour of others, in a step that forbids to answer,
    do not count. A question is known by its wording, as in `asking`.
    Range: 0-1, on its own scale: 0 where half of the questions are gone into, 0.5 at what is usual. With few questions
    it stays near that.
    No value: neither English nor Dutch, or fewer than 3 questions that leave room.
    Source: probing as in Karadzhov et al. 2023; that it agrees little between halves of a conversation is why it is
    shrunk so strongly.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Why do the older visitors leave so early?"),
    ...         ("Bob", "Because the tour takes two hours, so they get tired and then they go home."),
    ...         ("Ada", "What would happen if we made it shorter?"), ("Cas", "Buy bread."),
    ...         ("Ada", "How do other museums solve this problem?"), ("Cas", "Buy cheese.")]
    >>> [(one.utterance, one.rule) for one in probing(transcribe(conversation(talk, language="en"))).evidence]
    [('1', 'probing.followed'), ('3', 'probing.waiting'), ('5', 'probing.waiting')]
    """
    if (none := unreadable(transcript)) is not None:
        return none
    search = Followed(transcript)
    questions = [one for one in asked(transcript) if one.opens is not False and not search.laid_aside(one)]
    if len(questions) < FEWEST:
        return nothing(TOO_FEW_QUESTIONS, len(questions))
    units: list[Unit] = []
    evidence: list[Evidence] = []
    for one in questions:
        if contested("probing", one.utterance, without):
            continue
        rule, value = search.of(one)
        units.append((one.turn.index, float(value > 0), 1.0))
        evidence.append(Evidence("probing", one.utterance, value, rule, (one.words,)))
    if not units:
        return nothing(CONTESTED, len(questions))
    raw = _PLACED(sum(over for _, over, _ in units), len(units))
    return Finding(
        raw,
        evidence=strongest(evidence),
        base=len(units),
        units=tuple(units),
        estimate=_PLACED,
        redraw=_PLACED.redraw,
    )


class Followed:
    """Finds who went into a question."""

    def __init__(self, transcript: Transcript) -> None:
        declared = transcript.conversation.declared
        self._turns = transcript.turns
        self._reasons = {one.turn.index: one for one in reasons_seen(transcript) if one.chance >= SURE}
        self._turn_of = {piece.utterance: turn.index for turn in transcript.turns for piece in turn.pieces}
        self._kept = {rating.utterance for rating in declared.ratings if rating.value == "warm"}
        self._answers: dict[str, list[str]] = defaultdict(list)
        for answer, question in declared.answers:
            self._answers[question].append(answer)
        self._may_answer = with_room(transcript, transcript.turns, NO_REASONS)
        self._replies: dict[int, list[Turn]] = defaultdict(list)
        for turn in transcript.turns:
            if turn.after is not None:
                self._replies[turn.after].append(turn)
        asking = (phase for phase in declared.phases if phase.allows and phase.allows <= NO_REASONS | GESTURES)
        self._chosen_from = {where for phase in asking for where in phase.utterances if self._kept or self._answers}

    def laid_aside(self, one: Asked) -> bool:
        """Whether its owner went into others of the questions that a step for asking brought, and not into this one."""
        return one.utterance in self._chosen_from - self._kept and not self._answers[one.utterance]

    def of(self, one: Asked) -> tuple[str, float]:
        """(rule, how sure) of what came of a question."""
        if one.utterance in self._kept:
            return "probing.kept", 1.0
        chances = [self._reasons[turn.index].chance for turn in self.may_answer(one) if turn.index in self._reasons]
        return ("probing.followed", max(chances)) if chances else ("probing.waiting", 0.0)

    def may_answer(self, one: Asked) -> list[Turn]:
        """The turns of others that answer a question: as declared, else the next few and what replies to it."""
        if linked := self._answers[one.utterance]:
            turns = [self._turns[self._turn_of[answer]] for answer in linked if answer in self._turn_of]
        else:
            later = bisect(self._may_answer, one.turn.index, key=lambda turn: turn.index)
            turns = self._may_answer[later : later + NEAR]
            turns += [turn for turn in self._replies[one.turn.index] if turn not in turns]
        return [turn for turn in turns if turn.speaker != one.turn.speaker]


PROBING = Indicator(
    "probing",
    "D2",
    "depth",
    probing,
    own_scale=True,
    extra=True,
    name=text("Questions set others thinking"),
    plain=text("We look whether somebody goes into a question, with more than a yes or a no."),
    formula=text(
        "Of the questions that leave room, the share that somebody else goes into: an answer or one of the next 3 "
        "turns in which a trained head sees reasoning, or the question was kept by its owner. With few questions it "
        "stays near what is usual."
    ),
    range=OWN_SCALE,
    no_value=text("No value when {unread}, or with fewer than 3 questions that leave room.", unread=UNREAD),
    source=text("Probing as in Karadzhov et al. 2023; how strongly it is held to what is usual is ours."),
    questions=(
        text("Which question has nobody gone into yet?"),
        text("Which question made you think? Say where it took you."),
        text("What would you ask on, about the answer you just heard?"),
    ),
    rules={
        "probing.followed": text("a question that set somebody thinking"),
        "probing.kept": text("a question its owner kept"),
        "probing.waiting": text("a question nobody has gone into yet"),
    },
)
