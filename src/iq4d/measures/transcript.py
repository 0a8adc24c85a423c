"""A conversation, prepared once for all indicators: turns in a fixed order, with their own content words.

What does not count is taken out here, so that no indicator has to think of it: contributions without a word of
content ("ok 👍"), what is said twice, what is copied from the contribution before. Consecutive contributions of one
speaker are one turn, so that pressing Enter more often changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from iq4d.conversation import Conversation, Utterance
from iq4d.measures.columns import Bools, Columns, Cut, Ints, called, cut, different, spliced
from iq4d.measures.copies import COPY, without_copies
from iq4d.measures.hits import KINDS, Hit, hits
from iq4d.measures.languages import OURS, guess_many, sentence_ends, straight, tokens, vocabulary
from iq4d.measures.languages.lexicon import Lexicon, lexicon

__all__ = ["MARK", "Piece", "Transcript", "Turn", "transcribe"]

ENDS = (".", "!", "?", "…")  # a contribution that ends otherwise runs on into the next one of the same turn
RUN_ON = "\t"  # between the two: no space, so that a pattern can tell where a contribution begins
_MENTION = re.compile(r"(?<![\w.])@([^\W_]+(?:['\-][^\W_]+)*)")
MARK = -2  # a question mark, in place of a stem
SAYS_SOMETHING = 2  # different content words a turn needs to be looked at


class Piece(NamedTuple):
    """One contribution: its id, its place among those that count, its own words straightened."""

    utterance: str
    index: int  # type: ignore[assignment]  # nobody looks for a place in it as a tuple
    text: str


class Turn(NamedTuple):
    """What one speaker says in a row. after: the index of another's turn that this one follows or answers.

    different: how many different content words it has; content: how many in all.
    """

    index: int  # type: ignore[assignment]
    speaker: int
    pieces: tuple[Piece, ...]
    different: int
    content: int
    after: int | None

    @property
    def says_something(self) -> bool:
        return self.different >= SAYS_SOMETHING


@dataclass(frozen=True)
class Transcript:
    """What indicators look at.

    language: "en", "nl", "other", or None where there is too little text to tell. order: all utterances in
    canonical order. turns: only what says something new, in that order. said: per utterance that counts, its
    speaker's number. opening: the first contribution. voices: how many speakers contributed anything at all.
    names: what the speakers are called, word by word; whom one talks to is no content. columns: the words of the turns.
    """

    conversation: Conversation
    language: str | None
    order: tuple[Utterance, ...]
    turns: tuple[Turn, ...]
    said: tuple[tuple[str, int], ...]
    voices: int
    columns: Columns
    names: frozenset[str] = frozenset()
    now: datetime | None = None
    held: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def kept(self, name: Hashable, made: Callable[[], Any]) -> Any:
        """What several indicators need of this transcript, made when the first asks for it."""
        if name not in self.held:
            self.held[name] = made()
        return self.held[name]

    @property
    def amount(self) -> int:
        """How much was said: different content words of each turn, over all turns."""
        return sum(turn.different for turn in self.turns)

    @property
    def readable(self) -> bool:
        return self.language in OURS

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The contributions that count, in the order of `columns`."""
        return tuple([piece for turn in self.turns for piece in turn.pieces])

    @cached_property
    def saying(self) -> tuple[Turn, ...]:
        """The turns that say something."""
        return tuple([turn for turn in self.turns if turn.different >= SAYS_SOMETHING])

    @cached_property
    def rank(self) -> Ints:
        """Of each turn its place among those that say something, -1 for another."""
        says = np.array([turn.different >= SAYS_SOMETHING for turn in self.turns], bool)
        return np.where(says, says.cumsum() - 1, -1)

    @cached_property
    def hits(self) -> list[Hit]:
        """The cues that its contributions fire; none where it is not readable."""
        return hits(self.columns) if self.readable else []

    @cached_property
    def hits_of(self) -> Mapping[str, list[Hit]]:
        """Those of each kind."""
        found: dict[str, list[Hit]] = {kind: [] for kind in KINDS}
        for hit in self.hits:
            found[hit.kind].append(hit)
        return found

    @cached_property
    def stems_said(self) -> list[int]:
        """Of each row of the columns its stem, -1 for none, MARK for a question mark."""
        columns = self.columns
        said: list[int] = np.where(columns.number > 0, columns.stem, MARK)[columns.word].tolist()
        return said

    @cached_property
    def sentence_ends(self) -> Ints:
        """Where in the text of the columns its sentences end, the last one with it."""
        return np.array([*sentence_ends(self.columns.flat), len(self.columns.flat)], np.int64)

    @cached_property
    def content_rows(self) -> Ints:
        """The rows of the columns at which a turn uses a content word for the first time, in order."""
        return self._first_in_turn(self.columns.stem >= 0)

    @cached_property
    def telling_rows(self) -> Ints:
        """The same of the words that tell what a turn is about; numbers and what people say about anything do not."""
        return self._first_in_turn(self.columns.tells)

    @cached_property
    def spoken_rows(self) -> Ints:
        """The rows at which a contribution uses a content word for the first time, in order."""
        columns = self.columns
        rows = (columns.stem_at >= 0).nonzero()[0]
        return rows[different(columns.piece[rows], columns.stem_at[rows], len(columns.stems))]

    def _first_in_turn(self, counts: Bools) -> Ints:
        columns = self.columns
        rows = counts[columns.word].nonzero()[0]
        return rows[different(columns.turn[rows], columns.stem_at[rows], len(columns.stems))]

    def content(self, text: str) -> list[str]:
        """The stems of the content words of a text, without the speakers' names; only where `readable`."""
        known = vocabulary(str(self.language))
        return [known[word] for word in tokens(text) if known[word] and word not in self.names]

    def telling(self, text: str) -> list[str]:
        """Those of them that tell what the text is about."""
        telling = vocabulary(str(self.language)).telling
        return [telling[word] for word in tokens(text) if telling[word] and word not in self.names]

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
    names = _names(conversation)
    known = lexicon(language if language in OURS else "en")
    answers = dict(conversation.declared.answers)
    turns, said, columns = _turns(order, numbers, known, names, answers)
    return Transcript(conversation, language, order, turns, said, len(numbers), columns, names, now)


