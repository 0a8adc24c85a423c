"""The files of a corpus, spooled, and the conversations in them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation, Speaker
from iq4d.errors import UnreadableExport
from iq4d.readers import files, safe_json
from iq4d.readers.convokit.saving import MARK, OWN_ID, OWN_MARKUP, OWN_SOURCE, prefix
from iq4d.readers.convokit.values import (
    EPOCH,
    GONE,
    NAMES,
    PLACES,
    TITLES,
    first_of,
    id_of,
    language_of,
    microseconds,
    shown_as,
)
from iq4d.readers.protocol import Reading
from iq4d.readers.text import clean, name, shortened
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, plural, text

__all__ = ["PEOPLE", "Corpus"]

PEOPLE = ("speakers.json", "users.json")  # users: before the corpora of 2020

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
CREATE TABLE said (
  place INTEGER PRIMARY KEY, id TEXT, talk TEXT, speaker TEXT, words TEXT, markup TEXT, at INTEGER, reply TEXT
);
CREATE TABLE talk (id TEXT PRIMARY KEY, title TEXT, language TEXT, origin TEXT, expected INTEGER) WITHOUT ROWID;
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, own TEXT) WITHOUT ROWID;
"""
# Old corpora leave out the conversation: then it is that of what is answered, down from one that answers nothing here.
_FOLLOWED = """
CREATE TABLE first (id TEXT PRIMARY KEY, place INTEGER UNIQUE) WITHOUT ROWID;
INSERT OR IGNORE INTO first SELECT id, place FROM said ORDER BY place;
CREATE INDEX answers ON said (reply) WHERE talk IS NULL;
CREATE TABLE found (place INTEGER PRIMARY KEY, talk TEXT);
INSERT INTO found
WITH RECURSIVE down (place, talk) AS (
  SELECT place, coalesce(talk, id) FROM said
  WHERE talk IS NOT NULL OR reply IS NULL OR NOT EXISTS (SELECT 1 FROM first WHERE first.id = said.reply)
  UNION ALL
  SELECT said.place, down.talk FROM down JOIN first ON first.place = down.place
  JOIN said ON said.reply = first.id WHERE said.talk IS NULL
) SELECT place, talk FROM down;
UPDATE said SET talk = (SELECT talk FROM found WHERE found.place = said.place) WHERE talk IS NULL;
"""
_INDEXES = """
CREATE INDEX together ON said (talk, place);
CREATE INDEX login ON person (id COLLATE NOCASE);
CREATE INDEX called ON person (name COLLATE NOCASE);
"""
_TALKS = """
SELECT said.talk, min(place), title, language, origin, expected
FROM said LEFT JOIN talk ON talk.id = said.talk WHERE said.talk IS NOT NULL GROUP BY said.talk ORDER BY 2
"""
_SAID = """
SELECT said.id, speaker, words, markup, at, reply, name, own
FROM said LEFT JOIN person ON person.id = speaker WHERE talk = ? ORDER BY place
"""
_ADDRESSED = re.compile(r"(?<!\w)(?:@|u/)(\w[\w-]{1,99})")
_PERSON = (
    "SELECT id, name, own FROM person WHERE id = ?1 COLLATE NOCASE OR name = ?1 COLLATE NOCASE ORDER BY id LIMIT 1"
)
_SILENT = "SELECT count(*) FROM talk WHERE NOT EXISTS (SELECT 1 FROM said WHERE said.talk = talk.id)"


