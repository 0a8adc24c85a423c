"""ConvoKit corpora (Chang et al. 2020, https://convokit.cornell.edu): a folder of JSON, read in flat memory.

Nothing of ConvoKit itself is needed, and its pickled files (vectors, binary meta) are never opened.
"""

from __future__ import annotations

import hashlib
import math
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.readers import files, safe_json
from iq4d.readers.convokit_saving import MARK, OWN_ID, Entry, Saved, prefix, save
from iq4d.readers.dates import moment
from iq4d.readers.protocol import Reading
from iq4d.readers.text import clean, name, shortened
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, plural, text

__all__ = ["ConvoKit", "Entry", "Saved", "save"]

_WORDS = ("utterances.jsonl", "utterances.json")
_PEOPLE = ("speakers.json", "users.json")  # users: before the corpora of 2020
_BESIDE = (*_PEOPLE, "conversations.json", "corpus.json", "index.json")
_MARKS = [
    re.compile(rb'"%s"\s*:' % key)
    for key in (rb"id", rb"(?:speaker|user)", rb"(?:conversation_id|root)", rb"(?:reply-to|reply_to)", rb"text")
]

# Meta has no fixed names: what corpora of ConvoKit's own collection call these, and what we write.
_TITLES = ("title", "thread_title", "name", "subject", "topic", "page_title")
_NAMES = ("name", "display_name", "username", "screen_name", "character_name")
_PLACES = ("origin", "url", "permalink")
_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
_GONE = frozenset({"[deleted]", "[removed]"})  # what Reddit puts in place of words, and of who wrote them

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Moments of 1973 to 2100 in seconds, and the same in milliseconds, microseconds and nanoseconds: no two overlap.
# Smaller numbers are counters or seconds from the beginning, which are no moments.
_FROM, _TO = 10**8, 4_102_444_800
_UNITS = (1, 10**3, 10**6, 10**9)
_FIRST, _LAST = -62_135_500_000, 253_402_200_000  # the years 1 to 9999
_ID = 400
"""Characters of an id; a longer one is known by its digest."""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
CREATE TABLE said (
  place INTEGER PRIMARY KEY, id TEXT, talk TEXT, speaker TEXT, words TEXT, at INTEGER, reply TEXT
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
_TALKS = """
SELECT said.talk, min(place), title, language, origin, expected
FROM said LEFT JOIN talk ON talk.id = said.talk WHERE said.talk IS NOT NULL GROUP BY said.talk ORDER BY 2
"""
_SAID = """
SELECT said.id, speaker, words, at, reply, name, own
FROM said LEFT JOIN person ON person.id = speaker WHERE talk = ? ORDER BY place
"""
_SILENT = "SELECT count(*) FROM talk WHERE NOT EXISTS (SELECT 1 FROM said WHERE said.talk = talk.id)"


class ConvoKit:
    """Reads every conversation of a corpus, in the order in which they begin in its file.

    Utterances of one conversation may stand anywhere, so all pass through a temporary SQLite file, which is
    always removed: the memory is that of one conversation. Of meta only title, language, address and names are read.
    """

    name = "convokit"
    title = text("ConvoKit corpus")
    files = text(
        "The folder of a corpus: utterances.jsonl, chosen together with conversations.json, speakers.json and "
        "corpus.json. Unpack the .zip file first."
    )

    def recognises(self, path: Path, head: bytes) -> bool:
        if not head:
            try:
                if not path.is_dir():
                    return False
                names = {file.name for file in files.inside(path)}
            except (OSError, ValueError, UnreadableExport):
                return False
            return not names.isdisjoint(_WORDS) and not names.isdisjoint(_BESIDE)
        begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if path.name in _WORDS:
            return begins in {b"{", b"["} and _MARKS[0].search(head) is not None
        first = head.lstrip().split(b"\n", 1)[0] if begins == b"{" else head
        return begins in {b"{", b"["} and all(mark.search(first) for mark in _MARKS)

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        words, beside = _together(path)
        with (
            tempfile.TemporaryDirectory(prefix="iq4d-") as place,
            closing(sqlite3.connect(Path(place) / "corpus.sqlite3", isolation_level=None)) as spool,
        ):
            spool.executescript(_TABLES)
            corpus = _Corpus(spool, reading, words, beside)
            corpus.fill()
            yield from corpus.conversations()
        size = sum(file.stat().st_size for file in (words, *beside.values()))
        reading.progress(size, size)


def _together(path: Path) -> tuple[Path, dict[str, Path]]:
    """The utterances, and the other files of the corpus by name: of the folder, or beside `path`."""
    folder = path if path.is_dir() else path.parent
    names = {file.name: file for file in files.inside(folder)} if path.is_dir() or path.name in _WORDS else {}
    words = path if not path.is_dir() else next((names[name] for name in _WORDS if name in names), None)
    if words is None:
        raise UnreadableExport(text("There is no utterances.jsonl in this folder."), where=path.name)
    return words, {name: names[name] for name in _BESIDE[:-1] if name in names}


class _Corpus:
    """The files of a corpus on their way through the spool."""

    def __init__(self, spool: sqlite3.Connection, reading: Reading, words: Path, beside: Mapping[str, Path]) -> None:
        self.spool, self.reading, self.words, self.beside = spool, reading, words, beside
        self.total = sum(file.stat().st_size for file in (words, *beside.values()))
        self.language: str | None = None
        self.ours = self.prefixed = False
        self.timeless = 0

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
        return next((self.beside[name] for name in _PEOPLE if name in self.beside), None)

    def _know(self, about: Mapping[str, Any]) -> None:
        mark = about.get(MARK)
        self.ours = isinstance(mark, dict) and mark.get("format") == 1
        self.prefixed = isinstance(mark, dict) and self.ours and mark.get("prefixed") is True
        self.language = _language(about.get("language"))

    def _person(self, key: str, meta: Mapping[str, Any]) -> None:
        id, own = _id(key, mail=False), _id(meta.get(OWN_ID), mail=False) if self.ours else None
        self.spool.execute("INSERT OR REPLACE INTO person VALUES (?, ?, ?)", (id, _first(meta, _NAMES), own))

    def _talk(self, key: str, meta: Mapping[str, Any]) -> None:
        id = _id(key)
        expected = safe_json.whole_number(meta.get("expected")) if self.ours else None
        about = (_first(meta, _TITLES), _language(meta.get("language")), _first(meta, _PLACES), expected)
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
        id = _id(value.get("id"))
        if id is None:
            return text("It has no id.")
        speaker = _id(value.get("speaker", value.get("user")), mail=False)
        if speaker is None:
            return text("It does not say who said it.")
        if speaker != (written := value.get("speaker", value.get("user"))) and isinstance(written, str):
            self.spool.execute("INSERT OR IGNORE INTO person VALUES (?, ?, NULL)", (speaker, name(written)))
        words = value.get("text")
        if not isinstance(words, str):
            return text("It has no text.")
        if words.strip() in _GONE and not self.ours:
            return text("It was deleted.")
        talk = _id(value.get("conversation_id", value.get("root")))
        reply = _id(value.get("reply-to", value.get("reply_to")))
        at = self._moment(value.get("timestamp"))
        if self.prefixed and talk is not None:
            ours = prefix(talk)
            id, reply = id.removeprefix(ours), reply.removeprefix(ours) if reply else None
        words = clean(words[: self.reading.limits.text + 1])
        row = (place, id, talk, speaker, words, at, reply)
        self.spool.execute("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return None

    def _moment(self, written: object) -> int | None:
        """Microseconds since 1970."""
        if written is None or written == "":
            return None
        at = _seconds(written, anything=self.ours)
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
        self.spool.executescript("CREATE INDEX together ON said (talk, place);")
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
            conversation = settle(
                self.reading,
                id=id,
                where=text("conversation {id}", id=shortened(id, 60)),
                title=title or "",
                rows=rows,
                names=names,
                aliases=aliases,
                language=language or self.language,
                expected=expected,
                origin=origin or "",
            )
            if conversation:
                yield conversation

    def _rows(self, talk: str) -> tuple[list[Row], dict[str, str], dict[str, tuple[str, ...]]]:
        rows, names, aliases = [], dict[str, str](), dict[str, tuple[str, ...]]()
        called: dict[str, str] = {}  # speaker in the file: the id it had before we wrote it
        for id, key, words, at, reply, shown, own in self.spool.execute(_SAID, (talk,)):
            if key not in called:
                speaker = called[key] = own if own and own not in called.values() else key
                names[speaker] = shown or ("" if self.ours and shown is not None else _shown(key))
                if shown and not self.ours and re.search(r"[^\W\d_]", key):
                    aliases[speaker] = (key,)  # a login, next to the name that is shown
            where = text("utterance {id}", id=shortened(id, 60))
            when = None if at is None else _EPOCH + timedelta(microseconds=at)
            rows.append(Row(id, called[key], words, "text", when, reply, where))
        return rows, names, aliases


_NOT_SO = text("It is not written as ConvoKit writes it.")


def _named(file: str, key: object) -> str:
    return f"{file}, {shortened(clean(str(key)), 60)}"


def _id(value: object, *, mail: bool = True) -> str | None:
    """An id as text that a database takes; None where it is none. mail: whether a mail address may stand for one."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        return None
    if len(value) <= _ID and clean(value) == value and "\n" not in value and (mail or not _MAIL.search(value)):
        return value
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"id-{digest}"


def _first(meta: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The first of these that says something."""
    said = (meta[key] for key in keys if isinstance(meta.get(key), str))
    return next((clean(words)[:2_000] for words in said if words.strip()), "")


def _shown(key: str) -> str:
    """How somebody is called who has no name but an id."""
    if key in _GONE:
        return ""
    return f"user{key}" if key.isdigit() else key


def _language(value: object) -> str | None:
    found = _LANGUAGE.match(value.lower()) if isinstance(value, str) else None
    return found[0] if found else None


def _seconds(written: object, *, anything: bool) -> int | None:
    """Microseconds since 1970 of a time as corpora write it; None where nobody could tell. anything: it is seconds.

    >>> _seconds(1_700_000_000, anything=False) == _seconds("1700000000000", anything=False) == 1_700_000_000_000_000
    True
    >>> _seconds(12.5, anything=False), _seconds("half past ten", anything=False), _seconds(True, anything=False)
    (None, None, None)
    """
    if isinstance(written, str):
        if at := moment(written):
            return (at - _EPOCH) // timedelta(microseconds=1)
        if not re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", written.strip(), re.ASCII):
            return None
        written = float(written) if "." in written else int(written)
    if isinstance(written, bool) or not isinstance(written, int | float) or not math.isfinite(written):
        return None
    for unit in _UNITS:
        if _FROM * unit <= written < _TO * unit or (anything and _FIRST < written < _LAST):
            return round(written * 10**6 / unit) if isinstance(written, float) else written * 10**6 // unit
    return None
