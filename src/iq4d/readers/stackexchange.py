"""Stack Exchange: a site's data dump, Posts.xml with or without Comments.xml and Users.xml, in flat memory."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.readers import files
from iq4d.readers.dates import moment
from iq4d.readers.protocol import Reading
from iq4d.readers.safe_xml import Element, elements
from iq4d.readers.text import name
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, plural, text

__all__ = ["StackExchange"]

_POSTS = re.compile(rb"<posts[\s>/]")
_COMMENTS = re.compile(rb"<comments[\s>/]")
_ROW = re.compile(rb'<row\s[^<]{0,200}\b(?:PostTypeId|PostId)="')
_USER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)

_TABLES = """
CREATE TABLE post (
  id INTEGER PRIMARY KEY, kind INTEGER, parent INTEGER, title TEXT, speaker TEXT, name TEXT, body TEXT, at TEXT
);
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE comment (id INTEGER PRIMARY KEY, post INTEGER, speaker TEXT, name TEXT, body TEXT, at TEXT);
"""
_INDEXES = """
CREATE INDEX answers ON post (parent) WHERE kind = 2;
CREATE INDEX remarks ON comment (post);
"""
_QUESTION = "SELECT 'post', id, NULL, speaker, name, body, at FROM post WHERE id = :id"
_ANSWERS = "SELECT 'post', id, parent, speaker, name, body, at FROM post WHERE kind = 2 AND parent = :id ORDER BY id"
_REMARKS = """
SELECT 'comment', id, post, speaker, name, body, at FROM comment
WHERE post = :id OR post IN (SELECT id FROM post WHERE kind = 2 AND parent = :id) ORDER BY id
"""
_ORPHAN_ANSWERS = """
SELECT id FROM post AS answer WHERE kind = 2
  AND NOT EXISTS (SELECT 1 FROM post WHERE kind = 1 AND id = answer.parent) ORDER BY id