class Corpus:
    """The files of a corpus on their way through the spool."""

    def __init__(self, spool: sqlite3.Connection, reading: Reading, words: Path, beside: Mapping[str, Path]) -> None:
        self.spool, self.reading, self.words, self.beside = spool, reading, words, beside
        self.total = sum(file.stat().st_size for file in (words, *beside.values()))
        self.language: str | None = None
        self.ours = self.prefixed = False
        self.timeless = 0
        spool.executescript(_TABLES)

    def fill(self) -> None:
        """Everything into the spool; raises before the first conversation where a file is broken."""
        self.spool.execute("BEGIN")
        done = self._about_them()
        self._words(done)
        self.spool.execute("COMMIT")
        self._settled()

    def _about_them(self) -> int:
        """The corpus, its people and its conversations; how many bytes that was."""
        limits, done = self.reading.limits, 0
        if "corpus.json" in self.beside:
            about = safe_json.load(self.beside["corpus.json"], limits)
            self._know(about if isinstance(about, dict) else {})
        for file, keep in [(self._people(), self._person), (self.beside.get("conversations.json"), self._talk)]:
            if file is None:
                continue
            for key, value in safe_json.members(file, limits):
                if not isinstance(value, dict) or not isinstance(key, str):
                    self.reading.skip(_named(file.name, key), _NOT_SO)
                    continue
                meta = value.get("meta")
                keep(key, meta if isinstance(meta, dict) else value)
            done += file.stat().st_size
            self.reading.progress(done, self.total)
        return done

    def _words(self, done: int) -> None:
        limits, place = self.reading.limits, 0
        for place, read, value in self._utterances():
            if place > limits.utterances:
                raise UnreadableExport(
                    text("This export holds more than {most} contributions.", most=limits.utterances),
                    where=self.words.name,
                )
            if problem := self._said(place, value):
                self.reading.skip(text("utterance {n} in the list", n=place), problem)
            if place % 10_000 == 0:
                self.reading.progress(min(done + read, self.total), self.total)
        if not place:
            raise UnreadableExport(text("There are no utterances in it."), where=self.words.name)

    def _people(self) -> Path | None:
        return next((self.beside[name] for name in PEOPLE if name in self.beside), None)

    def _know(self, about: Mapping[str, Any]) -> None:
        mark = about.get(MARK)
        self.ours = isinstance(mark, dict) and mark.get("format") == 1
        self.prefixed = isinstance(mark, dict) and self.ours and mark.get("prefixed") is True
        self.language = language_of(about.get("language"))

    def _person(self, key: str, meta: Mapping[str, Any]) -> None:
        id, own = id_of(key, mail=False), id_of(meta.get(OWN_ID), mail=False) if self.ours else None
        self.spool.execute("INSERT OR REPLACE INTO person VALUES (?, ?, ?)", (id, first_of(meta, NAMES), own))

    def _talk(self, key: str, meta: Mapping[str, Any]) -> None:
        id = id_of(key)
        expected = safe_json.whole_number(meta.get("expected")) if self.ours else None
        about = (first_of(meta, TITLES), language_of(meta.get("language")), first_of(meta, PLACES), expected)
        self.spool.execute("INSERT OR REPLACE INTO talk VALUES (?, ?, ?, ?, ?)", (id, *about))

    def _utterances(self) -> Iterator[tuple[int, int, Any]]:
        """(place from 1, bytes read, value): a line each, or one list where the file begins as a list."""
        if files.head(self.words).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            for place, (_, value) in enumerate(safe_json.members(self.words, self.reading.limits), 1):
                yield place, 0, value
        else:
            found = safe_json.lines(self.words, self.reading.limits)
            for place, (_, read, value) in enumerate(found, 1):
                yield place, read, value

    def _said(self, place: int, value: Any) -> Text | None:
        """Keep an utterance for later; the reason where it cannot be kept."""
        if not isinstance(value, dict):
            return _NOT_SO
        id = id_of(value.get("id"))
        if id is None:
            return text("It has no id.")
        speaker = id_of(value.get("speaker", value.get("user")), mail=False)
        if speaker is None:
            return text("It does not say who said it.")
        if speaker != (written := value.get("speaker", value.get("user"))) and isinstance(written, str):
            self.spool.execute("INSERT OR IGNORE INTO person VALUES (?, ?, NULL)", (speaker, name(written)))
        words = value.get("text")
        if not isinstance(words, str):
            return text("It has no text.")
        if words.strip() in GONE and not self.ours:
            return text("It was deleted.")
        talk = id_of(value.get("conversation_id", value.get("root")))
        reply = id_of(value.get("reply-to", value.get("reply_to")))
        at = self._moment(value.get("timestamp"))
        if self.prefixed and talk is not None:
            ours = prefix(talk)
            id, reply = id.removeprefix(ours), reply.removeprefix(ours) if reply else None
        words, markup = (words, "text") if words or not self.ours else _wordless(value.get("meta"))
        words = clean(words[: self.reading.limits.text + 1])
        row = (place, id, talk, speaker, words, markup, at, reply)
        self.spool.execute("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return None

    def _moment(self, written: object) -> int | None:
        """Microseconds since 1970."""
        if written is None or written == "":
            return None
        at = microseconds(written, anything=self.ours)
        self.timeless += at is None
        return at

    def _settled(self) -> None:
        (wanting,) = self.spool.execute("SELECT count(*) FROM said WHERE talk IS NULL").fetchone()
        if wanting:
            self.spool.executescript(_FOLLOWED)
            for (id,) in self.spool.execute("SELECT id FROM said WHERE talk IS NULL ORDER BY place"):
                self.reading.skip(
                    text("utterance {id}", id=shortened(id, 60)),
                    text("It names no conversation, and its replies run in a circle."),
                )
        self.spool.executescript(_INDEXES)
        if self.timeless:
            self.reading.skip(
                self.words.name,
                plural(
                    "{n} time that is no moment we can tell: it is read without.",
                    "{n} times that are no moments we can tell: they are read without.",
                    self.timeless,
                ),
                self.timeless,
            )
        (silent,) = self.spool.execute(_SILENT).fetchone()
        if silent:
            self.reading.skip(
                "conversations.json",
                plural("{n} conversation without utterances.", "{n} conversations without utterances.", silent),
                silent,
            )

    def conversations(self) -> Iterator[Conversation]:
        for id, _, title, language, origin, expected in self.spool.execute(_TALKS):
            rows, names, aliases = self._rows(id)
            others = self._addressed(rows)
            conversation = settle(
                self.reading,
                id=id,
                where=text("conversation {id}", id=shortened(id, 60)),
                title=title or "",
                rows=rows,
                names=names,
                aliases=aliases,
                others=others,
                language=language or self.language,
                expected=expected,
                origin=origin or "",
            )
            if conversation:
                yield conversation

    def _addressed(self, rows: list[Row]) -> list[Speaker]:
        """Everybody of the corpus whom these words address, as @name or u/name."""
        met = dict.fromkeys(word for row in rows for word in _ADDRESSED.findall(row.source))
        found = (self.spool.execute(_PERSON, (word,)).fetchone() for word in met)
        return [Speaker(own or id, known or shown_as(id)) for id, known, own in filter(None, found)]

    def _rows(self, talk: str) -> tuple[list[Row], dict[str, str], dict[str, tuple[str, ...]]]:
        rows, names, aliases = [], dict[str, str](), dict[str, tuple[str, ...]]()
        called: dict[str, str] = {}  # speaker in the file: the id it had before we wrote it
        for id, key, words, markup, at, reply, shown, own in self.spool.execute(_SAID, (talk,)):
            if key not in called:
                speaker = called[key] = own if own and own not in called.values() else key
                names[speaker] = shown or ("" if self.ours and shown is not None else shown_as(key))
                if shown and not self.ours and re.search(r"[^\W\d_]", key):
                    aliases[speaker] = (key,)  # a login, next to the name that is shown
            where = text("utterance {id}", id=shortened(id, 60))
            when = None if at is None else EPOCH + timedelta(microseconds=at)
            rows.append(Row(id, called[key], words, markup, when, reply, where))
        return rows, names, aliases


_NOT_SO = text("It is not written as ConvoKit writes it.")


def _wordless(meta: object) -> tuple[str, str]:
    """Source and markup of an utterance without words of its own."""
    known = meta if isinstance(meta, dict) else {}
    source, markup = known.get(OWN_SOURCE), known.get(OWN_MARKUP)
    return (source, markup) if isinstance(source, str) and markup in ("text", "markdown", "html") else ("", "text")


def _named(file: str, key: object) -> str:
    return f"{file}, {shortened(clean(str(key)), 60)}"
