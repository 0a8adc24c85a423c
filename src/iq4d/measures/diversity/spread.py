"""Are different things brought in?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from iq4d.measures.columns import Floats, Ints, first_seen, summed
from iq4d.measures.indicator import (
    ON_REFERENCE,
    UNREAD,
    Finding,
    Indicator,
    contested,
    nothing,
    strongest,
    unreadable,
)
from iq4d.measures.languages.lexicon import Growing, Lexicon, Numbers
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript, Turn
from iq4d.speech import text

__all__ = ["SPREAD", "blau", "spread"]

GRAM = 4
CALM = 0.02  # added to every similarity; about what it is between two chance turns of one conversation
SHRUNK = 20  # telling words a speaker that what is usual weighs as much as
WORDS_EACH = 10  # telling words that a speaker needs to be compared
TURNS_EACH = 2  # turns a speaker needs for it to be known how alike their own turns are
COMPARED = 20  # speakers, whose words tell what others do not say
SHOWN = 6  # words


def spread(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Do the speakers bring different things? Declared positions, else *lexical spread*.

    Formula: declared: the chance that two participants took different positions, 1 - sum p^2 corrected for few
    participants, n (1 - sum p^2) / (n - 1). Else 1 - (A + c) / (W + c): A the mean similarity of a turn with what
    others say, W with what its own speaker says in other turns, over speakers of equal weight; similarity is the chance
    that two four-letter runs drawn from the telling words of two different turns are the same. A ratio of such chances
    does not grow or shrink with length; c = 0.02 keeps it calm where people say little. It is Rao's quadratic entropy
    between speakers with character distance, in its normalised form. Held against the reference, it weighs w of
    w + 20 against what is usual (1/2), w the telling words a speaker brings: a few odd words are no other view.
    Range: declared 0-1; lexical about -0.1 to 0.7 raw, 0-1 against the reference sample.
    No value: no positions, and neither English nor Dutch, or fewer than two speakers with two turns and 10 telling
    words each: with less, one odd word looks like another view.
    Source: Blau 1977; Rao 1982; Morisita 1959 (independence of sample size); Harrison & Klein 2007 (variety).

    >>> from iq4d.conversation import conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> talk = [("Ada", "Buses run late, drivers skip breaks, timetables lie"), ("Bob", "Teachers want quiet rooms"),
    ...         ("Ada", "Late buses, angry drivers, empty breaks again"), ("Bob", "Quiet rooms for teachers, no bells"),
    ...         ("Bob", "Bells, lessons, noisy corridors, tired teachers")]
    >>> round(spread(transcribe(conversation(talk, language="en"))).raw, 2)
    0.59
    """
    positions = transcript.conversation.declared.positions
    if len({p.speaker for p in positions}) >= 2:
        return blau([p.value.strip().casefold() for p in positions])
    if (none := unreadable(transcript)) is not None:
        return none
    runs = _runs(transcript, without)
    if isinstance(runs, int):
        return nothing(text("Fewer than two people said enough to compare."), runs)
    across, within = runs.alike()
    over, under = across / runs.shares, within / runs.shares
    units = tuple(zip(runs.turns.tolist(), over.tolist(), under.tolist(), strict=True))
    each = len(runs.rows) / len(runs.profile)
    return Finding(
        1 - math.fsum(over.tolist()) / math.fsum(under.tolist()),
        evidence=strongest(_own_words(transcript, runs, within - across)),
        base=len(units),
        units=units,
        estimate=lambda over, under: 1 - over / under,
        degree=2,
        sure=each / (each + SHRUNK),
    )


def blau(values: list[str]) -> Finding:
    n = len(values)
    shares = [count / n for count in Counter(values).values()]
    raw = (1 - sum(share * share for share in shares)) * n / (n - 1)
    third = sum(share**3 for share in shares)
    second = sum(share * share for share in shares)
    return Finding(min(1.0, raw), base=n, basis="declared", spread=2 * math.sqrt(max(0.0, third - second**2) / n))