"""
_ORPHAN_COMMENTS = """
SELECT comment.id FROM comment
LEFT JOIN post ON post.id = comment.post
LEFT JOIN post AS question ON question.id = post.parent
WHERE post.id IS NULL OR (post.kind = 2 AND (question.id IS NULL OR question.kind <> 1)) ORDER BY comment.id
"""


class StackExchange:
    """Reads every question with its answers and all comments.

    The files are in no order a conversation needs, so they pass through a temporary SQLite file, which is
    always removed. Speakers are known by number, unless Users.xml is there: of that only id and display name
    are read, never mail, place or what people tell about themselves.
    """

    name = "stackexchange"
    title = text("Stack Exchange dump")
    files = text(
        "Posts.xml and Comments.xml from the data dump of a site, chosen together; add Users.xml for the names. "
        "Unpack the .7z file first."
    )

    def recognises(self, path: Path, head: bytes) -> bool:
        if not head:
            try:
                return path.is_dir() and _named(path, "posts.xml") is not None
            except (OSError, ValueError, UnreadableExport):
                return False
        known = path.name.lower() in {"posts.xml", "comments.xml"} or _ROW.search(head) is not None
        return known and (_POSTS.search(head) or _COMMENTS.search(head)) is not None

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        posts, comments, users = _together(path)
        with (
            tempfile.TemporaryDirectory(prefix="iq4d-") as place,
            closing(sqlite3.connect(Path(place) / "dump.sqlite3", isolation_level=None)) as spool,
        ):
            spool.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;" + _TABLES
            )
            _spool(spool, posts, comments, users, reading)
            yield from _conversations(spool, reading)
        total = _size(posts, comments, users)
        reading.progress(total, total)


def _named(folder: Path, wanted: str) -> Path | None:
    return next((file for file in files.inside(folder) if file.name.lower() == wanted), None)


def _together(path: Path) -> tuple[Path, Path | None, Path | None]:
    """Posts.xml and, where they are there, Comments.xml and Users.xml: of the folder, or beside `path`."""
    if path.is_dir():
        posts = _named(path, "posts.xml")
        if posts is None:
            raise UnreadableExport(text("There is no Posts.xml in this folder."), where=path.name)
        return posts, _named(path, "comments.xml"), _named(path, "users.xml")
    head = files.head(path)
    if _COMMENTS.search(head) and not _POSTS.search(head):
        raise UnreadableExport(
            text("These are comments without the posts they belong to."),
            where=path.name,
            todo=text("Give the folder with Posts.xml and Comments.xml, or both files together."),
        )
    beside = [path.with_name(name) for name in ("Comments.xml", "Users.xml")]
    comments, users = (file if path.name == "Posts.xml" and file.is_file() else None for file in beside)
    return path, comments, users


def _size(*files: Path | None) -> int:
    return sum(file.stat().st_size for file in files if file)


def _spool(spool: sqlite3.Connection, posts: Path, comments: Path | None, users: Path | None, reading: Reading) -> None:
    total = _size(posts, comments, users)
    others = 0
    spool.execute("BEGIN")
    for row in _rows(posts, "posts", reading, 0, total):
        kind = row.attributes.get("PostTypeId", "")
        where = _place("post", row, posts)
        if kind not in {"1", "2"}:
            others += 1
        elif problem := _stored(spool, row, int(kind)):
            reading.skip(where, problem)
    if others:
        reading.skip(
            posts.name,
            plural("{n} row that is no question or answer.", "{n} rows that are no question or answer.", others),
            others,
        )
    if comments:
        for row in _rows(comments, "comments", reading, posts.stat().st_size, total):
            if problem := _stored(spool, row, None):
                reading.skip(_place("comment", row, comments), problem)
    if users:
        for row in _rows(users, "users", reading, _size(posts, comments), total):
            number, shown = row.attributes.get("Id", ""), name(row.attributes.get("DisplayName", ""))
            if _USER.fullmatch(number) and shown:
                spool.execute("INSERT OR IGNORE INTO person VALUES (?, ?)", (int(number), shown))
    spool.execute("COMMIT")
    spool.executescript(_INDEXES)


def _rows(path: Path, root: str, reading: Reading, before: int, total: int) -> Iterator[Element]:
    found = elements(
        path,
        reading,
        inside=(root,),
        wanted={"row"},
        doctypes={(root, f"{root}.dtd")},
        progress=lambda done: reading.progress(before + done, total),
    )
    for n, row in enumerate(found, 1):
        if n > reading.limits.utterances and root != "users":
            raise UnreadableExport(
                text("This export holds more than {most} contributions.", most=reading.limits.utterances),
                where=path.name,
            )
        yield row


def _stored(spool: sqlite3.Connection, row: Element, kind: int | None) -> Text | None:
    """Keep a row for later: a post of this kind, or a comment (None). The reason where it cannot be kept."""
    of = row.attributes.get
    id, parent = of("Id", ""), of("PostId" if kind is None else "ParentId", "")
    if not _ID.fullmatch(id):
        return text("Its id is not a whole number above zero that fits in 63 bits.")
    if kind != 1 and not _ID.fullmatch(parent):
        return text("It does not say what it belongs to.")
    body = of("Text" if kind is None else "Body", "")
    speaker, shown = _speaker(row, "UserId" if kind is None else "OwnerUserId", id if kind else f"c{id}")
    values = (speaker, shown, body, of("CreationDate", ""))
    if kind is None:
        done = spool.execute("INSERT OR IGNORE INTO comment VALUES (?, ?, ?, ?, ?, ?)", (int(id), int(parent), *values))
    else:
        about = (int(id), kind, int(parent) if kind == 2 else None, of("Title", ""))
        done = spool.execute("INSERT OR IGNORE INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*about, *values))
    return None if done.rowcount else text("Another with this id came before it.")


def _speaker(row: Element, user: str, id: str) -> tuple[str, str]:
    """Speaker id and name. Who left keeps only a name, so each name is somebody; without one each post is."""
    number = row.attributes.get(user, "")
    shown = name(row.attributes.get("OwnerDisplayName" if user == "OwnerUserId" else "UserDisplayName", ""))
    if _USER.fullmatch(number):
        return f"user-{int(number)}", shown
    return (f"name-{shown.casefold()}", shown) if shown else (f"unknown-{id}", "")


def _conversations(spool: sqlite3.Connection, reading: Reading) -> Iterator[Conversation]:
    for id, title in spool.execute("SELECT id, title FROM post WHERE kind = 1 ORDER BY id"):
        met: dict[str, dict[str, None]] = {}  # speaker id: every name
        rows = []
        parts = chain.from_iterable(spool.execute(part, {"id": id}) for part in (_QUESTION, _ANSWERS, _REMARKS))
        for kind, number, parent, speaker, shown, body, at in parts:
            met.setdefault(speaker, {}).update(dict.fromkeys(filter(None, [shown])))
            where = _called(kind, number)
            markup = "html" if kind == "post" else "markdown"
            reply_to = None if parent is None else f"post-{parent}"
            rows.append(Row(f"{kind}-{number}", speaker, body, markup, moment(at), reply_to, where))
        names = {speaker: _name(spool, speaker) or next(iter(shown), "") for speaker, shown in met.items()}
        names |= {
            speaker: f"user{speaker[5:]}" for speaker, shown in names.items() if not shown and speaker[:5] == "user-"
        }
        where = text("question {n}", n=id)
        if conversation := settle(
            reading, id=f"question-{id}", where=where, title=title, rows=rows, names=names, aliases=met
        ):
            yield conversation
    for kind, orphans in (("post", _ORPHAN_ANSWERS), ("comment", _ORPHAN_COMMENTS)):
        for (id,) in spool.execute(orphans):
            reading.skip(_called(kind, id), text("What it belongs to is not in this export."))


def _name(spool: sqlite3.Connection, speaker: str) -> str:
    """What Users.xml calls them; nothing where there is none, or who left."""
    number = speaker.removeprefix("user-")
    if not _USER.fullmatch(number) or number == speaker:
        return ""
    found = spool.execute("SELECT name FROM person WHERE id = ?", (int(number),)).fetchone()
    return str(found[0]) if found else ""


def _called(kind: str, number: object) -> Text:
    return text("post {n}", n=number) if kind == "post" else text("comment {n}", n=number)


def _place(kind: str, row: Element, path: Path) -> Text:
    id = row.attributes.get("Id", "")
    return _called(kind, id) if _ID.fullmatch(id) else text("{file}, line {line}", file=path.name, line=row.line)
