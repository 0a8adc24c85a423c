"""Our own exchange format for forums: "generic-forum", version 1 (docs/readers.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation, Speaker
from iq4d.errors import UnreadableExport
from iq4d.readers import safe_json
from iq4d.readers.dates import moment
from iq4d.readers.protocol import Reading
from iq4d.readers.safe_json import whole_number
from iq4d.readers.text import likeness, name
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, text

__all__ = ["Forum"]

MOST_OF_A_NAME = 100
"""Users with one word in their names whom a topic with that word is taken to be about."""

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(rb'"format"\s*:\s*"generic-forum"')


class Forum:
    """Reads ``{"format": "generic-forum", "version": 1, "users": [...], "topics": [...]}``.

    Of a user only id and username are read; rights, passwords, addresses, groups, settings and rendered HTML
    are not looked at, whatever the file says.
    """

    name = "forum"
    title = text("Forum exchange file")
    files = text(
        "A .json file that begins with {mark}: a plain form for platforms that are not named here. "
        "Somebody technical can make one of yours.",
        mark='"format": "generic-forum"',
    )

    def recognises(self, path: Path, head: bytes) -> bool:
        return _MARK.search(head) is not None

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        data = safe_json.load(path, reading.limits)
        if not isinstance(data, dict) or data.get("format") != "generic-forum":
            raise UnreadableExport(text("This is no forum exchange file."), where=path.name)
        if data.get("version") != 1 or isinstance(data["version"], bool):
            raise UnreadableExport(text("We read version 1 of the forum exchange file only."), where=path.name)
        users = _users(_list(data, "users", path), reading)
        topics = _list(data, "topics", path)
        if not topics:
            reading.skip(path.name, text("There are no topics in it."))
        seen: set[int] = set()
        for place, topic in enumerate(topics, 1):
            if conversation := _topic(topic, place, seen, users, reading):
                yield conversation
        size = path.stat().st_size
        reading.progress(size, size)


def _list(data: dict[str, Any], key: str, path: Path) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise UnreadableExport(text('"{key}" has to be a list.', key=key), where=path.name)
    return value


class _Users:
    """Everybody in the file, by id, and by the words of their names."""

    def __init__(self, known: dict[int, Speaker]) -> None:
        self.known = known
        self.names = {user.id: user.name for user in known.values()}
        self.aliases = {user.id: user.aliases for user in known.values()}
        self.by_word: dict[str, list[Speaker]] = {}
        for user in known.values():
            for word in set(_WORD.findall(user.name.casefold())):
                self.by_word.setdefault(word, []).append(user)

    def addressed(self, rows: list[Row]) -> list[Speaker]:
        """Whose name may stand in these words: a forum has more users than a topic has people."""
        words = {word for row in rows for word in _WORD.findall(row.source.casefold())}
        return [user for word in sorted(words & self.by_word.keys()) for user in self.by_word[word][:MOST_OF_A_NAME]]


def _users(users: list[Any], reading: Reading) -> _Users:
    """Who is shown with the number behind the name has the bare name for an alias."""
    known: dict[int, Speaker] = {}
    alike: dict[str, int] = {}
    for place, user in enumerate(users, 1):
        number = whole_number(user.get("id")) if isinstance(user, dict) else None
        if number is None:
            reading.skip(text("user {n} in the list", n=place), _NO_ID)
            continue
        where = text("user {n}", n=number)
        if number in known:
            reading.skip(where, text("Another with this id came before it."))
            continue
        written = user.get("username")
        shown = bare = name(written) if isinstance(written, str) else ""
        first = alike.setdefault(likeness(shown), number) if shown else number
        if first != number:
            shown = f"{shown} ({number})"
            reading.skip(
                where,
                text(
                    "Its bare name: it looks like that of user {other}, so it is shown as {name}.",
                    other=first,
                    name=shown,
                ),
            )
        known[number] = Speaker(f"user-{number}", shown, (bare,) if bare != shown else ())
    return _Users(known)


def _topic(topic: Any, place: int, seen: set[int], users: _Users, reading: Reading) -> Conversation | None:
    number = whole_number(topic.get("id")) if isinstance(topic, dict) else None
    if number is None:
        reading.skip(text("topic {n} in the list", n=place), _NO_ID)
        return None
    where = text("topic {n}", n=number)
    posts = topic.get("posts", [])
    if number in seen:
        reading.skip(where, text("Another with this id came before it."))
        return None
    seen.add(number)
    if not isinstance(posts, list):
        reading.skip(where, text('"{key}" has to be a list.', key="posts"))
        return None
    title = topic.get("title")
    rows = list(_rows(posts, number, users, reading))
    return settle(
        reading,
        id=f"topic-{number}",
        where=where,
        title=title if isinstance(title, str) else "",
        rows=rows,
        names=users.names,
        aliases=users.aliases,
        others=users.addressed(rows),
    )


def _rows(posts: list[Any], topic: int, users: _Users, reading: Reading) -> Iterator[Row]:
    for place, post in enumerate(posts, 1):
        number = whole_number(post.get("id")) if isinstance(post, dict) else None
        if number is None:
            reading.skip(text("topic {topic}, post {n} in the list", topic=topic, n=place), _NO_ID)
            continue
        where = text("topic {topic}, post {post}", topic=topic, post=number)
        if problem := _problem(post, users):
            reading.skip(where, problem)
            continue
        if post.get("attachments"):
            reading.skip(where, text("Its attachments: we read words only."))
        parent = post.get("parent")
        yield Row(
            id=f"post-{number}",
            speaker=f"user-{post['author']}",
            source=post["body"],
            markup="markdown",
            at=moment(post["created"], zone_needed=True) if post.get("created") is not None else None,
            reply_to=None if parent is None else f"post-{whole_number(parent) or '?'}",
            where=where,
        )


def _problem(post: dict[str, Any], users: _Users) -> Text | None:
    author = whole_number(post.get("author"))
    if author is None or author not in users.known:
        return text("Its author is not among the users.")
    if not isinstance(post.get("body"), str):
        return text("It has no text.")
    created = post.get("created")
    if created is not None and moment(created, zone_needed=True) is None:
        return text("Its date does not exist, or is not written as 2026-01-31T12:00:00Z with a time zone.")
    return None


_NO_ID = text("Its id is not a whole number above zero that fits in 63 bits.")