class _Runs:
    """The four-letter runs of the telling words of every turn that is compared.

    turns: their indices. who: which of the compared speakers each is of. shares: how many turns its speaker has.
    of, run, count: how often a turn holds a run, by turn; begins: where those of each turn begin. profile:
    (speakers, runs) how often each speaker uses it. rows: the telling words of those turns; run_of: the runs of those
    words, word after word; starts: where those of each word begin; cell_of: where in `profile` each is.
    """

    def __init__(self, transcript: Transcript, turns: list[Turn]) -> None:
        columns = transcript.columns
        rank = np.full(len(transcript.turns), -1, np.int64)
        rank[[turn.index for turn in turns]] = np.arange(len(turns))
        rows = transcript.telling_rows
        turn = rank[columns.turn[rows]]
        compared = (turn >= 0).nonzero()[0]
        self.rows, turn = rows[compared], turn[compared]
        speakers = {who: n for n, who in enumerate(dict.fromkeys(turn.speaker for turn in turns))}
        self.turns = np.array([turn.index for turn in turns], np.int64)
        self.who = np.array([speakers[turn.speaker] for turn in turns], np.int64)
        self.shares = np.bincount(self.who)[self.who].astype(np.float64)
        held: _Held = columns.known.kept("runs", _Held)
        sizes, run_of = held.of(columns.root[columns.stem_at[self.rows]])
        self.starts = sizes.cumsum() - sizes
        first, run = first_seen(run_of, held.known)
        self.run_of, self.size = run, len(first)
        of = turn.repeat(sizes)
        firsts, which = first_seen(of * self.size + run, len(turns) * self.size)
        self.run = run[firsts]
        self.of = of[firsts]
        self.begins = self.of.searchsorted(np.arange(len(turns)))
        self.count = np.bincount(which, minlength=len(firsts)).astype(np.float64)
        self.who_of_word = self.who[turn]
        self.cell_of = self.who[of] * self.size + run
        self.own = self.cell_of[firsts]  # of each `run`, where it is among those of its speaker
        profile = np.bincount(self.cell_of, minlength=len(speakers) * self.size).astype(np.float64)
        self.profile: Floats = profile.reshape(len(speakers), self.size)

    def alike(self) -> tuple[Floats, Floats]:
        """(each turn with what others say, with what its own speaker says in other turns); both a little above 0."""
        sizes = self.profile.sum(axis=1)
        everyone = (self.profile / sizes[:, None]).sum(axis=0)
        length = self._by_turn(self.count)
        with_all = summed(self.of, self.count * everyone[self.run], len(length)) / length
        mine = self._by_turn(self.count * self.profile.reshape(-1)[self.own]) / length
        itself = self._by_turn(self.count * self.count) / length
        size = sizes[self.who]
        across: Floats = (with_all - mine / size) / (len(sizes) - 1) + CALM
        within: Floats = (mine - itself) / (size - length) + CALM
        return across, within

    def _by_turn(self, values: Floats) -> Floats:
        """The sum of whole numbers told of every `run`, for each turn; each has some."""
        found: Floats = np.add.reduceat(values, self.begins)
        return found

    def foreign(self) -> tuple[npt.NDArray[np.bool_], Floats]:
        """For each word whether one of the other speakers uses all its runs; how often its own speaker comes back to it
        at least."""
        bits = np.zeros(len(self.profile), np.int64)  # one for each speaker whose words are compared
        bits[:COMPARED] = 1 << np.arange(min(COMPARED, len(bits)))
        users = np.bitwise_or.reduce(np.where(self.profile > 0, bits[:, None], 0), axis=0)
        whole = np.bitwise_and.reduceat(users[self.run_of], self.starts)
        alien = (whole & ~bits[self.who_of_word]) != 0
        again: Floats = np.minimum.reduceat(self.profile.reshape(-1)[self.cell_of], self.starts)
        return alien, again


