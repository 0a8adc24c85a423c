"""Discourse: one topic, as its address followed by .json gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation, Speaker
from iq4d.errors import UnreadableExport
from iq4d.readers import safe_json
from iq4d.readers.dates import moment
from iq4d.readers.protocol import Reading
from iq4d.readers.safe_json import whole_number
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, text

__all__ = ["Discourse"]

_MARK = re.compile(
    rb'"(?:post_stream|topic_list|latest_posts|post_action_users|draft_sequence|avatar_template|user_actions)"\s*:'
)
_PEOPLE = ("participants", "created_by", "last_poster", "allowed_users", "reply_to_user", "mentioned_users")
_QUOTED_HTML = re.compile(
    r"""(?:data-username="|class="mention" href="[^"<>\s]{0,200}/(?:u|users)/)([^"<>\s]{1,100})\""""
)
_QUOTED_RAW = re.compile(r"""\[quote="([^"\[\]\n]{1,300})"\]""")
_LOGIN = re.compile(r"username:([^,\s]{1,100})")
_WHICH = text("Open the topic, put .json behind its address, and save that page.")


class Discourse:
    """Reads a topic with its ``post_stream``; all posts, or as many as the file holds.

    Ordinary posts only: what the software or a moderator noted, and what was deleted or hidden, is left out.
    """

    name = "discourse"
    title = text("Discourse topic")
    files = text("A .json file of one topic: open the topic, put .json behind its address, and save that page.")

    def recognises(self, path: Path, head: bytes) -> bool:
        return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and _MARK.search(head) is not None

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        data = safe_json.load(path, reading.limits)
        stream = data.get("post_stream") if isinstance(data, dict) else None
        if not isinstance(stream, dict) or not isinstance(stream.get("posts"), list):
            raise UnreadableExport(text("This comes from Discourse, but is not a topic."), where=path.name, todo=_WHICH)
        number = whole_number(data.get("id"))
        if number is None or not isinstance(data.get("title"), str) or not data["title"].strip():
            raise UnreadableExport(text("This is only a part of a Discourse topic."), where=path.name, todo=_WHICH)
        if data.get("deleted_at"):
            reading.skip(text("topic {n}", n=number), text("It was deleted."))
        elif conversation := _conversation(data, number, stream, reading):
            yield conversation
        size = path.stat().st_size
        reading.progress(size, size)


def _conversation(data: dict[str, Any], number: int, stream: dict[str, Any], reading: Reading) -> Conversation | None:
    posts = stream["posts"]
    people = _People()
    rows = list(_rows(posts, people, reading))
    people.meet_all(data.get("details"))
    everybody = people.everybody()
    said = [whole_number(data.get("posts_count")) or 0]
    if isinstance(stream.get("stream"), list):
        said.append(len(stream["stream"]))
    missing = max(said) - len(posts)
    slug = data.get("slug")
    return settle(
        reading,
        id=f"topic-{number}",
        where=text("topic {n}", n=number),
        title=data["title"],
        rows=rows,
        names={person.id: person.name for person in everybody},
        aliases={person.id: person.aliases for person in everybody},
        others=everybody,
        expected=len(rows) + missing if missing > 0 else None,
        origin=f"/t/{slug}/{number}" if isinstance(slug, str) and slug else f"/t/{number}",
    )


def _rows(posts: list[Any], people: _People, reading: Reading) -> Iterator[Row]:
    for place, post in enumerate(posts, 1):
        number = whole_number(post.get("post_number")) if isinstance(post, dict) else None
        if number is None:
            reading.skip(text("post {n} in the list", n=place), text("It has no post number."))
            continue
        where = text("post {n}", n=number)
        raw, cooked = post.get("raw"), post.get("cooked")
        source, markup = (raw, "markdown") if isinstance(raw, str) and raw.strip() else (cooked, "html")
        people.meet_all(post)  # also of a post that is left out: others may quote who wrote it
        for login, shown in _quoted(source):
            people.meet(login, shown)
        speaker = people.meet(post.get("username"), post.get("name"), post.get("display_username"))
        if problem := _problem(post, source):
            reading.skip(where, problem)
            continue
        answered = whole_number(post.get("reply_to_post_number"))
        reply_to = f"post-{answered}" if answered else None
        yield Row(
            f"post-{number}",
            speaker or f"unknown-{number}",
            source,
            markup,
            moment(post.get("created_at")),
            reply_to,
            where,
        )


class _People:
    """Everybody whom a topic names, by login: who posts, is answered, quoted, addressed, or listed as a participant."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, None]] = {}  # speaker id: login, then display names as they were met

    def meet(self, login: object, *shown: object) -> str | None:
        """The speaker id of who has this login; None where that is no login."""
        if not isinstance(login, str) or not login.strip():
            return None
        id = f"user-{login.strip().casefold()[:100]}"
        names = [login, *(name for name in shown if isinstance(name, str) and name.strip())]
        self.known.setdefault(id, {}).update(dict.fromkeys(names))
        return id

    def meet_all(self, told: object) -> None:
        """Whoever stands in the places where Discourse puts other people than the writer."""
        if not isinstance(told, dict):
            return
        for place in _PEOPLE:
            users = told.get(place)
            for user in users if isinstance(users, list) else [users]:
                if isinstance(user, dict):
                    self.meet(user.get("username"), user.get("name"))

    def everybody(self) -> list[Speaker]:
        """Shown by display name where there is one, as Discourse does; the login is an alias then."""
        listed = []
        for id, (login, *shown) in self.known.items():
            name, *aliases = [*shown, login]
            listed.append(Speaker(id, name, tuple(aliases)))
        return listed


def _quoted(source: object) -> Iterator[tuple[str, str]]:
    """(login, display name or nothing) of everybody quoted or addressed in a post, as Markdown or as HTML."""
    if not isinstance(source, str):
        return
    for found in _QUOTED_HTML.finditer(source):
        yield unescape(found[1]), ""
    for found in _QUOTED_RAW.finditer(source):
        first, _, rest = found[1].partition(",")
        login = _LOGIN.search(rest)
        yield (login[1], first) if login else (first, "")


def _problem(post: dict[str, Any], source: object) -> Text | None:
    if post.get("post_type", 1) != 1:
        return text("It is a note of the software or of a moderator, not a contribution.")
    if post.get("deleted_at") or post.get("user_deleted"):
        return text("It was deleted.")
    if post.get("hidden"):
        return text("It was hidden.")
    if not isinstance(source, str):
        return text("It has no text.")
    return None
