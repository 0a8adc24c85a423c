"""A conversation, prepared once for all indicators: turns in a fixed order, with their own content words.

What does not count is taken out here, so that no indicator has to think of it: contributions without a word of
content ("ok 👍"), what is said twice, what is copied from the contribution before. Consecutive contributions of one
speaker are one turn, so that pressing Enter more often changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from sys import intern

from iq4d.conversation import Conversation, Utterance
from iq4d.measures.languages import OURS, Vocabulary, guess_many, straight, token_spans, tokens, vocabulary

__all__ = ["Piece", "Transcript", "Turn", "transcribe"]

COPY = 5  # this many words in a row, the same as in the contribution before, are that contribution's words
_MENTION = re.compile(r"(?<![\w.])@([^\W_]+(?:['\-][^\W_]+)*)")
SAYS_SOMETHING = 2  # different content words a turn needs to be looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """One contribution: its id, its own words straightened, its content words and, beside them, their stems.

    telling: the stems that tell what it is about; numbers and what people say about anything ("week") do not.
    """

    utterance: str
    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    telling: frozenset[str]

    def spoken(self, stems: Iterable[str]) -> tuple[str, ...]:
        """The words as they were said, for those of the stems given that tell something."""
        said = dict(zip(reversed(self.stems), reversed(self.words), strict=True))
        return tuple(said[stem] for stem in stems if stem in self.telling)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row. `after`: the index of another's turn that this one follows or answers.

    stems: its different content words; telling: those of them that tell what it is about, in the same order. words: all
    its different words, also those without content: how something is said is taken up too.
    """

    index: int
    speaker: int
    pieces: tuple[Piece, ...]
    stems: tuple[str, ...]
    telling: tuple[str, ...]
    words: frozenset[str]
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
    names: what the speakers are called, word by word; whom one talks to is no content.
    """

    conversation: Conversation
    language: str | None
    order: tuple[Utterance, ...]
    turns: tuple[Turn, ...]
    said: tuple[tuple[str, int], ...]
    voices: int
    names: frozenset[str] = frozenset()
    now: datetime | None = None

    @property
    def amount(self) -> int:
        """How much was said: different content words of each turn, over all turns."""
        return sum(len(turn.stems) for turn in self.turns)

    @property
    def readable(self) -> bool:
        return self.language in OURS

    def content(self, text: str) -> list[str]:
        """The stems of the content words of a text, without the speakers' names; only where `readable`."""
        known = vocabulary(str(self.language))
        return [known[word] for word in tokens(text) if known[word] and word not in self.names]

    def telling(self, text: str) -> list[str]:
        """Those of them that tell what the text is about."""
        known = vocabulary(str(self.language))
        return [known[word] for word in tokens(text) if known.tells(word) and word not in self.names]

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
    turns, said = _turns(order, numbers, language, names)
    return Transcript(conversation, language, order, turns, said, len(numbers), names, now)


def _names(conversation: Conversation) -> frozenset[str]:
    """The words that speakers are called by, also as an owner ("Ada's", "Adas"), and everybody's @name."""
    called = {part for speaker in conversation.speakers for part in tokens(f"{speaker.name} {speaker.id}")}
    called.update(
        part for part in _MENTION.findall(" ".join(straight(u.text).lower() for u in conversation if "@" in u.text))
    )
    return frozenset(form for name in called if len(name) > 1 for form in (name, f"{name}'s", f"{name}s"))


