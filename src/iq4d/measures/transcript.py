"""A conversation, prepared once for all indicators: turns in a fixed order, with their own content words.

What does not count is taken out here, so that no indicator has to think of it: contributions without a word of
content ("ok 👍"), what is said twice, what is copied from the contribution before. Consecutive contributions of one
speaker are one turn, so that pressing Enter more often changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from iq4d.conversation import Conversation, Utterance
from iq4d.measures.language import Vocabulary, guess_many, tokens, vocabulary
from iq4d.measures.language.guess import OURS

__all__ = ["Piece", "Transcript", "Turn", "transcribe"]

COPY = 5  # this many words in a row, the same as in the contribution before, are that contribution's words
SAYS_SOMETHING = 2  # different content words a turn needs to be looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """One contribution: its id, its own words straightened, the stems of its content words."""

    utterance: str
    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row. `after`: the index of another's turn that this one follows or answers."""

    index: int
    speaker: int
    pieces: tuple[Piece, ...]
    stems: tuple[str, ...]
    after: int | None

    @property
    def says_something(self) -> bool:
        return len(self.stems) >= SAYS_SOMETHING


@dataclass(frozen=True, slots=True)
class Transcript:
    """What indicators look at.

    language: "en", "nl", "other", or None where there is too little text to tell. order: all utterances in
    canonical order. turns: only what says something new, in that order. said: per utterance that counts, its
    speaker's number. opening: the first contribution. voices: how many speakers contributed anything at all.
    """

    conversation: Conversation
    language: str | None
    order: tuple[Utterance, ...]
    turns: tuple[Turn, ...]
    said: tuple[tuple[str, int], ...]
    voices: int
    now: datetime | None = None

    @property
    def readable(self) -> bool:
        return self.language in OURS

    @property
    def words(self) -> Vocabulary:
        """The vocabulary of the conversation's language; only where `readable`."""
        return vocabulary(str(self.language))

    def spoken(self, piece: Piece, stems: Iterable[str]) -> tuple[str, ...]:
        """The words of a contribution as they were said, for the stems given."""
        said: dict[str, str] = {}
        for word in tokens(piece.text):
            said.setdefault(self.words[word], word)
        return tuple(said[stem] for stem in stems if stem in said)

    @property
    def opening(self) -> Utterance | None:
        return self.order[0] if self.order else None


def canonical(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """By time where all have one, else as given: the order in which a file happens to list them does not count."""
    given = tuple(utterances)
    times = [u.at for u in given]
    if any(at is None for at in times):
        return given
    return tuple(sorted(given, key=lambda u: (_instant(u.at), len(u.id), u.id)))


def _instant(at: datetime | None) -> datetime:
    assert at is not None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def transcribe(conversation: Conversation, now: datetime | None = None) -> Transcript:
    """The transcript of a conversation; the conversation itself is only read."""
    order = canonical(conversation.utterances)
    language = conversation.language or guess_many([conversation.title, *(u.text for u in order[:400])])
    if language not in (*OURS, None):
        language = "other"
    numbers: dict[str, int] = {}
    for utterance in order:
        numbers.setdefault(utterance.speaker, len(numbers))
    turns, said = _turns(order, numbers, language)
    return Transcript(conversation, language, order, turns, said, len(numbers), now)


def _turns(
    order: tuple[Utterance, ...], numbers: dict[str, int], language: str | None
) -> tuple[tuple[Turn, ...], tuple[tuple[str, int], ...]]:
    words = vocabulary(language if language in OURS else "en")
    before: dict[str, Utterance] = {u.id: u for u in order}
    heard: set[int] = set()
    runs: list[list[tuple[Utterance, Piece]]] = []  # turns in the making
    turn_of: dict[str, int] = {}
    said: list[tuple[str, int]] = []
    previous: Utterance | None = None
    for utterance in order:
        own = utterance.text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
        own_words = tokens(own)
        answered = before.get(utterance.reply_to or "")
        for other in {u.id: u for u in (answered, previous) if u is not None and u.id != utterance.id}.values():
            kept = _without_copy(own_words, tokens(other.text))
            if kept is not None:
                own, own_words = " ".join(kept), kept
        previous = utterance
        stems = tuple(stem for stem in map(words.__getitem__, own_words) if stem)
        key = hash((numbers[utterance.speaker] if len(stems) < COPY else -1, stems))
        if not stems or key in heard:
            continue
        heard.add(key)
        said.append((utterance.id, numbers[utterance.speaker]))
        piece = Piece(utterance.id, own, stems)
        if runs and _goes_on(runs[-1][-1][0], utterance):
            runs[-1].append((utterance, piece))
        else:
            runs.append([(utterance, piece)])
        turn_of[utterance.id] = len(runs) - 1

    turns: list[Turn] = []
    last_by_other: list[int] = []  # the last turns that say something, newest last, at most two speakers
    for index, run in enumerate(runs):
        speaker = numbers[run[0][0].speaker]
        pieces = tuple(piece for _, piece in run)
        stems = tuple(dict.fromkeys(stem for piece in pieces for stem in piece.stems))
        after = turn_of.get(run[0][0].reply_to or "")
        if after is None or after >= index or not turns[after].says_something:
            after = next((t for t in reversed(last_by_other) if turns[t].speaker != speaker), None)
        elif turns[after].speaker == speaker:
            after = None  # answering oneself is no uptake
        turns.append(Turn(index, speaker, pieces, stems, after))
        if turns[-1].says_something:
            last_by_other = [*[t for t in last_by_other if turns[t].speaker != speaker][-1:], index]
    return tuple(turns), tuple(said)


def _goes_on(last: Utterance, utterance: Utterance) -> bool:
    return last.speaker == utterance.speaker and utterance.reply_to in (None, last.reply_to, last.id)


def _without_copy(own: list[str], other: list[str]) -> list[str] | None:
    """The words without the runs taken over from another contribution; None where nothing was."""
    size = min(COPY, len(other))
    if len(own) < size or size < 2:
        return None
    theirs = {tuple(other[n : n + size]) for n in range(len(other) - size + 1)}
    taken = [n for n in range(len(own) - size + 1) if tuple(own[n : n + size]) in theirs]
    if not taken:
        return None
    gone = {n + k for n in taken for k in range(size)}
    return [word for n, word in enumerate(own) if n not in gone]