def _runs(transcript: Transcript, without: Collection[str]) -> _Runs | int:
    """What is compared; else how many speakers said enough."""
    words = np.bincount(transcript.columns.turn[transcript.telling_rows], minlength=len(transcript.turns)).tolist()
    turns = [
        turn
        for turn in transcript.saying
        if words[turn.index] and not contested("spread", turn.pieces[0].utterance, without)
    ]
    each: dict[int, int] = defaultdict(int)
    said: dict[int, int] = defaultdict(int)
    for turn in turns:
        each[turn.speaker] += 1
        said[turn.speaker] += words[turn.index]
    turns = [turn for turn in turns if each[turn.speaker] >= TURNS_EACH and said[turn.speaker] >= WORDS_EACH]
    speakers = len({turn.speaker for turn in turns})
    return _Runs(transcript, turns) if speakers >= 2 else speakers


class _Held:
    """The four-letter runs of the stems of a lexicon, numbered, one stem after another."""

    def __init__(self, known: Lexicon) -> None:
        self._names, self._numbers = known.stems.names, Numbers()
        self._runs, self._ends = Growing(np.int64), Growing(np.int64)
        self._ends.extend([0])

    @property
    def known(self) -> int:
        """How many different runs there are."""
        return len(self._numbers.names)

    def of(self, stems: Ints) -> tuple[Ints, Ints]:
        """(how many runs each stem has, all their runs one after another)."""
        done = len(self._ends) - 1
        if done < len(self._names):
            fresh = [self._cut(stem) for stem in self._names[done:]]
            self._ends.extend(list(accumulate(map(len, fresh), initial=len(self._runs)))[1:])
            self._runs.extend(list(chain.from_iterable(fresh)))
        ends = self._ends()
        begin, sizes = ends[stems], ends[stems + 1] - ends[stems]
        after = sizes.cumsum()
        places = np.arange(int(after[-1]) if len(after) else 0) + np.repeat(begin - (after - sizes), sizes)
        return sizes, self._runs()[places]

    def _cut(self, stem: str) -> list[int]:
        padded = f" {stem} "
        return [self._numbers[padded[n : n + GRAM]] for n in range(max(1, len(padded) - GRAM + 1))]


def _own_words(transcript: Transcript, runs: _Runs, own: Floats) -> list[Evidence]:
    """The turns that differ from what others say, with the words only their speaker uses, most often used first."""
    columns = transcript.columns
    alien, again = runs.foreign()
    first = np.zeros(len(transcript.pieces), bool)  # the contribution that stands for its turn
    first[[transcript.turns[t].pieces[0].index for t in runs.turns.tolist()]] = True
    kept = (first[columns.piece[runs.rows]] & ~alien).nonzero()[0]
    rows = runs.rows[kept]
    turn = columns.turn[rows]
    said = columns.word[rows[np.lexsort((-again[kept], turn))]].tolist()  # stable: then as they are said
    begin, end = turn.searchsorted(runs.turns).tolist(), turn.searchsorted(runs.turns, "right").tolist()
    top = float(own.max())
    return [
        Evidence(
            "spread",
            transcript.turns[t].pieces[0].utterance,
            value / top,
            "spread.own_words",
            tuple([columns.words[w] for w in said[a : min(b, a + SHOWN)]]),
        )
        for t, value, a, b in zip(runs.turns.tolist(), own.tolist(), begin, end, strict=True)
        if value > 0 and b > a
    ]


SPREAD = Indicator(
    "spread",
    "V1",
    "diversity",
    spread,
    name=text("Different things are brought in"),
    plain=text("We look whether different people use different words, or took different positions."),
    formula=text(
        "Where positions were declared: the chance that two people took different ones. Else: one minus how alike "
        "the words of different people are, divided by how alike the words of one person are."
    ),
    range=ON_REFERENCE,
    no_value=text(
        "No value when no positions were declared and {unread}, or fewer than two people said enough: two "
        "contributions, and ten words that tell what they are about.",
        unread=UNREAD,
    ),
    source=text("Blau 1977; Rao 1982; Morisita 1959; Harrison & Klein 2007."),
    questions=(
        text("Who would look at this quite differently, and what would that person say?"),
        text("What have you not said yet because everybody seems to agree?"),
        text("Take the place of somebody it concerns who is not here: what do you see?"),
    ),
    rules={
        "spread.own_words": text("brings words that others do not use"),
    },
)
