"""What is asked in a conversation, and where its steps leave room for what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from iq4d.measures.columns import Columns, Floats
from iq4d.measures.languages import Openings
from iq4d.measures.shares import Share
from iq4d.measures.transcript import Transcript, Turn

__all__ = ["GESTURES", "NO_REASONS", "Asked", "Placed", "asked", "leaves_room", "with_room"]

OPENING = ("asking.assume", "asking.why", "asking.open", "asking.clarify")  # what opens most goes first
DECLARED = "asking.declared"
FACT = "asking.fact"  # who, when, how many
RULES = (*OPENING, FACT, "closed.yes_no", DECLARED)
CLOSED = RULES.index("closed.yes_no")
_RANKS = {rule.removeprefix("asking."): rank for rank, rule in enumerate(RULES)}
LONGEST = 160  # characters shown of a question

NO_REASONS = frozenset({"question", "association", "restatement", "core", "deed"})  # kinds that need no reasons
# Kinds of contribution that carry no words of their own, or none that anybody reads.
GESTURES = frozenset({"pass", "note", "rate", "vote", "draw", "judge", "date"})


class Asked(NamedTuple):
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
    asks: dict[int, list[_Sentence]] = {}
    for sentence in _sentences(transcript):
        asks.setdefault(sentence.piece, []).append(sentence)
    heard: set[object] = set()
    for turn in transcript.turns:
        for piece in turn.pieces:
            kind = kinds.get(piece.utterance, "")
            if kind not in ("", "question"):
                continue
            fresh: list[_Sentence] = []
            for sentence in asks.get(piece.index, ()):
                if sentence.content not in heard:
                    heard.add(sentence.content)
                    fresh.append(sentence)
            if fresh:
                first = min(fresh, key=lambda one: one.rank)
                yield Asked(turn, piece.utterance, RULES[first.rank], " ".join(first.words.split())[:LONGEST])
            elif kind == "question":
                yield Asked(turn, piece.utterance, DECLARED, " ".join(piece.text.split())[:LONGEST])


class _Sentence(NamedTuple):
    """A sentence that asks: its contribution, the place of its rule in RULES, its words, the stems in them."""

    piece: int
    rank: int
    words: str
    content: object


def _sentences(transcript: Transcript) -> Iterator[_Sentence]:
    """The sentences that ask something, in order."""
    columns, flat = transcript.columns, transcript.columns.flat
    asking, ends = transcript.hits_of["asking"], transcript.sentence_ends
    marks = (columns.number == 0)[columns.word].nonzero()[0]
    at = np.concatenate([np.array([hit.start for hit in asking], np.int64), columns.at[marks]])
    piece = np.concatenate([np.array([hit.piece for hit in asking], np.int64), columns.piece[marks]])
    n = ends.searchsorted(at, "right")
    begin = np.maximum(columns.begin[piece], np.where(n > 0, ends[n - 1], 0))
    end = np.minimum(columns.end[piece], ends[np.minimum(n, len(ends) - 1)])
    first, last = columns.at.searchsorted(begin).tolist(), columns.at.searchsorted(end).tolist()
    places = list(zip(piece.tolist(), begin.tolist(), end.tolist(), first, last, strict=True))
    found: dict[tuple[int, int, int, int, int], int] = {}
    for hit, place in zip(asking, places, strict=False):
        rank = _RANKS[hit.rule]
        found[place] = min(rank, found.get(place, rank))
    doubtful = [
        place
        for place in dict.fromkeys(places[len(asking) :])
        if place not in found and flat[place[1] : place[2]].rstrip("\"')] \n\t").endswith("?")
    ]
    if doubtful:
        closed = _Closed(columns)
        found.update((place, CLOSED) for place in doubtful if closed.fires(*place[2:]))
    stems = transcript.stems_said
    for (of, a, b, row, until), rank in sorted(found.items()):
        content = tuple(stem for stem in stems[row:until] if stem >= 0)
        yield _Sentence(of, rank, flat[a:b], content or flat[a:b].lower())


class _Closed:
    """Where a question for yes or no may begin."""

    def __init__(self, columns: Columns) -> None:
        openings: Openings = columns.known.kept("closed", lambda known: Openings(known, ("closed",)))
        rows = openings.opens()[columns.number][columns.word].nonzero()[0]
        this, then = columns.word[rows], columns.word[np.minimum(rows + 1, len(columns.word) - 1)]
        worth, self._pairs = openings.worth(columns.number[this], columns.number[then])
        self._rows = rows[worth].tolist()
        self._at = columns.at[rows[worth]].tolist()
        self._openings, self._lower = openings, columns.lower

    def fires(self, end: int, first: int, last: int) -> bool:
        """Whether one begins at the rows from `first` to before `last`, and stands before `end`."""
        for n in range(bisect_left(self._rows, first), bisect_left(self._rows, last)):
            for _, patterns in self._openings.of_pair(self._pairs[n]):
                if patterns.match(self._lower, self._at[n], end):
                    return True
        return False


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
    shut = _shut(transcript, no_room)
    return lambda where: where not in shut


def with_room(transcript: Transcript, turns: Sequence[Turn], no_room: frozenset[str]) -> list[Turn]:
    """The turns of which one contribution at least stood where more was asked for."""
    shut = _shut(transcript, no_room)
    return [turn for turn in turns if not (shut and shut.issuperset([piece.utterance for piece in turn.pieces]))]


def _shut(transcript: Transcript, no_room: frozenset[str]) -> set[str]:
    """The contributions that had no room."""
    declared = transcript.conversation.declared
    no_room = no_room | GESTURES
    shut = {
        where for phase in declared.phases if phase.allows and phase.allows <= no_room for where in phase.utterances
    }
    shut.update(where for where, kind in declared.kinds if kind in no_room)
    return shut
