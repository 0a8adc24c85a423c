"""Conversations out again, as a corpus that ConvoKit loads: ``convokit.Corpus(filename=folder)``."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.errors import IQ4DError
from iq4d.speech import text

__all__ = ["MARK", "OWN_ID", "OWN_MARKUP", "OWN_SOURCE", "Entry", "Saved", "prefix", "save"]

MARK = "iq4d"
"""Under this name corpus.json tells that we wrote it: {"format": 1, "prefixed": true or false}."""
OWN_ID = "iq4d_id"
"""Under this name a speaker's meta tells the id that was another's too."""
OWN_SOURCE, OWN_MARKUP = "iq4d_source", "iq4d_markup"
"""Under these names meta keeps an utterance without words of its own, such as a picture or a quotation only."""

_FILES = ("utterances.jsonl", "speakers.json", "conversations.json", "corpus.json", "index.json")
_OURS = frozenset({"title", "language", "origin", "expected"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation to save, with what a researcher should find in its meta.

    meta: names to what JSON holds, such as {"iq4d_points": 61.5}; not title, language, origin or expected.
    source: where it was found (`Found.source`), to be told there; of a whole path only its end, which says nothing
    of the machine.
    """

    conversation: Conversation
    meta: Mapping[str, object] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """How much was saved."""

    conversations: int
    utterances: int
    speakers: int


def save(entries: Iterable[Conversation | Entry], folder: Path | str) -> Saved:
    """Write a corpus of ConvoKit at `folder`, one conversation at a time; it appears only when it is complete.

    Kept: ids, words as plain text, speakers with the name that is shown, times, replies, title, language, address,
    expected number; `iq4d.readers.read` gives the same back. Lost: mark-up (`source`, but where there are no words
    without it), aliases, `others`, and what is declared. An id that is not unique in the corpus changes on the way
    out: utterances are called "conversation/utterance" throughout then, a second conversation of one id "id~2", and
    so a second speaker with another name, or without a name in another conversation; reading makes utterances and
    speakers what they were.

    An empty folder, or one with a corpus of ours and nothing else, is replaced. Raises IQ4DError where `folder`
    holds something else or cannot be made, and where there is nothing to save; ValueError where meta is no JSON or
    takes a name of ours. Memory: names and ids of all people, and ids of utterances as long as all are unique.
    """
    folder = Path(folder)
    _free(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.resolve().parent) as beside:
            place = Path(beside) / "corpus"
            place.mkdir()
            with _Corpus(place) as corpus:
                for entry in entries:
                    corpus.add(entry if isinstance(entry, Entry) else Entry(entry))
                saved = corpus.finished()
            if not saved.conversations:
                raise IQ4DError(text("There is no conversation to save."), where=folder.name)
            _put(place, folder.resolve(), Path(beside) / "before")
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise IQ4DError(text("This cannot be saved there: {why}", why=why), where=str(folder)) from problem
    return saved


def prefix(talk: str) -> str:
    """What stands before the ids of the utterances of a conversation where they would not be unique in the corpus.

    >>> prefix("topic-7"), prefix("a/b")
    ('topic-7/', 'a%2Fb/')
    """
    return talk.replace("%", "%25").replace("/", "%2F") + "/"  # so that no two conversations share one


def _free(folder: Path) -> None:
    if not folder.resolve().parent.is_dir():
        raise IQ4DError(
            text("There is no such folder to save in."),
            where=str(folder.parent),
            todo=text("Make it first, or choose another."),
        )
    if not os.path.lexists(folder):
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not _ours(folder)):
        raise IQ4DError(
            text("There is something there already that was not saved from here: it stays as it is."),
            where=str(folder),
            todo=text("Choose a folder that does not exist yet."),
        )


