"""What is asked in a conversation, and where its steps leave room for what."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from iq4d.measures.columns import Floats
from iq4d.measures.languages import cues, sentence_ends
from iq4d.measures.shares import Share
from iq4d.measures.transcript import Transcript, Turn

__all__ = ["GESTURES", "NO_REASONS", "Asked", "Placed", "asked", "leaves_room"]

OPENING = ("asking.assume", "asking.why", "asking.open", "asking.clarify")  # what opens most goes first
DECLARED = "asking.declared"
FACT = "asking.fact"  # who, when, how many
RULES = (*OPENING, FACT, "closed.yes_no", DECLARED)
LONGEST = 160  # characters shown of a question

NO_REASONS = frozenset({"question", "association", "restatement", "core", "deed"})  # kinds that need no reasons
# Kinds of contribution that carry no words of their own, or none that anybody reads.
GESTURES = frozenset({"pass", "note", "rate", "vote", "draw", "judge", "date"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A contribution that asks something. rule: what sort of question; words: the question itself.

    opens: it leaves room for more than a yes, a no or one fact; None where it was declared to be a question and its
    wording does not tell.
    """

    turn: Turn
    utterance: str
    rule: str
    words: str

    @property
    def opens(self) -> bool | None:
        return None if self.rule == DECLARED else self.rule in OPENING

    @property
    def room(self) -> float:
        """How much room it leaves: for one fact, half of what an open one does; for yes or no, none."""
        return 1.0 if self.rule in OPENING else 0.5 if self.rule == FACT else 0.0


def asked(transcript: Transcript) -> list[Asked]:
    """The contributions that ask something, each with the question in it that opens most.

    What was declared to be a question is one, and what was declared to be something else is none. Else it is known by
    its wording; a question mark makes no question, and only "yes or no" needs one. The same sentence asked again does
    not count.

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Shorten the tour?"), ("Bob", "Is the bus late again?"), ("Cas", "What made you leave early?")]
    >>> [(one.utterance, one.rule) for one in asked(transcribe(conversation(talk, language="en")))]
    [('2', 'closed.yes_no'), ('3', 'asking.why')]
    """
    found: list[Asked] = transcript.kept("asked", lambda: list(_asked(transcript)) if transcript.readable else [])
    return found


def _asked(transcript: Transcript) -> Iterator[Asked]:
    kinds = dict(transcript.conversation.declared.kinds)
    asks: dict[int, list[tuple[int, str]]] = {}
    for index, rank, sentence in _sentences(transcript):
        asks.setdefault(index, []).append((rank, sentence))
    heard: set[object] = set()
    for turn in transcript.turns:
        for piece in turn.pieces:
            kind = kinds.get(piece.utterance, "")
            if kind not in ("", "question"):
                continue
            fresh: list[tuple[int, str]] = []
            for rank, sentence in asks.get(piece.index, ()):
                key = tuple(transcript.content(sentence)) or sentence.lower()
                if key not in heard:
                    heard.add(key)
                    fresh.append((rank, sentence))
            if fresh or kind == "question":
                rank, sentence = min(fresh, key=lambda one: one[0], default=(len(RULES) - 1, piece.text))
                yield Asked(turn, piece.utterance, RULES[rank], " ".join(sentence.split())[:LONGEST])


def _sentences(transcript: Transcript) -> list[tuple[int, int, str]]:
    """(contribution, place of the rule in RULES, sentence) of each sentence that asks something, in order."""
    columns, pieces = transcript.columns, transcript.pieces
    begins = columns.begin.tolist()

    @cache
    def ends(piece: int) -> list[int]:
        return [0, *sentence_ends(pieces[piece].text), len(pieces[piece].text)]

    def place(piece: int, at: int) -> tuple[int, int, int]:
        n = bisect(ends(piece), at, hi=len(ends(piece)) - 1)
        return piece, ends(piece)[n - 1], ends(piece)[n]

    found: dict[tuple[int, int, int], int] = {}
    for hit in transcript.hits:
        if hit.kind == "asking":
            key, rank = place(hit.piece, hit.start - begins[hit.piece]), RULES.index(f"asking.{hit.rule}")
            found[key] = min(rank, found.get(key, rank))
    marks = np.flatnonzero((columns.number == 0)[columns.word])
    closed = cues(str(transcript.language), "closed")
    for start, piece in zip(columns.at[marks].tolist(), columns.piece[marks].tolist(), strict=True):
        key = place(piece, start - begins[piece])
        sentence = pieces[piece].text[key[1] : key[2]]
        if key not in found and sentence.rstrip("\"')] \n").endswith("?") and closed.first(sentence):
            found[key] = RULES.index("closed.yes_no")
    return [(piece, rank, pieces[piece].text[a:b]) for (piece, a, b), rank in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class Placed:
    """A share of questions, shrunk to what is usual, and where it stands: 0 at `low` or below, 1 where all do."""

    share: Share
    low: float

    def __call__(self, over: float, under: float) -> float:
        """Where a share stands.

        >>> from iq4d.measures.shares import shrunk
        >>> placed = Placed(shrunk(0.6, 20), 0.2)
        >>> round(placed(0.0, 0.0), 2), round(placed(20.0, 20.0), 2)
        (0.5, 0.75)
        """
        return max(0.0, (self.share(over, under) - self.low) / (1 - self.low))

    def redraw(self, over: Floats, under: Floats) -> Floats:
        """The same for every draw."""
        return np.maximum(0.0, (self.share.redraw(over, under) - self.low) / (1 - self.low))


def leaves_room(transcript: Transcript, no_room: frozenset[str]) -> Callable[[str], bool]:
    """Whether a contribution stood where more was asked for than the kinds given.

    Not where its step allows only those kinds, nor where it was itself declared to be of one: a method must not lose
    by what its steps forbid.
    """
    declared = transcript.conversation.declared
    no_room = no_room | GESTURES
    shut = {
        where for phase in declared.phases if phase.allows and phase.allows <= no_room for where in phase.utterances
    }
    shut.update(where for where, kind in declared.kinds if kind in no_room)
    return lambda where: where not in shut