def _names(conversation: Conversation) -> frozenset[str]:
    """The words that speakers are called by, also as an owner ("Ada's", "Adas"), and everybody's @name."""
    called = {part for speaker in conversation.speakers for part in tokens(f"{speaker.name} {speaker.id}")}
    called.update(
        part for part in _MENTION.findall(" ".join(straight(u.text).lower() for u in conversation if "@" in u.text))
    )
    return frozenset(form for name in called if len(name) > 1 for form in (name, f"{name}'s", f"{name}s"))


@dataclass(frozen=True, slots=True)
class _Heard:
    """The contributions as they came: their words, and which of those are content."""

    texts: Sequence[str]
    cut: Cut
    stem: Ints  # of the rows with content
    content_from: list[int]  # of each text, where its content begins among those, and the end


def _hear(texts: Sequence[str], order: Sequence[Utterance], known: Lexicon, names: frozenset[str]) -> _Heard:
    between = [
        RUN_ON if this.speaker == after.speaker and not text.endswith(ENDS) else "\n"
        for text, this, after in zip(texts, order, order[1:], strict=False)
    ]
    return _told(texts, cut(texts, known, [*between, "\n"] if texts else []), known, names)


def _told(texts: Sequence[str], made: Cut, known: Lexicon, names: frozenset[str]) -> _Heard:
    stem = np.where(called(known, names), -1, known.stem())[made.number]
    content = (stem >= 0).nonzero()[0]
    return _Heard(texts, made, stem[content], content.searchsorted(made.bounds).tolist())


def _turns(
    order: tuple[Utterance, ...],
    numbers: dict[str, int],
    known: Lexicon,
    names: frozenset[str],
    answers: Mapping[str, str],
) -> tuple[tuple[Turn, ...], tuple[tuple[str, int], ...], Columns]:
    heard = _hear([straight(u.text).strip() for u in order], order, known, names)
    if mended := without_copies(heard.texts, heard.cut, known.stem()[heard.cut.number] >= 0, order):
        texts = [mended.get(n, text) for n, text in enumerate(heard.texts)]
        heard = _told(texts, spliced(heard.cut, mended, known), known, names)
    turns: list[Turn] = []
    turn_of: dict[str, int] = {}
    piece_of = np.full(len(order), -1, np.int64)
    turn_of_piece: list[int] = []
    taken: set[int] = set()
    said: list[tuple[str, int]] = []
    latest = other = -1  # the last turn that says something, and the last one of another speaker than that
    stems, starts = heard.stem, heard.content_from
    for run in _runs(order, heard):
        first = order[run[0]]
        speaker = numbers[first.speaker]
        own = stems[starts[run[0]] : starts[run[0] + 1]]
        if len(run) > 1:
            own = np.concatenate([stems[starts[n] : starts[n + 1]] for n in run])
        different_stems = tuple(dict.fromkeys(own.tolist()))
        key = hash((speaker, different_stems))
        if key in taken:
            continue
        taken.add(key)
        index = len(turns)
        after = turn_of.get(answers.get(first.id) or first.reply_to or "")
        if after is None or not turns[after].says_something:
            before = other if latest >= 0 and turns[latest].speaker == speaker else latest
            after = before if before >= 0 else None
        elif turns[after].speaker == speaker:
            after = None  # answering oneself is no uptake
        pieces = []
        for n in run:
            piece_of[n] = len(turn_of_piece)
            pieces.append(Piece(order[n].id, len(turn_of_piece), heard.texts[n]))
            turn_of_piece.append(index)
            turn_of[order[n].id] = index
            said.append((order[n].id, speaker))
        turns.append(Turn(index, speaker, tuple(pieces), len(different_stems), len(own), after))
        if turns[-1].says_something:
            if latest >= 0 and turns[latest].speaker != speaker:
                other = latest
            latest = index
    of_piece = np.array(turn_of_piece, np.int64)
    columns = Columns.of(heard.cut, piece_of, of_piece, known, names)
    return tuple(turns), tuple(said), columns


def _runs(order: tuple[Utterance, ...], heard: _Heard) -> list[list[int]]:
    """What each speaker says in a row, as places in the order: only contributions with content of their own."""
    taken: set[bytes] = set()
    runs: list[list[int]] = []
    starts = heard.content_from
    keys: list[bytes] = []
    for n, utterance in enumerate(order):
        stems = heard.stem[starts[n] : starts[n + 1]]
        key = stems.tobytes()
        keys.append(key)
        if not key or key in taken:
            continue
        if len(stems) >= COPY:  # shorter ones may well be said again: only a whole turn is compared then
            taken.add(key)
        if not (runs and _goes_on(order[runs[-1][-1]], utterance)):
            runs.append([n])
        elif key not in [keys[m] for m in runs[-1][-20:]]:
            runs[-1].append(n)
    return runs


def _goes_on(last: Utterance, utterance: Utterance) -> bool:
    return last.speaker == utterance.speaker and utterance.reply_to in (None, last.reply_to, last.id)