def _ours(folder: Path) -> bool:
    """Whether it is a corpus that we wrote, and nothing besides."""
    if not all(each.name in _FILES and each.is_file() for each in folder.iterdir()):
        return False
    try:
        about = json.loads((folder / "corpus.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(about, dict) and MARK in about


def _put(place: Path, folder: Path, before: Path) -> None:
    if folder.exists():
        folder.rename(before)
    try:
        place.rename(folder)
    except OSError:
        if before.exists():
            before.rename(folder)
        raise


class _Corpus:
    """The five files while they are written."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.prefixed = False
        self.ids: set[str] = set()  # of utterances, until two are the same
        self.talks: Counter[str] = Counter()
        self.people: dict[tuple[str, str], str] = {}  # (id, name, or the conversation of who has none): key
        self.keys: Counter[str] = Counter()
        self.types: dict[str, dict[str, list[str]]] = {"utterances": {}, "conversations": {}, "speakers": {}}
        self.conversation_count = self.utterance_count = 0

    def __enter__(self) -> _Corpus:
        with ExitStack() as opened:
            self.words = opened.enter_context(_open(self.place / _FILES[0]))
            self.speakers = _Members(opened.enter_context(_open(self.place / "speakers.json")))
            self.conversations = _Members(opened.enter_context(_open(self.place / "conversations.json")))
            self.opened = opened.pop_all()
        return self

    def __exit__(self, *problem: object) -> None:
        self.words.close()
        self.opened.close()

    def add(self, entry: Entry) -> None:
        talk = entry.conversation
        if taken := _OURS & entry.meta.keys():
            raise ValueError(f"these names in meta are ours: {sorted(taken)}")
        key = _numbered(self.talks, talk.id)
        source = Path(entry.source).name if Path(entry.source).is_absolute() else entry.source
        own = {"title": talk.title, "language": talk.language, "origin": talk.origin, "expected": talk.expected}
        own["source"] = source
        meta = {name: value for name, value in own.items() if value not in {None, ""}} | dict(entry.meta)
        self._member(self.conversations, "conversations", key, meta)
        keys = {speaker.id: self._speaker(speaker, key) for speaker in talk.speakers}
        if not self.prefixed:
            ids = {utterance.id for utterance in talk}
            if self.ids.isdisjoint(ids):
                self.ids |= ids
            else:
                self._prefix_all()
        before = prefix(key) if self.prefixed else ""
        for utterance in talk:
            wordless = {OWN_SOURCE: utterance.source, OWN_MARKUP: utterance.markup}
            own_meta: dict[str, str] = {} if utterance.text or not utterance.source else wordless
            self._note("utterances", own_meta)
            self.words.write(_line(utterance, key, keys[utterance.speaker], before, own_meta))
        self.conversation_count += 1
        self.utterance_count += len(talk)

    def _speaker(self, speaker: Speaker, talk: str) -> str:
        # who has no name is somebody else in every conversation: nobody can say they are the same
        who = (speaker.id, f"name {speaker.name}" if speaker.name else f"talk {talk}")
        if who not in self.people:
            key = self.people[who] = _numbered(self.keys, speaker.id)
            meta = {"name": speaker.name} | ({OWN_ID: speaker.id} if key != speaker.id else {})
            self._member(self.speakers, "speakers", key, meta)
        return self.people[who]

    def _member(self, members: _Members, kind: str, key: str, meta: Mapping[str, object]) -> None:
        members.add(key, {"meta": meta, "vectors": []})
        self._note(kind, meta)

    def _note(self, kind: str, meta: Mapping[str, object]) -> None:
        """What types these values have, for the index."""
        for name, value in meta.items():
            known = self.types[kind].setdefault(name, [])
            if value is not None and (type_ := _type(value)) not in known:
                known.append(type_)

    def _prefix_all(self) -> None:
        """Two utterances share an id: all are called by their conversation too, also those that were written."""
        self.prefixed, self.ids = True, set()
        self.words.close()
        bare = self.place / "bare"
        (self.place / _FILES[0]).rename(bare)
        self.words = _open(self.place / _FILES[0])
        with bare.open(encoding="ascii") as lines:
            for line in lines:
                row = json.loads(line)
                before = prefix(row["conversation_id"])
                row["id"] = before + row["id"]
                row["reply-to"] = row["reply-to"] and before + row["reply-to"]
                self.words.write(json.dumps(row) + "\n")
        bare.unlink()

    def finished(self) -> Saved:
        self.conversations.end()
        self.speakers.end()
        about = {MARK: {"format": 1, "prefixed": self.prefixed}}
        index = {f"{kind}-index": types for kind, types in self.types.items()}
        index |= {"overall-index": {MARK: [_type({})]}}
        for name, data in (("corpus.json", about), ("index.json", index | {"version": 1, "vectors": []})):
            with _open(self.place / name) as file:
                json.dump(data, file)
        return Saved(self.conversation_count, self.utterance_count, len(self.people))


class _Members:
    """A JSON object that is written a member at a time."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.between = file, "{"

    def add(self, key: str, value: object) -> None:
        self.file.write(f"{self.between}{json.dumps(key)}: {json.dumps(value, allow_nan=False)}")
        self.between = ",\n"

    def end(self) -> None:
        self.file.write("{}" if self.between == "{" else "}")


def _open(path: Path) -> TextIO:
    # ASCII: ConvoKit reads in whatever encoding the machine prefers
    return path.open("w", encoding="ascii", newline="\n")


def _numbered(counted: Counter[str], id: str) -> str:
    """`id`, or with ~2, ~3 ... where it is taken."""
    key = id
    while counted[key]:
        counted[id] += 1
        key = f"{id}~{counted[id]}"
    counted[key] += 1
    return key


def _line(utterance: Utterance, talk: str, speaker: str, before: str, meta: dict[str, str]) -> str:
    row: dict[str, Any] = {
        "id": before + utterance.id,
        "conversation_id": talk,
        "text": utterance.text,
        "speaker": speaker,
        "meta": meta,
        "reply-to": None if utterance.reply_to is None else before + utterance.reply_to,
        "timestamp": _timestamp(utterance.at),
        "vectors": [],
    }
    return json.dumps(row) + "\n"


def _timestamp(at: datetime | None) -> int | float | None:
    """Seconds since 1970, whole where they are."""
    if at is None:
        return None
    seconds, rest = divmod((at - _EPOCH) // timedelta(microseconds=1), 10**6)
    return seconds if not rest else seconds + rest / 10**6


def _type(value: object) -> str:
    """As ConvoKit's index names it: without its name there, ConvoKit drops a value when it dumps."""
    return str(list if isinstance(value, tuple) else type(value))