def _turns(
    order: tuple[Utterance, ...], numbers: dict[str, int], language: str | None, names: frozenset[str]
) -> tuple[tuple[Turn, ...], tuple[tuple[str, int], ...]]:
    words = vocabulary(language if language in OURS else "en")
    runs = _runs(order, words, names)
    turns: list[Turn] = []
    turn_of: dict[str, int] = {}
    heard: set[int] = set()
    said: list[tuple[str, int]] = []
    latest: list[int] = []  # the last turn of each of the last two speakers, newest last
    for run in runs:
        speaker = numbers[run[0][0].speaker]
        stems = tuple(dict.fromkeys(stem for _, piece in run for stem in piece.stems))
        key = hash((speaker, stems))
        if key in heard:
            continue
        heard.add(key)
        index = len(turns)
        after = turn_of.get(run[0][0].reply_to or "")
        if after is None or not turns[after].says_something:
            after = next((t for t in reversed(latest) if turns[t].speaker != speaker), None)
        elif turns[after].speaker == speaker:
            after = None  # answering oneself is no uptake
        telling = frozenset().union(*(piece.telling for _, piece in run))
        told = tuple(stem for stem in stems if stem in telling)
        said_words = frozenset(word for _, piece in run for word in tokens(piece.text) if word not in names)
        turns.append(Turn(index, speaker, tuple(piece for _, piece in run), stems, told, said_words, after))
        for utterance, _ in run:
            turn_of[utterance.id] = index
            said.append((utterance.id, speaker))
        if turns[-1].says_something:
            latest = [*[t for t in latest if turns[t].speaker != speaker][-1:], index]
    return tuple(turns), tuple(said)


def _runs(
    order: tuple[Utterance, ...], words: Vocabulary, names: frozenset[str]
) -> list[list[tuple[Utterance, Piece]]]:
    """What each speaker says in a row: only contributions with content of their own."""
    known = {u.id: u for u in order}
    heard: set[int] = set()
    runs: list[list[tuple[Utterance, Piece]]] = []
    latest: list[Utterance] = []  # the last contribution of each of the last two speakers, newest last
    tokens_of = lru_cache(maxsize=256)(tokens)  # an opening is answered again and again
    for utterance in order:
        own = straight(utterance.text).strip()
        own_words = tokens_of(own)
        if not any(map(words.__getitem__, own_words)):
            continue
        before = next((u for u in reversed(latest) if u.speaker != utterance.speaker), None)
        answered = known.get(utterance.reply_to or "")
        latest = [*[u for u in latest if u.speaker != utterance.speaker][-1:], utterance]
        for other in (before, answered if answered is not before else None):
            if other is None or other.speaker == utterance.speaker:
                continue
            if copied := _copied(own_words, tokens_of(straight(other.text).strip())):
                own = _without(own, copied)
                own_words = tokens(own)
        content = tuple(intern(word) for word in own_words if words[word] and word not in names)
        stems = tuple(map(words.__getitem__, content))
        key = hash(stems)
        if not stems or key in heard:
            continue
        if len(stems) >= COPY:  # shorter ones may well be said again: only a whole turn is compared then
            heard.add(key)
        telling = frozenset(words[word] for word in content if words.tells(word))
        piece = Piece(utterance.id, own, content, stems, telling)
        if not (runs and _goes_on(runs[-1][-1][0], utterance)):
            runs.append([])
        if all(stems != earlier.stems for _, earlier in runs[-1][-20:]):
            runs[-1].append((utterance, piece))
    return runs


def _goes_on(last: Utterance, utterance: Utterance) -> bool:
    return last.speaker == utterance.speaker and utterance.reply_to in (None, last.reply_to, last.id)


def _copied(own: list[str], other: list[str]) -> set[int]:
    """The places of words taken over from another contribution: runs of 5, and a shorter one where the contributions
    begin or end with the same words, as they do when somebody answers below a copy."""
    taken: set[int] = set()
    if len(own) >= COPY <= len(other):
        theirs = {tuple(other[n : n + COPY]) for n in range(len(other) - COPY + 1)}
        for n in range(len(own) - COPY + 1):
            if tuple(own[n : n + COPY]) in theirs:
                taken.update(range(n, n + COPY))
    for size in range(min(COPY, len(other), len(own) - 1), 2, -1):
        if own[:size] in (other[-size:], other[:size]):
            return taken | set(range(size))
        if own[-size:] in (other[:size], other[-size:]):
            return taken | set(range(len(own) - size, len(own)))
    return taken


def _without(text: str, places: set[int]) -> str:
    """The text without the words at these places."""
    kept, at = [], 0
    for n, (start, end) in enumerate(token_spans(text)):
        if n in places:
            kept.append(text[at:start])
            at = end
    return "".join([*kept, text[at:]]).strip()
